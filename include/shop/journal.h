/*
 * The journal: the entries of a stream, their bytes, their chain, their seals.
 *
 * Whatever changes the book is one entry. Its bytes are one canonical JSON object
 *
 *   {"actor","alone","approver","ask","at","body","epoch","id","kind","number","prev","site","v"}
 *
 * (members in that order, no blanks, NFC, whole numbers; at most ENTRY_BYTES_MAX). `alone` is {"amount","reason"} of what should have had a
 * second person and had none (shop/alone.h), and is left out of all others. Its hash is
 * SHA-256("ocop-entry-1\n" and the bytes); `prev` is the hash before it, 64 zeros for the first. Every
 * commit that added entries ends with a seal: Ed25519("ocop-seal-1\n" and the last hash, 32 bytes).
 * A stream is the entries of one site in one epoch; a key is stream * 2^40 + number.
 *
 * For each kind of entry and version: a command DECIDES (in its own module: reads the book, makes the
 * body with every figure in it), CHECK says whether a body adds up by itself (pure), APPLY turns it into
 * rows and decides nothing: it reads the entry and rows of the entry's own stream, never clock, chance,
 * settings or another stream. Bodies carry a version, are never edited, and stay readable for ever.
 *
 * A command in the domain is written thus:
 *
 *   bool shift_open(struct work *work, const struct shift_open_in *in, struct shift_out *out, struct err *err)
 *   {
 *           struct shift_opened body, *first = NULL;
 *
 *           if (!work_first_answer(work, &shift_opened_kind, (void **)&first, err))
 *                   return false;
 *           if (first)                               // asked before: the first answer
 *                   return answer(work, first, out, err);
 *           ... decide: read rows of work->txn, fill body ...
 *           return work_record(work, &shift_opened_kind, &body, err) && answer(work, &body, out, err);
 *   }
 *
 * Thread: the transaction's.   Errors: ERR_CONFLICT field "id": the id was used for something else;
 * ERR_CONFLICT field "clock": the clock is behind the last entry or 36 h ahead (see clock.h of the shop).
 */
#ifndef SHOP_JOURNAL_H
#define SHOP_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/sign.h"
#include "calc/money.h"
#include "calc/shape.h"

struct txn;
struct book;

#define ENTRY_BYTES_MAX ((size_t)256 << 10)
#define ENTRY_NUMBER_BITS 40
#define ENTRY_KEY(stream, number) ((int64_t)(((uint64_t)(stream) << ENTRY_NUMBER_BITS) | (uint64_t)(number)))
#define ENTRY_STREAM(key) ((key) >> ENTRY_NUMBER_BITS)
#define ENTRY_NUMBER(key) ((key) & ((INT64_C(1) << ENTRY_NUMBER_BITS) - 1))
#define CLOCK_BEHIND_US INT64_C(2000000)          /* a step back up to this takes the last entry's moment instead */
#define CLOCK_AHEAD_US (INT64_C(36) * 3600000000)

struct journal_head;
/* Whether an entry at this moment may follow the head; else the clock is to be confirmed first (shop/clock.h). Pure. */
bool journal_clock_fits(const struct journal_head *head, int64_t at_us);

/* What one person did where two are asked for. */
struct entry_alone {
	struct money amount;       /* what was at stake */
	int64_t reason;            /* index of alone_reasons; 0: nothing was done alone */
};

struct entry {
	int64_t key;
	int64_t epoch;
	int64_t at_us;             /* UTC */
	int64_t v;                 /* version of the kind */
	struct id id;
	struct id site_id;
	struct id actor;           /* staff; the zero id: the program itself (init, rebuild of opening data) */
	struct id approver;        /* the second person, or zero */
	struct entry_alone alone;
	struct hash ask, prev, hash;
	const char *kind;
	const char *body;          /* canonical JSON of the body, within bytes */
	size_t body_size;
	const char *bytes;
	size_t bytes_size;
};

struct kind {
	const char *name;          /* "sale" */
	int64_t version;
	const struct shape *body;
	const char *about;         /* one sentence for the manual */
	/* Pure. Does the body add up by itself? NULL: the shape says all. */
	bool (*check)(const void *body, struct err *err);
	bool (*apply)(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err);
	/* Pure. Works out what the bytes leave to be worked out, after they are read. NULL: nothing. */
	bool (*fill)(void *body, struct err *err);
	bool keeps_goods;          /* changes nothing of items, prices, VAT, contracts, parties, sites and lots that are there (shop/goods.h) */
};

/* What a second person is asked for. Their numbers are kept while he is awaited: add at the end, never renumber. */
enum stake_what { STAKE_OTHER = 1, STAKE_DISCOUNT, STAKE_DATE, STAKE_RETURN, STAKE_CREDIT, STAKE_CASH, STAKE_VOUCHER, STAKE_OFFSET, STAKE_BANK, STAKE_GOODWILL };
extern const char *const stake_words[];  /* other discount date return credit cash voucher offset bank goodwill */
#define STAKES_MAX 10           /* one of each */
struct stake {
	struct money amount;
	int32_t what;              /* enum stake_what */
};
struct stakes {
	struct stake list[STAKES_MAX];
	size_t count;
};

/* What a command stands on: one transaction, one asker, one moment. */
struct work {
	struct txn *txn;
	struct arena *arena;
	const struct book *book;   /* whose stream is written */
	struct id id;              /* named by the asker; becomes the entry's id */
	struct id actor;
	struct id approver;
	struct hash ask;           /* SHA-256 of what was asked: method, path, canonical input without its id */
	int64_t at_us;             /* the clock, read once by whoever made the work */
	int64_t role;              /* of the actor: enum staff_role */
	int64_t approver_role;     /* of the approver, who gave a PIN of their own; 0: none */
	bool is_afar;              /* the approver was asked from afar … */
	struct stakes approved;    /* … and saw that this is at stake, and no more; none: nothing of worth */
	bool asks_afar;            /* he is to be asked: all that is at stake is gathered, and whoever set this refuses the work afterwards */
	int64_t alone_reason;      /* the actor is alone and says why: index of alone_reasons; 0: not said */
	struct money alone_limit;  /* setting of the site: up to this one person may … */
	struct money alone_day_limit; /* … and up to this in one business day; 0: as often as it comes */
	struct entry_alone alone;  /* what work_may let pass so; goes into the entry */
	const char *about;         /* what a second person is asked for, in words: added up by work_say; NULL: the route says enough */
	struct money gives;        /* of an exchange: the money that leaves the till, which a second person is shown before what the goods are worth … */
	bool has_gives;            /* … said by who decides; else what is at stake is the money */
	struct stakes at_stake;    /* what a second person is asked for, each of its kind once, added up */
	struct hash seed;          /* chance of the caller, for salts: a job may run twice and must come out the same */
	int64_t seeds_taken;
	struct entry entry;        /* filled by work_record and by work_first_answer when it finds one */
	bool is_repeat;            /* the answer is the first one again */
};

/*
 * Was this id recorded before? *body is then the body read back (in work->arena), work->entry the entry
 * and work->is_repeat true; else *body is NULL. ERR_CONFLICT, field "id": recorded with another ask or kind.
 */
bool work_first_answer(struct work *work, const struct kind *kind, void **body, struct err *err) MUST_CHECK;
/* A second person of a higher role stands behind it, who is not the actor. Else ERR_FORBIDDEN, field "approver". */
bool work_has_second(const struct work *work, struct err *err) MUST_CHECK;
/* The same for what is worth so much, which a manager who is asked from afar is told; nobody goes on alone. */
bool work_has_second_as(struct work *work, enum stake_what what, struct money at_stake, struct err *err) MUST_CHECK;
static inline MUST_CHECK bool work_has_second_for(struct work *work, struct money at_stake, struct err *err)
{
	return work_has_second_as(work, STAKE_OTHER, at_stake, err);
}
/*
 * The same for what is worth so much: where the site has one person on duty it may also go on alone, with a reason, up to a limit (B6), and
 * the entry then says so. ERR_FORBIDDEN "approver" also where the manager agreed to less.
 */
bool work_may_as(struct work *work, enum stake_what what, struct money at_stake, struct err *err) MUST_CHECK;
static inline MUST_CHECK bool work_may(struct work *work, struct money at_stake, struct err *err)
{
	return work_may_as(work, STAKE_OTHER, at_stake, err);
}
/* What a second person is asked for, a sentence; several are lines of one text. Before the function that asks for him. */
void work_say(struct work *work, const char *about);
/* Of all that is at stake; 0: nothing of worth. */
struct money stakes_greatest(const struct stakes *stakes);
/* What an entry does to the tables: its kind's apply, and the row of what was done alone. For work_record and rebuild. */
bool entry_apply(struct txn *txn, const struct entry *entry, const struct kind *kind, const void *body, struct arena *arena, struct err *err) MUST_CHECK;
/* check, append, apply. Fills work->entry. body is of kind->body. */
bool work_record(struct work *work, const struct kind *kind, const void *body, struct err *err) MUST_CHECK;

/* Ends a group: a seal over the stream's head when entries were added since the last seal. Before every COMMIT. */
bool journal_seal(struct txn *txn, const struct book *book, struct err *err) MUST_CHECK;

struct journal_head {
	int64_t number;            /* 0: no entry yet */
	int64_t at_us;
	struct hash hash;          /* zeros where number is 0 */
};

bool journal_head(struct txn *txn, int64_t stream, struct journal_head *head, struct err *err) MUST_CHECK;
bool journal_get(struct txn *txn, struct arena *arena, int64_t key, struct entry *entry, struct err *err) MUST_CHECK;  /* ERR_MISSING */
bool journal_find_id(struct txn *txn, struct arena *arena, struct id id, struct entry *entry, bool *found, struct err *err) MUST_CHECK;
/* The next entry after `key` in key order (all streams); *found false at the end. */
bool journal_next(struct txn *txn, struct arena *arena, int64_t key, struct entry *entry, bool *found, struct err *err) MUST_CHECK;
/* The highest number of the stream whose `at` falls on or before the day (+07:00); 0: none. */
bool journal_last_of_day(struct txn *txn, int64_t stream, int32_t day, int64_t *number, struct err *err) MUST_CHECK;

/* Reads an entry's bytes, all but its body, in canonical form. */
bool entry_read(const char *bytes, size_t size, struct arena *arena, struct entry *entry, struct err *err) MUST_CHECK;
struct hash entry_hash(const char *bytes, size_t size);
/* The body as a struct of its kind; ERR_INPUT too where it is not in canonical form: what is written again must be the same bytes. */
bool entry_body(const struct entry *entry, const struct kind *kind, struct arena *arena, void **body, struct err *err) MUST_CHECK;

/* Personal facts: written beside the entry, pointed to by {ref, sum} in the body. */
struct vault_ref {
	struct id ref;
	struct hash sum;
};
extern const struct shape vault_ref_shape;
bool vault_put(struct work *work, const char *facts, struct vault_ref *ref, struct err *err) MUST_CHECK;
/* *facts NULL: forgotten, or there is none. */
bool vault_find(struct txn *txn, struct arena *arena, struct id ref, const char **facts, struct err *err) MUST_CHECK;

#endif
