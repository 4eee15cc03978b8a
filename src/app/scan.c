#include "app/scan.h"

#include <inttypes.h>
#include <string.h>

#include "app/api.h"
#include "app/door.h"
#include "app/sessions.h"
#include "app/sse.h"
#include "base/clock.h"

struct scanned {
	struct id till_id;
	const char *aim, *data;
	size_t size;
	struct cart_view view;
	int64_t n;
	struct find find;
};

static bool scan_step(struct call *call, struct err *err)
{
	struct scanned *scanned = call->state;
	struct cart cart;

	return api_active_cart(call, scanned->till_id, &cart, err) &&
	       api_scan_into(call, &cart, scanned->aim, scanned->data, scanned->size, &scanned->n, &scanned->find, err) &&
	       api_put_cart(call, &cart, scanned->n, &scanned->view, err);
}

static const char *const kind_words[] = { [FIND_UNKNOWN] = "unknown", [FIND_ITEM] = "item", [FIND_STOPPED] = "stopped", [FIND_RECEIPT] = "receipt",
					  [FIND_PARKED] = "parked", [FIND_STAFF] = "staff", [FIND_PRODUCER] = "producer", [FIND_VOUCHER] = "voucher" };

/* What the page sounds and says; the row itself came with the event `cart`. */
static void tell(struct call *call)
{
	const struct scanned *scanned = call->state;
	const struct view_line *line = call->ok ? cart_view_line(&scanned->view, scanned->n) : NULL;
	const char *sound = !line || line->state == LINE_UNKNOWN || line->state == LINE_STOPPED ? "stop" : line->state == LINE_CHOOSE ? "attention" : "hit";
	const char *text = line ? line->name : call->err.text;
	char till[ID_TEXT_SIZE], thing[ID_TEXT_SIZE];
	struct buf buf;

	for (size_t i = 0; line && i < line->notes_count; i++)
		if (line->notes[i].level == NOTE_AMBER && strcmp(sound, "hit") == 0)
			sound = "attention";
	id_write(scanned->till_id, till);
	id_write(scanned->find.thing, thing);
	buf_init(&buf, 4096);
	buf_format(&buf, "{\"kind\":\"%s\",\"sound\":\"%s\",\"text\":", kind_words[scanned->find.kind], sound);
	buf_json_any(&buf, text, strlen(text));
	if (id_is_none(scanned->find.thing))
		buf_text(&buf, ",\"thing\":null");
	else
		buf_format(&buf, ",\"thing\":\"%s\"", thing);
	/* The page pays with what the paper says, which proves it. */
	if (scanned->find.kind == FIND_VOUCHER) {
		buf_text(&buf, ",\"code\":");
		buf_json_any(&buf, scanned->data, scanned->size);
	}
	if (line) {
		id_write(scanned->view.id, thing);
		buf_format(&buf, ",\"cart_id\":\"%s\",\"n\":%" PRId64 ",\"qty_milli\":%" PRId64, thing, line->n, line->qty_milli);
	}
	buf_format(&buf, ",\"till_id\":\"%s\"}", till);
	if (call->app->sse)
		sse_publish(call->app->sse, "scan", topic_of_till(call->arena, scanned->till_id), buf_get(&buf));
	/* Perhaps nobody is signed in: the page at the door hears of badges alone. */
	if (call->app->sse && scanned->find.kind == FIND_STAFF) {
		id_write(scanned->find.thing, thing);
		sse_publish(call->app->sse, "badge", TOPIC_BADGES, arena_format(call->arena, "{\"staff_id\":\"%s\",\"till_id\":\"%s\"}", thing, till));
	}
	buf_release(&buf);
	call_free(call);
}

void scan_start(struct app *app, struct id till_id, const char *aim, const char *data, size_t size)
{
	struct call *call = call_new(app, clock_now_us());
	struct scanned *scanned = ARENA_NEW(call->arena, struct scanned);

	sessions_act_at(app->sessions, till_id, call->work.at_us);
	scanned->till_id = till_id;
	scanned->aim = arena_text(call->arena, aim);
	scanned->data = arena_bytes(call->arena, data, size);
	scanned->size = size;
	call->state = scanned;
	call->done = tell;
	call_add_step(call, LANE_DRAFT, scan_step);
	call_start(call);
}
