/* Any bytes are read row by row or refused with a place; what was read is written so that it reads the same and computes nothing. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "calc/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(struct arena *arena, const char *const *cells, size_t count)
{
	struct err err;
	struct csv csv;
	struct csv_out out;
	struct buf buf;
	const char **again;
	bool found;

	buf_init(&buf, CSV_BYTES_MAX);
	csv_begin(&out, &buf, ';');
	for (size_t i = 0; i < count; i++)
		csv_i64(&out, (int64_t)i);
	csv_end_row(&out);
	for (size_t i = 0; i < count; i++)
		csv_text(&out, cells[i]);
	csv_end_row(&out);
	assert(!buf.full && csv_open(&csv, buf_get(&buf), buf.size, arena, &err));
	if (count == 1 && !*cells[0])
		goto release;
	assert(csv_next(&csv, arena, &again, &found, &err) && found && csv.columns_count == count);
	for (size_t i = 0; i < count; i++) {
		assert(!csv_is_formula(again[i]));
		assert(strcmp(csv_plain(arena, csv_plain(arena, cells[i])), csv_plain(arena, csv_plain(arena, cells[i]))) == 0);
		if (strcmp(csv_plain(arena, cells[i]), cells[i]) == 0)
			assert(strcmp(csv_plain(arena, again[i]), cells[i]) == 0);
	}
release:
	buf_release(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	struct err err;
	struct csv csv;
	char *text;

	if (size > 4096)
		return 0;
	arena = arena_new((size_t)16 << 20);
	/* Of exactly this size, so that a byte read past the end is seen. */
	text = malloc(size ? size : 1);
	memcpy(text, data, size);
	if (csv_open(&csv, text, size, arena, &err)) {
		bool found = true, ok = true;
		const char **cells;

		assert(csv.columns_count >= 1 && csv.columns_count <= CSV_COLUMNS_MAX);
		while (ok && found) {
			int64_t line = csv.line;

			if (csv_next(&csv, arena, &cells, &found, &err)) {
				assert(!found || csv.line > line);
				if (found && csv.rows_count < 5)
					write_and_read(arena, cells, csv.columns_count);
				for (size_t i = 0; found && i < csv.columns_count; i++) {
					struct money money;
					int64_t number;
					int32_t day;

					assert(text_is_utf8(cells[i], strlen(cells[i])));
					if (csv_read_money(cells[i], &money))
						assert(money.dong >= -MONEY_MAX && money.dong <= MONEY_MAX);
					if (csv_read_qty(cells[i], &number))
						assert(!strchr(cells[i], '.'));
					if (csv_read_percent(cells[i], &number))
						assert(number >= 0 && number <= PPM);
					if (csv_read_day(cells[i], &day))
						assert(day_is_valid(day));
				}
			} else {
				assert(csv.fault != CSV_FINE && csv.fault_line >= 1);
				ok = csv_can_go_on(&csv);
			}
		}
	} else {
		assert(csv.fault != CSV_FINE);
	}
	free(text);
	arena_free(arena);
	return 0;
}
