//! What readers do to the comments that they wrote here: change one, delete it, take the deletion back. The server decides;
//! the device knows which they are, and what they say, for as long as they can be changed.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{Comment, CommentId, Edit, Status};

use super::Store;
use crate::api::{self, Failure};
use crate::model::{self, Item, Mine, Outgoing, Own, Place};
use crate::{device, html};

/// Nothing is waited for longer than this: a page is seldom open for a day, and browsers count to no more than 24.
const DAY: Duration = Duration::from_secs(86_400);

impl Store {
    /// What the reader may do to a line.
    pub(super) fn mine(self, item: &Item) -> Mine {
        let Item::Kept(entry) = item else { return Mine::No };
        let id = &entry.comment.id;
        if self.deleted.with(|deleted| deleted.contains(id)) {
            return Mine::Undo;
        }
        if self.pending.with(|pending| pending.contains(id)) {
            return Mine::Pending;
        }
        let own = self.own.with(|own| own.iter().any(|own| own.id == *id));
        if own && entry.comment.status != Status::Removed { Mine::Change } else { Mine::No }
    }

    /// The text of a comment that can be changed, as it was typed; empty for others.
    pub(super) fn own_text(self, id: &CommentId) -> String {
        let text = |own: &Vec<Own>| own.iter().find(|own| own.id == *id).map(|own| own.body.clone());
        // Another tab may have changed it since.
        device::recall(&self.own_key())
            .as_ref()
            .and_then(text)
            .or_else(|| self.own.with_untracked(text))
            .map(|text| self.unlinked(&text))
            .unwrap_or_default()
    }

    /// Takes up what was written on this device, but for what can no longer be changed.
    pub(super) fn recall_own(self) {
        let own: Vec<Own> = device::recall(&self.own_key()).unwrap_or_default();
        self.own.set(own.clone());
        for own in own {
            self.expire(own.id);
        }
    }

    /// Remembers a comment that the server keeps, while it can be changed.
    pub(super) fn remember_own(self, id: &CommentId, body: String) {
        self.fixed.update_value(|fixed| fixed.visit.wrote(id.as_str()));
        self.keep_own(&|own| {
            own.retain(|own| own.id != *id);
            own.push(Own { id: id.clone(), body: body.clone() });
        });
        self.expire(id.clone());
    }

    pub(super) fn forget_own(self, id: &CommentId) {
        self.keep_own(&|own| own.retain(|own| own.id != *id));
    }

    /// Changes what is kept, to which another tab may have added.
    fn keep_own(self, change: &dyn Fn(&mut Vec<Own>)) {
        let key = self.own_key();
        let mut own = device::recall(&key).unwrap_or_else(|| self.own.get_untracked());
        change(&mut own);
        if own.is_empty() {
            device::forget(&key);
        } else {
            device::remember(&key, &own);
        }
        self.own.set(own);
    }

    /// Forgets the comment when its time is over.
    fn expire(self, id: CommentId) {
        let posted = self.items.with_untracked(|items| match &items[model::find(items, &id)?] {
            Item::Kept(entry) => entry.comment.posted_at.as_deref().map(js_sys::Date::parse),
            Item::Waiting(..) | Item::Gap(_) => None,
        });
        // One that is left out was posted when its id was made, or a little later.
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970, below 2^53")]
        let posted = posted.unwrap_or_else(|| id.unix_ms() as f64);
        let minutes = self.fixed.with_value(|fixed| fixed.policy.edit_minutes);
        let left = posted / 1000.0 + f64::from(minutes) * 60.0 - js_sys::Date::now() / 1000.0;
        match Duration::try_from_secs_f64(left) {
            Err(_) => self.forget_own(&id),
            // The thread may be gone by then.
            Ok(left) if left <= DAY => set_timeout(
                move || {
                    if !self.items.is_disposed() {
                        self.forget_own(&id);
                    }
                },
                left,
            ),
            Ok(_) => {}
        }
    }

    fn own_key(self) -> String {
        self.fixed.with_value(|fixed| device::own_key(&fixed.site, &fixed.thread))
    }

    /// The server, and the site's name.
    pub(super) fn whom(self) -> (String, String) {
        self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.site.clone()))
    }

    /// Sends the new text of a comment. The form stays as it is until the server keeps it.
    pub fn edit(self, id: CommentId, body: String) {
        self.refused.set(None);
        self.live.set(self.say("comment.sending"));
        spawn_local(async move {
            let (server, site) = self.whom();
            let answer = api::edit(&server, &id, &Edit { site, body: body.clone() }).await;
            if self.items.is_disposed() {
                return;
            }
            match answer {
                Ok(posted) => self.edited(&id, posted.comment, body),
                Err(failure) if self.is_open_at(&Place::Edit(id.clone())) => {
                    let message = self.explain(&failure);
                    self.live.set(message.clone());
                    self.refused.set(Some(("body".to_owned(), message)));
                    self.focus_field("body");
                }
                Err(failure) => self.complain(&id, &failure),
            }
        });
    }

    fn edited(self, id: &CommentId, comment: Comment, body: String) {
        let place = Place::Edit(id.clone());
        // What was typed since is not in it.
        if let Some(outgoing) = self.in_outbox(id) {
            self.keep_outgoing(Outgoing { kept: Some(comment.clone()), body: body.clone(), ..outgoing });
        }
        let typed_on = self.is_open_at(&place) && self.typed("body").is_some_and(|typed| self.linked(&typed) != body);
        self.remember_own(id, body);
        if !typed_on {
            self.keep_draft(&place, String::new());
            if self.is_open_at(&place) {
                self.open.set(None);
                self.focus_comment(id);
            }
        }
        // Where comments wait for review, so may one that was changed.
        let held = comment.status == Status::Held;
        if held {
            self.uncount(&comment.id);
            self.acknowledged(&comment.id);
        }
        self.put(comment, if held { "comment.posted-held" } else { "comment.changed" });
    }

    /// Counts a comment no longer, if everybody could read it.
    pub(super) fn uncount(self, id: &CommentId) {
        if self.is_published(id) {
            self.count.update(|count| *count = count.saturating_sub(1));
        }
    }

    /// Deletes a comment. Its line stays while that can be taken back.
    pub(super) fn delete(self, id: CommentId) {
        self.live.set(self.say("comment.sending"));
        spawn_local(async move {
            let (server, site) = self.whom();
            let answer = api::delete(&server, &site, &id).await;
            if self.items.is_disposed() {
                return;
            }
            if let Err(failure) = answer {
                return self.complain(&id, &failure);
            }
            self.uncount(&id);
            self.acknowledged(&id);
            self.items.update(|items| model::entomb(items, &id));
            let seconds = self.fixed.with_value(|fixed| fixed.policy.undo_seconds);
            self.deleted.update(|deleted| deleted.push(id.clone()));
            self.live.set(self.say("comment.deleted"));
            self.focus_comment(&id);
            set_timeout(move || self.bury(&id), Duration::from_secs(seconds.into()));
        });
    }

    /// Takes a deletion back.
    pub(super) fn undo(self, id: CommentId) {
        self.live.set(self.say("comment.sending"));
        spawn_local(async move {
            let (server, site) = self.whom();
            let answer = api::restore(&server, &site, &id).await;
            if self.items.is_disposed() {
                return;
            }
            match answer {
                Ok(posted) => {
                    // Where it is back already, the count was told with it.
                    if posted.comment.status == Status::Published && !self.is_published(&id) {
                        self.count.update(|count| *count += 1);
                    }
                    self.deleted.update(|deleted| deleted.retain(|other| *other != id));
                    self.put(posted.comment, "comment.restored");
                    self.focus_comment(&id);
                }
                Err(failure) => self.complain(&id, &failure),
            }
        });
    }

    /// A deletion is final: the text goes from the device too, and the line where nobody answered.
    fn bury(self, id: &CommentId) {
        if self.items.is_disposed() || !self.deleted.with_untracked(|deleted| deleted.contains(id)) {
            return;
        }
        let (focused, near) = (self.has_focus(id), self.near(id));
        self.deleted.update(|deleted| deleted.retain(|other| other != id));
        self.forget_own(id);
        self.keep_draft(&Place::Edit(id.clone()), String::new());
        self.items.update(|items| model::bury(items, id));
        if focused {
            match near.filter(|near| self.items.with_untracked(|items| model::find(items, near).is_some())) {
                Some(near) => self.focus_comment(&near),
                None => self.focus("[name=body], .open-composer"),
            }
        }
    }

    /// Shows a comment as the server keeps it now.
    fn put(self, comment: Comment, sentence: &str) {
        let id = comment.id.clone();
        self.items.update(|items| model::replace(items, comment));
        self.say_at(&id, "");
        self.live.set(self.say(sentence));
        self.draw_times();
    }

    /// Says at a comment why something could not be done to it.
    pub(super) fn complain(self, id: &CommentId, failure: &Failure) {
        let message = self.explain(failure);
        self.say_at(id, &message);
        self.live.set(message);
    }

    fn say_at(self, id: &CommentId, sentence: &str) {
        if let Some(line) = self.find(&["#weerwoord-", id.as_str()].concat()) {
            html::complain(&line, sentence);
        }
    }
}
