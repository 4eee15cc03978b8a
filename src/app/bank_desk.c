#include "app/bank_desk.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/bank_hook.h"
#include "app/guests.h"
#include "app/route.h"
#include "app/settings.h"
#include "base/secret.h"
#include "shop/staff.h"

const char *const bank_open_paths[BANK_OPEN_PATHS_COUNT] = { API_PREFIX "/bank/sepay", API_PREFIX "/bank/payos" };

struct shown {
	struct id till_id, cart_id;
};

struct bank_desk {
	char sepay_key[BANK_KEY_MAX + 1], payos_key[BANK_KEY_MAX + 1];
	int64_t heard_us;
	struct guests *strangers;
	struct {
		int64_t second, count;
	} told[BANK_STATEMENT];        /* by enum bank_source: those who post */
	struct shown shown[TILLS_MAX];
	size_t shown_count;
};

static bool read_key(const char *path, const char *name, char key[BANK_KEY_MAX + 1], struct err *err)
{
	int descriptor;
	struct stat about;
	ssize_t size;

	if (!*path)
		return true;
	descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return err_set(err, ERR_IO, name, "%s: không mở được %s: %s", name, path, strerror(errno));
	if (fstat(descriptor, &about) != 0 || (about.st_mode & S_IRWXO)) {
		close(descriptor);
		return err_set(err, ERR_IO, name, "%s: ai cũng đọc được %s; chạy: chmod 600 %s", name, path, path);
	}
	size = read(descriptor, key, BANK_KEY_MAX + 1);
	close(descriptor);
	if (size < 0 || size > BANK_KEY_MAX)
		return err_set(err, ERR_IO, name, "%s: %s không đọc được hoặc dài quá %d ký tự", name, path, BANK_KEY_MAX);
	key[size] = '\0';
	key[strcspn(key, "\r\n")] = '\0';
	return *key || err_set(err, ERR_IO, name, "%s: %s trống", name, path);
}

struct bank_desk *bank_desk_open(const struct settings *settings, struct err *err)
{
	struct bank_desk *desk = calloc(1, sizeof(*desk));

	assert(desk);
	desk->strangers = guests_new();
	/* Nobody's money comes to a practice till. */
	if (*settings->practice_of)
		return desk;
	if (read_key(settings->sepay_key_file, "sepay_key_file", desk->sepay_key, err) &&
	    read_key(settings->payos_key_file, "payos_key_file", desk->payos_key, err))
		return desk;
	bank_desk_free(desk);
	return NULL;
}

void bank_desk_free(struct bank_desk *desk)
{
	if (!desk)
		return;
	guests_free(desk->strangers);
	secret_wipe(desk, sizeof(*desk));
	free(desk);
}

const char *bank_desk_key(const struct bank_desk *desk, enum bank_source source)
{
	return source == BANK_SEPAY ? desk->sepay_key : source == BANK_PAYOS ? desk->payos_key : "";
}

bool bank_desk_looks(struct bank_desk *desk, const char *peer, size_t size, int64_t at_us)
{
	return size <= BANK_HOOK_SMALL || guests_ask(desk->strangers, peer, at_us);
}

bool bank_desk_refuses(struct bank_desk *desk, const char *peer, int64_t at_us)
{
	return guests_ask(desk->strangers, peer, at_us);
}

bool bank_desk_admits(struct bank_desk *desk, enum bank_source source, int64_t at_us)
{
	int64_t second = at_us / 1000000;

	if (desk->told[source].second != second) {
		desk->told[source].second = second;
		desk->told[source].count = 0;
	}
	return ++desk->told[source].count <= BANK_HOOKS_A_SECOND;
}

void bank_desk_hear(struct bank_desk *desk, int64_t at_us)
{
	desk->heard_us = at_us;
}

int64_t bank_desk_heard_us(const struct bank_desk *desk)
{
	return desk->heard_us;
}

static struct shown *find(const struct bank_desk *desk, struct id till_id)
{
	for (size_t i = 0; i < desk->shown_count; i++)
		if (id_is(desk->shown[i].till_id, till_id))
			return (struct shown *)&desk->shown[i];
	return NULL;
}

void bank_desk_show(struct bank_desk *desk, struct id till_id, struct id cart_id)
{
	struct shown *shown = find(desk, till_id);

	if (!shown && desk->shown_count < TILLS_MAX) {
		shown = &desk->shown[desk->shown_count++];
		shown->till_id = till_id;
	}
	if (shown)
		shown->cart_id = cart_id;
}

struct id bank_desk_shown(const struct bank_desk *desk, struct id till_id)
{
	const struct shown *shown = find(desk, till_id);

	return shown ? shown->cart_id : (struct id){ { 0 } };
}

static struct bank_account account_of(const struct account_setting *setting)
{
	return (struct bank_account){ .account = setting->account, .bin = setting->bin, .holder = setting->holder };
}

size_t bank_desk_accounts(const struct settings *settings, struct bank_account *accounts, size_t count_max)
{
	size_t count = 0;

	while (count < settings->accounts_count && count < count_max) {
		accounts[count] = account_of(&settings->accounts[count]);
		count++;
	}
	return count;
}

bool bank_desk_account_of(const struct settings *settings, const char *till_code, struct bank_account *account)
{
	const struct account_setting *of = NULL;

	for (size_t i = 0; i < settings->accounts_count; i++) {
		const struct account_setting *one = &settings->accounts[i];

		if (strcmp(one->till, till_code) == 0 || (!*one->till && !of))
			of = one;
		if (*one->till && of == one)
			break;
	}
	if (of)
		*account = account_of(of);
	return of != NULL;
}
