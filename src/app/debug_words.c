#include "app/debug.h"

#include <string.h>

#include "calc/words.h"

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	char words[WORDS_SIZE];
	int64_t dong;

	(void)debug;
	(void)arena;
	if (!text_read_i64(text, size, &dong))
		return err_set(err, ERR_INPUT, NULL, "a whole number of dong is wanted, digits only, a minus in front where it is below zero");
	words_write(dong, NULL, words);
	buf_text(answer, ",\"words\":");
	buf_json_text(answer, words);
	return true;
}

const struct debug_command debug_words = {
	.name = "words",
	.usage = "",
	.about = "whole dong in, the amount in Vietnamese words out",
	.line = line,
};
