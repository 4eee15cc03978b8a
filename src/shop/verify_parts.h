/* What the three parts of verify share. */
#ifndef SHOP_VERIFY_PARTS_H
#define SHOP_VERIFY_PARTS_H

#include "shop/verify.h"

/* Writes down one thing that is wrong. */
void verify_problem(struct verify_part *part, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Vouchers, debts and offsets against the ledger. */
bool verify_credit(struct txn *txn, struct verify_part *part, struct err *err) MUST_CHECK;

#endif
