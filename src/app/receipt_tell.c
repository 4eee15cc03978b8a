/* What a receipt tells beside its figures: names in the customer's language, stories, where the goods come from. */
#include <string.h>

#include "app/paper.h"
#include "app/public_link.h"
#include "app/settings.h"
#include "receipts/fonts.h"
#include "shop/catalog.h"
#include "shop/item_words.h"
#include "shop/passport.h"
#include "shop/sale_view.h"

/* Of the copy, else of the ticket; English where the machine has not the letters. */
static enum lang lang_of(const struct paper *paper, const struct sale *sale)
{
	enum lang lang = paper->row.lang ? (enum lang)paper->row.lang : LANG_VI;

	for (int i = LANG_VI; !paper->row.lang && sale->lang && i <= LANG_KO; i++)
		if (strcmp(lang_words[i], sale->lang) == 0)
			lang = (enum lang)i;
	return fonts_have(lang) ? lang : LANG_EN;
}

static bool tell_words(struct txn *txn, struct paper *paper, struct id item_id, enum lang lang, struct receipt_line *line, struct err *err)
{
	bool has_story = paper->settings && paper->settings->receipt_story;
	struct item_words words;

	if (lang == LANG_VI && !has_story)
		return true;
	if (!item_words_in(txn, paper->arena, item_id, lang, &words, err))
		return false;
	if (words.name) {
		line->name_vi = line->name;
		line->name = words.name;
	}
	if (has_story)
		line->story = words.story && words.storage ? arena_format(paper->arena, "%s. %s", words.story, words.storage) :
							     words.story ? words.story : words.storage;
	return true;
}

/* The producer's own page where there is one, else the lot's here; of several lots in a row the receipt's page tells. */
static bool tell_trace(struct txn *txn, struct paper *paper, const struct sale_line *sold, struct receipt_line *line, struct err *err)
{
	char code[OWNCODE_SIZE];
	struct passport passport;

	if (id_is_none(sold->lot_id) || sold->is_pending)
		return true;
	if (!passport_of_lot(txn, paper->arena, sold->lot_id, day_of_us(paper->receipt.at_us), LANG_VI, &passport, err))
		return false;
	passport_code(OWNCODE_LOT, sold->lot_id, code);
	line->trace_qr = passport.trace_url ? passport.trace_url : public_link(paper->arena, paper->settings->public_url, code);
	return true;
}

/* The rows of the paper stand in the lines' order; a row may be several lines of one item (paper.c). */
static bool tell_lines(struct txn *txn, struct paper *paper, const struct sale_view *view, enum lang lang, struct receipt_line *rows, struct err *err)
{
	bool has_trace = paper->settings && paper->settings->receipt_trace == TRACE_LINE && !view->is_return;
	size_t row = 0;

	for (size_t i = 0; i < view->lines_count; i++) {
		bool is_same = i && !view->is_return && id_is(view->lines[i].item_id, view->lines[i - 1].item_id) &&
			       view->lines[i].price.dong == view->lines[i - 1].price.dong;

		if (is_same) {
			rows[row - 1].trace_qr = NULL;
			continue;
		}
		if (row == paper->receipt.lines_count)
			break;
		if (!tell_words(txn, paper, view->lines[i].item_id, lang, &rows[row], err) ||
		    (has_trace && !tell_trace(txn, paper, &view->sale->lines[i], &rows[row], err)))
			return false;
		row++;
	}
	return true;
}

static void tell_ways(struct paper *paper, const struct sale_view *view, enum lang lang)
{
	struct paper_row *rows = ARENA_LIST(paper->arena, view->pays_count, struct paper_row);

	for (size_t i = 0; i < view->pays_count && i < paper->receipt.payments.count; i++) {
		const char *name = receipt_way_name(lang, view->pays[i].way == PAY_CASH ? RECEIPT_CASH :
							  view->pays[i].way == PAY_TRANSFER || view->pays[i].way == PAY_VIETQR ? RECEIPT_TRANSFER :
							  view->pays[i].way == PAY_CARD ? RECEIPT_CARD : RECEIPT_OTHER);

		rows[i] = paper->receipt.payments.rows[i];
		rows[i].name = name ? name : rows[i].name;
	}
	paper->receipt.payments.rows = rows;
}

bool receipt_tell(struct txn *txn, struct paper *paper, const struct sale_view *view, struct err *err)
{
	struct receipt_facts *facts = &paper->receipt;
	enum lang lang = lang_of(paper, view->sale);
	struct receipt_line *rows = ARENA_LIST(paper->arena, facts->lines_count, struct receipt_line);
	char code[OWNCODE_SIZE];
	const char *page;

	memcpy(rows, facts->lines, facts->lines_count * sizeof(*rows));
	facts->lines = rows;
	facts->lang = lang;
	facts->is_gift = !view->is_return && paper->row.is_gift;
	facts->with_gift = !view->is_return && view->sale->is_gift && paper->row.copy == 0;
	if (lang != LANG_VI)
		tell_ways(paper, view, lang);
	if (paper->settings && paper->settings->receipt_trace != TRACE_NONE && !view->is_return) {
		passport_code(OWNCODE_RECEIPT, view->id, code);
		page = public_link(paper->arena, paper->settings->public_url, code);
		facts->has_page = page != NULL;
		facts->lookup_qr = page ? page : facts->lookup_qr;
	}
	return tell_lines(txn, paper, view, lang, rows, err);
}
