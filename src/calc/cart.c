#include "calc/cart.h"

#include <assert.h>

static bool is_amount(struct money money)
{
	return money.dong >= 0 && money.dong <= MONEY_MAX;
}

bool cart_amount(struct money price, int64_t qty_milli, struct money weigh_unit, struct money *amount)
{
	assert(is_amount(weigh_unit));
	if (!money_of_qty(price, qty_milli, amount))
		return false;
	if (weigh_unit.dong > 0) {
		amount->dong = money_scale_down(price.dong, qty_milli, 1000);
		amount->dong -= amount->dong % weigh_unit.dong;
	}
	return true;
}

struct money cart_cash_rounding(struct money cash, struct money unit)
{
	assert(unit.dong >= 0);
	return MONEY(unit.dong == 0 || cash.dong <= 0 ? 0 : cash.dong % unit.dong);
}

/* The amounts of a line at its price and at the listed one. */
static bool line_amounts(struct cart_line *line, struct money *list, struct err *err)
{
	if (line->qty_milli < 1 || line->qty_milli > QTY_MILLI_MAX)
		return err_set(err, ERR_INPUT, "qty_milli", "a quantity is 1 to 10^9 thousandths");
	if (!is_amount(line->price))
		return err_set(err, ERR_INPUT, "price", "a price is 0 to 10^15");
	if (!is_amount(line->list_price))
		return err_set(err, ERR_INPUT, "list_price", "a price is 0 to 10^15");
	if (line->price.dong > line->list_price.dong)
		return err_set(err, ERR_FORBIDDEN, "price", "above the listed price");
	if (!is_amount(line->weigh_unit))
		return err_set(err, ERR_INPUT, "weigh_unit", "a unit of rounding is 0 to 10^15");
	if (!vat_class_is_valid(line->vat_class))
		return err_set(err, ERR_INPUT, "vat_class", "no such VAT class");
	if (!cart_amount(line->price, line->qty_milli, line->weigh_unit, &line->amount) ||
	    !cart_amount(line->list_price, line->qty_milli, line->weigh_unit, list))
		return err_set(err, ERR_LIMIT, "qty_milli", "the line passes 10^15");
	if (line->has_amount) {
		if (!is_amount(line->amount_given))
			return err_set(err, ERR_INPUT, "amount", "an amount is 0 to 10^15");
		line->amount = line->amount_given;
		/* What the scale made of the price is no discount; a mark-down of the price still is one. */
		if (line->price.dong == line->list_price.dong || line->amount.dong > list->dong)
			*list = line->amount;
	}
	if (line->discount.dong < 0 || line->discount.dong > line->amount.dong)
		return err_set(err, ERR_INPUT, "discount", "a discount is 0 to the line's amount");
	if (line->discount_house.dong < 0 || line->discount_producer.dong < 0 ||
	    line->discount_house.dong > line->discount.dong - line->discount_producer.dong)
		return err_set(err, ERR_INPUT, "discount_house", "what one side bears is a part of the discount");
	return true;
}

/* What the line comes to after its own and the ticket's discount. */
static int64_t left_of(const struct cart_line *line)
{
	return line->amount.dong - line->discount.dong - line->ticket_discount.dong;
}

/* Spreads an amount over the lines by what they come to so far. */
static void spread(const struct cart_line *lines, size_t count, struct money total, struct money *parts)
{
	int64_t weights[CART_LINES_MAX], sum = 0;

	for (size_t i = 0; i < count; i++) {
		weights[i] = left_of(&lines[i]);
		parts[i] = MONEY(0);
		sum += weights[i];
	}
	if (sum > 0)
		money_split(total, weights, count, parts);
}

static bool discounts(struct cart_line *lines, size_t count, const struct cart_asked *asked, struct cart_totals *totals, struct err *err)
{
	struct money parts[CART_LINES_MAX];

	if (asked->ticket_discount.dong < 0 || asked->ticket_discount.dong > totals->subtotal.dong)
		return err_set(err, ERR_INPUT, "ticket_discount", "a ticket's discount is 0 to its total");
	if (asked->rounding.dong < 0 || asked->rounding.dong > totals->subtotal.dong - asked->ticket_discount.dong)
		return err_set(err, ERR_INPUT, "rounding", "a rounding is 0 to what is to pay");
	for (size_t i = 0; i < count; i++)
		lines[i].ticket_discount = MONEY(0);
	spread(lines, count, asked->ticket_discount, parts);
	for (size_t i = 0; i < count; i++)
		lines[i].ticket_discount = parts[i];
	spread(lines, count, asked->rounding, parts);
	for (size_t i = 0; i < count; i++)
		lines[i].rounding = parts[i];
	totals->ticket_discount = asked->ticket_discount;
	totals->rounding = asked->rounding;
	totals->total.dong = totals->subtotal.dong - asked->ticket_discount.dong - asked->rounding.dong;
	return true;
}

/* The VAT of the lines of one invoice. */
static void tax_document(struct cart_line *lines, size_t count, int32_t document, struct cart_totals *totals)
{
	struct vat_line vat[CART_LINES_MAX];
	struct vat_total of_document[VAT_CLASSES_MAX];
	size_t at[CART_LINES_MAX], vat_count = 0, classes;

	for (size_t i = 0; i < count; i++) {
		if (lines[i].document != document || share_seller(lines[i].terms) != TAX_CREDIT)
			continue;
		vat[vat_count] = (struct vat_line){ .amount = MONEY(left_of(&lines[i]) - lines[i].rounding.dong), .vat_class = lines[i].vat_class };
		at[vat_count++] = i;
	}
	classes = vat_of_document(vat, vat_count, of_document);
	for (size_t i = 0; i < vat_count; i++)
		lines[at[i]].vat = vat[i].vat;
	for (size_t i = 0; i < classes; i++) {
		struct vat_total *sum = &totals->vat[of_document[i].vat_class - 1];

		sum->vat_class = of_document[i].vat_class;
		sum->gross.dong += of_document[i].gross.dong;
		sum->net.dong += of_document[i].net.dong;
		sum->vat.dong += of_document[i].vat.dong;
	}
}

static void taxes(struct cart_line *lines, size_t count, struct cart_totals *totals)
{
	for (size_t i = 0; i < count; i++)
		lines[i].vat = MONEY(0);
	for (size_t i = 0; i < count; i++) {
		size_t first = 0;

		while (lines[first].document != lines[i].document)
			first++;
		if (first == i)
			tax_document(lines, count, lines[i].document, totals);
	}
	for (size_t c = 0; c < VAT_CLASSES_MAX; c++)
		if (totals->vat[c].vat_class)
			totals->vat[totals->vat_count++] = totals->vat[c];
}

static bool share_out(struct cart_line *line, struct money list, bool ticket_discount_is_house, struct err *err)
{
	struct share_line of = {
		.qty_milli = line->qty_milli,
		.list = list,
		.paid = MONEY(left_of(line) - line->rounding.dong),
		.house_discount = MONEY(line->rounding.dong + line->discount_house.dong),
		.producer_discount = line->discount_producer,
		.vat_class = line->vat_class,
		.vat = line->vat,
	};

	if (ticket_discount_is_house)
		of.house_discount.dong += line->ticket_discount.dong;
	return share_of_line(line->terms, &of, &line->share, err);
}

bool cart_work_out(struct cart_line *lines, size_t lines_count, const struct cart_asked *asked, struct cart_totals *totals, struct err *err)
{
	struct money lists[CART_LINES_MAX];

	*totals = (struct cart_totals){ 0 };
	if (lines_count > CART_LINES_MAX)
		return err_set(err, ERR_LIMIT, "lines", "a ticket has at most %d lines", CART_LINES_MAX);
	for (size_t i = 0; i < lines_count; i++) {
		if (!line_amounts(&lines[i], &lists[i], err))
			return err_within(err, "lines[%zu]", i);
		if (!money_add(totals->list, lists[i], &totals->list) ||
		    !money_add(totals->subtotal, MONEY(lines[i].amount.dong - lines[i].discount.dong), &totals->subtotal))
			return err_set(err, ERR_LIMIT, "lines", "the ticket passes 10^15");
	}
	if (!discounts(lines, lines_count, asked, totals, err))
		return false;
	taxes(lines, lines_count, totals);
	for (size_t i = 0; i < lines_count; i++) {
		if (!share_out(&lines[i], lists[i], asked->ticket_discount_is_house, err))
			return err_within(err, "lines[%zu]", i);
		if (!share_add(&totals->share, &lines[i].share))
			return err_set(err, ERR_LIMIT, "lines", "the ticket passes 10^15");
		totals->house_negative_count += lines[i].share.house.dong < 0;
	}
	assert(totals->share.paid.dong == totals->total.dong);
	return true;
}

bool cart_spread_hamper(struct money price, struct cart_part *parts, size_t parts_count, struct err *err)
{
	int64_t weights[CART_LINES_MAX], listed = 0, floors = 0, open = 0;
	struct money prices[CART_LINES_MAX], left = price;
	bool again = true;

	if (parts_count < 1 || parts_count > CART_LINES_MAX)
		return err_set(err, ERR_LIMIT, "parts", "a hamper has 1 to %d parts", CART_LINES_MAX);
	for (size_t i = 0; i < parts_count; i++) {
		struct money list = parts[i].list, floor = parts[i].floor;

		if (!is_amount(list) || floor.dong < 0 || floor.dong > list.dong) {
			err_set(err, ERR_INPUT, "floor", "a part has a list price and no floor above it");
			return err_within(err, "parts[%zu]", i);
		}
		listed += list.dong;
		floors += floor.dong;
		weights[i] = list.dong;
	}
	if (listed == 0 || price.dong < 0 || price.dong > listed || price.dong > MONEY_MAX)
		return err_set(err, ERR_INPUT, "price", "a hamper's price is 0 to the sum of its parts' list prices");
	if (floors > price.dong)
		return err_set(err, ERR_CONFLICT, "price", "the parts' floors come to more than the hamper's price");
	open = listed;
	/* Each turn fixes at least one part at its floor; the others' shares only fall, so a fixed one stays. */
	while (again) {
		again = false;
		for (size_t i = 0; i < parts_count; i++)
			prices[i] = MONEY(0);
		if (open > 0)
			money_split(left, weights, parts_count, prices);
		for (size_t i = 0; i < parts_count; i++) {
			if (weights[i] == 0 || prices[i].dong >= parts[i].floor.dong)
				continue;
			parts[i].price = parts[i].floor;
			left.dong -= parts[i].floor.dong;
			open -= weights[i];
			weights[i] = 0;
			again = true;
		}
	}
	for (size_t i = 0; i < parts_count; i++)
		if (weights[i] > 0 || parts[i].list.dong == 0)
			parts[i].price = prices[i];
	return true;
}
