//! Writes the comments of an import, a batch by a commit.
//!
//! What costs here is each row, so it has a connection of its own, by way of which a row is added where the code stands:
//! to hand a statement to another thread takes longer than what it does. The numbers of new rows are given here, for
//! within a transaction nobody else takes any.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{
    CachedStatement, Connection, ErrorCode, OpenFlags, OptionalExtension, Row, Statement, ToSql, TransactionBehavior,
};
use serde_json::Value;
use sqlx::SqlitePool;
use uuid::Uuid;
use weerwoord_protocol::Badge;

use super::write::{ADD_THREAD, Content, FIND_THREAD, Place, TOUCH_THREAD};
use super::{Clock, StoreError};
use crate::markdown;

pub(super) const FIND: &str = "SELECT c.id, s.name, t.key FROM json_each(?1) wanted
    JOIN comment c ON c.id = wanted.value
    JOIN thread t ON t.id = c.thread_id
    JOIN site s ON s.id = t.site_id";
pub(super) const FIND_SPOT: &str = "SELECT seq, root_seq, depth FROM comment WHERE id = ?1";
pub(super) const FIND_AUTHOR: &str = "SELECT id FROM author WHERE import_key = ?1";
pub(super) const FIND_SITE: &str = "SELECT id FROM site WHERE name = ?1";
/// Comments of one thread. A fault undoes the transaction, which is not to go on then anyway: otherwise SQLite would keep
/// what the statement changes.
const ADD_COMMENTS: [&str; 2] = [
    "INSERT OR ROLLBACK INTO comment (thread_id, site_id, received_at, html_version, seq, id, parent_seq, root_seq, depth,
        ordinal, author_id, source, html, posted_at, fingerprint, badge, replies, status, stamp) VALUES ",
    "(?1, ?2, ?3, ?4, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'published', NULL)",
];
/// How many share a statement: to begin and end one costs as much as a row.
const ROWS: usize = 16;
/// Whoever follows the thread reads it again: so many comments are not told one by one.
pub(super) const TELL_NONE: &str =
    "UPDATE thread SET version = version + 1, told_from = version + 1 WHERE id = ?1 AND ?2 > 0";
pub(super) const COUNT_REPLIES: &str = "UPDATE comment SET replies = replies + ?2 WHERE seq = ?1";
const ADD_AUTHOR: &str = "INSERT INTO author (site_id, kind, name, role, import_key, created_at)
    VALUES (?1, 'imported', ?2, ?3, ?4, ?5)";
/// What SQLite need not look at again: every reference of a row is looked up or added in the transaction that adds the
/// row, and what has a check is a constant of these statements. 64 MiB for pages, since a batch touches more of them than
/// a post. When the log is moved into the database is decided here.
const SETTINGS: &str = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0";
/// How many pages the log may have: so many that a page which several batches touch is moved into the database once.
const LOG_PAGES: i64 = 16_000;

/// How long an import waits for another writer. Longer than others do, for nobody waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A comment from a file.
#[derive(Clone, Debug)]
pub(crate) struct ImportRow {
    pub(crate) place: Arc<Place>,
    pub(crate) content: Content,
    /// Finds the author of this name and role in this thread again.
    pub(crate) author_key: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) posted_at: Option<i64>,
    pub(crate) badge: Option<Badge>,
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

/// The connection that imports are written by, which is made with the first batch.
pub(super) struct Bulk {
    path: PathBuf,
    clock: Clock,
    commits: Arc<AtomicU64>,
    db: Mutex<Option<Connection>>,
}

impl Bulk {
    pub(super) fn new(path: PathBuf, clock: Clock, commits: Arc<AtomicU64>) -> Self {
        Self { path, clock, commits, db: Mutex::default() }
    }

    /// Keeps imported comments, and leaves those alone that are there; tells how many were new. They are on disk when this
    /// returns, which takes a while: not for a thread that serves others.
    pub(super) fn import(&self, batch: &ImportBatch) -> Result<usize, StoreError> {
        let mut db = self.db.lock().map_err(|_| StoreError::Stopped)?;
        // Taken out, and put back when all went well: after a fault a new connection knows where the database stands.
        let mut connection = match db.take() {
            Some(connection) => connection,
            None => open(&self.path)?,
        };
        let added = match keep(&mut connection, batch, (self.clock)(), true) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                keep(&mut connection, batch, (self.clock)(), false)?
            }
            added => added?,
        };
        *db = Some(connection);
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(added)
    }

    /// Moves the log into the database if it has grown long. Others write meanwhile.
    pub(super) fn tidy(&self) -> Result<(), StoreError> {
        let db = self.db.lock().map_err(|_| StoreError::Stopped)?;
        let Some(db) = db.as_ref() else { return Ok(()) };
        // What it tells of a log that another is just moving is -1.
        let pages: i64 = db.query_row("PRAGMA wal_checkpoint(NOOP)", (), |row| row.get(1))?;
        if pages > LOG_PAGES {
            db.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()))?;
        }
        Ok(())
    }

    /// Closes the connection.
    pub(super) fn close(&self) {
        if let Ok(mut db) = self.db.lock() {
            *db = None;
        }
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.execute_batch(SETTINGS)?;
    // What triggers do to new rows is in the statements. For each row that might set off any, SQLite would keep a copy of
    // all pages that it changes, and write them to a temporary file.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    Ok(db)
}

/// Where a comment stands.
#[derive(Clone, Copy)]
struct Spot {
    seq: i64,
    root: i64,
    depth: u32,
}

/// A thread of a batch.
struct Thread {
    id: i64,
    site: i64,
    /// Whether its authors need not be looked for.
    is_new: bool,
}

/// A comment that is to be added, and where it will stand.
struct Placed<'a> {
    row: &'a ImportRow,
    parent: Option<i64>,
    spot: Spot,
    author: i64,
    /// How many the batch has.
    replies: i64,
}

/// `all_new`: without looking for what is there already. If anything is, an index refuses it, and nothing is kept.
fn keep(db: &mut Connection, batch: &ImportBatch, now: i64, all_new: bool) -> rusqlite::Result<usize> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut work = Work::begin(&transaction, now, all_new)?;
    let first = work.next;
    for rows in batch.rows.chunk_by(|one, next| one.place.key == next.place.key) {
        work.add_all(rows)?;
    }
    let added = work.next - first;
    drop(work);
    transaction.commit()?;
    Ok(usize::try_from(added).unwrap_or_default())
}

fn add_comments(rows: usize) -> String {
    let [insert, row] = ADD_COMMENTS;
    insert.to_owned() + &vec![row; rows].join(", ")
}

/// Adds as many comments of a thread as the statement takes.
fn add(statement: &mut Statement<'_>, thread: &Thread, now: i64, comments: &[Placed<'_>]) -> rusqlite::Result<()> {
    let mut at = 0;
    let mut bind = |value: &dyn ToSql| {
        at += 1;
        statement.raw_bind_parameter(at, value)
    };
    for value in [thread.id, thread.site, now, markdown::VERSION] {
        bind(&value)?;
    }
    for Placed { row, parent, spot, author, replies } in comments {
        let ImportRow { content, ordinal, posted_at, badge, .. } = row;
        let (id, badge) = (content.id.as_str(), badge.map(Badge::name));
        let values: [&dyn ToSql; 13] = [
            &spot.seq,
            &id,
            parent,
            &spot.root,
            &spot.depth,
            ordinal,
            author,
            &content.source,
            &content.html,
            posted_at,
            &content.fingerprint,
            &badge,
            replies,
        ];
        values.into_iter().try_for_each(&mut bind)?;
    }
    statement.raw_execute().map(drop)
}

/// A batch in the making.
struct Work<'a> {
    db: &'a Connection,
    find_spot: CachedStatement<'a>,
    find_author: CachedStatement<'a>,
    add_author: CachedStatement<'a>,
    add_one: CachedStatement<'a>,
    add_many: CachedStatement<'a>,
    /// The comments of the thread that is written, and those that they answer.
    spots: HashMap<&'a str, Spot>,
    /// The seq of the next comment.
    next: i64,
    now: i64,
    all_new: bool,
}

impl<'a> Work<'a> {
    fn begin(db: &'a Connection, now: i64, all_new: bool) -> rusqlite::Result<Self> {
        Ok(Self {
            db,
            find_spot: db.prepare_cached(FIND_SPOT)?,
            find_author: db.prepare_cached(FIND_AUTHOR)?,
            add_author: db.prepare_cached(ADD_AUTHOR)?,
            add_one: db.prepare_cached(&add_comments(1))?,
            add_many: db.prepare_cached(&add_comments(ROWS))?,
            spots: HashMap::new(),
            next: db.query_row("SELECT coalesce(max(seq), 0) + 1 FROM comment", (), |row| row.get(0))?,
            now,
            all_new,
        })
    }

    /// Adds those of a thread's comments that are not there yet.
    fn add_all(&mut self, rows: &'a [ImportRow]) -> rusqlite::Result<()> {
        let (mut new, mut replies) = self.place_all(rows)?;
        let Some(Placed { row: first, .. }) = new.first() else { return Ok(()) };
        let thread = self.thread(&first.place)?;
        let mut authors = HashMap::new();
        for placed in &mut new {
            placed.author = match authors.entry(placed.row.author_key) {
                Entry::Occupied(author) => *author.get(),
                Entry::Vacant(place) => *place.insert(self.author(&thread, placed.row)?),
            };
            // A root that comes with replies is written with their number.
            placed.replies = replies.remove(&placed.spot.seq).unwrap_or_default();
        }
        for comments in new.chunks(ROWS) {
            if comments.len() == ROWS {
                add(&mut self.add_many, &thread, self.now, comments)?;
                continue;
            }
            for comment in comments.chunks(1) {
                add(&mut self.add_one, &thread, self.now, comment)?;
            }
        }
        let added = new.len() as i64;
        let last_ordinal = new.iter().map(|placed| placed.row.ordinal).max();
        self.db.prepare_cached(TOUCH_THREAD)?.execute((thread.id, added, last_ordinal))?;
        self.db.prepare_cached(TELL_NONE)?.execute((thread.id, added))?;
        let mut count_replies = self.db.prepare_cached(COUNT_REPLIES)?;
        for branch in replies {
            count_replies.execute(branch)?;
        }
        Ok(())
    }

    /// Numbers the comments that are not there yet, and tells of each branch how many replies come to it.
    fn place_all(&mut self, rows: &'a [ImportRow]) -> rusqlite::Result<(Vec<Placed<'a>>, HashMap<i64, i64>)> {
        self.spots.clear();
        let mut new = Vec::with_capacity(rows.len());
        let mut replies: HashMap<i64, i64> = HashMap::new();
        for row in rows {
            let id = row.content.id.as_str();
            if !self.all_new && self.spot(id)?.is_some() {
                continue;
            }
            let seq = self.next;
            self.next += 1;
            let (parent, spot) = match &row.content.parent {
                None => (None, Spot { seq, root: seq, depth: 0 }),
                Some(id) => {
                    let parent = self.spot(id.as_str())?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                    *replies.entry(parent.root).or_default() += 1;
                    (Some(parent.seq), Spot { seq, root: parent.root, depth: parent.depth.saturating_add(1) })
                }
            };
            self.spots.insert(id, spot);
            new.push(Placed { row, parent, spot, author: 0, replies: 0 });
        }
        Ok((new, replies))
    }

    /// Where a comment of the batch or the database stands, if it is there.
    fn spot(&mut self, id: &'a str) -> rusqlite::Result<Option<Spot>> {
        if let Some(spot) = self.spots.get(id) {
            return Ok(Some(*spot));
        }
        let spot = |row: &Row<'_>| Ok(Spot { seq: row.get(0)?, root: row.get(1)?, depth: row.get(2)? });
        let found = self.find_spot.query_row([id], spot).optional()?;
        if let Some(spot) = found {
            self.spots.insert(id, spot);
        }
        Ok(found)
    }

    /// The thread at a place, which is made if it is not there.
    fn thread(&self, place: &Place) -> rusqlite::Result<Thread> {
        let key = place.key.as_str();
        let site = self.db.prepare_cached(FIND_SITE)?.query_row([&place.site], |row| row.get(0))?;
        let known = self.db.prepare_cached(FIND_THREAD)?.query_row((&place.site, key), |row| row.get(0)).optional()?;
        if let Some(id) = known {
            return Ok(Thread { id, site, is_new: false });
        }
        let new = (&place.site, key, &place.url, &place.title, self.now);
        let id = self.db.prepare_cached(ADD_THREAD)?.query_row(new, |row| row.get(0))?;
        Ok(Thread { id, site, is_new: self.all_new })
    }

    /// The author of a comment, who is added if not known.
    fn author(&mut self, thread: &Thread, row: &ImportRow) -> rusqlite::Result<i64> {
        let mut text = Uuid::encode_buffer();
        let key: &str = row.author_key.hyphenated().encode_lower(&mut text);
        if !thread.is_new
            && let Some(author) = self.find_author.query_row([key], |row| row.get(0)).optional()?
        {
            return Ok(author);
        }
        let author = &row.content.author;
        self.add_author.insert((thread.site, &author.name, &author.role, key, self.now))
    }
}
