#include "calc/gs1_ai.h"

#include <string.h>

/* RFC 3986: what a URI may hold, and what of it may not stand in the name of a host. */
static const char uri_set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%";
static const char no_host_set[] = "_~?#@!$&'()*+,;=%";

/* A piece of the URI. */
struct piece {
	const char *at;
	size_t size;
};

/* The AIs of the path, key first. */
struct path {
	const struct gs1_ai *rows[GS1_ELEMENTS_MAX];
	size_t count;
};

static bool begins(const char *data, size_t size, const char *with)
{
	size_t length = strlen(with);

	return size >= length && memcmp(data, with, length) == 0;
}

bool gs1_is_link(const char *data, size_t size)
{
	return begins(data, size, "https://") || begins(data, size, "http://") || begins(data, size, "HTTPS://") || begins(data, size, "HTTP://");
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Undoes percent encoding; a broken sequence stays as it is. false: longer than any value, or a NUL in it. */
static bool decode(struct piece piece, bool in_query, char value[GS1_VALUE_SIZE], size_t *size)
{
	size_t count = 0;

	for (size_t i = 0; i < piece.size; i++) {
		char c = piece.at[i];

		if (c == '%' && i + 2 < piece.size && nibble(piece.at[i + 1]) >= 0 && nibble(piece.at[i + 2]) >= 0) {
			c = (char)(nibble(piece.at[i + 1]) << 4 | nibble(piece.at[i + 2]));
			i += 2;
		} else if (c == '+' && in_query) {
			c = ' ';
		}
		if (c == '\0' || count == GS1_VALUE_SIZE - 1)
			return false;
		value[count++] = c;
	}
	*size = count;
	return true;
}

static void fill_up_gtin(char value[GS1_VALUE_SIZE], size_t *size)
{
	if (*size != 8 && *size != 12 && *size != 13)
		return;
	memmove(value + 14 - *size, value, *size);
	memset(value, '0', 14 - *size);
	*size = 14;
}

static bool add(struct gs1 *gs1, const struct gs1_ai *row, struct piece ai, struct piece piece, bool in_query, bool fill, int32_t year, struct err *err)
{
	char name[GS1_AI_SIZE], value[GS1_VALUE_SIZE];
	size_t size, used;

	memcpy(name, ai.at, ai.size);
	name[ai.size] = '\0';
	if (piece.size == 0)
		return err_set(err, ERR_INPUT, name, "AI (%s): the value is empty", name);
	if (!decode(piece, in_query, value, &size))
		return err_set(err, ERR_INPUT, name, "AI (%s): the value is too long or holds a NUL", name);
	if (fill && strcmp(name, "01") == 0)
		fill_up_gtin(value, &size);
	if (!gs1_ai_check(row, name, value, size, year, &used, err))
		return false;
	if (used < size)
		return err_set(err, ERR_INPUT, name, "AI (%s): the value is too long", name);
	return gs1_add(gs1, row, name, value, size, year, err);
}

/* The piece of the path that ends at `end`, without its slash; false at the beginning. */
static bool piece_before(const char *path, const char *end, struct piece *piece)
{
	const char *at = end;

	if (end <= path)
		return false;
	while (at > path && at[-1] != '/')
		at--;
	if (at == path)
		return false;
	*piece = (struct piece){ at, (size_t)(end - at) };
	return true;
}

/* Walks back from the end over /AI/value pairs to the rightmost that is a key: whatever stands before it is the stem. */
static const char *find_key(const char *path, const char *end)
{
	struct piece value, ai;

	while (piece_before(path, end, &value) && piece_before(path, value.at - 1, &ai)) {
		const struct gs1_ai *row = gs1_ai_find(ai.at, ai.size);

		if (!row)
			return NULL;
		if (row->qualifiers)
			return ai.at;
		end = ai.at - 1;
	}
	return NULL;
}

/* Whether the AIs behind the key are some of one alternative's, in its order. */
static bool is_sequence(const struct path *path)
{
	const char *at = path->rows[0]->qualifiers;

	if (!at)
		return false;
	for (;;) {
		size_t met = 1;

		while (*at && *at != '|') {
			size_t size = strcspn(at, ",|");

			if (met < path->count && gs1_ai_matches(at, size, path->rows[met]->first))
				met++;
			at += size + (at[size] == ',');
		}
		if (met == path->count)
			return true;
		if (!*at++)
			return false;
	}
}

/* Whether an AI of the query has its place in the path. */
static bool belongs_in_path(const struct path *path, const struct gs1_ai *row)
{
	for (size_t place = 1; place <= path->count && path->count < GS1_ELEMENTS_MAX; place++) {
		struct path with = { .count = path->count + 1 };

		memcpy(with.rows, path->rows, place * sizeof(with.rows[0]));
		with.rows[place] = row;
		memcpy(with.rows + place + 1, path->rows + place, (path->count - place) * sizeof(with.rows[0]));
		if (is_sequence(&with))
			return true;
	}
	return false;
}

static bool read_path(struct gs1 *gs1, const char *at, const char *end, struct path *path, unsigned takes, int32_t year, struct err *err)
{
	path->count = 0;
	do {  /* the key at least is there: find_key saw it */
		const char *slash = memchr(at, '/', (size_t)(end - at));
		struct piece ai = { at, (size_t)(slash - at) };
		const char *stop = memchr(slash + 1, '/', (size_t)(end - slash - 1));
		struct piece value = { slash + 1, (size_t)((stop ? stop : end) - slash - 1) };
		const struct gs1_ai *row = gs1_ai_find(ai.at, ai.size);

		if (!add(gs1, row, ai, value, false, takes & GS1_TAKE_SHORT_GTIN, year, err))
			return false;
		path->rows[path->count++] = row;
		at = stop ? stop + 1 : end;
	} while (at < end);
	if (!is_sequence(path))
		return err_set(err, ERR_INPUT, path->rows[0]->first, "AI (%s): the AIs behind this key do not belong there or stand in a wrong order", path->rows[0]->first);
	return true;
}

static bool is_number(struct piece piece)
{
	for (size_t i = 0; i < piece.size; i++)
		if (piece.at[i] < '0' || piece.at[i] > '9')
			return false;
	return piece.size > 0;
}

static bool read_parameter(struct gs1 *gs1, struct piece parameter, const struct path *path, int32_t year, struct err *err)
{
	const char *equals = memchr(parameter.at, '=', parameter.size);
	struct piece ai = { parameter.at, equals ? (size_t)(equals - parameter.at) : 0 };
	const struct gs1_ai *row;
	char name[GS1_AI_SIZE];

	if (!equals || !is_number(ai))
		return true;  /* other parameters are allowed and mean nothing to us */
	row = gs1_ai_find(ai.at, ai.size);
	if (!row)
		return err_set(err, ERR_INPUT, NULL, "the query holds a number that is no AI");
	memcpy(name, ai.at, ai.size);
	name[ai.size] = '\0';
	if (gs1_find(gs1, name))
		return err_set(err, ERR_INPUT, name, "AI (%s) stands twice", name);
	if (!(row->flags & GS1_AI_ATTRIBUTE))
		return err_set(err, ERR_INPUT, name, "AI (%s) must not stand in the query", name);
	if (belongs_in_path(path, row))
		return err_set(err, ERR_INPUT, name, "AI (%s) belongs in the path", name);
	return add(gs1, row, ai, (struct piece){ equals + 1, parameter.size - ai.size - 1 }, true, true, year, err);
}

bool gs1_link_read(struct gs1 *gs1, const char *data, size_t size, int32_t year, unsigned takes, struct err *err)
{
	const char *end = data + size, *host = memchr(data, ':', size), *slash, *query, *fragment, *key;
	struct path path;

	for (size_t i = 0; i < size; i++)
		if (data[i] == '\0' || !strchr(uri_set, data[i]))
			return err_set(err, ERR_INPUT, NULL, "a character cannot stand in a web address");
	host += 3;  /* "://", as gs1_is_link saw */
	slash = memchr(host, '/', (size_t)(end - host));
	if (!slash || slash == host)
		return err_set(err, ERR_INPUT, NULL, "a host and a path are expected");
	for (const char *at = host; at < slash; at++)
		if (strchr(no_host_set, *at))
			return err_set(err, ERR_INPUT, NULL, "a character cannot stand in the name of a host");
	fragment = memchr(slash, '#', (size_t)(end - slash));
	end = fragment ? fragment : end;
	query = memchr(slash, '?', (size_t)(end - slash));
	key = find_key(slash, query ? query : end);
	if (!key)
		return err_set(err, ERR_MISSING, NULL, "the path of this web address holds no GS1 key");
	gs1->form = GS1_LINK;
	if (!read_path(gs1, key, query ? query : end, &path, takes, year, err))
		return false;
	while (query && query < end) {
		const char *stop = ++query < end ? memchr(query, '&', (size_t)(end - query)) : NULL;

		stop = stop ? stop : end;
		if (!read_parameter(gs1, (struct piece){ query, (size_t)(stop - query) }, &path, year, err))
			return false;
		query = stop;
	}
	return true;
}
