#include "calc/shape.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

/* The place of a member in a struct. */
static void *at(const struct field *field, const void *value)
{
	return (char *)(uintptr_t)value + field->offset;
}

static size_t *count_at(const struct field *field, const void *value)
{
	return (size_t *)(void *)((char *)(uintptr_t)value + field->count_offset);
}

/* ---- reading ---------------------------------------------------------------- */

/*
 * Is the text NFC at a glance? No letter below U+0300 and none of U+1E00 to U+1EFF (all of Vietnamese) can be composed any
 * further or stand in another order; the punctuation of U+2010 to U+2027 and the signs of money neither.
 */
static bool is_plainly_nfc(const char *text, size_t size)
{
	const unsigned char *c = (const unsigned char *)text, *end = c + size;

	while (c < end) {
		if (*c < 0x80)
			c++;
		else if (*c >= 0xc2 && *c < 0xcc && end - c >= 2)
			c += 2;
		else if (end - c >= 3 && ((*c == 0xe1 && c[1] >= 0xb8 && c[1] <= 0xbb) || (*c == 0xe2 && c[1] == 0x80 && c[2] >= 0x90 && c[2] <= 0xa7) ||
					  (*c == 0xe2 && c[1] == 0x82 && c[2] >= 0xa0 && c[2] <= 0xbf)))
			c += 3;
		else
			return false;
	}
	return true;
}

/* Text as we keep it: NFC, no control bytes but a line break. */
static bool take_text(const struct field *field, int64_t letters_max, const char *text, size_t size, struct arena *arena,
		      const char **kept, struct err *err)
{
	int64_t letters;

	/* Four bytes a letter; what is far too long is not even normalised. */
	if (size > (size_t)letters_max * 4 + 16)
		return err_set(err, ERR_INPUT, field->name, "longer than %lld letters", (long long)letters_max);
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\n') || c == 0x7f || (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0))
			return err_set(err, ERR_INPUT, field->name, "a control character is not allowed");
	}
	*kept = arena_bytes(arena, text, size);
	if (!is_plainly_nfc(text, size)) {
		utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)*kept);

		if (!nfc)
			return err_set(err, ERR_INPUT, field->name, "not valid Unicode");
		*kept = arena_text(arena, (const char *)nfc);
		free(nfc);
	}
	letters = (int64_t)text_letters(*kept);
	if (letters < field->low)
		return err_set(err, ERR_INPUT, field->name, letters ? "shorter than %lld letters" : "must not be empty",
			       (long long)field->low);
	if (letters > letters_max)
		return err_set(err, ERR_INPUT, field->name, "longer than %lld letters", (long long)letters_max);
	return true;
}

static bool wants(struct err *err, const struct field *field, const char *what)
{
	return err_set(err, ERR_INPUT, field->name, "must be %s", what);
}

static bool take_number(const struct field *field, const struct node *node, int64_t *value, struct err *err)
{
	if (node->kind != NODE_NUMBER)
		return wants(err, field, "a whole number");
	*value = node->number;
	if (*value < field->low || *value > field->high)
		return err_set(err, ERR_INPUT, field->name, "must be from %lld to %lld", (long long)field->low, (long long)field->high);
	return true;
}

static bool take_word(const struct field *field, const struct node *node, int32_t *value, struct err *err)
{
	for (int32_t i = 1; node->kind == NODE_TEXT && field->words[i]; i++) {
		if (strlen(field->words[i]) == node->size && memcmp(field->words[i], node->text, node->size) == 0) {
			*value = i;
			return true;
		}
	}
	struct buf known;

	buf_init(&known, 200);
	for (int32_t i = 1; field->words[i]; i++)
		buf_format(&known, "%s%s", i > 1 ? " " : "", field->words[i]);
	err_set(err, ERR_INPUT, field->name, "must be one of: %s", buf_get(&known));
	buf_release(&known);
	return false;
}

static bool take_day(const struct node *node, int32_t *day)
{
	char text[11] = "";

	if (node->kind != NODE_TEXT || node->size != 10 || node->text[4] != '-')
		return false;
	memcpy(text, node->text, 10);
	return day_read(text, day);
}

static bool take_texts(const struct field *field, const struct node *node, struct arena *arena, const char **texts, struct err *err)
{
	const struct field one = { .name = "", .low = 1 };
	size_t i = 0;

	for (const struct node *item = node->first; item; item = item->next, i++) {
		if (item->kind != NODE_TEXT) {
			err_set(err, ERR_INPUT, "", "must be text");
			return err_within(err, "%s[%zu]", field->name, i);
		}
		if (!take_text(&one, field->item_high, item->text, item->size, arena, &texts[i], err))
			return err_within(err, "%s[%zu]", field->name, i);
	}
	return true;
}

static bool take_list(const struct field *field, const struct node *node, struct arena *arena, void *value, struct err *err)
{
	size_t i = 0;
	char *items;

	if (node->kind != NODE_LIST)
		return wants(err, field, "a list");
	if ((int64_t)node->count < field->low)
		return err_set(err, ERR_INPUT, field->name, "needs at least %lld", (long long)field->low);
	if ((int64_t)node->count > field->high)
		return err_set(err, ERR_INPUT, field->name, "takes at most %lld", (long long)field->high);
	*count_at(field, value) = node->count;
	if (field->kind == FIELD_TEXTS) {
		const char **texts = ARENA_LIST(arena, node->count, const char *);

		*(const char ***)at(field, value) = texts;
		return take_texts(field, node, arena, texts, err);
	}
	items = arena_list(arena, node->count, field->of->size);
	*(void **)at(field, value) = items;
	for (const struct node *item = node->first; item; item = item->next, i++)
		if (!shape_take(field->of, item, arena, items + i * field->of->size, err))
			return err_within(err, "%s[%zu]", field->name, i);
	return true;
}

static void set_absent(const struct field *field, void *value)
{
	switch (field->kind) {
	case FIELD_I64:
		*(int64_t *)at(field, value) = SHAPE_ABSENT;
		break;
	case FIELD_MONEY:
		((struct money *)at(field, value))->dong = SHAPE_ABSENT;
		break;
	case FIELD_TEXT: case FIELD_BOOL: case FIELD_ID: case FIELD_DAY: case FIELD_HASH: case FIELD_WORD:
	case FIELD_PART: case FIELD_PART_AT: case FIELD_LIST: case FIELD_TEXTS:
		break;  /* zero already */
	}
}

static bool take_field(const struct field *field, const struct node *node, struct arena *arena, void *value, struct err *err)
{
	void *to = at(field, value);
	bool is_text = node->kind == NODE_TEXT;

	switch (field->kind) {
	case FIELD_TEXT:
		return is_text ? take_text(field, field->high, node->text, node->size, arena, (const char **)to, err) : wants(err, field, "text");
	case FIELD_I64:
		return take_number(field, node, to, err);
	case FIELD_MONEY:
		return take_number(field, node, &((struct money *)to)->dong, err);
	case FIELD_BOOL:
		*(bool *)to = node->kind == NODE_TRUE;
		return node->kind == NODE_TRUE || node->kind == NODE_FALSE || wants(err, field, "true or false");
	case FIELD_ID:
		return (is_text && id_read(node->text, node->size, to)) || wants(err, field, "an id (36 lower-case letters)");
	case FIELD_DAY:
		return take_day(node, to) || wants(err, field, "a day as 2026-12-31");
	case FIELD_HASH:
		return (is_text && hash_read(node->text, node->size, to)) || wants(err, field, "64 lower-case hex letters");
	case FIELD_WORD:
		return take_word(field, node, to, err);
	case FIELD_PART:
		return shape_take(field->of, node, arena, to, err) || err_within(err, "%s", field->name);
	case FIELD_PART_AT:
		*(void **)to = arena_take(arena, field->of->size);
		return shape_take(field->of, node, arena, *(void **)to, err) || err_within(err, "%s", field->name);
	case FIELD_LIST: case FIELD_TEXTS:
		return take_list(field, node, arena, value, err);
	}
	return false;
}

/* Which field a member is; fields_count: none. Members mostly come in the table's order, so the field after the last one is tried first. */
static size_t field_of(const struct shape *shape, const struct node *member, size_t likely)
{
	if (likely < shape->fields_count && node_is_named(member, shape->fields[likely].name))
		return likely;
	for (size_t i = 0; i < shape->fields_count; i++)
		if (node_is_named(member, shape->fields[i].name))
			return i;
	return shape->fields_count;
}

static bool refuse_unknown(const struct node *member, struct err *err)
{
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)(member->name_size < sizeof(name) ? member->name_size : sizeof(name)), member->name);
	return err_set(err, ERR_INPUT, name, "not known here");
}

bool shape_take(const struct shape *shape, const struct node *object, struct arena *arena, void *value, struct err *err)
{
	const struct node *members[NODE_MEMBERS_MAX];
	size_t last = SIZE_MAX;

	if (object->kind != NODE_OBJECT)
		return err_set(err, ERR_INPUT, "", "must be an object");
	memset(members, 0, shape->fields_count * sizeof(members[0]));
	for (const struct node *member = object->first; member; member = member->next) {
		last = field_of(shape, member, last + 1);
		if (last == shape->fields_count)
			return refuse_unknown(member, err);
		members[last] = member;
	}
	if (shape->size)
		memset(value, 0, shape->size);
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		if (members[i] && members[i]->kind != NODE_NULL) {
			if (!take_field(field, members[i], arena, value, err))
				return false;
		} else if (field->left_out ? members[i] != NULL : !field->optional) {
			return err_set(err, ERR_INPUT, field->name, "is missing");
		} else if (field->optional) {
			set_absent(field, value);
		} else if (field->kind == FIELD_I64) {
			*(int64_t *)at(field, value) = field->usual;
		}
	}
	return true;
}

bool shape_read(const struct shape *shape, const char *json, size_t size, struct arena *arena, void *value, struct err *err)
{
	/* Nodes go when the value is read; each takes two bytes of the text at least. */
	struct arena *nodes = arena_new((size + 256) * sizeof(struct node));
	const struct node *root = node_read(json, size, nodes, err);
	bool ok = root && shape_take(shape, root, arena, value, err);

	arena_free(nodes);
	return ok;
}

/* ---- writing ---------------------------------------------------------------- */

static bool is_absent(const struct field *field, const void *value)
{
	const void *from = at(field, value);

	switch (field->kind) {
	case FIELD_TEXT:
		return *(const char *const *)from == NULL;
	case FIELD_PART_AT:
		return *(void *const *)from == NULL;
	case FIELD_I64:
		return *(const int64_t *)from == SHAPE_ABSENT;
	case FIELD_MONEY:
		return ((const struct money *)from)->dong == SHAPE_ABSENT;
	case FIELD_ID:
		return id_is_none(*(const struct id *)from);
	case FIELD_DAY: case FIELD_WORD:
		return *(const int32_t *)from == 0;
	case FIELD_BOOL: case FIELD_HASH: case FIELD_PART: case FIELD_LIST: case FIELD_TEXTS:
		return false;
	}
	return false;
}

static void write_list(const struct field *field, const void *value, struct buf *buf)
{
	size_t count = *count_at(field, value);

	assert((int64_t)count <= field->high);
	buf_byte(buf, '[');
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_byte(buf, ',');
		if (field->kind == FIELD_TEXTS)
			buf_json_text(buf, (*(const char *const *const *)at(field, value))[i]);
		else
			shape_write(field->of, *(const char *const *)at(field, value) + i * field->of->size, buf);
	}
	buf_byte(buf, ']');
}

/* Room for a text between quotes: where its first letter goes. The caller's text ends with a NUL, where the closing quote then stands. */
static char *quotes(struct buf *buf, size_t size)
{
	char *text = buf_more(buf, size + 2);

	if (text)
		text[0] = '"';
	return text ? text + 1 : NULL;
}

static void write_field(const struct field *field, const void *value, struct buf *buf)
{
	const void *from = at(field, value);
	char *text;

	switch (field->kind) {
	case FIELD_TEXT:
		buf_json_text(buf, *(const char *const *)from);
		break;
	case FIELD_I64:
		buf_i64(buf, *(const int64_t *)from);
		break;
	case FIELD_MONEY:
		buf_i64(buf, ((const struct money *)from)->dong);
		break;
	case FIELD_BOOL:
		buf_text(buf, *(const bool *)from ? "true" : "false");
		break;
	case FIELD_ID:
		text = quotes(buf, ID_TEXT_SIZE - 1);
		if (text) {
			id_write(*(const struct id *)from, text);
			text[ID_TEXT_SIZE - 1] = '"';
		}
		break;
	case FIELD_DAY:
		text = quotes(buf, 10);
		if (text) {
			day_write_iso(*(const int32_t *)from, text);
			text[10] = '"';
		}
		break;
	case FIELD_HASH:
		text = quotes(buf, HASH_TEXT_SIZE - 1);
		if (text) {
			hash_write(*(const struct hash *)from, text);
			text[HASH_TEXT_SIZE - 1] = '"';
		}
		break;
	case FIELD_WORD:
		buf_json_text(buf, field->words[*(const int32_t *)from]);
		break;
	case FIELD_PART:
		shape_write(field->of, from, buf);
		break;
	case FIELD_PART_AT:
		shape_write(field->of, *(void *const *)from, buf);
		break;
	case FIELD_LIST: case FIELD_TEXTS:
		write_list(field, value, buf);
		break;
	}
}

static bool is_left_out(const struct field *field, const void *value)
{
	const void *from = at(field, value);

	if (!field->left_out || field->optional)
		return field->left_out && is_absent(field, value);
	return field->kind == FIELD_BOOL ? !*(const bool *)from : field->kind == FIELD_LIST ? *count_at(field, value) == 0 :
	       field->kind == FIELD_MONEY ? ((const struct money *)from)->dong == 0 : *(const int64_t *)from == field->usual;
}

static void write_name(const char *name, bool is_first, struct buf *buf)
{
	size_t size = strlen(name);
	char *to = buf_more(buf, size + 3 + !is_first);

	if (!to)
		return;
	if (!is_first)
		*to++ = ',';
	*to++ = '"';
	memcpy(to, name, size);
	memcpy(to + size, "\":", 2);
}

void shape_write(const struct shape *shape, const void *value, struct buf *buf)
{
	bool first = true;

	buf_byte(buf, '{');
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		if (is_left_out(field, value))
			continue;
		write_name(field->name, first, buf);
		first = false;
		if (is_absent(field, value)) {
			assert(field->optional);
			buf_add(buf, "null", 4);
		} else {
			write_field(field, value, buf);
		}
	}
	buf_byte(buf, '}');
}

/* ---- holding ---------------------------------------------------------------- */

/* As take_text would keep it: the same bytes, nothing refused. */
static bool text_holds(const struct field *field, int64_t letters_max, const char *text, struct err *err)
{
	int64_t letters = (int64_t)text_letters(text);
	bool same = true;

	if (letters < field->low || letters > letters_max)
		return err_set(err, ERR_LIMIT, field->name, "has %lld letters, from %lld to %lld may be", (long long)letters, (long long)field->low,
			       (long long)letters_max);
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if ((*c < 0x20 && *c != '\n') || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
			return err_set(err, ERR_INPUT, field->name, "a control character is not allowed");
	}
	if (!is_plainly_nfc(text, strlen(text))) {
		char *nfc = (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);

		same = nfc && strcmp(nfc, text) == 0;
		free(nfc);
	}
	return same || err_set(err, ERR_INPUT, field->name, "not Unicode as we keep it (NFC)");
}

static bool list_holds(const struct field *field, const void *value, struct err *err)
{
	size_t count = *count_at(field, value);

	if ((int64_t)count < field->low || (int64_t)count > field->high)
		return err_set(err, ERR_LIMIT, field->name, "holds %zu, from %lld to %lld may be", count, (long long)field->low, (long long)field->high);
	for (size_t i = 0; field->kind == FIELD_TEXTS && i < count; i++) {
		struct field one = { .name = "", .low = 1 };

		if (!text_holds(&one, field->item_high, (*(const char *const *const *)at(field, value))[i], err))
			return err_within(err, "%s[%zu]", field->name, i);
	}
	for (size_t i = 0; field->kind == FIELD_LIST && i < count; i++)
		if (!shape_holds(field->of, *(const char *const *)at(field, value) + i * field->of->size, err))
			return err_within(err, "%s[%zu]", field->name, i);
	return true;
}

static bool number_holds(const struct field *field, int64_t number, struct err *err)
{
	return (number >= field->low && number <= field->high) ||
	       err_set(err, ERR_LIMIT, field->name, "comes to %lld, from %lld to %lld may be", (long long)number, (long long)field->low, (long long)field->high);
}

static bool field_holds(const struct field *field, const void *value, struct err *err)
{
	const void *from = at(field, value);

	switch (field->kind) {
	case FIELD_I64:
		return number_holds(field, *(const int64_t *)from, err);
	case FIELD_MONEY:
		return number_holds(field, ((const struct money *)from)->dong, err);
	case FIELD_TEXT:
		return text_holds(field, field->high, *(const char *const *)from, err);
	case FIELD_PART:
		return shape_holds(field->of, from, err) || err_within(err, "%s", field->name);
	case FIELD_PART_AT:
		return shape_holds(field->of, *(void *const *)from, err) || err_within(err, "%s", field->name);
	case FIELD_LIST: case FIELD_TEXTS:
		return list_holds(field, value, err);
	case FIELD_BOOL: case FIELD_ID: case FIELD_DAY: case FIELD_HASH: case FIELD_WORD:
		return true;
	}
	return false;
}

bool shape_holds(const struct shape *shape, const void *value, struct err *err)
{
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		if (is_left_out(field, value))
			continue;
		if (is_absent(field, value)) {
			if (!field->optional)
				return err_set(err, ERR_LIMIT, field->name, "is missing");
		} else if (!field_holds(field, value, err)) {
			return false;
		}
	}
	return true;
}

/* ---- the table itself ------------------------------------------------------- */

static void check_depth(const struct shape *shape, int depth)
{
	assert(depth <= SHAPE_DEPTH_MAX && shape->fields_count < NODE_MEMBERS_MAX);
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];

		assert(field->kind);
		assert(i == 0 || strcmp(shape->fields[i - 1].name, field->name) < 0);
		assert(field->low <= field->high);
		assert(!field->left_out || field->optional || field->kind == FIELD_I64 || field->kind == FIELD_MONEY || field->kind == FIELD_BOOL ||
		       (field->kind == FIELD_LIST && field->low == 0));
		assert(field->kind != FIELD_WORD || field->words);
		if (field->of)
			check_depth(field->of, depth + 1);
	}
}

void shape_check(const struct shape *shape)
{
	check_depth(shape, 0);
}

static void describe_field(const struct field *field, struct buf *buf)
{
	const char *or_null = field->optional ? ",\"null\"]" : "]";

	switch (field->kind) {
	case FIELD_TEXT:
		buf_format(buf, "{\"type\":[\"string\"%s,\"minLength\":%lld,\"maxLength\":%lld}", or_null, (long long)field->low, (long long)field->high);
		break;
	case FIELD_I64: case FIELD_MONEY:
		buf_format(buf, "{\"type\":[\"integer\"%s,\"minimum\":%lld,\"maximum\":%lld%s}", or_null, (long long)field->low, (long long)field->high,
			   field->kind == FIELD_MONEY ? ",\"description\":\"whole dong\"" : "");
		break;
	case FIELD_BOOL:
		buf_format(buf, "{\"type\":[\"boolean\"%s}", or_null);
		break;
	case FIELD_ID:
		buf_format(buf, "{\"type\":[\"string\"%s,\"format\":\"uuid\"}", or_null);
		break;
	case FIELD_DAY:
		buf_format(buf, "{\"type\":[\"string\"%s,\"format\":\"date\"}", or_null);
		break;
	case FIELD_HASH:
		buf_format(buf, "{\"type\":[\"string\"%s,\"pattern\":\"^[0-9a-f]{64}$\"}", or_null);
		break;
	case FIELD_WORD:
		buf_text(buf, "{\"enum\":[");
		for (int i = 1; field->words[i]; i++)
			buf_format(buf, "%s\"%s\"", i > 1 ? "," : "", field->words[i]);
		buf_text(buf, field->optional ? ",null]}" : "]}");
		break;
	case FIELD_PART: case FIELD_PART_AT:
		shape_describe(field->of, buf);
		break;
	case FIELD_TEXTS:
		buf_format(buf, "{\"type\":\"array\",\"maxItems\":%lld,\"items\":{\"type\":\"string\",\"maxLength\":%lld}}", (long long)field->high, (long long)field->item_high);
		break;
	case FIELD_LIST:
		buf_format(buf, "{\"type\":\"array\",\"minItems\":%lld,\"maxItems\":%lld,\"items\":", (long long)field->low, (long long)field->high);
		shape_describe(field->of, buf);
		buf_byte(buf, '}');
		break;
	}
}

void shape_describe(const struct shape *shape, struct buf *buf)
{
	bool first = true;

	buf_format(buf, "{\"type\":\"object\",\"title\":\"%s\",\"additionalProperties\":false,\"properties\":{", shape->name);
	for (size_t i = 0; i < shape->fields_count; i++) {
		buf_format(buf, "%s\"%s\":", i ? "," : "", shape->fields[i].name);
		describe_field(&shape->fields[i], buf);
	}
	buf_text(buf, "},\"required\":[");
	for (size_t i = 0; i < shape->fields_count; i++) {
		if (shape->fields[i].optional || shape->fields[i].left_out)
			continue;
		buf_format(buf, "%s\"%s\"", first ? "" : ",", shape->fields[i].name);
		first = false;
	}
	buf_text(buf, "]}");
}

/* ---- every text -------------------------------------------------------------- */

typedef bool look_at_text(const struct field *field, const char *text, struct err *err);

static bool field_texts(const struct field *field, const void *value, look_at_text *look, struct err *err)
{
	const void *at = (const char *)value + field->offset;
	bool is_list = field->kind == FIELD_LIST || field->kind == FIELD_TEXTS;
	size_t count = is_list ? *(const size_t *)(const void *)((const char *)value + field->count_offset) : 0;

	switch (field->kind) {
	case FIELD_TEXT:
		return field->is_code || !*(const char *const *)at || look(field, *(const char *const *)at, err);
	case FIELD_TEXTS:
		for (size_t i = 0; i < count && !field->is_code; i++)
			if (!look(field, (*(const char *const *const *)at)[i], err))
				return false;
		return true;
	case FIELD_PART:
		return shape_texts(field->of, at, look, err) || err_within(err, "%s", field->name);
	case FIELD_PART_AT:
		return !*(void *const *)at || shape_texts(field->of, *(void *const *)at, look, err) || err_within(err, "%s", field->name);
	case FIELD_LIST:
		for (size_t i = 0; i < count; i++)
			if (!shape_texts(field->of, *(const char *const *)at + i * field->of->size, look, err))
				return err_within(err, "%s[%zu]", field->name, i);
		return true;
	case FIELD_I64: case FIELD_BOOL: case FIELD_ID: case FIELD_MONEY: case FIELD_DAY: case FIELD_HASH: case FIELD_WORD:
		return true;
	}
	return true;
}

bool shape_texts(const struct shape *shape, const void *value, look_at_text *look, struct err *err)
{
	for (size_t i = 0; i < shape->fields_count; i++)
		if (!field_texts(&shape->fields[i], value, look, err))
			return false;
	return true;
}

static bool says_something(const struct field *field, const char *text, struct err *err)
{
	bool must = field->kind == FIELD_TEXTS || field->low > 0;

	return !must || !*text || !text_is_blank(text, strlen(text)) || err_set(err, ERR_INPUT, field->name, "must not be blank");
}

bool shape_says_something(const struct shape *shape, const void *value, struct err *err)
{
	return shape_texts(shape, value, says_something, err);
}
