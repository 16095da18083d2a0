//! How the rest of a long thread gets into the list: a page in the place of a gap when the reader asks for it, and all
//! that was asked for when the thread is read again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;
use weerwoord_protocol::{Comment, CommentId, ErrorCode, Snapshot};

use super::Store;
use crate::api::{self, Failure};
use crate::components::gap_label;
use crate::html;
use crate::model::{self, Above, Item};

impl Store {
    /// Brings the next of the comments that a gap leaves out. Where the server does not know the gap any more, brings the
    /// page anew.
    pub(super) fn more(self, cursor: &str) {
        let Some(gap) = self.gap(cursor) else { return };
        if !html::wait(&gap, &self.say("more.loading")) {
            return;
        }
        self.live.set(self.say("more.loading"));
        let (server, query) = self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.query.clone()));
        let cursor = cursor.to_owned();
        spawn_local(async move {
            let answer = if html::is_void(&gap) {
                self.read(false).await.map(|()| None)
            } else {
                api::lines(&server, &[&query, "&cursor=", &cursor].concat()).await.map(Some)
            };
            if self.items.is_disposed() {
                return;
            }
            // It may have been drawn again meanwhile.
            let Some(gap) = self.gap(&cursor) else { return };
            match answer {
                // Of another order by now, it is offered again.
                Ok(Some(_)) if self.fixed.with_value(|fixed| fixed.query != query) => self.mend(&cursor, &gap),
                Ok(Some(lines)) => self.arrived(&cursor, &gap, &lines),
                Ok(None) => self.mend(&cursor, &gap),
                Err(failure) => {
                    let again =
                        matches!(&failure, Failure::Refused(problem) if problem.code == ErrorCode::CursorInvalid)
                            .then(|| self.say("more.again"));
                    let message = self.explain(&failure);
                    html::fail(&gap, &message, again.as_deref());
                    self.live.set(message);
                }
            }
        });
    }

    /// The link of a gap.
    fn gap(self, cursor: &str) -> Option<Element> {
        self.find(&["[data-cursor=\"", cursor, "\"]"].concat())
    }

    /// Offers a gap again that the page, brought anew, still has.
    fn mend(self, cursor: &str, gap: &Element) {
        let name = self.items.with_untracked(|items| match model::find_gap(items, cursor).map(|at| &items[at]) {
            Some(Item::Gap(left_out)) => Some(gap_label(self, left_out)),
            _ => None,
        });
        match name {
            Some(name) => html::mend(gap, &name),
            None => self.focus(".comments > .comment"),
        }
    }

    /// Puts the lines in the gap's place, in the HTML and in the list.
    fn arrived(self, cursor: &str, gap: &Element, lines: &str) {
        let Some(lines) = html::parse(gap, lines) else { return };
        let (comments, gaps) = html::page(&lines, false);
        let items = self.items.get_untracked();
        let Some(place) = model::find_gap(&items, cursor) else { return };
        let above = place.checked_sub(1).map(|at| model::path(&items, at)).unwrap_or_default();
        let above = above.into_iter().rev().filter_map(Item::above).collect();
        let page = model::items(above, comments, gaps);
        let ids: Vec<CommentId> = page.iter().filter_map(Item::id).cloned().collect();
        let (items, stay) = model::insert_page(&items, cursor, page);
        html::put(&lines, gap, &stay);
        self.items.set(items);
        self.live.set(self.text.read_value().plural("more.loaded", ids.len() - stay.len()));
        self.draw_times();
    }

    /// Reads the thread again, or the page that holds a comment; what the reader had opened stays open.
    pub async fn refresh(self, at: Option<CommentId>) {
        if self.items.is_disposed() {
            return;
        }
        let before = self.at.get_value();
        let elsewhere = at.is_some();
        if elsewhere {
            self.at.set_value(at);
        }
        let answer = self.read(!elsewhere).await;
        if let (Err(failure), false) = (answer, self.items.is_disposed()) {
            self.at.set_value(before);
            self.explain(&failure);
        }
    }

    /// Reads the page that is shown; with `opened` also what the reader had opened on it. What the reader does meanwhile
    /// holds, and an answer to an earlier question does not come after that to a later one.
    pub(super) async fn read(self, opened: bool) -> Result<(), Failure> {
        let turn = self.reads.with_value(|reads| reads + 1);
        self.reads.set_value(turn);
        let is_void = || self.items.is_disposed() || self.reads.get_value() != turn;
        let mut own = self.items.with_untracked(|items| model::unplaced(items));
        // What nobody else reads yet is in no answer.
        let pending = self.pending.get_untracked();
        own.retain(|id| !pending.contains(id));
        let (server, query) = self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.query.clone()));
        let at = self.at.with_value(|at| at.as_ref().map(|at| ["&at=", at.as_str()].concat()).unwrap_or_default());
        let snapshot = api::thread(&server, &[&query, at.as_str()].concat()).await?;
        if is_void() {
            return Ok(());
        }
        let (thread, sort, pinned) = (snapshot.thread.clone(), snapshot.sort, snapshot.pinned.clone());
        let mut new = lines(snapshot);
        let mut passed = Vec::new();
        while opened && let Some(cursor) = self.items.with_untracked(|old| model::opened(old, &new, &passed)) {
            let page = lines(api::thread(&server, &[&query, "&cursor=", &cursor].concat()).await?);
            if is_void() {
                return Ok(());
            }
            let old = self.items.get_untracked();
            let known = |line: &Item| line.id().is_some_and(|id| model::find(&old, id).is_some());
            if page.iter().any(known) {
                new = model::insert_page(&new, &cursor, page).0;
            } else {
                passed.push(cursor);
            }
        }
        let pending = self.pending.get_untracked();
        let unread = pending.iter().filter(|id| model::find(&new, id).is_none()).count();
        self.stands(thread.count, unread, thread.closed);
        // Not drawn anew for nothing: the link may have the focus.
        self.picked.maybe_update(|old| std::mem::replace(old, thread.picks > 0) != (thread.picks > 0));
        // Drawn again if it is another comment or another text.
        let mark = |pinned: &Option<Comment>| pinned.as_ref().map(|it| (it.id.clone(), it.edited_at.clone()));
        self.pinned.maybe_update(|old| mark(&std::mem::replace(old, pinned.clone())) != mark(&pinned));
        self.fixed.update_value(|fixed| (fixed.shown, fixed.last_at) = (sort, thread.last_at));
        self.items.update(|items| *items = model::refresh(items, new, sort, &own));
        self.draw_times();
        Ok(())
    }
}

/// The lines of a page that was read as JSON.
fn lines(page: Snapshot) -> Vec<Item> {
    model::items(page.context.iter().map(Above::of).collect(), page.comments, page.gaps)
}
