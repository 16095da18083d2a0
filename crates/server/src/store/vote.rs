//! Votes, as the writer carries them out: a comment's counts and score always are those of its votes.

use sqlx::SqliteConnection;
use weerwoord_protocol::{CommentId, ErrorCode, Problem, Status, Voted};

use super::read::status_of;
use crate::error::unknown_comment;
use crate::reader::Reader;

pub(super) const FIND: &str = "SELECT c.seq, c.status, c.writer = ?3, c.up, c.down, coalesce(v.value, 0)
    FROM comment c JOIN thread t ON t.id = c.thread_id JOIN site s ON s.id = t.site_id
    LEFT JOIN vote v ON v.comment_seq = c.seq AND v.reader = ?3
    WHERE c.id = ?1 AND s.name = ?2";
pub(super) const CAST: &str = "INSERT INTO vote (comment_seq, reader, value) VALUES (?1, ?2, ?3)
    ON CONFLICT (comment_seq, reader) DO UPDATE SET value = excluded.value";
pub(super) const WITHDRAW: &str = "DELETE FROM vote WHERE comment_seq = ?1 AND reader = ?2";
pub(super) const COUNT: &str = "UPDATE comment SET up = ?2, down = ?3, score = ?4 WHERE seq = ?1";

/// The bound of a score lies this many standard deviations from what the votes say: 95 % of them are within.
const Z: f64 = 1.96;
/// Scores are kept as whole numbers of this part.
const SCALE: f64 = 1e9;

/// A reader's vote, checked.
#[derive(Clone, Debug)]
pub(crate) struct NewVote {
    pub(crate) site: String,
    pub(crate) id: CommentId,
    pub(crate) reader: Reader,
    /// 1, -1, or 0 for none.
    pub(crate) value: i32,
}

/// A row of [`FIND`]: seq, status, whether the reader wrote it, up, down, and the reader's vote so far.
type Row = (i64, String, Option<bool>, u32, u32, i32);

/// Makes a reader's vote what it shall be. The same again changes nothing, and has the same answer.
pub(super) async fn vote(db: &mut SqliteConnection, vote: &NewVote) -> sqlx::Result<Result<Voted, Problem>> {
    let NewVote { site, id, reader, value } = vote;
    let find = sqlx::query_as(FIND).bind(id.as_str()).bind(site).bind(reader.key());
    let row: Option<Row> = find.fetch_optional(&mut *db).await?;
    let Some((seq, status, own, mut up, mut down, before)) = row else { return Ok(Err(unknown_comment())) };
    match status_of(&status) {
        Status::Published | Status::Held if own == Some(true) => {
            return Ok(Err(Problem::new(ErrorCode::OwnComment, "Nobody votes on a comment of one's own.")));
        }
        Status::Published => {}
        Status::Removed => return Ok(Err(Problem::new(ErrorCode::CommentRemoved, "The comment was removed."))),
        // Only its writer knows of it.
        Status::Held => return Ok(Err(unknown_comment())),
    }
    if before != *value {
        count(&mut up, before == 1, *value == 1);
        count(&mut down, before == -1, *value == -1);
        let change = sqlx::query(if *value == 0 { WITHDRAW } else { CAST }).bind(seq).bind(reader.key());
        if *value == 0 { change } else { change.bind(value) }.execute(&mut *db).await?;
        sqlx::query(COUNT).bind(seq).bind(up).bind(down).bind(score(up, down)).execute(db).await?;
    }
    Ok(Ok(Voted { up, down, mine: *value }))
}

fn count(votes: &mut u32, before: bool, now: bool) {
    *votes = votes.saturating_add(now.into()).saturating_sub(before.into());
}

/// The lower bound of Wilson's interval for the share of votes for a comment, in billionths: a comment of which more is
/// known stands before one of as good a share.
pub(super) fn score(up: u32, down: u32) -> i64 {
    let (for_it, all) = (f64::from(up), f64::from(up) + f64::from(down));
    if all == 0.0 {
        return 0;
    }
    let share = for_it / all;
    let spread = Z * ((share * (1.0 - share) + Z * Z / (4.0 * all)) / all).sqrt();
    let bound = (share + Z * Z / (2.0 * all) - spread) / (1.0 + Z * Z / all);
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to a billion")]
    let score = (bound.max(0.0) * SCALE) as i64;
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_lower_bound_of_wilsons_interval() {
        // Worked out apart from this code.
        for (up, down, bound) in [(1, 0, 0.206_543), (10, 0, 0.722_460), (1, 1, 0.094_529), (600, 400, 0.569_305)] {
            let billionths = score(up, down);
            #[expect(clippy::cast_precision_loss, reason = "a billion at most")]
            let off = (billionths as f64 / SCALE - bound).abs();
            assert!(off < 1e-5, "{up} to {down}: {billionths}");
        }
        assert_eq!((score(0, 0), score(0, 5)), (0, 0));
    }

    #[test]
    fn a_vote_for_a_comment_raises_its_score_and_one_against_it_lowers_it() {
        for (up, down) in [(0, 0), (1, 0), (3, 2), (40, 1), (900, 1_000)] {
            assert!(score(up + 1, down) > score(up, down), "{up} to {down}");
            assert!(score(up + 1, down + 1) < score(up + 1, down), "{up} to {down}");
        }
    }

    #[test]
    fn as_good_a_share_of_more_votes_scores_more() {
        assert!(score(90, 10) > score(9, 1));
        assert!(score(2, 0) < score(60, 2), "two votes of two are no certainty");
    }
}
