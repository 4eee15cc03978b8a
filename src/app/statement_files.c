/* Rows and lines of a settlement as CSV and XLSX: one description of the columns, two writers. */
#include "app/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/day.h"
#include "calc/money.h"
#include "calc/vat.h"

/* A sheet being written, to either. */
struct sheet {
	struct buf *csv;               /* NULL: not wanted */
	lxw_worksheet *xlsx;           /* NULL: not wanted */
	lxw_row_t row;
	lxw_col_t column;
};

static void separate(struct sheet *sheet)
{
	if (sheet->csv && sheet->column > 0)
		buf_byte(sheet->csv, ',');
}

/* A text that a spreadsheet would reckon as a formula gets an apostrophe in front. */
static void put_text(struct sheet *sheet, const char *text)
{
	const char *word = text ? text : "";
	bool is_formula = strchr("=+-@\t\r", word[0]) && word[0];

	separate(sheet);
	if (sheet->csv) {
		buf_byte(sheet->csv, '"');
		if (is_formula)
			buf_byte(sheet->csv, '\'');
		for (; *word; word++) {
			if (*word == '"')
				buf_byte(sheet->csv, '"');
			buf_byte(sheet->csv, *word);
		}
		buf_byte(sheet->csv, '"');
	}
	if (sheet->xlsx)
		worksheet_write_string(sheet->xlsx, sheet->row, sheet->column, text ? text : "", NULL);
	sheet->column++;
}

static void put_number(struct sheet *sheet, int64_t value)
{
	separate(sheet);
	if (sheet->csv)
		buf_i64(sheet->csv, value);
	if (sheet->xlsx)
		worksheet_write_number(sheet->xlsx, sheet->row, sheet->column, (double)value, NULL);
	sheet->column++;
}

/* "1,25" on its own in quotes; in a spreadsheet the number itself. */
static void put_qty(struct sheet *sheet, int64_t qty_milli)
{
	char text[24];

	separate(sheet);
	qty_write(qty_milli, text, sizeof(text));
	if (sheet->csv)
		buf_format(sheet->csv, strchr(text, ',') ? "\"%s\"" : "%s", text);
	if (sheet->xlsx)
		worksheet_write_number(sheet->xlsx, sheet->row, sheet->column, (double)qty_milli / 1000.0, NULL);
	sheet->column++;
}

static void put_nothing(struct sheet *sheet)
{
	separate(sheet);
	sheet->column++;
}

static void end_row(struct sheet *sheet)
{
	if (sheet->csv)
		buf_text(sheet->csv, "\r\n");
	sheet->row++;
	sheet->column = 0;
}

static void put_head(struct sheet *sheet, const char *const *names)
{
	for (; *names; names++)
		put_text(sheet, *names);
	end_row(sheet);
}

/* ---- the form's rows -------------------------------------------------------------- */

static const char *const form_columns[] = {
	"STT", "Tên hàng", "ĐVT", "Tồn đầu kỳ (1)", "Nhận trong kỳ (2)", "Tổng số (3)", "Bán (4)", "Đơn giá (5)", "Thành tiền (6)", "Tồn cuối kỳ (7)", NULL,
};

static void put_sum(struct sheet *sheet, const char *name, struct money amount)
{
	put_nothing(sheet);
	put_text(sheet, name);
	for (int i = 0; i < 6; i++)
		put_nothing(sheet);
	put_number(sheet, amount.dong);
	put_nothing(sheet);
	end_row(sheet);
}

static void put_form(struct sheet *sheet, const struct settled *s)
{
	size_t r = 0;

	put_head(sheet, form_columns);
	for (size_t i = 0; i < s->items_count; i++) {
		const struct settled_item *item = &s->items[i];

		put_number(sheet, (int64_t)i + 1);
		put_text(sheet, item->name);
		put_text(sheet, item->unit);
		put_qty(sheet, item->opening_milli);
		put_qty(sheet, item->in_milli);
		put_qty(sheet, item->total_milli);
		put_nothing(sheet);
		put_nothing(sheet);
		put_nothing(sheet);
		put_qty(sheet, item->closing_milli);
		end_row(sheet);
		for (; r < s->rows_count && s->rows[r].item == (int64_t)i; r++) {
			for (int k = 0; k < 6; k++)
				put_nothing(sheet);
			put_qty(sheet, s->rows[r].sold_milli - s->rows[r].returned_milli);
			put_number(sheet, s->rows[r].price.dong);
			put_number(sheet, s->rows[r].amount.dong);
			put_nothing(sheet);
			end_row(sheet);
		}
	}
	put_sum(sheet, "Cộng", s->col6);
	put_sum(sheet, "II. Còn nợ kỳ trước", s->owed_before);
	put_sum(sheet, "III. Phải thanh toán", s->iii);
	put_sum(sheet, "IV. Được nhận lại", s->iv);
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].kind < SETTLED_ADVANCE)
			put_sum(sheet, statement_line_name(&s->lines[i]), s->lines[i].amount);
	put_sum(sheet, "V. Thanh toán kỳ này", s->v);
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].kind >= SETTLED_ADVANCE)
			put_sum(sheet, statement_line_name(&s->lines[i]), s->lines[i].amount);
	put_sum(sheet, "VI. Còn nợ lại", s->owed_after);
}

/* ---- the lines behind them ------------------------------------------------------------ */

static const char *const line_columns[] = {
	"Loại", "Ngày", "Lúc", "Phiếu", "Kỳ sổ", "Bút toán", "Dòng", "Mã hàng", "Tên hàng", "ĐVT", "Số lượng", "Giá niêm yết", "Tiền niêm yết", "Khách trả",
	"Đơn giá tính (5)", "Tiền hàng (6)", "Hoa hồng", "Thuế giữ lại", "Bên giao hưởng", "Thuế GTGT của dòng", "Cửa hàng", "Chứng từ kho", "Bên chịu",
	"Số tiền chi", "Vào muộn", NULL,
};

static bool put_line(void *arg, const struct settlement_line *line, struct err *err)
{
	static const char *const kinds[] = { NULL, "bán", "điều chỉnh", "kho", "chi" };
	static const char *const bearers[] = { "", "nhà hàng", "bên giao" };
	struct sheet *sheet = arg;
	char day[DAY_TEXT_SIZE], moment[MOMENT_TEXT_SIZE];
	bool is_sale = line->kind == SETTLEMENT_LINE || line->kind == SETTLEMENT_CORRECTION;
	const struct money amounts[] = { line->price,    line->list,     line->paid,    line->due_price, line->due, line->commission,
					 line->vat_kept, line->producer, line->vat_leg, line->house };

	day_write_vn(line->doc_day, day);
	moment_write_vn(line->at_us, moment);
	put_text(sheet, line->kind == SETTLEMENT_LINE && line->qty_milli < 0 ? "khách trả" : kinds[line->kind]);
	put_text(sheet, day);
	put_text(sheet, moment);
	put_text(sheet, line->receipt);
	put_number(sheet, line->epoch);
	put_number(sheet, line->number);
	put_number(sheet, line->n);
	put_text(sheet, line->item_code);
	put_text(sheet, line->item_name);
	put_text(sheet, line->unit);
	put_qty(sheet, line->qty_milli);
	for (size_t i = 0; i < COUNT_OF(amounts); i++) {
		if (is_sale)
			put_number(sheet, amounts[i].dong);
		else
			put_nothing(sheet);
	}
	put_text(sheet, line->kind == SETTLEMENT_MOVE ? statement_move_name(line->move_kind) : "");
	put_text(sheet, line->kind == SETTLEMENT_MOVE ? bearers[line->borne_by] : "");
	if (line->kind == SETTLEMENT_PAYOUT)
		put_number(sheet, line->amount.dong);
	else
		put_nothing(sheet);
	put_text(sheet, line->is_late ? "x" : "");
	end_row(sheet);
	if (sheet->xlsx && sheet->row >= 1048576)
		return err_set(err, ERR_LIMIT, "lines", "quá nhiều dòng cho một tệp Excel; dùng CSV");
	return true;
}

static bool is_whole(const struct buf *csv, struct err *err)
{
	return !csv->full || err_set(err, ERR_LIMIT, "csv", "tệp quá lớn; chốt kỳ ngắn hơn");
}

bool statement_csv(const struct settled *settled, struct buf *csv, struct err *err)
{
	struct sheet sheet = { .csv = csv };

	buf_text(csv, "\xEF\xBB\xBF");
	put_form(&sheet, settled);
	return is_whole(csv, err);
}

bool statement_lines_csv(struct txn *txn, const struct settled *settled, struct buf *csv, struct err *err)
{
	struct sheet sheet = { .csv = csv };

	buf_text(csv, "\xEF\xBB\xBF");
	put_head(&sheet, line_columns);
	return settlement_lines(txn, settled, put_line, &sheet, err) && is_whole(csv, err);
}

bool statement_xlsx(struct txn *txn, const struct settled *settled, const char *path, struct err *err)
{
	lxw_workbook *book = workbook_new(path);
	struct sheet form = { 0 }, lines = { 0 };
	lxw_error closed;
	bool ok;

	if (!book)
		return err_set(err, ERR_IO, "xlsx", "%s: không tạo được tệp", path);
	form.xlsx = workbook_add_worksheet(book, "01-BH");
	lines.xlsx = workbook_add_worksheet(book, "Dòng chi tiết");
	put_form(&form, settled);
	put_head(&lines, line_columns);
	worksheet_set_column(form.xlsx, 1, 1, 40, NULL);
	worksheet_set_column(lines.xlsx, 8, 8, 40, NULL);
	worksheet_freeze_panes(lines.xlsx, 1, 0);
	ok = settlement_lines(txn, settled, put_line, &lines, err);
	closed = workbook_close(book);
	return ok && (closed == LXW_NO_ERROR || err_set(err, ERR_IO, "xlsx", "%s: %s", path, lxw_strerror(closed)));
}
