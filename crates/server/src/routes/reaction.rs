//! `PUT /api/v1/comments/{id}/reaction` and `PUT /api/v1/thread/reaction`: a reader's reaction to a comment, or to the article.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use weerwoord_protocol::{CommentId, Problem, React, ReactToArticle, Reacted};

use crate::address::Client;
use crate::comment_path::CommentPath;
use crate::cors::origin;
use crate::error::Refusal;
use crate::json::JsonBody;
use crate::openapi::{Judging, Sending};
use crate::post::place;
use crate::reader::Reader;
use crate::sites::Site;
use crate::state::App;
use crate::store::{NewReaction, Subject};
use crate::thread_query::{ThreadQuery, invalid};

/// Makes a reader's reaction to a comment what it shall be. The same again changes nothing; another emoji takes its place.
#[utoipa::path(
    put, path = "/api/v1/comments/{id}/reaction", operation_id = "react", tag = "api",
    params(("id" = CommentId, Path, description = "The comment")),
    request_body = React,
    security(("reader" = [])),
    responses(
        (status = 200, description = "How the reactions stand with it", body = Reacted),
        (status = 422, description = "`field-invalid`: `field` names what is wrong", body = Problem,
            content_type = "application/problem+json"),
        Judging,
        Sending,
    )
)]
pub async fn to_comment(
    State(app): State<Arc<App>>,
    client: Client,
    CommentPath(id): CommentPath,
    headers: HeaderMap,
    JsonBody(React { site, emoji }): JsonBody<React>,
) -> Result<Json<Reacted>, Refusal> {
    app.limiter.vote(client.0, &id)?;
    let site = app.site(&site, origin(&headers))?;
    let reader = Reader::required(&headers, &site.name)?;
    expect_known(site, true, emoji.as_deref())?;
    let subject = Subject::Comment { site: site.name.clone(), id };
    Ok(Json(app.store.react(NewReaction { subject, reader, emoji }).await??))
}

/// Makes a reader's reaction to an article what it shall be, as that to a comment.
#[utoipa::path(
    put, path = "/api/v1/thread/reaction", operation_id = "reactToArticle", tag = "api",
    request_body = ReactToArticle,
    security(("reader" = [])),
    responses(
        (status = 200, description = "How the reactions stand with it", body = Reacted),
        (status = 401, description = "`token-missing`, `token-invalid`: it takes a reader's token", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-allowed`, `url-not-allowed`: the site does not list the origin of the page \
            or of the article", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`site-unknown`: there is no such site", body = Problem,
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
pub async fn to_article(
    State(app): State<Arc<App>>,
    client: Client,
    headers: HeaderMap,
    JsonBody(new): JsonBody<ReactToArticle>,
) -> Result<Json<Reacted>, Refusal> {
    let ReactToArticle { site, url, thread, title, emoji } = new;
    let query = ThreadQuery { site, url: url.clone(), thread: thread.clone(), ..ThreadQuery::default() };
    let (site, key) = app.thread(&query, origin(&headers))?;
    app.limiter.react(client.0, &site.name, &key)?;
    let reader = Reader::required(&headers, &site.name)?;
    expect_known(site, site.policy.article_reactions, emoji.as_deref())?;
    let place = place(site, &app.own_origin, thread.as_deref(), url.as_deref(), title.as_deref())?;
    Ok(Json(app.store.react(NewReaction { subject: Subject::Article(place), reader, emoji }).await??))
}

/// Whether the site has the emoji for this; to take one back it need not.
fn expect_known(site: &Site, taken: bool, emoji: Option<&str>) -> Result<(), Problem> {
    let Some(emoji) = emoji else { return Ok(()) };
    if taken && site.policy.reactions.iter().any(|known| known == emoji) {
        return Ok(());
    }
    let all = if taken { site.policy.reactions.join(" ") } else { String::new() };
    let allowed = if all.is_empty() { "null".to_owned() } else { format!("one of {all}, or null") };
    Err(invalid("emoji", format!("In the site `{}`, `emoji` is {allowed} here.", site.name)))
}
