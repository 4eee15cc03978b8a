// The bar code of the i-th thing of a kind (DAI, TEN), as EAN-13.
export function ean(kind, i) {
	const digits = `8938${kind === 'DAI' ? 41 : 42}${String(i).padStart(6, '0')}`;
	const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0);
	return digits + ((10 - (sum % 10)) % 10);
}
