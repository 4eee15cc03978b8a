/* A shop for worked figures: goods of owners under given terms, sold through the API, and the sale read back from the book. */
#ifndef TESTS_APP_FIGURING_H
#define TESTS_APP_FIGURING_H

#include "serving.h"

#include <jansson.h>

#include "base/day.h"
#include "shop/rollup.h"
#include "shop/sale.h"
#include "shop/stock.h"

#define SECOND ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"
#define REFUSED(went, error, member) \
	do { \
		assert_false(went); \
		assert_int_equal(serving.err.code, (error)); \
		assert_text(serving.err.field, (member)); \
	} while (0)

static struct book *figure_book;  /* while goods are put in */

/* ---- what an answer says --------------------------------------------------------- */

/* Of the last answer what stands at "lines.0.producer". */
static inline json_t *answer_at(json_t *json, const char *path)
{
	json_t *at = json;

	while (at && *path) {
		size_t size = strcspn(path, ".");
		const char *name = arena_bytes(serving.arena, path, size);

		at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(name, NULL, 10)) : json_object_get(at, name);
		path += size + (path[size] == '.');
	}
	return at;
}

static inline int64_t number_at(const char *path)
{
	json_t *json = json_loads(serving.answer, 0, NULL), *at = json ? answer_at(json, path) : NULL;
	int64_t number = json_integer_value(at);

	if (!json_is_integer(at))
		fail_msg("no number at %s in %.2000s", path, serving.answer);
	json_decref(json);
	return number;
}

/* NULL: it is null, or not there. */
static inline const char *text_at(const char *path)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	const char *text = arena_text(serving.arena, json_string_value(json ? answer_at(json, path) : NULL));

	json_decref(json);
	return text;
}

static inline size_t count_at(const char *path)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	size_t count = json_array_size(json ? answer_at(json, path) : NULL);

	json_decref(json);
	return count;
}

/* ---- goods and whose they are ------------------------------------------------------ */

/* Goods are put in as the office would have: the program stands still meanwhile. */
static inline void goods_begin(void)
{
	struct err err = { 0 };

	serving_close();
	figure_book = book_open(serving.dir, &err);
	assert_ok(figure_book, &err);
}

static inline void goods_end(void)
{
	book_close(figure_book);
	figure_book = NULL;
	serving_open();
}

static inline bool put_party(struct work *work, void *what, struct err *err)
{
	return parties_set(work, what, 1, err);
}

static inline struct id add_party(const char *code, int32_t form, int32_t profile, int64_t roles)
{
	struct party party = { .code = code, .from_day = 20200101, .id = random_id(), .legal_form = form, .name = arena_format(serving.arena, "Bên %s", code),
			       .roles = roles, .vat_profile = profile };

	do_in_book(figure_book, put_party, &party);
	return party.id;
}

static inline struct contract_terms usual_terms(void)
{
	struct contract_terms terms = contract_terms_usual();

	terms.from_day = 20200101;
	return terms;
}

static inline struct id add_contract(struct id consignor, struct contract_terms terms)
{
	terms.contract_id = random_id();
	terms.consignor_id = consignor;
	terms.operator_id = id_derive(serving.app.site_id, "operator", 1);
	terms.number = arena_format(serving.arena, "HD %s", text_of_id(terms.contract_id) + 24);
	do_in_book(figure_book, put_contract, &terms);
	return terms.contract_id;
}

struct good {
	const char *code;              /* the office's, which is scanned too */
	int64_t price;
	enum vat_class vat_class;
	int64_t pieces;                /* brought in under the contract; 0: none */
	struct id contract;
	int32_t expiry_day;
	int64_t decimals, round_unit;  /* round_unit 0: 1 */
	const char *ean;               /* NULL: the code */
	bool has_no_stock;             /* of the contract, without lots */
};

static inline void put_price_from(struct id item, int64_t amount, int64_t from_us)
{
	struct price_set price = { .amount = MONEY(amount), .from_us = from_us, .item_id = item };

	do_in_book(figure_book, put_price, &price);
}

static inline void put_lot(struct id item, struct id contract, int64_t qty_milli, int32_t expiry_day)
{
	struct intake_line_in line = { .item_id = item, .qty_milli = qty_milli, .expiry_day = expiry_day, .expiry_kind = expiry_day ? 2 : 1,
				       .hand_over = MONEY(SHAPE_ABSENT), .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .contract_id = contract, .lines = &line, .lines_count = 1 };

	do_in_book(figure_book, put_intake, &in);
}

static inline struct id add_good(struct good good)
{
	struct item_code code = { .code = good.ean ? good.ean : good.code, .scheme = SCHEME_PRODUCER };
	struct item_vat vat = { .from_day = 20200101, .vat_class = good.vat_class };
	struct item_set item = { .code = good.code, .codes = &code, .codes_count = 1, .has_stock = !good.has_no_stock, .id = random_id(), .is_active = true,
				 .contract_id = good.has_no_stock ? good.contract : (struct id){ { 0 } }, .decimals = good.decimals, .is_food = true,
				 .name = arena_format(serving.arena, "Hàng %s", good.code),
				 .round_unit = good.round_unit ? good.round_unit : 1, .short_number = SHAPE_ABSENT, .unit = good.decimals ? "kg" : "hộp", .vats = &vat,
				 .vats_count = 1 };

	do_in_book(figure_book, put_item, &item);
	put_price_from(item.id, good.price, clock_now_us() - 2 * DAY_US);
	if (good.pieces)
		put_lot(item.id, good.contract, good.pieces * 1000, good.expiry_day);
	return item.id;
}

/* ---- at the till ------------------------------------------------------------------ */

static const char *figure_cart;

static inline void open_shift(void)
{
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.at_till_id)));
}

static inline void begin(void)
{
	figure_cart = fresh();
	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", figure_cart, text_of_id(serving.at_till_id)));
}

/* A change of the ticket: TO("/scan", "\"code\":\"7\""). */
#define TO(rest, ...) \
	POST(arena_format(serving.arena, "/carts/%s%s", figure_cart, rest), &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), arena_format(serving.arena, __VA_ARGS__))

/* The same without members; second: SECOND or "". */
#define TOUCH(rest, second) \
	POST(arena_format(serving.arena, "/carts/%s%s", figure_cart, rest), &serving.cashier, "{\"id\":\"%s\"%s}", fresh(), second)

static inline void scan(const char *code)
{
	if (!TO("/scan", "\"code\":\"%s\"", code))
		fail_msg("%s: %s", serving.err.field, serving.err.text);
}

/* Answers of a cart: the number behind "total": and the like. */
static inline int64_t answered(const char *name)
{
	const char *at = strstr(serving.answer, arena_format(serving.arena, "\"%s\":", name));

	assert_non_null(at);
	return strtoll(at + strlen(name) + 3, NULL, 10);
}

static inline bool pay_by(const char *way, int64_t total)
{
	return POST(arena_format(serving.arena, "/carts/%s/pay", figure_cart), &serving.cashier,
		    "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"%s\",\"amount\":%lld}]}", figure_cart, (long long)total, way, (long long)total);
}

/* ---- the office -------------------------------------------------------------------- */

static struct staff accountant, clerk;

static inline int figures_setup(void **state)
{
	serving_setup(state);
	accountant = clerk = serving.admin;
	accountant.role = STAFF_ACCOUNTANT;
	clerk.role = STAFF_STOCK;
	return 0;
}

#define FIGURES_TEST(function) cmocka_unit_test_setup_teardown(function, figures_setup, serving_teardown)
#define DID(call_) assert_ok(call_, &serving.err)

static inline const char *iso(int64_t days_ahead)
{
	char *text = arena_take(serving.arena, DAY_TEXT_SIZE);

	day_write_iso(day_add(day_of_us(clock_now_us()), (int32_t)days_ahead), text);
	return text;
}

/* Up to the day before the one that it now is. */
static inline void close_statement(struct id contract)
{
	int64_t days = serving.ahead_us / DAY_US;

	DID(POST("/settlements", &accountant, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":\"thử\"" SECOND "}", fresh(),
		 text_of_id(contract), iso(days - 1)));
}

/* The statement's line of a kind, 0 where there is none. */
static inline int64_t statement_line(const char *kind)
{
	for (size_t i = 0; i < count_at("lines"); i++)
		if (strcmp(text_at(arena_format(serving.arena, "lines.%zu.kind", i)), kind) == 0)
			return number_at(arena_format(serving.arena, "lines.%zu.amount", i));
	return 0;
}

/* A new lot by its paper, as the store-room types it; members: more of the line. */
static inline const char *take_in(struct id contract, struct id item, int64_t qty_milli, const char *members)
{
	DID(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":%lld%s%s}]}", fresh(),
		 text_of_id(contract), text_of_id(item), (long long)qty_milli, strstr(members, "expiry_kind") ? "" : ",\"expiry_kind\":\"none\"", members));
	return text_at("lots.0.id");
}

/* ---- what the book holds ------------------------------------------------------------ */

static inline const struct sale *sale_in_book(const char *id_text)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	struct entry entry;
	struct id id;
	void *body;
	bool found;

	assert_true(id_read(id_text, 36, &id));
	assert_ok(txn && journal_find_id(txn, serving.arena, id, &entry, &found, &err), &err);
	assert_true(found);
	assert_ok(entry_body(&entry, strcmp(entry.kind, return_kind.name) == 0 ? &return_kind : &sale_kind, serving.arena, &body, &err), &err);
	txn_abandon(txn);
	book_close(reader);
	return body;
}

/* What an account says, of a party or (zeros) of nobody, over the days of the test. */
static inline int64_t ledger_says(const char *account, struct id party_id)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	int64_t now_us = clock_now_us(), sum = 0;

	assert_ok(txn, &err);
	for (int64_t at_us = now_us - DAY_US; at_us <= now_us + serving.ahead_us + DAY_US; at_us += DAY_US) {
		struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(at_us), .a = account, .a_size = strlen(account),
					  .b = id_is_none(party_id) ? NULL : party_id.bytes, .b_size = 16 };
		struct rollup_sums sums;

		assert_ok(rollup_get(txn, &key, &sums, &err), &err);
		sum += sums.amount;
	}
	txn_abandon(txn);
	book_close(reader);
	return sum;
}

/* On the shelf, of all lots that lie there. */
static inline int64_t stock_says(struct id item_id)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	struct stock_lot *lots;
	size_t count;
	int64_t sum = 0;

	assert_ok(txn && stock_lots(txn, serving.arena, serving.app.site_id, item_id, &lots, &count, &err), &err);
	for (size_t i = 0; i < count; i++)
		sum += lots[i].place == PLACE_SHELF ? lots[i].qty_milli : 0;
	txn_abandon(txn);
	book_close(reader);
	return sum;
}

/* The ticket's sale as the book has it. */
static inline const struct sale *paid_by(const char *way, int64_t total)
{
	if (!pay_by(way, total))
		fail_msg("%s: %s", serving.err.field, serving.err.text);
	return sale_in_book(figure_cart);
}

#endif
