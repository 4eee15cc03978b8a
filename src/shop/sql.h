/*
 * Every statement of the shop, by module, so that a test prepares them all on both engines.
 * A module's table is `const struct sql <module>_sql[]`, ended by SQL_END; declare it here and list it in sql.c.
 */
#ifndef SHOP_SQL_H
#define SHOP_SQL_H

#include "store/stmt.h"

extern const struct sql journal_sql[];
extern const struct sql book_sql[];
extern const struct sql intake_sql[];
extern const struct sql proposal_sql[];
extern const struct sql sale_add_sql[];
extern const struct sql sale_return_sql[];
extern const struct sql sale_price_sql[];
extern const struct sql goods_sql[];
extern const struct sql sale_sql[];
extern const struct sql shift_sql[];
extern const struct sql cash_sql[];
extern const struct sql cash_book_sql[];
extern const struct sql cash_move_sql[];
extern const struct sql alone_sql[];
extern const struct sql consent_sql[];
extern const struct sql rollup_sql[];
extern const struct sql stock_sql[];
extern const struct sql catalog_set_sql[];
extern const struct sql catalog_sql[];
extern const struct sql contract_sql[];
extern const struct sql party_sql[];
extern const struct sql settlement_sql[];
extern const struct sql settlement_draft_sql[];
extern const struct sql settlement_lines_sql[];
extern const struct sql payout_sql[];
extern const struct sql refund_sql[];
extern const struct sql tender_sql[];
extern const struct sql exchange_sql[];
extern const struct sql swap_sql[];
extern const struct sql hamper_sql[];
extern const struct sql hamper_price_sql[];
extern const struct sql order_sql[];
extern const struct sql order_set_sql[];
extern const struct sql order_money_sql[];
extern const struct sql order_ask_sql[];
extern const struct sql order_sale_sql[];
extern const struct sql order_list_sql[];
extern const struct sql offset_sql[];
extern const struct sql verify_credit_sql[];
extern const struct sql credit_sql[];
extern const struct sql debt_sql[];
extern const struct sql order_lots_sql[];
extern const struct sql voucher_sql[];
extern const struct sql money_in_sql[];
extern const struct sql pay_ways_sql[];
extern const struct sql intent_sql[];
extern const struct sql bank_credit_sql[];
extern const struct sql bank_offer_sql[];
extern const struct sql bank_settle_sql[];
extern const struct sql backup_sql[];
extern const struct sql epoch_sql[];
extern const struct sql verify_sql[];
extern const struct sql verify_tables_sql[];
extern const struct sql adjust_sql[];
extern const struct sql lot_sql[];
extern const struct sql recall_sql[];
extern const struct sql item_words_sql[];
extern const struct sql passport_sql[];
extern const struct sql guard_sql[];
extern const struct sql opening_sql[];
extern const struct sql opening_report_sql[];
extern const struct sql correct_sql[];
extern const struct sql correct_lot_sql[];
extern const struct sql reference_sql[];
extern const struct sql staff_sql[];
extern const struct sql pepper_sql[];
extern const struct sql practice_sql[];
extern const struct sql mark_sql[];
extern const struct sql station_sql[];
extern const struct sql till_sql[];
extern const struct sql print_sql[];
extern const struct sql find_sql[];
extern const struct sql search_sql[];
extern const struct sql search_load_sql[];
extern const struct sql view_sql[];
extern const struct sql sale_view_sql[];
extern const struct sql image_sql[];
extern const struct sql tile_sql[];
extern const struct sql preference_sql[];
extern const struct sql coupon_sql[];
extern const struct sql customer_sql[];
extern const struct sql item_draft_sql[];
extern const struct sql sale_more_sql[];
extern const struct sql browse_sql[];
extern const struct sql browse_papers_sql[];

extern const struct sql *const shop_sql[];  /* all of them; ends with NULL */

#endif
