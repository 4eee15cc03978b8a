/* The sample's hamper: three producers' goods, a basket and the work, at a price a little below their sum. */
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/hamper.h"
#include "store/txn.h"

#define GOODS_COUNT 3
#define FROM_DAY 20200101

static struct item_set item_of(struct sample *s, const char *word, const char *code, const char *name, const char *unit, int64_t short_number)
{
	struct item_vat *vat = ARENA_NEW(s->keep, struct item_vat);

	*vat = (struct item_vat){ .from_day = FROM_DAY, .legal_note = SAMPLE_NOTE, .vat_class = VAT_8 };
	return (struct item_set){
		.code = code, .contract_id = s->house_contract_id, .id = id_derive(s->book->site_id, word, 1), .is_active = true, .name = name,
		.round_unit = 1, .short_number = short_number, .tile_group = "Khác", .unit = unit, .vats = vat, .vats_count = 1,
	};
}

/* One of each of the first producers' goods that suit a basket. */
static size_t pick(struct sample *s, struct hamper_part *parts, int64_t *sum)
{
	size_t count = 0, last = SAMPLE_HOUSE;

	for (size_t i = 0; i < s->house_from && count < GOODS_COUNT; i++) {
		const struct sample_item *item = &s->items[i];

		if (!item->has_stock || item->is_weighed || item->days < 180 || item->producer == last || item->price < 40000 || item->price > 250000)
			continue;
		last = item->producer;
		parts[count++] = (struct hamper_part){ .item_id = item->id, .qty_milli = 1000 };
		*sum += item->price;
	}
	return count;
}

bool sample_put_hamper(struct sample *s, struct err *err)
{
	struct item_set sets[] = {
		item_of(s, "sample basket", "GIOMAY", "Giỏ mây và nơ", "cái", 105),
		item_of(s, "sample hamper", "GQ1", "Giỏ quà OCOP", "giỏ", 110),
	};
	struct price_set prices[] = {
		{ .amount = MONEY(60000), .from_us = day_start_us(FROM_DAY), .item_id = sets[0].id },
		{ .from_us = day_start_us(FROM_DAY), .item_id = sets[1].id },
	};
	struct hamper_part parts[GOODS_COUNT + 2];
	struct recipe recipe = { .item_id = sets[1].id, .parts = parts };
	const struct recipe *body;
	int64_t sum = prices[0].amount.dong;
	struct work work;

	recipe.parts_count = pick(s, parts, &sum);
	parts[recipe.parts_count++] = (struct hamper_part){ .item_id = sets[0].id, .qty_milli = 1000 };
	for (size_t i = s->house_from; i < s->items_count; i++) {
		if (strcmp(s->items[i].code, "GOI") != 0)
			continue;
		parts[recipe.parts_count++] = (struct hamper_part){ .item_id = s->items[i].id, .qty_milli = 1000 };
		sum += s->items[i].price;
	}
	prices[1].amount = MONEY(sum * 9 / 10 / 1000 * 1000);
	if (!sample_put_items(s, sets, prices, COUNT_OF(sets), err))
		return false;
	work = sample_work(s, ADMIN);
	return SAMPLE_TRY(s, &work, recipe_set(&work, &recipe, &body, err), err);
}
