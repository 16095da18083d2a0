//! What stands where comments are left out: a link that brings the next of them, here or on the hosted page.

use leptos::prelude::*;
use weerwoord_protocol::{Gap, Sort};

use super::element::{bare, element};
use crate::store::Store;

/// "24 more replies", at their depth. All that the widget has to know of the gap is in its attributes.
pub fn gap(store: Store, gap: &Gap) -> AnyView {
    let href = store.page(&["&cursor=", &gap.cursor].concat());
    let mut link = bare("a")
        .attr("class", "action")
        .attr("part", "action more-link")
        .attr("data-action", "more")
        .attr("data-cursor", gap.cursor.clone())
        .attr("href", href);
    if let Some(count) = gap.count {
        link = link.attr("data-count", count.to_string());
    }
    let link = link.text(label(store, gap)).make();
    element("li", "more").attr("data-depth", gap.depth.to_string()).child(link).make()
}

/// What the link says.
pub fn label(store: Store, gap: &Gap) -> String {
    let text = store.text.read_value();
    match (gap.count, &gap.after) {
        (Some(count), _) => text.plural("more.replies", usize::try_from(count).unwrap_or(usize::MAX)),
        (None, Some(_)) => text.get("more.comments"),
        (None, None) => text.get(match store.fixed.read_value().sort {
            Sort::Newest => "more.newer",
            Sort::Oldest => "more.older",
            Sort::Best | Sort::Discussed | Sort::Picks => "more.comments",
        }),
    }
}
