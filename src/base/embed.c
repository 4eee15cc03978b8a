#include "base/embed.h"

#include <stddef.h>
#include <string.h>

const struct embedded *embed_find(const char *path)
{
	for (const struct embedded *file = embedded; file->path; file++)
		if (strcmp(file->path, path) == 0)
			return file;
	return NULL;
}
