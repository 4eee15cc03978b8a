/* Trying out a scanner: while a till asks for it, what its scanner reads is shown as it came and nothing is sold; and how a code is read. */
#include "app/api.h"

#include <inttypes.h>
#include <string.h>

#include "app/scan.h"
#include "app/sse.h"
#include "base/clock.h"
#include "calc/barcode.h"
#include "calc/gs1.h"
#include "calc/owncode.h"
#include "shop/book.h"
#include "shop/catalog.h"

#define TRIAL_US INT64_C(300000000)  /* a page that was closed in the middle stops no selling for longer than five minutes */
#define CODE_HEX_MAX (2 * FIND_SIZE_MAX)

/* ---- what the scanner reads ------------------------------------------------------ */

static size_t trial_of(const struct app *app, struct id till_id)
{
	size_t i = 0;

	while (i < SCAN_TRIALS_MAX && !id_is(app->trials[i], till_id))
		i++;
	return i;
}

bool scan_trial_takes(struct app *app, struct id till_id, const char *scanner, const char *aim, const char *data, size_t size)
{
	size_t at = trial_of(app, till_id);
	char hex[2 * SCAN_TRIAL_BYTES_MAX + 1], till[ID_TEXT_SIZE];
	struct arena *arena;
	struct buf buf;

	if (at == SCAN_TRIALS_MAX || app->trials_until_us[at] < clock_tick_us())
		return false;
	text_hex_write((const uint8_t *)data, size < SCAN_TRIAL_BYTES_MAX ? size : SCAN_TRIAL_BYTES_MAX, hex);
	id_write(till_id, till);
	buf_init(&buf, 4096);
	buf_format(&buf, "{\"aim\":");
	buf_json_any(&buf, aim, strlen(aim));
	buf_format(&buf, ",\"hex\":\"%s\",\"scanner\":", hex);
	buf_json_any(&buf, scanner, strlen(scanner));
	buf_format(&buf, ",\"till_id\":\"%s\"}", till);
	arena = arena_new(4096);
	if (app->sse)
		sse_publish(app->sse, "scan_trial", topic_of_till(arena, till_id), buf_get(&buf));
	arena_free(arena);
	buf_release(&buf);
	return true;
}

struct trial_in {
	bool is_on;
	struct id till_id;
};
static const struct field trial_fields[] = {
	F_BOOL(struct trial_in, is_on),
	F_ID(struct trial_in, till_id),
};
static const struct shape trial_shape = SHAPE(struct trial_in, "scan_trial_in", trial_fields);

static bool trial_set(struct call *call, struct err *err)
{
	const struct trial_in *in = call->in;
	struct app *app = call->app;
	size_t at = trial_of(app, in->till_id);
	int64_t now_us = clock_tick_us();

	if (!call_at_till(call, in->till_id, err))
		return false;
	for (size_t i = 0; at == SCAN_TRIALS_MAX && in->is_on && i < SCAN_TRIALS_MAX; i++)
		if (app->trials_until_us[i] < now_us)
			at = i;
	if (at == SCAN_TRIALS_MAX)
		return !in->is_on || err_set(err, ERR_LIMIT, NULL, "đang thử máy quét ở quá nhiều quầy; đợi một chút rồi thử lại");
	app->trials[at] = in->till_id;
	app->trials_until_us[at] = in->is_on ? now_us + TRIAL_US : 0;
	return true;
}

/* ---- how a code is read ------------------------------------------------------------ */

struct read_in {
	const char *hex;
};
static const struct field read_in_fields[] = { F_CODE(struct read_in, hex, 2, CODE_HEX_MAX) };
static const struct shape read_in_shape = SHAPE(struct read_in, "scan_read_in", read_in_fields);
struct read_part {
	const char *name, *value;
};
static const struct field part_fields[] = {
	F_TEXT(struct read_part, name, 1, 40),
	F_TEXT(struct read_part, value, 0, 200),
};
static const struct shape part_shape = SHAPE(struct read_part, "scan_part", part_fields);
struct read_item {
	struct id id;
};
static const struct field read_item_fields[] = { F_ID(struct read_item, id) };
static const struct shape read_item_shape = SHAPE(struct read_item, "scan_item", read_item_fields);
struct read_out {
	struct read_item *items;       /* the goods that it may mean */
	size_t items_count;
	const char *kind;
	struct read_part *parts;
	size_t parts_count;
	int64_t qty_milli;             /* how much of it */
	const char *symbology, *text;
};
static const struct field read_out_fields[] = {
	F_LIST(struct read_out, items, 0, FIND_ITEMS_MAX, &read_item_shape),
	F_TEXT(struct read_out, kind, 1, 20),
	F_LIST(struct read_out, parts, 0, GS1_ELEMENTS_MAX + 1, &part_shape),
	F_I64(struct read_out, qty_milli, 0, QTY_MILLI_MAX),
	F_TEXT_OPT(struct read_out, symbology, 1, 60),
	F_TEXT_OPT(struct read_out, text, 1, 400),
};
static const struct shape read_out_shape = SHAPE(struct read_out, "scan_read", read_out_fields);

/* GS1 elements by their application identifiers; else what kind of number it is. */
static void read_symbol(struct call *call, const char *data, size_t size, struct read_out *out)
{
	struct gs1 *gs1 = ARENA_NEW(call->arena, struct gs1);
	struct barcode barcode;
	struct err unneeded;

	if (owncode_is(data, size)) {
		out->symbology = "mã của cửa hàng";
		return;
	}
	if (gs1_read(data, size, day_of_us(call->work.at_us) / 10000, gs1, &unneeded) && gs1->form != GS1_PLAIN) {
		out->symbology = gs1->symbology ? gs1->symbology : gs1->form == GS1_LINK ? "GS1 Digital Link" : "GS1";
		for (size_t i = 0; i < gs1->elements_count; i++)
			out->parts[out->parts_count++] = (struct read_part){ arena_format(call->arena, "(%s)", gs1->elements[i].ai), gs1->elements[i].iso[0] ?
				arena_format(call->arena, "%s = %s", gs1->elements[i].value, gs1->elements[i].iso) : gs1->elements[i].value };
		return;
	}
	if (!barcode_read(data, size, NULL, 0, &barcode, &unneeded))
		return;
	out->symbology = barcode.kind ? barcode_kind_name(barcode.kind) : NULL;
	if (barcode.has_check_digit && !barcode_check_digit_is_right(&barcode))
		out->text = "số kiểm tra không đúng";
}

static bool code_read(struct call *call, struct err *err)
{
	static const char *const kinds[] = { [FIND_UNKNOWN] = "unknown", [FIND_ITEM] = "item", [FIND_STOPPED] = "stopped", [FIND_RECEIPT] = "receipt",
					     [FIND_PARKED] = "parked", [FIND_STAFF] = "staff", [FIND_PRODUCER] = "producer", [FIND_VOUCHER] = "voucher" };
	const struct read_in *in = call->in;
	struct read_out *out = call->out;
	struct find_rules rules = app_find_rules(call->app, call->work.at_us);
	uint8_t *bytes = arena_take(call->arena, FIND_SIZE_MAX + 1);
	struct item_view view;
	struct find find;
	size_t size;

	if (!text_hex_read(in->hex, strlen(in->hex), bytes, FIND_SIZE_MAX, &size))
		return err_set(err, ERR_INPUT, "hex", "mã gửi lên phải viết bằng hệ mười sáu");
	bytes[size] = '\0';
	out->parts = ARENA_LIST(call->arena, GS1_ELEMENTS_MAX + 1, struct read_part);
	read_symbol(call, (const char *)bytes, size, out);
	if (!find_scan(call->work.txn, call->arena, &rules, "", (const char *)bytes, size, &find, err))
		return false;
	out->kind = kinds[find.kind];
	out->qty_milli = find.qty_milli > 0 && find.qty_milli <= QTY_MILLI_MAX ? find.qty_milli : 0;
	out->items = ARENA_LIST(call->arena, FIND_ITEMS_MAX, struct read_item);
	for (size_t i = 0; i < find.items_count; i++)
		out->items[out->items_count++].id = find.items[i];
	if (!out->text)
		out->text = find.text;
	if (find.items_count == 1 && item_view_get(call->work.txn, call->arena, find.items[0], call->work.book->site_id, call->work.at_us, &view, err))
		out->text = out->text ? arena_format(call->arena, "%s; %s", view.item.name, out->text) : view.item.name;
	return true;
}

const struct route trial_routes[] = {
	{ HTTP_POST, "/till/scan_trial", MAY_SELL, &trial_shape, &nothing_shape, { { LANE_LOOP, trial_set } },
	  "For five minutes the till's scanner is tried: nothing it reads is sold", true, NULL },
	{ HTTP_GET, "/scan/read", MAY_STAFF, &read_in_shape, &read_out_shape, { { LANE_READ, code_read } }, "How a code is read, its bytes in hex", false, NULL },
	{ .path = NULL },
};
