/* What the tests of papers share: golden files, outside readers (zbarimg, tesseract, pdftotext), words compared, naughty strings. */
#ifndef TESTS_RECEIPTS_PAPER_TOOLS_H
#define TESTS_RECEIPTS_PAPER_TOOLS_H

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

static inline bool file_read(const char *path, struct buf *bytes)
{
	FILE *file = fopen(path, "rb");
	char part[4096];
	size_t size;

	if (!file)
		return false;
	while ((size = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(bytes, part, size);
	fclose(file);
	return true;
}

static inline void file_write(const char *path, const struct buf *bytes)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(buf_get(bytes), 1, bytes->size, file) != bytes->size || fclose(file) != 0)
		fail_msg("cannot write %s", path);
}

/* The bytes are those of tests/golden/receipts/NAME; GOLDEN=write writes it instead. */
static inline void golden_check(const char *name, const struct buf *bytes)
{
	char path[200];
	struct buf want;

	snprintf(path, sizeof(path), "tests/golden/receipts/%s", name);
	if (getenv("GOLDEN") && strcmp(getenv("GOLDEN"), "write") == 0) {
		file_write(path, bytes);
		return;
	}
	buf_init(&want, (size_t)4 << 20);
	if (!file_read(path, &want))
		fail_msg("[%s] no golden file %s: make golden, and look at it", case_name, path);
	if (want.size != bytes->size || memcmp(buf_get(&want), buf_get(bytes), bytes->size) != 0)
		fail_msg("[%s] differs from %s:\n%s", case_name, path, buf_get(bytes));
	buf_release(&want);
}

/* Where pictures for people go: build/MODE/shots. */
static inline const char *shot_path(char path[300], const char *name)
{
	const char *build = getenv("B") ? getenv("B") : "build/debug";

	snprintf(path, 300, "%s/shots", build);
	mkdir(path, 0755);
	snprintf(path, 300, "%s/shots/%s", build, name);
	return path;
}

/* Runs a program with its answer in out. false: there is no such program here, and the test says that it is passed over. */
static inline bool tool_run(char *const *argv, struct buf *out)
{
	char path[300];
	int status;
	pid_t child;

	shot_path(path, "tool-output");
	child = fork();
	if (child == 0) {
		int to = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644), none = open("/dev/null", O_RDWR);

		if (to >= 0 && none >= 0 && dup2(none, 0) >= 0 && dup2(to, 1) >= 0 && dup2(none, 2) >= 0) {
			unsetenv("LD_PRELOAD");
			execvp(argv[0], argv);
		}
		_exit(127);
	}
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		printf("# passed over: no %s\n", argv[0]);
		return false;
	}
	assert_true(file_read(path, out));
	unlink(path);
	return true;
}

/* The next word (letters, digits and bytes beyond ASCII) at *at; 0 at the end. */
static inline size_t word_at(const char **at)
{
	size_t size = 0;

	while (**at && !((unsigned char)**at >= 0x80 || (**at >= '0' && **at <= '9') || (**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z')))
		(*at)++;
	while ((unsigned char)(*at)[size] >= 0x80 || ((*at)[size] >= '0' && (*at)[size] <= '9') || ((*at)[size] >= 'A' && (*at)[size] <= 'Z') ||
	       ((*at)[size] >= 'a' && (*at)[size] <= 'z'))
		size++;
	return size;
}

/* How many of a hundred words of `want` stand in `got` too. */
static inline int words_found_percent(const char *want, const char *got)
{
	int all = 0, found = 0;
	size_t size;

	for (const char *at = want; (size = word_at(&at)) > 0; at += size) {
		size_t other_size;
		bool is_there = false;

		for (const char *other = got; !is_there && (other_size = word_at(&other)) > 0; other += other_size)
			is_there = other_size == size && memcmp(other, at, size) == 0;
		all++;
		found += is_there;
	}
	return all ? found * 100 / all : 100;
}

/* Calls each() with every naughty string of tests/cases/hostile/text/blns.json. */
static inline void for_each_naughty(void (*each)(const char *text, void *with), void *with)
{
	json_error_t error;
	json_t *all = json_load_file("tests/cases/hostile/text/blns.json", JSON_ALLOW_NUL, &error);
	json_t *one;
	size_t i;

	if (!all)
		fail_msg("blns.json: %s", error.text);
	assert_true(json_array_size(all) > 300);
	json_array_foreach(all, i, one)
		each(json_string_value(one), with);
	json_decref(all);
}

#endif
