/* What a receipt says around its facts, in each language that customers ask for. Pure. */
#ifndef RECEIPTS_RECEIPT_WORDS_H
#define RECEIPTS_RECEIPT_WORDS_H

#include "calc/lang.h"

/* Every text stands in every language; where one is no sentence of that language it is "". */
struct receipt_words {
	const char *sale, *returned, *gift;       /* titles */
	const char *gift_about;                   /* below the last: no prices, and no voucher */
	const char *copy;                         /* "BẢN SAO" */
	const char *tax_code, *phone;             /* of the shop */
	const char *number, *till, *cashier;
	const char *returns_of, *exchange_of;
	const char *discount, *lot, *expiry;
	const char *contains;                     /* before the contents of a hamper */
	const char *sum, *rounding, *total, *refund;
	const char *in_words;                     /* "": words of an amount are Vietnamese */
	const char *came_back, *came_back_sum, *given_back; /* of an exchange */
	const char *given, *change;
	const char *changed, *changed_from;       /* the way of payment */
	const char *brought;                      /* without a receipt */
	const char *voucher_left, *owes;
	const char *voucher, *voucher_about, *voucher_until, *voucher_no_end; /* the paper of one that was bought */
	const char *vat, *before_vat, *vat_amount;
	const char *not_subject, *not_declared;   /* classes without a rate */
	const char *consumer, *customer;
	const char *gift_note;                    /* goods are exchanged with this code */
	const char *trace;                        /* below the QR of a line */
	const char *page;                         /* below the QR of the receipt's page */
	const char *book;                         /* before the head of the chain */
};

/* Never NULL. */
const struct receipt_words *receipt_words(enum lang lang);

#endif
