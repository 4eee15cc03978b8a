/*
 * Whether all goes well: the book's head, the last backup and the last proof (their commands say when they are done), room on
 * the disk, papers that wait. Good, worth a look, or stop.
 */
#include "app/api_office.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/sse.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/mark.h"
#include "shop/print.h"

#define HOUR_US INT64_C(3600000000)
#define BACKUP_LOOK_US (36 * HOUR_US)
#define BACKUP_STOP_US (7 * 24 * HOUR_US)
#define VERIFY_LOOK_US (8 * 24 * HOUR_US)
#define VERIFY_STOP_US (35 * 24 * HOUR_US)
#define DISK_LOOK_BYTES (INT64_C(2) << 30)
#define DISK_STOP_BYTES (INT64_C(256) << 20)

enum health_state { HEALTH_GOOD = 1, HEALTH_LOOK, HEALTH_STOP };
static const char *const state_words[] = { NULL, "good", "look", "stop", NULL };

struct part {
	int64_t at_us, free_bytes;
	int32_t state;
	const char *text;
};
static const struct field part_fields[] = {
	F_I64_OPT(struct part, at_us, 0, INT64_MAX),
	F_I64_OPT(struct part, free_bytes, 0, INT64_MAX),
	F_WORD(struct part, state, state_words),
	F_TEXT(struct part, text, 1, 300),
};
static const struct shape part_shape = SHAPE(struct part, "health_part", part_fields);

struct book_head {
	const char *head;
	int64_t number;
};
static const struct field head_fields[] = {
	F_TEXT(struct book_head, head, 64, 64),
	F_I64(struct book_head, number, 0, INT64_MAX),
};
static const struct shape head_shape = SHAPE(struct book_head, "book_head", head_fields);

struct health {
	int64_t at_us;
	struct part backup;
	int64_t calls_count;
	struct part disk;
	struct book_head journal;
	int64_t listeners_count;
	struct part printing;
	int32_t state;
	struct part verify;
	int64_t waiting_prints_count;
};
static const struct field health_fields[] = {
	F_I64(struct health, at_us, 0, INT64_MAX),
	F_PART(struct health, backup, &part_shape),
	F_I64(struct health, calls_count, 0, INT64_MAX),
	F_PART(struct health, disk, &part_shape),
	F_PART(struct health, journal, &head_shape),
	F_I64(struct health, listeners_count, 0, INT64_MAX),
	F_PART(struct health, printing, &part_shape),
	F_WORD(struct health, state, state_words),
	F_PART(struct health, verify, &part_shape),
	F_I64(struct health, waiting_prints_count, 0, INT64_MAX),
};
static const struct shape health_shape = SHAPE(struct health, "health", health_fields);

static bool health_loop(struct call *call, struct err *err)
{
	struct health *out = call->out;

	(void)err;
	out->calls_count = (int64_t)call->app->calls_count;
	out->listeners_count = call->app->sse ? (int64_t)sse_listeners_count(call->app->sse) : 0;
	return true;
}

static const struct care {
	enum mark mark;
	int64_t look_us, stop_us;      /* older than this */
	const char *name, *command;
} cares[] = {
	{ MARK_BACKUP, BACKUP_LOOK_US, BACKUP_STOP_US, "sao lưu", "ocop-pos backup --to THƯ-MỤC" },
	{ MARK_VERIFY, VERIFY_LOOK_US, VERIFY_STOP_US, "kiểm tra sổ", "ocop-pos verify" },
};

static const char *age_words(struct arena *arena, int64_t age_us)
{
	int64_t hours = age_us > 0 ? age_us / HOUR_US : 0;

	return hours < 48 ? arena_format(arena, "%lld giờ", (long long)hours) : arena_format(arena, "%lld ngày", (long long)(hours / 24));
}

/* None yet is worth a look: a new shop has to begin with it. */
static bool mark_part(struct call *call, const struct care *care, struct part *part, struct err *err)
{
	struct mark_last last;
	char moment[MOMENT_TEXT_SIZE];
	const char *ago;
	int64_t age;

	*part = (struct part){ .at_us = SHAPE_ABSENT, .free_bytes = SHAPE_ABSENT, .state = HEALTH_LOOK };
	if (!mark_get(call->work.txn, care->mark, &last, err))
		return false;
	if (last.at_us == 0) {
		part->text = arena_format(call->arena, "chưa có lần %s nào; người quản trị chạy: %s", care->name, care->command);
		return true;
	}
	part->at_us = last.at_us;
	age = call->work.at_us - last.at_us;
	ago = age_words(call->arena, age);
	moment_write_vn(last.at_us, moment);
	part->state = age > care->stop_us || !last.holds ? HEALTH_STOP : age > care->look_us ? HEALTH_LOOK : HEALTH_GOOD;
	if (!last.holds)
		part->text = arena_format(call->arena, "lần %s lúc %.16s thấy SỔ KHÔNG NGUYÊN VẸN; gọi người quản trị, chạy: ocop-pos verify", care->name, moment);
	else
		part->text = arena_format(call->arena, "%s lúc %.16s, cách đây %s%s%s", care->name, moment, ago,
					  part->state == HEALTH_GOOD ? "" : "; đã quá lâu, người quản trị chạy: ", part->state == HEALTH_GOOD ? "" : care->command);
	return true;
}

static void disk_part(struct call *call, struct part *part)
{
	struct statvfs disk;
	bool is_large;

	*part = (struct part){ .at_us = SHAPE_ABSENT, .free_bytes = SHAPE_ABSENT, .state = HEALTH_LOOK, .text = "không đọc được dung lượng đĩa" };
	if (statvfs(call->work.book->dir, &disk) != 0)
		return;
	part->free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	part->state = part->free_bytes < DISK_STOP_BYTES ? HEALTH_STOP : part->free_bytes < DISK_LOOK_BYTES ? HEALTH_LOOK : HEALTH_GOOD;
	is_large = part->free_bytes >= (int64_t)10 << 30;
	part->text = arena_format(call->arena, "đĩa còn trống %lld %s%s", (long long)(part->free_bytes >> (is_large ? 30 : 20)), is_large ? "GB" : "MB",
				  part->state == HEALTH_GOOD ? "" : "; dọn bớt trước khi sổ không ghi được");
}

static bool printing_part(struct call *call, struct health *out, struct err *err)
{
	static const enum print_state troubled[] = { PRINT_IS_FAILED, PRINT_IS_UNKNOWN };
	struct print_row *rows;
	size_t count, waiting, look = 0;

	if (!print_list(call->work.txn, call->arena, PRINT_WAITING, &rows, &waiting, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(troubled); i++) {
		if (!print_list(call->work.txn, call->arena, troubled[i], &rows, &count, err))
			return false;
		look += count;
	}
	out->waiting_prints_count = (int64_t)waiting;
	out->printing = (struct part){ .at_us = SHAPE_ABSENT, .free_bytes = SHAPE_ABSENT, .state = look ? HEALTH_LOOK : HEALTH_GOOD };
	out->printing.text = look ? arena_format(call->arena, "%zu giấy in hỏng hoặc chưa rõ đã in; xem lại ở Giấy in", look)
				  : arena_format(call->arena, "%zu giấy đang chờ in", waiting);
	return true;
}

static bool health_read(struct call *call, struct err *err)
{
	struct health *out = call->out;
	char *head = arena_take(call->arena, HASH_TEXT_SIZE);
	const struct part *parts[] = { &out->backup, &out->verify, &out->disk, &out->printing };
	struct journal_head at;

	if (!journal_head(call->work.txn, call->work.book->stream, &at, err) ||
	    !mark_part(call, &cares[0], &out->backup, err) || !mark_part(call, &cares[1], &out->verify, err) || !printing_part(call, out, err))
		return false;
	disk_part(call, &out->disk);
	hash_write(at.hash, head);
	out->at_us = call->work.at_us;
	out->journal = (struct book_head){ head, at.number };
	out->state = HEALTH_GOOD;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (parts[i]->state > out->state)
			out->state = parts[i]->state;
	return true;
}

/* ---- what the commands say ---------------------------------------------------------- */

struct mark_in {
	bool holds;
	int32_t name;              /* enum mark */
};
static const struct field mark_fields[] = {
	F_BOOL(struct mark_in, holds),
	F_WORD(struct mark_in, name, mark_words),
};
static const struct shape mark_shape = SHAPE(struct mark_in, "mark_in", mark_fields);

static bool mark_write(struct call *call, struct err *err)
{
	const struct mark_in *in = call->in;

	return mark_put(call->work.txn, (enum mark)in->name, call->work.at_us, in->holds, err);
}

const struct route health_routes[] = {
	{ HTTP_GET, "/health", MAY_STAFF, &nothing_shape, &health_shape, { { LANE_LOOP, health_loop }, { LANE_READ, health_read } },
	  "Whether all goes well", false, NULL },
	{ HTTP_POST, "/health/marks", MAY_ADMIN, &mark_shape, &nothing_shape, { { LANE_WRITE, mark_write } },
	  "A backup or a proof of the book is done: the commands say so to a running daemon", false, NULL },
	{ .path = NULL },
};
