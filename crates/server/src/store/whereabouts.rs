//! Finds the thread of a comment of which only the id is known, as its own address names it.

use sqlx::SqlitePool;
use weerwoord_protocol::{CommentId, Status};

use super::read::status_of;
use crate::thread_key::ThreadKey;

pub(super) const FIND: &str = "SELECT s.name, t.key, t.url, c.status FROM comment c
    JOIN thread t ON t.id = c.thread_id JOIN site s ON s.id = t.site_id WHERE c.id = ?1";

/// Where a comment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The name of its site.
    pub site: String,
    /// The key of its thread.
    pub key: ThreadKey,
    /// The address of its article, as first seen.
    pub url: Option<String>,
    /// Whether it was removed.
    pub removed: bool,
}

pub(super) async fn find(pool: &SqlitePool, id: &CommentId) -> sqlx::Result<Option<Whereabouts>> {
    let row: Option<(String, String, Option<String>, String)> =
        sqlx::query_as(FIND).bind(id.as_str()).fetch_optional(pool).await?;
    Ok(row.map(|(site, key, url, status)| Whereabouts {
        site,
        key: ThreadKey::kept(key),
        url,
        removed: status_of(&status) == Status::Removed,
    }))
}
