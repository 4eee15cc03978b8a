#include "check.h"

#include "calc/vnnumber.h"

static void telephones_are_kept_in_one_form(void **state)
{
	static const struct {
		const char *text, *normal; /* NULL: refused */
	} rows[] = {
		{ "0912345678", "0912345678" }, { " 0912 345 678 ", "0912345678" }, { "0912.345.678", "0912345678" }, { "091-234-5678", "0912345678" },
		{ "+84912345678", "0912345678" }, { "+84 (0)912 345 678", "0912345678" }, { "84912345678", "0912345678" }, { "0084 912 345 678", "0912345678" },
		{ "0358 123 456", "0358123456" }, { "(0219) 3866 123", "02193866123" }, { "024 3825 1234", "02438251234" }, { "+84 28 3829 1234", "02838291234" },
		{ "1900 1234", "19001234" }, { "1800 123 456", "1800123456" },
		{ "", NULL }, { "0", NULL }, { "912345678", NULL }, { "0412345678", NULL }, { "09123456789", NULL }, { "091234567", NULL }, { "+33 612345678", NULL },
		{ "0912345678x", NULL }, { "0912/345678", NULL }, { "không có", NULL }, { "+", NULL }, { "84", NULL }, { "00", NULL }, { "12345678901234567", NULL },
		{ "1700 1234", NULL }, { "+1900 1234", NULL }, { "0612345678", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char normal[VNNUMBER_SIZE] = "untouched", again[VNNUMBER_SIZE];

		CASE(rows[i].text);
		assert_int_equal(vnnumber_phone(rows[i].text, normal), rows[i].normal != NULL);
		assert_text(normal, rows[i].normal ? rows[i].normal : "untouched");
		if (rows[i].normal) {
			assert_true(vnnumber_phone(normal, again));
			assert_text(again, normal);
		}
	}
}

static void tax_codes_are_kept_in_one_form(void **state)
{
	static const struct {
		const char *text, *normal;
		bool is_likely;
	} rows[] = {
		{ "0100109106", "0100109106", true },
		{ "0100109107", "0100109107", false },
		{ "0100 109 106", "0100109106", true },
		{ "0100109106-001", "0100109106-001", true },
		{ "0100109106001", "0100109106-001", true },
		{ "001099012345", "001099012345", true },
		{ "12345", NULL, false },
		{ "0100109106-01", "010010910601", true },
		{ "MST 0100109106", NULL, false },
		{ "", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char normal[VNNUMBER_SIZE] = "untouched";

		CASE(rows[i].text);
		assert_int_equal(vnnumber_tax_code(rows[i].text, normal), rows[i].normal != NULL);
		assert_text(normal, rows[i].normal ? rows[i].normal : "untouched");
		if (rows[i].normal)
			assert_int_equal(vnnumber_tax_code_is_likely(normal), rows[i].is_likely);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(telephones_are_kept_in_one_form),
		cmocka_unit_test(tax_codes_are_kept_in_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
