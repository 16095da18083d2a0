//! The plain HTML document around what the hosted page shows, and the page that says why there is nothing to show.

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

use crate::error::Refusal;
use crate::locales::Locale;

/// No script, no frame, no other host: the page needs its stylesheet and its form. (`frame-ancestors` keeps other pages
/// from laying themselves over the form.)
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// A document in the making.
pub struct Document<'a> {
    /// The language of its sentences.
    pub locale: &'a Locale,
    /// The title.
    pub title: String,
    /// Where the link back to the article leads.
    pub back: Option<&'a str>,
    /// What its head says besides the title, as HTML.
    pub head: &'a str,
    /// What stands above the content, of interest just now: "Your comment was posted."
    pub notice: Option<&'a str>,
    /// The content, as HTML.
    pub content: &'a str,
}

impl Document<'_> {
    /// The document as HTML.
    pub fn html(&self) -> String {
        let title = escape(&self.title);
        let back = self.back.map(|url| {
            let (url, back) = (escape(url), escape(self.locale.text("page.back")));
            format!("<p class=\"page-back\"><a href=\"{url}\">{back}</a></p>")
        });
        let notice = self.notice.map(|text| format!("<p class=\"page-notice\" role=\"status\">{}</p>", escape(text)));
        format!(
            "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{head}\
             <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/embed.css\"></head><body><main class=\"page\">{back}\
             <h1 class=\"page-title\">{title}</h1>{notice}{content}</main></body></html>",
            lang = self.locale.lang,
            dir = self.locale.dir(),
            head = self.head,
            back = back.unwrap_or_default(),
            notice = notice.unwrap_or_default(),
            content = self.content,
        )
    }
}

/// The page for a reader whose request was refused: what happened, and what to do.
pub fn refusal(locale: &Locale, refusal: &Refusal) -> Response {
    let problem = refusal.problem();
    let key = format!("error.{}", problem.code.name());
    let limit = problem.limit.map(|limit| locale.number(limit)).unwrap_or_default();
    let sentence = locale.text(&key).replace("{limit}", &limit);
    let content = format!("<p>{}</p>", escape(&sentence));
    let title = locale.text("page.untitled").to_owned();
    let document = Document { locale, title, back: None, head: "", notice: None, content: &content };
    secured(refusal.answer(document.html()))
}

/// Gives a page the headers that every page has. What it shows is this reader's, at this moment.
pub fn secured(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    // The form's id must be new each time; but going back finds the text as typed, which `no-store` would prevent.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Text as it can stand in an element or in an attribute in double quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
