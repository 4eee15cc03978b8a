/* What the files of import and export share: a kind is a table of columns over a flat row, and four functions. */
#ifndef APP_IMPORT_PARTS_H
#define APP_IMPORT_PARTS_H

#include "app/imports.h"
#include "calc/csv.h"
#include "calc/shape.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/party.h"

#define COLUMNS_MAX 40
#define ROW_ABSENT SHAPE_ABSENT /* of every cell but a text, whose absence is NULL */

enum cell_kind {
	CELL_TEXT = 1, /* const char *; low and high are letters */
	CELL_I64,      /* all others int64_t */
	CELL_MONEY,
	CELL_QTY,     /* thousandths */
	CELL_PERCENT, /* ppm */
	CELL_DAY,     /* 20260822 */
	CELL_MONTH,   /* 202608, from 08/2026 or 2026-08 */
	CELL_WORD,    /* a value of words */
	CELL_BOOL,    /* có / không */
	CELL_ROLES,   /* bits, words with commas between */
};

/* What people write for a value; the first of a value is written by export. Compared folded. */
struct cell_word {
	const char *text;
	int64_t value;
};

struct column {
	const char *name;    /* as export writes it */
	const char *aliases; /* others, with '|' between */
	enum cell_kind kind;
	size_t offset;
	int64_t low, high;
	const struct cell_word *words; /* ends with a NULL text */
	int64_t preset;                /* of a new thing where the cell is empty; 0: none (presets that are 0 say has_preset) */
	bool has_preset, required;     /* required: of a new thing */
	bool is_code;                  /* CELL_TEXT: a code, account or reference (calc/card.h) */
	bool not_compared;             /* of a row that is otherwise as in the book, it is no news */
	bool only_in;                  /* export does not write it */
};

/* Every row begins with it. */
struct row {
	int64_t line;
	bool is_bad, is_same, is_new;
	struct id id; /* of the thing; zero where rows are not things */
};

struct import_chunk {
	size_t first, count; /* rows, as they stand in `order` or in the file */
	int64_t sort;        /* of the kind's own */
	bool is_done;
};

/* While a file is checked. */
struct importing {
	struct import *import;
	struct txn *txn;
	const struct book *book;
	struct arena *arena;
	struct arena *scratch; /* of the row at hand: what is looked through to find one thing */
	int64_t at_us;
	int32_t day;
	struct party *parties; /* all, read once; NULL: not yet */
	size_t parties_count;
};

struct import_kind {
	const char *name, *about;
	const struct column *columns;
	size_t columns_count;
	size_t row_size;
	size_t chunk_rows; /* rows of one entry; 0: cut says */
	bool is_set;       /* rows are things with a state: a repeat of a file that others changed since writes it again */
	/* Column whose value names the thing: two rows of one are refused; 0 and no_key where there is none. */
	size_t key_column;
	bool no_key;
	/* Puts a row's cells in their one form (names to codes) and finds what the book has: fills *base like a row, or leaves *found false. */
	bool (*load)(struct importing *im, void *row, void *base, bool *found, struct err *err);
	/* After what the row leaves out was taken from base: all that the command would refuse. */
	bool (*check)(struct importing *im, void *row, struct err *err);
	/* Of the whole file, after its rows: cuts chunks (where chunk_rows is 0), totals. May be NULL. */
	bool (*finish)(struct importing *im, struct err *err);
	bool (*write)(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err);
};

extern const struct import_kind import_parties, import_contracts, import_products, import_items, import_codes, import_prices,
	import_certificates, import_intake, import_opening, import_bank, import_cod, import_words;

/* Says what is wrong in a row; the row is then bad (a warning leaves it good). column: its place in the kind's table, or -1. */
void problem(struct importing *im, struct row *row, int column, const char *format, ...) __attribute__((format(printf, 4, 5)));
void warning(struct importing *im, struct row *row, int column, const char *format, ...) __attribute__((format(printf, 4, 5)));
struct row *row_at(const struct import *import, size_t i);
/* Was the chunk written before (a restart, a repeat)? Its rows then need no check against the book. */
bool chunk_is_written(struct importing *im, size_t chunk, bool *is_written, struct err *err) MUST_CHECK;

/* All parties of the book, read once a check; found by code, else by a name that only one has. */
bool find_party(struct importing *im, struct row *row, int column, const char *text, struct party **party, struct err *err);
/* A commune's code from a code or a name with its province's name. *code stays as it is where the row is bad. */
bool read_commune(struct importing *im, struct row *row, int column, const char *province, const char **code, struct err *err);
bool find_item(struct importing *im, struct row *row, int column, const char *code, struct id *item_id, struct err *err);
bool find_product(struct importing *im, struct row *row, int column, const char *code, struct id *product_id, struct err *err);
bool find_contract(struct importing *im, struct row *row, int column, const char *number, struct id *contract_id, struct err *err);

/* ---- rows of goods: an intake's, an opening's --------------------------------------- */

#define STOCK_ROWS 100 /* lines of one entry */
extern const struct cell_word expiry_kinds[];
/* A date without its kind stops no sale; no date needs none. */
int64_t usual_expiry(int64_t kind, int64_t day);
int32_t day_or_none(int64_t day); /* 0 where the cell is empty */
/* Goods with stock; the quantity has no more decimals than the item's unit. */
bool check_goods(struct importing *im, struct row *row, int item_column, int qty_column, const char *code, int64_t qty_milli,
		 struct id *item_id, struct err *err);
void check_dates(struct importing *im, struct row *row, int expiry_column, int64_t made, int64_t expiry, int64_t kind);

/* An id that follows from the site and the thing's own code, so that a repeat names the same. */
struct id id_of_code(const struct book *book, const char *word, const char *code);
/* Folded, for comparing what people wrote. */
const char *fold_cell(struct arena *arena, const char *text);

const char *word_of(const struct cell_word *words, int64_t value); /* NULL: none */

#endif
