/* A showroom on the disk for the benches: items with lots enough to sell for ever, one till with an open shift. */
#ifndef TESTS_BENCH_SHOWROOM_H
#define TESTS_BENCH_SHOWROOM_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/shift.h"
#include "shop/staff.h"
#include "store/store.h"
#include "store/txn.h"

struct bench_room {
	char dir[256], book_dir[300];
	struct book *book;
	struct arena *arena;
	struct id till_id, cashier, contract, *items;
	size_t items_count;
};

static inline void must(bool ok, const struct err *err)
{
	if (!ok) {
		fprintf(stderr, "bench: %s %s: %s\n", err_name(err->code), err->field, err->text);
		abort();
	}
}

static inline struct work bench_work(struct bench_room *room, int64_t role)
{
	struct work work = { .book = room->book, .arena = room->arena, .id = random_id(), .actor = room->cashier, .role = role, .at_us = clock_now_us() };

	random_bytes(&work.seed, sizeof(work.seed));
	return work;
}

#define BENCH_DO(room, work, words) \
	do { \
		struct err err = { 0 }; \
		(work)->txn = txn_begin((room)->book->store, &err); \
		must((work)->txn != NULL, &err); \
		must((words) && journal_seal((work)->txn, (room)->book, &err) && txn_commit((work)->txn, &err), &err); \
		arena_reset((room)->arena); \
	} while (0)

/* GTIN-13 of item number `at` behind a zero: the key of its barcode. */
static inline void bench_gtin(size_t at, char text[60])
{
	int sum = 0;

	snprintf(text, 60, "0893600%06zu", at);
	for (int i = 0; i < 13; i++)
		sum += (text[i] - '0') * (i % 2 ? 1 : 3);
	snprintf(text + 13, 47, "%d", (10 - sum % 10) % 10);
}

static const char *const bench_words[3][12] = {
	{ "Mật ong", "Trà", "Cà phê", "Gạo", "Nước mắm", "Chả mực", "Miến dong", "Rượu", "Mắm tép", "Hạt điều", "Bánh đa", "Tinh dầu" },
	{ "hoa cà phê", "Shan tuyết", "rang mộc", "nếp cái hoa vàng", "cá cơm", "giã tay", "Bình Liêu", "ba kích", "chưng thịt", "rang muối", "nem", "quế" },
	{ "Ba Chẽ", "Hà Giang", "Đắk Lắk", "Đông Triều", "Cô Tô", "Hạ Long", "Móng Cái", "Yên Bái", "Tây Bắc", "Bình Phước", "Sa Pa", "Lạng Sơn" },
};

static inline void bench_goods(struct bench_room *room)
{
	for (size_t at = 0; at < room->items_count;) {
		struct item_set items[50];
		struct price_set prices[50];
		struct intake_line_in lines[50];
		struct item_vat vat = { .from_day = 20200101, .vat_class = VAT_8 };
		struct item_code codes[50];
		char text[50][3][90];
		struct intake_in in = { .contract_id = room->contract, .lines = lines };
		const struct intake *body;
		struct work work;
		size_t n = 0;

		for (; n < 50 && at < room->items_count; n++, at++) {
			room->items[at] = random_id();
			snprintf(text[n][0], 60, "MH%05zu", at);
			snprintf(text[n][1], 90, "%s %s %s %zu g", bench_words[0][at % 12], bench_words[1][at / 12 % 12], bench_words[2][at / 144 % 12], at / 1728 * 50 + 50);
			bench_gtin(at, text[n][2]);
			codes[n] = (struct item_code){ .code = text[n][2], .scheme = SCHEME_GTIN };
			items[n] = (struct item_set){ .code = text[n][0], .name = text[n][1], .codes = &codes[n], .codes_count = 1, .has_stock = true, .id = room->items[at],
						      .is_active = true, .round_unit = 1, .short_number = SHAPE_ABSENT, .tile_group = at < 100 ? "Hàng bán chạy" : NULL, .unit = "hộp", .vats = &vat, .vats_count = 1 };
			prices[n] = (struct price_set){ .amount = MONEY(45000 + (int64_t)at % 100 * 1000), .from_us = clock_now_us() - DAY_US, .item_id = room->items[at] };
			lines[n] = (struct intake_line_in){ .item_id = room->items[at], .qty_milli = QTY_MILLI_MAX, .expiry_kind = 3, .expiry_day = 20291231,
							    .hand_over = MONEY(SHAPE_ABSENT), .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
		}
		in.lines_count = n;
		work = bench_work(room, STAFF_ADMIN);
		BENCH_DO(room, &work, items_set(&work, items, n, &err));
		work = bench_work(room, STAFF_ADMIN);
		BENCH_DO(room, &work, prices_set(&work, prices, n, &err));
		work = bench_work(room, STAFF_ADMIN);
		BENCH_DO(room, &work, intake_add(&work, &in, &body, &err));
	}
}

/* In `dir` (NULL: a new folder under TMPDIR), no shift open yet. */
static inline void bench_make(struct bench_room *room, const char *dir, size_t items_count)
{
	const char *place = getenv("TMPDIR");
	struct book_setup setup = { .site_code = "SR1", .site_name = "Đo", .operator_code = "VH", .operator_name = "Công ty Đo", .operator_vat_profile = 1, .till_code = "Q1" };
	struct err why = { 0 };
	struct contract_terms terms = contract_terms_usual();
	struct party party = { .code = "HTX", .from_day = 20200101, .legal_form = FORM_COOPERATIVE, .name = "HTX Đo", .roles = 3, .vat_profile = 1 };
	struct work work;

	random_start();
	memset(room, 0, sizeof(*room));
	snprintf(room->dir, sizeof(room->dir), "%s/ocop-bench.XXXXXX", place ? place : "/var/tmp");
	if (dir)
		snprintf(room->dir, sizeof(room->dir), "%s", dir);
	assert(dir || mkdtemp(room->dir));
	snprintf(room->book_dir, sizeof(room->book_dir), "%s/book", room->dir);
	setup.site_id = random_id();
	setup.at_us = clock_now_us();
	random_bytes(setup.key_seed, 32);
	must(book_create(room->book_dir, &setup, &why), &why);
	room->book = book_open(room->book_dir, &why);
	must(room->book != NULL, &why);
	room->arena = arena_new((size_t)256 << 20);
	room->till_id = id_derive(setup.site_id, "till", 1);
	room->cashier = random_id();
	room->contract = random_id();
	room->items_count = items_count;
	room->items = calloc(items_count, sizeof(*room->items));
	party.id = random_id();
	terms.contract_id = room->contract;
	terms.consignor_id = party.id;
	terms.operator_id = id_derive(setup.site_id, "operator", 1);
	terms.number = "01/KG";
	terms.from_day = 20200101;
	work = bench_work(room, STAFF_ADMIN);
	BENCH_DO(room, &work, parties_set(&work, &party, 1, &err));
	work = bench_work(room, STAFF_ADMIN);
	BENCH_DO(room, &work, contracts_set(&work, &terms, 1, &err));
	bench_goods(room);
}

static inline void bench_open(struct bench_room *room, size_t items_count)
{
	struct shift_open_in shift = { .float_cash = MONEY(500000) };
	const struct shift_opened *opened;
	struct work work;

	bench_make(room, NULL, items_count);
	shift.till_id = room->till_id;
	work = bench_work(room, STAFF_CASHIER);
	BENCH_DO(room, &work, shift_open(&work, &shift, &opened, &err));
}

static inline void bench_close(struct bench_room *room)
{
	static const char *const names[] = { "book/book.db", "book/book.db-wal", "book/book.db-shm", "book/book.lock", "book/drafts.db", "book.key", "floor", "bare.db",
					     "bare.db-wal", "bare.db-shm" };
	char path[400];

	book_close(room->book);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", room->dir, names[i]);
		unlink(path);
	}
	rmdir(room->book_dir);
	rmdir(room->dir);
	arena_free(room->arena);
	free(room->items);
}

/* A sale of four lines of different items, paid in cash; in memory of the caller's. */
struct bench_sale {
	struct sale_line_in lines[4];
	struct pay_in pay;
	struct sale_in in;
};

static inline void bench_sale_fill(struct bench_room *room, struct bench_sale *sale, uint64_t n)
{
	int64_t total = 0;

	memset(sale, 0, sizeof(*sale));
	for (size_t i = 0; i < 4; i++) {
		size_t at = (size_t)((n * 4 + i) * 7919 % room->items_count);
		int64_t price = 45000 + (int64_t)at % 100 * 1000;

		sale->lines[i] = (struct sale_line_in){ .item_id = room->items[at], .qty_milli = 1000, .price = MONEY(price), .priced_us = clock_now_us(), .amount_given = MONEY(SHAPE_ABSENT) };
		total += price;
	}
	sale->pay = (struct pay_in){ .way = PAY_CASH, .amount = MONEY(total), .given = MONEY(total) };
	sale->in = (struct sale_in){ .till_id = room->till_id, .lines = sale->lines, .lines_count = 4, .pays = &sale->pay, .pays_count = 1, .total = MONEY(total), .cash_round_unit = MONEY(1000) };
}

static inline int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static inline double percentile(int64_t *ns, size_t count, double part)
{
	qsort(ns, count, sizeof(*ns), compare_i64);
	return (double)ns[(size_t)((double)(count - 1) * part)] / 1000.0;
}

#endif
