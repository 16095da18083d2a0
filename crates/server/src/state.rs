//! What every handler works with.

use std::sync::Arc;

use ipnet::IpNet;
use weerwoord_protocol::{ErrorCode, Problem};

use crate::address::Marks;
use crate::cache::Answers;
use crate::config::Config;
use crate::error::Refusal;
use crate::limiter::Limiter;
use crate::lists::Lists;
use crate::live::Live;
use crate::post::place;
use crate::sites::{Site, Sites};
use crate::store::Store;
use crate::thread_key::ThreadKey;
use crate::thread_query::ThreadQuery;

/// The running server.
pub struct App {
    /// The server's own origin, as readers see it.
    pub own_origin: String,
    /// The sites.
    pub sites: Sites,
    /// The threads.
    pub store: Store,
    /// What is kept of the threads, rendered.
    pub answers: Arc<Answers>,
    /// What is kept of lists.
    pub lists: Lists,
    /// The counters of what each address and thread asked.
    pub limiter: Limiter,
    /// What tells addresses apart without keeping them.
    pub addresses: Marks,
    /// Who is told of what changes.
    pub live: Arc<Live>,
    /// The proxies whose forwarding header counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the built-in demo site is on, and with it the demo article.
    pub demo: bool,
}

impl App {
    /// Puts the settings and the opened store together.
    pub fn new(config: &Config, store: Store) -> Arc<Self> {
        Arc::new(Self {
            own_origin: config.own_origin(),
            sites: Sites::new(config.sites.iter().cloned()),
            store,
            answers: Answers::new(config.cache.bytes()),
            lists: Lists::new(config.cache.bytes()),
            limiter: Limiter::new(&config.limits),
            addresses: Marks::default(),
            live: Live::new(config.live),
            trusted_proxies: config.trusted_proxies.clone(),
            demo: config.sites == [Site::demo()],
        })
    }

    /// The site of this name, for a page of this origin, if the request names one.
    pub fn site(&self, name: &str, origin: Option<&str>) -> Result<&Site, Refusal> {
        let unknown = || Problem::new(ErrorCode::SiteUnknown, format!("There is no site `{name}` here.")).field("site");
        let site = self.sites.get(name).ok_or_else(unknown)?;
        if origin.is_some_and(|origin| !site.allows_origin(origin, &self.own_origin)) {
            let detail = format!("The site `{name}` does not list the origin of the page that asks.");
            return Err(Refusal::new(ErrorCode::OriginNotAllowed, detail));
        }
        Ok(site)
    }

    /// The thread that a query means, for a page of this origin, if the request names one.
    pub fn thread(&self, query: &ThreadQuery, origin: Option<&str>) -> Result<(&Site, ThreadKey), Refusal> {
        let site = self.site(&query.site, origin)?;
        let place = place(site, &self.own_origin, query.thread.as_deref(), query.url.as_deref(), None)?;
        Ok((site, place.key))
    }
}
