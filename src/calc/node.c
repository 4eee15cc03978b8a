#include "calc/node.h"

#include <string.h>

#include "base/text.h"

struct reading {
	const char *from, *at, *end;
	struct arena *arena;
	struct err *err;
};

static int line_at(const struct reading *r)
{
	int line = 1;

	for (const char *at = r->from; at < r->at && at < r->end; at++)
		line += *at == '\n';
	return line;
}

static struct node *refuse(struct reading *r, const char *what)
{
	err_set(r->err, ERR_INPUT, NULL, "not JSON we take: %s (line %d)", what, line_at(r));
	return NULL;
}

static void skip_blanks(struct reading *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

static bool is_digit(const struct reading *r)
{
	return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

struct node *node_new(struct arena *arena, enum node_kind kind)
{
	struct node *node = ARENA_NEW(arena, struct node);

	node->kind = kind;
	return node;
}

/* ---- texts ------------------------------------------------------------------ */

/* Four hex digits; -1: they are not. */
static int32_t take_unit(struct reading *r)
{
	int32_t unit = 0;

	if (r->end - r->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *r->at++;
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Behind "\u". */
static bool take_escaped_letter(struct reading *r, char **to)
{
	int32_t letter = take_unit(r), low;
	unsigned char *out = (unsigned char *)*to;

	if (letter <= 0 || (letter >= 0xdc00 && letter <= 0xdfff))
		return false;
	if (letter >= 0xd800 && letter <= 0xdbff) {
		if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u')
			return false;
		r->at += 2;
		low = take_unit(r);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		letter = 0x10000 + ((letter - 0xd800) << 10) + (low - 0xdc00);
	}
	if (letter < 0x80) {
		*out++ = (unsigned char)letter;
	} else if (letter < 0x800) {
		*out++ = (unsigned char)(0xc0 | letter >> 6);
		*out++ = (unsigned char)(0x80 | (letter & 0x3f));
	} else if (letter < 0x10000) {
		*out++ = (unsigned char)(0xe0 | letter >> 12);
		*out++ = (unsigned char)(0x80 | (letter >> 6 & 0x3f));
		*out++ = (unsigned char)(0x80 | (letter & 0x3f));
	} else {
		*out++ = (unsigned char)(0xf0 | letter >> 18);
		*out++ = (unsigned char)(0x80 | (letter >> 12 & 0x3f));
		*out++ = (unsigned char)(0x80 | (letter >> 6 & 0x3f));
		*out++ = (unsigned char)(0x80 | (letter & 0x3f));
	}
	*to = (char *)out;
	return true;
}

/* A text with escapes, from its first letter on; `raw` is what stands between its quotes. An escape is never shorter than what it says. */
static bool decode(struct reading *r, const char *raw, size_t raw_size, const char **text, size_t *size)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char *to = arena_take(r->arena, raw_size + 1);
	const char *end = raw + raw_size;

	*text = to;
	for (r->at = raw; r->at < end;) {
		const char *known;

		if (*r->at != '\\') {
			*to++ = *r->at++;
			continue;
		}
		r->at++;
		if (*r->at == 'u') {
			r->at++;
			if (!take_escaped_letter(r, &to))
				return refuse(r, "a wrong \\u escape");
			continue;
		}
		known = *r->at ? strchr(letters, *r->at) : NULL;
		if (!known)
			return refuse(r, "an unknown escape");
		*to++ = meant[known - letters];
		r->at++;
	}
	*size = (size_t)(to - *text);
	return true;
}

/* From its opening quote to behind its closing one. */
static bool take_text(struct reading *r, const char **text, size_t *size)
{
	const char *raw = ++r->at;
	bool has_escapes = false, is_ascii = true;

	for (; r->at < r->end && *r->at != '"'; r->at++) {
		unsigned char c = (unsigned char)*r->at;

		if (c < 0x20)
			return refuse(r, "a control byte in a text");
		is_ascii = is_ascii && c < 0x80;
		if (c == '\\') {
			has_escapes = true;
			r->at++;
		}
	}
	if (r->at >= r->end)
		return refuse(r, "a text without its end");
	*text = raw;
	*size = (size_t)(r->at - raw);
	if (!is_ascii && !text_is_utf8(raw, *size))
		return refuse(r, "text that is not UTF-8");
	if (has_escapes && !decode(r, raw, *size, text, size))
		return false;
	r->at++;
	return true;
}

/* ---- numbers and words ------------------------------------------------------- */

static struct node *take_number(struct reading *r)
{
	struct node *node = node_new(r->arena, NODE_NUMBER);
	const char *from = r->at;
	size_t size;

	r->at += *r->at == '-';
	if (!is_digit(r))
		return refuse(r, "something unknown");
	if (*r->at++ == '0' && is_digit(r))
		return refuse(r, "a number with a leading zero");
	while (is_digit(r))
		r->at++;
	size = (size_t)(r->at - from);
	if (r->at < r->end && *r->at == '.') {
		node->kind = NODE_FRACTION;
		r->at++;
		if (!is_digit(r))
			return refuse(r, "a number that ends at its point");
		while (is_digit(r))
			r->at++;
	}
	if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
		node->kind = NODE_FRACTION;
		r->at++;
		r->at += r->at < r->end && (*r->at == '+' || *r->at == '-');
		if (!is_digit(r))
			return refuse(r, "a number without its exponent");
		while (is_digit(r))
			r->at++;
	}
	if (node->kind == NODE_FRACTION) {
		node->text = from;
		node->size = (size_t)(r->at - from);
	}
	if (node->kind == NODE_NUMBER && !(size == 2 && memcmp(from, "-0", 2) == 0) && !text_read_i64(from, size, &node->number))
		return refuse(r, "a number that is too large");
	return node;
}

static struct node *take_word(struct reading *r, const char *word, enum node_kind kind)
{
	size_t size = strlen(word);

	if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0)
		return refuse(r, "something unknown");
	r->at += size;
	return node_new(r->arena, kind);
}

/* ---- what holds others --------------------------------------------------------- */

static struct node *take_value(struct reading *r, int depth);

bool node_is_named(const struct node *member, const char *name)
{
	return strncmp(name, member->name, member->name_size) == 0 && name[member->name_size] == '\0';
}

/* Where the object has no member of this name nothing is compared, nearly always: `seen` has a bit for each name, a few names share one. */
static bool is_new(const struct node *object, const struct node *member, uint64_t *seen)
{
	uint32_t sum = 2166136261u;
	uint64_t bit;

	for (size_t i = 0; i < member->name_size; i++)
		sum = (sum ^ (unsigned char)member->name[i]) * 16777619u;
	bit = UINT64_C(1) << (sum >> 26);
	if (*seen & bit)
		for (const struct node *other = object->first; other; other = other->next)
			if (other->name_size == member->name_size && memcmp(other->name, member->name, member->name_size) == 0)
				return false;
	*seen |= bit;
	return true;
}

/* At its opening bracket. */
static struct node *take_holder(struct reading *r, int depth)
{
	bool is_object = *r->at == '{';
	char close = is_object ? '}' : ']';
	struct node *holder = node_new(r->arena, is_object ? NODE_OBJECT : NODE_LIST), **last = &holder->first;
	uint64_t seen = 0;

	if (depth == NODE_DEPTH_MAX)
		return refuse(r, "nested too deep");
	r->at++;
	skip_blanks(r);
	if (r->at < r->end && *r->at == close) {
		r->at++;
		return holder;
	}
	for (;;) {
		struct node name = { .kind = NODE_TEXT }, *node;

		if (is_object) {
			if (r->at >= r->end || *r->at != '"')
				return refuse(r, "a name was expected");
			if (!take_text(r, &name.name, &name.name_size))
				return NULL;
			if (holder->count == NODE_MEMBERS_MAX)
				return refuse(r, "an object of too many members");
			if (!is_new(holder, &name, &seen))
				return refuse(r, "a member named twice");
			skip_blanks(r);
			if (r->at >= r->end || *r->at != ':')
				return refuse(r, "a colon was expected");
			r->at++;
			skip_blanks(r);
		}
		node = take_value(r, depth + 1);
		if (!node)
			return NULL;
		node->name = name.name;
		node->name_size = name.name_size;
		*last = node;
		last = &node->next;
		holder->count++;
		skip_blanks(r);
		if (r->at < r->end && *r->at == close) {
			r->at++;
			return holder;
		}
		if (r->at >= r->end || *r->at != ',')
			return refuse(r, "a comma or the end was expected");
		r->at++;
		skip_blanks(r);
	}
}

static struct node *take_value(struct reading *r, int depth)
{
	struct node *node;

	if (r->at >= r->end)
		return refuse(r, "the end came too early");
	switch (*r->at) {
	case '{': case '[':
		return take_holder(r, depth);
	case '"':
		node = node_new(r->arena, NODE_TEXT);
		return take_text(r, &node->text, &node->size) ? node : NULL;
	case 't':
		return take_word(r, "true", NODE_TRUE);
	case 'f':
		return take_word(r, "false", NODE_FALSE);
	case 'n':
		return take_word(r, "null", NODE_NULL);
	default:
		return take_number(r);
	}
}

struct node *node_read(const char *json, size_t size, struct arena *arena, struct err *err)
{
	struct reading r = { .from = json, .at = json, .end = json + size, .arena = arena, .err = err };
	struct node *root;

	skip_blanks(&r);
	if (r.at >= r.end || (*r.at != '{' && *r.at != '['))
		return refuse(&r, "an object or a list was expected");
	root = take_holder(&r, 0);
	if (!root)
		return NULL;
	skip_blanks(&r);
	return r.at == r.end ? root : refuse(&r, "something after the end");
}

/* ---- members ------------------------------------------------------------------- */

struct node *node_find(const struct node *object, const char *name)
{
	for (struct node *member = object->first; member; member = member->next)
		if (node_is_named(member, name))
			return member;
	return NULL;
}

bool node_put(struct node *object, const char *name, struct node *member)
{
	struct node **last = &object->first;

	if (object->count == NODE_MEMBERS_MAX)
		return false;
	for (; *last; last = &(*last)->next)
		if (node_is_named(*last, name))
			return false;
	member->name = name;
	member->name_size = strlen(name);
	member->next = NULL;
	*last = member;
	object->count++;
	return true;
}

struct node *node_take(struct node *object, const char *name)
{
	for (struct node **at = &object->first; *at; at = &(*at)->next) {
		struct node *member = *at;

		if (!node_is_named(member, name))
			continue;
		*at = member->next;
		member->next = NULL;
		object->count--;
		return member;
	}
	return NULL;
}
