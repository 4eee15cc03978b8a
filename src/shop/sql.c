#include "shop/sql.h"

#include <stddef.h>

const struct sql *const shop_sql[] = {
	journal_sql,
	book_sql,
	party_sql,
	contract_sql,
	catalog_sql,
	catalog_set_sql,
	stock_sql,
	intake_sql,
	rollup_sql,
	shift_sql,
	sale_sql,
	sale_price_sql,
	sale_add_sql,
	adjust_sql,
	reference_sql,
	payout_sql,
	settlement_sql,
	settlement_draft_sql,
	settlement_lines_sql,
	verify_sql,
	verify_tables_sql,
	NULL
};
