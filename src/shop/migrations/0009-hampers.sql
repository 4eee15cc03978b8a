-- Hampers: recipes, and those made up beforehand (shop/hamper.h).

-- What a hamper is made of today; the item has no stock of its own.
CREATE TABLE hamper_part (
    item_id   {blob} NOT NULL,              -- the hamper
    n         {i64} NOT NULL,               -- 1, 2, … as laid in
    part_id   {blob} NOT NULL,
    qty_milli {i64} NOT NULL CHECK (qty_milli > 0), -- in one hamper
    PRIMARY KEY (item_id, n)
){strict_clustered};

-- A hamper that was made up: its parts lie at place 4 of their lots until it is sold or taken apart.
CREATE TABLE hamper_made (
    id         {blob} PRIMARY KEY NOT NULL,
    entry_key  {i64} NOT NULL,
    item_id    {blob} NOT NULL,
    site_id    {blob} NOT NULL,
    expiry_day {i64},                       -- the earliest of its parts; NULL: none has one
    out_key    {i64}                        -- the sale, or the entry that took it apart; NULL: it stands
){strict};
CREATE INDEX hamper_standing ON hamper_made (site_id, item_id, entry_key) WHERE out_key IS NULL;

CREATE TABLE hamper_made_part (
    made_id     {blob} NOT NULL,
    n           {i64} NOT NULL,
    item_id     {blob} NOT NULL,
    lot_id      {blob},                     -- NULL: item without stock
    contract_id {blob} NOT NULL,
    qty_milli   {i64} NOT NULL,
    PRIMARY KEY (made_id, n)
){strict_clustered};
CREATE INDEX hamper_made_lot ON hamper_made_part (lot_id, made_id) WHERE lot_id IS NOT NULL;
