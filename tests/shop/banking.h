/* A showroom that takes VietQR: the operator's account, tickets asked for, a bank that tells. Include after settling.h. */
#ifndef TESTS_SHOP_BANKING_H
#define TESTS_SHOP_BANKING_H

#include "shop/bank_credit.h"
#include "shop/drafts.h"
#include "shop/intent.h"

#define BANK_BIN "970436"
#define BANK_ACCOUNT "0123456789"

static inline void give_account(void)
{
	struct err err = { 0 };
	struct party operator = { .id = room.operator_id, .code = "VH", .name = "Công ty Thử nghiệm", .legal_form = FORM_ENTERPRISE, .from_day = 20250101,
				  .roles = PARTY_OPERATOR | PARTY_CONSIGNOR, .vat_profile = TAX_CREDIT, .bank_bin = BANK_BIN, .bank_account = BANK_ACCOUNT,
				  .bank_holder = "CONG TY THU NGHIEM" };
	struct work work = with_supervisor();

	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, parties_set(&work, &operator, 1, &err));
}

static inline struct intent ask_qr(struct id cart_id, int64_t amount)
{
	struct err err = { 0 };
	struct intent_in in = { .amount = MONEY(amount), .cart_id = cart_id, .till_id = room.till_id };
	struct work work = as_cashier();
	struct intent intent;

	SHOWROOM_DO(&work, intent_open(&work, &in, &intent, &err));
	return intent;
}

static inline struct bank_credit_in told(const char *bank_id, int64_t amount, const char *purpose)
{
	return (struct bank_credit_in){ .account = BANK_ACCOUNT, .amount = MONEY(amount), .bank_id = bank_id, .booked_us = room.now_us,
					.payer = { .purpose = purpose, .name = "NGUYEN VAN A" }, .source = BANK_SEPAY };
}

struct telling {
	const struct bank_credited *body;  /* NULL: nothing was written */
	struct id id;
	bool is_known, is_ours;
};

static inline struct telling tell(struct bank_credit_in in)
{
	struct err err = { 0 };
	struct telling telling;
	struct work work = showroom_work((struct id){ { 0 } }, 0);

	SHOWROOM_DO(&work, bank_credit_add(&work, &in, &telling.body, &telling.is_known, &telling.is_ours, &err));
	telling.id = work.id;
	return telling;
}

/* Pays for honey; the sale takes the cart's id. false: refused, err says why. */
static inline bool pay_for(struct id cart_id, int64_t pieces, struct pay_in *pays, size_t count, bool with_second, struct err *why)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = pieces * 1000, .price = MONEY(145000), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = pays, .pays_count = count, .total = MONEY(pieces * 145000),
			      .cash_round_unit = MONEY(1000) };
	struct work work = with_second ? with_supervisor() : as_cashier();
	const struct sale *sale;
	bool ok;

	work.id = cart_id;
	ok = SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err));
	*why = err;
	return ok;
}

static inline struct pay_in by_credit(struct id credit_id, int64_t amount)
{
	return (struct pay_in){ .way = PAY_VIETQR, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT), .source_id = credit_id };
}

static inline struct pay_in by_cash(int64_t amount)
{
	return (struct pay_in){ .way = PAY_CASH, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };
}

static inline struct pay_in by_eye(int64_t amount, const char *reference)
{
	return (struct pay_in){ .way = PAY_TRANSFER, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT), .reference = reference };
}

static inline void drop_cart(struct id cart_id)
{
	struct err err = { 0 };
	struct cart_doc doc = { 0 };
	struct cart cart = { .id = cart_id, .till_id = room.till_id, .version = 1, .state = CART_OPEN, .doc = &doc };
	struct cart_dropped_in drop = { .cart = &cart, .reason = "khách bỏ đi" };
	struct work work = as_cashier();

	work.id = cart_id;
	SHOWROOM_DO(&work, cart_drop(&work, &drop, &err));
}

static inline bool settle_credit(struct credit_settle_in in, bool with_second, struct err *why)
{
	struct err err = { 0 };
	struct work work = with_second ? with_supervisor() : as_office();
	const struct credit_settled *body;
	bool ok;

	if (with_second) {
		work.actor = room.cashier;
		work.approver = room.supervisor;
		work.approver_role = STAFF_ADMIN;
	}
	work.role = STAFF_ACCOUNTANT;
	ok = SHOWROOM_TRY(&work, bank_credit_settle(&work, &in, &body, &err));
	*why = err;
	return ok;
}

#endif
