-- The journal: what was decided, byte for byte, and who signed it. Rows are never altered.
-- Class of each table (see shop/tables.h): journal, worked out, vault, working.

-- One entry. Everything else that is worked out follows from these bytes alone.  (journal)
CREATE TABLE entry (
    entry_key {i64} PRIMARY KEY NOT NULL,   -- stream * 2^40 + number; number counts from 1 without a gap
    id        {blob} NOT NULL UNIQUE,       -- the asker's, 16 bytes; the same id is answered as the first time
    at_us     {i64} NOT NULL,               -- UTC microseconds; a copy
    hash      {blob} NOT NULL,              -- SHA-256 of "ocop-entry-1\n" and the bytes
    bytes     TEXT NOT NULL                 -- the canonical JSON object, at most 256 KiB
){strict};

-- The signature that ends every commit.  (journal)
CREATE TABLE seal (
    entry_key {i64} PRIMARY KEY NOT NULL,   -- the last entry of the commit
    signature {blob} NOT NULL               -- Ed25519 over "ocop-seal-1\n" and that entry's hash
){strict};

-- A stream: the entries of one site in one epoch.  (worked out, from entry 1 of the stream)
CREATE TABLE stream (
    stream       {i64} PRIMARY KEY NOT NULL, -- a small number, in order of appearance
    site_id      {blob} NOT NULL,
    epoch        {i64} NOT NULL,             -- counts from 1; a restore or a lost key begins the next
    public_key   {blob} NOT NULL,            -- Ed25519, checks the seals
    recovery_key {blob} NOT NULL,            -- Ed25519, may introduce the next epoch's key
    is_practice  {i64} NOT NULL CHECK (is_practice IN (0, 1)), -- a copy to learn on: nothing in it was ever sold
    UNIQUE (site_id, epoch)
){strict};

-- Personal facts that entries only point to. Forgetting deletes the row; the entry keeps the sum.  (vault)
CREATE TABLE vault (
    ref   {blob} PRIMARY KEY NOT NULL,      -- 16 bytes, named in the entry
    salt  {blob} NOT NULL,                  -- 16 random bytes
    facts TEXT NOT NULL                     -- canonical JSON; sum = SHA-256(salt and facts)
){strict};

-- sqlite:
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgres:
CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''23514'', MESSAGE = ''the journal only grows''; END';
CREATE TRIGGER entry_only_grows BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
CREATE TRIGGER seal_only_grows BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
-- both:
