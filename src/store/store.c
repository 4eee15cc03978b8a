#include "store/store.h"

#include <assert.h>
#include <stdlib.h>

#include "store/engine.h"

static struct store *store_new(enum store_mode mode)
{
	struct store *store = calloc(1, sizeof(*store));

	assert(store);
	store->mode = mode;
	return store;
}

struct store *store_open_sqlite(const char *path, enum store_mode mode, struct err *err)
{
	struct store *store = store_new(mode);

	if (sqlite_open(store, path, err))
		return store;
	free(store);
	return NULL;
}

struct store *store_open_postgres(const char *conninfo, enum store_mode mode, struct err *err)
{
	struct store *store = store_new(mode);

	if (postgres_open(store, conninfo, err))
		return store;
	free(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->txn.is_open)
		txn_abandon(&store->txn);
	stmt_forget_all(store);
	store->engine->close(store->conn);
	free(store);
}

enum store_engine store_engine(const struct store *store)
{
	return store->engine->kind;
}

bool store_rails(struct store *store, const char *const *mutable_tables, struct err *err)
{
	assert(!store->txn.is_open && !store->has_rails && store->mode != STORE_READ_ONLY);
	store->has_rails = true;
	return store->engine->rails(store->conn, mutable_tables, err);
}

void store_watch_scans(struct store *store, bool watches)
{
	store->engine->watch_scans(store->conn, watches);
}

bool store_prepare_all(struct store *store, const struct sql *const *tables, struct err *err)
{
	for (; *tables; tables++) {
		for (const struct sql *sql = *tables; sql->text; sql++) {
			void *prepared = NULL;
			struct err why;

			stmt_count_params(sql->text);
			if (!store->engine->prepare(store->conn, sql, NULL, 0, &prepared, &why))
				return err_set(err, ERR_INPUT, NULL, "%.150s [%.150s]", why.text, sql->text);
			store->engine->discard(store->conn, prepared);
		}
	}
	return true;
}

bool store_checkpoint(struct store *store, int64_t log_max_bytes, struct err *err)
{
	assert(!store->txn.is_open && store->mode != STORE_READ_ONLY);
	return store->engine->checkpoint(store->conn, log_max_bytes, err);
}

int64_t store_log_bytes(const struct store *store)
{
	return store->engine->log_bytes(store->conn);
}

bool store_set_sync(struct store *store, bool waits, struct err *err)
{
	assert(!store->txn.is_open && store->mode == STORE_READ_WRITE_DRAFTS);
	return store->engine->set_sync(store->conn, waits, err);
}

bool store_backup_to(struct store *store, const char *path, struct err *err)
{
	assert(!store->txn.is_open && store->mode == STORE_READ_ONLY);
	return store->engine->backup_to(store->conn, path, err);
}

bool store_check_file(struct store *store, struct buf *problems, struct err *err)
{
	assert(!store->has_rails);
	return store->engine->check_file(store->conn, problems, err);
}
