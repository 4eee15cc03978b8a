/* The walk over the entries' bytes: JSON reading, hashes and signatures, and nothing else of the program. */
#include "shop/verify.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/sign.h"
#include "shop/sql.h"
#include "shop/verify_parts.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

#define NUMBER_BITS 40
#define STREAMS_MAX 64
#define TILLS_MAX 512
#define BATCH 200

enum { ENTRIES, SEALS, VAULT };

const struct sql verify_sql[] = {
	[ENTRIES] = { .text =
		"SELECT entry_key, id, at_us, hash, bytes FROM entry WHERE entry_key > $1 ORDER BY entry_key LIMIT $2" },
	[SEALS] = { .text = "SELECT entry_key, signature FROM seal WHERE entry_key > $1 ORDER BY entry_key LIMIT $2" },
	[VAULT] = { .text = "SELECT ref, salt, facts FROM vault ORDER BY ref", .scan_ok = true },
	SQL_END
};

void verify_part_init(struct verify_part *part)
{
	memset(part, 0, sizeof(*part));
	buf_init(&part->problems, 1 << 16);
}

void verify_part_release(struct verify_part *part)
{
	buf_release(&part->problems);
}

void verify_problem(struct verify_part *part, const char *format, ...)
{
	char text[600];
	va_list args;

	if (part->problems_count++ >= VERIFY_PROBLEMS_MAX)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	buf_text(&part->problems, text);
	buf_byte(&part->problems, '\n');
}

struct stream {
	int64_t stream, last_number, epoch;
	char site[ID_TEXT_SIZE];
	struct hash last_hash;
	struct sign_public key, recovery;
	int64_t sealed_number;         /* of the last good seal */
	bool has_key, is_practice;
};

struct till {
	char id[ID_TEXT_SIZE];
	int64_t epoch, last;
};

struct vault_row {
	uint8_t ref[16];
	struct hash sum;
	bool is_used;
};

struct walk {
	struct txn *txn;
	struct verify_part *part;
	struct stream streams[STREAMS_MAX];
	size_t streams_count;
	struct till tills[TILLS_MAX];
	size_t tills_count;
	struct vault_row *vault;
	size_t vault_count;
	uint8_t (*ids)[16];
	size_t ids_count, ids_room;
	const struct hash *known;
	size_t known_count;
	bool *known_seen;
	bool has_opening;              /* an opening may set where receipt numbers begin */
	/* the seal that comes next */
	int64_t seal_key;
	struct signature seal;
	bool has_seal;
};

/* ---- the entry at hand ------------------------------------------------------- */

struct row {
	int64_t key, number, at_us;
	struct stream *stream;
	uint8_t id[16];
	struct hash hash;              /* as stored */
	const char *bytes;
};

#define WRONG(w, r, ...) verify_wrong((w), (r), __VA_ARGS__)

static void verify_wrong(struct walk *w, const struct row *r, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void verify_wrong(struct walk *w, const struct row *r, const char *format, ...)
{
	char text[400];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	verify_problem(w->part, "bút toán %" PRId64 " (chuỗi %" PRId64 "): %s", r->number, r->key >> NUMBER_BITS, text);
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static bool hash_of_text(const char *text, struct hash *hash)
{
	return hash_read(text, strlen(text), hash);
}

static const char *const member_names[] = {
	"actor", "approver", "ask", "at", "body", "epoch", "id", "kind", "number", "prev", "site", "v",
};

/* Of what was done alone there is one member more, which says how much was at stake and why. */
static bool has_members(const json_t *entry)
{
	const json_t *alone = json_object_get(entry, "alone");

	if (!json_is_object(entry) || json_object_size(entry) != COUNT_OF(member_names) + (alone != NULL))
		return false;
	return !alone || (json_is_object(alone) && json_object_size(alone) == 2 && json_is_integer(json_object_get(alone, "amount")) &&
			  json_integer_value(json_object_get(alone, "reason")) > 0);
}

/* Canonical: what these members say is written just so. */
static bool has_form(struct walk *w, const struct row *r, const json_t *entry)
{
	char *again;
	bool same;

	if (!has_members(entry)) {
		WRONG(w, r, "không đúng dạng");
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(member_names); i++) {
		if (!json_object_get(entry, member_names[i])) {
			WRONG(w, r, "thiếu %s", member_names[i]);
			return false;
		}
	}
	again = json_dumps(entry, JSON_COMPACT | JSON_SORT_KEYS);
	same = again && strcmp(again, r->bytes) == 0;
	free(again);
	if (!same)
		WRONG(w, r, "chữ không ở dạng chuẩn");
	return same;
}

static struct stream *stream_of(struct walk *w, const struct row *r)
{
	int64_t stream = r->key >> NUMBER_BITS;

	for (size_t i = 0; i < w->streams_count; i++)
		if (w->streams[i].stream == stream)
			return &w->streams[i];
	if (w->streams_count == STREAMS_MAX)
		return NULL;
	w->streams[w->streams_count] = (struct stream){ .stream = stream };
	return &w->streams[w->streams_count++];
}

/* The first entry of a later epoch: it goes on from the head it names, and a key of before vouches for its own. */
static void check_epoch(struct walk *w, const struct row *r, const json_t *body)
{
	static const char prefix[] = "ocop-epoch-1\n", practice[] = "ocop-tap---1\n";
	const char *by = text_of(body, "signed_by");
	int64_t from_epoch = json_integer_value(json_object_get(body, "from_epoch"));
	int64_t from_number = json_integer_value(json_object_get(body, "from_number"));
	const char *hex = text_of(body, "signature");
	uint8_t message[sizeof(prefix) - 1 + 64];
	const struct stream *before = NULL;
	struct signature signature;
	struct hash from_hash;
	size_t size;

	for (size_t i = 0; i < w->streams_count; i++)
		if (w->streams[i].epoch == from_epoch && strcmp(w->streams[i].site, r->stream->site) == 0 && &w->streams[i] != r->stream)
			before = &w->streams[i];
	if (!before) {
		WRONG(w, r, "không có kỳ sổ %" PRId64 " mà nó nối tiếp", from_epoch);
		return;
	}
	if (!hash_of_text(text_of(body, "from_hash"), &from_hash) || from_number != before->last_number || !hash_is(from_hash, before->last_hash))
		WRONG(w, r, "kỳ sổ trước không kết thúc ở bút toán mà nó nêu");
	/* A copy to learn on names itself and vouches for itself; what goes on from one is one. */
	r->stream->is_practice = strcmp(by, "practice") == 0;
	w->part->is_practice = w->part->is_practice || r->stream->is_practice;
	if (before->is_practice && !r->stream->is_practice)
		WRONG(w, r, "kỳ sổ thật nối tiếp một sổ tập");
	memcpy(message, r->stream->is_practice ? practice : prefix, sizeof(prefix) - 1);
	memcpy(message + sizeof(prefix) - 1, from_hash.bytes, 32);
	memcpy(message + sizeof(prefix) - 1 + 32, r->stream->key.bytes, 32);
	if (!text_hex_read(hex, strlen(hex), signature.bytes, sizeof(signature.bytes), &size) || size != sizeof(signature.bytes) ||
	    !sign_holds(r->stream->is_practice ? &r->stream->key : strcmp(by, "recovery") == 0 ? &before->recovery : &before->key, message,
			sizeof(message), &signature))
		WRONG(w, r, "khóa mới không được khóa cũ hoặc khóa khôi phục bảo chứng");
}

static void check_first(struct walk *w, const struct row *r, const json_t *entry, const json_t *body)
{
	const char *kind = text_of(entry, "kind");
	struct hash key = { { 0 } }, recovery = { { 0 } };

	r->stream->epoch = json_integer_value(json_object_get(entry, "epoch"));
	snprintf(r->stream->site, sizeof(r->stream->site), "%s", text_of(entry, "site"));
	r->stream->has_key = hash_of_text(text_of(body, "key"), &key) && hash_of_text(text_of(body, "recovery"), &recovery);
	memcpy(r->stream->key.bytes, key.bytes, 32);
	memcpy(r->stream->recovery.bytes, recovery.bytes, 32);
	if (!r->stream->has_key || (strcmp(kind, "book_opened") != 0 && strcmp(kind, "epoch_opened") != 0))
		WRONG(w, r, "bút toán đầu không mở sổ");
	else if (strcmp(kind, "epoch_opened") == 0)
		check_epoch(w, r, body);
	else if (r->stream->epoch != 1)
		WRONG(w, r, "sổ mới phải ở kỳ 1");
}

static void check_chain(struct walk *w, const struct row *r, const json_t *entry, const json_t *body)
{
	static const char prefix[] = "ocop-entry-1\n";
	struct hash prev, hash = hash_of_two(prefix, sizeof(prefix) - 1, r->bytes, strlen(r->bytes));
	struct stream *s = r->stream;
	struct id id;

	if (json_integer_value(json_object_get(entry, "number")) != r->number)
		WRONG(w, r, "số trong bút toán khác số của dòng");
	if (r->number != s->last_number + 1)
		WRONG(w, r, "trước nó là số %" PRId64 ": thiếu bút toán", s->last_number);
	if (!hash_is(hash, r->hash))
		WRONG(w, r, "mã băm lưu không phải của nội dung");
	if (!hash_of_text(text_of(entry, "prev"), &prev) || !hash_is(prev, s->last_hash))
		WRONG(w, r, "không nối vào bút toán trước");
	if (!id_read(text_of(entry, "id"), strlen(text_of(entry, "id")), &id) || memcmp(id.bytes, r->id, 16) != 0)
		WRONG(w, r, "mã id của dòng khác trong nội dung");
	if (json_integer_value(json_object_get(entry, "at")) != r->at_us)
		WRONG(w, r, "thời điểm của dòng khác trong nội dung");
	if (s->last_number == 0)
		check_first(w, r, entry, body);
	else if (json_integer_value(json_object_get(entry, "epoch")) != s->epoch || strcmp(text_of(entry, "site"), s->site) != 0)
		WRONG(w, r, "thuộc điểm hoặc kỳ sổ khác");
	s->last_number = r->number;
	s->last_hash = hash;
	for (size_t i = 0; i < w->known_count; i++)
		w->known_seen[i] = w->known_seen[i] || hash_is(w->known[i], hash);
}

static void check_seal(struct walk *w, const struct row *r)
{
	static const char prefix[] = "ocop-seal-1\n";
	uint8_t message[sizeof(prefix) - 1 + 32];

	memcpy(message, prefix, sizeof(prefix) - 1);
	memcpy(message + sizeof(prefix) - 1, r->stream->last_hash.bytes, 32);
	if (r->stream->has_key && sign_holds(&r->stream->key, message, sizeof(message), &w->seal))
		r->stream->sealed_number = r->number;
	else
		WRONG(w, r, "chữ ký không đúng");
}

static int64_t sum_of(const json_t *body, const char *list, const char *member)
{
	const json_t *items = json_object_get(body, list);
	int64_t sum = 0;

	for (size_t i = 0; i < json_array_size(items); i++)
		sum += json_integer_value(json_object_get(json_array_get(items, i), member));
	return sum;
}

static void check_legs(struct walk *w, const struct row *r, const json_t *body)
{
	int64_t sum = sum_of(body, "legs", "amount");

	if (sum != 0)
		WRONG(w, r, "hai vế lệch nhau %" PRId64 " đ", sum);
}

/* A sale's and a return's two sides: what was paid, and what the lines came to. */
static void check_sale(struct walk *w, const struct row *r, const json_t *body)
{
	int64_t total = json_integer_value(json_object_get(body, "total"));

	if (!json_object_get(body, "receipt_n"))
		return;
	/* Cash of a return is given in whole units: what it differs by is said beside. */
	if (sum_of(body, "pays", "amount") != total + json_integer_value(json_object_get(body, "rounding_back")) || sum_of(body, "lines", "paid") != total)
		WRONG(w, r, "tiền trả, các dòng và tổng phiếu %" PRId64 " đ không khớp", total);
	if (sum_of(body, "lines", "vat") != json_integer_value(json_object_get(body, "vat")))
		WRONG(w, r, "thuế của các dòng không cộng thành thuế của phiếu");
}

static void check_receipt(struct walk *w, const struct row *r, const json_t *entry, const json_t *body)
{
	const char *kind = text_of(entry, "kind"), *till_id = text_of(body, "till_id");
	int64_t n = json_integer_value(json_object_get(body, "receipt_n"));
	struct till *till = NULL;

	if (strncmp(kind, "opening", 7) == 0)
		w->has_opening = true;
	if (strcmp(kind, "sale") != 0 && strcmp(kind, "return") != 0)
		return;
	for (size_t i = 0; i < w->tills_count; i++)
		if (w->tills[i].epoch == r->stream->epoch && strcmp(w->tills[i].id, till_id) == 0)
			till = &w->tills[i];
	if (!till && w->tills_count < TILLS_MAX) {
		till = &w->tills[w->tills_count++];
		*till = (struct till){ .epoch = r->stream->epoch, .last = w->has_opening ? n - 1 : 0 };
		snprintf(till->id, sizeof(till->id), "%s", till_id);
	}
	if (!till)
		return;
	if (n != till->last + 1)
		WRONG(w, r, "số phiếu %" PRId64 " không nối tiếp số %" PRId64, n, till->last);
	till->last = n;
}

static int compare_refs(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

/* Anywhere in a body, {ref, sum} points into the vault; what was forgotten is no longer there. */
static void check_vault(struct walk *w, const struct row *r, const json_t *value)
{
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++)
			check_vault(w, r, json_array_get(value, i));
	} else if (json_is_object(value)) {
		const char *ref_text = text_of(value, "ref"), *sum_text = text_of(value, "sum");
		struct hash sum;
		struct id ref;

		if (json_object_size(value) == 2 && id_read(ref_text, strlen(ref_text), &ref) && hash_of_text(sum_text, &sum)) {
			struct vault_row *row = w->vault_count ? bsearch(ref.bytes, w->vault, w->vault_count, sizeof(*w->vault), compare_refs) : NULL;

			if (row) {
				row->is_used = true;
				if (!hash_is(row->sum, sum))
					WRONG(w, r, "hồ sơ riêng (vault) đã bị sửa");
			}
			return;
		}
		json_t *object = (json_t *)value;

		for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
			check_vault(w, r, json_object_iter_value(at));
	}
}

/* ---- the walk -------------------------------------------------------------------- */

static void keep_id(struct walk *w, const struct row *r)
{
	if (w->ids_count == w->ids_room) {
		w->ids_room = w->ids_room ? w->ids_room * 2 : 4096;
		w->ids = realloc(w->ids, w->ids_room * sizeof(*w->ids));
		assert(w->ids);
	}
	memcpy(w->ids[w->ids_count++], r->id, 16);
}

static bool next_seal(struct walk *w, struct err *err)
{
	struct stmt *q = stmt_begin(w->txn, &verify_sql[SEALS]);
	struct arena *arena = arena_new(1 << 16);
	bool ok;

	stmt_put_i64(q, w->has_seal ? w->seal_key : INT64_MIN);
	stmt_put_i64(q, 1);
	w->has_seal = stmt_next(q);
	if (w->has_seal) {
		size_t size;
		const void *bytes;

		w->seal_key = stmt_take_i64(q);
		bytes = stmt_take_blob(q, arena, &size);
		memset(&w->seal, 0, sizeof(w->seal));
		if (size == sizeof(w->seal.bytes))
			memcpy(w->seal.bytes, bytes, size);
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	return ok;
}

static bool check_row(struct walk *w, struct row *r, struct err *err)
{
	json_error_t where;
	json_t *entry, *body;

	r->number = r->key & ((INT64_C(1) << NUMBER_BITS) - 1);
	r->stream = stream_of(w, r);
	if (!r->stream)
		return err_set(err, ERR_LIMIT, NULL, "more than %d streams", STREAMS_MAX);
	keep_id(w, r);
	entry = json_loads(r->bytes, JSON_REJECT_DUPLICATES, &where);
	if (!entry || !has_form(w, r, entry)) {
		if (!entry)
			WRONG(w, r, "không đọc được: %s", where.text);
		/* The chain goes on from what is there, so that one bad entry is one problem. */
		r->stream->last_number = r->number;
		r->stream->last_hash = r->hash;
	} else {
		body = json_object_get(entry, "body");
		check_chain(w, r, entry, body);
		check_legs(w, r, body);
		check_sale(w, r, body);
		check_receipt(w, r, entry, body);
		check_vault(w, r, body);
	}
	json_decref(entry);
	while (w->has_seal && w->seal_key < r->key) {
		WRONG(w, r, "trước nó có chữ ký không thuộc bút toán nào");
		if (!next_seal(w, err))
			return false;
	}
	if (w->has_seal && w->seal_key == r->key) {
		check_seal(w, r);
		return next_seal(w, err);
	}
	return true;
}

static bool walk_entries(struct walk *w, struct err *err)
{
	struct arena *arena = arena_new((size_t)BATCH << 19);
	int64_t last = INT64_MIN;
	bool ok = next_seal(w, err), more = true;

	while (ok && more) {
		struct stmt *q = stmt_begin(w->txn, &verify_sql[ENTRIES]);

		more = false;
		stmt_put_i64(q, last);
		stmt_put_i64(q, BATCH);
		while (ok && stmt_next(q)) {
			struct row r = { 0 };
			struct id id = { { 0 } };

			r.key = last = stmt_take_i64(q);
			stmt_take_id(q, &id);
			memcpy(r.id, id.bytes, 16);
			r.at_us = stmt_take_i64(q);
			stmt_take_hash(q, &r.hash);
			r.bytes = stmt_take_text(q, arena);
			more = true;
			w->part->checked_count++;
			ok = check_row(w, &r, err);
		}
		ok = stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
		arena_reset(arena);
	}
	arena_free(arena);
	return ok;
}

static bool read_vault(struct walk *w, struct arena *arena, struct err *err)
{
	struct stmt *q = stmt_begin(w->txn, &verify_sql[VAULT]);
	size_t room = 0;

	while (stmt_next(q)) {
		struct arena *row_arena = arena_new((size_t)17 << 20);
		struct vault_row row = { 0 };
		struct id ref = { { 0 } };
		const void *salt;
		const char *facts;
		size_t size;

		stmt_take_id(q, &ref);
		memcpy(row.ref, ref.bytes, 16);
		salt = stmt_take_blob(q, row_arena, &size);
		facts = stmt_take_text(q, row_arena);
		row.sum = hash_of_two(salt, size, facts, strlen(facts));
		arena_free(row_arena);
		if (w->vault_count == room) {
			room = room ? room * 2 : 1024;
			w->vault = realloc(w->vault, room * sizeof(*w->vault));
			assert(w->vault);
		}
		w->vault[w->vault_count++] = row;
	}
	(void)arena;
	if (w->vault_count > 1)
		qsort(w->vault, w->vault_count, sizeof(*w->vault), compare_refs);
	return stmt_end(q, err);
}

/* What only the end shows: unsigned tails, seals of nothing, ids twice, heads that are gone. */
static void check_end(struct walk *w)
{
	char text[HASH_TEXT_SIZE];

	for (size_t i = 0; i < w->streams_count; i++) {
		const struct stream *s = &w->streams[i];

		if (s->sealed_number < s->last_number)
			verify_problem(w->part, "chuỗi %" PRId64 ": từ bút toán %" PRId64 " đến %" PRId64 " không có chữ ký", s->stream,
				       s->sealed_number + 1, s->last_number);
		w->part->head = s->last_hash;
		w->part->head_number = s->last_number;
		w->part->head_epoch = s->epoch;
	}
	if (w->streams_count == 0)
		verify_problem(w->part, "sổ không có bút toán nào");
	if (w->has_seal)
		verify_problem(w->part, "có chữ ký sau bút toán cuối (số %" PRId64 "): phần cuối sổ đã bị cắt",
			       w->seal_key & ((INT64_C(1) << NUMBER_BITS) - 1));
	if (w->ids_count > 1)
		qsort(w->ids, w->ids_count, sizeof(*w->ids), compare_refs);
	for (size_t i = 1; i < w->ids_count; i++)
		if (memcmp(w->ids[i - 1], w->ids[i], 16) == 0)
			verify_problem(w->part, "hai bút toán cùng một mã id");
	for (size_t i = 0; i < w->vault_count; i++)
		if (!w->vault[i].is_used)
			verify_problem(w->part, "hồ sơ riêng (vault) không bút toán nào nêu");
	for (size_t i = 0; i < w->known_count; i++) {
		hash_write(w->known[i], text);
		if (!w->known_seen[i])
			verify_problem(w->part, "không có bút toán mang mã %s: sổ đã bị thay hoặc lùi về trước", text);
	}
}

bool verify_entries(struct store *store, const struct hash *known_heads, size_t known_count, struct verify_part *part, struct err *err)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct arena *arena = arena_new(1 << 16);
	bool ok;

	assert(w);
	w->part = part;
	w->known = known_heads;
	w->known_count = known_count;
	w->known_seen = calloc(known_count + 1, sizeof(bool));
	assert(w->known_seen);
	w->txn = txn_begin(store, err);
	ok = w->txn && read_vault(w, arena, err) && walk_entries(w, err);
	if (ok)
		check_end(w);
	txn_abandon(w->txn);
	free(w->known_seen);
	free(w->vault);
	free(w->ids);
	free(w);
	arena_free(arena);
	return ok;
}
