/* Who owes what: customers and carriers item by item, vouchers. */
#include "app/exports_parts.h"

#include <string.h>

#include "shop/credit.h"
#include "shop/voucher.h"

static bool write_debts(struct exporting *x, enum debt_what what, struct err *err)
{
	static const char *const names[] = { "Mã", "Tên", "Chứng từ", "Ngày", "Hạn trả", "Số tiền", "Còn lại", "Quá hạn (ngày)" };
	struct debt_party *parties;
	struct arena *kept = arena_new((size_t)1 << 22);
	size_t parties_count;
	bool ok = debt_parties(x->im.txn, kept, what, x->im.day, &parties, &parties_count, err);

	exporting_heads(x, names, COUNT_OF(names));
	for (size_t i = 0; ok && i < parties_count; i++) {
		const char *code = "", *name = "";
		struct debt *debts = NULL;
		size_t count = 0;

		if (!id_is_none(x->asked->party_id) && !id_is(x->asked->party_id, parties[i].party_id))
			continue;
		exporting_next_page(x);
		ok = exporting_party(x, parties[i].party_id, &code, &name, err) &&
		     debt_open(x->im.txn, x->im.arena, what, parties[i].party_id, x->im.day, &debts, &count, err);
		for (size_t k = 0; ok && k < count; k++) {
			table_text(&x->out, code);
			table_text(&x->out, name);
			table_text(&x->out, debts[k].label ? debts[k].label : debts[k].receipt);
			table_day(&x->out, debts[k].day);
			table_day(&x->out, debts[k].due_day);
			table_money(&x->out, debts[k].amount.dong);
			table_money(&x->out, debts[k].left.dong);
			table_i64(&x->out, debts[k].late_days);
			ok = exporting_end_row(x, err);
		}
	}
	arena_free(kept);
	return ok;
}

bool export_debts(struct exporting *x, struct err *err)
{
	return write_debts(x, DEBT_CUSTOMER, err);
}

bool export_cod(struct exporting *x, struct err *err)
{
	return write_debts(x, DEBT_CARRIER, err);
}

bool export_vouchers(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số", "Bán lúc", "Mệnh giá", "Còn lại", "Chuyển cho cửa hàng", "Dùng đến hết ngày", "Tình trạng" };
	int64_t before = 0;
	size_t count;

	exporting_heads(x, names, COUNT_OF(names));
	do {
		struct voucher *list;

		exporting_next_page(x);
		if (!voucher_list(x->im.txn, x->im.arena, "all", before, x->im.day, VOUCHER_LIST_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			table_text(&x->out, list[i].number);
			table_moment(&x->out, list[i].at_us);
			table_money(&x->out, list[i].value.dong);
			table_money(&x->out, list[i].left.dong);
			table_money(&x->out, list[i].moved.dong);
			table_day(&x->out, list[i].expires_day);
			table_text(&x->out, list[i].state == VOUCHER_MOVED ? "đã chuyển cho cửa hàng" : list[i].why ? list[i].why : "dùng được");
			if (!exporting_end_row(x, err))
				return false;
		}
		if (count && !voucher_number_read(list[count - 1].number, &before))
			return err_set(err, ERR_IO, "number", "voucher number");
	} while (count == VOUCHER_LIST_MAX);
	return true;
}
