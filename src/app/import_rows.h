/* The flat rows of the tables that both come in and go out: texts and whole numbers, ROW_ABSENT and NULL where there is none. */
#ifndef APP_IMPORT_ROWS_H
#define APP_IMPORT_ROWS_H

#include "app/import_parts.h"
#include "calc/lang.h"

struct certificate;
struct contract_terms;
struct item_view;

struct party_cells {
	struct row row;
	const char *code, *name;
	int64_t form, roles;
	const char *tax_code;
	int64_t vat_profile;
	const char *address, *commune, *province, *old_commune, *phone, *bank, *account, *holder;
	int64_t from_day;
};
void party_cells_of(const struct party *party, struct party_cells *cells);

struct contract_cells {
	struct row row;
	const char *consignor; /* code */
	int64_t rate_ppm, basis, period;
	const char *number;
	int64_t from_day, to_day, mode, kind, per_unit, includes_vat, commission_vat, discount_ppm, floor_ppm, loss_by, expiry_by, sample_by,
		return_days;
	const char *legal_note;
	/* not of the file */
	struct id consignor_id;
	int64_t profile;
	const struct contract_terms *terms; /* the last version; NULL: a new contract */
};
void contract_cells_of(const struct contract_terms *terms, const char *consignor, struct contract_cells *cells);

struct product_cells {
	struct row row;
	const char *code, *name, *producer; /* producer: code */
	int64_t group_code, group_set, ground;
	const char *commune, *province;
	struct id producer_id;
};

struct item_cells {
	struct row row;
	const char *code, *name, *unit, *product;
	int64_t price, vat_class, vat_from;
	const char *codes; /* look-up keys with blanks between, in order */
	int64_t short_number;
	const char *tile_group;
	int64_t decimals, has_stock, is_food;
	const char *contract;
	int64_t round_unit, is_active;
	/* not of the file */
	struct id product_id, contract_id;
	bool has_new_price, has_new_vat;
};

struct code_cells {
	struct row row;
	const char *item, *code;
	struct id item_id;
	const char *key;
	int64_t scheme;
};

struct price_cells {
	struct row row;
	const char *item;
	int64_t price, from_day;
	struct id item_id;
	int64_t from_us;
};

/* By language, from LANG_VI on. */
struct words_cells {
	struct row row;
	const char *item;
	const char *name[LANGS_COUNT + 1], *story[LANGS_COUNT + 1], *storage[LANGS_COUNT + 1], *usage[LANGS_COUNT + 1];
	const char *trace_url;
	struct id item_id;
};

struct certificate_cells {
	struct row row;
	const char *product;
	int64_t stars;
	const char *decision_no;
	int64_t decision_day;
	const char *issuer;
	int64_t valid_from, valid_to, extended_to, revoked_day;
	struct id product_id, replaces_id;
};
void certificate_cells_of(const struct certificate *certificate, const char *product, struct certificate_cells *cells);

extern const struct cell_word vat_words[];

/* Of the book, as rows; for load and for export. */
bool product_cells_get(struct importing *im, struct id product_id, struct product_cells *cells, struct err *err) MUST_CHECK;
bool words_cells_get(struct importing *im, struct id item_id, const char *code, struct words_cells *cells, bool *found, struct err *err) MUST_CHECK;
bool item_cells_get(struct importing *im, struct id item_id, struct item_cells *cells, struct err *err) MUST_CHECK;

#endif
