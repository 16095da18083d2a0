//! Ids that follow from the file alone: importing it again finds the comments that are there.

use std::sync::Arc;

use uuid::Uuid;
use uuid::fmt::Hyphenated;
use weerwoord_protocol::Author;

use crate::store::Place;

/// The namespace of all ids made here: a version 5 UUID of the DNS name `import.weerwoord`.
const NAMESPACE: Uuid = Uuid::from_u128(0x991f_8998_9556_5826_ba08_8a9f_c4fe_ebc0);

/// The id of a comment that the file names: the name itself if it is a UUID, else one made of it.
pub(super) fn named(place: &Place, name: &str) -> Uuid {
    hyphenated(name).unwrap_or_else(|| make(place, &["id", name]))
}

/// The id of a comment without a name, the `occurrence`th of the same content.
pub(super) fn unnamed(place: &Place, content: &[u8; 32], occurrence: u32) -> Uuid {
    let hex: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
    make(place, &["content", &hex, &occurrence.to_string()])
}

/// Finds the authors of a thread again.
pub(super) struct Authors {
    place: Arc<Place>,
    thread: u64,
}

impl Authors {
    /// Those of this thread; `last` is what another of its comments made, and then this one.
    pub(super) fn of<'a>(place: &Arc<Place>, last: &'a mut Option<Self>) -> &'a Self {
        let known = last.take().filter(|last| Arc::ptr_eq(&last.place, place));
        last.insert(
            known.unwrap_or_else(|| Self { place: place.clone(), thread: make(place, &["authors"]).as_u64_pair().0 }),
        )
    }

    /// Finds the author of this name and role in the thread. Its first half is the thread's, so that the authors of a
    /// thread stand together in their index.
    pub(super) fn key(&self, author: &Author) -> Uuid {
        let role = author.role.as_deref();
        let role = [if role.is_some() { "role" } else { "" }, role.unwrap_or_default()];
        let own = make(&self.place, &["author", &author.name, role[0], role[1]]);
        Uuid::from_u64_pair(self.thread, own.as_u64_pair().1)
    }
}

/// A UUID in the one form that ids have.
fn hyphenated(text: &str) -> Option<Uuid> {
    (text.len() == Hyphenated::LENGTH).then(|| Uuid::try_parse(text).ok()).flatten()
}

fn make(place: &Place, parts: &[&str]) -> Uuid {
    let mut name = Vec::new();
    for part in [place.site.as_str(), place.key.as_str()].iter().chain(parts) {
        name.extend((part.len() as u64).to_be_bytes());
        name.extend(part.as_bytes());
    }
    Uuid::new_v5(&NAMESPACE, &name)
}
