//! An act as a form of the desk sends it.

use weerwoord_protocol::{CommentId, Problem};

use super::view::View;
use crate::store::{Act, Deed};
use crate::thread_query::{Params, comment_id, invalid};

/// What a form asks for, and where to go on after it.
pub struct Asked {
    pub(crate) deed: Deed,
    /// The page that the form stands in.
    pub view: View,
    /// The comment before which the page goes on.
    pub next: Option<CommentId>,
}

impl Asked {
    /// Reads the fields of a form.
    pub fn read(fields: &Params) -> Result<Self, Problem> {
        let act = fields.get("act")?.and_then(Act::parse).ok_or_else(|| invalid("act", "There is no such act."))?;
        let comment =
            || comment_id(fields, "comment")?.ok_or_else(|| invalid("comment", "`comment` is missing: its id."));
        let thread = || {
            let key = fields.get("thread")?.ok_or_else(|| invalid("thread", "`thread` is missing: its key."))?;
            Ok::<_, Problem>(key.to_owned())
        };
        let number = || {
            let number = fields.get("entry")?.and_then(|text| text.parse().ok());
            number.ok_or_else(|| invalid("entry", "`entry` is missing: the number of what is to be undone."))
        };
        let deed = match act {
            Act::Approve => Deed::Approve(comment()?),
            Act::Remove => Deed::Remove(comment()?),
            Act::Restore => Deed::Restore(comment()?),
            Act::Close => Deed::Close(thread()?),
            Act::Reopen => Deed::Reopen(thread()?),
            Act::Undo => Deed::Undo(number()?),
        };
        let view = View::of(&Params::read(fields.get("back")?.unwrap_or_default().as_bytes()))?;
        Ok(Self { deed, view, next: comment_id(fields, "next")? })
    }
}
