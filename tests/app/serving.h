/*
 * The program without sockets and threads, for tests of the doors: a book in a folder of its own with some goods, calls made
 * from text, and each lane stepped until the call is back.
 */
#ifndef TESTS_APP_SERVING_H
#define TESTS_APP_SERVING_H

#include "check.h"

#include <unistd.h>

#include "app/api.h"
#include "app/door.h"
#include "app/lanes.h"
#include "app/sessions.h"
#include "app/sign.h"
#include "app/stations.h"
#include "app/tries.h"
#include "app/user.h"
#include "base/clock.h"
#include "base/queue.h"
#include "base/random.h"
#include "calc/share.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/party.h"
#include "store/stmt.h"
#include "store/txn.h"

static struct {
	struct app app;
	char folder[64], dir[80];
	struct arena *arena;
	struct id till_id, item_id, other_item_id;
	struct id at_till_id;          /* of the sessions */
	int64_t ahead_us;              /* how much later calls come than it is */
	struct staff cashier, supervisor, admin;
	/* The last answer. */
	bool ok;
	struct err err;
	char answer[65536];
} serving;

struct fill {
	struct id operator_id;
};

static inline void do_in_book(struct book *book, bool (*act)(struct work *, void *, struct err *), void *what)
{
	struct err err = { 0 };
	struct work work = { .arena = serving.arena, .id = random_id(), .at_us = clock_now_us(), .role = STAFF_ADMIN };

	random_bytes(work.seed.bytes, sizeof(work.seed.bytes));
	assert_ok(book_run(book, &work, act, what, &err), &err);
}

static inline bool put_contract(struct work *work, void *what, struct err *err)
{
	return contracts_set(work, what, 1, err);
}

static inline bool put_item(struct work *work, void *what, struct err *err)
{
	return items_set(work, what, 1, err);
}

static inline bool put_price(struct work *work, void *what, struct err *err)
{
	return prices_set(work, what, 1, err);
}

static inline bool put_intake(struct work *work, void *what, struct err *err)
{
	const struct intake *body;

	return intake_add(work, what, &body, err);
}

static inline void put_goods(struct book *book, struct id item_id, const char *code, const char *name, const char *ean, int64_t price, int64_t short_number,
			     struct id contract_id)
{
	struct item_code item_code = { .code = ean, .scheme = SCHEME_GTIN };
	struct item_vat vat = { .from_day = 20200101, .vat_class = VAT_8 };
	struct item_set item = { .code = code, .codes = &item_code, .codes_count = 1, .has_stock = true, .id = item_id, .is_active = true, .is_food = true,
				 .name = name, .round_unit = 1, .short_number = short_number, .tile_group = "Thực phẩm", .unit = "hộp", .vats = &vat,
				 .vats_count = 1 };
	struct price_set first = { .amount = MONEY(price), .from_us = clock_now_us() - DAY_US, .item_id = item_id };
	struct intake_line_in line = { .item_id = item_id, .qty_milli = 100000, .expiry_kind = 1, .hand_over = MONEY(SHAPE_ABSENT),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .contract_id = contract_id, .lines = &line, .lines_count = 1 };

	do_in_book(book, put_item, &item);
	do_in_book(book, put_price, &first);
	do_in_book(book, put_intake, &in);
}

static inline void find_staff(struct book *book, const char *login, struct staff *staff)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(book->store, &err);
	bool found;

	assert_ok(txn && staff_find(txn, serving.arena, login, staff, &found, &err), &err);
	assert_true(found);
	txn_abandon(txn);
}

static inline void serving_fill(const char *dir)
{
	struct err err = { 0 };
	struct contract_terms terms = contract_terms_usual();
	struct book *book = book_open(dir, &err);

	assert_ok(book, &err);
	serving.till_id = serving.at_till_id = id_derive(book->site_id, "till", 1);
	serving.item_id = random_id();
	serving.other_item_id = random_id();
	terms.contract_id = random_id();
	terms.operator_id = terms.consignor_id = id_derive(book->site_id, "operator", 1);
	terms.number = "NHA";
	terms.from_day = 20200101;
	terms.term_kind = SHARE_OWN;
	do_in_book(book, put_contract, &terms);
	put_goods(book, serving.item_id, "MO500", "Mật ong 500 ml", "08936000000014", 145000, 7, terms.contract_id);
	put_goods(book, serving.other_item_id, "TRA", "Trà shan tuyết", "08936000000021", 99500, SHAPE_ABSENT, terms.contract_id);
	assert_ok(user_set(book, "lan", "Nguyễn Thị Lan", STAFF_CASHIER, true, "2468", NULL, &err), &err);
	assert_ok(user_set(book, "hoa", "Lê Thị Hoa", STAFF_SUPERVISOR, true, "8642", NULL, &err), &err);
	assert_ok(user_set(book, "quantri", "Quản Trị", STAFF_ADMIN, true, "9753", "mat-khau-dai", &err), &err);
	find_staff(book, "lan", &serving.cashier);
	find_staff(book, "hoa", &serving.supervisor);
	find_staff(book, "quantri", &serving.admin);
	book_close(book);
}

static inline void serving_open(void)
{
	struct err err = { 0 };
	struct lanes_settings lanes = { .dir = serving.dir };

	serving.app.lanes = lanes_open(&lanes, &err);
	assert_ok(serving.app.lanes, &err);
	serving.app.site_id = lanes_book(serving.app.lanes)->site_id;
	serving.app.pepper = lanes_pepper(serving.app.lanes);
}

static inline void serving_turn(void)
{
	struct call *call;

	lanes_step(serving.app.lanes);
	while ((call = queue_try(lanes_queue(serving.app.lanes))))
		call_came_back(call, &serving.app);
}

static inline int serving_setup(void **state)
{
	struct err err = { 0 };
	struct book_setup setup = { .site_code = "SR1", .site_name = "Điểm bán thử", .operator_code = "VH", .operator_name = "Công ty Thử",
				    .operator_vat_profile = TAX_CREDIT, .till_code = "Q1" };

	(void)state;
	random_start();
	memset(&serving, 0, sizeof(serving));
	settings_init(&serving.app.settings);
	serving.arena = arena_new((size_t)256 << 20);
	snprintf(serving.folder, sizeof(serving.folder), "/tmp/ocop-serving-XXXXXX");
	assert_non_null(mkdtemp(serving.folder));
	snprintf(serving.dir, sizeof(serving.dir), "%s/sr", serving.folder);
	snprintf(serving.app.settings.book, sizeof(serving.app.settings.book), "%s", serving.dir);
	setup.site_id = random_id();
	setup.at_us = clock_now_us() - 1000000;
	random_bytes(setup.key_seed, sizeof(setup.key_seed));
	assert_ok(book_create(serving.dir, &setup, &err), &err);
	serving_fill(serving.dir);
	serving.app.sessions = sessions_new(&(struct sessions_rules){ .lasts_us = INT64_C(57600000000), .lock_us = INT64_C(600000000) });
	serving.app.stations = stations_new();
	serving.app.tries = tries_new();
	serving_open();
	return 0;
}

static inline void serving_close(void)
{
	while (serving.app.calls_count)
		serving_turn();
	lanes_stop(serving.app.lanes);
	lanes_close(serving.app.lanes);
	serving.app.lanes = NULL;
}

static inline int serving_teardown(void **state)
{
	static const char *const names[] = { "sr/book.db", "sr/book.db-wal", "sr/book.db-shm", "sr/drafts.db", "sr/drafts.db-wal", "sr/drafts.db-shm",
					     "sr/book.lock", "sr.key", "sr.pepper", "sr", "" };
	char path[160];

	(void)state;
	serving_close();
	sessions_free(serving.app.sessions);
	stations_free(serving.app.stations);
	tries_free(serving.app.tries);
	arena_free(serving.arena);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", serving.folder, names[i]);
		if (unlink(path) != 0)
			rmdir(path);
	}
	return 0;
}

static inline void keep_answer(struct call *call)
{
	serving.ok = call->ok;
	serving.err = call->ok ? (struct err){ 0 } : call->err;
	snprintf(serving.answer, sizeof(serving.answer), "%s", buf_get(&call->answer));
	call_free(call);
}

/* A call by its text, as the door would make it; who NULL: nobody. NULL: it was refused before any lane (serving.err). */
static inline struct call *make_call(enum http_method method, const char *path, const char *query, const char *body, const struct staff *who)
{
	struct asked asked = { .path = path, .query = query ? query : "", .body = body, .body_size = body ? strlen(body) : 0 };
	struct call *call = call_new(&serving.app, clock_now_us() + serving.ahead_us);
	bool is_known;
	const struct route *route = route_find(method, path, &is_known);

	assert_non_null(route);
	call->done = keep_answer;
	call->is_known_place = true;
	call->till_id = serving.at_till_id;
	if (who)
		call->who = *who;
	call->work.actor = call->who.id;
	call->work.role = call->who.role;
	serving.ok = false;
	if (!door_may(route, &call->who))
		err_set(&serving.err, ERR_FORBIDDEN, NULL, "not for this role");
	else if (route_take(route, &asked, call, &serving.err) && door_may_till(call, &serving.err))
		return call;
	call_free(call);
	return NULL;
}

/* The whole way, in one thread. */
static inline bool do_call(enum http_method method, const char *path, const char *query, const char *body, const struct staff *who)
{
	struct call *call = make_call(method, path, query, body, who);

	if (!call)
		return false;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	return serving.ok;
}

#define POST(path, who, ...) do_call(HTTP_POST, path, NULL, arena_format(serving.arena, __VA_ARGS__), who)
#define GET(path, query, who) do_call(HTTP_GET, path, query, NULL, who)

static inline const char *text_of_id(struct id id)
{
	char *text = arena_take(serving.arena, ID_TEXT_SIZE);

	id_write(id, text);
	return text;
}

static inline const char *fresh(void)
{
	return text_of_id(random_id());
}

static inline bool answer_has(const char *text)
{
	if (strstr(serving.answer, text))
		return true;
	printf("# \"%s\" is not in: %s\n", text, serving.answer);
	return false;
}

#define SERVING_TEST(function) cmocka_unit_test_setup_teardown(function, serving_setup, serving_teardown)

#endif
