/* What was taken over from an older book. */
#include "app/api_office.h"

#include "shop/opening.h"

static bool opening_read(struct call *call, struct err *err)
{
	return opening_report(call->work.txn, call->arena, call->out, err);
}

const struct route opening_routes[] = {
	{ HTTP_GET, "/opening", MAY_ACCOUNT | MAY_OVERSEE, &nothing_shape, &opening_report_shape, { { LANE_READ, opening_read } },
	  "What was taken over: stock, debts, deposits, COD, cash places, numbers, earlier sales", false, NULL },
	{ .path = NULL },
};
