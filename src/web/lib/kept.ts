/* What was written halfway in a form is still there after Esc, another sheet or a lock, until it is saved: forget(). It lives as
 * long as the page, for the person who wrote it, under a name that says of what (a ticket, a row, a shift). */
import { useState } from 'preact/hooks';
import { session } from './signin';

const KEPT_MAX = 60; /* fields; the oldest go first */
const kept = new Map<string, unknown>();
const mine = (of: string) => `${session.value?.staff.login} ${of}`;

export function useKept<T>(of: string, first: T): [T, (next: T) => void] {
	const name = mine(of);
	const [value, setValue] = useState<T>(kept.has(name) ? kept.get(name) as T : first);
	return [value, (next) => {
		kept.delete(name);
		kept.set(name, next);
		if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
		setValue(next);
	}];
}
/* All its fields: names begin with it and a blank, so that row 1 is not row 10. */
export function forget(of: string): void {
	for (const name of [...kept.keys()]) if (name.startsWith(`${mine(of)} `)) kept.delete(name);
}
