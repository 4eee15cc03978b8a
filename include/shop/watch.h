/*
 * What of a day somebody else should look at (rules F2): what cashiers' schemes leave behind, found in the entries themselves, so that no noun has to
 * mark anything and nothing can be left unmarked. Each scheme has its row: "bán tạm" at a low price, goods "chưa nhập" whose owner was chosen by
 * hand, weights that were typed, parcels and debts the house bears, offsets, deposits kept, a price lowered and then paid by who lowered it.
 *
 * Nothing is stored; a reader walks the entries of the day, so many at a time, and goes quickly through those before them, the day before's too, for the
 * prices that were lowered and the goods that were drafted there. Thread: the transaction's.
 */
#ifndef SHOP_WATCH_H
#define SHOP_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"

struct arena;
struct txn;

enum watch_what {
	WATCH_RETURN = 1, WATCH_DISCOUNT, WATCH_REMOVED, WATCH_DROPPED, WATCH_TENDER, WATCH_DRAFT, WATCH_WEIGHT, WATCH_UNBOOKED, WATCH_OFFSET, WATCH_CREDIT,
	WATCH_PRICE, WATCH_OWN_PRICE, WATCH_CASH, WATCH_DRAWER, WATCH_COUNT, WATCH_DEPOSIT, WATCH_COD, WATCH_BANK, WATCH_CORRECTED, WATCH_LOSS, WATCH_COPY,
	WATCH_ALONE, WATCH_DUTY, WATCH_VOUCHER, WATCH_PRICE_BACK, WATCH_GOODWILL,
};
extern const char *const watch_words[];  /* return discount removed … goodwill */

#define WATCH_ROWS_MAX 200
#define WATCH_ENTRIES_MAX 20000  /* that one call looks into; the next goes on behind them */
#define WATCH_BEFORE_MAX 100000  /* before them, that it remembers prices and drafts of: the last ones */
struct watch_row {
	const char *about;             /* names of goods, a reason: as in the entry; NULL: none */
	struct money amount;           /* SHAPE_ABSENT: none */
	struct id approver_id;         /* zero: nobody stood behind it */
	int64_t at_us;
	struct id entry_id;
	bool is_alone;
	int64_t number;
	struct id staff_id;
	int32_t what;                  /* enum watch_what */
};
/*
 * Of a stream's day, after the entry `after` (0: from its first), what is found in the next entries_max entries, or until count_max rows are full.
 * *next: the number to go on after, also where nothing was found so far; 0: the day has no more.
 */
struct watch_asked {
	int64_t after;
	size_t count_max;              /* at most WATCH_ROWS_MAX; the rows of the last entry may be a few more */
	int32_t day;
	size_t entries_max;            /* at most WATCH_ENTRIES_MAX */
	int64_t stream;
};
bool watch_day(struct txn *txn, struct arena *arena, const struct watch_asked *asked, struct watch_row **rows, size_t *count, int64_t *next,
	       struct err *err) MUST_CHECK;

#endif
