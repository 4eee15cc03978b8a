/*
 * VAT: classes, and the tax inside and on top of an amount.
 *
 * A class is a code, not a number (rules P9): 0 %, "not subject" (KCT) and "not declared"
 * (KKKNT) all come to no tax and are three different things on paper. The rate of a class never
 * changes; which class goods have on a day is a dated row of the domain. A line stores both.
 *
 * Prices include VAT. The VAT of a document is taken from the total of each class and then
 * spread over the lines, so that the paper adds up both ways.
 *
 * Rounding: half away from zero. Pure. Thread: any.
 */
#ifndef CALC_VAT_H
#define CALC_VAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"

enum vat_class {
	/* Values are in the database and in entries: add at the end, never renumber. 0 is no class. */
	VAT_10 = 1,
	VAT_8 = 2,
	VAT_5 = 3,
	VAT_0 = 4,
	VAT_KCT = 5,    /* không chịu thuế: not subject */
	VAT_KKKNT = 6,  /* không phải kê khai, tính nộp: neither declared nor paid */
};

#define VAT_CLASSES_MAX 6
#define VAT_LINES_MAX 2000  /* of one document */

/* Names on the wire and on paper, by class: "10" "8" "5" "0" "KCT" "KKKNT"; [0] is NULL, ends with NULL. */
extern const char *const vat_class_words[VAT_CLASSES_MAX + 2];

bool vat_class_is_valid(int64_t stored);
const char *vat_class_name(enum vat_class vat_class);
/* Takes a name, in any case, with or without "%" after a number. */
bool vat_class_read(const char *text, size_t size, enum vat_class *vat_class) MUST_CHECK;
int64_t vat_rate_ppm(enum vat_class vat_class);  /* 80000 for VAT_8; 0 for 0, KCT and KKKNT */

/* The VAT inside an amount that includes it: amount * rate / (1 + rate). */
struct money vat_inside(struct money gross, int64_t rate_ppm);
/* The VAT that comes on top of an amount without it: amount * rate. */
struct money vat_on_top(struct money net, int64_t rate_ppm);
/* The price that keeps its net when the rate changes (P9, "keep net price"): 108.000 at 8 % is 110.000 at 10 %. */
struct money vat_keep_net(struct money gross, int64_t from_ppm, int64_t to_ppm);

struct vat_line {
	struct money amount;       /* VAT inside; negative for what is taken back */
	enum vat_class vat_class;
	struct money vat;          /* out */
};

struct vat_total {
	enum vat_class vat_class;
	struct money gross, net, vat;  /* net + vat = gross */
};

/*
 * Fills the VAT of every line and the totals of the classes that occur, in the order of the
 * enum; returns how many. The VAT of a class is vat_inside() of its total; its lines add up to
 * it exactly (largest remainder over the amounts, the earlier line first). Where a document
 * takes and gives back in one class (an exchange), both sides are spread by themselves and
 * together come to the class's figure. A document of the opposite sign has the opposite VAT.
 * Needs count <= VAT_LINES_MAX, |amount| and |totals| <= MONEY_MAX.
 */
size_t vat_of_document(struct vat_line *lines, size_t count, struct vat_total totals[VAT_CLASSES_MAX]);

#endif
