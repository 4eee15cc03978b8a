#include "app/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "shop/backup.h"
#include "shop/book.h"
#include "shop/recovery.h"
#include "shop/verify.h"
#include "store/store.h"

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
	fprintf(stderr, "ocop-pos %s: %s%s%s\n", name, err->field, err->field[0] ? ": " : "", err->text);
	return err_exit_code(err->code);
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
	const char *dir = NULL, *head_text = NULL;
	bool is_quick = false, holds = true, ok;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--head", .value = &head_text }, { .name = "--quick", .flag = &is_quick }, { .name = NULL },
	};
	struct err err = { 0 };
	char path[BOOK_PATH_MAX];
	struct store *store;
	struct hash head;

	if (!options_read(argc, argv, options, &err))
		return command_fails("verify", &err);
	if (!dir || (head_text && !hash_read(head_text, strlen(head_text), &head))) {
		fprintf(stderr, "Cách dùng: ocop-pos verify --book DIR [--quick] [--head MÃ]\n");
		return err_exit_code(ERR_INPUT);
	}
	store = book_file(dir, path, &err) ? store_open_sqlite(path, STORE_READ_ONLY, &err) : NULL;
	ok = store && check_entries(store, head_text ? &head : NULL, &holds, &err) && (is_quick || check_tables(store, &holds, &err)) &&
	     check_invariants(store, &holds, &err);
	store_close(store);
	if (!ok) {
		command_fails("verify", &err);
		return 1;
	}
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
	if (!dir) {
		fprintf(stderr, "Cách dùng: ocop-pos rebuild --book DIR [--replace]\n");
		return err_exit_code(ERR_INPUT);
	}
	verify_part_init(&part);
	ok = backup_rebuild(dir, is_replaced, &part, &err);
	holds = ok && say_part("dựng lại", "bảng", &part);
	verify_part_release(&part);
	if (!ok)
		return command_fails("rebuild", &err);
	printf(is_replaced ? "đã thay sổ; sổ trước ở %s/before-rebuild.db\n" : "bản dựng lại ở %s/rebuilt.db\n", dir);
	return holds ? 0 : 1;
}

int backup_main(int argc, char **argv)
{
	const char *dir = NULL, *to = NULL;
	const struct option options[] = { { .name = "--book", .value = &dir }, { .name = "--to", .value = &to }, { .name = NULL } };
	char path[BOOK_PATH_MAX], text[HASH_TEXT_SIZE];
	struct verify_part part;
	struct err err = { 0 };
	bool ok;

	if (!options_read(argc, argv, options, &err))
		return command_fails("backup", &err);
	if (!dir || !to) {
		fprintf(stderr, "Cách dùng: ocop-pos backup --book DIR --to DIR\n");
		return err_exit_code(ERR_INPUT);
	}
	if (mkdir(to, 0750) != 0 && errno != EEXIST) {
		err_set(&err, ERR_IO, "--to", "%s: %s", to, strerror(errno));
		return command_fails("backup", &err);
	}
	verify_part_init(&part);
	ok = backup_make(dir, to, clock_now_us(), path, &part, &err);
	if (ok) {
		hash_write(part.head, text);
		printf("%s\n%lld bút toán, đầu chuỗi %s\n", path, (long long)part.checked_count, text);
	} else if (part.problems_count > 0) {
		fputs(buf_get(&part.problems), stderr);
	}
	verify_part_release(&part);
	return ok ? 0 : command_fails("backup", &err);
}

static bool read_old_key(const char *path, uint8_t seed[32], struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = descriptor >= 0 && read(descriptor, seed, 32) == 32;

	if (descriptor >= 0)
		close(descriptor);
	return ok || err_set(err, ERR_IO, "--key", "%s: không đọc được khóa 32 byte", path);
}

static bool read_signer(const char *key, const char *recovery, struct book_epoch *next, struct err *err)
{
	char typed[400];

	next->is_recovery = key == NULL;
	if (key)
		return read_old_key(key, next->signer_seed, err);
	if (!recovery) {
		fprintf(stderr, "gõ khóa khôi phục trên tờ giấy (14 nhóm), rồi Enter:\n");
		if (!fgets(typed, sizeof(typed), stdin))
			return err_set(err, ERR_INPUT, "recovery", "chưa gõ khóa khôi phục");
		recovery = typed;
	}
	return recovery_read(recovery, next->signer_seed, err);
}

int restore_main(int argc, char **argv)
{
	const char *dir = NULL, *from = NULL, *key = NULL, *recovery = NULL;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--from", .value = &from }, { .name = "--key", .value = &key },
		{ .name = "--recovery", .value = &recovery }, { .name = NULL },
	};
	struct book_epoch next = { .at_us = clock_now_us() };
	struct err err = { 0 };
	bool ok;

	if (!options_read(argc, argv, options, &err))
		return command_fails("restore", &err);
	if (!dir || !from || (key && recovery)) {
		fprintf(stderr, "Cách dùng: ocop-pos restore --from TỆP --book DIR [--key TỆP | --recovery KHÓA]\n");
		return err_exit_code(ERR_INPUT);
	}
	next.entry_id = random_id();
	random_bytes(next.key_seed, sizeof(next.key_seed));
	ok = read_signer(key, recovery, &next, &err) && book_restore(from, dir, &next, &err);
	explicit_bzero(&next, sizeof(next));
	if (!ok)
		return command_fails("restore", &err);
	printf("đã khôi phục vào %s, kỳ sổ mới; khóa mới ở %s.key; số phiếu bắt đầu lại theo kỳ sổ mới\n", dir, dir);
	return 0;
}
