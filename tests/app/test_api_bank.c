/* Paying by VietQR through the doors: asked, told, paid; what is late or too little is said; the office sorts what is left. */
#include "serving.h"

#include "app/api_bank.h"
#include "app/bank_desk.h"
#include "app/guests.h"
#include "calc/vietqr.h"
#include "shop/verify.h"

#define ACCOUNT "0123456789"

static struct bank_credit_in credit;
static struct id credit_id;
static const char *payer_name = "NGUYEN VAN A";
static int64_t early_us;           /* that the next one was booked before now */

static int setup(void **state)
{
	struct err err = { 0 };

	serving_setup(state);
	assert_ok(settings_put(&serving.app.settings, "bank_account", "bin=970436 account=" ACCOUNT " holder=CONG TY OCOP", &err), &err);
	serving.app.bank = bank_desk_open(&serving.app.settings, &err);
	assert_ok(serving.app.bank, &err);
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)));
	return 0;
}

/* What the doors wrote is a whole book. */
static int teardown(void **state)
{
	struct verify_part parts[2];
	struct err err = { 0 };
	struct book *reader;

	serving_close();
	reader = book_open_reader(serving.dir, &err);
	assert_ok(reader, &err);
	verify_part_init(&parts[0]);
	verify_part_init(&parts[1]);
	assert_ok(verify_entries(reader->store, NULL, 0, &parts[0], &err) && verify_invariants(reader->store, &parts[1], &err), &err);
	for (int i = 0; i < 2; i++) {
		if (parts[i].problems_count)
			fail_msg("%s", buf_get(&parts[i].problems));
		verify_part_release(&parts[i]);
	}
	book_close(reader);
	bank_desk_free(serving.app.bank);
	serving_open();
	return serving_teardown(state);
}

static bool tell_step(struct call *call, struct err *err)
{
	const struct bank_credited *body;
	struct bank_account own[BANK_OWN_MAX];
	bool is_known, is_ours;

	credit.own = own;
	credit.own_count = bank_desk_accounts(&serving.app.settings, own, BANK_OWN_MAX);
	return bank_credit_add(&call->work, &credit, &body, &is_known, &is_ours, err) && (!body || paying_told(call, body, err));
}

/* As a webhook that was believed. */
static void tell(const char *bank_id, int64_t amount, const char *purpose)
{
	struct call *call = call_new(&serving.app, clock_now_us());

	credit = (struct bank_credit_in){ .account = ACCOUNT, .amount = MONEY(amount), .bank_id = bank_id, .booked_us = clock_now_us() - early_us,
					  .payer = { .purpose = purpose, .name = payer_name }, .source = BANK_SEPAY };
	call->done = keep_answer;
	call->work.id = credit_id = random_id();
	call_add_step(call, LANE_WRITE, tell_step);
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_ok(serving.ok, &serving.err);
}

static const char *text_after(const char *name)
{
	const char *at = strstr(serving.answer, arena_format(serving.arena, "\"%s\":\"", name));

	assert_non_null(at);
	at += strlen(name) + 4;
	return arena_bytes(serving.arena, at, strcspn(at, "\""));
}

static const char *new_cart(void)
{
	const char *cart = fresh();

	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)));
	assert_true(POST(arena_format(serving.arena, "/carts/%s/add", cart), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":1000}", fresh(),
			 text_of_id(serving.item_id)));
	return cart;
}

static const char *ask(const char *cart)
{
	assert_true(POST(arena_format(serving.arena, "/carts/%s/qr", cart), &serving.cashier, "{\"id\":\"%s\"}", fresh()));
	return text_after("token");
}

static bool paying(const char *cart)
{
	return GET(arena_format(serving.arena, "/carts/%s/paying", cart), "", &serving.cashier);
}

static bool pay(const char *cart, const char *pays)
{
	return POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier, "{\"id\":\"%s\",\"total\":145000,\"pays\":[%s]}", cart, pays);
}

static const char *by_bank(int64_t amount)
{
	return arena_format(serving.arena, "{\"way\":\"vietqr\",\"amount\":%lld,\"source_id\":\"%s\"}", (long long)amount, text_of_id(credit_id));
}

static const char *shown(void)
{
	return arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id));
}

static void it_is_asked_told_and_paid(void **state)
{
	const char *cart = new_cart(), *token;
	struct vietqr said;
	struct err err = { 0 };

	(void)state;
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"none\""));
	assert_false(GET(arena_format(serving.arena, "/carts/%s/qr.svg", cart), "", &serving.cashier));
	token = ask(cart);
	assert_true(answer_has("\"state\":\"waiting\""));
	assert_true(answer_has("\"holder\":\"CONG TY OCOP\""));
	assert_ok(vietqr_read(text_after("payload"), strlen(text_after("payload")), &said, &err), &err);
	assert_text(said.account, ACCOUNT);
	assert_i64(said.amount.dong, 145000);
	assert_text(said.purpose, token);
	assert_text(ask(cart), token);
	assert_true(GET("/till/paying", shown(), &serving.cashier));
	assert_text(text_after("token"), token);
	assert_true(GET(arena_format(serving.arena, "/carts/%s/qr.svg", cart), arena_format(serving.arena, "token=%s", token), &serving.cashier));
	assert_true(strncmp(serving.answer, "<svg", 4) == 0);
	tell("1", 145000, arena_format(serving.arena, "MBVCB.1.%s.CT", token));
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"confirmed\""));
	assert_text(text_after("source_id"), text_of_id(credit_id));
	/* Told again: nothing more. */
	tell("1", 145000, token);
	assert_true(paying(cart));
	assert_true(answer_has("\"came\":145000"));
	assert_true(pay(cart, arena_format(serving.arena, "{\"way\":\"vietqr\",\"amount\":145000,\"source_id\":\"%s\"}", text_after("source_id"))));
	assert_true(answer_has("\"total\":145000"));
	assert_true(GET("/till/paying", shown(), &serving.cashier));
	assert_true(answer_has("\"state\":\"none\""));
	assert_true(GET("/till", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_true(answer_has("\"heard_us\":1"));
}

static void wrong_amounts_and_late_ones_are_said(void **state)
{
	const char *cart = new_cart(), *token = ask(cart);

	(void)state;
	tell("1", 100000, token);
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"wrong_amount\"") && answer_has("\"missing\":45000"));
	/* The rest in cash. */
	assert_true(pay(cart, arena_format(serving.arena, "%s,{\"way\":\"cash\",\"amount\":45000,\"given\":45000}", by_bank(100000))));
	cart = new_cart();
	token = ask(cart);
	tell("2", 150000, token);
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"over\"") && answer_has("\"extra\":5000"));
	assert_true(pay(cart, by_bank(145000)));
	cart = new_cart();
	token = ask(cart);
	tell("3", 145000, token);
	tell("4", 145000, token);
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"double\""));
	assert_true(POST(arena_format(serving.arena, "/carts/%s/drop", cart), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()));
	tell("5", 145000, token);
	assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
	assert_true(answer_has("\"state\":\"double\"") && answer_has("\"state\":\"late\"") && answer_has("\"rest\":5000"));
	assert_true(GET("/bank", "", &serving.admin));
	assert_true(answer_has("\"credits\":440000") && answer_has("\"credits_count\":4"));
}

static void nobody_takes_a_credit_of_another_ticket_alone(void **state)
{
	const char *first = new_cart(), *token = ask(first), *second;

	(void)state;
	tell("1", 145000, token);
	second = new_cart();
	assert_false(pay(second, by_bank(145000)));
	assert_text(serving.err.field, "approver");
	assert_true(pay(first, by_bank(145000)));
	assert_false(pay(second, by_bank(145000)));
	assert_text(serving.err.field, "pays[0].source_id");
}

static void what_was_seen_by_eye_waits_for_the_bank(void **state)
{
	const char *cart = new_cart(), *token = ask(cart), *other;

	(void)state;
	assert_true(pay(cart, arena_format(serving.arena, "{\"way\":\"transfer\",\"amount\":145000,\"reference\":\"%s\"}", token)));
	assert_true(GET("/bank/seen", "", &serving.admin));
	assert_true(answer_has(token) && answer_has("\"rest\":145000"));
	tell("1", 145000, token);
	assert_true(GET("/bank/seen", "", &serving.admin));
	assert_true(answer_has("\"sales\":[]"));
	other = new_cart();
	assert_true(pay(other, "{\"way\":\"transfer\",\"amount\":145000,\"reference\":\"4471\"}"));
	tell("2", 145000, "chuyen tien");
	assert_true(GET(arena_format(serving.arena, "/bank/credits/%s/sales", text_of_id(credit_id)), "", &serving.admin));
	assert_true(answer_has(other));
	assert_false(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_of_id(credit_id)), &serving.cashier,
			  "{\"id\":\"%s\",\"what\":\"matched\",\"sale_id\":\"%s\"}", fresh(), other));
	assert_true(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_of_id(credit_id)), &serving.admin,
			 "{\"id\":\"%s\",\"what\":\"matched\",\"sale_id\":\"%s\"}", fresh(), other));
	assert_true(GET("/bank/credits", "filter=all&limit=1", &serving.admin));
	assert_true(answer_has("\"what\":\"matched\"") && answer_has("\"rest\":0") && answer_has("\"name\":\"NGUYEN VAN A\""));
	/* Given back: not alone. */
	tell("3", 50000, "nham");
	assert_false(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_of_id(credit_id)), &serving.admin,
			  "{\"id\":\"%s\",\"what\":\"given_back\",\"reason\":\"chuyển nhầm\"}", fresh()));
	assert_text(serving.err.field, "approver");
	assert_true(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_of_id(credit_id)), &serving.admin,
			 "{\"id\":\"%s\",\"what\":\"given_back\",\"reason\":\"chuyển nhầm\",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}", fresh()) ||
		    strcmp(serving.err.field, "approver") == 0);
}

static void a_part_may_be_asked_for_and_a_qr_put_away(void **state)
{
	const char *cart = new_cart(), *all = ask(cart), *part;

	(void)state;
	assert_false(POST(arena_format(serving.arena, "/carts/%s/qr", cart), &serving.cashier, "{\"id\":\"%s\",\"amount\":145001}", fresh()));
	assert_text(serving.err.field, "amount");
	assert_true(POST(arena_format(serving.arena, "/carts/%s/qr", cart), &serving.cashier, "{\"id\":\"%s\",\"amount\":100000}", fresh()));
	part = text_after("token");
	assert_string_not_equal(part, all);
	/* The older QR is known still. */
	tell("1", 145000, all);
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"over\"") && answer_has("\"extra\":45000"));
	CASE("what came for a ticket is no order's: it would be nobody's");
	assert_false(POST(arena_format(serving.arena, "/carts/%s/order", cart), &serving.cashier,
			  "{\"id\":\"%s\",\"channel\":\"counter\",\"contact\":{\"name\":\"Chị Mai\"},\"is_holding\":true,\"promised_day\":\"2099-12-31\",\"samples\":[]}", cart));
	assert_text(serving.err.field, "cart_id");
	assert_true(POST("/till/paying/hide", &serving.cashier, "{\"till_id\":\"%s\"}", text_of_id(serving.till_id)));
	assert_true(GET("/till/paying", shown(), &serving.cashier));
	assert_true(answer_has("\"state\":\"none\""));
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"over\""));
	/* An empty ticket has nothing to ask for; nobody is the bank in a real book. */
	cart = fresh();
	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)));
	assert_false(POST(arena_format(serving.arena, "/carts/%s/qr", cart), &serving.cashier, "{\"id\":\"%s\"}", fresh()));
	assert_false(POST(arena_format(serving.arena, "/carts/%s/practise_bank", cart), &serving.cashier, "{\"id\":\"%s\"}", fresh()));
	assert_i64(serving.err.code, ERR_FORBIDDEN);
}

/* ---- what is no ticket --------------------------------------------------------------------- */

static bool ask_for(const char *of_id, int64_t amount)
{
	return POST("/till/asked", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"of_id\":\"%s\",\"amount\":%lld}", fresh(),
		    text_of_id(serving.till_id), of_id, (long long)amount);
}

static void see_asked(const char *of_id)
{
	assert_ok(GET("/till/asked", arena_format(serving.arena, "till_id=%s&of_id=%s", text_of_id(serving.till_id), of_id), &serving.cashier), &serving.err);
}

static const char *paid_in_cash(void)
{
	const char *cart = new_cart();

	assert_true(pay(cart, "{\"way\":\"cash\",\"amount\":145000,\"given\":150000}"));
	return cart;
}

static bool change_way(const char *id, const char *sale, const char *pays, bool has_second)
{
	return POST(arena_format(serving.arena, "/sales/%s/tender", sale), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"reason\":\"bấm nhầm\",\"pays\":[%s]%s}",
		    id, text_of_id(serving.till_id), pays, has_second ? ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}" : "");
}

/* 145.000 in cash; 100.000 of it was a transfer in truth, for which a QR is shown now. */
static void a_part_of_a_paid_ticket_goes_over_to_vietqr(void **state)
{
	const char *sale = paid_in_cash(), *other = paid_in_cash(), *token, *id, *pays;

	(void)state;
	CASE("never more than the ticket, and of nothing that is not there");
	assert_false(ask_for(sale, 145001));
	assert_text(serving.err.field, "amount");
	assert_false(ask_for(fresh(), 1000));
	assert_text(serving.err.field, "of_id");
	CASE("asked again it goes on under the same id, also for another amount");
	assert_ok(ask_for(sale, 90000), &serving.err);
	id = text_after("cart_id");
	assert_ok(ask_for(sale, 100000), &serving.err);
	assert_text(text_after("cart_id"), id);
	token = text_after("token");
	CASE("the customer sees it, whatever ticket is begun beside it");
	assert_ok(GET("/screen", shown(), &serving.cashier), &serving.err);
	assert_true(answer_has("\"amount\":100000") && answer_has("\"state\":\"waiting\""));
	new_cart();
	assert_ok(GET("/screen", shown(), &serving.cashier), &serving.err);
	assert_true(answer_has("\"amount\":100000"));
	tell("1", 100000, token);
	see_asked(sale);
	assert_true(answer_has("\"state\":\"confirmed\""));
	pays = arena_format(serving.arena, "{\"way\":\"cash\",\"amount\":45000},%s", by_bank(100000));
	CASE("it is this ticket's money: of another nobody takes it alone");
	assert_false(change_way(fresh(), other, pays, false));
	assert_text(serving.err.field, "approver");
	CASE("cash goes out of the drawer: a second person");
	assert_false(change_way(id, sale, pays, false));
	assert_text(serving.err.field, "approver");
	assert_ok(change_way(id, sale, pays, true), &serving.err);
	assert_true(answer_has("\"way\":\"vietqr\""));
	assert_ok(change_way(id, sale, pays, true), &serving.err);
	CASE("done: the next one begins anew, the screen is free, and the same money again is told as double");
	see_asked(sale);
	assert_true(answer_has("\"state\":\"none\""));
	assert_ok(GET("/screen", shown(), &serving.cashier), &serving.err);
	assert_false(answer_has("\"amount\":100000,\"qr\""));
	tell("2", 100000, token);
	assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
	assert_true(answer_has("\"state\":\"double\"") && answer_has("\"rest\":100000"));
	CASE("nothing of it is lost where the change was never made");
	assert_ok(ask_for(other, 145000), &serving.err);
	token = text_after("token");
	tell("3", 145000, token);
	see_asked(other);
	assert_true(answer_has("\"came\":145000"));
	CASE("seen by eye under its token, it is met by the bank at the ticket");
	assert_ok(ask_for(sale, 45000), &serving.err);
	token = text_after("token");
	pays = arena_format(serving.arena, "{\"way\":\"transfer\",\"amount\":45000,\"reference\":\"%s\"}", token);
	assert_ok(change_way(text_after("cart_id"), sale, pays, true), &serving.err);
	assert_true(GET("/bank/seen", "", &serving.admin));
	assert_true(answer_has("\"rest\":45000"));
	tell("4", 45000, token);
	assert_true(GET("/bank/seen", "", &serving.admin));
	assert_true(answer_has("\"sales\":[]"));
}

/* The QR was slow, the customer paid in cash; then the bank tells. He stands there still: his cash goes back. */
static void late_money_takes_the_place_of_the_cash(void **state)
{
	const char *sale = new_cart(), *token = ask(sale), *pays;

	(void)state;
	assert_true(pay(sale, "{\"way\":\"cash\",\"amount\":145000,\"given\":145000}"));
	see_asked(sale);
	assert_true(answer_has("\"state\":\"none\""));
	tell("1", 145000, token);
	assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
	assert_true(answer_has("\"state\":\"late\"") && answer_has("\"of_receipt\":\""));
	see_asked(sale);
	assert_true(answer_has("\"came\":145000"));
	pays = by_bank(145000);
	assert_false(change_way(fresh(), sale, pays, false));
	assert_text(serving.err.field, "approver");
	assert_ok(change_way(fresh(), sale, pays, true), &serving.err);
	assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
	assert_true(answer_has("\"credits\":[]"));
	see_asked(sale);
	assert_true(answer_has("\"state\":\"none\""));
}

static const char *place_order(void)
{
	int32_t day = day_of_us(clock_now_us());

	assert_ok(POST("/orders", &serving.cashier,
		       "{\"id\":\"%s\",\"channel\":\"counter\",\"contact\":{\"name\":\"Chị Mai\",\"phone\":\"0912345678\"},\"is_holding\":true,\"promised_day\":\"%04d-%02d-%02d\","
		       "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":2000,\"is_sample\":false}]}",
		       fresh(), (int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100), text_of_id(serving.item_id)), &serving.err);
	return text_after("id");
}

static bool pay_order(const char *id, const char *order, const char *pays)
{
	return POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[%s]}", id,
		    text_of_id(serving.till_id), pays);
}

static void a_deposit_is_asked_for_by_vietqr(void **state)
{
	const char *order = place_order(), *id, *token;

	(void)state;
	assert_false(ask_for(order, 290001));
	assert_text(serving.err.field, "amount");
	assert_ok(ask_for(order, 100000), &serving.err);
	id = text_after("cart_id");
	token = text_after("token");
	CASE("too little, then the rest");
	tell("1", 60000, token);
	see_asked(order);
	assert_true(answer_has("\"state\":\"wrong_amount\"") && answer_has("\"missing\":40000"));
	assert_false(pay_order(fresh(), order, by_bank(60000)));
	assert_text(serving.err.field, "approver");
	assert_ok(pay_order(id, order, by_bank(60000)), &serving.err);
	CASE("what comes afterwards is told for what it is");
	tell("2", 40000, token);
	assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
	assert_true(answer_has("\"rest\":40000"));
	CASE("the next deposit is another one, of what is left to pay");
	assert_false(ask_for(order, 230001));
	assert_ok(ask_for(order, 230000), &serving.err);
	assert_string_not_equal(text_after("cart_id"), id);
	CASE("seen by eye under its token, the bank meets it at the slip");
	token = text_after("token");
	assert_ok(pay_order(text_after("cart_id"), order, arena_format(serving.arena, "{\"way\":\"transfer\",\"amount\":230000,\"reference\":\"%s\"}", token)), &serving.err);
	tell("3", 230000, token);
	assert_true(GET("/bank/seen", "", &serving.admin));
	assert_true(answer_has("\"sales\":[]"));
}

/* ---- without a token ------------------------------------------------------------------------- */

static bool offers(const char *cart)
{
	return GET(arena_format(serving.arena, "/carts/%s/offers", cart), "", &serving.cashier);
}

static bool is_claimed(int64_t count, int64_t amount)
{
	assert_ok(GET("/shifts/figures", shown(), &serving.supervisor), &serving.err);
	return count ? answer_has(arena_format(serving.arena, "{\"amount\":%lld,\"count\":%lld,\"name\":\"claimed\"}", (long long)amount, (long long)count))
		     : !strstr(serving.answer, "claimed");
}

static const char *with_second(const char *cart, const char *pays)
{
	return arena_format(serving.arena, "{\"id\":\"%s\",\"total\":145000,\"pays\":[%s],\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}", cart, pays);
}

static void money_without_a_token_is_offered_and_taken_by_one_person(void **state)
{
	const char *cart = new_cart();

	(void)state;
	assert_true(offers(cart));
	assert_true(answer_has("\"offers\":[]"));
	ask(cart);
	CASE("another amount is nobody's here");
	tell("1", 144000, "LO THI MAI ck");
	assert_true(offers(cart));
	assert_true(answer_has("\"offers\":[]"));
	CASE("the right one, with who it is from, of numbers their end");
	payer_name = NULL;
	tell("2", 145000, "LO THI MAI chuyen tien tu 0351000646393");
	payer_name = "NGUYEN VAN A";
	assert_true(offers(cart));
	assert_true(answer_has("LO THI MAI chuyen tien tu …393"));
	assert_true(answer_has(text_of_id(credit_id)) && answer_has("\"is_alone\":true"));
	assert_false(answer_has("0351000646393"));
	CASE("a part of it is not taken alone");
	assert_false(pay(cart, arena_format(serving.arena, "%s,{\"way\":\"cash\",\"amount\":45000,\"given\":45000}", by_bank(100000))));
	assert_text(serving.err.field, "approver");
	assert_true(is_claimed(0, 0));
	assert_ok(pay(cart, by_bank(145000)), &serving.err);
	CASE("and the shift counts it");
	assert_true(is_claimed(1, 145000));
	assert_true(GET("/bank/credits", "filter=all&limit=1", &serving.admin));
	assert_true(answer_has("\"state\":\"unknown\"") && answer_has("\"what\":\"paid\""));
}

/* Each of these may be another customer's money: two people look. */
static void what_may_be_anothers_takes_two(void **state)
{
	static const char *const names[] = { "another till asks for the same", "seen by eye before, and not told of", "two of them came", "it came before the QR stood there" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *cart = new_cart(), *other = new_cart(), *pays;

		CASE(names[i]);
		if (i == 0)
			ask(other);
		if (i == 1)
			assert_ok(pay(other, "{\"way\":\"transfer\",\"amount\":145000,\"reference\":\"4471\"}"), &serving.err);
		ask(cart);
		if (i == 2)
			tell(arena_format(serving.arena, "first%zu", i), 145000, "ai do chuyen");
		early_us = i == 3 ? 10 * INT64_C(60000000) : 0;
		tell(arena_format(serving.arena, "%zu", i), 145000, "LO THI MAI chuyen khoan mua hang");
		early_us = 0;
		pays = by_bank(145000);
		assert_true(offers(cart));
		assert_true(answer_has("\"is_alone\":false"));
		assert_false(pay(cart, pays));
		assert_text(serving.err.field, "approver");
		assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier, "%s", with_second(cart, pays)), &serving.err);
		/* What is left of the case goes, so that the next one stands alone. */
		if (i == 0)
			assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", other), &serving.cashier,
				       "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":145000}]}", other), &serving.err);
		if (i == 1) {
			tell("eye", 145000, "den sau");
			assert_ok(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_of_id(credit_id)), &serving.admin,
				       "{\"id\":\"%s\",\"what\":\"matched\",\"sale_id\":\"%s\"}", fresh(), other), &serving.err);
		}
		if (i == 2) {
			assert_true(GET("/bank/credits", "filter=waiting", &serving.admin));
			assert_true(POST(arena_format(serving.arena, "/bank/credits/%s/settle", text_after("id")), &serving.admin,
					 "{\"id\":\"%s\",\"what\":\"income\",\"reason\":\"không rõ của ai\",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}}", fresh()));
		}
	}
	assert_true(is_claimed(4, INT64_C(4) * 145000));
	CASE("long ago is not offered at all, nor by a statement");
	{
		const char *cart = new_cart();

		ask(cart);
		early_us = 40 * INT64_C(60000000);
		tell("old", 145000, "cu roi");
		early_us = 0;
		assert_true(offers(cart));
		assert_true(answer_has("\"offers\":[]"));
	}
}

static void set_vietqr(bool is_on)
{
	assert_true(POST("/pay-ways", &serving.admin, "{\"id\":\"%s\",\"ways\":[{\"way\":\"vietqr\",\"name\":\"VietQR\",\"is_on\":%s,\"place\":2}]}", fresh(),
			 is_on ? "true" : "false"));
}

static void switched_off_no_qr_is_shown_and_what_came_is_taken(void **state)
{
	const char *cart = new_cart(), *token = ask(cart), *other;

	(void)state;
	assert_true(GET("/screen", shown(), &serving.cashier));
	assert_true(answer_has("\"state\":\"waiting\""));
	set_vietqr(false);
	CASE("the customer's screen shows it no more");
	assert_true(GET("/screen", shown(), &serving.cashier));
	assert_true(answer_has("\"pay\":null"));
	CASE("no new one");
	other = new_cart();
	assert_false(POST(arena_format(serving.arena, "/carts/%s/qr", other), &serving.cashier, "{\"id\":\"%s\"}", fresh()));
	assert_text(serving.err.field, "way");
	CASE("who paid by the old one has paid");
	tell("1", 145000, token);
	assert_true(paying(cart));
	assert_true(answer_has("\"state\":\"confirmed\""));
	assert_true(pay(cart, by_bank(145000)));
	set_vietqr(true);
	ask(other);
}

static void nobody_shuts_the_bank_out(void **state)
{
	struct bank_desk *desk = serving.app.bank;
	const int64_t now_us = INT64_C(1790000000000000);

	(void)state;
	CASE("who posts what is not signed is heard out so often, and then no more");
	for (int i = 0; i < GUEST_ASKS_MAX; i++)
		assert_true(bank_desk_refuses(desk, "203.0.113.7", now_us));
	assert_false(bank_desk_refuses(desk, "203.0.113.7", now_us));
	CASE("nor is anything large of his looked at; what is as small as the services' own is");
	assert_false(bank_desk_looks(desk, "203.0.113.7", BANK_HOOK_SMALL + 1, now_us));
	assert_true(bank_desk_looks(desk, "203.0.113.7", BANK_HOOK_SMALL, now_us));
	CASE("others are not meant, and he may again after a while");
	assert_true(bank_desk_looks(desk, "203.0.113.8", BANK_HOOK_SMALL + 1, now_us));
	assert_true(bank_desk_refuses(desk, "203.0.113.7", now_us + 2000000));
	CASE("what is signed has a bound of its own, each service one");
	for (int i = 0; i < BANK_HOOKS_A_SECOND; i++)
		assert_true(bank_desk_admits(desk, BANK_SEPAY, now_us));
	assert_false(bank_desk_admits(desk, BANK_SEPAY, now_us));
	assert_true(bank_desk_admits(desk, BANK_PAYOS, now_us));
	assert_true(bank_desk_admits(desk, BANK_SEPAY, now_us + 1000000));
}

#define BANK_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BANK_TEST(it_is_asked_told_and_paid),
		BANK_TEST(wrong_amounts_and_late_ones_are_said),
		BANK_TEST(nobody_takes_a_credit_of_another_ticket_alone),
		BANK_TEST(what_was_seen_by_eye_waits_for_the_bank),
		BANK_TEST(a_part_of_a_paid_ticket_goes_over_to_vietqr),
		BANK_TEST(late_money_takes_the_place_of_the_cash),
		BANK_TEST(a_deposit_is_asked_for_by_vietqr),
		BANK_TEST(money_without_a_token_is_offered_and_taken_by_one_person),
		BANK_TEST(what_may_be_anothers_takes_two),
		BANK_TEST(switched_off_no_qr_is_shown_and_what_came_is_taken),
		BANK_TEST(nobody_shuts_the_bank_out),
		BANK_TEST(a_part_may_be_asked_for_and_a_qr_put_away),
	};

	return cmocka_run_group_tests_name("app/api_bank", tests, NULL, NULL);
}
