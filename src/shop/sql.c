#include "shop/sql.h"

#include <stddef.h>

const struct sql *const shop_sql[] = {
	journal_sql,
	book_sql,
	NULL
};
