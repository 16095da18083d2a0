//! Which comments everybody reads: those that are published and do not stand below one that is held. Whatever lists or
//! counts comments by SQL takes the rule from here; a branch that is read whole applies it in `tree.rs`.

/// Whether everybody reads the comment of this name in the query. Only a branch that has a held comment is walked up.
macro_rules! is_read {
    ($c:literal) => {
        concat!(
            "(",
            $c,
            ".status = 'published' AND NOT (EXISTS (
                SELECT 1 FROM comment held INDEXED BY comment_unpublished
                WHERE held.root_seq = ",
            $c,
            ".root_seq AND held.status <> 'published' AND held.status = 'held'
            ) AND EXISTS (
                WITH RECURSIVE above (parent_seq, status) AS (
                    SELECT up.parent_seq, up.status FROM comment up WHERE up.seq = ",
            $c,
            ".parent_seq
                    UNION ALL
                    SELECT up.parent_seq, up.status FROM above JOIN comment up ON up.seq = above.parent_seq
                ) SELECT 1 FROM above WHERE status = 'held'
            )))"
        )
    };
}

/// How many comments of the thread `t` everybody reads: of those that are published, not what stands below a held one.
macro_rules! read_count {
    () => {
        "max(0, t.comment_count - (
        WITH RECURSIVE hidden (seq) AS (
            SELECT seq FROM comment WHERE thread_id = t.id AND status = 'held'
            UNION SELECT reply.seq FROM hidden JOIN comment reply ON reply.parent_seq = hidden.seq
        )
        SELECT count(*) FROM hidden JOIN comment c ON c.seq = hidden.seq WHERE c.status = 'published'
    ))"
    };
}

pub(super) use {is_read, read_count};
