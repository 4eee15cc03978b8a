/* Whatever happens to tickets, also at once: what the drafts' lane keeps of them is what a program that begins anew reads. */
#include "figuring.h"

#define STEPS 100
#define CARTS 4

static uint64_t chance = 5;
static const char *carts[CARTS];

static uint64_t some(uint64_t below)
{
	return test_next(&chance) % below;
}

static void opened(size_t at)
{
	carts[at] = fresh();
	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", carts[at], text_of_id(serving.till_id)), &serving.err);
}

/* The last change that was asked for. */
static const char *path, *text;

static struct call *asked(const char *cart, const char *rest, const char *body)
{
	path = arena_format(serving.arena, "/carts/%s%s", cart, rest);
	text = body;
	return make_call(HTTP_POST, path, NULL, text, &serving.cashier);
}

static struct call *some_change(const char *cart)
{
	const char *id = fresh(), *item = text_of_id(some(2) ? serving.item_id : serving.other_item_id), *swap;
	int n = 1 + (int)some(4);

	switch (some(10)) {
	case 0: case 1: case 2:
		return asked(cart, "/scan", arena_format(serving.arena, "{\"id\":\"%s\",\"code\":\"%s\"}", id, some(12) ? "8936000000014" : "ABC"));
	case 3:
		return asked(cart, "/add", arena_format(serving.arena, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", id, item));
	case 4:
		return asked(cart, arena_format(serving.arena, "/lines/%d/qty", n), arena_format(serving.arena, "{\"id\":\"%s\",\"qty_milli\":%d000}", id, 1 + (int)some(5)));
	case 5:
		return asked(cart, arena_format(serving.arena, "/lines/%d/remove", n), arena_format(serving.arena, "{\"id\":\"%s\",\"reason\":1}", id));
	case 6:
		return asked(cart, "/discount", arena_format(serving.arena, "{\"id\":\"%s\",\"ppm\":20000,\"reason\":1}", id));
	case 7:
		swap = some(2) ? arena_format(serving.arena, "{\"item_id\":\"%s\",\"qty_milli\":1000,\"reason\":\"móp\",\"bought_day\":\"2026-08-22\"}", item) : "";
		return asked(cart, "/swap", arena_format(serving.arena, "{\"id\":\"%s\",\"swap\":[%s]}", id, swap));
	case 8:
		return asked(cart, "/park", arena_format(serving.arena, "{\"id\":\"%s\",\"label\":\"áo đỏ\"}", id));
	default:
		return asked(cart, "/recall", arena_format(serving.arena, "{\"id\":\"%s\",\"till_id\":\"%s\"}", id, text_of_id(serving.till_id)));
	}
}

static struct call *paying(const char *cart)
{
	if (!GET(arena_format(serving.arena, "/carts/%s", cart), NULL, &serving.cashier) || answered("cash_total") == 0)
		return NULL;
	return asked(cart, "/pay", arena_format(serving.arena, "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"cash\",\"amount\":%lld}]%s}", cart,
						(long long)answered("cash_total"), (long long)answered("cash_due"),
						strstr(serving.answer, "\"swap\":null") ? "" : SECOND));
}

static const char *all_of(size_t i)
{
	if (!GET(arena_format(serving.arena, "/carts/%s", carts[i]), NULL, &serving.cashier))
		return arena_format(serving.arena, "%s %s", serving.err.field, serving.err.text);
	return arena_text(serving.arena, serving.answer);
}

/* The last change once more, as a page does that had no answer. */
static const char *again(void)
{
	return POST(path, &serving.cashier, "%s", text) ? "" : arena_format(serving.arena, "%s %s", serving.err.field, serving.err.text);
}

static void a_program_that_begins_anew_reads_the_same(void **state)
{
	const char *kept[CARTS], *once;
	size_t sold = 0;

	(void)state;
	open_shift();
	for (size_t i = 0; i < CARTS; i++)
		opened(i);
	for (int step = 0; step < STEPS; step++) {
		size_t at = some(CARTS);
		const char *cart = carts[at];
		bool pays = some(3) == 0;
		struct call *first = pays ? paying(cart) : some_change(cart), *second = some_change(pays || some(3) ? cart : carts[some(CARTS)]);

		/* Two at once, as far apart as chance has it. */
		if (first)
			call_start(first);
		for (uint64_t turns = some(2) * some(4); turns > 0; turns--)
			some(2) ? serving_turn() : lanes_step(serving.app.lanes);
		if (second)
			call_start(second);
		for (uint64_t steps = some(4); steps > 0; steps--)
			lanes_step(serving.app.lanes);
		while (serving.app.calls_count)
			serving_turn();
		CASE(arena_format(serving.arena, "step %d", step));
		once = again();
		for (size_t i = 0; i < CARTS; i++)
			kept[i] = all_of(i);
		serving_close();
		serving_open();
		for (size_t i = 0; i < CARTS; i++)
			assert_text(all_of(i), kept[i]);
		assert_text(again(), once);
		if (pays && GET(arena_format(serving.arena, "/sales/%s", cart), NULL, &serving.cashier)) {
			sold++;
			opened(at);
		} else if (pays) {
			assert_ok(POST(arena_format(serving.arena, "/carts/%s/drop", cart), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()), &serving.err);
			opened(at);
		}
	}
	printf("# %zu sold\n", sold);
	assert_true(sold > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(a_program_that_begins_anew_reads_the_same, serving_setup, serving_teardown) };

	return cmocka_run_group_tests_name("app/kept", tests, NULL, NULL);
}
