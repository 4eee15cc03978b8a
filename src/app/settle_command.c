/* `ocop-pos settle`: drafts or closes, and writes the papers. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/statement.h"
#include "base/clock.h"
#include "base/random.h"
#include "receipts/pdf.h"
#include "calc/card.h"
#include "calc/fold.h"
#include "shop/book.h"
#include "shop/contract.h"
#include "shop/staff.h"
#include "store/store.h"
#include "store/txn.h"

#define SETTLE_BYTES_MAX ((size_t)128 << 20)
#define PATH_MAX_HERE 600

struct settle {
	struct book *book;
	bool is_draft, is_forced;
	const char *reason;            /* of is_forced */
	int32_t to_day;
	const char *out;
	int64_t now_us;
	int stopped_count, done_count;
};

/* ---- files ------------------------------------------------------------------------ */

static bool write_file(const char *path, const struct buf *bytes, struct err *err)
{
	FILE *file = fopen(path, "wb");
	bool ok = file && fwrite(buf_get(bytes), 1, bytes->size, file) == bytes->size;

	if (file && fclose(file) != 0)
		ok = false;
	return ok || err_set(err, ERR_IO, "--out", "%s: %s", path, strerror(errno));
}

/* OUT/01-BH_02-2026-KG_3.pdf: the contract's number without what a file's name cannot hold. */
static void path_of(const struct settle *settle, const struct settled *s, const char *tail, char path[PATH_MAX_HERE])
{
	char number[100];
	size_t i;

	for (i = 0; s->contract_number[i] && i + 1 < sizeof(number); i++) {
		unsigned char c = (unsigned char)s->contract_number[i];

		number[i] = c < 33 || strchr("/\\:*?\"<>|.", c) ? '-' : (char)c;
	}
	number[i] = '\0';
	snprintf(path, PATH_MAX_HERE, "%.400s/01-BH_%s_%" PRId64 "%s%s", settle->out, number, s->number, settle->is_draft ? "_ban-thao" : "", tail);
}

static bool write_buf(const struct settle *settle, const struct settled *s, const char *tail, bool ok, struct buf *bytes, struct err *err)
{
	char path[PATH_MAX_HERE];

	path_of(settle, s, tail, path);
	ok = ok && write_file(path, bytes, err);
	buf_release(bytes);
	return ok;
}

static bool write_papers(const struct settle *settle, struct txn *txn, const struct settled *s, const struct entry *entry, struct err *err)
{
	char path[PATH_MAX_HERE];
	struct buf bytes;
	bool ok;

	if (!settle->out)
		return true;
	buf_init(&bytes, PDF_BYTES_MAX);
	ok = statement_pdf(txn, s, entry, &bytes, err);
	if (!write_buf(settle, s, ".pdf", ok, &bytes, err))
		return false;
	buf_init(&bytes, STATEMENT_CSV_MAX);
	ok = statement_csv(s, &bytes, err);
	if (!write_buf(settle, s, ".csv", ok, &bytes, err))
		return false;
	buf_init(&bytes, STATEMENT_CSV_MAX);
	ok = statement_lines_csv(txn, s, &bytes, err);
	if (!write_buf(settle, s, "_dong.csv", ok, &bytes, err))
		return false;
	path_of(settle, s, ".xlsx", path);
	return statement_xlsx(txn, s, path, err);
}

/* ---- one contract -------------------------------------------------------------------- */

static void say(const struct settled *s, bool is_draft)
{
	char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE], col6[40], iv[40], v[40], vi[40];

	day_write_vn(s->from_day, from);
	day_write_vn(s->to_day, to);
	money_write(s->col6, col6, sizeof(col6));
	money_write(s->iv, iv, sizeof(iv));
	money_write(s->v, v, sizeof(v));
	money_write(s->owed_after, vi, sizeof(vi));
	printf("%s số %" PRId64 ", %s đến %s%s: tiền hàng %s, IV %s, V %s, còn nợ %s\n", s->contract_number, s->number, from, to,
	       is_draft ? " (bản thảo)" : "", col6, iv, v, vi);
}

struct closing {
	const struct settlement_ask *ask;
	const struct settled *draft;
	const struct settled *body;
};

static bool close_one(struct work *work, void *what, struct err *err)
{
	struct closing *closing = what;

	return settlement_close(work, closing->ask, closing->draft, &closing->body, err);
}

static bool read_draft(struct settle *settle, struct arena *arena, const char *number, const struct settlement_ask *ask, struct settled **draft,
		       bool *is_stopped, struct err *err)
{
	struct settlement_stop stops[SETTLEMENT_STOPS_MAX];
	struct txn *txn = txn_begin(settle->book->store, err);
	size_t count = 0;
	bool ok = txn && settlement_stops(txn, arena, ask, stops, &count, err);

	*is_stopped = ok && count > 0 && !settle->is_draft;
	for (size_t i = 0; ok && i < count; i++)
		printf("%s: %s\n", number, stops[i].text);
	if (ok && !*is_stopped) {
		ok = settlement_draft(txn, arena, ask, draft, err);
		if (ok && settle->is_draft) {
			say(*draft, true);
			ok = write_papers(settle, txn, *draft, NULL, err);
		}
	}
	txn_abandon(txn);
	return ok;
}

static bool settle_one(struct settle *settle, const char *number, struct id contract_id, int32_t to_day, bool *is_stopped, struct err *err)
{
	struct settlement_ask ask = { .contract_id = contract_id, .to_day = to_day, .is_forced = settle->is_forced,
				      .forced_reason = settle->reason, .at_us = settle->now_us };
	struct arena *arena = arena_new(SETTLE_BYTES_MAX);
	struct work work = { .arena = arena, .id = random_id(), .at_us = settle->now_us, .role = STAFF_ADMIN, .ask = hash_of("settle", 6) };
	struct closing closing = { .ask = &ask };
	struct settled *draft = NULL;
	bool ok = read_draft(settle, arena, number, &ask, &draft, is_stopped, err);

	settle->stopped_count += *is_stopped;
	if (ok && !*is_stopped && !settle->is_draft) {
		closing.draft = draft;
		ok = book_run(settle->book, &work, close_one, &closing, err);
		if (ok) {
			struct txn *txn = txn_begin(settle->book->store, err);

			say(closing.body, false);
			ok = txn && write_papers(settle, txn, closing.body, &work.entry, err);
			txn_abandon(txn);
		}
	}
	settle->done_count += ok && !*is_stopped;
	arena_free(arena);
	return ok;
}

/* Every period of the contract that is over by the day, until something stops it. */
static bool settle_due(struct settle *settle, const char *number, struct id contract_id, struct err *err)
{
	for (int rounds = 0; rounds < 600; rounds++) {
		struct txn *txn = txn_begin(settle->book->store, err);
		int32_t to_day = 0;
		bool is_stopped = false, ok = txn && settlement_due_day(txn, contract_id, settle->to_day, &to_day, err);

		txn_abandon(txn);
		if (!ok)
			return false;
		if (!to_day)
			return true;
		if (!settle_one(settle, number, contract_id, to_day, &is_stopped, err))
			return false;
		/* A draft moves nothing on. */
		if (is_stopped || settle->is_draft)
			return true;
	}
	return true;
}

static bool settle_all(struct settle *settle, struct err *err)
{
	struct arena *arena = arena_new(SETTLE_BYTES_MAX);
	struct txn *txn = txn_begin(settle->book->store, err);
	struct settlement_contract *contracts;
	size_t count = 0;
	bool ok = txn && settlement_contracts(txn, arena, &contracts, &count, err);

	txn_abandon(txn);
	for (size_t i = 0; ok && i < count; i++) {
		struct err one = { 0 };

		/* One that cannot be closed stops nobody else's (C6). */
		if (!settle_due(settle, contracts[i].number, contracts[i].contract_id, &one)) {
			settle->stopped_count++;
			fprintf(stderr, "%s: %s\n", contracts[i].number, one.text);
		}
	}
	arena_free(arena);
	return ok;
}

static bool settle_number(struct settle *settle, const char *number, struct err *err)
{
	struct txn *txn = txn_begin(settle->book->store, err);
	struct id contract_id;
	bool found = false, is_stopped, ok = txn && contract_find_number(txn, number, &contract_id, &found, err);

	txn_abandon(txn);
	if (!ok)
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "--contract", "không có hợp đồng số %s", number);
	return settle_one(settle, number, contract_id, settle->to_day, &is_stopped, err);
}

int settle_main(int argc, char **argv)
{
	const char *dir = NULL, *number = NULL, *to = NULL;
	struct settle settle = { .now_us = 0 };
	bool all = false, is_confirmed = false, ok;
	const struct option options[] = {
		{ .name = "--book", .value = &dir }, { .name = "--contract", .value = &number }, { .name = "--to", .value = &to },
		{ .name = "--out", .value = &settle.out }, { .name = "--all", .flag = &all }, { .name = "--draft", .flag = &settle.is_draft },
		{ .name = "--force", .value = &settle.reason }, { .name = "--clock-confirmed", .flag = &is_confirmed }, { .name = NULL },
	};
	struct arena *reasons;
	struct err err = { 0 };

	if (!options_read(argc, argv, options, &err))
		return command_fails("settle", &err);
	if (!dir || !to || all == (number != NULL) || !day_read(to, &settle.to_day))
		return command_misused("settle", !dir ? "thiếu --book" : all == (number != NULL) ? "nêu một trong hai: --contract SỐ hoặc --all" :
				       !to ? "thiếu --to: ngày cuối kỳ" : "--to: ngày viết năm-tháng-ngày, như 2026-10-31",
				       "--book DIR (--contract SỐ | --all) --to NĂM-THÁNG-NGÀY [--draft] [--force LÝ-DO] [--out DIR] [--clock-confirmed]");
	settle.is_forced = settle.reason != NULL;
	reasons = arena_new(4096);
	if (settle.reason && (!text_nfc(settle.reason, strlen(settle.reason), false, reasons, &settle.reason, "--force", &err) ||
			      (card_in_text(settle.reason) && !err_set(&err, ERR_INPUT, "--force", "có số giống số thẻ ngân hàng; xóa số ấy đi")))) {
		arena_free(reasons);
		return command_fails("settle", &err);
	}
	if (settle.out && mkdir(settle.out, 0750) != 0 && errno != EEXIST) {
		err_set(&err, ERR_IO, "--out", "%s: %s", settle.out, strerror(errno));
		arena_free(reasons);
		return command_fails("settle", &err);
	}
	/* A draft needs no lock: the till goes on selling. */
	settle.book = settle.is_draft ? book_open_reader(dir, &err) : book_open(dir, &err);
	ok = settle.book && (settle.is_draft || command_clock(settle.book, is_confirmed, &err));
	settle.now_us = clock_now_us();
	ok = ok && (all ? settle_all(&settle, &err) : settle_number(&settle, number, &err));
	book_close(settle.book);
	arena_free(reasons);
	if (!ok)
		return command_fails("settle", &err);
	if (settle.stopped_count > 0)
		fprintf(stderr, "%d hợp đồng chưa chốt được\n", settle.stopped_count);
	else if (settle.done_count == 0)
		fprintf(stderr, "không có kỳ nào kết thúc mà chưa chốt đến ngày ấy\n");
	return settle.stopped_count > 0 ? err_exit_code(ERR_CONFLICT) : 0;
}
