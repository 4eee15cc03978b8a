/* A ticket that is kept is the ticket that is written, over random changes, undone ones among them. */
#include "showroom.h"

#include "shop/cart_kept.h"
#include "store/migrate.h"

#define DOC_MAX CART_DOC_BYTES_MAX

static struct carts_kept *kept;

static int open_drafts(void **state)
{
	struct err err = { 0 };

	engine_setup(state);
	memset(&room, 0, sizeof(room));
	room.chance = 11;
	room.now_us = DAY_ONE_US;
	room.arena = arena_new((size_t)1 << 30);
	assert_ok(drafts_migrate(*state, &err), &err);
	kept = carts_kept_new();
	return 0;
}

static int close_drafts(void **state)
{
	carts_kept_free(kept);
	arena_free(room.arena);
	return engine_teardown(state);
}

static const char *text_of(const struct cart *cart)
{
	const char *text;
	struct buf buf;

	buf_init(&buf, DOC_MAX);
	cart_doc_write(cart->doc, &buf);
	text = arena_format(room.arena, "%lld %lld %s", (long long)cart->version, (long long)cart->total.dong, buf_get(&buf));
	buf_release(&buf);
	return text;
}

static void change(struct cart *cart)
{
	struct cart_change by = { .arena = room.arena, .op_id = new_id(), .staff_id = new_id(), .at_us = room.now_us += 1000000 };
	struct find find = { .kind = FIND_ITEM, .code = "8936000000014", .items_count = 1 + test_next(&room.chance) % 2, .qty_milli = 1000,
			     .amount_given = MONEY(SHAPE_ABSENT), .text = test_next(&room.chance) % 2 ? "gần hết hạn" : NULL };
	struct discount discount = { .ppm = 20000, .reason = "Khách quen" };
	size_t count = cart->doc->lines_count;
	int64_t n = count ? cart->doc->lines[test_next(&room.chance) % count].n : 0;
	struct err err = { 0 };

	find.items[0] = new_id();
	find.items[1] = new_id();
	cart->total.dong += 1000;
	switch (count < 3 ? 0 : test_next(&room.chance) % 6) {
	case 0: case 1: case 2:
		assert_ok(cart_doc_scan(cart->doc, &by, &find, &n, &err), &err);
		return;
	case 3:
		assert_ok(cart_doc_remove(cart->doc, &by, n, 1, &err), &err);
		return;
	case 4:
		assert_ok(cart_doc_qty(cart->doc, &by, n, 3000, &err), &err);
		return;
	case 5:
		assert_ok(cart_doc_discount(cart->doc, &by, n, &discount, &err), &err);
		/* In place, without a word: as a ticket of yesterday is priced anew. */
		cart_doc_reprice(cart->doc, room.now_us);
		return;
	}
}

static void assert_same(struct store *store, struct id cart_id)
{
	struct cart quick, slow;
	struct err err = { 0 };
	struct txn *txn = txn_begin(store, &err);
	bool found, found_too;

	assert_ok(txn && cart_kept_find(kept, txn, room.arena, cart_id, &quick, &found, &err) &&
		  cart_find(txn, room.arena, cart_id, &slow, &found_too, &err), &err);
	txn_abandon(txn);
	assert_true(found == found_too);
	if (found)
		assert_text(text_of(&quick), text_of(&slow));
}

static void what_is_kept_is_what_is_written(void **state)
{
	struct id carts[CARTS_KEPT_MAX + 3];
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(carts); i++)
		carts[i] = new_id();
	for (int i = 0; i < 900; i++) {
		/* Mostly a few of them, at times one more than are kept. */
		struct id cart_id = carts[test_next(&room.chance) % (i % 9 ? 3 : COUNT_OF(carts))];
		struct txn *txn = txn_begin(*state, &err);
		struct cart cart;
		bool found;

		assert_ok(txn && cart_kept_find(kept, txn, room.arena, cart_id, &cart, &found, &err), &err);
		if (!found)
			cart = (struct cart){ .id = cart_id, .till_id = carts[0], .state = CART_OPEN, .doc = cart_doc_new(room.arena) };
		change(&cart);
		assert_ok(cart_put(txn, &cart, room.now_us, &err), &err);
		switch (test_next(&room.chance) % 6) {
		case 0:
			CASE("undone");
			txn_abandon(txn);
			break;
		case 1:
			CASE("written by what does not keep it, as paying does");
			assert_ok(txn_commit(txn, &err), &err);
			break;
		case 2:
			CASE("what was lent is changed after it was kept");
			assert_ok(txn_commit(txn, &err), &err);
			cart_kept_keep(kept, &cart);
			change(&cart);
			break;
		default:
			CASE("kept");
			assert_ok(txn_commit(txn, &err), &err);
			cart_kept_keep(kept, &cart);
		}
		assert_same(*state, cart_id);
		assert_same(*state, carts[i % COUNT_OF(carts)]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_kept_is_what_is_written, open_drafts, close_drafts),
	};

	return RUN_ON_ENGINES("shop/cart_kept", tests);
}
