/*
 * A folder that takes papers, for the drivers that print into one.
 *
 * A document is first kept (waiting-NAME.bin, on the disk when folder_keep returns) and then
 * printed: renamed to NNNN-NAME.bin, .txt or .pdf, NNNN counting up in the folder. NAME is the
 * job's name ("title id") with blanks and what a file name cannot hold as `_`, so a document is
 * found again by its id. Nothing else in the folder is touched.
 *
 * Thread: any, one at a time for a folder. Errors: ERR_IO with the system's words.
 */
#ifndef DRIVERS_PRINTER_FOLDER_H
#define DRIVERS_PRINTER_FOLDER_H

#include "device/printer-driver.h"

#define FOLDER_FILES_MAX 100000 /* in one folder; then ERR_LIMIT, and a person empties it */

bool folder_open(const char *path, int *folder, struct err *err) MUST_CHECK; /* made when only its last part is missing */
bool folder_keep(int folder, const struct print_document *document, struct err *err) MUST_CHECK;
bool folder_print(int folder, const struct print_document *document, struct err *err) MUST_CHECK; /* one that is kept */
/* PRINT_HELD: kept since kept_at_us; PRINT_PRINTED; PRINT_ABSENT. */
bool folder_look(int folder, const struct print_document *document, enum print_fate *fate, int64_t *kept_at_us, struct err *err) MUST_CHECK;
void folder_drop(int folder, const struct print_document *document); /* one that is kept */
void folder_trim(int folder, size_t keep_max);                       /* only the newest stay */

#endif
