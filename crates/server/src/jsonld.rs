//! A page of a thread as structured data: a schema.org `DiscussionForumPosting` with its `Comment`s, as JSON-LD.
//!
//! The comments stand flat, each naming what it answers: a reader of JSON that nests as deep as people answer each other
//! would give up. A comment without a date, and one that was removed, is left out: the vocabulary's readers want both an
//! author and a date.

use serde_json::{Map, Value, json};
use url::Url;
use weerwoord_protocol::{Comment, Status};

use crate::excerpt;
use crate::head::Preview;
use crate::locales::Locale;
use crate::permalink;
use crate::state::App;
use crate::thread_query::ThreadQuery;
use crate::view::Shown;

/// What there is to say of a thread besides the page itself.
pub struct Discussion<'a> {
    origin: &'a str,
    /// The address of the hosted page.
    page: String,
    article: Option<&'a str>,
    /// The title of the discussion, in the page's language.
    title: String,
    site: String,
}

impl<'a> Discussion<'a> {
    /// The discussion that a query means, under the article if that is known.
    pub fn of(app: &'a App, query: &ThreadQuery, article: Option<&'a str>, locale: &Locale, shown: &Shown) -> Self {
        let origin = app.own_origin.as_str();
        // Whatever order and language it is read in, it is one discussion.
        let page = ThreadQuery { sort: None, lang: None, heading: None, ..query.clone() }.canonical();
        Self {
            origin,
            page: format!("{origin}/thread?{page}"),
            article,
            title: locale.title(shown.snapshot.thread.title.as_deref()),
            site: permalink::site_name(article, &query.site),
        }
    }

    /// What a preview of a link to the hosted page shows, with this beneath the title.
    pub fn preview(&self, description: String) -> Preview<'_> {
        let (title, url, site) = (self.title.as_str(), self.page.as_str(), self.site.as_str());
        Preview { title, description: Some(description), kind: "website", url, site }
    }

    /// The element that holds it, for a document; nothing where there is no thread yet.
    pub fn html(&self, shown: &Shown) -> String {
        let Some(begun_at) = &shown.begun_at else { return String::new() };
        let json = self.posting(shown, begun_at).to_string();
        // Nothing in a text may end the script or open a comment in it, and old parsers take two separators for line ends.
        let json = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        format!("<script type=\"application/ld+json\">{json}</script>")
    }

    fn posting(&self, shown: &Shown, begun_at: &str) -> Value {
        let thread = &shown.snapshot.thread;
        let mut posting = json!({
            "@context": "https://schema.org",
            "@type": "DiscussionForumPosting",
            "@id": self.page,
            "url": self.article.unwrap_or(self.page.as_str()),
            "headline": self.title,
            "text": self.title,
            "author": self.publisher(),
            "datePublished": begun_at,
            "commentCount": thread.count,
            "comment": shown.snapshot.comments.iter().filter_map(|comment| self.comment(comment)).collect::<Value>(),
        });
        if let Some(article) = self.article {
            posting["mainEntityOfPage"] = json!(article);
            posting["sharedContent"] = json!({ "@type": "WebPage", "url": article });
        }
        posting
    }

    /// Who put the article up for discussion: its site.
    fn publisher(&self) -> Value {
        let home =
            self.article.and_then(|article| Url::parse(article).ok()).map(|url| url.origin().ascii_serialization());
        json!({ "@type": "Organization", "name": self.site, "url": home.as_deref().unwrap_or(self.origin) })
    }

    fn comment(&self, comment: &Comment) -> Option<Value> {
        let author = comment.author.as_ref().filter(|_| comment.status == Status::Published)?;
        let address = permalink::address(self.origin, &comment.id);
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("@type", json!("Comment"));
        put("@id", json!(address));
        put("url", json!(address));
        put("author", json!({ "@type": "Person", "name": author.name }));
        put("datePublished", json!(comment.posted_at.as_ref()?));
        put("text", json!(excerpt::text(&comment.html)));
        if let Some(edited_at) = &comment.edited_at {
            put("dateModified", json!(edited_at));
        }
        if let Some(parent) = &comment.parent {
            put("parentItem", json!({ "@type": "Comment", "@id": permalink::address(self.origin, parent) }));
        }
        for (name, count) in [("upvoteCount", comment.votes.up), ("downvoteCount", comment.votes.down)] {
            if count > 0 {
                put(name, json!(count));
            }
        }
        Some(Value::Object(fields))
    }
}
