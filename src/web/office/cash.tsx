/* Where cash lies, and the book of each place (sổ quỹ): opening, every movement with its paper, closing; moving it from the office; fees. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money } from '../lib/money';
import { newId } from '../lib/id';
import { clock, dayText, isoToday } from '../lib/time';
import { Button, Dialog } from '../lib/ui';
import { CheckField, DayField, FormEnd, MoneyField, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, ListHead, Rows, Tag, tell, Wait } from './parts';
import { w } from './words';

interface Place { id: string; kind: 'drawer' | 'safe' | 'bank'; name: string; account: string | null; balance: number | null; is_active: boolean }
interface Row { amount: number; at_us: number; day: string; entry_number: number | null; has_slip: boolean; number: string | null; other: string | null; reason: string | null; what: string }
interface Book { before: number; after: number; rows: Row[]; is_cut: boolean }
interface Fee { amount: number; at_us: number; entry_number: number; number: string; person: string | null; reason: string; sales_count: number }

const whatWords: Record<string, Parameters<typeof w>[0]> = {
	opening: 'cash.opening', float: 'cash.float', moved: 'cash.moved', spent: 'cash.spent', earned: 'cash.earned', referrer: 'cash.referrer', no_sale: 'cash.no_sale',
	sold: 'cash.sold', difference: 'cash.difference', taken: 'cash.taken', payout: 'cash.payout', refund: 'cash.refund', taken_in: 'cash.taken_in',
};
const nameOf = (place: Place) => (place.account ? `${place.name} ${place.account}` : place.name);

export function Cash() {
	const places = useLoad<{ places: Place[] }>('/cash/places');
	const [picked, setPicked] = useState('');
	const form = useForm({ from: isoToday() as string | null, to: isoToday() as string | null });
	const days = { from: form.values.from ?? isoToday(), to: form.values.to ?? isoToday() };
	const [open, setOpen] = useState<'move' | 'place' | 'fees' | null>(null);
	const all = places.data?.places ?? [];
	const place = all.find((each) => each.id === picked) ?? all.find((each) => each.kind === 'safe') ?? all[0];
	const book = useLoad<Book>(place ? '/cash/book' + query({ place_id: place.id, from_day: days.from, to_day: days.to }) : null);
	const done = () => { setOpen(null); places.reload(); book.reload(); };
	return (
		<>
			<Head title={w('menu.cash')} lead={w('cash.lead')} />
			<Wait of={places}>{(data) => <Rows label={w('cash.places')} rows={data.places} keyOf={(row) => row.id} cols={[
				{ title: w('cash.place'), isMain: true, cell: (row) => <><Button kind={row.id === place?.id ? 'plain' : 'quiet'} aria-pressed={row.id === place?.id} onClick={() => setPicked(row.id)}>{nameOf(row)}</Button>{!row.is_active && <> <Tag level="off">{w('cash.off')}</Tag></>}</> },
				{ title: w('cash.lies'), isNumber: true, cell: (row) => row.balance === null ? '–' : <strong class={row.balance < 0 ? 'gap' : ''}>{money(row.balance)}</strong> },
			]} />}</Wait>
			{all.some((each) => (each.balance ?? 0) < 0) && <p class="soft">{w('cash.below')}</p>}
			<p class="actions">
				<Button kind="main" icon="arrow-right-left" onClick={() => setOpen('move')}>{w('cash.move')}</Button>
				{mayEdit('settle') && <Button icon="plus" onClick={() => setOpen('place')}>{w('cash.add')}</Button>}
				<Button icon="users" onClick={() => setOpen('fees')}>{w('cash.fees')}</Button>
			</p>
			{place && <h2>{w('cash.book_of', { name: nameOf(place) })}</h2>}
			<ListHead>
				<DayField form={form} name="from_day" label={w('cash.from')} value={form.values.from} onChange={(from) => form.set({ from })} />
				<DayField form={form} name="to_day" label={w('cash.to')} value={form.values.to} edge="last" onChange={(to) => form.set({ to })} />
				<Exports name="cash" params={{ from_day: days.from, to_day: days.to }} />
			</ListHead>
			<Wait of={book}>{(data) => (
				<>
					<Facts rows={[[w('cash.before'), money(data.before)], [w('cash.in'), money(sum(data.rows, 1))], [w('cash.out'), money(-sum(data.rows, -1))], [w('cash.after'), <strong>{money(data.after)}</strong>]]} />
					{data.rows.length === 0 ? <p class="empty">{w('cash.none')}</p> : <Rows label={w('menu.cash')} rows={running(data)} keyOf={(row) => `${row.entry_number}${row.what}${row.amount}${row.day}`} cols={[
						{ title: w('cash.what'), isMain: true, cell: (row) => <><strong>{w(whatWords[row.what] ?? 'cash.moved')}</strong>{row.other && ` · ${row.other}`}<span class="under">{[row.entry_number ? `${clock(row.at_us)} ${dayText(row.day)}` : w('cash.running'), row.reason].filter(Boolean).join(' · ')}</span></> },
						{ title: w('cash.number'), cell: (row) => row.number && (row.has_slip && row.entry_number ? <LinkButton href={`/api/v1/cash/slips/${row.entry_number}/slip.pdf`} icon="printer" isNew>{row.number}</LinkButton> : row.number) },
						{ title: w('cash.amount'), isNumber: true, cell: (row) => (row.amount > 0 ? '+' : '') + money(row.amount) },
						{ title: w('cash.lies'), isNumber: true, cell: (row) => money(row.lies) },
					]} />}
					{data.is_cut && <p class="soft">{w('cash.cut')}</p>}
				</>
			)}</Wait>
			{open === 'move' && <Move places={all.filter((each) => each.is_active)} onDone={(isSaved) => (isSaved ? done() : setOpen(null))} />}
			{open === 'place' && <NewPlace onDone={(isSaved) => (isSaved ? done() : setOpen(null))} />}
			{open === 'fees' && <Fees days={days} onDone={() => setOpen(null)} />}
		</>
	);
}

const sum = (rows: Row[], sign: number) => rows.reduce((all, row) => all + (row.amount * sign > 0 ? row.amount : 0), 0);
function running(book: Book): (Row & { lies: number })[] {
	let lies = book.before;
	return book.rows.map((row) => ({ ...row, lies: (lies += row.amount) }));
}

function Move({ places, onDone }: { places: Place[]; onDone: (isSaved: boolean) => void }) {
	const safe = places.find((each) => each.kind === 'safe')?.id ?? '', bank = places.find((each) => each.kind === 'bank')?.id ?? '';
	const form = useForm({ from_id: safe, to_id: bank, amount: null as number | null, reason: '', person: '' });
	const [id] = useState(newId());
	const v = form.values;
	const options = [{ value: '', text: w('cash.outside') }, ...places.map((each) => ({ value: each.id, text: nameOf(each) }))];
	async function save(): Promise<void> {
		if (!v.amount) return form.fail('amount', w('cash.amount_wanted'));
		if (!v.reason.trim()) return form.fail('reason', w('vouchers.why'));
		const what = v.from_id && v.to_id ? 'moved' : v.from_id ? 'spent' : 'earned';
		const moved = await form.send<{ number: string; entry_number: number }>('/cash-moves', { id, amount: v.amount, reason: v.reason.trim(), from_id: v.from_id || null, to_id: v.to_id || null, what, person: v.person.trim() || null });
		if (!moved) return;
		tell(w('cash.saved', { number: moved.number, amount: money(v.amount) }));
		onDone(true);
	}
	return (
		<Dialog title={w('cash.move')} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<SelectField form={form} name="from_id" label={w('cash.from_place')} value={v.from_id} options={options} onChange={(from_id) => form.set({ from_id })} />
				<SelectField form={form} name="to_id" label={w('cash.to_place')} value={v.to_id} options={options} onChange={(to_id) => form.set({ to_id })} />
				<MoneyField form={form} name="amount" label={w('cash.amount')} value={v.amount} onChange={(amount) => form.set({ amount })} />
				<TextField form={form} name="reason" label={w('vouchers.reason')} value={v.reason} maxLength={200} onChange={(reason) => form.set({ reason })} />
				{(!v.from_id || !v.to_id) && <TextField form={form} name="person" label={w('cash.person')} value={v.person} maxLength={100} onChange={(person) => form.set({ person })} />}
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}

function NewPlace({ onDone }: { onDone: (isSaved: boolean) => void }) {
	const form = useForm({ is_bank: true, name: '', account: '' });
	const v = form.values;
	async function save(): Promise<void> {
		if (!await form.send<object>('/cash/places', { kind: v.is_bank ? 'bank' : 'safe', name: v.name.trim(), account: v.is_bank && v.account.trim() || null, is_active: true })) return;
		tell(w('cash.added', { name: v.name.trim() }));
		onDone(true);
	}
	return (
		<Dialog title={w('cash.add')} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<CheckField form={form} name="is_bank" label={w('cash.is_bank')} value={v.is_bank} onChange={(is_bank) => form.set({ is_bank })} />
				<TextField form={form} name="name" isWanted label={w('cash.name')} value={v.name} maxLength={60} onChange={(name) => form.set({ name })} />
				{v.is_bank && <TextField form={form} name="account" isWanted label={w('cash.account')} value={v.account} maxLength={30} onChange={(account) => form.set({ account })} />}
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}

function Fees({ days, onDone }: { days: { from: string; to: string }; onDone: () => void }) {
	const list = useLoad<{ fees: Fee[] }>('/cash/fees' + query({ from_day: days.from.slice(0, 8) + '01', to_day: days.to }));
	return (
		<Dialog title={w('cash.fees')} onClose={onDone} wide>
			<Wait of={list}>{(data) => (data.fees.length === 0 ? <p class="empty">{w('cash.no_fees')}</p> : (
				<>
					<Facts rows={byPerson(data.fees)} />
					<Rows label={w('cash.fees')} rows={data.fees} keyOf={(row) => row.number} cols={[
						{ title: w('cash.who'), isMain: true, cell: (row) => <><strong>{row.person ?? '–'}</strong><span class="under">{clock(row.at_us)} · {row.reason} · {w('cash.of_sales', { count: row.sales_count })}</span></> },
						{ title: w('cash.number'), cell: (row) => <LinkButton href={`/api/v1/cash/slips/${row.entry_number}/slip.pdf`} icon="printer" isNew>{row.number}</LinkButton> },
						{ title: w('cash.amount'), isNumber: true, cell: (row) => money(row.amount) },
					]} />
				</>
			))}</Wait>
		</Dialog>
	);
}
function byPerson(fees: Fee[]): [string, string][] {
	const sums = new Map<string, number>();
	for (const fee of fees) sums.set(fee.person ?? '–', (sums.get(fee.person ?? '–') ?? 0) + fee.amount);
	return [...sums].map(([name, amount]) => [name, money(amount)]);
}
