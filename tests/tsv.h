/*
 * Reads the TSV tables of tests/cases: '#' lines are comments, the first other line is the
 * header, \t \n \r \\ inside cells are escaped. For tests only.
 */
#ifndef TESTS_TSV_H
#define TESTS_TSV_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TSV_COLUMNS_MAX 40

struct tsv {
	char *text;                           /* the file, cells cut in place */
	char *at;
	const char *names[TSV_COLUMNS_MAX];
	char *cells[TSV_COLUMNS_MAX];
	size_t columns_count;
	size_t cells_count;
};

static inline char *tsv_line(struct tsv *tsv)
{
	for (;;) {
		char *line = tsv->at, *end;

		if (!line || !*line)
			return NULL;
		end = strchr(line, '\n');
		if (end) {
			*end = '\0';
			tsv->at = end + 1;
		} else {
			tsv->at = NULL;
		}
		if (line[0] != '#')
			return line;
	}
}

static inline size_t tsv_cut(char *line, char **cells)
{
	size_t count = 0;

	for (;;) {
		char *tab = strchr(line, '\t');

		assert(count < TSV_COLUMNS_MAX);
		cells[count++] = line;
		if (!tab)
			return count;
		*tab = '\0';
		line = tab + 1;
	}
}

static inline bool tsv_open(struct tsv *tsv, const char *path)
{
	FILE *file = fopen(path, "rb");
	long size;
	char *line;

	memset(tsv, 0, sizeof(*tsv));
	if (!file)
		return false;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	tsv->text = malloc((size_t)size + 1);
	size = (long)fread(tsv->text, 1, (size_t)size, file);
	tsv->text[size] = '\0';
	fclose(file);
	tsv->at = tsv->text;
	line = tsv_line(tsv);
	tsv->columns_count = line ? tsv_cut(line, (char **)tsv->names) : 0;
	return true;
}

static inline void tsv_unescape(char *cell)
{
	char *to = cell;

	for (; *cell; cell++) {
		if (cell[0] == '\\' && (cell[1] == 't' || cell[1] == 'n' || cell[1] == 'r' || cell[1] == '\\')) {
			cell++;
			*to++ = *cell == 't' ? '\t' : *cell == 'n' ? '\n' : *cell == 'r' ? '\r' : '\\';
		} else {
			*to++ = *cell;
		}
	}
	*to = '\0';
}

/* The next row. Cells are as in the file; tsv_unescape() those that may hold escapes. */
static inline bool tsv_next(struct tsv *tsv)
{
	char *line = tsv_line(tsv);

	if (!line)
		return false;
	tsv->cells_count = tsv_cut(line, tsv->cells);
	return true;
}

static inline char *tsv_cell(struct tsv *tsv, const char *name)
{
	static char nothing[1];

	for (size_t i = 0; i < tsv->columns_count; i++)
		if (strcmp(tsv->names[i], name) == 0)
			return i < tsv->cells_count ? tsv->cells[i] : nothing;
	fprintf(stderr, "no column %s\n", name);
	abort();
}

static inline void tsv_close(struct tsv *tsv)
{
	free(tsv->text);
}

#endif
