/*
 * What the pages were last told of long tickets, so that an event carries only the rows that changed and not all of them again.
 * A page that did not hear the version before asks for the whole ticket.
 *
 * Thread: that of LANE_DRAFT.
 */
#ifndef APP_CART_TOLD_H
#define APP_CART_TOLD_H

#include <stdint.h>

#include "base/id.h"
#include "shop/sale.h"

struct buf;
struct cart_view;

#define CARTS_TOLD_MAX 8  /* one a till at work; the others are told by name */

struct cart_told {
	struct id cart_id;
	int64_t version;
	size_t count;
	uint64_t rows[SALE_LINES_MAX];   /* what each row comes to (shape_sum), in the ticket's order */
	int64_t n[SALE_LINES_MAX];
};
struct carts_told {
	struct cart_told carts[CARTS_TOLD_MAX];
	size_t next;
};

/*
 * The view without the rows that the version before had, and "rows", all their numbers, and "was", that version:
 *     "cart":{…},"rows":[1,2,5],"was":41,
 * false, and nothing written: nobody was told of the version before. Either way this one counts as told.
 */
bool cart_told_write(struct carts_told *told, const struct cart_view *view, struct buf *buf);

#endif
