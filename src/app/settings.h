/*
 * Settings: one table, read from a file of lines `name = value`, changed by `--name value` on the command line. Unknown names are
 * refused with the nearest known one; `--print-settings` prints the documented example from the same table.
 *
 * Thread: read at the start, fixed afterwards. Errors: ERR_INPUT, field the setting's name.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/barcode.h"

struct buf;

#define SETTINGS_TEXT_MAX 400
#define SETTINGS_PRINTERS_MAX 16
#define SETTINGS_SCANNERS_MAX 32
#define SETTINGS_HOSTS_MAX 16
#define SETTINGS_ACCOUNTS_MAX 20
#define SETTINGS_FILE_MAX_BYTES 65536

struct printer_setting {
	char name[64], driver[16], address[SETTINGS_TEXT_MAX], server[128];
	char format[8];            /* raw pdf plain */
	char profile[32];          /* of receipts/escpos.h, for raw; never empty */
	char till[16];             /* whose receipts come here; empty: those of tills without one of their own */
};

struct scanner_setting {
	char till[16], serial[64], port[64], kind[64];
	bool is_check;             /* customers look up prices with it; nothing is sold */
};

enum receipt_trace { TRACE_NONE, TRACE_RECEIPT, TRACE_LINE };
extern const char *const receipt_trace_words[]; /* no receipt line */
/* A bank account that money is asked to, beside the operator's own. */
struct account_setting {
	char till[16];             /* whose QR codes name it; empty: those of tills without one of their own */
	char bin[8], account[24], holder[100];
};

struct settings {
	char book[SETTINGS_TEXT_MAX];          /* the book's folder */
	char address[64];
	int64_t port;
	char socket[SETTINGS_TEXT_MAX];        /* for commands; empty: BOOK.sock */
	char hosts[SETTINGS_HOSTS_MAX][128];
	size_t hosts_count;
	char certificate[SETTINGS_TEXT_MAX], key[SETTINGS_TEXT_MAX];
	char web_dir[SETTINGS_TEXT_MAX];       /* pages from disk instead of the program */
	int64_t connections, connections_address;
	int64_t cash_round_unit, difference_limit, cash_out_limit, alone_limit, return_limit;
	int64_t alone_day_limit;                  /* of one person's business day; 0: none, -1: DUTY_DAY_TIMES alone_limit */
	bool forfeit_to_producer;                 /* a deposit that is not given back is the producers', by lines; else the house's */
	char shipping_item[32];                   /* code of the item without stock that an order's shipping fee is sold as */
	int64_t cod_fee_limit_ppm;                /* of what carriers collected, kept by them as fees: what one person may book */
	int64_t discount_limit_ppm;               /* what a cashier may leave off a line or ticket alone */
	int64_t lock_minutes;                     /* idle this long, a session must give its PIN again to write; 0: never */
	int64_t practice_port;                    /* of the practice till; 0: any free one, -1: none */
	char practice_of[SETTINGS_TEXT_MAX];      /* this is a practice till, of that book; empty: it is not */
	int64_t practice_home;                    /* and that one's port */
	int64_t session_hours;                    /* and ends this long after signing in, however busy */
	char public_url[90];                      /* as short as scanners and QR codes like it: where customers reach the pages of lots; empty: nowhere */
	bool receipt_story;
	int64_t receipt_trace;                    /* enum receipt_trace */
	struct barcode_pattern patterns[BARCODE_PATTERNS_MAX];
	size_t patterns_count;
	struct printer_setting printers[SETTINGS_PRINTERS_MAX];
	size_t printers_count;
	struct scanner_setting scanners[SETTINGS_SCANNERS_MAX];
	size_t scanners_count;
	struct account_setting accounts[SETTINGS_ACCOUNTS_MAX];
	size_t accounts_count;
	char sepay_key_file[SETTINGS_TEXT_MAX], payos_key_file[SETTINGS_TEXT_MAX];  /* of the services that tell what the bank booked; empty: none */
	char virtual_scanner[SETTINGS_TEXT_MAX];  /* path of its socket; empty: none */
	bool usb;                                 /* look for scanners on the bus */
};

void settings_init(struct settings *settings);
bool settings_put(struct settings *settings, const char *name, const char *value, struct err *err) MUST_CHECK;
bool settings_read(struct settings *settings, const char *text, size_t size, struct err *err) MUST_CHECK;
bool settings_read_file(struct settings *settings, const char *path, struct err *err) MUST_CHECK;
/* Takes `--name value` pairs (also --name=value) out of the arguments; others stay. */
bool settings_take_arguments(struct settings *settings, int *argc, char **argv, struct err *err) MUST_CHECK;
void settings_print(struct buf *buf);  /* the documented example */
/* The socket for commands of this book. */
void settings_socket_path(const struct settings *settings, char path[SETTINGS_TEXT_MAX]);

#endif
