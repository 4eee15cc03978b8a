-- Beside the book: what is done with an entry afterwards. Never written by apply, so neither hub nor rebuild prints again.

-- A paper to print, claimed by a commit before its first byte leaves.  (working)
CREATE TABLE print_job (
    state     {i64} NOT NULL,               -- 1 waiting, 2 printing, 3 done, 4 unknown, 5 failed
    entry_key {i64} NOT NULL,               -- the entry it prints; the facts are read from there
    layout    {i64} NOT NULL,               -- 1 receipt, 2 X or Z report, 3 cash slip, 4 intake note, 5 statement, 6 voucher
    copy      {i64} NOT NULL,               -- 0 the original, n: BẢN SAO n
    printer   TEXT NOT NULL,                -- its name in the settings
    reason    TEXT,                         -- the printer's own words
    at_us     {i64} NOT NULL,               -- of the last change
    lang      {i64} NOT NULL DEFAULT 0,     -- of a copy in another language; 0: as the ticket says
    is_gift   {i64} NOT NULL DEFAULT 0,     -- a copy without prices
    PRIMARY KEY (state, entry_key, layout, copy) -- the state leads, so that one tree serves the sale and the queue
){strict_clustered};

-- What opens a session.  (working)
CREATE TABLE credential (
    staff_id {blob} NOT NULL,
    kind     {i64} NOT NULL,                -- 1 PIN, 2 password, 3 the waits of passwords tried from afar (no hash)
    hash     TEXT NOT NULL,                 -- argon2id of libsodium, over the secret keyed by the book's pepper
    failures {i64} NOT NULL,                -- since the last success
    next_us  {i64} NOT NULL,                -- no try before this moment
    PRIMARY KEY (staff_id, kind)
){strict};

-- Signed-in people. The token itself is never stored.  (working)
CREATE TABLE session (
    token_sum {blob} PRIMARY KEY NOT NULL,  -- SHA-256 of the cookie
    staff_id  {blob} NOT NULL,
    till_id   {blob},                       -- where carts and shifts are this session's; NULL: none chosen
    station_id {blob},                      -- the enrolled browser it is in; NULL: none
    began_us  {i64} NOT NULL,
    is_locked {i64} NOT NULL                -- by hand; who was idle is known by began_us
){strict};

-- A browser that a supervisor enrolled: PINs open a session there.  (working)
CREATE TABLE station (
    id        {blob} PRIMARY KEY NOT NULL,
    token_sum {blob} NOT NULL,              -- SHA-256 of its own cookie
    name      TEXT NOT NULL,
    till_id   {blob},                       -- NULL: whichever is chosen
    staff_id  {blob} NOT NULL,              -- who enrolled it
    at_us     {i64} NOT NULL,
    revoked_us {i64}                        -- NULL: it holds
){strict};

-- An import that is being written in chunks; a restart goes on from here.  (working)
CREATE TABLE import_job (
    id        {blob} PRIMARY KEY NOT NULL,
    kind      TEXT NOT NULL,
    file_sum  {blob} NOT NULL,
    rows_count {i64} NOT NULL,
    done_count {i64} NOT NULL,
    at_us     {i64} NOT NULL
){strict};

-- Names for things that commands remember between runs: the last head seen, marks.  (working)
CREATE TABLE mark (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
){strict};
