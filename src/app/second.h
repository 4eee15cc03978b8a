/*
 * Who stands in for the second person (rules B6). Beside `approver` a write may carry
 *
 *   "alone": N          one person is on duty; N is her reason (shop/alone.h). Up to the site's limit, marked in the entry.
 *   "manager": "…"      ask a manager who is elsewhere, in these words ("": none). Where a second person is needed the request is put down and
 *                       refused with field "manager" (409) as long as he has not answered; the same request, asked again, then goes through
 *                       with him as its second person, or is refused (403, "manager"). He is told of everything in it that asks for a second
 *                       person (a return and a discount), and nothing but the same words under the same id, worth no more, goes through.
 *                       Who asks for the very thing that somebody else is asking for (the same ticket at the next till) waits for that answer,
 *                       with field "manager_other" and that one's name; with "manager_anew": true she withdraws it and asks herself.
 */
#ifndef APP_SECOND_H
#define APP_SECOND_H

#include <stdbool.h>

#include "app/route.h"

struct node;

/* Takes both members out of the input. ERR_INPUT names them. */
bool second_take(const struct route *route, struct node *object, struct call *call, struct err *err) MUST_CHECK;
/* What one person may do alone, as the settings say. */
void second_alone_limits(struct call *call);
/* After each step: what a manager has still to be asked for is not done, though it went through to learn all of it. */
bool second_refuse(struct call *call, struct err *err) MUST_CHECK;
/* On the loop, when the call is over: one that wanted a second person and asks the manager is put down. */
void second_put_down(struct call *call);
/* What a second person is asked for: as the noun said it (work.about), else as people call the route; NULL: none was asked for. */
const char *second_about(const struct call *call);

#endif
