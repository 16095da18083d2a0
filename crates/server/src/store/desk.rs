//! What the desk does: who is signed in, and each act, with the log that undoes it. The writer carries it out, so that of two
//! acts at the same moment the second sees what the first has done.

use sqlx::{SqliteConnection, SqlitePool};
use weerwoord_protocol::{CommentId, Status};

use super::read::{status_name, status_of};
use super::write;
use crate::closing::{Closing, Dates};

/// Twelve hours, in microseconds.
pub(super) const SESSION_LENGTH: i64 = 12 * 60 * 60 * 1_000_000;

pub(super) const FIND_SESSION: &str = "SELECT s.name, d.who FROM desk_session d JOIN site s ON s.id = d.site_id
    WHERE d.token = ?1 AND d.expires_at > ?2";
const SET_SECRET: &str = "UPDATE site SET secret = ?2 WHERE name = ?1 AND (?3 OR secret IS NULL) RETURNING id";
pub(super) const END_SESSIONS: &str = "DELETE FROM desk_session WHERE site_id = ?1";
pub(super) const END_EXPIRED: &str = "DELETE FROM desk_session WHERE expires_at <= ?1";
pub(super) const END_SESSION: &str = "DELETE FROM desk_session WHERE token = ?1";
pub(super) const ADD_SESSION: &str = "INSERT INTO desk_session (token, site_id, who, expires_at)
    SELECT ?3, id, ?4, ?5 FROM site WHERE name = ?1 AND secret = ?2 RETURNING site_id";
pub(super) const FIND_COMMENT: &str = "SELECT c.seq, c.thread_id, c.status, c.deleted_at IS NOT NULL FROM comment c
    JOIN site s ON s.id = c.site_id WHERE s.name = ?1 AND c.id = ?2";
/// An act that can be undone, and whether something else was done to the same comment or thread after it.
pub(super) const FIND_ACT: &str = "SELECT l.act, l.made_at, l.thread_id, l.comment_seq, l.was_status,
        l.was_closed_at, l.was_reopened_at, c.status, t.closed_at, t.reopened_at,
        iif(l.comment_seq IS NULL,
            EXISTS (SELECT 1 FROM desk_log WHERE thread_id = l.thread_id AND comment_seq IS NULL AND id > l.id),
            EXISTS (SELECT 1 FROM desk_log WHERE comment_seq = l.comment_seq AND id > l.id))
    FROM desk_log l JOIN site s ON s.id = l.site_id JOIN thread t ON t.id = l.thread_id
    LEFT JOIN comment c ON c.seq = l.comment_seq
    WHERE l.id = ?2 AND s.name = ?1 AND l.act <> 'undo'";
pub(super) const SET_STATUS: &str = "UPDATE comment SET status = ?2 WHERE seq = ?1";
pub(super) const SET_CLOSED: &str = "UPDATE thread SET closed_at = ?2, reopened_at = ?3 WHERE id = ?1";
const ADD_ENTRY: &str = "INSERT INTO desk_log
    (site_id, made_at, who, act, thread_id, comment_seq, was_status, was_closed_at, was_reopened_at)
    SELECT site_id, ?2, ?3, ?4, id, ?5, ?6, ?7, ?8 FROM thread WHERE id = ?1 RETURNING id";

/// Who is signed in, and to which site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) site: String,
    pub(crate) who: String,
}

/// Something that the desk changes. Secrets and tokens come as their hashes.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Gives a site its secret, and ends its sessions; where it has one already, only if that is to be replaced.
    Secret { site: String, secret: Vec<u8>, replace: bool },
    /// Begins a session, if the site has this secret.
    SignIn { site: String, secret: Vec<u8>, who: String, token: Vec<u8> },
    /// Ends a session.
    SignOut { token: Vec<u8> },
    /// Does something to a comment or a thread of the session's site.
    Do { session: Session, deed: Deed, closing: Closing },
}

/// What came of a change.
#[derive(Clone, Debug)]
pub(crate) enum Changed {
    /// It was done.
    Done,
    /// The site has a secret already, or not this one.
    Refused,
    /// It was done, and stands in the log under this number.
    Logged(i64),
    /// It could not be done any more.
    Missed(Missed),
}

/// Why an act was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missed {
    /// The site has no such comment, thread or act.
    Unknown,
    /// This is how things stand meanwhile.
    Meanwhile(State),
}

/// How a comment or a thread stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Published,
    Held,
    Removed,
    /// Its writer deleted it; nobody else brings it back.
    Withdrawn,
    Open,
    Closed,
}

/// An act and what it is done to.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Approve(CommentId),
    Remove(CommentId),
    Restore(CommentId),
    /// By the thread's key.
    Close(String),
    /// By the thread's key.
    Reopen(String),
    /// By the act's number in the log.
    Undo(i64),
}

/// The acts, as the log names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Approve,
    Remove,
    Restore,
    Close,
    Reopen,
    Undo,
}

impl Act {
    const ALL: [Self; 6] = [Self::Approve, Self::Remove, Self::Restore, Self::Close, Self::Reopen, Self::Undo];

    /// Its name in the log, in forms and in the keys of sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Undo => "undo",
        }
    }

    /// The act of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}

impl From<Status> for State {
    fn from(status: Status) -> Self {
        match status {
            Status::Published => Self::Published,
            Status::Held => Self::Held,
            Status::Removed => Self::Removed,
        }
    }
}

/// Who is signed in under a token.
pub(super) async fn session(pool: &SqlitePool, token: &[u8], now: i64) -> sqlx::Result<Option<Session>> {
    let row: Option<(String, String)> = sqlx::query_as(FIND_SESSION).bind(token).bind(now).fetch_optional(pool).await?;
    Ok(row.map(|(site, who)| Session { site, who }))
}

/// Carries out a change.
pub(super) async fn change(db: &mut SqliteConnection, change: &Change, now: i64) -> sqlx::Result<Changed> {
    match change {
        Change::Secret { site, secret, replace } => {
            let set = sqlx::query_scalar(SET_SECRET).bind(site).bind(secret).bind(replace);
            let Some(site) = set.fetch_optional(&mut *db).await? else { return Ok(Changed::Refused) };
            let site: i64 = site;
            sqlx::query(END_SESSIONS).bind(site).execute(db).await?;
            Ok(Changed::Done)
        }
        Change::SignIn { site, secret, who, token } => {
            sqlx::query(END_EXPIRED).bind(now).execute(&mut *db).await?;
            let add = sqlx::query_scalar::<_, i64>(ADD_SESSION).bind(site).bind(secret).bind(token).bind(who);
            let added = add.bind(now.saturating_add(SESSION_LENGTH)).fetch_optional(db).await?;
            Ok(if added.is_some() { Changed::Done } else { Changed::Refused })
        }
        Change::SignOut { token } => {
            sqlx::query(END_SESSION).bind(token).execute(db).await?;
            Ok(Changed::Done)
        }
        Change::Do { session, deed, closing } => {
            let mut hand = Hand { db, session, closing: *closing, now };
            let done = match deed {
                Deed::Approve(id) => hand.comment(Act::Approve, id).await?,
                Deed::Remove(id) => hand.comment(Act::Remove, id).await?,
                Deed::Restore(id) => hand.comment(Act::Restore, id).await?,
                Deed::Close(key) => hand.thread(Act::Close, key).await?,
                Deed::Reopen(key) => hand.thread(Act::Reopen, key).await?,
                Deed::Undo(number) => hand.undo(*number).await?,
            };
            Ok(done.map_or_else(Changed::Missed, Changed::Logged))
        }
    }
}

/// Whoever acts, at this moment.
struct Hand<'a> {
    db: &'a mut SqliteConnection,
    session: &'a Session,
    closing: Closing,
    now: i64,
}

/// A line of the log in the making.
#[derive(Default)]
struct Was<'a> {
    comment: Option<i64>,
    status: Option<&'a str>,
    closed_at: Option<i64>,
    reopened_at: Option<i64>,
}

/// A row of [`FIND_ACT`], in its order.
type ActRow = (
    String,
    i64,
    i64,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    bool,
);

impl Hand<'_> {
    async fn comment(&mut self, act: Act, id: &CommentId) -> sqlx::Result<Result<i64, Missed>> {
        let row: Option<(i64, i64, String, bool)> = sqlx::query_as(FIND_COMMENT)
            .bind(&self.session.site)
            .bind(id.as_str())
            .fetch_optional(&mut *self.db)
            .await?;
        let Some((seq, thread, was, withdrawn)) = row else { return Ok(Err(Missed::Unknown)) };
        if withdrawn {
            return Ok(Err(Missed::Meanwhile(State::Withdrawn)));
        }
        let status = match (act, status_of(&was)) {
            (Act::Approve, Status::Held) | (Act::Restore, Status::Removed) => Status::Published,
            (Act::Remove, Status::Held | Status::Published) => Status::Removed,
            (_, status) => return Ok(Err(Missed::Meanwhile(status.into()))),
        };
        self.set_status(seq, status_name(status)).await?;
        self.log(act, thread, Was { comment: Some(seq), status: Some(&was), ..Was::default() }).await.map(Ok)
    }

    async fn thread(&mut self, act: Act, key: &str) -> sqlx::Result<Result<i64, Missed>> {
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
        self.log(act, id, Was { closed_at, reopened_at, ..Was::default() }).await.map(Ok)
    }

    /// Puts back what an act changed, if that is how it still stands.
    async fn undo(&mut self, number: i64) -> sqlx::Result<Result<i64, Missed>> {
        let row: Option<ActRow> =
            sqlx::query_as(FIND_ACT).bind(&self.session.site).bind(number).fetch_optional(&mut *self.db).await?;
        let Some((
            act,
            made_at,
            thread,
            comment,
            was_status,
            was_closed,
            was_reopened,
            status,
            closed,
            reopened,
            later,
        )) = row
        else {
            return Ok(Err(Missed::Unknown));
        };
        if let (Some(seq), Some(was), Some(status)) = (comment, was_status, status) {
            let made = if act == Act::Remove.name() { Status::Removed } else { Status::Published };
            if later || status_of(&status) != made {
                return Ok(Err(Missed::Meanwhile(status_of(&status).into())));
            }
            self.set_status(seq, &was).await?;
            let was = Was { comment: Some(seq), status: Some(&status), ..Was::default() };
            return self.log(Act::Undo, thread, was).await.map(Ok);
        }
        if comment.is_some() {
            return Ok(Err(Missed::Unknown));
        }
        let made = if act == Act::Close.name() { closed } else { reopened };
        if later || made != Some(made_at) {
            let state = if closed.is_some() { State::Closed } else { State::Open };
            return Ok(Err(Missed::Meanwhile(state)));
        }
        self.set_closed(thread, was_closed, was_reopened).await?;
        self.log(Act::Undo, thread, Was { closed_at: closed, reopened_at: reopened, ..Was::default() }).await.map(Ok)
    }

    async fn set_status(&mut self, seq: i64, status: &str) -> sqlx::Result<()> {
        sqlx::query(SET_STATUS).bind(seq).bind(status).execute(&mut *self.db).await.map(|_| ())
    }

    async fn set_closed(&mut self, thread: i64, closed: Option<i64>, reopened: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(SET_CLOSED).bind(thread).bind(closed).bind(reopened).execute(&mut *self.db).await.map(|_| ())
    }

    async fn log(&mut self, act: Act, thread: i64, was: Was<'_>) -> sqlx::Result<i64> {
        let entry = sqlx::query_scalar(ADD_ENTRY).bind(thread).bind(self.now).bind(&self.session.who).bind(act.name());
        let entry = entry.bind(was.comment).bind(was.status).bind(was.closed_at).bind(was.reopened_at);
        entry.fetch_one(&mut *self.db).await
    }
}
