//! What others do to the thread while it is read. What is new waits in `src/live.js` until the reader wants it; the rest is
//! changed here, where it stands.

use leptos::prelude::*;
use weerwoord_protocol::{CommentId, Snapshot, Status};

use super::Store;
use crate::model::{self, Item};

impl Store {
    /// Takes what the server tells: the comments that are new or another, and, where they are `counted`, how many there are.
    pub fn hear(self, told: Snapshot, counted: bool) {
        let Snapshot { thread, comments, .. } = told;
        let sort = self.fixed.with_value(|fixed| fixed.shown);
        for comment in &comments {
            // What everybody reads is final.
            self.end(&comment.id);
        }
        self.items.update(|items| {
            for comment in comments {
                // While a vote is on its way, its answer tells of votes.
                let votes = comment.html.is_empty() && comment.status == Status::Published;
                if !votes || !self.fixed.with_value(|fixed| fixed.voting.contains(&comment.id)) {
                    model::take(items, comment, sort);
                }
            }
        });
        if counted {
            self.stands(thread.count, self.pending.with_untracked(Vec::len), thread.closed);
        }
        self.draw_times();
    }

    /// The thread has so many comments that everybody reads, and so many that are not final, and takes more or not.
    pub(super) fn stands(self, count: u32, pending: usize, closed: bool) {
        self.count.set(usize::try_from(count).unwrap_or_default() + pending);
        // Not told where it is as it was: the form would be drawn afresh.
        self.closed.maybe_update(|was| std::mem::replace(was, closed) != closed);
    }

    /// Whether everybody reads a comment, as far as is known here.
    pub(super) fn is_published(self, id: &CommentId) -> bool {
        self.items.with_untracked(|items| {
            let at = model::find(items, id);
            at.is_some_and(|at| matches!(&items[at], Item::Kept(entry) if entry.comment.status == Status::Published))
        })
    }
}
