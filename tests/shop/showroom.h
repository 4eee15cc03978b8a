/*
 * A small showroom for tests of the shop: a book on the engine's fresh store, two producers with contracts, three
 * items with prices and lots, a cashier and a supervisor. Every command goes through showroom_do, one commit each.
 */
#ifndef TESTS_SHOP_SHOWROOM_H
#define TESTS_SHOP_SHOWROOM_H

#include "../store/engines.h"

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/clock.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/journal.h"
#include "shop/party.h"
#include "shop/goods.h"
#include "shop/sale.h"
#include "shop/shift.h"
#include "shop/staff.h"

#define DAY_ONE_US INT64_C(1767232800000000)  /* 2026-01-01 09:00 in Viet Nam */
#define MINUTE_US INT64_C(60000000)

static struct showroom {
	struct book *book;
	struct arena *arena;
	int64_t now_us;
	uint64_t chance;
	struct id operator_id, till_id, cashier, supervisor;
	struct id coop, household;            /* producers: a co-operative on the credit method, a household */
	struct id coop_contract, household_contract;
	struct id honey, rice, bag;           /* items; the bag has no stock and is the house's */
	struct id house_contract;
} room;

/* Who gets money back by transfer. */
static const struct payee showroom_payee = { .account = "0101000111222", .bank = "Agribank", .name = "Khách thử" };

static inline struct id new_id(void)
{
	uint8_t chance[10];

	for (size_t i = 0; i < sizeof(chance); i++)
		chance[i] = (uint8_t)test_next(&room.chance);
	return id_make(room.now_us, chance);
}

static inline struct work showroom_work(struct id actor, int64_t role)
{
	struct work work = { .book = room.book, .arena = room.arena, .id = new_id(), .actor = actor, .role = role, .at_us = room.now_us };

	for (size_t i = 0; i < sizeof(work.seed.bytes); i++)
		work.seed.bytes[i] = (uint8_t)test_next(&room.chance);
	return work;
}

static inline struct work as_cashier(void)
{
	return showroom_work(room.cashier, STAFF_CASHIER);
}

static inline struct work with_supervisor(void)
{
	struct work work = as_cashier();

	work.approver = room.supervisor;
	work.approver_role = STAFF_SUPERVISOR;
	return work;
}

static inline struct work as_office(void)
{
	return showroom_work(room.supervisor, STAFF_ADMIN);
}

/* One command, one commit: SHOWROOM_DO(&work, sale_add(&work, &in, &body, &err)) — the words run inside the transaction. */
#define SHOWROOM_TRY(work, words) \
	__extension__({ \
		bool ok_; \
		(work)->txn = txn_begin(room.book->store, &err); \
		assert_ok((work)->txn, &err); \
		ok_ = (words) && journal_seal((work)->txn, room.book, &err); \
		if (ok_) \
			ok_ = txn_commit((work)->txn, &err); \
		else \
			txn_abandon((work)->txn); \
		(work)->txn = NULL; \
		ok_; \
	})
#define SHOWROOM_DO(work, words) assert_ok(SHOWROOM_TRY(work, words), &err)

static inline struct contract_terms showroom_terms(struct id contract, struct id consignor, const char *number)
{
	struct contract_terms terms = contract_terms_usual();

	terms.contract_id = contract;
	terms.consignor_id = consignor;
	terms.operator_id = room.operator_id;
	terms.number = number;
	terms.from_day = 20250101;
	return terms;
}

static inline void showroom_item(struct id id, const char *code, const char *name, const char *ean, enum vat_class vat_class, int64_t price,
				 bool has_stock, struct id contract)
{
	struct err err = { 0 };
	struct item_code item_code = { .code = ean, .scheme = SCHEME_GTIN };
	struct item_vat vat = { .from_day = 20250101, .vat_class = vat_class };
	struct item_set item = {
		.code = code, .codes = &item_code, .codes_count = ean ? 1 : 0, .contract_id = contract, .has_stock = has_stock, .id = id, .is_active = true,
		.is_food = true, .name = name, .round_unit = 1, .short_number = SHAPE_ABSENT, .tile_group = "Thực phẩm", .unit = "hộp", .vats = &vat,
		.vats_count = 1,
	};
	struct price_set first = { .amount = MONEY(price), .from_us = DAY_ONE_US - 365 * DAY_US, .item_id = id };
	struct work work = as_office();

	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &first, 1, &err));
}

/* Brings a lot in; returns its id. */
static inline struct id showroom_intake(struct id contract, struct id item, int64_t qty_milli, int32_t expiry_day, int32_t expiry_kind)
{
	struct err err = { 0 };
	const struct intake *body;
	struct intake_line_in line = {
		.item_id = item, .qty_milli = qty_milli, .expiry_day = expiry_day, .expiry_kind = expiry_kind, .hand_over = MONEY(SHAPE_ABSENT),
		.own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT),
	};
	struct intake_in in = { .contract_id = contract, .lines = &line, .lines_count = 1 };
	struct work work = as_office();

	SHOWROOM_DO(&work, intake_add(&work, &in, &body, &err));
	return body->lines[0].lot_id;
}

static inline int64_t showroom_level(struct id item, struct id lot)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stock_lot *lots;
	size_t count;
	int64_t level = 0;

	assert_ok(stock_lots(txn, room.arena, room.book->site_id, item, &lots, &count, &err), &err);
	for (size_t i = 0; i < count; i++)
		if (id_is(lots[i].lot_id, lot))
			level += lots[i].qty_milli;
	txn_abandon(txn);
	return level;
}

static inline int showroom_open(void **state)
{
	struct err err = { 0 };
	struct party parties[2];
	struct contract_terms terms[3];
	struct work work;
	struct book_setup setup = {
		.site_code = "SR1", .site_name = "Điểm bán OCOP thử", .operator_code = "VH", .operator_name = "Công ty Thử nghiệm",
		.operator_vat_profile = TAX_CREDIT, .till_code = "Q1", .at_us = DAY_ONE_US - 30 * DAY_US,
	};

	engine_setup(state);
	memset(&room, 0, sizeof(room));
	room.chance = 42;
	room.now_us = setup.at_us;
	room.arena = arena_new((size_t)1 << 30);
	setup.site_id = new_id();
	setup.key_seed[0] = 7;
	room.book = book_open_in(*state, &setup, &err);
	assert_ok(room.book, &err);
	room.now_us = DAY_ONE_US - DAY_US;
	room.operator_id = id_derive(setup.site_id, "operator", 1);
	room.till_id = id_derive(setup.site_id, "till", 1);
	room.cashier = new_id();
	room.supervisor = new_id();
	room.coop = new_id();
	room.household = new_id();
	room.coop_contract = new_id();
	room.household_contract = new_id();
	room.house_contract = new_id();
	room.honey = new_id();
	room.rice = new_id();
	room.bag = new_id();
	parties[0] = (struct party){ .code = "HTX01", .from_day = 20200101, .id = room.coop, .legal_form = FORM_COOPERATIVE, .name = "HTX Hương Rừng",
				     .roles = PARTY_PRODUCER | PARTY_CONSIGNOR, .vat_profile = TAX_CREDIT, .tax_code = "0101234567" };
	parties[1] = (struct party){ .code = "HKD01", .from_day = 20200101, .id = room.household, .legal_form = FORM_HOUSEHOLD, .name = "Hộ Chu Thị Nguyệt",
				     .roles = PARTY_PRODUCER | PARTY_CONSIGNOR, .vat_profile = TAX_HOUSEHOLD, .phone = "0912345678" };
	/* The clock went on a month since the book was opened: a supervisor's confirmation is tried elsewhere. */
	room.now_us = setup.at_us + MINUTE_US;
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, parties, 2, &err));
	terms[0] = showroom_terms(room.coop_contract, room.coop, "01/2026/KG");
	terms[1] = showroom_terms(room.household_contract, room.household, "02/2026/KG");
	terms[1].invoice_mode = SHARE_PURCHASE_LIST;
	terms[2] = showroom_terms(room.house_contract, room.operator_id, "NHA");
	terms[2].term_kind = SHARE_OWN;
	work = as_office();
	SHOWROOM_DO(&work, contracts_set(&work, terms, 3, &err));
	showroom_item(room.honey, "MO500", "Mật ong hoa cà phê 500 ml", "08936000000014", VAT_8, 145000, true, (struct id){ { 0 } });
	showroom_item(room.rice, "GAO5", "Gạo nếp nương 5 kg", "08936000000021", VAT_5, 108000, true, (struct id){ { 0 } });
	showroom_item(room.bag, "TUI", "Túi giấy", NULL, VAT_8, 5000, false, room.house_contract);
	return 0;
}

static inline int showroom_close(void **state)
{
	/* The store is the engine's to close. */
	goods_free(room.book->goods);
	free(room.book);
	arena_free(room.arena);
	return engine_teardown(state);
}

#define SHOWROOM_TEST(function) cmocka_unit_test_setup_teardown(function, showroom_open, showroom_close)

#endif
