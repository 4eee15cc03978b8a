// The longest ticket, by the API alone. node tests/e2e/long_ticket.mjs PORT sell|copy|wide NOTES BOOK   "N passed, N failed"
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { ean } from './long_ticket_codes.mjs';

const [port, part, notesFile, book] = process.argv.slice(2);
let passed = 0, failed = 0;
function is(what, got, wanted) {
	if (JSON.stringify(got) === JSON.stringify(wanted)) return passed++;
	failed++;
	console.log(`FAIL ${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
let cookie = '';
async function ask(method, path, body) {
	const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
		method, headers: { cookie, origin: `http://127.0.0.1:${port}`, ...(body && { 'content-type': 'application/json' }) },
		...(body && { body: JSON.stringify({ id: crypto.randomUUID(), ...body }) }),
	});
	for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0];
	return answer.json();
}
/* The working database is another file and is not looked at: what a refusal left there, the ticket itself says. */
const entries = () => execFileSync('sqlite3', ['-readonly', book, 'SELECT COUNT(*) FROM entry']).toString().trim();

const session = await ask('POST', '/session', { login: 'ban', pin: '1379' });
const till = session.tills?.[0].id;
is('signed in', [session.status, typeof till], [undefined, 'string']);
await ask('POST', '/session/till', { till_id: till });

/* A second request under the same id is the first one again, so each scan has its own. */
const scan = (cart, code) => ask('POST', `/carts/${cart}/scan`, { code });
const shape = ({ lines, total, version }) => ({ lines: lines.length, total, version });

if (part === 'sell') {
	const shift = await ask('POST', '/shifts', { till_id: till, float_cash: 500000 });
	is('the shift is open', shift.status ?? 'open', 'open');
	const cart = (await ask('POST', '/carts', { till_id: till })).id;
	for (let i = 1; i <= 500; i++) {
		const seen = await scan(cart, ean('DAI', i));
		if (seen.lines?.length !== i || !seen.lines[i - 1].item_id) { is(`scan ${i}`, seen.sentence ?? seen.lines?.length, i); break; }
	}
	const full = shape(await ask('GET', `/carts/${cart}`)), before = entries();
	is('500 lines', full.lines, 500);
	const refused = await scan(cart, ean('DAI', 501));
	is('the 501st is refused', [refused.status, /phiếu đã đủ 500 dòng/i.test(JSON.stringify(refused))], [413, true]);
	is('and changes nothing', [shape(await ask('GET', `/carts/${cart}`)), entries()], [full, before]);
	const again = await scan(cart, ean('DAI', 7));
	is('of goods that are on it one more goes on', [again.lines.length, again.total], [500, full.total + 100007]);
	await ask('POST', `/carts/${cart}/lines/${again.lines[6].n}/qty`, { qty_milli: 1000 });
	/* Cash is rounded down to a thousand. */
	const total = Math.floor((await ask('GET', `/carts/${cart}`)).total / 1000) * 1000;
	const sale = await ask('POST', `/carts/${cart}/pay`, { id: cart, pays: [{ way: 'cash', amount: total, given: 51000000 }], total });
	is('paid', [sale.lines?.length, sale.total, sale.detail], [500, total, undefined]);
	writeFileSync(notesFile, JSON.stringify({ cart }));
} else if (part === 'copy') {
	const { cart } = JSON.parse(readFileSync(notesFile, 'utf8'));
	const copy = await ask('POST', `/sales/${cart}/copies`, {});
	is('a copy is asked for', copy.status, undefined);
} else {
	const cart = (await ask('POST', '/carts', { till_id: till })).id;
	let refused = null, last = null, count = 0;
	for (let i = 1; i <= 500 && !refused; i++) {
		const seen = await scan(cart, ean('TEN', i));
		if (seen.lines) [last, count] = [seen, i];
		else refused = seen;
	}
	is('what no entry can hold is refused at its line', [refused?.status, /phiếu đã quá dài/.test(JSON.stringify(refused)), count > 100], [413, true, true]);
	is('and changes nothing', shape(await ask('GET', `/carts/${cart}`)), shape(last));
	const total = Math.floor(last.total / 1000) * 1000;
	const sale = await ask('POST', `/carts/${cart}/pay`, { id: cart, pays: [{ way: 'cash', amount: total, given: total }], total });
	is('what is on it is paid', [sale.lines?.length, sale.total, sale.detail], [count, total, undefined]);
	console.log(`of names of 190 letters a ticket holds ${count} lines`);
}
console.log(`${passed} passed, ${failed} failed`);
