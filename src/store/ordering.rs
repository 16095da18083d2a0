//! How the list comes to stand in another order: it is read again in that order, and the choice is remembered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{CommentId, Sort};

use super::Store;
use crate::{device, events, model};

impl Store {
    /// The query of the thread in an order.
    pub fn query_in(self, sort: Sort) -> String {
        self.fixed.with_value(|fixed| {
            let query = fixed.query.replace(&["&sort=", fixed.sort.name()].concat(), "");
            [&query, "&sort=", sort.name()].concat()
        })
    }

    /// The query of the whole thread.
    pub fn query_in_full(self) -> String {
        self.fixed.with_value(|fixed| fixed.query.replace(&["&sort=", Sort::Picks.name()].concat(), ""))
    }

    /// Whether this is the order that was chosen.
    pub fn is_in(self, sort: Sort) -> bool {
        // Changes whenever the order does.
        self.ordering.track();
        self.fixed.with_value(|fixed| fixed.sort == sort)
    }

    /// Puts the list in an order. Of two that were chosen, the later one counts; where it cannot be had, what is shown stays.
    pub(super) fn reorder(self, sort: Sort) {
        self.choose(sort, self.say("more.loading"));
        let at = self.at.get_value();
        self.at.set_value(None);
        spawn_local(async move {
            let answer = self.read(false).await;
            if self.items.is_disposed() || self.fixed.with_value(|fixed| fixed.sort != sort) {
                return;
            }
            let said = match answer {
                Ok(()) => {
                    // What leaves comments out is chosen for this article alone.
                    if sort != Sort::Picks {
                        self.fixed.with_value(|fixed| device::choose(&fixed.site, sort.name()));
                    }
                    self.ordering.set(String::new());
                    let order = self.say(&["order.", sort.name()].concat());
                    self.text.read_value().with("order.done", "order", &order)
                }
                Err(failure) => {
                    let message = self.explain(&failure);
                    self.at.set_value(at);
                    self.choose(self.fixed.with_value(|fixed| fixed.shown), message.clone());
                    message
                }
            };
            self.live.set(said);
        });
    }

    /// Shows a comment among those that it answers and that answer it, where the list leaves these out or does not have it.
    pub(super) fn show_in_place(self, id: CommentId) {
        let (flat, full) = self.fixed.with_value(|fixed| (fixed.shown == Sort::Picks, fixed.full));
        let here = !flat && self.items.with_untracked(|items| model::find(items, &id).is_some());
        if flat {
            self.choose(full, String::new());
        }
        spawn_local(async move {
            if !here {
                self.refresh(Some(id.clone())).await;
            }
            if self.items.is_disposed() {
                return;
            }
            if flat && self.fixed.with_value(|fixed| fixed.shown == Sort::Picks) {
                // It could not be had: the picks stay, and so does the choice.
                self.choose(Sort::Picks, String::new());
                return;
            }
            self.go_to(&id);
        });
    }

    /// Goes to a comment of the list by its own link, so that the shell marks it as one that the address names.
    fn go_to(self, id: &CommentId) {
        let Some(host) = self.host.get_value() else { return };
        let comment = ["#weerwoord-", id.as_str()].concat();
        self.reveal(id);
        // Once the list is drawn. Where no date is known, there is no link.
        spawn_local(async move {
            if !events::click(&host.root, &[&comment, " .permalink"].concat()) {
                events::focus(&host.root, &comment);
            }
        });
    }

    fn choose(self, sort: Sort, said: String) {
        let query = self.query_in(sort);
        self.fixed.update_value(|fixed| {
            fixed.query = query;
            fixed.sort = sort;
            if sort != Sort::Picks {
                fixed.full = sort;
            }
        });
        self.ordering.set(said);
    }
}
