//! The thread, read back from the HTML that the server wrote.
//!
//! A fragment says everything once: its JSON has what the HTML does not tell, and the comments are read from here. That
//! takes a quarter off a fragment, which every reader waits for, against a few lookups when the widget takes over.

use wasm_bindgen::JsCast;
use web_sys::Element;
use weerwoord_protocol::{Author, Comment, CommentId, Gap, Status};

/// The comments below `root`, in their order, and the gaps between them; the bodies with them only where the HTML will
/// not stay.
pub fn page(root: &Element, with_bodies: bool) -> (Vec<Comment>, Vec<Gap>) {
    let (mut comments, mut gaps) = (Vec::new(), Vec::new());
    let Ok(lines) = root.query_selector_all("li[data-depth]") else { return (comments, gaps) };
    for at in 0..lines.length() {
        let Some(line) = lines.item(at).and_then(|line| line.dyn_into().ok()) else { continue };
        let Some(depth) = number(&line, "data-depth") else { continue };
        if let Some(comment) = comment(&line, depth, with_bodies) {
            comments.push(comment);
        } else if let Some(gap) = gap(&line, depth, comments.last()) {
            gaps.push(gap);
        }
    }
    (comments, gaps)
}

fn comment(line: &Element, depth: u32, with_bodies: bool) -> Option<Comment> {
    let find = |selector| line.query_selector(selector).ok().flatten();
    let text = |selector| find(selector).and_then(|element| element.text_content());
    let id = CommentId::parse(line.id().strip_prefix("weerwoord-")?)?;
    let parent = find(".in-reply-to")
        .and_then(|link| CommentId::parse(link.get_attribute("href")?.strip_prefix("#weerwoord-")?));
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

fn gap(line: &Element, depth: u32, before: Option<&Comment>) -> Option<Gap> {
    let link = line.query_selector("[data-cursor]").ok()??;
    Some(Gap {
        after: before.map(|comment| comment.id.clone()),
        depth,
        count: number(&link, "data-count"),
        cursor: link.get_attribute("data-cursor")?,
    })
}

fn number(element: &Element, attribute: &str) -> Option<u32> {
    element.get_attribute(attribute)?.parse().ok()
}
