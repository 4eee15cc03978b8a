#include "shop/move.h"

#include "shop/book.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/lot.h"
#include "shop/stock.h"

const char *const move_words[] = { NULL, "back", "broken", "expired", "sample", "missing", "place", NULL };

int64_t move_stock_kind(int32_t what)
{
	static const int64_t kinds[] = { 0, STOCK_BACK, STOCK_BROKEN, STOCK_EXPIRED, STOCK_SAMPLE, STOCK_MISSING, STOCK_PLACE };

	return kinds[what];
}

static bool is_loss(int32_t what)
{
	return what != MOVE_BACK && what != MOVE_PLACE;
}

/* ---- shapes ----------------------------------------------------------------- */

static const struct field line_in_fields[] = {
	F_ID(struct move_line_in, lot_id),
	F_I64(struct move_line_in, place, PLACE_SHELF, PLACE_ASIDE),
	F_I64(struct move_line_in, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape move_line_in_shape = SHAPE(struct move_line_in, "move_line_in", line_in_fields);

static const struct field in_fields[] = {
	F_DAY_OPT(struct move_in, doc_day),
	F_LIST(struct move_in, lines, 1, MOVE_LINES_MAX, &move_line_in_shape),
	F_TEXT_OPT(struct move_in, reason, 1, 200),
	F_WORD(struct move_in, what, move_words),
};
const struct shape move_in_shape = SHAPE(struct move_in, "move_in", in_fields);

static const struct field line_fields[] = {
	F_I64(struct move_line, borne_by, 0, 2),
	F_TEXT_OPT(struct move_line, code, 1, 40),
	F_ID(struct move_line, consignor_id),
	F_ID(struct move_line, contract_id),
	F_DAY_OPT(struct move_line, expiry_day),
	F_ID(struct move_line, item_id),
	F_ID(struct move_line, lot_id),
	F_TEXT(struct move_line, name, 1, 200),
	F_I64(struct move_line, place, PLACE_SHELF, PLACE_ASIDE),
	F_I64(struct move_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct move_line, unit, 1, 20),
	F_I64(struct move_line, version, 1, 100000),
};
static const struct shape line_shape = SHAPE(struct move_line, "move_line", line_fields);

static const struct field moved_fields[] = {
	F_DAY(struct stock_moved, doc_day),
	F_LIST(struct stock_moved, lines, 1, MOVE_LINES_MAX, &line_shape),
	F_TEXT_OPT(struct stock_moved, reason, 1, 200),
	F_WORD(struct stock_moved, what, move_words),
};
const struct shape stock_moved_shape = SHAPE(struct stock_moved, "stock_moved", moved_fields);

/* ---- the entry -------------------------------------------------------------- */

static bool check(const void *body, struct err *err)
{
	const struct stock_moved *moved = body;

	for (size_t i = 0; i < moved->lines_count; i++)
		if ((moved->lines[i].borne_by != 0) != is_loss(moved->what))
			return err_set(err, ERR_INPUT, "borne_by", "dòng %zu: chỉ hàng mất mới có người chịu", i + 1);
	return !is_loss(moved->what) || moved->reason || err_set(err, ERR_INPUT, "reason", "thiếu lý do");
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct stock_moved *moved = body;
	int64_t n = 0;

	(void)arena;
	for (size_t i = 0; i < moved->lines_count; i++) {
		const struct move_line *line = &moved->lines[i];
		struct stock_move move = {
			.kind = move_stock_kind(moved->what),
			.site_id = entry->site_id,
			.item_id = line->item_id,
			.lot_id = line->lot_id,
			.contract_id = line->contract_id,
			.place = line->place,
			.qty_milli = -line->qty_milli,
			.borne_by = line->borne_by,
			.doc_day = moved->doc_day,
		};

		if (!stock_move_apply(txn, entry->key, ++n, &move, false, err))
			return false;
		if (moved->what != MOVE_PLACE)
			continue;
		move.place = line->place == PLACE_SHELF ? PLACE_ASIDE : PLACE_SHELF;
		move.qty_milli = line->qty_milli;
		if (!stock_move_apply(txn, entry->key, ++n, &move, false, err))
			return false;
	}
	return true;
}

const struct kind stock_moved_kind = {
	.name = "stock_moved",
	.version = 1,
	.body = &stock_moved_shape,
	.check = check,
	.apply = apply,
	.about = "Goods went back to the consignor, were lost, or changed place",
};

/* ---- the command ------------------------------------------------------------- */

static int64_t bearer(const struct contract_terms *terms, int32_t what)
{
	if (!is_loss(what))
		return 0;
	return what == MOVE_EXPIRED ? terms->expiry_by : what == MOVE_SAMPLE ? terms->sample_by : terms->loss_by;
}

/* What lines before this one take of the same place. */
static int64_t taken_before(const struct stock_moved *moved, const struct move_line_in *in)
{
	int64_t taken = 0;

	for (size_t i = 0; i < moved->lines_count; i++)
		if (id_is(moved->lines[i].lot_id, in->lot_id) && moved->lines[i].place == in->place)
			taken += moved->lines[i].qty_milli;
	return taken;
}

static bool take_line(struct work *work, const struct move_line_in *in, struct stock_moved *moved, struct err *err)
{
	struct contract_terms terms;
	struct lot lot;
	int64_t levels[3], there;

	if (!lot_get(work->txn, work->arena, in->lot_id, &lot, err) || !lot_levels(work->txn, work->book->site_id, &lot, levels, err))
		return false;
	/* What customers brought back into it lies there and goes where any lot goes. */
	if (lot.is_pending && levels[in->place] <= 0)
		return err_set(err, ERR_CONFLICT, "lot_id", "lô này chưa nhập kho; làm phiếu nhập trước");
	there = levels[in->place] - taken_before(moved, in);
	if (in->qty_milli > there) {
		char text[24];

		qty_write(there, text, sizeof(text));
		return err_set(err, ERR_CONFLICT, "qty_milli", "chỗ ấy chỉ còn %s %s của lô này", text, lot.unit);
	}
	if (moved->what == MOVE_BACK && moved->lines_count > 0 && !id_is(moved->lines[0].consignor_id, lot.consignor_id))
		return err_set(err, ERR_CONFLICT, "lot_id", "lô này của người ký gửi khác; mỗi phiếu trả hàng chỉ cho một người");
	if (!doc_day_check(work->txn, lot.contract_id, moved->doc_day, work->at_us, err) ||
	    !contract_version_get(work->txn, work->arena, lot.contract_id, lot.version, &terms, err))
		return false;
	moved->lines[moved->lines_count++] = (struct move_line){
		.borne_by = bearer(&terms, moved->what),
		.code = lot.code,
		.consignor_id = lot.consignor_id,
		.contract_id = lot.contract_id,
		.expiry_day = lot.expiry_day,
		.item_id = lot.item_id,
		.lot_id = lot.id,
		.name = lot.item_name,
		.place = in->place,
		.qty_milli = in->qty_milli,
		.unit = lot.unit,
		.version = lot.version,
	};
	return true;
}

bool move_add(struct work *work, const struct move_in *in, const struct stock_moved **body, struct err *err)
{
	struct stock_moved *moved = ARENA_NEW(work->arena, struct stock_moved);

	if (!work_first_answer(work, &stock_moved_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (is_loss(in->what) && !work_has_second(work, err))
		return false;
	*moved = (struct stock_moved){
		.doc_day = in->doc_day ? in->doc_day : day_of_us(work->at_us),
		.lines = ARENA_LIST(work->arena, in->lines_count, struct move_line),
		.reason = in->reason,
		.what = in->what,
	};
	for (size_t i = 0; i < in->lines_count; i++)
		if (!take_line(work, &in->lines[i], moved, err))
			return err_within(err, "lines[%zu]", i);
	*body = moved;
	return work_record(work, &stock_moved_kind, moved, err);
}
