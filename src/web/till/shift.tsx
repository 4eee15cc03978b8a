/* The shift: open with a float, look at the figures (X), hand it over or close it by a blind count (Z). Cash by hand is in cashmove.tsx. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { signal } from '@preact/signals';
import { ApiError, get, isPassing, post, query, sign, type Approver } from '../lib/api';
import { newId } from '../lib/id';
import { figures, money, readMoney } from '../lib/money';
import { useOnce } from '../lib/once';
import { clock, day, dayText } from '../lib/time';
import { PinDialog, session, signOut } from '../lib/signin';
import type { Session, ShiftClosed, ShiftFigures } from '../lib/types';
import { Button, Field, Icon, Notice, Segments, Table } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { loadTiles, loadTill, notes as inUse, till, tillId } from './state/cart';
import { CashMove } from './cashmove';
import { go, tell, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';
import { houseBucket, typedBucket } from './state/ways';

const COUNT_MAX = 100000;

export function OpenShift() {
	const [text, setText] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [left, setLeft] = useState<number | null>(null);
	const once = useOnce();
	/* What the last Z left is what lies there; who counted something else types it over. */
	useEffect(() => {
		get<{ left: number }>('/shifts/left' + query({ till_id: tillId.value })).then((is) => {
			if (is.left <= 0) return;
			setLeft(is.left);
			setText((was) => was || String(is.left));
			setTimeout(() => (document.getElementById('float') as HTMLInputElement | null)?.select(), 0);
		}).catch(() => undefined);
	}, []);
	async function open(): Promise<void> {
		const float = text.trim() === '' ? 0 : readMoney(text);
		if (float === null) return setWrong(t('money.wrong'));
		if (isBusy) return;
		setBusy(true);
		try {
			const made = await once<{ z_number: number }>('/shifts', { till_id: tillId.value, float_cash: float });
			if (!made) return;
			view.value = 'sell';
			await loadTill();
			void loadTiles();
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
			{left !== null && <p class="soft">{t('shift.left_hint', { amount: money(left) })}</p>}
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
			{now.expected === null && <p class="soft">{t('shift.blind')}</p>}
			<Buckets rows={now.buckets} />
			{now.moves.length > 0 && <Table label={t('shift.move')} rows={now.moves} keyOf={(row) => `${row.what}${row.name}${row.amount}`} empty="" columns={[
				{ title: t('shift.move'), cell: (row) => `${moveName(row.what)}${row.name ? ': ' + row.name : ''}` },
				{ title: t('shift.count'), cell: (row) => figures(row.count), isNumber: true },
				{ title: t('shift.amount'), cell: (row) => row.amount === null ? '–' : money(row.amount), isNumber: true },
			]} />}
		</div>
	);
}
function moveName(what: string): string {
	return what === 'spent' ? t('shift.way_spent') : what === 'referrer' ? t('shift.way_referrer') : what === 'payout' ? t('shift.out') : t('shift.move');
}
/* A bucket the daemon names and we do not know is shown by its own name. */
/* Shown in this order: what was sold, how it was paid, what else went on. */
const bucketWords: Record<string, Word> = {
	sales: 'bucket.sales', returns: 'bucket.returns', discounts: 'bucket.discounts', 'discounts:producer': 'bucket.by_producer', rounding: 'paid.rounding',
	'way:cash': 'way.cash', 'way:transfer': 'bucket.transfer', 'way:vietqr': 'bucket.vietqr', 'way:card': 'way.card', 'way:refund': 'bucket.refund', 'way:exchange': 'exchange.button', 'way:deposit': 'way.deposit',
	cash_in: 'shift.in', cash_out: 'shift.out', drawer_opened: 'shift.drawer', removed: 'bucket.removed', dropped: 'bucket.dropped', tender_changed: 'bucket.tender_changed', voided: 'bucket.voided', drafted: 'bucket.drafted', claimed: 'bucket.claimed', alone: 'bucket.alone', over_short: 'shift.difference',
};
const bucketOrder = Object.keys(bucketWords);
/* What is not among them is a way the house named, or money that is no sale: after the ways. */
function placeOf(name: string): number {
	const i = bucketOrder.indexOf(name);
	return i < 0 ? bucketOrder.indexOf('cash_in') - 0.5 : i;
}
function bucketName(name: string): string {
	const word = bucketWords[name];
	return typedBucket(name) ?? (word ? t(word) : houseBucket(name) ?? name);
}
function Buckets({ rows }: { rows: ShiftFigures['buckets'] }) {
	return <Table label={t('shift.figures')} rows={[...rows].sort((a, b) => placeOf(a.name) - placeOf(b.name))} keyOf={(row) => row.name} empty={t('sales.empty')} columns={[
		{ title: t('shift.bucket'), cell: (row) => bucketName(row.name) },
		{ title: t('shift.count'), cell: (row) => figures(row.count), isNumber: true },
		{ title: t('shift.amount'), cell: (row) => row.amount === null ? '–' : money(row.amount), isNumber: true },
	]} />;
}

/* The count of one till: what was typed a note, and what it comes to. She sees only what she counted. */
function Notes({ counts, onChange, onDone }: { counts: Record<number, string>; onChange: (counts: Record<number, string>) => void; onDone: () => void }) {
	const notes = inUse.value;
	useEffect(() => document.getElementById('note-0')?.focus(), []);
	/* Enter goes from note to note, and from the last one on. */
	function key(event: KeyboardEvent, i: number): void {
		if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
		const to = document.getElementById(`note-${i + (event.key === 'ArrowUp' ? -1 : 1)}`) as HTMLInputElement | null;
		if (to) {
			event.preventDefault();
			to.focus();
			to.select();
		} else if (event.key === 'Enter') {
			event.preventDefault();
			onDone();
		}
	}
	return (
		<div class="counts">
			{notes.map((value, i) => (
				<div key={value} class="counting">
					<label for={`note-${i}`}>{figures(value)}</label>
					<span aria-hidden="true">×</span>
					<input id={`note-${i}`} inputMode="numeric" autocomplete="off" value={counts[value] ?? ''} onKeyDown={(event) => key(event, i)}
						onInput={(event) => {
							const digits = event.currentTarget.value.replace(/\D/g, '');
							onChange({ ...counts, [value]: Number(digits) > COUNT_MAX ? String(COUNT_MAX) : digits });
						}} />
					<span class="sum">{figures(value * Number(counts[value] || 0))}</span>
				</div>
			))}
		</div>
	);
}

/* What was counted so far, of this shift and by this person: Esc, a look at the figures or one more sale lose nothing of it. */
interface Begun { of: string; counts: Record<number, string>; left: string }
let begun: Begun | null = null;
const whose = () => `${till.value?.shift?.number} ${session.value?.staff.login}`;
const begunHere = () => (begun?.of === whose() ? begun : null);

/* Closes the shift, or hands the till over to whoever gives a PIN: one request either way. */
function Count({ isHanding }: { isHanding: boolean }) {
	const notes = inUse.value;
	const [counts, setCounts] = useState<Record<number, string>>(begunHere()?.counts ?? {});
	const [left, setLeft] = useState(begunHere()?.left ?? '');
	const [reason, setReason] = useState('');
	const [gap, setGap] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [isTaking, setTaking] = useState(false);
	const [id, setId] = useState(newId());
	const [done, setDone] = useState<ShiftClosed | null>(null);
	/* At once: the next key may leave the sheet before it is drawn. */
	function keep(next: { counts?: Record<number, string>; left?: string }): void {
		begun = { of: whose(), counts, left, ...begunHere(), ...next };
		setCounts(begun.counts);
		setLeft(begun.left);
	}
	const counted = notes.reduce((sum, value) => sum + value * Number(counts[value] || 0), 0);
	const leaves = left.trim() === '' ? counted : readMoney(left);

	/* Of two presses in one moment the second would be a count of its own. */
	const isSending = useRef(false);
	async function send(next: Approver | null): Promise<string | null> {
		if (isSending.current) return null;
		isSending.current = true;
		setBusy(true);
		setWrong('');
		try {
			const closed = await post<ShiftClosed>(next ? '/shifts/hand-over' : '/shifts/close', {
				id, till_id: tillId.value, reason: gap && reason.trim() || null, to_safe: counted - (leaves ?? counted),
				notes: notes.filter((value) => Number(counts[value] || 0) > 0).map((value) => ({ value, count: Number(counts[value]) })),
				...(next && { approver: next }),
			});
			begun = null;
			if (next) await takeOver(next, leaves ?? counted);
			else {
				setDone(closed);
				await loadTill();
			}
			return null;
		} catch (error) {
			if (!isPassing(error)) setId(newId());
			const text = error instanceof Error ? error.message : String(error);
			if (error instanceof ApiError && error.status === 409 && error.field === 'reason') {
				setGap(error.detail);
				setTaking(false);
				setTimeout(() => document.getElementById('gap-reason')?.focus(), 0);
			} else if (!next || !(error instanceof ApiError) || error.field !== 'approver') {
				setTaking(false);
				setWrong(text);
			}
			return text;
		} finally {
			isSending.current = false;
			setBusy(false);
		}
	}
	/* The book has her shift; now the page has her session. */
	async function takeOver(next: Approver, float: number): Promise<void> {
		const now = await sign<Session>('/session', { ...next, till_id: tillId.value }).catch(() => null);
		if (!now) return void signOut();
		session.value = now;
		await loadTill();
		view.value = 'sell';
		tell('good', t('shift.handed', { name: now.staff.name ?? now.staff.login, amount: money(float) }));
	}
	function go(): void {
		if (isBusy) return;
		if (gap && !reason.trim()) return setWrong(t('shift.reason_wanted'));
		if (leaves === null) return setWrong(t('money.wrong'));
		if (leaves > counted) return setWrong(t('shift.left_much'));
		if (isHanding) setTaking(true);
		else void send(null);
	}
	if (done) return (
		<div class="closed">
			<h2><Icon name="circle-check" size={32} /> {t('shift.closed', { z: done.z_number })}</h2>
			<dl>
				<div><dt>{t('shift.counted')}</dt><dd>{money(done.counted)}</dd></div>
				<div><dt>{t('shift.should')}</dt><dd>{money(done.expected)}</dd></div>
				<div class={done.difference ? 'gap' : ''}><dt>{t('shift.difference')}</dt><dd>{money(done.difference)}</dd></div>
				<div><dt>{t('shift.left')}</dt><dd>{money(leaves ?? done.counted)}</dd></div>
				<div><dt>{t('shift.net')}</dt><dd>{money(done.net)}</dd></div>
				<div><dt>{t('shift.absolute')}</dt><dd>{money(done.absolute)}</dd></div>
			</dl>
			<Buckets rows={done.buckets} />
			<Button kind="main" autofocus hint="Enter" onClick={() => { view.value = 'sell'; }}>{t('shift.finish')}</Button>
		</div>
	);
	return (
		<form class="drawer-count" onSubmit={(event) => { event.preventDefault(); go(); }}>
			<p>{t(isHanding ? 'shift.hand_lead' : 'shift.count_lead')}</p>
			<Notes counts={counts} onChange={(next) => { keep({ counts: next }); setGap(''); /* counted again: the book says anew whether it differs */ }}
				onDone={() => document.getElementById('close-shift')?.focus()} />
			<div class="side">
				<div class="total"><div class="label">{t('shift.counted')}</div><div class="figure">{money(counted)}</div></div>
				<Field id="left" label={t('shift.left')} value={left} inputMode="numeric" hint={left.trim() === '' || leaves === null ? t('shift.left_all') : `${t('shift.to_safe')}: ${money(Math.max(0, counted - leaves))}`}
					onInput={(event) => keep({ left: event.currentTarget.value })} />
				{gap && <>
					<Notice level="look">{gap}</Notice>
					<Field id="gap-reason" label={t('shift.gap_reason')} value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
				</>}
				<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
				<Button id="close-shift" kind="main" icon={isHanding ? 'arrow-right-left' : 'check'} hint="Enter" type="submit" disabled={isBusy}>{t(isHanding ? 'shift.hand_button' : 'shift.close_button')}</Button>
			</div>
			{isTaking && <PinDialog title={t('shift.hand_who')} roles={['cashier', 'supervisor', 'admin']} onClose={() => setTaking(false)} onDone={send} />}
		</form>
	);
}

type Part = 'figures' | 'move' | 'hand' | 'close';
const openPart = signal<Part>('figures');
function openAt(part: Part): void {
	openPart.value = part;
	go('shift');
}
/* Letters go from part to part while nothing is typed. */
const partKeys: Record<string, Part> = { x: 'figures', n: 'move', g: 'hand', z: 'close' };

function Shift() {
	const [part, setPart] = useState<Part>(openPart.value);
	useEffect(() => { openPart.value = 'figures'; }, []);
	const [wasOpen] = useState(till.value?.shift != null);
	const shift = till.value?.shift;
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			const to = partKeys[event.key.toLowerCase()];
			if (!to || document.querySelector('dialog[open]') || event.ctrlKey || event.altKey || event.metaKey || (event.target as HTMLElement).matches('input:not([inputmode=numeric]), textarea')) return;
			event.preventDefault();
			setPart(to);
		};
		addEventListener('keydown', key, true);
		viewKeys.handle = (letter) => letter.toLowerCase() in partKeys; /* X means its figures here, and locks nothing */
		return () => {
			removeEventListener('keydown', key, true);
			viewKeys.handle = null;
		};
	}, []);
	return (
		<section class="sheet" aria-labelledby="shift-title">
			<div class="head">
				<h1 id="shift-title">{t('menu.shift')}</h1>
				{(shift || wasOpen) && <Segments label={t('menu.shift')} value={part} onPick={setPart} options={[
					{ value: 'figures', text: t('shift.x') }, { value: 'move', text: t('shift.move') + ' (N)' }, { value: 'hand', text: t('shift.hand') + ' (G)' }, { value: 'close', text: t('shift.z') },
				]} />}
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="scroll" tabIndex={0}>
				{shift && <p class="soft">{t('shift.now', { number: shift.z_number, time: `${clock(shift.opened_us)} ${day(shift.opened_us)}`, staff: shift.staff.name, day: dayText(shift.business_day) })}</p>}
				{!shift && part !== 'close' && part !== 'hand' ? <OpenShift /> : part === 'figures' ? <Figures /> : part === 'move' ? <CashMove /> : <Count key={part} isHanding={part === 'hand'} />}
			</div>
		</section>
	);
}

export const shifts: Feature = {
	views: { shift: { component: Shift, rank: 30, word: 'menu.shift', icon: 'wallet', keyId: 'shift' } },
	keys: [{ id: 'shift', key: 'F12', shown: 'F12', word: 'key.shift', run: () => openAt('figures') }],
};
