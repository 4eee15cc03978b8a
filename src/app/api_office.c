#include "app/api_office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/http.h"
#include "calc/fold.h"
#include "shop/contract.h"
#include "shop/party.h"

size_t office_limit(int64_t limit)
{
	return limit == SHAPE_ABSENT ? OFFICE_PAGE : (size_t)limit;
}

int32_t office_day(const struct call *call)
{
	return day_of_us(call->work.at_us);
}

const char *office_who(struct call *call, struct id staff_id)
{
	struct staff staff;
	struct err err;

	return !id_is_none(staff_id) && staff_get(call->work.txn, call->arena, staff_id, &staff, &err) ? staff.name : NULL;
}

bool office_has_second(const struct call *call, struct err *err)
{
	return call->who.role == STAFF_ADMIN || work_has_second(&call->work, err);
}

bool office_one(struct err *err)
{
	const char *open = strchr(err->field, '['), *close = strchr(err->field, ']');

	/* Only the list around the row: what is in the row ("codes[1].code") has the page's own path. */
	if (open && close && strncmp(open, "[0]", 3) == 0 && strspn(err->field, "abcdefghijklmnopqrstuvwxyz_") == (size_t)(open - err->field)) {
		const char *rest = close[1] == '.' ? close + 2 : close + 1;

		memmove(err->field, rest, strlen(rest) + 1);
	}
	return false;
}

bool office_fits(struct arena *arena, const char *query, const char *text)
{
	const char **asked, **words;
	size_t asked_count, words_count;

	if (!query)
		return true;
	if (!text)
		return false;
	asked = fold_words(arena, query, strlen(query), FOLD_QUERY, &asked_count);
	words = fold_words(arena, text, strlen(text), FOLD_INDEX, &words_count);
	for (size_t i = 0; i < asked_count; i++) {
		size_t k = 0;

		while (k < words_count && strncmp(words[k], asked[i], strlen(asked[i])) != 0)
			k++;
		if (k == words_count)
			return false;
	}
	return true;
}

bool office_name(struct call *call, struct id party_id, const char **name, struct err *err)
{
	struct party party;

	if (!party_get(call->work.txn, call->arena, party_id, 29991231, &party, err))
		return false;
	*name = party.name ? party.name : "(đã xóa)";
	return true;
}

bool office_contract(struct call *call, struct id contract_id, const char **number, const char **consignor, struct err *err)
{
	struct contract_terms terms;

	if (!contract_version_get(call->work.txn, call->arena, contract_id, 1, &terms, err))
		return false;
	*number = terms.number;
	return office_name(call, terms.consignor_id, consignor, err);
}

/* Kept in memory, or where it was long in a file of its own. */
bool office_body(struct call *call, size_t size_max, const char *too_large, char **bytes, size_t *size, struct err *err)
{
	const struct http_request *request = call->request;
	size_t have = 0;

	if (!request || request->body_size == 0)
		return err_set(err, ERR_INPUT, "body", "tệp trống; chọn lại tệp rồi gửi");
	if (request->body_size > size_max)
		return err_set(err, ERR_LIMIT, "body", "%s", too_large);
	*bytes = malloc(request->body_size + 1);
	if (!*bytes)
		return err_set(err, ERR_BUSY, NULL, "máy thiếu bộ nhớ; thử lại");
	*size = request->body_size;
	if (request->body_fd < 0) {
		memcpy(*bytes, request->body, *size);
		have = *size;
	}
	while (have < *size) {
		ssize_t got = pread(request->body_fd, *bytes + have, *size - have, (off_t)have);

		if (got <= 0) {
			free(*bytes);
			*bytes = NULL;
			return err_set(err, ERR_IO, NULL, "không đọc lại được tệp vừa gửi; thử lại");
		}
		have += (size_t)got;
	}
	(*bytes)[*size] = '\0';
	return true;
}

bool office_read_file(const char *path, struct buf *buf, struct err *err)
{
	FILE *file = fopen(path, "re");
	char part[16384];
	size_t size;
	bool ok;

	if (!file)
		return err_set(err, ERR_IO, NULL, "không đọc được tệp vừa tạo; kiểm tra đĩa");
	while ((size = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(buf, part, size);
	ok = !ferror(file);
	fclose(file);
	if (buf->full)
		return err_set(err, ERR_LIMIT, NULL, "tệp quá lớn; thu hẹp câu hỏi");
	return ok || err_set(err, ERR_IO, NULL, "không đọc được tệp vừa tạo; kiểm tra đĩa");
}

void office_goods_changed(struct call *call)
{
	call_publish(call, "goods", NULL, "{}");
}
