#include "base/err.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int status;
	int exit_code;
} rows[] = {
#define X(code, name, status, exit) [code] = { name, status, exit },
	ERR_TABLE(X)
#undef X
};

/* Never ends a text in the middle of a UTF-8 letter. */
static void cut_whole(char *text, size_t size)
{
	size_t end = strlen(text);

	if (end + 1 < size)
		return;
	while (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
		end--;
	if (end > 0 && ((unsigned char)text[end - 1] & 0x80))
		end--;
	text[end] = '\0';
}

bool err_set_va(struct err *err, enum err_code code, const char *field, const char *format, va_list args)
{
	assert(code != ERR_NONE);
	err->code = code;
	snprintf(err->field, sizeof(err->field), "%s", field ? field : "");
	vsnprintf(err->text, sizeof(err->text), format, args);
	cut_whole(err->text, sizeof(err->text));
	return false;
}

bool (err_set)(struct err *err, enum err_code code, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_set_va(err, code, field, format, args);
	va_end(args);
	return false;
}

bool (err_within)(struct err *err, const char *prefix_format, ...)
{
	char prefix[sizeof(err->field)], whole[2 * sizeof(err->field) + 1];
	va_list args;

	va_start(args, prefix_format);
	vsnprintf(prefix, sizeof(prefix), prefix_format, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "%s%s%s", prefix, err->field[0] && err->field[0] != '[' ? "." : "", err->field);
	whole[sizeof(err->field) - 1] = '\0';
	memcpy(err->field, whole, sizeof(err->field));
	return false;
}

const char *err_name(enum err_code code)
{
	return rows[code].name;
}

int err_http_status(enum err_code code)
{
	return rows[code].status;
}

int err_exit_code(enum err_code code)
{
	return rows[code].exit_code;
}
