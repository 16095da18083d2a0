//! The comment that the site's editors pinned, above the list: who wrote it, what it says, and a link to its place.

use leptos::prelude::*;
use weerwoord_protocol::Comment;

use super::comment::{byline, context};
use super::element::{Element, dynamic, element, nothing};
use crate::store::Store;

/// The pinned comment, where there is one.
///
/// What the server wrote of it is left as it is: to Leptos the element has no children until another comment takes its place.
pub fn pinned(store: Store) -> AnyView {
    dynamic(move || match store.pinned.get() {
        Some(comment) => whole(store, &comment),
        None => nothing(),
    })
}

fn whole(store: Store, comment: &Comment) -> AnyView {
    let block = element("article", "notice pinned")
        .attr("data-pinned", comment.id.as_str())
        .attr("aria-label", store.say("pinned.label"));
    if store.connected() {
        return parts(store, comment).into_iter().fold(block, Element::child).make();
    }
    #[cfg(feature = "ssr")]
    let block = block
        .inner_html(parts(store, comment).into_iter().map(RenderHtml::to_html).collect::<String>().replace("<!>", ""));
    block.make()
}

fn parts(store: Store, comment: &Comment) -> Vec<AnyView> {
    let mut parts = vec![element("p", "pick").text(store.say("pinned.label")).make()];
    if let Some(author) = &comment.author {
        let times = (comment.posted_at.as_deref(), comment.edited_at.as_deref());
        parts.push(byline(store, author, comment.badge, comment.id.as_str(), times));
    }
    parts.push(element("div", "body").attr("dir", "auto").inner_html(comment.html.clone()).make());
    parts.push(element("p", "actions").child(context(store, &comment.id)).make());
    parts
}
