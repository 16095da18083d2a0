//! Votes for and against a comment: one of each reader, changeable and undoable.

use serde::{Deserialize, Serialize};

/// How many readers voted for a comment, and how many against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Votes {
    /// Those for it.
    pub up: u32,
    /// Those against it.
    #[serde(default)]
    pub down: u32,
}

impl Votes {
    /// Whether nobody voted.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Which votes a site takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Voting {
    /// Votes for a comment.
    #[default]
    Up,
    /// Votes for and against a comment.
    UpDown,
    /// None.
    None,
}

impl Voting {
    /// Whether a vote may have this value. 0, which takes a vote back, always may.
    pub fn allows(self, value: i32) -> bool {
        match value {
            0 => true,
            1 => self != Self::None,
            -1 => self == Self::UpDown,
            _ => false,
        }
    }
}

/// A reader's vote: the body of `PUT /api/v1/comments/{id}/vote`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    /// The site's name.
    pub site: String,
    /// 1 for the comment, -1 against it where the site takes such votes, 0 for no vote any more.
    pub value: i32,
}

/// The answer to a [`Vote`]: what it has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Voted {
    /// How many readers voted for the comment.
    pub up: u32,
    /// How many readers voted against it.
    pub down: u32,
    /// The vote that the reader has now: 1, -1 or 0.
    pub mine: i32,
}
