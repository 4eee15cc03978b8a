/*
 * Every route with every field at its limits and beyond: the longest text, the greatest number, none, 2^63, below zero, one row too many. Whatever
 * comes of it, it is no fault of the machine (500), it is said in Vietnamese, and the book holds.
 */
#include "serving.h"

#include "calc/card.h"
#include "shop/verify.h"

#define BODY_MAX 250000  /* a page's; more is refused before it is read */
#define ROWS_MAX 500

enum mode { USUAL, LOW, HIGH, UNDER, OVER, ZERO, MINUS, HUGE_UP, HUGE_DOWN, NOTHING, MODES };
static const char *const mode_names[] = { "usual", "low", "high", "under", "over", "zero", "minus one", "2^63 - 1", "-2^63", "null" };

static const char *cart_id, *sale_id, *party_id, *contract_id, *lot_id, *order_id;

/* What stands in one field differently; the others are usual. */
struct turn {
	size_t target, at;
	enum mode mode;
	const struct route *route;
	bool is_bare;              /* what may be left out is left out, but for the target */
	bool was_met;
};

static const char *known_id(const char *name)
{
	static const struct {
		const char *part;
		const char **id;
	} known[] = { { "cart_id", &cart_id }, { "sale_id", &sale_id }, { "party_id", &party_id },
		    { "contract_id", &contract_id }, { "lot_id", &lot_id }, { "order_id", &order_id }, { "consignor_id", &party_id }, { "producer_id", &party_id } };

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(name, known[i].part) == 0)
			return *known[i].id;
	if (strcmp(name, "till_id") == 0)
		return text_of_id(serving.till_id);
	if (strcmp(name, "item_id") == 0)
		return text_of_id(serving.item_id);
	return "01890000-0000-7000-8000-000000000001";
}

static bool is_in_path(const struct route *route, const char *name)
{
	const char *at = strstr(route->path, arena_format(serving.arena, ":%s", name));

	return at && (at[strlen(name) + 1] == '/' || !at[strlen(name) + 1]);
}

static void put_letters(struct buf *buf, int64_t count)
{
	buf_byte(buf, '"');
	for (int64_t i = 0; i < count && buf->size < BODY_MAX; i++)
		buf_text(buf, i % 7 == 6 ? " " : "ộ");
	buf_byte(buf, '"');
}

static void put_number(struct buf *buf, const struct field *field, enum mode mode)
{
	const int64_t usual = field->low > 1 ? field->low : field->high < 1 ? field->high : 1;
	const int64_t numbers[MODES] = { [USUAL] = usual, [LOW] = field->low, [HIGH] = field->high, [UNDER] = field->low == INT64_MIN ? INT64_MIN : field->low - 1,
					 [OVER] = field->high == INT64_MAX ? INT64_MAX : field->high + 1, [ZERO] = 0, [MINUS] = -1, [HUGE_UP] = INT64_MAX,
					 [HUGE_DOWN] = INT64_MIN };

	buf_i64(buf, numbers[mode]);
}

static void put_object(struct buf *buf, const struct shape *shape, struct turn *turn, bool is_top);

static void put_rows(struct buf *buf, const struct field *field, enum mode mode, struct turn *turn)
{
	const int64_t usual = field->low > 0 ? field->low : 1;
	int64_t count = mode == HIGH ? field->high : mode == OVER ? field->high + 1 : mode == LOW ? field->low : mode == ZERO ? 0 : usual;

	if (count > ROWS_MAX)
		count = ROWS_MAX;
	buf_byte(buf, '[');
	for (int64_t i = 0; i < count && buf->size < BODY_MAX; i++) {
		size_t at = turn->at;

		if (i)
			buf_byte(buf, ',');
		if (field->kind == FIELD_TEXTS)
			put_letters(buf, field->item_high);
		else
			put_object(buf, field->of, turn, false);
		if (i + 1 < count)
			turn->at = at;
	}
	buf_byte(buf, ']');
}

static void put_value(struct buf *buf, const struct field *field, struct turn *turn)
{
	bool is_target = turn->at++ == turn->target;
	enum mode mode = is_target ? turn->mode : USUAL;

	turn->was_met = turn->was_met || is_target;
	if (mode == NOTHING || (turn->is_bare && field->optional && !is_target)) {
		buf_text(buf, "null");
		return;
	}
	switch (field->kind) {
	case FIELD_TEXT:
		if (mode == USUAL && strcmp(field->name, "code") == 0)
			buf_text(buf, "\"08936000000014\"");
		else
			put_letters(buf, mode == HIGH ? field->high : mode == OVER || mode == HUGE_UP ? field->high + 1 : mode == ZERO || mode == UNDER ? 0 :
						       field->low > 3 || field->high < 3 ? field->low : 3);
		break;
	case FIELD_I64:
	case FIELD_MONEY:
		put_number(buf, field, mode);
		break;
	case FIELD_BOOL:
		buf_text(buf, mode == HIGH ? "true" : mode == OVER ? "1" : "false");
		break;
	case FIELD_ID:
		buf_format(buf, "\"%s\"", mode == ZERO ? "00000000-0000-0000-0000-000000000000" : mode == HIGH ? "ffffffff-ffff-ffff-ffff-ffffffffffff" :
			   mode == OVER ? "x" : known_id(field->name));
		break;
	case FIELD_DAY:
		buf_text(buf, mode == LOW ? "\"0001-01-01\"" : mode == HIGH ? "\"9999-12-31\"" : mode == OVER ? "\"2026-02-30\"" : mode == UNDER ? "\"\"" : "\"2026-08-22\"");
		break;
	case FIELD_HASH:
		put_letters(buf, 64);
		break;
	case FIELD_WORD:
		buf_format(buf, "\"%s\"", mode == OVER ? "không-có" : field->words[1]);
		break;
	case FIELD_PART:
	case FIELD_PART_AT:
		put_object(buf, field->of, turn, false);
		break;
	case FIELD_LIST:
	case FIELD_TEXTS:
		put_rows(buf, field, mode, turn);
		break;
	}
}

static void put_object(struct buf *buf, const struct shape *shape, struct turn *turn, bool is_top)
{
	bool is_first = true;

	buf_byte(buf, '{');
	if (is_top && !turn->route->no_id) {
		buf_format(buf, "\"id\":\"%s\"", fresh());
		is_first = false;
	}
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		if (is_top && is_in_path(turn->route, field->name))
			continue;
		if (!is_first)
			buf_byte(buf, ',');
		is_first = false;
		buf_format(buf, "\"%s\":", field->name);
		put_value(buf, field, turn);
	}
	buf_byte(buf, '}');
}

/* "a=1&b=x": what a query can say. */
static void put_query(struct buf *buf, const struct shape *shape, struct turn *turn)
{
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];
		struct buf value;

		if (is_in_path(turn->route, field->name))
			continue;
		buf_init(&value, 1 << 20);
		put_value(&value, field, turn);
		if (value.size && strcmp(buf_get(&value), "null") != 0) {
			buf_format(buf, "%s%s=", buf->size ? "&" : "", field->name);
			for (const unsigned char *c = (const unsigned char *)buf_get(&value); *c && buf->size < 2000; c++)
				if (*c != '"')
					buf_format(buf, *c > ' ' && *c < 0x7f ? "%c" : "%%%02X", *c);
		}
		buf_release(&value);
	}
}

static const char *path_of(const struct route *route)
{
	const char *path = "";

	for (const char *c = route->path; *c;) {
		size_t size = strcspn(c + 1, "/") + 1;
		const char *part = arena_bytes(serving.arena, c + 1, size - 1);

		path = arena_format(serving.arena, "%s/%s", path, *part != ':' ? part : strcmp(part, ":n") == 0 || strcmp(part, ":number") == 0 ? "1" : known_id(part + 1));
		c += size;
	}
	return path;
}

static int64_t ok_count;

/* One route, one field, one value. false: it has no such field. */
static bool try_one(const struct route *route, size_t target, enum mode mode, bool is_bare)
{
	struct turn turn = { .target = target, .mode = mode, .route = route, .is_bare = is_bare };
	struct call *call;
	struct buf buf;

	buf_init(&buf, 4 * BODY_MAX);
	if (route->method == HTTP_GET)
		put_query(&buf, route->in, &turn);
	else
		put_object(&buf, route->in, &turn, true);
	CASE(arena_format(serving.arena, "%s field %zu %s", route->path, target, mode_names[mode]));
	if ((turn.was_met || target == SIZE_MAX) && buf.size <= BODY_MAX) {
		serving.err = (struct err){ 0 };
		call = make_call(route->method, path_of(route), route->method == HTTP_GET ? buf_get(&buf) : NULL, route->method == HTTP_GET ? NULL : buf_get(&buf),
				 &serving.admin);
		if (call) {
			/* A second person stands behind everything, without the time that a PIN takes. */
			call->work.approver = serving.supervisor.id;
			call->work.approver_role = STAFF_SUPERVISOR;
			call_start(call);
			while (serving.app.calls_count)
				serving_turn();
		}
		ok_count += serving.ok;
		if (!serving.ok) {
			const char *text = serving.err.text;
			bool is_told = false;

			for (; *text; text++)
				is_told = is_told || (unsigned char)*text >= 0x80;
			if (!is_told || serving.err.code == ERR_NONE || serving.err.code == ERR_IO || serving.err.code == ERR_UNSURE)
				fail_msg("%d %s: %s\n%.2000s", serving.err.code, serving.err.field, serving.err.text, buf_get(&buf));
		}
	}
	buf_release(&buf);
	return turn.was_met;
}

/* The id behind the first of those words in the answer. */
static const char *first_of(const char *words)
{
	const char *at = strstr(serving.answer, words);

	return at ? arena_bytes(serving.arena, at + strlen(words), ID_TEXT_SIZE - 1) : fresh();
}

static int setup(void **state)
{
	serving_setup(state);
	assert_ok(POST("/shifts", &serving.admin, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)), &serving.err);
	assert_ok(POST("/parties", &serving.admin,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"P1\",\"name\":\"Hợp tác xã\",\"legal_form\":\"enterprise\",\"vat_profile\":\"credit\",\"tax_code\":null,"
		       "\"phone\":null,\"address\":null,\"commune\":null,\"bank_bin\":null,\"bank_account\":null,\"bank_holder\":null,"
		       "\"roles\":[\"producer\",\"consignor\",\"customer\",\"carrier\"],\"from_day\":\"2025-01-01\"}", fresh()), &serving.err);
	party_id = first_of("\"id\":\"");
	assert_ok(POST("/credits", &serving.admin, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":1000000,\"days\":7}", fresh(), party_id), &serving.err);
	assert_ok(GET("/contracts", "", &serving.admin), &serving.err);
	contract_id = first_of("\"id\":\"");
	assert_ok(GET("/stock", "by=lot", &serving.admin), &serving.err);
	lot_id = first_of("\"lot_id\":\"");
	order_id = fresh();
	sale_id = fresh();
	assert_ok(POST("/sales", &serving.admin,
		       "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":145000,\"lines\":[{\"item_id\":\"%s\",\"price\":145000,\"qty_milli\":1000}],"
		       "\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":145000}]}", sale_id, text_of_id(serving.till_id), text_of_id(serving.item_id)), &serving.err);
	return 0;
}

/* Tickets and sales are there to be touched; one that was paid or dropped on the way is opened anew. */
static void have_a_ticket(void)
{
	if (cart_id)
		(void)!POST(arena_format(serving.arena, "/carts/%s/drop", cart_id), &serving.admin, "{\"id\":\"%s\",\"reason\":1}", fresh());
	cart_id = fresh();
	assert_ok(POST("/carts", &serving.admin, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart_id, text_of_id(serving.till_id)), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/add", cart_id), &serving.admin, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":1000}", fresh(),
		       text_of_id(serving.other_item_id)), &serving.err);
}

static bool is_left_out(const struct route *route)
{
	/* These end what the others need: the session's person, the shift, the till's own ticket; a PIN is tried for tens of milliseconds. */
	static const char *const left_out[] = { "/session", "/session/end", "/session/lock", "/staff", "/shifts/close", "/shifts/hand-over", "/tills" };

	for (size_t i = 0; i < COUNT_OF(left_out); i++)
		if (strcmp(route->path, left_out[i]) == 0 && route->method == HTTP_POST)
			return true;
	return route->stream != NULL;
}

static void the_book_holds(void)
{
	struct verify_part parts[2];
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);

	verify_part_init(&parts[0]);
	verify_part_init(&parts[1]);
	assert_ok(reader && verify_entries(reader->store, NULL, 0, &parts[0], &err) && verify_invariants(reader->store, &parts[1], &err), &err);
	for (size_t i = 0; i < 2; i++) {
		if (parts[i].problems_count)
			fail_msg("%s", buf_get(&parts[i].problems));
		verify_part_release(&parts[i]);
	}
	book_close(reader);
}

static void every_route_bears_every_limit(void **state)
{
	size_t tried = 0;

	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			if (is_left_out(route))
				continue;
			have_a_ticket();
			for (int is_bare = 0; is_bare < 2; is_bare++) {
				try_one(route, SIZE_MAX, USUAL, is_bare);
				for (size_t target = 0; target < 60; target++) {
					bool was_met = false;

					for (enum mode mode = LOW; mode < MODES; mode++, tried++)
						was_met = try_one(route, target, mode, is_bare);
					if (!was_met)
						break;
				}
			}
		}
	}
	assert_true(tried > 6000);
	assert_true(ok_count > 1500);
	serving_close();
	the_book_holds();
	serving_open();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_route_bears_every_limit, setup, serving_teardown),
	};

	return cmocka_run_group_tests_name("app/bounds", tests, NULL, NULL);
}
