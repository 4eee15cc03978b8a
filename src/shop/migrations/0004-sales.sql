-- Sales, shifts, settlements. All worked out. Tables a sale touches are few on purpose: trees decide its cost.

-- A sale (phiếu bán hàng) or a customer's return.
CREATE TABLE sale (
    entry_key    {i64} PRIMARY KEY NOT NULL,
    till_id      {blob} NOT NULL,
    epoch        {i64} NOT NULL,
    receipt_n    {i64} NOT NULL,            -- 1, 2, … in the till and epoch, without a gap
    shift_key    {i64} NOT NULL,            -- entry that opened the shift
    kind         {i64} NOT NULL,            -- 1 sale, 2 return
    business_day {i64} NOT NULL,
    lines_count  {i64} NOT NULL,
    gross        {i64} NOT NULL,            -- before discounts; a return is negative throughout
    discount     {i64} NOT NULL,
    rounding     {i64} NOT NULL,            -- the house's cash rounding, 0 or negative on a sale
    total        {i64} NOT NULL,            -- paid
    vat          {i64} NOT NULL,
    pay_way      {i64} NOT NULL,            -- of the first payment: 1 cash, 2 transfer (VietQR), 3 card; further ones are in the entry
    pay_cash     {i64} NOT NULL,            -- cash kept in the drawer (after change)
    refers_key   {i64},                     -- a return: the sale it takes back
    rounding_back {i64} NOT NULL,           -- a return: what its payments differ from its total by, as cash is given in whole units
    refund       {i64} NOT NULL,            -- a return: what goes back by transfer, positive
    UNIQUE (till_id, epoch, receipt_n)
){strict};

-- Money back by transfer: few rows, so that a sale does not touch it.
CREATE INDEX sale_refund ON sale (entry_key) WHERE refund > 0;

-- A line: goods of one lot. Share, VAT and stock move are columns.
CREATE TABLE line (
    entry_key   {i64} NOT NULL,
    n           {i64} NOT NULL,             -- 1, 2, …
    item_id     {blob} NOT NULL,
    lot_id      {blob},                     -- NULL: item without stock
    contract_id {blob} NOT NULL,
    version     {i64} NOT NULL,
    site_id     {blob} NOT NULL,
    place       {i64} NOT NULL,             -- where the goods left or went back to: 0 no stock, 1 shelf, 2 aside, 3 bin
    qty_milli   {i64} NOT NULL,             -- sold is positive; taken back negative, and so are all amounts below
    price       {i64} NOT NULL,             -- đồng a unit, listed
    list        {i64} NOT NULL,             -- the line at the listed price; the members of struct share (calc/share.h) follow
    paid        {i64} NOT NULL,             -- what the customer pays for it, VAT included
    discount_producer {i64} NOT NULL,
    discount_house {i64} NOT NULL,
    producer    {i64} NOT NULL,             -- legs: producer + vat_leg + house = paid
    vat_leg     {i64} NOT NULL,
    house       {i64} NOT NULL,
    due         {i64} NOT NULL,             -- column 6 of 01-BH; due = producer + commission + vat_kept
    due_price   {i64} NOT NULL,             -- column 5: a unit
    commission  {i64} NOT NULL,             -- before VAT of its own
    vat_kept    {i64} NOT NULL,
    basis       {i64} NOT NULL,             -- what the rate was taken of
    vat_class   {i64} NOT NULL,
    vat_ppm     {i64} NOT NULL,
    vat         {i64} NOT NULL,             -- inside paid, as the invoice has it
    returns_key {i64},                      -- a line taken back: of which entry …
    returns_n   {i64},                      -- … and line
    PRIMARY KEY (entry_key, n)
){strict_clustered};
CREATE INDEX line_contract ON line (contract_id, entry_key, n);
CREATE INDEX line_returned ON line (returns_key, returns_n) WHERE returns_key IS NOT NULL;

-- A hamper on a ticket, whose parts are its lines.
CREATE TABLE bundle (
    entry_key {i64} NOT NULL,
    n         {i64} NOT NULL,               -- 1, 2, … of the ticket
    item_id   {blob} NOT NULL,
    qty_milli {i64} NOT NULL,
    PRIMARY KEY (entry_key, n)
){strict_clustered};

-- The two halves of an exchange; sale_key is NULL only between the two entries of one transaction.
CREATE TABLE exchange (
    return_key {i64} PRIMARY KEY NOT NULL,
    sale_key   {i64}
){strict};
CREATE UNIQUE INDEX exchange_sale ON exchange (sale_key);

-- What the house bore for goods brought without a receipt (shop/swap.h); less, negative, with a return of that ticket.
CREATE TABLE swap (
    entry_key {i64} PRIMARY KEY NOT NULL,
    sale_key  {i64} NOT NULL,
    amount    {i64} NOT NULL
){strict};
CREATE INDEX swap_sale ON swap (sale_key);

-- A ticket that was paid another way than was typed (shop/tender.h); the sale's own columns stay as they were typed.
CREATE TABLE tender_change (
    entry_key {i64} PRIMARY KEY NOT NULL,
    sale_key  {i64} NOT NULL,
    shift_key {i64} NOT NULL,
    cash      {i64} NOT NULL                -- what the drawer has more of on paper
){strict};
CREATE INDEX tender_change_sale ON tender_change (sale_key, entry_key);

-- A cashier's stretch at a till.
CREATE TABLE shift (
    entry_key   {i64} PRIMARY KEY NOT NULL, -- the entry that opened it
    till_id     {blob} NOT NULL,
    staff_id    {blob} NOT NULL,
    z_number    {i64} NOT NULL,             -- 1, 2, … of the till
    business_day {i64} NOT NULL,
    opened_us   {i64} NOT NULL,
    float_cash  {i64} NOT NULL,
    closed_key  {i64},                      -- the entry that closed it; NULL: open
    expected    {i64},                      -- cash that should be there
    counted     {i64},
    UNIQUE (till_id, z_number)
){strict};
CREATE UNIQUE INDEX shift_open ON shift (till_id) WHERE closed_key IS NULL;

-- A count of a drawer that did not agree and did not close the shift.
CREATE TABLE count_tried (
    shift_key {i64} NOT NULL,
    entry_key {i64} NOT NULL,
    counted   {i64} NOT NULL,
    at_us     {i64} NOT NULL,
    PRIMARY KEY (shift_key, entry_key)
){strict_clustered};

-- A closing of one contract (bảng thanh toán, form 01-BH).
CREATE TABLE settlement (
    entry_key   {i64} PRIMARY KEY NOT NULL,
    contract_id {blob} NOT NULL,
    number      {i64} NOT NULL,             -- 1, 2, … of the contract
    from_day    {i64} NOT NULL,
    to_day      {i64} NOT NULL,
    owed_before {i64} NOT NULL,             -- line II
    col6        {i64} NOT NULL,
    line_iv     {i64} NOT NULL,
    line_v      {i64} NOT NULL,
    owed_after  {i64} NOT NULL,             -- line VI, next period's II
    UNIQUE (contract_id, number),
    CHECK (owed_after = owed_before + col6 - line_iv - line_v),
    CHECK (to_day >= from_day)
){strict};

-- What a closing counted of one stream. The unique rules and the guard in the INSERT let the
-- database refuse a line counted twice and a line left out.
CREATE TABLE settlement_cut (
    contract_id {blob} NOT NULL,
    stream      {i64} NOT NULL,
    number      {i64} NOT NULL,             -- of the closing
    entry_key   {i64} NOT NULL,             -- the closing
    from_number {i64} NOT NULL,             -- first entry counted
    to_number   {i64} NOT NULL,             -- last entry counted; from_number - 1: none
    seen_number {i64} NOT NULL,             -- papers after to_number dated within the period were counted up to here
    PRIMARY KEY (contract_id, stream, number),
    CHECK (to_number >= from_number - 1),
    CHECK (seen_number >= to_number)
){strict_clustered};
CREATE UNIQUE INDEX settlement_cut_from ON settlement_cut (contract_id, stream, from_number) WHERE to_number >= from_number;
CREATE INDEX settlement_cut_entry ON settlement_cut (entry_key);

-- Column 7 of each item at a closing: next period's column 1.
CREATE TABLE settlement_item (
    entry_key    {i64} NOT NULL,
    item_id      {blob} NOT NULL,
    open_milli   {i64} NOT NULL,            -- column 1
    in_milli     {i64} NOT NULL,            -- column 2
    sold_milli   {i64} NOT NULL,            -- column 4, all prices
    close_milli  {i64} NOT NULL,            -- column 7
    PRIMARY KEY (entry_key, item_id)
){strict_clustered};

-- Money to or from a party outside a sale.
CREATE TABLE payout (
    entry_key   {i64} PRIMARY KEY NOT NULL,
    number      {i64} NOT NULL UNIQUE,      -- phiếu chi 1, 2, …
    contract_id {blob} NOT NULL,
    party_id    {blob} NOT NULL,
    way         {i64} NOT NULL,             -- 1 cash, 2 transfer
    amount      {i64} NOT NULL,             -- to the party is positive
    is_advance  {i64} NOT NULL CHECK (is_advance IN (0, 1)),
    doc_day     {i64} NOT NULL
){strict};
CREATE INDEX payout_contract ON payout (contract_id, entry_key);

-- Money of a return that was sent to the customer; a return by transfer without a row here waits (shop/refund.h).
CREATE TABLE refund (
    entry_key  {i64} PRIMARY KEY NOT NULL,
    return_key {i64} NOT NULL UNIQUE,
    amount     {i64} NOT NULL CHECK (amount > 0),
    doc_day    {i64} NOT NULL
){strict};

-- What an opening says of a contract taken over in mid-period (P8).
CREATE TABLE opening (
    entry_key   {i64} NOT NULL,
    contract_id {blob} NOT NULL,
    owed        {i64} NOT NULL,             -- line II of the first statement
    tier_sales  {i64} NOT NULL,             -- turnover of the running period before the book
    PRIMARY KEY (contract_id)
){strict};

-- What else an opening took over: customers' deposits and debts, COD money out with carriers, cash places.
CREATE TABLE opening_balance (
    entry_key {i64} NOT NULL,
    what      {i64} NOT NULL,               -- 1 deposit, 2 debt, 3 COD, 4 safe, 5 bank account, 6 drawer
    owner     {blob} NOT NULL,              -- the party; the till of a drawer; the site of a safe or an account
    label     TEXT NOT NULL,                -- paper, parcel or account number; '' where there is none
    amount    {i64} NOT NULL CHECK (amount > 0),
    due_day   {i64},                        -- of a debt
    PRIMARY KEY (what, owner, label)
){strict};

-- What a correction changes in the statements of the contracts it touches (shop/adjust.h).
CREATE TABLE adjustment (
    entry_key   {i64} NOT NULL,             -- the correction
    n           {i64} NOT NULL,             -- 1, 2, … within the entry
    contract_id {blob} NOT NULL,
    version     {i64} NOT NULL,
    kind        {i64} NOT NULL,             -- 1 owner: the share moves; 2 price: only amounts differ
    item_id     {blob} NOT NULL,
    lot_id      {blob},                     -- where a later return of the line comes back to; NULL: item without stock
    qty_milli   {i64} NOT NULL,             -- given is positive, taken away negative, 0 where only amounts differ
    paid        {i64} NOT NULL,             -- amounts as of a line, what is added to the contract's
    producer    {i64} NOT NULL,
    vat_leg     {i64} NOT NULL,
    house       {i64} NOT NULL,
    due         {i64} NOT NULL,
    due_price   {i64} NOT NULL,             -- a unit, never negative
    commission  {i64} NOT NULL,
    vat_kept    {i64} NOT NULL,
    basis       {i64} NOT NULL,
    refers_key  {i64} NOT NULL,             -- the line of a sale that it is about
    refers_n    {i64} NOT NULL,
    PRIMARY KEY (entry_key, n)
){strict_clustered};
CREATE INDEX adjustment_contract ON adjustment (contract_id, entry_key, n);
CREATE INDEX adjustment_refers ON adjustment (refers_key, refers_n, entry_key, n);

-- The next number of papers counted by hand: phiếu nhập, phiếu chi, … and floors taken over from an older book.
CREATE TABLE series (
    kind  {i64} NOT NULL,                   -- 1 intake, 2 payout, 3 receipts of a till, 4 an invoice series
    owner {blob} NOT NULL,                  -- site, till, or the letters of the invoice series
    last  {i64} NOT NULL,
    PRIMARY KEY (kind, owner)
){strict_clustered};

-- Sums that only grow, one tree for all kinds.
CREATE TABLE rollup (
    kind      {i64} NOT NULL,               -- shop/rollup.h
    period    {i64} NOT NULL,               -- a day, a month, or a shift's key
    key_a     {blob} NOT NULL,
    key_b     {blob} NOT NULL,
    count     {i64} NOT NULL,
    qty_milli {i64} NOT NULL,
    amount    {i64} NOT NULL,
    vat       {i64} NOT NULL,
    producer  {i64} NOT NULL,
    PRIMARY KEY (kind, period, key_a, key_b)
){strict_clustered};
