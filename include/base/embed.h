/* Files that the program carries inside: migrations, reference data, pages. Made by src/app/embed.sh. Thread: any. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

struct embedded {
	const char *path;   /* as in the tree: "src/shop/migrations/0001-journal.sql"; NULL ends the table */
	const char *bytes;  /* a NUL follows the last byte */
	const char *end;
};

extern const struct embedded embedded[];

const struct embedded *embed_find(const char *path);  /* NULL: no such file */

#endif
