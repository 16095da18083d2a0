//! The description of the API (OpenAPI 3.1), made from the handlers, and the problems that its operations share.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi};
use weerwoord_protocol::{Comment, Problem};

/// What is said of the API as a whole; the operations add themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Weerwoord",
        description = "Threads of comments under articles. Every refusal is a problem document (RFC 9457) whose `type` \
                       is a stable code. No operation uses cookies or credentials; a page of another origin may use a \
                       site only if the site lists that origin."
    ),
    components(schemas(Comment, Problem)),
    modifiers(&Schemes),
    tags(
        (name = "api", description = "For the widget and other programs"),
        (name = "pages", description = "HTML, for the embedding page and for readers without scripts"),
        (name = "operation", description = "For whoever runs the server")
    )
)]
pub struct Api;

/// How a reader is known.
struct Schemes;

impl Modify for Schemes {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let description = "22 characters of base64url, made at random by the reader's side, one for each site. Only a digest \
                           of it is kept.";
        let reader = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("reader", SecurityScheme::Http(reader));
    }
}

/// Why a thread is not shown.
#[derive(IntoResponses)]
pub enum Reading {
    /// `cursor-invalid`: the cursor is malformed, or not of this thread.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// `origin-not-allowed`, `url-not-allowed`: the site does not list the origin of the page or of the article.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// `site-unknown`: there is no such site.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// `internal`: a fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// `unavailable`: the database cannot be reached; `Retry-After` says when to try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Why a reader's own comment is not changed.
#[derive(IntoResponses)]
pub enum Changing {
    /// `token-missing`, `token-invalid`: `Authorization` holds no reader's token.
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(Problem),
    /// `not-yours`: the token is not that of the comment's writer. `edit-expired`: the time for it is over.
    /// `thread-closed`: the thread takes no changes. `origin-not-allowed`: the site does not list the origin of the page.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// `not-found`: the site has no such comment. `site-unknown`: there is no such site.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// `comment-removed`: the comment was removed.
    #[response(status = 409, content_type = "application/problem+json")]
    Removed(Problem),
    /// `rate-limited`: too many at once; `Retry-After` says how many seconds to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    RateLimited(Problem),
    /// `internal`: a fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// `unavailable`: nothing can be kept just now; `Retry-After` says when to try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Why a reader's word about another's comment is not taken.
#[derive(IntoResponses)]
pub enum Judging {
    /// `token-missing`, `token-invalid`: it takes a reader's token.
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(Problem),
    /// `origin-not-allowed`: the site does not list the origin of the page.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// `site-unknown`: there is no such site. `not-found`: it has no such comment.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// `own-comment`: the reader wrote it. `comment-removed`: it was removed.
    #[response(status = 409, content_type = "application/problem+json")]
    Settled(Problem),
    /// `internal`: a fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// `unavailable`: nothing can be kept just now; `Retry-After` says when to try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Why something that was sent is not taken.
#[derive(IntoResponses)]
pub enum Sending {
    /// `json-invalid`: the body is not valid JSON.
    #[response(status = 400, content_type = "application/problem+json")]
    Broken(Problem),
    /// `request-too-large`: over 64 KiB.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// `content-type-unsupported`: not `application/json`.
    #[response(status = 415, content_type = "application/problem+json")]
    ContentType(Problem),
    /// `rate-limited`: too many at once; `Retry-After` says how many seconds to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    RateLimited(Problem),
}

/// The description as JSON. Its words are the types' documentation, where Rust's links mean nothing to others.
pub fn json(api: &utoipa::openapi::OpenApi) -> serde_json::Result<String> {
    let mut document = serde_json::to_value(api)?;
    unlink(&mut document);
    serde_json::to_string(&document)
}

/// Makes `NAME` of [`NAME`] and [`NAME`](crate::NAME).
fn unlink(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(unlink),
        Value::Object(fields) => fields.values_mut().for_each(unlink),
        Value::String(text) if text.contains("[`") => {
            let mut parts = text.split("[`");
            let mut plain = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let (name, rest) = part.split_once("`]").unwrap_or((part, ""));
                let target = rest.strip_prefix("(crate::").and_then(|rest| rest.split_once(')'));
                plain.extend(["`", name, "`", target.map_or(rest, |(_, rest)| rest)]);
            }
            *text = plain;
        }
        _ => {}
    }
}

/// Serves the description.
pub fn describe(json: String) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=600")], json).into_response()
}
