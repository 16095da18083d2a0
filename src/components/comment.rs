//! One comment that the server keeps.

use leptos::prelude::*;
use weerwoord_protocol::{Author, Status};

use super::composer::Composer;
use super::element::{Element, bare, dynamic, dynamic_text, element, nothing};
use crate::model::Entry;
use crate::store::Store;
use crate::time;

/// A comment: who, when, in reply to whom, the text, and what a reader can do with it.
pub fn comment(store: Store, entry: &Entry) -> AnyView {
    let comment = &entry.comment;
    let id = comment.id.clone();
    let hidden = {
        let id = id.clone();
        move || store.standing(&id).hidden.then(String::new)
    };
    let form = move || {
        if store.is_open_at(Some(&id)) && !store.closed.get() {
            view! { <Composer store=store place=Some(id.clone()) /> }.into_any()
        } else {
            nothing()
        }
    };
    let class = match comment.status {
        Status::Published => "comment",
        Status::Held => "comment held",
        Status::Removed => "comment removed",
    };
    let mut article = bare("article").attr("aria-label", label(store, comment.author.as_ref()));
    if let Some(author) = &comment.author {
        article = article.child(byline(store, author, comment.id.as_str(), comment.posted_at.as_deref()));
    }
    if let Some(link) = in_reply_to(store, entry) {
        article = article.child(link);
    }
    article = article.child(if comment.status == Status::Removed {
        element("p", "body").text(store.say("comment.removed")).make()
    } else {
        element("div", "body").attr("dir", "auto").inner_html(comment.html.clone()).make()
    });
    let mut actions = element("p", "actions");
    match comment.status {
        Status::Published => actions = actions.child(reply_link(store, entry)),
        Status::Held => article = article.child(element("p", "state").text(store.say("comment.held")).make()),
        Status::Removed => {}
    }
    article = article.child(actions.child(collapse_button(store, entry)).make()).child(dynamic(form));
    line(class, comment.id.as_str(), comment.depth).attr_signal("hidden", hidden).child(article.make()).make()
}

/// A line of the list, drawn at its depth.
pub fn line(class: &str, id: &str, depth: u32) -> Element {
    element("li", class)
        .attr("id", ["weerwoord-", id].concat())
        .attr("tabindex", "-1")
        .attr("data-depth", depth.to_string())
}

/// "Door Spijker (n.v.t.) op 12 november 2026"; no date where none is known.
pub fn byline(store: Store, author: &Author, id: &str, posted_at: Option<&str>) -> AnyView {
    let text = store.text.read_value();
    let key = if posted_at.is_some() { "comment.byline" } else { "comment.byline-undated" };
    let [before, between, after] = text.around(key, "author", "date");
    let mut byline = element("p", "byline");
    if !before.is_empty() {
        byline = byline.text(before);
    }
    byline = byline.child(element("bdi", "author").text(author.name.clone()).make());
    if let Some(role) = &author.role {
        let role = bare("bdi").text(role.clone()).make();
        byline = byline.child(element("span", "role").text(" (").child(role).text(")").make());
    }
    let Some(posted_at) = posted_at else { return byline.make() };
    let time = bare("time").attr("datetime", posted_at).text(time::day(&text, posted_at)).make();
    let link = element("a", "permalink").attr("href", ["#weerwoord-", id].concat()).child(time).make();
    byline = byline.child(bare("span").attr("class", "on").text(between).make()).child(link);
    if !after.is_empty() {
        byline = byline.text(after);
    }
    byline.make()
}

/// What a screen reader calls the comment.
pub fn label(store: Store, author: Option<&Author>) -> String {
    let text = store.text.read_value();
    match author {
        Some(author) => text.with("comment.byline-undated", "author", &author.name),
        None => text.get("comment.removed"),
    }
}

/// Names the comment that this one answers; the style sheet shows it where the indent does not tell.
fn in_reply_to(store: Store, entry: &Entry) -> Option<AnyView> {
    let parent = entry.comment.parent.as_ref()?;
    let name = entry.parent_name.clone().unwrap_or_else(|| store.say("comment.removed-author"));
    let link = element("a", "in-reply-to")
        .attr("href", ["#weerwoord-", parent.as_str()].concat())
        .text(store.text.read_value().with("comment.in-reply-to", "name", &name));
    Some(link.make())
}

/// Opens the form here; without scripts, on the hosted page.
fn reply_link(store: Store, entry: &Entry) -> AnyView {
    let href = store.page(&["&reply=", entry.comment.id.as_str(), "#weerwoord-form"].concat());
    let name = entry.comment.author.as_ref().map(|author| author.name.clone()).unwrap_or_default();
    let label = store.text.read_value().with("comment.reply-to", "name", &name);
    dynamic(move || {
        if store.closed.get() {
            return nothing();
        }
        bare("a")
            .attr("class", "action reply")
            .attr("part", "action reply-link")
            .attr("data-action", "reply")
            .attr("href", href.clone())
            .attr("aria-label", label.clone())
            .text(store.say("comment.reply"))
            .make()
    })
}

/// Hides or shows the replies; there is none where nobody replied.
fn collapse_button(store: Store, entry: &Entry) -> AnyView {
    let id = StoredValue::new(entry.comment.id.clone());
    // Made once and then changed, so that it keeps the focus when it is pressed.
    let answered = Memo::new(move |_| store.standing(&id.read_value()).below > 0);
    let collapsed = move || store.collapsed.with(|collapsed| collapsed.contains(&id.read_value()));
    let expanded = move || Some(if collapsed() { "false" } else { "true" }.to_owned());
    let label = move || match collapsed() {
        true => store.text.read_value().plural("comment.expand", store.standing(&id.read_value()).below),
        false => store.say("comment.collapse"),
    };
    dynamic(move || {
        if !answered.get() {
            return nothing();
        }
        element("button", "action collapse")
            .attr("type", "button")
            .attr("data-action", "collapse")
            .attr_signal("aria-expanded", expanded)
            .child(dynamic_text(label))
            .make()
    })
}
