/*
 * What the services that watch the shop's bank account post, each in its own published form.
 *
 * SePay (developer.sepay.vn, webhooks): one object {id, gateway, transactionDate "2023-03-25 14:02:37" in Viet Nam, accountNumber, subAccount,
 * code, content, transferType in|out, transferAmount, accumulated, referenceCode, description}. Either `Authorization: Apikey KEY`, or
 * `X-SePay-Timestamp` and `X-SePay-Signature: sha256=HEX`, HMAC-SHA-256 under the key of timestamp "." body; no more than five minutes off.
 *
 * payOS (payos.vn/docs, webhook): {code, desc, success, data {…}, signature}; signature is HMAC-SHA-256 in hex under the checksum key of data's
 * members sorted by name, "name=value&name=value", null as nothing. A link paid twice is two posts; what is told when the address is set up (code
 * other than "00", or an account of nobody's) is answered like any other.
 *
 * Both are to be answered 200 {"success":true}, also where they say nothing new; what is not theirs is 401.
 *
 * Pure but for the arena. Thread: any.
 */
#ifndef APP_BANK_HOOK_H
#define APP_BANK_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/bank_credit.h"

#define BANK_HOOK_BODY_MAX ((size_t)64 << 10)
#define BANK_HOOK_LATE_S 300
#define BANK_KEY_MAX 200

/* As it came. Headers NULL: not there. */
struct bank_hook {
	enum bank_source source;
	const char *authorization, *signature, *timestamp;
	const char *body;
	size_t body_size;
	const char *key;               /* of the service; "" or NULL: none is set, nothing is believed */
	int64_t at_us;
};

struct bank_hook_said {
	struct bank_credit_in credit;
	const char *other_account;     /* a virtual account of ours that it went to; NULL: none */
	bool is_credit;                /* false: well said, but no money that came in */
};

/* ERR_FORBIDDEN: not signed by who knows the key; ERR_INPUT: signed, and yet not to be read. */
bool bank_hook_read(const struct bank_hook *hook, struct arena *arena, struct bank_hook_said *said, struct err *err) MUST_CHECK;

/* "2023-03-25 14:02:37" or with a T, in Viet Nam. */
bool bank_time_read(const char *text, int64_t *at_us) MUST_CHECK;

#endif
