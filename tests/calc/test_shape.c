/* A table reads and writes JSON: the same bytes back, and bad input named by its field. */
#include "check.h"

#include <utf8proc.h>

#include "calc/shape.h"

struct line {
	struct id item_id;
	int64_t qty_milli;
	const char *reason;
};

struct thing {
	int32_t colour;
	int32_t day;
	bool frozen;
	struct line *lines;
	size_t lines_count;
	const char *name;
	struct line *other;
	struct money price;
	struct hash sum;
	const char **tags;
	size_t tags_count;
};

static const char *const colours[] = { NULL, "green", "amber", NULL };

static const struct field line_fields[] = {
	F_ID(struct line, item_id),
	F_I64(struct line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT_OPT(struct line, reason, 1, 20),
};
static const struct shape line_shape = SHAPE(struct line, "line", line_fields);

static const struct field thing_fields[] = {
	F_WORD_OPT(struct thing, colour, colours),
	F_DAY_OPT(struct thing, day),
	F_BOOL(struct thing, frozen),
	F_LIST(struct thing, lines, 0, 3, &line_shape),
	F_TEXT(struct thing, name, 1, 10),
	F_PART_AT(struct thing, other, &line_shape),
	F_MONEY_OPT(struct thing, price, 0, MONEY_MAX),
	F_HASH(struct thing, sum),
	F_TEXTS(struct thing, tags, 0, 2, 5),
};
static const struct shape thing_shape = SHAPE(struct thing, "thing", thing_fields);

#define SUM "\"sum\":\"00000000000000000000000000000000000000000000000000000000000000ff\""
#define LINE "{\"item_id\":\"01890000-0000-7000-8000-000000000001\",\"qty_milli\":1500,\"reason\":null}"
#define FULL "{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"ong\\\"\"," \
	     "\"other\":" LINE ",\"price\":154000," SUM ",\"tags\":[\"a\",\"bé\"]}"

static void what_is_written_reads_back(void **state)
{
	static const char *const texts[] = {
		FULL,
		"{\"colour\":null,\"day\":null,\"frozen\":false,\"lines\":[],\"name\":\"a\\nb\\\\\",\"other\":null,\"price\":null," SUM ",\"tags\":[]}",
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	shape_check(&thing_shape);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct thing thing;
		struct err err = { 0 };
		struct buf buf;

		CASE(texts[i]);
		assert_ok(shape_read(&thing_shape, texts[i], strlen(texts[i]), arena, &thing, &err), &err);
		buf_init(&buf, 10000);
		shape_write(&thing_shape, &thing, &buf);
		assert_text(buf_get(&buf), texts[i]);
		buf_release(&buf);
	}
	arena_free(arena);
}

static void bad_input_names_its_field(void **state)
{
	static const struct {
		const char *name, *json, *field;
	} cases[] = {
		{ "not JSON", "{", "" },
		{ "not an object", "[]", "" },
		{ "a duplicate", "{\"frozen\":true,\"frozen\":true}", "" },
		{ "unknown member", "{\"frozen\":true,\"colr\":1}", "colr" },
		{ "missing", "{\"frozen\":true,\"lines\":[],\"tags\":[]," SUM "}", "name" },
		{ "a fraction", "{\"frozen\":true,\"lines\":[],\"name\":\"x\",\"price\":1.5,\"tags\":[]," SUM "}", "price" },
		{ "a negative price", "{\"frozen\":true,\"lines\":[],\"name\":\"x\",\"price\":-1,\"tags\":[]," SUM "}", "price" },
		{ "a list too long", "{\"frozen\":true,\"lines\":[{},{},{},{}],\"name\":\"x\",\"tags\":[]," SUM "}", "lines" },
		{ "inside a list", "{\"frozen\":true,\"lines\":[" LINE ",{\"item_id\":\"01890000-0000-7000-8000-000000000001\",\"qty_milli\":0}],"
		  "\"name\":\"x\",\"tags\":[]," SUM "}", "lines[1].qty_milli" },
		{ "an upper-case id", "{\"frozen\":true,\"lines\":[{\"item_id\":\"01890000-0000-7000-8000-00000000000A\",\"qty_milli\":1}],"
		  "\"name\":\"x\",\"tags\":[]," SUM "}", "lines[0].item_id" },
		{ "empty text", "{\"frozen\":true,\"lines\":[],\"name\":\"\",\"tags\":[]," SUM "}", "name" },
		{ "a long text", "{\"frozen\":true,\"lines\":[],\"name\":\"12345678901\",\"tags\":[]," SUM "}", "name" },
		{ "a control byte", "{\"frozen\":true,\"lines\":[],\"name\":\"a\\u001bb\",\"tags\":[]," SUM "}", "name" },
		{ "a C1 control", "{\"frozen\":true,\"lines\":[],\"name\":\"a\\u0085b\",\"tags\":[]," SUM "}", "name" },
		{ "an unknown word", "{\"colour\":\"red\",\"frozen\":true,\"lines\":[],\"name\":\"x\",\"tags\":[]," SUM "}", "colour" },
		{ "no such day", "{\"day\":\"2026-02-30\",\"frozen\":true,\"lines\":[],\"name\":\"x\",\"tags\":[]," SUM "}", "day" },
		{ "a tag too long", "{\"frozen\":true,\"lines\":[],\"name\":\"x\",\"tags\":[\"123456\"]," SUM "}", "tags[0]" },
		{ "a tag that is a number", "{\"frozen\":true,\"lines\":[],\"name\":\"x\",\"tags\":[1]," SUM "}", "tags[0]" },
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct thing thing;
		struct err err = { 0 };

		CASE(cases[i].name);
		assert_false(shape_read(&thing_shape, cases[i].json, strlen(cases[i].json), arena, &thing, &err));
		assert_i64(err.code, ERR_INPUT);
		assert_text(err.field, cases[i].field);
	}
	arena_free(arena);
}

static void text_becomes_nfc(void **state)
{
	const char *json = "{\"frozen\":true,\"lines\":[],\"name\":\"Mâ\xcc\xa3t\",\"tags\":[]," SUM "}";
	struct arena *arena = arena_new(1 << 20);
	struct thing thing;
	struct err err = { 0 };

	(void)state;
	assert_ok(shape_read(&thing_shape, json, strlen(json), arena, &thing, &err), &err);
	assert_text(thing.name, "Mật");
	arena_free(arena);
}

/* Letters that are taken for NFC without asking utf8proc are NFC, alone and behind any other of them. */
static void plain_letters_are_left_as_they_are(void **state)
{
	static const struct field fields[] = { F_TEXT(struct line, reason, 1, 20) };
	static const struct shape shape = SHAPE(struct line, "line", fields);
	static const char *const others[] = { "o", "\u01a1", "\u1edd" };
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };

	(void)state;
	for (int letter = 0xa0; letter < 0x20c0; letter++) {
		letter = letter == 0x300 ? 0x1e00 : letter == 0x1f00 ? 0x2010 : letter == 0x2028 ? 0x20a0 : letter;
		for (size_t i = 0; i < COUNT_OF(others); i++) {
			char json[100];
			struct line line;
			utf8proc_uint8_t *nfc;

			snprintf(json, sizeof(json), "{\"reason\":\"%s\\u%04x\"}", others[i], (unsigned)letter);
			CASE(json);
			assert_ok(shape_read(&shape, json, strlen(json), arena, &line, &err), &err);
			nfc = utf8proc_NFC((const utf8proc_uint8_t *)line.reason);
			assert_text(line.reason, (char *)nfc);
			free(nfc);
		}
		arena_reset(arena);
	}
	arena_free(arena);
}

static void hostile_json_is_refused(void **state)
{
	/* n_ files must be refused, y_ and number_ files must not crash; a shape refuses nearly all of them. */
	FILE *index = fopen("tests/cases/hostile/json/INDEX.tsv", "r");
	struct arena *arena = arena_new(1 << 24);
	char row[2000];
	int tried = 0;

	(void)state;
	assert_non_null(index);
	while (fgets(row, sizeof(row), index)) {
		char path[600], *tab = strchr(row, '\t');
		struct thing thing;
		struct err err = { 0 };
		static char text[300000];
		size_t size;
		FILE *file;

		if (row[0] == '#' || !tab)
			continue;
		*tab = '\0';
		snprintf(path, sizeof(path), "tests/cases/hostile/json/%.500s", row);
		file = fopen(path, "rb");
		if (!file)
			continue;
		size = fread(text, 1, sizeof(text), file);
		fclose(file);
		CASE(path);
		struct node *root = node_read(text, size, arena, &err);

		if (row[0] == 'n' && row[1] == '_')
			assert_ok(root == NULL, &err);
		/* Requests are objects, so a lone scalar may be refused; so may duplicates and NUL. */
		if (row[0] == 'y' && strchr("{[ \n", text[0]) && !strstr(row, "string_space") && !strstr(row, "duplicated") && !strstr(row, "null_escape") && !strstr(row, "escaped_zero") &&
		    !strstr(row, "escaped_null") && !strstr(row, "lonely"))
			assert_ok(root != NULL, &err);
		assert_false(shape_read(&thing_shape, text, size, arena, &thing, &err));
		arena_reset(arena);
		tried++;
	}
	fclose(index);
	arena_free(arena);
	printf("# %d files\n", tried);
	assert_true(tried > 200);
}

struct rare {
	struct money fee;
	struct money given;
	struct rare_part {
		int64_t n;
	} *more;
	size_t more_count;
	bool odd;
	struct id of;
	int64_t place;
	int64_t times;
	const char *why;
};

static void what_is_nothing_is_left_out(void **state)
{
	static const struct field part_fields[] = { F_I64(struct rare_part, n, 1, 9) };
	static const struct shape part_shape = SHAPE(struct rare_part, "part", part_fields);
	static const struct field fields[] = {
		F_MONEY_ZERO(struct rare, fee, -5, 5),
		F_MONEY_LEFT(struct rare, given, 0, 5),
		F_LIST_ZERO(struct rare, more, 3, &part_shape),
		F_BOOL_ZERO(struct rare, odd),
		F_ID_LEFT(struct rare, of),
		F_I64_USUAL(struct rare, place, 0, 3, 1),
		F_I64_ZERO(struct rare, times, 0, 9),
		F_TEXT_LEFT(struct rare, why, 1, 9),
	};
	static const struct shape shape = SHAPE(struct rare, "rare", fields);
	static const char *const texts[] = {
		"{}", "{\"odd\":true}", "{\"fee\":-5,\"times\":9}", "{\"given\":0,\"more\":[{\"n\":1}]}", "{\"place\":0}", "{\"why\":\"x\"}",
		"{\"of\":\"019b7222-2900-7fbe-a6b7-dcf2751d0760\",\"place\":3}",
	};
	static const char *const refused[] = { "{\"fee\":null}", "{\"given\":null}", "{\"of\":null}", "{\"why\":null}", "{\"more\":null}", "{\"place\":null}" };
	struct arena *arena = arena_new(1 << 16);
	struct err err = { 0 };
	struct rare rare;

	(void)state;
	shape_check(&shape);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct buf buf;

		CASE(texts[i]);
		assert_ok(shape_read(&shape, texts[i], strlen(texts[i]), arena, &rare, &err), &err);
		buf_init(&buf, 1000);
		shape_write(&shape, &rare, &buf);
		assert_text(buf_get(&buf), texts[i]);
		buf_release(&buf);
	}
	assert_ok(shape_read(&shape, "{}", 2, arena, &rare, &err), &err);
	assert_i64(rare.place, 1);
	assert_i64(rare.given.dong, SHAPE_ABSENT);
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		CASE(refused[i]);
		assert_false(shape_read(&shape, refused[i], strlen(refused[i]), arena, &rare, &err));
	}
	arena_free(arena);
}

/* A sum may leave its bounds though every part was within: it must not be written. */
static void what_would_not_read_back_does_not_hold(void **state)
{
	static const char full[] = FULL;
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct thing whole, thing;

	(void)state;
	assert_ok(shape_read(&thing_shape, full, strlen(full), arena, &whole, &err), &err);
	assert_ok(shape_holds(&thing_shape, &whole, &err), &err);
	thing = whole;
	thing.price = MONEY(MONEY_MAX + 1);
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_i64(err.code, ERR_LIMIT);
	assert_text(err.field, "price");
	thing = whole;
	thing.name = NULL;
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_text(err.field, "name");
	thing.name = "a\xe1\xba";
	assert_false(shape_holds(&thing_shape, &thing, &err));
	thing.name = "o\xcc\x81";
	assert_false(shape_holds(&thing_shape, &thing, &err));
	thing.name = "a\xc2\x85";
	assert_false(shape_holds(&thing_shape, &thing, &err));
	thing.name = "a\tb";
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_text(err.field, "name");
	thing.name = "mười một chữ";
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_text(err.field, "name");
	thing = whole;
	thing.lines_count = 4;
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_text(err.field, "lines");
	thing = whole;
	thing.lines[1].qty_milli = 0;
	assert_false(shape_holds(&thing_shape, &thing, &err));
	assert_text(err.field, "lines[1].qty_milli");
	arena_free(arena);
}

/* A copy says the same and has nothing in common with what it was made of; two values have one sum only where they say the same. */
static void a_copy_says_the_same_and_a_sum_tells_apart(void **state)
{
	static const char *const others[] = {
		"{\"colour\":\"green\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"ong\\\"\",\"other\":" LINE ",\"price\":154000," SUM ",\"tags\":[\"a\",\"bé\"]}",
		"{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "],\"name\":\"Mật \\\"ong\\\"\",\"other\":" LINE ",\"price\":154000," SUM ",\"tags\":[\"a\",\"bé\"]}",
		"{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"onG\\\"\",\"other\":" LINE ",\"price\":154000," SUM ",\"tags\":[\"a\",\"bé\"]}",
		"{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"ong\\\"\",\"other\":null,\"price\":154000," SUM ",\"tags\":[\"a\",\"bé\"]}",
		"{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"ong\\\"\",\"other\":" LINE ",\"price\":null," SUM ",\"tags\":[\"a\",\"bé\"]}",
		"{\"colour\":\"amber\",\"day\":\"2026-08-22\",\"frozen\":true,\"lines\":[" LINE "," LINE "],\"name\":\"Mật \\\"ong\\\"\",\"other\":" LINE ",\"price\":154000," SUM ",\"tags\":[\"abé\"]}",
	};
	struct arena *arena = arena_new(1 << 20), *own = arena_new(1 << 20);
	struct thing thing, copy, other;
	struct err err = { 0 };
	uint64_t sum;
	struct buf buf;

	(void)state;
	assert_ok(shape_read(&thing_shape, FULL, strlen(FULL), arena, &thing, &err), &err);
	shape_copy(&thing_shape, &thing, own, &copy);
	sum = shape_sum(&thing_shape, &thing);
	assert_true(shape_sum(&thing_shape, &copy) == sum);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		CASE(others[i]);
		assert_ok(shape_read(&thing_shape, others[i], strlen(others[i]), arena, &other, &err), &err);
		assert_false(shape_sum(&thing_shape, &other) == sum);
	}
	CASE("what it was made of is gone");
	arena_free(arena);
	buf_init(&buf, 4096);
	shape_write(&thing_shape, &copy, &buf);
	assert_text(buf_get(&buf), FULL);
	buf_release(&buf);
	arena_free(own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_says_the_same_and_a_sum_tells_apart),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(bad_input_names_its_field),
		cmocka_unit_test(text_becomes_nfc),
		cmocka_unit_test(plain_letters_are_left_as_they_are),
		cmocka_unit_test(what_is_nothing_is_left_out),
		cmocka_unit_test(what_would_not_read_back_does_not_hold),
		cmocka_unit_test(hostile_json_is_refused),
	};

	return cmocka_run_group_tests_name("calc/shape", tests, NULL, NULL);
}
