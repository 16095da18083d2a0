//! An act as a form of the desk sends it.

use weerwoord_protocol::{CommentId, Problem};

use super::view::View;
use crate::store::{Act, Deed, Target};
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
        let deed = match act.target() {
            Some(Target::Comment) => Deed::Comment(act, comment()?),
            Some(Target::Mark) => Deed::Mark(act, comment()?),
            Some(Target::Thread) => Deed::Thread(act, thread()?),
            Some(Target::Entry) => Deed::Undo(number()?),
            None => return Err(invalid("act", "Nobody does this by a form.")),
        };
        let view = View::of(&Params::read(fields.get("back")?.unwrap_or_default().as_bytes()))?;
        Ok(Self { deed, view, next: comment_id(fields, "next")? })
    }
}
