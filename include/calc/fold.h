/*
 * Vietnamese text in the forms that search, order, storage and plain paper need.
 *
 * Folding takes the tone marks and the letters' marks off (NFKD less U+0300–U+036F, đ → d), so "Hoà",
 * "hòa" and "HOA" become one; where the tone stands in a syllable no longer matters. Words are what an index
 * table holds and what a query is cut into; the same cut on both sides is what makes them meet.
 * Text that is not UTF-8 is taken: each bad byte counts as U+FFFD. Results are added to a buf, whose ceiling holds.
 *
 * Pure (utf8proc). Thread: any.
 */
#ifndef CALC_FOLD_H
#define CALC_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define FOLD_WORD_MAX 48     /* bytes of one folded word; a longer one is cut, in the index and in the query alike */
#define FOLD_LETTERS_MAX 96  /* bytes of its letters as spelled */
#define FOLD_WORDS_MAX 64    /* words of one text */
#define FOLD_TYPED_MAX 256   /* bytes looked at for Telex and VNI */
#define TEXT_NFC_MAX ((size_t)1 << 18)  /* bytes, before */

/*
 * The search form: marks off, lower case, full-width and other compatibility letters as plain ones, every blank
 * (no-break, ideographic, tab …) as one U+0020, what has no width stripped. Punctuation stays.
 */
void fold_text(const char *text, size_t size, struct buf *folded);

/*
 * The same with case kept and typographic signs as ASCII (– “ ” ₫ ×): for transfers' purposes and printers without
 * Vietnamese. Letters outside Latin stay as they are, so a caller that needs ASCII looks.
 */
void fold_plain(const char *text, size_t size, struct buf *plain);

enum fold_use {
	FOLD_QUERY,  /* the words as asked */
	FOLD_INDEX,  /* and beside each monosyllable in i or y its twin: "kỹ" is found by "kĩ" and the other way round */
};

/*
 * The folded words of a text in their order, each once: runs of letters and digits; an apostrophe joins ("M'Đrăk"
 * → mdrak), everything else divides (also U+200B, which stands where a word may break). A text matches a query when
 * each word of the query begins one of its words; a query of no words at all is the caller's to answer.
 * At most FOLD_WORDS_MAX; texts live in the arena.
 */
const char **fold_words(struct arena *arena, const char *text, size_t size, enum fold_use use, size_t *words_count);

/*
 * The same words in their order and with their repeats, each as folded and as spelled: its letters in lower case, where ă â đ ê ô ơ ư
 * are letters of their own, and the tone of the whole word ("hoà" and "hòa" are one). At most FOLD_WORDS_MAX, in the arena.
 */
struct fold_spelled {
	const char *folded;
	const char *letters;  /* at most FOLD_LETTERS_MAX bytes */
	char tone;            /* '0' none (ngang), '1' sắc, '2' huyền, '3' hỏi, '4' ngã, '5' nặng */
};
struct fold_spelled *fold_spelled(struct arena *arena, const char *text, size_t size, size_t *words_count);
bool fold_has_marks(const struct fold_spelled *word);
/* Whether `held`, whose folded form begins with that of `asked`, has the marks asked for: "đư" and "đường" fit "đường", "dương" does not. */
bool fold_fits(const struct fold_spelled *asked, const struct fold_spelled *held);
/* FOLD_INDEX's twin of a word; false: it has none. */
bool fold_twin(struct arena *arena, const struct fold_spelled *word, struct fold_spelled *twin);

/*
 * What a Vietnamese keyboard left undone: raw Telex ("maatj ong") or VNI ("d9u7o7ng2") becomes its folded reading
 * ("mat ong", "duong"), word by word where the reading is a Vietnamese syllable and the word was not one as it
 * stood. false: nothing to read, `folded` untouched. A second try for a search that found nothing, never the first.
 */
bool fold_typed(const char *text, size_t size, struct buf *folded);

/*
 * The key of order: bytes for memcmp (BLOB, BYTEA; shorter first where one begins the other). Blank, punctuation,
 * symbols, digits, then a ă â b c d đ e ê f … u ư v w x y z, then other scripts by number; where all these are
 * equal the tones ngang huyền hỏi ngã sắc nặng; then lower before upper. Same order as CLDR's for vi.
 */
void fold_key(const char *text, size_t size, struct buf *key);

/*
 * Text as it is stored: NFC, and marks that stand in an order NFC cannot join (à + breve) joined as meant.
 * Refused (ERR_INPUT, with the letter's number): what is not UTF-8, control characters but \n (only where
 * `lines`), signs that turn the direction of text (U+202A–U+202E, U+2066–U+2069). ERR_LIMIT: too long.
 * `field` names the input in the error; it may be NULL.
 */
bool text_nfc(const char *text, size_t size, bool lines, struct arena *arena, const char **stored, const char *field, struct err *err) MUST_CHECK;
/* Whether text_nfc would leave the text as it is. */
bool text_is_nfc(const char *text, size_t size, bool lines);

#endif
