/* Sessions in memory: what ends them, what locks them, who hears of it. And the waits of who tries too often. */
#include "check.h"

#include "app/sessions.h"
#include "app/stations.h"
#include "app/tries.h"
#include "base/id.h"
#include "base/text.h"

#define S INT64_C(1000000)
#define H (3600 * S)

static struct hash over[4];
static size_t over_count;

static void ended(void *owner, struct hash token_sum)
{
	(void)owner;
	if (over_count < COUNT_OF(over))
		over[over_count++] = token_sum;
}

static const struct sessions_rules rules = { .lasts_us = 16 * H, .lock_us = 600 * S, .ended = ended };

/* Session n: token of 32 bytes n, person n, till n. */
static struct session session_of(uint8_t n, int64_t began_us)
{
	uint8_t token[32];

	memset(token, n, sizeof(token));
	return (struct session){ .token_sum = hash_of(token, sizeof(token)), .began_us = began_us, .till_id = { { n } }, .station_id = { { (uint8_t)(n / 2) } },
				 .staff = { .id = { { n } }, .is_active = true, .login = "lan", .name = "Lan", .role = STAFF_CASHIER } };
}

static const struct session *find(struct sessions *sessions, uint8_t n, int64_t at_us)
{
	uint8_t token[32];
	char hex[65];

	memset(token, n, sizeof(token));
	text_hex_write(token, sizeof(token), hex);
	return sessions_find(sessions, hex, at_us);
}

static struct sessions *three(void)
{
	struct sessions *sessions = sessions_new(&rules);

	over_count = 0;
	for (uint8_t n = 1; n <= 3; n++) {
		struct session session = session_of(n, 100 * S);

		sessions_add(sessions, &session, 100 * S);
	}
	return sessions;
}

static void a_session_ends_once_and_says_so(void **state)
{
	struct sessions *sessions = three();
	struct session gone = session_of(1, 0);

	(void)state;
	assert_non_null(find(sessions, 1, 101 * S));
	assert_text(find(sessions, 1, 101 * S)->staff.login, "lan");
	CASE("signed out");
	sessions_end(sessions, gone.token_sum);
	assert_null(find(sessions, 1, 101 * S));
	assert_int_equal(over_count, 1);
	assert_true(hash_is(over[0], gone.token_sum));
	CASE("the person was changed");
	sessions_end_of(sessions, (struct id){ { 2 } });
	assert_null(find(sessions, 2, 101 * S));
	assert_non_null(find(sessions, 3, 101 * S));
	CASE("the browser was revoked");
	sessions_end_at(sessions, (struct id){ { 1 } });
	assert_null(find(sessions, 3, 101 * S));
	assert_int_equal(over_count, 3);
	CASE("rubbish");
	assert_null(sessions_find(sessions, "", 1));
	assert_null(sessions_find(sessions, "zz", 1));
	sessions_free(sessions);
}

static void a_session_ends_however_busy(void **state)
{
	struct sessions *sessions = three();

	(void)state;
	for (int64_t at = 100 * S; at < 16 * H; at += 300 * S)
		assert_true(sessions_act(sessions, find(sessions, 1, at)->token_sum, at));
	assert_non_null(find(sessions, 1, 100 * S + 16 * H));
	CASE("found too old");
	assert_null(find(sessions, 1, 100 * S + 16 * H + 1));
	assert_int_equal(over_count, 1);
	CASE("swept: nobody asked");
	sessions_sweep(sessions, 100 * S + 16 * H);
	assert_int_equal(over_count, 1);
	sessions_sweep(sessions, 100 * S + 16 * H + 1);
	assert_int_equal(over_count, 3);
	sessions_free(sessions);
}

static void an_idle_session_locks(void **state)
{
	struct sessions *sessions = three();
	struct hash first = session_of(1, 0).token_sum, second = session_of(2, 0).token_sum;

	(void)state;
	assert_true(sessions_act(sessions, first, 600 * S));
	CASE("reading is no work");
	assert_non_null(find(sessions, 1, 1100 * S));
	assert_true(sessions_act(sessions, first, 1200 * S));
	assert_false(sessions_act(sessions, first, 1801 * S));
	CASE("and a locked one stays so");
	assert_false(sessions_act(sessions, first, 1801 * S));
	assert_non_null(find(sessions, 1, 1801 * S));
	CASE("goods scanned at its till are work; a locked one is not opened by them");
	sessions_act_at(sessions, (struct id){ { 2 } }, 600 * S);
	sessions_act_at(sessions, (struct id){ { 2 } }, 1100 * S);
	assert_true(sessions_act(sessions, second, 1600 * S));
	sessions_act_at(sessions, (struct id){ { 1 } }, 1802 * S);
	assert_false(sessions_act(sessions, first, 1802 * S));
	CASE("locked by hand, at once");
	sessions_lock(sessions, second);
	assert_false(sessions_act(sessions, second, 1601 * S));
	sessions_free(sessions);
}

static void no_lock_where_the_setting_is_nothing(void **state)
{
	struct sessions_rules never = { .lasts_us = 16 * H };
	struct sessions *sessions = sessions_new(&never);
	struct session session = session_of(1, 0);

	(void)state;
	sessions_add(sessions, &session, 0);
	assert_true(sessions_act(sessions, session.token_sum, 15 * H));
	sessions_free(sessions);
}

static void waits_grow_and_are_forgotten(void **state)
{
	struct tries *tries = tries_new();
	int64_t at = 1000 * S, want = S;

	(void)state;
	for (int i = 0; i < 4; i++)
		tries_failed(tries, "address 10.0.0.7", 5, at);
	assert_i64(tries_wait_us(tries, "address 10.0.0.7", at), 0);
	for (int i = 0; i < 12; i++) {
		tries_failed(tries, "address 10.0.0.7", 5, at);
		assert_i64(tries_wait_us(tries, "address 10.0.0.7", at), want);
		at += want;
		want = want * 2 < STAFF_WAIT_MAX_US ? want * 2 : STAFF_WAIT_MAX_US;
	}
	CASE("others do not wait");
	assert_i64(tries_wait_us(tries, "address 10.0.0.8", at), 0);
	CASE("right at last");
	tries_failed(tries, "login", 1, at);
	assert_true(tries_wait_us(tries, "login", at) > 0);
	tries_forget(tries, "login");
	assert_i64(tries_wait_us(tries, "login", at), 0);
	tries_failed(tries, "login", 2, at);
	assert_i64(tries_wait_us(tries, "login", at), 0);
	CASE("an hour later");
	at += TRIES_KEPT_US + STAFF_WAIT_MAX_US;
	tries_failed(tries, "address 10.0.0.7", 5, at);
	assert_i64(tries_wait_us(tries, "address 10.0.0.7", at), 0);
	tries_free(tries);
}

static void the_table_of_tries_is_bounded(void **state)
{
	struct tries *tries = tries_new();
	char key[32];

	(void)state;
	for (int i = 0; i < 3 * TRIES_KEYS_MAX; i++) {
		snprintf(key, sizeof(key), "address %d", i);
		tries_failed(tries, key, 1, i);
	}
	CASE("the newest wait, the oldest are forgotten");
	assert_true(tries_wait_us(tries, key, 3 * TRIES_KEYS_MAX) > 0);
	assert_i64(tries_wait_us(tries, "address 0", 1), 0);
	tries_free(tries);
}

static void a_revoked_browser_is_not_found(void **state)
{
	struct stations *stations = stations_new();
	uint8_t token[32] = { 9 };
	struct station station = { .id = { { 5 } }, .token_sum = hash_of(token, sizeof(token)), .name = "Q1", .till_id = { { 1 } } };
	char hex[65];

	(void)state;
	text_hex_write(token, sizeof(token), hex);
	assert_null(stations_find(stations, hex));
	stations_add(stations, &station);
	assert_true(id_is(stations_find(stations, hex)->till_id, station.till_id));
	stations_drop(stations, station.id);
	assert_null(stations_find(stations, hex));
	stations_free(stations);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_ends_once_and_says_so),
		cmocka_unit_test(a_session_ends_however_busy),
		cmocka_unit_test(an_idle_session_locks),
		cmocka_unit_test(no_lock_where_the_setting_is_nothing),
		cmocka_unit_test(waits_grow_and_are_forgotten),
		cmocka_unit_test(the_table_of_tries_is_bounded),
		cmocka_unit_test(a_revoked_browser_is_not_found),
	};

	return cmocka_run_group_tests_name("app/sessions", tests, NULL, NULL);
}
