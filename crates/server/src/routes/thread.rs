//! `GET /api/v1/thread`: the thread as JSON.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use weerwoord_protocol::{Problem, Snapshot};

use crate::error::Refusal;
use crate::openapi::Reading;
use crate::state::App;
use crate::thread_query::{Params, ThreadQuery};
use crate::view::{self, Kind};

const JSON: Kind = Kind { name: "json", content_type: "application/json" };

/// The thread as everybody reads it: flat, each comment directly before its replies.
#[utoipa::path(
    get, path = "/api/v1/thread", operation_id = "readThread", tag = "api",
    params(ThreadQuery),
    responses(
        (status = 200, description = "The thread; without comments if none was posted yet", body = Snapshot),
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
    let query = ThreadQuery::of(&Params::read(query.unwrap_or_default().as_bytes()))?;
    let draw = |_: &App, _: &ThreadQuery, snapshot| {
        serde_json::to_string(&snapshot).map_err(|error| Refusal::internal(&error))
    };
    view::kept(&app, &JSON, query, &headers, draw).await
}
