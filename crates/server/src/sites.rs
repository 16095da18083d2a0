//! The sites that this server keeps threads for, and the origins that may embed each of them.

use std::collections::HashMap;

use serde::Deserialize;
use url::{Host, Url};
use weerwoord_protocol::{Policy, Sort};

use crate::closing::Closing;

/// A publisher's property: its name in the script tag, its origins, and what it asks of its writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The name, as in `data-site`.
    pub name: String,
    /// Where it may be embedded, and where its articles are.
    pub origins: Vec<Origin>,
    /// What it asks of its writers, and what it lets its readers do.
    pub policy: Policy,
    /// The order of comments where the reader chose none.
    pub sort: Sort,
    /// What it does with comments that come in.
    pub rules: Rules,
}

/// What a site does with comments that come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Which of them wait for review.
    pub premoderate: Premoderate,
    /// When its threads close by themselves.
    pub closing: Closing,
    /// So many readers' reports hold a comment for review; 0 for never.
    pub report_threshold: u32,
    /// For how many seconds others do not read what a reader posted, who can take it back until then.
    pub post_undo_seconds: u32,
}

/// Which new comments wait for review before others read them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Premoderate {
    /// None.
    #[default]
    None,
    /// Those that hold a link.
    Links,
    /// Those of writers who have no published comment on the site.
    First,
    /// All.
    All,
}

impl Premoderate {
    /// Whether a text waits whoever wrote it.
    pub fn holds(self, html: &str) -> bool {
        match self {
            Self::None | Self::First => false,
            // The renderer is the only maker of HTML, and writes links so, but for those to comments of the thread.
            Self::Links => html.contains("<a href"),
            Self::All => true,
        }
    }
}

/// An origin of a site, as written in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Origin {
    /// `self`: the server's own origin, for the demo.
    Own,
    /// `https://news.example`: this origin alone, in the form that browsers send.
    Exact(String),
    /// `http://localhost:*`: this scheme and host on any port.
    AnyPort {
        /// `http` or `https`.
        scheme: String,
        /// The host as it stands in an address: lower case, IPv6 in brackets.
        host: String,
    },
}

impl Origin {
    fn covers(&self, url: &Url, own_origin: &str) -> bool {
        let origin = || url.origin().ascii_serialization();
        match self {
            Self::Own => origin() == own_origin,
            Self::Exact(exact) => origin() == *exact,
            Self::AnyPort { scheme, host } => url.scheme() == scheme && url.host_str() == Some(host),
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "self" {
            return Ok(Self::Own);
        }
        let fault = || format!("`{text}` is not an origin; write a scheme and a host, as in `https://news.example`");
        let (address, any_port) = match text.strip_suffix(":*") {
            Some(address) => (address, true),
            None => (text.as_str(), false),
        };
        let url = bare_origin(address).ok_or_else(fault)?;
        match (any_port, url.port(), url.host_str()) {
            (false, ..) => Ok(Self::Exact(url.origin().ascii_serialization())),
            (true, None, Some(host)) => Ok(Self::AnyPort { scheme: url.scheme().into(), host: host.into() }),
            _ => Err(fault()),
        }
    }
}

/// Reads `scheme://host[:port]` with nothing after it, of http or https.
pub(crate) fn bare_origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = matches!(url.scheme(), "http" | "https")
        && text.contains("://")
        && url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/"
        && !text.ends_with('/')
        && url.query().is_none()
        && url.fragment().is_none()
        && !text.contains(char::is_whitespace)
        && url.host().is_some_and(|host| !matches!(host, Host::Domain(name) if name.contains('*')));
    bare.then_some(url)
}

impl Site {
    /// The site that is there when the configuration names none: this server's own pages, and any port of this machine.
    pub fn demo() -> Self {
        let mut origins = vec![Origin::Own];
        for scheme in ["http", "https"] {
            for host in ["localhost", "127.0.0.1", "[::1]"] {
                origins.push(Origin::AnyPort { scheme: scheme.into(), host: host.into() });
            }
        }
        let policy = Policy { ask_role: true, ..Policy::default() };
        let rules = Rules { post_undo_seconds: policy.undo_seconds, ..Rules::default() };
        Self { name: "demo".into(), origins, policy, sort: Sort::default(), rules }
    }

    /// Whether a page of this origin (an `Origin` header) may use the site. The server's own pages always may.
    pub fn allows_origin(&self, origin: &str, own_origin: &str) -> bool {
        // `null` (a sandboxed frame, a file) parses as no address, and is nobody's origin.
        let as_browsers_send_it = |url: &Url| url.origin().ascii_serialization() == origin;
        origin == own_origin
            // As browsers send it, and as it is written: nearly always.
            || self.origins.iter().any(|listed| matches!(listed, Origin::Exact(exact) if exact == origin))
            || bare_origin(origin).is_some_and(|url| as_browsers_send_it(&url) && self.covers(&url, own_origin))
    }

    /// Whether an article at this address belongs to the site.
    pub fn allows_url(&self, url: &str, own_origin: &str) -> bool {
        Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && self.covers(&url, own_origin))
    }

    fn covers(&self, url: &Url, own_origin: &str) -> bool {
        self.origins.iter().any(|origin| origin.covers(url, own_origin))
    }
}

/// The sites of a server, by name.
#[derive(Clone, Debug, Default)]
pub struct Sites(HashMap<String, Site>);

impl Sites {
    /// Takes sites of different names.
    pub fn new(sites: impl IntoIterator<Item = Site>) -> Self {
        Self(sites.into_iter().map(|site| (site.name.clone(), site)).collect())
    }

    /// The site of this name.
    pub fn get(&self, name: &str) -> Option<&Site> {
        self.0.get(name)
    }

    /// Says that there is no site of this name, and which there are.
    pub fn unknown(&self, name: &str) -> String {
        let mut names: Vec<&str> = self.iter().map(|site| site.name.as_str()).collect();
        names.sort_unstable();
        format!("there is no site `{name}`; the configuration has: {}", names.join(", "))
    }

    /// Every site, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Site> {
        self.0.values()
    }

    /// Whether a page of this origin may use any of the sites.
    pub fn any_allows_origin(&self, origin: &str, own_origin: &str) -> bool {
        self.iter().any(|site| site.allows_origin(origin, own_origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://comments.example";

    fn site(origins: &[&str]) -> Site {
        let origins = origins.iter().map(|text| Origin::try_from((*text).to_owned()).unwrap()).collect();
        Site {
            name: "gazette".into(),
            origins,
            policy: Policy::default(),
            sort: Sort::default(),
            rules: Rules::default(),
        }
    }

    #[test]
    fn an_origin_is_allowed_only_when_it_is_the_very_same() {
        let site = site(&["https://news.example", "http://news.example:8000"]);
        for origin in ["https://news.example", "http://news.example:8000", OWN] {
            assert!(site.allows_origin(origin, OWN), "{origin}");
        }
        for origin in [
            "http://news.example",
            "https://news.example:444",
            "https://www.news.example",
            "https://evilnews.example",
            "https://news.example.evil.example",
            "https://news.example@evil.example",
            "https://news.example/",
            "https:///news.example",
            "https://NEWS.example",
            "https://news.example:443",
            "null",
            "",
            "*",
        ] {
            assert!(!site.allows_origin(origin, OWN), "{origin}");
        }
    }

    #[test]
    fn a_port_wildcard_takes_every_port_of_that_host_alone() {
        let site = Site::demo();
        for origin in ["http://localhost", "https://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:9"] {
            assert!(site.allows_origin(origin, OWN), "{origin}");
        }
        for origin in ["http://localhost.evil.example:80", "ftp://localhost:21", "http://127.0.0.2:8080"] {
            assert!(!site.allows_origin(origin, OWN), "{origin}");
        }
    }

    #[test]
    fn an_article_belongs_to_the_site_by_its_origin() {
        let site = site(&["https://news.example"]);
        assert!(site.allows_url("https://NEWS.example:443/2026/a?b#c", OWN));
        assert!(!site.allows_url("https://news.example:8443/2026", OWN));
        assert!(!site.allows_url("javascript://news.example/%0aalert(1)", OWN));
        assert!(!site.allows_url("https://comments.example/", OWN), "own pages are articles of the demo alone");
        assert!(Site::demo().allows_url("https://comments.example/", OWN));
    }

    #[test]
    fn an_origin_that_is_none_is_refused() {
        for text in [
            "news.example",
            "https://news.example/",
            "https://news.example/path",
            "https://*.news.example",
            "https://news.example:80:*",
            "https://user@news.example",
            "ftp://news.example",
            "https:news.example",
            "*",
            "",
        ] {
            assert!(Origin::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        let origin = Origin::try_from("https://Nieuws.Example:443".to_owned());
        assert_eq!(origin, Ok(Origin::Exact("https://nieuws.example".into())));
        let idn = Origin::try_from("https://münchen.example".to_owned());
        assert_eq!(idn, Ok(Origin::Exact("https://xn--mnchen-3ya.example".into())));
    }
}
