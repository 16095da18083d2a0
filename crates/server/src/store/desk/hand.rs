//! Each act at the moment at which the writer carries it out: what it changes if that can be changed, the line of the log that
//! undoes it, and the undoing.

use sqlx::SqliteConnection;
use weerwoord_protocol::{CommentId, Status};

use super::act::Act;
use super::rows::{Acted, Found};
use super::{Missed, Session, State, report};
use crate::closing::{Closing, Dates};
use crate::store::read::{status_name, status_of};
use crate::store::write;

pub(in crate::store) const FIND_COMMENT: &str =
    "SELECT c.seq, c.thread_id, c.status, c.deleted_at IS NOT NULL AS withdrawn,
        c.reviewed, c.reports
    FROM comment c JOIN site s ON s.id = c.site_id WHERE s.name = ?1 AND c.id = ?2";
/// An act that can be undone, how things stand now, and whether another act has changed the same after it.
pub(in crate::store) const FIND_ACT: &str = "SELECT l.act, l.changes, l.made_at, l.thread_id, l.comment_seq, l.was_status,
        l.was_reviewed, l.was_closed_at, l.was_reopened_at, l.was_pinned, l.was_picked_at, l.was_badge, c.status,
        c.reviewed, t.closed_at, t.reopened_at, t.pinned_seq, c.picked_at, c.writer, coalesce(w.badge, c.badge) AS badge,
        iif(l.changes IN ('closed', 'pin'),
            EXISTS (SELECT 1 FROM desk_log o WHERE o.thread_id = l.thread_id AND o.changes = l.changes AND o.id > l.id),
            EXISTS (SELECT 1 FROM desk_log o WHERE o.comment_seq = l.comment_seq AND o.changes = l.changes AND o.id > l.id)
        ) AS later
    FROM desk_log l JOIN site s ON s.id = l.site_id JOIN thread t ON t.id = l.thread_id
    LEFT JOIN comment c ON c.seq = l.comment_seq LEFT JOIN writer_badge w ON w.writer = c.writer
    WHERE l.id = ?2 AND s.name = ?1 AND l.act NOT IN ('undo', 'hold')";
pub(in crate::store) const SET_STATUS: &str = "UPDATE comment SET status = ?2, reviewed = ?3 WHERE seq = ?1";
pub(in crate::store) const SET_CLOSED: &str = "UPDATE thread SET closed_at = ?2, reopened_at = ?3 WHERE id = ?1";
const ADD_ENTRY: &str = "INSERT INTO desk_log (site_id, made_at, who, act, changes, thread_id, comment_seq, was_status,
        was_reviewed, was_closed_at, was_reopened_at, was_pinned, was_picked_at, was_badge)
    SELECT site_id, ?2, ?3, ?4, ?5, id, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13 FROM thread WHERE id = ?1 RETURNING id";

/// Whoever acts, at this moment.
pub(super) struct Hand<'a> {
    pub(super) db: &'a mut SqliteConnection,
    pub(super) session: &'a Session,
    pub(super) closing: Closing,
    pub(super) now: i64,
}

/// What a line of the log remembers, to be undone by.
#[derive(Default)]
pub(in crate::store) struct Was<'a> {
    pub(in crate::store) comment: Option<i64>,
    pub(in crate::store) status: Option<&'a str>,
    pub(in crate::store) reviewed: Option<bool>,
    pub(in crate::store) closed_at: Option<i64>,
    pub(in crate::store) reopened_at: Option<i64>,
    pub(in crate::store) pinned: Option<i64>,
    pub(in crate::store) picked_at: Option<i64>,
    pub(in crate::store) badge: Option<&'a str>,
}

impl Hand<'_> {
    pub(super) async fn comment(&mut self, act: Act, id: &CommentId) -> sqlx::Result<Result<i64, Missed>> {
        let find = sqlx::query_as(FIND_COMMENT).bind(&self.session.site).bind(id.as_str());
        let found: Option<Found> = find.fetch_optional(&mut *self.db).await?;
        let Some(found) = found else { return Ok(Err(Missed::Unknown)) };
        if found.withdrawn {
            return Ok(Err(Missed::Meanwhile(State::Withdrawn)));
        }
        let (status, reviewed) = match (act, status_of(&found.status)) {
            (Act::Approve, Status::Held) | (Act::Restore, Status::Removed) => (Status::Published, true),
            (Act::Dismiss, Status::Published) if found.reports > 0 => (Status::Published, true),
            (Act::Dismiss, Status::Published) => return Ok(Err(Missed::Meanwhile(State::Settled))),
            (Act::Remove, Status::Held | Status::Published) => (Status::Removed, found.reviewed),
            (_, status) => return Ok(Err(Missed::Meanwhile(status.into()))),
        };
        self.set_status(found.seq, status_name(status), reviewed).await?;
        report::settle(self.db, found.seq, self.now).await?;
        let was = Was {
            comment: Some(found.seq),
            status: Some(&found.status),
            reviewed: Some(found.reviewed),
            ..Was::default()
        };
        self.log(act, act.changes(), found.thread_id, was).await.map(Ok)
    }

    pub(super) async fn thread(&mut self, act: Act, key: &str) -> sqlx::Result<Result<i64, Missed>> {
        let Some(thread) = write::find_thread(self.db, &self.session.site, key).await? else {
            return Ok(Err(Missed::Unknown));
        };
        let write::Thread { id, dates } = thread;
        let Dates { closed_at, reopened_at, .. } = dates;
        let closed = self.closing.moment(&dates) <= self.now;
        if closed == (act == Act::Close) {
            return Ok(Err(Missed::Meanwhile(if closed { State::Closed } else { State::Open })));
        }
        let new = if closed { (None, Some(self.now)) } else { (Some(self.now), reopened_at) };
        self.set_closed(id, new.0, new.1).await?;
        self.log(act, act.changes(), id, Was { closed_at, reopened_at, ..Was::default() }).await.map(Ok)
    }

    /// Puts back what an act changed, if that is how it still stands.
    pub(super) async fn undo(&mut self, number: i64) -> sqlx::Result<Result<i64, Missed>> {
        let find = sqlx::query_as(FIND_ACT).bind(&self.session.site).bind(number);
        let acted: Option<Acted> = find.fetch_optional(&mut *self.db).await?;
        let Some(acted) = acted else { return Ok(Err(Missed::Unknown)) };
        let (thread, changes) = (acted.thread_id, acted.changes.as_str());
        let was = match changes {
            "closed" => self.undo_closed(&acted).await?,
            "pin" | "pick" | "badge" => self.undo_mark(&acted).await?,
            _ => self.undo_status(&acted).await?,
        };
        match was {
            Ok(was) => self.log(Act::Undo, changes, thread, was).await.map(Ok),
            Err(missed) => Ok(Err(missed)),
        }
    }

    async fn undo_status<'a>(&mut self, acted: &'a Acted) -> sqlx::Result<Result<Was<'a>, Missed>> {
        let (Some(seq), Some(was), Some(status)) = (acted.comment_seq, &acted.was_status, &acted.status) else {
            return Ok(Err(Missed::Unknown));
        };
        let made = if acted.act == Act::Remove.name() { Status::Removed } else { Status::Published };
        if acted.later || status_of(status) != made {
            return Ok(Err(Missed::Meanwhile(status_of(status).into())));
        }
        self.set_status(seq, was, acted.was_reviewed.unwrap_or_default()).await?;
        report::reopen(self.db, seq, acted.made_at).await?;
        Ok(Ok(Was { comment: Some(seq), status: Some(status), reviewed: acted.reviewed, ..Was::default() }))
    }

    async fn undo_closed<'a>(&mut self, acted: &Acted) -> sqlx::Result<Result<Was<'a>, Missed>> {
        let &Acted { closed_at, reopened_at, .. } = acted;
        let made = if acted.act == Act::Close.name() { closed_at } else { reopened_at };
        if acted.later || made != Some(acted.made_at) {
            let state = if closed_at.is_some() { State::Closed } else { State::Open };
            return Ok(Err(Missed::Meanwhile(state)));
        }
        self.set_closed(acted.thread_id, acted.was_closed_at, acted.was_reopened_at).await?;
        Ok(Ok(Was { closed_at, reopened_at, ..Was::default() }))
    }

    async fn set_status(&mut self, seq: i64, status: &str, reviewed: bool) -> sqlx::Result<()> {
        let set = sqlx::query(SET_STATUS).bind(seq).bind(status).bind(reviewed);
        set.execute(&mut *self.db).await.map(|_| ())
    }

    async fn set_closed(&mut self, thread: i64, closed: Option<i64>, reopened: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(SET_CLOSED).bind(thread).bind(closed).bind(reopened).execute(&mut *self.db).await.map(|_| ())
    }

    pub(super) async fn log(&mut self, act: Act, changes: &str, thread: i64, was: Was<'_>) -> sqlx::Result<i64> {
        log(self.db, &self.session.who, (act, changes), thread, was, self.now).await
    }
}

/// Adds a line to the log, and answers its number. `who` is empty where the server does something by itself.
pub(in crate::store) async fn log(
    db: &mut SqliteConnection,
    who: &str,
    (act, changes): (Act, &str),
    thread: i64,
    was: Was<'_>,
    now: i64,
) -> sqlx::Result<i64> {
    let entry = sqlx::query_scalar(ADD_ENTRY).bind(thread).bind(now).bind(who).bind(act.name()).bind(changes);
    let entry = entry.bind(was.comment).bind(was.status).bind(was.reviewed).bind(was.closed_at).bind(was.reopened_at);
    let entry = entry.bind(was.pinned).bind(was.picked_at).bind(was.badge);
    entry.fetch_one(db).await
}
