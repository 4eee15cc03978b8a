#include "app/door.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "app/app.h"
#include "app/devices.h"
#include "app/http.h"
#include "app/lanes.h"
#include "app/route.h"
#include "app/screen.h"
#include "app/second.h"
#include "app/sessions.h"
#include "app/sign.h"
#include "app/sse.h"
#include "app/stations.h"
#include "app/web.h"
#include "app/wrong.h"
#include "base/clock.h"
#include "base/log.h"
#include "calc/fold.h"
#include "shop/image.h"

#define COOKIE "ocop"
#define COOKIE_TLS "__Host-ocop"
#define COOKIE_PRACTICE "ocop-tap"  /* beside the real till's, which the same host name gets at another port */
#define COOKIE_PRACTICE_TLS "__Host-ocop-tap"
#define STATION "ocop-station"
#define STATION_TLS "__Host-ocop-station"
#define STATION_AGE_S 34560000  /* 400 days: browsers keep none longer; given anew at every signing in */

/* ---- steps ------------------------------------------------------------------ */

static void finish(struct call *call)
{
	struct app *app = call->app;

	if (call->is_refused)
		call->ok = false;
	second_put_down(call);
	if (!call->ok && wrong_is_english(&call->err)) {
		log_warning("door", "%s: %s: %s", call->route ? call->route->path : "-", call->err.field, call->err.text);
		wrong_translate(&call->err);
	}
	if (call->ok) {
		call_write_answer(call);
		for (size_t i = 0; app->sse && i < call->events_count; i++)
			sse_publish(app->sse, call->events[i].kind, call->events[i].topic, call->events[i].text);
		for (size_t i = 0; app->sse && i < call->events_count; i++)
			screen_hint(app, &call->events[i]);
		if (call->may_print && app->devices)
			devices_may_print(app->devices);
	}
	sign_note_tried(call);
	app->calls_count--;
	call->done(call);
}

/* Gives the call to its next lane; steps on the loop run at once. */
static void go_on(struct call *call)
{
	for (;;) {
		const struct stage *step = &call->steps[call->step];

		if (!step->lane) {
			finish(call);
			return;
		}
		if (step->lane != LANE_LOOP) {
			if ((step->lane != LANE_SIGN || sign_may_queue(call)) && lanes_give(call->app->lanes, call))
				return;
			sign_left_queue(call);
			err_set(&call->err, ERR_BUSY, NULL, "máy đang bận; thử lại sau giây lát");
			call->ok = false;
		} else {
			call->ok = step->run(call, &call->err);
		}
		if (!call->ok) {
			call_came_back(call, call->app);
			return;
		}
		call->step++;
	}
}

void call_start(struct call *call)
{
	call->app->calls_count++;
	call->given_us = clock_tick_us();
	call->ok = true;
	go_on(call);
}

void call_came_back(void *item, void *owner)
{
	struct call *call = item;

	(void)owner;
	sign_left_queue(call);
	if (call->ok) {
		call->step++;
		go_on(call);
		return;
	}
	/* What is in the book is done, whatever fails behind it. */
	if (call->is_committed) {
		log_warning("door", "after the commit: %s", call->err.text);
		call->ok = true;
	}
	finish(call);
}

#define FILE_NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"

/* ---- answering -------------------------------------------------------------- */

const char *door_disposition(struct arena *arena, const char *name, bool is_shown)
{
	struct buf plain, escaped;
	const char *text;

	buf_init(&plain, 1000);
	buf_init(&escaped, 4000);
	fold_plain(name, strlen(name), &plain);
	for (size_t i = 0; i < plain.size; i++)
		if (!strchr(FILE_NAME_LETTERS, plain.data[i]) || !plain.data[i])
			plain.data[i] = '-';
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		buf_format(&escaped, strchr(FILE_NAME_LETTERS, *c) ? "%c" : "%%%02X", *c);
	text = arena_format(arena, "%s; filename=\"%s\"; filename*=UTF-8''%s", is_shown ? "inline" : "attachment", buf_get(&plain), buf_get(&escaped));
	buf_release(&plain);
	buf_release(&escaped);
	return text;
}

static const char *cookie_name(const struct app *app, const struct http_request *request)
{
	if (*app->settings.practice_of)
		return request->is_tls ? COOKIE_PRACTICE_TLS : COOKIE_PRACTICE;
	return request->is_tls ? COOKIE_TLS : COOKIE;
}

/* What stands large before who is asked: the money that leaves, where that is not all that the goods are worth. */
static struct money asked_worth(const struct work *work)
{
	return work->has_gives && work->at_stake.count == 1 ? work->gives : stakes_greatest(&work->at_stake);
}

static void reply(struct call *call)
{
	struct http_header headers[3];
	struct http_answer answer = { .status = 200, .type = call->answer_type ? call->answer_type : "application/json", .headers = headers };
	const char *name = cookie_name(call->app, call->request);
	char station[80];

	if (!call->ok) {
		const char *about = second_about(call);

		http_reply_asked(call->request, &call->err, about, about ? asked_worth(&call->work).dong : 0);
		call_free(call);
		return;
	}
	headers[answer.headers_count++] = (struct http_header){ "Cache-Control", call->answer_keeps ? "private, max-age=31536000, immutable" : "no-store" };
	if (call->answer_name)
		headers[answer.headers_count++] = (struct http_header){ "Content-Disposition", door_disposition(call->arena, call->answer_name, call->answer_shown) };
	if (call->cookie)
		headers[answer.headers_count++] = (struct http_header){
			"Set-Cookie", arena_format(call->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, call->cookie,
						   call->request->is_tls ? "; Secure" : "", *call->cookie ? "" : "; Max-Age=0") };
	/* Who signs in where the browser is enrolled keeps it enrolled. */
	if (call->cookie && *call->cookie && !call->station_cookie && !id_is_none(call->station_id) &&
	    http_cookie(call->request, call->request->is_tls ? STATION_TLS : STATION, station, sizeof(station)))
		call->station_cookie = station;
	/* A browser is enrolled at the real till; practice only reads that. */
	if (call->station_cookie && !*call->app->settings.practice_of)
		headers[answer.headers_count++] = (struct http_header){
			"Set-Cookie", arena_format(call->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
						   call->request->is_tls ? STATION_TLS : STATION, call->station_cookie, STATION_AGE_S,
						   call->request->is_tls ? "; Secure" : "") };
	if (call->answer.full) {
		http_reply_problem(call->request, 500, "limit", NULL, "câu trả lời quá lớn; thu hẹp câu hỏi");
		call_free(call);
		return;
	}
	answer.body = call->answer.size ? call->answer.data : "{}";
	answer.body_size = call->answer.size ? call->answer.size : 2;
	http_reply(call->request, &answer);
	call_free(call);
}

/* ---- the door --------------------------------------------------------------- */

bool door_may(const struct route *route, const struct staff *who)
{
	return route->may == MAY_ANYONE || (who->role && (route->may & MAY(who->role)));
}

bool door_may_till(const struct call *call, struct err *err)
{
	const struct shape *shape = call->route->in;

	if (call->who.role != STAFF_CASHIER)
		return true;
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];
		struct id till_id;

		if (strcmp(field->name, "till_id") != 0 || field->kind != FIELD_ID || call->route->no_id)
			continue;
		memcpy(&till_id, (const char *)call->in + field->offset, sizeof(till_id));
		if (!id_is_none(till_id) && !call_at_till(call, till_id, err))
			return false;
	}
	return true;
}

static bool is_this_machine(const struct http_request *request)
{
	return !request->is_forwarded && (strncmp(request->peer, "127.", 4) == 0 || strcmp(request->peer, "::1") == 0);
}

/* Is it a browser that was enrolled as a till? */
static void find_place(struct http_request *request, struct app *app, struct call *call)
{
	char token[80];
	const struct station *station = NULL;

	if (http_cookie(request, request->is_tls ? STATION_TLS : STATION, token, sizeof(token)))
		station = stations_find(app->stations, token);
	if (station) {
		call->station_id = station->id;
		call->station_till_id = station->till_id;
	}
	call->is_known_place = request->from_socket || is_this_machine(request) || station;
}

/* Whose request it is; role 0: nobody's. Over the socket it is the machine's administrator. */
static void find_who(struct http_request *request, struct app *app, int64_t at_us, struct call *call)
{
	char token[80];
	const struct session *session;

	if (request->from_socket) {
		if (request->peer_uid == 0 || request->peer_uid == geteuid())
			call->who = (struct staff){ .is_active = true, .login = "socket", .name = "socket", .role = STAFF_ADMIN };
		return;
	}
	if (!http_cookie(request, cookie_name(app, request), token, sizeof(token)))
		return;
	session = sessions_find(app->sessions, token, at_us);
	if (!session)
		return;
	call->token_sum = session->token_sum;
	call->till_id = session->till_id;
	call->who = session->staff;
	call->who.login = arena_text(call->arena, session->staff.login);
	call->who.name = arena_text(call->arena, session->staff.name);
}

/* A write from a page must come from one of our own pages. */
static bool origin_is_ours(const struct http_request *request)
{
	const char *site = http_header(request, "Sec-Fetch-Site"), *origin = http_header(request, "Origin"), *host;

	if (request->from_socket)
		return true;
	if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return false;
	if (!origin)
		return site != NULL;
	host = strstr(origin, "://");
	if (!host || strncmp(origin, request->is_tls ? "https://" : "http://", (size_t)(host + 3 - origin)) != 0)
		return false;
	return strcmp(host + 3, request->host) == 0;
}

static bool is_json(const struct http_request *request)
{
	const char *type = http_header(request, "Content-Type");

	return type && strncmp(type, "application/json", 16) == 0 && (type[16] == '\0' || type[16] == ';' || type[16] == ' ');
}

size_t door_body_limit(const struct http_request *request, void *owner)
{
	(void)owner;
	if (strcmp(request->path, API_PREFIX "/images") == 0)
		return IMAGE_BYTES_MAX + 1; /* one more, so that what is too large is told so */
	return strncmp(request->path, API_PREFIX "/imports/", sizeof(API_PREFIX "/imports/") - 1) == 0 ? (size_t)8 << 20 : 0;
}

/* The checks in their order; true: the call may go in. */
static bool may_enter(struct call *call, const struct route *route, struct err *err)
{
	const struct http_request *request = call->request;

	if (route->may != MAY_ANYONE && !call->who.role) {
		http_reply_problem(call->request, 401, "forbidden", NULL, "chưa đăng nhập; nhập mã PIN");
		call->request = NULL;
		return false;
	}
	if (!door_may(route, &call->who))
		return err_set(err, ERR_FORBIDDEN, NULL, "việc này cần người có quyền cao hơn");
	if (route->method == HTTP_POST && !route->from_outside && !origin_is_ours(request))
		return err_set(err, ERR_FORBIDDEN, "origin", "yêu cầu không đến từ trang của cửa hàng");
	if (route->method == HTTP_POST && route->may != MAY_ANYONE && !route->while_locked && !request->from_socket &&
	    !sessions_act(call->app->sessions, call->token_sum, call->work.at_us))
		return err_set(err, ERR_FORBIDDEN, "lock", "đã khóa vì lâu không dùng; nhập mã PIN để làm tiếp");
	/* A stream reads its body itself. */
	if (route->method == HTTP_POST && !route->stream && (request->body_fd >= 0 || !is_json(request))) {
		http_reply_problem(call->request, 415, "input", "content-type", "cần application/json");
		call->request = NULL;
		return false;
	}
	return true;
}

static void handle_api(struct http_request *request, struct app *app)
{
	const char *path = request->path + sizeof(API_PREFIX) - 1;
	bool path_is_known;
	const struct route *route = route_find(request->method, path, &path_is_known);
	struct asked asked = { .path = path, .query = request->query, .body = request->body, .body_size = request->body_size };
	struct call *call;
	struct err err;

	if (route && route->stream)
		asked.body = NULL;
	if (!route) {
		if (path_is_known)
			http_reply_problem(request, 405, "input", NULL, "cách gọi này không có ở đây");
		else
			http_reply_problem(request, 404, "missing", NULL, "không có địa chỉ này");
		return;
	}
	call = call_new(app, clock_now_us());
	call->request = request;
	call->done = reply;
	find_place(request, app, call);
	find_who(request, app, call->work.at_us, call);
	call->work.actor = call->who.id;
	call->work.role = call->who.role;
	if (!may_enter(call, route, &err) || !route_take(route, &asked, call, &err) || !door_may_till(call, &err)) {
		if (call->request)
			http_reply_err(call->request, &err);
		call_free(call);
		return;
	}
	if (route->stream)
		route->stream(call);
	else
		call_start(call);
}

/* Came by the name that only customers use: the pages of goods are there, and what signs itself; till and office are not. */
static bool is_kept_out(const struct http_request *request, const struct app *app)
{
	static const char *const open[] = { "/l/", "/lot.", "/icon", "/be-vietnam-pro-", "/licences.txt" };
	static const char public_api[] = API_PREFIX "/public/";
	size_t size = httphead_host_name(request->host, strlen(request->host));
	const struct route *route;
	bool is_known;

	if (!*app->public_host || strlen(app->public_host) != size || strncasecmp(request->host, app->public_host, size) != 0)
		return false;
	if (strncmp(request->path, public_api, sizeof(public_api) - 1) == 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(open); i++)
		if (strncmp(request->path, open[i], strlen(open[i])) == 0)
			return false;
	if (strncmp(request->path, API_PREFIX "/", sizeof(API_PREFIX)) != 0)
		return true;
	route = route_find(request->method, request->path + sizeof(API_PREFIX) - 1, &is_known);
	return !route || !route->from_outside;
}

void door_handle(struct http_request *request, void *owner)
{
	struct app *app = owner;

	if (is_kept_out(request, app)) {
		http_reply_problem(request, 404, "missing", NULL, "không có trang này");
		return;
	}
	if (strncmp(request->path, API_PREFIX "/", sizeof(API_PREFIX)) == 0)
		handle_api(request, app);
	else
		web_handle(request, app);
}
#include "calc/fold.h"
