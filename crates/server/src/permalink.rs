//! The addresses of a single comment: the page of its own, and its place under the article.

use url::Url;
use weerwoord::text::isolated;
use weerwoord_protocol::CommentId;

use crate::locales::Locale;

/// The page of a comment on the server of this origin.
pub fn address(origin: &str, id: &CommentId) -> String {
    format!("{origin}/comment/{id}")
}

/// Where a comment stands under its article.
pub fn in_article(article: &str, id: &CommentId) -> String {
    // The fragment of the address as it was first seen led elsewhere.
    let article = article.split('#').next().unwrap_or(article);
    format!("{article}#weerwoord-{id}")
}

/// What a comment is called: "Comment by Spijker on “The square”".
pub fn title(locale: &Locale, name: &str, article: Option<&str>) -> String {
    let key = if article.is_some() { "permalink.title" } else { "permalink.untitled" };
    let message = locale.text(key);
    let name = &isolated(message, name);
    let Some(article) = article else { return message.replace("{name}", name) };
    let article = isolated(message, article);
    // One after the other: what was filled in first could look like a placeholder.
    let (before, after) = message.split_once("{title}").unwrap_or((message, ""));
    [before.replace("{name}", name), article, after.replace("{name}", name)].concat()
}

/// What a site is called where readers see no more of it than a name: the host of its article, else as it is configured.
pub fn site_name(article: Option<&str>, site: &str) -> String {
    let host = article.and_then(|article| Url::parse(article).ok()).and_then(|url| url.host_str().map(str::to_owned));
    host.map_or_else(|| site.to_owned(), |host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}
