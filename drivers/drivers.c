/* Every driver there is. Order matters only between equals. Add yours here. */
#include <stddef.h>

#include "device/printer-driver.h"
#include "device/scanner-driver.h"

extern const struct scanner_driver scanner_hid_pos, scanner_cdc_acm, scanner_hid_keyboard, scanner_virtual;
extern const struct printer_driver printer_cups, printer_file, printer_virtual;

const struct scanner_driver *const scanner_drivers[] = {
	&scanner_hid_pos, &scanner_cdc_acm, &scanner_hid_keyboard, &scanner_virtual, NULL,
};

const struct printer_driver *const printer_drivers[] = {
	&printer_cups,
	&printer_file,
	&printer_virtual,
	NULL,
};
