/* The whole API: a noun a line. */
#include "app/api.h"

const struct route *const route_tables[] = {
	session_routes,
	staff_routes,
	till_routes,
	cart_routes,
	pay_routes,
	sale_routes,
	shift_routes,
	system_routes,
	NULL
};
