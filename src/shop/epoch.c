/* A site's next epoch: after a restore, or when the key was lost. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shop/book.h"
#include "shop/book_parts.h"
#include "shop/journal.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "shop/verify.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

enum { RECOVERY, SHIFTS_OPEN, SHIFTS_END, SESSIONS_END, STATIONS_END, PAPERS_END };

const struct sql epoch_sql[] = {
	[RECOVERY] = { .text =
		"SELECT recovery_key FROM stream WHERE stream = $1" },
	/* Fifty tills at most. */
	[SHIFTS_OPEN] = { .text = "SELECT till_id FROM shift WHERE closed_key IS NULL AND till_id IN (SELECT id FROM till WHERE site_id = $1) ORDER BY till_id LIMIT 50",
			  .scan_ok = true },
	[SHIFTS_END] = { .text =
		"UPDATE shift SET closed_key = $1 WHERE closed_key IS NULL AND till_id IN (SELECT id FROM till WHERE site_id = $2)", .scan_ok = true },
	[SESSIONS_END] = { .text = "DELETE FROM session", .scan_ok = true },
	[STATIONS_END] = { .text = "UPDATE station SET revoked_us = $1 WHERE revoked_us IS NULL", .scan_ok = true },
	[PAPERS_END] = { .text = "UPDATE print_job SET state = 4, reason = $1 WHERE state IN (1, 2)" },
	SQL_END
};

/* Entry 1 of a later epoch: it names the head it goes on from, and its key is vouched for. */
struct epoch_opened {
	int64_t format;
	int64_t from_epoch;
	struct hash from_hash;
	int64_t from_number;
	struct hash key;
	struct hash recovery;
	const char *signature;       /* hex, over "ocop-epoch-1\n", from_hash and key, by the old key or the recovery key */
	int32_t signed_by;
};

/* practice: its own key signs, and nobody of the book stands behind it. */
enum signer { BY_KEY = 1, BY_RECOVERY, BY_PRACTICE };
static const char *const signers[] = { NULL, "key", "recovery", "practice", NULL };

static const struct field epoch_opened_fields[] = {
	F_I64(struct epoch_opened, format, 1, 1000),
	F_I64(struct epoch_opened, from_epoch, 1, 1000000),
	F_HASH(struct epoch_opened, from_hash),
	F_I64(struct epoch_opened, from_number, 1, INT64_C(1) << ENTRY_NUMBER_BITS),
	F_HASH(struct epoch_opened, key),
	F_HASH(struct epoch_opened, recovery),
	F_TEXT(struct epoch_opened, signature, 128, 128),
	F_WORD(struct epoch_opened, signed_by, signers),
};
static const struct shape epoch_opened_shape = SHAPE(struct epoch_opened, "epoch_opened", epoch_opened_fields);

/* What open shifts took in cash lies in their drawers. */
static bool keep_takings(struct txn *txn, const struct entry *entry, struct arena *arena, struct err *err)
{
	struct id *tills = ARENA_LIST(arena, TILLS_MAX, struct id);
	struct stmt *q = stmt_begin(txn, &epoch_sql[SHIFTS_OPEN]);
	size_t count = 0;

	stmt_put_id(q, entry->site_id);
	while (count < TILLS_MAX && stmt_next(q))
		stmt_take_id(q, &tills[count++]);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct cash_row row = { .entry_key = entry->key, .n = 1, .at_us = entry->at_us, .place_id = tills[i], .what = CASH_SOLD };
		struct shift_figures figures;
		struct shift shift;
		bool found;

		if (!shift_find_open(txn, arena, tills[i], &shift, &found, err) || !shift_figures(txn, arena, &shift, &figures, err))
			return false;
		row.amount = figures.taken;
		row.day = shift.business_day;
		row.shift_key = shift.key;
		if (!cash_row_add(txn, &row, err))
			return false;
	}
	return true;
}

static bool epoch_opened_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct epoch_opened *opened = body;
	struct stmt *q;

	if (!book_add_stream(txn, entry, opened->key, opened->recovery, opened->signed_by == BY_PRACTICE, err))
		return false;
	if (!keep_takings(txn, entry, arena, err))
		return false;
	/* A shift belongs to its stream: what was open ends here, uncounted. */
	q = stmt_begin(txn, &epoch_sql[SHIFTS_END]);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, entry->site_id);
	return stmt_end(q, err);
}

const struct kind epoch_opened_kind = {
	.name = "epoch_opened", .version = 1, .body = &epoch_opened_shape, .apply = epoch_opened_apply,
	.about = "Entry 1 of a site's next epoch, after a restore or a lost key",
};

/* Of one size: a practice epoch can never be taken for one that the book's key vouches for. */
static const char epoch_prefix[] = "ocop-epoch-1\n", practice_prefix[] = "ocop-tap---1\n";

/* The key that introduces the next one must be the one the stream names. */
static bool read_vouching(struct book *book, struct txn *txn, const struct book_epoch *next, struct hash *recovery, struct sign_secret *secret,
			  struct err *err)
{
	struct stmt *q = stmt_begin(txn, &epoch_sql[RECOVERY]);
	struct sign_public signer;

	stmt_put_i64(q, book->stream);
	if (stmt_next(q))
		stmt_take_hash(q, recovery);
	if (!stmt_end(q, err))
		return false;
	sign_keys_of_seed(next->is_practice ? next->key_seed : next->signer_seed, &signer, secret);
	if (next->is_practice)
		return true;
	if (memcmp(signer.bytes, next->is_recovery ? recovery->bytes : book->public_key.bytes, 32) == 0)
		return true;
	sign_wipe(secret);
	return err_set(err, ERR_FORBIDDEN, "key", next->is_recovery ? "khóa khôi phục này không phải của sổ" : "khóa này không phải của sổ");
}

bool book_next_epoch(struct book *book, struct work *work, const struct book_epoch *next, struct err *err)
{
	struct epoch_opened body = {
		.format = BOOK_FORMAT, .from_epoch = book->epoch,
		.signed_by = next->is_practice ? BY_PRACTICE : next->is_recovery ? BY_RECOVERY : BY_KEY,
	};
	uint8_t message[sizeof(epoch_prefix) - 1 + 64];
	struct signature signature;
	struct sign_secret secret;
	struct journal_head head;
	char hex[129];

	if (book->is_practice && !next->is_practice)
		return err_set(err, ERR_CONFLICT, "from", "đây là sổ tập, không nối tiếp được thành sổ thật");
	if (!journal_head(work->txn, book->stream, &head, err) || !read_vouching(book, work->txn, next, &body.recovery, &secret, err))
		return false;
	sign_wipe(&book->key);
	sign_keys_of_seed(next->key_seed, &book->public_key, &book->key);
	memcpy(body.key.bytes, book->public_key.bytes, 32);
	body.from_hash = head.hash;
	body.from_number = head.number;
	memcpy(message, next->is_practice ? practice_prefix : epoch_prefix, sizeof(epoch_prefix) - 1);
	memcpy(message + sizeof(epoch_prefix) - 1, head.hash.bytes, 32);
	memcpy(message + sizeof(epoch_prefix) - 1 + 32, book->public_key.bytes, 32);
	signature = sign_make(&secret, message, sizeof(message));
	sign_wipe(&secret);
	text_hex_write(signature.bytes, sizeof(signature.bytes), hex);
	body.signature = hex;
	book->stream++;
	book->epoch++;
	book->is_practice = next->is_practice;
	return work_record(work, &epoch_opened_kind, &body, err) && journal_seal(work->txn, book, err);
}

/* A copy that was changed is never sold upon: its chain would become the beginning of the next epoch … */
static bool is_whole(const char *db, struct err *err)
{
	struct store *store = store_open_sqlite(db, STORE_READ_ONLY, err);
	struct verify_part part;
	bool ok;

	verify_part_init(&part);
	ok = store && verify_entries(store, NULL, 0, &part, err);
	store_close(store);
	if (ok && part.problems_count > 0)
		ok = err_set(err, ERR_CONFLICT, "from", "bản sao không nguyên vẹn: %.200s", buf_get(&part.problems));
	verify_part_release(&part);
	return ok;
}

/* … and its tables say what was paid already. An older program's copy is in the new form by now. */
static bool tables_hold(const char *part_dir, struct store *store, struct err *err)
{
	struct verify_part part;
	struct store *fresh;
	char path[BOOK_PATH_MAX];
	bool ok;

	if (!book_path(part_dir, BOOK_FRESH, path, err))
		return false;
	fresh = store_open_sqlite(path, STORE_READ_WRITE_DRAFTS, err);
	verify_part_init(&part);
	ok = fresh && verify_tables(store, fresh, &part, err);
	store_close(fresh);
	unlink(path);
	if (ok && part.problems_count > 0)
		ok = err_set(err, ERR_CONFLICT, "from", "bút toán trong bản sao còn nguyên, nhưng bảng không theo bút toán: chép tệp ấy thành D/book.db, chạy:"
			     " ocop-pos rebuild --book D --replace, rồi khôi phục từ D/book.db");
	verify_part_release(&part);
	return ok;
}

/* Working rows are of the copy's moment: what waited then was printed since, and whoever was signed in then is not now. */
bool book_quiet_copy(struct txn *txn, const char *why, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &epoch_sql[PAPERS_END]);

	stmt_put_text(q, why);
	return stmt_end(q, err) && stmt_end(stmt_begin(txn, &epoch_sql[SESSIONS_END]), err);
}

/* Which browsers were revoked after the copy is not known any more: all of them are enrolled anew. */
static bool end_stations(struct txn *txn, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &epoch_sql[STATIONS_END]);

	stmt_put_i64(q, at_us);
	return stmt_end(q, err);
}

/* A restore that was broken off after its rename is whole but for the key's place. */
static bool finish_earlier(const char *dir, struct err *err)
{
	struct book *book = book_open(dir, err);

	if (!book)
		return false;
	book_close(book);
	return err_set(err, ERR_CONFLICT, "book", "%s: lần khôi phục trước bị ngắt giữa chừng, nay đã xong và dùng được; muốn khôi phục bản khác thì chọn tên khác", dir);
}

bool book_restore(const char *from, const char *dir, const struct book_epoch *next, struct err *err)
{
	char part[BOOK_PATH_MAX], db[BOOK_PATH_MAX];
	struct store *reader = NULL;
	struct book *book = NULL;
	struct work work = { .id = next->entry_id, .at_us = next->at_us, .ask = hash_of("restore", 7) };
	bool ok;

	if (!book_path(dir, ".part", part, err) || !book_path(part, "/book.db", db, err))
		return false;
	if (book_key_is_born(dir))
		return finish_earlier(dir, err);
	if (access(dir, F_OK) == 0)
		return err_set(err, ERR_CONFLICT, "book", "%s: đã có thư mục này; chọn tên khác", dir);
	book_remove_part(part);
	if (mkdir(part, 0750) != 0)
		return err_set(err, ERR_IO, "book", "%s: %s", part, strerror(errno));
	reader = store_open_sqlite(from, STORE_READ_ONLY, err);
	ok = reader && store_backup_to(reader, db, err);
	store_close(reader);
	ok = ok && is_whole(db, err);
	book = book_new(part);
	book->store = ok ? store_open_sqlite(db, STORE_READ_WRITE, err) : NULL;
	ok = book->store && book_schema(book->store, err) && tables_hold(part, book->store, err) && book_set_rails(book->store, err) && book_take_stock(book, err);
	if (ok) {
		work.book = book;
		work.arena = arena_new(WORK_BYTES_MAX);
		work.txn = txn_begin(book->store, err);
		ok = work.txn && book_next_epoch(book, &work, next, err) && book_quiet_copy(work.txn, "sổ được phục hồi từ bản sao; xem giấy đã in chưa", err) &&
		     end_stations(work.txn, next->at_us, err);
		if (ok)
			ok = txn_commit(work.txn, err);
		else
			txn_abandon(work.txn);
		arena_free(work.arena);
	}
	book_close(book);
	ok = ok && book_bear_key(part, next->key_seed, err);
	/* One rename: before it nothing has changed, after it the new book is there with its key. */
	if (ok && rename(part, dir) == 0)
		return book_sync_parent(dir, err) && book_settle_key(dir, err);
	if (ok)
		err_set(err, ERR_IO, "book", "%s: %s", dir, strerror(errno));
	book_remove_part(part);
	return false;
}
