/*
 * PostgreSQL through libpq, blocking: a writer or reader thread owns the connection.
 *
 * Whole numbers and texts go in as text (the server then fits them to the type it expects), blobs as bytes; everything
 * comes out in binary. Statements are prepared at their first run, when the puts have told the types.
 */
#include "store/engine.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of pg_type, fixed for ever. */
#define OID_BYTEA 17
#define OID_NAME 19
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25

#define RAILS_TEXT_MAX ((size_t)64 << 10)
#define PROGRAM_ROLE "ocop_program"

struct postgres {
	PGconn *pg;
	enum store_mode mode;
	unsigned last_name;
};

struct prepared {
	char name[16];
	bool streams;
	bool is_running;   /* rows of a stream are still to come */
	PGresult *result;
	int row;
};

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static enum err_code code_of(const char *state)
{
	static const struct {
		const char *state;  /* all five, or the class */
		enum err_code code;
	} rows[] = {
		{ "23505", ERR_CONFLICT }, { "23503", ERR_CONFLICT },
		{ "40001", ERR_BUSY }, { "40P01", ERR_BUSY }, { "55P03", ERR_BUSY }, { "57P03", ERR_BUSY }, { "53300", ERR_BUSY }, { "25P02", ERR_BUSY },
		{ "42501", ERR_FORBIDDEN }, { "25006", ERR_FORBIDDEN }, { "P0001", ERR_FORBIDDEN },
		{ "22", ERR_INPUT }, { "23", ERR_INPUT },
		{ "53", ERR_LIMIT }, { "54", ERR_LIMIT },
	};

	for (size_t i = 0; state && i < COUNT_OF(rows); i++)
		if (strncmp(state, rows[i].state, strlen(rows[i].state)) == 0)
			return rows[i].code;
	return ERR_IO;
}

static bool fail(struct postgres *conn, const PGresult *result, struct err *err)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!text)
		text = PQerrorMessage(conn->pg);
	return err_set(err, code_of(state), NULL, "PostgreSQL %s: %.*s", state ? state : "lost", (int)strcspn(text, "\n"), text);
}

/* Takes the result: frees it unless it is asked for. */
static bool result_is(struct postgres *conn, PGresult *result, ExecStatusType wanted, struct err *err)
{
	bool ok = PQresultStatus(result) == wanted || fail(conn, result, err);

	PQclear(result);
	return ok;
}

static bool command(struct postgres *conn, const char *text, struct err *err)
{
	return result_is(conn, PQexec(conn->pg, text), PGRES_COMMAND_OK, err);
}

static bool setting_is(struct postgres *conn, const char *name, const char *wanted, struct err *err)
{
	const char *value = PQparameterStatus(conn->pg, name);

	return (value && strcmp(value, wanted) == 0) ||
	       err_set(err, ERR_IO, NULL, "PostgreSQL's %s is %s, not %s", name, value ? value : "unknown", wanted);
}

/* ---- open and close ---------------------------------------------------------------------------------------------- */

static void no_notice(void *arg, const PGresult *result)
{
	(void)arg;
	(void)result;
}

static bool set_up(struct postgres *conn, struct err *err)
{
	char text[256];

	PQsetNoticeReceiver(conn->pg, no_notice, NULL);
	if (PQsetClientEncoding(conn->pg, "UTF8") != 0)
		return err_set(err, ERR_IO, NULL, "PostgreSQL does not speak UTF-8 here");
	/* "on" is at least this server's own disk, whatever the server's default. */
	snprintf(text, sizeof(text), "SET synchronous_commit = %s; SET lock_timeout = %d; SET timezone = 'UTC'; SET client_min_messages = warning",
		 conn->mode == STORE_READ_WRITE_DRAFTS ? "off" : "on", LOCK_WAIT_MS);
	return setting_is(conn, "server_encoding", "UTF8", err) && setting_is(conn, "standard_conforming_strings", "on", err) &&
	       command(conn, text, err);
}

static void postgres_close(void *arg)
{
	struct postgres *conn = arg;

	PQfinish(conn->pg);
	free(conn);
}

/* ---- transactions -------------------------------------------------------------------------------------------------- */

/* A COMMIT of a failed transaction answers "ROLLBACK" and calls it success, so the tag is what counts. */
static bool commit(struct postgres *conn, struct err *err)
{
	PGresult *result = PQexec(conn->pg, "COMMIT");
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	bool ok = false;

	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		fail(conn, result, err);
		/* The server's refusal is certain; a lost connection, or its word that it does not know, is not. */
		if (!state || PQstatus(conn->pg) != CONNECTION_OK || strncmp(state, "08", 2) == 0 ||
		    strncmp(state, "57P", 3) == 0 || strcmp(state, "40003") == 0)
			err->code = ERR_UNSURE;
	} else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
		err_set(err, ERR_BUSY, NULL, "PostgreSQL: the transaction had failed and was rolled back");
	} else {
		ok = true;
	}
	PQclear(result);
	return ok;
}

static bool postgres_control(void *arg, enum control what, unsigned mark, struct err *err)
{
	struct postgres *conn = arg;
	char text[64];

	switch (what) {
	case CONTROL_BEGIN:
		return command(conn,
			       conn->mode == STORE_READ_ONLY ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" :
							       "BEGIN ISOLATION LEVEL REPEATABLE READ",
			       err);
	case CONTROL_COMMIT:
		return commit(conn, err);
	case CONTROL_ROLLBACK:
		return command(conn, "ROLLBACK", err);
	case CONTROL_SAVE:
		snprintf(text, sizeof(text), "SAVEPOINT m%u", mark);
		break;
	case CONTROL_KEEP:
		snprintf(text, sizeof(text), "RELEASE m%u", mark);
		break;
	case CONTROL_UNDO:
		snprintf(text, sizeof(text), "ROLLBACK TO m%u; RELEASE m%u", mark, mark);
		break;
	}
	return command(conn, text, err);
}

static bool postgres_stands(void *arg)
{
	PGTransactionStatusType status = PQtransactionStatus(((struct postgres *)arg)->pg);

	return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

static bool postgres_script(void *arg, const char *text, struct err *err)
{
	struct postgres *conn = arg;
	PGresult *result = PQexec(conn->pg, text);
	ExecStatusType status = PQresultStatus(result);
	/* A file may end in a comment, or be one. */
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY || fail(conn, result, err);

	PQclear(result);
	return ok;
}

/* ---- statements ------------------------------------------------------------------------------------------------------ */

static bool postgres_prepare(void *arg, const struct sql *sql, const struct value *values, size_t count, void **prepared,
			     struct err *err)
{
	static const Oid oids[] = { [VALUE_NULL] = 0, [VALUE_I64] = OID_INT8, [VALUE_TEXT] = OID_TEXT, [VALUE_BLOB] = OID_BYTEA };
	struct postgres *conn = arg;
	struct prepared *made = calloc(1, sizeof(*made));
	Oid types[PARAMS_MAX];

	assert(made && count <= PARAMS_MAX);
	for (size_t i = 0; values && i < count; i++)
		types[i] = oids[values[i].kind];
	snprintf(made->name, sizeof(made->name), "s%u", ++conn->last_name);
	made->streams = sql->streams;
	if (!result_is(conn, PQprepare(conn->pg, made->name, sql->text, values ? (int)count : 0, types), PGRES_COMMAND_OK, err)) {
		free(made);
		return false;
	}
	*prepared = made;
	return true;
}

static void postgres_discard(void *arg, void *p)
{
	struct postgres *conn = arg;
	struct prepared *prepared = p;
	char text[32];

	PQclear(prepared->result);
	snprintf(text, sizeof(text), "DEALLOCATE %s", prepared->name);
	/* On a lost connection or in a failed transaction it stays until the session ends; the name is not used again. */
	PQclear(PQexec(conn->pg, text));
	free(prepared);
}

/* The next piece of a stream: one row, or the empty end. */
static bool stream_on(struct postgres *conn, struct prepared *prepared, struct err *err)
{
	PQclear(prepared->result);
	prepared->result = PQgetResult(conn->pg);
	prepared->row = -1;
	if (PQresultStatus(prepared->result) == PGRES_SINGLE_TUPLE)
		return true;
	bool ok = PQresultStatus(prepared->result) == PGRES_TUPLES_OK || fail(conn, prepared->result, err);
	PGresult *rest;

	while ((rest = PQgetResult(conn->pg)))
		PQclear(rest);
	prepared->is_running = false;
	return ok;
}

static bool postgres_run(void *arg, void *p, const struct value *values, size_t count, struct err *err)
{
	struct postgres *conn = arg;
	struct prepared *prepared = p;
	char numbers[PARAMS_MAX][24];
	const char *texts[PARAMS_MAX];
	int sizes[PARAMS_MAX], formats[PARAMS_MAX];
	ExecStatusType status;

	for (size_t i = 0; i < count; i++) {
		texts[i] = values[i].is_null ? NULL : values[i].bytes;
		sizes[i] = (int)values[i].size;
		formats[i] = values[i].kind == VALUE_BLOB;
		if (values[i].kind == VALUE_I64 && !values[i].is_null) {
			snprintf(numbers[i], sizeof(numbers[i]), "%" PRId64, values[i].i64);
			texts[i] = numbers[i];
		}
	}
	if (prepared->streams) {
		if (!PQsendQueryPrepared(conn->pg, prepared->name, (int)count, texts, sizes, formats, 1))
			return fail(conn, NULL, err);
		PQsetSingleRowMode(conn->pg);
		prepared->is_running = true;
		return stream_on(conn, prepared, err);
	}
	prepared->result = PQexecPrepared(conn->pg, prepared->name, (int)count, texts, sizes, formats, 1);
	prepared->row = -1;
	status = PQresultStatus(prepared->result);
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || fail(conn, prepared->result, err);
}

static enum step postgres_step(void *arg, void *p, struct err *err)
{
	struct postgres *conn = arg;
	struct prepared *prepared = p;

	if (prepared->is_running && prepared->row == 0 && !stream_on(conn, prepared, err))
		return STEP_FAILED;
	return ++prepared->row < PQntuples(prepared->result) ? STEP_ROW : STEP_DONE;
}

static size_t postgres_columns(void *p)
{
	return (size_t)PQnfields(((struct prepared *)p)->result);
}

static bool postgres_column(void *p, size_t index, struct value *value, struct err *err)
{
	struct prepared *prepared = p;
	int i = (int)index;
	const char *bytes = PQgetvalue(prepared->result, prepared->row, i);
	uint64_t wide;
	uint32_t middle;
	uint16_t narrow;

	*value = (struct value){ .kind = VALUE_NULL, .is_null = true };
	if (PQgetisnull(prepared->result, prepared->row, i))
		return true;
	value->is_null = false;
	value->bytes = bytes;
	value->size = (size_t)PQgetlength(prepared->result, prepared->row, i);
	switch (PQftype(prepared->result, i)) {
	case OID_INT8:
		memcpy(&wide, bytes, sizeof(wide));
		value->i64 = (int64_t)be64toh(wide);
		value->kind = VALUE_I64;
		return true;
	case OID_INT4:
		memcpy(&middle, bytes, sizeof(middle));
		value->i64 = (int32_t)be32toh(middle);
		value->kind = VALUE_I64;
		return true;
	case OID_INT2:
		memcpy(&narrow, bytes, sizeof(narrow));
		value->i64 = (int16_t)be16toh(narrow);
		value->kind = VALUE_I64;
		return true;
	case OID_TEXT:
	case OID_NAME:
		value->kind = VALUE_TEXT;
		return true;
	case OID_BYTEA:
		value->kind = VALUE_BLOB;
		return true;
	default:
		return err_set(err, ERR_IO, NULL, "column %zu has PostgreSQL's type %u: CAST it to BIGINT or TEXT", index + 1,
			       PQftype(prepared->result, i));
	}
}

static bool postgres_writes(void *prepared)
{
	(void)prepared;
	return false;  /* all was done in the run */
}

static int64_t postgres_changes(void *arg, void *p)
{
	struct prepared *prepared = p;

	(void)arg;
	if (strncmp(PQcmdStatus(prepared->result), "SELECT", 6) == 0)
		return 0;
	return strtoll(PQcmdTuples(prepared->result), NULL, 10);
}

static bool postgres_end(void *arg, void *p, bool scan_ok, struct err *err)
{
	struct postgres *conn = arg;
	struct prepared *prepared = p;
	struct err ignored;

	(void)scan_ok;
	(void)err;
	while (prepared->is_running)
		stream_on(conn, prepared, &ignored);
	PQclear(prepared->result);
	prepared->result = NULL;
	return true;
}

/* ---- the rails ---------------------------------------------------------------------------------------------------------- */

static void postgres_watch_scans(void *arg, bool watches)
{
	(void)arg;
	(void)watches;
}

/*
 * The role is made at the first start and gets its rights anew at each: a table that a migration added is covered.
 * Connections that start at once take turns (two GRANTs at one table fail); two databases of one server may still both
 * try to make the role.
 */
static bool postgres_rails(void *arg, const char *const *mutable_tables, struct err *err)
{
	struct postgres *conn = arg;
	struct buf text;
	bool ok;

	buf_init(&text, RAILS_TEXT_MAX);
	buf_text(&text,
		 "DO $rails$ BEGIN PERFORM pg_advisory_xact_lock(hashtext('" PROGRAM_ROLE "'));"
		 " BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '" PROGRAM_ROLE "') THEN"
		 " CREATE ROLE " PROGRAM_ROLE " NOLOGIN; END IF;"
		 " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;"
		 " IF NOT pg_has_role('" PROGRAM_ROLE "', 'MEMBER') THEN"
		 " EXECUTE format('GRANT " PROGRAM_ROLE " TO %I', current_user); END IF;"
		 " EXECUTE format('GRANT USAGE ON SCHEMA %I TO " PROGRAM_ROLE "', current_schema());"
		 " EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM " PROGRAM_ROLE ", PUBLIC', current_schema());"
		 " EXECUTE format('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA %I TO " PROGRAM_ROLE "', current_schema());");
	for (; *mutable_tables; mutable_tables++)
		buf_format(&text, " GRANT UPDATE, DELETE ON %s TO " PROGRAM_ROLE ";", *mutable_tables);
	buf_text(&text, " END $rails$; SET SESSION ROLE " PROGRAM_ROLE);
	assert(!text.full);
	ok = postgres_script(conn, buf_get(&text), err);
	buf_release(&text);
	return ok;
}

/* ---- what only a file has ------------------------------------------------------------------------------------------------- */

static bool postgres_set_sync(void *arg, bool waits, struct err *err)
{
	return command(arg, waits ? "SET synchronous_commit = on" : "SET synchronous_commit = off", err);
}

static bool postgres_checkpoint(void *arg, int64_t log_max_bytes, struct err *err)
{
	(void)arg;
	(void)log_max_bytes;
	(void)err;
	return true;
}

static int64_t postgres_log_bytes(void *arg)
{
	(void)arg;
	return 0;
}

static bool postgres_backup_to(void *arg, const char *path, struct err *err)
{
	(void)arg;
	(void)path;
	return err_set(err, ERR_INPUT, NULL, "a PostgreSQL database is copied with its own tools (pg_basebackup, pg_dump)");
}

static bool postgres_check_file(void *arg, struct buf *problems, struct err *err)
{
	(void)arg;
	(void)problems;
	(void)err;
	return true;
}

/* ---- the schema: engine.h says what each gives ----------------------------------------------------------------------- */

#define TABLE_IS " JOIN pg_class t ON t.relname = $1 AND t.relnamespace = CAST(current_schema() AS regnamespace) AND t.oid ="

static const struct schema_sql schema = {
	.tables = { .text =
		"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace) ORDER BY relname" },
	.columns = { .text =
		"SELECT a.attname, CASE format_type(a.atttypid, a.atttypmod) WHEN 'bigint' THEN 'i64' WHEN 'bytea' THEN 'blob'"
		" ELSE format_type(a.atttypid, a.atttypmod) END, CAST(a.attnotnull AS INTEGER), CAST(a.atthasdef AS INTEGER)"
		" FROM pg_attribute a" TABLE_IS " a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum" },
	.primary_key = { .text =
		"SELECT pg_get_indexdef(i.indexrelid, k, true) FROM pg_index i" TABLE_IS " i.indrelid,"
		" generate_series(1, i.indnkeyatts) k WHERE i.indisprimary ORDER BY k" },
	.keys = { .text =
		"SELECT CASE k WHEN 1 THEN 1 ELSE 0 END, CASE WHEN c.oid IS NULL THEN CAST(x.relname AS TEXT) ELSE '' END, CAST(i.indisunique AS INTEGER),"
		" CASE WHEN i.indpred IS NULL THEN 0 ELSE 1 END,"
		" COALESCE((SELECT CAST(a.attname AS TEXT) FROM pg_attribute a"
		" WHERE a.attrelid = t.oid AND a.attnum = i.indkey[k - 1]), '(expression)'),"
		" i.indoption[k - 1] & 1"
		" FROM pg_index i" TABLE_IS " i.indrelid JOIN pg_class x ON x.oid = i.indexrelid"
		" LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u',"
		" generate_series(1, i.indnkeyatts) k WHERE NOT i.indisprimary ORDER BY x.relname, k" },
	.foreign_keys = { .text =
		"SELECT CASE k WHEN 1 THEN 1 ELSE 0 END, CAST(f.relname AS TEXT), CAST(a.attname AS TEXT), CAST(b.attname AS TEXT)"
		" FROM pg_constraint c" TABLE_IS " c.conrelid JOIN pg_class f ON f.oid = c.confrelid, generate_series(1, cardinality(c.conkey)) k"
		" JOIN pg_attribute a ON true JOIN pg_attribute b ON true"
		" WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND a.attnum = c.conkey[k]"
		" AND b.attrelid = c.confrelid AND b.attnum = c.confkey[k] ORDER BY c.oid, k" },
	.triggers = { .text =
		"SELECT DISTINCT e.event FROM pg_trigger g" TABLE_IS " g.tgrelid,"
		" (VALUES ('insert', 4), ('delete', 8), ('update', 16)) e (event, bit)"
		" WHERE NOT g.tgisinternal AND g.tgtype & 2 = 2 AND CAST(g.tgtype AS INTEGER) & e.bit <> 0 ORDER BY e.event" },
};

static const struct engine postgres_engine = {
	.kind = STORE_POSTGRES,
	.close = postgres_close,
	.control = postgres_control,
	.stands = postgres_stands,
	.script = postgres_script,
	.prepare = postgres_prepare,
	.discard = postgres_discard,
	.run = postgres_run,
	.step = postgres_step,
	.columns = postgres_columns,
	.column = postgres_column,
	.writes = postgres_writes,
	.changes = postgres_changes,
	.end = postgres_end,
	.watch_scans = postgres_watch_scans,
	.rails = postgres_rails,
	.set_sync = postgres_set_sync,
	.checkpoint = postgres_checkpoint,
	.log_bytes = postgres_log_bytes,
	.backup_to = postgres_backup_to,
	.check_file = postgres_check_file,
	.schema = &schema,
};

bool postgres_open(struct store *store, const char *conninfo, struct err *err)
{
	struct postgres *conn = calloc(1, sizeof(*conn));
	const char *text;

	assert(conn);
	conn->mode = store->mode;
	conn->pg = PQconnectdb(conninfo);
	if (PQstatus(conn->pg) != CONNECTION_OK) {
		/* libpq keeps no code of a failed connection; one that is refused now may be taken later. */
		text = PQerrorMessage(conn->pg);
		err_set(err, ERR_BUSY, NULL, "PostgreSQL: %.*s", (int)strcspn(text, "\n"), text);
	} else if (set_up(conn, err)) {
		store->conn = conn;
		store->engine = &postgres_engine;
		return true;
	}
	postgres_close(conn);
	return false;
}
