-- What the bank tells: payments asked for by VietQR, credits that came, and how they found each other.

-- A payment asked for by QR. Its token is never given again.  (working)
CREATE TABLE bank_intent (
    token   TEXT PRIMARY KEY NOT NULL,
    cart_id {blob} NOT NULL,                -- becomes the sale's, or the id of the entry that it is asked for
    of_id   {blob},                         -- what it is for where that is no ticket: the sale whose way to pay changes, the order
    n       {i64} NOT NULL,                 -- 1, 2, … of the cart: the last is the one that is shown
    till_id {blob} NOT NULL,
    amount  {i64} NOT NULL CHECK (amount > 0),
    bin     TEXT NOT NULL,
    account TEXT NOT NULL,
    holder  TEXT NOT NULL,
    payload TEXT NOT NULL,                  -- what the QR says
    at_us   {i64} NOT NULL
){strict};
CREATE UNIQUE INDEX bank_intent_cart ON bank_intent (cart_id, n);
CREATE INDEX bank_intent_amount ON bank_intent (amount, at_us);
CREATE INDEX bank_intent_of ON bank_intent (of_id, at_us) WHERE of_id IS NOT NULL;

-- Money that the bank says came in.  (worked out)
CREATE TABLE bank_credit (
    entry_key {i64} PRIMARY KEY NOT NULL,
    id        {blob} NOT NULL UNIQUE,       -- the entry's
    source    {i64} NOT NULL,               -- 1 SePay, 2 payOS, 3 a statement
    account   TEXT NOT NULL,                -- the last letters of ours
    bank_id   TEXT NOT NULL,                -- the source's own name for it
    reference TEXT,                         -- the bank's
    amount    {i64} NOT NULL CHECK (amount > 0),
    rest      {i64} NOT NULL,               -- not yet of a sale, not given back
    booked_us {i64} NOT NULL,               -- by the bank
    state     {i64} NOT NULL,               -- 1 confirmed, 2 wrong amount, 3 late, 4 double, 5 unknown
    token     TEXT,
    cart_id   {blob},                       -- whose token it is
    UNIQUE (source, account, bank_id),
    CHECK (rest >= 0 AND rest <= amount)
){strict};
CREATE INDEX bank_credit_cart ON bank_credit (cart_id, entry_key) WHERE cart_id IS NOT NULL;
CREATE INDEX bank_credit_rest ON bank_credit (entry_key) WHERE rest > 0;
CREATE INDEX bank_credit_like ON bank_credit (account, amount, booked_us);
CREATE INDEX bank_credit_reference ON bank_credit (reference) WHERE reference IS NOT NULL;

-- What became of a credit: taken by a sale as payment, matched to a sale that a cashier had seen, given back, booked as something else.  (worked out)
CREATE TABLE bank_use (
    credit_key {i64} NOT NULL,
    entry_key  {i64} NOT NULL,
    what       {i64} NOT NULL,              -- 1 paid a sale, 2 matched, 3 given back, 4 income, 5 our own money brought to the bank
    amount     {i64} NOT NULL CHECK (amount > 0),
    sale_key   {i64},                       -- 1 and 2
    PRIMARY KEY (credit_key, entry_key),
    CHECK ((sale_key IS NULL) = (what > 2))
){strict_clustered};
CREATE UNIQUE INDEX bank_use_once ON bank_use (credit_key) WHERE what = 1;
CREATE INDEX bank_use_sale ON bank_use (sale_key) WHERE sale_key IS NOT NULL;

-- Transfers that a cashier saw with her own eyes, until the bank tells of them.  (worked out)
CREATE TABLE bank_seen (
    entry_key {i64} PRIMARY KEY NOT NULL,   -- the sale
    amount    {i64} NOT NULL CHECK (amount >= 0), -- 0: it was paid otherwise in truth
    rest      {i64} NOT NULL,               -- not yet told of by the bank
    reference TEXT,                         -- the token, or what the cashier wrote down
    CHECK (rest >= 0 AND rest <= amount)
){strict};
CREATE INDEX bank_seen_rest ON bank_seen (entry_key) WHERE rest > 0;
CREATE INDEX bank_seen_equal ON bank_seen (rest, entry_key) WHERE rest > 0;
CREATE INDEX bank_credit_heard ON bank_credit (entry_key) WHERE source < 3;
