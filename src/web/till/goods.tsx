/* The goods: search by words without tone marks, tiles by group. A press puts one into the cart. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { get, imageUrl, query } from '../lib/api';
import { money, quantity } from '../lib/money';
import type { Tile } from '../lib/types';
import { Icon, Stars } from '../lib/ui';
import { t } from '../lib/words';
import { choosing, groups, lineAt, settling, top } from './state/cart';
import { addTile, choose } from './state/lines';
import { searchFocus, searchText } from './state/shell';

const PAUSE_MS = 20; /* longer than between the keys of a scanner, too short to be waited for */
const CHOICE_MS = 60;
let answered = 0; /* the F3 that was answered last */

function TileButton({ tile, isNext = false }: { tile: Tile; isNext?: boolean }) {
	return (
		<button type="button" class={`tile ${isNext ? 'next' : ''} ${tile.image ? 'seen' : ''}`} onClick={() => addTile(tile)}>
			{tile.image && <img src={imageUrl(tile.image)} alt="" width={160} height={96} loading="lazy" decoding="async" />}
			<span class="name">{tile.name}</span>
			<span class="from">{tile.producer}{tile.commune && ` · ${tile.commune}`}</span>
			<span class="row">
				<Stars count={tile.stars} />
				{tile.stock_milli !== null && tile.stock_milli <= 0 && <span class="gone"><Icon name="package" size={16} /> {t('goods.gone')}</span>}
				{tile.short_number !== null && <span class="short" title={t('goods.short')}>{tile.short_number}</span>}
			</span>
			<span class="price">{money(tile.price)}<small> / {tile.unit}</small></span>
		</button>
	);
}

/* What sold most stands first, as a group without a name of its own. */
function allGroups(): { name: string; items: Tile[] }[] {
	const byId = new Map(groups.value.flatMap((each) => each.items).map((tile) => [tile.id, tile]));
	const most = top.value.map((id) => byId.get(id)).filter((tile): tile is Tile => tile !== undefined);
	return most.length ? [{ name: '', items: most }, ...groups.value] : groups.value;
}

export function Goods() {
	const box = useRef<HTMLInputElement>(null);
	const [group, setGroup] = useState<string | null>(null); /* its name; null: the first */
	const [found, setFound] = useState<Tile[] | null>(null);
	const [at, setAt] = useState(0);
	const text = searchText.value;

	useLayoutEffect(() => {
		if (searchFocus.value > answered) {
			answered = searchFocus.value;
			box.current?.focus();
		}
	}, [searchFocus.value]);
	useEffect(() => {
		setAt(0);
		if (!text.trim()) {
			setFound(null);
			return;
		}
		let isStale = false;
		const timer = setTimeout(() => {
			get<{ items: Tile[] }>('/items/search' + query({ q: text.trim(), limit: 20 }))
				.then((answer) => { if (!isStale) setFound(answer.items); }).catch(() => undefined);
		}, PAUSE_MS);
		return () => { isStale = true; clearTimeout(timer); };
	}, [text]);

	/* A row that asks which goods are meant takes its digit wherever the focus is; a scanner's first digit is not one. */
	function typed(now: string): void {
		searchText.value = now;
		if (!/^[1-9]$/.test(now) || !choosing.value?.choices[Number(now) - 1]) return;
		setTimeout(() => {
			const line = choosing.value;
			if (searchText.value !== now || !line) return;
			searchText.value = '';
			choose(line, Number(now));
			box.current?.blur();
		}, CHOICE_MS);
	}
	function key(event: KeyboardEvent): void {
		if (!found?.length) return;
		if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
		else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
		else if (event.key === 'Enter' && !event.isComposing) {
			addTile(found[at]!);
			searchText.value = '';
			box.current?.blur();
		} else return;
		event.preventDefault();
	}
	const unknown = settling.value === null ? undefined : lineAt(settling.value); /* looking at no line, not drawn anew by each */
	const all = allGroups();
	const now = all.find((each) => each.name === group) ?? all[0];
	const shown = found ?? now?.items ?? [];
	return (
		<section class="goods" aria-label={t('goods.title')}>
			<div class="search">
				<Icon name="search" />
				<input ref={box} id="search" type="search" aria-label={t('goods.search')} placeholder={t('goods.search')} autocomplete="off" spellcheck={false}
					value={text} onInput={(event) => typed(event.currentTarget.value)} onKeyDown={key} />
				<kbd>F3</kbd>
			</div>
			{unknown && <p class="settling"><Icon name="search" size={20} /> {t('goods.settling', { code: unknown.code || unknown.name })}</p>}
			{!found && all.length > 1 && (
				<div class="groups" role="group" aria-label={t('goods.groups')}>
					{all.map((each) => <button key={each.name} type="button" aria-pressed={each === now} onClick={() => setGroup(each.name)}>{each.name || t('goods.top')}</button>)}
				</div>
			)}
			<div class="tiles" tabIndex={-1}>
				{shown.map((tile, i) => <TileButton key={tile.id} tile={tile} isNext={found !== null && i === at} />)}
				{found?.length === 0 && <p class="empty">{t('goods.nothing', { text })}</p>}
				{!found && all.length === 0 && <p class="empty">{t('goods.none')}</p>}
			</div>
		</section>
	);
}

/* "còn 12 hộp", used where someone chooses among goods */
export function stockText(milli: number, unit: string): string {
	return milli > 0 ? t('goods.left', { count: quantity(milli), unit }) : t('goods.gone');
}
