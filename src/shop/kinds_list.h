/* The list itself: a kind is declared and listed by one word here. Released kinds are never taken away. */
#ifndef SHOP_KINDS_LIST_H
#define SHOP_KINDS_LIST_H

#include "shop/journal.h"

#define KINDS(KIND) \
	KIND(book_opened_kind) \
	KIND(epoch_opened_kind) \
	KIND(clock_confirmed_kind) \
	KIND(reference_loaded_kind) \
	KIND(parties_set_kind) \
	KIND(contracts_set_kind) \
	KIND(products_set_kind) \
	KIND(certificates_set_kind) \
	KIND(items_set_kind) \
	KIND(prices_set_kind) \
	KIND(tiles_set_kind) \
	KIND(intake_kind) \
	KIND(proposal_answered_kind) \
	KIND(stock_moved_kind) \
	KIND(opening_kind) \
	KIND(intake_corrected_kind) \
	KIND(price_corrected_kind) \
	KIND(owner_corrected_kind) \
	KIND(shift_opened_kind) \
	KIND(cash_places_set_kind) \
	KIND(cash_moved_kind) \
	KIND(duty_set_kind) \
	KIND(alone_answered_kind) \
	KIND(shift_counted_kind) \
	KIND(shift_closed_kind) \
	KIND(sale_kind) \
	KIND(return_kind) \
	KIND(tender_changed_kind) \
	KIND(recipes_set_kind) \
	KIND(hamper_assembled_kind) \
	KIND(hamper_taken_apart_kind) \
	KIND(settled_kind) \
	KIND(paid_out_kind) \
	KIND(refund_paid_kind) \
	KIND(order_placed_kind) \
	KIND(order_changed_kind) \
	KIND(order_reserved_kind) \
	KIND(order_paid_kind) \
	KIND(order_cancelled_kind) \
	KIND(order_asked_kind) \
	KIND(order_answered_kind) \
	KIND(pay_ways_set_kind) \
	KIND(vouchers_sold_kind) \
	KIND(voucher_set_kind) \
	KIND(voucher_expired_kind) \
	KIND(credit_set_kind) \
	KIND(debt_paid_kind) \
	KIND(cod_matched_kind) \
	KIND(bank_credited_kind) \
	KIND(credit_settled_kind) \
	KIND(staff_set_kind) \
	KIND(till_set_kind) \
	KIND(paper_copied_kind) \
	KIND(cart_dropped_kind) \
	KIND(coupons_set_kind) \
	KIND(item_drafted_kind) \
	KIND(lot_frozen_kind) \
	KIND(item_words_set_kind) \
	KIND(lot_trace_set_kind) \
	/* every line above goes on, so that a kind is added by one line anywhere */

#define KIND(name) extern const struct kind name;
KINDS(KIND)
#undef KIND

#endif
