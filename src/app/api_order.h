/* What the files of the orders' API share. */
#ifndef APP_API_ORDER_H
#define APP_API_ORDER_H

#include "app/api_office.h"
#include "shop/order.h"

/* An order as pages see it. */
struct order_out;
extern const struct shape order_out_shape;
#define ORDER_OUT(call) ((struct order_out *)(call)->out)
bool order_show(struct call *call, struct id order_id, struct order_out *out, struct err *err) MUST_CHECK;
/* The list on every page is read again. */
void order_publish(struct call *call);

extern const struct shape order_contact_in_shape;
extern const struct shape order_one_shape;   /* {order_id} */
struct order_one_in {
	struct id order_id;
};

#endif
