/* Codes that are to be understood and not sold: while a sheet holds them, those of scanners in keyboard mode and of the daemon's come
 * to it. The daemon's own go back to selling by themselves after five minutes, so a page that died stops nobody. */
import { get, post, query } from '../../lib/api';
import { badgeScanned, readBadge } from '../../lib/signin';
import { tillId } from './cart';
import { catching, scanned, type Caught } from './lines';

export interface Read { kind: string; symbology: string | null; parts: { name: string; value: string }[]; text: string | null; items: { id: string }[]; qty_milli: number }

const AGAIN_MS = 240000;

export const hexOf = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 256);
export const readCode = (code: string): Promise<Read> => get<Read>('/scan/read' + query({ hex: hexOf(code) }));

const hold = (isOn: boolean) => { void post('/till/scan_trial', { till_id: tillId.value, is_on: isOn }).catch(() => undefined); };
/* Until what it answers is called. */
export function holdScans(take: (caught: Caught) => void): () => void {
	hold(true);
	const timer = setInterval(() => hold(true), AGAIN_MS);
	catching.value = take;
	return () => {
		clearInterval(timer);
		if (catching.value === take) catching.value = null;
		hold(false);
	};
}
/* What is no goods goes where every scan goes; a badge first to whoever asks for a PIN. */
export function passOn(code: string): void {
	const badge = readBadge(code);
	if (badge && badgeScanned(badge)) return;
	const mine = catching.value;
	catching.value = null;
	scanned(code, false);
	catching.value ??= mine;
}
/* A scan of the daemon's for a sheet that is gone (the page was loaded again): it is sold as ever, and so is the next. */
export function notHeld(code: string): void {
	hold(false);
	passOn(code);
}
