//! Puts the comments of a branch in reading order, and tells which of them everybody reads.
//!
//! A branch is a comment on the article with all that was said below it. Depth is the writers' choice, so nothing here
//! recurses.

use std::collections::HashMap;

use weerwoord_protocol::Status;

/// What places a comment in its branch.
pub(super) struct Node {
    pub(super) seq: i64,
    pub(super) parent_seq: Option<i64>,
    pub(super) ordinal: i64,
    pub(super) status: Status,
}

/// A comment in its place.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) seq: i64,
    /// How many ancestors it has.
    pub(super) depth: u32,
    /// The place of the comment that it answers.
    pub(super) parent: Option<usize>,
    /// Whether everybody reads it, if only as a tombstone.
    pub(super) listed: bool,
}

impl Line {
    /// A comment that stands in no branch.
    pub(super) fn alone(seq: i64) -> Self {
        Self { seq, depth: 0, parent: None, listed: true }
    }
}

/// A branch in pre-order, replies oldest first. A held comment hides its replies; a removed one is listed as a tombstone
/// while a reply below it can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Branch(pub(super) Vec<Line>);

impl Branch {
    /// Orders the comments of one branch. What answers a comment that is not among them is left out.
    pub(super) fn new(mut nodes: Vec<Node>) -> Self {
        nodes.sort_by_key(|node| (node.ordinal, node.seq));
        let Some(root) = nodes.iter().position(|node| node.parent_seq.is_none()) else { return Self::default() };
        let (replies, siblings) = families(&nodes);
        let mut lines: Vec<Line> = Vec::with_capacity(nodes.len());
        let mut hidden: Vec<bool> = Vec::with_capacity(nodes.len());
        // What is next stands last: a comment with the place of its parent.
        let mut waiting = vec![(root, None)];
        while let Some((at, parent)) = waiting.pop() {
            let place = lines.len();
            let depth = parent.map_or(0, |parent: usize| lines[parent].depth.saturating_add(1));
            lines.push(Line { seq: nodes[at].seq, depth, parent, listed: nodes[at].status == Status::Published });
            hidden.push(nodes[at].status == Status::Held || parent.is_some_and(|parent| hidden[parent]));
            if at != root {
                waiting.extend(siblings[at].map(|sibling| (sibling, parent)));
            }
            waiting.extend(replies[at].map(|reply| (reply, Some(place))));
        }
        for place in (0..lines.len()).rev() {
            lines[place].listed &= !hidden[place];
            if let (true, Some(parent)) = (lines[place].listed, lines[place].parent) {
                lines[parent].listed = true;
            }
        }
        Self(lines)
    }

    /// The comments that everybody reads, in their order.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Line> {
        self.0.iter().filter(|line| line.listed)
    }

    /// Where a comment stands, read or not.
    pub(super) fn place(&self, seq: i64) -> Option<usize> {
        self.0.iter().position(|line| line.seq == seq)
    }

    /// The places of a comment's ancestors, nearest first.
    pub(super) fn ancestors(&self, place: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.0[place].parent, |&place| self.0[place].parent)
    }
}

/// For each comment its first reply, and the reply to the same comment that comes after it.
fn families(nodes: &[Node]) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let at: HashMap<i64, usize> = nodes.iter().enumerate().map(|(at, node)| (node.seq, at)).collect();
    let mut replies = vec![None; nodes.len()];
    let mut siblings = vec![None; nodes.len()];
    for (reply, node) in nodes.iter().enumerate().rev() {
        if let Some(&parent) = node.parent_seq.and_then(|parent| at.get(&parent)) {
            siblings[reply] = replies[parent].replace(reply);
        }
    }
    (replies, siblings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(seq: i64, parent_seq: Option<i64>, ordinal: i64, status: Status) -> Node {
        Node { seq, parent_seq, ordinal, status }
    }

    /// What everybody reads, each with its depth.
    fn order(nodes: Vec<Node>) -> String {
        let lines = Branch::new(nodes);
        lines.listed().map(|line| format!("{}:{}", line.depth, line.seq)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn replies_stand_oldest_first_each_before_its_own() {
        let nodes = vec![
            node(1, None, 10, Status::Published),
            node(3, Some(1), 40, Status::Published),
            node(4, Some(1), 30, Status::Published),
            node(5, Some(4), 50, Status::Published),
            node(6, Some(1), 40, Status::Published),
        ];
        assert_eq!(order(nodes), "0:1 1:4 2:5 1:3 1:6");
    }

    #[test]
    fn a_removed_comment_stays_only_while_a_reply_to_it_is_read() {
        let nodes = vec![
            node(1, None, 1, Status::Removed),
            node(2, Some(1), 2, Status::Removed),
            node(3, Some(2), 3, Status::Published),
            node(4, Some(1), 4, Status::Removed),
        ];
        assert_eq!(order(nodes), "0:1 1:2 2:3");
        let nodes = vec![node(5, None, 5, Status::Removed), node(6, Some(5), 6, Status::Held)];
        assert_eq!(order(nodes), "");
    }

    #[test]
    fn a_held_comment_hides_its_replies() {
        let nodes = vec![node(1, None, 1, Status::Held), node(2, Some(1), 2, Status::Published)];
        assert_eq!(order(nodes), "");
        let nodes = vec![node(3, None, 3, Status::Published), node(4, Some(3), 4, Status::Held)];
        assert_eq!(order(nodes), "0:3");
    }

    #[test]
    fn what_answers_a_comment_that_is_gone_is_left_out() {
        let nodes = vec![node(1, None, 1, Status::Published), node(3, Some(2), 3, Status::Published)];
        assert_eq!(order(nodes), "0:1");
        assert_eq!(order(vec![node(3, Some(2), 3, Status::Published)]), "");
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_replies_is_put_in_order() {
        let nodes = (0..100_000).map(|seq| node(seq, (seq > 0).then(|| seq - 1), seq, Status::Published)).collect();
        let branch = Branch::new(nodes);
        assert_eq!((branch.listed().count(), branch.ancestors(99_999).count()), (100_000, 99_999));
    }

    #[test]
    fn a_comment_of_a_hundred_thousand_replies_is_put_in_order() {
        let nodes = (0..100_000).map(|seq| node(seq, (seq > 0).then_some(0), -seq, Status::Published)).collect();
        let branch = Branch::new(nodes);
        assert_eq!(branch.listed().nth(1).map(|line| line.seq), Some(99_999));
    }
}
