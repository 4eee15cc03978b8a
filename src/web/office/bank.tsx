/* "Tiền vào": what the bank told that no sale has taken, transfers that cashiers saw and the bank has not told of, and what becomes
 * of either. A statement that is taken in (Nhập/xuất dữ liệu) fills both. */
import { useEffect, useState } from 'preact/hooks';
import { figures, money } from '../lib/money';
import { clock, day, dayText } from '../lib/time';
import { Button, Dialog, Icon, Notice, Segments } from '../lib/ui';
import type { IconName } from '../lib/icons';
import { FormEnd, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Head, LinkButton, Listing, Rows, Tag, tell, Wait, type Col } from './parts';
import { go, hrefTo, route } from './route';
import type { BankCredit, BankDay, BankNow, BankSeen, Page } from './types';
import { w, wordOf, type OfficeWord } from './words';

const AGAIN_MS = 15000;
const HOUR_US = 3600e6;

/* "3 giờ", "2 ngày": how long it has waited. */
export function age(us: number): string {
	const hours = Math.floor((Date.now() * 1000 - us) / HOUR_US);
	return hours < 1 ? w('bank.age_now') : hours < 48 ? w('bank.age_hours', { count: hours }) : w('bank.age_days', { count: Math.floor(hours / 24) });
}
/* A statement comes once a day: what is older than two has been missed. */
export const ageLevel = (us: number) => (Date.now() * 1000 - us > 48 * HOUR_US ? 'stop' as const : Date.now() * 1000 - us > 24 * HOUR_US ? 'look' as const : 'off' as const);
const moment = (us: number) => `${clock(us)} ${day(us)}`;
const icons: Record<BankCredit['state'], IconName> = { confirmed: 'circle-check', wrong_amount: 'triangle-alert', late: 'clock', double: 'triangle-alert', unknown: 'circle-help' };

const State = ({ row }: { row: BankCredit }) => (
	<span class="bank-state"><Icon name={icons[row.state]} size={20} /> <span>{wordOf('bank_state', row.state)}
		{row.state === 'wrong_amount' && row.asked > 0 && <span class="under">{w('bank.asked', { amount: money(row.asked) })}</span>}
		{row.of_receipt && row.rest > 0 && <span class="under">{w('bank.of_ticket', { receipt: row.of_receipt })}</span>}
		{row.token && <span class="under">{row.token}</span>}</span></span>
);
const who = (row: BankCredit) => <><strong>{row.payer.name ?? w('bank.nobody')}</strong><span class="under">{row.payer.purpose ?? w('bank.no_purpose')}</span></>;
const told = (row: BankCredit) => <>{moment(row.booked_us)}<span class="under">{wordOf('bank_source', row.source)} · …{row.account}</span></>;
const amount = (row: BankCredit) => <><strong>{money(row.rest || row.amount)}</strong>{row.rest > 0 && row.rest !== row.amount && <span class="under">{w('bank.of', { amount: money(row.amount) })}</span>}</>;

export function Bank() {
	const { id } = route.value;
	const isAll = id === 'all';
	const now = useLoad<BankNow>('/bank');
	return (
		<>
			<Head title={w('menu.bank')} lead={w('bank.lead')}>{mayEdit('settle') && <LinkButton icon="upload" href={hrefTo('data', { kind: 'bank' })}>{w('bank.import')}</LinkButton>}</Head>
			<Wait of={now}>{(data) => <Standing now={data} />}</Wait>
			<Segments label={w('menu.bank')} value={isAll ? 'all' : 'waiting'} onPick={(to) => go(to === 'all' ? 'bank/all' : 'bank')} options={[{ value: 'waiting', text: w('bank.waiting') }, { value: 'all', text: w('bank.all') }]} />
			{isAll ? <All /> : <Waiting onChange={now.reload} />}
		</>
	);
}

function Standing({ now }: { now: BankNow }) {
	const services = [now.is_sepay && 'SePay', now.is_payos && 'payOS'].filter(Boolean).join(', ');
	return (
		<>
			{!now.account_tail && <Notice level="look">{w('bank.no_account')}</Notice>}
			<dl class="facts">
				{now.account_tail && <div><dt>{w('bank.account')}</dt><dd>{now.bank ?? ''} …{now.account_tail} {now.holder ?? ''}</dd></div>}
				<div><dt>{w('bank.services')}</dt><dd>{services || w('bank.no_service')}</dd></div>
				<div><dt>{w('bank.heard')}</dt><dd>{now.heard_us ? moment(now.heard_us) : w('bank.never')}</dd></div>
			</dl>
			{!services && <p class="soft">{w('bank.connect', { sepay: `${location.origin}/api/v1/bank/sepay`, payos: `${location.origin}/api/v1/bank/payos` })}</p>}
		</>
	);
}

function Waiting({ onChange }: { onChange: () => void }) {
	const credits = useLoad<{ credits: BankCredit[] }>('/bank/credits?filter=waiting');
	const seen = usePages<BankSeen, Page & { sales: BankSeen[] }>('/bank/seen?limit=50', 'sales');
	const days = useLoad<{ days: BankDay[] }>('/bank/days');
	const [open, setOpen] = useState<BankCredit | null>(null);
	function reload(): void { credits.reload(); seen.reload(); days.reload(); onChange(); }
	useEffect(() => {
		const timer = setInterval(() => { if (!document.hidden) credits.reload(); }, AGAIN_MS);
		return () => clearInterval(timer);
	}, []);
	const columns: Col<BankCredit>[] = [
		{ title: w('bank.who'), isMain: true, cell: who },
		{ title: w('bank.told'), cell: told },
		{ title: w('bank.state'), cell: (row) => <State row={row} /> },
		{ title: w('bank.age'), cell: (row) => <span class="bank-age">{age(row.booked_us)}</span> },
		{ title: w('bank.rest'), isNumber: true, cell: amount },
		{ title: w('stock.do'), cell: (row) => mayEdit('settle') && <Button onClick={() => setOpen(row)}>{w('bank.settle')}</Button> },
	];
	return (
		<>
			<h2>{w('bank.credits')}</h2>
			<Wait of={credits}>{(data) => (data.credits.length === 0
				? <div class="empty"><p>{w('bank.none')}</p></div>
				: <Rows label={w('bank.credits')} rows={data.credits} keyOf={(row) => row.id} cols={columns} />)}</Wait>
			<h2>{w('bank.seen')}</h2>
			<p class="soft">{w('bank.seen_lead')}</p>
			{days.data && days.data.days.length > 0 && <Rows label={w('bank.by_day')} rows={days.data.days} keyOf={(row) => row.day ?? ''} cols={[
				{ title: w('bank.day'), isMain: true, cell: (row) => <strong>{row.day ? dayText(row.day) : w('bank.no_day')}</strong> },
				{ title: w('bank.how_many'), isNumber: true, cell: (row) => row.count },
				{ title: w('bank.age'), cell: (row) => <Tag level={ageLevel(row.oldest_us)}>{age(row.oldest_us)}</Tag> },
				{ title: w('bank.rest'), isNumber: true, cell: (row) => <strong>{money(row.amount)}</strong> },
			]} />}
			<Listing pages={seen} label={w('bank.seen')} keyOf={(row) => row.sale_id} isSearched={false} empty={<p>{w('bank.none_seen')}</p>} cols={[
				{ title: w('bank.sale'), isMain: true, cell: (row) => <><strong>{row.receipt}</strong><span class="under">{row.staff_name ?? '–'} · {row.till_code}</span></> },
				{ title: w('bank.sold'), cell: (row) => moment(row.at_us) },
				{ title: w('payout.reference'), cell: (row) => row.reference },
				{ title: w('bank.age'), cell: (row) => <span class="bank-age">{age(row.at_us)}</span> },
				{ title: w('bank.rest'), isNumber: true, cell: (row) => <strong>{money(row.rest)}</strong> },
			]} />
			{open && <SettleDialog row={open} onDone={(isSaved) => { setOpen(null); if (isSaved) reload(); }} />}
		</>
	);
}

function All() {
	const all = usePages<BankCredit, Page & { credits: BankCredit[] }>('/bank/credits?filter=all&limit=50', 'credits');
	return <Listing pages={all} label={w('bank.all')} keyOf={(row) => row.id} isSearched={false} empty={<p>{w('bank.none_ever')}</p>} cols={[
		{ title: w('bank.who'), isMain: true, cell: who },
		{ title: w('bank.told'), cell: told },
		{ title: w('bank.state'), cell: (row) => <State row={row} /> },
		{ title: w('bank.became'), cell: (row) => <>{row.what ? wordOf('bank_what', row.what) : w('bank.still')}{row.sale_receipt && <span class="under">{row.sale_receipt}</span>}</> },
		{ title: w('payout.amount'), isNumber: true, cell: (row) => <><strong>{money(row.amount)}</strong>{row.rest > 0 && <span class="under">{w('bank.left', { amount: money(row.rest) })}</span>}</> },
	]} />;
}

type What = 'matched' | 'given_back' | 'income' | 'own_money';
const WHATS: What[] = ['matched', 'given_back', 'income', 'own_money'];

function SettleDialog({ row, onDone }: { row: BankCredit; onDone: (isSaved: boolean) => void }) {
	const guesses = useLoad<{ sales: BankSeen[] }>(`/bank/credits/${row.id}/sales`);
	const form = useForm({ what: (row.state === 'unknown' ? 'matched' : 'given_back') as What, sale_id: null as string | null, reason: '', reference: '' });
	const v = form.values;
	const isMatch = v.what === 'matched';
	async function save(): Promise<void> {
		if (isMatch && !v.sale_id) return form.fail('sale_id', w('bank.pick_sale'));
		if (!isMatch && !v.reason.trim()) return form.fail('reason', w('bank.why'));
		const saved = await form.send<object>(`/bank/credits/${row.id}/settle`, {
			what: v.what, sale_id: isMatch ? v.sale_id : null, reason: isMatch ? null : v.reason.trim(), reference: isMatch ? null : v.reference.trim() || null,
		});
		if (!saved) return;
		tell(w('bank.settled', { amount: money(row.rest), what: wordOf('bank_what', v.what) }));
		onDone(true);
	}
	return (
		<Dialog title={w('bank.settle_title', { amount: money(row.rest) })} onClose={() => onDone(false)} wide>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<p>{who(row)}</p>
				<Segments label={w('bank.settle')} value={v.what} onPick={(what) => form.set({ what })} options={WHATS.map((value) => ({ value, text: w(`bank_do.${value}` as OfficeWord) }))} />
				{isMatch && <Wait of={guesses}>{(data) => (data.sales.length === 0
					? <p class="empty">{w('bank.no_guess')}</p>
					: <fieldset class="bank-guesses" data-field="sale_id">
						<legend>{w('bank.which_sale')}</legend>
						{data.sales.map((sale) => (
							<label key={sale.sale_id}><input type="radio" name="sale" value={sale.sale_id} checked={v.sale_id === sale.sale_id} onChange={() => form.set({ sale_id: sale.sale_id })} />
								<span><strong>{sale.receipt}</strong><span class="under">{moment(sale.at_us)} · {sale.staff_name ?? '–'}{sale.reference ? ` · ${sale.reference}` : ''}</span></span>
								<span class={sale.rest === row.rest ? 'same' : ''}>{figures(sale.rest)}{sale.rest === row.rest && <Icon name="check" size={20} label={w('bank.same')} />}</span></label>
						))}
						{form.wrong?.field === 'sale_id' && <div class="wrong" role="alert">{form.wrong.text}</div>}
					</fieldset>)}</Wait>}
				{!isMatch && <>
					{v.what === 'given_back' && <p>{row.payer.account ? w('bank.send_to', { amount: money(row.rest), name: row.payer.name ?? '', account: row.payer.account }) : w('bank.send_where', { amount: money(row.rest), id: row.reference ?? row.bank_id })}</p>}
					<TextField form={form} name="reason" label={w('bank.reason')} hint={w('bank.reason_hint')} isWanted value={v.reason} maxLength={200} onChange={(reason) => form.set({ reason })} />
					{v.what === 'given_back' && <TextField form={form} name="reference" label={w('payout.reference')} value={v.reference} maxLength={60} onChange={(reference) => form.set({ reference })} />}
					<p class="soft">{w('bank.second')}</p>
				</>}
				<FormEnd form={form} label={w('bank.settle')} />
			</form>
		</Dialog>
	);
}
