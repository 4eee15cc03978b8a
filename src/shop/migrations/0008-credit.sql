-- Vouchers, debts of customers and carriers, and what is set against what is owed. All worked out.

-- Ways to pay as the house has set them; those of the program hold where there is no row (shop/pay_ways.h).
CREATE TABLE pay_way (
    way             {i64} NOT NULL,         -- enum pay_way
    code            TEXT NOT NULL,          -- of one of several; '' the only one of its kind
    name            TEXT NOT NULL,
    is_on           {i64} NOT NULL CHECK (is_on IN (0, 1)),
    needs_reference {i64} NOT NULL CHECK (needs_reference IN (0, 1)),
    place           {i64} NOT NULL,         -- order at the till
    PRIMARY KEY (way, code)
){strict_clustered};

-- Money taken outside a sale (phiếu thu): for vouchers, for debts.
CREATE TABLE money_in (
    entry_key {i64} PRIMARY KEY NOT NULL,
    number    {i64} NOT NULL UNIQUE,        -- phiếu thu 1, 2, …
    what      {i64} NOT NULL,               -- 1 vouchers sold, 2 a customer's debt
    way       {i64} NOT NULL,               -- enum pay_way
    code      TEXT NOT NULL,                -- which of several of a kind, '' the only one
    shift_key {i64},                        -- entry that opened the shift whose till took it; NULL: the office, into the safe or the bank
    party_id  {blob},
    amount    {i64} NOT NULL CHECK (amount > 0),
    doc_day   {i64} NOT NULL
){strict};
CREATE INDEX money_in_shift ON money_in (shift_key, entry_key);

-- A voucher that was bought: what is left on it is owed to whoever holds it.
CREATE TABLE voucher (
    id          {blob} PRIMARY KEY NOT NULL,
    number      {i64} NOT NULL UNIQUE,      -- 1, 2, …; on paper with its check letter
    entry_key   {i64} NOT NULL,             -- the entry that sold it
    code_sum    {blob} NOT NULL UNIQUE,     -- SHA-256 of the code on its paper, which lies in the vault alone
    value       {i64} NOT NULL CHECK (value > 0),
    left_amount {i64} NOT NULL CHECK (left_amount >= 0 AND left_amount <= value),
    expires_day {i64},                      -- last day; NULL: none
    state       {i64} NOT NULL,             -- 1 good, 2 stopped, 3 what was left went to the house
    moved       {i64} NOT NULL CHECK (moved >= 0) -- what went to the house
){strict};
CREATE INDEX voucher_entry ON voucher (entry_key);

-- What was paid with a voucher; put back by a return is negative.
CREATE TABLE voucher_use (
    entry_key  {i64} NOT NULL,              -- sale or return
    voucher_id {blob} NOT NULL,
    sale_key   {i64} NOT NULL,              -- the sale, also of a return
    amount     {i64} NOT NULL,
    PRIMARY KEY (entry_key, voucher_id)
){strict_clustered};
CREATE INDEX voucher_use_voucher ON voucher_use (voucher_id, entry_key);
CREATE INDEX voucher_use_sale ON voucher_use (sale_key, voucher_id);

-- How much a customer may owe, and for how long.
CREATE TABLE credit (
    party_id     {blob} PRIMARY KEY NOT NULL,
    limit_amount {i64} NOT NULL CHECK (limit_amount >= 0),
    days         {i64} NOT NULL CHECK (days >= 0),
    entry_key    {i64} NOT NULL             -- the entry that set it last
){strict};

-- Open and paid items: what a customer owes for a sale, what a carrier owes for a parcel.
CREATE TABLE debt (
    id          {blob} PRIMARY KEY NOT NULL,
    what        {i64} NOT NULL,             -- 1 a customer's, 2 a carrier's
    party_id    {blob} NOT NULL,
    entry_key   {i64} NOT NULL,             -- sale, or opening
    label       TEXT NOT NULL,              -- parcel or paper; '' where there is none
    day         {i64} NOT NULL,
    due_day     {i64},
    amount      {i64} NOT NULL CHECK (amount > 0),
    left_amount {i64} NOT NULL CHECK (left_amount >= 0 AND left_amount <= amount)
){strict};
CREATE INDEX debt_open ON debt (what, party_id, entry_key, id) WHERE left_amount > 0;
CREATE INDEX debt_party ON debt (what, party_id, entry_key);
CREATE INDEX debt_entry ON debt (entry_key, what, party_id, id);
CREATE INDEX debt_label ON debt (what, label) WHERE what = 2;

-- What lowered an item: money, a carrier's list, a return.
CREATE TABLE debt_less (
    entry_key {i64} NOT NULL,
    debt_id   {blob} NOT NULL,
    what      {i64} NOT NULL,               -- 1 money, 2 goods came back, 3 the carrier's fee or a difference the house bears
    amount    {i64} NOT NULL CHECK (amount > 0),
    PRIMARY KEY (entry_key, debt_id, what)
){strict_clustered};
CREATE INDEX debt_less_debt ON debt_less (debt_id, entry_key);

-- Goods taken against what is owed to a consignor; given back by a return is negative. A line of V of his next statement.
CREATE TABLE offset_use (
    contract_id {blob} NOT NULL,
    entry_key   {i64} NOT NULL,             -- sale or return
    sale_key    {i64} NOT NULL,
    party_id    {blob} NOT NULL,
    amount      {i64} NOT NULL,
    PRIMARY KEY (contract_id, entry_key)
){strict_clustered};
CREATE INDEX offset_use_sale ON offset_use (sale_key, contract_id);
