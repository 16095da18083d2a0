//! `POST /api/v1/comments/{id}/reports`: a reader's report of a comment.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use weerwoord_protocol::{CommentId, ErrorCode, NewReport, Problem, check_report_text};

use crate::address::{Client, is_a_readers};
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::Sending;
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
        (status = 401, description = "`token-missing`, `token-invalid`: it takes a reader's token", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-allowed`: the site does not list the origin of the page", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "`site-unknown`: there is no such site. `not-found`: it has no such comment",
            body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`own-comment`: the reader wrote it. `comment-removed`: it was removed", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`report-too-long`, `body-not-text`, `field-invalid`: `field` names what is wrong, \
            `limit` how much is allowed", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "`internal`: a fault of the server", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`: nothing can be kept just now; `Retry-After` says when to try again",
            body = Problem, content_type = "application/problem+json"),
        Sending,
    )
)]
pub async fn create(
    State(app): State<Arc<App>>,
    client: Client,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    JsonBody(new): JsonBody<NewReport>,
) -> Result<StatusCode, Refusal> {
    let unknown = || Problem::new(ErrorCode::NotFound, "There is no such comment in this site.").field("id");
    let id = id.ok().and_then(|id| CommentId::parse(&id)).ok_or_else(unknown)?;
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
