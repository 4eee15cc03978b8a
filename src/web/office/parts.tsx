/* What the office's pages are made of: Head, Rows (a table that becomes cards on a phone), ListPage, Wait, Exports, Facts. */
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { query } from '../lib/api';
import type { IconName } from '../lib/icons';
import { dayText } from '../lib/time';
import { Button, Icon, Notice, say, type Level } from '../lib/ui';
import type { Loaded, Pages } from './load';
import { go, hrefTo, route } from './route';
import { w } from './words';

/* What was just done; stands above the page until the next one. */
export const told = signal<{ level: Level; text: string } | null>(null);
export function tell(text: string, level: Level = 'good'): void {
	told.value = { level, text };
	say(text);
	window.scrollTo(0, 0);
}

export function Head({ title, lead, up, children }: { title: string; lead?: ComponentChildren; up?: { href: string; text: string }; children?: ComponentChildren }) {
	useEffect(() => { document.title = `${title} – ${w('office.title')}`; }, [title]);
	return (
		<header class="head">
			<div class="names">
				{up && <a class="up" href={up.href}><Icon name="arrow-left" size={20} /> {up.text}</a>}
				<h1>{title}</h1>
				{lead && <p class="soft">{lead}</p>}
			</div>
			{children && <div class="actions">{children}</div>}
		</header>
	);
}

export function LinkButton({ href, icon, kind = 'plain', children, isDownload = false, isNew = false }:
	{ href: string; icon?: IconName; kind?: 'plain' | 'quiet' | 'go'; children: ComponentChildren; isDownload?: boolean; isNew?: boolean }) {
	return <a class={`button ${kind}`} href={href} {...(isDownload && { download: '' })} {...(isNew && { target: '_blank', rel: 'noopener' })}>{icon && <Icon name={icon} size={20} />}<span class="what">{children}</span></a>;
}

/* The list as a file, narrowed as the page is. */
export function Exports({ name, params = {} }: { name: string; params?: Record<string, string | number | null | undefined> }) {
	return (
		<div class="exports">
			<Icon name="download" size={20} />
			<span>{w('exports.as')}</span>
			{(['xlsx', 'csv'] as const).map((kind) => <a key={kind} href={`/api/v1/exports/${name}.${kind}${query(params)}`} download>{kind.toUpperCase()}</a>)}
		</div>
	);
}

export interface Col<R> { title: string; cell: (row: R) => ComponentChildren; isNumber?: boolean; isMain?: boolean; isWide?: boolean }

export function Rows<R>({ label, cols, rows, keyOf }: { label: string; cols: Col<R>[]; rows: R[]; keyOf: (row: R) => string }) {
	return (
		<table class="rows" aria-label={label}>
			<thead><tr>{cols.map((col) => <th key={col.title} scope="col" class={col.isNumber ? 'number' : ''}>{col.title}</th>)}</tr></thead>
			<tbody>
				{rows.map((row) => (
					<tr key={keyOf(row)}>
						{cols.map((col) => {
							const cell = col.cell(row);
							const isEmpty = cell === null || cell === '' || cell === undefined;
							return <td key={col.title} data-title={col.title} class={`${col.isNumber ? 'number' : ''} ${col.isMain ? 'is-main' : ''} ${col.isWide ? 'is-wide' : ''} ${isEmpty ? 'is-empty' : ''}`}>{isEmpty ? '–' : cell}</td>;
						})}
					</tr>
				))}
			</tbody>
		</table>
	);
}

/* What is waited for, what failed, and else what is there. */
export function Wait<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
	return (
		<>
			{of.trouble && <Notice level="stop">{of.trouble} <button type="button" class="as-link" onClick={of.reload}>{w('wait.again')}</button></Notice>}
			{of.data !== null ? children(of.data) : of.isBusy && <p class="soft waiting" role="status">{w('wait.loading')}</p>}
		</>
	);
}

/* A search that lives in the address, so that Back and a reload keep it. */
export function Search({ label, placeholder }: { label: string; placeholder?: string }) {
	const { page, id, params } = route.value;
	const [text, setText] = useState(params.q ?? '');
	useEffect(() => {
		if (text.trim() === (params.q ?? '')) return;
		const timer = setTimeout(() => history.replaceState(null, '', hrefTo([page, id].filter(Boolean).join('/'), { ...params, q: text.trim() })), 0);
		const later = setTimeout(() => window.dispatchEvent(new HashChangeEvent('hashchange')), 150);
		return () => { clearTimeout(timer); clearTimeout(later); };
	}, [text]);
	return (
		<div class="search" role="search">
			<Icon name="search" size={20} />
			<input type="search" aria-label={label} placeholder={placeholder ?? label} autocomplete="off" spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
		</div>
	);
}

/* One of a few, kept in the address. */
export function Filter({ name, label, options }: { name: string; label: string; options: { value: string; text: string }[] }) {
	const { page, id, params } = route.value;
	const value = params[name] ?? '';
	return (
		<label class="filter"><span>{label}</span>
			<select value={value} onChange={(event) => go([page, id].filter(Boolean).join('/'), { ...params, [name]: event.currentTarget.value })}>
				{options.map((option) => <option key={option.value} value={option.value} selected={option.value === value}>{option.text}</option>)}
			</select>
		</label>
	);
}

export function Listing<R>({ pages, label, cols, keyOf, empty, isSearched }:
	{ pages: Pages<R, never> | Pages<R, any>; label: string; cols: Col<R>[]; keyOf: (row: R) => string; empty: ComponentChildren; isSearched: boolean }) {
	return (
		<Wait of={pages as Loaded<unknown>}>{() => pages.rows.length === 0
			? isSearched ? <p class="empty">{w('list.nothing')}</p> : <div class="empty">{empty}</div>
			: <>
				<Rows label={label} cols={cols} rows={pages.rows} keyOf={keyOf} />
				{pages.isMore && <div class="more"><Button onClick={pages.more} disabled={pages.isBusy}>{w('list.more')}</Button></div>}
			</>}
		</Wait>
	);
}

export function Facts({ rows }: { rows: [string, ComponentChildren][] }) {
	return <dl class="facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value === null || value === '' ? '–' : value}</dd></div>)}</dl>;
}

export function Tag({ level, children }: { level: 'good' | 'look' | 'stop' | 'off'; children: ComponentChildren }) {
	const icons: Record<string, IconName> = { good: 'circle-check', look: 'triangle-alert', stop: 'octagon-x', off: 'info' };
	return <span class={`tag ${level}`}><Icon name={icons[level]!} size={16} /> {children}</span>;
}

/* How long something still holds, in words and never by colour alone. */
export function DaysLeft({ days, day }: { days: number | null; day: string | null }) {
	if (day === null || days === null) return <span class="soft">{w('days.none')}</span>;
	const text = days < 0 ? w('days.past', { days: -days }) : days === 0 ? w('days.today') : w('days.left', { days });
	return <span class="days">{dayText(day)} <Tag level={days < 0 ? 'stop' : days <= 30 ? 'look' : 'good'}>{text}</Tag></span>;
}

export const ListHead = ({ children }: { children: ComponentChildren }) => <div class="list-head">{children}</div>;
