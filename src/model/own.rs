//! What readers may do to the comments that they wrote, and what that makes of the list.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use weerwoord_protocol::{Comment, CommentId, Status};

use super::change::looks_like;
use super::{Entry, Item, branch_end, find};

/// Where the form is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Under the article.
    Article,
    /// Under a comment, to answer it.
    Answer(CommentId),
    /// In the place of a comment's text, to change it.
    Edit(CommentId),
}

impl Place {
    /// Where a comment is written that answers this one, or none.
    pub fn of(parent: Option<CommentId>) -> Self {
        parent.map_or(Self::Article, Self::Answer)
    }

    /// The comment at which it is.
    pub fn at(&self) -> Option<&CommentId> {
        match self {
            Self::Article => None,
            Self::Answer(id) | Self::Edit(id) => Some(id),
        }
    }

    /// The comment that is answered.
    pub fn parent(&self) -> Option<&CommentId> {
        match self {
            Self::Answer(id) => Some(id),
            Self::Article | Self::Edit(_) => None,
        }
    }
}

/// A comment that was written on this device and can still be changed. What is kept of it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The comment.
    pub id: CommentId,
    /// Its text as typed.
    pub body: String,
}

/// What the reader may do to a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mine {
    /// Nothing: it is another's, or its time is over.
    #[default]
    No,
    /// Take it back unread, or change it.
    Pending,
    /// Change or delete it.
    Change,
    /// Take its deletion back.
    Undo,
}

/// A text with another one after it, from which it is kept apart; just the other one where it holds the text already.
pub fn before(text: &str, other: &str) -> String {
    if other.is_empty() {
        text.to_owned()
    } else if other.contains(text) {
        other.to_owned()
    } else {
        [text, "\n\n", other].concat()
    }
}

/// Puts a comment that has changed in its own place. One that looks as it did is not drawn again: what was changed here is
/// told of a second time, and a button must not go from under a finger.
pub fn replace(items: &mut [Item], comment: Comment) {
    let Some(Item::Kept(entry)) = find(items, &comment.id).map(|at| &mut items[at]) else { return };
    let Entry { ref parent_name, revision, unplaced, .. } = **entry;
    let revision = revision + u32::from(!looks_like(&entry.comment, &comment));
    *entry = Arc::new(Entry { comment, parent_name: parent_name.clone(), revision, unplaced });
}

/// Leaves a tombstone in the place of a comment.
pub fn entomb(items: &mut [Item], id: &CommentId) {
    let Some(Item::Kept(entry)) = find(items, id).map(|at| &items[at]) else { return };
    let gone = Comment {
        author: None,
        html: String::new(),
        status: Status::Removed,
        edited_at: None,
        ..entry.comment.clone()
    };
    replace(items, gone);
}

/// Takes a tombstone out below which nothing stands, and those above it that keep nothing then.
pub fn bury(items: &mut Vec<Item>, id: &CommentId) {
    let mut next = find(items, id);
    while let Some(at) = next {
        let Item::Kept(entry) = &items[at] else { return };
        if entry.comment.status != Status::Removed || branch_end(items, at) > at + 1 {
            return;
        }
        let parent = entry.comment.parent.clone();
        items.remove(at);
        next = parent.and_then(|parent| find(items, &parent));
    }
}
