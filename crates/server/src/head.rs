//! The head of a hosted page: what search engines, link previews and feed readers learn of it.

use crate::html::escape;

/// What a page says of itself.
#[derive(Default)]
pub struct Head<'a> {
    /// The one address of what it shows.
    pub canonical: Option<String>,
    /// What a preview of a link to it shows.
    pub preview: Option<Preview<'a>>,
    /// The pages before and after it.
    pub paging: [Option<String>; 2],
    /// The feeds of what it shows: title and address.
    pub feeds: Vec<(String, String)>,
    /// What it shows as structured data, as HTML.
    pub data: String,
}

/// What a preview of a link shows: Open Graph, which others read as well.
pub struct Preview<'a> {
    /// The title.
    pub title: &'a str,
    /// The beginning of the text.
    pub description: Option<String>,
    /// `article` or `website`.
    pub kind: &'a str,
    /// The address to link to.
    pub url: &'a str,
    /// What the site is called.
    pub site: &'a str,
}

impl Head<'_> {
    /// The elements, as HTML.
    pub fn html(&self) -> String {
        let mut html = String::new();
        let [before, after] = &self.paging;
        for (rel, url) in [("canonical", &self.canonical), ("prev", before), ("next", after)] {
            if let Some(url) = url {
                html += &format!("<link rel=\"{rel}\" href=\"{}\">", escape(url));
            }
        }
        for (title, url) in &self.feeds {
            let (title, url) = (escape(title), escape(url));
            html += &format!("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{title}\" href=\"{url}\">");
        }
        html += &self.preview.as_ref().map(Preview::html).unwrap_or_default();
        html + &self.data
    }
}

impl Preview<'_> {
    fn html(&self) -> String {
        let description = self.description.as_deref();
        let fields = [
            ("name", "description", description),
            ("property", "og:title", Some(self.title)),
            ("property", "og:description", description),
            ("property", "og:type", Some(self.kind)),
            ("property", "og:url", Some(self.url)),
            ("property", "og:site_name", Some(self.site)),
            ("name", "twitter:card", Some("summary")),
        ];
        let field = |(kind, name, value): (&str, &str, Option<&str>)| {
            value.map(|value| format!("<meta {kind}=\"{name}\" content=\"{}\">", escape(value)))
        };
        fields.into_iter().filter_map(field).collect()
    }
}
