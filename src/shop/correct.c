/* Quantities of an intake. What concerns sold lines is in correct_lot.c. */
#include "shop/correct.h"

#include "shop/book.h"
#include "shop/lot.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { CAME };

const struct sql correct_sql[] = { [CAME] = { .text = "SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock_move WHERE contract_id = "
						      "$1 AND lot_id = $2 AND kind IN (1, 11)" },
				   SQL_END };

static const struct field in_line_fields[] = {
	F_ID(struct intake_correct_line, lot_id),
	F_I64(struct intake_correct_line, qty_milli, 0, QTY_MILLI_MAX),
};
static const struct shape in_line_shape = SHAPE(struct intake_correct_line, "intake_correct_line", in_line_fields);

static const struct field in_fields[] = {
	F_ID(struct intake_correct_in, intake_id),
	F_LIST(struct intake_correct_in, lines, 1, INTAKE_LINES_MAX, &in_line_shape),
	F_TEXT(struct intake_correct_in, reason, 1, 200),
};
const struct shape intake_correct_in_shape = SHAPE(struct intake_correct_in, "intake_correct_in", in_fields);

static const struct field line_fields[] = {
	F_I64(struct intake_corrected_line, after_milli, 0, QTY_MILLI_MAX),
	F_I64(struct intake_corrected_line, before_milli, 0, QTY_MILLI_MAX),
	F_ID(struct intake_corrected_line, contract_id),
	F_ID(struct intake_corrected_line, item_id),
	F_ID(struct intake_corrected_line, lot_id),
};
static const struct shape line_shape = SHAPE(struct intake_corrected_line, "intake_corrected_line", line_fields);

static const struct field corrected_fields[] = {
	F_DAY(struct intake_corrected, doc_day),
	F_ID(struct intake_corrected, intake_id),
	F_LIST(struct intake_corrected, lines, 1, INTAKE_LINES_MAX, &line_shape),
	F_TEXT(struct intake_corrected, reason, 1, 200),
};
static const struct shape corrected_shape = SHAPE(struct intake_corrected, "intake_corrected", corrected_fields);

static bool check(const void *body, struct err *err)
{
	const struct intake_corrected *corrected = body;

	for (size_t i = 0; i < corrected->lines_count; i++)
		if (corrected->lines[i].after_milli == corrected->lines[i].before_milli)
			return err_set(err, ERR_INPUT, "qty_milli", "dòng %zu không sửa gì", i + 1);
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct intake_corrected *corrected = body;

	(void)arena;
	for (size_t i = 0; i < corrected->lines_count; i++) {
		const struct intake_corrected_line *line = &corrected->lines[i];
		struct stock_move move = {
			.kind = STOCK_CORRECTED,
			.site_id = entry->site_id,
			.item_id = line->item_id,
			.lot_id = line->lot_id,
			.contract_id = line->contract_id,
			.place = PLACE_SHELF,
			.qty_milli = line->after_milli - line->before_milli,
			.doc_day = corrected->doc_day,
		};

		if (!stock_move_apply(txn, entry->key, (int64_t)i + 1, &move, false, err))
			return false;
	}
	return true;
}

const struct kind intake_corrected_kind = {
	.name = "intake_corrected",
	.version = 1,
	.body = &corrected_shape,
	.check = check,
	.apply = apply,
	.about = "The quantity of lines of an intake was corrected",
};

static bool take_line(struct work *work, int64_t intake_key, const struct intake_correct_line *in, struct intake_corrected *corrected,
		      struct err *err)
{
	struct lot lot;
	struct stmt *q;
	int64_t came, levels[3];

	if (!lot_get(work->txn, work->arena, in->lot_id, &lot, err) || !lot_levels(work->txn, work->book->site_id, &lot, levels, err))
		return false;
	if (lot.entry_key != intake_key)
		return err_set(err, ERR_CONFLICT, "lot_id", "lô này không thuộc phiếu nhập ấy");
	for (size_t i = 0; i < corrected->lines_count; i++)
		if (id_is(corrected->lines[i].lot_id, in->lot_id))
			return err_set(err, ERR_INPUT, "lot_id", "lô này có hai dòng");
	q = stmt_begin(work->txn, &correct_sql[CAME]);
	stmt_put_id(q, lot.contract_id);
	stmt_put_id(q, lot.id);
	came = stmt_next(q) ? stmt_take_i64(q) : 0;
	if (!stmt_end(q, err))
		return false;
	if (came == in->qty_milli)
		return err_set(err, ERR_CONFLICT, "qty_milli", "sổ đã ghi đúng số ấy");
	if (came - in->qty_milli > levels[PLACE_SHELF]) {
		char text[24];

		qty_write(came - levels[PLACE_SHELF], text, sizeof(text));
		return err_set(err, ERR_CONFLICT, "qty_milli", "%s %s của lô này đã bán, trả hoặc để riêng; số nhập không thể ít hơn", text,
			       lot.unit);
	}
	corrected->lines[corrected->lines_count++] = (struct intake_corrected_line){
		.after_milli = in->qty_milli,
		.before_milli = came,
		.contract_id = lot.contract_id,
		.item_id = lot.item_id,
		.lot_id = lot.id,
	};
	return true;
}

bool intake_correct(struct work *work, const struct intake_correct_in *in, const struct intake_corrected **body, struct err *err)
{
	struct intake_corrected *corrected = ARENA_NEW(work->arena, struct intake_corrected);
	struct entry entry;
	bool found;

	if (!work_first_answer(work, &intake_corrected_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!work_has_second(work, err) || !journal_find_id(work->txn, work->arena, in->intake_id, &entry, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "intake_id", "không có phiếu nhập này");
	*corrected = (struct intake_corrected){
		.doc_day = day_of_us(work->at_us),
		.intake_id = in->intake_id,
		.lines = ARENA_LIST(work->arena, in->lines_count, struct intake_corrected_line),
		.reason = in->reason,
	};
	for (size_t i = 0; i < in->lines_count; i++)
		if (!take_line(work, entry.key, &in->lines[i], corrected, err))
			return err_within(err, "lines[%zu]", i);
	*body = corrected;
	return work_record(work, &intake_corrected_kind, corrected, err);
}
