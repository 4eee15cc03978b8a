#include "shop/swap.h"

#include <string.h>

#include "calc/cart.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/sale_view.h"
#include "shop/sql.h"

enum { ADD, LEFT, LIST };

const struct sql swap_sql[] = {
	[ADD] = { .text = "INSERT INTO swap (entry_key, sale_key, amount) VALUES ($1, $2, $3)" },
	[LEFT] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM swap WHERE sale_key = $1" },
	[LIST] = { .text =
		"SELECT s.entry_key, s.amount, (SELECT CAST(SUM(b.amount) AS BIGINT) FROM swap b WHERE b.sale_key = s.entry_key) FROM swap s"
		" WHERE s.entry_key = s.sale_key AND s.entry_key < $1 ORDER BY s.entry_key DESC LIMIT $2" },
	SQL_END
};

static const struct field in_fields[] = {
	F_DAY(struct swap_in, bought_day),
	F_ID(struct swap_in, item_id),
	F_I64(struct swap_in, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct swap_in, reason, 1, 200),
};
const struct shape swap_in_shape = SHAPE(struct swap_in, "swap_in", in_fields);

static const struct field line_fields[] = {
	F_DAY(struct swap_line, bought_day),
	F_I64(struct swap_line, found, 0, SWAP_FOUND_MAX),
	F_ID(struct swap_line, item_id),
	F_TEXT(struct swap_line, name, 1, 200),
	F_MONEY(struct swap_line, price, 0, MONEY_MAX),
	F_I64(struct swap_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct swap_line, reason, 1, 200),
	F_TEXT(struct swap_line, unit, 1, 20),
	F_MONEY(struct swap_line, worth, 0, MONEY_MAX),
};
const struct shape swap_line_shape = SHAPE(struct swap_line, "swap_line", line_fields);

static const struct field view_fields[] = {
	F_LIST(struct view_swap, lines, 1, SWAP_LINES_MAX, &swap_line_shape),
	F_MONEY(struct view_swap, used, 0, MONEY_MAX),
	F_MONEY(struct view_swap, worth, 0, MONEY_MAX),
};
const struct shape view_swap_shape = SHAPE(struct view_swap, "cart_view_swap", view_fields);

/* ---- what is brought ------------------------------------------------------------- */

static bool take_line(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const struct swap_in *in, struct swap_line *line,
		      struct err *err)
{
	struct sale_asked asked = { .day = in->bought_day, .item_id = in->item_id, .total = MONEY(SHAPE_ABSENT) };
	struct sale_row *rows;
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	struct item item;
	size_t count;
	bool found;

	if (in->bought_day > day_of_us(at_us))
		return err_set(err, ERR_INPUT, "bought_day", "ngày khách mua không thể sau hôm nay");
	if (!item_get(txn, arena, in->item_id, &item, err))
		return false;
	if (in->qty_milli % steps[item.decimals])
		return err_set(err, ERR_INPUT, "qty_milli", "“%s” không đếm lẻ như vậy", item.name);
	*line = (struct swap_line){ .bought_day = in->bought_day, .item_id = in->item_id, .name = item.name, .qty_milli = in->qty_milli,
				    .reason = in->reason, .unit = item.unit };
	if (!item_price_at(txn, in->item_id, site_id, at_us, &line->price, &found, err) ||
	    !sale_list(txn, arena, &asked, SWAP_FOUND_MAX, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		line->found += !rows[i].is_return;
	if (!found)
		return err_set(err, ERR_CONFLICT, "item_id", "“%s” chưa có giá bán hôm nay nên không đổi được", item.name);
	return cart_amount(line->price, in->qty_milli, MONEY(item.decimals > 0 && item.round_unit > 1 ? item.round_unit : 0), &line->worth) ||
	       err_set(err, ERR_LIMIT, "qty_milli", "số lượng quá lớn");
}

static bool reckon(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const struct swap_in *in, size_t count,
		   struct swap_line **lines, struct money *worth, struct err *err)
{
	*lines = ARENA_LIST(arena, count, struct swap_line);
	*worth = MONEY(0);
	for (size_t i = 0; i < count; i++) {
		if (!take_line(txn, arena, site_id, at_us, &in[i], &(*lines)[i], err))
			return err_within(err, "swap[%zu]", i);
		worth->dong += (*lines)[i].worth.dong;
	}
	return worth->dong <= MONEY_MAX || err_set(err, ERR_LIMIT, "swap", "hàng khách mang lại quá nhiều cho một phiếu");
}

static struct money used_of(struct money worth, struct money total)
{
	return worth.dong < total.dong ? worth : total;
}

bool swap_view(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const struct swap_in *in, size_t count, struct money total,
	       struct view_swap **view, const char **stopped, struct err *err)
{
	struct view_swap *now = ARENA_NEW(arena, struct view_swap);
	struct err why = { 0 };

	*stopped = NULL;
	if (!reckon(txn, arena, site_id, at_us, in, count, &now->lines, &now->worth, &why)) {
		if (why.code != ERR_CONFLICT && why.code != ERR_INPUT && why.code != ERR_LIMIT) {
			*err = why;
			return false;
		}
		*stopped = arena_text(arena, why.text);
		return true;
	}
	now->lines_count = count;
	now->used = used_of(now->worth, total);
	*view = now;
	return true;
}

const char *swap_say(struct arena *arena, const struct swap_line *lines, size_t count)
{
	const char *said = "";

	for (size_t i = 0; i < count; i++) {
		char text[24];

		qty_write(lines[i].qty_milli, text, sizeof(text));
		said = arena_format(arena, "%s%s%s %s %s", said, i ? ", " : "", text, lines[i].unit, lines[i].name);
	}
	return said;
}

/* ---- the command ------------------------------------------------------------------ */

/* For who is asked: what is brought, and what speaks for it. */
static const char *about(struct arena *arena, const struct swap_line *lines, size_t count)
{
	const char *said = arena_format(arena, "Đổi không phiếu, cửa hàng chịu. Khách mang lại: %s.", swap_say(arena, lines, count));

	for (size_t i = 0; i < count; i++)
		said = arena_format(arena, "%s Nói mua %02d/%02d/%04d: hôm ấy có %lld phiếu bán món này, không phiếu nào là của khách. Lý do: %s.", said,
				    lines[i].bought_day % 100, lines[i].bought_day / 100 % 100, lines[i].bought_day / 10000, (long long)lines[i].found, lines[i].reason);
	return said;
}

bool swap_add(struct work *work, const struct sale_in *in, const struct swap_in *swap, size_t count, const struct sale **body, struct err *err)
{
	struct sale_in sale = *in;
	struct pay_in *pays;
	struct money worth;

	if (!work_first_answer(work, &sale_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!reckon(work->txn, work->arena, work->book->site_id, work->at_us, swap, count, &sale.swapped, &worth, err))
		return false;
	sale.swapped_count = count;
	work_say(work, about(work->arena, sale.swapped, count));
	if (in->pays_count >= SALE_PAYS_MAX)
		return err_set(err, ERR_LIMIT, "pays", "quá nhiều cách trả cho một phiếu");
	pays = ARENA_LIST(work->arena, in->pays_count + 1, struct pay_in);
	pays[0] = (struct pay_in){ .amount = used_of(worth, in->total), .given = MONEY(SHAPE_ABSENT), .way = PAY_GOODWILL };
	if (in->pays_count)
		memcpy(pays + 1, in->pays, in->pays_count * sizeof(*pays));
	sale.pays = pays;
	sale.pays_count = in->pays_count + 1;
	return sale_add(work, &sale, body, err);
}

bool swap_check(const struct sale *sale, struct err *err)
{
	int64_t worth = 0, borne = 0;
	size_t ways = 0;

	for (size_t i = 0; i < sale->swapped_count; i++)
		worth += sale->swapped[i].worth.dong;
	for (size_t i = 0; i < sale->pays_count; i++) {
		ways += sale->pays[i].way == PAY_GOODWILL;
		borne += sale->pays[i].way == PAY_GOODWILL ? sale->pays[i].amount.dong : 0;
	}
	if (ways != (sale->swapped_count > 0))
		return err_set(err, ERR_INPUT, "pays", "đổi không phiếu phải ghi hàng khách mang lại, và chỉ khi ấy");
	return borne <= worth || err_set(err, ERR_INPUT, "pays", "cửa hàng chịu nhiều hơn giá trị hàng khách mang lại");
}

/* ---- the way to pay ----------------------------------------------------------------- */

bool goodwill_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	(void)till_id;
	return work_has_second_as(work, STAKE_GOODWILL, pay->amount, err);
}

bool goodwill_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	struct stmt *q;
	int64_t sale_key;

	if (!sale_key_of(txn, entry->key, &sale_key, err))
		return false;
	q = stmt_begin(txn, &swap_sql[ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, sale_key);
	stmt_put_money(q, pay->amount);
	return stmt_end(q, err);
}

bool goodwill_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &swap_sql[LEFT]);

	(void)paid;
	*can = MONEY(0);
	stmt_put_i64(q, sale_key);
	if (stmt_next(q))
		*can = stmt_take_money(q);
	return stmt_end(q, err);
}

bool swap_list(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct swap_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &swap_sql[LIST]);

	*rows = ARENA_LIST(arena, count_max, struct swap_row);
	*count = 0;
	stmt_put_i64(q, before_key ? before_key : INT64_MAX);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct swap_row *row = &(*rows)[(*count)++];

		row->entry_key = stmt_take_i64(q);
		row->amount = stmt_take_money(q);
		row->left = stmt_take_money(q);
	}
	return stmt_end(q, err);
}
