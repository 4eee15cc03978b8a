#include "app/cart_told.h"

#include <string.h>

#include "app/sse.h"
#include "base/text.h"
#include "calc/shape.h"
#include "shop/cart_view.h"

#define CHANGED_MAX 20  /* more is no small change: the page asks for all of it */

static struct cart_told *place_of(struct carts_told *told, struct id cart_id)
{
	for (size_t i = 0; i < CARTS_TOLD_MAX; i++)
		if (id_is(told->carts[i].cart_id, cart_id))
			return &told->carts[i];
	told->next = (told->next + 1) % CARTS_TOLD_MAX;
	told->carts[told->next] = (struct cart_told){ .cart_id = cart_id };
	return &told->carts[told->next];
}

/* Was the row there, and the same? Mostly it stands where it stood. */
static bool was_same(const struct cart_told *was, size_t at, int64_t n, uint64_t row)
{
	if (at < was->count && was->n[at] == n)
		return was->rows[at] == row;
	for (size_t i = 0; i < was->count; i++)
		if (was->n[i] == n)
			return was->rows[i] == row;
	return false;
}

bool cart_told_write(struct carts_told *told, const struct cart_view *view, struct buf *buf)
{
	struct cart_told *to = place_of(told, view->id), now = { .cart_id = view->id, .version = view->version, .count = view->lines_count };
	struct view_line changed[CHANGED_MAX];
	struct cart_view part = *view;
	size_t changed_count = 0;
	bool can = to->count > 0;

	for (size_t i = 0; i < view->lines_count; i++) {
		now.n[i] = view->lines[i].n;
		now.rows[i] = shape_sum(&view_line_shape, &view->lines[i]);
		if (was_same(to, i, now.n[i], now.rows[i]))
			continue;
		if (changed_count < CHANGED_MAX)
			changed[changed_count] = view->lines[i];
		changed_count++;
	}
	can = can && changed_count <= CHANGED_MAX;
	if (can) {
		size_t from = buf->size;

		part.lines = changed;
		part.lines_count = changed_count;
		buf_text(buf, "\"cart\":");
		shape_write(&cart_view_shape, &part, buf);
		buf_text(buf, ",\"rows\":[");
		for (size_t i = 0; i < now.count; i++) {
			if (i)
				buf_byte(buf, ',');
			buf_i64(buf, now.n[i]);
		}
		buf_format(buf, "],\"was\":%lld,", (long long)to->version);
		can = !buf->full && buf->size - from < SSE_TEXT_MAX - 200;
	}
	*to = now;
	return can;
}
