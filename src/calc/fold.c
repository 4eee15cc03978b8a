#include "calc/fold.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

/* The longest decomposition in Unicode 15 has 18 points (U+FDFA). */
#define PARTS_MAX 32

/* Latin letters that NFKD does not take apart, and Eth, which is typed for Đ because it looks the same. */
#define D_STROKE 0x0111
#define D_STROKE_UPPER 0x0110
#define ETH 0x00f0
#define ETH_UPPER 0x00d0
#define ZERO_WIDTH_SPACE 0x200b

/* The next code point; a byte that is not UTF-8 reads as U+FFFD. Returns the bytes taken. */
static size_t next_point(const char *text, size_t left, int32_t *point)
{
	utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, point);

	if (taken > 0)
		return (size_t)taken;
	*point = 0xfffd;
	return 1;
}

static size_t take_apart(int32_t point, int32_t parts[PARTS_MAX], bool lower)
{
	int flags = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE | (lower ? UTF8PROC_CASEFOLD : 0);
	int boundary = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(point, parts, PARTS_MAX, (utf8proc_option_t)flags, &boundary);

	return count < 0 || count > PARTS_MAX ? 0 : (size_t)count;
}

static bool is_mark(int32_t part)
{
	return part >= 0x0300 && part <= 0x036f;
}

static bool is_blank(int32_t part)
{
	utf8proc_category_t category = utf8proc_category(part);

	return (part >= '\t' && part <= '\r') || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

static bool is_word(int32_t part)
{
	utf8proc_category_t category = utf8proc_category(part);

	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	       (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static bool is_apostrophe(int32_t part)
{
	return part == '\'' || part == '`' || part == 0x2018 || part == 0x2019 || part == 0x02bc || part == 0x00b4;
}

static int32_t plain_letter(int32_t part)
{
	return part == D_STROKE || part == ETH ? 'd' : part == D_STROKE_UPPER || part == ETH_UPPER ? 'D' : part;
}

static void add_point(struct buf *buf, int32_t point)
{
	utf8proc_uint8_t bytes[4];

	buf_add(buf, bytes, (size_t)utf8proc_encode_char(point, bytes));
}

void fold_text(const char *text, size_t size, struct buf *folded)
{
	int32_t point, parts[PARTS_MAX];

	for (size_t at = 0; at < size;) {
		at += next_point(text + at, size - at, &point);
		size_t count = take_apart(point, parts, true);

		for (size_t i = 0; i < count; i++)
			if (!is_mark(parts[i]))
				add_point(folded, is_blank(parts[i]) ? ' ' : plain_letter(parts[i]));
	}
}

/* Signs of typography for which ASCII has a stand-in. NULL: none. */
static const char *plain_sign(int32_t part)
{
	static const struct {
		int32_t sign;
		const char *plain;
	} signs[] = {
		{ 0x00ab, "\"" }, { 0x00b7, "." }, { 0x00bb, "\"" }, { 0x00d7, "x" }, { 0x2010, "-" }, { 0x2011, "-" },
		{ 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2015, "-" }, { 0x2018, "'" }, { 0x2019, "'" },
		{ 0x201c, "\"" }, { 0x201d, "\"" }, { 0x2022, "-" }, { 0x2044, "/" }, { 0x20ab, "d" }, { 0x2212, "-" },
	};

	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (signs[i].sign == part)
			return signs[i].plain;
	return NULL;
}

void fold_plain(const char *text, size_t size, struct buf *plain)
{
	int32_t point, parts[PARTS_MAX];

	for (size_t at = 0; at < size;) {
		at += next_point(text + at, size - at, &point);
		size_t count = take_apart(point, parts, false);

		for (size_t i = 0; i < count; i++) {
			const char *sign = plain_sign(parts[i]);

			if (sign)
				buf_text(plain, sign);
			else if (!is_mark(parts[i]))
				add_point(plain, is_blank(parts[i]) ? ' ' : plain_letter(parts[i]));
		}
	}
}

/* ă â ê ô ơ ư are letters of their own; 0: this mark makes no other letter of this base. */
static int32_t letter_with(int32_t base, int32_t mark)
{
	switch (mark) {
	case 0x0306: return base == 'a' ? 0x0103 : 0;
	case 0x0302: return base == 'a' ? 0x00e2 : base == 'e' ? 0x00ea : base == 'o' ? 0x00f4 : 0;
	case 0x031b: return base == 'o' ? 0x01a1 : base == 'u' ? 0x01b0 : 0;
	default: return 0;
	}
}

/* ---- words ------------------------------------------------------------------ */

struct words {
	struct arena *arena;
	const char **words;
	size_t count;
	enum fold_use use;
	struct fold_spelled *spelled;  /* NULL: only the words, each once */
	char word[FOLD_WORD_MAX + 8];  /* room for one letter more than the ceiling */
	size_t size;
	bool cut;
	char letters[FOLD_LETTERS_MAX + 8];
	size_t letters_size, letter_at;
	int32_t letter;                /* the last, which a mark may change */
	char tone;
};

static void keep_word(struct words *words, const char *word)
{
	if (words->count == FOLD_WORDS_MAX)
		return;
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->words[i], word) == 0)
			return;
	words->words[words->count++] = arena_text(words->arena, word);
}

/* Monosyllables that are spelled with i and with y: kĩ kỹ, quí quý, lí lý. */
static bool has_twin(const char *word, size_t size)
{
	static const char onsets[] = "dhklmstv";

	if (size < 2 || (word[size - 1] != 'i' && word[size - 1] != 'y'))
		return false;
	return size == 2 ? strchr(onsets, word[0]) != NULL : size == 3 && word[0] == 'q' && word[1] == 'u';
}

static void keep_spelled(struct words *words)
{
	struct fold_spelled *spelled = &words->spelled[words->count++];

	words->letters[words->letters_size] = '\0';
	spelled->folded = arena_bytes(words->arena, words->word, words->size);
	spelled->letters = arena_bytes(words->arena, words->letters, words->letters_size);
	spelled->tone = words->tone;
}

static void end_word(struct words *words)
{
	if (words->size && words->spelled) {
		keep_spelled(words);
	} else if (words->size) {
		words->word[words->size] = '\0';
		keep_word(words, words->word);
		if (words->use == FOLD_INDEX && has_twin(words->word, words->size)) {
			char *last = &words->word[words->size - 1];

			*last = *last == 'i' ? 'y' : 'i';
			keep_word(words, words->word);
		}
	}
	words->size = words->letters_size = 0;
	words->letter = 0;
	words->tone = '0';
	words->cut = false;
}

static void spell_letter(struct words *words, int32_t letter)
{
	utf8proc_uint8_t bytes[4];
	size_t size = (size_t)utf8proc_encode_char(letter, bytes);

	if (words->letters_size + size > FOLD_LETTERS_MAX)
		return;
	memcpy(words->letters + words->letters_size, bytes, size);
	words->letter = letter;
	words->letter_at = words->letters_size;
	words->letters_size += size;
}

/* ă â ê ô ơ ư are spelled as letters of their own; a tone belongs to its word, wherever in it the mark stands. */
static void spell_mark(struct words *words, int32_t mark)
{
	static const struct {
		int32_t mark;
		char tone;
	} tones[] = { { 0x0300, '2' }, { 0x0309, '3' }, { 0x0303, '4' }, { 0x0301, '1' }, { 0x0323, '5' } };
	int32_t other = letter_with(words->letter, mark);

	if (other) {
		words->letters_size = words->letter_at;
		spell_letter(words, other);
	}
	for (size_t i = 0; i < COUNT_OF(tones); i++)
		if (tones[i].mark == mark)
			words->tone = tones[i].tone;
}

static void add_letter(struct words *words, int32_t letter)
{
	utf8proc_uint8_t bytes[4];
	size_t size = (size_t)utf8proc_encode_char(letter, bytes);

	/* Once cut, a word takes nothing more, not even a letter that would still fit. */
	words->cut = words->cut || words->size + size > FOLD_WORD_MAX;
	if (words->cut)
		return;
	memcpy(words->word + words->size, bytes, size);
	words->size += size;
}

static void cut_words(struct words *words, const char *text, size_t size)
{
	int32_t point, parts[PARTS_MAX];

	words->tone = '0';
	for (size_t at = 0; at < size && words->count < FOLD_WORDS_MAX;) {
		at += next_point(text + at, size - at, &point);
		if (point == ZERO_WIDTH_SPACE)
			end_word(words);
		/* Before it is taken apart: NFKD makes a blank and a mark of U+00B4. */
		if (is_apostrophe(point))
			continue;
		size_t count = take_apart(point, parts, true);

		for (size_t i = 0; i < count; i++) {
			if (is_word(parts[i])) {
				add_letter(words, plain_letter(parts[i]));
				if (words->spelled)
					spell_letter(words, parts[i] == ETH ? D_STROKE : parts[i]);
			} else if (!is_mark(parts[i])) {
				end_word(words);
			} else if (words->spelled) {
				spell_mark(words, parts[i]);
			}
		}
	}
	if (words->count < FOLD_WORDS_MAX)
		end_word(words);
}

const char **fold_words(struct arena *arena, const char *text, size_t size, enum fold_use use, size_t *words_count)
{
	struct words words = { .arena = arena, .words = ARENA_LIST(arena, FOLD_WORDS_MAX, const char *), .use = use };

	cut_words(&words, text, size);
	*words_count = words.count;
	return words.words;
}

struct fold_spelled *fold_spelled(struct arena *arena, const char *text, size_t size, size_t *words_count)
{
	struct words words = { .arena = arena, .spelled = ARENA_LIST(arena, FOLD_WORDS_MAX, struct fold_spelled) };

	assert(words.spelled);
	cut_words(&words, text, size);
	*words_count = words.count;
	return words.spelled;
}

bool fold_has_marks(const struct fold_spelled *word)
{
	return word->tone != '0' || strcmp(word->folded, word->letters) != 0;
}

bool fold_fits(const struct fold_spelled *asked, const struct fold_spelled *held)
{
	size_t size = strlen(asked->letters);

	if (strncmp(held->letters, asked->letters, size) != 0)
		return false;
	/* A tone is often typed last: half a word without one may still become any. */
	return asked->tone == held->tone || (asked->tone == '0' && held->letters[size] != '\0');
}

bool fold_twin(struct arena *arena, const struct fold_spelled *word, struct fold_spelled *twin)
{
	size_t size = strlen(word->folded);
	char *folded, *letters;

	/* A plain i or y is the last letter of both, one byte in each. */
	if (!has_twin(word->folded, size))
		return false;
	folded = arena_text(arena, word->folded);
	letters = arena_text(arena, word->letters);
	folded[size - 1] = letters[strlen(letters) - 1] = folded[size - 1] == 'i' ? 'y' : 'i';
	*twin = (struct fold_spelled){ .folded = folded, .letters = letters, .tone = word->tone };
	return true;
}

/* ---- order ------------------------------------------------------------------ */

/* What comes before digits, in CLDR's order; a blank before them all. */
static const char signs_in_order[] = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
static const struct {
	int32_t letter;
	uint8_t rank;
} letters_in_order[] = {
	{ 'a', 0 }, { 0x0103, 1 }, { 0x00e2, 2 }, { 'b', 3 }, { 'c', 4 }, { 'd', 5 }, { D_STROKE, 6 }, { 'e', 7 }, { 0x00ea, 8 },
	{ 'f', 9 }, { 'g', 10 }, { 'h', 11 }, { 'i', 12 }, { 'j', 13 }, { 'k', 14 }, { 'l', 15 }, { 'm', 16 }, { 'n', 17 },
	{ 'o', 18 }, { 0x00f4, 19 }, { 0x01a1, 20 }, { 'p', 21 }, { 'q', 22 }, { 'r', 23 }, { 's', 24 }, { 't', 25 }, { 'u', 26 },
	{ 0x01b0, 27 }, { 'v', 28 }, { 'w', 29 }, { 'x', 30 }, { 'y', 31 }, { 'z', 32 },
};

/* First bytes of a letter's weight. 0 ends nothing and 1 ends a level, so that the shorter text comes first. */
enum { LEVEL_END = 1, RANK_BLANK = 3, RANK_SIGN = 4, RANK_OTHER_SIGN = 0x3c, RANK_DIGIT = 0x40, RANK_LETTER = 0x50, RANK_OTHER = 0xf0 };

/* Weights of the second level: ngang is the least, marks that are no tone come after the tones. */
enum { TONE_NONE = 2, TONE_LAST = 7 };

static uint8_t tone_of(int32_t mark)
{
	switch (mark) {
	case 0x0300: return 3;
	case 0x0309: return 4;
	case 0x0303: return 5;
	case 0x0301: return 6;
	case 0x0323: return TONE_LAST;
	default: return (uint8_t)(TONE_LAST + 1 + (mark - 0x0300));
	}
}

static void add_number(struct buf *key, uint8_t rank, int32_t point)
{
	uint8_t bytes[4] = { rank, (uint8_t)(point >> 16), (uint8_t)(point >> 8 & 0xff), (uint8_t)(point & 0xff) };

	buf_add(key, bytes, sizeof(bytes));
}

static void add_rank(struct buf *key, int32_t base)
{
	const char *sign = base > 0 && base < 0x80 ? strchr(signs_in_order, (int)base) : NULL;

	if (is_blank(base)) {
		buf_byte(key, RANK_BLANK);
	} else if (sign) {
		buf_byte(key, RANK_SIGN + (int)(sign - signs_in_order));
	} else if (base >= '0' && base <= '9') {
		buf_byte(key, RANK_DIGIT + (base - '0'));
	} else {
		for (size_t i = 0; i < COUNT_OF(letters_in_order); i++)
			if (letters_in_order[i].letter == base) {
				buf_byte(key, RANK_LETTER + letters_in_order[i].rank);
				return;
			}
		add_number(key, is_word(base) ? RANK_OTHER : RANK_OTHER_SIGN, base);
	}
}

/* The base with its marks, as they stand in the text: at most this level of work a letter. */
struct letter {
	int32_t base;  /* lower case; 0: none yet */
	uint8_t tone, upper;
};

enum level { LEVEL_LETTERS, LEVEL_TONES, LEVEL_CASE };

static void end_letter(struct buf *key, const struct letter *letter, enum level level, size_t *skipped)
{
	uint8_t weight = level == LEVEL_TONES ? letter->tone : letter->upper;

	if (!letter->base)
		return;
	if (level == LEVEL_LETTERS) {
		add_rank(key, letter->base);
	} else if (weight == TONE_NONE) {
		/* The least weight at the end of a level says nothing, so it is written only when another follows. */
		(*skipped)++;
	} else {
		for (; *skipped; (*skipped)--)
			buf_byte(key, TONE_NONE);
		buf_byte(key, weight);
	}
}

static void add_level(struct buf *key, const char *text, size_t size, enum level level)
{
	struct letter letter = { 0 };
	int32_t point, parts[PARTS_MAX];
	size_t skipped = 0;

	for (size_t at = 0; at < size;) {
		at += next_point(text + at, size - at, &point);
		size_t count = take_apart(point, parts, false);

		for (size_t i = 0; i < count; i++) {
			int32_t lower = utf8proc_tolower(parts[i]);
			int32_t other = letter_with(letter.base, parts[i]);

			if (other)
				letter.base = other;
			else if (is_mark(parts[i]))
				letter.tone = tone_of(parts[i]);
			else if (is_blank(parts[i]) || utf8proc_category(parts[i]) != UTF8PROC_CATEGORY_CC) {
				end_letter(key, &letter, level, &skipped);
				letter = (struct letter){ .base = lower, .tone = TONE_NONE, .upper = (uint8_t)(lower != parts[i] ? TONE_NONE + 1 : TONE_NONE) };
			}
		}
	}
	end_letter(key, &letter, level, &skipped);
}

void fold_key(const char *text, size_t size, struct buf *key)
{
	add_level(key, text, size, LEVEL_LETTERS);
	buf_byte(key, LEVEL_END);
	add_level(key, text, size, LEVEL_TONES);
	buf_byte(key, LEVEL_END);
	add_level(key, text, size, LEVEL_CASE);
}

/* ---- storage ---------------------------------------------------------------- */

static bool is_refused(int32_t point, bool lines)
{
	return (utf8proc_category(point) == UTF8PROC_CATEGORY_CC && !(lines && point == '\n')) || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

/* Breve and circumflex belong to the letter and come before the tone; both are of class 230, where NFC keeps the typed order. */
static void mend_order(int32_t *points, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		bool tone = points[i - 1] == 0x0300 || points[i - 1] == 0x0301 || points[i - 1] == 0x0303 || points[i - 1] == 0x0309;
		bool shape = points[i] == 0x0302 || points[i] == 0x0306;
		/* The letter, behind at most a dot below or a horn. */
		size_t base = i >= 3 && (points[i - 2] == 0x0323 || points[i - 2] == 0x031b) ? i - 3 : i - 2;

		if (tone && shape && i >= 2 && letter_with(utf8proc_tolower(points[base]), points[i])) {
			int32_t mark = points[i];

			points[i] = points[i - 1];
			points[i - 1] = mark;
		}
	}
}

static bool is_ascii(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

/* Decomposed, mended and composed in memory of its own, since that takes sixteen bytes a letter for a moment. */
static bool compose(const char *text, size_t size, struct arena *arena, const char **stored)
{
	/* No canonical decomposition has more than four points; one more is for the NUL that _reencode writes. */
	size_t room = 4 * size;
	struct arena *scratch = arena_new((room + 1) * sizeof(int32_t) + 4096);
	int32_t *points = ARENA_LIST(scratch, room + 1, int32_t);
	utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, points, (utf8proc_ssize_t)room, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
	bool done = count >= 0 && (size_t)count <= room;

	if (done) {
		mend_order(points, (size_t)count);
		count = utf8proc_reencode(points, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
		done = count >= 0;
	}
	if (done)
		*stored = arena_bytes(arena, points, (size_t)count);
	arena_free(scratch);
	return done;
}

bool text_nfc(const char *text, size_t size, bool lines, struct arena *arena, const char **stored, const char *field, struct err *err)
{
	int32_t point;
	size_t letter = 1;

	if (size > TEXT_NFC_MAX)
		return err_set(err, ERR_LIMIT, field, "text longer than %zu bytes", TEXT_NFC_MAX);
	if (!text_is_utf8(text, size))
		return err_set(err, ERR_INPUT, field, "text is not UTF-8");
	for (size_t at = 0; at < size; letter++) {
		at += next_point(text + at, size - at, &point);
		if (is_refused(point, lines))
			return err_set(err, ERR_INPUT, field, "control character U+%04X at letter %zu", (unsigned)point, letter);
	}
	if (is_ascii(text, size))
		*stored = arena_bytes(arena, text, size);
	else if (!compose(text, size, arena, stored))
		return err_set(err, ERR_INPUT, field, "text cannot be normalised");
	return true;
}

bool text_is_nfc(const char *text, size_t size, bool lines)
{
	struct arena *arena = arena_new(4 * size + 4096);
	const char *stored = NULL;
	struct err err;
	bool same = text_nfc(text, size, lines, arena, &stored, NULL, &err) && strlen(stored) == size && memcmp(stored, text, size) == 0;

	arena_free(arena);
	return same;
}
