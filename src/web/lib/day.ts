/* Days as they stand on labels and as people type them (Decree 37/2026, annex III): "020426", "02 04 26", "02/04/26",
 * "02042026", "2/10/2028", month only "02/26", and a length for an expiry: "30 tháng kể từ NSX", "90 ngày", "2 năm".
 * A day is "2026-08-22". The order is day, month, year; six figures that are no day of our time (2015 to 2045) that
 * way round are read as year, month, day, and isTurned says so. */

export interface ReadDay { day: string; isTurned: boolean }

const two = (value: number) => String(value).padStart(2, '0');
const lengthOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function made(year: number, month: number, day: number): string | null {
	if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) return null;
	return `${year}-${two(month)}-${two(day)}`;
}
const century = (year: string) => Number(year.length === 2 ? `20${year}` : year);

/* A day written out; `edge` says which day of a month is meant when only the month stands there. */
export function readDay(text: string, edge: 'first' | 'last' = 'first'): ReadDay | null {
	const plain = text.trim().toLowerCase().replace(/^(nsx|hsd|exp|mfg|sx)\s*[:.]?\s*/, '');
	const straight = (day: string | null, isTurned = false) => (day ? { day, isTurned } : null);
	let found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain);
	if (found) return straight(made(Number(found[1]), Number(found[2]), Number(found[3])));
	found = /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{2}|\d{4})$/.exec(plain) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(plain);
	if (found) return straight(made(century(found[3]!), Number(found[2]), Number(found[1])));
	found = /^(\d{2})(\d{2})(\d{2})$/.exec(plain);
	if (found) {
		const year = century(found[3]!);
		return (year >= 2015 && year <= 2045 ? straight(made(year, Number(found[2]), Number(found[1]))) : null)
			?? straight(made(century(found[1]!), Number(found[2]), Number(found[3])), true);
	}
	found = /^(\d{1,2})[\s/.-](\d{2}|\d{4})$/.exec(plain);
	if (found) {
		const year = century(found[2]!), month = Number(found[1]);
		return straight(made(year, month, edge === 'first' ? 1 : lengthOfMonth(year, Math.min(month, 12))));
	}
	return null;
}

export interface Span { count: number; unit: 'day' | 'month' | 'year' }

/* "30 tháng kể từ NSX" "12t" "90 ngày" "2 năm" */
export function readSpan(text: string): Span | null {
	const plain = text.trim().toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');
	const found = /^(\d{1,4})\s*(ngay|thang|nam|days?|months?|years?|t|d|m|y)\b/.exec(plain);
	if (!found || Number(found[1]) === 0) return null;
	const unit = found[2]!;
	return { count: Number(found[1]), unit: /^(ngay|d)/.test(unit) ? 'day' : /^(nam|y)/.test(unit) ? 'year' : 'month' };
}

/* The day a span after `from` (before it when count is negative); a month too short gives its last day. */
export function addSpan(from: string, span: Span): string | null {
	const year = Number(from.slice(0, 4)), month = Number(from.slice(5, 7)), day = Number(from.slice(8));
	if (span.unit === 'day') return new Date(Date.UTC(year, month - 1, day + span.count)).toISOString().slice(0, 10);
	const months = year * 12 + month - 1 + span.count * (span.unit === 'year' ? 12 : 1);
	const toYear = Math.floor(months / 12), toMonth = months % 12 + 1;
	return made(toYear, toMonth, Math.min(day, lengthOfMonth(toYear, toMonth)));
}

/* A day as people say and type it where none is printed: "mai", "hôm nay", "t7", "thứ bảy", "+3", "22", "22.11", "2211", and all that readDay knows.
 * What leaves the month or the year open is the next such day (isAhead), else the nearest. */
export function readWhen(text: string, today: string, isAhead: boolean, edge: 'first' | 'last' = 'first'): ReadDay | null {
	const spoken = text.trim().toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/\s+/g, ' ');
	const plain = spoken.replace(/^(ngay|hom) (?=\D)/, '');
	const said = (day: string | null) => (day ? { day, isTurned: false } : null);
	const after = (count: number) => said(addSpan(today, { count, unit: 'day' }));
	const words: Record<string, number> = { nay: 0, today: 0, mai: 1, tomorrow: 1, mot: 2, kia: 2, qua: -1, yesterday: -1 };
	if (spoken === 'hom kia') return after(-2); /* "ngày kia" is to come */
	if (plain in words) return after(words[plain]!);
	let found = /^([+-]\d{1,3})$/.exec(plain);
	if (found) return after(Number(found[1]));
	found = /^(?:t|thu) ?(?:([2-7])|(hai|ba|tu|nam|sau|bay))$|^(cn|chu nhat)$/.exec(plain);
	if (found) {
		const weekday = found[3] ? 0 : found[1] ? Number(found[1]) - 1 : 1 + ['hai', 'ba', 'tu', 'nam', 'sau', 'bay'].indexOf(found[2]!);
		const ahead = (7 + weekday - new Date(today + 'T00:00:00Z').getUTCDay()) % 7;
		return after(isAhead ? ahead : ahead === 0 ? 0 : ahead - 7);
	}
	found = /^(\d{1,2})(?:[\s/.-](\d{1,2}))?$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain);
	if (found) {
		const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
		const at = (months: number) => made(Math.floor(months / 12), months % 12 + 1, Number(found![1]));
		const yearsAround = found[2] && Number(found[1]) === 29 && Number(found[2]) === 2 ? [-4, -3, -2, -1, 0, 1, 2, 3, 4] : [-1, 0, 1];
		const days = (found[2] ? yearsAround.map((years) => made(Number(today.slice(0, 4)) + years, Number(found![2]), Number(found![1]))) : [-1, 0, 1, 2].map((more) => at(month + more)))
			.filter((day): day is string => day !== null);
		const next = days.find((day) => day >= today);
		const nearest = [...days].sort((a, b) => Math.abs(daysBetween(today, a)) - Math.abs(daysBetween(today, b)))[0];
		if (nearest) return said(isAhead && next ? next : nearest);
	}
	return readDay(text, edge);
}

/* ↑ ↓ a day, PageUp PageDown a month, from today where nothing stands yet; null: no such key. */
export function stepDay(key: string, day: string | null, today: string): string | null {
	const steps: Record<string, Span> = { ArrowUp: { count: 1, unit: 'day' }, ArrowDown: { count: -1, unit: 'day' }, PageUp: { count: 1, unit: 'month' }, PageDown: { count: -1, unit: 'month' } };
	const step = steps[key];
	return !step ? null : day ? addSpan(day, step) : today;
}

/* From `from` to `to` in days; below zero when `to` is past. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
}

const weekdays = {
	vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
	en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/* "Thứ Năm, 02/04/2026" */
export function weekdayText(day: string, language: 'vi' | 'en'): string {
	return `${weekdays[language][new Date(day + 'T00:00:00Z').getUTCDay()]!}, ${day.split('-').reverse().join('/')}`;
}

/* "Thứ Năm, ngày 2 tháng 4 năm 2026" */
export function dayWords(day: string, language: 'vi' | 'en'): string {
	const year = Number(day.slice(0, 4)), month = Number(day.slice(5, 7)), date = Number(day.slice(8));
	const weekday = weekdays[language][new Date(Date.UTC(year, month - 1, date)).getUTCDay()]!;
	return language === 'vi' ? `${weekday}, ngày ${date} tháng ${month} năm ${year}` : `${weekday}, ${date} ${months[month - 1]!} ${year}`;
}
