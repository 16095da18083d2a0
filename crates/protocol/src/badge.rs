//! What a site says of a writer, next to the name. Its editors give it to the writer; a name alone never has one.

use serde::{Deserialize, Serialize};

/// A writer's badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Badge {
    /// Who wrote the article.
    Author,
    /// Somebody of the site's staff.
    Staff,
}

impl Badge {
    /// Every badge.
    pub const ALL: [Self; 2] = [Self::Author, Self::Staff];

    /// The badge of this name; `None` where there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|badge| badge.name() == name)
    }

    /// The badge's name on the wire, in parts and in the keys of sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Staff => "staff",
        }
    }
}
