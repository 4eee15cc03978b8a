/* What all kinds of import have in common: columns, cells, problems, chunks. */
#include "app/imports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/bank_file.h"
#include "app/import_parts.h"
#include "app/xlsx_in.h"
#include "calc/card.h"
#include "calc/fold.h"
#include "shop/cod.h"

static const struct import_kind *const kinds[] = {
	&import_parties,      &import_products,  &import_items,  &import_codes,   &import_prices,
	&import_certificates, &import_contracts, &import_intake, &import_opening, &import_bank, &import_cod, &import_words,
};

const char *import_kind_name(size_t i)
{
	return i < COUNT_OF(kinds) ? kinds[i]->name : NULL;
}

const char *import_kind_about(size_t i)
{
	return i < COUNT_OF(kinds) ? kinds[i]->about : NULL;
}

struct row *row_at(const struct import *import, size_t i)
{
	return (struct row *)(void *)(import->rows + i * import->kind->row_size);
}

int64_t import_first_change(const struct import *import)
{
	for (int64_t i = 0; i < import->rows_count; i++) {
		const struct row *row = row_at(import, (size_t)i);

		if (!row->is_bad && !row->is_new && !row->is_same)
			return row->line;
	}
	return 0;
}

/* ---- problems ----------------------------------------------------------------- */

static void add_problem(struct import *import, int64_t line, const char *column, const char *text, bool is_warning)
{
	if (is_warning)
		import->warnings_count++;
	else
		import->errors_count++;
	if (import->problems_count < IMPORT_PROBLEMS_MAX)
		import->problems[import->problems_count++] = (struct import_problem){
			.line = line, .column = column, .text = arena_text(import->arena, text), .is_warning = is_warning
		};
}

static const char *column_name(const struct import *import, int column)
{
	if (column < 0)
		return NULL;
	return import->columns[column] ? import->columns[column] : import->kind->columns[column].name;
}

static void __attribute__((format(printf, 5, 0))) say(struct importing *im, struct row *row, int column, bool is_warning, const char *format,
							 va_list args)
{
	char text[400];

	vsnprintf(text, sizeof(text), format, args);
	add_problem(im->import, row ? row->line : 0, column_name(im->import, column), text, is_warning);
	if (row && !is_warning)
		row->is_bad = true;
}

void problem(struct importing *im, struct row *row, int column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(im, row, column, false, format, args);
	va_end(args);
}

void warning(struct importing *im, struct row *row, int column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(im, row, column, true, format, args);
	va_end(args);
}

/* ---- columns -------------------------------------------------------------------- */

const char *fold_cell(struct arena *arena, const char *text)
{
	const char *folded;
	struct buf buf;
	size_t size;

	buf_init(&buf, (size_t)4 * CSV_CELL_BYTES_MAX);
	fold_text(text, strlen(text), &buf);
	for (size_t i = 0; i < buf.size; i++)
		if (buf.data[i] == '_')
			buf.data[i] = ' ';
	folded = buf_get(&buf);
	while (*folded == ' ')
		folded++;
	size = strlen(folded);
	while (size > 0 && folded[size - 1] == ' ')
		size--;
	folded = arena_bytes(arena, folded, size);
	buf_release(&buf);
	return folded;
}

static bool is_called(struct arena *arena, const struct column *column, const char *folded)
{
	const char *at = column->aliases ? column->aliases : "";

	if (strcmp(folded, fold_cell(arena, column->name)) == 0)
		return true;
	while (*at) {
		const char *end = strchrnul(at, '|');

		if (strcmp(folded, fold_cell(arena, arena_bytes(arena, at, (size_t)(end - at)))) == 0)
			return true;
		at = *end ? end + 1 : end;
	}
	return false;
}

/* Which column of the kind each of the file's is; -1: none of ours. */
static void match_columns(struct importing *im, const struct csv *csv, int *at)
{
	const struct import_kind *kind = im->import->kind;

	for (size_t i = 0; i < csv->columns_count; i++) {
		const char *folded = fold_cell(im->arena, csv->names[i]);

		at[i] = -1;
		for (size_t k = 0; k < kind->columns_count && at[i] < 0 && *folded; k++)
			if (is_called(im->arena, &kind->columns[k], folded))
				at[i] = (int)k;
		if (at[i] < 0 && *folded)
			add_problem(im->import, csv->line, csv->names[i], "không có cột nào tên này; cột bị bỏ qua", true);
		else if (at[i] >= 0 && im->import->columns[at[i]])
			add_problem(im->import, csv->line, csv->names[i], "cột này có hai lần", false);
		else if (at[i] >= 0)
			im->import->columns[at[i]] = csv->names[i];
	}
}

/* ---- cells ---------------------------------------------------------------------- */

static const struct cell_word yes_no[] = {
	{ "có", 1 }, { "không", 0 }, { "yes", 1 },   { "no", 0 },   { "x", 1 },   { "1", 1 },
	{ "0", 0 },  { "true", 1 },  { "false", 0 }, { "đúng", 1 }, { "sai", 0 }, { NULL, 0 },
};

const char *word_of(const struct cell_word *words, int64_t value)
{
	for (; words->text; words++)
		if (words->value == value)
			return words->text;
	return NULL;
}

static bool read_word(struct arena *arena, const struct cell_word *words, const char *text, int64_t *value)
{
	const char *folded = fold_cell(arena, text);

	for (; words->text; words++) {
		if (strcmp(folded, fold_cell(arena, words->text)) == 0) {
			*value = words->value;
			return true;
		}
	}
	return false;
}

static bool read_roles(struct arena *arena, const struct cell_word *words, const char *text, int64_t *value)
{
	int64_t bits = 0, bit;

	while (*text) {
		size_t size = strcspn(text, ",;+/");

		if (!read_word(arena, words, arena_bytes(arena, text, size), &bit))
			return false;
		bits |= bit;
		text += size + (text[size] != '\0');
	}
	*value = bits;
	return bits != 0;
}

static bool read_month(const char *text, int64_t *month)
{
	int32_t day;
	char whole[16];
	size_t size = strlen(text);

	/* 8/2026 and 08/2026 are the month of its first day, 2026-08 too. */
	if (size > 8)
		return false;
	snprintf(whole, sizeof(whole), strchr(text, '/') ? "1/%s" : "%s-01", text);
	if (!csv_read_day(whole, &day))
		return false;
	*month = day_month(day);
	return true;
}

static const char *words_listed(struct arena *arena, const struct cell_word *words)
{
	const char *list = "";
	int64_t last = INT64_MIN;

	for (; words->text; words++) {
		if (words->value != last)
			list = arena_format(arena, "%s%s%s", list, *list ? ", " : "", words->text);
		last = words->value;
	}
	return list;
}

static void read_text(struct importing *im, struct row *row, int at, const char *cell, const char **text)
{
	const struct column *column = &im->import->kind->columns[at];
	struct err err = { 0 };
	size_t letters;

	if (!text_nfc(cell, strlen(cell), false, im->arena, text, NULL, &err)) {
		problem(im, row, at, "có ký tự không dùng được (xuống dòng, điều khiển)");
		*text = NULL;
		return;
	}
	letters = text_letters(*text);
	if ((int64_t)letters > column->high)
		problem(im, row, at, "dài %zu chữ, nhiều nhất %lld", letters, (long long)column->high);
	else if ((int64_t)letters < column->low)
		problem(im, row, at, "ngắn quá, ít nhất %lld chữ", (long long)column->low);
	else if (!column->is_code && card_in_text(*text))
		problem(im, row, at, "có số giống số thẻ ngân hàng; xóa số ấy đi, cửa hàng không được giữ số thẻ");
	else
		return;
	*text = NULL;
}

static void read_cell(struct importing *im, struct row *row, int at, const char *raw)
{
	const struct column *column = &im->import->kind->columns[at];
	void *value = (char *)row + column->offset;
	const char *cell = csv_plain(im->arena, raw), *wrong = NULL;
	int64_t *number = value;
	struct money money;
	int32_t day;

	if (!*cell)
		return;
	switch (column->kind) {
	case CELL_TEXT: read_text(im, row, at, cell, value); return;
	case CELL_I64:
		if (!text_read_i64(cell, strlen(cell), number))
			wrong = "không phải số nguyên";
		break;
	case CELL_MONEY:
		if (csv_read_money(cell, &money))
			*number = money.dong;
		else
			wrong = "không phải số tiền; viết 145000, 145.000 hoặc 145k";
		break;
	case CELL_QTY:
		if (!csv_read_qty(cell, number))
			wrong = "không phải số lượng; phần lẻ viết sau dấu phẩy (1,25), không dùng dấu chấm";
		break;
	case CELL_PERCENT:
		if (!csv_read_percent(cell, number))
			wrong = "không phải tỷ lệ phần trăm từ 0 đến 100; phần lẻ viết sau dấu phẩy (12,5)";
		break;
	case CELL_DAY:
		if (csv_read_day(cell, &day))
			*number = day;
		else
			wrong = "không phải ngày; viết 22/11/2026 (ngày trước tháng) hoặc 2026-11-22";
		break;
	case CELL_MONTH:
		if (!read_month(cell, number))
			wrong = "không phải tháng; viết 08/2026";
		break;
	case CELL_WORD:
	case CELL_ROLES:
		if (column->kind == CELL_WORD ? !read_word(im->arena, column->words, cell, number)
					      : !read_roles(im->arena, column->words, cell, number))
			wrong = arena_format(im->arena, "không phải một trong: %s", words_listed(im->arena, column->words));
		break;
	case CELL_BOOL:
		if (!read_word(im->arena, yes_no, cell, number))
			wrong = "viết “có” hoặc “không”";
		break;
	}
	if (!wrong && column->high > column->low && (*number < column->low || *number > column->high))
		wrong = "ngoài giới hạn cho phép";
	if (wrong) {
		problem(im, row, at, "“%.60s” %s", cell, wrong);
		*number = ROW_ABSENT;
	}
}

static bool is_absent(const struct column *column, const void *row)
{
	const void *value = (const char *)row + column->offset;

	return column->kind == CELL_TEXT ? *(const char *const *)value == NULL : *(const int64_t *)value == ROW_ABSENT;
}

static void clear_row(const struct import_kind *kind, void *row)
{
	memset(row, 0, kind->row_size);
	for (size_t i = 0; i < kind->columns_count; i++)
		if (kind->columns[i].kind != CELL_TEXT)
			*(int64_t *)(void *)((char *)row + kind->columns[i].offset) = ROW_ABSENT;
}

/* What the row leaves out is as the book has it, or as usual; is it any news then? */
static void fill_row(struct importing *im, struct row *row, const void *base)
{
	const struct import_kind *kind = im->import->kind;

	row->is_same = base != NULL;
	for (size_t i = 0; i < kind->columns_count; i++) {
		const struct column *column = &kind->columns[i];
		size_t size = column->kind == CELL_TEXT ? sizeof(const char *) : sizeof(int64_t);
		void *value = (char *)row + column->offset;
		const void *before = base ? (const char *)base + column->offset : NULL;

		if (is_absent(column, row)) {
			if (base && !is_absent(column, base))
				memcpy(value, before, size);
			else if (!base && (column->preset || column->has_preset))
				*(int64_t *)value = column->preset;
			else if (column->required && !row->is_bad)
				problem(im, row, (int)i, "thiếu");
			continue;
		}
		if (!base || column->not_compared)
			continue;
		if (column->kind == CELL_TEXT ? !text_is(*(const char *const *)value, *(const char *const *)before)
					      : memcmp(value, before, size) != 0)
			row->is_same = false;
	}
}

/* ---- rows --------------------------------------------------------------------- */

static const char *const fault_texts[] = {
	[CSV_TOO_LARGE] = "quá lớn: nhiều nhất 8 MiB, 200 cột, 100.000 dòng; hãy chia nhỏ tệp",
	[CSV_UTF16] = "tệp ở dạng UTF-16; trong Excel chọn Lưu thành → CSV UTF-8",
	[CSV_NOT_UTF8] = "tệp không phải UTF-8 (có thể là bảng mã cũ); trong Excel chọn Lưu thành → CSV UTF-8",
	[CSV_NUL] = "có byte NUL; đây không phải tệp CSV",
	[CSV_EMPTY] = "tệp rỗng; dòng đầu phải là tên các cột",
	[CSV_SAME_NAME] = "hai cột cùng tên",
	[CSV_OPEN_QUOTE] = "dấu nháy kép mở ở đây không đóng",
	[CSV_AFTER_QUOTE] = "có chữ sau dấu nháy kép đóng",
	[CSV_RAGGED] = "số ô không bằng số cột của dòng đầu",
	[CSV_CELL_TOO_LONG] = "ô dài quá 32.000 byte",
};

static void add_fault(struct importing *im, const struct csv *csv)
{
	const char *column = csv->fault_column > 0 && (size_t)csv->fault_column <= csv->columns_count && csv->fault != CSV_RAGGED
				     ? csv->names[csv->fault_column - 1]
				     : NULL;

	add_problem(im->import, csv->fault_line, column, fault_texts[csv->fault], false);
}

static void make_room(struct import *import, size_t *room)
{
	size_t row_size = import->kind->row_size;
	char *more;

	if ((size_t)import->rows_count < *room)
		return;
	more = arena_list(import->arena, *room * 2, row_size);
	memcpy(more, import->rows, *room * row_size);
	import->rows = more;
	*room *= 2;
}

static bool check_row(struct importing *im, struct row *row, void *base, struct err *err)
{
	const struct import_kind *kind = im->import->kind;
	bool found = false;

	clear_row(kind, base);
	if (kind->load && !kind->load(im, row, base, &found, err))
		return false;
	row->is_new = !found;
	if (!row->is_bad)
		fill_row(im, row, found ? base : NULL);
	if (row->is_bad)
		return true;
	if (row->is_same)
		im->import->same_count++;
	return !kind->check || kind->check(im, row, err);
}

static bool read_rows(struct importing *im, struct csv *csv, const int *at, struct err *err)
{
	struct import *import = im->import;
	struct arena *scratch = arena_new((size_t)64 << 20);
	void *base = arena_take(im->arena, import->kind->row_size);
	size_t room = 64, began = arena_used(im->arena);
	bool found = true, ok = true;

	import->rows = arena_list(im->arena, room, import->kind->row_size);
	while (ok && found) {
		struct err fault = { 0 };
		const char **cells;
		struct row *row;

		arena_reset(scratch);
		arena_reset(im->scratch);
		if (arena_used(im->arena) - began > IMPORT_ROWS_BYTES_MAX) {
			add_problem(import, csv->line, NULL, fault_texts[CSV_TOO_LARGE], false);
			break;
		}
		if (!csv_next(csv, scratch, &cells, &found, &fault)) {
			add_fault(im, csv);
			found = csv_can_go_on(csv);
			continue;
		}
		if (!found)
			break;
		make_room(import, &room);
		row = row_at(import, (size_t)import->rows_count);
		clear_row(import->kind, row);
		row->line = csv->line;
		import->rows_count++;
		for (size_t i = 0; i < csv->columns_count; i++)
			if (at[i] >= 0)
				read_cell(im, row, at[i], cells[i]);
		ok = check_row(im, row, base, err);
	}
	arena_free(scratch);
	return ok;
}

struct keyed {
	const char *key;
	size_t row;
};

static int by_key(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	int order = strcmp(a->key, b->key);

	return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* Two rows of one thing: which would hold? */
static void find_doubles(struct importing *im)
{
	struct import *import = im->import;
	const struct column *column = &import->kind->columns[import->kind->key_column];
	struct keyed *list = ARENA_LIST(im->arena, (size_t)import->rows_count, struct keyed);
	size_t count = 0;

	if (import->kind->no_key)
		return;
	for (size_t i = 0; i < (size_t)import->rows_count; i++) {
		struct row *row = row_at(import, i);
		const char *key = *(const char **)(void *)((char *)row + column->offset);

		if (key && !row->is_bad)
			list[count++] = (struct keyed){ key, i };
	}
	qsort(list, count, sizeof(*list), by_key);
	for (size_t i = 1; i < count; i++)
		if (strcmp(list[i].key, list[i - 1].key) == 0)
			problem(im, row_at(import, list[i].row), (int)import->kind->key_column, "“%.60s” đã có ở dòng %lld của tệp", list[i].key,
				(long long)row_at(import, list[i - 1].row)->line);
}

static void cut_evenly(struct import *import)
{
	size_t rows = (size_t)import->rows_count, each = import->kind->chunk_rows;

	import->chunks_count = (rows + each - 1) / each;
	import->chunks = ARENA_LIST(import->arena, import->chunks_count, struct import_chunk);
	for (size_t i = 0; i < import->chunks_count; i++)
		import->chunks[i] = (struct import_chunk){ .first = i * each, .count = rows - i * each < each ? rows - i * each : each };
}

static const struct import_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	return NULL;
}

/* A spreadsheet, or a bank's own statement, becomes the CSV that follows; *text lives in the arena then. */
static bool as_csv(struct import *import, const char **text, size_t *size, struct err *err)
{
	bool is_statement = import->kind == &import_bank, ok;
	struct bank_file file;
	struct table_cells table;
	struct buf csv;

	if (!is_statement && !xlsx_is(*text, *size))
		return true;
	buf_init(&csv, 4 * CSV_BYTES_MAX);
	file = (struct bank_file){ .csv = &csv };
	ok = is_statement ? bank_file_read(*text, *size, import->arena, &file, err) : xlsx_read(*text, *size, import->arena, &table, err);
	for (size_t i = 0; ok && i < file.faults_count; i++)
		add_problem(import, file.faults[i].line, file.faults[i].column, file.faults[i].text, file.faults[i].is_warning);
	if (ok && !is_statement)
		table_to_csv(&table, &csv);
	if (ok) {
		*size = csv.size;
		*text = arena_bytes(import->arena, buf_get(&csv), csv.size);
	}
	buf_release(&csv);
	return ok;
}

bool import_check(struct txn *txn, const struct book *book, const char *kind, const char *text, size_t size, int64_t at_us, struct arena *arena,
		  struct import *import, struct err *err)
{
	struct importing im = { .import = import, .txn = txn, .book = book, .arena = arena, .at_us = at_us, .day = day_of_us(at_us) };
	int at[CSV_COLUMNS_MAX];
	struct err fault = { 0 };
	int64_t before;
	struct csv csv;

	*import = (struct import){ .kind = find_kind(kind), .arena = arena, .cod_fee_limit_ppm = COD_FEE_USUAL_PPM };
	if (!import->kind)
		return err_set(err, ERR_INPUT, "kind", "không có loại bảng “%.40s”", kind);
	import->file_sum = hash_of(text, size);
	import->problems = ARENA_LIST(arena, IMPORT_PROBLEMS_MAX, struct import_problem);
	import->columns = ARENA_LIST(arena, COLUMNS_MAX, const char *);
	if (!as_csv(import, &text, &size, &fault)) {
		add_problem(import, 0, NULL, fault.text, false);
		return true;
	}
	if (!csv_open(&csv, text, size, arena, &fault)) {
		add_fault(&im, &csv);
		return true;
	}
	before = import->errors_count;
	match_columns(&im, &csv, at);
	/* The first names the thing of a row; what else a new thing needs, one that is there may leave out. */
	for (size_t i = 0; i < import->kind->columns_count; i++)
		if (import->kind->columns[i].required && !import->columns[i] && (import->kind->no_key || i == 0))
			add_problem(import, csv.line, import->kind->columns[i].name, "thiếu cột này", false);
	if (import->errors_count > before)
		return true;
	im.scratch = arena_new((size_t)64 << 20);
	bool ok = read_rows(&im, &csv, at, err);

	arena_free(im.scratch);
	if (!ok)
		return false;
	find_doubles(&im);
	if (import->errors_count == 0 && import->kind->chunk_rows)
		cut_evenly(import);
	return import->errors_count > 0 || !import->kind->finish || import->kind->finish(&im, err);
}

/* ---- chunks ------------------------------------------------------------------- */

static struct id chunk_id(const struct book *book, const struct import *import, size_t chunk, int64_t attempt)
{
	int64_t number;

	memcpy(&number, import->file_sum.bytes, sizeof(number));
	return id_derive(id_derive(book->site_id, import->kind->name, number), "chunk", (int64_t)chunk * 1000 + attempt);
}

static bool has_news(const struct import *import, const struct import_chunk *chunk)
{
	for (size_t i = 0; i < chunk->count; i++)
		if (!row_at(import, chunk->first + i)->is_same)
			return true;
	return false;
}

bool chunk_is_written(struct importing *im, size_t chunk, bool *is_written, struct err *err)
{
	struct entry entry;

	return journal_find_id(im->txn, im->arena, chunk_id(im->book, im->import, chunk, 0), &entry, is_written, err);
}

/* The first id of this chunk that no entry has. Where rows are events, not states, a chunk is written once for ever. */
static bool name_chunk(struct work *work, const struct import *import, size_t chunk, bool *is_written, struct err *err)
{
	struct entry entry;

	for (int64_t attempt = 0; attempt < 1000; attempt++) {
		work->id = chunk_id(work->book, import, chunk, attempt);
		if (!journal_find_id(work->txn, work->arena, work->id, &entry, is_written, err))
			return false;
		if (!*is_written || !import->kind->is_set)
			return true;
	}
	return err_set(err, ERR_LIMIT, "id", "tệp này đã nhập quá nhiều lần");
}

bool import_write_chunk(struct work *work, const struct import *import, size_t chunk, struct err *err)
{
	const struct import_chunk *rows = &import->chunks[chunk];
	bool is_written;

	if (import->errors_count > 0)
		return err_set(err, ERR_INPUT, "rows", "tệp còn dòng sai; chưa ghi gì");
	if (import->kind->is_set && !has_news(import, rows))
		return true;
	if (!name_chunk(work, import, chunk, &is_written, err))
		return false;
	if (is_written)
		return true;
	work->ask = hash_of_two(import->file_sum.bytes, sizeof(import->file_sum.bytes), &rows->first, sizeof(rows->first));
	return import->kind->write(work, import, rows, err);
}

bool import_kind_column(size_t kind, size_t i, const char **name, bool *is_required)
{
	if (kind >= COUNT_OF(kinds) || i >= kinds[kind]->columns_count)
		return false;
	*name = kinds[kind]->columns[i].name;
	*is_required = kinds[kind]->columns[i].required;
	return true;
}

/* Remarks above the header are passed over when the file comes in. */
void import_template(size_t kind, struct buf *buf)
{
	const struct import_kind *it = kinds[kind];
	struct arena *arena = arena_new((size_t)1 << 16);
	const char *wanted = "";
	struct csv_out out;

	csv_begin(&out, buf, ';');
	for (size_t i = 0; i < it->columns_count; i++)
		if (it->columns[i].required)
			wanted = arena_format(arena, "%s%s%s", wanted, *wanted ? ", " : "", it->columns[i].name);
	buf_format(buf, "# Mẫu nhập %s. Điền dưới dòng tên cột, cột không dùng thì xóa hoặc để trống.\r\n", it->about);
	if (*wanted)
		buf_format(buf, "# Phải có: %s.\r\n", wanted);
	buf_text(buf, "# Ngày viết 22/11/2026. Tiền viết 145000 hoặc 145.000. Số lượng và tỷ lệ lẻ viết dấu phẩy: 1,25.\r\n");
	for (size_t i = 0; i < it->columns_count; i++)
		if (it->columns[i].kind == CELL_WORD || it->columns[i].kind == CELL_ROLES)
			buf_format(buf, "# %s: %s.\r\n", it->columns[i].name, words_listed(arena, it->columns[i].words));
	for (size_t i = 0; i < it->columns_count; i++)
		csv_text(&out, it->columns[i].name);
	csv_end_row(&out);
	arena_free(arena);
}
