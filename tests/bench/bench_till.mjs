// node bench_till.mjs PORT SCANNER-SOCKET CODES SCANS SALES LONG-TICKETS
// One clock for both: Chromium's NavigationStart and performance.now() are CLOCK_MONOTONIC, as is hrtime.
// "there": the page has the row. "painted": the task behind the animation frame that shows it, so style, layout and paint are in it.
// A frame comes every 16.7 ms, so about half of one is waiting, whatever we do: hence the bare event, and a pause of chance before
// each scan. Without it a scan would always fall just behind the frame of the one before and wait for nearly a whole one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { launch, open, signIn } from '../web/browser.mjs';

const [port, socket, codesFile, scans, sales, longTickets] = process.argv.slice(2);
const codes = readFileSync(codesFile, 'utf8').trim().split('\n');
const LINES = 500, LONG_FILLED = 400, LONG_AGAIN = 50;
const now = () => Number(process.hrtime.bigint()) / 1e6;

function say(what, ms, aim = '') {
	const at = (part) => ms[Math.min(ms.length - 1, Math.floor(ms.length * part))].toFixed(1).padStart(7);
	ms.sort((a, b) => a - b);
	console.log(`${what.padEnd(56)} p50 ${at(0.5)}   p95 ${at(0.95)}   p99 ${at(0.99)} ms   (${ms.length})${aim && `   ${aim}`}`);
}
/* What the page's performance.now() counts from, on the common clock. */
async function zeroOf(page) {
	const client = await page.context().newCDPSession(page);
	await client.send('Performance.enable');
	const { metrics } = await client.send('Performance.getMetrics');
	return metrics.find((each) => each.name === 'NavigationStart').value * 1000;
}
/* Arms the page: it tells when what the selector names has changed, and when the frame that shows it is done. */
const arm = (page, selector) => page.evaluate((what) => {
	const shown = () => document.querySelector(what)?.textContent;
	const was = shown();
	window.painted = new Promise((done) => {
		const watch = new MutationObserver(() => {
			if (shown() === was || shown() === undefined) return;
			watch.disconnect();
			const there = performance.now(), behind = new MessageChannel();
			behind.port1.onmessage = () => done({ there, painted: performance.now() });
			requestAnimationFrame(() => behind.port2.postMessage(0));
		});
		watch.observe(document.body, { subtree: true, childList: true, characterData: true });
	});
}, selector);
const painted = (page) => page.evaluate(() => window.painted);
const FRAME_MS = 1000 / 60;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
/* Figures of one thing: until it was there, until it was painted. */
const figures = () => ({ there: [], painted: [] });
async function note(page, zero, from, into) {
	const got = await painted(page);
	into.there.push(zero + got.there - from);
	into.painted.push(zero + got.painted - from);
}
function sayBoth(what, into, aim) {
	say(`${what}, there`, into.there);
	say(`${what}, painted`, into.painted, aim);
}

const browser = await launch();

/* Bare: a server that writes an event, a page that writes it down. */
async function bare(count) {
	let stream;
	const server = createServer((request, response) => {
		if (request.url !== '/events') {
			response.setHeader('Content-Type', 'text/html');
			return response.end('<p id="it">0</p><script>new EventSource("/events").onmessage = (e) => { it.textContent = e.data; };</script>');
		}
		response.writeHead(200, { 'Content-Type': 'text/event-stream' });
		response.flushHeaders();
		request.socket.setNoDelay(true);
		stream = response;
	}).listen(0, '127.0.0.1');
	await new Promise((done) => server.once('listening', done));
	const { page, context } = await open(browser, `http://127.0.0.1:${server.address().port}/`);
	const zero = await zeroOf(page), ms = figures();
	while (!stream) await page.waitForTimeout(20);
	for (let i = 1; i <= count; i++) {
		await arm(page, '#it');
		await sleep(Math.random() * 2 * FRAME_MS);
		const from = now();
		stream.write(`data: ${i}\n\n`);
		await note(page, zero, from, ms);
	}
	await context.close();
	server.closeAllConnections();
	server.close();
	sayBoth('a bare event', ms);
}

const { page, errors } = await open(browser, `http://127.0.0.1:${port}/`);
page.setDefaultTimeout(60000);
const scanner = connect(socket);
let heard = '', answered = () => undefined;
scanner.on('data', (bytes) => {
	heard += bytes;
	if (heard.endsWith('\n')) { answered(heard.trim()); heard = ''; }
});
async function scan(code) {
	const said = new Promise((done) => { answered = done; });
	scanner.write(`SCAN ${code}\n`);
	const answer = await said;
	if (!answer.startsWith('ok')) throw new Error(`the scanner: ${answer}`);
}
const TOTAL = '.total .figure';
async function scanPainted(zero, code, ms) {
	await arm(page, TOTAL);
	await sleep(Math.random() * 2 * FRAME_MS);
	const from = now();
	await scan(code);
	await note(page, zero, from, ms);
}
/* From the key that pays, as the page sees it, to the words. */
async function pay(ms) {
	await page.keyboard.press('F9');
	await page.waitForTimeout(120);
	await arm(page, '.paid .saved');
	await page.evaluate(() => addEventListener('keydown', () => { window.pressed = performance.now(); }, { capture: true, once: true }));
	await page.keyboard.press('Enter');
	await note(page, 0, await page.evaluate(() => window.pressed), ms);
}
const lines = (count) => page.waitForFunction((want) => document.querySelectorAll('.cart .line').length === want, count);

await signIn(page, /ban/, '1379');
const zero = await zeroOf(page);
await bare(200);

const row = figures(), saved = figures(), longRow = figures(), longSaved = figures(), filled = [], unsaid = figures();
for (let i = 0; i < 20; i++) await scanPainted(zero, codes[i % codes.length], unsaid);
await pay(unsaid);
for (let i = 0; i < Number(scans); i++) {
	await scanPainted(zero, codes[i % codes.length], row);
	if (i % 10 === 9) await pay(saved);
}
for (let i = saved.there.length; i < Number(sales); i++) {
	await scanPainted(zero, codes[i], unsaid);
	await pay(saved);
}
sayBoth('a scan to its row, 1 to 10 lines', row, 'aim p50 16, p99 50');
sayBoth('Enter to "ĐÃ LƯU", 10 lines', saved, 'aim p95 150');
for (let i = 0; i < Number(longTickets); i++) {
	const from = now();
	for (let k = 0; k < LONG_FILLED; k++) await scan(codes[k]);
	await lines(LONG_FILLED);
	filled.push(now() - from);
	for (let k = LONG_FILLED; k < LINES; k++) await scanPainted(zero, codes[k], longRow);
	for (let k = 0; k < LONG_AGAIN; k++) await scanPainted(zero, codes[k * 7 % LINES], longRow);
	await lines(LINES);
	if (process.env.SHOT && i === 0) await page.screenshot({ path: process.env.SHOT });
	await pay(longSaved);
}
if (longRow.there.length) {
	sayBoth(`a scan to its row, ${LONG_FILLED} to ${LINES} lines`, longRow, 'aim p50 16, p99 50');
	sayBoth(`Enter to "ĐÃ LƯU", ${LINES} lines`, longSaved, 'aim p95 150');
	say(`${LONG_FILLED} scans as fast as they go`, filled);
}
if (errors.length) console.log(errors.join('\n'));
await browser.close();
scanner.end();
process.exit(errors.length ? 1 : 0);
