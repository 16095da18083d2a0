//! `GET /studio`: the page on which developers try tokens and themes on a thread in all its states.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{IntoResponse, Response};

use crate::html::secured;
use crate::studio;

/// Its own script and sheets, and the themes that it reads; nothing inline, nothing from elsewhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'none'",
);

/// The page. It is the same for everybody, and shows no comment that anybody wrote.
pub async fn show() -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(studio::page);
    let mut response = secured(PAGE.as_str().into_response());
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
    response
}
