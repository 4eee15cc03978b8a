// Chromium for the tests of the pages: open() → { browser, page, errors }; every console error counts as a failure.
import { chromium } from 'playwright-core';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export async function launch() {
	return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args });
}
export async function open(browser, url, { width = 1366, height = 768 } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' });
	const page = await context.newPage();
	const errors = [];
	page.on('pageerror', (error) => errors.push(`page: ${error.message}`));
	page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(`console: ${message.text()}`); });
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
