#include "app/xlsx_in.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/day.h"
#include "calc/csv.h"

#define PARTS_MAX 64
#define PART_BYTES_MAX ((zip_uint64_t)64 << 20)
#define RATIO_MAX 100
#define SHARED_MAX 1000000
#define STYLES_MAX 4096
#define FORMATS_MAX 512
#define DEPTH_MAX 32               /* elements within elements; a sheet needs six, the parser keeps every open one */
#define TEXT_MAX ((size_t)CSV_CELL_BYTES_MAX)
#define UNIX_DAY_OF_SERIAL 25569   /* 1970-01-01 as Excel counts days */

struct reading {
	struct arena *arena;
	struct err *err;
	XML_Parser parser;
	bool has_failed;
	size_t depth, kept_bytes;
	struct buf text;               /* of the element at hand */
	bool takes_text;
	/* shared strings */
	const char **shared;
	size_t shared_count, shared_room;
	/* styles */
	bool is_date[STYLES_MAX];      /* by cell format */
	size_t styles_count;
	int date_formats[FORMATS_MAX];
	size_t date_formats_count;
	bool in_cell_formats;
	/* the sheet */
	struct table_cells *table;
	size_t rows_room, row, column;
	char type[16];
	size_t style;
	const char **cells;            /* of the row at hand */
	bool has_value;
};

static void fail(struct reading *r, enum err_code code, const char *text)
{
	if (!r->has_failed)
		err_set(r->err, code, "file", "%s", text);
	r->has_failed = true;
	if (r->parser)
		XML_StopParser(r->parser, XML_FALSE);
}

static const char *const too_large = "tệp XLSX bung ra quá lớn; chia nhỏ rồi nhập từng phần";

/* Notes what goes into the arena, which must not be asked for more than it has. */
static bool keep(struct reading *r, size_t bytes)
{
	if (!r->has_failed && bytes + 64 <= XLSX_KEPT_BYTES_MAX - r->kept_bytes)
		r->kept_bytes += bytes + 64;
	else
		fail(r, ERR_LIMIT, too_large);
	return !r->has_failed;
}

static bool goes_in(struct reading *r)
{
	if (++r->depth > DEPTH_MAX)
		fail(r, ERR_INPUT, "tệp XLSX hỏng; mở bằng Excel rồi lưu lại");
	return !r->has_failed;
}

static const char *attribute(const XML_Char **list, const char *name)
{
	for (; *list; list += 2)
		if (strcmp(list[0], name) == 0)
			return list[1];
	return NULL;
}

/* Element names without the prefix that some programs write. */
static bool is(const char *element, const char *name)
{
	const char *colon = strchr(element, ':');

	return strcmp(colon ? colon + 1 : element, name) == 0;
}

static void XMLCALL on_text(void *owner, const XML_Char *text, int size)
{
	struct reading *r = owner;

	if (r->takes_text)
		buf_add(&r->text, text, (size_t)size);
	/* Half of what somebody wrote is not what she wrote. */
	if (r->text.full)
		fail(r, ERR_LIMIT, "tệp XLSX có ô dài quá 32.000 byte; rút ngắn ô đó rồi nhập lại");
}

/* A document type could name entities without end. */
static void XMLCALL on_doctype(void *owner, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_subset;
	fail(owner, ERR_INPUT, "tệp XLSX có phần không được phép (DOCTYPE); mở bằng Excel rồi lưu lại");
}

/* ---- parts of the package -------------------------------------------------------------- */

static char *unpack(struct reading *r, zip_t *zip, const char *name, size_t *size)
{
	zip_stat_t about;
	zip_file_t *file;
	char *bytes;

	*size = 0;
	if (zip_stat(zip, name, 0, &about) != 0)
		return NULL;
	if (about.size > PART_BYTES_MAX || (about.comp_size > 0 && about.size / about.comp_size > RATIO_MAX)) {
		fail(r, ERR_LIMIT, too_large);
		return NULL;
	}
	file = zip_fopen(zip, name, 0);
	bytes = malloc((size_t)about.size + 1);
	if (!file || !bytes || zip_fread(file, bytes, about.size) != (zip_int64_t)about.size) {
		fail(r, ERR_INPUT, "tệp XLSX hỏng hoặc có mật khẩu; mở bằng Excel, bỏ mật khẩu rồi lưu lại");
		free(bytes);
		bytes = NULL;
	} else {
		*size = (size_t)about.size;
		bytes[*size] = '\0';
	}
	if (file)
		zip_fclose(file);
	return bytes;
}

static bool parse(struct reading *r, zip_t *zip, const char *name, XML_StartElementHandler start, XML_EndElementHandler end, bool *found)
{
	size_t size;
	char *bytes = unpack(r, zip, name, &size);

	*found = bytes != NULL;
	r->depth = 0;
	if (r->has_failed || !bytes)
		return !r->has_failed;
	r->parser = XML_ParserCreate(NULL);
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, start, end);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	if (XML_Parse(r->parser, bytes, (int)size, 1) != XML_STATUS_OK)
		fail(r, ERR_INPUT, "tệp XLSX hỏng; mở bằng Excel rồi lưu lại");
	XML_ParserFree(r->parser);
	r->parser = NULL;
	free(bytes);
	return !r->has_failed;
}

/* ---- texts that cells share -------------------------------------------------------------- */

static void XMLCALL shared_start(void *owner, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = owner;

	(void)attributes;
	if (!goes_in(r))
		return;
	if (is(name, "si"))
		buf_clear(&r->text);
	/* Runs of a rich text are one; how it is read aloud is none. */
	if (is(name, "t"))
		r->takes_text = true;
	if (is(name, "rPh"))
		r->takes_text = false;
}

static void XMLCALL shared_end(void *owner, const XML_Char *name)
{
	struct reading *r = owner;

	r->depth--;
	if (is(name, "t"))
		r->takes_text = false;
	if (!is(name, "si"))
		return;
	if (r->shared_count == SHARED_MAX) {
		fail(r, ERR_LIMIT, "tệp XLSX có quá nhiều chữ; chia nhỏ rồi nhập từng phần");
		return;
	}
	if (r->shared_count == r->shared_room) {
		size_t room = r->shared_room ? r->shared_room * 2 : 256;
		const char **more;

		if (!keep(r, room * sizeof(*more)))
			return;
		more = ARENA_LIST(r->arena, room, const char *);
		if (r->shared_count)
			memcpy(more, r->shared, r->shared_count * sizeof(*more));
		r->shared = more;
		r->shared_room = room;
	}
	if (!keep(r, r->text.size))
		return;
	r->shared[r->shared_count++] = arena_bytes(r->arena, buf_get(&r->text), r->text.size);
}

/* ---- which formats are dates ---------------------------------------------------------------- */

static bool is_date_code(const char *code)
{
	bool quoted = false;

	for (; *code; code++) {
		if (*code == '"')
			quoted = !quoted;
		else if (*code == '\\' && code[1])
			code++;
		else if (*code == '[')
			while (*code && *code != ']')
				code++;
		else if (!quoted && strchr("yYdDhH", *code))
			return true;
		if (!*code)
			break;
	}
	return false;
}

static bool is_date_format(const struct reading *r, int format)
{
	if ((format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58))
		return true;
	for (size_t i = 0; i < r->date_formats_count; i++)
		if (r->date_formats[i] == format)
			return true;
	return false;
}

static int64_t number_of(const char *text)
{
	int64_t number;

	return text && text_read_i64(text, strlen(text), &number) ? number : 0;
}

static void XMLCALL styles_start(void *owner, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = owner;
	const char *code;

	if (!goes_in(r))
		return;
	if (is(name, "cellXfs"))
		r->in_cell_formats = true;
	code = is(name, "numFmt") ? attribute(attributes, "formatCode") : NULL;
	if (code && is_date_code(code) && r->date_formats_count < FORMATS_MAX)
		r->date_formats[r->date_formats_count++] = (int)number_of(attribute(attributes, "numFmtId"));
	if (is(name, "xf") && r->in_cell_formats && r->styles_count < STYLES_MAX)
		r->is_date[r->styles_count++] = is_date_format(r, (int)number_of(attribute(attributes, "numFmtId")));
}

static void XMLCALL styles_end(void *owner, const XML_Char *name)
{
	struct reading *r = owner;

	r->depth--;
	if (is(name, "cellXfs"))
		r->in_cell_formats = false;
}

/* ---- the sheet --------------------------------------------------------------------------------- */

/* "AB12": the column from 0. */
static size_t column_of(const char *reference, size_t otherwise)
{
	size_t column = 0;

	if (!reference || *reference < 'A' || *reference > 'Z')
		return otherwise;
	for (; *reference >= 'A' && *reference <= 'Z' && column <= CSV_COLUMNS_MAX; reference++)
		column = column * 26 + (size_t)(*reference - 'A' + 1);
	return column - 1;
}

/* Whole numbers and fractions as XLSX writes them ("45983.5866", "1.45E5"): thousandths of a second need no more than this. */
static bool read_number(const char *text, int64_t *whole, int64_t *millionths)
{
	int64_t value = 0, fraction = 0, scale = 1000000, exponent = 0;
	bool is_negative = *text == '-', any = false;
	const char *at = text + is_negative;

	for (; *at >= '0' && *at <= '9' && value < INT64_C(1000000000000); at++, any = true)
		value = value * 10 + (*at - '0');
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9'; at++) {
			scale /= 10;
			fraction += scale * (*at - '0');
			any = true;
		}
	if ((*at == 'E' || *at == 'e') && any) {
		const char *digits = at + 1 + (at[1] == '+');

		if (!text_read_i64(digits, strlen(digits), &exponent) || exponent < 0 || exponent > 12)
			return false;
		at = "";
		for (; exponent > 0 && value < MONEY_MAX; exponent--) {
			value = value * 10 + fraction / 100000;
			fraction = fraction % 100000 * 10;
		}
	}
	*whole = is_negative ? -value : value;
	*millionths = fraction;
	return any && !*at;
}

static const char *date_text(struct arena *arena, int64_t days, int64_t millionths)
{
	int64_t seconds = (millionths * 864 + 5000) / 10000;
	char day[DAY_TEXT_SIZE];

	/* A day's end that came out a hair short. */
	days += seconds / 86400;
	seconds %= 86400;
	day_write_vn(day_add(19700101, (int32_t)(days - UNIX_DAY_OF_SERIAL)), day);
	if (seconds == 0)
		return arena_text(arena, day);
	return arena_format(arena, "%s %02d:%02d:%02d", day, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static const char *value_text(struct reading *r)
{
	const char *text;
	int64_t whole, millionths;

	if (strcmp(r->type, "s") == 0) {
		int64_t at = number_of(buf_get(&r->text));

		return at >= 0 && (size_t)at < r->shared_count ? r->shared[at] : "";
	}
	/* Of a number its text, and how it is shown. */
	if (!keep(r, r->text.size))
		return "";
	text = arena_bytes(r->arena, buf_get(&r->text), r->text.size);
	if (*r->type && strcmp(r->type, "n") != 0)
		return text;
	if (!read_number(text, &whole, &millionths))
		return text;
	if (r->style < r->styles_count && r->is_date[r->style] && whole > 0 && whole < 100000)
		return date_text(r->arena, whole, millionths);
	return millionths == 0 ? arena_format(r->arena, "%lld", (long long)whole) : text;
}

static void XMLCALL sheet_start(void *owner, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = owner;
	const char *type;

	if (!goes_in(r))
		return;
	if (is(name, "row")) {
		int64_t n = number_of(attribute(attributes, "r"));

		/* Rows go down the sheet, so that their number bounds how many there are. */
		if (n > 0 && (size_t)n <= r->row)
			fail(r, ERR_INPUT, "tệp XLSX hỏng; mở bằng Excel rồi lưu lại");
		if (n > 0)
			r->row = (size_t)n - 1;
		r->column = 0;
		memset(r->cells, 0, CSV_COLUMNS_MAX * sizeof(*r->cells));
	} else if (is(name, "c")) {
		r->column = column_of(attribute(attributes, "r"), r->column);
		type = attribute(attributes, "t");
		snprintf(r->type, sizeof(r->type), "%s", type ? type : "");
		r->style = (size_t)number_of(attribute(attributes, "s"));
		buf_clear(&r->text);
		r->has_value = false;
	} else if (is(name, "v") || is(name, "t")) {
		r->takes_text = r->has_value = true;
	}
}

static void keep_row(struct reading *r)
{
	struct table_cells *table = r->table;
	struct table_row *row;
	size_t count = CSV_COLUMNS_MAX;

	while (count > 0 && !r->cells[count - 1])
		count--;
	if (r->row >= CSV_ROWS_MAX) {
		fail(r, ERR_LIMIT, "tệp XLSX có quá 100.000 dòng; chia nhỏ rồi nhập từng phần");
		return;
	}
	r->row++;
	if (!count)
		return;
	if (table->rows_count == r->rows_room) {
		size_t room = r->rows_room ? r->rows_room * 2 : 256;
		struct table_row *more;

		if (!keep(r, room * sizeof(*more)))
			return;
		more = ARENA_LIST(r->arena, room, struct table_row);
		if (r->rows_room)
			memcpy(more, table->rows, r->rows_room * sizeof(*more));
		table->rows = more;
		r->rows_room = room;
	}
	if (!keep(r, count * sizeof(*r->cells)))
		return;
	row = &table->rows[table->rows_count++];
	*row = (struct table_row){ ARENA_LIST(r->arena, count, const char *), count, (int64_t)r->row };
	memcpy(row->cells, r->cells, count * sizeof(*r->cells));
}

static void XMLCALL sheet_end(void *owner, const XML_Char *name)
{
	struct reading *r = owner;

	r->depth--;
	if (is(name, "v") || is(name, "t"))
		r->takes_text = false;
	if (is(name, "c")) {
		if (r->has_value && r->column >= CSV_COLUMNS_MAX) {
			fail(r, ERR_LIMIT, "tệp XLSX có quá 200 cột");
			return;
		}
		if (r->has_value) {
			r->cells[r->column] = value_text(r);
			if (r->column + 1 > r->table->columns_count)
				r->table->columns_count = r->column + 1;
		}
		r->column++;
	} else if (is(name, "row")) {
		keep_row(r);
	}
}

/* ---- the file -------------------------------------------------------------------------------------- */

bool xlsx_is(const char *bytes, size_t size)
{
	return size > 4 && memcmp(bytes, "PK\x03\x04", 4) == 0;
}

/* Of those there are the one with the lowest number: the first that was made. */
static const char *first_sheet(struct reading *r, zip_t *zip)
{
	for (int n = 1; n <= PARTS_MAX; n++) {
		const char *name = arena_format(r->arena, "xl/worksheets/sheet%d.xml", n);

		if (zip_name_locate(zip, name, 0) >= 0)
			return name;
	}
	return NULL;
}

static bool read_parts(struct reading *r, zip_t *zip)
{
	const char *sheet = first_sheet(r, zip);
	bool found;

	if (zip_get_num_entries(zip, 0) > PARTS_MAX) {
		fail(r, ERR_LIMIT, "tệp XLSX có quá nhiều phần; mở bằng Excel, giữ lại một trang tính rồi lưu lại");
		return false;
	}
	if (!sheet) {
		fail(r, ERR_INPUT, "tệp này không có trang tính; chọn tệp Excel (.xlsx) hay CSV");
		return false;
	}
	return parse(r, zip, "xl/styles.xml", styles_start, styles_end, &found) &&
	       parse(r, zip, "xl/sharedStrings.xml", shared_start, shared_end, &found) && parse(r, zip, sheet, sheet_start, sheet_end, &found);
}

bool xlsx_read(const char *bytes, size_t size, struct arena *arena, struct table_cells *table, struct err *err)
{
	struct reading *r = ARENA_NEW(arena, struct reading);
	zip_source_t *source;
	zip_error_t error;
	zip_t *zip;

	*r = (struct reading){ .arena = arena, .err = err, .table = table, .cells = ARENA_LIST(arena, CSV_COLUMNS_MAX, const char *) };
	*table = (struct table_cells){ NULL, 0, 0 };
	zip_error_init(&error);
	source = zip_source_buffer_create(bytes, size, 0, &error);
	zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!zip) {
		zip_source_free(source);
		zip_error_fini(&error);
		return err_set(err, ERR_INPUT, "file", "tệp XLSX hỏng; mở bằng Excel rồi lưu lại");
	}
	zip_error_fini(&error);
	buf_init(&r->text, TEXT_MAX);
	read_parts(r, zip);
	buf_release(&r->text);
	zip_discard(zip);
	return !r->has_failed;
}

static void write_cell(struct buf *csv, const char *cell)
{
	if (!strpbrk(cell, ";\"\r\n")) {
		buf_text(csv, cell);
		return;
	}
	buf_byte(csv, '"');
	for (; *cell; cell++) {
		/* A line end would make one row of the sheet two lines of the file. */
		buf_byte(csv, *cell == '\n' || *cell == '\r' ? ' ' : *cell);
		if (*cell == '"')
			buf_byte(csv, '"');
	}
	buf_byte(csv, '"');
}

const char *table_cell(const struct table_row *row, size_t column)
{
	return column < row->count && row->cells[column] ? row->cells[column] : "";
}

void table_to_csv(const struct table_cells *table, struct buf *csv)
{
	int64_t line = 1;

	for (size_t i = 0; i < table->rows_count; i++) {
		const struct table_row *row = &table->rows[i];

		for (; line < row->line; line++)
			buf_byte(csv, '\n');
		for (size_t k = 0; k < table->columns_count; k++) {
			if (k)
				buf_byte(csv, ';');
			write_cell(csv, table_cell(row, k));
		}
		buf_byte(csv, '\n');
		line++;
	}
}
