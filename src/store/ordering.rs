//! How the list comes to stand in another order: it is read again in that order, and the choice is remembered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::Sort;

use super::Store;
use crate::device;

impl Store {
    /// The query of the thread in an order.
    pub fn query_in(self, sort: Sort) -> String {
        self.fixed.with_value(|fixed| {
            let query = fixed.query.replace(&["&sort=", fixed.sort.name()].concat(), "");
            [&query, "&sort=", sort.name()].concat()
        })
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
                    self.fixed.with_value(|fixed| device::choose(&fixed.site, sort.name()));
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

    fn choose(self, sort: Sort, said: String) {
        let query = self.query_in(sort);
        self.fixed.update_value(|fixed| {
            fixed.query = query;
            fixed.sort = sort;
        });
        self.ordering.set(said);
    }
}
