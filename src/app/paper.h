/*
 * From an entry to paper: the facts of a print job are read in a snapshot, the bytes are made on the printer's thread.
 *
 * A press holds what one printer's thread keeps warm (fonts, bitmap); it is opened on first use there.
 */
#ifndef APP_PAPER_H
#define APP_PAPER_H

#include <stdbool.h>

#include "device/printer.h"
#include "receipts/layouts.h"
#include "shop/print.h"

struct buf;
struct entry;
struct escpos_profile;
struct settings;
struct fonts;
struct raster_press;
struct txn;
struct book;

struct press {
	const struct escpos_profile *profile;  /* the printer's; the default where NULL */
	struct fonts *fonts;
	struct raster_press *raster;
};
void press_close(struct press *press);  /* after its thread ended */

struct paper {
	struct print_job job;          /* facts is this paper */
	struct print_row row;
	struct arena *arena;           /* the paper's own, facts live in it */
	struct press *press;
	const struct settings *settings; /* what the shop wants on receipts; NULL: nothing of it */
	struct receipt_facts receipt;  /* LAYOUT_RECEIPT */
	struct shift_facts shift;      /* LAYOUT_SHIFT */
	struct intake_facts intake;    /* LAYOUT_INTAKE */
	struct voucher_facts vouchers; /* LAYOUT_VOUCHER */
	struct cash_slip_facts slip;   /* LAYOUT_CASH_SLIP */
	struct order_paper_facts order; /* LAYOUT_QUOTE, LAYOUT_PICKING, LAYOUT_DELIVERY */
	struct test_slip_facts test;   /* LAYOUT_TEST */
};

struct paper *paper_new(const struct print_row *row);
void paper_free(struct paper *paper);  /* NULL is fine */
/* Fills the facts and the job's title. ERR_INPUT: there is no such paper. */
bool paper_read(struct txn *txn, const struct book *book, struct paper *paper, struct err *err) MUST_CHECK;
/* A trial of a printer, of no entry and in no table. */
#define LAYOUT_TEST 0
bool paper_test(struct txn *txn, const struct book *book, struct paper *paper, struct err *err) MUST_CHECK;
/* The facts of an intake's paper, on a sheet; in the arena. */
bool paper_intake(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct intake_facts *facts,
		  struct err *err) MUST_CHECK;
/* A receipt of a sale or return, into the paper: as the ticket or a copy asks (language, no prices) and the shop wants (stories, origin). */
bool paper_read_receipt(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err) MUST_CHECK;
/* Who prints: the head of every paper. */
bool paper_shop_of(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, struct paper_shop *shop, struct err *err) MUST_CHECK;
/* A Z, and a slip of cash (of a movement, a payout, a debt that was paid), into the paper. */
bool paper_read_shift(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err) MUST_CHECK;
bool paper_read_slip(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err) MUST_CHECK;
/* The slip's facts alone; in the arena. ERR_INPUT "layout": no entry of cash. */
bool paper_slip(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct cash_slip_facts *facts,
		struct err *err) MUST_CHECK;
/* print_job.render: on the printer's thread. */
bool paper_render(void *facts, struct buf *bytes, struct err *err);

#endif
