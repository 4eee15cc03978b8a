/* Lists of contracts, intakes, certificates and sold lines. */
#include <string.h>

#include "shop/journal.h"
#include "shop/list.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/sql.h"

enum { CONTRACTS, INTAKES, INTAKE_SUMS, CERTIFICATES, LAPSING, SOLD, FIRST_OF_DAY };

const struct sql list_papers_sql[] = {
	[CONTRACTS] = { .text = "SELECT id, number, consignor_id FROM contract WHERE number > $1 ORDER BY number LIMIT $2" },
	[INTAKES] = { .text = "SELECT n.entry_key, e.id, e.at_us, n.number, n.doc_day, n.paper, c.number, c.consignor_id FROM intake n JOIN "
			      "entry e ON e.entry_key = n.entry_key"
			      " JOIN contract c ON c.id = n.contract_id WHERE n.number < $1 ORDER BY n.number DESC LIMIT $2" },
	[INTAKE_SUMS] = { .text = "SELECT COUNT(*), CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock_move WHERE entry_key = $1 AND kind = "
				  "1" },
	[CERTIFICATES] = { .text = "SELECT id, stars, decision_no, decision_day, issuer, valid_from, valid_to, extended_to, revoked_day, "
				   "replaces_id"
				   " FROM certificate WHERE product_id = $1 ORDER BY valid_from, id LIMIT 100",
			   .scan_ok = true },
	[LAPSING] = { .text = "SELECT c.product_id, c.stars, c.decision_no, COALESCE(c.extended_to, c.valid_to) AS lapses, p.code, p.name, "
			      "p.producer_id"
			      " FROM certificate c JOIN product p ON p.id = c.product_id"
			      " WHERE COALESCE(c.extended_to, c.valid_to) >= $1 AND COALESCE(c.extended_to, c.valid_to) <= $2 AND c.revoked_day "
			      "IS NULL"
			      " AND NOT EXISTS (SELECT 1 FROM certificate r WHERE r.replaces_id = c.id)"
			      " AND NOT EXISTS (SELECT 1 FROM certificate l WHERE l.product_id = c.product_id AND l.valid_from > c.valid_from "
			      "AND l.revoked_day IS NULL)"
			      " ORDER BY lapses, p.code LIMIT $3",
		      .scan_ok = true },
	[SOLD] = { .text = "SELECT l.entry_key, l.n, e.at_us, t.code, s.epoch, s.receipt_n, i.code, i.name, i.unit, c.number, c.consignor_id, "
			   "l.qty_milli, l.price, l.paid,"
			   " l.discount_producer + l.discount_house, l.producer, l.house, l.due, l.vat, l.vat_class"
			   " FROM line l JOIN entry e ON e.entry_key = l.entry_key JOIN sale s ON s.entry_key = l.entry_key JOIN till t ON t.id "
			   "= s.till_id"
			   " JOIN item i ON i.id = l.item_id JOIN contract c ON c.id = l.contract_id"
			   " WHERE (l.entry_key, l.n) > ($1, $2) AND e.at_us >= $3 AND e.at_us < $4 ORDER BY l.entry_key, l.n LIMIT $5",
		   .scan_ok = true },
	[FIRST_OF_DAY] = { .text = "SELECT entry_key FROM entry WHERE at_us >= $1 ORDER BY entry_key LIMIT 1", .scan_ok = true },
	SQL_END
};

#define TEXT(type, member) F_TEXT(type, member, 0, 2000)
#define TEXT_OPT(type, member) F_TEXT_OPT(type, member, 0, 2000)
#define AMOUNT(type, member) F_MONEY(type, member, -MONEY_MAX, MONEY_MAX)
#define NUMBER(type, member) F_I64(type, member, INT64_MIN + 1, INT64_MAX)

static const struct field intake_fields[] = {
	NUMBER(struct intake_row, at_us),       TEXT(struct intake_row, consignor), TEXT_OPT(struct intake_row, consignor_name),
	TEXT(struct intake_row, contract),      F_DAY(struct intake_row, doc_day),  F_ID(struct intake_row, id),
	NUMBER(struct intake_row, lines_count), NUMBER(struct intake_row, number),  TEXT_OPT(struct intake_row, paper),
	NUMBER(struct intake_row, qty_milli),
};
const struct shape intake_row_shape = SHAPE(struct intake_row, "intake_row", intake_fields);

static const struct field lapsing_fields[] = {
	NUMBER(struct lapsing_row, days_left), TEXT(struct lapsing_row, decision_no),       F_DAY(struct lapsing_row, lapses_day),
	TEXT(struct lapsing_row, producer),    TEXT_OPT(struct lapsing_row, producer_name), TEXT(struct lapsing_row, product),
	F_ID(struct lapsing_row, product_id),  TEXT(struct lapsing_row, product_name),      NUMBER(struct lapsing_row, stars),
};
const struct shape lapsing_row_shape = SHAPE(struct lapsing_row, "lapsing_row", lapsing_fields);

static const struct field sold_fields[] = {
	NUMBER(struct sold_row, at_us),    TEXT(struct sold_row, consignor),   TEXT(struct sold_row, contract),
	AMOUNT(struct sold_row, discount), AMOUNT(struct sold_row, due),       AMOUNT(struct sold_row, house),
	TEXT(struct sold_row, item),       NUMBER(struct sold_row, key),       NUMBER(struct sold_row, n),
	TEXT(struct sold_row, name),       AMOUNT(struct sold_row, paid),      AMOUNT(struct sold_row, price),
	AMOUNT(struct sold_row, producer), NUMBER(struct sold_row, qty_milli), TEXT(struct sold_row, receipt),
	TEXT(struct sold_row, unit),       AMOUNT(struct sold_row, vat),       NUMBER(struct sold_row, vat_class),
};
const struct shape sold_row_shape = SHAPE(struct sold_row, "sold_row", sold_fields);

static bool name_party(struct txn *txn, struct arena *arena, struct id party_id, int32_t day, const char **code, const char **name,
		       struct err *err)
{
	struct party party;

	if (!party_get(txn, arena, party_id, day, &party, err))
		return false;
	*code = party.code;
	if (name)
		*name = party.name;
	return true;
}

/* ---- contracts ---------------------------------------------------------------- */

bool contracts_list(struct txn *txn, struct arena *arena, const char *after_number, int32_t day, size_t count_max, struct contract_row **rows,
		    size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_papers_sql[CONTRACTS]);

	*rows = ARENA_LIST(arena, count_max, struct contract_row);
	*count = 0;
	stmt_put_text(q, after_number ? after_number : "");
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct contract_row *row = &(*rows)[(*count)++];

		stmt_take_id(q, &row->id);
		stmt_skip(q);
		stmt_take_id(q, &row->consignor_id);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct contract_row *row = &(*rows)[i];
		int64_t version = 0;

		if (!contract_version_on(txn, row->id, day, &version, &row->in_force, err) ||
		    !contract_version_get(txn, arena, row->id, version ? version : 1, &row->terms, err) ||
		    !name_party(txn, arena, row->consignor_id, day, &row->consignor, &row->consignor_name, err))
			return false;
	}
	return true;
}

/* ---- intakes ------------------------------------------------------------------ */

static bool sum_intake(struct txn *txn, int64_t key, struct intake_row *row, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_papers_sql[INTAKE_SUMS]);

	stmt_put_i64(q, key);
	if (stmt_next(q)) {
		row->lines_count = stmt_take_i64(q);
		row->qty_milli = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool intakes_list(struct txn *txn, struct arena *arena, int64_t before_number, size_t count_max, struct intake_row **rows, size_t *count,
		  struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_papers_sql[INTAKES]);
	int64_t *keys = ARENA_LIST(arena, count_max, int64_t);
	struct id *consignors = ARENA_LIST(arena, count_max, struct id);

	*rows = ARENA_LIST(arena, count_max, struct intake_row);
	*count = 0;
	stmt_put_i64(q, before_number ? before_number : INT64_MAX);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct intake_row *row = &(*rows)[*count];

		keys[*count] = stmt_take_i64(q);
		stmt_take_id(q, &row->id);
		row->at_us = stmt_take_i64(q);
		row->number = stmt_take_i64(q);
		row->doc_day = stmt_take_day(q);
		row->paper = stmt_take_text_opt(q, arena);
		row->contract = stmt_take_text(q, arena);
		stmt_take_id(q, &consignors[(*count)++]);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!sum_intake(txn, keys[i], &(*rows)[i], err) ||
		    !name_party(txn, arena, consignors[i], (*rows)[i].doc_day, &(*rows)[i].consignor, &(*rows)[i].consignor_name, err))
			return false;
	return true;
}

/* ---- certificates --------------------------------------------------------------- */

bool certificates_of(struct txn *txn, struct arena *arena, struct id product_id, struct certificate **list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_papers_sql[CERTIFICATES]);

	*list = ARENA_LIST(arena, 100, struct certificate);
	*count = 0;
	stmt_put_id(q, product_id);
	while (*count < 100 && stmt_next(q)) {
		struct certificate *c = &(*list)[(*count)++];

		c->product_id = product_id;
		stmt_take_id(q, &c->id);
		c->stars = stmt_take_i64(q);
		c->decision_no = stmt_take_text(q, arena);
		c->decision_day = stmt_take_day(q);
		c->issuer = stmt_take_text(q, arena);
		c->valid_from = stmt_take_day(q);
		c->valid_to = stmt_take_day(q);
		c->extended_to = stmt_take_day_opt(q);
		c->revoked_day = stmt_take_day_opt(q);
		stmt_take_id_opt(q, &c->replaces_id);
	}
	return stmt_end(q, err);
}

bool certificates_lapsing(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, size_t count_max, struct lapsing_row **rows,
			  size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_papers_sql[LAPSING]);
	struct id *producers = ARENA_LIST(arena, count_max, struct id);

	*rows = ARENA_LIST(arena, count_max, struct lapsing_row);
	*count = 0;
	stmt_put_day(q, from_day);
	stmt_put_day(q, to_day);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct lapsing_row *row = &(*rows)[*count];

		stmt_take_id(q, &row->product_id);
		row->stars = stmt_take_i64(q);
		row->decision_no = stmt_take_text(q, arena);
		row->lapses_day = stmt_take_day(q);
		row->product = stmt_take_text(q, arena);
		row->product_name = stmt_take_text(q, arena);
		stmt_take_id(q, &producers[(*count)++]);
		row->days_left = day_between(from_day, row->lapses_day);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!name_party(txn, arena, producers[i], from_day, &(*rows)[i].producer, &(*rows)[i].producer_name, err))
			return false;
	return true;
}

/* ---- sold lines ------------------------------------------------------------------- */

bool sold_list(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, int64_t after_key, int64_t after_n, size_t count_max,
	       struct sold_row **rows, size_t *count, struct err *err)
{
	struct id *consignors = ARENA_LIST(arena, count_max, struct id);
	struct stmt *q;

	*rows = ARENA_LIST(arena, count_max, struct sold_row);
	*count = 0;
	if (after_key == 0) {
		/* Straight to the first entry of the days. */
		q = stmt_begin(txn, &list_papers_sql[FIRST_OF_DAY]);
		stmt_put_i64(q, day_start_us(from_day));
		after_key = stmt_next(q) ? stmt_take_i64(q) - 1 : INT64_MAX;
		if (!stmt_end(q, err))
			return false;
		after_n = INT32_MAX;
	}
	q = stmt_begin(txn, &list_papers_sql[SOLD]);
	stmt_put_i64(q, after_key);
	stmt_put_i64(q, after_n);
	stmt_put_i64(q, day_start_us(from_day));
	stmt_put_i64(q, day_start_us(day_add(to_day, 1)));
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct sold_row *row = &(*rows)[*count];
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		row->key = stmt_take_i64(q);
		row->n = stmt_take_i64(q);
		row->at_us = stmt_take_i64(q);
		till = stmt_take_text(q, arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		row->receipt = arena_text(arena, receipt);
		row->item = stmt_take_text(q, arena);
		row->name = stmt_take_text(q, arena);
		row->unit = stmt_take_text(q, arena);
		row->contract = stmt_take_text(q, arena);
		stmt_take_id(q, &consignors[(*count)++]);
		row->qty_milli = stmt_take_i64(q);
		row->price = stmt_take_money(q);
		row->paid = stmt_take_money(q);
		row->discount = stmt_take_money(q);
		row->producer = stmt_take_money(q);
		row->house = stmt_take_money(q);
		row->due = stmt_take_money(q);
		row->vat = stmt_take_money(q);
		row->vat_class = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		if (i > 0 && id_is(consignors[i], consignors[i - 1]))
			(*rows)[i].consignor = (*rows)[i - 1].consignor;
		else if (!name_party(txn, arena, consignors[i], to_day, &(*rows)[i].consignor, NULL, err))
			return false;
	}
	return true;
}
