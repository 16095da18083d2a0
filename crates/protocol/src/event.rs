//! What changes about a thread while it is read.

use serde::{Deserialize, Serialize};

use crate::comment::{Comment, CommentId};
use crate::vote::Votes;

/// What an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventKind {
    /// The stream has begun.
    Hello,
    /// A comment is read from now on: `comment`. It is new, was approved or came back.
    Posted,
    /// A comment is another now: `comment`.
    Edited,
    /// A comment is not read any more: `id`. It was removed, or is to be reviewed again.
    Removed,
    /// Readers voted on a comment: `id` and `votes`.
    Votes,
    /// How the thread stands: `count` and `closed`.
    Thread,
    /// What changed cannot be told: the thread is to be read again.
    Reset,
    /// Nothing; the stream is alive.
    Ping,
}

/// A change of a thread, for those who read it. It tells how things are now, so that to take it twice does no harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// What it tells.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// The thread's key, as the thread tells it; absent where it concerns them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The comment, where it is new or another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
    /// The comment's id, where that is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CommentId>,
    /// How readers voted on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// How many comments of the thread everybody can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Whether the thread takes no new comments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
}

impl Event {
    /// An event that tells nothing else yet.
    pub const fn new(kind: EventKind) -> Self {
        Self { kind, thread: None, comment: None, id: None, votes: None, count: None, closed: None }
    }
}

/// What changed since an id: the answer of `GET /api/v1/events` with `wait=0`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Events {
    /// What to ask with the next time, as `since`.
    pub id: String,
    /// The changes, in their order.
    pub events: Vec<Event>,
}
