/* Who and what the sample showroom has: rows of sample_items.tsv, and what is made up around them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "base/embed.h"
#include "base/text.h"
#include "shop/party.h"
#include "shop/staff.h"
#include "store/txn.h"

/* Columns of sample_items.tsv. */
enum {
	C_ID,
	C_NAME,
	C_PRODUCER,
	C_TYPE,
	C_COMMUNE,
	C_DISTRICT,
	C_PROVINCE,
	C_STARS,
	C_GROUP,
	C_YEAR,
	C_COMMUNE_NOW,
	C_PROVINCE_NOW,
	C_SOURCE,
	C_ITEM,
	C_PACK,
	C_UNIT,
	C_DECIMALS,
	C_PRICE,
	C_VAT,
	C_SET,
	C_NUMBER,
	C_DAYS,
	C_GTIN,
	C_SCALE,
	C_SHORT,
	C_LIKED,
	C_NOW,
	C_BEFORE,
	COLUMNS
};

static const char *const file_name = "src/app/sample_items.tsv";

#define FROM_DAY 20200101 /* since when parties, contracts and VAT classes hold */

static int64_t number_of(const char *cell, int64_t otherwise)
{
	int64_t number;

	return text_read_i64(cell, strlen(cell), &number) ? number : otherwise;
}

static const char *or_null(const char *cell)
{
	return *cell ? cell : NULL;
}

/* The next row that is no comment, cut in place; false at the end. */
static bool next_row(char **at, char *cells[COLUMNS])
{
	while (**at) {
		char *line = *at, *end = strchr(line, '\n');

		*at = end ? end + 1 : line + strlen(line);
		if (end)
			*end = '\0';
		if (*line == '#' || !*line)
			continue;
		for (size_t i = 0; i < COLUMNS; i++) {
			char *tab = strchr(line, '\t');

			cells[i] = line;
			if (tab)
				*tab = '\0';
			line = tab ? tab + 1 : line + strlen(line);
		}
		return true;
	}
	return false;
}

/* ---- parties ------------------------------------------------------------------ */

/* Weights of the check digit: 31 29 23 19 17 13 7 5 3. */
const char *sample_tax_code(struct sample *s, size_t n)
{
	static const int weights[] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };

	for (;; n += 100) {
		char digits[10];
		int sum = 0, last;

		snprintf(digits, sizeof(digits), "%09zu", 990000000 + n);
		for (int i = 0; i < 9; i++)
			sum += (digits[i] - '0') * weights[i];
		last = 10 - sum % 11;
		if (last < 10)
			return arena_format(s->keep, "%s%d", digits, last);
	}
}

static int32_t form_of(const char *type)
{
	if (strcmp(type, "hợp tác xã") == 0)
		return FORM_COOPERATIVE;
	if (strcmp(type, "tổ hợp tác") == 0)
		return FORM_GROUP;
	if (strcmp(type, "hộ kinh doanh/cơ sở") == 0)
		return FORM_HOUSEHOLD;
	return FORM_ENTERPRISE;
}

static const char *address_of(struct sample *s, char *const cells[COLUMNS])
{
	const char *commune = *cells[C_COMMUNE_NOW] ? cells[C_COMMUNE_NOW] : cells[C_COMMUNE];
	const char *province = *cells[C_PROVINCE_NOW] ? cells[C_PROVINCE_NOW] : cells[C_PROVINCE];

	if (!*commune)
		return or_null(province);
	return arena_format(s->keep, "%s, %s", commune, province);
}

static size_t producer_of(struct sample *s, char *const cells[COLUMNS], struct party *parties)
{
	struct sample_producer *p = &s->producers[s->producers_count];
	struct party *party = &parties[s->producers_count];
	size_t n = s->producers_count + 1;
	bool is_natural;

	for (size_t i = 0; i < s->producers_count; i++)
		if (strcmp(s->producers[i].name, cells[C_PRODUCER]) == 0)
			return i;
	*p = (struct sample_producer){ .id = id_derive(s->book->site_id, "sample producer", (int64_t)n),
				       .name = cells[C_PRODUCER],
				       .type = cells[C_TYPE] };
	p->contract_id = id_derive(p->id, "contract", 1);
	p->form = form_of(p->type);
	is_natural = p->form == FORM_HOUSEHOLD || p->form == FORM_GROUP;
	/* One co-operative in three is on the direct method. */
	p->profile = is_natural ? TAX_HOUSEHOLD : p->form == FORM_COOPERATIVE && n % 3 == 0 ? TAX_DIRECT : TAX_CREDIT;
	*party = (struct party){
		.address = address_of(s, cells),
		.bank_account = arena_format(s->keep, "9999%06zu", n),
		.bank_bin = n % 2 ? "970405" : "970415",
		.bank_holder = arena_format(s->keep, "SO LIEU MAU %zu", n),
		.code = arena_format(s->keep, "CT%02zu", n),
		.commune = or_null(cells[C_NOW]),
		.from_day = FROM_DAY,
		.id = p->id,
		.legal_form = p->form,
		.name = p->name,
		.old_commune = or_null(cells[C_BEFORE]),
		.phone = arena_format(s->keep, "09000%05zu", n),
		.roles = PARTY_PRODUCER | PARTY_CONSIGNOR,
		.vat_profile = p->profile,
		.tax_code = is_natural ? arena_format(s->keep, "%012zu", n) : sample_tax_code(s, n),
	};
	return s->producers_count++;
}

/* ---- goods -------------------------------------------------------------------- */

static int64_t group_order(const char *group)
{
	return strcmp(group, "Thực phẩm") == 0 ? 1 : strcmp(group, "Đồ uống") == 0 ? 2 : strcmp(group, "Thảo dược") == 0 ? 3 : 4;
}

/* "… [QĐ 3981/QĐ-UBND 2026-08-05]" where the source says so; else made up, and it says that. */
static void decision_of(struct sample *s, char *const cells[COLUMNS], struct certificate *row)
{
	const char *decision = strstr(cells[C_SOURCE], "[QĐ ");
	const char *space = decision ? strchr(decision + strlen("[QĐ "), ' ') : NULL;
	int32_t day = 0;

	if (space && strlen(space + 1) >= 10 && day_read(arena_bytes(s->keep, space + 1, 10), &day)) {
		row->decision_no = arena_bytes(s->keep, decision + 1, (size_t)(space - decision - 1));
		row->decision_day = day;
		return;
	}
	row->decision_no = *cells[C_YEAR] ? arena_format(s->keep, "năm %s (số quyết định là " SAMPLE_NOTE ")", cells[C_YEAR])
					  : "ngày và số là " SAMPLE_NOTE;
	row->decision_day = *cells[C_YEAR] ? (int32_t)(number_of(cells[C_YEAR], 2024) * 10000 + 1215) : 20240620;
}

static void add_certificate(struct sample *s, char *const cells[COLUMNS], struct id product_id)
{
	struct certificate *row = &s->certificates[s->certificates_count++].row;

	*row = (struct certificate){
		.id = id_derive(product_id, "certificate", 1),
		.product_id = product_id,
		.stars = number_of(cells[C_STARS], 3),
		.issuer = arena_format(s->keep, "UBND %s", *cells[C_PROVINCE] ? cells[C_PROVINCE] : "tỉnh (" SAMPLE_NOTE ")"),
	};
	if (row->stars == 5)
		row->issuer = "Hội đồng OCOP cấp trung ương";
	decision_of(s, cells, row);
	row->valid_from = row->decision_day;
	row->valid_to = day_add(day_add_months(row->decision_day, 36), -1);
}

static void add_item(struct sample *s, char *const cells[COLUMNS], struct product *product, struct item_set *set, size_t producer)
{
	struct sample_item *item = &s->items[s->items_count];
	size_t n = s->items_count + 1, codes = 0;
	bool is_weighed = *cells[C_SCALE] != '\0';

	*item = (struct sample_item){
		.id = id_derive(s->book->site_id, "sample item", (int64_t)n),
		.product_id = id_derive(s->book->site_id, "sample product", (int64_t)n),
		.producer = producer,
		.code = cells[C_ITEM],
		.price = number_of(cells[C_PRICE], 50000),
		.days = number_of(cells[C_DAYS], 0),
		.liked = number_of(cells[C_LIKED], 1),
		.has_stock = true,
		.is_weighed = is_weighed,
		.scan = or_null(cells[C_GTIN]),
	};
	item->name = *cells[C_PACK] ? arena_format(s->keep, "%s, %s", cells[C_NAME], cells[C_PACK]) : cells[C_NAME];
	*product = (struct product){
		.code = cells[C_ID],
		.ground = GROUND_OCOP,
		.group_code = number_of(cells[C_NUMBER], 0),
		.group_set = number_of(cells[C_SET], 2023),
		.id = item->product_id,
		.made_commune = or_null(cells[C_NOW]),
		.name = cells[C_NAME],
		.producer_id = s->producers[producer].id,
	};
	*set = (struct item_set){
		.code = item->code,
		.codes = ARENA_LIST(s->keep, 2, struct item_code),
		.decimals = number_of(cells[C_DECIMALS], 0),
		.has_stock = true,
		.id = item->id,
		.is_active = true,
		.is_food = group_order(cells[C_GROUP]) < 4,
		.name = item->name,
		.product_id = item->product_id,
		.round_unit = is_weighed ? 500 : 1,
		.short_number = number_of(cells[C_SHORT], SHAPE_ABSENT),
		.tile_group = cells[C_GROUP],
		.unit = cells[C_UNIT],
		.vats = ARENA_LIST(s->keep, 1, struct item_vat),
		.vats_count = 1,
	};
	set->vats[0] = (struct item_vat){ .from_day = FROM_DAY, .legal_note = SAMPLE_NOTE ": xem lại từng mặt hàng" };
	if (!vat_class_read(cells[C_VAT], strlen(cells[C_VAT]), (enum vat_class *)&set->vats[0].vat_class))
		set->vats[0].vat_class = VAT_8;
	if (*cells[C_GTIN]) {
		char key[200];

		if (catalog_code_key(cells[C_GTIN], key))
			set->codes[codes++] = (struct item_code){ arena_text(s->keep, key), SCHEME_GTIN };
	}
	if (is_weighed)
		set->codes[codes++] = (struct item_code){ cells[C_SCALE], SCHEME_SCALE };
	set->codes_count = codes;
	add_certificate(s, cells, item->product_id);
	s->items_count++;
}

/* The house's own: a bag, a ribbon, wrapping as work, and cloth bags bought outright that lie in stock. */
static void add_house_goods(struct sample *s, struct item_set *sets)
{
	static const struct {
		const char *code, *name, *unit;
		int64_t price, liked, short_number;
		bool has_stock;
	} rows[] = {
		{ "TUI", "Túi giấy", "cái", 5000, 0, 101, false },
		{ "GOI", "Công gói quà", "lần", 20000, 0, 102, false },
		{ "SHIP", "Phí giao hàng nội thành", "lần", 30000, 0, 103, false },
		{ "TUIVAI", "Túi vải in hình OCOP", "cái", 45000, 2, 104, true },
	};

	s->house_from = s->items_count;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sample_item *item = &s->items[s->items_count];
		struct item_set *set = &sets[s->items_count++];

		*item = (struct sample_item){
			.id = id_derive(s->book->site_id, "sample house item", (int64_t)i + 1),
			.producer = SAMPLE_HOUSE,
			.name = rows[i].name,
			.code = rows[i].code,
			.price = rows[i].price,
			.liked = rows[i].liked,
			.has_stock = rows[i].has_stock,
		};
		*set = (struct item_set){
			.code = rows[i].code,
			.contract_id = rows[i].has_stock ? (struct id){ { 0 } } : s->house_contract_id,
			.has_stock = rows[i].has_stock,
			.id = item->id,
			.is_active = true,
			.name = rows[i].name,
			.round_unit = 1,
			.short_number = rows[i].short_number,
			.tile_group = "Khác",
			.unit = rows[i].unit,
			.vats = ARENA_LIST(s->keep, 1, struct item_vat),
			.vats_count = 1,
		};
		set->vats[0] = (struct item_vat){ .from_day = FROM_DAY, .legal_note = SAMPLE_NOTE, .vat_class = VAT_8 };
	}
}

/* ---- contracts ------------------------------------------------------------------ */

static void fix_prices(struct sample *s, size_t producer, int32_t term_kind, int64_t per_thousand, struct contract_terms *terms)
{
	terms->overrides = ARENA_LIST(s->keep, SAMPLE_ITEMS_MAX, struct contract_override);
	for (size_t i = 0; i < s->items_count; i++)
		if (s->items[i].producer == producer)
			terms->overrides[terms->overrides_count++] = (struct contract_override){
				.item_id = s->items[i].id,
				.per_unit = MONEY(s->items[i].price * per_thousand / 1000 / 500 * 500),
				.term_kind = term_kind,
			};
}

/* All five invoice modes and every kind of terms, spread over the producers by what they are. */
static struct contract_terms terms_of(struct sample *s, size_t producer)
{
	static const int64_t rates[] = { 200000, 150000, 250000, 180000, 220000 };
	struct sample_producer *p = &s->producers[producer];
	struct contract_terms terms = contract_terms_usual();
	size_t n = producer + 1;

	terms.contract_id = p->contract_id;
	terms.consignor_id = p->id;
	terms.operator_id = s->operator_id;
	terms.number = arena_format(s->keep, "%02zu/HĐKG", n);
	terms.from_day = FROM_DAY;
	terms.legal_note = SAMPLE_NOTE;
	terms.rate_ppm = rates[n % COUNT_OF(rates)];
	terms.return_days = 60;
	if (p->profile == TAX_CREDIT)
		terms.invoice_mode = n % 3 ? SHARE_STEP_INVOICE : SHARE_CONSIGNMENT_NOTE;
	else
		terms.invoice_mode = n % 4 == 0 ? SHARE_DELEGATED : n % 4 == 1 ? SHARE_NONE : SHARE_PURCHASE_LIST;
	if (p->form == FORM_COOPERATIVE && p->profile == TAX_CREDIT && n % 2)
		terms.invoice_mode = SHARE_DELEGATED;
	if (n % 5 == 1)
		terms.basis = SHARE_NET;
	if (n % 4 == 2)
		terms.discount_producer_ppm = PPM / 2;
	if (n % 7 == 3) {
		terms.floor_ppm = 850000;
		terms.includes_vat = true;
	}
	if (n % 9 == 4)
		fix_prices(s, producer, SHARE_HAND_OVER, 760, &terms);
	if (n % 9 == 7)
		fix_prices(s, producer, SHARE_FIXED, 180, &terms);
	if (n % 10 == 3) {
		static struct contract_tier tiers[] = { { { 10000000 }, 150000 }, { { 20000000 }, 120000 } };

		terms.rate_ppm = 200000;
		terms.tiers = tiers;
		terms.tiers_count = COUNT_OF(tiers);
		terms.tier_is_whole = n % 20 == 3;
	}
	if (n % 8 == 5) {
		terms.cap_kind = SHARE_CAP_RATE;
		terms.cap_ppm = 20000;
	}
	if (n % 11 == 6)
		terms.period = PERIOD_HALF_MONTH;
	p->period = terms.period;
	return terms;
}

static struct contract_terms house_terms(struct sample *s)
{
	struct contract_terms terms = contract_terms_usual();

	terms.contract_id = s->house_contract_id;
	terms.consignor_id = terms.operator_id = s->operator_id;
	terms.number = "NHÀ";
	terms.from_day = FROM_DAY;
	terms.term_kind = SHARE_OWN;
	terms.legal_note = SAMPLE_NOTE;
	return terms;
}

static bool put_contracts(struct sample *s, struct err *err)
{
	struct contract_terms *terms = ARENA_LIST(s->keep, s->producers_count, struct contract_terms);

	for (size_t i = 0; i < s->producers_count; i++)
		terms[i] = terms_of(s, i);
	for (size_t i = 0; i < s->producers_count; i += CONTRACTS_PER_ENTRY_MAX) {
		size_t count = s->producers_count - i < CONTRACTS_PER_ENTRY_MAX ? s->producers_count - i : CONTRACTS_PER_ENTRY_MAX;
		struct work work = sample_work(s, NGA);

		if (!SAMPLE_TRY(s, &work, contracts_set(&work, terms + i, count, err), err))
			return false;
	}
	return true;
}

/* ---- putting it all in ------------------------------------------------------------ */

bool sample_put_items(struct sample *s, const struct item_set *sets, const struct price_set *prices, size_t count, struct err *err)
{
	struct work work = sample_work(s, ADMIN);

	if (!SAMPLE_TRY(s, &work, items_set(&work, sets, count, err), err))
		return false;
	work = sample_work(s, ADMIN);
	return SAMPLE_TRY(s, &work, prices_set(&work, prices, count, err), err);
}

static bool put_prices(struct sample *s, struct err *err)
{
	struct price_set *prices = ARENA_LIST(s->keep, s->items_count, struct price_set);
	struct work work = sample_work(s, ADMIN);

	for (size_t i = 0; i < s->items_count; i++)
		prices[i] =
			(struct price_set){ .amount = MONEY(s->items[i].price), .from_us = day_start_us(FROM_DAY), .item_id = s->items[i].id };
	return SAMPLE_TRY(s, &work, prices_set(&work, prices, s->items_count, err), err);
}

static bool put_items(struct sample *s, const struct item_set *sets, struct err *err)
{
	for (size_t i = 0; i < s->items_count; i += ITEMS_PER_ENTRY_MAX) {
		size_t count = s->items_count - i < ITEMS_PER_ENTRY_MAX ? s->items_count - i : ITEMS_PER_ENTRY_MAX;
		struct work work = sample_work(s, ADMIN);

		if (!SAMPLE_TRY(s, &work, items_set(&work, sets + i, count, err), err))
			return false;
	}
	return true;
}

bool sample_put_people(struct sample *s, struct err *err)
{
	for (int i = 0; i < PEOPLE_COUNT; i++) {
		struct staff staff = { .id = s->people[i],
				       .is_active = true,
				       .login = sample_people[i].login,
				       .name = sample_people[i].name,
				       .role = sample_people[i].role };
		struct work work = sample_work(s, ADMIN);

		if (!SAMPLE_TRY(s, &work, staff_set(&work, &staff, err), err))
			return false;
	}
	return true;
}

/* Where customers' transfers go: the QR code of a sample names an account that nobody has. */
static bool give_account(struct sample *s, const struct work *before, struct err *err)
{
	struct work work = *before;
	struct party party;

	work.id = id_derive(work.id, "account", 1);
	work.approver = s->people[HOA];
	work.approver_role = sample_people[HOA].role;
	work.txn = s->txn;
	if (!party_get(s->txn, s->arena, s->operator_id, day_of_us(work.at_us), &party, err))
		return false;
	party.bank_bin = "970405";
	party.bank_account = "0000000000";
	party.bank_holder = "CONG TY TNHH DIEM BAN OCOP MAU";
	return SAMPLE_TRY(s, &work, parties_set(&work, &party, 1, err), err);
}

bool sample_put_goods(struct sample *s, struct err *err)
{
	const struct embedded *file = embed_find(file_name);
	char *at, *cells[COLUMNS];
	struct product *products = ARENA_LIST(s->keep, SAMPLE_ITEMS_MAX, struct product);
	struct item_set *sets = ARENA_LIST(s->keep, SAMPLE_ITEMS_MAX, struct item_set);
	struct party *parties = ARENA_LIST(s->keep, SAMPLE_PRODUCERS_MAX, struct party);
	struct contract_terms house;
	size_t products_count;
	struct work work;

	if (!file)
		return err_set(err, ERR_MISSING, NULL, "%s is not in the program", file_name);
	at = arena_bytes(s->keep, file->bytes, (size_t)(file->end - file->bytes));
	if (!next_row(&at, cells))
		return err_set(err, ERR_INPUT, NULL, "%s has no rows", file_name);
	s->house_contract_id = id_derive(s->book->site_id, "sample house contract", 1);
	while (s->items_count < SAMPLE_ITEMS_MAX - 8 && s->producers_count < SAMPLE_PRODUCERS_MAX && next_row(&at, cells)) {
		size_t n = s->items_count;

		add_item(s, cells, &products[n], &sets[n], producer_of(s, cells, parties));
	}
	products_count = s->items_count;
	work = sample_work(s, ADMIN);
	if (!SAMPLE_TRY(s, &work, parties_set(&work, parties, s->producers_count, err), err) || !give_account(s, &work, err))
		return false;
	house = house_terms(s);
	work = sample_work(s, NGA);
	if (!SAMPLE_TRY(s, &work, contracts_set(&work, &house, 1, err), err))
		return false;
	work = sample_work(s, ADMIN);
	if (!SAMPLE_TRY(s, &work, products_set(&work, products, products_count, err), err))
		return false;
	add_house_goods(s, sets);
	return put_items(s, sets, err) && put_contracts(s, err) && put_prices(s, err) && sample_put_hamper(s, err);
}

bool sample_put_certificates(struct sample *s, int32_t day, struct err *err)
{
	struct certificate rows[SAMPLE_ITEMS_MAX];
	size_t count = 0;
	struct work work;

	for (size_t i = 0; i < s->certificates_count; i++) {
		struct sample_certificate *c = &s->certificates[i];

		if (c->is_put || c->row.decision_day > day)
			continue;
		c->is_put = true;
		rows[count++] = c->row;
	}
	if (count == 0)
		return true;
	work = sample_work(s, ADMIN);
	return SAMPLE_TRY(s, &work, certificates_set(&work, rows, count, err), err);
}
