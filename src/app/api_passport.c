/* The page of a lot, or of a receipt's lots, for anybody who holds the goods: no session, nothing personal, so many an address and minute. */
#include "app/api.h"

#include "app/guests.h"
#include "app/http.h"
#include "app/public_link.h"
#include "base/clock.h"
#include "shop/book.h"
#include "shop/passport.h"

struct page_in {
	const char *code;
	int32_t lang;
};
static const struct field in_fields[] = {
	F_CODE(struct page_in, code, 1, 40),
	F_WORD_OPT(struct page_in, lang, lang_words),
};
static const struct shape in_shape = SHAPE(struct page_in, "lot_page_in", in_fields);

struct page_out {
	const char *address;
	int32_t day;
	struct passport *lots;
	size_t lots_count;
	const char *phone, *receipt, *shop, *site;
};
static const struct field out_fields[] = {
	F_TEXT_OPT(struct page_out, address, 1, 300),
	F_DAY(struct page_out, day),
	F_LIST(struct page_out, lots, 0, PASSPORT_LOTS_MAX, &passport_shape),
	F_TEXT_OPT(struct page_out, phone, 1, 40),
	F_TEXT_OPT(struct page_out, receipt, 1, 60),
	F_TEXT(struct page_out, shop, 1, 200),
	F_TEXT(struct page_out, site, 1, 200),
};
static const struct shape out_shape = SHAPE(struct page_out, "lot_page", out_fields);

/* Over the socket, and in tests, it is nobody from outside. */
static bool is_guest(const struct call *call)
{
	return call->app->guests && call->request && !call->request->from_socket;
}

static bool may_ask(struct call *call, struct err *err)
{
	return !is_guest(call) || guests_ask(call->app->guests, call->request->peer, clock_tick_us()) ||
	       err_set(err, ERR_BUSY, NULL, "có quá nhiều lượt xem từ mạng này; đợi một phút rồi mở lại");
}

static bool guest_step(struct call *call, struct err *err)
{
	const struct page_in *in = call->in;
	enum owncode_kind kind;
	struct id id;

	if (!may_ask(call, err))
		return false;
	if (passport_read_code(in->code, &kind, &id, err))
		return true;
	if (is_guest(call))
		guests_wrong(call->app->guests, call->request->peer, clock_tick_us());
	return false;
}

static bool page_read(struct call *call, struct err *err)
{
	const struct page_in *in = call->in;
	enum lang lang = in->lang ? (enum lang)in->lang : LANG_VI;
	struct page_out *out = call->out;
	enum owncode_kind kind;
	struct site site;
	struct id id;

	out->day = day_of_us(call->work.at_us);
	if (!passport_read_code(in->code, &kind, &id, err) ||
	    !site_get(call->work.txn, call->arena, call->work.book->site_id, out->day, &site, err))
		return false;
	out->shop = site.operator_name;
	out->site = site.name;
	out->address = site.address;
	out->phone = site.phone;
	if (kind == OWNCODE_RECEIPT)
		return passports_of_sale(call->work.txn, call->arena, id, out->day, lang, &out->receipt, &out->lots, &out->lots_count, err);
	if (kind != OWNCODE_LOT)
		return err_set(err, ERR_MISSING, "code", "không có trang nào của mã này");
	out->lots = ARENA_NEW(call->arena, struct passport);
	out->lots_count = 1;
	return passport_of_lot(call->work.txn, call->arena, id, out->day, lang, out->lots, err);
}

/* A picture is named by the hash of its bytes: who knows it has seen it. */
static bool image_guest_step(struct call *call, struct err *err)
{
	return may_ask(call, err);
}

const struct route passport_routes[] = {
	{ HTTP_GET, "/public/images/:image", MAY_ANYONE, &api_image_shape, NULL, { { LANE_LOOP, image_guest_step }, { LANE_READ, api_read_image } },
	  "The picture of goods, for anybody, by its hash", false, NULL },
	{ HTTP_GET, "/public/lots/:code", MAY_ANYONE, &in_shape, &out_shape, { { LANE_LOOP, guest_step }, { LANE_READ, page_read } },
	  "The passport of a lot, or of the lots on a receipt, for anybody", false, NULL },
	{ .path = NULL },
};
