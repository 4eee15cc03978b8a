// Stands in for the daemon where a test of the page needs what a real one does not do on demand: answers that are lost,
// late or refused, events at a chosen moment. Keeps carts and sales in memory, knows nothing of shares, VAT or books.
// start() → { url, state, send(kind, data), fail(path, times, how), close() }; by hand: node standin.mjs PORT
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../build/web');
const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', txt: 'text/plain; charset=utf-8' };
const item = (id, name, unit, price, short_number, stars, producer, commune, code, more = {}) =>
	({ id, name, unit, price, short_number, stars, producer, commune, code, decimals: 0, stock_milli: 40000, ...more });
const items = [
	item('i1', 'Mật ong hoa bạc hà 500 ml', 'chai', 185000, 11, 4, 'HTX Mật ong Đồng Văn', 'xã Đồng Văn', '8936000000011'),
	item('i2', 'Chè Shan tuyết cổ thụ 100 g', 'hộp', 154600, 12, 5, 'HTX Chè Hoàng Su Phì', 'xã Hoàng Su Phì', '8936000000028'),
	item('i3', 'Thịt trâu gác bếp', 'kg', 850000, 13, 3, 'Hộ Nguyễn Thị Ước', 'xã Mèo Vạc', '8936000000035', { decimals: 3 }),
	item('i4', 'Bánh tam giác mạch', 'gói', 35000, 14, 0, 'Tổ hợp tác Phố Cáo', 'xã Phố Bảng', '8936000000042', { stock_milli: 0 }),
	item('i5', 'Gạo nếp nương túi 1 kg', 'túi', 52000, 15, 3, 'HTX Nông nghiệp Yên Minh', 'xã Yên Minh', '8936000000059'),
	item('i6', 'Mật ong hoa bạc hà 250 ml', 'chai', 99000, 16, 4, 'Công ty TNHH Ong Cao nguyên', 'xã Quản Bạ', '8936000000011'),
	item('i7', 'Túi thổ cẩm lanh Lùng Tám', 'cái', 320000, 17, 4, 'HTX dệt lanh Lùng Tám', 'xã Lùng Tám', '8936000000066'),
	item('i8', 'Rượu ngô men lá 500 ml', 'chai', 120000, 18, 3, 'Hộ Vừ Mí Sùng', 'xã Lũng Phìn', '8936000000073'),
];
const groups = [['Thực phẩm', [0, 1, 2, 3, 4, 5]], ['Đồ uống', [7]], ['Thủ công', [6]]].map(([name, at]) => ({ name, items: at.map((i) => items[i]) }));
/* Our own printed code of an id (calc/owncode.h). */
export function ownCode(kind, id) {
	const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', all = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';
	let value = BigInt('0x' + id.replaceAll('-', '')), text = '', sum = 0;
	for (let i = 0; i < 26; i++) { text = digits[Number(value & 31n)] + text; value >>= 5n; }
	for (const letter of kind + text) sum = (sum + all.indexOf(letter)) * 2 % 37;
	return `%${kind}${text}${all[(38 - sum) % 37]}`;
}
export const badgeOf = (login) => ownCode('U', staff.find((each) => each.login === login).id);
const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');
const staff = [['hoa', 'Nguyễn Thị Hoa', 'cashier'], ['ut', 'Lò Văn Út', 'cashier'], ['minh', 'Trần Quang Minh', 'supervisor']].map(([login, name, role]) => ({ login, name, role, id: `01890000-0000-7000-8000-${login.padEnd(12, '0').replace(/[^0-9a-f]/g, 'a').slice(0, 12)}` }));
const notes = [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000].map((value) => ({ value }));
const us = () => Date.now() * 1000;

export function start({ port = 0, isShiftOpen = true, lockMinutes = 0 } = {}) {
	const state = { carts: new Map(), sales: new Map(), asked: new Map(), faults: [], streams: new Set(), active: null, posts: [], likes: { keys: [], size: 'normal', sounds: [] }, who: null, event: 0,
		shift: isShiftOpen ? { number: 3, z_number: 12, opened_us: us(), business_day: '2026-08-22', staff: staff[0] } : null,
		printer: { name: 'K80', state: 'ready', reason: null }, copies: 0 };
	const send = (kind, data) => { for (const to of state.streams) to.write(`id: 1-${++state.event}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`); };
	const problem = (status, code, detail, field = '') => { throw Object.assign(new Error(detail), { problem: { type: 'about:blank', title: code, status, code, detail, field } }); };

	function view(cart) {
		const total = cart.lines.reduce((sum, line) => sum + line.amount, 0);
		const waits = cart.lines.find((line) => line.state !== 'ok');
		return { ...cart, list_total: total, discount: cart.discount ?? 0, total, cash_total: total - total % 1000, rounding: -(total % 1000), vat: [], ...(total % 1000 && { cash_words: 'một trăm năm mươi tư nghìn đồng' }),
			words: total ? 'một trăm năm mươi tư nghìn sáu trăm đồng' : '', blocked: waits ? `Dòng ${waits.name || waits.code} chưa xong, chưa thu tiền được.` : null };
	}
	const head = (cart) => ({ id: cart.id, till_id: cart.till_id, label: cart.label, lines_count: cart.lines.length, total: view(cart).total, is_parked: cart.is_parked, version: cart.version, updated_us: cart.at });
	const cartOf = (id) => state.carts.get(id) ?? problem(404, 'missing', 'Phiếu này không còn.');
	function changed(cart, n) {
		cart.version++;
		send('cart', { cart_id: cart.id, version: cart.version, cart: view(cart) });
		return { ...view(cart), changed: n };
	}
	function put(cart, found, code, milli) {
		const same = found && cart.lines.find((line) => line.item_id === found.id && line.state === 'ok');
		if (same) same.qty_milli += milli;
		const line = same ?? { n: ++cart.last, item_id: found?.id ?? null, code, name: found?.name ?? '', unit: found?.unit ?? '', decimals: found?.decimals ?? 0, qty_milli: milli,
			price: found?.price ?? 0, discount: 0, producer: found?.producer ?? '', commune: found?.commune ?? '', stars: found?.stars ?? 0,
			lot_code: null, expiry_day: null, state: found ? 'ok' : 'unknown', notes: [], choices: [] };
		if (!same) cart.lines.push(line);
		line.amount = Math.round(line.price * line.qty_milli / 1000);
		return line;
	}
	function scan(cart, text) {
		const [, times, code] = /^(?:(\d+)\*)?(.*)$/.exec(text);
		const found = items.filter((each) => each.code === code || String(each.short_number) === code);
		const line = put(cart, found.length === 1 ? found[0] : null, code, Number(times ?? 1) * 1000);
		if (found.length > 1) {
			Object.assign(line, { state: 'choose', name: 'Mật ong hoa bạc hà' });
			line.choices = found.map((each, i) => ({ key: i + 1, item_id: each.id, contract_id: null, name: each.name, unit: each.unit, producer: each.producer, price: each.price, stock_milli: each.stock_milli }));
		}
		if (code === '8936000000059') Object.assign(line, { lot_code: 'YM-0226', expiry_day: '2026-08-30', notes: [{ level: 'amber', text: 'Còn 8 ngày: xem HSD' }] });
		if (code === '0108936000000059') Object.assign(line, { name: 'Gạo nếp nương túi 1 kg', unit: 'túi', state: 'stopped', notes: [{ level: 'red', text: 'Lô YM-0125 hết hạn 01/08/2026. Lấy gói khác trên kệ.' }] });
		return line;
	}
	function saleOf(id, lines, total, pays, more = {}) {
		const sale = { id, receipt: `Q1-1-${100 + state.sales.size}`, at_us: us(), till_code: 'Q1', staff_name: staff[0].name, total, rounding: 0, vat: [],
			words: 'một trăm năm mươi tư nghìn đồng', pays, change: pays.reduce((sum, pay) => sum + ((pay.given ?? pay.amount) - pay.amount), 0), is_return: false, refers_receipt: null,
			print: { state: 'done', reason: null, copies_count: 0 }, lines, ...more };
		state.sales.set(id, sale);
		send('sale', { id, receipt: sale.receipt });
		return sale;
	}
	const session = () => state.who && { staff: state.who, site: { id: 's1', code: 'HG', name: 'Showroom OCOP', address: '', operator_name: '' }, tills: [{ id: 't1', code: 'Q1', name: 'Quầy 1' }, { id: 't2', code: 'Q2', name: 'Quầy 2' }], till_id: 't1', lock_minutes: lockMinutes, is_enrolled: false };

	const routes = [
		['GET', /^\/session$/, () => session() ?? problem(401, 'forbidden', 'Chưa đăng nhập.')],
		['POST', /^\/session$/, (_, body) => {
			state.isLocked = false;
			state.who = staff.find((each) => each.login === body.login && body.pin === '1234') ?? problem(403, 'forbidden', 'PIN chưa đúng. Nhập lại.', 'pin');
			return session();
		}],
		['POST', /^\/session\/end$/, () => { state.who = null; return {}; }],
		['POST', /^\/session\/lock$/, () => { state.isLocked = true; return {}; }],
		['GET', /^\/staff\/logins$/, () => (state.isStranger ? problem(403, 'forbidden', 'Máy này chưa được ghi danh; đăng nhập bằng mật khẩu.') : { logins: staff })],
		['GET', /^\/till$/, () => ({ now_us: us(), till: { id: 't1', code: 'Q1', name: 'Quầy 1' }, shift: state.shift, carts: [...state.carts.values()].map(head), active_cart_id: state.active,
			printer: state.printer, scanners: [], cash_round_unit: 1000, notes,
			last_sale: [...state.sales.values()].map(({ id, receipt, at_us }) => ({ id, receipt, total: null, at_us })).pop() ?? null })],
		['GET', /^\/till\/tiles$/, () => ({ groups: groups.map((each) => ({ ...each, rank: 0 })), top: (state.top ?? []).map((id) => ({ id })) })],
		['GET', /^\/till\/preferences$/, () => ({ ...state.likes, till_id: 't1' })],
		['POST', /^\/till\/preferences$/, (_, body) => { state.likes = { keys: body.keys, size: body.size, sounds: body.sounds }; send('preferences', {}); return { ...state.likes, till_id: 't1' }; }],
		['POST', /^\/till\/scan_trial$/, () => ({})],
		['GET', /^\/scan\/read$/, () => ({ kind: 'item', symbology: 'GS1-128', parts: [{ name: '(01)', value: '08936000000028' }], text: 'Chè' })],
		['GET', /^\/items\/search$/, (_, __, q) => ({ items: items.filter((each) => plain(each.name + ' ' + each.short_number).includes(plain(q.get('q')))) })],
		['POST', /^\/carts$/, (_, body) => {
			const cart = { id: body.id, till_id: 't1', version: 1, label: null, is_parked: false, lines: [], last: 0, removed_count: 0, at: us() };
			state.carts.set(cart.id, cart);
			state.active = cart.id;
			return view(cart);
		}],
		['GET', /^\/carts\/([^/]+)$/, ([id]) => view(cartOf(id))],
		['POST', /^\/carts\/([^/]+)\/scan$/, ([id], body) => { const cart = cartOf(id); return changed(cart, scan(cart, body.code).n); }],
		['POST', /^\/carts\/([^/]+)\/add$/, ([id], body) => { const cart = cartOf(id); return changed(cart, put(cart, items.find((each) => each.id === body.item_id), '', body.qty_milli).n); }],
		['POST', /^\/carts\/([^/]+)\/lines\/(\d+)\/(qty|remove|choose|become)$/, ([id, n, what], body) => {
			const cart = cartOf(id);
			const line = cart.lines.find((each) => each.n === Number(n));
			if (what === 'qty') Object.assign(line, { qty_milli: body.qty_milli, amount: Math.round(line.price * body.qty_milli / 1000) });
			else cart.lines = cart.lines.filter((each) => each !== line);
			if (what === 'remove') cart.removed_count++;
			const become = what === 'become' && items.find((each) => each.id === body.item_id);
			if (become) return changed(cart, put(cart, become, line.code, line.qty_milli).n);
			const chosen = what === 'choose' && put(cart, items.find((each) => each.id === line.choices[body.key - 1].item_id), line.code, line.qty_milli);
			return changed(cart, chosen ? chosen.n : line.n);
		}],
		['POST', /^\/carts\/([^/]+)\/(park|drop|recall)$/, ([id, what]) => {
			const cart = cartOf(id);
			cart.is_parked = what === 'park';
			cart.till_id = 't1';
			cart.version++;
			state.active = what === 'recall' ? id : null;
			if (what === 'drop') state.carts.delete(id);
			return what === 'recall' ? view(cart) : {};
		}],
		['POST', /^\/carts\/([^/]+)\/label$/, ([id], body) => {
			const cart = cartOf(id);
			cart.label = body.label;
			cart.version++;
			return view(cart);
		}],
		['POST', /^\/carts\/([^/]+)\/pay$/, ([id], body) => {
			const cart = view(cartOf(id));
			state.carts.delete(id);
			state.active = null;
			return saleOf(id, cart.lines.map((line) => ({ ...line, paid: line.amount, returned_milli: 0, is_food: line.item_id !== 'i7' })), body.total, body.pays);
		}],
		['GET', /^\/sales$/, (_, __, q) => ({ next: null, sales: [...state.sales.values()].filter((sale) => !q.get('item_id') || sale.lines.some((line) => line.item_id === q.get('item_id'))).reverse()
			.map((sale) => ({ ...sale, total: state.who?.role === 'cashier' ? null : sale.total, print_state: sale.print.state })) })],
		['GET', /^\/sales\/find$/, (_, __, q) => [...state.sales.values()].find((sale) => sale.receipt === q.get('code')) ?? problem(404, 'missing', 'Không thấy hoá đơn này. Xem lại số trên giấy.')],
		['GET', /^\/sales\/([^/]+)$/, ([id]) => state.sales.get(id) ?? problem(404, 'missing', 'Chưa có phiếu này.')],
		['POST', /^\/sales\/[^/]+\/copies$/, () => ({ copy: ++state.copies })],
		['POST', /^\/sales\/[^/]+\/print$/, () => ({})],
		['POST', /^\/returns\/price$/, (_, body) => {
			const sale = state.sales.get(body.sale_id);
			const lines = sale.lines.map((line) => {
				const milli = body.lines.filter((each) => each.n === line.n).reduce((sum, each) => sum + each.qty_milli, 0);
				const paid = Math.round(line.paid * milli / line.qty_milli);
				return { n: line.n, left_milli: line.qty_milli - line.returned_milli, left: line.paid, qty_milli: milli, list: paid, discount: 0, paid };
			});
			return { lines, total: lines.reduce((sum, line) => sum + line.paid, 0), vat: 0 };
		}],
		['POST', /^\/returns$/, (_, body) => {
			if (body.manager !== undefined && state.otherAsks) {
				if (!body.manager_anew) problem(409, 'conflict', 'Lò Thị Mai đã hỏi quản lý lúc 10:32 về việc này; đang chờ trả lời', 'manager_other');
				state.otherAsks = false;
				problem(409, 'conflict', 'đã hỏi quản lý; chờ trả lời', 'manager');
			}
			if (body.alone) problem(403, 'forbidden', 'một người chỉ tự làm được tới 2.000.000 ₫ mỗi ngày, hôm nay đã tự làm 1.990.000 ₫; việc này hỏi quản lý', 'approver');
			if (!body.approver && body.manager === undefined) problem(403, 'forbidden', 'Trả hàng cần người thứ hai xác nhận.', 'approver');
			if (body.approver && body.approver.pin !== '1234') problem(403, 'forbidden', 'PIN chưa đúng. Nhập lại.', 'approver');
			const sale = state.sales.get(body.sale_id);
			for (const back of body.lines) sale.lines.find((line) => line.n === back.n).returned_milli += back.qty_milli;
			return saleOf(body.id, [], -body.total, [{ way: body.way, amount: -body.total, given: null, reference: null }], { is_return: true, refers_receipt: sale.receipt });
		}],
		['POST', /^\/shifts$/, () => { state.shift = { number: 4, z_number: 13, opened_us: us(), business_day: '2026-08-22', staff: staff[0] }; return { number: 4, z_number: 13, business_day: '2026-08-22' }; }],
		['GET', /^\/shifts\/figures$/, () => ({ z_number: 12, float_cash: 500000, expected: null, moves: [], buckets: [
			{ name: 'sales', count: 20, amount: 4190000 }, { name: 'returns', count: 1, amount: -35000 }, { name: 'way:cash', count: 12, amount: 2450000 }, { name: 'way:transfer', count: 5, amount: 1120000 },
			{ name: 'way:card', count: 2, amount: 300000 }, { name: 'way:account', count: 1, amount: 200000 }, { name: 'way:wallet:momo', count: 1, amount: 120000 }, { name: 'debt_paid:account', count: 1, amount: 50000 },
		] })],
		['GET', /^\/duty$/, () => state.duty ?? { now: 0, day: 0, done: 0 }],
		['GET', /^\/pay-ways$/, () => ({ ways: [
			{ way: 'cash', code: null, name: 'Tiền mặt', is_on: true, is_typed: false, needs_reference: false, place: 1 }, { way: 'card', code: null, name: 'Thẻ quẹt Agribank', is_on: true, is_typed: true, needs_reference: false, place: 4 },
			{ way: 'wallet', code: 'momo', name: 'MoMo', is_on: false, is_typed: false, needs_reference: false, place: 5 }, { way: 'account', code: null, name: 'Ghi nợ', is_on: true, is_typed: false, needs_reference: false, place: 9 },
		] })],
		['POST', /^\/shifts\/close$/, (_, body) => {
			const counted = body.notes.reduce((sum, note) => sum + note.value * note.count, 0);
			if (counted !== 500000 && !body.reason) problem(409, 'conflict', `Lệch ${counted - 500000} ₫ so với sổ. Đếm lại, hoặc ghi lý do.`, 'reason');
			state.shift = null;
			return { z_number: 12, counted, expected: 500000, difference: counted - 500000, net: 3535000, absolute: 3605000, print_state: 'done', buckets: [{ name: 'Tiền mặt', count: 12, amount: 2450000 }] };
		}],
		['POST', /^\/cash-moves$/, () => ({ number: '1', print_state: 'none' })],
		['POST', /^\/vouchers$/, (_, body) => ({ paper: 'PQ-1', print_state: 'none', vouchers: Array.from({ length: body.count }, (_each, i) => ({ number: `PQ${i + 1}` })) })],
	];

	const server = createServer((request, response) => {
		const url = new URL(request.url, 'http://x');
		let text = '';
		request.on('data', (part) => { text += part; });
		request.on('end', async () => {
			if (!url.pathname.startsWith('/api/v1/')) {
				const name = url.pathname === '/' || url.pathname === '/till' ? 'till.html' : url.pathname.slice(1);
				let bytes;
				try { bytes = readFileSync(join(web, name)); } catch { response.writeHead(404).end(); return; }
				response.writeHead(200, { 'Content-Type': types[name.split('.').pop()], 'Content-Security-Policy': "default-src 'self'", 'Cache-Control': 'no-cache' }).end(bytes);
				return;
			}
			const path = url.pathname.slice(7);
			const body = text ? JSON.parse(text) : {};
			if (request.method === 'POST') state.posts.push({ path, body });
			const fault = state.faults.find((each) => each.times > 0 && each.path.test(path));
			if (fault) fault.times--;
			if (fault?.how === 'before') { request.socket.destroy(); return; }
			if (fault?.how === 'busy') { response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '1' }).end(JSON.stringify({ status: 503, code: 'busy', detail: 'Máy đang bận.', field: '' })); return; }
			if (path === '/events' || path === '/staff/badges') {
				response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
				response.write('retry: 500\n\n');
				state.streams.add(response);
				response.on('close', () => state.streams.delete(response));
				return;
			}
			let status = 200, answer;
			try {
				if (state.isLocked && request.method === 'POST' && !path.startsWith('/session')) problem(403, 'forbidden', 'Đã khóa vì lâu không dùng; nhập mã PIN để làm tiếp.', 'lock');
				const key = request.method === 'POST' && body.id && `${path} ${body.id}`;
				const [, pattern, run] = routes.find(([method, each]) => method === request.method && each.test(path)) ?? problem(404, 'missing', 'Không có địa chỉ này.');
				answer = (key ? state.asked.get(key) : null) ?? run(pattern.exec(path).slice(1), body, url.searchParams);
				if (key) state.asked.set(key, structuredClone(answer));
			} catch (error) {
				if (!error.problem) throw error;
				status = error.problem.status;
				answer = error.problem;
			}
			if (fault?.how === 'after') { request.socket.destroy(); return; }
			if (fault?.how === 'late') {
				answer = { ...answer, print: { ...answer.print, state: 'waiting' } };
				send('print', {});
				await new Promise((done) => setTimeout(done, 300));
			}
			response.writeHead(status, { 'Content-Type': status === 200 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(answer));
		});
	});
	return new Promise((done) => server.listen(port, '127.0.0.1', () => done({
		url: `http://127.0.0.1:${server.address().port}`, state, send,
		/* A browser itself asks again a few times on a lost connection: fail often, then empty state.faults. how: "before" the work, "after" it (done, but the answer is lost), "late" (the paper is out before the answer), "busy" */
		fail: (path, times, how) => state.faults.push({ path, times, how }),
		/* A change of the ticket of which only the rows n are told, as of a long one; what is told is given back, and sent where it is not lost. */
		part(change, ns, isLost = false) {
			const cart = state.carts.get(state.active), was = cart.version;
			change(cart);
			cart.version++;
			const next = view(cart);
			const told = { cart_id: cart.id, version: cart.version, cart: { ...next, lines: next.lines.filter((line) => ns.includes(line.n)) }, rows: next.lines.map((line) => line.n), was };
			if (!isLost) send('cart', told);
			return structuredClone(told);
		},
		/* a scan by a scanner that the daemon holds */
		usb(code) {
			let cart = state.carts.get(state.active);
			if (!cart) { cart = { id: randomUUID(), till_id: 't1', version: 1, label: null, is_parked: false, lines: [], last: 0, removed_count: 0, at: us() }; state.carts.set(cart.id, cart); state.active = cart.id; }
			const line = scan(cart, code);
			changed(cart, line.n);
			send('scan', { till_id: 't1', kind: line.state === 'unknown' ? 'unknown' : 'item', sound: line.state === 'ok' ? 'hit' : 'stop', text: line.name || code, thing: null,
				cart_id: cart.id, n: line.n, qty_milli: line.qty_milli });
		},
		/* a badge before a scanner that the daemon holds */
		badge(login) {
			const { id } = staff.find((each) => each.login === login);
			send('scan', { till_id: 't1', kind: 'staff', sound: 'stop', text: 'mã này không phải hàng hóa', thing: id });
			send('badge', { till_id: 't1', staff_id: id });
		},
		cut: () => { for (const to of state.streams) to.destroy(); },
		close: () => { for (const to of state.streams) to.destroy(); server.closeAllConnections(); server.close(); },
	})));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await start({ port: Number(process.argv[2] ?? 0) })).url);
