#include "calc/share.h"

#include <assert.h>

const char *const share_mode_words[] = { NULL, "STEP_INVOICE", "CONSIGNMENT_NOTE", "DELEGATED", "PURCHASE_LIST", "NONE", NULL };
const char *const tax_profile_words[] = { NULL, "CREDIT", "DIRECT", "HOUSEHOLD", NULL };
const char *const share_basis_words[] = { NULL, "GROSS", "NET", NULL };
const char *const share_kind_words[] = { NULL, "RATE", "FIXED", "HAND_OVER", "OWN", NULL };
const char *const share_cap_words[] = { NULL, "NONE", "RATE", "AMOUNT", NULL };

static bool is_amount(struct money money)
{
	return money.dong >= 0 && money.dong <= MONEY_MAX;
}

static bool is_ppm(int64_t ppm)
{
	return ppm >= 0 && ppm <= PPM;
}

static int64_t lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool share_terms_check(const struct share_terms *terms, struct err *err)
{
	if (terms->mode < SHARE_STEP_INVOICE || terms->mode > SHARE_NONE)
		return err_set(err, ERR_INPUT, "mode", "no such invoice mode");
	if (terms->kind < SHARE_RATE || terms->kind > SHARE_OWN)
		return err_set(err, ERR_INPUT, "kind", "no such kind of term");
	if (terms->basis < SHARE_GROSS || terms->basis > SHARE_NET)
		return err_set(err, ERR_INPUT, "basis", "no such basis");
	if (!is_ppm(terms->rate_ppm))
		return err_set(err, ERR_INPUT, "rate_ppm", "a rate is 0 to 1000000 parts per million");
	if (!is_amount(terms->per_unit))
		return err_set(err, ERR_INPUT, "per_unit", "an amount a unit is 0 to 10^15");
	if (!is_ppm(terms->discount_producer_ppm))
		return err_set(err, ERR_INPUT, "discount_producer_ppm", "a part is 0 to 1000000 parts per million");
	if (!is_amount(terms->floor))
		return err_set(err, ERR_INPUT, "floor", "a floor is 0 to 10^15");
	if (terms->consignor < TAX_CREDIT || terms->consignor > TAX_HOUSEHOLD)
		return err_set(err, ERR_INPUT, "consignor", "no such tax profile");
	if (terms->house < TAX_CREDIT || terms->house > TAX_HOUSEHOLD)
		return err_set(err, ERR_INPUT, "house", "no such tax profile");
	if (!vat_class_is_valid(terms->commission_vat))
		return err_set(err, ERR_INPUT, "commission_vat", "no such VAT class");
	return true;
}

enum share_case share_case(const struct share_terms *terms)
{
	if (terms->house != TAX_CREDIT)
		return SHARE_VAT_NONE;
	if (terms->kind == SHARE_OWN)
		return SHARE_VAT_APART;  /* the house is its own consignor: its output VAT is nobody's share */
	if (terms->mode == SHARE_DELEGATED)
		return SHARE_VAT_NONE;
	if (terms->mode == SHARE_PURCHASE_LIST || terms->mode == SHARE_NONE)
		return SHARE_VAT_APART;
	return terms->consignor == TAX_CREDIT ? SHARE_VAT_INSIDE : SHARE_VAT_APART;
}

enum tax_profile share_seller(const struct share_terms *terms)
{
	return terms->mode == SHARE_DELEGATED && terms->kind != SHARE_OWN ? terms->consignor : terms->house;
}

bool share_has_commission_vat(const struct share_terms *terms)
{
	bool is_invoiced = terms->mode == SHARE_DELEGATED || share_case(terms) == SHARE_VAT_INSIDE;

	return terms->house == TAX_CREDIT && is_invoiced && (terms->kind == SHARE_RATE || terms->kind == SHARE_FIXED);
}

bool share_discount_is_house(const struct share_terms *terms)
{
	return terms->kind == SHARE_HAND_OVER || terms->kind == SHARE_OWN || terms->discount_producer_ppm == 0;
}

static bool line_check(const struct share_line *line, struct err *err)
{
	if (line->qty_milli < 1 || line->qty_milli > QTY_MILLI_MAX)
		return err_set(err, ERR_INPUT, "qty_milli", "a quantity is 1 to 10^9 thousandths");
	if (!is_amount(line->list))
		return err_set(err, ERR_INPUT, "list", "an amount is 0 to 10^15");
	if (!is_amount(line->paid) || line->paid.dong > line->list.dong)
		return err_set(err, ERR_INPUT, "paid", "what is paid is 0 to the listed amount");
	if (line->house_discount.dong < 0 || line->house_discount.dong > line->list.dong - line->paid.dong)
		return err_set(err, ERR_INPUT, "house_discount", "the house's own discount is a part of the discount");
	if (line->producer_discount.dong < 0 || line->producer_discount.dong > line->list.dong - line->paid.dong - line->house_discount.dong)
		return err_set(err, ERR_INPUT, "producer_discount", "the producer's own discount is a part of the discount");
	if (!vat_class_is_valid(line->vat_class))
		return err_set(err, ERR_INPUT, "vat_class", "no such VAT class");
	if (line->vat.dong < 0 || line->vat.dong > line->paid.dong)
		return err_set(err, ERR_INPUT, "vat", "VAT is a part of what is paid");
	return true;
}

/* What of the line's discount the producer bears: his own, and his part of what the contract shares out, as far as it stays above the floor. */
static bool discount_of_producer(const struct share_terms *terms, const struct share_line *line, int64_t *dong, struct err *err)
{
	int64_t shared = line->list.dong - line->paid.dong - line->house_discount.dong, own = line->producer_discount.dong;
	struct money floor;

	*dong = 0;
	if (terms->kind == SHARE_HAND_OVER || terms->kind == SHARE_OWN || (own == 0 && share_discount_is_house(terms)))
		return true;
	if (!money_of_qty(terms->floor, line->qty_milli, &floor))
		return err_set(err, ERR_LIMIT, "floor", "the floor of the line passes 10^15");
	shared = lesser(shared, line->list.dong > floor.dong ? line->list.dong - floor.dong : 0);
	own = lesser(own, shared);
	*dong = own + money_scale(shared - own, terms->discount_producer_ppm, PPM);
	return true;
}

static bool hand_over(const struct share_terms *terms, const struct share_line *line, struct share *share, struct err *err)
{
	bool invoices_vat = share_case(terms) == SHARE_VAT_INSIDE ||
			    (terms->mode == SHARE_DELEGATED && terms->consignor == TAX_CREDIT);

	if (!money_of_qty(terms->per_unit, line->qty_milli, &share->due))
		return err_set(err, ERR_LIMIT, "qty_milli", "the hand-over price of the line passes 10^15");
	if (!terms->includes_vat && invoices_vat)
		share->due.dong += vat_on_top(share->due, vat_rate_ppm(line->vat_class)).dong;
	if (share->due.dong > MONEY_MAX)
		return err_set(err, ERR_LIMIT, "qty_milli", "the hand-over price of the line passes 10^15");
	share->basis = share->due;
	share->producer = share->due;
	return true;
}

static bool commission(const struct share_terms *terms, const struct share_line *line, struct share *share, struct err *err)
{
	share->due.dong = line->list.dong - share->discount_producer.dong;
	share->basis = share->due;
	/* Reckoned on this line alone, so that a producer's part never hangs on what else was on the ticket. */
	if (terms->basis == SHARE_NET && share_seller(terms) == TAX_CREDIT)
		share->basis.dong -= vat_inside(share->due, vat_rate_ppm(line->vat_class)).dong;
	if (terms->kind == SHARE_RATE)
		share->commission.dong = money_scale(share->basis.dong, terms->rate_ppm, PPM);
	else if (!money_of_qty(terms->per_unit, line->qty_milli, &share->commission))
		return err_set(err, ERR_LIMIT, "qty_milli", "the commission of the line passes 10^15");
	share->commission.dong = lesser(share->commission.dong, share->basis.dong);
	if (share_case(terms) == SHARE_VAT_APART)
		share->vat_kept.dong = share->due.dong - share->basis.dong;
	share->producer.dong = share->due.dong - share->commission.dong - share->vat_kept.dong;
	return true;
}

bool share_of_line(const struct share_terms *terms, const struct share_line *line, struct share *share, struct err *err)
{
	*share = (struct share){ .list = line->list, .paid = line->paid };
	if (!line_check(line, err) || !discount_of_producer(terms, line, &share->discount_producer.dong, err))
		return false;
	share->discount_house.dong = line->list.dong - line->paid.dong - share->discount_producer.dong;
	if (terms->kind == SHARE_HAND_OVER && !hand_over(terms, line, share, err))
		return false;
	if ((terms->kind == SHARE_RATE || terms->kind == SHARE_FIXED) && !commission(terms, line, share, err))
		return false;
	if (share_case(terms) == SHARE_VAT_APART)
		share->vat = line->vat;
	share->house.dong = share->paid.dong - share->producer.dong - share->vat.dong;
	assert(share_holds(share));
	return true;
}

struct money share_part_of(struct money x, int64_t qty_milli, int64_t before_milli, int64_t now_milli)
{
	assert(before_milli >= 0 && now_milli > 0);
	assert(before_milli <= qty_milli - now_milli);
	return MONEY(money_scale(x.dong, before_milli + now_milli, qty_milli) - money_scale(x.dong, before_milli, qty_milli));
}

struct share share_part(const struct share *whole, int64_t qty_milli, int64_t before_milli, int64_t now_milli)
{
	struct share part = { 0 };

#define PART(member) part.member = share_part_of(whole->member, qty_milli, before_milli, now_milli)
	PART(paid);
	PART(discount_producer);
	PART(vat);
	PART(producer);
	PART(due);
	PART(vat_kept);
	PART(basis);
#undef PART
	part.list.dong = part.paid.dong + share_part_of(MONEY(whole->list.dong - whole->paid.dong), qty_milli, before_milli, now_milli).dong;
	part.discount_house.dong = part.list.dong - part.paid.dong - part.discount_producer.dong;
	part.house.dong = part.paid.dong - part.producer.dong - part.vat.dong;
	part.commission.dong = part.due.dong - part.producer.dong - part.vat_kept.dong;
	return part;
}

struct money share_due_price(struct money due, int64_t qty_milli)
{
	return MONEY(money_scale(due.dong, 1000, qty_milli));
}

struct share share_minus(const struct share *share)
{
	return (struct share){
		.list = { -share->list.dong },
		.paid = { -share->paid.dong },
		.discount_producer = { -share->discount_producer.dong },
		.discount_house = { -share->discount_house.dong },
		.producer = { -share->producer.dong },
		.vat = { -share->vat.dong },
		.house = { -share->house.dong },
		.due = { -share->due.dong },
		.commission = { -share->commission.dong },
		.vat_kept = { -share->vat_kept.dong },
		.basis = { -share->basis.dong },
	};
}

bool share_add(struct share *sum, const struct share *share)
{
	struct share s = *sum;

	if (!money_add(s.list, share->list, &s.list) || !money_add(s.paid, share->paid, &s.paid) ||
	    !money_add(s.discount_producer, share->discount_producer, &s.discount_producer) ||
	    !money_add(s.discount_house, share->discount_house, &s.discount_house) ||
	    !money_add(s.producer, share->producer, &s.producer) || !money_add(s.vat, share->vat, &s.vat) ||
	    !money_add(s.house, share->house, &s.house) || !money_add(s.due, share->due, &s.due) ||
	    !money_add(s.commission, share->commission, &s.commission) || !money_add(s.vat_kept, share->vat_kept, &s.vat_kept) ||
	    !money_add(s.basis, share->basis, &s.basis))
		return false;
	*sum = s;
	return true;
}

bool share_holds(const struct share *share)
{
	return share->paid.dong == share->producer.dong + share->vat.dong + share->house.dong &&
	       share->due.dong == share->producer.dong + share->commission.dong + share->vat_kept.dong &&
	       share->list.dong - share->paid.dong == share->discount_producer.dong + share->discount_house.dong;
}

struct money share_commission_vat(struct money commission, enum vat_class vat_class, bool includes_vat)
{
	return includes_vat ? vat_inside(commission, vat_rate_ppm(vat_class)) : vat_on_top(commission, vat_rate_ppm(vat_class));
}

bool share_tiers_check(const struct share_tiers *tiers, struct err *err)
{
	if (tiers->count > SHARE_TIERS_MAX)
		return err_set(err, ERR_LIMIT, "tiers", "at most %d tiers", SHARE_TIERS_MAX);
	for (size_t i = 0; i < tiers->count; i++) {
		const struct share_tier *tier = &tiers->tiers[i];

		if (!is_ppm(tier->rate_ppm)) {
			err_set(err, ERR_INPUT, "rate_ppm", "a rate is 0 to 1000000 parts per million");
			return err_within(err, "tiers[%zu]", i);
		}
		if (tier->from.dong < 1 || tier->from.dong > MONEY_MAX || (i > 0 && tier->from.dong <= tier[-1].from.dong)) {
			err_set(err, ERR_INPUT, "from", "tiers begin above 0 and rise");
			return err_within(err, "tiers[%zu]", i);
		}
	}
	return true;
}

struct money share_tier_to_producer(const struct share_tiers *tiers, struct money turnover, struct money stored)
{
	int64_t whole = turnover.dong, tiered = 0, millionths = 0, reached = 0;
	size_t last = 0;

	assert(tiers->count <= SHARE_TIERS_MAX);
	while (last < tiers->count && tiers->tiers[last].from.dong <= whole)
		last++;
	if (last == 0)
		return MONEY(0);
	if (tiers->is_whole)
		return MONEY(stored.dong - money_scale(whole, tiers->tiers[last - 1].rate_ppm, PPM));
	for (size_t i = 0; i < last; i++) {
		int64_t from = tiers->tiers[i].from.dong, to = i + 1 < last ? tiers->tiers[i + 1].from.dong : whole;
		int64_t slice = to - from;

		/* 10^15 * 10^6 passes 64 bits: whole đồng and the millionths apart. */
		tiered += slice / PPM * tiers->tiers[i].rate_ppm;
		millionths += slice % PPM * tiers->tiers[i].rate_ppm;
		reached += slice;
	}
	/* What was stored for the slices above the first tier, less what the tiers make of them. */
	return MONEY(money_scale(stored.dong, reached, whole) - tiered - money_scale(millionths, 1, PPM));
}

struct share_loss share_loss(const struct share_loss_terms *terms, struct money loss, struct money sales)
{
	int64_t house = loss.dong;

	assert(loss.dong >= 0);
	if (terms->cap == SHARE_CAP_RATE)
		house = lesser(house, sales.dong > 0 ? money_scale(sales.dong, terms->rate_ppm, PPM) : 0);
	else if (terms->cap == SHARE_CAP_AMOUNT)
		house = lesser(house, terms->amount.dong);
	return (struct share_loss){ .house = { house }, .producer = { loss.dong - house } };
}
