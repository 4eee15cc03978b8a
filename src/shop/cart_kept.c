#include "shop/cart_kept.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "calc/shape.h"

#define KEPT_BYTES_MAX ((size_t)8 << 20)  /* of one ticket: eight times its longest text */

struct place {
	struct id cart_id;
	int64_t version;
	struct arena *arena;
	struct cart_doc doc;
};
struct carts_kept {
	struct place places[CARTS_KEPT_MAX];
	size_t next;
};

struct carts_kept *carts_kept_new(void)
{
	struct carts_kept *kept = calloc(1, sizeof(*kept));

	assert(kept);
	return kept;
}

void carts_kept_free(struct carts_kept *kept)
{
	for (size_t i = 0; kept && i < CARTS_KEPT_MAX; i++)
		arena_free(kept->places[i].arena);
	free(kept);
}

static struct place *place_of(struct carts_kept *kept, struct id cart_id)
{
	for (size_t i = 0; i < CARTS_KEPT_MAX; i++)
		if (id_is(kept->places[i].cart_id, cart_id))
			return &kept->places[i];
	return NULL;
}

bool cart_kept_find(struct carts_kept *kept, struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found,
		    struct err *err)
{
	const struct place *place = kept ? place_of(kept, cart_id) : NULL;

	if (!place || place->version == 0)
		return cart_find(drafts, arena, cart_id, cart, found, err);
	if (!cart_peek(drafts, arena, cart_id, cart, found, err))
		return false;
	if (!*found || cart->version != place->version)
		return cart_find(drafts, arena, cart_id, cart, found, err);
	/* The caller's own: it is changed, and a call may go on after the next change was kept. */
	cart->doc = ARENA_NEW(arena, struct cart_doc);
	shape_copy(&cart_doc_shape, &place->doc, arena, cart->doc);
	return true;
}

void cart_kept_keep(struct carts_kept *kept, const struct cart *cart)
{
	struct place *place = place_of(kept, cart->id);

	if (!place) {
		place = &kept->places[kept->next];
		kept->next = (kept->next + 1) % CARTS_KEPT_MAX;
	}
	if (!place->arena)
		place->arena = arena_new(KEPT_BYTES_MAX);
	arena_reset(place->arena);
	shape_copy(&cart_doc_shape, cart->doc, place->arena, &place->doc);
	place->cart_id = cart->id;
	place->version = cart->version;
}
