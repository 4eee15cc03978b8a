/* Forms: useForm() keeps what is typed, sends it, and puts the daemon's sentence at the field it names; the fields below
 * all take the form, the member's path as the daemon names it, the value and what to do with a new one. What cannot be
 * read ("2 tháng 13") is said at once and holds the sending back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, isPassing, post } from '../lib/api';
import { addSpan, dayWords, daysBetween, readDay, readSpan } from '../lib/day';
import { hearDay, useDay, type HeardDay } from '../lib/dayfield';
import { newId } from '../lib/id';
import { figures, money, quantity, readMoney } from '../lib/money';
import { isoToday } from '../lib/time';
import { Button, Icon, Notice, say } from '../lib/ui';
import { language } from '../lib/words';
import type { IconName } from '../lib/icons';
import { w } from './words';

export interface Form<V> {
	values: V;
	set: (part: Partial<V>) => void;
	wrong: { field: string; text: string } | null;
	isBusy: boolean;
	isTouched: boolean;
	/* a field that cannot be read: its sentence; null when it can */
	bad: (field: string, text: string | null) => void;
	fail: (field: string, text: string) => void;
	/* null when it did not come to it (the sentence stands in the form) */
	send: <T>(path: string, body: object) => Promise<T | null>;
}
/* A form whose values are not asked about by its fields. */
export type AnyForm = Pick<Form<unknown>, 'wrong' | 'bad'>;

export function useForm<V extends object>(initial: V): Form<V> {
	const [values, setValues] = useState(initial);
	const [wrong, setWrong] = useState<Form<V>['wrong']>(null);
	const [isBusy, setBusy] = useState(false);
	const [isTouched, setTouched] = useState(false);
	const unread = useRef(new Map<string, string>());
	const id = useRef(newId());
	useLayoutEffect(() => {
		if (wrong) focusField(wrong.field);
	}, [wrong]);
	return {
		values, wrong, isBusy, isTouched,
		set: (part) => { setValues((old) => ({ ...old, ...part })); setTouched(true); setWrong(null); },
		bad: (field, text) => { if (text) unread.current.set(field, text); else unread.current.delete(field); },
		fail: (field, text) => setWrong({ field, text }),
		async send<T>(path: string, body: object): Promise<T | null> {
			for (const [field, text] of unread.current) {
				if (document.querySelector(`[data-field="${CSS.escape(field)}"]`)) { setWrong({ field, text }); return null; }
			}
			if (isBusy) return null;
			setBusy(true);
			try {
				const answer = await post<T>(path, { id: id.current, ...body });
				id.current = newId();
				setWrong(null);
				setTouched(false);
				return answer;
			} catch (error) {
				/* what may have happened is asked again under its old name */
				if (!isPassing(error)) id.current = newId();
				const field = error instanceof ApiError ? error.field : '';
				if (field !== 'approver' || !(error instanceof ApiError)) setWrong({ field, text: error instanceof Error ? error.message : String(error) });
				else setWrong({ field: '', text: error.message });
				return null;
			} finally {
				setBusy(false);
			}
		},
	};
}

function fieldOf(field: string): HTMLElement | null {
	return field ? document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`) : null;
}
function focusField(field: string): void {
	const found = fieldOf(field);
	if (!found) return;
	found.focus();
	found.scrollIntoView({ block: 'center' });
}

/* What no field claims, and the button that sends. */
export function FormEnd({ form, label, icon = 'check', children, isOff = false }:
	{ form: Form<object>; label: string; icon?: IconName; children?: ComponentChildren; isOff?: boolean }) {
	const homeless = form.wrong && !fieldOf(form.wrong.field) ? form.wrong.text : '';
	return (
		<div class="form-end">
			<div role="alert">{homeless && <Notice level="stop">{homeless}</Notice>}</div>
			<div class="actions">
				<Button kind="main" icon={icon} type="submit" disabled={form.isBusy || isOff}>{form.isBusy ? w('form.saving') : label}</Button>
				{children}
			</div>
		</div>
	);
}

export function Part({ title, children, lead }: { title: string; children: ComponentChildren; lead?: string }) {
	const id = useId();
	return (
		<section class="part" aria-labelledby={id}>
			<h2 id={id}>{title}</h2>
			{lead && <p class="soft">{lead}</p>}
			<div class="fields">{children}</div>
		</section>
	);
}

interface Common { form: AnyForm; name: string; label: string; hint?: string | undefined; class?: string; isWanted?: boolean }

/* What all fields share: label, control, and under it either what is wrong or a hint. */
function Shell({ form, name, label, hint, class: more = '', isWanted, own, children }:
	Common & { own?: string; children: (props: { id: string; 'data-field': string; 'aria-invalid': 'true' | undefined; 'aria-describedby': string | undefined; 'aria-required': 'true' | undefined }) => ComponentChildren }) {
	const id = useId();
	const wrong = own || (form.wrong?.field === name ? form.wrong.text : '');
	return (
		<div class={`field ${more}`}>
			<label for={id}>{label}{isWanted && <span class="wanted" title={w('form.wanted')}> *</span>}</label>
			{children({ id, 'data-field': name, 'aria-invalid': wrong ? 'true' : undefined, 'aria-describedby': wrong || hint ? `${id}-more` : undefined, 'aria-required': isWanted ? 'true' : undefined })}
			{(wrong || hint) && <div id={`${id}-more`} class={wrong ? 'wrong' : 'hint'}>{wrong || hint}</div>}
		</div>
	);
}

export function TextField({ value, onChange, maxLength = 200, type = 'text', inputMode, ...rest }:
	Common & { value: string | null; onChange: (value: string) => void; maxLength?: number; type?: 'text' | 'password' | 'search'; inputMode?: 'numeric' | 'tel' | 'text' }) {
	return <Shell {...rest}>{(props) => <input {...props} type={type as 'text'} inputMode={inputMode} autocomplete={type === 'password' ? 'new-password' : 'off'} spellcheck={false} maxLength={maxLength} value={value ?? ''} onInput={(event) => onChange(event.currentTarget.value)} />}</Shell>;
}

export function SelectField({ value, options, onChange, ...rest }:
	Common & { value: string; options: { value: string; text: string }[]; onChange: (value: string) => void }) {
	return (
		<Shell {...rest}>{(props) => (
			<select {...props} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
				{options.map((option) => <option key={option.value} value={option.value} selected={option.value === value}>{option.text}</option>)}
			</select>
		)}</Shell>
	);
}

export function CheckField({ form, name, label, value, onChange, hint }: Common & { value: boolean; onChange: (value: boolean) => void }) {
	const id = useId();
	const wrong = form.wrong?.field === name ? form.wrong.text : '';
	return (
		<div class="field check">
			<input id={id} data-field={name} type="checkbox" checked={value} aria-describedby={hint || wrong ? `${id}-more` : undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
			<label for={id}>{label}</label>
			{(hint || wrong) && <div id={`${id}-more`} class={wrong ? 'wrong' : 'hint'}>{wrong || hint}</div>}
		</div>
	);
}

/* A text that stands for a value: kept as typed while it is typed, written properly when left. */
function ReadField<T>({ value, read, write, onChange, ways, ...rest }:
	Common & { value: T | null; read: (text: string) => { value: T | null; wrong: string; hint: string }; write: (value: T) => string; onChange: (value: T | null) => void; ways: { inputMode?: 'numeric' | 'decimal' | 'text'; placeholder?: string; class?: string } }) {
	const [text, setText] = useState(value === null ? '' : write(value));
	const [isInside, setInside] = useState(false);
	const [wasLeft, setLeft] = useState(false);
	const now = read(text);
	useEffect(() => {
		/* changed from outside, while nobody types here */
		if (!isInside && !now.wrong && JSON.stringify(value) !== JSON.stringify(now.value)) setText(value === null ? '' : write(value));
	}, [JSON.stringify(value), isInside]);
	useEffect(() => {
		rest.form.bad(rest.name, now.wrong || null);
		return () => rest.form.bad(rest.name, null);
	}, [now.wrong]);
	const own = wasLeft && now.wrong ? now.wrong : '';
	return (
		<Shell {...rest} own={own} hint={now.hint || rest.hint}>{(props) => (
			<input {...props} {...ways} type="text" autocomplete="off" spellcheck={false} maxLength={40} value={text}
				onInput={(event) => { const next = event.currentTarget.value; setText(next); const heard = read(next); if (!heard.wrong) onChange(heard.value); }}
				onFocus={() => setInside(true)}
				onBlur={() => { setInside(false); setLeft(true); if (!now.wrong && now.value !== null) setText(write(now.value)); }} />
		)}</Shell>
	);
}

export function MoneyField({ value, onChange, ...rest }: Common & { value: number | null; onChange: (value: number | null) => void }) {
	return <ReadField {...rest} value={value} onChange={onChange} write={figures} ways={{ inputMode: 'decimal', class: 'number' }} read={(text) => {
		if (text.trim() === '') return { value: null, wrong: '', hint: '' };
		const amount = readMoney(text);
		return amount === null ? { value: null, wrong: w('money.wrong'), hint: '' } : { value: amount, wrong: '', hint: money(amount) };
	}} />;
}

/* "20" "12,5" % ↔ ppm */
export function RateField({ value, onChange, ...rest }: Common & { value: number | null; onChange: (value: number | null) => void }) {
	return <ReadField {...rest} value={value} onChange={onChange} write={rateText} ways={{ inputMode: 'decimal', class: 'number' }} read={(text) => {
		if (text.trim() === '') return { value: null, wrong: '', hint: '' };
		const found = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text.trim());
		const ppm = found ? Number(found[1]) * 10000 + Number((found[2] ?? '').padEnd(4, '0')) : -1;
		return ppm < 0 || ppm > 1000000 ? { value: null, wrong: w('rate.wrong'), hint: '' } : { value: ppm, wrong: '', hint: '' };
	}} />;
}
export function rateText(ppm: number): string {
	return quantity(Math.round(ppm / 10));
}

export function CountField({ value, onChange, max = 999999, ...rest }: Common & { value: number | null; onChange: (value: number | null) => void; max?: number }) {
	return <ReadField {...rest} value={value} onChange={onChange} write={String} ways={{ inputMode: 'numeric', class: 'number' }} read={(text) => {
		if (text.trim() === '') return { value: null, wrong: '', hint: '' };
		const isRead = /^\d{1,6}$/.test(text.trim()) && Number(text) <= max;
		return isRead ? { value: Number(text), wrong: '', hint: '' } : { value: null, wrong: w('count.wrong', { max }), hint: '' };
	}} />;
}

export function QuantityField({ value, decimals, onChange, ...rest }: Common & { value: number | null; decimals: number; onChange: (value: number | null) => void }) {
	return <ReadField {...rest} value={value} onChange={onChange} write={quantity} ways={{ inputMode: 'decimal', class: 'number' }} read={(text) => {
		if (text.trim() === '') return { value: null, wrong: '', hint: '' };
		const found = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
		const part = found ? (found[2] ?? '').replace(/0+$/, '') : '';
		const milli = found && part.length <= decimals ? Number(found[1]) * 1000 + Number(part.padEnd(3, '0')) : 0;
		if (milli > 0) return { value: milli, wrong: '', hint: '' };
		return { value: null, hint: '', wrong: decimals > 0 ? w('quantity.part') : w('quantity.whole') };
	}} />;
}

/* A day, said back in words. after: the day a length counts from (made → expiry); before: the day it counts back from (expiry → made);
 * with either it is read as labels write it, where "02/26" is a month. */
export function DayField({ value, onChange, edge = 'first', after, before, isFuture = false, form, name, hint, ...rest }:
	Common & { value: string | null; onChange: (value: string | null) => void; edge?: 'first' | 'last'; after?: string | null; before?: string | null; isFuture?: boolean }) {
	const base = after ?? before;
	const isLabel = after !== undefined || before !== undefined;
	const { heard, input, wrong } = useDay(value, onChange, (text) => {
		if (!isLabel || text.trim() === '') return said(hearDay(text, isFuture, edge));
		const span = readSpan(text);
		if (span && !base) return { value: null, hint: '', wrong: after !== undefined ? w('day.made_first') : w('day.expiry_first') };
		const found = span ? { day: addSpan(base!, after !== undefined ? span : { ...span, count: -span.count }), isTurned: false } : readDay(text, edge);
		return found?.day ? said({ value: found.day, wrong: '', hint: '' }, found.isTurned) : { value: null, hint: '', wrong: w('day.wrong') };
	});
	function said(day: HeardDay, isTurned = false): HeardDay {
		if (!day.value) return day;
		const days = daysBetween(isoToday(), day.value);
		const far = !isFuture ? '' : days < 0 ? w('day.past', { days: -days }) : w('day.left', { days });
		return { ...day, hint: dayWords(day.value, language.value) + far + (isTurned ? w('day.turned') : '') };
	}
	useEffect(() => { /* a length is reckoned anew from another day */
		if (isLabel && heard.value !== value && !heard.wrong) onChange(heard.value);
	}, [base]);
	useEffect(() => {
		form.bad(name, heard.wrong || null);
		return () => form.bad(name, null);
	}, [heard.wrong]);
	return <Shell {...rest} form={form} name={name} own={wrong} hint={heard.hint || hint}>{(props) => <input {...props} {...input} autocomplete="off" spellcheck={false} />}</Shell>;
}

/* One of many, found by words: a combobox (WAI-ARIA), by keyboard, finger or mouse. */
export function PickField<R>({ value, text, ask, keyOf, show, more, onPick, form, name, label, hint, class: css = '', isWanted }:
	Common & { value: string | null; text: string; ask: (words: string) => Promise<R[]>; keyOf: (row: R) => string; show: (row: R) => string; more?: (row: R) => string; onPick: (row: R | null) => void }) {
	const [typed, setTyped] = useState<string | null>(null);
	const [rows, setRows] = useState<R[] | null>(null);
	const [at, setAt] = useState(0);
	const listId = useId();
	useEffect(() => {
		if (typed === null) return;
		let isStale = false;
		const timer = setTimeout(() => {
			ask(typed.trim()).then((found) => { if (!isStale) { setRows(found); setAt(0); say(w('pick.found', { count: found.length })); } }).catch(() => { if (!isStale) setRows([]); });
		}, 120);
		return () => { isStale = true; clearTimeout(timer); };
	}, [typed]);
	function close(): void { setTyped(null); setRows(null); }
	function pick(row: R | null): void { onPick(row); close(); }
	function key(event: KeyboardEvent): void {
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			if (rows === null) setTyped(typed ?? '');
			else setAt(Math.max(0, Math.min(rows.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
		} else if (event.key === 'Enter' && rows?.[at] && !event.isComposing) pick(rows[at]!);
		else if (event.key === 'Escape' && typed !== null) close();
		else return;
		event.preventDefault();
	}
	const isOpen = typed !== null && rows !== null;
	return (
		<Shell form={form} name={name} label={label} hint={hint} class={`pick ${css}`} {...(isWanted !== undefined && { isWanted })}>{(props) => <>
			<input {...props} type="text" role="combobox" aria-expanded={isOpen} aria-controls={listId} aria-autocomplete="list" autocomplete="off" spellcheck={false}
				aria-activedescendant={isOpen && rows[at] ? `${listId}-${at}` : undefined} placeholder={w('pick.type')}
				value={typed ?? text} onInput={(event) => setTyped(event.currentTarget.value)} onKeyDown={key} onFocus={(event) => event.currentTarget.select()}
				onBlur={() => { if (typed !== null && typed.trim() === '' && value !== null) onPick(null); close(); }} />
			<div class="pick-list" id={listId} role="listbox" aria-label={label} hidden={!isOpen}>
				{rows?.map((row, i) => (
					<div key={keyOf(row)} id={`${listId}-${i}`} role="option" aria-selected={i === at} class={i === at ? 'at' : ''} onMouseDown={(event) => { event.preventDefault(); pick(row); }}>
						<span>{show(row)}</span>{more && <small>{more(row)}</small>}
					</div>
				))}
				{rows?.length === 0 && <div class="none" role="option" aria-selected={false} aria-disabled="true">{w('pick.none')}</div>}
			</div>
		</>}</Shell>
	);
}

export function asker<R>(path: (words: string) => string, name: string): (words: string) => Promise<R[]> {
	return (words) => get<Record<string, R[]>>(path(words)).then((answer) => answer[name] ?? []);
}

export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
	return <button type="button" class="button quiet" aria-label={label} title={label} onClick={onClick}><Icon name="trash-2" size={20} /></button>;
}
