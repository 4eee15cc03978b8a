/* One table going out, row by row, in either form: cells with their types, never a formula. Thread: the caller's. */
#ifndef APP_TABLE_OUT_H
#define APP_TABLE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/csv.h"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

enum table_form { FORM_MONEY, FORM_QTY, FORM_PERCENT, FORM_DAY, FORM_MOMENT, FORM_HEAD, FORMS_COUNT };

struct table_out {
	struct csv_out csv;
	struct lxw_workbook *workbook; /* NULL: CSV */
	struct lxw_worksheet *sheet;
	struct lxw_format *forms[FORMS_COUNT];
	uint32_t row;
	uint16_t column;
	bool failed;
};

/* ERR_IO: the file cannot be made. */
bool table_begin_xlsx(struct table_out *out, const char *path, const char *sheet_name, struct err *err) MUST_CHECK;
void table_begin_csv(struct table_out *out, struct buf *buf);
void table_remark(struct table_out *out, const char *text); /* a row of words above the header; before anything else */
void table_head(struct table_out *out, const char *name); /* one column of the header row */
void table_text(struct table_out *out, const char *text); /* NULL: empty */
void table_i64(struct table_out *out, int64_t value);
void table_money(struct table_out *out, int64_t dong);
void table_qty(struct table_out *out, int64_t qty_milli);
void table_percent(struct table_out *out, int64_t ppm);
void table_day(struct table_out *out, int32_t day); /* 0: empty */
void table_moment(struct table_out *out, int64_t at_us);
void table_empty(struct table_out *out);
void table_end_row(struct table_out *out);
/* Also after a failure, of the caller's or its own. */
bool table_end(struct table_out *out, struct err *err) MUST_CHECK;

#endif
