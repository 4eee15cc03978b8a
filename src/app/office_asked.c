/* What the office's lists may be narrowed to, for the page and for the file beside it alike. */
#include "app/api_office.h"

#include <string.h>

#include "calc/fold.h"
#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/party.h"
#include "shop/search.h"
#include "shop/stock.h"

#define EXPIRING_DAYS 30

/* ---- items ---------------------------------------------------------------------------- */

enum item_filter { ITEMS_ACTIVE = 1, ITEMS_STOPPED, ITEMS_NO_PRICE, ITEMS_NO_CODE };
const char *const office_item_filters[] = { NULL, "active", "stopped", "no_price", "no_code", NULL };
const char *const office_item_filter_titles[] = { NULL, "đang bán", "ngừng bán", "chưa có giá", "chưa có mã", NULL };

bool office_item_passes(bool is_active, struct money price, size_t codes_count, int32_t filter)
{
	switch (filter) {
	case ITEMS_ACTIVE: return is_active;
	case ITEMS_STOPPED: return !is_active;
	case ITEMS_NO_PRICE: return is_active && price.dong == SHAPE_ABSENT;
	case ITEMS_NO_CODE: return is_active && codes_count == 0;
	default: return true;
	}
}

bool office_items_asked(struct search *search, const struct work *work, const char *q, int32_t filter, struct id **items, size_t *count,
			struct err *err)
{
	struct search_ask ask = { .text = q, .which = SEARCH_ANY, .count_max = SEARCH_FOUND_MAX, .at_us = work->at_us };

	if (filter)
		ask.which = filter == ITEMS_STOPPED ? SEARCH_STOPPED : SEARCH_ACTIVE;
	return search_items(search, work->txn, work->arena, &ask, items, count, err);
}

bool office_items_page(struct txn *txn, struct arena *arena, struct id after, struct id **items, size_t *count, struct err *err)
{
	struct item item;
	struct buf key;
	bool ok;

	if (id_is_none(after))
		return items_page(txn, arena, "", 0, after, OFFICE_PAGE_MAX, items, count, err);
	if (!item_get(txn, arena, after, &item, err))
		return false;
	buf_init(&key, 4096);
	fold_key(item.name, strlen(item.name), &key);
	ok = items_page(txn, arena, buf_get(&key), key.size, after, OFFICE_PAGE_MAX, items, count, err);
	buf_release(&key);
	return ok;
}

/* ---- stock ---------------------------------------------------------------------------- */

enum stock_filter { STOCK_IS_PENDING = 1, STOCK_IS_EXPIRING, STOCK_IS_EXPIRED, STOCK_IS_ASIDE, STOCK_IS_FROZEN };
const char *const office_stock_filters[] = { NULL, "pending", "expiring", "expired", "aside", "frozen", NULL };
const char *const office_stock_filter_titles[] = { NULL, "bán khi chưa nhập", "sắp hết hạn", "đã hết hạn", "để riêng", "thu hồi", NULL };

bool office_stock_passes(struct arena *arena, const struct stock_asked *asked, const struct lying_row *level, const char *consignor)
{
	int64_t left = level->expiry_day ? day_between(asked->day, level->expiry_day) : INT64_MAX;
	bool passes = true;

	if ((!id_is_none(asked->item_id) && !id_is(asked->item_id, level->item_id)) ||
	    (!id_is_none(asked->party_id) && !id_is(asked->party_id, level->consignor_id)))
		return false;
	switch (asked->filter) {
	case STOCK_IS_PENDING: passes = level->is_pending; break;
	case STOCK_IS_EXPIRING: passes = left >= 0 && left <= EXPIRING_DAYS; break;
	case STOCK_IS_EXPIRED: passes = left < 0; break;
	case STOCK_IS_ASIDE: passes = level->place == PLACE_ASIDE; break;
	case STOCK_IS_FROZEN: passes = level->is_frozen; break;
	default: break;
	}
	return passes && (!asked->q || office_fits(arena, asked->q, arena_format(arena, "%s %s %s %s %s", level->item_code, level->item, consignor,
										 level->contract_number, level->lot_code ? level->lot_code : "")));
}

/* ---- parties --------------------------------------------------------------------------- */

const char *const party_role_words[] = { NULL, "producer", "consignor", "customer", "operator", "carrier", NULL };
const char *const party_role_titles[] = { NULL, "chủ thể OCOP", "bên gửi hàng", "khách", "đơn vị bán hàng", "bên vận chuyển", NULL };

const char *party_words(struct arena *arena, const struct party *party)
{
	return arena_format(arena, "%s %s %s", party->code, party->name ? party->name : "", party->tax_code ? party->tax_code : "");
}

/* ---- papers ---------------------------------------------------------------------------- */

static const struct field papers_fields[] = {
	F_I64_OPT(struct papers_asked, after, 1, INT64_MAX),
	F_ID_OPT(struct papers_asked, contract_id),
	F_I64_OPT(struct papers_asked, limit, 1, OFFICE_PAGE_MAX),
};
const struct shape papers_asked_shape = SHAPE(struct papers_asked, "papers_in", papers_fields);
