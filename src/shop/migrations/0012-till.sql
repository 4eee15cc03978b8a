-- What the till shows goods by, and what it remembers: pictures, the order of tiles; its keys, sounds and sizes.

-- A picture, by the SHA-256 of its bytes in hex; an item_tile points to it.  (working: an entry holds only the hash)
CREATE TABLE image (
    hash  TEXT PRIMARY KEY NOT NULL,
    kind  {i64} NOT NULL,                   -- 1 JPEG, 2 PNG, 3 WebP
    at_us {i64} NOT NULL,
    bytes {blob} NOT NULL
){strict};

-- The picture and the place of an item among the tiles of its group.
CREATE TABLE item_tile (
    item_id   {blob} PRIMARY KEY NOT NULL,
    image     TEXT,                         -- NULL: none
    rank      {i64} NOT NULL,               -- 1, 2, … from the first; 0: behind those, by name
    entry_key {i64} NOT NULL
){strict};

-- The groups that the office put in order; the others follow.
CREATE TABLE tile_group (
    name      TEXT PRIMARY KEY NOT NULL,
    rank      {i64} NOT NULL,
    entry_key {i64} NOT NULL
){strict};

-- A till's keys, sounds and sizes, as its page wrote them.  (working)
CREATE TABLE till_preference (
    till_id {blob} PRIMARY KEY NOT NULL,
    value   TEXT NOT NULL,                  -- JSON of the preference's shape
    at_us   {i64} NOT NULL
){strict};

-- What a cart gives a sale besides goods: coupons, customers, and goods that were not in the book.

CREATE TABLE coupon (
    id          {blob} PRIMARY KEY NOT NULL,
    code        TEXT NOT NULL UNIQUE,       -- as printed, capitals
    name        TEXT NOT NULL,
    amount      {i64} NOT NULL,             -- đồng; 0 where it is a part
    ppm         {i64} NOT NULL,             -- a part; 0 where it is an amount
    bearer      {i64} NOT NULL,             -- 1 house, 2 producer, 3 programme
    scope       {i64} NOT NULL,             -- 1 ticket, 2 one line, 3 goods of a group or producer
    group_code  {i64} NOT NULL,             -- product group; 0: any
    producer_id {blob},                     -- whose goods; NULL: anybody's
    minimum     {i64} NOT NULL,
    from_day    {i64} NOT NULL,
    to_day      {i64},
    is_active   {i64} NOT NULL CHECK (is_active IN (0, 1)),
    entry_key   {i64} NOT NULL
){strict};

-- Of the sales that have any of it: a usual ticket has no row.
CREATE TABLE sale_more (
    entry_key       {i64} PRIMARY KEY NOT NULL,
    customer_id     {blob},
    referrer_id     {blob},                 -- guide or driver who brought the customer
    coupon_id       {blob},
    coupon_house    {i64} NOT NULL,         -- what it took off at the house's cost
    coupon_producer {i64} NOT NULL
){strict};
CREATE INDEX sale_more_coupon ON sale_more (coupon_id) WHERE coupon_id IS NOT NULL;
CREATE INDEX sale_more_customer ON sale_more (customer_id, entry_key) WHERE customer_id IS NOT NULL;
CREATE INDEX sale_more_referrer ON sale_more (referrer_id, entry_key) WHERE referrer_id IS NOT NULL;

-- Goods sold before the office knew them ("bán tạm"); done once a later entry has set the item.
CREATE TABLE item_draft (
    item_id     {blob} PRIMARY KEY NOT NULL,
    entry_key   {i64} NOT NULL,
    code        TEXT,                       -- as scanned; NULL: none
    group_code  {i64} NOT NULL,
    is_alone    {i64} NOT NULL CHECK (is_alone IN (0, 1)) -- nobody else was there to agree
){strict};
CREATE INDEX item_draft_entry ON item_draft (entry_key);
