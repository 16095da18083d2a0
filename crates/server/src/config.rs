//! The settings of the server: built-in defaults, then the configuration file, then the environment and command line.
//!
//! Every mistake is one sentence that names the file and the line.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use weerwoord_protocol::{Policy, Sort, Voting};

use crate::closing::Closing;
use crate::emoji::EmojiSet;
use crate::sites::{Origin, Premoderate, Rules, Site, bare_origin};

/// The file that is read when no other is named and it is there.
pub const DEFAULT_FILE: &str = "weerwoord.toml";

const SITE_NAME_MAX: usize = 64;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The database: `sqlite:` and a path.
    pub database: String,
    /// The server's own origin as readers see it, without a trailing slash; `None` derives it from `listen`.
    pub public_url: Option<String>,
    /// The sites; the built-in demo when the file names none.
    pub sites: Vec<Site>,
    /// How much one address or thread may ask.
    pub limits: Limits,
    /// How much is kept in memory of what was rendered.
    pub cache: CacheSize,
    /// How many readers are told at once of what changes.
    pub live: Streams,
    /// The proxies whose forwarding header counts.
    pub trusted_proxies: Vec<IpNet>,
    /// How the log is written.
    pub log_format: LogFormat,
}

/// How much one address or thread may ask; generous enough for an office behind one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Comments that one address may post a minute, in the long run (60).
    #[serde(deserialize_with = "positive")]
    pub writes_per_minute_per_address: u32,
    /// Comments that one address may post at once (30).
    #[serde(deserialize_with = "positive")]
    pub writes_burst_per_address: u32,
    /// Comments that one thread takes a minute, from everybody together (300).
    #[serde(deserialize_with = "positive")]
    pub writes_per_minute_per_thread: u32,
    /// Previews that one address may ask for a minute (120).
    #[serde(deserialize_with = "positive")]
    pub previews_per_minute_per_address: u32,
    /// Votes that one address may cast, change or take back a minute (60).
    #[serde(deserialize_with = "positive")]
    pub votes_per_minute_per_address: u32,
    /// Reports that one address may send a minute (20).
    #[serde(deserialize_with = "positive")]
    pub reports_per_minute_per_address: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            writes_per_minute_per_address: 60,
            writes_burst_per_address: 30,
            writes_per_minute_per_thread: 300,
            previews_per_minute_per_address: 120,
            votes_per_minute_per_address: 60,
            reports_per_minute_per_address: 20,
        }
    }
}

/// How much is kept in memory of what was rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CacheSize {
    /// Mebibytes for threads as HTML and JSON, compressed (32); 0 keeps nothing.
    pub fragments_mib: u32,
}

impl CacheSize {
    /// The same in bytes.
    pub fn bytes(self) -> u64 {
        u64::from(self.fragments_mib) << 20
    }
}

impl Default for CacheSize {
    fn default() -> Self {
        Self { fragments_mib: 32 }
    }
}

/// How many readers are told at once of what changes, each by a connection that stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Streams {
    /// Streams that are open at once (5,000); with 0 nobody is told of anything, and a reload shows what is new.
    pub streams: u32,
    /// Those of one address (100).
    #[serde(deserialize_with = "positive")]
    pub streams_per_address: u32,
}

impl Default for Streams {
    fn default() -> Self {
        Self { streams: 5_000, streams_per_address: 100 }
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: "sqlite:data/weerwoord.db".into(),
            public_url: None,
            sites: vec![Site::demo()],
            limits: Limits::default(),
            cache: CacheSize::default(),
            live: Streams::default(),
            trusted_proxies: Vec::new(),
            log_format: LogFormat::default(),
        }
    }
}

impl Config {
    /// The server's own origin, without a trailing slash: the public URL, else the address that it listens on.
    pub fn own_origin(&self) -> String {
        if let Some(url) = &self.public_url {
            return url.clone();
        }
        let mut address = self.listen;
        if address.ip().is_unspecified() {
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        // Port 80 is the default of http, which browsers leave out of an origin.
        format!("http://{address}").trim_end_matches(":80").to_owned()
    }

    /// Reads the file of this name, or [`DEFAULT_FILE`] if it is there, over the defaults.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let (path, named) = path.map_or_else(|| (Path::new(DEFAULT_FILE), false), |path| (path, true));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if !named && error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(ConfigError::Unreadable(path.to_owned(), error)),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let invalid = |at: Option<std::ops::Range<usize>>, message| {
            let line = at.map_or(1, |at| 1 + text[..at.start].matches('\n').count());
            ConfigError::Invalid { path: path.to_owned(), line, message }
        };
        let file: File = toml::from_str(text)
            .map_err(|error| invalid(error.span(), error.message().lines().collect::<Vec<_>>().join("; ")))?;
        let mut names = HashSet::new();
        for site in &file.site {
            if !names.insert(&site.name.get_ref().0) {
                let message = format!("the site `{}` is there twice", site.name.get_ref().0);
                return Err(invalid(Some(site.name.span()), message));
            }
        }
        let mut config = Self::default();
        config.listen = file.listen.unwrap_or(config.listen);
        config.database = file.database.unwrap_or(config.database);
        config.public_url = file.public_url.map(|url| url.0);
        config.limits = file.limits;
        config.cache = file.cache;
        config.live = file.live;
        config.trusted_proxies = file.trusted_proxies.into_iter().map(|proxy| proxy.0).collect();
        config.log_format = file.log_format;
        if !file.site.is_empty() {
            config.sites = file.site.into_iter().map(Site::from).collect();
        }
        Ok(config)
    }
}

/// A server's own origin, checked: `https://comments.example`, with or without a trailing slash.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicUrl(pub String);

impl std::str::FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = bare_origin(text.strip_suffix('/').unwrap_or(text));
        url.map(|url| Self(url.origin().ascii_serialization())).ok_or_else(|| {
            format!("`{text}` is not an origin; write a scheme and a host, as in `https://comments.example`")
        })
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The configuration file, as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    database: Option<String>,
    public_url: Option<PublicUrl>,
    #[serde(default)]
    log_format: LogFormat,
    #[serde(default)]
    trusted_proxies: Vec<Proxy>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    cache: CacheSize,
    #[serde(default)]
    live: Streams,
    #[serde(default)]
    site: Vec<FileSite>,
}

/// A proxy, or a network of them.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Proxy(IpNet);

impl TryFrom<String> for Proxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let net = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        net.map(Self).map_err(|_| format!("`{text}` is neither an address nor a network, as in `10.0.0.0/8`"))
    }
}

/// A `[[site]]` of the configuration file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSite {
    name: Spanned<SiteName>,
    origins: Vec<Origin>,
    #[serde(default)]
    ask_role: bool,
    #[serde(default)]
    premoderate: Premoderate,
    #[serde(default)]
    report_threshold: u32,
    #[serde(default)]
    close_days_after_first: u32,
    #[serde(default)]
    close_days_after_last: u32,
    edit_minutes: Option<u32>,
    undo_seconds: Option<u32>,
    post_undo_seconds: Option<u32>,
    #[serde(default)]
    votes: Voting,
    #[serde(default)]
    reactions: EmojiSet,
    #[serde(default)]
    article_reactions: bool,
    #[serde(default, deserialize_with = "of_all")]
    sort: Sort,
}

/// A site's name, which goes into addresses and attributes as it is.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct SiteName(String);

impl TryFrom<String> for SiteName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if (1..=SITE_NAME_MAX).contains(&name.len()) && name.chars().all(plain) {
            return Ok(Self(name));
        }
        Err(format!("`{name}` is no name for a site; use up to {SITE_NAME_MAX} letters, digits, `.`, `_` and `-`"))
    }
}

/// An order that leaves comments out is a reader's choice.
fn of_all<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sort, D::Error> {
    let sort = Sort::deserialize(deserializer)?;
    let wrong = || serde::de::Error::custom("`sort` is `newest`, `oldest`, `best` or `discussed`");
    if sort == Sort::Picks { Err(wrong()) } else { Ok(sort) }
}

/// A limit of nothing would be a server that takes nothing.
fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    NonZeroU32::deserialize(deserializer).map(NonZeroU32::get)
}

impl From<FileSite> for Site {
    fn from(site: FileSite) -> Self {
        let closing =
            Closing { days_after_first: site.close_days_after_first, days_after_last: site.close_days_after_last };
        let usual = Policy::default();
        let policy = Policy {
            ask_role: site.ask_role,
            edit_minutes: site.edit_minutes.unwrap_or(usual.edit_minutes),
            undo_seconds: site.undo_seconds.unwrap_or(usual.undo_seconds),
            votes: site.votes,
            reactions: site.reactions.0,
            article_reactions: site.article_reactions,
        };
        let post_undo_seconds = site.post_undo_seconds.unwrap_or(policy.undo_seconds);
        let rules = Rules {
            premoderate: site.premoderate,
            closing,
            report_threshold: site.report_threshold,
            post_undo_seconds,
        };
        Self { name: site.name.into_inner().0, origins: site.origins, policy, sort: site.sort, rules }
    }
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {}", .0.display(), crate::cli::plain(.1))]
    Unreadable(PathBuf, std::io::Error),
    /// The file says something that cannot be.
    #[error("{}, line {line}: {message}", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
}

#[cfg(test)]
mod tests;
