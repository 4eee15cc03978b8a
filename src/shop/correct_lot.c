/*
 * The price or the owner of a lot was wrong: pieces that lie here move, lines that were sold are reckoned anew.
 *
 * A line's share as it stands now (adjust_line_now) is taken away whole and given whole under the right terms, so that
 * corrections can follow one another and a customer's later return closes to nothing.
 */
#include "shop/correct.h"

#include <string.h>

#include "shop/adjust.h"
#include "shop/book.h"
#include "shop/contract.h"
#include "shop/hamper.h"
#include "shop/lot.h"
#include "shop/sale_parts.h"
#include "shop/sql.h"
#include "shop/stock.h"

#define BASES_MAX 64 /* versions and days whose terms are kept at hand while lines are reckoned */

enum { LINES, LOT_THERE };

const struct sql correct_lot_sql[] = {
	[LINES] = { .text = "SELECT l.entry_key, l.n, e.id, e.at_us FROM line l JOIN entry e ON e.entry_key = l.entry_key"
			    " WHERE l.contract_id = $1 AND l.lot_id = $2 AND l.returns_key IS NULL AND (l.entry_key, l.n) > ($3, $4)"
			    " ORDER BY l.entry_key, l.n LIMIT 500" },
	[LOT_THERE] = { .text = "SELECT version FROM lot WHERE id = $1" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field price_in_fields[] = {
	F_MONEY(struct price_correct_in, hand_over, 0, MONEY_MAX),
	F_ID(struct price_correct_in, lot_id),
	F_TEXT(struct price_correct_in, reason, 1, 200),
};
const struct shape price_correct_in_shape = SHAPE(struct price_correct_in, "price_correct_in", price_in_fields);

static const struct field owner_in_fields[] = {
	F_ID(struct owner_correct_in, contract_id),
	F_ID(struct owner_correct_in, lot_id),
	F_TEXT(struct owner_correct_in, reason, 1, 200),
};
const struct shape owner_correct_in_shape = SHAPE(struct owner_correct_in, "owner_correct_in", owner_in_fields);

#define AMOUNT(type, member) F_MONEY(type, member, -MONEY_MAX, MONEY_MAX)
static const struct field row_fields[] = {
	AMOUNT(struct corrected_row, basis),
	AMOUNT(struct corrected_row, commission),
	F_ID(struct corrected_row, contract_id),
	AMOUNT(struct corrected_row, due),
	F_MONEY(struct corrected_row, due_price, 0, MONEY_MAX),
	AMOUNT(struct corrected_row, house),
	F_ID_OPT(struct corrected_row, lot_id),
	F_I64(struct corrected_row, n, 1, SALE_BOOK_LINES_MAX),
	AMOUNT(struct corrected_row, paid),
	AMOUNT(struct corrected_row, producer),
	F_I64(struct corrected_row, qty_milli, -QTY_MILLI_MAX, QTY_MILLI_MAX),
	F_ID(struct corrected_row, sale_id),
	AMOUNT(struct corrected_row, vat_kept),
	AMOUNT(struct corrected_row, vat_leg),
	F_I64(struct corrected_row, version, 1, 100000),
};
static const struct shape row_shape = SHAPE(struct corrected_row, "corrected_row", row_fields);

static const struct field side_fields[] = {
	F_ID(struct corrected_side, consignor_id),
	F_ID(struct corrected_side, contract_id),
	AMOUNT(struct corrected_side, house),
	AMOUNT(struct corrected_side, producer),
	F_I64(struct corrected_side, sold_milli, -QTY_MILLI_MAX * 1000, QTY_MILLI_MAX * 1000),
	F_I64(struct corrected_side, stock_milli, -QTY_MILLI_MAX * 1000, QTY_MILLI_MAX * 1000),
};
static const struct shape side_shape = SHAPE(struct corrected_side, "corrected_side", side_fields);

static const struct field place_fields[] = {
	F_I64(struct corrected_place, place, PLACE_SHELF, PLACE_ASIDE),
	F_I64(struct corrected_place, qty_milli, -QTY_MILLI_MAX, QTY_MILLI_MAX),
};
static const struct shape place_shape = SHAPE(struct corrected_place, "corrected_place", place_fields);

static const struct field corrected_fields[] = {
	F_MONEY_OPT(struct lot_corrected, hand_over, 0, MONEY_MAX),
	F_ID(struct lot_corrected, item_id),
	F_LIST(struct lot_corrected, legs, 0, CORRECT_LINES_MAX + 10, &leg_shape),
	F_I64(struct lot_corrected, lines_left, 0, INT64_C(1000000000)),
	F_ID(struct lot_corrected, lot_id),
	F_BOOL(struct lot_corrected, makes_lot),
	F_LIST(struct lot_corrected, places, 0, 2, &place_shape),
	F_TEXT(struct lot_corrected, reason, 1, 200),
	F_LIST(struct lot_corrected, rows, 0, 2 * CORRECT_LINES_MAX, &row_shape),
	F_LIST(struct lot_corrected, sides, 0, CORRECT_LINES_MAX + 2, &side_shape),
	F_ID_OPT(struct lot_corrected, to_contract_id),
	F_ID_OPT(struct lot_corrected, to_lot_id),
	F_I64(struct lot_corrected, to_version, 0, 100000),
};
const struct shape lot_corrected_shape = SHAPE(struct lot_corrected, "lot_corrected", corrected_fields);

/* ---- the entries -------------------------------------------------------------- */

static bool check(const void *body, struct err *err)
{
	const struct lot_corrected *c = body;
	int64_t paid = 0, qty = 0;

	for (size_t i = 0; i < c->rows_count; i++) {
		const struct corrected_row *row = &c->rows[i];

		if (row->producer.dong + row->vat_leg.dong + row->house.dong != row->paid.dong ||
		    row->producer.dong + row->commission.dong + row->vat_kept.dong != row->due.dong)
			return err_set(err, ERR_INPUT, "rows", "dòng %zu: các phần không cộng thành giá", i + 1);
		paid += row->paid.dong;
		qty += row->qty_milli;
	}
	if (paid != 0 || qty != 0)
		return err_set(err, ERR_INPUT, "rows", "phần lấy đi và phần trao lại không bằng nhau");
	return legs_balance(c->legs, c->legs_count) || err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
}

static bool apply_rows(struct txn *txn, const struct entry *entry, const struct lot_corrected *c, int64_t kind, struct arena *arena,
		       struct err *err)
{
	for (size_t i = 0; i < c->rows_count; i++) {
		const struct corrected_row *row = &c->rows[i];
		struct adjustment a = {
			.entry_key = entry->key,
			.n = (int64_t)i + 1,
			.contract_id = row->contract_id,
			.version = row->version,
			.kind = kind,
			.item_id = c->item_id,
			.lot_id = row->lot_id,
			.qty_milli = row->qty_milli,
			.paid = row->paid,
			.producer = row->producer,
			.vat_leg = row->vat_leg,
			.house = row->house,
			.due = row->due,
			.due_price = row->due_price,
			.commission = row->commission,
			.vat_kept = row->vat_kept,
			.basis = row->basis,
			.refers_n = row->n,
		};
		struct entry sale;
		bool found;

		if (!journal_find_id(txn, arena, row->sale_id, &sale, &found, err))
			return false;
		if (!found)
			return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
		a.refers_key = sale.key;
		if (!adjust_apply(txn, &a, err))
			return false;
	}
	return ledger_apply(txn, entry, c->legs, c->legs_count, err);
}

static bool apply_price(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct lot_corrected *c = body;

	return lot_set_hand_over(txn, c->lot_id, c->hand_over, err) && apply_rows(txn, entry, c, ADJUST_PRICE, arena, err);
}

static bool apply_owner(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct lot_corrected *c = body;
	struct contract_terms terms;
	struct lot lot, to;
	int64_t n = 0;

	if (!lot_get(txn, arena, c->lot_id, &lot, err) || !contract_version_get(txn, arena, c->to_contract_id, c->to_version, &terms, err))
		return false;
	to = lot;
	to.id = c->to_lot_id;
	to.entry_key = entry->key;
	to.contract_id = c->to_contract_id;
	to.consignor_id = terms.consignor_id;
	to.version = c->to_version;
	/* A fixed price agreed with the one says nothing about the other. */
	to.hand_over = MONEY(SHAPE_ABSENT);
	if (c->makes_lot && !lot_add(txn, &to, err))
		return false;
	for (size_t i = 0; i < c->places_count; i++) {
		struct stock_move move = {
			.kind = STOCK_OWNER,
			.site_id = entry->site_id,
			.item_id = c->item_id,
			.lot_id = lot.id,
			.contract_id = lot.contract_id,
			.place = c->places[i].place,
			.qty_milli = -c->places[i].qty_milli,
			.doc_day = day_of_us(entry->at_us),
		};

		if (!stock_move_apply(txn, entry->key, ++n, &move, lot.is_pending, err))
			return false;
		move.lot_id = to.id;
		move.contract_id = to.contract_id;
		move.qty_milli = c->places[i].qty_milli;
		if (!stock_move_apply(txn, entry->key, ++n, &move, lot.is_pending, err))
			return false;
	}
	return apply_rows(txn, entry, c, ADJUST_OWNER, arena, err);
}

const struct kind price_corrected_kind = {
	.name = "price_corrected",
	.version = 1,
	.body = &lot_corrected_shape,
	.check = check,
	.apply = apply_price,
	.about = "The fixed hand-over price of a lot was corrected, for what was sold of it as well",
};

const struct kind owner_corrected_kind = {
	.name = "owner_corrected",
	.version = 1,
	.body = &lot_corrected_shape,
	.check = check,
	.apply = apply_owner,
	.about = "A lot belongs to another consignor: its pieces and the shares of what was sold move",
};

/* ---- reckoning lines anew --------------------------------------------------------- */

struct reckoning {
	struct txn *txn;
	struct arena *arena;
	const struct lot *lot;
	struct lot_corrected *effect;
	struct contract_base bases[BASES_MAX];
	int32_t base_days[BASES_MAX];
	size_t bases_count;
	/* price: the new one; owner: SHAPE_ABSENT */
	struct money hand_over;
};

static struct corrected_side *side_of(struct reckoning *r, struct id contract_id, struct id consignor_id)
{
	struct lot_corrected *e = r->effect;

	for (size_t i = 0; i < e->sides_count; i++)
		if (id_is(e->sides[i].contract_id, contract_id))
			return &e->sides[i];
	e->sides[e->sides_count] = (struct corrected_side){ .consignor_id = consignor_id, .contract_id = contract_id };
	return &e->sides[e->sides_count++];
}

static void add_leg(struct lot_corrected *e, const char *account, struct id party_id, int64_t amount)
{
	for (size_t i = 0; i < e->legs_count; i++) {
		if (strcmp(e->legs[i].account, account) == 0 && id_is(e->legs[i].party_id, party_id)) {
			e->legs[i].amount.dong += amount;
			return;
		}
	}
	e->legs[e->legs_count++] = (struct leg){ .account = account, .amount = MONEY(amount), .party_id = party_id };
}

static void add_row(struct reckoning *r, const struct corrected_row *row, struct id consignor_id)
{
	struct lot_corrected *e = r->effect;
	struct corrected_side *side = side_of(r, row->contract_id, consignor_id);
	struct id nobody = { { 0 } };

	e->rows[e->rows_count++] = *row;
	side->producer.dong += row->producer.dong;
	side->house.dong += row->house.dong;
	side->sold_milli += row->qty_milli;
	add_leg(e, "payable", consignor_id, -row->producer.dong);
	add_leg(e, "vat", nobody, -row->vat_leg.dong);
	add_leg(e, "house", nobody, -row->house.dong);
}

/* A sold line of the lot. */
struct sold_ref {
	int64_t key, n, at_us;
	struct id sale_id;
};

static struct corrected_row row_of(const struct share *share, struct id contract_id, int64_t version, struct id lot_id, int64_t qty_milli,
				   struct money due_price, const struct sold_ref *ref)
{
	return (struct corrected_row){
		.basis = share->basis,
		.commission = share->commission,
		.contract_id = contract_id,
		.due = share->due,
		.due_price = due_price,
		.house = share->house,
		.lot_id = lot_id,
		.n = ref->n,
		.paid = share->paid,
		.producer = share->producer,
		.qty_milli = qty_milli,
		.sale_id = ref->sale_id,
		.vat_kept = share->vat_kept,
		.vat_leg = share->vat,
		.version = version,
	};
}

/* Terms on the day of the sale: both sides' tax profiles were those of then. */
static bool terms_on(struct reckoning *r, struct id contract_id, int64_t version, int32_t day, struct id item_id, struct money list_price,
		     struct share_terms *terms, struct id *consignor_id, struct err *err)
{
	size_t i;

	for (i = 0; i < r->bases_count; i++)
		if (id_is(r->bases[i].contract_id, contract_id) && r->bases[i].version == version && r->base_days[i] == day)
			break;
	if (i == r->bases_count) {
		if (i == BASES_MAX)
			i = r->bases_count = 0;
		if (!contract_base_get(r->txn, contract_id, version, day, &r->bases[i], err))
			return false;
		r->base_days[i] = day;
		r->bases_count++;
	}
	*consignor_id = r->bases[i].consignor_id;
	return contract_item_terms(r->txn, &r->bases[i], item_id, list_price, terms, err);
}

/* What the house bore of a discount at the sale it still bears; the rest is shared by the right terms. */
static bool share_anew(const struct line_now *now, const struct share_terms *terms, struct share *share, struct err *err)
{
	struct share_line line = {
		.qty_milli = now->qty_milli,
		.list = now->share.list,
		.paid = now->share.paid,
		.house_discount = now->share.discount_house,
		.vat_class = (enum vat_class)now->vat_class,
		.vat = now->vat,
	};

	return share_of_line(terms, &line, share, err);
}

/* One sold line; *changed false: it is as it should be already. adds: into the effect. */
static bool reckon_line(struct reckoning *r, const struct sold_ref *ref, bool adds, bool *changed, struct err *err)
{
	bool is_owner = r->hand_over.dong == SHAPE_ABSENT;
	struct lot_corrected *e = r->effect;
	struct share_terms terms;
	struct share share, minus;
	struct corrected_row row;
	struct line_now now;
	struct id consignor_id, contract_id;
	int64_t version;

	if (!adjust_line_now(r->txn, ref->key, ref->n, &now, err))
		return false;
	contract_id = is_owner ? e->to_contract_id : now.contract_id;
	version = is_owner ? e->to_version : now.version;
	*changed = now.qty_milli > 0 && id_is(now.contract_id, is_owner ? e->to_contract_id : r->lot->contract_id) != is_owner;
	if (!*changed || (is_owner && !adds))
		return true;
	if (!terms_on(r, contract_id, version, day_of_us(ref->at_us), now.item_id, now.price, &terms, &consignor_id, err))
		return false;
	if (!is_owner)
		terms.per_unit = r->hand_over;
	if (!share_anew(&now, &terms, &share, err))
		return false;
	minus = share_minus(&now.share);
	if (is_owner) {
		row = row_of(&minus, now.contract_id, now.version, now.lot_id, -now.qty_milli, now.due_price, ref);
		add_row(r, &row, now.consignor_id);
		row = row_of(&share, contract_id, version, e->to_lot_id, now.qty_milli, sale_due_price(&terms, &share, now.price, now.qty_milli),
			     ref);
		add_row(r, &row, consignor_id);
		return true;
	}
	if (!share_add(&share, &minus))
		return err_set(err, ERR_LIMIT, "hand_over", "giá giao quá lớn");
	*changed = share.producer.dong || share.due.dong || share.vat.dong;
	row = row_of(&share, contract_id, version, now.lot_id, 0, r->hand_over, ref);
	if (*changed && adds)
		add_row(r, &row, consignor_id);
	return true;
}

#define PAGE 500

/* All sold lines of the lot, a page at a time; beyond CORRECT_LINES_MAX changed ones the rest is only counted. */
static bool reckon_lines(struct reckoning *r, struct err *err)
{
	struct sold_ref *page = ARENA_LIST(r->arena, PAGE, struct sold_ref);
	struct sold_ref last = { 0 };
	size_t count, done = 0;

	do {
		struct stmt *q = stmt_begin(r->txn, &correct_lot_sql[LINES]);

		stmt_put_id(q, r->lot->contract_id);
		stmt_put_id(q, r->lot->id);
		stmt_put_i64(q, last.key);
		stmt_put_i64(q, last.n);
		for (count = 0; count < PAGE && stmt_next(q); count++) {
			page[count].key = stmt_take_i64(q);
			page[count].n = stmt_take_i64(q);
			stmt_take_id(q, &page[count].sale_id);
			page[count].at_us = stmt_take_i64(q);
		}
		if (!stmt_end(q, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			bool changed;

			last = page[i];
			if (!reckon_line(r, &last, done < CORRECT_LINES_MAX, &changed, err))
				return false;
			done += changed;
		}
	} while (count == PAGE);
	r->effect->lines_left = done > CORRECT_LINES_MAX ? (int64_t)done - CORRECT_LINES_MAX : 0;
	return true;
}

static void begin_effect(struct reckoning *r, const char *reason)
{
	*r->effect = (struct lot_corrected){
		.hand_over = r->hand_over,
		.item_id = r->lot->item_id,
		.legs = ARENA_LIST(r->arena, CORRECT_LINES_MAX + 10, struct leg),
		.lot_id = r->lot->id,
		.places = ARENA_LIST(r->arena, 2, struct corrected_place),
		.reason = reason,
		.rows = ARENA_LIST(r->arena, (size_t)2 * CORRECT_LINES_MAX, struct corrected_row),
		.sides = ARENA_LIST(r->arena, CORRECT_LINES_MAX + 2, struct corrected_side),
	};
}

static void drop_empty_legs(struct lot_corrected *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->legs_count; i++)
		if (e->legs[i].amount.dong)
			e->legs[kept++] = e->legs[i];
	e->legs_count = kept;
}

/* ---- price -------------------------------------------------------------------- */

bool price_effect(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct price_correct_in *in,
		  struct lot_corrected *effect, struct err *err)
{
	struct reckoning *r = ARENA_NEW(arena, struct reckoning);
	struct lot *lot = ARENA_NEW(arena, struct lot);
	struct share_terms terms;
	struct id consignor_id;

	(void)book;
	if (!lot_get(txn, arena, in->lot_id, lot, err))
		return false;
	r->txn = txn;
	r->arena = arena;
	r->lot = lot;
	r->effect = effect;
	r->hand_over = in->hand_over;
	if (!terms_on(r, lot->contract_id, lot->version, day_of_us(at_us), lot->item_id, MONEY(0), &terms, &consignor_id, err))
		return false;
	if (terms.kind != SHARE_HAND_OVER)
		return err_set(err, ERR_CONFLICT, "hand_over", "hợp đồng này không theo giá giao cố định; sửa điều khoản hợp đồng");
	begin_effect(r, in->reason);
	if (!reckon_lines(r, err))
		return false;
	drop_empty_legs(effect);
	return effect->rows_count || lot->hand_over.dong != in->hand_over.dong ||
	       err_set(err, ERR_CONFLICT, "hand_over", "lô này đã có giá giao ấy");
}

bool price_correct(struct work *work, const struct price_correct_in *in, const struct lot_corrected **body, struct err *err)
{
	struct lot_corrected *effect = ARENA_NEW(work->arena, struct lot_corrected);

	if (!work_first_answer(work, &price_corrected_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!work_has_second(work, err) || !price_effect(work->txn, work->arena, work->book, work->at_us, in, effect, err))
		return false;
	*body = effect;
	return work_record(work, &price_corrected_kind, effect, err);
}

/* ---- owner -------------------------------------------------------------------- */

/* The version in force when the goods came, else today's: a contract signed after the goods were there. */
static bool find_version(struct txn *txn, struct id contract_id, const struct lot *lot, int64_t at_us, int64_t *version, struct err *err)
{
	bool found;

	if (!contract_version_on(txn, contract_id, day_of_us(lot->arrived_us), version, &found, err))
		return false;
	if (!found && !contract_version_on(txn, contract_id, day_of_us(at_us), version, &found, err))
		return false;
	return found || err_set(err, ERR_CONFLICT, "contract_id", "hợp đồng không có hiệu lực");
}

static struct id right_lot(struct id lot_id, struct id contract_id, int64_t version)
{
	struct id both;

	for (size_t i = 0; i < sizeof(both.bytes); i++)
		both.bytes[i] = lot_id.bytes[i] ^ contract_id.bytes[i];
	return id_derive(both, "owner", version);
}

bool owner_effect(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct owner_correct_in *in,
		  struct lot_corrected *effect, struct err *err)
{
	struct reckoning *r = ARENA_NEW(arena, struct reckoning);
	struct lot *lot = ARENA_NEW(arena, struct lot);
	struct contract_terms terms;
	int64_t levels[3], version;
	struct stmt *q;
	bool holds;

	if (!lot_get(txn, arena, in->lot_id, lot, err) || !lot_levels(txn, book->site_id, lot, levels, err) || !hamper_holds(txn, in->lot_id, &holds, err))
		return false;
	if (holds)
		return err_set(err, ERR_CONFLICT, "lot_id", "lô này đang nằm trong giỏ quà đã gói; tháo giỏ trước rồi sửa chủ hàng");
	if (id_is(lot->contract_id, in->contract_id))
		return err_set(err, ERR_CONFLICT, "contract_id", "lô này đã thuộc hợp đồng ấy");
	if (!find_version(txn, in->contract_id, lot, at_us, &version, err) ||
	    !contract_version_get(txn, arena, in->contract_id, version, &terms, err))
		return false;
	r->txn = txn;
	r->arena = arena;
	r->lot = lot;
	r->effect = effect;
	r->hand_over = MONEY(SHAPE_ABSENT);
	begin_effect(r, in->reason);
	effect->to_contract_id = in->contract_id;
	effect->to_version = version;
	effect->to_lot_id = right_lot(lot->id, in->contract_id, version);
	q = stmt_begin(txn, &correct_lot_sql[LOT_THERE]);
	stmt_put_id(q, effect->to_lot_id);
	effect->makes_lot = !stmt_next(q);
	if (!effect->makes_lot)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	for (int64_t place = PLACE_SHELF; place <= PLACE_ASIDE; place++) {
		if (levels[place] == 0)
			continue;
		effect->places[effect->places_count++] = (struct corrected_place){ .place = place, .qty_milli = levels[place] };
		side_of(r, lot->contract_id, lot->consignor_id)->stock_milli -= levels[place];
		side_of(r, in->contract_id, terms.consignor_id)->stock_milli += levels[place];
	}
	if (!reckon_lines(r, err))
		return false;
	drop_empty_legs(effect);
	return effect->rows_count || effect->places_count ||
	       err_set(err, ERR_CONFLICT, "lot_id", "lô này không còn gì để chuyển: mọi thứ đã thuộc hợp đồng ấy, hoặc đã trả lại");
}

bool owner_correct(struct work *work, const struct owner_correct_in *in, const struct lot_corrected **body, struct err *err)
{
	struct lot_corrected *effect = ARENA_NEW(work->arena, struct lot_corrected);

	if (!work_first_answer(work, &owner_corrected_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!work_has_second(work, err) || !owner_effect(work->txn, work->arena, work->book, work->at_us, in, effect, err))
		return false;
	*body = effect;
	return work_record(work, &owner_corrected_kind, effect, err);
}
