// Pressed twice, two browsers on one till, a clock that was set, at the real till in Chromium beside the real daemon; the book says what came of it.
// CLOCK=1 leaves out what is pressed twice; run by test_till_faults_twice.sh [no-clock].
import { launch, open } from './browser.mjs';
import { ask, askAsOffice, counts as rows, given, is, enter, limit, openShift, pause, press, root, run, scan, shell, until as untilOn } from './faults.mjs';

const [noClock] = given;

/* ---- the book ---- */

await askAsOffice();
/* Of the open shift: how many sales and returns, what the drawer must hold; and of vouchers how much there is in all. */
async function book() {
	const figures = await ask('GET', `/shifts/figures?till_id=${till}`).catch(() => null);
	const of = (name) => figures?.buckets.find((each) => each.name === name)?.count ?? 0;
	return { sales: of('sales'), returns: of('returns'), drawer: figures?.expected ?? 0, z: figures?.z_number ?? 0, vouchers: (await ask('GET', '/vouchers?which=left')).left };
}
let till = '';
/* What a deed changed in the book. */
async function changed(before) {
	const after = await book();
	return Object.fromEntries(Object.keys(after).filter((key) => after[key] !== before[key]).map((key) => [key, after[key] - before[key]]));
}

/* ---- pages ---- */

const browser = await launch();
const pages = [];
async function page() {
	const made = await open(browser, `${root}/`);
	made.page.setDefaultTimeout(limit);
	pages.push(made);
	return made.page;
}
const until = (what, test) => untilOn(pages.at(-1).page, what, test);
const hasRows = (on, wanted) => async () => { const got = await rows(on); return JSON.stringify(got) === JSON.stringify(wanted) || got; };
const there = (on, where) => async () => (await on.locator(where).count()) > 0;
async function second(on) {
	const dialog = on.locator('dialog[open]');
	await dialog.waitFor();
	const who = dialog.getByText(/Người thử truong/);
	if (await who.count()) await who.first().click();
	for (const digit of '3197') await press(on, digit);
	await press(on, 'Enter');
}

/* ---- pressed twice: by hand, by a double click, and by two clicks before the page is drawn ---- */

const presses = {
	'Enter, Enter': async (on) => { await on.keyboard.press('Enter'); await pause(120); await on.keyboard.press('Enter'); },
	'a double click': (on, button) => button(on).dblclick(),
	'two clicks in one moment': (on, button) => button(on).evaluate((each) => { each.click(); each.click(); }),
};
const main = (where) => (on) => on.locator(`${where} button.main, ${where} .button.main`).first();

async function payTwice(on, how, strike) {
	await scan(code);
	await until(`${how}: the row`, hasRows(on, ['1']));
	const before = await book();
	await press(on, 'F9');
	await strike(on, main('.tender'));
	await until(`pay by ${how}: it is saved`, there(on, '.paid .saved'));
	await pause(300);
	is(`pay by ${how}: what came of it stays`, await on.locator('.paid .change').count(), 1);
	is(`pay by ${how}: one sale`, await changed(before), { sales: 1, drawer: price });
	const receipt = await on.locator('.paid .receipt').innerText();
	await pause(700);
	await press(on, 'F1');
	return receipt;
}
async function returnTwice(on, how, strike, receipt) {
	await scan(receipt);
	await on.locator('.return .line').first().waitFor();
	await press(on, '1', '1', 'Enter');
	await pause(300);
	const before = await book();
	await strike(on, main('.return'));
	await second(on);
	await until(`return by ${how}: it is saved`, there(on, '.paid'));
	is(`return by ${how}: one return`, await changed(before), { returns: 1, drawer: -price });
	await pause(700);
	await press(on, 'Enter', 'F1');
}
async function exchangeTwice(on, how, strike, receipt) {
	await scan(receipt);
	await on.locator('.return .line').first().waitFor();
	await press(on, '1', '1', 'Enter', 'NumpadAdd');
	await on.locator('.exchange').waitFor();
	await scan(code);
	await until(`exchange by ${how}: the row`, hasRows(on, ['1']));
	await press(on, 'F9');
	const before = await book();
	await strike(on, main('.tender'));
	await second(on);
	await until(`exchange by ${how}: it is saved`, there(on, '.paid .saved'));
	is(`exchange by ${how}: one of each, no money`, await changed(before), { sales: 1, returns: 1 });
	await pause(700);
	await press(on, 'F1');
}
async function voucherTwice(on, how, strike) {
	await press(on, '/');
	await on.locator('.cart .ask .choice', { hasText: 'Bán phiếu quà' }).click();
	await on.getByRole('heading', { name: 'Bán phiếu quà' }).waitFor();
	const before = await book();
	const button = (of) => of.getByRole('button', { name: /Thu tiền và in/ });
	await strike(on, button);
	await on.getByText(/Phiếu thu số/).first().waitFor();
	await pause(300);
	const made = await changed(before);
	is(`voucher by ${how}: sold once`, [made.vouchers > 0, made.drawer === made.vouchers, await on.getByText(/Phiếu thu số/).count() > 0], [true, true, true]);
	voucher ??= made.vouchers;
	is(`voucher by ${how}: as much as was asked`, made.vouchers, voucher);
	await pause(700);
	await press(on, 'Escape', 'F1');
}
let voucher;

/* ---- a shift, closed and opened twice ---- */

async function shiftTwice(on, how, strike) {
	const before = await book();
	await press(on, 'F12', 'z');
	await on.locator('#note-0').waitFor();
	await on.locator('#note-9').fill(String(Math.round(before.drawer / 500)));
	await on.locator('#close-shift').focus();
	await strike(on, (of) => of.locator('#close-shift'));
	await until(`close by ${how}: it is closed`, there(on, '.closed'));
	is(`close by ${how}: one Z, and it agrees`, [(await on.locator('.closed h2').innerText()).trim(), await on.locator('.closed .gap').count()], [`Đã đóng ca. Z số ${before.z}`, 0]);
	await pause(700);
	await on.locator('.closed button').click();
	await on.locator('#float').fill('5000000');
	await on.locator('#float').focus();
	await strike(on, main('.open-shift'));
	await until(`open by ${how}: it is open`, there(on, '.cart .empty'));
	await pause(300);
	is(`open by ${how}: the next Z, the float once`, await book().then(({ z, drawer }) => [z, drawer]), [before.z + 1, 5000000]);
	is(`open by ${how}: nothing is said to be wrong`, await on.locator('.notice.stop, .tell.stop').count(), 0);
}

/* ---- two browsers on one till ---- */

async function twoBrowsers(one, other) {
	await scan(code);
	await until('both show the row', async () => (await hasRows(one, ['1'])()) === true && (await hasRows(other, ['1'])()));
	await scan(code);
	await until('and the second piece', async () => (await hasRows(one, ['2'])()) === true && (await hasRows(other, ['2'])()));
	/* Both change it in one moment: whichever came last, both see the same. */
	await Promise.all([press(one, 'Insert', '5', 'Enter'), press(other, 'Insert', '7', 'Enter')]);
	await until('both agree about it', async () => {
		const [first, last] = [await rows(one), await rows(other)];
		return (JSON.stringify(first) === JSON.stringify(last) && ['5', '7'].includes(first[0])) || [first, last];
	});
	const pieces = Number((await rows(one))[0]);
	/* One is at paying while the other adds: nothing is booked for a sum that nobody was shown. */
	let before = await book();
	await press(one, 'F9');
	await press(other, 'Insert', '1', 'Enter');
	await until('both show one piece', async () => (await hasRows(one, ['1'])()) === true && (await hasRows(other, ['1'])()));
	is('nothing was sold meanwhile', await changed(before), {});
	/* Both pay it in one moment. */
	await press(one, 'Escape', 'Escape', 'F9');
	await press(other, 'F9');
	before = await book();
	await Promise.all([one.keyboard.press('Enter'), other.keyboard.press('Enter')]);
	await until('it is paid', async () => (await one.locator('.paid .saved').count()) + (await other.locator('.paid .saved').count()) > 0);
	await pause(1500);
	is('paid by two: one sale', await changed(before), { sales: 1, drawer: price });
	for (const on of [one, other]) {
		is('nobody is asked to pay it again', [(await rows(on)).length > 0 && (await on.locator('.paid').count()) === 0, await on.locator('.asking').count()], [false, 0]);
		await press(on, 'Escape', 'F1');
	}
	await scan(code);
	await until('the next customer is on both', async () => (await hasRows(one, ['1'])()) === true && (await hasRows(other, ['1'])()));
	before = await book();
	await press(other, 'F9', 'Enter');
	await until('and is sold by the other', there(other, '.paid .saved'));
	is('once', await changed(before), { sales: 1, drawer: price });
	await until('the first does not keep it', async () => (await rows(one)).length === 0);
	await pause(700);
	await press(other, 'F1');
	return pieces;
}

/* ---- the clock is set while a ticket is open ---- */

async function clockSet(on, words, seconds) {
	await scan(code);
	await until(`${words}: the row`, hasRows(on, ['1']));
	await shell('server kill');
	await shell(`server at ${seconds}`);
	await until(`${words}: it has found the server again`, async () => (await on.locator('.lost').count()) === 0);
	await until(`${words}: the row is there`, hasRows(on, ['1']));
	await askAsOffice();
	const before = await book();
	const isAnswered = async () => (await on.locator('.paid .saved').count()) + (await on.locator('dialog[open]').count()) > 0;
	await press(on, 'Escape', 'F9', 'Enter');
	await until(`${words}: it is answered`, async () => (await isAnswered()) || (await on.locator('.strip').count()) === 0);
	/* A session ends by the clock: then the page asks who it is, and the ticket is there. */
	if ((await on.locator('.strip').count()) === 0) {
		await enter(on);
		await until(`${words}: the row is there for who signs in`, hasRows(on, ['1']));
		await press(on, 'F9', 'Enter');
	}
	await until(`${words}: it is paid, or somebody is asked about the clock`, isAnswered);
	if (await on.locator('dialog[open]').count()) {
		is(`${words}: nothing is sold before`, await changed(before), {});
		is(`${words}: it says that it is the clock`, /đồng hồ|giờ/i.test(await on.locator('dialog[open]').innerText()), true);
		await second(on);
	}
	await until(`${words}: it is paid`, there(on, '.paid .saved'));
	is(`${words}: one sale`, await changed(before), { sales: 1, drawer: price });
	await pause(700);
	await press(on, 'F1');
}

let code, price, on;
await run(browser, () => pages.at(-1).page, async () => {
	on = await page();
	till = await openShift(on);
	const tiles = (await ask('GET', '/till/tiles')).groups.flatMap((group) => group.items);
	const tile = tiles.filter((each) => each.decimals === 0 && each.stock_milli > 20000 && each.short_number && each.price % 1000 === 0).sort((a, b) => b.stock_milli - a.stock_milli)[0];
	[code, price] = [String(tile.short_number), tile.price];
	for (const [how, strike] of process.env.CLOCK ? [] : Object.entries(presses)) {
		const receipt = await payTwice(on, how, strike), swapped = await payTwice(on, how, strike);
		await returnTwice(on, how, strike, receipt);
		await exchangeTwice(on, how, strike, swapped);
		await voucherTwice(on, how, strike);
		await shiftTwice(on, how, strike);
	}
	const other = await page();
	await enter(other);
	await twoBrowsers(on, other);
	await pages.pop().context.close();
	if (!noClock) {
		await clockSet(on, 'an hour back', -3600);
		await clockSet(on, 'two days on', 2 * 86400);
	}
	is('no error on a page', pages.flatMap((each) => each.errors), []);
});
