/* The file of a book's key. A new book's key is born in its folder, so that one rename makes both whole; then it moves out. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "shop/book_parts.h"

#define BORN "/key.new"
#define NAME_BYTES 8  /* of the public key, in a kept key's name */

bool book_sync_path(const char *path, struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = descriptor >= 0 && fsync(descriptor) == 0;

	if (!ok)
		err_set(err, ERR_IO, "book", "%s: %s", path, strerror(errno));
	if (descriptor >= 0)
		close(descriptor);
	return ok;
}

/* The folder that holds dir. */
bool book_sync_parent(const char *dir, struct err *err)
{
	char parent[BOOK_PATH_MAX];
	char *slash;

	if (!book_path(dir, "", parent, err))
		return false;
	slash = strrchr(parent, '/');
	if (slash && slash != parent)
		*slash = '\0';
	return book_sync_path(slash == parent ? "/" : slash ? parent : ".", err);
}

/* Up to 32 bytes; what is missing stays 0. -1: no file to read. */
static ssize_t take_bytes(const char *path, uint8_t seed[32])
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = -1;

	memset(seed, 0, 32);
	if (descriptor < 0)
		return -1;
	size = read(descriptor, seed, 32);
	close(descriptor);
	return size;
}

bool book_read_key(const char *dir, uint8_t seed[32], struct err *err)
{
	char path[BOOK_PATH_MAX];
	ssize_t size;

	if (!book_path(dir, ".key", path, err))
		return false;
	size = take_bytes(path, seed);
	if (size < 0)
		return err_set(err, ERR_IO, "key", "%s: %s; đặt lại tệp khóa từ nơi cất, không còn thì: ocop-pos restore --help", path, strerror(errno));
	return size == 32 || err_set(err, ERR_IO, "key", "%s: tệp khóa hỏng, không đủ 32 byte; đặt lại từ nơi cất, không còn thì: ocop-pos restore --help", path);
}

bool book_bear_key(const char *part, const uint8_t seed[32], struct err *err)
{
	char path[BOOK_PATH_MAX];
	int descriptor;
	bool ok;

	if (!book_path(part, BORN, path, err))
		return false;
	descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (descriptor < 0)
		return err_set(err, ERR_IO, "key", "%s: %s", path, strerror(errno));
	ok = write(descriptor, seed, 32) == 32 && fsync(descriptor) == 0;
	if (!ok)
		err_set(err, ERR_IO, "key", "%s: %s", path, strerror(errno));
	close(descriptor);
	return ok && book_sync_path(part, err);
}

/* A second name for the key that lies at path, told by the key itself: two keys never ask for one name. */
static bool keep_key(const char *path, struct err *err)
{
	char kept[BOOK_PATH_MAX + 2 * NAME_BYTES + 2], hex[2 * NAME_BYTES + 1];
	struct sign_public public_key;
	struct sign_secret secret;
	uint8_t seed[32], other[32];
	ssize_t size = take_bytes(path, seed), other_size;
	bool ok;

	if (size < 0)
		return errno == ENOENT || err_set(err, ERR_IO, "key", "%s: %s", path, strerror(errno));
	sign_keys_of_seed(seed, &public_key, &secret);
	sign_wipe(&secret);
	text_hex_write(public_key.bytes, NAME_BYTES, hex);
	snprintf(kept, sizeof(kept), "%s.%s", path, hex);
	ok = link(path, kept) == 0;
	if (!ok && errno == EEXIST) {
		other_size = take_bytes(kept, other);
		ok = other_size == size && memcmp(seed, other, 32) == 0;
		errno = EEXIST;
	}
	explicit_bzero(seed, sizeof(seed));
	explicit_bzero(other, sizeof(other));
	return ok || err_set(err, ERR_IO, "key", "%s: %s", kept, strerror(errno));
}

bool book_key_is_born(const char *dir)
{
	char born[BOOK_PATH_MAX];
	struct err ignored;

	return book_path(dir, BORN, born, &ignored) && access(born, F_OK) == 0;
}

bool book_settle_key(const char *dir, struct err *err)
{
	char born[BOOK_PATH_MAX], key[BOOK_PATH_MAX];

	if (!book_path(dir, BORN, born, err) || !book_path(dir, ".key", key, err))
		return false;
	if (!book_key_is_born(dir))
		return true;
	if (!keep_key(key, err) || !book_sync_parent(dir, err))
		return false;
	if (rename(born, key) != 0)
		return err_set(err, ERR_IO, "key", "%s: %s", key, strerror(errno));
	return book_sync_parent(dir, err) && book_sync_path(dir, err);
}

void book_remove_part(const char *part)
{
	static const char *const names[] = { "/book.db", "/book.db-wal", "/book.db-shm", "/book.db-journal", "/book.db.part", "/book.db.part-journal", BORN,
					     BOOK_FRESH, BOOK_FRESH "-wal", BOOK_FRESH "-shm", BOOK_FRESH "-journal" };
	char path[BOOK_PATH_MAX + 40];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof(path), "%s%s", part, names[i]);
		unlink(path);
	}
	rmdir(part);
}
