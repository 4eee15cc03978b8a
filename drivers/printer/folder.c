#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME_SIZE (PRINT_NAME_SIZE + 32)
#define WAITING "waiting-"

static const char *ending(enum print_format format)
{
	static const char *const endings[] = { [PRINT_RAW] = "bin", [PRINT_PDF] = "pdf", [PRINT_PLAIN] = "txt" };

	return endings[format];
}

static void file_name(const char *prefix, const struct print_document *document, char name[FILE_NAME_SIZE])
{
	char safe[PRINT_NAME_SIZE];
	size_t size = strlen(document->name);

	memcpy(safe, document->name, size + 1);
	for (size_t i = 0; i < size; i++)
		if (safe[i] == '/' || safe[i] == '\\' || (unsigned char)safe[i] <= ' ')
			safe[i] = '_';
	snprintf(name, FILE_NAME_SIZE, "%s%s.%s", prefix, safe, ending(document->format));
}

/* The number in front of "NNNN-title_id.bin"; 0: not one of ours. */
static unsigned long number_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	unsigned long number;
	struct id id;
	char *end;

	if (name[0] < '0' || name[0] > '9' || !dot || dot - name < ID_TEXT_SIZE || !id_read(dot - (ID_TEXT_SIZE - 1), ID_TEXT_SIZE - 1, &id))
		return 0;
	number = strtoul(name, &end, 10);
	return *end == '-' ? number : 0;
}

/* Calls see() for every file. The folder is read through a descriptor of its own, from its beginning. */
static bool each_file(int folder, void (*see)(void *context, const char *name), void *context, struct err *err)
{
	int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *files = again >= 0 ? fdopendir(again) : NULL;
	struct dirent *file;

	if (!files) {
		if (again >= 0)
			close(again);
		return err_set(err, ERR_IO, "address", "the folder cannot be read: %s", strerror(errno));
	}
	while ((file = readdir(files)))
		see(context, file->d_name);
	closedir(files);
	return true;
}

struct numbers {
	unsigned long first, last;
	size_t count;
};

static void see_number(void *context, const char *name)
{
	struct numbers *numbers = context;
	unsigned long number = number_of(name);

	if (!number)
		return;
	numbers->count++;
	if (number > numbers->last)
		numbers->last = number;
	if (!numbers->first || number < numbers->first)
		numbers->first = number;
}

struct search {
	char tail[ID_TEXT_SIZE + 4]; /* "id.bin" */
	bool printed, waiting;
	char waiting_name[FILE_NAME_SIZE];
};

static void see_tail(void *context, const char *name)
{
	struct search *search = context;
	size_t size = strlen(name), tail = strlen(search->tail);

	if (size <= tail || size >= FILE_NAME_SIZE || !text_is(name + size - tail, search->tail))
		return;
	if (number_of(name)) {
		search->printed = true;
	} else if (strncmp(name, WAITING, strlen(WAITING)) == 0) {
		search->waiting = true;
		memcpy(search->waiting_name, name, size + 1);
	}
}

bool folder_open(const char *path, int *folder, struct err *err)
{
	if (mkdir(path, 0750) != 0 && errno != EEXIST)
		return err_set(err, ERR_IO, "address", "%s: %s", path, strerror(errno));
	*folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*folder < 0)
		return err_set(err, ERR_IO, "address", "%s: %s", path, strerror(errno));
	return true;
}

static bool write_all(int file, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(file, bytes, size);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		bytes += wrote;
		size -= (size_t)wrote;
	}
	return true;
}

bool folder_keep(int folder, const struct print_document *document, struct err *err)
{
	char fresh[FILE_NAME_SIZE], name[FILE_NAME_SIZE];
	int file, problem;

	file_name(".new-", document, fresh);
	file_name(WAITING, document, name);
	file = openat(folder, fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (file < 0)
		return err_set(err, ERR_IO, "address", "the paper cannot be written: %s", strerror(errno));
	problem = write_all(file, document->bytes, document->size) && fsync(file) == 0 ? 0 : errno;
	if (close(file) != 0 && !problem)
		problem = errno;
	if (!problem && renameat(folder, fresh, folder, name) != 0)
		problem = errno;
	if (problem) {
		unlinkat(folder, fresh, 0);
		return err_set(err, ERR_IO, "address", "the paper cannot be written: %s", strerror(problem));
	}
	if (fsync(folder) != 0)
		return err_set(err, ERR_UNSURE, "address", "the folder cannot be saved: %s", strerror(errno));
	return true;
}

bool folder_print(int folder, const struct print_document *document, struct err *err)
{
	char from[FILE_NAME_SIZE], to[FILE_NAME_SIZE], prefix[24];
	struct numbers numbers = { 0 };

	if (!each_file(folder, see_number, &numbers, err))
		return false;
	if (numbers.count >= FOLDER_FILES_MAX)
		return err_set(err, ERR_LIMIT, "address", "the folder has %d papers; empty it", FOLDER_FILES_MAX);
	file_name(WAITING, document, from);
	snprintf(prefix, sizeof(prefix), "%04lu-", numbers.last + 1);
	file_name(prefix, document, to);
	if (renameat(folder, from, folder, to) != 0 || fsync(folder) != 0)
		return err_set(err, ERR_IO, "address", "%s: %s", to, strerror(errno));
	return true;
}

bool folder_look(int folder, const struct print_document *document, enum print_fate *fate, int64_t *kept_at_us, struct err *err)
{
	struct search search = { 0 };
	struct stat file;

	snprintf(search.tail, sizeof(search.tail), "%s.%s", document->name + strlen(document->name) - (ID_TEXT_SIZE - 1),
		 ending(document->format));
	if (!each_file(folder, see_tail, &search, err))
		return false;
	*kept_at_us = 0;
	*fate = search.printed ? PRINT_PRINTED : search.waiting ? PRINT_HELD : PRINT_ABSENT;
	if (*fate == PRINT_HELD && fstatat(folder, search.waiting_name, &file, 0) == 0)
		*kept_at_us = (int64_t)file.st_mtim.tv_sec * 1000000 + file.st_mtim.tv_nsec / 1000;
	return true;
}

void folder_drop(int folder, const struct print_document *document)
{
	char name[FILE_NAME_SIZE];

	file_name(WAITING, document, name);
	unlinkat(folder, name, 0);
}

struct oldest {
	unsigned long number;
	char name[FILE_NAME_SIZE];
};

static void see_oldest(void *context, const char *name)
{
	struct oldest *oldest = context;
	unsigned long number = number_of(name);

	if (!number || strlen(name) >= sizeof(oldest->name) || (oldest->number && number >= oldest->number))
		return;
	oldest->number = number;
	snprintf(oldest->name, sizeof(oldest->name), "%s", name);
}

void folder_trim(int folder, size_t keep_max)
{
	for (;;) {
		struct numbers numbers = { 0 };
		struct oldest oldest = { 0 };
		struct err err;

		if (!each_file(folder, see_number, &numbers, &err) || numbers.count <= keep_max ||
		    !each_file(folder, see_oldest, &oldest, &err) || !oldest.number || unlinkat(folder, oldest.name, 0) != 0)
			return;
	}
}
