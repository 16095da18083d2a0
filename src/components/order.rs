//! The orders that the comments on the article can stand in, and the picks alone: a link for each, which loads the list in place; without
//! scripts, the hosted page in that order.

use leptos::prelude::*;
use weerwoord_protocol::{Sort, Voting};

use super::element::{bare, dynamic, element, nothing};
use crate::store::Store;

/// The links, and how the loading is doing. Hidden while there is nothing to put in order.
pub fn order(store: Store) -> AnyView {
    let mut links = bare("nav")
        .attr("class", "actions")
        .attr("part", "orders")
        .attr("id", "weerwoord-order")
        .attr("aria-label", store.say("order.label"))
        .attr_signal("hidden", move || (store.count.get() < 2).then(String::new));
    let votes = store.fixed.read_value().policy.votes;
    for sort in Sort::ALL.into_iter().filter(|sort| votes != Voting::None || *sort != Sort::Best) {
        links = links.child(link(store, sort));
    }
    let picks = move || if store.picked.get() { link(store, Sort::Picks) } else { nothing() };
    let said = move || match store.ordering.get() {
        said if said.is_empty() => nothing(),
        said => element("span", "state").text(said).make(),
    };
    links.child(dynamic(picks)).child(dynamic(said)).make()
}

fn link(store: Store, sort: Sort) -> AnyView {
    bare("a")
        .attr("class", "action")
        .attr_signal("part", move || {
            Some(if store.is_in(sort) { "action order active" } else { "action order" }.to_owned())
        })
        .attr("href", store.address(&store.query_in(sort)))
        .attr("data-action", sort.name())
        .attr_signal("aria-current", move || store.is_in(sort).then(|| "true".to_owned()))
        .text(store.say(&["order.", sort.name()].concat()))
        .make()
}
