//! Puts the comments of a thread in reading order, and leaves out what nobody may read.
//!
//! Depth is the writers' choice, so nothing here recurses.

use std::collections::HashMap;

use weerwoord_protocol::{Comment, Sort, Status};

/// A comment with what places it.
pub(super) struct Node {
    pub(super) seq: i64,
    pub(super) parent_seq: Option<i64>,
    pub(super) ordinal: i64,
    pub(super) comment: Comment,
}

/// The comments that everybody reads, in pre-order: roots as sorted, replies oldest first. A held comment hides its
/// replies; a removed one stays as a tombstone while a reply to it can be read.
pub(super) fn in_reading_order(mut nodes: Vec<Node>, sort: Sort) -> Vec<Comment> {
    nodes.sort_by_key(|node| (node.ordinal, node.seq));
    let at: HashMap<i64, usize> = nodes.iter().enumerate().map(|(index, node)| (node.seq, index)).collect();
    let mut roots = Vec::new();
    let mut replies = vec![Vec::new(); nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        match node.parent_seq {
            None => roots.push(index),
            Some(parent) => {
                if let Some(&parent) = at.get(&parent) {
                    replies[parent].push(index);
                }
            }
        }
    }
    if sort == Sort::Oldest {
        roots.reverse();
    }
    // What is next stands last: `roots` is oldest first for newest first.
    let mut waiting = roots;
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(index) = waiting.pop() {
        if nodes[index].comment.status == Status::Held {
            continue;
        }
        order.push(index);
        waiting.extend(replies[index].iter().rev());
    }
    let mut shown = vec![false; nodes.len()];
    for &index in order.iter().rev() {
        shown[index] |= nodes[index].comment.status == Status::Published;
        if let Some(parent) = nodes[index].parent_seq.and_then(|parent| at.get(&parent)) {
            shown[*parent] |= shown[index];
        }
    }
    let mut comments: Vec<Option<Comment>> = nodes.into_iter().map(|node| Some(node.comment)).collect();
    order.into_iter().filter(|&index| shown[index]).filter_map(|index| comments[index].take()).collect()
}

#[cfg(test)]
mod tests {
    use weerwoord_protocol::CommentId;

    use super::*;

    fn node(seq: i64, parent_seq: Option<i64>, ordinal: i64, status: Status) -> Node {
        let id = CommentId::v7(u64::try_from(seq).unwrap(), [0; 10]);
        let comment =
            Comment { id, parent: None, depth: 0, author: None, html: seq.to_string(), status, posted_at: None };
        Node { seq, parent_seq, ordinal, comment }
    }

    fn order(nodes: Vec<Node>, sort: Sort) -> String {
        in_reading_order(nodes, sort).into_iter().map(|comment| comment.html).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn roots_are_sorted_and_replies_stand_oldest_first() {
        let nodes = || {
            vec![
                node(1, None, 10, Status::Published),
                node(2, None, 20, Status::Published),
                node(3, Some(1), 40, Status::Published),
                node(4, Some(1), 30, Status::Published),
                node(5, Some(4), 50, Status::Published),
            ]
        };
        assert_eq!(order(nodes(), Sort::Newest), "2 1 4 5 3");
        assert_eq!(order(nodes(), Sort::Oldest), "1 4 5 3 2");
    }

    #[test]
    fn a_removed_comment_stays_only_while_a_reply_to_it_is_read() {
        let nodes = vec![
            node(1, None, 1, Status::Removed),
            node(2, Some(1), 2, Status::Removed),
            node(3, Some(2), 3, Status::Published),
            node(4, Some(1), 4, Status::Removed),
            node(5, None, 5, Status::Removed),
            node(6, Some(5), 6, Status::Held),
        ];
        assert_eq!(order(nodes, Sort::Oldest), "1 2 3");
    }

    #[test]
    fn a_held_comment_hides_its_replies() {
        let nodes = vec![
            node(1, None, 1, Status::Held),
            node(2, Some(1), 2, Status::Published),
            node(3, None, 3, Status::Published),
            node(4, Some(3), 4, Status::Held),
        ];
        assert_eq!(order(nodes, Sort::Oldest), "3");
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_replies_is_put_in_order() {
        let nodes = (0..100_000).map(|seq| node(seq, (seq > 0).then(|| seq - 1), seq, Status::Published)).collect();
        assert_eq!(in_reading_order(nodes, Sort::Newest).len(), 100_000);
    }
}
