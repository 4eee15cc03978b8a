#include "app/bank_file.h"

#include <ctype.h>
#include <string.h>

#include "app/bank_cell.h"
#include "app/import_parts.h"
#include "app/xlsx_in.h"

#define HEADER_ROWS_MAX 60
#define LABEL_CELLS_MAX 6              /* so far behind its label a value stands */
#define NO_TABLE "không thấy bảng sao kê: cần các cột ngày, số tiền ghi có và nội dung"

/* ---- names of columns ---------------------------------------------------------------- */

enum part { DATE, TIME, CREDIT, DEBIT, AMOUNT, SIGN, TYPE, CURRENCY, PURPOSE, REFERENCE, PAYER, PAYER_ACCOUNT, ACCOUNT, PARTS };

/* As banks call them, folded: the more exact first, because the first that a file has is taken. */
static const char *const names[PARTS] = {
	[DATE] = "ngay giao dich|ngay gd|ngay thuc hien|transaction date|tnx date|trans date|ngay1|thoi gian giao dich|thoi gian|ngay gio giao dich|"
		 "ngay hach toan|ngay ghi so|accounting date|posting date|booking date|ngay hieu luc|effective date|value date|ngay phat sinh|ngay kh thuc hien|requesting date|ngay|date",
	[TIME] = "gio giao dich|gio|time|transaction time",
	[CREDIT] = "so tien ghi co|phat sinh co|so phat sinh co|ghi co|so tien co|ps co|tien vao|so tien vao|so tien thu|credit amount|credit|money in|co|thu",
	[DEBIT] = "so tien ghi no|phat sinh no|so phat sinh no|ghi no|so tien no|ps no|tien ra|so tien ra|debit amount|debit|money out|no|chi",
	[AMOUNT] = "so tien giao dich|so tien gd|so tien|gia tri giao dich|transaction amount|amount",
	/* Of nothing else but which way; a type may say anything. */
	[SIGN] = "d/c|dr/cr|c/d|cr/dr|no/co|co/no|+/-|-/+|thu/chi|chi/thu|vao/ra|chieu giao dich|chieu tien|chieu|dau|direction|credit/debit|debit/credit",
	[TYPE] = "loai giao dich|loai gd|loai|kieu giao dich|transaction type|type",
	[CURRENCY] = "loai tien|loai tien te|don vi tien|don vi tien te|tien te|currency|ccy",
	[PURPOSE] = "noi dung chi tiet|noi dung giao dich|noi dung chuyen khoan|noi dung|dien giai|mo ta giao dich|mo ta|chi tiet giao dich|"
		    "transactions in detail|transaction description|transaction detail|transaction remarks|description|details|remarks|remark|narrative",
	[REFERENCE] = "so tham chieu|ma tham chieu|so but toan|but toan|ma giao dich|so giao dich|so ct|so chung tu|so hieu chung tu|ma gd|ft|"
		      "reference number|reference no|reference|ref no|ref|transaction number|transaction no|transaction id|transaction code|doc no|trace|trace no",
	[PAYER] = "ten tai khoan doi ung|ten doi ung|nguoi chuyen|don vi chuyen|don vi thu huong/don vi chuyen|ten nguoi chuyen|doi tac|doi tuong|"
		  "corresponsive name|correspondent account name|remitter name|remitter's account name|remitter|payer",
	[PAYER_ACCOUNT] = "so tai khoan doi ung|tai khoan doi ung|tk doi ung|so tai khoan nguoi chuyen|tai khoan nguoi chuyen|tai khoan dich|corresponsive account|"
			  "correspondent account number|remitter account|remitter's account number|offset account",
	[ACCOUNT] = "so tai khoan|tai khoan|account number|account no|account",
};

/* What stands in front of the account above the table. */
static const char *const account_labels[] = { "so tai khoan", "tai khoan", "account number", "account no", "account" };
static const char *const currency_labels[] = { "loai tien", "don vi tien", "tien te", "currency" };
static const char *const other_currencies[] = { "usd", "eur", "jpy", "cny", "krw", "gbp", "aud", "sgd", "thb", "hkd", "cad", "chf", "lak" };
/* How rows of sums begin. */
static const char *const sum_words[] = { "tong", "cong", "so du", "du dau", "du cuoi", "luy ke", "total", "sum", "balance", "opening", "closing", "trang", "page" };

static bool is_one_of(const char *list, const char *name, size_t size, size_t *rank)
{
	for (*rank = 0; *list; ++*rank) {
		size_t length = strcspn(list, "|");

		if (length == size && memcmp(list, name, size) == 0)
			return true;
		list += length + (list[length] == '|');
	}
	return false;
}

/* Folded, "Số tiền ghi có/\nCredit" is "so tien ghi co/ credit": either side may be the name, or the whole. */
static bool is_called(enum part part, const char *folded, size_t *rank)
{
	while (*folded) {
		size_t whole = strlen(folded), size = strcspn(folded, "/(\n"), trimmed = size;

		while (trimmed && folded[trimmed - 1] == ' ')
			trimmed--;
		if (is_one_of(names[part], folded, whole, rank) || is_one_of(names[part], folded, trimmed, rank))
			return true;
		folded += size + strspn(folded + size, "/() \n");
	}
	return false;
}

struct header {
	int at[PARTS];                 /* -1: none */
	size_t rank[PARTS];
	const char *name[PARTS];       /* as the file has it */
	int64_t line;
	bool is_signed;                /* some of its amounts are below zero, so the others are not */
};

/* A line end parts two languages as a stroke does. */
static const char *fold_name(struct arena *arena, const char *cell)
{
	char *name = arena_text(arena, cell);

	for (char *at = name; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = '/';
	return fold_cell(arena, name);
}

/* "Nợ/Có" is neither column of amounts: it says which of them the one amount would stand in. */
static bool is_direction(const char *folded)
{
	size_t rank;

	return is_called(DEBIT, folded, &rank) && is_called(CREDIT, folded, &rank) && !is_called(AMOUNT, folded, &rank);
}

static void name_column(struct arena *arena, const char *cell, size_t column, struct header *header)
{
	const char *folded = fold_name(arena, cell);
	bool is_either = is_direction(folded);

	for (int part = 0; part < PARTS; part++) {
		size_t rank = 0;

		if (is_either ? part != SIGN : !is_called((enum part)part, folded, &rank))
			continue;
		if (header->at[part] >= 0 && header->rank[part] <= rank)
			continue;
		header->at[part] = (int)column;
		header->rank[part] = rank;
		header->name[part] = cell;
	}
}

static bool find_header(struct arena *arena, const struct table_row *row, struct header *header)
{
	*header = (struct header){ .line = row->line };
	for (int part = 0; part < PARTS; part++)
		header->at[part] = -1;
	for (size_t k = 0; k < row->count; k++)
		name_column(arena, table_cell(row, k), k, header);
	return header->at[DATE] >= 0 && header->at[PURPOSE] >= 0 && (header->at[CREDIT] >= 0 || header->at[AMOUNT] >= 0);
}

/* "Phát sinh" above "Nợ" and "Có": the lower name holds where there is one. */
static struct table_row join_rows(struct arena *arena, const struct table_row *upper, const struct table_row *lower)
{
	size_t count = upper->count > lower->count ? upper->count : lower->count;
	struct table_row row = { ARENA_LIST(arena, count + 1, const char *), count, lower->line };

	for (size_t k = 0; k < count; k++)
		row.cells[k] = *table_cell(lower, k) ? table_cell(lower, k) : table_cell(upper, k);
	return row;
}

/* ---- the table of a CSV file ------------------------------------------------------------- */

/* One cell from *at on; *at is then behind it. Lenient: statements are cut by hand. */
static const char *next_cell(const char *text, size_t size, size_t *at, char delimiter, int64_t *line, struct arena *arena)
{
	size_t began = *at, count = 0;
	char *cell;

	if (*at < size && text[*at] == '"') {
		cell = arena_take(arena, size - began < CSV_CELL_BYTES_MAX ? size - began + 1 : CSV_CELL_BYTES_MAX + 1);
		for (++*at; *at < size && count < CSV_CELL_BYTES_MAX; ++*at) {
			if (text[*at] == '"' && *at + 1 < size && text[*at + 1] == '"')
				++*at;
			else if (text[*at] == '"')
				break;
			*line += text[*at] == '\n';
			cell[count++] = text[*at] == '\r' || text[*at] == '\n' ? ' ' : text[*at];
		}
		cell[count] = '\0';
	} else {
		cell = NULL;
	}
	while (*at < size && text[*at] != delimiter && text[*at] != '\n')
		++*at;
	if (!cell) {
		count = *at - began;
		count -= count && text[*at - 1] == '\r';
		cell = arena_bytes(arena, text + began, count);
	}
	return cell;
}

static bool read_csv(const char *text, size_t size, char delimiter, struct arena *arena, struct table_cells *table, struct err *err)
{
	const char **cells = ARENA_LIST(arena, CSV_COLUMNS_MAX, const char *);
	size_t room = 256, at = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	int64_t line = 1;

	*table = (struct table_cells){ .rows = ARENA_LIST(arena, room, struct table_row) };
	while (at < size) {
		int64_t began = line;
		size_t count = 0;
		struct table_row *row;

		for (;; at++) {
			const char *cell = next_cell(text, size, &at, delimiter, &line, arena);

			if (count < CSV_COLUMNS_MAX)
				cells[count++] = cell;
			if (at >= size || text[at] != delimiter)
				break;
		}
		at++;
		line++;
		if (table->rows_count == CSV_ROWS_MAX)
			return err_set(err, ERR_LIMIT, "file", "tệp có quá 100.000 dòng; chia nhỏ rồi nhập từng phần");
		if (table->rows_count == room) {
			struct table_row *more = ARENA_LIST(arena, room * 2, struct table_row);

			memcpy(more, table->rows, room * sizeof(*more));
			table->rows = more;
			room *= 2;
		}
		row = &table->rows[table->rows_count++];
		*row = (struct table_row){ ARENA_LIST(arena, count, const char *), count, began };
		memcpy(row->cells, cells, count * sizeof(*cells));
	}
	return true;
}

/* ---- from one table to the other ------------------------------------------------------------ */

static bool has_header(struct arena *arena, const struct table_cells *table, size_t *row, struct header *header)
{
	for (*row = 0; *row < table->rows_count && *row < HEADER_ROWS_MAX; ++*row) {
		struct table_row both;

		if (find_header(arena, &table->rows[*row], header))
			return true;
		if (header->at[DATE] < 0 || header->at[PURPOSE] < 0 || *row + 1 == table->rows_count)
			continue;
		both = join_rows(arena, &table->rows[*row], &table->rows[*row + 1]);
		if (find_header(arena, &both, header)) {
			++*row;
			return true;
		}
	}
	return false;
}

/* Six digits or more in a cell that says it is the account, or in the next ones. */
static const char *digits_of(struct arena *arena, const char *text)
{
	char *out = arena_take(arena, strlen(text) + 1);
	size_t count = 0;

	for (; *text; text++) {
		if (isdigit((unsigned char)*text))
			out[count++] = *text;
		else if (count && !strchr(" .-", *text))
			break;
		else if (count >= 6 && *text == ' ')
			break;
	}
	out[count] = '\0';
	return count >= 6 ? out : NULL;
}

static const char *find_account(struct arena *arena, const struct table_cells *table, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		const struct table_row *row = &table->rows[i];

		for (size_t k = 0; k < row->count; k++) {
			const char *folded = fold_cell(arena, table_cell(row, k));

			for (size_t n = 0; n < COUNT_OF(account_labels); n++) {
				const char *found = NULL;

				if (strncmp(folded, account_labels[n], strlen(account_labels[n])) != 0 || strstr(folded, "tai khoan cu") ||
				    strstr(folded, "old "))
					continue;
				for (size_t next = k; next < row->count && next < k + LABEL_CELLS_MAX && !found; next++)
					found = digits_of(arena, table_cell(row, next));
				if (found)
					return found;
			}
		}
	}
	return NULL;
}

/* An account of another currency: 145.00 would be read as đồng. */
static bool is_foreign(const char *folded)
{
	for (size_t i = 0; i < COUNT_OF(other_currencies); i++) {
		const char *at = strstr(folded, other_currencies[i]);

		if (at && (at == folded || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[3]))
			return true;
	}
	return false;
}

static bool find_foreign(struct arena *arena, const struct table_cells *table, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		const struct table_row *row = &table->rows[i];

		for (size_t k = 0; k < row->count; k++) {
			const char *folded = fold_cell(arena, table_cell(row, k));

			for (size_t n = 0; n < COUNT_OF(currency_labels); n++)
				for (size_t next = k; next < row->count && next < k + LABEL_CELLS_MAX &&
						      strncmp(folded, currency_labels[n], strlen(currency_labels[n])) == 0; next++)
					if (is_foreign(fold_cell(arena, table_cell(row, next))))
						return true;
		}
	}
	return false;
}

/* A cell of the outgoing CSV: always in quotes, in one line, without what no text may hold. */
static void put(struct buf *csv, const char *text, bool is_last)
{
	buf_byte(csv, '"');
	for (; *text; text++) {
		buf_byte(csv, (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text);
		if (*text == '"')
			buf_byte(csv, '"');
	}
	buf_text(csv, is_last ? "\"\n" : "\";");
}

static const char *cell_of(const struct table_row *row, const struct header *header, enum part part)
{
	return header->at[part] < 0 ? "" : table_cell(row, (size_t)header->at[part]);
}

/* ---- what a row says ------------------------------------------------------------------------ */

struct reading {
	struct arena *arena;
	const struct table_cells *table;
	struct header header;
	const char *account;           /* of the head; NULL: none */
	struct bank_file *file;
	int32_t day;                   /* of the row before; 0: none yet */
};

static void say(struct reading *r, int64_t line, const char *column, bool is_warning, const char *text)
{
	struct bank_file *file = r->file;

	/* However many warnings came before it, a row that is left out is told of: one fault refuses the file. */
	if (file->faults_count == BANK_FAULTS_MAX && !is_warning)
		file->faults[BANK_FAULTS_MAX - 1] = (struct bank_fault){ line, column, text, false };
	if (file->faults_count < BANK_FAULTS_MAX)
		file->faults[file->faults_count++] = (struct bank_fault){ line, column, text, is_warning };
}

static const char *cell_at(const struct reading *r, const struct table_row *row, enum part part)
{
	const char *text = cell_of(row, &r->header, part);

	return text + strspn(text, " \n");
}

static enum part amount_part(const struct header *header)
{
	return header->at[CREDIT] >= 0 ? CREDIT : AMOUNT;
}

/* "" and "-" are nothing. */
static bool read_amount(const struct reading *r, const struct table_row *row, enum part part, int64_t *dong, enum bank_way *way)
{
	const char *text = cell_at(r, row, part);

	*dong = 0;
	*way = BANK_WAY_SILENT;
	return !*text || strcmp(text, "-") == 0 || bank_amount_read(text, dong, way);
}

static enum bank_way said_by(const struct reading *r, const struct table_row *row, enum part part)
{
	return bank_way_of(fold_cell(r->arena, cell_at(r, row, part)));
}

/* Of one column for both ways: what went below zero, or is said to have gone out, went out; in is only what is said to have come in. */
static enum bank_way way_of_row(const struct reading *r, const struct table_row *row, enum bank_way sign)
{
	enum bank_way word = said_by(r, row, SIGN), way;
	int64_t out;

	if (r->header.at[CREDIT] >= 0)
		return sign == BANK_WAY_OUT ? BANK_WAY_OUT : BANK_WAY_IN;
	if (word == BANK_WAY_OUT || (read_amount(r, row, DEBIT, &out, &way) && out))
		return BANK_WAY_OUT;
	if (sign == BANK_WAY_OUT)
		return word == BANK_WAY_IN ? BANK_WAY_UNKNOWN : BANK_WAY_OUT;
	if (word != BANK_WAY_SILENT)
		return word;
	return sign == BANK_WAY_IN || (r->header.at[SIGN] < 0 && r->header.is_signed) ? BANK_WAY_IN : BANK_WAY_UNKNOWN;
}

/* A type that says the way in no row says something else; and do signs say it? */
static void learn_ways(struct reading *r, size_t first)
{
	bool is_way = false;

	for (size_t i = first; i < r->table->rows_count; i++) {
		enum bank_way word = said_by(r, &r->table->rows[i], TYPE), sign;
		int64_t dong;

		is_way = is_way || word == BANK_WAY_IN || word == BANK_WAY_OUT;
		if (read_amount(r, &r->table->rows[i], AMOUNT, &dong, &sign) && dong < 0)
			r->header.is_signed = true;
	}
	if (r->header.at[SIGN] < 0 && is_way) {
		r->header.at[SIGN] = r->header.at[TYPE];
		r->header.name[SIGN] = r->header.name[TYPE];
	}
}

static bool is_sum(const struct reading *r, const struct table_row *row)
{
	for (size_t k = 0; k < row->count; k++) {
		const char *folded = fold_cell(r->arena, table_cell(row, k));

		for (size_t i = 0; i < COUNT_OF(sum_words); i++)
			if (strncmp(folded, sum_words[i], strlen(sum_words[i])) == 0)
				return true;
	}
	return false;
}

/* Begins as a date does: "11/22/2026", "22-Nov-26"; "12 giao dịch" does not. Beside an amount and words four digits are enough: "Nov 22, 2026". */
static bool is_like_date(const struct reading *r, const struct table_row *row, const char *text)
{
	size_t digits = strspn(text, "0123456789"), all = 0;
	enum bank_way way;
	int64_t dong;

	for (const char *at = text; *at; at++)
		all += isdigit((unsigned char)*at) != 0;
	if (all >= 4 && *cell_at(r, row, PURPOSE) && read_amount(r, row, amount_part(&r->header), &dong, &way) && dong > 0 && !is_sum(r, row))
		return true;
	return digits && strchr("/-.", text[digits]) && text[digits] && isalnum((unsigned char)text[digits + 1]);
}

enum dated { NO_DATE, HAS_DATE, BAD_DATE };

/* Some banks leave out a day that is that of the row above. */
static enum dated date_of(struct reading *r, const struct table_row *row, int32_t *day, int *seconds, const char **rest)
{
	const char *text = cell_at(r, row, DATE);

	if (bank_moment_read(text, cell_of(row, &r->header, TIME), day, seconds, rest)) {
		r->day = *day;
		return HAS_DATE;
	}
	*day = r->day;
	*seconds = 0;
	*rest = "";
	if (!*text && r->day && *cell_at(r, row, PURPOSE) && (r->header.at[REFERENCE] < 0 || *cell_at(r, row, REFERENCE)) && !is_sum(r, row))
		return HAS_DATE;
	return is_like_date(r, row, text) ? BAD_DATE : NO_DATE;
}

struct row_said {
	enum dated dated;
	bool is_read;                  /* its amount */
	int64_t amount;
	enum bank_way way;
	int32_t day;
	int seconds;
	const char *rest;
};

/* What keeps a row from being taken for money in is told with its cell. */
static bool has_fault(struct reading *r, const struct table_row *row, const struct row_said *said)
{
	const struct header *header = &r->header;
	enum part part = !said->is_read ? amount_part(header) : said->dated == BAD_DATE ? DATE : said->way == BANK_WAY_UNKNOWN ? SIGN : CURRENCY;
	const char *wrong = NULL;

	if (!said->is_read)
		wrong = "không phải số tiền đồng; sửa ô này thành số như 145000";
	else if (said->dated == BAD_DATE)
		wrong = "không phải ngày; sửa ô này thành ngày/tháng/năm như 22/11/2026";
	else if (said->way == BANK_WAY_UNKNOWN)
		wrong = "chưa rõ là tiền vào hay tiền ra; hỏi ngân hàng rồi sửa ô này thành Có (tiền vào) hoặc Nợ (tiền ra)";
	else if (is_foreign(fold_cell(r->arena, cell_at(r, row, CURRENCY))))
		wrong = "là ngoại tệ, chỉ nhập được tiền đồng; bỏ dòng này khỏi tệp";
	/* A column that never says the way was told of once. */
	if (wrong && (part != SIGN || header->at[SIGN] >= 0))
		say(r, row->line, header->name[part], false, arena_format(r->arena, "“%.40s” %s", cell_at(r, row, part), wrong));
	return wrong != NULL;
}

static void write_row(struct reading *r, const struct table_row *row)
{
	const struct header *header = &r->header;
	const char *reference = cell_of(row, header, REFERENCE), *own = cell_of(row, header, ACCOUNT);
	struct buf *csv = r->file->csv;
	struct row_said said = { .amount = 0 };

	said.is_read = read_amount(r, row, amount_part(header), &said.amount, &said.way);
	said.dated = date_of(r, row, &said.day, &said.seconds, &said.rest);
	if (said.dated == NO_DATE || (said.is_read && !said.amount))
		return;
	said.way = way_of_row(r, row, said.way);
	if (said.way == BANK_WAY_OUT && header->at[CREDIT] >= 0)
		say(r, row->line, header->name[CREDIT], true, "số tiền âm ở cột tiền vào: không nhập; nếu ngân hàng ghi bù một khoản đã nhập thì trả lại khoản đó");
	if (said.way == BANK_WAY_OUT || has_fault(r, row, &said))
		return;
	put(csv, arena_format(r->arena, "%04d-%02d-%02d %02d:%02d:%02d", said.day / 10000, said.day / 100 % 100, said.day % 100, said.seconds / 3600,
			      said.seconds / 60 % 60, said.seconds % 60), false);
	put(csv, arena_format(r->arena, "%lld", (long long)said.amount), false);
	put(csv, cell_of(row, header, PURPOSE), false);
	/* Vietcombank's stands behind the date, in its cell. */
	put(csv, *reference && header->at[REFERENCE] != header->at[DATE] ? reference : said.rest, false);
	put(csv, r->account ? r->account : own, false);
	put(csv, cell_of(row, header, PAYER), false);
	put(csv, cell_of(row, header, PAYER_ACCOUNT), true);
}

static bool open_csv(const char *bytes, size_t size, struct arena *arena, struct table_cells *table, size_t *row, struct header *header,
		     struct err *err)
{
	static const char delimiters[] = { ';', ',', '\t' };

	if (memchr(bytes, '\0', size) || (!text_is_utf8(bytes, size) && !bank_text_1258(bytes, size, arena, &bytes, &size)))
		return err_set(err, ERR_INPUT, "file", "không đọc được chữ trong tệp; trong Excel chọn Lưu thành → .xlsx hoặc CSV UTF-8");
	for (size_t i = 0; i < COUNT_OF(delimiters); i++) {
		if (!read_csv(bytes, size, delimiters[i], arena, table, err))
			return false;
		if (has_header(arena, table, row, header))
			return true;
	}
	return err_set(err, ERR_INPUT, "file", NO_TABLE);
}

static bool open_table(const char *bytes, size_t size, struct arena *arena, struct table_cells *table, size_t *row, struct header *header,
		       struct err *err)
{
	if (xlsx_is(bytes, size))
		return xlsx_read(bytes, size, arena, table, err) &&
		       (has_header(arena, table, row, header) || err_set(err, ERR_INPUT, "file", NO_TABLE));
	if (size >= 8 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0)
		return err_set(err, ERR_INPUT, "file", "đây là tệp .xls cũ; mở bằng Excel rồi lưu thành .xlsx");
	return open_csv(bytes, size, arena, table, row, header, err);
}

bool bank_file_read(const char *bytes, size_t size, struct arena *arena, struct bank_file *file, struct err *err)
{
	struct reading r = { .arena = arena, .file = file };
	struct table_cells table;
	struct buf *csv = file->csv;
	size_t at = 0, before;
	int64_t line = 1;

	file->faults = ARENA_LIST(arena, BANK_FAULTS_MAX, struct bank_fault);
	file->faults_count = 0;
	if (!open_table(bytes, size, arena, &table, &at, &r.header, err))
		return false;
	r.table = &table;
	r.account = find_account(arena, &table, at);
	if (find_foreign(arena, &table, at))
		return err_set(err, ERR_INPUT, "file", "sao kê của tài khoản ngoại tệ; chỉ nhập được tài khoản tiền đồng");
	if (r.header.at[CREDIT] < 0)
		learn_ways(&r, at + 1);
	if (r.header.at[CREDIT] < 0 && r.header.at[SIGN] < 0 && !r.header.is_signed)
		say(&r, r.header.line, r.header.name[AMOUNT], false,
		    "cột này không nói tiền vào hay tiền ra; nếu mọi dòng đều là tiền vào thì đổi tên cột thành “Số tiền ghi có”");
	for (size_t i = at; i < table.rows_count; i++) {
		for (; line < table.rows[i].line; line++)
			buf_byte(csv, '\n');
		before = csv->size;
		if (i == at)
			buf_text(csv, "Ngày giao dịch;Số tiền ghi có;Nội dung;Số tham chiếu;Số tài khoản;Tên đối ứng;Tài khoản đối ứng\n");
		else
			write_row(&r, &table.rows[i]);
		line += csv->size > before;
	}
	return !csv->full || err_set(err, ERR_LIMIT, "file", "tệp quá lớn; chia nhỏ rồi nhập từng phần");
}
