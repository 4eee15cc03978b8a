#include "printer/printers.h"

/* Every printer driver there is. Add yours here and in printer/printers.h. */
const struct printer_driver *const printer_drivers[] = {
	&printer_cups,
	&printer_file,
	&printer_virtual,
	NULL,
};
