//! The votes on a comment, and the reader's own among them.

use std::sync::Arc;

use weerwoord_protocol::{Comment, CommentId, Votes};

use super::{Entry, Item, find};

/// The marks of a vote for and of one against a comment: no part of an id.
const MARKS: [(&str, i32); 2] = [("^", 1), ("v", -1)];

/// How the votes on a comment stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// Everybody's, the reader's included.
    pub votes: Votes,
    /// The reader's: 1, -1, or 0 for none.
    pub mine: i32,
}

impl Cast {
    /// How they stand when the reader's vote becomes this one.
    pub fn changed_to(self, mine: i32) -> Self {
        let moved = |count: u32, of: i32| {
            count.saturating_sub(u32::from(self.mine == of)).saturating_add(u32::from(mine == of))
        };
        Self { votes: Votes { up: moved(self.votes.up, 1), down: moved(self.votes.down, -1) }, mine }
    }
}

/// The reader's vote on a comment. All votes of a reader in a thread are one text, as the device keeps them: the mark of each
/// before its comment's id.
pub fn mine(own: &str, id: &CommentId) -> i32 {
    MARKS.into_iter().find(|(mark, _)| own.contains(&[mark, id.as_str()].concat())).map_or(0, |(_, value)| value)
}

/// The reader's votes, with this one on a comment.
pub fn with_vote(own: &str, id: &CommentId, mine: i32) -> String {
    let mut own = own.to_owned();
    for (mark, value) in MARKS {
        let vote = [mark, id.as_str()].concat();
        if value != mine {
            own = own.replace(&vote, "");
        } else if !own.contains(&vote) {
            own.push_str(&vote);
        }
    }
    own
}

/// How the votes on a comment stand; `None` where it is not in the list.
pub fn cast(items: &[Item], own: &str, id: &CommentId) -> Option<Cast> {
    match &items[find(items, id)?] {
        Item::Kept(entry) => Some(Cast { votes: entry.comment.votes, mine: mine(own, id) }),
        Item::Waiting(..) | Item::Gap(_) => None,
    }
}

/// Makes the votes on a comment these. Its line stays the same one.
pub fn count_votes(items: &mut [Item], id: &CommentId, votes: Votes) {
    let Some(at) = find(items, id) else { return };
    if let Item::Kept(entry) = &items[at] {
        let comment = Comment { votes, ..entry.comment.clone() };
        let parent_name = entry.parent_name.clone();
        items[at] = Item::Kept(Arc::new(Entry { comment, parent_name, ..**entry }));
    }
}
