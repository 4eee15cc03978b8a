#include "shop/find.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "calc/fold.h"
#include "calc/gs1.h"
#include "calc/owncode.h"
#include "calc/shape.h"
#include "shop/catalog.h"
#include "shop/hamper.h"
#include "shop/journal.h"
#include "shop/passport.h"
#include "shop/sale.h"
#include "shop/sql.h"
#include "shop/stock.h"
#include "shop/voucher.h"

enum { LOT_BY_CODE, LOT_ITEM };

const struct sql find_sql[] = {
	/* The newest lot under that code: codes of small producers come again. */
	[LOT_BY_CODE] = { .text =
		"SELECT id FROM lot WHERE item_id = $1 AND code = $2 ORDER BY arrived_us DESC, id LIMIT 1", .scan_ok = true },
	[LOT_ITEM] = { .text = "SELECT item_id FROM lot WHERE id = $1" },
	SQL_END
};

struct finding {
	struct txn *txn;
	struct arena *arena;
	const struct find_rules *rules;
	struct find *find;
};

static void stop(struct find *find, const char *text)
{
	find->kind = FIND_STOPPED;
	find->text = text;
}

static void take_items(struct find *find, const struct id *items, size_t count)
{
	find->items_count = count < FIND_ITEMS_MAX ? count : FIND_ITEMS_MAX;
	memcpy(find->items, items, find->items_count * sizeof(*items));
	if (count)
		find->kind = FIND_ITEM;
}

/* Of more than there are digits those that lie here are not left out (B3). */
static bool put_here_first(struct finding *f, struct id *items, size_t count, struct err *err)
{
	size_t first = 0;

	for (size_t i = 0; i < count; i++) {
		struct id item = items[i];
		int64_t qty_milli;

		if (!stock_sellable(f->txn, f->rules->site_id, item, day_of_us(f->rules->at_us), &qty_milli, err))
			return false;
		if (qty_milli <= 0)
			continue;
		memmove(&items[first + 1], &items[first], (i - first) * sizeof(*items));
		items[first++] = item;
	}
	return true;
}

static bool by_key(struct finding *f, const char *key, struct err *err)
{
	struct id *items;
	size_t count;

	if (!items_of_code(f->txn, f->arena, key, &items, &count, err) || (count > FIND_ITEMS_MAX && !put_here_first(f, items, count, err)))
		return false;
	take_items(f->find, items, count);
	return true;
}

/* The unit price of the only item there is to choose; absent where there are several or none. */
static bool unit_price(struct finding *f, struct money *price, struct err *err)
{
	bool found;

	*price = MONEY(SHAPE_ABSENT);
	if (f->find->items_count != 1)
		return true;
	return item_price_at(f->txn, f->find->items[0], f->rules->site_id, f->rules->at_us, price, &found, err) &&
	       (found || (*price = MONEY(SHAPE_ABSENT), true));
}

/* A label that says what it costs: the quantity follows from the item's price. */
static bool take_price(struct finding *f, struct money given, bool has_weight, struct err *err)
{
	struct money price;
	int64_t qty_milli;

	if (!unit_price(f, &price, err))
		return false;
	if (price.dong == SHAPE_ABSENT || price.dong <= 0 || given.dong <= 0)
		return true;
	f->find->amount_given = given;
	if (has_weight)
		return true;
	qty_milli = money_scale(given.dong, 1000, price.dong);
	if (qty_milli < 1 || qty_milli > QTY_MILLI_MAX) {
		stop(f->find, "giá in trên tem không hợp với đơn giá; cân và in tem lại");
		return true;
	}
	f->find->qty_milli = qty_milli;
	f->find->has_weight = true;
	return true;
}

/* ---- our own codes ---------------------------------------------------------- */

/* The code is its secret: what it stands for is the voucher, and no trail keeps it. */
static bool own_voucher(struct finding *f, const char *data, size_t size, struct err *err)
{
	struct voucher voucher;

	f->find->kind = FIND_VOUCHER;
	f->find->code = "phiếu quà";
	if (voucher_find(f->txn, f->arena, arena_bytes(f->arena, data, size), 0, &voucher, err)) {
		f->find->thing = voucher.id;
		return true;
	}
	if (err->code != ERR_MISSING)
		return false;
	f->find->kind = FIND_UNKNOWN;
	return true;
}

/* A made hamper: that very one, unless it is gone. */
static bool hamper(struct finding *f, struct id made_id, struct err *err)
{
	struct id item_id;
	bool is_out, found;

	if (!hamper_find(f->txn, made_id, &item_id, &is_out, &found, err))
		return false;
	if (!found)
		return true;
	take_items(f->find, &item_id, 1);
	f->find->lot_id = made_id;
	if (is_out)
		stop(f->find, "giỏ mang tem này đã bán hoặc đã tháo; quét giỏ khác");
	return true;
}

static bool own(struct finding *f, const char *data, size_t size, struct err *err)
{
	struct find *find = f->find;
	enum owncode_kind kind;
	struct err ignored;
	struct stmt *q;
	struct id item_id, id;

	if (!owncode_read(data, size, &kind, &id, &ignored))
		return true;
	switch (kind) {
	case OWNCODE_RECEIPT:
		find->kind = FIND_RECEIPT;
		break;
	case OWNCODE_PARKED:
		find->kind = FIND_PARKED;
		break;
	case OWNCODE_STAFF:
		find->kind = FIND_STAFF;
		break;
	case OWNCODE_PRODUCER:
		find->kind = FIND_PRODUCER;
		break;
	case OWNCODE_VOUCHER:
		return own_voucher(f, data, size, err);
	case OWNCODE_SHELF:
		take_items(find, &id, 1);
		break;
	case OWNCODE_HAMPER:
		return hamper(f, id, err);
	case OWNCODE_LOT:
		q = stmt_begin(f->txn, &find_sql[LOT_ITEM]);
		stmt_put_id(q, id);
		if (stmt_next(q)) {
			stmt_take_id(q, &item_id);
			take_items(find, &item_id, 1);
			find->lot_id = id;
		}
		return stmt_end(q, err);
	}
	find->thing = id;
	return true;
}

/* ---- GS1 -------------------------------------------------------------------- */

static bool take_lot(struct finding *f, const char *code, struct err *err)
{
	struct stmt *q;

	if (!code || f->find->items_count != 1)
		return true;
	q = stmt_begin(f->txn, &find_sql[LOT_BY_CODE]);
	stmt_put_id(q, f->find->items[0]);
	stmt_put_text(q, code);
	if (stmt_next(q))
		stmt_take_id(q, &f->find->lot_id);
	return stmt_end(q, err);
}

static void take_expiry(struct finding *f, const struct gs1_element *expiry)
{
	int32_t today = day_of_us(f->rules->at_us);

	if (!expiry || !expiry->day || expiry->day >= today)
		return;
	if (strcmp(expiry->ai, "17") == 0 || strcmp(expiry->ai, "7003") == 0)
		stop(f->find, "tem ghi đã hết hạn dùng, không được bán; lấy cái khác");
	else
		f->find->text = "đã qua ngày dùng tốt nhất; xem lại hàng trước khi bán";
}

static bool elements(struct finding *f, const struct gs1 *gs1, struct err *err)
{
	const char *gtin = gs1_gtin(gs1);
	struct find *find = f->find;
	struct money price;
	int64_t qty_milli;

	if (gs1->contradicts) {
		stop(find, "tem ghi hai điều trái nhau; để riêng ra và báo văn phòng");
		return true;
	}
	if (!gtin)
		return true;
	if (!by_key(f, gtin, err) || find->kind != FIND_ITEM)
		return find->kind != FIND_ITEM;
	if (gs1_net_weight(gs1, &qty_milli) && qty_milli > 0 && qty_milli <= QTY_MILLI_MAX) {
		/* A fixed-measure pack may say its weight too: only goods sold by weight are sold by it. */
		struct item item;

		if (find->items_count == 1) {
			if (!item_get(f->txn, f->arena, find->items[0], &item, err))
				return false;
			find->has_weight = item.decimals == 3;
		}
		if (find->has_weight)
			find->qty_milli = qty_milli;
	}
	if (gs1_price(gs1, &price) && !take_price(f, price, find->has_weight, err))
		return false;
	if (!take_lot(f, gs1_lot(gs1), err))
		return false;
	take_expiry(f, gs1_expiry(gs1));
	return true;
}

/* ---- plain codes ------------------------------------------------------------ */

static bool scale(struct finding *f, const struct barcode *barcode, struct err *err)
{
	struct find *find = f->find;

	if (!by_key(f, barcode->item, err) || find->kind != FIND_ITEM)
		return find->kind != FIND_ITEM;
	if (barcode->has_weight) {
		if (barcode->weight_g <= 0 || barcode->weight_g > QTY_MILLI_MAX) {
			stop(find, "tem cân ghi khối lượng không hợp lệ; cân lại");
			return true;
		}
		find->qty_milli = barcode->weight_g;
		find->has_weight = true;
	}
	return !barcode->has_price || take_price(f, barcode->price, barcode->has_weight, err);
}

static bool plain(struct finding *f, const char *data, size_t size, bool *is_number, struct err *err)
{
	struct barcode *barcode = ARENA_NEW(f->arena, struct barcode);
	struct err why;

	*is_number = false;
	if (!barcode_read(data, size, f->rules->patterns, f->rules->patterns_count, barcode, &why)) {
		if (why.code == ERR_INPUT && size >= 8 && strspn(data, "0123456789") == size) {
			stop(f->find, "tem cân sai số kiểm tra; cân và in tem lại");
			*is_number = true;
		}
		return true;
	}
	if (barcode->pattern) {
		*is_number = true;
		return scale(f, barcode, err);
	}
	*is_number = barcode->kind != BARCODE_OTHER;
	return by_key(f, barcode->key[0] ? barcode->key : barcode->code, err);
}

static bool receipt(struct finding *f, const char *data, struct err *err)
{
	struct entry entry;
	int64_t key;
	bool found;

	if (!sale_find_receipt(f->txn, data, &key, &found, err) || !found)
		return !found;
	if (!journal_get(f->txn, f->arena, key, &entry, err))
		return false;
	f->find->kind = FIND_RECEIPT;
	f->find->thing = entry.id;
	return true;
}

/* ---- the whole -------------------------------------------------------------- */

/* `6*…`, `1,25*…`, `6 * …`: how much of it. */
static void take_times(const char **data, size_t *size, int64_t *qty_milli)
{
	const char *star = memchr(*data, '*', *size < 12 ? *size : 12), *code = star ? star + 1 : NULL, *end = *data + *size;
	size_t before = star ? (size_t)(star - *data) : 0;

	while (before > 0 && (*data)[before - 1] == ' ')
		before--;
	while (code && code < end && *code == ' ')
		code++;
	if (before == 0 || code == end || !qty_read(*data, before, qty_milli) || *qty_milli <= 0) {
		*qty_milli = 1000;
		return;
	}
	*data = code;
	*size = (size_t)(end - code);
}

static const char *printable(struct arena *arena, const char *data, size_t size)
{
	char *text = arena_bytes(arena, data, size);

	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = '~';
	return size && !memchr(data, 0, size) && text_is_nfc(text, size, false) ? text : "?";
}

static bool is_clean(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (((unsigned char)data[i] < 0x20 && data[i] != GS1_SEPARATOR) || data[i] == 0x7f)
			return false;
	return size > 0 && size <= FIND_SIZE_MAX && text_is_utf8(data, size);
}

static bool is_pure_digits(const char *data, size_t size)
{
	return strspn(data, "0123456789") == size;
}

/* Element strings and links: by the identifier in front, or when nothing else knew the code. */
static bool as_gs1(struct finding *f, const char *aim, const char *data, size_t size, bool *is_gs1, const char **bare, struct err *err)
{
	const char *whole = arena_format(f->arena, "%s%.*s", aim, (int)size, data);
	int32_t year = day_of_us(f->rules->at_us) / 10000;
	struct gs1 *gs1 = ARENA_NEW(f->arena, struct gs1);
	struct err why;

	*is_gs1 = false;
	*bare = NULL;
	if (!gs1_read_taking(whole, strlen(whole), year, GS1_TAKE_SHORT_GTIN, gs1, &why))
		return true;
	if (gs1->form == GS1_PLAIN) {
		*bare = arena_bytes(f->arena, whole + gs1->plain_at, gs1->plain_size);
		return true;
	}
	*is_gs1 = true;
	return elements(f, gs1, err);
}

/* The QR of a receipt or a lot may lead customers to its page ("https://…/l/R01J8…"); to us it is the own code in it. */
static const char *own_of_link(struct arena *arena, const char *data, size_t size)
{
	const char *last = size > OWNCODE_SIZE ? data + size - (OWNCODE_SIZE - 2) - 3 : NULL;
	enum owncode_kind kind;
	char code[OWNCODE_SIZE];
	struct id id;
	struct err ignored;

	if (!last || strncmp(data, "http", 4) != 0 || strncmp(last, "/l/", 3) != 0 || !passport_read_code(last + 3, &kind, &id, &ignored))
		return NULL;
	owncode_write(kind, id, code);
	return arena_text(arena, code);
}

static bool read_code(struct finding *f, const char *aim, const char *data, size_t size, struct err *err)
{
	struct find *find = f->find;
	bool is_number, is_gs1, found;
	const char *bare = data;
	int64_t number;
	const char *linked = own_of_link(f->arena, data, size);

	if (linked)
		return own(f, linked, strlen(linked), err);
	if (owncode_is(data, size))
		return own(f, data, size, err);
	if (!*aim && size <= 4 && is_pure_digits(data, size)) {
		struct id item_id;

		if (!text_read_i64(data + strspn(data, "0") - (strspn(data, "0") == size), size - strspn(data, "0") + (strspn(data, "0") == size), &number) ||
		    !number)
			return true;
		if (!item_find_short(f->txn, number, &item_id, &found, err))
			return false;
		if (found)
			take_items(find, &item_id, 1);
		return true;
	}
	if (*aim) {
		if (!as_gs1(f, aim, data, size, &is_gs1, &bare, err) || is_gs1)
			return is_gs1;
		if (!bare)
			bare = data;
	}
	if (!plain(f, bare, strlen(bare), &is_number, err))
		return false;
	if (is_number || find->kind != FIND_UNKNOWN)
		return true;
	if (!*aim) {
		if (!as_gs1(f, "", data, size, &is_gs1, &bare, err))
			return false;
		if (is_gs1)
			return true;
	}
	return receipt(f, data, err);
}

bool find_scan(struct txn *txn, struct arena *arena, const struct find_rules *rules, const char *aim, const char *data, size_t size,
	       struct find *find, struct err *err)
{
	struct finding f = { txn, arena, rules, find };
	int64_t times = 1000;
	const char *text;

	memset(find, 0, sizeof(*find));
	find->qty_milli = 1000;
	find->amount_given = MONEY(SHAPE_ABSENT);
	while (size && data[0] == ' ') {
		data++;
		size--;
	}
	while (size && data[size - 1] == ' ')
		size--;
	find->code = printable(arena, data, size < FIND_SIZE_MAX ? size : FIND_SIZE_MAX);
	if (!is_clean(data, size) || strlen(aim) > 3)
		return true;
	if (!*aim)
		take_times(&data, &size, &times);
	text = arena_bytes(arena, data, size);
	if (!read_code(&f, aim, text, size, err))
		return false;
	if (times != 1000 && !find->has_weight)
		find->qty_milli = times;
	return true;
}
