#include "shop/watch.h"

#include <string.h>

#include "base/day.h"
#include "calc/money.h"
#include "calc/node.h"
#include "shop/catalog.h"
#include "shop/item_draft.h"
#include "shop/journal.h"
#include "shop/pay.h"
#include "shop/sale.h"
#include "shop/swap.h"

#define MINDED_MAX 1000      /* prices lowered and goods drafted in two days; the newest are minded */
#define PER_ENTRY_MAX 9
#define ENTRY_ARENA_BYTES ((size_t)32 << 20)  /* an entry of ENTRY_BYTES_MAX, read */

const char *const watch_words[] = {
	NULL, "return", "discount", "removed", "dropped", "tender", "draft", "weight", "unbooked", "offset", "credit", "price", "own_price", "cash", "drawer",
	"count", "deposit", "cod", "bank", "corrected", "loss", "copy", "alone", "duty", "voucher", "price_back", "goodwill", NULL,
};

/* An item that was drafted, or whose price was lowered, from what and by whom. */
struct minded {
	struct id item_id, staff_id, approver_id;
	bool is_draft;
	struct money before;
	int64_t saved;                 /* by who bought it meanwhile */
};

struct watch {
	struct txn *txn;
	struct arena *arena;           /* of one entry */
	int64_t after, from_us;        /* rows of entries behind both */
	struct watch_row *rows;
	size_t count, room;
	struct minded *minded;
	size_t minded_count;
	bool has_lowered;              /* a price among them */
	struct entry *entry;
};

static struct watch_row *put(struct watch *w, enum watch_what what, int64_t amount)
{
	const struct entry *entry = w->entry;
	struct watch_row *row = &w->rows[w->count];

	if (entry->at_us < w->from_us || ENTRY_NUMBER(entry->key) <= w->after)
		return row;
	*row = (struct watch_row){ .amount = MONEY(amount), .approver_id = entry->approver, .at_us = entry->at_us, .entry_id = entry->id,
				   .is_alone = entry->alone.reason != 0, .number = ENTRY_NUMBER(entry->key), .staff_id = entry->actor, .what = what };
	w->count++;
	return row;
}

static void mind(struct watch *w, struct minded minded)
{
	w->has_lowered |= !minded.is_draft;
	w->minded[w->minded_count++ % MINDED_MAX] = minded;
}

/* ---- a sale ----------------------------------------------------------------------- */

static bool is_minded(const struct watch *w, struct id item_id, bool is_draft)
{
	size_t count = w->minded_count < MINDED_MAX ? w->minded_count : MINDED_MAX;

	for (size_t i = 0; i < count; i++) {
		const struct minded *m = &w->minded[i];
		bool is_own = id_is(m->staff_id, w->entry->actor) || id_is(m->staff_id, w->entry->approver) || id_is(m->approver_id, w->entry->actor);

		if (m->is_draft == is_draft && id_is(m->item_id, item_id) && (is_draft || is_own))
			return true;
	}
	return false;
}

static void note_saved(struct watch *w, const struct sale_line *line)
{
	size_t count = w->minded_count < MINDED_MAX ? w->minded_count : MINDED_MAX;

	for (size_t i = 0; i < count; i++) {
		struct minded *m = &w->minded[i];

		if (!m->is_draft && id_is(m->item_id, line->item_id) && line->price.dong < m->before.dong && m->before.dong <= MONEY_MAX / (QTY_MILLI_MAX / 1000))
			m->saved += money_scale(m->before.dong - line->price.dong, line->qty_milli, 1000);
	}
}

/* It costs what it did before, or more, and something was sold meanwhile. Lowered in several steps it is one row still. */
static void price_back(struct watch *w, struct id item_id, struct money now, const char *name)
{
	size_t count = w->minded_count < MINDED_MAX ? w->minded_count : MINDED_MAX;
	int64_t saved = 0;

	for (size_t i = 0; i < count; i++) {
		struct minded *m = &w->minded[i];

		if (m->is_draft || !id_is(m->item_id, item_id) || now.dong < m->before.dong)
			continue;
		saved = m->saved > saved ? m->saved : saved;
		m->item_id = (struct id){ { 0 } };
	}
	if (saved)
		put(w, WATCH_PRICE_BACK, saved)->about = name;
}

/* What the lines of an item came to. */
static int64_t paid_of(const struct sale *sale, struct id item_id, const char **name)
{
	int64_t paid = 0;

	for (size_t i = 0; i < sale->lines_count; i++)
		if (id_is(sale->lines[i].item_id, item_id)) {
			paid += sale->lines[i].paid.dong;
			*name = sale->lines[i].name;
		}
	return paid;
}

static void watch_trail(struct watch *w, const struct sale *sale)
{
	const char *weighed = NULL, *removed_why = NULL;
	struct id last = { { 0 } }, approver = w->entry->approver;
	int64_t removed = 0, weight = 0, discount = 0;
	bool is_agreed = !id_is_none(approver) || w->entry->alone.reason;

	for (size_t i = 0; i < sale->trail_count; i++) {
		const struct trail *t = &sale->trail[i];

		if (t->what == TRAIL_REMOVE) {
			removed += t->value.dong;
			removed_why = t->reason;
		}
		if (t->what == TRAIL_DISCOUNT && !id_is_none(t->approver_id)) {
			is_agreed = true;
			approver = t->approver_id;
		}
		/* A part of a piece that no scale's label said. */
		if ((t->what == TRAIL_ADD || t->what == TRAIL_QTY) && !t->code && t->qty_milli > 0 && t->qty_milli % 1000 != 0 && !id_is(t->item_id, last)) {
			weight += paid_of(sale, t->item_id, &weighed);
			last = t->item_id;
		}
	}
	for (size_t i = 0; i < sale->lines_count; i++)
		discount += sale->lines[i].discount_house.dong + sale->lines[i].discount_producer.dong;
	if (removed)
		put(w, WATCH_REMOVED, removed)->about = removed_why;
	if (weighed)
		put(w, WATCH_WEIGHT, weight)->about = weighed;
	if (discount > 0 && is_agreed)
		put(w, WATCH_DISCOUNT, discount)->approver_id = approver;
}

static void watch_lines(struct watch *w, const struct sale *sale)
{
	const char *draft = NULL, *unbooked = NULL, *own = NULL;
	int64_t drafts = 0, unbookeds = 0, owns = 0;

	for (size_t i = 0; i < sale->lines_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		note_saved(w, line);
		if (is_minded(w, line->item_id, true)) {
			draft = line->name;
			drafts += line->paid.dong;
		} else if (line->is_pending) {
			unbooked = line->name;
			unbookeds += line->paid.dong;
		}
		if (is_minded(w, line->item_id, false)) {
			own = line->name;
			owns += line->paid.dong;
		}
	}
	if (draft)
		put(w, WATCH_DRAFT, drafts)->about = draft;
	if (unbooked)
		put(w, WATCH_UNBOOKED, unbookeds)->about = unbooked;
	if (own)
		put(w, WATCH_OWN_PRICE, owns)->about = own;
}

static bool watch_sale(struct watch *w, struct err *err)
{
	const struct sale *sale;
	int64_t offset = 0, credit = 0;

	if (!entry_body(w->entry, &sale_kind, w->arena, (void **)&sale, err))
		return false;
	for (size_t i = 0; sale->swapped_count && i < sale->pays_count; i++)
		if (sale->pays[i].way == PAY_GOODWILL)
			put(w, WATCH_GOODWILL, sale->pays[i].amount.dong)->about = swap_say(w->arena, sale->swapped, sale->swapped_count);
	watch_trail(w, sale);
	watch_lines(w, sale);
	for (size_t i = 0; i < sale->pays_count; i++) {
		offset += sale->pays[i].way == PAY_OFFSET ? sale->pays[i].amount.dong : 0;
		credit += sale->pays[i].way == PAY_ACCOUNT && !id_is_none(w->entry->approver) ? sale->pays[i].amount.dong : 0;
	}
	if (offset)
		put(w, WATCH_OFFSET, offset);
	if (credit)
		put(w, WATCH_CREDIT, credit);
	return true;
}

static bool watch_return(struct watch *w, struct err *err)
{
	const struct sale *back;

	if (!entry_body(w->entry, &return_kind, w->arena, (void **)&back, err))
		return false;
	put(w, WATCH_RETURN, -back->total.dong)->about = back->reason;
	return true;
}

/* ---- prices ------------------------------------------------------------------------ */

static bool watch_price(struct watch *w, const struct node *price, struct err *err)
{
	const struct node *amount = node_find(price, "amount"), *item = node_find(price, "item_id"), *site = node_find(price, "site_id");
	const struct node *from = node_find(price, "from_us");
	int64_t at_us = from && from->number < w->entry->at_us ? from->number : w->entry->at_us;
	struct id item_id, site_id = { { 0 } };
	struct money before;
	struct item about;
	bool found;

	if (!amount || !item || !id_read(item->text, item->size, &item_id) || (site && site->kind == NODE_TEXT && !id_read(site->text, site->size, &site_id)))
		return true;
	if (!item_price_at(w->txn, item_id, site_id, at_us - 1, &before, &found, err))
		return false;
	if (!found || amount->number == before.dong)
		return true;
	if (!item_get(w->txn, w->arena, item_id, &about, err))
		return false;
	if (amount->number > before.dong) {
		price_back(w, item_id, MONEY(amount->number), about.name);
		return true;
	}
	mind(w, (struct minded){ .item_id = item_id, .staff_id = w->entry->actor, .approver_id = w->entry->approver, .before = before });
	put(w, WATCH_PRICE, before.dong - amount->number)->about = about.name;
	return true;
}

static bool watch_prices(struct watch *w, const struct node *body, struct err *err)
{
	const struct node *list = node_find(body, "prices");
	size_t rows = 0;

	for (const struct node *price = list ? list->first : NULL; price; price = price->next) {
		size_t count = w->count;

		if (!watch_price(w, price, err))
			return false;
		/* Of a whole list of new prices the first few stand for all. */
		if (w->count > count && ++rows > PER_ENTRY_MAX)
			w->count = count;
	}
	return true;
}

/* ---- the others -------------------------------------------------------------------- */

static int64_t number_of(const struct node *body, const char *name)
{
	const struct node *node = name ? node_find(body, name) : NULL;

	return node && node->kind == NODE_NUMBER ? node->number : INT64_MIN;
}

static const char *text_of(const struct watch *w, const struct node *body, const char *name)
{
	const struct node *node = name ? node_find(body, name) : NULL;

	return node && node->kind == NODE_TEXT && node->size ? arena_bytes(w->arena, node->text, node->size) : NULL;
}

static int64_t sum_of(const struct node *body, const char *list, const char *name)
{
	const struct node *rows = node_find(body, list);
	int64_t sum = 0;

	for (const struct node *row = rows ? rows->first : NULL; row; row = row->next)
		sum += number_of(row, name) == INT64_MIN ? 0 : number_of(row, name);
	return sum;
}

/* Kinds of which every entry is a row, or those whose figure is not 0; an amount is a member, or the sum of one in a list. */
static const struct plain {
	const char *kind;
	enum watch_what what;
	const char *list, *amount, *about;
	bool skips_zero;
} plains[] = {
	{ "cart_dropped", WATCH_DROPPED, NULL, "total", "reason", true },
	{ "order_cancelled", WATCH_DEPOSIT, "forfeits", "amount", "reason", false },
	{ "cod_matched", WATCH_COD, NULL, "house", "reason", true },
	{ "credit_settled", WATCH_BANK, NULL, "amount", "reason", false },
	{ "price_corrected", WATCH_CORRECTED, NULL, NULL, "reason", false },
	{ "owner_corrected", WATCH_CORRECTED, NULL, NULL, "reason", false },
	{ "intake_corrected", WATCH_CORRECTED, NULL, NULL, "reason", false },
	{ "shift_counted", WATCH_COUNT, NULL, "counted", NULL, false },
	{ "shift_closed", WATCH_COUNT, NULL, "difference", "reason", true },
	{ "paper_copied", WATCH_COPY, NULL, NULL, NULL, false },
	{ "duty_set", WATCH_DUTY, NULL, "limit", NULL, true },
	{ "voucher_set", WATCH_VOUCHER, NULL, NULL, "reason", false },
	{ "voucher_expired", WATCH_VOUCHER, NULL, "left", "reason", false },
};

static void watch_plain(struct watch *w, const struct plain *plain, const struct node *body)
{
	int64_t amount = plain->list ? sum_of(body, plain->list, plain->amount) : number_of(body, plain->amount);

	if (plain->skips_zero && (amount == 0 || amount == INT64_MIN))
		return;
	put(w, plain->what, amount)->about = text_of(w, body, plain->about);
}

static bool same_text(const struct node *one, const struct node *other, const char *name)
{
	const struct node *left = node_find(one, name), *right = node_find(other, name);

	return left && right ? left->size == right->size && memcmp(left->text, right->text, left->size) == 0 : left == right;
}

/* What was said to be paid one way and is another: a part that stays as it was, a deposit say, is no change. */
static void watch_tender(struct watch *w, const struct node *body)
{
	const struct node *from = node_find(body, "from"), *to = node_find(body, "to");
	int64_t moved = 0;

	for (const struct node *was = from ? from->first : NULL; was; was = was->next) {
		int64_t rest = number_of(was, "amount");

		for (const struct node *is = to ? to->first : NULL; is; is = is->next)
			if (same_text(was, is, "way") && same_text(was, is, "row") && same_text(was, is, "source_id"))
				rest -= number_of(is, "amount");
		moved += rest > 0 ? rest : 0;
	}
	put(w, WATCH_TENDER, moved)->about = text_of(w, body, "reason");
}

/* Money that leaves by hand; nothing at all: the drawer was opened. */
static void watch_cash(struct watch *w, const struct node *body)
{
	const char *what = text_of(w, body, "what");
	const struct node *from = node_find(body, "from_id");
	int64_t amount = number_of(body, "amount");

	if (amount == 0)
		put(w, WATCH_DRAWER, INT64_MIN)->about = text_of(w, body, "reason");
	else if (from && from->kind == NODE_TEXT && what && strcmp(what, "moved") != 0)
		put(w, WATCH_CASH, amount)->about = text_of(w, body, "reason");
}

static void watch_loss(struct watch *w, const struct node *body)
{
	static const char *const losses[] = { "broken", "expired", "sample", "missing" };
	const char *what = text_of(w, body, "what");

	for (size_t i = 0; what && i < COUNT_OF(losses); i++)
		if (strcmp(what, losses[i]) == 0)
			put(w, WATCH_LOSS, INT64_MIN)->about = text_of(w, body, "reason");
}

static void watch_draft(struct watch *w, const struct node *body)
{
	const struct node *item = node_find(body, "item"), *id = item ? node_find(item, "id") : NULL, *price = node_find(body, "price");
	struct minded minded = { .is_draft = true };

	if (!id || !id_read(id->text, id->size, &minded.item_id))
		return;
	mind(w, minded);
	put(w, WATCH_DRAFT, price && price->kind == NODE_OBJECT ? number_of(price, "amount") : number_of(body, "price"))->about = text_of(w, item, "name");
}

static bool watch_entry(struct watch *w, struct err *err)
{
	const char *kind = w->entry->kind;
	size_t before = w->count;
	struct node *body;

	if (strcmp(kind, sale_kind.name) == 0) {
		if (!watch_sale(w, err))
			return false;
	} else if (strcmp(kind, return_kind.name) == 0) {
		if (!watch_return(w, err))
			return false;
	} else {
		body = node_read(w->entry->body, w->entry->body_size, w->arena, err);
		if (!body)
			return false;
		if (strcmp(kind, prices_set_kind.name) == 0 && !watch_prices(w, body, err))
			return false;
		if (strcmp(kind, "tender_changed") == 0)
			watch_tender(w, body);
		if (strcmp(kind, "cash_moved") == 0)
			watch_cash(w, body);
		if (strcmp(kind, "stock_moved") == 0)
			watch_loss(w, body);
		if (strcmp(kind, item_drafted_kind.name) == 0)
			watch_draft(w, body);
		for (size_t i = 0; i < COUNT_OF(plains); i++)
			if (strcmp(kind, plains[i].kind) == 0)
				watch_plain(w, &plains[i], body);
	}
	/* Whatever it was: one person did it where two are asked for. */
	if (w->count == before && w->entry->alone.reason)
		put(w, WATCH_ALONE, w->entry->alone.amount.dong);
	return true;
}

/* Before what is asked for only what is to be remembered: prices that went down, goods that were drafted, who bought at such a price. */
static bool mind_entry(struct watch *w, struct err *err)
{
	bool is_prices = strcmp(w->entry->kind, prices_set_kind.name) == 0, is_draft = strcmp(w->entry->kind, item_drafted_kind.name) == 0;
	const struct sale *sale;

	if (is_prices || is_draft)
		return watch_entry(w, err);
	if (!w->has_lowered || strcmp(w->entry->kind, sale_kind.name) != 0)
		return true;
	if (!entry_body(w->entry, &sale_kind, w->arena, (void **)&sale, err))
		return false;
	for (size_t i = 0; i < sale->lines_count; i++)
		note_saved(w, &sale->lines[i]);
	return true;
}

/* The next entry of the stream before a moment; what was read before it is gone. */
static bool next_entry(struct watch *w, int64_t stream, int64_t until_us, bool *found, struct err *err)
{
	struct entry *entry = w->entry;
	int64_t key = entry->key;

	arena_reset(w->arena);
	if (!journal_next(w->txn, w->arena, key, entry, found, err))
		return false;
	if (*found && ENTRY_STREAM(entry->key) == stream && entry->at_us < until_us)
		return true;
	entry->key = key;
	*found = false;
	return true;
}

static bool walk(struct watch *w, const struct watch_asked *asked, struct arena *keep, int64_t *next, struct err *err)
{
	int64_t number, until_us = day_start_us(day_add(asked->day, 1));
	size_t left = asked->entries_max < WATCH_ENTRIES_MAX ? asked->entries_max : WATCH_ENTRIES_MAX;
	bool found = true;

	if (!journal_last_of_day(w->txn, asked->stream, day_add(asked->day, -2), &number, err))
		return false;
	if (asked->after - WATCH_BEFORE_MAX > number)
		number = asked->after - WATCH_BEFORE_MAX;
	w->entry->key = ENTRY_KEY(asked->stream, number);
	while (left && w->count < w->room) {
		size_t before = w->count;
		bool is_asked;

		if (!next_entry(w, asked->stream, until_us, &found, err))
			return false;
		if (!found)
			return true;
		is_asked = w->entry->at_us >= w->from_us && ENTRY_NUMBER(w->entry->key) > asked->after;
		if (!(is_asked ? watch_entry(w, err) : mind_entry(w, err)))
			return false;
		left -= is_asked;
		for (size_t i = before; i < w->count; i++)
			w->rows[i].about = arena_text(keep, w->rows[i].about);
	}
	number = ENTRY_NUMBER(w->entry->key);
	if (!next_entry(w, asked->stream, until_us, &found, err))
		return false;
	*next = found ? number : 0;
	return true;
}

bool watch_day(struct txn *txn, struct arena *arena, const struct watch_asked *asked, struct watch_row **rows, size_t *count, int64_t *next, struct err *err)
{
	size_t room = asked->count_max < WATCH_ROWS_MAX ? asked->count_max : WATCH_ROWS_MAX;
	struct entry entry;
	struct watch w = { .txn = txn, .arena = arena_new(ENTRY_ARENA_BYTES), .after = asked->after, .from_us = day_start_us(asked->day), .room = room,
			   .entry = &entry };
	bool ok;

	w.rows = ARENA_LIST(arena, room + 2 * PER_ENTRY_MAX, struct watch_row);
	w.minded = ARENA_LIST(arena, MINDED_MAX, struct minded);
	*next = 0;
	ok = walk(&w, asked, arena, next, err);
	arena_free(w.arena);
	*rows = w.rows;
	*count = w.count;
	return ok;
}
