//! Reads. Each stands in a transaction of its own, so that it sees one moment of the database.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::{SqliteConnection, SqlitePool};
use weerwoord_protocol::{Author, Badge, Comment, CommentId, Problem, Sort, Status, ThreadInfo, Votes};

use super::choose::PAGE_LIMIT;
use super::page::{Part, Position, Reader, Window};
use super::reaction;
use super::readable::read_count;
use super::tree::{Branch, Node};
use super::{ThreadPage, ThreadVersion, picks};
use crate::closing::{Closing, DATED, Dates};
use crate::thread_key::ThreadKey;
use crate::{cursor, markdown};

/// The thread, and how many of its comments everybody reads.
pub(super) const THREAD: &str = concat!(
    "SELECT t.id, t.url, t.title, t.closed_at, t.created_at, t.version, ",
    read_count!(),
    ", coalesce(
        (SELECT ordinal FROM comment WHERE thread_id = t.id AND parent_seq IS NULL ORDER BY ordinal LIMIT 1), 0
    ), t.last_ordinal, t.reopened_at, t.reactions, t.pinned_seq,
    (SELECT count(*) FROM comment WHERE thread_id = t.id AND picked_at IS NOT NULL AND status = 'published')
    FROM thread t JOIN site s ON s.id = t.site_id WHERE s.name = ?1 AND t.key = ?2"
);

/// The comments on the article before or after a place among them: by age, by score, and by how much they were answered.
pub(super) const ROOTS: [[&str; 2]; 3] = [
    [
        "SELECT 0, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (ordinal, seq) < (?3, ?4) ORDER BY ordinal DESC, seq DESC LIMIT ?5",
        "SELECT 0, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (ordinal, seq) > (?3, ?4) ORDER BY ordinal, seq LIMIT ?5",
    ],
    [
        "SELECT score, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (score, ordinal, seq) < (?2, ?3, ?4) ORDER BY score DESC, ordinal DESC, seq DESC LIMIT ?5",
        "SELECT score, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (score, ordinal, seq) > (?2, ?3, ?4) ORDER BY score, ordinal, seq LIMIT ?5",
    ],
    [
        "SELECT replies, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (replies, ordinal, seq) < (?2, ?3, ?4) ORDER BY replies DESC, ordinal DESC, seq DESC LIMIT ?5",
        "SELECT replies, ordinal, seq FROM comment WHERE thread_id = ?1 AND parent_seq IS NULL
            AND (replies, ordinal, seq) > (?2, ?3, ?4) ORDER BY replies, ordinal, seq LIMIT ?5",
    ],
];

/// What places the comments of some branches; the index has it all.
pub(super) const BRANCHES: &str = "SELECT wanted.key, c.seq, c.parent_seq, c.ordinal, c.status
    FROM json_each(?1) wanted JOIN comment c ON c.root_seq = wanted.value";

/// Where a comment of a thread stands.
pub(super) const STANDING: &str = "SELECT c.seq, root.score, root.replies, root.ordinal, root.seq FROM comment c
    JOIN comment root ON root.seq = c.root_seq WHERE c.id = ?2 AND c.thread_id = ?1";

/// What nobody may read does not leave the database: of a comment that is not published, only its place. The source
/// comes along where its HTML was made by another version of the renderer.
pub(super) const COMMENTS: &str = "SELECT c.seq, c.id, p.id, c.depth, c.status, c.posted_at,
        iif(c.status = 'published', a.name, NULL), iif(c.status = 'published', a.role, NULL),
        iif(c.status = 'published', c.html, ''),
        iif(c.status = 'published' AND c.html_version <> ?2, c.source, NULL),
        iif(c.status = 'published', c.edited_at, NULL),
        iif(c.status = 'published', c.up, 0), iif(c.status = 'published', c.down, 0),
        iif(c.status = 'published', c.reactions, NULL),
        iif(c.status = 'published', coalesce(w.badge, c.badge), NULL), c.status = 'published' AND c.picked_at IS NOT NULL
    FROM json_each(?1) wanted
    JOIN comment c ON c.seq = wanted.value
    JOIN author a ON a.id = c.author_id
    LEFT JOIN comment p ON p.seq = c.parent_seq LEFT JOIN writer_badge w ON w.writer = c.writer";

/// A row of [`COMMENTS`], in its order.
type Row = (
    i64,
    String,
    Option<String>,
    u32,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
    Option<i64>,
    u32,
    u32,
    Option<String>,
    Option<String>,
    bool,
);

/// A row of [`THREAD`]: id, url, title, closed_at, created_at, version, how many comments are read, first and last
/// ordinal, reopened_at, reactions, the comment that is pinned, and how many are picked.
pub(super) type ThreadRow = (
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
    i64,
    i64,
    u32,
    i64,
    i64,
    Option<i64>,
    Option<String>,
    Option<i64>,
    u32,
);

/// A thread that is asked for, and what tells whether it is open.
pub(super) struct Asked<'a> {
    pub(super) site: &'a str,
    pub(super) key: &'a ThreadKey,
    pub(super) closing: Closing,
    pub(super) now: i64,
}

pub(super) async fn ping(pool: &SqlitePool) -> sqlx::Result<()> {
    sqlx::query_scalar::<_, i64>("SELECT count(*) FROM site").fetch_one(pool).await.map(|_| ())
}

pub(super) async fn page(
    pool: &SqlitePool,
    asked: &Asked<'_>,
    sort: Sort,
    window: &Window,
) -> sqlx::Result<Result<ThreadPage, Problem>> {
    let Asked { site, key, closing, now } = *asked;
    let mut info = ThreadInfo { key: key.as_str().to_owned(), ..ThreadInfo::default() };
    let mut moment = pool.begin().await?;
    let thread: Option<ThreadRow> =
        sqlx::query_as(THREAD).bind(site).bind(key.as_str()).fetch_optional(&mut *moment).await?;
    let Some((
        thread,
        url,
        title,
        closed_at,
        created_at,
        changes,
        count,
        first,
        last,
        reopened_at,
        reactions,
        pinned,
        picks,
    )) = thread
    else {
        return Ok(match window.position {
            Position::First | Position::At(_) | Position::Alone(_) => Ok(ThreadPage { info, ..ThreadPage::default() }),
            Position::Gap(_) | Position::From(_) => Err(cursor::invalid()),
        });
    };
    let limit = window.limit.clamp(1, PAGE_LIMIT);
    let part = Reader { db: &mut moment, thread, sort, limit }.read(&window.position).await?;
    let beginning = matches!(window.position, Position::First | Position::At(_)) && sort != Sort::Picks;
    let pinned = match (&part, pinned) {
        (Ok(Part { at: None, .. }), Some(seq)) if beginning => picks::pinned(&mut moment, seq).await?,
        _ => None,
    };
    moment.commit().await?;
    info.url = url;
    info.title = title;
    let dates = Dates { created_at, first, last, closed_at, reopened_at };
    let moment = closing.moment(&dates);
    info.closed = moment <= now;
    let closes_at = Some(moment).filter(|&moment| moment > now && moment < i64::MAX);
    info.count = count;
    info.reactions = reaction::read(reactions.as_deref());
    info.last_at = Some(last).filter(|last| *last >= DATED).and_then(wire_time);
    info.picks = picks;
    let version = ThreadVersion { created_at, changes };
    Ok(part.map(|part| {
        let Part { context, comments, gaps, at } = part;
        let begun_at = wire_time(dates.begun());
        ThreadPage { info, pinned, context, comments, gaps, at, version, closes_at, begun_at }
    }))
}

/// Where a comment stands in its thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The comment.
    pub(super) seq: i64,
    /// The root of its branch, by its place among the roots.
    pub(super) root: RootPlace,
}

/// A place among the roots of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RootPlace {
    /// What comes before age in an order that is ranked; 0 in the others.
    pub(super) rank: i64,
    /// Its age.
    pub(super) ordinal: i64,
    /// The root; of the same age, the later one has the higher.
    pub(super) seq: i64,
}

impl Standing {
    pub(super) fn is_root(&self) -> bool {
        self.seq == self.root.seq
    }
}

/// Where a comment stands in a thread that is read in this order.
pub(super) async fn standing(
    db: &mut SqliteConnection,
    thread: i64,
    sort: Sort,
    id: &CommentId,
) -> sqlx::Result<Option<Standing>> {
    let row: Option<(i64, i64, i64, i64, i64)> =
        sqlx::query_as(STANDING).bind(thread).bind(id.as_str()).fetch_optional(db).await?;
    Ok(row.map(|(seq, score, replies, ordinal, root)| {
        let rank = match sort {
            Sort::Newest | Sort::Oldest | Sort::Picks => 0,
            Sort::Best => score,
            Sort::Discussed => replies,
        };
        Standing { seq, root: RootPlace { rank, ordinal, seq: root } }
    }))
}

/// So many roots of a thread beyond a place among them, the nearest first.
pub(super) async fn roots(
    db: &mut SqliteConnection,
    thread: i64,
    sort: Sort,
    from: RootPlace,
    ascending: bool,
    limit: usize,
) -> sqlx::Result<Vec<RootPlace>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let order = match sort {
        Sort::Newest | Sort::Oldest | Sort::Picks => 0,
        Sort::Best => 1,
        Sort::Discussed => 2,
    };
    let query = sqlx::query_as(ROOTS[order][usize::from(ascending)]).bind(thread);
    let rows: Vec<(i64, i64, i64)> =
        query.bind(from.rank).bind(from.ordinal).bind(from.seq).bind(limit).fetch_all(db).await?;
    Ok(rows.into_iter().map(|(rank, ordinal, seq)| RootPlace { rank, ordinal, seq }).collect())
}

/// The branches of these roots, in their order.
pub(super) async fn branches(db: &mut SqliteConnection, roots: &[i64]) -> sqlx::Result<Vec<Branch>> {
    let rows: Vec<(i64, i64, Option<i64>, i64, String)> =
        sqlx::query_as(BRANCHES).bind(Value::from(roots).to_string()).fetch_all(db).await?;
    let mut nodes: Vec<Vec<Node>> = roots.iter().map(|_| Vec::new()).collect();
    for (at, seq, parent_seq, ordinal, status) in rows {
        if let Some(nodes) = usize::try_from(at).ok().and_then(|at| nodes.get_mut(at)) {
            nodes.push(Node { seq, parent_seq, ordinal, status: status_of(&status) });
        }
    }
    Ok(nodes.into_iter().map(Branch::new).collect())
}

/// These comments, with what they say.
pub(super) async fn comments(db: &mut SqliteConnection, seqs: &[i64]) -> sqlx::Result<HashMap<i64, Comment>> {
    let wanted = Value::from(seqs).to_string();
    let rows: Vec<Row> = sqlx::query_as(COMMENTS).bind(wanted).bind(markdown::VERSION).fetch_all(db).await?;
    Ok(rows.into_iter().filter_map(comment).collect())
}

fn comment(row: Row) -> Option<(i64, Comment)> {
    let (
        seq,
        id,
        parent,
        depth,
        status,
        posted_at,
        name,
        role,
        html,
        outdated,
        edited_at,
        up,
        down,
        reactions,
        badge,
        picked,
    ) = row;
    let comment = Comment {
        id: CommentId::parse(&id)?,
        parent: parent.and_then(|id| CommentId::parse(&id)),
        depth,
        author: name.map(|name| Author { name, role }),
        badge: badge.as_deref().and_then(Badge::parse),
        html: outdated.map_or(html, |source| markdown::render(&source)),
        status: status_of(&status),
        posted_at: posted_at.and_then(wire_time),
        edited_at: edited_at.and_then(wire_time),
        votes: Votes { up, down },
        reactions: reaction::read(reactions.as_deref()),
        picked,
    };
    Some((seq, comment))
}

/// The status of this name in the database. One that a later version made is not shown.
pub(super) fn status_of(name: &str) -> Status {
    match name {
        "published" => Status::Published,
        "removed" => Status::Removed,
        _ => Status::Held,
    }
}

/// The name of a status in the database.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Published => "published",
        Status::Held => "held",
        Status::Removed => "removed",
    }
}

/// A time as it goes over the wire: RFC 3339, UTC, to the second.
pub(super) fn wire_time(microseconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(microseconds.div_euclid(1_000_000)).ok()?;
    Some(time.to_string())
}
