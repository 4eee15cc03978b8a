-- More about goods: names in other languages, where they are traced, recalls. All worked out.

-- Each time a lot was frozen (recalled) or let go; the last row says what lot.is_frozen says.
CREATE TABLE lot_freeze (
    lot_id    {blob} NOT NULL,
    entry_key {i64} NOT NULL,
    is_frozen {i64} NOT NULL CHECK (is_frozen IN (0, 1)),
    reason    TEXT NOT NULL,
    PRIMARY KEY (lot_id, entry_key)
){strict_clustered};

-- What is told of an item beside its name, in a language.
CREATE TABLE item_words (
    item_id   {blob} NOT NULL,
    lang      {i64} NOT NULL,               -- 1 vi, 2 en, 3 zh, 4 ko
    name      TEXT,                         -- NULL where it is not translated, and in vi, where it is the item's own
    story     TEXT,                         -- who makes it, where, how
    storage   TEXT,                         -- how it keeps
    usage     TEXT,                         -- how it is used
    PRIMARY KEY (item_id, lang)
){strict_clustered};

-- Where the producer's own trace page is: of an item ({lot} stands for the lot's code), or of one lot.
CREATE TABLE trace_link (
    owner_id  {blob} PRIMARY KEY NOT NULL,  -- item or lot
    url       TEXT NOT NULL
){strict};
