#include "shop/sale_view.h"

#include <string.h>

#include "base/day.h"
#include "calc/words.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/debt.h"
#include "shop/exchange.h"
#include "shop/known.h"
#include "shop/party.h"
#include "shop/print.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "shop/swap.h"
#include "shop/tender.h"
#include "shop/voucher.h"

enum { LIST, DAY_OF_SHIFTS, LAST_DIGITS, LAST, RECEIPT };

const struct sql sale_view_sql[] = {
	/* From the newest back: a day that is asked for is near the end. */
	[LIST] = { .text =
		"SELECT s.entry_key, s.business_day, s.total, s.kind, s.receipt_n, s.epoch, t.code FROM sale s JOIN till t ON t.id = s.till_id"
		" WHERE s.entry_key < $1 AND s.entry_key > $2 AND ($3 = 0 OR s.business_day = $3) AND ($4 = 0 OR EXISTS (SELECT 1 FROM line l"
		" WHERE l.entry_key = s.entry_key AND l.item_id = $5) OR EXISTS (SELECT 1 FROM bundle b WHERE b.entry_key = s.entry_key"
		" AND b.item_id = $5)) AND ($6 = 0 OR s.total = $7) ORDER BY s.entry_key DESC LIMIT $8", .scan_ok = true },
	/* A day's tickets lie between the opening and the closing of its shifts; a book has a few thousand of these. */
	[DAY_OF_SHIFTS] = { .text =
		"SELECT MIN(entry_key), MAX(COALESCE(closed_key, 9223372036854775807)) FROM shift WHERE business_day = $1", .scan_ok = true },
	[LAST_DIGITS] = { .text =
		"SELECT e.id FROM sale s JOIN entry e ON e.entry_key = s.entry_key WHERE s.business_day = $1 AND ($2 = 0 OR s.till_id = $3)"
		" AND s.receipt_n % $4 = $5 ORDER BY s.entry_key DESC LIMIT $6", .scan_ok = true },
	[LAST] = { .text = "SELECT entry_key FROM sale WHERE till_id = $1 AND epoch = $2 ORDER BY receipt_n DESC LIMIT 1" },
	[RECEIPT] = { .text = "SELECT t.code, s.epoch, s.receipt_n FROM sale s JOIN till t ON t.id = s.till_id WHERE s.entry_key = $1" },
	SQL_END
};

static const struct field bundle_fields[] = {
	F_ID(struct sale_view_bundle, item_id),
	F_I64(struct sale_view_bundle, n, 1, SALE_LINES_MAX),
	F_TEXT(struct sale_view_bundle, name, 1, 200),
	F_MONEY(struct sale_view_bundle, paid, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct sale_view_bundle, price, 0, MONEY_MAX),
	F_I64(struct sale_view_bundle, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct sale_view_bundle, unit, 1, 20),
};
static const struct shape bundle_shape = SHAPE(struct sale_view_bundle, "sale_view_bundle", bundle_fields);

static const struct field line_fields[] = {
	F_I64(struct sale_view_line, bundle, 0, SALE_LINES_MAX),
	F_MONEY(struct sale_view_line, discount, -MONEY_MAX, MONEY_MAX),
	F_BOOL(struct sale_view_line, is_food),
	F_ID(struct sale_view_line, item_id),
	F_I64(struct sale_view_line, n, 1, SALE_BOOK_LINES_MAX),
	F_TEXT(struct sale_view_line, name, 1, 200),
	F_MONEY(struct sale_view_line, paid, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct sale_view_line, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct sale_view_line, producer, 1, 200),
	F_I64(struct sale_view_line, qty_milli, -QTY_MILLI_MAX, QTY_MILLI_MAX),
	F_I64(struct sale_view_line, returned_milli, 0, QTY_MILLI_MAX),
	F_TEXT(struct sale_view_line, unit, 1, 20),
};
static const struct shape line_shape = SHAPE(struct sale_view_line, "sale_view_line", line_fields);

static const struct field pay_fields[] = {
	F_MONEY(struct sale_view_pay, amount, -MONEY_MAX, MONEY_MAX),
	F_MONEY_OPT(struct sale_view_pay, given, 0, MONEY_MAX),
	F_MONEY_OPT(struct sale_view_pay, left, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct sale_view_pay, name, 1, 100),
	F_ID_OPT(struct sale_view_pay, party_id),
	F_TEXT_OPT(struct sale_view_pay, reference, 1, 40),
	F_TEXT_OPT(struct sale_view_pay, row, 1, PAY_ROW_MAX),
	F_ID_OPT(struct sale_view_pay, source_id),
	F_WORD(struct sale_view_pay, way, pay_way_words),
};
static const struct shape view_pay_shape = SHAPE(struct sale_view_pay, "sale_view_pay", pay_fields);

static const struct field print_fields[] = {
	F_I64(struct sale_view_print, copies_count, 0, 100000),
	F_TEXT_OPT(struct sale_view_print, reason, 1, 400),
	F_TEXT(struct sale_view_print, state, 1, 20),
};
static const struct shape print_shape = SHAPE(struct sale_view_print, "print", print_fields);

static const struct field change_fields[] = {
	F_I64(struct sale_view_change, at_us, 0, INT64_MAX),
	F_TEXT(struct sale_view_change, from, 1, 400),
	F_TEXT(struct sale_view_change, reason, 1, 200),
	F_TEXT_OPT(struct sale_view_change, staff_name, 1, STAFF_NAME_LETTERS_MAX),
	F_TEXT(struct sale_view_change, to, 1, 400),
};
static const struct shape change_shape = SHAPE(struct sale_view_change, "tender_change", change_fields);

static const struct field back_fields[] = {
	F_ID(struct sale_view, id),
	F_LIST(struct sale_view, lines, 0, SALE_BOOK_LINES_MAX, &line_shape),
	F_LIST(struct sale_view, pays, 0, SALE_PAYS_MAX, &view_pay_shape),
	F_TEXT(struct sale_view, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct sale_view, refers_receipt, 1, RECEIPT_TEXT_SIZE),
	F_MONEY(struct sale_view, rounding_back, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct sale_view, total, -MONEY_MAX, MONEY_MAX),
};
static const struct shape back_shape = SHAPE(struct sale_view, "sale_view_back", back_fields);

static const struct field view_fields[] = {
	F_I64(struct sale_view, at_us, 0, INT64_MAX),
	F_PART_AT(struct sale_view, back, &back_shape),
	F_LIST(struct sale_view, bundles, 0, SALE_LINES_MAX, &bundle_shape),
	F_MONEY(struct sale_view, change, 0, MONEY_MAX),
	F_TEXT_LEFT(struct sale_view, exchange_receipt, 1, RECEIPT_TEXT_SIZE),
	F_ID(struct sale_view, id),
	F_BOOL(struct sale_view, is_return),
	F_LIST(struct sale_view, lines, 0, SALE_BOOK_LINES_MAX, &line_shape),
	F_LIST(struct sale_view, pays, 0, SALE_PAYS_MAX, &view_pay_shape),
	F_PART(struct sale_view, print, &print_shape),
	F_TEXT(struct sale_view, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct sale_view, refers_receipt, 1, RECEIPT_TEXT_SIZE),
	F_MONEY(struct sale_view, rounding, -MONEY_MAX, 0),
	F_MONEY(struct sale_view, rounding_back, -MONEY_MAX, MONEY_MAX),
	F_TEXT_OPT(struct sale_view, staff_name, 1, STAFF_NAME_LETTERS_MAX),
	F_LIST_ZERO(struct sale_view, swapped, SWAP_LINES_MAX, &swap_line_shape),
	F_LIST(struct sale_view, tender_changes, 0, TENDER_CHANGES_MAX, &change_shape),
	F_TEXT(struct sale_view, till_code, 1, 12),
	F_MONEY(struct sale_view, total, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct sale_view, vat, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct sale_view, words, 0, WORDS_SIZE),
};
const struct shape sale_view_shape = SHAPE(struct sale_view, "sale_view", view_fields);

static const struct field row_fields[] = {
	F_I64(struct sale_row, at_us, 0, INT64_MAX),
	F_ID(struct sale_row, id),
	F_BOOL(struct sale_row, is_return),
	F_TEXT(struct sale_row, print_state, 1, 20),
	F_TEXT(struct sale_row, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct sale_row, staff_name, 1, STAFF_NAME_LETTERS_MAX),
	F_MONEY_OPT(struct sale_row, total, -MONEY_MAX, MONEY_MAX),
};
const struct shape sale_row_shape = SHAPE(struct sale_row, "sale_row", row_fields);

static bool receipt_of(struct txn *txn, struct arena *arena, int64_t entry_key, const char **receipt, const char **till_code, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_view_sql[RECEIPT]);
	char text[RECEIPT_TEXT_SIZE];
	bool found;

	stmt_put_i64(q, entry_key);
	found = stmt_next(q);
	if (found) {
		const char *code = stmt_take_text(q, arena);
		int64_t epoch = stmt_take_i64(q);

		receipt_write(code, epoch, stmt_take_i64(q), text);
		*receipt = arena_text(arena, text);
		if (till_code)
			*till_code = code;
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "sale_id", "không có phiếu này");
}

static bool print_of(struct txn *txn, struct arena *arena, int64_t entry_key, struct sale_view_print *print, struct err *err)
{
	struct print_row *rows;
	size_t count;

	if (!print_of_entry(txn, arena, entry_key, &rows, &count, err) || !paper_copies(txn, entry_key, LAYOUT_RECEIPT, &print->copies_count, err))
		return false;
	print->state = "none";
	for (size_t i = 0; i < count; i++) {
		if (rows[i].layout != LAYOUT_RECEIPT || rows[i].copy != 0)
			continue;
		print->state = print_state_words[rows[i].state];
		print->reason = rows[i].reason;
	}
	return true;
}

/* The producer of the line before, who is often this one's too. */
struct before {
	struct id producer_id;
	const char *name;
};

static struct sale_view_line line_of(const struct sale_line *line, size_t at)
{
	return (struct sale_view_line){
		.bundle = line->bundle,
		.discount = MONEY(line->discount_house.dong + line->discount_producer.dong), .item_id = line->item_id, .n = (int64_t)at + 1, .name = line->name,
		.paid = line->paid, .price = line->price, .qty_milli = line->qty_milli, .unit = line->unit,
	};
}

static bool show_line(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale_line *line, struct before *before,
		      struct sale_view_line *shown, struct err *err)
{
	struct item_view item = { 0 };
	int32_t day = day_of_us(entry->at_us);
	struct party producer;

	if (!item_get(txn, arena, line->item_id, &item.item, err) || !item_origin_get(txn, arena, day, &item, err))
		return false;
	if (!id_is_none(item.producer_id) && !id_is(item.producer_id, before->producer_id)) {
		if (!party_get(txn, arena, item.producer_id, day, &producer, err))
			return false;
		*before = (struct before){ item.producer_id, producer.name };
	}
	if (!id_is_none(item.producer_id))
		shown->producer = before->name;
	shown->commune = item.commune;
	shown->stars = item.stars;
	shown->is_food = item.item.is_food;
	return true;
}

static bool show_pays(struct txn *txn, struct arena *arena, const struct pay *pays, size_t count, struct sale_view *view, struct err *err)
{
	view->pays = ARENA_LIST(arena, count, struct sale_view_pay);
	view->pays_count = count;
	view->change = MONEY(0);
	for (size_t i = 0; i < count; i++) {
		const struct pay *pay = &pays[i];
		char bucket[PAY_BUCKET_SIZE];

		view->pays[i] = (struct sale_view_pay){
			.amount = pay->amount, .given = pay->given, .party_id = pay->party_id, .source_id = pay->source_id, .reference = pay->reference,
			.row = pay->row, .way = pay->way, .left = MONEY(SHAPE_ABSENT),
		};
		if (!pay_bucket_name(txn, arena, pay_bucket(pay, bucket), &view->pays[i].name, err) ||
		    (pay->way == PAY_VOUCHER && !voucher_left_after(txn, pay->source_id, view->entry_key, &view->pays[i].left, err)) ||
		    (pay->way == PAY_ACCOUNT && !debt_after(txn, DEBT_CUSTOMER, pay->party_id, view->entry_key, &view->pays[i].left, err)))
			return false;
		if (pay->given.dong != SHAPE_ABSENT && pay->given.dong > pay->amount.dong)
			view->change.dong += pay->given.dong - pay->amount.dong;
	}
	return true;
}

static bool show_was(struct txn *txn, struct arena *arena, const struct tender_row *row, struct sale_view_change *change, struct err *err)
{
	change->was = ARENA_LIST(arena, row->was_count, struct sale_view_pay);
	for (; change->was_count < row->was_count; change->was_count++) {
		const struct pay *pay = &row->was[change->was_count];
		struct sale_view_pay *was = &change->was[change->was_count];
		char bucket[PAY_BUCKET_SIZE];

		*was = (struct sale_view_pay){ .amount = pay->amount, .row = pay->row, .way = pay->way };
		if (!pay_bucket_name(txn, arena, pay_bucket(pay, bucket), &was->name, err))
			return false;
	}
	return true;
}

/* How it was paid in truth, and what was typed before. */
static bool show_tender(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *sale, struct sale_view *view,
			struct err *err)
{
	struct tender_now now;

	if (!tender_now(txn, arena, entry->key, sale, &now, err))
		return false;
	if (now.changes_count == 0)
		return true;
	if (!show_pays(txn, arena, now.pays, now.pays_count, view, err))
		return false;
	view->tender_changes = ARENA_LIST(arena, now.changes_count, struct sale_view_change);
	for (size_t i = 0; i < now.changes_count; i++) {
		struct sale_view_change *change = &view->tender_changes[view->tender_changes_count++];

		*change = (struct sale_view_change){ .at_us = now.changes[i].at_us, .from = now.changes[i].from, .reason = now.changes[i].reason,
						     .to = now.changes[i].to };
		if (!known_staff_name(NULL, txn, arena, now.changes[i].staff_id, &change->staff_name, err) || !show_was(txn, arena, &now.changes[i], change, err))
			return false;
	}
	return true;
}

/* All that the entry says by itself. */
static bool view_begin(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *sale, struct sale_view *view,
		       struct err *err)
{
	char words[WORDS_SIZE];

	*view = (struct sale_view){
		.at_us = entry->at_us, .id = entry->id, .is_return = strcmp(entry->kind, return_kind.name) == 0, .rounding = sale->rounding,
		.rounding_back = sale->rounding_back, .total = sale->total,
		.vat = sale->vat, .entry_key = entry->key, .till_id = sale->till_id, .sale = sale, .lines_count = sale->lines_count,
		.lines = ARENA_LIST(arena, sale->lines_count, struct sale_view_line), .hash = entry->hash,
		.swapped = sale->swapped, .swapped_count = sale->swapped_count,
	};
	for (size_t i = 0; i < sale->lines_count; i++)
		view->lines[i] = line_of(&sale->lines[i], i);
	view->bundles = ARENA_LIST(arena, sale->bundles_count, struct sale_view_bundle);
	for (size_t i = 0; i < sale->bundles_count; i++) {
		const struct sale_bundle *bundle = &sale->bundles[i];

		view->bundles[view->bundles_count++] = (struct sale_view_bundle){
			.item_id = bundle->item_id, .n = (int64_t)i + 1, .name = bundle->name, .price = bundle->price, .qty_milli = bundle->qty_milli, .unit = bundle->unit };
	}
	for (size_t i = 0; i < sale->lines_count; i++)
		if (sale->lines[i].bundle)
			view->bundles[sale->lines[i].bundle - 1].paid.dong += sale->lines[i].paid.dong;
	if (!show_pays(txn, arena, sale->pays, sale->pays_count, view, err))
		return false;
	words_write(view->total.dong < 0 ? -view->total.dong - view->rounding_back.dong : view->total.dong, &(struct words_style){ .capital = true }, words);
	view->words = arena_text(arena, words);
	return true;
}

/* The other half of an exchange: of a sale what came back, of a return where its goods went. */
static bool show_back(struct txn *txn, struct arena *arena, const struct sale *sale, struct sale_view *view, struct err *err)
{
	struct entry other;
	bool found;

	if (id_is_none(sale->exchange_id))
		return true;
	if (!view->is_return) {
		view->back = ARENA_NEW(arena, struct sale_view);
		return sale_view_get(txn, arena, sale->exchange_id, view->back, err);
	}
	/* Not there yet while the two are being written. */
	return journal_find_id(txn, arena, sale->exchange_id, &other, &found, err) &&
	       (!found || receipt_of(txn, arena, other.key, &view->exchange_receipt, NULL, err));
}

bool sale_view_of_entry(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *sale, struct sale_view *view,
			struct err *err)
{
	struct before before = { 0 };
	int64_t *returned = NULL;
	struct entry sold;
	struct sale *read;
	bool found, is_return = strcmp(entry->kind, return_kind.name) == 0;

	if (!is_return && strcmp(entry->kind, sale_kind.name) != 0)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu này");
	if (!sale) {
		if (!entry_body(entry, is_return ? &return_kind : &sale_kind, arena, (void **)&read, err))
			return false;
		sale = read;
	}
	if (!view_begin(txn, arena, entry, sale, view, err) ||
	    !receipt_of(txn, arena, entry->key, &view->receipt, &view->till_code, err) || !known_staff_name(NULL, txn, arena, entry->actor, &view->staff_name, err) ||
	    !print_of(txn, arena, entry->key, &view->print, err) || !show_back(txn, arena, sale, view, err))
		return false;
	if (view->is_return) {
		if (!journal_find_id(txn, arena, sale->refers_to, &sold, &found, err) ||
		    (found && !receipt_of(txn, arena, sold.key, &view->refers_receipt, NULL, err)))
			return false;
	} else if (!sale_returned(txn, arena, entry->key, sale->lines_count, &returned, err) || !show_tender(txn, arena, entry, sale, view, err)) {
		return false;
	}
	for (size_t i = 0; i < sale->lines_count; i++) {
		if (!show_line(txn, arena, entry, &sale->lines[i], &before, &view->lines[i], err))
			return false;
		view->lines[i].returned_milli = returned ? returned[i] : 0;
	}
	return true;
}

bool sale_view_of_new(struct work *work, struct known *known, const struct sale *sale, bool prints, struct sale_view *view, struct err *err)
{
	int32_t day = day_of_us(work->entry.at_us);
	char receipt[RECEIPT_TEXT_SIZE];

	if (!view_begin(work->txn, work->arena, &work->entry, sale, view, err) ||
	    !known_till_code(known, work->txn, work->arena, sale->till_id, &view->till_code, err) ||
	    !known_staff_name(known, work->txn, work->arena, work->entry.actor, &view->staff_name, err))
		return false;
	receipt_write(view->till_code, work->book->epoch, sale->receipt_n, receipt);
	view->receipt = arena_text(work->arena, receipt);
	view->print.state = prints ? print_state_words[PRINT_WAITING] : "none";
	for (size_t i = 0; i < sale->lines_count; i++) {
		struct known_item item;

		if (!known_item(known, work->txn, work->arena, sale->lines[i].item_id, day, &item, err))
			return false;
		view->lines[i].is_food = item.is_food;
		view->lines[i].producer = item.producer;
	}
	return show_back(work->txn, work->arena, sale, view, err);
}

bool sale_view_get(struct txn *txn, struct arena *arena, struct id sale_id, struct sale_view *view, struct err *err)
{
	struct entry entry;
	bool found;

	if (!journal_find_id(txn, arena, sale_id, &entry, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu này");
	return sale_view_of_entry(txn, arena, &entry, NULL, view, err);
}

bool sale_find_last_digits(struct txn *txn, int32_t day, struct id till_id, const char *digits, size_t count_max, struct id *sales, size_t *count,
			   struct err *err)
{
	struct stmt *q;
	int64_t rest = 0, unit = 1;

	*count = 0;
	if (!*digits || strlen(digits) > LAST_DIGITS_MAX || strspn(digits, "0123456789") != strlen(digits))
		return true;
	for (; *digits; digits++) {
		rest = rest * 10 + (*digits - '0');
		unit *= 10;
	}
	q = stmt_begin(txn, &sale_view_sql[LAST_DIGITS]);
	stmt_put_day(q, day);
	stmt_put_i64(q, !id_is_none(till_id));
	stmt_put_id_opt(q, till_id);
	stmt_put_i64(q, unit);
	stmt_put_i64(q, rest);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q))
		stmt_take_id(q, &sales[(*count)++]);
	return stmt_end(q, err);
}

/* What has no day of its own lies nowhere: from_key is then the end. */
static bool day_bounds(struct txn *txn, int32_t day, int64_t *from_key, int64_t *before_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_view_sql[DAY_OF_SHIFTS]);
	int64_t first = STMT_NONE, last = STMT_NONE;

	stmt_put_day(q, day);
	if (stmt_next(q)) {
		first = stmt_take_i64_opt(q);
		last = stmt_take_i64_opt(q);
	}
	*from_key = first == STMT_NONE ? INT64_MAX : first;
	if (last != STMT_NONE && last < *before_key)
		*before_key = last;
	return stmt_end(q, err);
}

bool sale_list(struct txn *txn, struct arena *arena, const struct sale_asked *asked, size_t count_max, struct sale_row **rows, size_t *count,
	       struct err *err)
{
	int64_t *keys = ARENA_LIST(arena, SALE_LIST_MAX, int64_t), from_key = 0, before_key = asked->before_key ? asked->before_key : INT64_MAX;
	struct stmt *q;

	*rows = ARENA_LIST(arena, SALE_LIST_MAX, struct sale_row);
	*count = 0;
	if (asked->day && !day_bounds(txn, asked->day, &from_key, &before_key, err))
		return false;
	q = stmt_begin(txn, &sale_view_sql[LIST]);
	stmt_put_i64(q, before_key);
	stmt_put_i64(q, from_key);
	stmt_put_i64(q, asked->day);
	stmt_put_i64(q, !id_is_none(asked->item_id));
	stmt_put_id_opt(q, asked->item_id);
	stmt_put_i64(q, asked->total.dong != SHAPE_ABSENT);
	stmt_put_i64(q, asked->total.dong != SHAPE_ABSENT ? asked->total.dong : 0);
	stmt_put_i64(q, (int64_t)(count_max < SALE_LIST_MAX ? count_max : SALE_LIST_MAX));
	while (*count < SALE_LIST_MAX && stmt_next(q)) {
		struct sale_row *row = &(*rows)[*count];
		char text[RECEIPT_TEXT_SIZE];
		int64_t receipt_n, epoch;

		keys[(*count)++] = stmt_take_i64(q);
		stmt_skip(q);
		row->total = stmt_take_money(q);
		row->is_return = stmt_take_i64(q) == 2;
		receipt_n = stmt_take_i64(q);
		epoch = stmt_take_i64(q);
		receipt_write(stmt_take_text(q, arena), epoch, receipt_n, text);
		row->receipt = arena_text(arena, text);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct sale_view_print print = { 0 };
		struct entry entry;

		if (!journal_get(txn, arena, keys[i], &entry, err) || !known_staff_name(NULL, txn, arena, entry.actor, &(*rows)[i].staff_name, err) ||
		    !print_of(txn, arena, keys[i], &print, err))
			return false;
		(*rows)[i].entry_key = keys[i];
		(*rows)[i].at_us = entry.at_us;
		(*rows)[i].id = entry.id;
		(*rows)[i].print_state = print.state;
	}
	return true;
}

bool sale_last(struct txn *txn, struct id till_id, int64_t epoch, int64_t *entry_key, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_view_sql[LAST]);

	stmt_put_id(q, till_id);
	stmt_put_i64(q, epoch);
	*found = stmt_next(q);
	if (*found)
		*entry_key = stmt_take_i64(q);
	return stmt_end(q, err);
}
