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

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(0, fclose(file));
}

static void a_secret_of_another_book_is_not_written_over(void **state)
{
	struct practice_plan plan = plan_of(LATER_US);
	struct err err = { 0 };
	char away[90], path[100], own[100], text[64] = "";
	FILE *file;

	(void)state;
	snprintf(away, sizeof(away), "%s/away", root);
	snprintf(path, sizeof(path), "%s.pepper", away);
	snprintf(own, sizeof(own), "%s.pepper", real);
	write_text(own, "the secret of this book, thirty-2");
	write_text(path, "the secret of a book that is away");
	assert_false(practice_make(real, away, &plan, &err));
	assert_i64(err.code, ERR_CONFLICT);
	file = fopen(path, "r");
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	assert_text(text, "the secret of a book that is away");
	assert_int_equal(-1, access(away, F_OK));
	/* Its own, left by a practice that was broken off. */
	write_text(path, "the secret of this book, thirty-2");
	err = (struct err){ 0 };
	assert_ok(practice_make(real, away, &plan, &err), &err);
}

struct facts {
	struct id staff_id, customer_id, producer_id, key;
};

static bool put_people(struct work *work, void *what, struct err *err)
{
	struct facts *facts = what;
	struct staff staff = { .id = facts->staff_id, .is_active = true, .login = "mai", .name = "Người bán Mai", .role = STAFF_CASHIER };

	return staff_set(work, &staff, err);
}

static bool put_parties(struct work *work, void *what, struct err *err)
{
	struct facts *facts = what;
	struct party parties[] = {
		{ .id = facts->customer_id, .code = "KH01", .from_day = 20260101, .legal_form = FORM_PERSON, .name = "Khách Bí Mật", .phone = "0912345678",
		  .roles = PARTY_CUSTOMER, .vat_profile = TAX_HOUSEHOLD },
		{ .id = facts->producer_id, .code = "NSX01", .from_day = 20260101, .legal_form = FORM_HOUSEHOLD, .name = "Hộ Ông Chín",
		  .roles = PARTY_CONSIGNOR, .vat_profile = TAX_HOUSEHOLD },
	};

	return parties_set(work, parties, COUNT_OF(parties), err);
}

static bool bytes_hold(const char *path, const char *text)
{
	char *bytes = malloc(64 << 20);
	FILE *file = fopen(path, "r");
	size_t size = fread(bytes, 1, 64 << 20, file);
	bool found = memmem(bytes, size, text, strlen(text)) != NULL;

	fclose(file);
	free(bytes);
	return found;
}

/* Not in a free page of the file either. */
static void customers_are_not_in_it(void **state)
{
	struct facts facts = { .staff_id = random_id(), .customer_id = random_id(), .producer_id = random_id() };
	struct practice_plan plan = plan_of(LATER_US);
	struct err err = { 0 };
	struct book *book = book_open(real, &err);
	struct arena *arena = arena_new((size_t)16 << 20);
	bool is_practice;
	char path[100];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct work work = { .arena = arena, .id = random_id(), .at_us = DAY_ONE_US + 60000000 + i, .role = STAFF_ADMIN };

		random_bytes(work.seed.bytes, sizeof(work.seed.bytes));
		assert_ok(book_run(book, &work, i ? put_parties : put_people, &facts, &err), &err);
	}
	book_close(book);
	arena_free(arena);
	assert_ok(practice_make(real, tap, &plan, &err), &err);
	snprintf(path, sizeof(path), "%s/book.db", tap);
	assert_true(bytes_hold(path, "Người bán Mai"));
	assert_true(bytes_hold(path, "Hộ Ông Chín"));
	assert_false(bytes_hold(path, "Khách Bí Mật"));
	assert_false(bytes_hold(path, "0912345678"));
	assert_true(holds(tap, &is_practice) && is_practice);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_whole_and_says_that_it_is_practice),
		cmocka_unit_test(practice_begins_anew_each_time),
		cmocka_unit_test(a_real_book_is_never_removed_for_it),
		cmocka_unit_test(one_that_is_served_stays),
		cmocka_unit_test(it_never_becomes_a_real_book),
		cmocka_unit_test(a_secret_of_another_book_is_not_written_over),
		cmocka_unit_test(customers_are_not_in_it),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
