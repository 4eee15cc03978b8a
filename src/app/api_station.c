/* Tills, and the browsers that are enrolled as one: a supervisor says "this is a till", sees which are, and takes it back. */
#include "app/api.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/http.h"
#include "app/sessions.h"
#include "app/sse.h"
#include "app/stations.h"
#include "base/log.h"
#include "base/random.h"
#include "base/role.h"

/* ---- in memory ----------------------------------------------------------------- */

struct stations {
	size_t count;
	struct station list[STATIONS_MAX];
};

struct stations *stations_new(void)
{
	struct stations *stations = calloc(1, sizeof(*stations));

	assert(stations);
	return stations;
}

void stations_free(struct stations *stations)
{
	free(stations);
}

void stations_add(struct stations *stations, const struct station *station)
{
	ON_LOOP();
	if (stations->count == STATIONS_MAX)
		return;
	stations->list[stations->count] = *station;
	stations->list[stations->count++].name = NULL;
}

bool stations_load(struct stations *stations, struct txn *txn, struct err *err)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	struct station *list;
	size_t count;
	bool ok = station_list(txn, arena, &list, &count, err);

	for (size_t i = 0; ok && i < count; i++)
		stations_add(stations, &list[i]);
	arena_free(arena);
	return ok;
}

struct hash stations_reader(struct id station_id)
{
	return hash_of(station_id.bytes, sizeof(station_id.bytes));
}

void stations_drop(struct stations *stations, struct id station_id)
{
	ON_LOOP();
	for (size_t i = stations->count; i-- > 0;)
		if (id_is(stations->list[i].id, station_id))
			stations->list[i] = stations->list[--stations->count];
}

const struct station *stations_find(const struct stations *stations, const char *token)
{
	uint8_t bytes[32];
	struct hash token_sum;
	size_t count;

	ON_LOOP();
	if (!text_hex_read(token, strlen(token), bytes, sizeof(bytes), &count) || count != sizeof(bytes))
		return NULL;
	token_sum = hash_of(bytes, sizeof(bytes));
	for (size_t i = 0; i < stations->count; i++)
		if (hash_is(stations->list[i].token_sum, token_sum))
			return &stations->list[i];
	return NULL;
}

/* ---- the doors ------------------------------------------------------------------ */

struct station_row {
	int64_t at_us;
	struct id id;
	bool is_this;
	const char *name;
	const char *staff_name;
	const char *till_code;
};
static const struct field row_fields[] = {
	F_I64(struct station_row, at_us, 0, INT64_MAX),
	F_ID(struct station_row, id),
	F_BOOL(struct station_row, is_this),
	F_TEXT(struct station_row, name, 1, STATION_NAME_LETTERS_MAX),
	F_TEXT_OPT(struct station_row, staff_name, 1, STAFF_NAME_LETTERS_MAX),
	F_TEXT_OPT(struct station_row, till_code, 1, 12),
};
static const struct shape row_shape = SHAPE(struct station_row, "station", row_fields);
struct stations_out {
	struct station_row *stations;
	size_t stations_count;
};
static const struct field out_fields[] = { F_LIST(struct stations_out, stations, 0, STATIONS_MAX, &row_shape) };
static const struct shape stations_shape = SHAPE(struct stations_out, "stations", out_fields);

struct station_in {
	const char *name;
	struct id till_id;
};
static const struct field in_fields[] = {
	F_TEXT(struct station_in, name, 1, STATION_NAME_LETTERS_MAX),
	F_ID_OPT(struct station_in, till_id),
};
static const struct shape station_in_shape = SHAPE(struct station_in, "station_in", in_fields);

struct one_in {
	struct id station_id;
};
static const struct field one_fields[] = { F_ID(struct one_in, station_id) };
static const struct shape one_shape = SHAPE(struct one_in, "station_one", one_fields);

static bool name_row(struct call *call, const struct station *station, struct station_row *row, struct err *err)
{
	struct staff staff;
	struct till till;

	*row = (struct station_row){ .at_us = station->at_us, .id = station->id, .is_this = id_is(station->id, call->station_id), .name = station->name };
	if (!staff_get(call->work.txn, call->arena, station->staff_id, &staff, err) ||
	    (!id_is_none(station->till_id) && !till_get(call->work.txn, call->arena, station->till_id, &till, err)))
		return false;
	row->staff_name = staff.name;
	row->till_code = id_is_none(station->till_id) ? NULL : till.code;
	return true;
}

static bool stations_read(struct call *call, struct err *err)
{
	struct stations_out *out = call->out;
	struct station *list;

	if (!station_list(call->work.txn, call->arena, &list, &out->stations_count, err))
		return false;
	out->stations = ARENA_LIST(call->arena, out->stations_count, struct station_row);
	for (size_t i = 0; i < out->stations_count; i++)
		if (!name_row(call, &list[i], &out->stations[i], err))
			return false;
	return true;
}

static bool station_write(struct call *call, struct err *err)
{
	const struct station_in *in = call->in;
	struct station *station = ARENA_NEW(call->arena, struct station);
	char *hex = arena_take(call->arena, 65);
	uint8_t token[32];
	struct till till;

	if (call->request && call->request->from_socket)
		return err_set(err, ERR_CONFLICT, NULL, "ghi danh từ chính trình duyệt của máy ấy");
	if (!id_is_none(in->till_id) && !till_get(call->work.txn, call->arena, in->till_id, &till, err))
		return false;
	random_bytes(token, sizeof(token));
	text_hex_write(token, sizeof(token), hex);
	*station = (struct station){ .id = random_id(), .token_sum = hash_of(token, sizeof(token)), .name = in->name, .till_id = in->till_id,
				     .staff_id = call->who.id, .at_us = call->work.at_us };
	call->state = station;
	call->station_cookie = hex;
	/* Enrolled anew, the browser is not what it was before; who enrolled it goes on there, until that is revoked. */
	return session_set_station(call->work.txn, call->token_sum, station->id, err) &&
	       (id_is_none(call->station_id) || (station_revoke(call->work.txn, call->station_id, call->work.at_us, err) &&
						 session_end_at(call->work.txn, call->station_id, err))) &&
	       station_add(call->work.txn, station, err);
}

/* Its PINs, what began there, and what it still hears where nobody is signed in: the customer's screen. */
static void forget(struct app *app, struct id station_id)
{
	stations_drop(app->stations, station_id);
	sessions_end_at(app->sessions, station_id);
	if (app->sse)
		sse_end_of(app->sse, stations_reader(station_id));
}

static bool station_keep(struct call *call, struct err *err)
{
	const struct station *station = call->state;

	(void)err;
	sessions_set_station(call->app->sessions, call->token_sum, station->id);
	if (!id_is_none(call->station_id)) {
		forget(call->app, call->station_id);
	}
	stations_add(call->app->stations, station);
	log_notice("door", "%s enrolled a browser", call->who.login);
	return true;
}

static bool revoke_write(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;

	return station_revoke(call->work.txn, in->station_id, call->work.at_us, err) && session_end_at(call->work.txn, in->station_id, err);
}

static bool revoke_keep(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;

	(void)err;
	forget(call->app, in->station_id);
	log_notice("door", "%s revoked a browser", call->who.login);
	return true;
}

/* ---- tills ----------------------------------------------------------------------- */

struct till_in {
	const char *code, *name;
	struct id till_id;         /* zero: a new one */
};
static const struct field till_in_fields[] = {
	F_TEXT(struct till_in, code, 1, 8),
	F_TEXT(struct till_in, name, 1, 100),
	F_ID_OPT(struct till_in, till_id),
};
static const struct shape till_in_shape = SHAPE(struct till_in, "till_set_in", till_in_fields);

static bool till_write(struct call *call, struct err *err)
{
	const struct till_in *in = call->in;
	struct till *till = call->out;

	*till = (struct till){ in->code, id_is_none(in->till_id) ? id_derive(call->work.id, "till", 1) : in->till_id, in->name };
	return till_set(&call->work, till, err);
}

const struct route station_routes[] = {
	{ HTTP_POST, "/tills", MAY_ADMIN, &till_in_shape, &till_shape, { { LANE_WRITE, till_write } },
	  "Adds a till, or renames one; its printer and scanner are settings, read at the start", false, NULL },
	{ HTTP_GET, "/stations", MAY_OVERSEE, &nothing_shape, &stations_shape, { { LANE_READ, stations_read } }, "Browsers where a PIN opens a session", false, NULL },
	{ HTTP_POST, "/stations", MAY_OVERSEE, &station_in_shape, &nothing_shape, { { LANE_WRITE, station_write }, { LANE_LOOP, station_keep } },
	  "Enrolls the browser that asks", true, NULL },
	{ HTTP_POST, "/stations/:station_id/revoke", MAY_OVERSEE, &one_shape, &nothing_shape, { { LANE_WRITE, revoke_write }, { LANE_LOOP, revoke_keep } },
	  "A browser is no till any more; sessions in it end", true, NULL },
	{ .path = NULL },
};
