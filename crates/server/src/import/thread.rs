//! One thread of a file: which of its lines are bad, which comment answers which, and in which order they are kept.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{BadLine, Options, tie};
use crate::store::Place;

/// A comment that is to be kept, and where the rest of it stands in the file.
pub(super) struct Entry {
    /// Its line's number.
    pub(super) number: u32,
    /// Where its line begins.
    pub(super) offset: u64,
    /// How long its line is.
    pub(super) length: u32,
    pub(super) id: Uuid,
    pub(super) parent: Option<Uuid>,
    /// Whether the parent was found by `@Name:`.
    pub(super) inferred: bool,
    pub(super) ordinal: i64,
}

/// What is kept of a line that could be read. There may be millions, so it is kept small.
pub(super) struct Draft {
    pub(super) number: u32,
    offset: u64,
    length: u32,
    pub(super) id: Uuid,
    pub(super) parent: Option<Uuid>,
    /// When it was posted; once the lines are sorted, its ordinal.
    time: Option<i64>,
    /// The author's name, by its number in [`Thread::names`], where replies are inferred.
    pub(super) name: u32,
    /// The names that the body may address, the likeliest first.
    pub(super) addressed: [Option<u32>; 2],
    /// Whether the store's comment of this id, if there is one, is of this thread.
    pub(super) present: Option<bool>,
}

/// The lines of a thread.
pub(super) struct Thread {
    pub(super) place: Arc<Place>,
    pub(super) drafts: Vec<Draft>,
    names: HashMap<String, u32>,
}

/// What became of a thread's lines.
pub(super) struct Finished {
    pub(super) place: Arc<Place>,
    /// The comments to keep, parents before their replies and older ones first.
    pub(super) entries: Vec<Entry>,
    /// How many were there already.
    pub(super) present: usize,
    pub(super) bad: Vec<BadLine>,
}

impl Draft {
    pub(super) fn new(
        number: usize,
        offset: u64,
        length: usize,
        id: Uuid,
        parent: Option<Uuid>,
        posted_at: Option<i64>,
    ) -> Self {
        // A line is far shorter than 4 GiB, and memory ends before 4 billion of them.
        let (number, length) = (number as u32, length as u32);
        Self { number, offset, length, id, parent, time: posted_at, name: 0, addressed: [None; 2], present: None }
    }
}

impl Thread {
    pub(super) fn new(place: Arc<Place>) -> Self {
        Self { place, drafts: Vec::new(), names: HashMap::new() }
    }

    /// The number of a name.
    pub(super) fn name(&mut self, key: String) -> u32 {
        let next = self.names.len() as u32;
        *self.names.entry(key).or_insert(next)
    }

    /// Ties replies to their parents; one that is not in the file has to be `answerable`.
    pub(super) fn finish(mut self, options: Options, answerable: impl Fn(&Uuid) -> bool) -> Finished {
        if options.newest_first {
            self.drafts.reverse();
        }
        self.sort_by_time();
        let drafts = &self.drafts;
        let by_id: HashMap<Uuid, usize> = drafts.iter().enumerate().map(|(at, draft)| (draft.id, at)).collect();
        let parent_of = |draft: &Draft| draft.parent.and_then(|id| by_id.get(&id)).copied();
        let mut parents: Vec<Option<usize>> = drafts.iter().map(parent_of).collect();
        let is_lost =
            |draft: &Draft| draft.parent.is_some_and(|parent| !by_id.contains_key(&parent) && !answerable(&parent));
        let mut faults: Vec<Option<String>> = drafts.iter().map(|draft| own_fault(draft, is_lost(draft))).collect();
        let faulty: Vec<bool> = faults.iter().map(Option::is_some).collect();
        for (at, fault) in tie::faults(&parents, &faulty) {
            faults[at] = Some(match (fault, parents[at]) {
                (tie::Fault::ParentLeftOut, Some(parent)) => {
                    format!("its parent, line {}, is left out", drafts[parent].number)
                }
                _ => "it answers itself, by way of its parents".into(),
            });
        }
        let mut inferred = vec![false; parents.len()];
        if options.infer_replies {
            for (at, parent) in tie::infer(&parents, &self.wishes(&faults)) {
                parents[at] = Some(parent);
                inferred[at] = true;
            }
        }
        let mut present = 0;
        let mut entries = Vec::with_capacity(drafts.len());
        for at in tie::parents_first(&parents) {
            let draft = &drafts[at];
            if faults[at].is_some() {
                continue;
            }
            if draft.present == Some(true) {
                present += 1;
                continue;
            }
            let &Draft { number, offset, length, id, .. } = draft;
            // A parent that is not in the file is a comment of the thread.
            let parent = parents[at].map(|parent| drafts[parent].id).or(draft.parent);
            let ordinal = draft.time.unwrap_or_default();
            entries.push(Entry { number, offset, length, id, parent, inferred: inferred[at], ordinal });
        }
        let bad = drafts.iter().zip(faults);
        let bad = bad.filter_map(|(draft, fault)| Some(BadLine { number: draft.number as usize, reason: fault? }));
        Finished { bad: bad.collect(), place: self.place, entries, present }
    }

    /// Gives the lines their ordinals, and sorts them by these: a dated comment's is its time, an undated one comes right
    /// after the line before it.
    fn sort_by_time(&mut self) {
        let mut last = 0_i64;
        for draft in &mut self.drafts {
            last = draft.time.unwrap_or(last.saturating_add(1));
            draft.time = Some(last);
        }
        self.drafts.sort_by_key(|draft| draft.time);
    }

    /// For each good comment that addresses somebody of the thread and has no parent: the comments of that name, by age.
    fn wishes(&self, faults: &[Option<String>]) -> Vec<tie::Wish> {
        let good = || self.drafts.iter().enumerate().filter(|(at, _)| faults[*at].is_none());
        let mut by_name: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, draft) in good() {
            by_name.entry(draft.name).or_default().push(at);
        }
        let mut wishes = Vec::new();
        for (at, draft) in good().filter(|(_, draft)| draft.parent.is_none()) {
            let Some(named) = draft.addressed.iter().flatten().find_map(|name| by_name.get(name)) else { continue };
            let older = named.partition_point(|&other| other < at).checked_sub(1).map(|last| named[last]);
            let newer = named.get(named.partition_point(|&other| other <= at)).copied();
            wishes.push(tie::Wish { at, older, newer });
        }
        wishes
    }
}

/// What is wrong with a line, seen by itself.
fn own_fault(draft: &Draft, parent_is_lost: bool) -> Option<String> {
    if draft.present == Some(false) {
        return Some("its id belongs to a comment of another thread".into());
    }
    parent_is_lost.then(|| "its parent is neither a good line of the file nor a comment of the thread".into())
}
