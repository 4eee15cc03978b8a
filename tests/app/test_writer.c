/* The writer: one commit for many, an answer only after it, and what happens when the engine lets it down. */
#include "serving.h"

#include "../store/faulty.h"
#include "app/lanes.h"

#define JOBS 8

static struct {
	struct call *call;
	bool is_back, ok;
	enum err_code code;
} jobs[JOBS];

static void came_back(struct call *call)
{
	size_t i = (size_t)(uintptr_t)call->owner;

	jobs[i].is_back = true;
	jobs[i].ok = call->ok;
	jobs[i].code = call->ok ? ERR_NONE : call->err.code;
	call_free(call);
}

/* A sale of one honey, given to the writer without its commit. */
static void give_sale(size_t i, const char *cart)
{
	struct call *call = make_call(HTTP_POST, arena_format(serving.arena, "/carts/%s/pay", cart), NULL,
				      arena_format(serving.arena, "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":null}]}", cart),
				      &serving.cashier);

	assert_non_null(call);
	call->done = came_back;
	call->owner = (void *)(uintptr_t)i;
	jobs[i].call = call;
	jobs[i].is_back = false;
	call_start(call);
}

static const char *cart_with_honey(void)
{
	const char *cart = fresh();

	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)));
	assert_true(POST(arena_format(serving.arena, "/carts/%s/scan", cart), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()));
	return cart;
}

static void open_shift(void)
{
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":0}", fresh(), text_of_id(serving.till_id)));
}

static int64_t seals_count(void)
{
	static const struct sql count = { .text = "SELECT COUNT(*) FROM seal", .scan_ok = true };
	struct err err = { 0 };
	struct txn *txn = txn_begin(lanes_book(serving.app.lanes)->store, &err);
	struct stmt *q;
	int64_t seals;

	assert_ok(txn, &err);
	q = stmt_begin(txn, &count);
	assert_true(stmt_next(q));
	seals = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	return seals;
}

static bool is_sold(const char *cart)
{
	return GET(arena_format(serving.arena, "/sales/%s", cart), NULL, &serving.cashier);
}

/* Takes the drafts' steps so that all wait for the writer; then lets everything finish. */
static const char **wait_at_writer(size_t count)
{
	const char **carts = ARENA_LIST(serving.arena, count, const char *);
	struct call *call;
	size_t waiting = 0;

	for (size_t i = 0; i < count; i++)
		carts[i] = cart_with_honey();
	for (size_t i = 0; i < count; i++) {
		give_sale(i, carts[i]);
		/* One turn of each lane: the writer's is empty, the drafts' has this one. */
		lanes_step(serving.app.lanes);
	}
	/* Only now they go on: all of them to the writer. */
	while ((call = queue_try(lanes_queue(serving.app.lanes)))) {
		call_came_back(call, &serving.app);
		waiting++;
	}
	assert_int_equal(waiting, count);
	return carts;
}

static void finish_all(void)
{
	while (serving.app.calls_count)
		serving_turn();
}

static void many_sales_are_one_commit(void **state)
{
	const char **carts;
	int64_t before;

	(void)state;
	open_shift();
	carts = wait_at_writer(JOBS);
	before = seals_count();
	lanes_step(serving.app.lanes);
	if (queue_count(lanes_queue(serving.app.lanes)) == JOBS)
		assert_int_equal(seals_count(), before + 1);
	for (size_t i = 0; i < JOBS; i++)
		assert_false(jobs[i].is_back);
	finish_all();
	assert_in_range(seals_count() - before, 1, JOBS);
	for (size_t i = 0; i < JOBS; i++) {
		assert_true(jobs[i].is_back && jobs[i].ok);
		assert_true(is_sold(carts[i]));
	}
}

static void one_refusal_spoils_no_other(void **state)
{
	const char **carts;

	(void)state;
	open_shift();
	carts = wait_at_writer(3);
	/* The second comes from somebody whose shift it is not: only it is refused. */
	jobs[1].call->work.actor = serving.supervisor.id;
	finish_all();
	assert_true(jobs[0].ok && jobs[2].ok);
	assert_false(jobs[1].ok);
	assert_int_equal(jobs[1].code, ERR_CONFLICT);
	assert_true(is_sold(carts[0]) && is_sold(carts[2]));
	assert_false(is_sold(carts[1]));
}

static void a_group_that_the_engine_rolled_back_is_busy_and_nothing_is_half_done(void **state)
{
	(void)state;
	open_shift();
	for (int at = 2; at <= 200; at += 11) {
		const char **carts = wait_at_writer(3);
		struct store *store = lanes_book(serving.app.lanes)->store;
		bool lied;

		CASE(arena_format(serving.arena, "call %d", at));
		faulty_begin(store, FAULTY_ROLLED_BACK, at);
		lanes_step(serving.app.lanes);
		lied = faulty_end(store);
		finish_all();
		for (size_t i = 0; i < 3; i++) {
			assert_true(jobs[i].is_back);
			if (!lied) {
				assert_true(jobs[i].ok);
				continue;
			}
			/* A job after the one that broke the group ran in a group of its own. */
			if (jobs[i].ok) {
				assert_true(is_sold(carts[i]));
				continue;
			}
			assert_int_equal(jobs[i].code, ERR_BUSY);
			assert_false(is_sold(carts[i]));
			CASE("and asked again it is sold");
			give_sale(i, carts[i]);
			finish_all();
			assert_true(jobs[i].ok && is_sold(carts[i]));
		}
		if (!lied)
			break;
	}
}

static void try_commit(enum faulty_kind kind, bool is_kept)
{
	const char **carts = wait_at_writer(2);
	struct store *store = lanes_book(serving.app.lanes)->store;

	faulty_begin(store, kind, 1);
	/* The store is closed inside and opened anew, honest. */
	lanes_step(serving.app.lanes);
	faulty.real = NULL;
	finish_all();
	assert_false(lanes_broken(serving.app.lanes));
	assert_false(jobs[0].ok);
	for (size_t i = 0; i < 2; i++) {
		/* On a slow machine the second comes in the group after: honest again. */
		if (jobs[i].ok) {
			assert_true(is_sold(carts[i]));
			continue;
		}
		assert_int_equal(jobs[i].code, ERR_UNSURE);
		assert_int_equal(is_sold(carts[i]), is_kept);
		/* With the same id it comes out the same, once. */
		give_sale(i, carts[i]);
		finish_all();
		assert_true(jobs[i].ok && is_sold(carts[i]));
	}
}

static void a_commit_that_fails_is_unsure_and_the_same_id_settles_it(void **state)
{
	(void)state;
	open_shift();
	CASE("the rows are kept");
	try_commit(FAULTY_COMMIT_LOST, true);
	CASE("the rows are not kept");
	try_commit(FAULTY_COMMIT_FAILS, false);
}

static void full_means_busy_at_once(void **state)
{
	size_t refused = 0, given = LANE_QUEUE_MAX + 5;

	(void)state;
	for (size_t i = 0; i < given; i++) {
		struct call *call = make_call(HTTP_GET, "/health", NULL, NULL, &serving.admin);

		call->done = came_back;
		call->owner = NULL;
		jobs[0].is_back = false;
		call_start(call);
		if (jobs[0].is_back) {
			assert_int_equal(jobs[0].code, ERR_BUSY);
			refused++;
		}
	}
	assert_int_equal(refused, 5);
	finish_all();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(many_sales_are_one_commit),
		SERVING_TEST(one_refusal_spoils_no_other),
		SERVING_TEST(a_group_that_the_engine_rolled_back_is_busy_and_nothing_is_half_done),
		SERVING_TEST(a_commit_that_fails_is_unsure_and_the_same_id_settles_it),
		SERVING_TEST(full_means_busy_at_once),
	};

	return cmocka_run_group_tests_name("app/writer", tests, NULL, NULL);
}
