#include "app/wrong.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "calc/money.h"
#include "calc/shape.h"

static const struct {
	const char *name, *label;
} labels[] = {
	{ "account", "số tài khoản" },
	{ "address", "địa chỉ" },
	{ "after", "chỗ bắt đầu của trang sau" },
	{ "aim", "loại mã quét" },
	{ "amount", "số tiền" },
	{ "answer", "trả lời" },
	{ "approver", "người xác nhận" },
	{ "asked_us", "lúc hỏi" },
	{ "back", "hàng đổi" },
	{ "back_day", "ngày nhà sản xuất giao" },
	{ "back_payee", "người nhận tiền" },
	{ "back_total", "tiền trả lại khách" },
	{ "back_way", "cách trả lại khách" },
	{ "bank", "ngân hàng" },
	{ "bank_account", "số tài khoản" },
	{ "bank_bin", "ngân hàng" },
	{ "bank_holder", "tên chủ tài khoản" },
	{ "basis", "cách tính hoa hồng" },
	{ "bearer", "bên chịu" },
	{ "before", "chỗ bắt đầu của trang sau" },
	{ "book", "sổ" },
	{ "bought_day", "ngày khách nói đã mua" },
	{ "buyer", "người mua" },
	{ "by", "cách gộp" },
	{ "cap_amount", "hạn mức hao hụt" },
	{ "cap_kind", "loại hạn mức hao hụt" },
	{ "cap_ppm", "tỷ lệ hạn mức hao hụt" },
	{ "cart_id", "phiếu" },
	{ "certificate_id", "giấy chứng nhận" },
	{ "channel", "kênh đặt" },
	{ "code", "mã" },
	{ "codes", "mã vạch" },
	{ "commission_vat", "thuế của hoa hồng" },
	{ "commune", "xã, phường" },
	{ "consent_id", "việc chờ quản lý" },
	{ "consignor_id", "bên gửi hàng" },
	{ "contact", "khách đặt" },
	{ "contract_id", "hợp đồng" },
	{ "count", "số tờ" },
	{ "counted", "số đếm được" },
	{ "coupon_id", "phiếu giảm giá" },
	{ "credit_id", "khoản tiền vào" },
	{ "customer_id", "khách hàng" },
	{ "day", "ngày" },
	{ "day_limit", "mức tự làm cả ngày" },
	{ "days", "số ngày được nợ" },
	{ "debts", "các khoản nợ" },
	{ "decimals", "số lẻ của số lượng" },
	{ "decision_day", "ngày quyết định" },
	{ "decision_no", "số quyết định" },
	{ "deposit_asked", "tiền cọc đề nghị" },
	{ "discount", "giảm giá" },
	{ "discount_producer_ppm", "phần giảm giá chủ hàng chịu" },
	{ "doc_day", "ngày trên phiếu" },
	{ "dry", "thử" },
	{ "entry_id", "bút toán" },
	{ "expires_day", "hạn dùng của phiếu quà" },
	{ "expiry_by", "bên chịu hàng hết hạn" },
	{ "expiry_day", "hạn dùng" },
	{ "expiry_kind", "loại hạn dùng" },
	{ "extended_to", "gia hạn đến ngày" },
	{ "fee", "phí thu hộ" },
	{ "file", "tệp" },
	{ "filter", "cách lọc" },
	{ "float_cash", "tiền đầu ca" },
	{ "floor_ppm", "giá sàn" },
	{ "for_own", "cho cả tôi" },
	{ "from", "doanh số từ" },
	{ "from_day", "từ ngày" },
	{ "from_id", "nơi tiền ra" },
	{ "from_us", "từ lúc" },
	{ "give_back", "tiền trả lại" },
	{ "given", "tiền khách đưa" },
	{ "ground", "lý do được bày bán" },
	{ "group_code", "nhóm sản phẩm" },
	{ "group_set", "bộ nhóm sản phẩm" },
	{ "groups", "nhóm hàng" },
	{ "hand_over", "giá giao" },
	{ "has_stock", "có tồn kho" },
	{ "hex", "mã quét" },
	{ "holds", "có hiệu lực" },
	{ "id", "mã yêu cầu" },
	{ "image", "ảnh" },
	{ "includes_vat", "đã gồm thuế" },
	{ "intake_id", "phiếu nhập" },
	{ "invoice_mode", "hóa đơn" },
	{ "is_accepted", "đồng ý giá" },
	{ "is_active", "đang dùng" },
	{ "is_advance", "tạm ứng" },
	{ "is_agreed", "đồng ý" },
	{ "is_alone", "chỉ có một người" },
	{ "is_anew", "làm lại sổ tập" },
	{ "is_auto", "tự giữ theo sổ" },
	{ "is_closed", "kết thúc vận đơn" },
	{ "is_food", "thực phẩm" },
	{ "is_forced", "chốt khác kỳ" },
	{ "is_frozen", "thu hồi" },
	{ "is_gift", "phiếu không giá" },
	{ "is_holding", "giữ hàng ngay" },
	{ "is_on", "bật" },
	{ "is_sample", "hàng mẫu" },
	{ "is_stopped", "khóa phiếu" },
	{ "is_yes", "câu trả lời" },
	{ "issuer", "nơi cấp" },
	{ "item_id", "mặt hàng" },
	{ "items", "mặt hàng" },
	{ "job_id", "phiếu in" },
	{ "key", "lựa chọn" },
	{ "keys", "phím" },
	{ "kind", "loại" },
	{ "label", "tên phiếu tạm" },
	{ "lang", "ngôn ngữ" },
	{ "lapsing_days", "số ngày sắp hết hiệu lực" },
	{ "legal_form", "loại hình" },
	{ "legal_note", "căn cứ" },
	{ "limit", "số dòng một trang" },
	{ "lines", "các dòng" },
	{ "login", "tên đăng nhập" },
	{ "loss_by", "bên chịu mất, hỏng" },
	{ "lot_id", "lô" },
	{ "lots", "các lô" },
	{ "made_commune", "nơi làm" },
	{ "made_day", "ngày sản xuất" },
	{ "made_id", "giỏ quà" },
	{ "minimum", "mức mua ít nhất" },
	{ "n", "số dòng" },
	{ "name", "tên" },
	{ "needs_reference", "cần số chứng từ" },
	{ "note", "ghi chú" },
	{ "notes", "tờ tiền" },
	{ "number", "số" },
	{ "of_id", "phiếu hay đơn đặt" },
	{ "only_open", "chỉ việc còn chờ" },
	{ "opening_label", "chứng từ cọc đầu kỳ" },
	{ "order_id", "đơn đặt" },
	{ "other_id", "phiếu kia" },
	{ "overrides", "điều khoản riêng" },
	{ "own_price", "giá riêng của lô" },
	{ "paper", "giấy của bên gửi" },
	{ "parcel", "mã vận đơn" },
	{ "parts", "các món trong giỏ" },
	{ "party_id", "chủ thể" },
	{ "password", "mật khẩu" },
	{ "payee", "người nhận tiền" },
	{ "pays", "cách trả tiền" },
	{ "per_unit", "tiền mỗi đơn vị" },
	{ "period", "kỳ quyết toán" },
	{ "person", "người nộp hoặc nhận tiền" },
	{ "person_address", "địa chỉ người nộp hoặc nhận tiền" },
	{ "phone", "điện thoại" },
	{ "pin", "mã PIN" },
	{ "place", "nơi để" },
	{ "place_id", "nơi để tiền" },
	{ "ppm", "tỷ lệ" },
	{ "price", "giá" },
	{ "price_proposal", "giá đề nghị" },
	{ "printer", "máy in" },
	{ "producer_id", "chủ thể" },
	{ "product_id", "sản phẩm" },
	{ "promised_day", "ngày hẹn giao" },
	{ "q", "chữ cần tìm" },
	{ "qty_milli", "số lượng" },
	{ "rate_ppm", "tỷ lệ hoa hồng" },
	{ "reason", "lý do" },
	{ "reference", "số chứng từ" },
	{ "referrer_id", "người giới thiệu" },
	{ "replaces_id", "giấy được thay" },
	{ "return_days", "số ngày nhận lại hàng" },
	{ "return_id", "phiếu trả hàng" },
	{ "revoked_day", "ngày thu hồi" },
	{ "role", "vai trò" },
	{ "roles", "vai trò" },
	{ "round_unit", "làm tròn giá" },
	{ "row", "tên cách trả" },
	{ "rows", "các dòng" },
	{ "sale_id", "phiếu bán" },
	{ "sales", "các phiếu bán" },
	{ "sample_by", "bên chịu hàng dùng thử" },
	{ "samples", "dòng hàng mẫu" },
	{ "scheme", "loại mã" },
	{ "scope", "áp dụng cho" },
	{ "seller_profile", "cách tính thuế của bên bán" },
	{ "set", "bộ nhóm sản phẩm" },
	{ "settlement_id", "bảng thanh toán" },
	{ "shipping_by", "ai trả phí giao" },
	{ "shipping_fee", "phí giao hàng" },
	{ "short_number", "số tắt" },
	{ "size", "cỡ chữ" },
	{ "sort", "cách xếp" },
	{ "sounds", "âm thanh" },
	{ "source_id", "khoản dùng để trả" },
	{ "staff_id", "nhân viên" },
	{ "stars", "số sao" },
	{ "state", "tình trạng" },
	{ "station_id", "máy bán hàng" },
	{ "storage", "cách bảo quản" },
	{ "story", "lời kể" },
	{ "swap", "hàng khách mang lại" },
	{ "tax_code", "mã số thuế" },
	{ "term_kind", "cách chia" },
	{ "tier_is_whole", "bậc tính trên cả doanh số" },
	{ "tiers", "bậc hoa hồng" },
	{ "tile_group", "nhóm ô bán nhanh" },
	{ "till", "quầy" },
	{ "till_id", "quầy" },
	{ "to_day", "đến ngày" },
	{ "to_id", "nơi tiền vào" },
	{ "to_place", "chuyển đến" },
	{ "to_safe", "tiền nộp két" },
	{ "token", "mã chuyển khoản" },
	{ "total", "tổng tiền" },
	{ "trace_url", "đường dẫn truy xuất" },
	{ "unit", "đơn vị tính" },
	{ "until_us", "đến lúc" },
	{ "usage", "cách dùng" },
	{ "valid_from", "hiệu lực từ" },
	{ "valid_to", "hiệu lực đến" },
	{ "value", "mệnh giá" },
	{ "values", "mệnh giá" },
	{ "vat_class", "thuế suất" },
	{ "vat_profile", "cách tính thuế" },
	{ "vats", "thuế suất" },
	{ "volume", "âm lượng" },
	{ "voucher_id", "phiếu quà" },
	{ "way", "cách trả" },
	{ "ways", "các cách trả" },
	{ "what", "loại công nợ" },
	{ "which", "cách lọc" },
	{ "words", "lời bằng các tiếng" },
};

static int by_name(const void *name, const void *row)
{
	return strcmp(name, *(const char *const *)row);
}

const char *wrong_label(const char *name)
{
	const char *const *found = bsearch(name, labels, COUNT_OF(labels), sizeof(labels[0]), by_name);

	return found ? found[1] : NULL;
}

/* ---- the path of an error -------------------------------------------------------------- */

/* Where the path leads: the field of the last name, the value there, and which row of a list (0: none). */
struct place {
	const struct shape *shape;
	const struct field *field; /* NULL: a name that the shape lacks */
	const struct node *node;   /* NULL: not there */
	char name[64];
	size_t row;                /* from 1 */
};

static void walk(struct place *place, const char *path)
{
	while (*path) {
		size_t size = strcspn(path, ".[");

		snprintf(place->name, sizeof(place->name), "%.*s", (int)size, path);
		path += size;
		place->field = NULL;
		for (size_t i = 0; place->shape && i < place->shape->fields_count; i++)
			if (strcmp(place->shape->fields[i].name, place->name) == 0)
				place->field = &place->shape->fields[i];
		place->node = place->node && place->node->kind == NODE_OBJECT ? node_find(place->node, place->name) : NULL;
		if (*path == '[') {
			place->row = (size_t)strtoul(path + 1, NULL, 10) + 1;
			place->node = place->node && place->node->kind == NODE_LIST ? place->node->first : NULL;
			for (size_t i = 1; place->node && i < place->row; i++)
				place->node = place->node->next;
			path = strchr(path, ']') ? strchr(path, ']') + 1 : "";
		}
		path += *path == '.';
		place->shape = place->field ? place->field->of : NULL;
	}
}

/* ---- sentences ------------------------------------------------------------------------- */

static bool ends(const char *name, const char *ending)
{
	size_t size = strlen(name), end = strlen(ending);

	return size >= end && strcmp(name + size - end, ending) == 0;
}

/* A bound as it is typed: đồng, pieces, per cent. */
static void write_bound(const struct field *field, int64_t number, char text[64])
{
	if (field->kind == FIELD_MONEY)
		money_write(MONEY(number), text, 64);
	else if (ends(field->name, "_milli"))
		qty_write(number, text, 64);
	else if (ends(field->name, "_ppm"))
		snprintf(text, 64, "%lld %%", (long long)(number / 10000));
	else
		snprintf(text, 64, "%lld", (long long)number);
}

static void say_number(const struct field *field, const struct node *node, char text[200])
{
	char low[64], high[64];

	if (node->kind != NODE_NUMBER) {
		snprintf(text, 200, "phải là số");
		return;
	}
	write_bound(field, field->low, low);
	write_bound(field, field->high, high);
	if (node->number < field->low)
		snprintf(text, 200, "nhỏ quá, ít nhất %s", low);
	else
		snprintf(text, 200, "lớn quá, nhiều nhất %s", high);
}

static void say_text(int64_t low, int64_t high, const struct node *node, char text[200])
{
	int64_t letters = 0;

	for (size_t i = 0; node->kind == NODE_TEXT && i < node->size; i++)
		letters += ((unsigned char)node->text[i] & 0xc0) != 0x80;
	if (node->kind != NODE_TEXT)
		snprintf(text, 200, "phải là chữ");
	else if (low > 0 && text_is_blank(node->text, node->size))
		snprintf(text, 200, "chưa điền");
	else if (letters < low)
		snprintf(text, 200, "ngắn quá, ít nhất %lld chữ", (long long)low);
	else if (letters > high)
		snprintf(text, 200, "dài quá, nhiều nhất %lld chữ", (long long)high);
	else
		snprintf(text, 200, "có ký tự không dùng được; xóa rồi gõ lại");
}

static void say_list(const struct field *field, const struct node *node, char text[200])
{
	if (node->kind != NODE_LIST)
		snprintf(text, 200, "phải là một danh sách");
	else if ((int64_t)node->count < field->low)
		snprintf(text, 200, "cần ít nhất %lld", (long long)field->low);
	else
		snprintf(text, 200, "nhiều nhất %lld", (long long)field->high);
}

static void say_fault(const struct place *place, char text[200])
{
	const struct field *field = place->field;

	if (!field) {
		snprintf(text, 200, "máy chủ không nhận điều này; tải lại trang rồi thử lại");
		return;
	}
	if (!place->node || place->node->kind == NODE_NULL) {
		snprintf(text, 200, "còn thiếu");
		return;
	}
	switch (field->kind) {
	case FIELD_TEXT: say_text(field->low, field->high, place->node, text); break;
	case FIELD_TEXTS:
		if (place->node->kind == NODE_TEXT)
			say_text(1, field->item_high, place->node, text);
		else
			say_list(field, place->node, text);
		break;
	case FIELD_I64: case FIELD_MONEY: say_number(field, place->node, text); break;
	case FIELD_BOOL: snprintf(text, 200, "phải là có hoặc không"); break;
	case FIELD_ID: snprintf(text, 200, "không đúng; chọn lại trong danh sách"); break;
	case FIELD_DAY: snprintf(text, 200, "không phải một ngày có thật; viết 22/11/2026"); break;
	case FIELD_HASH: snprintf(text, 200, "phải là mã 64 chữ số và chữ a–f"); break;
	case FIELD_WORD: snprintf(text, 200, "không phải một trong các lựa chọn; chọn lại"); break;
	case FIELD_PART: case FIELD_PART_AT: snprintf(text, 200, "không đúng dạng; tải lại trang rồi thử lại"); break;
	case FIELD_LIST: say_list(field, place->node, text); break;
	}
}

/* "Số lượng (dòng 2): còn thiếu" */
static void write_sentence(struct err *err, const char *name, size_t row, const char *fault)
{
	const char *label = wrong_label(name);
	char where[32] = "", first[8] = "", sentence[sizeof(err->text)];
	size_t size = label && (unsigned char)label[0] >= 0xc0 ? 2 : 1;

	if (!label)
		label = name;
	if (row)
		snprintf(where, sizeof(where), " (dòng %zu)", row);
	/* Small letters of Vietnamese begin with a letter of ASCII or with đ. */
	snprintf(first, sizeof(first), "%.*s", (int)size, label);
	if (size == 1 && first[0] >= 'a' && first[0] <= 'z' && label != name)
		first[0] = (char)(first[0] - 'a' + 'A');
	else if (strcmp(first, "đ") == 0)
		snprintf(first, sizeof(first), "Đ");
	snprintf(sentence, sizeof(sentence), "%s%s%s: %s", first, label + size, where, fault);
	snprintf(err->text, sizeof(err->text), "%s", sentence);
}

bool wrong_say(const struct shape *shape, const struct node *object, struct err *err)
{
	struct place place = { .shape = shape, .node = object };
	char fault[200];

	if (!err->field[0]) {
		snprintf(err->text, sizeof(err->text), "trang gửi lên không đúng dạng; tải lại trang rồi thử lại");
		return false;
	}
	walk(&place, err->field);
	say_fault(&place, fault);
	write_sentence(err, place.name, place.row, fault);
	return false;
}

/* ---- what programs say to each other ----------------------------------------------------- */

bool wrong_is_english(const struct err *err)
{
	for (const char *c = err->text; *c; c++)
		if ((unsigned char)*c >= 0x80)
			return false;
	return true;
}

bool wrong_translate(struct err *err)
{
	static const char *const codes[] = {
		[ERR_INPUT] = "không đúng; kiểm tra lại", [ERR_FORBIDDEN] = "không được phép", [ERR_MISSING] = "không tìm thấy",
		[ERR_CONFLICT] = "không hợp với sổ lúc này; tải lại trang rồi thử lại", [ERR_LIMIT] = "vượt mức cho phép",
		[ERR_BUSY] = "máy chủ đang bận; thử lại sau giây lát", [ERR_IO] = "máy chủ gặp trục trặc; thử lại, nếu còn lỗi thì gọi người quản trị",
		[ERR_UNSURE] = "chưa biết đã ghi xong hay chưa; bấm lại, không bị ghi hai lần",
	};
	const char *name = strrchr(err->field, '.') ? strrchr(err->field, '.') + 1 : err->field;
	char word[64];

	if (!wrong_is_english(err))
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, "["), name);
	if (wrong_label(word) && (err->code == ERR_INPUT || err->code == ERR_LIMIT || err->code == ERR_MISSING))
		write_sentence(err, word, 0, codes[err->code]);
	else
		snprintf(err->text, sizeof(err->text), "%s", codes[err->code]);
	return true;
}
