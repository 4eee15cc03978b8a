/* Amounts and quantities as people in Viet Nam write them: 1.234.567 ₫ and 1,25. Money is whole đồng, quantities are
 * thousandths; both stay below 2^53. */

const SPACE = '\u00a0'; /* a line never breaks between a figure and its unit */

function grouped(value: number): string {
	return String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, '.');
}

/* 154000 → "154.000"; −600 → "−600" */
export function figures(value: number): string {
	return (value < 0 ? '−' : '') + grouped(value);
}

/* 154000 → "154.000 ₫" */
export function money(value: number): string {
	return figures(value) + SPACE + '₫';
}

/* How wide "1.852.000" is in large figures (weight 700, set closer), in em: the font's digits 0 to 9 are not of one width. */
const DIGIT_EM = [0.7, 0.431, 0.664, 0.68, 0.72, 0.682, 0.7, 0.598, 0.668, 0.7], OTHER_EM = 0.335, CLOSER_EM = 0.04;
export function emsOf(amount: string): string {
	return [...amount].reduce((sum, char) => sum + (DIGIT_EM[Number(char)] ?? OTHER_EM) - CLOSER_EM, 0).toFixed(3);
}

/* 1250 → "1,25"; 6000 → "6" */
export function quantity(milli: number): string {
	const size = Math.abs(milli);
	const part = size % 1000;
	const tail = part === 0 ? '' : ',' + String(part).padStart(3, '0').replace(/0+$/, '');
	return (milli < 0 ? '−' : '') + grouped(Math.floor(size / 1000)) + tail;
}

/* "154k" "154.000" "154 000" "1,5k" → đồng; null when it is no amount. Never below zero. */
export function readMoney(text: string): number | null {
	const plain = text.trim().replace(/[\s\u00a0₫đ]/g, '');
	const short = /^(\d{1,7})(?:,(\d{1,3}))?k$/i.exec(plain);
	if (short) return Number(short[1]) * 1000 + Number((short[2] ?? '').padEnd(3, '0'));
	if (!/^(\d{1,13}|\d{1,3}(\.\d{3}){1,4})$/.test(plain)) return null;
	return Number(plain.replace(/\./g, ''));
}

/* "1,25" or "1.25" → 1250; null when it is no quantity, is zero, or has more decimals than the unit allows */
export function readQuantity(text: string, decimals: number): number | null {
	const found = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
	if (!found) return null;
	const part = (found[2] ?? '').replace(/0+$/, '');
	if (part.length > decimals) return null;
	const milli = Number(found[1]) * 1000 + Number(part.padEnd(3, '0'));
	return milli > 0 ? milli : null;
}

/* What is taken off when `cash` is paid in cash: down to whole units, as the daemon's cart_cash_rounding(). */
export function cashRounding(cash: number, unit: number): number {
	return unit > 0 && cash > 0 ? cash % unit : 0;
}
