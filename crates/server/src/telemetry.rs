//! The log: one line a request, under an id that its answer carries too. Neither addresses, queries nor bodies are in it.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
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

/// Gives a request its id, and logs its end.
pub async fn log_request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let from_proxy = parts.headers.get(&REQUEST_ID).filter(|_| is_trusted(peer(&parts), &app.trusted_proxies));
    let id = from_proxy.and_then(|id| id.to_str().ok()).filter(|id| is_id(id));
    let id = id.map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned);
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let span = tracing::info_span!("request", id);
    async {
        let start = Instant::now();
        let mut response = next.run(Request::from_parts(parts, body)).await;
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        tracing::info!(%method, path, status = response.status().as_u16(), latency_ms = milliseconds, "answered");
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

fn is_id(text: &str) -> bool {
    (1..=ID_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn an_id_is_a_short_token() {
        assert!(is_id("01HX-abc_9.z"));
        for text in ["", "a b", "a\nb", "a\"", &"a".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
