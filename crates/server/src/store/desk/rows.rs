//! What the acts of the desk find in the database.

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row};

/// A row of `FIND_COMMENT`.
pub(super) struct Found {
    pub(super) seq: i64,
    pub(super) thread_id: i64,
    pub(super) status: String,
    pub(super) withdrawn: bool,
    pub(super) reviewed: bool,
    pub(super) reports: i64,
}

impl FromRow<'_, SqliteRow> for Found {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get("seq")?,
            thread_id: row.try_get("thread_id")?,
            status: row.try_get("status")?,
            withdrawn: row.try_get("withdrawn")?,
            reviewed: row.try_get("reviewed")?,
            reports: row.try_get("reports")?,
        })
    }
}

/// A row of `FIND_ACT`.
pub(super) struct Acted {
    pub(super) act: String,
    pub(super) changes: String,
    pub(super) made_at: i64,
    pub(super) thread_id: i64,
    pub(super) comment_seq: Option<i64>,
    pub(super) was_status: Option<String>,
    pub(super) was_reviewed: Option<bool>,
    pub(super) was_closed_at: Option<i64>,
    pub(super) was_reopened_at: Option<i64>,
    pub(super) was_pinned: Option<i64>,
    pub(super) was_picked_at: Option<i64>,
    pub(super) was_badge: Option<String>,
    pub(super) status: Option<String>,
    pub(super) reviewed: Option<bool>,
    pub(super) closed_at: Option<i64>,
    pub(super) reopened_at: Option<i64>,
    pub(super) pinned_seq: Option<i64>,
    pub(super) picked_at: Option<i64>,
    pub(super) writer: Option<Vec<u8>>,
    pub(super) badge: Option<String>,
    pub(super) later: bool,
}

impl FromRow<'_, SqliteRow> for Acted {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            act: row.try_get("act")?,
            changes: row.try_get("changes")?,
            made_at: row.try_get("made_at")?,
            thread_id: row.try_get("thread_id")?,
            comment_seq: row.try_get("comment_seq")?,
            was_status: row.try_get("was_status")?,
            was_reviewed: row.try_get("was_reviewed")?,
            was_closed_at: row.try_get("was_closed_at")?,
            was_reopened_at: row.try_get("was_reopened_at")?,
            status: row.try_get("status")?,
            reviewed: row.try_get("reviewed")?,
            closed_at: row.try_get("closed_at")?,
            reopened_at: row.try_get("reopened_at")?,
            was_pinned: row.try_get("was_pinned")?,
            was_picked_at: row.try_get("was_picked_at")?,
            was_badge: row.try_get("was_badge")?,
            pinned_seq: row.try_get("pinned_seq")?,
            picked_at: row.try_get("picked_at")?,
            writer: row.try_get("writer")?,
            badge: row.try_get("badge")?,
            later: row.try_get("later")?,
        })
    }
}

/// A row of `FIND_MARKS`.
pub(super) struct Marks {
    pub(super) seq: i64,
    pub(super) thread_id: i64,
    pub(super) status: String,
    pub(super) withdrawn: bool,
    pub(super) pinned_seq: Option<i64>,
    pub(super) picked_at: Option<i64>,
    pub(super) writer: Option<Vec<u8>>,
    pub(super) badge: Option<String>,
}

impl FromRow<'_, SqliteRow> for Marks {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get("seq")?,
            thread_id: row.try_get("thread_id")?,
            status: row.try_get("status")?,
            withdrawn: row.try_get("withdrawn")?,
            pinned_seq: row.try_get("pinned_seq")?,
            picked_at: row.try_get("picked_at")?,
            writer: row.try_get("writer")?,
            badge: row.try_get("badge")?,
        })
    }
}
