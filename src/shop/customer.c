#include "shop/customer.h"

#include <ctype.h>
#include <string.h>

#include "calc/fold.h"
#include "calc/share.h"
#include "calc/vnnumber.h"
#include "shop/sql.h"

#define DIGITS_MIN 3
#define SCRATCH_BYTES ((size_t)1 << 16)

enum { NEWEST };

const struct sql customer_sql[] = {
	[NEWEST] = { .text = "SELECT id FROM party WHERE roles & 4 <> 0 ORDER BY entry_key DESC, id LIMIT $1", .scan_ok = true },
	SQL_END
};

static const char *digits_of(struct arena *arena, const char *text)
{
	char *digits = arena_take(arena, strlen(text) + 1);
	size_t size = 0;

	for (; *text; text++)
		if (isdigit((unsigned char)*text))
			digits[size++] = *text;
	digits[size] = '\0';
	return digits;
}

static const char *plain_of(struct arena *arena, const char *text)
{
	struct buf buf;
	const char *plain;

	buf_init(&buf, 2000);
	fold_text(text, strlen(text), &buf);
	plain = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return plain;
}

/* "+84912…" and "0912…" are one telephone: compared without what stands in front. */
static bool fits(struct arena *arena, const struct party *party, const char *plain, const char *digits)
{
	if (strlen(digits) >= DIGITS_MIN) {
		const char *tail = digits[0] == '0' ? digits + 1 : digits;

		if ((party->phone && strstr(digits_of(arena, party->phone), tail)) || (party->tax_code && strstr(digits_of(arena, party->tax_code), digits)))
			return true;
	}
	return *plain && party->name && strstr(plain_of(arena, party->name), plain);
}

bool customer_find(struct txn *txn, struct arena *arena, const char *words, int32_t day, struct party **found, size_t *count, struct err *err)
{
	struct id *ids = ARENA_LIST(arena, CUSTOMERS_SEEN_MAX, struct id);
	const char *plain = plain_of(arena, words), *digits = digits_of(arena, words);
	struct stmt *q = stmt_begin(txn, &customer_sql[NEWEST]);
	struct arena *scratch;
	size_t seen = 0;
	bool ok = true;

	*found = ARENA_LIST(arena, CUSTOMERS_FOUND_MAX, struct party);
	*count = 0;
	stmt_put_i64(q, CUSTOMERS_SEEN_MAX);
	while (seen < CUSTOMERS_SEEN_MAX && stmt_next(q))
		stmt_take_id(q, &ids[seen++]);
	if (!stmt_end(q, err))
		return false;
	scratch = arena_new(SCRATCH_BYTES);
	for (size_t i = 0; ok && i < seen && *count < CUSTOMERS_FOUND_MAX; i++) {
		struct party party;

		arena_reset(scratch);
		ok = party_get(txn, scratch, ids[i], day, &party, err);
		if (ok && party.name && fits(scratch, &party, plain, digits))
			ok = party_get(txn, arena, ids[i], day, &(*found)[(*count)++], err);
	}
	arena_free(scratch);
	return ok;
}

/* Who has a tax code of ten or thirteen digits buys as a firm; a person's has twelve. */
static int32_t form_of(const char *tax_code)
{
	char normal[VNNUMBER_SIZE];

	return tax_code && vnnumber_tax_code(tax_code, normal) && strlen(normal) != 12 ? FORM_ENTERPRISE : FORM_PERSON;
}

bool customer_add(struct work *work, const struct customer_in *in, struct id *customer_id, struct err *err)
{
	char code[ID_TEXT_SIZE];
	struct party party = {
		.address = in->address, .from_day = day_of_us(work->at_us), .id = id_derive(work->id, "customer", 1), .legal_form = form_of(in->tax_code),
		.name = in->name, .phone = in->phone, .roles = PARTY_CUSTOMER, .tax_code = in->tax_code,
	};

	party.vat_profile = party.legal_form == FORM_ENTERPRISE ? TAX_CREDIT : TAX_HOUSEHOLD;
	id_write(party.id, code);
	/* A code of its own that says nothing of the person: the end of the id is chance. */
	party.code = arena_format(work->arena, "KH-%s", code + 24);
	*customer_id = party.id;
	if (!parties_set(work, &party, 1, err)) {
		if (strncmp(err->field, "parties[0].", 11) == 0)
			memmove(err->field, err->field + 11, strlen(err->field + 11) + 1);
		return false;
	}
	return true;
}

bool customer_buyer(struct txn *txn, struct arena *arena, struct id customer_id, int32_t day, int64_t *buyer, struct err *err)
{
	struct party party;

	if (!party_get(txn, arena, customer_id, day, &party, err))
		return err_set(err, err->code, err->code == ERR_MISSING ? "customer_id" : NULL, "không có khách hàng này");
	*buyer = party.legal_form == FORM_ENTERPRISE || party.legal_form == FORM_COOPERATIVE || party.legal_form == FORM_UNION ? 2 : 1;
	return true;
}

const char *customer_masked(struct arena *arena, const char *phone)
{
	const char *digits;
	size_t size;

	if (!phone)
		return NULL;
	digits = digits_of(arena, phone);
	if (digits[0] == '8' && digits[1] == '4' && strlen(digits) > 9)
		digits = arena_format(arena, "0%s", digits + 2);
	size = strlen(digits);
	return size < 7 ? "xxx" : arena_format(arena, "%.2sxx xxx %s", digits, digits + size - 3);
}
