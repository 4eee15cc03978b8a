/* Who may see and do what at the tills: carts, lists and counts of one's own till, and nothing to reckon the drawer from. */
#include "serving.h"

#include "calc/card.h"

static struct id other_till_id;

static const char *make_cart(void)
{
	const char *cart = fresh();

	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.at_till_id)));
	return cart;
}

static const char *at_cart(const char *cart, const char *rest)
{
	return arena_format(serving.arena, "/carts/%s%s", cart, rest);
}

static void scan(const char *cart, const char *code)
{
	assert_true(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"%s\"}", fresh(), code));
}

static bool pay(const char *cart, int64_t total)
{
	return POST(at_cart(cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"cash\",\"amount\":%lld}]}", cart,
		    (long long)total, (long long)total);
}

static void open_shift(void)
{
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.at_till_id)));
}

static void add_till(void)
{
	const char *id = fresh();

	assert_true(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"Q2\",\"name\":\"Quầy trong\"}", id));
	assert_true(answer_has("\"code\":\"Q2\""));
	id = strstr(serving.answer, "\"id\":\"") + 6;
	assert_true(id_read(id, 36, &other_till_id));
}

static bool refused_at_till(bool went)
{
	return !went && serving.err.code == ERR_FORBIDDEN && strcmp(serving.err.field, "till_id") == 0;
}

/* ---- tills ------------------------------------------------------------------------ */

static void tills_are_added_and_keep_their_codes(void **state)
{
	(void)state;
	add_till();
	assert_false(POST("/tills", &serving.supervisor, "{\"id\":\"%s\",\"code\":\"Q3\",\"name\":\"Q3\"}", fresh()));
	assert_false(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"Q2\",\"name\":\"khác\"}", fresh()));
	assert_text(serving.err.field, "code");
	assert_false(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"q 4\",\"name\":\"khác\"}", fresh()));
	assert_false(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"Q4\",\"name\":\"khác\",\"till_id\":\"%s\"}", fresh(), text_of_id(other_till_id)));
	assert_true(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"Q2\",\"name\":\"Quầy hiên\",\"till_id\":\"%s\"}", fresh(), text_of_id(other_till_id)));
}

static void a_cart_is_worked_on_at_its_own_till(void **state)
{
	const char *cart = make_cart(), *till = text_of_id(serving.till_id);
	const struct {
		const char *rest, *members;
	} changes[] = {
		{ "/scan", "\"code\":\"7\"" },
		{ "/add", NULL },
		{ "/lines/1/qty", "\"qty_milli\":2000" },
		{ "/lines/1/remove", "\"reason\":1" },
		{ "/lines/1/choose", "\"key\":1" },
		{ "/pay", "\"total\":145000,\"pays\":[{\"way\":\"cash\",\"amount\":145000}]" },
	};
	const struct staff *people[] = { &serving.cashier, &serving.supervisor };

	(void)state;
	open_shift();
	scan(cart, "7");
	add_till();
	serving.at_till_id = other_till_id;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		for (size_t k = 0; k < COUNT_OF(people); k++) {
			CASE(changes[i].rest);
			assert_true(refused_at_till(POST(at_cart(cart, changes[i].rest), people[k], "{\"id\":\"%s\",%s}",
							 strcmp(changes[i].rest, "/pay") == 0 ? cart : fresh(),
							 changes[i].members ? changes[i].members
									    : arena_format(serving.arena, "\"item_id\":\"%s\",\"qty_milli\":1000",
											   text_of_id(serving.item_id)))));
		}
	}
	CASE("a cashier neither sees it nor puts it away");
	assert_true(refused_at_till(GET(at_cart(cart, ""), NULL, &serving.cashier)));
	assert_true(refused_at_till(POST(at_cart(cart, "/park"), &serving.cashier, "{\"id\":\"%s\"}", fresh())));
	assert_true(refused_at_till(POST(at_cart(cart, "/drop"), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh())));
	CASE("nor begins one there, nor takes goods back there");
	assert_true(refused_at_till(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), till)));
	assert_true(refused_at_till(POST("/carts", &serving.supervisor, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), till)));
	CASE("who oversees sees it, and may put it aside: the shift there cannot close over it");
	assert_true(GET(at_cart(cart, ""), NULL, &serving.supervisor));
	assert_true(POST(at_cart(cart, "/park"), &serving.supervisor, "{\"id\":\"%s\"}", fresh()));
	CASE("without a till chosen nothing is sold");
	serving.at_till_id = (struct id){ { 0 } };
	assert_true(refused_at_till(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), till)));
	assert_non_null(strstr(serving.err.text, "chọn quầy"));
}

/* Whichever route it is: its row says till_id, and that is enough. */
static void no_route_shows_a_cashier_another_till(void **state)
{
	size_t seen = 0;

	(void)state;
	add_till();
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			for (size_t i = 0; i < route->in->fields_count; i++) {
				struct call *call;
				struct err err = { 0 };

				if (strcmp(route->in->fields[i].name, "till_id") != 0 || route->no_id || !(route->may & MAY(STAFF_CASHIER)))
					continue;
				CASE(route->path);
				call = call_new(&serving.app, clock_now_us());
				call->route = route;
				call->who = serving.cashier;
				call->till_id = serving.till_id;
				call->in = arena_take(call->arena, route->in->size);
				memcpy((char *)call->in + route->in->fields[i].offset, &other_till_id, sizeof(other_till_id));
				assert_false(door_may_till(call, &err));
				assert_text(err.field, "till_id");
				call->who = serving.supervisor;
				assert_true(door_may_till(call, &err));
				call_free(call);
				seen++;
			}
		}
	}
	CASE("till, carts, events, shift, figures, closing, cash, sales, returns, recall");
	assert_true(seen >= 10);
}

static const char *entry_text(const char *id_text)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	struct entry entry;
	struct id id;
	bool found;

	assert_true(id_read(id_text, strlen(id_text), &id));
	assert_ok(txn && journal_find_id(txn, serving.arena, id, &entry, &found, &err), &err);
	assert_true(found);
	txn_abandon(txn);
	book_close(reader);
	return entry.bytes;
}

static void a_parked_ticket_is_recalled_at_any_till_and_its_trail_says_so(void **state)
{
	const char *cart = make_cart(), *till = text_of_id(serving.till_id), *there;
	const char *query = arena_format(serving.arena, "till_id=%s", till);

	(void)state;
	scan(cart, "7");
	add_till();
	there = text_of_id(other_till_id);
	serving.at_till_id = other_till_id;
	open_shift();
	CASE("an open one stays in the hands that hold it");
	assert_false(POST(at_cart(cart, "/recall"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), there));
	assert_text(serving.err.field, "cart_id");
	assert_non_null(strstr(serving.err.text, "quầy Q1"));
	serving.at_till_id = serving.till_id;
	assert_true(POST(at_cart(cart, "/park"), &serving.cashier, "{\"id\":\"%s\",\"label\":\"áo đỏ\"}", fresh()));
	serving.at_till_id = other_till_id;
	CASE("it is in the list of the other till, to be recalled");
	assert_true(GET("/till", arena_format(serving.arena, "till_id=%s", there), &serving.cashier));
	assert_true(answer_has(cart));
	assert_true(answer_has(arena_format(serving.arena, "\"till_id\":\"%s\"", till)));
	assert_true(POST(at_cart(cart, "/recall"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), there));
	assert_true(GET("/carts", query, &serving.supervisor));
	assert_true(answer_has("\"carts\":[]"));
	assert_true(pay(cart, 145000));
	assert_true(answer_has("\"receipt\":\"Q2-1-000001\""));
	assert_non_null(strstr(entry_text(cart), "\"reason\":\"từ quầy Q1\""));
	assert_non_null(strstr(entry_text(cart), "\"what\":\"recall\""));
}

static void who_oversees_takes_an_open_ticket_over(void **state)
{
	const char *cart = make_cart();

	(void)state;
	scan(cart, "7");
	add_till();
	serving.at_till_id = other_till_id;
	open_shift();
	assert_true(POST(at_cart(cart, "/recall"), &serving.supervisor, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), text_of_id(other_till_id)));
	assert_true(pay(cart, 145000));
	assert_non_null(strstr(entry_text(cart), "từ quầy Q1"));
}

/* ---- counting blind ------------------------------------------------------------------ */

static void lists_have_no_totals_for_who_counts_blind(void **state)
{
	const char *cart = make_cart(), *till = arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id));
	const char *other = arena_format(serving.arena, "item_id=%s", text_of_id(serving.other_item_id));

	(void)state;
	open_shift();
	scan(cart, "7");
	assert_true(pay(cart, 145000));
	CASE("her own answer keeps what she takes and gives back");
	assert_true(answer_has("\"total\":145000"));
	assert_true(GET("/sales", NULL, &serving.cashier));
	assert_true(answer_has("\"total\":null"));
	assert_null(strstr(serving.answer, "145000"));
	assert_true(GET("/till", till, &serving.cashier));
	assert_true(answer_has("\"receipt\":\"Q1-1-000001\",\"total\":null"));
	assert_null(strstr(serving.answer, "145000"));
	assert_true(GET("/sales", NULL, &serving.supervisor));
	assert_true(answer_has("\"total\":145000"));
	assert_true(GET("/till", till, &serving.supervisor));
	assert_true(answer_has("\"total\":145000"));
	CASE("for a return or a copy: by number, by item and day");
	assert_true(GET("/sales/find", "code=Q1-1-000001", &serving.cashier));
	assert_true(answer_has("\"total\":145000"));
	assert_true(GET("/sales", arena_format(serving.arena, "item_id=%s", text_of_id(serving.item_id)), &serving.cashier));
	assert_true(answer_has(cart));
	assert_true(GET("/sales", other, &serving.cashier));
	assert_true(answer_has("\"sales\":[]"));
}

static bool close_with(int64_t thousands, const char *reason)
{
	return POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":%lld}],\"reason\":%s}",
		    fresh(), text_of_id(serving.till_id), (long long)thousands, reason);
}

static void counts_that_did_not_agree_stand_on_the_z(void **state)
{
	const char *id = fresh();

	(void)state;
	open_shift();
	assert_false(close_with(400, "null"));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	assert_text(serving.err.field, "reason");
	CASE("the same request again is one try");
	for (int i = 0; i < 2; i++)
		assert_false(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":450}]}", id,
				  text_of_id(serving.till_id)));
	assert_text(serving.err.field, "reason");
	CASE("they outlast a restart");
	serving_close();
	serving_open();
	assert_true(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":500}]}", id = fresh(),
			 text_of_id(serving.till_id)));
	assert_true(answer_has("\"difference\":0"));
	assert_non_null(strstr(entry_text(id), "\"counted\":400000}"));
	assert_non_null(strstr(entry_text(id), "\"counted\":450000}],\"z_number\":1"));
}

static void guessing_ends(void **state)
{
	(void)state;
	open_shift();
	for (int i = 0; i < 20; i++)
		assert_false(close_with(i, "null"));
	CASE("even the right sum is not confirmed any more");
	assert_false(close_with(500, "null"));
	assert_non_null(strstr(serving.err.text, "quá nhiều lần"));
	assert_true(close_with(500, "\"đã đếm lại trước mặt ca trưởng\""));
	assert_true(answer_has("\"difference\":0"));
}

/* ---- card numbers -------------------------------------------------------------------- */

/* Texts of writes where a long number is what is asked for. All others are looked at, so a new route cannot forget it. */
static const char *const codes[] = {
	"key key",
	"key id",
	"tile_picture_in image",
	"cash_place_in account",
	"cod_match_in reference",
	"cod_row_in parcel",
	"debt_paid_in row",
	"debt_paid_in reference",
	"voucher_sell_in row",
	"voucher_sell_in reference",
	"pay_way_row code",
	"lot_trace_set trace_url",
	"item_words_set trace_url",
	"cart_coupon_in code", "cart_in code", "certificate_in decision_no", "code code", "contract_in number", "coupon_in code", "customer_in phone", "customer_in tax_code", "import_in kind", "intake_in paper", "intake_line_in code",
	"item_in code", "payee account", "payee phone", "refund_in reference", "party_in bank_account", "party_in code", "party_in phone", "party_in tax_code", "pay_in reference", "pay_in row", "payout_in reference",
	"print_job_in job_id", "product_in code", "scan_in code", "session_in login", "session_in password", "session_in pin", "staff_in login",
	"staff_in password", "staff_in pin",
	"cart_coupon_in code",
	"cart_in code",
	"certificate_in decision_no",
	"code code",
	"contract_in number",
	"coupon_in code",
	"credit_settle_in reference",
	"customer_in phone",
	"customer_in tax_code",
	"import_in kind",
	"intake_in paper",
	"intake_line_in code",
	"item_in code",
	"order_cancel reference",
	"order_contact_in phone",
	"party_in bank_account",
	"party_in code",
	"party_in phone",
	"party_in tax_code",
	"pay_in reference",
	"pay_in row",
	"payee account",
	"payee phone",
	"payout_in reference",
	"print_job_in job_id",
	"product_in code",
	"refund_in reference",
	"scan_in code",
	"session_in login",
	"session_in password",
	"session_in pin",
	"staff_in login",
	"staff_in password",
	"staff_in pin",
};

/* Members that are codes by their name, wherever they stand. */
static bool is_code_by_name(const char *name)
{
	static const char *const names[] = { "account", "bank_account", "code", "paper", "password", "phone", "reference", "tax_code" };
	bool is_one = false;

	for (size_t i = 0; i < COUNT_OF(names); i++)
		is_one = is_one || strcmp(names[i], name) == 0;
	return is_one;
}

static void look_at_codes(const struct shape *shape)
{
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];
		const char *name = arena_format(serving.arena, "%s %s", shape->name, field->name);
		bool is_listed = false;

		if (field->of)
			look_at_codes(field->of);
		for (size_t k = 0; k < COUNT_OF(codes); k++)
			is_listed = is_listed || strcmp(codes[k], name) == 0;
		CASE(name);
		if (field->is_code && !is_listed)
			fail_msg("%s is a code and not listed here", name);
		assert_true(field->is_code || field->kind != FIELD_TEXT || field->high < CARD_DIGITS_MIN || !is_code_by_name(field->name));
	}
}

static void only_listed_fields_may_hold_what_looks_like_a_card(void **state)
{
	(void)state;
	for (size_t t = 0; route_tables[t]; t++)
		for (const struct route *route = route_tables[t]; route->path; route++)
			if (route->method == HTTP_POST)
				look_at_codes(route->in);
}

static void a_card_number_is_refused_in_free_text(void **state)
{
	const char *cart = make_cart(), *till = text_of_id(serving.till_id);

	(void)state;
	open_shift();
	assert_false(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":1000,\"reason\":\"trả thẻ 4111 1111 1111 1111\"}", fresh(), till));
	assert_int_equal(serving.err.code, ERR_INPUT);
	assert_text(serving.err.field, "reason");
	assert_non_null(strstr(serving.err.text, "số thẻ"));
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":1000,\"reason\":\"đơn 4111 1111 1111 1112\"}", fresh(), till));
	scan(cart, "7");
	assert_false(POST(at_cart(cart, "/park"), &serving.cashier, "{\"id\":\"%s\",\"label\":\"9704366614626076016\"}", fresh()));
	assert_text(serving.err.field, "label");
	CASE("a reference is a reference");
	assert_true(POST(at_cart(cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"transfer\",\"amount\":145000,"
			 "\"reference\":\"4111111111111111\"}]}", cart));
}

/* ---- signing in ----------------------------------------------------------------------- */

static void pins_are_for_known_places(void **state)
{
	struct call *call = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}", NULL);

	(void)state;
	call->is_known_place = false;
	call_start(call);
	assert_false(serving.ok);
	assert_non_null(strstr(serving.err.text, "ghi danh"));
	CASE("an enrolled browser is for its till");
	add_till();
	serving.at_till_id = (struct id){ { 0 } };
	call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, "{\"login\":\"lan\",\"pin\":\"2468\",\"till_id\":\"%s\"}", text_of_id(other_till_id)), NULL);
	call->station_id = random_id();
	call->station_till_id = serving.till_id;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_false(serving.ok);
	assert_text(serving.err.field, "till_id");
	call = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}", NULL);
	call->station_id = random_id();
	call->station_till_id = serving.till_id;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_true(serving.ok);
	assert_true(answer_has(arena_format(serving.arena, "\"till_id\":\"%s\"", text_of_id(serving.till_id))));
}

static void a_flood_of_strangers_leaves_room_for_a_supervisor(void **state)
{
	struct call *calls[12];
	size_t refused = 0;
	bool ok;

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		calls[i] = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"nobody\",\"password\":\"sai-sai-sai\"}", NULL);
		calls[i]->is_known_place = false;
		serving.err = (struct err){ 0 };
		call_start(calls[i]);
		refused += serving.err.code == ERR_BUSY;
	}
	CASE("only a few of them stand in the queue");
	assert_i64((int64_t)refused, 8);
	ok = POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-50000,\"reason\":\"mua nước\",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}",
		  fresh(), text_of_id(serving.till_id));
	assert_i64((int64_t)serving.app.calls_count, 0);
	assert_true(ok);
	CASE("and their places are free again");
	assert_i64((int64_t)serving.app.signing[0], 0);
}

/* The address waits, whichever login it tries; those at the counter do not wait for it. */
static void wrong_tries_make_the_place_wait(void **state)
{
	struct call *call;

	(void)state;
	for (int i = 0; i < STAFF_FREE_TRIES; i++) {
		call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, "{\"login\":\"nobody%d\",\"password\":\"sai-sai-sai\"}", i), NULL);
		call->is_known_place = false;
		call_start(call);
		while (serving.app.calls_count)
			serving_turn();
		assert_false(serving.ok);
	}
	call = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"quantri\",\"password\":\"mat-khau-dai\"}", NULL);
	call->is_known_place = false;
	call_start(call);
	assert_false(serving.ok);
	assert_non_null(strstr(serving.err.text, "chờ"));
	call = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"lan\",\"pin\":\"2468\"}", NULL);
	call->station_id = random_id();
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_true(serving.ok);
}

/* Strangers who know a login make its password wait for strangers, at whatever address; who is at the counter signs in. */
static void strangers_make_nobody_here_wait(void **state)
{
	static const char body[] = "{\"login\":\"quantri\",\"password\":\"%s\"}";
	struct call *call;

	(void)state;
	for (int i = 0; i <= STAFF_FREE_TRIES + 2; i++) {
		bool is_right = i == STAFF_FREE_TRIES + 2;

		CASE(is_right ? "right, but from afar" : "wrong");
		/* Each from an address of its own, as it were. */
		tries_free(serving.app.tries);
		serving.app.tries = tries_new();
		call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, body, is_right ? "mat-khau-dai" : "sai-sai-sai"), NULL);
		call->is_known_place = false;
		call_start(call);
		while (serving.app.calls_count)
			serving_turn();
		assert_false(serving.ok);
	}
	assert_non_null(strstr(serving.err.text, "chờ"));
	CASE("at the counter");
	call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, body, "mat-khau-dai"), NULL);
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_ok(serving.ok, &serving.err);
	CASE("after a restart strangers wait still");
	serving_close();
	serving_open();
	call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, body, "mat-khau-dai"), NULL);
	call->is_known_place = false;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_false(serving.ok);
	assert_non_null(strstr(serving.err.text, "chờ"));
}

/* Each try costs the worker of secrets its time, also where the login is nobody's. */
static void a_second_person_who_is_nobody_is_not_tried_without_end(void **state)
{
	(void)state;
	for (int i = 0; i <= STAFF_FREE_TRIES; i++) {
		assert_false(POST("/cash-moves", &serving.cashier,
				  "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-50000,\"reason\":\"thử\",\"approver\":{\"login\":\"ai\",\"pin\":\"0000\"}}", fresh(),
				  text_of_id(serving.till_id)));
		assert_text(serving.err.field, "approver");
		assert_int_equal(strstr(serving.err.text, "chờ") != NULL, i == STAFF_FREE_TRIES);
	}
}

/* A new PIN does not wipe out the wait that guessing the old one brought; a restart neither. */
static void a_new_pin_keeps_the_wait(void **state)
{
	struct err err = { 0 };
	struct credential pin;
	struct book *reader;
	struct txn *txn;

	(void)state;
	for (int i = 0; i < STAFF_FREE_TRIES + 2; i++)
		assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}],"
				  "\"way\":\"cash\",\"reason\":\"thử\",\"total\":1,\"approver\":{\"login\":\"hoa\",\"pin\":\"0000\"}}",
				  fresh(), text_of_id(serving.till_id), fresh()));
	assert_true(POST("/staff", &serving.admin, "{\"id\":\"%s\",\"is_active\":true,\"login\":\"hoa\",\"name\":\"Lê Thị Hoa\",\"role\":\"supervisor\",\"pin\":\"9173\"}", fresh()));
	serving_close();
	reader = book_open_reader(serving.dir, &err);
	txn = reader ? txn_begin(reader->store, &err) : NULL;
	assert_ok(txn && credential_get(txn, serving.arena, serving.supervisor.id, CREDENTIAL_PIN, &pin, &err), &err);
	txn_abandon(txn);
	book_close(reader);
	serving_open();
	assert_true(pin.failures >= STAFF_FREE_TRIES);
	assert_true(pin.next_us > 0);
}

/* A second person's PIN is no way round that: signing in has no second person, so none is tried and none made to wait. */
static void signing_in_tries_no_second_person(void **state)
{
	struct err err = { 0 };
	struct credential pin;
	struct book *reader;
	struct txn *txn;

	(void)state;
	for (int i = 0; i < STAFF_FREE_TRIES + 2; i++) {
		struct call *call = make_call(HTTP_POST, "/session", NULL,
					      "{\"login\":\"ai\",\"password\":\"sai-sai-sai\",\"approver\":{\"login\":\"hoa\",\"pin\":\"0000\"}}", NULL);

		if (call) {
			call->is_known_place = false;
			call_start(call);
			while (serving.app.calls_count)
				serving_turn();
		}
		assert_false(serving.ok);
		assert_text(serving.err.field, "approver");
	}
	serving_close();
	reader = book_open_reader(serving.dir, &err);
	txn = reader ? txn_begin(reader->store, &err) : NULL;
	assert_ok(txn && credential_get(txn, serving.arena, serving.supervisor.id, CREDENTIAL_PIN, &pin, &err), &err);
	txn_abandon(txn);
	book_close(reader);
	serving_open();
	assert_i64(pin.failures, 0);
}

/* Neither is a second person's PIN taken where nobody's own is: whoever has a cashier's password elsewhere guesses no supervisor's. */
static void a_second_person_is_at_a_known_place(void **state)
{
	const char *body = arena_format(serving.arena, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-50000,\"reason\":\"mua nước\","
					"\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}", fresh(), text_of_id(serving.till_id));
	struct asked asked = { .path = "/cash-moves", .query = "", .body = body, .body_size = strlen(body) };
	struct call *call = call_new(&serving.app, clock_now_us());
	struct err err = { 0 };
	bool is_known;

	(void)state;
	call->who = serving.cashier;
	assert_false(route_take(route_find(HTTP_POST, "/cash-moves", &is_known), &asked, call, &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_text(err.field, "pin");
	call->is_known_place = true;
	assert_ok(route_take(route_find(HTTP_POST, "/cash-moves", &is_known), &asked, call, &err), &err);
	call_free(call);
}

/* Slips of a day at a counter do not add up: whoever is there at last gave a right PIN in between. */
static void a_right_pin_ends_the_waits_of_a_known_place(void **state)
{
	const struct id station_id = random_id();
	struct call *call;

	(void)state;
	for (int i = 0; i < 60; i++) {
		call = make_call(HTTP_POST, "/session", NULL, arena_format(serving.arena, "{\"login\":\"lan\",\"pin\":\"%s\"}", i % 2 ? "2468" : "2469"), NULL);
		call->station_id = station_id;
		call_start(call);
		while (serving.app.calls_count)
			serving_turn();
		if (serving.ok != (i % 2 == 1))
			fail_msg("try %d: %s", i, serving.err.text);
	}
	CASE("a right password from elsewhere forgets nothing of its address");
	for (int i = 0; i < STAFF_FREE_TRIES + 1; i++) {
		bool is_right = i == STAFF_FREE_TRIES - 1;

		call = make_call(HTTP_POST, "/session", NULL,
				 is_right ? "{\"login\":\"quantri\",\"password\":\"mat-khau-dai\"}"
					  : arena_format(serving.arena, "{\"login\":\"nobody%d\",\"password\":\"sai-sai-sai\"}", i), NULL);
		call->is_known_place = false;
		call_start(call);
		while (serving.app.calls_count)
			serving_turn();
		assert_true(serving.ok == is_right);
	}
	call = make_call(HTTP_POST, "/session", NULL, "{\"login\":\"quantri\",\"password\":\"mat-khau-dai\"}", NULL);
	call->is_known_place = false;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_false(serving.ok);
	assert_non_null(strstr(serving.err.text, "chờ"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(tills_are_added_and_keep_their_codes),
		SERVING_TEST(a_cart_is_worked_on_at_its_own_till),
		SERVING_TEST(no_route_shows_a_cashier_another_till),
		SERVING_TEST(a_parked_ticket_is_recalled_at_any_till_and_its_trail_says_so),
		SERVING_TEST(who_oversees_takes_an_open_ticket_over),
		SERVING_TEST(lists_have_no_totals_for_who_counts_blind),
		SERVING_TEST(counts_that_did_not_agree_stand_on_the_z),
		SERVING_TEST(guessing_ends),
		SERVING_TEST(only_listed_fields_may_hold_what_looks_like_a_card),
		SERVING_TEST(a_card_number_is_refused_in_free_text),
		SERVING_TEST(pins_are_for_known_places),
		SERVING_TEST(a_flood_of_strangers_leaves_room_for_a_supervisor),
		SERVING_TEST(wrong_tries_make_the_place_wait),
		SERVING_TEST(strangers_make_nobody_here_wait),
		SERVING_TEST(a_second_person_who_is_nobody_is_not_tried_without_end),
		SERVING_TEST(a_new_pin_keeps_the_wait),
		SERVING_TEST(signing_in_tries_no_second_person),
		SERVING_TEST(a_second_person_is_at_a_known_place),
		SERVING_TEST(a_right_pin_ends_the_waits_of_a_known_place),
	};

	return cmocka_run_group_tests_name("app/scope", tests, NULL, NULL);
}
