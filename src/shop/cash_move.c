/* Cash that moves by hand: between two places, to and from outside, to a referrer; and the drawer opened without a sale. */
#include "shop/cash.h"

#include <string.h>

#include "shop/book.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { LAST_PAPER };

const struct sql cash_move_sql[] = {
	[LAST_PAPER] = { .text = "SELECT number FROM cash_book WHERE paper = $1 AND paper IS NOT NULL ORDER BY number DESC LIMIT 1" },
	SQL_END
};

/* ---- the entry ------------------------------------------------------------------- */

static const struct field part_id_fields[] = { F_ID(struct part_id, id) };
const struct shape part_id_shape = SHAPE(struct part_id, "id", part_id_fields);

static const struct field person_fields[] = {
	F_TEXT_OPT(struct cash_person, address, 1, 200),
	F_TEXT(struct cash_person, name, 1, 100),
};
static const struct shape person_shape = SHAPE(struct cash_person, "cash_person", person_fields);

static const struct field fields[] = {
	F_MONEY(struct cash_moved, amount, 0, MONEY_MAX),
	F_DAY(struct cash_moved, day),
	F_ID_LEFT(struct cash_moved, from_id),
	F_I64_ZERO(struct cash_moved, from_shift, 0, INT64_MAX),
	F_BOOL_ZERO(struct cash_moved, is_in),
	F_LIST(struct cash_moved, legs, 0, 2, &leg_shape),
	F_I64_ZERO(struct cash_moved, number, 0, INT64_C(1000000000)),
	F_ID_LEFT(struct cash_moved, party_id),
	F_PART_AT(struct cash_moved, person, &vault_ref_shape),
	F_TEXT(struct cash_moved, reason, 1, 200),
	F_LIST_ZERO(struct cash_moved, sales, CASH_SALES_MAX, &part_id_shape),
	F_ID_LEFT(struct cash_moved, to_id),
	F_I64_ZERO(struct cash_moved, to_shift, 0, INT64_MAX),
	F_WORD(struct cash_moved, what, cash_what_words),
};
static const struct shape shape = SHAPE(struct cash_moved, "cash_moved", fields);

static bool check(const void *body, struct err *err)
{
	const struct cash_moved *moved = body;

	if (!legs_balance(moved->legs, moved->legs_count))
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
	if ((moved->what == CASH_NO_SALE) != (moved->amount.dong == 0) || (moved->number == 0) != (moved->amount.dong == 0))
		return err_set(err, ERR_INPUT, "amount", "số tiền không hợp lệ");
	return !(id_is_none(moved->from_id) && id_is_none(moved->to_id)) || err_set(err, ERR_INPUT, "from_id", "tiền phải ở một nơi nào đó");
}

static int64_t shift_key(const struct entry *entry, int64_t number)
{
	return number ? ENTRY_KEY(ENTRY_STREAM(entry->key), number) : SHAPE_ABSENT;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct cash_moved *moved = body;
	/* The paper stands in the book of the place that it is of: where money came in, or where it left. */
	bool of_to = moved->is_in;
	struct cash_row row = {
		.amount = MONEY(of_to ? moved->amount.dong : -moved->amount.dong), .day = moved->day, .entry_key = entry->key, .n = 1, .at_us = entry->at_us,
		.number = moved->number, .other_id = of_to ? moved->from_id : moved->to_id,
		.paper = !moved->number ? CASH_PAPER_NONE : of_to ? CASH_PAPER_IN : CASH_PAPER_OUT,
		.place_id = of_to ? moved->to_id : moved->from_id, .reason = moved->reason,
		.shift_key = shift_key(entry, of_to ? moved->to_shift : moved->from_shift), .what = moved->what,
	};

	(void)arena;
	return cash_rows_add(txn, &row, shift_key(entry, of_to ? moved->from_shift : moved->to_shift), err) &&
	       ledger_apply(txn, entry, moved->legs, moved->legs_count, err);
}

const struct kind cash_moved_kind = {
	.name = "cash_moved", .version = 1, .body = &shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "Cash moved by hand: between drawer, safe and bank, to or from outside; or a drawer was opened without a sale",
};

/* ---- the command ------------------------------------------------------------------ */

static bool may_office(const struct work *work)
{
	return work->role == STAFF_SUPERVISOR || work->role == STAFF_ACCOUNTANT || work->role == STAFF_ADMIN;
}

/* One side of a movement, as the book knows it. */
struct side {
	struct cash_place place;
	struct shift shift;
	bool has_place, has_shift;
};

static bool take_side(struct work *work, struct id place_id, const char *name, struct side *side, struct err *err)
{
	memset(side, 0, sizeof(*side));
	if (id_is_none(place_id))
		return true;
	side->has_place = true;
	if (!cash_place_get(work->txn, work->arena, place_id, &side->place, err))
		return err_set(err, err->code, name, "%s", arena_text(work->arena, err->text));
	if (!side->place.is_active)
		return err_set(err, ERR_CONFLICT, name, "nơi để tiền này thôi dùng rồi");
	if (side->place.kind != CASH_DRAWER) {
		bool is_needed = !may_office(work) && side->place.kind == CASH_BANK;

		return !is_needed || err_set(err, ERR_FORBIDDEN, name, "nộp và rút ngân hàng do quản lý hoặc kế toán ghi");
	}
	if (!shift_find_open(work->txn, work->arena, place_id, &side->shift, &side->has_shift, err))
		return false;
	if (!side->has_shift && !may_office(work))
		return err_set(err, ERR_CONFLICT, "shift", "quầy chưa mở ca; nhập tiền đầu ca để mở");
	if (side->has_shift && !id_is(side->shift.staff_id, work->actor) && !may_office(work))
		return err_set(err, ERR_CONFLICT, "shift", "ca này của người khác; đóng ca ấy trước");
	return true;
}

/* What lies in a drawer, its open shift's takings with it. */
static bool in_drawer(struct work *work, const struct side *side, struct money *amount, struct err *err)
{
	struct shift_figures figures;

	if (!side->has_shift)
		return cash_balance(work->txn, side->place.id, amount, err);
	if (!shift_figures(work->txn, work->arena, &side->shift, &figures, err))
		return false;
	*amount = figures.expected;
	return true;
}

static bool check_room(struct work *work, const struct side *from, const struct side *to, struct money amount, struct err *err)
{
	struct money there;

	if (from->has_place && from->place.kind == CASH_DRAWER) {
		if (!in_drawer(work, from, &there, err))
			return false;
		if (there.dong < amount.dong)
			return err_set(err, ERR_CONFLICT, "amount", "trong ngăn kéo không có đủ số tiền này");
	}
	if (to->has_place && to->place.kind == CASH_DRAWER) {
		if (!in_drawer(work, to, &there, err))
			return false;
		if (there.dong + amount.dong > SHIFT_CASH_MAX)
			return err_set(err, ERR_INPUT, "amount", "số tiền quá lớn; đếm lại");
	}
	return true;
}

/* Both sides and what it is, from what was said; the drawer's safe where only a sign was. */
static bool take_sides(struct work *work, const struct cash_move_in *in, struct cash_moved *moved, struct err *err)
{
	bool is_said = !id_is_none(in->from_id) || !id_is_none(in->to_id);

	moved->what = in->what ? in->what : in->amount.dong ? CASH_MOVED : CASH_NO_SALE;
	if (moved->what < CASH_MOVED || moved->what > CASH_NO_SALE)
		return err_set(err, ERR_INPUT, "what", "việc này không ghi bằng tay được");
	if ((moved->what == CASH_NO_SALE) != (in->amount.dong == 0) || (is_said && in->amount.dong <= 0))
		return err_set(err, ERR_INPUT, "amount", "số tiền không hợp lệ");
	moved->amount = MONEY(in->amount.dong < 0 ? -in->amount.dong : in->amount.dong);
	moved->from_id = in->from_id;
	moved->to_id = in->to_id;
	if (!is_said) {
		bool is_in = in->amount.dong > 0;
		struct id other = moved->what == CASH_MOVED ? work->book->site_id : (struct id){ { 0 } };

		if (id_is_none(in->till_id))
			return err_set(err, ERR_INPUT, "from_id", "nêu tiền từ đâu đến đâu");
		moved->from_id = is_in ? other : in->till_id;
		moved->to_id = is_in ? in->till_id : other;
		if (moved->what == CASH_NO_SALE)
			moved->to_id = (struct id){ { 0 } };
	}
	if (moved->what == CASH_MOVED ? id_is_none(moved->from_id) || id_is_none(moved->to_id)
				      : id_is_none(moved->from_id) == id_is_none(moved->to_id) || (moved->what == CASH_EARNED) != id_is_none(moved->from_id))
		return err_set(err, ERR_INPUT, "to_id", "chuyển thì nêu hai nơi; thu thì chỉ nơi vào, chi thì chỉ nơi ra");
	return !id_is(moved->from_id, moved->to_id) || err_set(err, ERR_INPUT, "to_id", "hai nơi là một");
}

static bool take_person(struct work *work, const struct cash_person *person, struct cash_moved *moved, struct err *err)
{
	struct buf facts;
	bool ok;

	if (!person || !person->name)
		return true;
	moved->person = ARENA_NEW(work->arena, struct vault_ref);
	buf_init(&facts, 4096);
	shape_write(&person_shape, person, &facts);
	ok = vault_put(work, buf_get(&facts), moved->person, err);
	buf_release(&facts);
	return ok;
}

bool cash_person_get(struct txn *txn, struct arena *arena, const struct cash_moved *moved, struct cash_person *person, struct err *err)
{
	const char *facts;

	*person = (struct cash_person){ .name = NULL };
	if (!moved->person)
		return true;
	if (!vault_find(txn, arena, moved->person->ref, &facts, err))
		return false;
	return !facts || shape_read(&person_shape, facts, strlen(facts), arena, person, err);
}

/* A fee is for sales that are there, to somebody who signs. */
static bool take_referrer(struct work *work, const struct cash_move_in *in, struct cash_moved *moved, struct err *err)
{
	int64_t first_key = INT64_MAX;
	size_t given = 0;

	if (in->what != CASH_REFERRER)
		return in->sales_count == 0 || err_set(err, ERR_INPUT, "sales", "chỉ tiền cho người dẫn khách mới nêu phiếu bán");
	if (id_is_none(in->party_id) && (!in->person || !in->person->name))
		return err_set(err, ERR_INPUT, "person", "ghi tên người nhận tiền dẫn khách");
	if (in->sales_count > CASH_SALES_MAX)
		return err_set(err, ERR_LIMIT, "sales", "nhiều nhất %d phiếu một lần", CASH_SALES_MAX);
	moved->sales = ARENA_LIST(work->arena, in->sales_count, struct part_id);
	for (size_t i = 0; i < in->sales_count; i++) {
		struct entry entry;
		bool found, is_twice = false;

		if (!journal_find_id(work->txn, work->arena, in->sales[i], &entry, &found, err))
			return false;
		if (!found || strcmp(entry.kind, sale_kind.name) != 0) {
			err_set(err, ERR_MISSING, "id", "không có phiếu bán này");
			return err_within(err, "sales[%zu]", i);
		}
		for (size_t k = 0; k < i; k++)
			is_twice |= id_is(in->sales[k], in->sales[i]);
		if (is_twice) {
			err_set(err, ERR_CONFLICT, "id", "phiếu này đã nêu ở dòng trên");
			return err_within(err, "sales[%zu]", i);
		}
		first_key = entry.key < first_key ? entry.key : first_key;
		moved->sales[moved->sales_count++].id = in->sales[i];
	}
	if (!cash_fee_given(work->txn, work->arena, first_key, in->sales, in->sales_count, &given, err))
		return false;
	if (given == in->sales_count)
		return true;
	err_set(err, ERR_CONFLICT, "id", "phiếu này đã trả tiền dẫn khách rồi; xem phiếu chi trước");
	return err_within(err, "sales[%zu]", given);
}

static void take_legs(struct work *work, const struct side *from, const struct side *to, struct cash_moved *moved)
{
	const char *outside = moved->what == CASH_EARNED ? "income" : "expense";

	moved->legs = ARENA_LIST(work->arena, 2, struct leg);
	moved->legs_count = 2;
	moved->legs[0] = (struct leg){ .account = to->has_place ? cash_account(to->place.kind) : outside, .amount = moved->amount };
	moved->legs[1] = (struct leg){ .account = from->has_place ? cash_account(from->place.kind) : outside, .amount = MONEY(-moved->amount.dong) };
	if (!to->has_place)
		moved->legs[0].party_id = moved->party_id;
}

/* Money comes into the drawer from elsewhere, or into the house: phiếu thu. */
static bool is_in(const struct side *from, const struct side *to)
{
	if (!from->has_place || !to->has_place)
		return !from->has_place;
	return (to->place.kind == CASH_DRAWER && from->place.kind != CASH_DRAWER) || from->place.kind == CASH_BANK;
}

static bool next_number(struct work *work, bool is_in_paper, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &cash_move_sql[LAST_PAPER]);

	stmt_put_i64(q, is_in_paper ? CASH_PAPER_IN : CASH_PAPER_OUT);
	*number = stmt_next(q) ? stmt_take_i64(q) + 1 : 1;
	return stmt_end(q, err);
}

/* Out of a drawer, or out of the house, above the limit: two people. */
static bool may_move(struct work *work, const struct side *from, const struct side *to, struct money amount, struct money limit, struct err *err)
{
	bool leaves = from->has_place && (from->place.kind == CASH_DRAWER || !to->has_place);

	if (!from->has_place && to->place.kind != CASH_DRAWER && !may_office(work))
		return err_set(err, ERR_FORBIDDEN, "to_id", "thu vào két do quản lý hoặc kế toán ghi");
	if (from->has_place && from->place.kind == CASH_SAFE && (!to->has_place || to->place.kind != CASH_DRAWER) && !may_office(work))
		return err_set(err, ERR_FORBIDDEN, "from_id", "chi từ két do quản lý hoặc kế toán ghi");
	return !leaves || amount.dong <= limit.dong || work_may_as(work, STAKE_CASH, amount, err);
}

bool cash_move_add(struct work *work, const struct cash_move_in *in, struct money limit, const struct cash_moved **body, struct err *err)
{
	struct cash_moved *moved = ARENA_NEW(work->arena, struct cash_moved);
	struct side from, to;

	if (!work_first_answer(work, &cash_moved_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!take_sides(work, in, moved, err) || !take_side(work, moved->from_id, "from_id", &from, err) ||
	    !take_side(work, moved->to_id, "to_id", &to, err))
		return false;
	work_say(work, arena_format(work->arena, "Chuyển tiền từ %s ra %s. Lý do: %s.", from.has_place ? from.place.name : "bên ngoài",
				    to.has_place ? to.place.name : "bên ngoài", in->reason));
	if (!may_move(work, &from, &to, moved->amount, limit, err) ||
	    (moved->amount.dong && !check_room(work, &from, &to, moved->amount, err)) || !take_referrer(work, in, moved, err))
		return false;
	moved->party_id = in->party_id;
	moved->reason = in->reason;
	moved->from_shift = from.has_shift ? ENTRY_NUMBER(from.shift.key) : 0;
	moved->to_shift = to.has_shift ? ENTRY_NUMBER(to.shift.key) : 0;
	moved->day = from.has_shift ? from.shift.business_day : to.has_shift ? to.shift.business_day : day_of_us(work->at_us);
	if (moved->amount.dong) {
		moved->is_in = is_in(&from, &to);
		take_legs(work, &from, &to, moved);
		if (!next_number(work, moved->is_in, &moved->number, err))
			return false;
	}
	if (!take_person(work, in->person, moved, err))
		return false;
	*body = moved;
	return work_record(work, &cash_moved_kind, moved, err);
}

bool cash_move(struct work *work, const struct cash_move_in *in, struct money limit, struct err *err)
{
	const struct cash_moved *body;

	return cash_move_add(work, in, limit, &body, err);
}

const char *cash_paper_text(struct arena *arena, int32_t paper, int64_t number)
{
	return arena_format(arena, "%s-%06lld", paper == CASH_PAPER_IN ? "PT" : paper == CASH_PAPER_OUT ? "PC" : "TK", (long long)number);
}
