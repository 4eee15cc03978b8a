/*
 * What every showroom knows from outside: the administrative units of Viet Nam with their days, which old unit went into
 * which new one, and the banks.
 *
 * The program carries the tables (src/shop/data, sources named there); `init` and an upgrade put them into the journal in
 * chunks, so that a hub and a rebuild have the same. Loading again what is loaded changes nothing.
 *
 * Before 2025-07-01 units had three levels: province, district (level 2), commune; since then two. Days before the
 * first known one are 1900-01-01. A code may be used again by another unit after a reform: ask with a day.
 *
 * Thread: the transaction's.   Errors: those of the store.
 */
#ifndef SHOP_REFERENCE_H
#define SHOP_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"

#define REFERENCE_CHUNK_ROWS 500
#define AREA_REFORM_DAY 20250701 /* the first day of two levels */
#define AREAS_LIST_MAX 400

/* Values are in the database. */
enum area_level { AREA_PROVINCE = 1, AREA_DISTRICT = 2, AREA_COMMUNE = 3 };

struct area {
	const char *code;      /* 2, 3 or 5 digits by level */
	int32_t from_day;      /* first day */
	const char *full_name; /* "Xã Nặm Nịch" */
	int64_t level;
	const char *name;        /* "Nặm Nịch" */
	const char *parent_code; /* of the next level above that existed then; NULL: a province */
	int32_t to_day;          /* last day; 0: still there */
};
struct bank {
	const char *bin; /* 6 digits, as VietQR uses it */
	const char *name, *short_name;
};
struct area_succession {
	int32_t day;                     /* from that day */
	const char *kind;                /* merged renamed unchanged split_population ambiguous province_changed district */
	int64_t level;                   /* of the old unit */
	const char *new_code, *old_code; /* the new one: a commune of today; of a province a province */
};

/* The body of an entry, and all that there is. */
struct reference {
	struct area *areas;
	size_t areas_count;
	struct bank *banks;
	size_t banks_count;
	struct area_succession *successions;
	size_t successions_count;
};
extern const struct kind reference_loaded_kind;

/* What the program carries, some 30,000 rows, about 8 MiB in the arena. An error here is a broken build. */
bool reference_of_program(struct arena *arena, struct reference *all, struct err *err) MUST_CHECK;
size_t reference_chunks_count(const struct reference *all);
/*
 * Writes one chunk as one entry; work->id and work->ask are set here, from the site and the rows, so a repeat and
 * a restart change nothing. chunk from 0.
 */
bool reference_load(struct work *work, const struct reference *all, size_t chunk, struct err *err) MUST_CHECK;

/* The unit of a code on a day. Texts in the arena. */
bool area_find(struct txn *txn, struct arena *arena, enum area_level level, const char *code, int32_t day, struct area *area, bool *found,
	       struct err *err) MUST_CHECK;
/* "Xã Hữu Liên, Tỉnh Lạng Sơn" on that day; for an old commune its district in between. NULL: not known. */
bool area_full_name(struct txn *txn, struct arena *arena, enum area_level level, const char *code, int32_t day, const char **name,
		    struct err *err) MUST_CHECK;
/* The units of a level under a parent on a day (all provinces: parent NULL), by code; at most AREAS_LIST_MAX. */
bool area_list(struct txn *txn, struct arena *arena, enum area_level level, const char *parent_code, int32_t day, struct area **areas,
	       size_t *count, struct err *err) MUST_CHECK;
/*
 * A commune of that day (since the reform) by its name and its province's, with or without "xã", "tỉnh" and marks. *found false also
 * where the name alone fits several ("Xã Tân Phú" and "Phường Tân Phú" of one province): then *is_ambiguous.
 */
bool commune_find_name(struct txn *txn, struct arena *arena, const char *name, const char *province, int32_t day, struct area *area, bool *found,
		       bool *is_ambiguous, struct err *err) MUST_CHECK;
/* Where an old unit went, by new code; at most AREAS_LIST_MAX. */
bool area_successors(struct txn *txn, struct arena *arena, enum area_level level, const char *old_code, struct area_succession **list,
		     size_t *count, struct err *err) MUST_CHECK;

bool bank_find(struct txn *txn, struct arena *arena, const char *bin, struct bank *bank, bool *found, struct err *err) MUST_CHECK;
bool bank_list(struct txn *txn, struct arena *arena, struct bank **banks, size_t *count,
	       struct err *err) MUST_CHECK; /* by short name; at most 200 */

#endif
