/*
 * A book: the folder that holds one showroom's journal, and the key that signs it.
 *
 *   DIR/book.db     SQLite: journal and what is worked out from it
 *   DIR/drafts.db   carts and counts in progress (see drafts.h)
 *   DIR/book.lock   flock: one process a book
 *   DIR.key         Ed25519 seed, 32 bytes, mode 0600, outside the folder that is backed up
 *
 * State is a struct book, not the process: the practice till is a second book.
 *
 * Thread: a struct book and its store belong to one thread; others open readers of their own.
 */
#ifndef SHOP_BOOK_H
#define SHOP_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/sign.h"

struct goods;
struct store;
struct txn;
struct work;

#define BOOK_FORMAT 1
#define BOOK_PATH_MAX 400

struct book {
	struct store *store;
	struct id site_id;
	int64_t stream;            /* the open stream */
	int64_t epoch;
	bool is_practice;          /* a copy to learn on (shop/practice.h) */
	struct sign_public public_key;
	struct sign_secret key;
	struct goods *goods;       /* what its sales keep of the goods' rows; NULL: a reader */
	int lock_descriptor;       /* -1: not held (a reader) */
	char dir[BOOK_PATH_MAX];
};

struct book_setup {
	struct id site_id;             /* made by the caller */
	const char *site_code;         /* "SR1" */
	const char *site_name;
	const char *operator_code;     /* "VH" */
	const char *operator_name;     /* the legal entity */
	const char *operator_tax_code; /* may be NULL */
	int64_t operator_vat_profile;  /* 1 credit method, 2 direct method */
	const char *till_code;         /* first till: "Q1" */
	int64_t at_us;
	uint8_t key_seed[32];          /* chance of the caller */
	struct sign_public recovery;   /* of the pair that only paper keeps */
};

/* Makes the folder and entry 1. Refuses a folder or a key that is there. The folder appears whole with its key, or not at all. */
bool book_create(const char *dir, const struct book_setup *setup, struct err *err) MUST_CHECK;

/* Takes the lock, opens for writing, migrates, checks that the key fits the stream. ERR_BUSY: another process has it. */
struct book *book_open(const char *dir, struct err *err) MUST_CHECK;
/* The file of the book in dir, DIR/book.db. ERR_MISSING: no book there. */
bool book_file(const char *dir, char path[BOOK_PATH_MAX], struct err *err) MUST_CHECK;
/* A reader of the same book for another thread: read-only store, no key. */
struct book *book_open_reader(const char *dir, struct err *err) MUST_CHECK;
/* A book in a store of the caller's (tests, rebuild; either engine): migrates it and writes entry 1 from setup. */
struct book *book_open_in(struct store *store, const struct book_setup *setup, struct err *err) MUST_CHECK;
void book_close(struct book *book);
/* The tables of a book, made or brought up to date, in a store without rails (rebuild, verify). */
bool book_schema(struct store *store, struct err *err) MUST_CHECK;

/* What begins a site's next epoch, after a restore or a lost key. */
struct book_epoch {
	struct id entry_id;            /* made by the caller */
	uint8_t key_seed[32];          /* of the new key: chance of the caller */
	uint8_t signer_seed[32];       /* of the key that vouches for it */
	bool is_recovery;              /* signer_seed is the recovery key from paper; else the old key */
	bool is_practice;              /* begins a practice book: nobody vouches for it; of one that is, every later epoch is practice too */
	int64_t at_us;
};
/*
 * Entry 1 of the next stream: it names the head it goes on from, its key is vouched for. Shifts that were open end there, uncounted; receipts
 * begin anew under the new epoch. In the work's transaction; seals. ERR_FORBIDDEN "key": the signer is not the book's.
 */
bool book_next_epoch(struct book *book, struct work *work, const struct book_epoch *next, struct err *err) MUST_CHECK;
/*
 * A book of a copy (backup), in a new folder, in the next epoch. A key that lies at DIR.key keeps its bytes as DIR.key.HEX (the first
 * bytes of its public key). The folder appears whole with its key, or not at all; broken off after that (ERR_IO, a power cut), the next
 * book_open or book_restore puts the key in its place.
 * ERR_CONFLICT: the folder is there already, or was and has just been finished; "from": the copy's chain, or a table that follows
 * from it, was changed.
 */
bool book_restore(const char *from, const char *dir, const struct book_epoch *next, struct err *err) MUST_CHECK;
/* Takes book.lock; close(*descriptor) gives it back. ERR_BUSY: another process has it. */
bool book_lock(const char *dir, int *descriptor, struct err *err) MUST_CHECK;
/* The tables of a book, made or brought up to date, in a store without rails (rebuild, verify). */
bool book_schema(struct store *store, struct err *err) MUST_CHECK;

/* Runs one command as one commit: begin, act, seal, commit. For commands and tests; the daemon's writer groups many. */
bool book_run(struct book *book, struct work *work, bool (*act)(struct work *work, void *what, struct err *err), void *what,
	      struct err *err) MUST_CHECK;

/* The tables of the book and their class (tables.c): one list for rails, rebuild, verify. */
enum table_class { TABLE_JOURNAL = 1, TABLE_WORKED_OUT, TABLE_VAULT, TABLE_WORKING };
struct book_table {
	const char *name;
	enum table_class is;
	bool is_mutable;           /* rows may be updated or deleted */
	const char *order;         /* its key, for printing in order */
};
extern const struct book_table book_tables[];  /* ends with a NULL name */

#endif
