/* What is asked about the order that stands open: a deposit, its end, which lots are kept for it, a paper. Each has its keys, also
 * while the hand is in a field. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, post } from '../lib/api';
import { figures, money, quantity, readMoney, readQuantity } from '../lib/money';
import { useOnce } from '../lib/once';
import { dayText } from '../lib/time';
import type { Order, OrderLot, OrderOpening } from '../lib/types';
import { Button, Field, Icon, Notice, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { DepositByQr } from './deposit';
import { tillId } from './state/cart';
import { tell, tellError } from './state/shell';

/* Keys of the form in sight, asked by the list before its own. */
export const askKeys: { handle: ((key: string) => boolean) | null } = { handle: null };
function useAskKeys(handle: (key: string) => boolean): void {
	useEffect(() => {
		askKeys.handle = handle;
		return () => { askKeys.handle = null; };
	});
}
/* The first field of a form that comes into sight has the hand. */
export function useFirstField(within: string, isThere = true): void {
	useEffect(() => {
		if (!isThere) return;
		const field = document.querySelector<HTMLInputElement>(`${within} input`);
		field?.focus();
		field?.select();
	}, [isThere]);
}
const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));
const isSecond = (error: unknown) => error instanceof ApiError && error.field === 'approver';

/* ---- a deposit --------------------------------------------------------------------------------------------------- */

export function Deposit({ order, onDone }: { order: Order; onDone: (order: Order | null) => void }) {
	const [amount, setAmount] = useState(figures(Math.max(0, order.deposit_asked - order.paid_in)) || '');
	const [way, setWay] = useState<'cash' | 'transfer' | 'card'>('cash');
	const [openings, setOpenings] = useState<OrderOpening[]>([]);
	const [wrong, setWrong] = useState('');
	const once = useOnce();
	const sum = readMoney(amount) ?? 0;
	useFirstField('.order-ask');
	useEffect(() => {
		if (order.customer_id) get<{ openings: OrderOpening[] }>(`/orders/${order.id}/openings`).then((answer) => setOpenings(answer.openings)).catch(tellError);
	}, [order.id]);
	async function send(body: object, said: number): Promise<void> {
		try {
			const next = await once<Order>(`/orders/${order.id}/pay`, { till_id: tillId.value, ...body });
			if (!next) return;
			tell('good', t('order.paid', { amount: money(said), number: next.deposits[next.deposits.length - 1]?.number ?? '' }), 'paid');
			onDone(next);
		} catch (error) { if (!isSecond(error)) setWrong(sentence(error)); }
	}
	function save(): void {
		if (sum <= 0) setWrong(t('order.how_much'));
		else void send({ opening_label: null, pays: [{ way, amount: sum }] }, sum);
	}
	const takeOver = (opening: OrderOpening) => void send({ opening_label: opening.label, pays: [] }, opening.amount);
	useAskKeys((key) => {
		if (key === 'F8') setWay('cash');
		else if (key === 'F6') setWay('transfer'); /* F7 is the QR's */
		else if (key === 'F9' && openings[0]) takeOver(openings[0]);
		else if (key === 'Enter') save();
		else return false;
		return true;
	});
	return (
		<form class="order-ask" aria-label={t('order.deposit')} onSubmit={(event) => { event.preventDefault(); save(); }}>
			<h2>{t('order.deposit')} {order.number}</h2>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{openings.map((opening, i) => (
				<Button key={opening.label} icon="hand-coins" {...(i === 0 && { hint: 'F9' })} onClick={() => takeOver(opening)}>{t('order.opening', { label: opening.label || '–', amount: money(opening.amount) })}</Button>
			))}
			<Field label={t('order.amount')} inputMode="decimal" value={amount} onInput={(event) => setAmount(event.currentTarget.value)} hint={sum ? money(sum) : t('money.hint')} />
			<Segments label={t('debts.by')} value={way} options={[{ value: 'cash', text: `${t('way.cash')} · F8` }, { value: 'transfer', text: `${t('way.transfer')} · F6` }, { value: 'card', text: t('way.card') }]} onPick={setWay} />
			<div class="row">
				<Button kind="main" icon="hand-coins" type="submit" hint="Enter">{t('order.deposit_take')}</Button>
				<DepositByQr order={order} amount={sum} onDone={onDone} />
				<Button kind="quiet" hint="Esc" onClick={() => onDone(null)}>{t('back')}</Button>
			</div>
		</form>
	);
}

/* ---- its end: the deposit goes back, or stays ----------------------------------------------------------------------- */

export function Cancel({ order, onDone }: { order: Order; onDone: (order: Order | null) => void }) {
	const [reason, setReason] = useState('');
	const [back, setBack] = useState(figures(order.left));
	const [way, setWay] = useState<'cash' | 'transfer'>('cash');
	const [wrong, setWrong] = useState('');
	const once = useOnce();
	const sum = readMoney(back || '0') ?? -1;
	useFirstField('.order-ask');
	async function save(): Promise<void> {
		if (!reason.trim()) return setWrong(t('order.why'));
		if (sum < 0) return setWrong(t('order.how_much'));
		try {
			const next = await once<Order>(`/orders/${order.id}/cancel`, { give_back: sum, reason: reason.trim(), way: sum ? way : null, till_id: sum && way === 'cash' ? tillId.value : null, reference: null });
			if (!next) return;
			tell('good', t('order.cancelled', { number: next.number }));
			onDone(next);
		} catch (error) { if (!isSecond(error)) setWrong(sentence(error)); }
	}
	useAskKeys((key) => {
		if (key === 'Enter') void save();
		else if (order.left === 0) return false;
		else if (key === 'F8') setWay('cash');
		else if (key === 'F7') setWay('transfer');
		else if (key === 'F9') setBack(figures(order.left));
		else if (key === 'F6') setBack('0');
		else return false;
		return true;
	});
	return (
		<form class="order-ask" aria-label={t('order.cancel')} onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<h2>{t('order.cancel')} {order.number}</h2>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			<Field label={t('order.reason')} value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
			{order.left > 0 && <>
				<Segments label={t('order.deposit')} value={sum === order.left ? 'back' : sum === 0 ? 'kept' : ''} onPick={(value) => setBack(value === 'kept' ? '0' : figures(order.left))}
					options={[{ value: 'back', text: `${t('order.all_back')} · F9` }, { value: 'kept', text: `${t('order.all_kept')} · F6` }]} />
				<Field label={t('order.give_back')} inputMode="decimal" value={back} onInput={(event) => setBack(event.currentTarget.value)} hint={sum >= 0 && sum < order.left ? t('order.keeps', { amount: money(order.left - sum) }) : t('order.of_deposit', { amount: money(order.left) })} />
				{sum !== 0 && <Segments label={t('debts.by')} value={way} options={[{ value: 'cash', text: `${t('way.cash')} · F8` }, { value: 'transfer', text: `${t('way.transfer')} · F7` }]} onPick={setWay} />}
			</>}
			<div class="row">
				<Button kind="stop" icon="ban" type="submit" hint="Enter">{t('order.cancel')}</Button>
				<Button kind="quiet" hint="Esc" onClick={() => onDone(null)}>{t('back')}</Button>
			</div>
		</form>
	);
}

/* ---- which lots are kept ------------------------------------------------------------------------------------------------ */

const atLot = (lot: OrderLot) => `${lot.n} ${lot.lot_id}`;
/* Pieces as they are typed; nothing is none, null cannot be read. */
const pieces = (text: string, decimals: number): number | null => (text.trim() === '' || text.trim() === '0' ? 0 : readQuantity(text, decimals));

/* By hand: how many of each lot. F9 leaves it to the book, first expired first. */
export function Holds({ order, onDone }: { order: Order; onDone: (order: Order | null) => void }) {
	const [lots, setLots] = useState<OrderLot[] | null>(null);
	const [typed, setTyped] = useState<Record<string, string>>({});
	const [wrong, setWrong] = useState('');
	const once = useOnce();
	useEffect(() => {
		get<{ lots: OrderLot[] }>(`/orders/${order.id}/lots`).then((answer) => {
			setLots(answer.lots);
			setTyped(Object.fromEntries(answer.lots.map((lot) => [atLot(lot), lot.held_milli ? quantity(lot.held_milli).replace(/\./g, '') : ''])));
		}).catch(tellError);
	}, [order.id]);
	useFirstField('.order-ask', lots !== null);
	const lines = order.lines.filter((line) => line.has_stock && line.qty_milli > line.delivered_milli);
	const ofLine = (n: number) => (lots ?? []).filter((lot) => lot.n === n);
	const heard = (lot: OrderLot) => pieces(typed[atLot(lot)] ?? '', lines.find((line) => line.n === lot.n)?.decimals ?? 0);
	const sumOf = (n: number) => ofLine(n).reduce((sum, lot) => sum + (heard(lot) ?? 0), 0);
	async function send(isAuto: boolean): Promise<void> {
		const holds = [];
		for (const lot of lots ?? []) {
			const qty = heard(lot);
			if (qty === null) return setWrong(t('order.hold_count'));
			if (qty > lot.free_milli && !isAuto) return setWrong(t('order.hold_more', { lot: lot.code ?? '–', count: quantity(lot.free_milli) }));
			if (qty > 0) holds.push({ lot_id: lot.lot_id, n: lot.n, qty_milli: qty });
		}
		const over = lines.find((line) => sumOf(line.n) > line.qty_milli - line.delivered_milli);
		if (over && !isAuto) return setWrong(t('order.hold_over', { name: over.name, count: quantity(over.qty_milli - over.delivered_milli) }));
		try {
			const next = await once<Order>(`/orders/${order.id}/reserve`, { holds: isAuto ? [] : holds, is_auto: isAuto });
			if (!next) return;
			tell('good', t('order.holds_done'));
			onDone(next);
		} catch (error) { setWrong(sentence(error)); }
	}
	useAskKeys((key) => {
		if (key === 'F9') void send(true);
		else if (key === 'Enter') void send(false);
		else return false;
		return true;
	});
	return (
		<form class="order-ask" aria-label={t('order.hold')} onSubmit={(event) => { event.preventDefault(); void send(false); }}>
			<h2>{t('order.hold')} {order.number}</h2>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{lots && lines.map((line) => (
				<fieldset key={line.n} class="order-holds">
					<legend>{line.name} · {t('order.line_held', { count: quantity(sumOf(line.n)), of: quantity(line.qty_milli - line.delivered_milli) })}</legend>
					{ofLine(line.n).length === 0 && <p class="soft">{t('order.no_lots')}</p>}
					{ofLine(line.n).map((lot) => (
						<Field key={atLot(lot)} label={t('order.lot', { lot: lot.code ?? '–', day: lot.expiry_day ? dayText(lot.expiry_day) : '–' })} inputMode="decimal" value={typed[atLot(lot)] ?? ''}
							hint={t('order.lot_free', { count: quantity(lot.free_milli), unit: line.unit })} onInput={(event) => setTyped({ ...typed, [atLot(lot)]: event.currentTarget.value })} />
					))}
				</fieldset>
			))}
			<div class="row">
				<Button kind="main" icon="boxes" type="submit" hint="Enter">{t('order.hold')}</Button>
				<Button icon="list" hint="F9" onClick={() => void send(true)}>{t('order.hold_auto')}</Button>
				<Button kind="quiet" hint="Esc" onClick={() => onDone(null)}>{t('back')}</Button>
			</div>
		</form>
	);
}

/* ---- on paper --------------------------------------------------------------------------------------------------------------- */

type Paper = 'quote' | 'picking' | 'delivery' | 'slip';
const paperWords = { quote: 'order.paper_quote', picking: 'order.paper_picking', delivery: 'order.paper_delivery', slip: 'order.paper_slip' } as const;
export const papersOf = (order: Order): Paper[] => (['quote', 'picking', 'delivery', 'slip'] as const).filter((paper) => paper !== 'slip' || order.deposits.some((row) => row.number));
export async function printPaper(order: Order, paper: Paper): Promise<void> {
	try {
		await post(`/orders/${order.id}/print`, { paper, till_id: tillId.value });
		tell('good', t('order.prints'));
	} catch (error) {
		/* No printer here: the sheet opens, and whoever stands there prints it. */
		if (error instanceof ApiError && error.field === 'till_id') window.open(`/api/v1/orders/${order.id}/papers/${paper}`, '_blank');
		else tellError(error);
	}
}
export function Papers({ order }: { order: Order }) {
	return (
		<div class="papers" role="group" aria-label={t('order.papers')}>
			<Icon name="printer" />
			{papersOf(order).map((paper, i) => <Button key={paper} hint={String(i + 1)} onClick={() => void printPaper(order, paper)}>{t(paperWords[paper])}</Button>)}
		</div>
	);
}
