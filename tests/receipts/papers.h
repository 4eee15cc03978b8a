/* Facts of made-up papers that several tests render. Producers, contracts and figures are invented; 01-BH has the worked case of rule C3. */
#ifndef TESTS_RECEIPTS_PAPERS_H
#define TESTS_RECEIPTS_PAPERS_H

#include "base/arena.h"
#include "receipts/layouts.h"

#define PAPERS_AT_US INT64_C(1787382309000000)  /* 22/08/2026 14:05:09 in Viet Nam */
#define PAPERS_HEAD "3f9a5c0d7e1b42886a90d3c1f2e4b5a697887766554433221100ffeeddccbbaa"

static const struct paper_shop papers_shop = {
	.name = "HTX NÔNG NGHIỆP VÀ DU LỊCH ĐỒNG VĂN", .site = "Điểm trưng bày, bán sản phẩm OCOP phố cổ",
	.address = "Số 12 phố cổ, xã Đồng Văn, tỉnh Tuyên Quang", .tax_code = "5100123456", .phone = "0912 345 678",
};

static const struct receipt_line papers_lines[] = {
	{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .qty_milli = 2000, .price = { 145000 }, .amount = { 261000 },
	  .discount = { 29000 }, .producer = "HTX Ong Đá", .commune = "xã Mèo Vạc", .stars = 4, .lot = "MO-0826", .expiry_day = 20280820 },
	{ .name = "Trà Shan tuyết cổ thụ Suối Giàng", .unit = "hộp", .qty_milli = 1000, .price = { 320000 }, .amount = { 320000 },
	  .producer = "Hợp tác xã dịch vụ sản xuất nông nghiệp Suối Giàng", .commune = "xã Văn Chấn", .stars = 5 },
	{ .name = "Thịt trâu gác bếp", .unit = "kg", .qty_milli = 1250, .price = { 890000 }, .amount = { 1112500 },
	  .producer = "Hộ kinh doanh Nguyễn Ngọc Ẩn", .commune = "phường Hà Giang 1", .stars = 3, .note = "Giá mới thấp hơn từ hôm nay" },
	{ .name = "Túi vải in tay", .unit = "cái", .qty_milli = 1000, .price = { 25900 }, .amount = { 25900 } },
};

static const struct receipt_vat papers_vats[] = {
	{ VAT_8, { 1568889 }, { 125511 } },
	{ VAT_KCT, { 25000 }, { 0 } },
};

static const struct paper_row papers_payments[] = {
	{ .name = "VietQR – Ngân hàng Nông nghiệp", .amount = { 1000000 } },
	{ .name = "Tiền mặt", .amount = { 719000 } },
};

static const char *const papers_footers[] = { "Đổi trả trong 3 ngày, còn nguyên bao bì", "Cảm ơn quý khách, hẹn gặp lại!" };

static struct receipt_facts papers_sale_facts(void)
{
	return (struct receipt_facts){
		.shop = papers_shop, .number = "Q1-1-000123", .till = "Q1", .cashier = "Hà", .at_us = PAPERS_AT_US,
		.lines = papers_lines, .lines_count = COUNT_OF(papers_lines), .gross = { 1748400 }, .discount = { 29000 }, .rounding = { -400 },
		.total = { 1719000 }, .total_words = "Một triệu bảy trăm mười chín nghìn đồng", .vats = papers_vats, .vats_count = COUNT_OF(papers_vats),
		.payments = { papers_payments, COUNT_OF(papers_payments) }, .cash_given = { 800000 }, .change = { 81000 },
		.footers = papers_footers, .footers_count = COUNT_OF(papers_footers), .lookup_qr = "https://hoadon.example.vn/t/1C26MDV-00000123",
		.lookup_text = "Tra cứu hóa đơn: hoadon.example.vn, mã 1C26MDV-00000123", .chain_head = "3f9a5c0d7e1b", .opens_drawer = true,
	};
}

static inline struct page *paper_sale(struct arena *arena)
{
	struct receipt_facts facts = papers_sale_facts();

	return layout_receipt(arena, &facts);
}

static inline struct page *paper_sale_long(struct arena *arena)
{
	struct receipt_facts facts = papers_sale_facts();
	struct receipt_line lines[40];

	for (size_t i = 0; i < COUNT_OF(lines); i++)
		lines[i] = papers_lines[i % COUNT_OF(papers_lines)];
	facts.lines = lines;
	facts.lines_count = COUNT_OF(lines);
	return layout_receipt(arena, &facts);
}

static inline struct page *paper_return(struct arena *arena)
{
	static const struct receipt_line lines[] = {
		{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .qty_milli = -1000, .price = { 145000 }, .amount = { -130500 },
		  .discount = { -14500 }, .producer = "HTX Ong Đá", .commune = "xã Mèo Vạc", .stars = 4, .note = "Để riêng, chưa bán lại" },
	};
	static const struct receipt_vat vats[] = { { VAT_8, { -120833 }, { -9667 } } };
	static const struct paper_row payments[] = { { .name = "Tiền mặt", .amount = { -130500 } } };
	struct receipt_facts facts = papers_sale_facts();

	facts.is_return = true;
	facts.number = "Q1-1-000124";
	facts.refers_to = "Q1-1-000123";
	facts.lines = lines;
	facts.lines_count = COUNT_OF(lines);
	facts.gross = MONEY(-145000);
	facts.discount = MONEY(-14500);
	facts.rounding = MONEY(0);
	facts.total = MONEY(-130500);
	facts.total_words = "Một trăm ba mươi nghìn năm trăm đồng";
	facts.vats = vats;
	facts.vats_count = COUNT_OF(vats);
	facts.payments = (struct paper_rows){ payments, COUNT_OF(payments) };
	facts.cash_given = facts.change = MONEY(0);
	return layout_receipt(arena, &facts);
}

/* A copy, in practice, with as few facts as there can be. */
static inline struct page *paper_practice(struct arena *arena)
{
	static const struct receipt_line line = { .name = "Muối tôm Tây Ninh", .qty_milli = 1000, .price = { 35000 }, .amount = { 35000 } };
	struct receipt_facts facts = { .shop = { .name = "Cửa hàng tập" }, .number = "T-1-000001", .at_us = PAPERS_AT_US, .copy_number = 2,
				       .lines = &line, .lines_count = 1, .gross = { 35000 }, .total = { 35000 }, .customer = "", .opens_drawer = true };

	struct page *page;

	page_all_practice(true);
	page = layout_receipt(arena, &facts);
	page_all_practice(false);
	return page;
}

static inline struct page *papers_shift(struct arena *arena, bool is_final)
{
	static const struct paper_row sales[] = {
		{ .name = "Bán hàng", .count = 86, .has_count = true, .amount = { 24680500 } }, { .name = "Khách trả hàng", .count = 2, .has_count = true, .amount = { -275500 } },
		{ .name = "Giảm giá", .count = 11, .has_count = true, .amount = { -412000 } },  { .name = "Làm tròn", .count = 23, .has_count = true, .amount = { -9800 } },
		{ .name = "Doanh thu thuần", .amount = { 23983200 } },
	};
	static const struct paper_row vats[] = { { .name = "8%", .amount = { 1554311 } }, { .name = "5%", .amount = { 142857 } } };
	static const struct paper_row tenders[] = {
		{ .name = "Tiền mặt", .count = 51, .has_count = true, .amount = { 11233200 } }, { .name = "VietQR", .count = 33, .has_count = true, .amount = { 12500000 } },
		{ .name = "Thẻ", .count = 2, .has_count = true, .amount = { 250000 } },
	};
	static const struct paper_row cash_in[] = { { .name = "thêm tiền lẻ", .amount = { 500000 } } };
	static const struct paper_row cash_out[] = { { .name = "hoa hồng người dẫn khách", .amount = { 120000 } }, { .name = "nộp về két sắt", .amount = { 8000000 } } };
	static const struct paper_row watched[] = {
		{ .name = "Dòng đã xóa khỏi phiếu", .count = 7, .has_count = true, .has_no_amount = true }, { .name = "Phiếu bỏ dở", .count = 1, .has_count = true, .has_no_amount = true },
		{ .name = "Mở két không bán", .count = 3, .has_count = true, .has_no_amount = true }, { .name = "Đổi cách trả", .count = 1, .has_count = true, .has_no_amount = true },
		{ .name = "Một người duyệt", .count = 1, .has_count = true, .amount = { 145000 } }, { .name = "Bán hàng chưa nhập", .count = 2, .has_count = true, .amount = { 90000 } },
	};
	static const struct paper_row perpetual[] = { { .name = "Tổng bán", .amount = { INT64_C(1234567890) } }, { .name = "Tổng trả lại", .amount = { 9876500 } } };
	static const struct shift_note notes[] = { { { 500000 }, 3 }, { { 200000 }, 7 }, { { 100000 }, 8 }, { { 50000 }, 9 }, { { 20000 }, 12 }, { { 10000 }, 18 }, { { 5000 }, 7 }, { { 2000 }, 4 }, { { 1000 }, 0 } };
	struct shift_facts facts = {
		.shop = papers_shop, .is_final = is_final, .number = "Q1-2026-0234", .till = "Q1", .cashier = "Hà", .opened_at_us = PAPERS_AT_US - INT64_C(25000000000),
		.at_us = PAPERS_AT_US, .business_day = 20260822, .first_receipt = "Q1-1-000038", .last_receipt = "Q1-1-000125", .sales = { sales, COUNT_OF(sales) },
		.vats = { vats, COUNT_OF(vats) }, .tenders = { tenders, COUNT_OF(tenders) }, .float_start = { 1000000 }, .cash_in = { cash_in, COUNT_OF(cash_in) },
		.cash_out = { cash_out, COUNT_OF(cash_out) }, .cash_expected = { 4613200 }, .watched = { watched, COUNT_OF(watched) },
		.perpetual = { perpetual, COUNT_OF(perpetual) }, .first_entry = 10412, .last_entry = 10655, .chain_head = PAPERS_HEAD,
	};

	if (is_final) {
		facts.is_counted = true;
		facts.notes = notes;
		facts.notes_count = COUNT_OF(notes);
		facts.cash_counted = MONEY(4613000);
		facts.difference = MONEY(-200);
		facts.checked_by = "Lò Thị Mẩy";
	}
	return layout_shift(arena, &facts);
}

static inline struct page *paper_shift_z(struct arena *arena)
{
	return papers_shift(arena, true);
}

static inline struct page *paper_shift_x(struct arena *arena)
{
	return papers_shift(arena, false);
}

static struct bh01_facts papers_bh01_facts(void)
{
	static const struct bh01_price prices[] = { { 11000, { 145000 }, { 1595000 } }, { 7000, { 130500 }, { 913500 } } };
	static const struct bh01_item items[] = { { "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", "chai", 12000, 18000, 30000, 12000, prices, COUNT_OF(prices) } };
	static const struct bh01_charge charges[] = {
		{ "Hoa hồng đại lý", "20% × 2.508.500 (khoản 3.1 Hợp đồng)", { 501700 } },
		{ "Thuế GTGT của hoa hồng", "8% × 501.700, hóa đơn 1C26TDV số 41", { 40136 } },
		{ "Bồi thường hàng vỡ (bên nhận bán chịu)", "1 chai × 116.000, biên bản BB-07", { -116000 } },
	};
	static const struct paper_row payments[] = { { .name = "Tiền mặt", .amount = { 0 } }, { .name = "Chuyển khoản", .amount = { 0 } } };
	static const struct bh01_move moves[] = { { "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", "chai", 12000, 24000, 3000, 3000, 0, 19000, 1000, 12000 } };
	static const struct bh01_loss losses[] = {
		{ "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", "chai", "Vỡ khi trưng bày", "Bên nhận bán", 1000, 20260811, "BB-07" },
		{ "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", "chai", "Hết hạn", "Bên gửi", 2000, 20260829, "BB-09" },
	};
	static const struct bh01_late lates[] = { { "Q2-1-000019", 20260731, 10233, "Bán tại hội chợ, máy gửi sổ về muộn", { 145000 } } };

	return (struct bh01_facts){
		.form = { "Mẫu số 01-BH", "(Ban hành theo Thông tư số 99/2025/TT-BTC ngày 27/10/2025 của Bộ trưởng Bộ Tài chính)" },
		.unit = "HTX Nông nghiệp và Du lịch Đồng Văn", .address = "Số 12 phố cổ, xã Đồng Văn, tỉnh Tuyên Quang", .book_number = "02", .number = "BH-2026-08-017",
		.debit = "331", .credit = "111, 112", .day = 20260901, .contract_number = "KG-15/2026", .contract_day = 20260102,
		.sender = { "HTX Ong Đá", "Vàng Thị Mỷ", "Giám đốc", "thôn Sảng Pả A, xã Mèo Vạc, tỉnh Tuyên Quang", "5100765432" },
		.receiver = { "HTX Nông nghiệp và Du lịch Đồng Văn", "Nguyễn Ngọc Ẩn", "Giám đốc", "Số 12 phố cổ, xã Đồng Văn, tỉnh Tuyên Quang", "5100123456" },
		.from_day = 20260801, .to_day = 20260831, .items = items, .items_count = COUNT_OF(items), .sold_amount = { 2508500 }, .previous_debt = { 0 },
		.payable = { 2508500 }, .charges = charges, .charges_count = COUNT_OF(charges), .charges_total = { 425836 },
		.payments = { payments, COUNT_OF(payments) }, .payments_total = { 0 }, .left = { 2082664 },
		.left_words = "Hai triệu không trăm tám mươi hai nghìn sáu trăm sáu mươi bốn đồng",
		.identities = "Cột 7: 12 + 24 – 3 – 3 – 19 + 1 = 12 chai. Dòng VI: 2.508.500 – 425.836 – 0 = 2.082.664 đồng.",
		.moves = moves, .moves_count = COUNT_OF(moves), .losses = losses, .losses_count = COUNT_OF(losses), .lates = lates, .lates_count = COUNT_OF(lates),
		.cut = "Tính các bút toán của điểm Đồng Văn từ số 9.871 đến số 10.655.", .chain_head = PAPERS_HEAD, .lookup_qr = "https://ocop.example.vn/b/BH-2026-08-017",
	};
}

static inline struct page *paper_bh01(struct arena *arena)
{
	struct bh01_facts facts = papers_bh01_facts();

	return layout_bh01(arena, &facts);
}

/* One item, nothing but sold: the form says it all. */
static inline struct page *paper_bh01_plain(struct arena *arena)
{
	struct bh01_facts facts = papers_bh01_facts();

	facts.moves_count = facts.losses_count = facts.lates_count = 0;
	facts.lookup_qr = NULL;
	return layout_bh01(arena, &facts);
}

static inline struct page *paper_bh01_long(struct arena *arena)
{
	struct bh01_facts facts = papers_bh01_facts();
	struct bh01_item items[60];
	struct bh01_move moves[60];

	for (size_t i = 0; i < COUNT_OF(items); i++) {
		items[i] = facts.items[0];
		moves[i] = facts.moves[0];
		items[i].name = moves[i].name = arena_format(arena, "Sản phẩm ký gửi thứ %zu, gói 250 g hút chân không", i + 1);
	}
	facts.items = items;
	facts.items_count = COUNT_OF(items);
	facts.moves = moves;
	facts.moves_count = COUNT_OF(moves);
	facts.is_draft = true;
	return layout_bh01(arena, &facts);
}

static struct cash_slip_facts papers_cash_facts(bool is_in, enum page_paper paper)
{
	return (struct cash_slip_facts){
		.shop = papers_shop, .form = { is_in ? "Mẫu số 01-TT" : "Mẫu số 02-TT", "(Ban hành theo Thông tư số 99/2025/TT-BTC)" }, .paper = paper, .is_in = is_in,
		.book_number = "05", .number = is_in ? "PT-0031" : "PC-0107", .debit = is_in ? "111" : "331", .credit = is_in ? "131" : "111", .at_us = PAPERS_AT_US,
		.person = "Vàng Thị Mỷ", .person_address = "HTX Ong Đá, xã Mèo Vạc, tỉnh Tuyên Quang",
		.reason = is_in ? "Nộp tiền nợ kỳ trước" : "Trả tiền hàng ký gửi kỳ tháng 8/2026, bảng BH-2026-08-017", .amount = { 2082664 },
		.amount_words = "Hai triệu không trăm tám mươi hai nghìn sáu trăm sáu mươi bốn đồng", .attached = "01 chứng từ gốc", .place = "Két sắt",
		.made_by = "Hà", .chain_head = "3f9a5c0d7e1b",
	};
}

static inline struct page *paper_cash_in(struct arena *arena)
{
	struct cash_slip_facts facts = papers_cash_facts(true, PAGE_A5_WIDE);

	return layout_cash_slip(arena, &facts);
}

static inline struct page *paper_cash_out(struct arena *arena)
{
	struct cash_slip_facts facts = papers_cash_facts(false, PAGE_ROLL);

	return layout_cash_slip(arena, &facts);
}

static inline struct page *paper_test(struct arena *arena)
{
	struct test_slip_facts facts = { .shop = papers_shop, .printer = "quay-1", .profile = "80mm", .width_dots = 576, .columns = 48, .at_us = PAPERS_AT_US };

	return layout_test_slip(arena, &facts);
}

static inline struct page *papers_intake(struct arena *arena, enum page_paper sheet)
{
	static const struct intake_paper_line lines[] = {
		{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .lot = "MO-0826", .qty_milli = 24000, .made_day = 20260801, .expiry_day = 20280801,
		  .proposal = { 145000 } },
		{ .name = "Chè Shan tuyết Lũng Phìn, hộp 100 g", .unit = "hộp", .qty_milli = 40000, .expiry_day = 20270630, .is_use_by = true, .hand_over = { 120000 } },
	};
	const struct intake_facts facts = {
		.shop = papers_shop, .sheet = sheet, .number = "107", .day = 20260822, .contract_number = "KG-15/2026", .paper = "PXK 12", .made_by = "Hà",
		.consignor = { .name = "HTX Ong Đá", .address = "thôn Sảng Pả A, xã Mèo Vạc, tỉnh Tuyên Quang", .tax_code = "5100765432" },
		.lines = lines, .lines_count = COUNT_OF(lines), .chain_head = "3f9a5c0d7e1b",
	};

	return layout_intake(arena, &facts);
}

static inline struct page *paper_intake_note(struct arena *arena)
{
	return papers_intake(arena, PAGE_A4);
}

static inline struct page *paper_intake_roll(struct arena *arena)
{
	return papers_intake(arena, PAGE_ROLL);
}

static inline struct page *papers_order(struct arena *arena, enum order_paper_kind kind, enum page_paper sheet)
{
	static const struct order_paper_line priced[] = {
		{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .qty_milli = 6000, .price = { 145000 }, .discount = { 20000 }, .amount = { 850000 } },
		{ .name = "Tranh thêu lanh Lùng Tám 60 × 90 cm", .unit = "bức", .qty_milli = 1000, .price = { 1250000 }, .amount = { 1250000 }, .note = "nhà sản xuất giao 25/08/2026" },
	};
	static const struct order_paper_line picked[] = {
		{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .qty_milli = 4000, .place = "Quầy", .lot = "MO-0826", .expiry_day = 20280801 },
		{ .name = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .unit = "chai", .qty_milli = 2000, .place = "Quầy", .lot = "MO-0901", .expiry_day = 20280901 },
		{ .name = "Tranh thêu lanh Lùng Tám 60 × 90 cm", .unit = "bức", .qty_milli = 1000, .note = "nhà sản xuất giao 25/08/2026" },
	};
	static const struct paper_row pays[] = { { .name = "Tiền đặt cọc", .amount = { 500000 } } };
	bool is_picking = kind == ORDER_PAPER_PICKING, is_delivery = kind == ORDER_PAPER_DELIVERY;
	const struct order_paper_facts facts = {
		.shop = papers_shop, .kind = kind, .sheet = sheet, .number = "ĐH-0007", .receipt = is_delivery ? "Q1-1-000123" : NULL, .day = 20260822,
		.promised_day = 20260827, .customer = { .name = "Chị Lò Thị Mai", .address = "Số 5 đường Hùng Vương, phường Hà Giang 2, tỉnh Tuyên Quang" },
		.phone = "0912345678", .note = "gọi trước khi giao", .lines = is_picking ? picked : priced, .lines_count = is_picking ? 3 : 2,
		.total = { is_picking ? 0 : 2100000 }, .total_words = is_picking ? NULL : "Hai triệu một trăm nghìn đồng", .shipping = "25.000 ₫, khách trả",
		.deposit_asked = { kind == ORDER_PAPER_QUOTE ? 500000 : 0 }, .payments = { pays, is_delivery ? 1 : 0 }, .to_collect = { is_delivery ? 1600000 : 0 },
		.made_by = "Hà", .chain_head = is_delivery ? "3f9a5c0d7e1b" : NULL,
	};

	return layout_order(arena, &facts);
}
#define PAPER_OF_ORDER(name, kind, sheet) \
	static inline struct page *name(struct arena *arena) { return papers_order(arena, kind, sheet); }
PAPER_OF_ORDER(paper_quote, ORDER_PAPER_QUOTE, PAGE_A4)
PAPER_OF_ORDER(paper_picking, ORDER_PAPER_PICKING, PAGE_A4)
PAPER_OF_ORDER(paper_delivery, ORDER_PAPER_DELIVERY, PAGE_A4)
PAPER_OF_ORDER(paper_quote_roll, ORDER_PAPER_QUOTE, PAGE_ROLL)
PAPER_OF_ORDER(paper_picking_roll, ORDER_PAPER_PICKING, PAGE_ROLL)
PAPER_OF_ORDER(paper_delivery_roll, ORDER_PAPER_DELIVERY, PAGE_ROLL)

struct paper_case {
	const char *name;
	struct page *(*make)(struct arena *arena);
};

static const struct paper_case paper_cases[] = {
	{ "receipt", paper_sale },   { "receipt-long", paper_sale_long }, { "return", paper_return },   { "practice", paper_practice },
	{ "shift-z", paper_shift_z }, { "shift-x", paper_shift_x },       { "bh01", paper_bh01 },       { "bh01-long", paper_bh01_long },
	{ "cash-in", paper_cash_in }, { "cash-out", paper_cash_out },     { "test-slip", paper_test },
	{ "quote", paper_quote }, { "picking", paper_picking }, { "delivery", paper_delivery },
	{ "quote-roll", paper_quote_roll }, { "picking-roll", paper_picking_roll }, { "delivery-roll", paper_delivery_roll },
	{ "intake", paper_intake_note },    { "intake-roll", paper_intake_roll },
};

#endif
