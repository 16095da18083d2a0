//! The only requests that the widget makes: post a comment, change it, delete it, take that back, vote on one, preview a
//! text, read on in the thread, read it again.

use std::pin::Pin;

use gloo_net::http::{Request, RequestBuilder};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};
use weerwoord_protocol::{
    CommentId, Edit, ErrorCode, NewComment, Posted, Preview, Previewed, Problem, Restore, Snapshot, Vote, Voted,
};

use crate::{device, json};

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
    /// The server cannot do it just now, and wants to be left alone for so many seconds, where it says how many.
    Busy(Problem, Option<u32>),
    /// The server was not reached, or what it said was not understood.
    Unreachable,
}

/// An answer on its way.
type Exchange = Pin<Box<dyn Future<Output = Result<String, Failure>>>>;

/// `POST /api/v1/comments`.
pub fn post(server: &str, new: &NewComment) -> impl Future<Output = Result<Posted, Failure>> + use<> {
    let token = device::token(&new.site);
    understood(exchange(server, Request::post, "/api/v1/comments", json::text(new), Some(&token)))
}

/// `PATCH /api/v1/comments/{id}`.
pub fn edit(server: &str, id: &CommentId, edit: &Edit) -> impl Future<Output = Result<Posted, Failure>> + use<> {
    let token = device::token(&edit.site);
    understood(exchange(server, Request::patch, &of(id, ""), json::text(edit), Some(&token)))
}

/// `DELETE /api/v1/comments/{id}`.
pub fn delete(server: &str, site: &str, id: &CommentId) -> impl Future<Output = Result<(), Failure>> + use<> {
    let token = device::token(site);
    // A site's name is written as it is.
    let path = of(id, &["?site=", site].concat());
    let answer = exchange(server, Request::delete, &path, None, Some(&token));
    async { answer.await.map(drop) }
}

/// `POST /api/v1/comments/{id}/restore`.
pub fn restore(server: &str, site: &str, id: &CommentId) -> impl Future<Output = Result<Posted, Failure>> + use<> {
    let token = device::token(site);
    let restore = Restore { site: site.to_owned() };
    understood(exchange(server, Request::post, &of(id, "/restore"), json::text(&restore), Some(&token)))
}

/// `PUT /api/v1/comments/{id}/vote`.
pub fn vote(server: &str, id: &CommentId, vote: &Vote) -> impl Future<Output = Result<Voted, Failure>> + use<> {
    let token = device::token(&vote.site);
    understood(exchange(server, Request::put, &of(id, "/vote"), json::text(vote), Some(&token)))
}

/// The address of a comment.
fn of(id: &CommentId, more: &str) -> String {
    ["/api/v1/comments/", id.as_str(), more].concat()
}

/// `POST /api/v1/preview`.
pub fn preview(server: &str, preview: &Preview) -> impl Future<Output = Result<Previewed, Failure>> + use<> {
    understood(exchange(server, Request::post, "/api/v1/preview", json::text(preview), None))
}

/// `GET /api/v1/thread`.
pub fn thread(server: &str, query: &str) -> impl Future<Output = Result<Snapshot, Failure>> + use<> {
    understood(exchange(server, Request::get, &["/api/v1/thread?", query].concat(), None, None))
}

/// `GET /embed/thread` with a cursor: the next lines of the list, as HTML.
pub fn lines(server: &str, query: &str) -> Exchange {
    exchange(server, Request::get, &["/embed/thread?", query].concat(), None, None)
}

/// Asks, with the body where there is one: without cookies, without a referrer beyond the origin, and with an end. With
/// `token` the server knows which reader asks.
/// One function for all answers, as text, and one future: one for each type of answer would be there as often.
fn exchange(
    server: &str,
    ask: fn(&str) -> RequestBuilder,
    path: &str,
    body: Option<String>,
    token: Option<&str>,
) -> Exchange {
    let url = [server, path].concat();
    let request = ask(&url)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::StrictOrigin)
        .abort_signal(abort_after(TIMEOUT_MS).ok().as_ref());
    let request = match token {
        Some(token) => request.header("authorization", &["Bearer ", token].concat()),
        None => request,
    };
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body),
        None => request.build(),
    };
    Box::pin(async {
        let unreachable = |_| Failure::Unreachable;
        let response = request.map_err(unreachable)?.send().await.map_err(unreachable)?;
        let text = response.text().await.map_err(unreachable)?;
        let status = response.status();
        if response.ok() {
            return Ok(text);
        }
        let busy = matches!(status, 408 | 425 | 429 | 500..);
        // What a server in between says is no problem document.
        let unknown = || Problem::new(if busy { ErrorCode::Unavailable } else { ErrorCode::Unknown }, "");
        let problem = json::parse(&text).unwrap_or_else(unknown);
        if !busy {
            return Err(Failure::Refused(problem));
        }
        let seconds = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
        Err(Failure::Busy(problem, seconds))
    })
}

/// The answer, understood.
async fn understood<T: DeserializeOwned>(answer: Exchange) -> Result<T, Failure> {
    read(&answer.await?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    json::parse(text).ok_or(Failure::Unreachable)
}
