/*
 * A settlement on paper and in files: form 01-BH as PDF, its rows and the lines behind it as CSV and XLSX.
 *
 * The lines file has one line a sold line, correction, move or payout, so that anybody can count the statement again.
 *
 * Thread: the transaction's.   Errors: those of the store; ERR_IO: a file cannot be written; ERR_LIMIT: too much for one paper.
 */
#ifndef APP_STATEMENT_H
#define APP_STATEMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "shop/settlement.h"

struct bh01_facts;
struct txn;

#define STATEMENT_CSV_MAX ((size_t)256 << 20)

/* What the layout prints. entry: the closing; NULL: a draft. In the arena. */
bool statement_facts(struct txn *txn, struct arena *arena, const struct settled *settled, const struct entry *entry, struct bh01_facts *facts,
		     struct err *err) MUST_CHECK;
bool statement_pdf(struct txn *txn, const struct settled *settled, const struct entry *entry, struct buf *pdf, struct err *err) MUST_CHECK;

/* UTF-8 with a mark in front (spreadsheets ask for it); texts that a spreadsheet would take for a formula are defused. */
bool statement_csv(const struct settled *settled, struct buf *csv, struct err *err) MUST_CHECK;
bool statement_lines_csv(struct txn *txn, const struct settled *settled, struct buf *csv, struct err *err) MUST_CHECK;
/* Two sheets: the form, the lines. Made at path. */
bool statement_xlsx(struct txn *txn, const struct settled *settled, const char *path, struct err *err) MUST_CHECK;

/* Words of a line of IV or V, and of a move. */
const char *statement_line_name(const struct settled_line *line);
const char *statement_move_name(int64_t stock_kind);

#endif
