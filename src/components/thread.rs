//! The whole discussion: its title, the form, and the list.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::comment::comment;
use super::composer::Composer;
use super::element::{bare, dynamic, dynamic_text, element, nothing, slot};
use super::gap::gap;
use super::order::order;
use super::pinned::pinned;
use super::reactions::article;
use super::share::share;
use super::waiting::waiting;
use crate::around::pressed;
use crate::events;
#[cfg(feature = "ssr")]
use crate::lines;
use crate::model::{Item, Place, Standing};
use crate::store::Store;

/// The discussion under an article.
///
/// On the server it draws what the state says. In the browser it follows the store's signals; clicks are heard
/// once, on the whole.
#[component]
pub fn Thread(
    /// The thread's signals.
    store: Store,
) -> impl IntoView {
    let title = move || match store.count.get() {
        0 => store.say("thread.title.none"),
        n => store.text.read_value().plural("thread.title", n),
    };
    let form = move || {
        if store.closed.get() {
            element("p", "notice").text(store.say("thread.closed")).make()
        } else if !store.is_open_at(&Place::Article) {
            element("button", "button open-composer")
                .attr("type", "button")
                .on("click", move |_| store.open_form(Place::Article))
                .text(store.say("composer.title"))
                .make()
        } else {
            view! { <Composer store=store place=Place::Article /> }.into_any()
        }
    };
    let empty = move || {
        if store.items.with(Vec::is_empty) {
            element("p", "empty").child(slot("empty").text(store.say("thread.empty")).make()).make()
        } else {
            nothing()
        }
    };
    // To Leptos an element without children: what is inside is written by the server, and then kept by `lines`.
    let list = element("ol", "comments").attr("role", "list");
    #[cfg(feature = "ssr")]
    let list = list.inner_html(lines::html(store));
    bare("section")
        .attr("class", "thread")
        .attr("part", "thread")
        .attr("aria-labelledby", "weerwoord-title")
        .on("click", clicked(store))
        .on("keydown", pressed(store))
        .child(slot("header").make())
        .child(
            bare(store.heading(0))
                .attr("class", "thread-title")
                .attr("part", "title")
                .attr("id", "weerwoord-title")
                .child(dynamic_text(title))
                .make(),
        )
        .children(article(store))
        .child(share(store))
        .child(dynamic(form))
        .child(dynamic(empty))
        .child(order(store))
        .child(pinned(store))
        .child(slot("before").make())
        .child(list.make())
        .child(slot("after").make())
        .child(slot("footer").make())
        .child(
            bare("p")
                .attr("class", "live")
                .attr("part", "live")
                .attr("role", "status")
                .child(dynamic_text(move || store.live.get()))
                .make(),
        )
        .make()
}

/// Does what was clicked.
fn clicked(store: Store) -> impl FnMut(web_sys::Event) {
    move |event| {
        if let Some((action, on)) = event.dyn_ref().and_then(events::action)
            && store.act(&action, &on)
        {
            event.prevent_default();
        }
    }
}

/// One line of the list.
pub fn line(store: Store, item: &Item, standing: &Standing) -> AnyView {
    match item {
        Item::Kept(entry) => comment(store, entry, standing),
        Item::Waiting(outgoing, depth) => waiting(store, outgoing, *depth),
        Item::Gap(left_out) => gap(store, left_out),
    }
}
