//! `GET /healthz`: whether the server can do its work.

use std::sync::Arc;

use axum::extract::State;

use crate::error::Refusal;
use crate::state::App;

/// Says `ok` while the database answers.
#[utoipa::path(
    get, path = "/healthz", operation_id = "readHealth", tag = "operation",
    responses(
        (status = 200, description = "The database answers", body = String, content_type = "text/plain"),
        (status = 503, description = "`unavailable`: it does not", body = weerwoord_protocol::Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn show(State(app): State<Arc<App>>) -> Result<&'static str, Refusal> {
    app.store.ping().await?;
    Ok("ok\n")
}
