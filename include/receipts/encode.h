/*
 * Vietnamese letters as bytes of the code pages that receipt printers have.
 *
 *   ascii     letters without their marks: legal on invoices, readable, ugly
 *   CP1258    Windows 1258: base letters, tone marks as combining bytes of their own
 *   TCVN3     TCVN 5712:1993 VN3: two pages, small letters in one and capitals in the other
 *   VISCII    RFC 1456; its six letters at control positions (Ẳ Ẵ Ẫ Ỷ Ỹ Ỵ) are written without their tone
 *
 * Numbers of pages (`ESC t n`) differ from printer to printer and come from its profile.
 *
 * Pure. Thread: any.
 */
#ifndef RECEIPTS_ENCODE_H
#define RECEIPTS_ENCODE_H

#include <stdbool.h>

struct buf;

/* Stored in settings by name: ascii, cp1258, tcvn3, viscii. */
enum encode_page { ENCODE_ASCII, ENCODE_CP1258, ENCODE_TCVN3, ENCODE_VISCII };

struct encode {
	enum encode_page page;
	int number;          /* ESC t n of the page; of TCVN-3's small letters */
	int capitals_number; /* of TCVN-3's capitals */
	int current_number;  /* what the printer is set to; -1: not known. Kept by encode_text */
};

/*
 * Adds cleaned text (page_clean) as bytes, with `ESC t n` where another page is needed.
 * Never adds another byte below 0x20: a letter that the page does not have is
 * written by its ASCII base letter or "?".
 */
void encode_text(struct encode *encode, const char *text, struct buf *bytes);

#endif
