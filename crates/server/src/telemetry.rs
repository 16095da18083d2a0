//! The log: one line a request, under an id that its answer carries too. Neither addresses, queries nor bodies are in it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, Span};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use uuid::Uuid;

use crate::address::{is_trusted, peer};
use crate::config::LogFormat;
use crate::state::App;

/// The header with a request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a proxy.
const ID_MAX: usize = 64;

/// Starts the log on standard error; `RUST_LOG` says how much. Does nothing where a log was started already.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let _ = match format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

/// A request in the log: its id, and when it began.
pub struct Entry {
    id: HeaderValue,
    begun: Instant,
    span: Span,
}

impl Entry {
    /// Gives a request its id: that of a trusted proxy, else its own.
    pub fn begin(app: &App, headers: &HeaderMap, peer: IpAddr) -> Self {
        let trusted = |_: &&HeaderValue| is_trusted(peer, &app.trusted_proxies);
        let from_proxy = headers.get(&REQUEST_ID).filter(trusted).filter(|id| is_id(id.as_bytes()));
        let id = from_proxy.cloned().unwrap_or_else(new_id);
        let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default());
        Self { id, begun: Instant::now(), span }
    }

    /// Logs how it ended, and says its id in the answer.
    pub fn end(self, method: &Method, path: &str, response: &mut Response) {
        let Self { id, begun, span } = self;
        span.in_scope(|| {
            let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
            tracing::info!(%method, path, status = response.status().as_u16(), latency_ms = milliseconds, "answered");
        });
        response.headers_mut().insert(REQUEST_ID, id);
    }
}

/// Logs a request that goes to the router.
pub async fn log_request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let entry = Entry::begin(&app, request.headers(), peer(request.extensions()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).instrument(entry.span.clone()).await;
    entry.end(&method, &path, &mut response);
    response
}

fn new_id() -> HeaderValue {
    let id = Uuid::now_v7().simple().to_string();
    // Digits and letters: a header can always hold it.
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
}

fn is_id(text: &[u8]) -> bool {
    (1..=ID_MAX).contains(&text.len()) && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn an_id_is_a_short_token() {
        assert!(is_id(b"01HX-abc_9.z"));
        for text in ["", "a b", "a\nb", "a\"", &"a".repeat(65)] {
            assert!(!is_id(text.as_bytes()), "{text}");
        }
    }
}
