-- A thread is read a page at a time.

-- What places the comments of a branch, without the comments: their order, what they answer, and who may read them.
DROP INDEX comment_branch;
CREATE INDEX comment_branch ON comment (root_seq, ordinal, parent_seq, status);

-- The comments that hide what was said below them, which are few.
CREATE INDEX comment_held ON comment (thread_id) WHERE status = 'held';

-- A thread's count is read now, and kept whoever changes a comment. The server counts itself what it adds.
UPDATE thread SET comment_count = (
    SELECT count(*) FROM comment root JOIN comment c ON c.root_seq = root.seq
    WHERE root.thread_id = thread.id AND root.parent_seq IS NULL AND c.status = 'published'
);

CREATE TRIGGER comment_recounted AFTER UPDATE OF status, thread_id ON comment BEGIN
    UPDATE thread SET comment_count = comment_count - (old.status = 'published') WHERE id = old.thread_id;
    UPDATE thread SET comment_count = comment_count + (new.status = 'published') WHERE id = new.thread_id;
END;

CREATE TRIGGER comment_uncounted AFTER DELETE ON comment WHEN old.status = 'published' BEGIN
    UPDATE thread SET comment_count = comment_count - 1 WHERE id = old.thread_id;
END;
