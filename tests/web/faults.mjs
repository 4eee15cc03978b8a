// What the programs of faults share: the real till in Chromium beside the real daemon, its scanner, the book as the office reads it, and the shell.
// Run by tests/web/faults.sh: node PROGRAM PORT SCANNER …   LIMIT=MS waits less, SHOT=FILE keeps what a failure looked like.
import { createInterface } from 'node:readline';
import { connect } from 'node:net';
import { signIn } from './browser.mjs';

const [port, scanner] = process.argv.slice(2);
export const given = process.argv.slice(4);
export const root = `http://127.0.0.1:${port}`;
export const limit = Number(process.env.LIMIT ?? 30000);
const tooMany = 20;
let passed = 0, failed = 0;

export function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

/* ---- the world, and the book as the office reads it ---- */

let answers;
/* Asks the shell that runs the program, a line each way: "server kill", "server start", … */
export async function shell(line) {
	answers ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
	process.stdout.write(`@${line}\n`);
	return (await answers.next()).value;
}
/* A code that is read; "!UNPLUG" and "!PLUG" are said to the reader itself. */
export const scan = (code) => new Promise((done, wrong) => {
	const socket = connect(scanner, () => socket.write(`${code.startsWith('!') ? code.slice(1) : `SCAN ${code}`}\n`));
	socket.on('data', (answer) => { done(String(answer).trim()); socket.destroy(); });
	socket.on('error', wrong);
});
let cookie = '';
export async function ask(method, path, body) {
	const answer = await fetch(`${root}/api/v1${path}`, { method, headers: { cookie, origin: root, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
	const set = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
	if (set.length) cookie = set.join('; ');
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
	return text ? JSON.parse(text) : {};
}
export const askAsOffice = () => ask('POST', '/session', { login: 'vanphong', pin: '9713' });

/* ---- a page ---- */

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export async function press(page, ...keys) {
	for (const key of keys) {
		await page.keyboard.press(key);
		await pause(110); // slower than a reader that types
	}
}
/* Waits until the test says true; what it said last is told. */
export async function until(page, what, test) {
	const end = Date.now() + limit;
	let last;
	while (Date.now() < end) {
		last = await test().catch((error) => error.message);
		if (last === true) {
			passed++;
			return true;
		}
		await pause(30);
	}
	if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
	is(what, last, true);
	if (failed > tooMany) throw new Error('too much is wrong');
	return false;
}
/* The quantities of the rows, in order. */
export const counts = (page) => page.$$eval('.cart .line', (all) => all.map((row) => row.querySelector('.count').firstChild.textContent.trim()));
export const enter = (page) => signIn(page, /Người thử ban/, '1379');
/* Who signs in opens the shift; the till's id. */
export async function openShift(page) {
	await enter(page);
	await page.locator('#float').fill('5000000');
	await page.keyboard.press('Enter');
	await page.locator('.cart .empty').waitFor();
	return (await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()))).till_id;
}
/* All of it from the first sign-in to the last check; ends the process. */
export async function run(browser, shown, all) {
	try {
		await all();
	} catch (error) {
		failed++;
		console.log(`FAIL ${error.message.split('\n').slice(0, 4).join(' ')}`);
		if (process.env.SHOT) await shown().screenshot({ path: process.env.SHOT }).catch(() => undefined);
	}
	await browser.close();
	console.log(`${passed} passed, ${failed} failed`);
	await shell('end');
	process.exit(failed ? 1 : 0);
}
