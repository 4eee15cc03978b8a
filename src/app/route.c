#include "app/route.h"

#include <assert.h>
#include <string.h>

#include "app/second.h"
#include "app/sign.h"
#include "calc/card.h"
#include "app/wrong.h"

/* Most fit, and grow no further. */
#define ASK_ROOM_BYTES 1024
#define ANSWER_ROOM_BYTES 2048

static const struct field approver_fields[] = {
	F_TEXT(struct approver, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT(struct approver, pin, 1, STAFF_PASSWORD_LETTERS_MAX),
};
const struct shape approver_shape = SHAPE(struct approver, "approver", approver_fields);
const struct shape nothing_shape = SHAPE_EMPTY("nothing");

/* ---- finding ---------------------------------------------------------------- */

/* Does the path fit the row's? */
static bool fits(const char *row, const char *path)
{
	while (*row && *path) {
		if (*row == ':') {
			size_t size = strcspn(path, "/");

			if (size == 0)
				return false;
			row += strcspn(row, "/");
			path += size;
		} else if (*row++ != *path++) {
			return false;
		}
	}
	return *row == *path;
}

const struct route *route_find(enum http_method method, const char *path, bool *path_is_known)
{
	const struct route *with_parts = NULL;

	*path_is_known = false;
	if (method == HTTP_HEAD)
		method = HTTP_GET;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			if (!fits(route->path, path))
				continue;
			*path_is_known = true;
			if (route->method != method)
				continue;
			/* "/sales/find" goes before "/sales/:sale_id". */
			if (strcmp(route->path, path) == 0)
				return route;
			if (!with_parts)
				with_parts = route;
		}
	}
	return with_parts;
}

/* ---- one object of path, query and body ------------------------------------- */

static const struct field *find_field(const struct shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->fields_count; i++)
		if (strcmp(shape->fields[i].name, name) == 0)
			return &shape->fields[i];
	return NULL;
}

/* A text of the path or the query, as the shape wants it: numbers and words of truth are not in quotes there. */
static bool put_text(const struct shape *shape, struct node *object, struct arena *arena, const char *name, const char *value, struct err *err)
{
	const struct field *field = find_field(shape, name);
	struct node *node = node_new(arena, NODE_TEXT);

	node->text = arena_text(arena, value);
	node->size = strlen(value);
	if (!text_is_utf8(value, node->size))
		return err_set(err, ERR_INPUT, name, "ký tự lạ");
	if (field && (field->kind == FIELD_I64 || field->kind == FIELD_MONEY) && text_read_i64(value, strlen(value), &node->number))
		node->kind = NODE_NUMBER;
	else if (field && field->kind == FIELD_BOOL && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0))
		node->kind = value[0] == 't' ? NODE_TRUE : NODE_FALSE;
	else if (field && field->optional && *value == '\0')
		node->kind = NODE_NULL;
	return node_put(object, arena_text(arena, name), node) || err_set(err, ERR_INPUT, name, "nêu hai lần");
}

static bool take_path(const struct route *route, const char *path, struct node *object, struct arena *arena, struct err *err)
{
	const char *row = route->path;
	char name[64], value[256];

	while (*row) {
		size_t row_size = strcspn(row, "/"), size = strcspn(path, "/");

		if (*row == ':') {
			if (row_size >= sizeof(name) || size >= sizeof(value))
				return err_set(err, ERR_INPUT, NULL, "đường dẫn quá dài");
			memcpy(name, row + 1, row_size - 1);
			name[row_size - 1] = '\0';
			memcpy(value, path, size);
			value[size] = '\0';
			if (!put_text(route->in, object, arena, name, value, err))
				return false;
		}
		row += row_size + (row[row_size] == '/');
		path += size + (path[size] == '/');
	}
	return true;
}

static bool take_query(const struct route *route, const char *text, struct node *object, struct arena *arena, struct err *err)
{
	struct httphead_query query;
	char name[64], value[2048];

	httphead_query_init(&query, text, strlen(text));
	while (httphead_query_next(&query, name, sizeof(name), value, sizeof(value)))
		if (!put_text(route->in, object, arena, name, value, err))
			return false;
	return !query.bad || err_set(err, ERR_INPUT, NULL, "câu hỏi sau dấu ? không đọc được");
}

static bool take_id(const struct route *route, struct node *object, struct call *call, struct err *err)
{
	const struct node *node = node_take(object, "id");

	/* Pages name every POST alike; where none is needed it says nothing. */
	if (route->no_id)
		return true;
	if (!node || node->kind != NODE_TEXT || !id_read(node->text, node->size, &call->work.id))
		return err_set(err, ERR_INPUT, "id", "mỗi yêu cầu ghi cần một mã id (UUID) do trang đặt");
	return true;
}

static bool take_approver(const struct route *route, struct node *object, struct call *call, struct err *err)
{
	const struct node *node = node_take(object, "approver");
	struct approver approver;

	if (!node || node->kind == NODE_NULL)
		return true;
	/* Nobody guesses PINs, or makes a colleague wait, before signing in. */
	if (route->may == MAY_ANYONE)
		return err_set(err, ERR_INPUT, "approver", "việc này không cần người thứ hai xác nhận");
	if (!call->is_known_place)
		return err_set(err, ERR_FORBIDDEN, "pin", "máy này chưa được ghi danh nên không nhận mã PIN; nhờ quản lý ghi danh máy này");
	if (!shape_take(&approver_shape, node, call->arena, &approver, err) && !wrong_say(&approver_shape, node, err))
		return err_within(err, "approver");
	call->approver_login = approver.login;
	call->approver_pin = approver.pin;
	call_add_step(call, LANE_LOOP, approver_guard);
	call_add_step(call, LANE_SIGN, approver_step);
	return true;
}

/* What was asked, without its id and its approver: the same again must be the same bytes. */
static void take_ask(const struct route *route, const char *path, struct call *call)
{
	struct buf buf;

	buf_init(&buf, CALL_ANSWER_MAX_BYTES);
	buf_room(&buf, ASK_ROOM_BYTES);
	buf_text(&buf, http_method_name(route->method));
	buf_byte(&buf, ' ');
	buf_text(&buf, path);
	buf_byte(&buf, '\n');
	shape_write(route->in, call->in, &buf);
	call->work.ask = hash_of(buf_get(&buf), buf.size);
	buf_release(&buf);
}

/* One object of body, path and query, in memory of its own that goes when the input has been taken out of it. */
static bool take_input(const struct route *route, const struct asked *asked, struct call *call, struct arena *nodes, struct err *err)
{
	bool has_body = asked->body && asked->body_size;
	struct node *object = has_body ? node_read(asked->body, asked->body_size, nodes, err) : node_new(nodes, NODE_OBJECT);

	if (!object)
		return err_set(err, ERR_INPUT, NULL, "trang gửi lên không đúng dạng (JSON); tải lại trang rồi thử lại");
	if (object->kind != NODE_OBJECT)
		return err_set(err, ERR_INPUT, NULL, "cần một đối tượng JSON");
	return (route->method != HTTP_POST || (take_id(route, object, call, err) && take_approver(route, object, call, err) && second_take(route, object, call, err))) &&
	       take_path(route, asked->path, object, nodes, err) && take_query(route, asked->query, object, nodes, err) &&
	       ((shape_take(route->in, object, call->arena, call->in, err) &&
		 (route->method != HTTP_POST || shape_says_something(route->in, call->in, err))) || wrong_say(route->in, object, err));
}

bool route_take(const struct route *route, const struct asked *asked, struct call *call, struct err *err)
{
	struct arena *nodes = arena_new(CALL_ARENA_BYTES);
	bool ok;

	call->route = route;
	call->in = arena_take(call->arena, route->in->size);
	ok = take_input(route, asked, call, nodes, err);
	arena_free(nodes);
	if (!ok)
		return false;
	/* What is only read is not kept. */
	if (route->method == HTTP_POST && !card_in_none(route->in, call->in, err))
		return err_set(err, ERR_INPUT, arena_text(call->arena, err->field), "có số giống số thẻ ngân hàng; xóa số ấy đi, cửa hàng không được giữ số thẻ");
	take_ask(route, asked->path, call);
	for (size_t i = 0; i < CALL_STEPS_MAX && route->steps[i].lane; i++)
		call_add_step(call, route->steps[i].lane, route->steps[i].run);
	if (route->out)
		call->out = arena_take(call->arena, route->out->size);
	return true;
}

void call_write_answer(struct call *call)
{
	if (call->answer.size || call->is_refused || !call->route || !call->route->out)
		return;
	buf_room(&call->answer, ANSWER_ROOM_BYTES);
	shape_write(call->route->out, call->out, &call->answer);
}

/* ---- the manual ------------------------------------------------------------- */

static void print_path(const char *path, struct buf *buf)
{
	for (; *path; path++) {
		if (*path != ':') {
			buf_byte(buf, *path);
			continue;
		}
		buf_byte(buf, '{');
		for (path++; *path && *path != '/'; path++)
			buf_byte(buf, *path);
		buf_byte(buf, '}');
		path--;
	}
}

static void print_parts(const char *path, struct buf *buf)
{
	bool first = true;

	for (; *path; path++) {
		size_t size;

		if (*path != ':')
			continue;
		size = strcspn(path, "/") - 1;
		buf_format(buf, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}", first ? "" : ",", (int)size,
			   path + 1);
		first = false;
	}
}

static void print_route(const struct route *route, struct buf *buf)
{
	bool first = true;

	buf_format(buf, "\"%s\":{\"summary\":", route->method == HTTP_POST ? "post" : "get");
	buf_json_text(buf, route->about);
	buf_text(buf, ",\"x-roles\":[");
	for (int role = 1; role <= STAFF_ROLES_MAX; role++) {
		if (!(route->may & MAY(role)))
			continue;
		buf_format(buf, "%s\"%s\"", first ? "" : ",", staff_role_words[role]);
		first = false;
	}
	buf_text(buf, "],\"parameters\":[");
	print_parts(route->path, buf);
	buf_byte(buf, ']');
	if (route->method == HTTP_POST) {
		buf_text(buf, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"allOf\":[");
		shape_describe(route->in, buf);
		if (!route->no_id) {
			buf_text(buf, ",{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"approver\":");
			shape_describe(&approver_shape, buf);
			buf_text(buf, "},\"required\":[\"id\"]}");
		}
		buf_text(buf, "]}}}}");
	} else {
		buf_text(buf, ",\"x-query\":");
		shape_describe(route->in, buf);
	}
	buf_text(buf, ",\"responses\":{\"200\":{\"description\":\"\"");
	if (route->out) {
		buf_text(buf, ",\"content\":{\"application/json\":{\"schema\":");
		shape_describe(route->out, buf);
		buf_text(buf, "}}");
	}
	buf_text(buf, "},\"default\":{\"description\":\"application/problem+json (RFC 9457) with code and field\"}}}");
}

void route_openapi(struct buf *buf)
{
	bool first = true;

	buf_text(buf, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"ocop-pos\",\"version\":\"1\"},\"servers\":[{\"url\":\"" API_PREFIX "\"}],\"paths\":{");
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			bool was_printed = false;

			for (size_t k = 0; route_tables[k] && !was_printed; k++)
				for (const struct route *other = route_tables[k]; other->path && other != route; other++)
					was_printed = was_printed || strcmp(other->path, route->path) == 0;
			if (was_printed)
				continue;
			buf_text(buf, first ? "\"" : ",\"");
			first = false;
			print_path(route->path, buf);
			buf_text(buf, "\":{");
			print_route(route, buf);
			for (size_t k = t; route_tables[k]; k++)
				for (const struct route *other = k == t ? route + 1 : route_tables[k]; other->path; other++)
					if (strcmp(other->path, route->path) == 0) {
						buf_byte(buf, ',');
						print_route(other, buf);
					}
			buf_byte(buf, '}');
		}
	}
	buf_text(buf, "}}");
}

void route_check(void)
{
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			assert(route->path[0] == '/' && route->about && route->in);
			assert(route->method == HTTP_GET || route->method == HTTP_POST);
			assert((route->stream != NULL) != (route->steps[0].lane != LANE_NONE));
			shape_check(route->in);
			if (route->out)
				shape_check(route->out);
		}
	}
}
