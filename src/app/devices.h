/*
 * Scanners and printers joined with the shop: a scan goes into the active cart of its till, a print job of the book goes to its
 * printer and comes back.
 *
 * Thread: the loop's.
 */
#ifndef APP_DEVICES_H
#define APP_DEVICES_H

#include <stddef.h>

#include "base/err.h"

struct app;
struct arena;
struct devices;
struct devices_view;

bool devices_open(struct app *app, struct devices **devices, struct err *err) MUST_CHECK;
/* The printers' last jobs come back before it returns. */
void devices_close(struct devices *devices);  /* NULL is fine */
/* Jobs may wait: claims what an idle printer can take. */
void devices_may_print(struct devices *devices);

#endif
