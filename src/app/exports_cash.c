/* The cash books of all places as one table: opening, movements with their papers, closing. */
#include "app/exports_parts.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "store/txn.h"

static const char *const whats[] = {
	NULL, "Số dư đầu kỳ", "Tiền đầu ca", "Chuyển", "Chi ngoài", "Thu ngoài", "Người dẫn khách", "Mở két không bán", "Tiền bán hàng của ca",
	"Chênh lệch khi đếm", "Nộp két khi chốt ca", "Trả bên giao", "Chuyển trả khách", "Thu khác của khách",
};

static bool total_row(struct exporting *x, const struct cash_place *place, const char *what, int32_t day, int64_t lies, struct err *err)
{
	table_text(&x->out, place->name);
	table_day(&x->out, day);
	table_empty(&x->out);
	table_text(&x->out, what);
	for (int i = 0; i < 4; i++)
		table_empty(&x->out);
	table_money(&x->out, lies);
	return exporting_end_row(x, err);
}

static bool moved_row(struct exporting *x, const struct cash_place *place, const char *other, const struct cash_row *row, int64_t lies, struct err *err)
{
	table_text(&x->out, place->name);
	table_day(&x->out, row->day);
	table_text(&x->out, row->number ? cash_paper_text(x->im.arena, row->paper, row->number) : NULL);
	table_text(&x->out, whats[row->what]);
	table_text(&x->out, other);
	table_text(&x->out, row->reason);
	for (int sign = 1; sign >= -1; sign -= 2) {
		if (row->amount.dong * sign > 0)
			table_money(&x->out, row->amount.dong * sign);
		else
			table_empty(&x->out);
	}
	table_money(&x->out, lies);
	return exporting_end_row(x, err);
}

static bool place_rows(struct exporting *x, const struct cash_place *places, size_t count, const struct cash_place *place, struct err *err)
{
	int32_t from = export_from_day(x->asked), to = export_to_day(x->asked);
	struct cash_book book;
	int64_t lies;

	if (!cash_book_read(x->im.txn, x->im.arena, place->id, from, to, &book, err))
		return false;
	if (book.is_cut)
		return err_set(err, ERR_LIMIT, "to", "quá nhiều dòng; chọn kỳ ngắn hơn");
	lies = book.before.dong;
	if (!total_row(x, place, "Tồn đầu", from, lies, err))
		return false;
	for (size_t i = 0; i < book.rows_count; i++) {
		const char *other = NULL;

		for (size_t k = 0; k < count; k++)
			if (id_is(places[k].id, book.rows[i].other_id))
				other = places[k].name;
		lies += book.rows[i].amount.dong;
		if (!moved_row(x, place, other, &book.rows[i], lies, err))
			return false;
	}
	return total_row(x, place, "Tồn cuối", to, lies, err);
}

bool export_cash(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Nơi", "Ngày", "Số phiếu", "Nội dung", "Nơi kia", "Diễn giải", "Thu", "Chi", "Tồn" };
	struct cash_place *places;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	if (!cash_places(x->im.txn, x->im.arena, x->im.book->site_id, &places, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!place_rows(x, places, count, &places[i], err))
			return false;
	return true;
}
