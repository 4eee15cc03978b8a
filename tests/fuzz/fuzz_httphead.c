/* A head read whole, in two pieces and byte by byte ends alike; spans stay inside; pieces never overrun. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calc/httphead.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct httphead_span span, size_t size)
{
	assert((size_t)span.at + span.size <= size);
}

static void pieces(const char *bytes, size_t size)
{
	struct httphead_query query;
	const char *value;
	size_t value_size;
	char *text = malloc(size + 1);
	char name[40], short_value[40];

	if (httphead_path_read(bytes, size, text, size + 1) == HTTPHEAD_PATH_OK) {
		assert(text[0] == '/' && !strstr(text, "/../") && !strchr(text, '\\'));
		assert(httphead_path_read(bytes, size, text, strlen(text)) == HTTPHEAD_PATH_FOREIGN);
	}
	free(text);
	httphead_query_init(&query, bytes, size);
	while (httphead_query_next(&query, name, sizeof(name), short_value, sizeof(short_value)))
		assert(strlen(name) < sizeof(name) && strlen(short_value) < sizeof(short_value) && !query.bad);
	if (httphead_cookie_find(bytes, size, "a", &value, &value_size))
		assert(value >= bytes + 2 && value + value_size <= bytes + size);
	httphead_accepts(bytes, size, "gzip");
	httphead_etag_matches(bytes, size, "\"a\"");
	assert(httphead_host_name(bytes, size) <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct httphead_limits limits = { 4096, 512, 16 };
	static struct httphead whole, halves, single;
	const char *bytes = (const char *)data;
	enum httphead_state state;

	httphead_init(&whole, &limits);
	httphead_init(&halves, &limits);
	httphead_init(&single, &limits);
	state = httphead_read(&whole, bytes, size);
	httphead_read(&halves, bytes, size / 2);
	assert(httphead_read(&halves, bytes, size) == state);
	for (size_t i = 0; i <= size; i++)
		httphead_read(&single, bytes, i);
	assert(single.state == state);
	if (state == HTTPHEAD_COMPLETE) {
		assert(whole.size_bytes <= size && whole.size_bytes <= limits.size_max_bytes && whole.body_bytes >= 0);
		assert(single.size_bytes == whole.size_bytes && halves.size_bytes == whole.size_bytes);
		assert(memcmp(bytes + whole.size_bytes - 4, "\r\n\r\n", 4) == 0);
		assert(whole.minor == 0 || whole.host.size);
		assert(whole.fields_count <= limits.fields_max);
		inside(whole.path, whole.size_bytes);
		inside(whole.query, whole.size_bytes);
		for (size_t i = 0; i < whole.fields_count; i++) {
			inside(whole.fields[i].name, whole.size_bytes);
			inside(whole.fields[i].value, whole.size_bytes);
		}
		assert(!httphead_find(&whole, bytes, "Transfer-Encoding"));
	} else if (state == HTTPHEAD_REFUSED) {
		assert(whole.status >= 400 && whole.reason);
	} else {
		assert(size < limits.size_max_bytes);
	}
	pieces(bytes, size);
	return 0;
}
