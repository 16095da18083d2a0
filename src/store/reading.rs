//! Where the reader was, and how to get about: what is new since the last visit, the next of that, all branches at once.
//!
//! A visit is kept on the device with every change of the list, and when the page is left or hidden.

use leptos::prelude::*;
use web_sys::Element;
use weerwoord_protocol::CommentId;

use super::{Fixed, Store};
use crate::model::{self, Item, Standing, Visit};
use crate::{device, events, html};

/// What was read longer ago than this, in seconds, is read again when the browser brings the page back.
const OLD: u32 = 5 * 60;

impl Store {
    /// Keeps that the reader is here, and how far the thread has come: the visit begins with that, or goes on. Answers for how
    /// many seconds it was not done.
    pub fn keep_visit(self) -> u32 {
        let items = self.items.get_untracked();
        let has = u32::try_from(self.count.get_untracked()).unwrap_or(u32::MAX);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 2^32 until 2106")]
        let now = (js_sys::Date::now() / 1000.0) as u32;
        let mut away = 0;
        self.fixed.update_value(|fixed| {
            let key = device::visit_key(&fixed.site, &fixed.thread);
            let kept = device::recall::<String>(&key).and_then(|kept| Visit::parse(&kept));
            away = fixed.visit.go_on(kept, model::latest(&items, fixed.last_at.as_deref()), has, now);
            device::remember(&key, &fixed.visit.text());
        });
        away
    }

    /// Takes note of how the lines stand, and says how many are new.
    pub fn tell_new(self, standings: Vec<Standing>) {
        self.keep_visit();
        self.fixed.update_value(|fixed| fixed.standings = standings);
        let new = self.fresh();
        let open = self.collapsed.with_untracked(Vec::is_empty);
        self.put_text("[data-action=fold]", self.say(if open { "reading.fold" } else { "reading.open" }));
        self.put_text(".way span", self.text.read_value().plural("reading.new", new.1));
        if let Some(way) = self.find(".way") {
            // Fails where the name is none.
            let _ = way.toggle_attribute_with_force("hidden", new.1 == 0);
        }
    }

    fn put_text(self, selector: &str, text: String) {
        if let Some(element) = self.find(selector) {
            element.set_text_content(Some(&text));
        }
    }

    /// How many lines are new, and how many comments of the thread.
    fn fresh(self) -> (usize, usize) {
        let whole = self.items.get_untracked().iter().all(|item| item.id().is_some());
        self.fixed.with_value(|fixed| {
            let here = fixed.standings.iter().filter(|line| line.new).count();
            (here, if whole { here } else { fixed.visit.all_new(here) })
        })
    }

    /// The browser brings the page back as it was: what it shows may be of yesterday.
    pub fn come_back(self) {
        if self.keep_visit() > OLD {
            self.host.with_value(|host| host.as_ref().map(|host| events::refresh(&host.target)));
        }
    }

    /// Does what a button or a key of this kind asks for; `false` where it is none.
    pub(super) fn get_about(self, action: &str, on: &str) -> bool {
        match action {
            "next" => self.walk(true),
            "previous" => self.walk(false),
            "parent" => {
                if let Some(line) = self.line_at_hand() {
                    html::click(&line, ".in-reply-to");
                }
            }
            "fold" => self.fold(on),
            "keys" => {
                if let Some(dialog) = self.find("dialog") {
                    html::open(&dialog);
                }
            }
            _ => return false,
        }
        true
    }

    /// Goes to the next or the previous new comment, or on to where more of them may be.
    fn walk(self, forward: bool) {
        let items = self.items.get_untracked();
        let (here, all) = self.fresh();
        let from = self.line_at_hand().and_then(|line| place(&items, &line));
        let step = |fixed: &Fixed| {
            let at = model::step(&items, &fixed.standings, from, forward, all > here)?;
            Some((at, model::count_to(&fixed.standings, at)))
        };
        let Some((at, number)) = self.fixed.with_value(step) else { return };
        let mark = items[at].mark();
        self.fixed.update_value(|fixed| fixed.stop = mark.to_owned());
        if items[at].id().is_none() {
            return self.focus(&["[data-cursor=\"", mark, "\"]"].concat());
        }
        if let Some(frame) = self.find(".thread") {
            html::follow(&frame, mark);
        }
        if number > 0 {
            let [before, between, after] = self.text.read_value().around("reading.at", "n", "all");
            self.live.set([before, number.to_string(), between, all.to_string(), after].concat());
        }
    }

    /// Collapses every branch to the comment on the article, or opens all of them where any is collapsed. From the menu of a
    /// comment, which is `on`: collapses them all to the depth of that one.
    fn fold(self, on: &str) {
        let mut roots = Vec::new();
        let items = self.items.get_untracked();
        let depth = CommentId::parse(on).and_then(|id| Some(items[model::find(&items, &id)?].depth()));
        if depth.is_some() || self.collapsed.with_untracked(Vec::is_empty) {
            roots = model::answered(&items, depth.unwrap_or_default());
            // What has the focus is about to be hidden.
            if let Some(at) = self.focused_line().and_then(|line| place(&items, &line))
                && let Some(root) = model::path(&items, at).pop().and_then(Item::id)
                && items[at].depth() > 0
                && depth.is_none()
            {
                self.focus_comment(root);
            }
        }
        self.live.set(self.say(if roots.is_empty() { "reading.opened" } else { "reading.folded" }));
        self.collapsed.set(roots);
    }

    /// The line with the focus, else the one that was gone to last.
    fn line_at_hand(self) -> Option<Element> {
        let stop = || self.find(&["#weerwoord-", &self.fixed.with_value(|fixed| fixed.stop.clone())].concat());
        self.focused_line().or_else(stop)
    }

    fn focused_line(self) -> Option<Element> {
        events::focused_in(&self.find(".comments")?, ".comments > li")
    }
}

/// The place of a line.
fn place(items: &[Item], line: &Element) -> Option<usize> {
    let mark = html::mark_of(line)?;
    items.iter().position(|item| item.mark() == mark)
}
