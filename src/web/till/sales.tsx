/* Today's sales, or those of another day with some goods on them or of an amount: look one up, print it again (a numbered copy), take
 * goods back from it (F11), say how it was paid in truth (*), or, where none is found, exchange at the house's cost (+, swapform.tsx).
 * Who counts the drawer blind sees no totals here, and is told why. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, query } from '../lib/api';
import { DayField } from '../lib/dayfield';
import { money, readMoney } from '../lib/money';
import { rests } from '../lib/once';
import { clock, day, isoToday } from '../lib/time';
import type { PrintState, SaleHead, Tile } from '../lib/types';
import { Button, Field, Segments, Table } from '../lib/ui';
import { t } from '../lib/words';
import { Copies } from './copies';
import { RightWay, rightWayKeys } from './rightway';
import { till } from './state/cart';
import { SwapForm, swapKeys } from './swapform';
import { printAgain } from './state/pay';
import { go, showReturn, tell, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';

const SHOWN_MAX = 50;
const FOUND_MAX = 5; /* goods to choose from */

function printWord(state: PrintState): string {
	switch (state) {
	case 'done': return t('print.done');
	case 'printing': return t('print.printing');
	case 'waiting': return t('print.waiting');
	case 'failed': return t('print.failed');
	case 'unknown': return t('print.unknown');
	default: return t(till.value?.printer.state === 'none' ? 'print.none' : 'print.never'); /* no printer then, or on its sale's paper (exchange) */
	}
}

function Sales() {
	const [rows, setRows] = useState<SaleHead[] | null>(null);
	const [next, setNext] = useState<number | null>(null);
	const [asked, setAsked] = useState({ day: till.value?.shift?.business_day ?? isoToday(), words: '', amount: '' });
	const [changing, setChanging] = useState<string | null>(null);
	const [found, setFound] = useState<Tile[]>([]);
	const [item, setItem] = useState<string | null>(null);
	const [isSwapping, setSwapping] = useState(false);
	const [picked, setPicked] = useState<string | null>(null);
	const at = rows?.find((row) => row.id === picked);
	const closedAt = useRef(-Infinity); /* of the form: a second Enter in haste is no copy of the ticket below it */
	const brought = found.find((each) => each.id === item); /* what the customer brings, where it was looked for */

	function load(before: number | null, itemId = item): void {
		get<{ sales: SaleHead[]; next: number | null }>('/sales' + query({ day: asked.day, item_id: itemId, total: readMoney(asked.amount), before, limit: SHOWN_MAX })).then((answer) => {
			setRows((had) => (before ? [...(had ?? []), ...answer.sales] : answer.sales));
			setNext(answer.next);
			if (!before) setPicked((had) => (answer.sales.some((row) => row.id === had) ? had : answer.sales[0]?.id ?? null));
		}).catch((error: Error) => tell('stop', error.message));
	}
	useEffect(() => load(null), []);
	function pickItem(id: string | null): void {
		setItem(id);
		load(null, id);
	}
	function search(): void {
		if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); /* digits and arrows are the list's again */
		if (!asked.words.trim()) {
			setFound([]);
			return pickItem(null);
		}
		get<{ items: Tile[] }>('/items/search' + query({ q: asked.words.trim(), limit: FOUND_MAX })).then(({ items }) => {
			setFound(items);
			if (items.length === 0) tell('look', t('sales.no_item'));
			pickItem(items[0]?.id ?? null);
		}).catch((error: Error) => tell('stop', error.message));
	}
	function again(): void {
		if (at) void printAgain(at.id, at.print_state).then(() => load(null));
	}
	function giveBack(): void {
		if (at) showReturn(at.receipt);
	}
	function startSwap(): void {
		if (brought && asked.day) setSwapping(true);
		else tell('look', t('swap.first'), 'attention');
	}
	useEffect(() => {
		viewKeys.handle = (key) => {
			if (isSwapping) return key !== 'Tab' && (swapKeys.handle?.(key) ?? false);
			if (key === 'F3' && !changing) {
				document.getElementById('sales-item')?.focus();
				return true;
			}
			if (/^[1-5]$/.test(key) && !changing && found[Number(key) - 1]) {
				pickItem(found[Number(key) - 1]!.id);
				return true;
			}
			if (key === '+' && !changing) {
				startSwap();
				return true;
			}
			if (changing) return key !== 'Tab' && (rightWayKeys.handle?.(key) ?? false);
			if (key === '*' && at && !at.is_return) {
				setChanging(at.id);
				return true;
			}
			if (key === 'F11' && at && !at.is_return) {
				giveBack();
				return true;
			}
			const i = rows?.findIndex((row) => row.id === picked) ?? -1;
			const next = key === 'ArrowDown' ? rows?.[i + 1] : key === 'ArrowUp' ? rows?.[i - 1] : undefined;
			if (next) setPicked(next.id);
			if (key === 'Enter' && !rests(closedAt.current)) again();
			return key === 'Enter' || key.startsWith('Arrow');
		};
		return () => { viewKeys.handle = null; };
	});
	return (
		<section class="sheet" aria-labelledby="sales-title">
			<div class="head">
				<h1 id="sales-title">{t('sales.title')}</h1>
				<Button icon="printer-check" hint="Enter" disabled={!at} onClick={again}>{t('print.button')}</Button>
				<Button icon="arrow-right-left" hint="*" disabled={!at || at.is_return} onClick={() => { if (at) setChanging(at.id); }}>{t('tender.change_way')}</Button>
				<Button icon="undo-2" hint="F11" disabled={!at || at.is_return} onClick={giveBack}>{t('menu.return')}</Button>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			{at && !changing && !isSwapping && <Copies sale={at} onDone={() => load(null)} />}
			{!changing && <form class="sales-find" onSubmit={(event) => { event.preventDefault(); search(); }}>
				<DayField label={t('sales.day')} value={asked.day || null} onChange={(next) => setAsked({ ...asked, day: next ?? '' })} />
				<Field id="sales-item" label={`${t('sales.item')} (F3)`} value={asked.words} onInput={(event) => setAsked({ ...asked, words: event.currentTarget.value })} />
				<Field label={t('sales.amount')} inputMode="numeric" autocomplete="off" value={asked.amount} onInput={(event) => setAsked({ ...asked, amount: event.currentTarget.value })} />
				<Button icon="search" type="submit">{t('return.search')}</Button>
				{found.length > 0 && <Segments label={t('sales.item')} value={item ?? ''} onPick={pickItem} options={found.map((each, i) => ({ value: each.id, text: `${i + 1} ${each.name}` }))} />}
				{brought && <Button icon="circle-help" hint="+" disabled={!till.value?.shift || isSwapping} onClick={startSwap}>{t('swap.button')}</Button>}
			</form>}
			{isSwapping && brought && <SwapForm item={brought} day={asked.day} onDone={() => setSwapping(false)} />}
			{changing && <RightWay saleId={changing} onDone={() => { closedAt.current = performance.now(); setChanging(null); load(null); }} />}
			<div class="scroll" tabIndex={0}>
				{rows?.some((row) => row.total === null) && <p class="soft">{t('sales.blind')}</p>}
				{rows && <Table label={t('sales.title')} rows={rows} keyOf={(row) => row.id} picked={picked} onPick={(row) => setPicked(row.id)} empty={t(item || asked.amount ? 'sales.none_found' : 'sales.empty')} columns={[
					{ title: t('sales.receipt'), cell: (row) => row.receipt },
					{ title: t('sales.at'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
					{ title: t('sales.kind'), cell: (row) => (row.is_return ? t('sales.return') : t('sales.sale')) },
					{ title: t('strip.cashier'), cell: (row) => row.staff_name },
					{ title: t('print.receipt'), cell: (row) => printWord(row.print_state) },
					...(rows.some((row) => row.total !== null) ? [{ title: t('sales.total'), cell: (row: SaleHead) => (row.total === null ? '–' : money(row.total)), isNumber: true }] : []),
				]} />}
				{next !== null && rows && <Button onClick={() => load(next)}>{t('more')}</Button>}
			</div>
		</section>
	);
}

export const sales: Feature = {
	views: { sales: { component: Sales, rank: 10, word: 'menu.sales', icon: 'list', keyId: 'sales' } },
	keys: [{ id: 'sales', key: 'b', shown: 'B', word: 'key.sales', run: () => go('sales') }],
};
