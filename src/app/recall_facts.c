#include "app/recall_facts.h"

#include "app/paper.h"
#include "app/public_link.h"
#include "shop/book.h"
#include "shop/customer.h"
#include "shop/party.h"
#include "shop/passport.h"
#include "shop/recall.h"
#include "shop/staff.h"
#include "shop/stock.h"

/* One date where all lots of the code have it. */
static void take_dates(const struct recall_report *report, struct recall_facts *facts)
{
	facts->made_day = report->lots[0].made_day;
	facts->expiry_day = report->lots[0].expiry_day;
	for (size_t i = 1; i < report->lots_count; i++) {
		if (report->lots[i].made_day != facts->made_day)
			facts->made_day = 0;
		if (report->lots[i].expiry_day != facts->expiry_day)
			facts->expiry_day = 0;
	}
}

static void take_rows(struct arena *arena, const struct recall_report *report, struct recall_facts *facts)
{
	size_t shown = report->sales_count < RECALL_PAPER_SALES_MAX ? report->sales_count : RECALL_PAPER_SALES_MAX;
	struct recall_paper_sale *sales = ARENA_LIST(arena, shown, struct recall_paper_sale);
	struct recall_paper_left *left = ARENA_LIST(arena, report->left_count, struct recall_paper_left);

	for (size_t i = 0; i < shown; i++)
		sales[i] = (struct recall_paper_sale){ report->sales[i].receipt, report->sales[i].till_code, report->sales[i].at_us, report->sales[i].qty_milli,
						       report->sales[i].is_maybe };
	facts->sales = sales;
	facts->sales_count = shown;
	facts->sales_more = (int64_t)(report->sales_count - shown);
	for (size_t i = 0; i < report->left_count; i++)
		left[i] = (struct recall_paper_left){ report->left[i].site_name, report->left[i].place == PLACE_ASIDE ? "để riêng" : "quầy",
						      report->left[i].qty_milli };
	facts->left = left;
	facts->left_count = report->left_count;
}

bool recall_facts_read(struct txn *txn, struct arena *arena, const struct book *book, const char *public_url, struct id lot_id, int64_t at_us,
		       struct recall_facts *facts, struct err *err)
{
	struct recall_report *report = ARENA_NEW(arena, struct recall_report);
	struct staff staff = { .name = NULL };
	struct passport passport;

	if (!recall_report(txn, arena, lot_id, report, err) || !passport_of_lot(txn, arena, lot_id, day_of_us(at_us), LANG_VI, &passport, err) ||
	    (!id_is_none(report->frozen_by) && !staff_get(txn, arena, report->frozen_by, &staff, err)))
		return false;
	*facts = (struct recall_facts){
		.item = report->item, .code = report->code, .unit = report->unit, .producer = passport.producer, .commune = passport.commune,
		.reason = report->reason, .is_frozen = report->is_frozen, .frozen_us = report->frozen_us, .at_us = at_us, .by = staff.name,
		.in_milli = report->in_milli, .filled_milli = report->filled_milli, .sold_milli = report->sold_milli,
		.returned_milli = report->returned_milli, .back_milli = report->back_milli, .lost_milli = report->lost_milli,
		.left_milli = report->left_milli, .page_url = public_link(arena, public_url, passport.page_code),
	};
	take_dates(report, facts);
	take_rows(arena, report, facts);
	return paper_shop_of(txn, arena, book, at_us, &facts->shop, err);
}

bool recall_customer(struct txn *txn, struct arena *arena, struct id customer_id, const char **text, struct err *err)
{
	const char *phone;
	struct party party;

	*text = NULL;
	if (id_is_none(customer_id))
		return true;
	if (!party_get(txn, arena, customer_id, 29991231, &party, err))
		return false;
	phone = party.phone ? customer_masked(arena, party.phone) : NULL;
	*text = party.name && phone ? arena_format(arena, "%s · %s", party.name, phone) : party.name ? party.name : phone;
	return true;
}
