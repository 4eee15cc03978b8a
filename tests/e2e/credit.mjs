// Paying other than now, by hand in Chromium: node tests/e2e/credit.mjs ROOT PAPERS [SHOTS]   "N passed, N failed"
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, scanKeys, signIn } from '../web/browser.mjs';

const [root, papers, shots] = process.argv.slice(2);
let passed = 0, failed = 0;
function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
const has = (what, text, part) => is(what, text?.replaceAll('\u00a0', ' ').includes(part) ? part : text, part);

/* ---- what the office set up before ---- */

let cookie = '';
const fresh = () => { const hex = crypto.randomUUID().replaceAll('-', ''); return `${(Date.now()).toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2')}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`; };
async function ask(method, path, body) {
	const answer = await fetch(`${root}/api/v1${path}`, { method, headers: { cookie, origin: root, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify({ id: fresh(), ...body }) }) });
	const given = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
	if (given.length) cookie = given.join('; ');
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
	return text ? JSON.parse(text) : {};
}
const party = async (code, name, role) => (await ask('POST', '/parties', { party_id: null, code, name, legal_form: 'enterprise', vat_profile: 'credit', tax_code: null, phone: null, address: null, commune: null,
	bank_bin: null, bank_account: null, bank_holder: null, roles: [role], from_day: '2025-01-01' })).id;
const clock = { approver: { login: 'truong', pin: '3197' } };
await ask('POST', '/session', { login: 'vanphong', pin: '9713' });
await ask('POST', '/clock', { reason: 'máy tắt lâu ngày', ...clock });
const customer = await party('NHSD', 'Nhà hàng Sông Đà', 'customer');
/* The carrier is the sample's, who owes for VDMAU01 already; so is the first voucher. */
const carried = (await ask('GET', '/debts?what=carrier')).left;

const browser = await launch();
const { page, errors } = await open(browser, `${root}/till`, { width: 1024, height: 768 });
page.setDefaultTimeout(15000);
let shot = 0;
const look = async (name, of = page) => { if (name !== 'failed') await axed(name, of); if (shots) await of.screenshot({ path: `${shots}/${String(++shot).padStart(2, '0')}-${name}.png` }); };
/* No violation on any state that is looked at. */
const axe = readFileSync(createRequire(new URL('../web/browser.mjs', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');
async function axed(name, of) {
	if (!await of.evaluate(() => typeof window.axe === 'object')) await of.evaluate(axe);
	const found = await of.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations.map((each) => `${each.id}: ${each.nodes[0].target.join(' ')}`)));
	is(`${name} for everyone`, found, []);
}
const press = async (...keys) => { for (const key of keys) { await page.keyboard.press(key); await page.waitForTimeout(130); } };
const tender = () => page.locator('.tender').innerText();
async function second() {
	const dialog = page.locator('dialog[open]');
	await dialog.waitFor();
	const who = dialog.getByRole('button', { name: /truong/ });
	if (await who.count()) await who.click();
	for (const digit of '3197') await dialog.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
	await dialog.locator('.pin .key.main').click();
}
/* Goods onto a new ticket; its total. */
async function ticket() {
	await press('F1');
	/* Whatever sold most stands first: one whose price splits well, by the piece. */
	const at = await page.locator('.tile').evaluateAll((tiles) => tiles.findIndex((tile) => { const price = Number(tile.querySelector('.price').firstChild.textContent.replace(/\D/g, '')); return price >= 30000 && price < 90000 && !/kg/.test(tile.textContent); }));
	await page.locator('.tile').nth(at).click();
	await page.locator('.cart .line').first().waitFor();
	await page.waitForTimeout(200);
	return Number((await page.locator('.total .figure').innerText()).replace(/\D/g, ''));
}
async function way(name) {
	await press('NumpadAdd');
	await page.locator('.cart .ask .choice', { hasText: name }).first().click();
	await page.waitForTimeout(200);
}
const saved = async () => { await page.locator('.paid .saved').waitFor(); return page.locator('.paid').innerText(); };

try {
	/* ---- the office: a wallet, terms ---- */
	const office = await open(browser, `${root}/office#/ways`, { width: 1366, height: 768 });
	office.page.setDefaultTimeout(15000);
	await office.page.getByText(/vanphong/).first().click();
	for (const digit of '9713') await office.page.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
	await office.page.locator('.pin .key.main').click();
	await office.page.getByRole('heading', { name: 'Cách trả tiền' }).waitFor();
	const momo = office.page.locator('tr', { hasText: 'MoMo' });
	await momo.getByRole('button').click();
	await look('office-way', office.page);
	await office.page.locator('dialog[open] input[type=checkbox]').first().check();
	await office.page.locator('dialog[open] button[type=submit]').click();
	await office.page.getByText('Đã lưu “MoMo”').first().waitFor();
	await look('office-ways', office.page);
	await office.page.goto(`${root}/office#/debts`);
	await office.page.getByRole('button', { name: 'Đặt hạn mức' }).click();
	await office.page.locator('dialog[open] [role=combobox]').fill('song da');
	await office.page.locator('[role=option]').first().click();
	await office.page.locator('dialog[open] [data-field=limit]').fill('200000');
	await look('office-terms', office.page);
	await office.page.locator('dialog[open] button[type=submit]').click();
	await office.page.getByText(/hạn mức 200\.000/).first().waitFor();
	is('terms are set', true, true);

	/* ---- the till: a shift, vouchers sold ---- */
	await signIn(page, /ban/, '1379');
	await page.locator('#float').fill('500000');
	await page.keyboard.press('Enter');
	await page.waitForTimeout(500);
	if (await page.locator('dialog[open]').count()) await second();
	await page.locator('.cart .empty').waitFor();
	await press('/');
	await page.locator('.cart .ask .choice', { hasText: 'Bán phiếu quà' }).click();
	await page.getByRole('heading', { name: 'Bán phiếu quà' }).waitFor();
	await look('till-voucher-sell');
	await page.getByRole('button', { name: /Thu tiền và in/ }).click();
	await page.getByText(/Phiếu thu số/).first().waitFor();
	const number = (await page.locator('.sheet').innerText()).match(/PQ\d{6}[A-Z]/)?.[0];
	is('a voucher is sold', number?.slice(0, 8), 'PQ000002');
	await look('till-voucher-sold');
	await press('Escape');
	let code = '';
	for (let i = 0; i < 100 && !code; i++) {
		await page.waitForTimeout(100);
		code = readdirSync(papers).map((name) => readFileSync(`${papers}/${name}`, 'utf8')).join('').match(/%V[0-9A-Z*]{27}/)?.[0] ?? '';
	}
	is('its paper has its code', code.length, 29);

	/* ---- a split: cash, voucher, wallet ---- */
	const total = await ticket();
	await press('F8', ...'10000');
	await press('NumpadAdd');
	await page.waitForTimeout(200);
	await look('till-ways');
	has('the wallet is offered by its name', await page.locator('.cart .ask').innerText(), 'MoMo');
	await page.locator('.cart .ask .choice', { hasText: 'Phiếu quà' }).click();
	await page.waitForTimeout(200);
	await look('till-voucher-pay');
	await scanKeys(page, code);
	await page.getByText(number).first().waitFor();
	await look('till-voucher-found');
	await press('NumpadMultiply', ...'10000', 'Enter');
	await page.waitForTimeout(200);
	await press('Enter');
	await page.waitForTimeout(400);
	await look('till-split');
	has('the voucher is taken as a part', await tender(), '10.000');
	await way('MoMo');
	await look('till-wallet');
	await press('Enter');
	const split = await saved();
	await look('till-split-paid');
	for (const part of ['Phiếu quà', 'MoMo', 'Khách đưa', 'còn lại 190.000']) has('the sale says', split, part);
	is('the wallet had the rest', (await ask('GET', `/vouchers/find?code=${number}`)).left, 190000);

	/* ---- on account, above the limit ---- */
	let owed = 0, asked = 0;
	for (let i = 0; i < 30 && !asked; i++) {
		owed += await ticket();
		await way('Ghi nợ');
		if (i === 0) await look('till-account-find');
		await page.locator('.cart .ask input').fill('song da');
		await page.locator('.cart .ask .choice', { hasText: 'Sông Đà' }).click();
		await page.waitForTimeout(150);
		if (i === 0) await look('till-account');
		await press('Enter');
		await page.waitForTimeout(500);
		if (await page.locator('dialog[open]').count()) {
			asked++;
			await look('till-account-second');
			has('why somebody is asked', await page.locator('dialog[open]').innerText(), 'hạn mức 200.000 ₫');
			await second();
		}
		const text = await saved();
		has('the sale says what she owes now', text.replaceAll('.', ''), `khách còn nợ ${owed}`);
	}
	is('above the limit a second person is asked for', asked, 1);
	is('what is owed', (await ask('GET', `/debts/of?party_id=${customer}`)).party.left, owed);

	/* ---- a debt is paid ---- */
	await press('/');
	await page.locator('.cart .ask .choice, .choice', { hasText: 'Thu nợ khách' }).first().click();
	await page.locator('.sheet input[type=search]').fill('song');
	await look('till-debts-find');
	await page.locator('.sheet .choice', { hasText: 'Sông Đà' }).click();
	await page.locator('.sheet .line').first().waitFor();
	await look('till-debts');
	await page.getByRole('button', { name: /Thu tiền/ }).click();
	await page.getByText(/Phiếu thu số TK-000003/).first().waitFor();
	await look('till-debts-paid');
	is('nothing is owed any more', (await ask('GET', `/debts/of?party_id=${customer}`)).party.left, 0);
	await press('Escape', 'Escape');

	/* ---- COD, and the list of the carrier ---- */
	const parcel = await ticket();
	await way('COD');
	await page.waitForTimeout(400);
	await look('till-cod');
	await press(...'VD77'.toLowerCase(), 'Enter');
	has('the parcel', await saved(), 'COD');
	await office.page.goto(`${root}/office#/cod`);
	await office.page.getByRole('link', { name: 'Đối soát', exact: true }).first().click();
	await office.page.locator('#cod-list').fill(`VD77 ${parcel - 1000} 12.000\nVD99 1.000`);
	await office.page.getByRole('button', { name: 'Xem thử' }).click();
	await office.page.getByText('không có trong sổ').first().waitFor();
	await look('office-cod-tried', office.page);
	await office.page.locator('#cod-list').fill(`VD77 ${parcel} ${Math.floor(parcel / 10)}`);
	await office.page.getByRole('button', { name: 'Xem thử' }).click();
	await office.page.getByText('khớp', { exact: true }).first().waitFor();
	await look('office-cod-good', office.page);
	await office.page.locator('form button[type=submit]').click();
	await office.page.getByText(/Đã đối soát/).first().waitFor();
	is('the carrier owes no more than before', (await ask('GET', '/debts?what=carrier')).left, carried);

	/* ---- offset: a second person, what is owed to a producer ---- */
	await ticket();
	await way('Cấn trừ');
	await page.locator('.cart .ask .choice').first().waitFor();
	await look('till-offset-find');
	await page.locator('.cart .ask .choice').first().click();
	await page.waitForTimeout(200);
	await look('till-offset');
	await press('Enter');
	await second();
	await page.waitForTimeout(800);
	await look('till-offset-done');
	await press('Escape');

	/* ---- the pages of the office, wide and on a phone ---- */
	for (const name of ['debts', `debts/${customer}`, 'vouchers', 'cod', 'ways']) {
		await office.page.goto(`${root}/office#/${name}`);
		await office.page.waitForTimeout(600);
		await look(`office-${name.replaceAll('/', '-').slice(0, 12)}`, office.page);
	}
	await office.page.getByRole('link', { name: 'Phiếu quà' }).click();
	await office.page.getByRole('button', { name: 'Xem' }).first().click();
	await office.page.waitForTimeout(400);
	await look('office-voucher', office.page);
	await office.page.keyboard.press('Escape');
	await office.page.setViewportSize({ width: 360, height: 740 });
	for (const name of ['debts', 'vouchers', 'cod', 'ways']) {
		await office.page.goto(`${root}/office#/${name}`);
		await office.page.waitForTimeout(500);
		is(`${name} is no wider than a phone`, await office.page.evaluate(() => document.documentElement.scrollWidth <= 360), true);
		await look(`phone-${name}`, office.page);
	}
	is('errors of the pages', [...errors, ...office.errors], []);
} catch (error) {
	failed++;
	console.log(`FAIL ${error.stack}`);
	await look('failed');
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
