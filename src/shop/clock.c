#include "shop/clock.h"

#include "shop/book.h"
#include "shop/staff.h"

struct clock_confirmed {
	int64_t before_us;      /* the moment of the last entry */
	const char *reason;
};

static const struct field fields[] = {
	F_I64(struct clock_confirmed, before_us, 0, INT64_MAX),
	F_TEXT(struct clock_confirmed, reason, 1, 200),
};
static const struct shape shape = SHAPE(struct clock_confirmed, "clock_confirmed", fields);

/* Nothing is worked out: the entry's own moment is what counts. */
static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	(void)txn;
	(void)entry;
	(void)body;
	(void)arena;
	(void)err;
	return true;
}

const struct kind clock_confirmed_kind = {
	.name = "clock_confirmed", .version = 1, .body = &shape, .apply = apply, .keeps_goods = true,
	.about = "A supervisor confirmed the clock",
};

bool clock_confirm(struct work *work, const char *reason, struct err *err)
{
	struct clock_confirmed body = { .reason = reason };
	struct journal_head head;
	void *first;

	if (work->role != STAFF_SUPERVISOR && work->role != STAFF_ADMIN && !work_has_second(work, err))
		return false;
	if (!work_first_answer(work, &clock_confirmed_kind, &first, err))
		return false;
	if (first)
		return true;
	if (!journal_head(work->txn, work->book->stream, &head, err))
		return false;
	body.before_us = head.at_us;
	return work_record(work, &clock_confirmed_kind, &body, err);
}
