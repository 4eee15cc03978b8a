/*
 * What a thief, or a bad day, makes of ways to pay: exchanges of goods that were not paid for, tickets typed anew, hampers that come back
 * in pieces, goods without a receipt, vouchers, debts, parcels and offsets among them; pieces and the house's cost counted beside it, and the
 * whole proof at the end.
 */
#include "muddle.h"

/* ---- goods that nobody paid for --------------------------------------------------------- */

static void an_exchange_makes_no_cash_of_a_debt(void **state)
{
	struct pay_in pay = pay_by(PAY_ACCOUNT, 435000);
	const struct sale *back;
	struct work work = as_cashier();
	struct id first;

	(void)state;
	assert_ok(sell_by(&work, false, 3, &pay, 1), &last);
	first = work.id;
	work = with_supervisor();
	assert_ok(exchange_by(&work, first, 1, 2, true, 2, PAY_ACCOUNT), &last);
	assert_i64(owed_now(), 145000 + 216000);
	CASE("what went out on account comes back on account");
	assert_ok(take_back_by(work.id, 1, 2, PAY_CASH, &back), &last);
	assert_i64(back->pays_count, 1);
	assert_i64(back->pays[0].way, PAY_ACCOUNT);
	assert_i64(owed_now(), 145000);
	assert_i64(expected_now(), 50000000);
}

static void an_exchange_makes_no_cash_of_a_voucher(void **state)
{
	const char *code;
	struct id voucher_id = sell_voucher(145000, &code), first;
	struct pay_in pay = pay_by(PAY_VOUCHER, 145000);
	const struct sale *back;
	struct work work = as_cashier();

	(void)state;
	pay.source_id = voucher_id;
	pay.reference = code;
	assert_ok(sell_by(&work, false, 1, &pay, 1), &last);
	first = work.id;
	work = with_supervisor();
	assert_ok(exchange_by(&work, first, 1, 1, true, 1, PAY_CASH), &last);
	assert_i64(voucher_left(voucher_id), 145000);
	assert_i64(expected_now(), 50000000 + 145000 + 108000);
	assert_ok(take_back_by(work.id, 1, 1, PAY_CASH, &back), &last);
	assert_i64(expected_now(), 50000000 + 145000);
}

/* ---- one person who is two ------------------------------------------------------------------ */

static struct id new_staff(const char *login, int32_t role)
{
	struct err err = { 0 };
	struct staff staff = { .id = new_id(), .login = login, .name = "Người thử", .role = role, .is_active = true };
	struct work work = as_office();

	SHOWROOM_DO(&work, staff_set(&work, &staff, &err));
	return staff.id;
}

static void a_colleague_is_no_second_person(void **state)
{
	static const struct {
		const char *login;
		int32_t role;
		bool passes;
	} cases[] = { { "lan", STAFF_CASHIER, false }, { "kho", STAFF_STOCK, false }, { "truong", STAFF_SUPERVISOR, true } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct sale_line_in line = line_of(false, 1);
		struct pay_in pay = pay_by(PAY_CASH, 100000);
		struct sale_in in = sale_of(&line, &pay, 1);
		const struct sale *sale;
		struct work work;

		CASE(cases[i].login);
		in.total = MONEY(100000);
		in.discount_limit_ppm = 30000;
		in.ticket_discount = (struct discount){ .amount = MONEY(45000), .is_house = true, .reason = "khách quen",
							.approver_id = new_staff(cases[i].login, cases[i].role) };
		work = as_cashier();
		assert_int_equal(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)), cases[i].passes);
		if (!cases[i].passes)
			assert_text(err.field, "approver");
	}
}

/* A manager asked from afar is told what a voucher's paper is worth, and agrees to no more. */
static void from_afar_he_sees_what_is_at_stake(void **state)
{
	const char *code;
	struct pay_in pay = pay_by(PAY_VOUCHER, 145000);
	struct work work = as_cashier();

	(void)state;
	pay.source_id = sell_voucher(1000000, &code);
	assert_false(sell_by(&work, false, 1, &pay, 1));
	assert_i64(stakes_greatest(&work.at_stake).dong, 145000);
	work = with_supervisor();
	work.is_afar = true;
	work.approved = (struct stakes){ { { MONEY(144999), STAKE_VOUCHER } }, 1 };
	assert_false(sell_by(&work, false, 1, &pay, 1));
	work = with_supervisor();
	work.is_afar = true;
	work.approved = (struct stakes){ { { MONEY(145000), STAKE_VOUCHER } }, 1 };
	assert_ok(sell_by(&work, false, 1, &pay, 1), &last);
}

/* ---- a long muddle ------------------------------------------------------------------------------ */

#define KEPT 120
enum { SOLD, BACK, EXCHANGED, TYPED_ANEW, PAID, MADE, APART, BANKED, CLOSED, ORDERED, DELIVERED, CANCELLED, CORRECTED, SWAPPED, SENT, MATCHED, DEEDS };
static const char *const deed_names[DEEDS] = { "sold", "back", "exchanged", "typed anew", "debt paid", "made", "apart", "banked", "shift closed",
						      "ordered", "delivered", "cancelled", "owner corrected", "swapped", "sent by a carrier", "carrier's list matched" };

static struct {
	struct {
		struct id id;
		size_t lines;
		int64_t typed;         /* of its payments, what a cashier typed */
	} sales[KEPT];
	size_t sales_count, deeds[DEEDS];
	struct id vouchers[KEPT], made[KEPT], orders[KEPT], lots[KEPT], hamper;
	const char *codes[KEPT];
	size_t vouchers_count, made_count, orders_count, lots_count;
	int64_t parcels;
	int32_t day;
} muddle;

static int64_t below(int64_t count)
{
	return (int64_t)(test_next(&room.chance) % (uint64_t)count);
}

static void keep(struct id id, const struct sale *sale)
{
	size_t at = muddle.sales_count++ % KEPT;

	units_of(sale);
	for (size_t i = 0; i < sale->pays_count; i++)
		muddle.deeds[SENT] += sale->pays[i].way == PAY_COD;
	muddle.sales[at].id = id;
	muddle.sales[at].lines = sale->lines_count;
	muddle.sales[at].typed = 0;
	for (size_t i = 0; i < sale->pays_count; i++)
		muddle.sales[at].typed += tender_is_typed(sale->pays[i].way) ? sale->pays[i].amount.dong : 0;
}

static size_t any_sale(void)
{
	return (size_t)below((int64_t)(muddle.sales_count < KEPT ? muddle.sales_count : KEPT));
}

static struct pay_in pay_somehow(int64_t amount)
{
	struct pay_in pay = pay_by(PAY_CASH, amount);
	size_t n;

	switch (below(7)) {
	case 5:
		pay = pay_by(PAY_COD, amount);
		pay.party_id = carrier;
		pay.reference = arena_format(room.arena, "VD%lld", (long long)++muddle.parcels);
		return pay;
	case 0: return pay_by(PAY_ACCOUNT, amount);
	case 1: return pay_by(PAY_CARD, amount);
	case 2: return pay_by(PAY_TRANSFER, amount);
	case 3:
		pay = pay_by(PAY_OFFSET, amount);
		pay.party_id = below(2) ? room.coop : room.household;
		pay.source_id = id_is(pay.party_id, room.coop) ? room.coop_contract : room.household_contract;
		return pay;
	case 4:
		if (!muddle.vouchers_count)
			return pay;
		n = (size_t)below((int64_t)muddle.vouchers_count);
		pay = pay_by(PAY_VOUCHER, amount);
		pay.source_id = muddle.vouchers[n];
		pay.reference = muddle.codes[n];
		return pay;
	default: return pay;
	}
}

/* One or two goods, hampers among them, now and then with what comes back; paid by up to three ways. */
static void sell_somehow(bool is_exchange)
{
	struct err err = { 0 };
	struct sale_line_in lines[2];
	struct pay_in pays[3];
	struct sale_in in = { .till_id = room.till_id, .lines = lines, .lines_count = 1 + (size_t)below(2), .pays = pays, .cash_round_unit = MONEY(1000) };
	struct return_line_in part = { .n = 1, .qty_milli = 1000 * (1 + below(3)), .place = (int32_t)(1 + below(3)) };
	struct exchange_in exchange = { .back = { .till_id = room.till_id, .lines = &part, .lines_count = 1, .way = below(3) ? PAY_CASH : PAY_TRANSFER,
						  .reason = "đổi loại", .payee = &showroom_payee, .cash_round_unit = MONEY(1000) } };
	struct work work = below(4) ? with_supervisor() : as_cashier();
	struct return_price price = { 0 };
	const struct sale *sale;
	int64_t left = 0;

	for (size_t i = 0; i < in.lines_count; i++) {
		lines[i] = line_of(below(2), 1 + below(3));
		if (below(4) == 0) {
			size_t n = muddle.made_count ? (size_t)below((int64_t)muddle.made_count) : 0;

			lines[i] = line_of(false, 1);
			lines[i].item_id = muddle.hamper;
			lines[i].price = MONEY(200000);
			if (muddle.made_count && below(2))
				lines[i].lot_id = muddle.made[n];
		}
		left += lines[i].qty_milli / 1000 * lines[i].price.dong;
	}
	in.total = MONEY(left);
	if (is_exchange) {
		size_t at = any_sale();

		exchange.back.sale_id = muddle.sales[at].id;
		part.n = 1 + below((int64_t)muddle.sales[at].lines);
		price = price_of(exchange.back.sale_id, &part);
		if (price.total.dong < 0)
			return;
		exchange.back.exchange = exchange_used(&price, in.total);
		left -= exchange.back.exchange.dong;
		READ(return_price(txn, room.arena, &exchange.back, &price, &wrong));
		exchange.back.total = MONEY((exchange.back.way == PAY_CASH ? price.cash : price.other).dong - exchange.back.exchange.dong - price.kept.dong);
	}
	while (left > 0) {
		int64_t amount = in.pays_count == 2 || below(2) ? left : 1 + below(left);

		pays[in.pays_count++] = pay_somehow(amount);
		left -= amount;
	}
	exchange.sale = in;
	if (is_exchange ? !SHOWROOM_TRY(&work, exchange_add(&work, &exchange, &sale, &err)) : !SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err))) {
		last = err;
		return;
	}
	muddle.deeds[is_exchange ? EXCHANGED : SOLD]++;
	keep(work.id, sale);
	if (is_exchange) {
		struct sale_view half;

		READ(sale_view_get(txn, room.arena, sale->exchange_id, &half, &wrong));
		units_of(half.sale);
	}
}

/* No receipt: other goods at the house's cost, the customer pays what they are dearer by. */
static void swap_somehow(void)
{
	struct err err = { 0 };
	struct sale_line_in line = line_of(below(2), 1 + below(3));
	struct swap_in brought = { .bought_day = day_of_us(room.now_us), .item_id = below(2) ? room.honey : room.rice, .qty_milli = 1000 * (1 + below(2)), .reason = "nắp hở" };
	int64_t worth = brought.qty_milli / 1000 * (id_is(brought.item_id, room.honey) ? 145000 : 108000);
	struct pay_in pay;
	struct sale_in in = sale_of(&line, &pay, 0);
	const struct sale *sale;
	struct work work = below(5) ? with_supervisor() : as_cashier();
	bool ok;

	if (worth < in.total.dong) {
		pay = pay_somehow(in.total.dong - worth);
		in.pays_count = 1;
	}
	ok = SHOWROOM_TRY(&work, swap_add(&work, &in, &brought, 1, &sale, &err));
	assert_false(ok && work.approver_role == 0);
	if (!ok)
		return;
	muddle.deeds[SWAPPED]++;
	keep(work.id, sale);
}

/* The carrier's list: a parcel in full or short, the rest borne by the house or still owed. */
static void match_somehow(void)
{
	struct err err = { 0 };
	struct cod_row_in row = { .amount = MONEY(1 + below(400000)), .fee = MONEY(below(20) * 100), .is_closed = below(2),
				  .parcel = arena_format(room.arena, "VD%lld", (long long)(1 + below(muddle.parcels))) };
	struct cod_match_in in = { .party_id = carrier, .rows = &row, .rows_count = 1, .way = below(2) ? PAY_TRANSFER : PAY_CASH };
	struct cod_row *looked;
	const struct cod_matched *body;
	struct work work = with_supervisor();

	READ(cod_look(txn, room.arena, &in, &looked, &wrong));
	if (below(2) && looked[0].left.dong > 0)
		row.amount = looked[0].left;
	work.role = STAFF_ACCOUNTANT;
	muddle.deeds[MATCHED] += SHOWROOM_TRY(&work, cod_match(&work, &in, &body, &err));
}

static void type_anew(void)
{
	struct err err = { 0 };
	size_t at = below(4) && muddle.sales_count > 4 ? (muddle.sales_count - 1 - (size_t)below(4)) % KEPT : any_sale();
	static const int32_t ways[] = { PAY_CASH, PAY_CARD, PAY_TRANSFER };
	int64_t first = muddle.sales[at].typed > 1 && below(2) ? 1 + below(muddle.sales[at].typed - 1) : muddle.sales[at].typed;
	struct pay_in pays[2] = { pay_by(ways[below(3)], first), pay_by(ways[below(3)], muddle.sales[at].typed - first) };
	struct tender_in in = { .pays = pays, .pays_count = pays[1].amount.dong ? 2 : 1, .reason = "bấm nhầm", .sale_id = muddle.sales[at].id,
				.till_id = room.till_id };
	const struct tender_changed *body;
	struct work work = with_supervisor();

	muddle.deeds[TYPED_ANEW] += SHOWROOM_TRY(&work, tender_change(&work, &in, &body, &err));
}

static void make_hampers(void)
{
	struct err err = { 0 };
	const struct hamper_assembled *assembled;
	const struct hamper_apart *apart;
	struct work work = as_office();
	size_t n = (size_t)below(KEPT);

	if (below(3)) {
		if (muddle.made_count < KEPT)
			n = muddle.made_count++;
		SHOWROOM_DO(&work, hamper_assemble(&work, muddle.hamper, 1, &assembled, &err));
		muddle.made[n] = assembled->hampers[0].id;
		muddle.deeds[MADE]++;
	} else if (n < muddle.made_count) {
		muddle.deeds[APART] += SHOWROOM_TRY(&work, hamper_take_apart(&work, muddle.made[n], "khách thôi", &apart, &err));
	}
}

/* Placed with a deposit, delivered in parts that use it up, or called off, the rest of it given back or forfeited. */
static void order_somehow(void)
{
	struct err err = { 0 };
	struct order_line_in lines[2] = { { .item_id = room.honey, .qty_milli = 1000 * (1 + below(4)) }, { .item_id = room.rice, .qty_milli = 2000 } };
	struct order_in in = ordering_of(lines, 1 + (size_t)below(2), day_add(day_of_us(room.now_us), 5));
	size_t n = (size_t)below(KEPT);
	struct order_view view;
	const struct sale *sale;
	int64_t line, pieces, total, deposit;

	if (below(3) == 0 || muddle.orders_count == 0) {
		if (muddle.orders_count < KEPT)
			n = muddle.orders_count++;
		in.is_holding = below(2);
		muddle.orders[n] = ordering_place(&in);
		view = ordering_see(muddle.orders[n]);
		(void)!ordering_try_pay(muddle.orders[n], below(2) ? PAY_CASH : PAY_CARD, 1 + below(view.total.dong), &err);
		muddle.deeds[ORDERED]++;
		return;
	}
	n = (size_t)below((int64_t)muddle.orders_count);
	view = ordering_see(muddle.orders[n]);
	if (below(3) == 0) {
		struct order_cancel_in cancel = { .give_back = MONEY(below(2) ? view.left.dong : below(view.left.dong + 1)), .order_id = muddle.orders[n],
						  .reason = "khách đổi ý", .rule = below(2) ? FORFEIT_PRODUCER : FORFEIT_HOUSE, .till_id = room.till_id,
						  .way = below(2) ? PAY_CASH : PAY_TRANSFER };
		const struct order_cancelled *cancelled;
		struct work work = with_supervisor();

		muddle.deeds[CANCELLED] += SHOWROOM_TRY(&work, order_cancel(&work, &cancel, &cancelled, &err));
		return;
	}
	line = 1 + below((int64_t)view.lines_count);
	pieces = 1 + below(2);
	total = pieces * view.lines[line - 1].price.dong;
	deposit = view.left.dong < total ? view.left.dong : below(2) ? total - 1 : below(total);
	if (!ordering_try(muddle.orders[n], line, pieces * 1000, view.lines[line - 1].price.dong, 0, deposit, &sale, &err))
		return;
	muddle.deeds[DELIVERED]++;
	/* Its id is the entry's; it may come back like any other. */
	{
		struct txn *txn = txn_begin(room.book->store, &err);
		struct journal_head head;
		struct entry entry;

		assert_ok(txn && journal_head(txn, room.book->stream, &head, &err) &&
				  journal_get(txn, room.arena, ENTRY_KEY(room.book->stream, head.number), &entry, &err), &err);
		txn_abandon(txn);
		keep(entry.id, sale);
	}
}

/* A few pieces come in, sold before the rest because they expire; later they turn out to be another's. */
static void correct_somehow(void)
{
	struct err err = { 0 };
	size_t n = (size_t)below(KEPT);
	struct owner_correct_in in = { .contract_id = below(2) ? room.coop_contract : room.household_contract, .reason = "nhập nhầm tên" };
	const struct lot_corrected *body;
	struct work work = with_supervisor();

	if (below(2) || muddle.lots_count == 0) {
		if (muddle.lots_count < KEPT)
			n = muddle.lots_count++;
		int64_t milli = 1000 * (1 + below(8));
		bool is_honey = below(2);

		muddle.lots[n] = showroom_intake(below(2) ? room.coop_contract : room.household_contract, is_honey ? room.honey : room.rice, milli, 20270101, 1);
		*(is_honey ? &units.honey_milli : &units.rice_milli) += milli;
		return;
	}
	in.lot_id = muddle.lots[(size_t)below((int64_t)muddle.lots_count)];
	work.role = STAFF_ADMIN;
	muddle.deeds[CORRECTED] += SHOWROOM_TRY(&work, owner_correct(&work, &in, &body, &err));
}

static void close_the_shift(void)
{
	struct err err = { 0 };
	struct note note = { .count = expected_now() / 500, .value = MONEY(500) };
	struct shift_close_in close = { .notes = &note, .notes_count = 1, .till_id = room.till_id, .reason = "đếm xong" };
	const struct shift_closed *closed;
	struct work work = as_cashier();

	if (!SHOWROOM_TRY(&work, shift_close(&work, &close, &closed, &err)))
		return;
	muddle.deeds[CLOSED]++;
	open_shift();
}

static void step_of_the_muddle(void)
{
	struct err err = { 0 };
	struct debt_paid_in debt = { .amount = MONEY(1 + below(owed_now() + 1000)), .party_id = customer, .till_id = room.till_id, .way = PAY_CASH };
	struct cash_move_in out = { .amount = MONEY(-(1 + below(200000))), .reason = "nộp két", .till_id = room.till_id };
	const struct debt_paid *paid;
	const struct sale *back;
	struct work work;
	size_t n;

	switch (below(22)) {
	case 16: case 17: swap_somehow(); break;
	case 18:
		if (muddle.parcels)
			match_somehow();
		break;
	case 0:
		n = muddle.vouchers_count < KEPT ? muddle.vouchers_count++ : (size_t)below(KEPT);
		muddle.vouchers[n] = sell_voucher(50000 * (1 + below(10)), &muddle.codes[n]);
		break;
	case 1:
		work = as_cashier();
		muddle.deeds[PAID] += SHOWROOM_TRY(&work, debt_pay(&work, &debt, &paid, &err));
		break;
	case 2:
		work = with_supervisor();
		muddle.deeds[BANKED] += SHOWROOM_TRY(&work, cash_move(&work, &out, MONEY(0), &err));
		break;
	case 3: case 4: case 5:
		if (!muddle.sales_count)
			break;
		n = any_sale();
		if (take_back_by(muddle.sales[n].id, 1 + below((int64_t)muddle.sales[n].lines), 1 + below(2), below(3) ? PAY_CASH : PAY_TRANSFER, &back)) {
			muddle.deeds[BACK]++;
			units_of(back);
		}
		break;
	case 6: case 7: case 8:
		if (muddle.sales_count)
			sell_somehow(true);
		break;
	case 9: case 10:
		if (muddle.sales_count)
			type_anew();
		break;
	case 11: make_hampers(); break;
	case 12: case 13: order_somehow(); break;
	case 14: correct_somehow(); break;
	case 15:
		if (below(10) == 0)
			close_the_shift();
		break;
	default: sell_somehow(false); break;
	}
}

static void prove(int64_t steps)
{
	struct store *reader = engine_open(STORE_READ_ONLY);
	struct verify_part part;
	struct err err = { 0 };

	verify_part_init(&part);
	assert_ok(reader && verify_invariants(reader, &part, &err), &err);
	store_close(reader);
	if (part.problems_count)
		fail_msg("after %lld steps: %s", (long long)steps, buf_get(&part.problems));
	verify_part_release(&part);
	units_agree();
}

/* A month ends: what is owed to each by its statement is what the ledger says. */
static void end_month(int32_t last_day)
{
	struct id contracts[] = { room.coop_contract, room.household_contract }, parties[] = { room.coop, room.household };

	go_to(day_add(last_day, 3));
	for (size_t i = 0; i < COUNT_OF(contracts); i++) {
		const struct settled *statement = close_to(contracts[i], last_day);

		assert_i64(-ledger("payable", &parties[i]), statement->owed_after.dong);
	}
}

static void begin_muddle(void)
{
	struct err err = { 0 };
	struct hamper_part parts[2] = { { .item_id = room.honey, .qty_milli = 1000 }, { .item_id = room.rice, .qty_milli = 1000 } };
	struct recipe recipe = { .parts = parts, .parts_count = 2 };
	const struct recipe *body;
	struct work work;

	memset(&muddle, 0, sizeof(muddle));
	memset(&units, 0, sizeof(units));
	units.honey_milli = units.rice_milli = INT64_C(9000000);
	muddle.hamper = recipe.item_id = new_id();
	showroom_item(muddle.hamper, "GQ1", "Giỏ quà", NULL, VAT_8, 200000, false, room.house_contract);
	work = as_office();
	SHOWROOM_DO(&work, recipe_set(&work, &recipe, &body, &err));
	go_to(20260105);
	close_to(room.coop_contract, 20251231);
	close_to(room.household_contract, 20251231);
}

static void four_thousand_steps_lose_nothing(void **state)
{
	static const int32_t month_ends[] = { 20260131, 20260228, 20260331, 20260430 };
	int64_t steps = engine_now.kind == STORE_SQLITE ? 4000 : 400;

	(void)state;
	begin_muddle();
	for (int64_t i = 1; i <= steps; i++) {
		step_of_the_muddle();
		room.now_us += MINUTE_US / 30;
		assert_i64(ledger("exchange", NULL), 0);
		if (i % 500 == 0)
			prove(i);
		if (i % 1000 == 0)
			end_month(month_ends[i / 1000 - 1]);
	}
	for (int deed = 0; deed < DEEDS; deed++)
		if (muddle.deeds[deed] == 0 && steps > 1000)
			fail_msg("never done: %s", deed_names[deed]);
}

static void on_an_engine_that_lies_nothing_is_half_done(void **state)
{
	int64_t steps = engine_now.kind == STORE_SQLITE ? 300 : 60;

	(void)state;
	begin_muddle();
	lies_told = 0;
	is_lying = true;
	for (int64_t i = 1; i <= steps; i++) {
		step_of_the_muddle();
		room.now_us += MINUTE_US / 30;
	}
	end_month(20260131);
	is_lying = false;
	prove(steps);
	assert_true(lies_told > steps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		MUDDLE_TEST(an_exchange_makes_no_cash_of_a_debt),
		MUDDLE_TEST(an_exchange_makes_no_cash_of_a_voucher),
		MUDDLE_TEST(a_colleague_is_no_second_person),
		MUDDLE_TEST(from_afar_he_sees_what_is_at_stake),
		MUDDLE_TEST(four_thousand_steps_lose_nothing),
		MUDDLE_TEST(on_an_engine_that_lies_nothing_is_half_done),
	};

	return RUN_ON_ENGINES("shop/muddle", tests);
}
