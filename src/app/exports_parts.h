/* What the files of the exports share: a table on its way out, and the tables themselves. */
#ifndef APP_EXPORTS_PARTS_H
#define APP_EXPORTS_PARTS_H

#include "app/exports.h"
#include "app/import_rows.h"
#include "app/table_out.h"

struct exporting {
	struct importing im; /* reads rows of the kinds that come in as well */
	struct table_out out;
	const struct export_asked *asked;
	int64_t rows_count;
};

/* ERR_LIMIT "out" past EXPORT_ROWS_MAX. */
bool exporting_end_row(struct exporting *x, struct err *err) MUST_CHECK;
void exporting_heads(struct exporting *x, const char *const *names, size_t count);
/* A page is done with: what it took of the arena is given back. */
void exporting_next_page(struct exporting *x);
/* A party's code (code NULL: not wanted) and name; "" where it was forgotten. */
bool exporting_party(struct exporting *x, struct id party_id, const char **code, const char **name, struct err *err) MUST_CHECK;

bool export_lots(struct exporting *x, struct err *err) MUST_CHECK;
bool export_stock(struct exporting *x, struct err *err) MUST_CHECK;
bool export_intakes(struct exporting *x, struct err *err) MUST_CHECK;
bool export_sales(struct exporting *x, struct err *err) MUST_CHECK;
bool export_settlements(struct exporting *x, struct err *err) MUST_CHECK;
bool export_lapsing(struct exporting *x, struct err *err) MUST_CHECK;
bool export_recall(struct exporting *x, struct err *err) MUST_CHECK;
bool export_payouts(struct exporting *x, struct err *err) MUST_CHECK;
bool export_cash(struct exporting *x, struct err *err) MUST_CHECK;
bool export_debts(struct exporting *x, struct err *err) MUST_CHECK;
bool export_cod(struct exporting *x, struct err *err) MUST_CHECK;
bool export_orders(struct exporting *x, struct err *err) MUST_CHECK;
bool export_vouchers(struct exporting *x, struct err *err) MUST_CHECK;

#endif
