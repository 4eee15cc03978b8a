// Stock and settlement counted again from what was scanned, apart from the program: nothing here is its code.
// node main_job_sums.mjs stock|settled BOOK.db SOLD.json FOLDER [SETTLED]   "N passed, N failed"
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [what, book, soldFile, folder, settled] = process.argv.slice(2);
let passed = 0, failed = 0;
function is(name, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${name}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const query = (sql) => JSON.parse(run('sqlite3', '-readonly', '-json', book, sql) || '[]');
const table = (file) => {
	const [names, ...rows] = readFileSync(`${folder}/${file}.csv`, 'utf8').trim().split('\n').map((line) => line.split(';'));
	return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
};
const milli = (text) => { const [whole, part = ''] = text.split(','); return Number(whole) * 1000 + Number(part.padEnd(3, '0')); };
// Half away from zero, in whole numbers.
const part = (amount, of, all) => Number((BigInt(amount) * BigInt(of) * 2n + BigInt(all)) / (BigInt(all) * 2n));
const figures = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, '.');

const sold = JSON.parse(readFileSync(soldFile, 'utf8'));
const contracts = Object.fromEntries(table('contracts').map((row) => [row['Số hợp đồng'], { consignor: row['Bên ký gửi'], mode: row['Hình thức hóa đơn'],
	ppm: Number(row['Tỷ lệ']) * 10000, unit: Number(row['Số tiền một đơn vị']) }]));
const lots = table('intake').map((row) => ({ contract: row['Số hợp đồng'], item: row['Mã hàng'], lot: row['Mã lô'], qty: milli(row['Số lượng']) }));
const lotOf = (row) => lots.find((lot) => lot.item === row.item && lot.lot === row.lot);

if (what === 'stock') {
	for (const ticket of sold) for (const row of ticket.rows) lotOf(row).qty -= row.qty;
	const wanted = lots.map((lot) => [contracts[lot.contract].consignor, lot.item, lot.lot, lot.qty].join(' ')).sort();
	const got = query(`SELECT p.code AS owner, i.code AS item, coalesce(l.code, '') AS lot, sum(s.qty_milli) AS qty FROM stock s JOIN lot l ON l.id = s.lot_id
		JOIN item i ON i.id = s.item_id JOIN party p ON p.id = l.consignor_id GROUP BY l.id`);
	// A lot without a code of its own bears one that the book made.
	const plain = (row) => (lots.some((lot) => lot.item === row.item && lot.lot === row.lot) ? row.lot : '');
	is('stock of every lot and owner', got.map((row) => [row.owner, row.item, plain(row), row.qty].join(' ')).sort(), wanted);
	is('nothing was sold from "chưa nhập"', query('SELECT count(*) AS n FROM lot WHERE is_pending <> 0')[0].n, 0);
	is('totals of the receipts', query('SELECT total, rounding, pay_cash FROM sale ORDER BY entry_key'), sold.map((ticket) => ({ total: ticket.total, rounding: ticket.total - ticket.list, pay_cash: ticket.total })));
	is('legs of each line add up', query('SELECT count(*) AS n FROM line WHERE producer + vat_leg + house <> paid OR paid + discount_producer + discount_house <> list')[0].n, 0);
} else {
	for (const [number, contract] of Object.entries(contracts)) {
		const lines = sold.flatMap((ticket) => ticket.rows).filter((row) => lotOf(row).contract === number);
		const col6 = lines.reduce((sum, row) => sum + row.amount, 0);
		const commission = lines.reduce((sum, row) => sum + (contract.unit ? part(contract.unit, row.qty, 1000) : part(row.amount, contract.ppm, 1000000)), 0);
		// VAT of the commission is on the house's invoice, once, and there is none for goods bought by list.
		const vat = contract.mode === 'bảng kê thu mua' ? 0 : part(commission, 8, 100);
		const iv = commission + vat, vi = col6 - iv;
		const name = `${settled}/01-BH_${number.replace('/', '-')}_1`;
		is(`${number}: the row in the book`, query(`SELECT s.col6, s.line_iv, s.line_v, s.owed_after FROM settlement s JOIN contract c ON c.id = s.contract_id
			JOIN party p ON p.id = c.consignor_id WHERE p.code = '${contract.consignor}'`), [{ col6, line_iv: iv, line_v: 0, owed_after: vi }]);
		const csv = readFileSync(`${name}.csv`, 'utf8').replace('\ufeff', '').trim().split('\n').map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|\r?$)/g)].map((cell) => cell[1].replace(/^"|"$/g, '')));
		const value = (rows, word) => Number(rows.find((row) => String(row[1] ?? '').startsWith(word))?.[8]);
		const wanted = [col6, 0, col6, iv, 0, vi];
		const words = ['Cộng', 'II.', 'III.', 'IV.', 'V.', 'VI.'];
		is(`${number}: CSV`, words.map((word) => value(csv, word)), wanted);
		is(`${number}: column 6 of the CSV`, csv.slice(1).filter((row) => row[7] !== '').reduce((sum, row) => sum + Number(row[8]), 0), col6);
		const xml = (file) => run('unzip', '-p', `${name}.xlsx`, file);
		const texts = [...xml('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => [...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((t) => t[1]).join(''));
		const sheet = [...xml('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, cells]) => {
			const row = [];
			for (const [, column, kind, v] of cells.matchAll(/<c r="([A-Z])\d+"(?: s="\d+")?(?: t="(\w+)")?[^>]*><v>(.*?)<\/v><\/c>/gs)) row[column.charCodeAt(0) - 65] = kind === 's' ? texts[Number(v)] : Number(v);
			return row;
		});
		is(`${number}: XLSX`, words.map((word) => value(sheet, word)), wanted);
		is(`${number}: column 6 of the XLSX`, sheet.slice(1).filter((row) => row[7] !== undefined).reduce((sum, row) => sum + row[8], 0), col6);
		const pdf = readFileSync(`${name}.txt`, 'utf8');
		const after = (word) => pdf.split('\n').find((line) => line.trim().startsWith(word))?.match(/([\d.]+) ?₫? *x? *$/)?.[1];
		is(`${number}: 01-BH on paper`, ['Cộng ', 'II –', 'III –', 'IV –', 'V –', 'VI –'].map(after), wanted.map(figures));
		for (const lot of new Set(lines.map((row) => row.item))) {
			const qty = lines.filter((row) => row.item === lot).reduce((sum, row) => sum + row.qty, 0), came = lots.filter((each) => each.item === lot).reduce((sum, each) => sum + each.qty, 0);
			is(`${number} ${lot}: columns 1 to 7`, query(`SELECT open_milli, in_milli, sold_milli, close_milli FROM settlement_item s JOIN item i ON i.id = s.item_id WHERE i.code = '${lot}'`),
				[{ open_milli: 0, in_milli: came, sold_milli: qty, close_milli: came - qty }]);
		}
	}
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
