/* Carts: every change is a draft, shown at once to all who look at the till. */
#include "app/api.h"

#include <string.h>

#include "app/sse.h"
#include "base/log.h"
#include "base/random.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/order.h"
#include "shop/party.h"

#define CART_WHOLE_LINES 12  /* up to here an event has all of the ticket */

struct carts_out {
	struct cart_head *carts;
	size_t carts_count;
};
static const struct field carts_out_fields[] = { F_LIST(struct carts_out, carts, 0, CARTS_OF_TILL_MAX, &cart_head_shape) };
static const struct shape carts_out_shape = SHAPE(struct carts_out, "carts", carts_out_fields);

struct cart_in {
	struct cart_back *back;
	struct id cart_id;
	const char *code;
	struct id item_id;
	int64_t key;
	const char *label;
	int64_t n, qty_milli, reason;
	struct swap_in *swap;
	size_t swap_count;
	struct id till_id;
};
#define CART_FIELD F_ID(struct cart_in, cart_id)
static const struct field of_till[] = { F_ID(struct cart_in, till_id) };
static const struct field of_cart[] = { CART_FIELD };
static const struct field of_scan[] = { CART_FIELD, F_CODE(struct cart_in, code, 1, 200) };
static const struct field of_add[] = { CART_FIELD, F_ID(struct cart_in, item_id), F_I64(struct cart_in, qty_milli, 1, QTY_MILLI_MAX) };
static const struct field of_qty[] = { CART_FIELD, F_I64(struct cart_in, n, 1, INT64_MAX), F_I64(struct cart_in, qty_milli, 1, QTY_MILLI_MAX) };
static const struct field of_remove[] = { CART_FIELD, F_I64(struct cart_in, n, 1, INT64_MAX), F_I64(struct cart_in, reason, 1, CART_REASONS_MAX) };
static const struct field of_choose[] = { CART_FIELD, F_I64(struct cart_in, key, 1, 9), F_I64(struct cart_in, n, 1, INT64_MAX) };
static const struct field of_become[] = { CART_FIELD, F_ID(struct cart_in, item_id), F_I64(struct cart_in, n, 1, INT64_MAX) };
static const struct field of_back[] = { F_PART_AT(struct cart_in, back, &cart_back_shape), CART_FIELD };
static const struct field of_swap[] = { CART_FIELD, F_LIST(struct cart_in, swap, 0, SWAP_LINES_MAX, &swap_in_shape) };
static const struct field of_park[] = { CART_FIELD, F_TEXT_OPT(struct cart_in, label, 1, CART_LABEL_LETTERS_MAX) };
static const struct field of_recall[] = { CART_FIELD, F_ID(struct cart_in, till_id) };
static const struct shape till_in = SHAPE(struct cart_in, "carts_in", of_till);
static const struct shape cart_in = SHAPE(struct cart_in, "cart_in", of_cart);
static const struct shape scan_in = SHAPE(struct cart_in, "scan_in", of_scan);
static const struct shape add_in = SHAPE(struct cart_in, "add_in", of_add);
static const struct shape qty_in = SHAPE(struct cart_in, "qty_in", of_qty);
static const struct shape remove_in = SHAPE(struct cart_in, "remove_in", of_remove);
static const struct shape choose_in = SHAPE(struct cart_in, "choose_in", of_choose);
static const struct shape become_in = SHAPE(struct cart_in, "become_in", of_become);
static const struct shape back_in = SHAPE(struct cart_in, "cart_back_in", of_back);
static const struct shape swap_in = SHAPE(struct cart_in, "cart_swap_in", of_swap);
static const struct shape park_in = SHAPE(struct cart_in, "park_in", of_park);
static const struct shape recall_in = SHAPE(struct cart_in, "recall_in", of_recall);

/* ---- showing ---------------------------------------------------------------- */

struct cart_rules api_cart_rules(const struct call *call)
{
	const struct settings *settings = &call->app->settings;

	return (struct cart_rules){ .cash_round_unit = MONEY(settings->cash_round_unit), .discount_limit_ppm = settings->discount_limit_ppm };
}

bool api_show_cart(struct call *call, const struct cart *cart, int64_t changed, struct cart_view *view, struct err *err)
{
	struct cart_rules rules = api_cart_rules(call);

	if (!cart_view(call->work.txn, call->arena, call->work.book, cart, &rules, call->work.at_us, view, err))
		return false;
	view->changed = changed;
	return true;
}

void api_publish_cart(struct call *call, struct id till_id, struct id cart_id, const struct cart_view *view)
{
	char id[ID_TEXT_SIZE];
	struct buf buf, whole;

	id_write(cart_id, id);
	buf_init(&whole, SSE_TEXT_MAX);
	buf_init(&buf, SSE_TEXT_MAX);
	buf_text(&buf, "{");
	/* Of a long ticket what changed; where a page cannot know the rest it is named only, and the page asks for it. */
	if (view && view->lines_count > CART_WHOLE_LINES && cart_told_write(&call->app->told, view, &whole)) {
		buf_text(&buf, buf_get(&whole));
	} else {
		buf_clear(&whole);
		if (view)
			shape_write(&cart_view_shape, view, &whole);
		buf_format(&buf, "\"cart\":%s,", view && !whole.full && whole.size < SSE_TEXT_MAX - 200 ? buf_get(&whole) : "null");
	}
	buf_format(&buf, "\"cart_id\":\"%s\",\"version\":%lld}", id, (long long)(view ? view->version : 0));
	call_publish(call, "cart", topic_of_till(call->arena, till_id), arena_text(call->arena, buf_get(&buf)));
	buf_release(&buf);
	buf_release(&whole);
}

/* A ticket that no entry can hold is refused at the line that would make it so, not at paying; taking off always goes on. */
static bool fits_entry(const struct call *call, const struct cart *cart, const struct cart_view *view, struct err *err)
{
	return view->entry_bytes + cart_doc_trail_bytes(cart->doc, call->who.id) <= CART_ENTRY_BYTES_MAX ||
	       err_set(err, ERR_LIMIT, NULL, "phiếu đã quá dài để ghi vào sổ; thanh toán phiếu này rồi quét tiếp vào phiếu mới");
}

/* After a change: the figures first, because the row keeps the total; then the row; then everybody sees it. */
bool api_put_cart(struct call *call, struct cart *cart, int64_t changed, struct cart_view *view, struct err *err)
{
	if (!api_show_cart(call, cart, changed, view, err) || (changed != SHAPE_ABSENT && !fits_entry(call, cart, view, err)))
		return false;
	cart->total = view->total;
	if (!cart_put(call->drafts, cart, call->work.at_us, err))
		return false;
	call->put = memcpy(ARENA_NEW(call->arena, struct cart), cart, sizeof(*cart));
	view->version = cart->version;
	api_publish_cart(call, cart->till_id, cart->id, view);
	return true;
}

bool api_active_cart(struct call *call, struct id till_id, struct cart *cart, struct err *err)
{
	struct entry entry;
	bool found = false, is_over = false;
	struct id cart_id;

	if (!till_cart_get(call->drafts, till_id, &cart_id, err))
		return false;
	if (!id_is_none(cart_id) && (!cart_kept_find(call->kept, call->drafts, call->arena, cart_id, cart, &found, err) ||
				     !journal_find_id(call->work.txn, call->arena, cart_id, &entry, &is_over, err)))
		return false;
	if (found && !is_over && cart->state == CART_OPEN)
		return true;
	*cart = (struct cart){ .id = random_id(), .till_id = till_id, .state = CART_OPEN, .doc = cart_doc_new(call->arena) };
	return till_cart_set(call->drafts, till_id, cart->id, err);
}

/* Carts of other tills are not a cashier's to see; to change one, whoever it is takes it to the own till first (recall). */
static bool may_see(const struct call *call, const struct cart *cart, struct err *err)
{
	return call->who.role != STAFF_CASHIER || call_at_till(call, cart->till_id, err);
}

bool api_get_open_cart(struct call *call, struct id cart_id, struct cart *cart, struct err *err)
{
	struct entry entry;
	bool found;

	if (!journal_find_id(call->work.txn, call->arena, cart_id, &entry, &found, err))
		return false;
	if (found)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã xong; mở phiếu mới");
	if (!cart_kept_find(call->kept, call->drafts, call->arena, cart_id, cart, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "cart_id", "không còn phiếu này; tải lại trang");
	if (cart->state != CART_OPEN && cart->state != CART_PARKED)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã xong; mở phiếu mới");
	return true;
}

static bool keep_open(struct call *call, struct cart_head *heads, size_t *count, struct err *err)
{
	struct entry entry;
	size_t kept = 0;
	bool is_over;

	for (size_t i = 0; i < *count; i++) {
		if (!journal_find_id(call->work.txn, call->arena, heads[i].id, &entry, &is_over, err))
			return false;
		if (!is_over)
			heads[kept++] = heads[i];
	}
	*count = kept;
	return true;
}

bool api_list_carts(struct call *call, struct id till_id, struct cart_head **heads, size_t *count, struct err *err)
{
	return cart_list(call->drafts, call->arena, till_id, heads, count, err) && keep_open(call, *heads, count, err);
}

/* Whose tickets they are: found when a list is shown, so that who is forgotten is in none. */
static bool name_customers(struct call *call, struct cart_head *heads, size_t count, struct err *err)
{
	struct party party;

	for (size_t i = 0; i < count; i++) {
		if (!id_is_none(heads[i].order_id) && !order_customer_name(call->work.txn, call->arena, heads[i].order_id, &heads[i].customer, err))
			return false;
		if (heads[i].customer || id_is_none(heads[i].customer_id))
			continue;
		if (!party_get(call->work.txn, call->arena, heads[i].customer_id, day_of_us(call->work.at_us), &party, err))
			return false;
		heads[i].customer = party.name;
	}
	return true;
}

bool api_list_to_recall(struct call *call, struct id till_id, struct cart_head **heads, size_t *count, struct err *err)
{
	struct cart_head *own, *others;
	size_t own_count, others_count;

	if (!api_list_carts(call, till_id, &own, &own_count, err) ||
	    !cart_list_elsewhere(call->drafts, call->arena, till_id, &others, &others_count, err) || !keep_open(call, others, &others_count, err))
		return false;
	*count = own_count + others_count;
	*heads = ARENA_LIST(call->arena, *count, struct cart_head);
	for (size_t i = 0; i < *count; i++)
		(*heads)[i] = i < own_count ? own[i] : others[i - own_count];
	return name_customers(call, *heads, *count, err);
}

struct cart_change api_change_of(struct call *call)
{
	return (struct cart_change){ .arena = call->arena, .op_id = call->work.id, .staff_id = call->who.id,
				     .approver_id = call->work.approver, .at_us = call->work.at_us };
}

/* ---- reading ---------------------------------------------------------------- */

static bool carts_read(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	struct carts_out *out = call->out;

	return api_list_carts(call, in->till_id, &out->carts, &out->carts_count, err) && name_customers(call, out->carts, out->carts_count, err);
}

static bool cart_read(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart cart;

	return api_get_open_cart(call, in->cart_id, &cart, err) && may_see(call, &cart, err) && api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
}

/* ---- changing --------------------------------------------------------------- */

static bool cart_open(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_head *heads;
	struct cart cart;
	struct till till;
	size_t count;
	bool found;

	if (!call_at_till(call, in->till_id, err) || !till_get(call->work.txn, call->arena, in->till_id, &till, err) ||
	    !cart_kept_find(call->kept, call->drafts, call->arena, call->work.id, &cart, &found, err))
		return false;
	if (found)
		return api_get_open_cart(call, call->work.id, &cart, err) && may_see(call, &cart, err) && api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
	if (!api_list_carts(call, in->till_id, &heads, &count, err))
		return false;
	if (count == CARTS_OF_TILL_MAX)
		return err_set(err, ERR_LIMIT, NULL, "quầy có quá nhiều phiếu đang mở; thanh toán hoặc bỏ bớt");
	cart = (struct cart){ .id = call->work.id, .till_id = in->till_id, .state = CART_OPEN, .doc = cart_doc_new(call->arena) };
	return till_cart_set(call->drafts, in->till_id, cart.id, err) && api_put_cart(call, &cart, SHAPE_ABSENT, call->out, err);
}

bool api_scan_into(struct call *call, struct cart *cart, const char *aim, const char *data, size_t size, int64_t *n, struct find *find,
		   struct err *err)
{
	struct find_rules rules = app_find_rules(call->app, call->work.at_us);
	struct cart_change by = api_change_of(call);
	struct party party;

	*n = SHAPE_ABSENT;
	if (!find_scan(call->work.txn, call->arena, &rules, aim, data, size, find, err))
		return false;
	switch (find->kind) {
	case FIND_UNKNOWN: case FIND_ITEM: case FIND_STOPPED:
		return cart_doc_scan(cart->doc, &by, find, n, err);
	case FIND_RECEIPT:
		return err_set(err, ERR_CONFLICT, "code", "đây là mã của một phiếu bán; mở Trả hàng để dùng");
	case FIND_PARKED:
		return err_set(err, ERR_CONFLICT, "code", "đây là mã của một phiếu tạm; mở danh sách phiếu tạm để gọi lại");
	case FIND_VOUCHER:
		return err_set(err, ERR_CONFLICT, "code", "đây là phiếu quà; mở Thanh toán rồi quét");
	case FIND_STAFF:
		return err_set(err, ERR_CONFLICT, "code", "đây là thẻ nhân viên, không phải hàng hóa");
	case FIND_PRODUCER:
		return party_get(call->work.txn, call->arena, find->thing, day_of_us(call->work.at_us), &party, err) &&
		       err_set(err, ERR_CONFLICT, "code", "đây là thẻ của %s; gõ tên ấy ở ô tìm để xem hàng của họ", party.name);
	}
	return false;
}

bool api_change_cart(struct call *call, struct id cart_id, cart_make *make, struct err *err)
{
	int64_t n = SHAPE_ABSENT;
	struct cart cart;

	if (!api_get_open_cart(call, cart_id, &cart, err) || !call_at_till(call, cart.till_id, err))
		return false;
	if (cart_doc_did(cart.doc, call->work.id))
		return api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
	if (cart.state == CART_PARKED)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu đang để tạm; gọi lại phiếu trước");
	return make(call, &cart, &n, err) && api_put_cart(call, &cart, n, call->out, err);
}

static bool change(struct call *call, cart_make *make, struct err *err)
{
	return api_change_cart(call, ((const struct cart_in *)call->in)->cart_id, make, err);
}

static bool make_scan(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct find find = { 0 };

	return api_scan_into(call, cart, "", in->code, strlen(in->code), n, &find, err);
}

static bool make_add(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct item item;

	return item_get(call->work.txn, call->arena, in->item_id, &item, err) && cart_doc_add(cart->doc, &by, in->item_id, in->qty_milli, n, err);
}

static bool make_qty(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);

	*n = in->n;
	return cart_doc_qty(cart->doc, &by, in->n, in->qty_milli, err);
}

static bool make_remove(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);

	(void)n;
	return cart_doc_remove(cart->doc, &by, in->n, in->reason, err);
}

static bool make_choose(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	const struct view_line *line;
	struct cart_view view;

	if (!api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	line = cart_view_line(&view, in->n);
	if (!line)
		return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này; tải lại phiếu");
	if (in->key < 1 || (size_t)in->key > line->choices_count)
		return err_set(err, ERR_INPUT, "key", "không có lựa chọn này");
	*n = in->n;
	return cart_doc_choose(cart->doc, &by, in->n, line->choices[in->key - 1].item_id, line->choices[in->key - 1].contract_id, err);
}

/* A code that nobody knew was looked for by hand: its row becomes those goods, and the code stays in the trail. */
static bool make_become(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	const struct view_line *line;
	struct cart_view view;
	struct item item;

	if (!api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	line = cart_view_line(&view, in->n);
	if (!line)
		return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này; tải lại phiếu");
	if (line->state != LINE_UNKNOWN)
		return err_set(err, ERR_CONFLICT, "n", "chỉ thay hàng cho dòng có mã lạ; dòng này bỏ bằng Del");
	*n = in->n;
	return item_get(call->work.txn, call->arena, in->item_id, &item, err) &&
	       cart_doc_choose(cart->doc, &by, in->n, in->item_id, (struct id){ { 0 } }, err);
}

/* In exchange for goods of an earlier ticket; what comes back must be able to. */
static bool make_back(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct return_price price;

	(void)n;
	if (in->back) {
		struct return_in back = { .sale_id = in->back->sale_id, .lines = in->back->lines, .lines_count = in->back->lines_count };

		if (!return_price(call->work.txn, call->arena, &back, &price, err))
			return err_within(err, "back");
	}
	return cart_doc_back(cart->doc, &by, in->back, err);
}

/* Brought without a receipt: it must have a price today, and nobody may come from the future. */
static bool make_swap(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct view_swap *view;
	const char *stopped = NULL;

	(void)n;
	if (in->swap_count && !swap_view(call->work.txn, call->arena, call->work.book->site_id, call->work.at_us, in->swap, in->swap_count, MONEY(0), &view,
					 &stopped, err))
		return false;
	return stopped ? err_set(err, ERR_CONFLICT, "swap", "%s", stopped) : cart_doc_swap(cart->doc, &by, in->swap, in->swap_count, err);
}

/* Was this very scan put onto the till's next ticket already? */
static bool next_did(struct call *call, struct id till_id, struct cart *next, bool *did, struct err *err)
{
	struct id next_id;
	bool found = false;

	if (!till_cart_get(call->drafts, till_id, &next_id, err) ||
	    (!id_is_none(next_id) && !cart_kept_find(call->kept, call->drafts, call->arena, next_id, next, &found, err)))
		return false;
	*did = found && cart_doc_did(next->doc, call->work.id);
	return true;
}

/*
 * A scanner never waits: what comes onto a ticket that is a sale in the book, before the drafts have heard of it, begins the
 * till's next one, as a device's scan does.
 */
static bool cart_scan(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	bool found, is_over, did;
	struct entry entry;
	struct cart cart, next;
	int64_t n;

	if (!journal_find_id(call->work.txn, call->arena, in->cart_id, &entry, &is_over, err) ||
	    !cart_kept_find(call->kept, call->drafts, call->arena, in->cart_id, &cart, &found, err))
		return false;
	if (!is_over || !found || strcmp(entry.kind, sale_kind.name) != 0 || cart_doc_did(cart.doc, call->work.id))
		return change(call, make_scan, err);
	if (!call_at_till(call, cart.till_id, err))
		return false;
	if (!next_did(call, cart.till_id, &next, &did, err))
		return false;
	if (did)
		return api_show_cart(call, &next, SHAPE_ABSENT, call->out, err);
	if (cart.state != CART_OPEN)
		return change(call, make_scan, err);
	return api_active_cart(call, cart.till_id, &next, err) && make_scan(call, &next, &n, err) && api_put_cart(call, &next, n, call->out, err);
}

static bool cart_add(struct call *call, struct err *err) { return change(call, make_add, err); }
static bool cart_qty(struct call *call, struct err *err) { return change(call, make_qty, err); }
static bool cart_remove(struct call *call, struct err *err) { return change(call, make_remove, err); }
static bool cart_become(struct call *call, struct err *err) { return change(call, make_become, err); }
static bool cart_choose(struct call *call, struct err *err) { return change(call, make_choose, err); }
static bool cart_back(struct call *call, struct err *err) { return change(call, make_back, err); }
static bool cart_swap(struct call *call, struct err *err) { return change(call, make_swap, err); }

/* ---- aside and back ---------------------------------------------------------- */

static bool cart_park(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct id active;
	struct cart_view view;
	struct cart cart;

	/* Who oversees may put aside what stands open at another till: its shift cannot close over it. */
	if (!api_get_open_cart(call, in->cart_id, &cart, err) || !may_see(call, &cart, err))
		return false;
	if (cart_doc_did(cart.doc, call->work.id))
		return true;
	if (!cart_doc_mark(cart.doc, &by, TRAIL_PARK, NULL, err) || !till_cart_get(call->drafts, cart.till_id, &active, err))
		return false;
	cart.state = CART_PARKED;
	if (in->label)
		cart.label = in->label;
	if (id_is(active, cart.id) && !till_cart_set(call->drafts, cart.till_id, (struct id){ { 0 } }, err))
		return false;
	call_publish(call, "parked", NULL, "{}");
	return api_put_cart(call, &cart, SHAPE_ABSENT, &view, err);
}

/* Takes it to this till; where it lay goes into its trail. Out of another cashier's hands only who oversees takes it. */
static bool take_from(struct call *call, struct cart *cart, const char **from, struct err *err)
{
	struct id active;
	struct till till;

	if (!till_get(call->work.txn, call->arena, cart->till_id, &till, err))
		return false;
	if (cart->state != CART_PARKED && call->who.role == STAFF_CASHIER)
		return err_set(err, ERR_FORBIDDEN, "cart_id", "phiếu này đang mở ở quầy %s; nhờ quầy ấy để tạm rồi gọi lại", till.code);
	if (!till_cart_get(call->drafts, cart->till_id, &active, err) ||
	    (id_is(active, cart->id) && !till_cart_set(call->drafts, cart->till_id, (struct id){ { 0 } }, err)))
		return false;
	*from = arena_format(call->arena, "từ quầy %s", till.code);
	api_publish_cart(call, cart->till_id, cart->id, NULL);
	return true;
}

/* A ticket of yesterday takes today's prices; a line remembers another it had (B5). */
bool api_reprice_cart(struct call *call, struct cart_doc *doc, struct err *err)
{
	for (size_t i = 0; i < doc->lines_count; i++) {
		struct cart_doc_line *line = &doc->lines[i];
		struct money then, now;
		bool had, has;

		if (id_is_none(line->item_id))
			continue;
		if (!item_price_at(call->work.txn, line->item_id, call->work.book->site_id, line->priced_us, &then, &had, err) ||
		    !item_price_at(call->work.txn, line->item_id, call->work.book->site_id, call->work.at_us, &now, &has, err))
			return false;
		if (had && has && then.dong != now.dong)
			line->price_was = then;
	}
	cart_doc_reprice(doc, call->work.at_us);
	return true;
}

static bool cart_recall(struct call *call, struct err *err)
{
	const struct cart_in *in = call->in;
	struct cart_change by = api_change_of(call);
	const char *from = NULL;
	struct till till;
	struct cart cart;

	if (!call_at_till(call, in->till_id, err) || !till_get(call->work.txn, call->arena, in->till_id, &till, err) ||
	    !api_get_open_cart(call, in->cart_id, &cart, err))
		return false;
	if (cart_doc_did(cart.doc, call->work.id))
		return api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
	if (!id_is(cart.till_id, in->till_id) && !take_from(call, &cart, &from, err))
		return false;
	if ((cart.state == CART_PARKED || from) && !cart_doc_mark(cart.doc, &by, TRAIL_RECALL, from, err))
		return false;
	if (day_of_us(cart.updated_us) != day_of_us(call->work.at_us) && !api_reprice_cart(call, cart.doc, err))
		return false;
	call_publish(call, "parked", NULL, "{}");
	cart.state = CART_OPEN;
	cart.till_id = in->till_id;
	return till_cart_set(call->drafts, in->till_id, cart.id, err) && api_put_cart(call, &cart, SHAPE_ABSENT, call->out, err);
}

const struct route cart_routes[] = {
	{ HTTP_GET, "/carts", MAY_SELL, &till_in, &carts_out_shape, { { LANE_DRAFT, carts_read } }, "Tickets of a till that are open or parked", false, NULL },
	{ HTTP_POST, "/carts", MAY_SELL, &till_in, &cart_view_shape, { { LANE_DRAFT, cart_open } }, "Begins a ticket; its id will be the sale's", false, NULL },
	{ HTTP_GET, "/carts/:cart_id", MAY_SELL, &cart_in, &cart_view_shape, { { LANE_DRAFT, cart_read } }, "A ticket with its figures", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/scan", MAY_SELL, &scan_in, &cart_view_shape, { { LANE_DRAFT, cart_scan } }, "A code that was scanned or typed", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/add", MAY_SELL, &add_in, &cart_view_shape, { { LANE_DRAFT, cart_add } }, "Goods from a tile or a search", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/qty", MAY_SELL, &qty_in, &cart_view_shape, { { LANE_DRAFT, cart_qty } }, "How much of a line", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/remove", MAY_SELL, &remove_in, &cart_view_shape, { { LANE_DRAFT, cart_remove } }, "Takes a line off, for a reason", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/choose", MAY_SELL, &choose_in, &cart_view_shape, { { LANE_DRAFT, cart_choose } }, "Which of several goods or owners", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/become", MAY_SELL, &become_in, &cart_view_shape, { { LANE_DRAFT, cart_become } },
	  "The goods that an unknown code means", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/back", MAY_SELL, &back_in, &cart_view_shape, { { LANE_DRAFT, cart_back } },
	  "Goods of an earlier sale that come back in exchange for the ticket's", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/swap", MAY_SELL, &swap_in, &cart_view_shape, { { LANE_DRAFT, cart_swap } },
	  "Goods brought without a receipt, for which others go out at the house's cost", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/park", MAY_SELL, &park_in, &nothing_shape, { { LANE_DRAFT, cart_park } }, "Puts a ticket aside", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/recall", MAY_SELL, &recall_in, &cart_view_shape, { { LANE_DRAFT, cart_recall } }, "Takes a ticket up again", false, NULL },
	{ .path = NULL },
};
