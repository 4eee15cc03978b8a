/*
 * `ocop-pos debug NAME`: one line in, one line of JSON out, so that a technician, a test and
 * another program can use the pure parts alone. A bad line never ends the run.
 *
 * A command is a row of debug_commands[] (debug.c) and a file debug_<name>.c.
 * Thread: the main one.
 */
#ifndef APP_DEBUG_H
#define APP_DEBUG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define DEBUG_LINE_MAX ((size_t)1 << 20)

struct debug {
	int argc;            /* what follows the command's name */
	char **argv;
	void *state;         /* the command's own, from open, freed by the caller with free(); NULL is fine */
};

struct debug_command {
	const char *name;
	const char *usage;   /* "[--pattern PATTERN]…" */
	const char *about;   /* one line: what goes in, what comes out */
	/* Reads the options once; NULL: the command takes none. */
	bool (*open)(struct debug *debug, struct err *err);
	/*
	 * Answers one line (without its newline; any bytes). Adds members to `answer`, each
	 * with a comma in front: ,"kind":"EAN-13". false: err->text is the answer's error.
	 */
	bool (*line)(struct debug *debug, const char *line, size_t size, struct arena *arena, struct buf *answer, struct err *err);
};

extern const struct debug_command debug_gs1, debug_barcode, debug_vietqr, debug_hid, debug_fold, debug_words, debug_share;

/* argv[0] is the command's name. Returns the exit code. */
int debug_main(int argc, char **argv);

#endif
