/* The pieces of a head: path, query, cookies, lists. */
#include "calc/httphead.h"

#include <string.h>

#include "base/text.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_same(const char *a, const char *b, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that %XX at `at` stands for, or -1. */
static int escape_read(const char *at, const char *end)
{
	int high, low;

	if (end - at < 3)
		return -1;
	high = hex_value(at[1]);
	low = hex_value(at[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

enum httphead_path httphead_path_read(const char *path, size_t size, char *text, size_t room_bytes)
{
	const char *end = path + size;
	size_t used = 0, segment = 1;
	bool is_foreign = false;

	if (!size || *path != '/')
		return HTTPHEAD_PATH_BAD;
	for (const char *at = path; at < end; at++) {
		int byte = (unsigned char)*at;

		if (byte == '%') {
			byte = escape_read(at, end);
			if (byte < 0)
				return HTTPHEAD_PATH_BAD;
			at += 2;
			is_foreign |= byte == '/';
		}
		is_foreign |= byte < ' ' || byte == 0x7f || byte == '\\';
		if (used + 1 >= room_bytes)
			is_foreign = true;
		else
			text[used++] = (char)byte;
	}
	if (is_foreign)
		return HTTPHEAD_PATH_FOREIGN;
	text[used] = '\0';
	for (size_t i = 1; i <= used; i++) {
		if (i < used && text[i] != '/')
			continue;
		if ((i - segment == 1 && text[segment] == '.') ||
		    (i - segment == 2 && text[segment] == '.' && text[segment + 1] == '.'))
			return HTTPHEAD_PATH_FOREIGN;
		segment = i + 1;
	}
	return text_is_utf8(text, used) ? HTTPHEAD_PATH_OK : HTTPHEAD_PATH_FOREIGN;
}

void httphead_query_init(struct httphead_query *query, const char *text, size_t size)
{
	query->at = text;
	query->end = text + size;
	query->bad = false;
}

static bool form_read(const char *at, const char *end, char *text, size_t room_bytes)
{
	size_t used = 0;

	for (; at < end; at++) {
		int byte = *at == '+' ? ' ' : (unsigned char)*at;

		if (byte == '%') {
			byte = escape_read(at, end);
			if (byte < 0)
				return false;
			at += 2;
		}
		if ((byte < ' ' && byte != '\t' && byte != '\n') || byte == 0x7f || used + 1 >= room_bytes)
			return false;
		text[used++] = (char)byte;
	}
	if (used >= room_bytes)
		return false;
	text[used] = '\0';
	return text_is_utf8(text, used);
}

/* Cuts off the next pair as sent. false: the end. */
static bool pair_next(struct httphead_query *query, const char **at, const char **equals, const char **stop)
{
	while (query->at < query->end) {
		*at = query->at;
		*stop = memchr(*at, '&', (size_t)(query->end - *at));
		if (!*stop)
			*stop = query->end;
		query->at = *stop < query->end ? *stop + 1 : *stop;
		if (*stop == *at)
			continue;
		*equals = memchr(*at, '=', (size_t)(*stop - *at));
		if (!*equals)
			*equals = *stop;
		return true;
	}
	return false;
}

static bool value_read(const char *equals, const char *stop, char *value, size_t room_bytes)
{
	return form_read(equals < stop ? equals + 1 : stop, stop, value, room_bytes);
}

bool httphead_query_next(struct httphead_query *query, char *name, size_t name_room, char *value, size_t value_room)
{
	const char *at, *equals, *stop;

	if (query->bad || !pair_next(query, &at, &equals, &stop))
		return false;
	query->bad = !form_read(at, equals, name, name_room) || !value_read(equals, stop, value, value_room);
	return !query->bad;
}

bool httphead_query_find(const char *text, size_t size, const char *name, char *value, size_t value_room)
{
	struct httphead_query query;
	const char *at, *equals, *stop;
	char key[64];

	httphead_query_init(&query, text, size);
	while (pair_next(&query, &at, &equals, &stop))
		if (form_read(at, equals, key, sizeof(key)) && strcmp(key, name) == 0)
			return value_read(equals, stop, value, value_room);
	return false;
}

bool httphead_cookie_find(const char *cookies, size_t size, const char *name, const char **value, size_t *value_size)
{
	const char *at = cookies, *end = cookies + size;
	size_t name_size = strlen(name);
	bool found = false;

	while (at < end) {
		const char *stop = memchr(at, ';', (size_t)(end - at)), *last;

		if (!stop)
			stop = end;
		while (at < stop && is_blank(*at))
			at++;
		last = stop;
		while (last > at && is_blank(last[-1]))
			last--;
		if ((size_t)(last - at) > name_size && memcmp(at, name, name_size) == 0 && at[name_size] == '=') {
			if (found)
				return false;
			found = true;
			*value = at + name_size + 1;
			*value_size = (size_t)(last - *value);
		}
		at = stop + 1;
	}
	return found;
}

/* ";q=0", ";q=0.000": not wanted. Any other weight is. */
static bool is_wanted(const char *at, const char *end)
{
	while (at < end && (is_blank(*at) || *at == ';'))
		at++;
	if (end - at < 3 || lower(at[0]) != 'q' || at[1] != '=')
		return true;
	for (at += 2; at < end && !is_blank(*at); at++)
		if (*at != '0' && *at != '.')
			return true;
	return false;
}

bool httphead_accepts(const char *accept, size_t size, const char *coding)
{
	const char *at = accept, *end = accept + size;
	size_t coding_size = strlen(coding);
	bool any = false;

	while (at < end) {
		const char *stop = memchr(at, ',', (size_t)(end - at)), *word;

		if (!stop)
			stop = end;
		while (at < stop && is_blank(*at))
			at++;
		word = at;
		while (at < stop && !is_blank(*at) && *at != ';')
			at++;
		if ((size_t)(at - word) == coding_size && is_same(word, coding, coding_size))
			return is_wanted(at, stop);
		if (at - word == 1 && *word == '*')
			any = is_wanted(at, stop);
		at = stop + 1;
	}
	return any;
}

bool httphead_etag_matches(const char *if_none_match, size_t size, const char *etag)
{
	const char *at = if_none_match, *end = if_none_match + size;
	size_t etag_size = strlen(etag);

	while (at < end) {
		const char *close;

		if (is_blank(*at) || *at == ',') {
			at++;
			continue;
		}
		if (*at == '*')
			return true;
		if (end - at > 2 && at[0] == 'W' && at[1] == '/')
			at += 2;
		if (*at != '"')
			return false;
		close = at + 1 < end ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;
		if (!close)
			return false;
		if ((size_t)(close + 1 - at) == etag_size && memcmp(at, etag, etag_size) == 0)
			return true;
		at = close + 1;
	}
	return false;
}

static bool is_host_byte(char c)
{
	char low = lower(c);

	return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

size_t httphead_host_name(const char *host, size_t size)
{
	size_t name = 0, at;

	if (size && host[0] == '[') {
		for (name = 1; name < size && host[name] != ']'; name++)
			if (hex_value(host[name]) < 0 && host[name] != ':' && host[name] != '.')
				return 0;
		if (name < 3 || name++ >= size)
			return 0;
	} else {
		while (name < size && is_host_byte(host[name]))
			name++;
	}
	if (name == size || !name)
		return name;
	if (host[name] != ':' || size - name > 6)
		return 0;
	for (at = name + 1; at < size; at++)
		if (host[at] < '0' || host[at] > '9')
			return 0;
	return at > name + 1 ? name : 0;
}
