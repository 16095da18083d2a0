//! Comments and threads outside their articles: the latest of a site, of a thread and to a reader, the most discussed
//! articles, and how many comments articles have.

use serde_json::Value;
use sqlx::SqlitePool;
use weerwoord_protocol::{Author, CommentId};

use super::StoreError;
use super::desk_lists::Article;
use super::read::wire_time;
use super::readable::{is_read, read_count};
use crate::markdown;
use crate::reader::Reader;
use crate::thread_key::ThreadKey;

/// Of the last days, so many comments at most say what is discussed most.
const WINDOW: i64 = 10_000;

/// Comments by the numbers that a query picks. It takes the renderer's version, how many, and what it picks by.
macro_rules! items {
    ($($picked:expr),+) => {
        concat!(
            "SELECT c.seq, c.id, p.id, a.name, a.role, c.html, iif(c.html_version <> ?1, c.source, NULL), c.posted_at,
                coalesce(c.edited_at, c.posted_at, c.received_at), t.key, t.url, t.title,
                (SELECT name FROM site WHERE id = t.site_id) FROM (",
            $($picked,)+
            ") picked CROSS JOIN comment c ON c.seq = picked.seq
                CROSS JOIN author a ON a.id = c.author_id
                CROSS JOIN thread t ON t.id = c.thread_id
                LEFT JOIN comment p ON p.seq = c.parent_seq ORDER BY c.ordinal DESC, c.seq DESC"
        )
    };
}

pub(super) const OF_SITE: &str = items!(
    "SELECT r.seq FROM comment r WHERE r.site_id = (SELECT id FROM site WHERE name = ?3) AND ",
    is_read!("r"),
    " ORDER BY r.ordinal DESC, r.seq DESC LIMIT ?2"
);
/// Of a long thread, only of some that are published is it found out who may read them.
pub(super) const OF_THREAD: &str = items!(
    "SELECT latest.seq FROM (
            SELECT r.seq, r.root_seq, r.parent_seq, r.ordinal, r.status
            FROM thread CROSS JOIN comment root CROSS JOIN comment r
            WHERE thread.site_id = (SELECT id FROM site WHERE name = ?3) AND thread.key = ?4
            AND root.thread_id = thread.id AND root.parent_seq IS NULL AND r.root_seq = root.seq AND r.status = 'published'
            ORDER BY r.ordinal DESC, r.seq DESC LIMIT 4 * ?2
        ) latest WHERE ",
    is_read!("latest"),
    " ORDER BY latest.ordinal DESC, latest.seq DESC LIMIT ?2"
);
/// Of each of the reader's comments no more replies are looked at than are shown in all. A reader is known to one site alone.
pub(super) const TO_READER: &str = items!(
    "SELECT r.seq FROM comment mine CROSS JOIN comment r
        WHERE mine.writer = ?3 AND mine.status = 'published' AND r.seq IN (
            SELECT reply.seq FROM comment reply WHERE reply.parent_seq = mine.seq AND reply.status = 'published'
            ORDER BY reply.ordinal DESC LIMIT ?2
        ) AND r.writer IS NOT ?3 AND ",
    is_read!("r"),
    " ORDER BY r.ordinal DESC, r.seq DESC LIMIT ?2"
);
/// As far as they are known, replies of the comment's own writer are left out.
pub(super) const TO_COMMENT: &str = items!(
    "SELECT r.seq FROM comment answered CROSS JOIN comment r
        WHERE answered.id = ?4 AND answered.site_id = (SELECT id FROM site WHERE name = ?3)
        AND answered.status = 'published' AND r.seq IN (
            SELECT reply.seq FROM comment reply WHERE reply.parent_seq = answered.seq AND reply.status = 'published'
            ORDER BY reply.ordinal DESC LIMIT ?2
        ) AND (answered.writer IS NULL OR r.writer IS NOT answered.writer) AND ",
    is_read!("r"),
    " ORDER BY r.ordinal DESC, r.seq DESC LIMIT ?2"
);
pub(super) const COUNTS: &str = concat!(
    "SELECT wanted.key, ",
    read_count!(),
    " FROM json_each(?2) wanted CROSS JOIN site s CROSS JOIN thread t
    WHERE s.name = ?1 AND t.site_id = s.id AND t.key = wanted.value"
);
/// What was discussed most since a time, and how many comments everybody reads there in all.
pub(super) const TOP: &str = concat!(
    "SELECT t.key, t.url, t.title, ",
    read_count!(),
    " AS readable FROM (
        SELECT thread_id, count(*) AS latest FROM (
            SELECT c.thread_id FROM comment c
            WHERE c.site_id = (SELECT id FROM site WHERE name = ?1) AND c.ordinal >= ?2 AND c.status = 'published'
            ORDER BY c.ordinal DESC LIMIT ?4
        ) recent GROUP BY thread_id
    ) picked CROSS JOIN thread t ON t.id = picked.thread_id
    WHERE readable > 0 AND t.title IS NOT NULL AND t.url IS NOT NULL
    ORDER BY picked.latest DESC, t.last_ordinal DESC, t.id DESC LIMIT ?3"
);
pub(super) const FOUNDED: &str = "SELECT created_at FROM site WHERE name = ?1";

/// A comment outside its thread.
#[derive(Clone, Debug)]
pub(crate) struct Latest {
    pub(crate) id: CommentId,
    pub(crate) parent: Option<CommentId>,
    pub(crate) author: Author,
    pub(crate) html: String,
    /// When it was posted (RFC 3339, UTC), where that is known.
    pub(crate) posted_at: Option<String>,
    /// When it last changed: when it was written, else posted, else received.
    pub(crate) changed_at: String,
    /// The name of its site.
    pub(crate) site: String,
    pub(crate) article: Article,
}

/// An article that is discussed.
#[derive(Clone, Debug)]
pub(crate) struct Discussed {
    pub(crate) article: Article,
    pub(crate) count: u32,
}

/// Which comments are listed, the newest first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which<'a> {
    /// Those of a site.
    OfSite(&'a str),
    /// Those of a site's thread.
    OfThread(&'a str, &'a ThreadKey),
    /// What others answered to a reader's.
    ToReader(&'a Reader),
    /// What others answered to one comment of a site.
    ToComment(&'a str, &'a CommentId),
}

/// A row of the comments' queries, in their order.
type Row = (
    i64,
    String,
    Option<String>,
    String,
    Option<String>,
    String,
    Option<String>,
    Option<i64>,
    i64,
    String,
    Option<String>,
    Option<String>,
    String,
);

/// The lists of all sites, at one moment each.
pub(crate) struct Lists<'a> {
    pub(super) pool: &'a SqlitePool,
}

impl Lists<'_> {
    /// The latest comments that everybody reads.
    pub(crate) async fn latest(&self, which: Which<'_>, most: usize) -> Result<Vec<Latest>, StoreError> {
        let query = match which {
            Which::OfSite(_) => OF_SITE,
            Which::OfThread(..) => OF_THREAD,
            Which::ToReader(_) => TO_READER,
            Which::ToComment(..) => TO_COMMENT,
        };
        let query = sqlx::query_as(query).bind(markdown::VERSION).bind(limit(most));
        let rows: Vec<Row> = match which {
            Which::OfSite(site) => query.bind(site),
            Which::OfThread(site, key) => query.bind(site).bind(key.as_str()),
            Which::ToReader(reader) => query.bind(reader.key()),
            Which::ToComment(site, id) => query.bind(site).bind(id.as_str()),
        }
        .fetch_all(self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(latest).collect())
    }

    /// How many comments everybody reads in the threads of these keys, in their order; 0 where there is no thread.
    pub(crate) async fn counts(&self, site: &str, keys: &[ThreadKey]) -> Result<Vec<u32>, StoreError> {
        let wanted: Value = keys.iter().map(ThreadKey::as_str).collect();
        let rows: Vec<(i64, u32)> =
            sqlx::query_as(COUNTS).bind(site).bind(wanted.to_string()).fetch_all(self.pool).await?;
        let mut counts = vec![0; keys.len()];
        for (at, count) in rows {
            if let Some(place) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
                *place = count;
            }
        }
        Ok(counts)
    }

    /// The articles that most was said about since a time, in microseconds since 1970.
    pub(crate) async fn top(&self, site: &str, since: i64, most: usize) -> Result<Vec<Discussed>, StoreError> {
        let rows: Vec<(String, Option<String>, Option<String>, u32)> =
            sqlx::query_as(TOP).bind(site).bind(since).bind(limit(most)).bind(WINDOW).fetch_all(self.pool).await?;
        let discussed = |(key, url, title, count)| Discussed { article: Article { key, url, title }, count };
        Ok(rows.into_iter().map(discussed).collect())
    }

    /// When the site was first served (RFC 3339, UTC).
    pub(crate) async fn founded(&self, site: &str) -> Result<Option<String>, StoreError> {
        let time: Option<i64> = sqlx::query_scalar(FOUNDED).bind(site).fetch_optional(self.pool).await?;
        Ok(time.and_then(wire_time))
    }
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

fn latest(row: Row) -> Option<Latest> {
    let (_, id, parent, name, role, html, outdated, posted_at, changed_at, key, url, title, site) = row;
    Some(Latest {
        id: CommentId::parse(&id)?,
        parent: parent.and_then(|id| CommentId::parse(&id)),
        author: Author { name, role },
        html: outdated.map_or(html, |source| markdown::render(&source)),
        posted_at: posted_at.and_then(wire_time),
        changed_at: wire_time(changed_at)?,
        site,
        article: Article { key, url, title },
    })
}
