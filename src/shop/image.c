#include "shop/image.h"

#include <string.h>

#include "base/day.h"
#include "shop/sql.h"

enum { PUT, GET, FIND, COUNT, FORGET };

/* COUNT and FORGET look through at most IMAGES_MAX names, when somebody adds a picture. */
const struct sql image_sql[] = {
	[PUT] = { .text = "INSERT INTO image (hash, kind, at_us, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO UPDATE SET at_us = excluded.at_us" },
	[GET] = { .text = "SELECT kind, bytes FROM image WHERE hash = $1" },
	[FIND] = { .text = "SELECT kind FROM image WHERE hash = $1" },
	[COUNT] = { .text = "SELECT COUNT(*) FROM image", .scan_ok = true },
	[FORGET] = { .text =
		"DELETE FROM image WHERE at_us < $1 AND hash NOT IN (SELECT image FROM item_tile WHERE image IS NOT NULL)", .scan_ok = true },
	SQL_END
};

const char *const image_types[] = { NULL, "image/jpeg", "image/png", "image/webp", NULL };

/* ISO 10918-1 (SOI and the next marker), the PNG signature of ISO 15948, RIFF with form type WEBP (RFC 9649). */
enum image_kind image_kind_of(const void *bytes, size_t size)
{
	if (size >= 12 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
		return IMAGE_JPEG;
	if (size >= 12 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
		return IMAGE_PNG;
	if (size >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp((const char *)bytes + 8, "WEBP", 4) == 0)
		return IMAGE_WEBP;
	return 0;
}

static bool make_room(struct txn *txn, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &image_sql[FORGET]);
	int64_t count;

	stmt_put_i64(q, at_us - DAY_US);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &image_sql[COUNT]);
	count = stmt_next(q) ? stmt_take_i64(q) : 0;
	if (!stmt_end(q, err))
		return false;
	return count < IMAGES_MAX || err_set(err, ERR_LIMIT, "image", "đã có quá nhiều ảnh; bỏ bớt ảnh của hàng không còn bán");
}

bool image_put(struct txn *txn, const void *bytes, size_t size, int64_t at_us, char name[HASH_TEXT_SIZE], struct err *err)
{
	enum image_kind kind = image_kind_of(bytes, size);
	struct stmt *q;

	if (size > IMAGE_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "image", "ảnh lớn hơn 300 kB; chụp lại hoặc thu nhỏ ảnh");
	if (!kind)
		return err_set(err, ERR_INPUT, "image", "ảnh phải là JPEG, PNG hoặc WebP");
	if (!make_room(txn, at_us, err))
		return false;
	hash_write(hash_of(bytes, size), name);
	q = stmt_begin(txn, &image_sql[PUT]);
	stmt_put_text(q, name);
	stmt_put_i64(q, kind);
	stmt_put_i64(q, at_us);
	stmt_put_blob(q, bytes, size);
	return stmt_end(q, err);
}

bool image_get(struct txn *txn, struct arena *arena, const char *name, enum image_kind *kind, void **bytes, size_t *size, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &image_sql[GET]);
	bool found;

	stmt_put_text(q, name);
	found = stmt_next(q);
	if (found) {
		*kind = (enum image_kind)stmt_take_i64(q);
		*bytes = stmt_take_blob(q, arena, size);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "image", "không còn ảnh này; tải ảnh lên lại");
}

bool image_is_there(struct txn *txn, const char *name, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &image_sql[FIND]);

	stmt_put_text(q, name);
	*found = stmt_next(q);
	return stmt_end(q, err);
}
