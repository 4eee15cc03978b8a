#include "shop/coupon.h"

#include <ctype.h>
#include <string.h>

#include "shop/discount.h"
#include "shop/party.h"
#include "shop/sql.h"

const char *const coupon_bearer_words[] = { NULL, "house", "producer", "programme", NULL };
const char *const coupon_scope_words[] = { NULL, "ticket", "line", "group", NULL };

#define COLUMNS "id, code, name, amount, ppm, bearer, scope, group_code, producer_id, minimum, from_day, to_day, is_active"

enum { SET, GET, FIND, USES };

const struct sql coupon_sql[] = {
	[SET] = { .text =
		"INSERT INTO coupon (" COLUMNS ", entry_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
		" ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, amount = excluded.amount, ppm = excluded.ppm,"
		" bearer = excluded.bearer, scope = excluded.scope, group_code = excluded.group_code, producer_id = excluded.producer_id,"
		" minimum = excluded.minimum, from_day = excluded.from_day, to_day = excluded.to_day, is_active = excluded.is_active,"
		" entry_key = excluded.entry_key" },
	[GET] = { .text = "SELECT " COLUMNS " FROM coupon WHERE id = $1" },
	[FIND] = { .text = "SELECT " COLUMNS " FROM coupon WHERE code = $1" },
	[USES] = { .text =
		"SELECT " COLUMNS ", (SELECT COUNT(*) FROM sale_more m WHERE m.coupon_id = c.id),"
		" (SELECT CAST(COALESCE(SUM(m.coupon_house), 0) AS BIGINT) FROM sale_more m WHERE m.coupon_id = c.id),"
		" (SELECT CAST(COALESCE(SUM(m.coupon_producer), 0) AS BIGINT) FROM sale_more m WHERE m.coupon_id = c.id)"
		" FROM coupon c ORDER BY from_day DESC, code LIMIT $1", .scan_ok = true },
	SQL_END
};

static const struct field fields[] = {
	F_MONEY_ZERO(struct coupon, amount, 0, MONEY_MAX),
	F_WORD(struct coupon, bearer, coupon_bearer_words),
	F_CODE(struct coupon, code, 1, COUPON_CODE_LETTERS_MAX),
	F_DAY(struct coupon, from_day),
	F_I64_ZERO(struct coupon, group_code, 0, 26),
	F_ID(struct coupon, id),
	F_BOOL(struct coupon, is_active),
	F_MONEY_ZERO(struct coupon, minimum, 0, MONEY_MAX),
	F_TEXT(struct coupon, name, 1, 100),
	F_I64_ZERO(struct coupon, ppm, 0, PPM),
	F_ID_LEFT(struct coupon, producer_id),
	F_WORD(struct coupon, scope, coupon_scope_words),
	F_DAY_OPT(struct coupon, to_day),
};
const struct shape coupon_shape = SHAPE(struct coupon, "coupon", fields);

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct coupon *coupon = body;
	struct stmt *q = stmt_begin(txn, &coupon_sql[SET]);

	(void)arena;
	stmt_put_id(q, coupon->id);
	stmt_put_text(q, coupon->code);
	stmt_put_text(q, coupon->name);
	stmt_put_money(q, coupon->amount);
	stmt_put_i64(q, coupon->ppm);
	stmt_put_i64(q, coupon->bearer);
	stmt_put_i64(q, coupon->scope);
	stmt_put_i64(q, coupon->group_code);
	stmt_put_id_opt(q, coupon->producer_id);
	stmt_put_money(q, coupon->minimum);
	stmt_put_day(q, coupon->from_day);
	stmt_put_day_opt(q, coupon->to_day);
	stmt_put_i64(q, coupon->is_active);
	stmt_put_i64(q, entry->key);
	return stmt_end(q, err);
}

static bool check(const void *body, struct err *err)
{
	const struct coupon *coupon = body;

	if ((coupon->amount.dong != 0) == (coupon->ppm != 0))
		return err_set(err, ERR_INPUT, "amount", "phiếu giảm giá ghi một số tiền, hoặc một tỷ lệ");
	if (coupon->bearer == COUPON_BY_PRODUCER && id_is_none(coupon->producer_id))
		return err_set(err, ERR_INPUT, "producer_id", "chủ hàng chịu thì phải nêu chủ hàng nào");
	if (coupon->scope == COUPON_OF_GROUP && !coupon->group_code && id_is_none(coupon->producer_id))
		return err_set(err, ERR_INPUT, "group_code", "nêu nhóm sản phẩm hoặc chủ hàng được giảm");
	if (coupon->to_day && coupon->to_day < coupon->from_day)
		return err_set(err, ERR_INPUT, "to_day", "ngày hết hạn trước ngày bắt đầu");
	return true;
}

const struct kind coupons_set_kind = {
	.name = "coupons_set", .version = 1, .body = &coupon_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "A given coupon was added or changed: what it takes off, of what, who bears it",
};

/* Capitals without blanks, as people read it off a paper. */
static const char *code_of(struct arena *arena, const char *text)
{
	char *code = arena_take(arena, strlen(text) + 1);
	size_t size = 0;

	for (; *text; text++)
		if (!isspace((unsigned char)*text))
			code[size++] = (char)toupper((unsigned char)*text);
	code[size] = '\0';
	return code;
}

static void take(struct stmt *q, struct arena *arena, struct coupon *coupon)
{
	*coupon = (struct coupon){ 0 };
	stmt_take_id(q, &coupon->id);
	coupon->code = stmt_take_text(q, arena);
	coupon->name = stmt_take_text(q, arena);
	coupon->amount = stmt_take_money(q);
	coupon->ppm = stmt_take_i64(q);
	coupon->bearer = (int32_t)stmt_take_i64(q);
	coupon->scope = (int32_t)stmt_take_i64(q);
	coupon->group_code = stmt_take_i64(q);
	stmt_take_id_opt(q, &coupon->producer_id);
	coupon->minimum = stmt_take_money(q);
	coupon->from_day = stmt_take_day(q);
	coupon->to_day = stmt_take_day_opt(q);
	coupon->is_active = stmt_take_i64(q) != 0;
}

bool coupon_find(struct txn *txn, struct arena *arena, const char *code, struct coupon *coupon, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &coupon_sql[FIND]);

	stmt_put_text(q, code_of(arena, code));
	*found = stmt_next(q);
	if (*found)
		take(q, arena, coupon);
	return stmt_end(q, err);
}

bool coupon_get(struct txn *txn, struct arena *arena, struct id coupon_id, struct coupon *coupon, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &coupon_sql[GET]);
	bool found;

	stmt_put_id(q, coupon_id);
	found = stmt_next(q);
	if (found)
		take(q, arena, coupon);
	return stmt_end(q, err) && (found || err_set(err, ERR_MISSING, "coupon", "không có phiếu giảm giá này"));
}

const char *coupon_refuses(const struct coupon *coupon, int32_t day)
{
	if (!coupon->is_active)
		return "phiếu giảm giá này đã ngừng";
	if (day < coupon->from_day)
		return "phiếu giảm giá này chưa đến ngày";
	if (coupon->to_day && day > coupon->to_day)
		return "phiếu giảm giá này đã hết hạn";
	return NULL;
}

const char *coupon_worth(struct arena *arena, const struct coupon *coupon)
{
	return discount_worth(arena, coupon->amount, coupon->ppm);
}

bool coupon_set(struct work *work, const struct coupon *asked, struct err *err)
{
	struct coupon body = *asked, other;
	struct party producer;
	void *first;
	bool found;

	if (!work_first_answer(work, &coupons_set_kind, &first, err) || first)
		return first != NULL;
	body.code = code_of(work->arena, asked->code);
	if (!*body.code)
		return err_set(err, ERR_INPUT, "code", "mã không được trống");
	if (!coupon_find(work->txn, work->arena, body.code, &other, &found, err))
		return false;
	if (found && !id_is(other.id, body.id))
		return err_set(err, ERR_CONFLICT, "code", "mã %s đã là của phiếu giảm giá khác", body.code);
	if (!id_is_none(body.producer_id) && !party_get(work->txn, work->arena, body.producer_id, 29991231, &producer, err))
		return err_within(err, "producer_id");
	return work_record(work, &coupons_set_kind, &body, err);
}

bool coupon_uses(struct txn *txn, struct arena *arena, struct coupon_use **uses, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &coupon_sql[USES]);

	*uses = ARENA_LIST(arena, COUPONS_MAX, struct coupon_use);
	*count = 0;
	stmt_put_i64(q, COUPONS_MAX);
	while (*count < COUPONS_MAX && stmt_next(q)) {
		struct coupon_use *use = &(*uses)[(*count)++];

		take(q, arena, &use->coupon);
		use->uses = stmt_take_i64(q);
		use->house = stmt_take_money(q);
		use->producer = stmt_take_money(q);
	}
	return stmt_end(q, err);
}
