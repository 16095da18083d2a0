//! What changed of a thread since a version of it.
//!
//! Every comment carries the version in which it last changed, kept by triggers, so that this does not depend on who
//! changed it. So nothing is logged that would have to be forgotten: however old a version is, what came since is what
//! carries a later one, each comment once and as it is now.

use sqlx::SqlitePool;
use weerwoord_protocol::{Comment, CommentId, Status, Votes};

use super::ThreadVersion;
use super::read::{self, Asked, THREAD, ThreadRow, status_of};
use crate::closing::Dates;

/// The most changes that are told one by one; whoever missed more had better read the thread again.
pub(crate) const DELTAS_MAX: usize = 200;

/// The most bytes of comments' HTML that are told at once, for the same reason: an answer may be of twenty threads.
const DELTAS_BYTES_MAX: usize = 256 * 1024;

pub(super) const TOLD_FROM: &str = "SELECT told_from FROM thread WHERE id = ?1";

/// What changed since a version, in its order, but what stands below a held comment.
pub(super) const STAMPED: &str = "SELECT c.seq, c.id, c.status, c.up, c.down, c.stamp, c.text_stamp, c.shown_stamp
    FROM comment c WHERE c.thread_id = ?1 AND c.stamp > 0 AND c.stamp > ?2 AND c.seq NOT IN (
        WITH RECURSIVE hidden (seq) AS (
            SELECT reply.seq FROM comment h JOIN comment reply ON reply.parent_seq = h.seq
                WHERE h.thread_id = ?1 AND h.status = 'held'
            UNION SELECT reply.seq FROM hidden JOIN comment reply ON reply.parent_seq = hidden.seq
        )
        SELECT seq FROM hidden
    ) ORDER BY c.stamp LIMIT ?3";

/// A row of [`STAMPED`], in its order.
type Row = (i64, String, String, u32, u32, i64, i64, i64);

/// A change that everybody may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delta {
    /// A comment is read from now on.
    Posted(Box<Comment>),
    /// A comment is another now.
    Edited(Box<Comment>),
    /// A comment is not read any more.
    Removed(CommentId),
    /// Readers voted.
    Votes(CommentId, Votes),
}

/// What became of a thread since a version.
#[derive(Clone, Debug)]
pub(crate) enum Since {
    /// This, each with the number of the version that has it.
    Deltas(Vec<(i64, Delta)>),
    /// More than can be told.
    Much,
    /// There never was this version.
    Never,
}

/// A thread as it is now, and what changed.
#[derive(Clone, Debug)]
pub(crate) struct Deltas {
    /// Its version, marked.
    pub(crate) version: ThreadVersion,
    /// How many comments everybody can read.
    pub(crate) count: u32,
    /// Whether it takes no new comments.
    pub(crate) closed: bool,
    /// When it closes by itself, if it is open and ever does.
    pub(crate) closes_at: Option<i64>,
    pub(crate) since: Since,
}

/// What changed of a thread since a version; without one nothing has, and it is only told how the thread stands.
pub(super) async fn deltas(pool: &SqlitePool, asked: &Asked<'_>, since: Option<ThreadVersion>) -> sqlx::Result<Deltas> {
    let Asked { site, key, closing, now } = *asked;
    let mut moment = pool.begin().await?;
    let thread: Option<ThreadRow> =
        sqlx::query_as(THREAD).bind(site).bind(key.as_str()).fetch_optional(&mut *moment).await?;
    let Some((thread, _, _, closed_at, created_at, changes, count, first, last, reopened_at, ..)) = thread else {
        let version = ThreadVersion::default();
        let since = missing(since, version).unwrap_or(Since::Deltas(Vec::new()));
        return Ok(Deltas { version, count: 0, closed: false, closes_at: None, since });
    };
    let version = ThreadVersion { created_at, changes }.marked();
    let closes = closing.moment(&Dates { created_at, first, last, closed_at, reopened_at });
    let closes_at = Some(closes).filter(|&moment| moment > now && moment < i64::MAX);
    let told_from: i64 = sqlx::query_scalar(TOLD_FROM).bind(thread).fetch_one(&mut *moment).await?;
    let since = match (missing(since, version), since) {
        (Some(missing), _) => missing,
        (None, None) => Since::Deltas(Vec::new()),
        (None, Some(since)) if since.changes < told_from => Since::Much,
        (None, Some(since)) if since.changes == changes => Since::Deltas(Vec::new()),
        (None, Some(since)) => {
            let most = i64::try_from(DELTAS_MAX + 1).unwrap_or(i64::MAX);
            let rows = sqlx::query_as(STAMPED).bind(thread).bind(since.changes).bind(most);
            let rows: Vec<Row> = rows.fetch_all(&mut *moment).await?;
            if rows.len() > DELTAS_MAX { Since::Much } else { tell(&mut moment, rows, since.changes).await? }
        }
    };
    moment.commit().await?;
    Ok(Deltas { version, count, closed: closes <= now, closes_at, since })
}

/// Why nothing can be told since a version: there never was one, or it is of a thread that had this key before.
fn missing(since: Option<ThreadVersion>, version: ThreadVersion) -> Option<Since> {
    let since = since.filter(|since| *since != ThreadVersion::default())?;
    if since.created_at != version.created_at {
        return Some(Since::Much);
    }
    (since.changes > version.changes).then_some(Since::Never)
}

async fn tell(db: &mut sqlx::SqliteConnection, rows: Vec<Row>, since: i64) -> sqlx::Result<Since> {
    let texts: Vec<i64> = rows.iter().filter(|row| row.6 > since).map(|row| row.0).collect();
    let mut comments = read::comments(db, &texts).await?;
    if comments.values().map(|comment| comment.html.len()).sum::<usize>() > DELTAS_BYTES_MAX {
        return Ok(Since::Much);
    }
    let delta = |(seq, id, status, up, down, stamp, text, shown): Row| {
        let published = status_of(&status) == Status::Published;
        let delta = match comments.remove(&seq).filter(|_| published) {
            Some(comment) if shown > since => Delta::Posted(Box::new(comment)),
            Some(comment) => Delta::Edited(Box::new(comment)),
            None if published && text <= since => Delta::Votes(CommentId::parse(&id)?, Votes { up, down }),
            None => Delta::Removed(CommentId::parse(&id)?),
        };
        Some((stamp, delta))
    };
    Ok(Since::Deltas(rows.into_iter().filter_map(delta).collect()))
}
