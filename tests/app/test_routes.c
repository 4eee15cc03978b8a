#include "serving.h"

#include <jansson.h>

#include "app/sign.h"
#include "shop/drafts.h"
#include "store/store.h"

/* ---- the table -------------------------------------------------------------------- */

static void the_table_is_in_order(void **state)
{
	struct buf buf;
	json_t *json;

	(void)state;
	route_check();
	buf_init(&buf, (size_t)4 << 20);
	route_openapi(&buf);
	assert_false(buf.full);
	json = json_loadb(buf.data, buf.size, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	assert_text(json_string_value(json_object_get(json, "openapi")), "3.1.0");
	json_decref(json);
	buf_release(&buf);
}

static void every_door_asks_who_it_is(void **state)
{
	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			struct staff nobody = { .role = 0 };

			CASE(route->path);
			assert_true(route->may == MAY_ANYONE || !door_may(route, &nobody));
			for (int role = 1; role <= STAFF_ROLES_MAX; role++) {
				struct staff who = { .role = role };

				assert_int_equal(door_may(route, &who), route->may == MAY_ANYONE || (route->may & MAY(role)) != 0);
			}
		}
	}
	CASE("only signing in is for anyone, and what is signed");
	for (size_t t = 0; route_tables[t]; t++)
		for (const struct route *route = route_tables[t]; route->path; route++)
			if (route->may == MAY_ANYONE)
				assert_true(route->from_outside || strcmp(route->path, "/session") == 0 || strcmp(route->path, "/staff/logins") == 0 ||
					    /* asks itself whether this machine takes PINs (test_serve.sh) */
					    strcmp(route->path, "/staff/badges") == 0 ||
					    /* anybody who holds the goods; a till's own screen, which asks whose browser it is (test_screen) */
					    strncmp(route->path, "/public/", 8) == 0 || strncmp(route->path, "/screen", 7) == 0);
}

/* A path with every part filled in by something that is an id or a number. */
static const char *path_of(const struct route *route)
{
	struct buf buf;
	const char *path;

	buf_init(&buf, 1000);
	for (const char *c = route->path; *c;) {
		if (*c == ':') {
			size_t size = strcspn(c, "/");

			buf_text(&buf, size == 2 && c[1] == 'n' ? "1" : "01890000-0000-7000-8000-000000000001");
			c += size;
		} else {
			buf_byte(&buf, *c++);
		}
	}
	path = arena_text(serving.arena, buf_get(&buf));
	buf_release(&buf);
	return path;
}

static void every_door_refuses_rubbish(void **state)
{
	static const char *const rubbish[] = { "{", "[]", "7", "{\"id\":1}", "\"\"", "{\"a\":1,\"a\":2}", "\xff\xfe", "{\"id\":\"01890000-0000-7000-8000-000000000001\",\"nobody_knows\":1}" };

	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			CASE(route->path);
			if (route->method == HTTP_GET) {
				assert_null(make_call(HTTP_GET, path_of(route), "nobody_knows=1", NULL, &serving.admin));
				assert_int_equal(serving.err.code, ERR_INPUT);
				continue;
			}
			for (size_t i = 0; i < COUNT_OF(rubbish); i++) {
				/* Signing in and out does not look at an id. */
				if (route->no_id && strcmp(rubbish[i], "{\"id\":1}") == 0)
					continue;
				assert_null(make_call(HTTP_POST, path_of(route), NULL, rubbish[i], &serving.admin));
				assert_int_equal(serving.err.code, ERR_INPUT);
			}
		}
	}
}

static void a_fixed_path_goes_before_one_with_parts(void **state)
{
	bool is_known;

	(void)state;
	assert_text(route_find(HTTP_GET, "/sales/find", &is_known)->path, "/sales/find");
	assert_text(route_find(HTTP_GET, "/sales/01890000-0000-7000-8000-000000000001", &is_known)->path, "/sales/:sale_id");
	assert_null(route_find(HTTP_POST, "/sales/find", &is_known));
	assert_true(is_known);
	assert_null(route_find(HTTP_GET, "/sales/", &is_known));
	assert_null(route_find(HTTP_GET, "/nothing", &is_known));
	assert_false(is_known);
}

/* ---- signing in --------------------------------------------------------------------- */

static void a_pin_opens_a_session_and_wrong_ones_make_it_wait(void **state)
{
	(void)state;
	assert_true(POST("/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}"));
	assert_true(answer_has("\"login\":\"lan\""));
	assert_true(answer_has("\"code\":\"Q1\""));
	assert_true(POST("/session", NULL, "{\"login\":\"quantri\",\"password\":\"mat-khau-dai\"}"));
	for (int i = 0; i < STAFF_FREE_TRIES; i++) {
		assert_false(POST("/session", NULL, "{\"login\":\"lan\",\"pin\":\"0000\"}"));
		assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	}
	CASE("now the right one has to wait too");
	assert_false(POST("/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}"));
	assert_non_null(strstr(serving.err.text, "chờ"));
	CASE("and still after a restart");
	serving_close();
	serving_open();
	assert_false(POST("/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}"));
	CASE("nobody hears which logins there are");
	assert_false(POST("/session", NULL, "{\"login\":\"nobody\",\"pin\":\"2468\"}"));
	assert_text(serving.err.text, "tên hoặc mã không đúng");
}

static void only_the_administrator_makes_staff(void **state)
{
	(void)state;
	assert_false(POST("/staff", &serving.supervisor, "{\"id\":\"%s\",\"is_active\":true,\"login\":\"moi\",\"name\":\"Mới\",\"role\":\"cashier\",\"pin\":\"1357\"}", fresh()));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	assert_true(POST("/staff", &serving.admin, "{\"id\":\"%s\",\"is_active\":true,\"login\":\"moi\",\"name\":\"Mới\",\"role\":\"cashier\",\"pin\":\"1357\"}", fresh()));
	assert_true(POST("/session", NULL, "{\"login\":\"moi\",\"pin\":\"1357\"}"));
	assert_false(POST("/staff", &serving.admin, "{\"id\":\"%s\",\"is_active\":true,\"login\":\"moi\",\"name\":\"Mới\",\"role\":\"cashier\",\"pin\":\"1234\"}", fresh()));
	assert_text(serving.err.field, "pin");
	CASE("who can come in how is told, not with what");
	assert_true(GET("/staff", NULL, &serving.admin));
	assert_true(answer_has("\"has_password\":false,\"has_pin\":true"));
	assert_true(answer_has("\"has_password\":true,\"has_pin\":"));
	assert_false(answer_has("1357"));
	CASE("who left comes in no more");
	assert_true(POST("/staff", &serving.admin, "{\"id\":\"%s\",\"is_active\":false,\"login\":\"moi\",\"name\":\"Mới\",\"role\":\"cashier\"}", fresh()));
	assert_false(POST("/session", NULL, "{\"login\":\"moi\",\"pin\":\"1357\"}"));
}

/* ---- a day at the till ---------------------------------------------------------------- */

static const char *open_cart(void)
{
	const char *cart = fresh();

	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)));
	return cart;
}

static const char *at_cart(const char *cart, const char *rest)
{
	return arena_format(serving.arena, "/carts/%s%s", cart, rest);
}

static void open_shift(void)
{
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)));
}

static bool pay(const char *cart, int64_t total)
{
	return POST(at_cart(cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"cash\",\"amount\":%lld,\"given\":1000000}]}", cart,
		    (long long)total, (long long)total);
}

static void a_ticket_is_scanned_paid_and_found_again(void **state)
{
	const char *cart = open_cart(), *first, *op = fresh();

	(void)state;
	CASE("no shift, no sale");
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", op));
	assert_true(answer_has("\"changed\":1"));
	assert_true(answer_has("\"total\":145000"));
	CASE("the same change again changes nothing");
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", op));
	assert_true(answer_has("\"total\":145000"));
	assert_false(pay(cart, 145000));
	assert_text(serving.err.field, "shift");
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"2*7\"}", fresh()));
	assert_true(answer_has("\"qty_milli\":3000"));
	assert_true(POST(at_cart(cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":1000}", fresh(), text_of_id(serving.other_item_id)));
	assert_true(answer_has("\"total\":534500"));
	assert_true(answer_has("\"cash_total\":534000"));
	CASE("an unknown code waits, and goes with a reason");
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"nothing\"}", fresh()));
	assert_true(answer_has("\"state\":\"unknown\""));
	assert_false(pay(cart, 534000));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	assert_true(POST(at_cart(cart, "/lines/3/remove"), &serving.cashier, "{\"id\":\"%s\",\"reason\":2}", fresh()));
	assert_true(answer_has("\"removed_count\":1"));
	CASE("the wrong total");
	assert_false(pay(cart, 534500));
	assert_text(serving.err.field, "total");
	CASE("paid, and paid again");
	assert_true(pay(cart, 534000));
	first = arena_text(serving.arena, serving.answer);
	assert_true(answer_has("\"change\":466000"));
	assert_true(pay(cart, 534000));
	assert_text(serving.answer, first);
	CASE("paid otherwise under the same id");
	assert_false(pay(cart, 533000));
	assert_text(serving.err.field, "id");
	CASE("it is over");
	assert_false(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_true(GET("/sales", "limit=5", &serving.cashier));
	assert_true(answer_has("Q1-1-000001"));
	assert_true(GET("/sales/find", "code=Q1-1-000001", &serving.cashier));
	assert_true(answer_has(cart));
	CASE("by its last digits too, of the day and the till");
	assert_true(GET("/sales/find", arena_format(serving.arena, "code=001&till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_true(answer_has(cart));
	assert_true(GET("/sales/find", "code=1", &serving.cashier));
	assert_false(GET("/sales/find", "code=2", &serving.cashier));
	assert_int_equal(serving.err.code, ERR_MISSING);
	assert_false(GET("/sales/find", "code=1&day=2020-01-01", &serving.cashier));
	assert_true(GET("/till", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_true(answer_has("\"carts\":[]"));
	assert_true(answer_has("\"notes\":[{\"value\":500000},"));
}

/* A scanner never waits: what comes while the sale is being written begins the next ticket. */
static void a_scan_while_paying_is_not_lost(void **state)
{
	const char *cart = open_cart(), *till = arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), *meanwhile = fresh();
	struct call *paying, *scanning;

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", fresh()));
	paying = make_call(HTTP_POST, at_cart(cart, "/pay"), NULL,
			   arena_format(serving.arena, "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":145000}]}", cart),
			   &serving.cashier);
	scanning = make_call(HTTP_POST, at_cart(cart, "/scan"), NULL,
			     arena_format(serving.arena, "{\"id\":\"%s\",\"code\":\"2*8936000000014\"}", meanwhile), &serving.cashier);
	assert_non_null(paying);
	assert_non_null(scanning);
	/* Both stand before the drafts: the ticket is read for paying, then the scan comes, and only then is the sale written. */
	call_start(paying);
	call_start(scanning);
	lanes_step(serving.app.lanes);
	lanes_step(serving.app.lanes);
	while (serving.app.calls_count)
		serving_turn();
	assert_true(GET("/carts", till, &serving.cashier));
	assert_true(answer_has("\"lines_count\":1"));
	assert_true(answer_has("\"total\":290000"));
	assert_false(answer_has(cart));
	CASE("asked again: it is on the next ticket, and not what is kept of the old one");
	assert_ok(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"2*8936000000014\"}", meanwhile), &serving.err);
	assert_true(answer_has("\"total\":290000"));
	assert_true(answer_has("\"qty_milli\":2000"));
}

/* The book has the sale and the drafts have not heard of it: a key's scan is not refused, and a second asking adds nothing. */
static void a_scan_after_the_sale_begins_the_next_ticket(void **state)
{
	const char *cart = open_cart(), *till = arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id));
	const char *first = fresh(), *second = fresh(), *next;
	struct call *paying, *scanning;

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", first));
	paying = make_call(HTTP_POST, at_cart(cart, "/pay"), NULL,
			   arena_format(serving.arena, "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":145000}]}", cart),
			   &serving.cashier);
	scanning = make_call(HTTP_POST, at_cart(cart, "/scan"), NULL,
			     arena_format(serving.arena, "{\"id\":\"%s\",\"code\":\"2*8936000000014\"}", second), &serving.cashier);
	assert_non_null(paying);
	assert_non_null(scanning);
	call_start(paying);
	/* The ticket is read and the sale committed; the scan stands before the drafts' last word. */
	serving_turn();
	lanes_step(serving.app.lanes);
	call_start(scanning);
	while (serving.app.calls_count)
		serving_turn();
	assert_true(GET("/carts", till, &serving.cashier));
	assert_true(answer_has("\"lines_count\":1"));
	assert_true(answer_has("\"total\":290000"));
	assert_false(answer_has(cart));
	next = arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
	CASE("asked again: what is there already is not added, nor what was sold");
	assert_ok(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"2*8936000000014\"}", second), &serving.err);
	assert_true(answer_has("\"qty_milli\":2000"));
	assert_true(answer_has(next));
	assert_false(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", first));
	assert_text(serving.err.field, "cart_id");
	CASE("the next ticket is paid as any other");
	assert_true(pay(next, 290000));
}

static void tickets_are_parked_called_back_and_dropped(void **state)
{
	const char *cart = open_cart(), *other;
	const char *till = text_of_id(serving.till_id);

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	CASE("no shift closes over an open ticket");
	assert_false(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":500000,\"count\":1}]}", fresh(), till));
	assert_text(serving.err.field, "carts");
	assert_true(POST(at_cart(cart, "/park"), &serving.cashier, "{\"id\":\"%s\",\"label\":\"áo đỏ\"}", fresh()));
	assert_true(GET("/carts", arena_format(serving.arena, "till_id=%s", till), &serving.cashier));
	assert_true(answer_has("\"is_parked\":true"));
	assert_false(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_true(POST(at_cart(cart, "/recall"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), till));
	assert_true(answer_has("\"is_parked\":false"));
	CASE("thrown away: its trail is in the book, and it can never be sold");
	assert_true(POST(at_cart(cart, "/drop"), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()));
	assert_false(pay(cart, 145000));
	assert_true(GET("/health", NULL, &serving.admin));
	other = open_cart();
	assert_true(POST(at_cart(other, "/drop"), &serving.cashier, "{\"id\":\"%s\",\"reason\":5}", fresh()));
	assert_true(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":500000,\"count\":1}]}", fresh(), till));
	assert_true(answer_has("\"difference\":0"));
	assert_true(answer_has("\"name\":\"dropped\""));
}

/* The drafts never wait for the disk: after a power cut they may not know that a ticket was paid. The book does. */
static void what_the_book_has_is_over_whatever_the_drafts_say(void **state)
{
	struct err err = { 0 };
	const char *cart = open_cart(), *till = arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id));
	struct store *drafts;
	struct txn *txn;
	struct cart draft;
	struct id cart_id;

	(void)state;
	open_shift();
	assert_true(id_read(cart, strlen(cart), &cart_id));
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_true(pay(cart, 145000));
	serving_close();
	drafts = drafts_open(serving.dir, clock_now_us(), &err);
	assert_ok(drafts, &err);
	txn = txn_begin(drafts, &err);
	assert_ok(txn && cart_get(txn, serving.arena, cart_id, &draft, &err), &err);
	draft.state = CART_OPEN;
	assert_ok(cart_put(txn, &draft, clock_now_us(), &err) && till_cart_set(txn, serving.till_id, cart_id, &err) && txn_commit(txn, &err), &err);
	store_close(drafts);
	serving_open();
	assert_true(GET("/till", till, &serving.cashier));
	assert_true(answer_has("\"active_cart_id\":null"));
	assert_true(answer_has("\"carts\":[]"));
	assert_true(GET("/carts", till, &serving.cashier));
	assert_true(answer_has("\"carts\":[]"));
	CASE("nor does a scan from another till begin the next ticket here");
	serving.at_till_id = random_id();
	assert_false(POST(at_cart(cart, "/scan"), &serving.supervisor, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_text(serving.err.field, "till_id");
	serving.at_till_id = serving.till_id;
	assert_true(GET("/carts", till, &serving.cashier));
	assert_true(answer_has("\"carts\":[]"));
	CASE("asked for again it is the same sale, and the draft is marked");
	assert_true(pay(cart, 145000));
	assert_true(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":5000,\"count\":129}]}", fresh(),
			 text_of_id(serving.till_id)));
	assert_true(answer_has("\"difference\":0"));
}

/* What was scanned and taken off again ends in the book too. */
static void a_ticket_cannot_be_left_behind(void **state)
{
	const char *cart = open_cart(), *till = text_of_id(serving.till_id);
	const char *line = arena_format(serving.arena, "{\"item_id\":\"%s\",\"price\":145000,\"qty_milli\":1000}", text_of_id(serving.item_id));

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	CASE("its id is not free for a sale without its trail");
	assert_false(POST("/sales", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":145000,\"lines\":[%s],"
			  "\"pays\":[{\"way\":\"cash\",\"amount\":145000}]}", cart, till, line));
	assert_text(serving.err.field, "id");
	CASE("emptied, it still stops the closing");
	assert_true(POST(at_cart(cart, "/lines/1/remove"), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()));
	assert_false(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":500000,\"count\":1}]}", fresh(), till));
	assert_text(serving.err.field, "carts");
	assert_true(POST(at_cart(cart, "/drop"), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()));
	assert_true(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":500000,\"count\":1}]}", fresh(), till));
	assert_true(answer_has("\"name\":\"dropped\""));
}

static void a_return_needs_a_second_person(void **state)
{
	const char *cart = open_cart();
	const char *what = arena_format(serving.arena,
					"\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}],"
					"\"way\":\"cash\",\"reason\":\"vỡ nắp\",\"total\":145000", text_of_id(serving.till_id), cart);

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_true(pay(cart, 145000));
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), what));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	assert_text(serving.err.field, "approver");
	CASE("a wrong PIN, the seller's own, the supervisor's");
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s,\"approver\":{\"login\":\"hoa\",\"pin\":\"1111\"}}", fresh(), what));
	assert_text(serving.err.field, "approver");
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s,\"approver\":{\"login\":\"lan\",\"pin\":\"2468\"}}", fresh(), what));
	assert_true(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s,\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}", fresh(), what));
	assert_true(answer_has("\"is_return\":true"));
	assert_true(GET(arena_format(serving.arena, "/sales/%s", cart), NULL, &serving.cashier));
	assert_true(answer_has("\"returned_milli\":1000"));
}

static void money_back_by_transfer_waits_for_the_accountant(void **state)
{
	const char *cart = open_cart(), *till = text_of_id(serving.till_id), *back = fresh();
	const char *lines = "\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]";
	const char *what = arena_format(serving.arena, "\"till_id\":\"%s\",\"sale_id\":\"%s\",%s,\"way\":\"transfer\",\"reason\":\"vỡ nắp\",\"total\":145000",
					till, cart, lines);
	const char *pin = "\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}";
	const char *sent = arena_format(serving.arena, "/refunds/%s/sent", back);

	(void)state;
	open_shift();
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	assert_true(pay(cart, 145000));
	CASE("priced before, by the book");
	assert_ok(POST("/returns/price", &serving.cashier, "{\"sale_id\":\"%s\",\"lines\":[]}", cart), &serving.err);
	assert_true(answer_has("\"left\":145000"));
	assert_true(answer_has("\"total\":0"));
	assert_ok(POST("/returns/price", &serving.cashier, "{\"sale_id\":\"%s\",%s}", cart, lines), &serving.err);
	assert_true(answer_has("\"total\":145000"));
	CASE("to somebody");
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s,%s}", back, what, pin));
	assert_text(serving.err.field, "payee");
	assert_ok(POST("/returns", &serving.cashier, "{\"id\":\"%s\",%s,\"payee\":{\"name\":\"Lò Thị Mai\",\"account\":\"8200205111222\"},%s}", back, what, pin),
		  &serving.err);
	CASE("it waits, and the drawer is as it was");
	assert_true(GET("/refunds", NULL, &serving.admin));
	assert_true(answer_has("\"payee_name\":\"Lò Thị Mai\""));
	assert_true(answer_has("\"amount\":145000"));
	assert_true(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", till), &serving.admin));
	assert_true(answer_has("{\"amount\":-145000,\"count\":1,\"name\":\"way:refund\"}"));
	CASE("sent, once");
	assert_ok(POST(sent, &serving.admin, "{\"id\":\"%s\",\"reference\":\"FT1\"}", fresh()), &serving.err);
	assert_false(POST(sent, &serving.admin, "{\"id\":\"%s\",\"reference\":\"FT1\"}", fresh()));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	assert_true(GET("/refunds", NULL, &serving.admin));
	assert_true(answer_has("\"refunds\":[]"));
	assert_true(GET("/refunds/sent", NULL, &serving.admin));
	assert_true(answer_has("\"reference\":\"FT1\""));
}

static void cashiers_count_blind(void **state)
{
	const char *query = arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id));

	(void)state;
	open_shift();
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":70000,\"reason\":\"tiền lẻ\"}", fresh(),
			 text_of_id(serving.till_id)));
	assert_true(GET("/shifts/figures", query, &serving.cashier));
	assert_true(answer_has("\"expected\":null"));
	CASE("nor from what came in and went out");
	assert_true(answer_has("{\"amount\":null,\"count\":1,\"name\":\"cash_in\"}"));
	assert_null(strstr(serving.answer, "70000"));
	assert_true(GET("/shifts/figures", query, &serving.supervisor));
	assert_true(answer_has("\"expected\":570000"));
	assert_true(answer_has("{\"amount\":70000,\"count\":1,\"name\":\"cash_in\"}"));
	assert_true(GET("/till/tiles", NULL, &serving.cashier));
	assert_true(answer_has("Mật ong 500 ml"));
	assert_true(GET("/items/search", "q=mat%20ong", &serving.cashier));
	assert_true(answer_has("MO500"));
	assert_true(GET("/items/search", "q=7", &serving.cashier));
	assert_true(answer_has("MO500"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(the_table_is_in_order),
		SERVING_TEST(every_door_asks_who_it_is),
		SERVING_TEST(every_door_refuses_rubbish),
		SERVING_TEST(a_fixed_path_goes_before_one_with_parts),
		SERVING_TEST(a_pin_opens_a_session_and_wrong_ones_make_it_wait),
		SERVING_TEST(only_the_administrator_makes_staff),
		SERVING_TEST(a_ticket_is_scanned_paid_and_found_again),
		SERVING_TEST(a_scan_while_paying_is_not_lost),
		SERVING_TEST(a_scan_after_the_sale_begins_the_next_ticket),
		SERVING_TEST(tickets_are_parked_called_back_and_dropped),
		SERVING_TEST(what_the_book_has_is_over_whatever_the_drafts_say),
		SERVING_TEST(a_ticket_cannot_be_left_behind),
		SERVING_TEST(a_return_needs_a_second_person),
		SERVING_TEST(money_back_by_transfer_waits_for_the_accountant),
		SERVING_TEST(cashiers_count_blind),
	};

	return cmocka_run_group_tests_name("app/routes", tests, NULL, NULL);
}
