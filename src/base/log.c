#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static enum log_level lowest = LOG_INFO_LEVEL;
static const char *const names[] = { "debug", "info", "notice", "warning", "error" };

void log_set_lowest(enum log_level level)
{
	lowest = level;
}

void log_line(enum log_level level, const char *module, const char *format, ...)
{
	char line[1024];
	int used, more;
	va_list args;

	if (level < lowest)
		return;
	used = snprintf(line, sizeof(line) - 1, "%s %s ", names[level], module);
	va_start(args, format);
	more = vsnprintf(line + used, sizeof(line) - 1 - (size_t)used, format, args);
	va_end(args);
	if (more < 0)
		return;
	used += more;
	if (used > (int)sizeof(line) - 2)
		used = (int)sizeof(line) - 2;
	for (int i = 0; i < used; i++)
		if ((unsigned char)line[i] < 0x20)
			line[i] = ' ';
	line[used++] = '\n';
	/* A log that cannot be written has nobody left to tell. */
	if (write(STDERR_FILENO, line, (size_t)used) < 0)
		return;
}
