/* Folding, words, order, storage: every letter there is, the published cases, and what people type. */
#include "check.h"
#include "tsv.h"

#include <ctype.h>
#include <strings.h>

#include "app/debug.h"
#include "calc/fold.h"

static const char *folded(struct arena *arena, const char *text)
{
	struct buf buf;
	char *copy;

	buf_init(&buf, 1 << 16);
	fold_text(text, strlen(text), &buf);
	copy = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return copy;
}

static const char *plain(struct arena *arena, const char *text)
{
	struct buf buf;
	char *copy;

	buf_init(&buf, 1 << 16);
	fold_plain(text, strlen(text), &buf);
	copy = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return copy;
}

static struct buf key_of(const char *text)
{
	struct buf buf;

	buf_init(&buf, 1 << 16);
	fold_key(text, strlen(text), &buf);
	return buf;
}

static int order_of(const char *a, const char *b)
{
	struct buf left = key_of(a), right = key_of(b);
	size_t shorter = left.size < right.size ? left.size : right.size;
	int order = memcmp(left.data, right.data, shorter);

	if (order == 0)
		order = (left.size > right.size) - (left.size < right.size);
	buf_release(&left);
	buf_release(&right);
	return order;
}

/* "0061 0300" and, between bars, further sequences: the first or next one as UTF-8. Returns what follows, NULL at the end. */
static const char *sequence(const char *cell, char text[64])
{
	size_t size = 0;

	while (*cell == ' ' || *cell == '|')
		cell++;
	if (!isxdigit((unsigned char)*cell))
		return NULL;
	while (isxdigit((unsigned char)*cell)) {
		char *end;
		unsigned long point = strtoul(cell, &end, 16);

		if (point < 0x80) {
			text[size++] = (char)point;
		} else if (point < 0x800) {
			text[size++] = (char)(0xc0 | point >> 6);
			text[size++] = (char)(0x80 | (point & 0x3f));
		} else {
			text[size++] = (char)(0xe0 | point >> 12);
			text[size++] = (char)(0x80 | (point >> 6 & 0x3f));
			text[size++] = (char)(0x80 | (point & 0x3f));
		}
		cell = *end == ' ' ? end + 1 : end;
		if (*end == ' ' && *cell == '|')
			break;
	}
	text[size] = '\0';
	return cell;
}

static void every_letter_folds_and_is_stored_once(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	struct err err;
	const char *stored;
	char text[64];
	size_t rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/letters.tsv"));
	while (tsv_next(&tsv)) {
		static const char *const columns[] = { "nfd", "other_sequences_equal_after_NFC", "sequences_that_NFC_does_not_join" };
		const char *letter = tsv_cell(&tsv, "letter");

		CASE(letter);
		assert_text(folded(arena, letter), tsv_cell(&tsv, "fold"));
		assert_true(text_is_nfc(letter, strlen(letter), false));
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			for (const char *at = tsv_cell(&tsv, columns[i]); (at = sequence(at, text));) {
				assert_text(folded(arena, text), tsv_cell(&tsv, "fold"));
				if (strcmp(text, "\xc3\x90") == 0)  /* Eth is another letter, only its fold is a d */
					break;
				assert_ok(text_nfc(text, strlen(text), false, arena, &stored, NULL, &err), &err);
				assert_text(stored, letter);
				assert_i64(order_of(text, letter), 0);
			}
		arena_reset(arena);
		rows++;
	}
	tsv_close(&tsv);
	arena_free(arena);
	print_message("# letters.tsv: %zu rows, none left out\n", rows);
	assert_true(rows > 100);
}

static void published_spellings_fold_alike(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	size_t rows = 0, variants = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/fold_and_spelling.tsv"));
	while (tsv_next(&tsv)) {
		const char *in = tsv_cell(&tsv, "input"), *expected = tsv_cell(&tsv, "expected"), *operation = tsv_cell(&tsv, "operation");

		CASE(tsv_cell(&tsv, "id"));
		if (strcmp(operation, "fold_keep_case") == 0) {
			assert_i64(strcasecmp(folded(arena, in), expected), 0);
			assert_text(plain(arena, in), expected);
		} else if (strcmp(operation, "y_to_i") == 0) {
			size_t asked, held;
			const char **ask = fold_words(arena, expected, strlen(expected), FOLD_QUERY, &asked);
			const char **hold = fold_words(arena, in, strlen(in), FOLD_INDEX, &held);

			for (size_t i = 0; i < asked; i++) {
				bool found = false;

				for (size_t j = 0; j < held; j++)
					found = found || strcmp(ask[i], hold[j]) == 0;
				assert_true(found);
			}
			variants++;
		} else {
			assert_text(folded(arena, in), folded(arena, expected));
		}
		arena_reset(arena);
		rows++;
	}
	tsv_close(&tsv);
	arena_free(arena);
	print_message("# fold_and_spelling.tsv: %zu rows, %zu of them i/y twins found through the index, none left out\n", rows, variants);
	assert_true(rows > 0);
}

static bool is_found(struct arena *arena, const char *query, const char *text)
{
	size_t asked, held;
	const char **ask = fold_words(arena, query, strlen(query), FOLD_QUERY, &asked);
	const char **hold = fold_words(arena, text, strlen(text), FOLD_INDEX, &held);

	for (size_t i = 0; i < asked; i++) {
		bool found = false;

		for (size_t j = 0; j < held; j++)
			found = found || strncmp(hold[j], ask[i], strlen(ask[i])) == 0;
		if (!found)
			return false;
	}
	return asked > 0;
}

static void searches_find_what_is_meant(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	size_t rows = 0, optional = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/search_expect.tsv"));
	while (tsv_next(&tsv)) {
		CASE(tsv_cell(&tsv, "id"));
		/* Our policy on the optional rows: full width, no width and hyphens are found too. */
		optional += strcmp(tsv_cell(&tsv, "expected"), "optional") == 0;
		if (!is_found(arena, tsv_cell(&tsv, "query"), tsv_cell(&tsv, "text")))
			fail_msg("[%s] not found", case_name);
		rows++;
	}
	tsv_close(&tsv);
	CASE("% is no wildcard");
	assert_false(is_found(arena, "%", "Cacao nguyên chất"));
	assert_false(is_found(arena, "1%0", "100 viên"));
	CASE("an apostrophe joins");
	assert_true(is_found(arena, "mdrak", "Cà phê M'Đrắk"));
	assert_true(is_found(arena, "M’Drak", "Cà phê M'Đrắk"));
	CASE("words begin, they do not contain");
	assert_false(is_found(arena, "ong", "Mật bông"));
	CASE("both spellings of i");
	assert_true(is_found(arena, "mi", "Mỳ Chũ"));
	assert_true(is_found(arena, "mỳ", "Mì Chũ"));
	assert_true(is_found(arena, "quí", "Tỏi Lý Sơn thượng quý"));
	assert_false(is_found(arena, "tai", "Dưa tay"));
	arena_free(arena);
	print_message("# search_expect.tsv: %zu rows, %zu of them optional and held as well, none left out\n", rows, optional);
}

static void names_come_in_the_order_of_the_alphabet(void **state)
{
	static const char *const in_order[] = {
		"", " ", "-", "#1", "$", "1 kg", "10 kg", "9", "a", "A", "à", "À", "ả", "ã", "á", "ạ", "a đông", "ăn", "ân", "b", "ca", "cá", "cạ", "ca cao", "chè",
		"cơm", "da", "dừa", "đa", "đá", "em", "êm", "gạo", "mì", "mỳ", "nấm", "ô", "ổi", "ơ", "ớt", "rau", "z", "中",
	};
	struct tsv tsv;
	size_t rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/collation_pairs.tsv"));
	while (tsv_next(&tsv)) {
		int order = order_of(tsv_cell(&tsv, "a"), tsv_cell(&tsv, "b"));

		CASE(tsv_cell(&tsv, "id"));
		assert_text(order < 0 ? "<" : order > 0 ? ">" : "=", tsv_cell(&tsv, "icu_vi"));
		rows++;
	}
	tsv_close(&tsv);
	print_message("# collation_pairs.tsv: %zu rows, none left out\n", rows);
	for (size_t i = 0; i + 1 < COUNT_OF(in_order); i++)
		for (size_t j = i + 1; j < COUNT_OF(in_order); j++) {
			CASE(in_order[i]);
			if (order_of(in_order[i], in_order[j]) >= 0)
				fail_msg("[%s] does not come before %s", in_order[i], in_order[j]);
		}
	CASE("tones count only where letters are equal");
	assert_true(order_of("cá b", "ca c") < 0);
	assert_true(order_of("ca", "cá") < 0);
	CASE("case counts last");
	assert_true(order_of("Ca", "cá") < 0);
	assert_true(order_of("ca", "Ca") < 0);
	assert_i64(order_of("Hoà", "Hoa\xcc\x80"), 0);
}

static void raw_typing_is_read(void **state)
{
	static const struct {
		const char *typed, *read;
	} cases[] = {
		{ "maatj ong", "mat ong" }, { "d9u7o7ng2", "duong" }, { "dduwowngf", "duong" }, { "ddawcj sarn", "dac san" },
		{ "chef shan tuyeets", "che shan tuyet" }, { "tra2 hoa vang2", "tra hoa vang" }, { "nghe65 an", "nghe an" }, { "hoas", "hoa" },
		{ "khoer", "khoe" }, { "thuys", "thuy" }, { "ruwowuj", "ruou" }, { "gaoj", "gao" },
		{ "mat ong", NULL }, { "500g", NULL }, { "ocop", NULL }, { "xoong", NULL }, { "MAATJ ONG", "mat ong" }, { "nwowcs", "nuoc" }, { "", NULL },
		{ "8936000000012", NULL }, { "a1b2c3d4", NULL },
	};
	struct buf buf;

	(void)state;
	buf_init(&buf, 1024);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool read;

		CASE(cases[i].typed);
		buf_clear(&buf);
		read = fold_typed(cases[i].typed, strlen(cases[i].typed), &buf);
		assert_text(read ? buf_get(&buf) : "(left alone)", cases[i].read ? cases[i].read : "(left alone)");
	}
	buf_release(&buf);
}

static void signs_and_blanks_have_their_form(void **state)
{
	static const struct {
		const char *name, *text, *folded, *plain;
	} cases[] = {
		{ "no-break space", "Cà\xc2\xa0phê", "ca phe", "Ca phe" },
		{ "no width", "Chuối sấy\xe2\x80\x8b giòn", "chuoi say gion", "Chuoi say gion" },
		{ "byte order mark", "\xef\xbb\xbfMật", "mat", "Mat" },
		{ "full width", "ＣＡ　ＰＨＥ", "ca phe", "CA PHE" },
		{ "ligature", "oﬃce", "office", "office" },
		{ "en dash", "SX – TM", "sx – tm", "SX - TM" },
		{ "degrees stay", "40°N", "40°n", "40°N" },
		{ "dong sign", "5.000₫", "5.000₫", "5.000d" },
		{ "tab", "a\tb", "a b", "a b" },
		{ "bad bytes", "a\xff" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b" },
	};
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_text(folded(arena, cases[i].text), cases[i].folded);
		assert_text(plain(arena, cases[i].text), cases[i].plain);
	}
	arena_free(arena);
}

static void only_clean_text_is_stored(void **state)
{
	static const struct {
		const char *name, *text;
		bool lines, ok;
	} cases[] = {
		{ "plain", "Mật ong", false, true }, { "empty", "", false, true }, { "new line where lines are", "a\nb", true, true },
		{ "new line", "a\nb", false, false }, { "tab", "a\tb", true, false }, { "escape", "a\x1b[2J", true, false },
		{ "delete", "a\x7f", true, false }, { "C1 control", "a\xc2\x85", true, false }, { "right to left", "\xe2\x80\xaegnaT", true, false },
		{ "isolate", "\xe2\x81\xa6x", true, false }, { "not UTF-8", "a\xc0\x80", true, false }, { "surrogate", "\xed\xa0\x80", true, false },
		{ "no width is kept", "sấy\xe2\x80\x8b giòn", false, true }, { "star", "★★★", false, true },
	};
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	const char *stored;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(text_nfc(cases[i].text, strlen(cases[i].text), cases[i].lines, arena, &stored, "name", &err), cases[i].ok);
		if (cases[i].ok)
			assert_text(stored, cases[i].text);
		else
			assert_text(err.field, "name");
	}
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/tricky_names.tsv"));
	while (tsv_next(&tsv)) {
		const char *name = tsv_cell(&tsv, "name"), *letters = tsv_cell(&tsv, "characters");

		CASE(tsv_cell(&tsv, "id"));
		assert_ok(text_nfc(name, strlen(name), false, arena, &stored, NULL, &err), &err);
		if (!*tsv_cell(&tsv, "nfc"))
			assert_text(stored, name);
		assert_i64((int64_t)text_letters(name), strtol(letters, NULL, 10));
	}
	tsv_close(&tsv);
	CASE("too long");
	assert_false(text_nfc(stored, TEXT_NFC_MAX + 1, false, arena, &stored, NULL, &err));
	assert_i64(err.code, ERR_LIMIT);
	arena_free(arena);
}

static void words_are_bounded(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	char text[4000];
	size_t count;
	const char **words;

	(void)state;
	memset(text, 'x', sizeof(text));
	words = fold_words(arena, text, sizeof(text), FOLD_INDEX, &count);
	assert_i64((int64_t)count, 1);
	assert_i64((int64_t)strlen(words[0]), FOLD_WORD_MAX);
	for (size_t i = 0; i < sizeof(text); i += 4)
		snprintf(text + i, 4, "%03zu", i / 4 % 1000);
	for (size_t i = 3; i < sizeof(text); i += 4)
		text[i] = ' ';
	fold_words(arena, text, sizeof(text), FOLD_INDEX, &count);
	assert_i64((int64_t)count, FOLD_WORDS_MAX);
	fold_words(arena, "ba ba BÁ  bà", strlen("ba ba BÁ  bà"), FOLD_INDEX, &count);
	assert_i64((int64_t)count, 1);
	arena_free(arena);
}

static void the_command_answers(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct buf answer;
	struct err err;

	(void)state;
	buf_init(&answer, 4096);
	assert_ok(debug_fold.line(NULL, "Đà Nẵng", strlen("Đà Nẵng"), arena, &answer, &err), &err);
	assert_text(buf_get(&answer), ",\"folded\":\"da nang\",\"words\":[\"da\",\"nang\"]");
	assert_false(debug_fold.line(NULL, "\xff", 1, arena, &answer, &err));
	buf_release(&answer);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_folds_and_is_stored_once),
		cmocka_unit_test(published_spellings_fold_alike),
		cmocka_unit_test(searches_find_what_is_meant),
		cmocka_unit_test(names_come_in_the_order_of_the_alphabet),
		cmocka_unit_test(raw_typing_is_read),
		cmocka_unit_test(signs_and_blanks_have_their_form),
		cmocka_unit_test(only_clean_text_is_stored),
		cmocka_unit_test(words_are_bounded),
		cmocka_unit_test(the_command_answers),
	};

	return cmocka_run_group_tests_name("calc/fold", tests, NULL, NULL);
}
