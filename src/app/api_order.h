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
/* The item that a shipping fee is sold as (setting shipping_item); ERR_CONFLICT "shipping_fee": there is none. */
bool order_shipping_item(struct call *call, struct id *item_id, struct err *err) MUST_CHECK;
/* Could the customer be asked for the fee? Said when it is promised, not when the goods stand at the door. */
bool order_shipping_fits(struct call *call, const struct order_in *in, struct err *err) MUST_CHECK;
/* The list on every page is read again. */
void order_publish(struct call *call);

extern const struct shape order_contact_in_shape;
extern const struct shape order_one_shape;   /* {order_id} */
struct order_one_in {
	struct id order_id;
};

#endif
