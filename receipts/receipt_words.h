/* What a receipt says around its facts, in each language that customers ask for. Pure. */
#ifndef RECEIPTS_RECEIPT_WORDS_H
#define RECEIPTS_RECEIPT_WORDS_H

#include "calc/lang.h"

/* Every text stands in every language; where one is no sentence of that language it is "". */
struct receipt_words {
	const char *sale, *returned, *gift;       /* titles */
	const char *copy;                         /* "BẢN SAO" */
	const char *number, *till, *cashier;
	const char *returns_of, *exchange_of;
	const char *discount, *lot, *expiry;
	const char *sum, *rounding, *total, *refund;
	const char *in_words;                     /* "": words of an amount are Vietnamese */
	const char *given, *change;
	const char *vat, *before_vat, *vat_amount;
	const char *consumer, *customer;
	const char *gift_note;                    /* goods are exchanged with this code */
	const char *trace;                        /* below the QR of a line */
	const char *page;                         /* below the QR of the receipt's page */
};

/* Never NULL. */
const struct receipt_words *receipt_words(enum lang lang);

#endif
