//! Reads what editors made stand out in a thread: the one comment that they pinned, and those that they picked.
//!
//! Picks are read alone and flat, the newest first: each stands where its age puts it among the picks, whatever branch it is
//! in, so a cursor holds while others are picked.

use sqlx::SqliteConnection;
use weerwoord_protocol::{Comment, CommentId};

use super::choose::{self, Stretch};
use super::page::{Part, Position, Reader};
use super::read;
use super::tree::Line;
use crate::cursor::{Cursor, Root};

/// The picks before or after a place in the order of age, but for those below a comment that waits for review.
pub(super) const PICKS: [&str; 2] = [
    "WITH RECURSIVE hidden (seq) AS (
        SELECT seq FROM comment WHERE thread_id = ?1 AND status = 'held'
        UNION SELECT reply.seq FROM hidden JOIN comment reply ON reply.parent_seq = hidden.seq
    )
    SELECT seq FROM comment WHERE thread_id = ?1 AND picked_at IS NOT NULL AND status = 'published'
        AND (ordinal, seq) < (?2, ?3) AND seq NOT IN (SELECT seq FROM hidden)
        ORDER BY ordinal DESC, seq DESC LIMIT ?4",
    "WITH RECURSIVE hidden (seq) AS (
        SELECT seq FROM comment WHERE thread_id = ?1 AND status = 'held'
        UNION SELECT reply.seq FROM hidden JOIN comment reply ON reply.parent_seq = hidden.seq
    )
    SELECT seq FROM comment WHERE thread_id = ?1 AND picked_at IS NOT NULL AND status = 'published'
        AND (ordinal, seq) > (?2, ?3) AND seq NOT IN (SELECT seq FROM hidden)
        ORDER BY ordinal, seq LIMIT ?4",
];
pub(super) const PLACE: &str = "SELECT ordinal, seq FROM comment WHERE id = ?2 AND thread_id = ?1";
/// Whether everybody reads a comment: it is published, and nothing above it waits for review.
pub(super) const IS_READ: &str = "WITH RECURSIVE above (seq, parent_seq, status) AS (
        SELECT seq, parent_seq, status FROM comment WHERE seq = ?1
        UNION ALL SELECT up.seq, up.parent_seq, up.status FROM above JOIN comment up ON up.seq = above.parent_seq
    )
    SELECT EXISTS (SELECT 1 FROM comment WHERE seq = ?1 AND status = 'published')
        AND NOT EXISTS (SELECT 1 FROM above WHERE status = 'held')";

/// The comment that is pinned, if everybody reads it.
pub(super) async fn pinned(db: &mut SqliteConnection, seq: i64) -> sqlx::Result<Option<Comment>> {
    let is_read: bool = sqlx::query_scalar(IS_READ).bind(seq).fetch_one(&mut *db).await?;
    if !is_read {
        return Ok(None);
    }
    Ok(read::comments(db, &[seq]).await?.remove(&seq))
}

impl Reader<'_> {
    /// The page of the picks at a position; `None` where a cursor leads nowhere.
    pub(super) async fn picks(&mut self, position: &Position) -> sqlx::Result<Option<Part>> {
        let (cursor, alone) = match position {
            // A comment alone is not for this to read.
            Position::First | Position::At(_) | Position::Alone(_) => (None, false),
            Position::Gap(cursor) => (Some(cursor), false),
            Position::From(cursor) => (Some(cursor), true),
        };
        let (from, forward) = match cursor {
            None => ((i64::MAX, i64::MAX), true),
            Some(
                Cursor::Branch { .. }
                | Cursor::After(Root { rank: Some(_), .. })
                | Cursor::Before(Root { rank: Some(_), .. }),
            ) => return Ok(None),
            Some(Cursor::After(root)) => match self.place(&root.id).await? {
                Some(place) => (place, true),
                None => return Ok(None),
            },
            Some(Cursor::Before(root)) => match self.place(&root.id).await? {
                Some(place) => (place, false),
                None => return Ok(None),
            },
        };
        let limit = i64::try_from(self.limit).unwrap_or(i64::MAX).saturating_add(1);
        let query = sqlx::query_scalar(PICKS[usize::from(!forward)]).bind(self.thread).bind(from.0).bind(from.1);
        let mut seqs: Vec<i64> = query.bind(limit).fetch_all(&mut *self.db).await?;
        let more = seqs.len() > self.limit;
        seqs.truncate(self.limit);
        let mut comments = read::comments(self.db, &seqs).await?;
        // Here they stand in no conversation.
        comments.values_mut().for_each(|comment| comment.depth = 0);
        let mut stretches: Vec<Stretch> = seqs.iter().map(|&seq| Stretch::alone(Line::alone(seq))).collect();
        if !forward {
            stretches.reverse();
        }
        let mut layout = choose::lay_out(stretches, choose::fit(seqs, comments, 1));
        let [before, after] = if forward { [alone, more] } else { [more, alone] };
        layout.close_ends(before, after);
        Ok(Some(Part { comments: layout.comments, gaps: layout.gaps, ..Part::default() }))
    }

    /// Where a comment stands by its age.
    async fn place(&mut self, id: &CommentId) -> sqlx::Result<Option<(i64, i64)>> {
        sqlx::query_as(PLACE).bind(self.thread).bind(id.as_str()).fetch_optional(&mut *self.db).await
    }
}
