// The office page against its stand-in: the flows of the office, by keys where a machine can press them, the daemon's
// sentences at their fields, roles, and what a machine can hold of its looks. node tests/web/office.mjs [part of a name]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, scanKeys } from './browser.mjs';
import { start } from './office-standin.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = process.argv[2] ?? '';
const PAGES = ['today', 'items', 'items/i1', 'items/new', 'products', 'products/pr1', 'products/new', 'parties', 'parties/p3', 'parties/new', 'contracts', 'contracts/k1', 'contracts/new?consignor_id=p1&consignor=HTX', 'contracts/k1/change', 'intake', 'intake/12', 'intake/new',
	'stock', 'stock?by=producer', 'stock?by=item', 'closing', 'closing/closed', 'closing/draft?contract_id=k2', 'closing/q1', 'payouts', 'payouts/paid', 'payouts/customers', 'payouts/new?contract_id=k1', 'data', 'data/opening', 'staff', 'devices', 'prints', 'watch', 'alone', 'bank', 'bank/all'];
const browser = await launch();
let passed = 0, failed = 0;

function is(what, got, wanted) {
	if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
async function test(name, run, options = {}) {
	if (!name.includes(only)) return;
	const daemon = await start(options);
	const { context, page, errors } = await open(browser, `${daemon.url}/office`, options);
	page.setDefaultTimeout(8000);
	const at = async (path) => {
		await page.evaluate((hash) => { location.hash = hash; }, `#/${path}`);
		await page.locator('#main h1').waitFor();
		await page.waitForFunction(() => !document.querySelector('.waiting'));
	};
	try {
		await page.getByRole('button', { name: options.who ?? /Lan/ }).click();
		for (const digit of '1234') await page.keyboard.press(digit);
		await page.keyboard.press('Enter');
		await page.locator('#main').waitFor();
		await run(page, daemon, at);
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
const sent = (daemon, path) => daemon.posts.filter((post) => post.path === path).map((post) => post.body);
async function approve(page) {
	await page.getByLabel('Mã PIN').first().waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'pin');
	for (const digit of '1234') await page.keyboard.press(digit);
	await page.keyboard.press('Enter');
}
async function violations(page) {
	await page.evaluate(axe);
	return page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((answer) => answer.violations.flatMap((each) => each.nodes.map((node) => `${each.id} ${node.target}`))));
}

for (const [width, height] of [[360, 740], [1024, 768], [1366, 768]]) {
	await test(`no page is wider than ${width} and none breaks WCAG 2.2 AA`, async (page, _, at) => {
		for (const path of PAGES) {
			await at(path);
			await page.waitForTimeout(200);
			is(`${path} is wider by`, await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0);
			is(`${path}`, await violations(page), []);
		}
	}, { width, height });
}
for (const [width, height] of [[360, 740], [1366, 768]])
	await test(`the dialogs over what a manager looks at hold WCAG 2.2 AA, at ${width}`, async (page, _, at) => {
		const looked = async (what) => {
			await page.getByRole('dialog').waitFor();
			await page.waitForTimeout(200);
			is(what, await violations(page), []);
			is(`${what} is wider by`, await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0);
			await page.keyboard.press('Escape');
			await page.getByRole('dialog').waitFor({ state: 'detached' });
		};
		await at('alone');
		await page.getByRole('button', { name: 'Không', exact: true }).click();
		await looked('refusing');
		await page.getByRole('button', { name: 'Hỏi lại' }).first().click();
		await looked('asking');
		await at('bank');
		for (const n of [0, 3]) {
			await page.getByRole('button', { name: 'Xếp', exact: true }).nth(n).click();
			await looked(`settling ${n}`);
		}
	}, { width, height });
await test('a day that one page does not hold says so, and goes on to its end', async (page, _, at) => {
	await at('watch');
	await page.getByText('ngày này còn nữa').waitFor();
	is('what and where', await page.locator('.rows').nth(1).locator('tbody tr').first().innerText().then((text) => /Đổi cách trả/.test(text) && /145.000 ₫ → Chuyển khoản/.test(text) && /Q1-1-000118/.test(text)), true);
	await page.getByRole('button', { name: 'Xem tiếp' }).first().click();
	await page.getByText('ngày này còn nữa').waitFor({ state: 'detached' });
	is('rows', await page.locator('.rows').nth(1).locator('tbody tr').count(), 8);
});
await test('what waits is answered, what was done alone is confirmed, and a duty says its day', async (page, daemon, at) => {
	await at('alone');
	await page.getByText('200.000 ₫ mỗi việc, 2.000.000 ₫ cả ngày mỗi người').waitFor();
	await page.getByRole('button', { name: 'Đồng ý' }).first().click();
	await page.locator('#main').getByText('Đã đồng ý').waitFor();
	is('agreed', sent(daemon, '/consents/w1/answer')[0].is_agreed, true);
	await page.getByRole('button', { name: 'Xác nhận' }).first().click();
	await page.locator('#main').getByText('Đã xác nhận.').waitFor();
	is('confirmed', sent(daemon, '/alone/answer')[0].entry_id, 'e41');
	await page.getByLabel('Tới số tiền').fill('300k');
	await page.getByText('Để trống: 3.000.000').waitFor();
	await page.getByRole('button', { name: 'Cho làm một mình' }).click();
	await page.getByText('300.000 ₫ mỗi việc, 3.000.000 ₫ cả ngày mỗi người').waitFor();
	is('ten times where nothing is typed', sent(daemon, '/duty')[0].day_limit, null);
});
await test('an empty shop says on each page what to do first', async (page, _, at) => {
	for (const path of ['items', 'products', 'parties', 'contracts', 'intake', 'stock', 'closing', 'payouts', 'prints']) {
		await at(path);
		is(`${path} says something`, (await page.locator('.empty p').first().innerText()).length > 10, true);
	}
	await at('today');
	is('today is calm', await page.locator('.calm').count(), 6);
}, { isEmpty: true });
await test('each role sees only what it may do', async (page) => {
	is('menu', await page.locator('#menu a').allInnerTexts().then((texts) => texts.map((text) => text.trim())), ['Hôm nay', 'Hàng hóa', 'Ô bán hàng', 'Sản phẩm OCOP', 'Giỏ quà', 'Chủ thể', 'Nhập hàng', 'Tồn kho', 'Thu hồi lô', 'Đơn đặt', 'Máy in & máy quét', 'Phiếu in', 'Trang bán hàng']);
}, { who: /Páo/ });
await test('a cashier is sent to the till', async (page) => {
	await page.getByText('không dành cho thu ngân').waitFor();
}, { who: /Hoa/ });
await test('a list is searched without marks, and its download asks for the same', async (page, _, at) => {
	await at('items');
	await page.getByRole('searchbox').fill('mat ong');
	await page.waitForFunction(() => document.querySelectorAll('.rows tbody tr').length === 2);
	is('download', await page.getByRole('link', { name: 'XLSX' }).getAttribute('href'), '/api/v1/exports/items.xlsx?q=mat%20ong');
	await page.reload();
	await page.waitForFunction(() => document.querySelectorAll('.rows tbody tr').length === 2);
});
await test('a refusal stands at the field it names, and the field has the focus', async (page, daemon, at) => {
	await at('items/new');
	await page.getByLabel('Tên hàng').fill('Bánh tam giác mạch');
	await page.getByLabel('Mã của cửa hàng').fill('SP0001');
	await page.getByRole('button', { name: 'Lưu', exact: true }).click();
	await page.getByText('Mã này đã dùng cho mặt hàng khác.').waitFor();
	is('focus', await page.evaluate(() => document.activeElement.dataset.field), 'code');
	is('read with it', await page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText), 'Mã này đã dùng cho mặt hàng khác.');
	await page.getByLabel('Mã của cửa hàng').fill('SP0009');
	await page.getByRole('button', { name: 'Lưu', exact: true }).click();
	await page.locator('#main').getByText('Đã lưu Bánh tam giác mạch.').waitFor();
	const asked = sent(daemon, '/items');
	is('a refused id is not used again', asked[0].id !== asked[1].id, true);
});
await test('a proposed price is accepted in one step, and the labels are named', async (page, daemon, at) => {
	await at('intake/12');
	await page.getByRole('button', { name: 'Nhận giá này' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Nhận giá này' }).click();
	await page.getByText('BH-0426: 24 chai').waitFor();
	await page.getByRole('button', { name: 'Xong' }).click();
	await page.getByText('đã nhận').waitFor();
	is('asked', sent(daemon, '/proposals/l1').map((each) => each.is_accepted), [true]);
});
await test('money for a customer is marked as sent, once', async (page, daemon, at) => {
	await at('payouts/customers');
	await page.getByText('Lò Thị Mai').waitFor();
	await page.getByRole('button', { name: 'Đã chuyển' }).click();
	await page.getByLabel('Số tham chiếu').fill('FT26001');
	await page.getByRole('dialog').getByRole('button', { name: 'Đã chuyển' }).click();
	await page.getByText('Không có khoản nào chờ').waitFor();
	is('asked', sent(daemon, '/refunds/r1/sent').map((each) => each.reference), ['FT26001']);
});
await test('a wrong check figure is said while it is typed', async (page, _, at) => {
	await at('items/new');
	await page.getByRole('button', { name: 'Thêm mã' }).click();
	await page.getByLabel('Mã 1').fill('8936000000012');
	await page.getByText('Số cuối của mã này phải là 1').waitFor();
});
await test('a new price holds from a moment in Viet Nam', async (page, daemon, at) => {
	await at('items/i1');
	await page.getByLabel('Giá mới').fill('190k');
	await page.getByLabel('Từ ngày').first().fill('01/01/27');
	await page.getByLabel('Lúc').fill('0:00');
	await page.getByRole('button', { name: 'Ghi giá mới' }).click();
	await page.locator('#main').getByText('Đã ghi giá 190.000').waitFor();
	const { amount, from_us } = sent(daemon, '/prices')[0];
	is('price', [amount, from_us], [190000, Date.UTC(2026, 11, 31, 17) * 1000]);
});
await test('goods come in by scan, with dates as on the label, and nothing is lost by a reload', async (page, daemon, at) => {
	await at('intake/new');
	await page.getByRole('combobox', { name: /Hợp đồng/ }).fill('mat ong');
	await page.getByRole('option', { name: /HTX Mật ong/ }).waitFor();
	await page.keyboard.press('Enter');
	await scanKeys(page, '8936000000028');
	await page.getByText('1. Chè Shan tuyết cổ thụ 100 g').waitFor();
	await page.getByLabel(/^Số lượng/).fill('24');
	await page.getByLabel('Ngày sản xuất').fill('020426');
	await page.getByText('Thứ Năm, ngày 2 tháng 4 năm 2026').waitFor();
	await page.getByLabel(/^Hạn dùng/).fill('30 tháng kể từ NSX');
	await page.getByText(/ngày 2 tháng 10 năm 2028/).waitFor();
	await page.reload();
	await page.getByText('1. Chè Shan tuyết cổ thụ 100 g').waitFor();
	await page.getByRole('button', { name: /Ghi phiếu nhập 1 dòng/ }).click();
	await page.getByRole('heading', { name: 'Phiếu nhập 13' }).waitFor();
	const { contract_id, lines } = sent(daemon, '/intakes')[0];
	is('sent', [contract_id, lines[0].item_id, lines[0].qty_milli, lines[0].made_day, lines[0].expiry_day, lines[0].expiry_kind], ['k1', 'i2', 24000, '2026-04-02', '2028-10-02', 'use_by']);
	await at('intake/new');
	is('the next one is empty', await page.locator('.line-open, .line-shut').count(), 0);
}, { width: 360, height: 740 });
await test('an unknown scan and one of two goods are said, and the scan goes on', async (page, _, at) => {
	await at('intake/new');
	await scanKeys(page, '8930000000000');
	await page.getByText('Mã 8930000000000 chưa có trong danh mục').waitFor();
	await scanKeys(page, '8936000000011');
	await page.getByRole('button', { name: /250 ml/ }).click();
	await page.getByText('1. Mật ong hoa bạc hà 250 ml').waitFor();
});
await test('the worked example warns when the house loses', async (page, _, at) => {
	await at('contracts/new?consignor_id=p3&consignor=Hộ');
	await page.getByText('13.600').waitFor();
	await page.getByLabel('Hoa hồng, %').fill('5');
	await page.getByText('Cửa hàng bị lỗ 2.600').waitFor();
});
await test('what is written off needs a reason and a second person', async (page, daemon, at) => {
	await at('stock');
	await page.getByRole('button', { name: /Chuyển, trả, hủy Mật ong hoa bạc hà 500 ml/ }).click();
	await page.getByLabel('Việc gì').selectOption('broken');
	await page.getByLabel(/^Số lượng/).fill('25');
	await page.getByLabel('Lý do').fill('vỡ khi bày kệ');
	await page.getByRole('button', { name: 'Ghi sổ' }).click();
	await page.getByText('Chỉ có 24 chai ở đây.').waitFor();
	await page.getByLabel(/^Số lượng/).fill('1');
	is('the dialog', await violations(page), []);
	await page.getByRole('button', { name: 'Ghi sổ' }).click();
	await approve(page);
	await page.locator('#main').getByText('Đã ghi: hỏng, vỡ, 1 chai').waitFor();
	const moves = sent(daemon, '/stock/moves');
	is('sent', [moves.length, moves[1].approver.login, moves[1].kind, moves[1].lines[0].qty_milli, moves[0].id === moves[1].id], [2, 'minh', 'broken', 1000, true]);
});
await test('a second person is asked for on one page only', async (page, daemon, at) => {
	await at('stock');
	await page.getByRole('button', { name: /Chuyển, trả, hủy Mật ong hoa bạc hà 500 ml/ }).click();
	await page.getByLabel('Việc gì').selectOption('broken');
	await page.getByLabel(/^Số lượng/).fill('1');
	await page.getByLabel('Lý do').fill('vỡ khi bày kệ');
	await page.getByRole('button', { name: 'Ghi sổ' }).click();
	await page.locator('dialog .login').first().waitFor();
	await page.evaluate(() => { location.hash = '#/prints'; });
	await page.locator('dialog .login').first().waitFor({ state: 'detached' });
	is('written', sent(daemon, '/stock/moves').filter((post) => post.approver).length, 0);
});
await test('a stopped closing says why and leads there; one that can is closed with a second person', async (page, daemon, at) => {
	await at('closing');
	await page.getByRole('link', { name: 'Nhập hàng', exact: true }).last().click();
	await page.waitForFunction(() => location.hash.startsWith('#/intake/new?contract_id=k2'));
	await at('closing/draft?contract_id=k2');
	is('no button to close', await page.getByRole('button', { name: 'Chốt bảng này' }).count(), 0);
	await at('closing/draft?contract_id=k1&to_day=2026-08-31');
	await page.getByRole('button', { name: 'Chốt bảng này' }).click();
	await page.getByRole('button', { name: 'Chốt', exact: true }).click();
	await approve(page);
	await page.locator('#main').getByText('Đã chốt bảng thanh toán số 1').waitFor();
	is('sent', sent(daemon, '/settlements').map((each) => [each.contract_id, each.to_day, each.is_forced]), [['k1', '2026-08-31', false], ['k1', '2026-08-31', false]]);
	await page.getByRole('link', { name: /01-BH/ }).waitFor();
	is('papers', await page.getByRole('link', { name: /01-BH|XLSX|CSV/ }).evaluateAll((links) => links.map((link) => link.getAttribute('href'))), ['pdf', 'xlsx', 'csv'].map((kind) => `/api/v1/settlements/q1/01-bh.${kind}`));
});
await test('a file is tried first, its errors stand by line, and nothing is taken', async (page, daemon, at) => {
	await at('data');
	const put = (text) => page.getByLabel('Tệp Excel').setInputFiles({ name: 'hop-dong.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
	await put('a,b\nsai,1\n');
	await page.getByRole('button', { name: 'Thử' }).click();
	await page.getByText('“sai” không phải số phần trăm.').waitFor();
	is('no import', await page.getByRole('button', { name: 'Nhập', exact: true }).count(), 0);
	await put('a,b\n20,1\n');
	await page.getByRole('button', { name: 'Thử' }).click();
	await page.getByRole('button', { name: 'Nhập', exact: true }).click();
	await page.locator('#main').getByText('Đã nhập 2 dòng').waitFor();
});
await test('a changed account needs a second person', async (page, daemon, at) => {
	await at('parties/p1');
	await page.getByLabel('Số tài khoản').fill('1903 4567 8901');
	await page.getByRole('button', { name: 'Lưu', exact: true }).click();
	await approve(page);
	await page.locator('#main').getByText('Đã lưu HTX Mật ong').waitFor();
	is('sent', sent(daemon, '/parties').at(-1).bank_account, '190345678901');
});
await test('what may have been printed is asked, not printed by itself', async (page, daemon, at) => {
	await at('prints');
	await page.getByRole('button', { name: 'Đã có giấy' }).click();
	await page.locator('#main').getByText('Đã ghi: Hóa đơn Q1-1-000123').waitFor();
	is('sent', daemon.posts.map((post) => post.path).at(-1), '/print-jobs/j1/done');
});
await test('this browser is enrolled as a till, and another one revoked', async (page, daemon, at) => {
	await at('devices');
	await page.getByRole('button', { name: 'Ghi danh trình duyệt này' }).click();
	await page.getByRole('dialog').getByLabel('Tên').fill('Máy tính bảng');
	await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	is('enrolled', sent(daemon, '/stations').map((each) => [each.name, each.till_id]), [['Máy tính bảng', null]]);
	await page.getByRole('button', { name: 'Thu hồi' }).click();
	await page.locator('#main').getByText('Đã thu hồi Máy tính bảng quầy hiên').waitFor();
	is('revoked', sent(daemon, '/stations/st1/revoke').length, 1);
});
await test('English is one press away and stays', async (page, _, at) => {
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('link', { name: 'Stock' }).click();
	await page.getByRole('heading', { name: 'Stock' }).waitFor();
	await page.reload();
	await page.getByRole('heading', { name: 'Stock' }).waitFor();
	await at('contracts/k1');
	is('a Vietnamese word is left', /[ăđơưạảấầẩậắằẳặẹẻẽếềểễệ]/.test(await page.locator('.facts').innerText()), false);
});
await test('the menu folds on a phone and opens by keyboard', async (page) => {
	is('folded', await page.locator('#menu').isVisible(), false);
	await page.locator('.fold').focus();
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: 'Tồn kho' }).click();
	await page.getByRole('heading', { name: 'Tồn kho' }).waitFor();
	is('folded again', await page.locator('#menu').isVisible(), false);
}, { width: 360, height: 740 });

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
