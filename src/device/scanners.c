/*
 * All scanners. A slot is a place at the counter: it outlives the plug, so that a reader that comes back is the same
 * one, with its counts, its till and its state in the strip.
 *
 *   came ──▶ choices? ──none──▶ refused (or not ours at all: no slot)
 *              │ the surest first
 *              ▼
 *            link open ──▶ start, a control transfer a step ──▶ reading = ready
 *              │  trouble                │ "not mine"
 *              ▼                         ▼
 *            lost, tried again      the next choice; none left: refused
 *            with growing pauses
 */
#include "device/scanner.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "device/match.h"
#include "device/scanner_socket.h"
#include "device/scanner_unit.h"
#include "device/usb.h"

#define PAUSE_MIN_US 50000
#define PAUSE_MAX_US 10000000
#define NEXT_US 1000 /* before the next choice: the last link must be gone first */

struct slot {
	struct scanners *scanners;
	struct usb_ident ident;
	const struct scanner_binding *binding; /* NULL: the default till */
	struct match match;                    /* points into ident */
	size_t choice;                         /* in match, the one that is tried */
	struct usb_device *device;             /* NULL: not plugged in */
	struct usb_link *link;
	bool in_midst; /* it may be in the middle of a code when it is opened next */
	struct scanner unit;
	bool has_unit;
	unsigned step; /* of the driver's start */
	struct event *again;
	int64_t pause_us;
	enum scanner_state state;
	char reason[96];
	uint64_t seen; /* when it was last of use; the lowest goes first */
};

struct scanners {
	struct event_base *base;
	scanner_heard *heard;
	scanner_changed *changed;
	void *owner;
	char till[SCANNER_TEXT_MAX];
	struct scanner_binding *bindings;
	size_t bindings_count;
	char ends[16];
	uint32_t baud;
	struct usb *usb;     /* NULL: none yet */
	struct event *usb_again;
	int64_t usb_again_us;
	bool had_bus;        /* when it was opened */
	struct slot *slots[SCANNERS_MAX];
	size_t slots_count;
	uint64_t clock;
	struct slot *cable; /* the virtual scanner, not among slots; NULL: none */
	struct scanner_socket *socket;
};

static const struct usb_link_ears link_ears;
static const struct scanner_ears unit_ears;

/* ---- telling --------------------------------------------------------------------------- */

static const char *slot_name(const struct slot *slot)
{
	if (slot->ident.name[0])
		return slot->ident.name;
	return slot->has_unit ? slot->unit.driver->name : "scanner";
}

static void tell(struct slot *slot)
{
	if (slot->scanners->changed)
		slot->scanners->changed(slot->scanners->owner);
}

static void set_state(struct slot *slot, enum scanner_state state, const char *reason)
{
	bool same = slot->state == state && strcmp(slot->reason, reason) == 0;

	slot->state = state;
	snprintf(slot->reason, sizeof(slot->reason), "%s", reason);
	if (same)
		return;
	log_notice("scanner", "%s at %s: %s%s%s", slot_name(slot), slot->ident.port, scanner_state_name(state), reason[0] ? ", " : "", reason);
	tell(slot);
}

/* ---- one slot's way ---------------------------------------------------------------------- */

static void wait_then_try(struct slot *slot, int64_t us)
{
	struct timeval wait = { us / 1000000, us % 1000000 };

	evtimer_add(slot->again, &wait);
}

static void trouble(struct slot *slot, enum scanner_state state, const char *why)
{
	usb_link_close(slot->link, false);
	slot->link = NULL;
	if (slot->state == SCANNER_READY) {
		slot->in_midst = true;
		scanner_damage(&slot->unit, clock_tick_us());
	}
	set_state(slot, state, why);
	wait_then_try(slot, slot->pause_us);
	slot->pause_us = slot->pause_us * 2 < PAUSE_MAX_US ? slot->pause_us * 2 : PAUSE_MAX_US;
}

/* The driver looked closer and does not want it: the kernel gets it back, and the next driver its chance. */
static void not_mine(struct slot *slot, const char *why)
{
	usb_link_close(slot->link, true);
	slot->link = NULL;
	if (++slot->choice < slot->match.choices_count) {
		wait_then_try(slot, NEXT_US);
		return;
	}
	set_state(slot, SCANNER_REFUSED, why);
}

static void step(struct slot *slot, const struct usb_answer *answer)
{
	const struct scanner_driver *driver = slot->unit.driver;
	struct usb_request request = { 0 };
	const char *why = "not a scanner";
	enum scanner_start next = SCANNER_START_DONE;
	struct err err;

	if (driver->start)
		next = driver->start(&slot->unit, slot->step++, answer, &request, &why);
	if (next == SCANNER_START_REFUSE) {
		not_mine(slot, why);
	} else if (next == SCANNER_START_ASK) {
		if (!usb_link_ask(slot->link, &request, &err))
			trouble(slot, SCANNER_LOST, err.text);
	} else if (!usb_link_read(slot->link, slot->unit.report_bytes, &err)) {
		trouble(slot, SCANNER_LOST, err.text);
	} else {
		set_state(slot, SCANNER_READY, "");
	}
}

static void try_choice(evutil_socket_t fd, short what, void *arg)
{
	struct slot *slot = arg;
	const struct match_choice *choice = &slot->match.choices[slot->choice];
	struct err err;

	(void)fd;
	(void)what;
	assert(slot->device && !slot->link && slot->choice < slot->match.choices_count);
	if (!slot->has_unit || slot->unit.driver != choice->driver || slot->unit.interface.number != choice->control->number) {
		uint64_t scans_count = slot->has_unit ? slot->unit.scans_count : 0;

		if (slot->has_unit)
			scanner_release(&slot->unit);
		scanner_init(&slot->unit, choice->driver, choice->control, slot->scanners->ends, slot->scanners->baud, &unit_ears, slot);
		slot->unit.scans_count = scans_count;
		slot->has_unit = true;
	}
	scanner_restart(&slot->unit, slot->in_midst, clock_tick_us());
	slot->step = 0;
	if (!usb_link_open(slot->scanners->usb, slot->device, choice->control, choice->data, &link_ears, slot, &slot->link, &err)) {
		slot->link = NULL;
		/* What a person can mend is said so, and tried again all the same. */
		trouble(slot, err.code == ERR_FORBIDDEN || err.code == ERR_BUSY ? SCANNER_REFUSED : SCANNER_LOST, err.text);
		return;
	}
	step(slot, NULL);
}

static void link_answered(void *owner, const struct usb_answer *answer)
{
	step(owner, answer);
}

static void link_received(void *owner, const uint8_t *data, size_t size)
{
	struct slot *slot = owner;

	slot->pause_us = PAUSE_MIN_US;
	slot->seen = ++slot->scanners->clock;
	scanner_feed(&slot->unit, data, size, clock_tick_us());
}

static void link_damaged(void *owner)
{
	struct slot *slot = owner;

	scanner_damage(&slot->unit, clock_tick_us());
}

static void link_lost(void *owner, const char *why)
{
	struct slot *slot = owner;

	slot->link = NULL;
	trouble(slot, SCANNER_LOST, why);
}

static const struct usb_link_ears link_ears = {
	.answered = link_answered,
	.received = link_received,
	.damaged = link_damaged,
	.lost = link_lost,
};

static void unit_scanned(void *owner, const char *aim, const char *data, size_t size)
{
	struct slot *slot = owner;
	struct scan scan = {
		.data = data,
		.size = size,
		.aim = aim ? aim : "",
		.scanner = slot_name(slot),
		.till = slot->binding ? slot->binding->till : slot->scanners->till,
	};

	slot->scanners->heard(slot->scanners->owner, &scan);
}

static void unit_changed(void *owner)
{
	struct slot *slot = owner;

	if (slot == slot->scanners->cable && slot->unit.plugged != (slot->state == SCANNER_READY))
		set_state(slot, slot->unit.plugged ? SCANNER_READY : SCANNER_LOST, slot->unit.plugged ? "" : "unplugged");
	else
		tell(slot);
}

static void unit_replied(void *owner, const char *line)
{
	struct slot *slot = owner;

	if (slot->scanners->socket)
		scanner_socket_reply(slot->scanners->socket, line);
}

static const struct scanner_ears unit_ears = { .scanned = unit_scanned, .changed = unit_changed, .replied = unit_replied };

/* ---- coming and going -------------------------------------------------------------------- */

static struct slot *slot_new(struct scanners *scanners)
{
	struct slot *slot = calloc(1, sizeof(*slot));

	assert(slot);
	slot->scanners = scanners;
	slot->again = evtimer_new(scanners->base, try_choice, slot);
	assert(slot->again);
	slot->state = SCANNER_LOST;
	return slot;
}

static void slot_free(struct slot *slot)
{
	usb_link_close(slot->link, true);
	event_free(slot->again);
	if (slot->has_unit)
		scanner_release(&slot->unit);
	free(slot);
}

/* The slot this device had before: by its serial wherever it is plugged, else by its kind at the same port. */
static struct slot *slot_before(struct scanners *scanners, const struct usb_ident *ident)
{
	for (size_t i = 0; i < scanners->slots_count; i++) {
		struct slot *slot = scanners->slots[i];
		const struct usb_ident *was = &slot->ident;

		if (!slot->device && was->vendor == ident->vendor && was->product == ident->product && strcmp(was->serial, ident->serial) == 0 &&
		    (ident->serial[0] || strcmp(was->port, ident->port) == 0))
			return slot;
	}
	return NULL;
}

/* A new slot; when all are taken, in place of the one that was of no use for longest and is not plugged in. */
static struct slot *slot_make(struct scanners *scanners)
{
	size_t oldest = SCANNERS_MAX;

	if (scanners->slots_count < SCANNERS_MAX)
		return scanners->slots[scanners->slots_count++] = slot_new(scanners);
	for (size_t i = 0; i < SCANNERS_MAX; i++)
		if (!scanners->slots[i]->device && (oldest == SCANNERS_MAX || scanners->slots[i]->seen < scanners->slots[oldest]->seen))
			oldest = i;
	if (oldest == SCANNERS_MAX)
		return NULL;
	slot_free(scanners->slots[oldest]);
	return scanners->slots[oldest] = slot_new(scanners);
}

static void device_came(void *owner, struct usb_device *device)
{
	struct scanners *scanners = owner;
	const struct usb_ident *ident = usb_device_ident(device);
	const struct scanner_binding *binding = match_binding(scanners->bindings, scanners->bindings_count, ident);
	struct slot *slot;
	struct match match;

	match_find(scanner_drivers, ident, binding != NULL, &match);
	if (match.choices_count == 0 && !match.why_not && !binding)
		return;
	slot = slot_before(scanners, ident);
	if (!slot)
		slot = slot_make(scanners);
	if (!slot) {
		log_warning("scanner", "%s at %s: more than %d scanners, left alone", ident->name, ident->port, SCANNERS_MAX);
		return;
	}
	slot->ident = *ident;
	slot->binding = binding;
	slot->device = device;
	slot->choice = 0;
	slot->in_midst = usb_device_was_there(device);
	slot->pause_us = PAUSE_MIN_US;
	slot->seen = ++scanners->clock;
	/* Once more, so that the choices point into the slot's own copy. */
	match_find(scanner_drivers, &slot->ident, binding != NULL, &slot->match);
	if (slot->match.choices_count == 0)
		set_state(slot, SCANNER_REFUSED, match.why_not ? match.why_not : "has no interface that a scanner would have");
	else
		try_choice(-1, 0, slot);
}

static void device_left(void *owner, struct usb_device *device)
{
	struct scanners *scanners = owner;

	for (size_t i = 0; i < scanners->slots_count; i++) {
		struct slot *slot = scanners->slots[i];

		if (slot->device != device)
			continue;
		slot->device = NULL;
		evtimer_del(slot->again);
		usb_link_close(slot->link, false);
		slot->link = NULL;
		set_state(slot, SCANNER_LOST, "unplugged");
	}
}

static const struct usb_ears usb_ears = { .came = device_came, .left = device_left };

/* ---- opening ------------------------------------------------------------------------------ */

static bool check_settings(const struct scanner_settings *settings, struct err *err)
{
	if (!settings->till || !settings->till[0] || strlen(settings->till) >= SCANNER_TEXT_MAX)
		return err_set(err, ERR_INPUT, "till", "scanners that no binding names need a till, of at most %d bytes", SCANNER_TEXT_MAX - 1);
	if (settings->bindings_count > SCANNER_BINDINGS_MAX)
		return err_set(err, ERR_LIMIT, "bindings", "at most %d bindings", SCANNER_BINDINGS_MAX);
	if (settings->ends && (!settings->ends[0] || strlen(settings->ends) > 15))
		return err_set(err, ERR_INPUT, "ends", "1 to 15 bytes that close a scan");
	for (size_t i = 0; i < settings->bindings_count; i++) {
		const struct scanner_binding *row = &settings->bindings[i];

		if (!row->till[0])
			return err_set(err, ERR_INPUT, "till", "a binding needs a till") || err_within(err, "bindings[%zu]", i);
		if (!row->serial[0] && !row->port[0] && !row->kind[0])
			return err_set(err, ERR_INPUT, "serial", "a binding names its scanner by serial, port or kind") ||
			       err_within(err, "bindings[%zu]", i);
	}
	return true;
}

static const struct scanner_driver *driver_named(const char *name)
{
	for (const struct scanner_driver *const *driver = scanner_drivers; *driver; driver++)
		if (strcmp((*driver)->name, name) == 0)
			return *driver;
	return NULL;
}

static bool open_cable(struct scanners *scanners, const char *path, struct err *err)
{
	const struct scanner_driver *driver = driver_named("virtual");
	struct slot *slot = slot_new(scanners);

	assert(driver);
	scanners->cable = slot;
	scanner_init(&slot->unit, driver, NULL, NULL, 0, &unit_ears, slot);
	slot->has_unit = true;
	snprintf(slot->ident.serial, sizeof(slot->ident.serial), "virtual");
	snprintf(slot->ident.name, sizeof(slot->ident.name), "virtual");
	slot->binding = match_binding(scanners->bindings, scanners->bindings_count, &slot->ident);
	slot->state = SCANNER_READY;
	return scanner_socket_open(scanners->base, path, &slot->unit, &scanners->socket, err);
}

/* ---- the bus --------------------------------------------------------------------------------- */

#define USB_AGAIN_US INT64_C(5000000)

static bool open_usb(struct scanners *scanners, struct err *err)
{
	scanners->had_bus = usb_has_bus();
	if (usb_open(scanners->base, &usb_ears, scanners, &scanners->usb, err))
		return true;
	scanners->usb = NULL;
	return false;
}

static void look_again(struct scanners *scanners)
{
	struct timeval wait = { scanners->usb_again_us / 1000000, scanners->usb_again_us % 1000000 };

	evtimer_add(scanners->usb_again, &wait);
}

/*
 * libusb may refuse to begin where no bus is, or begin and never hear of one that is mounted later: both are tried
 * again until the bus has been seen, or a reader has come all the same.
 */
static void try_usb(evutil_socket_t fd, short what, void *arg)
{
	struct scanners *scanners = arg;
	struct err err;

	(void)fd;
	(void)what;
	if (scanners->usb && (scanners->had_bus || scanners->slots_count > 0))
		return;
	if (!scanners->usb || usb_has_bus()) {
		usb_close(scanners->usb);
		if (open_usb(scanners, &err) && scanners->had_bus)
			log_notice("scanner", "the USB bus is here now");
	}
	if (!scanners->usb || !scanners->had_bus)
		look_again(scanners);
}

bool scanners_open(struct event_base *base, const struct scanner_settings *settings, scanner_heard *heard, void *owner,
		   struct scanners **scanners_made, struct err *err)
{
	struct scanners *scanners;
	struct err usb_err;

	assert(base && heard);
	if (!check_settings(settings, err))
		return false;
	scanners = calloc(1, sizeof(*scanners));
	assert(scanners);
	scanners->base = base;
	scanners->heard = heard;
	scanners->changed = settings->changed;
	scanners->owner = owner;
	scanners->baud = settings->baud;
	snprintf(scanners->till, sizeof(scanners->till), "%s", settings->till);
	snprintf(scanners->ends, sizeof(scanners->ends), "%s", settings->ends ? settings->ends : "\r\n\t\x03");
	scanners->bindings_count = settings->bindings_count;
	scanners->bindings = calloc(settings->bindings_count + 1, sizeof(*scanners->bindings));
	assert(scanners->bindings);
	if (settings->bindings_count > 0)
		memcpy(scanners->bindings, settings->bindings, settings->bindings_count * sizeof(*scanners->bindings));
	if (settings->virtual_socket && !open_cable(scanners, settings->virtual_socket, err)) {
		scanners_close(scanners);
		return false;
	}
	scanners->usb_again = evtimer_new(base, try_usb, scanners);
	assert(scanners->usb_again);
	scanners->usb_again_us = settings->usb_again_us ? settings->usb_again_us : USB_AGAIN_US;
	if (!settings->no_usb && (!open_usb(scanners, &usb_err) || !scanners->had_bus)) {
		log_notice("scanner", "%s; going on without, and looking again", scanners->usb ? "no USB bus here" : usb_err.text);
		look_again(scanners);
	}
	*scanners_made = scanners;
	return true;
}

void scanners_close(struct scanners *scanners)
{
	if (!scanners)
		return;
	scanners->changed = NULL;
	while (scanners->slots_count > 0)
		slot_free(scanners->slots[--scanners->slots_count]);
	if (scanners->usb_again)
		event_free(scanners->usb_again);
	usb_close(scanners->usb);
	scanner_socket_close(scanners->socket);
	if (scanners->cable)
		slot_free(scanners->cable);
	free(scanners->bindings);
	free(scanners);
}

/* ---- asking -------------------------------------------------------------------------------- */

static void describe(const struct slot *slot, struct scanner_status *status)
{
	memset(status, 0, sizeof(*status));
	snprintf(status->name, sizeof(status->name), "%s", slot_name(slot));
	snprintf(status->serial, sizeof(status->serial), "%s", slot->ident.serial);
	snprintf(status->port, sizeof(status->port), "%s", slot->ident.port);
	if (slot->ident.vendor)
		snprintf(status->kind, sizeof(status->kind), "%04x:%04x", slot->ident.vendor, slot->ident.product);
	snprintf(status->till, sizeof(status->till), "%s", slot->binding ? slot->binding->till : slot->scanners->till);
	status->bound = slot->binding != NULL;
	status->state = slot->state;
	snprintf(status->reason, sizeof(status->reason), "%s", slot->reason);
	if (!slot->has_unit)
		return;
	snprintf(status->driver, sizeof(status->driver), "%s", slot->unit.driver->name);
	status->scans_count = slot->unit.scans_count;
	status->complaints_count = slot->unit.complaints_count;
	snprintf(status->complaint, sizeof(status->complaint), "%s", slot->unit.complaint);
}

static bool is_seen(const struct scanners *scanners, const struct scanner_binding *binding)
{
	if (scanners->cable && scanners->cable->binding == binding)
		return true;
	for (size_t i = 0; i < scanners->slots_count; i++)
		if (scanners->slots[i]->binding == binding)
			return true;
	return false;
}

size_t scanners_list(const struct scanners *scanners, struct scanner_status *statuses, size_t max)
{
	size_t count = 0;

	if (scanners->cable && count < max)
		describe(scanners->cable, &statuses[count++]);
	for (size_t i = 0; i < scanners->slots_count && count < max; i++)
		describe(scanners->slots[i], &statuses[count++]);
	for (size_t i = 0; i < scanners->bindings_count && count < max; i++) {
		const struct scanner_binding *row = &scanners->bindings[i];
		struct scanner_status *status = &statuses[count];

		if (is_seen(scanners, row))
			continue;
		memset(status, 0, sizeof(*status));
		snprintf(status->name, sizeof(status->name), "%s", row->serial[0] ? row->serial : row->port[0] ? row->port : row->kind);
		memcpy(status->serial, row->serial, sizeof(status->serial));
		memcpy(status->port, row->port, sizeof(status->port));
		memcpy(status->kind, row->kind, sizeof(status->kind));
		memcpy(status->till, row->till, sizeof(status->till));
		status->bound = true;
		status->state = SCANNER_LOST;
		snprintf(status->reason, sizeof(status->reason), "not plugged in");
		count++;
	}
	return count;
}

const char *scanner_state_name(enum scanner_state state)
{
	static const char *const names[] = { [SCANNER_READY] = "ready", [SCANNER_LOST] = "lost", [SCANNER_REFUSED] = "refused" };

	return names[state];
}

bool scanners_inject(struct scanners *scanners, const char *till, const char *data, size_t size, struct err *err)
{
	struct scan scan = { .data = data, .size = size, .aim = "", .scanner = "page", .till = till };
	char why[96];

	if (!scanner_allows(data, size, why, sizeof(why)))
		return err_set(err, size > SCAN_SIZE_MAX ? ERR_LIMIT : ERR_INPUT, "data", "%s", why);
	scanners->heard(scanners->owner, &scan);
	return true;
}
