//! The graph of replies, by index: which comments cannot be tied to the article, whom `@Name:` means, and in which order
//! parents come before their replies. A file may be one long chain, so nothing here recurses.

/// Why a comment cannot be kept, seen from the graph alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Following its parents leads back to it.
    Cycle,
    /// Its parent is left out.
    ParentLeftOut,
}

/// A comment that addresses somebody, and that one's comments next to it in time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub(super) at: usize,
    /// The newest one before it.
    pub(super) older: Option<usize>,
    /// The oldest one after it.
    pub(super) newer: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Unseen,
    OnPath,
    Good,
    Bad,
}

/// The comments that are left out because of their parents; `bad` ones are left out already.
pub(super) fn faults(parents: &[Option<usize>], bad: &[bool]) -> Vec<(usize, Fault)> {
    let mut marks: Vec<Mark> = bad.iter().map(|&bad| if bad { Mark::Bad } else { Mark::Unseen }).collect();
    let mut faults = Vec::new();
    let mut path = Vec::new();
    for start in 0..parents.len() {
        let mut next = Some(start);
        let mut end = Mark::Good;
        while let Some(at) = next {
            if marks[at] != Mark::Unseen {
                end = marks[at];
                break;
            }
            marks[at] = Mark::OnPath;
            path.push(at);
            next = parents[at];
        }
        let cycle = if end == Mark::OnPath { path.iter().position(|&at| Some(at) == next) } else { None };
        for (step, at) in path.drain(..).enumerate() {
            marks[at] = if end == Mark::Good { Mark::Good } else { Mark::Bad };
            if end != Mark::Good {
                let fault = if cycle.is_some_and(|cycle| step >= cycle) { Fault::Cycle } else { Fault::ParentLeftOut };
                faults.push((at, fault));
            }
        }
    }
    faults
}

/// Whom the wishes mean: the newest comment of the name before, else the next one after, unless that one answers the
/// wisher, however indirectly.
pub(super) fn infer(parents: &[Option<usize>], wishes: &[Wish]) -> Vec<(usize, usize)> {
    let mut roots = Roots((0..parents.len()).collect());
    for (at, parent) in parents.iter().enumerate() {
        if let Some(parent) = *parent
            && roots.of(parent) != at
        {
            roots.0[at] = parent;
        }
    }
    let mut found = Vec::new();
    // All that look back are tied before any that look ahead: looking back is what writers mean.
    for ahead in [false, true] {
        for wish in wishes.iter().filter(|wish| wish.older.is_none() == ahead) {
            if let Some(parent) = wish.older.or(wish.newer)
                && roots.of(parent) != wish.at
            {
                roots.0[wish.at] = parent;
                found.push((wish.at, parent));
            }
        }
    }
    found
}

/// Every comment after the one that it answers, else in their order; those on cycles are left out.
pub(super) fn parents_first(parents: &[Option<usize>]) -> Vec<usize> {
    let mut replies = vec![Vec::new(); parents.len()];
    let mut order: Vec<usize> = Vec::with_capacity(parents.len());
    for (at, parent) in parents.iter().enumerate() {
        match parent {
            Some(parent) => replies[*parent].push(at),
            None => order.push(at),
        }
    }
    let mut level = 0..order.len();
    while !level.is_empty() {
        let mut next: Vec<usize> = order[level.clone()].iter().flat_map(|&at| replies[at].iter().copied()).collect();
        next.sort_unstable();
        level = level.end..level.end + next.len();
        order.extend(next);
    }
    order
}

/// Each comment's way to the comment on the article that it descends from, shortened whenever it is walked.
struct Roots(Vec<usize>);

impl Roots {
    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_on_a_cycle_and_their_replies_are_left_out() {
        let parents = [None, Some(2), Some(3), Some(1), Some(3), Some(0), Some(6), Some(0)];
        let mut faults = faults(&parents, &[false, false, false, false, false, false, false, true]);
        faults.sort_by_key(|fault| fault.0);
        let expected =
            [(1, Fault::Cycle), (2, Fault::Cycle), (3, Fault::Cycle), (4, Fault::ParentLeftOut), (6, Fault::Cycle)];
        assert_eq!(faults, expected);
        assert_eq!(super::faults(&[None, Some(0), Some(1)], &[true, false, false]).len(), 2);
    }

    #[test]
    fn two_who_address_each_other_make_no_cycle() {
        // 0 addresses 1, who addresses 0.
        let wishes = [Wish { at: 0, older: None, newer: Some(1) }, Wish { at: 1, older: Some(0), newer: None }];
        assert_eq!(infer(&[None, None], &wishes), [(1, 0)]);
        // 0 was answered by 1 as the file says, and 1's answer 2 is whom 0 addresses.
        let wishes = [Wish { at: 0, older: None, newer: Some(2) }];
        assert_eq!(infer(&[None, Some(0), Some(1)], &wishes), []);
        // The file says that 0 answers 1; 1 addresses 0.
        let wishes = [Wish { at: 1, older: Some(0), newer: None }];
        assert_eq!(infer(&[Some(1), None], &wishes), []);
    }

    #[test]
    fn parents_come_first_and_then_age() {
        assert_eq!(parents_first(&[Some(3), None, Some(1), None, Some(2), Some(5)]), [1, 3, 0, 2, 4]);
    }

    #[test]
    fn a_chain_of_a_million_is_tied() {
        let parents: Vec<Option<usize>> = (0..1_000_000_usize).map(|at| at.checked_sub(1)).collect();
        assert!(faults(&parents, &vec![false; parents.len()]).is_empty());
        assert_eq!(parents_first(&parents).len(), parents.len());
        let wishes: Vec<Wish> = (1..1_000_000).map(|at| Wish { at, older: Some(at - 1), newer: None }).collect();
        assert_eq!(infer(&vec![None; parents.len()], &wishes).len(), wishes.len());
    }
}
