/*
 * Statements in the forms of the banks' own exports: what came in, and what nobody can say it did. Names of columns are the banks';
 * accounts, people, amounts and references are made up.
 */
#include "check.h"

#include "app/bank_cell.h"
#include "app/bank_file.h"

static struct arena *arena;

static void amounts_are_read_as_banks_write_them(void **state)
{
	static const struct { const char *text; bool ok; int64_t dong; } rows[] = {
		{ "145000", true, 145000 }, { "145,000", true, 145000 }, { "145.000", true, 145000 }, { "1,145,000.00", true, 1145000 },
		{ "1.145.000,00", true, 1145000 }, { "1 145 000", true, 1145000 }, { "145000.0", true, 145000 }, { "+145,000 VND", true, 145000 },
		{ "-50,000 VND", true, -50000 }, { "- 50,000", true, -50000 }, { "145.000 đ", true, 145000 }, { "145,000vnd", true, 145000 }, { "0", true, 0 },
		{ "1.234.567,00", true, 1234567 }, { "1,234,567.00", true, 1234567 }, { "(150,000)", true, -150000 }, { "1.234.567", true, 1234567 },
		{ "1,234,567", true, 1234567 }, { "(150.000 ₫)", true, -150000 }, { "150.000-", true, -150000 }, { "150,000 DR", true, -150000 },
		{ "150,000 CR", true, 150000 }, { "−150.000", true, -150000 }, { "VND 150,000", true, 150000 }, { "₫150.000", true, 150000 },
		{ "150.000 VNĐ", true, 150000 }, { "150.000 đồng", true, 150000 }, { "1\xc2\xa0""145\xc2\xa0""000", true, 1145000 }, { "1,145,000.000", true, 1145000 },
		{ "145,000.50", false, 0 }, { "145.0000", false, 0 }, { "", false, 0 }, { "abc", false, 0 }, { "12 abc", false, 0 }, { "VND", false, 0 },
		{ "99999999999999999999", false, 0 }, { "1.234.567,50", false, 0 }, { "1.234,567", false, 0 }, { "145000.125", false, 0 }, { "1,20,000", false, 0 },
		{ "0.500", false, 0 }, { "145 USD", false, 0 }, { "$145.00", false, 0 }, { "+-5", false, 0 }, { "(150) CR", false, 0 }, { "1.000.00.000", false, 0 },
		{ "1e5", false, 0 }, { "1,,000", false, 0 }, { "145,000 / 2", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum bank_way way;
		int64_t dong;

		CASE(rows[i].text);
		assert_true(bank_amount_read(rows[i].text, &dong, &way) == rows[i].ok);
		if (rows[i].ok)
			assert_i64(dong, rows[i].dong);
		if (rows[i].ok && dong)
			assert_true((dong < 0) == (way == BANK_WAY_OUT));
	}
}

static void moments_are_read_as_banks_write_them(void **state)
{
	static const struct { const char *text, *clock; int32_t day; int seconds; const char *rest; } rows[] = {
		{ "22/11/2026", NULL, 20261122, 0, "" },                      { "2026-11-22", NULL, 20261122, 0, "" },
		{ "2026/11/22", NULL, 20261122, 0, "" },                      { "22-11-2026", NULL, 20261122, 0, "" },
		{ "22.11.2026", NULL, 20261122, 0, "" },                      { "2/1/2026", NULL, 20260102, 0, "" },
		{ "2026-11-22T14:05:33", NULL, 20261122, 50733, "" },         { "22/11/2026 14:05", NULL, 20261122, 50700, "" },
		{ "14:05:33 22/11/2026", NULL, 20261122, 50733, "" },         { "22/11/2026 02:05:33 PM", NULL, 20261122, 50733, "" },
		{ "22/11/2026 02:05:33 CH", NULL, 20261122, 50733, "" },      { "22/11/2026 12:05 SA", NULL, 20261122, 300, "" },
		{ "22/11/2026 2:05:33 PM", NULL, 20261122, 50733, "" },       { "22/11/2026 9:05", NULL, 20261122, 32700, "" },
		{ "9:05:33 22/11/2026", NULL, 20261122, 32733, "" },          { "22/11/2026 9:5", NULL, 20261122, 0, "9:5" },
		{ "22/11/2026", "14:05", 20261122, 50700, "" },               { "22/11/2026 5243.65937", NULL, 20261122, 0, "5243.65937" },
		{ "46348", NULL, 20261122, 0, "" },                           { "46348.58718750", NULL, 20261122, 50733, "" },
		{ "46348,9999999999", NULL, 20261123, 0, "" },                { "46348", "14:05:33", 20261122, 50733, "" },
		{ "11/22/2026", NULL, 0, 0, NULL },                           { "22-Nov-2026", NULL, 0, 0, NULL },
		{ "4634", NULL, 0, 0, NULL },                                 { "99999", NULL, 0, 0, NULL },
		{ "46348 x", NULL, 0, 0, NULL },                              { "", NULL, 0, 0, NULL },
		{ "Tổng", NULL, 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *rest;
		int32_t day;
		int seconds;

		CASE(rows[i].text);
		assert_true(bank_moment_read(rows[i].text, rows[i].clock, &day, &seconds, &rest) == (rows[i].rest != NULL));
		if (!rows[i].rest)
			continue;
		assert_i64(day, rows[i].day);
		assert_i64(seconds, rows[i].seconds);
		assert_text(rest, rows[i].rest);
	}
}

static void a_word_says_the_way_or_nothing(void **state)
{
	static const struct { const char *word; enum bank_way way; } rows[] = {
		{ "", BANK_WAY_SILENT }, { "c", BANK_WAY_IN }, { "cr", BANK_WAY_IN }, { "co", BANK_WAY_IN }, { "ghi co", BANK_WAY_IN }, { "+", BANK_WAY_IN },
		{ "d", BANK_WAY_OUT }, { "dr", BANK_WAY_OUT }, { "no", BANK_WAY_OUT }, { "ghi no", BANK_WAY_OUT }, { "-", BANK_WAY_OUT },
		{ "co/cr", BANK_WAY_IN }, { "tien vao (+)", BANK_WAY_IN }, { "ghi no / debit", BANK_WAY_OUT }, { "no/co", BANK_WAY_UNKNOWN },
		{ "lai", BANK_WAY_UNKNOWN }, { "x", BANK_WAY_UNKNOWN }, { "chuyen khoan", BANK_WAY_UNKNOWN }, { "co phieu", BANK_WAY_UNKNOWN }, { "/", BANK_WAY_UNKNOWN },
		{ "co/lai", BANK_WAY_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].word);
		assert_i64(bank_way_of(rows[i].word), rows[i].way);
	}
}

/* ---- whole files ------------------------------------------------------------------------ */

#define ROW(when, amount, purpose, reference, account, payer, payer_account) \
	"\"" when "\";\"" amount "\";\"" purpose "\";\"" reference "\";\"" account "\";\"" payer "\";\"" payer_account "\""

struct want {
	const char *name, *text;
	const char *rows[3];           /* as they come out, in order */
	struct { int64_t line; const char *column, *says; } faults[3];
	int64_t warnings;
};

static void check(const struct want *want)
{
	struct bank_file file;
	struct err err = { 0 };
	size_t count = 0, faults = 0;
	int64_t warnings = 0;
	struct buf csv;
	char *text, *line;

	CASE(want->name);
	buf_init(&csv, (size_t)1 << 20);
	file = (struct bank_file){ .csv = &csv };
	assert_ok(bank_file_read(want->text, strlen(want->text), arena, &file, &err), &err);
	text = arena_text(arena, buf_get(&csv));
	for (line = strtok_r(text, "\n", &text); line; line = strtok_r(NULL, "\n", &text)) {
		if (strncmp(line, "Ngày", strlen("Ngày")) == 0)
			continue;
		if (count == COUNT_OF(want->rows) || !want->rows[count])
			fail_msg("[%s] came in too: %s", case_name, line);
		assert_text(line, want->rows[count]);
		count++;
	}
	assert_true(count == COUNT_OF(want->rows) || !want->rows[count]);
	for (size_t i = 0; i < file.faults_count; i++) {
		if (file.faults[i].is_warning) {
			warnings++;
			continue;
		}
		if (faults == COUNT_OF(want->faults) || !want->faults[faults].line)
			fail_msg("[%s] refused too: %lld, %s: %s", case_name, (long long)file.faults[i].line, file.faults[i].column, file.faults[i].text);
		assert_i64(file.faults[i].line, want->faults[faults].line);
		assert_text(file.faults[i].column, want->faults[faults].column);
		if (!strstr(file.faults[i].text, want->faults[faults].says))
			fail_msg("[%s] “%s” is not in: %s", case_name, want->faults[faults].says, file.faults[i].text);
		faults++;
	}
	assert_true(faults == COUNT_OF(want->faults) || !want->faults[faults].line);
	assert_i64(warnings, want->warnings);
	buf_release(&csv);
}

static void statements_of_each_bank_are_read(void **state)
{
	static const struct want files[] = {
		{ "Vietcombank", "NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM,,,,\nSAO KÊ TÀI KHOẢN/ STATEMENT OF ACCOUNT,,,,\nSố tài khoản/Account number:,0123456789,,,\nLoại tiền/Currency:,VND,,,\n"
		  "\"Ngày1/\nTNX Date/ Số CT/ Doc No\",\"Số tiền ghi nợ/\nDebit\",\"Số tiền ghi có/\nCredit\",\"Số dư/\nBalance\",\"Nội dung chi tiết/\nTransactions in detail\"\n"
		  "\"22/11/2026\n5243.65937\",,\"145,000\",\"1,145,000\",MBVCB.1.CT tu 9999 LO THI MAI\n\"22/11/2026\n9920.28\",\"99,000\",,\"1,046,000\",phi\n"
		  "Tổng số,\"99,000\",\"145,000\",,\n\"1 Ngày giao dịch: ngày hạch toán\",,,,\n",
		  { ROW("2026-11-22 00:00:00", "145000", "MBVCB.1.CT tu 9999 LO THI MAI", "5243.65937", "0123456789", "", "") }, { { 0 } }, 0 },
		{ "BIDV", "NGÂN HÀNG TMCP ĐẦU TƯ VÀ PHÁT TRIỂN VIỆT NAM;;;;;;\nSố tài khoản cũ/Old account number;99999999999999;;;;;\nSố tài khoản/Account number;1234567890;;;;;\n"
		  "STT/No;Ngày hiệu lực/Effective date;Số tham chiếu/Reference;Mô tả/Description;Ghi nợ/Debit;Ghi có/Credit;Số dư/Balance\n"
		  ";;;Số dư đầu kỳ/Opening balance;;;900,000\n1;22/11/2026 14:05:33;FT1;mua mat ong;;290,000.00;1,190,000\n2;22/11/2026 15:00:00;FT2;phi;11,000.00;;1\n"
		  ";;;Cộng phát sinh/Total;11,000;290,000;\n;;;Dư cuối ngày;;1,179,000;\n",
		  { ROW("2026-11-22 14:05:33", "290000", "mua mat ong", "FT1", "1234567890", "", "") }, { { 0 } }, 0 },
		{ "Agribank, names in two rows", "AGRIBANK;;;;;\nTài khoản: 1500205000000;;;;;\nNgày;Số bút toán;Diễn giải;Phát sinh;;Số dư\n;;;Nợ;Có;\n22/11/2026;777;nop tien;;145.000;1\n"
		  "22/11/2026;778;phi SMS;5.000;;1\nTổng cộng;;;5.000;145.000;\n",
		  { ROW("2026-11-22 00:00:00", "145000", "nop tien", "777", "1500205000000", "", "") }, { { 0 } }, 0 },
		{ "VietinBank, a day only where it changes", "LỊCH SỬ GIAO DỊCH - TRANSACTION HISTORY,,,,,,\nSố tài khoản/Account No,110000000001,,,,,\n"
		  "STT/No,Ngày hạch toán/ Accounting date,Mô tả giao dịch/ Transaction description,Nợ/ Debit,Có/ Credit,Số dư TK/ Account balance,Số giao dịch/ Transaction number\n"
		  "1,22-11-2026 10:00:00,mua che,,\"145,000\",1,A1\n2,,mua ruou,,\"90,000\",1,A2\n3,,tra hang,\"5,000\",,1,A3\n,,Tổng cộng/Total,\"5,000\",\"235,000\",,\n",
		  { ROW("2026-11-22 10:00:00", "145000", "mua che", "A1", "110000000001", "", ""), ROW("2026-11-22 00:00:00", "90000", "mua ruou", "A2", "110000000001", "", "") },
		  { { 0 } }, 0 },
		{ "Techcombank, what goes out below zero", "TRUY VẤN GIAO DỊCH/ TRANSACTION ENQUIRY;;;;;;;;\nNgày KH thực hiện/Requesting date;Ngày giao dịch/Transaction date;Số bút toán/Reference number;"
		  "Ngân hàng đối tác / Remitter's bank;Tài khoản đích/Remitter's account number;Tên tài khoản đối ứng/Remitter's account name;Diễn giải/Description;Nợ/Debit;Có/Credit;Phí/Lãi Fee/Interest\n"
		  "21/11/2026;22/11/2026;FT26326777;MB;9999;LO THI MAI;tien mat ong;;1,234,567.00;\n22/11/2026;22/11/2026;FT26326778;MB;9999;X;tra hang;-45,000;;\n",
		  { ROW("2026-11-22 00:00:00", "1234567", "tien mat ong", "FT26326777", "", "LO THI MAI", "9999") }, { { 0 } }, 0 },
		{ "MB", "NGÂN HÀNG TMCP QUÂN ĐỘI;;;;;;\nTài khoản/Account No: 0000123456789;;;;;;\nLoại tiền: VND;;;;;;\nSTT;NGÀY HẠCH TOÁN/POSTING DATE;NGÀY GIAO DỊCH/TRANSACTION DATE;PHÁT SINH NỢ/DEBIT;"
		  "PHÁT SINH CÓ/CREDIT;SỐ DƯ/BALANCE;NỘI DUNG/DESCRIPTION\n1;23/11/2026;22/11/2026 08:00:01;0;50,000;1;CT DEN\n2;23/11/2026;22/11/2026 09:00:00;20,000;0;1;CT DI\n;;;20,000;50,000;;\n",
		  { ROW("2026-11-22 08:00:01", "50000", "CT DEN", "", "0000123456789", "", "") }, { { 0 } }, 0 },
		{ "days as a spreadsheet's numbers", "Ngày;Có;Nội dung\n46348;145000;a\n46348.5;90000;b\n",
		  { ROW("2026-11-22 00:00:00", "145000", "a", "", "", "", ""), ROW("2026-11-22 12:00:00", "90000", "b", "", "", "", "") }, { { 0 } }, 0 },
		{ "Windows-1258", "Ng\xe0""y giao di\xf2""ch;S\xf4""\xec"" ti\xea""\xcc""n ghi c\xf3"";N\xf4""\xf2""i dung\n22/11/2026;145.000;m\xe2""\xf2""t ong\n",
		  { ROW("2026-11-22 00:00:00", "145000", "mâ\xcc\xa3t ong", "", "", "", "") }, { { 0 } }, 0 },
		{ "a credit taken back", "Ngày;Có;Nội dung\n22/11/2026;-145.000;huy giao dich\n22/11/2026;90.000;b\n", { ROW("2026-11-22 00:00:00", "90000", "b", "", "", "", "") },
		  { { 0 } }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		check(&files[i]);
}

#define ONE "Ngày;Số tiền;Nợ/Có;Nội dung\n"
#define KIND "Ngày;Số tiền;Loại giao dịch;Nội dung\n"
#define IN(amount, purpose) ROW("2026-11-22 00:00:00", amount, purpose, "", "", "", "")

static void what_is_not_said_to_have_come_in_did_not(void **state)
{
	static const struct want files[] = {
		{ "C and D", ONE "22/11/2026;145.000;C;a\n22/11/2026;90.000;D;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "Có and Nợ", ONE "22/11/2026;145.000;Có;a\n22/11/2026;90.000;Nợ;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "CR and DR", "Ngày;Số tiền;CR/DR;Nội dung\n22/11/2026;145.000;CR;a\n22/11/2026;90.000;DR;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "plus and minus in a column", "Ngày;Số tiền;+/-;Nội dung\n22/11/2026;145.000;+;a\n22/11/2026;90.000;-;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "Ghi có and Ghi nợ", "Ngày;Số tiền;Ghi nợ/Ghi có;Nội dung\n22/11/2026;145.000;Ghi có;a\n22/11/2026;90.000;Ghi nợ;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "a word that nobody knows", ONE "22/11/2026;145.000;Có;a\n22/11/2026;90.000;Lãi;b\n", { IN("145000", "a") }, { { 3, "Nợ/Có", "“Lãi” chưa rõ" } }, 0 },
		{ "no word", ONE "22/11/2026;145.000;;a\n", { NULL }, { { 2, "Nợ/Có", "chưa rõ" } }, 0 },
		{ "every word is unknown", ONE "22/11/2026;145.000;X;a\n22/11/2026;-90.000;Y;b\n22/11/2026;+10;Z;c\n", { NULL },
		  { { 2, "Nợ/Có", "“X”" }, { 4, "Nợ/Có", "“Z”" } }, 0 },
		{ "a word against the sign", ONE "22/11/2026;-145.000;Có;a\n22/11/2026;145.000;Nợ;a\n", { NULL }, { { 2, "Nợ/Có", "chưa rõ" } }, 0 },
		{ "a type that says it", KIND "22/11/2026;145.000;Chuyển tiền đến;a\n22/11/2026;90.000;Phí;b\n22/11/2026;10.000;Thanh toán;c\n", { IN("145000", "a") },
		  { { 4, "Loại giao dịch", "“Thanh toán”" } }, 0 },
		{ "a type that says something else, and signs", KIND "22/11/2026;145.000;Chuyển khoản;a\n22/11/2026;-90.000;Chuyển khoản;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "a type that says something else, and no signs", KIND "22/11/2026;145.000;Chuyển khoản;a\n22/11/2026;90.000;Thẻ;b\n", { NULL },
		  { { 1, "Số tiền", "đổi tên cột" } }, 0 },
		{ "neither word nor sign", "Ngày;Số tiền;Nội dung\n22/11/2026;145.000;a\n", { NULL }, { { 1, "Số tiền", "không nói tiền vào hay tiền ra" } }, 0 },
		{ "plus signs", "Ngày;Số tiền;Nội dung\n22/11/2026;+145.000 VND;a\n22/11/2026;(90.000);b\n22/11/2026;90.000-;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "letters behind the amount", "Ngày;Số tiền;Nội dung\n22/11/2026;145,000 CR;a\n22/11/2026;90,000 DR;b\n", { IN("145000", "a") }, { { 0 } }, 0 },
		{ "an amount that is none", "Ngày;Có;Nội dung\n22/11/2026;1.234,567;a\n22/11/2026;12 USD;b\n22/11/2026;90.000;c\n", { IN("90000", "c") },
		  { { 2, "Có", "không phải số tiền" }, { 3, "Có", "“12 USD”" } }, 0 },
		{ "a day that is none", "Ngày;Có;Nội dung\n11/22/2026;145.000;a\n22-Nov-26;90.000;b\n12 giao dịch;235.000;\n", { NULL },
		  { { 2, "Ngày", "“11/22/2026” không phải ngày" }, { 3, "Ngày", "“22-Nov-26”" } }, 0 },
		{ "a day in words", "Ngày;Có;Nội dung\nNov 22, 2026;145.000;a\n(1);2;(3)\n22 tháng 11 2026;90.000;b\nTính đến 30/11/2026;235.000;\nTổng 11/2026;235.000;c\n", { NULL },
		  { { 2, "Ngày", "“Nov 22, 2026” không phải ngày" }, { 4, "Ngày", "“22 tháng 11 2026”" } }, 0 },
		{ "another currency", "Ngày;Có;Loại tiền;Nội dung\n22/11/2026;145.00;USD;a\n22/11/2026;145.000;VND;b\n", { IN("145000", "b") }, { { 2, "Loại tiền", "tiền đồng" } }, 0 },
		{ "what went out is asked nothing", ONE "11/22/2026;x;Nợ;a\n22/11/2026;145.000;Có;b\n", { IN("145000", "b") }, { { 0 } }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		check(&files[i]);
}

static void what_is_no_statement_in_dong_is_refused(void **state)
{
	static const struct { const char *name, *text, *says; } rows[] = {
		{ "dollars", "Số tài khoản: 0123456789;;\nLoại tiền/Currency:;USD;\nNgày;Có;Nội dung\n22/11/2026;145.00;a\n", "ngoại tệ" },
		{ "no table", "Kính gửi;;\n", "không thấy bảng" },
		{ "letters of no page", "Ng\x8a""y;C\xf3"";x\n", "không đọc được chữ" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_file file;
		struct err err = { 0 };
		struct buf csv;

		CASE(rows[i].name);
		buf_init(&csv, (size_t)1 << 20);
		file = (struct bank_file){ .csv = &csv };
		assert_false(bank_file_read(rows[i].text, strlen(rows[i].text), arena, &file, &err));
		assert_non_null(strstr(err.text, rows[i].says));
		buf_release(&csv);
	}
}

static void warnings_keep_no_fault_from_being_told(void **state)
{
	struct bank_file file;
	struct err err = { 0 };
	struct buf csv, text;

	(void)state;
	buf_init(&csv, (size_t)1 << 20);
	buf_init(&text, (size_t)1 << 20);
	file = (struct bank_file){ .csv = &csv };
	buf_text(&text, "Ngày;Có;Nội dung\n");
	for (int i = 0; i <= BANK_FAULTS_MAX; i++)
		buf_text(&text, "22/11/2026;-1.000;huy\n");
	buf_text(&text, "22/11/2026;12 USD;a\n");
	assert_ok(bank_file_read(buf_get(&text), text.size, arena, &file, &err), &err);
	assert_i64(file.faults_count, BANK_FAULTS_MAX);
	assert_false(file.faults[BANK_FAULTS_MAX - 1].is_warning);
	assert_i64(file.faults[BANK_FAULTS_MAX - 1].line, BANK_FAULTS_MAX + 3);
	buf_release(&text);
	buf_release(&csv);
}

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)16 << 20);
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
		cmocka_unit_test_setup_teardown(amounts_are_read_as_banks_write_them, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(moments_are_read_as_banks_write_them, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(a_word_says_the_way_or_nothing, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(statements_of_each_bank_are_read, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(what_is_not_said_to_have_come_in_did_not, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(warnings_keep_no_fault_from_being_told, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(what_is_no_statement_in_dong_is_refused, open_arena, close_arena),
	};

	return cmocka_run_group_tests_name("app/bank_file", tests, NULL, NULL);
}
