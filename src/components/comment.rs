//! One comment that the server keeps.

use leptos::prelude::*;
use weerwoord_protocol::{Author, Badge, CommentId, Status};

#[cfg(feature = "ssr")]
use super::composer::Composer;
use super::element::{Element, bare, element};
use super::reactions::reactions;
use super::votes::votes;
#[cfg(feature = "ssr")]
use crate::model::Place;
use crate::model::{Entry, Standing};
use crate::store::Store;
use crate::time;

/// A comment: who, when, in reply to whom, the text, and what a reader can do with it. Drawn once, without signals: what
/// may change is kept up to date by `lines.rs`.
pub fn comment(store: Store, entry: &Entry, standing: &Standing) -> AnyView {
    let comment = &entry.comment;
    let class = match comment.status {
        Status::Published => "comment",
        Status::Held => "comment held",
        Status::Removed => "comment removed",
    };
    let mut article = bare("article").attr("aria-label", label(store, comment.author.as_ref()));
    if comment.picked {
        article = article.child(element("p", "pick").text(store.say("pick.mark")).make());
    }
    if let Some(author) = &comment.author {
        let times = (comment.posted_at.as_deref(), comment.edited_at.as_deref());
        article = article.child(byline(store, author, comment.badge, comment.id.as_str(), times));
    }
    if let Some(link) = in_reply_to(store, entry).filter(|_| !standing.flat) {
        article = article.child(link);
    }
    let html = comment.html.clone();
    #[cfg(feature = "ssr")]
    let html = store.with_pages_of_mentions(html);
    article = article.child(if comment.status == Status::Removed {
        element("p", "body").text(store.say("comment.removed")).make()
    } else {
        element("div", "body").attr("dir", "auto").inner_html(html).make()
    });
    if comment.status == Status::Held {
        article = article.child(element("p", "state").text(store.say("comment.held")).make());
    }
    let mut actions = element("p", "actions");
    let (reply, collapse) = (reply(store, entry, standing), collapse(store, standing));
    let context = standing.flat.then(|| context(store, &comment.id));
    let reactions = reactions(&comment.reactions);
    let votes = votes(store, entry, standing).into_iter();
    let mut drawn = votes.chain(context).chain(reply).chain(reactions).chain(collapse).peekable();
    if drawn.peek().is_none() && comment.status == Status::Published {
        // Keeps the height of the row for the button that comes with the widget.
        actions = actions.child(bare("span").attr("class", "action").make());
    }
    for action in drawn {
        actions = actions.child(action);
    }
    #[cfg(feature = "ssr")]
    if let Some(link) = report(store, entry) {
        actions = actions.child(link);
    }
    article = article.child(actions.make());
    // The hosted page's; in the browser the form comes and goes.
    #[cfg(feature = "ssr")]
    let place = Place::Answer(comment.id.clone());
    #[cfg(feature = "ssr")]
    if store.is_open_at(&place) && !standing.closed {
        article = article.child(view! { <Composer store=store place=place /> }.into_any());
    }
    let line = line(class, comment.id.as_str(), comment.depth);
    #[cfg(feature = "ssr")]
    let line = if store.is_target(&comment.id) { line.attr("aria-current", "true") } else { line };
    line.child(article.make()).make()
}

/// A line of the list, at its depth; the style sheet decides from where on the indent stays the same.
pub fn line(class: &str, id: &str, depth: u32) -> Element {
    element("li", class)
        .attr("id", ["weerwoord-", id].concat())
        .attr("tabindex", "-1")
        .attr("data-depth", depth.to_string())
}

/// "Door Spijker (n.v.t.) op 12 november 2026"; no date where none is known. Of a text that was changed also when that was.
pub fn byline(
    store: Store,
    author: &Author,
    badge: Option<Badge>,
    id: &str,
    times: (Option<&str>, Option<&str>),
) -> AnyView {
    let (posted_at, edited_at) = times;
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
    if let Some(badge) = badge {
        let class = ["badge badge-", badge.name()].concat();
        byline =
            byline.text(" ").child(element("span", &class).text(store.say(&["badge.", badge.name()].concat())).make());
    }
    let Some(posted_at) = posted_at else {
        return if between.is_empty() { byline } else { byline.text(between) }.make();
    };
    let time = |at: &str| bare("time").attr("datetime", at).text(time::day(&text, at)).make();
    let href = ["#weerwoord-", id].concat();
    #[cfg(feature = "ssr")]
    let href = if store.is_hosted() { store.comment_page(id) } else { href };
    let link = element("a", "permalink").attr("href", href).child(time(posted_at)).make();
    byline = byline.child(bare("span").attr("class", "on").text(between).make()).child(link);
    if !after.is_empty() {
        byline = byline.text(after);
    }
    if let Some(edited_at) = edited_at {
        let [before, after, _] = text.around("comment.edited", "date", "");
        let edited = element("span", "edited").text(before).child(time(edited_at)).text(after).make();
        byline = byline.text(" ").child(edited);
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

/// Opens the form here; without scripts, on the hosted page. Where the loader is, that knows the address, which would come
/// with each comment otherwise. There is none where nobody may answer.
pub fn reply(store: Store, entry: &Entry, standing: &Standing) -> Option<AnyView> {
    if standing.closed || entry.comment.status != Status::Published {
        return None;
    }
    let href = if store.fixed.read_value().linked {
        store.page(&["&reply=", entry.comment.id.as_str(), "#weerwoord-form"].concat())
    } else {
        "#weerwoord-form".to_owned()
    };
    let name = entry.comment.author.as_ref().map(|author| author.name.as_str()).unwrap_or_default();
    let link = bare("a")
        .attr("class", "action reply")
        .attr("part", "action reply-link")
        .attr("data-action", "reply")
        .attr("href", href)
        .attr("aria-label", store.text.read_value().with("comment.reply-to", "name", name))
        .text(store.say("comment.reply"));
    Some(link.make())
}

/// Leads to the form that reports the comment to the editors: on the hosted page, where no script brings one.
#[cfg(feature = "ssr")]
fn report(store: Store, entry: &Entry) -> Option<AnyView> {
    let fixed = store.fixed.read_value();
    if fixed.form.id.is_none() || entry.comment.status != Status::Published {
        return None;
    }
    let name = entry.comment.author.as_ref().map(|author| author.name.as_str()).unwrap_or_default();
    let link = element("a", "action report")
        .attr("href", format!("/report?{}&comment={}", fixed.query, entry.comment.id))
        .attr("aria-label", store.text.read_value().with("comment.report-of", "name", name))
        .text(store.say("comment.report"));
    Some(link.make())
}

/// Leads to a comment among those that it answers and that answer it.
pub fn context(store: Store, id: &CommentId) -> AnyView {
    let id = id.as_str();
    element("a", "action context")
        .attr("data-action", "context")
        .attr("data-cursor", id)
        .attr("href", store.address(&[&store.query_in_full(), "&at=", id, "#weerwoord-", id].concat()))
        .text(store.say("comment.context"))
        .make()
}

/// Something that its writer can do to a comment.
pub fn own(store: Store, action: &'static str) -> AnyView {
    element("button", &["action ", action].concat())
        .attr("type", "button")
        .attr("data-action", action)
        .text(store.say(&["comment.", action].concat()))
        .make()
}

/// Hides or shows the replies. There is none where nobody replied.
pub fn collapse(store: Store, standing: &Standing) -> Option<AnyView> {
    let (expanded, label) = match standing {
        Standing { below: 0, .. } => return None,
        Standing { collapsed: true, below, .. } => ("false", store.text.read_value().plural("comment.expand", *below)),
        Standing { collapsed: false, .. } => ("true", store.say("comment.collapse")),
    };
    let button = element("button", "action collapse")
        .attr("type", "button")
        .attr("data-action", "collapse")
        .attr("aria-expanded", expanded)
        .text(label);
    Some(button.make())
}
