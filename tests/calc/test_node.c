/* JSON as nodes: what is read, what is refused, and the same verdict as jansson's over every hostile file. */
#include "check.h"

#include <jansson.h>

#include "calc/node.h"

static void texts_numbers_and_words_are_read(void **state)
{
	static const char json[] = " {\"a\":\"m\xe1\xba\xadt\",\"b\\n\":\"\\u1eadx\\ud83d\\ude00\\\"\\/\\t\",\"c\":[-12,9223372036854775807,-0,1.5e-3,true,false,null],\"d\":{}}\r\n";
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct node *root = node_read(json, sizeof(json) - 1, arena, &err), *node, *item;

	(void)state;
	assert_ok(root != NULL, &err);
	assert_i64(root->kind, NODE_OBJECT);
	assert_i64(root->count, 4);
	node = node_find(root, "a");
	assert_i64(node->size, 5);
	assert_memory_equal(node->text, "mật", 5);
	node = node_find(root, "b\n");
	assert_i64(node->size, 11);
	assert_memory_equal(node->text, "ậx😀\"/\t", 11);
	node = node_find(root, "c");
	assert_i64(node->count, 7);
	item = node->first;
	assert_i64(item->number, -12);
	item = item->next;
	assert_i64(item->number, INT64_MAX);
	item = item->next;
	assert_i64(item->kind, NODE_NUMBER);
	assert_i64(item->number, 0);
	item = item->next;
	assert_i64(item->kind, NODE_FRACTION);
	assert_i64(item->next->kind, NODE_TRUE);
	assert_i64(item->next->next->kind, NODE_FALSE);
	assert_i64(item->next->next->next->kind, NODE_NULL);
	assert_null(item->next->next->next->next);
	assert_null(node_find(root, "b"));
	assert_ptr_equal(node_take(root, "c"), node);
	assert_null(node_take(root, "c"));
	assert_true(node_put(root, "c", node));
	assert_false(node_put(root, "d", node_new(arena, NODE_TRUE)));
	assert_i64(root->count, 4);
	arena_free(arena);
}

static void what_is_not_json_we_take_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *name, *json, *text;
	} cases[] = {
		{ "nothing", " ", "not JSON we take: an object or a list was expected (line 1)" },
		{ "a lone number", "1", "not JSON we take: an object or a list was expected (line 1)" },
		{ "a member twice", "{\"a\":1,\n\"b\":2,\n\"a\":3}", "not JSON we take: a member named twice (line 3)" },
		{ "twice through an escape", "{\"a\":1,\"\\u0061\":3}", "not JSON we take: a member named twice (line 1)" },
		{ "a NUL", "[\"\\u0000\"]", "not JSON we take: a wrong \\u escape (line 1)" },
		{ "half a pair", "[\"\\ud800\"]", "not JSON we take: a wrong \\u escape (line 1)" },
		{ "the other half", "[\"\\udc00\"]", "not JSON we take: a wrong \\u escape (line 1)" },
		{ "a pair cut by the end", "[\"\\ud800\\u\"]", "not JSON we take: a wrong \\u escape (line 1)" },
		{ "beyond 64 bits", "[9223372036854775808]", "not JSON we take: a number that is too large (line 1)" },
		{ "a leading zero", "[01]", "not JSON we take: a number with a leading zero (line 1)" },
		{ "a minus alone", "[-]", "not JSON we take: something unknown (line 1)" },
		{ "a wrong byte", "[\"\xff\"]", "not JSON we take: text that is not UTF-8 (line 1)" },
		{ "a backslash at the end", "[\"\\", "not JSON we take: a text without its end (line 1)" },
		{ "more behind it", "[] []", "not JSON we take: something after the end (line 1)" },
		{ "a comma too many", "[1,]", "not JSON we take: something unknown (line 1)" },
	};
	struct arena *arena = arena_new(1 << 24);
	static char many[40 * (NODE_MEMBERS_MAX + 1)], deep[NODE_DEPTH_MAX * 2 + 10];
	struct err err = { 0 };
	size_t size = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_null(node_read(cases[i].json, strlen(cases[i].json), arena, &err));
		assert_i64(err.code, ERR_INPUT);
		assert_text(err.text, cases[i].text);
	}
	CASE("members");
	for (int i = 0; i < NODE_MEMBERS_MAX; i++)
		size += (size_t)snprintf(many + size, sizeof(many) - size, "%s\"member%d\":1", i ? "," : "{", i);
	snprintf(many + size, sizeof(many) - size, "}");
	assert_ok(node_read(many, size + 1, arena, &err) != NULL, &err);
	snprintf(many + size, sizeof(many) - size, ",\"member0\":1}");
	assert_null(node_read(many, strlen(many), arena, &err));
	CASE("depth");
	memset(deep, '[', NODE_DEPTH_MAX);
	memset(deep + NODE_DEPTH_MAX, ']', NODE_DEPTH_MAX);
	assert_ok(node_read(deep, NODE_DEPTH_MAX * 2, arena, &err) != NULL, &err);
	memset(deep, '[', NODE_DEPTH_MAX + 1);
	memset(deep + NODE_DEPTH_MAX + 1, ']', NODE_DEPTH_MAX + 1);
	assert_null(node_read(deep, NODE_DEPTH_MAX * 2 + 2, arena, &err));
	arena_free(arena);
}

static void the_verdict_is_jansson_s(void **state)
{
	FILE *index = fopen("tests/cases/hostile/json/INDEX.tsv", "r");
	int tried = 0;
	char row[2000];

	(void)state;
	assert_non_null(index);
	while (fgets(row, sizeof(row), index)) {
		static char text[300000];
		char path[600], *tab = strchr(row, '\t');
		struct arena *arena;
		struct err err = { 0 };
		json_error_t why;
		json_t *theirs;
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
		arena = arena_new((size_t)64 << 20);
		theirs = json_loadb(text, size, JSON_REJECT_DUPLICATES, &why);
		/* Neither what we find too deep nor a fraction that no double holds says anything of its form. */
		if (!strstr(row, "nested_arrays") && (theirs || !strstr(why.text, "real number overflow")))
			assert_int_equal(node_read(text, size, arena, &err) != NULL, theirs != NULL);
		json_decref(theirs);
		arena_free(arena);
		tried++;
	}
	fclose(index);
	printf("# %d files\n", tried);
	assert_true(tried > 200);
}

/* Every way to cut or bend one good text: both say the same. */
static void a_bent_text_has_jansson_s_verdict(void **state)
{
	static const char good[] = "{\"a\":[1,-2.5e3,\"x\\u00e9\\ud83d\\ude00\\n\"],\"b\":{\"c\":null,\"m\xe1\xba\xadt\":true}}";
	static const char bends[] = "\"\\,:{}[]0-.eE+u\xe1\x80 \n\t\x01nt";
	char text[sizeof(good)];

	(void)state;
	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		for (size_t k = 0; k <= sizeof(bends) - 1; k++) {
			struct arena *arena = arena_new(1 << 20);
			size_t size = k == sizeof(bends) - 1 ? i : sizeof(good) - 1;
			struct err err = { 0 };
			json_t *theirs;

			memcpy(text, good, sizeof(good));
			if (k < sizeof(bends) - 1)
				text[i] = bends[k];
			CASE(text);
			theirs = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
			assert_int_equal(node_read(text, size, arena, &err) != NULL, theirs != NULL);
			json_decref(theirs);
			arena_free(arena);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_numbers_and_words_are_read),
		cmocka_unit_test(what_is_not_json_we_take_is_refused_with_its_line),
		cmocka_unit_test(the_verdict_is_jansson_s),
		cmocka_unit_test(a_bent_text_has_jansson_s_verdict),
	};

	return cmocka_run_group_tests_name("calc/node", tests, NULL, NULL);
}
