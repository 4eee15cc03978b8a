// VietQR at the till, beside a stand-in for the bank: node bank.mjs OCOP-POS ROOM   "N passed, N failed"
// SHOTS=DIR keeps pictures of every state.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { launch, open, scanKeys, signIn } from './browser.mjs';

const [program, room] = process.argv.slice(2);
const account = '0123456789', sepayKey = readFileSync(`${room}/sepay.key`, 'utf8').trim(), payosKey = readFileSync(`${room}/payos.key`, 'utf8').trim();
const limit = 15000;
let passed = 0, failed = 0, port = 0, daemon = null;
function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/* ---- the daemon, which dies and comes back ---- */

async function start() {
	const out = openSync(`${room}/out`, 'w');
	daemon = spawn(program, ['serve', '--book', `${room}/book`, '--port', String(port), '--socket', `${room}/s`, '--sepay-key-file', `${room}/sepay.key`, '--payos-key-file', `${room}/payos.key`,
		'--bank-account', `bin=970436 account=${account} holder=HTX BAN HANG OCOP`], { stdio: ['ignore', out, openSync(`${room}/log`, 'a')] });
	for (let i = 0; i < 400; i++) {
		const said = /^listening on http:\/\/[^:]*:(\d+)/m.exec(readFileSync(`${room}/out`, 'utf8'));
		if (said) { port = Number(said[1]); return; }
		await wait(50);
	}
	throw new Error(`the daemon did not start: ${readFileSync(`${room}/log`, 'utf8').slice(-800)}`);
}
/* However this ends, no daemon of it stays. */
process.on('exit', () => { daemon?.kill('SIGKILL'); });
async function kill(signal) {
	const gone = new Promise((done) => daemon.once('exit', done));
	daemon.kill(signal);
	await gone;
}

/* ---- the bank ---- */

function send(path, body, headers = {}) {
	return new Promise((done, fail) => {
		const asked = request({ port, method: 'POST', path, headers: { Host: 'shop.example.vn', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers } }, (answer) => {
			let text = '';
			answer.on('data', (bytes) => { text += bytes; });
			answer.on('end', () => done({ status: answer.statusCode, text }));
		});
		asked.on('error', fail);
		asked.end(body);
	});
}
let number = 92700;
const now = () => new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 19).replace('T', ' ');
const sepayBody = (content, amount, more = {}) => JSON.stringify({ id: ++number, gateway: 'Vietcombank', transactionDate: now(), accountNumber: account, code: null, content, transferType: 'in',
	transferAmount: amount, accumulated: 19077000, subAccount: null, referenceCode: `MBVCB.${number}`, description: '', ...more });
const sepay = (body, headers = { Authorization: `Apikey ${sepayKey}` }) => send('/api/v1/bank/sepay', body, headers);
function sepaySigned(body) {
	const at = String(Math.floor(Date.now() / 1000));
	return sepay(body, { 'X-SePay-Timestamp': at, 'X-SePay-Signature': `sha256=${createHmac('sha256', sepayKey).update(`${at}.${body}`).digest('hex')}` });
}
function payos(description, amount, key = payosKey) {
	const data = { orderCode: ++number, amount, description, accountNumber: account, reference: `TF${number}`, transactionDateTime: now(), currency: 'VND', paymentLinkId: '124c33293c43417ab7879e14c8d9eb18',
		code: '00', desc: 'Thành công', counterAccountBankId: '', counterAccountBankName: null, counterAccountName: 'LO THI MAI', counterAccountNumber: '', virtualAccountName: '', virtualAccountNumber: '' };
	const text = Object.keys(data).sort().map((name) => `${name}=${data[name] ?? ''}`).join('&');
	return send('/api/v1/bank/payos', JSON.stringify({ code: '00', desc: 'success', success: true, data, signature: createHmac('sha256', key).update(text).digest('hex') }));
}
const purpose = (token) => `MBVCB.452507.${token}.CT tu 0351000646393 NGUYEN VAN A toi ${account}`;
const ok = { status: 200, text: '{"success":true}' };

/* ---- the page ---- */

await start();
const browser = await launch();
let { context, page, errors } = await open(browser, `http://127.0.0.1:${port}/`, { width: 1024, height: 768 });
page.setDefaultTimeout(limit);
const api = (path) => page.evaluate(async (to) => (await fetch(`/api/v1${to}`)).json(), path);
async function press(...keys) {
	for (const key of keys) {
		await page.keyboard.press(key);
		await page.waitForTimeout(120);
	}
}
async function shot(name) {
	if (!process.env.SHOTS) return;
	const size = page.viewportSize();
	await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
	if (size.width !== 1024) return;
	await page.setViewportSize({ width: 1366, height: 768 });
	await page.screenshot({ path: `${process.env.SHOTS}/${name}-1366.png` });
	await page.setViewportSize(size);
}
await signIn(page, 'Người thử ban', '1379');
await page.locator('.cart input').first().waitFor();
await page.keyboard.type('500000', { delay: 120 });
await press('Enter');
await page.locator('.tender').waitFor();
const till = (await api('/session')).till_id;
const tiles = (await api('/till/tiles')).groups.flatMap((group) => group.items);
const codeOf = Object.fromEntries(execFileSync('sqlite3', ['-readonly', `${room}/book/book.db`, 'SELECT i.code, c.code FROM item_code c JOIN item i ON i.id = c.item_id WHERE c.scheme = 1 ORDER BY c.code DESC'])
	.toString().trim().split('\n').map((row) => row.split('|')));
/* Whole pieces with a bar code, and enough of them. */
const goods = tiles.filter((item) => item.stock_milli > 20000 && item.decimals === 0 && codeOf[item.code]).slice(0, 2).map((item) => ({ ...item, code: codeOf[item.code].replace(/^0/, '') }));
const saved = () => page.locator('.paid .saved').waitFor().catch(async (error) => { await shot('not-saved'); console.log(errors); throw error; });
const total = async () => Number((await page.locator('.total .figure').textContent()).replace(/\D/g, ''));
async function ticket(count = 2) {
	const before = await page.locator('.cart .line').count();
	if (await page.locator('.paid').count()) await press('Escape');
	is('nothing on the ticket', before, 0);
	for (let i = 0; i < count; i++) await scanKeys(page, goods[i].code);
	await page.waitForFunction((wanted) => document.querySelectorAll('.cart .line').length === wanted, count);
}
const qr = () => page.locator('.ways.qr .code img').waitFor();
const token = async () => (await page.locator('.ways.qr .to b').textContent()).trim();
const state = async (words) => page.locator('.ways.qr .state', { hasText: words }).waitFor();
const activeCart = async () => (await api(`/till?till_id=${till}`)).active_cart_id;

async function openSales() {
	if (await page.locator('#sales-title').count() === 0) await press('F10');
	if (await page.locator('#sales-title').count() === 0) await page.getByRole('button', { name: /Đã bán/ }).first().click();
	await page.locator('.sheet tbody tr').first().waitFor();
	await page.waitForTimeout(300);
}
async function pin(digits) {
	const dialog = page.locator('dialog[open]');
	await dialog.locator('.pin, .people').first().waitFor();
	const person = dialog.getByText(/Người thử truong/);
	if (await person.count()) await person.first().click();
	for (const digit of digits) await press(digit);
	await press('Enter');
}
/* ---- asked and told: one key, and it completes by itself ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
let mine = await token(), amount = await total(), cartId = await activeCart();
await page.waitForFunction(() => { const img = document.querySelector('.ways.qr .code img'); return img.complete && img.naturalWidth > 0; });
await shot('qr-waiting');
await page.locator('.ways.qr .code').screenshot({ path: `${room}/qr.png` });
const asked = await api(`/carts/${cartId}/paying`);
const decoded = execFileSync('zbarimg', ['--quiet', '--raw', `${room}/qr.png`]).toString().trim();
is('zbar reads the payload off the screen', decoded, asked.intent.payload);
is('the payload names account, amount, token', [account, `54${String(String(amount).length).padStart(2, '0')}${amount}`, mine].every((part) => decoded.includes(part)), true);
is('the second screen can ask', (await api(`/till/paying?till_id=${till}`)).intent.token, mine);
is('a signature of another key is refused', (await payos(mine, amount, 'x')).status, 401);
is('a wrong key is refused', (await sepay(sepayBody(purpose(mine), amount), { Authorization: 'Apikey x' })).status, 401);
is('no key is refused', (await sepay(sepayBody(purpose(mine), amount), {})).status, 401);
is('what is too large is refused', (await sepay(sepayBody('x'.repeat(70000), amount))).status, 413);
is('what is no JSON is refused', (await sepay('{')).status, 400);
is('money that went out is nothing', await sepay(sepayBody(purpose(mine), amount, { transferType: 'out' })), ok);
is('money to another account is nothing', await sepay(sepayBody(purpose(mine), amount, { accountNumber: '999' })), ok);
const flooded = [];
for (let i = 0; i < 300; i++) flooded.push((await sepay('{}', { Authorization: 'Apikey x' })).status);
is('a flood of unsigned posts is cut off', [flooded.includes(401), flooded.includes(429), flooded.includes(200)], [true, true, false]);
is('and the service is heard from the same address all the same', (await sepay(sepayBody('x', 1000, { transferType: 'out' }))).status, 200);
is('another name of the machine is let in to the webhooks alone', (await send('/api/v1/session', '{}')).status, 421);
is('nothing changed', (await api(`/carts/${cartId}/paying`)).state, 'waiting');
const body = sepayBody(purpose(mine), amount), began = Date.now();
is('the bank tells', await sepay(body), ok);
await saved();
const took = Date.now() - began;
console.log(`# told by the bank, saved on the page after ${took} ms; 1 key after the scans`);
is('within a second', took < 1000, true);
await shot('qr-paid');
is('the same again', await sepay(body), ok);
let sale = await api(`/sales/${cartId}`);
is('paid by the bank, whole', [sale.total, sale.pays.map((pay) => [pay.way, pay.amount])], [amount, [['vietqr', amount]]]);

/* ---- too little, then the rest; signed the other way ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
cartId = await activeCart();
is('too little', await sepaySigned(sepayBody(purpose(mine).toLowerCase(), amount - 20000)), ok);
await state('còn thiếu');
await shot('qr-short');
is('the rest', await payos(mine, 20000), ok);
await saved();
is('two credits, one sale', (await api(`/sales/${cartId}`)).pays.map((pay) => pay.amount), [amount - 20000, 20000]);

/* ---- too little, and the rest in cash ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
await sepay(sepayBody(purpose(mine), amount - 50000));
await state('còn thiếu');
await press('Enter');
await page.locator('.taken').waitFor();
await shot('qr-part');
await press('F9', 'Enter');
await saved();

/* ---- too much ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
await payos(mine, amount + 5000);
await state('dư');
await shot('qr-over');
await press('Enter');
await saved();
await payos(mine, amount);
await page.locator('.notice', { hasText: 'lần nữa' }).waitFor();
await shot('qr-double-told');

/* ---- a tab closed while the customer pays ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
await page.close();
await sepay(sepayBody(purpose(mine), amount));
page = await context.newPage();
page.setDefaultTimeout(limit);
await page.goto(`http://127.0.0.1:${port}/`);
await saved();
is('on coming back the page completed it', await activeCart(), null);

/* ---- a daemon killed between the credit and the sale ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
cartId = await activeCart();
await context.setOffline(true);   /* the page hears nothing of it */
is('told', await sepay(sepayBody(purpose(mine), amount)), ok);
await kill('SIGKILL');
await start();
await context.setOffline(false);
await saved();
sale = await api(`/sales/${cartId}`);
is('nothing lost, nothing doubled', sale.pays.map((pay) => [pay.way, pay.amount]), [['vietqr', amount]]);

/* ---- a part by QR, the rest in cash; seen by eye where the bank is silent ---- */

await ticket();
amount = await total();
await page.keyboard.type('50000', { delay: 120 });
await press('F7');
await qr();
mine = await token();
await sepay(sepayBody(purpose(mine), 50000));
await page.locator('.taken').waitFor();
await press('F9', 'Enter');
await saved();
await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
cartId = await activeCart();
await press('Enter');
await page.locator('.notice', { hasText: 'Ngân hàng chưa báo' }).waitFor();
await shot('qr-not-told');
await press('Enter');
await saved();
is('seen by eye, under its token', (await api(`/sales/${cartId}`)).pays.map((pay) => [pay.way, pay.reference]), [['transfer', mine]]);
await sepay(sepayBody(purpose(mine), amount));

/* ---- late ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
await press('Escape');
is('Esc leaves the ticket as it is', await page.locator('.cart .line').count(), 2);
await press('F9', 'Enter');
await saved();
await sepay(sepayBody(purpose(mine), amount));
await page.locator('.notice', { hasText: 'phiếu đã xong' }).waitFor();
await shot('qr-late');

/* ---- the customer of it stands there still: the late money takes the place of the cash, which goes back to him ---- */

await openSales();
await press('NumpadMultiply');
await page.locator('.rightway .notice', { hasText: 'Ngân hàng đã báo' }).waitFor();
await press('2');
await page.locator('.drawer.look', { hasText: 'Trả khách' }).waitFor();
await shot('tender-late');
await press('Enter');
await pin('3197');
await page.locator('.rightway').waitFor({ state: 'detached' });
await press('Escape');

/* ---- and one whose customer is gone: the office sends it back ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
mine = await token();
amount = await total();
await press('Escape', 'F9', 'Enter');
await saved();
await payos(mine, amount);
await page.locator('.notice', { hasText: 'phiếu đã xong' }).waitFor();

/* ---- scanned on while the QR stands: another amount, another QR ---- */

await ticket(1);
await page.keyboard.press('F7');
await qr();
mine = await token();
await scanKeys(page, goods[1].code);
await page.waitForFunction(() => document.querySelectorAll('.cart .line').length === 2);
await page.keyboard.press('F7');
await page.waitForFunction((old) => { const now = document.querySelector('.ways.qr .to b')?.textContent.trim(); return now && now !== old; }, mine);
await sepay(sepayBody(purpose(await token()), await total()));
await saved();
/* ---- the customer's own words in place of the token: offered, and taken by one key ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
amount = await total();
cartId = await activeCart();
await sepay(sepayBody('LO THI MAI chuyen tien mua banh tu 0351000646393', amount));
await page.locator('.offers', { hasText: 'LO THI MAI' }).waitFor();
await page.waitForTimeout(300);
await shot('qr-offer');
await press('F7');
await saved();
is('taken for this ticket by one key', (await api(`/sales/${cartId}`)).pays.map((pay) => [pay.way, pay.amount]), [['vietqr', amount]]);

/* ---- two of them: which is whose takes a second person ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
await sepay(sepayBody('tien hang', amount));
await sepay(sepayBody('ck mua banh', amount));
await page.locator('.offers li').nth(1).waitFor();
await shot('qr-offer-two');
await press('F7');
await pin('3197');
await saved();

/* ---- a paid ticket whose money was another: a part of it by VietQR, on the customer's screen too ---- */

await ticket();
amount = await total();
await press('F9', 'Enter');
await saved();
const guest = await context.newPage();
await guest.goto(`http://127.0.0.1:${port}/screen`);
await guest.locator('.thanks').waitFor();
await openSales();
await press('NumpadMultiply');
await page.locator('.rightway .choices').waitFor();
await press('2');
await page.locator('.rightway-part input').first().waitFor();
await page.keyboard.type('60000', { delay: 120 });
await page.locator('.drawer.look', { hasText: 'Trả khách 60.000' }).waitFor();
await shot('tender-part');
await press('Enter');
await page.locator('.askqr img').waitFor();
await guest.locator('.asked .pay svg.qr').waitFor();
await shot('tender-qr');
if (process.env.SHOTS) await guest.screenshot({ path: `${process.env.SHOTS}/screen-asked.png` });
mine = (await page.locator('.askqr .to b').textContent()).trim();
is('too little for the part', await sepay(sepayBody(purpose(mine), 40000)), ok);
await page.locator('.askqr .state.look').waitFor();
await shot('tender-qr-short');
is('the rest of the part', await sepay(sepayBody(purpose(mine), 20000)), ok);
await pin('3197');
await page.locator('.rightway').waitFor({ state: 'detached' });
await shot('tender-done');
const head = (await api(`/sales?day=${(await api(`/till?till_id=${till}`)).shift.business_day}&limit=1`)).sales[0];
const corrected = await api(`/sales/${head.id}`);
is('a part of it went over to the bank', [corrected.total === amount, corrected.pays.map((pay) => [pay.way, pay.amount])], [true, [['cash', amount - 60000], ['vietqr', 40000], ['vietqr', 20000]]]);
await guest.close();
await press('Escape');

/* ---- the deposit of an order by VietQR ---- */

const placed = (await api('/orders?filter=open&limit=1')).orders[0];
const paidIn = (await api(`/orders/${placed.id}`)).paid_in;
await page.locator('.strip button[aria-label*="Đơn"], .strip button[title*="Đơn"]').first().click();
await page.locator('table tbody tr', { hasText: placed.number }).first().click();
await page.waitForTimeout(300);
await press('F8');
await page.locator('.order-ask input').first().fill('20000');
await page.locator('.order-ask', { hasText: '20.000' }).waitFor();
await press('F7');
await page.locator('.askqr img').waitFor().catch(async (error) => { await shot('not-asked'); throw error; });
await shot('deposit-qr');
/* Put away, the money comes all the same: it is said, and the QR shown again takes it. */
const late = (await page.locator('.askqr .to b').textContent()).trim();
await press('Escape');
await page.locator('.askqr').waitFor({ state: 'detached' });
await sepay(sepayBody(purpose(late), 20000));
await page.locator('.notice', { hasText: late }).waitFor();
await press('F7');
await page.locator('.notice', { hasText: 'ĐC-' }).waitFor();
is('what came while the QR was away is taken', (await api(`/orders/${placed.id}`)).paid_in - paidIn, 20000);
await press('F8');
await page.locator('.order-ask input').first().fill('20000');
await page.locator('.order-ask', { hasText: '20.000' }).waitFor();
await press('F7');
await page.locator('.askqr img').waitFor();
await sepay(sepayBody(purpose((await page.locator('.askqr .to b').textContent()).trim()), 20000));
await page.locator('.notice', { hasText: 'ĐC-' }).waitFor();
await shot('deposit-paid');
is('the deposit is the bank\'s', (await api(`/orders/${placed.id}`)).paid_in - paidIn, 40000);
await press('Escape');

/* ---- switched off by the house: the QR goes at once, and says why ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
const office = await browser.newContext({ locale: 'vi-VN' });
const boss = await office.newPage();
await boss.goto(`http://127.0.0.1:${port}/office`);
await boss.getByRole('button', { name: 'Người thử vanphong' }).click();
for (const digit of '9713') await boss.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
await boss.locator('.pin .key.main').click();
await boss.locator('nav').waitFor();
const setVietqr = (isOn) => boss.evaluate(async (on) => (await fetch('/api/v1/pay-ways', { method: 'POST', headers: { 'Content-Type': 'application/json' },
	body: JSON.stringify({ id: crypto.randomUUID(), ways: [{ way: 'vietqr', code: null, name: 'VietQR', is_on: on, needs_reference: false, place: 2 }] }) })).status, isOn);
is('switched off', await setVietqr(false), 200);
await page.locator('.ways.qr').waitFor({ state: 'detached' });
await page.locator('.ways', { hasText: 'VietQR đang tắt' }).waitFor();
await shot('qr-off');
is('switched on', await setVietqr(true), 200);
await qr();
await sepay(sepayBody(purpose(await token()), await total()));
await saved();

is('no error on the page', errors, []);

/* ---- the office: what waits, a match by hand, a statement ---- */

await ticket();
await page.keyboard.press('F7');
await qr();
amount = await total();
await page.keyboard.type('4471', { delay: 120 });
await press('Enter', 'Enter');
await saved();
await sepay(sepayBody('NGUYEN VAN A chuyen tien mua mat ong', amount));
await context.close();
({ context, page, errors } = await open(browser, `http://127.0.0.1:${port}/office`, { width: 1366, height: 768 }));
page.setDefaultTimeout(limit);
await page.getByRole('button', { name: 'Người thử vanphong' }).click();
for (const digit of '9713') await page.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
await page.locator('.pin .key.main').click();
await page.locator('nav a', { hasText: 'Tiền vào' }).click();
await page.getByRole('heading', { name: 'Ngân hàng đã báo, chưa thuộc phiếu nào' }).waitFor();
await page.locator('table tbody tr').first().waitFor();
await shot('office-bank');
const waits = (await api('/bank')).credits_count;
const waiting = async (count) => page.waitForFunction(async (wanted) => (await (await fetch('/api/v1/bank')).json()).credits_count === wanted, count)
	.then(() => count, async () => (await api('/bank')).credits_count);
await page.locator('tr', { hasText: 'chuyen tien mua mat ong' }).getByRole('button', { name: 'Xếp' }).click();
await page.locator('.bank-guesses label').first().waitFor();
await shot('office-settle');
await page.locator('.bank-guesses label', { hasText: '4471' }).first().click();
await page.locator('dialog').getByRole('button', { name: 'Xếp', exact: true }).last().click();
await page.locator('.notice', { hasText: 'Đã xếp' }).waitFor();
is('matched by hand', await waiting(waits - 1), waits - 1);
await page.locator('tr', { hasText: 'về muộn' }).first().scrollIntoViewIfNeeded();
await page.locator('tr', { hasText: 'về muộn' }).last().getByRole('button', { name: 'Xếp' }).click();
await page.locator('dialog textarea, dialog input').first().waitFor();
await shot('office-give-back');
await page.locator('dialog input').first().fill('Khách đã trả tiền mặt');
await page.locator('dialog input').nth(1).fill('FT26326999');
await page.locator('dialog').getByRole('button', { name: 'Xếp', exact: true }).last().click();
await page.waitForTimeout(500);
await shot('office-give-back-second');
await pin('3197');
is('and one given back', await waiting(waits - 2), waits - 2);
await page.setViewportSize({ width: 360, height: 780 });
await shot('office-bank-phone');
await page.setViewportSize({ width: 1366, height: 768 });
await page.goto(`http://127.0.0.1:${port}/office#/bank/all`);
await page.locator('table tbody tr').first().waitFor();
await shot('office-bank-all');
await page.goto(`http://127.0.0.1:${port}/office#/data?kind=bank`);
await page.locator('#import-file').setInputFiles({ name: 'saoke.csv', mimeType: 'text/csv', buffer: Buffer.from(`Số tài khoản;${account};;\nNgày giao dịch;Số tiền ghi nợ;Số tiền ghi có;Nội dung chi tiết\n${now().slice(8, 10)}/${now().slice(5, 7)}/${now().slice(0, 4)} 00:00:01;;77.000;LO THI MAI ck\nTổng;;77.000;\n`) });
await page.getByRole('button', { name: 'Thử' }).click();
await page.getByRole('button', { name: 'Nhập', exact: true }).click();
is('the statement came in', await waiting(waits - 1), waits - 1);
await shot('office-import');
is('no error in the office', errors, []);
await kill('SIGTERM');
await browser.close();
rmSync(`${room}/qr.png`, { force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
