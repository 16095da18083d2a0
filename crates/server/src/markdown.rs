//! The one gate for untrusted text: the only maker of comment HTML.
//!
//! comrak reads a body as Markdown, `markdown/tame.rs` brings its tree down to what a comment may hold, and ammonia
//! lets through nothing but a short list of tags, whatever the steps before it made. Bodies are stored as source; a
//! change here that shows in the HTML raises [`VERSION`], and stored HTML is derived anew when it is next read. Bodies
//! without markup go a short way with the same end (`markdown/plain.rs`).

mod plain;
mod tame;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use comrak::{Arena, Options, format_html, parse_document};
use weerwoord_protocol::CommentId;

/// The version of the rendering that stored HTML was made with.
pub const VERSION: i64 = 2;

const TAGS: [&str; 12] = ["a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"];
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// What the address of a mention begins with: one links to a comment of the thread, by the id of its element.
const MENTION: &str = "#weerwoord-";

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.autolink = true;
    // A line of dashes under a paragraph is somebody's signature or rule, not a heading.
    options.parse.ignore_setext = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options.render.compact_html = true;
    options
});

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Custom(Box::new(mention_alone)))
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

/// The body as sanitised HTML.
pub fn render(source: &str) -> String {
    plain::render(source).unwrap_or_else(|| render_markup(source))
}

/// The HTML of a body without markup, which shows the body as it stands; `None` for others.
pub(crate) fn render_plain(source: &str) -> Option<String> {
    plain::render(source)
}

/// Whether a body shows something for certain; of others only rendering tells.
pub(crate) fn surely_shows(source: &str) -> bool {
    plain::surely_shows(source)
}

fn render_markup(source: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, source, &OPTIONS);
    tame::tame(&arena, root, source.len());
    let mut html = String::with_capacity(source.len() * 2);
    if format_html(root, &OPTIONS, &mut html).is_err() {
        // Writing to a string does not fail; if it did, nothing would be shown rather than half of a body.
        html.clear();
    }
    // No text holds a `<`: what reads like the start of such a link is one.
    let link = ["<a href=\"", MENTION].concat();
    let mention = ["<a class=\"mention\" part=\"mention\" href=\"", MENTION].concat();
    SANITISER.clean(&html).to_string().replace(&link, &mention)
}

/// Of the addresses that are not whole, those of mentions.
fn mention_alone(url: &str) -> Option<Cow<'_, str>> {
    mention(url).map(|_| Cow::from(url))
}

/// The comment that an address means as a mention.
fn mention(url: &str) -> Option<CommentId> {
    CommentId::parse(url.strip_prefix(MENTION)?)
}

/// What rendered HTML shows, near enough to tell whether it shows anything: its text, with most entities as they stand.
pub fn text(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<String>().replace("&nbsp;", "\u{a0}")
}

#[cfg(test)]
mod tests;
