/*
 * Scanners and printers joined with the shop: a scan goes into the active cart of its till, a print job of the book goes to its
 * printer and comes back.
 *
 * Thread: the loop's.
 */
#ifndef APP_DEVICES_H
#define APP_DEVICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct app;
struct devices;
struct paper;

bool devices_open(struct app *app, struct devices **devices, struct err *err) MUST_CHECK;
/* Ends the devices; what their papers came to is still to be written by the lanes. NULL is fine. */
void devices_close(struct devices *devices);
void devices_free(struct devices *devices);  /* after the lanes ended; NULL is fine */
/*
 * A trial of the printer that the paper's row names; it is nowhere written down. true: the paper is the devices' to free. ERR_MISSING "name",
 * ERR_BUSY.
 */
bool devices_test(struct devices *devices, struct paper *paper, struct err *err) MUST_CHECK;
/* A scan from elsewhere, as if a scanner of that till had read it. */
void devices_scan(struct devices *devices, const char *till_code, const char *aim, const char *data, size_t size);
/* Jobs may wait: claims what an idle printer can take. */
void devices_may_print(struct devices *devices);

#endif
