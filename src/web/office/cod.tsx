/* COD: what carriers still owe, parcel by parcel, and matching their list: typed here, or as a file that is tried first. */
import { useState } from 'preact/hooks';
import { post, query } from '../lib/api';
import { money, readMoney } from '../lib/money';
import { dayText } from '../lib/time';
import { Button, Notice } from '../lib/ui';
import { FormEnd, Part, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, ListHead, Rows, Tag, tell, Wait } from './parts';
import { docOf, type Debt, type Debtor } from './debts';
import { go, hrefTo, route } from './route';
import { w, wordOf } from './words';

export function Cod() {
	const { id, part } = route.value;
	if (id && part === 'match') return <Match key={id} id={id} />;
	return id ? <One key={id} id={id} /> : <All />;
}

function All() {
	const carriers = useLoad<{ debtors: Debtor[]; left: number }>('/debts?what=carrier');
	return (
		<>
			<Head title={w('menu.cod')} lead={w('cod.lead')}>{mayEdit('settle') && <LinkButton icon="upload" href={hrefTo('data', { kind: 'cod' })}>{w('cod.file')}</LinkButton>}</Head>
			<ListHead><Exports name="cod" /></ListHead>
			<Wait of={carriers}>{(data) => (data.debtors.length === 0 ? <div class="empty"><p>{w('cod.none')}</p></div> : <Rows label={w('menu.cod')} rows={data.debtors} keyOf={(row) => row.party_id} cols={[
				{ title: w('cod.carrier'), isMain: true, cell: (row) => <><a href={hrefTo(`cod/${row.party_id}`)}>{row.name}</a><span class="under">{row.code}</span></> },
				{ title: w('cod.parcels'), isNumber: true, cell: (row) => row.count },
				{ title: w('debts.left'), isNumber: true, cell: (row) => <strong>{money(row.left)}</strong> },
				{ title: w('stock.do'), cell: (row) => mayEdit('settle') && <LinkButton icon="check" href={hrefTo(`cod/${row.party_id}/match`)}>{w('cod.match')}</LinkButton> },
			]} />)}</Wait>
		</>
	);
}

function One({ id }: { id: string }) {
	const one = useLoad<{ debts: Debt[]; party: Debtor }>(`/debts/of${query({ party_id: id, what: 'carrier' })}`);
	return <Wait of={one}>{({ debts, party }) => (
		<>
			<Head title={party.name} up={{ href: '#/cod', text: w('menu.cod') }}>{mayEdit('settle') && <LinkButton kind="go" icon="check" href={hrefTo(`cod/${id}/match`)}>{w('cod.match')}</LinkButton>}</Head>
			<Facts rows={[[w('debts.left'), <strong>{money(party.left)}</strong>], [w('cod.parcels'), String(debts.length)]]} />
			<ListHead><Exports name="cod" params={{ party_id: id }} /></ListHead>
			{debts.length === 0 ? <div class="empty"><p>{w('cod.nothing')}</p></div> : <Rows label={w('cod.parcels')} rows={debts} keyOf={(row) => row.id} cols={[
				{ title: w('cod.parcel'), isMain: true, cell: (row) => <><strong>{row.label ?? docOf(row)}</strong><span class="under">{row.receipt}</span></> },
				{ title: w('intake.day'), cell: (row) => dayText(row.day) },
				{ title: w('payout.amount'), isNumber: true, cell: (row) => money(row.amount) },
				{ title: w('debts.left'), isNumber: true, cell: (row) => <strong>{money(row.left)}</strong> },
			]} />}
		</>
	)}</Wait>;
}

interface Row { parcel: string; amount: number; fee: number; left: number; verdict: 'good' | 'short' | 'more' | 'unknown' | 'done' | 'twice' }
const levels = { good: 'good', short: 'look', more: 'stop', unknown: 'stop', done: 'stop', twice: 'stop' } as const;

/* "VD0001 145.000 22.000" a line, as copied from a sheet: parcel, collected, fee. */
function readRows(text: string): { parcel: string; amount: number; fee: number }[] | null {
	const rows = text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
		const [parcel = '', amount = '', fee = ''] = line.split(/[\t;]|\s+/).map((cell) => cell.trim());
		return { parcel, amount: readMoney(amount) ?? -1, fee: fee ? readMoney(fee) ?? -1 : 0 };
	});
	return rows.every((row) => row.parcel && row.amount >= 0 && row.fee >= 0) ? rows : null;
}

function Match({ id }: { id: string }) {
	const one = useLoad<{ debts: Debt[]; party: Debtor }>(`/debts/of${query({ party_id: id, what: 'carrier' })}`);
	const form = useForm({ text: '', way: 'transfer', reference: '', closed: [] as string[] });
	const [looked, setLooked] = useState<Row[] | null>(null);
	const [wrong, setWrong] = useState('');
	const v = form.values;
	const good = looked?.every((row) => levels[row.verdict] !== 'stop') ?? false;
	const collected = (looked ?? []).reduce((all, row) => all + row.amount, 0), fees = (looked ?? []).reduce((all, row) => all + row.fee, 0);

	async function look(): Promise<void> {
		const rows = readRows(v.text);
		setLooked(null);
		if (!rows || rows.length === 0) return setWrong(w('cod.unread'));
		setWrong('');
		try {
			setLooked((await post<{ rows: Row[] }>('/cod/look', { party_id: id, rows })).rows);
		} catch (error) { setWrong(error instanceof Error ? error.message : String(error)); }
	}
	async function save(): Promise<void> {
		if (!looked || !good) return look();
		const saved = await form.send<{ collected: number; fees: number; house: number }>('/cod/matched', { party_id: id, way: v.way, reference: v.reference.trim() || null,
			rows: looked.map((row) => ({ parcel: row.parcel, amount: row.amount, fee: row.fee, is_closed: v.closed.includes(row.parcel) })) });
		if (!saved) return;
		tell(w('cod.matched', { collected: money(saved.collected), fees: money(saved.fees), net: money(saved.collected - saved.fees) }));
		go(`cod/${id}`);
	}
	return <Wait of={one}>{({ debts, party }) => (
		<>
			<Head title={w('cod.match_of', { name: party.name })} up={{ href: hrefTo(`cod/${id}`), text: party.name }} lead={w('cod.owes', { left: money(party.left), count: debts.length })} />
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<Part title={w('cod.list')} lead={w('cod.list_how')}>
					<div class="field wide"><label for="cod-list">{w('cod.list')}</label><textarea id="cod-list" rows={8} spellcheck={false} placeholder={'VD0001 145.000 22.000'} value={v.text} onInput={(event) => { form.set({ text: event.currentTarget.value }); setLooked(null); }} /></div>
					<div class="wide actions"><Button icon="list" onClick={() => { form.set({ text: debts.map((row) => `${row.label ?? ''} ${row.left} 0`).join('\n') }); setLooked(null); }}>{w('cod.fill')}</Button><Button icon="search" onClick={() => void look()}>{w('cod.try')}</Button></div>
					<div class="wide" role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
				</Part>
				{looked && <>
					<Rows label={w('cod.list')} rows={looked} keyOf={(row) => row.parcel} cols={[
						{ title: w('cod.parcel'), isMain: true, cell: (row) => <strong>{row.parcel}</strong> },
						{ title: w('cod.verdict'), cell: (row) => <Tag level={levels[row.verdict]}>{wordOf('verdict', row.verdict)}</Tag> },
						{ title: w('cod.collected'), isNumber: true, cell: (row) => money(row.amount) },
						{ title: w('cod.in_book'), isNumber: true, cell: (row) => money(row.left) },
						{ title: w('cod.fee'), isNumber: true, cell: (row) => (row.fee ? money(row.fee) : '') },
						{ title: w('cod.close'), cell: (row) => row.verdict === 'short' && <label class="tick"><input type="checkbox" checked={v.closed.includes(row.parcel)} onChange={() => form.set({ closed: v.closed.includes(row.parcel) ? v.closed.filter((each) => each !== row.parcel) : [...v.closed, row.parcel] })} /> <span>{w('cod.house', { amount: money(row.left - row.amount) })}</span></label> },
					]} />
					<Part title={w('cod.money')} lead={w('cod.sum', { collected: money(collected), fees: money(fees), net: money(collected - fees) })}>
						<SelectField form={form} name="way" label={w('debts.way')} value={v.way} options={['transfer', 'cash'].map((value) => ({ value, text: value === 'cash' ? w('debts.safe') : wordOf('way', value) }))} onChange={(way) => form.set({ way })} />
						<TextField form={form} name="reference" label={w('payout.reference')} value={v.reference} maxLength={60} onChange={(reference) => form.set({ reference })} />
					</Part>
					<FormEnd form={form} label={w('cod.match')} isOff={!good}>{!good && <p class="soft">{w('cod.not_good')}</p>}</FormEnd>
				</>}
			</form>
		</>
	)}</Wait>;
}
