//! The button that shares the article. What it does is the business of `src/menu.js`.

use leptos::prelude::*;

use super::element::element;
#[cfg(feature = "ssr")]
use super::element::nothing;
use crate::store::Store;

/// The button, in a row of its own below the title. On the hosted page there is none: without scripts it could do nothing.
pub fn share(store: Store) -> AnyView {
    #[cfg(feature = "ssr")]
    if store.is_hosted() {
        return nothing();
    }
    let button = element("button", "action share").attr("data-action", "share").text(store.say("share.article"));
    element("p", "actions").attr("id", "weerwoord-share").child(button.make()).make()
}
