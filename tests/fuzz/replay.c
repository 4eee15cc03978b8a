/*
 * Runs a fuzzer's function over files and folders, without searching: the corpus and the hostile cases in `make test`.
 * A .tsv file is fed line by line besides, and each cell of hex digits as the bytes it stands for.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

#define INPUT_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t inputs_count;

static void feed(const void *data, size_t size)
{
	/* A copy of just that size, so that a sanitizer sees a byte read past its end. */
	uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	inputs_count++;
}

static void feed_cells(char *text)
{
	char *rest;
	static uint8_t bytes[INPUT_MAX];

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *more;

		feed(line, strlen(line));
		for (char *cell = strtok_r(line, "\t", &more); cell; cell = strtok_r(NULL, "\t", &more)) {
			size_t count;

			feed(cell, strlen(cell));
			if (text_hex_read(cell, strlen(cell), bytes, sizeof(bytes), &count) && count > 0)
				feed(bytes, count);
		}
	}
}

static void feed_path(const char *path)
{
	struct stat is;
	DIR *folder;

	if (stat(path, &is) != 0) {
		fprintf(stderr, "replay: no %s\n", path);
		exit(1);
	}
	if (S_ISDIR(is.st_mode) && (folder = opendir(path))) {
		for (struct dirent *entry; (entry = readdir(folder));) {
			char inside[1000];

			if (entry->d_name[0] == '.')
				continue;
			snprintf(inside, sizeof(inside), "%s/%s", path, entry->d_name);
			feed_path(inside);
		}
		closedir(folder);
		return;
	}
	FILE *file = fopen(path, "rb");
	char *text = malloc(INPUT_MAX + 1);
	size_t size = file ? fread(text, 1, INPUT_MAX, file) : 0;

	if (file)
		fclose(file);
	feed(text, size);
	text[size] = '\0';
	if (strlen(path) > 4 && strcmp(path + strlen(path) - 4, ".tsv") == 0)
		feed_cells(text);
	free(text);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		feed_path(argv[i]);
	printf("%zu inputs\n1 passed, 0 failed\n", inputs_count);
	return 0;
}
