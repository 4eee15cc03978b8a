/*
 * What went wrong, in a form that a program, a cashier and a log can each use.
 *
 * A code from one closed list, the field at fault, one sentence. Programs look at
 * code and field; the sentence is for people and is never compared. Sentences that
 * a person in the shop can meet (shop, app, receipts) are Vietnamese and say what
 * happened and what to do; those below (base, calc, store, device) are English.
 *
 * Functions that can fail return bool and take `struct err *err` last.
 * true: err is untouched. false: err is filled, other outputs are unspecified.
 *
 * Pure. Thread: any.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* code, name on the wire, HTTP status, exit code of a command */
#define ERR_TABLE(X) \
	X(ERR_NONE, "none", 200, 0)            /* nothing is wrong */ \
	X(ERR_INPUT, "input", 400, 2)          /* what was asked makes no sense; field says where */ \
	X(ERR_FORBIDDEN, "forbidden", 403, 3)  /* who asks may not, or not alone */ \
	X(ERR_MISSING, "missing", 404, 4)      /* no such thing */ \
	X(ERR_CONFLICT, "conflict", 409, 5)    /* makes sense, but not as the book stands */ \
	X(ERR_LIMIT, "limit", 413, 6)          /* larger than we take */ \
	X(ERR_BUSY, "busy", 503, 7)            /* not now; ask again, nothing was done */ \
	X(ERR_IO, "io", 500, 8)                /* disk, network, device */ \
	X(ERR_UNSURE, "unsure", 503, 9)        /* may or may not have been done; ask again with the same id */

enum err_code {
#define X(code, name, status, exit) code,
	ERR_TABLE(X)
#undef X
};

struct err {
	enum err_code code;
	char field[96];  /* path of the input at fault, "lines[3].qty_milli"; empty: none */
	char text[320];  /* one sentence, UTF-8 */
};

/* Fills err and returns false, so that a refusal is one line. field may be NULL. */
bool err_set(struct err *err, enum err_code code, const char *field, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
bool err_set_va(struct err *err, enum err_code code, const char *field, const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));

/* Puts "prefix" in front of the field ("lines[3]" + "qty" -> "lines[3].qty"). Returns false. */
bool err_within(struct err *err, const char *prefix_format, ...) __attribute__((format(printf, 2, 3)));

const char *err_name(enum err_code code);        /* static text */
int err_http_status(enum err_code code);
int err_exit_code(enum err_code code);

/* The analyzer reads one file at a time: here it sees that a refusal is false, hence what true promises of the outputs. */
#ifdef __clang_analyzer__
#define err_set(...) (err_set(__VA_ARGS__) && false)
#define err_within(...) (err_within(__VA_ARGS__) && false)
#endif

#endif
