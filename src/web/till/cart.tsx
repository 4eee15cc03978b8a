/* The cart: tabs of tickets, lines with their states, and inside the row what the row asks: which of several goods,
 * why it goes. A paid ticket stands here in large figures until the next scan. What a mode asks above the lines or in the picked
 * line, and what features say above them, comes from the tables. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { imageUrl } from '../lib/api';
import { emsOf, figures, money, quantity } from '../lib/money';
import { dayText } from '../lib/time';
import type { CartLine, Pay, Sale } from '../lib/types';
import { Button, Icon, Lamp, Stars, type Level } from '../lib/ui';
import type { IconName } from '../lib/icons';
import { t } from '../lib/words';
import { stockText } from './goods';
import { FunctionRow } from './more';
import { startNew, startQuantity, startRemove } from './sell';
import { cart, choosing, fresh, newTicket, park, parked, paying, picked, switchTo, ticketName, tickets } from './state/cart';
import { choose, lineAct, stateWord } from './state/lines';
import { printAgain, wayName } from './state/pay';
import { entry, mode, startMode } from './state/shell';
import { heads, modes, shownKey } from './state/tables';

function Tabs() {
	const now = cart.value;
	const list = useRef<HTMLDivElement>(null);
	useEffect(() => { list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }, [now?.id, now?.lines.length, tickets.value.length]);
	return (
		<div class="tabs">
			<div ref={list} class="list" role="group" aria-label={t('tabs.title')}>
				{tickets.value.map((head) => {
					const count = head.id === now?.id ? now.lines.length : head.lines_count;
					return (
						<button key={head.id} type="button" aria-pressed={head.id === now?.id} title={`${ticketName(head)}, ${t('tabs.lines', { count })}`} onClick={() => switchTo(head.id)}>
							<span>{ticketName(head)}</span> <small>{count}<span class="word">{t('tabs.lines', { count: '' })}</span></small>
						</button>
					);
				})}
			</div>
			<Button kind="quiet" icon="plus" hint={shownKey('new')} onClick={startNew}>{t('tabs.new')}</Button>
			<Button kind="quiet" icon="pause" hint={shownKey('park')} onClick={() => park()} aria-pressed={mode.value === 'parked'}>
				{now?.lines.length ? t('tabs.park') : t('tabs.parked', { count: parked.value.length })}
			</Button>
		</div>
	);
}

const stateIcon: Record<Exclude<CartLine['state'], 'ok'>, IconName> = { choose: 'circle-help', unknown: 'octagon-x', stopped: 'ban' };
const noteIcon: Record<'info' | 'amber' | 'red', IconName> = { info: 'info', amber: 'triangle-alert', red: 'octagon-x' };

/* Rows, and blocks of rows, drawn anew only when something of them changed: what is still the same object is passed over, and a block is
 * compared and laid out as one. So a long ticket costs a scan no more than a short one. */
const BLOCK_LINES = 16;
interface Row { line: CartLine; isPicked: boolean; at: number; vnode: preact.VNode }
interface Block { rows: Row[]; vnode: preact.VNode }
let drawn = new Map<number, Row>(), blocks: Block[] = [];
function rowOf(line: CartLine, hand: number | null, last: typeof fresh.value): Row {
	const isPicked = hand === line.n, at = last?.n === line.n ? last.at : 0;
	const had = drawn.get(line.n);
	return had && had.line === line && had.isPicked === isPicked && had.at === at ? had : { line, isPicked, at, vnode: <Line key={line.n} line={line} isPicked={isPicked} at={at} /> };
}
/* By its number, which stays: no row changes its block. */
function blocksOf(lines: CartLine[]): preact.VNode[] {
	const rows: Row[][] = [], hand = picked.value, last = fresh.value;
	drawn = new Map(lines.map((line) => [line.n, rowOf(line, hand, last)]));
	for (const [n, row] of drawn) (rows[Math.floor(n / BLOCK_LINES)] ??= []).push(row);
	blocks = rows.map((now, i) => {
		const had = blocks[i]?.rows;
		return had?.length === now.length && had.every((row, k) => row === now[k]) ? blocks[i]! : { rows: now, vnode: <div key={i} class="block" role="none">{now.map((row) => row.vnode)}</div> };
	});
	return blocks.filter(Boolean).map((block) => block.vnode);
}

/* at: when it changed, if it is the one that changed last */
function Line({ line, isPicked, at }: { line: CartLine; isPicked: boolean; at: number }) {
	const row = useRef<HTMLDivElement>(null);
	const now = isPicked ? mode.value : 'code';
	const Ask = isPicked ? modes[now]?.askRow : undefined;
	const isAsking = line.choices.length > 0 && (line.state !== 'ok' || isPicked);
	/* Before it is painted: it is never seen where it does not stay, and it costs one frame and not two. */
	useLayoutEffect(() => { if (isPicked) row.current?.scrollIntoView({ block: 'nearest' }); }, [isPicked, now, at]);
	return (
		<div ref={row} role="listitem" class={`line ${line.state} ${isPicked ? 'picked' : ''}`} aria-current={isPicked ? 'true' : undefined} onClick={() => { picked.value = line.n; }}>
			<div key={at} class={`body ${at ? 'fresh' : ''}`}>
				<div class="name">{line.state === 'unknown' ? line.code || line.name : line.name}</div>
				<div class="count">
					{now === 'quantity' ? <span class="typing">{entry.value || '…'}</span> : quantity(line.qty_milli)} <small>{line.unit}</small>
					{line.price > 0 && <div class="each">× {figures(line.price)}</div>}
				</div>
				<div class="amount">
					{line.state === 'ok' || line.amount ? figures(line.amount) : '–'}
					{line.discount > 0 && <div class="each" aria-label={t('line.discount', { amount: figures(-line.discount) })}>{figures(-line.discount)}</div>}
				</div>
				<div class="more">
					{line.state !== 'ok' && <div class="state"><Icon name={stateIcon[line.state]} size={20} /> {stateWord(line.state)}</div>}
					{!line.item_id && line.state !== 'unknown' && line.name !== line.code && <div class="from">{line.code}</div>}
					{(line.producer || line.stars > 0) && (
						<div class="from"><Stars count={line.stars} /> {line.producer}{line.commune && ` · ${line.commune}`}</div>
					)}
					{line.parts && line.parts.length > 0 && <div class="from">{t('hamper.of', { parts: line.parts.map((part) => `${quantity(part.qty_milli)} ${part.unit} ${part.name}`).join(', ') })}</div>}
					{(line.lot_code || line.expiry_day) && (
						<div class="from">{line.lot_code && t('line.lot', { lot: line.lot_code })}{line.lot_code && line.expiry_day && ' · '}{line.expiry_day && t('line.expiry', { day: dayText(line.expiry_day) })}</div>
					)}
					{line.discount_said && <div class="from"><Icon name="badge-percent" size={16} /> {line.discount_said}</div>}
					{line.notes.map((note) => <div key={note.text} class={`note ${note.level}`}><Icon name={noteIcon[note.level]} size={16} /> {note.text}</div>)}
				</div>
			</div>
			{isPicked && now === 'code' && (
				<div class="tools">
					{line.state === 'unknown' && <Button icon="package-plus" hint="Enter" onClick={() => startMode('draft')}>{t('draft.button')}</Button>}
					{line.remedy && <Button icon="check" hint={shownKey('lift')} onClick={() => lineAct(line.n, line.remedy!, {})}>{t(line.remedy === 'any_lot' ? 'line.any_lot' : 'line.date_read')}</Button>}
					<Button kind="quiet" hint={shownKey('quantity')} onClick={startQuantity}>{t('line.quantity')}</Button>
					<Button kind="quiet" icon="trash-2" hint={shownKey('remove')} onClick={startRemove}>{t('line.remove')}</Button>
				</div>
			)}
			{isAsking && (
				<div class="ask" role="group" aria-label={t('line.choose')}>
					{line.choices.map((choice) => (
						<button key={choice.key} type="button" class="choice" onClick={() => choose(line, choice.key)}>
							{choosing.value?.n === line.n && <kbd>{choice.key}</kbd>}
							{choice.image && <img src={imageUrl(choice.image)} alt="" width={44} height={44} decoding="async" />}
							<span class="name">{choice.name}<span class="more">{[choice.producer, stockText(choice.stock_milli, choice.unit)].filter(Boolean).join(' · ')}</span></span>
							<span class="price">{money(choice.price)}</span>
						</button>
					))}
				</div>
			)}
			{Ask && <Ask line={line} />}
		</div>
	);
}

function printSays(sale: Sale): [Level, string] {
	switch (sale.print.state) {
	case 'done': return ['good', t('print.done')];
	case 'printing': return ['good', t('print.printing')];
	case 'waiting': return ['off', t('print.waiting')];
	case 'failed': return ['stop', t('print.failed')];
	case 'unknown': return ['look', t('print.unknown')];
	default: return ['off', t('print.none')]; /* the till has no printer */
	}
}

function Paid({ sale }: { sale: Sale }) {
	const [level, text] = printSays(sale);
	const isCash = sale.pays.some((pay) => pay.way === 'cash');
	/* What used something up (a debt, a parcel, a voucher) goes back to that: no money for the hand. */
	const given = (pays: Pay[]) => -pays.reduce((sum, pay) => sum + (['cash', 'transfer', 'card', 'wallet', 'vietqr'].includes(pay.way) ? pay.amount : 0), 0);
	const back = sale.is_return ? given(sale.pays) : sale.back && given(sale.back.pays) > 0 ? given(sale.back.pays) : sale.change;
	const isGiving = sale.is_return || (sale.back ? given(sale.back.pays) > 0 : false);
	return (
		<div class="paid">
			<p class="saved"><Icon name="circle-check" size={32} /> {t('paid.saved')} <span class="receipt">{sale.receipt}</span></p>
			{(isCash || isGiving) && (
				<div class="change">
					<div class="label">{isGiving ? t(back > 0 ? 'paid.give_back' : 'paid.give_nothing') : t('paid.change')}</div>
					<div class="figure" style={`--ems: ${emsOf(figures(back))}`}>{figures(back)}</div>
				</div>
			)}
			<dl>
				<div><dt>{sale.is_return ? t('paid.returned') : t('paid.total')}</dt><dd>{money(Math.abs(sale.total))}</dd></div>
				{sale.pays.map((pay, i) => <div key={i}><dt>{pay.name && pay.way !== 'cash' ? pay.name : wayName(pay)}{typeof pay.left === 'number' && <small> {t(pay.way === 'voucher' ? 'paid.voucher_left' : 'paid.owes', { left: money(pay.left) })}</small>}</dt><dd>{money(Math.abs(pay.given ?? pay.amount))}</dd></div>)}
				{sale.back && <div><dt>{t('exchange.came_back', { receipt: sale.back.receipt })}</dt><dd>{money(Math.abs(sale.back.total))}</dd></div>}
				{!!sale.rounding_back && <div><dt>{t('paid.rounding')}</dt><dd>{money(-sale.rounding_back)}</dd></div>}
				{sale.rounding !== 0 && <div><dt>{t('paid.rounding')}</dt><dd>{money(sale.rounding)}</dd></div>}
			</dl>
			<p class="words">{sale.words}</p>
			<div class="print"><Lamp level={level} icon="printer" name={t(sale.is_return ? 'print.return' : 'print.receipt')}>{text}</Lamp></div>
			<div class="actions">
				<Button icon="printer-check" hint={shownKey('print')} onClick={() => void printAgain(sale.id, sale.print.state)}>{t('print.button')}</Button>
				<Button kind="main" icon="plus" hint="Enter" onClick={newTicket}>{t('tabs.new')}</Button>
			</div>
		</div>
	);
}

export function CartZone() {
	const now = cart.value;
	const state = paying.value;
	const isPaid = state?.stage === 'paid';
	const Ask = modes[mode.value]?.ask;
	return (
		<section class="cart" aria-label={t('cart.title')}>
			<Tabs />
			{!isPaid && heads.map(({ component: Head }, i) => <Head key={i} />)}
			{Ask && <Ask />}
			{state?.stage === 'paid' ? <Paid sale={state.sale} /> : now && now.lines.length > 0 ? (
				<div class="lines" role="list" {...(Ask && { tabIndex: 0 })}>{blocksOf(now.lines)}</div>
			) : !Ask && (
				<div class="empty">
					<Icon name="scan-barcode" size={48} />
					<p>{t('cart.empty')}</p>
					<p class="soft">{t('cart.empty_more')}</p>
				</div>
			)}
			{!isPaid && (
				<div class="foot">
					<span>{now && (now.lines.length > 0 || now.removed_count > 0) && t('cart.count', { count: now.lines.length })}{now && now.removed_count > 0 && ` · ${t('cart.removed', { count: now.removed_count })}`}</span>
					<FunctionRow />
				</div>
			)}
		</section>
	);
}

/* What was scanned before the shift is open: it is on the ticket, and can be seen to be. */
export function Early() {
	const lines = cart.value?.lines ?? [];
	if (lines.length === 0) return null;
	return (
		<div class="early" role="status">
			<p class="why"><Icon name="scan-barcode" /> {t('shift.early', { count: lines.length })}</p>
			<ol>{lines.slice(-EARLY_MAX).map((line) => <li key={line.n}>{line.name || line.code} × {quantity(line.qty_milli)} {stateWord(line.state)}</li>)}</ol>
		</div>
	);
}
const EARLY_MAX = 8;
