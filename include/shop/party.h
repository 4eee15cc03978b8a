/*
 * Persons and organisations, with what is true of them from a day on, and their roles.
 *
 * The facts of natural persons and households (name, address, phone, tax code, bank account) live in the vault; entries and
 * worked-out rows only point to them. party_get joins both, so a caller sees one party.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such party; ERR_CONFLICT the code is another's.
 */
#ifndef SHOP_PARTY_H
#define SHOP_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"

/* Values are in the database: add at the end, never renumber. */
enum party_role { PARTY_PRODUCER = 1, PARTY_CONSIGNOR = 2, PARTY_CUSTOMER = 4, PARTY_OPERATOR = 8, PARTY_CARRIER = 16 };
enum legal_form { FORM_ENTERPRISE = 1, FORM_COOPERATIVE, FORM_UNION, FORM_GROUP, FORM_HOUSEHOLD, FORM_PERSON };
extern const char *const legal_form_words[];   /* enterprise cooperative union group household person */
extern const char *const vat_profile_words[];  /* credit direct household */

#define PARTIES_PER_ENTRY_MAX 200

/* A party as of a day; also what is asked when one is made or changed. Texts NULL where not known. */
struct party {
	const char *address, *bank_account, *bank_bin, *bank_holder;
	const char *code;
	const char *commune;       /* code of today */
	int32_t from_day;          /* these facts hold from then on */
	struct id id;
	int32_t legal_form;        /* enum legal_form */
	const char *name;          /* NULL when forgotten */
	const char *old_commune;   /* code before 2025-07-01 */
	const char *phone;
	int64_t roles;             /* bits of enum party_role */
	const char *tax_code;
	int32_t vat_profile;       /* enum tax_profile of calc/share */
};
extern const struct shape party_shape;

extern const struct kind parties_set_kind;

/* Adds or changes parties (by id), all or none. */
bool parties_set(struct work *work, const struct party *parties, size_t count, struct err *err) MUST_CHECK;

bool party_get(struct txn *txn, struct arena *arena, struct id party_id, int32_t day, struct party *party, struct err *err) MUST_CHECK;
bool party_find_code(struct txn *txn, struct arena *arena, const char *code, struct id *party_id, bool *found, struct err *err) MUST_CHECK;
/* Parties with any of the roles after a code, by code; at most count_max. */
bool party_list(struct txn *txn, struct arena *arena, int64_t roles, const char *after_code, int32_t day, size_t count_max,
		struct party **parties, size_t *count, struct err *err) MUST_CHECK;

#endif
