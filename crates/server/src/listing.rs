//! The latest comments and the most discussed articles as HTML, for other pages than the articles' own. The class names are
//! also parts.

use weerwoord::text::Text;

use crate::assets::ASSETS;
use crate::excerpt;
use crate::html::escape;
use crate::locales::Locale;
use crate::permalink;
use crate::store::{Discussed, Latest};

/// How much of a comment is shown, in characters.
const EXCERPT_CHARACTERS: usize = 140;

/// Draws lists.
pub struct Listing<'a> {
    /// The language.
    pub locale: &'a Locale,
    /// The server's own origin.
    pub origin: &'a str,
}

impl Listing<'_> {
    /// Comments: who wrote what, and on which article.
    pub(crate) fn recent(&self, comments: &[Latest]) -> String {
        self.list("recent", comments.iter().map(|comment| self.comment(comment)).collect())
    }

    /// Articles, and how many comments each has.
    pub(crate) fn top(&self, articles: &[Discussed]) -> String {
        self.list("top", articles.iter().filter_map(|article| self.article(article)).collect())
    }

    fn comment(&self, comment: &Latest) -> String {
        let Latest { id, author, html, posted_at, article, .. } = comment;
        let page = || permalink::address(self.origin, id);
        let there = article.url.as_deref().map_or_else(page, |article| permalink::in_article(article, id));
        let title = article.title.as_ref().map(|title| element("bdi", "article", title)).unwrap_or_default();
        let time = posted_at.as_ref().map(|at| {
            let (at, day) = (escape(at), escape(&self.day(at)));
            format!("<time class=\"date\" part=\"date\" datetime=\"{at}\">{day}</time>")
        });
        format!(
            "<li class=\"item\" part=\"item\"><a class=\"link\" part=\"link\" href=\"{there}\">{author}{text}</a>\
             <span class=\"about\" part=\"about\">{title}{time}</span></li>",
            there = escape(&there),
            author = element("bdi", "author", &author.name),
            text = element("bdi", "excerpt", &excerpt::beginning(html, EXCERPT_CHARACTERS)),
            time = time.unwrap_or_default(),
        )
    }

    fn article(&self, discussed: &Discussed) -> Option<String> {
        let (url, title) = (discussed.article.url.as_ref()?, discussed.article.title.as_ref()?);
        let count = self.text().plural("list.count", usize::try_from(discussed.count).unwrap_or_default());
        Some(format!(
            "<li class=\"item\" part=\"item\"><a class=\"link\" part=\"link\" href=\"{}\">{}</a>{}</li>",
            escape(url),
            element("bdi", "article", title),
            element("span", "count", &count),
        ))
    }

    fn list(&self, kind: &str, lines: Vec<String>) -> String {
        let (lang, dir) = (self.locale.lang, self.locale.dir());
        let content = if lines.is_empty() {
            element("p", "empty", self.locale.text(&format!("list.{kind}-empty")))
        } else {
            format!("<ol class=\"list\" part=\"list\" role=\"list\">{}</ol>", lines.concat())
        };
        let css = ASSETS.lists();
        format!("<style>{css}</style><div class=\"weerwoord\" lang=\"{lang}\" dir=\"{dir}\">{content}</div>")
    }

    fn day(&self, posted_at: &str) -> String {
        weerwoord::render::day(&self.text(), posted_at)
    }

    fn text(&self) -> Text {
        Text::new(self.locale.lang.to_owned(), self.locale.messages.clone())
    }
}

fn element(tag: &str, class: &str, text: &str) -> String {
    format!("<{tag} class=\"{class}\" part=\"{class}\">{}</{tag}>", escape(text))
}
