/*
 * A restore that is broken off: at each call that changes the disk it fails, or the process dies there. Either the old book
 * with its old key is whole, or the new one with its new key; no key is lost; a second try goes through.
 *
 * The calls are taken over here (the program and SQLite both find these), counted, and let through but for one.
 */
#include "settling.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "shop/backup.h"
#include "shop/verify.h"

enum fault { FAULT_NONE, FAULT_IO, FAULT_FULL_FOR_EVER, FAULT_DEATH };

static struct {
	enum fault fault;
	int64_t at;            /* the call that is hit; from 1 */
	int64_t calls_count;
	bool has_hit;
} faults;

/* true: this call is not let through. */
static bool hit(void)
{
	if (faults.fault == FAULT_NONE)
		return false;
	faults.calls_count++;
	if (faults.calls_count != faults.at && !(faults.fault == FAULT_FULL_FOR_EVER && faults.calls_count > faults.at))
		return false;
	faults.has_hit = true;
	if (faults.fault == FAULT_DEATH)
		_exit(99);
	errno = faults.fault == FAULT_IO ? EIO : ENOSPC;
	return true;
}

/* Of the many calls on the tables that are made anew to be compared, which change nothing yet, one in 32 counts. */
static bool hit_at(int descriptor)
{
	static int64_t fresh_count;
	char link_name[40], path[200];
	ssize_t size;

	if (faults.fault == FAULT_NONE)
		return false;
	snprintf(link_name, sizeof(link_name), "/proc/self/fd/%d", descriptor);
	size = readlink(link_name, path, sizeof(path) - 1);
	path[size > 0 ? size : 0] = '\0';
	return (strstr(path, "/fresh.db") && ++fresh_count % 32) ? false : hit();
}

#define TAKEN_AS(type, name, parameters, is_hit, call) \
	type name parameters; \
	type name parameters { return is_hit ? -1 : (type)(call); }
#define TAKEN(type, name, parameters, call) TAKEN_AS(type, name, parameters, hit(), call)

TAKEN(int, rename, (const char *from, const char *to), syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0))
TAKEN(int, link, (const char *from, const char *to), syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0))
TAKEN(int, mkdir, (const char *path, mode_t mode), syscall(SYS_mkdirat, AT_FDCWD, path, mode))
TAKEN_AS(int, fsync, (int descriptor), hit_at(descriptor), syscall(SYS_fsync, descriptor))
TAKEN_AS(int, fdatasync, (int descriptor), hit_at(descriptor), syscall(SYS_fdatasync, descriptor))
TAKEN_AS(ssize_t, write, (int descriptor, const void *bytes, size_t size), hit_at(descriptor), syscall(SYS_write, descriptor, bytes, size))
TAKEN_AS(ssize_t, pwrite64, (int descriptor, const void *bytes, size_t size, off64_t at), hit_at(descriptor), syscall(SYS_pwrite64, descriptor, bytes, size, at))

static char folder[64], dir[80], aside[96], backup_path[BOOK_PATH_MAX];
static const uint8_t first_seed[32] = { 7 };

static struct book_epoch next_of(int64_t n)
{
	return (struct book_epoch){ .entry_id = id_derive((struct id){ { 1 } }, "restore", n), .key_seed = { 8, (uint8_t)n, (uint8_t)(n >> 8) },
				    .signer_seed = { 7 }, .at_us = DAY_ONE_US + MINUTE_US };
}

static void shell(const char *words)
{
	char line[600];

	snprintf(line, sizeof(line), "cd %s && %s", folder, words);
	assert_i64(system(line), 0); /* ours: a folder of mkdtemp and a constant */
}

static int make_folder(void **state)
{
	struct err err = { 0 };
	struct book_setup setup = {
		.site_code = "SR1", .site_name = "Điểm bán OCOP thử", .operator_code = "VH", .operator_name = "Công ty Thử nghiệm",
		.operator_vat_profile = TAX_CREDIT, .till_code = "Q1", .at_us = DAY_ONE_US, .key_seed = { 7 }, .site_id = { { 3 } },
	};
	struct verify_part part;

	(void)state;
	/* In memory where there is such a folder: a thousand restores, and what a sync does is played here. */
	snprintf(folder, sizeof(folder), "%.30s/ocop-restore.XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(folder));
	snprintf(dir, sizeof(dir), "%s/book", folder);
	snprintf(aside, sizeof(aside), "%s/aside", folder);
	assert_ok(book_create(dir, &setup, &err), &err);
	verify_part_init(&part);
	assert_ok(backup_make(dir, folder, DAY_ONE_US, backup_path, &part, &err), &err);
	verify_part_release(&part);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	shell("rm -rf book book.* aside ocop-*");
	assert_i64(rmdir(folder), 0);
	return 0;
}

/* Some file of DIR.key and DIR.key.HEX has these bytes. */
static bool key_is_kept(const uint8_t seed[32])
{
	char path[160], hex[17];
	struct sign_public public_key;
	struct sign_secret secret;
	uint8_t read_seed[32];

	sign_keys_of_seed(seed, &public_key, &secret);
	text_hex_write(public_key.bytes, 8, hex);
	for (int i = 0; i < 2; i++) {
		int descriptor;
		bool is_it;

		snprintf(path, sizeof(path), i ? "%s.key.%s" : "%s.key", dir, hex);
		descriptor = open(path, O_RDONLY);
		if (descriptor < 0)
			continue;
		is_it = read(descriptor, read_seed, 32) == 32 && memcmp(read_seed, seed, 32) == 0;
		close(descriptor);
		if (is_it)
			return true;
	}
	return false;
}

static int64_t epoch_of(const char *at)
{
	struct err err = { 0 };
	struct book *book = book_open(at, &err);
	int64_t epoch;

	if (!book)
		fail_msg("%s does not open: %s %s", at, err.field, err.text);
	epoch = book->epoch;
	book_close(book);
	return epoch;
}

/* In a process of its own; true: it was let through to its end, whether the fault was met or not. */
static bool try_restore(enum fault fault, int64_t at, int64_t n, bool *has_hit)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct book_epoch next = next_of(n);
		struct err err = { 0 };
		bool ok;

		faults.fault = fault;
		faults.at = at;
		ok = book_restore(backup_path, dir, &next, &err);
		faults.fault = FAULT_NONE;
		if (!ok && err.code == ERR_NONE)
			_exit(98);
		_exit((ok ? 1 : 0) | (faults.has_hit ? 2 : 0));
	}
	assert_i64(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	status = WEXITSTATUS(status);
	assert_int_not_equal(status, 98);
	*has_hit = status == 99 || (status & 2) != 0;
	return status != 99 && (status & 1);
}

static void restore_now(int64_t n)
{
	struct book_epoch next = next_of(n);
	struct err err = { 0 };

	assert_ok(book_restore(backup_path, dir, &next, &err), &err);
}

/* The book was taken aside because it was broken; its key is where it was. */
static void break_off_everywhere(enum fault fault, const char *name)
{
	int64_t at = 1, before = 0, after = 0;
	bool has_hit = true;

	for (; has_hit && at < 5000; at++) {
		bool is_done, is_there;

		shell("rm -rf book.part && mv book aside");
		is_done = try_restore(fault, at, at, &has_hit);
		is_there = access(dir, F_OK) == 0;
		if (is_done && !is_there)
			fail_msg("%s at %lld: said to be done, and is not there", name, (long long)at);
		/* Also before anybody opens anything. */
		if (!key_is_kept(first_seed))
			fail_msg("%s at %lld: the old key is lost", name, (long long)at);
		if (is_there) {
			after++;
			assert_i64(epoch_of(dir), 2);
			if (!key_is_kept(next_of(at).key_seed))
				fail_msg("%s at %lld: the new key is lost", name, (long long)at);
			shell("rm -r book && mv book.key book.key.used && mv book.key.????????????* book.key");
		} else {
			before++;
			/* The old one put back is whole with its key, and a second try from there goes through. */
			shell("mv aside book");
			assert_i64(epoch_of(dir), 1);
			shell("mv book aside");
			if (at % 4 == 1) {
				restore_now(at + 10000);
				assert_i64(epoch_of(dir), 2);
				assert_true(key_is_kept(first_seed) && key_is_kept(next_of(at + 10000).key_seed));
				shell("rm -r book && mv book.key book.key.used && mv book.key.????????????* book.key");
			}
		}
		/* As it was at first. */
		shell("mv aside book && rm -f book.key.used");
		assert_i64(epoch_of(dir), 1);
	}
	print_message("%s: %lld places, %lld before and %lld after the rename\n", name, (long long)at - 1, (long long)before, (long long)after);
	assert_true(before > 10 && after > 2 && at < 5000);
}

static void a_failing_disk_breaks_nothing(void **state)
{
	(void)state;
	break_off_everywhere(FAULT_IO, "EIO once");
}

static void a_full_disk_breaks_nothing(void **state)
{
	(void)state;
	break_off_everywhere(FAULT_FULL_FOR_EVER, "ENOSPC for ever");
}

static void a_killed_process_breaks_nothing(void **state)
{
	(void)state;
	break_off_everywhere(FAULT_DEATH, "kill");
}

/* Broken off behind its rename: the next restore finishes it and says so, and takes no other copy. */
static void a_second_restore_finishes_the_first(void **state)
{
	struct book_epoch next = next_of(2);
	struct err err = { 0 };
	bool has_hit, was_born = false;

	(void)state;
	shell("mv book aside");
	for (int64_t at = 1; !was_born && at < 5000; at++) {
		(void)try_restore(FAULT_DEATH, at, 1, &has_hit);
		was_born = access(dir, F_OK) == 0;
	}
	assert_true(was_born);
	assert_false(book_restore(backup_path, dir, &next, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "nay đã xong"));
	assert_true(key_is_kept(next_of(1).key_seed) && key_is_kept(first_seed));
	assert_false(key_is_kept(next.key_seed));
	assert_i64(epoch_of(dir), 2);
}

/* Restored twice from one copy, both are epoch 2: each key keeps a name of its own. */
static void no_key_is_written_over(void **state)
{
	struct err err = { 0 };
	struct book_epoch next;

	(void)state;
	for (int64_t n = 1; n <= 3; n++) {
		shell("rm -rf aside && mv book aside");
		next = next_of(n);
		assert_ok(book_restore(backup_path, dir, &next, &err), &err);
	}
	assert_true(key_is_kept(first_seed));
	for (int64_t n = 1; n <= 3; n++)
		assert_true(key_is_kept(next_of(n).key_seed));
	/* A damaged key is kept as well. */
	shell("rm -rf aside && mv book aside && printf short >book.key");
	next = next_of(4);
	assert_ok(book_restore(backup_path, dir, &next, &err), &err);
	shell("grep -qx short book.key.*");
}

/* The chain is whole, and a row that follows from it is another one. */
static void a_copy_whose_tables_were_changed_is_refused(void **state)
{
	static const struct sql change = { .text = "UPDATE site SET name = 'của ai khác'", .scan_ok = true };
	struct book_epoch next = next_of(1);
	struct err err = { 0 };
	struct store *copy = store_open_sqlite(backup_path, STORE_READ_WRITE, &err);
	struct txn *txn = copy ? txn_begin(copy, &err) : NULL;

	(void)state;
	assert_ok(txn && stmt_end(stmt_begin(txn, &change), &err) && txn_commit(txn, &err), &err);
	store_close(copy);
	shell("mv book aside");
	assert_false(book_restore(backup_path, dir, &next, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_text(err.field, "from");
	shell("test ! -e book && test ! -e book.part && mv aside book");
	assert_i64(epoch_of(dir), 1);
}

/* The same for a new book: killed anywhere, init is run again, or the book is whole. */
static void a_broken_off_init_leaves_a_book_or_nothing(void **state)
{
	struct book_setup setup = {
		.site_code = "SR1", .site_name = "Điểm bán OCOP thử", .operator_code = "VH", .operator_name = "Công ty Thử nghiệm",
		.operator_vat_profile = TAX_CREDIT, .till_code = "Q1", .at_us = DAY_ONE_US, .key_seed = { 5 }, .site_id = { { 4 } },
	};
	int status = 0;

	(void)state;
	for (int64_t at = 1; at < 5000; at++) {
		pid_t child;

		shell("rm -rf book book.key");
		child = fork();
		if (child == 0) {
			struct err err = { 0 };

			faults.fault = FAULT_DEATH;
			faults.at = at;
			_exit(book_create(dir, &setup, &err) ? 0 : 1);
		}
		assert_i64(waitpid(child, &status, 0), child);
		if (access(dir, F_OK) == 0) {
			assert_i64(epoch_of(dir), 1);
		} else {
			struct err err = { 0 };

			assert_ok(book_create(dir, &setup, &err), &err);
		}
		if (WEXITSTATUS(status) == 0)
			return;
		assert_i64(WEXITSTATUS(status), 99);
	}
	fail_msg("init never came to its end");
}

#define FOLDER_TEST(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_failing_disk_breaks_nothing),
		FOLDER_TEST(a_full_disk_breaks_nothing),
		FOLDER_TEST(a_killed_process_breaks_nothing),
		FOLDER_TEST(a_second_restore_finishes_the_first),
		FOLDER_TEST(no_key_is_written_over),
		FOLDER_TEST(a_copy_whose_tables_were_changed_is_refused),
		FOLDER_TEST(a_broken_off_init_leaves_a_book_or_nothing),
	};

	return cmocka_run_group_tests_name("shop/restore", tests, NULL, NULL);
}
