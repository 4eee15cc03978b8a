/*
 * VietQR: the QR code of a bank transfer through NAPAS 247, as text.
 *
 * EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode: objects of a two-digit id, a two-digit
 * length and a value, some of them holding objects again; the last is the CRC (CRC-16/CCITT-FALSE over all before
 * its four hex digits). NAPAS's template is 38: GUID A000000727, beneficiary (BIN, account), service. Whole đồng.
 *
 * What is written is ASCII. What is read must hold together to the last digit: a right CRC over lengths that do not
 * is refused with the place. Lengths count letters; a text with letters outside ASCII whose lengths only fit as
 * bytes is read so.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_VIETQR_H
#define CALC_VIETQR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "calc/money.h"

#define VIETQR_GUID "A000000727"           /* transfers by NAPAS 247; A000000775 is a merchant's or an invoice's QR */
#define VIETQR_TO_ACCOUNT "QRIBFTTA"
#define VIETQR_TO_CARD "QRIBFTTC"
#define VIETQR_PUSH "QRPUSH"

#define VIETQR_PAYLOAD_SIZE 256            /* holds all that vietqr_write makes, and NUL */
#define VIETQR_READ_MAX 1024               /* bytes of a payload that are looked at */
#define VIETQR_ACCOUNT_MAX 19
#define VIETQR_BILL_MAX 25
#define VIETQR_AMOUNT_MAX INT64_C(9999999999999)  /* 13 digits, tag 54 */
#define VIETQR_PURPOSE_ADVISED 25          /* letters that every bank keeps; with a bill number 62 holds 99 in all */
#define VIETQR_TEXT_SIZE 400               /* 99 letters of four bytes, and NUL */

struct vietqr_order {
	const char *bin;       /* six digits of the bank */
	const char *account;   /* or card: letters and digits */
	const char *service;   /* NULL: VIETQR_TO_ACCOUNT */
	struct money amount;   /* 0: whoever pays says it (a static code) */
	const char *purpose;   /* NULL: none. Vietnamese is taken and written without marks; what is left must be ASCII */
	const char *bill;      /* NULL: none; ASCII */
};

/* ERR_INPUT names the member at fault. `size` of payload is VIETQR_PAYLOAD_SIZE. */
bool vietqr_write(const struct vietqr_order *order, char payload[VIETQR_PAYLOAD_SIZE], struct err *err) MUST_CHECK;

/* What a payload says; "" where it says nothing. */
struct vietqr {
	bool payable;                       /* a transfer that a banking app would make: NAPAS's GUID, BIN, account, a known service */
	bool once;                          /* 01 = 12: meant for one payment */
	char guid[VIETQR_TEXT_SIZE];        /* of NAPAS's template, else of the first merchant account */
	char bin[7], account[VIETQR_ACCOUNT_MAX + 1], service[VIETQR_TEXT_SIZE];
	struct money amount;                /* 0: none */
	char bill[VIETQR_TEXT_SIZE];        /* 62.01 */
	char store[VIETQR_TEXT_SIZE];       /* 62.03 */
	char reference[VIETQR_TEXT_SIZE];   /* 62.05 */
	char terminal[VIETQR_TEXT_SIZE];    /* 62.07 */
	char purpose[VIETQR_TEXT_SIZE];     /* 62.08 */
	char mcc[5];                        /* 52 */
	char merchant[VIETQR_TEXT_SIZE];    /* 59 */
	char city[VIETQR_TEXT_SIZE];        /* 60 */
	char postcode[VIETQR_TEXT_SIZE];    /* 61 */
};

/* ERR_INPUT: field is the tag at fault ("38.01"), text says what is wrong with it. */
bool vietqr_read(const char *payload, size_t size, struct vietqr *vietqr, struct err *err) MUST_CHECK;

/* Every object of a payload that vietqr_read took, as one JSON object: {"00":"01","38":{"00":…}}. */
void vietqr_list(const char *payload, size_t size, struct buf *json);

/* CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF; 0x29B1 for "123456789". */
uint16_t vietqr_crc(const char *bytes, size_t size);

#endif
