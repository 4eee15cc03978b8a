/*
 * A transaction, and marks in it to go back to.
 *
 * Domain functions take a txn and never begin or commit: who calls decides what is one piece. The writer
 * runs many jobs in one transaction, each between txn_save and txn_keep or txn_undo, and answers after
 * txn_commit.
 *
 * A full disk or an I/O error may roll back the *whole* transaction by itself. From then on it does not stand:
 * every call on it fails with ERR_BUSY and changes nothing, so no later statement can slip in and be committed
 * alone. Ask txn_stands after a failure, and txn_abandon it.
 *
 * Thread: the store's. One transaction a store at a time.
 */
#ifndef STORE_TXN_H
#define STORE_TXN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;
struct txn;

#define TXN_MARKS_MAX 8  /* marks within marks */

/*
 * On a writer SQLite's write lock is held from here (BEGIN IMMEDIATE). A reader sees one snapshot, the one
 * of its first statement. On PostgreSQL both are REPEATABLE READ. NULL: err is filled, ERR_BUSY where another holds the lock.
 */
#define txn_begin(store, err) txn_begin_at((store), __FILE__, __LINE__, (err))
struct txn *txn_begin_at(struct store *store, const char *file, int line, struct err *err) MUST_CHECK;

/*
 * Ends the transaction either way; it may not be used again. No statement may be open.
 * ERR_UNSURE: the engine did not say whether the rows are kept; close the store, open it anew and look (clients repeat
 * with the same id). Any other code: nothing was kept (a deferred key, a serialization failure, a transaction that
 * did not stand any more).
 */
bool txn_commit(struct txn *txn, struct err *err) MUST_CHECK;

/* Rolls back what there is to roll back and ends the transaction. NULL is fine. */
void txn_abandon(struct txn *txn);

bool txn_save(struct txn *txn, struct err *err) MUST_CHECK;  /* sets a mark */
bool txn_keep(struct txn *txn, struct err *err) MUST_CHECK;  /* forgets the last mark, keeps what was done since */
bool txn_undo(struct txn *txn, struct err *err) MUST_CHECK;  /* goes back to the last mark and forgets it */

/*
 * Whether the engine still holds the transaction. On PostgreSQL a failed statement leaves it standing, but until
 * txn_undo every further statement fails: what may fail is done in a mark.
 */
bool txn_stands(struct txn *txn);

struct store *txn_store(struct txn *txn);
/* Which transaction of its store it is: 1, 2, … */
int64_t txn_number(const struct txn *txn);

#endif
