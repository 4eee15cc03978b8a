#include "shop/pay.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "shop/exchange.h"

const char *const pay_way_words[] = {
	NULL, "cash", "transfer", "card", "vietqr", "wallet", "voucher", "deposit", "account", "cod", "offset", "exchange", NULL,
};

const struct pay_kind pay_kinds[PAY_WAYS_END] = {
	[PAY_CASH] = { .name = "Tiền mặt", .account = "cash", .is_drawer = true },
	[PAY_TRANSFER] = { .name = "Chuyển khoản (xem bằng mắt)", .account = "transfer" },
	[PAY_CARD] = { .name = "Thẻ", .account = "card" },
	[PAY_EXCHANGE] = { .name = "Đổi hàng", .account = "exchange", .has_source = true, .take = exchange_take },
	[PAY_WALLET] = { .name = "Ví điện tử", .account = "wallet" },
};

static const struct field fields[] = {
	F_MONEY(struct pay, amount, -MONEY_MAX, MONEY_MAX),
	F_MONEY_LEFT(struct pay, given, 0, MONEY_MAX),
	F_ID_LEFT(struct pay, party_id),
	F_TEXT_LEFT(struct pay, reference, 1, 40),
	F_TEXT_LEFT(struct pay, row, 1, PAY_ROW_MAX),
	F_ID_LEFT(struct pay, source_id),
	F_WORD(struct pay, way, pay_way_words),
};
const struct shape pay_shape = SHAPE(struct pay, "pay", fields);

const char *pay_bucket(const struct pay *pay, char text[PAY_BUCKET_SIZE])
{
	if (!pay->row)
		return pay_way_words[pay->way];
	snprintf(text, PAY_BUCKET_SIZE, "%s:%s", pay_way_words[pay->way], pay->row);
	return text;
}

const char *pay_bucket_name(struct arena *arena, const char *bucket)
{
	size_t size = strcspn(bucket, ":");

	for (int way = PAY_CASH; way < PAY_WAYS_END; way++) {
		const char *word = pay_way_words[way], *name = pay_kinds[way].name;

		if (!name || strlen(word) != size || memcmp(word, bucket, size) != 0)
			continue;
		/* A bucket's text may be the caller's own: the name must live on. */
		return bucket[size] ? arena_format(arena, "%s %s", name, bucket + size + 1) : name;
	}
	return arena_text(arena, bucket);
}

bool pay_take(struct work *work, struct id till_id, const struct pay_in *in, struct pay *pay, struct err *err)
{
	const struct pay_kind *kind = &pay_kinds[in->way];

	*pay = (struct pay){
		.amount = in->amount, .given = in->given, .reference = in->reference, .row = in->row, .party_id = in->party_id,
		.source_id = in->source_id, .way = in->way,
	};
	if (!kind->account)
		return err_set(err, ERR_INPUT, "way", "chưa nhận cách trả này ở quầy");
	if (kind->has_party != !id_is_none(in->party_id))
		return err_set(err, ERR_INPUT, "party_id", kind->has_party ? "cách trả này phải nêu của ai" : "cách trả này không nêu của ai");
	if (kind->has_source != !id_is_none(in->source_id))
		return err_set(err, ERR_INPUT, "source_id", kind->has_source ? "cách trả này phải nêu dùng khoản nào" : "cách trả này không dùng khoản nào");
	if (kind->is_drawer && in->given.dong != SHAPE_ABSENT && in->given.dong < in->amount.dong)
		return err_set(err, ERR_CONFLICT, "given", "tiền khách đưa chưa đủ");
	return !kind->take || kind->take(work, till_id, pay, err);
}

bool pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pays, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct pay_kind *kind = &pay_kinds[pays[i].way];

		if (kind->apply && !kind->apply(txn, entry, &pays[i], err))
			return false;
	}
	return true;
}
