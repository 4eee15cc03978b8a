/* The shift: open with a float, look at the figures (X), cash in and out with a reason, close by a blind count (Z). */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, isPassing, post, query } from '../lib/api';
import { newId } from '../lib/id';
import { figures, money, readMoney } from '../lib/money';
import { useOnce } from '../lib/once';
import { clock, day, dayText } from '../lib/time';
import type { ShiftClosed, ShiftFigures } from '../lib/types';
import { Button, Field, Icon, Notice, Segments, Table } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { loadTill, notes as inUse, till, tillId } from './state/cart';
import { go, tell, view } from './state/shell';
import type { Feature } from './state/tables';

const COUNT_MAX = 100000;

export function OpenShift() {
	const [text, setText] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	async function open(): Promise<void> {
		const float = text.trim() === '' ? 0 : readMoney(text);
		if (float === null) return setWrong(t('money.wrong'));
		if (isBusy) return;
		setBusy(true);
		try {
			const made = await post<{ z_number: number }>('/shifts', { till_id: tillId.value, float_cash: float });
			view.value = 'sell';
			await loadTill();
			tell('good', t('shift.opened', { number: made.z_number }));
		} catch (error) {
			setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	const typed = readMoney(text);
	return (
		<form class="open-shift" onSubmit={(event) => { event.preventDefault(); void open(); }}>
			<h1>{t('shift.open_title')}</h1>
			<p>{t('shift.open_lead', { till: till.value?.till.name ?? '' })}</p>
			<Field label={t('shift.float')} value={text} error={wrong || undefined} hint={typed === null ? t('money.hint') : money(typed)} inputMode="numeric" autofocus
				onInput={(event) => { setText(event.currentTarget.value); setWrong(''); }} id="float" />
			<Button kind="main" icon="check" hint="Enter" type="submit" disabled={isBusy}>{t('shift.open_button')}</Button>
		</form>
	);
}

function Figures() {
	const [now, setNow] = useState<ShiftFigures | null>(null);
	useEffect(() => {
		get<ShiftFigures>('/shifts/figures' + query({ till_id: tillId.value })).then(setNow).catch((error: Error) => tell('stop', error.message));
	}, []);
	if (!now) return null;
	return (
		<div class="figures">
			<p>{t('shift.x_lead', { z: now.z_number, float: money(now.float_cash) })}{now.expected !== null && ` ${t('shift.expected', { amount: money(now.expected) })}`}</p>
			<Buckets rows={now.buckets} />
		</div>
	);
}
/* A bucket the daemon names and we do not know is shown by its own name. */
/* Shown in this order: what was sold, how it was paid, what else went on. */
const bucketWords: Record<string, Word> = {
	sales: 'bucket.sales', returns: 'bucket.returns', discounts: 'bucket.discounts', rounding: 'paid.rounding',
	'way:cash': 'way.cash', 'way:transfer': 'bucket.transfer', 'way:vietqr': 'bucket.vietqr', 'way:card': 'way.card', 'way:refund': 'bucket.refund',
	cash_in: 'shift.in', cash_out: 'shift.out', drawer_opened: 'shift.drawer', removed: 'bucket.removed', over_short: 'shift.difference',
};
const bucketOrder = Object.keys(bucketWords);
function bucketName(name: string): string {
	const word = bucketWords[name];
	return word ? t(word) : name;
}
function Buckets({ rows }: { rows: ShiftFigures['buckets'] }) {
	return <Table label={t('shift.figures')} rows={[...rows].sort((a, b) => bucketOrder.indexOf(a.name) - bucketOrder.indexOf(b.name))} keyOf={(row) => row.name} empty={t('sales.empty')} columns={[
		{ title: t('shift.bucket'), cell: (row) => bucketName(row.name) },
		{ title: t('shift.count'), cell: (row) => figures(row.count), isNumber: true },
		{ title: t('shift.amount'), cell: (row) => row.amount === null ? '–' : money(row.amount), isNumber: true },
	]} />;
}

function CashMove() {
	const [way, setWay] = useState<'in' | 'out' | 'open'>('in');
	const [text, setText] = useState('');
	const [reason, setReason] = useState('');
	const [wrong, setWrong] = useState<{ field: string; text: string }>({ field: '', text: '' });
	const once = useOnce();
	const amount = way === 'open' ? 0 : readMoney(text);
	async function send(): Promise<void> {
		if (amount === null || (way !== 'open' && amount === 0)) return setWrong({ field: 'amount', text: t('money.wrong') });
		if (!reason.trim()) return setWrong({ field: 'reason', text: t('shift.reason_wanted') });
		try {
			if (!await once<object>('/cash-moves', { till_id: tillId.value, amount: way === 'out' ? -amount : amount, reason: reason.trim() })) return;
			setText('');
			setReason('');
			setWrong({ field: '', text: '' });
			tell('good', way === 'open' ? t('shift.drawer_done') : t('shift.move_done', { amount: money(amount) }));
		} catch (error) {
			setWrong({ field: error instanceof ApiError && error.field === 'amount' ? 'amount' : 'reason', text: error instanceof Error ? error.message : String(error) });
		}
	}
	return (
		<form class="move" onSubmit={(event) => { event.preventDefault(); void send(); }}>
			<Segments label={t('shift.move')} value={way} onPick={setWay}
				options={[{ value: 'in', text: t('shift.in') }, { value: 'out', text: t('shift.out') }, { value: 'open', text: t('shift.drawer') }]} />
			{way !== 'open' && <Field label={t('shift.amount')} value={text} inputMode="numeric" error={wrong.field === 'amount' ? wrong.text : undefined}
				hint={amount === null ? t('money.hint') : money(amount)} onInput={(event) => setText(event.currentTarget.value)} />}
			<Field label={t('shift.reason')} value={reason} maxLength={200} error={wrong.field === 'reason' ? wrong.text : undefined} onInput={(event) => setReason(event.currentTarget.value)} />
			<Button kind="main" icon="check" type="submit">{t('save')}</Button>
		</form>
	);
}

function Close() {
	const notes = inUse.value;
	const [counts, setCounts] = useState<Record<number, string>>({});
	const [reason, setReason] = useState('');
	const [gap, setGap] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [id, setId] = useState(newId());
	const [done, setDone] = useState<ShiftClosed | null>(null);
	const count = (value: number) => Number(counts[value] || 0);
	useEffect(() => document.getElementById('note-0')?.focus(), []);
	const counted = notes.reduce((sum, value) => sum + value * count(value), 0);

	async function close(): Promise<void> {
		if (isBusy) return;
		if (gap && !reason.trim()) return setWrong(t('shift.reason_wanted'));
		setBusy(true);
		setWrong('');
		try {
			const closed = await post<ShiftClosed>('/shifts/close', {
				id, till_id: tillId.value, reason: gap && reason.trim() || null,
				notes: notes.filter((value) => count(value) > 0).map((value) => ({ value, count: count(value) })),
			});
			setDone(closed);
			await loadTill();
		} catch (error) {
			if (!isPassing(error)) setId(newId());
			if (error instanceof ApiError && error.status === 409 && error.field === 'reason') {
				setGap(error.detail);
				setTimeout(() => document.getElementById('gap-reason')?.focus(), 0);
			} else setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	if (done) return (
		<div class="closed">
			<h2><Icon name="circle-check" size={32} /> {t('shift.closed', { z: done.z_number })}</h2>
			<dl>
				<div><dt>{t('shift.counted')}</dt><dd>{money(done.counted)}</dd></div>
				<div><dt>{t('shift.should')}</dt><dd>{money(done.expected)}</dd></div>
				<div class={done.difference ? 'gap' : ''}><dt>{t('shift.difference')}</dt><dd>{money(done.difference)}</dd></div>
				<div><dt>{t('shift.net')}</dt><dd>{money(done.net)}</dd></div>
				<div><dt>{t('shift.absolute')}</dt><dd>{money(done.absolute)}</dd></div>
			</dl>
			<Buckets rows={done.buckets} />
			<Button kind="main" onClick={() => { view.value = 'sell'; }}>{t('shift.finish')}</Button>
		</div>
	);
	/* Enter goes from note to note, and from the last one closes. */
	function key(event: KeyboardEvent, i: number): void {
		if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
		const to = document.getElementById(`note-${i + (event.key === 'ArrowUp' ? -1 : 1)}`);
		if (to) {
			event.preventDefault();
			to.focus();
		} else if (event.key === 'Enter') {
			event.preventDefault();
			document.getElementById('close-shift')?.focus();
		}
	}
	return (
		<form class="drawer-count" onSubmit={(event) => { event.preventDefault(); void close(); }}>
			<p>{t('shift.count_lead')}</p>
			<div class="counts">
				{notes.map((value, i) => (
					<div key={value} class="counting">
						<label for={`note-${i}`}>{figures(value)}</label>
						<span aria-hidden="true">×</span>
						<input id={`note-${i}`} inputMode="numeric" autocomplete="off" value={counts[value] ?? ''} onKeyDown={(event) => key(event, i)}
							onInput={(event) => {
								const digits = event.currentTarget.value.replace(/\D/g, '');
								setGap(''); /* counted again: the book says anew whether it differs */
								setCounts({ ...counts, [value]: Number(digits) > COUNT_MAX ? String(COUNT_MAX) : digits });
							}} />
						<span class="sum">{figures(value * count(value))}</span>
					</div>
				))}
			</div>
			<div class="side">
				<div class="total"><div class="label">{t('shift.counted')}</div><div class="figure">{money(counted)}</div></div>
				{gap && <>
					<Notice level="look">{gap}</Notice>
					<Field id="gap-reason" label={t('shift.gap_reason')} value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
				</>}
				<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
				<Button id="close-shift" kind="main" icon="check" hint="Enter" type="submit" disabled={isBusy}>{t('shift.close_button')}</Button>
			</div>
		</form>
	);
}

function Shift() {
	const [part, setPart] = useState<'figures' | 'move' | 'close'>('figures');
	const [wasOpen] = useState(till.value?.shift != null);
	const shift = till.value?.shift;
	return (
		<section class="sheet" aria-labelledby="shift-title">
			<div class="head">
				<h1 id="shift-title">{t('menu.shift')}</h1>
				{(shift || wasOpen) && <Segments label={t('menu.shift')} value={part} onPick={setPart} options={[
					{ value: 'figures', text: t('shift.x') }, { value: 'move', text: t('shift.move') }, { value: 'close', text: t('shift.z') },
				]} />}
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="scroll">
				{shift && <p class="soft">{t('shift.now', { number: shift.z_number, time: `${clock(shift.opened_us)} ${day(shift.opened_us)}`, staff: shift.staff.name, day: dayText(shift.business_day) })}</p>}
				{!shift && part !== 'close' ? <OpenShift /> : part === 'figures' ? <Figures /> : part === 'move' ? <CashMove /> : <Close />}
			</div>
		</section>
	);
}

export const shifts: Feature = {
	views: { shift: { component: Shift, rank: 30, word: 'menu.shift', icon: 'wallet', keyId: 'shift' } },
	keys: [{ id: 'shift', key: 'F12', shown: 'F12', word: 'key.shift', run: () => go('shift') }],
};
