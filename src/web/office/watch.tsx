/* What of a day somebody else should look at: how often and for how much by each person, then the rows; what has nobody behind it first to the eye. */
import { useState } from 'preact/hooks';
import { get, query } from '../lib/api';
import { money } from '../lib/money';
import { clock, isoToday } from '../lib/time';
import { Button, Notice } from '../lib/ui';
import { DayField, SelectField, useForm } from './form';
import { useLoad } from './load';
import { Head, Rows, Tag, tell, Wait } from './parts';
import { w, type OfficeWord } from './words';

interface Row { about: string | null; amount: number | null; approver_name: string | null; at_us: number; entry_number: number; is_alone: boolean; receipt: string | null; sale_id: string | null; staff_name: string | null; what: string }
interface Watch { day: string; next: number | null; rows: Row[] }
interface Sum { key: string; staff: string; what: string; count: number; amount: number }

const whatText = (what: string): string => w(`watch.${what}` as OfficeWord);
const nameOf = (row: Row): string => row.staff_name ?? '–';

function sums(rows: Row[]): Sum[] {
	const found = new Map<string, Sum>();
	for (const row of rows) {
		const key = `${nameOf(row)}/${row.what}`;
		const sum = found.get(key) ?? { key, staff: nameOf(row), what: row.what, count: 0, amount: 0 };
		found.set(key, { ...sum, count: sum.count + 1, amount: sum.amount + (row.amount ?? 0) });
	}
	return [...found.values()].sort((a, b) => a.staff.localeCompare(b.staff, 'vi') || b.amount - a.amount);
}

function Day({ first, day }: { first: Watch; day: string }) {
	const [further, setFurther] = useState<Watch | null>(null);
	const [who, setWho] = useState('');
	const all = further ? [...first.rows, ...further.rows] : first.rows;
	const next = further ? further.next : first.next;
	const people = [...new Set(all.map(nameOf))].sort((a, b) => a.localeCompare(b, 'vi'));
	const rows = who ? all.filter((row) => nameOf(row) === who) : all;
	const form = useForm({});
	async function more(): Promise<void> {
		setBusy(true);
		try {
			const page = await get<Watch>('/watch' + query({ day, after: next }));
			setFurther({ ...page, rows: [...further?.rows ?? [], ...page.rows] });
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
		setBusy(false);
	}
	const [isBusy, setBusy] = useState(false);
	if (all.length === 0 && next === null) return <p class="empty">{w('watch.none')}</p>;
	return (
		<>
			{next !== null && <div class="more-of-day"><Notice level="look">{all.length ? w('watch.partly', { time: clock(all[all.length - 1]!.at_us) }) : w('watch.none_yet')}</Notice>
				<Button disabled={isBusy} onClick={() => void more()}>{w('watch.more')}</Button></div>}
			<SelectField form={form} name="who" label={w('watch.who')} value={who} onChange={setWho} options={[{ value: '', text: w('watch.everybody') }, ...people.map((name) => ({ value: name, text: name }))]} />
			<Rows label={w('watch.sums')} rows={sums(rows)} keyOf={(sum) => sum.key} cols={[
				{ title: w('watch.what'), isMain: true, cell: (sum) => <><strong>{whatText(sum.what)}</strong><span class="under">{sum.staff}</span></> },
				{ title: w('watch.times'), isNumber: true, cell: (sum) => sum.count },
				{ title: w('watch.amount'), isNumber: true, cell: (sum) => (sum.amount ? money(sum.amount) : null) },
			]} />
			<h2>{w('watch.rows')}</h2>
			<Rows label={w('watch.rows')} rows={rows} keyOf={(row) => `${row.entry_number}/${row.what}/${row.about ?? ''}`} cols={[
				{ title: w('watch.what'), isMain: true, cell: (row) => <><strong>{whatText(row.what)}</strong> {row.about}<span class="under">{[clock(row.at_us), nameOf(row), row.receipt ?? w('watch.entry', { n: row.entry_number })].join(' · ')}</span></> },
				{ title: w('watch.amount'), isNumber: true, cell: (row) => (row.amount === null ? null : money(row.amount)) },
				{ title: w('watch.second'), cell: (row) => (row.approver_name ? row.approver_name : row.is_alone ? <Tag level="look">{w('watch.alone')}</Tag> : <span class="soft">{w('watch.nobody')}</span>) },
			]} />
			{next !== null && <p><Button disabled={isBusy} onClick={() => void more()}>{w('watch.more')}</Button></p>}
		</>
	);
}

export function WatchPage() {
	const form = useForm({ day: isoToday() as string | null });
	const day = form.values.day ?? isoToday();
	const list = useLoad<Watch>('/watch' + query({ day }));
	return (
		<>
			<Head title={w('menu.watch')} lead={w('watch.lead')} />
			<DayField form={form} name="day" label={w('watch.day')} value={form.values.day} onChange={(value) => form.set({ day: value })} />
			<Wait of={list}>{(first) => <Day key={first.day} first={first} day={first.day} />}</Wait>
		</>
	);
}
