/*
 * What waits for a manager who is somewhere else (rules B6): a request that needs a second person is put down with what is at stake, as the
 * book reckons it; he agrees or refuses from his own session; the till then asks again with the same id and the same words, and he is
 * its second person. Working rows: they go when they are over.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_CONSENT_H
#define SHOP_CONSENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"
#include "shop/journal.h"

struct txn;

#define CONSENT_WAIT_US INT64_C(900000000)  /* a customer does not wait longer */
#define CONSENTS_MAX 50                     /* that wait at one time */

/* Values are in the database: add at the end, never renumber. */
enum consent_state { CONSENT_WAITING = 1, CONSENT_AGREED, CONSENT_REFUSED };
extern const char *const consent_state_words[];  /* waiting agreed refused */
extern const struct shape stake_shape;

struct consent {
	const char *about;             /* what is to be done, as the book says it; NULL: the path says enough */
	const char *answer;            /* NULL: none */
	struct hash ask;
	int64_t at_us;
	struct id by_id;               /* zero: nobody answered yet */
	int64_t expires_us;
	struct id id;                  /* the request's */
	const char *path;              /* of the route: "/cash-moves" */
	struct id staff_id;
	struct stakes stakes;          /* what is asked for; none: nothing of worth */
	int32_t state;
	struct id till_id;             /* zero: none */
	const char *words;             /* who asks, in her own; "": none */
};

/*
 * Forgets those that are over; ERR_LIMIT past CONSENTS_MAX. The same request waits on as it is and stays refused; where she asks for something
 * else under its id, or it was agreed to and that was not enough, it waits anew. What somebody else asked under it stays, unless it is taken over.
 */
bool consent_ask(struct txn *txn, const struct consent *consent, bool takes_over, int64_t now_us, struct err *err) MUST_CHECK;
bool consent_forget(struct txn *txn, int64_t now_us, struct err *err) MUST_CHECK;
bool consent_find(struct txn *txn, struct arena *arena, struct id id, struct consent *consent, bool *found, struct err *err) MUST_CHECK;
/* Those that wait and are not over, the oldest first; at most CONSENTS_MAX. */
bool consent_list(struct txn *txn, struct arena *arena, int64_t now_us, struct consent **consents, size_t *count, struct err *err) MUST_CHECK;
/*
 * By who oversees, not by who asked. asked_us: at_us of what he saw, so that nobody agrees to what was put in its place meanwhile.
 * ERR_MISSING "consent_id": none such waits (any more).
 */
bool consent_answer(struct work *work, struct id id, int64_t asked_us, bool is_agreed, const char *answer, struct err *err) MUST_CHECK;

#endif
