-- What changed of a thread since a version of it, whoever changed it: each comment carries the versions.

-- The thread's version in which a comment last changed for its readers. 0 for what was there before this step and for what
-- nobody has read; NULL for what came in bulk.
ALTER TABLE comment ADD COLUMN stamp INTEGER DEFAULT 0;
-- That in which more of it changed than its votes, and that in which it began to be read.
ALTER TABLE comment ADD COLUMN text_stamp INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN shown_stamp INTEGER NOT NULL DEFAULT 0;
-- What changed up to this version cannot be told comment by comment.
ALTER TABLE thread ADD COLUMN told_from INTEGER NOT NULL DEFAULT 0;

UPDATE thread SET told_from = version;

CREATE INDEX comment_stamp ON comment (thread_id, stamp) WHERE stamp > 0;

-- A new column that readers see belongs into the list of comment_stamped.

CREATE TRIGGER comment_stamped_first AFTER INSERT ON comment WHEN new.stamp = 0 AND new.status = 'published' BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.thread_id;
    UPDATE comment SET stamp = t.version, text_stamp = t.version, shown_stamp = t.version
    FROM thread t WHERE seq = new.seq AND t.id = new.thread_id;
END;

CREATE TRIGGER comment_stamped AFTER UPDATE OF status, author_id, source, html, posted_at, edited_at, up, down,
    reactions, badge, picked_at ON comment
WHEN 'published' IN (old.status, new.status) BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.thread_id;
    UPDATE comment SET stamp = t.version,
        text_stamp = iif((new.up, new.down) = (old.up, old.down), t.version, text_stamp),
        shown_stamp = iif(old.status = 'published', shown_stamp, t.version)
    FROM thread t WHERE seq = new.seq AND t.id = new.thread_id;
END;

CREATE TRIGGER author_stamped AFTER UPDATE OF name, role ON author BEGIN
    UPDATE thread SET version = version + 1 WHERE id IN (SELECT thread_id FROM comment WHERE author_id = new.id);
    UPDATE comment SET stamp = t.version, text_stamp = t.version
    FROM thread t WHERE author_id = new.id AND status = 'published' AND t.id = thread_id;
END;

CREATE TRIGGER badge_given_stamped AFTER INSERT ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = new.writer AND status = 'published');
    UPDATE comment SET stamp = t.version, text_stamp = t.version
    FROM thread t WHERE writer = new.writer AND status = 'published' AND t.id = thread_id;
END;

CREATE TRIGGER badge_changed_stamped AFTER UPDATE ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = new.writer AND status = 'published');
    UPDATE comment SET stamp = t.version, text_stamp = t.version
    FROM thread t WHERE writer = new.writer AND status = 'published' AND t.id = thread_id;
END;

CREATE TRIGGER badge_taken_stamped AFTER DELETE ON writer_badge BEGIN
    UPDATE thread SET version = version + 1
    WHERE id IN (SELECT thread_id FROM comment WHERE writer = old.writer AND status = 'published');
    UPDATE comment SET stamp = t.version, text_stamp = t.version
    FROM thread t WHERE writer = old.writer AND status = 'published' AND t.id = thread_id;
END;

-- What moves or goes, and what hides or shows the comments below it, is not told one by one.

CREATE TRIGGER comment_displaced AFTER UPDATE OF id, thread_id, parent_seq, root_seq, depth, ordinal ON comment BEGIN
    UPDATE thread SET version = version + 1, told_from = version + 1 WHERE id IN (old.thread_id, new.thread_id);
END;

CREATE TRIGGER comment_unveiled AFTER UPDATE OF status ON comment
WHEN (old.status = 'held') <> (new.status = 'held') AND EXISTS (
    SELECT 1 FROM comment WHERE parent_seq = new.seq AND status <> 'held'
) BEGIN
    UPDATE thread SET version = version + 1, told_from = version + 1 WHERE id = new.thread_id;
END;

CREATE TRIGGER comment_vanished AFTER DELETE ON comment WHEN old.status <> 'held' BEGIN
    UPDATE thread SET version = version + 1, told_from = version + 1 WHERE id = old.thread_id;
END;
