-- The beginning of a long branch is read without the rest of it.

-- The replies to a comment that everybody reads, in their order; and whoever deletes a comment looks for its replies.
DROP INDEX comment_parent;
CREATE INDEX comment_parent ON comment (parent_seq, status, ordinal);

-- The comments of a branch that not everybody reads, which are few.
CREATE INDEX comment_unpublished ON comment (root_seq) WHERE status <> 'published';
