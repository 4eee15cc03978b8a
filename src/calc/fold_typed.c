/*
 * Telex doubles letters (aa ee oo dd), adds w for ă ơ ư and s f r x j for the tones (z takes one away); VNI writes 1–5 for the tones,
 * 6–9 for the marks, 0 to take one away. No Vietnamese syllable ends in those letters or holds a digit, so taking them out of a word
 * and asking whether a syllable is left tells what was meant, without knowing the tone.
 */
#include "calc/fold.h"

#include <string.h>

/* Syllables without marks, as the orthography of today has them (and y for i). Longest first where one begins another. */
static const char *const onsets[] = {
	"ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
};
static const char *const closed_nuclei[] = {  /* may take a final consonant */
	"uye", "oa", "oe", "oo", "ie", "ye", "ua", "ue", "uo", "uy", "a", "e", "i", "o", "u", "y",
};
static const char *const open_nuclei[] = {  /* may not */
	"oai", "oay", "oao", "oeo", "ieu", "yeu", "uoi", "uou", "uay", "uya", "uyu", "ai", "ao", "au", "ay", "eo", "eu", "ia", "ya", "iu", "oi", "ui", "uu",
};
static const char *const finals[] = { "ch", "ng", "nh", "c", "m", "n", "p", "t", "" };

static bool is_one_of(const char *const *list, size_t count, const char *text, size_t size)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == size && memcmp(list[i], text, size) == 0)
			return true;
	return false;
}

static bool is_rhyme(const char *text, size_t size)
{
	if (is_one_of(open_nuclei, COUNT_OF(open_nuclei), text, size))
		return true;
	for (size_t i = 0; i < COUNT_OF(finals); i++) {
		size_t tail = strlen(finals[i]);

		if (size > tail && memcmp(text + size - tail, finals[i], tail) == 0 &&
		    is_one_of(closed_nuclei, COUNT_OF(closed_nuclei), text, size - tail))
			return true;
	}
	return false;
}

static bool is_syllable(const char *text, size_t size)
{
	for (size_t i = 0; i < COUNT_OF(onsets); i++) {
		size_t head = strlen(onsets[i]);

		if (size > head && memcmp(text, onsets[i], head) == 0 && is_rhyme(text + head, size - head))
			return true;
	}
	return false;
}

static bool is_vowel(char c)
{
	return c != '\0' && strchr("aeiouy", c) != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The word less its digits. A word that begins with one is a number or a size, not VNI. */
static size_t read_vni(const char *word, size_t size, char *reading)
{
	size_t count = 0;

	if (is_digit(word[0]))
		return 0;
	for (size_t i = 0; i < size; i++)
		if (!is_digit(word[i]))
			reading[count++] = word[i];
	return count;
}

/* The word less what Telex types for marks; the vowel of a w that stands alone is u (ư). */
static size_t read_telex(const char *word, size_t size, char *reading)
{
	size_t count = 0;
	bool vowel = false;

	for (size_t i = 0; i < size; i++) {
		char c = word[i], before = count ? reading[count - 1] : '\0';
		bool doubled = c == before && (c == 'a' || c == 'e' || c == 'o' || (c == 'd' && count == 1));

		/* Free typing puts the second d and the marks at the end: "dangd", "hoas", "mats". */
		if (doubled || (vowel && strchr("sfrxjz", c)) || (vowel && c == 'd' && reading[0] == 'd'))
			continue;
		if (c == 'w') {
			if (vowel)
				continue;
			c = 'u';
		}
		vowel = vowel || is_vowel(c);
		reading[count++] = c;
	}
	return count;
}

/* Adds the word as it is, or as it is read; true: it was read. */
static bool add_reading(const char *word, size_t size, struct buf *out)
{
	char reading[FOLD_TYPED_MAX];
	bool digits = false;
	size_t count;

	for (size_t i = 0; i < size; i++)
		digits = digits || is_digit(word[i]);
	count = digits ? read_vni(word, size, reading) : read_telex(word, size, reading);
	if (count > 0 && count < size && is_syllable(reading, count) && !is_syllable(word, size)) {
		buf_add(out, reading, count);
		return true;
	}
	/* A lone w for ư changes no length. */
	if (count == size && memcmp(reading, word, size) != 0 && is_syllable(reading, count)) {
		buf_add(out, reading, count);
		return true;
	}
	buf_add(out, word, size);
	return false;
}

bool fold_typed(const char *text, size_t size, struct buf *folded)
{
	struct buf plain, out;
	bool read = false;

	buf_init(&plain, FOLD_TYPED_MAX);
	buf_init(&out, FOLD_TYPED_MAX);
	if (size <= FOLD_TYPED_MAX)
		fold_text(text, size, &plain);
	for (size_t at = 0; at < plain.size;) {
		size_t end = at;

		while (end < plain.size && plain.data[end] != ' ')
			end++;
		if (end > at)
			read = add_reading(plain.data + at, end - at, &out) || read;
		if (end < plain.size)
			buf_byte(&out, ' ');
		at = end + 1;
	}
	read = read && !plain.full && !out.full;
	if (read)
		buf_add(folded, out.data, out.size);
	buf_release(&plain);
	buf_release(&out);
	return read;
}
