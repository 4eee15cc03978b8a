#include "app/debug.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every question there is. Add yours here, and in debug.h. */
static const struct debug_command *const commands[] = {
	&debug_gs1, &debug_barcode, &debug_vietqr, &debug_hid, &debug_fold, &debug_words, &debug_share,
};

/* Room for one line's work; a line is at most DEBUG_LINE_MAX. */
#define ARENA_MAX ((size_t)64 << 20)
#define ANSWER_MAX ((size_t)16 << 20)

static void answer_line(const struct debug_command *command, struct debug *debug, const char *line, size_t size, struct arena *arena)
{
	struct buf answer;
	struct err err = { 0 };
	bool ok;

	buf_init(&answer, ANSWER_MAX);
	buf_text(&answer, "{\"ok\":true");
	if (size > DEBUG_LINE_MAX)
		ok = err_set(&err, ERR_LIMIT, NULL, "line longer than %zu bytes", DEBUG_LINE_MAX);
	else
		ok = command->line(debug, line, size, arena, &answer, &err);
	if (ok && answer.full)
		ok = err_set(&err, ERR_LIMIT, NULL, "the answer is too long");
	if (!ok) {
		buf_clear(&answer);
		buf_text(&answer, "{\"ok\":false,\"error\":");
		buf_json_any(&answer, err.text, strlen(err.text));
	}
	buf_text(&answer, "}\n");
	fwrite(answer.data, 1, answer.size, stdout);
	fflush(stdout);
	buf_release(&answer);
}

static int usage(void)
{
	fprintf(stderr, "Cách dùng: ocop-pos debug TÊN [tùy chọn]… < các-dòng\n\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(stderr, "  %-8s %s\n           %s\n", commands[i]->name, commands[i]->usage, commands[i]->about);
	return err_exit_code(ERR_INPUT);
}

int debug_main(int argc, char **argv)
{
	const struct debug_command *command = NULL;
	struct debug debug = { 0 };
	struct err err = { 0 };
	struct arena *arena;
	char *line = NULL;
	size_t room = 0;
	ssize_t size;

	for (size_t i = 0; argc > 0 && i < COUNT_OF(commands); i++)
		if (strcmp(commands[i]->name, argv[0]) == 0)
			command = commands[i];
	if (!command || (argc > 1 && strcmp(argv[1], "--help") == 0))
		return usage();
	debug.argc = argc - 1;
	debug.argv = argv + 1;
	if (!command->open && debug.argc > 0)
		return usage();
	if (command->open && !command->open(&debug, &err)) {
		fprintf(stderr, "ocop-pos debug %s: %s\n", command->name, err.text);
		return err_exit_code(err.code);
	}
	arena = arena_new(ARENA_MAX);
	while ((size = getline(&line, &room, stdin)) >= 0) {
		if (size > 0 && line[size - 1] == '\n')
			line[--size] = '\0';
		answer_line(command, &debug, line, (size_t)size, arena);
		arena_reset(arena);
	}
	free(line);
	free(debug.state);
	arena_free(arena);
	return 0;
}
