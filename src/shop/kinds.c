#include "shop/kinds.h"

#include <stddef.h>
#include <string.h>

#include "shop/kinds_list.h"

const struct kind *const kinds[] = {
#define KIND(name) &name,
	KINDS(KIND)
#undef KIND
	NULL
};

const struct kind *kind_find(const char *name, int64_t version)
{
	for (size_t i = 0; kinds[i]; i++)
		if (kinds[i]->version == version && strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	return NULL;
}
