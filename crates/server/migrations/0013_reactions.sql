-- Emoji that readers react with, to comments and to articles.

CREATE TABLE comment_reaction (
    comment_seq INTEGER NOT NULL REFERENCES comment (seq) ON DELETE CASCADE,
    -- Who reacted, as in comment.writer.
    reader      BLOB    NOT NULL,
    emoji       TEXT    NOT NULL,
    PRIMARY KEY (comment_seq, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_reaction (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    reader    BLOB    NOT NULL,
    emoji     TEXT    NOT NULL,
    PRIMARY KEY (thread_id, reader)
) STRICT, WITHOUT ROWID;

-- How many reacted with what, counted by the writer with each reaction: JSON, [{"emoji": "👍", "count": 3}]; NULL where
-- nobody did.
ALTER TABLE comment ADD COLUMN reactions TEXT;
ALTER TABLE thread ADD COLUMN reactions TEXT;

CREATE TRIGGER comment_reacted AFTER UPDATE OF reactions ON comment BEGIN
    UPDATE thread SET version = version + 1 WHERE id = new.thread_id;
END;
