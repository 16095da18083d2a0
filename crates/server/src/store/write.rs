//! Writes, as the writer carries them out inside its transaction: what is checked here cannot change before it is kept.

use sqlx::SqliteConnection;
use weerwoord_protocol::{Author, Badge, Comment, CommentId, ErrorCode, Posted, Problem, Status, Votes};

use super::bulk::COUNT_REPLIES;
use super::own::{self, is_pending, seconds_left};
use super::reaction;
use super::read::{status_name, status_of, wire_time};
use crate::closing::Dates;
use crate::markdown;
use crate::reader::Reader;
use crate::sites::{Premoderate, Rules};
use crate::thread_key::ThreadKey;

pub(super) const FIND_COMMENT: &str =
    "SELECT c.fingerprint, c.depth, c.status, c.html, iif(c.html_version <> ?2, c.source, NULL), c.posted_at, p.id,
        a.name, a.role, c.edited_at, c.up, c.down, c.final_at, c.reactions, coalesce(w.badge, c.badge),
        c.picked_at IS NOT NULL
    FROM comment c JOIN author a ON a.id = c.author_id LEFT JOIN comment p ON p.seq = c.parent_seq
    LEFT JOIN writer_badge w ON w.writer = c.writer WHERE c.id = ?1";
pub(super) const BADGE: &str = "SELECT badge FROM writer_badge WHERE writer = ?1";
pub(super) const FIND_THREAD: &str = "SELECT t.id, t.last_ordinal, t.closed_at, t.created_at, t.reopened_at, coalesce(
        (SELECT ordinal FROM comment WHERE thread_id = t.id AND parent_seq IS NULL ORDER BY ordinal LIMIT 1), 0
    ) FROM thread t JOIN site s ON s.id = t.site_id WHERE s.name = ?1 AND t.key = ?2";
pub(super) const FIND_PARENT: &str = "SELECT seq, root_seq, depth, status, thread_id,
        writer = ?2 AND final_at IS NOT NULL FROM comment WHERE id = ?1";
pub(super) const ADD_THREAD: &str = "INSERT INTO thread (site_id, key, url, title, created_at)
    SELECT id, ?2, ?3, ?4, ?5 FROM site WHERE name = ?1 RETURNING id";
const ADD_AUTHOR: &str = "INSERT INTO author (site_id, kind, name, role, import_key, created_at)
    SELECT site_id, 'guest', ?2, ?3, NULL, ?4 FROM thread WHERE id = ?1 RETURNING id";
/// What is pending does not stand among the comments of its site, where the desk finds them, until it is final.
pub(super) const ADD_COMMENT: &str =
    "INSERT INTO comment (seq, id, thread_id, parent_seq, root_seq, depth, ordinal, author_id,
        status, source, html, html_version, posted_at, received_at, fingerprint, writer, final_at, site_id)
    SELECT next, ?1, ?2, ?3, coalesce(?4, next), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
        iif(?16 IS NULL, (SELECT site_id FROM thread WHERE id = ?2), NULL)
    FROM (SELECT coalesce(max(seq), 0) + 1 AS next FROM comment)";
/// Whether a reader has a comment on the site that everybody reads. A reader is known to one site alone.
pub(super) const KNOWN_WRITER: &str =
    "SELECT EXISTS (SELECT 1 FROM comment WHERE writer = ?1 AND status = 'published')";
pub(super) const TOUCH_THREAD: &str = "UPDATE thread SET comment_count = comment_count + ?2,
    last_ordinal = max(last_ordinal, ?3) WHERE id = ?1";

/// Where a comment belongs, and what is kept of the article with the first one.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) site: String,
    pub(crate) key: ThreadKey,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
}

/// What is kept of a comment, checked and rendered.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) id: CommentId,
    pub(crate) parent: Option<CommentId>,
    pub(crate) author: Author,
    pub(crate) source: String,
    pub(crate) html: String,
    pub(crate) fingerprint: [u8; 32],
}

/// A comment that a reader posts.
#[derive(Clone, Debug)]
pub(crate) struct NewPost {
    pub(crate) place: Place,
    pub(crate) content: Content,
    /// Who posts it, where that is told.
    pub(crate) writer: Option<Reader>,
    /// What its site does with comments that come in.
    pub(crate) rules: Rules,
}

/// Where a comment stands in its thread.
struct Standing {
    thread: i64,
    parent_seq: Option<i64>,
    root_seq: Option<i64>,
    depth: u32,
    ordinal: i64,
}

/// Keeps a posted comment. The same id again answers the comment that is there, whatever happened to its thread since.
pub(super) async fn post(db: &mut SqliteConnection, post: &NewPost, now: i64) -> sqlx::Result<Result<Posted, Problem>> {
    let NewPost { place, content, writer, rules } = post;
    if let Some((fingerprint, posted)) = find_comment(db, &content.id, now).await? {
        let problem =
            || Problem::new(ErrorCode::IdTaken, "This id belongs to another comment; make a new one.").field("id");
        return Ok(if fingerprint == content.fingerprint { Ok(posted) } else { Err(problem()) });
    }
    let thread = find_thread(db, &place.site, place.key.as_str()).await?;
    if thread.as_ref().is_some_and(|thread| rules.closing.moment(&thread.dates) <= now) {
        return Ok(Err(Problem::new(ErrorCode::ThreadClosed, "This thread takes no new comments.")));
    }
    let parent = match &content.parent {
        None => None,
        Some(id) => match find_parent(db, id, writer.as_ref(), thread.as_ref().map(|thread| thread.id)).await? {
            Ok(parent) => Some(parent),
            Err(problem) => return Ok(Err(problem)),
        },
    };
    let (thread, last_ordinal) = match thread {
        Some(thread) => (thread.id, thread.dates.last),
        None => (add_thread(db, place, now).await?, 0),
    };
    let standing = stand(thread, parent, now.max(last_ordinal.saturating_add(1)));
    let author = add_author(db, thread, &content.author, now).await?;
    let status = if waits(db, post).await? { Status::Held } else { Status::Published };
    // Who cannot be told from others cannot take it back.
    let seconds = if status == Status::Published && writer.is_some() { rules.post_undo_seconds } else { 0 };
    let final_at = (seconds > 0).then(|| own::final_at(now, seconds));
    add_comment(db, post, &standing, author, if final_at.is_some() { Status::Held } else { status }, final_at, now)
        .await?;
    let published = status == Status::Published && final_at.is_none();
    if let Some(root) = standing.root_seq.filter(|_| published) {
        sqlx::query(COUNT_REPLIES).bind(root).bind(1).execute(&mut *db).await?;
    }
    touch_thread(db, thread, usize::from(published), standing.ordinal).await?;
    let comment = Comment {
        id: content.id.clone(),
        parent: content.parent.clone(),
        depth: standing.depth,
        author: Some(content.author.clone()),
        badge: badge(db, post.writer.as_ref()).await?,
        html: content.html.clone(),
        status,
        posted_at: wire_time(now),
        edited_at: None,
        votes: Votes::default(),
        reactions: Vec::new(),
        picked: false,
    };
    Ok(Ok(Posted { comment, undo_seconds: seconds }))
}

/// What the site says of a writer.
async fn badge(db: &mut SqliteConnection, writer: Option<&Reader>) -> sqlx::Result<Option<Badge>> {
    let Some(writer) = writer else { return Ok(None) };
    let badge: Option<String> = sqlx::query_scalar(BADGE).bind(writer.key()).fetch_optional(db).await?;
    Ok(badge.as_deref().and_then(Badge::parse))
}

/// A row of [`FIND_PARENT`]: seq, root_seq, depth, status, thread_id, and whether it is the asker's own and not final.
type Parent = (i64, i64, u32, String, i64, Option<bool>);

fn stand(thread: i64, parent: Option<Parent>, ordinal: i64) -> Standing {
    match parent {
        None => Standing { thread, parent_seq: None, root_seq: None, depth: 0, ordinal },
        Some((seq, root, depth, ..)) => {
            Standing { thread, parent_seq: Some(seq), root_seq: Some(root), depth: depth.saturating_add(1), ordinal }
        }
    }
}

/// The comment of this id as everybody reads it, or soon will, with its fingerprint.
pub(super) async fn find_comment(
    db: &mut SqliteConnection,
    id: &CommentId,
    now: i64,
) -> sqlx::Result<Option<(Vec<u8>, Posted)>> {
    type Row = (
        Vec<u8>,
        u32,
        String,
        String,
        Option<String>,
        Option<i64>,
        Option<String>,
        String,
        Option<String>,
        Option<i64>,
        u32,
        u32,
        Option<i64>,
        Option<String>,
        Option<String>,
        bool,
    );
    let row: Option<Row> =
        sqlx::query_as(FIND_COMMENT).bind(id.as_str()).bind(markdown::VERSION).fetch_optional(db).await?;
    Ok(row.map(|row| {
        let (
            fingerprint,
            depth,
            status,
            html,
            outdated,
            posted_at,
            parent,
            name,
            role,
            edited_at,
            up,
            down,
            final_at,
            reactions,
            badge,
            picked,
        ) = row;
        let status = status_of(&status);
        let pending = is_pending(status, final_at);
        let status = if pending { Status::Published } else { status };
        let removed = status == Status::Removed;
        let comment = Comment {
            id: id.clone(),
            parent: parent.and_then(|parent| CommentId::parse(&parent)),
            depth,
            author: (!removed).then_some(Author { name, role }),
            badge: badge.as_deref().and_then(Badge::parse).filter(|_| !removed),
            html: if removed { String::new() } else { outdated.map_or(html, |source| markdown::render(&source)) },
            status,
            posted_at: posted_at.and_then(wire_time),
            edited_at: edited_at.filter(|_| !removed).and_then(wire_time),
            votes: if removed { Votes::default() } else { Votes { up, down } },
            reactions: reaction::read(reactions.as_deref().filter(|_| !removed)),
            picked: picked && status == Status::Published,
        };
        let undo_seconds = final_at.filter(|_| pending).map_or(0, |final_at| seconds_left(final_at, now));
        (fingerprint, Posted { comment, undo_seconds })
    }))
}

/// A thread that is there, and what tells whether it is open.
pub(super) struct Thread {
    pub(super) id: i64,
    pub(super) dates: Dates,
}

/// The thread of this key.
pub(super) async fn find_thread(db: &mut SqliteConnection, site: &str, key: &str) -> sqlx::Result<Option<Thread>> {
    type Row = (i64, i64, Option<i64>, i64, Option<i64>, i64);
    let row: Option<Row> = sqlx::query_as(FIND_THREAD).bind(site).bind(key).fetch_optional(db).await?;
    Ok(row.map(|(id, last, closed_at, created_at, reopened_at, first)| Thread {
        id,
        dates: Dates { created_at, first, last, closed_at, reopened_at },
    }))
}

/// Whether a comment is to be reviewed before others read it.
async fn waits(db: &mut SqliteConnection, post: &NewPost) -> sqlx::Result<bool> {
    match (post.rules.premoderate, &post.writer) {
        (Premoderate::First, Some(writer)) => {
            let known: bool = sqlx::query_scalar(KNOWN_WRITER).bind(writer.key()).fetch_one(db).await?;
            Ok(!known)
        }
        // Who does not say who writes may be anybody.
        (Premoderate::First, None) => Ok(true),
        (rule, _) => Ok(rule.holds(&post.content.html)),
    }
}

async fn find_parent(
    db: &mut SqliteConnection,
    id: &CommentId,
    writer: Option<&Reader>,
    thread: Option<i64>,
) -> sqlx::Result<Result<Parent, Problem>> {
    let refuse = |code, detail: &str| Ok(Err(Problem::new(code, detail).field("parent")));
    let parent: Option<Parent> =
        sqlx::query_as(FIND_PARENT).bind(id.as_str()).bind(writer.map(Reader::key)).fetch_optional(db).await?;
    match parent {
        // Only its writer knows of a held comment, and answers it only where nobody has to review it.
        None => refuse(ErrorCode::ParentUnknown, "The comment answered is not known."),
        Some((.., status, _, own)) if status_of(&status) == Status::Held && own != Some(true) => {
            refuse(ErrorCode::ParentUnknown, "The comment answered is not known.")
        }
        Some((.., place, _)) if Some(place) != thread => {
            refuse(ErrorCode::ParentElsewhere, "The comment answered stands in another thread.")
        }
        Some((.., status, _, _)) if status_of(&status) == Status::Removed => {
            refuse(ErrorCode::ParentRemoved, "The comment answered was removed.")
        }
        Some(parent) => Ok(Ok(parent)),
    }
}

pub(super) async fn add_thread(db: &mut SqliteConnection, place: &Place, now: i64) -> sqlx::Result<i64> {
    let query = sqlx::query_scalar(ADD_THREAD).bind(&place.site).bind(place.key.as_str());
    query.bind(&place.url).bind(&place.title).bind(now).fetch_one(db).await
}

async fn touch_thread(db: &mut SqliteConnection, thread: i64, added: usize, ordinal: i64) -> sqlx::Result<()> {
    let added = i64::try_from(added).unwrap_or(i64::MAX);
    sqlx::query(TOUCH_THREAD).bind(thread).bind(added).bind(ordinal).execute(db).await.map(|_| ())
}

async fn add_author(db: &mut SqliteConnection, thread: i64, author: &Author, now: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar(ADD_AUTHOR).bind(thread).bind(&author.name).bind(&author.role).bind(now).fetch_one(db).await
}

async fn add_comment(
    db: &mut SqliteConnection,
    post: &NewPost,
    standing: &Standing,
    author: i64,
    status: Status,
    final_at: Option<i64>,
    now: i64,
) -> sqlx::Result<()> {
    let NewPost { content, writer, .. } = post;
    sqlx::query(ADD_COMMENT)
        .bind(content.id.as_str())
        .bind(standing.thread)
        .bind(standing.parent_seq)
        .bind(standing.root_seq)
        .bind(standing.depth)
        .bind(standing.ordinal)
        .bind(author)
        .bind(status_name(status))
        .bind(&content.source)
        .bind(&content.html)
        .bind(markdown::VERSION)
        .bind(now)
        .bind(now)
        .bind(&content.fingerprint[..])
        .bind(writer.as_ref().map(Reader::key))
        .bind(final_at)
        .execute(db)
        .await
        .map(|_| ())
}
