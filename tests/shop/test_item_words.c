/* What is told of an item in each language, its trace link, and the passport that anybody may read. */
#include "settling.h"
#include "whole.h"

#include "shop/guard.h"
#include "shop/item_words.h"
#include "shop/passport.h"
#include "shop/recall.h"
#include "shop/reference.h"

static struct err err;

static bool put(const char *trace_url, struct item_words *words, size_t count)
{
	struct item_words_set in = { .item_id = room.honey, .trace_url = trace_url, .words = words, .words_count = count };
	struct work work = as_office();

	memset(&err, 0, sizeof(err));
	return SHOWROOM_TRY(&work, item_words_put(&work, &in, &err));
}

static struct item_words words_in(enum lang lang)
{
	struct txn *txn = txn_begin(room.book->store, &err);
	struct item_words words;

	assert_ok(item_words_in(txn, room.arena, room.honey, lang, &words, &err), &err);
	txn_abandon(txn);
	return words;
}

static void a_name_falls_back_to_english_a_story_to_none(void **state)
{
	struct item_words some[] = {
		{ .lang = LANG_VI, .story = "Ong hút nhụy cà phê" },
		{ .lang = LANG_EN, .name = "Coffee blossom honey 500 ml", .storage = "Keep cool" },
		{ .lang = LANG_KO, .name = "커피꽃 꿀 500 ml" },
	};

	(void)state;
	assert_ok(put(NULL, some, 3), &err);
	assert_text(words_in(LANG_KO).name, "커피꽃 꿀 500 ml");
	assert_text(words_in(LANG_ZH).name, "Coffee blossom honey 500 ml");
	assert_null(words_in(LANG_ZH).storage);
	assert_null(words_in(LANG_VI).name);
	assert_text(words_in(LANG_VI).story, "Ong hút nhụy cà phê");
	/* Set again: what is not said any more is gone. */
	assert_ok(put(NULL, some + 1, 1), &err);
	assert_null(words_in(LANG_VI).story);
	assert_text(words_in(LANG_KO).name, "Coffee blossom honey 500 ml");
}

static void what_cannot_be_told_is_refused(void **state)
{
	struct item_words vi_name = { .lang = LANG_VI, .name = "Tên khác" }, nothing = { .lang = LANG_EN };
	struct item_words twice[] = { { .lang = LANG_EN, .name = "Honey" }, { .lang = LANG_EN, .name = "Honey again" } };
	static const struct { const char *name, *url; bool is_good; } rows[] = {
		{ "a page", "https://truyxuat.example.vn/sp/1", true },
		{ "the lot's code in it", "https://truyxuat.example.vn/?lo={lot}", true },
		{ "no scheme", "truyxuat.example.vn/sp/1", false },
		{ "a script", "javascript:alert(1)", false },
		{ "no host", "https:///sp", false },
		{ "a blank", "https://truyxuat.example.vn/sp 1", false },
		{ "another brace", "https://truyxuat.example.vn/{gtin}", false },
		{ "letters beyond ASCII", "https://truyxuất.vn/1", false },
	};

	(void)state;
	assert_false(put(NULL, &vi_name, 1));
	assert_text(err.field, "words");
	assert_false(put(NULL, &nothing, 1));
	assert_false(put(NULL, twice, 2));
	assert_text(err.field, "words");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		assert_int_equal(put(rows[i].url, NULL, 0), rows[i].is_good);
		if (!rows[i].is_good)
			assert_text(err.field, "trace_url");
	}
}

static const char *link_of(struct id lot, const char *code)
{
	struct txn *txn = txn_begin(room.book->store, &err);
	const char *url;

	assert_ok(trace_link_of(txn, room.arena, room.honey, lot, code, &url, &err), &err);
	txn_abandon(txn);
	return url;
}

static void a_lot_has_its_own_link_else_the_items_with_its_code(void **state)
{
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 0, 1), none = { { 0 } };
	struct lot_trace_set own = { .lot_id = lot, .trace_url = "https://truyxuat.example.vn/lo/77" };
	struct work work;

	(void)state;
	assert_null(link_of(lot, "L01"));
	assert_ok(put("https://truyxuat.example.vn/?lo={lot}&x=1", NULL, 0), &err);
	assert_text(link_of(lot, "L 01/é"), "https://truyxuat.example.vn/?lo=L%2001%2F%C3%A9&x=1");
	assert_null(link_of(none, NULL));
	work = as_office();
	SHOWROOM_DO(&work, lot_trace_put(&work, &own, &err));
	assert_text(link_of(lot, "L01"), "https://truyxuat.example.vn/lo/77");
	own.trace_url = NULL;
	work = as_office();
	SHOWROOM_DO(&work, lot_trace_put(&work, &own, &err));
	assert_text(link_of(lot, "L01"), "https://truyxuat.example.vn/?lo=L01&x=1");
	own.trace_url = "https://x.vn/{lot}";
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, lot_trace_put(&work, &own, &err)));
	assert_text(err.field, "trace_url");
}

/* ---- passports --------------------------------------------------------------------- */

static struct id product_id;

static void put_product(struct id producer_id, int32_t valid_to, int32_t revoked_day)
{
	struct product product = { .code = "SP1", .ground = GROUND_OCOP, .group_code = 4, .group_set = 2026, .id = product_id = new_id(), .made_commune = "06001",
				   .name = "Mật ong hoa cà phê", .producer_id = producer_id };
	struct certificate certificate = { .decision_day = 20230101, .decision_no = "12/QĐ-UBND", .id = new_id(), .issuer = "UBND tỉnh", .product_id = product.id,
					   .revoked_day = revoked_day, .stars = 4, .valid_from = 20230101, .valid_to = valid_to };
	struct item_code ean = { .code = "08936000000014", .scheme = SCHEME_GTIN };
	struct item_set item = { .code = "MO500", .codes = &ean, .codes_count = 1, .has_stock = true, .id = room.honey, .is_active = true, .is_food = true,
				 .name = "Mật ong hoa cà phê 500 ml", .product_id = product.id, .round_unit = 1, .short_number = SHAPE_ABSENT,
				 .tile_group = "Thực phẩm", .unit = "hộp" };
	struct area areas[] = {
		{ .code = "20", .from_day = 19000101, .full_name = "Tỉnh Lạng Sơn", .level = AREA_PROVINCE, .name = "Lạng Sơn" },
		{ .code = "06001", .from_day = 20250701, .full_name = "Xã Hữu Liên", .level = AREA_COMMUNE, .name = "Hữu Liên", .parent_code = "20" },
	};
	struct reference all = { .areas = areas, .areas_count = 2 };
	struct work work = as_office();

	SHOWROOM_DO(&work, products_set(&work, &product, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, certificates_set(&work, &certificate, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
	for (size_t i = 0; i < reference_chunks_count(&all); i++) {
		work = as_office();
		SHOWROOM_DO(&work, reference_load(&work, &all, i, &err));
	}
}

static struct passport passport_on(struct id lot, int32_t day, enum lang lang)
{
	struct txn *txn = txn_begin(room.book->store, &err);
	struct passport passport;

	assert_ok(passport_of_lot(txn, room.arena, lot, day, lang, &passport, &err), &err);
	txn_abandon(txn);
	return passport;
}

static void a_passport_says_what_the_label_says(void **state)
{
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 20261231, 3);
	struct item_words some[] = { { .lang = LANG_VI, .storage = "Để nơi mát", .story = "Ong hút nhụy cà phê" }, { .lang = LANG_EN, .name = "Coffee honey" } };
	struct passport p;

	(void)state;
	put_product(room.coop, 20260615, 0);
	assert_ok(put("https://truyxuat.example.vn/1", some, 2), &err);
	p = passport_on(lot, 20260615, LANG_EN);
	assert_text(p.name, "Coffee honey");
	assert_text(p.name_vi, "Mật ong hoa cà phê 500 ml");
	assert_text(p.producer, "HTX Hương Rừng");
	assert_text(p.commune, "Xã Hữu Liên, Tỉnh Lạng Sơn");
	assert_text(p.storage, "Để nơi mát");
	assert_text(p.trace_url, "https://truyxuat.example.vn/1");
	assert_i64(p.stars, 4);
	assert_text(p.certificate, "12/QĐ-UBND");
	assert_i64(p.stars_until, 20260615);
	assert_text(p.group, "Mật ong, mật khác và nông sản thực phẩm khác");
	/* The day after there are no stars, and nothing that hints at them. */
	p = passport_on(lot, 20260616, LANG_VI);
	assert_text(p.name, "Mật ong hoa cà phê 500 ml");
	assert_null(p.name_vi);
	assert_i64(p.stars, 0);
	assert_null(p.certificate);
	assert_i64(p.stars_until, 0);
}

static void of_a_natural_person_it_says_no_more_than_the_law(void **state)
{
	static const struct { const char *name; int32_t form; const char *shown, *address; } rows[] = {
		{ "co-operative", FORM_COOPERATIVE, "Người làm mật", "12 Thôn Là Ba" },
		{ "household business", FORM_HOUSEHOLD, "Người làm mật", NULL },
		{ "person", FORM_PERSON, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct party party = { .address = "12 Thôn Là Ba", .code = arena_format(room.arena, "P%zu", i), .from_day = 20200101, .id = new_id(),
				       .legal_form = rows[i].form, .name = "Người làm mật", .phone = "0912345678", .tax_code = "0101234567",
				       .roles = PARTY_PRODUCER | PARTY_CONSIGNOR, .vat_profile = TAX_HOUSEHOLD };
		struct contract_terms terms;
		struct passport p;
		struct buf buf;
		struct work work = as_office();

		CASE(rows[i].name);
		SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
		terms = showroom_terms(new_id(), party.id, arena_format(room.arena, "1%zu/2026/KG", i));
		work = as_office();
		SHOWROOM_DO(&work, contracts_set(&work, &terms, 1, &err));
		p = passport_on(showroom_intake(terms.contract_id, room.rice, 1000, 0, 1), 20260601, LANG_VI);
		if (rows[i].shown)
			assert_text(p.producer, rows[i].shown);
		else
			assert_null(p.producer);
		if (rows[i].address)
			assert_text(p.address, rows[i].address);
		else
			assert_null(p.address);
		buf_init(&buf, 1 << 16);
		shape_write(&passport_shape, &p, &buf);
		assert_null(strstr(buf_get(&buf), "0912345678"));
		assert_null(strstr(buf_get(&buf), "0101234567"));
		buf_release(&buf);
	}
}

static void a_recalled_lot_says_so(void **state)
{
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	struct recall_lot_in line = { lot };
	struct recall_in in = { .is_frozen = true, .lots = &line, .lots_count = 1, .reason = "nấm mốc" };
	const struct lot_frozen *frozen;
	struct work work = as_office();

	(void)state;
	assert_false(passport_on(lot, 20260601, LANG_VI).is_frozen);
	SHOWROOM_DO(&work, recall_set(&work, &in, &frozen, &err));
	assert_true(passport_on(lot, 20260601, LANG_VI).is_frozen);
	assert_text(passport_on(lot, 20260601, LANG_VI).reason, "nấm mốc");
}

static void a_receipt_leads_to_its_lots_and_a_code_to_one_thing(void **state)
{
	struct id first = showroom_intake(room.coop_contract, room.honey, 1000, 20260601, 3), sale, got;
	const char *receipt;
	struct passport *list;
	struct txn *txn;
	enum owncode_kind kind;
	char code[OWNCODE_SIZE];
	size_t count;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 3000, 20261231, 3);
	open_shift();
	sale = sell(room.honey, 3, 145000, 0);
	txn = txn_begin(room.book->store, &err);
	assert_ok(passports_of_sale(txn, room.arena, sale, 20260101, LANG_VI, &receipt, &list, &count, &err), &err);
	assert_i64((int64_t)count, 2);
	assert_text(receipt, "Q1-1-000001");
	assert_true(id_is(list[0].lot_id, first));
	assert_false(passports_of_sale(txn, room.arena, new_id(), 20260101, LANG_VI, &receipt, &list, &count, &err));
	assert_text(err.field, "code");
	txn_abandon(txn);
	for (int i = 0; i < 500; i++) {
		struct id id = new_id();

		passport_code(i % 2 ? OWNCODE_LOT : OWNCODE_RECEIPT, id, code);
		assert_i64((int64_t)strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), 28);
		assert_ok(passport_read_code(code, &kind, &got, &err), &err);
		assert_true(id_is(id, got) && kind == (i % 2 ? OWNCODE_LOT : OWNCODE_RECEIPT));
		code[5] = code[5] == 'A' ? 'B' : 'A';
		assert_false(passport_read_code(code, &kind, &got, &err));
	}
	assert_false(passport_read_code("", &kind, &got, &err));
	assert_text(err.field, "code");
}

/* ---- certificates that lapse ---------------------------------------------------------- */

static void what_lapses_is_told_in_time_and_in_order(void **state)
{
	struct guard_row *rows;
	struct txn *txn;
	size_t count;
	struct certificate next;
	struct work work;

	(void)state;
	put_product(room.coop, 20260615, 0);
	txn = txn_begin(room.book->store, &err);
	assert_ok(guard_lapsing(txn, room.arena, 20260614, &rows, &count, &err), &err);
	assert_i64((int64_t)count, 0);
	assert_ok(guard_lapsing(txn, room.arena, 20260615, &rows, &count, &err), &err);
	assert_i64((int64_t)count, 1);
	assert_text(rows[0].product, "Mật ong hoa cà phê");
	assert_i64(rows[0].last_day, 20260615);
	assert_i64(rows[0].items_count, 1);
	txn_abandon(txn);
	/* A new decision takes its place in the list as on the goods. */
	next = (struct certificate){ .decision_day = 20260601, .decision_no = "30/QĐ-UBND", .id = new_id(), .issuer = "UBND tỉnh", .product_id = product_id,
				     .stars = 5, .valid_from = 20260610, .valid_to = 20290609, .revoked_day = 20260701 };
	work = as_office();
	SHOWROOM_DO(&work, certificates_set(&work, &next, 1, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(guard_lapsing(txn, room.arena, 20260629, &rows, &count, &err), &err);
	assert_i64((int64_t)count, 0);
	/* Revoked from 1 July on: it ends on 30 June. */
	assert_ok(guard_lapsing(txn, room.arena, 20260701, &rows, &count, &err), &err);
	assert_i64((int64_t)count, 1);
	assert_i64(rows[0].last_day, 20260630);
	assert_true(rows[0].is_revoked);
	txn_abandon(txn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(a_name_falls_back_to_english_a_story_to_none),
		WHOLE_TEST(what_cannot_be_told_is_refused),
		WHOLE_TEST(a_lot_has_its_own_link_else_the_items_with_its_code),
		WHOLE_TEST(a_passport_says_what_the_label_says),
		WHOLE_TEST(of_a_natural_person_it_says_no_more_than_the_law),
		WHOLE_TEST(a_recalled_lot_says_so),
		WHOLE_TEST(a_receipt_leads_to_its_lots_and_a_code_to_one_thing),
		WHOLE_TEST(what_lapses_is_told_in_time_and_in_order),
	};

	return RUN_ON_ENGINES("shop/item_words", tests);
}
