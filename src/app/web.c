#include "app/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/http.h"
#include "base/arena.h"
#include "base/embed.h"
#include "base/hash.h"

#define WEB_FOLDER "build/web/"
#define VERSION_CHARS 12 /* of the hash, in an address */
#define FILE_MAX_BYTES ((size_t)8 << 20)

const struct http_header web_always[WEB_ALWAYS_COUNT] = {
	{ "Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(self), geolocation=(), microphone=()" },
};

/* A file whose ending is not here is not served. */
static const struct {
	const char *ending, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" }, { ".css", "text/css; charset=utf-8" },
	{ ".svg", "image/svg+xml" }, { ".woff2", "font/woff2" }, { ".txt", "text/plain; charset=utf-8" }, { ".json", "application/json" },
	{ ".png", "image/png" }, { ".ico", "image/x-icon" },
};

static const char *type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < COUNT_OF(types); i++)
		if (strcmp(types[i].ending, dot) == 0)
			return types[i].type;
	return NULL;
}

/* keep: how long a browser may take it from its own shelf. */
static void reply_file(struct http_request *request, const char *type, const char *encoding, const char *keep, const void *bytes, size_t size, void (*body_done)(void *),
		       void *body_owner)
{
	char etag[24], hex[HASH_TEXT_SIZE];
	const char *match = http_header(request, "If-None-Match");
	struct http_header headers[4] = { { "ETag", etag }, { "Cache-Control", keep }, { "Vary", "Accept-Encoding" },
					  { "Content-Encoding", encoding } };
	struct http_answer answer = { .status = 200, .type = type, .headers = headers, .headers_count = encoding ? 4 : 3, .body = bytes,
				      .body_size = size, .body_done = body_done, .body_owner = body_owner };

	hash_write(hash_of(bytes, size), hex);
	snprintf(etag, sizeof(etag), "\"%.20s\"", hex);
	if (match && httphead_etag_matches(match, strlen(match), etag)) {
		answer.status = 304;
		answer.headers_count = 3;
	}
	http_reply(request, &answer);
}

static bool is_plain_name(const char *name)
{
	return *name && *name != '.' && !strstr(name, "..") &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == strlen(name);
}

static bool reply_from_disk(struct http_request *request, const char *dir, const char *name, const char *type)
{
	char path[SETTINGS_TEXT_MAX + 256];
	char *bytes;
	FILE *file;
	size_t size;

	snprintf(path, sizeof(path), "%s/%.200s", dir, name);
	file = fopen(path, "re");
	if (!file)
		return false;
	bytes = malloc(FILE_MAX_BYTES);
	size = bytes ? fread(bytes, 1, FILE_MAX_BYTES, file) : 0;
	fclose(file);
	if (!bytes)
		return false;
	reply_file(request, type, NULL, "no-cache", bytes, size, free, bytes);
	return true;
}

static void nothing(void *owner)
{
	(void)owner;
}

/* Its address names these very bytes (src/web/build.mjs), so it is good for ever: a page whose daemon is away still draws an icon
 * that it had not drawn before. */
static const char *keep_of(const struct http_request *request, const struct embedded *file)
{
	char asked[16], hex[HASH_TEXT_SIZE];

	if (!file || !http_query(request, "v", asked, sizeof(asked)) || strlen(asked) != VERSION_CHARS)
		return "no-cache";
	hash_write(hash_of(file->bytes, (size_t)(file->end - file->bytes)), hex);
	return strncmp(hex, asked, VERSION_CHARS) == 0 ? "max-age=31536000, immutable" : "no-cache";
}

static bool reply_from_inside(struct http_request *request, const char *name, const char *type)
{
	const char *accept = http_header(request, "Accept-Encoding");
	char path[256];
	const struct embedded *file = NULL, *plain;
	const char *encoding = NULL;

	snprintf(path, sizeof(path), WEB_FOLDER "%.200s", name);
	plain = embed_find(path);
	if (accept && httphead_accepts(accept, strlen(accept), "gzip")) {
		snprintf(path, sizeof(path), WEB_FOLDER "%.200s.gz", name);
		file = embed_find(path);
		encoding = file ? "gzip" : NULL;
	}
	if (!file)
		file = plain;
	if (!file)
		return false;
	reply_file(request, type, encoding, keep_of(request, plain), file->bytes, (size_t)(file->end - file->bytes), nothing, NULL);
	return true;
}

void web_handle(struct http_request *request, struct app *app)
{
	/* The page of a lot or a receipt reads its code out of its own address. */
	const char *name = strcmp(request->path, "/") == 0 ? "till" : strncmp(request->path, "/l/", 3) == 0 ? "lot" : request->path + 1;
	const char *type = type_of(name);
	char page[256];

	if (request->method != HTTP_GET && request->method != HTTP_HEAD) {
		http_reply_problem(request, 405, "input", NULL, "cách gọi này không có ở đây");
		return;
	}
	if (!strchr(name, '.') && strlen(name) < 200) {
		snprintf(page, sizeof(page), "%.200s.html", name);
		name = page;
		type = "text/html; charset=utf-8";
	}
	if (is_plain_name(name) && type &&
	    (*app->settings.web_dir ? reply_from_disk(request, app->settings.web_dir, name, type) : reply_from_inside(request, name, type)))
		return;
	http_reply_problem(request, 404, "missing", NULL, "không có trang này");
}
