//! What the rest of the thread makes of a line: how much stands below it, and whether a collapsed branch hides it.

use weerwoord_protocol::{CommentId, Votes};

use super::{Item, Mine, votes};

/// What the rest of the thread makes of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many comments stand below it, those that gaps leave out included.
    pub below: usize,
    /// Whether those are hidden.
    pub collapsed: bool,
    /// Whether a collapsed branch hides the line itself.
    pub hidden: bool,
    /// Whether the thread takes no answers.
    pub closed: bool,
    /// Whether it stands here without its conversation.
    pub flat: bool,
    /// What the reader may do to it as its writer.
    pub mine: Mine,
    /// How many voted for and against it.
    pub votes: Votes,
    /// The reader's own vote: 1, -1, or 0 for none.
    pub vote: i32,
    /// Whether it came since the reader's last visit.
    pub new: bool,
}

impl Standing {
    /// Whether a line looks the same: how many stand below it is said of a collapsed branch alone.
    pub fn looks_like(&self, other: &Self) -> bool {
        let seen = |standing: &Self| Self {
            below: if standing.collapsed { standing.below } else { standing.below.min(1) },
            ..*standing
        };
        seen(self) == seen(other)
    }
}

/// How each line stands, in their order. `own` are the reader's votes.
pub fn standings(items: &[Item], collapsed: &[CommentId], own: &str, closed: bool) -> Vec<Standing> {
    let mut standings: Vec<(Option<usize>, Standing)> = Vec::with_capacity(items.len());
    let mut ancestors: Vec<usize> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        while ancestors.last().is_some_and(|&ancestor| items[ancestor].depth() >= item.depth()) {
            ancestors.pop();
        }
        let parent = ancestors.last().copied();
        let hidden = parent.is_some_and(|parent| standings[parent].1.hidden || standings[parent].1.collapsed);
        let collapsed = item.id().is_some_and(|id| collapsed.contains(id));
        let (votes, vote) = match item {
            Item::Kept(entry) => (entry.comment.votes, votes::mine(own, &entry.comment.id)),
            Item::Waiting(..) | Item::Gap(_) => (Votes::default(), 0),
        };
        standings.push((parent, Standing { collapsed, hidden, closed, votes, vote, ..Standing::default() }));
        if item.id().is_some() {
            ancestors.push(at);
        }
    }
    for at in (0..standings.len()).rev() {
        if let (Some(parent), standing) = standings[at] {
            let own = match &items[at] {
                Item::Gap(gap) => gap.count.map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX)),
                Item::Kept(_) | Item::Waiting(..) => 1,
            };
            standings[parent].1.below += standing.below + own;
        }
    }
    standings.into_iter().map(|(_, standing)| standing).collect()
}
