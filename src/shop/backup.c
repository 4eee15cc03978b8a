#include "shop/backup.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/day.h"
#include "shop/book_parts.h"
#include "shop/sql.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

enum { SITE_CODE, FIRST };

const struct sql backup_sql[] = {
	[SITE_CODE] = { .text = "SELECT t.code FROM stream s JOIN site t ON t.id = s.site_id ORDER BY s.stream DESC LIMIT 1", .scan_ok = true },
	[FIRST] = { .text = "SELECT hash FROM entry ORDER BY entry_key LIMIT 1" },
	SQL_END
};

static bool name_of(char path[BOOK_PATH_MAX], struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool name_of(char path[BOOK_PATH_MAX], struct err *err, const char *format, ...)
{
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(path, BOOK_PATH_MAX, format, args);
	va_end(args);
	return (size > 0 && size < BOOK_PATH_MAX) || err_set(err, ERR_INPUT, "path", "tên thư mục quá dài");
}

static bool move_file(const char *from, const char *to, struct err *err)
{
	return rename(from, to) == 0 || err_set(err, ERR_IO, "path", "%s: %s", to, strerror(errno));
}

static bool site_code(struct store *store, char code[32], struct err *err)
{
	struct txn *txn = txn_begin(store, err);
	struct arena *arena = arena_new(1 << 16);
	struct stmt *q;
	bool ok = false;

	if (txn) {
		q = stmt_begin(txn, &backup_sql[SITE_CODE]);
		if (stmt_next(q))
			snprintf(code, 32, "%s", stmt_take_text(q, arena));
		ok = stmt_end(q, err);
	}
	txn_abandon(txn);
	arena_free(arena);
	/* It becomes part of a file's name. */
	for (char *c = code; *c; c++)
		if (!((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
			*c = '_';
	return ok;
}

static bool walk_copy(const char *path, struct verify_part *part, struct err *err)
{
	struct store *copy = store_open_sqlite(path, STORE_READ_ONLY, err);
	bool ok = copy && verify_entries(copy, NULL, 0, part, err);

	store_close(copy);
	return ok;
}

bool backup_make(const char *dir, const char *to, int64_t at_us, char path[BOOK_PATH_MAX], struct verify_part *part, struct err *err)
{
	char db[BOOK_PATH_MAX], bad[BOOK_PATH_MAX], code[32] = "", moment[MOMENT_TEXT_SIZE];
	struct store *reader;
	bool ok;

	if (!book_file(dir, db, err))
		return false;
	reader = store_open_sqlite(db, STORE_READ_ONLY, err);
	if (!reader)
		return false;
	moment_write_vn(at_us, moment);
	/* "22/08/2026 14:05:09" turned so that names sort by time. */
	ok = site_code(reader, code, err) &&
	     name_of(path, err, "%s/ocop-%s-%.4s%.2s%.2s-%.2s%.2s%.2s.db", to, code, moment + 6, moment + 3, moment, moment + 11, moment + 14, moment + 17) &&
	     name_of(bad, err, "%s.bad", path) && store_backup_to(reader, bad, err);
	store_close(reader);
	if (!ok || !walk_copy(bad, part, err))
		return false;
	if (part->problems_count > 0)
		return err_set(err, ERR_CONFLICT, "backup", "bản sao không nguyên vẹn, giữ ở %.200s; chạy: ocop-pos verify", bad);
	/* On the disk before anybody is told, and before older ones go. */
	return move_file(bad, path, err) && book_sync_path(to, err);
}

/* ---- how many are kept ----------------------------------------------------------- */

#define TAIL_LETTERS 19  /* "20260822-140509.db" and its dash before */

static bool is_copy_of(const char *name, const char *like)
{
	static const char form[] = "-00000000-000000.db";
	size_t size = strlen(like), head = size - TAIL_LETTERS;

	if (strlen(name) != size || strncmp(name, like, head) != 0)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? name[head + i] < '0' || name[head + i] > '9' : name[head + i] != form[i])
			return false;
	return true;
}

/* The hash of its first entry, which no other book has. */
static bool first_of(const char *path, struct hash *hash)
{
	struct err ignored;
	struct store *store = store_open_sqlite(path, STORE_READ_ONLY, &ignored);
	struct txn *txn = store ? txn_begin(store, &ignored) : NULL;
	bool found = false;

	if (txn) {
		struct stmt *q = stmt_begin(txn, &backup_sql[FIRST]);

		found = stmt_next(q);
		if (found)
			stmt_take_hash(q, hash);
		found = stmt_end(q, &ignored) && found;
	}
	txn_abandon(txn);
	store_close(store);
	return found;
}

/* Two books may have one site code; what does not open is nobody's. */
static bool is_of_book(const char *path, struct hash first)
{
	struct hash other;

	return first_of(path, &other) && hash_is(other, first);
}

static int newest_first(const void *left, const void *right)
{
	return strcmp(*(char *const *)right, *(char *const *)left);
}

bool backup_keep(const char *path, size_t count, size_t *removed, struct err *err)
{
	const char *slash = strrchr(path, '/'), *like = slash ? slash + 1 : path;
	char folder[BOOK_PATH_MAX], old[BOOK_PATH_MAX + 260];
	char **names = NULL, **more;
	size_t names_count = 0, own = 0;
	struct hash first;
	struct dirent *at;
	bool ok = true;
	DIR *dir;

	*removed = 0;
	if (!first_of(path, &first))
		return err_set(err, ERR_IO, "--keep", "%s: không đọc lại được bản sao vừa làm", path);
	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
	dir = strlen(like) > TAIL_LETTERS ? opendir(slash == path ? "/" : folder) : NULL;
	if (!dir)
		return err_set(err, ERR_IO, "--keep", "%s: %s", folder, strerror(errno));
	while ((at = readdir(dir))) {
		if (!is_copy_of(at->d_name, like))
			continue;
		more = realloc(names, (names_count + 1) * sizeof(*names));
		assert(more);
		names = more;
		names[names_count] = strdup(at->d_name);
		assert(names[names_count]);
		names_count++;
	}
	closedir(dir);
	/* Names sort by time. */
	if (names_count > 1)
		qsort(names, names_count, sizeof(*names), newest_first);
	for (size_t i = 0; i < names_count; i++) {
		snprintf(old, sizeof(old), "%s/%s", folder, names[i]);
		if (ok && is_of_book(old, first) && own++ >= count && strcmp(names[i], like) != 0) {
			ok = unlink(old) == 0 || err_set(err, ERR_IO, "--keep", "%s: %s", old, strerror(errno));
			*removed += ok;
		}
		free(names[i]);
	}
	free(names);
	return ok;
}

/* ---- making anew ---------------------------------------------------------------- */

/* The copy's worked-out tables are emptied; the journal, the vault and the working tables stay as they are. */
static bool empty_tables(struct store *store, struct sql *texts, char (*words)[80], struct err *err)
{
	struct txn *txn = txn_begin(store, err);
	bool ok = txn != NULL;

	for (size_t i = 0; ok && book_tables[i].name; i++) {
		if (book_tables[i].is != TABLE_WORKED_OUT)
			continue;
		snprintf(words[i], sizeof(words[i]), "DELETE FROM %s", book_tables[i].name);
		texts[i] = (struct sql){ .text = words[i], .scan_ok = true };
		ok = stmt_end(stmt_begin(txn, &texts[i]), err);
	}
	if (ok)
		return txn_commit(txn, err);
	txn_abandon(txn);
	return false;
}

static bool rebuild_in(const char *path, struct err *err)
{
	size_t count = 0;
	struct store *store;
	struct sql *texts;
	char (*words)[80];
	bool ok;

	while (book_tables[count].name)
		count++;
	texts = calloc(count, sizeof(*texts));
	words = calloc(count, sizeof(*words));
	assert(texts && words);
	store = store_open_sqlite(path, STORE_READ_WRITE, err);
	ok = store && book_schema(store, err) && empty_tables(store, texts, words, err) && verify_replay(store, err) && store_checkpoint(store, 0, err);
	/* The texts are keys of the store's cache: they go after it. */
	store_close(store);
	free(texts);
	free(words);
	return ok;
}

static bool compare(const char *db, const char *rebuilt, struct verify_part *part, struct err *err)
{
	struct store *left = store_open_sqlite(db, STORE_READ_ONLY, err);
	struct store *right = left ? store_open_sqlite(rebuilt, STORE_READ_ONLY, err) : NULL;
	bool ok = right && verify_compare(left, right, part, err);

	store_close(left);
	store_close(right);
	return ok;
}

/* A writer that opens and closes alone works the log off into the file, so that a rename takes all of it. */
static bool settle_log(const char *db, struct err *err)
{
	struct store *store = store_open_sqlite(db, STORE_READ_WRITE, err);
	bool ok = store && store_checkpoint(store, 0, err);

	store_close(store);
	return ok;
}

bool backup_rebuild(const char *dir, bool is_replaced, struct verify_part *part, struct err *err)
{
	char db[BOOK_PATH_MAX], rebuilt[BOOK_PATH_MAX], before[BOOK_PATH_MAX], log[BOOK_PATH_MAX];
	struct store *reader;
	int lock = -1;
	bool ok;

	if (!book_file(dir, db, err) || !name_of(rebuilt, err, "%s/rebuilt.db", dir) ||
	    !name_of(before, err, "%s/before-rebuild.db", dir) || !name_of(log, err, "%s-wal", db) || (is_replaced && !book_lock(dir, &lock, err)))
		return false;
	reader = store_open_sqlite(db, STORE_READ_ONLY, err);
	ok = reader && store_backup_to(reader, rebuilt, err);
	store_close(reader);
	ok = ok && rebuild_in(rebuilt, err) && compare(db, rebuilt, part, err) && settle_log(rebuilt, err);
	if (ok && is_replaced) {
		ok = settle_log(db, err);
		if (ok && access(log, F_OK) == 0)
			ok = err_set(err, ERR_BUSY, "book", "còn chương trình đang mở sổ; đóng nó rồi làm lại");
		ok = ok && move_file(db, before, err) && move_file(rebuilt, db, err);
	}
	if (lock >= 0)
		close(lock);
	return ok;
}
