/* The secret beside the book's key: without it no PIN of the book can be tried, so it is never quietly replaced. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"
#include "shop/book.h"
#include "shop/book_parts.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/txn.h"

enum { ANY, CREDENTIALS_END, SESSIONS_END };

const struct sql pepper_sql[] = {
	[ANY] = { .text = "SELECT 1 FROM credential LIMIT 1", .scan_ok = true },
	[CREDENTIALS_END] = { .text = "DELETE FROM credential", .scan_ok = true },
	[SESSIONS_END] = { .text = "DELETE FROM session", .scan_ok = true },
	SQL_END
};

#define PEPPER_SIZE 32

static bool has_credentials(const struct book *book, bool *has_any, struct err *err)
{
	struct txn *txn = txn_begin(book->store, err);
	struct stmt *q;
	bool ok;

	if (!txn)
		return false;
	q = stmt_begin(txn, &pepper_sql[ANY]);
	*has_any = stmt_next(q);
	ok = stmt_end(q, err);
	txn_abandon(txn);
	return ok;
}

static bool write_all(const char *path, const uint8_t bytes[PEPPER_SIZE])
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = descriptor >= 0 && write(descriptor, bytes, PEPPER_SIZE) == PEPPER_SIZE && fsync(descriptor) == 0;
	int error = errno;

	if (descriptor >= 0)
		close(descriptor);
	errno = error;
	return ok;
}

/* Whole under its name, or not there: a power cut leaves no half of it. */
static bool make_pepper(const char *dir, const char *path, uint8_t pepper[PEPPER_SIZE], struct err *err)
{
	char part[BOOK_PATH_MAX];

	if (!book_path(dir, ".pepper.part", part, err))
		return false;
	random_bytes(pepper, PEPPER_SIZE);
	if (write_all(part, pepper) && rename(part, path) == 0)
		return book_sync_parent(dir, err);
	err_set(err, ERR_IO, "pepper", "%s: %s", path, strerror(errno));
	unlink(part);
	return false;
}

#define WHAT_TO_DO "chép tệp ấy về từ nơi cất; không còn thì mọi mã PIN và mật khẩu phải đặt lại: dừng ocop-pos serve, rồi ocop-pos user … --reset-pins"

bool staff_pepper(const struct book *book, uint8_t pepper[PEPPER_SIZE], struct err *err)
{
	uint8_t bytes[PEPPER_SIZE + 1];
	char path[BOOK_PATH_MAX];
	ssize_t size;
	bool has_any;
	int descriptor;

	if (!book_path(book->dir, ".pepper", path, err))
		return false;
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0 && errno == ENOENT) {
		if (!has_credentials(book, &has_any, err))
			return false;
		return has_any ? err_set(err, ERR_MISSING, "pepper", "mất tệp %s mà sổ đã có mã PIN; " WHAT_TO_DO, path)
			       : make_pepper(book->dir, path, pepper, err);
	}
	if (descriptor < 0)
		return err_set(err, ERR_IO, "pepper", "%s: %s", path, strerror(errno));
	size = read(descriptor, bytes, sizeof(bytes));
	close(descriptor);
	if (size != PEPPER_SIZE)
		return err_set(err, ERR_CONFLICT, "pepper", "tệp %s hỏng, không phải 32 byte; " WHAT_TO_DO, path);
	memcpy(pepper, bytes, PEPPER_SIZE);
	return true;
}

/* The hashes go first: broken off between the two, nobody has a PIN, and the next start makes a secret as in a new book. */
bool staff_pepper_anew(const struct book *book, struct err *err)
{
	struct txn *txn = txn_begin(book->store, err);
	uint8_t pepper[PEPPER_SIZE];
	char path[BOOK_PATH_MAX];

	if (!txn)
		return false;
	if (!stmt_end(stmt_begin(txn, &pepper_sql[CREDENTIALS_END]), err) || !stmt_end(stmt_begin(txn, &pepper_sql[SESSIONS_END]), err)) {
		txn_abandon(txn);
		return false;
	}
	if (!txn_commit(txn, err) || !book_path(book->dir, ".pepper", path, err))
		return false;
	if (!make_pepper(book->dir, path, pepper, err))
		return false;
	explicit_bzero(pepper, sizeof(pepper));
	return true;
}
