/*
 * A printer that is not there: for the sample showroom, for training and for tests. It keeps
 * the last papers (keep_max) as files in a folder, as the driver `file` does, and does what the
 * first line of the file `control` in that folder says; without one it is ready.
 *
 *     ready         prints                    off           answers nothing
 *     paper_low     prints                    paper_out     takes a job and holds it
 *     slow MS       prints after so long      stopped       takes a job and holds it
 *     fail WORDS    gives the job up          unsure        takes the job, and the answer is lost
 *                                             lose          loses the job and the answer
 *
 * Change the file by rename: an empty one is `ready`.
 *
 * address: the folder.
 */
#include "device/printer-driver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "folder.h"

enum mode { READY, PAPER_LOW, SLOW, FAIL, OFF, PAPER_OUT, STOPPED, UNSURE, LOSE };

static const struct {
	const char *word;
	enum mode mode;
	enum printer_state state;
} modes[] = {
	{ "ready", READY, PRINTER_READY },       { "paper_low", PAPER_LOW, PRINTER_PAPER_LOW },
	{ "slow", SLOW, PRINTER_READY },         { "fail", FAIL, PRINTER_READY },
	{ "off", OFF, PRINTER_OFFLINE },         { "paper_out", PAPER_OUT, PRINTER_PAPER_OUT },
	{ "stopped", STOPPED, PRINTER_STOPPED }, { "unsure", UNSURE, PRINTER_READY },
	{ "lose", LOSE, PRINTER_READY },
};

struct virtual
{
	int folder;
	bool is_open;
	bool dropped; /* the job sent last was called back */
	enum mode mode;
	enum printer_state state;
	char word[120]; /* what comes after the mode */
};

static bool check(const struct printer_settings *settings, struct err *err)
{
	if (settings->address[0] != '/')
		return err_set(err, ERR_INPUT, "address", "the folder's path begins with /");
	return true;
}

/* Reads the control file; switched off answers as a printer that is not there. */
static bool obey(struct virtual *virtual, struct err *err)
{
	char line[128] = "", *rest;
	int file = openat(virtual->folder, "control", O_RDONLY | O_CLOEXEC);
	ssize_t size = 0;

	if (file >= 0) {
		size = read(file, line, sizeof(line) - 1);
		close(file);
	}
	line[size > 0 ? size : 0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	rest = line + strcspn(line, " ");
	if (*rest)
		*rest++ = '\0';
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		if (!text_is(line[0] ? line : "ready", modes[i].word))
			continue;
		virtual->mode = modes[i].mode;
		virtual->state = modes[i].state;
		snprintf(virtual->word, sizeof(virtual->word), "%s", rest);
		if (virtual->mode == OFF)
			return err_set(err, ERR_IO, NULL, "switched off");
		return true;
	}
	return err_set(err, ERR_IO, NULL, "the control file says \"%s\", which is no word of ours", line);
}

static bool open_folder(struct printer *printer, struct err *err)
{
	struct virtual *virtual = printer_private(printer);

	virtual->is_open = folder_open(printer_settings(printer)->address, &virtual->folder, err);
	return virtual->is_open;
}

static bool print(struct printer *printer, const struct print_document *document, struct err *err)
{
	struct virtual *virtual = printer_private(printer);

	if (!folder_print(virtual->folder, document, err))
		return false;
	folder_trim(virtual->folder, printer_settings(printer)->keep_max);
	return true;
}

static bool send_it(struct printer *printer, const struct print_document *document, struct err *err)
{
	struct virtual *virtual = printer_private(printer);

	if (!obey(virtual, err))
		return false;
	if (virtual->mode == LOSE)
		return err_set(err, ERR_UNSURE, NULL, "no answer");
	virtual->dropped = false;
	if (!folder_keep(virtual->folder, document, err))
		return false;
	if (virtual->mode == UNSURE)
		return err_set(err, ERR_UNSURE, NULL, "no answer");
	return true;
}

static bool look(struct printer *printer, const struct print_document *document, enum print_fate *fate, char text[PRINT_TEXT_SIZE],
		 struct err *err)
{
	struct virtual *virtual = printer_private(printer);
	int64_t kept_at_us;

	if (!obey(virtual, err) || !folder_look(virtual->folder, document, fate, &kept_at_us, err))
		return false;
	if (*fate == PRINT_ABSENT && virtual->dropped) {
		*fate = PRINT_GIVEN_UP;
		snprintf(text, PRINT_TEXT_SIZE, "called back");
	}
	if (*fate != PRINT_HELD)
		return true;
	switch (virtual->mode) {
	case PAPER_OUT:
	case STOPPED: return true;
	case SLOW:
		if (clock_now_us() - kept_at_us < strtoll(virtual->word, NULL, 10) * 1000)
			return true;
		break;
	case FAIL:
		folder_drop(virtual->folder, document);
		snprintf(text, PRINT_TEXT_SIZE, "%s", virtual->word);
		*fate = PRINT_GIVEN_UP;
		return true;
	case READY:
	case PAPER_LOW:
	case OFF:
	case UNSURE:
	case LOSE: break;
	}
	*fate = PRINT_PRINTED;
	return print(printer, document, err);
}

static bool cancel(struct printer *printer, const struct print_document *document, struct err *err)
{
	struct virtual *virtual = printer_private(printer);

	(void)err;
	folder_drop(virtual->folder, document);
	virtual->dropped = true;
	return true;
}

static bool ask(struct printer *printer, enum printer_state *state, char text[PRINT_TEXT_SIZE], struct err *err)
{
	struct virtual *virtual = printer_private(printer);

	(void)text;
	if (!obey(virtual, err))
		return false;
	*state = virtual->state;
	return true;
}

static void close_folder(struct printer *printer)
{
	struct virtual *virtual = printer_private(printer);

	if (virtual->is_open)
		close(virtual->folder);
	virtual->is_open = false;
}

const struct printer_driver printer_virtual = {
	.name = "virtual",
	.about = "A printer that is not there, for training and tests",
	.private_size = sizeof(struct virtual),
	.check = check,
	.open = open_folder,
	.send = send_it,
	.look = look,
	.cancel = cancel,
	.ask = ask,
	.close = close_folder,
};
