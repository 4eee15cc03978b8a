#include "check.h"

#include "app/settings.h"
#include "base/text.h"

static struct settings settings;
static struct err err;

static bool reads(const char *text)
{
	settings_init(&settings);
	err = (struct err){ 0 };
	return settings_read(&settings, text, strlen(text), &err);
}

static void a_file_is_lines_of_names_and_values(void **state)
{
	(void)state;
	assert_ok(reads("# ghi chú\n\nbook = /srv/ocop\n  port=0  \ncash_round_unit = 500\nusb = no\n"
			"barcode_pattern = 26IIIIIWWWWWC\nbarcode_pattern = 21IIIIIPPPPPC*100\n"
			"printer = quay driver=cups address=Receipt format=pdf till=Q1\nprinter = kho driver=file address=/tmp/x profile=58mm\n"
			"scanner = till=Q1 port=1-2.3\nhost = banhang.lan\nbank_account = till=Q1 bin=970436 account=0123456789 holder=CONG TY OCOP"), &err);
	assert_text(settings.book, "/srv/ocop");
	assert_i64(settings.port, 0);
	assert_i64(settings.cash_round_unit, 500);
	assert_false(settings.usb);
	assert_i64((int64_t)settings.patterns_count, 2);
	assert_i64((int64_t)settings.printers_count, 2);
	assert_text(settings.printers[0].format, "pdf");
	assert_text(settings.printers[1].format, "raw");
	assert_text(settings.printers[0].profile, "80mm");
	assert_text(settings.printers[1].profile, "58mm");
	assert_text(settings.scanners[0].port, "1-2.3");
	assert_text(settings.hosts[0], "banhang.lan");
	assert_text(settings.accounts[0].bin, "970436");
	assert_text(settings.accounts[0].holder, "CONG TY OCOP");
}

static void what_makes_no_sense_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text, *field, *says;
	} rows[] = {
		{ "port = 99999", "port", "dòng 1" },
		{ "\n\nport = x", "port", "dòng 3" },
		{ "port = -1", "port", "0 đến 65535" },
		{ "cash_round_units = 500", "cash_round_units", "cash_round_unit" },
		{ "prot = 1", "prot", "\"port\"" },
		{ "port", "", "tên = giá trị" },
		{ "usb = maybe", "usb", "yes" },
		{ "barcode_pattern = XYZ", "barcode_pattern", "mẫu" },
		{ "printer = quay", "printer", "driver" },
		{ "printer = quay driver=cups address=a colour=red", "printer", "colour" },
		{ "printer = quay driver=cups address=a format=gif", "printer", "format" },
		{ "printer = quay driver=cups address=a profile=90mm", "printer", "80mm-cp1258" },
		{ "printer = a driver=cups address=a\nprinter = a driver=cups address=b", "printer", "dòng 2" },
		{ "bank_account = bin=970436 account=1", "bank_account", "holder" },
		{ "bank_account = bin=97043 account=1 holder=A", "bank_account", "sáu chữ số" },
		{ "bank_account = account=1 holder=A", "bank_account", "bin" },
		{ "scanner = port=1-2", "scanner", "till" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].text);
		assert_false(reads(rows[i].text));
		assert_text(err.field, rows[i].field);
		if (!strstr(err.text, rows[i].says))
			fail_msg("[%s] \"%s\" does not say \"%s\"", case_name, err.text, rows[i].says);
	}
}

static void arguments_come_out_and_others_stay(void **state)
{
	char words[6][32] = { "--book", "/srv/x", "--login", "lan", "--cash-round-unit=0", "rest" };
	char *argv[] = { words[0], words[1], words[2], words[3], words[4], words[5], NULL };
	int argc = 6;

	(void)state;
	settings_init(&settings);
	assert_ok(settings_take_arguments(&settings, &argc, argv, &err), &err);
	assert_int_equal(argc, 3);
	assert_text(argv[0], "--login");
	assert_text(argv[2], "rest");
	assert_text(settings.book, "/srv/x");
	assert_i64(settings.cash_round_unit, 0);
	argc = 1;
	argv[0] = words[0];
	assert_false(settings_take_arguments(&settings, &argc, argv, &err));
}

static void the_printed_example_says_the_defaults(void **state)
{
	struct settings usual;
	char example[65536];
	struct buf buf;
	size_t size = 0;

	(void)state;
	settings_init(&usual);
	buf_init(&buf, sizeof(example));
	settings_print(&buf);
	/* "#name = value" without its sign is a setting; "# sentence" is none. Empty ones are left out. */
	for (const char *line = buf_get(&buf); *line;) {
		size_t length = strcspn(line, "\n") + 1;

		if (line[0] == '#' && line[1] != ' ' && line[length - 2] != ' ') {
			memcpy(example + size, line + 1, length - 1);
			size += length - 1;
		}
		line += length;
	}
	settings_init(&settings);
	assert_ok(settings_read(&settings, example, size, &err), &err);
	assert_memory_equal(&settings, &usual, sizeof(usual));
	buf_release(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_lines_of_names_and_values),
		cmocka_unit_test(what_makes_no_sense_is_named_with_its_line),
		cmocka_unit_test(arguments_come_out_and_others_stay),
		cmocka_unit_test(the_printed_example_says_the_defaults),
	};

	return cmocka_run_group_tests_name("app/settings", tests, NULL, NULL);
}
