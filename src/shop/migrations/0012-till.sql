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
