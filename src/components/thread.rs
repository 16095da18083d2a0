//! The whole discussion: its title, the form, and the list.

use leptos::prelude::*;

use super::comment::comment;
use super::composer::Composer;
use super::waiting::waiting;
use crate::events;
use crate::model::Item;
use crate::store::Store;

/// The discussion under an article.
///
/// On the server it draws what the state says. In the browser it follows the store's signals; clicks in the list are
/// heard once, on the list itself, so that a comment costs nothing to make interactive.
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
            view! { <p class="notice" part="notice">{store.say("thread.closed")}</p> }.into_any()
        } else if store.open.with(Option::is_some) {
            let compose = move |_| store.open_form(None);
            view! {
                <button type="button" class="button open-composer" part="button" data-action="compose" on:click=compose>
                    {store.say("composer.title")}
                </button>
            }
            .into_any()
        } else {
            view! { <Composer store=store place=None /> }.into_any()
        }
    };
    let empty = move || {
        store.items.with(Vec::is_empty).then(|| view! { <p class="empty" part="empty">{store.say("thread.empty")}</p> })
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        if let Some((action, id)) = events::action(&event)
            && store.act(&action, id)
        {
            event.prevent_default();
        }
    };
    view! {
        <section class="thread" part="thread" aria-labelledby="weerwoord-title">
            <h2 class="thread-title" part="title" id="weerwoord-title">{title}</h2>
            {form}
            {empty}
            <ol class="comments" part="comments" role="list" on:click=clicked>
                <For each=move || store.items.get() key=Item::key let:item>
                    {match item {
                        Item::Kept(entry) => comment(store, &entry),
                        Item::Waiting(outgoing, depth) => waiting(store, &outgoing, depth),
                    }}
                </For>
            </ol>
            <p class="live" role="status">{move || store.live.get()}</p>
        </section>
    }
}
