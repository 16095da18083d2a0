//! `GET /embed.js`, `/embed.css`, `/assets/…`: the widget itself; and `GET /`, the demo article that embeds it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use weerwoord_protocol::ErrorCode;

use crate::assets::{ASSETS, Asset};
use crate::error::Refusal;
use crate::state::App;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A file of the widget. Any page may load it: it is public, and the same for everybody.
pub async fn file(uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let asset = ASSETS.find(uri.path()).ok_or_else(unknown)?;
    let mut response = send(asset, &headers);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// The demo article, where the demo site is on.
pub async fn demo(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let article = ASSETS.find("/index.html").filter(|_| app.demo).ok_or_else(unknown)?;
    let mut response = send(article, &headers);
    // Whoever changes the article and builds anew wants to see it.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// The answer for every address that is none.
pub fn unknown() -> Refusal {
    Refusal::new(ErrorCode::NotFound, "There is nothing at this address.")
}

fn send(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let (encoding, bytes) = asset.negotiate(headers);
    let tag = format!("\"{}{}\"", asset.tag, encoding.map(|name| format!("-{name}")).unwrap_or_default());
    let fresh = is_fresh(headers, &tag);
    let mut response = Response::new(if fresh { Body::empty() } else { Body::from(bytes) });
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let caching = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=600" };
    let fields = response.headers_mut();
    fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
    fields.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    fields.extend(HeaderValue::from_str(&tag).map(|tag| (ETAG, tag)));
    if !fresh {
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        fields.extend(encoding.map(|name| (CONTENT_ENCODING, HeaderValue::from_static(name))));
    }
    response
}

/// Whether what the asker has is what would be sent (`If-None-Match`, compared weakly: RFC 9110, 13.1.2).
pub fn is_fresh(headers: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get_all(IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || strong(known) == strong(tag))
}
