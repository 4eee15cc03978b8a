/* Pieces that several papers share. Thread: the page's. */
#ifndef RECEIPTS_LAYOUT_PARTS_H
#define RECEIPTS_LAYOUT_PARTS_H

#include "base/arena.h"
#include "receipts/layouts.h"

#define STYLE_CENTER ((struct page_style){ .align = PAGE_CENTER })
#define STYLE_CENTER_BOLD ((struct page_style){ .align = PAGE_CENTER, .bold = true })
#define STYLE_CENTER_SMALL ((struct page_style){ .align = PAGE_CENTER, .size = PAGE_SMALL })
#define STYLE_BOLD ((struct page_style){ .bold = true })
#define STYLE_SMALL ((struct page_style){ .size = PAGE_SMALL })
#define STYLE_PLAIN ((struct page_style){ 0 })

bool part_is(const char *text);                                  /* neither NULL nor "" */
const char *part_or(const char *text, const char *otherwise);    /* text, or otherwise where it is nothing */
const char *part_money(struct arena *arena, struct money money); /* 1.234.567 */
const char *part_dong(struct arena *arena, struct money money);  /* 1.234.567 ₫ */
const char *part_qty(struct arena *arena, int64_t qty_milli);    /* 1,25 */
const char *part_count(struct arena *arena, int64_t count);      /* 1.234 */
const char *part_moment(struct arena *arena, int64_t at_us);     /* 22/08/2026 14:05 */
const char *part_day(struct arena *arena, int32_t day);          /* 22/08/2026; "" for 0 */
const char *part_long_day(struct arena *arena, int32_t day);     /* Ngày 22 tháng 08 năm 2026 */
/* Both joined by the middle; either alone where the other is nothing; "" without any. */
const char *part_join(struct arena *arena, const char *a, const char *middle, const char *b);

void part_shop(struct page *page, const struct paper_shop *shop); /* the head of a roll */
void part_shop_in(struct page *page, const struct paper_shop *shop, const char *tax_code, const char *phone); /* with what these two are called */
void part_title(struct page *page, const char *title, int copy_number);
/* Label and value, both given; nothing where the value is nothing. */
void part_fact(struct page *page, const char *label, const char *value);
void part_amount(struct page *page, struct page_style style, const char *label, struct money money);
/* A heading and its rows; nothing at all without rows. */
void part_rows(struct page *page, const char *heading, const struct paper_rows *rows);
/* Places to sign: captions, room, names below. */
struct part_sign {
	const char *caption, *hint, *name;
};
void part_signs(struct page *page, const struct part_sign *signs, size_t signs_count, int room_quarters);
void part_form(struct page *page, const char *unit, const char *address, const char *tax_code, const struct paper_form *form);
/* A line of a form's title in the middle, and beside it one of the form's numbers ("Số: …"). */
void part_title_row(struct page *page, struct page_style style, const char *middle, const char *label, const char *value);

#endif
