//! What writers do to their own comments: change the text, delete the comment, and take that back.
//!
//! A deletion is seen at once, and becomes final a little later: until then the text is kept, so that it can be taken
//! back. A new comment is kept at once, and pending for as long: held from all others, so that to delete it takes it back
//! wholly. What became final is settled by the writer, before anything else it does at that time.

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};
use weerwoord_protocol::{CommentId, ErrorCode, Policy, Posted, Problem, Status};

use super::read::status_of;
use super::write::{find_comment, find_thread};
use crate::markdown;
use crate::reader::Reader;
use crate::sites::Rules;

pub(super) const FIND_OWN: &str =
    "SELECT c.seq, c.writer, c.status, c.source, c.received_at, c.deleted_at, c.final_at, t.key
    FROM comment c JOIN thread t ON t.id = c.thread_id JOIN site s ON s.id = t.site_id WHERE c.id = ?1 AND s.name = ?2";
pub(super) const KEEP_REVISION: &str = "INSERT INTO comment_revision (comment_seq, source, replaced_at) SELECT seq, source, ?2 FROM comment WHERE seq = ?1";
pub(super) const EDIT: &str = "UPDATE comment SET source = ?2, html = ?3, html_version = ?4, edited_at = ?5,
        status = iif(?6, 'held', status), final_at = iif(?6, NULL, final_at), reviewed = 0,
        site_id = iif(?6, (SELECT site_id FROM thread WHERE id = thread_id), site_id) WHERE seq = ?1";
pub(super) const DELETE: &str = "UPDATE comment SET status = 'removed', deleted_at = ?2, final_at = ?3 WHERE seq = ?1";
pub(super) const RESTORE: &str =
    "UPDATE comment SET status = 'published', deleted_at = NULL, final_at = NULL WHERE seq = ?1";
pub(super) const NEXT: &str = "SELECT min(final_at) FROM comment WHERE final_at IS NOT NULL";

/// What becomes final by a time. What was pending is published. The writer's name goes with a deleted text where it is this
/// comment's alone.
pub(super) const SETTLE: [&str; 6] = [
    "UPDATE comment SET status = 'published', final_at = NULL,
            site_id = (SELECT site_id FROM thread WHERE id = thread_id)
        WHERE final_at <= ?1 AND status = 'held' AND deleted_at IS NULL",
    "DELETE FROM comment_revision WHERE comment_seq IN
        (SELECT seq FROM comment WHERE final_at <= ?1 AND deleted_at IS NOT NULL)",
    "UPDATE author SET name = '', role = NULL WHERE kind = 'guest' AND id IN
        (SELECT author_id FROM comment WHERE final_at <= ?1 AND deleted_at IS NOT NULL)",
    "DELETE FROM report WHERE comment_seq IN
        (SELECT seq FROM comment WHERE final_at <= ?1 AND deleted_at IS NOT NULL)",
    "UPDATE comment SET source = '', html = '', reports = 0 WHERE final_at <= ?1 AND deleted_at IS NOT NULL",
    "UPDATE comment SET final_at = NULL WHERE final_at <= ?1",
];

const MINUTE: i64 = 60_000_000;
const SECOND: i64 = 1_000_000;

/// Something that a reader does to a comment of their own.
#[derive(Clone, Debug)]
pub(crate) struct OwnChange {
    pub(crate) site: String,
    pub(crate) id: CommentId,
    pub(crate) writer: Reader,
    pub(crate) act: OwnAct,
    /// What the site lets its writers do.
    pub(crate) policy: Policy,
    /// What it does with comments that come in.
    pub(crate) rules: Rules,
}

/// What is done.
#[derive(Clone, Debug)]
pub(crate) enum OwnAct {
    /// The text becomes another, checked and rendered.
    Edit { source: String, html: String },
    /// The comment goes.
    Delete,
    /// It comes back.
    Restore,
}

/// A row of [`FIND_OWN`].
struct Own {
    seq: i64,
    writer: Option<Vec<u8>>,
    status: String,
    source: String,
    received_at: i64,
    deleted_at: Option<i64>,
    final_at: Option<i64>,
    key: String,
}

impl FromRow<'_, SqliteRow> for Own {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get("seq")?,
            writer: row.try_get("writer")?,
            status: row.try_get("status")?,
            source: row.try_get("source")?,
            received_at: row.try_get("received_at")?,
            deleted_at: row.try_get("deleted_at")?,
            final_at: row.try_get("final_at")?,
            key: row.try_get("key")?,
        })
    }
}

/// Changes a comment for its writer, and answers it as everybody reads it now. The same again changes nothing.
pub(super) async fn change(
    db: &mut SqliteConnection,
    change: &OwnChange,
    now: i64,
) -> sqlx::Result<Result<Posted, Problem>> {
    let own: Option<Own> =
        sqlx::query_as(FIND_OWN).bind(change.id.as_str()).bind(&change.site).fetch_optional(&mut *db).await?;
    let unknown = || Problem::new(ErrorCode::NotFound, "The site has no such comment.");
    let Some(own) = own else { return Ok(Err(unknown())) };
    if own.writer.as_deref() != Some(change.writer.key()) {
        return Ok(Err(Problem::new(ErrorCode::NotYours, "The token is not that of the comment's writer.")));
    }
    let done = match &change.act {
        OwnAct::Edit { source, html } => own.edit(db, source, html, change, now).await?,
        OwnAct::Delete => own.delete(db, &change.policy, now).await?,
        OwnAct::Restore => own.restore(db, now).await?,
    };
    if let Err(problem) = done {
        return Ok(Err(problem));
    }
    let posted = find_comment(db, &change.id, now).await?;
    Ok(posted.map(|(_, posted)| posted).ok_or_else(unknown))
}

impl Own {
    async fn edit(
        &self,
        db: &mut SqliteConnection,
        source: &str,
        html: &str,
        change: &OwnChange,
        now: i64,
    ) -> sqlx::Result<Result<(), Problem>> {
        if self.status() == Status::Removed {
            return Ok(Err(removed()));
        }
        if self.source == source {
            return Ok(Ok(()));
        }
        if let Err(problem) = self.expect_time(&change.policy, now) {
            return Ok(Err(problem));
        }
        let thread = find_thread(db, &change.site, &self.key).await?;
        if thread.is_some_and(|thread| change.rules.closing.moment(&thread.dates) <= now) {
            return Ok(Err(Problem::new(ErrorCode::ThreadClosed, "This thread takes no changes any more.")));
        }
        sqlx::query(KEEP_REVISION).bind(self.seq).bind(now).execute(&mut *db).await?;
        let edit = sqlx::query(EDIT).bind(self.seq).bind(source).bind(html).bind(markdown::VERSION).bind(now);
        // What an editor has approved is another text now.
        let edit = edit.bind(change.rules.premoderate.holds(html));
        edit.execute(db).await?;
        Ok(Ok(()))
    }

    async fn delete(&self, db: &mut SqliteConnection, policy: &Policy, now: i64) -> sqlx::Result<Result<(), Problem>> {
        if self.deleted_at.is_some() {
            return Ok(Ok(()));
        }
        if self.status() == Status::Removed {
            return Ok(Err(removed()));
        }
        // What is not final yet can be taken back on every site.
        if !is_pending(self.status(), self.final_at)
            && let Err(problem) = self.expect_time(policy, now)
        {
            return Ok(Err(problem));
        }
        // What nobody else could read yet is gone for good.
        let seconds = if self.status() == Status::Published { policy.undo_seconds } else { 0 };
        let final_at = final_at(now, seconds);
        sqlx::query(DELETE).bind(self.seq).bind(now).bind(final_at).execute(&mut *db).await?;
        if seconds == 0 {
            settle(db, now).await?;
        }
        Ok(Ok(()))
    }

    async fn restore(&self, db: &mut SqliteConnection, now: i64) -> sqlx::Result<Result<(), Problem>> {
        if self.deleted_at.is_none() {
            return Ok(if self.status() == Status::Removed { Err(removed()) } else { Ok(()) });
        }
        if self.final_at.is_none_or(|final_at| final_at <= now) {
            return Ok(Err(Problem::new(ErrorCode::EditExpired, "The deletion is final.")));
        }
        sqlx::query(RESTORE).bind(self.seq).execute(db).await?;
        Ok(Ok(()))
    }

    fn status(&self) -> Status {
        status_of(&self.status)
    }

    fn expect_time(&self, policy: &Policy, now: i64) -> Result<(), Problem> {
        let minutes = policy.edit_minutes;
        if now.saturating_sub(self.received_at) < i64::from(minutes) * MINUTE {
            return Ok(());
        }
        let detail = format!("A comment can be changed for {minutes} minutes after it was posted.");
        Err(Problem::new(ErrorCode::EditExpired, detail).limit(minutes.into()))
    }
}

/// Whether a comment becomes public by itself. One that an editor has to review has no moment for that.
pub(super) fn is_pending(status: Status, final_at: Option<i64>) -> bool {
    status == Status::Held && final_at.is_some()
}

/// When what is done now is final that can be taken back for so many seconds.
pub(super) fn final_at(now: i64, seconds: u32) -> i64 {
    now.saturating_add(i64::from(seconds) * SECOND)
}

/// How many seconds are left until a moment; one that has begun counts.
pub(super) fn seconds_left(moment: i64, now: i64) -> u32 {
    u32::try_from(moment.saturating_sub(now).saturating_add(SECOND - 1).div_euclid(SECOND)).unwrap_or_default()
}

fn removed() -> Problem {
    Problem::new(ErrorCode::CommentRemoved, "The comment was removed.")
}

/// Settles what became final by now: what was pending is published, and the text of what was deleted erased, with its
/// earlier texts.
pub(super) async fn settle(db: &mut SqliteConnection, now: i64) -> sqlx::Result<()> {
    for statement in SETTLE {
        sqlx::query(statement).bind(now).execute(&mut *db).await?;
    }
    Ok(())
}

/// When the next thing becomes final; `None` while nothing waits.
pub(super) async fn next(db: &mut SqliteConnection) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(NEXT).fetch_one(db).await
}

#[cfg(test)]
mod tests;
