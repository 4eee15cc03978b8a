/* What drivers of every kind say of themselves. Pure. */
#ifndef DEVICE_DRIVER_H
#define DEVICE_DRIVER_H

enum driver_state {
	DRIVER_TRIAL,  /* written from the standard, seen with few real devices */
	DRIVER_STABLE, /* in daily use */
};

#endif
