/* Banks' own statements, as their sites give them: the table is found, what came in is taken once, what webhooks told is known. */
#include "../shop/settling.h"
#include "../shop/banking.h"
#include "../shop/whole.h"

#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "app/imports.h"
#include "app/xlsx_in.h"
#include "calc/csv.h"

static struct import import;

static void check_bytes(const char *bytes, size_t size)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);

	assert_ok(txn && import_check(txn, room.book, "bank", bytes, size, room.now_us, room.arena, &import, &err), &err);
	txn_abandon(txn);
}

static void write_all(void)
{
	for (size_t i = 0; i < import.problems_count; i++)
		if (!import.problems[i].is_warning)
			fail_msg("[%s] line %lld, %s: %s", case_name, (long long)import.problems[i].line, import.problems[i].column, import.problems[i].text);
	for (size_t i = 0; i < import.chunks_count; i++) {
		struct err err = { 0 };
		struct work work = as_office();

		SHOWROOM_DO(&work, import_write_chunk(&work, &import, i, &err));
	}
}

static struct bank_sums waiting(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct bank_sums sums;

	assert_ok(txn && bank_sum_waiting(txn, &sums, &err), &err);
	txn_abandon(txn);
	return sums;
}

/* Moments of these days are past. */
static void begin(void)
{
	give_account();
	go_to(20261123);
}

static void statements_of_common_banks_are_understood(void **state)
{
	static const struct {
		const char *bank, *text;
		int64_t rows, sum;
		const char *purpose, *reference;
		int64_t first_line, seconds;   /* of the first row that came in */
	} rows[] = {
		{ "Vietcombank", "NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM;;;;\nSAO KÊ TÀI KHOẢN;;;;\nSố tài khoản/Account number:;0123456789;;;\n"
		  "\"Ngày1/\nTNX Date/ Số CT/ Doc No\";\"Số tiền ghi nợ/\nDebit\";\"Số tiền ghi có/\nCredit\";\"Số dư/\nBalance\";\"Nội dung chi tiết/\nTransactions in detail\"\n"
		  "\"22/11/2026\n5243.65937\";;145,000;1,145,000;MBVCB.452507.OC222222.CT tu 0351000646393\n"
		  "\"22/11/2026\n9920.28\";99,000;;1,046,000;phi\nTổng số;99,000;145,000;;\n", 1, 145000, "MBVCB.452507.OC222222.CT tu 0351000646393", "5243.65937", 7, 0 },
		{ "BIDV", "STT,Ngày giao dịch,Số tham chiếu,Mô tả,Phát sinh nợ,Phát sinh có,Số dư\n1,22/11/2026 14:05:33,FT26326001,\"NGUYEN VAN A chuyen tien, mua mat ong\",0,\"290,000\",\"1,000,000\"\n"
		  "2,22/11/2026 15:00:00,FT26326002,Tra luong,\"500,000\",0,\"500,000\"\n", 1, 290000, "NGUYEN VAN A chuyen tien, mua mat ong", "FT26326001", 2, 50733 },
		{ "Techcombank", "Ngày giao dịch\tĐối tác\tDiễn giải\tSố bút toán\tNợ TKTT\tCó\tSố dư\n22/11/2026\tNGUYEN VAN A\tthanh toan\tFT26326111\\BNK\t\t145.000\t1\n", 1,
		  145000, "thanh toan", "FT26326111\\BNK", 2, 0 },
		{ "MB", "STT;NGÀY GIAO DỊCH;SỐ BÚT TOÁN;SỐ TIỀN GHI NỢ;SỐ TIỀN GHI CÓ;SỐ DƯ;NỘI DUNG\n1;22/11/2026 08:00:01;FT1;0;50000;0;A\n2;22/11/2026 08:00:02;FT2;0;60.000;0;B\n", 2, 110000,
		  "A", "FT1", 2, 28801 },
		{ "Agribank", "Ngày hạch toán;Giờ;Diễn giải;Tiền ra;Tiền vào;Số bút toán\n22-11-2026;09:30;nop tien;;145.000,00;777\n", 1, 145000, "nop tien", "777", 2, 34200 },
		{ "Vietcombank, two dates and one language", "Ngày GD/\tNgày hiệu lực2\tSố CT\tSố tiền ghi nợ\tSố tiền ghi có\tSố dư\tNội dung chi tiết\n22/11/2026\t23/11/2026\t5161.19593\t\t1.234.567,00\t2\tung ho\n", 1,
		  1234567, "ung ho", "5161.19593", 2, 0 },
		{ "Techcombank, business", ";;\nNgày KH thực hiện/Requesting date;Ngày giao dịch/Transaction date;Số bút toán/Reference number;Ngân hàng đối tác / Remitter's bank;Tài khoản đích/Remitter's account number;"
		  "Tên tài khoản đối ứng/Remitter's account name;Diễn giải/Description;Nợ/Debit;Có/Credit;Phí/Lãi Fee/Interest;Thuế/Transaction VAT;Số dư/Running balance\n"
		  "2026-11-21 03:11:16;2026-11-22;FT26326777;MB;123;LO THI MAI;tien mat ong;;1,234,567.00;;;9\n2026-11-22;2026-11-22;FT26326778;MB;123;X;phi;1,100;;;;9\n", 1, 1234567,
		  "tien mat ong", "FT26326777", 3, 0 },
		{ "in and out by two words", "STT;Số giao dịch;Thời gian;Nội dung;Loại tiền;Thu;Chi;Số tài khoản đối ứng;Tên tài khoản đối ứng\n1;88;22/11/2026 10:00:00;mua che;VND;145.000;;0351;LO THI MAI\n"
		  "2;89;22/11/2026 10:05:00;tra hang;VND;;45.000;;\n", 1, 145000, "mua che", "88", 2, 36000 },
		{ "one amount and which way it went", "Ngày giao dịch;Số tiền;Loại giao dịch;Mô tả;Số tham chiếu\n22/11/2026;145.000;Ghi có;mua ruou;r1\n22/11/2026;90.000;Ghi nợ;tra luong;r2\n22/11/2026;(10.000);;phi;r3\n"
		  "22/11/2026;70.000;Chuyển tiền đi;tra HTX;r4\n22/11/2026;60.000;RÚT TIỀN;rut o ATM;r5\n22/11/2026;50.000;Withdrawal;rut;r6\n22/11/2026;5.000;Phí;phi SMS;r7\n", 1,
		  145000, "mua ruou", "r1", 2, 0 },
		{ "the clock before the day", "Thời gian giao dịch,Mô tả,Ghi có,Mã giao dịch\n14:05:33 22/11/2026,ck mua cam,\"145,000\",t9\n", 1, 145000, "ck mua cam", "t9", 2, 50733 },
		{ "the same row twice is two", "Ngày;Có;Nội dung\n22/11/2026;33.000;A\n22/11/2026;33.000;A\n", 2, 66000, "A", NULL, 2, 0 },
		{ "VietinBank", "\xef\xbb\xbfNgày phát sinh;Nội dung;Số tiền;Số giao dịch;Tên tài khoản đối ứng\n2026-11-22 10:00:00;chuyen tien;+145,000 VND;9;LO THI MAI\n22/11/2026;tra hang;-45,000 VND;10;\n",
		  1, 145000, "chuyen tien", "9", 2, 36000 },
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		struct bank_sums before = waiting(), after;
		struct bank_credit *list;
		struct txn *txn;
		size_t count;

		CASE(rows[i].bank);
		check_bytes(rows[i].text, strlen(rows[i].text));
		assert_i64(import.rows_count, rows[i].rows);
		write_all();
		after = waiting();
		assert_i64(after.credits_count - before.credits_count, rows[i].rows);
		assert_i64(after.credits.dong - before.credits.dong, rows[i].sum);
		txn = txn_begin(room.book->store, &err);
		assert_ok(txn && bank_credits_waiting(txn, room.arena, &list, &count, &err), &err);
		assert_text(list[before.credits_count].payer.purpose, rows[i].purpose);
		if (rows[i].reference)
			assert_text(list[before.credits_count].reference, rows[i].reference);
		else
			assert_null(list[before.credits_count].reference);
		assert_i64(list[before.credits_count].booked_us, day_start_us(20261122) + rows[i].seconds * 1000000);
		txn_abandon(txn);
		/* The same file again, and what overlaps it, is nothing new. */
		check_bytes(rows[i].text, strlen(rows[i].text));
		assert_i64(import.same_count, rows[i].rows);
		write_all();
		assert_i64(waiting().credits_count, after.credits_count);
	}
}

static void what_webhooks_told_is_known_and_what_they_missed_is_taken(void **state)
{
	static const char text[] = "Ngày giao dịch;Số tiền ghi có;Nội dung\n22/11/2026;145000;chuyen tien\n22/11/2026;145000;chuyen tien\n22/11/2026;145000;chuyen tien\n";
	struct bank_credit_in in;

	(void)state;
	begin();
	for (int i = 0; i < 2; i++) {
		in = told(i ? "b" : "a", 145000, "chuyen tien");
		in.booked_us = day_start_us(20261122) + (i + 9) * INT64_C(3600000000);
		in.reference = i ? "FT2" : "FT1";
		assert_non_null(tell(in).body);
	}
	check_bytes(text, sizeof(text) - 1);
	assert_i64(import.rows_count, 3);
	assert_i64(import.same_count, 2);
	write_all();
	assert_i64(waiting().credits_count, 3);
	check_bytes(text, sizeof(text) - 1);
	assert_i64(import.same_count, 3);
}

/* The webhook told of it, FT1, "chuyen tien", at nine on the 22nd; what of it does a statement say again? */
static void a_webhook_and_a_statement_tell_the_same_once(void **state)
{
	static const struct {
		const char *name, *when;
		int64_t more;                  /* than the webhook said */
		const char *purpose, *reference;
		bool is_same;
	} rows[] = {
		{ "the same in full", "22/11/2026 09:00:00", 0, "chuyen tien", "FT1", true },
		{ "the day alone", "22/11/2026", 0, "chuyen tien", "", true },
		{ "the reference alone agrees", "22/11/2026", 0, "mot cau khac", "FT1", true },
		{ "the reference with its branch", "22/11/2026", 0, "mot cau khac", "FT26326001\\BNK", true },
		{ "the words cut short", "22/11/2026", 0, "chuyen tien mua mat", "", true },
		{ "another amount", "22/11/2026", 1, "chuyen tien", "FT1", false },
		{ "another day", "21/11/2026", 0, "chuyen tien", "FT9", false },
		{ "other words, no reference", "22/11/2026", 0, "tien cho muon", "", false },
		{ "another hour", "22/11/2026 15:00:00", 0, "chuyen tien", "FT9", false },
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t amount = 145000 + (int64_t)i * 1000, before = waiting().credits_count;
		const char *text = arena_format(room.arena, "Ngày giao dịch;Số tiền ghi có;Nội dung;Số tham chiếu\n%s;%lld;%s;%s\n", rows[i].when,
						(long long)(amount + rows[i].more), rows[i].purpose, rows[i].reference);
		struct bank_credit_in in = told(rows[i].name, amount, i == 4 ? "chuyen tien mua mat ong rung tai quay" : "chuyen tien");

		CASE(rows[i].name);
		in.booked_us = day_start_us(20261122) + 9 * INT64_C(3600000000);
		in.reference = i == 3 ? "FT26326001" : "FT1";
		assert_non_null(tell(in).body);
		check_bytes(text, strlen(text));
		assert_i64(import.rows_count, 1);
		assert_i64(import.same_count, rows[i].is_same);
		write_all();
		assert_i64(waiting().credits_count, before + (rows[i].is_same ? 1 : 2));
	}
}

/* One file after the other: how many credits of it are new. Nothing is lost, and nothing counts twice. */
static void statements_that_overlap_count_each_payment_once(void **state)
{
#define HEAD "Ngày giao dịch;Số tiền ghi có;Nội dung;Số tham chiếu\n"
	static const struct {
		const char *name, *first, *second;
		int64_t of_first, of_second;
	} rows[] = {
		{ "two payers of the same day, amount and words", HEAD "22/11/2026;145000;chuyen tien;FT26326001\n22/11/2026;145000;chuyen tien;FT26326002\n", NULL, 2, 0 },
		{ "of three", HEAD "22/11/2026;145000;chuyen tien;FT26326001\n22/11/2026;145000;chuyen tien cho em;FT26326002\n22/11/2026;145000;chuyen tien;FT26326003\n", NULL, 3, 0 },
		{ "two of one reference", HEAD "22/11/2026;145000;lan mot;FT26326001\n22/11/2026;145000;lan hai;FT26326001\n", NULL, 2, 0 },
		{ "noon's, then the whole day's", HEAD "22/11/2026;145000;chuyen tien;\n",
		  HEAD "22/11/2026;145000;chuyen tien;\n22/11/2026;145000;chuyen tien;\n22/11/2026;1000;x;\n", 1, 2 },
		{ "the morning's, then the afternoon's", HEAD "22/11/2026;145000;chuyen tien;FT26326001\n", HEAD "22/11/2026;145000;chuyen tien;FT26326002\n", 1, 1 },
		{ "of two forms of reference", HEAD "22/11/2026;145000;chuyen tien;5243.65937\n", HEAD "22/11/2026;145000;chuyen tien;FT26326002\n", 1, 0 },
		{ "the other way up", HEAD "21/11/2026;145000;a b c;\n22/11/2026;145000;d e f;\n22/11/2026;145000;d e f;\n",
		  HEAD "23/11/2026;145000;g h i;\n22/11/2026;145000;d e f;\n22/11/2026;145000;d e f;\n21/11/2026;145000;a b c;\n", 3, 1 },
		{ "with clocks, then without", HEAD "22/11/2026 08:00:00;145000;nguyen van an chuyen;FT1\n22/11/2026 09:00:00;145000;le thi mai chuyen;FT2\n",
		  "Ngày;Có;Diễn giải\n22/11/2026;145.000;NGUYEN VAN AN CHUYEN\n22/11/2026;145.000;LE THI MAI CHUYEN\n22/11/2026;145.000;PHAM VAN SO CHUYEN\n", 2, 1 },
		{ "numbers that begin anew every day", HEAD "21/11/2026;145000;mua che;7\n", HEAD "21/11/2026;145000;mua che;7\n22/11/2026;145000;mua mat ong;7\n", 1, 1 },
		{ "a reference of long ago", HEAD "01/09/2026;145000;mua che;FT26326001\n", HEAD "22/11/2026;145000;mua mat ong;FT26326001\n", 1, 1 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_sums before;

		CASE(rows[i].name);
		assert_true(i == 0 || (whole_close(state) == 0 && showroom_open(state) == 0));
		begin();
		before = waiting();
		for (int round = 0; round < 4; round++) {
			const char *text = round % 2 && rows[i].second ? rows[i].second : rows[i].first;

			check_bytes(text, strlen(text));
			write_all();
			assert_i64(waiting().credits_count - before.credits_count, rows[i].of_first + (round ? rows[i].of_second : 0));
		}
	}
#undef HEAD
}

/* What a service hears after the statement was fetched cannot have stood in it, however like it is. */
static void a_webhook_after_the_statement_is_another_payment(void **state)
{
	static const char text[] = "Ngày;Có;Nội dung\n23/11/2026;145.000;chuyen tien\n";
	struct bank_credit_in in;

	(void)state;
	begin();
	check_bytes(text, sizeof(text) - 1);
	write_all();
	assert_i64(waiting().credits_count, 1);
	in = told("early", 145000, "chuyen tien");
	in.booked_us = room.now_us - INT64_C(3600000000);
	assert_null(tell(in).body);
	room.now_us += INT64_C(3600000000);
	in = told("later", 145000, "chuyen tien");
	assert_non_null(tell(in).body);
	assert_i64(waiting().credits_count, 2);
}

static void a_ticket_is_found_by_its_token_in_a_statement(void **state)
{
	struct id cart_id = new_id();
	struct err err = { 0 };
	struct intent intent;
	struct pay_in pay;
	const char *text;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 10000, 0, 1);
	begin();
	open_shift();
	intent = ask_qr(cart_id, 145000);
	pay = by_eye(145000, intent.token);
	assert_ok(pay_for(cart_id, 1, &pay, 1, false, &err), &err);
	text = arena_format(room.arena, "Ngày giao dịch;Số tiền ghi có;Nội dung\n23/11/2026 09:01:00;145000;MBVCB.1.%s.CT tu 01 NGUYEN VAN A\n", intent.token);
	check_bytes(text, strlen(text));
	write_all();
	assert_i64(waiting().credits.dong, 0);
	assert_i64(waiting().seen.dong, 0);
}

static void what_is_no_statement_is_told_off(void **state)
{
	static const struct { const char *name, *text; size_t size; int64_t line; } rows[] = {
		{ "nothing", "", 0, 0 },
		{ "a letter", "Kính gửi quý khách\n", 0, 0 },
		{ "an old spreadsheet", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0 },
		{ "UTF-16", "\xff\xfeN\0g\0", 6, 0 },
		{ "a broken spreadsheet", "PK\x03\x04xxxxxxxxxxxxxxxxxxxxxxxxxxx", 0, 0 },
		{ "an amount that is none", "Ngày giao dịch;Số tiền ghi có;Nội dung\n22/11/2026;abc;x\n", 0, 2 },
		{ "a way that nobody knows", "Ngày giao dịch;Số tiền;Nợ/Có;Nội dung\n22/11/2026;145000;Có;x\n22/11/2026;90000;Lãi;y\n", 0, 3 },
		{ "a day to come", "Ngày giao dịch;Số tiền ghi có;Nội dung\n\n22/12/2026;145000;x\n", 0, 3 },
	};
	struct bank_sums sums;

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		check_bytes(rows[i].text, rows[i].size ? rows[i].size : strlen(rows[i].text));
		assert_true(import.errors_count > 0);
		assert_i64(import.problems[0].line, rows[i].line);
	}
	sums = waiting();
	assert_i64(sums.credits_count, 0);
}

/* ---- spreadsheets -------------------------------------------------------------------------- */

static char *make_xlsx(size_t *size)
{
	char path[] = "/tmp/ocop-xlsx-XXXXXX";
	int descriptor = mkstemp(path);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	lxw_format *moment = workbook_add_format(book);
	lxw_datetime when = { .year = 2026, .month = 11, .day = 22, .hour = 14, .min = 5, .sec = 33 };
	FILE *file;
	char *bytes;

	assert_true(descriptor >= 0);
	close(descriptor);
	format_set_num_format(moment, "dd/mm/yyyy hh:mm:ss");
	worksheet_write_string(sheet, 0, 0, "NGÂN HÀNG THỬ", NULL);
	worksheet_write_string(sheet, 2, 1, "Số tài khoản: 0123456789", NULL);
	worksheet_write_string(sheet, 5, 0, "Ngày giao dịch", NULL);
	worksheet_write_string(sheet, 5, 1, "Số tiền ghi có\nCredit", NULL);
	worksheet_write_string(sheet, 5, 2, "Nội dung; chi tiết", NULL);
	worksheet_write_string(sheet, 5, 3, "Nội dung", NULL);
	worksheet_write_datetime(sheet, 6, 0, &when, moment);
	worksheet_write_number(sheet, 6, 1, 145000, NULL);
	worksheet_write_string(sheet, 6, 3, "chuyển \"tiền\"; hai\ndòng", NULL);
	worksheet_write_string(sheet, 8, 0, "22/11/2026", NULL);
	worksheet_write_string(sheet, 8, 1, "1,290,000.00", NULL);
	worksheet_write_string(sheet, 8, 3, "lần hai", NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	file = fopen(path, "rb");
	assert_non_null(file);
	bytes = malloc(1 << 20);
	assert_non_null(bytes);
	*size = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	unlink(path);
	return bytes;
}

static void a_spreadsheet_is_read_as_it_is_seen(void **state)
{
	struct err err = { 0 };
	struct bank_credit *list;
	struct txn *txn;
	size_t size, count;
	char *bytes = make_xlsx(&size);

	(void)state;
	begin();
	check_bytes(bytes, size);
	assert_i64(import.rows_count, 2);
	write_all();
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && bank_credits_waiting(txn, room.arena, &list, &count, &err), &err);
	assert_i64((int64_t)count, 2);
	assert_i64(list[0].booked_us, day_start_us(20261122) + 50733 * INT64_C(1000000));
	assert_i64(list[0].amount.dong, 145000);
	assert_text(list[0].payer.purpose, "chuyển \"tiền\"; hai dòng");
	assert_i64(list[1].amount.dong, 1290000);
	txn_abandon(txn);
	free(bytes);
}

/* A sheet of any other table comes in as its CSV does. */
static void other_tables_come_as_spreadsheets_too(void **state)
{
	char path[] = "/tmp/ocop-xlsx-XXXXXX", *bytes = malloc(1 << 20);
	int descriptor = mkstemp(path);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	struct err err = { 0 };
	struct txn *txn;
	FILE *file;
	size_t size;

	(void)state;
	assert_true(bytes && descriptor >= 0);
	close(descriptor);
	worksheet_write_string(sheet, 0, 0, "Mã hàng", NULL);
	worksheet_write_string(sheet, 0, 1, "Giá", NULL);
	worksheet_write_string(sheet, 1, 0, "MO500", NULL);
	worksheet_write_number(sheet, 1, 1, 150000, NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	file = fopen(path, "rb");
	assert_non_null(file);
	size = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	unlink(path);
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && import_check(txn, room.book, "prices", bytes, size, room.now_us, room.arena, &import, &err), &err);
	txn_abandon(txn);
	for (size_t i = 0; i < import.problems_count; i++)
		printf("# %s: %s\n", import.problems[i].column, import.problems[i].text);
	assert_i64(import.errors_count, 0);
	assert_i64(import.rows_count, 1);
	free(bytes);
}

/* Whatever is done to it, it is read or refused. */
static void a_mangled_spreadsheet_does_no_harm(void **state)
{
	uint64_t seed = test_seed();
	size_t size;
	char *bytes = make_xlsx(&size), *copy = malloc(size);

	(void)state;
	assert_non_null(copy);
	for (int round = 0; round < 400; round++) {
		struct arena *arena = arena_new((size_t)64 << 20);
		struct table_cells table;
		struct err err = { 0 };
		size_t cut = test_next(&seed) % 5 ? size : test_next(&seed) % size;

		memcpy(copy, bytes, size);
		for (uint64_t i = 0; i < 1 + test_next(&seed) % 20; i++)
			copy[test_next(&seed) % size] = (char)test_next(&seed);
		(void)!xlsx_read(copy, cut, arena, &table, &err);
		arena_free(arena);
	}
	free(copy);
	free(bytes);
}

/* A package of one sheet: `head`, `piece` again and again, `tail`. */
static char *make_package(const char *head, const char *piece, size_t times, const char *tail, size_t *size)
{
	size_t piece_size = strlen(piece), at = strlen(head);
	char *sheet = malloc(at + piece_size * times + strlen(tail) + 1), path[] = "/tmp/ocop-xlsx-XXXXXX", *bytes = malloc(6 << 20);
	int descriptor = mkstemp(path), wrong;
	FILE *file;
	zip_t *zip;

	assert_true(sheet && bytes && descriptor >= 0);
	close(descriptor);
	memcpy(sheet, head, at);
	for (size_t i = 0; i < times; i++, at += piece_size)
		memcpy(sheet + at, piece, piece_size);
	memcpy(sheet + at, tail, strlen(tail));
	at += strlen(tail);
	zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &wrong);
	assert_non_null(zip);
	assert_true(zip_file_add(zip, "xl/worksheets/sheet1.xml", zip_source_buffer(zip, sheet, at, 0), 0) >= 0);
	/* As it is: what is tried is not the packing. */
	assert_int_equal(zip_set_file_compression(zip, 0, ZIP_CM_STORE, 0), 0);
	assert_int_equal(zip_close(zip), 0);
	file = fopen(path, "rb");
	assert_non_null(file);
	*size = fread(bytes, 1, 6 << 20, file);
	fclose(file);
	unlink(path);
	free(sheet);
	return bytes;
}

/* What a small file can make of itself in memory has an end, which is a sentence and not the end of the program. */
static void a_spreadsheet_that_swells_is_refused(void **state)
{
	static const struct {
		const char *name, *head, *piece, *tail;
		size_t times;
	} cases[] = {
		{ "the same row again and again, one cell far to the right", "<worksheet><sheetData>", "<row r=\"1\"><c r=\"GR1\"><v/></c></row>",
		  "</sheetData></worksheet>", 100000 },
		{ "rows going backwards", "<worksheet><sheetData><row r=\"9\"><c><v>1</v></c></row>", "<row r=\"2\"><c><v>1</v></c></row>", "</sheetData></worksheet>", 1 },
		{ "elements within elements", "<worksheet>", "<a>", "", 1000000 },
		{ "cells without end", "<worksheet><sheetData>", "<row><c><v>1</v></c><c r=\"GR1\"><v>1</v></c></row>", "</sheetData></worksheet>", 99999 },
		{ "a cell longer than one may be, which must not come in by half", "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>", "đúng ", "</t></is></c></row></sheetData></worksheet>", 6000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new(XLSX_KEPT_BYTES_MAX);
		struct table_cells table;
		struct err err = { 0 };
		size_t size;
		char *bytes = make_package(cases[i].head, cases[i].piece, cases[i].times, cases[i].tail, &size);

		CASE(cases[i].name);
		assert_false(xlsx_read(bytes, size, arena, &table, &err));
		assert_true(err.code == ERR_LIMIT || err.code == ERR_INPUT);
		assert_true(*err.text);
		arena_free(arena);
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(statements_of_common_banks_are_understood),
		WHOLE_TEST(what_webhooks_told_is_known_and_what_they_missed_is_taken),
		WHOLE_TEST(a_webhook_and_a_statement_tell_the_same_once),
		WHOLE_TEST(statements_that_overlap_count_each_payment_once),
		WHOLE_TEST(a_webhook_after_the_statement_is_another_payment),
		WHOLE_TEST(a_ticket_is_found_by_its_token_in_a_statement),
		WHOLE_TEST(what_is_no_statement_is_told_off),
		WHOLE_TEST(a_spreadsheet_is_read_as_it_is_seen),
		WHOLE_TEST(other_tables_come_as_spreadsheets_too),
		WHOLE_TEST(a_mangled_spreadsheet_does_no_harm),
		WHOLE_TEST(a_spreadsheet_that_swells_is_refused),
	};

	return RUN_ON_ENGINES("app/import_bank", tests);
}
