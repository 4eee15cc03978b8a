/*
 * What a printer driver is. Add yours to drivers/drivers.c.
 *
 * Everything here runs on the printer's own worker thread and may wait, each call no longer
 * than about settings->call_timeout_ms. A driver keeps nothing outside its private memory,
 * starts no thread, and never tries again by itself: that is the core's. After any error
 * the core calls close and later open; private memory stays from one to the next.
 */
#ifndef DEVICE_PRINTER_DRIVER_H
#define DEVICE_PRINTER_DRIVER_H

#include "device/printer.h"

#define PRINT_NAME_SIZE (PRINT_TITLE_MAX + 1 + ID_TEXT_SIZE)

struct printer;

struct print_document {
	char name[PRINT_NAME_SIZE]; /* "title id"; the last 36 bytes are the id */
	enum print_format format;
	const char *bytes; /* NULL, 0 where a job is only asked for */
	size_t size;
};

enum print_fate {
	PRINT_ABSENT, /* the printer knows no job of that id */
	PRINT_HELD,   /* it has it, not yet printed */
	PRINT_PRINTED,
	PRINT_GIVEN_UP, /* it had it and will not print it: cancelled, aborted */
};

struct printer_driver {
	const char *name;    /* in settings and logs; the name of the file */
	const char *about;   /* one line for people */
	bool on_trial;       /* not yet proved on many devices */
	size_t private_size; /* zeroed memory of the driver's, one per printer */

	/* Are these settings whole? Says ERR_INPUT and the field. No device is touched. */
	bool (*check)(const struct printer_settings *settings, struct err *err);
	bool (*open)(struct printer *printer, struct err *err);
	/*
	 * Hands the whole document over, once. false: ERR_BUSY or ERR_IO, surely not taken, may be
	 * tried again; ERR_UNSURE, may have been taken; any other, refused for good.
	 */
	bool (*send)(struct printer *printer, const struct print_document *document, struct err *err);
	/* What became of the document of that id; text (may stay empty) says why it waits or was given up. */
	bool (*look)(struct printer *printer, const struct print_document *document, enum print_fate *fate, char text[PRINT_TEXT_SIZE],
		     struct err *err);
	/* Asks the printer to forget a document it holds; what then became of it is told by look. */
	bool (*cancel)(struct printer *printer, const struct print_document *document, struct err *err);
	/* How the printer is; text empty when there is nothing to say. */
	bool (*ask)(struct printer *printer, enum printer_state *state, char text[PRINT_TEXT_SIZE], struct err *err);
	void (*close)(struct printer *printer); /* also after an open that failed */
};

extern const struct printer_driver *const printer_drivers[]; /* drivers/drivers.c; ends with NULL */

void *printer_private(struct printer *printer);
const struct printer_settings *printer_settings(const struct printer *printer); /* with the defaults filled in */

/*
 * Says which socket the calls from now on wait on, so that the owner can shut it down when one
 * hangs or the process ends. -1 before the driver closes it.
 */
void printer_watch(struct printer *printer, int socket);

/*
 * The state that one of the keywords of `printer-state-reasons` (RFC 8011, 5.4.12; PWG 5100.x)
 * asks for, with or without its -report, -warning, -error; PRINTER_READY: none of our business.
 */
enum printer_state printer_state_of_reason(const char *keyword);
/* The one of two states that a person should see. */
enum printer_state printer_state_worse(enum printer_state a, enum printer_state b);

#endif
