//! Where a page of a thread goes on: the cursor that a gap carries, and its form as text.
//!
//! A cursor names comments and not numbers, so it holds whatever is posted meanwhile. In an order that changes it also says
//! where its comment stood, and goes on from there wherever that stands by now. Outside the server it is opaque.
//! The ids stand in it as they stand in the HTML around it, where a compressor finds them again.

use std::fmt;

use weerwoord_protocol::{CommentId, ErrorCode, Problem};

/// Which comments a gap leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The comments on the article after this one, with their replies.
    After(Root),
    /// The comments on the article before this one, with their replies.
    Before(Root),
    /// The comments of a branch after one of it, and before another where that one is on the page too.
    Branch {
        /// The last comment before the gap.
        after: CommentId,
        /// The first comment behind the gap; `None` where the branch ends in it.
        until: Option<CommentId>,
    },
}

/// A comment on the article, where it stood when the cursor was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The comment.
    pub id: CommentId,
    /// What it was ranked by; `None` in an order that goes by age alone, in which it stays where it stood.
    pub rank: Option<i64>,
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)?;
        self.rank.map_or(Ok(()), |rank| write!(f, ".{rank}"))
    }
}

impl Cursor {
    /// Reads a cursor that [`Display`](fmt::Display) wrote; `None` for every other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let kind = parts.next()?;
        let first = CommentId::parse(parts.next()?)?;
        let second = parts.next();
        let rank = || second.map(str::parse).transpose().ok();
        let cursor = match kind {
            "after" => Self::After(Root { id: first, rank: rank()? }),
            "before" => Self::Before(Root { id: first, rank: rank()? }),
            "branch" => Self::Branch {
                after: first,
                until: second.map(|text| CommentId::parse(text).ok_or(())).transpose().ok()?,
            },
            _ => return None,
        };
        // One text for each cursor, so that what is kept under it is kept once.
        (cursor.to_string() == text).then_some(cursor)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(root) => write!(f, "after.{root}"),
            Self::Before(root) => write!(f, "before.{root}"),
            Self::Branch { after, until: None } => write!(f, "branch.{after}"),
            Self::Branch { after, until: Some(until) } => write!(f, "branch.{after}.{until}"),
        }
    }
}

/// The refusal of a cursor that is malformed, or leads nowhere in this thread.
pub fn invalid() -> Problem {
    let detail = "`cursor` is not one that this thread gave, or its comments are gone; read the thread again.";
    Problem::new(ErrorCode::CursorInvalid, detail).field("cursor")
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "019ab697-e800-7101-8101-010101010101";
    const B: &str = "019ab697-e800-7202-8202-020202020202";

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let [a, b] = [A, B].map(|id| CommentId::parse(id).unwrap());
        for cursor in [
            Cursor::After(Root { id: a.clone(), rank: None }),
            Cursor::Before(Root { id: a.clone(), rank: None }),
            Cursor::After(Root { id: a.clone(), rank: Some(0) }),
            Cursor::Before(Root { id: a.clone(), rank: Some(999_999_999) }),
            Cursor::Before(Root { id: a.clone(), rank: Some(i64::MIN) }),
            Cursor::Branch { after: a.clone(), until: None },
            Cursor::Branch { after: a, until: Some(b) },
        ] {
            let text = cursor.to_string();
            assert_eq!(Cursor::parse(&text), Some(cursor), "{text}");
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)), "{text}");
        }
    }

    #[test]
    fn what_nobody_wrote_is_no_cursor() {
        let long = format!("after.{}", A.repeat(10_000));
        let texts = [
            String::new(),
            ".".into(),
            "after".into(),
            "after.".into(),
            "after.1".into(),
            A.into(),
            format!("after {A}"),
            format!(" after.{A}"),
            format!("after.{A} "),
            format!("after.{A}."),
            format!("after.{A}.{B}"),
            format!("before.{A}.{B}"),
            format!("after.{A}.01"),
            format!("after.{A}.+1"),
            format!("after.{A}.1.1"),
            format!("after.{A}.9223372036854775808"),
            format!("branch.{A}.1"),
            format!("branch.{A}."),
            format!("branch.{A}.{B}.{B}"),
            format!("branch..{A}"),
            format!("After.{A}"),
            format!("after.{}", A.to_uppercase()),
            format!("after.{A}\0"),
            format!("after.{}", A.replace('0', "０")),
            format!("after.{A}' OR 1=1 --"),
            "after.<script>".into(),
            long,
        ];
        for text in texts {
            assert_eq!(Cursor::parse(&text), None, "{text:?}");
        }
    }
}
