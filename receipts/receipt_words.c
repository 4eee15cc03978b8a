#include "receipt_words.h"

#include <stddef.h>
#include <string.h>

#include "receipts/layouts.h"

static const struct receipt_words words[LANGS_COUNT + 1] = {
	[LANG_VI] = {
		.sale = "PHIẾU BÁN HÀNG", .returned = "PHIẾU TRẢ HÀNG", .gift = "PHIẾU TẶNG QUÀ", .gift_about = "Không ghi giá – không phải phiếu mua hàng",
		.copy = "BẢN SAO", .tax_code = "MST", .phone = "ĐT",
		.number = "Số", .till = "Quầy", .cashier = "Thu ngân", .returns_of = "Trả lại hàng của phiếu", .exchange_of = "Đổi hàng của phiếu",
		.discount = "Giảm giá", .lot = "Lô", .expiry = "HSD", .contains = "Gồm", .sum = "Cộng tiền hàng", .rounding = "Làm tròn (cửa hàng chịu)",
		.total = "TỔNG CỘNG", .refund = "TRẢ KHÁCH", .in_words = "Bằng chữ", .came_back = "Hàng nhận lại", .came_back_sum = "Cộng hàng nhận lại",
		.given_back = "Trả lại khách", .given = "Khách đưa", .change = "Tiền thừa trả khách", .changed = "ĐÃ ĐỔI CÁCH TRẢ",
		.changed_from = "Trước đó ghi", .voucher_left = "Phiếu quà còn lại", .owes = "Khách còn nợ sau phiếu này", .vat = "Thuế GTGT",
		.before_vat = "Trước thuế", .vat_amount = "Tiền thuế", .not_subject = "Không chịu thuế", .not_declared = "Không kê khai",
		.consumer = "Bán cho người tiêu dùng", .customer = "Khách hàng", .gift_note = "Mang phiếu này đến để đổi hàng",
		.trace = "Quét để truy xuất nguồn gốc", .page = "Quét để xem nguồn gốc từng món", .book = "Sổ",
	},
	[LANG_EN] = {
		.sale = "RECEIPT", .returned = "RETURN RECEIPT", .gift = "GIFT RECEIPT", .gift_about = "No prices shown – not a voucher",
		.copy = "COPY", .tax_code = "Tax code (MST)", .phone = "Tel.",
		.number = "No.", .till = "Till", .cashier = "Cashier", .returns_of = "Goods returned from receipt", .exchange_of = "Goods exchanged from receipt",
		.discount = "Discount", .lot = "Lot", .expiry = "Best by", .contains = "Contains", .sum = "Subtotal", .rounding = "Rounded down (by the shop)",
		.total = "TOTAL", .refund = "REFUND", .in_words = "", .came_back = "Goods brought back", .came_back_sum = "Goods brought back, total",
		.given_back = "Given back", .given = "Cash given", .change = "Change", .changed = "PAYMENT METHOD CHANGED", .changed_from = "Before",
		.voucher_left = "Left on the voucher", .owes = "Owed after this receipt", .vat = "VAT", .before_vat = "Before VAT", .vat_amount = "VAT amount",
		.not_subject = "Exempt (KCT)", .not_declared = "Not declared (KKKNT)", .consumer = "Sold to a consumer", .customer = "Customer",
		.gift_note = "Bring this receipt to exchange the goods", .trace = "Scan to trace the origin", .page = "Scan to see where each item comes from",
		.book = "Ledger",
	},
	[LANG_ZH] = {
		.sale = "购物小票", .returned = "退货单", .gift = "礼品小票", .gift_about = "不标价格，非购物券", .copy = "副本", .tax_code = "税号 (MST)", .phone = "电话",
		.number = "编号", .till = "柜台", .cashier = "收银员", .returns_of = "退货，原小票", .exchange_of = "换货，原小票",
		.discount = "折扣", .lot = "批号", .expiry = "保质期至", .contains = "内含", .sum = "小计", .rounding = "抹零（店方承担）", .total = "合计",
		.refund = "退款", .in_words = "", .came_back = "退回商品", .came_back_sum = "退回商品合计", .given_back = "退还顾客", .given = "收现金", .change = "找零",
		.changed = "付款方式已更改", .changed_from = "此前", .voucher_left = "礼券余额", .owes = "本单后欠款", .vat = "增值税", .before_vat = "税前",
		.vat_amount = "税额", .not_subject = "免税 (KCT)", .not_declared = "不申报 (KKKNT)", .consumer = "售予消费者", .customer = "顾客",
		.gift_note = "凭此小票可换货", .trace = "扫码追溯产地", .page = "扫码查看每件商品的来源", .book = "账本",
	},
	[LANG_KO] = {
		.sale = "영수증", .returned = "반품 영수증", .gift = "선물 영수증", .gift_about = "가격 미표시, 상품권 아님", .copy = "사본", .tax_code = "세금번호 (MST)", .phone = "전화",
		.number = "번호", .till = "계산대", .cashier = "담당", .returns_of = "반품 원영수증", .exchange_of = "교환 원영수증",
		.discount = "할인", .lot = "로트", .expiry = "소비기한", .contains = "구성", .sum = "소계", .rounding = "끝자리 할인 (매장 부담)", .total = "합계",
		.refund = "환불", .in_words = "", .came_back = "반품된 상품", .came_back_sum = "반품 합계", .given_back = "고객 환불", .given = "받은 현금",
		.change = "거스름돈", .changed = "결제 수단 변경됨", .changed_from = "변경 전", .voucher_left = "상품권 잔액", .owes = "이 거래 후 외상 잔액",
		.vat = "부가세", .before_vat = "세전", .vat_amount = "세액", .not_subject = "면세 (KCT)", .not_declared = "신고 제외 (KKKNT)",
		.consumer = "소비자 판매", .customer = "고객", .gift_note = "교환하실 때 이 영수증을 가져오세요", .trace = "원산지 추적 QR",
		.page = "QR로 상품별 원산지를 확인하세요", .book = "장부",
	},
};

static enum lang known(enum lang lang)
{
	return lang >= LANG_VI && lang <= LANG_KO ? lang : LANG_VI;
}

const char *receipt_way_name(enum lang lang, enum receipt_way way)
{
	static const char *const names[LANGS_COUNT + 1][RECEIPT_WAYS] = {
		[LANG_VI] = { "Tiền mặt", "Chuyển khoản", "Thẻ", "VietQR", "Ví điện tử", "Phiếu quà", "Tiền đặt cọc", "Ghi nợ", "Thu hộ (COD)",
			      "Cấn trừ tiền hàng", "Đổi hàng", "Sẽ chuyển khoản" },
		[LANG_EN] = { "Cash", "Bank transfer", "Card", "VietQR transfer", "E-wallet", "Gift voucher", "Deposit", "On account", "Cash on delivery",
			      "Set off", "Exchanged goods", "By bank transfer, later" },
		[LANG_ZH] = { "现金", "银行转账", "刷卡", "VietQR 转账", "电子钱包", "礼券", "订金", "挂账", "货到付款", "货款抵扣", "换货抵扣", "稍后银行转账" },
		[LANG_KO] = { "현금", "계좌이체", "카드", "VietQR 이체", "전자지갑", "상품권", "예약금", "외상", "착불", "대금 상계", "교환 상품", "추후 계좌이체" },
	};

	return names[known(lang)][way];
}

const char *receipt_unit(enum lang lang, const char *unit)
{
	static const char *const units[][LANGS_COUNT + 1] = {
		{ NULL, "bánh", "pc", "块", "개" },     { NULL, "bao", "sack", "袋", "포대" },   { NULL, "bình", "jar", "罐", "병" },
		{ NULL, "bó", "bunch", "束", "단" },    { NULL, "bộ", "set", "套", "세트" },     { NULL, "bức", "pc", "幅", "점" },
		{ NULL, "cái", "pc", "个", "개" },      { NULL, "cây", "pc", "根", "개" },       { NULL, "chai", "bottle", "瓶", "병" },
		{ NULL, "chiếc", "pc", "件", "개" },    { NULL, "con", "pc", "只", "마리" },     { NULL, "cuộn", "roll", "卷", "롤" },
		{ NULL, "giỏ", "basket", "篮", "바구니" }, { NULL, "gói", "pack", "包", "봉" },  { NULL, "hộp", "box", "盒", "상자" },
		{ NULL, "hũ", "jar", "罐", "단지" },    { NULL, "lít", "litre", "升", "리터" },  { NULL, "lọ", "jar", "瓶", "병" },
		{ NULL, "lon", "can", "罐", "캔" },     { NULL, "mét", "m", "米", "m" },         { NULL, "ống", "tube", "支", "튜브" },
		{ NULL, "phiếu", "pc", "张", "장" },    { NULL, "quả", "pc", "个", "개" },       { NULL, "tấm", "pc", "张", "장" },
		{ NULL, "thùng", "carton", "箱", "박스" }, { NULL, "trái", "pc", "个", "개" },   { NULL, "túi", "bag", "袋", "봉지" },
		{ NULL, "vỉ", "tray", "板", "판" },
	};

	for (size_t i = 0; unit && known(lang) != LANG_VI && i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i][LANG_VI], unit) == 0)
			return units[i][lang];
	return unit ? unit : "";
}

const struct receipt_words *receipt_words(enum lang lang)
{
	return &words[known(lang)];
}
