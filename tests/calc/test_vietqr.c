/* VietQR both ways: NAPAS's and two libraries' payloads byte for byte, and every way in which one may be wrong. */
#include "check.h"
#include "tsv.h"

#include "app/debug.h"
#include "calc/vietqr.h"

/* "bin=970416;account=257678859;amount=;purpose=" as an order; values stay in `input`. */
static void take_input(char *input, struct vietqr_order *order)
{
	char *rest = NULL;

	memset(order, 0, sizeof(*order));
	for (char *part = strtok_r(input, ";", &rest); part; part = strtok_r(NULL, ";", &rest)) {
		char *value = strchr(part, '=');

		assert_non_null(value);
		*value++ = '\0';
		if (strcmp(part, "bin") == 0)
			order->bin = value;
		else if (strcmp(part, "account") == 0)
			order->account = value;
		else if (strcmp(part, "card") == 0) {
			order->account = value;
			order->service = VIETQR_TO_CARD;
		} else if (strcmp(part, "amount") == 0)
			order->amount.dong = *value ? strtoll(value, NULL, 10) : 0;
		else if (strcmp(part, "purpose") == 0)
			order->purpose = value;
		else if (strcmp(part, "bill") == 0)
			order->bill = value;
		else
			fail_msg("[%s] input %s", case_name, part);
	}
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static void published_payloads_are_written_and_read(void **state)
{
	struct tsv tsv;
	size_t rows = 0, written = 0, outside = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietqr/vietqr_vectors.tsv"));
	while (tsv_next(&tsv)) {
		const char *payload = tsv_cell(&tsv, "payload"), *verdict = tsv_cell(&tsv, "verdict");
		bool valid = strcmp(verdict, "valid") == 0, ok;
		struct vietqr vietqr;
		struct err err = { 0 };

		CASE(tsv_cell(&tsv, "id"));
		rows++;
		ok = vietqr_read(payload, strlen(payload), &vietqr, &err);
		if (valid) {
			assert_ok(ok, &err);
			assert_i64(vietqr.payable, strstr(tsv_cell(&tsv, "fields"), "A000000727") != NULL);
		} else {
			assert_false(ok);
			assert_true(err.text[0] != '\0');
			/* What is wrong is not the CRC, and the reason says so. */
			if (strcmp(verdict, "crc-ok-tlv-bad") == 0)
				assert_non_null(strstr(err.field, "38.01"));
		}
		if (valid && strncmp(tsv_cell(&tsv, "kind"), "build", 5) == 0) {
			struct vietqr_order order;
			char got[VIETQR_PAYLOAD_SIZE];

			take_input(tsv_cell(&tsv, "input"), &order);
			if (!is_ascii(payload)) {
				assert_false(vietqr_write(&order, got, &err));
				assert_text(err.field, "purpose");
				outside++;
				continue;
			}
			assert_ok(vietqr_write(&order, got, &err), &err);
			assert_text(got, payload);
			assert_text(vietqr.bin, order.bin);
			assert_text(vietqr.account, order.account);
			assert_i64(vietqr.amount.dong, order.amount.dong);
			written++;
		}
	}
	tsv_close(&tsv);
	print_message("# vietqr_vectors.tsv: %zu rows read, %zu of them written byte for byte; %zu not written because its purpose is not ASCII\n", rows, written, outside);
	assert_true(rows > 0 && written > 0);
}

/* The vectors of NAPAS's own paper and of the house. */
static void napas_vectors_hold(void **state)
{
	static const struct {
		const char *name;
		struct vietqr_order order;
		const char *payload;
	} cases[] = {
		{ "NAPAS dynamic account", { "970403", "0011012345678", VIETQR_TO_ACCOUNT, { 180000 }, "thanh toan don hang", "NPS6869" },
		  "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E" },
		{ "Vietcombank of the house", { "970436", "0123456789", NULL, { 154000 }, "OCOP HD000123", NULL },
		  "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454061540005802VN62170813OCOP HD00012363043BEE" },
	};
	char payload[VIETQR_PAYLOAD_SIZE];
	struct vietqr vietqr;
	struct err err;

	(void)state;
	assert_i64(vietqr_crc("123456789", 9), 0x29b1);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_ok(vietqr_write(&cases[i].order, payload, &err), &err);
		assert_text(payload, cases[i].payload);
		assert_ok(vietqr_read(payload, strlen(payload), &vietqr, &err), &err);
		assert_true(vietqr.payable && vietqr.once);
		assert_text(vietqr.purpose, cases[i].order.purpose);
		assert_text(vietqr.bill, cases[i].order.bill ? cases[i].order.bill : "");
		assert_text(vietqr.service, VIETQR_TO_ACCOUNT);
	}
}

static void a_wrong_order_is_refused_by_name(void **state)
{
	static const char long_purpose[] = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456";
	static const struct {
		const char *name;
		struct vietqr_order order;
		const char *field;   /* NULL: taken */
	} cases[] = {
		{ "least", { "970436", "1", NULL, { 0 }, NULL, NULL }, NULL },
		{ "no bin", { NULL, "1", NULL, { 0 }, NULL, NULL }, "bin" },
		{ "short bin", { "97043", "1", NULL, { 0 }, NULL, NULL }, "bin" },
		{ "letters in bin", { "97043A", "1", NULL, { 0 }, NULL, NULL }, "bin" },
		{ "no account", { "970436", "", NULL, { 0 }, NULL, NULL }, "account" },
		{ "account of 19", { "970436", "1234567890123456789", NULL, { 0 }, NULL, NULL }, NULL },
		{ "account of 20", { "970436", "12345678901234567890", NULL, { 0 }, NULL, NULL }, "account" },
		{ "blank in account", { "970436", "12 34", NULL, { 0 }, NULL, NULL }, "account" },
		{ "unknown service", { "970436", "1", "QRIBFTTX", { 0 }, NULL, NULL }, "service" },
		{ "below zero", { "970436", "1", NULL, { -1 }, NULL, NULL }, "amount" },
		{ "largest amount", { "970436", "1", NULL, { VIETQR_AMOUNT_MAX }, NULL, NULL }, NULL },
		{ "amount too large", { "970436", "1", NULL, { VIETQR_AMOUNT_MAX + 1 }, NULL, NULL }, "amount" },
		{ "purpose of 95", { "970436", "1", NULL, { 1 }, long_purpose + 2, NULL }, NULL },
		{ "purpose of 96", { "970436", "1", NULL, { 1 }, long_purpose + 1, NULL }, "purpose" },
		{ "purpose and bill", { "970436", "1", NULL, { 1 }, long_purpose + 30, "1234567890123456789012345" }, "purpose" },
		{ "bill too long", { "970436", "1", NULL, { 1 }, NULL, "12345678901234567890123456" }, "bill" },
		{ "control byte", { "970436", "1", NULL, { 1 }, "a\nb\x01", NULL }, "purpose" },
		{ "marks come off", { "970436", "1", NULL, { 1 }, "Mật ong – Đắk Lắk", "HD1" }, NULL },
		{ "no ASCII form", { "970436", "1", NULL, { 1 }, "蜂蜜", NULL }, "purpose" },
	};
	char payload[VIETQR_PAYLOAD_SIZE];
	struct vietqr vietqr;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool ok;

		CASE(cases[i].name);
		ok = vietqr_write(&cases[i].order, payload, &err);
		if (cases[i].field) {
			assert_false(ok);
			assert_text(err.field, cases[i].field);
			continue;
		}
		assert_ok(ok, &err);
		assert_ok(vietqr_read(payload, strlen(payload), &vietqr, &err), &err);
		assert_true(vietqr.payable);
	}
}

/* The text with a right CRC put behind it. */
static const char *closed(const char *body, char *text, size_t size)
{
	int length = snprintf(text, size, "%s6304", body);

	snprintf(text + length, size - (size_t)length, "%04X", vietqr_crc(text, (size_t)length));
	return text;
}

#define NAPAS "38540010A00000072701240006970436011001234567890208QRIBFTTA"

static void what_does_not_hold_together_is_refused(void **state)
{
	static const struct {
		const char *name, *body, *field;   /* field NULL: taken */
		bool payable;
	} cases[] = {
		{ "static", "000201010211" NAPAS "53037045802VN", NULL, true },
		{ "amount in a static code", "000201010211" NAPAS "530370454041000" "5802VN", NULL, true },
		{ "without 01", "000201" NAPAS "53037045802VN", NULL, true },
		{ "format 99", "000299" NAPAS "53037045802VN", "00", false },
		{ "format not first", "010211000201" NAPAS "53037045802VN", "00", false },
		{ "01 is 13", "000201010213" NAPAS "53037045802VN", "01", false },
		{ "dollars", "000201010211" NAPAS "53038405802VN", "53", false },
		{ "no currency", "000201010211" NAPAS "5802VN", "53", false },
		{ "Thailand", "000201010211" NAPAS "53037045802TH", "58", false },
		{ "no country", "000201010211" NAPAS "5303704", "58", false },
		{ "no account", "000201010211" "53037045802VN", "38", false },
		{ "twice the amount", "000201010212" NAPAS "530370454041000" "54041000" "5802VN", "54", false },
		{ "amount with a dot", "000201010212" NAPAS "530370454061000.5" "5802VN", "54", false },
		{ "amount with a fraction of nothing", "000201010212" NAPAS "530370454071000.00" "5802VN", NULL, true },
		{ "amount with a dot alone", "000201010212" NAPAS "530370454051000." "5802VN", NULL, true },
		{ "a fraction alone", "000201010212" NAPAS "53037045403.00" "5802VN", "54", false },
		{ "amount of letters", "000201010212" NAPAS "5303704540410a0" "5802VN", "54", false },
		{ "no length", "000201010211" NAPAS "53037045802VN6", "66", false },
		{ "length of nothing", "000201010211" NAPAS "53037045802VN5900", "59", false },
		{ "length past the end", "000201010211" NAPAS "53037045802VN6299", "62", false },
		{ "bank of five digits", "000201010211" "38530010A0000007270123000597043011001234567890208QRIBFTTA" "53037045802VN", "38.01.00", false },
		{ "no beneficiary", "000201010211" "38260010A0000007270208QRIBFTTA" "53037045802VN", "38.01", false },
		{ "no bank", "000201010211" "38380010A0000007270108" "0104" "1234" "0208QRIBFTTA" "53037045802VN", "38.01.00", false },
		{ "no GUID", "000201010211" "38400124000697043601100123456789" "0208QRIBFTTA" "53037045802VN", "38", false },
		{ "unknown service is no transfer", "000201010211" "38540010A00000072701240006970436011001234567890208QRIBFTTX" "53037045802VN", NULL, false },
		{ "invoice", "000201010211" "26280010A000000775011001A8018790" "53037045802VN", NULL, false },
		{ "invoice's GUID in 38", "000201010211" "38280010A000000775011001A8018790" "53037045802VN", NULL, false },
		{ "card scheme", "000201010211" "0216" "4000000000000000" "53037045802VN", NULL, false },
		{ "62 cut", "000201010211" NAPAS "53037045802VN62050812A", "62.08", false },
	};
	char text[600];
	struct vietqr vietqr;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		bool ok;

		CASE(cases[i].name);
		closed(cases[i].body, text, sizeof(text));
		ok = vietqr_read(text, strlen(text), &vietqr, &err);
		if (cases[i].field) {
			assert_false(ok);
			assert_text(err.field, cases[i].field);
			continue;
		}
		assert_ok(ok, &err);
		assert_i64(vietqr.payable, cases[i].payable);
		assert_text(err.text, "");
	}
}

static void letters_outside_ascii_count_once_or_by_bytes(void **state)
{
	char text[600];
	struct vietqr vietqr;
	struct err err;

	(void)state;
	CASE("letters");
	closed("000201010211" NAPAS "53037045802VN" "5906Phở Bò", text, sizeof(text));
	assert_ok(vietqr_read(text, strlen(text), &vietqr, &err), &err);
	assert_text(vietqr.merchant, "Phở Bò");
	CASE("bytes");
	closed("000201010211" NAPAS "53037045802VN" "5909Phở Bò", text, sizeof(text));
	assert_ok(vietqr_read(text, strlen(text), &vietqr, &err), &err);
	assert_text(vietqr.merchant, "Phở Bò");
}

static void no_single_change_passes(void **state)
{
	static const char good[] = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454061540005802VN62170813OCOP HD00012363043BEE";
	struct vietqr vietqr;
	struct err err;

	(void)state;
	assert_true(vietqr_read(good, strlen(good), &vietqr, &err));
	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		char bad[sizeof(good)];

		memcpy(bad, good, sizeof(good));
		bad[i] = bad[i] == '1' ? '2' : '1';
		CASE(bad);
		assert_false(vietqr_read(bad, strlen(bad), &vietqr, &err));
		CASE("cut");
		assert_false(vietqr_read(good, i, &vietqr, &err));
	}
	CASE("a control byte");
	assert_false(vietqr_read("0002\x00", 5, &vietqr, &err));
	CASE("too long");
	assert_false(vietqr_read(good, VIETQR_READ_MAX + 1, &vietqr, &err));
	assert_i64(err.code, ERR_LIMIT);
}

static void the_command_answers(void **state)
{
	char known[] = "--parse", unknown[] = "--pares";
	char *parse[] = { known }, *wrong[] = { unknown };
	static const struct {
		const char *name;
		bool parse;
		const char *in, *out;   /* out NULL: refused; else a part of the answer */
	} cases[] = {
		{ "static", false, "{\"bin\":\"970416\",\"account\":\"257678859\"}",
		  ",\"payload\":\"00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F\"" },
		{ "card, empty members", false, "{\"bin\":\"970403\",\"account\":\"9704031101234567\",\"service\":\"QRIBFTTC\",\"amount\":null,\"purpose\":\"\",\"bill\":null}", "4F52\"" },
		{ "amount as text", false, "{\"bin\":\"970415\",\"account\":\"9704150000123456\",\"service\":\"QRIBFTTC\",\"amount\":\"99000\",\"purpose\":\"the ATM\"}", "F087\"" },
		{ "amount", false, "{\"bin\":\"970415\",\"account\":\"9704150000123456\",\"service\":\"QRIBFTTC\",\"amount\":99000,\"purpose\":\"the ATM\"}", "F087\"" },
		{ "fraction", false, "{\"bin\":\"970415\",\"account\":\"1\",\"amount\":1.5}", NULL },
		{ "misspelt member", false, "{\"bin\":\"970415\",\"acount\":\"1\"}", NULL },
		{ "twice", false, "{\"bin\":\"970415\",\"bin\":\"970416\",\"account\":\"1\"}", NULL },
		{ "list", false, "[]", NULL },
		{ "no JSON", false, "{", NULL },
		{ "read", true, "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454061540005802VN62170813OCOP HD00012363043BEE",
		  ",\"payable\":true,\"once\":true,\"amount\":154000,\"guid\":\"A000000727\",\"bin\":\"970436\",\"account\":\"0123456789\",\"service\":\"QRIBFTTA\",\"purpose\":\"OCOP HD000123\"" },
		{ "tags", true, "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
		  "\"tags\":{\"00\":\"01\",\"01\":\"11\",\"38\":{\"00\":\"A000000727\",\"01\":{\"00\":\"970416\",\"01\":\"257678859\"},\"02\":\"QRIBFTTA\"},\"53\":\"704\",\"58\":\"VN\",\"63\":\"AE9F\"}" },
		{ "merchant", true, "00020101021126280010A000000775011001A80187905204549953037045802VN5907SUNFLY16005HaNoi62290313SUNFLY ONLINE0708SUNFLY016304AE6F", "\"payable\":false" },
		{ "rubbish", true, "hello", NULL },
	};
	struct buf answer;
	struct err err;

	(void)state;
	buf_init(&answer, 1 << 16);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct debug debug = { .argc = cases[i].parse, .argv = parse };

		CASE(cases[i].name);
		buf_clear(&answer);
		assert_ok(debug_vietqr.open(&debug, &err), &err);
		assert_i64(debug_vietqr.line(&debug, cases[i].in, strlen(cases[i].in), NULL, &answer, &err), cases[i].out != NULL);
		if (cases[i].out && !strstr(buf_get(&answer), cases[i].out))
			fail_msg("[%s] %s", case_name, buf_get(&answer));
		free(debug.state);
	}
	CASE("unknown option");
	struct debug debug = { .argc = 1, .argv = wrong };

	assert_false(debug_vietqr.open(&debug, &err));
	free(debug.state);
	buf_release(&answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_payloads_are_written_and_read),
		cmocka_unit_test(napas_vectors_hold),
		cmocka_unit_test(a_wrong_order_is_refused_by_name),
		cmocka_unit_test(what_does_not_hold_together_is_refused),
		cmocka_unit_test(letters_outside_ascii_count_once_or_by_bytes),
		cmocka_unit_test(no_single_change_passes),
		cmocka_unit_test(the_command_answers),
	};

	return cmocka_run_group_tests_name("calc/vietqr", tests, NULL, NULL);
}
