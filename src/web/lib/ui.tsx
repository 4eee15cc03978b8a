/* The parts every page is made of: Icon, Button, Stars, Lamp, Notice, Pad, Dialog, Field, Segments, Table, and the one
 * live region that reads messages aloud (say()). Looks are in look.css. */
import { signal } from '@preact/signals';
import type { ButtonHTMLAttributes, ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { IconName } from './icons';
import { t } from './words';

declare const ICONS: Record<IconName, string>; /* what each is drawn of; put in by build.mjs */

export function Icon({ name, label, size = 24 }: { name: IconName; label?: string; size?: number }) {
	return (
		<svg class="icon" width={size} height={size} role={label ? 'img' : undefined} aria-label={label} aria-hidden={label ? undefined : 'true'} focusable="false"
			viewBox="0 0 24 24" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />
	);
}

type Kind = 'plain' | 'main' | 'quiet' | 'stop';
export function Button({ kind = 'plain', icon, hint, children, class: more = '', ...rest }:
	{ kind?: Kind; icon?: IconName; hint?: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
	return (
		<button type="button" class={`button ${kind} ${more}`} {...rest}>
			{icon && <Icon name={icon} />}
			{children && <span class="what">{children}</span>}
			{hint && <kbd>{hint}</kbd>}
		</button>
	);
}

/* Only for goods whose certificate is valid today: count 0 shows nothing. */
export function Stars({ count }: { count: number }) {
	if (count < 1) return null;
	return (
		<span class="stars" role="img" aria-label={t('goods.stars', { count })}>
			{Array.from({ length: count }, (_, i) => <Icon key={i} name="star" size={16} />)}
		</span>
	);
}

export type Level = 'good' | 'look' | 'stop' | 'off';
const levelIcon: Record<Level, IconName> = { good: 'circle-check', look: 'triangle-alert', stop: 'octagon-x', off: 'info' };

/* One state of the strip: what it is, how it goes, in words and with an icon. isStill: it names something and has no states. */
export function Lamp({ level, icon, name, children, id, isStill = false }: { level: Level; icon: IconName; name: string; children: ComponentChildren; id?: string; isStill?: boolean }) {
	return (
		<span class={`lamp ${level} ${isStill ? 'still' : ''}`} data-lamp={id}>
			<Icon name={level === 'good' || level === 'off' ? icon : levelIcon[level]} size={20} />
			<span class="of">{name}</span> <span class="is">{children}</span>
		</span>
	);
}

export function Notice({ level, children, onClose }: { level: Level; children: ComponentChildren; onClose?: () => void }) {
	return (
		<div class={`notice ${level}`}>
			<Icon name={levelIcon[level]} />
			<div class="text">{children}</div>
			{onClose && <button type="button" class="close" aria-label={t('close')} onClick={onClose}><Icon name="x" size={20} /></button>}
		</div>
	);
}

const spoken = signal('');
/* Reads a sentence aloud to who cannot see it. */
export function say(text: string): void {
	spoken.value = spoken.value === text ? text + '\u00a0' : text;
}
export function LiveRegion() {
	return <div class="unseen" role="status" aria-live="polite">{spoken.value}</div>;
}

/* Digits for fingers: what each key sends is its own text, "back" or "enter". */
export function Pad({ keys, onKey, label }: { keys: string[]; onKey: (key: string) => void; label: string }) {
	const names: Record<string, string> = { back: t('pad.back'), enter: t('pad.enter') };
	return (
		<div class="pad" role="group" aria-label={label}>
			{keys.map((key) => (
				<button key={key} type="button" class={`key ${key === 'enter' ? 'main' : ''}`} aria-label={names[key]} onClick={() => onKey(key)}>
					{key === 'back' ? <Icon name="delete" /> : key === 'enter' ? <Icon name="check" /> : key}
				</button>
			))}
		</div>
	);
}

/* A dialog of the browser: keeps the focus inside, Escape closes it and destroys nothing. Without onClose it stays. */
export function Dialog({ title, onClose, children, wide = false }: { title: string; onClose?: () => void; children: ComponentChildren; wide?: boolean }) {
	const box = useRef<HTMLDialogElement>(null);
	const id = useId();
	useLayoutEffect(() => {
		const dialog = box.current!;
		if (!dialog.open) dialog.showModal();
		return () => dialog.close();
	}, []);
	return (
		<dialog ref={box} class={wide ? 'wide' : ''} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose?.(); }}
			onKeyDown={onClose ? undefined : (event) => { if (event.key === 'Escape') event.preventDefault(); /* a browser lets the second one through to no event */ }}>
			<header>
				<h2 id={id}>{title}</h2>
				{onClose && <button type="button" class="close" aria-label={t('close')} onClick={onClose}><Icon name="x" /></button>}
			</header>
			{children}
		</dialog>
	);
}

/* A labelled field; `error` is read with it. */
export function Field({ label, error, hint, id: given, class: more = '', ...rest }:
	{ label: string; error?: string | undefined; hint?: string } & InputHTMLAttributes<HTMLInputElement>) {
	const made = useId();
	const id = typeof given === 'string' ? given : made;
	const box = useRef<HTMLInputElement>(null);
	useLayoutEffect(() => { if (rest.autofocus) box.current?.focus(); }, []); /* the browser heeds the attribute once a page */
	return (
		<div class={`field ${more}`}>
			<label for={id}>{label}</label>
			<input ref={box} id={id} autocomplete="off" spellcheck={false} aria-invalid={error ? 'true' : undefined} aria-describedby={error || hint ? `${id}-more` : undefined} {...rest} />
			{(error || hint) && <div id={`${id}-more`} class={error ? 'wrong' : 'hint'}>{error || hint}</div>}
		</div>
	);
}

/* One of a few, all in sight. */
export function Segments<V extends string>({ label, value, options, onPick }:
	{ label: string; value: V; options: { value: V; text: string }[]; onPick: (value: V) => void }) {
	return (
		<div class="segments" role="group" aria-label={label}>
			{options.map((option) => (
				<button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onPick(option.value)}>{option.text}</button>
			))}
		</div>
	);
}

export interface Column<R> { title: string; cell: (row: R) => ComponentChildren; isNumber?: boolean }
/* A table of rows by key; the picked row is marked, a press picks. */
export function Table<R>({ label, columns, rows, keyOf, picked, onPick, empty }:
	{ label: string; columns: Column<R>[]; rows: R[]; keyOf: (row: R) => string; picked?: string | null; onPick?: (row: R) => void; empty: string }) {
	if (rows.length === 0) return <p class="empty">{empty}</p>;
	return (
		<table class="table" aria-label={label}>
			<thead><tr>{columns.map((column) => <th key={column.title} scope="col" class={column.isNumber ? 'number' : ''}>{column.title}</th>)}</tr></thead>
			<tbody>
				{rows.map((row) => (
					<tr key={keyOf(row)} class={keyOf(row) === picked ? 'picked' : ''} aria-selected={onPick ? keyOf(row) === picked : undefined} onClick={onPick && (() => onPick(row))}>
						{columns.map((column) => <td key={column.title} class={column.isNumber ? 'number' : ''}>{column.cell(row)}</td>)}
					</tr>
				))}
			</tbody>
		</table>
	);
}
