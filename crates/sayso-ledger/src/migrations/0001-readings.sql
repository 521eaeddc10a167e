-- Readings, and of every row what questions filter by. The whole row stands in `reading.packed`; `ordinal` is its place
-- in the reading's list of its kind. Days are `YYYY-MM-DD`.

-- What a reading was made with.
CREATE TABLE edition (
    key       INTEGER PRIMARY KEY,
    schema    TEXT NOT NULL,
    program   TEXT NOT NULL,
    weights   TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    UNIQUE (schema, program, weights, knowledge)
) STRICT;

-- A text. Its key tells the order of adding.
CREATE TABLE document (
    key        INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE, -- BLAKE3 of the text
    title      TEXT,
    publisher  TEXT,
    published  TEXT,                 -- the day
    language   TEXT,
    characters INTEGER NOT NULL,
    words      INTEGER NOT NULL,
    latest     INTEGER NOT NULL DEFAULT 1 -- 0 once each of its addresses has a later text
) STRICT;
CREATE INDEX document_by_day ON document (published, key);

-- Where and when a text was found. One address with another text later is a new version of it.
CREATE TABLE appearance (
    key       INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    address   TEXT,                  -- URL or given id; none of a line in a file
    source    TEXT NOT NULL,
    publisher TEXT,
    published TEXT,
    added     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    latest    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (document, source)
) STRICT;
CREATE INDEX appearance_by_address ON appearance (address, key) WHERE address IS NOT NULL;

CREATE TABLE reading (
    document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    edition  INTEGER NOT NULL REFERENCES edition,
    packed   BLOB NOT NULL
) STRICT;
CREATE INDEX reading_by_edition ON reading (edition);

-- What is called so, over all articles.
CREATE TABLE name (
    key     INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    type    TEXT NOT NULL,
    country TEXT NOT NULL,           -- '' where none is told
    UNIQUE (name, type, country)
) STRICT;

CREATE TABLE entity (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal  INTEGER NOT NULL,
    id       BLOB NOT NULL,
    name     INTEGER NOT NULL REFERENCES name,
    sectors  TEXT NOT NULL,          -- split by blanks
    mentions INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_by_name ON entity (name, document);

CREATE TABLE statement (
    document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    id        BLOB NOT NULL,
    voice     TEXT NOT NULL,
    quotation TEXT NOT NULL,
    act       TEXT NOT NULL,
    certainty TEXT NOT NULL,         -- FactBank's value, of the innermost source, else of the author
    distancing TEXT NOT NULL,
    said_from TEXT,
    said_to   TEXT,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

-- The chain of a statement, from the publisher inwards; `inferred` links are not told.
CREATE TABLE source (
    document  INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    role      TEXT NOT NULL CHECK (role IN ('chain', 'via', 'inferred')),
    position  INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    name      TEXT,
    country   TEXT,
    PRIMARY KEY (document, statement, role, position),
    FOREIGN KEY (document, statement) REFERENCES statement ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,
    id         BLOB NOT NULL,
    type       TEXT NOT NULL,
    quad       INTEGER NOT NULL,
    factuality TEXT NOT NULL,
    day_from   TEXT,
    day_to     TEXT,
    place      TEXT,
    geonames   INTEGER,
    country    TEXT,
    latitude   REAL,
    longitude  REAL,
    background INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
    document INTEGER NOT NULL,
    event    INTEGER NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    position INTEGER NOT NULL,
    entity   INTEGER,                -- its ordinal
    text     TEXT NOT NULL,
    country  TEXT,
    sectors  TEXT NOT NULL,
    PRIMARY KEY (document, event, role, position),
    FOREIGN KEY (document, event) REFERENCES event ON DELETE CASCADE,
    FOREIGN KEY (document, entity) REFERENCES entity DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- By whose word an event is told.
CREATE TABLE vouched (
    document  INTEGER NOT NULL,
    event     INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (document, event, statement),
    FOREIGN KEY (document, event) REFERENCES event ON DELETE CASCADE,
    FOREIGN KEY (document, statement) REFERENCES statement DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE figure (
    document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    id        BLOB NOT NULL,
    kind      TEXT NOT NULL,
    value     REAL,
    low       REAL,
    high      REAL,
    unit      TEXT,
    counted   TEXT,                  -- what is counted
    measure   TEXT,
    actor     INTEGER,               -- the ordinal of an entity
    place     TEXT,
    day_from  TEXT,
    day_to    TEXT,
    statement INTEGER,
    PRIMARY KEY (document, ordinal),
    FOREIGN KEY (document, statement) REFERENCES statement DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,
    id         BLOB NOT NULL,
    name       TEXT NOT NULL,
    registered TEXT,
    instrument TEXT,
    ambit      TEXT,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE party (
    document  INTEGER NOT NULL,
    agreement INTEGER NOT NULL,
    entity    INTEGER NOT NULL,
    country   TEXT,
    PRIMARY KEY (document, agreement, entity),
    FOREIGN KEY (document, agreement) REFERENCES agreement ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE stage (
    document  INTEGER NOT NULL,
    agreement INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    id        BLOB NOT NULL,
    stage     TEXT NOT NULL,
    status    TEXT NOT NULL,
    day_from  TEXT,
    day_to    TEXT,
    statement INTEGER,
    PRIMARY KEY (document, agreement, position),
    FOREIGN KEY (document, agreement) REFERENCES agreement ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE provision (
    document  INTEGER NOT NULL,
    agreement INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    id        BLOB NOT NULL,
    class     TEXT NOT NULL,
    duty      TEXT,
    statement INTEGER,
    PRIMARY KEY (document, agreement, position),
    FOREIGN KEY (document, agreement) REFERENCES agreement ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What does not agree inside one article.
CREATE TABLE dispute (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,
    id         BLOB NOT NULL,
    type       TEXT NOT NULL,
    comparison TEXT,
    sentence   TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

-- What a program wants to remember between runs, as JSON: how far it has watched.
CREATE TABLE memory (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Full text. Row numbers of `text_words` are documents' keys, those of `name_words` names'.
CREATE VIRTUAL TABLE text_words USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61');
CREATE VIRTUAL TABLE name_words USING fts5 (name, content = '', contentless_delete = 1, tokenize = 'unicode61');

-- What statements (kind 1), events (2), figures (3), agreements (4) and disputes (5) are found by. The row number is
-- `document << 28 | kind << 25 | ordinal`. One index answers filters that combine by walking lists side by side, newest
-- first; and it is written in runs that are merged now and then, where indexes of each column would have a page somewhere
-- to write for each row of a million articles.
CREATE VIRTUAL TABLE row_words USING fts5 (
    facets,  -- words as `type_AID`, `month_2024_06`
    who,     -- countries, names and sectors of who does
    whom,    -- and of whom it is done to
    sources, -- whose word it is
    place,
    words,   -- what it says
    content = '', contentless_delete = 1, tokenize = "unicode61 tokenchars '_+'"
);

-- The first 14 letters of the ids of a document's rows, so that one is found by its beginning.
CREATE VIRTUAL TABLE row_ids USING fts5 (ids, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none);

-- Fewer, larger runs to merge: half as much work a row.
INSERT INTO row_words (row_words, rank) VALUES ('hashsize', 16777216), ('automerge', 8);
INSERT INTO text_words (text_words, rank) VALUES ('hashsize', 8388608), ('automerge', 8);
INSERT INTO row_ids (row_ids, rank) VALUES ('hashsize', 8388608), ('automerge', 8);
