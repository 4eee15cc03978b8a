/* Tables of recalls and of certificates that lapse. */
#include "app/exports_parts.h"
#include "app/recall_facts.h"
#include "shop/guard.h"
#include "shop/recall.h"
#include "shop/stock.h"

static void left_cells(struct exporting *x, const struct recall_report *report, const struct recall_left *left)
{
	table_text(&x->out, "còn lại");
	table_empty(&x->out);
	table_empty(&x->out);
	table_text(&x->out, left->site_name);
	table_qty(&x->out, left->qty_milli);
	table_text(&x->out, report->unit);
	table_empty(&x->out);
	table_text(&x->out, left->place == PLACE_ASIDE ? "để riêng" : "quầy");
}

bool export_recall(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Mặt hàng", "Mã lô", "Việc", "Số phiếu", "Lúc", "Nơi", "Số lượng", "Đơn vị", "Khách", "Ghi chú" };
	struct recall_report *report = ARENA_NEW(x->im.arena, struct recall_report);

	exporting_heads(x, names, COUNT_OF(names));
	if (!recall_report(x->im.txn, x->im.arena, x->asked->lot_id, report, err))
		return false;
	for (size_t i = 0; i < report->sales_count; i++) {
		const struct recall_sale *sale = &report->sales[i];
		const char *customer;

		if (!recall_customer(x->im.txn, x->im.arena, sale->customer_id, &customer, err))
			return false;
		table_text(&x->out, report->item);
		table_text(&x->out, report->code);
		table_text(&x->out, sale->is_return ? "khách trả lại" : "bán");
		table_text(&x->out, sale->receipt);
		table_moment(&x->out, sale->at_us);
		table_text(&x->out, sale->till_code);
		table_qty(&x->out, sale->qty_milli);
		table_text(&x->out, report->unit);
		table_text(&x->out, customer);
		table_text(&x->out, sale->is_maybe ? "có thể: bán trước khi nhập" : NULL);
		if (!exporting_end_row(x, err))
			return false;
	}
	for (size_t i = 0; i < report->left_count; i++) {
		table_text(&x->out, report->item);
		table_text(&x->out, report->code);
		left_cells(x, report, &report->left[i]);
		if (!exporting_end_row(x, err))
			return false;
	}
	return true;
}

bool export_lapsing(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Hết hạn", "Còn (ngày)", "Mã sản phẩm", "Sản phẩm", "Chủ thể", "Số sao", "Số quyết định", "Nơi cấp",
					     "Số mặt hàng đang bán", "Ghi chú" };
	struct guard_row *rows;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	if (!guard_lapsing(x->im.txn, x->im.arena, day_add(x->im.day, GUARD_DAYS), &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *producer;

		if (!exporting_party(x, rows[i].producer_id, NULL, &producer, err))
			return false;
		table_day(&x->out, rows[i].last_day);
		table_i64(&x->out, day_between(x->im.day, rows[i].last_day));
		table_text(&x->out, rows[i].code);
		table_text(&x->out, rows[i].product);
		table_text(&x->out, producer);
		table_i64(&x->out, rows[i].stars);
		table_text(&x->out, rows[i].decision_no);
		table_text(&x->out, rows[i].issuer);
		table_i64(&x->out, rows[i].items_count);
		table_text(&x->out, rows[i].is_revoked ? "bị thu hồi" : rows[i].last_day < x->im.day ? "đã hết hạn: bán như hàng thường" : NULL);
		if (!exporting_end_row(x, err))
			return false;
	}
	return true;
}
