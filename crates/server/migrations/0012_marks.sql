-- What editors make of comments and of their writers.

-- The one comment of a thread that stands above the others.
ALTER TABLE thread ADD COLUMN pinned_seq INTEGER REFERENCES comment (seq) ON DELETE SET NULL;
CREATE INDEX thread_pinned ON thread (pinned_seq) WHERE pinned_seq IS NOT NULL;

-- When an editor picked it; NULL where none did.
ALTER TABLE comment ADD COLUMN picked_at INTEGER;
CREATE INDEX comment_picked ON comment (thread_id, ordinal) WHERE picked_at IS NOT NULL;

-- The badges of writers, who are known to one site alone, for whatever they wrote there and will write.
CREATE TABLE writer_badge (
    -- As in comment.writer.
    writer BLOB PRIMARY KEY,
    badge  TEXT NOT NULL CHECK (badge IN ('author', 'staff'))
) STRICT, WITHOUT ROWID;

-- The badge that an import gave to this comment; its writer is not known.
ALTER TABLE comment ADD COLUMN badge TEXT;

DROP TRIGGER thread_changed;
CREATE TRIGGER thread_changed AFTER UPDATE OF site_id, key, url, title, closed_at, reopened_at, pinned_seq ON thread BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.id;
END;

CREATE TRIGGER comment_marked AFTER UPDATE OF picked_at, badge ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.thread_id;
END;

CREATE TRIGGER badge_given AFTER INSERT ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = new.writer AND status = 'published');
END;

CREATE TRIGGER badge_changed AFTER UPDATE ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = new.writer AND status = 'published');
END;

CREATE TRIGGER badge_taken AFTER DELETE ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = old.writer AND status = 'published');
END;

-- What the log needs to undo these: the comment that was pinned, when it was picked, and the writer's badge.
ALTER TABLE desk_log ADD COLUMN was_pinned INTEGER;
ALTER TABLE desk_log ADD COLUMN was_picked_at INTEGER;
ALTER TABLE desk_log ADD COLUMN was_badge TEXT;
