//! A thread as the widget's components take it, and the rendering of those off the threads that serve requests.

use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use weerwoord_protocol::{Snapshot, State};

use crate::error::Refusal;
use crate::locales::Locale;
use crate::routes::assets::is_fresh;
use crate::sites::Site;
use crate::state::App;
use crate::store::ThreadPage;
use crate::thread_key::ThreadKey;
use crate::thread_query::ThreadQuery;

/// Reads the thread that a query means.
pub async fn snapshot(app: &App, site: &Site, key: &ThreadKey, query: &ThreadQuery) -> Result<Snapshot, Refusal> {
    let sort = query.sort.unwrap_or_default();
    let ThreadPage { info, comments, .. } = app.store.snapshot(&site.name, key, sort).await?;
    Ok(Snapshot { site: site.name.clone(), thread: info, policy: site.policy.clone(), sort, comments })
}

/// What the components draw: the thread with the sentences around it.
pub fn state(app: &App, query: &ThreadQuery, locale: &Locale, snapshot: Snapshot) -> State {
    State {
        server: app.own_origin.clone(),
        query: query.canonical(),
        url: query.url.clone(),
        key: query.thread.clone(),
        lang: locale.lang.to_owned(),
        messages: locale.messages.clone(),
        reply_to: None,
        snapshot,
    }
}

/// Renders where it may take its time: a long thread takes longer than other requests should wait.
pub async fn render(draw: impl FnOnce() -> String + Send + 'static) -> Result<String, Refusal> {
    tokio::task::spawn_blocking(draw).await.map_err(|error| Refusal::internal(&error))
}

/// An answer that a browser may keep if it asks each time whether it still holds.
pub fn revalidated(headers: &HeaderMap, content_type: &'static str, body: String) -> Response {
    let hash = Sha256::digest(body.as_bytes());
    // Weak, since the same tag goes with every compression.
    let tag = hash.iter().take(8).fold(String::from("W/\""), |tag, byte| tag + &format!("{byte:02x}")) + "\"";
    let mut response = if is_fresh(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(axum::http::header::CONTENT_TYPE, content_type)], body).into_response()
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().extend(HeaderValue::from_str(&tag).map(|tag| (ETAG, tag)));
    response
}
