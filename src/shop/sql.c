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
	lot_sql,
	opening_sql,
	correct_sql,
	correct_lot_sql,
	reference_sql,
	payout_sql,
	settlement_sql,
	settlement_draft_sql,
	settlement_lines_sql,
	staff_sql,
	print_sql,
	find_sql,
	view_sql,
	sale_view_sql,
	backup_sql,
	epoch_sql,
	verify_sql,
	verify_tables_sql,
	NULL
};
