#include "calc/vat.h"

#include <assert.h>
#include <string.h>

const char *const vat_class_words[VAT_CLASSES_MAX + 2] = { NULL, "10", "8", "5", "0", "KCT", "KKKNT", NULL };

static const int64_t rates_ppm[VAT_CLASSES_MAX + 1] = { 0, 100000, 80000, 50000, 0, 0, 0 };

bool vat_class_is_valid(int64_t stored)
{
	return stored >= 1 && stored <= VAT_CLASSES_MAX;
}

const char *vat_class_name(enum vat_class vat_class)
{
	assert(vat_class_is_valid(vat_class));
	return vat_class_words[vat_class];
}

static bool is_word(const char *text, size_t size, const char *word)
{
	if (strlen(word) != size)
		return false;
	for (size_t i = 0; i < size; i++) {
		char c = text[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c != word[i])
			return false;
	}
	return true;
}

bool vat_class_read(const char *text, size_t size, enum vat_class *vat_class)
{
	if (size > 1 && text[size - 1] == '%' && text[size - 2] >= '0' && text[size - 2] <= '9')
		size--;
	for (int i = 1; i <= VAT_CLASSES_MAX; i++) {
		if (is_word(text, size, vat_class_words[i])) {
			*vat_class = (enum vat_class)i;
			return true;
		}
	}
	return false;
}

int64_t vat_rate_ppm(enum vat_class vat_class)
{
	assert(vat_class_is_valid(vat_class));
	return rates_ppm[vat_class];
}

struct money vat_inside(struct money gross, int64_t rate_ppm)
{
	return MONEY(money_scale(gross.dong, rate_ppm, PPM + rate_ppm));
}

struct money vat_on_top(struct money net, int64_t rate_ppm)
{
	return MONEY(money_scale(net.dong, rate_ppm, PPM));
}

struct money vat_keep_net(struct money gross, int64_t from_ppm, int64_t to_ppm)
{
	return MONEY(money_scale(gross.dong, PPM + to_ppm, PPM + from_ppm));
}

/* Spreads vat over the lines of a class whose amount has the sign asked for, in proportion to it. */
static void spread(struct vat_line *lines, size_t count, enum vat_class vat_class, int sign, struct money vat)
{
	int64_t weights[VAT_LINES_MAX], sum = 0;
	struct money parts[VAT_LINES_MAX];

	for (size_t i = 0; i < count; i++) {
		bool is_here = lines[i].vat_class == vat_class && (sign < 0) == (lines[i].amount.dong < 0);

		weights[i] = !is_here ? 0 : sign < 0 ? -lines[i].amount.dong : lines[i].amount.dong;
		sum += weights[i];
	}
	if (sum == 0)
		return;
	money_split(vat, weights, count, parts);
	for (size_t i = 0; i < count; i++)
		lines[i].vat.dong += parts[i].dong;
}

static void of_class(struct vat_line *lines, size_t count, struct vat_total *total)
{
	int64_t rate_ppm = vat_rate_ppm(total->vat_class);
	int64_t plus = 0, gross = total->gross.dong;
	struct money big;

	total->vat = vat_inside(total->gross, rate_ppm);
	total->net.dong = gross - total->vat.dong;
	if (rate_ppm == 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (lines[i].vat_class == total->vat_class && lines[i].amount.dong > 0)
			plus += lines[i].amount.dong;
	/* The larger side is taken by itself, the other is what is left to the class's figure: so the opposite document mirrors. */
	if (gross >= 0) {
		big = vat_inside(MONEY(plus), rate_ppm);
		spread(lines, count, total->vat_class, 1, big);
		spread(lines, count, total->vat_class, -1, MONEY(total->vat.dong - big.dong));
	} else {
		big = vat_inside(MONEY(gross - plus), rate_ppm);
		spread(lines, count, total->vat_class, -1, big);
		spread(lines, count, total->vat_class, 1, MONEY(total->vat.dong - big.dong));
	}
}

size_t vat_of_document(struct vat_line *lines, size_t count, struct vat_total totals[VAT_CLASSES_MAX])
{
	size_t totals_count = 0;

	assert(count <= VAT_LINES_MAX);
	for (size_t i = 0; i < count; i++)
		lines[i].vat = MONEY(0);
	for (int c = 1; c <= VAT_CLASSES_MAX; c++) {
		struct vat_total *total = &totals[totals_count];
		bool occurs = false;

		*total = (struct vat_total){ .vat_class = (enum vat_class)c };
		for (size_t i = 0; i < count; i++) {
			if (lines[i].vat_class != (enum vat_class)c)
				continue;
			assert(lines[i].amount.dong >= -MONEY_MAX && lines[i].amount.dong <= MONEY_MAX);
			total->gross.dong += lines[i].amount.dong;
			occurs = true;
		}
		if (!occurs)
			continue;
		assert(total->gross.dong >= -MONEY_MAX && total->gross.dong <= MONEY_MAX);
		of_class(lines, count, total);
		totals_count++;
	}
	return totals_count;
}
