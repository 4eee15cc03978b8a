#include "app/order_paper.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "calc/words.h"
#include "shop/book.h"
#include "shop/known.h"
#include "shop/order.h"
#include "shop/party.h"
#include "shop/pay.h"
#include "shop/sale_view.h"

static const char *words_of(struct arena *arena, struct money amount)
{
	char words[WORDS_SIZE];

	words_write(amount.dong, &(struct words_style){ .capital = true }, words);
	return arena_text(arena, words);
}

static const char *head_of(struct arena *arena, const struct entry *entry)
{
	char head[HASH_TEXT_SIZE];

	hash_write(entry->hash, head);
	head[12] = '\0';
	return arena_text(arena, head);
}

static const char *day_text(struct arena *arena, int32_t day)
{
	return arena_format(arena, "%02d/%02d/%04d", (int)(day % 100), (int)(day / 100 % 100), (int)(day / 10000));
}

static const char *money_text(struct arena *arena, struct money amount)
{
	char text[40];

	money_write(amount, text, sizeof(text));
	return arena_text(arena, text);
}

static const char *shipping_text(struct arena *arena, const struct order_view *order)
{
	static const char *const payers[] = { NULL, "khách trả", "cửa hàng chịu" };

	return order->shipping_by ? arena_format(arena, "%s, %s", money_text(arena, order->shipping_fee), payers[order->shipping_by]) : NULL;
}

/* Why a line is not there yet. */
static const char *asking_text(struct arena *arena, const struct order_view_line *line)
{
	switch ((enum order_asking)line->asking) {
	case ASKING_NOBODY: return NULL;
	case ASKING_TO_ASK: return "hàng mẫu: chưa hỏi nhà sản xuất";
	case ASKING_ASKED: return "hàng mẫu: chờ nhà sản xuất trả lời";
	case ASKING_YES: return arena_format(arena, "nhà sản xuất giao %s", day_text(arena, line->back_day));
	case ASKING_NO: return "nhà sản xuất không có";
	}
	return NULL;
}

static void quote_lines(struct arena *arena, const struct order_view *order, struct order_paper_facts *facts)
{
	struct order_paper_line *lines = ARENA_LIST(arena, order->lines_count, struct order_paper_line);

	for (size_t i = 0; i < order->lines_count; i++) {
		const struct order_view_line *line = &order->lines[i];

		lines[facts->lines_count++] = (struct order_paper_line){
			.name = line->name, .unit = line->unit, .qty_milli = line->qty_milli, .price = line->price, .discount = line->discount,
			.amount = line->amount, .note = line->asking == ASKING_YES && line->held_milli < line->qty_milli ? asking_text(arena, line) : NULL,
		};
	}
	facts->lines = lines;
	facts->total = order->total;
}

/* What is still to be delivered: held pieces by lot, then what is not there. */
static void picking_lines(struct arena *arena, const struct order_view *order, struct order_paper_facts *facts)
{
	struct order_paper_line *lines = ARENA_LIST(arena, ORDER_PAPER_LINES_MAX, struct order_paper_line);

	for (size_t i = 0; i < order->lines_count; i++) {
		const struct order_view_line *line = &order->lines[i];
		int64_t left = line->qty_milli - line->delivered_milli;

		for (size_t k = 0; k < line->holds_count && facts->lines_count + order->lines_count < ORDER_PAPER_LINES_MAX; k++) {
			const struct order_view_hold *hold = &line->holds[k];

			left -= hold->qty_milli - hold->short_milli;
			if (hold->qty_milli > hold->short_milli)
				lines[facts->lines_count++] = (struct order_paper_line){
					.name = line->name, .unit = line->unit, .qty_milli = hold->qty_milli - hold->short_milli, .place = "Quầy",
					.lot = hold->lot_code, .expiry_day = hold->expiry_day,
				};
		}
		if (left > 0)
			lines[facts->lines_count++] = (struct order_paper_line){
				.name = line->name, .unit = line->unit, .qty_milli = left,
				.note = !line->has_stock ? NULL : line->asking ? asking_text(arena, line) : "chưa giữ lô nào",
			};
	}
	facts->lines = lines;
}

/* What is left to go out, as agreed. */
static void open_lines(struct arena *arena, const struct order_view *order, struct order_paper_facts *facts)
{
	struct order_paper_line *lines = ARENA_LIST(arena, order->lines_count, struct order_paper_line);

	for (size_t i = 0; i < order->lines_count; i++) {
		const struct order_view_line *line = &order->lines[i];
		int64_t left = line->qty_milli - line->delivered_milli;
		struct money amount = left > 0 ? order_part(line->amount, line->qty_milli, line->delivered_milli, left) : MONEY(0);

		if (left <= 0)
			continue;
		lines[facts->lines_count++] = (struct order_paper_line){ .name = line->name, .unit = line->unit, .qty_milli = left, .price = line->price,
									  .amount = amount };
		facts->total.dong += amount.dong;
	}
	facts->lines = lines;
}

static bool sale_lines(struct txn *txn, struct arena *arena, int64_t sale_key, struct order_paper_facts *facts, struct err *err)
{
	struct order_paper_line *lines;
	struct paper_row *pays;
	struct sale_view view;
	struct entry entry;

	if (!journal_get(txn, arena, sale_key, &entry, err) || !sale_view_of_entry(txn, arena, &entry, NULL, &view, err))
		return false;
	lines = ARENA_LIST(arena, view.lines_count, struct order_paper_line);
	for (size_t i = 0; i < view.lines_count; i++) {
		const struct sale_view_line *from = &view.lines[i];
		struct order_paper_line *line = i && id_is(from->item_id, view.lines[i - 1].item_id) && from->price.dong == view.lines[i - 1].price.dong ?
						&lines[facts->lines_count - 1] : &lines[facts->lines_count++];

		line->name = from->name;
		line->unit = from->unit;
		line->price = from->price;
		line->qty_milli += from->qty_milli;
		line->discount.dong += from->discount.dong;
		line->amount.dong += from->paid.dong;
	}
	pays = ARENA_LIST(arena, view.pays_count, struct paper_row);
	for (size_t i = 0; i < view.pays_count; i++) {
		if (view.pays[i].way == PAY_COD)
			facts->to_collect.dong += view.pays[i].amount.dong;
		else
			pays[facts->payments.count++] = (struct paper_row){ .name = view.pays[i].name, .amount = view.pays[i].amount };
	}
	facts->payments.rows = pays;
	facts->lines = lines;
	facts->total = view.total;
	facts->receipt = view.receipt;
	facts->day = day_of_us(view.at_us);
	facts->deposit_paid = MONEY(0);
	facts->chain_head = head_of(arena, &entry);
	return true;
}

bool order_paper(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int64_t sale_key, enum order_paper_kind kind,
		 int64_t at_us, struct order_paper_facts *facts, struct err *err)
{
	char number[ORDER_NUMBER_SIZE];
	struct order_view order;

	if (!order_get(txn, arena, book, order_id, day_of_us(at_us), &order, err) ||
	    !known_staff_name(NULL, txn, arena, order.staff_id, &facts->made_by, err))
		return false;
	facts->kind = kind;
	facts->number = arena_text(arena, order_number_write(order.number, number));
	facts->day = day_of_us(at_us);
	facts->promised_day = order.promised_day;
	facts->customer = (struct paper_side){ .name = order.contact.name, .address = order.contact.address };
	facts->phone = order.contact.phone;
	facts->note = order.contact.note;
	facts->shipping = shipping_text(arena, &order);
	facts->deposit_asked = order.left.dong ? MONEY(0) : order.deposit_asked;
	facts->deposit_paid = order.left;
	if (kind == ORDER_PAPER_QUOTE)
		quote_lines(arena, &order, facts);
	else if (kind == ORDER_PAPER_PICKING)
		picking_lines(arena, &order, facts);
	else if (!sale_key)
		open_lines(arena, &order, facts);
	else if (!sale_lines(txn, arena, sale_key, facts, err))
		return false;
	facts->total_words = facts->total.dong ? words_of(arena, facts->total) : NULL;
	return true;
}

bool order_paper_of_entry(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, enum order_paper_kind kind,
			  int64_t at_us, struct order_paper_facts *facts, struct err *err)
{
	struct order_body *order;
	struct sale *sale;

	if (strcmp(entry->kind, order_placed_kind.name) == 0)
		return order_paper(txn, arena, book, entry->id, 0, kind, at_us, facts, err);
	if (strcmp(entry->kind, order_changed_kind.name) == 0)
		return entry_body(entry, &order_changed_kind, arena, (void **)&order, err) &&
		       order_paper(txn, arena, book, order->order_id, 0, kind, at_us, facts, err);
	if (strcmp(entry->kind, sale_kind.name) != 0)
		return err_set(err, ERR_INPUT, "layout", "giấy này không thuộc một đơn đặt");
	return entry_body(entry, &sale_kind, arena, (void **)&sale, err) &&
	       order_paper(txn, arena, book, sale->order_id, entry->key, kind, at_us, facts, err);
}

/* ---- slips of money ------------------------------------------------------------------------ */

static bool paid_slip(struct txn *txn, struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct id *order_id, struct err *err)
{
	struct order_paid *paid;
	const char *ways = NULL;
	char slip[ORDER_NUMBER_SIZE];

	if (!entry_body(entry, &order_paid_kind, arena, (void **)&paid, err))
		return false;
	for (size_t i = 0; i < paid->pays_count; i++) {
		char bucket[PAY_BUCKET_SIZE];
		const char *way;

		if (!pay_bucket_name(txn, arena, pay_bucket(&paid->pays[i], bucket), &way, err))
			return false;
		ways = ways ? arena_format(arena, "%s, %s", ways, way) : way;
	}
	facts->is_in = true;
	facts->number = arena_text(arena, order_slip_write(paid->number, slip));
	facts->amount = paid->amount;
	facts->place = ways;
	*order_id = paid->order_id;
	return true;
}

static bool back_slip(struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct id *order_id, struct err *err)
{
	struct order_cancelled *cancelled;

	if (!entry_body(entry, &order_cancelled_kind, arena, (void **)&cancelled, err))
		return false;
	facts->amount = cancelled->given_back;
	facts->place = cancelled->way ? pay_kinds[cancelled->way].name : NULL;
	*order_id = cancelled->order_id;
	return true;
}

bool order_slip_facts(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct cash_slip_facts *facts,
		      struct err *err)
{
	bool is_in = strcmp(entry->kind, order_paid_kind.name) == 0;
	char number[ORDER_NUMBER_SIZE];
	struct order_view order;
	struct id order_id;

	if (!is_in && strcmp(entry->kind, order_cancelled_kind.name) != 0)
		return err_set(err, ERR_INPUT, "layout", "không in được phiếu thu chi của việc này");
	if (!(is_in ? paid_slip(txn, arena, entry, facts, &order_id, err) : back_slip(arena, entry, facts, &order_id, err)) ||
	    !order_get(txn, arena, book, order_id, day_of_us(entry->at_us), &order, err) ||
	    !known_staff_name(NULL, txn, arena, entry->actor, &facts->made_by, err))
		return false;
	order_number_write(order.number, number);
	facts->paper = PAGE_ROLL;
	facts->at_us = entry->at_us;
	facts->person = order.contact.name;
	facts->person_address = order.contact.address;
	facts->reason = is_in ? arena_format(arena, "Đặt cọc đơn %s, hẹn giao %s, tiền hàng %s", number, day_text(arena, order.promised_day),
					     money_text(arena, order.total)) :
				arena_format(arena, "Trả lại tiền cọc đơn %s", number);
	facts->number = facts->number ? facts->number : arena_text(arena, number);
	facts->amount_words = words_of(arena, facts->amount);
	facts->chain_head = head_of(arena, entry);
	return true;
}
