/* What a scan means, and how the cart that it goes into looks. */
#include "showroom.h"

#include "calc/owncode.h"
#include "shop/cart_view.h"
#include "shop/find.h"

static struct barcode_pattern patterns[2];

static struct find find_in(const char *aim, const char *data)
{
	struct find_rules rules = { .patterns = patterns, .patterns_count = 2, .site_id = room.book->site_id, .at_us = room.now_us };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct find find;

	assert_ok(txn && find_scan(txn, room.arena, &rules, aim, data, strlen(data), &find, &err), &err);
	txn_abandon(txn);
	return find;
}

/* Rice sold by the kilogram too, under the scale's number 00042; short number 7. */
static struct id weighed;

static void put_weighed(void)
{
	struct err err = { 0 };
	struct item_code codes[2] = { { .code = "00042", .scheme = SCHEME_SCALE }, { .code = "CAM-DA-LAT", .scheme = SCHEME_PRODUCER } };
	struct item_vat vat = { .from_day = 20250101, .vat_class = VAT_KKKNT };
	struct item_set item = { .code = "CAM", .codes = codes, .codes_count = 2, .decimals = 3, .has_stock = true, .id = weighed = new_id(), .is_active = true,
				 .is_food = true, .name = "Cam sành", .round_unit = 500, .short_number = 7, .tile_group = "Quả", .unit = "kg", .vats = &vat,
				 .vats_count = 1 };
	struct price_set price = { .amount = MONEY(40000), .from_us = DAY_ONE_US - 100 * DAY_US, .item_id = weighed };
	struct work work = as_office();

	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	/* With a check digit that is right: element strings are read strictly. */
	showroom_item(new_id(), "TRA", "Trà shan tuyết", "08936000000011", VAT_8, 99000, true, (struct id){ { 0 } });
	assert_ok(barcode_pattern_read("26IIIIIWWWWWC", 13, &patterns[0], &err), &err);
	assert_ok(barcode_pattern_read("27IIIIIPPPPPC", 13, &patterns[1], &err), &err);
}

static void codes_are_told_apart(void **state)
{
	static const struct {
		const char *name, *aim, *data;
		enum find_kind kind;
		int64_t qty_milli;
	} rows[] = {
		{ "an EAN-13", "", "8936000000014", FIND_ITEM, 1000 },
		{ "the same by its symbology", "]E0", "8936000000014", FIND_ITEM, 1000 },
		{ "with blanks around it", "", "  8936000000014 ", FIND_ITEM, 1000 },
		{ "six of it", "", "6*8936000000014", FIND_ITEM, 6000 },
		{ "one and a half", "", "1,5*7", FIND_ITEM, 1500 },
		{ "six, as people write it", "", "6 * 7", FIND_ITEM, 6000 },
		{ "nothing behind the star", "", "6 * ", FIND_UNKNOWN, 1000 },
		{ "a star of its own", "", "*8936000000014", FIND_UNKNOWN, 1000 },
		{ "none of it", "", "0*8936000000014", FIND_UNKNOWN, 1000 },
		{ "a short number", "", "7", FIND_ITEM, 1000 },
		{ "with zeros", "", "0007", FIND_ITEM, 1000 },
		{ "no such short number", "", "9", FIND_UNKNOWN, 1000 },
		{ "zero", "", "0", FIND_UNKNOWN, 1000 },
		{ "a producer's code", "", "CAM-DA-LAT", FIND_ITEM, 1000 },
		{ "a scale's weight: 1,250 kg", "", "2600042012500", FIND_ITEM, 1250 },
		{ "a scale's price: 50.000 at 40.000 a kg", "", "2700042500001", FIND_ITEM, 1250 },
		{ "an element string", "]C1", "0108936000000011", FIND_ITEM, 1000 },
		{ "an element string without an identifier", "", "0108936000000011", FIND_ITEM, 1000 },
		{ "a Digital Link", "", "https://id.gs1.org/01/08936000000011", FIND_ITEM, 1000 },
		{ "past its use-by date", "]d2", "010893600000001117250101", FIND_STOPPED, 1000 },
		{ "not yet", "]d2", "010893600000001117270101", FIND_ITEM, 1000 },
		{ "two lots at once", "]d2", "010893600000001110A\x1d" "10B", FIND_STOPPED, 1000 },
		{ "an unknown EAN", "", "8934563138164", FIND_UNKNOWN, 1000 },
		{ "nothing", "", "", FIND_UNKNOWN, 1000 },
		{ "control bytes", "", "893\x1b@000", FIND_UNKNOWN, 1000 },
		{ "no UTF-8", "", "\xff\xfe", FIND_UNKNOWN, 1000 },
		{ "one of ours, broken", "", "%R01J8ZNMZ0GE4HRASW9NF6YY0930", FIND_UNKNOWN, 1000 },
		{ "no such receipt", "", "Q1-1-000001", FIND_UNKNOWN, 1000 },
	};

	(void)state;
	put_weighed();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct find find;

		CASE(rows[i].name);
		/* The scales' check digits are worked out here. */
		if (strncmp(rows[i].data, "26", 2) == 0 || strncmp(rows[i].data, "27", 2) == 0) {
			struct err err = { 0 };
			struct barcode barcode;
			char code[14];

			memcpy(code, rows[i].data, 14);
			if (!barcode_read(code, 13, NULL, 0, &barcode, &err))
				fail();
			code[12] = (char)('0' + barcode.check_digit_expected);
			find = find_in("", code);
			assert_i64(find.kind, rows[i].kind);
			assert_true(find.has_weight);
			assert_i64(find.qty_milli, rows[i].qty_milli);
			code[12] = (char)('0' + (barcode.check_digit_expected + 1) % 10);
			assert_i64(find_in("", code).kind, FIND_STOPPED);
			continue;
		}
		find = find_in(rows[i].aim, rows[i].data);
		assert_i64(find.kind, rows[i].kind);
		assert_i64(find.qty_milli, rows[i].qty_milli);
	}
}

static void our_own_codes_find_their_things(void **state)
{
	char code[OWNCODE_SIZE];
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	struct id thing = new_id();
	struct find find;

	(void)state;
	owncode_write(OWNCODE_LOT, lot, code);
	find = find_in("", code);
	assert_i64(find.kind, FIND_ITEM);
	assert_true(id_is(find.lot_id, lot) && id_is(find.items[0], room.honey));
	owncode_write(OWNCODE_LOT, thing, code);
	assert_i64(find_in("", code).kind, FIND_UNKNOWN);
	owncode_write(OWNCODE_SHELF, room.rice, code);
	assert_i64(find_in("", code).kind, FIND_ITEM);
	owncode_write(OWNCODE_RECEIPT, thing, code);
	find = find_in("", code);
	assert_i64(find.kind, FIND_RECEIPT);
	assert_true(id_is(find.thing, thing));
	owncode_write(OWNCODE_PARKED, thing, code);
	assert_i64(find_in("", code).kind, FIND_PARKED);
}

/* ---- the cart ----------------------------------------------------------------------- */

static struct cart_view view_of(struct cart_doc *doc)
{
	struct cart cart = { .id = new_id(), .till_id = room.till_id, .version = 1, .state = CART_OPEN, .doc = doc };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct cart_view view;
	struct buf buf;

	assert_ok(txn && cart_view(txn, room.arena, room.book, &cart, &(struct cart_rules){ .cash_round_unit = MONEY(1000) }, room.now_us, &view, &err), &err);
	txn_abandon(txn);
	/* What is shown keeps to its shape. */
	buf_init(&buf, 1 << 20);
	shape_write(&cart_view_shape, &view, &buf);
	buf_release(&buf);
	return view;
}

static void put(struct cart_doc *doc, const struct find *find)
{
	struct cart_change change = { .arena = room.arena, .at_us = room.now_us };
	struct err err = { 0 };
	int64_t n;

	assert_ok(cart_doc_scan(doc, &change, find, &n, &err), &err);
}

static bool has_note(const struct view_line *line, const char *text)
{
	for (size_t i = 0; i < line->notes_count; i++)
		if (strstr(line->notes[i].text, text))
			return true;
	return false;
}

static void a_cart_is_shown_as_it_will_be_booked(void **state)
{
	struct cart_doc *doc = cart_doc_new(room.arena);
	struct find honey, unknown;
	struct cart_view view;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 2000, day_add(day_of_us(room.now_us), 3), 2);
	view = view_of(doc);
	assert_text(view.blocked, "phiếu chưa có hàng");
	honey = find_in("", "2*8936000000014");
	put(doc, &honey);
	view = view_of(doc);
	assert_null(view.blocked);
	assert_i64(view.total.dong, 290000);
	assert_i64(view.cash_total.dong, 290000);
	assert_text(view.words, "hai trăm chín mươi nghìn đồng");
	assert_true(has_note(&view.lines[0], "gần hết hạn: còn 3 ngày"));
	assert_true(has_note(&view.lines[0], "số hàng cuối cùng"));
	CASE("one more than the book has is sold all the same, in amber");
	honey.qty_milli = 1000;
	put(doc, &honey);
	view = view_of(doc);
	assert_null(view.blocked);
	assert_true(has_note(&view.lines[0], "chưa nhập"));
	assert_i64(view.total.dong, 435000);
	CASE("an unknown code stops the payment and nothing else");
	unknown = find_in("", "who-knows");
	put(doc, &unknown);
	view = view_of(doc);
	assert_non_null(view.blocked);
	assert_i64(view.total.dong, 435000);
	assert_i64(view.lines[1].state, LINE_UNKNOWN);
}

static void a_line_that_may_not_be_sold_stops_alone(void **state)
{
	struct cart_doc *doc = cart_doc_new(room.arena);
	char code[OWNCODE_SIZE];
	struct find find;
	struct cart_view view;
	struct id expired;

	(void)state;
	expired = showroom_intake(room.coop_contract, room.honey, 2000, day_add(day_of_us(room.now_us), -1), 2);
	showroom_intake(room.coop_contract, room.honey, 9000, day_add(day_of_us(room.now_us), 300), 2);
	find = find_in("", "8936000000014");
	put(doc, &find);
	view = view_of(doc);
	CASE("a plain code never stops while a good lot is there (B4)");
	assert_null(view.blocked);
	assert_true(has_note(&view.lines[0], "xem HSD"));
	CASE("the label of the expired lot does");
	owncode_write(OWNCODE_LOT, expired, code);
	find = find_in("", code);
	put(doc, &find);
	view = view_of(doc);
	assert_i64(view.lines[0].state, LINE_OK);
	assert_i64(view.lines[1].state, LINE_STOPPED);
	assert_true(has_note(&view.lines[1], "hết hạn dùng"));
	assert_non_null(view.blocked);
	assert_i64(view.total.dong, 145000);
}

/* Of the fullest cart, half of it refused, over many lots: memory is that of one reckoning, not of one for each refusal. */
static void a_full_cart_of_refused_lines_is_shown(void **state)
{
	struct cart_doc *doc = cart_doc_new(room.arena);
	struct cart_doc_line *lines = ARENA_LIST(room.arena, SALE_LINES_MAX, struct cart_doc_line);
	struct arena *arena = arena_new((size_t)8 << 20), *kept = room.arena;
	struct cart_view view;

	(void)state;
	for (int i = 0; i < 60; i++)
		showroom_intake(room.coop_contract, room.honey, 9000, 0, 1);
	for (size_t i = 0; i < SALE_LINES_MAX; i++)
		/* The second half asks for a lot that the item has not. */
		lines[i] = (struct cart_doc_line){ .amount_given = MONEY(SHAPE_ABSENT), .item_id = room.honey, .n = (int64_t)i + 1, .priced_us = room.now_us,
						   .qty_milli = 1000, .lot_id = i < SALE_LINES_MAX / 2 ? (struct id){ { 0 } } : new_id() };
	doc->lines = lines;
	doc->lines_count = SALE_LINES_MAX;
	doc->next_n = SALE_LINES_MAX + 1;
	room.arena = arena;
	view = view_of(doc);
	room.arena = kept;
	assert_i64(view.lines[0].state, LINE_OK);
	assert_i64(view.lines[SALE_LINES_MAX - 1].state, LINE_STOPPED);
	assert_i64(view.sale_lines_count, SALE_LINES_MAX / 2);
	assert_i64(view.total.dong, SALE_LINES_MAX / 2 * INT64_C(145000));
	arena_free(arena);
}

/* Whatever a device sends, the cart it went into can be read again. */
static void a_strange_code_does_not_spoil_its_cart(void **state)
{
	static const char *const codes[] = { "\xc2\x85lan", "\xc2\x85", "a\x7f\x01", "\xff\xfe", "o\xcc\x81", "Mật ong", "\\\"" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		struct cart_doc *doc = cart_doc_new(room.arena), *again;
		struct find find = find_in("", codes[i]);
		struct err err = { 0 };
		struct buf buf;

		CASE(codes[i]);
		put(doc, &find);
		buf_init(&buf, CART_DOC_BYTES_MAX);
		cart_doc_write(doc, &buf);
		assert_ok(cart_doc_read(buf_get(&buf), room.arena, &again, &err), &err);
		assert_ok(shape_holds(&cart_doc_shape, doc, &err), &err);
		assert_i64(again->lines_count, 1);
		buf_release(&buf);
	}
}

static void a_ticket_of_yesterday_has_todays_price_and_says_so(void **state)
{
	struct cart_doc *doc = cart_doc_new(room.arena);
	struct find honey;
	struct price_set dearer = { .amount = MONEY(150000), .from_us = room.now_us + 2 * DAY_US, .item_id = room.honey };
	struct price_set cheaper = { .amount = MONEY(140000), .from_us = room.now_us + MINUTE_US, .item_id = room.honey };
	struct work work = as_office();
	struct err err = { 0 };
	struct cart_view view;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 9000, 0, 1);
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &cheaper, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &dearer, 1, &err));
	honey = find_in("", "8936000000014");
	put(doc, &honey);
	assert_i64(view_of(doc).total.dong, 145000);
	CASE("the same day: a lower price is taken");
	room.now_us += 2 * MINUTE_US;
	view = view_of(doc);
	assert_i64(view.total.dong, 140000);
	assert_i64(view.lines[0].notes_count == 0 || !has_note(&view.lines[0], "hôm trước"), true);
	CASE("days later: today's, also where it is dearer, with what it was");
	room.now_us += 3 * DAY_US;
	view = view_of(doc);
	assert_i64(view.total.dong, 150000);
	assert_true(has_note(&view.lines[0], "giá hôm nay; hôm trước là 145.000 đ"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(codes_are_told_apart),
		SHOWROOM_TEST(our_own_codes_find_their_things),
		SHOWROOM_TEST(a_cart_is_shown_as_it_will_be_booked),
		SHOWROOM_TEST(a_ticket_of_yesterday_has_todays_price_and_says_so),
		SHOWROOM_TEST(a_line_that_may_not_be_sold_stops_alone),
		SHOWROOM_TEST(a_full_cart_of_refused_lines_is_shown),
		SHOWROOM_TEST(a_strange_code_does_not_spoil_its_cart),
	};

	shape_check(&cart_view_shape);
	return RUN_ON_ENGINES("shop/find", tests);
}
