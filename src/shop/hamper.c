#include "shop/hamper.h"

#include <string.h>

#include "base/day.h"
#include "calc/cart.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

enum { PARTS_DROP, PART_ADD, PARTS, LIST, MADE_ADD, MADE_PART_ADD, MADE_GET, MADE_PARTS, STANDING, HOLDS, OUT, IS_PART };

const struct sql hamper_sql[] = {
	[PARTS_DROP] = { .text = "DELETE FROM hamper_part WHERE item_id = $1" },
	[PART_ADD] = { .text = "INSERT INTO hamper_part (item_id, n, part_id, qty_milli) VALUES ($1, $2, $3, $4)" },
	[PARTS] = { .text = "SELECT part_id, qty_milli FROM hamper_part WHERE item_id = $1 ORDER BY n LIMIT 40" },
	[LIST] = { .text = "SELECT DISTINCT item_id FROM hamper_part ORDER BY item_id LIMIT 500", .scan_ok = true },
	[MADE_ADD] = { .text = "INSERT INTO hamper_made (id, entry_key, item_id, site_id, expiry_day) VALUES ($1, $2, $3, $4, $5)" },
	[MADE_PART_ADD] = { .text =
		"INSERT INTO hamper_made_part (made_id, n, item_id, lot_id, contract_id, qty_milli) VALUES ($1, $2, $3, $4, $5, $6)" },
	[MADE_GET] = { .text = "SELECT item_id, expiry_day, out_key FROM hamper_made WHERE id = $1" },
	[MADE_PARTS] = { .text = "SELECT item_id, lot_id, contract_id, qty_milli FROM hamper_made_part WHERE made_id = $1 ORDER BY n LIMIT 120" },
	[STANDING] = { .text =
		"SELECT id, item_id, expiry_day FROM hamper_made WHERE site_id = $1 AND out_key IS NULL AND ($2 = 0 OR item_id = $3)"
		" ORDER BY CASE WHEN expiry_day IS NULL THEN 1 ELSE 0 END, expiry_day, entry_key, id LIMIT 500", .scan_ok = true },
	[HOLDS] = { .text =
		"SELECT 1 FROM hamper_made_part p JOIN hamper_made m ON m.id = p.made_id WHERE p.lot_id = $1 AND m.out_key IS NULL LIMIT 1" },
	[OUT] = { .text = "UPDATE hamper_made SET out_key = $1 WHERE id = $2 AND out_key IS NULL" },
	[IS_PART] = { .text = "SELECT 1 FROM hamper_part WHERE part_id = $1 LIMIT 1", .scan_ok = true },
	SQL_END
};

/* ---- shapes ------------------------------------------------------------------- */

static const struct field part_fields[] = {
	F_ID(struct hamper_part, item_id),
	F_I64(struct hamper_part, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape hamper_part_shape = SHAPE(struct hamper_part, "hamper_part", part_fields);

static const struct field recipe_fields[] = {
	F_ID(struct recipe, item_id),
	F_LIST(struct recipe, parts, 0, HAMPER_PARTS_MAX, &hamper_part_shape),
};
const struct shape recipe_shape = SHAPE(struct recipe, "recipe", recipe_fields);

static const struct field lot_fields[] = {
	F_ID(struct hamper_lot, contract_id),
	F_ID(struct hamper_lot, item_id),
	F_ID_LEFT(struct hamper_lot, lot_id),
	F_I64(struct hamper_lot, qty_milli, 1, QTY_MILLI_MAX),
};
static const struct shape lot_shape = SHAPE(struct hamper_lot, "hamper_lot", lot_fields);

static const struct field made_fields[] = {
	F_DAY_OPT(struct made_hamper, expiry_day),
	F_ID(struct made_hamper, id),
	F_LIST(struct made_hamper, parts, 1, HAMPER_LOTS_MAX, &lot_shape),
};
static const struct shape made_shape = SHAPE(struct made_hamper, "made_hamper", made_fields);

static const struct field assembled_fields[] = {
	F_LIST(struct hamper_assembled, hampers, 1, HAMPER_MAKE_MAX, &made_shape),
	F_ID(struct hamper_assembled, item_id),
};
static const struct shape assembled_shape = SHAPE(struct hamper_assembled, "hamper_assembled", assembled_fields);

static const struct field apart_fields[] = {
	F_ID(struct hamper_apart, item_id),
	F_ID(struct hamper_apart, made_id),
	F_LIST(struct hamper_apart, parts, 1, HAMPER_LOTS_MAX, &lot_shape),
	F_TEXT_OPT(struct hamper_apart, reason, 1, 200),
};
static const struct shape apart_shape = SHAPE(struct hamper_apart, "hamper_apart", apart_fields);

/* ---- recipes -------------------------------------------------------------------- */

static bool recipe_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct recipe *recipe = body;
	struct stmt *q = stmt_begin(txn, &hamper_sql[PARTS_DROP]);

	(void)entry;
	(void)arena;
	stmt_put_id(q, recipe->item_id);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < recipe->parts_count; i++) {
		q = stmt_begin(txn, &hamper_sql[PART_ADD]);
		stmt_put_id(q, recipe->item_id);
		stmt_put_i64(q, (int64_t)i + 1);
		stmt_put_id(q, recipe->parts[i].item_id);
		stmt_put_i64(q, recipe->parts[i].qty_milli);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

const struct kind recipes_set_kind = {
	.name = "recipes_set", .version = 1, .body = &recipe_shape, .apply = recipe_apply,
	.about = "What a hamper is made of from now on",
};

bool recipe_get(struct txn *txn, struct arena *arena, struct id item_id, struct hamper_part **parts, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[PARTS]);

	*parts = NULL;
	*count = 0;
	stmt_put_id(q, item_id);
	while (*count < HAMPER_PARTS_MAX && stmt_next(q)) {
		if (!*parts)
			*parts = ARENA_LIST(arena, HAMPER_PARTS_MAX, struct hamper_part);
		stmt_take_id(q, &(*parts)[*count].item_id);
		(*parts)[(*count)++].qty_milli = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool recipe_list(struct txn *txn, struct arena *arena, struct id **items, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[LIST]);

	*items = ARENA_LIST(arena, HAMPER_LIST_MAX, struct id);
	*count = 0;
	while (*count < HAMPER_LIST_MAX && stmt_next(q))
		stmt_take_id(q, &(*items)[(*count)++]);
	return stmt_end(q, err);
}

static bool is_part_of_any(struct txn *txn, struct id item_id, bool *is_part, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[IS_PART]);

	stmt_put_id(q, item_id);
	*is_part = stmt_next(q);
	if (*is_part)
		stmt_skip(q);
	return stmt_end(q, err);
}

/* One part, and what it adds to the listed sum; a part without a price leaves the sum unknown. */
static bool check_part(struct work *work, const struct recipe *in, size_t i, int64_t *list, bool *is_priced, struct err *err)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	const struct hamper_part *part = &in->parts[i];
	struct hamper_part *inner;
	struct money price, amount;
	struct item item;
	size_t inner_count;
	bool found;

	if (id_is(part->item_id, in->item_id))
		return err_set(err, ERR_CONFLICT, "item_id", "giỏ không chứa chính nó");
	for (size_t k = 0; k < i; k++)
		if (id_is(in->parts[k].item_id, part->item_id))
			return err_set(err, ERR_CONFLICT, "item_id", "món này đã có trong giỏ; sửa số lượng của dòng ấy");
	if (!item_get(work->txn, work->arena, part->item_id, &item, err) ||
	    !recipe_get(work->txn, work->arena, part->item_id, &inner, &inner_count, err))
		return false;
	if (inner_count)
		return err_set(err, ERR_CONFLICT, "item_id", "“%s” cũng là giỏ quà; chọn từng món trong giỏ ấy", item.name);
	if (part->qty_milli % steps[item.decimals])
		return err_set(err, ERR_CONFLICT, "qty_milli", "số lượng lẻ quá mức của đơn vị tính");
	if (!item_price_at(work->txn, part->item_id, work->book->site_id, work->at_us, &price, &found, err))
		return false;
	if (found && !cart_amount(price, part->qty_milli, MONEY(0), &amount))
		return err_set(err, ERR_LIMIT, "qty_milli", "số tiền quá lớn");
	*is_priced = *is_priced && found;
	*list += found ? amount.dong : 0;
	return true;
}

bool recipe_set(struct work *work, const struct recipe *in, const struct recipe **body, struct err *err)
{
	bool is_part, found, is_priced = true;
	struct money price;
	struct item item;
	int64_t list = 0;

	if (!work_first_answer(work, &recipes_set_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (work->role != STAFF_STOCK && work->role != STAFF_ADMIN && work->role != STAFF_SUPERVISOR)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ văn phòng hoặc ca trưởng lập được giỏ quà");
	if (!item_get(work->txn, work->arena, in->item_id, &item, err) || !is_part_of_any(work->txn, in->item_id, &is_part, err))
		return false;
	if (item.has_stock || item.decimals)
		return err_set(err, ERR_CONFLICT, "item_id", "giỏ quà phải là mặt hàng không có tồn kho riêng, tính theo cái");
	if (is_part && in->parts_count)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng này nằm trong một giỏ khác");
	for (size_t i = 0; i < in->parts_count; i++)
		if (!check_part(work, in, i, &list, &is_priced, err))
			return err_within(err, "parts[%zu]", i);
	if (!item_price_at(work->txn, in->item_id, work->book->site_id, work->at_us, &price, &found, err))
		return false;
	if (in->parts_count && found && is_priced && price.dong > list)
		return err_set(err, ERR_CONFLICT, "parts", "các món cộng lại %s, thấp hơn giá giỏ %s; thêm giỏ, nơ, công gói", money_said(MONEY(list)).text,
			       money_said(price).text);
	*body = in;
	return work_record(work, &recipes_set_kind, in, err);
}

/* ---- made up beforehand: rows ------------------------------------------------------- */

static bool move_part(struct txn *txn, const struct entry *entry, const struct hamper_lot *part, int64_t from, int64_t to, int64_t *n, struct err *err)
{
	struct stock_move move = {
		.kind = STOCK_PLACE, .site_id = entry->site_id, .item_id = part->item_id, .lot_id = part->lot_id, .contract_id = part->contract_id,
		.place = from, .qty_milli = -part->qty_milli, .doc_day = day_of_us(entry->at_us),
	};

	if (id_is_none(part->lot_id))
		return true;
	if (!stock_move_apply(txn, entry->key, ++*n, &move, false, err))
		return false;
	move.place = to;
	move.qty_milli = part->qty_milli;
	return stock_move_apply(txn, entry->key, ++*n, &move, false, err);
}

static bool made_add(struct txn *txn, const struct entry *entry, const struct made_hamper *made, struct id item_id, int64_t *n, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[MADE_ADD]);

	stmt_put_id(q, made->id);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, item_id);
	stmt_put_id(q, entry->site_id);
	stmt_put_day_opt(q, made->expiry_day);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < made->parts_count; i++) {
		const struct hamper_lot *part = &made->parts[i];

		q = stmt_begin(txn, &hamper_sql[MADE_PART_ADD]);
		stmt_put_id(q, made->id);
		stmt_put_i64(q, (int64_t)i + 1);
		stmt_put_id(q, part->item_id);
		stmt_put_id_opt(q, part->lot_id);
		stmt_put_id(q, part->contract_id);
		stmt_put_i64(q, part->qty_milli);
		if (!stmt_end(q, err) || !move_part(txn, entry, part, PLACE_SHELF, PLACE_HAMPER, n, err))
			return false;
	}
	return true;
}

static bool assembled_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct hamper_assembled *assembled = body;
	int64_t n = 0;

	(void)arena;
	for (size_t i = 0; i < assembled->hampers_count; i++)
		if (!made_add(txn, entry, &assembled->hampers[i], assembled->item_id, &n, err))
			return false;
	return true;
}

bool hamper_out(struct txn *txn, struct id made_id, int64_t entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[OUT]);
	int64_t changed;

	stmt_put_i64(q, entry_key);
	stmt_put_id(q, made_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed == 1 || err_set(err, ERR_CONFLICT, "made_id", "giỏ này đã bán hoặc đã tháo rồi");
}

static bool apart_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct hamper_apart *apart = body;
	int64_t n = 0;

	(void)arena;
	for (size_t i = 0; i < apart->parts_count; i++)
		if (!move_part(txn, entry, &apart->parts[i], PLACE_HAMPER, PLACE_SHELF, &n, err))
			return false;
	return hamper_out(txn, apart->made_id, entry->key, err);
}

const struct kind hamper_assembled_kind = {
	.name = "hamper_assembled", .version = 1, .body = &assembled_shape, .apply = assembled_apply, .keeps_goods = true,
	.about = "Hampers were made up: their parts left the shelf for them",
};
const struct kind hamper_taken_apart_kind = {
	.name = "hamper_taken_apart", .version = 1, .body = &apart_shape, .apply = apart_apply, .keeps_goods = true,
	.about = "A made hamper was taken apart: its parts are on the shelf again",
};

/* ---- made up beforehand: reading ------------------------------------------------------ */

bool hamper_find(struct txn *txn, struct id made_id, struct id *item_id, bool *is_out, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[MADE_GET]);

	stmt_put_id(q, made_id);
	*found = stmt_next(q);
	if (*found) {
		stmt_take_id(q, item_id);
		stmt_skip(q);
		*is_out = stmt_take_i64_opt(q) != SHAPE_ABSENT;
	}
	return stmt_end(q, err);
}

bool hamper_get(struct txn *txn, struct arena *arena, struct id made_id, struct hamper_there *there, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[MADE_GET]);

	*there = (struct hamper_there){ 0 };
	stmt_put_id(q, made_id);
	*found = stmt_next(q);
	if (*found) {
		stmt_take_id(q, &there->item_id);
		there->expiry_day = stmt_take_day_opt(q);
		there->is_out = stmt_take_i64_opt(q) != SHAPE_ABSENT;
	}
	if (!stmt_end(q, err))
		return false;
	if (!*found)
		return true;
	there->parts = ARENA_LIST(arena, HAMPER_LOTS_MAX, struct hamper_lot);
	q = stmt_begin(txn, &hamper_sql[MADE_PARTS]);
	stmt_put_id(q, made_id);
	while (there->parts_count < HAMPER_LOTS_MAX && stmt_next(q)) {
		struct hamper_lot *part = &there->parts[there->parts_count++];

		stmt_take_id(q, &part->item_id);
		stmt_take_id_opt(q, &part->lot_id);
		stmt_take_id(q, &part->contract_id);
		part->qty_milli = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool hamper_standing(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct hamper_row **rows, size_t *count,
		     struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[STANDING]);

	*rows = ARENA_LIST(arena, HAMPER_LIST_MAX, struct hamper_row);
	*count = 0;
	stmt_put_id(q, site_id);
	stmt_put_i64(q, !id_is_none(item_id));
	stmt_put_id_opt(q, item_id);
	while (*count < HAMPER_LIST_MAX && stmt_next(q)) {
		struct hamper_row *row = &(*rows)[(*count)++];

		stmt_take_id(q, &row->id);
		stmt_take_id(q, &row->item_id);
		row->expiry_day = stmt_take_day_opt(q);
	}
	return stmt_end(q, err);
}

bool hamper_holds(struct txn *txn, struct id lot_id, bool *holds, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_sql[HOLDS]);

	stmt_put_id(q, lot_id);
	*holds = stmt_next(q);
	if (*holds)
		stmt_skip(q);
	return stmt_end(q, err);
}

/* ---- made up beforehand: commands ------------------------------------------------------ */

static bool may_make(const struct work *work, struct err *err)
{
	return work->role == STAFF_STOCK || work->role == STAFF_ADMIN || work->role == STAFF_SUPERVISOR ||
	       err_set(err, ERR_FORBIDDEN, NULL, "chỉ thủ kho, ca trưởng hoặc quản trị gói và tháo giỏ");
}

/* A part of all the hampers, with its lots as they lie, the first to expire first. */
struct supply {
	struct item item;
	struct stock_lot *lots;
	size_t lots_count;
};

static bool is_good(const struct stock_lot *lot, int32_t day)
{
	return lot->place == PLACE_SHELF && !lot->is_pending && !lot->is_frozen && lot->qty_milli > 0 && !(lot->expiry_day && lot->expiry_day < day);
}

static bool supply_of(struct work *work, const struct hamper_part *part, int64_t count, struct supply *supply, struct err *err)
{
	int32_t day = day_of_us(work->at_us);
	int64_t there = 0;

	if (!item_get(work->txn, work->arena, part->item_id, &supply->item, err))
		return false;
	if (!supply->item.has_stock)
		return true;
	if (!stock_lots(work->txn, work->arena, work->book->site_id, part->item_id, &supply->lots, &supply->lots_count, err))
		return false;
	for (size_t i = 0; i < supply->lots_count; i++)
		there += is_good(&supply->lots[i], day) ? supply->lots[i].qty_milli : 0;
	if (there < part->qty_milli * count) {
		char need[24], has[24];

		qty_write(part->qty_milli * count, need, sizeof(need));
		qty_write(there, has, sizeof(has));
		return err_set(err, ERR_CONFLICT, "count", "“%s” cần %s %s, trên kệ còn %s còn hạn", supply->item.name, need, supply->item.unit, has);
	}
	return true;
}

static bool take_part(struct work *work, const struct hamper_part *part, struct supply *supply, struct made_hamper *made, struct err *err)
{
	int32_t day = day_of_us(work->at_us);
	int64_t left = part->qty_milli;

	if (!supply->item.has_stock) {
		made->parts[made->parts_count++] =
			(struct hamper_lot){ .contract_id = supply->item.contract_id, .item_id = part->item_id, .qty_milli = left };
		return true;
	}
	for (size_t i = 0; i < supply->lots_count && left > 0; i++) {
		struct stock_lot *lot = &supply->lots[i];
		int64_t some = lot->qty_milli < left ? lot->qty_milli : left;

		if (!is_good(lot, day))
			continue;
		/* Room for one of every part left is always there. */
		if (made->parts_count == HAMPER_LOTS_MAX - HAMPER_PARTS_MAX)
			return err_set(err, ERR_LIMIT, "count", "hàng nằm ở quá nhiều lô; gói ít giỏ hơn");
		made->parts[made->parts_count++] =
			(struct hamper_lot){ .contract_id = lot->contract_id, .item_id = part->item_id, .lot_id = lot->lot_id, .qty_milli = some };
		if (lot->expiry_day && (!made->expiry_day || lot->expiry_day < made->expiry_day))
			made->expiry_day = lot->expiry_day;
		lot->qty_milli -= some;
		left -= some;
	}
	return true;
}

bool hamper_assemble(struct work *work, struct id item_id, int64_t count, const struct hamper_assembled **body, struct err *err)
{
	struct hamper_assembled *assembled = ARENA_NEW(work->arena, struct hamper_assembled);
	struct hamper_part *parts;
	struct supply *supplies;
	size_t parts_count;

	if (!work_first_answer(work, &hamper_assembled_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!may_make(work, err) || !recipe_get(work->txn, work->arena, item_id, &parts, &parts_count, err))
		return false;
	if (parts_count == 0)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng này chưa có công thức giỏ quà");
	if (count < 1 || count > HAMPER_MAKE_MAX)
		return err_set(err, ERR_INPUT, "count", "mỗi lần gói từ 1 đến %d giỏ", HAMPER_MAKE_MAX);
	supplies = ARENA_LIST(work->arena, parts_count, struct supply);
	for (size_t i = 0; i < parts_count; i++)
		if (!supply_of(work, &parts[i], count, &supplies[i], err))
			return false;
	assembled->item_id = item_id;
	assembled->hampers = ARENA_LIST(work->arena, (size_t)count, struct made_hamper);
	assembled->hampers_count = (size_t)count;
	for (size_t k = 0; k < assembled->hampers_count; k++) {
		struct made_hamper *made = &assembled->hampers[k];

		made->id = id_derive(work->id, "hamper", (int64_t)k + 1);
		made->parts = ARENA_LIST(work->arena, HAMPER_LOTS_MAX, struct hamper_lot);
		for (size_t i = 0; i < parts_count; i++)
			if (!take_part(work, &parts[i], &supplies[i], made, err))
				return false;
	}
	*body = assembled;
	return work_record(work, &hamper_assembled_kind, assembled, err);
}

bool hamper_take_apart(struct work *work, struct id made_id, const char *reason, const struct hamper_apart **body, struct err *err)
{
	struct hamper_apart *apart = ARENA_NEW(work->arena, struct hamper_apart);
	struct hamper_there there;
	bool found;

	if (!work_first_answer(work, &hamper_taken_apart_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!may_make(work, err) || !hamper_get(work->txn, work->arena, made_id, &there, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "made_id", "không có giỏ này");
	if (there.is_out)
		return err_set(err, ERR_CONFLICT, "made_id", "giỏ này đã bán hoặc đã tháo rồi");
	*apart = (struct hamper_apart){ .item_id = there.item_id, .made_id = made_id, .parts = there.parts, .parts_count = there.parts_count, .reason = reason };
	*body = apart;
	return work_record(work, &hamper_taken_apart_kind, apart, err);
}
