-- The desk: who may sign in, what is to be reviewed, and who did what.

-- SHA-256 of the site's secret; NULL where nobody can sign in.
ALTER TABLE site ADD COLUMN secret BLOB;

CREATE TABLE desk_session (
    -- SHA-256 of what the cookie holds.
    token      BLOB    PRIMARY KEY,
    site_id    INTEGER NOT NULL REFERENCES site (id),
    -- As they named themselves when they signed in.
    who        TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX desk_session_site ON desk_session (site_id);
CREATE INDEX desk_session_expiry ON desk_session (expires_at);

CREATE TABLE desk_log (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id         INTEGER NOT NULL REFERENCES site (id),
    made_at         INTEGER NOT NULL,
    who             TEXT    NOT NULL,
    act             TEXT    NOT NULL CHECK (act IN ('approve', 'remove', 'restore', 'close', 'reopen', 'undo')),
    thread_id       INTEGER REFERENCES thread (id) ON DELETE SET NULL,
    comment_seq     INTEGER REFERENCES comment (seq) ON DELETE SET NULL,
    -- What it was before, to be undone by: of a comment its status, of a thread the two times.
    was_status      TEXT,
    was_closed_at   INTEGER,
    was_reopened_at INTEGER
) STRICT;

CREATE INDEX desk_log_site ON desk_log (site_id);
CREATE INDEX desk_log_thread ON desk_log (thread_id);
CREATE INDEX desk_log_comment ON desk_log (comment_seq);

-- A thread that was reopened counts its days from then on.
ALTER TABLE thread ADD COLUMN reopened_at INTEGER;

DROP TRIGGER thread_changed;
CREATE TRIGGER thread_changed AFTER UPDATE OF site_id, key, url, title, closed_at, reopened_at ON thread BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.id;
END;

-- The site of a comment's thread, so that the comments of a site stand in an index in their order. Given with every new
-- comment, and kept whoever moves one.
ALTER TABLE comment ADD COLUMN site_id INTEGER REFERENCES site (id);

-- No reader sees it, so no version is raised.
DROP TRIGGER comment_changed;
UPDATE comment SET site_id = (SELECT site_id FROM thread WHERE id = comment.thread_id);
CREATE TRIGGER comment_changed AFTER UPDATE ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id IN (old.thread_id, new.thread_id);
END;

CREATE TRIGGER comment_moved AFTER UPDATE OF thread_id ON comment BEGIN
    UPDATE comment SET site_id = (SELECT site_id FROM thread WHERE id = new.thread_id) WHERE seq = new.seq;
END;

CREATE TRIGGER thread_moved AFTER UPDATE OF site_id ON thread BEGIN
    UPDATE comment SET site_id = new.site_id WHERE seq IN (
        SELECT c.seq FROM comment root JOIN comment c ON c.root_seq = root.seq
        WHERE root.thread_id = new.id AND root.parent_seq IS NULL
    );
END;

CREATE INDEX comment_of_site ON comment (site_id, ordinal);
CREATE INDEX comment_waiting ON comment (site_id, ordinal) WHERE status = 'held';

-- Finds out whether a reader's comments were read before.
CREATE INDEX comment_writer ON comment (writer) WHERE writer IS NOT NULL AND status = 'published';
