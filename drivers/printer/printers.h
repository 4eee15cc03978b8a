/* Every printer driver, for the one list of them in drivers/printers.c. */
#ifndef DRIVERS_PRINTER_PRINTERS_H
#define DRIVERS_PRINTER_PRINTERS_H

#include "device/printer-driver.h"

extern const struct printer_driver printer_cups;
extern const struct printer_driver printer_file;
extern const struct printer_driver printer_virtual;

#endif
