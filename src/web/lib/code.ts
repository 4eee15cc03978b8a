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
