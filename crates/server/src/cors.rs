//! Which pages of other origins may read an answer: those of the sites' origins, without credentials.
//!
//! Where the query names a site, that site's origins alone. A comment names its site in its body: there the answer may be
//! read from any site's origin, and the handler refuses what comes from another than its own.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use weerwoord_protocol::ErrorCode;

use crate::error::Refusal;
use crate::state::App;
use crate::thread_query::Params;

/// Two hours: the longest that a browser remembers a preflight.
const PREFLIGHT_SECONDS: &str = "7200";

/// The origin of the page that asks, if the request names one. One that cannot be read is nobody's, like `null`.
pub fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN).map(|value| value.to_str().unwrap_or("null"))
}

/// Answers preflights, and says on every other answer which page may read it.
pub async fn answer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !["/api/", "/embed/", "/feed/"].iter().any(|shared| path.starts_with(shared)) {
        return next.run(request).await;
    }
    let origin = request.headers().get(ORIGIN).cloned();
    let allowed = origin.filter(|_| is_allowed(&app, &request));
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match (preflight, &allowed) {
        (true, Some(_)) => permission(),
        (true, None) => {
            Refusal::new(ErrorCode::OriginNotAllowed, "No site lists the origin of the page that asks.").into_response()
        }
        (false, _) => next.run(request).await,
    };
    permit(&mut response, allowed);
    response
}

/// Says in an answer that a page of this origin may read it, or that none may.
pub fn permit(response: &mut Response, allowed: Option<HeaderValue>) {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after, x-request-id"));
    }
}

fn is_allowed(app: &App, request: &Request) -> bool {
    let Some(origin) = origin(request.headers()) else { return false };
    let params = Params::read(request.uri().query().unwrap_or_default().as_bytes());
    match params.get("site").ok().flatten().and_then(|name| app.sites.get(name)) {
        Some(site) => site.allows_origin(origin, &app.own_origin),
        // A site that is not known gets a problem that says so, and a mistyped `data-site` is found by reading it.
        None => app.sites.any_allows_origin(origin, &app.own_origin),
    }
}

fn permission() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, authorization"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_SECONDS));
    response
}
