/* What a page makes of what it is told is the ticket itself, whatever it missed and in whatever order it heard. */
#include "check.h"

#include "app/cart_told.h"
#include "base/arena.h"
#include "calc/node.h"
#include "calc/shape.h"
#include "shop/cart_view.h"

#define LINES_MOST 60
#define TEXT_MAX ((size_t)1 << 20)
#define LATE_MAX 4

static struct arena *arena;
static uint64_t chance;
static struct carts_told told;

/* One ticket as the daemon has it. */
static struct view_line lines[LINES_MOST];
static struct cart_view truth;
static int64_t next_n;

struct event {
	const char *part;     /* what cart_told_write wrote; NULL: the ticket was named only */
	int64_t version;
};
/* As src/web/till/state/news.ts does. */
struct page {
	struct cart_view view;
	size_t asked;
};

static uint64_t some(uint64_t below)
{
	return test_next(&chance) % below;
}

static struct view_line some_line(void)
{
	static struct view_note note = { NOTE_AMBER, "gần hết hạn: còn 3 ngày" };
	struct view_line line = { .n = ++next_n, .name = some(2) ? "Mật ong hoa bạc hà" : "Chè Shan", .unit = "hộp", .qty_milli = 1000, .price = MONEY(35000),
				  .amount = MONEY(35000), .state = LINE_OK, .producer = some(2) ? "HTX Hương Rừng" : NULL, .notes = &note, .notes_count = some(2) };

	return line;
}

/* What happens to tickets: a row comes, goes, changes in one thing or another; all rows at once (a discount); none. */
static void change(void)
{
	size_t at = truth.lines_count ? some(truth.lines_count) : 0;

	truth.version++;
	truth.total.dong = (int64_t)some(1000000);
	switch (truth.lines_count < 20 ? 0 : some(9)) {
	case 0: case 1: case 2:
		if (truth.lines_count < LINES_MOST)
			lines[truth.lines_count++] = some_line();
		return;
	case 3:
		for (; at + 1 < truth.lines_count; at++)
			lines[at] = lines[at + 1];
		truth.lines_count--;
		return;
	case 4:
		lines[at].qty_milli += 1000;
		return;
	case 5:
		lines[at].notes_count = !lines[at].notes_count;
		return;
	case 6:
		lines[at].lot_code = lines[at].lot_code ? NULL : "L1";
		lines[at].expiry_day = lines[at].lot_code ? 20261231 : 0;
		return;
	case 7:
		for (size_t i = 0; i < truth.lines_count; i++)
			lines[i].discount.dong = (int64_t)some(3);
		return;
	case 8:
		return;
	}
}

static struct event tell(void)
{
	struct event event = { .version = truth.version };
	struct buf buf;

	buf_init(&buf, TEXT_MAX);
	if (cart_told_write(&told, &truth, &buf))
		event.part = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return event;
}

static const char *text_of(const struct cart_view *view)
{
	const char *text;
	struct buf buf;

	buf_init(&buf, TEXT_MAX);
	shape_write(&cart_view_shape, view, &buf);
	text = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return text;
}

static void ask(struct page *page)
{
	struct err err = { 0 };
	const char *text = text_of(&truth);

	assert_ok(shape_read(&cart_view_shape, text, strlen(text), arena, &page->view, &err), &err);
	page->asked++;
}

static const struct view_line *line_of(const struct cart_view *new, const struct cart_view *old, int64_t n)
{
	const struct view_line *line = cart_view_line(new, n);

	return line ? line : cart_view_line(old, n);
}

static void hear(struct page *page, const struct event *event)
{
	struct err err = { 0 };
	const struct node *all, *rows;
	struct cart_view next;
	const char *text;
	struct view_line *whole;
	size_t count = 0;

	if (event->version <= page->view.version)
		return;
	if (!event->part) {
		ask(page);
		return;
	}
	text = arena_format(arena, "{%s\"end\":0}", event->part);
	all = node_read(text, strlen(text), arena, &err);
	assert_ok(all, &err);
	if (node_find(all, "was")->number != page->view.version) {
		ask(page);
		return;
	}
	assert_ok(shape_take(&cart_view_shape, node_find(all, "cart"), arena, &next, &err), &err);
	rows = node_find(all, "rows");
	whole = ARENA_LIST(arena, rows->count, struct view_line);
	for (const struct node *row = rows->first; row; row = row->next) {
		const struct view_line *line = line_of(&next, &page->view, row->number);

		assert_non_null(line);
		whole[count++] = *line;
	}
	next.lines = whole;
	next.lines_count = count;
	page->view = next;
}

static void assert_same(const struct page *page)
{
	assert_text(text_of(&page->view), text_of(&truth));
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)1 << 30);
	memset(&told, 0, sizeof(told));
	next_n = 0;
	chance = 7;
	truth = (struct cart_view){ .id = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 1 } }, .till_id = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 2 } }, .changed = SHAPE_ABSENT,
				    .lines = lines, .words = "" };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void rows_that_changed_make_the_whole_ticket(void **state)
{
	struct page page = { 0 };
	size_t parts = 0;

	(void)state;
	for (int i = 0; i < 600; i++) {
		struct event event;

		change();
		event = tell();
		parts += event.part != NULL;
		hear(&page, &event);
		assert_same(&page);
		if (i % 50 == 0) {
			arena_reset(arena);
			page.view = (struct cart_view){ 0 };
		}
	}
	/* Most of it without asking: else nothing was shown. */
	assert_true(parts > 450);
}

static void what_was_missed_or_came_late_is_asked_for(void **state)
{
	struct event late[LATE_MAX];
	struct page page = { 0 };
	size_t late_count = 0;

	(void)state;
	for (int i = 0; i < 600; i++) {
		struct event event;

		change();
		event = tell();
		switch (some(6)) {
		case 0:
			CASE("missed");
			continue;
		case 1:
			CASE("late: after those that came behind it");
			if (late_count < LATE_MAX)
				late[late_count++] = event;
			continue;
		case 2:
			CASE("twice");
			hear(&page, &event);
			hear(&page, &event);
			break;
		case 3:
			CASE("the stream began anew: all is asked for, and what had been told before comes again");
			ask(&page);
			hear(&page, &event);
			break;
		default:
			hear(&page, &event);
		}
		assert_same(&page);
		while (late_count)
			hear(&page, &late[--late_count]);
		assert_same(&page);
		if (i % 100 == 0) {
			arena_reset(arena);
			page.view = (struct cart_view){ 0 };
		}
	}
}

static void of_more_tickets_than_are_remembered_each_is_told_right(void **state)
{
	struct event event;
	struct page page = { 0 };

	(void)state;
	for (int i = 0; i < 25; i++) {
		change();
		event = tell();
		hear(&page, &event);
	}
	for (uint8_t other = 1; other <= CARTS_TOLD_MAX + 1; other++) {
		struct cart_view another = truth;
		struct buf buf;

		another.id.bytes[15] = other;
		buf_init(&buf, TEXT_MAX);
		assert_false(cart_told_write(&told, &another, &buf));
		assert_i64((int64_t)buf.size, 0);
		buf_release(&buf);
	}
	change();
	event = tell();
	assert_null(event.part);
	hear(&page, &event);
	assert_same(&page);
	change();
	event = tell();
	assert_non_null(event.part);
	hear(&page, &event);
	assert_same(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_that_changed_make_the_whole_ticket, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_missed_or_came_late_is_asked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(of_more_tickets_than_are_remembered_each_is_told_right, setup, teardown),
	};

	return cmocka_run_group_tests_name("app/cart_told", tests, NULL, NULL);
}
