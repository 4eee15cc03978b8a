/* Recalls: a lot that no till sells any more from this moment on; who has it, what is left where, the papers for the producer, the
 * authority and the shop's door. */
import { useState } from 'preact/hooks';
import { quantity } from '../lib/money';
import { clock, day, dayText } from '../lib/time';
import { Button, Notice } from '../lib/ui';
import { CheckField, FormEnd, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, Rows, Tag, tell, Wait } from './parts';
import { hrefTo, route } from './route';
import { w, wordOf } from './words';

interface RecallRow { lot_id: string; item: string; item_id: string; code: string | null; consignor: string; expiry_day: string | null; is_frozen: boolean; reason: string; at_us: number; left_milli: number; unit: string }
interface Report {
	item: string; item_id: string; code: string | null; unit: string; is_frozen: boolean; reason: string | null; at_us: number | null; by: string | null; is_cut: boolean;
	in_milli: number; filled_milli: number; sold_milli: number; returned_milli: number; back_milli: number; lost_milli: number; left_milli: number;
	page_code: string;
	lots: { lot_id: string; consignor: string; intake_number: number | null; made_day: string | null; expiry_day: string | null; is_frozen: boolean }[];
	left: { lot_id: string; site: string; place: string; qty_milli: number }[];
	sales: { id: string; receipt: string; at_us: number; till: string; qty_milli: number; is_return: boolean; is_maybe: boolean; customer: string | null }[];
	sales_total: number;
}

export function Recalls() {
	return route.value.id ? <RecallPage id={route.value.id} /> : <RecallList />;
}

function State({ isFrozen }: { isFrozen: boolean }) {
	return isFrozen ? <Tag level="stop">{w('lot.frozen')}</Tag> : <Tag level="off">{w('recall.let_go')}</Tag>;
}

function RecallList() {
	const list = useLoad<{ recalls: RecallRow[] }>('/recalls');
	return (
		<>
			<Head title={w('menu.recalls')} lead={w('recall.lead')}><LinkButton icon="boxes" href={hrefTo('stock', { by: 'lot' })}>{w('recall.find')}</LinkButton></Head>
			<Wait of={list}>{({ recalls }) => recalls.length === 0 ? <p class="empty">{w('recall.none')}</p> : <Rows label={w('menu.recalls')} rows={recalls} keyOf={(row) => row.lot_id} cols={[
				{ title: w('item.name'), isMain: true, cell: (row) => <><a href={hrefTo(`recalls/${row.lot_id}`)}>{row.item}</a><span class="under">{row.consignor}</span></> },
				{ title: w('lot.code'), cell: (row) => <>{row.code ?? '–'} <State isFrozen={row.is_frozen} /></> },
				{ title: w('recall.since'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
				{ title: w('recall.reason'), isWide: true, cell: (row) => row.reason },
				{ title: w('recall.left'), isNumber: true, cell: (row) => `${quantity(row.left_milli)} ${row.unit}` },
			]} />}</Wait>
		</>
	);
}

function RecallPage({ id }: { id: string }) {
	const report = useLoad<Report>(`/recalls/${id}`);
	return (
		<Wait of={report}>{(data) => (
			<>
				<Head title={`${data.item}${data.code ? ` · ${w('lot.of_full', { code: data.code })}` : ''}`} up={{ href: '#/recalls', text: w('menu.recalls') }} lead={(data.is_frozen || data.at_us !== null) && <State isFrozen={data.is_frozen} />}>
					{data.is_frozen && <LinkButton icon="file-text" href={`/api/v1/recalls/${id}/notice.pdf`} isNew>{w('recall.notice')}</LinkButton>}
					<LinkButton icon="printer" href={`/api/v1/recalls/${id}/report.pdf`} isNew>{w('recall.report')}</LinkButton>
					<Exports name="recall" params={{ lot_id: id }} />
				</Head>
				{data.is_frozen && <Notice level="stop">{w('recall.now', { at: `${clock(data.at_us!)} ${day(data.at_us!)}`, by: data.by ?? '' })} {data.reason}</Notice>}
				{mayEdit('stock') && <Switch key={String(data.is_frozen)} id={id} data={data} onDone={report.reload} />}
				<Sums data={data} />
				<Left data={data} onDone={report.reload} />
				<Sold data={data} />
				<Trace id={id} code={data.page_code} />
			</>
		)}</Wait>
	);
}

/* Freezing is one press and a reason; letting go asks for a second person. */
function Switch({ id, data, onDone }: { id: string; data: Report; onDone: () => void }) {
	const others = data.lots.filter((lot) => lot.lot_id !== id && lot.is_frozen === data.is_frozen);
	const form = useForm({ reason: '', picked: others.map((lot) => lot.lot_id) });
	const { reason, picked } = form.values;
	async function save(): Promise<void> {
		if (!reason.trim()) return form.fail('reason', w('recall.reason_needed'));
		const lots = [id, ...picked].map((lot_id) => ({ lot_id }));
		if (!await form.send('/recalls', { is_frozen: !data.is_frozen, reason: reason.trim(), lots })) return;
		tell(w(data.is_frozen ? 'recall.let_go_done' : 'recall.done', { count: lots.length }));
		onDone();
	}
	return (
		<section class="part" aria-labelledby="switch">
			<h2 id="switch">{w(data.is_frozen ? 'recall.let_go_title' : 'recall.title')}</h2>
			<p class="soft">{w(data.is_frozen ? 'recall.let_go_lead' : 'recall.title_lead')}</p>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="reason" class="wide" isWanted label={w('recall.reason')} hint={w(data.is_frozen ? 'recall.let_go_hint' : 'recall.reason_hint')} maxLength={300} value={reason} onChange={(text) => form.set({ reason: text })} />
				{others.map((lot) => (
					<CheckField key={lot.lot_id} form={form} name={`lot-${lot.lot_id}`} label={w('recall.same_code', { code: data.code ?? '' })}
						hint={[lot.consignor, lot.intake_number && w('recall.intake', { number: lot.intake_number }), lot.expiry_day && w('lot.until', { day: dayText(lot.expiry_day) })].filter(Boolean).join(' · ')}
						value={picked.includes(lot.lot_id)} onChange={(is) => form.set({ picked: is ? [...picked, lot.lot_id] : picked.filter((each) => each !== lot.lot_id) })} />
				))}
				<FormEnd form={form} icon={data.is_frozen ? 'check' : 'ban'} label={w(data.is_frozen ? 'recall.let_go_button' : 'recall.button')} />
			</form>
		</section>
	);
}

function Sums({ data }: { data: Report }) {
	const rows: [string, number][] = [
		[w('recall.in'), data.in_milli], [w('recall.filled'), data.filled_milli], [w('recall.sold'), data.sold_milli], [w('recall.returned'), data.returned_milli],
		[w('recall.back'), data.back_milli], [w('recall.lost'), data.lost_milli], [w('recall.left'), data.left_milli],
	];
	return (
		<section class="part" aria-labelledby="sums">
			<h2 id="sums">{w('recall.sums')}</h2>
			<Facts rows={rows.filter(([, milli], i) => milli !== 0 || i === 0 || i === 2 || i === 6).map(([name, milli]) => [name, `${quantity(milli)} ${data.unit}`])} />
		</section>
	);
}

/* What customers see of the lot, and the producer's own page of it where there is one. */
function Trace({ id, code }: { id: string; code: string }) {
	const trace = useLoad<{ trace_url: string | null }>(`/lots/${id}/trace`);
	return (
		<section class="part" aria-labelledby="trace">
			<h2 id="trace">{w('trace.title')}</h2>
			<p><LinkButton kind="quiet" icon="smartphone" href={`/l/${code}`} isNew>{w('trace.page')}</LinkButton></p>
			<Wait of={trace}>{(data) => mayEdit('stock') ? <TraceForm id={id} url={data.trace_url} /> : <Facts rows={[[w('told.trace'), data.trace_url]]} />}</Wait>
		</section>
	);
}

function TraceForm({ id, url }: { id: string; url: string | null }) {
	const form = useForm({ trace_url: url ?? '' });
	async function save(): Promise<void> {
		if (await form.send(`/lots/${id}/trace`, { trace_url: form.values.trace_url.trim() || null })) tell(w('trace.saved'));
	}
	return (
		<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<TextField form={form} name="trace_url" class="wide" label={w('told.trace')} hint={w('trace.hint')} maxLength={300} value={form.values.trace_url} onChange={(trace_url) => form.set({ trace_url })} />
			<FormEnd form={form} label={w('save')} />
		</form>
	);
}

function Left({ data, onDone }: { data: Report; onDone: () => void }) {
	const form = useForm({});
	const [busy, setBusy] = useState('');
	async function aside(row: Report['left'][number]): Promise<void> {
		setBusy(row.lot_id);
		const saved = await form.send('/stock/moves', { kind: 'place', reason: w('recall.aside_reason'), lines: [{ lot_id: row.lot_id, place: row.place, qty_milli: row.qty_milli, to_place: 'aside' }] });
		setBusy('');
		if (!saved) return;
		tell(w('recall.aside_done', { count: quantity(row.qty_milli), unit: data.unit }));
		onDone();
	}
	return (
		<section class="part" aria-labelledby="left">
			<h2 id="left">{w('recall.left_title')}</h2>
			{form.wrong && <Notice level="stop">{form.wrong.text}</Notice>}
			{data.left.length === 0 ? <p class="calm">{w('recall.nothing_left')}</p> : <Rows label={w('recall.left_title')} rows={data.left} keyOf={(row) => `${row.lot_id}${row.place}`} cols={[
				{ title: w('recall.where'), isMain: true, cell: (row) => row.site },
				{ title: w('recall.place'), cell: (row) => wordOf('place', row.place) },
				{ title: w('stock.quantity'), isNumber: true, cell: (row) => `${quantity(row.qty_milli)} ${data.unit}` },
				...(mayEdit('stock') ? [{ title: w('stock.do'), cell: (row: Report['left'][number]) => row.place === 'shelf' && row.qty_milli > 0
					? <Button icon="arrow-right-left" disabled={busy !== ''} onClick={() => void aside(row)}>{w('recall.aside')}</Button> : null }] : []),
			]} />}
		</section>
	);
}

function Sold({ data }: { data: Report }) {
	return (
		<section class="part" aria-labelledby="sold">
			<h2 id="sold">{w('recall.receipts', { count: data.sales_total })}</h2>
			<p class="soft">{w('recall.receipts_lead')}</p>
			{data.is_cut && <Notice level="look">{w('recall.cut')}</Notice>}
			{data.sales.length === 0 ? <p class="calm">{w('recall.not_sold')}</p> : <Rows label={w('recall.receipts', { count: data.sales_total })} rows={data.sales} keyOf={(row) => row.id} cols={[
				{ title: w('recall.receipt'), isMain: true, cell: (row) => row.receipt },
				{ title: w('recall.at'), cell: (row) => `${clock(row.at_us)} ${day(row.at_us)}` },
				{ title: w('recall.till'), cell: (row) => row.till },
				{ title: w('recall.customer'), cell: (row) => row.customer },
				{ title: w('stock.quantity'), isNumber: true, cell: (row) => `${quantity(row.qty_milli)} ${data.unit}` },
				{ title: w('recall.note'), cell: (row) => row.is_maybe ? <Tag level="look">{w('recall.maybe')}</Tag> : row.is_return ? <Tag level="good">{w('recall.came_back')}</Tag> : null },
			]} />}
			{data.sales_total > data.sales.length && <p class="soft">{w('recall.more', { count: data.sales_total - data.sales.length })}</p>}
		</section>
	);
}
