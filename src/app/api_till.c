/* What the till's page begins with: where it stands. */
#include "app/api.h"
#include "app/bank_desk.h"

#include <string.h>

#include "shop/book.h"
#include "shop/sale_view.h"
#include "shop/shift.h"

struct till_in {
	struct id till_id;
};
static const struct field till_in_fields[] = { F_ID(struct till_in, till_id) };
static const struct shape till_in_shape = SHAPE(struct till_in, "till_in", till_in_fields);

/* ---- where it stands ---------------------------------------------------------- */

static const struct field printer_fields[] = {
	F_TEXT_OPT(struct lamp, name, 1, 64),
	F_TEXT_OPT(struct lamp, reason, 1, 400),
	F_TEXT(struct lamp, state, 1, 20),
};
const struct shape printer_lamp_shape = SHAPE(struct lamp, "printer", printer_fields);
static const struct field scanner_fields[] = {
	F_TEXT_OPT(struct lamp, driver, 1, 64),
	F_TEXT(struct lamp, name, 1, 64),
	F_TEXT_OPT(struct lamp, reason, 1, 400),
	F_TEXT(struct lamp, state, 1, 20),
};
const struct shape scanner_lamp_shape = SHAPE(struct lamp, "scanner", scanner_fields);

struct shift_staff {
	const char *login, *name;
};
static const struct field shift_staff_fields[] = {
	F_TEXT(struct shift_staff, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct shift_staff, name, 1, STAFF_NAME_LETTERS_MAX),
};
static const struct shape shift_staff_shape = SHAPE(struct shift_staff, "shift_staff", shift_staff_fields);
struct shift_head {
	int32_t business_day;
	int64_t number, opened_us;
	struct shift_staff staff;
	int64_t z_number;
};
static const struct field shift_head_fields[] = {
	F_DAY(struct shift_head, business_day),
	F_I64(struct shift_head, number, 1, INT64_MAX),
	F_I64(struct shift_head, opened_us, 0, INT64_MAX),
	F_PART(struct shift_head, staff, &shift_staff_shape),
	F_I64(struct shift_head, z_number, 1, INT64_MAX),
};
static const struct shape shift_head_shape = SHAPE(struct shift_head, "shift_head", shift_head_fields);
struct last_sale {
	int64_t at_us;
	struct id id;
	const char *receipt;
	struct money total;
};
static const struct field last_sale_fields[] = {
	F_I64(struct last_sale, at_us, 0, INT64_MAX),
	F_ID(struct last_sale, id),
	F_TEXT(struct last_sale, receipt, 1, RECEIPT_TEXT_SIZE),
	F_MONEY_OPT(struct last_sale, total, -MONEY_MAX, MONEY_MAX),
};
static const struct shape last_sale_shape = SHAPE(struct last_sale, "last_sale", last_sale_fields);

struct banknote {
	int64_t value;
};
static const struct field banknote_fields[] = { F_I64(struct banknote, value, 1, 10000000) };
static const struct shape banknote_shape = SHAPE(struct banknote, "banknote", banknote_fields);
/* When the bank was last heard of. */
struct bank_lamp {
	int64_t heard_us;
	bool is_set;
};
static const struct field bank_lamp_fields[] = {
	F_I64_OPT(struct bank_lamp, heard_us, 0, INT64_MAX),
	F_BOOL(struct bank_lamp, is_set),
};
static const struct shape bank_lamp_shape = SHAPE(struct bank_lamp, "bank_lamp", bank_lamp_fields);
struct till_out {
	struct id active_cart_id;
	struct bank_lamp bank;
	struct cart_head *carts;
	size_t carts_count;
	int64_t cash_round_unit;
	struct last_sale *last_sale;
	struct banknote *notes;
	size_t notes_count;
	int64_t now_us;
	struct lamp printer;
	struct lamp *scanners;
	size_t scanners_count;
	struct shift_head *shift;
	struct till till;
};
static const struct field till_out_fields[] = {
	F_ID_OPT(struct till_out, active_cart_id),
	F_PART(struct till_out, bank, &bank_lamp_shape),
	F_LIST(struct till_out, carts, 0, 2 * CARTS_OF_TILL_MAX, &cart_head_shape),
	F_I64(struct till_out, cash_round_unit, 0, 10000),
	F_PART_AT(struct till_out, last_sale, &last_sale_shape),
	F_LIST(struct till_out, notes, 1, BANKNOTES_COUNT, &banknote_shape),
	F_I64(struct till_out, now_us, 0, INT64_MAX),
	F_PART(struct till_out, printer, &printer_lamp_shape),
	F_LIST(struct till_out, scanners, 0, 64, &scanner_lamp_shape),
	F_PART_AT(struct till_out, shift, &shift_head_shape),
	F_PART(struct till_out, till, &till_shape),
};
static const struct shape till_out_shape = SHAPE(struct till_out, "till_now", till_out_fields);

static bool till_lamps(struct call *call, struct err *err)
{
	const struct till_in *in = call->in;
	struct till_out *out = call->out;
	struct lamps lamps = { .printer = { .state = "none" } };

	(void)err;
	if (call->app->bank)
		out->bank = (struct bank_lamp){ bank_desk_heard_us(call->app->bank),
						*bank_desk_key(call->app->bank, BANK_SEPAY) || *bank_desk_key(call->app->bank, BANK_PAYOS) };
	devices_lamps(call->app, call, in->till_id, &lamps);
	out->notes = ARENA_LIST(call->arena, BANKNOTES_COUNT, struct banknote);
	for (out->notes_count = 0; out->notes_count < BANKNOTES_COUNT; out->notes_count++)
		out->notes[out->notes_count].value = banknotes[out->notes_count];
	out->printer = lamps.printer;
	out->scanners = lamps.scanners;
	out->scanners_count = lamps.scanners_count;
	return true;
}

static bool shift_now(struct call *call, struct id till_id, struct shift_head **head, struct err *err)
{
	struct shift shift;
	struct staff staff;
	bool found;

	if (!shift_find_open(call->work.txn, call->arena, till_id, &shift, &found, err))
		return false;
	if (!found)
		return true;
	*head = ARENA_NEW(call->arena, struct shift_head);
	**head = (struct shift_head){ .business_day = shift.business_day, .number = ENTRY_NUMBER(shift.key), .opened_us = shift.opened_us,
				      .z_number = shift.z_number, .staff = { .login = "?" } };
	if (!staff_get(call->work.txn, call->arena, shift.staff_id, &staff, err))
		return false;
	(*head)->staff = (struct shift_staff){ staff.login, staff.name };
	return true;
}

static bool last_now(struct call *call, struct id till_id, struct last_sale **last, struct err *err)
{
	struct sale_view view;
	struct entry entry;
	int64_t key;
	bool found;

	if (!sale_last(call->work.txn, till_id, call->work.book->epoch, &key, &found, err) || !found)
		return !found && err->code == ERR_NONE;
	if (!journal_get(call->work.txn, call->arena, key, &entry, err) || !sale_view_of_entry(call->work.txn, call->arena, &entry, NULL, &view, err))
		return false;
	*last = ARENA_NEW(call->arena, struct last_sale);
	**last = (struct last_sale){ view.at_us, view.id, view.receipt, api_counts_blind(call) ? MONEY(SHAPE_ABSENT) : view.total };
	return true;
}

/* The ticket that scans go into; none where the book says that it is over: the draft was not marked (a crash, a power cut). */
static bool active_now(struct call *call, struct id till_id, struct id *cart_id, struct err *err)
{
	struct entry entry;
	bool is_over;

	if (!till_cart_get(call->drafts, till_id, cart_id, err))
		return false;
	if (id_is_none(*cart_id))
		return true;
	if (!journal_find_id(call->work.txn, call->arena, *cart_id, &entry, &is_over, err))
		return false;
	if (is_over)
		memset(cart_id, 0, sizeof(*cart_id));
	return true;
}

/* Of this run, or of the last credit in the book. */
static bool bank_now(struct call *call, struct bank_lamp *lamp, struct err *err)
{
	int64_t heard_us;

	if (!bank_last_heard(call->work.txn, &heard_us, err))
		return false;
	if (heard_us > lamp->heard_us)
		lamp->heard_us = heard_us;
	if (lamp->heard_us == 0)
		lamp->heard_us = SHAPE_ABSENT;
	return true;
}

static bool till_read(struct call *call, struct err *err)
{
	const struct till_in *in = call->in;
	struct till_out *out = call->out;

	out->now_us = call->work.at_us;
	out->cash_round_unit = call->app->settings.cash_round_unit;
	return till_get(call->work.txn, call->arena, in->till_id, &out->till, err) && shift_now(call, in->till_id, &out->shift, err) &&
	       last_now(call, in->till_id, &out->last_sale, err) && active_now(call, in->till_id, &out->active_cart_id, err) &&
	       bank_now(call, &out->bank, err) && api_list_to_recall(call, in->till_id, &out->carts, &out->carts_count, err);
}

const struct route till_routes[] = {
	{ HTTP_GET, "/till", MAY_SELL, &till_in_shape, &till_out_shape, { { LANE_LOOP, till_lamps }, { LANE_DRAFT, till_read } },
	  "Where a till stands: shift, tickets, lamps, last sale", false, NULL },
	{ .path = NULL },
};
