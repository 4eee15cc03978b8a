#include "receipt_words.h"

#include <stddef.h>
#include <string.h>

#include "receipts/layouts.h"

static const struct receipt_words words[LANGS_COUNT + 1] = {
	[LANG_VI] = {
		.sale = "PHIẾU BÁN HÀNG", .returned = "PHIẾU TRẢ HÀNG", .gift = "PHIẾU TẶNG QUÀ", .gift_about = "Không ghi giá, không thay tiền",
		.copy = "BẢN SAO", .tax_code = "MST", .phone = "ĐT",
		.number = "Số", .till = "Quầy", .cashier = "Thu ngân", .returns_of = "Trả lại hàng của phiếu", .exchange_of = "Đổi hàng của phiếu",
		.discount = "Giảm giá", .lot = "Lô", .expiry = "HSD", .contains = "Gồm", .sum = "Cộng tiền hàng", .rounding = "Làm tròn (cửa hàng chịu)",
		.total = "TỔNG CỘNG", .refund = "TRẢ KHÁCH", .in_words = "Bằng chữ", .came_back = "Hàng nhận lại", .came_back_sum = "Cộng hàng nhận lại",
		.given_back = "Trả lại khách", .given = "Khách đưa", .change = "Tiền thừa trả khách", .changed = "ĐÃ ĐỔI CÁCH TRẢ",
		.changed_from = "Trước đó ghi", .brought = "Khách mang lại, không có phiếu", .voucher_left = "Phiếu quà còn lại", .owes = "Khách còn nợ sau phiếu này", .voucher = "PHIẾU QUÀ TẶNG",
		.voucher_about = "Đưa phiếu này khi mua hàng. Dùng được nhiều lần đến hết; phần còn lại vẫn nằm trên phiếu. Ai giữ phiếu người ấy dùng: giữ kín mã vuông, "
				 "mất thì báo ngay để khóa.",
		.voucher_until = "Dùng đến hết ngày", .voucher_no_end = "Không thời hạn", .vat = "Thuế GTGT",
		.before_vat = "Trước thuế", .vat_amount = "Tiền thuế", .not_subject = "Không chịu thuế", .not_declared = "Không kê khai",
		.consumer = "Bán cho người tiêu dùng", .customer = "Khách hàng", .gift_note = "Mang phiếu này đến để đổi hàng",
		.trace = "Quét để truy xuất nguồn gốc", .page = "Quét để xem nguồn gốc từng món", .book = "Sổ",
	},
	[LANG_EN] = {
		.sale = "RECEIPT", .returned = "RETURN RECEIPT", .gift = "GIFT RECEIPT", .gift_about = "No prices, not a voucher",
		.copy = "COPY", .tax_code = "Tax ID", .phone = "Tel",
		.number = "No.", .till = "Till", .cashier = "Cashier", .returns_of = "Goods returned from receipt", .exchange_of = "Goods exchanged from receipt",
		.discount = "Discount", .lot = "Lot", .expiry = "Best by", .contains = "Contains", .sum = "Subtotal", .rounding = "Rounded down (by the shop)",
		.total = "TOTAL", .refund = "REFUND", .in_words = "", .came_back = "Goods brought back", .came_back_sum = "Goods brought back, total",
		.given_back = "Given back", .given = "Cash given", .change = "Change", .changed = "PAYMENT METHOD CHANGED", .changed_from = "Before",
		.brought = "Brought back without a receipt", .voucher_left = "Left on the voucher", .owes = "Owed after this receipt",
		.voucher = "GIFT VOUCHER",
		.voucher_about = "Show this paper when you pay. It may be used several times; what is left stays on it. Whoever holds it may spend it: keep the square code "
				 "to yourself and tell us at once if it is lost.",
		.voucher_until = "Valid until", .voucher_no_end = "No expiry date",
		.vat = "VAT", .before_vat = "Before VAT", .vat_amount = "VAT amount",
		.not_subject = "Exempt (KCT)", .not_declared = "Not declared (KKKNT)", .consumer = "Sold to a consumer", .customer = "Customer",
		.gift_note = "Bring this receipt to exchange the goods", .trace = "Scan to trace the origin", .page = "Scan to see where each item comes from",
		.book = "Ledger",
	},
	[LANG_ZH] = {
		.sale = "购物小票", .returned = "退货单", .gift = "礼品小票", .gift_about = "不标价格，非购物券", .copy = "副本", .tax_code = "税号", .phone = "电话",
		.number = "编号", .till = "柜台", .cashier = "收银员", .returns_of = "退货，原小票", .exchange_of = "换货，原小票",
		.discount = "折扣", .lot = "批号", .expiry = "保质期至", .contains = "内含", .sum = "小计", .rounding = "抹零（店方承担）", .total = "合计",
		.refund = "退款", .in_words = "", .came_back = "退回商品", .came_back_sum = "退回商品合计", .given_back = "退还顾客", .given = "收现金", .change = "找零",
		.changed = "付款方式已更改", .changed_from = "此前", .brought = "退回（无小票）", .voucher_left = "礼券余额", .owes = "本单后欠款", .voucher = "礼券",
		.voucher_about = "付款时请出示本券。可分多次使用，余额保留在券上。本券认券不认人：请妥善保管二维码，遗失请立即告知本店停用。",
		.voucher_until = "有效期至", .voucher_no_end = "长期有效", .vat = "增值税", .before_vat = "税前",
		.vat_amount = "税额", .not_subject = "免税 (KCT)", .not_declared = "不申报 (KKKNT)", .consumer = "售予消费者", .customer = "顾客",
		.gift_note = "凭此小票可换货", .trace = "扫码追溯产地", .page = "扫码查看每件商品的来源", .book = "账本",
	},
	[LANG_KO] = {
		.sale = "영수증", .returned = "반품 영수증", .gift = "선물 영수증", .gift_about = "가격 미표시, 상품권 아님", .copy = "사본", .tax_code = "세금번호", .phone = "전화",
		.number = "번호", .till = "계산대", .cashier = "담당", .returns_of = "반품 원영수증", .exchange_of = "교환 원영수증",
		.discount = "할인", .lot = "로트", .expiry = "소비기한", .contains = "구성", .sum = "소계", .rounding = "끝자리 할인 (매장 부담)", .total = "합계",
		.refund = "환불", .in_words = "", .came_back = "반품된 상품", .came_back_sum = "반품 합계", .given_back = "고객 환불", .given = "받은 현금",
		.change = "거스름돈", .changed = "결제 수단 변경됨", .changed_from = "변경 전", .brought = "영수증 없이 반환", .voucher_left = "상품권 잔액", .owes = "이 거래 후 외상 잔액",
		.voucher = "상품권",
		.voucher_about = "결제하실 때 이 상품권을 보여 주세요. 여러 번 나누어 쓸 수 있으며 남은 금액은 그대로 유지됩니다. 소지한 분이 사용할 수 있으니 QR을 잘 보관하시고, "
				 "분실하면 바로 알려 주세요.",
		.voucher_until = "사용 기한", .voucher_no_end = "유효기간 없음",
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
			      "Cấn trừ tiền hàng", "Đổi hàng", "Sẽ chuyển khoản", "Đổi không phiếu (cửa hàng chịu)" },
		[LANG_EN] = { "Cash", "Bank transfer", "Card", "VietQR transfer", "E-wallet", "Gift voucher", "Deposit", "On account", "Cash on delivery",
			      "Set off", "Exchanged goods", "By bank transfer, later", "Exchange at the house's cost" },
		[LANG_ZH] = { "现金", "银行转账", "刷卡", "VietQR 转账", "电子钱包", "礼券", "订金", "挂账", "货到付款", "货款抵扣", "换货抵扣", "稍后银行转账", "无小票换货（本店承担）" },
		[LANG_KO] = { "현금", "계좌이체", "카드", "VietQR 이체", "전자지갑", "상품권", "예약금", "외상", "착불", "대금 상계", "교환 상품", "추후 계좌이체", "영수증 없는 교환(매장 부담)" },
	};

	return names[known(lang)][way];
}

const char *receipt_unit(enum lang lang, const char *unit, int64_t qty_milli)
{
	static const struct {
		const char *vi, *en, *many, *zh, *ko;
	} units[] = {
		{ "bánh", "pc", "pcs", "块", "개" },
		{ "bao", "sack", "sacks", "袋", "포대" },
		{ "bình", "jar", "jars", "罐", "병" },
		{ "bó", "bunch", "bunches", "束", "단" },
		{ "bộ", "set", "sets", "套", "세트" },
		{ "bức", "pc", "pcs", "幅", "점" },
		{ "cái", "pc", "pcs", "个", "개" },
		{ "cây", "pc", "pcs", "根", "개" },
		{ "chai", "bottle", "bottles", "瓶", "병" },
		{ "chiếc", "pc", "pcs", "件", "개" },
		{ "con", "pc", "pcs", "只", "마리" },
		{ "cuộn", "roll", "rolls", "卷", "롤" },
		{ "giỏ", "basket", "baskets", "篮", "바구니" },
		{ "gói", "pack", "packs", "包", "봉" },
		{ "hộp", "box", "boxes", "盒", "상자" },
		{ "hũ", "jar", "jars", "罐", "단지" },
		{ "lít", "litre", "litres", "升", "리터" },
		{ "lọ", "jar", "jars", "瓶", "병" },
		{ "lon", "can", "cans", "罐", "캔" },
		{ "mét", "m", "m", "米", "m" },
		{ "ống", "tube", "tubes", "支", "튜브" },
		{ "phiếu", "pc", "pcs", "张", "장" },
		{ "quả", "pc", "pcs", "个", "개" },
		{ "tấm", "pc", "pcs", "张", "장" },
		{ "thùng", "carton", "cartons", "箱", "박스" },
		{ "trái", "pc", "pcs", "个", "개" },
		{ "túi", "bag", "bags", "袋", "봉지" },
		{ "vỉ", "tray", "trays", "板", "판" },
	};
	bool is_one = qty_milli == 1000 || qty_milli == -1000;

	for (size_t i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].vi, unit) == 0)
			return lang == LANG_EN ? (is_one ? units[i].en : units[i].many) : lang == LANG_ZH ? units[i].zh : lang == LANG_KO ? units[i].ko : unit;
	return unit ? unit : "";
}

const struct receipt_words *receipt_words(enum lang lang)
{
	return &words[known(lang)];
}
