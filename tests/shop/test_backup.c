/* Backup, restore into the next epoch, rebuild: on real folders, with the showroom's own history in between. */
#include "settling.h"

#include <sys/stat.h>

#include "shop/backup.h"
#include "shop/recovery.h"
#include "shop/verify.h"
#include "store/store.h"

static char folder[64], dir[80], copy_dir[96], backup_path[BOOK_PATH_MAX];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "%.30s/ocop-backup.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(folder));
	snprintf(dir, sizeof(dir), "%s/book", folder);
	snprintf(copy_dir, sizeof(copy_dir), "%s/again", folder);
	return 0;
}

static void remove_file(const char *in, const char *name)
{
	char path[BOOK_PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", in, name);
	unlink(path);
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "/book.db", "/book.db-wal", "/book.db-shm", "/book.lock", "/rebuilt.db", "/before-rebuild.db", ".key", };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		remove_file(dir, names[i]);
		remove_file(copy_dir, names[i]);
	}
	remove_file(backup_path, "");
	remove_file(backup_path, "-wal");
	remove_file(backup_path, "-shm");
	rmdir(dir);
	rmdir(copy_dir);
	if (rmdir(folder) != 0)
		fail_msg("%s is not empty", folder);
	return 0;
}

static struct book_setup setup_of(void)
{
	struct book_setup setup = {
		.site_code = "SR1", .site_name = "Điểm bán OCOP thử", .operator_code = "VH", .operator_name = "Công ty Thử nghiệm",
		.operator_vat_profile = TAX_CREDIT, .till_code = "Q1", .at_us = DAY_ONE_US,
	};
	struct sign_secret secret;
	uint8_t seed[32] = { 9, 9 };

	room.chance = 77;
	room.now_us = DAY_ONE_US;
	setup.site_id = new_id();
	setup.key_seed[0] = 7;
	sign_keys_of_seed(seed, &setup.recovery, &secret);
	return setup;
}

/* Enough of a shop to sell one thing. */
static void fill_book(void)
{
	struct err err = { 0 };
	struct party party;
	struct contract_terms terms;
	struct work work;

	room.arena = arena_new((size_t)1 << 28);
	room.operator_id = id_derive(room.book->site_id, "operator", 1);
	room.till_id = id_derive(room.book->site_id, "till", 1);
	room.cashier = new_id();
	room.supervisor = new_id();
	room.coop = new_id();
	room.coop_contract = new_id();
	room.honey = new_id();
	party = (struct party){ .code = "HTX01", .from_day = 20200101, .id = room.coop, .legal_form = FORM_COOPERATIVE, .name = "HTX Hương Rừng",
				.roles = PARTY_PRODUCER | PARTY_CONSIGNOR, .vat_profile = TAX_CREDIT };
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
	terms = showroom_terms(room.coop_contract, room.coop, "01/2026/KG");
	work = as_office();
	SHOWROOM_DO(&work, contracts_set(&work, &terms, 1, &err));
	showroom_item(room.honey, "MO500", "Mật ong", NULL, VAT_8, 145000, true, (struct id){ { 0 } });
	showroom_intake(room.coop_contract, room.honey, 40000, 0, 1);
	open_shift();
	sell(room.honey, 3, 145000, 0);
}

static void prove(const char *in)
{
	struct err err = { 0 };
	struct store *reader, *fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	struct verify_part part;
	char db[BOOK_PATH_MAX];

	snprintf(db, sizeof(db), "%s/book.db", in);
	reader = store_open_sqlite(db, STORE_READ_ONLY, &err);
	assert_ok(reader && fresh, &err);
	verify_part_init(&part);
	assert_ok(verify_entries(reader, NULL, 0, &part, &err) && verify_tables(reader, fresh, &part, &err) && verify_invariants(reader, &part, &err), &err);
	if (part.problems_count)
		fail_msg("%s", buf_get(&part.problems));
	verify_part_release(&part);
	store_close(reader);
	store_close(fresh);
}

static void a_backup_goes_on_in_the_next_epoch(void **state)
{
	struct err err = { 0 };
	struct book_setup setup = setup_of();
	struct book_epoch next = { .entry_id = new_id(), .key_seed = { 8 }, .signer_seed = { 9, 9 }, .is_recovery = true, .at_us = DAY_ONE_US + MINUTE_US };
	const struct shift_closed *closed;
	struct shift_close_in close = { .till_id = { { 0 } }, .reason = "sau khôi phục" };
	const struct settled *s;
	struct verify_part part;
	struct work work;
	struct id sale;

	(void)state;
	assert_ok(book_create(dir, &setup, &err), &err);
	room.book = book_open(dir, &err);
	assert_ok(room.book, &err);
	fill_book();
	sale = sell(room.honey, 2, 145000, 0);
	verify_part_init(&part);
	/* While the writer has the book open. */
	assert_ok(backup_make(dir, folder, room.now_us, backup_path, &part, &err), &err);
	assert_non_null(strstr(backup_path, "/ocop-SR1-20260101-0900"));
	verify_part_release(&part);
	sell(room.honey, 1, 145000, 0);
	book_close(room.book);

	next.signer_seed[5] = 1;
	assert_false(book_restore(backup_path, copy_dir, &next, &err));
	assert_text(err.field, "key");
	err = (struct err){ 0 };
	next.signer_seed[5] = 0;
	assert_ok(book_restore(backup_path, copy_dir, &next, &err), &err);
	assert_false(book_restore(backup_path, copy_dir, &next, &err));
	room.book = book_open(copy_dir, &err);
	assert_ok(room.book, &err);
	assert_i64(room.book->epoch, 2);
	assert_i64(room.book->stream, 2);
	/* The open shift ended with its epoch; receipts begin anew under the next. */
	room.now_us += 10 * MINUTE_US;
	open_shift();
	struct id second = sell(room.honey, 1, 145000, 0);
	struct txn *txn = txn_begin(room.book->store, &err);
	int64_t key;
	bool found;

	assert_ok(sale_find_receipt(txn, "Q1-2-000001", &key, &found, &err), &err);
	assert_true(found);
	assert_i64(key, ENTRY_KEY(2, 3));
	txn_abandon(txn);
	(void)second;
	/* What was sold before comes back after. */
	take_back(sale, 1, 145000, PLACE_SHELF);
	close.till_id = room.till_id;
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	assert_i64(closed->net_before.dong, 5 * 145000);
	assert_i64(closed->net.dong, 5 * 145000);
	assert_i64(closed->z_number, 2);
	go_to(20260201);
	s = close_to(room.coop_contract, 20260131);
	assert_i64(s->cuts_count, 2);
	assert_i64(s->items[0].closing_milli, 35000);
	assert_i64(s->col6.dong, 5 * 145000);
	book_close(room.book);
	prove(copy_dir);
	arena_free(room.arena);
}

static void a_lost_epoch_may_be_vouched_for_by_the_old_key(void **state)
{
	struct err err = { 0 };
	struct book_setup setup = setup_of();
	struct book_epoch next = { .entry_id = new_id(), .key_seed = { 8 }, .signer_seed = { 7 }, .at_us = DAY_ONE_US + MINUTE_US };
	struct verify_part part;

	(void)state;
	assert_ok(book_create(dir, &setup, &err), &err);
	verify_part_init(&part);
	assert_ok(backup_make(dir, folder, DAY_ONE_US, backup_path, &part, &err), &err);
	verify_part_release(&part);
	assert_ok(book_restore(backup_path, copy_dir, &next, &err), &err);
	prove(copy_dir);
}

static void put_in_copy(const struct sql *sql)
{
	struct err err = { 0 };
	struct store *store = store_open_sqlite(backup_path, STORE_READ_WRITE, &err);
	struct txn *txn = store ? txn_begin(store, &err) : NULL;

	assert_ok(txn, &err);
	assert_ok(stmt_end(stmt_begin(txn, sql), &err) && txn_commit(txn, &err), &err);
	store_close(store);
}

static int64_t count_of(const char *in, const struct sql *sql)
{
	struct err err = { 0 };
	char db[BOOK_PATH_MAX];
	struct store *store;
	struct txn *txn;
	struct stmt *q;
	int64_t count;

	snprintf(db, sizeof(db), "%s/book.db", in);
	store = store_open_sqlite(db, STORE_READ_ONLY, &err);
	assert_ok(store, &err);
	txn = txn_begin(store, &err);
	q = stmt_begin(txn, sql);
	assert_true(stmt_next(q));
	count = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	store_close(store);
	return count;
}

/* Nobody is signed in and nothing prints by itself after a restore; a copy that was changed is not restored. */
static void a_restore_is_quiet_and_of_a_whole_copy(void **state)
{
	static const struct sql session = { .text =
		"INSERT INTO session (token_sum, staff_id, began_us, is_locked) VALUES (zeroblob(32), zeroblob(16), 1, 0)" };
	static const struct sql station = { .text =
		"INSERT INTO station (id, token_sum, name, staff_id, at_us) VALUES (zeroblob(16), zeroblob(32), 'Quầy', zeroblob(16), 1)" };
	static const struct sql stations = { .text = "SELECT COUNT(*) FROM station WHERE revoked_us IS NULL", .scan_ok = true };
	static const struct sql paper = { .text = "INSERT INTO print_job (state, entry_key, layout, copy, printer, at_us) VALUES (1, 1, 1, 0, 'p', 1)" };
	static const struct sql secret = { .text = "INSERT INTO vault (ref, salt, facts) VALUES (zeroblob(16), zeroblob(16), '{}')" };
	static const struct sql sessions = { .text = "SELECT COUNT(*) FROM session", .scan_ok = true };
	static const struct sql waiting = { .text = "SELECT COUNT(*) FROM print_job WHERE state IN (1, 2)" };
	static const struct sql unknown = { .text = "SELECT COUNT(*) FROM print_job WHERE state = 4" };
	struct err err = { 0 };
	struct book_setup setup = setup_of();
	struct book_epoch next = { .entry_id = new_id(), .key_seed = { 8 }, .signer_seed = { 7 }, .at_us = DAY_ONE_US + MINUTE_US };
	struct verify_part part;
	char third_dir[96];

	(void)state;
	assert_ok(book_create(dir, &setup, &err), &err);
	verify_part_init(&part);
	assert_ok(backup_make(dir, folder, DAY_ONE_US, backup_path, &part, &err), &err);
	verify_part_release(&part);
	put_in_copy(&session);
	put_in_copy(&station);
	put_in_copy(&paper);
	assert_ok(book_restore(backup_path, copy_dir, &next, &err), &err);
	assert_i64(count_of(copy_dir, &sessions), 0);
	assert_i64(count_of(copy_dir, &stations), 0);
	assert_i64(count_of(copy_dir, &waiting), 0);
	assert_i64(count_of(copy_dir, &unknown), 1);
	prove(copy_dir);
	put_in_copy(&secret);
	snprintf(third_dir, sizeof(third_dir), "%s/third", folder);
	assert_false(book_restore(backup_path, third_dir, &next, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_text(err.field, "from");
	assert_true(access(third_dir, F_OK) != 0);
}

static void a_book_is_made_anew_from_its_entries(void **state)
{
	struct err err = { 0 };
	struct book_setup setup = setup_of();
	struct verify_part part;
	struct store *store;
	struct txn *txn;
	struct stmt *q;
	static const struct sql spoil = { .text = "UPDATE line SET house = house + 1", .scan_ok = true };
	static const struct sql remember = { .text = "INSERT INTO mark (name, value) VALUES ('thử', 'còn')" };
	static const struct sql recall = { .text = "SELECT value FROM mark WHERE name = 'thử'" };
	char db[BOOK_PATH_MAX];

	(void)state;
	assert_ok(book_create(dir, &setup, &err), &err);
	room.book = book_open(dir, &err);
	assert_ok(room.book, &err);
	fill_book();
	verify_part_init(&part);
	assert_false(backup_rebuild(dir, true, &part, &err));
	assert_i64(err.code, ERR_BUSY);
	assert_ok(backup_rebuild(dir, false, &part, &err), &err);
	assert_i64(part.problems_count, 0);
	book_close(room.book);
	snprintf(db, sizeof(db), "%s/book.db", dir);
	store = store_open_sqlite(db, STORE_READ_WRITE, &err);
	txn = txn_begin(store, &err);
	assert_ok(stmt_end(stmt_begin(txn, &spoil), &err), &err);
	assert_ok(stmt_end(stmt_begin(txn, &remember), &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	store_close(store);
	assert_ok(backup_rebuild(dir, true, &part, &err), &err);
	assert_i64(part.problems_count, 1);
	assert_non_null(strstr(buf_get(&part.problems), "bảng line"));
	verify_part_release(&part);
	prove(dir);
	room.book = book_open(dir, &err);
	assert_ok(room.book, &err);
	txn = txn_begin(room.book->store, &err);
	q = stmt_begin(txn, &recall);
	assert_true(stmt_next(q));
	assert_text(stmt_take_text(q, room.arena), "còn");
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	sell(room.honey, 1, 145000, 0);
	book_close(room.book);
	prove(dir);
	arena_free(room.arena);
}

static void a_recovery_key_survives_paper(void **state)
{
	struct err err = { 0 };
	uint64_t chance = test_seed();
	char text[RECOVERY_TEXT_SIZE], typed[200];

	(void)state;
	for (int round = 0; round < 200; round++) {
		uint8_t seed[32], read[32];
		size_t at;

		for (size_t i = 0; i < 32; i++)
			seed[i] = (uint8_t)test_next(&chance);
		recovery_write(seed, text);
		assert_i64((int64_t)strlen(text), RECOVERY_TEXT_SIZE - 1);
		assert_ok(recovery_read(text, read, &err), &err);
		assert_memory_equal(seed, read, 32);
		/* As people type it. */
		for (at = 0; text[at]; at++)
			typed[at] = text[at] == '-' ? ' ' : text[at] == '0' ? 'o' : text[at] == '1' ? 'l' : (char)(text[at] | (text[at] >= 'A' ? 32 : 0));
		typed[at] = '\0';
		assert_ok(recovery_read(typed, read, &err), &err);
		assert_memory_equal(seed, read, 32);
		/* One letter wrong, or two changed places. */
		at = test_next(&chance) % strlen(text);
		if (text[at] == '-')
			at++;
		text[at] = text[at] == 'Z' ? 'Y' : 'Z';
		assert_false(recovery_read(text, read, &err));
	}
	uint8_t seed[32];

	assert_false(recovery_read("", seed, &err));
	assert_false(recovery_read("7KQ2-U", seed, &err));
	assert_text(err.field, "recovery");
}

#define FOLDER_TEST(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

/* Two books of one site code, copied into one folder: each forgets only its own. */
static void copies_of_another_book_are_not_taken(void **state)
{
	struct book_setup setup = setup_of(), other_setup = setup_of();
	char copies[3][BOOK_PATH_MAX];
	struct verify_part part;
	struct err err = { 0 };
	size_t removed;

	(void)state;
	other_setup.key_seed[0] = 9;
	assert_ok(book_create(dir, &setup, &err), &err);
	assert_ok(book_create(copy_dir, &other_setup, &err), &err);
	for (int i = 0; i < 3; i++) {
		verify_part_init(&part);
		assert_ok(backup_make(i == 1 ? copy_dir : dir, folder, DAY_ONE_US + i * MINUTE_US, backup_path, &part, &err), &err);
		verify_part_release(&part);
		snprintf(copies[i], sizeof(copies[i]), "%s", backup_path);
		assert_ok(backup_keep(backup_path, 1, &removed, &err), &err);
		assert_i64((int64_t)removed, i == 2);
		assert_int_equal(access(copies[0], F_OK) == 0, i < 2);
	}
	assert_int_equal(unlink(copies[1]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_backup_goes_on_in_the_next_epoch),
		FOLDER_TEST(a_lost_epoch_may_be_vouched_for_by_the_old_key),
		FOLDER_TEST(a_restore_is_quiet_and_of_a_whole_copy),
		FOLDER_TEST(copies_of_another_book_are_not_taken),
		FOLDER_TEST(a_book_is_made_anew_from_its_entries),
		cmocka_unit_test(a_recovery_key_survives_paper),
	};

	return cmocka_run_group_tests_name("shop/backup", tests, NULL, NULL);
}
