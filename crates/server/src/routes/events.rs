//! `GET /api/v1/events`: what changes about threads, as a stream or at once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use weerwoord_protocol::{ErrorCode, Events, Problem, THREAD_KEY_MAX};

use crate::address::{Client, counted};
use crate::cors::origin;
use crate::error::Refusal;
use crate::live::{self, Thread};
use crate::openapi::Reading;
use crate::post::place;
use crate::state::App;
use crate::store::ThreadVersion;
use crate::thread_query::{Params, invalid, site};

/// The most threads that a stream follows.
const THREADS_MAX: usize = 20;
/// The longest id.
const ID_BYTES_MAX: usize = 1_000;
const STREAM: &str = "text/event-stream";
const LAST_EVENT_ID: &str = "last-event-id";

/// Which threads are followed, and from when on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The site's name, as in `data-site`.
    pub site: String,
    /// The address of an article whose thread is followed. May come more than once, 20 threads at most.
    pub url: Option<Vec<String>>,
    /// The explicit key of a thread that is followed. May come more than once.
    pub thread: Option<Vec<String>>,
    /// The id of the last event, or the versions of the threads in the order of this request, with `_` in between; from now
    /// on if absent. The header `Last-Event-ID` wins over it.
    pub since: Option<String>,
    /// `0` answers at once what changed: as JSON, or with `Accept: text/event-stream` as a stream that ends.
    pub wait: Option<u32>,
}

/// What changes about threads, for comments that everybody can read: as server-sent events, or with `wait=0` as JSON at
/// once. Each event has the id by which to go on after it.
#[utoipa::path(
    get, path = "/api/v1/events", operation_id = "followThreads", tag = "api",
    params(EventsQuery),
    responses(
        (status = 200, description = "A stream whose messages each hold an `Event` as JSON; with `wait=0` what changed",
            content((Events = "application/json"), (String = "text/event-stream"))),
        (status = 400, description = "`event-id-invalid`: no event of these threads had this id", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`field-invalid`: a parameter is missing, too long, wrong or comes too often; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate-limited`: the address has as many streams as it may have", body = Problem,
            content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn follow(
    State(app): State<Arc<App>>,
    client: Client,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let threads = threads(&app, &params, &headers)?;
    let at_once = match params.get("wait")? {
        None => false,
        Some("0") => true,
        Some(_) => return Err(invalid("wait", "`wait` is 0, or absent.").into()),
    };
    if !app.live.is_on() {
        return Err(Refusal::new(ErrorCode::NotFound, "This server tells no events."));
    }
    let since = since(&params, &headers, threads.len())?;
    let threads = together(threads.into_iter().zip(since).collect());
    if at_once {
        let as_stream = headers.get(ACCEPT).is_some_and(|value| value.as_bytes().starts_with(STREAM.as_bytes()));
        let text = live::poll(&app.store, threads, as_stream).await?;
        let content_type = if as_stream { STREAM } else { "application/json" };
        let fields = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-store"), (VARY, "accept")];
        return Ok((fields, text).into_response());
    }
    let followed = app.live.follow(&app.store, counted(client.0), threads).await?;
    let fields = [
        (CONTENT_TYPE.as_str(), STREAM),
        (CACHE_CONTROL.as_str(), "no-cache, no-transform"),
        // nginx keeps answers back unless it is told.
        ("x-accel-buffering", "no"),
    ];
    Ok((fields, Body::new(followed)).into_response())
}

/// The threads that are asked for, in the order of the request.
fn threads(app: &App, params: &Params, headers: &HeaderMap) -> Result<Vec<Thread>, Refusal> {
    let site = app.site(&site(params)?, origin(headers))?;
    let mut threads = Vec::new();
    for (name, value) in params.each(["thread", "url"]) {
        if threads.len() == THREADS_MAX {
            let detail = format!("A stream follows at most {THREADS_MAX} threads.");
            return Err(invalid(name, detail).limit(THREADS_MAX as u64).into());
        }
        let place = if name == "url" {
            place(site, &app.own_origin, None, Some(value), None)
        } else if value.trim().is_empty() || value.len() > THREAD_KEY_MAX * 4 {
            let detail = format!("A thread's key has at most {THREAD_KEY_MAX} characters, and is not blank.");
            return Err(invalid(name, detail).limit(THREAD_KEY_MAX as u64).into());
        } else {
            place(site, &app.own_origin, Some(value), None, None)
        };
        threads.push((site.name.clone(), place?.key));
    }
    if threads.is_empty() {
        return Err(invalid("url", "Give the `url` of an article, or the key of a `thread`.").into());
    }
    Ok(threads)
}

/// The same, where a thread that is named twice goes on from the older of its versions: it is read once.
fn together(mut threads: Vec<(Thread, Option<ThreadVersion>)>) -> Vec<(Thread, Option<ThreadVersion>)> {
    for at in 1..threads.len() {
        let (before, from) = threads.split_at_mut(at);
        let (thread, since) = &mut from[0];
        for (_, known) in before.iter_mut().filter(|(other, _)| other == thread) {
            let oldest = [*known, *since].into_iter().flatten().min_by_key(|version| version.changes);
            (*known, *since) = (oldest, oldest);
        }
    }
    threads
}

/// What is known of each thread; nothing where the request does not say.
fn since(params: &Params, headers: &HeaderMap, threads: usize) -> Result<Vec<Option<ThreadVersion>>, Refusal> {
    let header = headers.get(LAST_EVENT_ID).map(|id| id.to_str().unwrap_or("?")).filter(|id| !id.is_empty());
    let Some(id) = header.or(params.get("since")?) else { return Ok(vec![None; threads]) };
    let versions = Some(id).filter(|id| id.len() <= ID_BYTES_MAX).and_then(live::parse);
    let versions = versions.filter(|versions| versions.len() == threads).ok_or_else(live::never)?;
    Ok(versions.into_iter().map(Some).collect())
}
