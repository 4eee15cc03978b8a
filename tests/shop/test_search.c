/* Goods by words: what is meant comes first, what was written a moment ago is found, and a plain model finds the same. */
#include "showroom.h"
#include "whole.h"
#include "../tsv.h"

#include "base/day.h"
#include "calc/fold.h"
#include "shop/clock.h"
#include "shop/move.h"
#include "shop/search.h"
#include "shop/search_index.h"

#define GOODS_MAX 6000
#define FOUND_MAX 12
#define OWN_COUNT 3

/* Of intake_line_in: the words of a body count from 1. */
enum { INTAKE_NO_EXPIRY = 1, INTAKE_USE_BY = 2 };

static struct goods {
	struct id id, product, producer, lot;
	char code[20], name[210];
	int64_t short_number, sold;
	bool is_active, has_stock;
} goods[GOODS_MAX];
static size_t goods_count;

static struct producer {
	struct id id;
	char code[20], name[210];
} producers[400];
static size_t producers_count;

static struct err err;

/* ---- writing -------------------------------------------------------------------- */

static void write_producer(struct producer *producer)
{
	struct party party = { .code = producer->code, .from_day = 20200101, .id = producer->id, .legal_form = FORM_HOUSEHOLD, .name = producer->name,
			       .roles = PARTY_PRODUCER, .vat_profile = TAX_HOUSEHOLD };
	struct work work = as_office();

	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
}

static void write_goods(const struct goods *g)
{
	struct item_vat vat = { .from_day = 20250101, .vat_class = VAT_8 };
	struct item_set item = { .code = g->code, .has_stock = true, .id = g->id, .is_active = g->is_active, .name = g->name, .product_id = g->product,
				 .round_unit = 1, .short_number = g->short_number, .unit = "hộp", .vats = &vat, .vats_count = 1 };
	struct work work = as_office();

	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
}

static struct producer *producer_named(const char *name)
{
	struct producer *producer;

	for (size_t i = 0; i < producers_count; i++)
		if (strcmp(producers[i].name, name) == 0)
			return &producers[i];
	producer = &producers[producers_count++];
	producer->id = new_id();
	snprintf(producer->code, sizeof(producer->code), "SX%03zu", producers_count);
	snprintf(producer->name, sizeof(producer->name), "%s", name);
	write_producer(producer);
	return producer;
}

static struct goods *new_goods(const char *name, const char *producer, int64_t pieces)
{
	struct goods *g = &goods[goods_count++];
	struct price_set price = { .amount = MONEY(50000), .from_us = room.now_us };
	struct work work;

	*g = (struct goods){ .id = new_id(), .short_number = goods_count % 3 ? SHAPE_ABSENT : (int64_t)goods_count, .is_active = true };
	snprintf(g->code, sizeof(g->code), "SP%03zu", goods_count);
	snprintf(g->name, sizeof(g->name), "%s", name);
	if (producer && *producer) {
		struct product product = { .code = g->code, .ground = GROUND_OCOP, .group_set = 2026, .id = g->product = new_id(), .name = g->name };

		product.producer_id = g->producer = producer_named(producer)->id;
		work = as_office();
		SHOWROOM_DO(&work, products_set(&work, &product, 1, &err));
	}
	write_goods(g);
	price.item_id = g->id;
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	if (pieces) {
		g->lot = showroom_intake(room.coop_contract, g->id, pieces * 1000, 0, INTAKE_NO_EXPIRY);
		g->has_stock = true;
	}
	return g;
}

static void take_away(struct goods *g)
{
	const struct stock_moved *moved;
	struct move_line_in line = { .lot_id = g->lot, .place = PLACE_SHELF, .qty_milli = showroom_level(g->id, g->lot) };
	struct move_in in = { .lines = &line, .lines_count = 1, .what = MOVE_BACK };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, move_add(&work, &in, &moved, &err));
	g->has_stock = false;
}

/* What the showroom has already: two kinds of goods that lie nowhere yet, and a bag that is not counted. */
static void open_goods(void)
{
	memset(&err, 0, sizeof(err));
	producers_count = 0;
	goods[0] = (struct goods){ .id = room.honey, .code = "MO500", .name = "Mật ong hoa cà phê 500 ml", .short_number = SHAPE_ABSENT, .is_active = true };
	goods[1] = (struct goods){ .id = room.rice, .code = "GAO5", .name = "Gạo nếp nương 5 kg", .short_number = SHAPE_ABSENT, .is_active = true };
	goods[2] = (struct goods){ .id = room.bag, .code = "TUI", .name = "Túi giấy", .short_number = SHAPE_ABSENT, .is_active = true, .has_stock = true };
	goods_count = OWN_COUNT;
}

/* Days pass; the supervisor says that the clock is right. */
static void wait_until(int64_t at_us)
{
	struct work work;

	room.now_us = at_us;
	work = with_supervisor();
	SHOWROOM_DO(&work, clock_confirm(&work, "sang ngày mới", &err));
}

/* Of a real list: names as provinces wrote them; every fourth has nothing on the shelf where `some` says so. */
static void open_list(bool some)
{
	struct tsv tsv;

	open_goods();
	assert_true(tsv_open(&tsv, "tests/cases/ocop/ocop_products.tsv"));
	while (tsv_next(&tsv))
		new_goods(tsv_cell(&tsv, "name"), tsv_cell(&tsv, "producer"), some && goods_count % 4 == 0 ? 0 : 1);
	tsv_close(&tsv);
	assert_true(goods_count > 90);
}

static struct goods *goods_named(const char *name)
{
	for (size_t i = 0; i < goods_count; i++)
		if (strcmp(goods[i].name, name) == 0)
			return &goods[i];
	fail_msg("no goods %s", name);
	return NULL;
}

/* ---- asking --------------------------------------------------------------------- */

static struct search *search;
static struct store *reader;
static struct arena *plain;  /* of one item's rank in the model */

static int open_room(void **state)
{
	showroom_open(state);
	search = search_new(room.book->site_id);
	plain = arena_new(1 << 20);
	reader = engine_open(STORE_READ_ONLY);
	return 0;
}

static int close_room(void **state)
{
	search_free(search);
	arena_free(plain);
	store_close(reader);
	return whole_close(state);
}

#define SEARCH_TEST(function) cmocka_unit_test_setup_teardown(function, open_room, close_room)

static size_t ask_by(struct search *asked, const char *text, enum search_which which, size_t count_max, struct id *found)
{
	struct search_ask ask = { .text = text, .which = which, .count_max = count_max, .at_us = room.now_us };
	struct txn *txn = txn_begin(reader, &err);
	struct id *items;
	size_t count;

	assert_ok(txn, &err);
	assert_ok(search_items(asked, txn, room.arena, &ask, &items, &count, &err), &err);
	txn_abandon(txn);
	assert_true(count <= count_max);
	memcpy(found, items, count * sizeof(*found));
	return count;
}

static const struct goods *goods_of(struct id id)
{
	for (size_t i = 0; i < goods_count; i++)
		if (id_is(goods[i].id, id))
			return &goods[i];
	fail_msg("found what nobody wrote");
	return NULL;
}

/* The names of the first that are found, divided by " | ". */
static const char *names_of(const char *text, enum search_which which, size_t count_max)
{
	struct id found[FOUND_MAX];
	size_t count = ask_by(search, text, which, count_max, found);
	struct buf names;
	const char *kept;

	buf_init(&names, 8192);
	for (size_t i = 0; i < count; i++)
		buf_format(&names, "%s%s", i ? " | " : "", goods_of(found[i])->name);
	kept = arena_text(room.arena, buf_get(&names));
	buf_release(&names);
	return kept;
}

static void what_is_meant_comes_first(void **state)
{
	static const struct { const char *typed, *first; size_t count; } rows[] = {
		{ "nuoc mam ruoc", "Nước mắm ruốc Làng Trài", 3 },
		{ "mam nem", "Mắm nêm cá cơm Mệ Em | Mắm nêm có gia vị Cá Đen | Mắm nêm Seagull", 3 },
		{ "mắm nêm c", "Mắm nêm cá cơm Mệ Em | Mắm nêm có gia vị Cá Đen", 4 },
		{ "tra hoa vang bac kan", "Trà hoa vàng Bắc Kạn | Trà hoa vàng Bắc Kạn túi lọc", 2 },
		{ "RƯỢU MEN", "Rượu men lá Bằng Phúc | Rượu men lá Hữu Lễ | Rượu men lá Thanh Tâm", 3 },
		{ "ruou bang", "Rượu men lá Bằng Phúc", 1 },
		{ "duong", "Đường hoa dừa", 1 },
		{ "đường", "Đường hoa dừa", 1 },
		{ "dua sap", "Dừa sáp Hòa Tân | Dừa sáp sấy khô giòn tan | Bánh Vicosap dừa sáp và bí đỏ", 3 },
		{ "hòa tân", "Dừa sáp Hòa Tân", 1 },
		{ "hoà tân", "Dừa sáp Hòa Tân", 1 },
		{ "bechamp", "beCHAMP Coffee Gu Mạnh | Bechamp Coffee Hòa Tan Nấm Linh Chi | beCHAMP Coffee Honey Nắng Vàng", 3 },
		{ "nắng", "beCHAMP Coffee Honey Nắng Vàng | beCHAMP Coffee Natural Nắng Vàng", 2 },
		{ "dong trung", "Đông trùng hạ thảo sấy thăng hoa | Rượu đông trùng hạ thảo | Trà đông trùng hạ thảo tứ vị", 3 },
		{ "khai hoan 40", "Nước mắm Phú Quốc Khải Hoàn 40 độ đạm", 1 },
		{ "40 nuoc thanh", "Nước mắm Thanh Quốc 40 độ đạm", 1 },
		{ "st25", "Gạo sạch Bắc Ruộng ST25", 1 },
		{ "asuka", "Rượu mơ Asuka | Rượu mơ Dakimo", 2 },       /* its producer's name is the second's */
		{ "mac ca", "Mắc ca Lê Anh Tuy Đức", 1 },
		{ "mắc", "Mắc ca Lê Anh Tuy Đức", 1 },
		{ "macca", "MACCA BECHAMP | Macca Quyền Nguyệt", 2 },
		{ "ca cao", "Ca cao cà phê | KẸO DỪA CA CAO", 2 },
		{ "nuowcs maawms ruoocs", "Nước mắm ruốc Làng Trài", 1 },
		{ "nuoc71 mam81 ruoc61", "Nước mắm ruốc Làng Trài", 1 },
		{ "DDuwowngf hoa", "Đường hoa dừa", 1 },
		{ "d9uong72 hoa", "Đường hoa dừa", 1 },
		{ "xoaif", "Xoài cát chu", 1 },
		{ "  tra   shan ", "Trà Shan tuyết", 1 },
		{ "không có gì như thế", "", 1 },
		{ "?!", "", 1 },
		{ " ", "", 1 },
	};

	(void)state;
	open_list(false);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].typed);
		assert_text(arena_format(room.arena, "%.*s", (int)strlen(rows[i].first), names_of(rows[i].typed, SEARCH_ACTIVE, rows[i].count)), rows[i].first);
	}
}

static void order_is_marks_then_place_then_shelf_then_the_alphabet(void **state)
{
	static const struct { const char *name, *producer; int64_t pieces; } list[] = {
		{ "Đường phèn", NULL, 0 },          { "Cao dương xuân", NULL, 1 },        { "Dương xỉ", NULL, 1 },
		{ "Mía đường", NULL, 1 },           { "Đường", NULL, 1 },                 { "Đường thốt nốt", NULL, 1 },
		{ "Đương quy", NULL, 1 },           { "Kẹo lạc", "Cơ sở Đường Lâm", 1 },  { "Mật đường mía", NULL, 1 },
		{ "Mật ong", NULL, 1 },             { "Mật hoa ong rừng", NULL, 1 },      { "Kẹo mật ong", NULL, 1 },
		{ "Mật ong rừng", NULL, 0 },        { "Mật ong bạc hà", NULL, 1 },        { "Quy cao", NULL, 1 },
		{ "Bánh kỹ", NULL, 1 },
	};
	static const struct { const char *typed, *names; } rows[] = {
		{ "đường", "Đường | Đường thốt nốt | Đường phèn | Mật đường mía | Mía đường | Kẹo lạc | Dương xỉ | Đương quy | Cao dương xuân" },
		{ "dương", "Dương xỉ | Cao dương xuân | Đường | Đương quy | Đường thốt nốt | Đường phèn | Mật đường mía | Mía đường | Kẹo lạc" },
		{ "duong", "Đường | Dương xỉ | Đương quy | Đường thốt nốt | Đường phèn | Cao dương xuân | Mật đường mía | Mía đường | Kẹo lạc" },
		{ "đươ", "Đường | Đương quy | Đường thốt nốt | Đường phèn | Mật đường mía | Mía đường | Kẹo lạc | Dương xỉ | Cao dương xuân" },
		{ "mat ong", "Mật ong | Mật ong bạc hà | Mật ong hoa cà phê 500 ml | Mật ong rừng | Kẹo mật ong | Mật hoa ong rừng" },
		{ "mật o", "Mật ong | Mật ong bạc hà | Mật ong hoa cà phê 500 ml | Mật ong rừng | Kẹo mật ong | Mật hoa ong rừng" },
		{ "ong mat", "Kẹo mật ong | Mật hoa ong rừng | Mật ong | Mật ong bạc hà | Mật ong hoa cà phê 500 ml | Mật ong rừng" },
		{ "tui g", "Túi giấy" },
		{ "duong lam", "Kẹo lạc" },
		{ "kẹo lâm", "Kẹo lạc" },
		{ "bánh kĩ", "Bánh kỹ" },
		{ "SP012", "Mật đường mía | Đường thốt nốt" },
		{ "sp012", "Mật đường mía | Đường thốt nốt" },
		{ "12", "Mật đường mía" },
		{ "0012", "Mật đường mía" },
		{ "8936000000014", "Mật ong hoa cà phê 500 ml" },
	};

	(void)state;
	open_goods();
	for (size_t i = 0; i < COUNT_OF(list); i++)
		new_goods(list[i].name, list[i].producer, list[i].pieces);
	/* A code that begins with another's comes behind that one. */
	snprintf(goods_named("Đường thốt nốt")->code, sizeof(goods->code), "SP012x");
	write_goods(goods_named("Đường thốt nốt"));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].typed);
		assert_text(names_of(rows[i].typed, SEARCH_ACTIVE, FOUND_MAX), rows[i].names);
	}
}

static void what_was_written_is_found_at_once(void **state)
{
	struct goods *g;
	struct work work;
	struct price_set price = { .amount = MONEY(77000) };

	(void)state;
	open_list(false);
	CASE("nothing yet");
	assert_text(names_of("sâm ngọc linh", SEARCH_ACTIVE, 5), "");
	CASE("new");
	g = new_goods("Sâm Ngọc Linh", "HTX Trà Linh", 0);
	assert_text(names_of("sam ngoc", SEARCH_ACTIVE, 5), "Sâm Ngọc Linh");
	assert_text(names_of(g->code, SEARCH_ACTIVE, 5), "Sâm Ngọc Linh");
	CASE("priced");
	price.item_id = g->id;
	price.from_us = room.now_us += MINUTE_US;
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	assert_text(names_of("sam ngoc", SEARCH_ACTIVE, 5), "Sâm Ngọc Linh");
	CASE("renamed");
	snprintf(g->name, sizeof(g->name), "Cao Trà Dược Ngọc");
	write_goods(g);
	assert_text(names_of("sâm ngọc", SEARCH_ACTIVE, 5), "");
	assert_text(names_of("trà dược", SEARCH_ACTIVE, 1), "Cao Trà Dược Ngọc");
	CASE("of another producer's name");
	snprintf(producers[producers_count - 1].name, sizeof(producers->name), "Tổ hợp tác Măng Lùn");
	write_producer(&producers[producers_count - 1]);
	assert_text(names_of("tra linh", SEARCH_ACTIVE, 1), "");
	assert_text(names_of("mang lun", SEARCH_ACTIVE, 5), "Cao Trà Dược Ngọc");
	CASE("stopped");
	g->is_active = false;
	write_goods(g);
	assert_text(names_of("cao tra duoc", SEARCH_ACTIVE, 5), "");
	assert_text(names_of(g->code, SEARCH_ACTIVE, 5), "");
	assert_text(names_of("cao tra duoc", SEARCH_STOPPED, 5), "Cao Trà Dược Ngọc");
	assert_text(names_of(g->code, SEARCH_ANY, 5), "Cao Trà Dược Ngọc");
	CASE("sold again");
	g->is_active = true;
	write_goods(g);
	assert_text(names_of("cao tra duoc", SEARCH_ACTIVE, 5), "Cao Trà Dược Ngọc");
	CASE("the shelf is empty, and full again");
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Asuka | Rượu mơ Dakimo");
	take_away(goods_named("Rượu mơ Asuka"));
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Dakimo | Rượu mơ Asuka");
	showroom_intake(room.coop_contract, goods_named("Rượu mơ Asuka")->id, 1000, 0, INTAKE_NO_EXPIRY);
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Asuka | Rượu mơ Dakimo");
	CASE("past its use-by day overnight");
	take_away(goods_named("Rượu mơ Dakimo"));
	goods_named("Rượu mơ Dakimo")->lot = showroom_intake(room.coop_contract, goods_named("Rượu mơ Dakimo")->id, 1000, day_of_us(room.now_us), INTAKE_USE_BY);
	assert_text(names_of("ruou m dakimo", SEARCH_ACTIVE, 2), "Rượu mơ Dakimo");
	snprintf(goods_named("Rượu mơ Dakimo")->name, sizeof(g->name), "Rượu mơ A");
	write_goods(goods_named("Rượu mơ A"));
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ A | Rượu mơ Asuka");
	room.now_us += DAY_US;
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Asuka | Rượu mơ A");
}

static void what_is_not_counted_is_always_there(void **state)
{
	struct shift_open_in shift = { .till_id = room.till_id, .float_cash = MONEY(500000) };
	struct sale_line_in line = { .item_id = room.bag, .qty_milli = 1000, .price = MONEY(5000), .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_TRANSFER, .amount = MONEY(5000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(5000) };
	const struct shift_opened *opened;
	const struct sale *sale;
	struct work work;

	(void)state;
	open_goods();
	new_goods("Túi vải", NULL, 1);
	assert_text(names_of("túi", SEARCH_ACTIVE, 2), "Túi giấy | Túi vải");
	work = as_cashier();
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	line.priced_us = room.now_us;
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_text(names_of("túi", SEARCH_ACTIVE, 2), "Túi giấy | Túi vải");
}

static void what_sold_in_the_months_before_comes_first(void **state)
{
	struct shift_open_in shift = { .till_id = room.till_id, .float_cash = MONEY(500000) };
	const struct shift_opened *opened;
	struct work work;

	(void)state;
	open_list(false);
	wait_until(DAY_ONE_US);
	work = as_cashier();
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	showroom_intake(room.coop_contract, goods_named("Rượu mơ Dakimo")->id, 1000000, 0, INTAKE_NO_EXPIRY);
	for (size_t i = 0; i < 4; i++) {
		struct sale_line_in line = { .item_id = goods_named("Rượu mơ Dakimo")->id, .qty_milli = 1000, .price = MONEY(50000), .priced_us = room.now_us,
					     .amount_given = MONEY(SHAPE_ABSENT) };
		struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(50000), .given = MONEY(50000) };
		struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(50000),
				      .cash_round_unit = MONEY(1000) };
		const struct sale *sale;

		work = as_cashier();
		SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	}
	CASE("not within the month, where every sale would turn the list");
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Asuka | Rượu mơ Dakimo");
	CASE("from the next on");
	wait_until(room.now_us + 31 * DAY_US);
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Dakimo | Rượu mơ Asuka");
	CASE("a changed name keeps it");
	snprintf(goods_named("Rượu mơ Dakimo")->name, sizeof(goods->name), "Rượu mơ Zakimo");
	write_goods(goods_named("Rượu mơ Zakimo"));
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Zakimo | Rượu mơ Asuka");
	CASE("not for ever");
	wait_until(room.now_us + 62 * DAY_US);
	assert_text(names_of("ruou mo", SEARCH_ACTIVE, 2), "Rượu mơ Asuka | Rượu mơ Zakimo");
}

/* ---- a plain model ---------------------------------------------------------------- */

struct ranked {
	const struct goods *goods;
	int64_t rank;
	struct buf key;
};

static const char *phrase_of(const char *text)
{
	size_t count;
	struct fold_spelled *words = fold_spelled(plain, text, strlen(text), &count);
	const char *phrase = "";

	for (size_t i = 0; i < count; i++)
		phrase = arena_format(plain, "%s %s", phrase, words[i].folded);
	return phrase;
}

/* Whether a word of the text begins with the one asked for; with its marks, when they matter. */
static bool has_word(const char *text, const struct fold_spelled *asked, bool with_marks)
{
	size_t count;
	struct fold_spelled *words = fold_spelled(plain, text, strlen(text), &count), twin;

	for (size_t i = 0; i < count; i++) {
		if (strncmp(words[i].folded, asked->folded, strlen(asked->folded)) == 0 && (!with_marks || fold_fits(asked, &words[i])))
			return true;
		if (fold_twin(plain, &words[i], &twin) && strncmp(twin.folded, asked->folded, strlen(asked->folded)) == 0 &&
		    (!with_marks || fold_fits(asked, &twin)))
			return true;
	}
	return false;
}

static const char *producer_of(const struct goods *g)
{
	for (size_t i = 0; i < producers_count; i++)
		if (id_is(producers[i].id, g->producer))
			return producers[i].name;
	return "";
}

/* -1: not found. */
static int64_t rank_of(const struct goods *g, const char *text, enum search_which which)
{
	const char *name = phrase_of(g->name), *phrase = phrase_of(text);
	bool has_marks = false, by_name = true, with_marks = true;
	struct fold_spelled *words;
	int64_t place;
	size_t count;

	words = fold_spelled(plain, text, strlen(text), &count);
	if (count == 0 || (which != SEARCH_ANY && g->is_active != (which == SEARCH_ACTIVE)))
		return -1;
	for (size_t i = 0; i < count; i++)
		has_marks = has_marks || fold_has_marks(&words[i]);
	for (size_t i = 0; i < count; i++) {
		if (!has_word(g->name, &words[i], false)) {
			by_name = false;
			if (!has_word(g->code, &words[i], false) && !has_word(producer_of(g), &words[i], false))
				return -1;
		}
		if (!has_word(g->name, &words[i], true) && !has_word(g->code, &words[i], true) && !has_word(producer_of(g), &words[i], true))
			with_marks = false;
	}
	if (!by_name)
		place = 4;
	else if (strcmp(name, phrase) == 0)
		place = 0;
	else if (strncmp(name, phrase, strlen(phrase)) == 0)
		place = 1;
	else
		place = count > 1 && strstr(name, phrase) ? 2 : 3;
	return !g->is_active * 1000 + (has_marks && !with_marks) * 100 + place * 10 + !g->has_stock;
}

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	size_t size = a->key.size < b->key.size ? a->key.size : b->key.size;
	int order = a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank) : memcmp(buf_get(&a->key), buf_get(&b->key), size);

	if (order == 0)
		order = (a->key.size > b->key.size) - (a->key.size < b->key.size);
	return order ? order : id_compare(a->goods->id, b->goods->id);
}

static size_t model_find(const char *text, enum search_which which, size_t count_max, struct id *found)
{
	struct ranked *list = calloc(goods_count, sizeof(*list));
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < goods_count; i++) {
		list[count].rank = rank_of(&goods[i], text, which);
		arena_reset(plain);
		if (list[count].rank < 0)
			continue;
		list[count].goods = &goods[i];
		buf_init(&list[count].key, 4096);
		fold_key(goods[i].name, strlen(goods[i].name), &list[count++].key);
	}
	qsort(list, count, sizeof(*list), compare_ranked);
	for (size_t i = 0; i < count && kept < count_max; i++)
		found[kept++] = list[i].goods->id;
	for (size_t i = 0; i < count; i++)
		buf_release(&list[i].key);
	free(list);
	return kept;
}

static size_t below(uint64_t *seed, size_t limit)
{
	return (size_t)(test_next(seed) % limit);
}

/* Some words of a name or a producer, cut somewhere, with their marks or without; never a whole code or number. */
static const char *some_query(uint64_t *seed)
{
	const struct goods *g = &goods[below(seed, goods_count)];
	const char *text = below(seed, 4) ? g->name : producer_of(g), *query = "";
	char *copy = arena_text(room.arena, text), *rest = NULL;
	bool drops = below(seed, 2);

	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		size_t size = strlen(word);

		if (drops && below(seed, 2))
			continue;
		if (below(seed, 3) == 0)
			size = 1 + below(seed, size);
		while (size < strlen(word) && ((unsigned char)word[size] & 0xc0) == 0x80)
			size++;
		query = arena_format(room.arena, "%s%s%.*s", query, *query ? " " : "", (int)size, word);
		if (below(seed, 3) == 0)
			break;
	}
	if (below(seed, 2)) {
		struct buf folded;

		buf_init(&folded, 4096);
		fold_text(query, strlen(query), &folded);
		query = arena_text(room.arena, buf_get(&folded));
		buf_release(&folded);
	}
	return query;
}

static void change_something(uint64_t *seed)
{
	struct goods *g = &goods[OWN_COUNT + below(seed, goods_count - OWN_COUNT)];
	struct producer *producer = &producers[below(seed, producers_count)];

	switch (below(seed, 6)) {
	case 0:
		snprintf(g->name, sizeof(g->name), "%s", arena_format(room.arena, "Quà %s", some_query(seed)));
		write_goods(g);
		break;
	case 1:
		g->is_active = !g->is_active;
		write_goods(g);
		break;
	case 2:
		if (g->has_stock) {
			take_away(g);
		} else {
			g->lot = showroom_intake(room.coop_contract, g->id, 1000, 0, INTAKE_NO_EXPIRY);
			g->has_stock = true;
		}
		break;
	case 3:
		snprintf(producer->name, sizeof(producer->name), "%.100s", goods[below(seed, goods_count)].name);
		write_producer(producer);
		break;
	case 4:
		if (goods_count < COUNT_OF(producers))
			new_goods(arena_text(room.arena, g->name), producer->name, (int64_t)below(seed, 2));
		break;
	default:
		wait_until(room.now_us + (below(seed, 8) ? MINUTE_US : DAY_US));
	}
}

static void a_plain_model_finds_the_same(void **state)
{
	uint64_t seed = test_seed();
	size_t rounds = 60, asked = 0, found_some = 0;

	(void)state;
	open_list(true);
	for (size_t round = 0; round < rounds; round++) {
		struct search *anew = round % 10 == 0 ? search_new(room.book->site_id) : NULL;

		change_something(&seed);
		for (size_t i = 0; i < 12; i++) {
			const char *query = some_query(&seed);
			enum search_which which = (enum search_which)below(&seed, 3);
			size_t limit = 1 + below(&seed, FOUND_MAX), want_count, got_count;
			struct id want[FOUND_MAX], got[FOUND_MAX];

			CASE(query);
			if (strlen(query) <= 4 && strspn(query, "0123456789") == strlen(query))
				continue;
			want_count = model_find(query, which, limit, want);
			got_count = ask_by(search, query, which, limit, got);
			/* What Telex makes of it may follow. */
			assert_true(got_count >= want_count);
			for (size_t j = 0; j < want_count; j++)
				assert_text(goods_of(got[j])->code, goods_of(want[j])->code);
			if (anew) {
				assert_i64((int64_t)ask_by(anew, query, which, limit, want), (int64_t)got_count);
				assert_memory_equal(want, got, got_count * sizeof(*got));
			}
			asked++;
			found_some += want_count > 1;
		}
		search_free(anew);
		arena_reset(room.arena);
	}
	CASE("and it stays small");
	assert_true(search_bytes(search) < 500 * goods_count);
	print_message("# %zu queries in %zu states of the book, %zu found several\n", asked, rounds, found_some);
	assert_true(found_some > asked / 4);
}

static int compare_goods(const void *left, const void *right)
{
	const struct goods *a = left, *b = right;
	struct ranked x = { .goods = a }, y = { .goods = b };
	int order;

	buf_init(&x.key, 4096);
	buf_init(&y.key, 4096);
	fold_key(a->name, strlen(a->name), &x.key);
	fold_key(b->name, strlen(b->name), &y.key);
	order = compare_ranked(&x, &y);
	buf_release(&x.key);
	buf_release(&y.key);
	return order;
}

static void words_of_half_the_goods_are_found_like_others(void **state)
{
	static const char *const words[] = { "Mật", "mắt", "ong", "ống", "Trà", "Kẹo", "kỹ", "mía", "đường", "Dương", "rừng", "Lý" };
	struct search_index *index = search_index_new();
	uint64_t seed = test_seed();

	(void)state;
	memset(&err, 0, sizeof(err));
	producers_count = 0;
	for (goods_count = 0; goods_count < GOODS_MAX; goods_count++) {
		struct goods *g = &goods[goods_count];

		*g = (struct goods){ .id = new_id(), .is_active = below(&seed, 9) > 0, .has_stock = below(&seed, 2) };
		snprintf(g->code, sizeof(g->code), "M%04zu", goods_count);
		snprintf(g->name, sizeof(g->name), "%s %s %s", words[below(&seed, COUNT_OF(words))], words[below(&seed, COUNT_OF(words))], words[below(&seed, 4)]);
	}
	qsort(goods, goods_count, sizeof(*goods), compare_goods);
	for (size_t i = 0; i < goods_count; i++) {
		struct search_goods one = { .id = goods[i].id, .name = goods[i].name, .code = goods[i].code, .is_active = goods[i].is_active, .has_stock = goods[i].has_stock };

		assert_ok(search_index_add(index, room.arena, &one, &err), &err);
	}
	search_index_finish(index);
	for (size_t i = 0; i < 40; i++) {
		const char *text = i < COUNT_OF(words) ? words[i] : i < 15 ? "m" : i < 17 ? "M12" : some_query(&seed);
		enum search_which which = (enum search_which)(i % 3);
		struct search_hit hits[FOUND_MAX];
		struct id want[FOUND_MAX];
		struct search_query query;
		size_t count = model_find(text, which, FOUND_MAX, want);

		CASE(text);
		search_query_read(&query, room.arena, text);
		assert_i64((int64_t)search_index_find(index, &query, which, hits, FOUND_MAX), (int64_t)count);
		for (size_t j = 0; j < count; j++)
			assert_true(id_is(hits[j].id, want[j]));
	}
	search_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEARCH_TEST(what_is_meant_comes_first),
		SEARCH_TEST(order_is_marks_then_place_then_shelf_then_the_alphabet),
		SEARCH_TEST(what_was_written_is_found_at_once),
		SEARCH_TEST(what_is_not_counted_is_always_there),
		SEARCH_TEST(what_sold_in_the_months_before_comes_first),
		SEARCH_TEST(a_plain_model_finds_the_same),
		SEARCH_TEST(words_of_half_the_goods_are_found_like_others),
	};

	return RUN_ON_ENGINES("shop/search", tests);
}
