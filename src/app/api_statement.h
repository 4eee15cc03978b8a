/* A statement (form 01-BH) as the pages read it, from the body of a closing or a draft. */
#ifndef APP_API_STATEMENT_H
#define APP_API_STATEMENT_H

#include "app/api_office.h"
#include "shop/settlement.h"

extern const struct shape statement_shape, stop_shape;
struct statement;

/* entry NULL: a draft, with what stops its closing. Reads names through the call's transaction. */
bool statement_show(struct call *call, const struct settled *settled, const struct entry *entry, struct settlement_stop *stops, size_t stops_count,
		    struct statement *out, struct err *err) MUST_CHECK;

#endif
