/* The keys of the till, in one table, and what digits and Enter mean in each mode. */
import { batch } from '@preact/signals';
import { readMoney, readQuantity } from '../lib/money';
import { t, type Word } from '../lib/words';
import * as s from './state';

interface Command { key: string; shown: string; word: Word; run: () => void; views?: s.View[] }

const sellOnly: s.View[] = ['sell'];
export const commands: Command[] = [
	{ key: 'F1', shown: 'F1', word: 'key.new', run: s.newTicket, views: sellOnly },
	{ key: 'F2', shown: 'F2', word: 'key.park', run: s.park, views: sellOnly },
	{ key: 'F3', shown: 'F3', word: 'key.search', run: startSearch },
	{ key: 'F7', shown: 'F7', word: 'key.transfer', run: () => s.startPay('transfer'), views: sellOnly },
	{ key: 'F8', shown: 'F8', word: 'key.cash', run: () => s.startPay('cash'), views: sellOnly },
	{ key: 'F9', shown: 'F9', word: 'key.exact', run: () => s.startPay('exact'), views: sellOnly },
	{ key: 'F10', shown: 'F10', word: 'key.print', run: printKey },
	{ key: 'F11', shown: 'F11', word: 'key.return', run: () => { s.view.value = s.view.value === 'return' ? 'sell' : 'return'; } },
	{ key: 'F12', shown: 'F12', word: 'key.shift', run: () => { s.view.value = s.view.value === 'shift' ? 'sell' : 'shift'; } },
	{ key: 'Insert', shown: 'Ins', word: 'key.quantity', run: startQuantity, views: sellOnly },
	{ key: 'Delete', shown: 'Del', word: 'key.remove', run: startRemove, views: sellOnly },
	{ key: 'ArrowUp', shown: '↑', word: 'key.up', run: () => s.pickNext(-1), views: sellOnly },
	{ key: 'ArrowDown', shown: '↓', word: 'key.down', run: () => s.pickNext(1), views: sellOnly },
	{ key: '*', shown: '6 *', word: 'key.times', run: () => typed('*'), views: sellOnly },
	{ key: 'Enter', shown: 'Enter', word: 'key.enter', run: enter, views: sellOnly },
	{ key: 'Escape', shown: 'Esc', word: 'key.back', run: escape },
	{ key: '?', shown: '?', word: 'key.help', run: () => { s.isHelpOpen.value = true; } },
];

/* At once where the field stands, so that the next key is already its own; else as soon as it is drawn. */
function startSearch(): void {
	s.view.value = 'sell';
	s.searchFocus.value++;
	const box = document.getElementById('search') as HTMLInputElement | null;
	box?.focus();
	box?.select();
}
function printKey(): void {
	const now = s.paying.value;
	if (s.view.value === 'sell' && now?.stage === 'paid') void s.printAgain(now.sale.id, now.sale.print.state);
	else s.view.value = s.view.value === 'sales' ? 'sell' : 'sales';
}
export function startQuantity(): void {
	const line = s.cart.value?.lines.find((each) => each.n === s.picked.value);
	if (!line) return;
	batch(() => {
		s.back();
		s.mode.value = 'quantity';
	});
}
export function startRemove(): void {
	if (s.cart.value?.lines.some((line) => line.n === s.picked.value)) {
		s.back();
		s.mode.value = 'remove';
	}
}
export function startDrop(): void {
	if (!s.cart.value) return;
	s.back();
	s.mode.value = 'drop';
}
export function escape(): void {
	const at = document.activeElement;
	if (at instanceof HTMLInputElement) at.blur();
	if (s.searchText.value) s.searchText.value = '';
	else if (s.mode.value !== 'code' || s.entry.value || s.times.value) s.back();
	else if (s.view.value !== 'sell') s.view.value = 'sell';
	else s.notice.value = null;
}

/* One character from the keyboard or the pad ("000" and "back" too). */
export function typed(key: string): boolean {
	const mode = s.mode.value;
	const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
	if (mode === 'remove' || mode === 'drop') {
		if (!s.reasons()[digit - 1]) return key === 'back' ? (s.back(), true) : false;
		if (mode === 'drop') s.drop(digit);
		else s.remove(s.picked.value!, digit);
		return true;
	}
	if (mode === 'parked') {
		const head = s.parked.value[digit - 1];
		if (head) s.switchTo(head.id);
		return true;
	}
	if (mode === 'code' && digit && !s.entry.value && !s.times.value && s.choosing.value) {
		s.choose(s.choosing.value, digit);
		return true;
	}
	if (key === '*' && mode === 'code') {
		if (s.entry.value && !s.times.value) s.startTimes(s.entry.value);
		return true;
	}
	if (key === 'back') {
		if (s.entry.value && !s.isSuggested.value) s.entry.value = s.entry.value.slice(0, -1);
		else if (s.times.value) { s.entry.value = s.times.value; s.times.value = null; } else s.back();
		s.isSuggested.value = false;
		return true;
	}
	const fits = mode === 'cash' ? /^(\d|000|k|,)$/i : mode === 'quantity' || mode === 'weigh' ? /^(\d|000|[.,])$/ : mode === 'transfer' ? /^[0-9a-z]$|^000$/i : /^(\d|000|,)$/;
	if (!fits.test(key)) return false;
	const char = key === '.' && mode !== 'transfer' ? ',' : key;
	const next = (s.isSuggested.value ? '' : s.entry.value) + char;
	if (next.length > 13) return true;
	batch(() => {
		s.entry.value = mode === 'code' ? next.replace(/^0+(?=\d)/, '') : next;
		s.isSuggested.value = false;
	});
	return true;
}

export function addNote(value: number): void {
	const now = s.isSuggested.value ? 0 : readMoney(s.entry.value) ?? 0;
	s.entry.value = String(now + value);
	s.isSuggested.value = false;
}

export function enter(): void {
	const text = s.entry.value;
	switch (s.mode.value) {
	case 'cash': case 'transfer':
		s.confirmPay();
		return;
	case 'quantity': {
		const line = s.cart.value?.lines.find((each) => each.n === s.picked.value);
		const milli = line && readQuantity(text, line.decimals);
		if (!line) s.back();
		else if (!milli) s.tell('look', line.decimals ? t('quantity.wrong_part') : t('quantity.wrong'), 'attention');
		else s.setQuantity(line.n, milli);
		return;
	}
	case 'weigh': {
		const tile = s.weighing.value;
		const milli = tile && readQuantity(text, tile.decimals);
		if (!tile) s.back();
		else if (!milli) s.tell('look', t('quantity.wrong_part'), 'attention');
		else s.addWeighed(tile, milli);
		return;
	}
	case 'code': {
		const weighed = text ? s.weighedOf(text) : null;
		if (weighed) s.addTile(weighed);
		else if (text) s.scanned(text, false);
		else if (s.paying.value?.stage === 'paid') s.newTicket();
		return;
	}
	default:
	}
}

/* Keys of the view that covers the sale (returns, today's sales, shift): it sets this while it stands. */
export const viewKeys: { handle: ((key: string) => boolean) | null } = { handle: null };

/* What the key listener hands on; true: taken. */
export function onKey(key: string): boolean {
	if (document.querySelector('dialog[open]')) return false;
	const view = s.view.value;
	if (view !== 'sell' && viewKeys.handle?.(key)) return true;
	const command = commands.find((each) => each.key === key && (!each.views || each.views.includes(view)));
	if (command) {
		const at = document.activeElement;
		if (at instanceof HTMLInputElement && at.id === 'search' && key !== 'Escape') at.blur(); /* what follows is no search */
		command.run();
		return true;
	}
	if (view !== 'sell') return false;
	if (key === 'Backspace') return typed('back');
	return key.length === 1 && typed(key);
}
