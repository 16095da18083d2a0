//! The thread as a list: what its lines are, and which of them belong together.
//!
//! Comments stand flat and in pre-order, each with its depth, so that nothing here recurses however deep a thread is; a
//! gap stands where a page leaves comments out. Pure functions and plain structs; the signals around them are in
//! `store.rs`.

mod change;
mod outbox;
mod own;
mod reactions;
mod standing;
mod visit;
mod votes;

use std::sync::Arc;

use weerwoord_protocol::{Author, Comment, CommentId, Gap, Problem};

pub use change::{find_gap, insert_page, insert_waiting, opened, refresh, settle, take, unplaced};
pub use outbox::{left, next_to_send, note, pause};
pub use own::{Mine, Own, Place, before, bury, entomb, replace};
pub use reactions::{counted, read_reactions};
pub use standing::{Standing, standings};
pub use visit::{Visit, answered, count_to, latest, step};
pub use votes::{Cast, cast, count_votes, with_vote};

/// A comment with what its view says of its parent.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The comment.
    pub comment: Comment,
    /// The name of the author of the comment it answers; `None` for a root comment, and where that one was removed.
    pub parent_name: Option<String>,
    /// How often it changed since the thread was first shown.
    pub revision: u32,
    /// Whether it was written here, and no page has said yet where it stands.
    pub unplaced: bool,
}

/// A comment on its way to the server. What is kept on the device until the server has acknowledged it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outgoing {
    /// The id made here; sending it again is harmless.
    pub id: CommentId,
    /// The comment it answers.
    pub parent: Option<CommentId>,
    /// Who writes.
    pub author: Author,
    /// The text as typed.
    pub body: String,
    /// Why the server does not take it, in a sentence; `None` while nothing is known against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What the server made of it, once it has acknowledged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Comment>,
    /// Until when that is kept on the device, in seconds since 1970.
    #[serde(default)]
    pub until: u32,
    /// Whether nobody else reads it until then.
    #[serde(default)]
    pub pending: bool,
    /// That it waits to be sent by itself, in a sentence; `None` while it is on its way.
    #[serde(skip)]
    pub waits: Option<String>,
}

impl Outgoing {
    /// Why it was not taken, or that it waits; nothing while it is on its way.
    pub fn said(&self) -> &str {
        self.refused.as_ref().or(self.waits.as_ref()).map_or("", String::as_str)
    }

    /// A comment that was just written.
    pub fn new(id: CommentId, parent: Option<CommentId>, author: Author, body: String) -> Self {
        Self { id, parent, author, body, refused: None, kept: None, until: 0, pending: false, waits: None }
    }
}

/// One line of the list.
#[derive(Clone, Debug)]
pub enum Item {
    /// A comment that the server keeps.
    Kept(Arc<Entry>),
    /// A comment that it has not acknowledged, and its depth.
    Waiting(Arc<Outgoing>, u32),
    /// Comments that are left out.
    Gap(Arc<Gap>),
}

impl Item {
    /// The comment's id; `None` for a gap.
    pub fn id(&self) -> Option<&CommentId> {
        match self {
            Self::Kept(entry) => Some(&entry.comment.id),
            Self::Waiting(outgoing, _) => Some(&outgoing.id),
            Self::Gap(_) => None,
        }
    }

    /// What no other line of the list has: the comment's id, or the gap's cursor.
    pub fn mark(&self) -> &str {
        match self {
            Self::Kept(entry) => entry.comment.id.as_str(),
            Self::Waiting(outgoing, _) => outgoing.id.as_str(),
            Self::Gap(gap) => &gap.cursor,
        }
    }

    /// How many ancestors it has; of what a gap leaves out, the shallowest.
    pub fn depth(&self) -> u32 {
        match self {
            Self::Kept(entry) => entry.comment.depth,
            Self::Waiting(_, depth) => *depth,
            Self::Gap(gap) => gap.depth,
        }
    }

    /// What tells lines apart: a comment that is acknowledged or that changed becomes another line at the same place, as
    /// does one of which something else is said, and a gap of another size.
    pub fn key(&self) -> (Option<u32>, String) {
        let (version, said) = match self {
            Self::Kept(entry) => (Some(entry.revision), ""),
            Self::Waiting(outgoing, _) => (None, outgoing.said()),
            Self::Gap(gap) => (gap.count, ""),
        };
        (version, [self.mark(), said].concat())
    }

    /// What lines below this one need to know of it; `None` for a gap.
    pub fn above(&self) -> Option<Above> {
        Some(Above { id: self.id()?.clone(), depth: self.depth(), name: self.name().map(str::to_owned) })
    }

    /// The author's name; `None` once removed.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Kept(entry) => entry.comment.author.as_ref().map(|author| author.name.as_str()),
            Self::Waiting(outgoing, _) => Some(&outgoing.author.name),
            Self::Gap(_) => None,
        }
    }
}

/// A comment above others, as they need to know it.
pub struct Above {
    /// Which it is.
    pub id: CommentId,
    /// How many ancestors it has.
    pub depth: u32,
    /// Its author's name; `None` once removed.
    pub name: Option<String>,
}

/// The lines of a page: its comments, and its gaps where they belong. `above` are the ancestors of the first comment,
/// outermost first.
pub fn items(mut above: Vec<Above>, comments: Vec<Comment>, gaps: Vec<Gap>) -> Vec<Item> {
    let mut items = Vec::with_capacity(comments.len() + gaps.len());
    let mut gaps = gaps.into_iter().peekable();
    let mut fill = |items: &mut Vec<Item>, after: Option<&CommentId>| {
        while let Some(gap) = gaps.next_if(|gap| gap.after.as_ref() == after) {
            items.push(Item::Gap(Arc::new(gap)));
        }
    };
    fill(&mut items, None);
    for comment in comments {
        while above.last().is_some_and(|above| above.depth >= comment.depth) {
            above.pop();
        }
        let parent_name = match (&comment.parent, above.last()) {
            (Some(parent), Some(above)) if above.id == *parent => above.name.clone(),
            // It is not on the page: in a chain of hundreds only the nearest ancestors are.
            (Some(_), _) => Some("…".to_owned()),
            (None, _) => None,
        };
        above.push(Above::of(&comment));
        let id = comment.id.clone();
        items.push(Item::Kept(Arc::new(Entry { comment, parent_name, revision: 0, unplaced: false })));
        fill(&mut items, Some(&id));
    }
    items
}

impl Above {
    /// What those below a comment need to know of it.
    pub fn of(comment: &Comment) -> Self {
        let name = comment.author.as_ref().map(|author| author.name.clone());
        Self { id: comment.id.clone(), depth: comment.depth, name }
    }
}

/// Where the branch that begins at `at` ends: the place of the first line that is not below it.
pub fn branch_end(items: &[Item], at: usize) -> usize {
    let depth = items[at].depth();
    items[at + 1..].iter().position(|item| item.depth() <= depth).map_or(items.len(), |below| at + 1 + below)
}

/// The place of a comment.
pub fn find(items: &[Item], id: &CommentId) -> Option<usize> {
    items.iter().position(|item| item.id() == Some(id))
}

/// The line at `at` and those above it, nearest first.
pub fn path(items: &[Item], at: usize) -> Vec<&Item> {
    let mut path: Vec<&Item> = Vec::new();
    for item in items[..=at].iter().rev() {
        if item.id().is_some() && path.last().is_none_or(|below| item.depth() < below.depth()) {
            path.push(item);
        }
    }
    path
}

/// What a form holds when it is drawn: empty in a fragment, as sent on the hosted page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageForm {
    /// The id under which the comment will be posted.
    pub id: Option<CommentId>,
    /// The name as typed.
    pub name: String,
    /// The role or organisation as typed.
    pub role: String,
    /// The text as typed.
    pub body: String,
    /// Why the comment was refused.
    pub problem: Option<Problem>,
    /// How the text will look, as sanitised HTML.
    pub preview_html: Option<String>,
}

#[cfg(test)]
mod tests;
