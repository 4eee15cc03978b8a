-- Carts in progress. Never waits for the disk: a killed process loses nothing, a power cut at most the last second.

CREATE TABLE cart (
    id         {blob} PRIMARY KEY NOT NULL, -- becomes the sale's
    till_id    {blob} NOT NULL,
    version    {i64} NOT NULL,              -- grows with every change
    state      {i64} NOT NULL,              -- 1 open, 2 parked, 3 paid, 4 dropped, 5 joined to another
    label      TEXT,                        -- what it is known by while it lies aside ("áo đỏ")
    customer_id {blob},                     -- as in doc, for lists
    order_id   {blob},
    updated_us {i64} NOT NULL,
    lines_count {i64} NOT NULL,
    total      {i64} NOT NULL,              -- as last shown
    doc        TEXT NOT NULL                -- shop/cart_doc.h
){strict};
CREATE INDEX cart_till ON cart (till_id, state, id);

-- Which cart a scan at the till goes into.
CREATE TABLE till_cart (
    till_id {blob} PRIMARY KEY NOT NULL,
    cart_id {blob} NOT NULL
){strict};
