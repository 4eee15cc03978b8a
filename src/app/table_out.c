#include "app/table_out.h"

#include <string.h>

#include <xlsxwriter.h>

#include "base/day.h"

#define COLUMN_WIDTH 16
#define COLUMNS_COUNT 30

bool table_begin_xlsx(struct table_out *out, const char *path, const char *sheet_name, struct err *err)
{
	static const char *const forms[FORMS_COUNT] = {
		[FORM_MONEY] = "#,##0",    [FORM_QTY] = "#,##0.###",           [FORM_PERCENT] = "0.####%",
		[FORM_DAY] = "dd/mm/yyyy", [FORM_MOMENT] = "dd/mm/yyyy hh:mm",
	};
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };

	*out = (struct table_out){ 0 };
	out->workbook = workbook_new_opt(path, &options);
	if (!out->workbook)
		return err_set(err, ERR_IO, "out", "không tạo được tệp %s", path);
	out->sheet = workbook_add_worksheet(out->workbook, sheet_name);
	for (size_t i = 0; i < FORMS_COUNT; i++) {
		out->forms[i] = workbook_add_format(out->workbook);
		if (forms[i])
			format_set_num_format(out->forms[i], forms[i]);
	}
	format_set_bold(out->forms[FORM_HEAD]);
	worksheet_set_column(out->sheet, 0, COLUMNS_COUNT - 1, COLUMN_WIDTH, NULL);
	worksheet_freeze_panes(out->sheet, 1, 0);
	return true;
}

void table_begin_csv(struct table_out *out, struct buf *buf)
{
	*out = (struct table_out){ 0 };
	csv_begin(&out->csv, buf, ';');
}

static void note(struct table_out *out, lxw_error error)
{
	out->failed = out->failed || error != LXW_NO_ERROR;
	out->column++;
}

/* One line, and one cell: a file is read from its second line on, and what someone typed is no column of it. */
void table_remark(struct table_out *out, const char *text)
{
	struct buf remark;
	const char *line;

	buf_init(&remark, CSV_CELL_BYTES_MAX);
	buf_format(&remark, out->workbook ? "%s" : "# %s", text);
	for (size_t i = 0; i < remark.size; i++)
		if (remark.data[i] == '\n')
			remark.data[i] = ' ';
	line = buf_get(&remark);
	if (out->workbook) {
		note(out, worksheet_write_string(out->sheet, out->row, out->column, line, NULL));
		worksheet_freeze_panes(out->sheet, 2, 0);
		out->row++;
		out->column = 0;
	} else {
		csv_text(&out->csv, line);
		csv_end_row(&out->csv);
	}
	buf_release(&remark);
}

void table_head(struct table_out *out, const char *name)
{
	if (out->workbook)
		note(out, worksheet_write_string(out->sheet, out->row, out->column, name, out->forms[FORM_HEAD]));
	else
		csv_text(&out->csv, name);
}

void table_empty(struct table_out *out)
{
	if (out->workbook)
		out->column++;
	else
		csv_text(&out->csv, NULL);
}

void table_text(struct table_out *out, const char *text)
{
	if (!text || !*text)
		table_empty(out);
	else if (out->workbook)
		note(out, worksheet_write_string(out->sheet, out->row, out->column, text, NULL));
	else
		csv_text(&out->csv, text);
}

/* A spreadsheet's numbers are doubles: exact for whole đồng and for thousandths as shown. */
static void number(struct table_out *out, int64_t value, int64_t unit, enum table_form form)
{
	note(out, worksheet_write_number(out->sheet, out->row, out->column, (double)value / (double)unit,
					 form == FORM_HEAD ? NULL : out->forms[form]));
}

void table_i64(struct table_out *out, int64_t value)
{
	if (out->workbook)
		number(out, value, 1, FORM_HEAD);
	else
		csv_i64(&out->csv, value);
}

void table_money(struct table_out *out, int64_t dong)
{
	if (out->workbook)
		number(out, dong, 1, FORM_MONEY);
	else
		csv_i64(&out->csv, dong);
}

void table_qty(struct table_out *out, int64_t qty_milli)
{
	if (out->workbook)
		number(out, qty_milli, 1000, FORM_QTY);
	else
		csv_qty(&out->csv, qty_milli);
}

void table_percent(struct table_out *out, int64_t ppm)
{
	if (out->workbook)
		number(out, ppm, 1000000, FORM_PERCENT);
	else
		csv_percent(&out->csv, ppm);
}

static lxw_datetime date_of(int32_t day)
{
	return (lxw_datetime){ .year = day / 10000, .month = day / 100 % 100, .day = day % 100 };
}

void table_day(struct table_out *out, int32_t day)
{
	lxw_datetime date = date_of(day);

	if (day == 0)
		table_empty(out);
	else if (out->workbook)
		note(out, worksheet_write_datetime(out->sheet, out->row, out->column, &date, out->forms[FORM_DAY]));
	else
		csv_day(&out->csv, day);
}

void table_moment(struct table_out *out, int64_t at_us)
{
	int32_t day = day_of_us(at_us);
	int64_t seconds = (at_us - day_start_us(day)) / 1000000;
	lxw_datetime date = date_of(day);
	char text[MOMENT_TEXT_SIZE];

	date.hour = (int)(seconds / 3600);
	date.min = (int)(seconds / 60 % 60);
	date.sec = (double)(seconds % 60);
	moment_write_vn(at_us, text);
	if (out->workbook)
		note(out, worksheet_write_datetime(out->sheet, out->row, out->column, &date, out->forms[FORM_MOMENT]));
	else
		csv_text(&out->csv, text);
}

void table_end_row(struct table_out *out)
{
	out->row++;
	out->column = 0;
	if (!out->workbook)
		csv_end_row(&out->csv);
}

bool table_end(struct table_out *out, struct err *err)
{
	if (out->workbook)
		return (workbook_close(out->workbook) == LXW_NO_ERROR && !out->failed) || err_set(err, ERR_IO, "out", "không ghi được tệp XLSX");
	return !out->csv.buf->full || err_set(err, ERR_LIMIT, "out", "bảng quá lớn; chọn kỳ ngắn hơn");
}
