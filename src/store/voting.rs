//! How a vote gets to the server: shown at once, sent once, and taken back with a sentence where it is refused.
//!
//! What everybody reads does not tell who voted: the reader's own votes are known from the device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{CommentId, Vote, Voted, Votes};

use super::Store;
use crate::model::{self, Cast};
use crate::{api, device, html};

impl Store {
    /// Casts the vote that was clicked, or takes it back where it is the reader's already.
    pub(super) fn vote(self, id: CommentId, value: i32) {
        let Some(cast) = self.cast(&id) else { return };
        self.show_vote(&id, cast.changed_to(if cast.mine == value { 0 } else { value }));
        // While a vote is on its way, the next one waits for the answer.
        if self.fixed.with_value(|fixed| fixed.voting.contains(&id)) {
            return;
        }
        self.fixed.update_value(|fixed| fixed.voting.push(id.clone()));
        spawn_local(async move {
            let said = self.send_votes(&id, cast).await;
            if self.items.is_disposed() {
                return;
            }
            self.fixed.update_value(|fixed| fixed.voting.retain(|other| *other != id));
            if let Some(comment) = self.find(&["#weerwoord-", id.as_str()].concat()) {
                html::complain(&comment, &said);
            }
        });
    }

    /// Sends what the reader wants until the server has it; `kept` is what it had at last. Answers why it has it not.
    async fn send_votes(self, id: &CommentId, mut kept: Cast) -> String {
        loop {
            let wanted = self.cast(id).map_or(kept.mine, |cast| cast.mine);
            if wanted == kept.mine {
                self.show_vote(id, kept);
                return String::new();
            }
            let (server, site) = self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.site.clone()));
            let answer = api::vote(&server, id, &Vote { site, value: wanted }).await;
            if self.items.is_disposed() {
                return String::new();
            }
            match answer {
                Ok(Voted { up, down, mine }) => kept = Cast { votes: Votes { up, down }, mine },
                Err(failure) => {
                    self.show_vote(id, kept);
                    let message = self.explain(&failure);
                    self.live.set(message.clone());
                    return message;
                }
            }
            // With what other tabs have kept meanwhile.
            let key = self.votes_key();
            device::remember(
                &key,
                &model::with_vote(&device::recall::<String>(&key).unwrap_or_default(), id, kept.mine),
            );
        }
    }

    /// Takes up the reader's votes that this device knows of; not while one is on its way, which it does not know of.
    pub(super) fn recall_votes(self) {
        let own = device::recall(&self.votes_key()).unwrap_or_default();
        self.fixed.update_value(|fixed| {
            if fixed.voting.is_empty() {
                fixed.votes = own;
            }
        });
    }

    fn votes_key(self) -> String {
        self.fixed.with_value(|fixed| device::votes_key(&fixed.site, &fixed.thread))
    }

    fn cast(self, id: &CommentId) -> Option<Cast> {
        self.items.with_untracked(|items| self.fixed.with_value(|fixed| model::cast(items, &fixed.votes, id)))
    }

    fn show_vote(self, id: &CommentId, cast: Cast) {
        self.fixed.update_value(|fixed| fixed.votes = model::with_vote(&fixed.votes, id, cast.mine));
        self.items.update(|items| model::count_votes(items, id, cast.votes));
    }
}
