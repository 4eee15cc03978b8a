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
/* today in Viet Nam as "2026-08-22" */
export function isoToday(): string {
	return new Date(Date.now() + OFFSET_MS).toISOString().slice(0, 10);
}
