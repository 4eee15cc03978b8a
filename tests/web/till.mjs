// The till page against the stand-in daemon: what must never break (scanning, payment, the cart), by keys alone, and
// what a machine can hold of its looks. node tests/web/till.mjs [part of a name]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from '../../src/web/node_modules/esbuild/lib/main.js';
import { launch, open, scanKeys, signIn } from './browser.mjs';
import { badgeOf, start } from './standin.mjs';

const TEA = '8936000000028', BAG = '8936000000066', HONEY = '8936000000011', UNKNOWN = '8931111111118', EXPIRED = '0108936000000059';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = process.argv[2] ?? '';
const browser = await launch();
let passed = 0, failed = 0;

function is(what, got, wanted) {
	if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
async function test(name, run, options = {}) {
	if (!name.includes(only)) return;
	const daemon = await start(options);
	const { context, page, errors } = await open(browser, daemon.url, options);
	page.setDefaultTimeout(8000);
	try {
		if (!options.isOut) await signIn(page, /Hoa/, '1234');
		if (!options.isOut && options.isShiftOpen !== false) await page.locator('.cart .empty').waitFor();
		await run(page, daemon);
		is('errors of the page', errors, []);
		passed++;
		console.log(`ok   ${name}`);
	} catch (error) {
		failed++;
		console.log(`FAIL ${name}: ${error.message}`);
	}
	await context.close();
	daemon.close();
}
const rows = (page, count) => page.waitForFunction((n) => document.querySelectorAll('.cart .line').length === n, count);
const paid = (page) => page.locator('.paid .saved').waitFor();
const pays = (daemon) => daemon.state.posts.filter((post) => post.path.endsWith('/pay'));
async function type(page, keys) {
	for (const key of keys) {
		await page.keyboard.press(key);
		await page.waitForTimeout(60);
	}
}

/* The page with its own tables and signals in reach as globalThis.desk, from the next load on. */
const deskJs = async () => (await build({ bundle: true, target: 'es2019', write: false, format: 'iife', jsx: 'automatic', jsxImportSource: 'preact', define: { ICONS: '{}' }, stdin: { loader: 'ts', resolveDir: fileURLToPath(new URL('../../src/web/till/', import.meta.url)),
	contents: "import './till'; import * as carts from './state/cart'; import * as shell from './state/shell'; import * as tables from './state/tables'; globalThis.desk = { ...carts, ...shell, ...tables };" } })).outputFiles[0].text;

await test('three goods and exact cash are three scans and two keys', async (page, daemon) => {
	for (const code of [TEA, BAG, TEA]) await scanKeys(page, code);
	await rows(page, 2);
	await page.waitForFunction(() => document.querySelector('.total .figure').textContent.startsWith('629.200'));
	await type(page, ['F9', 'Enter']);
	await paid(page);
	is('pay', pays(daemon)[0].body.pays, [{ way: 'cash', amount: 629000, given: 629000, reference: null }]);
	is('the sale has the cart\'s id', pays(daemon)[0].path, `/carts/${pays(daemon)[0].body.id}/pay`);
	is('a UUIDv7', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(pays(daemon)[0].body.id), true);
});
await test('Enter pressed in haste pays once and leaves the change in sight', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter', 'Enter', 'Enter']);
	await paid(page);
	await page.waitForTimeout(500);
	is('the change is still there', await page.locator('.change .figure').count(), 1);
	await page.waitForTimeout(400);
	await type(page, ['Enter']);
	await page.locator('.change .figure').waitFor({ state: 'detached' });
});
await test('a key leant on is one press, a key pressed twice in haste is one copy, pressed again it is one more', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	const copies = () => daemon.state.posts.filter((post) => post.path.endsWith('/copies')).length;
	for (let i = 0; i < 9; i++) {
		await page.keyboard.down('F10'); /* the second is a repeat, as of a hand that stays */
		await page.waitForTimeout(100);
	}
	await page.keyboard.up('F10');
	is('leant on', copies(), 1);
	await page.evaluate(() => { for (let i = 0; i < 2; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'F10', code: 'F10', bubbles: true, cancelable: true })); });
	await page.waitForTimeout(100);
	is('twice in haste', copies(), 2);
});
await test('what was unclear of a discount is no longer said once it is clear, or given up', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	const unclear = page.locator('.banner .notice', { hasText: '5%' });
	for (const then of [['Escape'], ['Shift+Digit5', 'Enter']]) {
		await type(page, ['F6', '5', 'Enter']);
		await unclear.waitFor();
		await type(page, then);
		await unclear.waitFor({ state: 'detached' });
	}
});
await test('in the list of "/" no letter means two things: a row\'s own letter does what it does elsewhere', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['/']);
	const listed = await page.locator('.cart .ask .choice').evaluateAll((all) => all.map((row) => ({ mark: row.querySelector('kbd')?.textContent, own: row.querySelector('.hint')?.textContent ?? '', name: row.querySelector('.name').textContent })));
	const marks = listed.map((row) => row.mark);
	is('every row has a key, each its own', new Set(marks).size === listed.length && marks.every(Boolean), true);
	is('none of them is another row\'s letter', listed.filter((row) => marks.includes(row.own)).map((row) => row.name), []);
	await type(page, [listed.find((row) => row.name === 'Lập đơn đặt').own.toLowerCase()]);
	await page.getByRole('heading', { name: 'Lập đơn đặt' }).waitFor();
});
await test('what was asked before the last scan does not take it back from the ticket\'s tab', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	let answer = null;
	await page.route(/\/api\/v1\/till\?/, async (route) => {
		const old = await route.fetch();
		if (answer) return route.fulfill({ response: old });
		await new Promise((done) => { answer = done; });
		await route.fulfill({ response: old });
	});
	const tab = page.locator('.tabs .list [aria-pressed="true"]');
	daemon.send('shift', {});
	while (!answer) await page.waitForTimeout(20);
	await scanKeys(page, BAG);
	await rows(page, 2);
	const before = await tab.innerText();
	answer();
	await page.waitForTimeout(400);
	is('the tab counts both', [/2/.test(before.split('\n').pop()), await tab.innerText()], [true, before]);
});
await test('a note and Enter: the change stays until the next scan', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F8']);
	await page.getByRole('button', { name: '200k' }).click();
	await type(page, ['Enter']);
	await paid(page);
	is('change', await page.locator('.change .figure').textContent(), '46.000');
	is('large', (await page.locator('.change .figure').evaluate((at) => parseFloat(getComputedStyle(at).fontSize))) >= 72, true);
	await type(page, ['Escape', 'ArrowDown']);
	await paid(page);
	await scanKeys(page, BAG);
	await rows(page, 1);
	is('gone', await page.locator('.paid').count(), 0);
});
await test('paper that comes out before the answer does not stay "waiting"', async (page, daemon) => {
	daemon.fail(/\/pay$/, 1, 'late');
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await page.locator('.paid .print', { hasText: 'đã in' }).waitFor();
});
await test('a scan while someone types in the search leaves the text alone', async (page) => {
	await page.keyboard.press('F3');
	await page.keyboard.type('mat', { delay: 60 });
	await scanKeys(page, TEA);
	await rows(page, 1);
	is('text', await page.inputValue('#search'), 'mat');
});
await test('an input method that turns digits into letters does not change a scan', async (page, daemon) => {
	const vietnamese = { 1: 'ă', 2: 'â', 3: 'ê', 4: 'ô', 5: '̀', 6: '̉', 7: '̃', 8: '́', 9: '̣', 0: 'đ' };
	await scanKeys(page, TEA, (char) => vietnamese[char]);
	await rows(page, 1);
	is('code', daemon.state.posts.find((post) => post.path.endsWith('/scan')).body.code, TEA);
});
await test('the first digit of a scan is no command, a digit alone is', async (page, daemon) => {
	await scanKeys(page, HONEY);
	await page.locator('.line.choose').waitFor();
	await scanKeys(page, '1' + TEA);
	await rows(page, 2);
	is('nothing was chosen', daemon.state.posts.filter((post) => post.path.endsWith('/choose')).length, 0);
	await page.locator('.line.unknown').waitFor();
	await type(page, ['ArrowUp', '2']);
	await page.waitForFunction(() => !document.querySelector('.line.choose'));
	is('chosen', daemon.state.posts.filter((post) => post.path.endsWith('/choose')).map((post) => post.body.key), [2]);
});
await test('6 * and a scan is six of it', async (page, daemon) => {
	await type(page, ['6', 'Shift+Digit8']);
	await scanKeys(page, TEA);
	await rows(page, 1);
	is('code', daemon.state.posts.find((post) => post.path.endsWith('/scan')).body.code, `6*${TEA}`);
});
await test('6 * and a scanner of the server: six more on its row, one the next time', async (page, daemon) => {
	daemon.usb(TEA);
	await rows(page, 1);
	await type(page, ['6', 'Shift+Digit8']);
	daemon.usb(TEA);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('7'));
	daemon.usb(TEA);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('8'));
	is('asked once', daemon.state.posts.filter((post) => post.path.endsWith('/qty')).map((post) => post.body.qty_milli), [7000]);
});
await test('goods scanned while a row is asked something leave the hand there: the number typed is its own, no other row goes', async (page, daemon) => {
	const shown = () => page.$$eval('.cart .line', (lines) => lines.map((line) => line.querySelector('.name').textContent.slice(0, 3) + parseInt(line.querySelector('.count').textContent) + (line.className.includes('picked') ? '<' : '')).join(' '));
	const is_shown = (wanted) => page.waitForFunction((text) => [...document.querySelectorAll('.cart .line')].map((line) => line.querySelector('.name').textContent.slice(0, 3) + parseInt(line.querySelector('.count').textContent) + (line.className.includes('picked') ? '<' : '')).join(' ') === text, wanted)
		.catch(async () => { throw new Error(`got ${await shown()}, wanted ${wanted}`); });
	for (const [kind, read] of [['daemon', (code) => daemon.usb(code)], ['keyboard', (code) => scanKeys(page, code)]]) {
		await read(TEA);
		await is_shown('Chè1<');
		await type(page, ['Insert', '3']);
		await read(BAG);
		await is_shown('Chè3 Túi1<');
		await type(page, ['ArrowUp', 'Delete']);
		await read(BAG);
		await is_shown('Chè3< Túi2');
		await type(page, ['1']);
		await is_shown('Túi2<');
		await read(UNKNOWN);
		await rows(page, 2);
		await type(page, ['Enter', 'k', 'e', 'o']);
		await read(TEA);
		await rows(page, 3);
		is(`${kind}: what was written of unknown goods`, await page.locator('.line.unknown #draft-name').inputValue(), 'keo');
		await type(page, ['Escape', 'F1']);
		await page.locator('.cart .empty').waitFor();
	}
});
await test('goods scanned while a sheet covers the ticket are said on the sheet, and are on the ticket', async (page, daemon) => {
	await scanKeys(page, BAG);
	await rows(page, 1);
	await type(page, ['F10']);
	await page.locator('.sheet').waitFor();
	daemon.usb(TEA);
	await page.locator('.notice.good', { hasText: 'Chè Shan tuyết cổ thụ 100 g × 1' }).waitFor();
	daemon.usb(TEA);
	await page.locator('.notice.good', { hasText: 'Chè Shan tuyết cổ thụ 100 g × 2' }).waitFor();
	await scanKeys(page, UNKNOWN);
	await page.locator('.notice.stop', { hasText: UNKNOWN }).waitFor();
	is('the sheet stays', await page.locator('.sheet').count(), 1);
	await type(page, ['Escape']);
	await rows(page, 3);
});
await test('goods by weight ask how much, a short number is typed', async (page, daemon) => {
	await page.locator('.tile', { hasText: 'Thịt trâu' }).click();
	await type(page, ['1', 'Comma', '2', '5', 'Enter']);
	await rows(page, 1);
	is('kg', daemon.state.posts.find((post) => post.path.endsWith('/add')).body.qty_milli, 1250);
	await type(page, ['1', '3', 'Enter', '0', 'Comma', '4', 'Enter']);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('1,65'));
	is('kg by the short number', daemon.state.posts.filter((post) => post.path.endsWith('/add')).map((post) => post.body.qty_milli), [1250, 400]);
	is('never one kilogram unasked', daemon.state.posts.filter((post) => post.path.endsWith('/scan')).length, 0);
	await type(page, ['1', '2', 'Enter']);
	await rows(page, 2);
});
await test('an unknown code is a red row: scanning goes on, payment waits', async (page, daemon) => {
	await scanKeys(page, UNKNOWN);
	await scanKeys(page, TEA);
	await rows(page, 2);
	await type(page, ['F9', 'Enter', 'Escape', 'F8', '2', '0', '0', '0', '0', '0', 'Enter', 'Escape']);
	is('paid', pays(daemon).length, 0);
	is('an amount is no code', await page.locator('.cart .line').count(), 2);
	is('no dialog', await page.locator('dialog[open]').count(), 0);
	await type(page, ['F9']);
	await page.locator('.banner .notice').waitFor();
	await type(page, ['Delete', '2']);
	await rows(page, 1);
	is('what waited is no longer said', await page.locator('.banner .notice').count(), 0);
	is('reason', daemon.state.posts.find((post) => post.path.endsWith('/remove')).body.reason, 2);
	await type(page, ['F9', 'Enter']);
	await paid(page);
});
await test('Ins changes a quantity, Esc destroys nothing', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['Insert', '5', 'Escape', 'Delete', 'Escape', 'F8', '9', 'Escape', 'Escape', 'Escape']);
	await rows(page, 1);
	await type(page, ['Insert', '3', 'Enter']);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('3'));
	is('posts', daemon.state.posts.filter((post) => /\/(remove|drop|park)$/.test(post.path)).length, 0);
});
await test('what is rounded for cash is in words too', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	is('before', await page.locator('.tender .total .words').textContent(), 'một trăm năm mươi tư nghìn sáu trăm đồng');
	await type(page, ['F9']);
	is('in cash', (await page.locator('.tender .total .words').textContent()).replace(/\s/g, ' '), 'một trăm năm mươi tư nghìn đồng · làm tròn −600 ₫');
});
await test('Esc out of a form half written loses nothing of it: bán tạm, an order, a new customer', async (page) => {
	await scanKeys(page, TEA);
	await scanKeys(page, UNKNOWN);
	await rows(page, 2);
	await type(page, ['Enter', 'k', 'e', 'o', 'Enter', '1', '5', 'k', 'Escape', 'Enter']);
	is('bán tạm', [await page.inputValue('#draft-name'), await page.inputValue('#draft-price')], ['keo', '15k']);
	await type(page, ['Escape', 'Delete', '2']);
	await rows(page, 1);
	await type(page, ['d']);
	await page.locator('.order-make').waitFor();
	await type(page, ['h', 'a', 'n', 'h', 'Tab', '0', '9', '1', 'Escape']);
	await page.locator('.cart .line').waitFor();
	await type(page, ['d']);
	await page.locator('.order-make').waitFor();
	is('an order', await page.locator('.order-make input').evaluateAll((boxes) => boxes.slice(0, 2).map((box) => box.value)), ['hanh', '091']);
	await type(page, ['Escape', 'F4', 'a', 'n']);
	await page.getByRole('button', { name: /Khách mới/ }).click();
	await page.locator('#new-name').waitFor();
	await type(page, ['Escape']);
	is('one level back', await page.locator('.cart .search input').inputValue(), 'an');
	await type(page, ['Escape']);
	is('and one more', await page.locator('.cart .search input').count(), 0);
});
await test('what is saved of row 1 forgets nothing half written of row 10', async (page, daemon) => {
	const answer = (route, body) => route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(body) });
	await page.route(/\/producers/, (route) => answer(route, { producers: [{ id: 'p1', code: 'SX1', name: 'HTX Chè' }] }));
	await page.route('**/lines/1/draft', (route) => answer(route, daemon.part((cart) => { Object.assign(cart.lines[0], { state: 'ok', name: 'keo' }); }, Array.from({ length: 10 }, (_, i) => i + 1), true).cart));
	for (let i = 0; i < 10; i++) await scanKeys(page, `89311111112${10 + i}`);
	await rows(page, 10);
	await type(page, ['Enter', 'm', 'a', 'n', 'Escape']);
	await page.locator('.cart .line').first().click();
	await type(page, ['Enter', 'k', 'e', 'o', 'Enter', '1', '5', 'k', 'Enter']);
	await page.waitForTimeout(300);
	await type(page, ['Enter', 'Enter']);
	await page.locator('.cart .line.unknown').nth(8).waitFor();
	await page.waitForFunction(() => document.querySelectorAll('.cart .line.unknown').length === 9);
	await page.locator('.cart .line').nth(9).click();
	await type(page, ['Enter']);
	is('row 10', await page.inputValue('#draft-name'), 'man');
});
await test('Ins, a number and at once F9: the number is that row\'s, and the whole is paid', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['Insert', '3', 'F9']);
	await page.locator('.entry output', { hasText: '463.000' }).waitFor();
	await type(page, ['Enter']);
	await paid(page);
	is('paid', pays(daemon).map((post) => post.body.total), [463000]);
});
await test('goods scanned while the payment is under way are the next ticket\'s, and the change is said', async (page, daemon) => {
	daemon.usb(TEA);
	await rows(page, 1);
	await type(page, ['F8', '2', '0', '0', '0', '0', '0']);
	daemon.fail(/pay$/, 2, 'busy');
	await page.keyboard.press('Enter');
	await page.locator('.asking').waitFor();
	await scanKeys(page, BAG);
	await page.locator('.cart .line', { hasText: 'Túi thổ cẩm' }).waitFor();
	await rows(page, 1);
	await page.locator('.notice.good', { hasText: '46.000' }).waitFor();
	is('sales', [pays(daemon).filter((post) => post.body.total).length > 0, daemon.state.sales.size], [true, 1]);
});
await test('goods scanned before Pay was pressed are not the next ticket\'s: the payment waits for them', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.route('**/scan', async (route) => { await new Promise((done) => setTimeout(done, 700)); await route.continue(); });
	await scanKeys(page, BAG);
	await scanKeys(page, HONEY);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	is('order', daemon.state.posts.map((post) => post.path.split('/').pop()).filter((what) => what === 'scan' || what === 'pay'), ['scan', 'scan', 'scan', 'pay']);
	is('of one ticket', new Set(daemon.state.posts.filter((post) => /(scan|pay)$/.test(post.path)).map((post) => post.path.split('/')[2])).size, 1);
	is('next ticket', await page.locator('.cart .line').count(), 0);
});
await test('of goods scanned during a payment that fails none is on the ticket', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.route('**/pay', async (route) => {
		await new Promise((done) => setTimeout(done, 900));
		await route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ status: 409, code: 'conflict', detail: 'tổng tiền đã đổi', field: 'total' }) });
	});
	await type(page, ['F9', 'Enter']);
	await scanKeys(page, BAG);
	await scanKeys(page, HONEY);
	await page.locator('.notice', { hasText: 'quét lại' }).waitFor();
	await page.waitForTimeout(600);
	is('scanned', daemon.state.posts.filter((post) => post.path.endsWith('/scan')).length, 1);
	await rows(page, 1);
});
await test('too little cash is not taken', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F8', '2', '0', '0', 'Enter']);
	await page.locator('.notice.look').waitFor();
	is('paid', pays(daemon).length, 0);
	await type(page, ['Escape', 'F8', '2', '0', '0', 'k', 'Enter']);
	await paid(page);
	is('given', pays(daemon)[0].body.pays[0].given, 200000);
});
await test('a double press on Pay is one sale', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9']);
	await page.evaluate(() => { for (let i = 0; i < 2; i++) document.querySelector('.pair .main').click(); });
	await paid(page);
	is('asked', pays(daemon).length, 1);
});
await test('a lost answer: the page asks, shows the truth and never offers to pay again', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	daemon.fail(/\/pay$/, 100, 'after');
	daemon.fail(/^\/sales\//, 100, 'before');
	await type(page, ['F9', 'Enter']);
	await page.locator('.asking').waitFor();
	is('buttons to pay', await page.locator('.ways button').count(), 0);
	daemon.state.faults.length = 0;
	await paid(page);
	is('sales', daemon.state.sales.size, 1);
});
await test('the page is loaded anew while nobody knows: one sale, and it is shown', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	daemon.fail(/\/pay$/, 100, 'after');
	daemon.fail(/^\/sales\//, 100, 'before');
	await type(page, ['F9', 'Enter']);
	await page.locator('.asking').waitFor();
	await page.reload();
	await page.locator('.asking').waitFor();
	daemon.state.faults.length = 0;
	await paid(page);
	is('sales', daemon.state.sales.size, 1);
});
await test('busy: the same request again, with the same id', async (page, daemon) => {
	daemon.fail(/\/scan$/, 2, 'busy');
	await scanKeys(page, TEA);
	await rows(page, 1);
	const ids = daemon.state.posts.filter((post) => post.path.endsWith('/scan')).map((post) => post.body.id);
	is('asked', ids.length, 3);
	is('ids', new Set(ids).size, 1);
	is('pieces', await page.locator('.line .count').first().textContent(), '1 hộp× 154.600');
});
await test('F5 and another browser keep the cart', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.reload();
	await rows(page, 1);
	const other = await open(browser, daemon.url);
	await rows(other.page, 1);
	await scanKeys(page, BAG);
	await rows(other.page, 2);
	await other.context.close();
});
await test('park is one key, recall one key and one digit', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F2']);
	await rows(page, 0);
	await type(page, ['F2', '1']);
	await rows(page, 1);
});
await test('whatever takes the ticket out of hand ends what was asked of it, whatever was asked', async (page, daemon) => {
	const js = await deskJs();
	await page.route(/\/till\.js/, (route) => route.fulfill({ contentType: 'text/javascript', body: js }));
	await page.reload();
	await page.locator('.cart .empty').waitFor();
	const all = await page.evaluate(() => Object.keys(globalThis.desk.modes));
	is('the table is there', all.length >= 20 && all.includes('remove') && all.includes('discount_why') && all.includes('cash'), true);
	const hand = () => daemon.state.carts.get(daemon.state.active);
	const ticket = async (goods) => { /* one in hand with two lines, one open beside it, one parked */
		await page.evaluate(() => { globalThis.desk.back(); globalThis.desk.view.value = 'sell'; });
		for (const head of daemon.state.carts.values()) daemon.state.carts.delete(head.id);
		daemon.state.active = null;
		for (const [is_parked, codes] of [[true, [HONEY]], [false, [BAG]], [false, goods]]) {
			daemon.state.active = null;
			for (const code of codes) daemon.usb(code);
			hand().is_parked = is_parked;
		}
		daemon.send('reload', {});
		await page.waitForFunction(([id, count]) => globalThis.desk.cart.value?.id === id && globalThis.desk.cart.value.lines.length === count && globalThis.desk.till.value.carts.length === 3, [daemon.state.active, goods.length]);
	};
	const gone = {
		F2: () => type(page, ['F2']),
		'Treo phiếu': () => page.locator('.tabs > .button').nth(1).click(),
		'another tab': () => page.locator('.tabs .list [aria-pressed="false"]').click(),
		'a recall elsewhere': () => { const other = [...daemon.state.carts.values()][0]; other.is_parked = false; daemon.state.active = other.id; daemon.send('parked', {}); },
		'another till': () => { const mine = hand(); mine.till_id = 't2'; daemon.state.carts.delete(mine.id); daemon.state.active = null; daemon.send('parked', {}); },
	};
	const wrong = [];
	for (const [what, act] of Object.entries(gone)) for (const mode of all) {
		await ticket([TEA, BAG]);
		const id = daemon.state.active, asked = daemon.state.posts.length;
		await page.evaluate((to) => { globalThis.desk.startMode(to); globalThis.desk.entry.value = '12'; globalThis.desk.picked.value = 1; }, mode);
		await act();
		await page.waitForFunction((was) => globalThis.desk.cart.value?.id !== was, id).catch(() => wrong.push(`${what} in ${mode}: the ticket stays`));
		await page.waitForTimeout(30);
		const now = await page.evaluate(() => ({ mode: globalThis.desk.mode.value, entry: globalThis.desk.entry.value, times: globalThis.desk.times.value }));
		if (!['code', 'name'].includes(now.mode) || now.entry || now.times) wrong.push(`${what} in ${mode}: ${JSON.stringify(now)}`);
		const done = daemon.state.posts.slice(asked).map((post) => post.path).filter((path) => !/\/(park|recall|label|qr)$/.test(path));
		if (done.length) wrong.push(`${what} in ${mode}: ${done}`);
	}
	is('left over', wrong, []);
	for (const mode of all) { /* the row alone goes, at another browser of this till */
		await ticket([TEA, BAG]);
		const isOf = await page.evaluate((to) => { globalThis.desk.picked.value = 1; globalThis.desk.startMode(to); return globalThis.desk.modes[globalThis.desk.mode.value].isOfRow?.() ?? false; }, mode);
		if (!isOf) continue;
		daemon.part((cart) => { cart.lines.shift(); }, []);
		await rows(page, 1);
		if (await page.evaluate(() => globalThis.desk.mode.value) !== 'code') wrong.push(mode);
	}
	is('asked of a row that is gone', wrong, []);
	await ticket([TEA, BAG]);
	await page.route(/\/park$/, async (route) => { await new Promise((done) => setTimeout(done, 400)); await route.continue(); });
	await type(page, ['F2', '1', '2']);
	await page.waitForFunction(() => !globalThis.desk.cart.value);
	is('a number typed after F2 is the next ticket\'s', await page.evaluate(() => globalThis.desk.entry.value), '12');
});
await test('F2 over "Vì sao bỏ dòng này?": the ticket is parked whole, and a digit does nothing to the next one', async (page, daemon) => {
	for (const keys of [['Delete'], ['/', 'a'], ['F6', '1', '0', 'k', 'Enter'], ['F8', '5', '0', '0']]) {
		await scanKeys(page, TEA);
		await rows(page, 1);
		await type(page, keys);
		await type(page, ['F2']);
		await rows(page, 0);
		is('nothing is asked', await page.locator('.ask .reasons').count(), 0);
		await scanKeys(page, BAG);
		await rows(page, 1);
		const asked = daemon.state.posts.length;
		await type(page, ['1']);
		await page.waitForTimeout(100);
		is('nothing is done', daemon.state.posts.slice(asked), []);
		await type(page, ['Escape', 'F2']);
		await rows(page, 0);
	}
});
await test('a parked ticket gets a word to know it by, or the hand goes on as if nothing had been asked', async (page, daemon) => {
	const words = () => daemon.state.posts.filter((post) => post.path.endsWith('/label')).map((post) => post.body.label);
	const parked = async () => {
		await scanKeys(page, TEA);
		await rows(page, 1);
		await type(page, ['F2']);
		await page.locator('.entry.in-name').waitFor();
	};
	await parked();
	await page.keyboard.type('áo đỏ', { delay: 80 });
	await type(page, ['Enter', 'F2']);
	await page.locator('.ask .choice', { hasText: 'áo đỏ' }).waitFor();
	await type(page, ['1']);
	await rows(page, 1);
	is('its tab says so', await page.locator('.tabs [aria-pressed="true"] > span').innerText(), 'áo đỏ');
	await type(page, ['F2']);
	await page.locator('.entry.in-name').waitFor();
	await type(page, ['Enter']);
	is('Enter alone leaves the word there was', words(), ['áo đỏ']);
	await parked();
	await scanKeys(page, BAG);
	await rows(page, 1);
	is('a scan is the next ticket', await page.locator('.cart .line .name').innerText(), 'Túi thổ cẩm lanh Lùng Tám');
	await type(page, ['F2']);
	await page.locator('.entry.in-name').waitFor();
	await type(page, ['1', '2', 'Enter']);
	await rows(page, 1);
	is('figures are goods', [await page.locator('.cart .line .name').innerText(), words()], ['Chè Shan tuyết cổ thụ 100 g', ['áo đỏ']]);
	await type(page, ['F2']);
	await page.locator('.entry.in-name').waitFor();
	await type(page, ['3', 'NumpadMultiply']);
	await page.locator('.entry.in-code').waitFor();
	await scanKeys(page, BAG);
	await page.waitForFunction(() => document.querySelector('.cart .line .count')?.textContent.startsWith('3'));
	await page.locator('.tabs .button').nth(1).click();
	await page.locator('.entry.in-name').waitFor();
	is('a finger brings no keyboard onto the glass', await page.evaluate(() => document.activeElement.tagName), 'BODY');
	await page.locator('.ask input').fill('bàn 3');
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.waitForTimeout(200);
	is('what was typed stays', words(), ['áo đỏ', 'bàn 3']);
});
await test('however a ticket is called, how many lines it has is to be read in its tab at 1024', async (page) => {
	const cut = () => page.evaluate(() => {
		const list = document.querySelector('.tabs .list').getBoundingClientRect(), count = document.querySelector('.tabs [aria-pressed="true"] small').getBoundingClientRect();
		return [count.left >= list.left, count.right <= list.right];
	});
	for (const code of [TEA, BAG, HONEY]) await scanKeys(page, code);
	await rows(page, 3);
	is('by its time', await cut(), [true, true]);
	await type(page, ['F2']);
	await page.locator('.entry.in-name').waitFor();
	await page.keyboard.type('người đàn ông đội mũ đen', { delay: 60 });
	await type(page, ['Enter', 'F2', '1']);
	await rows(page, 3);
	is('by a long word', await cut(), [true, true]);
	await type(page, ['F1']);
	await rows(page, 0);
	await scanKeys(page, BAG);
	await rows(page, 1);
	is('beside another', await cut(), [true, true]);
}, { width: 1024, height: 768 });
await test('a scanner that the daemon holds lands in the cart', async (page, daemon) => {
	daemon.usb(TEA);
	await rows(page, 1);
	daemon.usb(BAG);
	await rows(page, 2);
});
await test('a lost stream shows a banner, comes back by itself and misses nothing', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	daemon.fail(/^\/events$/, 100, 'before');
	daemon.cut();
	await page.locator('.lost').waitFor();
	daemon.usb(BAG);
	daemon.state.faults.length = 0;
	await rows(page, 2);
	await page.waitForFunction(() => !document.querySelector('.lost'));
});
await test('of a long ticket the rows that changed are told: what was missed is asked for, what comes late changes nothing', async (page, daemon) => {
	for (const code of [TEA, BAG, UNKNOWN]) daemon.usb(code);
	await rows(page, 3);
	let asked = 0;
	page.on('request', (request) => { if (/\/carts\/[^/]+$/.test(request.url())) asked++; });
	const counts = () => page.$$eval('.cart .line .count', (all) => all.map((each) => parseInt(each.textContent, 10)));
	const shows = (wanted) => page.waitForFunction((text) => [...document.querySelectorAll('.cart .line .count')].map((each) => parseInt(each.textContent, 10)).join() === text, wanted.join());
	const more = (at, count) => (cart) => { cart.lines[at].qty_milli = count * 1000; };
	daemon.part(more(1, 4), [2]);
	await shows([1, 4, 1]);
	daemon.part((cart) => cart.lines.splice(0, 1), []);
	await shows([4, 1]);
	is('known without asking', asked, 0);
	daemon.part(more(0, 5), [2], true);
	const late = daemon.part(more(0, 6), [2], true);
	daemon.part(more(1, 2), [3]);
	await shows([6, 2]);
	is('what was missed is asked for', asked > 0, true);
	const now = asked;
	daemon.send('cart', late);
	const last = daemon.part(more(0, 7), [2]);
	await shows([7, 2]);
	daemon.send('cart', { ...last, cart: { ...last.cart, lines: [{ ...last.cart.lines[0], qty_milli: 9000 }] } });
	await page.waitForTimeout(200);
	is('late or told twice', await counts(), [7, 2]);
	is('and nothing is asked for', asked, now);
	/* Out of order: the second first. */
	const first = daemon.part(more(0, 8), [2], true);
	const second = daemon.part(more(1, 3), [3], true);
	daemon.send('cart', second);
	daemon.send('cart', first);
	await shows([8, 3]);
});
await test('a scan onto a long ticket touches the row of before and its own, which is in sight in its first frame', async (page, daemon) => {
	const more = (count) => (cart) => { for (let i = 0; i < count; i++) cart.lines.push({ ...cart.lines[0], n: ++cart.last }); };
	daemon.usb(TEA);
	await rows(page, 1);
	daemon.part(more(300), Array.from({ length: 300 }, (_, i) => i + 2));
	await rows(page, 301);
	is('a list of all of them', await page.locator('.lines').getByRole('listitem').count(), 301);
	await page.evaluate(() => {
		const touched = new Set(), list = document.querySelector('.lines');
		window.seen = new Promise((done) => new MutationObserver((changes, watch) => {
			for (const change of changes) touched.add(change.target.closest('.line') ?? change.target);
			watch.disconnect();
			requestAnimationFrame(() => {
				const row = list.querySelector('.picked').getBoundingClientRect(), at = list.getBoundingClientRect();
				done({ isInSight: row.top >= at.top && row.bottom <= at.bottom + 1, rows: [...touched].filter((each) => each.matches('.line')).length, blocks: [...touched].filter((each) => each.matches('.block')).length });
			});
		}).observe(list, { subtree: true, childList: true, attributes: true }));
	});
	daemon.part(more(1), [302]);
	is('seen', await page.evaluate(() => window.seen), { isInSight: true, rows: 1, blocks: 1 });
});
await test('a printer out of paper changes nothing but its lamp', async (page, daemon) => {
	daemon.send('printer', { state: 'paper_out', reason: null });
	await page.getByText('hết giấy').waitFor();
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
});
await test('a transfer is confirmed by hand, with its reference', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F7', '4', '4', '2', '7', 'Enter']);
	await paid(page);
	is('pay', pays(daemon)[0].body.pays, [{ way: 'transfer', amount: 154600, given: null, reference: '4427' }]);
});
await test('split: a part in cash, the rest by transfer; only the cash is in whole thousands', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F8', '1', '0', '0', 'k', 'F7']);
	await page.locator('.taken li').waitFor();
	is('left', (await page.locator('.ways .due strong').textContent()), '54.600');
	await type(page, ['4', '4', '2', '7', 'Enter']);
	await paid(page);
	is('pays', pays(daemon)[0].body.pays, [{ way: 'cash', amount: 100000, given: 100000, reference: null }, { way: 'transfer', amount: 54600, given: null, reference: '4427' }]);
	is('total', pays(daemon)[0].body.total, 154600);
});
await test('split: an amount before the way\'s key, a card by + and digit, the rest in cash rounded down; it survives F5', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['5', '0', '0', '0', '0', 'F7', 'Enter']);
	await page.locator('.taken li').waitFor();
	await page.reload();
	await page.locator('.taken li').waitFor();
	await type(page, ['NumpadAdd', '4']);
	await page.locator('.entry.in-card').waitFor();
	await type(page, ['Shift+Digit8', '2', '0', '0', '0', '0', 'Enter', 'Enter']);
	await page.locator('.taken li').nth(1).waitFor();
	await looks(page, 'taken');
	await type(page, ['F9', 'Enter']);
	await paid(page);
	is('pays', pays(daemon)[0].body.pays.map((pay) => [pay.way, pay.amount]), [['transfer', 50000], ['card', 20000], ['cash', 84000]]);
	is('total', pays(daemon)[0].body.total, 154000);
});
await test('a card read right after goods is told of, though the row is fresh', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	daemon.send('scan', { till_id: 't1', kind: 'producer', sound: 'attention', text: 'đây là thẻ của HTX Chè', thing: null });
	await page.locator('.notice.look', { hasText: 'thẻ của HTX Chè' }).waitFor();
});
await test('F9 on a ticket that waits says what to settle and puts the hand there', async (page, daemon) => {
	await scanKeys(page, UNKNOWN);
	await scanKeys(page, TEA);
	await rows(page, 2);
	is('the hand is on the last', await page.locator('.line.picked.unknown').count(), 0);
	await type(page, ['F9']);
	await page.locator('.line.picked.unknown').waitFor();
	await page.locator('.notice.look').waitFor();
	is('no tender', await page.locator('.ways.taking').count(), 0);
	is('paid', pays(daemon).length, 0);
});
await test('F3 on an unknown row: the goods picked take its place', async (page, daemon) => {
	await scanKeys(page, TEA);
	await scanKeys(page, UNKNOWN);
	await rows(page, 2);
	await type(page, ['F3']);
	await page.locator('.settling').waitFor();
	await page.keyboard.type('tho cam', { delay: 60 });
	await page.locator('.tile.next').waitFor();
	await type(page, ['Enter']);
	await page.waitForFunction(() => !document.querySelector('.line.unknown'));
	is('two rows', await page.locator('.cart .line').count(), 2);
	is('asked', daemon.state.posts.filter((post) => post.path.endsWith('/become')).map((post) => post.body.item_id), ['i7']);
	await type(page, ['F9', 'Enter']);
	await paid(page);
});
await test('keys are changed, a conflict is named, another browser has them too', async (page, daemon) => {
	await type(page, ['Shift+Slash']);
	await page.getByRole('button', { name: 'Đổi phím, âm thanh, cỡ chữ' }).click();
	await looks(page, 'keys of the till');
	await page.getByRole('button', { name: 'Đổi phím: Tiền mặt vừa đủ' }).click();
	await type(page, ['F8']);
	await page.getByText('Phím F8 đang dùng cho').waitFor();
	await type(page, ['Enter']);
	await page.getByText('không đổi được').waitFor();
	await type(page, ['F6']);
	const taken = page.getByText('Phím F6 đang dùng cho');
	await page.waitForTimeout(200);
	if (await taken.count()) await type(page, ['PageDown']);
	await page.waitForFunction(() => !document.querySelector('.asking-key'));
	is('kept', daemon.state.likes.keys.length, 1);
	const other = await open(browser, daemon.url);
	await other.page.locator('.cart .empty').waitFor();
	await scanKeys(other.page, TEA);
	await rows(other.page, 1);
	await type(other.page, [daemon.state.likes.keys[0].key, 'Enter']);
	await paid(other.page);
	await other.context.close();
	await page.getByRole('button', { name: 'Âm thanh, cỡ chữ' }).click();
	await looks(page, 'sounds');
	await page.getByRole('button', { name: 'Lớn' }).click();
	await page.waitForFunction(() => document.documentElement.dataset.size === 'large');
	await page.getByRole('button', { name: 'Về mặc định' }).click();
	await page.waitForFunction(() => document.documentElement.dataset.size === 'normal');
	is('as at first', daemon.state.likes.keys, []);
});
await test('a scanner is tried: what arrives is shown, nothing is sold', async (page, daemon) => {
	await type(page, ['Shift+Slash']);
	await page.getByRole('button', { name: 'Đổi phím, âm thanh, cỡ chữ' }).click();
	await page.getByRole('button', { name: 'Thử máy quét' }).click();
	await scanKeys(page, TEA);
	await page.locator('.trials li').waitFor();
	daemon.send('scan_trial', { till_id: 't1', aim: ']C1', hex: '3031303839333630303030303030323831301d', scanner: 'P1' });
	await page.locator('.trials mark', { hasText: 'GS' }).waitFor();
	await looks(page, 'scanner tried');
	await page.getByRole('button', { name: 'Thử máy in' }).click();
	await looks(page, 'printer tried');
	await type(page, ['Escape']);
	await page.locator('.cart .empty').waitFor();
	is('nothing was sold', daemon.state.posts.filter((post) => post.path.endsWith('/scan')).length, 0);
	is('begun and ended', daemon.state.posts.filter((post) => post.path === '/till/scan_trial').map((post) => post.body.is_on), [true, false]);
	await scanKeys(page, TEA);
	await rows(page, 1);
});
await test('what was scanned before the shift is open can be seen, and is there afterwards', async (page, daemon) => {
	await page.locator('#float').waitFor();
	daemon.usb(TEA);
	await page.locator('.early').waitFor();
	await looks(page, 'early');
	await page.locator('#float').fill('500000');
	await page.keyboard.press('Enter');
	await rows(page, 1);
}, { isShiftOpen: false });
await test('a middle line goes: the hand stays near', async (page) => {
	for (const code of [TEA, BAG, UNKNOWN]) await scanKeys(page, code);
	await rows(page, 3);
	await type(page, ['ArrowUp', 'Delete', '1']);
	await rows(page, 2);
	is('on the one that took its place', await page.locator('.line').nth(1).evaluate((at) => at.classList.contains('picked')), true);
});
await test('one of three comes back: line, how many, Enter, Enter, PIN; the approver is not the seller', async (page, daemon) => {
	await type(page, ['3', 'Shift+Digit8']);
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await type(page, ['F11']);
	await page.keyboard.type('Q1-1-100', { delay: 60 });
	await page.keyboard.press('Enter');
	await page.locator('.return .line').waitFor();
	await type(page, ['1', '1', 'Enter', 'Enter']);
	await page.locator('dialog .login').waitFor();
	is('approvers', await page.locator('dialog .login .name').allTextContents(), ['Trần Quang Minh']);
	/* A second Enter, as soon as what to give back stands there. */
	await page.evaluate(() => new MutationObserver((_, watch) => {
		if (!document.querySelector('.paid .change .figure')) return;
		watch.disconnect();
		document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
		globalThis.wasPressed = true;
	}).observe(document.body, { childList: true, subtree: true }));
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.waitForFunction(() => globalThis.wasPressed);
	await page.waitForTimeout(200);
	is('what to give back stays', await page.locator('.paid .change .figure').count(), 1);
	const returned = daemon.state.posts.filter((post) => post.path === '/returns').map((post) => post.body);
	is('same id twice', returned[0].id, returned[1].id);
	is('lines', returned[1].lines, [{ n: 1, qty_milli: 1000, place: 'aside' }]);
	is('total', returned[1].total, 154600);
	is('payee', returned[1].payee, null);
});
await test('goods come back once: Enter twice at once, and an answer that never came is asked for by its name', async (page, daemon) => {
	await type(page, ['3', 'Shift+Digit8']);
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await type(page, ['F11']);
	await page.keyboard.type('Q1-1-100', { delay: 60 });
	await page.keyboard.press('Enter');
	await page.locator('.return .line').waitFor();
	await type(page, ['1', '1', 'Enter']);
	const asked = () => daemon.state.posts.filter((post) => post.path === '/returns').map((post) => post.body);
	await page.evaluate(() => {
		for (let i = 0; i < 2; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
	});
	await page.locator('dialog .login').waitFor();
	is('asked once', asked().length, 1);
	daemon.fail(/^\/returns$/, 1000, 'after');
	await page.evaluate(() => { const now = Date.now; Date.now = () => now() + 20000; }); /* its patience is over at the first loss */
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.locator('dialog').waitFor({ state: 'detached' });
	await page.locator('.return .button.main:enabled').waitFor();
	daemon.state.faults.length = 0;
	await page.locator('.return .button.main').click();
	await page.locator('dialog .login').or(page.locator('.paid .saved')).first().waitFor();
	if (await page.locator('dialog .login').count()) await type(page, ['1', '2', '3', '4', 'Enter']);
	await paid(page);
	is('one name', new Set(asked().map((body) => body.id)).size, 1);
	is('one return', [...daemon.state.sales.values()].filter((sale) => sale.is_return).length, 1);
});
await test('cash out is written once: Enter twice at once', async (page, daemon) => {
	await type(page, ['F12']);
	await page.getByRole('button', { name: 'Nộp / rút tiền' }).click();
	await page.locator('.move').waitFor();
	await page.locator('.move input').first().fill('50k');
	await page.locator('.move input').nth(1).fill('mua nước');
	await page.evaluate(() => { for (let i = 0; i < 2; i++) document.querySelector('.move').requestSubmit(); });
	await page.waitForFunction(() => document.querySelector('.move input').value === '');
	is('moves', daemon.state.posts.filter((post) => post.path === '/cash-moves').length, 1);
});
await test('money back by transfer asks for a name, and waits for the accountant', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await type(page, ['F11']);
	await page.keyboard.type('Q1-1-100', { delay: 60 });
	await page.keyboard.press('Enter');
	await page.locator('.return .line').waitFor();
	await type(page, ['1', 'Enter']);
	await page.getByRole('radio', { name: 'Chuyển khoản' }).or(page.getByRole('button', { name: 'Chuyển khoản' })).first().click();
	await page.getByRole('button', { name: 'Trả hàng' }).last().click();
	await page.getByText('Ghi tên người nhận tiền').first().waitFor();
	await page.locator('#payee-name').fill('Lò Thị Mai');
	const { y, height } = await page.getByRole('button', { name: 'Trả hàng' }).last().boundingBox();
	is('the button is on the screen', y + height <= page.viewportSize().height, true);
	await page.locator('#payee-name').press('Enter');
	await page.locator('dialog .login').waitFor();
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await paid(page);
	const sent = daemon.state.posts.filter((post) => post.path === '/returns').pop().body;
	is('way', sent.way, 'transfer');
	is('payee', sent.payee, { name: 'Lò Thị Mai', account: null, bank: null });
});
await test('a shift opens and closes by keys; a difference asks for a reason', async (page, daemon) => {
	await page.locator('#float').waitFor();
	await page.keyboard.type('500k', { delay: 60 });
	await page.keyboard.press('Enter');
	await page.locator('.cart .empty').waitFor();
	is('float', daemon.state.posts.find((post) => post.path === '/shifts').body.float_cash, 500000);
	await type(page, ['F12']);
	await page.getByRole('button', { name: 'Đóng ca (Z)' }).click();
	await page.waitForFunction(() => document.activeElement?.id === 'note-0');
	await page.locator('#note-1').fill('2');
	await page.locator('#close-shift').click();
	await page.locator('#gap-reason').fill('thối nhầm');
	await page.keyboard.press('Enter');
	await page.locator('.closed').waitFor();
	is('closed', daemon.state.posts.filter((post) => post.path === '/shifts/close').pop().body.reason, 'thối nhầm');
}, { isShiftOpen: false });
await test('what was counted is still there after Esc, on the other part, and not in the next shift', async (page) => {
	const note = () => page.locator('#note-1').inputValue();
	const part = (name) => page.getByRole('button', { name }).click();
	await type(page, ['F12']);
	await part('Đóng ca (Z)');
	await page.locator('#note-1').fill('7');
	await type(page, ['Escape']);
	await page.locator('.cart .empty').waitFor();
	await type(page, ['F12']);
	await part('Giao ca (G)');
	is('after Esc, handing over', await note(), '7');
	await part('Đóng ca (Z)');
	is('closing', await note(), '7');
	await page.locator('#close-shift').click();
	await page.locator('#gap-reason').fill('thối nhầm');
	await page.keyboard.press('Enter');
	await page.locator('.closed').waitFor();
	await page.keyboard.press('Enter');
	await page.locator('#float').fill('500000');
	await page.keyboard.press('Enter');
	await page.locator('.cart .empty').waitFor();
	await type(page, ['F12']);
	await part('Đóng ca (Z)');
	is('the next shift', await note(), '');
});
await test('on the sheet of the shift X shows the figures and locks nothing', async (page) => {
	await type(page, ['F12', 'z']);
	await page.locator('#close-shift').waitFor();
	await page.locator('.sheet h1').click();
	await page.evaluate(() => document.activeElement?.blur());
	await type(page, ['x']);
	await page.locator('.sheet', { hasText: 'Khách đã chuyển khoản' }).waitFor();
	is('no lock', await page.locator('dialog[open]').count(), 0);
	await type(page, ['Escape', 'x']);
	await page.locator('dialog[open]').waitFor();
});
await test('a drawer counted again and found right wants no reason', async (page, daemon) => {
	await type(page, ['F12']);
	await page.getByRole('button', { name: 'Đóng ca (Z)' }).click();
	await page.locator('#note-1').fill('2');
	await page.locator('#close-shift').click();
	await page.locator('#gap-reason').waitFor();
	await page.locator('#note-1').fill('');
	await page.locator('#note-0').fill('1');
	await page.locator('#close-shift').click();
	await page.locator('.closed').waitFor();
	is('reason', daemon.state.posts.filter((post) => post.path === '/shifts/close').pop().body.reason, null);
});
await test('a whole sale by keyboard alone, from the sign-in on', async (page) => {
	await page.locator('.login').first().waitFor();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.locator('.cart .empty').waitFor();
	await type(page, ['F3']);
	await page.keyboard.type('che', { delay: 60 });
	await page.locator('.tile.next').waitFor();
	await type(page, ['Enter']);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
}, { isOut: true });
for (const [width, height] of [[1024, 660], [1024, 768], [1366, 680], [1920, 1080]]) {
	await test(`a total of hundreds of millions, with a discount, is whole at ${width} × ${height}`, async (page, daemon) => {
		await scanKeys(page, TEA);
		await rows(page, 1);
		for (const count of [70, 290, 999]) {
			Object.assign([...daemon.state.carts.values()][0], { discount: 20000 });
			await type(page, ['Insert', ...String(count), 'Enter']);
			await page.waitForFunction((text) => document.querySelector('.line .count').textContent.startsWith(text), String(count));
			await type(page, ['F8']);
			const box = await page.locator('.tender').boundingBox(), figure = await page.locator('.tender .total .figure').evaluate((one) => {
				const range = document.createRange();
				range.selectNodeContents(one);
				const { left, right } = range.getBoundingClientRect();
				return { left, right, text: one.textContent };
			});
			is(`${figure.text} is inside`, [figure.left >= box.x, figure.right <= box.x + box.width], [true, true]);
			is('the keys too', await page.locator('.ways .button.main').evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight), true);
			await type(page, ['Escape']);
		}
	}, { width, height });
}
/* What lies outside the box that should hold it: by the ink, not by the element. */
const outside = (page, what, box) => page.evaluate(([whats, holder]) => [...document.querySelectorAll(whats)].filter((one) => {
	const range = document.createRange(), at = one.closest(holder).getBoundingClientRect();
	range.selectNodeContents(one);
	const ink = range.getBoundingClientRect();
	return ink.left < at.left || ink.right > at.right;
}).map((one) => one.textContent), [what, box]);
for (const [width, height] of [[1024, 768], [1366, 768], [1920, 1080]]) {
	await test(`the amount of a row is whole up to 999.999.999 at ${width} × ${height}`, async (page, daemon) => {
		for (const code of [TEA, BAG, '8936000000035']) await scanKeys(page, code);
		await rows(page, 3);
		daemon.part((cart) => cart.lines.forEach((line, i) => Object.assign(line, { qty_milli: 9999000, amount: [444444444, 999999999, 10000000][i], discount: 88888888 })), [1, 2, 3]);
		await page.locator('.line .amount', { hasText: '999.999.999' }).waitFor();
		is('outside their rows', await outside(page, '.line .amount, .line .count', '.line .body'), []);
		is('over what is beside them', await outside(page, '.line .amount', '.amount'), []);
	}, { width, height });
}
for (const [width, height] of [[1024, 600], [1024, 660], [1024, 768], [1366, 768]]) {
	await test(`with a discount and a total of millions nothing of the tender touches or is cut at ${width} × ${height}`, async (page, daemon) => {
		await scanKeys(page, TEA);
		await rows(page, 1);
		const faults = () => page.evaluate(() => {
			const box = document.querySelector('.tender').getBoundingClientRect();
			const all = [...document.querySelectorAll('.tender .ways button:not(.segments *)')].map((one) => [one.textContent, one.getBoundingClientRect()]);
			const near = all.flatMap(([name, a], i) => all.slice(i + 1).filter(([, b]) => a.left < b.right && b.left < a.right && b.top - a.bottom < 4 && a.top - b.bottom < 4).map(([other]) => `${name} touches ${other}`));
			return [...near, ...all.filter(([, at]) => at.bottom > box.bottom + 0.5).map(([name]) => `${name} is cut`)];
		});
		for (const total of [889528888, 44444444, 10000000, 1540000]) {
			daemon.part((cart) => { Object.assign(cart, { discount: 20000 }); cart.lines[0].amount = total; }, [1]);
			await page.waitForFunction((text) => document.querySelector('.total .figure').textContent.replace(/\D/g, '') === text, String(total));
			if (total < 100000000) is(`${total} is large`, await page.locator('.tender .total .figure').evaluate((one) => parseFloat(getComputedStyle(one).fontSize) >= 48), true);
			is(`${total} is whole`, await outside(page, '.tender .total .figure', '.tender'), []);
			is(`${total}: the ways`, await faults(), []);
			for (const keys of [['F6', '5'], ['F8']]) {
				await type(page, keys);
				await page.locator('.ways.seeing, .ways.taking').waitFor();
				is(`${total}: ${keys[0]}`, await faults(), []);
				await type(page, ['Escape']);
			}
		}
	}, { width, height });
}
await test('the way back of a list is in sight on a short screen', async (page) => {
	await type(page, ['/']);
	const back = page.locator('.cart > .ask > .button');
	await back.waitFor();
	is('whole', await page.evaluate(() => {
		const one = document.querySelector('.cart > .ask > .button').getBoundingClientRect();
		return document.elementFromPoint(one.left + one.width / 2, one.bottom - 4)?.closest('.button') !== null && one.bottom <= document.querySelector('.cart > .ask').getBoundingClientRect().bottom;
	}), true);
}, { width: 1024, height: 660 });
await test('the fields that look up a sale stand in one row', async (page) => {
	await type(page, ['b']);
	await page.locator('.sales-find input').first().waitFor();
	const tops = await page.locator('.sales-find input, .sales-find [type=submit]').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
	is('one height', new Set(tops).size, 1);
}, { width: 1024, height: 768 });
for (const width of [1024, 1366, 1920]) {
	await test(`of many tickets every tab in sight is whole, and the one in hand is among them, at ${width}`, async (page, daemon) => {
		for (const label of ['Đoàn Hà Giang 45 khách', 'Cô Hương áo đỏ', 'Bàn 3', 'Chú Páo', 'anh Sùng']) {
			await scanKeys(page, TEA);
			await rows(page, 1);
			daemon.part((cart) => { cart.label = label; }, [1]);
			await type(page, ['F1']);
			await page.locator('.cart .empty').waitFor();
		}
		const cut = (hasHand = true) => page.evaluate((hasHand) => {
			const box = document.querySelector('.tabs .list').getBoundingClientRect(), hand = document.querySelector('.tabs [aria-pressed="true"]');
			const all = [...document.querySelectorAll('.tabs .list button')].map((one) => [one, one.getBoundingClientRect()]);
			const part = all.filter(([one, at]) => at.right > box.left + 3 && at.left < box.right - 3 && (at.left < box.left - 3 || at.right > box.right + 3) ).map(([one]) => one.textContent);
			const name = all.filter(([one]) => one.firstChild.clientWidth < Math.min(40, one.firstChild.scrollWidth)).map(([one]) => `no room for ${one.textContent}`);
			const at = hand?.getBoundingClientRect();
			return [...part, ...name, ...(!hasHand || !at || (at.left >= box.left - 1 && at.right <= box.right + 1) ? [] : ['the one in hand'])];
		}, hasHand);
		is('the last', await cut(), []);
		for (const step of [37, 90, 150, -60]) {
			await page.locator('.tabs .list').evaluate((list, by) => list.scrollBy({ left: by, behavior: 'instant' }), step);
			await page.waitForTimeout(150);
			is(`scrolled by ${step}`, await cut(false), []);
		}
		await page.locator('.tabs .list').evaluate((list) => list.scrollTo({ left: 0, behavior: 'instant' }));
		await page.locator('.tabs .list button').first().click();
		await page.waitForFunction(() => document.querySelector('.tabs [aria-pressed="true"]').textContent.startsWith('Đoàn'));
		is('the first', await cut(), []);
	}, { width, height: 768 });
}
await test('what sold most keeps its order through a reload, and changes with the next shift', async (page, daemon) => {
	const order = () => page.locator('.tiles .tile .name').allTextContents();
	daemon.state.top = ['i2', 'i5', 'i1'];
	await page.reload();
	await page.getByRole('button', { name: 'Bán chạy' }).waitFor();
	const first = ['Chè Shan tuyết cổ thụ 100 g', 'Gạo nếp nương túi 1 kg', 'Mật ong hoa bạc hà 500 ml'];
	is('as it was sold', await order(), first);
	daemon.state.top = ['i1', 'i2', 'i5'];
	await page.reload();
	await page.getByRole('button', { name: 'Bán chạy' }).waitFor();
	is('after F5', await order(), first);
	daemon.state.shift = { ...daemon.state.shift, z_number: 99 };
	await page.reload();
	await page.getByRole('button', { name: 'Bán chạy' }).waitFor();
	is('in the next shift', await order(), [first[2], first[0], first[1]]);
});
await test('cash of the drawer typed halfway is there again after Esc, and what may have been done is not done twice', async (page, daemon) => {
	const open = async () => {
		await type(page, ['F12']);
		await page.getByRole('button', { name: 'Nộp / rút tiền' }).click();
		await page.locator('#move-amount').waitFor();
	};
	await open();
	await page.locator('.move .segments button').nth(1).click();
	await page.locator('#move-amount').fill('250k');
	await page.locator('.move .field input').nth(1).fill('đổi tiền lẻ');
	await page.locator('#move-amount').focus();
	await type(page, ['Escape']);
	await page.locator('.sheet').waitFor({ state: 'detached' });
	await open();
	is('kept', [await page.locator('#move-amount').inputValue(), await page.locator('.move .field input').nth(1).inputValue(), await page.locator('.move .segments [aria-pressed="true"]').innerText()],
		['250k', 'đổi tiền lẻ', await page.locator('.move .segments button').nth(1).innerText()]);
	const sent = () => daemon.state.posts.filter((post) => post.path === '/cash-moves').map((post) => post.body.id);
	daemon.fail(/^\/cash-moves$/, 1000, 'after');
	await page.locator('.move .button.main').click();
	await page.locator('.move .wrong').waitFor({ timeout: 60000 });
	daemon.state.faults.length = 0;
	await type(page, ['Escape']);
	await open();
	await page.locator('.move .button.main').click();
	await page.waitForFunction(() => document.querySelector('#move-amount').value === '');
	is('one name', new Set(sent()).size, 1);
});
await test('a voucher being sold is as it was after Esc, and gone once it is sold', async (page, daemon) => {
	const open = async () => {
		await type(page, ['/']);
		await page.locator('.choice', { hasText: 'Bán phiếu quà' }).click();
		await page.locator('.form .pair-fields').waitFor();
	};
	const fields = () => page.locator('.pair-fields input').evaluateAll((all) => all.map((one) => one.value));
	await open();
	await page.locator('.pair-fields input').nth(0).fill('350000');
	await page.locator('.pair-fields input').nth(1).fill('3');
	await type(page, ['Escape']);
	await page.locator('.sheet').waitFor({ state: 'detached' });
	await open();
	is('kept', await fields(), ['350000', '3']);
	await page.locator('.form > .button.main').click();
	await page.locator('.numbers').waitFor();
	is('sold', daemon.state.posts.filter((post) => post.path === '/vouchers').map((post) => post.body.total), [1050000]);
	await type(page, ['Escape']);
	await open();
	is('the next one is new', await fields(), ['200000', '1']);
});
await test('lines picked of a return are still picked after Esc, and another receipt begins anew', async (page, daemon) => {
	for (const codes of [[TEA, BAG], [TEA]]) {
		for (const code of codes) await scanKeys(page, code);
		await rows(page, codes.length);
		await type(page, ['F9', 'Enter']);
		await paid(page);
		await page.waitForTimeout(700);
	}
	const find = async (receipt) => {
		await page.locator('.sheet .find input').fill(receipt);
		await page.keyboard.press('Enter');
		await page.locator('.return .line').first().waitFor();
	};
	const marked = () => page.locator('.return .mark').evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed')));
	await type(page, ['F11']);
	await find('Q1-1-100');
	await type(page, ['2', 'Enter', 'Escape', 'Escape']);
	await page.locator('.sheet').waitFor({ state: 'detached' });
	await type(page, ['F11']);
	await page.locator('.sheet .button', { hasText: 'Trả tiếp Q1-1-100: 1 dòng đã chọn' }).waitFor();
	await type(page, ['Enter']);
	await page.locator('.return .line').first().waitFor();
	is('by Enter', await marked(), ['false', 'true']);
	await type(page, ['Escape']);
	await find('Q1-1-100');
	is('by its number', await marked(), ['false', 'true']);
	await type(page, ['Escape']);
	await find('Q1-1-101');
	is('another', await marked(), ['false']);
	await type(page, ['Escape']);
	is('nothing is halfway', await page.locator('.sheet .button', { hasText: 'Trả tiếp' }).count(), 0);
});
await test('alone above the day the sentence says so; at the manager she sees who asked before her, and asks in her place', async (page, daemon) => {
	daemon.state.duty = { now: 200000, day: 2000000, done: 1990000 };
	daemon.state.otherAsks = true;
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await type(page, ['F11']);
	await page.keyboard.type('Q1-1-100', { delay: 60 });
	await page.keyboard.press('Enter');
	await page.locator('.return .line').waitFor();
	await type(page, ['1', '1', 'Enter', 'Enter']);
	const dialog = page.locator('dialog');
	await dialog.locator('.login').first().waitFor();
	await type(page, ['/']);
	await dialog.getByText('Hôm nay đã tự làm 1.990.000 ₫ trên 2.000.000 ₫.').waitFor();
	await looks(page, 'alone');
	await type(page, ['1']);
	await dialog.getByText('mỗi ngày, hôm nay đã tự làm').waitFor();
	await type(page, ['/', '/']);
	await page.locator('#manager-words').waitFor();
	await type(page, ['Enter']);
	await dialog.getByText('Lò Thị Mai đã hỏi quản lý lúc 10:32').waitFor();
	await looks(page, 'somebody else asked the manager');
	await dialog.getByRole('button', { name: 'Rút lại, tôi hỏi' }).click();
	await dialog.getByText('đã hỏi quản lý; chờ trả lời').waitFor();
	await dialog.waitFor({ state: 'detached' });
	await page.locator('.paid').waitFor();
});
await test('the other language says everything in English', async (page) => {
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('button', { name: 'Exact cash' }).waitFor();
	is('lang', await page.evaluate(() => document.documentElement.lang), 'en');
	/* The shift's figures too; a name that the office typed, and a wallet's, stay as they are. */
	await type(page, ['F12']);
	await page.locator('.figures').waitFor();
	is('figures', await page.locator('.figures td:first-child').allTextContents(),
		['Sales', 'Returns', 'Cash', 'Transfer – seen by the cashier', 'Thẻ quẹt Agribank', 'On account', 'MoMo', 'Debts paid: On account']);
});

/* ---- looks: no violation of WCAG 2.2 AA, 7:1, sizes ---- */

async function looks(page, where) {
	await page.waitForTimeout(120);
	await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		rules: { 'color-contrast-enhanced': { enabled: true } } }).then((report) => report.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`)));
	is(`axe, ${where}`, found, []);
	const small = await page.evaluate(() => [...document.querySelectorAll('button, input, select')].filter((at) => at.offsetParent && at.getBoundingClientRect().height < 47.5).map((at) => at.outerHTML.slice(0, 80)));
	is(`targets of 48 px, ${where}`, small, []);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	is(`no sideways scrolling, ${where}`, wide, 0);
}
for (const [width, height] of [[1366, 768], [1024, 768], [1366, 600]])
	await test(`every state at ${width} × ${height}`, async (page, daemon) => {
		await page.locator('.login').first().waitFor();
		await looks(page, 'sign-in');
		await signIn(page, /Hoa/, '1234');
		await page.locator('.cart .empty').waitFor();
		await looks(page, 'empty');
		for (const code of [TEA, '8936000000059', HONEY, UNKNOWN, EXPIRED]) await scanKeys(page, code);
		await rows(page, 5);
		await looks(page, 'five states of a line');
		await type(page, ['F2']);
		await rows(page, 0);
		await scanKeys(page, BAG);
		await rows(page, 1);
		await type(page, ['Delete']);
		await looks(page, 'reasons');
		const inside = async (what) => is(what, await page.evaluate(() => { const at = document.querySelector('.tender'); return at.scrollHeight <= at.clientHeight + 1; }), true);
		await type(page, ['Escape', 'F8', '1']);
		await looks(page, 'cash');
		await inside('the tender needs no scroll bar');
		await type(page, ['Escape', 'F7']);
		await looks(page, 'transfer');
		await inside('the tender needs no scroll bar (transfer)');
		await type(page, ['Escape', 'F9', 'Enter']);
		await paid(page);
		await looks(page, 'paid');
		await type(page, ['F2']);
		await looks(page, 'parked');
		await type(page, ['Escape', 'Shift+Slash']);
		await looks(page, 'keys');
		await type(page, ['Escape', 'F12']);
		await looks(page, 'shift');
		await page.getByRole('button', { name: 'Đóng ca (Z)' }).click();
		await looks(page, 'count');
		await page.getByRole('button', { name: 'Nộp / rút tiền' }).click();
		await looks(page, 'cash in and out');
		await page.getByRole('button', { name: 'Đã bán' }).click();
		await looks(page, 'sales');
		await page.locator('.sheet .head .button', { hasText: 'Trả hàng' }).click();
		await page.locator('.return .line').first().waitFor();
		await type(page, ['1']);
		await looks(page, 'return');
		await type(page, ['Enter', 'Enter']);
		await page.locator('dialog').waitFor();
		await looks(page, 'approver');
	}, { isOut: true, width, height });
/* Into the dialog of the lock: who, and the PIN. */
async function unlock(page, name) {
	const box = page.locator('dialog');
	await box.waitFor();
	if (name) await box.getByRole('button', { name }).click();
	for (const digit of '1234') await box.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
	await box.locator('.pin .key.main').click();
	await box.waitFor({ state: 'detached' });
}
await test('left alone the page locks, and what was scanned waits for the PIN', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.locator('dialog').waitFor();
	is('the daemon was told', daemon.state.isLocked, true);
	await looks(page, 'locked');
	await scanKeys(page, BAG);
	await page.waitForTimeout(200);
	is('nothing yet', await page.locator('.cart .line').count(), 1);
	await unlock(page, null);
	await rows(page, 2);
}, { lockMinutes: 0.04 });
await test('another cashier unlocks and goes on with the ticket; what the first one asked for is not done in her name', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	daemon.state.isLocked = true;
	await scanKeys(page, BAG);
	await unlock(page, /Út/);
	await page.waitForTimeout(300);
	is('still one', await page.locator('.cart .line').count(), 1);
	is('she is there', /Út/.test(await page.locator('.strip .lamps').textContent()), true);
	await scanKeys(page, BAG);
	await rows(page, 2);
});
const chosen = (page) => page.locator('.login[aria-pressed="true"] .name').textContent();
await test('locked by a key: nothing of the ticket can be read, scanners go on and are counted, a badge says who and the PIN that it is so', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['x']);
	await page.locator('dialog').waitFor();
	is('the daemon was told', daemon.state.isLocked, true);
	is('nothing of it is seen', await page.evaluate(() => [...document.querySelectorAll('.till *')].some((at) => getComputedStyle(at).visibility !== 'hidden')), false);
	await type(page, ['Escape', 'Escape']);
	is('Esc opens nothing', [await page.locator('dialog[open]').count(), daemon.state.who !== null], [1, true]);
	daemon.usb(BAG);
	daemon.usb(UNKNOWN);
	await page.getByText('Máy quét vẫn nhận: 2 món').waitFor();
	is('no name is said', /thổ cẩm/.test(await page.locator('dialog').textContent() + await page.locator('[aria-live]').allTextContents()), false);
	await scanKeys(page, TEA);
	await page.getByText('1 mã quét đang chờ Hoa mở khóa').waitFor();
	await looks(page, 'locked by hand');
	daemon.badge('ut');
	await page.waitForFunction(() => /Út/.test(document.querySelector('.login[aria-pressed="true"]').textContent));
	await scanKeys(page, badgeOf('hoa'));
	await page.waitForFunction(() => /Hoa/.test(document.querySelector('.login[aria-pressed="true"]').textContent));
	is('a badge opens nothing', daemon.state.isLocked, true);
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.locator('dialog').waitFor({ state: 'detached' });
	await rows(page, 3);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('2'));
});
await test('a scanner that stutters reads one code: on the page, in the search, over the PIN', async (page, daemon) => {
	await scanKeys(page, TEA, undefined, 7);
	await rows(page, 1);
	await scanKeys(page, TEA, undefined, TEA.length);
	await type(page, ['F3']);
	await scanKeys(page, TEA, undefined, 9);
	await page.waitForFunction(() => document.querySelector('.line .count').textContent.startsWith('3'));
	is('codes', daemon.state.posts.filter((post) => post.path.endsWith('/scan')).map((post) => post.body.code), [TEA, TEA, TEA]);
	is('nothing typed', await page.inputValue('#search'), '');
	await type(page, ['Escape', 'x']);
	await page.locator('dialog .pin').waitFor();
	for (const [at, login, name] of [[1, 'ut', 'Lò Văn Út'], [2, 'hoa', 'Nguyễn Thị Hoa'], [17, 'minh', 'Trần Quang Minh'], [29, 'ut', 'Lò Văn Út']]) {
		await scanKeys(page, badgeOf(login), undefined, at);
		is(`paused before ${at}`, [await chosen(page), await page.inputValue('#pin')], [name, '']);
	}
	is('no tail taken for goods', await page.locator('.heard p').count(), 0);
});
await test('a badge at the till is the change of person: one scan, PIN, Enter; what waited for the first one is said', async (page, daemon) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await scanKeys(page, badgeOf('ut'));
	await page.locator('dialog').waitFor();
	is('she is chosen', await chosen(page), 'Lò Văn Út');
	await scanKeys(page, BAG);
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.locator('dialog').waitFor({ state: 'detached' });
	await page.locator('.banner').getByText('1 mã quét lúc khóa chưa vào phiếu').waitFor();
	is('the ticket is there', await page.locator('.cart .line').count(), 1);
	is('she is there', /Út/.test(await page.locator('.strip .lamps').textContent()), true);
});
await test('a badge at the door, of either scanner: PIN and Enter', async (page, daemon) => {
	await page.locator('.login').first().waitFor();
	await page.waitForTimeout(200);
	daemon.badge('minh');
	await page.waitForFunction(() => /Minh/.test(document.querySelector('.login[aria-pressed="true"]')?.textContent ?? ''));
	await scanKeys(page, badgeOf('hoa').replace(/..$/, '00'));
	is('misread says nothing', await chosen(page), 'Trần Quang Minh');
	await scanKeys(page, badgeOf('ut'));
	await page.waitForFunction(() => /Út/.test(document.querySelector('.login[aria-pressed="true"]').textContent));
	await looks(page, 'badge at the door');
	await type(page, ['1', '2', '3', '4', 'Enter']);
	await page.locator('.cart .empty').waitFor();
	is('she is there', /Út/.test(await page.locator('.strip .lamps').textContent()), true);
}, { isOut: true });
await test('a browser that is no till yet says who makes it one, and goes on when it is', async (page, daemon) => {
	await page.locator('.door .signin').waitFor();
	daemon.state.isStranger = true;
	await page.reload();
	await page.getByText('chưa được ghi danh').waitFor();
	is('the way', await page.getByRole('link').getAttribute('href'), '/office');
	await looks(page, 'stranger');
	daemon.state.isStranger = false;
	await page.locator('.door .signin').waitFor();
}, { isOut: true });
await test('a session that ended elsewhere ends here at once', async (page, daemon) => {
	daemon.state.who = null;
	daemon.send('signed_out', {});
	await page.locator('.door .signin').waitFor();
});
await test('a ticket parked at another till is in the list, with its till', async (page, daemon) => {
	daemon.state.carts.set('far', { id: 'far', till_id: 't2', version: 1, label: 'áo đỏ', is_parked: true, lines: [], last: 0, removed_count: 0, at: 1 });
	daemon.send('parked', {});
	await page.waitForFunction(() => /1/.test(document.querySelector('.tabs')?.textContent ?? document.body.textContent));
	await type(page, ['F2']);
	await page.getByText('đang ở quầy Q2').waitFor();
	await type(page, ['1']);
	await page.waitForFunction(() => !document.querySelector('.ask'));
	is('recalled', daemon.state.posts.some((post) => post.path === '/carts/far/recall' && post.body.till_id === 't1'), true);
});
await test('sold before: found by its goods, without totals', async (page, daemon) => {
	for (const code of [TEA, BAG]) {
		await scanKeys(page, code);
		await rows(page, 1);
		await type(page, ['F9', 'Enter']);
		await paid(page);
	}
	await page.getByRole('button', { name: 'Đã bán' }).click();
	await page.locator('.sheet tbody tr').nth(1).waitFor();
	is('no totals', /154|320/.test(await page.locator('.sheet table').textContent()), false);
	is('and why', await page.getByText('đếm két rồi mới xem tổng').count(), 1);
	await page.getByLabel('Có mặt hàng').fill('thổ cẩm');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.querySelectorAll('.sheet tbody tr').length === 1);
	await looks(page, 'found');
});
await test('sold before: who does not count the drawer sees totals and no excuse', async (page) => {
	await signIn(page, /Minh/, '1234');
	await scanKeys(page, TEA);
	await rows(page, 1);
	await type(page, ['F9', 'Enter']);
	await paid(page);
	await page.getByRole('button', { name: 'Đã bán' }).click();
	await page.locator('.sheet tbody tr').first().waitFor();
	is('totals', [/154/.test(await page.locator('.sheet table').textContent()), await page.getByText('đếm két rồi mới xem tổng').count()], [true, 0]);
}, { isOut: true });
await test('400 % zoom: one column, nothing lost sideways', async (page) => {
	await scanKeys(page, TEA);
	await rows(page, 1);
	await page.setViewportSize({ width: 341, height: 600 });
	await looks(page, 'zoomed');
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
