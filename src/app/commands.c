#include "app/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/ask.h"
#include "app/wrong.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/day.h"
#include "base/random.h"
#include "shop/backup.h"
#include "shop/book.h"
#include "shop/clock.h"
#include "shop/journal.h"
#include "shop/mark.h"
#include "shop/recovery.h"
#include "shop/staff.h"
#include "shop/verify.h"
#include "store/store.h"
#include "store/txn.h"

bool options_read(int argc, char **argv, const struct option *options, struct err *err)
{
	for (int i = 0; i < argc; i++) {
		const struct option *option = options;

		while (option->name && strcmp(option->name, argv[i]) != 0)
			option++;
		if (!option->name)
			return err_set(err, ERR_INPUT, argv[i], "không có tùy chọn này");
		if (!option->value) {
			*option->flag = true;
			continue;
		}
		if (*option->value || i + 1 == argc)
			return err_set(err, ERR_INPUT, argv[i], "thiếu giá trị, hoặc nêu hai lần");
		*option->value = argv[++i];
	}
	return true;
}

int command_fails(const char *name, const struct err *err)
{
	const char *field = wrong_label(err->field) ? wrong_label(err->field) : err->field;

	fprintf(stderr, "ocop-pos %s: %s%s%s\n", name, field, field[0] ? ": " : "", err->text);
	return err_exit_code(err->code);
}

int command_misused(const char *name, const char *why, const char *usage)
{
	fprintf(stderr, "ocop-pos %s: %s\nCách dùng: ocop-pos %s %s\n", name, why, name, usage);
	return err_exit_code(ERR_INPUT);
}

/* ---- version -------------------------------------------------------------------- */

#define VERSION "0.1.0"

int version_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	printf("ocop-pos %s (dạng sổ %d, SQLite %s)\n", VERSION, BOOK_FORMAT, store_sqlite_version());
	return 0;
}

/* ---- the clock ------------------------------------------------------------------ */

#define COMMAND_BYTES_MAX ((size_t)16 << 20)

static bool confirm_clock(struct work *work, void *what, struct err *err)
{
	(void)what;
	return clock_confirm(work, "xác nhận bằng lệnh trên máy chủ của quầy", err);
}

/* On a terminal it is asked, with both moments in sight. */
static bool says_yes(int64_t now_us, int64_t last_us)
{
	char now[MOMENT_TEXT_SIZE], last[MOMENT_TEXT_SIZE], typed[16];

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	moment_write_vn(now_us, now);
	moment_write_vn(last_us, last);
	fprintf(stderr, "Đồng hồ máy: %s; bút toán cuối của sổ: %s. Giờ máy đúng không? (c = đúng) ", now, last);
	return fgets(typed, sizeof(typed), stdin) && (typed[0] == 'c' || typed[0] == 'C');
}

bool command_clock(struct book *book, bool is_confirmed, struct err *err)
{
	struct work work = { .id = random_id(), .at_us = clock_now_us(), .role = STAFF_ADMIN, .ask = hash_of("clock", 5) };
	char now[MOMENT_TEXT_SIZE], last[MOMENT_TEXT_SIZE];
	struct txn *txn = txn_begin(book->store, err);
	struct journal_head head;
	bool ok = txn && journal_head(txn, book->stream, &head, err);

	txn_abandon(txn);
	if (!ok || journal_clock_fits(&head, work.at_us))
		return ok;
	if (!is_confirmed && !says_yes(work.at_us, head.at_us)) {
		moment_write_vn(work.at_us, now);
		moment_write_vn(head.at_us, last);
		return err_set(err, ERR_CONFLICT, "clock", "giờ máy %s, bút toán cuối %s: xem giờ máy có đúng không; đúng thì thêm --clock-confirmed", now, last);
	}
	work.at_us = clock_now_us();  /* the answer may have taken its time */
	work.arena = arena_new(COMMAND_BYTES_MAX);
	ok = book_run(book, &work, confirm_clock, NULL, err);
	arena_free(work.arena);
	return ok;
}

/* ---- what the health page reads --------------------------------------------------- */

static bool put_mark(const char *dir, const char *socket, enum mark mark, bool holds, struct err *err)
{
	char path[BOOK_PATH_MAX + 8], body[128], id[ID_TEXT_SIZE];
	struct answer answer;
	struct book *book;
	struct txn *txn;
	bool ok;

	snprintf(path, sizeof(path), "%.395s%s", socket ? socket : dir, socket ? "" : ".sock");
	if (ask_is_there(path)) {
		id_write(random_id(), id);
		snprintf(body, sizeof(body), "{\"holds\":%s,\"id\":\"%s\",\"name\":\"%s\"}", holds ? "true" : "false", id, mark_words[mark]);
		ok = ask(path, "POST", "/api/v1/health/marks", body, &answer, err) && answer_ok(&answer, err);
		answer_release(&answer);
		return ok;
	}
	book = book_open(dir, err);
	txn = book ? txn_begin(book->store, err) : NULL;
	ok = txn && mark_put(txn, mark, clock_now_us(), holds, err);
	if (ok)
		ok = txn_commit(txn, err);
	else
		txn_abandon(txn);
	book_close(book);
	return ok;
}

/* The work itself is done: a mark that cannot be written is said, and no more. */
static void say_done(const char *dir, const char *socket, enum mark mark, bool holds)
{
	struct err err = { 0 };

	if (!put_mark(dir, socket, mark, holds, &err))
		fprintf(stderr, "lưu ý: chưa ghi được vào sổ là đã làm việc này (%s)\n", err.text);
}

/* ---- verify ------------------------------------------------------------------- */

static bool say_part(const char *name, const char *what, const struct verify_part *part)
{
	if (part->problems_count == 0) {
		printf("%s: đúng (%lld %s)\n", name, (long long)part->checked_count, what);
		return true;
	}
	printf("%s: SAI, %lld chỗ\n%s", name, (long long)part->problems_count, buf_get(&part->problems));
	if (part->problems_count > VERIFY_PROBLEMS_MAX)
		printf("… và %lld chỗ nữa\n", (long long)part->problems_count - VERIFY_PROBLEMS_MAX);
	return false;
}

static bool check_entries(struct store *store, const struct hash *head, bool *holds, struct err *err)
{
	char text[HASH_TEXT_SIZE];
	struct verify_part part;
	bool ok;

	verify_part_init(&part);
	ok = verify_entries(store, head, head ? 1 : 0, &part, err);
	if (ok) {
		*holds = say_part("1. chuỗi bút toán", "bút toán", &part) && *holds;
		hash_write(part.head, text);
		printf("   đầu chuỗi: kỳ sổ %lld, số %lld, %s\n", (long long)part.head_epoch, (long long)part.head_number, text);
		if (part.is_practice)
			printf("   ĐÂY LÀ SỔ TẬP: không có gì trong kỳ sổ này đã bán thật\n");
	}
	verify_part_release(&part);
	return ok;
}

static bool check_tables(struct store *store, bool *holds, struct err *err)
{
	const char *place = getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir;
	char path[300], file[320];
	struct verify_part part;
	struct store *fresh;
	bool ok;

	/* On the disk, because a large book is larger than memory. */
	snprintf(path, sizeof(path), "%.250s/ocop-verify.XXXXXX", place);
	if (!mkdtemp(path))
		return err_set(err, ERR_IO, NULL, "không tạo được thư mục tạm");
	snprintf(file, sizeof(file), "%s/fresh", path);
	fresh = store_open_sqlite(file, STORE_READ_WRITE_DRAFTS, err);
	verify_part_init(&part);
	ok = fresh && verify_tables(store, fresh, &part, err);
	if (ok)
		*holds = say_part("2. dựng lại và so bảng", "bảng", &part) && *holds;
	verify_part_release(&part);
	store_close(fresh);
	unlink(file);
	rmdir(path);
	return ok;
}

static bool check_invariants(struct store *store, bool *holds, struct err *err)
{
	struct verify_part part;
	bool ok;

	verify_part_init(&part);
	ok = verify_invariants(store, &part, err);
	if (ok)
		*holds = say_part("3. các đẳng thức", "điều", &part) && *holds;
	verify_part_release(&part);
	return ok;
}

int verify_main(int argc, char **argv)
{
	const char *dir = NULL, *head_text = NULL, *socket = NULL;
	bool is_quick = false, holds = true, ok;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--head", .value = &head_text }, { .name = "--quick", .flag = &is_quick },
		{ .name = "--socket", .value = &socket }, { .name = NULL },
	};
	struct err err = { 0 };
	char path[BOOK_PATH_MAX];
	struct store *store;
	struct hash head;

	if (!options_read(argc, argv, options, &err))
		return command_fails("verify", &err);
	if (!dir || (head_text && !hash_read(head_text, strlen(head_text), &head)))
		return command_misused("verify", dir ? "--head: mã đầu chuỗi là 64 chữ số và chữ a–f, như in trên phiếu Z" : "thiếu --book",
				       "--book DIR [--quick] [--head MÃ] [--socket TỆP]");
	store = book_file(dir, path, &err) ? store_open_sqlite(path, STORE_READ_ONLY, &err) : NULL;
	ok = store && check_entries(store, head_text ? &head : NULL, &holds, &err) && (is_quick || check_tables(store, &holds, &err)) &&
	     check_invariants(store, &holds, &err);
	store_close(store);
	if (!ok) {
		command_fails("verify", &err);
		return 1;
	}
	/* A quick look proves only what it finds wrong; a head that is not there says nothing of this book's own figures. */
	if (holds ? !is_quick : !head_text)
		say_done(dir, socket, MARK_VERIFY, holds);
	printf(holds ? "sổ nguyên vẹn\n" : "SỔ KHÔNG NGUYÊN VẸN\n");
	return holds ? 0 : 1;
}

/* ---- rebuild, backup, restore ----------------------------------------------------- */

int rebuild_main(int argc, char **argv)
{
	const char *dir = NULL;
	bool is_replaced = false, holds, ok;
	const struct option options[] = { { .name = "--book", .value = &dir }, { .name = "--replace", .flag = &is_replaced }, { .name = NULL } };
	struct err err = { 0 };
	struct verify_part part;

	if (!options_read(argc, argv, options, &err))
		return command_fails("rebuild", &err);
	if (!dir)
		return command_misused("rebuild", "thiếu --book", "--book DIR [--replace]");
	verify_part_init(&part);
	ok = backup_rebuild(dir, is_replaced, &part, &err);
	holds = ok && say_part("dựng lại", "bảng", &part);
	verify_part_release(&part);
	if (!ok)
		return command_fails("rebuild", &err);
	printf(is_replaced ? "đã thay sổ; sổ trước ở %s/before-rebuild.db\n" : "bản dựng lại ở %s/rebuilt.db\n", dir);
	return holds ? 0 : 1;
}

static bool read_count(const char *text, size_t *count, struct err *err)
{
	int64_t number;

	if (text && (!text_read_i64(text, strlen(text), &number) || number < 1 || number > BACKUP_KEEP_MAX))
		return err_set(err, ERR_INPUT, "--keep", "cần một số từ 1 đến %d", BACKUP_KEEP_MAX);
	*count = text ? (size_t)number : 0;
	return true;
}

int backup_main(int argc, char **argv)
{
	const char *dir = NULL, *to = NULL, *keep_text = NULL, *socket = NULL;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--to", .value = &to }, { .name = "--keep", .value = &keep_text },
		{ .name = "--socket", .value = &socket }, { .name = NULL },
	};
	char path[BOOK_PATH_MAX], text[HASH_TEXT_SIZE];
	struct verify_part part;
	struct err err = { 0 };
	size_t keep = 0, removed = 0;
	bool ok, is_kept = true;

	if (!options_read(argc, argv, options, &err) || !read_count(keep_text, &keep, &err))
		return command_fails("backup", &err);
	if (!dir || !to)
		return command_misused("backup", dir ? "thiếu --to: thư mục để bản sao" : "thiếu --book", "--book DIR --to DIR [--keep N] [--socket TỆP]");
	if (mkdir(to, 0750) != 0 && errno != EEXIST) {
		err_set(&err, ERR_IO, "--to", "%s: %s", to, strerror(errno));
		return command_fails("backup", &err);
	}
	verify_part_init(&part);
	ok = backup_make(dir, to, clock_now_us(), path, &part, &err);
	if (ok) {
		hash_write(part.head, text);
		printf("%s\n%lld bút toán, đầu chuỗi %s\n", path, (long long)part.checked_count, text);
		is_kept = keep == 0 || backup_keep(path, keep, &removed, &err);
		if (removed > 0)
			printf("đã bỏ %zu bản cũ, giữ %zu bản mới nhất\n", removed, keep);
	} else if (part.problems_count > 0) {
		fputs(buf_get(&part.problems), stderr);
	}
	if (ok || part.problems_count > 0)
		say_done(dir, socket, MARK_BACKUP, ok);
	verify_part_release(&part);
	return ok && is_kept ? 0 : command_fails("backup", &err);
}

static bool read_old_key(const char *path, uint8_t seed[32], struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = descriptor >= 0 && read(descriptor, seed, 32) == 32;

	if (descriptor >= 0)
		close(descriptor);
	return ok || err_set(err, ERR_IO, "--key", "%s: không đọc được khóa 32 byte", path);
}

/* Never from an argument: those are in sight of everybody on the machine. Typed letters are shown: they are compared with the paper. */
static bool read_recovery(const char *path, uint8_t seed[32], struct err *err)
{
	FILE *file = path ? fopen(path, "re") : stdin;
	char typed[400];
	size_t size = 0;
	bool ok;

	if (!file)
		return err_set(err, ERR_IO, "--recovery-file", "%s: %s", path, strerror(errno));
	if (!path && isatty(STDIN_FILENO))
		fprintf(stderr, "gõ khóa khôi phục trên tờ giấy (14 nhóm), rồi Enter:\n");
	/* A file, or what a pipe brings, may break the groups over lines, as the paper does. */
	if (!path && isatty(STDIN_FILENO))
		size = fgets(typed, sizeof(typed), stdin) ? strlen(typed) : 0;
	else
		size = fread(typed, 1, sizeof(typed) - 1, file);
	typed[size] = '\0';
	if (path)
		fclose(file);
	ok = size > 0 ? recovery_read(typed, seed, err) : err_set(err, ERR_INPUT, "recovery", "chưa gõ khóa khôi phục");
	explicit_bzero(typed, sizeof(typed));
	return ok;
}

int restore_main(int argc, char **argv)
{
	const char *dir = NULL, *from = NULL, *key = NULL, *recovery = NULL;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--from", .value = &from }, { .name = "--key", .value = &key },
		{ .name = "--recovery-file", .value = &recovery }, { .name = NULL },
	};
	struct book_epoch next = { .at_us = clock_now_us() };
	struct err err = { 0 };
	bool ok;

	if (!options_read(argc, argv, options, &err))
		return command_fails("restore", &err);
	if (!dir || !from || (key && recovery))
		return command_misused("restore", !from ? "thiếu --from: tệp bản sao" : !dir ? "thiếu --book: chỗ để sổ mới" : "chỉ nêu --key hoặc --recovery-file",
				       "--from TỆP --book DIR [--key TỆP | --recovery-file TỆP]   (không nêu: gõ khóa khôi phục)");
	next.entry_id = random_id();
	next.is_recovery = key == NULL;
	random_bytes(next.key_seed, sizeof(next.key_seed));
	ok = (key ? read_old_key(key, next.signer_seed, &err) : read_recovery(recovery, next.signer_seed, &err)) && book_restore(from, dir, &next, &err);
	explicit_bzero(&next, sizeof(next));
	if (!ok)
		return command_fails("restore", &err);
	printf("đã khôi phục vào %s, kỳ sổ mới; khóa mới ở %s.key; số phiếu bắt đầu lại theo kỳ sổ mới\n"
	       "ghi danh lại các máy bán hàng; xem lại người đã nghỉ và mã PIN đã đổi sau ngày của bản sao\n"
	       "mã PIN: chép tệp .pepper của sổ cũ thành %s.pepper; không còn thì đặt lại: ocop-pos user --book %s --login TÊN … --reset-pins\n",
	       dir, dir, dir, dir);
	return 0;
}
