#include "app/debug_share.h"

#include <stdio.h>
#include <string.h>

#include "calc/bh01.h"

#define ITEMS_MAX 200
#define PRICES_MAX 50  /* of an item */

/* Names of the quantities of an item, and what they are in the form. */
static const struct {
	const char *name;
	enum bh01_fact_kind kind;
	bool either_sign;
} quantities[] = {
	{ "open_milli", BH01_OPENING, true },
	{ "received_milli", BH01_RECEIVED, false },
	{ "sent_back_milli", BH01_SENT_BACK, false },
	{ "lost_house_milli", BH01_LOST_HOUSE, false },
	{ "lost_producer_milli", BH01_LOST_PRODUCER, false },
	{ "counted_milli", BH01_COUNTED, true },
	{ "moved_milli", BH01_MOVED, true },
};

/* Names of the amounts of lines IV and V that are said as they are. */
static const struct {
	const char *name;
	enum bh01_line_kind kind;
} amounts[] = {
	{ "tax", BH01_TAX },       { "charge", BH01_CHARGE }, { "adjustment", BH01_ADJUSTMENT },
	{ "advance", BH01_ADVANCE }, { "cash", BH01_CASH },   { "transfer", BH01_TRANSFER }, { "offset", BH01_OFFSET },
};

static const char *line_name(enum bh01_line_kind kind)
{
	for (size_t i = 0; i < COUNT_OF(amounts); i++)
		if (amounts[i].kind == kind)
			return amounts[i].name;
	switch ((int)kind) {
	case BH01_COMMISSION:
		return "commission";
	case BH01_COMMISSION_VAT:
		return "commission_vat";
	case BH01_TIER:
		return "tier";
	case BH01_VAT_KEPT:
		return "vat_kept";
	default:
		return "loss";
	}
}

struct statement {
	struct bh01 bh01;
	struct money turnover, stored;  /* for the tier */
	struct share_terms terms;       /* as they held for the last line sold */
	const char *names[ITEMS_MAX];
};

static bool add_fact(struct statement *statement, int64_t item, enum bh01_fact_kind kind, int64_t qty_milli, struct money price,
		     const struct share *share, struct err *err)
{
	const struct share_terms *terms = &statement->terms;
	struct bh01_fact fact = { .item = item, .kind = kind, .qty_milli = qty_milli };

	if (share) {
		fact.price = price;
		fact.due = share->due;
		fact.producer = share->producer;
		fact.commission = share->commission;
		fact.vat_kept = share->vat_kept;
		fact.commission_vat = share_has_commission_vat(terms) ? terms->commission_vat : 0;
		fact.commission_includes_vat = terms->includes_vat;
	}
	return qty_milli == 0 || bh01_add(&statement->bh01, &fact, err);
}

/* Goods at one price that were sold, or that came back from customers, as one line. */
static bool add_at_price(struct statement *statement, int64_t item, enum bh01_fact_kind kind, struct money price, int64_t qty_milli,
			 enum vat_class vat_class, struct err *err)
{
	struct share_line line = { .qty_milli = qty_milli, .vat_class = vat_class };
	int64_t sign = kind == BH01_SOLD ? 1 : -1;
	struct share share;

	if (qty_milli == 0)
		return true;
	if (!money_of_qty(price, qty_milli, &line.paid))
		return err_set(err, ERR_LIMIT, "price", "the line passes 10^15");
	line.list = line.paid;
	line.vat = vat_inside(line.paid, share_seller(&statement->terms) == TAX_CREDIT ? vat_rate_ppm(vat_class) : 0);
	if (!share_of_line(&statement->terms, &line, &share, err))
		return false;
	statement->turnover.dong += sign * share.basis.dong;
	statement->stored.dong += sign * share.commission.dong;
	return add_fact(statement, item, kind, qty_milli, share_due_price(share.due, qty_milli), &share, err);
}

static bool read_sold(const json_t *object, const char *path, int64_t item, const struct said_terms *said, struct statement *statement, struct err *err)
{
	static const char *const names[] = { "price", "qty_milli", "returned_milli", "vat_class", NULL };
	const struct share_terms *terms = &said->terms;
	bool needs_class = terms->basis == SHARE_NET || terms->kind == SHARE_HAND_OVER || (share_has_commission_vat(terms) && !said->has_commission_vat);
	enum vat_class vat_class = VAT_KCT;
	struct money price = { 0 };
	int64_t qty_milli = 0, returned_milli = 0;
	bool has_price, has_qty, has_returned, has_class;

	if (!said_only(object, path, names, err) || !said_i64(object, path, "price", 0, MONEY_MAX, &price.dong, &has_price, err) ||
	    !said_i64(object, path, "qty_milli", 0, QTY_MILLI_MAX, &qty_milli, &has_qty, err) ||
	    !said_i64(object, path, "returned_milli", 0, QTY_MILLI_MAX, &returned_milli, &has_returned, err) ||
	    !said_vat_class(object, path, "vat_class", &vat_class, &has_class, err))
		return false;
	if (!has_price || (!has_qty && !has_returned))
		return said_wrong(err, path, has_price ? "qty_milli" : "price", "is missing");
	if (!has_class && needs_class)
		return said_wrong(err, path, "vat_class", "is missing");
	statement->terms = said_terms_for(said, vat_class);
	/* What came back may have been sold in an earlier period, so each side stands by itself. */
	return (add_at_price(statement, item, BH01_SOLD, price, qty_milli, vat_class, err) &&
		add_at_price(statement, item, BH01_RETURNED, price, returned_milli, vat_class, err)) ||
	       err_within(err, "%s", path);
}

static bool read_item(const json_t *object, const char *path, int64_t item, const struct said_terms *said, struct statement *statement, struct err *err)
{
	static const char *const names[] = { "name", "open_milli", "received_milli", "sent_back_milli", "lost_house_milli", "lost_producer_milli",
					     "counted_milli", "moved_milli", "sold", NULL };
	const json_t *name = json_object_get(object, "name"), *sold = json_object_get(object, "sold");
	char at[96];

	if (!said_only(object, path, names, err))
		return false;
	if (name && !json_is_string(name))
		return said_wrong(err, path, "name", "must be text");
	statement->names[item] = name ? json_string_value(name) : "";
	/* An item is in the form even where nothing of it moved. */
	if (!bh01_add(&statement->bh01, &(struct bh01_fact){ .item = item, .kind = BH01_OPENING }, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(quantities); i++) {
		int64_t qty_milli = 0;

		if (!said_i64(object, path, quantities[i].name, quantities[i].either_sign ? -QTY_MILLI_MAX : 0, QTY_MILLI_MAX, &qty_milli, NULL, err) ||
		    !add_fact(statement, item, quantities[i].kind, qty_milli, MONEY(0), NULL, err))
			return false;
	}
	if (sold && (!json_is_array(sold) || json_array_size(sold) > PRICES_MAX))
		return said_wrong(err, path, "sold", "must be a list of at most %d prices", PRICES_MAX);
	for (size_t i = 0; i < json_array_size(sold); i++) {
		snprintf(at, sizeof(at), "%s.sold[%zu]", path, i);
		if (!read_sold(json_array_get(sold, i), at, item, said, statement, err))
			return false;
	}
	return true;
}

static bool add_lines(const json_t *object, const struct said_terms *said, const struct said_loss *losses, size_t losses_count,
		      struct statement *statement, struct err *err)
{
	struct bh01_line tier = { .kind = BH01_TIER };

	tier.amount.dong = -share_tier_to_producer(&said->tiers, statement->turnover, statement->stored).dong;
	if (share_has_commission_vat(&statement->terms)) {
		tier.vat_class = statement->terms.commission_vat;
		tier.includes_vat = statement->terms.includes_vat;
	}
	if (!bh01_add_line(&statement->bh01, &tier, err))
		return false;
	for (size_t i = 0; i < losses_count; i++) {
		struct money sales = losses[i].has_sales ? losses[i].sales : statement->turnover;
		struct bh01_line line = { .kind = BH01_LOSS };

		line.amount.dong = -share_loss(&losses[i].terms, losses[i].value, sales).house.dong;
		if (!bh01_add_line(&statement->bh01, &line, err))
			return false;
	}
	for (size_t i = 0; i < COUNT_OF(amounts); i++) {
		struct bh01_line line = { .kind = amounts[i].kind };

		if (!said_i64(object, "statement", amounts[i].name, -MONEY_MAX, MONEY_MAX, &line.amount.dong, NULL, err) ||
		    !bh01_add_line(&statement->bh01, &line, err))
			return false;
	}
	return true;
}

static void write_qty(struct buf *answer, const char *name, int64_t qty_milli)
{
	buf_format(answer, ",\"%s\":%lld", name, (long long)qty_milli);
}

static void write_statement(struct buf *answer, const struct statement *statement)
{
	const struct bh01 *bh01 = &statement->bh01;

	buf_text(answer, ",\"items\":[");
	for (size_t i = 0; i < bh01->items_count; i++) {
		const struct bh01_item *item = &bh01->items[i];

		buf_text(answer, i ? ",{\"name\":" : "{\"name\":");
		buf_json_any(answer, statement->names[i], strlen(statement->names[i]));
		write_qty(answer, "column1_milli", item->column1_milli);
		write_qty(answer, "column2_milli", item->column2_milli);
		write_qty(answer, "column3_milli", item->column3_milli);
		write_qty(answer, "column4_milli", item->column4_milli);
		write_qty(answer, "column7_milli", item->column7_milli);
		buf_text(answer, ",\"prices\":[");
		for (size_t r = 0, first = 1; r < bh01->rows_count; r++) {
			const struct bh01_row *row = &bh01->rows[r];

			if (row->item_index != i)
				continue;
			buf_text(answer, first ? "{" : ",{");
			first = 0;
			write_money(answer, "column5", row->price);
			write_qty(answer, "column4_milli", row->column4_milli);
			write_money(answer, "column6", row->column6);
			buf_text(answer, "}");
		}
		buf_text(answer, "]}");
	}
	buf_text(answer, "],\"lines\":[");
	for (size_t i = 0; i < bh01->lines_count; i++) {
		const struct bh01_line *line = &bh01->lines[i];

		buf_format(answer, "%s{\"line\":\"%s\",\"kind\":\"%s\"", i ? "," : "", line->kind < BH01_ADVANCE ? "IV" : "V", line_name(line->kind));
		if (line->vat_class)
			write_vat_class(answer, "vat_class", line->vat_class);
		write_money(answer, "amount", line->amount);
		buf_text(answer, "}");
	}
	buf_text(answer, "]");
	write_money(answer, "producer", bh01->producer);
	write_money(answer, "column6", bh01->column6);
	write_money(answer, "II", bh01->owed_before);
	write_money(answer, "III", bh01->iii);
	write_money(answer, "IV", bh01->iv);
	write_money(answer, "V", bh01->v);
	write_money(answer, "VI", bh01->vi);
}

bool debug_statement(const json_t *object, const struct said_terms *said, const struct said_loss *losses, size_t losses_count,
		     struct arena *arena, struct buf *answer, struct err *err)
{
	static const char *const names[] = { "items", "owed_before", "tax", "charge", "adjustment", "advance", "cash", "transfer", "offset", NULL };
	struct statement *statement = ARENA_NEW(arena, struct statement);
	struct money owed_before = { 0 };
	const json_t *items;
	size_t count;

	if (!said_only(object, "statement", names, err) ||
	    !said_i64(object, "statement", "owed_before", -MONEY_MAX, MONEY_MAX, &owed_before.dong, NULL, err))
		return false;
	items = json_object_get(object, "items");
	count = json_array_size(items);
	if (!json_is_array(items) || count > ITEMS_MAX)
		return said_wrong(err, "statement", "items", "must be a list of at most %d items", ITEMS_MAX);
	statement->terms = said->terms;
	bh01_begin(&statement->bh01, ARENA_LIST(arena, count, struct bh01_item), count, ARENA_LIST(arena, count * PRICES_MAX, struct bh01_row),
		   count * PRICES_MAX, owed_before);
	for (size_t i = 0; i < count; i++) {
		char path[48];

		snprintf(path, sizeof(path), "statement.items[%zu]", i);
		if (!read_item(json_array_get(items, i), path, (int64_t)i, said, statement, err))
			return false;
	}
	if (!add_lines(object, said, losses, losses_count, statement, err) || !bh01_finish(&statement->bh01, err) ||
	    !bh01_check(&statement->bh01, err))
		return false;
	write_statement(answer, statement);
	return true;
}
