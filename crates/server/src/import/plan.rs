//! What the first pass keeps of a file, and what it makes of that: which lines are bad, which comment answers which, and
//! in which order they are kept.

use std::collections::{HashMap, HashSet};

use weerwoord_protocol::CommentId;

use super::record::{Record, name_key};
use super::{BadLine, ids, tie};
use crate::store::Place;

/// A comment that is to be kept, and where the rest of it stands in the file.
pub(super) struct Entry {
    /// Its line's number.
    pub(super) number: usize,
    /// Where its line begins.
    pub(super) offset: u64,
    /// How long its line is.
    pub(super) length: usize,
    pub(super) id: CommentId,
    pub(super) parent: Option<CommentId>,
    /// Whether the parent was found by `@Name:`.
    pub(super) inferred: bool,
    pub(super) ordinal: i64,
}

/// What is kept of a line that could be read.
struct Draft {
    number: usize,
    offset: u64,
    length: usize,
    id: CommentId,
    parent: Option<CommentId>,
    posted_at: Option<i64>,
    /// The author's name, by its number in [`Plan::names`].
    name: usize,
    /// The names that the body may address, the likeliest first.
    addressed: [Option<usize>; 2],
    fault: Option<String>,
}

/// The first pass over a file.
#[derive(Default)]
pub(super) struct Plan {
    drafts: Vec<Draft>,
    bad: Vec<BadLine>,
    by_id: HashMap<CommentId, usize>,
    names: HashMap<String, usize>,
    occurrences: HashMap<[u8; 32], u32>,
}

impl Plan {
    /// Takes in a line that could be read.
    pub(super) fn add(&mut self, number: usize, offset: u64, length: usize, record: &Record, place: &Place) {
        let id = match &record.id {
            Some(name) => ids::named(place, name),
            None => {
                let content = record.content();
                let occurrence = self.occurrences.entry(content).or_default();
                *occurrence += 1;
                ids::unnamed(place, &content, *occurrence)
            }
        };
        if let Some(first) = self.by_id.get(&id) {
            let first = self.drafts[*first].number;
            return self.refuse(BadLine { number, reason: format!("its id is that of line {first}") });
        }
        self.by_id.insert(id.clone(), self.drafts.len());
        let name = self.name(name_key(&record.author.name));
        let mut addressed = record.addressed().into_iter();
        let addressed = [addressed.next(), addressed.next()].map(|key| key.map(|key| self.name(key)));
        let parent = record.parent.as_deref().map(|name| ids::named(place, name));
        let posted_at = record.posted_at;
        self.drafts.push(Draft { number, offset, length, id, parent, posted_at, name, addressed, fault: None });
    }

    /// Takes in a line that is bad.
    pub(super) fn refuse(&mut self, bad: BadLine) {
        self.bad.push(bad);
    }

    /// Every id that the store is to be asked about: the comments' own, and those of parents that are not in the file.
    pub(super) fn ids(&self) -> Vec<String> {
        let own = self.drafts.iter().map(|draft| &draft.id);
        let parents = self.drafts.iter().filter_map(|draft| draft.parent.as_ref());
        own.chain(parents.filter(|id| !self.by_id.contains_key(id))).map(CommentId::to_string).collect()
    }

    /// Learns that an id belongs to a comment of another thread.
    pub(super) fn taken_elsewhere(&mut self, id: &CommentId) {
        if let Some(&at) = self.by_id.get(id) {
            self.drafts[at].fault = Some("its id belongs to a comment of another thread".into());
        }
    }

    /// Learns which of the ids are comments of the thread; the others are no parents.
    pub(super) fn answer_present(&mut self, present: &HashSet<CommentId>) {
        for draft in &mut self.drafts {
            if draft.parent.as_ref().is_some_and(|id| !self.by_id.contains_key(id) && !present.contains(id)) {
                let reason = "its parent is neither a good line of the file nor a comment of the thread";
                draft.fault.get_or_insert_with(|| reason.into());
            }
        }
    }

    /// Ties replies to their parents: the comments to keep, parents before their replies and older ones first, and the
    /// lines that are bad.
    pub(super) fn finish(mut self, newest_first: bool, infer_replies: bool) -> (Vec<Entry>, Vec<BadLine>) {
        if newest_first {
            self.drafts.reverse();
        }
        let ordinals = self.sort_by_time();
        self.by_id = self.drafts.iter().enumerate().map(|(at, draft)| (draft.id.clone(), at)).collect();
        let parent_of = |draft: &Draft| draft.parent.as_ref().and_then(|id| self.by_id.get(id)).copied();
        let mut parents: Vec<Option<usize>> = self.drafts.iter().map(parent_of).collect();
        let faults: Vec<bool> = self.drafts.iter().map(|draft| draft.fault.is_some()).collect();
        for (at, fault) in tie::faults(&parents, &faults) {
            let reason = match (fault, parents[at]) {
                (tie::Fault::ParentLeftOut, Some(parent)) => {
                    format!("its parent, line {}, is left out", self.drafts[parent].number)
                }
                _ => "it answers itself, by way of its parents".into(),
            };
            self.drafts[at].fault = Some(reason);
        }
        let mut inferred = vec![false; parents.len()];
        if infer_replies {
            for (at, parent) in tie::infer(&parents, &self.wishes()) {
                parents[at] = Some(parent);
                inferred[at] = true;
            }
        }
        let order = tie::parents_first(&parents);
        let parent_ids: Vec<Option<CommentId>> =
            parents.iter().map(|parent| parent.map(|at| self.drafts[at].id.clone())).collect();
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        let mut entries = Vec::with_capacity(order.len());
        for at in order {
            let Some(draft) = drafts[at].take() else { continue };
            let Draft { number, offset, length, id, parent, fault: None, .. } = draft else {
                drafts[at] = Some(draft);
                continue;
            };
            // A parent that is not in the file is a comment of the thread.
            let parent = parent_ids[at].clone().or(parent);
            entries.push(Entry { number, offset, length, id, parent, inferred: inferred[at], ordinal: ordinals[at] });
        }
        let left_out = drafts.into_iter().flatten();
        self.bad.extend(left_out.filter_map(|draft| Some(BadLine { number: draft.number, reason: draft.fault? })));
        (entries, self.bad)
    }

    /// Sorts the lines by their ordinals, and gives these: a dated comment's is its time, an undated one comes right
    /// after the line before it.
    fn sort_by_time(&mut self) -> Vec<i64> {
        let mut last = 0_i64;
        let mut dated: Vec<(i64, Draft)> = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts.drain(..) {
            last = draft.posted_at.unwrap_or(last.saturating_add(1));
            dated.push((last, draft));
        }
        dated.sort_by_key(|(ordinal, _)| *ordinal);
        let (ordinals, drafts) = dated.into_iter().unzip();
        self.drafts = drafts;
        ordinals
    }

    /// For each good comment that addresses somebody of the file and has no parent: the comments of that name, by age.
    fn wishes(&self) -> Vec<tie::Wish> {
        let mut by_name: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, draft) in self.drafts.iter().enumerate().filter(|(_, draft)| draft.fault.is_none()) {
            by_name.entry(draft.name).or_default().push(at);
        }
        let mut wishes = Vec::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            if draft.parent.is_some() || draft.fault.is_some() {
                continue;
            }
            let Some(named) = draft.addressed.iter().flatten().find_map(|name| by_name.get(name)) else { continue };
            let older = named.partition_point(|&other| other < at).checked_sub(1).map(|last| named[last]);
            let newer = named.get(named.partition_point(|&other| other <= at)).copied();
            wishes.push(tie::Wish { at, older, newer });
        }
        wishes
    }

    fn name(&mut self, key: String) -> usize {
        let next = self.names.len();
        *self.names.entry(key).or_insert(next)
    }
}
