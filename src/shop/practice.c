#include "shop/practice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/secret.h"
#include "shop/book.h"
#include "shop/book_parts.h"
#include "shop/journal.h"
#include "shop/sql.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

enum { FORGET };

const struct sql practice_sql[] = {
	/* Only who works here, and whose goods these are or who carries them. */
	[FORGET] = { .text =
		"DELETE FROM vault WHERE ref NOT IN (SELECT vault_ref FROM staff WHERE vault_ref IS NOT NULL)"
		" AND ref NOT IN (SELECT f.vault_ref FROM party_fact f JOIN party p ON p.id = f.party_id WHERE f.vault_ref IS NOT NULL AND (p.roles & 27) <> 0)",
		.scan_ok = true },
	SQL_END
};

/* Everything that a practice book may have left, below its folder and beside it. */
static const char *const inside[] = { "/book.db", "/book.db-wal", "/book.db-shm", "/drafts.db", "/drafts.db-wal", "/drafts.db-shm", "/book.lock", "/key.new" };
static const char *const beside[] = { ".key", ".pepper" };

static bool remove_file(const char *dir, const char *name, struct err *err)
{
	char path[BOOK_PATH_MAX];

	if (!book_path(dir, name, path, err))
		return false;
	return unlink(path) == 0 || errno == ENOENT || err_set(err, ERR_IO, "dir", "%s: %s", path, strerror(errno));
}

/* 0: none there. */
static ssize_t read_file(const char *path, uint8_t bytes[64], struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size;

	if (descriptor < 0)
		return errno == ENOENT ? 0 : (err_set(err, ERR_IO, "from", "%s: %s", path, strerror(errno)), -1);
	size = read(descriptor, bytes, 64);
	close(descriptor);
	return size >= 0 ? size : (err_set(err, ERR_IO, "from", "%s: %s", path, strerror(errno)), -1);
}

/* Only what says of itself that it is practice ever goes. */
static bool remove_older(const char *dir, struct err *err)
{
	struct book *book;
	bool is_practice;
	int lock;

	if (access(dir, F_OK) != 0)
		return true;
	book = book_open_reader(dir, err);
	is_practice = book && book->is_practice;
	book_close(book);
	if (!is_practice)
		return err_set(err, ERR_CONFLICT, "dir", "%s có ở đó và không phải sổ tập; dời nó đi rồi mở lại quầy tập", dir);
	if (!book_lock(dir, &lock, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(inside); i++)
		if (!remove_file(dir, inside[i], err)) {
			close(lock);
			return false;
		}
	close(lock);
	if (rmdir(dir) != 0)
		return err_set(err, ERR_IO, "dir", "%s: %s", dir, strerror(errno));
	for (size_t i = 0; i < COUNT_OF(beside); i++)
		if (!remove_file(dir, beside[i], err))
			return false;
	return true;
}

static bool snapshot(const char *from, const char *part, struct err *err)
{
	char real[BOOK_PATH_MAX], db[BOOK_PATH_MAX];
	struct store *reader;
	bool ok;

	if (!book_file(from, real, err) || !book_path(part, "/book.db", db, err))
		return false;
	reader = store_open_sqlite(real, STORE_READ_ONLY, err);
	ok = reader && store_backup_to(reader, db, err);
	store_close(reader);
	return ok;
}

/* With the same PINs: they are keyed by the secret beside the book. None there: the book has no PINs yet. */
static bool copy_pepper(const char *from, const char *dir, struct err *err)
{
	char real[BOOK_PATH_MAX], copy[BOOK_PATH_MAX];
	uint8_t bytes[64], there[64];
	ssize_t size, there_size;
	int descriptor;
	bool ok;

	if (!book_path(from, ".pepper", real, err) || !book_path(dir, ".pepper", copy, err))
		return false;
	size = read_file(real, bytes, err);
	if (size <= 0)
		return size == 0;
	there_size = read_file(copy, there, err);
	descriptor = there_size == 0 ? open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	ok = descriptor >= 0 && write(descriptor, bytes, (size_t)size) == size;
	/* Left by a practice that was broken off, or another book's whose folder is away: without it no PIN of that book would hold. */
	if (there_size > 0)
		ok = (there_size == size && memcmp(there, bytes, (size_t)size) == 0) ||
		     err_set(err, ERR_CONFLICT, "dir", "%s là của sổ khác; dời tệp ấy đi rồi mở lại quầy tập", copy);
	else if (!ok && there_size == 0)
		err_set(err, ERR_IO, "dir", "%s: %s", copy, strerror(errno));
	if (descriptor >= 0)
		close(descriptor);
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe(there, sizeof(there));
	return ok;
}

static bool begin(const char *part, const struct practice_plan *plan, struct err *err)
{
	struct book_epoch next = { .entry_id = plan->entry_id, .at_us = plan->at_us, .is_practice = true };
	struct work work = { .id = plan->entry_id, .at_us = plan->at_us, .ask = hash_of("practice", 8) };
	struct book *book = book_new(part);
	char db[BOOK_PATH_MAX];
	bool ok;

	memcpy(next.key_seed, plan->key_seed, sizeof(next.key_seed));
	book->store = book_path(part, "/book.db", db, err) ? store_open_sqlite(db, STORE_READ_WRITE, err) : NULL;
	ok = book->store && book_schema(book->store, err) && book_set_rails(book->store, err) && book_take_stock(book, err);
	if (ok) {
		work.book = book;
		work.arena = arena_new(WORK_BYTES_MAX);
		work.txn = txn_begin(book->store, err);
		ok = work.txn && book_next_epoch(book, &work, &next, err) && book_quiet_copy(work.txn, "giấy của sổ thật, không in ở quầy tập", err) &&
		     stmt_end(stmt_begin(work.txn, &practice_sql[FORGET]), err);
		if (ok)
			ok = txn_commit(work.txn, err);
		else
			txn_abandon(work.txn);
		arena_free(work.arena);
	}
	book_close(book);
	secret_wipe(next.key_seed, sizeof(next.key_seed));
	return ok && book_bear_key(part, plan->key_seed, err);
}

bool practice_make(const char *from, const char *dir, const struct practice_plan *plan, struct err *err)
{
	char part[BOOK_PATH_MAX];
	bool ok;

	if (!book_path(dir, ".part", part, err) || !remove_older(dir, err))
		return false;
	book_remove_part(part);
	if (mkdir(part, 0750) != 0)
		return err_set(err, ERR_IO, "dir", "%s: %s", part, strerror(errno));
	ok = snapshot(from, part, err) && begin(part, plan, err) && copy_pepper(from, dir, err);
	if (ok && rename(part, dir) != 0)
		ok = err_set(err, ERR_IO, "dir", "%s: %s", dir, strerror(errno));
	if (!ok)
		book_remove_part(part);
	return ok && book_settle_key(dir, err);
}
