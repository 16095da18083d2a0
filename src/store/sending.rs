//! How a comment gets from the form to the server: shown at once, kept on the device until it is acknowledged, and tried
//! again (`outbox.rs`) until it is taken or refused. The id is made once, so that sending again never makes a second comment.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{Author, CommentId, NewComment, Posted, Status};

use super::Store;
use crate::api::{self, Failure};
use crate::model::{self, Item, Outgoing, Place};
use crate::{device, events};

impl Store {
    /// Shows the comment as on its way, and sends it.
    pub fn send(self, place: &Place, author: Author, body: String) {
        device::remember(device::AUTHOR, &author);
        let parent = place.parent().cloned();
        let id = device::new_id();
        let outgoing = Outgoing::new(id.clone(), parent.clone(), author, body);
        self.keep_outgoing(outgoing.clone());
        self.keep_draft(place, String::new());
        self.refused.set(None);
        if let Some(parent) = &parent {
            self.open.set(None);
            self.reveal(parent);
        }
        self.items.update(|items| model::insert_waiting(items, outgoing, self.fixed.read_value().sort));
        self.focus_comment(&id);
        self.live.set(self.say("comment.sending"));
        self.pump();
    }

    /// Sends a comment now, because the reader wants it.
    pub(super) fn retry(self, id: &CommentId) {
        let Some(outgoing) = self.waiting(id) else { return };
        // The button goes; the comment stays.
        self.focus_comment(id);
        self.live.set(self.say("comment.sending"));
        self.note(id, None, None);
        self.keep_outgoing(Outgoing { refused: None, waits: None, ..outgoing });
        self.hurry();
    }

    /// Throws the comment away, and goes to the one that stood before it, else to the one after it.
    pub(super) fn discard(self, id: &CommentId) {
        let near = self.near(id);
        self.withdraw(id);
        match near {
            Some(near) => self.focus_comment(&near),
            None => self.focus("[name=body], .open-composer"),
        }
    }

    /// Takes a comment that waits back into its form.
    pub(super) fn rewrite(self, id: &CommentId) {
        if let Some(outgoing) = self.waiting(id) {
            self.withdraw(id);
            self.back_to_form(Place::of(outgoing.parent), outgoing.body);
        }
    }

    /// Puts a text back into the form that it came from, before what was written there since.
    pub(super) fn back_to_form(self, place: Place, body: String) {
        self.keep_draft(&place, model::before(&body, &self.draft(&place)));
        self.open_form(place);
    }

    /// The comment is not to be sent any more. Where its answer got lost it may be there: then it goes.
    fn withdraw(self, id: &CommentId) {
        let may_be_there = self.fixed.with_value(|fixed| fixed.queue.tried.contains(id));
        self.drop_waiting(id);
        if may_be_there {
            self.take_away(id.clone());
        }
    }

    /// Has the server delete a comment that the reader threw away, as well as that can be done.
    pub(super) fn take_away(self, id: CommentId) {
        let (server, site) = self.whom();
        spawn_local(async move {
            // Mostly it is not there.
            let _ = api::delete(&server, &site, &id).await;
        });
    }

    /// The comment that stands before this one, else the one after it.
    pub(super) fn near(self, id: &CommentId) -> Option<CommentId> {
        self.items.with_untracked(|items| {
            let at = model::find(items, id)?;
            let (before, after) = (items[..at].iter().rev(), items[at + 1..].iter());
            before.chain(after).find_map(Item::id).cloned()
        })
    }

    /// A comment as it is sent.
    pub(super) fn new_comment(self, outgoing: &Outgoing) -> NewComment {
        self.fixed.with_value(|fixed| NewComment {
            id: outgoing.id.clone(),
            site: fixed.site.clone(),
            url: fixed.url.clone(),
            thread: fixed.key.clone(),
            title: self.host.with_value(|host| host.as_ref().and_then(|host| host.title.clone())),
            parent: outgoing.parent.clone(),
            author: outgoing.author.clone(),
            body: outgoing.body.clone(),
        })
    }

    /// The server keeps the comment.
    pub(super) fn posted(self, posted: Posted, outgoing: Outgoing) {
        self.fixed.update_value(|fixed| fixed.queue.sent(&outgoing.id));
        if self.in_outbox(&outgoing.id).is_none() {
            // Thrown away while it was on its way.
            return self.take_away(outgoing.id);
        }
        let outgoing = self.keep_acknowledged(&posted, outgoing);
        self.announce(events::POSTED, &posted.comment);
        self.settle(&outgoing);
        let held = posted.comment.status == Status::Held;
        self.live.set(self.say(if held { "comment.posted-held" } else { "comment.posted" }));
        self.remember_own(&outgoing.id, outgoing.body);
    }

    /// Shows a comment as the server keeps it: in the place of the one that was on its way, if that is shown.
    pub(super) fn settle(self, outgoing: &Outgoing) {
        let Some(comment) = outgoing.kept.clone() else { return };
        let focused = self.has_focus(&outgoing.id);
        if comment.status != Status::Held {
            self.count.update(|count| *count += 1);
        }
        self.await_end(outgoing);
        let sort = self.fixed.with_value(|fixed| fixed.sort);
        self.items.update(|items| model::settle(items, comment, sort));
        if focused {
            self.focus_comment(&outgoing.id);
        }
        self.draw_times();
    }

    /// A field that is wrong goes back to its form with what was typed, and an answer to a comment that is gone to the
    /// form of the article; everything else stays where it is, to be tried again. So does what would take the place of
    /// another text.
    pub(super) fn refuse(self, outgoing: Outgoing, failure: &Failure) {
        let message = self.explain(failure);
        let field = match failure {
            Failure::Refused(problem) => problem.field.as_deref().unwrap_or_default(),
            Failure::Busy(..) | Failure::Unreachable => "",
        };
        let place = match field {
            "body" | "author.name" | "author.role" => Some(Place::of(outgoing.parent.clone())),
            "parent" => Some(Place::Article),
            _ => None,
        };
        if let Some(place) = place.filter(|place| self.draft(place).is_empty()) {
            self.drop_waiting(&outgoing.id);
            self.keep_draft(&place, outgoing.body);
            self.open.set(Some(place));
            self.refused.set(Some((field.to_owned(), message)));
        } else {
            self.live.set(message.clone());
            self.note(&outgoing.id, Some(message.clone()), None);
            self.keep_outgoing(Outgoing { refused: Some(message), ..outgoing });
        }
    }

    pub(super) fn waiting(self, id: &CommentId) -> Option<Outgoing> {
        self.items.with_untracked(|items| {
            items.iter().find_map(|item| match item {
                Item::Waiting(outgoing, _) if &outgoing.id == id => Some(Outgoing::clone(outgoing)),
                _ => None,
            })
        })
    }

    fn drop_waiting(self, id: &CommentId) {
        self.acknowledged(id);
        self.items
            .update(|items| items.retain(|item| !matches!(item, Item::Waiting(outgoing, _) if &outgoing.id == id)));
    }
}
