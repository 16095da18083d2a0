//! What the desk shows of a site: comments that wait, that were reported, the newest, those of a thread; threads; and the log. Each a page at a
//! time, by an index in its order.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqlitePool};
use weerwoord_protocol::{Author, Badge, CommentId, ReportReason, Status};

use super::StoreError;
use super::desk::Act;
use super::read::status_of;
use crate::closing::{Closing, Dates};
use crate::markdown;

/// How many lines a page of the desk has.
pub(super) const PAGE: usize = 30;
/// How many reports of a comment are shown, the newest first.
const REPORTS: i64 = 20;
/// Up to so many that wait are counted.
const COUNTED: i64 = 100;

/// Comments by the numbers that a query picks. It takes the site, the place after which to go on, how many, and the
/// renderer's version.
macro_rules! items {
    ($picked:literal) => {
        concat!(
            "SELECT c.seq, picked.place, c.id, c.status, c.posted_at, c.html,
                iif(c.html_version <> ?5, c.source, NULL) AS outdated, a.name, a.role, t.key, t.url, t.title,
                to_author.name AS answers, c.deleted_at IS NOT NULL AS withdrawn, c.reports,
                t.pinned_seq IS c.seq AS pinned, c.picked_at IS NOT NULL AS picked, coalesce(w.badge, c.badge) AS badge FROM (",
            $picked,
            ") picked CROSS JOIN comment c ON c.seq = picked.seq
                CROSS JOIN author a ON a.id = c.author_id
                CROSS JOIN thread t ON t.id = c.thread_id
                LEFT JOIN writer_badge w ON w.writer = c.writer
                LEFT JOIN comment p ON p.seq = c.parent_seq LEFT JOIN author to_author ON to_author.id = p.author_id"
        )
    };
}

/// Threads of a site, with what tells whether they are open.
macro_rules! threads {
    ($which:literal) => {
        concat!(
            "SELECT t.id, t.key, t.url, t.title, t.comment_count, t.created_at, coalesce(
                (SELECT ordinal FROM comment WHERE thread_id = t.id AND parent_seq IS NULL ORDER BY ordinal LIMIT 1), 0
            ), t.last_ordinal, t.closed_at, t.reopened_at FROM thread t
            WHERE t.site_id = (SELECT id FROM site WHERE name = ?1) ",
            $which
        )
    };
}

pub(super) const HELD: &str = items!(
    "SELECT seq, ordinal AS place FROM comment WHERE site_id = (SELECT id FROM site WHERE name = ?1) AND status = 'held'
        AND (ordinal, seq) > (?2, ?3) ORDER BY ordinal, seq LIMIT ?4"
);
pub(super) const NEWEST: &str = items!(
    "SELECT seq, ordinal AS place FROM comment WHERE site_id = (SELECT id FROM site WHERE name = ?1)
        AND (ordinal, seq) < (?2, ?3) ORDER BY ordinal DESC, seq DESC LIMIT ?4"
);
pub(super) const OF_THREAD: &str = items!(
    "SELECT r.seq, r.ordinal AS place FROM thread CROSS JOIN comment root CROSS JOIN comment r
        WHERE thread.site_id = (SELECT id FROM site WHERE name = ?1) AND thread.key = ?6
        AND root.thread_id = thread.id AND root.parent_seq IS NULL AND r.root_seq = root.seq
        AND (r.status <> 'held' OR r.final_at IS NULL) AND (r.ordinal, r.seq) < (?2, ?3) ORDER BY r.ordinal DESC, r.seq DESC LIMIT ?4"
);
/// What its writer deleted is nobody's to settle.
pub(super) const REPORTED: &str = items!(
    "SELECT seq, reports AS place FROM comment
        WHERE site_id = (SELECT id FROM site WHERE name = ?1) AND reports > 0 AND status <> 'removed'
        AND (reports, seq) < (?2, ?3) ORDER BY reports DESC, seq DESC LIMIT ?4"
);
/// The newest reports of some comments.
pub(super) const REPORTS_OF: &str = "SELECT comment_seq, reason, text, made_at FROM (
        SELECT r.comment_seq, r.reason, r.text, r.made_at,
            row_number() OVER (PARTITION BY r.comment_seq ORDER BY r.made_at DESC) AS nth
        FROM json_each(?1) wanted CROSS JOIN report r ON r.comment_seq = wanted.value WHERE r.settled_at IS NULL
    ) WHERE nth <= ?2 ORDER BY made_at DESC";
pub(super) const COUNT_REPORTED: &str = "SELECT count(*) FROM (SELECT 1 FROM comment
    WHERE site_id = (SELECT id FROM site WHERE name = ?1) AND reports > 0 AND status <> 'removed' LIMIT ?2)";
pub(super) const WAITING: &str = "SELECT count(*) FROM (SELECT 1 FROM comment
    WHERE site_id = (SELECT id FROM site WHERE name = ?1) AND status = 'held' LIMIT ?2)";
/// All threads of the site, of which the page is those whose title or address has the words that are looked for.
pub(super) const THREADS: &str = threads!(
    "AND (t.last_ordinal, t.id) < (?2, ?3)
        AND (t.title LIKE ?5 ESCAPE '\\' OR t.url LIKE ?5 ESCAPE '\\' OR t.key LIKE ?5 ESCAPE '\\')
        ORDER BY t.last_ordinal DESC, t.id DESC LIMIT ?4"
);
pub(super) const THREAD: &str = threads!("AND t.key = ?2");
pub(super) const LOG: &str = "SELECT l.id, l.made_at, l.who, l.act, a.name, t.key, t.url, t.title FROM desk_log l
    LEFT JOIN thread t ON t.id = l.thread_id
    LEFT JOIN comment c ON c.seq = l.comment_seq LEFT JOIN author a ON a.id = c.author_id
    WHERE l.site_id = (SELECT id FROM site WHERE name = ?1) AND l.id < ?2 ORDER BY l.id DESC LIMIT ?3";

/// Which comments are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order<'a> {
    /// Those that wait, the longest first.
    Held,
    /// Those that readers reported, the most often first.
    Reported,
    /// All, the newest first.
    Newest,
    /// Those of the thread of this key, the newest first.
    Thread(&'a str),
}

/// Where a line stands in its list: what it is ordered by, and its number.
pub(crate) type Standing = (i64, i64);

/// A page of a list, and where the next one goes on.
#[derive(Clone, Debug)]
pub(crate) struct List<T> {
    pub(crate) lines: Vec<T>,
    pub(crate) next: Option<Standing>,
}

/// A comment as the desk shows it: with all that readers do not see.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    seq: i64,
    place: Standing,
    pub(crate) id: CommentId,
    pub(crate) status: Status,
    pub(crate) posted_at: Option<i64>,
    pub(crate) html: String,
    pub(crate) author: Author,
    pub(crate) thread: Article,
    /// Whose comment it answers.
    pub(crate) answers: Option<String>,
    /// Whether its writer deleted it.
    pub(crate) withdrawn: bool,
    pub(crate) pinned: bool,
    pub(crate) picked: bool,
    /// What the site says of its writer.
    pub(crate) badge: Option<Badge>,
    /// How many readers reported it since it was last settled.
    pub(crate) reported: i64,
    /// What the last of them said.
    pub(crate) reports: Vec<Said>,
}

/// What a reader said of a comment.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) reason: ReportReason,
    pub(crate) text: String,
    pub(crate) made_at: i64,
}

/// The article of a thread.
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub(crate) key: String,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
}

/// A thread as the desk shows it.
#[derive(Clone, Debug)]
pub(crate) struct ThreadLine {
    place: Standing,
    pub(crate) article: Article,
    pub(crate) count: i64,
    pub(crate) closed: bool,
    /// When it closes by itself, if it is open and ever does.
    pub(crate) closes_at: Option<i64>,
}

/// A line of the log.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    pub(crate) made_at: i64,
    pub(crate) who: String,
    pub(crate) act: Act,
    /// Whose comment it was done to; `None` if to a thread.
    pub(crate) author: Option<String>,
    /// `None` once the thread is deleted.
    pub(crate) thread: Option<Article>,
}

/// A site's desk at one moment.
pub(crate) struct Desk<'a> {
    pub(super) pool: &'a SqlitePool,
    pub(super) site: &'a str,
    pub(super) closing: Closing,
    pub(super) now: i64,
}

type ThreadRow = (i64, String, Option<String>, Option<String>, i64, i64, i64, i64, Option<i64>, Option<i64>);
type EntryRow = (i64, i64, String, String, Option<String>, Option<String>, Option<String>, Option<String>);

impl Desk<'_> {
    /// A page of comments.
    pub(crate) async fn comments(&self, order: Order<'_>, from: Option<Standing>) -> Result<List<Item>, StoreError> {
        let (query, key) = match order {
            Order::Held => (HELD, None),
            Order::Reported => (REPORTED, None),
            Order::Newest => (NEWEST, None),
            Order::Thread(key) => (OF_THREAD, Some(key)),
        };
        let start = if order == Order::Held { (i64::MIN, i64::MIN) } else { (i64::MAX, i64::MAX) };
        let (ordinal, seq) = from.unwrap_or(start);
        let query = sqlx::query_as(query).bind(self.site).bind(ordinal).bind(seq).bind(limit());
        let query = query.bind(markdown::VERSION);
        let rows: Vec<Item> = match key {
            None => query.fetch_all(self.pool).await?,
            Some(key) => query.bind(key).fetch_all(self.pool).await?,
        };
        let mut items = rows;
        items.sort_by_key(|item| item.place);
        if order != Order::Held {
            items.reverse();
        }
        let mut list = page(items, |item| item.place);
        self.add_reports(&mut list.lines).await?;
        Ok(list)
    }

    async fn add_reports(&self, items: &mut [Item]) -> Result<(), StoreError> {
        let reported: Vec<i64> = items.iter().filter(|item| item.reported > 0).map(|item| item.seq).collect();
        if reported.is_empty() {
            return Ok(());
        }
        let rows = sqlx::query_as(REPORTS_OF).bind(Value::from(reported).to_string()).bind(REPORTS);
        let rows: Vec<(i64, String, String, i64)> = rows.fetch_all(self.pool).await?;
        let mut said: HashMap<i64, Vec<Said>> = HashMap::new();
        for (seq, reason, text, made_at) in rows {
            // One that a later version made is told as something else.
            let reason = ReportReason::parse(&reason).unwrap_or(ReportReason::Other);
            said.entry(seq).or_default().push(Said { reason, text, made_at });
        }
        for item in items {
            item.reports = said.remove(&item.seq).unwrap_or_default();
        }
        Ok(())
    }

    /// How many comments wait, and how many were reported; no more than a hundred of each are counted.
    pub(crate) async fn waiting(&self) -> Result<[i64; 2], StoreError> {
        let mut counts = [0; 2];
        for (count, query) in counts.iter_mut().zip([WAITING, COUNT_REPORTED]) {
            *count = sqlx::query_scalar(query).bind(self.site).bind(COUNTED).fetch_one(self.pool).await?;
        }
        Ok(counts)
    }

    /// A page of the threads whose title or address has these words, the one with the newest comment first.
    pub(crate) async fn threads(&self, words: &str, from: Option<Standing>) -> Result<List<ThreadLine>, StoreError> {
        let (ordinal, id) = from.unwrap_or((i64::MAX, i64::MAX));
        let plain = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let rows: Vec<ThreadRow> = sqlx::query_as(THREADS)
            .bind(self.site)
            .bind(ordinal)
            .bind(id)
            .bind(limit())
            .bind(format!("%{plain}%"))
            .fetch_all(self.pool)
            .await?;
        Ok(page(rows.into_iter().map(|row| self.line(row)).collect(), |line| line.place))
    }

    /// The thread of this key.
    pub(crate) async fn thread(&self, key: &str) -> Result<Option<ThreadLine>, StoreError> {
        let row: Option<ThreadRow> = sqlx::query_as(THREAD).bind(self.site).bind(key).fetch_optional(self.pool).await?;
        Ok(row.map(|row| self.line(row)))
    }

    fn line(&self, row: ThreadRow) -> ThreadLine {
        let (id, key, url, title, count, created_at, first, last, closed_at, reopened_at) = row;
        let moment = self.closing.moment(&Dates { created_at, first, last, closed_at, reopened_at });
        ThreadLine {
            place: (last, id),
            article: Article { key, url, title },
            count,
            closed: moment <= self.now,
            closes_at: Some(moment).filter(|&moment| moment > self.now && moment < i64::MAX),
        }
    }

    /// A page of the log, the newest first.
    pub(crate) async fn log(&self, from: Option<Standing>) -> Result<List<Entry>, StoreError> {
        let (_, before) = from.unwrap_or((0, i64::MAX));
        let rows: Vec<EntryRow> =
            sqlx::query_as(LOG).bind(self.site).bind(before).bind(limit()).fetch_all(self.pool).await?;
        Ok(page(rows.into_iter().filter_map(entry).collect(), |entry| (0, entry.number)))
    }

    /// One line of the log.
    pub(crate) async fn entry(&self, number: i64) -> Result<Option<Entry>, StoreError> {
        let query = sqlx::query_as(LOG).bind(self.site).bind(number.saturating_add(1)).bind(1);
        let row: Option<EntryRow> = query.fetch_optional(self.pool).await?;
        Ok(row.and_then(entry).filter(|entry| entry.number == number))
    }
}

/// One more than a page, to know whether there are more.
fn limit() -> i64 {
    PAGE as i64 + 1
}

fn page<T>(mut lines: Vec<T>, place: impl Fn(&T) -> Standing) -> List<T> {
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    List { next: lines.last().filter(|_| more).map(place), lines }
}

impl FromRow<'_, SqliteRow> for Item {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let id: String = row.try_get("id")?;
        let outdated: Option<String> = row.try_get("outdated")?;
        Ok(Self {
            seq: row.try_get("seq")?,
            place: (row.try_get("place")?, row.try_get("seq")?),
            id: CommentId::parse(&id).ok_or_else(|| sqlx::Error::Decode("the id of a comment is none".into()))?,
            status: status_of(row.try_get("status")?),
            posted_at: row.try_get("posted_at")?,
            html: match outdated {
                Some(source) => markdown::render(&source),
                None => row.try_get("html")?,
            },
            author: Author { name: row.try_get("name")?, role: row.try_get("role")? },
            thread: Article { key: row.try_get("key")?, url: row.try_get("url")?, title: row.try_get("title")? },
            answers: row.try_get("answers")?,
            withdrawn: row.try_get("withdrawn")?,
            pinned: row.try_get("pinned")?,
            picked: row.try_get("picked")?,
            badge: row.try_get::<Option<String>, _>("badge")?.as_deref().and_then(Badge::parse),
            reported: row.try_get("reports")?,
            reports: Vec::new(),
        })
    }
}

fn entry(row: EntryRow) -> Option<Entry> {
    let (number, made_at, who, act, author, key, url, title) = row;
    let thread = key.map(|key| Article { key, url, title });
    Some(Entry { number, made_at, who, act: Act::parse(&act)?, author, thread })
}
