//! `POST /api/v1/comments`: takes in a comment.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use weerwoord_protocol::{NewComment, Posted, Problem, Status};

use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::Sending;
use crate::post::post;
use crate::reader::Reader;
use crate::state::App;
use crate::thread_query::ThreadQuery;

/// Keeps a comment. It is on disk when the answer comes; the same comment sent again gets the same answer.
#[utoipa::path(
    post, path = "/api/v1/comments", operation_id = "postComment", tag = "api",
    request_body = NewComment,
    security((), ("reader" = [])),
    responses(
        (status = 201, description = "Everybody can read it", body = Posted),
        (status = 202, description = "It waits for review", body = Posted),
        (status = 401, description = "`token-invalid`: what `Authorization` holds is no reader's token", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-allowed`, `url-not-allowed`: the site does not list the origin of the \
            page or of the article. `thread-closed`: the thread takes no comments", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "`site-unknown`: there is no such site", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`id-taken`: another comment has this id", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`body-empty`, `body-too-long`, `body-not-text`, `name-empty`, `name-too-long`, \
            `name-invisible`, `role-too-long`, `role-invisible`, `parent-unknown`, `parent-removed`, \
            `parent-elsewhere`, `field-invalid`: `field` names what is wrong, `limit` how much is allowed",
            body = Problem, content_type = "application/problem+json"),
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
    headers: HeaderMap,
    JsonBody(new): JsonBody<NewComment>,
) -> Result<(StatusCode, Json<Posted>), Refusal> {
    let posted = take_in(&app, client, &headers, new).await?;
    let status = if posted.comment.status == Status::Held { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    Ok((status, Json(posted)))
}

/// What every way of posting shares: the limits, the site's origins, who writes, and the store.
pub async fn take_in(app: &App, client: Client, headers: &HeaderMap, new: NewComment) -> Result<Posted, Refusal> {
    app.limiter.write(client.0)?;
    let query = ThreadQuery {
        site: new.site.clone(),
        url: new.url.clone(),
        thread: new.thread.clone(),
        ..ThreadQuery::default()
    };
    let (site, key) = app.thread(&query, origin(headers))?;
    app.limiter.write_in(&site.name, &key)?;
    let writer = Reader::of(headers, &site.name)?;
    Ok(post(&app.store, site, &app.own_origin, writer, new).await?)
}
