//! How a comment gets from the form to the server: shown at once, kept on the device until it is acknowledged, tried again
//! as often as the reader wants. The id is made once, so that sending again never makes a second comment.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{Author, Comment, CommentId, NewComment, Status};

use super::Store;
use crate::api::{self, Failure};
use crate::model::{self, Item, Outgoing, Place};
use crate::{device, events};

impl Store {
    /// Shows the comment as on its way, and sends it.
    pub fn send(self, place: &Place, author: Author, body: String) {
        device::remember(device::AUTHOR, &author);
        let parent = place.parent().cloned();
        let outgoing = Outgoing { id: device::new_id(), parent: parent.clone(), author, body };
        let mut outbox = self.outbox();
        outbox.push(outgoing.clone());
        device::remember(&self.outbox_key(), &outbox);
        self.keep_draft(place, String::new());
        self.refused.set(None);
        if let Some(parent) = &parent {
            self.open.set(None);
            self.reveal(parent);
        }
        self.items.update(|items| model::insert_waiting(items, outgoing.clone(), self.fixed.read_value().sort));
        self.focus_comment(&outgoing.id);
        self.transmit(outgoing);
    }

    pub(super) fn retry(self, id: &CommentId) {
        if let Some(outgoing) = self.waiting(id) {
            // The button goes; the comment stays.
            self.focus_comment(id);
            self.transmit(outgoing);
        }
    }

    /// Throws the comment away, and goes to the one that stood before it, else to the one after it.
    pub(super) fn discard(self, id: &CommentId) {
        let near = self.near(id);
        self.drop_waiting(id);
        match near {
            Some(near) => self.focus_comment(&near),
            None => self.focus("[name=body], .open-composer"),
        }
    }

    /// The comment that stands before this one, else the one after it.
    pub(super) fn near(self, id: &CommentId) -> Option<CommentId> {
        self.items.with_untracked(|items| {
            let at = model::find(items, id)?;
            let (before, after) = (items[..at].iter().rev(), items[at + 1..].iter());
            before.chain(after).find_map(Item::id).cloned()
        })
    }

    fn transmit(self, outgoing: Outgoing) {
        self.forget_failure(&outgoing.id);
        self.live.set(self.say("comment.sending"));
        spawn_local(async move {
            if self.items.is_disposed() {
                return;
            }
            let (server, new) = self.fixed.with_value(|fixed| {
                let new = NewComment {
                    id: outgoing.id.clone(),
                    site: fixed.site.clone(),
                    url: fixed.url.clone(),
                    thread: fixed.key.clone(),
                    title: self.host.with_value(|host| host.as_ref().and_then(|host| host.title.clone())),
                    parent: outgoing.parent.clone(),
                    author: outgoing.author.clone(),
                    body: outgoing.body.clone(),
                };
                (fixed.server.clone(), new)
            });
            let answer = api::post(&server, &new).await;
            if self.items.is_disposed() {
                return;
            }
            match answer {
                Ok(posted) => self.posted(posted.comment, outgoing.body),
                Err(failure) => self.refuse(&outgoing, &failure),
            }
        });
    }

    fn posted(self, comment: Comment, body: String) {
        let held = comment.status == Status::Held;
        self.acknowledged(&comment.id);
        self.announce(events::POSTED, &comment);
        let focused = self.has_focus(&comment.id);
        let id = comment.id.clone();
        self.items.update(|items| model::settle(items, comment));
        self.remember_own(&id, body);
        if focused {
            self.focus_comment(&id);
        }
        if !held {
            self.count.update(|count| *count += 1);
        }
        self.live.set(self.say(if held { "comment.posted-held" } else { "comment.posted" }));
        self.draw_times();
    }

    /// A field that is wrong goes back to its form with what was typed, and an answer to a comment that is gone to the
    /// form of the article; everything else stays where it is, to be tried again. So does what would take the place of
    /// another text.
    fn refuse(self, outgoing: &Outgoing, failure: &Failure) {
        let message = self.explain(failure);
        let field = match failure {
            Failure::Refused(problem) => problem.field.as_deref().unwrap_or_default(),
            Failure::Unreachable => "",
        };
        let place = match field {
            "body" | "author.name" | "author.role" => Some(Place::of(outgoing.parent.clone())),
            "parent" => Some(Place::Article),
            _ => None,
        };
        if let Some(place) = place.filter(|place| self.draft(place).is_empty()) {
            self.drop_waiting(&outgoing.id);
            self.keep_draft(&place, outgoing.body.clone());
            self.open.set(Some(place));
            self.refused.set(Some((field.to_owned(), message)));
        } else {
            self.fail(&outgoing.id, message);
        }
    }

    /// Why a comment was not taken; `None` while it is on its way.
    pub fn failure(self, id: &CommentId) -> Option<String> {
        self.failures.with(|failures| failures.iter().find(|(of, _)| of == id).map(|(_, message)| message.clone()))
    }

    fn forget_failure(self, id: &CommentId) {
        self.failures.update(|failures| failures.retain(|(of, _)| of != id));
    }

    pub(super) fn fail(self, id: &CommentId, message: String) {
        self.live.set(message.clone());
        self.failures.update(|failures| failures.push((id.clone(), message)));
    }

    fn waiting(self, id: &CommentId) -> Option<Outgoing> {
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

    /// Nothing of this comment needs to be kept on the device any more.
    pub(super) fn acknowledged(self, id: &CommentId) {
        let mut outbox = self.outbox();
        outbox.retain(|outgoing| &outgoing.id != id);
        if outbox.is_empty() {
            device::forget(&self.outbox_key());
        } else {
            device::remember(&self.outbox_key(), &outbox);
        }
        self.forget_failure(id);
    }

    fn outbox(self) -> Vec<Outgoing> {
        device::recall(&self.outbox_key()).unwrap_or_default()
    }

    pub(super) fn outbox_key(self) -> String {
        self.fixed.with_value(|fixed| device::outbox_key(&fixed.site, &fixed.thread))
    }
}
