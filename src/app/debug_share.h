/*
 * What the two halves of `debug share` have in common: reading members with a path in every
 * error, and terms as JSON says them.
 *
 * Thread: the main one.
 */
#ifndef APP_DEBUG_SHARE_H
#define APP_DEBUG_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "calc/share.h"

/* Terms as read; what they leave open is settled by the line. */
struct said_terms {
	struct share_terms terms;
	bool has_commission_vat;
	struct share_tiers tiers;
};

/* A loss of one cause, with the turnover its cap is reckoned on where that is said. */
struct said_loss {
	struct money value;
	struct share_loss_terms terms;
	bool has_sales;
	struct money sales;
};

#define SAID_LOSSES_MAX 20

/* ERR_INPUT at "path.name", which the text says too. */
bool said_wrong(struct err *err, const char *path, const char *name, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Every member of the object is one of names (NULL-ended). */
bool said_only(const json_t *object, const char *path, const char *const *names, struct err *err) MUST_CHECK;
/* A whole number from low to high. Absent or null: *value is left as it is, *found is false; found may be NULL. */
bool said_i64(const json_t *object, const char *path, const char *name, int64_t low, int64_t high, int64_t *value, bool *found, struct err *err) MUST_CHECK;
/* "8", 8, "8%", "KCT", "kct". Absent: as above. */
bool said_vat_class(const json_t *object, const char *path, const char *name, enum vat_class *vat_class, bool *found, struct err *err) MUST_CHECK;

/* The terms that hold for goods of a class: where no class of commission is said, 10 for goods of 10, else 8. */
struct share_terms said_terms_for(const struct said_terms *said, enum vat_class goods);
/* A member, with a comma in front unless it is the object's first. */
void write_money(struct buf *answer, const char *name, struct money money);
void write_vat_class(struct buf *answer, const char *name, enum vat_class vat_class);

/* Form 01-BH of a "statement": adds its members to the answer. */
bool debug_statement(const json_t *statement, const struct said_terms *said, const struct said_loss *losses, size_t losses_count,
		     struct arena *arena, struct buf *answer, struct err *err) MUST_CHECK;

#endif
