#include "shop/discount.h"


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
