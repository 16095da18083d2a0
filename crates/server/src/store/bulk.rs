//! Writes the comments of an import, hundreds by one statement.
//!
//! Handing a statement to SQLite's thread and waiting for it takes longer than what it does to one row. So all that a
//! batch needs to know is asked in a few queries, and the numbers of new rows are given here: within the writer's
//! transaction nobody else takes any.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};
use weerwoord_protocol::CommentId;

use super::write::{Content, FIND_THREAD, Place, add_thread, touch_thread};
use crate::markdown;

pub(super) const FIND: &str = "SELECT c.id, s.name, t.key FROM json_each(?1) wanted
    JOIN comment c ON c.id = wanted.value
    JOIN thread t ON t.id = c.thread_id
    JOIN site s ON s.id = t.site_id";
pub(super) const FIND_SPOTS: &str =
    "SELECT c.id, c.seq, c.root_seq, c.depth FROM json_each(?1) wanted JOIN comment c ON c.id = wanted.value";
pub(super) const FIND_AUTHORS: &str =
    "SELECT a.import_key, a.id FROM json_each(?1) wanted JOIN author a ON a.import_key = wanted.value";
const ADD_COMMENTS: &str = "INSERT INTO comment (seq, id, thread_id, parent_seq, root_seq, depth, ordinal, author_id,
    status, source, html, html_version, posted_at, received_at, fingerprint) ";
const ADD_AUTHORS: &str = "INSERT INTO author (id, site_id, kind, name, role, import_key, created_at) ";
/// What the writer's connection is told when it does nothing but import: 64 MiB for pages, since a batch touches more of
/// them than a post, and 16 MiB of log, so that a page which several batches touch is moved into the database once.
pub(super) const SETTINGS: &str = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000";
/// How many rows a statement adds. The statement of this length is kept; the rest of a batch has one of its own.
const ROWS: usize = 250;

/// A comment from a file.
#[derive(Clone, Debug)]
pub(crate) struct ImportRow {
    pub(crate) place: Arc<Place>,
    pub(crate) content: Content,
    /// Finds the author of this name and role in this thread again.
    pub(crate) author_key: String,
    pub(crate) ordinal: i64,
    pub(crate) posted_at: Option<i64>,
}

/// Comments from a file that are kept together, parents before their replies.
#[derive(Clone, Debug)]
pub(crate) struct ImportBatch {
    pub(crate) rows: Vec<ImportRow>,
}

/// An id that is taken, and the thread of its comment.
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) site: String,
    pub(crate) key: String,
}

/// Where a comment stands.
#[derive(Clone, Copy)]
struct Spot {
    seq: i64,
    root: i64,
    depth: u32,
}

/// A comment that is not there yet, and all that its row needs.
struct Fresh<'a> {
    row: &'a ImportRow,
    thread: i64,
    parent: Option<i64>,
    spot: Spot,
}

/// Whether there is no comment at all.
pub(super) async fn is_empty(pool: &SqlitePool) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM comment)").fetch_one(pool).await
}

/// Which of these ids are taken.
pub(super) async fn find(pool: &SqlitePool, ids: &[String]) -> sqlx::Result<Vec<Found>> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as(FIND).bind(Value::from(ids).to_string()).fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(id, site, key)| Found { id, site, key }).collect())
}

/// Keeps imported comments, and leaves those alone that are there; tells how many were new.
pub(super) async fn import(db: &mut SqliteConnection, batch: &ImportBatch, now: i64) -> sqlx::Result<usize> {
    let mut spots = find_spots(db, &batch.rows).await?;
    let rows: Vec<&ImportRow> = batch.rows.iter().filter(|row| !spots.contains_key(row.content.id.as_str())).collect();
    let last: i64 = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM comment").fetch_one(&mut *db).await?;
    let mut fresh = Vec::with_capacity(rows.len());
    for rows in rows.chunk_by(|one, next| one.place.key == next.place.key) {
        let thread = thread(db, &rows[0].place, now).await?;
        for row in rows {
            let seq = last + 1 + fresh.len() as i64;
            let parent = match &row.content.parent {
                None => None,
                Some(id) => Some(*spots.get(id.as_str()).ok_or(sqlx::Error::RowNotFound)?),
            };
            let spot = Spot {
                seq,
                root: parent.map_or(seq, |parent| parent.root),
                depth: parent.map_or(0, |parent| parent.depth.saturating_add(1)),
            };
            spots.insert(row.content.id.as_str().to_owned(), spot);
            fresh.push(Fresh { row, thread, parent: parent.map(|parent| parent.seq), spot });
        }
        let last_ordinal = rows.iter().map(|row| row.ordinal).max().unwrap_or_default();
        touch_thread(db, thread, rows.len(), last_ordinal).await?;
    }
    let authors = authors(db, &fresh, now).await?;
    for rows in fresh.chunks(ROWS) {
        add_comments(db, rows, &authors, now).await?;
    }
    Ok(fresh.len())
}

/// Where those of the comments stand that are there already, and the parents from earlier batches.
async fn find_spots(db: &mut SqliteConnection, rows: &[ImportRow]) -> sqlx::Result<HashMap<String, Spot>> {
    let own: HashSet<&str> = rows.iter().map(|row| row.content.id.as_str()).collect();
    let parents = rows.iter().filter_map(|row| row.content.parent.as_ref()).map(CommentId::as_str);
    let parents: HashSet<&str> = parents.filter(|id| !own.contains(id)).collect();
    let wanted: Value = own.into_iter().chain(parents).collect();
    let found: Vec<(String, i64, i64, u32)> = sqlx::query_as(FIND_SPOTS).bind(wanted.to_string()).fetch_all(db).await?;
    Ok(found.into_iter().map(|(id, seq, root, depth)| (id, Spot { seq, root, depth })).collect())
}

async fn thread(db: &mut SqliteConnection, place: &Place, now: i64) -> sqlx::Result<i64> {
    let known: Option<(i64, i64, Option<i64>)> =
        sqlx::query_as(FIND_THREAD).bind(&place.site).bind(place.key.as_str()).fetch_optional(&mut *db).await?;
    match known {
        Some((thread, ..)) => Ok(thread),
        None => add_thread(db, place, now).await,
    }
}

/// The authors of these comments by their keys; those that are not known yet are added.
async fn authors<'a>(
    db: &mut SqliteConnection,
    comments: &[Fresh<'a>],
    now: i64,
) -> sqlx::Result<HashMap<&'a str, i64>> {
    let mut known: HashMap<&str, i64> = HashMap::new();
    let mut first_of = Vec::new();
    for comment in comments {
        known.entry(&comment.row.author_key).or_insert_with(|| {
            first_of.push(comment);
            0
        });
    }
    let wanted: Value = known.keys().copied().collect();
    let found: Vec<(String, i64)> = sqlx::query_as(FIND_AUTHORS).bind(wanted.to_string()).fetch_all(&mut *db).await?;
    for (key, id) in found {
        if let Some(author) = known.get_mut(key.as_str()) {
            *author = id;
        }
    }
    first_of.retain(|comment| known[comment.row.author_key.as_str()] == 0);
    let mut last: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM author").fetch_one(&mut *db).await?;
    for comments in first_of.chunks(ROWS) {
        let mut statement = QueryBuilder::<Sqlite>::new(ADD_AUTHORS);
        statement.push_values(comments, |mut row, comment| {
            last += 1;
            known.insert(&comment.row.author_key, last);
            let author = &comment.row.content.author;
            row.push_bind(last)
                .push("(SELECT site_id FROM thread WHERE id = ")
                .push_bind_unseparated(comment.thread)
                .push_unseparated(")")
                .push("'imported'")
                .push_bind(&author.name)
                .push_bind(&author.role)
                .push_bind(&comment.row.author_key)
                .push_bind(now);
        });
        run(db, statement, comments.len()).await?;
    }
    Ok(known)
}

async fn add_comments(
    db: &mut SqliteConnection,
    comments: &[Fresh<'_>],
    authors: &HashMap<&str, i64>,
    now: i64,
) -> sqlx::Result<()> {
    let mut statement = QueryBuilder::<Sqlite>::new(ADD_COMMENTS);
    statement.push_values(comments, |mut row, comment| {
        let Fresh { row: ImportRow { content, author_key, ordinal, posted_at, .. }, thread, parent, spot } = comment;
        row.push_bind(spot.seq)
            .push_bind(content.id.as_str())
            .push_bind(thread)
            .push_bind(parent)
            .push_bind(spot.root)
            .push_bind(spot.depth)
            .push_bind(ordinal)
            .push_bind(authors.get(author_key.as_str()))
            .push("'published'")
            .push_bind(content.source.as_str())
            .push_bind(content.html.as_str())
            .push_bind(markdown::VERSION)
            .push_bind(posted_at)
            .push_bind(now)
            .push_bind(content.fingerprint.as_slice());
    });
    run(db, statement, comments.len()).await
}

async fn run(db: &mut SqliteConnection, mut statement: QueryBuilder<Sqlite>, rows: usize) -> sqlx::Result<()> {
    statement.build().persistent(rows == ROWS).execute(db).await.map(|_| ())
}
