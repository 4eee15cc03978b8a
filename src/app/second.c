#include "app/second.h"

#include <string.h>

#include "app/app.h"
#include "app/door.h"
#include "base/day.h"
#include "calc/node.h"
#include "shop/alone.h"
#include "shop/consent.h"

#define WORDS_BYTES_MAX 600

/* "Trần Thị Lan đã hỏi quản lý lúc 10:32". */
static bool who_asked(struct call *call, const struct consent *consent, const char **said, struct err *err)
{
	char moment[MOMENT_TEXT_SIZE];
	struct staff staff;

	if (!staff_get(call->work.txn, call->arena, consent->staff_id, &staff, err))
		return false;
	moment_write_vn(consent->at_us, moment);
	*said = arena_format(call->arena, "%s đã hỏi quản lý lúc %.5s", staff.name ? staff.name : "người khác", moment + DAY_TEXT_SIZE);
	return true;
}

/* Somebody else asked under this id. True: it is over or gives way, and is asked for anew. False: err says whom she waits for; or ERR_NONE: wait with her. */
static bool gives_way(struct call *call, const struct consent *consent, const char *said, struct err *err)
{
	bool is_same = hash_is(consent->ask, call->work.ask);

	err->code = ERR_NONE;
	call->takes_over = consent->expires_us < call->work.at_us || (call->manager_anew && (!is_same || consent->state == CONSENT_WAITING)) ||
			   (!is_same && consent->state == CONSENT_REFUSED) ||
			   (consent->state == CONSENT_AGREED && id_is(consent->by_id, call->who.id)); /* her own yes is no second person's */
	if (call->takes_over)
		return true;
	if (!is_same)
		return err_set(err, ERR_CONFLICT, "manager_other", "%s về việc này, nội dung khác; chờ trả lời, hoặc rút lại để hỏi theo mình", said);
	return false;
}

/* Did he answer meanwhile? */
static bool manager_step(struct call *call, struct err *err)
{
	struct consent consent;
	struct staff staff;
	struct entry entry;
	const char *other = NULL;      /* who asked, where somebody else did */
	bool found, is_done;

	if (!consent_find(call->work.txn, call->arena, call->work.id, &consent, &found, err))
		return false;
	/* Not asked yet, or for something else: all that is at stake is gathered first, and the till's work refused (second_refuse). */
	call->work.asks_afar = !found || !hash_is(consent.ask, call->work.ask);
	if (!found)
		return true;
	/* Done already: the first answer, also to who asks when its time is over. */
	if (!journal_find_id(call->work.txn, call->arena, call->work.id, &entry, &is_done, err))
		return false;
	if (is_done)
		return true;
	if (!id_is(consent.staff_id, call->who.id)) {
		if (strcmp(consent.path, call->route->path) != 0)
			return err_set(err, ERR_CONFLICT, "id", "mã này đã dùng cho một yêu cầu khác; hãy tải lại trang rồi làm lại");
		if (!who_asked(call, &consent, &other, err))
			return false;
		call->work.asks_afar = gives_way(call, &consent, other, err);
		if (!call->work.asks_afar && err->code != ERR_NONE)
			return false;
	}
	if (call->work.asks_afar)
		return true;
	if (consent.state == CONSENT_REFUSED)
		return err_set(err, ERR_FORBIDDEN, "manager", "%s%squản lý không đồng ý%s%.200s", other ? other : "", other ? ": " : "", consent.answer ? ": " : "",
			       consent.answer ? consent.answer : "");
	if (consent.expires_us < call->work.at_us)
		return err_set(err, ERR_FORBIDDEN, "manager", "chờ quản lý đã quá lâu; hỏi lại nếu vẫn cần");
	if (consent.state == CONSENT_WAITING)
		return other ? err_set(err, ERR_CONFLICT, "manager_other", "%s về việc này; đang chờ trả lời", other) :
			       err_set(err, ERR_CONFLICT, "manager", "đang chờ quản lý trả lời");
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
	const struct node *alone = node_take(object, "alone"), *manager = node_take(object, "manager"), *anew = node_take(object, "manager_anew");

	if (alone && alone->kind != NODE_NULL) {
		if (alone->kind != NODE_NUMBER || alone->number < 1 || alone->number > ALONE_REASONS_MAX)
			return err_set(err, ERR_INPUT, "alone", "lý do làm một mình: số từ 1 đến %d", ALONE_REASONS_MAX);
		call->work.alone_reason = alone->number;
		second_alone_limits(call);
	}
	if (anew && anew->kind != NODE_TRUE && anew->kind != NODE_FALSE && anew->kind != NODE_NULL)
		return err_set(err, ERR_INPUT, "manager_anew", "rút lại để hỏi lại: true hoặc false");
	call->manager_anew = anew && anew->kind == NODE_TRUE;
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
	return consent_ask(call->work.txn, call->state, call->takes_over, call->work.at_us, err);
}

static bool forget(struct call *call, struct err *err)
{
	return consent_forget(call->work.txn, call->work.at_us, err);
}

static struct call *note_down(struct call *call, bool (*run)(struct call *call, struct err *err))
{
	struct call *note = call_new(call->app, call->work.at_us);

	note->takes_over = call->takes_over;
	call_add_step(note, LANE_WRITE, run);
	note->done = call_free;
	return note;
}

void second_put_down(struct call *call)
{
	const char *about = second_about(call);
	struct consent *consent;
	struct call *note;

	/* It waited too long, which was said: who asks again, asks anew. */
	if (!call->ok && call->manager_words && call->err.code == ERR_FORBIDDEN && strcmp(call->err.field, "manager") == 0)
		call_start(note_down(call, forget));
	if (call->ok || !call->manager_words || (!id_is_none(call->work.approver) && !call->work.is_afar) || strcmp(call->err.field, "approver") != 0)
		return;
	note = note_down(call, put_down);
	consent = ARENA_NEW(note->arena, struct consent);
	*consent = (struct consent){
		.about = about ? arena_text(note->arena, about) : NULL,
		.stakes = call->work.at_stake, .ask = call->work.ask, .at_us = call->work.at_us, .expires_us = call->work.at_us + CONSENT_WAIT_US,
		.id = call->work.id, .path = call->route->path, .staff_id = call->who.id, .till_id = call->till_id,
		.words = arena_text(note->arena, call->manager_words),
	};
	note->state = consent;
	call_start(note);
	err_set(&call->err, ERR_CONFLICT, "manager", "đã hỏi quản lý; chờ trả lời");
}
