/* For the manager's phone: what waits for a word at a till, when one person is on duty, and what was done alone. */
import { useEffect, useState } from 'preact/hooks';
import { post } from '../lib/api';
import { money } from '../lib/money';
import { clock, day } from '../lib/time';
import { Button, Dialog, Notice } from '../lib/ui';
import { FormEnd, MoneyField, Part, TextField, useForm } from './form';
import { useLoad } from './load';
import { Head, Rows, Tag, tell, Wait } from './parts';
import { w, type OfficeWord } from './words';

interface Waiting { about: string | null; consent_id: string; path: string; amount: number | null; at_us: number; expires_us: number; is_own: boolean; staff_name: string | null; till_name: string | null; words: string | null; stakes: { what: string; amount: number }[] }
interface Done {
	entry_id: string; entry_number: number; kind: string; about: string | null; amount: number; at_us: number; reason: string; staff_name: string | null; is_own: boolean;
	answer: 'confirmed' | 'asked' | null; answered_by: string | null; answered_words: string | null;
}
interface Duty { from_us: number; until_us: number; limit: number; day_limit: number; now: number; day: number; excepts_own: boolean }

const LOOK_MS = 4000;
/* The daemon's DUTY_DAY_TIMES: what is meant where nothing is typed. */
const DAY_TIMES = 10;
const HOURS = [4, 12, 24, 168];

/* A route, as people call what it does. */
function pathName(path: string): string {
	if (path === '/cash-moves') return w('alone.cash');
	if (path.includes('return')) return w('alone.return');
	if (path.startsWith('/carts')) return w('alone.discount');
	return w('alone.other');
}
/* Up to what, one by one and all of a person's day together. */
const upTo = (single: number, ofDay: number): string => (ofDay ? w('alone.up_to_both', { single: money(single), day: money(ofDay) }) : money(single));
const kindName = (kind: string): string => (kind === 'cash_moved' ? w('alone.cash') : kind === 'return' ? w('alone.return') : kind === 'sale' ? w('alone.discount') : kind === 'tender_changed' ? w('watch.tender') : w('alone.other'));

function Asked({ onDone }: { onDone: () => void }) {
	const list = useLoad<{ waiting: Waiting[] }>('/consents');
	const [refusing, setRefusing] = useState<Waiting | null>(null);
	useEffect(() => {
		const timer = setInterval(list.reload, LOOK_MS);
		return () => clearInterval(timer);
	}, []);
	async function answer(row: Waiting, is_agreed: boolean, words: string | null): Promise<void> {
		try {
			await post(`/consents/${row.consent_id}/answer`, { asked_us: row.at_us, is_agreed, words });
			tell(w(is_agreed ? 'alone.agreed' : 'alone.refused'), is_agreed ? 'good' : 'look');
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
		setRefusing(null);
		list.reload();
		onDone();
	}
	const rows = list.data?.waiting ?? [];
	return (
		<section class="asked" aria-live="polite">
			<h2>{w('alone.waiting')}</h2>
			{rows.length === 0 && <p class="soft">{w('alone.none_waiting')}</p>}
			{rows.map((row) => (
				<article key={row.consent_id} class="card">
					<div class="stake">
						<div>{(row.about ?? pathName(row.path)).split('\n').map((line) => <p key={line}>{line}</p>)}</div>
						<div>{row.stakes.filter((stake) => stake.amount > 0).map((stake) => <p key={stake.what}>{row.stakes.length > 1 && (stake.what === 'other' ? pathName(row.path) : w(`alone.of_${stake.what}` as OfficeWord))} <strong>{money(stake.amount)}</strong></p>)}</div>
					</div>
					{row.words && <p>“{row.words}”</p>}
					<p class="soft">{[row.staff_name, row.till_name, clock(row.at_us)].filter(Boolean).join(' · ')}</p>
					{row.is_own ? <Notice level="look">{w('alone.own')}</Notice> : (
						<p class="actions">
							<Button kind="main" icon="check" onClick={() => void answer(row, true, null)}>{w('alone.agree')}</Button>
							<Button kind="stop" icon="x" onClick={() => setRefusing(row)}>{w('alone.refuse')}</Button>
						</p>
					)}
				</article>
			))}
			{refusing && <Words title={w('alone.refuse')} label={w('alone.why')} isWanted={false} onDone={(words) => (words === null ? setRefusing(null) : void answer(refusing, false, words || null))} />}
		</section>
	);
}

function Words({ title, label, isWanted, onDone }: { title: string; label: string; isWanted: boolean; onDone: (words: string | null) => void }) {
	const form = useForm({ words: '' });
	return (
		<Dialog title={title} onClose={() => onDone(null)}>
			<form onSubmit={(event) => { event.preventDefault(); if (isWanted && !form.values.words.trim()) form.fail('words', w('alone.word_wanted')); else onDone(form.values.words.trim()); }}>
				<TextField form={form} name="words" label={label} value={form.values.words} maxLength={200} onChange={(words) => form.set({ words })} />
				<FormEnd form={form} label={title} />
			</form>
		</Dialog>
	);
}

function DutyPart() {
	const duty = useLoad<Duty>('/duty');
	const form = useForm({ limit: 200000 as number | null, day_limit: null as number | null, hours: 12, for_own: false });
	const v = form.values;
	const now = Date.now() * 1000;
	const isOn = duty.data !== null && duty.data.limit > 0 && duty.data.from_us <= now && duty.data.until_us > now;
	async function set(limit: number): Promise<void> {
		if (!await form.send<object>('/duty', { from_us: now, until_us: now + v.hours * 3600e6, limit, day_limit: limit ? v.day_limit : null, for_own: v.for_own })) return;
		tell(w(limit ? 'alone.duty_saved' : 'alone.duty_ended'));
		duty.reload();
	}
	return (
		<Part title={w('alone.duty')} lead={w('alone.duty_lead')}>
			{duty.data && <div class="wide">{isOn
				? <Notice level="look">{w('alone.duty_on', { limit: upTo(duty.data.limit, duty.data.day_limit), until: `${clock(duty.data.until_us)} ${day(duty.data.until_us)}` })}{duty.data.excepts_own && ` ${w('alone.duty_not_own')}`}</Notice>
				: <p class="soft">{duty.data.now > 0 ? w('alone.duty_setting', { limit: upTo(duty.data.now, duty.data.day) }) : w('alone.duty_off')}</p>}</div>}
			<form class="fields wide" onSubmit={(event) => { event.preventDefault(); if (v.limit) void set(v.limit); else form.fail('limit', w('alone.limit_wanted')); }}>
				<MoneyField form={form} name="limit" label={w('alone.limit')} value={v.limit} onChange={(limit) => form.set({ limit })} />
				<MoneyField form={form} name="day_limit" label={w('alone.day_limit')} hint={v.limit ? w('alone.day_hint', { amount: money(v.limit * DAY_TIMES) }) : undefined} value={v.day_limit} onChange={(day_limit) => form.set({ day_limit })} />
				<div class="field"><label for="duty-hours">{w('alone.hours')}</label>
					<select id="duty-hours" value={v.hours} onChange={(event) => form.set({ hours: Number(event.currentTarget.value) })}>{HOURS.map((hours) => <option key={hours} value={hours}>{hours < 48 ? w('alone.of_hours', { hours }) : w('alone.of_days', { days: hours / 24 })}</option>)}</select></div>
				<div class="field check"><input id="duty-own" type="checkbox" checked={v.for_own} onChange={(event) => form.set({ for_own: event.currentTarget.checked })} /><label for="duty-own">{w('alone.for_own')}</label></div>
				<FormEnd form={form} label={w('alone.duty_set')}>{isOn && <Button icon="x" onClick={() => void set(0)}>{w('alone.duty_end')}</Button>}</FormEnd>
			</form>
		</Part>
	);
}

export function Alone() {
	const [all, setAll] = useState(false);
	const [asking, setAsking] = useState<Done | null>(null);
	const list = useLoad<{ rows: Done[]; next: number | null }>('/alone' + (all ? '' : '?only_open=true'));
	async function answer(row: Done, what: 'confirmed' | 'asked', words: string | null): Promise<void> {
		try {
			await post('/alone/answer', { entry_id: row.entry_id, answer: what, words });
			tell(w(what === 'confirmed' ? 'alone.confirmed' : 'alone.asked'));
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
		setAsking(null);
		list.reload();
	}
	return (
		<>
			<Head title={w('menu.alone')} lead={w('alone.lead')} />
			<Asked onDone={list.reload} />
			<h2>{w('alone.done')}</h2>
			<div class="field check"><input id="alone-all" type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /><label for="alone-all">{w('alone.all')}</label></div>
			<Wait of={list}>{(data) => (data.rows.length === 0 ? <p class="soft">{w('alone.none')}</p> : <Rows label={w('alone.done')} rows={data.rows} keyOf={(row) => row.entry_id} cols={[
				{ title: w('alone.what'), isMain: true, cell: (row) => <><strong>{kindName(row.kind)}</strong> {row.about}<span class="under">{row.staff_name} · {clock(row.at_us)} {day(row.at_us)} · {row.reason}</span></> },
				{ title: w('payout.amount'), isNumber: true, cell: (row) => <strong>{money(row.amount)}</strong> },
				{ title: w('vouchers.state'), cell: (row) => (row.answer === 'confirmed' ? <Tag level="good">{w('alone.is_confirmed', { name: row.answered_by ?? '' })}</Tag> : row.answer === 'asked' ? <><Tag level="look">{w('alone.is_asked', { name: row.answered_by ?? '' })}</Tag><span class="under">{row.answered_words}</span></> : <Tag level="look">{w('alone.is_open')}</Tag>) },
				{ title: w('stock.do'), cell: (row) => (row.answer === 'confirmed' ? null : row.is_own ? <span class="soft">{w('alone.own')}</span> : <span class="actions"><Button icon="check" onClick={() => void answer(row, 'confirmed', null)}>{w('alone.confirm')}</Button><Button icon="circle-help" onClick={() => setAsking(row)}>{w('alone.ask')}</Button></span>) },
			]} />)}</Wait>
			<DutyPart />
			{asking && <Words title={w('alone.ask')} label={w('alone.question')} isWanted onDone={(words) => (words === null ? setAsking(null) : void answer(asking, 'asked', words))} />}
		</>
	);
}
