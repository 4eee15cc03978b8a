#include "app/second.h"

#include <string.h>

#include "app/app.h"
#include "app/door.h"
#include "calc/node.h"
#include "shop/alone.h"
#include "shop/consent.h"

#define WORDS_BYTES_MAX 600

/* Did he answer meanwhile? */
static bool manager_step(struct call *call, struct err *err)
{
	struct consent consent;
	struct staff staff;
	struct entry entry;
	bool found, is_done;

	if (!consent_find(call->work.txn, call->arena, call->work.id, &consent, &found, err))
		return false;
	/* Not asked yet, or for something else: all that is at stake is gathered first, and the till's work refused (second_refuse). */
	call->work.asks_afar = !found || !hash_is(consent.ask, call->work.ask);
	if (!found)
		return true;
	if (!id_is(consent.staff_id, call->who.id))
		return err_set(err, ERR_CONFLICT, "id", "mã này đã dùng cho một yêu cầu khác; hãy tải lại trang rồi làm lại");
	if (call->work.asks_afar)
		return true;
	/* Done already: the first answer, also to who asks when its time is over. */
	if (!journal_find_id(call->work.txn, call->arena, call->work.id, &entry, &is_done, err))
		return false;
	if (is_done)
		return true;
	if (consent.state == CONSENT_REFUSED)
		return err_set(err, ERR_FORBIDDEN, "manager", "quản lý không đồng ý%s%.200s", consent.answer ? ": " : "", consent.answer ? consent.answer : "");
	if (consent.expires_us < call->work.at_us)
		return err_set(err, ERR_FORBIDDEN, "manager", "chờ quản lý đã quá lâu; hỏi lại nếu vẫn cần");
	if (consent.state == CONSENT_WAITING)
		return err_set(err, ERR_CONFLICT, "manager", "đang chờ quản lý trả lời");
	if (!staff_get(call->work.txn, call->arena, consent.by_id, &staff, err))
		return false;
	if (!staff.is_active)
		return err_set(err, ERR_FORBIDDEN, "manager", "người đã đồng ý không còn làm ở đây");
	call->work.approver = staff.id;
	call->work.approver_role = staff.role;
	call->work.is_afar = true;
	call->work.approved = consent.stakes;
	return true;
}

static bool take_manager(const struct node *node, struct call *call, struct err *err)
{
	char *words;

	if (node->kind != NODE_TEXT || node->size > WORDS_BYTES_MAX)
		return err_set(err, ERR_INPUT, "manager", "lời hỏi quản lý: một câu ngắn");
	words = arena_take(call->arena, node->size + 1);
	memcpy(words, node->text, node->size);
	words[node->size] = '\0';
	call->manager_words = words;
	call_add_step(call, LANE_READ, manager_step);
	return true;
}

void second_alone_limits(struct call *call)
{
	int64_t single = call->app->settings.alone_limit, day = call->app->settings.alone_day_limit;

	call->work.alone_limit = MONEY(single);
	call->work.alone_day_limit = MONEY(day < 0 ? single * DUTY_DAY_TIMES : day);
}

bool second_take(const struct route *route, struct node *object, struct call *call, struct err *err)
{
	const struct node *alone = node_take(object, "alone"), *manager = node_take(object, "manager");

	if (alone && alone->kind != NODE_NULL) {
		if (alone->kind != NODE_NUMBER || alone->number < 1 || alone->number > ALONE_REASONS_MAX)
			return err_set(err, ERR_INPUT, "alone", "lý do làm một mình: số từ 1 đến %d", ALONE_REASONS_MAX);
		call->work.alone_reason = alone->number;
		second_alone_limits(call);
	}
	if (!manager || manager->kind == NODE_NULL)
		return true;
	if (route->may == MAY_ANYONE || call->approver_login || call->work.alone_reason)
		return err_set(err, ERR_INPUT, "manager", "chỉ chọn một: người thứ hai, một người, hoặc hỏi quản lý");
	return take_manager(manager, call, err);
}

/* What people call the routes that may want a second person; the most are said better by their nouns. */
static const struct {
	const char *path, *name;
} names[] = {
	{ "/returns", "Trả hàng" },
	{ "/carts/:cart_id/pay", "Thanh toán phiếu" },
	{ "/carts/:cart_id/discount", "Giảm giá" },
	{ "/carts/:cart_id/coupon", "Phiếu giảm giá" },
	{ "/carts/:cart_id/agree", "Giảm giá của phiếu" },
	{ "/carts/:cart_id/lines/:n/date_read", "Bán theo ngày đọc trên bao bì" },
	{ "/carts/:cart_id/lines/:n/draft", "Bán tạm hàng chưa có trong sổ" },
	{ "/sales", "Bán hàng" },
	{ "/sales/:sale_id/tender", "Đổi cách trả" },
	{ "/cash-moves", "Tiền ra khỏi ngăn kéo hoặc két" },
	{ "/clock", "Xác nhận giờ của máy chủ" },
	{ "/orders", "Đơn đặt với giá giảm" },
	{ "/payouts", "Phiếu chi trả chủ thể" },
	{ "/stock/moves", "Hủy, mất, dùng thử hàng" },
	{ "/bank/credits/:credit_id/settle", "Xử lý khoản tiền ngân hàng báo" },
	{ "/cod/matched", "Đối soát COD, cửa hàng chịu phần thiếu" },
	{ "/corrections/intakes", "Sửa phiếu nhập" },
	{ "/corrections/owners", "Sửa chủ hàng" },
	{ "/corrections/prices", "Sửa giá nhập" },
	{ "/parties", "Đổi tài khoản nhận tiền" },
	{ "/recalls", "Cho bán lại lô đang thu hồi" },
	{ "/vouchers/:voucher_id/expire", "Chuyển phiếu quà hết hạn cho cửa hàng" },
	{ "/vouchers/:voucher_id/set", "Mở khóa hoặc gia hạn phiếu quà" },
};

const char *second_about(const struct call *call)
{
	if (strcmp(call->err.field, "approver") != 0 && strcmp(call->err.field, "manager") != 0)
		return NULL;
	if (call->work.about || !call->route)
		return call->work.about;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(call->route->path, names[i].path) == 0)
			return names[i].name;
	return strncmp(call->route->path, "/orders/", 8) == 0 ? "Đơn đặt hàng" : NULL;
}

bool second_refuse(struct call *call, struct err *err)
{
	return !call->work.asks_afar || call->work.at_stake.count == 0 || err_set(err, ERR_FORBIDDEN, "approver", "cần quản lý đồng ý");
}

static bool put_down(struct call *call, struct err *err)
{
	return consent_ask(call->work.txn, call->state, call->work.at_us, err);
}

void second_put_down(struct call *call)
{
	const char *about = second_about(call);
	struct consent *consent;
	struct call *note;

	if (call->ok || !call->manager_words || (!id_is_none(call->work.approver) && !call->work.is_afar) || strcmp(call->err.field, "approver") != 0)
		return;
	note = call_new(call->app, call->work.at_us);
	consent = ARENA_NEW(note->arena, struct consent);
	*consent = (struct consent){
		.about = about ? arena_text(note->arena, about) : NULL,
		.stakes = call->work.at_stake, .ask = call->work.ask, .at_us = call->work.at_us, .expires_us = call->work.at_us + CONSENT_WAIT_US,
		.id = call->work.id, .path = call->route->path, .staff_id = call->who.id, .till_id = call->till_id,
		.words = arena_text(note->arena, call->manager_words),
	};
	note->state = consent;
	call_add_step(note, LANE_WRITE, put_down);
	note->done = call_free;
	call_start(note);
	err_set(&call->err, ERR_CONFLICT, "manager", "đã hỏi quản lý; chờ trả lời");
}
