/*
 * Any bytes as a spreadsheet, and any XML in its parts: it becomes rows that come out as a table again, or is refused with a sentence.
 *
 * Bytes that begin like a package are taken as they are. All others are the parts of one, a 0x1E between: the sheet, the shared texts, the
 * styles; they are packed here, so that searching need not hit upon a packed stream and its sums. A first byte '*' repeats the sheet's inner
 * text a thousand times, which makes what unpacks to far more than it is.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "app/bank_file.h"
#include "app/xlsx_in.h"
#include "calc/csv.h"

#define PART_END 0x1e
#define TIMES 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_part(zip_t *zip, const char *name, const char *bytes, size_t size, bool is_packed)
{
	zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
	zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);

	assert(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, is_packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 1) == 0);
}

/* Of the sheet what lies between the end of its first element and the start of its last, many times. */
static char *repeated(const char *part, size_t *size)
{
	const char *from = memchr(part, '>', *size), *to = part + *size;
	size_t before, inner, after;
	char *bytes;

	while (to > part && *--to != '<')
		continue;
	if (!from || ++from >= to)
		from = to = part + *size;
	before = (size_t)(from - part);
	inner = (size_t)(to - from);
	after = *size - before - inner;
	bytes = malloc(before + inner * TIMES + after + 1);
	memcpy(bytes, part, before);
	for (size_t i = 0; i < TIMES; i++)
		memcpy(bytes + before + i * inner, from, inner);
	memcpy(bytes + before + inner * TIMES, to, after);
	*size = before + inner * TIMES + after;
	return bytes;
}

static char *packed(const uint8_t *data, size_t size, size_t *packed_size)
{
	static const char *const names[] = { "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml" };
	bool is_bomb = size > 0 && *data == '*';
	const char *at = (const char *)data + is_bomb, *end = (const char *)data + size;
	char *sheet = NULL, *bytes = NULL;
	zip_error_t error;
	zip_source_t *whole;
	zip_stat_t about;
	zip_t *zip;

	zip_error_init(&error);
	whole = zip_source_buffer_create(NULL, 0, 0, &error);
	zip = zip_open_from_source(whole, ZIP_TRUNCATE, &error);
	assert(zip);
	zip_source_keep(whole);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && at <= end; i++) {
		const char *stop = memchr(at, PART_END, (size_t)(end - at));
		size_t part = (size_t)((stop ? stop : end) - at);

		if (i == 0 && is_bomb) {
			sheet = repeated(at, &part);
			put_part(zip, names[i], sheet, part, true);
		} else {
			put_part(zip, names[i], at, part, false);
		}
		at = stop ? stop + 1 : end + 1;
	}
	assert(zip_close(zip) == 0);
	assert(zip_source_open(whole) == 0 && zip_source_stat(whole, &about) == 0);
	bytes = malloc((size_t)about.size);
	assert(zip_source_read(whole, bytes, about.size) == (zip_int64_t)about.size);
	zip_source_close(whole);
	zip_source_free(whole);
	free(sheet);
	*packed_size = (size_t)about.size;
	return bytes;
}

/* The same cells in the same lines, read as the CSV that an import gets. */
static void read_again(const struct table_cells *table, struct arena *arena)
{
	struct err err;
	struct csv csv;
	struct buf buf;
	const char **cells;
	bool found = true;
	size_t last = table->rows_count - 1;

	buf_init(&buf, (size_t)1 << 20);
	table_to_csv(table, &buf);
	/* A head with a name twice or none is refused; so is what no CSV may hold. */
	if (!buf.full && csv_open(&csv, buf_get(&buf), buf.size, arena, &err))
		while (csv_next(&csv, arena, &cells, &found, &err) && found)
			assert(csv.columns_count == table->columns_count && csv.line <= table->rows[last].line);
	buf_release(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct table_cells table;
	struct arena *arena;
	struct err err = { 0 };
	struct buf csv;
	size_t file_size = size;
	char *file;
	int64_t line = 0;

	if (size > (size_t)64 << 10)
		return 0;
	arena = arena_new(((size_t)16 << 20) + XLSX_KEPT_BYTES_MAX);
	if (xlsx_is((const char *)data, size)) {
		file = malloc(size);
		memcpy(file, data, size);
	} else {
		file = packed(data, size, &file_size);
	}
	if (xlsx_read(file, file_size, arena, &table, &err)) {
		assert(table.columns_count <= CSV_COLUMNS_MAX && table.rows_count <= CSV_ROWS_MAX);
		for (size_t i = 0; i < table.rows_count; i++) {
			assert(table.rows[i].line > line && table.rows[i].line <= CSV_ROWS_MAX && table.rows[i].count <= table.columns_count);
			line = table.rows[i].line;
			for (size_t k = 0; k < table.rows[i].count; k++) {
				const char *cell = table_cell(&table.rows[i], k);

				assert(strlen(cell) <= CSV_CELL_BYTES_MAX && text_is_utf8(cell, strlen(cell)));
			}
		}
		if (table.rows_count)
			read_again(&table, arena);
	} else {
		assert(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		assert(strcmp(err.field, "file") == 0 && *err.text);
	}
	arena_free(arena);
	/* The same as what a bank sends. */
	arena = arena_new(((size_t)64 << 20) + XLSX_KEPT_BYTES_MAX);
	buf_init(&csv, (size_t)8 << 20);
	if (!bank_file_read(file, file_size, arena, &(struct bank_file){ .csv = &csv }, &err))
		assert(err.code == ERR_INPUT || err.code == ERR_LIMIT);
	buf_release(&csv);
	arena_free(arena);
	free(file);
	return 0;
}
