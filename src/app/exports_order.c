/* Orders line by line, the newest first. */
#include "app/api_office.h"
#include "app/exports_parts.h"
#include "shop/book.h"
#include "shop/order.h"

#define PAGE 100

static const char *const states[] = { NULL, "chưa đủ hàng", "đủ hàng", "giao một phần", "đã giao", "đã hủy" };
static const char *const channels[] = { NULL, "tại quầy", "điện thoại", "Zalo", "trực tuyến" };
static const char *const askings[] = { NULL, "chưa hỏi", "đã hỏi", "có hàng", "không có" };

static bool order_rows(struct exporting *x, const struct order_view *order, struct err *err)
{
	char number[ORDER_NUMBER_SIZE];

	for (size_t i = 0; i < order->lines_count; i++) {
		const struct order_view_line *line = &order->lines[i];

		table_text(&x->out, order_number_write(order->number, number));
		table_moment(&x->out, order->at_us);
		table_day(&x->out, order->promised_day);
		table_text(&x->out, states[order->state]);
		table_text(&x->out, channels[order->channel]);
		table_text(&x->out, order->contact.name);
		table_text(&x->out, order->contact.phone);
		table_text(&x->out, line->name);
		table_text(&x->out, line->unit);
		table_qty(&x->out, line->qty_milli);
		table_qty(&x->out, line->delivered_milli);
		table_qty(&x->out, line->held_milli);
		table_money(&x->out, line->price.dong);
		table_money(&x->out, line->amount.dong);
		table_text(&x->out, line->asking ? askings[line->asking] : NULL);
		table_day(&x->out, line->back_day);
		table_money(&x->out, i ? 0 : order->left.dong);
		if (!exporting_end_row(x, err))
			return false;
	}
	return true;
}

bool export_orders(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Đơn", "Đặt lúc", "Hẹn giao", "Trạng thái", "Kênh", "Khách", "Điện thoại", "Tên hàng", "Đơn vị",
					     "Số đặt", "Đã giao", "Đang giữ", "Đơn giá", "Thành tiền", "Nhà sản xuất", "Nhà sản xuất giao", "Cọc còn giữ" };
	int64_t before = 0;
	struct id *ids;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		if (!order_list(x->im.txn, x->im.arena, x->asked->party_id, before, PAGE, &ids, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct order_view order;

			if (!order_get(x->im.txn, x->im.arena, x->im.book, ids[i], x->im.day, &order, err))
				return false;
			before = order.number;
			if (office_fits(x->im.arena, x->asked->q, order.contact.name) && !order_rows(x, &order, err))
				return false;
		}
		exporting_next_page(x);
	} while (count == PAGE);
	return true;
}
