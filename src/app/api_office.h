/* What the rows of the office share: pages of lists, names beside ids, errors of commands that take many rows. */
#ifndef APP_API_OFFICE_H
#define APP_API_OFFICE_H

#include "app/api.h"
#include "app/route.h"
#include "base/day.h"

extern const struct route party_routes[];
extern const struct route area_routes[];
extern const struct route item_routes[];
extern const struct route product_routes[];
extern const struct route contract_routes[];
extern const struct route intake_routes[];
extern const struct route stock_routes[];
extern const struct route stock_list_routes[];
extern const struct route settlement_routes[];
extern const struct route payout_routes[];
extern const struct route opening_routes[];
extern const struct route data_routes[];
extern const struct route tile_routes[];
extern const struct route print_routes[];
extern const struct route health_routes[];
extern const struct route hamper_routes[];
extern const struct route swap_routes[];
extern const struct route recall_routes[];
extern const struct route item_words_routes[];
extern const struct route cash_routes[];
extern const struct route alone_routes[];
extern const struct route watch_routes[];
extern const struct route voucher_routes[];
extern const struct route credit_routes[];
extern const struct route bank_office_routes[];

#define OFFICE_PAGE 50             /* rows where the page does not say */
#define OFFICE_PAGE_MAX 200

/* A page of a kind of papers, the newest first. */
struct papers_asked {
	int64_t after;             /* number, or entry key, of the last row */
	struct id contract_id;     /* zero: all */
	int64_t limit;
};
extern const struct shape papers_asked_shape;

/* A limit as asked, or OFFICE_PAGE. */
size_t office_limit(int64_t limit);
/* Today in Viet Nam, of the call's moment. */
int32_t office_day(const struct call *call);
/* A person's name; NULL: nobody, or forgotten. Of the call's arena. */
const char *office_who(struct call *call, struct id staff_id);

/* One row through a command that takes many: "items[0].code" becomes "code", as the page sent it. Returns false. */
bool office_one(struct err *err);
/* Every word of the query begins a word of the text, marks or none; an empty query fits all. text NULL fits nothing but that. */
bool office_fits(struct arena *arena, const char *query, const char *text);

/* What a list may be narrowed to; an export narrows the same way. Words from index 1, NULL-ended, with what each is called. */
extern const char *const office_item_filters[], *const office_item_filter_titles[];
bool office_item_passes(bool is_active, struct money price, size_t codes_count, int32_t filter);
/* What a search among items means (shop/search.h), the best first, within what the filter says of being sold. */
bool office_items_asked(struct search *search, const struct work *work, const char *q, int32_t filter, struct id **items, size_t *count,
			struct err *err) MUST_CHECK;
/* At most OFFICE_PAGE_MAX after an item, in the order of names; zero: from the beginning. */
bool office_items_page(struct txn *txn, struct arena *arena, struct id after, struct id **items, size_t *count, struct err *err) MUST_CHECK;

struct lying_row;
struct search;
extern const char *const office_stock_filters[], *const office_stock_filter_titles[];
struct stock_asked {
	int32_t day, filter;       /* today; 0: all */
	struct id item_id, party_id;
	const char *q;
};
bool office_stock_passes(struct arena *arena, const struct stock_asked *asked, const struct lying_row *level, const char *consignor);

struct party;
extern const char *const party_role_words[], *const party_role_titles[];
/* What a party is searched by. */
const char *party_words(struct arena *arena, const struct party *party);

/* A party's name today; "(đã xóa)" where it was forgotten. */
bool office_name(struct call *call, struct id party_id, const char **name, struct err *err) MUST_CHECK;

/* A contract's number and its consignor's name. */
bool office_contract(struct call *call, struct id contract_id, const char **number, const char **consignor, struct err *err) MUST_CHECK;
/* What changes what is owed without a rule's own say: an accountant needs a second person, the administrator does not. */
bool office_has_second(const struct call *call, struct err *err) MUST_CHECK;
/*
 * The body of a request that is no JSON, whole, in memory that the caller frees, a NUL behind it. ERR_INPUT "body": there is none;
 * ERR_LIMIT "body" with the sentence too_large.
 */
bool office_body(struct call *call, size_t size_max, const char *too_large, char **bytes, size_t *size, struct err *err) MUST_CHECK;
/* A whole file behind what is in the buf; ERR_LIMIT above its ceiling. */
bool office_read_file(const char *path, struct buf *buf, struct err *err) MUST_CHECK;

/* Prices or goods changed: tiles are read again. */
void office_goods_changed(struct call *call);

#endif
