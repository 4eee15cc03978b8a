/* Orders at the till: those due today first, one opened, delivered as a ticket, a deposit taken, papers printed; and the ticket in
 * hand made into an order. */
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, post, query } from '../lib/api';
import { DayField } from '../lib/dayfield';
import { forget, useKept } from '../lib/kept';
import { figures, money, quantity, readMoney } from '../lib/money';
import { rests } from '../lib/once';
import { clock, day, dayText, isoToday } from '../lib/time';
import type { Cart, Channel, Order, OrderLine, OrderRow, Orders } from '../lib/types';
import { Button, Field, Icon, Notice, Segments, Table, type Level } from '../lib/ui';
import { t } from '../lib/words';
import { askKeys, Cancel, Deposit, Holds, Papers, papersOf, printPaper, useFirstField } from './orderask';
import { cart, inTurn, loadTill, showCart, tillId } from './state/cart';
import { due, taken, takePay } from './state/pay';
import { go, tell, tellError, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';

const dueCount = signal(0);
const news = signal(0);                                  /* counts what happened to orders: lists are read again */
const opened = signal<string | null>(null);              /* the order that stands open in the list */
const firstPay = signal(false);                          /* it was just made: its deposit comes next */
const madeAt = { now: -Infinity };                        /* of performance.now() */

let counted = 0;
function countDue(): void {
	const mine = ++counted;
	get<Orders>('/orders' + query({ filter: 'due', limit: 1 })).then((answer) => { if (mine === counted) dueCount.value = answer.due_count; }).catch(() => undefined);
}
tillId.subscribe((id) => { if (id) countDue(); });

const dayAfter = (count: number) => {
	const at = new Date(isoToday() + 'T00:00:00Z');
	at.setUTCDate(at.getUTCDate() + count);
	return at.toISOString().slice(0, 10);
};
/* "hôm nay", "quá hẹn 2 ngày", "25/11/2026" */
function whenText(iso: string): { text: string; level: Level } {
	const days = Math.round((Date.parse(iso) - Date.parse(isoToday())) / 86400000);
	if (days < 0) return { text: t('order.late', { days: -days }), level: 'stop' };
	if (days === 0) return { text: t('order.today'), level: 'look' };
	return { text: days === 1 ? t('order.tomorrow') : dayText(iso), level: 'off' };
}
const stateWords = { open: 'order.state_open', ready: 'order.state_ready', partly: 'order.state_partly', delivered: 'order.state_delivered', cancelled: 'order.state_cancelled' } as const;
const stateWord = (row: { state: keyof typeof stateWords }): string => t(stateWords[row.state]);
const byWords = { customer: 'order.by_customer', house: 'order.by_house' } as const;
const channelWords = { counter: 'order.channel_counter', phone: 'order.channel_phone', zalo: 'order.channel_zalo' } as const;
const stateIcon = { open: 'clock', ready: 'circle-check', partly: 'package', delivered: 'check', cancelled: 'ban' } as const;

/* ---- one order --------------------------------------------------------------------------------------------------- */

function lineSays(line: OrderLine): string {
	const left = line.qty_milli - line.delivered_milli;
	if (left <= 0) return t('order.line_gone');
	if (!line.has_stock) return '';
	if (line.held_milli >= left) return t('order.line_there');
	if (line.asking === 'to_ask') return t('order.line_to_ask');
	if (line.asking === 'asked') return t('order.line_asked');
	if (line.asking === 'yes' && line.back_day) return t('order.line_yes', { day: dayText(line.back_day) });
	if (line.asking === 'no') return t('order.line_no');
	if (line.short_milli > 0) return t('order.line_short', { count: quantity(line.short_milli) });
	return t('order.line_held', { count: quantity(line.held_milli), of: quantity(left) });
}

async function deliver(order: Order): Promise<void> {
	const made = await inTurn(() => post<Cart>(`/orders/${order.id}/deliver`, { till_id: tillId.value }));
	if (!made) return;
	showCart(made);
	await loadTill();
	view.value = 'sell';
	/* What was paid ahead is taken at once, where something is left to pay beside it. */
	const first = Math.min(made.order?.deposit_left ?? 0, made.total);
	if (first > 0 && first < made.total && !made.blocked) takePay({ way: 'deposit', amount: first, given: null, reference: null, source_id: order.id });
	else if (first > 0) tell('good', t('order.deposit_covers', { amount: money(first) }));
}

const isToDo = (order: Order) => order.state !== 'delivered' && order.state !== 'cancelled';
const mayCancel = (order: Order) => isToDo(order) || order.left > 0;

function Opened({ order, ask, setAsk, onChanged }: { order: Order; ask: string; setAsk: (ask: string) => void; onChanged: (order: Order) => void }) {
	const when = whenText(order.promised_day);
	const isOpen = isToDo(order);
	const done = (next: Order | null) => {
		setAsk('');
		if (next) onChanged(next);
	};
	if (ask === 'deposit') return <Deposit order={order} onDone={done} />;
	if (ask === 'cancel') return <Cancel order={order} onDone={done} />;
	if (ask === 'holds') return <Holds order={order} onDone={done} />;
	return (
		<article class="order-one" aria-label={order.number}>
			<div class="order-head">
				<h2>{order.number} · {order.name ?? '–'}</h2>
				<p>{[order.phone, order.address].filter(Boolean).join(' · ')}</p>
				<p class={`order-when ${when.level}`}><Icon name={stateIcon[order.state]} size={20} /> {stateWord(order)} · {t('order.promised')} {when.text}</p>
				{order.note && <p class="soft">{order.note}</p>}
				{order.is_short && <Notice level="stop">{t('order.short')}</Notice>}
			</div>
			<ul class="order-lines">
				{order.lines.map((line) => (
					<li key={line.n}>
						<span class="name">{line.name}<small>{lineSays(line)}{line.producer && ` · ${line.producer}`}</small></span>
						<span class="count">{line.delivered_milli > 0 && `${quantity(line.delivered_milli)}/`}{quantity(line.qty_milli)} {line.unit}</span>
						<strong>{figures(line.amount)}</strong>
					</li>
				))}
			</ul>
			<dl class="order-sums">
				<div><dt>{t('order.total')}</dt><dd>{money(order.total)}</dd></div>
				{order.shipping_by && <div><dt>{t('order.shipping_fee')}</dt><dd>{money(order.shipping_fee)} · {t(byWords[order.shipping_by])}</dd></div>}
				{(order.paid_in > 0 || order.deposit_asked > 0) && <div><dt>{t('order.paid_in')}</dt><dd>{money(order.paid_in)}{order.paid_in === 0 && ` ${t('order.asked', { amount: money(order.deposit_asked) })}`}</dd></div>}
				{order.left !== order.paid_in && <div><dt>{t('order.left')}</dt><dd>{money(order.left)}</dd></div>}
				{order.deliveries.map((each) => <div key={each.sale_id}><dt>{t('order.delivered_at', { time: `${clock(each.at_us)} ${day(each.at_us)}` })}</dt><dd>{each.receipt}</dd></div>)}
			</dl>
			<div class="row">
				<Button kind="main" icon="truck" hint="Enter" disabled={!isOpen} onClick={() => void deliver(order)}>{t('order.deliver')}</Button>
				<Button icon="hand-coins" hint="F8" disabled={!isOpen} onClick={() => setAsk('deposit')}>{t('order.deposit')}</Button>
				<Button icon="boxes" hint="H" disabled={!isOpen || !order.lines.some((line) => line.has_stock)} onClick={() => setAsk('holds')}>{t('order.hold')}</Button>
				<Button kind="quiet" icon="ban" hint="Del" disabled={!mayCancel(order)} onClick={() => setAsk('cancel')}>{t('order.cancel')}</Button>
			</div>
			<Papers order={order} />
		</article>
	);
}

/* ---- the list --------------------------------------------------------------------------------------------------------- */

type Filter = 'due' | 'open' | 'ready' | 'asking' | 'all';
function List() {
	const [filter, setFilter] = useState<Filter>(opened.value || dueCount.value === 0 ? 'open' : 'due');
	const [words, setWords] = useState('');
	const [rows, setRows] = useState<OrderRow[] | null>(null);
	const [order, setOrder] = useState<Order | null>(null);
	const [ask, setAsk] = useState(firstPay.value ? 'deposit' : '');
	firstPay.value = false;

	useEffect(() => {
		let isStale = false;
		const timer = setTimeout(() => {
			get<Orders>('/orders' + query({ filter, q: words.trim() || null, limit: 100 })).then((answer) => {
				if (isStale) return;
				dueCount.value = answer.due_count;
				setRows(answer.orders);
				if (!answer.orders.some((row) => row.id === opened.value)) opened.value = answer.orders[0]?.id ?? null;
			}).catch(tellError);
		}, words ? 150 : 0);
		return () => { isStale = true; clearTimeout(timer); };
	}, [filter, words, news.value]);
	const id = opened.value;
	useEffect(() => {
		let isStale = false;
		if (!id) setOrder(null);
		else get<Order>(`/orders/${id}`).then((answer) => { if (!isStale) setOrder(answer); }).catch(tellError);
		return () => { isStale = true; };
	}, [id, news.value]);
	function pick(next: string): void {
		opened.value = next;
		setAsk('');
	}
	useEffect(() => {
		viewKeys.handle = (key) => {
			const i = rows?.findIndex((row) => row.id === id) ?? -1;
			const next = ask ? undefined : key === 'ArrowDown' ? rows?.[i + 1] : key === 'ArrowUp' ? rows?.[i - 1] : undefined;
			if (next) pick(next.id);
			const here = order && order.id === id ? order : null;
			const papers = here ? papersOf(here) : [];
			if (ask) {
				if (askKeys.handle?.(key)) return true;
				if (key === 'Escape') setAsk('');
				return key !== 'Tab' && !/^F\d+$/.test(key);
			}
			if (key === 'Enter' && here && isToDo(here)) {
				if (!rests(madeAt.now)) void deliver(here);
			} else if (key === 'F8' && here && isToDo(here)) setAsk('deposit');
			else if (key === 'Delete' && here && mayCancel(here)) setAsk('cancel');
			else if (/^h$/i.test(key) && here && isToDo(here) && here.lines.some((line) => line.has_stock)) setAsk('holds');
			else if (here && papers[Number(key) - 1]) void printPaper(here, papers[Number(key) - 1]!);
			else return key.startsWith('Arrow');
			return true;
		};
		return () => { viewKeys.handle = null; };
	});
	return (
		<section class="sheet" aria-labelledby="orders-title">
			<div class="head">
				<h1 id="orders-title">{t('menu.orders')}</h1>
				{(cart.value?.lines.length ?? 0) > 0 && !cart.value?.order && <Button icon="plus" hint="D" onClick={() => { view.value = 'order'; }}>{t('order.make')}</Button>}
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="sales-find">
				<Segments label={t('order.which')} value={filter} onPick={setFilter} options={[
					{ value: 'due', text: `${t('order.filter_due')} (${dueCount.value})` }, { value: 'open', text: t('order.filter_open') }, { value: 'ready', text: t('order.filter_ready') },
					{ value: 'asking', text: t('order.filter_asking') }, { value: 'all', text: t('order.filter_all') },
				]} />
				<Field label={t('order.find')} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
			</div>
			<div class="orders">
				<div class="scroll" tabIndex={0}>
					{rows && <Table label={t('menu.orders')} rows={rows} keyOf={(row) => row.id} picked={id} onPick={(row) => pick(row.id)} empty={t('order.empty')} columns={[
						{ title: t('order.promised'), cell: (row) => { const when = whenText(row.promised_day); return <span class={`order-when ${when.level}`}>{when.level !== 'off' && <Icon name={when.level === 'stop' ? 'triangle-alert' : 'clock'} size={16} />} {when.text}</span>; } },
						{ title: t('order.who'), cell: (row) => <span class="both"><strong>{row.number} · {row.name ?? '–'}</strong><small>{row.goods}</small></span> },
						{ title: t('order.state'), cell: (row) => <span class="order-state"><Icon name={row.is_short ? 'triangle-alert' : stateIcon[row.state]} size={16} /> {row.is_short ? t('order.is_short') : row.asking_count ? t('order.asking', { count: row.asking_count }) : stateWord(row)}</span> },
						{ title: t('order.total'), cell: (row) => <span class="both"><strong>{row.total === null ? '' : money(row.total)}</strong>{row.has_deposit && <small>{row.left === null ? t('order.has_deposit') : t('order.has_paid', { amount: figures(row.left) })}</small>}</span>, isNumber: true },
					]} />}
				</div>
				<div class="scroll" tabIndex={0}>{order && order.id === id && <Opened key={order.id} order={order} ask={ask} setAsk={setAsk} onChanged={(next) => { setOrder(next); news.value++; }} />}</div>
			</div>
		</section>
	);
}

/* ---- the ticket becomes an order --------------------------------------------------------------------------------------- */

const spans = [0, 1, 3, 7];
function Make() {
	const now = cart.value;
	const held = now?.customer?.name ?? '';
	const of = `order ${now?.id}`;
	const [form, setForm] = useKept(`${of} form`, { name: held, phone: '', address: '', note: '', day: dayAfter(1) as string | null, deposit: '', fee: '', channel: 'counter' as Channel, shipping: '' as '' | 'customer' | 'house' });
	const [samples, setSamples] = useKept<number[]>(`${of} samples`, []);
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
	useFirstField('.order-make');
	const deposit = readMoney(form.deposit || '0');
	const fee = readMoney(form.fee || '0');

	async function save(): Promise<void> {
		const ticket = cart.value;
		if (!ticket || isBusy) return;
		if (!form.name.trim()) return setWrong(t('order.no_name'));
		if (!form.day) return setWrong(t('day.unread'));
		if (deposit === null || fee === null) return setWrong(t('order.how_much'));
		setBusy(true);
		setWrong('');
		try {
			const made = await post<Order>(`/carts/${ticket.id}/order`, {
				id: ticket.id, channel: form.channel, deposit_asked: deposit, is_holding: true, promised_day: form.day, samples: samples.map(String), shipping_by: form.shipping || null,
				shipping_fee: form.shipping ? fee : 0, contact: { name: form.name.trim(), phone: form.phone.trim() || null, address: form.shipping ? form.address.trim() || null : null, note: form.note.trim() || null },
			});
			forget(of);
			showCart(null);
			await loadTill();
			opened.value = made.id;
			madeAt.now = performance.now();
			firstPay.value = deposit > 0;
			tell('good', t('order.made', { number: made.number, day: dayText(made.promised_day) }), 'paid');
			view.value = 'orders';
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	useEffect(() => {
		viewKeys.handle = (key) => {
			if (key !== 'Enter') return false;
			void save();
			return true;
		};
		return () => { viewKeys.handle = null; };
	});
	useEffect(() => { if (!now?.lines.length && !isBusy) view.value = 'orders'; }, [now?.id]);
	if (!now) return null;
	return (
		<section class="sheet" aria-labelledby="order-title">
			<div class="head">
				<h1 id="order-title">{t('order.make')}</h1>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="order-make" onKeyDown={(event) => { if (event.key === 'Enter' && event.target instanceof HTMLInputElement) { event.preventDefault(); event.stopPropagation(); void save(); } }}>
				<div class="scroll form">
					<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
					<div class="pair-fields">
						<Field label={t('order.name')} value={form.name} maxLength={200} onInput={(event) => set({ name: event.currentTarget.value })} />
						<Field label={t('order.phone')} inputMode="tel" value={form.phone} maxLength={20} onInput={(event) => set({ phone: event.currentTarget.value })} />
					</div>
					<p class="label">{t('order.promised')}</p>
					<div class="pair-fields">
						<Segments label={t('order.promised')} value={form.day ?? ''} options={spans.map((count) => ({ value: dayAfter(count), text: count === 0 ? t('order.today') : count === 1 ? t('order.tomorrow') : t('order.in_days', { count }) }))} onPick={(value) => set({ day: value })} />
						<DayField label={t('order.day')} value={form.day} from={isoToday()} isAhead onChange={(next) => set({ day: next })} />
					</div>
					<div class="pair-fields">
						<Field label={t('order.deposit_asked')} inputMode="decimal" value={form.deposit} onInput={(event) => set({ deposit: event.currentTarget.value })} hint={deposit ? money(deposit) : t('order.deposit_hint')} />
						<Field label={t('order.note')} value={form.note} maxLength={300} onInput={(event) => set({ note: event.currentTarget.value })} />
					</div>
					<p class="label">{t('order.channel')}</p>
					<Segments label={t('order.channel')} value={form.channel} options={(['counter', 'phone', 'zalo'] as const).map((value) => ({ value, text: t(channelWords[value]) }))} onPick={(channel) => set({ channel })} />
					<p class="label">{t('order.shipping')}</p>
					<Segments label={t('order.shipping')} value={form.shipping} options={[{ value: '', text: t('order.fetched') }, ...(['customer', 'house'] as const).map((value) => ({ value, text: t(byWords[value]) }))]} onPick={(shipping) => set({ shipping })} />
					{form.shipping && <div class="pair-fields">
						<Field label={t('order.address')} value={form.address} maxLength={300} onInput={(event) => set({ address: event.currentTarget.value })} />
						<Field label={t('order.shipping_fee')} inputMode="decimal" value={form.fee} onInput={(event) => set({ fee: event.currentTarget.value })} />
					</div>}
				</div>
				<div class="scroll order-goods">
					<ul class="order-lines">
						{now.lines.map((line) => {
							const isSample = samples.includes(line.n);
							return (
								<li key={line.n}>
									<span class="name">{line.name}<small>{quantity(line.qty_milli)} {line.unit} · {figures(line.amount)}</small></span>
									<button type="button" class="choice" aria-pressed={isSample} onClick={() => setSamples(isSample ? samples.filter((n) => n !== line.n) : [...samples, line.n])}><Icon name={isSample ? 'check' : 'store'} size={20} /> {t('order.sample')}</button>
								</li>
							);
						})}
					</ul>
					{samples.length > 0 && <p class="soft">{t('order.sample_hint')}</p>}
					<div class="total"><div class="label">{t('order.total')}</div><div class="figure">{money(now.total)}</div></div>
					<Button kind="main" icon="clipboard-list" hint="Enter" disabled={isBusy} onClick={() => void save()}>{t('order.save')}</Button>
				</div>
			</div>
		</section>
	);
}

/* ---- what the rest of the page sees --------------------------------------------------------------------------------------- */

/* Whose goods leave with the ticket, and what was paid ahead. */
function Head() {
	const order = cart.value?.order;
	if (!order) return null;
	const used = taken.value.filter((pay) => pay.way === 'deposit').reduce((sum, pay) => sum + pay.amount, 0);
	return (
		<p class="order-ribbon"><Icon name="truck" size={20} /> <strong>{t('order.delivers', { number: order.number })}</strong> {order.name ?? ''}
			{order.deposit_left > 0 && <span> · {used > 0 ? t('order.uses', { amount: money(used) }) : t('order.has_paid', { amount: money(order.deposit_left) })}</span>}</p>
	);
}
const depositLeft = () => {
	const order = cart.value?.order;
	return order && !taken.value.some((pay) => pay.way === 'deposit') ? Math.min(order.deposit_left, due.value.left) : 0;
};

export const orders: Feature = {
	views: {
		orders: { component: List, rank: 15, word: 'menu.orders', icon: 'clipboard-list', keyId: 'orders' },
		order: { component: Make },
	},
	keys: [{ id: 'orders', key: 'd', shown: 'D', word: 'key.orders', run: () => { if (view.value === 'sell' && cart.value?.lines.length && !cart.value.order) view.value = 'order'; else go('orders'); } }],
	buttons: [{ id: 'order', rank: 45, word: 'order.make', icon: 'clipboard-list', keyId: 'orders', isOff: () => !cart.value?.lines.length || Boolean(cart.value.order), run: () => { view.value = 'order'; } }],
	pays: [{ id: 'deposit', way: 'deposit', rank: 0, word: 'way.deposit', icon: 'hand-coins', isThere: () => depositLeft() > 0,
		start: () => takePay({ way: 'deposit', amount: depositLeft(), given: null, reference: null, source_id: cart.value?.order?.id ?? null }) }],
	lamps: [{ id: 'orders', rank: 30, says: () => (dueCount.value ? { level: 'look', icon: 'clipboard-list', name: t('order.due'), text: String(dueCount.value) } : null) }],
	heads: [{ rank: 5, component: Head }],
	events: { orders: () => { news.value++; countDue(); } },
};
