//! The thread, read back from the HTML that the server wrote.
//!
//! A fragment says everything once: its JSON has what the HTML does not tell, and the comments are read from here. That
//! takes a quarter off a fragment, which every reader waits for, against a few lookups when the widget takes over.

use wasm_bindgen::JsCast;
use web_sys::Element;
use weerwoord_protocol::{Author, Comment, CommentId, Status};

/// The comments below `root`, in their order; the bodies with them only where the HTML will not stay.
pub fn comments(root: &Element, with_bodies: bool) -> Vec<Comment> {
    let Ok(lines) = root.query_selector_all("li.comment") else { return Vec::new() };
    let mut ancestors = Vec::new();
    (0..lines.length())
        .filter_map(|at| comment(&lines.item(at)?.dyn_into().ok()?, &mut ancestors, with_bodies))
        .collect()
}

/// One comment; `ancestors` are those of the comment before it, and then its own.
fn comment(line: &Element, ancestors: &mut Vec<CommentId>, with_bodies: bool) -> Option<Comment> {
    let find = |selector| line.query_selector(selector).ok().flatten();
    let text = |selector| find(selector).and_then(|element| element.text_content());
    let id = CommentId::parse(line.id().strip_prefix("weerwoord-")?)?;
    let parent = find(".in-reply-to")
        .and_then(|link| CommentId::parse(link.get_attribute("href")?.strip_prefix("#weerwoord-")?));
    while ancestors.last().is_some_and(|ancestor| Some(ancestor) != parent.as_ref()) {
        ancestors.pop();
    }
    let depth = u32::try_from(ancestors.len()).unwrap_or(u32::MAX);
    ancestors.push(id.clone());
    let classes = line.class_list();
    let status = if classes.contains("removed") {
        Status::Removed
    } else if classes.contains("held") {
        Status::Held
    } else {
        Status::Published
    };
    let html =
        if with_bodies { find(".body").map(|body| body.inner_html()).unwrap_or_default() } else { String::new() };
    Some(Comment {
        id,
        parent,
        depth,
        author: text(".author").map(|name| Author { name, role: text(".role bdi") }),
        html,
        status,
        posted_at: find("time").and_then(|time| time.get_attribute("datetime")),
    })
}
