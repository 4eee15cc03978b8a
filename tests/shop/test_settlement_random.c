/*
 * Random contracts, sales, returns before and after closings, losses, late papers, payouts: whatever happens, every line is in
 * exactly one settlement once its day is closed, sums reconcile to the đồng, and column 7 is what lies there.
 */
#include "settling.h"

#include "shop/correct.h"
#include "shop/verify.h"
#include "store/store.h"

#define ROUNDS_SQLITE 2000
#define ROUNDS_POSTGRES 300
#define CONTRACTS 5
#define SALES_KEPT 400

static struct {
	uint64_t chance;
	struct id contracts[CONTRACTS], items[CONTRACTS * 2];
	int64_t prices[CONTRACTS * 2];
	struct {
		struct id id;
		int64_t left, price;
	} sales[SALES_KEPT];
	size_t sales_count;
	int64_t closings, lates, returns, losses, payouts, corrections;
} run;

static int64_t pick(int64_t below)
{
	return (int64_t)(test_next(&run.chance) % (uint64_t)below);
}

static struct contract_terms random_terms(void)
{
	static const int64_t rates[] = { 0, 100000, 150000, 200000, 333333, PPM };
	static struct contract_tier tiers[2];
	struct contract_terms terms = contract_terms_usual();

	terms.invoice_mode = (int32_t)(1 + pick(5));
	terms.term_kind = (int32_t)(1 + pick(3));
	terms.basis = (int32_t)(1 + pick(2));
	terms.rate_ppm = rates[pick(COUNT_OF(rates))];
	terms.per_unit = MONEY(terms.term_kind == SHARE_RATE ? 0 : 1 + pick(60000));
	terms.includes_vat = pick(2);
	terms.commission_vat = pick(2) ? VAT_8 : VAT_10;
	terms.discount_producer_ppm = pick(3) * 500000;
	terms.cap_kind = (int32_t)(1 + pick(3));
	terms.cap_ppm = terms.cap_kind == SHARE_CAP_RATE ? 5000 + pick(20000) : 0;
	terms.cap_amount = MONEY(terms.cap_kind == SHARE_CAP_AMOUNT ? pick(300000) : 0);
	terms.loss_by = (int32_t)(1 + pick(2));
	terms.expiry_by = (int32_t)(1 + pick(2));
	terms.sample_by = (int32_t)(1 + pick(2));
	terms.period = (int32_t)(1 + pick(4));
	if (terms.term_kind == SHARE_RATE && terms.rate_ppm > 0 && pick(2)) {
		tiers[0] = (struct contract_tier){ .from = MONEY(1 + pick(500000)), .rate_ppm = terms.rate_ppm * 3 / 4 };
		tiers[1] = (struct contract_tier){ .from = MONEY(tiers[0].from.dong + 1 + pick(3000000)), .rate_ppm = terms.rate_ppm / 2 };
		terms.tiers = tiers;
		terms.tiers_count = 2;
		terms.tier_is_whole = pick(2);
	}
	return terms;
}

static void make_contracts(void)
{
	static const enum vat_class classes[] = { VAT_10, VAT_8, VAT_5, VAT_KCT };
	char word[40], code[20];

	for (int i = 0; i < CONTRACTS; i++) {
		snprintf(word, sizeof(word), "NN-%d", i);
		run.contracts[i] = new_contract(random_terms(), word);
		for (int k = i * 2; k < i * 2 + 2; k++) {
			run.items[k] = new_id();
			run.prices[k] = 1000 + pick(200000);
			snprintf(code, sizeof(code), "MH%d", k);
			snprintf(word, sizeof(word), "Mặt hàng %c", 'A' + k);
			showroom_item(run.items[k], code, word, NULL, classes[pick(COUNT_OF(classes))], run.prices[k], true, (struct id){ { 0 } });
		}
	}
}

static void some_intake(bool is_late)
{
	struct err err = { 0 };
	int64_t k = pick(CONTRACTS * 2);
	struct intake_line_in line = { .item_id = run.items[k], .qty_milli = 1000 * (1 + pick(30)), .expiry_kind = 1, .hand_over = MONEY(SHAPE_ABSENT),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .contract_id = run.contracts[k / 2], .lines = &line, .lines_count = 1 };
	const struct intake *intake;
	struct work work = as_office();

	if (is_late)
		in.doc_day = day_add(day_of_us(room.now_us), (int32_t)-pick(12));
	/* Dated into a closed period it is refused: that is as it should be. */
	if (SHOWROOM_TRY(&work, intake_add(&work, &in, &intake, &err)))
		run.lates += is_late;
	else
		assert_text(err.field, "doc_day");
}

static void some_sale(void)
{
	int64_t k = pick(CONTRACTS * 2), pieces = 1 + pick(4);
	struct id sale = sell_of(run.contracts[k / 2], run.items[k], pieces, run.prices[k], pick(4) ? 0 : pick(run.prices[k] / 2));
	size_t at = run.sales_count < SALES_KEPT ? run.sales_count++ : (size_t)pick(SALES_KEPT);

	run.sales[at].id = sale;
	run.sales[at].left = pieces;
	run.sales[at].price = k;
}

/* A return's money is asked of the book first: a discounted piece is not the listed price. */
static void some_return(void)
{
	struct err err = { 0 };
	size_t at = run.sales_count ? (size_t)pick((int64_t)run.sales_count) : 0;
	struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = (int32_t)(1 + pick(3)) };
	struct return_in ask = { .till_id = room.till_id, .lines = &part, .lines_count = 1, .way = PAY_TRANSFER,
				 .payee = &showroom_payee, .reason = "khách đổi ý" };
	struct return_price price;
	const struct sale *back;
	struct work work;
	struct txn *txn;
	bool is_priced;

	if (!run.sales_count || run.sales[at].left == 0)
		return;
	ask.sale_id = run.sales[at].id;
	txn = txn_begin(room.book->store, &err);
	is_priced = return_price(txn, room.arena, &ask, &price, &err);
	txn_abandon(txn);
	/* Of a sale over two lots the first line may be back already. */
	if (!is_priced) {
		assert_text(err.field, "lines[0].qty_milli");
		return;
	}
	ask.total = price.other;
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
	run.sales[at].left--;
	run.returns++;
}

/* Something is broken, missing, or sent back, from a lot that has it. */
static void some_loss(void)
{
	struct err err = { 0 };
	int64_t k = pick(CONTRACTS * 2);
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stock_lot *lots;
	size_t count;

	assert_ok(stock_lots(txn, room.arena, room.book->site_id, run.items[k], &lots, &count, &err), &err);
	txn_abandon(txn);
	if (count == 0 || lots[0].place != PLACE_SHELF || lots[0].qty_milli < 1000 || lots[0].is_pending)
		return;
	move_goods((int32_t)(MOVE_BACK + pick(MOVE_MISSING)), lots[0].lot_id, 1000);
	run.losses++;
}

/* A lot was another's all along: its unsold pieces and the shares of those sold go over. */
static void some_correction(void)
{
	struct err err = { 0 };
	int64_t k = pick(CONTRACTS * 2);
	struct owner_correct_in in = { .contract_id = run.contracts[pick(CONTRACTS)], .reason = "ghi nhầm chủ hàng" };
	const struct lot_corrected *corrected;
	struct work work = with_supervisor();
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stock_lot *lots;
	size_t count;

	assert_ok(stock_lots(txn, room.arena, room.book->site_id, run.items[k], &lots, &count, &err), &err);
	txn_abandon(txn);
	if (count == 0 || lots[0].is_pending || id_is(lots[0].contract_id, in.contract_id))
		return;
	in.lot_id = lots[0].lot_id;
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, owner_correct(&work, &in, &corrected, &err));
	run.corrections++;
}

static void some_payout(void)
{
	struct err err = { 0 };
	struct id contract = run.contracts[pick(CONTRACTS)];
	struct txn *txn = txn_begin(room.book->store, &err);
	struct money owed;

	assert_ok(payout_owed(txn, contract, &owed, &err), &err);
	txn_abandon(txn);
	if (pick(5) == 0)
		pay_out(contract, 1 + pick(100000), true);
	else if (owed.dong > 0)
		pay_out(contract, 1 + pick(owed.dong), false);
	else
		return;
	run.payouts++;
}

/* What a reader of the lines alone reckons. */
struct recount {
	int64_t due, producer, commission, kept, paid, pieces;
};

static bool count_line(void *arg, const struct settlement_line *line, struct err *err)
{
	struct recount *sums = arg;

	(void)err;
	sums->due += line->due.dong;
	sums->producer += line->producer.dong;
	sums->commission += line->commission.dong;
	sums->kept += line->vat_kept.dong;
	sums->paid += line->kind == SETTLEMENT_PAYOUT ? line->amount.dong : 0;
	sums->pieces += line->kind == SETTLEMENT_MOVE ? line->qty_milli : line->kind == SETTLEMENT_LINE ? -line->qty_milli : 0;
	return true;
}

static void recount(const struct settled *s)
{
	struct err err = { 0 };
	struct recount sums = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	int64_t opened = 0, closed = 0;

	assert_ok(settlement_lines(txn, s, count_line, &sums, &err), &err);
	txn_abandon(txn);
	for (size_t i = 0; i < s->items_count; i++) {
		opened += s->items[i].opening_milli;
		closed += s->items[i].closing_milli;
	}
	assert_i64(s->col6.dong, sums.due);
	assert_i64(s->producer.dong, sums.producer);
	assert_i64(sums.producer + sums.commission + sums.kept, sums.due);
	assert_i64(line_sum(s, SETTLED_COMMISSION), sums.commission);
	assert_i64(line_sum(s, SETTLED_VAT_KEPT), sums.kept);
	assert_i64(s->v.dong, sums.paid);
	assert_i64(closed - opened, sums.pieces);
	assert_i64(s->owed_after.dong, s->owed_before.dong + s->col6.dong - s->iv.dong - s->v.dong);
}

static void close_due(void)
{
	struct err err = { 0 };

	for (int i = 0; i < CONTRACTS; i++) {
		int32_t to_day = 1;

		while (to_day && pick(8)) {
			struct settlement_ask ask;
			struct settlement_stop stops[SETTLEMENT_STOPS_MAX];
			struct txn *txn = txn_begin(room.book->store, &err);
			size_t count = 0;

			assert_ok(settlement_due_day(txn, run.contracts[i], day_add(day_of_us(room.now_us), -1), &to_day, &err), &err);
			ask = ask_for(run.contracts[i], to_day);
			if (to_day)
				assert_ok(settlement_stops(txn, room.arena, &ask, stops, &count, &err), &err);
			txn_abandon(txn);
			if (to_day && count) {
				assert_text(stops[0].code, "pending");
				break;
			}
			if (to_day) {
				recount(close_to(run.contracts[i], to_day));
				run.closings++;
			}
		}
	}
}

/* The ledger's word on what is owed against the statements'. */
static void compare_payable(void)
{
	static const struct sql unsettled = { .text =
		"SELECT CAST(COALESCE(SUM(l.producer), 0) AS BIGINT) FROM line l WHERE l.contract_id = $1 AND l.entry_key > 1099511627776"
		" + COALESCE((SELECT MAX(c.to_number) FROM settlement_cut c WHERE c.contract_id = $1), 0)", .scan_ok = true };
	static const struct sql corrected = { .text =
		"SELECT CAST(COALESCE(SUM(a.producer), 0) AS BIGINT) FROM adjustment a WHERE a.contract_id = $1 AND a.entry_key > 1099511627776"
		" + COALESCE((SELECT MAX(c.to_number) FROM settlement_cut c WHERE c.contract_id = $1), 0)", .scan_ok = true };
	const struct sql *const parts[] = { &unsettled, &corrected };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	int64_t owed = 0;

	for (int i = 0; i < CONTRACTS; i++) {
		struct money now;

		for (size_t p = 0; p < COUNT_OF(parts); p++) {
			struct stmt *q = stmt_begin(txn, parts[p]);

			stmt_put_id(q, run.contracts[i]);
			assert_true(stmt_next(q));
			owed += stmt_take_i64(q);
			assert_ok(stmt_end(q, &err), &err);
		}
		assert_ok(payout_owed(txn, run.contracts[i], &now, &err), &err);
		owed += now.dong;
	}
	txn_abandon(txn);
	assert_i64(-ledger("payable", &room.coop), owed);
}

/* A run that closed and paid too little shows nothing; chance alone must not fail it, so it goes on instead. */
static bool has_seen_enough(int rounds)
{
	return run.closings > rounds / 50 && run.returns > rounds / 30 && run.payouts > 0;
}

static void every_line_is_settled_once(void **state)
{
	struct err err = { 0 };
	int rounds = engine_now.kind == STORE_SQLITE ? ROUNDS_SQLITE : ROUNDS_POSTGRES;
	struct verify_part part;
	struct store *reader, *fresh;
	struct arena *whole;

	(void)state;
	memset(&run, 0, sizeof(run));
	run.chance = test_seed();
	whole = room.arena;
	make_contracts();
	open_shift();
	for (int k = 0; k < CONTRACTS * 2; k++)
		showroom_intake(run.contracts[k / 2], run.items[k], 1000 * (1 + pick(20)), 0, 1);
	for (int round = 0; round < rounds || (!has_seen_enough(rounds) && round < 20 * rounds); round++) {
		int64_t what = pick(100);

		room.now_us += MINUTE_US;
		if (what < 45)
			some_sale();
		else if (what < 60)
			some_return();
		else if (what < 72)
			some_intake(false);
		else if (what < 76)
			some_intake(true);
		else if (what < 84)
			some_loss();
		else if (what < 89)
			some_payout();
		else if (what < 91)
			some_correction();
		else if (what < 95)
			go_to(day_add(day_of_us(room.now_us), (int32_t)(1 + pick(9))));
		else
			close_due();
		if (round % 100 == 99) {
			compare_payable();
			arena_reset(room.arena);
		}
	}
	assert_true(room.arena == whole);
	reader = engine_open(STORE_READ_ONLY);
	verify_part_init(&part);
	assert_ok(verify_invariants(reader, &part, &err), &err);
	fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	assert_ok(fresh && verify_entries(reader, NULL, 0, &part, &err) && verify_tables(reader, fresh, &part, &err), &err);
	if (part.problems_count)
		fail_msg("%s", buf_get(&part.problems));
	verify_part_release(&part);
	store_close(fresh);
	store_close(reader);
	printf("# %lld closings, %lld returns, %lld losses, %lld late papers, %lld payouts, %lld owners corrected\n", (long long)run.closings,
	       (long long)run.returns, (long long)run.losses, (long long)run.lates, (long long)run.payouts, (long long)run.corrections);
	assert_true(has_seen_enough(rounds));
}

int main(void)
{
	const struct CMUnitTest tests[] = { SHOWROOM_TEST(every_line_is_settled_once) };

	return RUN_ON_ENGINES("shop/settlement_random", tests);
}
