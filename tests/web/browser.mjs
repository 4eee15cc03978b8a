// Chromium for the tests of the pages: open() → { context, page, errors }; every console error counts as a failure. Beside it a Person who asks the daemon.
import { chromium } from 'playwright-core';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export async function launch() {
	return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args });
}
/* A window of its own, signed in by `cookie`; `prepare(context)` runs before anything is loaded. Several windows may tell of their errors in one list. */
export async function open(browser, url, { width = 1366, height = 768, cookie = '', errors = [], prepare } = {}) {
	const { origin, pathname } = new URL(url);
	const context = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' });
	await prepare?.(context);
	if (cookie) await context.addCookies(cookie.split('; ').map((each) => ({ name: each.split('=')[0], value: each.split('=').slice(1).join('='), url: origin })));
	const page = await context.newPage();
	page.on('pageerror', (error) => errors.push(`page ${pathname}: ${error.message}`));
	page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) errors.push(`console ${pathname}: ${message.text()}`); });
	await page.goto(url, { waitUntil: 'load' });
	return { context, page, errors };
}
/* A scanner in keyboard mode: keys faster than any hand. `asKey` is what an input method makes of each key; before the character
 * `stutterAt` it pauses for longer than any scanner's own rhythm. */
export async function scanKeys(page, code, asKey = (char) => char, stutterAt = -1) {
	await page.evaluate(async ([text, keys, pauseAt]) => {
		const codeOf = (char) => /\d/.test(char) ? `Digit${char}` : /[a-z]/i.test(char) ? `Key${char.toUpperCase()}` : { '%': 'Digit5', '-': 'Minus', '*': 'Digit8' }[char];
		const press = (key, where, shiftKey) => {
			const target = document.activeElement ?? document.body;
			const event = new KeyboardEvent('keydown', { key, code: where, shiftKey, bubbles: true, cancelable: true });
			if (target.dispatchEvent(event) && target instanceof HTMLInputElement && key.length === 1) {
				target.value += key;
				target.dispatchEvent(new Event('input', { bubbles: true }));
			}
		};
		for (const [i, char] of [...text].entries()) {
			if (i === pauseAt) await new Promise((done) => setTimeout(done, 90));
			press(keys[i], codeOf(char), /[A-Z%*]/.test(char));
		}
		if (pauseAt === text.length) await new Promise((done) => setTimeout(done, 90));
		press('Enter', 'Enter', false);
	}, [code, [...code].map(asKey), stutterAt]);
}
export async function signIn(page, name, pin) {
	await page.getByRole('button', { name }).click();
	for (const digit of pin) await page.locator('.pin .key', { hasText: new RegExp(`^${digit}$`) }).click();
	await page.locator('.pin .key.main').click();
	await page.locator('.strip').waitFor();
}
/* An id of version 7, as pages make them. */
export const uuid = () => {
	const time = Date.now().toString(16).padStart(12, '0'), rest = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(1, 4)}-8${rest.slice(5, 8)}-${rest.slice(8, 20)}`;
};
/* Somebody who asks the daemon at `root` without a page. */
export class Person {
	constructor(root, login, pin) { this.root = root; this.login = login; this.pin = pin; this.cookie = ''; }
	async ask(method, path, body) {
		const answer = await fetch(`${this.root}/api/v1${path}`, { method, headers: { Cookie: this.cookie, ...(body && { 'Content-Type': 'application/json', Origin: this.root }) }, ...(body && { body: JSON.stringify(body) }) });
		const set = answer.headers.getSetCookie?.() ?? [];
		if (set.length) this.cookie = set.map((each) => each.split(';')[0]).join('; ');
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
		return text && /json/.test(answer.headers.get('content-type')) ? JSON.parse(text) : text;
	}
	get(path) { return this.ask('GET', path); }
	post(path, body) { return this.ask('POST', path, { id: uuid(), ...body }); }
	async sign(till) {
		const session = await this.ask('POST', '/session', { login: this.login, pin: this.pin });
		if (till) await this.ask('POST', '/session/till', { till_id: till });
		return session;
	}
}
