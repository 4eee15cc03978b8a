/* Tables of parties and of contracts. */
#include <stdlib.h>
#include <string.h>

#include "app/import_rows.h"
#include "calc/share.h"
#include "calc/vnnumber.h"
#include "shop/contract.h"
#include "shop/reference.h"

/* ---- parties -------------------------------------------------------------------- */

static const struct cell_word forms[] = {
	{ "hợp tác xã", FORM_COOPERATIVE },
	{ "HTX", FORM_COOPERATIVE },
	{ "cooperative", FORM_COOPERATIVE },
	{ "doanh nghiệp", FORM_ENTERPRISE },
	{ "công ty", FORM_ENTERPRISE },
	{ "DN", FORM_ENTERPRISE },
	{ "enterprise", FORM_ENTERPRISE },
	{ "liên hiệp hợp tác xã", FORM_UNION },
	{ "liên hiệp HTX", FORM_UNION },
	{ "union", FORM_UNION },
	{ "tổ hợp tác", FORM_GROUP },
	{ "THT", FORM_GROUP },
	{ "group", FORM_GROUP },
	{ "hộ kinh doanh", FORM_HOUSEHOLD },
	{ "HKD", FORM_HOUSEHOLD },
	{ "hộ", FORM_HOUSEHOLD },
	{ "cơ sở", FORM_HOUSEHOLD },
	{ "household", FORM_HOUSEHOLD },
	{ "cá nhân", FORM_PERSON },
	{ "person", FORM_PERSON },
	{ NULL, 0 },
};
static const struct cell_word roles[] = {
	{ "chủ thể", PARTY_PRODUCER },
	{ "producer", PARTY_PRODUCER },
	{ "ký gửi", PARTY_CONSIGNOR },
	{ "bên ký gửi", PARTY_CONSIGNOR },
	{ "consignor", PARTY_CONSIGNOR },
	{ "khách", PARTY_CUSTOMER },
	{ "khách hàng", PARTY_CUSTOMER },
	{ "customer", PARTY_CUSTOMER },
	{ "đơn vị bán", PARTY_OPERATOR },
	{ "operator", PARTY_OPERATOR },
	{ "vận chuyển", PARTY_CARRIER },
	{ "carrier", PARTY_CARRIER },
	{ NULL, 0 },
};
static const struct cell_word profiles[] = {
	{ "khấu trừ", TAX_CREDIT },   { "credit", TAX_CREDIT },         { "trực tiếp", TAX_DIRECT },
	{ "direct", TAX_DIRECT },     { "hộ, cá nhân", TAX_HOUSEHOLD }, { "hộ", TAX_HOUSEHOLD },
	{ "cá nhân", TAX_HOUSEHOLD }, { "household", TAX_HOUSEHOLD },   { NULL, 0 },
};

#define AT(member) offsetof(struct party_cells, member)
enum {
	P_CODE,
	P_NAME,
	P_FORM,
	P_ROLES,
	P_TAX_CODE,
	P_PROFILE,
	P_ADDRESS,
	P_COMMUNE,
	P_PROVINCE,
	P_OLD_COMMUNE,
	P_PHONE,
	P_BANK,
	P_ACCOUNT,
	P_HOLDER,
	P_FROM
};
static const struct column party_columns[] = {
	[P_CODE] = { "Mã", "code|mã chủ thể|ma ct", CELL_TEXT, AT(code), 1, 20, .required = true, .is_code = true },
	[P_NAME] = { "Tên", "name|tên chủ thể|họ tên|chủ thể", CELL_TEXT, AT(name), 1, 200, .required = true },
	[P_FORM] = { "Loại hình", "legal form|form|hình thức", CELL_WORD, AT(form), .words = forms, .required = true },
	[P_ROLES] = { "Vai trò", "roles|role", CELL_ROLES, AT(roles), .words = roles, .preset = PARTY_PRODUCER | PARTY_CONSIGNOR },
	[P_TAX_CODE] = { "Mã số thuế", "MST|tax code", CELL_TEXT, AT(tax_code), 1, 20, .is_code = true },
	[P_PROFILE] = { "Cách tính thuế", "vat profile|phương pháp thuế", CELL_WORD, AT(vat_profile), .words = profiles },
	[P_ADDRESS] = { "Địa chỉ", "address", CELL_TEXT, AT(address), 1, 300 },
	[P_COMMUNE] = { "Xã", "commune|mã xã|xã phường|xã/phường", CELL_TEXT, AT(commune), 1, 100 },
	[P_PROVINCE] = { "Tỉnh", "province|tỉnh thành|tỉnh/thành phố", CELL_TEXT, AT(province), 1, 100, .not_compared = true, .only_in = true },
	[P_OLD_COMMUNE] = { "Mã xã cũ", "old commune", CELL_TEXT, AT(old_commune), 1, 5 },
	[P_PHONE] = { "Điện thoại", "phone|số điện thoại|ĐT|SĐT", CELL_TEXT, AT(phone), 1, 20, .is_code = true },
	[P_BANK] = { "Ngân hàng", "bank|mã ngân hàng|BIN", CELL_TEXT, AT(bank), 1, 60 },
	[P_ACCOUNT] = { "Số tài khoản", "account|bank account|STK", CELL_TEXT, AT(account), 1, 30, .is_code = true },
	[P_HOLDER] = { "Chủ tài khoản", "account holder|holder", CELL_TEXT, AT(holder), 1, 100 },
	[P_FROM] = { "Từ ngày", "from|from day", CELL_DAY, AT(from_day), .not_compared = true },
};
#undef AT

void party_cells_of(const struct party *party, struct party_cells *cells)
{
	cells->row.id = party->id;
	cells->code = party->code;
	cells->name = party->name;
	cells->form = party->legal_form;
	cells->roles = party->roles;
	cells->tax_code = party->tax_code;
	cells->vat_profile = party->vat_profile;
	cells->address = party->address;
	cells->commune = party->commune;
	cells->old_commune = party->old_commune;
	cells->phone = party->phone;
	cells->bank = party->bank_bin;
	cells->account = party->bank_account;
	cells->holder = party->bank_holder;
	cells->from_day = party->from_day;
}

/* A bank by its number or its short name. */
static bool read_bank(struct importing *im, struct row *row, const char **bin, struct err *err)
{
	struct bank *banks;
	const char *folded;
	size_t count;

	if (!*bin || row->is_bad)
		return true;
	if (strlen(*bin) == 6 && strspn(*bin, "0123456789") == 6)
		return true;
	folded = fold_cell(im->scratch, *bin);
	if (!bank_list(im->txn, im->scratch, &banks, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(fold_cell(im->scratch, banks[i].short_name), folded) == 0) {
			*bin = arena_text(im->arena, banks[i].bin);
			return true;
		}
	}
	problem(im, row, P_BANK, "không biết ngân hàng “%.60s”; ghi mã 6 chữ số", *bin);
	return true;
}

/* In the form that the book keeps; a tax code's check digit is a hint alone. */
static void take_numbers(struct importing *im, struct party_cells *cells)
{
	char normal[VNNUMBER_SIZE];

	if (cells->phone && !vnnumber_phone(cells->phone, normal))
		problem(im, &cells->row, P_PHONE, "“%.30s” không phải số điện thoại ở Việt Nam; viết 0912 345 678 hoặc 024 3825 1234", cells->phone);
	else if (cells->phone)
		cells->phone = arena_text(im->arena, normal);
	if (cells->tax_code && !vnnumber_tax_code(cells->tax_code, normal)) {
		problem(im, &cells->row, P_TAX_CODE, "“%.30s” không phải mã số thuế: 10 số, 10 số và 3 số chi nhánh, hoặc 12 số định danh", cells->tax_code);
	} else if (cells->tax_code) {
		if (!vnnumber_tax_code_is_likely(normal))
			warning(im, &cells->row, P_TAX_CODE, "số kiểm tra của mã số thuế %s không khớp; xem lại trên giấy đăng ký", normal);
		cells->tax_code = arena_text(im->arena, normal);
	}
}

static bool load_party(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct party_cells *cells = row;
	struct party party;
	struct id id;

	take_numbers(im, cells);
	*found = false;
	if (!read_commune(im, &cells->row, P_COMMUNE, cells->province, &cells->commune, err) || !read_bank(im, &cells->row, &cells->bank, err))
		return false;
	if (!cells->code)
		return true;
	if (!party_find_code(im->txn, im->arena, cells->code, &id, found, err))
		return false;
	if (*found) {
		if (!party_get(im->txn, im->arena, id, 29991231, &party, err))
			return false;
		party_cells_of(&party, base);
		/* Where the money goes is changed with a second person there (C5), and a file has none. */
		if (party.bank_account && cells->account && cells->bank && !cells->row.is_bad &&
		    (strcmp(party.bank_account, cells->account) != 0 || !party.bank_bin || strcmp(party.bank_bin, cells->bank) != 0))
			problem(im, &cells->row, P_ACCOUNT, "tài khoản nhận tiền đã có; đổi ở trang Đối tác, có người thứ hai xác nhận");
	}
	cells->row.id = *found ? id : id_of_code(im->book, "party", cells->code);
	return true;
}

static bool check_party(struct importing *im, void *row, struct err *err)
{
	struct party_cells *cells = row;

	(void)err;
	if (cells->vat_profile == ROW_ABSENT)
		cells->vat_profile = cells->form == FORM_HOUSEHOLD || cells->form == FORM_PERSON || cells->form == FORM_GROUP ? TAX_HOUSEHOLD
				     : cells->form == FORM_ENTERPRISE                                                         ? TAX_CREDIT
															      : TAX_DIRECT;
	if (cells->from_day == ROW_ABSENT)
		cells->from_day = 20200101;
	if (cells->old_commune && strlen(cells->old_commune) < 5)
		cells->old_commune = arena_format(im->arena, "%05d", (int)strtol(cells->old_commune, NULL, 10));
	if ((cells->account != NULL) != (cells->bank != NULL))
		problem(im, &cells->row, cells->account ? P_BANK : P_ACCOUNT, "ngân hàng và số tài khoản đi cùng nhau");
	return true;
}

static bool write_parties(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct party *list = ARENA_LIST(work->arena, chunk->count, struct party);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct party_cells *c = (struct party_cells *)(void *)row_at(import, chunk->first + i);

		if (c->row.is_same)
			continue;
		list[count++] = (struct party){
			.address = c->address,
			.bank_account = c->account,
			.bank_bin = c->bank,
			.bank_holder = c->holder,
			.code = c->code,
			.commune = c->commune,
			.from_day = (int32_t)c->from_day,
			.id = c->row.id,
			.legal_form = (int32_t)c->form,
			.name = c->name,
			.old_commune = c->old_commune,
			.phone = c->phone,
			.roles = c->roles,
			.tax_code = c->tax_code,
			.vat_profile = (int32_t)c->vat_profile,
		};
	}
	return parties_set(work, list, count, err);
}

const struct import_kind import_parties = {
	.name = "parties",
	.about = "chủ thể, bên ký gửi, khách",
	.columns = party_columns,
	.columns_count = COUNT_OF(party_columns),
	.row_size = sizeof(struct party_cells),
	.chunk_rows = 50,
	.is_set = true,
	.key_column = P_CODE,
	.load = load_party,
	.check = check_party,
	.write = write_parties,
};

/* ---- contracts ------------------------------------------------------------------ */

static const struct cell_word bases[] = {
	{ "giá bán", SHARE_GROSS },    { "doanh thu", SHARE_GROSS },    { "giá có thuế", SHARE_GROSS },
	{ "giá có VAT", SHARE_GROSS }, { "giá gồm thuế", SHARE_GROSS }, { "có thuế", SHARE_GROSS },
	{ "gross", SHARE_GROSS },      { "gross retail", SHARE_GROSS }, { "giá chưa thuế", SHARE_NET },
	{ "giá chưa VAT", SHARE_NET }, { "chưa thuế", SHARE_NET },      { "giá trước thuế", SHARE_NET },
	{ "net", SHARE_NET },          { "net of VAT", SHARE_NET },     { NULL, 0 },
};
static const struct cell_word periods[] = {
	{ "tháng", PERIOD_MONTH },
	{ "hàng tháng", PERIOD_MONTH },
	{ "1 tháng", PERIOD_MONTH },
	{ "month", PERIOD_MONTH },
	{ "monthly", PERIOD_MONTH },
	{ "nửa tháng", PERIOD_HALF_MONTH },
	{ "15 ngày", PERIOD_HALF_MONTH },
	{ "half month", PERIOD_HALF_MONTH },
	{ "10 ngày", PERIOD_TEN_DAYS },
	{ "ten days", PERIOD_TEN_DAYS },
	{ "tuần", PERIOD_WEEK },
	{ "7 ngày", PERIOD_WEEK },
	{ "week", PERIOD_WEEK },
	{ "weekly", PERIOD_WEEK },
	{ NULL, 0 },
};
static const struct cell_word modes[] = {
	{ "hóa đơn từng khâu", SHARE_STEP_INVOICE },
	{ "STEP_INVOICE", SHARE_STEP_INVOICE },
	{ "STEP INVOICE", SHARE_STEP_INVOICE },
	{ "phiếu gửi hàng đại lý", SHARE_CONSIGNMENT_NOTE },
	{ "CONSIGNMENT NOTE", SHARE_CONSIGNMENT_NOTE },
	{ "ủy nhiệm lập hóa đơn", SHARE_DELEGATED },
	{ "ủy nhiệm", SHARE_DELEGATED },
	{ "DELEGATED", SHARE_DELEGATED },
	{ "bảng kê thu mua", SHARE_PURCHASE_LIST },
	{ "bảng kê", SHARE_PURCHASE_LIST },
	{ "PURCHASE LIST", SHARE_PURCHASE_LIST },
	{ "không", SHARE_NONE },
	{ "NONE", SHARE_NONE },
	{ NULL, 0 },
};
static const struct cell_word term_kinds[] = {
	{ "tỷ lệ", SHARE_RATE },
	{ "rate", SHARE_RATE },
	{ "hoa hồng cố định", SHARE_FIXED },
	{ "fixed", SHARE_FIXED },
	{ "giá giao cố định", SHARE_HAND_OVER },
	{ "giá giao", SHARE_HAND_OVER },
	{ "hand over", SHARE_HAND_OVER },
	{ "hàng mua đứt", SHARE_OWN },
	{ "own", SHARE_OWN },
	{ NULL, 0 },
};
static const struct cell_word bearers[] = {
	{ "cửa hàng", BORNE_BY_HOUSE },    { "bên bán", BORNE_BY_HOUSE },
	{ "house", BORNE_BY_HOUSE },       { "bên ký gửi", BORNE_BY_PRODUCER },
	{ "chủ thể", BORNE_BY_PRODUCER },  { "chủ hàng", BORNE_BY_PRODUCER },
	{ "producer", BORNE_BY_PRODUCER }, { NULL, 0 },
};
const struct cell_word vat_words[] = {
	{ "10%", VAT_10 },      { "10", VAT_10 }, { "8%", VAT_8 }, { "8", VAT_8 },     { "5%", VAT_5 },
	{ "5", VAT_5 },         { "0%", VAT_0 },  { "0", VAT_0 },  { "KCT", VAT_KCT }, { "không chịu thuế", VAT_KCT },
	{ "KKKNT", VAT_KKKNT }, { NULL, 0 },
};

#define AT(member) offsetof(struct contract_cells, member)
enum {
	C_CONSIGNOR,
	C_RATE,
	C_BASIS,
	C_PERIOD,
	C_NUMBER,
	C_FROM,
	C_TO,
	C_MODE,
	C_KIND,
	C_PER_UNIT,
	C_INCLUDES_VAT,
	C_COMMISSION_VAT,
	C_DISCOUNT,
	C_FLOOR,
	C_LOSS,
	C_EXPIRY,
	C_SAMPLE,
	C_RETURN_DAYS,
	C_LEGAL
};
static const struct column contract_columns[] = {
	[C_CONSIGNOR] = { "Bên ký gửi", "consignor|chủ thể|người ký gửi|mã chủ thể|producer", CELL_TEXT, AT(consignor), 1, 200,
			  .required = true },
	[C_RATE] = { "Tỷ lệ", "percentage|rate|phần trăm|hoa hồng|tỷ lệ hoa hồng|%", CELL_PERCENT, AT(rate_ppm), 0, PPM, .required = true },
	[C_BASIS] = { "Cơ sở tính", "basis|cơ sở|tính trên", CELL_WORD, AT(basis), .words = bases, .required = true },
	[C_PERIOD] = { "Kỳ", "period|kỳ quyết toán|kỳ thanh toán", CELL_WORD, AT(period), .words = periods, .required = true },
	[C_NUMBER] = { "Số hợp đồng", "number|contract|hợp đồng", CELL_TEXT, AT(number), 1, 40, .is_code = true },
	[C_FROM] = { "Từ ngày", "from|from day|hiệu lực từ", CELL_DAY, AT(from_day), .not_compared = true },
	[C_TO] = { "Đến ngày", "to|to day|hết hạn", CELL_DAY, AT(to_day) },
	[C_MODE] = { "Hình thức hóa đơn", "invoice mode|hóa đơn", CELL_WORD, AT(mode), .words = modes },
	[C_KIND] = { "Cách tính", "terms|kind", CELL_WORD, AT(kind), .words = term_kinds, .preset = SHARE_RATE },
	[C_PER_UNIT] = { "Số tiền một đơn vị", "per unit|giá giao", CELL_MONEY, AT(per_unit), 0, MONEY_MAX, .has_preset = true },
	[C_INCLUDES_VAT] = { "Đã gồm thuế", "includes vat", CELL_BOOL, AT(includes_vat), .has_preset = true },
	[C_COMMISSION_VAT] = { "Thuế của hoa hồng", "commission vat", CELL_WORD, AT(commission_vat), .words = vat_words },
	[C_DISCOUNT] = { "Bên ký gửi chịu giảm giá", "discount borne by producer|chịu giảm giá", CELL_PERCENT, AT(discount_ppm), 0, PPM,
			 .has_preset = true },
	[C_FLOOR] = { "Giá sàn", "floor", CELL_PERCENT, AT(floor_ppm), 0, PPM, .has_preset = true },
	[C_LOSS] = { "Hao hụt do", "loss by", CELL_WORD, AT(loss_by), .words = bearers },
	[C_EXPIRY] = { "Hết hạn do", "expiry by", CELL_WORD, AT(expiry_by), .words = bearers },
	[C_SAMPLE] = { "Hàng mẫu do", "sample by", CELL_WORD, AT(sample_by), .words = bearers },
	[C_RETURN_DAYS] = { "Số ngày trả hàng", "return days", CELL_I64, AT(return_days), 0, 3650, .has_preset = true },
	[C_LEGAL] = { "Căn cứ", "legal note|ghi chú pháp lý", CELL_TEXT, AT(legal_note), 1, 200 },
};
#undef AT

void contract_cells_of(const struct contract_terms *t, const char *consignor, struct contract_cells *cells)
{
	cells->row.id = t->contract_id;
	cells->consignor = consignor;
	cells->rate_ppm = t->rate_ppm;
	cells->basis = t->basis;
	cells->period = t->period;
	cells->number = t->number;
	cells->from_day = t->from_day;
	cells->to_day = t->to_day ? t->to_day : ROW_ABSENT;
	cells->mode = t->invoice_mode;
	cells->kind = t->term_kind;
	cells->per_unit = t->per_unit.dong;
	cells->includes_vat = t->includes_vat;
	cells->commission_vat = t->commission_vat;
	cells->discount_ppm = t->discount_producer_ppm;
	cells->floor_ppm = t->floor_ppm;
	cells->loss_by = t->loss_by;
	cells->expiry_by = t->expiry_by;
	cells->sample_by = t->sample_by;
	cells->return_days = t->return_days;
	cells->legal_note = t->legal_note;
	cells->terms = t;
}

static bool last_version(struct importing *im, struct id contract_id, struct contract_terms **terms, struct err *err)
{
	int64_t version;
	bool found;

	*terms = ARENA_NEW(im->arena, struct contract_terms);
	/* Of an ended contract too: a later version begins it anew. */
	return contract_version_on(im->txn, contract_id, 29991231, &version, &found, err) &&
	       contract_version_get(im->txn, im->arena, contract_id, version, *terms, err);
}

static bool load_contract(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct contract_cells *cells = row;
	struct contract_terms *terms;
	struct party *party;
	struct id id;

	*found = false;
	if (!cells->consignor)
		return true;
	if (!find_party(im, &cells->row, C_CONSIGNOR, cells->consignor, &party, err))
		return false;
	if (!party)
		return true;
	cells->consignor = party->code;
	cells->consignor_id = party->id;
	cells->profile = party->vat_profile;
	/* Three columns are enough (rules A1): one contract a consignor, numbered by his code. */
	if (!cells->number)
		cells->number = arena_format(im->arena, "KG-%s", party->code);
	if (!contract_find_number(im->txn, cells->number, &id, found, err))
		return false;
	cells->row.id = *found ? id : id_of_code(im->book, "contract", cells->number);
	if (!*found)
		return true;
	if (!last_version(im, id, &terms, err))
		return false;
	if (!id_is(terms->consignor_id, party->id))
		problem(im, &cells->row, C_NUMBER, "số hợp đồng này là của bên ký gửi khác");
	contract_cells_of(terms, party->code, base);
	cells->terms = terms;
	return true;
}

/* Whoever gives no VAT invoice is bought from by list; the rest invoice at each step. */
static int64_t usual_mode(int64_t profile)
{
	return profile == TAX_HOUSEHOLD ? SHARE_PURCHASE_LIST : SHARE_STEP_INVOICE;
}

static bool check_contract(struct importing *im, void *row, struct err *err)
{
	struct contract_cells *c = row;
	struct contract_terms usual = contract_terms_usual();

	(void)err;
	if (c->mode == ROW_ABSENT)
		c->mode = usual_mode(c->profile);
	if (c->commission_vat == ROW_ABSENT)
		c->commission_vat = usual.commission_vat;
	if (c->loss_by == ROW_ABSENT)
		c->loss_by = usual.loss_by;
	if (c->expiry_by == ROW_ABSENT)
		c->expiry_by = usual.expiry_by;
	if (c->sample_by == ROW_ABSENT)
		c->sample_by = usual.sample_by;
	if (c->from_day == ROW_ABSENT ||
	    (!c->row.is_new && !c->row.is_same && c->from_day <= c->terms->from_day && !im->import->columns[C_FROM]))
		c->from_day = im->day;
	if (c->to_day != ROW_ABSENT && c->to_day < c->from_day)
		problem(im, &c->row, C_TO, "ngày hết hạn trước ngày bắt đầu");
	if ((c->kind == SHARE_FIXED || c->kind == SHARE_HAND_OVER) && c->per_unit == 0)
		problem(im, &c->row, C_PER_UNIT, "cách tính này cần số tiền một đơn vị");
	if (!c->row.is_new && !c->row.is_same && c->from_day <= c->terms->from_day)
		problem(im, &c->row, C_FROM, "điều khoản mới phải bắt đầu sau ngày %02d/%02d/%04d của điều khoản đang có",
			c->terms->from_day % 100, c->terms->from_day / 100 % 100, c->terms->from_day / 10000);
	return true;
}

static bool write_contracts(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct contract_terms *list = ARENA_LIST(work->arena, chunk->count, struct contract_terms);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct contract_cells *c = (struct contract_cells *)(void *)row_at(import, chunk->first + i);
		struct contract_terms *t = &list[count];

		if (c->row.is_same)
			continue;
		/* Caps, tiers and prices of single items are no columns: they stay. */
		*t = c->terms ? *c->terms : contract_terms_usual();
		count++;
		t->contract_id = c->row.id;
		t->consignor_id = c->consignor_id;
		if (id_is_none(t->operator_id))
			t->operator_id = id_derive(work->book->site_id, "operator", 1);
		t->number = c->number;
		t->rate_ppm = c->rate_ppm;
		t->basis = (int32_t)c->basis;
		t->period = (int32_t)c->period;
		t->from_day = (int32_t)c->from_day;
		t->to_day = c->to_day == ROW_ABSENT ? 0 : (int32_t)c->to_day;
		t->invoice_mode = (int32_t)c->mode;
		t->term_kind = (int32_t)c->kind;
		t->per_unit = MONEY(c->per_unit);
		t->includes_vat = c->includes_vat != 0;
		t->commission_vat = (int32_t)c->commission_vat;
		t->discount_producer_ppm = c->discount_ppm;
		t->floor_ppm = c->floor_ppm;
		t->loss_by = (int32_t)c->loss_by;
		t->expiry_by = (int32_t)c->expiry_by;
		t->sample_by = (int32_t)c->sample_by;
		t->return_days = c->return_days;
		t->legal_note = c->legal_note;
	}
	return contracts_set(work, list, count, err);
}

const struct import_kind import_contracts = {
	.name = "contracts",
	.about = "hợp đồng ký gửi",
	.columns = contract_columns,
	.columns_count = COUNT_OF(contract_columns),
	.row_size = sizeof(struct contract_cells),
	.chunk_rows = CONTRACTS_PER_ENTRY_MAX,
	.is_set = true,
	.key_column = C_NUMBER,
	.load = load_contract,
	.check = check_contract,
	.write = write_contracts,
};
