/* What the files of the settlement share. Thread: the transaction's. */
#ifndef SHOP_SETTLEMENT_PARTS_H
#define SHOP_SETTLEMENT_PARTS_H

#include "calc/bh01.h"
#include "shop/settlement.h"

/* The stream's number in this store of the site and epoch a cut names. ERR_MISSING "cuts". */
bool settlement_stream(struct txn *txn, const struct settled_cut *cut, int64_t *stream, struct err *err) MUST_CHECK;

/* The last closing of a contract; number 0: none. */
struct settlement_last {
	int64_t entry_key, number;
	int32_t to_day;
	struct money owed_after;
};
bool settlement_last(struct txn *txn, struct id contract_id, struct settlement_last *last, struct err *err) MUST_CHECK;
/* The version of the contract on a day, ended or not (an ended contract is still settled), else its first. ERR_MISSING. */
bool settlement_version(struct txn *txn, struct id contract_id, int32_t day, int64_t *version, struct err *err) MUST_CHECK;
/* The first day a closing counts after `last`. */
bool settlement_first_day(struct txn *txn, struct id contract_id, const struct settlement_last *last, int32_t period, int32_t to_day, int32_t *day,
			  struct err *err) MUST_CHECK;

/* Values of calc/bh01 as they are stored, and back. */
int32_t settled_line_kind(enum bh01_line_kind kind);
enum bh01_line_kind settled_line_bh01(int32_t kind);
/* The ledger's legs of a closing: tiers, VAT on commission and compensation move between the house and what is owed. At most 4. */
size_t settled_legs(const struct settled *settled, struct id consignor_id, struct leg legs[4]);

#endif
