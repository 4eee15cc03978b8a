#include "store/txn.h"

#include <assert.h>
#include <string.h>

#include "store/engine.h"

void txn_look(struct txn *txn)
{
	if (!txn->store->engine->stands(txn->store->conn))
		txn->is_lost = true;
}

struct txn *txn_begin_at(struct store *store, const char *file, int line, struct err *err)
{
	struct txn *txn = &store->txn;

	assert(!txn->is_open && "one transaction a store at a time");
	if (!store->engine->control(store->conn, CONTROL_BEGIN, 0, err))
		return NULL;
	*txn = (struct txn){ .store = store, .is_open = true, .file = file, .line = line, .number = ++store->txns_count };
	return txn;
}

/* Puts where the transaction began behind the engine's words. */
static bool where(const struct txn *txn, struct err *err)
{
	char text[sizeof(err->text)];

	memcpy(text, err->text, sizeof(text));
	return err_set(err, err->code, err->field, "%.240s (begun at %.60s:%d)", text, txn->file, txn->line);
}

static bool lost(const struct txn *txn, struct err *err)
{
	err_set(err, ERR_BUSY, NULL, "the engine rolled the transaction back");
	return where(txn, err);
}

bool txn_commit(struct txn *txn, struct err *err)
{
	struct store *store = txn->store;

	assert(txn->is_open && !txn->stmts_count && !txn->marks_count);
	txn->is_open = false;
	if (txn->is_lost)
		return lost(txn, err);
	if (store->engine->control(store->conn, CONTROL_COMMIT, 0, err))
		return true;
	return where(txn, err);
}

void txn_abandon(struct txn *txn)
{
	struct err err;

	if (!txn)
		return;
	assert(txn->is_open && !txn->stmts_count);
	txn->is_open = false;
	/* A ROLLBACK that fails leaves nothing that a later BEGIN would not meet. */
	if (txn->store->engine->stands(txn->store->conn))
		(void)!txn->store->engine->control(txn->store->conn, CONTROL_ROLLBACK, 0, &err);
}

static bool mark(struct txn *txn, enum control what, struct err *err)
{
	assert(txn->is_open && !txn->streams);
	/* A SAVEPOINT outside a transaction would begin one of its own and commit alone. */
	if (txn->is_lost)
		return lost(txn, err);
	if (txn->store->engine->control(txn->store->conn, what, txn->marks_count, err))
		return true;
	txn_look(txn);
	return where(txn, err);
}

bool txn_save(struct txn *txn, struct err *err)
{
	assert(txn->marks_count < TXN_MARKS_MAX);
	if (!mark(txn, CONTROL_SAVE, err))
		return false;
	txn->marks_count++;
	return true;
}

bool txn_keep(struct txn *txn, struct err *err)
{
	assert(txn->marks_count > 0);
	txn->marks_count--;
	return mark(txn, CONTROL_KEEP, err);
}

bool txn_undo(struct txn *txn, struct err *err)
{
	assert(txn->marks_count > 0);
	txn->marks_count--;
	return mark(txn, CONTROL_UNDO, err);
}

bool txn_stands(struct txn *txn)
{
	txn_look(txn);
	return !txn->is_lost;
}

struct store *txn_store(struct txn *txn)
{
	return txn->store;
}

int64_t txn_number(const struct txn *txn)
{
	return txn->number;
}
