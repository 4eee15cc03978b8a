#include "receipts/layouts.h"

#include "base/day.h"
#include "layout_parts.h"

static void head_roll(struct page *page, const struct cash_slip_facts *facts, const char *title)
{
	struct arena *arena = page->arena;

	part_shop(page, &facts->shop);
	page_text(page, STYLE_CENTER_SMALL, part_join(arena, facts->form.name, " ", facts->form.basis));
	part_title(page, title, facts->copy_number);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(arena, day_of_us(facts->at_us)));
	page_text(page, STYLE_CENTER,
		  part_join(arena, part_is(facts->book_number) ? arena_format(arena, "Quyển số: %s", facts->book_number) : NULL, "   ",
			    part_is(facts->number) ? arena_format(arena, "Số: %s", facts->number) : NULL));
	page_text(page, STYLE_CENTER,
		  part_join(arena, part_is(facts->debit) ? arena_format(arena, "Nợ: %s", facts->debit) : NULL, "   ",
			    part_is(facts->credit) ? arena_format(arena, "Có: %s", facts->credit) : NULL));
}

static void head_sheet(struct page *page, const struct cash_slip_facts *facts, const char *title)
{
	const char *copy = facts->copy_number > 0 ? arena_format(page->arena, "BẢN SAO %d", facts->copy_number) : "";

	part_form(page, facts->shop.name, facts->shop.address, facts->shop.tax_code, &facts->form);
	page_blank(page, 1);
	part_title_row(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true }, title, "Quyển số",
		       facts->book_number);
	part_title_row(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(page->arena, day_of_us(facts->at_us)),
		       "Số", facts->number);
	part_title_row(page, STYLE_CENTER_BOLD, copy, "Nợ", facts->debit);
	part_title_row(page, STYLE_CENTER_BOLD, "", "Có", facts->credit);
}

static void slip_line(struct page *page, const char *label, const char *value)
{
	page_format(page, STYLE_PLAIN, "%s: %s", label, part_or(value, "……………………………………"));
}

struct page *layout_cash_slip(struct arena *arena, const struct cash_slip_facts *facts)
{
	const char *title = facts->is_in ? "PHIẾU THU" : "PHIẾU CHI";
	bool is_roll = facts->paper == PAGE_ROLL;
	struct page *page = page_new(arena, facts->paper,
				     arena_format(arena, "%s %s", facts->is_in ? "Phiếu thu" : "Phiếu chi", part_or(facts->number, "")));
	const struct part_sign signs[] = {
		{ .caption = "Giám đốc" },
		{ .caption = "Kế toán trưởng" },
		{ .caption = facts->is_in ? "Người nộp tiền" : "Người nhận tiền", .name = facts->person },
		{ .caption = "Người lập phiếu", .name = facts->made_by },
		{ .caption = "Thủ quỹ" },
	};
	const struct part_sign few[] = { signs[2], { .caption = "Thủ quỹ", .name = facts->made_by } };

	if (is_roll && facts->opens_drawer && facts->copy_number == 0)
		page_pulse(page);
	if (is_roll)
		head_roll(page, facts, title);
	else
		head_sheet(page, facts, title);
	page_blank(page, 2);
	slip_line(page, facts->is_in ? "Họ và tên người nộp tiền" : "Họ và tên người nhận tiền", facts->person);
	slip_line(page, "Địa chỉ", facts->person_address);
	slip_line(page, facts->is_in ? "Lý do nộp" : "Lý do chi", facts->reason);
	if (part_is(facts->place))
		slip_line(page, facts->is_in ? "Nhập vào" : "Chi từ", facts->place);
	if (is_roll)
		page_pair(page, (struct page_style){ .size = PAGE_WIDE, .bold = true }, "Số tiền", part_dong(arena, facts->amount));
	else
		page_format(page, (struct page_style){ .size = PAGE_TALL, .bold = true }, "Số tiền: %s", part_dong(arena, facts->amount));
	page_format(page, (struct page_style){ .italic = true }, "Viết bằng chữ: %s", part_or(facts->amount_words, "……………………………………"));
	if (part_is(facts->attached))
		slip_line(page, "Kèm theo", facts->attached);
	page_blank(page, 2);
	if (is_roll)
		part_signs(page, few, COUNT_OF(few), 10);
	else
		part_signs(page, signs, COUNT_OF(signs), 8);
	if (part_is(facts->chain_head)) {
		page_blank(page, 2);
		page_format(page, is_roll ? STYLE_CENTER_SMALL : STYLE_SMALL, "Sổ: %s", facts->chain_head);
	}
	if (is_roll) {
		page_blank(page, 2);
		page_cut(page);
	}
	return page;
}

struct page *layout_drawer(struct arena *arena)
{
	struct page *page = page_new(arena, PAGE_ROLL, "Mở két");

	page_pulse(page);
	return page;
}

struct page *layout_test_slip(struct arena *arena, const struct test_slip_facts *facts)
{
	static const char *const letters[] = {
		"a à ả ã á ạ  ă ằ ẳ ẵ ắ ặ  â ầ ẩ ẫ ấ ậ", "đ  e è ẻ ẽ é ẹ  ê ề ể ễ ế ệ  i ì ỉ ĩ í ị", "o ò ỏ õ ó ọ  ô ồ ổ ỗ ố ộ  ơ ờ ở ỡ ớ ợ",
		"u ù ủ ũ ú ụ  ư ừ ử ữ ứ ự  y ỳ ỷ ỹ ý ỵ", "A À Ả Ã Á Ạ  Ă Ằ Ẳ Ẵ Ắ Ặ  Â Ầ Ẩ Ẫ Ấ Ậ",    "Đ  E È Ẻ Ẽ É Ẹ  Ê Ề Ể Ễ Ế Ệ  I Ì Ỉ Ĩ Í Ị",
		"O Ò Ỏ Õ Ó Ọ  Ô Ồ Ổ Ỗ Ố Ộ  Ơ Ờ Ở Ỡ Ớ Ợ", "U Ù Ủ Ũ Ú Ụ  Ư Ừ Ử Ữ Ứ Ự  Y Ỳ Ỷ Ỹ Ý Ỵ",    "0 1 2 3 4 5 6 7 8 9  ₫ đ % × – … “ ”",
	};
	struct page *page = page_new(arena, PAGE_ROLL, "In thử");

	part_shop(page, &facts->shop);
	part_title(page, "IN THỬ", 0);
	part_fact(page, "Máy in", facts->printer);
	part_fact(page, "Kiểu", facts->profile);
	part_fact(page, "Bề rộng", arena_format(arena, "%d chấm, %d cột", facts->width_dots, facts->columns));
	part_fact(page, "Lúc in", part_moment(arena, facts->at_us));
	page_rule(page, true);
	page_text(page, STYLE_BOLD, "Mọi chữ phải rõ dấu:");
	for (size_t i = 0; i < COUNT_OF(letters); i++)
		page_text(page, STYLE_PLAIN, letters[i]);
	page_text(page, STYLE_BOLD, "Chữ đậm: ĐẶC SẢN TÂY NGUYÊN – Nguyễn Ngọc Ẩn");
	page_text(page, STYLE_SMALL, "Chữ nhỏ: Nước mắm cá nục nhĩ 40 độ đạm");
	page_text(page, (struct page_style){ .size = PAGE_TALL }, "Chữ cao: Trà Shan tuyết");
	page_text(page, (struct page_style){ .size = PAGE_WIDE }, "Chữ rộng: Ễ Ộ Ữ");
	page_text(page, (struct page_style){ .size = PAGE_LARGE }, "Chữ lớn: Ẫ Ệ");
	page_rule(page, false);
	page_text(page, STYLE_PLAIN, "Hai đầu dòng dưới phải thấy đủ:");
	page_pair(page, STYLE_BOLD, "|<– trái", "phải –>|");
	page_pair(page, STYLE_PLAIN, "Số tiền không được xuống dòng", "1.234.567.890");
	page_stars(page, STYLE_PLAIN, 5, "Năm sao liền nhau");
	page_rule(page, false);
	page_text(page, STYLE_PLAIN, "Quét thử ba mã dưới đây:");
	page_qr(page, "OCOP-POS IN THU: Ệ Ẫ đ 0123456789", 4);
	page_ean13(page, "2000000000015");
	page_code128(page, "OCOP-0123456789");
	page_text(page, STYLE_CENTER, "Thấy đủ, rõ, không lệch: máy in đã sẵn sàng");
	page_blank(page, 2);
	page_cut(page);
	return page;
}
