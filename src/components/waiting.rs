//! A comment that the server has not acknowledged: on its way, waiting for one, or refused.

use leptos::prelude::*;

use super::comment::{byline, label, line};
use super::element::{bare, element};
use crate::model::Outgoing;
use crate::store::Store;

/// The comment as typed, and how it is doing.
pub fn waiting(store: Store, outgoing: &Outgoing, depth: u32) -> AnyView {
    let said = outgoing.said();
    let (class, answerable) = match (said, &outgoing.refused) {
        ("", _) => ("comment sending", false),
        (_, None) => ("comment waiting", true),
        (_, Some(_)) => ("comment failed", false),
    };
    let button = |class, action: &'static str, key| {
        element("button", class).attr("type", "button").attr("data-action", action).text(store.say(key)).make()
    };
    let mut state = element("p", "state");
    if said.is_empty() {
        state = state.text(store.say("composer.sending"));
    } else {
        state = state.text(said);
        let open = !store.closed.get_untracked();
        for (shown, class, action, key) in [
            (open && answerable, "action reply-link", "reply", "comment.reply"),
            (true, "action retry", "retry", "comment.retry"),
            (open, "action edit", "edit", "comment.edit"),
            (true, "action discard", "discard", "comment.discard"),
        ] {
            if shown {
                state = state.text(" ").child(button(class, action, key));
            }
        }
    }
    let article = bare("article")
        .attr("aria-label", label(store, Some(&outgoing.author)))
        .child(byline(store, &outgoing.author, None, outgoing.id.as_str(), (None, None)))
        .child(element("div", "body typed").attr("dir", "auto").text(store.unlinked(&outgoing.body)).make())
        .child(state.make());
    line(class, outgoing.id.as_str(), depth).child(article.make()).make()
}
