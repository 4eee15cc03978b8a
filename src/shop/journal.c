#include "shop/journal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "shop/alone.h"
#include "shop/book.h"
#include "shop/goods.h"
#include "shop/kinds.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"
#include "store/txn.h"

static const char entry_prefix[] = "ocop-entry-1\n";
static const char seal_prefix[] = "ocop-seal-1\n";

#define ENTRY_BYTES_USUAL ((size_t)4096)

enum { HEAD, ADD, BY_ID, BY_KEY, AFTER_KEY, LAST_OF_DAY, SEAL_FIND, SEAL_ADD, VAULT_ADD, VAULT_FIND };

const struct sql journal_sql[] = {
	[HEAD] = { .text =
		"SELECT entry_key, at_us, hash FROM entry WHERE entry_key > $1 AND entry_key < $2"
		" ORDER BY entry_key DESC LIMIT 1" },
	[ADD] = { .text =
		"INSERT INTO entry (entry_key, id, at_us, hash, bytes) VALUES ($1, $2, $3, $4, $5)" },
	[BY_ID] = { .text =
		"SELECT entry_key, hash, bytes FROM entry WHERE id = $1" },
	[BY_KEY] = { .text =
		"SELECT entry_key, hash, bytes FROM entry WHERE entry_key = $1" },
	[AFTER_KEY] = { .text =
		"SELECT entry_key, hash, bytes FROM entry WHERE entry_key > $1 ORDER BY entry_key LIMIT 1" },
	/* From the head backwards: a period is closed soon after its end, so few rows are passed. */
	[LAST_OF_DAY] = { .text =
		"SELECT entry_key FROM entry WHERE entry_key > $1 AND entry_key < $2 AND at_us < $3"
		" ORDER BY entry_key DESC LIMIT 1", .scan_ok = true },
	[SEAL_FIND] = { .text =
		"SELECT signature FROM seal WHERE entry_key = $1" },
	[SEAL_ADD] = { .text =
		"INSERT INTO seal (entry_key, signature) VALUES ($1, $2)" },
	[VAULT_ADD] = { .text =
		"INSERT INTO vault (ref, salt, facts) VALUES ($1, $2, $3)" },
	[VAULT_FIND] = { .text =
		"SELECT facts FROM vault WHERE ref = $1" },
	SQL_END
};

static const struct field vault_ref_fields[] = {
	F_ID(struct vault_ref, ref),
	F_HASH(struct vault_ref, sum),
};
const struct shape vault_ref_shape = SHAPE(struct vault_ref, "vault_ref", vault_ref_fields);

struct hash entry_hash(const char *bytes, size_t size)
{
	return hash_of_two(entry_prefix, sizeof(entry_prefix) - 1, bytes, size);
}

/* ---- the bytes -------------------------------------------------------------- */

static void write_id(struct buf *buf, struct id id)
{
	char text[ID_TEXT_SIZE];

	if (id_is_none(id)) {
		buf_text(buf, "null");
		return;
	}
	id_write(id, text);
	buf_byte(buf, '"');
	buf_add(buf, text, sizeof(text) - 1);
	buf_byte(buf, '"');
}

static void write_hash(struct buf *buf, const char *name, struct hash hash)
{
	char text[HASH_TEXT_SIZE];

	hash_write(hash, text);
	buf_text(buf, name);
	buf_byte(buf, '"');
	buf_add(buf, text, sizeof(text) - 1);
	buf_byte(buf, '"');
}

/* Says where the body lies in what was written. */
static void write_entry(const struct entry *entry, const struct kind *kind, const void *body, struct buf *buf, size_t *body_at, size_t *body_size)
{
	buf_text(buf, "{\"actor\":");
	write_id(buf, entry->actor);
	if (entry->alone.reason)
		buf_format(buf, ",\"alone\":{\"amount\":%" PRId64 ",\"reason\":%" PRId64 "}", entry->alone.amount.dong, entry->alone.reason);
	buf_text(buf, ",\"approver\":");
	write_id(buf, entry->approver);
	write_hash(buf, ",\"ask\":", entry->ask);
	buf_text(buf, ",\"at\":");
	buf_i64(buf, entry->at_us);
	buf_text(buf, ",\"body\":");
	*body_at = buf->size;
	shape_write(kind->body, body, buf);
	*body_size = buf->size - *body_at;
	buf_format(buf, ",\"epoch\":%" PRId64 ",\"id\":", entry->epoch);
	write_id(buf, entry->id);
	buf_format(buf, ",\"kind\":\"%s\",\"number\":%" PRId64, kind->name, (int64_t)ENTRY_NUMBER(entry->key));
	write_hash(buf, ",\"prev\":", entry->prev);
	buf_text(buf, ",\"site\":");
	write_id(buf, entry->site_id);
	buf_format(buf, ",\"v\":%" PRId64 "}", kind->version);
}

/* A cursor over canonical bytes: every step says false when the next thing is not what it must be. */
struct cursor {
	const char *at, *end;
};

static bool skip(struct cursor *c, const char *text)
{
	size_t size = strlen(text);

	if ((size_t)(c->end - c->at) < size || memcmp(c->at, text, size) != 0)
		return false;
	c->at += size;
	return true;
}

static bool take_number(struct cursor *c, int64_t *value)
{
	const char *from = c->at;

	while (c->at < c->end && (*c->at == '-' || (*c->at >= '0' && *c->at <= '9')))
		c->at++;
	return text_read_i64(from, (size_t)(c->at - from), value);
}

static bool take_id(struct cursor *c, struct id *id)
{
	if (skip(c, "null")) {
		*id = (struct id){ { 0 } };
		return true;
	}
	if (c->end - c->at < 38 || c->at[0] != '"' || c->at[37] != '"' || !id_read(c->at + 1, 36, id))
		return false;
	c->at += 38;
	return true;
}

static bool take_hash(struct cursor *c, struct hash *hash)
{
	if (c->end - c->at < 66 || c->at[0] != '"' || c->at[65] != '"' || !hash_read(c->at + 1, 64, hash))
		return false;
	c->at += 66;
	return true;
}

static bool take_word(struct cursor *c, struct arena *arena, const char **word)
{
	const char *from;

	if (!skip(c, "\""))
		return false;
	from = c->at;
	while (c->at < c->end && ((*c->at >= 'a' && *c->at <= 'z') || *c->at == '_'))
		c->at++;
	*word = arena_bytes(arena, from, (size_t)(c->at - from));
	return c->at > from && skip(c, "\"");
}

/* Passes over one JSON object by its braces; what is inside is the shape's business. */
static bool take_object(struct cursor *c, const char **from, size_t *size)
{
	bool in_text = false;
	int depth = 0;

	*from = c->at;
	for (; c->at < c->end; c->at++) {
		if (in_text) {
			if (*c->at == '\\')
				c->at++;
			else if (*c->at == '"')
				in_text = false;
		} else if (*c->at == '"') {
			in_text = true;
		} else if (*c->at == '{') {
			depth++;
		} else if (*c->at == '}' && --depth == 0) {
			c->at++;
			*size = (size_t)(c->at - *from);
			return true;
		} else if (depth == 0) {
			return false;
		}
	}
	return false;
}

/* Left out where two people did it, or one was enough. */
static bool take_alone(struct cursor *c, struct entry_alone *alone)
{
	const char *from = c->at;
	char again[80];
	int size;

	if (!skip(c, ",\"alone\":{\"amount\":"))
		return true;
	if (!take_number(c, &alone->amount.dong) || !skip(c, ",\"reason\":") || !take_number(c, &alone->reason) || !skip(c, "}"))
		return false;
	size = snprintf(again, sizeof(again), ",\"alone\":{\"amount\":%" PRId64 ",\"reason\":%" PRId64 "}", alone->amount.dong, alone->reason);
	return alone->amount.dong >= 0 && alone->amount.dong <= MONEY_MAX && alone->reason >= 1 && alone->reason <= ALONE_REASONS_MAX &&
	       c->at - from == size && memcmp(from, again, (size_t)size) == 0;
}

bool entry_read(const char *bytes, size_t size, struct arena *arena, struct entry *entry, struct err *err)
{
	struct cursor c = { bytes, bytes + size };
	int64_t number;
	struct entry e = { .bytes = bytes, .bytes_size = size, .key = entry->key };

	if (size > ENTRY_BYTES_MAX ||
	    !(skip(&c, "{\"actor\":") && take_id(&c, &e.actor) && take_alone(&c, &e.alone) && skip(&c, ",\"approver\":") && take_id(&c, &e.approver) &&
	      skip(&c, ",\"ask\":") && take_hash(&c, &e.ask) && skip(&c, ",\"at\":") && take_number(&c, &e.at_us) &&
	      skip(&c, ",\"body\":") && take_object(&c, &e.body, &e.body_size) && skip(&c, ",\"epoch\":") && take_number(&c, &e.epoch) &&
	      skip(&c, ",\"id\":") && take_id(&c, &e.id) && skip(&c, ",\"kind\":") && take_word(&c, arena, &e.kind) &&
	      skip(&c, ",\"number\":") && take_number(&c, &number) && skip(&c, ",\"prev\":") && take_hash(&c, &e.prev) &&
	      skip(&c, ",\"site\":") && take_id(&c, &e.site_id) && skip(&c, ",\"v\":") && take_number(&c, &e.v) && skip(&c, "}") &&
	      c.at == c.end))
		return err_set(err, ERR_INPUT, "bytes", "not an entry in canonical form, at byte %zu", (size_t)(c.at - bytes));
	if (id_is_none(e.id) || id_is_none(e.site_id) || number < 1 || number >= INT64_C(1) << ENTRY_NUMBER_BITS)
		return err_set(err, ERR_INPUT, "bytes", "an entry without id, site or number");
	if (e.key && ENTRY_NUMBER(e.key) != number)
		return err_set(err, ERR_INPUT, "number", "the entry says number %" PRId64 ", its row %" PRId64, number, (int64_t)ENTRY_NUMBER(e.key));
	if (!e.key)
		e.key = ENTRY_KEY(0, number);
	e.hash = entry_hash(bytes, size);
	*entry = e;
	return true;
}

bool entry_body(const struct entry *entry, const struct kind *kind, struct arena *arena, void **body, struct err *err)
{
	struct buf again;
	bool is_same;

	*body = arena_take(arena, kind->body->size);
	if (!shape_read(kind->body, entry->body, entry->body_size, arena, *body, err))
		return false;
	buf_init(&again, ENTRY_BYTES_MAX);
	shape_write(kind->body, *body, &again);
	is_same = again.size == entry->body_size && memcmp(again.data, entry->body, again.size) == 0;
	buf_release(&again);
	if (!is_same)
		return err_set(err, ERR_INPUT, "body", "a body that is not in canonical form");
	return !kind->fill || kind->fill(*body, err);
}

/* ---- rows ------------------------------------------------------------------- */

bool journal_head(struct txn *txn, int64_t stream, struct journal_head *head, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[HEAD]);

	memset(head, 0, sizeof(*head));
	stmt_put_i64(q, ENTRY_KEY(stream, 0));
	stmt_put_i64(q, ENTRY_KEY(stream + 1, 0));
	if (stmt_next(q)) {
		head->number = ENTRY_NUMBER(stmt_take_i64(q));
		head->at_us = stmt_take_i64(q);
		stmt_take_hash(q, &head->hash);
	}
	return stmt_end(q, err);
}

/* Reads the row that stands under q, if there is one. */
static bool take_entry(struct stmt *q, struct arena *arena, struct entry *entry, bool *found, struct err *err)
{
	struct hash stored;
	const char *bytes = NULL;
	int64_t key = 0;

	*found = stmt_next(q);
	if (*found) {
		key = stmt_take_i64(q);
		stmt_take_hash(q, &stored);
		bytes = stmt_take_text(q, arena);
	}
	if (!stmt_end(q, err))
		return false;
	if (!*found)
		return true;
	entry->key = key;
	if (!entry_read(bytes, strlen(bytes), arena, entry, err))
		return false;
	if (!hash_is(stored, entry->hash))
		return err_set(err, ERR_IO, "hash", "entry %" PRId64 " does not have the hash it was stored with", (int64_t)ENTRY_NUMBER(key));
	return true;
}

bool journal_get(struct txn *txn, struct arena *arena, int64_t key, struct entry *entry, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[BY_KEY]);
	bool found;

	stmt_put_i64(q, key);
	if (!take_entry(q, arena, entry, &found, err))
		return false;
	return found || err_set(err, ERR_MISSING, NULL, "không có bút toán số %" PRId64, (int64_t)ENTRY_NUMBER(key));
}

bool journal_find_id(struct txn *txn, struct arena *arena, struct id id, struct entry *entry, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[BY_ID]);

	stmt_put_id(q, id);
	return take_entry(q, arena, entry, found, err);
}

bool journal_next(struct txn *txn, struct arena *arena, int64_t key, struct entry *entry, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[AFTER_KEY]);

	stmt_put_i64(q, key);
	return take_entry(q, arena, entry, found, err);
}

bool journal_last_of_day(struct txn *txn, int64_t stream, int32_t day, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[LAST_OF_DAY]);

	stmt_put_i64(q, ENTRY_KEY(stream, 0));
	stmt_put_i64(q, ENTRY_KEY(stream + 1, 0));
	stmt_put_i64(q, day_start_us(day_add(day, 1)));
	*number = stmt_next(q) ? ENTRY_NUMBER(stmt_take_i64(q)) : 0;
	return stmt_end(q, err);
}

/* ---- a command -------------------------------------------------------------- */

bool work_first_answer(struct work *work, const struct kind *kind, void **body, struct err *err)
{
	bool found;

	*body = NULL;
	assert(!id_is_none(work->id));
	if (!journal_find_id(work->txn, work->arena, work->id, &work->entry, &found, err))
		return false;
	if (!found)
		return true;
	if (strcmp(work->entry.kind, kind->name) != 0 || work->entry.v != kind->version || !hash_is(work->entry.ask, work->ask))
		return err_set(err, ERR_CONFLICT, "id", "mã này đã dùng cho một yêu cầu khác; hãy tải lại trang rồi làm lại");
	work->is_repeat = true;
	return entry_body(&work->entry, kind, work->arena, body, err);
}

bool work_has_second(const struct work *work, struct err *err)
{
	if (id_is_none(work->approver) || id_is(work->approver, work->actor) ||
	    (work->approver_role != STAFF_SUPERVISOR && work->approver_role != STAFF_ADMIN))
		return err_set(err, ERR_FORBIDDEN, "approver", "cần ca trưởng xác nhận bằng mã PIN của mình");
	return true;
}

const char *const stake_words[] = { NULL, "other", "discount", "date", "return", "credit", "cash", "voucher", "offset", "bank", "goodwill", NULL };

void work_say(struct work *work, const char *about)
{
	work->about = work->about ? arena_format(work->arena, "%s\n%s", work->about, about) : about;
}

struct money stakes_greatest(const struct stakes *stakes)
{
	struct money greatest = MONEY(0);

	for (size_t i = 0; i < stakes->count; i++)
		if (stakes->list[i].amount.dong > greatest.dong)
			greatest = stakes->list[i].amount;
	return greatest;
}

static struct money stake_of(const struct stakes *stakes, enum stake_what what)
{
	for (size_t i = 0; i < stakes->count; i++)
		if (stakes->list[i].what == (int32_t)what)
			return stakes->list[i].amount;
	return MONEY(0);
}

/* Two vouchers are worth both. */
static struct money note_stake(struct stakes *stakes, enum stake_what what, struct money amount)
{
	size_t i = 0;

	while (i < stakes->count && stakes->list[i].what != (int32_t)what)
		i++;
	assert(i < STAKES_MAX);
	if (i == stakes->count)
		stakes->list[stakes->count++] = (struct stake){ MONEY(0), what };
	if (amount.dong > 0)
		stakes->list[i].amount.dong = amount.dong < MONEY_MAX - stakes->list[i].amount.dong ? stakes->list[i].amount.dong + amount.dong : MONEY_MAX;
	return stakes->list[i].amount;
}

bool work_has_second_as(struct work *work, enum stake_what what, struct money at_stake, struct err *err)
{
	struct money approved = stake_of(&work->approved, what), all = note_stake(&work->at_stake, what, at_stake);

	if (work->asks_afar)
		return true;
	if (!work_has_second(work, err))
		return false;
	return !work->is_afar || all.dong <= approved.dong ||
	       err_set(err, ERR_FORBIDDEN, "approver", "quản lý chỉ đồng ý tới %s; hỏi lại", money_said(approved).text);
}

bool work_may_as(struct work *work, enum stake_what what, struct money at_stake, struct err *err)
{
	struct alone_limits limits;
	struct err ignored;

	if (!work->alone_reason || work_has_second(work, &ignored))
		return work_has_second_as(work, what, at_stake, err);
	at_stake = note_stake(&work->at_stake, what, at_stake);
	if (!alone_limits(work, &limits, err))
		return false;
	if (limits.single.dong == 0)
		return err_set(err, ERR_FORBIDDEN, "approver", "cửa hàng chưa cho làm một mình; nhờ ca trưởng hoặc hỏi quản lý");
	if (at_stake.dong > limits.single.dong)
		return err_set(err, ERR_FORBIDDEN, "approver", "một người chỉ tự làm được tới %s mỗi việc; việc này hỏi quản lý", money_said(limits.single).text);
	if (at_stake.dong < work->alone.amount.dong)
		at_stake = work->alone.amount;
	if (limits.day.dong && at_stake.dong > limits.day.dong - limits.done.dong)
		return err_set(err, ERR_FORBIDDEN, "approver", "một người chỉ tự làm được tới %s mỗi ngày, hôm nay đã tự làm %s; việc này hỏi quản lý",
			       money_said(limits.day).text, money_said(limits.done).text);
	work->alone = (struct entry_alone){ .amount = at_stake, .reason = work->alone_reason };
	return true;
}

bool journal_clock_fits(const struct journal_head *head, int64_t at_us)
{
	return head->number == 0 || (at_us >= head->at_us - CLOCK_BEHIND_US && at_us <= head->at_us + CLOCK_AHEAD_US);
}

/* Order is by number; the moment follows it, and a clock that is plainly wrong is asked about first. */
static bool settle_clock(struct work *work, const struct journal_head *head, const struct kind *kind, struct err *err)
{
	if (head->number == 0 || strcmp(kind->name, "clock_confirmed") == 0)
		return true;
	if (!journal_clock_fits(head, work->at_us))
		return err_set(err, ERR_CONFLICT, "clock", "đồng hồ máy %s; %snhờ ca trưởng xác nhận giờ",
			       work->at_us < head->at_us ? "chậm hơn bút toán cuối" : "nhanh hơn bút toán cuối quá 36 giờ",
			       work->at_us < head->at_us ? "chỉnh giờ, hoặc " : "");
	if (work->at_us < head->at_us)
		work->at_us = head->at_us;
	return true;
}

static bool add_row(struct txn *txn, const struct entry *entry, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_id(q, entry->id);
	stmt_put_i64(q, entry->at_us);
	stmt_put_hash(q, entry->hash);
	stmt_put_text(q, entry->bytes);
	return stmt_end(q, err);
}

bool work_record(struct work *work, const struct kind *kind, const void *body, struct err *err)
{
	const struct book *book = work->book;
	struct entry *entry = &work->entry;
	struct journal_head head;
	size_t body_at;
	struct buf buf;

	/* What could not be read again would stop every proof and rebuild of the book from here on. */
	if (!shape_holds(kind->body, body, err)) {
		char field[sizeof(err->field)];

		snprintf(field, sizeof(field), "%s", err->field);
		return err_set(err, ERR_LIMIT, field, "số liệu vượt quá mức sổ ghi được; kiểm tra lại số đã nhập");
	}
	if (kind->check && !kind->check(body, err))
		return false;
	if (!journal_head(work->txn, book->stream, &head, err) || !settle_clock(work, &head, kind, err))
		return false;
	*entry = (struct entry){
		.key = ENTRY_KEY(book->stream, head.number + 1), .epoch = book->epoch, .at_us = work->at_us, .v = kind->version,
		.id = work->id, .site_id = book->site_id, .actor = work->actor, .approver = work->approver, .alone = work->alone,
		.ask = work->ask, .prev = head.hash, .kind = kind->name,
	};
	buf_init(&buf, ENTRY_BYTES_MAX);
	buf_reserve(&buf, ENTRY_BYTES_USUAL);
	write_entry(entry, kind, body, &buf, &body_at, &entry->body_size);
	if (buf.full) {
		buf_release(&buf);
		return err_set(err, ERR_LIMIT, NULL, "quá nhiều dòng cho một bút toán; hãy chia nhỏ");
	}
	entry->bytes = arena_bytes(work->arena, buf.data, buf.size);
	entry->bytes_size = buf.size;
	buf_release(&buf);
	entry->hash = entry_hash(entry->bytes, entry->bytes_size);
	entry->body = entry->bytes + body_at;
	if (!kind->keeps_goods)
		goods_forget(book->goods, work->txn);
	return add_row(work->txn, entry, err) && entry_apply(work->txn, entry, kind, body, work->arena, err);
}

bool entry_apply(struct txn *txn, const struct entry *entry, const struct kind *kind, const void *body, struct arena *arena, struct err *err)
{
	return kind->apply(txn, entry, body, arena, err) && (!entry->alone.reason || alone_row_add(txn, entry, err));
}

bool journal_seal(struct txn *txn, const struct book *book, struct err *err)
{
	uint8_t message[sizeof(seal_prefix) - 1 + 32];
	struct journal_head head;
	struct signature signature;
	struct stmt *q;
	bool sealed;

	if (!journal_head(txn, book->stream, &head, err))
		return false;
	if (head.number == 0)
		return true;
	q = stmt_begin(txn, &journal_sql[SEAL_FIND]);
	stmt_put_i64(q, ENTRY_KEY(book->stream, head.number));
	sealed = stmt_next(q);
	if (sealed)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	if (sealed)
		return true;
	memcpy(message, seal_prefix, sizeof(seal_prefix) - 1);
	memcpy(message + sizeof(seal_prefix) - 1, head.hash.bytes, 32);
	signature = sign_make(&book->key, message, sizeof(message));
	q = stmt_begin(txn, &journal_sql[SEAL_ADD]);
	stmt_put_i64(q, ENTRY_KEY(book->stream, head.number));
	stmt_put_blob(q, signature.bytes, sizeof(signature.bytes));
	return stmt_end(q, err);
}

/* ---- the vault -------------------------------------------------------------- */

bool vault_put(struct work *work, const char *facts, struct vault_ref *ref, struct err *err)
{
	struct id name = { { 0 } };
	struct hash chance;
	struct stmt *q;

	/* Two halves of one hash of the caller's chance: the reference, and the salt. */
	memcpy(name.bytes, &work->seeds_taken, sizeof(work->seeds_taken));
	work->seeds_taken++;
	chance = hash_of_two(work->seed.bytes, sizeof(work->seed.bytes), name.bytes, sizeof(name.bytes));
	memcpy(ref->ref.bytes, chance.bytes, 16);
	ref->sum = hash_of_two(chance.bytes + 16, 16, facts, strlen(facts));
	q = stmt_begin(work->txn, &journal_sql[VAULT_ADD]);
	stmt_put_id(q, ref->ref);
	stmt_put_blob(q, chance.bytes + 16, 16);
	stmt_put_text(q, facts);
	return stmt_end(q, err);
}

bool vault_find(struct txn *txn, struct arena *arena, struct id ref, const char **facts, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &journal_sql[VAULT_FIND]);

	stmt_put_id(q, ref);
	*facts = stmt_next(q) ? stmt_take_text(q, arena) : NULL;
	return stmt_end(q, err);
}
