/*
 * SQLite. One connection is one owner's (SQLITE_OPEN_NOMUTEX), and every result code is an extended one.
 */
#include "store/engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_BYTES 4096
#define SAVED_MAX_BYTES (4 << 20)
/* A group of sales changes a thousand pages; in SQLite's usual 2 MB they are spilt to the log and written again and again. */
#define WRITER_CACHE_KIB "-16384"
#define LOOKASIDE_BYTES 1200
#define LOOKASIDE_COUNT 256
#define CHECK_PROBLEMS_MAX 100
#define MUTABLE_TABLES_MAX 128
#define MARKS (TXN_MARKS_MAX + 1)

struct sqlite {
	sqlite3 *db;
	enum store_mode mode;
	bool watches_scans;
	bool is_ours;                              /* what is prepared now is this file's own, not a module's */
	int log_pages;                             /* of the WAL after the last commit here */
	const char *mutable_tables[MUTABLE_TABLES_MAX];
	size_t mutable_tables_count;
	sqlite3_stmt *controls[CONTROL_UNDO + 1][MARKS];
};

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static enum err_code code_of(int rc)
{
	switch (rc) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return ERR_CONFLICT;
	case SQLITE_CONSTRAINT_TRIGGER:
		return ERR_FORBIDDEN;
	default:
		break;
	}
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return ERR_INPUT;
	case SQLITE_AUTH:
	case SQLITE_READONLY:
		return ERR_FORBIDDEN;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_FULL:
	case SQLITE_TOOBIG:
	case SQLITE_NOMEM:
		return ERR_LIMIT;
	default:
		return ERR_IO;
	}
}

static bool fail(struct sqlite *conn, int rc, struct err *err)
{
	if ((rc & 0xff) == SQLITE_NOTADB)
		return err_set(err, ERR_IO, NULL, "tệp này không phải sổ hay bản sao của ocop-pos, hoặc đã hỏng");
	return err_set(err, code_of(rc), NULL, "SQLite %d: %s", rc, sqlite3_errmsg(conn->db));
}

/* ---- our own commands ------------------------------------------------------------------------------------------- */

/* Runs one statement of this file's and gives the first column of its first row ("" without one). */
static bool ask(struct sqlite *conn, const char *text, char *answer, size_t answer_size, struct err *err)
{
	sqlite3_stmt *prepared = NULL;
	int rc;

	conn->is_ours = true;
	rc = sqlite3_prepare_v2(conn->db, text, -1, &prepared, NULL);
	conn->is_ours = false;
	if (answer_size)
		answer[0] = '\0';
	if (rc == SQLITE_OK && (rc = sqlite3_step(prepared)) == SQLITE_ROW) {
		const unsigned char *first = sqlite3_column_text(prepared, 0);

		if (answer_size)
			snprintf(answer, answer_size, "%s", first ? (const char *)first : "");
		while ((rc = sqlite3_step(prepared)) == SQLITE_ROW)
			;
	}
	sqlite3_finalize(prepared);
	return rc == SQLITE_DONE || fail(conn, rc, err);
}

static bool command(struct sqlite *conn, const char *text, struct err *err)
{
	return ask(conn, text, NULL, 0, err);
}

/* A pragma that does not take says nothing, so what matters is read back. */
static bool pragma_is(struct sqlite *conn, const char *name, const char *wanted, struct err *err)
{
	char text[64], answer[32];

	snprintf(text, sizeof(text), "PRAGMA %s", name);
	if (!ask(conn, text, answer, sizeof(answer), err))
		return false;
	return strcmp(answer, wanted) == 0 || err_set(err, ERR_IO, NULL, "SQLite's %s is %s, not %s", name, answer, wanted);
}

static bool pragma_take(struct sqlite *conn, const char *name, const char *value, const char *wanted, struct err *err)
{
	char text[64];

	snprintf(text, sizeof(text), "PRAGMA %s = %s", name, value);
	return command(conn, text, err) && pragma_is(conn, name, wanted, err);
}

/* ---- open and close ---------------------------------------------------------------------------------------------- */

static int after_commit(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct sqlite *conn = arg;

	conn->log_pages = pages;
	/* Past the ceiling it is worked off here and now; this replaces SQLite's own automatic checkpoint. */
	if ((int64_t)pages * PAGE_BYTES >= STORE_WAL_MAX_BYTES)
		sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

static bool set_up(struct sqlite *conn, bool in_memory, struct err *err)
{
	bool is_reader = conn->mode == STORE_READ_ONLY;
	char limit[24];

	sqlite3_busy_timeout(conn->db, LOCK_WAIT_MS);
	/* Cursors and rows of the statements of a sale come out of this; Debian's 40 pieces send most of them to malloc. */
	if (conn->mode == STORE_READ_WRITE)
		sqlite3_db_config(conn->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE_BYTES, LOOKASIDE_COUNT);
	sqlite3_limit(conn->db, SQLITE_LIMIT_LENGTH, (int)STORE_VALUE_MAX_BYTES + 1024);
	sqlite3_limit(conn->db, SQLITE_LIMIT_ATTACHED, 1);  /* VACUUM INTO needs one */
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (!is_reader) {
		snprintf(limit, sizeof(limit), "%lld", (long long)STORE_WAL_MAX_BYTES);
		if (!command(conn, "PRAGMA page_size = 4096", err) ||
		    !pragma_take(conn, "journal_mode", "WAL", in_memory ? "memory" : "wal", err) ||
		    !pragma_take(conn, "journal_size_limit", limit, limit, err) ||
		    (conn->mode == STORE_READ_WRITE && !pragma_take(conn, "cache_size", WRITER_CACHE_KIB, WRITER_CACHE_KIB, err)))
			return false;
		sqlite3_wal_hook(conn->db, after_commit, conn);
	}
	return pragma_take(conn, "synchronous", conn->mode == STORE_READ_WRITE_DRAFTS ? "NORMAL" : "FULL",
			   conn->mode == STORE_READ_WRITE_DRAFTS ? "1" : "2", err) &&
	       pragma_take(conn, "foreign_keys", "ON", "1", err) &&
	       pragma_take(conn, "trusted_schema", "OFF", "0", err) &&
	       pragma_take(conn, "recursive_triggers", "ON", "1", err) &&
	       pragma_take(conn, "cell_size_check", "ON", "1", err) &&
	       pragma_take(conn, "query_only", is_reader ? "ON" : "OFF", is_reader ? "1" : "0", err) &&
	       /* Opening is lazy: this looks at the file. */
	       command(conn, "SELECT COUNT(*) FROM sqlite_schema", err);
}

static void sqlite_close(void *arg)
{
	struct sqlite *conn = arg;
	int rc;

	for (size_t what = 0; what <= CONTROL_UNDO; what++)
		for (size_t mark = 0; mark < MARKS; mark++)
			sqlite3_finalize(conn->controls[what][mark]);
	rc = sqlite3_close(conn->db);
	assert(rc == SQLITE_OK && "every statement is discarded first");
	for (size_t i = 0; i < conn->mutable_tables_count; i++)
		free((char *)conn->mutable_tables[i]);
	free(conn);
}

/* ---- transactions -------------------------------------------------------------------------------------------------- */

static bool step_control(struct sqlite *conn, enum control what, unsigned mark, int *rc)
{
	static const char *const texts[] = {
		[CONTROL_BEGIN] = "BEGIN IMMEDIATE", [CONTROL_COMMIT] = "COMMIT", [CONTROL_ROLLBACK] = "ROLLBACK",
		[CONTROL_SAVE] = "SAVEPOINT m%u", [CONTROL_KEEP] = "RELEASE m%u", [CONTROL_UNDO] = "ROLLBACK TO m%u",
	};
	sqlite3_stmt **prepared = &conn->controls[what][mark];
	char text[32];

	if (!*prepared) {
		const char *form = what == CONTROL_BEGIN && conn->mode == STORE_READ_ONLY ? "BEGIN" : texts[what];
		size_t size = strcspn(form, "%");

		snprintf(text, sizeof(text), "%.*s", (int)size, form);
		if (form[size])
			snprintf(text + size, sizeof(text) - size, "%u", mark);
		*rc = sqlite3_prepare_v3(conn->db, text, -1, SQLITE_PREPARE_PERSISTENT, prepared, NULL);
		if (*rc != SQLITE_OK)
			return false;
	}
	*rc = sqlite3_step(*prepared);
	sqlite3_reset(*prepared);
	return *rc == SQLITE_DONE;
}

static bool sqlite_control(void *arg, enum control what, unsigned mark, struct err *err)
{
	struct sqlite *conn = arg;
	int rc;

	if (step_control(conn, what, mark, &rc) && (what != CONTROL_UNDO || step_control(conn, CONTROL_KEEP, mark, &rc)))
		return true;
	fail(conn, rc, err);
	if (what == CONTROL_COMMIT) {
		/*
		 * A deferred key or a lock: the transaction still stands and goes. After anything else its frames may be
		 * in the log, and a later recovery would bring them back.
		 */
		bool is_certain = (rc & 0xff) == SQLITE_CONSTRAINT || (rc & 0xff) == SQLITE_BUSY;

		if (!is_certain || sqlite3_get_autocommit(conn->db))
			err->code = ERR_UNSURE;
		if (!sqlite3_get_autocommit(conn->db))
			step_control(conn, CONTROL_ROLLBACK, 0, &rc);
	}
	return false;
}

static bool sqlite_stands(void *arg)
{
	struct sqlite *conn = arg;

	return !sqlite3_get_autocommit(conn->db);
}

static bool sqlite_script(void *arg, const char *text, struct err *err)
{
	struct sqlite *conn = arg;
	int rc = sqlite3_exec(conn->db, text, NULL, NULL, NULL);

	return rc == SQLITE_OK || fail(conn, rc, err);
}

/* ---- statements ------------------------------------------------------------------------------------------------------ */

static bool sqlite_prepare(void *arg, const struct sql *sql, const struct value *values, size_t count, void **prepared,
			   struct err *err)
{
	struct sqlite *conn = arg;
	sqlite3_stmt *made = NULL;
	int rc = sqlite3_prepare_v3(conn->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);

	if (rc != SQLITE_OK)
		return fail(conn, rc, err);
	assert(made && (!values || (size_t)sqlite3_bind_parameter_count(made) == count));
	*prepared = made;
	return true;
}

static void sqlite_discard(void *arg, void *prepared)
{
	(void)arg;
	sqlite3_finalize(prepared);
}

static int bind(sqlite3_stmt *prepared, int index, const struct value *value)
{
	if (value->is_null)
		return sqlite3_bind_null(prepared, index);
	switch (value->kind) {
	case VALUE_I64:
		return sqlite3_bind_int64(prepared, index, value->i64);
	case VALUE_TEXT:
		return sqlite3_bind_text64(prepared, index, value->bytes, value->size, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(prepared, index, value->bytes, value->size, SQLITE_STATIC);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(prepared, index);
}

static bool sqlite_run(void *arg, void *prepared, const struct value *values, size_t count, struct err *err)
{
	struct sqlite *conn = arg;

	for (size_t i = 0; i < count; i++) {
		int rc = bind(prepared, (int)i + 1, &values[i]);

		if (rc != SQLITE_OK)
			return fail(conn, rc, err);
	}
	return true;
}

static enum step sqlite_step(void *arg, void *prepared, struct err *err)
{
	struct sqlite *conn = arg;
	int rc = sqlite3_step(prepared);

	if (rc == SQLITE_ROW)
		return STEP_ROW;
	if (rc == SQLITE_DONE)
		return STEP_DONE;
	fail(conn, rc, err);
	return STEP_FAILED;
}

static size_t sqlite_columns(void *prepared)
{
	return (size_t)sqlite3_column_count(prepared);
}

static bool sqlite_column(void *prepared, size_t index, struct value *value, struct err *err)
{
	int i = (int)index;

	*value = (struct value){ .kind = VALUE_NULL };
	switch (sqlite3_column_type(prepared, i)) {
	case SQLITE_INTEGER:
		value->kind = VALUE_I64;
		value->i64 = sqlite3_column_int64(prepared, i);
		return true;
	case SQLITE_TEXT:
		value->kind = VALUE_TEXT;
		value->bytes = sqlite3_column_text(prepared, i);
		break;
	case SQLITE_BLOB:
		value->kind = VALUE_BLOB;
		value->bytes = sqlite3_column_blob(prepared, i);
		break;
	case SQLITE_NULL:
		value->is_null = true;
		return true;
	default:
		return err_set(err, ERR_IO, NULL, "column %zu is a floating point number", index + 1);
	}
	value->size = (size_t)sqlite3_column_bytes(prepared, i);
	/* No bytes is right for an empty blob, else memory ran out. */
	return value->bytes || !value->size || err_set(err, ERR_LIMIT, NULL, "out of memory for column %zu", index + 1);
}

static bool sqlite_writes(void *prepared)
{
	return !sqlite3_stmt_readonly(prepared);
}

static int64_t sqlite_changes(void *arg, void *prepared)
{
	struct sqlite *conn = arg;

	return sqlite3_stmt_readonly(prepared) ? 0 : sqlite3_changes64(conn->db);
}

static bool sqlite_end(void *arg, void *prepared, bool scan_ok, struct err *err)
{
	struct sqlite *conn = arg;
	int rows, sorts, indexes;

	/* Repeats the failure of the last step, which is known. What is bound stays until the next run binds all anew. */
	sqlite3_reset(prepared);
	if (!conn->watches_scans)
		return true;
	rows = sqlite3_stmt_status(prepared, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
	sorts = sqlite3_stmt_status(prepared, SQLITE_STMTSTATUS_SORT, 1);
	indexes = sqlite3_stmt_status(prepared, SQLITE_STMTSTATUS_AUTOINDEX, 1);
	if (scan_ok || (rows == 0 && sorts == 0 && indexes == 0))
		return true;
	return err_set(err, ERR_IO, NULL, "no index: %d rows scanned, %d sorts, %d rows indexed for this alone; not .scan_ok",
		       rows, sorts, indexes);
}

/* ---- the rails ---------------------------------------------------------------------------------------------------------- */

static void sqlite_watch_scans(void *arg, bool watches)
{
	((struct sqlite *)arg)->watches_scans = watches;
}

static int authorize(void *arg, int action, const char *table, const char *column, const char *database, const char *trigger)
{
	const struct sqlite *conn = arg;

	(void)column;
	(void)database;
	(void)trigger;
	if (conn->is_ours)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_INSERT:
		return SQLITE_OK;
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		for (size_t i = 0; i < conn->mutable_tables_count; i++)
			if (strcmp(conn->mutable_tables[i], table) == 0)
				return SQLITE_OK;
		return SQLITE_DENY;
	case SQLITE_PRAGMA:  /* the columns of a table, for a dump */
		return strcmp(table, "table_info") == 0 ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static bool sqlite_rails(void *arg, const char *const *mutable_tables, struct err *err)
{
	struct sqlite *conn = arg;
	int rc;

	for (; *mutable_tables; mutable_tables++) {
		assert(conn->mutable_tables_count < MUTABLE_TABLES_MAX);
		conn->mutable_tables[conn->mutable_tables_count] = strdup(*mutable_tables);
		assert(conn->mutable_tables[conn->mutable_tables_count]);
		conn->mutable_tables_count++;
	}
	/* A dump asks for a table's columns; SQLite makes this function's table at its first use, by DDL of its own. */
	if (!command(conn, "SELECT COUNT(*) FROM pragma_table_info('migration')", err))
		return false;
	/* What is prepared already is prepared again, under the authorizer, at its next use. */
	rc = sqlite3_set_authorizer(conn->db, authorize, conn);
	return rc == SQLITE_OK || fail(conn, rc, err);
}

/* ---- the file ------------------------------------------------------------------------------------------------------------ */

static bool sqlite_set_sync(void *arg, bool waits, struct err *err)
{
	return pragma_take(arg, "synchronous", waits ? "FULL" : "NORMAL", waits ? "2" : "1", err);
}

static int64_t sqlite_log_bytes(void *arg)
{
	return (int64_t)((struct sqlite *)arg)->log_pages * PAGE_BYTES;
}

static bool sqlite_checkpoint(void *arg, int64_t log_max_bytes, struct err *err)
{
	struct sqlite *conn = arg;
	int pages = 0, done = 0, rc;

	if (conn->log_pages == 0 || sqlite_log_bytes(conn) <= log_max_bytes)
		return true;
	/* Passive waits for nobody; the next write begins the log anew once all of it is in the file and no reader needs it. */
	rc = sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
	if (rc != SQLITE_OK && rc != SQLITE_BUSY)
		return fail(conn, rc, err);
	if (rc == SQLITE_OK && pages >= 0 && pages == done)
		conn->log_pages = 0;
	return true;
}

const char *store_sqlite_version(void)
{
	return sqlite3_libversion();
}

static bool fail_system(const char *what, const char *path, struct err *err)
{
	int error = errno;

	return err_set(err, error == ENOSPC || error == EDQUOT ? ERR_LIMIT : ERR_IO, NULL, "%s %s: %s", what, path, strerror(error));
}

static bool sync_path(const char *path, int flags, struct err *err)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fail_system("open", path, err);
	ok = fsync(fd) == 0 || fail_system("fsync", path, err);
	close(fd);
	return ok;
}

static bool vacuum_into(struct sqlite *conn, const char *path, struct err *err)
{
	sqlite3_stmt *prepared = NULL;
	int rc = sqlite3_prepare_v2(conn->db, "VACUUM INTO $1", -1, &prepared, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_bind_text(prepared, 1, path, -1, SQLITE_STATIC)) == SQLITE_OK)
		rc = sqlite3_step(prepared);
	if (rc != SQLITE_DONE)
		fail(conn, rc, err);
	sqlite3_finalize(prepared);
	return rc == SQLITE_DONE;
}

static bool sqlite_backup_to(void *arg, const char *path, struct err *err)
{
	struct sqlite *conn = arg;
	char part[PATH_MAX], folder[PATH_MAX];
	struct err ignored;
	const char *slash = strrchr(path, '/');
	bool ok;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return err_set(err, ERR_INPUT, "path", "too long a path");
	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	/* What an earlier one left behind; VACUUM INTO refuses a file that is there. */
	if (unlink(part) != 0 && errno != ENOENT)
		return fail_system("unlink", part, err);
	/* query_only would hold for the copy too; the file itself is open read-only. */
	ok = command(conn, "PRAGMA query_only = OFF", err) && vacuum_into(conn, part, err);
	ok = pragma_take(conn, "query_only", "ON", "1", ok ? err : &ignored) && ok;
	if (ok && sync_path(part, O_RDONLY, err) &&
	    (rename(part, path) == 0 || fail_system("rename", path, err)))
		return sync_path(folder, O_RDONLY | O_DIRECTORY, err);
	unlink(part);
	return false;
}

static bool list_problems(struct sqlite *conn, const char *text, struct buf *problems, size_t *count, struct err *err)
{
	sqlite3_stmt *prepared = NULL;
	int rc = sqlite3_prepare_v2(conn->db, text, -1, &prepared, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(prepared);
		if (rc != SQLITE_ROW)
			break;
		const char *line = (const char *)sqlite3_column_text(prepared, 0);

		if (line && strcmp(line, "ok") != 0 && (*count)++ < CHECK_PROBLEMS_MAX) {
			buf_text(problems, line);
			buf_byte(problems, '\n');
		}
	}
	/* A file too broken to be looked through is a finding, not a failure to look. */
	if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) {
		buf_format(problems, "%s\n", sqlite3_errmsg(conn->db));
		rc = SQLITE_DONE;
	}
	if (rc != SQLITE_DONE)
		fail(conn, rc, err);
	sqlite3_finalize(prepared);
	return rc == SQLITE_DONE;
}

static bool sqlite_check_file(void *arg, struct buf *problems, struct err *err)
{
	size_t count = 0;

	return list_problems(arg, "PRAGMA integrity_check(100)", problems, &count, err) &&
	       list_problems(arg,
			     "SELECT 'foreign key: row ' || COALESCE(rowid, 0) || ' of ' || [table] || ' has no ' || parent"
			     " FROM pragma_foreign_key_check",
			     problems, &count, err);
}

/* ---- the schema: engine.h says what each gives ----------------------------------------------------------------------- */

static const struct schema_sql schema = {
	.tables = { .scan_ok = true, .text =
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name" },
	.columns = { .scan_ok = true, .text =
		"SELECT name, CASE type WHEN 'INTEGER' THEN 'i64' WHEN 'TEXT' THEN 'text' WHEN 'BLOB' THEN 'blob' ELSE type END,"
		" CASE WHEN [notnull] = 1 OR pk > 0 THEN 1 ELSE 0 END, CASE WHEN dflt_value IS NULL THEN 0 ELSE 1 END"
		" FROM pragma_table_info($1) ORDER BY cid" },
	.primary_key = { .scan_ok = true, .text = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk" },
	.keys = { .scan_ok = true, .text =
		"SELECT CASE c.seqno WHEN 0 THEN 1 ELSE 0 END, CASE i.origin WHEN 'u' THEN '' ELSE i.name END, i.[unique], i.partial,"
		" COALESCE(c.name, '(expression)'), c.[desc]"
		" FROM pragma_index_list($1) i JOIN pragma_index_xinfo(i.name) c"
		" WHERE i.origin <> 'pk' AND c.key = 1 ORDER BY i.name, c.seqno" },
	.foreign_keys = { .scan_ok = true, .text =
		"SELECT CASE seq WHEN 0 THEN 1 ELSE 0 END, [table], [from], COALESCE([to], '(primary key)') FROM pragma_foreign_key_list($1) ORDER BY id, seq" },
	.triggers = { .scan_ok = true, .text =
		"SELECT DISTINCT CASE WHEN upper(sql) LIKE '%BEFORE UPDATE%' THEN 'update'"
		" WHEN upper(sql) LIKE '%BEFORE DELETE%' THEN 'delete'"
		" WHEN upper(sql) LIKE '%BEFORE INSERT%' THEN 'insert' ELSE name END"
		" FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1 ORDER BY 1" },
};

static const struct engine sqlite_engine = {
	.kind = STORE_SQLITE,
	.close = sqlite_close,
	.control = sqlite_control,
	.stands = sqlite_stands,
	.script = sqlite_script,
	.prepare = sqlite_prepare,
	.discard = sqlite_discard,
	.run = sqlite_run,
	.step = sqlite_step,
	.columns = sqlite_columns,
	.column = sqlite_column,
	.writes = sqlite_writes,
	.changes = sqlite_changes,
	.end = sqlite_end,
	.watch_scans = sqlite_watch_scans,
	.rails = sqlite_rails,
	.set_sync = sqlite_set_sync,
	.checkpoint = sqlite_checkpoint,
	.log_bytes = sqlite_log_bytes,
	.backup_to = sqlite_backup_to,
	.check_file = sqlite_check_file,
	.schema = &schema,
};

/* For the whole process, before SQLite's first use. */
static void configure(void)
{
	/* Counting every byte costs a lock at each of some 400 allocations a sale. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* A job's savepoint keeps what its pages were: 80 kB a sale, and past 64 kB SQLite would write them to a file. */
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVED_MAX_BYTES);
}

bool sqlite_open(struct store *store, const char *path, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite *conn = calloc(1, sizeof(*conn));
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (store->mode == STORE_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	int rc;

	assert(conn);
	pthread_once(&once, configure);
	conn->mode = store->mode;
	rc = sqlite3_open_v2(path, &conn->db, flags, NULL);
	if (rc != SQLITE_OK)
		err_set(err, code_of(rc), NULL, "SQLite %d: %s: %s", rc, conn->db ? sqlite3_errmsg(conn->db) : "out of memory", path);
	if (rc != SQLITE_OK || !set_up(conn, strcmp(path, ":memory:") == 0, err)) {
		sqlite_close(conn);
		return false;
	}
	store->conn = conn;
	store->engine = &sqlite_engine;
	return true;
}
