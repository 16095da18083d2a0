-- Sites, threads, authors and comments.
-- Times are microseconds since 1970, UTC.

CREATE TABLE site (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE thread (
    id            INTEGER PRIMARY KEY,
    site_id       INTEGER NOT NULL REFERENCES site (id),
    key           TEXT    NOT NULL,
    -- As first seen; for people, not for finding the thread.
    url           TEXT,
    title         TEXT,
    closed_at     INTEGER,
    -- Published comments.
    comment_count INTEGER NOT NULL DEFAULT 0,
    -- The highest ordinal of its comments: a live comment comes after it, whatever the clock says.
    last_ordinal  INTEGER NOT NULL DEFAULT 0,
    -- Raised by every change of what its readers see.
    version       INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL,
    UNIQUE (site_id, key)
) STRICT;

-- One row for each comment of a guest, for two guests of one name may be two people; one row for each name and role of
-- an imported thread.
CREATE TABLE author (
    id         INTEGER PRIMARY KEY,
    site_id    INTEGER NOT NULL REFERENCES site (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('guest', 'imported')),
    name       TEXT    NOT NULL,
    role       TEXT,
    -- Finds an imported author again.
    import_key TEXT    UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE comment (
    seq          INTEGER PRIMARY KEY,
    -- The public name: a UUID in lower case.
    id           TEXT    NOT NULL UNIQUE,
    thread_id    INTEGER NOT NULL REFERENCES thread (id),
    parent_seq   INTEGER REFERENCES comment (seq),
    -- The comment on the article itself that this one descends from; its own seq there.
    root_seq     INTEGER NOT NULL REFERENCES comment (seq),
    depth        INTEGER NOT NULL,
    -- What comments are ordered by.
    ordinal      INTEGER NOT NULL,
    author_id    INTEGER NOT NULL REFERENCES author (id),
    status       TEXT    NOT NULL CHECK (status IN ('published', 'held', 'removed')),
    -- The body as written; html is derived from it, by the renderer of html_version.
    source       TEXT    NOT NULL,
    html         TEXT    NOT NULL,
    html_version INTEGER NOT NULL,
    posted_at    INTEGER,
    received_at  INTEGER NOT NULL,
    -- Tells the same comment sent again from another one under the same id.
    fingerprint  BLOB    NOT NULL
) STRICT;

CREATE INDEX comment_roots ON comment (thread_id, ordinal) WHERE parent_seq IS NULL;
CREATE INDEX comment_branch ON comment (root_seq, ordinal);
-- Deleting a thread, a comment or an author looks for what refers to it.
CREATE INDEX comment_parent ON comment (parent_seq);
CREATE INDEX comment_author ON comment (author_id);
