//! One article's discussion, as it is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::comment::{Comment, CommentId};
use crate::reaction::Reaction;
use crate::vote::Voting;

/// In which order the comments on the article itself stand. Replies stand oldest first, as a conversation is read; but for
/// `picks`, which leaves out all that editors did not pick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// The newest comment first.
    #[default]
    Newest,
    /// The oldest comment first.
    Oldest,
    /// First what readers' votes speak for most surely; of equals the newest.
    Best,
    /// First what was answered most; of equals the newest.
    Discussed,
    /// What editors picked, replies too, and nothing else: flat, the newest first, each with `depth` 0.
    Picks,
}

impl Sort {
    /// Every order of all comments.
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Best, Self::Discussed];

    /// The order of this name; `None` where there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Picks]).find(|sort| sort.name() == name)
    }

    /// Whether a comment's place depends on what others make of it, and so may change.
    pub const fn is_ranked(self) -> bool {
        matches!(self, Self::Best | Self::Discussed)
    }

    /// The order's name on the wire and in attributes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Best => "best",
            Self::Discussed => "discussed",
            Self::Picks => "picks",
        }
    }
}

/// What is known of the thread itself. A thread without a comment is not kept, and answers with zero and nulls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadInfo {
    /// The key under which the site keeps it.
    pub key: String,
    /// The article's address, as first seen.
    pub url: Option<String>,
    /// The article's title, as first seen.
    pub title: Option<String>,
    /// Whether it takes no new comments.
    #[serde(default)]
    pub closed: bool,
    /// How many comments everybody can read; tombstones do not count.
    pub count: u32,
    /// With which emoji readers reacted to the article; absent where none did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// When its last comment was posted, read or not (RFC 3339, UTC); absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<String>,
    /// How many of them the site's editors picked; absent where none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub picks: u32,
    /// Which state of the thread this is: what the parameter `since` of its events takes. Opaque; absent where the server
    /// tells no events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Comments that a page of a thread leaves out: where they would stand, and how to get them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// The comment of this page right after which they stand; `null` where they stand before the first.
    pub after: Option<CommentId>,
    /// The depth of the shallowest of them; 0 where comments on the article itself are left out.
    pub depth: u32,
    /// How many they are; `null` where comments on the article itself are left out, which nobody counts.
    pub count: Option<u32>,
    /// What the parameter `cursor` takes to get the next of them. Opaque; it holds while the thread exists, whatever is
    /// posted meanwhile, for the order of comments that it was made for. In an order that changes (`best`, `discussed`) it
    /// goes on where it was made; a comment that has passed that place since is skipped or comes twice.
    pub cursor: String,
}

/// What the site asks of its writers, and what it lets them do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Whether the form asks for a role or organisation.
    #[serde(default)]
    pub ask_role: bool,
    /// For how many minutes after posting a comment its writer may change or delete it; 0 for never.
    #[serde(default)]
    pub edit_minutes: u32,
    /// For how many seconds a deletion can be taken back; 0 for not at all.
    #[serde(default)]
    pub undo_seconds: u32,
    /// Which votes it takes.
    #[serde(default)]
    pub votes: Voting,
    /// The emoji that readers can react with, in their order; absent where there are none. At most
    /// [`REACTIONS_MAX`](crate::REACTIONS_MAX).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<String>,
    /// Whether they can react to the article too; absent where they cannot.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub article_reactions: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            ask_role: false,
            edit_minutes: 15,
            undo_seconds: 10,
            votes: Voting::default(),
            reactions: Vec::new(),
            article_reactions: false,
        }
    }
}

/// A page of a thread as everybody reads it: the answer of `GET /api/v1/thread`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snapshot {
    /// The site's name.
    pub site: String,
    /// The thread.
    pub thread: ThreadInfo,
    /// What the site asks of its writers.
    pub policy: Policy,
    /// The order of the comments on the article itself.
    pub sort: Sort,
    /// The comment that the site's editors pinned, where this is a thread's first page: it stands above the others, and
    /// in its own place too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Comment>,
    /// The ancestors of the first comment, outermost first, where this page goes on inside a branch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Comment>,
    /// The comments of this page, flat and in pre-order, each with its depth.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// What this page leaves out of the thread, in reading order; none where it is the whole thread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
}

/// What travels with a fragment's HTML, so that the widget can take it over: all that the components need to draw the same
/// HTML again, but for the comments, which it reads from that HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The server's own origin, without a trailing slash: `https://comments.example`.
    pub server: String,
    /// The query of this thread's addresses (`site=…&url=…`), without `?`: what `/thread` and `/api/v1/thread` take.
    pub query: String,
    /// The article's address as the embedding page gave it; `None` where only a key was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The explicit key as the embedding page gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The language of the messages (BCP 47).
    pub lang: String,
    /// The sentences of that language, by key. They do not travel with it: a fragment names the file that has them.
    #[serde(skip)]
    pub messages: BTreeMap<String, String>,
    /// The level of the thread's heading, 1 to 5; that of its form is one more. Absent where it is 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<u32>,
    /// The comment under which the hosted page shows its form; always `None` in a fragment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<CommentId>,
    /// The comment whose page this is; `None` for a thread's first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<CommentId>,
    /// The page of the thread.
    pub snapshot: Snapshot,
}
