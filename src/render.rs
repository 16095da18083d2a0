//! The thread as HTML, on the server.
//!
//! No line end stands before the first element of a hydration root, and nothing is pretty-printed: the browser walks
//! these very nodes. `<template shadowrootmode>` is written by hand because a view would make it an element like others.

use leptos::prelude::*;
use weerwoord_protocol::State;

use crate::components::Thread;
pub use crate::model::PageForm;
use crate::store::Store;

/// Messages with these prefixes are the server's and the shell's; they do not travel with a fragment.
const NOT_THE_WIDGETS: [&str; 3] = ["page.", "load.", "date."];

/// The fragment: what `embed.js` puts into the shadow root. `module` is the path of the widget's script.
pub fn fragment(state: &State, module: &str) -> String {
    let mut html = root(state, PageForm::default(), Some(module));
    let mut state = state.clone();
    state.messages.retain(|key, _| !NOT_THE_WIDGETS.iter().any(|prefix| key.starts_with(prefix)));
    for comment in &mut state.snapshot.comments {
        comment.html.clear();
    }
    // The types of State hold strings, numbers and lists alone: writing them as JSON cannot fail.
    let json = serde_json::to_string(&state).unwrap_or_default();
    html.push_str("<script type=\"application/json\">");
    // Nothing in a text may end the script or open a comment in it.
    html.push_str(&json.replace('<', "\\u003c"));
    html.push_str("</script>");
    html
}

/// The whole element with its shadow root and style sheet, to be included in a page by the publisher's own server.
pub fn element(state: &State, module: &str, css: &str) -> String {
    let attributes = [
        ("server", Some(state.server.as_str())),
        ("site", Some(state.snapshot.site.as_str())),
        ("url", state.url.as_deref()),
        ("thread", state.key.as_deref()),
        ("lang", Some(state.lang.as_str())),
    ];
    let mut html = "<weerwoord-thread".to_owned();
    for (name, value) in attributes {
        if let Some(value) = value {
            html.push_str(&[" ", name, "=\"", &escape_attribute(value), "\""].concat());
        }
    }
    html.push_str("><template shadowrootmode=\"open\"><style>");
    html.push_str(css);
    html.push_str("</style>");
    html.push_str(&fragment(state, module));
    html.push_str("</template></weerwoord-thread>");
    html
}

/// The thread of the hosted page: the same component in the open, with what its form holds.
pub fn page(state: &State, form: PageForm) -> String {
    root(state, form, None)
}

fn root(state: &State, form: PageForm, module: Option<&str>) -> String {
    let mut html = ["<div class=\"weerwoord\" lang=\"", &escape_attribute(&state.lang), "\""].concat();
    if let Some(module) = module {
        html.push_str(&[" data-module=\"", &escape_attribute(module), "\""].concat());
    }
    html.push('>');
    let state = state.clone();
    let owner = Owner::new();
    html.push_str(&owner.with(|| {
        let store = Store::new(state, form);
        view! { <Thread store=store /> }.to_html()
    }));
    owner.cleanup();
    html.push_str("</div>");
    html
}

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
