/* What customers read, in the four languages they are spoken to in: the second screen and the page of a lot. Texts of the shop
 * itself are Vietnamese and English (lib/words). */
import { signal } from '@preact/signals';

export type Lang = 'vi' | 'en' | 'zh' | 'ko';
export const langs: Lang[] = ['vi', 'en', 'zh', 'ko'];
export const langNames: Record<Lang, string> = { vi: 'Tiếng Việt', en: 'English', zh: '中文', ko: '한국어' };

const words = {
	hello: ['Kính chào quý khách', 'Welcome', '欢迎光临', '어서 오세요'],
	scan_here: ['Quét mã hàng vào đây để xem giá', 'Scan an item here to see its price', '在此扫码查看价格', '상품을 스캔하면 가격을 볼 수 있습니다'],
	type_code: ['Mã hàng hoặc số tắt', 'Item code or number', '商品编码', '상품 번호'],
	look: ['Xem giá', 'See price', '查看价格', '가격 보기'],
	price_mode: ['Xem giá', 'Price check', '查看价格', '가격 확인'],
	price_beside: ['Xem giá: quét hoặc gõ mã, phiếu này không đổi', 'Price check: scan or type a code, this ticket stays as it is', '查看价格：扫码或输入编码，不影响本单', '가격 확인: 스캔하거나 번호를 입력하세요. 구매 내역은 그대로입니다'],
	price_only: ['Chỉ xem giá, chưa tính tiền món này', 'Only a price: nothing is charged', '仅查看价格，未计入账单', '가격만 표시하며 계산되지 않습니다'],
	your_goods: ['Hàng của quý khách', 'Your items', '您的商品', '구매 상품'],
	brought: ['Hàng trả lại', 'Returned', '退回的商品', '반품 상품'],
	taken: ['Hàng lấy mới', 'New items', '换取的商品', '새 상품'],
	pay_more: ['Khách trả thêm', 'To pay', '需补差价', '추가 결제'],
	get_back: ['Shop trả lại', 'You get back', '退还差价', '돌려받을 금액'],
	got_back: ['Shop đã trả lại', 'You got back', '已退还', '환불된 금액'],
	even: ['Đổi ngang, không phải trả thêm', 'An even exchange: nothing to pay', '等价换货，无需补差价', '차액 없이 교환'],
	kept_back: ['Trừ vào nợ hoặc phiếu quà', 'Back to your account or voucher', '退回到账户或礼券', '외상 또는 상품권으로 환원'],
	waiting: ['Nhân viên đang kiểm tra món này', 'We are checking this item', '正在核对此商品', '확인 중인 상품'],
	discount: ['Giảm giá', 'Discount', '折扣', '할인'],
	total: ['Tổng cộng', 'Total', '合计', '합계'],
	count: ['{count} món', '{count} items', '{count} 件', '{count}개'],
	pay_qr: ['Quét để chuyển khoản', 'Scan to pay by bank app', '扫码转账付款', '은행 앱으로 스캔해 결제'],
	pay_exact: ['Đúng số tiền này', 'Exactly this amount', '请按此金额付款', '이 금액 그대로'],
	pay_waiting: ['Đang chờ ngân hàng báo', 'Waiting for the bank', '等待银行确认', '은행 확인을 기다리는 중'],
	pay_came: ['Ngân hàng đã báo nhận tiền', 'The bank has confirmed', '银行已确认收款', '은행 입금 확인'],
	pay_other: ['Số tiền đến khác số cần trả, nhân viên đang xem', 'Another amount came; we are looking into it', '到账金额不符，店员正在核对', '입금액이 달라 확인 중입니다'],
	paid: ['Đã thanh toán', 'Paid', '已付款', '결제 완료'],
	change: ['Tiền thừa của quý khách', 'Your change', '找零', '거스름돈'],
	thanks: ['Cảm ơn quý khách!', 'Thank you!', '谢谢惠顾！', '감사합니다!'],
	receipt: ['Phiếu {number}', 'Receipt {number}', '小票 {number}', '영수증 {number}'],
	receipt_qr: ['Quét để xem nguồn gốc từng món', 'Scan to see where each item comes from', '扫码查看每件商品的来源', 'QR로 상품별 원산지를 확인하세요'],
	lost: ['Đang nối lại với quầy, xin chờ một chút', 'Connecting to the till again, one moment', '正在重新连接，请稍候', '다시 연결하는 중입니다'],
	made_by: ['Chủ thể', 'Producer', '生产者', '생산자'],
	made_at: ['Nơi làm', 'Made in', '产地', '생산지'],
	made_at_before: ['Tên xã trước 7/2025', 'Commune before July 2025', '2025年7月前的乡名', '2025년 7월 이전 지명'],
	address: ['Địa chỉ', 'Address', '地址', '주소'],
	price: ['Giá', 'Price', '价格', '가격'],
	storage: ['Bảo quản', 'Storage', '保存方法', '보관 방법'],
	usage: ['Cách dùng', 'How to use', '使用方法', '사용 방법'],
	no_price: ['Hỏi nhân viên giá món này', 'Please ask us for the price', '请询问店员价格', '가격은 직원에게 문의하세요'],
	not_found: ['Không tìm thấy mã này. Xin nhờ nhân viên giúp.', 'We do not know this code. Please ask us.', '找不到此编码，请询问店员。', '찾을 수 없는 코드입니다. 직원에게 문의하세요.'],
	not_goods: ['Mã này không phải hàng hóa.', 'This code is not an item.', '此编码不是商品。', '상품 코드가 아닙니다.'],
	not_sold: ['Món này đang không bán. Xin đưa cho nhân viên.', 'This item is not for sale now. Please hand it to us.', '此商品暂不出售，请交给店员。', '지금 판매하지 않는 상품입니다. 직원에게 주세요.'],
	stars: ['OCOP {count} sao', 'OCOP {count} stars', 'OCOP {count} 星', 'OCOP {count}성'],
	stars_lead: ['Sản phẩm OCOP của địa phương', 'OCOP products of our region', '本地OCOP特产', '지역 OCOP 특산품'],
	language: ['Ngôn ngữ', 'Language', '语言', '언어'],
	lot: ['Số lô', 'Lot', '批号', '로트 번호'],
	made_day: ['Ngày sản xuất', 'Made on', '生产日期', '제조일'],
	use_by: ['Hạn sử dụng', 'Use by', '保质期至', '소비기한'],
	best_before: ['Dùng tốt nhất trước', 'Best before', '最佳食用期', '품질유지기한'],
	certificate: ['Quyết định công nhận', 'Certificate', '认证决定', '인증 결정'],
	until: ['có hiệu lực đến {day}', 'valid until {day}', '有效期至 {day}', '{day}까지 유효'],
	group: ['Nhóm sản phẩm', 'Product group', '产品类别', '상품군'],
	trace: ['Trang truy xuất của chủ thể', 'The producer’s own trace page', '生产者追溯页面', '생산자 추적 페이지'],
	recalled: ['Lô này đang bị thu hồi. Xin không dùng và mang lại cửa hàng để nhận lại tiền.', 'This lot is being recalled. Please do not use it; bring it back for a refund.', '该批次正在召回，请勿使用，可退回本店退款。', '이 로트는 회수 중입니다. 사용하지 말고 매장에서 환불받으세요.'],
	reason: ['Lý do: {reason}', 'Reason: {reason}', '原因：{reason}', '사유: {reason}'],
	expired: ['Đã quá hạn sử dụng.', 'This is past its use-by date.', '已过保质期。', '소비기한이 지났습니다.'],
	of_receipt: ['Hàng trên phiếu {number}', 'Goods on receipt {number}', '小票 {number} 的商品', '영수증 {number}의 상품'],
	no_lots: ['Phiếu này không có hàng nào có số lô.', 'No item on this receipt has a lot.', '此小票没有带批号的商品。', '로트 번호가 있는 상품이 없습니다.'],
	sold_at: ['Bán tại', 'Sold at', '销售点', '판매처'],
	wrong: ['Không xem được trang này', 'This page cannot be shown', '无法显示此页', '페이지를 표시할 수 없습니다'],
	wrong_code: ['Mã không đúng. Quét lại mã trên phiếu hay tem.', 'The code is wrong. Scan the receipt or the label again.', '编码有误，请重新扫描小票或标签。', '코드가 올바르지 않습니다. 영수증이나 라벨을 다시 스캔하세요.'],
	close: ['Đóng', 'Close', '关闭', '닫기'],
	again: ['Thử lại', 'Try again', '重试', '다시 시도'],
	loading: ['Đang tải…', 'Loading…', '加载中…', '불러오는 중…'],
} satisfies Record<string, [string, string, string, string]>;
export type GuestWord = keyof typeof words;

/* A picture of goods, by its hash: the same for anybody. */
export const pictureUrl = (hash: string) => `/api/v1/public/images/${hash}`;

export const lang = signal<Lang>('vi');

export function g(key: GuestWord, values: Record<string, string | number> = {}): string {
	return words[key][langs.indexOf(lang.value)]!.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
export function speak(to: Lang): void {
	lang.value = to;
	document.documentElement.lang = to;
}
/* The browser's own wish, where it is one of ours. */
export function wished(): Lang {
	for (const each of navigator.languages ?? [navigator.language]) {
		const found = langs.find((one) => each.toLowerCase().startsWith(one));
		if (found) return found;
	}
	return 'en';
}
