//! One comment: as a reader sends it, and as everybody reads it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::badge::Badge;
use crate::reaction::Reaction;
use crate::vote::Votes;

/// The public name of a comment: a UUID in lower-case hyphenated form.
///
/// The writer's side makes it (version 7, RFC 9562) before it sends the comment, so that sending again is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = Uuid))]
pub struct CommentId(String);

impl TryFrom<String> for CommentId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a UUID in hyphenated form")
    }
}

impl CommentId {
    /// Takes any UUID in hyphenated form, of either case; `None` for everything else.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        shaped.then(|| Self(text.to_ascii_lowercase()))
    }

    /// Makes a version 7 UUID from the time in milliseconds since 1970 and ten random bytes.
    pub fn v7(unix_ms: u64, random: [u8; 10]) -> Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
        Self(text)
    }

    /// Whether this is a version 7 UUID of the RFC's variant, as a new comment's id must be.
    pub fn is_v7(&self) -> bool {
        let bytes = self.0.as_bytes();
        bytes.get(14) == Some(&b'7') && matches!(bytes.get(19), Some(b'8' | b'9' | b'a' | b'b'))
    }

    /// The time that a version 7 UUID carries, in milliseconds since 1970.
    pub fn unix_ms(&self) -> u64 {
        let digits = self.0.bytes().take(13).filter_map(|digit| char::from(digit).to_digit(16));
        digits.fold(0, |time, digit| time << 4 | u64::from(digit))
    }

    /// The UUID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CommentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who wrote a comment, as shown above it: "Spijker (n.v.t.)".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// The name the writer chose; fewer than [`NAME_LIMIT`](crate::NAME_LIMIT) characters, not all invisible.
    pub name: String,
    /// The role or organisation, where the writer gave one; fewer than [`ROLE_LIMIT`](crate::ROLE_LIMIT) characters.
    #[serde(default)]
    pub role: Option<String>,
}

/// Where a comment stands between its writer and everybody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Everybody reads it.
    #[default]
    Published,
    /// Posted, and waiting for review: only its writer knows of it.
    Held,
    /// Taken away; what remains is a tombstone that keeps its replies.
    Removed,
}

/// A comment as it is read. A snapshot lists comments in pre-order: each one directly before its replies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// The comment's public name.
    pub id: CommentId,
    /// The comment that this one answers; `null` for a comment on the article itself.
    pub parent: Option<CommentId>,
    /// How many ancestors it has; 0 for a comment on the article itself.
    pub depth: u32,
    /// Who wrote it; `null` once removed.
    pub author: Option<Author>,
    /// What the site says of its writer; absent where that is nothing, and once removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<Badge>,
    /// The body as sanitised HTML; empty once removed.
    #[serde(default)]
    pub html: String,
    /// Where it stands.
    pub status: Status,
    /// When it was posted (RFC 3339, UTC); `null` where that is not known.
    pub posted_at: Option<String>,
    /// When its writer last changed the text (RFC 3339, UTC); absent where that never happened, and once removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<String>,
    /// How readers voted; absent where none did, and once removed.
    #[serde(default, skip_serializing_if = "Votes::is_none")]
    pub votes: Votes,
    /// With which emoji readers reacted; absent where none did, and once removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// Whether the site's editors picked it; absent where they did not, and once removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub picked: bool,
}

/// A comment as its writer sends it: the body of `POST /api/v1/comments`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewComment {
    /// A version 7 UUID made by the sender; sent again, it gets the same answer and makes no second comment.
    pub id: CommentId,
    /// The site's name, as in the script tag's `data-site`.
    pub site: String,
    /// The article's address; needed unless `thread` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The thread's explicit key; wins over `url`. At most [`THREAD_KEY_MAX`](crate::THREAD_KEY_MAX) characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The article's title, kept for people with a thread's first comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The comment that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CommentId>,
    /// Who writes.
    #[serde(deserialize_with = "object")]
    pub author: Author,
    /// The text, as Markdown; at most [`BODY_MAX`](crate::BODY_MAX) characters.
    pub body: String,
}

/// Reads a struct from an object alone. Serde takes a list too, its items for the fields in their order.
fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}

/// The answer to a comment that was taken in: 201 when published, 202 when held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Posted {
    /// The comment as it is on disk.
    pub comment: Comment,
    /// For how many seconds more nobody but its writer knows of it, who can take it back wholly until then by deleting it;
    /// absent once everybody reads it, and while it waits for review.
    #[serde(default, skip_serializing_if = "is_over")]
    pub undo_seconds: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_over(seconds: &u32) -> bool {
    *seconds == 0
}

/// A new text for a comment, by who wrote it: the body of `PATCH /api/v1/comments/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edit {
    /// The site's name.
    pub site: String,
    /// The text, as Markdown; at most [`BODY_MAX`](crate::BODY_MAX) characters.
    pub body: String,
}

/// Takes the deletion of a comment back: the body of `POST /api/v1/comments/{id}/restore`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restore {
    /// The site's name.
    pub site: String,
}

/// A body to be shown before it is posted: the body of `POST /api/v1/preview`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// The site's name.
    pub site: String,
    /// The text, as Markdown; at most [`BODY_MAX`](crate::BODY_MAX) characters.
    pub body: String,
}

/// The answer to a [`Preview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Previewed {
    /// The body as sanitised HTML, the very HTML that posting it would show.
    pub html: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_id_is_version_7_and_carries_its_time() {
        let id = CommentId::v7(0x0192_f0e1_d2c3, [0xff; 10]);
        assert_eq!(id.as_str(), "0192f0e1-d2c3-7fff-bfff-ffffffffffff");
        assert!(id.is_v7());
        assert_eq!(id.unix_ms(), 0x0192_f0e1_d2c3);
        assert_eq!(CommentId::parse(id.as_str()), Some(id));
    }

    #[test]
    fn an_id_of_another_shape_is_no_id() {
        for text in ["", "0192f0e1d2c37fffbfffffffffffffff", "0192f0e1-d2c3-7fff-bfff-fffffffffffg", "a-b-c-d-e"] {
            assert_eq!(CommentId::parse(text), None, "{text}");
        }
        let v4 = CommentId::parse("9B2E8C3A-8d1f-4c0e-9a3b-0d5d3f6f7a11").unwrap();
        assert_eq!(v4.as_str(), "9b2e8c3a-8d1f-4c0e-9a3b-0d5d3f6f7a11");
        assert!(!v4.is_v7());
    }

    #[test]
    fn an_id_that_travels_is_a_uuid_too() {
        let read = |text: &str| serde_json::from_value::<CommentId>(text.into()).ok();
        assert_eq!(read("0192F0E1-d2c3-7fff-bfff-ffffffffffff"), Some(CommentId::v7(0x0192_f0e1_d2c3, [0xff; 10])));
        assert_eq!(read("<script>alert(1)7</sc8ript>"), None);
    }
}
