-- What readers report, and what the desk did about it.

CREATE TABLE report (
    comment_seq INTEGER NOT NULL REFERENCES comment (seq) ON DELETE CASCADE,
    -- Who reported, as in comment.writer; of a reader without a token, a hash of the address.
    reader      BLOB    NOT NULL,
    -- A hash of the comment and the reader's address, by a key that no file has; NULL where the address is not the reader's.
    address     BLOB,
    reason      TEXT    NOT NULL CHECK (reason IN ('spam', 'abuse', 'off-topic', 'illegal', 'other')),
    text        TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    -- When an editor settled the comment; NULL until then.
    settled_at  INTEGER,
    PRIMARY KEY (comment_seq, reader)
) STRICT, WITHOUT ROWID;

CREATE INDEX report_settled ON report (settled_at) WHERE settled_at IS NOT NULL;

-- How many readers reported a comment since it was last settled, and whether an editor has let this text stand: then
-- reports alone hold it no more.
ALTER TABLE comment ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX comment_reported ON comment (site_id, reports) WHERE reports > 0;

-- Neither is anything that readers see: every other column raises the version.
DROP TRIGGER comment_changed;
CREATE TRIGGER comment_changed AFTER UPDATE OF id, thread_id, parent_seq, root_seq, depth, ordinal, author_id, status, source,
    html, html_version, posted_at, received_at, fingerprint, writer, edited_at, deleted_at, final_at, up, down, score, replies
ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id IN (old.thread_id, new.thread_id);
END;

-- The log as it was, and what each act changes; the program alone knows the acts, for there will be more of them.
CREATE TABLE desk_log_now (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id         INTEGER NOT NULL REFERENCES site (id),
    made_at         INTEGER NOT NULL,
    -- Empty where the server did it by itself.
    who             TEXT    NOT NULL,
    act             TEXT    NOT NULL,
    -- What it changes. An act is undone until another one changes the same.
    changes         TEXT    NOT NULL,
    thread_id       INTEGER REFERENCES thread (id) ON DELETE SET NULL,
    comment_seq     INTEGER REFERENCES comment (seq) ON DELETE SET NULL,
    -- What it was before, to be undone by: of a comment its status and whether it was let stand, of a thread the two times.
    was_status      TEXT,
    was_reviewed    INTEGER,
    was_closed_at   INTEGER,
    was_reopened_at INTEGER
) STRICT;

INSERT INTO desk_log_now (id, site_id, made_at, who, act, changes, thread_id, comment_seq, was_status, was_closed_at,
    was_reopened_at)
SELECT id, site_id, made_at, who, act, iif(was_status IS NULL, 'closed', 'status'), thread_id, comment_seq, was_status,
    was_closed_at, was_reopened_at FROM desk_log;

DROP TABLE desk_log;
ALTER TABLE desk_log_now RENAME TO desk_log;

CREATE INDEX desk_log_site ON desk_log (site_id);
CREATE INDEX desk_log_thread ON desk_log (thread_id);
CREATE INDEX desk_log_comment ON desk_log (comment_seq);
