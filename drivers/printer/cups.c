/*
 * Printers under CUPS, spoken to in IPP (RFC 8010, 8011) over a connection of our own.
 *
 * Only requests built here: Print-Job with a known length, Get-Job-Attributes, Get-Jobs,
 * Get-Printer-Attributes, Cancel-Job. cupsCreateJob, cupsGetDests and whatever uses
 * CUPS_HTTP_DEFAULT look things up on connections that no time-out reaches (two minutes when
 * cupsd is frozen). httpSetTimeout with a callback that says "give up" bounds each call to its
 * time-out and about a second; the owner's shutdown of the watched socket is the last word.
 * After any error the connection is closed: libcups connects again by itself, with another
 * time-out, and an old answer may be under way.
 *
 * Receipts in ESC/POS want a raw queue (`lpadmin -m raw`); an `everywhere` queue takes PDF and
 * loses raw bytes. socket:// queues tell neither "off" nor "paper out": the core judges by time.
 *
 * libcups sets SIGPIPE to ignored for the whole process at the first connection.
 *
 * address: the queue.   server: path of cupsd's socket, or host:port; absent: the system's.
 */
#include "device/printer-driver.h"

/* Thread state of libcups (user, password callback) is per thread: one worker, one user. */
#include <cups/cups.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define QUEUE_MAX 127   /* bytes of a queue's name in CUPS */
#define SOCKET_MAX 107  /* sockaddr_un */
#define USER "ocop-pos" /* whose jobs they are: cupsd hides the names of other people's jobs (JobPrivateValues) */

struct cups {
	http_t *http;
	char resource[16 + QUEUE_MAX];
	char uri[64 + 3 * QUEUE_MAX];
	char id[ID_TEXT_SIZE]; /* of the document whose number is … */
	int job;               /* cupsd's number; 0: not known */
};

/* "host:port" and "[v6]:port" in two; a path or a bare host keeps the usual port. false: no port that can be. */
static bool split_server(const char *server, char host[256], int *port)
{
	const char *colon = strrchr(server, ':');
	size_t size = strlen(server);
	int64_t number = *port;

	if (server[0] != '/' && colon && !strchr(colon, ']') && (server[0] == '[' || strchr(server, ':') == colon)) {
		if (!text_read_i64(colon + 1, strlen(colon + 1), &number) || number < 1 || number > 65535)
			return false;
		size = (size_t)(colon - server);
	}
	if (server[0] == '[' && size > 2) {
		server++;
		size -= 2;
	}
	snprintf(host, 256, "%.*s", (int)size, server);
	*port = (int)number;
	return true;
}

static bool check(const struct printer_settings *settings, struct err *err)
{
	size_t size = strlen(settings->address);
	char host[256];
	int port = 0;

	if (settings->server && !split_server(settings->server, host, &port))
		return err_set(err, ERR_INPUT, "server", "a path, or host:port with a port from 1 to 65535");
	if (settings->server && settings->server[0] == '/' && strlen(settings->server) > SOCKET_MAX)
		return err_set(err, ERR_INPUT, "server", "the path of a socket has at most %d bytes", SOCKET_MAX);
	if (size > QUEUE_MAX)
		return err_set(err, ERR_INPUT, "address", "a queue's name has at most %d bytes", QUEUE_MAX);
	/* cupsd's own rule (validate_name in scheduler/ipp.c). */
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)settings->address[i] <= ' ' || settings->address[i] == 0x7f || strchr("/\\?'\"#", settings->address[i]))
			return err_set(err, ERR_INPUT, "address", "a queue's name holds no blank and none of / \\ ? ' \" #");
	return true;
}

static int give_up(http_t *http, void *data)
{
	(void)http;
	(void)data;
	return 0;
}

/* Without this libcups asks the terminal for a password. */
static const char *no_password(const char *prompt, http_t *http, const char *method, const char *resource, void *data)
{
	(void)prompt;
	(void)http;
	(void)method;
	(void)resource;
	(void)data;
	return NULL;
}

/* What libcups says went wrong; after a time-out it still says that all is well. */
static const char *why(void)
{
	const char *words = cupsLastErrorString();

	return cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST || text_is(words, strerror(0)) ? "no answer in time" : words;
}

static bool open_server(struct printer *printer, struct err *err)
{
	struct cups *cups = printer_private(printer);
	const struct printer_settings *settings = printer_settings(printer);
	char host[256];
	int port = ippPort();

	cupsSetUser(USER);
	cupsSetPasswordCB2(no_password, NULL);
	if (!split_server(settings->server ? settings->server : cupsServer(), host, &port))
		return err_set(err, ERR_IO, NULL, "the system's CUPS server is \"%s\", which is no address", cupsServer());
	snprintf(cups->resource, sizeof(cups->resource), "/printers/%s", settings->address);
	httpAssembleURIf(HTTP_URI_CODING_ALL, cups->uri, sizeof(cups->uri), "ipp", NULL, "localhost", 0, "/printers/%s", settings->address);
	cups->http = httpConnect2(host, port, NULL, AF_UNSPEC, host[0] == '/' ? HTTP_ENCRYPTION_NEVER : HTTP_ENCRYPTION_IF_REQUESTED, 1,
				  (int)settings->call_timeout_ms, NULL);
	if (!cups->http)
		return err_set(err, ERR_IO, NULL, "no printing service at %s: %s", host, cupsLastErrorString());
	httpSetTimeout(cups->http, (double)settings->call_timeout_ms / 1000, give_up, NULL);
	printer_watch(printer, httpGetFd(cups->http));
	return true;
}

static void close_server(struct printer *printer)
{
	struct cups *cups = printer_private(printer);

	printer_watch(printer, -1);
	httpClose(cups->http);
	cups->http = NULL;
}

/* cupsd closes a connection that is idle for long: then a new one, watched like the first. */
static bool still_there(struct printer *printer, struct err *err)
{
	struct cups *cups = printer_private(printer);
	char byte;

	if (recv(httpGetFd(cups->http), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
		return true;
	close_server(printer);
	return open_server(printer, err);
}

static ipp_t *request_for(const struct cups *cups, ipp_op_t operation)
{
	ipp_t *request = ippNewRequest(operation);

	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, cups->uri);
	return request;
}

static void add_user(ipp_t *request)
{
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, USER);
}

/* What a refusal means for a document: may it be tried again? */
static enum err_code code_of(ipp_status_t status)
{
	switch ((int)status) {
	case IPP_STATUS_ERROR_BUSY:
	case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
	case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
	case IPP_STATUS_ERROR_TEMPORARY:
	case IPP_STATUS_ERROR_DEVICE:
	case IPP_STATUS_ERROR_TOO_MANY_JOBS:
	case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED: return ERR_BUSY;
	case IPP_STATUS_ERROR_INTERNAL: return ERR_UNSURE;
	case IPP_STATUS_ERROR_NOT_FOUND: return ERR_MISSING;
	case IPP_STATUS_ERROR_FORBIDDEN:
	case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
	case IPP_STATUS_ERROR_NOT_AUTHORIZED: return ERR_FORBIDDEN;
	default: return ERR_CONFLICT;
	}
}

/* The answer to a request without a document, or NULL and why. The request is used up. */
static ipp_t *ask_server(struct printer *printer, ipp_t *request, struct err *err)
{
	struct cups *cups = printer_private(printer);
	ipp_t *answer;

	if (!still_there(printer, err)) {
		ippDelete(request);
		return NULL;
	}
	answer = cupsDoRequest(cups->http, request, "/");
	if (!answer) {
		err_set(err, ERR_IO, NULL, "the printing service: %s", why());
		return NULL;
	}
	if (ippGetStatusCode(answer) >= IPP_STATUS_ERROR_BAD_REQUEST) {
		err_set(err, code_of(ippGetStatusCode(answer)), NULL, "%s", cupsLastErrorString());
		ippDelete(answer);
		return NULL;
	}
	return answer;
}

static int number_in(ipp_t *answer, const char *name, ipp_tag_t tag)
{
	ipp_attribute_t *found = ippFindAttribute(answer, name, tag);

	return found ? ippGetInteger(found, 0) : 0;
}

static const char *text_in(ipp_t *answer, const char *name)
{
	ipp_attribute_t *found = ippFindAttribute(answer, name, IPP_TAG_TEXT);
	const char *text = found ? ippGetString(found, 0, NULL) : NULL;

	return text && text_is_utf8(text, strlen(text)) ? text : "";
}

static const char *id_of(const struct print_document *document)
{
	return document->name + strlen(document->name) - (ID_TEXT_SIZE - 1);
}

static bool has_id(const char *job_name, const char *id)
{
	size_t size = job_name ? strlen(job_name) : 0, tail = strlen(id);

	return size >= tail && text_is(job_name + size - tail, id);
}

/* ---- the document ------------------------------------------------------------------- */

/*
 * Were the bytes taken? cupsd spools the whole body before it looks at the request and drops it
 * when the connection ends early, so until the last byte is written the answer is no.
 */
static bool write_document(struct cups *cups, ipp_t *request, const struct print_document *document, struct err *err)
{
	http_status_t status;

	status = cupsSendRequest(cups->http, request, cups->resource, ippLength(request) + document->size);
	if (status != HTTP_STATUS_CONTINUE)
		return err_set(err, status == HTTP_STATUS_NOT_FOUND ? ERR_MISSING : ERR_IO, NULL, "not taken: %s", httpStatus(status));
	if (document->size > 1 && cupsWriteRequestData(cups->http, document->bytes, document->size - 1) != HTTP_STATUS_CONTINUE)
		return err_set(err, ERR_IO, NULL, "broken off: %s", why());
	if (cupsWriteRequestData(cups->http, document->bytes + document->size - 1, 1) != HTTP_STATUS_CONTINUE)
		return err_set(err, ERR_UNSURE, NULL, "broken off: %s", why());
	return true;
}

static bool send_it(struct printer *printer, const struct print_document *document, struct err *err)
{
	static const char *const formats[] = {
		[PRINT_RAW] = CUPS_FORMAT_RAW,
		[PRINT_PDF] = CUPS_FORMAT_PDF,
		[PRINT_PLAIN] = CUPS_FORMAT_TEXT,
	};
	struct cups *cups = printer_private(printer);
	ipp_t *request, *answer;
	bool taken;

	if (!still_there(printer, err))
		return false;
	cups->job = 0;
	request = request_for(cups, IPP_OP_PRINT_JOB);
	add_user(request);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, document->name);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, formats[document->format]);
	if (!write_document(cups, request, document, err)) {
		ippDelete(request);
		return false;
	}
	ippDelete(request);
	answer = cupsGetResponse(cups->http, cups->resource);
	if (!answer)
		return err_set(err, ERR_UNSURE, NULL, "the document was sent: %s", why());
	taken = ippGetStatusCode(answer) < IPP_STATUS_ERROR_BAD_REQUEST;
	cups->job = number_in(answer, "job-id", IPP_TAG_INTEGER);
	snprintf(cups->id, sizeof(cups->id), "%s", id_of(document));
	if (!taken)
		err_set(err, code_of(ippGetStatusCode(answer)), NULL, "%s", cupsLastErrorString());
	ippDelete(answer);
	return taken;
}

/* ---- what became of it ---------------------------------------------------------------- */

static const char *const job_attributes[] = {
	"job-id", "job-name", "job-state", "job-state-reasons", "job-printer-state-message",
};

struct found {
	enum print_fate fate;
	int job;
};

static enum print_fate fate_of(int state)
{
	switch (state) {
	case IPP_JSTATE_COMPLETED: return PRINT_PRINTED;
	case IPP_JSTATE_CANCELED:
	case IPP_JSTATE_ABORTED: return PRINT_GIVEN_UP;
	case IPP_JSTATE_PENDING:
	case IPP_JSTATE_HELD:
	case IPP_JSTATE_PROCESSING:
	case IPP_JSTATE_STOPPED: return PRINT_HELD;
	default: return PRINT_ABSENT;
	}
}

/*
 * Goes through an answer's job groups for one of our id. Should there be two, the one on paper
 * counts, then the one that is to be.
 */
static struct found find_job(ipp_t *answer, const char *id, char text[PRINT_TEXT_SIZE])
{
	static const int rank[] = { [PRINT_ABSENT] = 0, [PRINT_GIVEN_UP] = 1, [PRINT_HELD] = 2, [PRINT_PRINTED] = 3 };
	struct found found = { PRINT_ABSENT, 0 };
	ipp_attribute_t *at = ippFirstAttribute(answer);

	while (at) {
		const char *name = NULL, *reason = NULL, *message = NULL;
		int state = 0, job = 0;

		for (; at && ippGetGroupTag(at) != IPP_TAG_JOB; at = ippNextAttribute(answer))
			continue;
		for (; at && ippGetGroupTag(at) == IPP_TAG_JOB; at = ippNextAttribute(answer)) {
			const char *attribute = ippGetName(at);

			if (text_is(attribute, "job-name"))
				name = ippGetString(at, 0, NULL);
			else if (text_is(attribute, "job-state"))
				state = ippGetInteger(at, 0);
			else if (text_is(attribute, "job-id"))
				job = ippGetInteger(at, 0);
			else if (text_is(attribute, "job-state-reasons"))
				reason = ippGetString(at, 0, NULL);
			else if (text_is(attribute, "job-printer-state-message"))
				message = ippGetString(at, 0, NULL);
		}
		if (!has_id(name, id) || rank[fate_of(state)] <= rank[found.fate])
			continue;
		found = (struct found){ fate_of(state), job };
		text[0] = '\0';
		if (found.fate != PRINT_PRINTED)
			snprintf(text, PRINT_TEXT_SIZE, "%s", message && message[0] ? message : reason ? reason : "");
	}
	return found;
}

/* By cupsd's number while we have it (its name is compared: numbers come again after a crash), else by name. */
static bool look(struct printer *printer, const struct print_document *document, enum print_fate *fate, char text[PRINT_TEXT_SIZE],
		 struct err *err)
{
	struct cups *cups = printer_private(printer);
	const char *id = id_of(document);
	ipp_t *request, *answer;
	struct found found;

	if (cups->job && text_is(cups->id, id)) {
		request = request_for(cups, IPP_OP_GET_JOB_ATTRIBUTES);
		ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", cups->job);
	} else {
		request = request_for(cups, IPP_OP_GET_JOBS);
		ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "all");
	}
	add_user(request);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", COUNT_OF(job_attributes), NULL, job_attributes);
	answer = ask_server(printer, request, err);
	found.fate = PRINT_ABSENT;
	if (answer) {
		found = find_job(answer, id, text);
		ippDelete(answer);
	} else if (err->code != ERR_MISSING) {
		return false;
	}
	if (found.fate == PRINT_ABSENT && cups->job && text_is(cups->id, id)) {
		cups->job = 0; /* lost in a restart: next time by name */
		return look(printer, document, fate, text, err);
	}
	if (found.fate != PRINT_ABSENT) {
		cups->job = found.job;
		snprintf(cups->id, sizeof(cups->id), "%s", id);
	}
	*fate = found.fate;
	return true;
}

static bool cancel(struct printer *printer, const struct print_document *document, struct err *err)
{
	struct cups *cups = printer_private(printer);
	ipp_t *request, *answer;

	if (!cups->job || !text_is(cups->id, id_of(document)))
		return true;
	request = request_for(cups, IPP_OP_CANCEL_JOB);
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", cups->job);
	add_user(request);
	answer = ask_server(printer, request, err);
	if (!answer)
		return err->code == ERR_CONFLICT || err->code == ERR_MISSING; /* over already: look says how */
	ippDelete(answer);
	return true;
}

/* ---- how the printer is ------------------------------------------------------------- */

static bool ask(struct printer *printer, enum printer_state *state, char text[PRINT_TEXT_SIZE], struct err *err)
{
	static const char *const attributes[] = { "printer-state", "printer-state-reasons", "printer-state-message" };
	struct cups *cups = printer_private(printer);
	ipp_t *request = request_for(cups, IPP_OP_GET_PRINTER_ATTRIBUTES), *answer;
	ipp_attribute_t *reasons;
	const char *worst = "", *message;

	add_user(request);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", COUNT_OF(attributes), NULL, attributes);
	answer = ask_server(printer, request, err);
	if (!answer)
		return false;
	switch (number_in(answer, "printer-state", IPP_TAG_ENUM)) {
	case IPP_PSTATE_STOPPED: *state = PRINTER_STOPPED; break;
	case IPP_PSTATE_PROCESSING: *state = PRINTER_PRINTING; break;
	default: *state = PRINTER_READY; break;
	}
	reasons = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
	for (int i = 0; reasons && i < ippGetCount(reasons); i++) {
		const char *reason = ippGetString(reasons, i, NULL);
		enum printer_state asked = reason ? printer_state_of_reason(reason) : PRINTER_READY;

		if (asked == PRINTER_READY || printer_state_worse(*state, asked) != asked)
			continue;
		*state = asked;
		worst = reason;
	}
	message = text_in(answer, "printer-state-message");
	if (*state != PRINTER_READY)
		snprintf(text, PRINT_TEXT_SIZE, "%s%s%s", worst, worst[0] && message[0] ? ": " : "", message);
	ippDelete(answer);
	return true;
}

const struct printer_driver printer_cups = {
	.name = "cups",
	.about = "A queue of CUPS: raw for receipt printers, IPP Everywhere for the office",
	.private_size = sizeof(struct cups),
	.check = check,
	.open = open_server,
	.send = send_it,
	.look = look,
	.cancel = cancel,
	.ask = ask,
	.close = close_server,
};
