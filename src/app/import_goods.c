/* Tables of products, certificates and prices. Items and their codes are in import_items.c. */
#include <string.h>

#include "app/import_rows.h"
#include "shop/catalog.h"
#include "shop/browse.h"

/* ---- products ------------------------------------------------------------------- */

static const struct cell_word grounds[] = {
	{ "OCOP", GROUND_OCOP },
	{ "chủ lực", GROUND_KEY },
	{ "sản phẩm chủ lực", GROUND_KEY },
	{ "key", GROUND_KEY },
	{ "CNNT tiêu biểu", GROUND_RURAL_INDUSTRIAL },
	{ "công nghiệp nông thôn tiêu biểu", GROUND_RURAL_INDUSTRIAL },
	{ "rural industrial", GROUND_RURAL_INDUSTRIAL },
	{ "đặc sản", GROUND_SPECIALITY },
	{ "speciality", GROUND_SPECIALITY },
	{ NULL, 0 },
};

#define AT(member) offsetof(struct product_cells, member)
enum { R_CODE, R_NAME, R_PRODUCER, R_GROUP, R_SET, R_COMMUNE, R_PROVINCE, R_GROUND };
static const struct column product_columns[] = {
	[R_CODE] = { "Mã sản phẩm", "code|mã|mã SP", CELL_TEXT, AT(code), 1, 40, .required = true, .is_code = true },
	[R_NAME] = { "Tên sản phẩm", "name|tên|sản phẩm", CELL_TEXT, AT(name), 1, 200, .required = true },
	[R_PRODUCER] = { "Chủ thể", "producer|mã chủ thể|nhà sản xuất", CELL_TEXT, AT(producer), 1, 200, .required = true },
	[R_GROUP] = { "Nhóm", "group|bộ sản phẩm|mã nhóm", CELL_I64, AT(group_code), 0, 26, .has_preset = true },
	[R_SET] = { "Bộ tiêu chí", "group set|năm bộ tiêu chí", CELL_I64, AT(group_set), 2019, 2100, .preset = 2026 },
	[R_COMMUNE] = { "Xã sản xuất", "made commune|commune|xã|mã xã", CELL_TEXT, AT(commune), 1, 100 },
	[R_PROVINCE] = { "Tỉnh", "province", CELL_TEXT, AT(province), 1, 100, .not_compared = true, .only_in = true },
	[R_GROUND] = { "Căn cứ bán", "ground|căn cứ", CELL_WORD, AT(ground), .words = grounds, .preset = GROUND_OCOP },
};
#undef AT

bool product_cells_get(struct importing *im, struct id product_id, struct product_cells *cells, struct err *err)
{
	struct product product;
	struct party producer;

	if (!product_get(im->txn, im->arena, product_id, &product, err) ||
	    !party_get(im->txn, im->arena, product.producer_id, 29991231, &producer, err))
		return false;
	cells->row.id = product.id;
	cells->code = product.code;
	cells->name = product.name;
	cells->producer = producer.code;
	cells->group_code = product.group_code;
	cells->group_set = product.group_set;
	cells->commune = product.made_commune;
	cells->ground = product.ground;
	return true;
}

static bool load_product(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct product_cells *cells = row;
	struct party *producer;
	struct id id;

	*found = false;
	if (!read_commune(im, &cells->row, R_COMMUNE, cells->province, &cells->commune, err))
		return false;
	if (cells->producer) {
		if (!find_party(im, &cells->row, R_PRODUCER, cells->producer, &producer, err))
			return false;
		if (producer)
			cells->producer = producer->code;
	}
	if (!cells->code)
		return true;
	if (!product_find_code(im->txn, cells->code, &id, found, err))
		return false;
	cells->row.id = *found ? id : id_of_code(im->book, "product", cells->code);
	return !*found || product_cells_get(im, id, base, err);
}

static bool check_product(struct importing *im, void *row, struct err *err)
{
	struct product_cells *cells = row;
	struct party *producer;

	if (!find_party(im, &cells->row, R_PRODUCER, cells->producer, &producer, err))
		return false;
	if (producer)
		cells->producer_id = producer->id;
	if (producer && !(producer->roles & PARTY_PRODUCER))
		warning(im, &cells->row, R_PRODUCER, "“%.60s” chưa có vai trò chủ thể", cells->producer);
	return true;
}

static bool write_products(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct product *list = ARENA_LIST(work->arena, chunk->count, struct product);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct product_cells *c = (struct product_cells *)(void *)row_at(import, chunk->first + i);

		if (!c->row.is_same)
			list[count++] = (struct product){
				.code = c->code,
				.ground = c->ground,
				.group_code = c->group_code,
				.group_set = c->group_set,
				.id = c->row.id,
				.made_commune = c->commune,
				.name = c->name,
				.producer_id = c->producer_id,
			};
	}
	return products_set(work, list, count, err);
}

const struct import_kind import_products = {
	.name = "products",
	.about = "sản phẩm OCOP",
	.columns = product_columns,
	.columns_count = COUNT_OF(product_columns),
	.row_size = sizeof(struct product_cells),
	.chunk_rows = ITEMS_PER_ENTRY_MAX,
	.is_set = true,
	.key_column = R_CODE,
	.load = load_product,
	.check = check_product,
	.write = write_products,
};

/* ---- prices --------------------------------------------------------------------- */

#define AT(member) offsetof(struct price_cells, member)
enum { I_ITEM, I_PRICE, I_FROM };
static const struct column price_columns[] = {
	[I_ITEM] = { "Mã hàng", "item|code|mã|mã mặt hàng", CELL_TEXT, AT(item), 1, 40, .required = true, .is_code = true },
	[I_PRICE] = { "Giá bán", "price|giá", CELL_MONEY, AT(price), 0, INT64_C(10000000000), .required = true },
	[I_FROM] = { "Từ ngày", "from|from day|áp dụng từ", CELL_DAY, AT(from_day), .not_compared = true, .only_in = true },
};
#undef AT

/* From the beginning of a later day; of today, from now on. */
static int64_t moment_of(const struct importing *im, int64_t from_day)
{
	return from_day == ROW_ABSENT || from_day == im->day ? im->at_us : day_start_us((int32_t)from_day);
}

static bool load_price(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct price_cells *cells = row, *before = base;
	struct money price;

	*found = false;
	if (!cells->item)
		return true;
	if (!find_item(im, &cells->row, I_ITEM, cells->item, &cells->item_id, err))
		return false;
	if (cells->row.is_bad)
		return true;
	cells->from_us = moment_of(im, cells->from_day);
	if (!item_price_at(im->txn, cells->item_id, im->book->site_id, cells->from_us > im->at_us ? cells->from_us : im->at_us, &price, found,
			   err))
		return false;
	if (*found) {
		before->item = cells->item;
		before->price = price.dong;
	}
	return true;
}

static bool check_price(struct importing *im, void *row, struct err *err)
{
	struct price_cells *cells = row;

	(void)err;
	if (!cells->row.is_new && !cells->row.is_same && cells->from_us < im->at_us)
		problem(im, &cells->row, I_FROM, "giá mới không được lùi về trước hôm nay; đã bán theo giá cũ");
	return true;
}

static bool write_prices(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct price_set *list = ARENA_LIST(work->arena, chunk->count, struct price_set);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct price_cells *c = (struct price_cells *)(void *)row_at(import, chunk->first + i);

		/* "Now" was when the file was checked; what was sold since was sold at the old price. */
		if (!c->row.is_same)
			list[count++] = (struct price_set){ .amount = MONEY(c->price),
							    .from_us = c->row.is_new || c->from_us > work->at_us ? c->from_us : work->at_us,
							    .item_id = c->item_id };
	}
	return prices_set(work, list, count, err);
}

const struct import_kind import_prices = {
	.name = "prices",
	.about = "giá bán",
	.columns = price_columns,
	.columns_count = COUNT_OF(price_columns),
	.row_size = sizeof(struct price_cells),
	.chunk_rows = ITEMS_PER_ENTRY_MAX,
	.is_set = true,
	.key_column = I_ITEM,
	.load = load_price,
	.check = check_price,
	.write = write_prices,
};

/* ---- certificates ----------------------------------------------------------------- */

#define AT(member) offsetof(struct certificate_cells, member)
enum { D_PRODUCT, D_STARS, D_NUMBER, D_DAY, D_ISSUER, D_FROM, D_TO, D_EXTENDED, D_REVOKED };
static const struct column certificate_columns[] = {
	[D_PRODUCT] = { "Mã sản phẩm", "product|sản phẩm|mã", CELL_TEXT, AT(product), 1, 40, .required = true, .is_code = true },
	[D_STARS] = { "Số sao", "stars|sao|hạng sao", CELL_I64, AT(stars), 3, 5, .required = true },
	[D_NUMBER] = { "Số quyết định", "decision|decision no|quyết định", CELL_TEXT, AT(decision_no), 1, 60, .required = true, .is_code = true },
	[D_DAY] = { "Ngày quyết định", "decision day|decision date|ngày", CELL_DAY, AT(decision_day), .required = true },
	[D_ISSUER] = { "Cơ quan cấp", "issuer|nơi cấp", CELL_TEXT, AT(issuer), 1, 200, .required = true },
	[D_FROM] = { "Hiệu lực từ", "valid from", CELL_DAY, AT(valid_from) },
	[D_TO] = { "Hiệu lực đến", "valid to", CELL_DAY, AT(valid_to) },
	[D_EXTENDED] = { "Gia hạn đến", "extended to", CELL_DAY, AT(extended_to) },
	[D_REVOKED] = { "Thu hồi từ", "revoked|revoked day", CELL_DAY, AT(revoked_day) },
};
#undef AT

static int64_t or_absent(int32_t day)
{
	return day ? day : ROW_ABSENT;
}

void certificate_cells_of(const struct certificate *certificate, const char *product, struct certificate_cells *cells)
{
	cells->row.id = certificate->id;
	cells->product = product;
	cells->stars = certificate->stars;
	cells->decision_no = certificate->decision_no;
	cells->decision_day = certificate->decision_day;
	cells->issuer = certificate->issuer;
	cells->valid_from = certificate->valid_from;
	cells->valid_to = certificate->valid_to;
	cells->extended_to = or_absent(certificate->extended_to);
	cells->revoked_day = or_absent(certificate->revoked_day);
	cells->replaces_id = certificate->replaces_id;
}

/* A certificate is named by its product and decision. */
static bool load_certificate(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct certificate_cells *cells = row;
	struct certificate *list;
	size_t count;

	*found = false;
	if (!cells->product || !cells->decision_no)
		return true;
	if (!find_product(im, &cells->row, D_PRODUCT, cells->product, &cells->product_id, err))
		return false;
	if (cells->row.is_bad)
		return true;
	cells->row.id = id_of_code(im->book, "certificate", arena_format(im->arena, "%s\n%s", cells->product, cells->decision_no));
	if (!browse_certificates_of(im->txn, im->arena, cells->product_id, &list, &count, err))
		return false;
	for (size_t i = 0; i < count && !*found; i++) {
		*found = strcmp(list[i].decision_no, cells->decision_no) == 0;
		if (!*found)
			continue;
		certificate_cells_of(&list[i], cells->product, base);
		cells->row.id = list[i].id;
		cells->replaces_id = list[i].replaces_id;
	}
	return true;
}

static bool check_certificate(struct importing *im, void *row, struct err *err)
{
	struct certificate_cells *c = row;

	(void)err;
	/* 36 months from the decision, where the paper says nothing else (Decision 26/2026, article 4). */
	if (c->valid_from == ROW_ABSENT)
		c->valid_from = c->decision_day;
	if (c->valid_to == ROW_ABSENT)
		c->valid_to = day_add(day_add_months((int32_t)c->valid_from, 36), -1);
	if (c->valid_to < c->valid_from)
		problem(im, &c->row, D_TO, "ngày hết hạn trước ngày hiệu lực");
	if (c->extended_to != ROW_ABSENT && c->extended_to < c->valid_to)
		problem(im, &c->row, D_EXTENDED, "ngày gia hạn trước ngày hết hạn");
	return true;
}

static bool write_certificates(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct certificate *list = ARENA_LIST(work->arena, chunk->count, struct certificate);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct certificate_cells *c = (struct certificate_cells *)(void *)row_at(import, chunk->first + i);

		if (!c->row.is_same)
			list[count++] = (struct certificate){
				.decision_day = (int32_t)c->decision_day,
				.decision_no = c->decision_no,
				.extended_to = day_or_none(c->extended_to),
				.id = c->row.id,
				.issuer = c->issuer,
				.product_id = c->product_id,
				.replaces_id = c->replaces_id,
				.revoked_day = day_or_none(c->revoked_day),
				.stars = c->stars,
				.valid_from = (int32_t)c->valid_from,
				.valid_to = (int32_t)c->valid_to,
			};
	}
	return certificates_set(work, list, count, err);
}

/* Two rows of one product and decision. */
static bool finish_certificates(struct importing *im, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < (size_t)im->import->rows_count; i++) {
		struct row *row = row_at(im->import, i);

		for (size_t k = i > 200 ? i - 200 : 0; k < i; k++)
			if (id_is(row_at(im->import, k)->id, row->id))
				problem(im, row, D_NUMBER, "quyết định này của sản phẩm đã có ở dòng %lld của tệp",
					(long long)row_at(im->import, k)->line);
	}
	return true;
}

const struct import_kind import_certificates = {
	.name = "certificates",
	.about = "giấy chứng nhận OCOP",
	.columns = certificate_columns,
	.columns_count = COUNT_OF(certificate_columns),
	.row_size = sizeof(struct certificate_cells),
	.chunk_rows = ITEMS_PER_ENTRY_MAX,
	.is_set = true,
	.no_key = true,
	.load = load_certificate,
	.check = check_certificate,
	.finish = finish_certificates,
	.write = write_certificates,
};
