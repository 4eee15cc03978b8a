// Orders on the till page, against a real daemon. node tests/e2e/orders.mjs PORT first|office|rest|hand NOTES SHOTS   "N passed, N failed"
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, signIn } from '../web/browser.mjs';

const [port, part, notesFile, shots = ''] = process.argv.slice(2);
let passed = 0, failed = 0;
function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
const browser = await launch();
const { page, errors } = await open(browser, `http://127.0.0.1:${port}/`, { width: 1366, height: 768 });
page.setDefaultTimeout(15000);
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(new URL('../web/browser.mjs', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');
/* No violation on any state that is looked at. */
async function shot(name) {
	if (!await page.evaluate(() => typeof window.axe === 'object')) await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations.map((each) => `${each.id}: ${each.nodes[0].target.join(' ')}`)));
	if (shots) await page.screenshot({ path: `${shots}/${part}-${name}.png` });
	is(`${name}: axe`, found, []);
}
const call = (method, path, body) => page.evaluate(async ([how, where, what]) => {
	const answer = await fetch(`/api/v1${where}`, { method: how, ...(what && { body: JSON.stringify({ id: crypto.randomUUID(), ...what }), headers: { 'Content-Type': 'application/json' } }) });
	return answer.json();
}, [method, path, body]);
/* Keys as a hand gives them: faster ones are a scanner's. */
async function type(text) {
	for (const key of text) {
		await page.keyboard.press(key);
		await page.waitForTimeout(110);
	}
}
async function addGoods(n) {
	await page.keyboard.press('F1');
	await page.waitForTimeout(200);
	await page.getByText('Thực phẩm', { exact: true }).first().click();
	await page.waitForTimeout(200);
	await page.locator('.tile').nth(n).click();
	await page.locator('.cart .line').first().waitFor();
	await page.waitForTimeout(200);
}

if (part === 'office') await office();
else await atTill();

/* The producer is asked and answers, on the office's pages; then one order is changed. */
async function office() {
	const notes = JSON.parse(readFileSync(notesFile, 'utf8'));
	await call('POST', '/session', { login: 'vanphong', pin: '9713' });
	await page.goto(`http://127.0.0.1:${port}/office#/orders/questions`);
	await page.reload();
	await page.locator('.message').first().waitFor();
	const message = (await page.locator('.message').allInnerTexts()).join();
	is('the message names the goods and no customer', /Khách đặt hàng mẫu/.test(message) && !/Páo|Dũng/.test(message), true);
	await shot('questions');
	const mine = (await call('GET', `/orders/${notes.sample}`)).number;
	const box = page.locator('section.part', { hasText: mine });
	await box.getByRole('button', { name: 'Đã hỏi' }).click();
	await box.getByText(/đã hỏi \d/).first().waitFor();
	await box.getByRole('row', { name: mine }).getByRole('button', { name: 'Ghi trả lời' }).click();
	await page.locator('dialog').waitFor();
	await shot('answer');
	await page.locator('dialog').getByRole('button', { name: 'Lưu' }).click();
	await page.getByText('Đã ghi trả lời').first().waitFor();
	is('answered', (await call('GET', `/orders/${notes.sample}`)).lines[0].asking, 'yes');
	await page.goto(`http://127.0.0.1:${port}/office#/orders`);
	await page.locator('table.rows tbody tr').nth(1).waitFor();
	await shot('list');
	await page.goto(`http://127.0.0.1:${port}/office#/orders/${notes.due}`);
	await page.getByRole('heading', { name: 'Hàng đặt' }).waitFor();
	await shot('one');
	await page.getByRole('button', { name: 'Sửa đơn' }).click();
	await page.locator('dialog').getByLabel('Ghi chú').fill('gọi trước khi giao');
	await shot('change');
	await page.locator('dialog').getByRole('button', { name: 'Lưu' }).click();
	await page.getByText('gọi trước khi giao').waitFor();
	await page.setViewportSize({ width: 360, height: 740 });
	await shot('one-360');
	await page.goto(`http://127.0.0.1:${port}/office#/orders`);
	await page.locator('table.rows tbody tr').nth(1).waitFor();
	await shot('list-360');
	is('nothing runs over on a phone', await page.evaluate(() => document.documentElement.scrollWidth), 360);
	await page.goto(`http://127.0.0.1:${port}/office#/orders/questions`);
	await page.locator('table.rows tbody tr').first().waitFor();
	await shot('questions-360');
}

async function atTill() {
await signIn(page, 'Người thử ban', '1379');
await page.locator('.open-shift, .cart .tabs').first().waitFor();
if (await page.locator('.open-shift').count()) {
	await page.locator('.open-shift input').fill('1000000');
	await page.keyboard.press('Enter');
	await page.locator('.cart .tabs').waitFor();
}

if (part === 'first') {
	/* An order for today with a deposit, of the ticket in hand: D, a name, a deposit, Enter; the money, Enter. */
	await addGoods(0);
	for (let i = 0; i < 3; i++) {
		await page.locator('.tile').nth(0).click();
		await page.waitForTimeout(150);
	}
	await type('d');
	await page.locator('#order-title').waitFor();
	await page.getByLabel('Tên khách').fill('Chị Mai');
	await page.getByLabel('Điện thoại').fill('0912 345 678');
	await page.getByRole('button', { name: 'hôm nay' }).click();
	await page.getByLabel('Tiền cọc').fill('50k');
	await shot('make');
	await page.keyboard.press('Enter');
	await page.locator('.order-ask').waitFor();
	await shot('deposit');
	is('the deposit asked for stands there', await page.locator('.order-ask input').inputValue(), '50.000');
	await page.keyboard.press('Enter');
	await page.locator('.order-one').waitFor();
	await page.getByText('Đã cọc', { exact: true }).waitFor();
	await shot('list');
	const orders = (await call('GET', '/orders?filter=due')).orders.filter((row) => row.name === 'Chị Mai');
	is('the order is due', orders.length, 1);
	is('how much was paid ahead the list keeps from who counts blind', [orders[0].has_deposit, orders[0].left], [true, null]);
	is('with its deposit', (await call('GET', `/orders/${orders[0].id}`)).left, 50000);
	is('its goods are held', orders[0].state, 'ready');

	/* A second one, of the display sample: the producer is to be asked. */
	await page.keyboard.press('Escape');
	await addGoods(1);
	await type('d');
	await page.getByLabel('Tên khách').fill('Anh Páo');
	await page.getByRole('button', { name: 'Hàng mẫu' }).first().click();
	await page.getByRole('button', { name: '+7 ngày' }).click();
	await shot('sample');
	await page.keyboard.press('Enter');
	await page.locator('.order-one').waitFor();
	await page.getByText('hàng mẫu: chưa hỏi nhà sản xuất').first().waitFor();
	await shot('sample-list');
	const all = (await call('GET', '/orders?filter=open')).orders.filter((row) => row.name === 'Chị Mai' || row.name === 'Anh Páo');
	is('two more are open', all.length, 2);
	const sample = await call('GET', `/orders/${all.find((row) => row.asking_count).id}`);
	is('nothing is held for the sample', sample.lines[0].held_milli, 0);
	writeFileSync(notesFile, JSON.stringify({ due: orders[0].id, sample: sample.id, item: sample.lines[0].item_id, total: orders[0].total }));
	await page.setViewportSize({ width: 1024, height: 768 });
	await shot('list-1024');
} else if (part === 'hand') {
	/* A Zalo order brought to the door, by keys: its day typed, the lot chosen by hand, a paper, what the customer pays for the way. */
	const listed = async (name) => (await call('GET', '/orders?filter=all')).orders.find((row) => row.name === name);
	await addGoods(0);
	await type('d');
	await page.getByLabel('Tên khách').fill('Anh Tám');
	await page.getByRole('button', { name: 'Zalo' }).click();
	const day = page.getByLabel('Ngày khác');
	await day.fill('32.13');
	await page.keyboard.press('Tab');
	await page.getByText('Không đọc được ngày này').waitFor();
	await shot('day-wrong');
	await day.fill('mốt');
	await page.keyboard.press('ArrowUp');
	const wanted = new Date(Date.now() + 7 * 3600000 + 3 * 86400000).toISOString().slice(0, 10);
	is('the day is said back', await day.inputValue(), wanted.split('-').reverse().join('/'));
	await page.getByRole('button', { name: 'Khách trả phí' }).click();
	await page.getByLabel('Địa chỉ giao').fill('12 Lê Lợi');
	await page.getByLabel('Phí giao', { exact: true }).fill('25k');
	await page.getByLabel('Tiền cọc').fill('40k');
	await shot('make');
	await page.setViewportSize({ width: 1024, height: 768 });
	await shot('make-1024');
	await page.setViewportSize({ width: 1366, height: 768 });
	await day.focus();
	await page.keyboard.press('Enter');
	await page.locator('.order-ask').waitFor();
	await page.keyboard.press('F6');
	await shot('deposit');
	is('F6 is a transfer', await page.locator('.order-ask button[aria-pressed=true]').innerText(), 'Chuyển khoản · F6');
	await page.keyboard.press('F8');
	await page.keyboard.press('Enter');
	await page.locator('.order-one').waitFor();
	const row = await listed('Anh Tám');
	is('promised for that day', row.promised_day, wanted);
	await type('h');
	await page.locator('.order-holds input').first().waitFor();
	await shot('holds');
	await page.locator('.order-holds input').first().fill('9');
	await page.keyboard.press('Enter');
	await page.locator('.order-ask .notice.stop').waitFor();
	await page.locator('.order-holds input').first().fill('');
	await page.keyboard.press('Enter');
	await page.locator('.order-one').waitFor();
	is('nothing is held', (await call('GET', `/orders/${row.id}`)).lines[0].held_milli, 0);
	await type('h');
	await page.locator('.order-holds input').first().waitFor();
	await page.keyboard.press('F9');
	await page.locator('.order-one').waitFor();
	is('by the book: held again', (await call('GET', `/orders/${row.id}`)).lines[0].held_milli, 1000);
	await type('2');
	await page.locator('.banner', { hasText: 'Đang in' }).waitFor();
	await shot('one');
	await page.setViewportSize({ width: 1024, height: 768 });
	await shot('one-1024');
	await page.setViewportSize({ width: 1366, height: 768 });
	await page.keyboard.press('Enter');
	await page.locator('.order-ribbon').waitFor();
	await page.locator('.cart .line', { hasText: 'Phí giao hàng' }).waitFor();
	await shot('deliver');
	const ticket = (await call('GET', `/orders/${row.id}`));
	await page.keyboard.press('F9');
	await page.locator('.panel, .ways').first().waitFor();
	await page.keyboard.press('Enter');
	await page.locator('.paid').waitFor();
	const gone = await call('GET', `/orders/${row.id}`);
	is('the way is paid with the goods', gone.deliveries.map((each) => each.total), [ticket.total + 25000]);

	/* What is paid on delivery: the carrier owes it, until the parcel comes back. */
	await addGoods(0);
	await type('d');
	await page.getByLabel('Tên khách').fill('Cô Năm');
	await page.getByRole('button', { name: 'Zalo' }).click();
	await page.getByRole('button', { name: 'Khách trả phí' }).click();
	await page.getByLabel('Địa chỉ giao').fill('3 Trần Phú');
	await page.getByLabel('Phí giao', { exact: true }).fill('20k');
	await page.keyboard.press('Enter');
	await page.locator('.order-one').waitFor();
	await page.waitForTimeout(600);
	await page.keyboard.press('Enter');
	await page.locator('.order-ribbon').waitFor();
	await page.keyboard.press('NumpadAdd');
	await page.locator('.cart .ask .choice', { hasText: 'COD' }).first().click();
	await page.getByText('Bưu điện (mẫu)').first().waitFor();
	await type('vd88');
	await shot('cod');
	await page.keyboard.press('Enter');
	await page.locator('.paid').waitFor();
	const parcel = await call('GET', `/orders/${(await listed('Cô Năm')).id}`);
	await page.keyboard.press('Escape');
	await page.keyboard.press('F11');
	await page.locator('#return-title').waitFor();
	await page.locator('.find input').first().fill(parcel.deliveries[0].receipt);
	await page.keyboard.press('Enter');
	await page.locator('.return .lines').waitFor();
	for (const n of [0, 1]) {
		await page.locator('.return .mark').nth(n).click();
		await page.waitForTimeout(200);
	}
	await shot('back');
	const owes = async () => (await call('GET', '/cod/carriers?q=')).debtors[0].left;
	const out = await owes();
	await page.locator('.side .button.main').click();
	await page.locator('dialog').waitFor();
	await page.locator('dialog').getByRole('button', { name: 'Người thử truong' }).click();
	await type('3197');
	await page.keyboard.press('Enter');
	await page.locator('dialog').waitFor({ state: 'detached' });
	await page.waitForTimeout(800);
	await shot('back-done');
	is('and nobody is told to hand out money', [await page.locator('.paid .change .label').innerText(), await page.locator('.paid .change .figure').innerText()], ['Không trả tiền cho khách', '0']);
	is('the carrier owes no more for what came back', out - await owes(), parcel.deliveries[0].total);
	await page.keyboard.press('Escape');

	/* Called off: the deposit is forfeited, of another it goes back; a second person agrees to either. */
	for (const [name, key, given] of [['Bác Ba', 'F6', 0], ['Bác Tư', 'F9', 30000]]) {
		if (await page.locator('#orders-title').count()) await page.keyboard.press('Escape');
		await addGoods(0);
		await type('d');
		await page.getByLabel('Tên khách').fill(name);
		await page.getByLabel('Tiền cọc').fill('30k');
		await page.keyboard.press('Enter');
		await page.locator('.order-ask').waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.order-one').waitFor();
		await page.keyboard.press('Delete');
		await page.getByLabel('Lý do hủy').fill('đổi ý');
		await page.keyboard.press(key);
		await shot(`cancel-${key}`);
		await page.keyboard.press('Enter');
		await page.locator('dialog').getByRole('button', { name: 'Người thử truong' }).click();
		await type('3197');
		await page.keyboard.press('Enter');
		await page.locator('.order-ask').waitFor({ state: 'detached' });
		const over = await call('GET', `/orders/${(await listed(name)).id}`);
		is(`${name}: called off`, [over.state, over.given_back, over.forfeited], ['cancelled', given, 30000 - given]);
	}
} else {
	const notes = JSON.parse(readFileSync(notesFile, 'utf8'));
	const kept = (await call('GET', '/orders?filter=open')).orders.filter((row) => row.id === notes.due || row.id === notes.sample);
	is('both orders outlived the kill', kept.map((row) => row.id).sort(), [notes.due, notes.sample].sort());
	is('and the deposit', (await call('GET', `/orders/${notes.due}`)).left, 50000);
	const sample = await call('GET', `/orders/${notes.sample}`);
	is('the producer brought it: held', sample.lines[0].held_milli, sample.lines[0].qty_milli);

	/* The first one leaves: its deposit is taken by itself, the rest is exact cash. */
	await type('d');
	await page.locator('#orders-title').waitFor();
	await page.locator('.orders .table tbody tr', { hasText: 'Chị Mai' }).click();
	await page.locator('.order-one').waitFor();
	await shot('due');
	await page.keyboard.press('Enter');
	await page.locator('.order-ribbon').waitFor();
	await page.locator('.taken').waitFor();
	await shot('deliver');
	await page.keyboard.press('F9');
	await page.locator('.panel, .ways').first().waitFor();
	await page.keyboard.press('Enter');
	await page.locator('.paid').waitFor();
	await shot('paid');
	const done = await call('GET', `/orders/${notes.due}`);
	is('delivered', done.state, 'delivered');
	is('nothing of the deposit is left', done.left, 0);
	is('one delivery', done.deliveries.map((each) => each.total), [notes.total]);
	const sale = await call('GET', `/sales/${done.deliveries[0].sale_id}`);
	is('deposit and cash', sale.pays.map((pay) => [pay.way, pay.amount]), [['deposit', 50000], ['cash', notes.total - 50000]]);
}
}
is('no error on the page', errors, []);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
