-- Places where cash lies, their books, what one person did alone, what waits for a manager.

-- A drawer (the till's id), a safe (the first one has the site's id) or a bank account.
CREATE TABLE cash_place (
    id        {blob} PRIMARY KEY NOT NULL,
    site_id   {blob} NOT NULL,
    kind      {i64} NOT NULL,               -- 1 drawer, 2 safe, 3 bank account
    name      TEXT NOT NULL,
    account   TEXT,                         -- number of a bank account
    is_active {i64} NOT NULL
){strict};

-- The cash book (sổ quỹ): what came into a place and went out of it. Sales stand in it shift by shift, from the closing on.
CREATE TABLE cash_book (
    place_id  {blob} NOT NULL,
    day       {i64} NOT NULL,               -- of the paper; the business day of a shift
    entry_key {i64} NOT NULL,
    n         {i64} NOT NULL,               -- 1, 2, … within the entry
    at_us     {i64} NOT NULL,
    what      {i64} NOT NULL,               -- shop/cash.h
    amount    {i64} NOT NULL,               -- in is positive
    other_id  {blob},                       -- the place it came from or went to; NULL: outside
    shift_key {i64},                        -- of a drawer while a shift was open there
    paper     {i64},                        -- 1 phiếu thu, 2 phiếu chi: in the row of the paper's own place only
    number    {i64},
    reason    TEXT,
    PRIMARY KEY (place_id, day, entry_key, n)
){strict_clustered};
CREATE INDEX cash_book_shift ON cash_book (shift_key, what, entry_key) WHERE shift_key IS NOT NULL;
CREATE UNIQUE INDEX cash_book_paper ON cash_book (paper, number) WHERE paper IS NOT NULL;

-- What one person did where two are asked for; the manager confirms it, or asks.
CREATE TABLE alone (
    entry_key    {i64} PRIMARY KEY NOT NULL,
    staff_id     {blob} NOT NULL,
    at_us        {i64} NOT NULL,
    kind         TEXT NOT NULL,             -- of the entry
    amount       {i64} NOT NULL,            -- what was at stake
    reason       {i64} NOT NULL,            -- shop/alone.h
    answered_key {i64},                     -- the entry that answered last; NULL: not looked at
    answer       {i64}                      -- 1 confirmed, 2 asked
){strict};
CREATE INDEX alone_staff ON alone (staff_id, entry_key);
CREATE INDEX alone_day ON alone (staff_id, at_us);

-- When one person is on duty, and up to what she may go on alone; the last one holds.
CREATE TABLE duty (
    entry_key    {i64} PRIMARY KEY NOT NULL,
    site_id      {blob} NOT NULL,
    from_us      {i64} NOT NULL,
    until_us     {i64} NOT NULL,
    limit_amount {i64} NOT NULL,
    day_limit    {i64} NOT NULL,            -- 0: none
    except_id    {blob}                     -- whom it does not hold for: who switched it on without a second person
){strict};
CREATE INDEX duty_site ON duty (site_id, entry_key);

-- A request that waits for a manager who is somewhere else.  (working)
CREATE TABLE consent (
    id         {blob} PRIMARY KEY NOT NULL, -- the request's own
    ask        {blob} NOT NULL,             -- SHA-256 of what was asked: another request of the same id is not meant
    path       TEXT NOT NULL,               -- of the route
    till_id    {blob},
    staff_id   {blob} NOT NULL,             -- who asks
    stakes     TEXT NOT NULL,               -- what is at stake, as the book reckons it: {"stakes":[{"amount":…,"what":…}]}
    about      TEXT,                        -- what is to be done, as the book says it; NULL: the path says enough
    words      TEXT NOT NULL,               -- who asks, in her own
    at_us      {i64} NOT NULL,
    expires_us {i64} NOT NULL,
    state      {i64} NOT NULL,              -- 1 waiting, 2 agreed, 3 refused
    by_id      {blob},                      -- who answered
    answer     TEXT
){strict};
