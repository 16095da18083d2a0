//! One comment that the server keeps.

use leptos::prelude::*;
use weerwoord_protocol::{Author, Status};

use super::composer::Composer;
use crate::model::{DEEPEST_DRAWN, Entry};
use crate::store::Store;
use crate::time;

/// A comment: who, when, in reply to whom, the text, and what a reader can do with it.
pub fn comment(store: Store, entry: &Entry) -> AnyView {
    let comment = &entry.comment;
    let id = comment.id.clone();
    let removed = comment.status == Status::Removed;
    let anchor = ["weerwoord-", id.as_str()].concat();
    let hidden = {
        let id = id.clone();
        move || store.hidden.with(|hidden| hidden.contains(&id))
    };
    let form = {
        let id = id.clone();
        move || {
            (store.open.with(|open| open.as_ref() == Some(&id)) && !store.closed.get())
                .then(|| view! { <Composer store=store place=Some(id.clone()) /> })
        }
    };
    let (class, part) = match comment.status {
        Status::Published => ("comment", "comment"),
        Status::Held => ("comment held", "comment held"),
        Status::Removed => ("comment removed", "comment removed"),
    };
    let body = if removed {
        view! { <p class="body" part="body">{store.say("comment.removed")}</p> }.into_any()
    } else {
        view! { <div class="body" part="body" dir="auto" inner_html=comment.html.clone()></div> }.into_any()
    };
    view! {
        <li class=class part=part id=anchor tabindex="-1" data-depth=comment.depth.min(DEEPEST_DRAWN).to_string() hidden=hidden>
            <article aria-label=label(store, comment.author.as_ref())>
                {comment.author.as_ref().map(|author| byline(store, author, comment.id.as_str(), comment.posted_at.as_deref()))}
                {in_reply_to(store, entry)} {body}
                {(comment.status == Status::Held)
                    .then(|| view! { <p class="state" part="state">{store.say("comment.held")}</p> })}
                <p class="actions" part="actions">
                    {(comment.status == Status::Published).then(|| reply_link(store, entry))} {collapse_button(store, entry)}
                </p> {form}
            </article>
        </li>
    }
    .into_any()
}

/// "Door Spijker (n.v.t.) op 12 november 2026"; no date where none is known.
pub fn byline(store: Store, author: &Author, id: &str, posted_at: Option<&str>) -> AnyView {
    let text = store.text.read_value();
    let role = author.role.as_ref().map(|role| {
        view! { <span class="role" part="role">" ("<bdi>{role.clone()}</bdi>")"</span> }
    });
    let author = view! { <bdi class="author" part="author">{author.name.clone()}</bdi> };
    let Some(posted_at) = posted_at else {
        let [before, after, _] = text.around("comment.byline-undated", "author", "");
        return view! { <p class="byline" part="byline">{before}{author}{role}{after}</p> }.into_any();
    };
    let [before, between, after] = text.around("comment.byline", "author", "date");
    view! {
        <p class="byline" part="byline">
            {before}{author}{role} <span class="on">{between}</span> <a class="permalink" part="permalink" href=["#weerwoord-", id].concat()>
                <time datetime=posted_at.to_owned()>{time::day(&text, posted_at)}</time>
            </a>{after}
        </p>
    }
    .into_any()
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
    let href = ["#weerwoord-", parent.as_str()].concat();
    let link = view! {
        <a class="in-reply-to" part="in-reply-to" href=href>
            {store.text.read_value().with("comment.in-reply-to", "name", &name)}
        </a>
    };
    Some(link.into_any())
}

/// Opens the form here; without scripts, on the hosted page.
fn reply_link(store: Store, entry: &Entry) -> AnyView {
    let id = entry.comment.id.as_str();
    let href = store.fixed.with_value(|fixed| {
        [fixed.server.as_str(), "/thread?", &fixed.query, "&reply=", id, "#weerwoord-form"].concat()
    });
    let name = entry.comment.author.as_ref().map(|author| author.name.clone()).unwrap_or_default();
    let label = store.text.read_value().with("comment.reply-to", "name", &name);
    let open = move || !store.closed.get();
    view! {
        <Show when=open>
            <a class="action reply" part="action reply-link" data-action="reply" href=href.clone() aria-label=label.clone()>
                {store.say("comment.reply")}
            </a>
        </Show>
    }
    .into_any()
}

/// Hides or shows the replies; there is none where nobody replied.
fn collapse_button(store: Store, entry: &Entry) -> impl IntoView + use<> {
    let id = entry.comment.id.clone();
    move || {
        let below = store.below.with(|below| below.get(&id).copied())?;
        let collapsed = store.collapsed.with(|collapsed| collapsed.contains(&id));
        let label = if collapsed {
            store.text.read_value().plural("comment.expand", below)
        } else {
            store.say("comment.collapse")
        };
        let expanded = if collapsed { "false" } else { "true" };
        let button = view! {
            <button type="button" class="action collapse" part="action collapse" data-action="collapse" aria-expanded=expanded>
                {label}
            </button>
        };
        Some(button)
    }
}
