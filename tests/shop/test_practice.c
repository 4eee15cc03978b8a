/* The practice book: made of a copy, says so for ever, and leaves the real one as it was. */
#include "settling.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/random.h"
#include "shop/practice.h"
#include "shop/verify.h"
#include "store/store.h"

static char root[64], real[80], tap[80];

static int set_up(void **state)
{
	struct book_setup setup = {
		.site_code = "SR1", .site_name = "Điểm bán OCOP thử", .operator_code = "VH", .operator_name = "Công ty Thử nghiệm",
		.operator_vat_profile = TAX_CREDIT, .till_code = "Q1", .at_us = DAY_ONE_US, .key_seed = { 7 }, .site_id = { { 3 } },
	};
	struct err err = { 0 };

	(void)state;
	snprintf(root, sizeof(root), "%.30s/ocop-practice.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(root));
	snprintf(real, sizeof(real), "%s/book", root);
	snprintf(tap, sizeof(tap), "%s/book.tap", root);
	assert_ok(book_create(real, &setup, &err), &err);
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int flag, struct FTW *at)
{
	(void)about;
	(void)flag;
	(void)at;
	return remove(path);
}

static int tear_down(void **state)
{
	(void)state;
	return nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct practice_plan plan_of(int64_t at_us)
{
	struct practice_plan plan = { .entry_id = random_id(), .at_us = at_us };

	random_bytes(plan.key_seed, sizeof(plan.key_seed));
	return plan;
}

static void file_sum(const char *dir, const char *name, struct hash *sum)
{
	char path[100];
	uint8_t *bytes = malloc(64 << 20);
	ssize_t size;
	int descriptor;

	snprintf(path, sizeof(path), "%s%s", dir, name);
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(descriptor >= 0);
	size = read(descriptor, bytes, 64 << 20);
	close(descriptor);
	assert_true(size >= 0);
	*sum = hash_of(bytes, (size_t)size);
	free(bytes);
}

/* What verify says of the book in a folder. */
static bool holds(const char *dir, bool *is_practice)
{
	struct verify_part part;
	struct err err = { 0 };
	struct store *store;
	char db[100];
	bool ok;

	snprintf(db, sizeof(db), "%s/book.db", dir);
	store = store_open_sqlite(db, STORE_READ_ONLY, &err);
	assert_ok(store != NULL, &err);
	verify_part_init(&part);
	assert_ok(verify_entries(store, NULL, 0, &part, &err) && verify_invariants(store, &part, &err), &err);
	if (part.problems_count)
		print_message("%s", buf_get(&part.problems));
	ok = part.problems_count == 0;
	*is_practice = part.is_practice;
	verify_part_release(&part);
	store_close(store);
	return ok;
}

#define LATER_US (DAY_ONE_US + 3600000000)

static void it_is_whole_and_says_that_it_is_practice(void **state)
{
	struct practice_plan plan = plan_of(LATER_US);
	struct hash before, after, key_before, key_after;
	struct err err = { 0 };
	struct book *book;
	bool is_practice;

	(void)state;
	file_sum(real, "/book.db", &before);
	file_sum(real, ".key", &key_before);
	assert_ok(practice_make(real, tap, &plan, &err), &err);
	file_sum(real, "/book.db", &after);
	file_sum(real, ".key", &key_after);
	assert_true(hash_is(before, after) && hash_is(key_before, key_after));
	assert_true(holds(tap, &is_practice));
	assert_true(is_practice);
	assert_true(holds(real, &is_practice));
	assert_false(is_practice);
	book = book_open(tap, &err);
	assert_ok(book != NULL, &err);
	assert_true(book->is_practice);
	assert_i64(2, book->epoch);
	book_close(book);
}

static void practice_begins_anew_each_time(void **state)
{
	struct practice_plan plan = plan_of(LATER_US), again = plan_of(LATER_US + 5000000);
	struct err err = { 0 };
	struct hash one, two;
	bool is_practice;

	(void)state;
	assert_ok(practice_make(real, tap, &plan, &err), &err);
	file_sum(tap, ".key", &one);
	assert_ok(practice_make(real, tap, &again, &err), &err);
	file_sum(tap, ".key", &two);
	assert_false(hash_is(one, two));
	assert_true(holds(tap, &is_practice) && is_practice);
}

static void a_real_book_is_never_removed_for_it(void **state)
{
	struct practice_plan plan = plan_of(LATER_US);
	struct err err = { 0 };
	bool is_practice;
	char other[100];

	(void)state;
	assert_false(practice_make(real, real, &plan, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_true(holds(real, &is_practice));
	/* Nor is a folder of anything else. */
	snprintf(other, sizeof(other), "%s/else", root);
	assert_int_equal(0, mkdir(other, 0750));
	err = (struct err){ 0 };
	assert_false(practice_make(real, other, &plan, &err));
	assert_int_equal(0, rmdir(other));
}

static void one_that_is_served_stays(void **state)
{
	struct practice_plan plan = plan_of(LATER_US);
	struct err err = { 0 };
	struct book *book;

	(void)state;
	assert_ok(practice_make(real, tap, &plan, &err), &err);
	book = book_open(tap, &err);
	assert_ok(book != NULL, &err);
	assert_false(practice_make(real, tap, &plan, &err));
	assert_i64(err.code, ERR_BUSY);
	book_close(book);
}

/* A copy of it cannot be made a real book, with whichever key. */
static void it_never_becomes_a_real_book(void **state)
{
	struct book_epoch next = { .entry_id = random_id(), .at_us = LATER_US + 10000000 };
	struct practice_plan plan = plan_of(LATER_US);
	struct err err = { 0 };
	char from[100], to[100];

	(void)state;
	assert_ok(practice_make(real, tap, &plan, &err), &err);
	random_bytes(next.key_seed, sizeof(next.key_seed));
	memcpy(next.signer_seed, plan.key_seed, sizeof(next.signer_seed));
	snprintf(from, sizeof(from), "%s/book.db", tap);
	snprintf(to, sizeof(to), "%s/restored", root);
	assert_false(book_restore(from, to, &next, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_int_equal(-1, access(to, F_OK));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_whole_and_says_that_it_is_practice),
		cmocka_unit_test(practice_begins_anew_each_time),
		cmocka_unit_test(a_real_book_is_never_removed_for_it),
		cmocka_unit_test(one_that_is_served_stays),
		cmocka_unit_test(it_never_becomes_a_real_book),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
