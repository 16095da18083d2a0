//! The thread as HTML, on the server.
//!
//! No line end stands before the first element of a hydration root, and nothing is pretty-printed: the browser walks
//! these very nodes. `<template shadowrootmode>` is written by hand because a view would make it an element like others.

use leptos::prelude::*;
use serde_json::Value;
use weerwoord_protocol::{Sort, State};

use crate::components::{Thread, steps, tools};
use crate::lines;
use crate::model;
pub use crate::model::{Outgoing, PageForm};
use crate::store::Store;
use crate::text::Text;
pub use crate::text::dir;
pub use crate::time::day;

/// What takes a fragment over, by the paths on the server.
#[derive(Clone, Copy, Debug)]
pub struct Files {
    /// The widget's script, which finds its WASM by itself.
    pub module: &'static str,
    /// The messages of the fragment's language, as JSON. They do not travel with the fragment: a reader waits for that,
    /// and keeps these.
    pub messages: &'static str,
    /// The script for emoji reactions, where the site has them.
    pub reactions: Option<&'static str>,
    /// The script that follows what others do, where the server tells that.
    pub live: Option<&'static str>,
}

/// The fragment: what `embed.js` puts into the shadow root. Its comments and gaps are in its HTML alone, and what the
/// server knows of the article is of no use there.
///
/// `linked` where it is read without scripts too: then links to answer lead to the hosted page by themselves.
pub fn fragment(state: &State, files: Files, linked: bool) -> String {
    let mut html = root(state, PageForm::default(), Some(files), linked);
    let mut state = state.clone();
    state.snapshot.pinned = None;
    state.snapshot.context.clear();
    state.snapshot.comments.clear();
    state.snapshot.gaps.clear();
    (state.snapshot.thread.url, state.snapshot.thread.title) = (None, None);
    // The types of State hold strings, numbers and lists alone: writing them as JSON cannot fail.
    let mut json = serde_json::to_value(&state).unwrap_or_default();
    leave_out(&mut json);
    let json = json.to_string();
    html.push_str("<script type=\"application/json\">");
    // Nothing in a text may end the script or open a comment in it.
    html.push_str(&json.replace('<', "\\u003c"));
    html.push_str("</script>");
    html
}

/// Leaves out what reads the same when it is absent: what is null or false, and empty lists.
fn leave_out(json: &mut Value) {
    if let Value::Object(fields) = json {
        fields.values_mut().for_each(leave_out);
        fields.retain(|_, value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            _ => true,
        });
    }
}

/// The lines of a page that continues the list: what the widget puts in the place of a gap.
pub fn lines(state: &State) -> String {
    let state = state.clone();
    let owner = Owner::new();
    let html = owner.with(|| lines::html(store(state, PageForm::default())));
    owner.cleanup();
    html
}

/// The list of a hosted page that shows nothing else of the thread; with the id in `form` its comments are drawn as such a
/// page's.
pub fn list(state: &State, form: PageForm) -> String {
    let owner = Owner::new();
    let lines = owner.with(|| {
        let store = store(state.clone(), form);
        store.fixed.update_value(|fixed| fixed.linked = true);
        lines::html(store)
    });
    owner.cleanup();
    [&opened(&state.lang), "><ol class=\"comments\" role=\"list\">", &lines, "</ol></div>"].concat()
}

/// The whole element with its shadow root and style sheet, to be included in a page by the publisher's own server. Without a
/// sheet it stays without any.
pub fn element(state: &State, files: Files, css: Option<&str>) -> String {
    let heading = state.heading.map(|level| level.to_string());
    let attributes = [
        ("server", Some(state.server.as_str())),
        ("site", Some(state.snapshot.site.as_str())),
        ("url", state.url.as_deref()),
        ("thread", state.key.as_deref()),
        ("sort", (state.snapshot.sort != Sort::default()).then(|| state.snapshot.sort.name())),
        ("lang", Some(state.lang.as_str())),
        ("heading-level", heading.as_deref()),
        ("styles", css.is_none().then_some("none")),
    ];
    let mut html = "<weerwoord-thread".to_owned();
    for (name, value) in attributes {
        if let Some(value) = value {
            html.push_str(&[" ", name, "=\"", &escape_attribute(value), "\""].concat());
        }
    }
    html.push_str("><template shadowrootmode=\"open\">");
    if let Some(css) = css {
        html.push_str(&["<style>", css, "</style>"].concat());
    }
    html.push_str(&fragment(state, files, true));
    html.push_str("</template></weerwoord-thread>");
    html
}

/// The thread of the hosted page: the same component in the open, with what its form holds.
pub fn page(state: &State, form: PageForm) -> String {
    root(state, form, None, true)
}

/// A thread with what otherwise the browser alone draws in it, to look at: comments on their way, in the order of the newest,
/// what stands beside the orders, and the way through what is new.
pub fn sample(state: &State, form: PageForm, on_their_way: Vec<Outgoing>) -> String {
    let owner = Owner::new();
    let (thread, tools, steps) = owner.with(|| {
        let store = store(state.clone(), form);
        store.items.update(|items| {
            for outgoing in on_their_way {
                model::insert_waiting(items, outgoing, Sort::Newest);
            }
        });
        (view! { <Thread store=store /> }.to_html(), tools(store), steps(store))
    });
    owner.cleanup();
    let live = "<p class=\"live\"";
    let thread = thread.replacen("</nav>", &(tools + "</nav>"), 1).replacen(live, &(steps + live), 1);
    [&opened(&state.lang), ">", &thread, "</div>"].concat()
}

fn root(state: &State, form: PageForm, files: Option<Files>, linked: bool) -> String {
    let mut html = opened(&state.lang);
    if let Some(Files { module, messages, reactions, live }) = files {
        html.push_str(&[" data-module=\"", module, "\" data-messages=\"", messages, "\""].concat());
        for (name, script) in [("reactions", reactions), ("live", live)] {
            if let Some(script) = script {
                html.push_str(&[" data-", name, "=\"", script, "\""].concat());
            }
        }
        // What the loader puts between a name and "two hours ago". Once, and where it differs.
        if let Some(comma) = state.messages.get("date.comma").filter(|comma| *comma != ", ") {
            html.push_str(&[" data-comma=\"", &escape_attribute(comma), "\""].concat());
        }
    }
    html.push('>');
    let state = state.clone();
    let owner = Owner::new();
    html.push_str(&owner.with(|| {
        let store = store(state, form);
        store.fixed.update_value(|fixed| fixed.linked = linked);
        view! { <Thread store=store /> }.to_html()
    }));
    owner.cleanup();
    html.push_str("</div>");
    html
}

/// The tag around everything, without its end. Its sentences run their own way, whichever way the page runs.
fn opened(lang: &str) -> String {
    ["<div class=\"weerwoord\" lang=\"", &escape_attribute(lang), "\" dir=\"", dir(lang), "\""].concat()
}

fn store(mut state: State, form: PageForm) -> Store {
    let text = Text::new(state.lang.clone(), std::mem::take(&mut state.messages));
    Store::new(state, text, form)
}

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
