/* What was written halfway in a form is still there after Esc, another sheet or a lock, until it is saved: forget(). It lives as
 * long as the page, for the person who wrote it, under a name that says of what (a ticket, a row, a shift). */
import { useState } from 'preact/hooks';
import { session } from './signin';

const KEPT_MAX = 60; /* fields; the oldest go first */
const kept = new Map<string, unknown>();
const mine = (of: string) => `${session.value?.staff.login} ${of}`;

function keep(name: string, value: unknown): void {
	kept.delete(name);
	kept.set(name, value);
	if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
}
export function useKept<T>(of: string, first: T): [T, (next: T) => void] {
	const name = mine(of);
	const [value, setValue] = useState<T>(kept.has(name) ? kept.get(name) as T : first);
	return [value, (next) => {
		keep(name, next);
		setValue(next);
	}];
}
/* The same for what is no state of the page: made once, and the same object until it is forgotten. */
export function keptObject<T>(of: string, make: () => T): T {
	const name = mine(of);
	if (!kept.has(name)) keep(name, make());
	return kept.get(name) as T;
}
/* All its fields: names begin with it and a blank, so that row 1 is not row 10. */
export function forget(of: string): void {
	for (const name of [...kept.keys()]) if (name.startsWith(`${mine(of)} `)) kept.delete(name);
}
/* What outlives a reload of the page (F5), as long as its window; a browser without storage forgets it. */
export function readStored<T>(key: string): T | null {
	try { return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null; } catch { return null; }
}
export function writeStored(key: string, value: unknown): void {
	try {
		if (value === null) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, JSON.stringify(value));
	} catch { /* see above */ }
}
