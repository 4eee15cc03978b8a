// What a till never does, sentence by sentence, at the real pages in Chromium beside the real daemon.
// SHOTS=FOLDER keeps screenshots; run by test_till_faults_never.sh with the printer's folder.
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { launch, open, scanKeys } from './browser.mjs';
import { ask, askAsOffice, counts as countsOf, given, is, limit, openShift, pause, press as pressOn, root, run, scan, until as untilOn } from './faults.mjs';

const [papers] = given;
let shots = 0;
await askAsOffice();

const browser = await launch();
const { page, errors } = await open(browser, `${root}/`, { width: 1024, height: 768 });
page.setDefaultTimeout(limit);
const press = (...keys) => pressOn(page, ...keys);
async function look(name) { if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/never-${String(++shots).padStart(2, '0')}-${name.replace(/\W+/g, '-')}.png` }); }
const until = (what, test) => untilOn(page, what, test);
const counts = () => countsOf(page);
const dialogs = () => page.locator('dialog[open]').count();
/* The pieces on the ticket as the daemon has it, whatever the page shows. */
let till = '';
async function pieces() {
	const { active_cart_id: id } = await ask('GET', `/till?till_id=${till}`);
	return id ? (await ask('GET', `/carts/${id}`)).lines.reduce((sum, line) => sum + line.qty_milli / 1000, 0) : 0;
}
async function home() { await press('Escape', 'Escape', 'Escape', 'Escape'); }
async function pay() {
	await home();
	await press('F9', 'Enter');
	await until('it is saved', async () => (await page.locator('.paid .saved').count()) > 0);
	await pause(700);
}

await run(browser, () => page, async () => {
	/* Every sound that is made, by how often. */
	await page.addInitScript(() => {
		window.sounds = 0;
		const start = OscillatorNode.prototype.start;
		OscillatorNode.prototype.start = function (...rest) { window.sounds++; return start.apply(this, rest); };
	});
	await page.reload();
	till = await openShift(page);
	let goods = '';
	for (const tile of (await ask('GET', '/till/tiles')).groups.flatMap((group) => group.items).filter((each) => each.decimals === 0).sort((a, b) => b.stock_milli - a.stock_milli)) {
		goods = JSON.stringify(await ask('GET', `/items/${tile.id}`)).match(/"code":"0?(\d{13})"/)?.[1] ?? '';
		if (goods) break;
	}

	/* ---- scanning works whatever has the focus; no dialog appears because of it ---- */

	const places = {
		'the ticket': [], 'search': ['F3'], 'search half typed': ['F3', 'm', 'a'], 'customer': ['F4'], 'discount': ['F6'], 'quantity': ['Insert'], 'quantity half typed': ['Insert', '3'],
		'a number half typed': ['4'], 'cash half typed': ['F8', '5'], 'exact cash': ['F9'], 'VietQR': ['F7'], 'parked': ['F2'], 'removing': ['Delete'], 'sales': ['F10'], 'shift': ['F12'],
		'help': ['?'], 'more': ['/'],
	};
	if (!goods) throw new Error('no goods with a barcode');
	for (const [name, keys] of Object.entries(places)) {
		for (const [how, strike] of [['a scanner of its own', () => scan(goods)], ['a scanner that types', () => scanKeys(page, goods)]]) {
			await home();
			if (await pieces() === 0) {
				await scan(goods);
				await until(`${name}: one to begin with`, async () => (await pieces()) === 1);
			}
			/* F2 parks what is open: its list is looked at with an empty ticket. */
			const had = await pieces();
			await press(...keys);
			const before = await dialogs(), told = await pieces();
			await strike();
			/* A number typed for the row and left so is the row's; of goods that the daemon's scanner puts onto that very row she says the sum. */
			const wanted = (name === 'quantity half typed' && how.endsWith('types') ? 3 : told) + 1;
			await until(`${name}, ${how}: the goods are on the ticket`, async () => { const now = await pieces(); return now === wanted || `${told} then ${now}`; });
			if (name !== 'help') is(`${name}, ${how}: no dialog`, [before, await dialogs()], [0, 0]);
			if (how.endsWith('types')) await look(name);
			await home();
			if (had > 6) await pay();
		}
	}

	/* ---- Esc goes back one level and never destroys ---- */

	await home();
	if (await pieces() === 0) await scan(goods);
	for (const [name, keys] of Object.entries(places)) {
		if (name === 'parked') continue;
		await home();
		const before = JSON.stringify(await counts());
		await press(...keys);
		for (let i = 0; i < 6; i++) await press('Escape');
		is(`${name}: Esc, six times, and all is there`, [JSON.stringify(await counts()), await dialogs()], [before, 0]);
	}

	/* ---- Del by one digit; counted ---- */

	await pay();
	const removed = async () => (await ask('GET', `/shifts/figures?till_id=${till}`)).buckets.find((each) => each.name === 'removed')?.count ?? 0;
	const had = await removed();
	await scan(goods);
	await until('a row', async () => (await pieces()) === 1);
	await scan('4006381333931');
	await until('a red row', async () => (await page.locator('.cart .line.unknown').count()) === 1);
	is('payment waits', [await page.keyboard.press('F9').then(() => pause(300)).then(() => page.locator('.ways.taking').count()), await page.locator('.paid').count()], [0, 0]);
	await look('unknown');
	await press('Delete', '1');
	await until('it is off', async () => (await page.locator('.cart .line').count()) === 1);
	await pay();
	is('and counted', await removed(), had + 1);

	/* ---- sounds with a visual twin; totals in words; the change stays ---- */

	let sounds = await page.evaluate(() => window.sounds);
	await scan(goods);
	await until('a hit is heard', async () => (await page.evaluate(() => window.sounds)) > sounds);
	await until('its row is there', async () => (await page.locator('.cart .line').count()) === 1);
	await press('F8');
	const words = await page.locator('.tender').innerText();
	is('the total is in words', /(nghìn|triệu|trăm).*đồng/i.test(words), true);
	await look('words');
	await press('5', '0', '0', '0', '0', '0', '0', 'Enter');
	await until('paid', async () => (await page.locator('.paid .saved').count()) > 0);
	await pause(2500);
	is('the change stays, large, and millions are whole', await page.locator('.change .figure').evaluate((at) => [at.textContent.length >= 9, parseFloat(getComputedStyle(at).fontSize) >= 72, at.scrollWidth <= at.clientWidth]), [true, true, true]);
	await look('change');
	sounds = await page.evaluate(() => window.sounds);
	await scan(goods);
	await until('until the next scan', async () => (await page.locator('.paid').count()) === 0);

	/* ---- the strip ---- */

	const strip = await page.locator('.strip').innerText();
	for (const part of ['Quầy', 'Ca', 'Thu ngân', 'ban', 'Máy quét', 'Máy in', 'Ngân hàng', 'Đã lưu']) is(`the strip says ${part}`, strip.includes(part), true);
	is('every lamp has words and an icon', await page.$$eval('.strip .lamps > *', (all) => all.filter((each) => !each.textContent.trim() || !each.querySelector('svg')).map((each) => each.outerHTML.slice(0, 160))), []);

	/* ---- the printer is away: the lamp, and the paper comes later, once ---- */

	await pay();
	await pause(1500);
	const files = () => readdirSync(papers).filter((name) => !name.startsWith('control')).length;
	const printer = (word) => { writeFileSync(`${papers}/control.new`, word); renameSync(`${papers}/control.new`, `${papers}/control`); };
	const printed = files();
	printer('off');
	await scan(goods);
	await until('a row', async () => (await pieces()) === 1);
	await pay();
	await until('the lamp of the printer says so', async () => !/sẵn sàng/.test((await page.locator('.strip').innerText()).replace(/\s+/g, ' ').match(/Máy in (.*?)Ngân hàng/)?.[1] ?? 'sẵn sàng'));
	await look('printer-away');
	await scan(goods);
	await until('the next customer', async () => (await pieces()) === 1);
	is('nothing else changed', [await dialogs(), await page.locator('.asking').count()], [0, 0]);
	printer('ready');
	await until('the paper comes later', async () => files() > printed);
	await pause(2000);
	is('once', files(), printed + 1);
	is('no error on a page', errors, []);
});
