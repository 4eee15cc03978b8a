#include "app/debug.h"

#include <stdio.h>
#include <string.h>

#include "app/debug_share.h"
#include "calc/cart.h"

#define RETURNS_MAX 100

/* ---- what was asked --------------------------------------------------------------------------- */

static const struct said_word ticket_bearers[] = { { "contract", 1 }, { "house", 2 }, { NULL, 0 } };

struct ask {
	bool has_terms;
	struct said_terms said;
	const json_t *statement;
	struct cart_line *lines;
	struct share_terms *terms;       /* of each line */
	const char **names;              /* of each line, NULL where none */
	int64_t (*returns)[RETURNS_MAX]; /* of each line, one after the other */
	size_t *returns_count;
	size_t lines_count;
	struct cart_asked cart;
	bool has_hamper, has_cash;
	struct money hamper_price, cash, cash_unit;
	struct said_loss losses[SAID_LOSSES_MAX];
	size_t losses_count;
};

static bool read_returns(const json_t *object, const char *path, struct ask *ask, size_t i, struct err *err)
{
	const json_t *said = said_member(object, "returned_milli");
	int64_t left = ask->lines[i].qty_milli;
	bool is_list = json_is_array(said);
	size_t count = is_list ? json_array_size(said) : said != NULL;

	if (count > RETURNS_MAX)
		return said_wrong(err, path, "returned_milli", "at most %d returns", RETURNS_MAX);
	for (size_t k = 0; k < count; k++) {
		int64_t now;

		/* Never more than was sold. */
		if (!said_number(is_list ? json_array_get(said, k) : said, path, "returned_milli", 0, left, &now, err))
			return false;
		if (now > 0)
			ask->returns[i][ask->returns_count[i]++] = now;
		left -= now;
	}
	return true;
}

static bool read_line(const json_t *object, const char *path, struct ask *ask, size_t i, struct err *err)
{
	static const char *const names[] = { "name", "qty_milli", "price", "list_price", "amount", "weigh_unit", "discount", "vat_class", "vat",
					     "returned_milli", "document", "terms", NULL };
	struct cart_line *line = &ask->lines[i];
	const char *vat_name = said_either(object, "vat_class", "vat");
	const json_t *name, *terms;
	struct said_terms said = ask->said;
	bool has_price, has_list, has_class;
	int64_t document = 0;
	char at[80];

	*line = (struct cart_line){ .qty_milli = 1000 };
	if (!said_only(object, path, names, err))
		return false;
	name = said_member(object, "name");
	terms = said_member(object, "terms");
	if (name && !json_is_string(name))
		return said_wrong(err, path, "name", "must be text");
	ask->names[i] = name ? json_string_value(name) : NULL;
	snprintf(at, sizeof(at), "%s.terms", path);
	if (terms && !said_terms(terms, at, &said, err))
		return false;
	if (!terms && !ask->has_terms)
		return said_wrong(err, path, "terms", "is missing, here or for all lines");
	if (!said_i64(object, path, "qty_milli", 1, QTY_MILLI_MAX, &line->qty_milli, NULL, err) ||
	    !said_i64(object, path, "price", 0, MONEY_MAX, &line->price.dong, &has_price, err) ||
	    !said_i64(object, path, "list_price", 0, MONEY_MAX, &line->list_price.dong, &has_list, err) ||
	    !said_i64(object, path, "amount", 0, MONEY_MAX, &line->amount_given.dong, &line->has_amount, err) ||
	    !said_i64(object, path, "weigh_unit", 0, MONEY_MAX, &line->weigh_unit.dong, NULL, err) ||
	    !said_i64(object, path, "discount", 0, MONEY_MAX, &line->discount.dong, NULL, err) ||
	    !said_i64(object, path, "document", 0, INT32_MAX, &document, NULL, err) ||
	    !said_vat_class(object, path, vat_name, &line->vat_class, &has_class, err))
		return false;
	if (!has_price && !line->has_amount)
		return said_wrong(err, path, "price", "is missing (or say amount, of the whole line)");
	if (!has_class)
		return said_wrong(err, path, "vat_class", "is missing");
	if (!has_list)
		line->list_price = line->price;
	line->document = (int32_t)document;
	ask->terms[i] = said_terms_for(&said, line->vat_class);
	line->terms = &ask->terms[i];
	return read_returns(object, path, ask, i, err);
}

static bool read_losses(const json_t *root, struct ask *ask, struct err *err)
{
	static const char *const names[] = { "value", "cap_ppm", "cap", "sales", NULL };
	const json_t *list = said_member(root, "losses");

	if (!list)
		return true;
	if (!json_is_array(list) || json_array_size(list) > SAID_LOSSES_MAX)
		return said_wrong(err, "", "losses", "must be a list of at most %d losses", SAID_LOSSES_MAX);
	ask->losses_count = json_array_size(list);
	for (size_t i = 0; i < ask->losses_count; i++) {
		struct said_loss *loss = &ask->losses[i];
		const json_t *object = json_array_get(list, i);
		bool has_value, has_rate, has_amount;
		char at[32];

		snprintf(at, sizeof(at), "losses[%zu]", i);
		if (!said_only(object, at, names, err) || !said_i64(object, at, "value", 0, MONEY_MAX, &loss->value.dong, &has_value, err) ||
		    !said_i64(object, at, "cap_ppm", 0, PPM, &loss->terms.rate_ppm, &has_rate, err) ||
		    !said_i64(object, at, "cap", 0, MONEY_MAX, &loss->terms.amount.dong, &has_amount, err) ||
		    !said_i64(object, at, "sales", -MONEY_MAX, MONEY_MAX, &loss->sales.dong, &loss->has_sales, err))
			return false;
		if (!has_value)
			return said_wrong(err, at, "value", "is missing");
		if (has_rate && has_amount)
			return said_wrong(err, at, "cap", "say one of cap and cap_ppm");
		loss->terms.cap = has_rate ? SHARE_CAP_RATE : has_amount ? SHARE_CAP_AMOUNT : SHARE_CAP_NONE;
	}
	return true;
}

static bool read_ask(const json_t *root, struct arena *arena, struct ask *ask, struct err *err)
{
	static const char *const names[] = { "terms", "lines", "statement", "ticket_discount", "ticket_discount_borne_by", "hamper_price", "cash",
					     "cash_unit", "losses", NULL };
	const json_t *terms, *lines;
	int bearer = 1;

	if (!said_only(root, "", names, err))
		return false;
	terms = said_member(root, "terms");
	lines = said_member(root, "lines");
	ask->statement = said_member(root, "statement");
	ask->has_terms = terms != NULL;
	if (terms && !said_terms(terms, "terms", &ask->said, err))
		return false;
	if (!lines == !ask->statement)
		return said_wrong(err, "", "lines", "say lines, or a statement");
	if (ask->statement && !terms)
		return said_wrong(err, "", "terms", "is missing");
	if (!said_i64(root, "", "ticket_discount", 0, MONEY_MAX, &ask->cart.ticket_discount.dong, NULL, err) ||
	    !said_word(root, "", "ticket_discount_borne_by", ticket_bearers, &bearer, err) ||
	    !said_i64(root, "", "hamper_price", 0, MONEY_MAX, &ask->hamper_price.dong, &ask->has_hamper, err) ||
	    !said_i64(root, "", "cash", 0, MONEY_MAX, &ask->cash.dong, &ask->has_cash, err) ||
	    !said_i64(root, "", "cash_unit", 0, MONEY_MAX, &ask->cash_unit.dong, NULL, err) || !read_losses(root, ask, err))
		return false;
	ask->cart.ticket_discount_is_house = bearer == 2;
	if (!lines)
		return true;
	if (!json_is_array(lines) || json_array_size(lines) == 0 || json_array_size(lines) > CART_LINES_MAX)
		return said_wrong(err, "", "lines", "must be a list of 1 to %d lines", CART_LINES_MAX);
	ask->lines_count = json_array_size(lines);
	ask->lines = ARENA_LIST(arena, ask->lines_count, struct cart_line);
	ask->terms = ARENA_LIST(arena, ask->lines_count, struct share_terms);
	ask->names = ARENA_LIST(arena, ask->lines_count, const char *);
	ask->returns = arena_list(arena, ask->lines_count, sizeof(*ask->returns));
	ask->returns_count = ARENA_LIST(arena, ask->lines_count, size_t);
	for (size_t i = 0; i < ask->lines_count; i++) {
		char path[32];

		snprintf(path, sizeof(path), "lines[%zu]", i);
		if (!read_line(json_array_get(lines, i), path, ask, i, err))
			return false;
	}
	return true;
}

/* ---- working out ------------------------------------------------------------------------------ */

/* A hamper is its parts at list price, each with a line discount down to its share of the price. */
static bool spread_hamper(struct ask *ask, struct arena *arena, struct err *err)
{
	struct cart_part *parts = ARENA_LIST(arena, ask->lines_count, struct cart_part);

	for (size_t i = 0; i < ask->lines_count; i++) {
		const struct cart_line *line = &ask->lines[i];

		if (line->has_amount)
			return said_wrong(err, "", "hamper_price", "goes with prices, not with amounts");
		if (!cart_amount(line->list_price, line->qty_milli, line->weigh_unit, &parts[i].list) ||
		    !money_of_qty(line->terms->floor, line->qty_milli, &parts[i].floor))
			return said_wrong(err, "", "hamper_price", "the parts pass 10^15");
		if (parts[i].floor.dong > parts[i].list.dong)
			parts[i].floor = parts[i].list;
	}
	if (!cart_spread_hamper(ask->hamper_price, parts, ask->lines_count, err))
		return false;
	for (size_t i = 0; i < ask->lines_count; i++) {
		ask->lines[i].price = ask->lines[i].list_price;
		ask->lines[i].discount.dong = parts[i].list.dong - parts[i].price.dong;
	}
	return true;
}

static bool work_out(struct ask *ask, struct arena *arena, struct cart_totals *totals, struct err *err)
{
	struct money in_cash;

	if (ask->has_hamper && !spread_hamper(ask, arena, err))
		return false;
	if (!cart_work_out(ask->lines, ask->lines_count, &ask->cart, totals, err))
		return false;
	if (ask->cash_unit.dong == 0)
		return true;
	in_cash = ask->has_cash && ask->cash.dong < totals->total.dong ? ask->cash : totals->total;
	ask->cart.rounding = cart_cash_rounding(in_cash, ask->cash_unit);
	return cart_work_out(ask->lines, ask->lines_count, &ask->cart, totals, err);
}

/* ---- writing ---------------------------------------------------------------------------------- */

void write_money(struct buf *answer, const char *name, struct money money)
{
	buf_format(answer, "%s\"%s\":", answer->data[answer->size - 1] == '{' ? "" : ",", name);
	buf_i64(answer, money.dong);
}

void write_vat_class(struct buf *answer, const char *name, enum vat_class vat_class)
{
	buf_format(answer, "%s\"%s\":\"%s\"", answer->data[answer->size - 1] == '{' ? "" : ",", name, vat_class_name(vat_class));
}

/* Members of a share inside an open object. */
static void write_share(struct buf *answer, const struct share *share)
{
	write_money(answer, "list", share->list);
	write_money(answer, "paid", share->paid);
	write_money(answer, "discount_producer", share->discount_producer);
	write_money(answer, "discount_house", share->discount_house);
	write_money(answer, "due", share->due);
	write_money(answer, "basis", share->basis);
	write_money(answer, "commission", share->commission);
	write_money(answer, "vat_kept", share->vat_kept);
	buf_text(answer, ",\"legs\":{");
	write_money(answer, "producer", share->producer);
	write_money(answer, "house", share->house);
	write_money(answer, "vat", share->vat);
	buf_text(answer, "}");
}

static void write_line(struct buf *answer, const struct ask *ask, size_t i, struct share *kept)
{
	static const char *const cases[] = { "", "i", "ii", "iii" };
	const struct cart_line *line = &ask->lines[i];
	int64_t before = 0;

	*kept = line->share;
	buf_text(answer, i ? ",{" : "{");
	if (ask->names[i]) {
		buf_text(answer, "\"name\":");
		buf_json_any(answer, ask->names[i], strlen(ask->names[i]));
	}
	buf_format(answer, "%s\"case\":\"%s\"", ask->names[i] ? "," : "", cases[share_case(line->terms)]);
	write_vat_class(answer, "vat_class", line->vat_class);
	write_money(answer, "amount", line->amount);
	write_money(answer, "ticket_discount", line->ticket_discount);
	write_money(answer, "rounding", line->rounding);
	write_money(answer, "output_vat", line->vat);
	write_share(answer, &line->share);
	if (ask->returns_count[i] == 0) {
		buf_text(answer, "}");
		return;
	}
	buf_text(answer, ",\"returns\":[");
	for (size_t k = 0; k < ask->returns_count[i]; k++) {
		struct share part = share_part(&line->share, line->qty_milli, before, ask->returns[i][k]);
		struct share back = share_minus(&part);

		buf_format(answer, "%s{\"qty_milli\":%lld", k ? "," : "", (long long)ask->returns[i][k]);
		write_money(answer, "output_vat", share_part_of(line->vat, line->qty_milli, before, ask->returns[i][k]));
		write_share(answer, &part);
		buf_text(answer, "}");
		before += ask->returns[i][k];
		/* A part of a share that fitted fits. */
		(void)!share_add(kept, &back);
	}
	buf_text(answer, "],\"kept\":{");
	write_share(answer, kept);
	buf_text(answer, "}}");
}

/* The figures of a closing over what was kept. */
struct closing {
	struct share kept;
	struct money turnover, commission_by_class[VAT_CLASSES_MAX + 1][2];  /* [class][includes_vat] of what is invoiced */
};

static bool add_to_closing(struct closing *closing, const struct share_terms *terms, const struct share *kept, struct err *err)
{
	if (!share_add(&closing->kept, kept))
		return said_wrong(err, "", "lines", "the sum passes 10^15");
	if (terms->kind == SHARE_RATE || terms->kind == SHARE_FIXED)
		closing->turnover.dong += kept->basis.dong;
	if (share_has_commission_vat(terms))
		closing->commission_by_class[terms->commission_vat][terms->includes_vat].dong += kept->commission.dong;
	return true;
}

static void write_closing(struct buf *answer, const struct ask *ask, struct closing *closing)
{
	struct money tier = share_tier_to_producer(&ask->said.tiers, closing->turnover, closing->kept.commission);
	struct money vat = { 0 }, after = { closing->kept.producer.dong + tier.dong };
	bool is_first = true, tier_is_placed = tier.dong == 0;

	buf_text(answer, ",\"closing\":{");
	write_money(answer, "producer", closing->kept.producer);
	write_money(answer, "turnover", closing->turnover);
	write_money(answer, "commission_stored", closing->kept.commission);
	write_money(answer, "tier_to_producer", tier);
	write_money(answer, "commission", MONEY(closing->kept.commission.dong - tier.dong));
	buf_text(answer, ",\"commission_vat_by_class\":[");
	for (int c = 1; c <= VAT_CLASSES_MAX; c++) {
		for (int includes = 0; includes < 2; includes++) {
			struct money commission = closing->commission_by_class[c][includes], one;

			if (commission.dong == 0)
				continue;
			/* The commission's invoice shows it with its tier. */
			if (!tier_is_placed)
				commission.dong -= tier.dong;
			tier_is_placed = true;
			one = share_commission_vat(commission, (enum vat_class)c, includes);
			vat.dong += one.dong;
			after.dong -= includes ? 0 : one.dong;
			buf_text(answer, is_first ? "{" : ",{");
			is_first = false;
			write_vat_class(answer, "vat_class", (enum vat_class)c);
			write_money(answer, "commission", commission);
			write_money(answer, "vat", one);
			buf_format(answer, ",\"includes_vat\":%s}", includes ? "true" : "false");
		}
	}
	buf_text(answer, "]");
	write_money(answer, "commission_vat", vat);
	if (ask->losses_count) {
		buf_text(answer, ",\"losses\":[");
		for (size_t i = 0; i < ask->losses_count; i++) {
			const struct said_loss *said = &ask->losses[i];
			struct share_loss loss = share_loss(&said->terms, said->value, said->has_sales ? said->sales : closing->kept.due);

			buf_text(answer, i ? ",{" : "{");
			write_money(answer, "house", loss.house);
			write_money(answer, "producer", loss.producer);
			buf_text(answer, "}");
			after.dong += loss.house.dong;
		}
		buf_text(answer, "]");
	}
	write_money(answer, "producer_after", after);
	buf_text(answer, "}");
}

/* What the contract page would say before it is signed. */
static void write_warnings(struct buf *answer, const struct ask *ask)
{
	bool is_first = true;

	buf_text(answer, ",\"warnings\":[");
	for (size_t i = 0; i < ask->lines_count; i++) {
		const struct share_terms *terms = ask->lines[i].terms;

		if ((terms->mode == SHARE_STEP_INVOICE || terms->mode == SHARE_CONSIGNMENT_NOTE) && share_case(terms) == SHARE_VAT_APART &&
		    terms->kind != SHARE_OWN) {
			buf_format(answer, "%s\"lines[%zu]: the consignor gives no VAT invoice, so output VAT is a leg of its own\"", is_first ? "" : ",", i);
			is_first = false;
		}
		if (ask->lines[i].share.house.dong < 0) {
			buf_format(answer, "%s\"lines[%zu]: the house's leg is negative\"", is_first ? "" : ",", i);
			is_first = false;
		}
	}
	buf_text(answer, "]");
}

static bool answer_lines(struct ask *ask, struct arena *arena, struct buf *answer, struct err *err)
{
	struct closing closing = { 0 };
	struct cart_totals totals;

	if (!work_out(ask, arena, &totals, err))
		return false;
	buf_text(answer, ",\"lines\":[");
	for (size_t i = 0; i < ask->lines_count; i++) {
		struct share kept;

		write_line(answer, ask, i, &kept);
		if (!add_to_closing(&closing, ask->lines[i].terms, &kept, err))
			return false;
	}
	buf_text(answer, "],\"sums\":{");
	write_money(answer, "subtotal", totals.subtotal);
	write_money(answer, "ticket_discount", totals.ticket_discount);
	write_money(answer, "rounding", totals.rounding);
	write_money(answer, "total", totals.total);
	write_share(answer, &totals.share);
	buf_text(answer, ",\"kept\":{");
	write_share(answer, &closing.kept);
	buf_text(answer, "}},\"vat\":[");
	for (size_t i = 0; i < totals.vat_count; i++) {
		buf_text(answer, i ? ",{" : "{");
		write_vat_class(answer, "vat_class", totals.vat[i].vat_class);
		write_money(answer, "gross", totals.vat[i].gross);
		write_money(answer, "net", totals.vat[i].net);
		write_money(answer, "vat", totals.vat[i].vat);
		buf_text(answer, "}");
	}
	buf_text(answer, "]");
	write_closing(answer, ask, &closing);
	write_warnings(answer, ask);
	return true;
}

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	struct ask *ask = ARENA_NEW(arena, struct ask);
	json_error_t where;
	json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &where);
	bool ok;

	(void)debug;
	if (!root)
		return err_set(err, ERR_INPUT, "", "not JSON: %s (byte %d)", where.text, where.position);
	ok = read_ask(root, arena, ask, err);
	if (ok && ask->statement)
		ok = debug_statement(ask->statement, &ask->said, ask->losses, ask->losses_count, arena, answer, err);
	else if (ok)
		ok = answer_lines(ask, arena, answer, err);
	json_decref(root);
	/* The answer says no field of its own: put it in front where the sentence does not name it. */
	if (!ok && err->field[0] && strncmp(err->text, err->field, strlen(err->field)) != 0) {
		struct err whole = { 0 };

		err_set(&whole, err->code, err->field, "%s: %s", err->field, err->text);
		*err = whole;
	}
	return ok;
}

const struct debug_command debug_share = {
	.name = "share",
	.usage = "",
	.about = "JSON {terms, lines} or {terms, statement} in; legs of each line, sums and closing figures, or form 01-BH out",
	.line = line,
};
