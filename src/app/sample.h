/*
 * A sample showroom with a history: real OCOP products, made-up trade, everything from one seed.
 *
 * Products, producers, communes, stars and years are rows of public decisions (sample_items.tsv); prices, contracts, tax
 * codes, phones, staff and every sale are made up, and say so ("số liệu mẫu"). The same plan gives the same bytes: ids,
 * moments, chance and even the book's keys come from the seed, so never trade on such a book.
 *
 * It goes through the domain's own commands, at moments of its own: a year of weekdays, weekends and Tết, grouped a day a
 * commit. What a real showroom meets is in it (rules A2).
 *
 * Thread: the book's.
 */
#ifndef APP_SAMPLE_H
#define APP_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "shop/book.h"

#define SAMPLE_DAYS_MAX 1100
#define SAMPLE_SALES_A_DAY_MAX 500

struct sample_plan {
	uint64_t seed;
	int32_t until_day;   /* the last day that is sold; its till is closed by 21:30 */
	int32_t days_count;  /* how many days end with it */
	int32_t sales_a_day; /* about, on an ordinary weekday; 0: 24 */
	bool has_areas;      /* administrative units and banks too: some 60 entries */
	const char *drafts_dir; /* the book's folder: a parked ticket lies in its drafts; NULL: none */
};

struct sample_counts {
	int64_t sales, returns, intakes, closings, payouts, refused; /* refused: tickets the book would not take, as it should */
	int64_t days;                                                /* on which the showroom was open */
};

/* What the book is to be made with: book_create or book_open_in. */
void sample_setup(const struct sample_plan *plan, struct book_setup *setup);
/* Fills a book just made. ERR_INPUT: the plan is out of range. */
bool sample_fill(struct book *book, const struct sample_plan *plan, struct sample_counts *counts, struct err *err) MUST_CHECK;

/* `ocop-pos sample --book DIR [--seed N] [--until YYYY-MM-DD] [--days N]`; argv[0] is the word after it. Returns the exit code. */
int sample_main(int argc, char **argv);

#endif
