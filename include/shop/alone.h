/*
 * One person on duty (rules B6): what needs a second person may go on with a reason up to a limit, is marked in its entry ("một người"), and
 * is looked at afterwards by a manager, who confirms it or asks; the one who did it never can.
 *
 * The limit is the greater of the site's setting and of the duty that a supervisor switched on for a while; beside it stands how much all of
 * them may come to in one person's business day, so that a large thing is not done in many small ones. An entry marked so has a row here
 * (journal.h: entry_apply); its words are in no body, so every kind of entry can be done alone by one call: work_may.
 *
 * Thread: the transaction's.   Errors: ERR_FORBIDDEN the role, or one's own; ERR_CONFLICT "entry_id": confirmed already.
 */
#ifndef SHOP_ALONE_H
#define SHOP_ALONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "calc/money.h"
#include "shop/journal.h"

/* Their numbers are in entries: add at the end, never renumber. */
#define ALONE_REASONS_MAX 5
extern const char *const alone_reasons[ALONE_REASONS_MAX + 1];  /* from 1 */
extern const struct kind duty_set_kind, alone_answered_kind;

/* ---- when ---------------------------------------------------------------------- */

#define DUTY_DAYS_MAX 31
#define DUTY_LIMIT_MAX INT64_C(1000000000)
#define DUTY_DAY_TIMES 10          /* what a day comes to where nobody said, in single limits */
struct duty {
	struct money day_limit;        /* 0: none */
	struct id except_id;           /* whom it does not hold for; zero: it holds for all */
	int64_t from_us;
	struct money limit;            /* 0: nobody may */
	int64_t until_us;
};
/*
 * By who oversees; the last one holds. It holds for others than who switches it on; for_own: for her too, which takes a second person
 * (ERR_FORBIDDEN "approver"). except_id is worked out here.
 */
bool duty_set(struct work *work, const struct duty *in, bool for_own, struct err *err) MUST_CHECK;
/* The last one; all 0: none yet. */
bool duty_get(struct txn *txn, struct id site_id, struct duty *duty, struct err *err) MUST_CHECK;
/* What holds for the work's actor at this moment. */
struct alone_limits {
	struct money day;              /* up to which her acts of the business day may come to; 0: no such limit */
	struct money done;             /* what they came to so far */
	struct money single;           /* up to which she may go on alone; 0: not at all */
};
bool alone_limits(const struct work *work, struct alone_limits *limits, struct err *err) MUST_CHECK;

/* ---- what ---------------------------------------------------------------------- */

/* Values are in the database: add at the end, never renumber. */
enum alone_answer { ALONE_CONFIRMED = 1, ALONE_ASKED };
extern const char *const alone_answer_words[];  /* confirmed asked */

#define ALONE_LIST_MAX 200
struct alone_row {
	struct money amount;
	int32_t answer;                /* enum alone_answer; 0: not looked at */
	int64_t answered_key;          /* SHAPE_ABSENT: not looked at */
	int64_t at_us;
	int64_t entry_key;
	const char *kind;
	int64_t reason;
	struct id staff_id;
};
/* For entry_apply only. */
bool alone_row_add(struct txn *txn, const struct entry *entry, struct err *err) MUST_CHECK;
/* The newest before a key (0: from the newest): all, or only what waits for a manager. *last_key: the key to go on from; 0: no more. */
bool alone_list(struct txn *txn, struct arena *arena, bool only_open, int64_t before_key, size_t count_max, struct alone_row **rows, size_t *count,
		int64_t *last_key, struct err *err) MUST_CHECK;
/* How often, and for how much in all, a person did so since an entry. */
bool alone_since(struct txn *txn, struct id staff_id, int64_t after_key, int64_t *count, struct money *amount, struct err *err) MUST_CHECK;

struct alone_answer_in {
	int32_t answer;
	struct id entry_id;
	const char *words;             /* NULL: none; needed to ask */
};
bool alone_answer(struct work *work, const struct alone_answer_in *in, struct err *err) MUST_CHECK;
/* What was said of it last; NULL: nothing. */
bool alone_words(struct txn *txn, struct arena *arena, const struct alone_row *row, const char **words, struct id *by_id, struct err *err) MUST_CHECK;

#endif
