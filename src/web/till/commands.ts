/* What a key does: the sheet in sight first, then the table of keys, then the mode. Enter, Esc, "?" and digits are here; every
 * other key is a row of a feature. */
import { batch } from '@preact/signals';
import { settling } from './state/cart';
import { back, entry, isHelpOpen, isSuggested, mode, notice, searchText, times, view, viewKeys } from './state/shell';
import { keys, modes, type KeyRow } from './state/tables';

const ENTRY_MAX = 13;

export const ownKeys: KeyRow[] = [
	{ id: 'times', key: '*', shown: '6 *', word: 'key.times', run: () => { typed('*'); }, isSellOnly: true, isFixed: true },
	{ id: 'enter', key: 'Enter', shown: 'Enter', word: 'key.enter', run: enter, isSellOnly: true, isFixed: true },
	{ id: 'escape', key: 'Escape', shown: 'Esc', word: 'key.back', run: escape, isFixed: true },
	{ id: 'help', key: '?', shown: '?', word: 'key.help', run: () => { isHelpOpen.value = true; } },
];

/* One level back, never anything lost. */
export function escape(): void {
	const at = document.activeElement;
	if (at instanceof HTMLInputElement) at.blur();
	settling.value = null;
	if (searchText.value) searchText.value = '';
	else if (modes[mode.value]?.back?.()) return;
	else if (mode.value !== 'code' || entry.value || times.value) {
		notice.value = null; /* what was said of what is given up */
		back();
	} else if (view.value !== 'sell') view.value = 'sell';
	else notice.value = null;
}
export function enter(): void {
	modes[mode.value]?.enter?.();
}

/* One character from the keyboard or the pad ("000" and "back" too). true: taken. */
export function typed(key: string): boolean {
	const row = modes[mode.value];
	if (!row) return false;
	if (row.key?.(key)) return true;
	if (key === 'back') {
		if (entry.value && !isSuggested.value) entry.value = entry.value.slice(0, -1);
		else back();
		isSuggested.value = false;
		return true;
	}
	if (!row.takes?.test(key)) return false;
	const next = (isSuggested.value ? '' : entry.value) + (key === '.' && row.takes.test(',') ? ',' : key);
	if (next.length > ENTRY_MAX) return true;
	batch(() => {
		entry.value = mode.value === 'code' ? next.replace(/^0+(?=\d)/, '') : next;
		isSuggested.value = false;
	});
	return true;
}

/* What the key listener hands on; true: taken. */
export function onKey(key: string): boolean {
	if (document.querySelector('dialog[open]')) return false;
	const now = view.value;
	if (now !== 'sell' && viewKeys.handle?.(key)) return true;
	const isTyped = /^[0-9a-z]$/i.test(key) && mode.value !== 'code'; /* a letter of a reference, no command */
	const row = isTyped ? undefined : keys.find((each) => each.key === key && (!each.isSellOnly || now === 'sell'));
	if (row) {
		const at = document.activeElement;
		if (at instanceof HTMLInputElement && at.id === 'search' && key !== 'Escape') at.blur(); /* what follows is no search */
		row.run();
		return true;
	}
	if (now !== 'sell') return false;
	if (key === 'Backspace') return typed('back');
	return key.length === 1 && typed(key);
}
