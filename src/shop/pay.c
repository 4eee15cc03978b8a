#include "shop/pay.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "shop/exchange.h"
#include "shop/order.h"
#include "shop/cod.h"
#include "shop/credit.h"
#include "shop/offset.h"
#include "shop/pay_ways.h"
#include "shop/sale.h"
#include "shop/swap.h"
#include "shop/voucher.h"
#include "shop/bank_credit.h"

const char *const pay_way_words[] = {
	NULL, "cash", "transfer", "card", "vietqr", "wallet", "voucher", "deposit", "account", "cod", "offset", "exchange", "goodwill", NULL,
};

const struct pay_kind pay_kinds[PAY_WAYS_END] = {
	[PAY_CASH] = { .name = "Tiền mặt", .account = "cash", .is_drawer = true },
	[PAY_TRANSFER] = { .name = "Chuyển khoản (xem bằng mắt)", .account = "transfer", .apply = bank_seen_apply },
	[PAY_CARD] = { .name = "Thẻ", .account = "card" },
	[PAY_EXCHANGE] = { .name = "Đổi hàng", .account = "exchange", .has_source = true, .take = exchange_take },
	[PAY_GOODWILL] = { .name = "Đổi không phiếu (cửa hàng chịu)", .account = "goodwill", .take = goodwill_take, .apply = goodwill_apply,
			   .give_back = goodwill_give_back },
	[PAY_VIETQR] = { .name = "VietQR (ngân hàng báo)", .account = BANK_UNMATCHED, .has_source = true, .take = bank_credit_take,
			 .apply = bank_credit_apply },
	[PAY_WALLET] = { .name = "Ví điện tử", .account = "wallet" },
	[PAY_DEPOSIT] = { .name = "Tiền đặt cọc", .account = "deposit", .has_source = true, .take = order_deposit_take, .apply = order_deposit_apply },
	[PAY_VOUCHER] = { .name = "Phiếu quà", .account = "voucher", .has_source = true, .take = voucher_take, .apply = voucher_use_apply,
			  .give_back = voucher_give_back, .hides_reference = true },
	[PAY_ACCOUNT] = { .name = "Ghi nợ", .account = "receivable", .has_party = true, .take = credit_take, .apply = credit_pay_apply,
			  .give_back = credit_give_back },
	[PAY_COD] = { .name = "COD (thu hộ)", .account = "cod", .has_party = true, .take = cod_take, .apply = cod_pay_apply, .give_back = cod_give_back },
	[PAY_OFFSET] = { .name = "Cấn trừ tiền hàng", .account = "payable", .has_party = true, .has_source = true, .take = offset_take,
			 .apply = offset_apply, .give_back = offset_give_back },
};

static const struct field fields[] = {
	F_MONEY(struct pay, amount, -MONEY_MAX, MONEY_MAX),
	F_DAY_LEFT(struct pay, due_day),
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

bool pay_bucket_name(struct txn *txn, struct arena *arena, const char *bucket, const char **name, struct err *err)
{
	size_t size = strcspn(bucket, ":");

	for (int way = PAY_CASH; way < PAY_WAYS_END; way++) {
		const char *word = pay_way_words[way];

		if (!pay_kinds[way].name || strlen(word) != size || memcmp(word, bucket, size) != 0)
			continue;
		*name = pay_kinds[way].name;
		/* A bucket's text may be the caller's own: the name must live on. */
		return (way == PAY_CASH && !bucket[size]) ||
		       pay_way_name(txn, arena, way, bucket[size] ? arena_text(arena, bucket + size + 1) : NULL, name, err);
	}
	*name = arena_text(arena, bucket);
	return true;
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
	if (!pay_way_check(work, in->way, in->row, in->reference, err) || (kind->take && !kind->take(work, till_id, pay, err)))
		return false;
	if (kind->hides_reference)
		pay->reference = NULL;
	return true;
}

bool pay_once(const struct pay *pays, size_t count, struct err *err)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (pay_kinds[pays[i].way].take && pays[k].way == pays[i].way && id_is(pays[k].party_id, pays[i].party_id) &&
			    id_is(pays[k].source_id, pays[i].source_id))
				return err_set(err, ERR_INPUT, "pays", "“%s” ghi hai lần; gộp lại thành một dòng", pay_kinds[pays[i].way].name);
	return true;
}

bool pay_give_back(struct txn *txn, int64_t sale_key, const struct pay *sold, size_t sold_count, struct money total, int32_t way, struct pay *pays,
		   size_t *count, struct err *err)
{
	struct money left = MONEY(-total.dong);

	*count = 0;
	for (size_t i = 0; i < sold_count && left.dong > 0 && *count < SALE_PAYS_MAX - 1; i++) {
		const struct pay_kind *kind = &pay_kinds[sold[i].way];
		struct money can = { 0 };

		if (!kind->give_back)
			continue;
		if (!kind->give_back(txn, sale_key, &sold[i], &can, err))
			return false;
		can.dong = can.dong < left.dong ? can.dong : left.dong;
		if (can.dong <= 0)
			continue;
		left.dong -= can.dong;
		pays[*count] = sold[i];
		pays[*count].given = MONEY(SHAPE_ABSENT);
		pays[*count].due_day = 0;
		pays[(*count)++].amount = MONEY(-can.dong);
	}
	if (left.dong == 0 && *count)
		return true;
	memmove(&pays[1], &pays[0], *count * sizeof(*pays));
	pays[0] = (struct pay){ .amount = MONEY(-left.dong), .given = MONEY(SHAPE_ABSENT), .way = way };
	++*count;
	return true;
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
