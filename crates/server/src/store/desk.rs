//! What the desk does: who is signed in, and each act, with the log that undoes it. The writer carries it out, so that of two
//! acts at the same moment the second sees what the first has done.

mod act;
mod hand;
mod marks;
mod rows;

use sqlx::{SqliteConnection, SqlitePool};
use weerwoord_protocol::{CommentId, Status};

use super::report;
use crate::closing::Closing;
pub(crate) use act::{Act, Target};
use hand::Hand;
#[cfg(test)]
pub(super) use hand::{FIND_ACT, FIND_COMMENT, SET_CLOSED};
pub(super) use hand::{SET_STATUS, Was, log};
#[cfg(test)]
pub(super) use marks::{FIND_MARKS, GIVE_BADGE, PICK, PIN, SET_BADGE, TAKE_BADGE};

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
    /// No report of it is open.
    Settled,
    /// It has the mark already, or not any more.
    Marked,
    Open,
    Closed,
}

/// An act and what it is done to.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Comment(Act, CommentId),
    Mark(Act, CommentId),
    /// By the thread's key.
    Thread(Act, String),
    /// By the act's number in the log.
    Undo(i64),
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
                Deed::Comment(act, id) => hand.comment(*act, id).await?,
                Deed::Mark(act, id) => hand.mark(*act, id).await?,
                Deed::Thread(act, key) => hand.thread(*act, key).await?,
                Deed::Undo(number) => hand.undo(*number).await?,
            };
            Ok(done.map_or_else(Changed::Missed, Changed::Logged))
        }
    }
}
