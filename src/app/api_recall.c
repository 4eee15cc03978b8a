/* Recalls: lots that no till sells any more, who has them, what is left where; certificates that lapse. */
#include "app/api_office.h"

#include "app/recall_facts.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "shop/guard.h"
#include "shop/intake.h"
#include "shop/passport.h"
#include "shop/recall.h"
#include "shop/stock.h"

#define SALES_SHOWN_MAX 500  /* on the page; a file has them all */

static const char *const place_words[] = { NULL, "shelf", "aside", "bin", NULL };

/* ---- the list ------------------------------------------------------------------- */

struct row {
	int64_t at_us;
	const char *code, *consignor;
	int32_t expiry_day;
	bool is_frozen;
	const char *item;
	struct id item_id;
	int64_t left_milli;
	struct id lot_id;
	const char *reason, *unit;
};
static const struct field row_fields[] = {
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_TEXT_OPT(struct row, code, 1, 40),
	F_TEXT(struct row, consignor, 1, 200),
	F_DAY_OPT(struct row, expiry_day),
	F_BOOL(struct row, is_frozen),
	F_TEXT(struct row, item, 1, 200),
	F_ID(struct row, item_id),
	F_I64(struct row, left_milli, INT64_MIN + 1, INT64_MAX),
	F_ID(struct row, lot_id),
	F_TEXT(struct row, reason, 1, 300),
	F_TEXT(struct row, unit, 1, 20),
};
static const struct shape row_shape = SHAPE(struct row, "recall_row", row_fields);
struct list_out {
	struct row *recalls;
	size_t recalls_count;
};
static const struct field list_fields[] = { F_LIST(struct list_out, recalls, 0, RECALL_LIST_MAX, &row_shape) };
static const struct shape list_shape = SHAPE(struct list_out, "recalls", list_fields);

static bool list_read(struct call *call, struct err *err)
{
	struct list_out *out = call->out;
	struct recall_row *rows;
	size_t count;

	if (!recall_list(call->work.txn, call->arena, &rows, &count, err))
		return false;
	out->recalls = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++) {
		struct row *row = &out->recalls[out->recalls_count++];

		*row = (struct row){ .at_us = rows[i].at_us, .code = rows[i].code, .expiry_day = rows[i].expiry_day, .is_frozen = rows[i].is_frozen,
				     .item = rows[i].item, .item_id = rows[i].item_id, .left_milli = rows[i].left_milli, .lot_id = rows[i].lot_id,
				     .reason = rows[i].reason, .unit = rows[i].unit };
		if (!office_name(call, rows[i].consignor_id, &row->consignor, err))
			return false;
	}
	return true;
}

/* ---- freezing and letting go ---------------------------------------------------------- */

struct set_out {
	int64_t lots_count, number;
};
static const struct field set_out_fields[] = {
	F_I64(struct set_out, lots_count, 1, RECALL_LOTS_MAX),
	F_I64(struct set_out, number, 1, INT64_MAX),
};
static const struct shape set_out_shape = SHAPE(struct set_out, "recall_set", set_out_fields);

/* Every till looks at its tickets again at once. */
static void tell_tills(struct call *call, const struct lot_frozen *body)
{
	char id[ID_TEXT_SIZE];
	struct buf buf;

	buf_init(&buf, 16384);
	buf_format(&buf, "{\"is_frozen\":%s,\"lots\":[", body->is_frozen ? "true" : "false");
	for (size_t i = 0; i < body->lots_count; i++) {
		id_write(body->lots[i].lot_id, id);
		buf_format(&buf, "%s\"%s\"", i ? "," : "", id);
	}
	buf_text(&buf, "]}");
	call_publish(call, "recall", NULL, arena_text(call->arena, buf_get(&buf)));
	buf_release(&buf);
	office_goods_changed(call);
}

static bool recall_write(struct call *call, struct err *err)
{
	const struct lot_frozen *body;

	if (!recall_set(&call->work, call->in, &body, err))
		return false;
	tell_tills(call, body);
	*(struct set_out *)call->out = (struct set_out){ (int64_t)body->lots_count, ENTRY_NUMBER(call->work.entry.key) };
	return true;
}

/* ---- the report ----------------------------------------------------------------------- */

struct one_in {
	struct id lot_id;
};
static const struct field one_fields[] = { F_ID(struct one_in, lot_id) };
static const struct shape one_shape = SHAPE(struct one_in, "recall_one", one_fields);

struct lot_out {
	const char *consignor;
	int32_t expiry_day;
	int64_t intake_number;
	bool is_frozen;
	struct id lot_id;
	int32_t made_day;
};
static const struct field lot_fields[] = {
	F_TEXT(struct lot_out, consignor, 1, 200),
	F_DAY_OPT(struct lot_out, expiry_day),
	F_I64_OPT(struct lot_out, intake_number, 1, INT64_MAX),
	F_BOOL(struct lot_out, is_frozen),
	F_ID(struct lot_out, lot_id),
	F_DAY_OPT(struct lot_out, made_day),
};
static const struct shape lot_shape = SHAPE(struct lot_out, "recall_lot", lot_fields);
struct sale_out {
	int64_t at_us;
	const char *customer;      /* name, and the telephone masked; NULL: nobody known */
	struct id id;
	bool is_maybe, is_return;
	int64_t qty_milli;
	const char *receipt, *till;
};
static const struct field sale_fields[] = {
	F_I64(struct sale_out, at_us, 0, INT64_MAX),
	F_TEXT_OPT(struct sale_out, customer, 1, 300),
	F_ID(struct sale_out, id),
	F_BOOL(struct sale_out, is_maybe),
	F_BOOL(struct sale_out, is_return),
	F_I64(struct sale_out, qty_milli, INT64_MIN + 1, INT64_MAX),
	F_TEXT(struct sale_out, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT(struct sale_out, till, 1, 12),
};
static const struct shape sale_shape_ = SHAPE(struct sale_out, "recall_sale", sale_fields);
struct left_out {
	struct id lot_id;
	int32_t place;
	int64_t qty_milli;
	const char *site;
};
static const struct field left_fields[] = {
	F_ID(struct left_out, lot_id),
	F_WORD(struct left_out, place, place_words),
	F_I64(struct left_out, qty_milli, INT64_MIN + 1, INT64_MAX),
	F_TEXT(struct left_out, site, 1, 200),
};
static const struct shape left_shape = SHAPE(struct left_out, "recall_left", left_fields);
struct report_out {
	int64_t at_us, back_milli;
	const char *by, *code;
	int64_t filled_milli, in_milli;
	bool is_cut, is_frozen;
	const char *item;
	struct id item_id;
	struct left_out *left;
	size_t left_count;
	int64_t left_milli, lost_milli;
	struct lot_out *lots;
	size_t lots_count;
	const char *page_code;     /* of what customers see, below /l/ */
	const char *reason;
	int64_t returned_milli;
	struct sale_out *sales;
	size_t sales_count;
	int64_t sales_total, sold_milli;
	const char *unit;
};
#define MILLI(member) F_I64(struct report_out, member, INT64_MIN + 1, INT64_MAX)
static const struct field report_fields[] = {
	F_I64_OPT(struct report_out, at_us, 0, INT64_MAX),
	MILLI(back_milli),
	F_TEXT_OPT(struct report_out, by, 1, STAFF_NAME_LETTERS_MAX),
	F_TEXT_OPT(struct report_out, code, 1, 40),
	MILLI(filled_milli),
	MILLI(in_milli),
	F_BOOL(struct report_out, is_cut),
	F_BOOL(struct report_out, is_frozen),
	F_TEXT(struct report_out, item, 1, 200),
	F_ID(struct report_out, item_id),
	F_LIST(struct report_out, left, 0, RECALL_LEFT_MAX, &left_shape),
	MILLI(left_milli),
	MILLI(lost_milli),
	F_LIST(struct report_out, lots, 1, RECALL_LOTS_MAX, &lot_shape),
	F_TEXT(struct report_out, page_code, 1, OWNCODE_SIZE),
	F_TEXT_OPT(struct report_out, reason, 1, 300),
	MILLI(returned_milli),
	F_LIST(struct report_out, sales, 0, SALES_SHOWN_MAX, &sale_shape_),
	F_I64(struct report_out, sales_total, 0, RECALL_SALES_MAX),
	MILLI(sold_milli),
	F_TEXT(struct report_out, unit, 1, 20),
};
static const struct shape report_shape = SHAPE(struct report_out, "recall_report", report_fields);

static bool show_lots(struct call *call, const struct recall_report *report, struct report_out *out, struct err *err)
{
	out->lots = ARENA_LIST(call->arena, report->lots_count, struct lot_out);
	for (size_t i = 0; i < report->lots_count; i++) {
		const struct recall_lot_head *lot = &report->lots[i];
		struct lot_out *row = &out->lots[out->lots_count++];

		*row = (struct lot_out){ .expiry_day = lot->expiry_day, .intake_number = lot->number ? lot->number : SHAPE_ABSENT, .is_frozen = lot->is_frozen,
					 .lot_id = lot->lot_id, .made_day = lot->made_day };
		if (!office_name(call, lot->consignor_id, &row->consignor, err))
			return false;
	}
	return true;
}

static bool show_rows(struct call *call, const struct recall_report *report, struct report_out *out, struct err *err)
{
	/* The newest are shown: who bought it today may still be near. */
	size_t shown = report->sales_count < SALES_SHOWN_MAX ? report->sales_count : SALES_SHOWN_MAX;

	out->sales = ARENA_LIST(call->arena, shown, struct sale_out);
	for (size_t i = 0; i < shown; i++) {
		const struct recall_sale *sale = &report->sales[report->sales_count - 1 - i];

		out->sales[out->sales_count] = (struct sale_out){ .at_us = sale->at_us, .id = sale->id, .is_maybe = sale->is_maybe, .is_return = sale->is_return,
								  .qty_milli = sale->qty_milli, .receipt = sale->receipt, .till = sale->till_code };
		if (!recall_customer(call->work.txn, call->arena, sale->customer_id, &out->sales[out->sales_count++].customer, err))
			return false;
	}
	out->left = ARENA_LIST(call->arena, report->left_count, struct left_out);
	for (size_t i = 0; i < report->left_count; i++)
		out->left[out->left_count++] = (struct left_out){ report->left[i].lot_id, (int32_t)report->left[i].place, report->left[i].qty_milli,
								  report->left[i].site_name };
	return true;
}

static bool report_read(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;
	struct recall_report *report = ARENA_NEW(call->arena, struct recall_report);
	struct report_out *out = call->out;
	struct staff staff = { .name = NULL };
	char code[OWNCODE_SIZE];

	passport_code(OWNCODE_LOT, in->lot_id, code);
	if (!recall_report(call->work.txn, call->arena, in->lot_id, report, err) ||
	    (!id_is_none(report->frozen_by) && !staff_get(call->work.txn, call->arena, report->frozen_by, &staff, err)))
		return false;
	*out = (struct report_out){
		.at_us = report->frozen_us ? report->frozen_us : SHAPE_ABSENT, .back_milli = report->back_milli, .by = staff.name, .code = report->code,
		.filled_milli = report->filled_milli, .in_milli = report->in_milli, .is_cut = report->is_cut, .is_frozen = report->is_frozen,
		.item = report->item, .item_id = report->item_id, .left_milli = report->left_milli, .lost_milli = report->lost_milli,
		.page_code = arena_text(call->arena, code), .reason = report->reason, .returned_milli = report->returned_milli, .sales_total = (int64_t)report->sales_count,
		.sold_milli = report->sold_milli, .unit = report->unit,
	};
	return show_rows(call, report, out, err) && show_lots(call, report, out, err);
}

static bool write_pdf(struct call *call, const char *title, struct page *(*layout)(struct arena *arena, const struct recall_facts *facts), struct err *err)
{
	const struct one_in *in = call->in;
	struct recall_facts *facts = ARENA_NEW(call->arena, struct recall_facts);
	struct fonts *fonts;
	bool ok;

	if (!recall_facts_read(call->work.txn, call->arena, call->work.book, call->app->settings.public_url, in->lot_id, call->work.at_us, facts, err))
		return false;
	call->answer_type = "application/pdf";
	call->answer_name = arena_format(call->arena, "%s %s.pdf", title, facts->code ? facts->code : facts->item);
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout(call->arena, facts), call->work.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

static bool report_pdf(struct call *call, struct err *err)
{
	return write_pdf(call, "Thu hồi lô", layout_recall, err);
}

static bool notice_pdf(struct call *call, struct err *err)
{
	return write_pdf(call, "Thông báo thu hồi", layout_recall_notice, err);
}

/* ---- certificates that lapse ------------------------------------------------------------- */

struct lapse {
	struct id certificate_id;
	const char *code;
	int64_t days_left;
	const char *decision_no;
	bool is_revoked;
	const char *issuer;
	int64_t items_count;
	int32_t last_day;
	const char *producer, *product;
	struct id product_id;
	int64_t stars;
};
static const struct field lapse_fields[] = {
	F_ID(struct lapse, certificate_id),
	F_TEXT(struct lapse, code, 1, 40),
	F_I64(struct lapse, days_left, -1000000, 1000000),
	F_TEXT(struct lapse, decision_no, 1, 100),
	F_BOOL(struct lapse, is_revoked),
	F_TEXT(struct lapse, issuer, 1, 200),
	F_I64(struct lapse, items_count, 0, INT64_MAX),
	F_DAY(struct lapse, last_day),
	F_TEXT(struct lapse, producer, 1, 200),
	F_TEXT(struct lapse, product, 1, 200),
	F_ID(struct lapse, product_id),
	F_I64(struct lapse, stars, 3, 5),
};
static const struct shape lapse_shape = SHAPE(struct lapse, "lapse", lapse_fields);
struct lapses_out {
	struct lapse *certificates;
	size_t certificates_count;
};
static const struct field lapses_fields[] = { F_LIST(struct lapses_out, certificates, 0, GUARD_ROWS_MAX, &lapse_shape) };
static const struct shape lapses_shape = SHAPE(struct lapses_out, "lapses", lapses_fields);

/* A certificate holds on its last day: the day after there are -1 days left. */
static bool lapses_read(struct call *call, struct err *err)
{
	struct lapses_out *out = call->out;
	int32_t today = office_day(call);
	struct guard_row *rows;
	size_t count;

	if (!guard_lapsing(call->work.txn, call->arena, day_add(today, GUARD_DAYS), &rows, &count, err))
		return false;
	out->certificates = ARENA_LIST(call->arena, count, struct lapse);
	for (size_t i = 0; i < count; i++) {
		struct lapse *row = &out->certificates[out->certificates_count++];

		*row = (struct lapse){ .certificate_id = rows[i].certificate_id, .code = rows[i].code, .days_left = day_between(today, rows[i].last_day),
				       .decision_no = rows[i].decision_no, .is_revoked = rows[i].is_revoked, .issuer = rows[i].issuer,
				       .items_count = rows[i].items_count, .last_day = rows[i].last_day, .product = rows[i].product,
				       .product_id = rows[i].product_id, .stars = rows[i].stars };
		if (!office_name(call, rows[i].producer_id, &row->producer, err))
			return false;
	}
	return true;
}

const struct route recall_routes[] = {
	{ HTTP_GET, "/recalls", MAY_OFFICE, &nothing_shape, &list_shape, { { LANE_READ, list_read } }, "Lots that were ever recalled, the last first", false, NULL },
	{ HTTP_POST, "/recalls", MAY_STOCK, &recall_in_shape, &set_out_shape, { { LANE_WRITE, recall_write } },
	  "Recalls lots, or lets them go; letting go needs a second person", false, NULL },
	{ HTTP_GET, "/recalls/:lot_id", MAY_OFFICE, &one_shape, &report_shape, { { LANE_READ, report_read } },
	  "What became of a lot and of those with its code: sold, brought back, left", false, NULL },
	{ HTTP_GET, "/recalls/:lot_id/report.pdf", MAY_OFFICE, &one_shape, NULL, { { LANE_READ, report_pdf } }, "The same as a sheet", false, NULL },
	{ HTTP_GET, "/recalls/:lot_id/notice.pdf", MAY_OFFICE, &one_shape, NULL, { { LANE_READ, notice_pdf } }, "A notice to hang up in the shop", false, NULL },
	{ HTTP_GET, "/certificates/lapsing", MAY_OFFICE, &nothing_shape, &lapses_shape, { { LANE_READ, lapses_read } },
	  "Certificates of goods on sale that end within 90 days or ended, the first to end first", false, NULL },
	{ .path = NULL },
};
