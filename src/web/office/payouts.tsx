/* Money to the consignors: what is owed now, and what was paid. */
import { query } from '../lib/api';
import { money } from '../lib/money';
import { dayText, isoToday } from '../lib/time';
import { Segments, Notice } from '../lib/ui';
import { CheckField, DayField, FormEnd, MoneyField, Part, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Head, LinkButton, Listing, ListHead, Rows, tell, Wait } from './parts';
import { Refunds } from './refunds';
import { go, hrefTo, route } from './route';
import type { OwedRow, Page, PayoutRow } from './types';
import { w, wordOf } from './words';

export function Payouts() {
	const { id, params } = route.value;
	if (id === 'new' && params.contract_id) return <PayoutForm contract_id={params.contract_id} />;
	return (
		<>
			<Head title={w('menu.payouts')} lead={w('payouts.lead')} />
			<Segments label={w('menu.payouts')} value={id === 'paid' || id === 'customers' ? id : 'owed'} onPick={(to) => go(to === 'owed' ? 'payouts' : `payouts/${to}`)} options={[{ value: 'owed', text: w('payouts.owed') }, { value: 'paid', text: w('payouts.paid') }, { value: 'customers', text: w('refunds.title') }]} />
			{id === 'paid' ? <Paid /> : id === 'customers' ? <Refunds /> : <Owed />}
		</>
	);
}

const account = (row: OwedRow) => (row.bank_account ? <>{row.bank_short_name} {row.bank_account}<span class="under">{row.bank_holder}</span></> : w('party.no_bank'));

function Owed() {
	const owed = useLoad<{ contracts: OwedRow[] }>('/payouts/owed');
	return <Wait of={owed}>{(data) => (data.contracts.length === 0
		? <div class="empty"><p>{w('payouts.none')}</p></div>
		: <Rows label={w('payouts.owed')} rows={data.contracts} keyOf={(row) => row.contract_id} cols={[
			{ title: w('contract.consignor'), isMain: true, cell: (row) => <><a href={hrefTo(`contracts/${row.contract_id}`)}>{row.party_name}</a><span class="under">{row.contract_number}</span></> },
			{ title: w('party.bank'), cell: account },
			{ title: w('payouts.owed'), isNumber: true, cell: (row) => <strong>{money(row.owed)}</strong> },
			{ title: w('stock.do'), cell: (row) => mayEdit('settle') && <LinkButton icon="hand-coins" href={hrefTo('payouts/new', { contract_id: row.contract_id })}>{row.owed > 0 ? w('payout.new') : w('payout.take')}</LinkButton> },
		]} />)}</Wait>;
}

function Paid() {
	const pages = usePages<PayoutRow, Page & { payouts: PayoutRow[] }>('/payouts' + query({ limit: 50 }), 'payouts');
	return (
		<>
			<ListHead><Exports name="payouts" /></ListHead>
			<Listing pages={pages} label={w('payouts.paid')} keyOf={(row) => String(row.number)} isSearched={false} empty={<p>{w('payouts.no_paid')}</p>} cols={[
				{ title: w('payout.number'), isMain: true, cell: (row) => <><strong>{row.number}</strong> · {row.party_name}<span class="under">{row.contract_number}{row.is_advance && ` · ${w('payout.advance')}`}</span></> },
				{ title: w('intake.day'), cell: (row) => dayText(row.doc_day) }, { title: w('payout.way'), cell: (row) => wordOf('way', row.way) },
				{ title: w('payout.reference'), cell: (row) => row.reference }, { title: w('payout.amount'), isNumber: true, cell: (row) => money(row.amount) },
			]} />
		</>
	);
}

function PayoutForm({ contract_id }: { contract_id: string }) {
	const owed = useLoad<{ contracts: OwedRow[] }>('/payouts/owed');
	return (
		<>
			<Head title={w('payout.new')} up={{ href: '#/payouts', text: w('menu.payouts') }} />
			<Wait of={owed}>{(data) => <PayoutFields contract_id={contract_id} row={data.contracts.find((each) => each.contract_id === contract_id) ?? null} />}</Wait>
		</>
	);
}

function PayoutFields({ contract_id, row }: { contract_id: string; row: OwedRow | null }) {
	const isDebt = row !== null && row.owed < 0;
	const form = useForm({ amount: row ? Math.abs(row.owed) : null as number | null, way: row?.bank_account ? 'transfer' : 'cash', doc_day: isoToday() as string | null, reference: '', is_advance: row === null });
	const v = form.values;
	async function save(): Promise<void> {
		if (!v.amount) return form.fail('amount', w('payout.amount_needed'));
		const saved = await form.send<{ number: number }>('/payouts', { contract_id, way: v.way, amount: isDebt ? -v.amount : v.amount, doc_day: v.doc_day, reference: v.reference.trim() || null, is_advance: v.is_advance });
		if (!saved) return;
		tell(w('payout.saved', { number: saved.number, amount: money(v.amount) }));
		go('payouts/paid');
	}
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<Part title={row?.party_name ?? w('payout.advance_title')} lead={row ? isDebt ? w('payout.debt', { amount: money(-row.owed) }) : w('payout.owed', { amount: money(row.owed) }) : w('payout.no_owed')}>
				{row?.bank_account && <div class="wide"><Notice level="off">{row.bank_short_name} {row.bank_account} – {row.bank_holder}</Notice></div>}
				<MoneyField form={form} name="amount" isWanted label={w('payout.amount')} value={v.amount} onChange={(amount) => form.set({ amount })} />
				<SelectField form={form} name="way" label={w('payout.way')} value={v.way} options={['transfer', 'cash'].map((value) => ({ value, text: wordOf('way', value) }))} onChange={(way) => form.set({ way })} />
				<DayField form={form} name="doc_day" label={w('payout.day')} value={v.doc_day} onChange={(doc_day) => form.set({ doc_day })} />
				<TextField form={form} name="reference" label={w('payout.reference')} hint={w('payout.reference_hint')} value={v.reference} maxLength={60} onChange={(reference) => form.set({ reference })} />
				{row !== null && !isDebt && <CheckField form={form} name="is_advance" label={w('payout.is_advance')} value={v.is_advance} onChange={(is_advance) => form.set({ is_advance })} />}
			</Part>
			<FormEnd form={form} label={isDebt ? w('payout.take_save') : w('payout.save')} />
		</form>
	);
}
