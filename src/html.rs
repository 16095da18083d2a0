//! The thread's HTML: read back where the server wrote it, put in the place of a gap where it comes later.
//!
//! A fragment says everything once: its JSON has what the HTML does not tell, and the comments are read from here. That
//! takes a quarter off a fragment, which every reader waits for, against a few lookups when the widget takes over.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlDialogElement, HtmlElement};
use weerwoord_protocol::{Author, Badge, Comment, CommentId, Gap, Status, Votes};

use crate::events;
use crate::model::read_reactions;

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
    let id = match line.get_attribute("data-pinned") {
        Some(id) => CommentId::parse(&id)?,
        None => CommentId::parse(line.id().strip_prefix("weerwoord-")?)?,
    };
    // "▲ 1,234"
    let digits =
        |text: String| text.bytes().filter(u8::is_ascii_digit).fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
    let counted = |selector| text(selector).map(digits).unwrap_or_default();
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
        badge: badge(line),
        picked: find(".pick").is_some(),
        author: text(".author").map(|name| Author { name, role: text(".role bdi") }),
        html,
        status,
        posted_at: find("time").and_then(|time| time.get_attribute("datetime")),
        edited_at: find(".edited time").and_then(|time| time.get_attribute("datetime")),
        votes: Votes { up: counted("[data-action=up]"), down: counted("[data-action=down]") },
        reactions: text(".reactions").map(|text| read_reactions(&text)).unwrap_or_default(),
    })
}

fn badge(line: &Element) -> Option<Badge> {
    let has = |selector| line.query_selector(selector).is_ok_and(|found| found.is_some());
    has(".badge").then(|| if has(".badge-staff") { Badge::Staff } else { Badge::Author })
}

/// The comment that is pinned above the list.
pub fn pinned(root: &Element) -> Option<Comment> {
    let block = root.query_selector(".pinned").ok()??;
    comment(&block, 0, true)
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

/// Says at a comment why something could not be done to it; takes that back with an empty sentence.
pub fn complain(comment: &Element, sentence: &str) {
    let Ok(Some(actions)) = comment.query_selector(".actions") else { return };
    let error = match actions.next_element_sibling().filter(|next| next.class_list().contains("error")) {
        Some(error) => error,
        None if sentence.is_empty() => return,
        None => {
            // Fails where there is no place beside; inside a comment there always is.
            let _ = actions.insert_adjacent_html("afterend", "<p class=\"error\" part=\"error\"></p>");
            let Some(error) = actions.next_element_sibling() else { return };
            error
        }
    };
    error.set_text_content(Some(sentence));
}

/// The lines of a page, in a list of their own.
pub fn parse(gap: &Element, lines: &str) -> Option<Element> {
    let list = gap.owner_document()?.create_element("ol").ok()?;
    list.set_inner_html(lines);
    Some(list)
}

/// Puts lines in the place of a gap, but for the comments that stand in the list already. The focus goes from the gap to
/// the first new comment.
pub fn put(lines: &Element, gap: &Element, there: &[CommentId]) {
    let Ok(Some(place)) = gap.closest("li") else { return };
    for id in there {
        if let Ok(Some(line)) = lines.query_selector(&["#weerwoord-", id.as_str()].concat()) {
            line.remove();
        }
    }
    in_place(&place, || {
        // What comes above the reader's place has to be laid out for that to stay: the sheet sees to it.
        if let (None, Some(list)) = (place.previous_element_sibling(), place.parent_element()) {
            let _ = list.set_attribute("data-whole", "");
        }
        let first = lines.query_selector(".comment").ok().flatten().or_else(|| beside(&place));
        while let Some(line) = lines.first_element_child() {
            // Fails where the gap is in no list, and then takes the line out of its own.
            if place.insert_adjacent_element("beforebegin", &line).is_err() {
                line.remove();
            }
        }
        if let Some(first) = first.and_then(|line| line.dyn_into::<HtmlElement>().ok())
            && events::is_at(gap)
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // An element that cannot take the focus leaves it where it is.
            let _ = first.focus_with_options(&options);
        }
        place.remove();
    });
}

/// Changes a gap's line, or what takes its place; what stood before it (after it, where nothing did) stays where the
/// reader sees it.
fn in_place(line: &Element, change: impl FnOnce()) {
    let stays = beside(line);
    let top = || stays.as_ref().map_or(0.0, |line| line.get_bounding_client_rect().top());
    let was = top();
    change();
    let moved = top() - was;
    if let Some(window) = web_sys::window().filter(|_| moved != 0.0) {
        window.scroll_by_with_x_and_y(0.0, moved);
    }
}

fn beside(line: &Element) -> Option<Element> {
    line.previous_element_sibling().or_else(|| line.next_element_sibling())
}

/// Shows that a gap's comments are on their way; `false` where they are already.
pub fn wait(gap: &Element, sentence: &str) -> bool {
    if gap.has_attribute("aria-disabled") {
        return false;
    }
    let _ = gap.set_attribute("aria-disabled", "true");
    say(gap, "more busy", sentence);
    true
}

/// Says why they did not come. The link asks for them again, or for the page, where it is named so.
pub fn fail(gap: &Element, sentence: &str, again: Option<&str>) {
    let _ = gap.remove_attribute("aria-disabled");
    if let Some(name) = again {
        gap.set_text_content(Some(name));
        let _ = gap.set_attribute("data-void", "");
    }
    say(gap, "more failed", sentence);
}

/// Makes the gap's line what it was.
pub fn mend(gap: &Element, name: &str) {
    gap.set_text_content(Some(name));
    let _ = gap.remove_attribute("aria-disabled");
    let _ = gap.remove_attribute("data-void");
    say(gap, "more", "");
}

/// Whether the server does not know the gap any more.
pub fn is_void(gap: &Element) -> bool {
    gap.has_attribute("data-void")
}

/// Says how a gap is doing, after its link.
fn say(gap: &Element, class: &str, sentence: &str) {
    let Ok(Some(line)) = gap.closest("li") else { return };
    in_place(&line, || {
        for name in ["class", "part"] {
            let _ = line.set_attribute(name, class);
        }
        if gap.next_element_sibling().is_none() {
            let _ = gap.insert_adjacent_html("afterend", "<span class=\"state\" part=\"state\"></span>");
        }
        if let Some(state) = gap.next_element_sibling() {
            state.set_text_content(Some(sentence));
        }
    });
}

/// Marks a comment as new: by a part, and for ears by a word that the sheet puts first. Or takes that back. Moves nothing.
pub fn mark(comment: &Element, is_new: bool, word: &str) {
    let Ok(Some(article)) = comment.query_selector("article") else { return };
    if article.has_attribute("data-new") == is_new {
        return;
    }
    let part = comment.get_attribute("part").unwrap_or_default();
    let part = if is_new { [&part, " new"].concat() } else { part.replace(" new", "") };
    // Each fails where the name is none.
    let _ = comment.set_attribute("part", &part);
    let _ = if is_new { article.set_attribute("data-new", word) } else { article.remove_attribute("data-new") };
}

/// Adds HTML of the widget's own, and of its sentences, at the end of an element.
pub fn add(to: &Element, html: &str) {
    // Fails where there is no place beside; inside there always is.
    let _ = to.insert_adjacent_html("beforeend", html);
}

/// What tells a line from others: the id of its comment, or its gap's cursor.
pub fn mark_of(line: &Element) -> Option<String> {
    match line.id().strip_prefix("weerwoord-") {
        Some(id) => Some(id.to_owned()),
        None => line.query_selector("[data-cursor]").ok()??.get_attribute("data-cursor"),
    }
}

/// Goes to a comment as a link to it would: the shell opens what hides it, scrolls, marks it and gives it the focus.
pub fn follow(inside: &Element, id: &str) {
    // Inside, for the shell hears no others.
    add(inside, &["<a href=\"#weerwoord-", id, "\"></a>"].concat());
    click(inside, ":scope > a");
    if let Ok(Some(link)) = inside.query_selector(":scope > a") {
        link.remove();
    }
}

/// Follows a link of the thread inside a line, as a click would. The shell hears it on the way in; nobody hears it on the way
/// out, where the click may be waiting that this is part of.
pub fn click(line: &Element, selector: &str) {
    if let (Ok(Some(link)), Ok(click)) = (line.query_selector(selector), Event::new("click")) {
        // The answer is whether a listener called preventDefault, which means nothing here.
        let _ = link.dispatch_event(&click);
    }
}

/// Opens a dialog: the focus goes into it, stays there, and comes back when it closes.
pub fn open(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() {
        // Fails where it is open already.
        let _ = dialog.show_modal();
    }
}

/// Makes a list ready for paper, where nobody can point at a date to see it in full, or at a link to see where it leads. The
/// shell writes the dates; links that show their address are told from those that do not.
pub fn in_full(list: &Element) {
    each(list, "time", |time| {
        if let Ok(pointed) = Event::new("pointerover") {
            // The answer is whether a listener called preventDefault, which means nothing here.
            let _ = time.dispatch_event(&pointed);
        }
    });
    each(list, ".body a", |link| {
        if link.text_content() == link.get_attribute("href") {
            let _ = link.set_attribute("class", "bare");
        }
    });
}

fn each(root: &Element, selector: &str, mut with: impl FnMut(Element)) {
    let Ok(found) = root.query_selector_all(selector) else { return };
    for at in 0..found.length() {
        if let Some(element) = found.item(at).and_then(|element| element.dyn_into().ok()) {
            with(element);
        }
    }
}
