//! Reads. Each stands in a transaction of its own, so that it sees one moment of the database.

use sqlx::SqlitePool;
use weerwoord_protocol::{Author, Comment, CommentId, Sort, Status, ThreadInfo};

use super::tree::{Node, in_reading_order};
use super::write::Place;
use super::{ThreadPage, ThreadVersion};
use crate::markdown;
use crate::thread_key::ThreadKey;

pub(super) const THREAD: &str = "SELECT t.id, t.url, t.title, t.closed_at, t.created_at, t.version FROM thread t
    JOIN site s ON s.id = t.site_id WHERE s.name = ?1 AND t.key = ?2";

/// What nobody may read does not leave the database: of a comment that is not published, only its place. The source
/// comes along where its HTML was made by another version of the renderer.
pub(super) const COMMENTS: &str = "SELECT c.seq, c.id, p.id, c.parent_seq, c.depth, c.ordinal, c.status, c.posted_at,
        iif(c.status = 'published', a.name, NULL), iif(c.status = 'published', a.role, NULL),
        iif(c.status = 'published', c.html, ''),
        iif(c.status = 'published' AND c.html_version <> ?2, c.source, NULL)
    FROM comment root
    JOIN comment c ON c.root_seq = root.seq
    JOIN author a ON a.id = c.author_id
    LEFT JOIN comment p ON p.seq = c.parent_seq
    WHERE root.thread_id = ?1 AND root.parent_seq IS NULL";

pub(super) const FIND: &str = "SELECT c.id, s.name = ?2 AND t.key = ?3 FROM json_each(?1) wanted
    JOIN comment c ON c.id = wanted.value
    JOIN thread t ON t.id = c.thread_id
    JOIN site s ON s.id = t.site_id";

/// A row of [`COMMENTS`], in its order.
type Row = (
    i64,
    String,
    Option<String>,
    Option<i64>,
    u32,
    i64,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
);

/// A row of [`THREAD`]: id, url, title, closed_at, created_at, version.
type ThreadRow = (i64, Option<String>, Option<String>, Option<i64>, i64, i64);

/// An id that is taken.
pub(crate) struct Found {
    /// The id.
    pub(crate) id: String,
    /// Whether it is a comment of the thread that was asked about.
    pub(crate) here: bool,
}

pub(super) async fn ping(pool: &SqlitePool) -> sqlx::Result<()> {
    sqlx::query_scalar::<_, i64>("SELECT count(*) FROM site").fetch_one(pool).await.map(|_| ())
}

pub(super) async fn find(pool: &SqlitePool, place: &Place, ids: &[String]) -> sqlx::Result<Vec<Found>> {
    let ids = serde_json::Value::from(ids).to_string();
    let rows: Vec<(String, bool)> =
        sqlx::query_as(FIND).bind(ids).bind(&place.site).bind(place.key.as_str()).fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(id, here)| Found { id, here }).collect())
}

pub(super) async fn snapshot(pool: &SqlitePool, site: &str, key: &ThreadKey, sort: Sort) -> sqlx::Result<ThreadPage> {
    let mut info = ThreadInfo { key: key.as_str().to_owned(), ..ThreadInfo::default() };
    let mut moment = pool.begin().await?;
    let thread: Option<ThreadRow> =
        sqlx::query_as(THREAD).bind(site).bind(key.as_str()).fetch_optional(&mut *moment).await?;
    let Some((thread, url, title, closed_at, created_at, changes)) = thread else {
        return Ok(ThreadPage { info, ..ThreadPage::default() });
    };
    let rows: Vec<Row> = sqlx::query_as(COMMENTS).bind(thread).bind(markdown::VERSION).fetch_all(&mut *moment).await?;
    moment.commit().await?;
    let comments = in_reading_order(rows.into_iter().filter_map(node).collect(), sort);
    info.url = url;
    info.title = title;
    info.closed = closed_at.is_some();
    let published = comments.iter().filter(|comment| comment.status == Status::Published).count();
    info.count = u32::try_from(published).unwrap_or(u32::MAX);
    Ok(ThreadPage { info, comments, version: ThreadVersion { created_at, changes } })
}

fn node(row: Row) -> Option<Node> {
    let (seq, id, parent, parent_seq, depth, ordinal, status, posted_at, name, role, html, outdated) = row;
    let comment = Comment {
        id: CommentId::parse(&id)?,
        parent: parent.and_then(|id| CommentId::parse(&id)),
        depth,
        author: name.map(|name| Author { name, role }),
        html: outdated.map_or(html, |source| markdown::render(&source)),
        status: status_of(&status),
        posted_at: posted_at.and_then(wire_time),
    };
    Some(Node { seq, parent_seq, ordinal, comment })
}

/// The status of this name in the database. One that a later version made is not shown.
pub(super) fn status_of(name: &str) -> Status {
    match name {
        "published" => Status::Published,
        "removed" => Status::Removed,
        _ => Status::Held,
    }
}

/// A time as it goes over the wire: RFC 3339, UTC, to the second.
pub(super) fn wire_time(microseconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(microseconds.div_euclid(1_000_000)).ok()?;
    Some(time.to_string())
}
