-- What answers nothing need not stand in the index of replies, where nobody looks for it.
DROP INDEX comment_parent;
CREATE INDEX comment_parent ON comment (parent_seq, status, ordinal) WHERE parent_seq IS NOT NULL;
