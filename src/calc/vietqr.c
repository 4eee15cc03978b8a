#include "calc/vietqr.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "calc/fold.h"

enum {
	TAG_FORMAT = 0,
	TAG_INITIATION = 1,
	TAG_ACCOUNT_FIRST = 2,      /* 02–25 are the card schemes', plain values */
	TAG_TEMPLATE_FIRST = 26,    /* 26–51 hold a GUID and the scheme's own objects */
	TAG_NAPAS = 38,
	TAG_ACCOUNT_LAST = 51,
	TAG_MCC = 52,
	TAG_CURRENCY = 53,
	TAG_AMOUNT = 54,
	TAG_COUNTRY = 58,
	TAG_MERCHANT = 59,
	TAG_CITY = 60,
	TAG_POSTCODE = 61,
	TAG_MORE = 62,
	TAG_CRC = 63,
	TAG_LANGUAGE = 64,
};

#define VALUE_MAX 99

uint16_t vietqr_crc(const char *bytes, size_t size)
{
	unsigned crc = 0xffff;

	for (size_t i = 0; i < size; i++) {
		crc ^= (unsigned)(unsigned char)bytes[i] << 8;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
	}
	return (uint16_t)crc;
}

static bool is_ascii(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	return true;
}

static bool is_digits(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return size > 0;
}

static bool is_letters_digits(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!is_digits(text + i, 1) && !((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z'))
			return false;
	return size > 0;
}

static bool is_service(const char *service)
{
	return text_is(service, VIETQR_TO_ACCOUNT) || text_is(service, VIETQR_TO_CARD) || text_is(service, VIETQR_PUSH);
}

/* ---- writing ---------------------------------------------------------------- */

/* Callers have checked that value is 1 to 99 bytes. */
static void put(struct buf *buf, int tag, const char *value)
{
	size_t size = strlen(value);

	assert(size >= 1 && size <= VALUE_MAX);
	buf_format(buf, "%02d%02zu%s", tag, size, value);
}

static bool is_given(const char *text)
{
	return text && *text;
}

static bool check_order(const struct vietqr_order *order, const char *purpose, struct err *err)
{
	size_t account = order->account ? strlen(order->account) : 0;
	size_t more = (*purpose ? strlen(purpose) + 4 : 0) + (is_given(order->bill) ? strlen(order->bill) + 4 : 0);

	if (!order->bin || strlen(order->bin) != 6 || !is_digits(order->bin, 6))
		return err_set(err, ERR_INPUT, "bin", "bin is the bank's six digits");
	if (account == 0 || account > VIETQR_ACCOUNT_MAX || !is_letters_digits(order->account, account))
		return err_set(err, ERR_INPUT, "account", "account is 1 to %d letters or digits", VIETQR_ACCOUNT_MAX);
	if (order->service && !is_service(order->service))
		return err_set(err, ERR_INPUT, "service", "service is one of QRIBFTTA, QRIBFTTC, QRPUSH");
	if (order->amount.dong < 0 || order->amount.dong > VIETQR_AMOUNT_MAX)
		return err_set(err, ERR_INPUT, "amount", "amount is whole dong of at most 13 digits, 0 for none");
	if (!is_ascii(purpose, strlen(purpose)))
		return err_set(err, ERR_INPUT, "purpose", "purpose holds a sign that has no ASCII form: %.200s", purpose);
	if (is_given(order->bill) && (strlen(order->bill) > VIETQR_BILL_MAX || !is_ascii(order->bill, strlen(order->bill))))
		return err_set(err, ERR_INPUT, "bill", "bill is at most %d ASCII letters", VIETQR_BILL_MAX);
	if (more > VALUE_MAX)
		return err_set(err, ERR_INPUT, "purpose", "purpose and bill are too long together: %zu of %d", more, VALUE_MAX);
	return true;
}

static void put_all(struct buf *out, struct buf *part, const struct vietqr_order *order, const char *purpose)
{
	char inner[VALUE_MAX + 1];

	put(out, TAG_FORMAT, "01");
	put(out, TAG_INITIATION, order->amount.dong ? "12" : "11");

	put(part, 0, order->bin);
	put(part, 1, order->account);
	memcpy(inner, part->data, part->size + 1);
	buf_clear(part);
	put(part, 0, VIETQR_GUID);
	put(part, 1, inner);
	put(part, 2, order->service ? order->service : VIETQR_TO_ACCOUNT);
	put(out, TAG_NAPAS, part->data);

	put(out, TAG_CURRENCY, "704");
	if (order->amount.dong) {
		buf_clear(part);
		buf_i64(part, order->amount.dong);
		put(out, TAG_AMOUNT, part->data);
	}
	put(out, TAG_COUNTRY, "VN");
	buf_clear(part);
	if (is_given(order->bill))
		put(part, 1, order->bill);
	if (*purpose)
		put(part, 8, purpose);
	if (part->size)
		put(out, TAG_MORE, part->data);
	buf_text(out, "6304");
	buf_format(out, "%04X", vietqr_crc(out->data, out->size));
}

bool vietqr_write(const struct vietqr_order *order, char payload[VIETQR_PAYLOAD_SIZE], struct err *err)
{
	struct buf out, part, purpose;
	bool ok;

	buf_init(&purpose, 4 * VIETQR_TEXT_SIZE);
	buf_init(&out, VIETQR_PAYLOAD_SIZE - 1);
	buf_init(&part, VALUE_MAX);
	if (order->purpose)
		fold_plain(order->purpose, strlen(order->purpose), &purpose);
	ok = purpose.full ? err_set(err, ERR_INPUT, "purpose", "purpose is too long") : check_order(order, buf_get(&purpose), err);
	if (ok) {
		put_all(&out, &part, order, buf_get(&purpose));
		assert(!out.full && !part.full);
		memcpy(payload, out.data, out.size + 1);
	}
	buf_release(&purpose);
	buf_release(&part);
	buf_release(&out);
	return ok;
}

/* ---- reading ---------------------------------------------------------------- */

struct cursor {
	const char *at, *end;
	const char *within;   /* "38." in front of a tag in messages, "" at the top */
	bool bytes;           /* lengths count bytes, not letters */
	uint64_t seen[2];     /* ids so far, a bit each */
};

struct object {
	unsigned tag;
	const char *value;
	size_t size;
};

static struct cursor cursor_over(const char *at, size_t size, const char *within, bool bytes)
{
	return (struct cursor){ .at = at, .end = at + size, .within = within, .bytes = bytes };
}

static unsigned two_digits(const char *text)
{
	return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

/* The bytes that so many letters take, SIZE_MAX when there are not so many. */
static size_t bytes_of(const struct cursor *cursor, const char *at, size_t letters)
{
	const char *from = at;

	if (cursor->bytes)
		return (size_t)(cursor->end - at) < letters ? SIZE_MAX : letters;
	for (; letters; letters--) {
		if (at == cursor->end)
			return SIZE_MAX;
		for (at++; at < cursor->end && ((unsigned char)*at & 0xc0) == 0x80; at++)
			;
	}
	return (size_t)(at - from);
}

static bool next_object(struct cursor *cursor, struct object *object, struct err *err)
{
	const char *at = cursor->at;
	char path[16];

	if (cursor->end - at < 4 || !is_digits(at, 4))
		return err_set(err, ERR_INPUT, NULL, "%sa tag and a length of two digits each are missing before the last %d bytes", cursor->within, (int)(cursor->end - at));
	object->tag = two_digits(at);
	snprintf(path, sizeof(path), "%s%02u", cursor->within, object->tag % 100);
	if (cursor->seen[object->tag / 64] >> (object->tag % 64) & 1)
		return err_set(err, ERR_INPUT, path, "%s stands twice", path);
	cursor->seen[object->tag / 64] |= UINT64_C(1) << (object->tag % 64);
	if (two_digits(at + 2) == 0)
		return err_set(err, ERR_INPUT, path, "%s has no value", path);
	object->value = at + 4;
	object->size = bytes_of(cursor, at + 4, two_digits(at + 2));
	if (object->size == SIZE_MAX)
		return err_set(err, ERR_INPUT, path, "%s says %u letters, %d bytes are left", path, two_digits(at + 2), (int)(cursor->end - at - 4));
	if (!text_is_utf8(object->value, object->size))
		return err_set(err, ERR_INPUT, path, "%s ends within a letter", path);
	cursor->at = object->value + object->size;
	return true;
}

/* Sizes fit: a value is at most 99 letters of four bytes. */
static void keep(char *text, size_t room, const struct object *object)
{
	size_t size = object->size < room ? object->size : room - 1;

	memcpy(text, object->value, size);
	text[size] = '\0';
}

static bool value_is(const struct object *object, const char *text)
{
	return object->size == strlen(text) && memcmp(object->value, text, object->size) == 0;
}

/* 38.01: the bank and the account, and nothing else. */
static bool read_beneficiary(const struct object *holder, bool bytes, struct vietqr *vietqr, struct err *err)
{
	struct cursor cursor = cursor_over(holder->value, holder->size, "38.01.", bytes);
	struct object object;

	while (cursor.at < cursor.end) {
		if (!next_object(&cursor, &object, err))
			return false;
		if (object.tag == 0) {
			if (object.size != 6 || !is_digits(object.value, 6))
				return err_set(err, ERR_INPUT, "38.01.00", "38.01.00, the bank, is not six digits");
			keep(vietqr->bin, sizeof(vietqr->bin), &object);
		} else if (object.tag == 1) {
			if (object.size > VIETQR_ACCOUNT_MAX || !is_ascii(object.value, object.size))
				return err_set(err, ERR_INPUT, "38.01.01", "38.01.01, the account, is not 1 to %d letters", VIETQR_ACCOUNT_MAX);
			keep(vietqr->account, sizeof(vietqr->account), &object);
		} else {
			return err_set(err, ERR_INPUT, "38.01", "38.01 holds an extra tag %02u beside bank and account: its length is wrong", object.tag);
		}
	}
	if (!vietqr->bin[0])
		return err_set(err, ERR_INPUT, "38.01.00", "38.01 names no bank");
	if (!vietqr->account[0])
		return err_set(err, ERR_INPUT, "38.01.01", "38.01 names no account");
	return true;
}

/* 26–51: the GUID says whose it is. */
static bool read_template(const struct object *holder, bool bytes, struct vietqr *vietqr, struct err *err)
{
	char path[4], within[8];
	struct object object, beneficiary = { 0 }, service = { 0 }, guid = { 0 };
	struct cursor cursor;

	snprintf(path, sizeof(path), "%02u", holder->tag % 100);
	snprintf(within, sizeof(within), "%s.", path);
	cursor = cursor_over(holder->value, holder->size, within, bytes);
	while (cursor.at < cursor.end) {
		if (!next_object(&cursor, &object, err))
			return false;
		if (object.tag == 0)
			guid = object;
		else if (object.tag == 1)
			beneficiary = object;
		else if (object.tag == 2)
			service = object;
	}
	if (!guid.value)
		return err_set(err, ERR_INPUT, path, "%u has no GUID (tag 00)", holder->tag);
	if (holder->tag != TAG_NAPAS || !value_is(&guid, VIETQR_GUID)) {
		if (!vietqr->guid[0])
			keep(vietqr->guid, sizeof(vietqr->guid), &guid);
		return true;
	}
	keep(vietqr->guid, sizeof(vietqr->guid), &guid);
	if (!beneficiary.value)
		return err_set(err, ERR_INPUT, "38.01", "38 has no beneficiary (tag 01)");
	if (!read_beneficiary(&beneficiary, bytes, vietqr, err))
		return false;
	if (service.value)
		keep(vietqr->service, sizeof(vietqr->service), &service);
	vietqr->payable = !service.value || is_service(vietqr->service);
	return true;
}

static bool read_more(const struct object *holder, bool bytes, struct vietqr *vietqr, struct err *err)
{
	struct cursor cursor = cursor_over(holder->value, holder->size, "62.", bytes);
	struct object object;

	while (cursor.at < cursor.end) {
		char *text;

		if (!next_object(&cursor, &object, err))
			return false;
		text = object.tag == 1 ? vietqr->bill : object.tag == 3 ? vietqr->store : object.tag == 5 ? vietqr->reference :
		       object.tag == 7 ? vietqr->terminal : object.tag == 8 ? vietqr->purpose : NULL;
		if (text)
			keep(text, VIETQR_TEXT_SIZE, &object);
	}
	return true;
}

static bool read_language(const struct object *holder, bool bytes, struct err *err)
{
	struct cursor cursor = cursor_over(holder->value, holder->size, "64.", bytes);
	struct object object;

	while (cursor.at < cursor.end)
		if (!next_object(&cursor, &object, err))
			return false;
	return true;
}

/* EMVCo lets a fraction stand; of a đồng there is none but nothing. */
static bool read_amount(const struct object *object, struct money *amount)
{
	const char *dot = memchr(object->value, '.', object->size);
	size_t whole = dot ? (size_t)(dot - object->value) : object->size;

	for (size_t i = whole + 1; i < object->size; i++)
		if (object->value[i] != '0')
			return false;
	return object->size <= 13 && text_read_i64(object->value, whole, &amount->dong) && amount->dong >= 0;
}

/* One object of the top level. */
static bool read_object(const struct object *object, bool bytes, struct vietqr *vietqr, struct err *err)
{
	switch (object->tag) {
	case TAG_FORMAT:
		return value_is(object, "01") || err_set(err, ERR_INPUT, "00", "00, the format, is %.*s, not 01", (int)object->size, object->value);
	case TAG_INITIATION:
		vietqr->once = value_is(object, "12");
		return vietqr->once || value_is(object, "11") || err_set(err, ERR_INPUT, "01", "01 is neither 11 nor 12");
	case TAG_MCC:
		keep(vietqr->mcc, sizeof(vietqr->mcc), object);
		return (object->size == 4 && is_digits(object->value, 4)) || err_set(err, ERR_INPUT, "52", "52, the kind of merchant, is not four digits");
	case TAG_CURRENCY:
		return value_is(object, "704") || err_set(err, ERR_INPUT, "53", "53, the currency, is %.*s, not 704 (VND)", (int)object->size, object->value);
	case TAG_AMOUNT:
		return read_amount(object, &vietqr->amount) ||
		       err_set(err, ERR_INPUT, "54", "54, the amount, is not whole dong: %.*s", (int)object->size, object->value);
	case TAG_COUNTRY:
		return value_is(object, "VN") || err_set(err, ERR_INPUT, "58", "58, the country, is %.*s, not VN", (int)object->size, object->value);
	case TAG_MERCHANT:
		keep(vietqr->merchant, sizeof(vietqr->merchant), object);
		return true;
	case TAG_CITY:
		keep(vietqr->city, sizeof(vietqr->city), object);
		return true;
	case TAG_POSTCODE:
		keep(vietqr->postcode, sizeof(vietqr->postcode), object);
		return true;
	case TAG_MORE:
		return read_more(object, bytes, vietqr, err);
	case TAG_LANGUAGE:
		return read_language(object, bytes, err);
	default:
		if (object->tag >= TAG_TEMPLATE_FIRST && object->tag <= TAG_ACCOUNT_LAST)
			return read_template(object, bytes, vietqr, err);
		return true;
	}
}

static bool is_seen(const struct cursor *cursor, unsigned tag)
{
	return cursor->seen[tag / 64] >> (tag % 64) & 1;
}

static int hex_digit(char c)
{
	return is_digits(&c, 1) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool check_crc(const char *payload, const struct object *object, struct err *err)
{
	uint16_t crc = vietqr_crc(payload, (size_t)(object->value - payload));
	int said = 0;

	for (size_t i = 0; i < 4; i++) {
		int digit = object->size == 4 ? hex_digit(object->value[i]) : -1;

		if (digit < 0)
			return err_set(err, ERR_INPUT, "63", "63, the CRC, is not four hex digits");
		said = said << 4 | digit;
	}
	if (said != crc)
		return err_set(err, ERR_INPUT, "63", "63, the CRC, is wrong: it says %04X, the text gives %04X", (unsigned)said, (unsigned)crc);
	return true;
}

/* Everything the top level must hold, once it has been walked. */
static bool check_whole(const struct cursor *cursor, struct err *err)
{
	static const struct {
		unsigned tag;
		const char *field, *what;
	} musts[] = { { TAG_CURRENCY, "53", "the currency" }, { TAG_COUNTRY, "58", "the country" } };
	bool account = false;

	for (unsigned tag = TAG_ACCOUNT_FIRST; tag <= TAG_ACCOUNT_LAST; tag++)
		account = account || is_seen(cursor, tag);
	if (!account)
		return err_set(err, ERR_INPUT, "38", "no account to pay to (tags 02 to 51)");
	for (size_t i = 0; i < COUNT_OF(musts); i++)
		if (!is_seen(cursor, musts[i].tag))
			return err_set(err, ERR_INPUT, musts[i].field, "%s, %s, is missing", musts[i].field, musts[i].what);
	return true;
}

static bool read_as(const char *payload, size_t size, bool bytes, struct vietqr *vietqr, struct err *err)
{
	struct cursor cursor = cursor_over(payload, size, "", bytes);
	struct object object;

	memset(vietqr, 0, sizeof(*vietqr));
	while (cursor.at < cursor.end) {
		bool first = cursor.at == payload;

		if (!next_object(&cursor, &object, err))
			return false;
		if (first && object.tag != TAG_FORMAT)
			return err_set(err, ERR_INPUT, "00", "it does not begin with 00, the format");
		if (object.tag == TAG_CRC) {
			if (cursor.at != cursor.end)
				return err_set(err, ERR_INPUT, "63", "something follows 63, the CRC");
			if (!check_crc(payload, &object, err))
				return false;
		} else if (!read_object(&object, bytes, vietqr, err)) {
			return false;
		}
	}
	if (!is_seen(&cursor, TAG_CRC))
		return err_set(err, ERR_INPUT, "63", "63, the CRC, is missing");
	return check_whole(&cursor, err);
}

bool vietqr_read(const char *payload, size_t size, struct vietqr *vietqr, struct err *err)
{
	struct err letters, bytes;

	if (size > VIETQR_READ_MAX)
		return err_set(err, ERR_LIMIT, NULL, "longer than %d bytes", VIETQR_READ_MAX);
	if (size == 0)
		return err_set(err, ERR_INPUT, NULL, "nothing to read");
	if (!text_is_utf8(payload, size))
		return err_set(err, ERR_INPUT, NULL, "not UTF-8");
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)payload[i] < 0x20 || payload[i] == 0x7f)
			return err_set(err, ERR_INPUT, NULL, "a control byte at %zu", i);
	if (read_as(payload, size, false, vietqr, &letters))
		return true;
	if (!is_ascii(payload, size) && read_as(payload, size, true, vietqr, &bytes))
		return true;
	/* The complaint about letters stands, since bytes do not explain everything either. */
	*err = letters;
	return false;
}

/* 38 with NAPAS's GUID in front, so that 38.01 holds objects. */
static bool is_napas(const struct object *object)
{
	static const char head[] = "0010" VIETQR_GUID;

	return object->tag == TAG_NAPAS && object->size >= sizeof(head) - 1 && memcmp(object->value, head, sizeof(head) - 1) == 0;
}

static void list_level(const char *text, size_t size, bool bytes, int depth, struct buf *json)
{
	struct cursor cursor = cursor_over(text, size, "", bytes);
	struct object object;
	struct err err;
	bool first = true;

	buf_byte(json, '{');
	while (cursor.at < cursor.end && next_object(&cursor, &object, &err)) {
		bool template = depth == 0 ? (object.tag >= TAG_TEMPLATE_FIRST && object.tag <= TAG_ACCOUNT_LAST) || object.tag == TAG_MORE || object.tag == TAG_LANGUAGE
		                           : depth == TAG_NAPAS && object.tag == 1;

		buf_format(json, "%s\"%02u\":", first ? "" : ",", object.tag);
		if (template)
			list_level(object.value, object.size, bytes, depth == 0 && is_napas(&object) ? TAG_NAPAS : 1, json);
		else
			buf_json_any(json, object.value, object.size);
		first = false;
	}
	buf_byte(json, '}');
}

void vietqr_list(const char *payload, size_t size, struct buf *json)
{
	struct vietqr vietqr;
	struct err err;
	bool bytes = !read_as(payload, size, false, &vietqr, &err);

	list_level(payload, size, bytes, 0, json);
}
