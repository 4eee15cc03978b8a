// The budgets of the till, counted: every key, every scan and every press of a finger goes through hand(), which counts.
// node test_till_budget.mjs PORT SCANNER-SOCKET CODES PAPERS LOT   "flow: budget N, used M" …, "N passed, N failed"
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { launch, open } from './browser.mjs';

const [port, socket, codesFile, papers, lot] = process.argv.slice(2);
const codes = readFileSync(codesFile, 'utf8').trim().split('\n');
let passed = 0, failed = 0;
function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

const browser = await launch();
const { page, errors } = await open(browser, `http://127.0.0.1:${port}/`);
page.setDefaultTimeout(10000);

/* ---- the hand ---- */

let used = { keys: 0, scans: 0 };
async function keys(...pressed) {
	for (const key of pressed) {
		await page.keyboard.press(key);
		await page.waitForTimeout(70); // slower than a scanner
		used.keys++;
	}
}
const scanner = connect(socket);
let heard = '', answered = () => undefined;
scanner.on('data', (bytes) => {
	heard += bytes;
	if (heard.endsWith('\n')) { answered(heard.trim()); heard = ''; }
});
const lines = () => page.locator('.cart .line').count();
async function scan(code) {
	const said = new Promise((done) => { answered = done; });
	scanner.write(`SCAN ${code}\n`);
	const answer = await said;
	if (!answer.startsWith('ok')) throw new Error(`the scanner: ${answer}`);
	used.scans++;
}
async function scanGoods(...these) {
	for (const code of these) {
		const before = await page.evaluate(() => document.querySelector('.total .figure')?.textContent);
		await scan(code);
		await page.waitForFunction((was) => document.querySelector('.total .figure')?.textContent !== was, before);
	}
}
const paid = () => page.locator('.paid .saved').waitFor();
const receipt = async () => (await page.locator('.paid .receipt').textContent()).trim();
const total = () => page.evaluate(() => Number(document.querySelector('.total .figure').firstChild.textContent.replaceAll('.', '')));

/* budget: keys beside scans. */
async function flow(name, budget, run) {
	used = { keys: 0, scans: 0 };
	try {
		const scans = await run();
		console.log(`${name}: budget ${budget}, used ${used.keys}`);
		is(`${name}: keys`, used.keys <= budget, true);
		if (scans !== undefined) is(`${name}: scans`, used.scans, scans);
	} catch (error) {
		failed++;
		console.log(`FAIL ${name}: ${error.message.split('\n')[0]}`);
		if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-${name.replace(/\W+/g, '_').slice(0, 40)}.png` });
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
	}
}
const [A, B, C] = codes;

await page.getByRole('button', { name: /Người thử ban/ }).click();
await flow('mở ca: PIN, Enter, tiền đầu ca, Enter', 4 + 1 + 6 + 1, async () => {
	await keys('1', '3', '7', '9', 'Enter');
	await page.locator('#float').waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'float');
	await keys('5', '0', '0', '0', '0', '0', 'Enter');
	await page.locator('.cart .empty').waitFor();
	return 0;
});
let first = '';
await flow('n món, tiền vừa đủ, in', 2, async () => {
	await scanGoods(A, B, C);
	await keys('F9', 'Enter');
	await paid();
	first = await receipt();
	for (let i = 0; i < 100 && readdirSync(papers).length === 0; i++) await page.waitForTimeout(30);
	is('its receipt is on paper', readdirSync(papers).length > 0, true);
	return 3;
});
await flow('n món, tiền mặt có thối: F8, một tờ tiền, Enter', 3, async () => {
	await scanGoods(A);
	await keys('F8');
	const want = await total();
	const note = [500000, 200000, 100000, 50000].filter((value) => value >= want).pop() ?? 500000;
	for (let given = 0; given < want; given += note) {
		await page.locator('.note-button', { hasText: new RegExp(`^${note / 1000}k$`) }).click();
		used.keys++;
	}
	await keys('Enter');
	await paid();
	return 1;
});
await flow('n món, tiền mặt có thối: F8, chữ số, Enter', 1 + 7 + 1, async () => {
	await scanGoods(A);
	await keys('F8', ...'1000000', 'Enter');
	await paid();
	is('the change stays', await page.locator('.change .figure').count(), 1);
	return 1;
});
await flow('sáu cái một lần', 2, async () => {
	await keys('6', 'Shift+Digit8');
	await scan(A);
	await page.waitForFunction(() => /^6 /.test(document.querySelector('.line .count')?.textContent ?? ''));
	return 1;
});
await flow('treo phiếu', 1, async () => {
	await keys('F2');
	await page.waitForFunction(() => document.querySelectorAll('.cart .line').length === 0);
});
await flow('gọi phiếu treo', 2, async () => {
	await keys('F2');
	const list = await page.locator('.cart > .ask .choice').allTextContents();
	await keys(String(list.findIndex((text) => text.includes('1 dòng')) + 1));
	await page.waitForFunction(() => document.querySelectorAll('.cart .line').length === 1);
});
await flow('bỏ một dòng sai: lên, Del, lý do', 3, async () => {
	await scanGoods(B, C);
	await keys('ArrowUp', 'Delete', '2');
	await page.waitForFunction(() => document.querySelectorAll('.cart .line').length === 2);
	is('the hand is near', await page.locator('.line.picked').count(), 1);
	return 2;
});
await flow('hàng có tem lô: không thêm phím', 0, async () => {
	await scanGoods(ownCode('L', lot));
	is('three rows', await lines(), 3);
	return 1;
});
await page.keyboard.press('F9');
await page.waitForTimeout(100);
await page.keyboard.press('Enter');
await paid();

/* ---- what is not money: one scan each ---- */

await flow('phiếu bán quét một lần mở trả hàng', 0, async () => {
	const sale = await page.evaluate(async (number) => (await (await fetch(`/api/v1/sales/find?code=${encodeURIComponent(number)}`)).json()).id, first);
	await scan(ownCode('R', sale));
	await page.locator('.return .line').first().waitFor();
	return 1;
});
await flow('trả 1 trong 3: số dòng, số lượng, Enter, Enter', 4, async () => {
	await keys('1', '1', 'Enter', 'Enter');
	await page.locator('dialog .pin').waitFor();
});
await page.keyboard.press('Escape');
await page.waitForTimeout(100);
for (let i = 0; i < 4; i++) await page.keyboard.press('Escape');
await page.locator('.cart').waitFor();

await flow('đóng ca: đếm, Enter, Enter', 2, async () => {
	await page.keyboard.press('F12');
	await page.getByRole('button', { name: 'Đóng ca (Z)' }).click();
	await page.locator('#note-0').waitFor();
	const started = Date.now();
	await page.locator('#note-9').focus();
	used.keys = 0; // what was counted is the counting's own
	await keys('Enter', 'Enter');
	await page.locator('#gap-reason, .closed').first().waitFor();
	is('under a minute', Date.now() - started < 60000, true);
});

function ownCode(kind, id) {
	const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', all = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';
	let value = BigInt('0x' + id.replaceAll('-', '')), text = '';
	for (let i = 0; i < 26; i++) { text = digits[Number(value & 31n)] + text; value >>= 5n; }
	let sum = 0;
	for (const letter of kind + text) sum = (sum + all.indexOf(letter)) * 2 % 37;
	return `%${kind}${text}${all[(38 - sum) % 37]}`;
}

is('errors of the page', errors, []);
await browser.close();
scanner.end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
