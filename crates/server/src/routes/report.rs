//! `POST /api/v1/comments/{id}/reports`: a reader's report of a comment.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use weerwoord_protocol::{CommentId, NewReport, Problem, check_report_text};

use crate::address::{Client, is_a_readers};
use crate::comment_path::CommentPath;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::{Judging, Sending};
use crate::post::problem;
use crate::reader::Reader;
use crate::sites::Site;
use crate::state::App;
use crate::store::Report;

/// Keeps a reader's report of a comment, in the place of an earlier one. The site's editors read it at their desk.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/reports", operation_id = "reportComment", tag = "api",
    params(("id" = CommentId, Path, description = "The comment")),
    request_body = NewReport,
    security(("reader" = [])),
    responses(
        (status = 204, description = "It is on disk"),
        (status = 422, description = "`report-too-long`, `body-not-text`, `field-invalid`: `field` names what is wrong, \
            `limit` how much is allowed", body = Problem, content_type = "application/problem+json"),
        Judging,
        Sending,
    )
)]
pub async fn create(
    State(app): State<Arc<App>>,
    client: Client,
    CommentPath(id): CommentPath,
    headers: HeaderMap,
    JsonBody(new): JsonBody<NewReport>,
) -> Result<StatusCode, Refusal> {
    app.limiter.report(client.0)?;
    let site = app.site(&new.site, origin(&headers))?;
    let reader = Reader::required(&headers, &site.name)?;
    take_in(&app, client, site, Some(reader), id, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What every way of reporting shares: the check of what is said, who reports as far as that is known, and the store.
pub async fn take_in(
    app: &App,
    client: Client,
    site: &Site,
    reader: Option<Reader>,
    id: CommentId,
    new: NewReport,
) -> Result<(), Refusal> {
    let text = new.text.unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
    check_report_text(&text).map_err(|invalid| problem(invalid, "text"))?;
    let mark = app.addresses.mark(client.0, &id);
    let report = Report {
        site: site.name.clone(),
        id,
        // Without a token the address is all that tells readers apart.
        reader: reader.map_or_else(|| mark.clone(), |reader| reader.key().to_vec()),
        address: Some(mark).filter(|_| is_a_readers(client.0)),
        reason: new.reason,
        text,
        threshold: site.rules.report_threshold,
    };
    Ok(app.store.report(report).await??)
}
