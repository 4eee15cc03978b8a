-- Who there is, where, and under which terms. All worked out unless said otherwise.

-- Provinces, old districts and communes with their days (codes of QĐ 19/2025 and before).
CREATE TABLE area (
    level       {i64} NOT NULL,             -- 1 province, 2 district (ended 2025-07-01), 3 commune, ward, special zone
    code        TEXT NOT NULL,              -- 2, 3 or 5 digits
    from_day    {i64} NOT NULL,             -- first day
    to_day      {i64},                      -- last day; NULL: still there
    parent_code TEXT,                       -- of the next level above that existed then
    name        TEXT NOT NULL,              -- "Nặm Nịch"
    full_name   TEXT NOT NULL,              -- "Xã Nặm Nịch"
    PRIMARY KEY (level, code, from_day)
){strict_clustered};

CREATE INDEX area_parent ON area (parent_code, level, code, from_day);

-- Which unit went into which.
CREATE TABLE area_succession (
    level    {i64} NOT NULL,                -- of the old unit
    old_code TEXT NOT NULL,
    new_code TEXT NOT NULL,                 -- a commune of today; of a province a province
    day      {i64} NOT NULL,                -- from that day
    kind     TEXT NOT NULL,                 -- merged, renamed, unchanged, split_population, ambiguous, province_changed, district
    PRIMARY KEY (level, old_code, new_code)
){strict_clustered};

-- Banks by the number that VietQR uses.
CREATE TABLE bank (
    bin        TEXT PRIMARY KEY NOT NULL,   -- 6 digits
    short_name TEXT NOT NULL,
    name       TEXT NOT NULL
){strict};

-- A person or organisation.
CREATE TABLE party (
    id         {blob} PRIMARY KEY NOT NULL,
    code       TEXT NOT NULL UNIQUE,        -- short, the office's own: "HTX01"
    is_natural {i64} NOT NULL CHECK (is_natural IN (0, 1)), -- 1: a household or person, whose facts live in the vault
    roles      {i64} NOT NULL,              -- bits: 1 producer, 2 consignor, 4 customer, 8 operator, 16 carrier
    entry_key  {i64} NOT NULL               -- the entry that set it or its facts last
){strict};
CREATE INDEX party_entry ON party (entry_key);

-- What is true of a party from a day on. The latest row at or before a day holds.
CREATE TABLE party_fact (
    party_id     {blob} NOT NULL,
    from_day     {i64} NOT NULL,
    legal_form   {i64} NOT NULL,            -- 1 enterprise, 2 co-operative, 3 union of co-operatives, 4 co-operative group, 5 household business, 6 person
    vat_profile  {i64} NOT NULL,            -- 1 credit method, 2 direct method, 3 household at or below the threshold, gives no VAT invoice
    name         TEXT,                      -- these are NULL where the party is natural (see vault_ref)
    tax_code     TEXT,
    address      TEXT,
    phone        TEXT,
    bank_bin     TEXT,
    bank_account TEXT,
    bank_holder  TEXT,
    commune      TEXT,                      -- code of today
    old_commune  TEXT,                      -- code before 2025-07-01, so that old districts can be reckoned
    vault_ref    {blob},
    vault_sum    {blob},
    PRIMARY KEY (party_id, from_day)
){strict_clustered};

-- A showroom, stall, online channel or store-room.
CREATE TABLE site (
    id          {blob} PRIMARY KEY NOT NULL,
    code        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    kind        {i64} NOT NULL,             -- 1 showroom, 2 fair stall, 3 online, 4 store-room
    operator_id {blob} NOT NULL,
    commune     TEXT,
    address     TEXT,
    phone       TEXT,                       -- the shop's own
    from_day    {i64} NOT NULL,
    to_day      {i64}
){strict};

-- A counter of a site, with its own receipt series and drawer.
CREATE TABLE till (
    id      {blob} PRIMARY KEY NOT NULL,
    site_id {blob} NOT NULL,
    code    TEXT NOT NULL UNIQUE,           -- begins receipt numbers: "Q1"
    name    TEXT NOT NULL
){strict};

-- Who works here. Names live in the vault; what opens a session is in credential (working).
CREATE TABLE staff (
    id        {blob} PRIMARY KEY NOT NULL,
    login     TEXT NOT NULL UNIQUE,
    role      {i64} NOT NULL,               -- 1 cashier, 2 supervisor, 3 stock, 4 accountant, 5 admin
    is_active {i64} NOT NULL CHECK (is_active IN (0, 1)),
    vault_ref {blob},
    vault_sum {blob}
){strict};

-- A contract of consignment, or of goods bought outright (the operator is its own consignor).
CREATE TABLE contract (
    id           {blob} PRIMARY KEY NOT NULL,
    number       TEXT NOT NULL UNIQUE,      -- as on the paper: "01/2026/KG"
    consignor_id {blob} NOT NULL,
    operator_id  {blob} NOT NULL
){strict};

-- The terms from a day on. A lot keeps the version it came under.
CREATE TABLE contract_version (
    contract_id        {blob} NOT NULL,
    version            {i64} NOT NULL,      -- 1, 2, …
    from_day           {i64} NOT NULL,
    to_day             {i64},               -- last day of the contract, where one is agreed
    invoice_mode       {i64} NOT NULL,      -- 1 STEP_INVOICE, 2 CONSIGNMENT_NOTE, 3 DELEGATED, 4 PURCHASE_LIST, 5 NONE
    term_kind          {i64} NOT NULL,      -- enum share_kind: 1 rate, 2 fixed commission a unit, 3 hand-over price a unit, 4 the house's own
    basis              {i64} NOT NULL,      -- enum share_basis: 1 gross retail, 2 net of output VAT
    rate_ppm           {i64} NOT NULL,      -- commission, where a rate
    per_unit           {i64} NOT NULL,      -- đồng a unit, where fixed or handed over
    includes_vat       {i64} NOT NULL CHECK (includes_vat IN (0, 1)), -- see calc/share.h
    commission_vat     {i64} NOT NULL,      -- enum vat_class of the commission
    discount_producer_ppm {i64} NOT NULL,   -- what of a discount the producer bears
    floor_ppm          {i64} NOT NULL,      -- lowest price as a part of the list price; 0: none
    loss_by            {i64} NOT NULL,      -- broken, missing: 1 house, 2 producer
    expiry_by          {i64} NOT NULL,      -- 1 house, 2 producer
    sample_by          {i64} NOT NULL,      -- 1 house, 2 producer
    cap_kind           {i64} NOT NULL,      -- enum share_cap: 1 none, 2 part of the period's sales, 3 an amount
    cap_ppm            {i64} NOT NULL,
    cap_amount         {i64} NOT NULL,
    tier_is_whole      {i64} NOT NULL CHECK (tier_is_whole IN (0, 1)), -- see contract_tier
    period             {i64} NOT NULL,      -- 1 month, 2 half month, 3 ten days, 4 week
    return_days        {i64} NOT NULL,      -- days until unsold goods go back; 0: not agreed
    legal_note         TEXT,
    PRIMARY KEY (contract_id, version)
){strict_clustered};

-- Lower commissions from a turnover of the period on (C1).
CREATE TABLE contract_tier (
    contract_id {blob} NOT NULL,
    version     {i64} NOT NULL,
    from_amount {i64} NOT NULL,             -- đồng
    rate_ppm    {i64} NOT NULL,
    PRIMARY KEY (contract_id, version, from_amount)
){strict_clustered};

-- Terms of a version that differ for one item.
CREATE TABLE contract_override (
    contract_id {blob} NOT NULL,
    version     {i64} NOT NULL,
    item_id     {blob} NOT NULL,
    term_kind   {i64} NOT NULL,
    rate_ppm    {i64} NOT NULL,
    per_unit    {i64} NOT NULL,
    PRIMARY KEY (contract_id, version, item_id)
){strict_clustered};
CREATE INDEX contract_consignor ON contract (consignor_id, id);
