/* Customers' money of returns that goes back by transfer: what waits, what was sent, and saying that it was. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money } from '../lib/money';
import { clock, day, dayText, isoToday } from '../lib/time';
import { Button, Dialog } from '../lib/ui';
import { DayField, FormEnd, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Listing, Rows, tell, Wait } from './parts';
import type { Page, RefundRow } from './types';
import { w } from './words';

const who = (row: RefundRow) => <><strong>{row.payee_name ?? w('refunds.forgotten')}</strong><span class="under">{[row.payee_bank, row.payee_account, row.payee_phone].filter(Boolean).join(' · ')}</span></>;
const whence = (row: RefundRow) => <>{row.receipt}<span class="under">{w('refunds.of', { sale: row.sale_receipt ?? '–', time: `${clock(row.at_us)} ${day(row.at_us)}`, staff: row.staff_name ?? '–' })}</span></>;

export function Refunds() {
	const waiting = useLoad<{ refunds: RefundRow[] }>('/refunds');
	const sent = usePages<RefundRow, Page & { refunds: RefundRow[] }>('/refunds/sent' + query({ limit: 50 }), 'refunds');
	const [open, setOpen] = useState<RefundRow | null>(null);
	return (
		<>
			<Wait of={waiting}>{(data) => (data.refunds.length === 0
				? <div class="empty"><p>{w('refunds.none')}</p></div>
				: <Rows label={w('refunds.waiting')} rows={data.refunds} keyOf={(row) => row.return_id} cols={[
					{ title: w('refunds.who'), isMain: true, cell: who },
					{ title: w('refunds.return'), cell: whence },
					{ title: w('payout.amount'), isNumber: true, cell: (row) => <strong>{money(row.amount)}</strong> },
					{ title: w('stock.do'), cell: (row) => mayEdit('settle') && <Button icon="check" onClick={() => setOpen(row)}>{w('refunds.send')}</Button> },
				]} />)}</Wait>
			<h2>{w('refunds.sent')}</h2>
			<Listing pages={sent} label={w('refunds.sent')} keyOf={(row) => row.return_id} isSearched={false} empty={<p>{w('refunds.none_sent')}</p>} cols={[
				{ title: w('refunds.who'), isMain: true, cell: who },
				{ title: w('refunds.return'), cell: whence },
				{ title: w('payout.day'), cell: (row) => row.doc_day && dayText(row.doc_day) },
				{ title: w('payout.reference'), cell: (row) => row.reference },
				{ title: w('payout.amount'), isNumber: true, cell: (row) => money(row.amount) },
			]} />
			{open && <SentDialog row={open} onDone={(isSaved) => { setOpen(null); if (isSaved) { waiting.reload(); sent.reload(); } }} />}
		</>
	);
}

function SentDialog({ row, onDone }: { row: RefundRow; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ doc_day: isoToday() as string | null, reference: '' });
	const v = form.values;
	async function save(): Promise<void> {
		const saved = await form.send<object>(`/refunds/${row.return_id}/sent`, { doc_day: v.doc_day, reference: v.reference.trim() || null });
		if (!saved) return;
		tell(w('refunds.saved', { amount: money(row.amount), name: row.payee_name ?? '' }));
		onDone(true);
	}
	return (
		<Dialog title={w('refunds.send')} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<p>{who(row)}</p>
				<p><strong>{money(row.amount)}</strong></p>
				<DayField form={form} name="doc_day" label={w('payout.day')} value={v.doc_day} onChange={(doc_day) => form.set({ doc_day })} />
				<TextField form={form} name="reference" label={w('payout.reference')} value={v.reference} maxLength={60} onChange={(reference) => form.set({ reference })} />
				<FormEnd form={form} label={w('refunds.send')} />
			</form>
		</Dialog>
	);
}
