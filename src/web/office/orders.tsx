/* Orders in the office: the list, one with holds and papers, and what producers are asked for (display samples). */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money, quantity } from '../lib/money';
import { useOnce } from '../lib/once';
import { clock, day, dayText, isoToday } from '../lib/time';
import type { Asking, Order, OrderLine, OrderProducer, OrderQuestion, OrderRow } from '../lib/types';
import { Button, Dialog, Notice } from '../lib/ui';
import { DayField, FormEnd, QuantityField, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { Exports, Facts, Filter, Head, LinkButton, Listing, ListHead, Rows, Search, Tag, tell, Wait } from './parts';
import { hrefTo, route } from './route';
import type { Page } from './types';
import { w, wordOf } from './words';

export function Orders() {
	const { id } = route.value;
	return id === 'questions' ? <Questions /> : id ? <One key={id} id={id} /> : <All />;
}

const stateLevel = { open: 'look', ready: 'good', partly: 'look', delivered: 'off', cancelled: 'off' } as const;
function State({ row }: { row: { state: Order['state']; is_short: boolean; asking_count?: number } }) {
	if (row.is_short) return <Tag level="stop">{w('orders.is_short')}</Tag>;
	return <Tag level={stateLevel[row.state]}>{row.state === 'open' && row.asking_count ? w('orders.waits', { count: row.asking_count }) : wordOf('order_state', row.state)}</Tag>;
}
function When({ iso, isOver }: { iso: string; isOver: boolean }) {
	const days = Math.round((Date.parse(iso) - Date.parse(isoToday())) / 86400000);
	return <>{dayText(iso)} {!isOver && days <= 0 && <Tag level={days < 0 ? 'stop' : 'look'}>{days < 0 ? w('orders.late', { days: -days }) : w('orders.today')}</Tag>}</>;
}
const isOver = (state: Order['state']) => state === 'delivered' || state === 'cancelled';

function All() {
	const { params } = route.value;
	const asked = { filter: params.filter || 'open', q: params.q };
	const pages = usePages<OrderRow, Page & { orders: OrderRow[]; due_count: number }>('/orders' + query({ ...asked, limit: 100 }), 'orders');
	return (
		<>
			<Head title={w('menu.orders')} lead={pages.data ? w('orders.lead', { count: pages.data.due_count }) : ''}>
				<LinkButton icon="users" href={hrefTo('orders/questions')}>{w('orders.questions')}</LinkButton>
			</Head>
			<ListHead>
				<Search label={w('orders.search')} />
				<Filter name="filter" label={w('orders.which')} options={(['', 'due', 'ready', 'asking', 'all'] as const).map((value) => ({ value, text: wordOf('order_filter', value || 'open') }))} />
				<Exports name="orders" params={{ q: params.q }} />
			</ListHead>
			<Listing pages={pages} label={w('menu.orders')} keyOf={(row) => row.id} isSearched={Boolean(params.q || params.filter)} empty={<p>{w('orders.none')}</p>} cols={[
				{ title: w('orders.order'), isMain: true, cell: (row) => <><a href={hrefTo(`orders/${row.id}`)}>{row.number} · {row.name ?? w('refunds.forgotten')}</a><span class="under">{row.goods}</span></> },
				{ title: w('orders.promised'), cell: (row) => <When iso={row.promised_day} isOver={isOver(row.state)} /> },
				{ title: w('orders.state'), cell: (row) => <State row={row} /> },
				{ title: w('orders.deposit'), isNumber: true, cell: (row) => (row.left ? money(row.left) : row.has_deposit ? w('orders.has_deposit') : '') },
				{ title: w('orders.total'), isNumber: true, cell: (row) => <strong>{row.total === null ? '' : money(row.total)}</strong> },
			]} />
		</>
	);
}

/* ---- one ------------------------------------------------------------------------------------------------------------ */

function asks(asking: Asking, back: string | null): string {
	return asking === 'yes' && back ? w('orders.asking_yes_on', { day: dayText(back) }) : wordOf('order_asking', asking);
}
function Holds({ line }: { line: OrderLine }) {
	const left = line.qty_milli - line.delivered_milli;
	if (left <= 0) return <Tag level="off">{w('orders.gone')}</Tag>;
	if (!line.has_stock) return null;
	return (
		<>
			<Tag level={line.short_milli ? 'stop' : line.held_milli >= left ? 'good' : 'look'}>{w('orders.held', { held: quantity(line.held_milli), of: quantity(left) })}</Tag>
			{line.holds.map((hold) => <span key={hold.lot_id} class="under">{w('orders.lot', { lot: hold.lot_code ?? '–', count: quantity(hold.qty_milli), day: hold.expiry_day ? dayText(hold.expiry_day) : '–' })}</span>)}
			{line.asking && <span class="under">{line.producer}: {asks(line.asking, line.back_day)}</span>}
			{line.held_milli < left && !line.asking && <span class="under">{w('orders.lies', { count: quantity(line.stock_milli) })}</span>}
		</>
	);
}

function One({ id }: { id: string }) {
	const one = useLoad<Order>(`/orders/${id}`);
	const [isEditing, setEditing] = useState(false);
	const [trouble, setTrouble] = useState('');
	const once = useOnce();
	async function hold(): Promise<void> {
		setTrouble('');
		try {
			if (await once(`/orders/${id}/reserve`, { holds: [], is_auto: true })) {
				tell(w('orders.held_now'));
				one.reload();
			}
		} catch (error) { setTrouble(error instanceof Error ? error.message : String(error)); }
	}
	return <Wait of={one}>{(order) => (
		<>
			<Head title={`${order.number} · ${order.name ?? w('refunds.forgotten')}`} up={{ href: '#/orders', text: w('menu.orders') }}>
				{!isOver(order.state) && <Button icon="boxes" onClick={() => void hold()}>{w('orders.hold')}</Button>}
				{!isOver(order.state) && <Button icon="pencil" onClick={() => setEditing(true)}>{w('orders.change')}</Button>}
				{(['quote', 'picking', 'delivery'] as const).map((paper) => <LinkButton key={paper} icon="file-text" isNew href={`/api/v1/orders/${id}/papers/${paper}`}>{wordOf('order_paper', paper)}</LinkButton>)}
			</Head>
			{trouble && <Notice level="stop">{trouble}</Notice>}
			{order.is_short && <Notice level="stop">{w('orders.short')}</Notice>}
			<Facts rows={[
				[w('orders.state'), <State row={order} />],
				[w('orders.promised'), <When iso={order.promised_day} isOver={isOver(order.state)} />],
				[w('party.phone'), order.phone],
				[w('orders.address'), order.address],
				[w('orders.note'), order.note],
				[w('orders.taken'), `${clock(order.at_us)} ${day(order.at_us)} · ${order.staff_name ?? '–'} · ${wordOf('order_channel', order.channel)}`],
				[w('orders.total'), <strong>{money(order.total)}</strong>],
				...(order.shipping_by ? [[w('orders.shipping'), `${money(order.shipping_fee)} · ${wordOf('order_shipping', order.shipping_by)}`] as [string, string]] : []),
				[w('orders.deposit'), order.paid_in ? w('orders.deposit_said', { paid: money(order.paid_in), left: money(order.left) }) : order.deposit_asked ? w('orders.deposit_asked', { amount: money(order.deposit_asked) }) : ''],
			]} />
			<h2>{w('orders.goods')}</h2>
			<Rows label={w('orders.goods')} rows={order.lines} keyOf={(line) => String(line.n)} cols={[
				{ title: w('orders.item'), isMain: true, cell: (line) => line.name },
				{ title: w('orders.quantity'), isNumber: true, cell: (line) => <>{line.delivered_milli > 0 && `${quantity(line.delivered_milli)} / `}{quantity(line.qty_milli)} {line.unit}</> },
				{ title: w('orders.holds'), cell: (line) => <Holds line={line} /> },
				{ title: w('orders.amount'), isNumber: true, cell: (line) => money(line.amount) },
			]} />
			{order.deposits.length > 0 && <>
				<h2>{w('orders.deposits')}</h2>
				<Rows label={w('orders.deposits')} rows={order.deposits} keyOf={(row) => `${row.at_us}${row.what}`} cols={[
					{ title: w('orders.what'), isMain: true, cell: (row) => <>{wordOf('deposit_what', row.what)}{row.number && ` · ${row.number}`}</> },
					{ title: w('orders.at'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
					{ title: w('orders.amount'), isNumber: true, cell: (row) => money(row.amount) },
				]} />
			</>}
			{order.deliveries.length > 0 && <>
				<h2>{w('orders.deliveries')}</h2>
				<Rows label={w('orders.deliveries')} rows={order.deliveries} keyOf={(row) => row.sale_id} cols={[
					{ title: w('orders.receipt'), isMain: true, cell: (row) => row.receipt },
					{ title: w('orders.at'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
					{ title: w('orders.amount'), isNumber: true, cell: (row) => money(row.total) },
				]} />
			</>}
			{isEditing && <Change order={order} onDone={(isSaved) => { setEditing(false); if (isSaved) one.reload(); }} />}
		</>
	)}</Wait>;
}

function Change({ order, onDone }: { order: Order; onDone: (isSaved: boolean) => void }) {
	const form = useForm({
		promised_day: order.promised_day as string | null, name: order.name ?? '', phone: order.phone ?? '', address: order.address ?? '', note: order.note ?? '',
		lines: order.lines.map((line) => ({ n: line.n, qty: line.qty_milli as number | null })),
	});
	const v = form.values;
	async function save(): Promise<void> {
		const saved = await form.send<Order>(`/orders/${order.id}/change`, {
			channel: order.channel, customer_id: order.customer_id, deposit_asked: order.deposit_asked, is_holding: true, promised_day: v.promised_day, shipping_by: order.shipping_by, shipping_fee: order.shipping_fee,
			contact: { name: v.name.trim() || null, phone: v.phone.trim() || null, address: v.address.trim() || null, note: v.note.trim() || null },
			lines: order.lines.flatMap((line, i) => (v.lines[i]!.qty ? [{ n: line.n, item_id: line.item_id, qty_milli: v.lines[i]!.qty, discount: line.qty_milli === v.lines[i]!.qty ? line.discount : Math.floor(line.discount * v.lines[i]!.qty! / line.qty_milli), is_sample: line.asking !== null }] : [])),
		});
		if (!saved) return;
		tell(w('orders.changed', { number: order.number }));
		onDone(true);
	}
	return (
		<Dialog title={`${w('orders.change')} ${order.number}`} onClose={() => onDone(false)} wide>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<div class="fields">
					<DayField form={form} name="promised_day" label={w('orders.promised')} isFuture value={v.promised_day} onChange={(promised_day) => form.set({ promised_day })} />
					<TextField form={form} name="contact.name" label={w('orders.name')} isWanted value={v.name} onChange={(name) => form.set({ name })} />
					<TextField form={form} name="contact.phone" label={w('party.phone')} inputMode="tel" maxLength={20} value={v.phone} onChange={(phone) => form.set({ phone })} />
					<TextField form={form} name="contact.address" label={w('orders.address')} maxLength={300} value={v.address} onChange={(address) => form.set({ address })} />
					<TextField form={form} name="contact.note" label={w('orders.note')} maxLength={300} value={v.note} onChange={(note) => form.set({ note })} />
					{order.lines.map((line, i) => <QuantityField key={line.n} form={form} name={`lines[${i}].qty_milli`} label={`${line.name} (${line.unit})`} decimals={line.decimals} value={v.lines[i]!.qty}
						onChange={(qty) => form.set({ lines: v.lines.map((each, k) => (k === i ? { ...each, qty } : each)) })} />)}
				</div>
				<p class="soft">{w('orders.change_hint')}</p>
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}

/* ---- what producers are asked ----------------------------------------------------------------------------------------- */

function Questions() {
	const all = useLoad<{ producers: OrderProducer[] }>('/order-questions');
	const [open, setOpen] = useState<OrderQuestion | null>(null);
	const [trouble, setTrouble] = useState('');
	const once = useOnce();
	async function mark(producer: OrderProducer): Promise<void> {
		setTrouble('');
		try {
			const lines = producer.questions.filter((each) => each.asking === 'to_ask').map(({ order_id, n }) => ({ order_id, n }));
			if (await once('/order-questions', { lines })) all.reload();
		} catch (error) { setTrouble(error instanceof Error ? error.message : String(error)); }
	}
	async function copy(text: string): Promise<void> {
		try {
			await navigator.clipboard.writeText(text);
			tell(w('orders.copied'));
		} catch { setTrouble(w('orders.not_copied')); }
	}
	return (
		<>
			<Head title={w('orders.questions')} lead={w('orders.questions_lead')} up={{ href: '#/orders', text: w('menu.orders') }} />
			{trouble && <Notice level="stop">{trouble}</Notice>}
			<Wait of={all}>{(data) => (data.producers.length === 0 ? <div class="empty"><p>{w('orders.no_questions')}</p></div> : <>{data.producers.map((producer) => (
				<section key={producer.producer_id} class="part" aria-label={producer.name}>
					<h2>{producer.name}</h2>
					{producer.phone && <p class="soft"><a href={`tel:${producer.phone}`}>{producer.phone}</a></p>}
					{producer.text && <>
						<pre class="message">{producer.text}</pre>
						<div class="actions">
							<Button icon="file-text" onClick={() => void copy(producer.text!)}>{w('orders.copy')}</Button>
							<Button kind="main" icon="check" onClick={() => void mark(producer)}>{w('orders.mark_asked')}</Button>
						</div>
					</>}
					<Rows label={producer.name} rows={producer.questions} keyOf={(row) => `${row.order_id}${row.n}`} cols={[
						{ title: w('orders.item'), isMain: true, cell: (row) => <>{row.item}<span class="under"><a href={hrefTo(`orders/${row.order_id}`)}>{row.number}</a> · {w('orders.needed', { day: dayText(row.promised_day) })}</span></> },
						{ title: w('orders.quantity'), isNumber: true, cell: (row) => `${quantity(row.open_milli)} ${row.unit}` },
						{ title: w('orders.state'), cell: (row) => <Tag level={row.asking === 'yes' ? 'good' : row.asking === 'no' ? 'stop' : 'look'}>{asks(row.asking, row.back_day)}{row.asking === 'asked' && row.asked_day && ` ${dayText(row.asked_day)}`}</Tag> },
						{ title: w('stock.do'), cell: (row) => <Button icon="pencil" onClick={() => setOpen(row)}>{w('orders.answer')}</Button> },
					]} />
				</section>
			))}</>)}</Wait>
			{open && <Answer row={open} onDone={(isSaved) => { setOpen(null); if (isSaved) all.reload(); }} />}
		</>
	);
}

function Answer({ row, onDone }: { row: OrderQuestion; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ answer: 'yes', back_day: row.back_day ?? row.promised_day as string | null, reason: '' });
	const v = form.values;
	async function save(): Promise<void> {
		const isYes = v.answer === 'yes';
		if (!await form.send<object>('/order-answers', { order_id: row.order_id, n: row.n, is_yes: isYes, back_day: isYes ? v.back_day : null, reason: isYes ? null : v.reason.trim() || null })) return;
		tell(w('orders.answered', { item: row.item }));
		onDone(true);
	}
	return (
		<Dialog title={w('orders.answer')} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<p><strong>{row.item}</strong> · {quantity(row.open_milli)} {row.unit} · {row.number}</p>
				<SelectField form={form} name="is_yes" label={w('orders.answer')} value={v.answer} options={[{ value: 'yes', text: wordOf('order_asking', 'yes') }, { value: 'no', text: wordOf('order_asking', 'no') }]} onChange={(answer) => form.set({ answer })} />
				{v.answer === 'yes' ? <DayField form={form} name="back_day" label={w('orders.back_day')} isFuture isWanted value={v.back_day} onChange={(back_day) => form.set({ back_day })} />
					: <TextField form={form} name="reason" label={w('orders.reason')} isWanted value={v.reason} onChange={(reason) => form.set({ reason })} />}
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}
