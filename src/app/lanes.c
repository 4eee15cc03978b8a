#include "app/lanes.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "app/route.h"
#include "app/second.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "base/role.h"
#include "shop/book.h"
#include "shop/cart_kept.h"
#include "shop/goods.h"
#include "shop/known.h"
#include "shop/search.h"
#include "store/store.h"
#include "store/txn.h"

#define DONE_MAX (8 * LANE_QUEUE_MAX)  /* more than all queues together hold: giving back never fails */
#define IDLE_US 1000000
#define LOG_IDLE_BYTES (1 << 20)
#define SYNC_EVERY_US 1000000
#define TRIED_MAX 256

struct worker {
	struct lanes *lanes;
	struct queue *queue;
	void (*turn)(struct worker *worker, struct call *call);
	struct book *reader;           /* of its own; NULL for the writer */
	pthread_t thread;
	bool has_thread;
};

struct tried {
	struct id staff_id;
	int kind;
	struct credential credential;
};

enum { WRITER, READER_1, READER_2, DRAFTER, SIGNER, SEARCHER, WORKERS_COUNT };

struct lanes {
	struct book *book;             /* the writer's, once it runs, as are the next two */
	struct known *known;
	struct store *drafts_seen;     /* the drafts, to look only */
	struct store *drafts;
	struct carts_kept *kept;       /* the drafter's */
	int64_t group_us;              /* how long a group may work: as long as the last COMMIT took, within bounds */
	int64_t synced_us;
	struct queue *done;
	struct worker workers[WORKERS_COUNT];
	struct queue *readers;         /* shared by the readers */
	struct search *search;         /* the searcher's */
	struct tried tried[TRIED_MAX];
	size_t tried_count;
	uint8_t pepper[32];
	atomic_bool broken;
	char dir[BOOK_PATH_MAX];
};

static void give_back(struct lanes *lanes, struct call **calls, size_t count)
{
	size_t given = queue_give_all(lanes->done, (void *const *)calls, count);

	assert(given == count);
}

/* Runs a step; the answer is written where the work was done, but for the writer's, whom all wait for: the loop writes those. */
static bool run_step(struct call *call)
{
	call->work.at_stake.count = 0;
	call->work.has_gives = false;
	call->work.about = NULL;
	call->ok = call->steps[call->step].run(call, &call->err) && second_refuse(call, &call->err);
	if (call->ok && !call->steps[call->step + 1].lane && call->steps[call->step].lane != LANE_WRITE)
		call_write_answer(call);
	return call->ok;
}

/* ---- the writer ------------------------------------------------------------- */

static void refuse_group(struct call **calls, size_t count, const struct err *why)
{
	for (size_t i = 0; i < count; i++) {
		if (!calls[i]->ok)
			continue;
		calls[i]->ok = false;
		calls[i]->err = *why;
		calls[i]->work.txn = NULL;
	}
}

/* The rows may be on the disk or not: only a fresh look tells. */
static void reopen(struct lanes *lanes)
{
	struct err err = { 0 };

	log_error("writer", "a commit failed; the book is opened anew");
	book_close(lanes->book);
	lanes->book = book_open(lanes->dir, &err);
	if (!lanes->book) {
		log_error("writer", "the book does not open: %s", err.text);
		atomic_store(&lanes->broken, true);
	}
}

static bool run_job(struct lanes *lanes, struct txn *txn, struct txn *drafts, struct call *call)
{
	struct err ignored;

	call->work.txn = txn;
	call->work.book = lanes->book;
	call->drafts = drafts;
	call->known = lanes->known;
	if (!txn_save(txn, &call->err)) {
		call->ok = false;
		return txn_stands(txn);
	}
	run_step(call);
	known_after(lanes->known, &call->work);
	call->work.txn = call->drafts = NULL;
	call->known = NULL;
	if (call->ok)
		call->ok = txn_keep(txn, &call->err);
	else if (txn_stands(txn) && !txn_undo(txn, &ignored))
		return false;
	return txn_stands(txn);
}

static bool commit_group(struct lanes *lanes, struct txn *txn, struct call **calls, size_t count)
{
	struct err err = { 0 };
	bool is_sealed = journal_seal(txn, lanes->book, &err);
	int64_t from_us = clock_tick_us();

	if (!is_sealed) {
		txn_abandon(txn);
		err_set(&err, ERR_BUSY, NULL, "sổ đang bận; thử lại ngay");
		refuse_group(calls, count, &err);
	} else if (!txn_commit(txn, &err)) {
		bool is_unsure = err.code == ERR_UNSURE;

		log_error("writer", "commit: %s", err.text);
		if (is_unsure)
			err_set(&err, ERR_UNSURE, NULL, "chưa rõ đã ghi hay chưa; hỏi lại bằng đúng mã này");
		else
			err_set(&err, ERR_BUSY, NULL, "sổ đang bận; thử lại ngay");
		refuse_group(calls, count, &err);
		if (is_unsure)
			reopen(lanes);
	} else {
		for (size_t i = 0; i < count; i++)
			calls[i]->is_committed = calls[i]->is_committed || calls[i]->ok;
		/* Who came during a slow COMMIT waits for the next one whole: let it take them all. */
		lanes->group_us = clock_tick_us() - from_us;
		if (lanes->group_us < LANE_GROUP_US)
			lanes->group_us = LANE_GROUP_US;
		if (lanes->group_us > LANE_GROUP_US_MAX)
			lanes->group_us = LANE_GROUP_US_MAX;
		return true;
	}
	return false;
}

static void write_group(struct worker *worker, struct call *first)
{
	struct lanes *lanes = worker->lanes;
	struct call *calls[LANE_GROUP_MAX];
	int64_t began_us = clock_tick_us();
	struct err err = { 0 };
	struct txn *drafts = txn_begin(lanes->drafts_seen, &err), *txn = lanes->book && drafts ? txn_begin(lanes->book->store, &err) : NULL;
	bool stands = true, is_committed = false;
	size_t count = 0;

	for (struct call *call = first; call; call = count < LANE_GROUP_MAX && clock_tick_us() - began_us < lanes->group_us ? queue_try(worker->queue) : NULL) {
		calls[count++] = call;
		/* cppcheck-suppress nullPointer ; the loop's own condition */
		call->ok = false;
		if (!txn) {
			err_set(&call->err, ERR_BUSY, NULL, "sổ đang bận; thử lại ngay");
			continue;
		}
		stands = run_job(lanes, txn, drafts, call);
		if (!stands)
			break;
	}
	txn_abandon(drafts);
	if (txn && stands) {
		is_committed = commit_group(lanes, txn, calls, count);
	} else if (txn) {
		/* A full disk, an I/O error: the engine has rolled all of it back by itself. */
		log_error("writer", "the engine rolled a group of %zu back", count);
		txn_abandon(txn);
		err_set(&err, ERR_BUSY, NULL, "máy không ghi được lúc này (đĩa đầy?); thử lại ngay");
		refuse_group(calls, count, &err);
		for (size_t i = 0; i < count; i++)
			calls[i]->err = err;
	}
	if (!is_committed)
		known_forget(lanes->known);
	give_back(lanes, calls, count);
}

static void idle_writer(struct lanes *lanes)
{
	struct err err = { 0 };

	if (lanes->book && store_log_bytes(lanes->book->store) > LOG_IDLE_BYTES && !store_checkpoint(lanes->book->store, LOG_IDLE_BYTES, &err))
		log_notice("writer", "checkpoint: %s", err.text);
}

/* ---- the others ------------------------------------------------------------- */

static void read_one(struct worker *worker, struct call *call)
{
	struct txn *txn = txn_begin(worker->reader->store, &call->err);

	call->ok = false;
	if (txn) {
		call->work.txn = txn;
		call->work.book = worker->reader;
		run_step(call);
		call->work.txn = NULL;
		txn_abandon(txn);
	}
	give_back(worker->lanes, &call, 1);
}

static void search_one(struct worker *worker, struct call *call)
{
	call->search = worker->lanes->search;
	read_one(worker, call);
}

static void idle_searcher(struct worker *worker)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(worker->reader->store, &err);

	if (!txn || !search_refresh(worker->lanes->search, txn, clock_now_us(), &err))
		log_notice("search", "%s", err.text);
	txn_abandon(txn);
}

static void draft_one(struct worker *worker, struct call *call)
{
	struct lanes *lanes = worker->lanes;
	struct txn *txn = NULL, *drafts = NULL;
	bool syncs = clock_tick_us() - lanes->synced_us >= SYNC_EVERY_US;
	struct err ignored;

	call->ok = false;
	if ((!syncs || store_set_sync(lanes->drafts, true, &call->err)) && (drafts = txn_begin(lanes->drafts, &call->err)) &&
	    (txn = txn_begin(worker->reader->store, &call->err)) && goods_follow(worker->reader->goods, txn, &call->err)) {
		call->work.txn = txn;
		call->work.book = worker->reader;
		call->drafts = drafts;
		call->kept = lanes->kept;
		call->put = NULL;
		run_step(call);
	}
	call->work.txn = call->drafts = NULL;
	call->kept = NULL;
	txn_abandon(txn);
	if (drafts && call->ok) {
		call->ok = txn_commit(drafts, &call->err);
		/* A change of a draft that may or may not be there is asked for again by its id. */
		if (!call->ok)
			log_error("drafts", "commit: %s", call->err.text);
		else if (call->put)
			cart_kept_keep(lanes->kept, call->put);
	} else {
		txn_abandon(drafts);
	}
	if (syncs) {
		lanes->synced_us = clock_tick_us();
		if (!store_set_sync(lanes->drafts, false, &ignored))
			log_notice("drafts", "sync: %s", ignored.text);
	}
	give_back(lanes, &call, 1);
}

void lanes_recall_tried(struct lanes *lanes, struct id staff_id, int kind, struct credential *credential)
{
	for (size_t i = 0; i < lanes->tried_count; i++) {
		const struct tried *tried = &lanes->tried[i];

		if (tried->kind == kind && id_is(tried->staff_id, staff_id)) {
			credential->failures = tried->credential.failures;
			credential->next_us = tried->credential.next_us;
		}
	}
}

void lanes_keep_tried(struct lanes *lanes, struct id staff_id, int kind, const struct credential *credential)
{
	size_t i = 0;

	while (i < lanes->tried_count && !(lanes->tried[i].kind == kind && id_is(lanes->tried[i].staff_id, staff_id)))
		i++;
	if (i == TRIED_MAX) {
		memmove(lanes->tried, lanes->tried + 1, (TRIED_MAX - 1) * sizeof(*lanes->tried));
		i--;
	} else if (i == lanes->tried_count) {
		lanes->tried_count++;
	}
	lanes->tried[i] = (struct tried){ staff_id, kind, { .failures = credential->failures, .next_us = credential->next_us } };
}

/* ---- running ---------------------------------------------------------------- */

static void *run_worker(void *arg)
{
	struct worker *worker = arg;
	bool is_writer = worker == &worker->lanes->workers[WRITER], is_searcher = worker == &worker->lanes->workers[SEARCHER];
	struct call *call;

	role_set(ROLE_WORKER);
	for (;;) {
		call = is_writer || is_searcher ? queue_take_before(worker->queue, IDLE_US) : queue_take(worker->queue);
		if (call) {
			worker->turn(worker, call);
			continue;
		}
		/* Nothing came: idle, or shut. A queue that is shut gives NULL at once, so ask by waiting. */
		if (is_searcher && !queue_is_shut(worker->queue))
			idle_searcher(worker);
		if (is_writer)
			idle_writer(worker->lanes);
		else if (!is_searcher)
			return NULL;
		if (queue_is_shut(worker->queue))
			return NULL;
	}
}

void lanes_step(struct lanes *lanes)
{
	for (size_t i = 0; i < WORKERS_COUNT; i++) {
		struct call *call = queue_try(lanes->workers[i].queue);

		if (call)
			lanes->workers[i].turn(&lanes->workers[i], call);
	}
}

static bool start_workers(struct lanes *lanes, bool has_threads, struct err *err)
{
	for (size_t i = 0; i < WORKERS_COUNT; i++) {
		struct worker *worker = &lanes->workers[i];

		worker->lanes = lanes;
		worker->queue = i == READER_1 || i == READER_2 ? lanes->readers : queue_new(LANE_QUEUE_MAX, false);
		worker->turn = i == WRITER ? write_group : i == DRAFTER ? draft_one : i == SEARCHER ? search_one : read_one;
		if (i != WRITER && !(worker->reader = book_open_reader(lanes->dir, err)))
			return false;
		if (i == DRAFTER)
			worker->reader->goods = goods_new();
	}
	lanes->search = search_new(lanes->book->site_id);
	for (size_t i = 0; has_threads && i < WORKERS_COUNT; i++) {
		struct worker *worker = &lanes->workers[i];

		worker->has_thread = pthread_create(&worker->thread, NULL, run_worker, worker) == 0;
		if (!worker->has_thread)
			return err_set(err, ERR_LIMIT, NULL, "no thread to be had");
	}
	return true;
}

struct lanes *lanes_open(const struct lanes_settings *settings, struct err *err)
{
	struct lanes *lanes = calloc(1, sizeof(*lanes));

	assert(lanes);
	snprintf(lanes->dir, sizeof(lanes->dir), "%s", settings->dir);
	lanes->group_us = LANE_GROUP_US;
	lanes->done = queue_new(DONE_MAX, true);
	lanes->readers = queue_new(LANE_QUEUE_MAX, false);
	lanes->book = book_open(settings->dir, err);
	lanes->known = known_new();
	lanes->kept = carts_kept_new();
	if (!lanes->book || !staff_pepper(lanes->book, lanes->pepper, err) ||
	    !(lanes->drafts = drafts_open(settings->dir, clock_now_us(), err)) || !(lanes->drafts_seen = drafts_open_reader(settings->dir, err)) ||
	    !start_workers(lanes, settings->has_threads, err)) {
		lanes_stop(lanes);
		lanes_close(lanes);
		return NULL;
	}
	return lanes;
}

void lanes_stop(struct lanes *lanes)
{
	struct err err = { 0 };

	for (size_t i = 0; i < WORKERS_COUNT; i++)
		if (lanes->workers[i].queue)
			queue_shut(lanes->workers[i].queue);
	for (size_t i = 0; i < WORKERS_COUNT; i++)
		if (lanes->workers[i].has_thread)
			pthread_join(lanes->workers[i].thread, NULL);
	if (lanes->book && !store_checkpoint(lanes->book->store, 0, &err))
		log_notice("writer", "checkpoint: %s", err.text);
}

void lanes_close(struct lanes *lanes)
{
	if (!lanes)
		return;
	for (size_t i = 0; i < WORKERS_COUNT; i++) {
		if (i != READER_1 && i != READER_2)
			queue_free(lanes->workers[i].queue);
		book_close(lanes->workers[i].reader);
	}
	search_free(lanes->search);
	queue_free(lanes->readers);
	queue_free(lanes->done);
	store_close(lanes->drafts_seen);
	store_close(lanes->drafts);
	carts_kept_free(lanes->kept);
	known_free(lanes->known);
	book_close(lanes->book);
	memset(lanes->pepper, 0, sizeof(lanes->pepper));
	free(lanes);
}

bool lanes_give(struct lanes *lanes, struct call *call)
{
	switch (call->steps[call->step].lane) {
	case LANE_READ:
		return queue_give(lanes->readers, call);
	case LANE_WRITE:
		return queue_give(lanes->workers[WRITER].queue, call);
	case LANE_DRAFT:
		return queue_give(lanes->workers[DRAFTER].queue, call);
	case LANE_SIGN:
		return queue_give(lanes->workers[SIGNER].queue, call);
	case LANE_SEARCH:
		return queue_give(lanes->workers[SEARCHER].queue, call);
	case LANE_NONE: case LANE_LOOP:
		break;
	}
	assert(!"a lane without a worker");
	return false;
}

struct queue *lanes_queue(struct lanes *lanes)
{
	return lanes->done;
}

bool lanes_broken(const struct lanes *lanes)
{
	return atomic_load(&lanes->broken);
}

const struct book *lanes_book(const struct lanes *lanes)
{
	return lanes->book;
}

const uint8_t *lanes_pepper(const struct lanes *lanes)
{
	return lanes->pepper;
}
