/*
 * One table says how a C struct looks as JSON, and does both ways.
 *
 * Reading (requests, stored entries): unknown members are refused, missing ones named,
 * whole numbers only (no fraction ever becomes money), text is valid UTF-8 in NFC
 * without control bytes but \n, lengths and numbers within the table's limits, lists
 * bounded, everything copied into the caller's arena. Duplicate members are refused.
 * Writing gives the canonical form of the house: members sorted by name (the table is in that
 * order; shape_check() holds it), no blanks, raw UTF-8, escapes only \" \\ \n; what is
 * absent is written as null (but F_…_ZERO members are left out). Hence read∘write is the identity, byte for byte.
 *
 *   static const struct field line_fields[] = {
 *           F_ID(struct line, item_id),
 *           F_I64(struct line, qty_milli, 1, QTY_MILLI_MAX),
 *           F_TEXT_OPT(struct line, reason, 1, 200),
 *   };
 *   const struct shape line_shape = SHAPE(struct line, "line", line_fields);
 *
 * Absent is: NULL for a text, SHAPE_ABSENT for a whole number, the zero id, day 0, NULL for a part.
 * An amount (struct money) that may be absent is SHAPE_ABSENT dong; a word 0; an absent bool is false and written so;
 * an absent list is empty and written as [].
 *
 * Pure. Thread: any.
 */
#ifndef CALC_SHAPE_H
#define CALC_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/text.h"
#include "calc/money.h"
#include "calc/node.h"

#define SHAPE_ABSENT INT64_MIN
#define SHAPE_DEPTH_MAX 12

enum field_kind {
	FIELD_TEXT = 1,  /* const char *; low and high are letters (code points) */
	FIELD_I64,       /* int64_t */
	FIELD_BOOL,      /* bool */
	FIELD_ID,        /* struct id */
	FIELD_MONEY,     /* struct money, whole đồng */
	FIELD_DAY,       /* int32_t 20260822, "2026-08-22" on the wire */
	FIELD_HASH,      /* struct hash, 64 hex letters */
	FIELD_WORD,      /* int32_t, index into words[], the word on the wire; index 0 is never used */
	FIELD_PART,      /* a struct inside (not a pointer) */
	FIELD_PART_AT,   /* a pointer to a struct, NULL when absent */
	FIELD_LIST,      /* pointer to structs and size_t count */
	FIELD_TEXTS,     /* const char ** and size_t count; limits of each text as FIELD_TEXT's in item_high */
};

struct shape;

struct field {
	const char *name;
	enum field_kind kind;
	bool optional;               /* may be null or left out; written as null */
	bool is_code;                /* texts: a code, account, reference or secret, not what people write freely (calc/card.h) */
	bool left_out;               /* what is usual (0, false, no item, absent where it is optional) is left out, in reading and in writing */
	size_t offset;
	size_t count_offset;         /* lists only */
	int64_t low, high;           /* of the number, the letters or the list's count */
	int64_t usual;               /* FIELD_I64 that is left out: the number it then is */
	int64_t item_high;           /* FIELD_TEXTS: letters of one text */
	const struct shape *of;      /* parts and lists */
	const char *const *words;    /* FIELD_WORD: NULL-ended from index 1 */
};

struct shape {
	const char *name;            /* in OpenAPI and in errors of ours */
	size_t size;                 /* of the struct */
	const struct field *fields;  /* sorted by name, byte order */
	size_t fields_count;
};

#define SHAPE(type, name_, fields_) { .name = (name_), .size = sizeof(type), .fields = (fields_), .fields_count = COUNT_OF(fields_) }
#define SHAPE_EMPTY(name_) { .name = (name_), .size = 0, .fields = NULL, .fields_count = 0 }

#define F_TEXT(type, member, low_, high_) { .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_I64(type, member, low_, high_) { .name = #member, .kind = FIELD_I64, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_BOOL(type, member) { .name = #member, .kind = FIELD_BOOL, .offset = offsetof(type, member) }
#define F_ID(type, member) { .name = #member, .kind = FIELD_ID, .offset = offsetof(type, member) }
#define F_MONEY(type, member, low_, high_) { .name = #member, .kind = FIELD_MONEY, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_DAY(type, member) { .name = #member, .kind = FIELD_DAY, .offset = offsetof(type, member) }
#define F_HASH(type, member) { .name = #member, .kind = FIELD_HASH, .offset = offsetof(type, member) }
#define F_WORD(type, member, words_) { .name = #member, .kind = FIELD_WORD, .offset = offsetof(type, member), .words = (words_) }
#define F_PART(type, member, shape_) { .name = #member, .kind = FIELD_PART, .offset = offsetof(type, member), .of = (shape_) }
#define F_PART_AT(type, member, shape_) { .name = #member, .kind = FIELD_PART_AT, .optional = true, .offset = offsetof(type, member), .of = (shape_) }
#define F_LIST(type, member, low_, high_, shape_) \
	{ .name = #member, .kind = FIELD_LIST, .offset = offsetof(type, member), .count_offset = offsetof(type, member##_count), .low = (low_), .high = (high_), .of = (shape_) }
#define F_TEXTS(type, member, low_, high_, letters_) \
	{ .name = #member, .kind = FIELD_TEXTS, .offset = offsetof(type, member), .count_offset = offsetof(type, member##_count), .low = (low_), .high = (high_), .item_high = (letters_) }
/* A text that is a code, an account, a reference, a secret or what is looked for; all other texts are free ones. */
#define F_CODE(type, member, low_, high_) { .name = #member, .kind = FIELD_TEXT, .is_code = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_CODE_OPT(type, member, low_, high_) \
	{ .name = #member, .kind = FIELD_TEXT, .optional = true, .is_code = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
/* The same, where the member may be null or left out. */
#define F_TEXT_OPT(type, member, low_, high_) { .name = #member, .kind = FIELD_TEXT, .optional = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_I64_OPT(type, member, low_, high_) { .name = #member, .kind = FIELD_I64, .optional = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_ID_OPT(type, member) { .name = #member, .kind = FIELD_ID, .optional = true, .offset = offsetof(type, member) }
#define F_MONEY_OPT(type, member, low_, high_) { .name = #member, .kind = FIELD_MONEY, .optional = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_DAY_OPT(type, member) { .name = #member, .kind = FIELD_DAY, .optional = true, .offset = offsetof(type, member) }
#define F_WORD_OPT(type, member, words_) { .name = #member, .kind = FIELD_WORD, .optional = true, .offset = offsetof(type, member), .words = (words_) }
#define F_LIST_OPT(type, member, low_, high_, shape_) \
	{ .name = #member, .kind = FIELD_LIST, .optional = true, .offset = offsetof(type, member), \
	  .count_offset = offsetof(type, member##_count), .low = (low_), .high = (high_), .of = (shape_) }
#define F_BOOL_OPT(type, member) { .name = #member, .kind = FIELD_BOOL, .optional = true, .offset = offsetof(type, member) }

/* A number, amount or flag that is nearly always nothing, and is then left out: entries are kept for ever. */
#define F_I64_ZERO(type, member, low_, high_) { .name = #member, .kind = FIELD_I64, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_MONEY_ZERO(type, member, low_, high_) { .name = #member, .kind = FIELD_MONEY, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_BOOL_ZERO(type, member) { .name = #member, .kind = FIELD_BOOL, .left_out = true, .offset = offsetof(type, member) }
#define F_I64_USUAL(type, member, low_, high_, usual_) \
	{ .name = #member, .kind = FIELD_I64, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_), .usual = (usual_) }
#define F_LIST_ZERO(type, member, high_, shape_) \
	{ .name = #member, .kind = FIELD_LIST, .left_out = true, .offset = offsetof(type, member), .count_offset = offsetof(type, member##_count), .high = (high_), .of = (shape_) }
/* What may be absent and is then left out, not null. _AS: under a name of its own. */
#define F_TEXT_LEFT(type, member, low_, high_) \
	{ .name = #member, .kind = FIELD_TEXT, .optional = true, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_I64_LEFT(type, member, low_, high_) \
	{ .name = #member, .kind = FIELD_I64, .optional = true, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }
#define F_DAY_LEFT(type, member) { .name = #member, .kind = FIELD_DAY, .optional = true, .left_out = true, .offset = offsetof(type, member) }
#define F_ID_LEFT(type, member) { .name = #member, .kind = FIELD_ID, .optional = true, .left_out = true, .offset = offsetof(type, member) }
#define F_MONEY_LEFT(type, member, low_, high_) F_MONEY_LEFT_AS(type, #member, member, low_, high_)
#define F_MONEY_LEFT_AS(type, name_, member, low_, high_) \
	{ .name = (name_), .kind = FIELD_MONEY, .optional = true, .left_out = true, .offset = offsetof(type, member), .low = (low_), .high = (high_) }

/* Reads text of JSON (at most size bytes) into *value (shape->size bytes). ERR_INPUT names the field. */
bool shape_read(const struct shape *shape, const char *json, size_t size, struct arena *arena, void *value, struct err *err) MUST_CHECK;
/* The same from what calc/node has read already. */
bool shape_take(const struct shape *shape, const struct node *object, struct arena *arena, void *value, struct err *err) MUST_CHECK;

/*
 * Would what shape_write makes of the value be read again? Every number, count and text within its table, every text as
 * shape_read keeps it; the err names the field. For sums that grow with what people ask: the parts were in their bounds, the whole may not be.
 */
bool shape_holds(const struct shape *shape, const void *value, struct err *err) MUST_CHECK;
/* The canonical text. A value outside its table is a bug (assert). */
void shape_write(const struct shape *shape, const void *value, struct buf *buf);

/* Shows every text of the value that is no code, in parts and lists too, until one is refused; the err is then within the path to it. */
bool shape_texts(const struct shape *shape, const void *value, bool (*look)(const struct field *field, const char *text, struct err *err),
		 struct err *err) MUST_CHECK;
/* Does each of them that must say something have more than blanks? ERR_INPUT names the field. */
bool shape_says_something(const struct shape *shape, const void *value, struct err *err) MUST_CHECK;

/* The value with all that its table names, in memory of its own; what no field names is copied as it stands. to: shape->size bytes. */
void shape_copy(const struct shape *shape, const void *value, struct arena *arena, void *to);
/* The same for values that are written alike, another for any other, but by a chance of 2^-64; not against somebody who looks for two. */
uint64_t shape_sum(const struct shape *shape, const void *value);

/* Asserts that a table is in order, recursively; tests call it for every shape. */
void shape_check(const struct shape *shape);
/* The JSON Schema (OpenAPI 3.1) of a shape. */
void shape_describe(const struct shape *shape, struct buf *buf);

#endif
