/* What a row names, found in the book. */
#include "app/import_parts.h"

#include <stdlib.h>
#include <string.h>

#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/reference.h"

#define PARTIES_MAX 20000

struct id id_of_code(const struct book *book, const char *word, const char *code)
{
	struct hash sum = hash_of(code, strlen(code));
	int64_t number;

	memcpy(&number, sum.bytes, sizeof(number));
	return id_derive(book->site_id, word, number);
}

static bool read_parties(struct importing *im, struct err *err)
{
	const char *after = NULL;
	size_t count, room = 500;

	if (im->parties)
		return true;
	im->parties = ARENA_LIST(im->arena, PARTIES_MAX, struct party);
	do {
		struct party *page;

		if (im->parties_count + room > PARTIES_MAX)
			return err_set(err, ERR_LIMIT, "parties", "sổ có quá nhiều chủ thể");
		if (!party_list(im->txn, im->arena, 31, after, 29991231, room, &page, &count, err))
			return false;
		memcpy(im->parties + im->parties_count, page, count * sizeof(*page));
		im->parties_count += count;
		after = count ? page[count - 1].code : after;
	} while (count == room);
	return true;
}

bool find_party(struct importing *im, struct row *row, int column, const char *text, struct party **party, struct err *err)
{
	const char *folded = fold_cell(im->scratch, text);
	size_t fits = 0;

	*party = NULL;
	if (!read_parties(im, err))
		return false;
	for (size_t i = 0; i < im->parties_count; i++) {
		if (strcasecmp(im->parties[i].code, text) == 0) {
			*party = &im->parties[i];
			return true;
		}
	}
	for (size_t i = 0; i < im->parties_count; i++) {
		if (im->parties[i].name && strcmp(fold_cell(im->scratch, im->parties[i].name), folded) == 0) {
			*party = &im->parties[i];
			fits++;
		}
	}
	if (fits != 1) {
		*party = NULL;
		problem(im, row, column,
			fits ? "“%.60s” là tên của nhiều chủ thể; ghi mã" : "không có chủ thể “%.60s”; nhập danh sách chủ thể trước", text);
	}
	return true;
}

static bool is_digits(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

bool read_commune(struct importing *im, struct row *row, int column, const char *province, const char **code, struct err *err)
{
	bool found, is_ambiguous = false;
	struct area area;

	if (!*code || row->is_bad)
		return true;
	if (is_digits(*code)) {
		/* A spreadsheet takes the zeros in front away. */
		if (strlen(*code) < 5)
			*code = arena_format(im->arena, "%05d", (int)strtol(*code, NULL, 10));
		if (strlen(*code) > 5)
			problem(im, row, column, "mã xã có 5 chữ số");
		return true;
	}
	if (!province) {
		problem(im, row, column, "tên xã cần thêm cột Tỉnh, hoặc ghi mã xã 5 chữ số");
		return true;
	}
	if (!commune_find_name(im->txn, im->scratch, *code, province, im->day, &area, &found, &is_ambiguous, err))
		return false;
	if (found)
		*code = arena_text(im->arena, area.code);
	else
		problem(im, row, column,
			is_ambiguous ? "“%.60s” có nhiều nơi cùng tên ở %.40s; ghi cả “xã”, “phường”, hoặc mã"
				     : "không thấy “%.60s” ở %.40s (tên từ 01/07/2025); ghi mã xã",
			*code, province);
	return true;
}

bool find_item(struct importing *im, struct row *row, int column, const char *code, struct id *item_id, struct err *err)
{
	bool found;

	if (!item_find_code(im->txn, code, item_id, &found, err))
		return false;
	if (!found)
		problem(im, row, column, "không có mặt hàng mã “%.60s”; nhập danh sách mặt hàng trước", code);
	return true;
}

bool find_product(struct importing *im, struct row *row, int column, const char *code, struct id *product_id, struct err *err)
{
	bool found;

	if (!product_find_code(im->txn, code, product_id, &found, err))
		return false;
	if (!found)
		problem(im, row, column, "không có sản phẩm mã “%.60s”; nhập danh sách sản phẩm trước", code);
	return true;
}

bool find_contract(struct importing *im, struct row *row, int column, const char *number, struct id *contract_id, struct err *err)
{
	bool found;

	if (!contract_find_number(im->txn, number, contract_id, &found, err))
		return false;
	if (!found)
		problem(im, row, column, "không có hợp đồng số “%.60s”; nhập danh sách hợp đồng trước", number);
	return true;
}
