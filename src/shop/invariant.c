#include "shop/invariant.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "shop/bank_credit.h"
#include "shop/cash.h"
#include "shop/refund.h"
#include "shop/sql.h"
#include "shop/verify_parts.h"
#include "store/store.h"
#include "store/txn.h"

#define SAY(words, text_) { .sentence = (words), .sql = { .text = (text_), .scan_ok = true } }

const struct invariant invariants[] = {
	SAY("số bút toán liền nhau từ 1 trong mỗi chuỗi",
	    "SELECT CAST(s.stream AS TEXT) FROM stream s WHERE (SELECT COUNT(*) FROM entry e WHERE e.entry_key > s.stream * 1099511627776"
	    " AND e.entry_key < (s.stream + 1) * 1099511627776) <> COALESCE((SELECT MAX(e.entry_key) FROM entry e"
	    " WHERE e.entry_key < (s.stream + 1) * 1099511627776 AND e.entry_key > s.stream * 1099511627776) - s.stream * 1099511627776, 0) LIMIT 5"),
	SAY("tồn kho mỗi lô, mỗi chỗ bằng tổng nhập xuất",
	    "SELECT 'lô của bút toán ' || CAST(COALESCE(MAX(l.entry_key), 0) AS TEXT) FROM ("
	    "SELECT site_id, item_id, lot_id, place, qty_milli FROM stock"
	    " UNION ALL SELECT site_id, item_id, lot_id, place, -qty_milli FROM stock_move"
	    " UNION ALL SELECT site_id, item_id, lot_id, place, qty_milli FROM line WHERE lot_id IS NOT NULL) x"
	    " LEFT JOIN lot l ON l.id = x.lot_id GROUP BY x.site_id, x.item_id, x.lot_id, x.place HAVING SUM(x.qty_milli) <> 0 LIMIT 5"),
	SAY("chỉ lô chưa nhập mới được âm",
	    "SELECT 'lô của bút toán ' || CAST(l.entry_key AS TEXT) FROM stock s JOIN lot l ON l.id = s.lot_id"
	    " WHERE s.qty_milli < 0 AND l.is_pending = 0 LIMIT 5"),
	SAY("mỗi dòng bán: chủ hàng + thuế + cửa hàng = tiền trả; chủ hàng + hoa hồng + thuế giữ = tiền hàng",
	    "SELECT CAST(entry_key AS TEXT) FROM line WHERE producer + vat_leg + house <> paid OR producer + commission + vat_kept <> due"
	    " OR list - discount_producer - discount_house <> paid LIMIT 5"),
	SAY("mỗi phiếu bằng tổng các dòng của nó",
	    "SELECT CAST(s.entry_key AS TEXT) FROM sale s LEFT JOIN line l ON l.entry_key = s.entry_key"
	    " GROUP BY s.entry_key, s.total, s.vat, s.lines_count, s.gross"
	    " HAVING COALESCE(SUM(l.paid), 0) <> s.total OR COALESCE(SUM(l.vat), 0) <> s.vat OR COUNT(l.n) <> s.lines_count"
	    " OR COALESCE(SUM(l.list), 0) <> s.gross LIMIT 5"),
	SAY("mỗi dòng bán thuộc một phiếu",
	    "SELECT CAST(l.entry_key AS TEXT) FROM line l WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.entry_key = l.entry_key) LIMIT 5"),
	SAY("mỗi ô bán hàng thuộc một mặt hàng",
	    "SELECT CAST(t.entry_key AS TEXT) FROM item_tile t WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.id = t.item_id) LIMIT 5"),
	SAY("số phiếu của mỗi quầy liền nhau",
	    "SELECT t.code || '-' || CAST(s.epoch AS TEXT) FROM sale s JOIN till t ON t.id = s.till_id GROUP BY t.code, t.id, s.epoch"
	    " HAVING COUNT(*) <> MAX(s.receipt_n) - MIN(s.receipt_n) + 1"
	    " OR (MIN(s.receipt_n) <> 1 AND MIN(s.receipt_n) <> 1 + COALESCE((SELECT r.last FROM series r WHERE r.kind = 3 AND r.owner = t.id), 0)) LIMIT 5"),
	SAY("không trả lại nhiều hơn đã bán",
	    "SELECT CAST(r.returns_key AS TEXT) FROM line r JOIN line l ON l.entry_key = r.returns_key AND l.n = r.returns_n"
	    " GROUP BY r.returns_key, r.returns_n, l.qty_milli, l.paid HAVING -SUM(r.qty_milli) > l.qty_milli OR -SUM(r.paid) > l.paid LIMIT 5"),
	SAY("hàng trả về thuộc một dòng đã bán",
	    "SELECT CAST(r.entry_key AS TEXT) FROM line r WHERE r.returns_key IS NOT NULL AND NOT EXISTS"
	    " (SELECT 1 FROM line l WHERE l.entry_key = r.returns_key AND l.n = r.returns_n) LIMIT 5"),
	SAY("tiền phải có của ca đã đóng = đầu ca + thu − chi",
	    "SELECT 'Z ' || CAST(h.z_number AS TEXT) FROM shift h WHERE h.closed_key IS NOT NULL AND h.expected <> h.float_cash"
	    " + COALESCE((SELECT SUM(s.pay_cash) FROM sale s WHERE s.shift_key = h.entry_key), 0)"
	    " + COALESCE((SELECT SUM(t.cash) FROM tender_change t WHERE t.shift_key = h.entry_key), 0)"
	    " + COALESCE((SELECT SUM(m.amount) FROM cash_book m WHERE m.shift_key = h.entry_key AND m.what IN (3, 4, 5, 6, 11, 12)), 0)"
	    " + COALESCE((SELECT SUM(d.cash) FROM deposit d WHERE d.shift_key = h.entry_key), 0)"
	    " + COALESCE((SELECT SUM(i.amount) FROM money_in i WHERE i.shift_key = h.entry_key AND i.way = 1), 0) LIMIT 5"),
	SAY("số Z của mỗi quầy liền nhau từ 1",
	    "SELECT CAST(MAX(z_number) AS TEXT) FROM shift GROUP BY till_id HAVING COUNT(*) <> MAX(z_number) LIMIT 5"),
	SAY("sổ cái: tổng các vế bằng không",
	    "SELECT CAST(SUM(amount) AS TEXT) FROM rollup WHERE kind = 4 HAVING SUM(amount) <> 0"),
	SAY("doanh thu ngày cộng lại bằng tổng các phiếu",
	    "SELECT CAST(t.a AS TEXT) FROM (SELECT COALESCE((SELECT SUM(amount) FROM rollup WHERE kind = 1), 0)"
	    " - COALESCE((SELECT SUM(total) FROM sale), 0) AS a) t WHERE t.a <> 0"),
	SAY("số bán theo tháng của các mặt hàng bằng tổng các dòng",
	    "SELECT CAST(t.a AS TEXT) FROM (SELECT COALESCE((SELECT SUM(amount) FROM rollup WHERE kind = 2), 0)"
	    " - COALESCE((SELECT SUM(paid) FROM line), 0) AS a) t WHERE t.a <> 0"),
	SAY("tiền thu của mỗi ca bằng tổng các phiếu của nó",
	    "SELECT CAST(x.shift_key AS TEXT) FROM (SELECT period AS shift_key, amount FROM rollup WHERE kind = 3 AND LENGTH(key_b) > 0"
	    " UNION ALL SELECT shift_key, -total - rounding_back FROM sale) x GROUP BY x.shift_key HAVING SUM(x.amount) <> 0 LIMIT 5"),
	SAY("bảng thanh toán: VI = II + cột 6 − IV − V, và số liền nhau",
	    "SELECT CAST(entry_key AS TEXT) FROM settlement s WHERE owed_after <> owed_before + col6 - line_iv - line_v OR (number > 1 AND NOT EXISTS"
	    " (SELECT 1 FROM settlement b WHERE b.contract_id = s.contract_id AND b.number = s.number - 1 AND b.owed_after = s.owed_before"
	    " AND b.to_day < s.from_day)) LIMIT 5"),
	SAY("không dòng nào trong hai bảng thanh toán, không dòng nào bị bỏ sót",
	    "SELECT CAST(c.entry_key AS TEXT) FROM settlement_cut c WHERE c.from_number <> 1 + COALESCE((SELECT MAX(b.to_number) FROM settlement_cut b"
	    " WHERE b.contract_id = c.contract_id AND b.stream = c.stream AND b.number < c.number), 0)"
	    " OR EXISTS (SELECT 1 FROM settlement_cut b WHERE b.contract_id = c.contract_id AND b.stream = c.stream AND b.number < c.number"
	    " AND b.to_number >= c.from_number) LIMIT 5"),
	SAY("cột 7 = cột 1 + cột 2 − cột 4",
	    "SELECT CAST(entry_key AS TEXT) FROM settlement_item WHERE close_milli <> open_milli + in_milli - sold_milli LIMIT 5"),
	SAY("cột 1 của kỳ này = cột 7 của kỳ trước",
	    "SELECT CAST(s.entry_key AS TEXT) FROM settlement s JOIN settlement b ON b.contract_id = s.contract_id AND b.number = s.number - 1"
	    " JOIN settlement_item i ON i.entry_key = s.entry_key WHERE i.open_milli <> COALESCE((SELECT p.close_milli FROM settlement_item p"
	    " WHERE p.entry_key = b.entry_key AND p.item_id = i.item_id), 0) LIMIT 5"),
	SAY("cột 6 = tổng tiền hàng của các dòng và điều chỉnh trong kỳ",
	    "SELECT CAST(s.entry_key AS TEXT) FROM settlement s WHERE s.col6 <> COALESCE((SELECT SUM(l.due) FROM settlement_cut c JOIN line l"
	    " ON l.contract_id = c.contract_id AND l.entry_key >= c.stream * 1099511627776 + c.from_number"
	    " AND l.entry_key <= c.stream * 1099511627776 + c.to_number WHERE c.entry_key = s.entry_key), 0)"
	    " + COALESCE((SELECT SUM(a.due) FROM settlement_cut c JOIN adjustment a"
	    " ON a.contract_id = c.contract_id AND a.entry_key >= c.stream * 1099511627776 + c.from_number"
	    " AND a.entry_key <= c.stream * 1099511627776 + c.to_number WHERE c.entry_key = s.entry_key AND (a.kind = 1 OR"
	    " ((a.due < 0) = (a.producer < 0) AND a.commission = 0 AND a.vat_kept = 0))), 0) LIMIT 5"),
	SAY("số phiếu chi liền nhau",
	    "SELECT CAST(MAX(number) AS TEXT) FROM payout HAVING COUNT(*) > 0 AND COUNT(*) <> MAX(number) - MIN(number) + 1"),
	SAY("dòng điều chỉnh: các phần cộng đủ",
	    "SELECT CAST(entry_key AS TEXT) FROM adjustment WHERE producer + vat_leg + house <> paid OR producer + commission + vat_kept <> due LIMIT 5"),
	SAY("mỗi khoản đã chuyển trả khách là của một phiếu trả bằng chuyển khoản, đúng số tiền",
	    "SELECT CAST(r.entry_key AS TEXT) FROM refund r LEFT JOIN sale s ON s.entry_key = r.return_key"
	    " WHERE s.entry_key IS NULL OR s.kind <> 2 OR s.refund <> r.amount LIMIT 5"),
	SAY("lô thu hồi: trạng thái bằng lần ghi cuối",
	    "SELECT CAST(f.entry_key AS TEXT) FROM lot_freeze f LEFT JOIN lot l ON l.id = f.lot_id WHERE NOT EXISTS (SELECT 1 FROM lot_freeze g"
	    " WHERE g.lot_id = f.lot_id AND g.entry_key > f.entry_key) AND (l.id IS NULL OR l.is_frozen <> f.is_frozen) LIMIT 5"),
	SAY("lời kể và đường dẫn truy xuất là của mặt hàng hay lô có trong sổ",
	    "SELECT COALESCE(name, 'item_words') FROM item_words w WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.id = w.item_id) UNION ALL SELECT url FROM trace_link t"
	    " WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.id = t.owner_id) AND NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = t.owner_id) LIMIT 5"),
	SAY("phiếu quà: mệnh giá = còn lại + đã dùng + đã chuyển cho cửa hàng",
	    "SELECT 'số ' || CAST(v.number AS TEXT) FROM voucher v WHERE v.value - v.left_amount - v.moved <>"
	    " COALESCE((SELECT SUM(u.amount) FROM voucher_use u WHERE u.voucher_id = v.id), 0) OR v.left_amount < 0 LIMIT 5"),
	SAY("khoản nợ: còn lại = số tiền − các lần giảm, không âm",
	    "SELECT CAST(d.entry_key AS TEXT) FROM debt d WHERE d.amount - d.left_amount <>"
	    " COALESCE((SELECT SUM(l.amount) FROM debt_less l WHERE l.debt_id = d.id), 0) OR d.left_amount < 0 LIMIT 5"),
	SAY("số phiếu thu liền nhau từ 1",
	    "SELECT CAST(MAX(number) AS TEXT) FROM money_in HAVING COUNT(*) > 0 AND COUNT(*) <> MAX(number)"),
	SAY("mỗi khoản cấn trừ là của một phiếu bán, và trả lại không quá đã lấy",
	    "SELECT CAST(o.sale_key AS TEXT) FROM offset_use o GROUP BY o.sale_key, o.contract_id HAVING SUM(o.amount) < 0 LIMIT 5"),
	SAY("mỗi khoản ngân hàng báo: còn lại = số tiền − đã dùng",
	    "SELECT CAST(c.entry_key AS TEXT) FROM bank_credit c WHERE c.rest <> c.amount"
	    " - COALESCE((SELECT SUM(u.amount) FROM bank_use u WHERE u.credit_key = c.entry_key), 0) LIMIT 5"),
	SAY("mỗi khoản đã dùng có khoản ngân hàng báo, và phiếu bán hay tiền cọc của nó",
	    "SELECT CAST(u.entry_key AS TEXT) FROM bank_use u WHERE NOT EXISTS (SELECT 1 FROM bank_credit c WHERE c.entry_key = u.credit_key)"
	    " OR (u.what < 3 AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.entry_key = u.sale_key AND s.kind = 1)"
	    " AND NOT EXISTS (SELECT 1 FROM deposit d WHERE d.entry_key = u.sale_key AND d.what = 1)) LIMIT 5"),
	SAY("mỗi chuyển khoản xem bằng mắt: còn chờ = số tiền − ngân hàng đã báo",
	    "SELECT CAST(e.entry_key AS TEXT) FROM bank_seen e WHERE e.rest <> e.amount"
	    " - COALESCE((SELECT SUM(u.amount) FROM bank_use u WHERE u.sale_key = e.entry_key AND u.what = 2), 0) LIMIT 5"),
	SAY("mỗi phiếu giảm giá đã dùng là của một phiếu bán, và không giảm quá phần đã giảm",
	    "SELECT CAST(m.entry_key AS TEXT) FROM sale_more m LEFT JOIN sale s ON s.entry_key = m.entry_key WHERE s.entry_key IS NULL OR s.kind <> 1"
	    " OR m.coupon_house < 0 OR m.coupon_producer < 0 OR m.coupon_house + m.coupon_producer > s.gross - s.total"
	    " OR (m.coupon_id IS NULL AND m.coupon_house + m.coupon_producer <> 0)"
	    " OR (m.coupon_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM coupon c WHERE c.id = m.coupon_id)) LIMIT 5"),
	SAY("mỗi hàng bán tạm là một mặt hàng của một hợp đồng hay đã được văn phòng ghi đủ",
	    "SELECT CAST(d.entry_key AS TEXT) FROM item_draft d LEFT JOIN item i ON i.id = d.item_id"
	    " WHERE i.id IS NULL OR i.entry_key < d.entry_key OR (i.entry_key = d.entry_key AND i.contract_id IS NULL) LIMIT 5"),
	SAY("tiền cọc của mỗi đơn bằng tổng các lần thu, dùng, trả lại và mất cọc",
	    "SELECT CAST(o.number AS TEXT) FROM customer_order o LEFT JOIN deposit d ON d.order_id = o.id"
	    " GROUP BY o.id, o.number, o.paid_in, o.used, o.given_back, o.forfeited"
	    " HAVING COALESCE(SUM(CASE WHEN d.what IN (1, 5) THEN d.amount ELSE 0 END), 0) <> o.paid_in"
	    " OR COALESCE(SUM(CASE WHEN d.what = 2 THEN d.amount ELSE 0 END), 0) <> o.used"
	    " OR COALESCE(SUM(CASE WHEN d.what = 3 THEN d.amount ELSE 0 END), 0) <> o.given_back"
	    " OR COALESCE(SUM(CASE WHEN d.what = 4 THEN d.amount ELSE 0 END), 0) <> o.forfeited LIMIT 5"),
	SAY("mỗi khoản cọc đầu kỳ vào nhiều nhất một đơn của khách ấy, đúng số tiền",
	    "SELECT CAST(d.entry_key AS TEXT) FROM deposit d JOIN customer_order o ON o.id = d.order_id LEFT JOIN opening_balance b"
	    " ON b.what = 1 AND b.owner = o.customer_id AND b.label = d.label WHERE d.what = 5 AND (b.amount IS NULL OR b.amount <> d.amount OR EXISTS"
	    " (SELECT 1 FROM deposit e JOIN customer_order p ON p.id = e.order_id WHERE e.what = 5 AND e.label = d.label"
	    " AND p.customer_id = o.customer_id AND e.entry_key <> d.entry_key)) LIMIT 5"),
	SAY("mỗi dòng đơn đặt giao từ 0 đến số đặt, và chỉ còn chờ khi còn phải giao",
	    "SELECT CAST(o.number AS TEXT) FROM order_line l JOIN customer_order o ON o.id = l.order_id"
	    " WHERE l.delivered_milli < 0 OR l.delivered_milli > l.qty_milli OR (l.is_open = 1 AND l.delivered_milli = l.qty_milli)"
	    " OR (l.is_open = 1 AND o.is_open = 0) LIMIT 5"),
	SAY("đơn đặt giữ hàng không nhiều hơn số còn phải giao, của đúng mặt hàng",
	    "SELECT CAST(o.number AS TEXT) FROM order_hold h JOIN order_line l ON l.order_id = h.order_id AND l.n = h.n JOIN customer_order o"
	    " ON o.id = h.order_id JOIN lot t ON t.id = h.lot_id GROUP BY o.number, h.n, l.qty_milli, l.delivered_milli, o.is_open"
	    " HAVING SUM(h.qty_milli) > l.qty_milli - l.delivered_milli OR o.is_open = 0 OR MAX(CASE WHEN t.item_id <> l.item_id THEN 1 ELSE 0 END) = 1"
	    " LIMIT 5"),
	SAY("số đơn đặt liền nhau, số phiếu thu đặt cọc liền nhau từ 1",
	    "SELECT CAST(MAX(number) AS TEXT) FROM customer_order HAVING COUNT(*) > 0 AND COUNT(*) <> MAX(number) - MIN(number) + 1"
	    " UNION ALL SELECT CAST(MAX(number) AS TEXT) FROM deposit WHERE number IS NOT NULL HAVING COUNT(*) > 0 AND COUNT(*) <> MAX(number)"),
	SAY("sổ quỹ của ngăn kéo sau mỗi lần chốt ca = tiền đếm được",
	    "SELECT 'Z ' || CAST(h.z_number AS TEXT) FROM (SELECT entry_key, place_id, what, SUM(amount) OVER"
	    " (PARTITION BY place_id ORDER BY entry_key, n) AS lies FROM cash_book) b JOIN shift h ON h.closed_key = b.entry_key AND h.till_id = b.place_id"
	    " WHERE b.what = 9 AND b.lies <> h.counted LIMIT 5"),
	SAY("số phiếu thu, số phiếu chi liền nhau từ 1",
	    "SELECT CAST(paper AS TEXT) FROM cash_book WHERE paper IN (1, 2) GROUP BY paper HAVING COUNT(*) <> MAX(number)"),
	SAY("sổ quỹ: tiền chuyển giữa hai nơi có ở cả hai sổ",
	    "SELECT CAST(entry_key AS TEXT) FROM cash_book WHERE other_id IS NOT NULL GROUP BY entry_key HAVING SUM(amount) <> 0 LIMIT 5"),
	SAY("tiền trả lại của một phiếu không ít hơn hàng đã trả, và hơn không quá một lần làm tròn",
	    "SELECT CAST(r.refers_key AS TEXT) FROM sale r WHERE r.kind = 2"
	    " GROUP BY r.refers_key HAVING SUM(r.rounding_back) > 0 OR -SUM(r.rounding_back) >= 10000 LIMIT 5"),
	SAY("đổi hàng: phiếu trả và phiếu bán có đủ đôi, trong cùng ca",
	    "SELECT CAST(x.return_key AS TEXT) FROM exchange x LEFT JOIN sale b ON b.entry_key = x.return_key LEFT JOIN sale s ON s.entry_key = x.sale_key"
	    " WHERE s.entry_key IS NULL OR b.entry_key IS NULL OR s.kind <> 1 OR b.kind <> 2 OR s.shift_key <> b.shift_key LIMIT 5"),
	SAY("đổi không phiếu: cửa hàng chịu không quá tiền hàng của phiếu, trả lại không quá số đã chịu",
	    "SELECT CAST(w.sale_key AS TEXT) FROM swap w JOIN sale s ON s.entry_key = w.sale_key GROUP BY w.sale_key, s.kind, s.total"
	    " HAVING SUM(w.amount) < 0 OR s.kind <> 1 OR SUM(CASE WHEN w.entry_key = w.sale_key THEN w.amount ELSE 0 END) > s.total LIMIT 5"),
	SAY("đổi cách trả là của một phiếu bán trong cùng ca",
	    "SELECT CAST(t.entry_key AS TEXT) FROM tender_change t LEFT JOIN sale s ON s.entry_key = t.sale_key"
	    " WHERE s.entry_key IS NULL OR s.kind <> 1 OR s.shift_key <> t.shift_key LIMIT 5"),
	SAY("hàng nằm trong giỏ quà bằng các phần của những giỏ đang còn",
	    "SELECT 'lô của bút toán ' || CAST(COALESCE(MAX(l.entry_key), 0) AS TEXT) FROM ("
	    "SELECT lot_id, qty_milli FROM stock WHERE place = 4 UNION ALL SELECT p.lot_id, -p.qty_milli FROM hamper_made_part p"
	    " JOIN hamper_made m ON m.id = p.made_id WHERE m.out_key IS NULL AND p.lot_id IS NOT NULL) x"
	    " LEFT JOIN lot l ON l.id = x.lot_id GROUP BY x.lot_id HAVING SUM(x.qty_milli) <> 0 LIMIT 5"),
	{ .sentence = NULL },
};

/* ---- the ledger's accounts --------------------------------------------------------- */

/* Debit is positive. All there are: a leg of another name is a mistake. */
static const char *const accounts[] = {
	"cash", "safe",                     /* money: drawers, the safe */
	"transfer", "bank",                 /* bank accounts: as somebody saw it or said it, and as the bank told of it */
	BANK_UNMATCHED,                     /* the bank told of it, and no sale has taken it yet */
	"card", "wallet",                   /* owed by the card's acquirer and the e-wallets */
	"payable",                          /* owed to consignors, by party */
	"vat", "house", "over_short", "opening",
	"expense", "income",                /* spent and earned by hand */
	REFUND_ACCOUNT, "deposit", "voucher", /* owed to customers: for what they brought back, ordered, bought ahead */
	"exchange",                         /* between what came back and what went out in one action: nought after it */
	"goodwill",                         /* borne by the house for goods brought without a receipt */
	"receivable", "cod",                /* owed by customers and carriers, by party */
};

static bool is_account(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(accounts); i++)
		if (strcmp(accounts[i], name) == 0)
			return true;
	return false;
}

/* Accounts whose sum is what a list of the book still has to do with. */
static const struct {
	const char *account, *words;
	struct sql sql;
} balances[] = {
	{ REFUND_ACCOUNT, "tiền còn phải chuyển trả khách",
	  { .text = "SELECT CAST(COALESCE(SUM(-s.refund), 0) AS BIGINT) FROM sale s WHERE s.refund > 0"
		    " AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.return_key = s.entry_key)", .scan_ok = true } },
	/* Deposits of orders: those of the opening, what came in, less what went into sales, back, or was forfeited. */
	{ "deposit", "tiền cọc còn giữ",
	  { .text = "SELECT CAST(-COALESCE((SELECT SUM(amount) FROM opening_balance WHERE what = 1), 0)"
		    " - COALESCE((SELECT SUM(CASE WHEN what = 1 THEN amount WHEN what = 5 THEN 0 ELSE -amount END) FROM deposit), 0) AS BIGINT)",
	    .scan_ok = true } },
	{ "goodwill", "tiền cửa hàng chịu khi đổi không phiếu",
	  { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM swap", .scan_ok = true } },
	{ BANK_UNMATCHED, "tiền ngân hàng báo chưa thuộc phiếu nào",
	  { .text = "SELECT CAST(-COALESCE(SUM(rest), 0) AS BIGINT) FROM bank_credit", .scan_ok = true } },
};

static bool ask_balances(struct txn *txn, const int64_t *sums, struct verify_part *part, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(balances); i++) {
		struct stmt *q = stmt_begin(txn, &balances[i].sql);
		int64_t listed = stmt_next(q) ? stmt_take_i64(q) : 0;

		if (!stmt_end(q, err))
			return false;
		if (listed != sums[i])
			verify_problem(part, "%s: sổ cái %" PRId64 ", danh sách còn chờ %" PRId64, balances[i].words, sums[i], listed);
	}
	return true;
}

static bool ask_accounts(struct txn *txn, struct verify_part *part, struct err *err)
{
	static const struct sql sums = {
		.text = "SELECT key_a, CAST(SUM(amount) AS BIGINT) FROM rollup WHERE kind = 4 GROUP BY key_a ORDER BY key_a", .scan_ok = true };
	struct arena *arena = arena_new(1 << 16);
	struct stmt *q = stmt_begin(txn, &sums);
	int64_t of_lists[COUNT_OF(balances)] = { 0 };
	bool ok;

	while (stmt_next(q)) {
		size_t size;
		const char *name = stmt_take_blob(q, arena, &size);
		int64_t sum = stmt_take_i64(q);

		if (!is_account(name))
			verify_problem(part, "sổ cái: không có tài khoản “%s”", name);
		for (size_t i = 0; i < COUNT_OF(balances); i++)
			if (strcmp(name, balances[i].account) == 0)
				of_lists[i] = sum;
		if (strcmp(name, pay_way_words[PAY_EXCHANGE]) == 0 && sum != 0)
			verify_problem(part, "đổi hàng: hàng trả và hàng đổi lệch nhau %" PRId64 " đ", sum);
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	return ok && ask_balances(txn, of_lists, part, err);
}

/* What lies in drawers and safes by their books, and what open shifts took, is what the ledger says of the two accounts. */
static bool ask_cash(struct txn *txn, struct verify_part *part, struct err *err)
{
	static const struct sql books = {
		.text = "SELECT p.kind, CAST(SUM(b.amount) AS BIGINT) FROM cash_book b JOIN cash_place p ON p.id = b.place_id GROUP BY p.kind ORDER BY p.kind",
		.scan_ok = true };
	static const struct sql open = {
		.text = "SELECT r.key_a, LENGTH(r.key_b), r.amount FROM shift s JOIN rollup r ON r.kind = 3 AND r.period = s.entry_key WHERE s.closed_key IS NULL", .scan_ok = true };
	static const struct sql ledger = {
		.text = "SELECT key_a, CAST(SUM(amount) AS BIGINT) FROM rollup WHERE kind = 4 GROUP BY key_a ORDER BY key_a", .scan_ok = true };
	struct arena *arena = arena_new(1 << 16);
	struct stmt *q = stmt_begin(txn, &books);
	int64_t lies[CASH_BANK + 1] = { 0 }, said[CASH_BANK + 1] = { 0 };
	size_t size;
	bool ok;

	while (stmt_next(q)) {
		int64_t kind = stmt_take_i64(q);

		lies[kind] = stmt_take_i64(q);
	}
	ok = stmt_end(q, err);
	q = ok ? stmt_begin(txn, &open) : NULL;
	while (ok && stmt_next(q)) {
		const char *name = stmt_take_blob(q, arena, &size), *way;
		bool is_way = stmt_take_i64(q) > 0;

		/* A way to pay, or a bucket of its own that ends in it. */
		way = is_way ? name : strrchr(name, ':');
		if (way && strcmp(is_way ? way : way + 1, cash_account(CASH_DRAWER)) == 0)
			lies[CASH_DRAWER] += stmt_take_i64(q);
		else
			stmt_skip(q);
	}
	ok = ok && stmt_end(q, err);
	q = ok ? stmt_begin(txn, &ledger) : NULL;
	while (ok && stmt_next(q)) {
		const char *name = stmt_take_blob(q, arena, &size);
		int64_t amount = stmt_take_i64(q);

		for (int kind = CASH_DRAWER; kind < CASH_BANK; kind++)
			said[kind] += strcmp(name, cash_account(kind)) == 0 ? amount : 0;
	}
	ok = ok && stmt_end(q, err);
	arena_free(arena);
	for (int kind = CASH_DRAWER; ok && kind < CASH_BANK; kind++)
		if (lies[kind] != said[kind])
			verify_problem(part, "sổ quỹ %s: %" PRId64 ", sổ cái: %" PRId64, kind == CASH_DRAWER ? "các ngăn kéo" : "két sắt", lies[kind], said[kind]);
	return ok;
}

static bool ask(struct txn *txn, const struct invariant *invariant, struct verify_part *part, struct err *err)
{
	struct arena *arena = arena_new(1 << 16);
	struct stmt *q = stmt_begin(txn, &invariant->sql);
	bool ok;

	while (stmt_next(q))
		verify_problem(part, "%s — không đúng ở: %s", invariant->sentence, stmt_take_text(q, arena));
	ok = stmt_end(q, err);
	arena_free(arena);
	return ok;
}

bool verify_invariants(struct store *store, struct verify_part *part, struct err *err)
{
	struct txn *txn = txn_begin(store, err);
	bool ok = txn != NULL;
	struct buf problems;

	for (const struct invariant *i = invariants; ok && i->sentence; i++) {
		part->checked_count++;
		ok = ask(txn, i, part, err);
	}
	part->checked_count++;
	ok = ok && ask_accounts(txn, part, err);
	part->checked_count++;
	ok = ok && ask_cash(txn, part, err);
	part->checked_count++;
	ok = ok && verify_credit(txn, part, err);
	txn_abandon(txn);
	buf_init(&problems, 1 << 16);
	if (ok) {
		part->checked_count++;
		ok = store_check_file(store, &problems, err);
	}
	if (ok && problems.size > 0) {
		problems.data[problems.size - 1] = '\0';
		verify_problem(part, "tệp sổ hỏng: %s", problems.data);
	}
	buf_release(&problems);
	return ok;
}
