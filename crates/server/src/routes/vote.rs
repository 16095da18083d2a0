//! `PUT /api/v1/comments/{id}/vote`: a reader's vote on a comment.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use weerwoord_protocol::{CommentId, ErrorCode, Problem, Vote, Voted, Voting};

use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::Sending;
use crate::reader::Reader;
use crate::state::App;
use crate::store::NewVote;
use crate::thread_query::invalid;

/// Makes a reader's vote on a comment what it shall be. The same again changes nothing; another value takes its place.
#[utoipa::path(
    put, path = "/api/v1/comments/{id}/vote", operation_id = "vote", tag = "api",
    params(("id" = CommentId, Path, description = "The comment")),
    request_body = Vote,
    security(("reader" = [])),
    responses(
        (status = 200, description = "How the votes stand with it", body = Voted),
        (status = 401, description = "`token-missing`, `token-invalid`: it takes a reader's token", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-allowed`: the site does not list the origin of the page", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "`site-unknown`: there is no such site. `not-found`: it has no such comment",
            body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`own-comment`: the reader wrote it. `comment-removed`: it was removed", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`field-invalid`: `field` names what is wrong", body = Problem,
            content_type = "application/problem+json"),
        (status = 500, description = "`internal`: a fault of the server", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`: nothing can be kept just now; `Retry-After` says when to try again",
            body = Problem, content_type = "application/problem+json"),
        Sending,
    )
)]
pub async fn cast(
    State(app): State<Arc<App>>,
    client: Client,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    JsonBody(Vote { site, value }): JsonBody<Vote>,
) -> Result<Json<Voted>, Refusal> {
    let unknown = || Problem::new(ErrorCode::NotFound, "There is no such comment in this site.").field("id");
    let id = id.ok().and_then(|id| CommentId::parse(&id)).ok_or_else(unknown)?;
    app.limiter.vote(client.0, &id)?;
    let site = app.site(&site, origin(&headers))?;
    let reader = Reader::required(&headers, &site.name)?;
    if !site.policy.votes.allows(value) {
        let allowed = match site.policy.votes {
            Voting::Up => "1 or 0",
            Voting::UpDown => "1, -1 or 0",
            Voting::None => "0",
        };
        return Err(invalid("value", format!("In the site `{}`, `value` is {allowed}.", site.name)).into());
    }
    Ok(Json(app.store.vote(NewVote { site: site.name.clone(), id, reader, value }).await??))
}
