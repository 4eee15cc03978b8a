/* A scan of a device: into the active cart of its till (one is begun where there is none), and told to its page. Thread: the loop's. */
#ifndef APP_SCAN_H
#define APP_SCAN_H

#include <stddef.h>

#include "base/id.h"

struct app;

void scan_start(struct app *app, struct id till_id, const char *aim, const char *data, size_t size);

#endif
