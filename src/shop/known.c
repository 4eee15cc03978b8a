#include "shop/known.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "shop/catalog.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/staff.h"

/* A thing has one place, by its id; a newcomer takes it from who was there. */
#define TILL_PLACES 16
#define STAFF_PLACES 64
#define ITEM_PLACES 4096

struct place {
	struct id id;      /* zero: free */
	int32_t day;       /* of an item: whose it was on that day */
	bool is_food;
	char *text;
};

struct known {
	struct place tills[TILL_PLACES], staff[STAFF_PLACES], items[ITEM_PLACES];
	bool is_empty;
};

struct known *known_new(void)
{
	struct known *known = calloc(1, sizeof(*known));

	assert(known);
	known->is_empty = true;
	return known;
}

static void clear(struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(places[i].text);
	memset(places, 0, count * sizeof(*places));
}

void known_forget(struct known *known)
{
	if (!known || known->is_empty)
		return;
	clear(known->tills, TILL_PLACES);
	clear(known->staff, STAFF_PLACES);
	clear(known->items, ITEM_PLACES);
	known->is_empty = true;
}

void known_free(struct known *known)
{
	known_forget(known);
	free(known);
}

void known_after(struct known *known, const struct work *work)
{
	if (known && work->entry.key && strcmp(work->entry.kind, sale_kind.name) != 0)
		known_forget(known);
}

/* The last bytes of an id are chance. */
static struct place *place_of(struct place *places, size_t count, struct id id)
{
	return &places[((size_t)id.bytes[14] << 8 | id.bytes[15]) % count];
}

static void keep(struct known *known, struct place *place, struct id id, int32_t day, bool is_food, const char *text)
{
	free(place->text);
	*place = (struct place){ .id = id, .day = day, .is_food = is_food, .text = text ? strdup(text) : NULL };
	assert(!text || place->text);
	known->is_empty = false;
}

bool known_till_code(struct known *known, struct txn *txn, struct arena *arena, struct id till_id, const char **code, struct err *err)
{
	struct place *place = known ? place_of(known->tills, TILL_PLACES, till_id) : NULL;
	struct till till;

	if (place && id_is(place->id, till_id)) {
		*code = arena_text(arena, place->text);
		return true;
	}
	if (!till_get(txn, arena, till_id, &till, err))
		return false;
	*code = till.code;
	if (place)
		keep(known, place, till_id, 0, false, till.code);
	return true;
}

bool known_staff_name(struct known *known, struct txn *txn, struct arena *arena, struct id staff_id, const char **name, struct err *err)
{
	struct place *place = known ? place_of(known->staff, STAFF_PLACES, staff_id) : NULL;
	struct staff staff = { 0 };
	struct err why;

	*name = NULL;
	if (id_is_none(staff_id))
		return true;
	if (place && id_is(place->id, staff_id)) {
		*name = arena_text(arena, place->text);
		return true;
	}
	if (!staff_get(txn, arena, staff_id, &staff, &why) && why.code != ERR_MISSING) {
		*err = why;
		return false;
	}
	*name = staff.name;
	if (place)
		keep(known, place, staff_id, 0, false, staff.name);
	return true;
}

bool known_item(struct known *known, struct txn *txn, struct arena *arena, struct id item_id, int32_t day, struct known_item *item, struct err *err)
{
	struct place *place = known ? place_of(known->items, ITEM_PLACES, item_id) : NULL;
	struct item_view view = { 0 };
	struct party producer = { 0 };

	if (place && id_is(place->id, item_id) && place->day == day) {
		*item = (struct known_item){ place->is_food, arena_text(arena, place->text) };
		return true;
	}
	if (!item_get(txn, arena, item_id, &view.item, err) || !item_origin_get(txn, arena, day, &view, err) ||
	    (!id_is_none(view.producer_id) && !party_get(txn, arena, view.producer_id, day, &producer, err)))
		return false;
	*item = (struct known_item){ view.item.is_food, producer.name };
	if (place)
		keep(known, place, item_id, day, view.item.is_food, producer.name);
	return true;
}
