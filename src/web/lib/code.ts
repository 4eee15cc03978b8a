/* Codes on goods, as far as a form can say something about them before they are saved. */

/* The check figure of a GTIN without it: 3 and 1 by turns from the right. */
export function checkFigure(body: string): number {
	let sum = 0;
	for (let i = 0; i < body.length; i++) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

/* "gtin": 8, 12, 13 or 14 figures that add up; "wrong": they do not (right gives the last one); "scale": 13 figures from
 * 20 to 29, a shop's own; "other": no GS1 number. */
export function judgeCode(code: string): { kind: 'gtin' | 'scale' | 'other' } | { kind: 'wrong'; right: number } {
	if (!/^(\d{8}|\d{12,14})$/.test(code)) return { kind: 'other' };
	const right = checkFigure(code.slice(0, -1));
	if (right !== Number(code.slice(-1))) return { kind: 'wrong', right };
	return { kind: code.length === 13 && code[0] === '2' ? 'scale' : 'gtin' };
}

/* A GTIN as it stands on the pack: the book keeps 14 figures, filled up with zeros. */
export function shownCode(code: string): string {
	return /^0\d{13}$/.test(code) ? code.slice(1).replace(/^0{5}(?=\d{8}$)/, '') : code;
}

/* What is in one of our own printed codes (calc/owncode.h): its kind and the id as pages write it; null: it is none, or was misread. */
export function readOwnCode(code: string): { kind: string; id: string } | null {
	const text = code.toUpperCase();
	if (!/^%[A-Z][0-9A-Z]{26}[0-9A-Z*]$/.test(text)) return null;
	const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', all = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';
	const body = text.slice(2, 28).replace(/[IL]/g, '1').replace(/O/g, '0');
	let rest = 0, bits = '';
	for (const letter of text[1]! + body) rest = (rest + all.indexOf(letter)) * 2 % 37;
	if (all[(38 - rest) % 37] !== text[28]) return null;
	for (const letter of body) {
		const digit = digits.indexOf(letter);
		if (digit < 0) return null;
		bits += digit.toString(2).padStart(5, '0');
	}
	if (!bits.startsWith('00')) return null; /* 130 bits hold 128 */
	const hex = (bits.slice(2).match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('');
	return { kind: text[1]!, id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` };
}
