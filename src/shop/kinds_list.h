/* The list itself: a kind is declared and listed by one word here. Released kinds are never taken away. */
#ifndef SHOP_KINDS_LIST_H
#define SHOP_KINDS_LIST_H

#include "shop/journal.h"

#define KINDS(KIND) \
	KIND(book_opened_kind) \
	KIND(epoch_opened_kind) \
	KIND(clock_confirmed_kind)

#define KIND(name) extern const struct kind name;
KINDS(KIND)
#undef KIND

#endif
