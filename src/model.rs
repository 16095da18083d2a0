//! The thread as a list: where a comment stands, what lies below it, what a collapsed branch hides.
//!
//! Comments stand flat and in pre-order, each with its depth, so that nothing here recurses however deep a thread is.
//! Pure functions and plain structs; the signals around them are in `store.rs`.

use std::collections::HashMap;
use std::sync::Arc;

use weerwoord_protocol::{Author, Comment, CommentId, Problem, Sort};

/// Deeper comments are drawn at this depth; the style sheet decides from where on the indent stays the same.
pub const DEEPEST_DRAWN: u32 = 7;

/// A comment with what its view says of its parent.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The comment.
    pub comment: Comment,
    /// The name of the author of the comment it answers; `None` for a root comment, and where that one was removed.
    pub parent_name: Option<String>,
    /// How often it changed since the thread was first shown.
    pub revision: u32,
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
}

/// One line of the list.
#[derive(Clone, Debug)]
pub enum Item {
    /// A comment that the server keeps.
    Kept(Arc<Entry>),
    /// A comment that it has not acknowledged, and its depth.
    Waiting(Arc<Outgoing>, u32),
}

impl Item {
    /// The comment's id.
    pub fn id(&self) -> &CommentId {
        match self {
            Self::Kept(entry) => &entry.comment.id,
            Self::Waiting(outgoing, _) => &outgoing.id,
        }
    }

    /// How many ancestors it has.
    pub fn depth(&self) -> u32 {
        match self {
            Self::Kept(entry) => entry.comment.depth,
            Self::Waiting(_, depth) => *depth,
        }
    }

    /// What tells lines apart: a comment that is acknowledged or that changed becomes another line at the same place.
    pub fn key(&self) -> (Option<u32>, CommentId) {
        match self {
            Self::Kept(entry) => (Some(entry.revision), entry.comment.id.clone()),
            Self::Waiting(outgoing, _) => (None, outgoing.id.clone()),
        }
    }

    /// The author's name; `None` once removed.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Kept(entry) => entry.comment.author.as_ref().map(|author| author.name.as_str()),
            Self::Waiting(outgoing, _) => Some(&outgoing.author.name),
        }
    }
}

/// The lines of a snapshot's comments.
pub fn items(comments: Vec<Comment>) -> Vec<Item> {
    // The authors of the ancestors of the line in hand, nearest last.
    let mut ancestors: Vec<(u32, Option<String>)> = Vec::new();
    let line = |comment: Comment| {
        while ancestors.last().is_some_and(|(depth, _)| *depth >= comment.depth) {
            ancestors.pop();
        }
        let parent_name = comment.parent.as_ref().and_then(|_| ancestors.last()?.1.clone());
        ancestors.push((comment.depth, comment.author.as_ref().map(|author| author.name.clone())));
        Item::Kept(Arc::new(Entry { comment, parent_name, revision: 0 }))
    };
    comments.into_iter().map(line).collect()
}

/// Where the branch that begins at `at` ends: the place of the first line that is not below it.
pub fn branch_end(items: &[Item], at: usize) -> usize {
    let depth = items[at].depth();
    items[at + 1..].iter().position(|item| item.depth() <= depth).map_or(items.len(), |below| at + 1 + below)
}

/// A comment and those above it, nearest first.
pub fn path(items: &[Item], id: &CommentId) -> Vec<CommentId> {
    let at = items.iter().position(|item| item.id() == id).map_or(0, |at| at + 1);
    let mut path: Vec<&Item> = Vec::new();
    for item in items[..at].iter().rev() {
        if path.last().is_none_or(|below| item.depth() < below.depth()) {
            path.push(item);
        }
    }
    path.into_iter().map(|item| item.id().clone()).collect()
}

/// What the lines around a comment make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many comments stand below it.
    pub below: usize,
    /// Whether a collapsed branch hides it.
    pub hidden: bool,
}

/// Where each comment stands.
pub fn standings(items: &[Item], collapsed: &[CommentId]) -> HashMap<CommentId, Standing> {
    let mut standings: Vec<(Option<usize>, Standing)> = Vec::with_capacity(items.len());
    let mut ancestors: Vec<usize> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        while ancestors.last().is_some_and(|&ancestor| items[ancestor].depth() >= item.depth()) {
            ancestors.pop();
        }
        let parent = ancestors.last().copied();
        let hidden = parent.is_some_and(|parent| standings[parent].1.hidden || collapsed.contains(items[parent].id()));
        standings.push((parent, Standing { below: 0, hidden }));
        ancestors.push(at);
    }
    for at in (0..standings.len()).rev() {
        if let (Some(parent), standing) = standings[at] {
            standings[parent].1.below += standing.below + 1;
        }
    }
    items.iter().zip(standings).map(|(item, (_, standing))| (item.id().clone(), standing)).collect()
}

/// Puts a comment that is being sent where it will stand: a reply last in its branch, a root comment where the order
/// has the newest. An answer to a comment that is not here stands as a root comment.
pub fn insert_waiting(items: &mut Vec<Item>, outgoing: Outgoing, sort: Sort) {
    let parent = outgoing.parent.as_ref().and_then(|parent| items.iter().position(|item| item.id() == parent));
    let (place, depth) = match (parent, sort) {
        (Some(parent), _) => (branch_end(items, parent), items[parent].depth() + 1),
        (None, Sort::Newest) => (0, 0),
        (None, Sort::Oldest) => (items.len(), 0),
    };
    items.insert(place, Item::Waiting(Arc::new(outgoing), depth));
}

/// Puts the kept comment in the place of the one that was being sent.
pub fn settle(items: &mut [Item], comment: Comment) {
    let name = |id: &CommentId| items.iter().find(|item| item.id() == id).and_then(Item::name).map(str::to_owned);
    let parent_name = comment.parent.as_ref().and_then(name);
    if let Some(item) = items.iter_mut().find(|item| item.id() == &comment.id) {
        *item = Item::Kept(Arc::new(Entry { comment, parent_name, revision: 0 }));
    }
}

/// Takes a newer snapshot's lines: those that did not change stay the same, those being sent keep their place.
pub fn refresh(old: &[Item], comments: Vec<Comment>, sort: Sort) -> Vec<Item> {
    let mut new = items(comments);
    for item in &mut new {
        let Item::Kept(now) = item else { continue };
        let before = old.iter().find_map(|other| match other {
            Item::Kept(before) if before.comment.id == now.comment.id => Some(before),
            _ => None,
        });
        let Some(before) = before else { continue };
        if before.comment.status == now.comment.status
            && before.parent_name == now.parent_name
            && (before.comment.html.is_empty() || before.comment.html == now.comment.html)
        {
            *now = Arc::clone(before);
        } else if let Some(now) = Arc::get_mut(now) {
            now.revision = before.revision + 1;
        }
    }
    for item in old {
        if let Item::Waiting(outgoing, _) = item
            && !new.iter().any(|kept| kept.id() == &outgoing.id)
        {
            insert_waiting(&mut new, Outgoing::clone(outgoing), sort);
        }
    }
    new
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
mod tests {
    use super::*;
    use weerwoord_protocol::Status;

    fn id(n: u8) -> CommentId {
        CommentId::v7(u64::from(n), [n; 10])
    }

    fn comment(n: u8, parent: Option<u8>, depth: u32) -> Comment {
        let author = Some(Author { name: format!("Author {n}"), role: None });
        Comment {
            id: id(n),
            parent: parent.map(id),
            depth,
            author,
            html: format!("<p>{n}</p>"),
            status: Status::Published,
            posted_at: None,
        }
    }

    /// 1 ├ 2 │ └ 3 └ 4, 5
    fn thread() -> Vec<Item> {
        items(vec![
            comment(1, None, 0),
            comment(2, Some(1), 1),
            comment(3, Some(2), 2),
            comment(4, Some(1), 1),
            comment(5, None, 0),
        ])
    }

    fn order(items: &[Item]) -> Vec<CommentId> {
        items.iter().map(|item| item.id().clone()).collect()
    }

    fn outgoing(n: u8, parent: Option<u8>) -> Outgoing {
        Outgoing { id: id(n), parent: parent.map(id), author: Author::default(), body: String::new() }
    }

    #[test]
    fn a_branch_counts_all_that_stands_below_it() {
        let below = |n| standings(&thread(), &[])[&id(n)].below;
        assert_eq!([1, 2, 3, 4, 5].map(below), [3, 1, 0, 0, 0]);
    }

    #[test]
    fn a_collapsed_branch_hides_what_stands_below_it_and_no_more() {
        let hidden = |collapsed: &[u8]| {
            let collapsed: Vec<_> = collapsed.iter().map(|n| id(*n)).collect();
            let standings = standings(&thread(), &collapsed);
            [1, 2, 3, 4, 5].map(|n| standings[&id(n)].hidden)
        };
        assert_eq!(hidden(&[2]), [false, false, true, false, false]);
        assert_eq!(hidden(&[2, 1]), [false, true, true, true, false]);
        assert_eq!(hidden(&[]), [false; 5]);
    }

    #[test]
    fn a_reply_being_sent_stands_last_in_its_branch() {
        let mut items = thread();
        insert_waiting(&mut items, outgoing(9, Some(2)), Sort::Newest);
        assert_eq!(order(&items), [1, 2, 3, 9, 4, 5].map(id));
        assert_eq!(items[3].depth(), 2);
    }

    #[test]
    fn a_root_comment_being_sent_stands_where_the_newest_does() {
        let mut items = thread();
        insert_waiting(&mut items, outgoing(8, None), Sort::Newest);
        insert_waiting(&mut items, outgoing(9, None), Sort::Oldest);
        assert_eq!(order(&items), [8, 1, 2, 3, 4, 5, 9].map(id));
    }

    #[test]
    fn an_acknowledged_comment_takes_the_place_of_the_one_being_sent() {
        let mut items = thread();
        insert_waiting(&mut items, outgoing(9, Some(5)), Sort::Newest);
        settle(&mut items, comment(9, Some(5), 1));
        assert_eq!(order(&items), [1, 2, 3, 4, 5, 9].map(id));
        assert!(matches!(&items[5], Item::Kept(entry) if entry.parent_name.as_deref() == Some("Author 5")));
    }

    #[test]
    fn a_refresh_keeps_what_did_not_change_and_what_is_being_sent() {
        let mut old = thread();
        insert_waiting(&mut old, outgoing(9, Some(5)), Sort::Newest);
        let new = refresh(&old, vec![comment(6, None, 0), comment(5, None, 0)], Sort::Newest);
        assert_eq!(order(&new), [6, 5, 9].map(id));
        let (Item::Kept(before), Item::Kept(now)) = (&old[4], &new[1]) else { panic!("5 is a kept comment") };
        assert!(Arc::ptr_eq(before, now));
    }

    #[test]
    fn a_comment_that_changed_is_drawn_again_and_no_other() {
        let mut changed = [comment(1, None, 0), comment(2, Some(1), 1), comment(5, None, 0)];
        changed[0].status = Status::Removed;
        changed[0].author = None;
        let new = refresh(&thread(), changed.to_vec(), Sort::Newest);
        let revisions = [1, 1, 0].map(Some);
        assert_eq!([0, 1, 2].map(|at: usize| new[at].key().0), revisions, "the second names the first");
        let again = refresh(&new, changed.to_vec(), Sort::Newest);
        assert_eq!([0, 1, 2].map(|at: usize| again[at].key().0), revisions);
    }

    #[test]
    fn the_path_of_a_comment_is_all_that_stands_above_it() {
        assert_eq!(path(&thread(), &id(3)), [3, 2, 1].map(id));
        assert_eq!(path(&thread(), &id(4)), [4, 1].map(id));
        assert_eq!(path(&thread(), &id(9)), []);
    }

    #[test]
    fn a_very_deep_thread_is_walked_without_recursion() {
        let comments =
            (0..50_u32).map(|depth| Comment { depth, ..comment(u8::try_from(depth).unwrap(), None, depth) }).collect();
        let items = items(comments);
        assert_eq!(standings(&items, &[])[&id(0)].below, 49);
        assert_eq!(branch_end(&items, 0), 50);
    }
}
