/* Shifts: float, cash by hand, the blind count, X and Z. */
#include "app/api.h"

#include <string.h>

#include "shop/book.h"
#include "shop/clock.h"
#include "shop/print.h"
#include "shop/shift.h"

struct of_till {
	struct id till_id;
};
static const struct field of_till_fields[] = { F_ID(struct of_till, till_id) };
static const struct shape of_till_shape = SHAPE(struct of_till, "till_in", of_till_fields);

static const struct field open_fields[] = {
	F_MONEY(struct shift_open_in, float_cash, 0, MONEY_MAX),
	F_ID(struct shift_open_in, till_id),
};
static const struct shape open_shape = SHAPE(struct shift_open_in, "shift_in", open_fields);
struct opened_out {
	int32_t business_day;
	int64_t number, z_number;
};
static const struct field opened_fields[] = {
	F_DAY(struct opened_out, business_day),
	F_I64(struct opened_out, number, 1, INT64_MAX),
	F_I64(struct opened_out, z_number, 1, INT64_MAX),
};
static const struct shape opened_out_shape = SHAPE(struct opened_out, "shift_opened_out", opened_fields);

/* For cashiers no amounts, only how often: from the ways of paying the drawer could be reckoned, and they count blind. */
static const struct field seen_fields[] = {
	F_MONEY_OPT(struct bucket, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct bucket, count, 0, INT64_C(1000000000)),
	F_TEXT(struct bucket, name, 1, 40),
};
static const struct shape seen_shape = SHAPE(struct bucket, "bucket_seen", seen_fields);
static const struct field move_seen_fields[] = {
	F_MONEY_OPT(struct shift_move, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct shift_move, count, 0, INT64_C(1000000000)),
	F_TEXT_OPT(struct shift_move, name, 1, CASH_NAME_LETTERS_MAX),
	F_WORD(struct shift_move, what, cash_what_words),
};
static const struct shape move_seen_shape = SHAPE(struct shift_move, "shift_move_seen", move_seen_fields);
struct figures_out {
	struct bucket *buckets;
	size_t buckets_count;
	struct money expected;     /* absent for cashiers */
	struct money float_cash;
	struct shift_move *moves;
	size_t moves_count;
	int64_t z_number;
};
static const struct field figures_fields[] = {
	F_LIST(struct figures_out, buckets, 0, SHIFT_BUCKETS_MAX, &seen_shape),
	F_MONEY_OPT(struct figures_out, expected, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct figures_out, float_cash, 0, MONEY_MAX),
	F_LIST(struct figures_out, moves, 0, CASH_SHIFT_SUMS_MAX, &move_seen_shape),
	F_I64(struct figures_out, z_number, 1, INT64_MAX),
};
static const struct shape figures_shape = SHAPE(struct figures_out, "shift_figures", figures_fields);

struct close_in {
	struct note *notes;
	size_t notes_count;
	const char *reason;
	struct id till_id;
	struct money to_safe;      /* of what was counted */
};
static const struct field close_fields[] = {
	F_LIST(struct close_in, notes, 0, SHIFT_NOTES_MAX, &note_shape),
	F_TEXT_OPT(struct close_in, reason, 1, 200),
	F_ID(struct close_in, till_id),
	F_MONEY_OPT(struct close_in, to_safe, 0, MONEY_MAX),
};
static const struct shape close_shape = SHAPE(struct close_in, "shift_close_in", close_fields);
struct close_out {
	struct money absolute;
	struct bucket *buckets;
	size_t buckets_count;
	struct money counted, difference, expected, net;
	const char *print_state;
	int64_t z_number;
};
static const struct field close_out_fields[] = {
	F_MONEY(struct close_out, absolute, 0, MONEY_MAX),
	F_LIST(struct close_out, buckets, 0, SHIFT_BUCKETS_MAX, &bucket_shape),
	F_MONEY(struct close_out, counted, 0, MONEY_MAX),
	F_MONEY(struct close_out, difference, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct close_out, expected, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct close_out, net, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct close_out, print_state, 1, 20),
	F_I64(struct close_out, z_number, 1, INT64_MAX),
};
static const struct shape close_out_shape = SHAPE(struct close_out, "shift_closed_out", close_out_fields);

bool api_counts_blind(const struct call *call)
{
	return call->who.role == STAFF_CASHIER;
}

static void publish_shift(struct call *call, struct id till_id)
{
	char id[ID_TEXT_SIZE];

	id_write(till_id, id);
	call_publish(call, "shift", topic_of_till(call->arena, till_id), arena_format(call->arena, "{\"till_id\":\"%s\"}", id));
}

static bool shift_begin(struct call *call, struct err *err)
{
	const struct shift_open_in *in = call->in;
	struct opened_out *out = call->out;
	const struct shift_opened *body;

	if (!shift_open(&call->work, in, &body, err))
		return false;
	*out = (struct opened_out){ body->business_day, ENTRY_NUMBER(call->work.entry.key), body->z_number };
	publish_shift(call, in->till_id);
	return true;
}

static bool shift_read(struct call *call, struct err *err)
{
	const struct of_till *in = call->in;
	struct figures_out *out = call->out;
	struct shift_figures figures;
	struct shift shift;
	bool found;

	if (!shift_find_open(call->work.txn, call->arena, in->till_id, &shift, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "shift", "quầy chưa mở ca; nhập tiền đầu ca để mở");
	if (!shift_figures(call->work.txn, call->arena, &shift, &figures, err))
		return false;
	*out = (struct figures_out){ figures.buckets, figures.buckets_count, figures.expected, shift.float_cash, figures.moves, figures.moves_count, shift.z_number };
	if (api_counts_blind(call)) {
		out->expected = MONEY(SHAPE_ABSENT);
		for (size_t i = 0; i < out->buckets_count; i++)
			out->buckets[i].amount = MONEY(SHAPE_ABSENT);
		for (size_t i = 0; i < out->moves_count; i++)
			out->moves[i].amount = MONEY(SHAPE_ABSENT);
	}
	return true;
}

/* ---- closing ---------------------------------------------------------------- */

struct parked {
	struct id *ids;
	size_t count;
};

/* Parked tickets go over to the next shift; an open one that anything was scanned into goes with them only where the next cashier stands by. */
static bool list_carts(struct call *call, bool takes_open, struct err *err)
{
	const struct close_in *in = call->in;
	struct parked *parked = ARENA_NEW(call->arena, struct parked);
	struct cart_head *heads;
	struct cart cart;
	size_t count;

	call->state = parked;
	if (!api_list_carts(call, in->till_id, &heads, &count, err))
		return false;
	parked->ids = ARENA_LIST(call->arena, count, struct id);
	for (size_t i = 0; i < count; i++) {
		if (heads[i].is_parked || (takes_open && heads[i].lines_count > 0)) {
			parked->ids[parked->count++] = heads[i].id;
			continue;
		}
		if (heads[i].lines_count > 0)
			return err_set(err, ERR_CONFLICT, "carts", "còn phiếu đang mở có hàng; thanh toán, để tạm hoặc bỏ phiếu ấy trước");
		if (!cart_get(call->drafts, call->arena, heads[i].id, &cart, err))
			return false;
		/* All of it was taken off: what was scanned and why it went still has to come into the book. */
		if (cart.doc->trail_count > 0)
			return err_set(err, ERR_CONFLICT, "carts", "còn phiếu đang mở đã quét rồi xóa hết hàng; bỏ phiếu ấy trước");
	}
	return true;
}

static bool close_read(struct call *call, struct err *err)
{
	return list_carts(call, false, err);
}

static bool hand_read(struct call *call, struct err *err)
{
	return list_carts(call, true, err);
}

/* *body NULL: the count did not agree, and the call is refused. */
static bool count_and_close(struct call *call, const struct shift_closed **body, struct err *err)
{
	const struct close_in *in = call->in;
	const struct parked *parked = call->state;
	struct close_out *out = call->out;
	struct shift_close_in close = {
		.notes = in->notes, .notes_count = in->notes_count, .parked = parked->ids, .parked_count = parked->count, .reason = in->reason,
		.till_id = in->till_id, .difference_limit = MONEY(call->app->settings.difference_limit),
		.to_safe = in->to_safe.dong == SHAPE_ABSENT ? MONEY(0) : in->to_safe,
	};
	const char *printer;
	struct till till;

	*body = NULL;
	if (!till_get(call->work.txn, call->arena, in->till_id, &till, err) || !shift_close_try(&call->work, &close, &call->is_refused, err))
		return false;
	if (call->is_refused)
		return true;
	if (!shift_close(&call->work, &close, body, err))
		return false;
	printer = app_printer_of(call->app, till.code);
	if (!call->work.is_repeat && !print_add(call->work.txn, call->work.entry.key, LAYOUT_SHIFT, 0, printer, call->work.at_us, err))
		return false;
	*out = (struct close_out){ (*body)->absolute, (*body)->buckets, (*body)->buckets_count, (*body)->counted, (*body)->difference, (*body)->expected,
				   (*body)->net, printer ? "waiting" : "none", (*body)->z_number };
	call->may_print = true;
	publish_shift(call, in->till_id);
	return true;
}

static bool close_write(struct call *call, struct err *err)
{
	const struct shift_closed *body;

	return count_and_close(call, &body, err);
}

/* ---- handing over --------------------------------------------------------------- */

/* The next cashier stands by and gives her PIN: one commit, so the till is never nobody's. */
static bool hand_write(struct call *call, struct err *err)
{
	const struct close_in *in = call->in;
	struct work next = call->work;
	struct shift_open_in open = { .till_id = in->till_id };
	const struct shift_opened *opened;
	const struct shift_closed *closed;

	if (id_is_none(next.approver))
		return err_set(err, ERR_FORBIDDEN, "approver", "người nhận ca nhập mã PIN của mình");
	if (id_is(next.approver, next.actor))
		return err_set(err, ERR_CONFLICT, "approver", "người nhận ca là người khác; một mình thì đóng ca rồi mở ca");
	if (next.approver_role != STAFF_CASHIER && next.approver_role != STAFF_SUPERVISOR && next.approver_role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, "approver", "người này không bán hàng ở quầy");
	if (!count_and_close(call, &closed, err))
		return false;
	if (!closed)
		return true;
	next.id = id_derive(call->work.id, "next", 1);
	next.actor = next.approver;
	next.role = next.approver_role;
	next.approver = (struct id){ { 0 } };
	next.approver_role = 0;
	next.is_repeat = false;
	open.float_cash = MONEY(closed->counted.dong - closed->to_safe.dong);
	return shift_open(&next, &open, &opened, err);
}

struct left_out {
	struct money left;
};
static const struct field left_fields[] = { F_MONEY(struct left_out, left, -MONEY_MAX, MONEY_MAX) };
static const struct shape left_shape = SHAPE(struct left_out, "shift_left", left_fields);

static bool left_read(struct call *call, struct err *err)
{
	const struct of_till *in = call->in;
	struct left_out *out = call->out;
	struct shift shift;
	bool is_open;

	if (!shift_find_open(call->work.txn, call->work.arena, in->till_id, &shift, &is_open, err))
		return false;
	/* Who will count a drawer blind is not told what it should hold: not while its shift runs, and not by the practice till,
	 * which begins from the middle of one. */
	if (is_open || call->work.book->is_practice)
		return true;
	return cash_balance(call->work.txn, in->till_id, &out->left, err);
}

struct clock_in {
	const char *reason;
};
static const struct field clock_fields[] = { F_TEXT(struct clock_in, reason, 1, 200) };
static const struct shape clock_shape = SHAPE(struct clock_in, "clock_in", clock_fields);

static bool clock_write(struct call *call, struct err *err)
{
	const struct clock_in *in = call->in;

	return clock_confirm(&call->work, in->reason, err);
}

const struct route shift_routes[] = {
	{ HTTP_POST, "/clock", MAY_STAFF, &clock_shape, &nothing_shape, { { LANE_WRITE, clock_write } },
	  "A supervisor says that the machine's clock is right, after a write was refused with field \"clock\"", false, NULL },
	{ HTTP_POST, "/shifts", MAY_SELL, &open_shape, &opened_out_shape, { { LANE_WRITE, shift_begin } }, "Opens a till with a float", false, NULL },
	{ HTTP_GET, "/shifts/figures", MAY_SELL, &of_till_shape, &figures_shape, { { LANE_READ, shift_read } }, "The open shift so far (X)", false, NULL },
	{ HTTP_POST, "/shifts/close", MAY_SELL, &close_shape, &close_out_shape, { { LANE_DRAFT, close_read }, { LANE_WRITE, close_write } },
	  "Closes a shift by a blind count (Z)", false, NULL },
	{ HTTP_GET, "/shifts/left", MAY_SELL, &of_till_shape, &left_shape, { { LANE_READ, left_read } },
	  "What the last Z left in the drawer; 0 while a shift is open, and in a practice book", false, NULL },
	{ HTTP_POST, "/shifts/hand-over", MAY_SELL, &close_shape, &close_out_shape, { { LANE_DRAFT, hand_read }, { LANE_WRITE, hand_write } },
	  "Closes a shift by a blind count, and opens the next one for the approver with what lies there; tickets go over", false, NULL },
	{ .path = NULL },
};
