/* What a new user may try at once, put in while the last day's shift is open: honey to search for, a customer who buys on account, a
 * parcel with a carrier, a voucher, a coupon. Beside the goods of the trade, so that the year before is the same with it or without. */
#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/coupon.h"
#include "shop/credit.h"
#include "shop/intake.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/voucher.h"
#include "store/txn.h"

#define CUSTOMER_TAX_N 9000    /* far from the producers' */
#define COUPON_DAYS 60
#define VOUCHER 500000
#define CREDIT_LIMIT 5000000
#define CREDIT_DAYS 30

static struct id named(const struct sample *s, const char *word)
{
	return id_derive(s->book->site_id, word, 1);
}

/* ---- honey ---------------------------------------------------------------------- */

struct honey {
	const char *word, *code, *ean, *name;
	int64_t price, short_number;
};

static bool put_honey(struct sample *s, int32_t day, struct err *err)
{
	static const struct honey rows[] = {
		{ "sample honey coffee", "MO1", "8939619900016", "Mật ong hoa cà phê, chai 500 ml (mẫu)", 145000, 106 },
		{ "sample honey longan", "MO2", "8939619900023", "Mật ong hoa nhãn, chai 500 ml (mẫu)", 160000, 107 },
		{ "sample honey ginger", "MO3", "8939619900030", "Gừng ngâm mật ong, hũ 300 g (mẫu)", 75000, 108 },
	};
	struct item_set sets[COUNT_OF(rows)];
	struct item_code codes[COUNT_OF(rows)];
	struct price_set prices[COUNT_OF(rows)];
	struct intake_line_in lines[COUNT_OF(rows)];
	struct intake_in in = { .contract_id = s->house_contract_id, .lines = lines, .lines_count = COUNT_OF(rows), .paper = "Hàng mua đứt (mẫu)" };
	struct item_vat vat = { .from_day = 20200101, .legal_note = SAMPLE_NOTE, .vat_class = VAT_8 };
	const struct intake *body;
	struct work work;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct id id = named(s, rows[i].word);

		codes[i] = (struct item_code){ .code = rows[i].ean, .scheme = SCHEME_PRODUCER };
		sets[i] = (struct item_set){ .code = rows[i].code, .codes = &codes[i], .codes_count = 1, .has_stock = true, .id = id, .is_active = true,
					     .is_food = true, .name = rows[i].name, .round_unit = 1, .short_number = rows[i].short_number,
					     .tile_group = "Mật ong", .unit = "chai", .vats = &vat, .vats_count = 1 };
		prices[i] = (struct price_set){ .amount = MONEY(rows[i].price), .from_us = s->at_us, .item_id = id };
		lines[i] = (struct intake_line_in){ .code = arena_format(s->arena, "%s-L1", rows[i].code), .expiry_day = day_add(day, 540), .expiry_kind = 3,
						    .hand_over = MONEY(SHAPE_ABSENT), .item_id = id, .own_price = MONEY(SHAPE_ABSENT),
						    .price_proposal = MONEY(SHAPE_ABSENT), .qty_milli = 12000 };
	}
	if (!sample_put_items(s, sets, prices, COUNT_OF(sets), err))
		return false;
	work = sample_work(s, TUAN);
	return SAMPLE_TRY(s, &work, intake_add(&work, &in, &body, err), err);
}

/* ---- who pays otherwise -------------------------------------------------------------- */

static bool put_parties(struct sample *s, int32_t day, struct err *err)
{
	struct party parties[] = {
		{ .address = "12 Lý Thường Kiệt, Hà Nội (mẫu)", .code = "KH-HB", .from_day = day, .id = named(s, "sample customer"), .legal_form = FORM_ENTERPRISE,
		  .name = "Khách sạn Hoa Ban (mẫu)", .phone = "0912000003", .roles = PARTY_CUSTOMER, .tax_code = sample_tax_code(s, CUSTOMER_TAX_N),
		  .vat_profile = TAX_CREDIT },
		{ .code = "VC-BD", .from_day = day, .id = named(s, "sample carrier"), .legal_form = FORM_ENTERPRISE, .name = "Bưu điện (mẫu)",
		  .roles = PARTY_CARRIER, .vat_profile = TAX_CREDIT },
	};
	struct credit_set terms = { .days = CREDIT_DAYS, .limit = MONEY(CREDIT_LIMIT), .party_id = parties[0].id };
	struct work work = sample_work(s, ADMIN);

	if (!SAMPLE_TRY(s, &work, parties_set(&work, parties, COUNT_OF(parties), err), err))
		return false;
	work = sample_work(s, NGA);
	return SAMPLE_TRY(s, &work, credit_set(&work, &terms, err), err);
}

/* Two bottles of honey. */
static bool sell_to(struct sample *s, enum sample_person cashier, int32_t way, struct id party_id, const char *parcel, struct err *err)
{
	struct work work = sample_work(s, cashier);
	struct sale_line_in line = { .item_id = named(s, "sample honey coffee"), .qty_milli = 2000, .price = MONEY(145000), .priced_us = work.at_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = way, .amount = MONEY(290000), .given = MONEY(SHAPE_ABSENT), .party_id = party_id, .reference = parcel };
	struct sale_in in = { .till_id = s->till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = pay.amount,
			      .cash_round_unit = MONEY(1000) };
	const struct sale *sale;

	if (way == PAY_ACCOUNT)
		in.more.customer_id = party_id;
	if (!SAMPLE_TRY(s, &work, sale_add(&work, &in, &sale, err), err))
		return false;
	s->counts->sales++;
	return true;
}

static bool put_papers(struct sample *s, enum sample_person cashier, int32_t day, struct err *err)
{
	struct money value = MONEY(VOUCHER);
	struct voucher_sell_in sell = { .till_id = s->till_id, .values = &value, .values_count = 1, .way = PAY_CASH, .total = value };
	struct coupon coupon = { .amount = MONEY(20000), .bearer = COUPON_BY_HOUSE, .code = "CHAO20", .from_day = day, .id = named(s, "sample coupon"),
				 .is_active = true, .minimum = MONEY(100000), .name = "Chào khách mới, bớt 20.000 cho phiếu từ 100.000 (mẫu)",
				 .scope = COUPON_OF_TICKET, .to_day = day_add(day, COUPON_DAYS) };
	const struct vouchers_sold *sold;
	struct work work = sample_work(s, HOA);

	if (!SAMPLE_TRY(s, &work, coupon_set(&work, &coupon, err), err))
		return false;
	work = sample_work(s, cashier);
	return SAMPLE_TRY(s, &work, vouchers_sell(&work, &sell, &sold, err), err);
}

bool sample_leave_tries(struct sample *s, enum sample_person cashier, int32_t day, struct err *err)
{
	if (s->has_tries)
		return true;
	s->has_tries = true;
	return put_honey(s, day, err) && put_parties(s, day, err) &&
	       sell_to(s, cashier, PAY_ACCOUNT, named(s, "sample customer"), NULL, err) &&
	       sell_to(s, cashier, PAY_COD, named(s, "sample carrier"), "VDMAU01", err) && put_papers(s, cashier, day, err);
}
