#include "shop/station.h"

#include "shop/sql.h"

enum { ADD, REVOKE, COUNT, LIST };

/* A table of at most a hundred rows that hold. */
const struct sql station_sql[] = {
	[ADD] = { .text = "INSERT INTO station (id, token_sum, name, till_id, staff_id, at_us) VALUES ($1, $2, $3, $4, $5, $6)" },
	[REVOKE] = { .text = "UPDATE station SET revoked_us = $1 WHERE id = $2 AND revoked_us IS NULL" },
	[COUNT] = { .text = "SELECT COUNT(*) FROM station WHERE revoked_us IS NULL", .scan_ok = true },
	[LIST] = { .text =
		"SELECT id, token_sum, name, till_id, staff_id, at_us FROM station WHERE revoked_us IS NULL ORDER BY at_us DESC, id LIMIT 100",
		.scan_ok = true },
	SQL_END
};

bool station_add(struct txn *txn, const struct station *station, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &station_sql[COUNT]);
	int64_t count = stmt_next(q) ? stmt_take_i64(q) : 0;

	if (!stmt_end(q, err))
		return false;
	if (count >= STATIONS_MAX)
		return err_set(err, ERR_LIMIT, NULL, "đã ghi danh quá nhiều máy; bỏ bớt máy không còn dùng");
	q = stmt_begin(txn, &station_sql[ADD]);
	stmt_put_id(q, station->id);
	stmt_put_hash(q, station->token_sum);
	stmt_put_text(q, station->name);
	stmt_put_id_opt(q, station->till_id);
	stmt_put_id(q, station->staff_id);
	stmt_put_i64(q, station->at_us);
	return stmt_end(q, err);
}

bool station_revoke(struct txn *txn, struct id station_id, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &station_sql[REVOKE]);
	int64_t changed;

	stmt_put_i64(q, at_us);
	stmt_put_id(q, station_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed == 1 || err_set(err, ERR_MISSING, "station_id", "máy này không còn trong danh sách; tải lại trang");
}

bool station_list(struct txn *txn, struct arena *arena, struct station **stations, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &station_sql[LIST]);

	*stations = ARENA_LIST(arena, STATIONS_MAX, struct station);
	*count = 0;
	while (*count < STATIONS_MAX && stmt_next(q)) {
		struct station *station = &(*stations)[(*count)++];

		stmt_take_id(q, &station->id);
		stmt_take_hash(q, &station->token_sum);
		station->name = stmt_take_text(q, arena);
		stmt_take_id_opt(q, &station->till_id);
		stmt_take_id(q, &station->staff_id);
		station->at_us = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}
