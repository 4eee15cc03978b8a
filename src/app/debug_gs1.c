#include "app/debug.h"

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	(void)debug;
	(void)text;
	(void)size;
	(void)arena;
	(void)answer;
	return err_set(err, ERR_MISSING, NULL, "not built yet");
}

const struct debug_command debug_gs1 = { .name = "gs1", .usage = "", .about = "", .line = line };
