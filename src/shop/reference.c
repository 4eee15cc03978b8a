#include "shop/reference.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "calc/fold.h"
#include "shop/book.h"
#include "shop/sql.h"

#define LONG_AGO 19000101
#define LAST_OLD_DAY 20250630
#define ROWS_MAX 40000
#define COLUMNS_MAX 12

enum { AREA_SET, SUCCESSION_SET, BANK_SET, AREA_GET, AREA_CHILDREN, PROVINCES, SUCCESSORS, BANK_GET, BANKS };

const struct sql reference_sql[] = {
	[AREA_SET] = { .text = "INSERT INTO area (level, code, from_day, to_day, parent_code, name, full_name) VALUES ($1, $2, $3, $4, $5, $6, "
			       "$7)"
			       " ON CONFLICT (level, code, from_day) DO UPDATE SET to_day = excluded.to_day, parent_code = excluded.parent_code,"
			       " name = excluded.name, full_name = excluded.full_name" },
	[SUCCESSION_SET] = { .text = "INSERT INTO area_succession (level, old_code, new_code, day, kind) VALUES ($1, $2, $3, $4, $5)"
				     " ON CONFLICT (level, old_code, new_code) DO UPDATE SET day = excluded.day, kind = excluded.kind" },
	[BANK_SET] = { .text = "INSERT INTO bank (bin, short_name, name) VALUES ($1, $2, $3)"
			       " ON CONFLICT (bin) DO UPDATE SET short_name = excluded.short_name, name = excluded.name" },
	[AREA_GET] = { .text = "SELECT code, from_day, to_day, parent_code, name, full_name FROM area WHERE level = $1 AND code = $2 AND "
			       "from_day <= $3"
			       " ORDER BY from_day DESC LIMIT 1" },
	[AREA_CHILDREN] = { .text = "SELECT code, from_day, to_day, parent_code, name, full_name FROM area WHERE level = $1 AND parent_code = "
				    "$2 AND from_day <= $3"
				    " ORDER BY code, from_day LIMIT 2000" },
	[PROVINCES] = { .text = "SELECT code, from_day, to_day, parent_code, name, full_name FROM area WHERE level = 1 AND from_day <= $1"
				" ORDER BY code, from_day LIMIT 400" },
	[SUCCESSORS] = { .text = "SELECT new_code, day, kind FROM area_succession WHERE level = $1 AND old_code = $2 ORDER BY new_code LIMIT "
				 "400" },
	[BANK_GET] = { .text = "SELECT bin, short_name, name FROM bank WHERE bin = $1" },
	[BANKS] = { .text = "SELECT bin, short_name, name FROM bank ORDER BY short_name, bin LIMIT 200", .scan_ok = true },
	SQL_END
};

/* ---- the entry -------------------------------------------------------------- */

static const struct field area_fields[] = {
	F_TEXT(struct area, code, 2, 5), F_DAY(struct area, from_day),      F_TEXT(struct area, full_name, 1, 100),
	F_I64(struct area, level, 1, 3), F_TEXT(struct area, name, 1, 100), F_TEXT_OPT(struct area, parent_code, 2, 5),
	F_DAY_OPT(struct area, to_day),
};
static const struct shape area_shape = SHAPE(struct area, "area", area_fields);

static const struct field bank_fields[] = {
	F_TEXT(struct bank, bin, 6, 6),
	F_TEXT(struct bank, name, 1, 200),
	F_TEXT(struct bank, short_name, 1, 60),
};
static const struct shape bank_shape = SHAPE(struct bank, "bank", bank_fields);

static const struct field succession_fields[] = {
	F_DAY(struct area_succession, day),
	F_TEXT(struct area_succession, kind, 1, 40),
	F_I64(struct area_succession, level, 1, 3),
	F_TEXT(struct area_succession, new_code, 2, 5),
	F_TEXT(struct area_succession, old_code, 2, 5),
};
static const struct shape succession_shape = SHAPE(struct area_succession, "area_succession", succession_fields);

static const struct field reference_fields[] = {
	F_LIST(struct reference, areas, 0, REFERENCE_CHUNK_ROWS, &area_shape),
	F_LIST(struct reference, banks, 0, REFERENCE_CHUNK_ROWS, &bank_shape),
	F_LIST(struct reference, successions, 0, REFERENCE_CHUNK_ROWS, &succession_shape),
};
static const struct shape reference_shape = SHAPE(struct reference, "reference_loaded", reference_fields);

static bool apply_area(struct txn *txn, const struct area *area, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[AREA_SET]);

	stmt_put_i64(q, area->level);
	stmt_put_text(q, area->code);
	stmt_put_day(q, area->from_day);
	stmt_put_day_opt(q, area->to_day);
	stmt_put_text_opt(q, area->parent_code);
	stmt_put_text(q, area->name);
	stmt_put_text(q, area->full_name);
	return stmt_end(q, err);
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct reference *chunk = body;
	struct stmt *q;

	(void)entry;
	(void)arena;
	for (size_t i = 0; i < chunk->areas_count; i++)
		if (!apply_area(txn, &chunk->areas[i], err))
			return false;
	for (size_t i = 0; i < chunk->successions_count; i++) {
		const struct area_succession *s = &chunk->successions[i];

		q = stmt_begin(txn, &reference_sql[SUCCESSION_SET]);
		stmt_put_i64(q, s->level);
		stmt_put_text(q, s->old_code);
		stmt_put_text(q, s->new_code);
		stmt_put_day(q, s->day);
		stmt_put_text(q, s->kind);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < chunk->banks_count; i++) {
		q = stmt_begin(txn, &reference_sql[BANK_SET]);
		stmt_put_text(q, chunk->banks[i].bin);
		stmt_put_text(q, chunk->banks[i].short_name);
		stmt_put_text(q, chunk->banks[i].name);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

const struct kind reference_loaded_kind = {
	.name = "reference_loaded",
	.version = 1,
	.body = &reference_shape,
	.apply = apply,
	.about = "Reference data came with the program: administrative units, their successions, banks",
};

/* ---- what the program carries -------------------------------------------------- */

struct table {
	const char *path;
	char *at;
	size_t line;
	char *cells[COLUMNS_MAX];
};

static bool open_table(struct table *table, struct arena *arena, const char *path, struct err *err)
{
	const struct embedded *file = embed_find(path);

	*table = (struct table){ .path = path };
	if (!file)
		return err_set(err, ERR_IO, "reference", "the program does not carry %s", path);
	table->at = arena_bytes(arena, file->bytes, (size_t)(file->end - file->bytes));
	return true;
}

/* Cuts the next line into its cells; the first, the header, is passed over. */
static bool next_line(struct table *table, size_t cells_count)
{
	char *line, *end;

	do {
		line = table->at;
		if (!*line)
			return false;
		end = strchr(line, '\n');
		if (end)
			*end = '\0';
		table->at = end ? end + 1 : line + strlen(line);
	} while (table->line++ == 0);
	for (size_t i = 0; i < cells_count; i++) {
		char *tab = strchr(line, '\t');

		table->cells[i] = line;
		if (tab)
			*tab = '\0';
		line = tab ? tab + 1 : line + strlen(line);
	}
	return true;
}

/* "Thị trấn Bát Xát" → "Bát Xát": what kind of unit it is stands in front. */
static const char *bare_name(const char *full_name)
{
	static const char *const kinds[] = { "Xã ",    "Phường ", "Thị trấn ", "Thi trấn ",  "Đặc khu ",
					     "Huyện ", "Quận ",   "Thị xã ",   "Thành phố ", "Tỉnh " };

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strncmp(full_name, kinds[i], strlen(kinds[i])) == 0 && full_name[strlen(kinds[i])])
			return full_name + strlen(kinds[i]);
	return full_name;
}

static void add_area(struct reference *all, int64_t level, const char *code, const char *full_name, const char *parent, int32_t from, int32_t to)
{
	all->areas[all->areas_count++] = (struct area){
		.code = code,
		.from_day = from,
		.full_name = full_name,
		.level = level,
		.name = bare_name(full_name),
		.parent_code = parent,
		.to_day = to,
	};
}

static void add_succession(struct reference *all, int64_t level, const char *old_code, const char *new_code, const char *kind)
{
	all->successions[all->successions_count++] = (struct area_succession){
		.day = AREA_REFORM_DAY,
		.kind = kind,
		.level = level,
		.new_code = new_code,
		.old_code = old_code,
	};
}

static bool was_city(const char *code)
{
	static const char *const cities[] = { "01", "31", "46", "48", "79", "92" };

	for (size_t i = 0; i < COUNT_OF(cities); i++)
		if (strcmp(cities[i], code) == 0)
			return true;
	return false;
}

/* The next piece of a list with ';' between, cut in place. */
static char *next_piece(char **list)
{
	char *piece = *list, *end;

	if (!piece || !*piece)
		return NULL;
	while (*piece == ' ')
		piece++;
	end = strchr(piece, ';');
	if (end)
		*end = '\0';
	*list = end ? end + 1 : piece + strlen(piece);
	return piece;
}

static bool read_provinces(struct reference *all, struct arena *arena, struct err *err)
{
	struct table t;

	if (!open_table(&t, arena, "src/shop/data/provinces.tsv", err))
		return false;
	while (next_line(&t, 10)) {
		char *new_code = t.cells[0], *full_name = t.cells[2], *codes = t.cells[6], *names = t.cells[7], *code, *name;
		bool merged = strcmp(t.cells[5], "yes") == 0;

		while (merged && (code = next_piece(&codes)) && (name = next_piece(&names))) {
			add_area(all, AREA_PROVINCE, code, arena_format(arena, "%s %s", was_city(code) ? "Thành phố" : "Tỉnh", name), NULL,
				 LONG_AGO, LAST_OLD_DAY);
			add_succession(all, AREA_PROVINCE, code, new_code, "merged");
		}
		add_area(all, AREA_PROVINCE, new_code, full_name, NULL, merged ? AREA_REFORM_DAY : LONG_AGO, 0);
	}
	return true;
}

static bool read_old_units(struct reference *all, struct arena *arena, struct err *err)
{
	const char *last = "";
	struct table t;

	if (!open_table(&t, arena, "src/shop/data/old_districts_to_new_units.tsv", err))
		return false;
	while (next_line(&t, 7)) {
		char *codes = t.cells[6], *code;

		add_area(all, AREA_DISTRICT, t.cells[0], t.cells[1], t.cells[2], LONG_AGO, LAST_OLD_DAY);
		while ((code = next_piece(&codes)))
			add_succession(all, AREA_DISTRICT, t.cells[0], code, "district");
	}
	if (!open_table(&t, arena, "src/shop/data/old_wards_to_new_units.tsv", err))
		return false;
	/* A unit that was split has several lines, one after the other. */
	while (next_line(&t, 6)) {
		if (strcmp(last, t.cells[0]) != 0)
			add_area(all, AREA_COMMUNE, t.cells[0], t.cells[1], t.cells[2], LONG_AGO, LAST_OLD_DAY);
		last = t.cells[0];
		add_succession(all, AREA_COMMUNE, t.cells[0], t.cells[4], t.cells[5]);
	}
	return true;
}

static bool read_communes(struct reference *all, struct arena *arena, struct err *err)
{
	struct table t;

	if (!open_table(&t, arena, "src/shop/data/units_current.tsv", err))
		return false;
	while (next_line(&t, 5))
		add_area(all, AREA_COMMUNE, t.cells[0], t.cells[2], t.cells[4], AREA_REFORM_DAY, 0);
	return true;
}

/* What changed since: the row of today begins later, and the one before it ends the day before. */
static bool read_changes(struct reference *all, struct arena *arena, struct err *err)
{
	struct table t;

	if (!open_table(&t, arena, "src/shop/data/area_changes.tsv", err))
		return false;
	while (next_line(&t, 5)) {
		int32_t day;
		bool known = false;

		if (!day_read(t.cells[2], &day))
			return err_set(err, ERR_IO, "reference", "%s: no day in line %zu", t.path, t.line);
		for (size_t i = 0; i < all->areas_count && !known; i++) {
			struct area *area = &all->areas[i];

			known = area->to_day == 0 && area->level == t.cells[0][0] - '0' && strcmp(area->code, t.cells[1]) == 0;
			if (known) {
				add_area(all, area->level, area->code, t.cells[3], area->parent_code, area->from_day, day_add(day, -1));
				area->from_day = day;
			}
		}
		if (!known)
			return err_set(err, ERR_IO, "reference", "%s: no unit %s", t.path, t.cells[1]);
	}
	return true;
}

static bool read_banks(struct reference *all, struct arena *arena, struct err *err)
{
	struct table t;

	if (!open_table(&t, arena, "src/shop/data/bank_bins.tsv", err))
		return false;
	while (next_line(&t, 7))
		if (strlen(t.cells[0]) == 6)
			all->banks[all->banks_count++] = (struct bank){ .bin = t.cells[0], .name = t.cells[3], .short_name = t.cells[2] };
	return true;
}

bool reference_of_program(struct arena *arena, struct reference *all, struct err *err)
{
	*all = (struct reference){
		.areas = ARENA_LIST(arena, ROWS_MAX, struct area),
		.banks = ARENA_LIST(arena, 400, struct bank),
		.successions = ARENA_LIST(arena, ROWS_MAX, struct area_succession),
	};
	return read_provinces(all, arena, err) && read_old_units(all, arena, err) && read_communes(all, arena, err) &&
	       read_changes(all, arena, err) && read_banks(all, arena, err);
}

/* ---- loading ---------------------------------------------------------------- */

static size_t chunks_of(size_t rows_count)
{
	return (rows_count + REFERENCE_CHUNK_ROWS - 1) / REFERENCE_CHUNK_ROWS;
}

size_t reference_chunks_count(const struct reference *all)
{
	return chunks_of(all->areas_count) + chunks_of(all->successions_count) + chunks_of(all->banks_count);
}

static size_t rows_of(size_t rows_count, size_t chunk)
{
	size_t left = rows_count - chunk * REFERENCE_CHUNK_ROWS;

	return left < REFERENCE_CHUNK_ROWS ? left : REFERENCE_CHUNK_ROWS;
}

bool reference_load(struct work *work, const struct reference *all, size_t chunk, struct err *err)
{
	struct reference body = { 0 };
	size_t at = chunk;
	char word[40], sum[HASH_TEXT_SIZE];
	struct buf buf;
	void *first;

	if (at < chunks_of(all->areas_count)) {
		body.areas = all->areas + at * REFERENCE_CHUNK_ROWS;
		body.areas_count = rows_of(all->areas_count, at);
	} else if ((at -= chunks_of(all->areas_count)) < chunks_of(all->successions_count)) {
		body.successions = all->successions + at * REFERENCE_CHUNK_ROWS;
		body.successions_count = rows_of(all->successions_count, at);
	} else if ((at -= chunks_of(all->successions_count)) < chunks_of(all->banks_count)) {
		body.banks = all->banks + at * REFERENCE_CHUNK_ROWS;
		body.banks_count = rows_of(all->banks_count, at);
	} else {
		return err_set(err, ERR_INPUT, "chunk", "there are %zu chunks", reference_chunks_count(all));
	}
	buf_init(&buf, ENTRY_BYTES_MAX);
	shape_write(&reference_shape, &body, &buf);
	work->ask = hash_of(buf_get(&buf), buf.size);
	buf_release(&buf);
	/* Rows that changed with a newer program make a new entry. */
	hash_write(work->ask, sum);
	snprintf(word, sizeof(word), "reference-%.16s", sum);
	work->id = id_derive(work->book->site_id, word, (int64_t)chunk);
	if (!work_first_answer(work, &reference_loaded_kind, &first, err) || first)
		return first != NULL;
	return work_record(work, &reference_loaded_kind, &body, err);
}

/* ---- reading ---------------------------------------------------------------- */

static void take_area(struct stmt *q, struct arena *arena, enum area_level level, struct area *area)
{
	area->level = level;
	area->code = stmt_take_text(q, arena);
	area->from_day = stmt_take_day(q);
	area->to_day = stmt_take_day_opt(q);
	area->parent_code = stmt_take_text_opt(q, arena);
	area->name = stmt_take_text(q, arena);
	area->full_name = stmt_take_text(q, arena);
}

bool area_find(struct txn *txn, struct arena *arena, enum area_level level, const char *code, int32_t day, struct area *area, bool *found,
	       struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[AREA_GET]);

	stmt_put_i64(q, level);
	stmt_put_text(q, code);
	stmt_put_day(q, day);
	*found = stmt_next(q);
	if (*found) {
		take_area(q, arena, level, area);
		*found = area->to_day == 0 || area->to_day >= day;
	}
	return stmt_end(q, err);
}

bool area_full_name(struct txn *txn, struct arena *arena, enum area_level level, const char *code, int32_t day, const char **name,
		    struct err *err)
{
	struct area area;
	bool found;

	*name = NULL;
	for (;;) {
		if (!area_find(txn, arena, level, code, day, &area, &found, err))
			return false;
		if (!found)
			return true;
		*name = *name ? arena_format(arena, "%s, %s", *name, area.full_name) : area.full_name;
		if (!area.parent_code)
			return true;
		code = area.parent_code;
		level = strlen(code) == 2 ? AREA_PROVINCE : AREA_DISTRICT;
	}
}

bool area_list(struct txn *txn, struct arena *arena, enum area_level level, const char *parent_code, int32_t day, struct area **areas,
	       size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[parent_code ? AREA_CHILDREN : PROVINCES]);

	*areas = ARENA_LIST(arena, AREAS_LIST_MAX, struct area);
	*count = 0;
	if (parent_code) {
		stmt_put_i64(q, level);
		stmt_put_text(q, parent_code);
	}
	stmt_put_day(q, day);
	while (*count < AREAS_LIST_MAX && stmt_next(q)) {
		struct area *area = &(*areas)[*count];

		take_area(q, arena, level, area);
		*count += area->to_day == 0 || area->to_day >= day;
	}
	return stmt_end(q, err);
}

/* Folded, and without the word for its kind where told. */
static const char *folded(struct arena *arena, const char *text, bool bare)
{
	static const char *const kinds[] = { "xa ",  "phuong ", "dac khu ", "thi tran ", "tinh ", "thanh pho ",
					     "tp. ", "tp ",     "tp.",      "x. ",       "p. ",   "t. " };
	struct buf buf;
	const char *plain;

	buf_init(&buf, 4096);
	fold_text(text, strlen(text), &buf);
	plain = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	while (*plain == ' ')
		plain++;
	for (size_t i = 0; bare && i < COUNT_OF(kinds); i++)
		if (strncmp(plain, kinds[i], strlen(kinds[i])) == 0 && plain[strlen(kinds[i])])
			return plain + strlen(kinds[i]);
	return plain;
}

bool commune_find_name(struct txn *txn, struct arena *arena, const char *name, const char *province, int32_t day, struct area *area, bool *found,
		       bool *is_ambiguous, struct err *err)
{
	const char *wanted = folded(arena, province, true), *whole = folded(arena, name, false), *bare = folded(arena, name, true);
	struct area *areas;
	const char *parent = NULL;
	size_t count, fits = 0;

	*found = *is_ambiguous = false;
	if (!area_list(txn, arena, AREA_PROVINCE, NULL, day, &areas, &count, err))
		return false;
	for (size_t i = 0; i < count && !parent; i++)
		if (strcmp(folded(arena, areas[i].name, false), wanted) == 0)
			parent = areas[i].code;
	if (!parent)
		return true;
	if (!area_list(txn, arena, AREA_COMMUNE, parent, day, &areas, &count, err))
		return false;
	for (size_t i = 0; i < count && !*found; i++) {
		if (strcmp(folded(arena, areas[i].full_name, false), whole) == 0) {
			*area = areas[i];
			*found = true;
		} else if (strcmp(folded(arena, areas[i].name, false), bare) == 0) {
			*area = areas[i];
			fits++;
		}
	}
	*is_ambiguous = !*found && fits > 1;
	*found = *found || fits == 1;
	return true;
}

bool area_successors(struct txn *txn, struct arena *arena, enum area_level level, const char *old_code, struct area_succession **list,
		     size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[SUCCESSORS]);

	*list = ARENA_LIST(arena, AREAS_LIST_MAX, struct area_succession);
	*count = 0;
	stmt_put_i64(q, level);
	stmt_put_text(q, old_code);
	while (stmt_next(q)) {
		struct area_succession *s = &(*list)[(*count)++];

		s->level = level;
		s->old_code = arena_text(arena, old_code);
		s->new_code = stmt_take_text(q, arena);
		s->day = stmt_take_day(q);
		s->kind = stmt_take_text(q, arena);
	}
	return stmt_end(q, err);
}

static void take_bank(struct stmt *q, struct arena *arena, struct bank *bank)
{
	bank->bin = stmt_take_text(q, arena);
	bank->short_name = stmt_take_text(q, arena);
	bank->name = stmt_take_text(q, arena);
}

bool bank_find(struct txn *txn, struct arena *arena, const char *bin, struct bank *bank, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[BANK_GET]);

	stmt_put_text(q, bin);
	*found = stmt_next(q);
	if (*found)
		take_bank(q, arena, bank);
	return stmt_end(q, err);
}

bool bank_list(struct txn *txn, struct arena *arena, struct bank **banks, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &reference_sql[BANKS]);

	*banks = ARENA_LIST(arena, 200, struct bank);
	*count = 0;
	while (*count < 200 && stmt_next(q))
		take_bank(q, arena, &(*banks)[(*count)++]);
	return stmt_end(q, err);
}
