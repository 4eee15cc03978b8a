-- Orders of customers: what is promised, held for them, asked of producers and paid ahead. All worked out.

-- An order (đơn đặt). Who, whereto and the note lie in the vault.
CREATE TABLE customer_order (
    id            {blob} PRIMARY KEY NOT NULL, -- of the entry that placed it
    entry_key     {i64} NOT NULL,           -- that entry
    changed_key   {i64} NOT NULL,           -- the entry that said last what is ordered
    number        {i64} NOT NULL UNIQUE,    -- ĐH-0001: 1, 2, … without a gap
    site_id       {blob} NOT NULL,
    customer_id   {blob},                   -- the party; NULL: only named in the vault
    contact_ref   {blob} NOT NULL,          -- vault: name, phone, address, note
    channel       {i64} NOT NULL,           -- 1 counter, 2 phone, 3 Zalo, 4 online
    promised_day  {i64} NOT NULL,
    deposit_asked {i64} NOT NULL,
    shipping_by   {i64},                    -- 1 customer, 2 house, 3 producer; NULL: is fetched
    shipping_fee  {i64} NOT NULL,
    paid_in       {i64} NOT NULL,           -- deposits: what came in, went into sales, went back, was forfeited
    used          {i64} NOT NULL,
    given_back    {i64} NOT NULL,
    forfeited     {i64} NOT NULL,
    is_open       {i64} NOT NULL CHECK (is_open IN (0, 1)), -- 0: delivered whole, or cancelled
    cancelled_key {i64},
    CHECK (used >= 0 AND given_back >= 0 AND forfeited >= 0 AND used + given_back + forfeited <= paid_in)
){strict};
CREATE INDEX customer_order_due ON customer_order (promised_day, number) WHERE is_open = 1;
CREATE INDEX customer_order_customer ON customer_order (customer_id, number) WHERE customer_id IS NOT NULL;

CREATE TABLE order_line (
    order_id    {blob} NOT NULL,
    n           {i64} NOT NULL,             -- 1, 2, … kept for ever; a line taken off is down to what was delivered of it
    item_id     {blob} NOT NULL,
    qty_milli   {i64} NOT NULL,
    delivered_milli {i64} NOT NULL,
    price       {i64} NOT NULL,             -- đồng a unit, listed when it was agreed
    discount    {i64} NOT NULL,             -- agreed, of the whole line
    producer_id {blob},                     -- who is asked for it; NULL: it comes from the shelf
    asking      {i64} NOT NULL,             -- 0 nobody is asked, 1 to be asked, 2 asked, 3 yes, 4 no
    asked_day   {i64},
    back_day    {i64},                      -- when the producer brings it
    is_open     {i64} NOT NULL CHECK (is_open IN (0, 1)), -- 1: something of it is still to be delivered
    PRIMARY KEY (order_id, n),
    CHECK (delivered_milli >= 0 AND delivered_milli <= qty_milli)
){strict_clustered};
CREATE INDEX order_line_item ON order_line (item_id, order_id, n) WHERE is_open = 1;
CREATE INDEX order_line_asking ON order_line (asking, producer_id, order_id, n) WHERE is_open = 1 AND asking > 0;

-- Pieces of a lot that lie there for an order. The level of the lot does not know of it.
CREATE TABLE order_hold (
    item_id   {blob} NOT NULL,
    lot_id    {blob} NOT NULL,
    order_id  {blob} NOT NULL,
    n         {i64} NOT NULL,
    qty_milli {i64} NOT NULL CHECK (qty_milli > 0),
    PRIMARY KEY (item_id, lot_id, order_id, n)
){strict_clustered};
CREATE INDEX order_hold_order ON order_hold (order_id, n, lot_id);

-- The sales that an order left with.
CREATE TABLE order_sale (
    order_id  {blob} NOT NULL,
    entry_key {i64} NOT NULL,               -- the sale
    PRIMARY KEY (order_id, entry_key)
){strict_clustered};

-- Money of an order: one row an entry that moved it.
CREATE TABLE deposit (
    order_id  {blob} NOT NULL,
    entry_key {i64} NOT NULL,
    what      {i64} NOT NULL,               -- 1 came in, 2 went into a sale, 3 went back, 4 forfeited, 5 taken over from the opening
    amount    {i64} NOT NULL CHECK (amount > 0),
    number    {i64} UNIQUE,                 -- of the slip (phiếu thu đặt cọc) 1, 2, …; NULL: none
    shift_key {i64},                        -- whose drawer; NULL: none
    cash      {i64} NOT NULL,               -- into that drawer is positive
    label     TEXT,                         -- of an opening's deposit that was taken over
    PRIMARY KEY (order_id, entry_key, what)
){strict_clustered};
CREATE INDEX deposit_shift ON deposit (shift_key, entry_key) WHERE shift_key IS NOT NULL;
