/* Customers' debts: who owes, how old it is, one customer's open items, the money that pays them, terms, and the paper to confirm. */
import { useState } from 'preact/hooks';
import { get, query } from '../lib/api';
import { figures, money } from '../lib/money';
import { dayText } from '../lib/time';
import { Button, Dialog } from '../lib/ui';
import { CountField, FormEnd, MoneyField, PickField, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, ListHead, Rows, Tag, tell, Wait } from './parts';
import { hrefTo, route } from './route';
import { w, wordOf } from './words';

export interface Debtor {
	party_id: string; code: string; name: string; left: number; limit: number | null; days: number | null; count: number; late_count: number;
	age_0: number; age_30: number; age_60: number; age_90: number; age_more: number;
}
export interface Debt { id: string; label: string | null; receipt: string | null; day: string; due_day: string | null; amount: number; left: number; late_days: number }

export function Debts() {
	const { id } = route.value;
	return id ? <One key={id} id={id} /> : <All />;
}
const some = (amount: number) => (amount ? money(amount) : '');

function All() {
	const debtors = useLoad<{ debtors: Debtor[]; left: number }>('/debts?what=customer');
	const [isOpen, setOpen] = useState(false);
	return (
		<>
			<Head title={w('menu.debts')} lead={w('debts.lead')}><Button icon="plus" onClick={() => setOpen(true)}>{w('debts.terms_new')}</Button></Head>
			<ListHead><Exports name="debts" /></ListHead>
			<Wait of={debtors}>{(data) => (data.debtors.length === 0 ? <div class="empty"><p>{w('debts.none')}</p></div> : <>
				<Facts rows={[[w('debts.all'), <strong>{money(data.left)}</strong>]]} />
				<Rows label={w('menu.debts')} rows={data.debtors} keyOf={(row) => row.party_id} cols={[
					{ title: w('debts.who'), isMain: true, cell: (row) => <><a href={hrefTo(`debts/${row.party_id}`)}>{row.name}</a><span class="under">{row.code} · {row.limit === null ? w('debts.no_terms') : w('debts.terms', { limit: figures(row.limit), days: row.days ?? 0 })}</span></> },
					{ title: w('debts.age_0'), isNumber: true, cell: (row) => some(row.age_0) }, { title: w('debts.age_30'), isNumber: true, cell: (row) => some(row.age_30) },
					{ title: w('debts.age_60'), isNumber: true, cell: (row) => some(row.age_60) }, { title: w('debts.age_90'), isNumber: true, cell: (row) => some(row.age_90) },
					{ title: w('debts.age_more'), isNumber: true, cell: (row) => some(row.age_more) },
					{ title: w('debts.left'), isNumber: true, cell: (row) => <strong>{money(row.left)}</strong> },
				]} />
			</>)}</Wait>
			{isOpen && <TermsDialog party={null} onDone={(isSaved) => { setOpen(false); if (isSaved) debtors.reload(); }} />}
		</>
	);
}

export const docOf = (row: Debt) => row.receipt ?? row.label ?? w('debts.before');

function One({ id }: { id: string }) {
	const one = useLoad<{ debts: Debt[]; party: Debtor }>(`/debts/of${query({ party_id: id })}`);
	const [open, setOpen] = useState<'terms' | 'paid' | null>(null);
	const done = (isSaved: boolean) => { setOpen(null); if (isSaved) one.reload(); };
	return <Wait of={one}>{({ debts, party }) => (
		<>
			<Head title={party.name} up={{ href: '#/debts', text: w('menu.debts') }}>
				{mayEdit('settle') && party.left > 0 && <Button kind="main" icon="hand-coins" onClick={() => setOpen('paid')}>{w('debts.take')}</Button>}
				<Button icon="pencil" onClick={() => setOpen('terms')}>{w('debts.terms_set')}</Button>
				<LinkButton icon="file-text" isNew href={`/api/v1/debts/confirmation.pdf${query({ party_id: id })}`}>{w('debts.confirm')}</LinkButton>
			</Head>
			<Facts rows={[[w('debts.left'), <strong>{money(party.left)}</strong>], [w('debts.limit'), party.limit === null ? w('debts.no_terms') : money(party.limit)], [w('debts.days'), party.days === null ? '' : String(party.days)]]} />
			<ListHead><Exports name="debts" params={{ party_id: id }} /></ListHead>
			{debts.length === 0 ? <div class="empty"><p>{w('debts.nothing')}</p></div> : <Rows label={w('debts.open')} rows={debts} keyOf={(row) => row.id} cols={[
				{ title: w('debts.paper'), isMain: true, cell: (row) => <><strong>{docOf(row)}</strong><span class="under">{dayText(row.day)}</span></> },
				{ title: w('debts.due'), cell: (row) => row.due_day && <>{dayText(row.due_day)} {row.late_days > 0 && <Tag level="look">{w('debts.late', { days: row.late_days })}</Tag>}</> },
				{ title: w('payout.amount'), isNumber: true, cell: (row) => money(row.amount) },
				{ title: w('debts.left'), isNumber: true, cell: (row) => <strong>{money(row.left)}</strong> },
			]} />}
			{open === 'terms' && <TermsDialog party={party} onDone={done} />}
			{open === 'paid' && <PaidDialog party={party} debts={debts} onDone={done} />}
		</>
	)}</Wait>;
}

function TermsDialog({ party, onDone }: { party: Debtor | null; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ party_id: party?.party_id ?? null as string | null, name: party?.name ?? '', limit: party?.limit ?? null as number | null, days: party?.days ?? 30 as number | null });
	const v = form.values;
	async function save(): Promise<void> {
		if (!v.party_id) return form.fail('party_id', w('debts.who_needed'));
		if (!await form.send<object>('/credits', { party_id: v.party_id, limit: v.limit ?? 0, days: v.days ?? 0 })) return;
		tell(w('debts.terms_saved', { name: v.name, limit: money(v.limit ?? 0), days: v.days ?? 0 }));
		onDone(true);
	}
	return (
		<Dialog title={w('debts.terms_set')} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				{party ? <p><strong>{party.name}</strong></p> : <PickField<Debtor> form={form} name="party_id" isWanted label={w('debts.who')} value={v.party_id} text={v.name} ask={(words) => get<{ debtors: Debtor[] }>('/credits' + query({ q: words })).then((answer) => answer.debtors)}
					keyOf={(row) => row.party_id} show={(row) => row.name} more={(row) => row.code} onPick={(row) => form.set({ party_id: row?.party_id ?? null, name: row?.name ?? '' })} />}
				<MoneyField form={form} name="limit" isWanted label={w('debts.limit')} hint={w('debts.limit_hint')} value={v.limit} onChange={(limit) => form.set({ limit })} />
				<CountField form={form} name="days" label={w('debts.days')} max={365} value={v.days} onChange={(days) => form.set({ days })} />
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}

function PaidDialog({ party, debts, onDone }: { party: Debtor; debts: Debt[]; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ amount: party.left as number | null, way: 'transfer', reference: '', chosen: [] as string[] });
	const v = form.values;
	function choose(id: string): void {
		const chosen = v.chosen.includes(id) ? v.chosen.filter((each) => each !== id) : [...v.chosen, id];
		const of = chosen.length ? debts.filter((each) => chosen.includes(each.id)) : debts;
		form.set({ chosen, amount: of.reduce((all, each) => all + each.left, 0) });
	}
	async function save(): Promise<void> {
		if (!v.amount) return form.fail('amount', w('payout.amount_needed'));
		const saved = await form.send<{ paper: string; left: number }>('/debts/paid', { party_id: party.party_id, amount: v.amount, way: v.way, reference: v.reference.trim() || null, debts: v.chosen.map((id) => ({ id })) });
		if (!saved) return;
		tell(w('debts.paid', { paper: saved.paper, amount: money(v.amount), left: money(saved.left) }));
		onDone(true);
	}
	return (
		<Dialog title={w('debts.take')} onClose={() => onDone(false)} wide>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<p class="soft">{w('debts.choose')}</p>
				{debts.slice(0, 50).map((row) => (
					<label key={row.id} class="tick"><input type="checkbox" checked={v.chosen.includes(row.id)} onChange={() => choose(row.id)} /> <span>{docOf(row)} · {dayText(row.day)}</span> <strong>{money(row.left)}</strong></label>
				))}
				<MoneyField form={form} name="amount" isWanted label={w('payout.amount')} value={v.amount} onChange={(amount) => form.set({ amount })} />
				<SelectField form={form} name="way" label={w('debts.way')} value={v.way} options={['transfer', 'cash'].map((value) => ({ value, text: value === 'cash' ? w('debts.safe') : wordOf('way', value) }))} onChange={(way) => form.set({ way })} />
				<TextField form={form} name="reference" label={w('payout.reference')} value={v.reference} maxLength={40} onChange={(reference) => form.set({ reference })} />
				<FormEnd form={form} label={w('debts.take')} />
			</form>
		</Dialog>
	);
}
