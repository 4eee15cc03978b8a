/*
 * Memory of one request, one job, one test: made piece by piece, freed at once.
 *
 * Handlers and the domain never free. The ceiling is said at _new; inputs are
 * bounded at the door, so passing it is a bug of ours and asserts. Out of memory
 * ends the process: all that was acknowledged is on the disk.
 *
 * Pure (malloc only). Thread: one owner at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(size_t size_max_bytes);
void arena_free(struct arena *arena);   /* NULL is fine */
void arena_reset(struct arena *arena);  /* forgets everything, keeps the first chunk */

void *arena_take(struct arena *arena, size_t size_bytes);                  /* zeroed, aligned for anything; size 0 gives a valid pointer */
void *arena_list(struct arena *arena, size_t count, size_t size_bytes);    /* count * size, checked, zeroed */
char *arena_text(struct arena *arena, const char *text);                   /* a copy; NULL gives NULL */
char *arena_bytes(struct arena *arena, const void *bytes, size_t size);    /* a copy with a closing NUL */
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_take((arena), sizeof(type)))
#define ARENA_LIST(arena, count, type) ((type *)arena_list((arena), (count), sizeof(type)))

#endif
