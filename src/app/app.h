/* The program while it serves: what the loop owns, and what workers may read (settings and rules, fixed at the start). */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/cart_told.h"
#include "app/settings.h"
#include "base/id.h"
#include "shop/find.h"

struct bank_desk;
struct devices;
struct door;
struct http;
struct lanes;
struct practice;
struct loop;
struct sessions;
struct sse;
struct stations;
struct guests;
struct tries;

#define SCAN_TRIALS_MAX 8

struct app {
	/* Fixed once it serves: any thread. */
	struct settings settings;
	struct id site_id;
	char public_host[90];          /* the name in public_url; "": none, or one that is among our own */
	const uint8_t *pepper;

	struct carts_told told;        /* LANE_DRAFT's */

	/* The loop's. */
	struct loop *loop;
	struct lanes *lanes;
	struct sessions *sessions;
	struct stations *stations;
	struct tries *tries;
	struct guests *guests;         /* NULL: none are counted (tests) */
	size_t signing[2];             /* tries of people not signed in on LANE_SIGN: from elsewhere, from known places */
	struct sse *sse;
	struct http *http;
	struct devices *devices;       /* NULL: none (tests) */
	struct bank_desk *bank;
	struct practice *practice;     /* NULL: none (tests); in a practice till its line to the real one */
	struct id trials[SCAN_TRIALS_MAX];  /* tills whose scanner is being tried: nothing it reads is sold … */
	int64_t trials_until_us[SCAN_TRIALS_MAX];  /* … until this moment */
	bool is_ending;
	size_t calls_count;            /* under way */
};

/* At the start: the name that customers come by, where the shop's own people do not come by it too. */
bool app_find_public_host(struct app *app);

/* The printer of a till's receipts, by its code; NULL: none. Any thread. */
const char *app_printer_of(const struct app *app, const char *till_code);
struct find_rules app_find_rules(const struct app *app, int64_t at_us);

#endif
