#include "shop/book.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/embed.h"
#include "shop/book_parts.h"
#include "shop/cash.h"
#include "shop/goods.h"
#include "shop/journal.h"
#include "shop/kinds.h"
#include "shop/sql.h"
#include "store/migrate.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

enum { STREAM_ADD, STREAM_LAST, PARTY_ADD, FACT_ADD, SITE_ADD, TILL_ADD };

const struct sql book_sql[] = {
	[STREAM_ADD] = { .text =
		"INSERT INTO stream (stream, site_id, epoch, public_key, recovery_key, is_practice) VALUES ($1, $2, $3, $4, $5, $6)" },
	[STREAM_LAST] = { .text =
		"SELECT stream, site_id, epoch, public_key, is_practice FROM stream ORDER BY stream DESC LIMIT 1" },
	[PARTY_ADD] = { .text =
		"INSERT INTO party (id, code, is_natural, roles, entry_key) VALUES ($1, $2, 0, 8, $3)" },
	[FACT_ADD] = { .text =
		"INSERT INTO party_fact (party_id, from_day, legal_form, vat_profile, name, tax_code) VALUES ($1, $2, 1, $3, $4, $5)" },
	[SITE_ADD] = { .text =
		"INSERT INTO site (id, code, name, kind, operator_id, from_day) VALUES ($1, $2, $3, 1, $4, $5)" },
	[TILL_ADD] = { .text =
		"INSERT INTO till (id, site_id, code, name) VALUES ($1, $2, $3, $4)" },
	SQL_END
};

/* ---- the first entries of streams ------------------------------------------- */

struct book_opened {
	int64_t format;
	struct hash key;             /* the public key, 32 bytes */
	const char *operator_code;
	struct id operator_id;
	const char *operator_name;
	const char *operator_tax_code;
	int64_t operator_vat_profile;
	struct hash recovery;        /* the recovery pair's public key */
	const char *site_code;
	const char *site_name;
	const char *till_code;
	struct id till_id;
};

static const struct field book_opened_fields[] = {
	F_I64(struct book_opened, format, 1, 1000),
	F_HASH(struct book_opened, key),
	F_TEXT(struct book_opened, operator_code, 1, 20),
	F_ID(struct book_opened, operator_id),
	F_TEXT(struct book_opened, operator_name, 1, 200),
	F_TEXT_OPT(struct book_opened, operator_tax_code, 1, 20),
	F_I64(struct book_opened, operator_vat_profile, 1, 2),
	F_HASH(struct book_opened, recovery),
	F_TEXT(struct book_opened, site_code, 1, 20),
	F_TEXT(struct book_opened, site_name, 1, 200),
	F_TEXT(struct book_opened, till_code, 1, 8),
	F_ID(struct book_opened, till_id),
};
static const struct shape book_opened_shape = SHAPE(struct book_opened, "book_opened", book_opened_fields);

bool book_add_stream(struct txn *txn, const struct entry *entry, struct hash key, struct hash recovery, bool is_practice, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &book_sql[STREAM_ADD]);

	stmt_put_i64(q, ENTRY_STREAM(entry->key));
	stmt_put_id(q, entry->site_id);
	stmt_put_i64(q, entry->epoch);
	stmt_put_hash(q, key);
	stmt_put_hash(q, recovery);
	stmt_put_i64(q, is_practice);
	return stmt_end(q, err);
}

static bool book_opened_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct book_opened *opened = body;
	int32_t day = day_of_us(entry->at_us);
	struct cash_place safe = { .id = entry->site_id, .kind = CASH_SAFE, .name = "Két sắt" };
	struct cash_place drawer = { .id = opened->till_id, .kind = CASH_DRAWER, .name = arena_format(arena, "Ngăn kéo %s", opened->till_code) };
	struct stmt *q;

	if (!book_add_stream(txn, entry, opened->key, opened->recovery, false, err))
		return false;
	q = stmt_begin(txn, &book_sql[PARTY_ADD]);
	stmt_put_id(q, opened->operator_id);
	stmt_put_text(q, opened->operator_code);
	stmt_put_i64(q, entry->key);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &book_sql[FACT_ADD]);
	stmt_put_id(q, opened->operator_id);
	stmt_put_day(q, 19000101);
	stmt_put_i64(q, opened->operator_vat_profile);
	stmt_put_text(q, opened->operator_name);
	stmt_put_text_opt(q, opened->operator_tax_code);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &book_sql[SITE_ADD]);
	stmt_put_id(q, entry->site_id);
	stmt_put_text(q, opened->site_code);
	stmt_put_text(q, opened->site_name);
	stmt_put_id(q, opened->operator_id);
	stmt_put_day(q, day);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &book_sql[TILL_ADD]);
	stmt_put_id(q, opened->till_id);
	stmt_put_id(q, entry->site_id);
	stmt_put_text(q, opened->till_code);
	stmt_put_text(q, opened->till_code);
	return stmt_end(q, err) && cash_place_put(txn, entry->site_id, &safe, err) && cash_place_put(txn, entry->site_id, &drawer, err);
}

const struct kind book_opened_kind = {
	.name = "book_opened", .version = 1, .body = &book_opened_shape, .apply = book_opened_apply,
	.about = "Entry 1 of a new book: format, key, recovery key, operator, site and first till",
};

/* ---- opening ---------------------------------------------------------------- */

/* The rails, the schema, and where the book stands. */
bool book_take_stock(struct book *book, struct err *err)
{
	struct txn *txn = txn_begin(book->store, err);
	struct stmt *q;
	struct hash key;
	bool found;

	if (!txn)
		return false;
	q = stmt_begin(txn, &book_sql[STREAM_LAST]);
	found = stmt_next(q);
	if (found) {
		book->stream = stmt_take_i64(q);
		stmt_take_id(q, &book->site_id);
		book->epoch = stmt_take_i64(q);
		stmt_take_hash(q, &key);
		memcpy(book->public_key.bytes, key.bytes, 32);
		book->is_practice = stmt_take_i64(q) != 0;
	}
	bool ok = stmt_end(q, err);

	txn_abandon(txn);
	if (ok && !found)
		return err_set(err, ERR_MISSING, NULL, "sổ chưa được mở; chạy: ocop-pos init");
	return ok;
}

bool book_schema(struct store *store, struct err *err)
{
	struct migration *list = calloc(MIGRATIONS_MAX, sizeof(*list));
	size_t count;
	bool ok;

	assert(list);
	ok = migrate_list(embedded, "src/shop/migrations/", list, &count, err) && migrate(store, list, count, err);
	free(list);
	return ok;
}

bool book_set_rails(struct store *store, struct err *err)
{
	const char *names[64];
	size_t count = 0;

	for (const struct book_table *table = book_tables; table->name; table++)
		if (table->is_mutable)
			names[count++] = table->name;
	assert(count < COUNT_OF(names));
	names[count] = NULL;
	return store_rails(store, names, err);
}

static bool write_first(struct book *book, const struct book_setup *setup, struct work *work, struct err *err)
{
	struct book_opened body = {
		.format = BOOK_FORMAT,
		.operator_code = setup->operator_code,
		.operator_id = id_derive(setup->site_id, "operator", 1),
		.operator_name = setup->operator_name,
		.operator_tax_code = setup->operator_tax_code,
		.operator_vat_profile = setup->operator_vat_profile,
		.site_code = setup->site_code,
		.site_name = setup->site_name,
		.till_code = setup->till_code,
		.till_id = id_derive(setup->site_id, "till", 1),
	};

	memcpy(body.key.bytes, book->public_key.bytes, 32);
	memcpy(body.recovery.bytes, setup->recovery.bytes, 32);
	work->ask = hash_of("init", 4);
	work->id = id_derive(setup->site_id, "book", 1);
	return work_record(work, &book_opened_kind, &body, err) && journal_seal(work->txn, book, err);
}

struct book *book_open_in(struct store *store, const struct book_setup *setup, struct err *err)
{
	struct book *book = calloc(1, sizeof(*book));
	struct work work = { 0 };
	bool ok;

	assert(book);
	book->store = store;
	book->lock_descriptor = -1;
	book->goods = goods_new();
	book->site_id = setup->site_id;
	book->stream = 1;
	book->epoch = 1;
	sign_keys_of_seed(setup->key_seed, &book->public_key, &book->key);
	ok = book_schema(store, err) && book_set_rails(store, err);
	if (ok) {
		work = (struct work){ .book = book, .at_us = setup->at_us, .arena = arena_new(WORK_BYTES_MAX) };
		work.txn = txn_begin(store, err);
		ok = work.txn && write_first(book, setup, &work, err);
		if (ok)
			ok = txn_commit(work.txn, err);
		else
			txn_abandon(work.txn);
		arena_free(work.arena);
	}
	if (!ok) {
		sign_wipe(&book->key);
		goods_free(book->goods);
		free(book);
		return NULL;
	}
	return book;
}

/* ---- files ------------------------------------------------------------------ */

bool book_path(const char *dir, const char *name, char path[BOOK_PATH_MAX], struct err *err)
{
	int size = snprintf(path, BOOK_PATH_MAX, "%s%s", dir, name);

	return (size > 0 && size < BOOK_PATH_MAX) || err_set(err, ERR_INPUT, "book", "the folder's name is too long");
}

bool book_create(const char *dir, const struct book_setup *setup, struct err *err)
{
	char part[BOOK_PATH_MAX], db[BOOK_PATH_MAX], key[BOOK_PATH_MAX];
	struct store *store;
	struct book *book;
	bool ok;

	if (!book_path(dir, ".part", part, err) || !book_path(part, "/book.db", db, err) || !book_path(dir, ".key", key, err))
		return false;
	if (access(dir, F_OK) == 0)
		return err_set(err, ERR_CONFLICT, "book", "%s: đã có thư mục này; chọn tên khác", dir);
	if (access(key, F_OK) == 0)
		return err_set(err, ERR_CONFLICT, "key", "%s: đã có khóa của một sổ khác; chọn tên khác cho sổ mới", key);
	/* What a broken-off init left behind was never a book. */
	book_remove_part(part);
	if (mkdir(part, 0750) != 0)
		return err_set(err, ERR_IO, "book", "%s: %s", part, strerror(errno));
	store = store_open_sqlite(db, STORE_READ_WRITE, err);
	book = store ? book_open_in(store, setup, err) : NULL;
	if (book)
		book_close(book);
	else
		store_close(store);
	ok = book && book_bear_key(part, setup->key_seed, err);
	if (ok && rename(part, dir) == 0)
		return book_sync_parent(dir, err) && book_settle_key(dir, err);
	if (ok)
		err_set(err, ERR_IO, "book", "%s: %s", dir, strerror(errno));
	book_remove_part(part);
	return false;
}

bool book_file(const char *dir, char path[BOOK_PATH_MAX], struct err *err)
{
	if (!book_path(dir, "/book.db", path, err))
		return false;
	return access(path, F_OK) == 0 || err_set(err, ERR_MISSING, "book", "%s: không có sổ ở đây; chạy: ocop-pos init", dir);
}

struct book *book_new(const char *dir)
{
	struct book *book = calloc(1, sizeof(*book));

	assert(book);
	book->lock_descriptor = -1;
	snprintf(book->dir, sizeof(book->dir), "%s", dir);
	return book;
}

bool book_lock(const char *dir, int *descriptor, struct err *err)
{
	char path[BOOK_PATH_MAX];

	if (!book_path(dir, "/book.lock", path, err))
		return false;
	*descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (*descriptor < 0)
		return err_set(err, ERR_IO, "book", "%s: %s", path, strerror(errno));
	if (flock(*descriptor, LOCK_EX | LOCK_NB) == 0)
		return true;
	close(*descriptor);
	*descriptor = -1;
	return err_set(err, ERR_BUSY, "book", "%s: chương trình khác đang giữ sổ này (ocop-pos serve đang chạy?); dừng nó rồi làm lại", dir);
}

/* A copy beside the book before a newer program changes its schema. */
static bool copy_before_migration(struct book *book, const char *db, struct err *err)
{
	struct migration *list = calloc(MIGRATIONS_MAX, sizeof(*list));
	size_t count, pending = 0;
	char copy[BOOK_PATH_MAX];
	struct store *reader;
	bool ok;

	assert(list);
	ok = migrate_list(embedded, "src/shop/migrations/", list, &count, err) && migrate_pending(book->store, list, count, &pending, err);
	free(list);
	if (!ok || pending == 0)
		return ok;
	if (!book_path(book->dir, "/before-migration.db", copy, err))
		return false;
	reader = store_open_sqlite(db, STORE_READ_ONLY, err);
	ok = reader && store_backup_to(reader, copy, err);
	store_close(reader);
	return ok;
}

struct book *book_open(const char *dir, struct err *err)
{
	struct book *book = book_new(dir);
	char db[BOOK_PATH_MAX], key[BOOK_PATH_MAX];
	struct sign_public public_key;
	uint8_t seed[32];
	char hex[17];

	if (!book_file(dir, db, err) || !book_path(dir, ".key", key, err))
		goto close;
	if (!book_lock(dir, &book->lock_descriptor, err) || !book_settle_key(dir, err) || !book_read_key(dir, seed, err))
		goto close;
	sign_keys_of_seed(seed, &public_key, &book->key);
	explicit_bzero(seed, sizeof(seed));
	book->store = store_open_sqlite(db, STORE_READ_WRITE, err);
	if (!book->store || !copy_before_migration(book, db, err) || !book_schema(book->store, err) || !book_set_rails(book->store, err) ||
	    !book_take_stock(book, err))
		goto close;
	if (memcmp(public_key.bytes, book->public_key.bytes, 32) != 0) {
		text_hex_write(book->public_key.bytes, 8, hex);
		err_set(err, ERR_CONFLICT, "key", "%s: khóa này không phải của sổ; khóa cũ được giữ tên là %s.%s; mất hẳn thì: ocop-pos restore --help", key, key, hex);
		goto close;
	}
	book->goods = goods_new();
	return book;

close:
	book_close(book);
	return NULL;
}

struct book *book_open_reader(const char *dir, struct err *err)
{
	struct book *book = book_new(dir);
	char db[BOOK_PATH_MAX];

	if (book_file(dir, db, err) && (book->store = store_open_sqlite(db, STORE_READ_ONLY, err)) && book_take_stock(book, err))
		return book;
	book_close(book);
	return NULL;
}

void book_close(struct book *book)
{
	if (!book)
		return;
	store_close(book->store);
	goods_free(book->goods);
	sign_wipe(&book->key);
	if (book->lock_descriptor >= 0)
		close(book->lock_descriptor);
	free(book);
}

bool book_run(struct book *book, struct work *work, bool (*act)(struct work *work, void *what, struct err *err), void *what,
	      struct err *err)
{
	work->book = book;
	work->txn = txn_begin(book->store, err);
	if (!work->txn)
		return false;
	if (!act(work, what, err) || !journal_seal(work->txn, book, err)) {
		txn_abandon(work->txn);
		work->txn = NULL;
		return false;
	}
	struct txn *txn = work->txn;

	work->txn = NULL;
	return txn_commit(txn, err);
}
