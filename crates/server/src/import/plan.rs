//! What the first pass keeps of a file: the threads that it has comments of, which lines are bad, and what the store is
//! to be asked. All of it together is some 200 bytes a comment.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use uuid::Uuid;

use super::record::{Record, name_key};
use super::thread::{Draft, Entry, Thread};
use super::{BadLine, Options, Report, ids};
use crate::store::{Found, Place};

/// A line that could be read.
pub(super) struct Seen {
    place: Arc<Place>,
    id: Id,
    draft: Draft,
    naming: Option<Naming>,
}

/// By what a comment is known.
enum Id {
    /// The file names it.
    Named(Uuid),
    /// By its content; the id is that of the first comment of this content.
    Unnamed(Uuid, [u8; 32]),
}

/// A comment's author, and whom its body may address, as [`name_key`] compares them.
struct Naming {
    name: String,
    addressed: Vec<String>,
}

/// The first pass over a file.
#[derive(Default)]
pub(super) struct Plan {
    threads: Vec<Thread>,
    by_key: HashMap<String, u32>,
    /// Where each comment is: its thread, and its number there.
    by_id: HashMap<Uuid, (u32, u32)>,
    /// How many comments there are of a content, by the first one's id, where there are several.
    repeats: HashMap<Uuid, u32>,
    /// Parents that are not in the file, and the thread where the store has them.
    outside: HashMap<Uuid, u32>,
    bad: Vec<BadLine>,
}

impl Seen {
    /// What is kept of a line, of a file whose replies are inferred or not.
    pub(super) fn new(
        number: usize,
        offset: u64,
        length: usize,
        record: &Record<'_>,
        place: Arc<Place>,
        infer_replies: bool,
    ) -> Self {
        let id = match &record.id {
            Some(name) => Id::Named(ids::named(&place, name)),
            None => {
                let content = record.content();
                Id::Unnamed(ids::unnamed(&place, &content, 1), content)
            }
        };
        let (Id::Named(known) | Id::Unnamed(known, _)) = id;
        let parent = record.parent.as_deref().map(|name| ids::named(&place, name));
        let naming =
            infer_replies.then(|| Naming { name: name_key(&record.author.name), addressed: record.addressed() });
        Self { draft: Draft::new(number, offset, length, known, parent, record.posted_at), id, place, naming }
    }
}

impl Plan {
    /// Takes in lines, in their order.
    pub(super) fn extend(&mut self, lines: Vec<Result<Seen, BadLine>>) {
        for line in lines {
            match line {
                Ok(seen) => self.add(seen),
                Err(bad) => self.bad.push(bad),
            }
        }
    }

    /// Takes in a line that could be read.
    fn add(&mut self, seen: Seen) {
        let Seen { place, id, mut draft, naming } = seen;
        if let Id::Unnamed(first, content) = id
            && self.by_id.contains_key(&first)
        {
            let count = self.repeats.entry(first).or_insert(1);
            *count += 1;
            draft.id = ids::unnamed(&place, &content, *count);
        }
        if let Some(&(thread, index)) = self.by_id.get(&draft.id) {
            let first = self.threads[thread as usize].drafts[index as usize].number;
            let reason = format!("its id is that of line {first}");
            return self.bad.push(BadLine { number: draft.number as usize, reason });
        }
        let at = self.thread(place);
        let thread = &mut self.threads[at as usize];
        self.by_id.insert(draft.id, (at, thread.drafts.len() as u32));
        if let Some(Naming { name, addressed }) = naming {
            draft.name = thread.name(name);
            for (place, name) in draft.addressed.iter_mut().zip(addressed) {
                *place = Some(thread.name(name));
            }
        }
        thread.drafts.push(draft);
    }

    /// Every id that the store is to be asked about: the comments' own, and those of parents that are not in the file.
    pub(super) fn wanted(&self) -> Vec<Uuid> {
        let drafts = || self.threads.iter().flat_map(|thread| &thread.drafts);
        let parents = drafts().filter_map(|draft| draft.parent).filter(|id| !self.by_id.contains_key(id));
        drafts().map(|draft| draft.id).chain(parents).collect()
    }

    /// Learns that an id is taken: by a comment of its thread, which is there already and may be answered, or by that of
    /// another, which is an error of the file.
    pub(super) fn taken(&mut self, found: &Found) {
        let Ok(id) = Uuid::try_parse(&found.id) else { return };
        let here = |at: &u32| self.threads[*at as usize].place.site == found.site;
        let thread = self.by_key.get(&found.key).copied().filter(here);
        match (self.by_id.get(&id), thread) {
            (Some(&(at, index)), thread) => {
                self.threads[at as usize].drafts[index as usize].present = Some(Some(at) == thread);
            }
            (None, Some(thread)) => drop(self.outside.insert(id, thread)),
            (None, None) => {}
        }
    }

    /// Ties replies to their parents: the comments to keep, thread by thread, parents before their replies and older ones
    /// first; and what there is to tell of them and of the others.
    pub(super) fn finish(self, options: Options) -> (impl Iterator<Item = (Arc<Place>, Entry)>, Report) {
        let Self { threads, by_id, outside, bad, .. } = self;
        drop(by_id);
        let finished: Vec<_> = threads
            .into_par_iter()
            .enumerate()
            .map(|(at, thread)| {
                let answerable = |id: &Uuid| outside.get(id) == Some(&(at as u32));
                thread.finish(options, answerable)
            })
            .collect();
        let mut report = Report { skipped: bad, ..Report::default() };
        let mut threads = Vec::with_capacity(finished.len());
        for thread in finished {
            report.imported += thread.entries.len();
            report.inferred += thread.entries.iter().filter(|entry| entry.inferred).count();
            report.present += thread.present;
            report.skipped.extend(thread.bad);
            threads.push((thread.place, thread.entries));
        }
        let entries = threads
            .into_iter()
            .flat_map(|(place, entries)| entries.into_iter().map(move |entry| (place.clone(), entry)));
        (entries, report)
    }

    /// The number of the thread at this place; the first line of a thread says what is kept of its article.
    fn thread(&mut self, place: Arc<Place>) -> u32 {
        if let Some(&at) = self.by_key.get(place.key.as_str()) {
            return at;
        }
        let at = self.threads.len() as u32;
        self.by_key.insert(place.key.as_str().to_owned(), at);
        self.threads.push(Thread::new(place));
        at
    }
}
