//! `PATCH` and `DELETE /api/v1/comments/{id}`, `POST /api/v1/comments/{id}/restore`: what writers do to their own
//! comments.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use weerwoord_protocol::{CommentId, Edit, ErrorCode, Posted, Problem, Restore};

use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::{Changing, Sending};
use crate::post::check_text;
use crate::reader::Reader;
use crate::state::App;
use crate::store::{OwnAct, OwnChange};
use crate::thread_query::{Params, site};

/// Changes the text. It is on disk when the answer comes; the same text again gets the same answer.
#[utoipa::path(
    patch, path = "/api/v1/comments/{id}", operation_id = "editComment", tag = "api",
    params(("id" = CommentId, Path, description = "The comment")),
    request_body = Edit,
    security(("reader" = [])),
    responses(
        (status = 200, description = "The comment as everybody reads it now", body = Posted),
        (status = 422, description = "`body-empty`, `body-too-long`, `body-not-text`, `field-invalid`: `field` names \
            what is wrong, `limit` how much is allowed", body = Problem, content_type = "application/problem+json"),
        Changing,
        Sending,
    )
)]
pub async fn edit(
    State(app): State<Arc<App>>,
    client: Client,
    Named(id): Named,
    headers: HeaderMap,
    JsonBody(edit): JsonBody<Edit>,
) -> Result<Json<Posted>, Refusal> {
    let request = Request { app: &app, client, headers: &headers, site: &edit.site, id };
    let posted = request.change(|| {
        let (source, html) = check_text(&edit.body)?;
        Ok(OwnAct::Edit { source: source.into_owned(), html })
    });
    Ok(Json(posted.await?))
}

/// Deletes the comment: everybody reads a tombstone where there are replies, and else nothing. It can be taken back for
/// as long as the site's `undo_seconds` say; then its text is erased. One that nobody else could read yet is erased at once.
/// The same again gets the same answer.
#[utoipa::path(
    delete, path = "/api/v1/comments/{id}", operation_id = "deleteComment", tag = "api",
    params(
        ("id" = CommentId, Path, description = "The comment"),
        ("site" = String, Query, description = "The site's name"),
    ),
    security(("reader" = [])),
    responses(
        (status = 204, description = "Nobody reads it any more"),
        (status = 422, description = "`field-invalid`: `site` is missing, given twice or too long", body = Problem,
            content_type = "application/problem+json"),
        Changing,
        Sending,
    )
)]
pub async fn delete(
    State(app): State<Arc<App>>,
    client: Client,
    Named(id): Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    let site = site(&Params::read(query.unwrap_or_default().as_bytes()))?;
    let request = Request { app: &app, client, headers: &headers, site: &site, id };
    request.change(|| Ok(OwnAct::Delete)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a deletion back. The same again gets the same answer.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/restore", operation_id = "restoreComment", tag = "api",
    params(("id" = CommentId, Path, description = "The comment")),
    request_body = Restore,
    security(("reader" = [])),
    responses(
        (status = 200, description = "The comment as everybody reads it again", body = Posted),
        (status = 422, description = "`field-invalid`: `site` is missing", body = Problem,
            content_type = "application/problem+json"),
        Changing,
        Sending,
    )
)]
pub async fn restore(
    State(app): State<Arc<App>>,
    client: Client,
    Named(id): Named,
    headers: HeaderMap,
    JsonBody(restore): JsonBody<Restore>,
) -> Result<Json<Posted>, Refusal> {
    let request = Request { app: &app, client, headers: &headers, site: &restore.site, id };
    Ok(Json(request.change(|| Ok(OwnAct::Restore)).await?))
}

/// The comment that an address names.
pub struct Named(CommentId);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let named = Path::<String>::from_request_parts(parts, state).await.ok();
        let id = named.and_then(|Path(id)| CommentId::parse(&id)).map(Self);
        id.ok_or_else(|| Refusal::new(ErrorCode::NotFound, "The address holds no comment's id."))
    }
}

/// What these requests share.
struct Request<'a> {
    app: &'a App,
    client: Client,
    headers: &'a HeaderMap,
    site: &'a str,
    id: CommentId,
}

impl Request<'_> {
    /// Does it, if its site, its writer and the limits allow it.
    async fn change(self, act: impl FnOnce() -> Result<OwnAct, Problem>) -> Result<Posted, Refusal> {
        self.app.limiter.write(self.client.0)?;
        let site = self.app.site(self.site, origin(self.headers))?;
        let writer = Reader::required(self.headers, &site.name)?;
        let act = act()?;
        let (site, policy, rules) = (site.name.clone(), site.policy.clone(), site.rules);
        Ok(self.app.store.change_own(OwnChange { site, id: self.id, writer, act, policy, rules }).await??)
    }
}
