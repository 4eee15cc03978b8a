/* `debug share`: the worked figures of the rules and the published settlements, as a technician would ask them. */
#include "check.h"

#include <jansson.h>

#include "app/debug.h"
#include "calc/money.h"
#include "calc/vat.h"
#include "tsv.h"

static struct arena *arena;

/* The answer as JSON, "ok" and "error" as the command says them; free with json_decref. */
static json_t *ask(const char *question)
{
	struct debug debug = { 0 };
	struct err err = { 0 };
	struct buf answer;
	json_t *root;

	arena_reset(arena);
	buf_init(&answer, (size_t)16 << 20);
	buf_text(&answer, "{\"ok\":true");
	if (!debug_share.line(&debug, question, strlen(question), arena, &answer, &err)) {
		buf_clear(&answer);
		buf_text(&answer, "{\"ok\":false,\"error\":");
		buf_json_any(&answer, err.text, strlen(err.text));
	}
	buf_text(&answer, "}");
	root = json_loads(buf_get(&answer), JSON_REJECT_DUPLICATES, NULL);
	if (!root)
		fail_msg("[%s] no JSON: %s", case_name, buf_get(&answer));
	buf_release(&answer);
	return root;
}

/* "lines.0.legs.producer" of an answer. */
static const json_t *at(const json_t *root, const char *path)
{
	char name[40];
	size_t size = strcspn(path, ".");

	snprintf(name, sizeof(name), "%.*s", (int)size, path);
	root = json_is_array(root) ? json_array_get(root, strtoul(name, NULL, 10)) : json_object_get(root, name);
	return root && path[size] ? at(root, path + size + 1) : root;
}

static int64_t figure(const json_t *root, const char *path)
{
	const json_t *value = at(root, path);

	if (!json_is_integer(value))
		fail_msg("[%s] no figure %s in %s", case_name, path, json_dumps(root, 0));
	return json_integer_value(value);
}

#define CREDIT_I "\"mode\":\"STEP_INVOICE\",\"consignor_profile\":\"credit\",\"house_profile\":\"credit\""
#define FIGURES_MAX 10

static void every_worked_figure_can_be_asked(void **state)
{
	static const struct {
		const char *name, *question;
		struct {
			const char *path;
			int64_t figure;
		} figures[FIGURES_MAX];
	} cases[] = {
		{ "P1 (i)", "{\"terms\":{" CREDIT_I ",\"basis\":\"gross\",\"rate_ppm\":200000,\"includes_vat\":false},"
		  "\"lines\":[{\"qty_milli\":1000,\"price\":108000,\"vat_class\":\"8\"}]}",
		  { { "lines.0.legs.producer", 86400 }, { "lines.0.legs.house", 21600 }, { "lines.0.legs.vat", 0 }, { "sums.legs.producer", 86400 },
		    { "closing.commission_vat", 1728 }, { "closing.producer_after", 84672 } } },
		{ "P1 (i), the commission includes its VAT", "{\"terms\":{" CREDIT_I ",\"rate_ppm\":200000,\"includes_vat\":true},"
		  "\"lines\":[{\"qty_milli\":1000,\"price\":108000,\"vat_class\":8}]}",
		  { { "closing.commission_vat", 1600 }, { "closing.producer_after", 86400 } } },
		{ "P1 (i) net", "{\"terms\":{" CREDIT_I ",\"basis\":\"net\",\"rate_ppm\":200000},\"lines\":[{\"qty_milli\":1000,\"price\":108000,\"vat\":\"8%\"}]}",
		  { { "closing.producer_after", 86400 } } },
		{ "P1 (ii)", "{\"terms\":{\"mode\":\"NONE\",\"basis\":\"gross\",\"rate_ppm\":200000},\"lines\":[{\"price\":108000,\"vat_class\":\"8\"}]}",
		  { { "lines.0.legs.producer", 86400 }, { "lines.0.legs.vat", 8000 }, { "lines.0.legs.house", 13600 }, { "closing.commission_vat", 0 } } },
		{ "P1 (ii) at 5 %", "{\"terms\":{\"mode\":\"PURCHASE_LIST\",\"rate_ppm\":50000},\"lines\":[{\"price\":108000,\"vat_class\":\"8\"}]}",
		  { { "lines.0.legs.house", -2600 } } },
		{ "P1 (ii) net", "{\"terms\":{\"mode\":\"NONE\",\"basis\":\"net\",\"rate_ppm\":200000},\"lines\":[{\"price\":108000,\"vat_class\":\"8\"}]}",
		  { { "lines.0.legs.producer", 80000 }, { "closing.producer_after", 80000 } } },
		{ "P9 net at 10 %", "{\"terms\":{\"mode\":\"NONE\",\"basis\":\"net\",\"rate_ppm\":200000},\"lines\":[{\"price\":108000,\"vat_class\":\"10\"}]}",
		  { { "lines.0.legs.producer", 78546 }, { "vat.0.net", 98182 } } },
		{ "P8", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"lines\":[{\"qty_milli\":9000,\"price\":145000,\"vat_class\":\"KCT\"}]}",
		  { { "closing.producer_after", 1044000 }, { "closing.turnover", 1305000 } } },
		{ "C1 marginal", "{\"terms\":{" CREDIT_I ",\"rate_ppm\":200000,\"tiers\":[{\"from\":10000000,\"rate_ppm\":150000}]},"
		  "\"lines\":[{\"qty_milli\":100000,\"price\":140000,\"vat_class\":\"8\"}]}",
		  { { "closing.commission_stored", 2800000 }, { "closing.tier_to_producer", 200000 }, { "closing.commission", 2600000 },
		    { "closing.commission_vat", 208000 }, { "closing.producer_after", 11192000 } } },
		{ "C1 whole", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000,\"tiers\":[{\"from\":10000000,\"rate_ppm\":150000}],\"tiers_apply\":\"whole\"},"
		  "\"lines\":[{\"qty_milli\":100000,\"price\":140000,\"vat_class\":\"8\"}]}",
		  { { "closing.tier_to_producer", 700000 }, { "closing.commission", 2100000 } } },
		{ "C2", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"losses\":[{\"value\":600000,\"cap_ppm\":20000},{\"value\":5,\"cap\":3},{\"value\":9}],"
		  "\"lines\":[{\"qty_milli\":100000,\"price\":140000,\"vat_class\":\"8\"}]}",
		  { { "closing.losses.0.house", 280000 }, { "closing.losses.0.producer", 320000 }, { "closing.losses.1.house", 3 }, { "closing.losses.2.house", 9 },
		    { "closing.producer_after", 11200000 + 280012 } } },
		{ "C3", "{\"terms\":{" CREDIT_I ",\"rate_ppm\":200000},\"losses\":[{\"value\":116000}],\"statement\":{\"owed_before\":0,\"items\":[{\"name\":\"Mật ong\","
		  "\"open_milli\":12000,\"received_milli\":24000,\"sent_back_milli\":3000,\"lost_house_milli\":1000,\"lost_producer_milli\":2000,\"sold\":["
		  "{\"price\":145000,\"qty_milli\":12000,\"returned_milli\":1000,\"vat_class\":\"8\"},{\"price\":130500,\"qty_milli\":7000,\"vat_class\":\"8\"}]}]}}",
		  { { "items.0.column2_milli", 18000 }, { "items.0.column3_milli", 30000 }, { "items.0.column7_milli", 12000 }, { "items.0.prices.0.column6", 1595000 },
		    { "items.0.prices.1.column6", 913500 }, { "column6", 2508500 }, { "IV", 425836 }, { "VI", 2082664 } } },
		{ "B5", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000,\"discount_borne_by\":\"producer\"},\"cash_unit\":1000,"
		  "\"lines\":[{\"price\":154600,\"vat_class\":\"8\"}]}",
		  { { "sums.total", 154000 }, { "sums.rounding", 600 }, { "vat.0.vat", 11407 }, { "lines.0.legs.producer", 123680 }, { "lines.0.discount_house", 600 } } },
		{ "B5, part in cash", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"cash_unit\":1000,\"cash\":54300,\"lines\":[{\"price\":154600,\"vat_class\":\"8\"}]}",
		  { { "sums.total", 154300 } } },
		{ "B8", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"lines\":[{\"qty_milli\":3000,\"amount\":100000,\"vat_class\":\"8\",\"returned_milli\":[1000,1000,1000]}]}",
		  { { "lines.0.returns.0.paid", 33333 }, { "lines.0.returns.1.paid", 33334 }, { "lines.0.returns.2.paid", 33333 }, { "lines.0.kept.paid", 0 },
		    { "lines.0.kept.legs.house", 0 }, { "sums.kept.legs.vat", 0 }, { "closing.producer_after", 0 } } },
		{ "B9 ticket discount", "{\"terms\":{" CREDIT_I ",\"rate_ppm\":200000,\"discount_borne_by\":\"producer\"},\"ticket_discount\":100000,\"lines\":["
		  "{\"name\":\"A\",\"price\":400000,\"vat_class\":\"8\"},"
		  "{\"name\":\"B\",\"price\":400000,\"vat_class\":\"8\",\"terms\":{" CREDIT_I ",\"rate_ppm\":200000,\"discount_borne_by\":\"house\"}},"
		  "{\"name\":\"C\",\"price\":200000,\"vat_class\":\"8\",\"terms\":{\"mode\":\"NONE\",\"own\":true}}]}",
		  { { "lines.0.discount_producer", 40000 }, { "lines.0.discount_house", 0 }, { "lines.1.discount_house", 40000 }, { "lines.2.discount_house", 20000 } } },
		{ "B9 hamper", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"hamper_price\":500000,\"lines\":[{\"price\":200000,\"vat_class\":\"8\"},"
		  "{\"price\":100000,\"vat_class\":\"5\"},{\"price\":150000,\"vat_class\":\"10\"},{\"price\":50000,\"vat_class\":\"KCT\"},{\"price\":60000,\"vat_class\":\"8\"},"
		  "{\"price\":40000,\"vat_class\":\"8\"}]}",
		  { { "lines.0.paid", 166667 }, { "lines.1.paid", 83333 }, { "lines.2.paid", 125000 }, { "lines.3.paid", 41667 }, { "lines.4.paid", 50000 },
		    { "lines.5.paid", 33333 }, { "vat.0.vat", 11364 }, { "vat.1.vat", 18519 }, { "vat.2.vat", 3968 } } },
		{ "only returns of earlier sales", "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":200000},\"statement\":{\"items\":[{\"open_milli\":2000,"
		  "\"sold\":[{\"price\":100000,\"returned_milli\":1000}]}]}}",
		  { { "items.0.column4_milli", -1000 }, { "items.0.column7_milli", 3000 }, { "column6", -100000 }, { "IV", -20000 }, { "VI", -80000 } } },
		{ "net basis in 01-BH: gross columns, VAT in IV", "{\"terms\":{\"mode\":\"NONE\",\"basis\":\"net\",\"rate_ppm\":200000},\"statement\":{\"items\":[{\"open_milli\":2000,"
		  "\"sold\":[{\"price\":108000,\"qty_milli\":2000,\"vat_class\":\"8\"}]}],\"owed_before\":5,\"cash\":100000}}",
		  { { "column6", 216000 }, { "IV", 56000 }, { "producer", 160000 }, { "V", 100000 }, { "VI", 60005 } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *answer;

		CASE(cases[i].name);
		answer = ask(cases[i].question);
		for (size_t k = 0; k < FIGURES_MAX && cases[i].figures[k].path; k++) {
			int64_t got = figure(answer, cases[i].figures[k].path);

			if (got != cases[i].figures[k].figure)
				fail_msg("[%s] %s: got %lld, want %lld", case_name, cases[i].figures[k].path, (long long)got, (long long)cases[i].figures[k].figure);
		}
		json_decref(answer);
	}
}

/* Rules P1, "why per statement". */
static void commission_vat_is_taken_once(void **state)
{
	struct buf question;
	json_t *answer;

	(void)state;
	CASE("1.000 lines of 12.345");
	buf_init(&question, DEBUG_LINE_MAX);
	buf_text(&question, "{\"terms\":{" CREDIT_I ",\"rate_ppm\":200000},\"lines\":[");
	for (int i = 0; i < 1000; i++)
		buf_format(&question, "%s{\"qty_milli\":1000,\"price\":12345,\"vat_class\":\"8\"}", i ? "," : "");
	buf_text(&question, "]}");
	answer = ask(buf_get(&question));
	assert_i64(figure(answer, "lines.999.commission"), 2469);
	assert_i64(figure(answer, "closing.commission"), 2469000);
	assert_i64(figure(answer, "closing.commission_vat"), 197520);
	json_decref(answer);
	buf_release(&question);
}

static void what_makes_no_sense_is_named(void **state)
{
	static const struct {
		const char *question, *error;
	} cases[] = {
		{ "", "not JSON" },
		{ "[]", "must be an object" },
		{ "{\"terms\":{},\"terms\":{}}", "not JSON: duplicate object key" },
		{ "{}", "lines: " },
		{ "{\"terms\":{\"rate_ppm\":1},\"lines\":[{}]}", "terms.mode: is missing" },
		{ "{\"terms\":{\"mode\":\"CASH\",\"rate_ppm\":1}}", "terms.mode: must be one of STEP_INVOICE" },
		{ "{\"terms\":{\"mode\":\"NONE\"}}", "terms.rate_ppm: say exactly one" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"fixed\":1}}", "terms.rate_ppm: say exactly one" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1000001}}", "terms.rate_ppm: must be a whole number from 0 to 1000000" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":0.2}}", "terms.rate_ppm: must be a whole number" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":\"1\"}}", "terms.rate_ppm: must be a whole number" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"basis\":\"brutto\"}}", "terms.basis: must be one of gross, net" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"includes_vat\":1}}", "terms.includes_vat: must be true or false" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"discount_borne_by\":\"split\"}}", "terms.discount_producer_ppm: " },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"consignor\":\"rich\"}}", "terms.consignor: must be one of credit" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"ratio\":1}}", "terms: has an unknown member \"ratio\"" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"commission_vat\":\"9\"}}", "terms.commission_vat: must be a VAT class" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"tiers\":[{\"from\":2,\"rate_ppm\":1},{\"from\":2,\"rate_ppm\":1}]}}", "terms.tiers: must rise" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1,\"tiers\":[{\"from\":2}]}}", "terms.tiers[0].rate_ppm: is missing" },
		{ "{\"lines\":[{\"price\":1,\"vat_class\":\"8\"}]}", "lines[0].terms: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[]}", "lines: must be a list" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"vat_class\":\"8\"}]}", "lines[0].price: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":1}]}", "lines[0].vat_class: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":1,\"vat_class\":7}]}", "lines[0].vat_class: must be a VAT class" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":2,\"list_price\":1,\"vat_class\":8}]}", "lines[0].price: above the listed price" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":2,\"discount\":3,\"vat_class\":8}]}", "lines[0].discount: " },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":2,\"qty_milli\":0,\"vat_class\":8}]}", "lines[0].qty_milli: " },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":2,\"returned_milli\":1001,\"vat_class\":8}]}", "lines[0].returned_milli: " },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"lines\":[{\"price\":1000000000000000,\"qty_milli\":2000,\"vat_class\":8}]}", "lines[0].qty_milli: the line passes" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"ticket_discount\":3,\"lines\":[{\"price\":2,\"vat_class\":8}]}", "ticket_discount: " },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"losses\":[{\"cap\":1}],\"lines\":[{\"price\":2,\"vat_class\":8}]}", "losses[0].value: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"hamper_price\":3,\"lines\":[{\"price\":2,\"vat_class\":8}]}", "price: a hamper's price" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"hamper_price\":3,\"lines\":[{\"amount\":9,\"vat_class\":8}]}", "hamper_price: goes with" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"statement\":{}}", "statement.items: must be a list" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"statement\":{\"items\":[{\"open_milli\":0.5}]}}", "statement.items[0].open_milli: must be" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"statement\":{\"items\":[{\"sold\":[{\"price\":1,\"vat_class\":8}]}]}}", "statement.items[0].sold[0].qty_milli: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"hand_over\":1},\"statement\":{\"items\":[{\"sold\":[{\"price\":1,\"qty_milli\":1}]}]}}",
		  "statement.items[0].sold[0].vat_class: is missing" },
		{ "{\"terms\":{\"mode\":\"NONE\",\"rate_ppm\":1},\"statement\":{\"items\":[{\"sold\":[{\"price\":1000000000000000,\"qty_milli\":1001}]}]}}",
		  "statement.items[0].sold[0].price: the line passes" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *answer;
		const char *error;

		CASE(cases[i].question);
		answer = ask(cases[i].question);
		error = json_string_value(json_object_get(answer, "error"));
		if (!error || strncmp(error, cases[i].error, strlen(cases[i].error)) != 0)
			fail_msg("[%s] got \"%s\", want \"%s\"", case_name, error ? error : "(no error)", cases[i].error);
		json_decref(answer);
	}
}

/* ---- the adapter of tests/cases/settlement ---------------------------------------------------- */

/* 20, 22.5 and "5% of …" as parts per million: exact, because they have at most four decimals. */
static int64_t ppm_of(const json_t *percent)
{
	double value = json_is_string(percent) ? strtod(json_string_value(percent), NULL) : json_number_value(percent);

	return (int64_t)(value * 10000 + 0.5);
}

/* A rate of goods: 8, "8", "10%"; a household's goods have none. */
static enum vat_class class_of(const json_t *vat, bool *household)
{
	char text[40];
	enum vat_class vat_class = VAT_KCT;

	if (json_is_integer(vat))
		snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(vat));
	else
		snprintf(text, sizeof(text), "%s", json_string_value(vat));
	*household = strcmp(text, "hộ kinh doanh") == 0;
	if (!*household && !vat_class_read(text, strlen(text), &vat_class))
		fail_msg("[%s] no class %s", case_name, text);
	return vat_class;
}

/* Lines with prices before VAT: each class's VAT on top of its total, spread over its lines, is what the prices with VAT come to. */
static json_t *ask_lines(const json_t *input, const char *basis, int64_t rate_ppm, const char *commission_vat)
{
	const json_t *lines = json_object_get(input, "lines");
	bool on_top = !json_is_true(json_object_get(input, "price_includes_vat")), household = false;
	size_t count = json_array_size(lines);
	int64_t weights[20], classes[20], amounts[20];
	struct buf question;
	json_t *answer;

	assert_true(count >= 1 && count <= 20);
	for (size_t i = 0; i < count; i++) {
		const json_t *line = json_array_get(lines, i), *vat = json_object_get(line, "vat");

		classes[i] = class_of(vat ? vat : json_object_get(input, "vat"), &household);
		amounts[i] = json_integer_value(json_object_get(line, "qty")) * json_integer_value(json_object_get(line, "price"));
	}
	for (int c = 1; on_top && c <= VAT_CLASSES_MAX; c++) {
		struct money parts[20], total = { 0 };

		for (size_t i = 0; i < count; i++) {
			weights[i] = classes[i] == c ? amounts[i] : 0;
			total.dong += weights[i];
		}
		if (total.dong == 0)
			continue;
		money_split(vat_on_top(total, vat_rate_ppm((enum vat_class)c)), weights, count, parts);
		for (size_t i = 0; i < count; i++)
			amounts[i] += parts[i].dong;
	}
	buf_init(&question, DEBUG_LINE_MAX);
	buf_format(&question, "{\"terms\":{\"mode\":\"%s\",\"consignor_profile\":\"%s\",\"basis\":\"%s\",\"rate_ppm\":%lld,\"commission_vat\":\"%s\"},\"lines\":[",
		   household ? "DELEGATED" : "STEP_INVOICE", household ? "household" : "credit", basis, (long long)rate_ppm, commission_vat);
	for (size_t i = 0; i < count; i++)
		buf_format(&question, "%s{\"qty_milli\":%lld,\"amount\":%lld,\"vat_class\":\"%s\"}", i ? "," : "",
			   (long long)json_integer_value(json_object_get(json_array_get(lines, i), "qty")) * 1000, (long long)amounts[i],
			   vat_class_words[classes[i]]);
	buf_text(&question, "]}");
	answer = ask(buf_get(&question));
	buf_release(&question);
	if (household)
		printf("# %s is asked as DELEGATED: under other modes a household's goods have output VAT as a leg of its own (rules P1 ii)\n", case_name);
	return answer;
}

static int64_t of_classes(const json_t *answer, const char *member)
{
	int64_t sum = 0;

	for (size_t i = 0; i < json_array_size(json_object_get(answer, "vat")); i++)
		sum += figure(json_array_get(json_object_get(answer, "vat"), i), member);
	return sum;
}

/* What the row says must be, of what the answer can say. */
static void compare_lines(const json_t *answer, const json_t *expected)
{
	int64_t vat = of_classes(answer, "vat"), total = figure(answer, "sums.total");
	const struct {
		const char *name;
		int64_t got;
	} figures[] = {
		{ "revenue", total - vat }, { "before_vat", total - vat }, { "vat", vat }, { "customer_pays", total },
		{ "commission", figure(answer, "closing.commission") }, { "commission_vat", figure(answer, "closing.commission_vat") },
		{ "net_to_owner", figure(answer, "closing.producer_after") }, { "paid_net", figure(answer, "closing.producer_after") },
	};
	size_t compared = 0;

	for (size_t i = 0; i < COUNT_OF(figures); i++) {
		const json_t *want = json_object_get(expected, figures[i].name);

		if (!want)
			continue;
		if (json_integer_value(want) != figures[i].got)
			fail_msg("[%s] %s: got %lld, want %lld", case_name, figures[i].name, (long long)figures[i].got, (long long)json_integer_value(want));
		compared++;
	}
	assert_true(compared > 0);
}

static void row_of_vat(const json_t *input, const json_t *expected)
{
	const json_t *on = json_object_get(input, "commission_percent_on");
	bool net = on && strcmp(json_string_value(on), "revenue before VAT") == 0, household;
	enum vat_class commission_vat = class_of(json_object_get(input, "commission_vat"), &household);
	json_t *answer = ask_lines(input, net ? "net" : "gross", ppm_of(json_object_get(input, "commission_percent")), vat_class_words[commission_vat]);

	compare_lines(answer, expected);
	json_decref(answer);
}

/* "5% of revenue before VAT", with the commission's VAT from a row that builds on it. */
static void row_published(const json_t *input, const json_t *commission_vat, const json_t *expected)
{
	bool household;
	const char *class_name = vat_class_words[class_of(commission_vat ? commission_vat : json_object_get(input, "vat"), &household)];
	json_t *answer = ask_lines(input, "net", ppm_of(json_object_get(input, "commission")), class_name);

	compare_lines(answer, expected);
	json_decref(answer);
}

static void row_of_statement(const json_t *input, const json_t *expected)
{
	static const char *const columns[] = { "c1", "column1_milli", "c2", "column2_milli", "c3", "column3_milli", "c4", "column4_milli", "c7", "column7_milli" };
	const json_t *lines = json_object_get(input, "lines"), *wanted = json_object_get(expected, "lines");
	struct buf question;
	json_t *answer;

	buf_init(&question, DEBUG_LINE_MAX);
	/* No VAT is said: the mode without an invoice of commission. */
	buf_format(&question, "{\"terms\":{\"mode\":\"NONE\",\"commission_vat\":\"8\",\"rate_ppm\":%lld},\"statement\":{\"owed_before\":%lld,\"charge\":%lld,\"cash\":%lld,\"items\":[",
		   (long long)ppm_of(json_object_get(input, "commission_percent")), (long long)json_integer_value(json_object_get(input, "owed_before")),
		   (long long)json_integer_value(json_object_get(input, "other_deductions")), (long long)json_integer_value(json_object_get(input, "paid")));
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);

		buf_text(&question, i ? ",{\"name\":" : "{\"name\":");
		buf_json_text(&question, json_string_value(json_object_get(line, "name")));
		buf_format(&question, ",\"open_milli\":%lld,\"received_milli\":%lld", (long long)json_integer_value(json_object_get(line, "open")) * 1000,
			   (long long)json_integer_value(json_object_get(line, "in")) * 1000);
		if (json_integer_value(json_object_get(line, "sold")) > 0)
			buf_format(&question, ",\"sold\":[{\"price\":%lld,\"qty_milli\":%lld}]", (long long)json_integer_value(json_object_get(line, "price")),
				   (long long)json_integer_value(json_object_get(line, "sold")) * 1000);
		buf_text(&question, "}");
	}
	buf_text(&question, "]}}");
	answer = ask(buf_get(&question));
	buf_release(&question);
	for (size_t i = 0; i < json_array_size(wanted); i++) {
		const json_t *want = json_array_get(wanted, i), *item = json_array_get(json_object_get(answer, "items"), i);

		for (size_t c = 0; c < COUNT_OF(columns); c += 2)
			assert_i64(figure(item, columns[c + 1]), json_integer_value(json_object_get(want, columns[c])) * 1000);
		assert_i64(figure(item, "prices.0.column5"), json_integer_value(json_object_get(want, "c5")));
		assert_i64(figure(item, "prices.0.column6"), json_integer_value(json_object_get(want, "c6")));
	}
	assert_i64(figure(answer, "column6"), json_integer_value(json_object_get(expected, "total_col6")));
	assert_i64(figure(answer, "III"), json_integer_value(json_object_get(expected, "III")));
	assert_i64(figure(answer, "IV"), json_integer_value(json_object_get(expected, "IV")));
	assert_i64(figure(answer, "lines.0.amount"), json_integer_value(json_object_get(expected, "commission")));
	assert_i64(figure(answer, "V"), json_integer_value(json_object_get(expected, "V")));
	assert_i64(figure(answer, "VI"), json_integer_value(json_object_get(expected, "VI")));
	assert_i64(figure(answer, "III") - figure(answer, "IV"), json_integer_value(json_object_get(expected, "due")));
	json_decref(answer);
}

static void row_of_rule(const json_t *input, const json_t *expected)
{
	char question[500];
	json_t *answer;

	if (json_object_get(input, "owner_price")) {
		snprintf(question, sizeof(question), "{\"terms\":{" CREDIT_I ",\"hand_over\":%lld},\"lines\":[{\"qty_milli\":%lld,\"price\":%lld,\"vat_class\":\"8\"}]}",
			 (long long)json_integer_value(json_object_get(input, "owner_price")), (long long)json_integer_value(json_object_get(input, "qty")) * 1000,
			 (long long)json_integer_value(json_object_get(input, "sold_for")));
		answer = ask(question);
		assert_i64(figure(answer, "sums.legs.producer"), json_integer_value(json_object_get(expected, "to_owner")));
		assert_i64(figure(answer, "sums.legs.house"), json_integer_value(json_object_get(expected, "shop_margin")));
		assert_i64(figure(answer, "closing.commission_vat"), 0);
		json_decref(answer);
		return;
	}
	for (size_t i = 0; i < json_array_size(json_object_get(input, "discount_borne_by")); i++) {
		const char *who = json_string_value(json_array_get(json_object_get(input, "discount_borne_by"), i));

		snprintf(question, sizeof(question), "{\"terms\":{" CREDIT_I ",\"rate_ppm\":%lld,\"discount_borne_by\":\"%s\"},\"lines\":[{\"price\":%lld,\"list_price\":%lld,\"vat_class\":\"8\"}]}",
			 (long long)ppm_of(json_object_get(input, "percent")), strcmp(who, "shop") == 0 ? "house" : "producer",
			 (long long)json_integer_value(json_object_get(input, "sold_for")), (long long)json_integer_value(json_object_get(input, "agreed")));
		answer = ask(question);
		assert_i64(figure(answer, "lines.0.legs.producer"), json_integer_value(json_object_get(json_object_get(expected, who), "to_owner")));
		json_decref(answer);
	}
}

/* The input of the row of an id; free with json_decref. */
static json_t *input_of(const char *id)
{
	struct tsv tsv;
	json_t *input = NULL;

	assert_true(tsv_open(&tsv, "tests/cases/settlement/settlement_cases.tsv"));
	while (tsv_next(&tsv))
		if (strcmp(tsv_cell(&tsv, "id"), id) == 0)
			input = json_loads(tsv_cell(&tsv, "input_json"), 0, NULL);
	tsv_close(&tsv);
	return input;
}

static void published_settlements_come_out(void **state)
{
	struct tsv tsv;
	int rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/settlement/settlement_cases.tsv"));
	while (tsv_next(&tsv)) {
		const char *kind = tsv_cell(&tsv, "kind");
		json_t *input = json_loads(tsv_cell(&tsv, "input_json"), 0, NULL), *expected = json_loads(tsv_cell(&tsv, "expected_json"), 0, NULL);
		json_t *from = NULL;

		CASE(tsv_cell(&tsv, "id"));
		assert_non_null(input);
		assert_non_null(expected);
		if (strcmp(kind, "derived VAT") == 0) {
			row_of_vat(input, expected);
		} else if (strcmp(kind, "derived 01-BH") == 0) {
			row_of_statement(input, expected);
		} else if (strcmp(kind, "derived rule") == 0) {
			row_of_rule(input, expected);
		} else if (strcmp(kind, "published") == 0) {
			row_published(input, NULL, expected);
		} else {
			from = input_of(json_string_value(json_object_get(input, "from")));
			assert_non_null(from);
			row_published(from, json_object_get(input, "commission_vat"), expected);
		}
		rows++;
		json_decref(from);
		json_decref(input);
		json_decref(expected);
	}
	tsv_close(&tsv);
	printf("# %d rows, all of them apply\n", rows);
	assert_true(rows >= 7);
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 << 20);
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
		cmocka_unit_test(every_worked_figure_can_be_asked),
		cmocka_unit_test(commission_vat_is_taken_once),
		cmocka_unit_test(what_makes_no_sense_is_named),
		cmocka_unit_test(published_settlements_come_out),
	};

	return cmocka_run_group_tests_name("app/debug_share", tests, open_arena, close_arena);
}
