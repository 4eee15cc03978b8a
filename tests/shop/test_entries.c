/*
 * One stored entry of every kind and version, kept for ever in tests/shop/entries/: what was written once is read, checked and
 * written again as the same bytes by every later program. GOLDEN=write makes those that are not there yet, out of a
 * showroom's day and the sample, and never touches one that is.
 * And an entry says all that its rows need: what was agreed, priced or set comes last in a rebuild, and nothing differs.
 */
#include "settling.h"
#include "ordering.h"
#include "banking.h"

#include <unistd.h>

#include "app/sample.h"
#include "shop/alone.h"
#include "shop/cart_doc.h"
#include "shop/cod.h"
#include "shop/correct.h"
#include "shop/coupon.h"
#include "shop/credit.h"
#include "shop/drafts.h"
#include "shop/hamper.h"
#include "shop/item_draft.h"
#include "shop/item_words.h"
#include "shop/item_words.h"
#include "shop/item_draft.h"
#include "shop/kinds.h"
#include "shop/pay_ways.h"
#include "shop/print.h"
#include "shop/proposal.h"
#include "shop/recall.h"
#include "shop/refund.h"
#include "shop/image.h"
#include "shop/staff.h"
#include "shop/tender.h"
#include "shop/tile.h"
#include "shop/voucher.h"
#include "shop/verify.h"
#include "shop/watch.h"
#include "store/store.h"

#define FOLDER "tests/shop/entries"
#define KEPT_BYTES 8000

static void name_of(const struct kind *kind, char path[200])
{
	snprintf(path, 200, FOLDER "/%s-%lld.json", kind->name, (long long)kind->version);
}

/* ---- what is kept ------------------------------------------------------------- */

static void every_kept_entry_is_read_and_written_again(void **state)
{
	static char bytes[ENTRY_BYTES_MAX + 1];
	struct arena *arena = arena_new((size_t)64 << 20);

	(void)state;
	for (size_t i = 0; kinds[i]; i++) {
		struct entry entry = { 0 };
		struct err err = { 0 };
		struct buf again;
		char path[200];
		size_t size;
		FILE *file;
		void *body;

		name_of(kinds[i], path);
		CASE(path);
		file = fopen(path, "rb");
		if (!file)
			fail_msg("%s is not there: GOLDEN=write makes it, then it stays for ever", path);
		size = fread(bytes, 1, sizeof(bytes) - 1, file);
		fclose(file);
		bytes[size] = '\0';
		assert_ok(entry_read(bytes, size, arena, &entry, &err), &err);
		assert_text(entry.kind, kinds[i]->name);
		assert_i64(entry.v, kinds[i]->version);
		assert_ok(entry_body(&entry, kinds[i], arena, &body, &err), &err);
		if (kinds[i]->check)
			assert_ok(kinds[i]->check(body, &err), &err);
		buf_init(&again, ENTRY_BYTES_MAX);
		shape_write(kinds[i]->body, body, &again);
		assert_i64((int64_t)again.size, (int64_t)entry.body_size);
		assert_memory_equal(again.data, entry.body, again.size);
		buf_clear(&again);
		buf_text(&again, "{ ");
		buf_add(&again, entry.body + 1, entry.body_size - 1);
		entry.body = buf_get(&again);
		entry.body_size = again.size;
		assert_false(entry_body(&entry, kinds[i], arena, &body, &err));  /* a blank more is another form */
		assert_text(err.field, "body");
		buf_release(&again);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* ---- making those that are not there --------------------------------------------- */

/* The more it says the better, as long as a person can still read it. */
static bool is_better(size_t size, size_t than)
{
	return than > KEPT_BYTES ? size < than : size <= KEPT_BYTES && size > than;
}

/* The best entry of each kind a store has, where no file is yet. */
static void keep_new(struct store *store)
{
	struct err err = { 0 };
	struct arena *arena = arena_new((size_t)512 << 20);
	struct txn *txn = txn_begin(store, &err);
	const char *best[100] = { NULL };
	size_t best_size[100];
	int64_t key = INT64_MIN;
	bool found = true;

	assert_ok(txn, &err);
	while (found) {
		struct entry entry = { 0 };

		assert_ok(journal_next(txn, arena, key, &entry, &found, &err), &err);
		key = entry.key;
		for (size_t i = 0; found && kinds[i]; i++) {
			if (strcmp(kinds[i]->name, entry.kind) == 0 && kinds[i]->version == entry.v && (!best[i] || is_better(entry.bytes_size, best_size[i]))) {
				best[i] = entry.bytes;
				best_size[i] = entry.bytes_size;
			}
		}
	}
	txn_abandon(txn);
	for (size_t i = 0; kinds[i]; i++) {
		char path[200];
		FILE *file;

		name_of(kinds[i], path);
		if (!best[i] || access(path, F_OK) == 0)
			continue;
		file = fopen(path, "wb");
		assert_non_null(file);
		assert_i64((int64_t)fwrite(best[i], 1, best_size[i], file), (int64_t)best_size[i]);
		fclose(file);
		printf("# %s is new\n", path);
	}
	arena_free(arena);
}

/* A hamper of two things, made up twice, taken apart once, sold once. */
static void do_hampers(void)
{
	struct err err = { 0 };
	struct hamper_part parts[] = { { room.honey, 1000 }, { room.bag, 2000 } };
	struct recipe recipe = { .item_id = new_id(), .parts = parts, .parts_count = COUNT_OF(parts) };
	struct sale_line_in line = { .item_id = recipe.item_id, .qty_milli = 1000, .price = MONEY(150000), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CARD, .amount = MONEY(150000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(150000) };
	const struct hamper_assembled *made;
	const struct hamper_apart *apart;
	const struct recipe *set;
	const struct sale *sale;
	struct work work;

	showroom_item(recipe.item_id, "GQ1", "Giỏ quà", NULL, VAT_8, 150000, false, room.house_contract);
	work = as_office();
	SHOWROOM_DO(&work, recipe_set(&work, &recipe, &set, &err));
	showroom_intake(room.coop_contract, room.honey, 5000, 20270101, 1);
	work = as_office();
	SHOWROOM_DO(&work, hamper_assemble(&work, recipe.item_id, 2, &made, &err));
	line.lot_id = made->hampers[1].id;
	work = as_office();
	SHOWROOM_DO(&work, hamper_take_apart(&work, made->hampers[0].id, "khách hủy", &apart, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
}

static bool open_next_epoch(struct work *work, struct err *err)
{
	struct book book = *room.book;
	struct book_epoch next = { .key_seed = { 8 }, .signer_seed = { 7 } };

	work->book = &book;
	return book_next_epoch(&book, work, &next, err);
}

/* A picture comes in, and stands on a tile. */
static bool arrange(struct work *work, struct err *err)
{
	static const char png[] = "\x89PNG\r\n\x1a\n picture";
	const char *groups[] = { "Thực phẩm", "Quà tặng" };
	char name[HASH_TEXT_SIZE];
	struct tile_set tile = { .image = name, .item_id = room.honey, .rank = 1 };
	struct tiles_set_in in = { .groups = groups, .groups_count = COUNT_OF(groups), .tiles = &tile, .tiles_count = 1 };

	return image_put(work->txn, png, sizeof(png), work->at_us, name, err) && tiles_set(work, &in, err);
}

/* Orders: one changed, held anew, paid ahead and called off, its deposit the producer's; one of a sample. */
static void do_orders(void)
{
	struct err err = { 0 };
	struct order_line_in lines[] = { { .item_id = room.honey, .qty_milli = 2000, .discount = MONEY(10000) }, { .item_id = room.honey, .qty_milli = 1000, .is_sample = true } };
	struct order_in in = ordering_of(lines, 2, day_of_us(room.now_us));
	struct order_asked_line asked_line = { .n = 2 };
	struct order_ask_in ask = { .lines = &asked_line, .lines_count = 1 };
	struct order_answered answer = { .is_yes = true, .n = 2, .back_day = day_of_us(room.now_us) };
	struct order_reserve_in reserve = { .is_auto = true };
	const struct order_answered *answered;
	const struct order_reserved *reserved;
	const struct order_asked *asked;
	const struct order_body *body;
	struct work work;

	in.shipping_by = SHIPPING_CUSTOMER;
	in.shipping_fee = MONEY(25000);
	in.deposit_asked = MONEY(100000);
	in.order_id = asked_line.order_id = answer.order_id = reserve.order_id = ordering_place(&in);
	work = as_cashier();
	SHOWROOM_DO(&work, order_ask(&work, &ask, &asked, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, order_answer(&work, &answer, &answered, &err));
	lines[0].n = 1;
	lines[1].n = 2;
	work = as_cashier();
	SHOWROOM_DO(&work, order_change(&work, &in, &body, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, order_reserve(&work, &reserve, &reserved, &err));
	ordering_pay(in.order_id, PAY_CASH, 100000);
	ordering_cancel(in.order_id, 40000, PAY_CASH, FORFEIT_PRODUCER);
}

/* The other ways to pay. The customer owes 250.000 and the carrier 410.000 for VD0001. */
static void pay_other_than_now(struct id customer, struct id carrier)
{
	struct err err = { 0 };
	struct pay_way_row way = { .code = "momo", .is_on = true, .name = "Ví MoMo của shop", .needs_reference = true, .place = 5, .way = PAY_WALLET };
	struct money value = MONEY(200000);
	struct voucher_sell_in vouchers = { .till_id = room.till_id, .values = &value, .values_count = 1, .expires_day = day_of_us(room.now_us), .way = PAY_CASH,
					    .total = value };
	struct voucher_set_in stop = { .is_stopped = true, .reason = "khách báo mất" };
	struct debt_paid_in debt = { .amount = MONEY(100000), .party_id = customer, .till_id = room.till_id, .way = PAY_CASH };
	struct cod_row_in row = { .amount = MONEY(400000), .fee = MONEY(22000), .is_closed = true, .parcel = "VD0001" };
	struct cod_match_in match = { .fee_limit_ppm = COD_FEE_USUAL_PPM, .party_id = carrier, .reference = "FT26002", .rows = &row, .rows_count = 1, .way = PAY_TRANSFER };
	const struct vouchers_sold *sold;
	const struct cod_matched *matched;
	const struct debt_paid *paid;
	struct work work = as_office();

	SHOWROOM_DO(&work, pay_ways_set(&work, &way, 1, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, vouchers_sell(&work, &vouchers, &sold, &err));
	stop.voucher_id = sold->vouchers[0].id;
	stop.expires_day = sold->expires_day;
	work = as_office();
	SHOWROOM_DO(&work, voucher_set(&work, &stop, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, debt_pay(&work, &debt, &paid, &err));
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, cod_match(&work, &match, &matched, &err));
	go_to(day_add(day_of_us(room.now_us), 1));
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, voucher_expire(&work, stop.voucher_id, "hết hạn, hết hai năm theo thể lệ", &err));
}

static void sell_on_account(struct id customer)
{
	struct err err = { 0 };
	struct credit_set terms = { .days = 30, .limit = MONEY(5000000), .party_id = customer };
	struct pay_in account = { .way = PAY_ACCOUNT, .amount = MONEY(145000), .given = MONEY(SHAPE_ABSENT), .party_id = customer };
	struct work work = as_office();

	SHOWROOM_DO(&work, credit_set(&work, &terms, &err));
	assert_ok(pay_for(new_id(), 1, &account, 1, false, &err), &err);
}

/* A transfer seen by eye and told of by the bank, with more than was asked for; the rest goes back. */
static void do_the_bank(void)
{
	struct id cart_id = new_id();
	struct err err = { 0 };
	struct bank_credit_in in;
	struct telling telling;
	struct intent intent;
	struct pay_in pay;

	give_account();
	intent = ask_qr(cart_id, 145000);
	pay = by_eye(145000, intent.token);
	assert_ok(pay_for(cart_id, 1, &pay, 1, false, &err), &err);
	in = told("92704", 150000, intent.token);
	in.reference = "FT23123456789";
	telling = tell(in);
	assert_ok(settle_credit((struct credit_settle_in){ .credit_id = telling.id, .what = BANK_GIVEN_BACK, .reason = "khách chuyển thừa",
							   .reference = "FT26002" }, true, &err), &err);
}

/* What the sample does not do. */
static void do_the_rest(void)
{
	struct err err = { 0 };
	struct staff staff = { .id = new_id(), .is_active = true, .login = "thu", .name = "Phạm Thị Thu", .role = STAFF_CASHIER };
	struct cash_move_in out = { .amount = MONEY(-100000), .reason = "mua nước", .till_id = room.till_id };
	struct cash_place bank = { .account = "3900205111222", .is_active = true, .kind = CASH_BANK, .name = "Agribank Bắc Hà" };
	struct duty duty = { .day_limit = MONEY(2000000), .from_us = room.now_us, .limit = MONEY(200000), .until_us = room.now_us + DAY_US };
	struct alone_answer_in seen = { .answer = ALONE_ASKED, .words = "mua nước của ai?" };
	struct contract_terms terms = contract_terms_usual();
	struct intake_correct_line fix = { .qty_milli = 9000 };
	struct intake_correct_in correct = { .lines = &fix, .lines_count = 1, .reason = "đếm lại" };
	struct price_correct_in price = { .hand_over = MONEY(85000), .reason = "giá trên phiếu giao" };
	struct owner_correct_in owner = { .contract_id = room.household_contract, .reason = "ghi nhầm chủ hàng" };
	struct intake_line_in line = { .item_id = room.honey, .qty_milli = 10000, .expiry_kind = 1, .hand_over = MONEY(75000),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(149000) };
	struct proposal_in proposal = { .from_us = SHAPE_ABSENT, .is_accepted = true };
	struct refund_in refund = { .reference = "FT26001" };
	const struct proposal_answered *answered;
	const struct refund_paid *sent;
	struct intake_in in = { .lines = &line, .lines_count = 1 };
	struct opening_contract opening = { .owed = MONEY(1644000), .tier_sales = MONEY(1305000) };
	struct party parties[] = {
		{ .id = new_id(), .code = "KH01", .name = "Lò Thị Mai", .legal_form = FORM_HOUSEHOLD, .roles = PARTY_CUSTOMER, .from_day = 20250101, .vat_profile = TAX_HOUSEHOLD },
		{ .id = new_id(), .code = "VC01", .name = "Bưu điện Bắc Hà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CARRIER, .from_day = 20250101, .vat_profile = TAX_CREDIT },
	};
	struct opening_balance balances[] = {
		{ .amount = MONEY(300000), .label = "ĐĐ-12", .party_id = parties[0].id, .what = BALANCE_DEPOSIT },
		{ .amount = MONEY(250000), .due_day = 20260331, .label = "HĐ 77", .party_id = parties[0].id, .what = BALANCE_DEBT },
		{ .amount = MONEY(410000), .label = "VD0001", .party_id = parties[1].id, .what = BALANCE_COD },
		{ .amount = MONEY(3000000), .what = BALANCE_SAFE },
	};
	struct opening_series series[] = { { .last = 2417, .till_id = room.till_id, .what = SERIES_RECEIPT },
					   { .code = "1C26MAA", .last = 311, .what = SERIES_INVOICE } };
	struct opening_in takeover = { .balances = balances, .balances_count = COUNT_OF(balances), .series = series,
				       .series_count = COUNT_OF(series), .total_balance = MONEY(3360000), .contracts = &opening, .contracts_count = 1, .day = day_of_us(room.now_us), .total_amount = MONEY(1644000) };
	struct cart_doc doc = { 0 };
	struct cart cart = { .id = new_id(), .till_id = room.till_id, .version = 1, .state = CART_OPEN, .doc = &doc };
	struct cart_dropped_in drop = { .cart = &cart, .reason = "khách bỏ đi" };
	struct note note = { .count = 3, .value = MONEY(200000) };
	struct shift_close_in count = { .notes = &note, .notes_count = 1, .till_id = room.till_id };
	struct till till = { .code = "Q2", .id = new_id(), .name = "Quầy trong" };
	struct pay_in card = { .way = PAY_CARD, .amount = MONEY(145000), .given = MONEY(SHAPE_ABSENT), .reference = "0042" };
	struct tender_in tender = { .pays = &card, .pays_count = 1, .reason = "bấm nhầm cách trả", .till_id = room.till_id };
	const struct tender_changed *tendered;
	struct coupon coupon = { .amount = MONEY(20000), .bearer = COUPON_BY_PRODUCER, .code = "tet26", .from_day = 20260101, .id = new_id(), .is_active = true,
				 .minimum = MONEY(100000), .name = "Tết 2026", .producer_id = room.coop, .scope = COUPON_OF_GROUP, .to_day = 20260228 };
	struct item_draft_in draft = { .code = "8936000099991", .group_code = 5, .name = "Hạt dẻ rang", .price = MONEY(65000), .producer_id = room.coop,
				       .till_id = room.till_id };
	struct id drafted;
	struct item_words told[] = { { .lang = LANG_VI, .storage = "Để nơi khô mát", .story = "Ong hút nhụy cà phê" },
				     { .lang = LANG_EN, .name = "Coffee blossom honey 500 ml", .usage = "Stir into warm water" } };
	struct item_words_set words = { .item_id = room.honey, .trace_url = "https://truyxuat.example.vn/?lo={lot}", .words = told,
					.words_count = COUNT_OF(told) };
	struct lot_trace_set trace = { .trace_url = "https://truyxuat.example.vn/lo/77" };
	struct recall_lot_in recalled;
	struct recall_in recall = { .is_frozen = true, .lots = &recalled, .lots_count = 1, .reason = "phát hiện nấm mốc" };
	const struct lot_frozen *frozen;
	const struct intake *intake;
	bool differs;
	const struct intake_corrected *corrected;
	const struct lot_corrected *lot;
	int64_t copy;
	struct work work;

	terms.term_kind = SHARE_HAND_OVER;
	terms.per_unit = MONEY(75000);
	in.contract_id = new_contract(terms, "05/2026/KG");
	opening.contract_id = new_contract(contract_terms_usual(), "06/2026/KG");
	work = as_office();
	SHOWROOM_DO(&work, staff_set(&work, &staff, &err));
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, parties_set(&work, parties, COUNT_OF(parties), &err));
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, opening_add(&work, &takeover, &err));
	bank.id = cash_bank_id(room.book->site_id, bank.account);
	work = as_office();
	SHOWROOM_DO(&work, cash_places_set(&work, &bank, 1, &err));
	open_shift();
	work = as_office();
	SHOWROOM_DO(&work, duty_set(&work, &duty, false, &err));
	work = as_cashier();
	work.alone_reason = 1;
	SHOWROOM_DO(&work, cash_move(&work, &out, MONEY(0), &err));
	seen.entry_id = work.id;
	work = as_office();
	SHOWROOM_DO(&work, alone_answer(&work, &seen, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, cash_move(&work, &out, MONEY(0), &err));
	work = as_office();
	SHOWROOM_DO(&work, intake_add(&work, &in, &intake, &err));
	correct.intake_id = work.id;
	fix.lot_id = price.lot_id = owner.lot_id = intake->lines[0].lot_id;
	work = as_office();
	SHOWROOM_DO(&work, coupon_set(&work, &coupon, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, item_draft_add(&work, &draft, &drafted, &err));
	refund.return_id = take_back(sell(room.honey, 1, 145000, 0), 1, 145000, PLACE_SHELF);
	work = as_office();
	SHOWROOM_DO(&work, refund_pay(&work, &refund, &sent, &err));
	tender.sale_id = sell(room.honey, 1, 145000, 0);
	work = with_supervisor();
	SHOWROOM_DO(&work, tender_change(&work, &tender, &tendered, &err));
	sell_on_account(parties[0].id);
	do_the_bank();
	do_hampers();
	proposal.lot_id = fix.lot_id;
	work = as_office();
	SHOWROOM_DO(&work, proposal_answer(&work, &proposal, &answered, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, shift_close_try(&work, &count, &differs, &err));
	assert_true(differs);
	work = with_supervisor();
	SHOWROOM_DO(&work, till_set(&work, &till, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, paper_copy(&work, ENTRY_KEY(1, 1), 1, &copy, &err));
	work = as_office();
	SHOWROOM_DO(&work, arrange(&work, &err));
	move_goods(MOVE_BROKEN, fix.lot_id, 1000);
	work = with_supervisor();
	SHOWROOM_DO(&work, intake_correct(&work, &correct, &corrected, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, price_correct(&work, &price, &lot, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &owner, &lot, &err));
	work = with_supervisor();
	work.id = cart.id;
	SHOWROOM_DO(&work, cart_drop(&work, &drop, &err));
	do_orders();
	go_to(20260101);
	pay_other_than_now(parties[0].id, parties[1].id);
	go_to(20260120);
	work = as_office();
	SHOWROOM_DO(&work, item_words_put(&work, &words, &err));
	trace.lot_id = recalled.lot_id = fix.lot_id;
	work = as_office();
	SHOWROOM_DO(&work, lot_trace_put(&work, &trace, &err));
	work = as_office();
	SHOWROOM_DO(&work, recall_set(&work, &recall, &frozen, &err));
	go_to(20260101);
	go_to(20260120);
	work = as_office();
	work.book = room.book;
	SHOWROOM_DO(&work, open_next_epoch(&work, &err));
}

static void make_what_is_new(void **state)
{
	struct err err = { 0 };
	struct sample_plan plan = { .seed = 1, .until_day = 20260228, .days_count = 60, .has_areas = true };
	struct sample_counts counts;
	struct book_setup setup;
	struct store *store;
	struct book *book;

	(void)state;
	if (!getenv("GOLDEN") || engine_now.kind != STORE_SQLITE)
		skip();
	do_the_rest();
	keep_new(room.book->store);
	store = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	sample_setup(&plan, &setup);
	book = book_open_in(store, &setup, &err);
	assert_ok(book && sample_fill(book, &plan, &counts, &err), &err);
	keep_new(store);
	book_close(book);
}

/* ---- an entry says all that its rows need -------------------------------------------- */

/* Terms, prices, ways and duties: what a command looks at, and what no `apply` of another kind may. */
static const char *const agreed[] = {
	"cash_places_set", "coupons_set", "credit_set", "duty_set", "item_words_set", "pay_ways_set", "prices_set", "recipes_set",
	"staff_set", "tiles_set", NULL,
};

static bool is_agreed(const char *kind)
{
	for (size_t i = 0; agreed[i]; i++)
		if (strcmp(agreed[i], kind) == 0)
			return true;
	return false;
}

/* Applies those entries that are agreed, or those that are not, each as it lies there. */
static void apply_of(struct txn *from, struct txn *to, bool of_agreed)
{
	struct arena *arena = arena_new((size_t)256 << 20);
	int64_t key = INT64_MIN;
	struct err err = { 0 };
	bool found = true;

	while (found) {
		struct entry entry = { 0 };
		const struct kind *kind;
		void *body;

		assert_ok(journal_next(from, arena, key, &entry, &found, &err), &err);
		if (!found)
			break;
		key = entry.key;
		kind = kind_find(entry.kind, entry.v);
		CASE(entry.kind);
		if (is_agreed(entry.kind) == of_agreed)
			assert_ok(entry_body(&entry, kind, arena, &body, &err) && entry_apply(to, &entry, kind, body, arena, &err), &err);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* The journal's own rows lie there before: some entries name others. */
static void copy_entries(struct txn *from, struct txn *to)
{
	static const struct sql add = { .text = "INSERT INTO entry (entry_key, id, at_us, hash, bytes) VALUES ($1, $2, $3, $4, $5)" };
	struct arena *arena = arena_new((size_t)256 << 20);
	int64_t key = INT64_MIN;
	struct err err = { 0 };
	bool found = true;

	while (found) {
		struct entry entry = { 0 };
		struct stmt *q;

		assert_ok(journal_next(from, arena, key, &entry, &found, &err), &err);
		if (!found)
			break;
		key = entry.key;
		q = stmt_begin(to, &add);
		stmt_put_i64(q, entry.key);
		stmt_put_id(q, entry.id);
		stmt_put_i64(q, entry.at_us);
		stmt_put_hash(q, entry.hash);
		stmt_put_text(q, entry.bytes);
		assert_ok(stmt_end(q, &err), &err);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void no_row_asks_what_was_agreed_meanwhile(void **state)
{
	struct err err = { 0 };
	struct store *fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	struct verify_part part;
	struct txn *from, *to;

	(void)state;
	do_the_rest();
	assert_ok(fresh && book_schema(fresh, &err), &err);
	from = txn_begin(room.book->store, &err);
	to = txn_begin(fresh, &err);
	assert_ok(from && to, &err);
	copy_entries(from, to);
	apply_of(from, to, false);
	apply_of(from, to, true);
	assert_ok(txn_commit(to, &err), &err);
	txn_abandon(from);
	verify_part_init(&part);
	assert_ok(verify_compare(room.book->store, fresh, &part, &err), &err);
	if (part.problems_count)
		fail_msg("%s", buf_get(&part.problems));
	verify_part_release(&part);
	store_close(fresh);
}

/* ---- what somebody else should look at is found in them --------------------------------- */

/* shop/watch.h reads bodies by the names of their members: one that is renamed is no longer found. */
static void what_is_to_be_looked_at_is_found(void **state)
{
	static const struct {
		enum watch_what what;
		bool has_amount;
	} wanted[] = {
		{ WATCH_RETURN, true }, { WATCH_TENDER, true }, { WATCH_DRAFT, true }, { WATCH_DEPOSIT, true }, { WATCH_COD, true },
		{ WATCH_BANK, true }, { WATCH_CORRECTED, false }, { WATCH_LOSS, false }, { WATCH_COUNT, true }, { WATCH_COPY, false }, { WATCH_DUTY, true },
		{ WATCH_VOUCHER, false },
	};
	bool was_seen[64] = { false }, had_amount[64] = { false };
	struct watch_row *rows;
	struct err err = { 0 };
	struct txn *txn;
	size_t count;
	int64_t next;

	(void)state;
	do_the_rest();
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn, &err);
	for (int64_t stream = 1; stream <= room.book->stream; stream++)
		for (int32_t day = 20251120; day <= 20280131; day = day_add(day, 1)) {
			struct watch_asked asked = { .count_max = WATCH_ROWS_MAX, .day = day, .entries_max = WATCH_ENTRIES_MAX, .stream = stream };

			assert_ok(watch_day(txn, room.arena, &asked, &rows, &count, &next, &err), &err);
			for (size_t i = 0; i < count; i++) {
				was_seen[rows[i].what] = true;
				had_amount[rows[i].what] = had_amount[rows[i].what] || (rows[i].amount.dong != SHAPE_ABSENT && rows[i].amount.dong > 0);
			}
		}
	txn_abandon(txn);
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		CASE(watch_words[wanted[i].what]);
		assert_true(was_seen[wanted[i].what]);
		assert_true(had_amount[wanted[i].what] || !wanted[i].has_amount);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(make_what_is_new),
		SHOWROOM_TEST(what_is_to_be_looked_at_is_found),
		SHOWROOM_TEST(no_row_asks_what_was_agreed_meanwhile),
		cmocka_unit_test(every_kept_entry_is_read_and_written_again),
	};

	return RUN_ON_ENGINES("shop/entries", tests);
}
