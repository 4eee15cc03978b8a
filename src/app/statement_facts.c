/* From the closing's entry to the facts that the layout of form 01-BH prints. */
#include "app/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "calc/vat.h"
#include "calc/words.h"
#include "receipts/fonts.h"
#include "receipts/layouts.h"
#include "receipts/pdf.h"
#include "shop/contract.h"
#include "shop/party.h"
#include "shop/stock.h"

const char *statement_line_name(const struct settled_line *line)
{
	static const char *const names[] = {
		[SETTLED_COMMISSION] = "Hoa hồng", [SETTLED_TIER] = "Điều chỉnh hoa hồng theo bậc doanh số", [SETTLED_COMMISSION_VAT] = "Thuế GTGT của hoa hồng",
		[SETTLED_VAT_KEPT] = "Thuế GTGT nộp hộ", [SETTLED_TAX] = "Thuế khác nộp hộ", [SETTLED_CHARGE] = "Chi phí",
		[SETTLED_LOSS] = "Bồi thường hao hụt (trả bên giao)", [SETTLED_ADJUSTMENT] = "Điều chỉnh kỳ trước", [SETTLED_ADVANCE] = "Tạm ứng",
		[SETTLED_CASH] = "Tiền mặt", [SETTLED_TRANSFER] = "Chuyển khoản", [SETTLED_OFFSET] = "Cấn trừ",
	};

	return names[line->kind];
}

const char *statement_move_name(int64_t stock_kind)
{
	static const char *const names[] = {
		[STOCK_INTAKE] = "nhập kho", [STOCK_BACK] = "trả bên giao", [STOCK_BROKEN] = "hỏng, vỡ", [STOCK_EXPIRED] = "hết hạn", [STOCK_SAMPLE] = "hàng mẫu, nếm thử",
		[STOCK_MISSING] = "mất", [STOCK_COUNTED] = "chênh lệch kiểm kê", [STOCK_TRANSFER_OUT] = "chuyển đi", [STOCK_TRANSFER_IN] = "chuyển đến",
		[STOCK_OPENING] = "số dư đầu", [STOCK_CORRECTED] = "sửa số lượng", [STOCK_FILLS_PENDING] = "bù hàng chưa nhập", [STOCK_PLACE] = "đổi chỗ",
		[STOCK_OWNER] = "đổi chủ hàng",
	};

	return stock_kind > 0 && (size_t)stock_kind < COUNT_OF(names) && names[stock_kind] ? names[stock_kind] : "chứng từ kho";
}

static void add_items(struct arena *arena, const struct settled *s, struct bh01_facts *facts)
{
	struct bh01_item *items = ARENA_LIST(arena, s->items_count, struct bh01_item);
	struct bh01_price *prices = ARENA_LIST(arena, s->rows_count, struct bh01_price);
	struct bh01_move *moves = ARENA_LIST(arena, s->items_count, struct bh01_move);

	for (size_t i = 0; i < s->rows_count; i++) {
		const struct settled_row *row = &s->rows[i];
		struct bh01_item *item = &items[row->item];

		/* Rows lie in the items' order. */
		prices[i] = (struct bh01_price){ .qty_milli = row->sold_milli - row->returned_milli, .price = row->price, .amount = row->amount };
		if (!item->prices)
			item->prices = &prices[i];
		item->prices_count++;
	}
	for (size_t i = 0; i < s->items_count; i++) {
		const struct settled_item *from = &s->items[i];
		int64_t samples = 0;

		items[i].name = from->name;
		items[i].unit = from->unit;
		items[i].opening_milli = from->opening_milli;
		items[i].received_milli = from->in_milli;
		items[i].total_milli = from->total_milli;
		items[i].closing_milli = from->closing_milli;
		for (size_t k = 0; k < s->losses_count; k++)
			if (s->losses[k].item == (int64_t)i && s->losses[k].cause == STOCK_SAMPLE)
				samples += s->losses[k].qty_milli;
		/* The form's annex knows no column of counts and corrections: they are part of what came in. */
		moves[i] = (struct bh01_move){
			.name = from->name, .unit = from->unit, .opening_milli = from->opening_milli,
			.received_milli = from->received_milli + from->counted_milli + from->moved_milli, .sent_back_milli = from->sent_back_milli,
			.written_off_milli = from->lost_house_milli + from->lost_producer_milli - samples, .samples_milli = samples,
			.sold_milli = from->sold_milli, .taken_back_milli = from->returned_milli, .closing_milli = from->closing_milli,
		};
	}
	facts->items = items;
	facts->items_count = s->items_count;
	facts->moves = moves;
	facts->moves_count = s->items_count;
}

static const char *basis_of(struct arena *arena, const struct settled *s, const struct settled_line *line)
{
	char amount[40];

	switch (line->kind) {
	case SETTLED_COMMISSION:
		return line->includes_vat ? "đã có thuế GTGT" : line->vat_class ? "chưa có thuế GTGT" : "theo hợp đồng";
	case SETTLED_COMMISSION_VAT:
		return arena_format(arena, "thuế suất %s%s trên tổng hoa hồng", vat_class_name((enum vat_class)line->vat_class),
				    vat_rate_ppm((enum vat_class)line->vat_class) || line->vat_class == VAT_0 ? "%" : "");
	case SETTLED_TIER:
		money_write(s->tier_turnover, amount, sizeof(amount));
		return arena_format(arena, "doanh số của kỳ %s", amount);
	case SETTLED_LOSS:
		return "phần nhà hàng chịu, tính theo phần của bên giao";
	default:
		return "";
	}
}

#define OFFSETS_NAMED_MAX 20

struct offsets {
	struct arena *arena;
	const char *text;              /* " – phiếu Q1-1-000123: 30.000, …"; "" before the first */
	size_t count;
};

static bool name_offset(void *arg, const struct settlement_line *line, struct err *err)
{
	struct offsets *offsets = arg;
	char amount[32];

	(void)err;
	if (line->kind != SETTLEMENT_PAYOUT || line->pay_way != SETTLEMENT_OFFSET || offsets->count > OFFSETS_NAMED_MAX)
		return true;
	money_write(line->amount, amount, sizeof(amount));
	offsets->text = offsets->count++ == OFFSETS_NAMED_MAX
				? arena_format(offsets->arena, "%s, …", offsets->text)
				: arena_format(offsets->arena, "%s%s %s: %s", offsets->text, *offsets->text ? "," : " – hàng đã lấy, phiếu", line->receipt, amount);
	return true;
}

/* Line V says on which receipts goods were taken against the debt. */
static bool name_offsets(struct txn *txn, struct arena *arena, const struct settled *s, struct bh01_facts *facts, struct err *err)
{
	struct paper_row *payments = (struct paper_row *)facts->payments.rows;
	struct offsets offsets = { .arena = arena, .text = "" };
	size_t at = 0;

	for (size_t i = 0; i < s->lines_count; i++) {
		if (s->lines[i].kind < SETTLED_ADVANCE)
			continue;
		if (s->lines[i].kind == SETTLED_OFFSET) {
			if (!settlement_lines(txn, s, name_offset, &offsets, err))
				return false;
			payments[at].name = arena_format(arena, "%s%s", payments[at].name, offsets.text);
		}
		at++;
	}
	return true;
}

static void add_lines(struct arena *arena, const struct settled *s, struct bh01_facts *facts)
{
	struct bh01_charge *charges = ARENA_LIST(arena, s->lines_count, struct bh01_charge);
	struct paper_row *payments = ARENA_LIST(arena, s->lines_count, struct paper_row);

	for (size_t i = 0; i < s->lines_count; i++) {
		const struct settled_line *line = &s->lines[i];

		if (line->kind < SETTLED_ADVANCE)
			charges[facts->charges_count++] = (struct bh01_charge){
				.name = statement_line_name(line), .basis = basis_of(arena, s, line), .amount = line->amount,
			};
		else
			payments[facts->payments.count++] = (struct paper_row){ .name = statement_line_name(line), .amount = line->amount };
	}
	facts->charges = charges;
	facts->charges_total = s->iv;
	facts->payments.rows = payments;
	facts->payments_total = s->v;
}

static void add_losses(struct arena *arena, const struct settled *s, struct bh01_facts *facts)
{
	struct bh01_loss *losses = ARENA_LIST(arena, s->losses_count, struct bh01_loss);
	struct bh01_late *lates = ARENA_LIST(arena, s->lates_count, struct bh01_late);

	for (size_t i = 0; i < s->losses_count; i++) {
		const struct settled_loss *loss = &s->losses[i];

		losses[i] = (struct bh01_loss){
			.name = s->items[loss->item].name, .unit = s->items[loss->item].unit, .cause = statement_move_name(loss->cause),
			.bearer = loss->borne_by == BORNE_BY_HOUSE ? "nhà hàng (đến hạn mức)" : "bên giao", .qty_milli = loss->qty_milli,
		};
	}
	for (size_t i = 0; i < s->lates_count; i++) {
		const struct settled_late *late = &s->lates[i];
		char qty[24];

		qty_write(late->qty_milli, qty, sizeof(qty));
		lates[i] = (struct bh01_late){
			.number = arena_format(arena, "%" PRId64, late->number), .day = late->doc_day, .entry = late->number, .amount = late->amount,
			.what = late->item == SHAPE_ABSENT ? "phiếu chi" :
				arena_format(arena, "%s: %s %s %s", statement_move_name(late->kind), s->items[late->item].name, qty, s->items[late->item].unit),
		};
	}
	facts->losses = losses;
	facts->losses_count = s->losses_count;
	facts->lates = lates;
	facts->lates_count = s->lates_count;
}

static const char *cut_text(struct arena *arena, const struct settled *s)
{
	const char *text = "";

	for (size_t i = 0; i < s->cuts_count; i++)
		if (s->cuts[i].to_number >= s->cuts[i].from_number)
			text = arena_format(arena, "%s%skỳ sổ %" PRId64 ": bút toán %" PRId64 " đến %" PRId64, text, *text ? "; " : "", s->cuts[i].epoch,
					    s->cuts[i].from_number, s->cuts[i].to_number);
	return text;
}

static bool add_side(struct txn *txn, struct arena *arena, struct id party_id, int32_t day, struct paper_side *side, struct err *err)
{
	struct party party;

	if (!party_get(txn, arena, party_id, day, &party, err))
		return false;
	*side = (struct paper_side){ .name = party.name, .address = party.address, .tax_code = party.tax_code };
	return true;
}

bool statement_facts(struct txn *txn, struct arena *arena, const struct settled *s, const struct entry *entry, struct bh01_facts *facts,
		     struct err *err)
{
	char words[WORDS_SIZE], head[HASH_TEXT_SIZE] = "";
	struct contract_terms terms;

	*facts = (struct bh01_facts){ .form = { .name = "Mẫu số 01-BH", .basis = "(Theo Thông tư số 99/2025/TT-BTC)" } };
	if (!contract_version_get(txn, arena, s->contract_id, s->version, &terms, err) ||
	    !add_side(txn, arena, terms.consignor_id, s->to_day, &facts->sender, err) ||
	    !add_side(txn, arena, terms.operator_id, s->to_day, &facts->receiver, err))
		return false;
	for (size_t i = 0; i < s->cuts_count; i++)
		if (s->cuts[i].to_number > 0)
			hash_write(s->cuts[i].head, head);
	words_write(s->owed_after.dong, &(struct words_style){ .capital = true }, words);
	facts->unit = facts->receiver.name;
	facts->address = facts->receiver.address;
	facts->number = arena_format(arena, "%" PRId64, s->number);
	facts->day = entry ? day_of_us(entry->at_us) : s->to_day;
	facts->contract_number = s->contract_number;
	facts->contract_day = terms.from_day;
	facts->from_day = s->from_day;
	facts->to_day = s->to_day;
	facts->is_draft = entry == NULL;
	facts->out_of_period = s->forced_reason;
	facts->sold_amount = s->col6;
	facts->previous_debt = s->owed_before;
	facts->payable = s->iii;
	facts->left = s->owed_after;
	facts->left_words = arena_text(arena, words);
	facts->identities = "Tồn cuối = tồn đầu + nhận − trả lại − xuất hủy − mẫu − bán + khách trả; VI = II + cột 6 − IV − V";
	facts->cut = cut_text(arena, s);
	facts->chain_head = arena_text(arena, head);
	add_items(arena, s, facts);
	add_lines(arena, s, facts);
	add_losses(arena, s, facts);
	return name_offsets(txn, arena, s, facts, err);
}

bool statement_pdf(struct txn *txn, const struct settled *settled, const struct entry *entry, struct buf *pdf, struct err *err)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES + ((size_t)16 << 20));
	struct bh01_facts facts;
	struct fonts *fonts = fonts_open(err);
	bool ok = fonts && statement_facts(txn, arena, settled, entry, &facts, err) &&
		  pdf_write(fonts, layout_bh01(arena, &facts), entry ? entry->at_us : 0, pdf, err);

	fonts_close(fonts);
	arena_free(arena);
	return ok;
}
