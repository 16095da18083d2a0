//! The only requests that the widget makes: post a comment, preview a text, read on in the thread, read it again.

use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, ReferrerPolicy, RequestCredentials, RequestInit, Response};
use weerwoord_protocol::{NewComment, Posted, Preview, Previewed, Problem, Snapshot};

use crate::json;

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
    read(&exchange(server, "/api/v1/comments", json::text(new)).await?)
}

/// `POST /api/v1/preview`.
pub async fn preview(server: &str, preview: &Preview) -> Result<Previewed, Failure> {
    read(&exchange(server, "/api/v1/preview", json::text(preview)).await?)
}

/// `GET /api/v1/thread`.
pub async fn thread(server: &str, query: &str) -> Result<Snapshot, Failure> {
    read(&exchange(server, &["/api/v1/thread?", query].concat(), None).await?)
}

/// `GET /embed/thread` with a cursor: the next lines of the list, as HTML.
pub async fn lines(server: &str, query: &str) -> Result<String, Failure> {
    exchange(server, &["/embed/thread?", query].concat(), None).await
}

/// Posts the body, or gets where there is none: without cookies, without a referrer beyond the origin, and with an end.
/// One function for all answers, as text: one for each type of answer would be there as often.
async fn exchange(server: &str, path: &str, body: Option<String>) -> Result<String, Failure> {
    let (ok, text) = fetch(&[server, path].concat(), body.as_deref()).await.map_err(|_| Failure::Unreachable)?;
    if ok { Ok(text) } else { Err(Failure::Refused(read(&text)?)) }
}

/// The answer's text, and whether its status is a success. By web-sys alone: a library around it weighs 1.2 kB.
async fn fetch(url: &str, body: Option<&str>) -> Result<(bool, String), JsValue> {
    let request = RequestInit::new();
    request.set_credentials(RequestCredentials::Omit);
    request.set_referrer_policy(ReferrerPolicy::StrictOrigin);
    request.set_signal(abort_after(TIMEOUT_MS).ok().as_ref());
    if let Some(body) = body {
        let headers = Headers::new()?;
        headers.set("content-type", "application/json")?;
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&body.into());
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(url, &request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), text.as_string().unwrap_or_default()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    json::parse(text).ok_or(Failure::Unreachable)
}
