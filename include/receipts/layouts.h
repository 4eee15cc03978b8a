/*
 * The papers of a showroom: facts in, page out.
 *
 * Facts, not bytes, are what a print job keeps: a layout may be mended, and a paper is
 * printed again as it was. Every figure comes in the facts; a layout adds nothing up.
 * Every text may be NULL or "": what is not there takes no room. Counts are bounded
 * by the constants below (assert). Texts are borrowed for the call, at most PAPER_TEXT_MAX
 * bytes each; what is longer than PAGE_TEXT_BYTES_MAX is cut on the paper.
 *
 * Titles that the law gives (form numbers, circulars) are facts too, because they are
 * dated rows of the operator's accounting regime.
 *
 * Thread: any (the arena's). The page lives in the arena; PAGE_ARENA_BYTES is always enough.
 */
#ifndef RECEIPTS_LAYOUTS_H
#define RECEIPTS_LAYOUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/lang.h"
#include "calc/money.h"
#include "calc/vat.h"
#include "receipts/page.h"

#define PAPER_TEXT_MAX 2000
#define RECEIPT_LINES_MAX 1000
#define PAPER_ROWS_MAX 100 /* VAT classes, payments, tenders, denominations, footers … */
#define BH01_ITEMS_MAX 2000
#define BH01_ROWS_MAX 4000 /* prices of all items together; rows of one annex */

/* Who prints the paper. */
struct paper_shop {
	const char *name; /* as registered */
	const char *address;
	const char *tax_code;
	const char *phone;
	const char *site; /* the place, where it is not the name: "Điểm trưng bày xã Đồng Văn" */
};

/* A name with a figure, a count, or both. */
struct paper_row {
	const char *name;
	int64_t count;       /* shown where has_count */
	struct money amount; /* shown unless has_no_amount */
	bool has_count;
	bool has_no_amount;
};

struct paper_rows {
	const struct paper_row *rows;
	size_t count; /* at most PAPER_ROWS_MAX */
};

/* ---- the customer's receipt, and the receipt of a return ------------------------------ */

struct receipt_line {
	const char *name, *unit;
	const char *name_vi;   /* below a name in another language */
	int64_t qty_milli;
	struct money price;    /* of one unit, VAT included */
	struct money amount;   /* of the line after its discount */
	struct money discount; /* what was taken off; 0: none */
	const char *producer, *commune;
	int stars; /* of a certificate valid on the day of sale; 0: none is shown */
	const char *lot;
	int32_t expiry_day; /* 0: none */
	const char *note;   /* "giá mới thấp hơn" … */
	const char *parts;  /* of a hamper: "2 hộp Trà Shan tuyết, 1 chai Mật ong" */
	const char *story;  /* who makes it, how it keeps, where the shop wants it told */
	const char *trace_qr; /* where the goods are traced, of this line alone */
};

struct receipt_vat {
	enum vat_class class;
	struct money net, vat;
};

/* Below the payments: what is left on a voucher, or what the customer owes from now on. */
struct receipt_note {
	bool is_voucher;
	struct money left;
};

/* "Đổi cách trả": until then it said that it was paid so. */
struct receipt_change {
	int64_t at_us;
	struct paper_rows was;
};

/*
 * Of more lines than this the paper is long enough: stories and ways to the origin of single lines are left off (the receipt's own
 * page tells them), names are cut to what stands in two or three lines of paper.
 */
#define RECEIPT_TOLD_MAX 100

struct receipt_facts {
	struct paper_shop shop;
	const char *title;          /* NULL: "PHIẾU BÁN HÀNG", of a return "PHIẾU TRẢ HÀNG" */
	const char *number;         /* Q1-1-000123 */
	const char *till, *cashier; /* the cashier's short name */
	int64_t at_us;
	bool is_return;        /* figures are as booked (negative) and printed with the sign turned */
	const char *refers_to; /* number of the receipt a return or exchange takes back from */
	int copy_number;       /* 0: the first print; n: "BẢN SAO n" */
	const struct receipt_line *lines;
	size_t lines_count;    /* at most RECEIPT_LINES_MAX */
	struct money gross;    /* before discounts */
	struct money discount; /* of lines and ticket together; positive */
	struct money rounding; /* down, as booked: not positive */
	struct money total;
	const char *total_words;
	const struct receipt_vat *vats;
	size_t vats_count; /* at most PAPER_ROWS_MAX */
	/* An exchange: what came back, as booked (negative), and how the customer was given the rest of it. */
	const struct receipt_line *back_lines;
	size_t back_lines_count; /* at most RECEIPT_LINES_MAX; 0: no exchange */
	const char *back_number; /* of the return */
	struct money back_total;
	struct paper_rows back_payments; /* as booked (negative) */
	struct paper_rows payments;      /* as they stand */
	const struct receipt_change *changes; /* how they came to stand so, the oldest first */
	size_t changes_count;            /* at most PAPER_ROWS_MAX */
	const char *brought;             /* without a receipt, for which the house gave these goods; NULL: nothing */
	const struct receipt_note *notes;
	size_t notes_count;              /* at most PAPER_ROWS_MAX */
	struct money cash_given, change; /* both 0: not shown */
	const char *customer;            /* NULL: "Bán cho người tiêu dùng"; "": not shown */
	const char *const *footers;
	size_t footers_count;    /* at most PAPER_ROWS_MAX */
	const char *lookup_qr;   /* what the QR holds */
	const char *lookup_text; /* below it: how to look the invoice up */
	const char *chain_head;  /* short */
	bool opens_drawer;       /* a pulse before the paper */
	enum lang lang;          /* 0: Vietnamese */
	bool is_gift;            /* no amount stands on it */
	bool with_gift;          /* and behind it, after a cut, the same without amounts */
	bool has_page;           /* lookup_qr leads to the page of the receipt's goods */
};

/* A way to pay as a customer calls it; never NULL. RECEIPT_LATER: money back that is sent to the customer's account. */
enum receipt_way {
	RECEIPT_CASH, RECEIPT_TRANSFER, RECEIPT_CARD, RECEIPT_VIETQR, RECEIPT_WALLET, RECEIPT_VOUCHER, RECEIPT_DEPOSIT, RECEIPT_ACCOUNT,
	RECEIPT_COD, RECEIPT_OFFSET, RECEIPT_EXCHANGE, RECEIPT_LATER, RECEIPT_GOODWILL, RECEIPT_WAYS
};
const char *receipt_way_name(enum lang lang, enum receipt_way way);
/* "chai" as the customer says it of so many: "bottles"; what is not known stays as it is. NULL gives "". */
const char *receipt_unit(enum lang lang, const char *unit, int64_t qty_milli);

struct page *layout_receipt(struct arena *arena, const struct receipt_facts *facts);

/* ---- the shift's X and Z slip --------------------------------------------------------- */

struct shift_note {
	struct money value; /* of one note or coin */
	int64_t count;
};

struct shift_facts {
	struct paper_shop shop;
	bool is_final; /* Z: the shift is closed. X: as it stands */
	const char *number, *till, *cashier;
	int64_t opened_at_us, at_us;
	int32_t business_day;
	int copy_number;
	const char *first_receipt, *last_receipt;
	struct paper_rows sales;   /* as the app names them: sold, returned, discounts, rounding, net … */
	struct paper_rows vats;    /* VAT by class */
	struct paper_rows tenders; /* each way to pay its own bucket: count and amount */
	struct money float_start;
	struct paper_rows cash_in, cash_out; /* by reason */
	struct money cash_expected;
	bool is_counted; /* the next three are known */
	const struct shift_note *notes;
	size_t notes_count;                    /* at most PAPER_ROWS_MAX */
	struct money cash_counted, difference; /* counted less expected */
	const char *difference_reason;
	struct money to_safe, left;            /* of what was counted; both 0: not shown */
	struct paper_rows watched;             /* removed lines, dropped carts, returns, no-sale, changed tenders, "một người" … */
	struct paper_rows perpetual;           /* totals since the book began */
	int64_t first_entry, last_entry;       /* of the journal */
	const char *chain_head;                /* the whole hash */
	const char *checked_by;                /* the second person, where one signed */
};

struct page *layout_shift(struct arena *arena, const struct shift_facts *facts);

/* ---- form 01-BH, Bảng thanh toán hàng đại lý, ký gửi, with its annexes ----------------- */

/* "(Ban hành theo Thông tư số 99/2025/TT-BTC …)": from the regime of the operator on the day. */
struct paper_form {
	const char *name; /* "Mẫu số 01-BH" */
	const char *basis;
};

struct paper_side {
	const char *name; /* the organisation or household */
	const char *person, *position;
	const char *address;
	const char *tax_code;
};

struct bh01_price {
	int64_t qty_milli;   /* column 4: sold less taken back */
	struct money price;  /* column 5 */
	struct money amount; /* column 6 */
};

struct bh01_item {
	const char *name, *unit;
	int64_t opening_milli, received_milli, total_milli, closing_milli; /* columns 1, 2, 3, 7 */
	const struct bh01_price *prices;
	size_t prices_count;
};

/* One item of the annex of moves: closing = opening + received – sent back – written off – samples – sold + taken back. */
struct bh01_move {
	const char *name, *unit;
	int64_t opening_milli, received_milli, sent_back_milli, written_off_milli, samples_milli, sold_milli, taken_back_milli, closing_milli;
};

struct bh01_loss {
	const char *name, *unit;
	const char *cause, *bearer;
	int64_t qty_milli;
	int32_t day;
	const char *paper; /* number of its minutes */
};

/* One item of line IV; compensation for losses is negative. */
struct bh01_charge {
	const char *name;
	const char *basis; /* how it is reckoned: "20% × 2.508.500", the clause, the paper */
	struct money amount;
};

/* A paper of the period before that was entered after its closing. */
struct bh01_late {
	const char *number;
	int32_t day;
	int64_t entry;
	const char *what;
	struct money amount;
};

struct bh01_facts {
	struct paper_form form;
	const char *unit, *address; /* the form's head, left */
	const char *book_number, *number, *debit, *credit;
	int32_t day; /* of the document */
	const char *contract_number;
	int32_t contract_day;
	struct paper_side sender, receiver;
	int32_t from_day, to_day;
	bool is_draft; /* "BẢN THẢO" */
	const char *out_of_period; /* why it was closed on another day than its period's last */
	const struct bh01_item *items;
	size_t items_count;
	struct money sold_amount;          /* column 6 in all */
	struct money previous_debt;        /* II */
	struct money payable;              /* III = II + column 6 */
	const struct bh01_charge *charges; /* IV */
	size_t charges_count;
	struct money charges_total;
	struct paper_rows payments; /* V */
	struct money payments_total;
	struct money left; /* VI = III – IV – V; negative: the producer's debt */
	const char *left_words;
	const char *identities; /* one line that proves column 7 */
	const struct bh01_move *moves;
	size_t moves_count;
	const struct bh01_loss *losses;
	size_t losses_count;
	const struct bh01_late *lates;
	size_t lates_count;
	const char *cut; /* the journal's cut: which entries of which site are counted */
	const char *chain_head;
	const char *lookup_qr; /* the producer's page of this statement */
};

struct page *layout_bh01(struct arena *arena, const struct bh01_facts *facts);

/* ---- phiếu thu, phiếu chi --------------------------------------------------------------- */

struct cash_slip_facts {
	struct paper_shop shop;
	struct paper_form form; /* "Mẫu số 01-TT", "Mẫu số 02-TT" */
	enum page_paper paper;  /* PAGE_ROLL or PAGE_A5_WIDE */
	bool is_in;             /* phiếu thu; else phiếu chi */
	const char *book_number, *number, *debit, *credit;
	int64_t at_us;
	int copy_number;
	const char *person, *person_address; /* who pays in or is paid */
	const char *reason;
	struct money amount;
	const char *amount_words;
	const char *attached; /* "01 chứng từ gốc" */
	const char *place;    /* drawer or safe */
	const char *made_by;
	const char *chain_head;
	bool opens_drawer;    /* a pulse before the paper */
};

/* No paper: only the pulse that opens the drawer. */
struct page *layout_drawer(struct arena *arena);
struct page *layout_cash_slip(struct arena *arena, const struct cash_slip_facts *facts);

/* ---- phiếu nhập hàng ký gửi: what came in, for both sides to sign -------------------------- */

#define INTAKE_PAPER_LINES_MAX 1000

struct intake_paper_line {
	const char *name, *unit, *lot;
	int64_t qty_milli;
	int32_t made_day, expiry_day; /* 0: none */
	bool is_use_by;               /* else best before */
	struct money hand_over;       /* 0: not by a fixed price */
	struct money proposal;        /* 0: none */
};

struct intake_facts {
	struct paper_shop shop;
	struct paper_form form;  /* of the unit's own; may be nothing */
	enum page_paper sheet;   /* PAGE_ROLL or PAGE_A4 */
	const char *number;
	int32_t day;             /* of the document */
	int copy_number;
	struct paper_side consignor;
	const char *contract_number;
	const char *paper;       /* the consignor's own */
	const char *made_by;
	const struct intake_paper_line *lines;
	size_t lines_count;      /* at most INTAKE_PAPER_LINES_MAX */
	const char *chain_head;
};

struct page *layout_intake(struct arena *arena, const struct intake_facts *facts);

/* ---- phiếu quà tặng: bought vouchers, a paper each ------------------------------------------- */

#define VOUCHER_PAPERS_MAX 50

struct voucher_paper {
	const char *number; /* PQ000123K */
	const char *code;   /* what the QR holds; NULL: it was forgotten */
	struct money value;
	const char *value_words;
};

struct voucher_facts {
	struct paper_shop shop;
	int64_t at_us;
	int copy_number;
	int32_t expires_day; /* 0: none */
	enum lang lang;      /* 0: Vietnamese; in another one its name stands in Vietnamese too, for who takes it in */
	const char *made_by;
	const struct voucher_paper *vouchers;
	size_t vouchers_count; /* at most VOUCHER_PAPERS_MAX */
};

struct page *layout_vouchers(struct arena *arena, const struct voucher_facts *facts);

/* ---- biên bản đối chiếu công nợ: what a customer owes, for both sides to sign ------------------ */

#define DEBT_PAPER_LINES_MAX 500

struct debt_paper_line {
	int32_t day, due_day; /* 0: none */
	const char *paper;    /* receipt, or the older book's paper */
	struct money amount, left;
	int64_t late_days;    /* 0: not late */
};

struct debt_facts {
	struct paper_shop shop;
	struct paper_side customer;
	int32_t day; /* as of the end of it */
	const struct debt_paper_line *lines;
	size_t lines_count;
	struct money total;
	const char *total_words;
	struct paper_rows ages; /* what is not due, and late by up to how many days */
	const char *chain_head;
};

struct page *layout_debt_confirmation(struct arena *arena, const struct debt_facts *facts);

/* ---- papers of an order: báo giá, phiếu soạn hàng, phiếu giao hàng --------------------------- */

enum order_paper_kind { ORDER_PAPER_QUOTE, ORDER_PAPER_PICKING, ORDER_PAPER_DELIVERY };

struct order_paper_line {
	const char *name, *unit;
	int64_t qty_milli;
	struct money price, discount, amount; /* not on a picking list */
	const char *place, *lot;              /* picking list: where it lies */
	int32_t expiry_day;                   /* 0: none */
	const char *note;                     /* "chờ nhà sản xuất giao 25/11", what is short */
};

struct order_paper_facts {
	struct paper_shop shop;
	enum order_paper_kind kind;
	enum page_paper sheet;   /* PAGE_ROLL or PAGE_A4 */
	const char *number;      /* ĐH-0007 */
	const char *receipt;     /* delivery: of the sale; NULL: none yet */
	int32_t day;
	int32_t promised_day;
	int copy_number;         /* 0: the first print; n: "BẢN SAO n" */
	struct paper_side customer; /* name, address */
	const char *phone, *note;
	const struct order_paper_line *lines;
	size_t lines_count;      /* at most ORDER_PAPER_LINES_MAX */
	struct money total;
	const char *total_words;
	const char *shipping;    /* "25.000 ₫, khách trả"; NULL: is fetched */
	struct money deposit_asked, deposit_paid; /* 0: none */
	struct paper_rows payments;  /* delivery: how the goods were paid */
	struct money to_collect;     /* delivery: the carrier takes it; 0: nothing */
	const char *made_by;
	const char *lookup_qr;
	const char *chain_head;
};
#define ORDER_PAPER_LINES_MAX 500

struct page *layout_order(struct arena *arena, const struct order_paper_facts *facts);

/* ---- the printer's test slip -------------------------------------------------------------- */

struct test_slip_facts {
	struct paper_shop shop;
	const char *printer; /* its name in settings */
	const char *profile; /* what it is taken for */
	int width_dots, columns;
	int64_t at_us;
};

/* All letters in both cases, sizes, figures, a QR, bar codes, stars, edges: what can be wrong can be seen. */
struct page *layout_test_slip(struct arena *arena, const struct test_slip_facts *facts);

/* ---- the card for the counter ----------------------------------------------------------- */

struct counter_card_row {
	const char *group, *name, *unit, *producer;
	const char *code; /* our own shelf code of the item, or another in ASCII */
	int64_t short_number;
};
struct counter_card_facts {
	struct paper_shop shop;
	int64_t at_us;
	const struct counter_card_row *rows; /* by group */
	size_t rows_count;                   /* at most RECEIPT_LINES_MAX */
};

struct page *layout_counter_card(struct arena *arena, const struct counter_card_facts *facts);

/* ---- a badge of staff -------------------------------------------------------------------- */

struct badge_facts {
	struct paper_shop shop;
	const char *name, *role;
	const char *code; /* our own code of the person */
};

/* As wide as a receipt, so that it comes out of any printer here and is cut to a holder: name, role, the code for either kind of scanner. */
struct page *layout_badge(struct arena *arena, const struct badge_facts *facts);

/* ---- the tag of a made hamper (giỏ quà gói sẵn) ------------------------------------------------- */

struct hamper_tag_facts {
	struct paper_shop shop;
	const char *name;
	const char *const *contents;  /* "1 hộp Trà shan tuyết" */
	size_t contents_count;
	int32_t expiry_day;           /* the earliest of its parts; 0: none */
	struct money price;           /* 0: none today */
	const char *code;             /* our own code of this very hamper */
};

/* As wide as a receipt: what is in it, until when, and the code that sells this one and no other. */
struct page *layout_hamper_tag(struct arena *arena, const struct hamper_tag_facts *facts);

#endif
