//! Chooses what a page shows of its branches, and says what it leaves out.
//!
//! Choosing gives places in the order in which they matter, so that whatever bound is met first cuts the end of it.

use std::collections::HashMap;

use weerwoord_protocol::{Comment, CommentId, Gap};

use super::tree::{Branch, Line};
use crate::cursor::{Cursor, Root};

/// The most comments on the article that a page begins with, and how many it has if nobody says; also the most comments
/// of a page that goes on inside a branch.
pub const PAGE_LIMIT: usize = 50;
/// How many comments a page shows in all. There is room for two replies to each comment on the article.
pub(super) const PAGE_COMMENTS: usize = 150;
/// How much HTML the comments of a page have together, in bytes, unless the first alone has more: some forty comments of
/// usual length, seven screens of a phone and, with all that is around them, half of what the smallest peer's reader waits for.
const PAGE_BYTES: usize = 13 * 1024;
/// How many ancestors of a comment are shown around it, the nearest first.
pub(super) const ANCESTORS: usize = 100;
/// However little room there is, so many replies to a comment on the article are shown.
pub(super) const LEAST_REPLIES: usize = 2;

/// A part of a branch, of which a page shows some comments: what everybody reads, in order.
#[derive(Default)]
pub(super) struct Stretch {
    pub(super) lines: Vec<Line>,
    /// What comes after these lines: its least depth, and how many comments it is.
    pub(super) rest: Option<(u32, u32)>,
    /// The comment of the page that follows; `None` where the branch ends.
    pub(super) until: Option<CommentId>,
    /// What the order ranks the branch by; `None` where it goes by age alone, and for what is not a whole branch.
    pub(super) rank: Option<i64>,
}

impl Stretch {
    /// One comment.
    pub(super) fn alone(line: Line) -> Self {
        Self { lines: vec![line], ..Self::default() }
    }

    /// A branch as a whole.
    pub(super) fn of(branch: &Branch) -> Self {
        Self { lines: branch.listed().cloned().collect(), ..Self::default() }
    }

    fn len(&self) -> usize {
        self.lines.len() + self.rest.map_or(0, |(_, count)| count as usize)
    }
}

/// The first comments of each branch, with replies shared out evenly: none shows more while another shows fewer, and
/// has more. First comes what each branch shows whatever room there is, so that where bytes run out it is a branch's later
/// replies that go, and not the branches after it.
pub(super) fn share(stretches: &[Stretch], room: usize) -> Vec<i64> {
    let longest = stretches.iter().map(Stretch::len).max().unwrap_or_default();
    let total = |each: usize| stretches.iter().map(|stretch| stretch.len().min(1 + each)).sum::<usize>();
    let mut replies = LEAST_REPLIES;
    while replies < longest && total(replies + 1) <= room {
        replies += 1;
    }
    let first = stretches.iter().flat_map(|stretch| stretch.lines.iter().take(1 + LEAST_REPLIES));
    let later = (1 + LEAST_REPLIES..=replies).flat_map(|nth| stretches.iter().filter_map(move |it| it.lines.get(nth)));
    first.chain(later).map(|line| line.seq).collect()
}

/// What to show of a branch around one of its comments: that one, the one that it all began with, those between them
/// from the nearest, then what follows, then of what comes before the other replies to its ancestors, so that no reply is
/// shown without what it answers. Tells also how many of these, the comment with its ancestors, are to be shown whatever
/// their size.
pub(super) fn around(branch: &Branch, place: usize) -> (Vec<i64>, usize) {
    let lines = &branch.0;
    let mut places = vec![place];
    places.extend((place != 0).then_some(0));
    places.extend(branch.ancestors(place).filter(|&ancestor| ancestor != 0).take(ANCESTORS));
    let least = places.len();
    let mut chosen = vec![false; lines.len()];
    places.iter().for_each(|&place| chosen[place] = true);
    let beside = (0..place).rev().filter(|&other| lines[other].parent.is_some_and(|parent| chosen[parent]));
    let others = (place + 1..lines.len()).chain(beside);
    places.extend(others.filter(|&other| lines[other].listed && !chosen[other]));
    places.truncate(least.max(PAGE_LIMIT));
    (places.into_iter().map(|place| lines[place].seq).collect(), least)
}

/// A comment of a branch with its ancestors, as many as are shown, and all that was said below it: their lines in reading
/// order, which of them to show by what they matter, and how many of these whatever their size.
pub(super) fn alone(branch: &Branch, place: usize) -> (Vec<Line>, Vec<i64>, usize) {
    let depth = branch.0[place].depth;
    let above: Vec<usize> = branch.ancestors(place).take(ANCESTORS).collect();
    let below = (place + 1..branch.0.len()).take_while(|&below| branch.0[below].depth > depth);
    let below: Vec<usize> = below.filter(|&below| branch.0[below].listed).collect();
    let seq = |&place: &usize| branch.0[place].seq;
    let least = 1 + above.len();
    let chosen = std::iter::once(&place).chain(&above).chain(below.iter().take(PAGE_LIMIT)).map(seq).collect();
    let lines = above.iter().rev().chain([&place]).chain(&below).map(|&place| branch.0[place].clone()).collect();
    (lines, chosen, least)
}

/// Takes away what does not fit the page, from the end; so many are kept whatever their size.
pub(super) fn fit(chosen: Vec<i64>, mut comments: HashMap<i64, Comment>, least: usize) -> HashMap<i64, Comment> {
    let mut bytes = 0_usize;
    let mut full = false;
    let mut shown = HashMap::new();
    for (nth, seq) in chosen.into_iter().enumerate() {
        let Some(comment) = comments.remove(&seq) else { continue };
        bytes = bytes.saturating_add(comment.html.len());
        full |= bytes > PAGE_BYTES && nth >= least;
        if !full {
            shown.insert(seq, comment);
        }
    }
    shown
}

/// The comments of a page in reading order, what it leaves out between them, and which branches it shows.
pub(super) fn lay_out(stretches: Vec<Stretch>, mut shown: HashMap<i64, Comment>) -> Layout {
    let mut layout = Layout::default();
    for stretch in stretches {
        if !stretch.lines.first().is_some_and(|first| shown.contains_key(&first.seq)) {
            if layout.comments.is_empty() {
                layout.before = true
            } else {
                layout.after = true
            }
            continue;
        }
        let rank = stretch.rank;
        let mut left_out: Option<(u32, u32)> = None;
        for line in stretch.lines {
            match shown.remove(&line.seq) {
                Some(comment) => {
                    layout.close(left_out.take(), Some(&comment.id));
                    if comment.depth == 0 {
                        let root = Root { id: comment.id.clone(), rank };
                        layout.ends = Some((layout.ends.map_or_else(|| root.clone(), |(first, _)| first), root));
                    }
                    layout.comments.push(comment);
                }
                None => {
                    let (depth, count) = left_out.unwrap_or((line.depth, 0));
                    left_out = Some((depth.min(line.depth), count.saturating_add(1)));
                }
            }
        }
        if let Some((depth, count)) = stretch.rest {
            let (least, so_far) = left_out.unwrap_or((depth, 0));
            left_out = Some((least.min(depth), so_far.saturating_add(count)));
        }
        layout.close(left_out, stretch.until.as_ref());
    }
    layout
}

/// A page in the making.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) comments: Vec<Comment>,
    pub(super) gaps: Vec<Gap>,
    /// The first and the last comment on the article.
    ends: Option<(Root, Root)>,
    /// Whether branches before the first were left out.
    pub(super) before: bool,
    /// Whether branches after the last were left out.
    pub(super) after: bool,
}

impl Layout {
    /// Ends a gap after the last comment so far, if there is one: its depth and how many it leaves out.
    fn close(&mut self, left_out: Option<(u32, u32)>, until: Option<&CommentId>) {
        let Some(((depth, count), last)) = left_out.zip(self.comments.last()) else { return };
        let cursor = Cursor::Branch { after: last.id.clone(), until: until.cloned() }.to_string();
        self.gaps.push(Gap { after: Some(last.id.clone()), depth, count: Some(count), cursor });
    }

    /// Adds the gaps at both ends of the page, where comments on the article are left out.
    pub(super) fn close_ends(&mut self, before: bool, after: bool) {
        let Some((first, last)) = self.ends.take() else { return };
        let gap = |after, cursor: Cursor| Gap { after, depth: 0, count: None, cursor: cursor.to_string() };
        let trailing = (after || self.after)
            .then(|| gap(self.comments.last().map(|comment| comment.id.clone()), Cursor::After(last)));
        let leading = (before || self.before).then(|| gap(None, Cursor::Before(first)));
        self.gaps.splice(0..0, leading);
        self.gaps.extend(trailing);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Node;
    use super::*;
    use weerwoord_protocol::Status;

    #[test]
    fn around_a_comment_no_reply_is_shown_without_what_it_answers() {
        // A root, an answer, an answer to that with sixty of its own, and last one more answer to the first.
        let parent = |seq| match seq {
            1 => None,
            2 => Some(1),
            3 | 64 => Some(2),
            _ => Some(3),
        };
        let nodes = (1..=64).map(|seq| Node { seq, parent_seq: parent(seq), ordinal: seq, status: Status::Published });
        let branch = Branch::new(nodes.collect());
        let (chosen, least) = around(&branch, branch.place(64).unwrap());
        assert_eq!(chosen, [64, 1, 2, 3]);
        assert_eq!(least, 3);
        let (chosen, _) = around(&branch, branch.place(40).unwrap());
        assert_eq!(chosen.len(), PAGE_LIMIT);
        assert!(chosen.iter().all(|seq| parent(*seq).is_none_or(|parent| chosen.contains(&parent))));
    }

    #[test]
    fn every_branch_has_its_first_replies_before_one_has_more() {
        let branch = |first: i64| {
            let nodes = (first..first + 6).map(|seq| Node {
                seq,
                parent_seq: (seq != first).then_some(first),
                ordinal: seq,
                status: Status::Published,
            });
            Stretch::of(&Branch::new(nodes.collect()))
        };
        let stretches = [branch(10), branch(20), branch(30)];
        assert_eq!(share(&stretches, 14), [10, 11, 12, 20, 21, 22, 30, 31, 32, 13, 23, 33]);
        assert_eq!(share(&stretches, 0).len(), 3 * (1 + LEAST_REPLIES));
        assert_eq!(share(&stretches, 100).len(), 18);
    }

    #[test]
    fn alone_a_comment_has_what_it_answers_and_what_answers_it() {
        // 1 ─ 2 ─ 3 ─ 4, and beside 3 stands 5.
        let parent = |seq| match seq {
            1 => None,
            5 => Some(2),
            _ => Some(seq - 1),
        };
        let nodes = (1..=5).map(|seq| Node { seq, parent_seq: parent(seq), ordinal: seq, status: Status::Published });
        let branch = Branch::new(nodes.collect());
        let (lines, chosen, least) = alone(&branch, branch.place(3).unwrap());
        assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!((chosen, least), (vec![3, 2, 1, 4], 3));
    }
}
