/* The way to a page that anybody may read. */
#ifndef APP_PUBLIC_LINK_H
#define APP_PUBLIC_LINK_H

#include "base/arena.h"

/* "https://ocop.example.vn/l/L01J8…"; NULL where the shop's pages cannot be reached from outside (public_url "") or there is no code. */
static inline const char *public_link(struct arena *arena, const char *public_url, const char *code)
{
	return *public_url && code ? arena_format(arena, "%s/l/%s", public_url, code) : NULL;
}

#endif
