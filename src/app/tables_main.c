/* `ocop-pos import` and `ocop-pos export`: the book's folder is opened here; a running daemon has doors of its own. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/exports.h"
#include "app/imports.h"
#include "app/wrong.h"
#include "base/clock.h"
#include "base/day.h"
#include "base/random.h"
#include "calc/csv.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/staff.h"
#include "store/store.h"
#include "store/txn.h"

#define BOOK_DIR "/var/lib/ocop-pos/book"

struct words {
	const char *plain[2]; /* what stands alone */
	size_t plain_count;
	const char *book, *format, *from, *to, *out;
	bool dry_run, help, clock_confirmed;
};

static bool take_value(int argc, char **argv, int *i, const char *name, const char **value)
{
	if (strcmp(argv[*i], name) != 0 || *i + 1 >= argc)
		return false;
	*value = argv[++*i];
	return true;
}

static bool read_words(int argc, char **argv, struct words *w)
{
	*w = (struct words){ .book = BOOK_DIR, .format = "csv" };
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--dry-run") == 0)
			w->dry_run = true;
		else if (strcmp(argv[i], "--help") == 0)
			w->help = true;
		else if (strcmp(argv[i], "--clock-confirmed") == 0)
			w->clock_confirmed = true;
		else if (take_value(argc, argv, &i, "--book", &w->book) || take_value(argc, argv, &i, "--format", &w->format) ||
			 take_value(argc, argv, &i, "--from", &w->from) || take_value(argc, argv, &i, "--to", &w->to) ||
			 take_value(argc, argv, &i, "--out", &w->out))
			continue;
		else if (argv[i][0] == '-' || w->plain_count == COUNT_OF(w->plain))
			return false;
		else
			w->plain[w->plain_count++] = argv[i];
	}
	return true;
}

static int fail(const struct err *err)
{
	const char *field = wrong_label(err->field) ? wrong_label(err->field) : err->field;

	fprintf(stderr, "%s%s%s\n", field, field[0] ? ": " : "", err->text);
	return err_exit_code(err->code);
}

/* ---- import ---------------------------------------------------------------------- */

static int import_usage(void)
{
	fprintf(stderr, "Cách dùng: ocop-pos import BẢNG TỆP.csv [--dry-run] [--book THƯ_MỤC] [--clock-confirmed]\n"
			"           ocop-pos import BẢNG            (in dòng tiêu đề để điền)\nBảng:\n");
	for (size_t i = 0; import_kind_name(i); i++)
		fprintf(stderr, "  %-13s %s\n", import_kind_name(i), import_kind_about(i));
	return 2;
}

static bool read_file(const char *path, char **text, size_t *size, struct err *err)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return err_set(err, ERR_MISSING, "file", "không mở được %s", path);
	*text = malloc(CSV_BYTES_MAX + 1);
	if (!*text)
		abort();
	*size = fread(*text, 1, CSV_BYTES_MAX + 1, file);
	if (ferror(file))
		err_set(err, ERR_IO, "file", "không đọc được %s", path);
	fclose(file);
	return err->code == ERR_NONE;
}

static void print_problems(const struct import *import)
{
	for (size_t i = 0; i < import->problems_count; i++) {
		const struct import_problem *p = &import->problems[i];

		fprintf(stderr, "%s", p->is_warning ? "lưu ý: " : "");
		if (p->line)
			fprintf(stderr, "dòng %lld", (long long)p->line);
		if (p->column)
			fprintf(stderr, "%s“%s”", p->line ? ", cột " : "cột ", p->column);
		fprintf(stderr, "%s%s\n", p->line || p->column ? ": " : "", p->text);
	}
	if ((int64_t)import->problems_count < import->errors_count + import->warnings_count)
		fprintf(stderr, "… và %lld điều nữa\n",
			(long long)(import->errors_count + import->warnings_count - (int64_t)import->problems_count));
}

/* A repeat of the whole import writes what this one did not. */
static bool write_chunk(struct book *book, const struct import *import, size_t chunk, struct err *err)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct work work = { .book = book, .arena = arena, .role = STAFF_ADMIN, .at_us = clock_now_us() };
	bool ok;

	random_bytes(work.seed.bytes, sizeof(work.seed.bytes));
	work.txn = txn_begin(book->store, err);
	ok = work.txn && import_write_chunk(&work, import, chunk, err) && journal_seal(work.txn, book, err);
	if (ok)
		ok = txn_commit(work.txn, err);
	else
		txn_abandon(work.txn);
	arena_free(arena);
	return ok;
}

static bool run_import(struct book *book, const struct words *w, const char *text, size_t size, struct arena *arena, struct err *err)
{
	struct txn *txn = txn_begin(book->store, err);
	struct import import;
	bool ok;

	if (!txn)
		return false;
	ok = import_check(txn, book, w->plain[0], text, size, clock_now_us(), arena, &import, err);
	txn_abandon(txn);
	if (!ok)
		return false;
	print_problems(&import);
	if (import.errors_count > 0)
		return err_set(err, ERR_INPUT, NULL, "%lld lỗi; chưa ghi gì vào sổ", (long long)import.errors_count);
	printf("%lld dòng, %lld dòng sổ đã có\n", (long long)import.rows_count, (long long)import.same_count);
	if (!w->dry_run && !command_clock(book, w->clock_confirmed, err))
		return false;
	for (size_t i = 0; i < import.chunks_count && !w->dry_run; i++)
		if (!write_chunk(book, &import, i, err))
			return false;
	printf("%s\n", w->dry_run ? "chỉ kiểm tra, chưa ghi" : "đã ghi vào sổ");
	return true;
}

static int print_template(const char *kind)
{
	struct buf buf;

	for (size_t i = 0; import_kind_name(i); i++) {
		if (strcmp(import_kind_name(i), kind) != 0)
			continue;
		buf_init(&buf, 1 << 16);
		import_template(i, &buf);
		fwrite(buf.data, 1, buf.size, stdout);
		buf_release(&buf);
		return 0;
	}
	return import_usage();
}

int import_main(int argc, char **argv)
{
	struct err err = { 0 };
	struct words w;
	struct arena *arena;
	struct book *book;
	char *text = NULL;
	size_t size = 0;
	bool ok;

	if (!read_words(argc, argv, &w) || w.help || w.plain_count == 0)
		return import_usage();
	if (w.plain_count == 1)
		return print_template(w.plain[0]);
	/* A trial writes nothing: the till goes on selling. */
	if (!read_file(w.plain[1], &text, &size, &err) || !(book = w.dry_run ? book_open_reader(w.book, &err) : book_open(w.book, &err))) {
		free(text);
		return fail(&err);
	}
	arena = arena_new(IMPORT_ARENA_BYTES_MAX);
	ok = run_import(book, &w, text, size, arena, &err);
	arena_free(arena);
	book_close(book);
	free(text);
	return ok ? 0 : fail(&err);
}

/* ---- export ---------------------------------------------------------------------- */

static int export_usage(void)
{
	fprintf(stderr, "Cách dùng: ocop-pos export BẢNG [--format csv|xlsx] [--from NGÀY] [--to NGÀY] [--out TỆP] [--book THƯ_MỤC]\nBảng:\n");
	for (size_t i = 0; export_name(i); i++)
		fprintf(stderr, "  %-13s %s\n", export_name(i), export_about(i));
	return 2;
}

static bool write_file(const char *path, const struct buf *buf, struct err *err)
{
	FILE *file = fopen(path, "wb");
	bool ok = file && fwrite(buf_get(buf), 1, buf->size, file) == buf->size;

	if (file && fclose(file) != 0)
		ok = false;
	return ok || err_set(err, ERR_IO, "out", "không ghi được %s", path);
}

static bool print_out(const struct buf *buf, struct err *err)
{
	return (fwrite(buf_get(buf), 1, buf->size, stdout) == buf->size && fflush(stdout) == 0) ||
	       err_set(err, ERR_IO, "out", "không in ra được");
}

static bool run_export(struct book *book, const struct words *w, const struct export_asked *wanted, struct err *err)
{
	struct export_asked asked = *wanted;
	struct txn *txn = txn_begin(book->store, err);
	char path[300];
	int64_t rows;
	struct buf buf;
	bool ok, is_xlsx = strcmp(w->format, "xlsx") == 0;

	if (!txn)
		return false;
	buf_init(&buf, EXPORT_BYTES_MAX);
	snprintf(path, sizeof(path), "%.200s.xlsx", asked.name);
	if (is_xlsx)
		asked.xlsx_path = w->out ? w->out : path;
	else
		asked.csv = &buf;
	ok = export_write(txn, book, &asked, &rows, err);
	txn_abandon(txn);
	if (ok && !is_xlsx)
		ok = w->out ? write_file(w->out, &buf, err) : print_out(&buf, err);
	buf_release(&buf);
	if (ok)
		fprintf(stderr, "%lld dòng%s%s\n", (long long)rows, is_xlsx ? " trong " : "", is_xlsx ? asked.xlsx_path : "");
	return ok;
}

int export_main(int argc, char **argv)
{
	struct export_asked asked = { .at_us = clock_now_us() };
	struct err err = { 0 };
	struct book *book;
	struct words w;
	bool ok;

	if (!read_words(argc, argv, &w) || w.help || w.plain_count != 1 || (strcmp(w.format, "csv") != 0 && strcmp(w.format, "xlsx") != 0) ||
	    (w.from && !csv_read_day(w.from, &asked.from_day)) || (w.to && !csv_read_day(w.to, &asked.to_day)))
		return export_usage();
	asked.name = w.plain[0];
	book = book_open_reader(w.book, &err);
	if (!book)
		return fail(&err);
	ok = run_export(book, &w, &asked, &err);
	book_close(book);
	return ok ? 0 : fail(&err);
}
