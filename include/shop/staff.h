/*
 * Who works here, in which role; what opens a session; the sessions. Names live in the vault, PINs and passwords only as
 * hashes in the working table credential, tokens only as sums in the working table session.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "login": another's; ERR_MISSING no such person.
 */
#ifndef SHOP_STAFF_H
#define SHOP_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"

struct book;
struct kind;
struct shape;
struct txn;
struct work;

/* Values are in the database: add at the end, never renumber. Manager = supervisor and settlement. */
enum staff_role {
	STAFF_CASHIER = 1,     /* sells, opens and counts own shift */
	STAFF_SUPERVISOR = 2,  /* approves what takes money back out, confirms the clock */
	STAFF_STOCK = 3,       /* intake, stock, labels */
	STAFF_ACCOUNTANT = 4,  /* contracts, settlements, payouts */
	STAFF_ADMIN = 5,       /* staff, settings, all of the above */
};
#define STAFF_ROLES_MAX 5

extern const char *const staff_role_words[];  /* cashier supervisor stock accountant admin */

#define STAFF_LIST_MAX 500
#define STAFF_LOGIN_LETTERS_MAX 30
#define STAFF_NAME_LETTERS_MAX 100
#define STAFF_PIN_LETTERS_MIN 4
#define STAFF_PIN_LETTERS_MAX 8
#define STAFF_PASSWORD_LETTERS_MIN 8
#define STAFF_PASSWORD_LETTERS_MAX 100
#define STAFF_FREE_TRIES 5          /* wrong ones before waits begin: 1 s, 2 s, 4 s … */
#define STAFF_WAIT_MAX_US INT64_C(900000000)

struct staff {
	struct id id;
	bool is_active;
	const char *login;
	const char *name;          /* NULL when forgotten */
	int32_t role;              /* enum staff_role */
};
extern const struct shape staff_shape;
extern const struct kind staff_set_kind;

/* Adds a person, or changes one (by id), whose sessions end: a new role or a leaving holds at once. */
bool staff_set(struct work *work, const struct staff *staff, struct err *err) MUST_CHECK;
bool staff_get(struct txn *txn, struct arena *arena, struct id staff_id, struct staff *staff, struct err *err) MUST_CHECK;
bool staff_find(struct txn *txn, struct arena *arena, const char *login, struct staff *staff, bool *found, struct err *err) MUST_CHECK;
/* By login; at most STAFF_LIST_MAX. */
bool staff_list(struct txn *txn, struct arena *arena, struct staff **staff, size_t *count, struct err *err) MUST_CHECK;

/* ---- what opens a session (working) --------------------------------------------- */

/* CREDENTIAL_AWAY: no secret, but the waits of her password where strangers try it, so that they make nobody wait who is known. */
enum credential_kind { CREDENTIAL_PIN = 1, CREDENTIAL_PASSWORD = 2, CREDENTIAL_AWAY = 3 };

struct credential {
	const char *hash;          /* NULL: none */
	int64_t failures;          /* since the last success */
	int64_t next_us;           /* no try before */
};
/* 4 to 8 digits, not all alike and not a run; at least 8 letters. ERR_INPUT, field "pin" or "password". */
bool credential_check(enum credential_kind kind, const char *secret, struct err *err) MUST_CHECK;
bool credential_get(struct txn *txn, struct arena *arena, struct id staff_id, enum credential_kind kind, struct credential *credential,
		    struct err *err) MUST_CHECK;
/* A new secret. The wait after wrong tries of the old one stays. */
bool credential_set(struct txn *txn, struct id staff_id, enum credential_kind kind, const char *hash, struct err *err) MUST_CHECK;
/* What a try came to: failures and the moment of the next. Pure. */
void credential_tried(struct credential *credential, bool was_right, int64_t at_us);
bool credential_put_tried(struct txn *txn, struct id staff_id, enum credential_kind kind, const struct credential *credential,
			  struct err *err) MUST_CHECK;

/*
 * The secret beside the book's key (DIR.pepper, 0600); made where the book has no PIN yet. ERR_MISSING "pepper": it has some and
 * the file is gone (a restore does not bring it); ERR_CONFLICT: the file is damaged.
 */
bool staff_pepper(const struct book *book, uint8_t pepper[32], struct err *err) MUST_CHECK;
/* A new secret: every PIN, password and session ends. In a commit of its own, then the file. */
bool staff_pepper_anew(const struct book *book, struct err *err) MUST_CHECK;

/* ---- sessions (working) ---------------------------------------------------------- */

#define SESSIONS_MAX 1000

struct session {
	struct hash token_sum;     /* SHA-256 of the token's 32 bytes */
	struct staff staff;
	struct id till_id;         /* whose carts and shifts it works on; zero: none chosen yet */
	struct id station_id;      /* the enrolled browser it is in; zero: none */
	int64_t began_us;
	bool is_locked;            /* by hand: it writes nothing any more, only a new one does */
};
/* Also forgets those that began before oldest_us. */
bool session_add(struct txn *txn, const struct session *session, int64_t oldest_us, struct err *err) MUST_CHECK;
bool session_set_till(struct txn *txn, struct hash token_sum, struct id till_id, struct err *err) MUST_CHECK;
bool session_set_station(struct txn *txn, struct hash token_sum, struct id station_id, struct err *err) MUST_CHECK;
bool session_set_locked(struct txn *txn, struct hash token_sum, struct err *err) MUST_CHECK;
bool session_end(struct txn *txn, struct hash token_sum, struct err *err) MUST_CHECK;
bool session_end_all(struct txn *txn, struct id staff_id, struct err *err) MUST_CHECK;
bool session_end_at(struct txn *txn, struct id station_id, struct err *err) MUST_CHECK;
/* Those of active staff that began since oldest_us; at most SESSIONS_MAX. */
bool session_list(struct txn *txn, struct arena *arena, int64_t oldest_us, struct session **sessions, size_t *count, struct err *err) MUST_CHECK;

/* ---- places ------------------------------------------------------------------------ */

struct till {
	const char *code;
	struct id id;
	const char *name;
};
extern const struct shape till_shape;
struct site {
	const char *address, *code;
	struct id id;
	const char *name, *operator_name, *phone, *tax_code;
};
extern const struct shape site_shape;

#define TILLS_MAX 50

extern const struct kind till_set_kind;
/* Adds a till to the site, or renames one (by id). ERR_CONFLICT "code": another's, or printed already. */
bool till_set(struct work *work, const struct till *till, struct err *err) MUST_CHECK;
bool site_get(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct site *site, struct err *err) MUST_CHECK;
bool till_list(struct txn *txn, struct arena *arena, struct id site_id, struct till **tills, size_t *count, struct err *err) MUST_CHECK;
bool till_get(struct txn *txn, struct arena *arena, struct id till_id, struct till *till, struct err *err) MUST_CHECK;  /* ERR_MISSING "till_id" */

#endif
