//! Which thread an article's address or an explicit key belongs to.
//!
//! One article has many addresses: with and without a trailing slash, a fragment, a newsletter's tracking parameters,
//! over http and https. All of them are one thread. What may tell two articles apart stays: the path's case and
//! percent-encoding, and every parameter that is not known to be for tracking, in its order.

use url::Url;
use weerwoord_protocol::{ErrorCode, Problem, THREAD_KEY_MAX, URL_MAX};

/// Parameters that tell where a reader came from, never which article this is.
const TRACKING: [&str; 36] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "gad_campaignid",
    "msclkid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igsh",
    "igshid",
    "yclid",
    "ysclid",
    "srsltid",
    "epik",
    "sccid",
    "rdt_cid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "vero_id",
    "_hsenc",
    "_hsmi",
    "__hstc",
    "__hssc",
    "__hsfp",
    "hsctatracking",
    "oly_anon_id",
    "oly_enc_id",
    "_ga",
    "_gl",
    "_openstat",
    "wt_mc",
];
/// What the names of whole families of such parameters begin with.
const TRACKING_FAMILIES: [&str; 5] = ["utm_", "pk_", "mtm_", "piwik_", "matomo_"];

/// The key under which a site keeps a thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThreadKey(String);

impl ThreadKey {
    /// The thread of an explicit key, else of an address. A key of white space alone counts as none.
    pub fn resolve(thread: Option<&str>, url: Option<&str>) -> Result<Self, Problem> {
        match (thread.map(str::trim).filter(|key| !key.is_empty()), url) {
            (Some(key), _) => Self::explicit(key),
            (None, Some(url)) => Self::of_url(url),
            (None, None) => {
                Err(Problem::new(ErrorCode::FieldInvalid, "Give the article's `url`, or the key of its `thread`.")
                    .field("url"))
            }
        }
    }

    /// The key that the store keeps a thread under.
    pub(crate) fn kept(key: String) -> Self {
        Self(key)
    }

    /// The key as it was given; `None` where it was made of an address.
    pub fn given(&self) -> Option<&str> {
        self.0.strip_prefix("key:")
    }

    fn explicit(key: &str) -> Result<Self, Problem> {
        if key.chars().count() > THREAD_KEY_MAX {
            let detail = format!("A thread's key has at most {THREAD_KEY_MAX} characters.");
            return Err(Problem::new(ErrorCode::FieldInvalid, detail).field("thread").limit(THREAD_KEY_MAX as u64));
        }
        if key.chars().any(char::is_control) {
            let detail = "A thread's key has no control characters.";
            return Err(Problem::new(ErrorCode::FieldInvalid, detail).field("thread"));
        }
        Ok(Self(format!("key:{key}")))
    }

    fn of_url(text: &str) -> Result<Self, Problem> {
        let url = read_url(text)?;
        let mut key = url.host_str().unwrap_or_default().to_owned();
        if let Some(port) = url.port() {
            key.push_str(&format!(":{port}"));
        }
        key.push_str(url.path().trim_end_matches('/'));
        let mut sign = '?';
        for parameter in url.query().unwrap_or_default().split('&').filter(|parameter| identifies(parameter)) {
            key.push(sign);
            key.push_str(parameter);
            sign = '&';
        }
        Ok(Self(key))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An article's address, if it is one: of the web, without a user, and not too long.
pub(crate) fn read_url(text: &str) -> Result<Url, Problem> {
    let refuse = |detail: &str| Problem::new(ErrorCode::FieldInvalid, detail).field("url");
    if text.len() > URL_MAX {
        let detail = format!("An article's address has at most {URL_MAX} bytes.");
        return Err(refuse(&detail).limit(URL_MAX as u64));
    }
    let url = Url::parse(text).map_err(|_| refuse("The `url` is not an absolute address."))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("The `url` is not of http or https."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("The `url` names a user or password; leave them out."));
    }
    Ok(url)
}

/// Whether a parameter may tell which article this is.
fn identifies(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    !parameter.is_empty()
        && !TRACKING.contains(&name.as_str())
        && !TRACKING_FAMILIES.iter().any(|family| name.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(url: &str) -> String {
        ThreadKey::resolve(None, Some(url)).unwrap().0
    }

    fn field(thread: Option<&str>, url: Option<&str>) -> (ErrorCode, Option<String>) {
        let problem = ThreadKey::resolve(thread, url).unwrap_err();
        (problem.code, problem.field)
    }

    #[test]
    fn every_address_of_an_article_is_one_thread() {
        for url in [
            "https://news.example/2026/a",
            "https://news.example/2026/a/",
            "https://news.example/2026/a//",
            "http://news.example/2026/a",
            "https://news.example:443/2026/a",
            "http://news.example:80/2026/a",
            "https://NEWS.Example/2026/a",
            "HTTPS://news.example/2026/a",
            "https://news.example/2026/a#reacties",
            "https://news.example/2026/a?",
            "https://news.example/2026/a?&",
            "https://news.example/2026/a?utm_source=x&utm_medium=y&fbclid=z",
            "https://news.example/2026/a/?UTM_Source=x&gclid=1#c",
            "https://news.example/2026/./b/../a",
            "  https://news.example/2026/a\n",
        ] {
            assert_eq!(key(url), "news.example/2026/a", "{url}");
        }
    }

    #[test]
    fn what_may_tell_two_articles_apart_stays() {
        assert_eq!(key("https://news.example/?p=12&utm_id=3&page=2"), "news.example/?p=12&page=2".replace("/?", "?"));
        assert_eq!(key("https://news.example/a?b=2&a=1"), "news.example/a?b=2&a=1");
        assert_eq!(key("https://news.example/A%2Fb%C3%A9"), "news.example/A%2Fb%C3%A9");
        assert_eq!(key("https://news.example/é?q=é"), "news.example/%C3%A9?q=%C3%A9");
        assert_eq!(key("https://news.example:8443/a"), "news.example:8443/a");
        assert_eq!(key("http://news.example:443/a"), "news.example:443/a");
        assert_ne!(key("https://news.example/a"), key("https://news.example/A"));
        assert_ne!(key("https://news.example/a"), key("https://www.news.example/a"));
        assert_ne!(key("https://news.example/a?utm"), key("https://news.example/a"));
    }

    #[test]
    fn the_front_page_is_its_host() {
        assert_eq!(key("http://127.0.0.1:8080/"), "127.0.0.1:8080");
        assert_eq!(key("http://[::1]:8080"), "[::1]:8080");
        assert_eq!(key("https://münchen.example/"), "xn--mnchen-3ya.example");
    }

    #[test]
    fn an_explicit_key_wins_and_is_never_an_address() {
        let explicit = ThreadKey::resolve(Some(" news.example/a "), Some("https://news.example/b")).unwrap();
        assert_eq!(explicit.as_str(), "key:news.example/a");
        assert_eq!(ThreadKey::resolve(Some(" "), Some("https://news.example/b")).unwrap().as_str(), "news.example/b");
        assert!(ThreadKey::resolve(Some(&"k".repeat(200)), None).is_ok());
        assert_eq!(field(Some(&"é".repeat(201)), None), (ErrorCode::FieldInvalid, Some("thread".into())));
        assert_eq!(field(Some("a\nb"), None), (ErrorCode::FieldInvalid, Some("thread".into())));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        let long = format!("https://news.example/{}", "a".repeat(2000));
        for url in [
            "",
            "news.example/a",
            "/a",
            "javascript:alert(1)",
            "data:text/html,a",
            "file:///etc/passwd",
            "ftp://news.example/",
            "https://",
            "https://user@news.example/",
            "https://user:secret@news.example/",
            "https://news.example:99999/",
            &long,
        ] {
            assert_eq!(field(None, Some(url)), (ErrorCode::FieldInvalid, Some("url".into())), "{url}");
        }
        assert_eq!(field(None, None), (ErrorCode::FieldInvalid, Some("url".into())));
    }
}
