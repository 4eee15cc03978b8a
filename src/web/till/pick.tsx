/* One of many, found by words (names have letters, so this is a field): arrows and Enter, or a press. Esc goes back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Icon } from '../lib/ui';
import { t } from '../lib/words';
import { back } from './state/shell';

const PAUSE_MS = 120;
const SHOWN_MAX = 8;

export function Pick<R>({ label, ask, keyOf, show, more, side, onPick, none, isSheet = false }:
	{ label: string; ask: (words: string) => Promise<R[]>; keyOf: (row: R) => string; show: (row: R) => string; more?: (row: R) => ComponentChildren; side?: (row: R) => ComponentChildren; onPick: (row: R) => void; none: string; isSheet?: boolean }) {
	const [words, setWords] = useState('');
	const [rows, setRows] = useState<R[] | null>(null);
	const [wrong, setWrong] = useState('');
	const [at, setAt] = useState(0);
	const box = useRef<HTMLInputElement>(null);
	useEffect(() => { box.current?.focus(); }, []);
	useEffect(() => {
		let isStale = false;
		const timer = setTimeout(() => {
			ask(words.trim()).then((found) => {
				if (isStale) return;
				setRows(found.slice(0, SHOWN_MAX));
				setWrong('');
				setAt(0);
			}).catch((error: Error) => { if (!isStale) setWrong(error.message); });
		}, words ? PAUSE_MS : 0);
		return () => { isStale = true; clearTimeout(timer); };
	}, [words]);
	function key(event: KeyboardEvent): void {
		if (event.key === 'ArrowDown') setAt(Math.min(at + 1, (rows?.length ?? 1) - 1));
		else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
		else if (event.key === 'Enter' && rows?.[at] && !event.isComposing) {
			box.current?.blur();
			onPick(rows[at]!);
		} else return;
		event.preventDefault();
		event.stopPropagation();
	}
	return (
		<div class={isSheet ? 'ask pick' : 'ask'} role="group" aria-label={label}>
			<div class="search"><Icon name="search" /><input ref={box} type="search" aria-label={label} placeholder={label} autocomplete="off" spellcheck={false} value={words}
				onInput={(event) => setWords(event.currentTarget.value)} onKeyDown={key} /></div>
			{wrong && <p class="why" role="alert">{wrong}</p>}
			{rows?.length === 0 && <p class="soft">{none}</p>}
			<div class="list">
				{rows?.map((row, i) => (
					<button key={keyOf(row)} type="button" class="choice" aria-current={i === at ? 'true' : undefined} onClick={() => onPick(row)}>
						<span class="name">{show(row)}{more && <span class="more">{more(row)}</span>}</span>{side && <span class="price">{side(row)}</span>}
					</button>
				))}
			</div>
			{!isSheet && <Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>}
		</div>
	);
}
