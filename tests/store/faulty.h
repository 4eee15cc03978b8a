/*
 * The lying engine: sits between a store and its engine and makes one call of it fail, so that every error path of the code
 * above is walked (for fault->at = 1, 2, … until nothing was made to fail).
 *
 *	for (int at = 1;; at++) {
 *		faulty_begin(store, FAULTY_IO, at);
 *		bool ok = what_is_tried(store, &err);
 *		if (!faulty_end(store))
 *			break;                      // it was not reached: ok is the untouched answer
 *		assert_false(ok); …                 // and nothing is half done
 *	}
 *
 * What counts as a call: prepare, run and step of a statement, begin and marks; for the two COMMIT kinds, commits alone.
 * ROLLBACK never fails. One store at a time. Thread: one.
 */
#ifndef TESTS_STORE_FAULTY_H
#define TESTS_STORE_FAULTY_H

#include <assert.h>

#include "store/engine.h"

enum faulty_kind {
	FAULTY_IO,            /* ERR_IO, the transaction stands */
	FAULTY_BUSY,          /* ERR_BUSY, the transaction stands */
	FAULTY_ROLLED_BACK,   /* ERR_LIMIT, and the engine has rolled the whole transaction back by itself, as on a full disk */
	FAULTY_COMMIT_LOST,   /* the COMMIT is done, its answer is ERR_UNSURE */
	FAULTY_COMMIT_FAILS,  /* the COMMIT is not done, its answer is ERR_UNSURE */
};

static struct {
	const struct engine *real;
	struct engine lying;
	enum faulty_kind kind;
	int calls_left;
	bool has_lied;
} faulty;

static inline bool faulty_lies(void *conn, struct err *err)
{
	struct err ignored;

	if (faulty.kind >= FAULTY_COMMIT_LOST || --faulty.calls_left != 0)
		return false;
	faulty.has_lied = true;
	if (faulty.kind == FAULTY_IO)
		err_set(err, ERR_IO, NULL, "a disk that lies");
	else if (faulty.kind == FAULTY_BUSY)
		err_set(err, ERR_BUSY, NULL, "a lock that lies");
	else
		err_set(err, ERR_LIMIT, NULL, "a disk that says it is full");
	if (faulty.kind == FAULTY_ROLLED_BACK && faulty.real->stands(conn))
		assert(faulty.real->control(conn, CONTROL_ROLLBACK, 0, &ignored));
	return true;
}

static inline bool faulty_control(void *conn, enum control what, unsigned mark, struct err *err)
{
	if (what == CONTROL_COMMIT && faulty.kind >= FAULTY_COMMIT_LOST && --faulty.calls_left == 0) {
		faulty.has_lied = true;
		if (!faulty.real->control(conn, faulty.kind == FAULTY_COMMIT_LOST ? CONTROL_COMMIT : CONTROL_ROLLBACK, mark, err))
			return false;
		return err_set(err, ERR_UNSURE, NULL, "a COMMIT that lies");
	}
	if (what != CONTROL_COMMIT && what != CONTROL_ROLLBACK && faulty_lies(conn, err))
		return false;
	return faulty.real->control(conn, what, mark, err);
}

static inline bool faulty_prepare(void *conn, const struct sql *sql, const struct value *values, size_t count, void **prepared,
				  struct err *err)
{
	return !faulty_lies(conn, err) && faulty.real->prepare(conn, sql, values, count, prepared, err);
}

static inline bool faulty_run(void *conn, void *prepared, const struct value *values, size_t count, struct err *err)
{
	return !faulty_lies(conn, err) && faulty.real->run(conn, prepared, values, count, err);
}

static inline enum step faulty_step(void *conn, void *prepared, struct err *err)
{
	return faulty_lies(conn, err) ? STEP_FAILED : faulty.real->step(conn, prepared, err);
}

/* From here on the at-th call lies; at counts from 1. */
static inline void faulty_begin(struct store *store, enum faulty_kind kind, int at)
{
	assert(!faulty.real && at >= 1);
	faulty.real = store->engine;
	faulty.lying = *store->engine;
	faulty.lying.control = faulty_control;
	faulty.lying.prepare = faulty_prepare;
	faulty.lying.run = faulty_run;
	faulty.lying.step = faulty_step;
	faulty.kind = kind;
	faulty.calls_left = at;
	faulty.has_lied = false;
	store->engine = &faulty.lying;
}

/* Honest again. Whether it had lied. */
static inline bool faulty_end(struct store *store)
{
	store->engine = faulty.real;
	faulty.real = NULL;
	return faulty.has_lied;
}

#endif
