/* The statement of a contract, reckoned from what the book holds; nothing is written here. */
#include "shop/settlement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calc/fold.h"
#include "shop/adjust.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/settlement_parts.h"
#include "shop/sql.h"
#include "shop/stock.h"
#include "store/stmt.h"

enum { STREAMS, LAST_CUT, LAST_ITEMS, OPENING, HEAD_HASH, LEVELS, SOLD_SINCE, MOVED_ALL };

const struct sql settlement_draft_sql[] = {
	[STREAMS] = { .text =
		"SELECT stream, site_id, epoch FROM stream ORDER BY stream LIMIT 100", .scan_ok = true },
	[LAST_CUT] = { .text =
		"SELECT to_number FROM settlement_cut WHERE contract_id = $1 AND stream = $2 ORDER BY number DESC LIMIT 1" },
	[LAST_ITEMS] = { .text =
		"SELECT s.item_id, s.close_milli, i.name, i.unit FROM settlement_item s JOIN item i ON i.id = s.item_id"
		" WHERE s.entry_key = $1 ORDER BY s.item_id LIMIT 10000" },
	[OPENING] = { .text =
		"SELECT owed, tier_sales FROM opening WHERE contract_id = $1 AND entry_key >= $2 AND entry_key <= $3" },
	[HEAD_HASH] = { .text =
		"SELECT hash FROM entry WHERE entry_key = $1" },
	[LEVELS] = { .text =
		"SELECT s.item_id, CAST(SUM(s.qty_milli) AS BIGINT) FROM site x JOIN lot l ON l.contract_id = $1"
		" JOIN stock s ON s.site_id = x.id AND s.item_id = l.item_id AND s.lot_id = l.id"
		" GROUP BY s.item_id ORDER BY s.item_id LIMIT 100000", .scan_ok = true },
	[SOLD_SINCE] = { .text =
		"SELECT item_id, CAST(SUM(qty_milli) AS BIGINT) FROM line WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3"
		" AND lot_id IS NOT NULL GROUP BY item_id ORDER BY item_id LIMIT 100000", .scan_ok = true },
	/* Moves the statement does not count: after the cut, and not a late paper of the period. */
	[MOVED_ALL] = { .text =
		"SELECT item_id, CAST(SUM(qty_milli) AS BIGINT) FROM stock_move WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3"
		" AND NOT (doc_day <= $4 AND entry_key <= $5) GROUP BY item_id ORDER BY item_id LIMIT 100000", .scan_ok = true },
	SQL_END
};

#define SLOTS 2048                 /* of items; a power of two above SETTLED_ITEMS_MAX */
#define TERMS_MAX 1024             /* remembered at once */

struct known_terms {
	int64_t version;
	int32_t day;
	int32_t item;                  /* 1 + index; 0: free */
	struct share_terms terms;
};

struct drafting {
	struct txn *txn;
	struct arena *arena;
	struct settled *s;
	struct contract_terms terms;   /* on to_day */
	struct settlement_last last;
	struct bh01 bh01;
	struct bh01_item *bh01_items;
	struct bh01_row *bh01_rows;
	int32_t slots[SLOTS];          /* 1 + index of an item; 0: free */
	struct known_terms known[TERMS_MAX];
	int64_t streams[SETTLED_CUTS_MAX];
	struct money commission;       /* of the lines, and of an opening's turnover at the base rate */
};

static bool find_item(struct drafting *d, struct id id, const char *name, const char *unit, int32_t *index, struct err *err)
{
	uint32_t at;

	/* The last bytes of an id are chance. */
	memcpy(&at, id.bytes + 12, sizeof(at));
	for (at &= SLOTS - 1; d->slots[at]; at = (at + 1) & (SLOTS - 1)) {
		*index = d->slots[at] - 1;
		if (id_is(d->s->items[*index].item_id, id))
			return true;
	}
	if (d->s->items_count == SETTLED_ITEMS_MAX)
		return err_set(err, ERR_LIMIT, "items", "quá %d mặt hàng cho một bảng thanh toán; tách hợp đồng", SETTLED_ITEMS_MAX);
	*index = (int32_t)d->s->items_count++;
	d->slots[at] = *index + 1;
	d->s->items[*index] = (struct settled_item){ .item_id = id, .name = arena_text(d->arena, name), .unit = arena_text(d->arena, unit) };
	return true;
}

static bool find_terms(struct drafting *d, int64_t version, int32_t item, int32_t day, const struct share_terms **terms, struct err *err)
{
	struct known_terms *known = &d->known[(size_t)(version * 31 + item * 7 + day) % TERMS_MAX];
	struct contract_base base;

	*terms = &known->terms;
	if (known->item == item + 1 && known->version == version && known->day == day)
		return true;
	known->item = 0;
	if (!contract_base_get(d->txn, d->s->contract_id, version, day, &base, err) ||
	    !contract_item_terms(d->txn, &base, d->s->items[item].item_id, MONEY(0), &known->terms, err))
		return false;
	known->item = item + 1;
	known->version = version;
	known->day = day;
	return true;
}

/* ---- lines and corrections ------------------------------------------------------------- */

static bool add_turnover(struct drafting *d, struct money basis, struct money commission, struct err *err)
{
	return (money_add(d->s->tier_turnover, basis, &d->s->tier_turnover) && money_add(d->commission, commission, &d->commission)) ||
	       err_set(err, ERR_LIMIT, "amount", "số tiền của kỳ quá lớn");
}

/* Goods without stock lie nowhere: what is sold of them came in at that moment, so that column 7 stays nothing. */
static bool add_unstocked(struct drafting *d, int32_t item, int64_t qty_milli, struct err *err)
{
	struct bh01_fact fact = {
		.item = item, .kind = qty_milli > 0 ? BH01_RECEIVED : BH01_SENT_BACK, .qty_milli = qty_milli > 0 ? qty_milli : -qty_milli,
	};

	return bh01_add(&d->bh01, &fact, err);
}

static bool add_sold(struct drafting *d, const struct settlement_line *line, int32_t item, struct err *err)
{
	/* A correction of price has no pieces: its sign is that of the money. */
	bool is_out = line->qty_milli < 0 || (line->qty_milli == 0 && line->due.dong < 0);
	int64_t sign = is_out ? -1 : 1;
	const struct share_terms *terms;
	struct bh01_fact fact = {
		.item = item, .kind = is_out ? BH01_RETURNED : BH01_SOLD, .qty_milli = sign * line->qty_milli, .price = line->due_price,
		.due = MONEY(sign * line->due.dong), .producer = MONEY(sign * line->producer.dong), .commission = MONEY(sign * line->commission.dong),
		.vat_kept = MONEY(sign * line->vat_kept.dong),
	};

	if (!find_terms(d, line->version, item, line->doc_day, &terms, err))
		return false;
	if (share_has_commission_vat(terms)) {
		fact.commission_vat = terms->commission_vat;
		fact.commission_includes_vat = terms->includes_vat;
	}
	return (line->has_lot || add_unstocked(d, item, line->qty_milli, err)) && bh01_add(&d->bh01, &fact, err) &&
	       add_turnover(d, line->basis, line->commission, err);
}

static bool add_corrected(struct drafting *d, const struct settlement_line *line, int32_t item, struct err *err)
{
	struct bh01_fact moved = { .item = item, .kind = BH01_MOVED, .qty_milli = line->qty_milli };
	struct bh01_line money = { .kind = BH01_ADJUSTMENT, .amount = MONEY(-line->producer.dong) };

	if (line->adjust_kind == ADJUST_OWNER)
		return bh01_add(&d->bh01, &moved, err) && add_sold(d, line, item, err);
	/* Where the parts pull to different sides it is no row of the form: the producer's difference alone is a line of IV. */
	if ((line->due.dong < 0) != (line->producer.dong < 0) || line->commission.dong || line->vat_kept.dong)
		return bh01_add(&d->bh01, &moved, err) && bh01_add_line(&d->bh01, &money, err);
	return add_sold(d, line, item, err);
}

/* ---- moves and losses ---------------------------------------------------------------------- */

/* What the producer would have got for these goods at the listed price of that moment (C2). */
static bool value_loss(struct drafting *d, const struct settlement_line *line, int32_t item, struct money *value, struct err *err)
{
	struct share_line sold = { .qty_milli = -line->qty_milli };
	const struct share_terms *known;
	struct share_terms terms;
	struct money price = { line->lot_own_price };
	struct share share;
	bool found = true;

	*value = MONEY(0);
	if (!find_terms(d, line->version, item, line->doc_day, &known, err))
		return false;
	terms = *known;
	if (terms.kind == SHARE_HAND_OVER && line->lot_hand_over != SHAPE_ABSENT)
		terms.per_unit = MONEY(line->lot_hand_over);
	if (price.dong == SHAPE_ABSENT && !item_price_at(d->txn, line->item_id, line->site_id, line->at_us, &price, &found, err))
		return false;
	if (!found)
		price = terms.kind == SHARE_HAND_OVER ? terms.per_unit : MONEY(0);
	if (!item_vat_at(d->txn, line->item_id, share_seller(&terms), 1, line->doc_day, &sold.vat_class, &found, err))
		return false;
	if (!found)
		sold.vat_class = VAT_KKKNT;
	if (!money_of_qty(price, sold.qty_milli, &sold.list))
		return err_set(err, ERR_LIMIT, "amount", "giá trị hàng hao hụt quá lớn");
	sold.paid = sold.list;
	sold.vat = vat_inside(sold.paid, vat_rate_ppm(sold.vat_class));
	if (!share_of_line(&terms, &sold, &share, err))
		return false;
	*value = share.producer;
	return true;
}

static bool add_loss(struct drafting *d, const struct settlement_line *line, int32_t item, struct err *err)
{
	struct settled_loss *loss = d->s->losses, *end = d->s->losses + d->s->losses_count;
	struct money value;

	if (!value_loss(d, line, item, &value, err))
		return false;
	while (loss < end && !(loss->item == item && loss->cause == line->move_kind && loss->borne_by == line->borne_by))
		loss++;
	if (loss == end) {
		if (d->s->losses_count == SETTLED_LOSSES_MAX)
			return err_set(err, ERR_LIMIT, "losses", "quá nhiều dòng hao hụt; chốt kỳ ngắn hơn");
		*loss = (struct settled_loss){ .borne_by = line->borne_by, .cause = line->move_kind, .item = item };
		d->s->losses_count++;
	}
	loss->qty_milli -= line->qty_milli;
	return money_add(loss->value, value, &loss->value) || err_set(err, ERR_LIMIT, "amount", "giá trị hàng hao hụt quá lớn");
}

static enum bh01_fact_kind fact_of_move(const struct drafting *d, const struct settlement_line *line)
{
	bool is_out = line->qty_milli < 0;

	switch (line->move_kind) {
	case STOCK_INTAKE:
		return is_out ? BH01_MOVED : BH01_RECEIVED;
	case STOCK_OPENING:
		return d->last.number ? BH01_MOVED : BH01_OPENING;
	case STOCK_BACK:
		return is_out ? BH01_SENT_BACK : BH01_MOVED;
	case STOCK_BROKEN:
	case STOCK_EXPIRED:
	case STOCK_SAMPLE:
	case STOCK_MISSING:
		return !is_out ? BH01_MOVED : line->borne_by == BORNE_BY_PRODUCER ? BH01_LOST_PRODUCER : BH01_LOST_HOUSE;
	case STOCK_COUNTED:
		return BH01_COUNTED;
	default:
		return BH01_MOVED;
	}
}

static bool add_moved(struct drafting *d, const struct settlement_line *line, int32_t item, struct err *err)
{
	struct bh01_fact fact = { .item = item, .kind = fact_of_move(d, line), .qty_milli = line->qty_milli };

	if (fact.kind == BH01_SENT_BACK || fact.kind == BH01_LOST_HOUSE || fact.kind == BH01_LOST_PRODUCER)
		fact.qty_milli = -line->qty_milli;
	if (line->borne_by && line->qty_milli < 0 && !add_loss(d, line, item, err))
		return false;
	return bh01_add(&d->bh01, &fact, err);
}

/* ---- every row ------------------------------------------------------------------------------ */

static bool add_late(struct drafting *d, const struct settlement_line *line, int32_t item, struct err *err)
{
	bool is_move = line->kind == SETTLEMENT_MOVE;

	if (d->s->lates_count == SETTLED_LATES_MAX)
		return err_set(err, ERR_LIMIT, "lates", "quá %d chứng từ vào muộn; chốt kỳ trước khi nhập tiếp", SETTLED_LATES_MAX);
	d->s->lates[d->s->lates_count++] = (struct settled_late){
		.amount = line->amount, .doc_day = line->doc_day, .epoch = line->epoch, .item = is_move ? item : SHAPE_ABSENT, .kind = line->move_kind,
		.number = line->number, .qty_milli = line->qty_milli,
	};
	return true;
}

static bool add_row(void *arg, const struct settlement_line *line, struct err *err)
{
	struct drafting *d = arg;
	struct bh01_line paid = { .kind = line->is_advance ? BH01_ADVANCE : line->pay_way == 1 ? BH01_CASH :
		line->pay_way == SETTLEMENT_OFFSET ? BH01_OFFSET : BH01_TRANSFER, .amount = line->amount };
	int32_t item = 0;

	if (line->kind != SETTLEMENT_PAYOUT && !find_item(d, line->item_id, line->item_name, line->unit, &item, err))
		return false;
	if (line->is_late && !add_late(d, line, item, err))
		return false;
	switch (line->kind) {
	case SETTLEMENT_LINE:
		return add_sold(d, line, item, err);
	case SETTLEMENT_CORRECTION:
		return add_corrected(d, line, item, err);
	case SETTLEMENT_MOVE:
		return add_moved(d, line, item, err);
	default:
		return bh01_add_line(&d->bh01, &paid, err);
	}
}

/* ---- what comes from before ------------------------------------------------------------------- */

static bool add_cut(struct drafting *d, int64_t stream, struct settled_cut *cut, struct err *err)
{
	struct stmt *q = stmt_begin(d->txn, &settlement_draft_sql[LAST_CUT]);
	struct journal_head head;
	int64_t before = 0;

	stmt_put_id(q, d->s->contract_id);
	stmt_put_i64(q, stream);
	if (stmt_next(q))
		before = stmt_take_i64(q);
	if (!stmt_end(q, err) || !journal_last_of_day(d->txn, stream, d->s->to_day, &cut->to_number, err) ||
	    !journal_head(d->txn, stream, &head, err))
		return false;
	cut->from_number = before + 1;
	/* A clock put back may end the day before the last cut: then this one is empty. */
	if (cut->to_number < before)
		cut->to_number = before;
	cut->seen_number = head.number;
	if (cut->to_number == 0)
		return true;
	q = stmt_begin(d->txn, &settlement_draft_sql[HEAD_HASH]);
	stmt_put_i64(q, ENTRY_KEY(stream, cut->to_number));
	if (stmt_next(q))
		stmt_take_hash(q, &cut->head);
	return stmt_end(q, err);
}

static bool add_cuts(struct drafting *d, struct err *err)
{
	struct settled_cut *cuts = d->s->cuts;
	struct stmt *q = stmt_begin(d->txn, &settlement_draft_sql[STREAMS]);

	while (d->s->cuts_count < SETTLED_CUTS_MAX && stmt_next(q)) {
		d->streams[d->s->cuts_count] = stmt_take_i64(q);
		stmt_take_id(q, &cuts[d->s->cuts_count].site_id);
		cuts[d->s->cuts_count++].epoch = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < d->s->cuts_count; i++)
		if (!add_cut(d, d->streams[i], &cuts[i], err))
			return false;
	return true;
}

/* Column 1: what lay there at the last closing. */
static bool add_opening_items(struct drafting *d, struct err *err)
{
	struct arena *arena = arena_new(1 << 16);
	struct stmt *q = stmt_begin(d->txn, &settlement_draft_sql[LAST_ITEMS]);
	bool ok = true;

	stmt_put_i64(q, d->last.entry_key);
	while (ok && stmt_next(q)) {
		struct bh01_fact fact = { .kind = BH01_OPENING };
		const char *name;
		struct id id;
		int32_t item;

		stmt_take_id(q, &id);
		fact.qty_milli = stmt_take_i64(q);
		name = stmt_take_text(q, arena);
		ok = find_item(d, id, name, stmt_take_text(q, arena), &item, err);
		fact.item = item;
		ok = ok && bh01_add(&d->bh01, &fact, err);
		arena_reset(arena);
	}
	arena_free(arena);
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

/* An opening (P8) within the cut: what was owed before the book, and the period's turnover so far at the base rate. */
static bool add_opening(struct drafting *d, struct err *err)
{
	for (size_t i = 0; i < d->s->cuts_count; i++) {
		struct stmt *q = stmt_begin(d->txn, &settlement_draft_sql[OPENING]);
		struct money owed = { 0 }, turnover = { 0 }, commission;

		stmt_put_id(q, d->s->contract_id);
		stmt_put_i64(q, ENTRY_KEY(d->streams[i], d->s->cuts[i].from_number));
		stmt_put_i64(q, ENTRY_KEY(d->streams[i], d->s->cuts[i].to_number));
		if (stmt_next(q)) {
			owed = stmt_take_money(q);
			turnover = stmt_take_money(q);
		}
		if (!stmt_end(q, err))
			return false;
		commission = MONEY(d->terms.term_kind == SHARE_RATE ? money_scale(turnover.dong, d->terms.rate_ppm, PPM) : 0);
		if (!money_add(d->s->owed_before, owed, &d->s->owed_before))
			return err_set(err, ERR_LIMIT, "amount", "số nợ đầu kỳ quá lớn");
		if (!add_turnover(d, turnover, commission, err))
			return false;
	}
	return true;
}

/* ---- what only a closing knows ------------------------------------------------------------------ */

static bool add_tier(struct drafting *d, struct err *err)
{
	struct share_tiers tiers = { .is_whole = d->terms.tier_is_whole, .count = d->terms.tiers_count };
	struct bh01_line line = { .kind = BH01_TIER };

	for (size_t i = 0; i < tiers.count; i++)
		tiers.tiers[i] = (struct share_tier){ .from = d->terms.tiers[i].from, .rate_ppm = d->terms.tiers[i].rate_ppm };
	if (tiers.count == 0 || d->s->tier_turnover.dong <= 0)
		return true;
	/* It changes the commission, so it is taxed as that is. */
	for (size_t i = 0; i < d->bh01.lines_count; i++) {
		if (d->bh01.lines[i].kind == BH01_COMMISSION) {
			line.vat_class = d->bh01.lines[i].vat_class;
			line.includes_vat = d->bh01.lines[i].includes_vat;
			break;
		}
	}
	line.amount = MONEY(-share_tier_to_producer(&tiers, d->s->tier_turnover, d->commission).dong);
	return bh01_add_line(&d->bh01, &line, err);
}

/* Each cause has the contract's cap of its own; what a move lays on the producer is his without any. */
static bool add_causes(struct drafting *d, struct err *err)
{
	struct share_loss_terms cap = {
		.cap = (enum share_cap)d->terms.cap_kind, .rate_ppm = d->terms.cap_ppm, .amount = d->terms.cap_amount,
	};
	struct money sales = MONEY(d->s->tier_turnover.dong > 0 ? d->s->tier_turnover.dong : 0);

	for (int64_t cause = STOCK_INTAKE; cause <= STOCK_OWNER; cause++) {
		struct settled_cause sum = { .cause = cause };
		struct money on_house = { 0 };
		struct bh01_line line = { .kind = BH01_LOSS };
		struct share_loss split;

		for (size_t i = 0; i < d->s->losses_count; i++) {
			if (d->s->losses[i].cause != cause)
				continue;
			sum.value.dong += d->s->losses[i].value.dong;
			on_house.dong += d->s->losses[i].borne_by == BORNE_BY_HOUSE ? d->s->losses[i].value.dong : 0;
		}
		if (sum.value.dong == 0)
			continue;
		split = share_loss(&cap, on_house, sales);
		sum.house = split.house;
		sum.producer = MONEY(sum.value.dong - split.house.dong);
		d->s->causes[d->s->causes_count++] = sum;
		line.amount = MONEY(-sum.house.dong);
		if (!bh01_add_line(&d->bh01, &line, err))
			return false;
	}
	return true;
}

/* ---- into the order of the paper -------------------------------------------------------------------- */

struct ordered {
	struct buf key;
	struct id id;
	size_t from;                   /* index before */
};

static int compare_ordered(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	size_t size = x->key.size < y->key.size ? x->key.size : y->key.size;
	int order = size ? memcmp(x->key.data, y->key.data, size) : 0;

	if (order == 0 && x->key.size != y->key.size)
		order = x->key.size < y->key.size ? -1 : 1;
	return order ? order : id_compare(x->id, y->id);
}

static int compare_rows(const void *a, const void *b)
{
	const struct settled_row *x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	return x->price.dong == y->price.dong ? 0 : x->price.dong > y->price.dong ? -1 : 1;
}

static bool is_empty(const struct bh01_item *item)
{
	return !(item->opening_milli | item->received_milli | item->sent_back_milli | item->lost_house_milli | item->lost_producer_milli |
		 item->counted_milli | item->moved_milli | item->sold_milli | item->returned_milli);
}

static void take_item(const struct bh01_item *from, struct settled_item *to)
{
	to->closing_milli = from->column7_milli;
	to->counted_milli = from->counted_milli;
	to->in_milli = from->column2_milli;
	to->lost_house_milli = from->lost_house_milli;
	to->lost_producer_milli = from->lost_producer_milli;
	to->moved_milli = from->moved_milli;
	to->opening_milli = from->column1_milli;
	to->received_milli = from->received_milli;
	to->returned_milli = from->returned_milli;
	to->sent_back_milli = from->sent_back_milli;
	to->sold_milli = from->sold_milli;
	to->total_milli = from->column3_milli;
}

/* Items sorted by name; what points to them follows. An item of nothing but zeros keeps no line where no row is of it. */
static void put_in_order(struct drafting *d)
{
	struct settled *s = d->s;
	size_t count = s->items_count, kept = 0;
	struct ordered *order = ARENA_LIST(d->arena, count, struct ordered);
	struct settled_item *items = ARENA_LIST(d->arena, count, struct settled_item);
	int64_t *now = ARENA_LIST(d->arena, count, int64_t);
	bool *has_row = ARENA_LIST(d->arena, count, bool);

	for (size_t i = 0; i < d->bh01.rows_count; i++)
		has_row[d->bh01.rows[i].item_index] = true;
	for (size_t i = 0; i < count; i++) {
		buf_init(&order[i].key, 4096);
		fold_key(s->items[i].name, strlen(s->items[i].name), &order[i].key);
		order[i].id = s->items[i].item_id;
		order[i].from = i;
	}
	if (count > 1)
		qsort(order, count, sizeof(*order), compare_ordered);
	for (size_t i = 0; i < count; i++) {
		size_t from = order[i].from;

		buf_release(&order[i].key);
		if (is_empty(&d->bh01.items[from]) && !has_row[from])
			continue;
		now[from] = (int64_t)kept;
		items[kept] = s->items[from];
		take_item(&d->bh01.items[from], &items[kept++]);
	}
	s->items = items;
	s->items_count = kept;
	for (size_t i = 0; i < d->bh01.rows_count; i++) {
		const struct bh01_row *row = &d->bh01.rows[i];

		s->rows[s->rows_count++] = (struct settled_row){
			.amount = row->column6, .is_exact = row->is_exact, .item = now[row->item_index], .price = row->price,
			.returned_milli = row->returned_milli, .sold_milli = row->sold_milli,
		};
	}
	if (s->rows_count > 1)
		qsort(s->rows, s->rows_count, sizeof(*s->rows), compare_rows);
	for (size_t i = 0; i < s->losses_count; i++)
		s->losses[i].item = now[s->losses[i].item];
	for (size_t i = 0; i < s->lates_count; i++)
		if (s->lates[i].item != SHAPE_ABSENT)
			s->lates[i].item = now[s->lates[i].item];
}

static void take_lines(struct drafting *d)
{
	struct settled *s = d->s;

	s->lines = ARENA_LIST(d->arena, BH01_LINES_MAX, struct settled_line);
	for (int32_t kind = SETTLED_COMMISSION; kind <= SETTLED_OFFSET; kind++) {
		for (size_t i = 0; i < d->bh01.lines_count; i++) {
			const struct bh01_line *line = &d->bh01.lines[i];

			if (settled_line_kind(line->kind) == kind && line->amount.dong)
				s->lines[s->lines_count++] = (struct settled_line){
					.amount = line->amount, .includes_vat = line->includes_vat, .kind = kind, .vat_class = (int32_t)line->vat_class,
				};
		}
	}
	s->col6 = d->bh01.column6;
	s->iii = d->bh01.iii;
	s->iv = d->bh01.iv;
	s->v = d->bh01.v;
	s->owed_after = d->bh01.vi;
	s->producer = d->bh01.producer;
}

/* ---- the proof of column 7 ----------------------------------------------------------------------------- */

/* Adds a query's (item, quantity) rows, each times sign; items it does not know must come to nothing. */
static bool add_levels(struct drafting *d, struct stmt *q, int64_t sign, int64_t *levels, struct err *err)
{
	bool ok = true;

	while (ok && stmt_next(q)) {
		struct id id;
		int64_t qty_milli;
		int32_t item;

		stmt_take_id(q, &id);
		qty_milli = stmt_take_i64(q);
		ok = find_item(d, id, "?", "?", &item, err);
		if (ok)
			levels[item] += sign * qty_milli;
	}
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

/* Column 7 is what lies there: the levels of now, less what came and plus what went since. */
static bool prove_levels(struct drafting *d, struct err *err)
{
	int64_t *levels = ARENA_LIST(d->arena, SETTLED_ITEMS_MAX, int64_t);
	size_t counted = d->s->items_count;
	struct stmt *q = stmt_begin(d->txn, &settlement_draft_sql[LEVELS]);

	stmt_put_id(q, d->s->contract_id);
	if (!add_levels(d, q, 1, levels, err))
		return false;
	for (size_t i = 0; i < d->s->cuts_count; i++) {
		const struct settled_cut *cut = &d->s->cuts[i];

		q = stmt_begin(d->txn, &settlement_draft_sql[SOLD_SINCE]);
		stmt_put_id(q, d->s->contract_id);
		stmt_put_i64(q, ENTRY_KEY(d->streams[i], cut->to_number));
		stmt_put_i64(q, ENTRY_KEY(d->streams[i] + 1, 0));
		if (!add_levels(d, q, 1, levels, err))
			return false;
		q = stmt_begin(d->txn, &settlement_draft_sql[MOVED_ALL]);
		stmt_put_id(q, d->s->contract_id);
		stmt_put_i64(q, ENTRY_KEY(d->streams[i], cut->to_number));
		stmt_put_i64(q, ENTRY_KEY(d->streams[i] + 1, 0));
		stmt_put_day(q, d->s->to_day);
		stmt_put_i64(q, ENTRY_KEY(d->streams[i], cut->seen_number));
		if (!add_levels(d, q, -1, levels, err))
			return false;
	}
	for (size_t i = 0; i < d->s->items_count; i++) {
		int64_t closing = i < counted ? d->bh01.items[i].column7_milli : 0;

		if (closing != levels[i])
			return err_set(err, ERR_CONFLICT, "proof", "%s: cột 7 là %lld phần nghìn, trong kho là %lld; chạy: ocop-pos verify",
				       d->s->items[i].name, (long long)closing, (long long)levels[i]);
	}
	d->s->items_count = counted;
	return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static bool prepare(struct drafting *d, const struct settlement_ask *ask, struct err *err)
{
	struct settled *s = d->s;

	s->contract_id = ask->contract_id;
	s->to_day = ask->to_day;
	s->is_forced = ask->is_forced;
	s->forced_reason = ask->is_forced ? ask->forced_reason : NULL;
	if (!settlement_version(d->txn, ask->contract_id, ask->to_day, &s->version, err) ||
	    !contract_version_get(d->txn, d->arena, ask->contract_id, s->version, &d->terms, err) ||
	    !settlement_last(d->txn, ask->contract_id, &d->last, err))
		return false;
	if (d->last.number && ask->to_day <= d->last.to_day)
		return err_set(err, ERR_CONFLICT, "settlement", "kỳ này đã chốt");
	s->contract_number = d->terms.number;
	s->number = d->last.number + 1;
	s->owed_before = d->last.owed_after;
	s->cuts = ARENA_LIST(d->arena, SETTLED_CUTS_MAX, struct settled_cut);
	s->items = ARENA_LIST(d->arena, SETTLED_ITEMS_MAX, struct settled_item);
	s->rows = ARENA_LIST(d->arena, SETTLED_ROWS_MAX, struct settled_row);
	s->losses = ARENA_LIST(d->arena, SETTLED_LOSSES_MAX, struct settled_loss);
	s->lates = ARENA_LIST(d->arena, SETTLED_LATES_MAX, struct settled_late);
	s->causes = ARENA_LIST(d->arena, STOCK_OWNER + 1, struct settled_cause);
	d->bh01_items = ARENA_LIST(d->arena, SETTLED_ITEMS_MAX, struct bh01_item);
	d->bh01_rows = ARENA_LIST(d->arena, SETTLED_ROWS_MAX, struct bh01_row);
	return settlement_first_day(d->txn, ask->contract_id, &d->last, d->terms.period, ask->to_day, &s->from_day, err) && add_cuts(d, err) &&
	       add_opening(d, err);
}

bool settlement_draft(struct txn *txn, struct arena *arena, const struct settlement_ask *ask, struct settled **draft, struct err *err)
{
	struct drafting *d = ARENA_NEW(arena, struct drafting);
	struct settled *s = ARENA_NEW(arena, struct settled);
	struct err proof;

	d->txn = txn;
	d->arena = arena;
	d->s = s;
	if (!prepare(d, ask, err))
		return false;
	bh01_begin(&d->bh01, d->bh01_items, SETTLED_ITEMS_MAX, d->bh01_rows, SETTLED_ROWS_MAX, s->owed_before);
	if ((d->last.number && !add_opening_items(d, err)) || !settlement_lines(txn, s, add_row, d, err) || !add_tier(d, err) ||
	    !add_causes(d, err) || !bh01_finish(&d->bh01, err))
		return false;
	assert(d->bh01.items_count == s->items_count);
	if (!bh01_check(&d->bh01, &proof))
		return err_set(err, ERR_CONFLICT, "proof", "bảng thanh toán không tự khớp: %s; chạy: ocop-pos verify", proof.text);
	if (!prove_levels(d, err))
		return false;
	take_lines(d);
	put_in_order(d);
	s->legs = ARENA_LIST(arena, 4, struct leg);
	s->legs_count = settled_legs(s, d->terms.consignor_id, s->legs);
	*draft = s;
	return true;
}
