#include "shop/sale.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shop/book.h"
#include "shop/hamper.h"
#include "shop/order.h"
#include "shop/refund.h"
#include "shop/rollup.h"
#include "shop/sale_parts.h"
#include "shop/exchange.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/swap.h"

const char *const trail_words[] = { NULL, "scan", "add", "qty", "remove", "discount", "park", "recall", "unknown", "join", "date_read", "draft", "back", NULL };

enum { SALE_ADD, LINE_ADD, LOT_PENDING, NEXT_RECEIPT, RECEIPT_FLOOR, FIND_RECEIPT, SALE_KEY, BUNDLE_ADD };

const struct sql sale_sql[] = {
	[SALE_ADD] = { .text =
		"INSERT INTO sale (entry_key, till_id, epoch, receipt_n, shift_key, kind, business_day, lines_count, gross, discount, rounding,"
		" total, vat, pay_way, pay_cash, refers_key, rounding_back, refund)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" },
	[LINE_ADD] = { .text =
		"INSERT INTO line (entry_key, n, item_id, lot_id, contract_id, version, site_id, place, qty_milli, price, list, paid,"
		" discount_producer, discount_house, producer, vat_leg, house, due, due_price, commission, vat_kept, basis, vat_class, vat_ppm, vat,"
		" returns_key, returns_n)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)" },
	[LOT_PENDING] = { .text =
		"INSERT INTO lot (id, entry_key, item_id, contract_id, version, consignor_id, expiry_kind, arrived_us, is_pending, is_frozen)"
		" VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 1, 0) ON CONFLICT (id) DO NOTHING" },
	[NEXT_RECEIPT] = { .text =
		"SELECT receipt_n FROM sale WHERE till_id = $1 AND epoch = $2 ORDER BY receipt_n DESC LIMIT 1" },
	[RECEIPT_FLOOR] = { .text =
		"SELECT last FROM series WHERE kind = 3 AND owner = $1" },
	[FIND_RECEIPT] = { .text =
		"SELECT s.entry_key FROM sale s JOIN till t ON t.id = s.till_id WHERE t.code = $1 AND s.epoch = $2 AND s.receipt_n = $3" },
	[SALE_KEY] = { .text = "SELECT COALESCE(refers_key, entry_key) FROM sale WHERE entry_key = $1" },
	[BUNDLE_ADD] = { .text = "INSERT INTO bundle (entry_key, n, item_id, qty_milli) VALUES ($1, $2, $3, $4)" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field trail_fields[] = {
	F_ID_LEFT(struct trail, approver_id),
	F_I64(struct trail, at_us, 0, INT64_MAX),
	F_TEXT_LEFT(struct trail, code, 1, 200),
	F_ID_LEFT(struct trail, item_id),
	F_I64_LEFT(struct trail, qty_milli, 0, QTY_MILLI_MAX),
	F_TEXT_LEFT(struct trail, reason, 1, 100),
	F_ID_LEFT(struct trail, staff_id),
	F_MONEY_ZERO(struct trail, value, 0, MONEY_MAX),
	F_WORD(struct trail, what, trail_words),
};
const struct shape trail_shape = SHAPE(struct trail, "trail", trail_fields);

static const struct field leg_fields[] = {
	F_TEXT(struct leg, account, 1, 40),
	F_MONEY(struct leg, amount, -MONEY_MAX, MONEY_MAX),
	F_ID_OPT(struct leg, party_id),
};
const struct shape leg_shape = SHAPE(struct leg, "leg", leg_fields);

static const struct field owner_fields[] = {
	F_ID(struct sale_owner, consignor_id),
	F_ID(struct sale_owner, contract_id),
	F_I64(struct sale_owner, version, 1, 100000),
};
static const struct shape owner_shape = SHAPE(struct sale_owner, "sale_owner", owner_fields);

static const struct field bundle_fields[] = {
	F_ID(struct sale_bundle, item_id),
	F_ID_LEFT(struct sale_bundle, made_id),
	F_TEXT(struct sale_bundle, name, 1, 200),
	F_MONEY(struct sale_bundle, price, 0, MONEY_MAX),
	F_I64(struct sale_bundle, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct sale_bundle, unit, 1, 20),
};
static const struct shape bundle_shape = SHAPE(struct sale_bundle, "sale_bundle", bundle_fields);

#define NOUGHT(member) F_MONEY_ZERO(struct sale_line, member, -MONEY_MAX, MONEY_MAX)
#define AMOUNT(member) F_MONEY(struct sale_line, member, -MONEY_MAX, MONEY_MAX)
static const struct field line_fields[] = {
	F_MONEY_LEFT_AS(struct sale_line, "basis", basis_said, -MONEY_MAX, MONEY_MAX),
	F_I64_ZERO(struct sale_line, bundle, 0, SALE_LINES_MAX),
	NOUGHT(commission),
	NOUGHT(discount_house), NOUGHT(discount_producer),
	F_MONEY_LEFT_AS(struct sale_line, "due_price", due_price_said, -MONEY_MAX, MONEY_MAX),
	F_BOOL_ZERO(struct sale_line, is_pending),
	F_ID(struct sale_line, item_id),
	F_I64_ZERO(struct sale_line, loss_by, 0, 2),
	F_ID_LEFT(struct sale_line, lot_id),
	F_TEXT(struct sale_line, name, 1, 200),
	F_I64_ZERO(struct sale_line, order_n, 0, 1000),
	F_I64_USUAL(struct sale_line, owner, 1, SALE_BOOK_LINES_MAX, 1),
	AMOUNT(paid),
	F_I64_USUAL(struct sale_line, place, 0, PLACE_HAMPER, PLACE_SHELF),
	AMOUNT(price), AMOUNT(producer),
	F_I64(struct sale_line, qty_milli, -QTY_MILLI_MAX, QTY_MILLI_MAX),
	F_I64_ZERO(struct sale_line, returns_n, 0, SALE_BOOK_LINES_MAX),
	F_TEXT(struct sale_line, unit, 1, 20),
	AMOUNT(vat),
	F_I64(struct sale_line, vat_class, 1, VAT_CLASSES_MAX),
	NOUGHT(vat_kept), NOUGHT(vat_leg),
	F_I64(struct sale_line, vat_ppm, 0, PPM),
	F_BOOL_ZERO(struct sale_line, was_binned),
};
static const struct shape line_shape = SHAPE(struct sale_line, "sale_line", line_fields);

#define SALE_FIELDS_LINES \
	F_LIST(struct sale, lines, 1, SALE_BOOK_LINES_MAX, &line_shape), \
	F_ID_LEFT(struct sale, order_id), \
	F_LIST(struct sale, owners, 1, SALE_BOOK_LINES_MAX, &owner_shape)
#define SALE_FIELDS_TO_RECEIPT_N \
	F_LIST(struct sale, pays, 1, SALE_PAYS_MAX, &pay_shape), \
	F_TEXT_LEFT(struct sale, reason, 1, 200), \
	F_I64(struct sale, receipt_n, 1, INT64_C(100000000000))
#define SALE_FIELDS_FROM_REFERS \
	F_ID_LEFT(struct sale, refers_to), \
	F_MONEY_ZERO(struct sale, rounding, -MONEY_MAX, 0), \
	F_MONEY_ZERO(struct sale, rounding_back, -MONEY_MAX, MONEY_MAX), \
	F_I64(struct sale, shift_number, 1, INT64_MAX), \
	F_LIST_ZERO(struct sale, swapped, SWAP_LINES_MAX, &swap_line_shape), \
	F_ID(struct sale, till_id), \
	F_MONEY(struct sale, total, -MONEY_MAX, MONEY_MAX), \
	F_LIST_ZERO(struct sale, trail, SALE_TRAIL_MAX, &trail_shape), \
	F_MONEY(struct sale, vat, -MONEY_MAX, MONEY_MAX)

/* Sorted by name as the bytes are: "receipt_n" follows "reason". */
static const struct field sale_fields[] = {
	F_LIST_ZERO(struct sale, bundles, SALE_LINES_MAX, &bundle_shape),
	F_DAY(struct sale, business_day),
	F_MONEY_ZERO(struct sale, coupon_house, 0, MONEY_MAX),
	F_ID_LEFT(struct sale, coupon_id),
	F_MONEY_ZERO(struct sale, coupon_producer, 0, MONEY_MAX),
	F_ID_LEFT(struct sale, customer_id),
	F_ID_LEFT(struct sale, exchange_id),
	F_BOOL_ZERO(struct sale, is_gift),
	F_TEXT_LEFT(struct sale, lang, 2, 2),
	SALE_FIELDS_LINES,
	SALE_FIELDS_TO_RECEIPT_N,
	F_ID_LEFT(struct sale, referrer_id),
	SALE_FIELDS_FROM_REFERS,
};
const struct shape sale_shape = SHAPE(struct sale, "sale", sale_fields);

static const struct field return_fields[] = {
	F_DAY(struct sale, business_day),
	F_ID_LEFT(struct sale, exchange_id),
	SALE_FIELDS_LINES,
	F_PART_AT(struct sale, payee, &vault_ref_shape),
	SALE_FIELDS_TO_RECEIPT_N,
	SALE_FIELDS_FROM_REFERS,
};
static const struct shape return_shape = SHAPE(struct sale, "return", return_fields);

/* ---- what the bytes leave to be worked out ----------------------------------- */

static int64_t owner_of(struct sale *sale, const struct sale_line *line)
{
	for (size_t i = 0; i < sale->owners_count; i++) {
		const struct sale_owner *owner = &sale->owners[i];

		if (owner->version == line->version && id_is(owner->contract_id, line->contract_id) && id_is(owner->consignor_id, line->consignor_id))
			return (int64_t)i + 1;
	}
	sale->owners[sale->owners_count] = (struct sale_owner){ line->consignor_id, line->contract_id, line->version };
	return (int64_t)++sale->owners_count;
}

void sale_say(struct sale *sale, struct arena *arena)
{
	sale->owners = ARENA_LIST(arena, sale->lines_count, struct sale_owner);
	sale->owners_count = 0;
	for (size_t i = 0; i < sale->lines_count; i++) {
		struct sale_line *line = &sale->lines[i];

		line->owner = owner_of(sale, line);
		line->basis_said = line->basis.dong == line->paid.dong ? MONEY(SHAPE_ABSENT) : line->basis;
		line->due_price_said = line->due_price.dong == line->price.dong ? MONEY(SHAPE_ABSENT) : line->due_price;
	}
}

size_t sale_bytes(const struct sale_price *price, struct arena *arena)
{
	struct sale sale = { .lines = price->book_lines, .lines_count = price->lines_count };
	struct buf buf;
	size_t size;

	sale_say(&sale, arena);
	buf_init(&buf, 4 * ENTRY_BYTES_MAX);
	for (size_t i = 0; i < sale.lines_count; i++)
		shape_write(&line_shape, &sale.lines[i], &buf);
	for (size_t i = 0; i < sale.owners_count; i++)
		shape_write(&owner_shape, &sale.owners[i], &buf);
	for (size_t i = 0; i < price->bundles_count; i++)
		shape_write(&bundle_shape, &price->bundles[i], &buf);
	size = buf.size + sale.lines_count + sale.owners_count + price->bundles_count;
	buf_release(&buf);
	return size;
}

static bool sale_fill(void *body, struct err *err)
{
	struct sale *sale = body;

	for (size_t i = 0; i < sale->lines_count; i++) {
		struct sale_line *line = &sale->lines[i];
		const struct sale_owner *owner;

		if ((size_t)line->owner > sale->owners_count)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu không nêu hàng của ai", i + 1);
		owner = &sale->owners[line->owner - 1];
		line->consignor_id = owner->consignor_id;
		line->contract_id = owner->contract_id;
		line->version = owner->version;
		line->basis = line->basis_said.dong == SHAPE_ABSENT ? line->paid : line->basis_said;
		line->due_price = line->due_price_said.dong == SHAPE_ABSENT ? line->price : line->due_price_said;
		line->list = MONEY(line->paid.dong + line->discount_producer.dong + line->discount_house.dong);
		line->due = MONEY(line->producer.dong + line->commission.dong + line->vat_kept.dong);
		line->house = MONEY(line->paid.dong - line->producer.dong - line->vat_leg.dong);
	}
	return true;
}

/* ---- check ------------------------------------------------------------------ */

bool legs_balance(const struct leg *legs, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += legs[i].amount.dong;
	return sum == 0;
}

bool sale_adds_up(const struct sale *sale, int64_t sign, struct err *err)
{
	int64_t paid = 0, tendered = 0, vat = 0;

	for (size_t i = 0; i < sale->lines_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		if (line->qty_milli * sign <= 0 || line->paid.dong * sign < 0)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu sai dấu", i + 1);
		if (line->order_n && id_is_none(sale->order_id))
			return err_set(err, ERR_INPUT, "lines", "dòng %zu giao cho đơn nào", i + 1);
		if (line->producer.dong + line->vat_leg.dong + line->house.dong != line->paid.dong ||
		    line->list.dong - line->discount_producer.dong - line->discount_house.dong != line->paid.dong ||
		    line->producer.dong + line->commission.dong + line->vat_kept.dong != line->due.dong)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu: các phần không cộng thành giá", i + 1);
		paid += line->paid.dong;
		vat += line->vat.dong;
	}
	for (size_t i = 0; i < sale->pays_count; i++)
		tendered += sale->pays[i].amount.dong;
	if (paid != sale->total.dong || tendered != sale->total.dong + sale->rounding_back.dong || vat != sale->vat.dong)
		return err_set(err, ERR_INPUT, "total", "tổng, tiền trả và các dòng không khớp");
	if (id_is_none(sale->refers_to) != (sign > 0))
		return err_set(err, ERR_INPUT, "refers_to", "phiếu trả phải nêu phiếu bán, phiếu bán thì không");
	return true;
}

static bool sale_check(const void *body, struct err *err)
{
	const struct sale *sale = body;

	if (sale->rounding_back.dong)
		return err_set(err, ERR_INPUT, "rounding_back", "chỉ phiếu trả mới làm tròn tiền trả lại");
	for (size_t i = 0; i < sale->lines_count; i++)
		if ((size_t)sale->lines[i].bundle > sale->bundles_count)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu thuộc giỏ không có trong phiếu", i + 1);
	return exchange_check(sale, err) && swap_check(sale, err) && sale_adds_up(body, 1, err);
}

struct money return_refund(const struct sale *back)
{
	struct money sum = MONEY(0);

	for (size_t i = 0; i < back->pays_count; i++)
		sum.dong -= back->pays[i].way == PAY_TRANSFER ? back->pays[i].amount.dong : 0;
	return sum;
}

static bool return_check(const void *body, struct err *err)
{
	const struct sale *back = body;

	if ((back->payee != NULL) != (return_refund(back).dong != 0))
		return err_set(err, ERR_INPUT, "payee", "trả bằng chuyển khoản phải có người nhận, cách khác thì không");
	if (back->swapped_count)
		return err_set(err, ERR_INPUT, "swapped", "phiếu trả không ghi hàng đổi không phiếu");
	return exchange_check(back, err) && sale_adds_up(back, -1, err);
}

/* Money back by transfer is owed to the customer until it is done (shop/refund.h). */
static const char *account_of(const struct pay *pay)
{
	return pay->way == PAY_TRANSFER && pay->amount.dong < 0 ? REFUND_ACCOUNT : pay_kinds[pay->way].account;
}

/* ---- apply ------------------------------------------------------------------ */

bool ledger_apply(struct txn *txn, const struct entry *entry, const struct leg *legs, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct rollup_key key = {
			.kind = ROLLUP_LEDGER, .period = day_of_us(entry->at_us), .a = legs[i].account, .a_size = strlen(legs[i].account),
			.b = id_is_none(legs[i].party_id) ? NULL : legs[i].party_id.bytes, .b_size = 16,
		};
		struct rollup_sums sums = { .count = 1, .amount = legs[i].amount.dong };

		if (!rollup_add(txn, &key, &sums, err))
			return false;
	}
	return true;
}

static bool apply_head(struct txn *txn, const struct entry *entry, const struct sale *sale, int64_t refers_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_sql[SALE_ADD]);
	int64_t gross = 0, discount = 0, cash = 0;

	for (size_t i = 0; i < sale->lines_count; i++) {
		gross += sale->lines[i].list.dong;
		discount += sale->lines[i].discount_house.dong + sale->lines[i].discount_producer.dong;
	}
	for (size_t i = 0; i < sale->pays_count; i++)
		cash += pay_kinds[sale->pays[i].way].is_drawer ? sale->pays[i].amount.dong : 0;
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, sale->till_id);
	stmt_put_i64(q, entry->epoch);
	stmt_put_i64(q, sale->receipt_n);
	stmt_put_i64(q, ENTRY_KEY(ENTRY_STREAM(entry->key), sale->shift_number));
	stmt_put_i64(q, refers_key ? 2 : 1);
	stmt_put_day(q, sale->business_day);
	stmt_put_i64(q, (int64_t)sale->lines_count);
	stmt_put_i64(q, gross);
	stmt_put_i64(q, discount + sale->rounding.dong);
	stmt_put_money(q, sale->rounding);
	stmt_put_money(q, sale->total);
	stmt_put_money(q, sale->vat);
	stmt_put_i64(q, sale->pays[0].way);
	stmt_put_i64(q, cash);
	stmt_put_i64_opt(q, refers_key ? refers_key : SHAPE_ABSENT);
	stmt_put_money(q, sale->rounding_back);
	stmt_put_money(q, refers_key ? return_refund(sale) : MONEY(0));
	return stmt_end(q, err);
}

static bool apply_line_row(struct txn *txn, const struct entry *entry, const struct sale_line *line, int64_t n, int64_t refers_key,
			   struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_sql[LINE_ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, n);
	stmt_put_id(q, line->item_id);
	stmt_put_id_opt(q, line->lot_id);
	stmt_put_id(q, line->contract_id);
	stmt_put_i64(q, line->version);
	stmt_put_id(q, entry->site_id);
	stmt_put_i64(q, line->place);
	stmt_put_i64(q, line->qty_milli);
	stmt_put_money(q, line->price);
	stmt_put_money(q, line->list);
	stmt_put_money(q, line->paid);
	stmt_put_money(q, line->discount_producer);
	stmt_put_money(q, line->discount_house);
	stmt_put_money(q, line->producer);
	stmt_put_money(q, line->vat_leg);
	stmt_put_money(q, line->house);
	stmt_put_money(q, line->due);
	stmt_put_money(q, line->due_price);
	stmt_put_money(q, line->commission);
	stmt_put_money(q, line->vat_kept);
	stmt_put_money(q, line->basis);
	stmt_put_i64(q, line->vat_class);
	stmt_put_i64(q, line->vat_ppm);
	stmt_put_money(q, line->vat);
	stmt_put_i64_opt(q, refers_key ? refers_key : SHAPE_ABSENT);
	stmt_put_i64_opt(q, line->returns_n ? line->returns_n : SHAPE_ABSENT);
	return stmt_end(q, err);
}

/* Goods leave the lot, or come back to it; what cannot be sold again is written off in the same breath. */
static bool apply_stock(struct txn *txn, const struct entry *entry, const struct sale_line *line, int64_t n, struct err *err)
{
	struct stmt *q;

	if (id_is_none(line->lot_id))
		return true;
	if (line->is_pending && line->qty_milli > 0) {
		q = stmt_begin(txn, &sale_sql[LOT_PENDING]);
		stmt_put_id(q, line->lot_id);
		stmt_put_i64(q, entry->key);
		stmt_put_id(q, line->item_id);
		stmt_put_id(q, line->contract_id);
		stmt_put_i64(q, line->version);
		stmt_put_id(q, line->consignor_id);
		stmt_put_i64(q, entry->at_us);
		if (!stmt_end(q, err))
			return false;
	}
	if (!stock_change(txn, entry->site_id, line->item_id, line->lot_id, line->place, -line->qty_milli, line->is_pending, err))
		return false;
	if (!line->was_binned)
		return true;
	struct stock_move move = {
		.kind = STOCK_BROKEN, .site_id = entry->site_id, .item_id = line->item_id, .lot_id = line->lot_id, .contract_id = line->contract_id,
		.place = line->place, .qty_milli = line->qty_milli, .borne_by = line->loss_by, .doc_day = day_of_us(entry->at_us),
	};

	return stock_move_apply(txn, entry->key, n, &move, line->is_pending, err);
}

static bool apply_rollups(struct txn *txn, const struct entry *entry, const struct sale *sale, struct err *err)
{
	struct rollup_sums day_sums = { .count = 1, .amount = sale->total.dong, .vat = sale->vat.dong };
	struct rollup_key day_key = {
		.kind = ROLLUP_DAY, .period = sale->business_day, .a = entry->site_id.bytes, .a_size = 16, .b = sale->till_id.bytes, .b_size = 16,
	};
	int32_t month = day_month(day_of_us(entry->at_us));

	for (size_t i = 0; i < sale->lines_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		struct rollup_key key = {
			.kind = ROLLUP_ITEM, .period = month, .a = line->item_id.bytes, .a_size = 16, .b = entry->site_id.bytes, .b_size = 16,
		};
		struct rollup_sums sums = {
			.count = 1, .qty_milli = line->qty_milli, .amount = line->paid.dong, .vat = line->vat.dong, .producer = line->producer.dong,
		};

		day_sums.qty_milli += line->qty_milli;
		day_sums.producer += line->producer.dong;
		if (!rollup_add(txn, &key, &sums, err))
			return false;
	}
	return rollup_add(txn, &day_key, &day_sums, err);
}

static void add_leg(struct leg *legs, size_t *count, const char *account, struct id party_id, int64_t amount)
{
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(legs[i].account, account) == 0 && id_is(legs[i].party_id, party_id)) {
			legs[i].amount.dong += amount;
			return;
		}
	}
	legs[(*count)++] = (struct leg){ .account = account, .party_id = party_id, .amount = MONEY(amount) };
}

/* What was paid each way, against producers, VAT and house: it follows from payments and lines. */
static bool apply_ledger(struct txn *txn, const struct entry *entry, const struct sale *sale, struct arena *arena, struct err *err)
{
	struct leg *legs = ARENA_LIST(arena, sale->lines_count + sale->pays_count + 2, struct leg);
	struct id nobody = { { 0 } };
	size_t count = 0, kept = 0;

	add_leg(legs, &count, "house", nobody, -sale->rounding_back.dong);

	for (size_t i = 0; i < sale->pays_count; i++)
		add_leg(legs, &count, account_of(&sale->pays[i]), sale->pays[i].party_id, sale->pays[i].amount.dong);
	for (size_t i = 0; i < sale->lines_count; i++) {
		add_leg(legs, &count, "payable", sale->lines[i].consignor_id, -sale->lines[i].producer.dong);
		add_leg(legs, &count, "vat", nobody, -sale->lines[i].vat_leg.dong);
		add_leg(legs, &count, "house", nobody, -sale->lines[i].house.dong);
	}
	for (size_t i = 0; i < count; i++)
		if (legs[i].amount.dong)
			legs[kept++] = legs[i];
	return ledger_apply(txn, entry, legs, kept, err);
}

static int64_t removed_count(const struct sale *sale, struct money *value)
{
	int64_t count = 0;

	*value = MONEY(0);
	for (size_t i = 0; i < sale->trail_count; i++) {
		count += sale->trail[i].what == TRAIL_REMOVE;
		value->dong += sale->trail[i].value.dong;
	}
	return count;
}

static bool apply_shift(struct txn *txn, const struct entry *entry, const struct sale *sale, bool is_return, struct err *err)
{
	int64_t shift_key = ENTRY_KEY(ENTRY_STREAM(entry->key), sale->shift_number);
	struct money removed_value;
	int64_t discount = 0, by_producer = 0, removed = removed_count(sale, &removed_value);
	const char *side = is_return ? SHIFT_TAKEN_BACK : SHIFT_SOLD;

	for (size_t i = 0; i < sale->lines_count; i++)
		discount += sale->lines[i].discount_house.dong + sale->lines[i].discount_producer.dong;
	for (size_t i = 0; i < sale->lines_count; i++)
		by_producer += sale->lines[i].discount_producer.dong;
	discount += sale->rounding.dong;
	/* One row for the usual sale: how it was paid says that it was, too. */
	for (size_t i = 0; i < sale->pays_count; i++) {
		char text[PAY_BUCKET_SIZE];
		const char *way = sale->pays[i].way == PAY_TRANSFER && is_return ? REFUND_ACCOUNT : pay_bucket(&sale->pays[i], text);
		struct rollup_key key = { .kind = ROLLUP_SHIFT, .period = shift_key, .a = way, .a_size = strlen(way), .b = side, .b_size = strlen(side) };
		/* An exchange is one, though both its tickets name it. */
		struct rollup_sums sums = { .count = !is_return || sale->pays[i].way != PAY_EXCHANGE, .qty_milli = i == 0,
					    .amount = sale->pays[i].amount.dong };

		if (!rollup_add(txn, &key, &sums, err))
			return false;
	}
	return (discount == 0 || shift_count(txn, shift_key, "discounts", 1, MONEY(discount), err)) &&
	       (by_producer == 0 || shift_count(txn, shift_key, "discounts:producer", 1, MONEY(by_producer), err)) &&
	       (sale->rounding.dong + sale->rounding_back.dong == 0 ||
		shift_count(txn, shift_key, "rounding", 1, MONEY(sale->rounding.dong + sale->rounding_back.dong), err)) &&
	       (removed == 0 || shift_count(txn, shift_key, "removed", removed, removed_value, err));
}

static bool find_key(struct txn *txn, struct arena *arena, struct id id, int64_t *key, struct err *err)
{
	struct entry entry;
	bool found;

	*key = 0;
	if (id_is_none(id))
		return true;
	if (!journal_find_id(txn, arena, id, &entry, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "refers_to", "không có phiếu bán này");
	*key = entry.key;
	return true;
}

/* Goods are looked up by what was sold, not only by its parts. */
static bool apply_bundle(struct txn *txn, const struct entry *entry, const struct sale_bundle *bundle, int64_t n, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_sql[BUNDLE_ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, n);
	stmt_put_id(q, bundle->item_id);
	stmt_put_i64(q, bundle->qty_milli);
	return stmt_end(q, err);
}

static bool sale_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct sale *sale = body;
	bool is_return = !id_is_none(sale->refers_to);
	int64_t refers_key;

	if (!find_key(txn, arena, sale->refers_to, &refers_key, err) || !apply_head(txn, entry, sale, refers_key, err))
		return false;
	for (size_t i = 0; i < sale->lines_count; i++)
		if (!apply_line_row(txn, entry, &sale->lines[i], (int64_t)i + 1, refers_key, err) ||
		    !apply_stock(txn, entry, &sale->lines[i], (int64_t)i + 1, err))
			return false;
	for (size_t i = 0; i < sale->bundles_count; i++)
		if (!id_is_none(sale->bundles[i].made_id) && !hamper_out(txn, sale->bundles[i].made_id, entry->key, err))
			return false;
	for (size_t i = 0; i < sale->bundles_count; i++)
		if (!apply_bundle(txn, entry, &sale->bundles[i], (int64_t)i + 1, err))
			return false;
	if (!id_is_none(sale->exchange_id) && !exchange_apply(txn, arena, entry, sale, err))
		return false;
	if (!id_is_none(sale->order_id) && !order_sale_apply(txn, entry, sale, arena, err))
		return false;
	return apply_rollups(txn, entry, sale, err) && apply_shift(txn, entry, sale, is_return, err) && apply_ledger(txn, entry, sale, arena, err) &&
	       pay_apply(txn, entry, sale->pays, sale->pays_count, err) && sale_apply_more(txn, entry, sale, err);
}

const struct kind sale_kind = {
	.name = "sale", .version = 1, .body = &sale_shape, .fill = sale_fill, .check = sale_check, .apply = sale_apply, .keeps_goods = true,
	.about = "A paid sale: lines with their lots and shares, payments, the cart's trail",
};

const struct kind return_kind = {
	.name = "return", .version = 1, .body = &return_shape, .fill = sale_fill, .check = return_check, .apply = sale_apply, .keeps_goods = true,
	.about = "A customer's return against lines of a sale, negative throughout",
};

/* ---- receipts --------------------------------------------------------------- */

bool sale_next_receipt(struct txn *txn, struct id till_id, int64_t epoch, int64_t *receipt_n, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_sql[NEXT_RECEIPT]);

	*receipt_n = 0;
	stmt_put_id(q, till_id);
	stmt_put_i64(q, epoch);
	if (stmt_next(q))
		*receipt_n = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (*receipt_n == 0) {
		/* The till's first here: go on from an older book's number where one was taken over. */
		q = stmt_begin(txn, &sale_sql[RECEIPT_FLOOR]);
		stmt_put_id(q, till_id);
		if (stmt_next(q))
			*receipt_n = stmt_take_i64(q);
		if (!stmt_end(q, err))
			return false;
	}
	++*receipt_n;
	return true;
}

void receipt_write(const char *till_code, int64_t epoch, int64_t n, char text[RECEIPT_TEXT_SIZE])
{
	snprintf(text, RECEIPT_TEXT_SIZE, "%.12s-%" PRId64 "-%06" PRId64, till_code, epoch, n);
}

bool sale_find_receipt(struct txn *txn, const char *receipt, int64_t *entry_key, bool *found, struct err *err)
{
	const char *last = strrchr(receipt, '-');
	const char *middle = last;
	char till[16];
	int64_t epoch, n;
	struct stmt *q;

	*found = false;
	while (middle && middle > receipt && middle[-1] != '-')
		middle--;
	if (!last || middle <= receipt + 1 || (size_t)(middle - 1 - receipt) >= sizeof(till))
		return true;
	memcpy(till, receipt, (size_t)(middle - 1 - receipt));
	till[middle - 1 - receipt] = '\0';
	while (last[1] == '0' && last[2])
		last++;
	if (!text_read_i64(last + 1, strlen(last + 1), &n) ||
	    !text_read_i64(middle, strcspn(middle, "-"), &epoch))
		return true;
	q = stmt_begin(txn, &sale_sql[FIND_RECEIPT]);
	stmt_put_text(q, till);
	stmt_put_i64(q, epoch);
	stmt_put_i64(q, n);
	*found = stmt_next(q);
	if (*found)
		*entry_key = stmt_take_i64(q);
	return stmt_end(q, err);
}

bool sale_key_of(struct txn *txn, int64_t entry_key, int64_t *sale_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_sql[SALE_KEY]);

	*sale_key = entry_key;
	stmt_put_i64(q, entry_key);
	if (stmt_next(q))
		*sale_key = stmt_take_i64(q);
	return stmt_end(q, err);
}
