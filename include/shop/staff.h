/*
 * Who works here, in which role. Names live in the vault; PINs and passwords in the working table credential.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_STAFF_H
#define SHOP_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

/* Values are in the database: add at the end, never renumber. Manager = supervisor and settlement. */
enum staff_role {
	STAFF_CASHIER = 1,     /* sells, opens and counts own shift */
	STAFF_SUPERVISOR = 2,  /* approves what takes money back out, confirms the clock */
	STAFF_STOCK = 3,       /* intake, stock, labels */
	STAFF_ACCOUNTANT = 4,  /* contracts, settlements, payouts */
	STAFF_ADMIN = 5,       /* staff, settings, all of the above */
};

extern const char *const staff_role_words[];  /* cashier supervisor stock accountant admin */

#endif
