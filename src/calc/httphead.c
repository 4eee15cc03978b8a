#include "calc/httphead.h"

#include <assert.h>
#include <string.h>

/* Longest method of the registry is 17 letters (UPDATEREDIRECTREF); what is longer is nobody's. */
#define METHOD_MAX 32
/* The request line beside its URI: method, two blanks, version, and a little. */
#define LINE_BESIDE_TARGET 64

static const struct {
	const char *name;
	size_t size;
	enum http_method method;
	bool is_served;
} methods[] = {
	{ "GET", 3, HTTP_GET, true },
	{ "HEAD", 4, HTTP_HEAD, true },
	{ "POST", 4, HTTP_POST, true },
	{ "PUT", 3, HTTP_PUT, true },
	{ "PATCH", 5, HTTP_PATCH, true },
	{ "DELETE", 6, HTTP_DELETE, true },
	{ "OPTIONS", 7, HTTP_GET, false },  /* no CORS, nothing to tell */
	{ "TRACE", 5, HTTP_GET, false },
	{ "CONNECT", 7, HTTP_GET, false },
};

/* Fields that mean something to framing or to trust, and may therefore come once. */
enum single {
	HOST,
	LENGTH,
	CODING,
	EXPECT,
	CONTENT_CODING,
	CONTENT_TYPE,
	AUTHORIZATION,
	ORIGIN,
	FETCH_SITE,
	COOKIE,
	CONNECTION,
	UPGRADE
};

static const struct {
	const char *name;
	size_t size;
	bool once;
} known[] = {
	[HOST] = { "host", 4, true },
	[LENGTH] = { "content-length", 14, true },
	[CODING] = { "transfer-encoding", 17, false },
	[EXPECT] = { "expect", 6, true },
	[CONTENT_CODING] = { "content-encoding", 16, true },
	[CONTENT_TYPE] = { "content-type", 12, true },
	[AUTHORIZATION] = { "authorization", 13, true },
	[ORIGIN] = { "origin", 6, true },
	[FETCH_SITE] = { "sec-fetch-site", 14, true },
	[COOKIE] = { "cookie", 6, true },
	[CONNECTION] = { "connection", 10, false },
	[UPGRADE] = { "upgrade", 7, false },
};
#define KNOWN_COUNT (sizeof(known) / sizeof(known[0]))

const char *http_method_name(enum http_method method)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (methods[i].method == method)
			return methods[i].name;
	return "";
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

/* RFC 9110, 5.6.2 */
static bool is_token(char c)
{
	return is_letter(c) || is_digit(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_same(const char *a, size_t a_size, const char *b, size_t b_size)
{
	if (a_size != b_size)
		return false;
	for (size_t i = 0; i < a_size; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

static bool is_text(const char *a, size_t size, const char *text)
{
	return is_same(a, size, text, strlen(text));
}

static struct httphead_span span(size_t at, size_t size)
{
	assert(at + size <= HTTPHEAD_SIZE_MAX);
	return (struct httphead_span){ (uint16_t)at, (uint16_t)size };
}

/* The next element of a comma list without the blanks around it. false: the end. */
static bool list_next(const char **at, const char *end, const char **item, size_t *size)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, ',', (size_t)(end - *at));
	if (!stop)
		stop = end;
	*item = *at;
	*at = stop + 1;
	while (*item < stop && is_blank(**item))
		(*item)++;
	while (stop > *item && is_blank(stop[-1]))
		stop--;
	*size = (size_t)(stop - *item);
	return true;
}

void httphead_init(struct httphead *head, const struct httphead_limits *limits)
{
	assert(limits->size_max_bytes <= HTTPHEAD_SIZE_MAX && limits->fields_max <= HTTPHEAD_FIELDS_MAX);
	/* Not the fields: they are written before they are counted. */
	head->limits = *limits;
	head->state = HTTPHEAD_MORE;
	head->method = HTTP_GET;
	head->minor = 0;
	head->keep = head->expects_continue = false;
	head->body_bytes = 0;
	head->size_bytes = head->fields_count = 0;
	head->path = head->query = head->host = head->authority = (struct httphead_span){ 0, 0 };
	head->status = 0;
	head->reason = NULL;
	head->line_at = head->seen = 0;
	head->singles = 0;
	head->has_line = head->has_empty = head->has_close = head->is_chunked = false;
}

static bool refuse(struct httphead *head, int status, const char *reason)
{
	head->state = HTTPHEAD_REFUSED;
	head->status = status;
	head->reason = reason;
	return false;
}

static bool has(const struct httphead *head, enum single which)
{
	return head->singles & (UINT32_C(1) << which);
}

/* http://authority/path?query: only the authority that Host names, which is looked at when the head is whole. */
static bool target_read(struct httphead *head, const char *bytes, size_t at, size_t size)
{
	const char *question;
	size_t scheme = 0;

	for (size_t i = 0; i < size; i++)
		if (bytes[at + i] <= ' ' || bytes[at + i] >= 0x7f || bytes[at + i] == '#')
			return refuse(head, 400, "the URI holds bytes that a URI may not hold");
	if (size >= 7 && is_text(bytes + at, 7, "http://"))
		scheme = 7;
	else if (size >= 8 && is_text(bytes + at, 8, "https://"))
		scheme = 8;
	if (scheme) {
		size_t stop = scheme;

		while (stop < size && bytes[at + stop] != '/' && bytes[at + stop] != '?')
			stop++;
		if (stop == scheme)
			return refuse(head, 400, "the URI names no host");
		head->authority = span(at + scheme, stop - scheme);
		at += stop;
		size -= stop;
	} else if (!size || bytes[at] != '/') {
		return refuse(head, 400, "the URI is no path of ours");
	}
	question = size ? memchr(bytes + at, '?', size) : NULL;
	head->path = span(at, question ? (size_t)(question - bytes) - at : size);
	if (question)
		head->query = span((size_t)(question - bytes) + 1, size - head->path.size - 1);
	return true;
}

static bool method_read(struct httphead *head, const char *name, size_t size)
{
	if (!size)
		return refuse(head, 400, "no method");
	for (size_t i = 0; i < size; i++)
		if (!is_token(name[i]))
			return refuse(head, 400, "the method is no word");
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (methods[i].size != size || memcmp(methods[i].name, name, size) != 0)
			continue;
		head->method = methods[i].method;
		return methods[i].is_served || refuse(head, 405, "this method is not served here");
	}
	return refuse(head, 501, "unknown method");
}

static bool request_line_read(struct httphead *head, const char *bytes, size_t at, size_t size)
{
	const char *line = bytes + at, *blank = memchr(line, ' ', size), *second;
	size_t target_at, target_size, version_size;
	const char *version;

	if (!blank)
		return refuse(head, size > METHOD_MAX ? 501 : 400, "no request line");
	if (!method_read(head, line, (size_t)(blank - line)))
		return false;
	target_at = (size_t)(blank - bytes) + 1;
	second = memchr(blank + 1, ' ', size - (size_t)(blank + 1 - line));
	target_size = second ? (size_t)(second - bytes) - target_at : size - (target_at - at);
	if (target_size > head->limits.target_max_bytes)
		return refuse(head, 414, "the URI is longer than we take");
	if (!second)
		return refuse(head, 400, "no version after the URI");
	version = second + 1;
	version_size = size - (size_t)(version - line);
	if (version_size != 8 || memcmp(version, "HTTP/", 5) != 0 || !is_digit(version[5]) || version[6] != '.' ||
	    !is_digit(version[7]))
		return refuse(head, 400, "no version of HTTP");
	if (version[5] != '1' || version[7] > '1')
		return refuse(head, 505, "HTTP/1.1 and HTTP/1.0 are spoken here");
	head->minor = version[7] - '0';
	return target_read(head, bytes, target_at, target_size);
}

static bool length_read(struct httphead *head, const char *text, size_t size)
{
	int64_t value = 0;

	if (!size)
		return refuse(head, 400, "Content-Length is empty");
	for (size_t i = 0; i < size; i++)
		if (!is_digit(text[i]))
			return refuse(head, 400, "Content-Length is not made of digits");
	for (size_t i = 0; i < size; i++) {
		if (value > (INT64_MAX - 9) / 10)
			return refuse(head, 413, "Content-Length is beyond any body");
		value = value * 10 + (text[i] - '0');
	}
	head->body_bytes = value;
	return true;
}

static bool connection_read(struct httphead *head, const char *text, size_t size)
{
	const char *at = text, *item;
	size_t item_size;

	while (list_next(&at, text + size, &item, &item_size))
		if (is_text(item, item_size, "close"))
			head->has_close = true;
	return true;
}

static bool upgrade_read(struct httphead *head, const char *text, size_t size)
{
	const char *at = text, *item;
	size_t item_size;

	/* Other upgrades may be passed over (RFC 9110, 7.8); who asks for a WebSocket can do nothing with another answer. */
	while (list_next(&at, text + size, &item, &item_size))
		if (is_text(item, item_size, "websocket"))
			return refuse(head, 400, "no WebSocket is spoken here");
	return true;
}

static bool known_read(struct httphead *head, enum single which, const char *value, size_t size, size_t at)
{
	if (known[which].once && has(head, which))
		return refuse(head, 400, "a field that may come once came twice");
	head->singles |= UINT32_C(1) << which;
	switch (which) {
	case HOST:
		head->host = span(at, size);
		return httphead_host_name(value, size) ? true : refuse(head, 400, "Host is malformed");
	case LENGTH:
		return length_read(head, value, size);
	case EXPECT:
		head->expects_continue = is_text(value, size, "100-continue");
		return head->expects_continue || refuse(head, 417, "only 100-continue can be expected here");
	case CONTENT_CODING:
		return is_text(value, size, "identity") || refuse(head, 415, "bodies are taken without any coding");
	case CONNECTION:
		return connection_read(head, value, size);
	case UPGRADE:
		return upgrade_read(head, value, size);
	case CODING:
		head->is_chunked = is_text(value, size, "chunked");
		return true;
	case CONTENT_TYPE:
	case AUTHORIZATION:
	case ORIGIN:
	case FETCH_SITE:
	case COOKIE:
		return true;
	}
	return true;
}

static bool field_read(struct httphead *head, const char *bytes, size_t at, size_t size)
{
	size_t name_size = 0, value_at, end = at + size;
	struct httphead_field *field;

	if (is_blank(bytes[at]))
		return refuse(head, 400, "a folded line, or a blank before a field");
	while (name_size < size && is_token(bytes[at + name_size]))
		name_size++;
	if (!name_size || name_size == size || bytes[at + name_size] != ':')
		return refuse(head, 400, "a field without a proper name and colon");
	if (head->fields_count >= head->limits.fields_max)
		return refuse(head, 431, "more fields than we take");
	value_at = at + name_size + 1;
	while (value_at < end && is_blank(bytes[value_at]))
		value_at++;
	while (end > value_at && is_blank(bytes[end - 1]))
		end--;
	field = &head->fields[head->fields_count++];
	field->name = span(at, name_size);
	field->value = span(value_at, end - value_at);
	for (size_t i = 0; i < KNOWN_COUNT; i++)
		if (known[i].size == name_size && is_same(bytes + at, name_size, known[i].name, name_size))
			return known_read(head, (enum single)i, bytes + value_at, end - value_at, value_at);
	return true;
}

/* The empty line came: what can only be said over the whole head. */
static bool head_end(struct httphead *head, const char *bytes)
{
	if (has(head, CODING)) {
		if (has(head, LENGTH) || head->minor == 0)
			return refuse(head, 400, "Transfer-Encoding beside Content-Length, or in HTTP/1.0");
		return refuse(head, head->is_chunked ? 411 : 501, "bodies are taken with Content-Length only");
	}
	if (!has(head, HOST) && head->minor == 1)
		return refuse(head, 400, "no Host");
	if (head->authority.size &&
	    !is_same(bytes + head->authority.at, head->authority.size, bytes + head->host.at, head->host.size))
		return refuse(head, 400, "the URI names another host than Host does");
	/* HTTP/1.0 cannot be told to go on (RFC 9110, 10.1.1). */
	if (head->minor == 0)
		head->expects_continue = false;
	head->keep = head->minor == 1 && !head->has_close;
	head->state = HTTPHEAD_COMPLETE;
	return true;
}

/* A line without its CR LF. false: there is no more to read. */
static bool line_read(struct httphead *head, const char *bytes, size_t at, size_t size)
{
	if (!head->has_line) {
		if (!size) {
			if (head->has_empty)
				return refuse(head, 400, "empty lines before the request");
			return head->has_empty = true;
		}
		head->has_line = true;
		return request_line_read(head, bytes, at, size);
	}
	if (size)
		return field_read(head, bytes, at, size);
	head_end(head, bytes);
	return false;
}

/* A request line that is not whole yet and can no longer become one. */
static void line_check(struct httphead *head, const char *bytes)
{
	size_t size = head->seen - head->line_at;
	const char *line = bytes + head->line_at, *blank;

	if (head->has_line || !size)
		return;
	blank = memchr(line, ' ', size);
	if ((blank ? (size_t)(blank - line) : size) > METHOD_MAX)
		refuse(head, 501, "unknown method");
	else if (size > (size_t)head->limits.target_max_bytes + LINE_BESIDE_TARGET)
		refuse(head, 414, "the URI is longer than we take");
}

enum httphead_state httphead_read(struct httphead *head, const char *bytes, size_t size)
{
	size_t stop = size < head->limits.size_max_bytes ? size : head->limits.size_max_bytes;

	while (head->state == HTTPHEAD_MORE && head->seen < stop) {
		char c = bytes[head->seen];

		if (((unsigned char)c >= ' ' && c != 0x7f) || c == '\t') {
			head->seen++;
		} else if (c == '\r') {
			size_t at = head->line_at;

			if (head->seen + 1 >= stop)
				break;
			if (bytes[head->seen + 1] != '\n') {
				refuse(head, 400, "a CR that ends no line");
				break;
			}
			head->seen += 2;
			head->line_at = head->size_bytes = head->seen;
			if (!line_read(head, bytes, at, head->seen - 2 - at))
				break;
		} else {
			refuse(head, 400, c == '\n' ? "a line that ends without CR" : "a control byte");
		}
	}
	if (head->state == HTTPHEAD_MORE)
		line_check(head, bytes);
	if (head->state == HTTPHEAD_MORE && size >= head->limits.size_max_bytes)
		refuse(head, 431, "the head is longer than we take");
	return head->state;
}

const struct httphead_field *httphead_find(const struct httphead *head, const char *bytes, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < head->fields_count; i++) {
		const struct httphead_field *field = &head->fields[i];

		if (field->name.size == size && is_same(bytes + field->name.at, size, name, size))
			return field;
	}
	return NULL;
}
