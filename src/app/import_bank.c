/*
 * A bank's statement: what webhooks did not tell. Its file has been brought into these columns (bank_file.h); a row that the book
 * knows already, from a webhook or an earlier statement, is no news.
 */
#include <stdio.h>
#include <string.h>

#include "app/bank_hook.h"
#include "app/import_parts.h"
#include "base/day.h"
#include "shop/bank_credit.h"

struct bank_cells {
	struct row row;
	const char *when;
	int64_t amount;
	const char *purpose, *reference, *account, *payer, *payer_account;
	/* not of the file */
	int64_t booked_us, nth, nth_reference;
	const char *bank_id;
};

#define AT(member) offsetof(struct bank_cells, member)
enum { N_WHEN, N_AMOUNT, N_PURPOSE, N_REFERENCE, N_ACCOUNT, N_PAYER, N_PAYER_ACCOUNT };
static const struct column columns[] = {
	[N_WHEN] = { "Ngày giao dịch", "transaction date|date", CELL_TEXT, AT(when), 1, 40, .required = true, .is_code = true },
	[N_AMOUNT] = { "Số tiền ghi có", "credit|amount|số tiền", CELL_MONEY, AT(amount), 1, MONEY_MAX, .required = true },
	[N_PURPOSE] = { "Nội dung", "description|purpose|diễn giải", CELL_TEXT, AT(purpose), 1, 3000, .is_code = true },
	[N_REFERENCE] = { "Số tham chiếu", "reference|ref", CELL_TEXT, AT(reference), 1, 200, .is_code = true },
	[N_ACCOUNT] = { "Số tài khoản", "account", CELL_TEXT, AT(account), 1, 40, .is_code = true },
	[N_PAYER] = { "Tên đối ứng", "payer", CELL_TEXT, AT(payer), 1, 400, .is_code = true },
	[N_PAYER_ACCOUNT] = { "Tài khoản đối ứng", "payer account", CELL_TEXT, AT(payer_account), 1, 100, .is_code = true },
};
#undef AT

/* At most so many bytes, not through the middle of a letter. */
static const char *cut(struct arena *arena, const char *text, size_t bytes_max)
{
	size_t size = text ? strlen(text) : 0;

	if (size <= bytes_max)
		return text;
	for (size = bytes_max; size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80;)
		size--;
	return arena_bytes(arena, text, size);
}

static bool find_account(struct importing *im, struct bank_cells *c, struct err *err)
{
	struct bank_account own;
	bool found;

	if (!bank_account_of_operator(im->txn, im->arena, im->book->site_id, im->day, &own, &found, err))
		return false;
	if (!c->account && found)
		c->account = own.account;
	if (!c->account)
		problem(im, &c->row, N_ACCOUNT, "không biết là tài khoản nào: tệp không ghi số tài khoản, cửa hàng cũng chưa có tài khoản");
	else if ((!found || !bank_account_is(own.account, c->account)) && im->import->rows_count == 1)
		warning(im, &c->row, N_ACCOUNT, "%.40s không phải tài khoản của đơn vị vận hành; xem lại có đúng tệp không", c->account);
	return true;
}

static struct bank_credit_in credit_of(const struct bank_cells *c, struct bank_account *own)
{
	*own = (struct bank_account){ .account = c->account };
	return (struct bank_credit_in){
		.account = c->account, .amount = MONEY(c->amount), .bank_id = c->bank_id, .booked_us = c->booked_us, .nth = c->nth, .nth_reference = c->nth_reference, .own = own, .own_count = 1,
		.payer = { .account = c->payer_account, .name = c->payer, .purpose = c->purpose }, .reference = c->reference, .source = BANK_STATEMENT,
	};
}

/* Lines above it that may be the same, or a payment just like it. *same: to the letter. false: too many to tell them apart. */
static bool count_before(struct importing *im, const struct bank_credit_in *in, struct bank_cells *c, int64_t *same)
{
	int64_t alike = 0;

	*same = 0;
	for (int64_t i = im->import->rows_count - 2; i >= 0; i--) {
		const struct bank_cells *other = (const struct bank_cells *)(const void *)row_at(im->import, (size_t)i);
		struct bank_account unneeded;
		struct bank_credit_in before;

		if (other->row.is_bad || other->amount != c->amount)
			continue;
		alike += day_of_us(other->booked_us) == day_of_us(c->booked_us);
		if (alike > BANK_LIKE_MAX)
			return false;
		before = credit_of(other, &unneeded);
		c->nth_reference += bank_credit_is_of_reference(im->scratch, in, &before);
		c->nth += bank_credit_is_like(im->scratch, in, &before);
		*same += c->booked_us == other->booked_us && text_is(c->reference, other->reference) && (c->reference || text_is(c->purpose, other->purpose)) &&
			 text_is(c->account, other->account);
	}
	return true;
}

/* What a statement does not name is named by what it says. */
static const char *name_row(struct importing *im, const struct bank_cells *c, int64_t same)
{
	struct hash hash = hash_of(c->purpose ? c->purpose : "", c->purpose ? strlen(c->purpose) : 0);
	char text[HASH_TEXT_SIZE];

	hash_write(hash, text);
	return arena_format(im->arena, "%s/%lld/%lld/%lld", c->reference ? cut(im->arena, c->reference, 40) : arena_bytes(im->arena, text, 16),
			    (long long)c->amount, (long long)(c->booked_us / 1000000), (long long)same);
}

static bool load(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct bank_cells *c = row;
	struct bank_credit_in in;
	struct bank_account own;
	int64_t same;
	bool is_told;

	*found = false;
	if (c->row.is_bad || !c->when || c->amount == ROW_ABSENT)
		return true;
	if (!bank_time_read(c->when, &c->booked_us) || c->booked_us < 0 || c->booked_us > im->at_us + 2 * DAY_US) {
		problem(im, &c->row, N_WHEN, "“%.40s” không phải ngày giờ đã qua", c->when);
		return true;
	}
	c->purpose = cut(im->arena, c->purpose, BANK_PURPOSE_MAX);
	c->reference = cut(im->arena, c->reference, 60);
	c->payer = cut(im->arena, c->payer, 100);
	c->payer_account = cut(im->arena, c->payer_account, 40);
	if (!find_account(im, c, err) || c->row.is_bad)
		return c->row.is_bad;
	in = credit_of(c, &own);
	c->nth = c->nth_reference = 0;
	if (!count_before(im, &in, c, &same)) {
		problem(im, &c->row, N_AMOUNT, "hơn %d dòng cùng ngày và cùng số tiền này, máy không phân biệt được; bỏ các dòng này khỏi tệp rồi đối chiếu riêng", BANK_LIKE_MAX);
		return true;
	}
	c->bank_id = name_row(im, c, same);
	in = credit_of(c, &own);
	if (!bank_credit_is_told(im->txn, im->scratch, &in, &is_told, err))
		return false;
	*found = is_told;
	if (is_told)
		memcpy(base, c, sizeof(*c));
	return true;
}

static bool write(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	const struct bank_cells *c = (const struct bank_cells *)(const void *)row_at(import, chunk->first);
	const struct bank_credited *body;
	struct bank_account own;
	struct bank_credit_in in = credit_of(c, &own);
	bool is_known, is_ours;

	return c->row.is_same || bank_credit_add(work, &in, &body, &is_known, &is_ours, err);
}

const struct import_kind import_bank = {
	.name = "bank", .about = "sao kê ngân hàng", .columns = columns, .columns_count = COUNT_OF(columns), .row_size = sizeof(struct bank_cells), .chunk_rows = 1,
	.no_key = true, .load = load, .write = write,
};
