-- What is sold, at which price, and what lies where. All worked out.

-- An OCOP product: stars, targets and dossiers count these.
CREATE TABLE product (
    id           {blob} PRIMARY KEY NOT NULL,
    code         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    producer_id  {blob} NOT NULL,
    group_set    {i64} NOT NULL,            -- rule set: 2019, 2023, 2026
    group_code   {i64} NOT NULL,            -- 1 to 26 (2026), 1 to 6 (2019); 0: not known
    made_commune TEXT,
    ground       {i64} NOT NULL,            -- 1 OCOP, 2 key product of the province, 3 typical rural industrial product, 4 speciality
    entry_key    {i64} NOT NULL             -- the entry that set it last
){strict};
CREATE INDEX product_entry ON product (entry_key);
CREATE INDEX product_producer ON product (producer_id, id);

-- A decision that gives a product its stars.
CREATE TABLE certificate (
    id           {blob} PRIMARY KEY NOT NULL,
    product_id   {blob} NOT NULL,
    stars        {i64} NOT NULL CHECK (stars BETWEEN 3 AND 5),
    decision_no  TEXT NOT NULL,
    decision_day {i64} NOT NULL,
    issuer       TEXT NOT NULL,
    valid_from   {i64} NOT NULL,
    valid_to     {i64} NOT NULL,
    extended_to  {i64},
    revoked_day  {i64},                     -- not valid from this day on
    replaces_id  {blob}
){strict};
CREATE INDEX certificate_product ON certificate (product_id, valid_from);

-- What is sold: pack, unit, VAT, price, codes. Of a product, or of none (bags, ordinary goods).
CREATE TABLE item (
    id           {blob} PRIMARY KEY NOT NULL,
    code         TEXT NOT NULL UNIQUE,      -- the office's own, "MO500"
    name         TEXT NOT NULL,
    sort_key     {blob} NOT NULL,           -- order of names by the Vietnamese alphabet (calc/fold)
    unit         TEXT NOT NULL,             -- "hộp", "kg"
    decimals     {i64} NOT NULL CHECK (decimals BETWEEN 0 AND 3), -- of a quantity
    product_id   {blob},
    short_number {i64},                     -- 1 to 9999, typed at the till; NULL: none
    tile_group   TEXT,                      -- on which tile page; NULL: no tile
    has_stock    {i64} NOT NULL CHECK (has_stock IN (0, 1)),
    is_food      {i64} NOT NULL CHECK (is_food IN (0, 1)),  -- returns go aside
    contract_id  {blob},                    -- of an item without stock; else the lots say it
    round_unit   {i64} NOT NULL,            -- a weighed line's amount goes down to this: 1, 100, 500, 1000
    is_active    {i64} NOT NULL CHECK (is_active IN (0, 1)),
    entry_key    {i64} NOT NULL             -- the entry that set it last
){strict};
CREATE INDEX item_entry ON item (entry_key);
CREATE UNIQUE INDEX item_short_number ON item (short_number) WHERE short_number IS NOT NULL;
CREATE INDEX item_product ON item (product_id) WHERE product_id IS NOT NULL;

-- Any number of codes an item, not unique: two items under one code give a chooser.
CREATE TABLE item_code (
    code    TEXT NOT NULL,                  -- as calc/barcode gives it for look-up: 14 digits for GTINs, else as scanned
    item_id {blob} NOT NULL,
    scheme  {i64} NOT NULL,                 -- 1 GTIN, 2 in-store, 3 producer's, 4 weighed (the item part of a scale code)
    PRIMARY KEY (code, item_id)
){strict_clustered};
CREATE INDEX item_code_item ON item_code (item_id, code);

-- The listed price, VAT included, from a moment on. A site of zeros is everywhere.
CREATE TABLE price (
    item_id {blob} NOT NULL,
    site_id {blob} NOT NULL,                -- 16 zero bytes: every site that has none of its own
    from_us {i64} NOT NULL,
    amount  {i64} NOT NULL,                 -- đồng
    PRIMARY KEY (item_id, site_id, from_us)
){strict_clustered};

-- What became of a price that was proposed at intake; a lot whose line proposes one and has no row here waits.
CREATE TABLE proposal (
    lot_id    {blob} PRIMARY KEY NOT NULL,
    entry_key {i64} NOT NULL,
    state     {i64} NOT NULL,               -- 2 accepted, 3 refused
    reason    TEXT                          -- of a refusal
){strict};

-- Which VAT class an item has, by the seller's profile, the kind of buyer and the tax date.
CREATE TABLE item_vat (
    item_id        {blob} NOT NULL,
    seller_profile {i64} NOT NULL,          -- 0 any, else as party_fact.vat_profile
    buyer          {i64} NOT NULL,          -- 0 any, 1 consumer, 2 enterprise or co-operative
    from_day       {i64} NOT NULL,
    vat_class      {i64} NOT NULL,          -- calc/vat
    legal_note     TEXT,
    PRIMARY KEY (item_id, seller_profile, buyer, from_day)
){strict_clustered};

-- The goods of one intake line: one owner, one version of one contract.
CREATE TABLE lot (
    id           {blob} PRIMARY KEY NOT NULL,
    entry_key    {i64} NOT NULL,            -- the entry that made it
    item_id      {blob} NOT NULL,
    contract_id  {blob} NOT NULL,
    version      {i64} NOT NULL,
    consignor_id {blob} NOT NULL,
    code         TEXT,                      -- as on the pack (AI 10)
    made_day     {i64},
    expiry_day   {i64},
    expiry_kind  {i64} NOT NULL,            -- 0 none, 1 use-by (stops a sale), 2 best-before (a note)
    arrived_us   {i64} NOT NULL,
    own_price    {i64},                     -- of a one-off piece or a mark-down; NULL: the item's
    hand_over    {i64},                     -- fixed price a unit to the consignor; NULL: the terms'
    is_pending   {i64} NOT NULL CHECK (is_pending IN (0, 1)), -- 1: "chưa nhập", sold before it was in the book
    is_frozen    {i64} NOT NULL CHECK (is_frozen IN (0, 1))   -- recalled
){strict};
CREATE INDEX lot_item ON lot (item_id, id);
CREATE INDEX lot_contract ON lot (contract_id, id);

-- What lies there. Rows of nothing are taken away. Only a pending lot may be below nothing. The item leads: it tells rows
-- apart at once, where all of a book's rows have one site.
CREATE TABLE stock (
    item_id   {blob} NOT NULL,
    site_id   {blob} NOT NULL,
    lot_id    {blob} NOT NULL,
    place     {i64} NOT NULL,               -- 1 shelf, 2 aside
    qty_milli {i64} NOT NULL CHECK (qty_milli <> 0),
    PRIMARY KEY (item_id, site_id, lot_id, place)
){strict_clustered};

-- Every change of stock that is not a line of a sale.
CREATE TABLE stock_move (
    entry_key {i64} NOT NULL,
    n         {i64} NOT NULL,               -- 1, 2, … within the entry
    kind      {i64} NOT NULL,               -- 1 intake, 2 back to the consignor, 3 broken, 4 expired, 5 sample, 6 stolen or missing, 7 count difference,
                                            -- 8 transfer out, 9 transfer in, 10 opening, 11 correction, 12 fills a pending lot, 13 shelf to aside or back, 14 change of owner
    site_id   {blob} NOT NULL,
    item_id   {blob} NOT NULL,
    lot_id    {blob} NOT NULL,
    contract_id {blob} NOT NULL,
    place     {i64} NOT NULL,
    qty_milli {i64} NOT NULL CHECK (qty_milli <> 0), -- out is negative
    borne_by  {i64} NOT NULL,               -- 0 not a loss, 1 house, 2 producer
    doc_day   {i64} NOT NULL,               -- the paper's date
    PRIMARY KEY (entry_key, n)
){strict_clustered};
CREATE INDEX stock_move_contract ON stock_move (contract_id, entry_key, n);

-- A paper that brought goods in.
CREATE TABLE intake (
    entry_key   {i64} PRIMARY KEY NOT NULL,
    number      {i64} NOT NULL UNIQUE,      -- phiếu nhập 1, 2, …
    site_id     {blob} NOT NULL,
    contract_id {blob} NOT NULL,
    doc_day     {i64} NOT NULL,
    paper       TEXT                        -- the producer's own paper: kind, number, date
){strict};
