//! Comments as a feed (Atom, RFC 4287), with what each answers (RFC 4685).

use weerwoord_protocol::CommentId;

use crate::html::escape;
use crate::locales::Locale;
use crate::permalink;
use crate::store::Latest;

/// The media type.
pub const CONTENT_TYPE: &str = "application/atom+xml; charset=utf-8";
/// The most entries of a feed.
pub const ENTRIES: usize = 50;

/// A feed in the making.
pub struct Feed<'a> {
    /// The language of its sentences.
    pub locale: &'a Locale,
    /// The server's own origin.
    pub origin: &'a str,
    /// Its own address, which is its id as well.
    pub own: String,
    /// What it is a feed of, as a page.
    pub page: Option<String>,
    /// The title.
    pub title: String,
    /// When it changed, while it has no entry.
    pub founded: String,
    /// Whether its entries are of several articles, and name theirs.
    pub mixed: bool,
    /// The comments, the newest first.
    pub(crate) entries: Vec<Latest>,
}

impl Feed<'_> {
    /// The feed as XML.
    pub fn xml(&self) -> String {
        let changed = self.entries.iter().map(|entry| entry.changed_at.as_str()).max().unwrap_or(&self.founded);
        let entries: String = self.entries.iter().map(|entry| self.entry(entry)).collect();
        let page = self
            .page
            .as_ref()
            .map(|page| format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", xml(page)));
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
             xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xml:lang=\"{lang}\"><id>{own}</id><title>{title}</title>\
             <updated>{changed}</updated><generator>Weerwoord</generator>\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>{page}{entries}</feed>\n",
            lang = self.locale.lang,
            own = xml(&self.own),
            title = xml(&self.title),
            page = page.unwrap_or_default(),
        )
    }

    fn entry(&self, entry: &Latest) -> String {
        let Latest { id, parent, author, html, posted_at, changed_at, article, .. } = entry;
        let title = permalink::title(self.locale, &author.name, article.title.as_deref().filter(|_| self.mixed));
        let address = |id: &CommentId| {
            let page = || permalink::address(self.origin, id);
            xml(&article.url.as_deref().map_or_else(page, |article| permalink::in_article(article, id)))
        };
        let published = posted_at.as_ref().map(|time| format!("<published>{time}</published>"));
        let answers = parent.as_ref().map(|parent| {
            format!("<thr:in-reply-to ref=\"urn:uuid:{parent}\" type=\"text/html\" href=\"{}\"/>", address(parent))
        });
        format!(
            "<entry><id>urn:uuid:{id}</id><title>{title}</title>{published}<updated>{changed_at}</updated>\
             <author><name>{name}</name></author><link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>{answers}\
             <content type=\"html\">{content}</content></entry>",
            title = xml(&title),
            published = published.unwrap_or_default(),
            name = xml(&author.name),
            address = address(id),
            answers = answers.unwrap_or_default(),
            content = xml(html),
        )
    }
}

/// Text as it can stand in XML, which has no place at all for some characters.
fn xml(text: &str) -> String {
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(allowed) { escape(text) } else { escape(&text.replace(|c| !allowed(c), "\u{fffd}")) }
}
