//! What was posted and is not final yet: for some seconds nobody else reads it, so that its writer can take it back. No answer
//! of the server's has it before, so the device's outbox shows it: after a reload, and in the other tabs.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{Comment, CommentId, Posted, Status};

use super::Store;
use crate::model::{self, Outgoing, Place};
use crate::{api, tabs};

/// For how many seconds the other tabs can learn what became of a comment that is final at once.
const TOLD_SECONDS: u32 = 10;

impl Store {
    /// The server keeps the comment: so does the device, until everybody can read it.
    pub(super) fn keep_acknowledged(self, posted: &Posted, mut outgoing: Outgoing) -> Outgoing {
        let seconds = posted.undo_seconds;
        outgoing.pending = seconds > 0;
        outgoing.until = tabs::now() + 1 + if seconds > 0 { seconds } else { TOLD_SECONDS };
        outgoing.kept = Some(posted.comment.clone());
        self.keep_outgoing(outgoing.clone());
        outgoing
    }

    /// Lets a comment be taken back for as long as that can be done.
    pub(super) fn await_end(self, outgoing: &Outgoing) {
        let (id, until) = (outgoing.id.clone(), outgoing.until);
        if outgoing.pending {
            self.pending.update(|pending| pending.push(id.clone()));
        }
        let over = move || {
            if !self.items.is_disposed() {
                self.end(&id);
                self.take_up_outbox();
            }
        };
        set_timeout(over, tabs::after(f64::from(until.saturating_sub(tabs::now())) * 1000.0));
    }

    pub(super) fn end(self, id: &CommentId) {
        if self.pending.with_untracked(|pending| pending.contains(id)) {
            self.pending.update(|pending| pending.retain(|other| other != id));
        }
    }

    /// Takes a comment back that nobody else has read, and its text into the form. The device keeps that before the server
    /// lets it go.
    pub(super) fn take_back(self, id: CommentId) {
        let Some(mut outgoing) = self.in_outbox(&id) else { return };
        let place = Place::of(outgoing.parent.clone());
        let before = self.draft(&place);
        let after = model::before(&outgoing.body, &before);
        self.keep_draft(&place, after.clone());
        self.live.set(self.say("comment.sending"));
        spawn_local(async move {
            let (server, site) = self.whom();
            let answer = api::delete(&server, &site, &id).await;
            if self.items.is_disposed() {
                return;
            }
            match answer {
                Ok(()) => {
                    self.vanish(&id);
                    // What the other tabs learn of it.
                    let gone =
                        |comment| Comment { author: None, html: String::new(), status: Status::Removed, ..comment };
                    let (body, kept) = (std::mem::take(&mut outgoing.body), outgoing.kept.take().map(gone));
                    self.keep_outgoing(Outgoing { kept, pending: false, ..outgoing });
                    self.back_to_form(place, body);
                    self.live.set(self.say("comment.taken-back"));
                }
                Err(failure) => {
                    if self.draft(&place) == after {
                        self.keep_draft(&place, before);
                    }
                    self.complain(&id, &failure);
                }
            }
        });
    }

    /// A comment goes as if it had not been written; where it was answered, a tombstone stays.
    pub(super) fn vanish(self, id: &CommentId) {
        self.uncount(id);
        self.end(id);
        self.forget_own(id);
        self.items.update(|items| {
            model::entomb(items, id);
            model::bury(items, id);
        });
    }
}
