#include "app/debug.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "calc/vietqr.h"

/* Whether payloads are read instead of written; behind debug->state. */
struct mode {
	bool parse;
};

static bool open(struct debug *debug, struct err *err)
{
	struct mode *mode = calloc(1, sizeof(*mode));

	if (!mode)
		return err_set(err, ERR_IO, NULL, "no memory");
	debug->state = mode;
	for (int i = 0; i < debug->argc; i++) {
		if (strcmp(debug->argv[i], "--parse") != 0)
			return err_set(err, ERR_INPUT, NULL, "unknown option %.100s; the only one is --parse", debug->argv[i]);
		mode->parse = true;
	}
	return true;
}

static bool take_text(const json_t *value, const char *name, const char **text, struct err *err)
{
	if (!json_is_null(value) && !json_is_string(value))
		return err_set(err, ERR_INPUT, name, "%s is not text", name);
	*text = json_string_value(value);
	return true;
}

/* A whole number, or its digits as text; null and "" are none. */
static bool take_amount(const json_t *value, struct money *amount, struct err *err)
{
	const char *text = json_string_value(value);

	if (json_is_integer(value))
		amount->dong = json_integer_value(value);
	else if (text && *text ? !text_read_i64(text, json_string_length(value), &amount->dong) : !text && !json_is_null(value))
		return err_set(err, ERR_INPUT, "amount", "amount is not whole dong");
	return true;
}

static bool take_order(const json_t *object, struct vietqr_order *order, struct err *err)
{
	struct {
		const char *name;
		const char **text;
	} texts[] = {
		{ "bin", &order->bin }, { "account", &order->account }, { "service", &order->service }, { "purpose", &order->purpose }, { "bill", &order->bill },
	};
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return err_set(err, ERR_INPUT, NULL, "a JSON object is wanted: bin, account, service, amount, purpose, bill");
	json_object_foreach((json_t *)object, name, value) {
		size_t i = 0;

		while (i < COUNT_OF(texts) && strcmp(texts[i].name, name) != 0)
			i++;
		if (i < COUNT_OF(texts)) {
			if (!take_text(value, name, texts[i].text, err))
				return false;
		} else if (strcmp(name, "amount") == 0) {
			if (!take_amount(value, &order->amount, err))
				return false;
		} else {
			return err_set(err, ERR_INPUT, name, "unknown member %.60s", name);
		}
	}
	if (order->service && !*order->service)
		order->service = NULL;
	return true;
}

static bool write_payload(const char *text, size_t size, struct buf *answer, struct err *err)
{
	struct vietqr_order order = { 0 };
	char payload[VIETQR_PAYLOAD_SIZE];
	json_error_t bad;
	json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, &bad);
	bool ok;

	if (!object)
		return err_set(err, ERR_INPUT, NULL, "not JSON: %.200s", bad.text);
	ok = take_order(object, &order, err) && vietqr_write(&order, payload, err);
	if (ok) {
		buf_text(answer, ",\"payload\":");
		buf_json_text(answer, payload);
	}
	json_decref(object);
	return ok;
}

static bool read_payload(const char *text, size_t size, struct buf *answer, struct err *err)
{
	struct vietqr vietqr;

	if (!vietqr_read(text, size, &vietqr, err))
		return false;

	const struct {
		const char *name, *text;
	} texts[] = {
		{ "guid", vietqr.guid }, { "bin", vietqr.bin }, { "account", vietqr.account }, { "service", vietqr.service },
		{ "bill", vietqr.bill }, { "store", vietqr.store }, { "reference", vietqr.reference }, { "terminal", vietqr.terminal },
		{ "purpose", vietqr.purpose }, { "mcc", vietqr.mcc }, { "merchant", vietqr.merchant }, { "city", vietqr.city }, { "postcode", vietqr.postcode },
	};

	buf_format(answer, ",\"payable\":%s,\"once\":%s", vietqr.payable ? "true" : "false", vietqr.once ? "true" : "false");
	if (vietqr.amount.dong) {
		buf_text(answer, ",\"amount\":");
		buf_i64(answer, vietqr.amount.dong);
	}
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (*texts[i].text) {
			buf_format(answer, ",\"%s\":", texts[i].name);
			buf_json_any(answer, texts[i].text, strlen(texts[i].text));
		}
	buf_text(answer, ",\"tags\":");
	vietqr_list(text, size, answer);
	return true;
}

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	const struct mode *mode = debug->state;

	(void)arena;
	return mode->parse ? read_payload(text, size, answer, err) : write_payload(text, size, answer, err);
}

const struct debug_command debug_vietqr = {
	.name = "vietqr",
	.usage = "[--parse]",
	.about = "JSON {bin, account, service, amount, purpose, bill} in, the payload out; with --parse a payload in, its fields out",
	.open = open,
	.line = line,
};
