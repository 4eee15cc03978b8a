/* A scan of a device: into the active cart of its till (one is begun where there is none), and told to its page. Thread: the loop's. */
#ifndef APP_SCAN_H
#define APP_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

struct app;

#define TOPIC_BADGES "badges"        /* event `badge`, {staff_id, till_id}: for pages where nobody is signed in yet */
void scan_start(struct app *app, struct id till_id, const char *aim, const char *data, size_t size);

#define SCAN_TRIAL_BYTES_MAX 512     /* of a scan, as it is shown */
/* Is this till's scanner being tried (POST /till/scan_trial)? Then the scan is told to its page as it came, and is nobody's goods. */
bool scan_trial_takes(struct app *app, struct id till_id, const char *scanner, const char *aim, const char *data, size_t size);

#endif
