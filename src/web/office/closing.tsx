/* Closing: what is due and what stops it, the draft, the closed statements and their papers. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { post, query } from '../lib/api';
import { money } from '../lib/money';
import { clock, day, dayText, isoToday } from '../lib/time';
import { Button, Dialog, Notice, Segments } from '../lib/ui';
import { CheckField, DayField, FormEnd, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Head, LinkButton, Listing, ListHead, Rows, Tag, tell, Wait } from './parts';
import { go, hrefTo, route } from './route';
import { StatementView } from './statement';
import type { Due, Page, SettlementRow, Statement, Stop } from './types';
import { w } from './words';

export function Closing() {
	const { id, params } = route.value;
	if (id === 'draft' && params.contract_id) return <Draft contract_id={params.contract_id} to_day={params.to_day ?? null} />;
	if (id && id !== 'closed') return <Closed key={id} id={id} />;
	return (
		<>
			<Head title={w('menu.closing')} lead={w('closing.lead')} />
			<Segments label={w('menu.closing')} value={id === 'closed' ? 'closed' : 'due'} onPick={(to) => go(to === 'closed' ? 'closing/closed' : 'closing')} options={[{ value: 'due', text: w('closing.due') }, { value: 'closed', text: w('closing.closed') }]} />
			{id === 'closed' ? <ClosedList /> : <DueList />}
		</>
	);
}

/* Nothing stops it but that its last day is still to come. */
export function isEarly(due: Due): boolean {
	return due.stops.some((stop) => stop.code === 'future');
}

/* What to do about a stop, as a link where it is done. */
function StopLine({ stop, of }: { stop: Stop; of: { contract_id: string; contract_number: string; consignor_name: string } }) {
	const contract = { contract_id: of.contract_id, contract: `${of.consignor_name} · ${of.contract_number}` };
	const way: Record<string, { href: string; text: string }> = {
		pending: { href: hrefTo('intake/new', contract), text: w('stop.receive') },
		earlier: { href: hrefTo('closing/draft', { contract_id: of.contract_id }), text: w('stop.earlier') },
		closed: { href: hrefTo('closing/closed', { contract_id: of.contract_id }), text: w('stop.closed') },
		period: { href: hrefTo('closing/draft', { contract_id: of.contract_id }), text: w('stop.period') },
		future: { href: hrefTo('closing/draft', { contract_id: of.contract_id, to_day: isoToday() }), text: w('stop.future') },
		own: { href: hrefTo(`contracts/${of.contract_id}`), text: w('stop.own') },
	};
	const to = way[stop.code];
	return <li><span>{stop.text}</span>{to && <LinkButton href={to.href}>{to.text}</LinkButton>}</li>;
}

function DueList() {
	const due = useLoad<{ contracts: Due[] }>('/settlements/stops');
	return (
		<Wait of={due}>{(data) => {
			const ready = data.contracts.filter((each) => each.stops.length === 0);
			const early = data.contracts.filter(isEarly);
			const stopped = data.contracts.filter((each) => each.stops.length > 0 && !isEarly(each));
			if (data.contracts.length === 0) return <div class="empty"><p>{w('closing.none')}</p></div>;
			return (
				<>
					<Cards title={w('closing.ready', { count: ready.length })} rows={ready} empty={w('closing.no_ready')}>{ready.length > 1 && mayEdit('settle') && <CloseAll rows={ready} onDone={due.reload} />}</Cards>
					{stopped.length > 0 && <Cards title={w('closing.stopped', { count: stopped.length })} rows={stopped} empty="" />}
					{early.length > 0 && <details class="later" open={ready.length + stopped.length === 0}><summary>{w('closing.early', { count: early.length })}</summary><Rows label={w('closing.early_label')} rows={early} keyOf={(row) => row.contract_id} cols={[
						{ title: w('contract.consignor'), isMain: true, cell: (row) => <><a href={hrefTo('closing/draft', { contract_id: row.contract_id, to_day: isoToday() })}>{row.consignor_name}</a><span class="under">{row.contract_number}</span></> },
						{ title: w('closing.period'), cell: (row) => w('closing.span', { from: dayText(row.from_day), to: dayText(row.to_day) }) },
						{ title: w('closing.sold'), isNumber: true, cell: (row) => money(row.sold) },
					]} /></details>}
				</>
			);
		}}</Wait>
	);
}

/* The end of a month: all that nothing stops, one after the other. */
function CloseAll({ rows, onDone }: { rows: Due[]; onDone: () => void }) {
	const [isOpen, setOpen] = useState(false);
	const [now, setNow] = useState('');
	async function close(): Promise<void> {
		const left: string[] = [];
		for (const [i, row] of rows.entries()) {
			setNow(w('closing.all_now', { done: i + 1, count: rows.length, name: row.consignor_name }));
			try {
				await post('/settlements', { contract_id: row.contract_id, to_day: row.to_day, is_forced: false, reason: null });
			} catch (error) {
				left.push(`${row.contract_number}: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
		setNow('');
		setOpen(false);
		if (left.length) tell(w('closing.all_left', { done: rows.length - left.length, left: left.length, text: left.slice(0, 3).join('; ') }), 'look');
		else tell(w('closing.all_done', { done: rows.length }));
		onDone();
	}
	return (
		<>
			<div class="actions"><Button icon="check" onClick={() => setOpen(true)}>{w('closing.all', { count: rows.length })}</Button></div>
			{isOpen && <Dialog title={w('closing.all_title', { count: rows.length })} onClose={() => { if (!now) setOpen(false); }}>
				<p>{w('closing.all_what', { count: rows.length, sold: money(rows.reduce((sum, row) => sum + row.sold, 0)) })}</p>
				<p class="soft">{w('close.once')}</p>
				<p role="status">{now}</p>
				<div class="actions"><Button kind="main" icon="check" disabled={now !== ''} onClick={() => void close()}>{w('close.button')}</Button><Button kind="quiet" disabled={now !== ''} onClick={() => setOpen(false)}>{w('cancel')}</Button></div>
			</Dialog>}
		</>
	);
}

function Cards({ title, rows, empty, children }: { title: string; rows: Due[]; empty: string; children?: ComponentChildren }) {
	return (
		<section class="group">
			<h2>{title}</h2>
			{children}
			{rows.length === 0 ? <p class="soft">{empty}</p> : <ul class="cards">{rows.map((row) => (
				<li key={row.contract_id} class="card">
					<div class="line"><div><h3>{row.consignor_name}</h3><p class="soft">{row.contract_number} · {w('closing.span', { from: dayText(row.from_day), to: dayText(row.to_day) })}</p></div>
						<dl class="sums"><div><dt>{w('closing.sold')}</dt><dd>{money(row.sold)}</dd></div><div><dt>{w('closing.after')}</dt><dd>{money(row.owed)}</dd></div></dl></div>
					{row.stops.length > 0 && <ul class="stops">{row.stops.map((stop) => <StopLine key={stop.code + stop.text} stop={stop} of={row} />)}</ul>}
					<div class="actions"><LinkButton kind={row.stops.length === 0 ? 'go' : 'plain'} icon="calculator" href={hrefTo('closing/draft', { contract_id: row.contract_id, to_day: row.to_day })}>{row.stops.length === 0 ? w('closing.see') : w('closing.draft')}</LinkButton></div>
				</li>
			))}</ul>}
		</section>
	);
}

function Draft({ contract_id, to_day }: { contract_id: string; to_day: string | null }) {
	const draft = useLoad<Statement>('/settlements/draft' + query({ contract_id, to_day: to_day ?? isoToday() }));
	const [isClosing, setClosing] = useState(false);
	const form = useForm({ to_day });
	return (
		<>
			<Head title={w('draft.title')} up={{ href: '#/closing', text: w('menu.closing') }} />
			<form class="fields inline" onSubmit={(event) => { event.preventDefault(); go('closing/draft', { contract_id, to_day: form.values.to_day }); }}>
				<DayField form={form} name="to_day" edge="last" label={w('draft.to')} value={form.values.to_day ?? draft.data?.to_day ?? null} onChange={(to) => form.set({ to_day: to })} />
				<div class="actions"><Button type="submit">{w('draft.reckon')}</Button></div>
			</form>
			<Wait of={draft}>{(data) => (
				<>
					{data.stops.length > 0 && <section class="part warn" aria-labelledby="stops"><h2 id="stops">{w('draft.stops')}</h2><ul class="stops">{data.stops.map((stop) => <StopLine key={stop.code + stop.text} stop={stop} of={data} />)}</ul></section>}
					<StatementView data={data} />
					{mayEdit('settle') && data.stops.every((stop) => stop.code === 'period') && <div class="form-end"><div class="actions"><Button kind="main" icon="check" onClick={() => setClosing(true)}>{w('draft.close')}</Button></div></div>}
					{isClosing && <CloseDialog data={data} onDone={() => setClosing(false)} />}
				</>
			)}</Wait>
		</>
	);
}

function CloseDialog({ data, onDone }: { data: Statement; onDone: () => void }) {
	const isOff = data.stops.some((stop) => stop.code === 'period');
	const form = useForm({ is_forced: false, reason: '' });
	const v = form.values;
	async function close(): Promise<void> {
		if (v.is_forced && !v.reason.trim()) return form.fail('reason', w('move.reason_needed'));
		const saved = await form.send<Statement>('/settlements', { contract_id: data.contract_id, to_day: data.to_day, is_forced: v.is_forced, reason: v.reason.trim() || null });
		if (!saved) return;
		tell(w('close.done', { number: saved.number, name: saved.consignor_name }));
		go(`closing/${saved.id ?? 'closed'}`);
	}
	return (
		<Dialog title={w('close.title')} onClose={onDone}>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void close(); }}>
				<p class="wide">{w('close.what', { name: data.consignor_name, from: dayText(data.from_day), to: dayText(data.to_day), amount: money(data.owed_after) })}</p>
				<p class="wide soft">{w('close.once')}</p>
				{isOff && <CheckField form={form} name="is_forced" label={w('close.force')} value={v.is_forced} onChange={(is_forced) => form.set({ is_forced })} />}
				{v.is_forced && <TextField form={form} name="reason" class="wide" isWanted label={w('move.reason')} value={v.reason} onChange={(reason) => form.set({ reason })} />}
				<FormEnd form={form} label={w('close.button')}><Button kind="quiet" onClick={onDone}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}

function ClosedList() {
	const { params } = route.value;
	const pages = usePages<SettlementRow, Page & { settlements: SettlementRow[] }>('/settlements' + query({ contract_id: params.contract_id, limit: 50 }), 'settlements');
	return (
		<>
			<ListHead>{params.contract_id && <LinkButton href="#/closing/closed" kind="quiet" icon="x">{w('stock.all')}</LinkButton>}<Exports name="settlements" params={{ contract_id: params.contract_id }} /></ListHead>
			<Listing pages={pages} label={w('closing.closed')} keyOf={(row) => row.id} isSearched={false} empty={<p>{w('closing.no_closed')}</p>} cols={[
				{ title: w('contract.consignor'), isMain: true, cell: (row) => <><a href={hrefTo(`closing/${row.id}`)}>{row.consignor_name}</a><span class="under">{w('closing.numbered', { number: row.number, contract: row.contract_number })}</span></> },
				{ title: w('closing.period'), cell: (row) => `${dayText(row.from_day)} – ${dayText(row.to_day)}` },
				{ title: w('closing.sold'), isNumber: true, cell: (row) => money(row.col6) },
				{ title: w('closing.kept'), isNumber: true, cell: (row) => money(row.iv) },
				{ title: w('closing.after'), isNumber: true, cell: (row) => (row.owed_after < 0 ? <Tag level="look">{money(row.owed_after)}</Tag> : money(row.owed_after)) },
			]} />
		</>
	);
}

function Closed({ id }: { id: string }) {
	const statement = useLoad<Statement>(`/settlements/${id}`);
	return (
		<Wait of={statement}>{(data) => (
			<>
				<Head title={w('closing.statement', { number: data.number })} up={{ href: '#/closing/closed', text: w('closing.closed') }} lead={w('closing.by', { time: clock(data.at_us), day: day(data.at_us), name: data.staff_name ?? '' })}>
					<LinkButton icon="printer" href={`/api/v1/settlements/${id}/01-bh.pdf`} isNew>{w('closing.pdf')}</LinkButton>
					{(['pdf', 'xlsx', 'csv'] as const).map((kind) => <LinkButton key={kind} icon="download" href={`/api/v1/settlements/${id}/01-bh.${kind}`} isDownload>{kind.toUpperCase()}</LinkButton>)}
					<LinkButton icon="download" href={`/api/v1/settlements/${id}/lines.csv`} isDownload>{w('closing.lines')}</LinkButton>
					{mayEdit('settle') && data.owed_after > 0 && <LinkButton icon="hand-coins" kind="go" href={hrefTo('payouts/new', { contract_id: data.contract_id })}>{w('payout.new')}</LinkButton>}
				</Head>
				{data.owed_after < 0 && <Notice level="look">{w('closing.debt', { amount: money(-data.owed_after) })}</Notice>}
				<StatementView data={data} />
			</>
		)}</Wait>
	);
}

