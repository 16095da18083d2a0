//! Emoji that readers react with: to a comment, or to the article itself. One of each reader, changeable and undoable.

use serde::{Deserialize, Serialize};

/// A site has at most so many emoji to react with.
pub const REACTIONS_MAX: usize = 8;

/// How many readers reacted with an emoji.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// How many readers, at least one.
    pub count: u32,
}

/// A reader's reaction to a comment: the body of `PUT /api/v1/comments/{id}/reaction`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct React {
    /// The site's name.
    pub site: String,
    /// One of the site's emoji; `null` for none any more.
    // Not left out by mistake: serde takes an absent `Option` for `None`.
    #[serde(deserialize_with = "Option::deserialize")]
    pub emoji: Option<String>,
}

/// A reader's reaction to an article: the body of `PUT /api/v1/thread/reaction`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReactToArticle {
    /// The site's name.
    pub site: String,
    /// The article's address; needed unless `thread` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The thread's explicit key; wins over `url`. At most [`THREAD_KEY_MAX`](crate::THREAD_KEY_MAX) characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The article's title, kept for people where the thread is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// One of the site's emoji; `null` for none any more.
    #[serde(deserialize_with = "Option::deserialize")]
    pub emoji: Option<String>,
}

/// The answer to a reaction: what it has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reacted {
    /// How everybody reacted, the reader included.
    pub reactions: Vec<Reaction>,
    /// The reader's own; `null` for none.
    pub mine: Option<String>,
}
