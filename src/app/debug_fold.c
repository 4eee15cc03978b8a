#include "app/debug.h"

#include "calc/fold.h"

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	struct buf folded;
	const char **words;
	size_t words_count;

	(void)debug;
	if (!text_is_utf8(text, size))
		return err_set(err, ERR_INPUT, NULL, "the text is not UTF-8");
	buf_init(&folded, 4 * DEBUG_LINE_MAX);
	fold_text(text, size, &folded);
	buf_text(answer, ",\"folded\":");
	buf_json_any(answer, buf_get(&folded), folded.size);
	words = fold_words(arena, text, size, FOLD_QUERY, &words_count);
	buf_text(answer, ",\"words\":[");
	for (size_t i = 0; i < words_count; i++) {
		buf_text(answer, i ? "," : "");
		buf_json_text(answer, words[i]);
	}
	buf_byte(answer, ']');
	buf_clear(&folded);
	if (fold_typed(text, size, &folded)) {
		buf_text(answer, ",\"typed\":");
		buf_json_any(answer, folded.data, folded.size);
	}
	buf_release(&folded);
	return true;
}

const struct debug_command debug_fold = {
	.name = "fold",
	.usage = "",
	.about = "text in; its search form, its words, and its reading where it looks like raw Telex or VNI, out",
	.line = line,
};
