-- Votes, and what comments on an article are ordered by besides their age.

CREATE TABLE vote (
    comment_seq INTEGER NOT NULL REFERENCES comment (seq) ON DELETE CASCADE,
    -- Who voted, as in comment.writer.
    reader      BLOB    NOT NULL,
    value       INTEGER NOT NULL CHECK (value IN (-1, 1)),
    PRIMARY KEY (comment_seq, reader)
) STRICT, WITHOUT ROWID;

-- The votes of a comment, counted by the writer with each vote.
ALTER TABLE comment ADD COLUMN up INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN down INTEGER NOT NULL DEFAULT 0;
-- How surely they speak for it: the lower bound of Wilson's interval, in billionths.
ALTER TABLE comment ADD COLUMN score INTEGER NOT NULL DEFAULT 0;
-- Published comments below a comment on the article; 0 for a reply.
ALTER TABLE comment ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;

UPDATE comment SET replies = (
    SELECT count(*) FROM comment c WHERE c.root_seq = comment.seq AND c.seq <> comment.seq AND c.status = 'published'
) WHERE parent_seq IS NULL;

CREATE INDEX comment_best ON comment (thread_id, score, ordinal) WHERE parent_seq IS NULL;
CREATE INDEX comment_discussed ON comment (thread_id, replies, ordinal) WHERE parent_seq IS NULL;

-- The server counts itself what it adds.
CREATE TRIGGER reply_recounted AFTER UPDATE OF status ON comment
WHEN new.parent_seq IS NOT NULL AND (old.status = 'published') <> (new.status = 'published') BEGIN
    UPDATE comment SET replies = replies + (new.status = 'published') - (old.status = 'published') WHERE seq = new.root_seq;
END;

CREATE TRIGGER reply_uncounted AFTER DELETE ON comment WHEN old.parent_seq IS NOT NULL AND old.status = 'published' BEGIN
    UPDATE comment SET replies = replies - 1 WHERE seq = old.root_seq;
END;
