//! What a request meets before the router: nearly every one asks for what another has just been given, and gets it here.
//!
//! An answer to a reader of a thread stays the answer to that address until anything is committed to the database, or the
//! thread closes by itself. So it is remembered with the moment it holds for, and while the database is at that moment it is sent again, in the form that
//! the request asks for, without reading the query, the routes or the database. What is remembered are references: the
//! bytes are those of [`Answers`](crate::cache::Answers), and an answer that made way there is forgotten here.

use std::hash::RandomState;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{CONTENT_SECURITY_POLICY, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use quick_cache::Weighter;
use quick_cache::sync::{Cache, DefaultLifecycle};
use tower::ServiceExt;

use crate::address::ip;
use crate::cors;
use crate::packed::Packed;
use crate::router::{NO_SNIFFING, router};
use crate::state::App;
use crate::store::Moment;
use crate::telemetry::Entry;

/// Room for addresses, in bytes.
const ADDRESSES_BYTES: u64 = 2 << 20;
/// What an entry needs besides its address, roughly.
const ENTRY_BYTES: usize = 256;

/// The whole server, as a connection asks it. Its clones are the same one.
#[derive(Clone)]
pub struct Front {
    app: Arc<App>,
    router: Router,
    given: Arc<Cache<Box<str>, Arc<Given>, Weight, RandomState>>,
}

/// An answer that a handler gave, and what it may be given again for. Goes with the response that it was given by.
#[derive(Clone, Debug)]
pub struct Given {
    /// The site it is of.
    pub site: String,
    /// The moment that it was true at, or before.
    pub moment: Moment,
    /// When it ends to be true by itself, in microseconds since 1970.
    pub until: Option<i64>,
    /// The answer, while it is kept.
    pub answer: Weak<Packed>,
    /// The policy that was sent with it.
    pub policy: Option<HeaderValue>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Box<str>, Arc<Given>> for Weight {
    fn weight(&self, address: &Box<str>, _: &Arc<Given>) -> u64 {
        (address.len() + ENTRY_BYTES) as u64
    }
}

impl Front {
    /// Puts the server together.
    pub fn new(app: Arc<App>) -> Self {
        let (router, _) = router(Arc::clone(&app));
        let usual = usize::try_from(ADDRESSES_BYTES).unwrap_or(0) / (2 * ENTRY_BYTES);
        let given = Cache::with(usual, ADDRESSES_BYTES, Weight, RandomState::new(), DefaultLifecycle::default());
        Self { app, router, given: Arc::new(given) }
    }

    /// The answer to a request from this end of a connection.
    pub async fn answer(&self, mut request: Request, peer: Option<SocketAddr>) -> Response {
        if let Some(response) = self.again(&request, peer) {
            return response;
        }
        if let Some(peer) = peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let address = remembered(&request).map(Box::from);
        let mut response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        if let (Some(address), Some(mut given)) = (address, response.extensions_mut().remove::<Given>()) {
            given.policy = response.headers().get(CONTENT_SECURITY_POLICY).cloned();
            self.given.insert(address, Arc::new(given));
        }
        response
    }

    /// What was answered to this address before, if nothing has changed since.
    fn again(&self, request: &Request, peer: Option<SocketAddr>) -> Option<Response> {
        let given = self.given.get(remembered(request)?)?;
        let answer = given.answer.upgrade()?;
        let origin = cors::origin(request.headers());
        self.app.site(&given.site, origin).ok()?;
        let over = given.until.is_some_and(|until| self.app.store.now() >= until);
        if over || self.app.store.moment()? != given.moment {
            return None;
        }
        let entry = Entry::begin(&self.app, request.headers(), ip(peer));
        let mut response = answer.answer(request.headers()).ok()?;
        let headers = response.headers_mut();
        headers.extend(given.policy.clone().map(|policy| (CONTENT_SECURITY_POLICY, policy)));
        headers.insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFFING);
        cors::permit(&mut response, request.headers().get(ORIGIN).cloned());
        entry.end(request.method(), request.uri().path(), &mut response);
        Some(response)
    }
}

/// The address of a request whose answer may be remembered.
fn remembered(request: &Request) -> Option<&str> {
    let read = request.method() == Method::GET;
    request.uri().path_and_query().filter(|_| read).map(PathAndQuery::as_str)
}
