/*
 * A small blocking HTTP client for commands: one request over the daemon's Unix socket.
 *
 * Thread: a command's own. Errors: ERR_IO the socket, or an answer that is no HTTP.
 */
#ifndef APP_ASK_H
#define APP_ASK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

#define ASK_ANSWER_MAX_BYTES ((size_t)64 << 20)

struct answer {
	int status;
	struct buf body;
};

/* Does somebody listen there? */
bool ask_is_there(const char *socket_path);
/* body NULL: none; JSON otherwise. answer is always to be released. */
bool ask(const char *socket_path, const char *method, const char *path, const char *body, struct answer *answer, struct err *err) MUST_CHECK;
/* 200, or the problem that the answer is, as an err. */
bool answer_ok(const struct answer *answer, struct err *err) MUST_CHECK;
void answer_release(struct answer *answer);

#endif
