/*
 * The second screen, for the customer: a page in the till's own browser or in another enrolled one that shows the open ticket, what is
 * to pay, the change, and prices of what a customer scans. It sees nothing of staff, other tickets or sums of the shift, and changes nothing.
 *
 * It is told that something is different (event `screen`, no facts in it) and asks again; a price that was looked up with a scanner
 * comes as the event `check`.
 *
 * Thread: the loop's.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stddef.h>

#include "base/id.h"

struct app;
struct call_event;

/* After an event of a till: its screen looks again. */
void screen_hint(struct app *app, const struct call_event *event);
/* A customer scanned something at a till's screen. */
void screen_check(struct app *app, struct id till_id, const char *data, size_t size);

#endif
