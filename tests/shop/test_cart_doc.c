#include "check.h"

#include "base/arena.h"
#include "shop/cart_doc.h"

static struct arena *arena;
static struct cart_doc *doc;
static int64_t now_us;

static struct id some_id(uint8_t n)
{
	struct id id = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80 } };

	id.bytes[15] = n;
	return id;
}

static struct cart_change by(uint8_t op)
{
	now_us += 1000000;
	return (struct cart_change){ .arena = arena, .op_id = op ? some_id(op) : (struct id){ { 0 } }, .staff_id = some_id(200), .at_us = now_us };
}

static struct find goods(uint8_t item, int64_t qty_milli)
{
	struct find find = { .kind = FIND_ITEM, .code = "8936000000014", .items_count = 1, .qty_milli = qty_milli, .amount_given = MONEY(SHAPE_ABSENT) };

	find.items[0] = some_id(item);
	return find;
}

/* Written and read again: what one request leaves, the next finds. */
static void pass_on(void)
{
	struct err err = { 0 };
	struct buf buf, again;

	buf_init(&buf, CART_DOC_BYTES_MAX);
	buf_init(&again, CART_DOC_BYTES_MAX);
	cart_doc_write(doc, &buf);
	assert_ok(cart_doc_read(buf_get(&buf), arena, &doc, &err), &err);
	cart_doc_write(doc, &again);
	assert_text(buf_get(&again), buf_get(&buf));
	buf_release(&buf);
	buf_release(&again);
}

static int64_t scan(const struct find *find, uint8_t op)
{
	struct cart_change change = by(op);
	struct err err = { 0 };
	int64_t n = 0;

	assert_ok(cart_doc_scan(doc, &change, find, &n, &err), &err);
	pass_on();
	return n;
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	doc = cart_doc_new(arena);
	now_us = INT64_C(1767232800000000);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void the_same_goods_go_onto_their_line(void **state)
{
	struct find honey = goods(1, 1000), rice = goods(2, 2000);

	(void)state;
	assert_i64(scan(&honey, 1), 1);
	assert_i64(scan(&rice, 2), 2);
	assert_i64(scan(&honey, 3), 1);
	assert_int_equal(doc->lines_count, 2);
	assert_i64(doc->lines[0].qty_milli, 2000);
	assert_int_equal(doc->trail_count, 3);
	assert_i64(doc->trail[2].qty_milli, 2000);
	CASE("another lot is another line");
	honey.lot_id = some_id(50);
	assert_i64(scan(&honey, 4), 3);
	CASE("what a scale says is a line each");
	honey.amount_given = MONEY(12345);
	assert_i64(scan(&honey, 5), 4);
	assert_i64(scan(&honey, 6), 5);
	CASE("a new day has its own price");
	now_us += INT64_C(86400000000);
	rice.qty_milli = 1000;
	assert_i64(scan(&rice, 7), 6);
}

static void what_is_not_clear_is_a_line_of_its_own(void **state)
{
	struct find unknown = { .kind = FIND_UNKNOWN, .code = "??", .qty_milli = 1000, .amount_given = MONEY(SHAPE_ABSENT) };
	struct find several = goods(1, 1000), stopped = goods(3, 1000);
	struct cart_change change;
	struct err err = { 0 };

	(void)state;
	several.items_count = 2;
	several.items[1] = some_id(2);
	stopped.kind = FIND_STOPPED;
	stopped.text = "hết hạn";
	assert_i64(scan(&unknown, 1), 1);
	assert_i64(scan(&unknown, 2), 2);
	assert_i64(scan(&several, 3), 3);
	assert_i64(scan(&stopped, 4), 4);
	assert_i64(scan(&stopped, 5), 5);
	assert_i64(doc->trail[0].what, TRAIL_UNKNOWN);
	assert_int_equal(doc->lines[2].choices_count, 2);
	assert_text(doc->lines[3].stop, "hết hạn");
	change = by(6);
	assert_ok(cart_doc_choose(doc, &change, 3, some_id(2), (struct id){ { 0 } }, &err), &err);
	pass_on();
	assert_int_equal(doc->lines[2].choices_count, 0);
	assert_true(id_is(doc->lines[2].item_id, some_id(2)));
}

static void a_removed_line_stays_in_the_trail(void **state)
{
	struct find honey = goods(1, 1000), rice = goods(2, 1000);
	struct cart_change change;
	struct err err = { 0 };

	(void)state;
	scan(&honey, 1);
	scan(&rice, 2);
	change = by(3);
	assert_false(cart_doc_remove(doc, &change, 1, 0, &err));
	assert_text(err.field, "reason");
	assert_ok(cart_doc_remove(doc, &change, 1, 2, &err), &err);
	pass_on();
	assert_int_equal(doc->lines_count, 1);
	assert_i64(doc->lines[0].n, 2);
	assert_i64(doc->removed_count, 1);
	assert_i64(doc->trail[2].what, TRAIL_REMOVE);
	assert_text(doc->trail[2].reason, "Quét nhầm");
	assert_true(id_is(doc->trail[2].item_id, some_id(1)));
	assert_true(id_is(doc->trail[2].staff_id, some_id(200)));
	change = by(4);
	assert_false(cart_doc_qty(doc, &change, 1, 5000, &err));
	assert_int_equal(err.code, ERR_MISSING);
	CASE("its number is not given again");
	assert_i64(scan(&honey, 5), 3);
}

static void a_change_is_known_by_its_id(void **state)
{
	struct find honey = goods(1, 1000);

	(void)state;
	scan(&honey, 1);
	assert_true(cart_doc_did(doc, some_id(1)));
	assert_false(cart_doc_did(doc, some_id(2)));
	for (uint8_t op = 2; op < 2 + CART_OPS_MAX; op++)
		scan(&honey, op);
	CASE("the oldest is forgotten, the others are not");
	assert_false(cart_doc_did(doc, some_id(1)));
	assert_true(cart_doc_did(doc, some_id(2)));
	scan(&honey, 0);
	assert_int_equal(doc->ops_count, CART_OPS_MAX);
}

static void a_cart_has_its_bounds(void **state)
{
	struct find find = goods(1, QTY_MILLI_MAX);
	struct cart_change change = by(0);
	struct err err = { 0 };
	int64_t n;

	(void)state;
	assert_ok(cart_doc_scan(doc, &change, &find, &n, &err), &err);
	assert_false(cart_doc_scan(doc, &change, &find, &n, &err));
	assert_text(err.field, "qty_milli");
	find.qty_milli = 1000;
	find.amount_given = MONEY(1000);
	while (doc->lines_count < SALE_LINES_MAX)
		assert_ok(cart_doc_scan(doc, &change, &find, &n, &err), &err);
	assert_false(cart_doc_scan(doc, &change, &find, &n, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	CASE("the trail is bounded too, and leaves room to take lines off");
	while (cart_doc_qty(doc, &change, 1, 1000, &err))
		;
	assert_int_equal(err.code, ERR_LIMIT);
	assert_true(cart_doc_remove(doc, &change, 1, 1, &err));
	assert_true(cart_doc_mark(doc, &change, TRAIL_PARK, NULL, &err));
	pass_on();
}

#define T(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* Whatever is scanned, the entry that ends the ticket can be written, with every line taken off again. */
static void long_codes_end_before_an_entry_does(void **state)
{
	static const struct {
		const char *name, *letter;
		size_t at_least;
	} cases[] = {
		{ "a usual code", "8", 580 },
		{ "the longest that takes most bytes", "\xf0\x9f\x8d\x93", 130 },
		{ "all of it escaped", "\\", 250 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct find find = goods(1, 1000);
		size_t letters = i ? 200 : 13;
		struct buf code, bytes;
		int64_t n;
		bool ok = true;

		CASE(cases[i].name);
		doc = cart_doc_new(arena);
		buf_init(&code, 1000);
		buf_init(&bytes, ENTRY_BYTES_MAX);
		for (size_t k = 0; k < letters; k++)
			buf_text(&code, cases[i].letter);
		find.code = buf_get(&code);
		for (int k = 0; ok && k <= SALE_TRAIL_MAX; k++) {
			struct cart_change change = by(0);

			find.items[0] = some_id((uint8_t)(k % 60));
			ok = cart_doc_scan(doc, &change, &find, &n, &err);
		}
		assert_false(ok);
		assert_i64(err.code, ERR_LIMIT);
		assert_true(strstr(err.text, "bỏ phiếu") != NULL);
		if (doc->trail_count < cases[i].at_least)
			fail_msg("[%s] only %zu steps", case_name, doc->trail_count);
		pass_on();
		for (int k = 0; k < 19; k++) {
			struct cart_change change = by(0);

			assert_ok(cart_doc_remove(doc, &change, doc->lines[0].n, 1, &err), &err);
		}
		for (size_t k = 0; k < doc->trail_count; k++) {
			doc->trail[k].staff_id = (struct id){ { 0 } }; /* who pays did it */
			shape_write(&trail_shape, &doc->trail[k], &bytes);
			buf_byte(&bytes, ',');
		}
		assert_false(bytes.full);
		assert_true(bytes.size + doc->lines_count * 310 < CART_ENTRY_BYTES_MAX);
		assert_true(bytes.size < cart_doc_trail_bytes(doc, some_id(200)) + 100);
		buf_release(&code);
		buf_release(&bytes);
	}
}

static void what_is_left_off_stays_with_its_line(void **state)
{
	struct discount tenth = { .ppm = 100000, .reason = "Khác", .approver_id = some_id(9) }, none = { 0 };
	struct find honey = goods(1, 1000);
	struct cart_change change;
	struct err err = { 0 };

	(void)state;
	scan(&honey, 1);
	change = by(2);
	assert_ok(cart_doc_discount(doc, &change, 1, &tenth, &err), &err);
	pass_on();
	scan(&honey, 3);
	assert_i64(doc->lines[0].discount.ppm, 100000);
	assert_text(doc->trail[1].reason, "Khác: 10 %");
	change = by(4);
	assert_ok(cart_doc_discount(doc, &change, 0, &tenth, &err), &err);
	assert_ok(cart_doc_discount(doc, &change, 1, &none, &err), &err);
	pass_on();
	assert_i64(doc->lines[0].discount.ppm, 0);
	assert_i64(doc->discount.ppm, 100000);
	assert_false(cart_doc_discount(doc, &change, 7, &tenth, &err));
	assert_text(err.field, "n");
	CASE("agreeing is for what is left off, and nothing else");
	change.approver_id = some_id(11);
	assert_ok(cart_doc_agree(doc, &change, &err), &err);
	assert_true(id_is(doc->discount.approver_id, some_id(11)));
	assert_true(id_is_none(doc->lines[0].discount.approver_id));
	CASE("a coupon goes with the line it is for");
	assert_ok(cart_doc_coupon(doc, &change, some_id(60), 1, "phiếu", &err), &err);
	assert_ok(cart_doc_remove(doc, &change, 1, 1, &err), &err);
	assert_true(id_is_none(doc->coupon_id) && doc->coupon_n == 0);
	pass_on();
}

static void two_tickets_become_one(void **state)
{
	struct find honey = goods(1, 1000);
	struct cart_doc *other, *first;
	struct cart_change change;
	struct err err = { 0 };

	(void)state;
	scan(&honey, 1);
	scan(&honey, 2);
	other = doc;
	other->customer_id = some_id(70);
	other->coupon_id = some_id(71);
	other->coupon_n = 1;
	doc = cart_doc_new(arena);
	honey.items[0] = some_id(2);
	scan(&honey, 3);
	change = by(4);
	assert_ok(cart_doc_join(doc, &change, some_id(80), other, "ghép", &err), &err);
	pass_on();
	assert_int_equal(doc->lines_count, 2);
	assert_i64(doc->lines[1].n, 2);
	assert_i64(doc->coupon_n, 2);
	assert_true(id_is(doc->customer_id, some_id(70)) && id_is(doc->joined[0].id, some_id(80)));
	assert_int_equal(doc->trail_count, 4);
	CASE("not two coupons, nor two customers");
	first = doc;
	doc = cart_doc_new(arena);
	scan(&honey, 5);
	doc->coupon_id = some_id(72);
	assert_false(cart_doc_join(first, &change, some_id(81), doc, "ghép", &err));
	doc->coupon_id = (struct id){ { 0 } };
	doc->customer_id = some_id(73);
	assert_false(cart_doc_join(first, &change, some_id(81), doc, "ghép", &err));
	assert_text(err.field, "other_id");
	CASE("nor more than a ticket holds");
	doc->customer_id = (struct id){ { 0 } };
	honey.amount_given = MONEY(1000);
	while (doc->lines_count < SALE_LINES_MAX - 1)
		assert_ok(cart_doc_scan(doc, &change, &honey, &(int64_t){ 0 }, &err), &err);
	assert_false(cart_doc_join(first, &change, some_id(81), doc, "ghép", &err));
	assert_int_equal(err.code, ERR_LIMIT);
	CASE("what belonged to the customer before goes with the sale");
	cart_doc_bare(first);
	assert_true(id_is_none(first->customer_id) && id_is_none(first->coupon_id) && first->joined_count == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_left_off_stays_with_its_line),
		T(two_tickets_become_one),
		T(the_same_goods_go_onto_their_line),
		T(what_is_not_clear_is_a_line_of_its_own),
		T(a_removed_line_stays_in_the_trail),
		T(a_change_is_known_by_its_id),
		T(a_cart_has_its_bounds),
		T(long_codes_end_before_an_entry_does),
	};

	shape_check(&cart_doc_shape);
	return cmocka_run_group_tests_name("shop/cart_doc", tests, NULL, NULL);
}
