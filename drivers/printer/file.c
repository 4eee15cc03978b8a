/*
 * Papers as files in a folder: for a printer that another program feeds, for an archive, for a
 * shop without a printer. A paper is on the disk under its last name, or it is not there.
 *
 * address: the folder.
 */
#include "device/printer-driver.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"

struct file {
	int folder;
	bool is_open;
};

static bool check(const struct printer_settings *settings, struct err *err)
{
	if (settings->address[0] != '/')
		return err_set(err, ERR_INPUT, "address", "the folder's path begins with /");
	return true;
}

static bool open_folder(struct printer *printer, struct err *err)
{
	struct file *file = printer_private(printer);

	file->is_open = folder_open(printer_settings(printer)->address, &file->folder, err);
	return file->is_open;
}

static bool send_file(struct printer *printer, const struct print_document *document, struct err *err)
{
	struct file *file = printer_private(printer);

	if (!folder_keep(file->folder, document, err))
		return false;
	if (folder_print(file->folder, document, err))
		return true;
	/* It is kept: look tries again. */
	err->code = ERR_UNSURE;
	return false;
}

static bool look(struct printer *printer, const struct print_document *document, enum print_fate *fate, char text[PRINT_TEXT_SIZE],
		 struct err *err)
{
	struct file *file = printer_private(printer);
	int64_t kept_at_us;

	(void)text;
	if (!folder_look(file->folder, document, fate, &kept_at_us, err))
		return false;
	if (*fate != PRINT_HELD)
		return true;
	if (!folder_print(file->folder, document, err))
		return false;
	*fate = PRINT_PRINTED;
	return true;
}

/* What is kept is printed at the next look: there is nothing to call back. */
static bool cancel(struct printer *printer, const struct print_document *document, struct err *err)
{
	(void)printer;
	(void)document;
	(void)err;
	return true;
}

static bool ask(struct printer *printer, enum printer_state *state, char text[PRINT_TEXT_SIZE], struct err *err)
{
	struct file *file = printer_private(printer);

	(void)text;
	if (faccessat(file->folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
		return err_set(err, ERR_IO, "address", "the folder cannot be written: %s", strerror(errno));
	*state = PRINTER_READY;
	return true;
}

static void close_folder(struct printer *printer)
{
	struct file *file = printer_private(printer);

	if (file->is_open)
		close(file->folder);
	file->is_open = false;
}

const struct printer_driver printer_file = {
	.name = "file",
	.about = "Papers as files in a folder",
	.private_size = sizeof(struct file),
	.check = check,
	.open = open_folder,
	.send = send_file,
	.look = look,
	.cancel = cancel,
	.ask = ask,
	.close = close_folder,
};
