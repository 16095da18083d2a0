//! A comment that the server has not acknowledged: on its way, or waiting for the reader to try again.

use leptos::prelude::*;

use super::comment::{byline, label};
use crate::model::{DEEPEST_DRAWN, Outgoing};
use crate::store::{Sending, Store};

/// The comment as typed, and how it is doing.
pub fn waiting(store: Store, outgoing: &Outgoing, depth: u32) -> AnyView {
    let failure = {
        let id = outgoing.id.clone();
        Memo::new(move |_| {
            store.sending.with(|sending| match sending.get(&id) {
                Some(Sending::Failed(message)) => Some(message.clone()),
                Some(Sending::Underway) | None => None,
            })
        })
    };
    let class = move || failure.with(|failure| if failure.is_some() { "comment failed" } else { "comment sending" });
    let state = move || match failure.get() {
        None => view! { <p class="state" part="state">{store.say("composer.sending")}</p> }.into_any(),
        Some(message) => view! {
            <p class="state" part="state">
                {message} " "
                <button type="button" class="action retry" part="action retry" data-action="retry">
                    {store.say("comment.retry")}
                </button> " "
                <button type="button" class="action discard" part="action discard" data-action="discard">
                    {store.say("comment.discard")}
                </button>
            </p>
        }
        .into_any(),
    };
    let anchor = ["weerwoord-", outgoing.id.as_str()].concat();
    view! {
        <li class=class part=class id=anchor tabindex="-1" data-depth=depth.min(DEEPEST_DRAWN).to_string()>
            <article aria-label=label(store, Some(&outgoing.author))>
                {byline(store, &outgoing.author, outgoing.id.as_str(), None)}
                <div class="body typed" part="body" dir="auto">{outgoing.body.clone()}</div>
                {state}
            </article>
        </li>
    }
    .into_any()
}
