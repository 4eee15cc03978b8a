/*
 * What the loop keeps of the bank: the keys of the services that tell what it booked, when one was last heard of, how often they knock, and which
 * till shows which QR to its customer now.
 *
 * Nobody can shut a service out by knocking: what is as small as their posts is always looked at, for its signature costs less than its
 * reading; only what is signed counts against the service's own bound. Who posts what is not signed is counted by address: beyond the bound
 * nothing large of his is looked at and nothing more is logged.
 *
 * Nothing of it needs to outlive the program: a page that shows a QR says so again when it comes back.
 *
 * Thread: the loop's; the keys any.
 */
#ifndef APP_BANK_DESK_H
#define APP_BANK_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "shop/bank_credit.h"

struct bank_desk;
struct settings;

#define BANK_HOOKS_A_SECOND 100        /* of one service, signed: far more than any shop's bank books */
#define BANK_HOOK_SMALL ((size_t)8 << 10)  /* bytes; the services' own are below two thousand */

/* Paths of the HTTP face that any Host may ask for. */
#define BANK_OPEN_PATHS_COUNT 2
extern const char *const bank_open_paths[BANK_OPEN_PATHS_COUNT];

/* ERR_IO, field the setting's name: a key file that cannot be read, is empty or open to everybody. */
struct bank_desk *bank_desk_open(const struct settings *settings, struct err *err) MUST_CHECK;
void bank_desk_free(struct bank_desk *desk);  /* NULL is fine */

const char *bank_desk_key(const struct bank_desk *desk, enum bank_source source);  /* "": none is set */
bool bank_desk_looks(struct bank_desk *desk, const char *peer, size_t size, int64_t at_us);  /* false: too large for one who posted so much unsigned */
bool bank_desk_refuses(struct bank_desk *desk, const char *peer, int64_t at_us);  /* it was not signed. false: so often that nothing more is said of it */
bool bank_desk_admits(struct bank_desk *desk, enum bank_source source, int64_t at_us);  /* it was signed. false: too often */
void bank_desk_hear(struct bank_desk *desk, int64_t at_us);
int64_t bank_desk_heard_us(const struct bank_desk *desk);      /* 0: not since the start */

/* The zero cart: nothing. */
void bank_desk_show(struct bank_desk *desk, struct id till_id, struct id cart_id);
struct id bank_desk_shown(const struct bank_desk *desk, struct id till_id);

/* The accounts of settings, and the one of a till's QR codes; NULL: the operator's own. */
size_t bank_desk_accounts(const struct settings *settings, struct bank_account *accounts, size_t count_max);
bool bank_desk_account_of(const struct settings *settings, const char *till_code, struct bank_account *account);

#endif
