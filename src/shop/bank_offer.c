#include "shop/bank_offer.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "shop/bank_credit.h"
#include "shop/bank_parts.h"
#include "shop/intent.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "store/stmt.h"

#define RIVALS_MAX 20
#define FROM_BYTES_MAX 80
#define NUMBER_MIN 6               /* digits in a row that are an account's or a card's */
#define NUMBER_KEPT 3

enum { UNKNOWN, RIVALS, SEEN, SHIFT_OF };

const struct sql bank_offer_sql[] = {
	[UNKNOWN] = { .text =
		"SELECT entry_key, id, booked_us FROM bank_credit WHERE rest > 0 AND rest = amount AND amount = $1 AND state = 5 AND source < 3 AND booked_us >= $2"
		" ORDER BY entry_key DESC LIMIT 5", .scan_ok = true },
	[RIVALS] = { .text = "SELECT cart_id FROM bank_intent WHERE amount = $1 AND at_us >= $2 AND cart_id <> $3 ORDER BY at_us DESC LIMIT 20" },
	[SEEN] = { .text = "SELECT 1 FROM bank_seen WHERE rest = $1 AND rest > 0 LIMIT 1" },
	[SHIFT_OF] = { .text = "SELECT shift_key FROM sale WHERE entry_key = $1" },
	SQL_END
};

static const struct field fields[] = {
	F_MONEY(struct bank_offer, amount, 1, MONEY_MAX),
	F_I64(struct bank_offer, booked_us, 0, INT64_MAX),
	F_ID(struct bank_offer, credit_id),
	F_TEXT_OPT(struct bank_offer, from, 1, FROM_BYTES_MAX),
	F_BOOL(struct bank_offer, is_alone),
};
const struct shape bank_offer_shape = SHAPE(struct bank_offer, "bank_offer", fields);

/* What a cashier may ask the customer about: a name or words, of numbers no more than their end. */
static const char *say_from(struct arena *arena, const struct bank_payer *payer)
{
	const char *text = payer->name ? payer->name : payer->purpose;
	size_t size = text ? strlen(text) : 0, count = 0;
	char *out = arena_take(arena, FROM_BYTES_MAX + 1);

	for (size_t i = 0; i < size;) {
		size_t digits = 0;

		while (isdigit((unsigned char)text[i + digits]))
			digits++;
		if (digits >= NUMBER_MIN) {
			if (count + 3 + NUMBER_KEPT > FROM_BYTES_MAX)
				break;
			memcpy(out + count, "…", 3);
			memcpy(out + count + 3, text + i + digits - NUMBER_KEPT, NUMBER_KEPT);
			count += 3 + NUMBER_KEPT;
			i += digits;
			continue;
		}
		if (count == FROM_BYTES_MAX)
			break;
		out[count++] = text[i++];
	}
	/* Not through the middle of a letter. */
	while (count && !text_is_utf8(out, count))
		count--;
	out[count] = '\0';
	return count ? out : NULL;
}

static bool has_row(struct stmt *q, bool *has, struct err *err)
{
	*has = stmt_next(q);
	if (*has)
		stmt_skip(q);
	return stmt_end(q, err);
}

/* Does another ticket, not paid yet, ask for the same amount? */
static bool find_rival(struct txn *txn, struct arena *arena, const struct intent *intent, int64_t since_us, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_offer_sql[RIVALS]);
	struct id others[RIVALS_MAX];
	size_t count = 0;

	stmt_put_money(q, intent->amount);
	stmt_put_i64(q, since_us);
	stmt_put_id(q, intent->cart_id);
	while (count < RIVALS_MAX && stmt_next(q))
		stmt_take_id(q, &others[count++]);
	if (!stmt_end(q, err))
		return false;
	*found = count == RIVALS_MAX;
	for (size_t i = 0; i < count && !*found; i++) {
		struct entry entry;
		bool is_over;

		if (!journal_find_id(txn, arena, others[i], &entry, &is_over, err))
			return false;
		*found = !is_over;
	}
	return true;
}

static bool is_anothers(struct txn *txn, struct arena *arena, const struct intent *intent, int64_t since_us, bool *is, struct err *err)
{
	struct stmt *q;

	if (!find_rival(txn, arena, intent, since_us, is, err))
		return false;
	if (*is)
		return true;
	q = stmt_begin(txn, &bank_offer_sql[SEEN]);
	stmt_put_money(q, intent->amount);
	return has_row(q, is, err);
}

static bool list(struct txn *txn, const struct intent *intent, int64_t since_us, struct bank_offer *offers, int64_t *keys, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_offer_sql[UNKNOWN]);

	stmt_put_money(q, intent->amount);
	stmt_put_i64(q, since_us);
	while (*count < BANK_OFFERS_MAX && stmt_next(q)) {
		struct bank_offer *offer = &offers[*count];

		keys[(*count)++] = stmt_take_i64(q);
		stmt_take_id(q, &offer->credit_id);
		offer->booked_us = stmt_take_i64(q);
		offer->amount = intent->amount;
	}
	return stmt_end(q, err);
}

bool bank_offers(struct txn *txn, struct arena *arena, struct id cart_id, int64_t at_us, struct bank_offer **offers, size_t *count, struct err *err)
{
	int64_t keys[BANK_OFFERS_MAX], since_us = at_us - BANK_OFFER_BEFORE_US;
	struct intent intent;
	bool found, is_other;

	*offers = ARENA_LIST(arena, BANK_OFFERS_MAX, struct bank_offer);
	*count = 0;
	if (!intent_last(txn, arena, cart_id, &intent, &found, err) || (found && !list(txn, &intent, since_us, *offers, keys, count, err)))
		return false;
	if (*count == 0)
		return true;
	if (!is_anothers(txn, arena, &intent, since_us, &is_other, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct bank_offer *offer = &(*offers)[i];
		struct bank_payer payer;

		if (!bank_payer_of(txn, arena, keys[i], &payer, err))
			return false;
		offer->from = say_from(arena, &payer);
		offer->is_alone = *count == 1 && !is_other && offer->booked_us >= intent.at_us - BANK_OFFER_EARLY_US;
	}
	return true;
}

bool bank_offer_is_alone(struct txn *txn, struct arena *arena, struct id cart_id, int64_t at_us, struct id credit_id, struct money amount, bool *is_alone,
			 struct err *err)
{
	struct bank_offer *offers;
	size_t count;

	*is_alone = false;
	if (!bank_offers(txn, arena, cart_id, at_us, &offers, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (id_is(offers[i].credit_id, credit_id) && offers[i].amount.dong == amount.dong)
			*is_alone = offers[i].is_alone;
	return true;
}

bool bank_offer_apply(struct txn *txn, const struct entry *sale, struct money amount, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_offer_sql[SHIFT_OF]);
	int64_t shift_key = 0;

	stmt_put_i64(q, sale->key);
	if (stmt_next(q))
		shift_key = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	return !shift_key || shift_count(txn, shift_key, CLAIMED_BUCKET, 1, amount, err);
}
