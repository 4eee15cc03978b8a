#include "app/app.h"

#include <string.h>
#include <strings.h>

#include "calc/httphead.h"

const char *app_printer_of(const struct app *app, const char *till_code)
{
	const char *usual = NULL;

	for (size_t i = 0; i < app->settings.printers_count; i++) {
		const struct printer_setting *printer = &app->settings.printers[i];

		if (strcmp(printer->till, till_code) == 0)
			return printer->name;
		if (!*printer->till && !usual)
			usual = printer->name;
	}
	return usual;
}

/* An address of figures is the machine's own, which the shop uses as well. */
static bool is_numeric(const char *name, size_t size)
{
	return name[0] == '[' || strspn(name, "0123456789.") >= size;
}

bool app_find_public_host(struct app *app)
{
	const char *at = strstr(app->settings.public_url, "://"), *host = at ? at + 3 : "";
	size_t whole = strcspn(host, "/"), size;

	app->public_host[0] = '\0';
	if (whole == 0 || whole >= sizeof(app->public_host))
		return false;
	size = httphead_host_name(host, whole);
	if (size == 0 || is_numeric(host, size) || (size == 9 && strncasecmp(host, "localhost", 9) == 0))
		return false;
	for (size_t i = 0; i < app->settings.hosts_count; i++)
		if (strlen(app->settings.hosts[i]) == size && strncasecmp(app->settings.hosts[i], host, size) == 0)
			return false;
	memcpy(app->public_host, host, size);
	app->public_host[size] = '\0';
	return true;
}

struct find_rules app_find_rules(const struct app *app, int64_t at_us)
{
	return (struct find_rules){ .patterns = app->settings.patterns, .patterns_count = app->settings.patterns_count, .site_id = app->site_id,
				    .at_us = at_us };
}
