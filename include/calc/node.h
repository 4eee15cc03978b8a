/*
 * A JSON text (RFC 8259) as nodes in an arena, read strictly.
 *
 * Refused are: anything but one object or list, a member named twice, text that is not UTF-8, a NUL (also as \u0000), half a
 * surrogate pair, whole numbers beyond 64 bits, more than NODE_MEMBERS_MAX members in an object, nesting beyond NODE_DEPTH_MAX.
 *
 * Texts and names lie in the JSON itself where they have no escape, and end with no NUL: the JSON must live as long as its nodes.
 *
 * Pure. Thread: the arena's.
 */
#ifndef CALC_NODE_H
#define CALC_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define NODE_MEMBERS_MAX 128
#define NODE_DEPTH_MAX 64

enum node_kind {
	NODE_NULL = 1, NODE_TRUE, NODE_FALSE,
	NODE_NUMBER,    /* whole */
	NODE_FRACTION,  /* a number with a fraction or an exponent; its value is not read, its text is as it came */
	NODE_TEXT, NODE_LIST, NODE_OBJECT,
};

struct node {
	enum node_kind kind;
	const char *name;    /* of a member, name_size bytes; NULL else */
	size_t name_size;
	const char *text;    /* NODE_TEXT: size bytes, decoded; NODE_FRACTION: as written */
	size_t size;
	int64_t number;
	struct node *first;  /* NODE_LIST, NODE_OBJECT: `count` of them, in their order, each with the one after it */
	struct node *next;
	size_t count;
};

/* NULL: ERR_INPUT says what and in which line. */
struct node *node_read(const char *json, size_t size, struct arena *arena, struct err *err);

struct node *node_new(struct arena *arena, enum node_kind kind);
/* The member of that name, or NULL. */
struct node *node_find(const struct node *object, const char *name);
/* Adds a member; name and node are borrowed. false: that name is there already, or there is no room. */
bool node_put(struct node *object, const char *name, struct node *member);
/* Takes a member out; NULL: there is none of that name. */
struct node *node_take(struct node *object, const char *name);
bool node_is_named(const struct node *member, const char *name);

#endif
