import { launch, open, scanKeys, signIn } from './browser.mjs';
const url = `http://127.0.0.1:${process.env.PORT}`;
const out = '/tmp/w/cart.shots/';
const [width, height] = (process.argv[2] ?? '1366x768').split('x').map(Number);
const browser = await launch();
const { page, errors } = await open(browser, url + '/', { width, height });
const shot = (name) => page.screenshot({ path: `${out}${name}-${width}.png` });
const wait = (ms) => page.waitForTimeout(ms);
const key = async (...keys) => { for (const k of keys) { await page.keyboard.press(k); await wait(130); } };
const type = async (text) => { for (const c of text) await key(c); };
page.setDefaultTimeout(8000);
try {
	await signIn(page, 'Người thử ban', '1379').catch(async () => { await shot('signin'); });
	await wait(500);
	if (await page.locator('.logins .login').count()) await page.locator('.logins .login').first().click();
	await wait(800);
	await shot('00');
	await type('500000'); await key('Enter'); await wait(800);
	await shot('01-open');
	const tiles = page.locator('.tile');
	for (let i = 0; i < 4; i++) { await tiles.nth(i).click(); await wait(250); }
	await wait(400);
	await key('F6'); await wait(300);
	await type('10'); await key('k'); await wait(300); await shot('02-discount');
	await key('Enter'); await wait(300); await shot('03-why');
	await key('1'); await wait(700); await shot('04-discounted');
	await key('F6', '*'); await type('5'); await page.keyboard.press('Shift+Digit5'); await wait(300); await shot('05-line');
	await key('Enter', '2'); await wait(700); await shot('06-approver');
	const dialog = page.locator('dialog[open]');
	if (await dialog.count()) { await key('Escape'); await wait(300); }
	await key('F4'); await wait(300); await page.keyboard.type('0912 345 678', { delay: 130 }); await wait(700); await shot('07-customer');
	await key('Enter'); await wait(400); await page.keyboard.type('Lan Anh', { delay: 130 }); await wait(200); await shot('08-new');
	await key('Enter'); await wait(700); await shot('09-with');
	await key('g', 'l'); await wait(900); await shot('10-flags');
	await scanKeys(page, '8936000099991'); await wait(700); await shot('11-unknown');
	await key('Enter'); await wait(700); await page.keyboard.type('Hat de rang', { delay: 130 }); await key('Enter'); await page.keyboard.type('65k', { delay: 130 }); await key('Enter'); await wait(700); await shot('12-draft');
	await key('ArrowDown', 'Enter'); await wait(300); await key('Enter', 'Enter'); await wait(200); await shot('13-draft-saved');
	await wait(600);
	await shot('14-draft-approver');
	await page.keyboard.press('Escape'); await wait(400); await shot('15-after');
	await key('/'); await wait(300); await shot('16-more'); await key('Escape');
} finally {
	await shot('99');
	console.log(errors.join('\n'));
	await browser.close();
}
