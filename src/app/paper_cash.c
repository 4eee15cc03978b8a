/* Papers of cash: the Z of a shift, and the slips of what went in and out by hand. */
#include "app/paper.h"

#include <string.h>

#include "app/credit_paper.h"
#include "app/order_paper.h"
#include "calc/words.h"
#include "shop/cash.h"
#include "shop/contract.h"
#include "shop/credit.h"
#include "shop/money_in.h"
#include "shop/party.h"
#include "shop/payout.h"
#include "shop/refund.h"
#include "shop/shift.h"
#include "shop/staff.h"

static const char *short_hash(struct arena *arena, struct hash hash, size_t size)
{
	char text[HASH_TEXT_SIZE];

	hash_write(hash, text);
	text[size] = '\0';
	return arena_text(arena, text);
}

/* ---- a Z ---------------------------------------------------------------------- */

enum part { PART_SALES, PART_WATCHED, PART_CASH };

/* What nouns count, as people say it. One that is not here is shown by its own name among what is looked at: nothing is left out. */
static const struct {
	const char *bucket, *name;
	enum part part;
	bool has_no_amount;
} buckets[] = {
	{ "sales", "Bán hàng", PART_SALES, false },
	{ "returns", "Khách trả lại", PART_SALES, false },
	{ "discounts", "Giảm giá", PART_SALES, false },
	{ "discounts:producer", "– bên giao chịu", PART_SALES, false },
	{ "rounding", "Làm tròn tiền mặt", PART_SALES, false },
	{ "removed", "Dòng đã bỏ", PART_WATCHED, false },
	{ "dropped", "Phiếu đã bỏ", PART_WATCHED, false },
	{ "tender_changed", "Đổi cách trả", PART_WATCHED, false },
	{ "claimed", "Nhận khoản không ghi mã", PART_WATCHED, false },
	{ "voided", "Phiếu đã hủy", PART_WATCHED, false },
	{ "drafted", "Bán tạm", PART_WATCHED, false },
	{ "alone", "Một người tự làm", PART_WATCHED, false },
	{ "drawer_opened", "Mở két không bán", PART_WATCHED, true },
	{ "deposit_in:cash", "Khách đặt cọc", PART_CASH, false },
	{ "deposit_out:cash", "Trả lại tiền cọc", PART_CASH, false },
};

/* The lists of the paper, each as long as all that could come. */
struct lists {
	struct paper_row *sales, *tenders, *in, *out, *watched;
	size_t sales_count, tenders_count, in_count, out_count, watched_count;
};

static void put(struct paper_row *rows, size_t *count, struct paper_row row)
{
	if (*count < PAPER_ROWS_MAX)
		rows[(*count)++] = row;
}

static void put_cash(struct lists *lists, struct paper_row row)
{
	if (row.amount.dong < 0)
		put(lists->out, &lists->out_count, row);
	else
		put(lists->in, &lists->in_count, row);
}

static void put_known(struct lists *lists, const struct bucket *bucket, struct paper_row row)
{
	enum part part = PART_WATCHED;

	row.name = bucket->name;
	for (size_t k = 0; k < COUNT_OF(buckets); k++) {
		if (strcmp(buckets[k].bucket, bucket->name) != 0)
			continue;
		row.name = buckets[k].name;
		row.has_no_amount = buckets[k].has_no_amount || (!bucket->amount.dong && buckets[k].part == PART_WATCHED);
		part = buckets[k].part;
	}
	if (part == PART_SALES)
		put(lists->sales, &lists->sales_count, row);
	else if (part == PART_CASH)
		put_cash(lists, row);
	else if (bucket->count)
		put(lists->watched, &lists->watched_count, row);
}

static bool put_bucket(struct txn *txn, struct arena *arena, struct lists *lists, const struct bucket *bucket, struct err *err)
{
	struct paper_row row = { .count = bucket->count, .amount = bucket->amount, .has_count = true };
	bool is_cash;

	/* These are told place by place. */
	if (strcmp(bucket->name, "cash_in") == 0 || strcmp(bucket->name, "cash_out") == 0)
		return true;
	if (!money_in_bucket_name(txn, arena, bucket->name, &row.name, &is_cash, err))
		return false;
	if (row.name && is_cash) {
		put_cash(lists, row);
		return true;
	}
	if (!row.name && strncmp(bucket->name, "way:", 4) != 0) {
		put_known(lists, bucket, row);
		return true;
	}
	if (!row.name && !pay_bucket_name(txn, arena, bucket->name + 4, &row.name, err))
		return false;
	if (strcmp(row.name, REFUND_ACCOUNT) == 0)
		row.name = "Chờ chuyển trả khách";
	put(lists->tenders, &lists->tenders_count, row);
	return true;
}

static const char *move_name(struct arena *arena, const struct shift_move *move)
{
	static const char *const outside[] = {
		[CASH_SPENT] = "Chi ngoài", [CASH_EARNED] = "Thu ngoài", [CASH_REFERRER] = "Người dẫn khách", [CASH_PAYOUT] = "Trả bên giao",
	};

	if (move->name)
		return arena_text(arena, move->name);
	return (size_t)move->what < COUNT_OF(outside) && outside[move->what] ? outside[move->what] : "Khác";
}

static void put_moves(struct arena *arena, const struct shift_closed *body, struct lists *lists)
{
	for (size_t i = 0; i < body->moves_count; i++)
		put_cash(lists, (struct paper_row){ .name = move_name(arena, &body->moves[i]), .count = body->moves[i].count, .has_count = true,
						    .amount = body->moves[i].amount });
}

static const char *clock_text(struct arena *arena, int64_t at_us)
{
	char text[MOMENT_TEXT_SIZE];

	moment_write_vn(at_us, text);
	return arena_text(arena, text + 11);
}

/* When the drawer was opened, counts that did not agree, what goes over to the next shift. */
static void put_watched(struct arena *arena, const struct shift_closed *body, struct lists *lists)
{
	for (size_t i = 0; i < body->no_sales_count; i++)
		put(lists->watched, &lists->watched_count, (struct paper_row){
			.name = arena_format(arena, "– mở két %.5s: %s", clock_text(arena, body->no_sales[i].at_us), body->no_sales[i].reason), .has_no_amount = true });
	for (size_t i = 0; i < body->tried_count; i++)
		put(lists->watched, &lists->watched_count, (struct paper_row){ .name = arena_format(arena, "Đếm thử lần %zu", i + 1), .amount = body->tried[i].counted });
	if (body->parked_count)
		put(lists->watched, &lists->watched_count, (struct paper_row){ .name = "Phiếu để ca sau", .count = (int64_t)body->parked_count, .has_count = true,
									       .has_no_amount = true });
	if (body->open_pending_count)
		put(lists->watched, &lists->watched_count, (struct paper_row){ .name = "Lô “chưa nhập” còn mở", .count = body->open_pending_count, .has_count = true,
									       .has_no_amount = true });
}

static bool take_lists(struct txn *txn, struct arena *arena, const struct shift_closed *body, struct shift_facts *facts, struct err *err)
{
	struct lists lists = {
		.sales = ARENA_LIST(arena, PAPER_ROWS_MAX, struct paper_row), .tenders = ARENA_LIST(arena, PAPER_ROWS_MAX, struct paper_row),
		.in = ARENA_LIST(arena, PAPER_ROWS_MAX, struct paper_row), .out = ARENA_LIST(arena, PAPER_ROWS_MAX, struct paper_row),
		.watched = ARENA_LIST(arena, PAPER_ROWS_MAX, struct paper_row),
	};

	for (size_t i = 0; i < body->buckets_count; i++)
		if (!put_bucket(txn, arena, &lists, &body->buckets[i], err))
			return false;
	put_moves(arena, body, &lists);
	put_watched(arena, body, &lists);
	facts->sales = (struct paper_rows){ lists.sales, lists.sales_count };
	facts->tenders = (struct paper_rows){ lists.tenders, lists.tenders_count };
	facts->cash_in = (struct paper_rows){ lists.in, lists.in_count };
	facts->cash_out = (struct paper_rows){ lists.out, lists.out_count };
	facts->watched = (struct paper_rows){ lists.watched, lists.watched_count };
	return true;
}

static void take_count(struct arena *arena, const struct shift_closed *body, struct shift_facts *facts)
{
	struct shift_note *notes = ARENA_LIST(arena, body->notes_count, struct shift_note);

	for (size_t i = 0; i < body->notes_count; i++)
		notes[i] = (struct shift_note){ body->notes[i].value, body->notes[i].count };
	facts->is_counted = true;
	facts->notes = notes;
	facts->notes_count = body->notes_count;
	facts->float_start = body->float_cash;
	facts->cash_expected = body->expected;
	facts->cash_counted = body->counted;
	facts->difference = body->difference;
	facts->difference_reason = body->reason;
	facts->to_safe = body->to_safe;
	facts->left = MONEY(body->counted.dong - body->to_safe.dong);
}

bool paper_read_shift(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	struct shift_facts *facts = &paper->shift;
	struct arena *arena = paper->arena;
	struct shift_closed *body;
	struct paper_row *perpetual = ARENA_LIST(arena, 2, struct paper_row);
	struct entry opened;
	struct staff staff, other = { .name = NULL };
	struct till till;

	if (!entry_body(entry, &shift_closed_kind, arena, (void **)&body, err) || !paper_shop_of(txn, arena, book, entry->at_us, &facts->shop, err) ||
	    !till_get(txn, arena, body->till_id, &till, err) || !staff_get(txn, arena, entry->actor, &staff, err) ||
	    !journal_get(txn, arena, ENTRY_KEY(ENTRY_STREAM(entry->key), body->shift_number), &opened, err) ||
	    !take_lists(txn, arena, body, facts, err) || (!id_is_none(entry->approver) && !staff_get(txn, arena, entry->approver, &other, err)))
		return false;
	take_count(arena, body, facts);
	facts->is_final = true;
	facts->number = arena_format(arena, "%s-Z%lld", till.code, (long long)body->z_number);
	facts->till = till.code;
	facts->cashier = staff.name;
	facts->checked_by = other.name;
	facts->opened_at_us = opened.at_us;
	facts->at_us = entry->at_us;
	facts->business_day = body->business_day;
	facts->copy_number = (int)paper->row.copy;
	perpetual[0] = (struct paper_row){ .name = "Lũy kế bán trừ trả", .amount = body->net };
	perpetual[1] = (struct paper_row){ .name = "Lũy kế tuyệt đối", .amount = body->absolute };
	facts->perpetual = (struct paper_rows){ perpetual, 2 };
	facts->first_entry = body->shift_number;
	facts->last_entry = ENTRY_NUMBER(entry->key);
	facts->chain_head = short_hash(arena, entry->hash, 64);
	paper->job.title = facts->number;
	return true;
}

/* ---- a slip ------------------------------------------------------------------- */

static void say_amount(struct arena *arena, struct money amount, struct cash_slip_facts *facts)
{
	char words[WORDS_SIZE];

	words_write(amount.dong, &(struct words_style){ .capital = true }, words);
	facts->amount = amount;
	facts->amount_words = arena_text(arena, words);
}

static bool place_text(struct txn *txn, struct arena *arena, struct id place_id, const char **text, struct err *err)
{
	struct cash_place place;

	if (id_is_none(place_id))
		return true;
	if (!cash_place_get(txn, arena, place_id, &place, err))
		return false;
	*text = place.account ? arena_format(arena, "%s %s", place.name, place.account) : place.name;
	return true;
}

/* Two places of the house: the slip says where from and where to. */
static bool moved_slip(struct txn *txn, struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct err *err)
{
	const char *from = NULL, *to = NULL;
	struct cash_person person;
	struct cash_moved *moved;

	if (!entry_body(entry, &cash_moved_kind, arena, (void **)&moved, err) || !cash_person_get(txn, arena, moved, &person, err) ||
	    !place_text(txn, arena, moved->from_id, &from, err) || !place_text(txn, arena, moved->to_id, &to, err))
		return false;
	if (!moved->number)
		return err_set(err, ERR_INPUT, "layout", "mở két không bán thì không có phiếu");
	if (!person.name && !id_is_none(moved->party_id)) {
		struct party party;

		if (!party_get(txn, arena, moved->party_id, moved->day, &party, err))
			return false;
		person = (struct cash_person){ .name = party.name, .address = party.address };
	}
	facts->is_in = moved->is_in;
	facts->number = cash_paper_text(arena, moved->is_in ? CASH_PAPER_IN : CASH_PAPER_OUT, moved->number);
	facts->person = person.name;
	facts->person_address = person.address;
	facts->reason = moved->reason;
	facts->place = !from ? to : !to ? from : moved->is_in ? arena_format(arena, "%s (từ %s)", to, from) : arena_format(arena, "%s (sang %s)", from, to);
	facts->attached = moved->sales_count ? arena_format(arena, "%zu phiếu bán", moved->sales_count) : NULL;
	facts->opens_drawer = moved->from_shift || moved->to_shift;
	say_amount(arena, moved->amount, facts);
	return true;
}

static bool payout_slip(struct txn *txn, struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct err *err)
{
	struct contract_terms terms;
	struct paid_out *paid;
	struct party party;

	if (!entry_body(entry, &paid_out_kind, arena, (void **)&paid, err) || !party_get(txn, arena, paid->party_id, paid->doc_day, &party, err) ||
	    !contract_version_get(txn, arena, paid->contract_id, 1, &terms, err) || !place_text(txn, arena, paid->place_id, &facts->place, err))
		return false;
	facts->is_in = paid->amount.dong < 0;
	facts->number = arena_format(arena, "PC-KG-%06lld", (long long)paid->number);
	facts->person = party.name;
	facts->person_address = party.address;
	facts->reason = arena_format(arena, "%s theo hợp đồng %s", facts->is_in ? "Thu lại" : paid->is_advance ? "Tạm ứng" : "Thanh toán tiền hàng ký gửi", terms.number);
	say_amount(arena, MONEY(paid->amount.dong < 0 ? -paid->amount.dong : paid->amount.dong), facts);
	return true;
}

bool paper_slip(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct cash_slip_facts *facts,
		struct err *err)
{
	struct staff staff = { .name = NULL };
	bool ok;

	if (!paper_shop_of(txn, arena, book, entry->at_us, &facts->shop, err) ||
	    (!id_is_none(entry->actor) && !staff_get(txn, arena, entry->actor, &staff, err)))
		return false;
	facts->at_us = entry->at_us;
	facts->made_by = staff.name;
	facts->chain_head = short_hash(arena, entry->hash, 12);
	if (strcmp(entry->kind, cash_moved_kind.name) == 0)
		ok = moved_slip(txn, arena, entry, facts, err);
	else if (strcmp(entry->kind, paid_out_kind.name) == 0)
		ok = payout_slip(txn, arena, entry, facts, err);
	else if (strcmp(entry->kind, debt_paid_kind.name) == 0)
		return debt_slip_facts(txn, arena, entry, facts, err);
	else
		return order_slip_facts(txn, arena, book, entry, facts, err);
	facts->form.name = facts->is_in ? "Mẫu số 01-TT" : "Mẫu số 02-TT";
	return ok;
}

bool paper_read_slip(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	if (!paper_slip(txn, paper->arena, book, entry, &paper->slip, err))
		return false;
	paper->slip.copy_number = (int)paper->row.copy;
	paper->job.title = arena_format(paper->arena, "%s %s", paper->slip.is_in ? "Phiếu thu" : "Phiếu chi", paper->slip.number);
	return true;
}
