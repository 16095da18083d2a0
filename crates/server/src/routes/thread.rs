//! `GET /api/v1/thread`: a page of the thread as JSON.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use weerwoord_protocol::{Problem, Snapshot};

use crate::error::Refusal;
use crate::openapi::Reading;
use crate::state::App;
use crate::thread_query::{PageQuery, Params, ThreadQuery, window};
use crate::view::{self, Kind, Shown};

const JSON: Kind = Kind { name: "json", content_type: "application/json" };

/// A page of the thread as everybody reads it: flat, each comment before its replies, with gaps where comments are left
/// out.
#[utoipa::path(
    get, path = "/api/v1/thread", operation_id = "readThread", tag = "api",
    params(ThreadQuery, PageQuery),
    responses(
        (status = 200, description = "The page; without comments if none was posted yet", body = Snapshot),
        (status = 304, description = "It is still what `If-None-Match` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long or unknown; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let (query, window) = (ThreadQuery::of(&params)?, window(&params)?);
    let draw = |_: &App, _: &ThreadQuery, shown: Shown| {
        serde_json::to_string(&shown.snapshot).map_err(|error| Refusal::internal(&error))
    };
    view::kept(&app, &JSON, query, window, &headers, draw).await
}
