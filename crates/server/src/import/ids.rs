//! Ids that follow from the file alone: importing it again finds the comments that are there.

use uuid::Uuid;
use weerwoord_protocol::{Author, CommentId};

use crate::store::Place;

/// The namespace of all ids made here: a version 5 UUID of the DNS name `import.weerwoord`.
const NAMESPACE: Uuid = Uuid::from_u128(0x991f_8998_9556_5826_ba08_8a9f_c4fe_ebc0);

/// The id of a comment that the file names: the name itself if it is a UUID, else one made of it.
pub(super) fn named(place: &Place, name: &str) -> CommentId {
    CommentId::parse(name).unwrap_or_else(|| comment(place, &["id", name]))
}

/// The id of a comment without a name, the `occurrence`th of the same content.
pub(super) fn unnamed(place: &Place, content: &[u8; 32], occurrence: u32) -> CommentId {
    let hex: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
    comment(place, &["content", &hex, &occurrence.to_string()])
}

/// Finds the author of this name and role in this thread again.
pub(super) fn author(place: &Place, author: &Author) -> String {
    let role = author.role.as_deref();
    make(place, &["author", &author.name, if role.is_some() { "role" } else { "" }, role.unwrap_or_default()])
        .to_string()
}

fn comment(place: &Place, parts: &[&str]) -> CommentId {
    let text = make(place, parts).to_string();
    // A UUID's text is of the shape that an id has.
    CommentId::parse(&text).unwrap_or_else(|| CommentId::v7(0, [0; 10]))
}

fn make(place: &Place, parts: &[&str]) -> Uuid {
    let mut name = Vec::new();
    for part in [place.site.as_str(), place.key.as_str()].iter().chain(parts) {
        name.extend((part.len() as u64).to_be_bytes());
        name.extend(part.as_bytes());
    }
    Uuid::new_v5(&NAMESPACE, &name)
}
