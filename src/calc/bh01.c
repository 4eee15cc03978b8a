#include "calc/bh01.h"

#include <assert.h>

#include "calc/share.h"

/* A period's quantities of one item over all sites. */
#define PERIOD_QTY_MAX (QTY_MILLI_MAX * 1000)

void bh01_begin(struct bh01 *bh01, struct bh01_item *items, size_t items_max, struct bh01_row *rows, size_t rows_max, struct money owed_before)
{
	assert(owed_before.dong >= -MONEY_MAX && owed_before.dong <= MONEY_MAX);
	*bh01 = (struct bh01){ .items = items, .items_max = items_max, .rows = rows, .rows_max = rows_max, .owed_before = owed_before };
}

static bool too_much(struct err *err)
{
	return err_set(err, ERR_LIMIT, "amount", "the statement passes 10^15");
}

static bool add_qty(int64_t *sum, int64_t qty_milli, struct err *err)
{
	int64_t after = *sum + qty_milli;

	if (after > PERIOD_QTY_MAX || after < -PERIOD_QTY_MAX)
		return err_set(err, ERR_LIMIT, "qty_milli", "a quantity of the statement passes 10^12 thousandths");
	*sum = after;
	return true;
}

static struct bh01_item *item_of(struct bh01 *bh01, int64_t item)
{
	/* Facts mostly come item by item: look from the end. */
	for (size_t i = bh01->items_count; i > 0; i--)
		if (bh01->items[i - 1].item == item)
			return &bh01->items[i - 1];
	if (bh01->items_count == bh01->items_max)
		return NULL;
	bh01->items[bh01->items_count] = (struct bh01_item){ .item = item };
	return &bh01->items[bh01->items_count++];
}

static struct bh01_row *row_of(struct bh01 *bh01, size_t item_index, struct money price)
{
	for (size_t i = bh01->rows_count; i > 0; i--)
		if (bh01->rows[i - 1].item_index == item_index && bh01->rows[i - 1].price.dong == price.dong)
			return &bh01->rows[i - 1];
	if (bh01->rows_count == bh01->rows_max)
		return NULL;
	bh01->rows[bh01->rows_count] = (struct bh01_row){ .item_index = item_index, .price = price };
	return &bh01->rows[bh01->rows_count++];
}

static bool is_sold(enum bh01_fact_kind kind)
{
	return kind == BH01_SOLD || kind == BH01_RETURNED;
}

static bool fact_check(const struct bh01_fact *fact, struct err *err)
{
	bool either_sign = fact->kind == BH01_OPENING || fact->kind == BH01_COUNTED || fact->kind == BH01_MOVED;

	if (fact->kind < BH01_OPENING || fact->kind > BH01_RETURNED)
		return err_set(err, ERR_INPUT, "kind", "no such kind of fact");
	if (fact->qty_milli > PERIOD_QTY_MAX || fact->qty_milli < (either_sign ? -PERIOD_QTY_MAX : 0))
		return err_set(err, ERR_INPUT, "qty_milli", "a quantity is 0 to 10^12 thousandths");
	if (!is_sold(fact->kind))
		return true;
	if (fact->price.dong < 0 || fact->price.dong > MONEY_MAX)
		return err_set(err, ERR_INPUT, "price", "a price is 0 to 10^15");
	/* A part of a line carries what the other parts left by rounding: its producer or commission may lie a đồng or two outside 0 to due. */
	if (fact->due.dong < 0 || fact->due.dong > MONEY_MAX || fact->producer.dong < -MONEY_MAX || fact->producer.dong > MONEY_MAX ||
	    fact->commission.dong < -MONEY_MAX || fact->commission.dong > MONEY_MAX ||
	    fact->vat_kept.dong != fact->due.dong - fact->producer.dong - fact->commission.dong)
		return err_set(err, ERR_INPUT, "due", "the due is not producer + commission + VAT kept");
	if (fact->commission_vat && !vat_class_is_valid(fact->commission_vat))
		return err_set(err, ERR_INPUT, "commission_vat", "no such VAT class");
	return true;
}

static bool add_line(struct bh01 *bh01, const struct bh01_line *line, struct err *err)
{
	for (size_t i = 0; i < bh01->lines_count; i++) {
		struct bh01_line *at = &bh01->lines[i];

		if (at->kind == line->kind && at->vat_class == line->vat_class && at->includes_vat == line->includes_vat)
			return money_add(at->amount, line->amount, &at->amount) || too_much(err);
	}
	if (line->amount.dong == 0)
		return true;
	if (bh01->lines_count == BH01_LINES_MAX)
		return err_set(err, ERR_LIMIT, "lines", "at most %d lines under IV and V", BH01_LINES_MAX);
	bh01->lines[bh01->lines_count++] = *line;
	return true;
}

static bool add_sold(struct bh01 *bh01, const struct bh01_fact *fact, size_t item_index, struct err *err)
{
	int64_t sign = fact->kind == BH01_SOLD ? 1 : -1;
	struct bh01_row *row = row_of(bh01, item_index, fact->price);
	struct bh01_line commission = {
		.kind = BH01_COMMISSION,
		.vat_class = fact->commission_vat,
		.includes_vat = fact->commission_vat && fact->commission_includes_vat,
		.amount = MONEY(sign * fact->commission.dong),
	};
	struct bh01_line vat_kept = { .kind = BH01_VAT_KEPT, .amount = MONEY(sign * fact->vat_kept.dong) };

	if (!row)
		return err_set(err, ERR_LIMIT, "rows", "more than %zu prices", bh01->rows_max);
	if (!add_qty(sign > 0 ? &row->sold_milli : &row->returned_milli, fact->qty_milli, err))
		return false;
	if (!money_add(row->column6, MONEY(sign * fact->due.dong), &row->column6) ||
	    !money_add(bh01->producer, MONEY(sign * fact->producer.dong), &bh01->producer))
		return too_much(err);
	return add_line(bh01, &commission, err) && add_line(bh01, &vat_kept, err);
}

bool bh01_add(struct bh01 *bh01, const struct bh01_fact *fact, struct err *err)
{
	struct bh01_item *item;
	int64_t *sum = NULL;

	if (!fact_check(fact, err))
		return false;
	item = item_of(bh01, fact->item);
	if (!item)
		return err_set(err, ERR_LIMIT, "items", "more than %zu items", bh01->items_max);
	switch (fact->kind) {
	case BH01_OPENING:
		sum = &item->opening_milli;
		break;
	case BH01_RECEIVED:
		sum = &item->received_milli;
		break;
	case BH01_SENT_BACK:
		sum = &item->sent_back_milli;
		break;
	case BH01_LOST_HOUSE:
		sum = &item->lost_house_milli;
		break;
	case BH01_LOST_PRODUCER:
		sum = &item->lost_producer_milli;
		break;
	case BH01_COUNTED:
		sum = &item->counted_milli;
		break;
	case BH01_MOVED:
		sum = &item->moved_milli;
		break;
	case BH01_SOLD:
		sum = &item->sold_milli;
		break;
	case BH01_RETURNED:
		sum = &item->returned_milli;
		break;
	}
	if (!add_qty(sum, fact->qty_milli, err))
		return false;
	return !is_sold(fact->kind) || add_sold(bh01, fact, (size_t)(item - bh01->items), err);
}

bool bh01_add_line(struct bh01 *bh01, const struct bh01_line *line, struct err *err)
{
	bool is_known = (line->kind >= BH01_COMMISSION && line->kind <= BH01_ADJUSTMENT) ||
			(line->kind >= BH01_ADVANCE && line->kind <= BH01_OFFSET);

	if (!is_known || line->kind == BH01_COMMISSION_VAT)
		return err_set(err, ERR_INPUT, "kind", "no such line");
	if (line->vat_class && !vat_class_is_valid(line->vat_class))
		return err_set(err, ERR_INPUT, "vat_class", "no such VAT class");
	if (line->amount.dong > MONEY_MAX || line->amount.dong < -MONEY_MAX)
		return too_much(err);
	return add_line(bh01, line, err);
}

/* The commission's VAT of one class that comes on top, tiers included: what its invoice shows. */
static struct money commission_vat(const struct bh01 *bh01, enum vat_class vat_class)
{
	struct money commission = { 0 };

	for (size_t i = 0; i < bh01->lines_count; i++) {
		const struct bh01_line *line = &bh01->lines[i];

		if ((line->kind == BH01_COMMISSION || line->kind == BH01_TIER) && line->vat_class == vat_class && !line->includes_vat)
			commission.dong += line->amount.dong;
	}
	return share_commission_vat(commission, vat_class, false);
}

static void work_out_item(struct bh01_item *item)
{
	item->column1_milli = item->opening_milli;
	item->column2_milli = item->received_milli - item->sent_back_milli - item->lost_house_milli - item->lost_producer_milli +
			      item->counted_milli + item->moved_milli;
	item->column3_milli = item->column1_milli + item->column2_milli;
	item->column4_milli = item->sold_milli - item->returned_milli;
	item->column7_milli = item->column3_milli - item->column4_milli;
}

static bool is_exact(const struct bh01_row *row)
{
	int64_t product;

	return !__builtin_mul_overflow(row->price.dong, row->column4_milli, &product) && product == row->column6.dong * 1000;
}

bool bh01_finish(struct bh01 *bh01, struct err *err)
{
	for (size_t i = 0; i < bh01->items_count; i++)
		work_out_item(&bh01->items[i]);
	for (size_t i = 0; i < bh01->rows_count; i++) {
		struct bh01_row *row = &bh01->rows[i];

		row->column4_milli = row->sold_milli - row->returned_milli;
		row->is_exact = is_exact(row);
		if (!money_add(bh01->column6, row->column6, &bh01->column6))
			return too_much(err);
	}
	for (int c = 1; c <= VAT_CLASSES_MAX; c++) {
		struct bh01_line vat = { .kind = BH01_COMMISSION_VAT, .vat_class = (enum vat_class)c };

		vat.amount = commission_vat(bh01, vat.vat_class);
		if (!add_line(bh01, &vat, err))
			return false;
	}
	for (size_t i = 0; i < bh01->lines_count; i++) {
		struct money *sum = bh01->lines[i].kind < BH01_ADVANCE ? &bh01->iv : &bh01->v;

		if (!money_add(*sum, bh01->lines[i].amount, sum))
			return too_much(err);
	}
	if (!money_add(bh01->owed_before, bh01->column6, &bh01->iii) || !money_add(bh01->iii, MONEY(-bh01->iv.dong), &bh01->vi) ||
	    !money_add(bh01->vi, MONEY(-bh01->v.dong), &bh01->vi))
		return too_much(err);
	return true;
}

static bool fails(struct err *err, const char *list, size_t i, const char *identity)
{
	err_set(err, ERR_CONFLICT, "", "%s does not hold", identity);
	return err_within(err, "%s[%zu]", list, i);
}

static bool check_item(const struct bh01 *bh01, size_t i, struct err *err)
{
	const struct bh01_item *item = &bh01->items[i];
	struct bh01_item again = *item;
	int64_t sold_milli = 0, returned_milli = 0;

	work_out_item(&again);
	for (size_t r = 0; r < bh01->rows_count; r++) {
		if (bh01->rows[r].item_index != i)
			continue;
		sold_milli += bh01->rows[r].sold_milli;
		returned_milli += bh01->rows[r].returned_milli;
	}
	if (item->column1_milli != again.column1_milli)
		return fails(err, "items", i, "column 1 = opening");
	if (item->column2_milli != again.column2_milli)
		return fails(err, "items", i, "column 2 = received - sent back - written off");
	if (item->column3_milli != item->column1_milli + item->column2_milli)
		return fails(err, "items", i, "column 3 = 1 + 2");
	if (item->column4_milli != sold_milli - returned_milli || item->sold_milli != sold_milli)
		return fails(err, "items", i, "column 4 = sold - taken back, by price");
	if (item->column7_milli != item->column3_milli - item->column4_milli)
		return fails(err, "items", i, "column 7 = 3 - 4");
	return true;
}

bool bh01_check(const struct bh01 *bh01, struct err *err)
{
	struct money column6 = { 0 }, iv = { 0 }, v = { 0 }, kept = { 0 };
	int64_t vat[VAT_CLASSES_MAX + 1] = { 0 };

	for (size_t i = 0; i < bh01->items_count; i++)
		if (!check_item(bh01, i, err))
			return false;
	for (size_t i = 0; i < bh01->rows_count; i++) {
		const struct bh01_row *row = &bh01->rows[i];

		if (row->item_index >= bh01->items_count)
			return fails(err, "rows", i, "a row is of an item");
		if (row->column4_milli != row->sold_milli - row->returned_milli)
			return fails(err, "rows", i, "column 4 = sold - taken back");
		if (row->is_exact != is_exact(row))
			return fails(err, "rows", i, "column 6 = 4 x 5");
		if (!money_add(column6, row->column6, &column6))
			return too_much(err);
	}
	for (size_t i = 0; i < bh01->lines_count; i++) {
		const struct bh01_line *line = &bh01->lines[i];
		struct money *sum = line->kind < BH01_ADVANCE ? &iv : &v;

		if (!money_add(*sum, line->amount, sum))
			return too_much(err);
		if (line->kind == BH01_COMMISSION || line->kind == BH01_VAT_KEPT)
			kept.dong += line->amount.dong;
		if (line->kind == BH01_COMMISSION_VAT) {
			if (!vat_class_is_valid(line->vat_class))
				return fails(err, "lines", i, "VAT on commission has a class");
			vat[line->vat_class] += line->amount.dong;
		}
	}
	for (int c = 1; c <= VAT_CLASSES_MAX; c++)
		if (vat[c] != commission_vat(bh01, (enum vat_class)c).dong)
			return err_set(err, ERR_CONFLICT, "iv", "VAT on commission of class %s does not hold", vat_class_name((enum vat_class)c));
	if (bh01->column6.dong != column6.dong)
		return err_set(err, ERR_CONFLICT, "column6", "column 6 = sum of its rows does not hold");
	if (column6.dong != bh01->producer.dong + kept.dong)
		return err_set(err, ERR_CONFLICT, "producer", "column 6 = producer + commission + VAT kept does not hold");
	if (bh01->iii.dong != bh01->owed_before.dong + column6.dong)
		return err_set(err, ERR_CONFLICT, "iii", "III = II + column 6 does not hold");
	if (bh01->iv.dong != iv.dong)
		return err_set(err, ERR_CONFLICT, "iv", "IV = sum of its lines does not hold");
	if (bh01->v.dong != v.dong)
		return err_set(err, ERR_CONFLICT, "v", "V = sum of its lines does not hold");
	if (bh01->vi.dong != bh01->iii.dong - iv.dong - v.dong)
		return err_set(err, ERR_CONFLICT, "vi", "VI = III - IV - V does not hold");
	return true;
}
