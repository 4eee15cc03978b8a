#include "shop/discount.h"

#include "base/arena.h"


const char *const discount_reasons[] = { NULL, "Khách mua nhiều", "Khách quen, khách đoàn", "Hàng móp, xước", "Gần hết hạn", "Khác", NULL };

static const struct field fields[] = {
	F_MONEY_ZERO(struct discount, amount, 0, MONEY_MAX),
	F_ID_LEFT(struct discount, approver_id),
	F_BOOL_ZERO(struct discount, is_house),
	F_I64_ZERO(struct discount, ppm, 0, PPM),
	F_TEXT_LEFT(struct discount, reason, 1, 100),
};
const struct shape discount_shape = SHAPE(struct discount, "discount", fields);

bool discount_is_given(const struct discount *discount)
{
	return discount->amount.dong != 0 || discount->ppm != 0;
}

struct money discount_of(const struct discount *discount, struct money from)
{
	int64_t off = discount->ppm ? money_scale(from.dong, discount->ppm, PPM) : discount->amount.dong;

	return MONEY(off < from.dong ? off : from.dong);
}

bool discount_passes(struct money off, struct money from, int64_t limit_ppm)
{
	return off.dong > money_scale_down(from.dong, limit_ppm, PPM);
}

const char *discount_worth(struct arena *arena, struct money amount, int64_t ppm)
{
	char text[40];

	if (ppm % 10000)
		return arena_format(arena, "%lld,%02lld %%", (long long)(ppm / 10000), (long long)(ppm % 10000 / 100));
	if (ppm)
		return arena_format(arena, "%lld %%", (long long)(ppm / 10000));
	money_write_plain(amount, text, sizeof(text));
	return arena_format(arena, "%s đ", text);
}
