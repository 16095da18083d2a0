//! `PUT /api/v1/comments/{id}/vote`: a reader's vote on a comment.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use weerwoord_protocol::{CommentId, Problem, Vote, Voted, Voting};

use crate::address::Client;
use crate::comment_path::CommentPath;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::{Judging, Sending};
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
        (status = 422, description = "`field-invalid`: `field` names what is wrong", body = Problem,
            content_type = "application/problem+json"),
        Judging,
        Sending,
    )
)]
pub async fn cast(
    State(app): State<Arc<App>>,
    client: Client,
    CommentPath(id): CommentPath,
    headers: HeaderMap,
    JsonBody(Vote { site, value }): JsonBody<Vote>,
) -> Result<Json<Voted>, Refusal> {
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
