-- What writers do to their own comments.

-- When its writer last changed the text, and when its writer deleted the comment (which is removed then).
ALTER TABLE comment ADD COLUMN edited_at INTEGER;
ALTER TABLE comment ADD COLUMN deleted_at INTEGER;
-- Until when its writer can take it back; NULL once it is final. A deletion that is final has erased the text.
ALTER TABLE comment ADD COLUMN final_at INTEGER;

CREATE INDEX comment_final ON comment (final_at) WHERE final_at IS NOT NULL;

-- The texts that a comment had before.
CREATE TABLE comment_revision (
    id          INTEGER PRIMARY KEY,
    comment_seq INTEGER NOT NULL REFERENCES comment (seq) ON DELETE CASCADE,
    source      TEXT    NOT NULL,
    replaced_at INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_revision_comment ON comment_revision (comment_seq);
