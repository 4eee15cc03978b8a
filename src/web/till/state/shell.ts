/* The frame: which sheet is in sight, what digits mean, what was typed, what is said. Knows nothing of carts. */
import { batch, signal } from '@preact/signals';
import { play, type Sound } from '../../lib/sound';
import { say, type Level } from '../../lib/ui';
import { modes } from './tables';

export const view = signal('sell');                     /* 'sell', or a row of views */
export const mode = signal('code');                     /* a row of modes */
export const entry = signal('');                        /* what was typed so far */
export const isSuggested = signal(false);               /* the entry was put there: the next digit replaces it */
export const times = signal<string | null>(null);       /* "6" after "6 *" */
export const notice = signal<{ level: Level; text: string; at: number } | null>(null);
export const isHelpOpen = signal(false);
export const searchText = signal('');
export const searchFocus = signal(0);                   /* counts F3 */
export const openReceipt = signal<string | null>(null); /* code, number or id of the sale that the return page is to open */

/* Keys of the sheet that covers the sale: it sets this while it stands. */
export const viewKeys: { handle: ((key: string) => boolean) | null } = { handle: null };

const TOLD_MS = 6000; /* what is well goes by itself; the rest stays until the next act */
view.subscribe(() => { notice.value = null; });
export function tell(level: Level, text: string, sound?: Sound): void {
	const mine = { level, text, at: Date.now() };
	notice.value = mine;
	if (level === 'good' || level === 'off') setTimeout(() => { if (notice.value === mine) notice.value = null; }, TOLD_MS);
	say(text);
	if (sound) play(sound);
}
export function tellError(error: unknown): void {
	tell('stop', error instanceof Error ? error.message : String(error), 'stop');
}

/* Another meaning of the digits; `text` stands in the entry already, and the next digit replaces it. */
export function startMode(to: string, text = ''): void {
	const before = mode.value;
	batch(() => {
		mode.value = to;
		entry.value = text;
		isSuggested.value = text !== '';
		times.value = null;
	});
	if (before !== to) modes[before]?.leave?.();
}
/* One level back, which is always 'code'. */
export function back(): void {
	startMode('code');
}
/* A sheet, or the sale again when it stands there already. */
export function go(to: string): void {
	view.value = view.value === to ? 'sell' : to;
}
/* A sale or return, by its code, number or id, onto the sheet of returns. */
export function showReturn(receipt: string): void {
	openReceipt.value = receipt;
	view.value = 'return';
}
