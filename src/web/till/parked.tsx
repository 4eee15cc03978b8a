/* Tickets put aside: one key parks, one key and one digit takes one up again. What is put aside may get a word to know it by ("áo đỏ"):
 * the hand may type it or do anything else, as if nothing had been asked. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { readOwnCode } from '../lib/code';
import { money } from '../lib/money';
import { clock } from '../lib/time';
import type { CartHead } from '../lib/types';
import { Button, Icon } from '../lib/ui';
import { t } from '../lib/words';
import { elsewhere, naming, nameTicket, park, parked, switchTo, ticketName } from './state/cart';
import { startTimes } from './state/lines';
import { back, entry, view } from './state/shell';
import { modes, type Feature } from './state/tables';

const WORD_MAX = 24;
const word = signal('');

/* What is known of it beside its name. */
function about(head: CartHead): string {
	const at = elsewhere(head);
	return [ticketName(head) !== clock(head.updated_us) && clock(head.updated_us), t('tabs.lines', { count: head.lines_count }), at && t('parked.at', { till: at })].filter(Boolean).join(' · ');
}
function ParkedList() {
	return (
		<div class="ask" role="group" aria-label={t('parked.title')}>
			<h2>{t('parked.title')}</h2>
			{parked.value.slice(0, 9).map((head, i) => (
				<button key={head.id} type="button" class="choice" onClick={() => switchTo(head.id)}>
					<kbd>{i + 1}</kbd>
					<span class="name">{ticketName(head)} <span class="more">{about(head)}</span></span>
					<span class="price">{money(head.total)}</span>
				</button>
			))}
		</div>
	);
}
function key(pressed: string): boolean {
	const head = parked.value[Number(pressed) - 1];
	if (head) switchTo(head.id);
	else if (pressed === 'back') back();
	return true;
}

/* ---- a word to know it by --------------------------------------------------------------------------------------- */

/* Figures alone are goods: who went on to the next customer meant their number. */
function enterWord(): void {
	const figures = /^\d+$/.test(word.value.trim()) ? word.value.trim() : '';
	back();
	if (!figures) return;
	entry.value = figures;
	modes.code?.enter?.();
}
function typedBeside(key: string): boolean {
	back();
	if (/^\d+$/.test(key)) entry.value = key;
	return true;
}
/* "6 *": so many of what comes next, as anywhere. */
function hear(text: string): void {
	word.value = text;
	if (!/^\d+\*$/.test(text)) return;
	back();
	startTimes(text.slice(0, -1));
}
function leaveWord(): void {
	const head = naming.value?.head, said = word.value.trim();
	naming.value = null;
	if (head && said !== (head.label ?? '') && !/^\d+\*?$/.test(said)) nameTicket(head.id, said || null);
}
function AskWord() {
	const box = useRef<HTMLInputElement>(null);
	useEffect(() => {
		word.value = naming.value?.head.label ?? '';
		if (naming.value?.isByKey) box.current?.focus(); /* a finger that parks wants no keyboard on the glass */
	}, []);
	return (
		<div class="ask" role="group" aria-label={t('parked.word')}>
			<div class="search">
				<Icon name="pause" />
				<input ref={box} aria-label={t('parked.word')} placeholder={t('parked.word_hint')} maxLength={WORD_MAX} autocomplete="off" spellcheck={false} value={word.value}
					onInput={(event) => hear(event.currentTarget.value)}
					onKeyDown={(event) => { if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); enterWord(); } }} />
				<kbd>Enter</kbd>
			</div>
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}

/* The slip of a parked ticket takes it up again, whatever the hand was doing. */
function takeUp(id: string): boolean {
	view.value = 'sell';
	switchTo(id);
	return true;
}
function scan(code: string): boolean {
	const own = readOwnCode(code);
	return own?.kind === 'P' && takeUp(own.id);
}

export const parking: Feature = {
	scan,
	scanned: (kind, thing) => kind === 'parked' && thing !== null && takeUp(thing),
	modes: {
		name: { label: () => t('parked.word'), key: typedBeside, enter: enterWord, leave: leaveWord, goods: back, ask: AskWord },
		parked: { label: () => t('entry.parked'), key, goods: back, ask: ParkedList },
	},
	keys: [{ id: 'park', key: 'F2', shown: 'F2', word: 'key.park', run: () => park(true), isSellOnly: true }],
};
