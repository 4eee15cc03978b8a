/*
 * A clock that is plainly wrong (behind the last entry, or 36 h ahead of it) is asked about once:
 * a supervisor confirms it, as an entry, and selling goes on.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_CLOCK_H
#define SHOP_CLOCK_H

#include "shop/journal.h"

/*
 * The moment of the work becomes the one that later entries follow. ERR_FORBIDDEN "approver": neither the
 * actor nor the second person is a supervisor.
 */
bool clock_confirm(struct work *work, const char *reason, struct err *err) MUST_CHECK;

#endif
