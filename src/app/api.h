/* The rows of the API, by noun: each api_<noun>.c exports its table; routes.c lists them. What several of them share is here. */
#ifndef APP_API_H
#define APP_API_H

#include "app/app.h"
#include "app/route.h"
#include "shop/cart_kept.h"
#include "shop/cart_view.h"
#include "shop/print.h"

extern const struct route session_routes[];
extern const struct route staff_routes[];
extern const struct route till_routes[];
extern const struct route preference_routes[];
extern const struct route trial_routes[];
extern const struct route cart_routes[];
extern const struct route pay_routes[];
extern const struct route sale_routes[];
extern const struct route shift_routes[];
extern const struct route station_routes[];
extern const struct route system_routes[];
extern const struct route practice_routes[];
extern const struct route cart_more_routes[];
extern const struct route coupon_routes[];
extern const struct route customer_routes[];
extern const struct route screen_routes[];
extern const struct route passport_routes[];
extern const struct route order_routes[];
extern const struct route order_more_routes[];
extern const struct route order_hold_routes[];
extern const struct route asked_routes[];
extern const struct route bank_routes[];
extern const struct route draft_routes[];

/* A picture by the hash of its bytes, for staff and for guests alike: who knows the hash has seen it. */
struct api_image {
	const char *image;
};
extern const struct shape api_image_shape;
bool api_read_image(struct call *call, struct err *err) MUST_CHECK;
/* Does who asks count the drawer blind? Lists then come without amounts that could be summed (src/README.md). */
bool api_counts_blind(const struct call *call);
/* A cart for the page and, when it changed, for the others at its till: reads it through the snapshot of a draft step. */
bool api_show_cart(struct call *call, const struct cart *cart, int64_t changed, struct cart_view *view, struct err *err) MUST_CHECK;
/* Carts of a till that are open or parked: not those that the book says are over, whatever the drafts say. */
bool api_list_carts(struct call *call, struct id till_id, struct cart_head **heads, size_t *count, struct err *err) MUST_CHECK;
/* The same, and behind them what is parked at other tills. */
bool api_list_to_recall(struct call *call, struct id till_id, struct cart_head **heads, size_t *count, struct err *err) MUST_CHECK;
/* The event `cart` of a till; view NULL: it is over. */
void api_publish_cart(struct call *call, struct id till_id, struct id cart_id, const struct cart_view *view);
/* The open cart that a till's scans go into; a new one, not written yet, where there is none. */
bool api_active_cart(struct call *call, struct id till_id, struct cart *cart, struct err *err) MUST_CHECK;
/* A scan into a cart, of a page or of a device. *n: the line that changed. ERR_CONFLICT "code": no goods; find says what. */
bool api_scan_into(struct call *call, struct cart *cart, const char *aim, const char *data, size_t size, int64_t *n, struct find *find,
		   struct err *err) MUST_CHECK;
/* Writes a changed cart and shows it. */
bool api_put_cart(struct call *call, struct cart *cart, int64_t changed, struct cart_view *view, struct err *err) MUST_CHECK;

/* The draft is over; its till goes on with what came meanwhile, or waits for the next one. */
bool api_close_cart(struct call *call, struct cart *cart, enum cart_state what, struct err *err) MUST_CHECK;
/* Ways of paying as a page asks for them. */
/*
 * The paper of the entry just recorded goes to the till's printer; asked again it is not printed again. *state: as its row says, "none"
 * where the till (zero: none) has no printer.
 */
bool api_print_at(struct call *call, struct id till_id, enum print_layout layout, const char **state, struct err *err) MUST_CHECK;
/* One payment as it is asked for. */
extern const struct shape pay_in_shape;
struct cart_rules api_cart_rules(const struct call *call);
/* Who changes a cart, by which request. */
struct cart_change api_change_of(struct call *call);
/* The cart, when it may still be changed: what is a sale in the book is over, whatever the drafts say. */
bool api_get_open_cart(struct call *call, struct id cart_id, struct cart *cart, struct err *err) MUST_CHECK;
/* A ticket of another day takes today's prices; a line remembers another it had (B5). */
bool api_reprice_cart(struct call *call, struct cart_doc *doc, struct err *err) MUST_CHECK;
/* The common frame of a change: was it made already, may it be made, make it, show it. *n: the line that changed. */
typedef bool cart_make(struct call *call, struct cart *cart, int64_t *n, struct err *err);
bool api_change_cart(struct call *call, struct id cart_id, cart_make *make, struct err *err) MUST_CHECK;

/* GET /till's lamps, filled in on the loop. */
struct lamp {
	const char *driver, *name, *reason, *state;
};
extern const struct shape printer_lamp_shape, scanner_lamp_shape;
struct lamps {
	struct lamp printer;
	struct lamp *scanners;
	size_t scanners_count;
};
void devices_lamps(struct app *app, struct call *call, struct id till_id, struct lamps *lamps);

#endif
