/* Vouchers that were sold: what is left on each and on all, where it was used; stopping, prolonging, and the rest of an expired one. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money } from '../lib/money';
import { clock, day, dayText } from '../lib/time';
import { Button, Dialog, Notice } from '../lib/ui';
import { CheckField, DayField, FormEnd, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Filter, Head, Listing, ListHead, Rows, Tag, tell, Wait } from './parts';
import { route } from './route';
import type { Page } from './types';
import { w } from './words';

interface Voucher { id: string; number: string; at_us: number; value: number; left: number; moved: number; expires_day: string | null; state: 'good' | 'stopped' | 'moved'; why: string | null }
interface Answer extends Page { vouchers: Voucher[]; sold: number; used: number; left: number; moved: number; expired: number }

function State({ row }: { row: Voucher }) {
	if (row.state === 'moved') return <Tag level="off">{w('vouchers.moved')}</Tag>;
	if (row.state === 'stopped') return <Tag level="stop">{w('vouchers.stopped')}</Tag>;
	if (row.left === 0) return <Tag level="off">{w('vouchers.used_up')}</Tag>;
	return row.why ? <Tag level="look">{w('vouchers.past')}</Tag> : <Tag level="good">{w('vouchers.good')}</Tag>;
}

export function Vouchers() {
	const { params } = route.value;
	const pages = usePages<Voucher, Answer>('/vouchers' + query({ which: params.which, limit: 50 }), 'vouchers');
	const [open, setOpen] = useState<Voucher | null>(null);
	const all = pages.data;
	return (
		<>
			<Head title={w('menu.vouchers')} lead={w('vouchers.lead')} />
			{all && <Facts rows={[[w('vouchers.sold'), money(all.sold)], [w('vouchers.used'), money(all.used)], [w('vouchers.left'), <strong>{money(all.left)}</strong>], [w('vouchers.expired'), money(all.expired)], [w('vouchers.moved'), money(all.moved)]]} />}
			<ListHead>
				<Filter name="which" label={w('list.show')} options={[{ value: '', text: w('items.all') }, { value: 'left', text: w('vouchers.with_left') }, { value: 'expired', text: w('vouchers.expired') }]} />
				<Exports name="vouchers" />
			</ListHead>
			<Listing pages={pages} label={w('menu.vouchers')} keyOf={(row) => row.id} isSearched={Boolean(params.which)} empty={<p>{w('vouchers.none')}</p>} cols={[
				{ title: w('vouchers.number'), isMain: true, cell: (row) => <><strong>{row.number}</strong><span class="under">{clock(row.at_us)} {day(row.at_us)}</span></> },
				{ title: w('vouchers.state'), cell: (row) => <State row={row} /> },
				{ title: w('vouchers.until'), cell: (row) => row.expires_day && dayText(row.expires_day) },
				{ title: w('vouchers.value'), isNumber: true, cell: (row) => money(row.value) },
				{ title: w('vouchers.left'), isNumber: true, cell: (row) => <strong>{money(row.left)}</strong> },
				{ title: w('stock.do'), cell: (row) => <Button icon="pencil" onClick={() => setOpen(row)}>{w('vouchers.look')}</Button> },
			]} />
			{open && <One row={open} onDone={(isSaved) => { setOpen(null); if (isSaved) pages.reload(); }} />}
		</>
	);
}

function One({ row, onDone }: { row: Voucher; onDone: (isSaved: boolean) => void }) {
	const uses = useLoad<{ uses: { amount: number; at_us: number; receipt: string }[] }>(`/vouchers/${row.id}/uses`);
	const form = useForm({ is_stopped: row.state === 'stopped', expires_day: row.expires_day, reason: '' });
	const v = form.values;
	const isOver = row.why !== null && row.left > 0 && row.state !== 'stopped';
	async function save(): Promise<void> {
		if (!v.reason.trim()) return form.fail('reason', w('vouchers.why'));
		if (!await form.send<object>(`/vouchers/${row.id}/set`, { is_stopped: v.is_stopped, expires_day: v.expires_day, reason: v.reason.trim() })) return;
		tell(w('vouchers.saved', { number: row.number }));
		onDone(true);
	}
	async function move(): Promise<void> {
		if (!v.reason.trim()) return form.fail('reason', w('vouchers.why'));
		if (!await form.send<object>(`/vouchers/${row.id}/expire`, { reason: v.reason.trim() })) return;
		tell(w('vouchers.moved_done', { number: row.number, amount: money(row.left) }));
		onDone(true);
	}
	async function copy(): Promise<void> {
		const made = await form.send<{ copy: number }>(`/vouchers/${row.id}/copies`, {});
		if (!made) return;
		tell(w('vouchers.copied', { number: row.number, copy: made.copy }));
		onDone(true);
	}
	return (
		<Dialog title={w('vouchers.one', { number: row.number })} onClose={() => onDone(false)} wide>
			<p>{w('vouchers.left')}: <strong>{money(row.left)}</strong> / {money(row.value)}</p>
			<Wait of={uses}>{(data) => (data.uses.length === 0 ? <p class="soft">{w('vouchers.unused')}</p> : <Rows label={w('vouchers.used')} rows={data.uses} keyOf={(use) => `${use.receipt}${use.at_us}`} cols={[
				{ title: w('vouchers.receipt'), isMain: true, cell: (use) => use.receipt }, { title: w('intake.day'), cell: (use) => `${clock(use.at_us)} ${day(use.at_us)}` },
				{ title: w('payout.amount'), isNumber: true, cell: (use) => money(use.amount) },
			]} />)}</Wait>
			{row.state === 'moved' ? <Notice level="off">{w('vouchers.is_moved', { amount: money(row.moved) })}</Notice> : (
				<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
					<DayField form={form} name="expires_day" isFuture label={w('vouchers.until')} hint={w('vouchers.until_hint')} value={v.expires_day} onChange={(expires_day) => form.set({ expires_day })} />
					<CheckField form={form} name="is_stopped" label={w('vouchers.stop')} value={v.is_stopped} onChange={(is_stopped) => form.set({ is_stopped })} />
					<TextField form={form} name="reason" isWanted label={w('vouchers.reason')} value={v.reason} maxLength={200} onChange={(reason) => form.set({ reason })} />
					<FormEnd form={form} label={w('form.save')}>
						{row.state === 'good' && <Button icon="printer" onClick={() => void copy()}>{w('vouchers.copy')}</Button>}
						{isOver && mayEdit('settle') && <Button icon="hand-coins" onClick={() => void move()}>{w('vouchers.move', { amount: money(row.left) })}</Button>}
					</FormEnd>
				</form>
			)}
		</Dialog>
	);
}
