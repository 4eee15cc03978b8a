/* The whole API: a noun a line. */
#include "app/api_office.h"

const struct route *const route_tables[] = {
	session_routes,
	staff_routes,
	station_routes,
	till_routes,
	cart_routes,
	cart_more_routes,
	coupon_routes,
	customer_routes,
	pay_routes,
	sale_routes,
	shift_routes,
	system_routes,
	practice_routes,
	party_routes,
	area_routes,
	product_routes,
	item_routes,
	contract_routes,
	intake_routes,
	stock_routes,
	stock_list_routes,
	settlement_routes,
	payout_routes,
	opening_routes,
	data_routes,
	hamper_routes,
	print_routes,
	health_routes,
	NULL
};
