//! `POST /api/v1/preview`: shows a text as it would be posted, and keeps nothing.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use weerwoord_protocol::{Preview, Previewed, Problem};

use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::{Reading, Sending};
use crate::post::check_text;
use crate::state::App;

/// The text as HTML.
#[utoipa::path(
    post, path = "/api/v1/preview", operation_id = "previewComment", tag = "api",
    request_body = Preview,
    responses(
        (status = 200, description = "The text as it would be shown", body = Previewed),
        (status = 422, description = "`body-empty`, `body-too-long`, `body-not-text`, `field-invalid`: `field` names \
            what is wrong, `limit` how much is allowed", body = Problem, content_type = "application/problem+json"),
        Reading,
        Sending,
    )
)]
pub async fn create(
    State(app): State<Arc<App>>,
    client: Client,
    headers: HeaderMap,
    JsonBody(preview): JsonBody<Preview>,
) -> Result<Json<Previewed>, Refusal> {
    app.site(&preview.site, origin(&headers))?;
    Ok(Json(Previewed { html: draw(&app, client, &preview.body)? }))
}

/// What every way of previewing shares: the limit, the checks, and the one maker of HTML.
pub fn draw(app: &App, client: Client, body: &str) -> Result<String, Refusal> {
    app.limiter.preview(client.0)?;
    Ok(check_text(body)?.1)
}
