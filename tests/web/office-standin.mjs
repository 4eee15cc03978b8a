// Stands in for the daemon behind the office's page: a small shop in memory, lists that page and search, writes that are
// kept to be looked at, refusals on demand. Reckons nothing: its statement and worked example are those of rules C3 and P1.
// start() → { url, posts, refuse(path, problem), close() }; by hand: node office-standin.mjs PORT
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../build/web');
const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', txt: 'text/plain; charset=utf-8' };
const plain = (text) => String(text ?? '').toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');
const today = new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);
const inDays = (count) => new Date(Date.parse(today) + count * 86400000).toISOString().slice(0, 10);
const us = () => Date.now() * 1000;
const PAGE = 50;

function shop(isEmpty) {
	const staff = [['hoa', 'Nguyễn Thị Hoa', 'cashier'], ['kho', 'Giàng A Páo', 'stock'], ['ketoan', 'Hoàng Thị Yên', 'accountant'], ['minh', 'Trần Quang Minh', 'supervisor'], ['admin', 'Vũ Thu Lan', 'admin']]
		.map(([login, name, role], i) => ({ id: `s${i}`, login, name, role, is_active: true, has_pin: role !== 'stock', has_password: role === 'admin' }));
	if (isEmpty) return { staff, parties: [], products: [], items: [], contracts: [], intakes: [], stock: [], settlements: [], due: [], jobs: [], payouts: [], refunds: [] };
	const parties = [
		['p1', 'HTX Mật ong Đồng Văn', 'cooperative', 'credit', '5100234567', 'Xã Đồng Văn'], ['p2', 'HTX dịch vụ sản xuất nông nghiệp chè Shan tuyết Hoàng Su Phì', 'cooperative', 'direct', '5100345678', 'Xã Hoàng Su Phì'],
		['p3', 'Hộ kinh doanh Nguyễn Thị Ước', 'household', 'household', null, 'Xã Mèo Vạc'], ['p4', 'HTX dệt lanh Lùng Tám', 'cooperative', 'direct', '5100456789', 'Xã Lùng Tám'],
	].map(([id, name, legal_form, vat_profile, tax_code, commune_name], i) => ({ id, code: `CT${String(i + 1).padStart(3, '0')}`, name, legal_form, vat_profile, tax_code, commune_name, commune: '00712', roles: ['producer', 'consignor'],
		phone: '0912345678', address: 'Thôn Lùng Tám Cao', bank_bin: '970405', bank_account: '8200205123456', bank_holder: name, from_day: '2026-01-01', is_forgotten: false }));
	const cert = (id, product_id, product_name, producer, stars, valid_to, days_left) => ({ id, product_id, product_name, producer, stars, decision_no: `${id.slice(1)}42/QĐ-UBND`, decision_day: '2023-12-20', issuer: 'UBND tỉnh Tuyên Quang', valid_from: '2023-12-20', valid_to, extended_to: null, revoked_day: null, replaces_id: null, days_left });
	const certificates = [cert('c1', 'pr1', 'Mật ong bạc hà Đồng Văn', parties[0].name, 4, inDays(21), 21), cert('c2', 'pr2', 'Chè Shan tuyết cổ thụ', parties[1].name, 5, inDays(400), 400)];
	const products = [['pr1', 'Mật ong bạc hà Đồng Văn', 0, 4], ['pr2', 'Chè Shan tuyết cổ thụ', 1, 5], ['pr3', 'Thịt trâu gác bếp', 2, 0], ['pr4', 'Túi thổ cẩm lanh', 3, 0]].map(([id, name, p, stars]) => ({ id, code: id.toUpperCase(), name, producer_id: parties[p].id, producer: parties[p].name, ground: 'ocop', group_set: 2026, group_code: 4,
		group_name: 'Thực phẩm', stars, valid_to: stars ? inDays(stars === 4 ? 21 : 400) : null, made_commune: '00712', made_commune_name: 'Xã Đồng Văn', certificates: certificates.filter((each) => each.product_id === id), items: [] }));
	const items = [
		['i1', 'Mật ong hoa bạc hà 500 ml', 'chai', 185000, 0, ['8936000000011']], ['i2', 'Chè Shan tuyết cổ thụ 100 g', 'hộp', 154600, 1, ['8936000000028']], ['i3', 'Thịt trâu gác bếp', 'kg', 850000, 2, []],
		['i4', 'Túi thổ cẩm lanh Lùng Tám', 'cái', null, 3, ['8936000000066']], ['i5', 'Mật ong hoa bạc hà 250 ml', 'chai', 99000, 0, ['8936000000011']],
	].map(([id, name, unit, price, p, codes], i) => ({ id, code: `SP${String(i + 1).padStart(4, '0')}`, name, unit, price, vat_class: i === 3 ? '5' : '8', product_id: products[p].id, product_name: products[p].name, producer: products[p].producer, stars: products[p].stars, codes,
		stock_milli: [24000, 40000, 3250, 6000, 12000][i], is_active: true, decimals: unit === 'kg' ? 3 : 0, short_number: i === 2 ? 13 : null, tile_group: 'Thực phẩm', has_stock: true, is_food: i !== 3, contract_id: null, contract_number: null, round_unit: 1,
		vats: [{ vat_class: i === 3 ? '5' : '8', from_day: '2026-01-01', buyer: 0, seller_profile: 0, legal_note: 'Nghị định 174/2025' }], prices: price ? [{ amount: price, from_us: Date.UTC(2026, 7, 1) * 1000, site_id: null }, { amount: price - 10000, from_us: Date.UTC(2026, 0, 1) * 1000, site_id: null }] : [],
		commune: parties[p].commune_name, description: null }));
	for (const item of items) products.find((each) => each.id === item.product_id).items.push({ id: item.id, code: item.code, name: item.name, unit: item.unit });
	const terms = { version: 1, from_day: '2026-01-01', to_day: null, invoice_mode: 'NONE', term_kind: 'RATE', basis: 'GROSS', rate_ppm: 200000, per_unit: null, includes_vat: false, discount_producer_ppm: 0, floor_ppm: 900000, loss_by: 'house', expiry_by: 'producer', sample_by: 'producer',
		cap_kind: 'RATE', cap_ppm: 20000, cap_amount: null, tiers: [{ from: 10000000, rate_ppm: 150000 }], tier_is_whole: false, overrides: [], period: 'month', return_days: 30, commission_vat: '8', legal_note: null };
	const contracts = parties.map((party, i) => ({ id: `k${i + 1}`, number: `${i + 11}/2026/HĐKG`, consignor_id: party.id, consignor_name: party.name, last_closed_day: i === 0 ? '2026-07-31' : null, owed: [2082664, 0, 600000, 0][i], versions: [terms],
		...terms, invoice_mode: ['CONSIGNMENT_NOTE', 'STEP_INVOICE', 'NONE', 'PURCHASE_LIST'][i] }));
	const intakes = [{ number: 12, doc_day: '2026-08-20', at_us: us(), contract_id: 'k1', contract_number: '11/2026/HĐKG', consignor_name: parties[0].name, lines_count: 1, paper: 'PXK 6K26BHD số 41', staff_name: 'Giàng A Páo' }];
	const lot = (i, lot_code, qty_milli, days, more = {}) => ({ item_id: items[i].id, item_code: items[i].code, item: items[i].name, unit: items[i].unit, decimals: items[i].decimals, producer_id: items[i].product_id.replace('pr', 'p'), producer: items[i].producer,
		contract_id: items[i].product_id.replace('pr', 'k'), contract_number: contracts[Number(items[i].product_id.slice(2)) - 1].number, lot_id: `l${i}${lot_code}`, lot_code, made_day: inDays(-90), expiry_day: days === null ? null : inDays(days), expiry_kind: 'use_by', days_left: days, place: 'shelf',
		is_pending: false, is_frozen: false, qty_milli, value: Math.round((items[i].price ?? 320000) * qty_milli / 1000), items_count: 1, lots_count: 1, ...more });
	const stock = [lot(0, 'BH-0426', 24000, 220), lot(4, 'BH-0126', 12000, 12), lot(1, 'ST-0626', 40000, 410), lot(2, 'TB-0826', 3250, -2, { place: 'aside' }), lot(3, 'LT-01', 6000, null), lot(1, '', -3000, null, { lot_id: null, lot_code: null, is_pending: true })];
	const due = [{ contract_id: 'k1', contract_number: '11/2026/HĐKG', consignor_name: parties[0].name, period: 'month', from_day: '2026-08-01', to_day: '2026-08-31', owed: 0, sold: 2508500, stops: [] },
		{ contract_id: 'k2', contract_number: '12/2026/HĐKG', consignor_name: parties[1].name, period: 'month', from_day: '2026-08-01', to_day: '2026-08-31', owed: 600000, sold: 1391400, stops: [{ code: 'pending', text: '3 hộp Chè Shan tuyết cổ thụ 100 g đã bán mà chưa có phiếu nhập.' }] }];
	const jobs = [{ id: 'j1', title: 'Hóa đơn Q1-1-000123', printer: 'K80', state: 'unknown', reason: 'Mất điện khi đang in.', copy: 0, at_us: us(), tries_count: 1 }, { id: 'j2', title: 'Z số 12', printer: 'K80', state: 'failed', reason: 'Máy in không trả lời.', copy: 0, at_us: us(), tries_count: 3 }];
	const settlements = [{ id: 'q1', contract_id: 'k1', contract_number: '11/2026/HĐKG', consignor_name: parties[0].name, number: 1, from_day: '2026-07-01', to_day: '2026-07-31', col6: 2508500, iv: 425836, v: 0, owed_after: 2082664, at_us: us() }];
	const payouts = [{ number: 3, doc_day: '2026-07-05', at_us: us(), contract_id: 'k1', contract_number: '11/2026/HĐKG', party_name: parties[0].name, way: 'transfer', amount: 1200000, reference: 'FT26186', is_advance: false }];
	const refunds = [{ return_id: 'r1', receipt: 'Q1-1-000124', sale_receipt: 'Q1-1-000120', at_us: us(), staff_name: 'Nguyễn Thị Lan', amount: 145000, doc_day: null, reference: null, payee_name: 'Lò Thị Mai', payee_account: '8200205111222', payee_bank: 'Agribank', payee_phone: null }];
	return { staff, parties, products, certificates, items, contracts, intakes, stock, due, jobs, settlements, payouts, refunds };
}

/* What a manager looks at: exceptions of a day in two pages, what waits for him, what was done alone, money the bank told of. */
function looks() {
	const ago = (minutes) => us() - minutes * 60e6;
	const row = (what, amount, about, minutes, more = {}) => ({ what, amount, about, at_us: ago(minutes), approver_name: null, entry_number: 4000 - minutes, is_alone: false, receipt: null, sale_id: null, staff_name: 'Nguyễn Thị Hoa', ...more });
	const watched = [
		row('tender', 145000, 'Tiền mặt 145.000 ₫ → Chuyển khoản (xem bằng mắt) 95.000 ₫ + Thẻ quẹt Agribank 50.000 ₫: khách đổi ý, chuyển khoản một phần', 200, { receipt: 'Q1-1-000118', approver_name: 'Trần Quang Minh' }),
		row('price', 45000, 'Túi thổ cẩm lanh Lùng Tám thêu tay ba ngăn', 180, { staff_name: 'Trần Quang Minh' }), row('discount', 36000, null, 150, { is_alone: true, receipt: 'Q1-1-000121' }),
		row('drawer', null, 'đổi tiền lẻ', 120), row('return', 145000, 'hộp móp', 90, { receipt: 'Q1-1-000124', approver_name: 'Trần Quang Minh' }), row('count', 480000, null, 60),
	];
	const further = [row('copy', null, null, 30, { receipt: 'Q1-1-000118' }), row('cash', 70000, 'mua đá', 10, { is_alone: true })];
	const asked = (id, about, stakes, more = {}) => ({ consent_id: id, about, stakes, path: '/returns', amount: stakes[0]?.amount ?? null, at_us: ago(3), expires_us: ago(-12), is_own: false, staff_name: 'Nguyễn Thị Hoa', till_name: 'Quầy hiên', words: null, ...more });
	const waiting = [
		asked('w1', 'Khách trả Mật ong hoa bạc hà 500 ml × 2 của phiếu Q1-1-000120\nGiảm giá phiếu: Chè Shan tuyết cổ thụ 100 g: giảm 10 %; còn phải trả 139.140 trên 154.600.', [{ what: 'return', amount: 370000 }, { what: 'discount', amount: 15460 }], { words: 'khách quen, đoàn 30 người đang chờ xe' }),
		asked('w2', null, [{ what: 'cash', amount: 90000 }], { path: '/cash-moves', is_own: true, staff_name: 'Vũ Thu Lan' }),
	];
	const did = (n, kind, about, amount, more = {}) => ({ entry_id: `e${n}`, entry_number: n, kind, about, amount, at_us: ago(n), reason: 'ca trưởng đang vắng, khách chờ', staff_name: 'Nguyễn Thị Hoa', is_own: false, answer: null, answered_by: null, answered_words: null, ...more });
	const alone = [
		did(41, 'cash_moved', 'PC-000002: mua nước', 70000), did(40, 'tender_changed', 'Q1-1-000118: Tiền mặt 145.000 ₫ → Thẻ 145.000 ₫: bấm nhầm', 145000, { is_own: true }),
		did(39, 'return', 'Q1-1-000125 ← Q1-1-000119', 99000, { answer: 'asked', answered_by: 'Trần Quang Minh', answered_words: 'Khách trả vì sao, hàng để đâu?' }),
		did(38, 'sale', 'Q1-1-000117', 36000, { answer: 'confirmed', answered_by: 'Trần Quang Minh' }),
	];
	const credit = (id, state, amount, minutes, more = {}) => ({ id, state, amount, rest: amount, asked: 0, account: '2345', at_us: ago(minutes), booked_us: ago(minutes), bank_id: `FT26${id}`, cart_id: null, reference: `FT26${id}`, of_receipt: null, sale_receipt: null, source: 'sepay',
		payer: { account: '8200205111222', name: 'LO THI MAI', purpose: 'CK mua mat ong OCOPK7Q2M9' }, token: 'OCOPK7Q2M9', what: null, ...more });
	const credits = [
		credit('b1', 'late', 185000, 20, { of_receipt: 'Q1-1-000122' }), credit('b2', 'wrong_amount', 150000, 300, { asked: 154600 }), credit('b3', 'double', 99000, 3000, { of_receipt: 'Q1-1-000101' }),
		credit('b4', 'unknown', 1250000, 90, { token: null, source: 'statement', payer: { account: null, name: null, purpose: null } }),
	];
	const settled = [...credits, credit('b5', 'late', 154600, 4000, { rest: 0, what: 'matched', sale_receipt: 'Q1-1-000097' })];
	const seen = [{ sale_id: 'v1', receipt: 'Q1-1-000122', at_us: ago(25), amount: 185000, rest: 185000, reference: 'OCOPK7Q2M9', staff_name: 'Nguyễn Thị Hoa', till_code: 'Q1' }, { sale_id: 'v2', receipt: 'Q1-1-000098', at_us: ago(4000), amount: 99000, rest: 99000, reference: null, staff_name: null, till_code: 'Q1' }];
	return { watched, further, waiting, alone, credits, settled, seen };
}

/* The worked statement of rules C3. */
function statement(of, id) {
	return { id, is_draft: id === null, contract_id: of.contract_id, contract_number: of.contract_number, consignor_name: of.consignor_name, operator_name: 'Công ty TNHH Đặc sản Tuyên Quang', number: 1, version: 1, from_day: of.from_day, to_day: of.to_day,
		items: [{ name: 'Mật ong hoa bạc hà 500 ml', unit: 'chai', opening_milli: 12000, in_milli: 18000, total_milli: 30000, closing_milli: 12000, received_milli: 24000, sent_back_milli: 3000, lost_house_milli: 1000, lost_producer_milli: 2000, counted_milli: 0, moved_milli: 0, sold_milli: 19000, returned_milli: 1000,
			rows: [{ qty_milli: 11000, price: 145000, amount: 1595000, is_exact: true }, { qty_milli: 7000, price: 130500, amount: 913500, is_exact: true }] }],
		col6: 2508500, owed_before: 0, iii: 2508500, lines: [{ part: 'IV', kind: 'commission', text: 'Hoa hồng', amount: 501700 }, { part: 'IV', kind: 'commission_vat', text: 'Thuế GTGT trên hoa hồng, 8 %', amount: 40136 }, { part: 'IV', kind: 'loss', text: 'Bù hàng hỏng do cửa hàng chịu', amount: -116000 }],
		iv: 425836, v: 0, owed_after: 2082664, words: 'Hai triệu không trăm tám mươi hai nghìn sáu trăm sáu mươi tư đồng', checks: [{ text: 'Cột 7 = 12 + 24 − 3 − 1 − 2 − 19 + 1 = 12, đúng số đang có trên kệ', is_true: true }, { text: 'VI = III − IV − V', is_true: true }],
		head: '9f2c41d07be8a35512cc0d7e96f1b8a4b3e07d5526c1a98f04d2e7b613a5c890', at_us: us(), staff_name: id ? 'Hoàng Thị Yên' : null, stops: of.stops ?? [], lates: [] };
}

export function start({ port = 0, isEmpty = false } = {}) {
	const book = shop(isEmpty), look = isEmpty ? { watched: [], further: [], waiting: [], alone: [], credits: [], settled: [], seen: [] } : looks();
	const posts = [], refusals = [], asked = new Map();
	let who = null;
	const problem = (status, code, detail, field = '') => { throw Object.assign(new Error(detail), { problem: { type: 'about:blank', title: code, status, code, detail, field } }); };
	const missing = () => problem(404, 'missing', 'Không có dòng này trong sổ.');
	const list = (name, rows) => (_, __, q) => {
		const found = rows().filter((row) => plain(Object.values(row).filter((value) => typeof value === 'string').join(' ') + (row.codes ?? '')).includes(plain(q.get('q'))));
		const from = Number(q.get('after') ?? 0);
		return { [name]: found.slice(from, from + PAGE), next: found.length > from + PAGE ? String(from + PAGE) : null };
	};
	const one = (rows) => ([id]) => rows().find((row) => String(row.id ?? row.number) === id) ?? missing();
	const second = (body, text) => { if (!body.approver) problem(403, 'forbidden', text, 'approver'); if (body.approver.pin !== '1234') problem(403, 'forbidden', 'PIN chưa đúng. Nhập lại.', 'approver'); };
	const save = (rows, name) => (_, body) => {
		const old = rows.find((row) => row.id === body[name]);
		const made = { ...(old ?? { id: body.id, code: body.code ?? 'MỚI', roles: [], certificates: [], items: [], versions: [], prices: [], codes: [], stars: 0, stock_milli: 0, price: null }), ...body, id: old?.id ?? body.id };
		if (old) Object.assign(old, made); else rows.push(made);
		return made;
	};
	const session = () => who && { staff: who, site: { id: 'x1', code: 'TQ', name: 'Showroom OCOP Tuyên Quang', address: '', operator_name: '' }, tills: [], till_id: null, lock_minutes: 0, is_enrolled: false };

	const routes = [
		['GET', /^\/session$/, () => session() ?? problem(401, 'forbidden', 'Chưa đăng nhập.')],
		['POST', /^\/session$/, (_, body) => { who = book.staff.find((each) => each.login === body.login && (body.pin ?? body.password) === '1234') ?? problem(403, 'forbidden', 'Tên hoặc PIN chưa đúng.', 'pin'); return session(); }],
		['POST', /^\/session\/end$/, () => { who = null; return {}; }],
		['GET', /^\/watch$/, (_, __, q) => (isEmpty ? { day: today, rows: [], next: null } : q.get('after') ? { day: q.get('day'), rows: look.further, next: null } : { day: q.get('day'), rows: look.watched, next: 3940 })],
		['GET', /^\/consents$/, () => ({ waiting: look.waiting })], ['POST', /^\/consents\/([^/]+)\/answer$/, ([id]) => { look.waiting.splice(look.waiting.findIndex((each) => each.consent_id === id), 1); return {}; }],
		['GET', /^\/alone$/, (_, __, q) => ({ rows: look.alone.filter((each) => !q.get('only_open') || each.answer !== 'confirmed'), next: null })],
		['POST', /^\/alone\/answer$/, (_, body) => { Object.assign(look.alone.find((each) => each.entry_id === body.entry_id), { answer: body.answer, answered_by: who.name, answered_words: body.words }); return {}; }],
		['GET', /^\/duty$/, () => look.duty ?? { from_us: us() - 1e9, until_us: us() + 4e10, limit: 200000, day_limit: 2000000, now: 200000, day: 2000000, done: 40000, excepts_own: true }],
		['POST', /^\/duty$/, (_, body) => { look.duty = { ...body, day_limit: body.day_limit ?? body.limit * 10, now: body.limit, day: body.day_limit ?? body.limit * 10, done: 0, excepts_own: true }; return {}; }],
		['GET', /^\/bank$/, () => ({ account_tail: '6789', bank: 'Agribank', holder: 'CTY DAC SAN TUYEN QUANG', credits: isEmpty ? 0 : 1684000, credits_count: look.credits.length, seen: isEmpty ? 0 : 284000, seen_count: look.seen.length, heard_us: us() - 12e8, is_sepay: true, is_payos: false })],
		['GET', /^\/bank\/credits$/, (_, __, q) => ({ credits: q.get('filter') === 'all' ? look.settled : look.credits, next: null })], ['GET', /^\/bank\/seen$/, () => ({ sales: look.seen, next: null })],
		['GET', /^\/bank\/days$/, () => ({ days: isEmpty ? [] : [{ day: today, count: 1, amount: 185000, oldest_us: look.seen[0].at_us }, { day: null, count: 1, amount: 99000, oldest_us: look.seen[1].at_us }] })],
		['GET', /^\/bank\/credits\/[^/]+\/sales$/, () => ({ sales: look.seen })],
		['POST', /^\/bank\/credits\/([^/]+)\/settle$/, ([id], body) => { if (body.what !== 'matched') second(body, 'Việc này cần người thứ hai xác nhận.'); look.credits.splice(look.credits.findIndex((each) => each.id === id), 1); return {}; }],
		['GET', /^\/staff\/logins$/, () => ({ logins: book.staff })],
		['GET', /^\/staff$/, () => ({ staff: book.staff })], ['POST', /^\/staff$/, save(book.staff, 'staff_id')],
		['GET', /^\/items\/search$/, (_, __, q) => ({ items: book.items.filter((item) => item.codes.includes(q.get('q')) || plain(item.name).includes(plain(q.get('q')))) })],
		['GET', /^\/items$/, list('items', () => book.items)],
		['GET', /^\/items\/([^/]+)$/, (at) => { const item = one(() => book.items)(at); return { ...item, codes: item.codes.map((code) => (code.code ? code : { code, scheme: 'gtin' })) }; }],
		['POST', /^\/items$/, (_, body) => { if (book.items.some((item) => item.code === body.code && item.id !== body.item_id)) problem(409, 'conflict', 'Mã này đã dùng cho mặt hàng khác.', 'code'); return save(book.items, 'item_id')(_, body); }],
		['POST', /^\/prices$/, (_, body) => { const item = book.items.find((each) => each.id === body.item_id) ?? missing(); item.prices.unshift({ amount: body.amount, from_us: body.from_us ?? us(), site_id: null }); item.price = body.amount; return body; }],
		['GET', /^\/products$/, list('products', () => book.products)], ['GET', /^\/products\/([^/]+)$/, one(() => book.products)], ['POST', /^\/products$/, save(book.products, 'product_id')],
		['GET', /^\/certificates\/lapsing$/, () => ({ certificates: (book.certificates ?? []).filter((each) => each.days_left <= 90).map((each) => ({ certificate_id: each.id, product_id: each.product_id, code: each.product_id, product: each.product_name, producer: each.producer ?? '', stars: each.stars, decision_no: each.decision_no, issuer: each.issuer, last_day: each.valid_to, days_left: each.days_left, is_revoked: false, items_count: 1 })) })],
		['GET', /^\/recalls$/, () => ({ recalls: [] })],
		['GET', /^\/items\/(.+)\/words$/, ([item_id]) => ({ item_id, trace_url: null, words: [] })],
		['GET', /^\/certificates$/, () => ({ certificates: (book.certificates ?? []).filter((each) => each.days_left <= 90), next: null })],
		['POST', /^\/certificates$/, (_, body) => { const made = { ...body, id: body.certificate_id ?? body.id, days_left: 1000, product_name: '', producer: '' }; book.products.find((each) => each.id === body.product_id).certificates.unshift(made); return made; }],
		['GET', /^\/parties$/, list('parties', () => book.parties)], ['GET', /^\/parties\/([^/]+)$/, one(() => book.parties)],
		['POST', /^\/parties$/, (_, body) => { const old = book.parties.find((each) => each.id === body.party_id); if (old && old.bank_account !== body.bank_account) second(body, 'Đổi tài khoản nhận tiền cần người thứ hai xác nhận.'); return save(book.parties, 'party_id')(_, body); }],
		['GET', /^\/communes$/, () => ({ communes: [{ code: '00712', full_name: 'Xã Đồng Văn', province: 'Tuyên Quang' }, { code: '00715', full_name: 'Xã Mèo Vạc', province: 'Tuyên Quang' }] })],
		['GET', /^\/banks$/, () => ({ banks: [{ bin: '970405', short_name: 'Agribank', name: 'Agribank' }, { bin: '970436', short_name: 'Vietcombank', name: 'Vietcombank' }] })],
		['GET', /^\/contracts\/example$/, (_, __, q) => {
			const vat = { 8: 8000, 5: 5143, 10: 9818, KCT: 0 }[q.get('vat_class')], producer = Math.round(108000 * (1 - q.get('rate_ppm') / 1000000)), isInside = /STEP|NOTE/.test(q.get('invoice_mode'));
			return { case: isInside ? 'inside' : 'apart', list: 108000, paid: 108000, producer, vat: isInside ? 0 : vat, house: 108000 - producer - (isInside ? 0 : vat), commission: 108000 - producer, commission_vat: isInside ? 1728 : 0, producer_after_vat: producer - (isInside ? 1728 : 0) };
		}],
		['GET', /^\/contracts$/, (_, __, q) => list('contracts', () => book.contracts.filter((each) => !q.get('party_id') || each.consignor_id === q.get('party_id')))(_, __, q)], ['GET', /^\/contracts\/([^/]+)$/, one(() => book.contracts)],
		['POST', /^\/contracts$/, (_, body) => { const made = save(book.contracts, 'contract_id')(_, { ...body, consignor_name: 'HTX', owed: 0, last_closed_day: null }); made.versions = [{ ...body, version: made.versions.length + 1 }, ...made.versions]; return made; }],
		['GET', /^\/intakes$/, list('intakes', () => book.intakes)],
		['GET', /^\/intakes\/([^/]+)$/, (at) => ({ ...one(() => book.intakes)(at), lines: [{ item_id: 'i1', item: book.items[0].name, unit: 'chai', qty_milli: 24000, code: 'BH-0426', made_day: '2026-04-02', expiry_day: '2028-10-02', expiry_kind: 'use_by', hand_over: null, price_proposal: 190000, price: book.isProposalTaken ? 190000 : 185000, lot_id: 'l1', proposal_state: book.isProposalTaken ? 'accepted' : 'waiting', proposal_reason: null }], print: { state: 'done', reason: null } })],
		['POST', /^\/proposals\/l1$/, () => { book.isProposalTaken = true; return { amount: 190000, from_us: 1, labels: [{ lot_id: 'l1', code: 'BH-0426', qty_milli: 24000 }] }; }],
		['POST', /^\/intakes$/, (_, body) => { book.intakes.unshift({ number: 13, doc_day: body.doc_day, at_us: us(), contract_id: body.contract_id, contract_number: '11/2026/HĐKG', consignor_name: 'HTX Mật ong Đồng Văn', lines_count: body.lines.length, paper: body.paper, staff_name: who.name }); return { number: 13, lots: [] }; }],
		['GET', /^\/stock$/, (_, __, q) => {
			const by = q.get('by'), filter = q.get('filter');
			const rows = book.stock.filter((row) => (!q.get('party_id') || row.producer_id === q.get('party_id')) && (!q.get('item_id') || row.item_id === q.get('item_id')) && plain(`${row.item} ${row.producer} ${row.lot_code}`).includes(plain(q.get('q')))
				&& (!filter || (filter === 'pending' ? row.is_pending : filter === 'expiring' ? row.days_left !== null && row.days_left <= 30 : filter === 'aside' ? row.place === 'aside' : filter === 'expired' ? row.days_left < 0 : false)));
			const key = (row) => (by === 'producer' ? row.producer_id : by === 'item' ? row.item_id + row.producer_id : row.lot_id + row.item_id);
			const kept = [...new Map(rows.map((row) => [key(row), row])).values()];
			return { rows: kept, total_value: rows.reduce((sum, row) => sum + row.value, 0), next: null };
		}],
		['POST', /^\/stock\/moves$/, (_, body) => { if (body.kind !== 'place') second(body, 'Việc này cần người thứ hai xác nhận.'); return { number: 7 }; }],
		['GET', /^\/settlements\/stops$/, () => ({ contracts: book.due })],
		['GET', /^\/settlements\/draft$/, (_, __, q) => statement(book.due.find((each) => each.contract_id === q.get('contract_id')) ?? missing(), null)],
		['POST', /^\/settlements$/, (_, body) => { second(body, 'Chốt bảng thanh toán cần người thứ hai xác nhận.'); return statement(book.due.find((each) => each.contract_id === body.contract_id), 'q1'); }],
		['GET', /^\/settlements$/, list('settlements', () => book.settlements)], ['GET', /^\/settlements\/([^/]+)$/, (at) => statement(one(() => book.settlements)(at), 'q1')],
		['GET', /^\/payouts\/owed$/, () => ({ contracts: book.contracts.filter((each) => each.owed).map((each) => ({ contract_id: each.id, contract_number: each.number, party_name: each.consignor_name, owed: each.owed, bank_short_name: 'Agribank', bank_account: '8200205123456', bank_holder: each.consignor_name })) })],
		['GET', /^\/opening$/, () => ({ contracts: [{ contract_number: '11/2026/HĐKG', party_name: 'HTX Hoa Cà Phê', owed: 1644000, tier_sales: 1305000, at_us: us() }], balances: [{ what: 'deposit', name: 'Lò Thị Mai', label: 'ĐĐ-12', amount: 300000, due_day: null, at_us: us() }, { what: 'bank', name: null, label: '8200201000001', amount: 12000000, due_day: null, at_us: us() }], series: [{ what: 'receipt', name: 'Q1', last: 7041 }, { what: 'invoice', name: '1C26MAA', last: 311 }], sums: [{ what: 'deposit', count: 1, amount: 300000 }, { what: 'bank', count: 1, amount: 12000000 }], lots_count: 1, lots_milli: 12000, months_count: 3, months_amount: 5800000, owed: 1644000 })],
		['GET', /^\/refunds$/, () => ({ refunds: book.refunds, next: null })], ['GET', /^\/refunds\/sent$/, () => ({ refunds: [], next: null })],
		['POST', /^\/refunds\/[^/]+\/sent$/, () => { book.refunds.length = 0; return {}; }],
		['GET', /^\/payouts$/, list('payouts', () => book.payouts)], ['POST', /^\/payouts$/, () => ({ number: 4 })],
		['GET', /^\/imports$/, () => ({ kinds: ['parties', 'contracts', 'products', 'items', 'codes', 'prices', 'certificates', 'intake', 'opening'].map((kind) => ({ kind, about: kind, columns: [{ name: 'Mã', is_required: true }, { name: 'Tên', is_required: false }] })) })],
		['POST', /^\/imports\/[a-z]+$/, (_, __, q, text) => (/sai/.test(text) ? { rows: 2, added: 0, changed: 0, errors: [{ line: 3, field: 'Tỷ lệ', text: '“sai” không phải số phần trăm.' }] } : { rows: 2, added: 2, changed: 0, errors: [] })],
		['GET', /^\/printers$/, () => ({ printers: isEmpty ? [] : [{ name: 'K80', driver: 'cups', address: 'ipp://192.168.1.50/ipp/print', till_code: 'Q1', state: 'paper_out', reason: 'Hết giấy. Thay cuộn giấy rồi đóng nắp.', waiting_count: 2 }] })], ['POST', /^\/printers\/[^/]+\/test$/, () => ({})],
		['GET', /^\/stations$/, () => ({ stations: isEmpty ? [] : [{ id: 'st1', name: 'Máy tính bảng quầy hiên', till_code: 'Q1', staff_name: 'Trần Quang Minh', at_us: us(), is_this: true }] })],
		['POST', /^\/stations$/, () => ({})], ['POST', /^\/stations\/([^/]+)\/revoke$/, () => ({})], ['POST', /^\/tills$/, (_, body) => ({ id: 't9', ...body })],
		['GET', /^\/scanners$/, () => ({ scanners: isEmpty ? [] : [{ name: 'Zebra DS2208', driver: 'hid-keyboard', till_code: 'Q1', state: 'ready', reason: null, last_code: '8936000000011', last_us: us() }] })],
		['GET', /^\/print-jobs$/, list('jobs', () => book.jobs)], ['POST', /^\/print-jobs\/([^/]+)\/(retry|done)$/, ([id]) => { book.jobs.splice(book.jobs.findIndex((job) => job.id === id), 1); return {}; }],
		['GET', /^\/health$/, () => ({ state: 'good', backup: isEmpty ? null : { state: 'good', at_us: us(), text: 'ổ ngoài, 48 MB' }, verify: { state: 'good', at_us: us(), text: '12.480 bút toán, đúng cả' }, disk: { state: 'look', at_us: null, text: 'còn 3,2 GB' } })],
	];

	const server = createServer((request, response) => {
		const url = new URL(request.url, 'http://x');
		let text = '';
		request.on('data', (part) => { text += part; });
		request.on('end', () => {
			if (!url.pathname.startsWith('/api/v1/')) {
				const name = url.pathname === '/' || url.pathname === '/office' ? 'office.html' : url.pathname.slice(1);
				let bytes;
				try { bytes = readFileSync(join(web, name)); } catch { response.writeHead(404).end(); return; }
				response.writeHead(200, { 'Content-Type': types[name.split('.').pop()], 'Content-Security-Policy': "default-src 'self'", 'Cache-Control': 'no-cache' }).end(bytes);
				return;
			}
			const path = url.pathname.slice(7);
			let status = 200, answer;
			try {
				const body = text && /json/.test(request.headers['content-type'] ?? '') ? JSON.parse(text) : {};
				if (request.method === 'POST') posts.push({ path, body, text });
				const refused = refusals.findIndex((each) => each.path.test(path));
				if (refused >= 0) problem(...refusals.splice(refused, 1)[0].problem);
				const [, pattern, run] = routes.find(([method, each]) => method === request.method && each.test(path)) ?? problem(404, 'missing', 'Không có địa chỉ này.');
				const key = body.id && `${path} ${body.id}`;
				answer = asked.get(key) ?? run(pattern.exec(path).slice(1), body, url.searchParams, text);
				if (key) asked.set(key, structuredClone(answer));
			} catch (error) {
				if (!error.problem) throw error;
				status = error.problem.status;
				answer = error.problem;
			}
			response.writeHead(status, { 'Content-Type': status === 200 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(answer));
		});
	});
	return new Promise((done) => server.listen(port, '127.0.0.1', () => done({
		url: `http://127.0.0.1:${server.address().port}`, posts, book,
		/* the next request to this path is refused: status, code, detail, field */
		refuse: (path, ...how) => refusals.push({ path, problem: how }),
		close: () => { server.closeAllConnections(); server.close(); },
	})));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await start({ port: Number(process.argv[2] ?? 0) })).url);
