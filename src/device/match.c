#include "device/match.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "device/scanner.h"

#define RULES_MAX 256

static bool row_fits(const struct usb_match *row, const struct usb_ident *ident, const struct usb_interface *interface)
{
	return (!row->vendor || row->vendor == ident->vendor) && (!row->product || row->product == ident->product) &&
	       row->interface_class == interface->class && row->interface_subclass == interface->subclass &&
	       (row->any_protocol || row->interface_protocol == interface->protocol);
}

static void add(struct match *match, const struct match_choice *choice)
{
	size_t at = match->choices_count;

	if (at == MATCH_CHOICES_MAX)
		return;
	for (size_t i = 0; i < at; i++)
		if (match->choices[i].driver == choice->driver && match->choices[i].control == choice->control)
			return;
	while (at > 0 && match->choices[at - 1].sure < choice->sure) {
		match->choices[at] = match->choices[at - 1];
		at--;
	}
	match->choices[at] = *choice;
	match->choices_count++;
}

static void try_row(const struct scanner_driver *driver, const struct usb_match *row, const struct usb_ident *ident,
		    const struct usb_interface *interface, bool bound, struct match *match)
{
	struct match_choice choice = { .driver = driver, .control = interface, .data = interface, .sure = row->sure };

	if (driver->data_interface)
		choice.data = driver->data_interface(ident, interface);
	if (!choice.data || !choice.data->endpoint_in)
		return;
	if (!bound && !row->vendor) {
		if (!match->why_not)
			match->why_not = "not known as a scanner: bind it to a till by its serial, port or kind to use it";
		return;
	}
	if (!bound && driver->claim)
		choice.sure = driver->claim(ident, row, &match->why_not);
	if (choice.sure > 0)
		add(match, &choice);
}

void match_find(const struct scanner_driver *const *drivers, const struct usb_ident *ident, bool bound, struct match *match)
{
	memset(match, 0, sizeof(*match));
	for (; *drivers; drivers++)
		for (const struct usb_match *row = (*drivers)->matches; row && row->interface_class; row++)
			for (size_t i = 0; i < ident->interfaces_count; i++)
				if (row_fits(row, ident, &ident->interfaces[i]))
					try_row(*drivers, row, ident, &ident->interfaces[i], bound, match);
}

const struct scanner_binding *match_binding(const struct scanner_binding *bindings, size_t count, const struct usb_ident *ident)
{
	const struct scanner_binding *best = NULL;
	int best_weight = 0;
	char kind[16];

	snprintf(kind, sizeof(kind), "%04x:%04x", ident->vendor, ident->product);
	for (size_t i = 0; i < count; i++) {
		const struct scanner_binding *row = &bindings[i];
		int weight = (row->serial[0] ? 4 : 0) + (row->port[0] ? 2 : 0) + (row->kind[0] ? 1 : 0);

		if ((row->serial[0] && strcmp(row->serial, ident->serial) != 0) || (row->port[0] && strcmp(row->port, ident->port) != 0) ||
		    (row->kind[0] && strcmp(row->kind, kind) != 0))
			continue;
		if (weight > best_weight) {
			best = row;
			best_weight = weight;
		}
	}
	return best;
}

static int by_number(const void *a, const void *b)
{
	const struct usb_match *x = *(const struct usb_match *const *)a, *y = *(const struct usb_match *const *)b;

	if (x->vendor != y->vendor)
		return x->vendor < y->vendor ? -1 : 1;
	return (x->product > y->product) - (x->product < y->product);
}

void scanner_write_udev_rules(struct buf *buf)
{
	const struct usb_match *rows[RULES_MAX] = { NULL };
	size_t count = 0;

	for (const struct scanner_driver *const *driver = scanner_drivers; *driver; driver++)
		for (const struct usb_match *row = (*driver)->matches; row && row->interface_class; row++)
			if (row->vendor) {
				assert(count < RULES_MAX);
				rows[count++] = row;
			}
	qsort(rows, count, sizeof(rows[0]), by_number);
	buf_text(buf, "# Scanners that ocop-pos may open: made from the match tables in drivers/scanner, compared with them by a test.\n"
		      "# A reader of another maker, bound to a till in the settings, wants a line like these with its own numbers.\n"
		      "ACTION==\"remove\", GOTO=\"ocop_pos_end\"\n"
		      "SUBSYSTEM!=\"usb\", GOTO=\"ocop_pos_end\"\n"
		      "ENV{DEVTYPE}!=\"usb_device\", GOTO=\"ocop_pos_end\"\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && by_number(&rows[i - 1], &rows[i]) == 0)
			continue;
		buf_format(buf, "# %s\nATTR{idVendor}==\"%04x\", ", rows[i]->name, rows[i]->vendor);
		if (rows[i]->product)
			buf_format(buf, "ATTR{idProduct}==\"%04x\", ", rows[i]->product);
		buf_text(buf, "GROUP=\"ocop-pos\", MODE=\"0660\"\n");
	}
	buf_text(buf, "LABEL=\"ocop_pos_end\"\n");
}
