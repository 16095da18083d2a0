//! The only requests that the widget makes: post a comment, preview a text, read the thread again.

use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};
use weerwoord_protocol::{NewComment, Posted, Preview, Previewed, Problem, Snapshot};

/// After this many milliseconds a request is given up; sending a comment again is harmless.
const TIMEOUT_MS: u32 = 30_000;

#[wasm_bindgen]
extern "C" {
    /// An error where the browser has none (before Chromium 103 and Safari 16): its requests end when it gives them up.
    #[wasm_bindgen(catch, js_namespace = AbortSignal, js_name = timeout)]
    fn abort_after(milliseconds: u32) -> Result<AbortSignal, JsValue>;
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server said no.
    Refused(Problem),
    /// The server was not reached, or what it said was not understood.
    Unreachable,
}

/// `POST /api/v1/comments`.
pub async fn post(server: &str, new: &NewComment) -> Result<Posted, Failure> {
    send(Request::post(&[server, "/api/v1/comments"].concat()), new).await
}

/// `POST /api/v1/preview`.
pub async fn preview(server: &str, preview: &Preview) -> Result<Previewed, Failure> {
    send(Request::post(&[server, "/api/v1/preview"].concat()), preview).await
}

/// `GET /api/v1/thread`.
pub async fn thread(server: &str, query: &str) -> Result<Snapshot, Failure> {
    let request = with_limits(Request::get(&[server, "/api/v1/thread?", query].concat()));
    read(request.send().await).await
}

async fn send<T: DeserializeOwned>(request: RequestBuilder, body: &impl Serialize) -> Result<T, Failure> {
    let request = with_limits(request).json(body).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

/// No cookies, no referrer beyond the origin, and an end.
fn with_limits(request: RequestBuilder) -> RequestBuilder {
    request
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::StrictOrigin)
        .abort_signal(abort_after(TIMEOUT_MS).ok().as_ref())
}

async fn read<T: DeserializeOwned>(response: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let response = response.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        response.json().await.map_err(|_| Failure::Unreachable)
    } else {
        let problem = response.json().await.map_err(|_| Failure::Unreachable)?;
        Err(Failure::Refused(problem))
    }
}
