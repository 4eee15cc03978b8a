/* verify finds nothing in a good book and every planted fault in a bad one. */
#include "settling.h"

#include <sqlite3.h>

#include "shop/invariant.h"
#include "shop/verify.h"

/* A year's sorts of things in a few days: sales, a return, a discount, late goods, closings, payouts, a count at night. */
static void make_history(void)
{
	struct err err = { 0 };
	struct cash_move_in out = { .amount = MONEY(-100000), .reason = "mua nước", .till_id = room.till_id };
	struct shift_close_in close = { .till_id = room.till_id, .reason = "đếm sau" };
	const struct shift_closed *closed;
	struct id sale, lot;
	struct work work;

	open_shift();
	lot = showroom_intake(room.coop_contract, room.honey, 40000, 20261231, 3);
	move_goods(MOVE_BROKEN, lot, 1000);
	showroom_intake(room.household_contract, room.rice, 1000, 0, 1);
	sale = sell(room.honey, 3, 145000, 0);
	sell(room.honey, 2, 145000, 10000);
	sell(room.rice, 2, 108000, 0);
	showroom_intake(room.household_contract, room.rice, 20000, 0, 1);
	take_back(sale, 1, 145000, PLACE_SHELF);
	take_back(sale, 1, 145000, PLACE_BIN);
	work = with_supervisor();
	SHOWROOM_DO(&work, cash_move(&work, &out, MONEY(0), &err));
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	pay_out(room.coop_contract, 50000, true);
	go_to(20260101);
	open_shift();
	close_to(room.coop_contract, 20251231);
	close_to(room.household_contract, 20251231);
	sell(room.honey, 1, 145000, 0);
	pay_out(room.household_contract, 100000, false);
	go_to(20260201);
	close_to(room.coop_contract, 20260131);
}

static int64_t problems(struct verify_part *part)
{
	int64_t count = part->problems_count;

	if (count)
		printf("# %s", buf_get(&part->problems));
	verify_part_release(part);
	return count;
}

static void a_good_book_holds(void **state)
{
	struct err err = { 0 };
	struct store *reader, *fresh;
	struct verify_part part;
	struct hash heads[2];

	(void)state;
	make_history();
	reader = engine_open(STORE_READ_ONLY);
	verify_part_init(&part);
	assert_ok(verify_entries(reader, NULL, 0, &part, &err), &err);
	assert_true(part.checked_count > 20);
	heads[0] = part.head;
	assert_i64(problems(&part), 0);
	verify_part_init(&part);
	assert_ok(verify_invariants(reader, &part, &err), &err);
	assert_i64(problems(&part), 0);
	fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	assert_ok(fresh, &err);
	verify_part_init(&part);
	assert_ok(verify_tables(reader, fresh, &part, &err), &err);
	assert_i64(problems(&part), 0);
	store_close(fresh);
	/* The head known from paper is there; another is not. */
	heads[1] = heads[0];
	heads[1].bytes[5] ^= 4;
	verify_part_init(&part);
	assert_ok(verify_entries(reader, heads, 1, &part, &err), &err);
	assert_i64(problems(&part), 0);
	verify_part_init(&part);
	assert_ok(verify_entries(reader, heads, 2, &part, &err), &err);
	assert_i64(part.problems_count, 1);
	verify_part_release(&part);
	store_close(reader);
}

/* How many problems the three parts find; a part that cannot even look counts as one. */
static int64_t find_problems(bool all)
{
	struct err err = { 0 };
	struct store *reader = engine_open(STORE_READ_ONLY);
	struct verify_part part;
	int64_t count = 0;

	verify_part_init(&part);
	count += verify_entries(reader, NULL, 0, &part, &err) ? part.problems_count : 1;
	verify_part_release(&part);
	if (all && count == 0) {
		struct store *fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);

		verify_part_init(&part);
		count += verify_tables(reader, fresh, &part, &err) ? part.problems_count : 1;
		verify_part_release(&part);
		store_close(fresh);
	}
	store_close(reader);
	return count;
}

static void run(sqlite3 *db, const char *text)
{
	char *error = NULL;

	if (sqlite3_exec(db, text, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", text, error);
}

/* A statement made of words of ours and names out of the schema. */
static sqlite3_stmt *ask(sqlite3 *db, const char *format, ...)
{
	sqlite3_stmt *stmt;
	va_list args;
	char *text;

	va_start(args, format);
	text = sqlite3_vmprintf(format, args);
	va_end(args);
	if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(db));
	sqlite3_free(text);
	return stmt;
}

/* One value of one row changed by one bit or letter. */
static sqlite3_value *changed(sqlite3_stmt *row, int64_t *number, unsigned char *bytes, int *size)
{
	sqlite3_value *old = sqlite3_value_dup(sqlite3_column_value(row, 0));

	*number = 0;
	*size = sqlite3_value_bytes(old);
	if (sqlite3_value_type(old) == SQLITE_INTEGER)
		*number = sqlite3_value_int64(old) + 1;
	else if (*size > 0)
		memcpy(bytes, sqlite3_value_blob(old), (size_t)*size);
	if (*size > 0)
		bytes[*size / 2] ^= 1;
	else
		bytes[(*size)++] = '1';
	return old;
}

static void put_value(sqlite3_stmt *update, sqlite3_value *old, int64_t number, const unsigned char *bytes, int size)
{
	int type = sqlite3_value_type(old);

	if (type == SQLITE_INTEGER)
		sqlite3_bind_int64(update, 1, number);
	else if (type == SQLITE_TEXT)
		sqlite3_bind_text(update, 1, (const char *)bytes, size, SQLITE_STATIC);
	else
		sqlite3_bind_blob(update, 1, bytes, size, SQLITE_STATIC);
}

/* The raw column of one row: changed, verified, put back. Whether it was tried. */
static bool plant(sqlite3 *db, const char *table, const char *order, const char *column, bool is_clustered, uint64_t *chance)
{
	static unsigned char bytes[300000];
	const char *key = is_clustered ? order : "rowid";
	sqlite3_stmt *row, *update;
	sqlite3_value *old;
	int64_t number, skip, count;
	int size;

	row = ask(db, "SELECT COUNT(*) FROM \"%w\" WHERE \"%w\" IS NOT NULL", table, column);
	assert_i64(sqlite3_step(row), SQLITE_ROW);
	count = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	if (count == 0)
		return false;
	skip = (int64_t)(test_next(chance) % (uint64_t)count);
	row = ask(db, "SELECT \"%w\" FROM \"%w\" WHERE \"%w\" IS NOT NULL ORDER BY %s LIMIT 1 OFFSET %lld", column, table, column, key, (long long)skip);
	assert_i64(sqlite3_step(row), SQLITE_ROW);
	old = changed(row, &number, bytes, &size);
	sqlite3_finalize(row);
	run(db, "SAVEPOINT whole");
	update = ask(db, "UPDATE \"%w\" SET \"%w\" = ?1 WHERE (%s) = (SELECT %s FROM \"%w\" WHERE \"%w\" IS NOT NULL ORDER BY %s LIMIT 1 OFFSET %lld)", table,
		     column, key, key, table, column, key, (long long)skip);
	put_value(update, old, number, bytes, size);
	bool done = sqlite3_step(update) == SQLITE_DONE && sqlite3_changes(db) == 1;

	sqlite3_finalize(update);
	sqlite3_value_free(old);
	run(db, done ? "RELEASE whole" : "ROLLBACK TO whole; RELEASE whole");
	return done;
}

/* Of a file that no store has open. */
static void copy_bytes(const char *from, const char *to)
{
	static unsigned char bytes[1 << 16];
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	size_t size;

	assert_true(in && out);
	while ((size = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_i64((int64_t)fwrite(bytes, 1, size, out), (int64_t)size);
	fclose(in);
	assert_i64(fclose(out), 0);
}

static void copy_store(const char *from, const char *to)
{
	struct err err = { 0 };
	struct store *reader = store_open_sqlite(from, STORE_READ_ONLY, &err);

	assert_ok(reader, &err);
	assert_ok(store_backup_to(reader, to, &err), &err);
	store_close(reader);
}

static void every_planted_fault_is_found(void **state)
{
	struct err err = { 0 };
	uint64_t chance = test_seed();
	char good[96], bad[96];
	int tried = 0, missed = 0;

	(void)state;
	if (engine_now.kind != STORE_SQLITE)
		skip();
	make_history();
	snprintf(good, sizeof(good), "%s.copy", engine_now.path);
	snprintf(bad, sizeof(bad), "%s.drafts", engine_now.path);
	copy_store(engine_now.path, good);
	for (const struct book_table *table = book_tables; table->name; table++) {
		sqlite3_stmt *columns;
		sqlite3 *db;
		char names[40][64];
		int count = 0;
		bool clustered;

		if (table->is == TABLE_WORKING)
			continue;
		assert_i64(sqlite3_open(good, &db), SQLITE_OK);
		columns = ask(db, "SELECT name FROM pragma_table_info(%Q)", table->name);
		while (count < 40 && sqlite3_step(columns) == SQLITE_ROW)
			snprintf(names[count++], 64, "%s", (const char *)sqlite3_column_text(columns, 0));
		sqlite3_finalize(columns);
		columns = ask(db, "SELECT 1 FROM sqlite_schema WHERE name = %Q AND sql LIKE '%%WITHOUT ROWID%%'", table->name);
		clustered = sqlite3_step(columns) == SQLITE_ROW;
		sqlite3_finalize(columns);
		sqlite3_close(db);
		for (int i = 0; i < count; i++) {
			bool done;

			copy_bytes(good, bad);
			assert_i64(sqlite3_open(bad, &db), SQLITE_OK);
			run(db, "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; DROP TRIGGER entry_no_update; DROP TRIGGER seal_no_update");
			done = plant(db, table->name, table->order, names[i], clustered, &chance);
			sqlite3_close(db);
			if (!done)
				continue;
			tried++;
			/* The store under test is the spoilt copy for this once. */
			char saved[sizeof(engine_now.path)];

			memcpy(saved, engine_now.path, sizeof(saved));
			memcpy(engine_now.path, bad, sizeof(saved));
			if (find_problems(true) == 0) {
				missed++;
				printf("# not found: %s.%s\n", table->name, names[i]);
			}
			memcpy(engine_now.path, saved, sizeof(saved));
		}
	}
	printf("# %d faults planted, %d not found\n", tried, missed);
	assert_true(tried > 150);
	assert_i64(missed, 0);
	(void)err;
}

/* Cutting the tail off, with its seal, is found by whoever knows the head; with the seal left, by anyone. */
static void a_cut_tail_is_found(void **state)
{
	struct err err = { 0 };
	struct store *reader;
	struct verify_part part;
	struct hash head;
	sqlite3 *db;

	(void)state;
	if (engine_now.kind != STORE_SQLITE)
		skip();
	make_history();
	reader = engine_open(STORE_READ_ONLY);
	verify_part_init(&part);
	assert_ok(verify_entries(reader, NULL, 0, &part, &err), &err);
	head = part.head;
	verify_part_release(&part);
	store_close(reader);
	store_close(engine_now.store);
	assert_i64(sqlite3_open(engine_now.path, &db), SQLITE_OK);
	run(db, "DROP TRIGGER entry_no_delete; DROP TRIGGER seal_no_delete; DELETE FROM entry WHERE entry_key = (SELECT MAX(entry_key) FROM entry)");
	sqlite3_close(db);
	engine_now.store = room.book->store = engine_open(STORE_READ_WRITE);
	assert_i64(find_problems(false), 1);
	assert_i64(sqlite3_open(engine_now.path, &db), SQLITE_OK);
	run(db, "DELETE FROM seal WHERE entry_key = (SELECT MAX(entry_key) FROM seal)");
	sqlite3_close(db);
	assert_i64(find_problems(false), 0);
	reader = engine_open(STORE_READ_ONLY);
	verify_part_init(&part);
	assert_ok(verify_entries(reader, &head, 1, &part, &err), &err);
	assert_i64(part.problems_count, 1);
	verify_part_release(&part);
	store_close(reader);
}

/* The invariant whose sentence begins so. */
#define AN_ORDER(number, paid_in) \
	"INSERT INTO customer_order (id, entry_key, changed_key, number, site_id, contact_ref, channel, promised_day, deposit_asked, shipping_fee," \
	" paid_in, used, given_back, forfeited, is_open) VALUES (x'0" number "', 1, 1, " number ", x'02', x'03', 1, 20260101, 0, 0, " paid_in ", 0, 0, 1, 1)"
#define A_LINE(qty, delivered) \
	"INSERT INTO order_line (order_id, n, item_id, qty_milli, delivered_milli, price, discount, asking, is_open)" \
	" VALUES (x'01', 1, x'02', " qty ", " delivered ", 1, 0, 0, 1)"

static size_t at_of(const char *words)
{
	size_t i = 0;

	while (invariants[i].sentence && strncmp(invariants[i].sentence, words, strlen(words)) != 0)
		i++;
	return i;
}

/* A sentence that cannot fail proves nothing: each is tried on tables spoilt for it. */
static void every_invariant_can_fail(void **state)
{
	static const struct {
		const char *words; /* what its sentence begins with */
		const char *spoil;
	} cases[] = {
		{ "số bút toán liền nhau từ 1 trong mỗi chuỗi", "DELETE FROM entry WHERE entry_key = 1099511627776 + 5" },
		{ "tồn kho mỗi lô, mỗi chỗ bằng tổng nhập xuất", "UPDATE stock SET qty_milli = qty_milli + 1000" },
		{ "chỉ lô chưa nhập mới được âm", "UPDATE stock SET qty_milli = -1" },
		{ "mỗi dòng bán: chủ hàng + thuế + cửa hàng = tiền trả; chủ hàng + hoa hồng + thuế giữ = tiền hàng", "UPDATE line SET house = house + 1 WHERE n = 1" },
		{ "mỗi phiếu bằng tổng các dòng của nó", "UPDATE sale SET total = total - 1" },
		{ "mỗi dòng bán thuộc một phiếu", "UPDATE line SET entry_key = entry_key + 1000" },
		{ "mỗi ô bán hàng thuộc một mặt hàng", "INSERT INTO item_tile VALUES (x'01', NULL, 1, 9)" },
		{ "số phiếu của mỗi quầy liền nhau", "UPDATE sale SET receipt_n = receipt_n + 100 WHERE receipt_n = 3" },
		{ "không trả lại nhiều hơn đã bán", "UPDATE line SET qty_milli = qty_milli * 5 WHERE returns_key IS NOT NULL" },
		{ "hàng trả về thuộc một dòng đã bán", "UPDATE line SET returns_n = 77 WHERE returns_key IS NOT NULL" },
		{ "tiền phải có của ca đã đóng = đầu ca + thu − chi", "UPDATE shift SET expected = expected + 1 WHERE closed_key IS NOT NULL" },
		{ "số Z của mỗi quầy liền nhau từ 1", "UPDATE shift SET z_number = z_number + 4 WHERE closed_key IS NULL" },
		{ "sổ cái: tổng các vế bằng không", "UPDATE rollup SET amount = amount + 1 WHERE kind = 4 AND key_a = CAST('vat' AS BLOB)" },
		{ "doanh thu ngày cộng lại bằng tổng các phiếu", "UPDATE rollup SET amount = amount + 1 WHERE kind = 1" },
		{ "số bán theo tháng của các mặt hàng bằng tổng các dòng", "UPDATE rollup SET amount = amount + 1 WHERE kind = 2" },
		{ "tiền thu của mỗi ca bằng tổng các phiếu của nó", "UPDATE rollup SET amount = amount + 1 WHERE kind = 3 AND LENGTH(key_b) > 0" },
		{ "bảng thanh toán: VI = II + cột 6 − IV − V, và số liền nhau", "UPDATE settlement SET owed_before = owed_before + 1, owed_after = owed_after + 1 WHERE number = 2" },
		{ "không dòng nào trong hai bảng thanh toán, không dòng nào bị bỏ sót", "UPDATE settlement_cut SET from_number = from_number + 1 WHERE number = 2" },
		{ "cột 7 = cột 1 + cột 2 − cột 4", "UPDATE settlement_item SET close_milli = close_milli + 1" },
		{ "cột 1 của kỳ này = cột 7 của kỳ trước", "UPDATE settlement_item SET open_milli = open_milli + 1" },
		{ "cột 6 = tổng tiền hàng của các dòng và điều chỉnh trong kỳ", "UPDATE settlement SET col6 = col6 + 1, owed_after = owed_after + 1" },
		{ "số phiếu chi liền nhau", "UPDATE payout SET number = 99 WHERE number = 2" },
		{ "dòng điều chỉnh: các phần cộng đủ", "INSERT INTO adjustment VALUES (1, 1, x'01', 1, 1, x'02', NULL, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1)" },
		{ "mỗi khoản đã chuyển trả khách là của một phiếu trả bằng chuyển khoản, đúng số tiền", "INSERT INTO refund (entry_key, return_key, amount, doc_day) VALUES (7, 8, 1, 20260101)" },
		{ "phiếu quà: mệnh giá", "INSERT INTO voucher VALUES (x'01', 1, 1, x'02', 5, 4, NULL, 1, 0)" },
		{ "khoản nợ: còn lại", "INSERT INTO debt VALUES (x'01', 1, x'02', 1, '', 20260101, NULL, 5, 4)" },
		{ "số phiếu thu liền nhau", "INSERT INTO money_in VALUES (1, 2, 1, 1, '', NULL, NULL, 5, 20260101)" },
		{ "mỗi khoản cấn trừ", "INSERT INTO offset_use VALUES (x'01', 1, 2, x'02', -1)" },
		{ "mỗi khoản ngân hàng báo", "INSERT INTO bank_credit VALUES (9, x'01', 1, '6789', '1', NULL, 5, 4, 1, 5, NULL, NULL)" },
		{ "mỗi khoản đã dùng", "INSERT INTO bank_use VALUES (1, 2, 1, 5, 99)" },
		{ "mỗi chuyển khoản xem bằng mắt", "UPDATE bank_seen SET rest = rest - 1" },
		{ "tiền cọc của mỗi đơn bằng", AN_ORDER("1", "0") },
		{ "mỗi khoản cọc đầu kỳ", AN_ORDER("1", "1") "; INSERT INTO deposit (order_id, entry_key, what, amount, cash, label) VALUES (x'01', 7, 5, 1, 0, 'A')" },
		{ "mỗi dòng đơn đặt giao từ 0", AN_ORDER("1", "0") "; " A_LINE("1000", "1000") },
		{ "đơn đặt giữ hàng", AN_ORDER("1", "0") "; " A_LINE("1000", "0") "; INSERT INTO order_hold (item_id, lot_id, order_id, n, qty_milli)"
					 " SELECT x'02', id, x'01', 1, 2000 FROM lot LIMIT 1" },
		{ "số đơn đặt liền nhau", AN_ORDER("1", "0") "; " AN_ORDER("3", "0") },
		{ "lô thu hồi: trạng thái", "INSERT INTO lot_freeze SELECT id, 9, 1 - is_frozen, 'x' FROM lot LIMIT 1" },
		{ "lời kể và đường dẫn", "INSERT INTO item_words VALUES (x'01', 1, NULL, 'x', NULL, NULL)" },
		{ "mỗi phiếu giảm giá đã dùng", "INSERT INTO sale_more VALUES (7, NULL, NULL, NULL, 5, 0)" },
		{ "mỗi hàng bán tạm", "INSERT INTO item_draft VALUES (x'01', 7, NULL, 0, 0)" },
		{ "sổ quỹ của ngăn kéo", "UPDATE cash_book SET amount = amount + 1 WHERE what = 8" },
		{ "số phiếu thu, số phiếu chi", "UPDATE cash_book SET number = number + 1 WHERE paper = 2" },
		{ "sổ quỹ: tiền chuyển", "UPDATE cash_book SET amount = amount + 1 WHERE other_id IS NOT NULL AND n = 2" },
		{ "tiền trả lại của một phiếu", "UPDATE sale SET rounding_back = 1 WHERE kind = 2" },
		{ "đổi hàng: phiếu trả", "INSERT INTO exchange (return_key) VALUES (7)" },
		{ "đổi không phiếu: cửa hàng chịu", "INSERT INTO swap (entry_key, sale_key, amount) SELECT 7, MIN(entry_key), -1 FROM sale" },
		{ "đổi cách trả", "INSERT INTO tender_change (entry_key, sale_key, shift_key, cash) VALUES (7, 8, 9, 0)" },
		{ "hàng nằm trong giỏ quà", "UPDATE stock SET place = 4" },
	};
	struct err err = { 0 };
	sqlite3 *db;

	(void)state;
	if (engine_now.kind != STORE_SQLITE)
		skip();
	make_history();
	assert_i64(sqlite3_open(engine_now.path, &db), SQLITE_OK);
	run(db, "PRAGMA ignore_check_constraints = ON; DROP TRIGGER entry_no_delete");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sqlite3_stmt *row;
		size_t at;

		at = at_of(cases[i].words);
		assert_non_null(invariants[at].sentence);
		CASE(invariants[at].sentence);
		run(db, "BEGIN");
		run(db, cases[i].spoil);
		row = ask(db, "%s", invariants[at].sql.text);
		if (sqlite3_step(row) != SQLITE_ROW)
			fail_msg("[%s] %s: not found", case_name, cases[i].spoil);
		sqlite3_finalize(row);
		run(db, "ROLLBACK");
	}
	for (size_t i = 0; invariants[i].sentence; i++) {
		bool is_tried = false;

		for (size_t k = 0; k < COUNT_OF(cases); k++)
			is_tried = is_tried || at_of(cases[k].words) == i;
		if (!is_tried)
			fail_msg("nothing is spoilt for: %s", invariants[i].sentence);
	}
	sqlite3_close(db);
	(void)err;
}

static void accounts_are_known_and_refunds_wait_for_what_they_owe(void **state)
{
	static const struct {
		const char *spoil;
		int64_t problems;
	} cases[] = {
		{ "SELECT 1", 0 },
		{ "UPDATE rollup SET key_a = CAST('vát' AS BLOB) WHERE kind = 4 AND key_a = CAST('vat' AS BLOB)", 1 },
		{ "UPDATE sale SET total = total - 1 WHERE kind = 2", 2 }, /* and the tickets' own sum */
		{ "INSERT INTO bank_credit VALUES (9, x'01', 1, '6789', '1', NULL, 5, 5, 1, 5, NULL, NULL)", 1 },
	};
	sqlite3 *db;

	(void)state;
	if (engine_now.kind != STORE_SQLITE)
		skip();
	make_history();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct store *reader;
		struct verify_part part;

		CASE(cases[i].spoil);
		assert_i64(sqlite3_open(engine_now.path, &db), SQLITE_OK);
		run(db, cases[i].spoil);
		sqlite3_close(db);
		reader = engine_open(STORE_READ_ONLY);
		verify_part_init(&part);
		assert_ok(verify_invariants(reader, &part, &err), &err);
		if (cases[i].problems)
			assert_true(problems(&part) >= cases[i].problems);
		else
			assert_i64(problems(&part), 0);
		store_close(reader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(a_good_book_holds),
		SHOWROOM_TEST(a_cut_tail_is_found),
		SHOWROOM_TEST(every_invariant_can_fail),
		SHOWROOM_TEST(accounts_are_known_and_refunds_wait_for_what_they_owe),
		SHOWROOM_TEST(every_planted_fault_is_found),
	};

	return RUN_ON_ENGINES("shop/verify", tests);
}
