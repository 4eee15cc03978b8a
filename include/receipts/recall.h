/*
 * Papers of a recall: the report for the producer and the authority, and the notice that hangs in the shop.
 *
 * As layouts.h has it: facts in, page out; nothing is added up here.
 */
#ifndef RECEIPTS_RECALL_H
#define RECEIPTS_RECALL_H

#include "receipts/layouts.h"

#define RECALL_PAPER_SALES_MAX 4000

struct recall_paper_sale {
	const char *receipt, *till;
	int64_t at_us, qty_milli;  /* brought back is negative */
	bool is_maybe;
};
struct recall_paper_left {
	const char *site, *place;
	int64_t qty_milli;
};
struct recall_facts {
	struct paper_shop shop;
	const char *item, *code, *unit;
	const char *producer, *commune;
	int32_t made_day, expiry_day;  /* 0: not known, or several */
	const char *reason;
	bool is_frozen;
	int64_t frozen_us, at_us;      /* frozen_us 0: never */
	const char *by;
	int64_t in_milli, filled_milli, sold_milli, returned_milli, back_milli, lost_milli, left_milli;
	const struct recall_paper_sale *sales;
	size_t sales_count;            /* at most RECALL_PAPER_SALES_MAX */
	int64_t sales_more;            /* that are not on the sheet */
	const struct recall_paper_left *left;
	size_t left_count;
	const char *page_url;          /* the lot's page; NULL: it has none */
	const char *chain_head;
};

struct page *layout_recall(struct arena *arena, const struct recall_facts *facts);
struct page *layout_recall_notice(struct arena *arena, const struct recall_facts *facts);

#endif
