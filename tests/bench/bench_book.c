/*
 * A book of many items with lots, codes, prices and search words, made through the same commands as the shop's own;
 * beside it one plain copy and fdatasync of as many bytes as the book has.
 *
 *   bench_book [DIR [items]]
 *
 * With DIR the book stays there, as DIR/book, for a daemon.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "showroom.h"

static double copy_ms(struct bench_room *room, int64_t *size)
{
	int64_t from_us = clock_tick_us();
	char path[400], block[65536];
	ssize_t got;
	int in, out;

	snprintf(path, sizeof(path), "%s/book.db", room->book_dir);
	in = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "%s/floor", room->dir);
	out = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert(in >= 0 && out >= 0);
	*size = 0;
	while ((got = read(in, block, sizeof(block))) > 0) {
		assert(write(out, block, (size_t)got) == got);
		*size += got;
	}
	assert(fdatasync(out) == 0);
	close(in);
	close(out);
	unlink(path);
	return (double)(clock_tick_us() - from_us) / 1e3;
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : NULL;
	size_t items = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
	int64_t from_us = clock_tick_us(), size;
	struct err err = { 0 };
	struct bench_room room;
	double made_ms, copied_ms;

	if (items < 1)
		return 2;
	bench_make(&room, dir, items);
	must(store_checkpoint(room.book->store, 0, &err), &err);
	made_ms = (double)(clock_tick_us() - from_us) / 1e3;
	copied_ms = copy_ms(&room, &size);
	printf("%zu items made in %.0f ms, %.0f items/s, %.1f MB; the same bytes copied and synced in %.0f ms, %.0f x\n", items, made_ms, (double)items / made_ms * 1e3,
	       (double)size / 1e6, copied_ms, made_ms / copied_ms);
	if (!dir) {
		bench_close(&room);
		return 0;
	}
	book_close(room.book);
	arena_free(room.arena);
	free(room.items);
	return 0;
}
