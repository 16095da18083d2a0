//! Reports, as the writer carries them out: one of each reader, counted where it is kept, and what they come to.
//!
//! Reports are kept until an editor settles the comment, and then as long as that can be undone.

use sqlx::SqliteConnection;
use weerwoord_protocol::{CommentId, ErrorCode, Problem, ReportReason, Status};

use super::desk::{self, Act, SESSION_LENGTH};
use super::read::{status_name, status_of};
use crate::error::unknown_comment;

pub(super) const FIND: &str = "SELECT c.seq, c.thread_id, c.status, c.writer = ?3, c.reviewed,
        EXISTS (SELECT 1 FROM report WHERE comment_seq = c.seq AND reader = ?3)
    FROM comment c JOIN thread t ON t.id = c.thread_id JOIN site s ON s.id = t.site_id WHERE c.id = ?1 AND s.name = ?2";
pub(super) const KEEP: &str = "INSERT INTO report (comment_seq, reader, address, reason, text, made_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (comment_seq, reader) DO UPDATE SET address = excluded.address, reason = excluded.reason,
        text = excluded.text, made_at = excluded.made_at, settled_at = NULL";
pub(super) const COUNT: &str = "UPDATE comment SET reports = (
        SELECT count(*) FROM report WHERE comment_seq = ?1 AND settled_at IS NULL
    ) WHERE seq = ?1";
/// How many people they are, as far as that can be told: those at one address may be one, with many tokens.
pub(super) const WEIGH: &str = "SELECT count(DISTINCT coalesce(address, reader)) FROM report
    WHERE comment_seq = ?1 AND settled_at IS NULL";
pub(super) const SETTLE: &str = "UPDATE report SET settled_at = ?2 WHERE comment_seq = ?1 AND settled_at IS NULL";
pub(super) const REOPEN: &str = "UPDATE report SET settled_at = NULL WHERE comment_seq = ?1 AND settled_at = ?2";
pub(super) const FORGET: &str = "DELETE FROM report WHERE settled_at <= ?1";

/// A reader's report, checked.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) site: String,
    pub(crate) id: CommentId,
    /// Who reports: what is kept of a token, else of an address.
    pub(crate) reader: Vec<u8>,
    /// A hash of the address, where that is the reader's.
    pub(crate) address: Option<Vec<u8>>,
    pub(crate) reason: ReportReason,
    pub(crate) text: String,
    /// So many reports hold the comment; 0 for never.
    pub(crate) threshold: u32,
}

/// A row of [`FIND`]: seq, thread, status, whether the reader wrote it, whether an editor let it stand, and whether the
/// reader has reported it before.
type Row = (i64, i64, String, Option<bool>, bool, bool);

/// Keeps a report, and holds the comment for review if that makes enough of them. The same reader's next report takes the
/// place of the one before.
pub(super) async fn report(db: &mut SqliteConnection, report: &Report, now: i64) -> sqlx::Result<Result<(), Problem>> {
    let find = sqlx::query_as(FIND).bind(report.id.as_str()).bind(&report.site).bind(&report.reader);
    let row: Option<Row> = find.fetch_optional(&mut *db).await?;
    let Some((seq, thread, status, own, reviewed, before)) = row else { return Ok(Err(unknown_comment())) };
    let status = status_of(&status);
    match status {
        Status::Published if own == Some(true) => {
            return Ok(Err(Problem::new(ErrorCode::OwnComment, "Nobody reports a comment of one's own.")));
        }
        Status::Published => {}
        Status::Removed => return Ok(Err(Problem::new(ErrorCode::CommentRemoved, "The comment was removed."))),
        // The report that held it may come again: its answer may have got lost.
        Status::Held if before => {}
        Status::Held => return Ok(Err(unknown_comment())),
    }
    let keep = sqlx::query(KEEP).bind(seq).bind(&report.reader).bind(&report.address).bind(report.reason.name());
    keep.bind(&report.text).bind(now).execute(&mut *db).await?;
    sqlx::query(COUNT).bind(seq).execute(&mut *db).await?;
    if status == Status::Published && !reviewed && report.threshold > 0 {
        let people: u32 = sqlx::query_scalar(WEIGH).bind(seq).fetch_one(&mut *db).await?;
        if people >= report.threshold {
            let held = sqlx::query(desk::SET_STATUS).bind(seq).bind(status_name(Status::Held)).bind(false);
            held.execute(&mut *db).await?;
            let was = desk::Was { comment: Some(seq), status: Some(status_name(status)), ..desk::Was::default() };
            desk::log(db, "", (Act::Hold, "status"), thread, was, now).await?;
        }
    }
    Ok(Ok(()))
}

/// Settles the reports of a comment, and forgets those that were settled too long ago for anybody to undo that.
pub(super) async fn settle(db: &mut SqliteConnection, comment: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query(FORGET).bind(now.saturating_sub(SESSION_LENGTH)).execute(&mut *db).await?;
    sqlx::query(SETTLE).bind(comment).bind(now).execute(&mut *db).await?;
    sqlx::query(COUNT).bind(comment).execute(db).await.map(|_| ())
}

/// Takes it back that the reports of a comment were settled at a time.
pub(super) async fn reopen(db: &mut SqliteConnection, comment: i64, settled_at: i64) -> sqlx::Result<()> {
    sqlx::query(REOPEN).bind(comment).bind(settled_at).execute(&mut *db).await?;
    sqlx::query(COUNT).bind(comment).execute(db).await.map(|_| ())
}
