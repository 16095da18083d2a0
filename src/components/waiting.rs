//! A comment that the server has not acknowledged: on its way, or waiting for the reader to try again.

use leptos::prelude::*;

use super::comment::{byline, label, line};
use super::element::{bare, dynamic, element};
use crate::model::Outgoing;
use crate::store::Store;

/// The comment as typed, and how it is doing.
pub fn waiting(store: Store, outgoing: &Outgoing, depth: u32) -> AnyView {
    let id = outgoing.id.clone();
    let failure = move || store.failure(&id);
    let class = {
        let failure = failure.clone();
        move || Some(if failure().is_some() { "comment failed" } else { "comment sending" }.to_owned())
    };
    let button = move |class, action: &'static str, key| {
        element("button", class).attr("type", "button").attr("data-action", action).text(store.say(key)).make()
    };
    let state = move || match failure() {
        None => element("p", "state").text(store.say("composer.sending")).make(),
        Some(message) => element("p", "state")
            .text(message)
            .text(" ")
            .child(button("action retry", "retry", "comment.retry"))
            .text(" ")
            .child(button("action discard", "discard", "comment.discard"))
            .make(),
    };
    let article = bare("article")
        .attr("aria-label", label(store, Some(&outgoing.author)))
        .child(byline(store, &outgoing.author, outgoing.id.as_str(), (None, None)))
        .child(element("div", "body typed").attr("dir", "auto").text(outgoing.body.clone()).make())
        .child(dynamic(state));
    line("comment", outgoing.id.as_str(), depth)
        .attr_signal("class", class.clone())
        .attr_signal("part", class)
        .child(article.make())
        .make()
}
