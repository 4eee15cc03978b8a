#include "app/app.h"

#include <string.h>

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

struct find_rules app_find_rules(const struct app *app, int64_t at_us)
{
	return (struct find_rules){ .patterns = app->settings.patterns, .patterns_count = app->settings.patterns_count, .site_id = app->site_id,
				    .at_us = at_us };
}
