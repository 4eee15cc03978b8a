/* Whatever a page sends wrongly, the person reads a Vietnamese sentence that names the field. */
#include "serving.h"

#include "app/wrong.h"
#include "shop/cart_view.h"

#define ID "01890000-0000-7000-8000-000000000001"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Refused, and the sentence is for people. */
static void check_sentence(const struct route *route, const char *body, const char *query)
{
	struct app app = { 0 };
	struct call *call = call_new(&app, 0);
	struct asked asked = { .path = route->path, .query = query ? query : "", .body = body, .body_size = body ? strlen(body) : 0 };
	struct err err = { 0 };

	if (!route_take(route, &asked, call, &err)) {
		if (wrong_is_english(&err))
			fail_msg("%s %s %s: %s: %s", route->path, body ? body : "", query ? query : "", err.field, err.text);
		if (wrong_label(err.field) && strncmp(err.text, err.field, strlen(err.field)) == 0 && err.text[strlen(err.field)] == ':')
			fail_msg("%s: the field has no name: %s", route->path, err.text);
	}
	call_free(call);
}

/* Each member alone in a form it cannot have, and all the others missing. */
static void check_members(const struct route *route, const struct shape *shape, const char *open, const char *close)
{
	static const char *const wrongs[] = { "[[]]", "{\"x\":1}", "-99999999999999999", "\"\"", "\"\\u0001\"", "1.5", "true", "null" };

	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		CASE(arena_format(arena, "%s %s%s", route->path, open, field->name));
		if (!wrong_label(field->name))
			fail_msg("%s has no label", field->name);
		for (size_t k = 0; k < COUNT_OF(wrongs); k++)
			check_sentence(route, arena_format(arena, "{\"id\":\"" ID "\",%s\"%s\":%s%s}", open, field->name, wrongs[k], close), NULL);
		if (field->kind == FIELD_TEXT)
			check_sentence(route, arena_format(arena, "{\"id\":\"" ID "\",%s\"%s\":\"%0*d\"%s}", open, field->name, (int)field->high + 1, 0, close), NULL);
		if (field->of && field->kind == FIELD_LIST)
			check_members(route, field->of, arena_format(arena, "%s\"%s\":[{", open, field->name), arena_format(arena, "}]%s", close));
		else if (field->of)
			check_members(route, field->of, arena_format(arena, "%s\"%s\":{", open, field->name), arena_format(arena, "}%s", close));
	}
}

static void every_member_of_every_door_has_a_sentence(void **state)
{
	(void)state;
	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			CASE(route->path);
			check_sentence(route, "{", NULL);
			check_sentence(route, "[]", NULL);
			check_sentence(route, "{\"id\":\"" ID "\",\"unheard\":1}", NULL);
			check_sentence(route, "{\"id\":\"" ID "\",\"approver\":{}}", NULL);
			check_sentence(route, "{\"id\":\"" ID "\"}", NULL);
			check_sentence(route, NULL, "unheard=1");
			check_members(route, route->in, "", "");
			for (size_t i = 0; i < route->in->fields_count; i++)
				check_sentence(route, NULL, arena_format(arena, "%s=%%01", route->in->fields[i].name));
		}
	}
}

struct sample_line {
	int64_t qty_milli;
};
static const struct field sample_line_fields[] = { F_I64(struct sample_line, qty_milli, 1, 2500) };
static const struct shape sample_line_shape = SHAPE(struct sample_line, "sample_line", sample_line_fields);
struct sample {
	struct money amount;
	struct sample_line *lines;
	size_t lines_count;
	const char *name;
	int32_t to_day;
};
static const struct field sample_fields[] = {
	F_MONEY(struct sample, amount, 0, 2000000),
	F_LIST(struct sample, lines, 1, 3, &sample_line_shape),
	F_TEXT(struct sample, name, 1, 5),
	F_DAY(struct sample, to_day),
};
static const struct shape sample_shape = SHAPE(struct sample, "sample", sample_fields);

static void a_sentence_says_what_to_mend(void **state)
{
	static const struct {
		const char *json, *field, *text;
	} rows[] = {
		{ "{}", "amount", "Số tiền: còn thiếu" },
		{ "{\"amount\":-1}", "amount", "Số tiền: nhỏ quá, ít nhất 0 ₫" },
		{ "{\"amount\":3000000}", "amount", "Số tiền: lớn quá, nhiều nhất 2.000.000 ₫" },
		{ "{\"amount\":\"x\"}", "amount", "Số tiền: phải là số" },
		{ "{\"amount\":1,\"lines\":[]}", "lines", "Các dòng: cần ít nhất 1" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":1},{}]}", "lines[1].qty_milli", "Số lượng (dòng 2): còn thiếu" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":3000}]}", "lines[0].qty_milli", "Số lượng (dòng 1): lớn quá, nhiều nhất 2,5" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":1}],\"name\":\"\"}", "name", "Tên: chưa điền" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":1}],\"name\":\" \u00a0 \",\"to_day\":\"2026-11-22\"}", "name", "Tên: chưa điền" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":1}],\"name\":\"sáu chữ\"}", "name", "Tên: dài quá, nhiều nhất 5 chữ" },
		{ "{\"amount\":1,\"lines\":[{\"qty_milli\":1}],\"name\":\"a\",\"to_day\":\"31/02/2026\"}", "to_day",
		  "Đến ngày: không phải một ngày có thật; viết 22/11/2026" },
		{ "{\"other\":1}", "other", "other: máy chủ không nhận điều này; tải lại trang rồi thử lại" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		struct node *json = node_read(rows[i].json, strlen(rows[i].json), arena, &err);
		struct sample sample;

		CASE(rows[i].json);
		assert_false(shape_take(&sample_shape, json, arena, &sample, &err) && shape_says_something(&sample_shape, &sample, &err));
		assert_false(wrong_say(&sample_shape, json, &err));
		assert_text(err.field, rows[i].field);
		assert_text(err.text, rows[i].text);
	}
}

static void what_programs_say_is_said_again_for_people(void **state)
{
	struct err err;

	(void)state;
	err_set(&err, ERR_INPUT, "codes[1].code", "the check digit is wrong");
	assert_true(wrong_translate(&err));
	assert_text(err.text, "Mã: không đúng; kiểm tra lại");
	err_set(&err, ERR_IO, NULL, "disk I/O error");
	assert_true(wrong_translate(&err));
	assert_false(wrong_is_english(&err));
	err_set(&err, ERR_INPUT, "reason", "ghi lý do");
	assert_false(wrong_translate(&err));
	assert_text(err.text, "ghi lý do");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_of_every_door_has_a_sentence),
		cmocka_unit_test(a_sentence_says_what_to_mend),
		cmocka_unit_test(what_programs_say_is_said_again_for_people),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
