#include "app/bank_hook.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/day.h"
#include "base/hash.h"
#include "calc/fold.h"
#include "calc/node.h"

#define SECOND_US INT64_C(1000000)
#define SIGNED_MAX ((size_t)1 << 17)

/* ---- times ------------------------------------------------------------------------ */

static bool two_digits(const char *text, int64_t high, int64_t *number)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return false;
	*number = (text[0] - '0') * 10 + (text[1] - '0');
	return *number <= high;
}

bool bank_time_read(const char *text, int64_t *at_us)
{
	int64_t hours, minutes, seconds;
	char date[11] = "";
	int32_t day;

	memcpy(date, text, strnlen(text, sizeof(date) - 1));
	if (strlen(text) < 19 || !day_read(date, &day) || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':' ||
	    !two_digits(text + 11, 23, &hours) || !two_digits(text + 14, 59, &minutes) || !two_digits(text + 17, 60, &seconds))
		return false;
	*at_us = day_start_us(day) + ((hours * 60 + minutes) * 60 + seconds) * SECOND_US;
	return true;
}

/* ---- members ------------------------------------------------------------------------ */

/* A member as text, a number written out; NULL: not there, null or empty. */
static const char *text_of(const struct node *object, const char *name, size_t bytes_max, struct arena *arena)
{
	const struct node *node = node_find(object, name);
	const char *clean;
	struct err unneeded;
	size_t size;
	char *text;

	if (node && node->kind == NODE_NUMBER)
		return arena_format(arena, "%lld", (long long)node->number);
	if (!node || node->kind != NODE_TEXT || !node->size)
		return NULL;
	size = node->size < bytes_max ? node->size : bytes_max;
	/* Not through the middle of a letter. */
	while (size < node->size && size > 0 && ((unsigned char)node->text[size] & 0xc0) == 0x80)
		size--;
	text = arena_bytes(arena, node->text, size);
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	if (!text_nfc(text, size, false, arena, &clean, NULL, &unneeded))
		return NULL;
	return *clean ? clean : NULL;
}

/* "2277000", "2277000.00": whole đồng, as a number or as a text; of a đồng there is no half. */
static bool amount_of(const struct node *object, const char *name, struct money *amount, struct err *err)
{
	const struct node *node = node_find(object, name);
	int64_t dong = -1;

	if (node && node->kind == NODE_NUMBER)
		dong = node->number;
	if (node && (node->kind == NODE_FRACTION || node->kind == NODE_TEXT) && node->size) {
		size_t whole = 0, zeros;

		while (whole < node->size && node->text[whole] >= '0' && node->text[whole] <= '9')
			whole++;
		zeros = whole;
		if (zeros < node->size && node->text[zeros] == '.')
			zeros++;
		while (zeros > whole && zeros < node->size && node->text[zeros] == '0')
			zeros++;
		if (zeros != node->size || !text_read_i64(node->text, whole, &dong))
			dong = -1;
	}
	if (dong < 0 || dong > MONEY_MAX)
		return err_set(err, ERR_INPUT, name, "%s is not whole đồng", name);
	*amount = MONEY(dong);
	return true;
}

static int64_t time_of(const struct node *object, const char *name, int64_t otherwise_us, struct arena *arena)
{
	const char *text = text_of(object, name, 40, arena);
	int64_t at_us;

	return text && bank_time_read(text, &at_us) && at_us >= 0 ? at_us : otherwise_us;
}

static struct node *read_object(const struct bank_hook *hook, struct arena *arena, struct err *err)
{
	struct node *object = node_read(hook->body, hook->body_size, arena, err);

	if (object && object->kind == NODE_OBJECT)
		return object;
	err_set(err, ERR_INPUT, NULL, "not an object of JSON");
	return NULL;
}

/* ---- SePay -------------------------------------------------------------------------- */

static bool is_hex_of(const char *text, struct hash right)
{
	struct hash said;
	char small[HASH_TEXT_SIZE];
	size_t size = strlen(text);

	if (size != HASH_TEXT_SIZE - 1)
		return false;
	for (size_t i = 0; i <= size; i++)
		small[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + 'a' - 'A' : text[i]);
	return hash_read(small, size, &said) && hash_is_secret(said, right);
}

static bool sepay_signed(const struct bank_hook *hook, struct arena *arena)
{
	static const char scheme[] = "Apikey ", prefix[] = "sha256=";
	const char *said;
	int64_t sent_s, apart_s;

	if (hook->signature) {
		if (strncmp(hook->signature, prefix, sizeof(prefix) - 1) != 0 || !hook->timestamp ||
		    !text_read_i64(hook->timestamp, strlen(hook->timestamp), &sent_s) || sent_s < 0)
			return false;
		apart_s = hook->at_us / SECOND_US - sent_s;
		said = arena_format(arena, "%s.", hook->timestamp);
		return apart_s <= BANK_HOOK_LATE_S && apart_s >= -BANK_HOOK_LATE_S &&
		       is_hex_of(hook->signature + sizeof(prefix) - 1,
				 hash_keyed(hook->key, strlen(hook->key), said, strlen(said), hook->body, hook->body_size));
	}
	if (!hook->authorization || strncasecmp(hook->authorization, scheme, sizeof(scheme) - 1) != 0)
		return false;
	said = hook->authorization + sizeof(scheme) - 1;
	/* Of their hashes, so that the time tells neither letters nor how many. */
	return hash_is_secret(hash_of(said, strlen(said)), hash_of(hook->key, strlen(hook->key)));
}

static bool read_sepay(const struct bank_hook *hook, struct arena *arena, struct bank_hook_said *said, struct err *err)
{
	const struct node *object;
	const char *type;

	if (!sepay_signed(hook, arena))
		return err_set(err, ERR_FORBIDDEN, NULL, "not SePay's key");
	object = read_object(hook, arena, err);
	if (!object)
		return false;
	type = text_of(object, "transferType", 10, arena);
	said->is_credit = type && strcasecmp(type, "in") == 0;
	said->other_account = text_of(object, "subAccount", 40, arena);
	said->credit.account = text_of(object, "accountNumber", 40, arena);
	said->credit.bank_id = text_of(object, "id", BANK_ID_MAX, arena);
	said->credit.reference = text_of(object, "referenceCode", 60, arena);
	said->credit.booked_us = time_of(object, "transactionDate", hook->at_us, arena);
	said->credit.payer.purpose = text_of(object, "content", BANK_PURPOSE_MAX, arena);
	if (!said->credit.payer.purpose)
		said->credit.payer.purpose = text_of(object, "description", BANK_PURPOSE_MAX, arena);
	return !said->is_credit || amount_of(object, "transferAmount", &said->credit.amount, err);
}

/* ---- payOS -------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
	const struct node *a = *(const struct node *const *)left, *b = *(const struct node *const *)right;
	size_t size = a->name_size < b->name_size ? a->name_size : b->name_size;
	int order = memcmp(a->name, b->name, size);

	return order ? order : (a->name_size > b->name_size) - (a->name_size < b->name_size);
}

/* As their language prints it: 3000.0 is "3000", 1.50 is "1.5". */
static bool write_fraction(const struct node *node, struct buf *buf)
{
	size_t size = node->size;

	for (size_t i = 0; i < size; i++)
		if (node->text[i] == 'e' || node->text[i] == 'E')
			return false;
	while (node->text[size - 1] == '0')
		size--;
	size -= node->text[size - 1] == '.';
	buf_add(buf, node->text, size);
	return true;
}

static bool write_value(const struct node *node, struct buf *buf)
{
	switch (node->kind) {
	case NODE_NULL: return true;
	case NODE_TRUE: buf_text(buf, "true"); return true;
	case NODE_FALSE: buf_text(buf, "false"); return true;
	case NODE_NUMBER: buf_i64(buf, node->number); return true;
	case NODE_TEXT:
		/* Their own samples take these words for null. */
		if (!(node->size == 4 && memcmp(node->text, "null", 4) == 0) && !(node->size == 9 && memcmp(node->text, "undefined", 9) == 0))
			buf_add(buf, node->text, node->size);
		return true;
	case NODE_FRACTION: return write_fraction(node, buf);
	case NODE_LIST: case NODE_OBJECT: break;
	}
	return false;
}

static bool payos_signed(const struct bank_hook *hook, const struct node *data, const char *signature, struct arena *arena)
{
	const struct node **members = ARENA_LIST(arena, data->count, const struct node *);
	struct hash right;
	size_t count = 0;
	bool ok = true;
	struct buf buf;

	for (const struct node *node = data->first; node; node = node->next)
		members[count++] = node;
	if (count)
		qsort(members, count, sizeof(*members), by_name);
	buf_init(&buf, SIGNED_MAX);
	for (size_t i = 0; i < count && ok; i++) {
		buf_text(&buf, i ? "&" : "");
		buf_add(&buf, members[i]->name, members[i]->name_size);
		buf_byte(&buf, '=');
		ok = write_value(members[i], &buf);
	}
	right = hash_keyed(hook->key, strlen(hook->key), buf_get(&buf), buf.size, NULL, 0);
	ok = ok && !buf.full && is_hex_of(signature, right);
	buf_release(&buf);
	return ok;
}

static bool read_payos(const struct bank_hook *hook, struct arena *arena, struct bank_hook_said *said, struct err *err)
{
	const struct node *object = read_object(hook, arena, err), *data = object ? node_find(object, "data") : NULL;
	const char *signature = object ? text_of(object, "signature", 100, arena) : NULL, *code, *currency, *link;

	/* Nobody is told more than that it was not signed. */
	if (!data || data->kind != NODE_OBJECT || !signature || !payos_signed(hook, data, signature, arena))
		return err_set(err, ERR_FORBIDDEN, NULL, "not payOS's signature");
	code = text_of(data, "code", 10, arena);
	said->is_credit = !code || strcmp(code, "00") == 0;
	said->other_account = text_of(data, "virtualAccountNumber", 40, arena);
	said->credit.account = text_of(data, "accountNumber", 40, arena);
	said->credit.reference = text_of(data, "reference", 60, arena);
	said->credit.booked_us = time_of(data, "transactionDateTime", hook->at_us, arena);
	said->credit.payer = (struct bank_payer){
		.account = text_of(data, "counterAccountNumber", 40, arena), .name = text_of(data, "counterAccountName", 100, arena),
		.purpose = text_of(data, "description", BANK_PURPOSE_MAX, arena),
	};
	if (!said->is_credit)
		return true;
	currency = text_of(data, "currency", 10, arena);
	if (currency && strcasecmp(currency, "VND") != 0)
		return err_set(err, ERR_INPUT, "currency", "%s is not đồng", currency);
	if (!amount_of(data, "amount", &said->credit.amount, err))
		return false;
	/* It has no name of its own for a transaction but the bank's; a link may be paid in parts. */
	link = text_of(data, "paymentLinkId", 40, arena);
	said->credit.bank_id = said->credit.reference;
	if (!said->credit.bank_id && link)
		said->credit.bank_id = arena_format(arena, "%s/%lld/%lld", link, (long long)(said->credit.booked_us / SECOND_US),
						    (long long)said->credit.amount.dong);
	return true;
}

bool bank_hook_read(const struct bank_hook *hook, struct arena *arena, struct bank_hook_said *said, struct err *err)
{
	*said = (struct bank_hook_said){ .credit = { .source = hook->source } };
	if (!hook->key || !*hook->key)
		return err_set(err, ERR_FORBIDDEN, NULL, "no key is set for this service");
	if (!(hook->source == BANK_SEPAY ? read_sepay(hook, arena, said, err) : read_payos(hook, arena, said, err)))
		return false;
	said->is_credit = said->is_credit && said->credit.amount.dong > 0;
	if (said->is_credit && (!said->credit.account || !said->credit.bank_id))
		return err_set(err, ERR_INPUT, said->credit.account ? "id" : "accountNumber", "says neither which account nor which transaction");
	return true;
}
