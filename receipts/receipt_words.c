#include "receipt_words.h"

#include <stddef.h>

#include "receipts/layouts.h"

static const struct receipt_words words[LANGS_COUNT + 1] = {
	[LANG_VI] = {
		.sale = "PHIẾU BÁN HÀNG", .returned = "PHIẾU TRẢ HÀNG", .gift = "PHIẾU QUÀ TẶNG", .copy = "BẢN SAO",
		.number = "Số", .till = "Quầy", .cashier = "Thu ngân", .returns_of = "Trả lại hàng của phiếu", .exchange_of = "Đổi hàng của phiếu",
		.discount = "Giảm giá", .lot = "Lô", .expiry = "HSD", .sum = "Cộng tiền hàng", .rounding = "Làm tròn (cửa hàng chịu)", .total = "TỔNG CỘNG",
		.refund = "TRẢ KHÁCH", .in_words = "Bằng chữ", .given = "Khách đưa", .change = "Tiền thừa trả khách", .vat = "Thuế GTGT",
		.before_vat = "Trước thuế", .vat_amount = "Tiền thuế", .consumer = "Bán cho người tiêu dùng", .customer = "Khách hàng",
		.gift_note = "Mang phiếu này đến để đổi hàng", .trace = "Quét để truy xuất nguồn gốc", .page = "Quét để xem nguồn gốc từng món",
	},
	[LANG_EN] = {
		.sale = "RECEIPT", .returned = "RETURN RECEIPT", .gift = "GIFT RECEIPT", .copy = "COPY",
		.number = "No.", .till = "Till", .cashier = "Cashier", .returns_of = "Goods returned from receipt", .exchange_of = "Goods exchanged from receipt",
		.discount = "Discount", .lot = "Lot", .expiry = "Best by", .sum = "Subtotal", .rounding = "Rounded down (by the shop)", .total = "TOTAL",
		.refund = "REFUND", .in_words = "", .given = "Cash given", .change = "Change", .vat = "VAT", .before_vat = "Before VAT", .vat_amount = "VAT",
		.consumer = "Sold to a consumer", .customer = "Customer", .gift_note = "Bring this receipt to exchange the goods",
		.trace = "Scan to trace the origin", .page = "Scan to see where each item comes from",
	},
	[LANG_ZH] = {
		.sale = "购物小票", .returned = "退货单", .gift = "礼品小票", .copy = "副本",
		.number = "编号", .till = "柜台", .cashier = "收银员", .returns_of = "退货，原小票", .exchange_of = "换货，原小票",
		.discount = "折扣", .lot = "批号", .expiry = "保质期至", .sum = "小计", .rounding = "抹零（店方承担）", .total = "合计",
		.refund = "退款", .in_words = "", .given = "收现金", .change = "找零", .vat = "增值税", .before_vat = "税前", .vat_amount = "税额",
		.consumer = "售予消费者", .customer = "顾客", .gift_note = "凭此小票可换货", .trace = "扫码追溯产地", .page = "扫码查看每件商品的来源",
	},
	[LANG_KO] = {
		.sale = "영수증", .returned = "반품 영수증", .gift = "선물 영수증", .copy = "사본",
		.number = "번호", .till = "계산대", .cashier = "담당", .returns_of = "반품 원영수증", .exchange_of = "교환 원영수증",
		.discount = "할인", .lot = "로트", .expiry = "소비기한", .sum = "소계", .rounding = "끝자리 할인 (매장 부담)", .total = "합계",
		.refund = "환불", .in_words = "", .given = "받은 현금", .change = "거스름돈", .vat = "부가세", .before_vat = "세전", .vat_amount = "세액",
		.consumer = "소비자 판매", .customer = "고객", .gift_note = "교환하실 때 이 영수증을 가져오세요", .trace = "원산지 추적 QR",
		.page = "QR로 상품별 원산지를 확인하세요",
	},
};

const char *receipt_way_name(enum lang lang, enum receipt_way way)
{
	static const char *const names[LANGS_COUNT + 1][RECEIPT_OTHER + 1] = {
		[LANG_EN] = { "Cash", "Bank transfer", "Card", NULL },
		[LANG_ZH] = { "现金", "银行转账", "刷卡", NULL },
		[LANG_KO] = { "현금", "계좌이체", "카드", NULL },
	};

	return lang > LANG_VI && lang <= LANG_KO ? names[lang][way] : NULL;
}

const struct receipt_words *receipt_words(enum lang lang)
{
	return &words[lang >= LANG_VI && lang <= LANG_KO ? lang : LANG_VI];
}
