/* Whatever a scanner or a hand sends: an answer, within its bounds, that a cart takes and that is text the journal can keep. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "calc/fold.h"
#include "shop/book.h"
#include "shop/cart_doc.h"
#include "shop/find.h"
#include "store/store.h"
#include "store/txn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct book *book;
static struct barcode_pattern patterns[2];

static void begin(void)
{
	struct err err = { 0 };
	struct book_setup setup = { .site_code = "S", .site_name = "S", .operator_code = "V", .operator_name = "V", .operator_vat_profile = 1, .till_code = "Q1",
				    .at_us = INT64_C(1767232800000000) };
	struct store *store = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);

	setup.site_id.bytes[0] = 1;
	assert(store);
	book = book_open_in(store, &setup, &err);
	assert(book);
	if (!barcode_pattern_read("26IIIIIWWWWWC", 13, &patterns[0], &err) || !barcode_pattern_read("27IIIIIPPPPPC*100", 17, &patterns[1], &err))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const aims[] = { "", "]E0", "]C1", "]d2", "]Q3", "]e0", "]C0", "]?" };
	struct err err = { 0 };
	struct arena *arena;
	struct cart_doc *doc, *again;
	struct cart_change change = { .at_us = INT64_C(1767232800000000) };
	struct find_rules rules = { .patterns = patterns, .patterns_count = 2, .at_us = change.at_us };
	struct find find;
	struct txn *txn;
	struct buf buf;
	int64_t n;

	if (size < 1)
		return 0;
	if (!book)
		begin();
	arena = arena_new((size_t)64 << 20);
	change.arena = arena;
	rules.site_id = book->site_id;
	txn = txn_begin(book->store, &err);
	assert(txn);
	if (!find_scan(txn, arena, &rules, aims[data[0] % 8], (const char *)data + 1, size - 1, &find, &err))
		abort();
	txn_abandon(txn);
	/* The book is empty: nothing but our own codes can be found in it. */
	assert(find.items_count <= 1 && find.qty_milli > 0 && find.qty_milli <= QTY_MILLI_MAX);
	assert(find.code && *find.code && text_is_nfc(find.code, strlen(find.code), false));
	doc = cart_doc_new(arena);
	if (!cart_doc_scan(doc, &change, &find, &n, &err))
		abort();
	buf_init(&buf, CART_DOC_BYTES_MAX);
	cart_doc_write(doc, &buf);
	if (!cart_doc_read(buf_get(&buf), arena, &again, &err))
		abort();
	buf_release(&buf);
	arena_free(arena);
	return 0;
}
