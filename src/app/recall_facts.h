/* A recall's papers: facts out of a snapshot. Thread: a reader's. */
#ifndef APP_RECALL_FACTS_H
#define APP_RECALL_FACTS_H

#include "base/id.h"
#include "receipts/recall.h"

struct book;
struct txn;

/* public_url "": the lot's page cannot be reached, so no way to it is printed. */
bool recall_facts_read(struct txn *txn, struct arena *arena, const struct book *book, const char *public_url, struct id lot_id, int64_t at_us,
		       struct recall_facts *facts, struct err *err) MUST_CHECK;

/* Who bought it, as the office may see: the name and the telephone masked; NULL: nobody known, or forgotten. */
bool recall_customer(struct txn *txn, struct arena *arena, struct id customer_id, const char **text, struct err *err) MUST_CHECK;

#endif
