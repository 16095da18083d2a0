//! What waits on the device, sent by itself once the way is free: in the order in which it was written, by one of the
//! reader's tabs, which all show it.
//!
//! The outbox in the device's storage is what holds; each tab shows what that has, and who has the turn sends from it. A tab
//! that is closed on the way leaves the comment there, and as its id stays the same, sending it again makes no second one.
//! What was acknowledged stays there until it is final (`pending.rs`).

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{CommentId, Status};

use super::Store;
use crate::api::{self, Failure};
use crate::device;
use crate::model::{self, Item, Outgoing};
use crate::tabs::{self, Turn};

/// For how many seconds a tab leaves it to the others to send what they have just written.
const OTHERS_FIRST_SECONDS: f64 = 2.0;
/// For how many seconds a tab has the turn where there are no locks: longer than a request takes.
const TURN_SECONDS: u32 = 35;

/// What this tab does about the outbox.
#[derive(Default)]
pub(super) struct Queue {
    /// Whether it sends, or waits for its turn.
    busy: bool,
    /// How often in a row the server took nothing.
    tries: u32,
    /// What was sent without an answer, so that it may be there.
    pub(super) tried: Vec<CommentId>,
    /// What the device could not keep.
    unkept: Vec<Outgoing>,
}

impl Queue {
    /// The server has acknowledged a comment.
    pub(super) fn sent(&mut self, id: &CommentId) {
        self.tries = 0;
        self.tried.retain(|other| other != id);
    }
}

impl Store {
    /// Sends what was left, and from now on what cannot be sent at once; follows what other tabs do. To be called once, by
    /// the owner of the store.
    pub fn keep_sending(self) {
        tabs::listen(
            move || {
                if !self.items.is_disposed() {
                    self.hurry();
                }
            },
            move || {
                if !self.items.is_disposed() {
                    self.take_up_outbox();
                    self.recall_own();
                    self.recall_votes();
                    self.items.update(|_| ());
                    // The tab in which it was written comes first, if it is still there.
                    self.pump_after(OTHERS_FIRST_SECONDS);
                }
            },
        );
        self.pump();
    }

    /// Sends at once, because there may be a way again.
    pub(super) fn hurry(self) {
        device::forget(&self.pause_key());
        self.fixed.update_value(|fixed| fixed.queue.tries = 0);
        self.pump();
    }

    /// Sends what waits, when it is this tab's turn.
    pub(super) fn pump(self) {
        if model::next_to_send(&self.outbox()).is_none()
            || self.fixed.try_update_value(|fixed| std::mem::replace(&mut fixed.queue.busy, true)) == Some(true)
        {
            return;
        }
        tabs::alone(&self.outbox_key(), Box::new(move |turn| spawn_local(self.send_all(turn))));
    }

    /// Sends one after the other, until nothing is left or the way is not free.
    async fn send_all(self, turn: Turn) {
        while !self.items.is_disposed()
            && let Some(outgoing) = self.due()
        {
            if !turn.is_sure() {
                self.pause_until(tabs::now() + TURN_SECONDS);
            }
            let server = self.fixed.with_value(|fixed| fixed.server.clone());
            let answer = api::post(&server, &self.new_comment(&outgoing)).await;
            if self.items.is_disposed() {
                return;
            }
            if !turn.is_sure() {
                device::forget(&self.pause_key());
            }
            match answer {
                Ok(posted) => self.posted(posted, outgoing),
                // Thrown away meanwhile.
                Err(_) if self.in_outbox(&outgoing.id).is_none() => {}
                Err(failure @ Failure::Refused(_)) => self.refuse(outgoing, &failure),
                Err(failure) => self.wait(outgoing.id, &failure),
            }
        }
        // The thread may be gone by now.
        self.fixed.try_update_value(|fixed| fixed.queue.busy = false);
    }

    /// What is to be sent now; where something has to wait, says so.
    fn due(self) -> Option<Outgoing> {
        // Another tab may have sent it meanwhile.
        self.take_up_outbox();
        let next = model::next_to_send(&self.outbox()).cloned()?;
        let left = model::left(device::recall(&self.pause_key()).unwrap_or_default(), tabs::now());
        if tabs::is_offline() {
            self.say_waiting("comment.waiting");
            return None;
        }
        if left == 0 {
            return Some(next);
        }
        if self.waiting(&next.id).is_some_and(|shown| shown.waits.is_none()) {
            self.say_waiting("comment.waiting");
        }
        self.pump_after(left.into());
        None
    }

    /// The server took nothing: everything waits, and is tried again.
    fn wait(self, id: CommentId, failure: &Failure) {
        let (key, asked) = match failure {
            Failure::Busy(_, seconds) => ("comment.waiting-busy", *seconds),
            Failure::Refused(_) | Failure::Unreachable => ("comment.waiting", None),
        };
        let tries = self.fixed.with_value(|fixed| fixed.queue.tries);
        self.fixed.update_value(|fixed| {
            fixed.queue.tries += 1;
            fixed.queue.tried.push(id);
        });
        if tries == 0 {
            // The page hears of it once.
            self.explain(failure);
        }
        let pause = model::pause(tries, tabs::chance(), asked);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an hour at most")]
        self.pause_until(tabs::now() + 1 + pause as u32);
        self.say_waiting(key);
        self.pump_after(pause);
    }

    fn pump_after(self, seconds: f64) {
        let again = move || {
            if !self.items.is_disposed() {
                self.pump();
            }
        };
        set_timeout(again, tabs::after(seconds * 1000.0));
    }

    fn pause_until(self, end: u32) {
        device::remember(&self.pause_key(), &end);
    }

    /// Says of all that was not refused that it waits.
    fn say_waiting(self, key: &str) {
        let sentence = self.say(key);
        let mut new = false;
        for outgoing in self.outbox() {
            if outgoing.kept.is_none() && outgoing.refused.is_none() {
                new |= self.note(&outgoing.id, None, Some(sentence.clone()));
            }
        }
        if new {
            self.live.set(sentence);
        }
    }

    /// Shows what the outbox holds, and what became of the rest.
    pub(super) fn take_up_outbox(self) {
        let now = tabs::now();
        let mut outbox = self.outbox();
        let before = outbox.len();
        outbox.retain(|outgoing| outgoing.kept.is_none() || outgoing.until > now);
        outbox.retain(|outgoing| self.take_up(outgoing));
        if outbox.len() != before {
            self.set_outbox(&outbox);
        }
        // Another tab has thrown it away, or taken it back into its form.
        let gone = |item: &Item| match item {
            Item::Waiting(waiting, _) => outbox.iter().all(|outgoing| outgoing.id != waiting.id),
            Item::Kept(_) | Item::Gap(_) => false,
        };
        if self.items.with_untracked(|items| items.iter().any(gone)) {
            self.items.update(|items| items.retain(|item| !gone(item)));
        }
    }

    /// Shows something of the outbox; tells whether it stays there.
    fn take_up(self, outgoing: &Outgoing) -> bool {
        let id = &outgoing.id;
        let is_kept = |items: &Vec<Item>| model::find(items, id).map(|at| matches!(items[at], Item::Kept(_)));
        match (self.items.with_untracked(is_kept), &outgoing.kept) {
            (Some(true), Some(comment)) if comment.status == Status::Removed => self.vanish(id),
            (Some(true), None) => {
                self.remember_own(id, outgoing.body.clone());
                return false;
            }
            (Some(false), Some(_)) => self.settle(outgoing),
            (None, Some(_)) if outgoing.pending => self.settle(outgoing),
            (None, None) => {
                let sort = self.fixed.with_value(|fixed| fixed.sort);
                self.items.update(|items| model::insert_waiting(items, outgoing.clone(), sort));
            }
            _ => {}
        }
        // Another tab was told why, or sends it again.
        if self.waiting(id).is_some_and(|shown| shown.refused != outgoing.refused) {
            self.note(id, outgoing.refused.clone(), None);
        }
        true
    }

    /// Shows how a comment is doing that waits to be taken; tells whether that is new.
    pub(super) fn note(self, id: &CommentId, refused: Option<String>, waits: Option<String>) -> bool {
        let same = self.waiting(id).is_none_or(|shown| shown.refused == refused && shown.waits == waits);
        if !same {
            // It is drawn anew.
            let focused = self.has_focus(id);
            self.items.update(|items| model::note(items, id, refused, waits));
            if focused {
                self.focus_comment(id);
            }
        }
        !same
    }

    /// Keeps a comment in the outbox; one that is there already keeps its place.
    pub(super) fn keep_outgoing(self, outgoing: Outgoing) {
        let mut outbox = self.outbox();
        match outbox.iter_mut().find(|other| other.id == outgoing.id) {
            Some(there) => *there = outgoing,
            None => outbox.push(outgoing),
        }
        self.set_outbox(&outbox);
    }

    /// Nothing of this comment needs to be in the outbox any more.
    pub(super) fn acknowledged(self, id: &CommentId) {
        let mut outbox = self.outbox();
        outbox.retain(|outgoing| &outgoing.id != id);
        self.set_outbox(&outbox);
        self.end(id);
    }

    fn set_outbox(self, outbox: &Vec<Outgoing>) {
        let key = self.outbox_key();
        let kept = if outbox.is_empty() {
            device::forget(&key);
            true
        } else {
            device::remember(&key, outbox)
        };
        // What the device cannot keep is here as long as the page.
        self.fixed.update_value(|fixed| fixed.queue.unkept = if kept { Vec::new() } else { outbox.clone() });
    }

    /// What is to be sent, and what is not final yet, in the order in which it was written.
    fn outbox(self) -> Vec<Outgoing> {
        let unkept = self.fixed.with_value(|fixed| fixed.queue.unkept.clone());
        if unkept.is_empty() { device::recall(&self.outbox_key()).unwrap_or_default() } else { unkept }
    }

    /// What the outbox has of a comment.
    pub(super) fn in_outbox(self, id: &CommentId) -> Option<Outgoing> {
        self.outbox().into_iter().find(|outgoing| outgoing.id == *id)
    }

    fn outbox_key(self) -> String {
        self.fixed.with_value(|fixed| device::outbox_key(&fixed.site, &fixed.thread))
    }

    fn pause_key(self) -> String {
        self.fixed.with_value(|fixed| device::pause_key(&fixed.site))
    }
}
