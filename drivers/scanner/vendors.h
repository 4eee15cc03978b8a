/*
 * Makers whose USB devices are readers: what a row of theirs matches is taken without asking anyone. Makers of
 * ordinary keyboards or of bare USB chips do not belong here; their readers are bound in the settings.
 * Numbers as the USB-IF gave them out and the public list usb.ids names them. Devices of 0581, 05f9, 065a, 0c2e and 1eab are also in
 * tests/cases/hid/scanner_ids.tsv; of the others no device of ours or of a public report has been seen: the number alone is known.
 */
#ifndef DRIVERS_SCANNER_VENDORS_H
#define DRIVERS_SCANNER_VENDORS_H

/* X(vendor, name, …what else the driver's row has…) */
#define SCANNER_VENDORS(X, ...) \
	X(0x0536, "Honeywell (Hand Held Products)", __VA_ARGS__) \
	X(0x0581, "Racal Data Group (Tera and others)", __VA_ARGS__) \
	X(0x05e0, "Zebra (Symbol Technologies)", __VA_ARGS__) \
	X(0x05f9, "Datalogic (PSC Scanning)", __VA_ARGS__) \
	X(0x065a, "Opticon (Optoelectronics)", __VA_ARGS__) \
	X(0x067e, "Honeywell (Intermec)", __VA_ARGS__) \
	X(0x080c, "Datalogic", __VA_ARGS__) \
	X(0x0c2e, "Honeywell (Metrologic Instruments)", __VA_ARGS__) \
	X(0x1eab, "Newland", __VA_ARGS__) \
	X(0x23d0, "Honeywell", __VA_ARGS__) \
	X(0x2dd6, "Mindeo and Mertech", __VA_ARGS__)

#define VENDOR_ROW(number, maker, ...) { .vendor = (number), .name = (maker), __VA_ARGS__ },

#endif
