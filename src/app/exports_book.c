/* Tables of what only the book knows: stock, papers, sold lines. */
#include <stdlib.h>

#include "app/api_office.h"
#include "app/exports_parts.h"
#include "shop/browse.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/journal.h"
#include "shop/payout.h"
#include "shop/stock.h"

#define PAGE 200

/* ---- what only the book knows --------------------------------------------------------- */

static const char *place_name(int64_t place)
{
	return place == PLACE_ASIDE ? "để riêng" : place == PLACE_HAMPER ? "trong giỏ quà" : "quầy";
}

struct lying {
	const struct lying_row *row;
	const char *code, *name;  /* of the consignor */
	int64_t days_left;        /* SHAPE_ABSENT: no date */
	struct money value;
};

static int by_owner(const void *left, const void *right)
{
	const struct lying_row *a = left, *b = right;
	int order = id_compare(a->consignor_id, b->consignor_id);

	return order ? order : id_compare(a->item_id, b->item_id);
}

/* What lies there and was asked for, a row at a time. */
static bool each_lying(struct exporting *x, bool (*row)(struct exporting *x, const struct lying *lying, void *to, struct err *err), void *to,
		       struct err *err)
{
	const struct stock_asked asked = { .day = x->im.day, .filter = x->asked->filter, .item_id = x->asked->item_id, .party_id = x->asked->party_id,
					   .q = x->asked->q };
	struct lying_row *rows;
	struct lying lying = { 0 };
	size_t count;

	if (!browse_stock(x->im.txn, x->im.arena, x->im.book->site_id, x->im.at_us, &rows, &count, err))
		return false;
	qsort(rows, count, sizeof(*rows), by_owner);
	for (size_t i = 0; i < count; i++) {
		if ((i == 0 || !id_is(rows[i].consignor_id, rows[i - 1].consignor_id)) &&
		    !exporting_party(x, rows[i].consignor_id, &lying.code, &lying.name, err))
			return false;
		if (!office_stock_passes(x->im.arena, &asked, &rows[i], lying.name))
			continue;
		lying.row = &rows[i];
		lying.days_left = rows[i].expiry_day ? day_between(x->im.day, rows[i].expiry_day) : SHAPE_ABSENT;
		lying.value = MONEY(money_scale(rows[i].price.dong, rows[i].qty_milli, 1000));
		if (!row(x, &lying, to, err))
			return false;
	}
	return true;
}

static void put_i64_opt(struct exporting *x, int64_t number)
{
	if (number == SHAPE_ABSENT)
		table_empty(&x->out);
	else
		table_i64(&x->out, number);
}

static bool lot_row(struct exporting *x, const struct lying *lying, void *to, struct err *err)
{
	const struct lying_row *row = lying->row;

	(void)to;
	table_text(&x->out, row->item_code);
	table_text(&x->out, row->item);
	table_qty(&x->out, row->qty_milli);
	table_text(&x->out, row->unit);
	table_text(&x->out, place_name(row->place));
	table_text(&x->out, row->lot_code);
	table_day(&x->out, row->expiry_day);
	put_i64_opt(x, lying->days_left);
	table_text(&x->out, row->contract_number);
	table_text(&x->out, lying->code);
	table_text(&x->out, lying->name);
	if (row->price.dong)
		table_money(&x->out, row->price.dong);
	else
		table_empty(&x->out);
	table_money(&x->out, lying->value.dong);
	table_text(&x->out, row->is_frozen ? "thu hồi" : row->is_pending ? "chưa nhập" : NULL);
	return exporting_end_row(x, err);
}

bool export_lots(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Mã hàng",    "Tên hàng",    "Số lượng",   "Đơn vị",         "Nơi để",  "Mã lô",   "Hạn dùng",
					     "Còn (ngày)", "Số hợp đồng", "Bên ký gửi", "Tên bên ký gửi", "Giá bán", "Giá trị", "Ghi chú" };

	exporting_heads(x, names, COUNT_OF(names));
	return each_lying(x, lot_row, NULL, err);
}

/* All lots of one item of one consignor. */
struct owned {
	struct lying first;
	int64_t lots_count, qty_milli, days_left;
	struct money value;
};

static bool owned_row(struct exporting *x, const struct owned *owned, struct err *err)
{
	if (!owned->lots_count)
		return true;
	table_text(&x->out, owned->first.code);
	table_text(&x->out, owned->first.name);
	table_text(&x->out, owned->first.row->item_code);
	table_text(&x->out, owned->first.row->item);
	table_i64(&x->out, owned->lots_count);
	table_qty(&x->out, owned->qty_milli);
	put_i64_opt(x, owned->days_left);
	table_money(&x->out, owned->value.dong);
	return exporting_end_row(x, err);
}

static bool add_owned(struct exporting *x, const struct lying *lying, void *to, struct err *err)
{
	struct owned *owned = to;

	if (owned->lots_count && by_owner(owned->first.row, lying->row) != 0) {
		if (!owned_row(x, owned, err))
			return false;
		owned->lots_count = 0;
	}
	if (!owned->lots_count)
		*owned = (struct owned){ .first = *lying, .days_left = SHAPE_ABSENT };
	owned->lots_count++;
	owned->qty_milli += lying->row->qty_milli;
	owned->value.dong += lying->value.dong;
	if (lying->days_left != SHAPE_ABSENT && lying->row->qty_milli > 0 &&
	    (owned->days_left == SHAPE_ABSENT || lying->days_left < owned->days_left))
		owned->days_left = lying->days_left;
	return true;
}

bool export_stock(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Bên ký gửi", "Tên bên ký gửi",      "Mã hàng", "Tên hàng", "Số lô",
					     "Số lượng",   "Hạn gần nhất (ngày)", "Giá trị" };
	struct owned owned = { .lots_count = 0 };

	exporting_heads(x, names, COUNT_OF(names));
	return each_lying(x, add_owned, &owned, err) && owned_row(x, &owned, err);
}

/* A contract's number and its consignor. */
static bool write_owner(struct exporting *x, struct id contract_id, struct err *err)
{
	struct contract_terms terms;
	const char *code, *name;

	if (!contract_version_get(x->im.txn, x->im.arena, contract_id, 1, &terms, err) || !exporting_party(x, terms.consignor_id, &code, &name, err))
		return false;
	table_text(&x->out, terms.number);
	table_text(&x->out, code);
	table_text(&x->out, name);
	return true;
}

static bool intake_row(struct exporting *x, int64_t key, int64_t *number, struct err *err)
{
	const struct intake *intake;
	struct entry entry;
	int64_t qty_milli = 0;

	if (!journal_get(x->im.txn, x->im.arena, key, &entry, err) || !entry_body(&entry, &intake_kind, x->im.arena, (void **)&intake, err))
		return false;
	*number = intake->number;
	for (size_t i = 0; i < intake->lines_count; i++)
		qty_milli += intake->lines[i].qty_milli;
	table_i64(&x->out, intake->number);
	table_day(&x->out, intake->doc_day);
	table_moment(&x->out, entry.at_us);
	if (!write_owner(x, intake->contract_id, err))
		return false;
	table_i64(&x->out, (int64_t)intake->lines_count);
	table_qty(&x->out, qty_milli);
	table_text(&x->out, intake->paper);
	return exporting_end_row(x, err);
}

bool export_intakes(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số phiếu",       "Ngày chứng từ", "Giờ ghi",  "Số hợp đồng", "Bên ký gửi",
					     "Tên bên ký gửi", "Số dòng",       "Số lượng", "Chứng từ" };
	int64_t below = INT64_MAX, *keys;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		exporting_next_page(x);
		if (!browse_intakes(x->im.txn, x->im.arena, x->asked->contract_id, below, PAGE, &keys, &count, err))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!intake_row(x, keys[i], &below, err))
				return false;
	} while (count == PAGE);
	return true;
}

int32_t export_to_day(const struct export_asked *asked)
{
	return asked->to_day ? asked->to_day : day_of_us(asked->at_us);
}

int32_t export_from_day(const struct export_asked *asked)
{
	return asked->from_day ? asked->from_day : export_to_day(asked) / 100 * 100 + 1;
}

static void sold_cells(struct table_out *out, const struct sold_row *row)
{
	table_moment(out, row->at_us);
	table_text(out, row->receipt);
	table_text(out, row->item);
	table_text(out, row->name);
	table_qty(out, row->qty_milli);
	table_text(out, row->unit);
	table_money(out, row->price.dong);
	table_money(out, row->discount.dong);
	table_money(out, row->paid.dong);
	table_text(out, vat_class_words[row->vat_class]);
	table_money(out, row->vat.dong);
	table_text(out, row->contract);
	table_text(out, row->consignor);
	table_money(out, row->producer.dong);
	table_money(out, row->house.dong);
}

bool export_sales(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Giờ",       "Số phiếu",    "Mã hàng",    "Tên hàng",        "Số lượng",
					     "Đơn vị",    "Giá",         "Giảm giá",   "Thành tiền",      "Thuế suất",
					     "Tiền thuế", "Số hợp đồng", "Bên ký gửi", "Phần bên ký gửi", "Phần cửa hàng" };
	int32_t to = export_to_day(x->asked), from = export_from_day(x->asked);
	struct sold_row *page;
	int64_t key = 0, n = 0;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		exporting_next_page(x);
		if (!browse_sold(x->im.txn, x->im.arena, from, to, key, n, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			sold_cells(&x->out, &page[i]);
			if (!exporting_end_row(x, err))
				return false;
			key = page[i].key;
			n = page[i].n;
		}
	} while (count == PAGE);
	return true;
}

/* ---- what is owed and paid ---------------------------------------------------------- */

bool export_settlements(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số",      "Hợp đồng",   "Mã bên giao", "Bên giao", "Từ ngày",  "Đến ngày",
					     "Tổng cột 6", "Mục IV", "Mục V",     "VI còn nợ", "Lúc chốt" };
	int64_t below = INT64_MAX;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		struct settlement_head *list;

		exporting_next_page(x);
		if (!browse_settlements(x->im.txn, x->im.arena, x->asked->contract_id, below, PAGE, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			below = list[i].entry_key;
			table_i64(&x->out, list[i].number);
			if (!write_owner(x, list[i].contract_id, err))
				return false;
			table_day(&x->out, list[i].from_day);
			table_day(&x->out, list[i].to_day);
			table_money(&x->out, list[i].col6.dong);
			table_money(&x->out, list[i].iv.dong);
			table_money(&x->out, list[i].v.dong);
			table_money(&x->out, list[i].owed_after.dong);
			table_moment(&x->out, list[i].at_us);
			if (!exporting_end_row(x, err))
				return false;
		}
	} while (count == PAGE);
	return true;
}

static bool write_payout(struct exporting *x, int64_t key, int64_t *number, struct err *err)
{
	const struct paid_out *paid;
	struct entry entry;

	if (!journal_get(x->im.txn, x->im.arena, key, &entry, err) || !entry_body(&entry, &paid_out_kind, x->im.arena, (void **)&paid, err))
		return false;
	*number = paid->number;
	table_i64(&x->out, paid->number);
	table_day(&x->out, paid->doc_day);
	if (!write_owner(x, paid->contract_id, err))
		return false;
	table_text(&x->out, paid->way == PAYOUT_CASH ? "tiền mặt" : "chuyển khoản");
	table_money(&x->out, paid->amount.dong);
	table_text(&x->out, paid->is_advance ? "có" : "không");
	table_text(&x->out, paid->reference);
	return exporting_end_row(x, err);
}

bool export_payouts(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số phiếu chi", "Ngày", "Hợp đồng", "Mã bên giao", "Bên giao", "Cách trả", "Số tiền", "Tạm ứng", "Chứng từ" };
	int64_t below = INT64_MAX, *keys;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		exporting_next_page(x);
		if (!browse_payouts(x->im.txn, x->im.arena, x->asked->contract_id, below, PAGE, &keys, &count, err))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!write_payout(x, keys[i], &below, err))
				return false;
	} while (count == PAGE);
	return true;
}
