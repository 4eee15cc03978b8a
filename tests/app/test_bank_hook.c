/* What SePay and payOS post, in their own published examples: believed when signed, and nothing else is. */
#include "check.h"

#include "app/bank_hook.h"
#include "base/day.h"
#include "base/hash.h"

/* payos.vn/docs, "Kiểm tra dữ liệu với signature". */
#define PAYOS_KEY "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
#define PAYOS_SIGNATURE "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"
#define PAYOS_DATA(amount, last) "{\"orderCode\":123,\"amount\":" amount ",\"description\":\"VQRIO123\",\"accountNumber\":\"12345678\"," \
	"\"reference\":\"TF230204212323\",\"transactionDateTime\":\"2023-02-04 18:25:00\",\"currency\":\"VND\"," \
	"\"paymentLinkId\":\"124c33293c43417ab7879e14c8d9eb18\",\"code\":\"00\",\"desc\":\"Thành công\",\"counterAccountBankId\":\"\"," \
	"\"counterAccountBankName\":\"\",\"counterAccountName\":\"\",\"counterAccountNumber\":\"\",\"virtualAccountName\":\"\"," \
	"\"virtualAccountNumber\":" last "}"
#define PAYOS(data, signature) "{\"code\":\"00\",\"desc\":\"success\",\"success\":true,\"data\":" data ",\"signature\":\"" signature "\"}"

/* developer.sepay.vn, the webhook's payload. */
#define SEPAY_KEY "whsec_a7c3b4e5f6a7b8c9d0e1f2a3b4c5d6e7"
#define SEPAY(type, amount) "{\"id\":92704,\"gateway\":\"Vietcombank\",\"transactionDate\":\"2023-03-25 14:02:37\",\"accountNumber\":\"0123499999\"," \
	"\"code\":null,\"content\":\"chuyen tien mua iphone\",\"transferType\":\"" type "\",\"transferAmount\":" amount "," \
	"\"accumulated\":19077000,\"subAccount\":null,\"referenceCode\":\"MBVCB.3278907687\",\"description\":\"\"}"
#define SEPAY_SIGNATURE "sha256=4584e819b531c196c8c4e9bdfb3181860d918ede20991ef595282f09c82d3954"
#define SEPAY_SENT_S INT64_C(1761900000)

static struct arena *arena;

static struct bank_hook payos(const char *body)
{
	return (struct bank_hook){ .source = BANK_PAYOS, .body = body, .body_size = strlen(body), .key = PAYOS_KEY, .at_us = 1 };
}

static struct bank_hook sepay(const char *body)
{
	return (struct bank_hook){ .source = BANK_SEPAY, .body = body, .body_size = strlen(body), .key = SEPAY_KEY, .at_us = SEPAY_SENT_S * 1000000,
				   .authorization = "Apikey " SEPAY_KEY };
}

static void published_examples_are_read(void **state)
{
	struct bank_hook hook = payos(PAYOS(PAYOS_DATA("3000", "\"\""), PAYOS_SIGNATURE));
	struct bank_hook_said said;
	struct err err = { 0 };

	(void)state;
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_true(said.is_credit);
	assert_i64(said.credit.amount.dong, 3000);
	assert_text(said.credit.account, "12345678");
	assert_text(said.credit.bank_id, "TF230204212323");
	assert_text(said.credit.payer.purpose, "VQRIO123");
	assert_null(said.credit.payer.name);
	assert_i64(said.credit.booked_us, day_start_us(20230204) + (18 * 60 + 25) * INT64_C(60000000));
	/* null is nothing, as an empty text. */
	hook = payos(PAYOS(PAYOS_DATA("3000", "null"), PAYOS_SIGNATURE));
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	hook = sepay(SEPAY("in", "2277000"));
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_true(said.is_credit);
	assert_i64(said.credit.amount.dong, 2277000);
	assert_text(said.credit.account, "0123499999");
	assert_text(said.credit.bank_id, "92704");
	assert_text(said.credit.reference, "MBVCB.3278907687");
	assert_text(said.credit.payer.purpose, "chuyen tien mua iphone");
	assert_i64(said.credit.booked_us, day_start_us(20230325) + ((14 * 60 + 2) * 60 + 37) * INT64_C(1000000));
	/* Signed. */
	hook.authorization = NULL;
	hook.signature = SEPAY_SIGNATURE;
	hook.timestamp = "1761900000";
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_i64(said.credit.amount.dong, 2277000);
}

static void what_is_not_signed_by_who_knows_the_key_is_refused(void **state)
{
	struct bank_hook hooks[16];
	const char *names[16];
	size_t count = 0;
	struct bank_hook_said said;

	(void)state;
#define REFUSED(name, hook, change) do { hooks[count] = hook; hooks[count] change; names[count++] = name; } while (0)
	REFUSED("payOS: another amount", payos(PAYOS(PAYOS_DATA("3001", "\"\""), PAYOS_SIGNATURE)), .at_us = 1);
	REFUSED("payOS: another letter of the signature", payos(PAYOS(PAYOS_DATA("3000", "\"\""), "512e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03")), .at_us = 1);
	REFUSED("payOS: half a signature", payos(PAYOS(PAYOS_DATA("3000", "\"\""), "412e915d")), .at_us = 1);
	REFUSED("payOS: another key", payos(PAYOS(PAYOS_DATA("3000", "\"\""), PAYOS_SIGNATURE)), .key = "x");
	REFUSED("payOS: no key set", payos(PAYOS(PAYOS_DATA("3000", "\"\""), PAYOS_SIGNATURE)), .key = "");
	REFUSED("payOS: no signature", payos("{\"data\":{}}"), .at_us = 1);
	REFUSED("payOS: a list in the data", payos("{\"data\":{\"a\":[1]},\"signature\":\"" PAYOS_SIGNATURE "\"}"), .at_us = 1);
	REFUSED("SePay: no header", sepay(SEPAY("in", "1")), .authorization = NULL);
	REFUSED("SePay: another key", sepay(SEPAY("in", "1")), .authorization = "Apikey whsec_x");
	REFUSED("SePay: another scheme", sepay(SEPAY("in", "1")), .authorization = "Bearer " SEPAY_KEY);
	REFUSED("SePay: no key set", sepay(SEPAY("in", "1")), .key = NULL);
	REFUSED("SePay: the signature of another body", sepay(SEPAY("in", "2277001")), .signature = SEPAY_SIGNATURE);
	hooks[count - 1].timestamp = "1761900000";
	REFUSED("SePay: signed, without a time", sepay(SEPAY("in", "2277000")), .signature = SEPAY_SIGNATURE);
	REFUSED("SePay: signed, ten minutes ago", sepay(SEPAY("in", "2277000")), .signature = SEPAY_SIGNATURE);
	hooks[count - 1].timestamp = "1761900000";
	hooks[count - 1].at_us += 600 * INT64_C(1000000);
#undef REFUSED
	for (size_t i = 0; i < count; i++) {
		struct err err = { 0 };

		CASE(names[i]);
		assert_false(bank_hook_read(&hooks[i], arena, &said, &err));
		assert_i64(err.code, ERR_FORBIDDEN);
	}
}

static void what_is_well_signed_and_no_money_that_came_in_says_so(void **state)
{
	struct bank_hook hook = sepay(SEPAY("out", "2277000"));
	struct bank_hook_said said;
	struct err err = { 0 };

	(void)state;
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_false(said.is_credit);
	hook = sepay(SEPAY("in", "0"));
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_false(said.is_credit);
}

static void what_is_signed_and_not_to_be_read_is_refused_as_that(void **state)
{
	static const char *const bodies[] = {
		"", "[]", "{", "{\"transferType\":\"in\"}", "{\"transferType\":\"in\",\"transferAmount\":\"5đ\",\"id\":1,\"accountNumber\":\"1\"}",
		"{\"transferType\":\"in\",\"transferAmount\":2e6,\"id\":1,\"accountNumber\":\"1\"}",
		"{\"transferType\":\"in\",\"transferAmount\":99999999999999999,\"id\":1,\"accountNumber\":\"1\"}", "{\"transferType\":\"in\",\"transferAmount\":1.5,\"id\":1,\"accountNumber\":\"1\"}",
		"{\"transferType\":\"in\",\"transferAmount\":-5,\"id\":1,\"accountNumber\":\"1\"}",
		"{\"transferType\":\"in\",\"transferAmount\":5,\"accountNumber\":\"1\"}", "{\"transferType\":\"in\",\"transferAmount\":5,\"id\":7}",
		"{\"transferType\":\"in\",\"transferAmount\":5,\"id\":7,\"id\":7,\"accountNumber\":\"1\"}",
	};
	struct bank_hook_said said;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct bank_hook hook = sepay(bodies[i]);
		struct err err = { 0 };

		CASE(bodies[i]);
		assert_false(bank_hook_read(&hook, arena, &said, &err));
		assert_i64(err.code, ERR_INPUT);
	}
}

static const char *sign(const char *body, int64_t sent_s)
{
	char text[HASH_TEXT_SIZE], head[32];

	snprintf(head, sizeof(head), "%lld.", (long long)sent_s);
	hash_write(hash_keyed(SEPAY_KEY, strlen(SEPAY_KEY), head, strlen(head), body, strlen(body)), text);
	return arena_format(arena, "sha256=%s", text);
}

static void sepay_signs_the_time_and_the_very_bytes(void **state)
{
	static const char body[] = SEPAY("in", "2277000");
	static const struct {
		const char *name, *timestamp;
		int64_t signed_s, now_s;
		const char *body;
		bool is_believed;
	} rows[] = {
		{ "now", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S, body, true },
		{ "five minutes ago", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S + 300, body, true },
		{ "a second more", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S + 301, body, false },
		{ "five minutes ahead of our clock", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S - 300, body, true },
		{ "ahead, a second more", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S - 301, body, false },
		{ "an old post under a new time", "1761900600", SEPAY_SENT_S, SEPAY_SENT_S + 600, body, false },
		{ "the same under a blank more", "1761900000", SEPAY_SENT_S, SEPAY_SENT_S, SEPAY("in", "2277000") " ", false },
		{ "a time that is no number", "soon", SEPAY_SENT_S, SEPAY_SENT_S, body, false },
		{ "the smallest time there is", "-9223372036854775808", INT64_MIN, SEPAY_SENT_S, body, false },
		{ "the largest", "9223372036854775807", INT64_MAX, SEPAY_SENT_S, body, false },
	};
	struct bank_hook_said said;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_hook hook = sepay(rows[i].body);
		struct err err = { 0 };

		CASE(rows[i].name);
		hook.authorization = NULL;
		hook.at_us = rows[i].now_s * 1000000;
		hook.timestamp = rows[i].timestamp;
		hook.signature = sign(body, rows[i].signed_s);
		assert_true(bank_hook_read(&hook, arena, &said, &err) == rows[i].is_believed);
		assert_true(rows[i].is_believed || err.code == ERR_FORBIDDEN);
		/* The key alone does not save a signature that is wrong. */
		hook.authorization = "Apikey " SEPAY_KEY;
		assert_true(bank_hook_read(&hook, arena, &said, &err) == rows[i].is_believed);
	}
}

/* A post of payOS over `data` as it signs it: `text` is name=value&… in order. */
static struct bank_hook payos_of(const char *data, const char *text)
{
	char signature[HASH_TEXT_SIZE];

	hash_write(hash_keyed(PAYOS_KEY, strlen(PAYOS_KEY), text, strlen(text), NULL, 0), signature);
	return payos(arena_format(arena, "{\"code\":\"00\",\"desc\":\"success\",\"success\":true,\"data\":%s,\"signature\":\"%s\"}", data, signature));
}

static void payos_signs_its_members_by_name(void **state)
{
	static const struct {
		const char *name, *data, *text;
		enum err_code code;            /* 0: read */
		int64_t dong;                  /* 0: no credit */
		const char *bank_id;
	} rows[] = {
		{ "in any order", "{\"reference\":\"F1\",\"amount\":3000,\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000&reference=F1", 0, 3000, "F1" },
		{ "null, and the words for it, are nothing", "{\"reference\":\"F1\",\"amount\":3000,\"accountNumber\":\"1\",\"a\":null,\"b\":\"null\",\"c\":\"undefined\"}",
		  "a=&accountNumber=1&amount=3000&b=&c=&reference=F1", 0, 3000, "F1" },
		{ "an amount with a nought behind its point", "{\"reference\":\"F1\",\"amount\":3000.0,\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000&reference=F1", 0, 3000, "F1" },
		{ "an amount as a text", "{\"reference\":\"F1\",\"amount\":\"3000\",\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000&reference=F1", 0, 3000, "F1" },
		{ "half a đồng", "{\"reference\":\"F1\",\"amount\":3000.5,\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000.5&reference=F1", ERR_INPUT, 0, NULL },
		{ "below zero", "{\"reference\":\"F1\",\"amount\":-3000,\"accountNumber\":\"1\"}", "accountNumber=1&amount=-3000&reference=F1", ERR_INPUT, 0, NULL },
		{ "dollars", "{\"reference\":\"F1\",\"amount\":3000,\"accountNumber\":\"1\",\"currency\":\"USD\"}", "accountNumber=1&amount=3000&currency=USD&reference=F1", ERR_INPUT, 0, NULL },
		{ "one signed name less", "{\"reference\":\"F1\",\"amount\":3000,\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000", ERR_FORBIDDEN, 0, NULL },
		{ "a name that nobody signed", "{\"reference\":\"F1\",\"amount\":3000,\"accountNumber\":\"1\",\"z\":1}", "accountNumber=1&amount=3000&reference=F1", ERR_FORBIDDEN, 0, NULL },
		{ "an ampersand in a text", "{\"reference\":\"F1&z=1\",\"amount\":3000,\"accountNumber\":\"1\"}", "accountNumber=1&amount=3000&reference=F1&z=1", 0, 3000, "F1&z=1" },
		{ "what is said when the address is set up", "{\"code\":\"probe\",\"orderCode\":123}", "code=probe&orderCode=123", 0, 0, NULL },
		{ "a payment that failed", "{\"code\":\"01\",\"amount\":3000,\"accountNumber\":\"1\",\"reference\":\"F1\"}", "accountNumber=1&amount=3000&code=01&reference=F1", 0, 0, NULL },
		{ "nothing", "{\"amount\":0,\"accountNumber\":\"1\",\"reference\":\"F1\"}", "accountNumber=1&amount=0&reference=F1", 0, 0, NULL },
		{ "a link paid without a reference", "{\"paymentLinkId\":\"L\",\"amount\":3000,\"accountNumber\":\"1\",\"transactionDateTime\":\"1970-01-02 07:00:00\"}",
		  "accountNumber=1&amount=3000&paymentLinkId=L&transactionDateTime=1970-01-02 07:00:00", 0, 3000, "L/86400/3000" },
		{ "its second part", "{\"paymentLinkId\":\"L\",\"amount\":3000,\"accountNumber\":\"1\",\"transactionDateTime\":\"1970-01-02 07:00:01\"}",
		  "accountNumber=1&amount=3000&paymentLinkId=L&transactionDateTime=1970-01-02 07:00:01", 0, 3000, "L/86401/3000" },
		{ "of no account", "{\"reference\":\"F1\",\"amount\":3000}", "amount=3000&reference=F1", ERR_INPUT, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_hook hook = payos_of(rows[i].data, rows[i].text);
		struct bank_hook_said said;
		struct err err = { 0 };
		bool ok = bank_hook_read(&hook, arena, &said, &err);

		CASE(rows[i].name);
		assert_i64(ok ? 0 : err.code, rows[i].code);
		if (!ok)
			continue;
		assert_true(said.is_credit == (rows[i].dong > 0));
		if (said.is_credit) {
			assert_i64(said.credit.amount.dong, rows[i].dong);
			assert_text(said.credit.bank_id, rows[i].bank_id);
		}
	}
}

static void sepay_says_amounts_in_several_ways(void **state)
{
	static const struct { const char *type, *amount; int64_t dong; } rows[] = {
		{ "in", "2277000", 2277000 }, { "in", "2277000.00", 2277000 }, { "in", "\"2277000\"", 2277000 }, { "in", "\"2277000.0\"", 2277000 },
		{ "IN", "1", 1 }, { "out", "2277000", 0 }, { "out", "-5.5", 0 }, { "out", "null", 0 }, { "", "5", 0 }, { "inout", "5", 0 }, { "in", "0", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_hook hook = sepay(arena_format(arena, "{\"id\":7,\"accountNumber\":\"1\",\"transferType\":\"%s\",\"transferAmount\":%s}", rows[i].type, rows[i].amount));
		struct bank_hook_said said;
		struct err err = { 0 };

		CASE(rows[i].amount);
		assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
		assert_true(said.is_credit == (rows[i].dong > 0));
		if (said.is_credit)
			assert_i64(said.credit.amount.dong, rows[i].dong);
	}
}

/* Whatever a bank writes becomes text that the book can keep. */
static void strange_letters_become_text(void **state)
{
	struct bank_hook hook = sepay("{\"id\":\"a\\u0001b\",\"transferType\":\"in\",\"transferAmount\":5,\"accountNumber\":\"1\",\"content\":\"Nguyê\\u0303n\\n\\tA\"}");
	struct bank_hook_said said;
	struct err err = { 0 };

	(void)state;
	assert_ok(bank_hook_read(&hook, arena, &said, &err), &err);
	assert_text(said.credit.bank_id, "a b");
	assert_text(said.credit.payer.purpose, "Nguyễn  A");
}

static void times_are_of_viet_nam(void **state)
{
	static const struct { const char *text; bool ok; } rows[] = {
		{ "2026-11-22 14:02:37", true }, { "2026-11-22T14:02:37", true }, { "2026-11-22T14:02:37.123", true }, { "2026-13-22 14:02:37", false },
		{ "2026-11-22 24:02:37", false }, { "2026-11-22 14:62:37", false }, { "2026-11-22", false }, { "", false }, { "22/11/2026 14:02:37", true },
	};
	int64_t at_us;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].text);
		assert_true(bank_time_read(rows[i].text, &at_us) == rows[i].ok);
		if (rows[i].ok)
			assert_i64(at_us, day_start_us(20261122) + ((14 * 60 + 2) * 60 + 37) * INT64_C(1000000));
	}
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)1 << 22);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(published_examples_are_read, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(what_is_not_signed_by_who_knows_the_key_is_refused, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(what_is_well_signed_and_no_money_that_came_in_says_so, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(what_is_signed_and_not_to_be_read_is_refused_as_that, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(sepay_signs_the_time_and_the_very_bytes, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(payos_signs_its_members_by_name, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(sepay_says_amounts_in_several_ways, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(strange_letters_become_text, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(times_are_of_viet_nam, open_arena, close_arena),
	};

	return cmocka_run_group_tests_name("app/bank_hook", tests, NULL, NULL);
}
