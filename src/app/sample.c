#include "app/sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sample_parts.h"
#include "base/clock.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/secret.h"
#include "base/text.h"
#include "shop/clock.h"
#include "shop/reference.h"
#include "shop/staff.h"
#include "store/txn.h"

#define KEEP_MAX ((size_t)64 << 20)
#define DAY_MAX ((size_t)512 << 20)
#define ORDINARY_SALES 24
#define ADMIN_PASSWORD "quantri-mau"

const struct sample_person_row sample_people[PEOPLE_COUNT] = {
	[LAN] = { "lan", "Nguyễn Thị Lan", "1111", STAFF_CASHIER }, [MINH] = { "minh", "Trần Văn Minh", "2222", STAFF_CASHIER },
	[HOA] = { "hoa", "Lê Thị Hoa", "3333", STAFF_SUPERVISOR },  [TUAN] = { "tuan", "Phạm Anh Tuấn", "4444", STAFF_STOCK },
	[NGA] = { "nga", "Vũ Thị Nga", "5555", STAFF_ACCOUNTANT },  [ADMIN] = { "quantri", "Đỗ Quang Trị", "9999", STAFF_ADMIN },
};

/* splitmix64: small, and the same everywhere. */
static uint64_t next(uint64_t *chance)
{
	uint64_t z = (*chance += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t sample_next(struct sample *s)
{
	return next(&s->chance);
}

int64_t sample_below(struct sample *s, int64_t count)
{
	return (int64_t)(sample_next(s) % (uint64_t)count);
}

bool sample_happens(struct sample *s, int64_t per_thousand)
{
	return sample_below(s, 1000) < per_thousand;
}

static void fill(uint64_t *chance, uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(next(chance) >> 24);
}

struct id sample_id(struct sample *s)
{
	uint8_t bytes[10];

	fill(&s->chance, bytes, sizeof(bytes));
	return id_make(s->at_us, bytes);
}

struct work sample_work(struct sample *s, enum sample_person person)
{
	struct work work = { .book = s->book, .arena = s->arena, .actor = s->people[person], .role = sample_people[person].role };

	s->at_us += 1000000 + sample_below(s, 4000000);
	work.at_us = s->at_us;
	work.id = sample_id(s);
	fill(&s->chance, work.seed.bytes, sizeof(work.seed.bytes));
	return work;
}

struct work sample_with(struct sample *s, enum sample_person person, enum sample_person approver)
{
	struct work work = sample_work(s, person);

	work.approver = s->people[approver];
	work.approver_role = sample_people[approver].role;
	return work;
}

bool sample_undo(struct sample *s, struct err *err)
{
	struct err undo;

	if (!txn_undo(s->txn, &undo))
		*err = undo;
	return false;
}

static int32_t first_day(const struct sample_plan *plan)
{
	return day_add(plan->until_day, 1 - plan->days_count);
}

void sample_setup(const struct sample_plan *plan, struct book_setup *setup)
{
	uint64_t chance = plan->seed ^ UINT64_C(0x6f636f702d706f73);
	struct sign_secret secret;
	uint8_t bytes[32];

	*setup = (struct book_setup){
		.site_code = "SR1",
		.site_name = "Điểm giới thiệu và bán sản phẩm OCOP (mẫu)",
		.operator_code = "VH",
		.operator_name = "Công ty TNHH Điểm bán OCOP mẫu",
		.operator_tax_code = "0100000000",
		.operator_vat_profile = TAX_CREDIT,
		.till_code = "Q1",
		.at_us = day_start_us(first_day(plan)) - DAY_US + 15 * HOUR_US,
	};
	fill(&chance, bytes, 10);
	setup->site_id = id_make(setup->at_us, bytes);
	fill(&chance, setup->key_seed, sizeof(setup->key_seed));
	fill(&chance, bytes, sizeof(bytes));
	sign_keys_of_seed(bytes, &setup->recovery, &secret);
	sign_wipe(&secret);
}

static bool begin(struct sample *s, struct err *err)
{
	s->txn = txn_begin(s->book->store, err);
	return s->txn != NULL;
}

static bool commit(struct sample *s, struct err *err)
{
	struct txn *txn = s->txn;

	if (!journal_seal(txn, s->book, err))
		return false;
	s->txn = NULL;
	return txn_commit(txn, err);
}

static bool put_areas(struct sample *s, struct err *err)
{
	struct reference all;

	if (!reference_of_program(s->keep, &all, err))
		return false;
	for (size_t i = 0; i < reference_chunks_count(&all); i++) {
		struct work work = sample_work(s, ADMIN);

		if (!SAMPLE_TRY(s, &work, reference_load(&work, &all, i, err), err))
			return false;
	}
	return true;
}

/* After Tết nobody wrote for days: the clock is looked at once. */
static bool see_clock(struct sample *s, struct err *err)
{
	struct journal_head head;
	struct work work;

	if (!journal_head(s->txn, s->book->stream, &head, err))
		return false;
	if (s->at_us - head.at_us < CLOCK_AHEAD_US - HOUR_US)
		return true;
	work = sample_work(s, HOA);
	return SAMPLE_TRY(s, &work, clock_confirm(&work, "mở cửa lại sau ngày nghỉ", err), err);
}

static bool run_day(struct sample *s, int32_t day, struct err *err)
{
	s->at_us = day_start_us(day) + 7 * HOUR_US + 10 * MINUTE_US;
	if (!begin(s, err) || !see_clock(s, err) || !sample_put_certificates(s, day, err) || !sample_office_day(s, day, err) ||
	    !sample_sell_day(s, day, err) || !commit(s, err))
		return false;
	s->counts->days++;
	arena_reset(s->arena);
	return true;
}

static bool run(struct sample *s, struct err *err)
{
	int32_t day = first_day(s->plan);

	s->at_us = day_start_us(day) - DAY_US + 15 * HOUR_US + MINUTE_US;
	if (!begin(s, err) || (s->plan->has_areas && !put_areas(s, err)) || !sample_put_people(s, err) || !sample_put_goods(s, err) ||
	    !commit(s, err))
		return false;
	arena_reset(s->arena);
	for (int32_t i = 0; i < s->plan->days_count; i++) {
		if (sample_business(s, day) > 0 && !run_day(s, day, err))
			return false;
		day = day_add(day, 1);
	}
	/* Behind the last day's till. */
	if (!begin(s, err) || !sample_leave_goods(s, s->plan->until_day, err) ||
	    !sample_leave_certificate(s, s->plan->until_day, err) || !commit(s, err))
		return false;
	return !s->plan->drafts_dir || sample_leave_cart(s, s->plan->drafts_dir, err);
}

bool sample_fill(struct book *book, const struct sample_plan *plan, struct sample_counts *counts, struct err *err)
{
	struct sample_plan usual = *plan;
	struct sample *s;
	bool ok;

	if (!day_is_valid(plan->until_day) || plan->days_count < 1 || plan->days_count > SAMPLE_DAYS_MAX)
		return err_set(err, ERR_INPUT, "days", "số ngày là từ 1 đến %d", SAMPLE_DAYS_MAX);
	if (plan->sales_a_day < 0 || plan->sales_a_day > SAMPLE_SALES_A_DAY_MAX)
		return err_set(err, ERR_INPUT, "sales", "số phiếu một ngày là từ 1 đến %d", SAMPLE_SALES_A_DAY_MAX);
	if (usual.sales_a_day == 0)
		usual.sales_a_day = ORDINARY_SALES;
	memset(counts, 0, sizeof(*counts));
	s = calloc(1, sizeof(*s));
	*s = (struct sample){
		.book = book, .plan = &usual, .counts = counts, .keep = arena_new(KEEP_MAX), .arena = arena_new(DAY_MAX), .chance = plan->seed
	};
	s->tickets = ARENA_LIST(s->keep, SAMPLE_TICKETS_MAX, struct sample_ticket);
	s->operator_id = id_derive(book->site_id, "operator", 1);
	s->till_id = id_derive(book->site_id, "till", 1);
	for (int i = 0; i < PEOPLE_COUNT; i++)
		s->people[i] = id_derive(book->site_id, "sample staff", i + 1);
	ok = run(s, err);
	txn_abandon(s->txn);
	arena_free(s->arena);
	arena_free(s->keep);
	free(s);
	return ok;
}

/* PINs are working rows: a repeated run has the same book and other hashes. These PINs are too plain for credential_check(). */
static bool put_secrets(struct book *book, struct err *err)
{
	uint8_t pepper[SECRET_PEPPER_SIZE];
	char hash[SECRET_HASH_SIZE];
	bool ok = staff_pepper(book, pepper, err);
	struct txn *txn = ok ? txn_begin(book->store, err) : NULL;

	for (int i = 0; txn && ok && i < PEOPLE_COUNT; i++) {
		struct id id = id_derive(book->site_id, "sample staff", i + 1);

		ok = secret_hash(pepper, id, sample_people[i].pin, hash) && credential_set(txn, id, CREDENTIAL_PIN, hash, err);
		if (ok && i == ADMIN)
			ok = secret_hash(pepper, id, ADMIN_PASSWORD, hash) && credential_set(txn, id, CREDENTIAL_PASSWORD, hash, err);
	}
	secret_wipe(pepper, sizeof(pepper));
	if (txn && ok)
		return txn_commit(txn, err);
	txn_abandon(txn);
	return err->code != ERR_NONE ? false : err_set(err, ERR_LIMIT, NULL, "không đủ bộ nhớ để đặt mã PIN");
}

/* ---- the command ------------------------------------------------------------- */

/* Today once its till is closed, else yesterday: nothing of the sample lies ahead of the clock. */
static int32_t last_whole_day(int64_t now_us)
{
	return day_of_us(now_us - 21 * HOUR_US - 45 * MINUTE_US);
}

static bool read_options(int argc, char **argv, struct sample_plan *plan, const char **dir, struct err *err)
{
	for (int i = 0; i < argc; i += 2) {
		const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
		int64_t number = 0;
		bool is_number = text_read_i64(value, strlen(value), &number);

		if (strcmp(name, "--book") == 0 && *value)
			*dir = value;
		else if (strcmp(name, "--seed") == 0 && is_number)
			plan->seed = (uint64_t)number;
		else if (strcmp(name, "--until") == 0 && day_read(value, &plan->until_day))
			continue;
		else if (strcmp(name, "--days") == 0 && is_number && number >= 1 && number <= SAMPLE_DAYS_MAX)
			plan->days_count = (int32_t)number;
		else
			return err_set(err, ERR_INPUT, name, "không hiểu %s %s", name, value);
	}
	return *dir != NULL || err_set(err, ERR_INPUT, "--book", "thiếu --book THƯ_MỤC");
}

static void say(const char *dir, const struct sample_plan *plan, const struct sample_counts *counts)
{
	char until[DAY_TEXT_SIZE];

	day_write_vn(plan->until_day, until);
	printf("Đã làm điểm bán mẫu trong %s: %" PRId64 " ngày bán đến %s, %" PRId64 " phiếu bán, %" PRId64 " phiếu trả, %" PRId64 " phiếu nhập,"
	       " %" PRId64 " kỳ quyết toán, %" PRId64 " phiếu chi (hạt giống %" PRIu64 ").\n",
	       dir, counts->days, until, counts->sales, counts->returns, counts->intakes, counts->closings, counts->payouts, plan->seed);
	printf("Sản phẩm, chủ thể, xã, số sao lấy từ quyết định công khai; giá, hợp đồng, mã số thuế, điện thoại, người làm và mọi giao dịch "
	       "là " SAMPLE_NOTE ".\nĐăng nhập:");
	for (int i = 0; i < PEOPLE_COUNT; i++)
		printf(" %s %s%s", sample_people[i].login, sample_people[i].pin, i + 1 < PEOPLE_COUNT ? "," : "");
	printf(" (mật khẩu quản trị: " ADMIN_PASSWORD "). Mở: ocop-pos serve --book %s, rồi http://127.0.0.1:8080\n", dir);
}

int sample_main(int argc, char **argv)
{
	struct sample_plan plan = { .seed = 2026, .days_count = 365, .has_areas = true };
	struct sample_counts counts;
	struct book_setup setup;
	const char *dir = NULL;
	struct err err = { 0 };
	struct book *book;
	bool ok;

	plan.until_day = last_whole_day(clock_now_us());
	if (!read_options(argc, argv, &plan, &dir, &err)) {
		fprintf(stderr, "ocop-pos sample: %s\nCách dùng: ocop-pos sample --book DIR [--seed N] [--until NĂM-THÁNG-NGÀY] [--days 1..%d]\n",
			err.text, SAMPLE_DAYS_MAX);
		return err_exit_code(err.code);
	}
	plan.drafts_dir = dir;
	sample_setup(&plan, &setup);
	book = book_create(dir, &setup, &err) ? book_open(dir, &err) : NULL;
	ok = book && sample_fill(book, &plan, &counts, &err) && put_secrets(book, &err);
	book_close(book);
	if (!ok) {
		fprintf(stderr, "ocop-pos sample: %s%s%s\n", err.field, err.field[0] ? ": " : "", err.text);
		return err_exit_code(err.code);
	}
	say(dir, &plan, &counts);
	return 0;
}
