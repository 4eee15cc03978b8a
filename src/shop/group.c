#include "shop/group.h"

#include <string.h>

#include "base/embed.h"
#include "base/text.h"
#include "calc/shape.h"

static const char path[] = "src/shop/data/product_groups.tsv";

static const struct field fields[] = {
	F_TEXT(struct product_group, branch, 1, 200),
	F_I64(struct product_group, code, 1, 26),
	F_TEXT(struct product_group, name, 1, 200),
	F_I64(struct product_group, set, 2019, 2100),
};
const struct shape product_group_shape = SHAPE(struct product_group, "product_group", fields);

/* "2026\t13\tThực phẩm\tCà phê, ca cao", cut in place. */
static bool read_line(char *line, struct product_group *group)
{
	char *cells[4] = { line };

	for (size_t i = 1; i < COUNT_OF(cells); i++) {
		cells[i] = strchr(cells[i - 1], '\t');
		if (!cells[i])
			return false;
		*cells[i]++ = '\0';
	}
	group->branch = cells[2];
	group->name = cells[3];
	return *group->branch && *group->name && text_read_i64(cells[0], strlen(cells[0]), &group->set) &&
	       text_read_i64(cells[1], strlen(cells[1]), &group->code);
}

bool product_groups(struct arena *arena, int64_t set, struct product_group **list, size_t *count, struct err *err)
{
	const struct embedded *file = embed_find(path);
	char *at = file ? arena_bytes(arena, file->bytes, (size_t)(file->end - file->bytes)) : NULL;
	bool is_head = true;

	*list = ARENA_LIST(arena, GROUPS_MAX, struct product_group);
	*count = 0;
	if (!at)
		return err_set(err, ERR_IO, NULL, "the program does not carry %s", path);
	while (*at) {
		char *line = at, *end = strchrnul(at, '\n');
		struct product_group group;

		at = *end ? end + 1 : end;
		*end = '\0';
		if (!is_head) {
			if (*count == GROUPS_MAX || !read_line(line, &group))
				return err_set(err, ERR_IO, NULL, "%s: a line that is none: %.60s", path, line);
			if (set == 0 || group.set == set)
				(*list)[(*count)++] = group;
		}
		is_head = false;
	}
	return true;
}

const char *product_group_name(const struct product_group *list, size_t count, int64_t set, int64_t code)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].set == set && list[i].code == code)
			return list[i].name;
	return NULL;
}
