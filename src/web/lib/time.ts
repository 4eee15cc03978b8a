/* Time as shown in the shop: Viet Nam's clock (+07:00, no summer time), dd/mm/yyyy and 24 hours. */

const OFFSET_MS = 7 * 3600 * 1000;

function local(us: number): Date {
	return new Date(us / 1000 + OFFSET_MS);
}
const two = (value: number) => String(value).padStart(2, '0');

export function clock(us: number): string {
	const at = local(us);
	return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}
export function day(us: number): string {
	const at = local(us);
	return `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}
/* "2026-08-22" → "22/08/2026" */
export function dayText(iso: string): string {
	return iso.split('-').reverse().join('/');
}
/* How far the daemon's clock is from this browser's: a tablet's may stand at 1970. Every answer says it (Date). */
let aheadMs = 0;
const NEAR_MS = 5000; /* the header is in seconds, and on its way a while */
export function serverSaid(date: string | null): void {
	const at = date ? Date.parse(date) : NaN;
	if (Number.isNaN(at)) return;
	const ahead = at - Date.now();
	aheadMs = Math.abs(ahead) < NEAR_MS ? 0 : ahead;
}
export function nowMs(): number {
	return Date.now() + aheadMs;
}
/* today in Viet Nam, by the daemon's clock, as "2026-08-22" */
export function isoToday(): string {
	return new Date(nowMs() + OFFSET_MS).toISOString().slice(0, 10);
}
