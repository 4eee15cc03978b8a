/*
 * Commands that work on a book's folder (serve.h, sample.h and debug.h are commands too; main.c holds the table).
 * Each answers 0, or the exit code of its error (base/err.h); argv[0] is the first word
 * after the command's own.
 *
 *   init     --book DIR --site-name TEXT --operator-name TEXT [--site-code …] [--tax-code …] [--vat credit|direct] [--till Q1]
 *   user     --book DIR --login TEXT --name TEXT --role WORD [--gone] [--reset-pins]   PIN and password, a line each, from standard input
 *   settle   --book DIR (--contract NUMBER | --all) --to YYYY-MM-DD [--draft] [--force] [--out DIR]
 *   verify   --book DIR [--quick] [--head HASH]      0 it holds, 1 it does not
 *   rebuild  --book DIR [--replace]                   0 as it was, 1 it differed
 *   backup   --book DIR --to DIR [--keep N]
 *   restore  --from FILE --book DIR [--key FILE | --recovery-file FILE]   without either the recovery key is read from standard input
 *
 * What writes entries (settle, import, user) takes --clock-confirmed. No secret is ever an argument.
 */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include <stdbool.h>

#include "base/err.h"

/* One option of a command: a flag where value is NULL. Ends with a NULL name. */
struct option {
	const char *name;              /* "--book" */
	const char **value;
	bool *flag;
};
/* ERR_INPUT names an option that is not there, comes twice, or lacks its value. */
bool options_read(int argc, char **argv, const struct option *options, struct err *err) MUST_CHECK;
/* Prints "ocop-pos NAME: …" and answers the error's exit code. */
int command_fails(const char *name, const struct err *err);
/* Prints what is missing or wrong in the arguments, and the command's usage; answers ERR_INPUT's exit code. */
int command_misused(const char *name, const char *why, const char *usage);

struct book;
/*
 * A clock that is plainly wrong beside the last entry (shop/clock.h) is asked about once: on a terminal here, else by --clock-confirmed
 * (is_confirmed); the answer is an entry. ERR_CONFLICT "clock": neither.
 */
bool command_clock(struct book *book, bool is_confirmed, struct err *err) MUST_CHECK;

int version_main(int argc, char **argv);
int init_main(int argc, char **argv);
int user_main(int argc, char **argv);
int settle_main(int argc, char **argv);
int verify_main(int argc, char **argv);
int rebuild_main(int argc, char **argv);
int backup_main(int argc, char **argv);
int restore_main(int argc, char **argv);

#endif
