/* The codes that we print: what is written is read, and a slip of the hand is found. */
#include "check.h"

#include "calc/owncode.h"

static const struct id some = { { 0x01, 0x92, 0x3f, 0x5a, 0x7c, 0x10, 0x71, 0x23, 0x85, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23 } };
static const char kinds[] = { OWNCODE_RECEIPT, OWNCODE_PARKED, OWNCODE_LOT, OWNCODE_SHELF, OWNCODE_STAFF, OWNCODE_PRODUCER, OWNCODE_VOUCHER };

static bool reads(const char *text, enum owncode_kind *kind, struct id *id)
{
	struct err err = { 0 };
	bool ok = owncode_read(text, strlen(text), kind, id, &err);

	if (!ok)
		assert_text(err.field, "code");
	return ok;
}

static void what_is_written_is_read(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		enum owncode_kind want = (enum owncode_kind)kinds[test_next(&seed) % sizeof(kinds)], kind;
		char text[OWNCODE_SIZE], small[OWNCODE_SIZE];
		struct id id, got;

		for (size_t i = 0; i < 16; i++)
			id.bytes[i] = (uint8_t)test_next(&seed);
		owncode_write(want, id, text);
		assert_i64(strlen(text), OWNCODE_SIZE - 1);
		assert_true(owncode_is(text, strlen(text)));
		assert_true(reads(text, &kind, &got) && kind == want && id_is(id, got));
		for (size_t i = 0; i < sizeof(small); i++)
			small[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i] == '1' && i < 28 ? 'l' : text[i] == '0' && i < 28 ? 'o' : text[i];
		assert_true(reads(small, &kind, &got) && kind == want && id_is(id, got));
	}
}

/* Paper lives long: this text stays what it is. */
static void the_form_stays(void **state)
{
	char text[OWNCODE_SIZE];

	(void)state;
	owncode_write(OWNCODE_LOT, some, text);
	assert_text(text, "%L01J8ZNMZ0GE4HRASW9NF6YY0936");
}

static void slips_are_found(void **state)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*%";
	enum owncode_kind kind;
	char text[OWNCODE_SIZE];
	struct id id;

	(void)state;
	owncode_write(OWNCODE_RECEIPT, some, text);
	for (size_t i = 0; i + 1 < OWNCODE_SIZE; i++) {
		char right = text[i];

		for (const char *wrong = letters; *wrong; wrong++) {
			text[i] = *wrong;
			if (*wrong != right && reads(text, &kind, &id))
				fail_msg("%s was read with a wrong character at %zu", text, i);
		}
		text[i] = right;
		if (i > 0 && i + 2 < OWNCODE_SIZE && text[i] != text[i + 1]) {
			text[i] = text[i + 1];
			text[i + 1] = right;
			if (reads(text, &kind, &id))
				fail_msg("%s was read with two characters exchanged", text);
			text[i + 1] = text[i];
			text[i] = right;
		}
	}
}

static void what_is_none_of_ours_is_refused(void **state)
{
	char text[OWNCODE_SIZE + 1] = "";
	enum owncode_kind kind;
	struct id id;

	(void)state;
	assert_false(reads("", &kind, &id));
	assert_false(reads("%", &kind, &id));
	assert_false(owncode_is("8936221043064", 13));
	owncode_write(OWNCODE_SHELF, (struct id){ { 0 } }, text);
	assert_false(reads(text, &kind, &id));
	owncode_write((enum owncode_kind)'X', some, text);
	assert_false(reads(text, &kind, &id));
	owncode_write(OWNCODE_SHELF, some, text);
	text[OWNCODE_SIZE - 1] = 'A';
	assert_false(reads(text, &kind, &id));
	text[OWNCODE_SIZE - 1] = '\0';
	text[2] = '8';  /* more than 128 bits */
	assert_false(reads(text, &kind, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(the_form_stays),
		cmocka_unit_test(slips_are_found),
		cmocka_unit_test(what_is_none_of_ours_is_refused),
	};

	return cmocka_run_group_tests_name("calc/owncode", tests, NULL, NULL);
}
