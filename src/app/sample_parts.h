/* What the files of the sample share. Thread: the book's. */
#ifndef APP_SAMPLE_PARTS_H
#define APP_SAMPLE_PARTS_H

#include "app/sample.h"
#include "base/arena.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/share.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/journal.h"

#define SAMPLE_ITEMS_MAX 120
#define SAMPLE_PRODUCERS_MAX 80
#define SAMPLE_TICKETS_MAX 4000 /* remembered, so that some come back */
#define SAMPLE_MARKED_MAX 40
#define SAMPLE_NOTE "số liệu mẫu"
#define MINUTE_US INT64_C(60000000)
#define HOUR_US INT64_C(3600000000)

enum sample_person { LAN, MINH, HOA, TUAN, NGA, ADMIN, PEOPLE_COUNT };

struct sample_person_row {
	const char *login, *name, *pin;
	int32_t role; /* enum staff_role */
};
extern const struct sample_person_row sample_people[PEOPLE_COUNT];

struct sample_item {
	struct id id, product_id;
	size_t producer; /* index; SAMPLE_HOUSE: the house's own */
	const char *name, *code;
	int64_t price;
	int64_t days;  /* from making to its date; 0: none */
	int64_t liked; /* weight among what is bought */
	bool has_stock, is_weighed;
	const char *scan; /* what a scanner reads; NULL: none */
};
#define SAMPLE_HOUSE SIZE_MAX

struct sample_producer {
	struct id id, contract_id;
	const char *name, *type;
	int32_t form, profile;
	int32_t period;       /* enum contract_period */
	int32_t asked_day;    /* the end of the running period once the one before is closed */
	int32_t pay_day;      /* when it is paid; 0: nothing waits */
	int32_t forgotten_to; /* brings nothing before that day: sold all the same, "chưa nhập" */
};

struct sample_certificate {
	struct certificate row;
	bool is_put;
};

struct sample_ticket {
	struct id id;
	int32_t day;
	bool is_back;
};

/* A mark-down lot: sold by its own label. */
struct sample_marked {
	struct id lot_id;
	size_t item;
	int64_t price, left_milli;
};

struct sample {
	struct book *book;
	const struct sample_plan *plan;
	struct sample_counts *counts;
	struct arena *keep;  /* for the whole run */
	struct arena *arena; /* for one day */
	struct txn *txn;
	uint64_t chance;
	int64_t at_us;
	struct id operator_id, till_id, house_contract_id;
	struct id people[PEOPLE_COUNT];
	struct sample_item items[SAMPLE_ITEMS_MAX];
	size_t items_count, house_from; /* the house's own goods stand last */
	struct sample_producer producers[SAMPLE_PRODUCERS_MAX];
	size_t producers_count;
	struct sample_certificate certificates[SAMPLE_ITEMS_MAX];
	size_t certificates_count;
	struct sample_ticket *tickets;
	size_t tickets_count; /* all there were; the last SAMPLE_TICKETS_MAX are kept */
	struct sample_marked marked[SAMPLE_MARKED_MAX];
	size_t marked_count;
	struct id wrong_lot, wrong_intake; /* brought in under the wrong owner, until that is seen */
	bool is_open;                      /* taken over: the first day has begun */
	bool has_erred;
	bool has_orders, has_tries;        /* those that are left open were taken; what is there to try was put in */
	int32_t seen_day; /* when that is; 0: nothing waits */
};

/* sample.c */
uint64_t sample_next(struct sample *s);
int64_t sample_below(struct sample *s, int64_t count); /* 0 to count - 1 */
bool sample_happens(struct sample *s, int64_t per_thousand);
struct id sample_id(struct sample *s);
struct work sample_work(struct sample *s, enum sample_person person); /* at s->at_us, which goes on a little */
struct work sample_with(struct sample *s, enum sample_person person, enum sample_person approver);

/* Runs words as one command between marks; a refusal leaves nothing of it. */
#define SAMPLE_TRY(s, work, words, err) \
	(((work)->txn = (s)->txn), txn_save((s)->txn, (err)) && ((words) ? txn_keep((s)->txn, (err)) : sample_undo((s), (err))))
bool sample_undo(struct sample *s, struct err *err); /* always false; err stays what it is */

/* sample_goods.c: who and what there is, put into the book. */
bool sample_put_goods(struct sample *s, struct err *err) MUST_CHECK;
bool sample_put_people(struct sample *s, struct err *err) MUST_CHECK;
bool sample_put_certificates(struct sample *s, int32_t day, struct err *err) MUST_CHECK; /* those decided up to the day */

/* Goods beside those of the trade, each with its price. */
bool sample_put_items(struct sample *s, const struct item_set *sets, const struct price_set *prices, size_t count, struct err *err) MUST_CHECK;

/* A made-up tax code with a right check digit. */
const char *sample_tax_code(struct sample *s, size_t n);

/* sample_hamper.c: a hamper of some of them. */
bool sample_put_hamper(struct sample *s, struct err *err) MUST_CHECK;

/* sample_till.c: a day at the counter. */
int64_t sample_business(const struct sample *s, int32_t day); /* per mille of an ordinary weekday; 0: closed */
bool sample_sell_day(struct sample *s, int32_t day, struct err *err) MUST_CHECK;

/* sample_stock.c: the store-room. */
bool sample_take_over(struct sample *s, int32_t day, struct err *err) MUST_CHECK; /* from the notebook, on the first day */
bool sample_store_room(struct sample *s, int32_t day, struct err *err) MUST_CHECK;
bool sample_wrong_owner(struct sample *s, int32_t day, struct err *err) MUST_CHECK; /* a paper names the wrong one … */
bool sample_right_owner(struct sample *s, struct err *err) MUST_CHECK;              /* … and is corrected weeks later */

/* sample_office.c: what the store-room and the office do on a day, before the till opens. */
bool sample_office_day(struct sample *s, int32_t day, struct err *err) MUST_CHECK;

/* sample_order.c: two orders of the last day, taken while its shift is open: one due the day after, paid ahead; one of a display sample. */
bool sample_leave_orders(struct sample *s, enum sample_person cashier, int32_t day, struct err *err) MUST_CHECK;

/* sample_try.c: what can be tried at once, put in with the last day's shift. */
bool sample_leave_tries(struct sample *s, enum sample_person cashier, int32_t day, struct err *err) MUST_CHECK;

/* sample_left.c: what is left to do. */
bool sample_leaves_open(const struct sample *s, size_t producer, int32_t day); /* its period that ended waits to be closed */
bool sample_leave_goods(struct sample *s, int32_t day, struct err *err) MUST_CHECK; /* past and near their date, with a price proposal */
bool sample_leave_certificate(struct sample *s, int32_t day, struct err *err) MUST_CHECK; /* about to lapse */
bool sample_leave_cart(struct sample *s, const char *dir, struct err *err) MUST_CHECK; /* a parked one */

#endif
