//! `GET` and `POST /api/v1/counts`: how many comments articles have, for lists of articles.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use weerwoord_protocol::{ErrorCode, Problem};

use crate::cors::origin;
use crate::error::Refusal;
use crate::json::{expect_content_type, read_body};
use crate::lists::{self, Kind};
use crate::openapi::Reading;
use crate::post::place;
use crate::sites::Site;
use crate::state::App;
use crate::thread_key::ThreadKey;
use crate::thread_query::{Params, invalid, site};

/// The most articles that are asked for at once.
const ARTICLES_MAX: usize = 500;

const COUNTS: Kind = Kind { content_type: "application/json", caching: "public, max-age=60", dated: false };

/// How many comments articles have.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    /// The site's name.
    site: String,
    /// For each `url`, in the order in which they were given, and after them for each `thread`: how many comments everybody
    /// can read. 0 where nobody wrote yet, and for what is not an article of the site.
    counts: Vec<u32>,
}

/// The fields of the form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the API's description")]
struct Form {
    /// The articles' addresses.
    url: Vec<String>,
    /// Explicit keys of threads.
    thread: Vec<String>,
}

/// How many comments articles have; by their addresses, by keys, or both, up to 500 at once.
#[utoipa::path(
    get, path = "/api/v1/counts", operation_id = "countComments", tag = "api",
    params(
        ("site" = String, Query, description = "The site's name"),
        ("url" = Option<Vec<String>>, Query, description = "An article's address; may be given again and again"),
        ("thread" = Option<Vec<String>>, Query, description = "A thread's explicit key; may be given again and again"),
    ),
    responses(
        (status = 200, description = "The counts", body = Counts),
        (status = 304, description = "They are still what `If-None-Match` names"),
        (status = 422, description = "`field-invalid`: an address or key is malformed or too long, or they are too many; \
            `field` names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    answer(&app, &params, &params, &headers).await
}

/// The same for more articles than an address has room for, as a form, which pages of other origins may send without
/// asking first.
#[utoipa::path(
    post, path = "/api/v1/counts", operation_id = "countManyComments", tag = "api",
    params(("site" = String, Query, description = "The site's name")),
    request_body(content = inline(Form), content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The counts", body = Counts),
        (status = 413, description = "`request-too-large`: over 64 KiB", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "`content-type-unsupported`: not a form", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`field-invalid`: an address or key is malformed or too long, or they are too many; \
            `field` names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn show_many(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    expect_content_type(&headers, "application/x-www-form-urlencoded")?;
    let form = Params::read(&read_body(request, &()).await?);
    answer(&app, &params, &form, &headers).await
}

async fn answer(app: &App, params: &Params, articles: &Params, headers: &HeaderMap) -> Result<Response, Refusal> {
    let site = app.site(&site(params)?, origin(headers))?;
    let keys = keys(app, site, articles)?;
    let name = name(site, &keys);
    let draw = async {
        let wanted: Vec<ThreadKey> = keys.iter().flatten().cloned().collect();
        let mut found = app.store.lists().counts(&site.name, &wanted).await?.into_iter();
        let counts = keys.iter().map(|key| key.as_ref().and_then(|_| found.next()).unwrap_or_default()).collect();
        let counts = Counts { site: site.name.clone(), counts };
        Ok(serde_json::to_string(&counts).map_err(|error| Refusal::internal(&error))?.into())
    };
    lists::answer(app, site, &COUNTS, &name, headers, draw).await
}

/// The threads that are asked for, in the order of their counts; `None` for an article that is not the site's.
fn keys(app: &App, site: &Site, articles: &Params) -> Result<Vec<Option<ThreadKey>>, Problem> {
    let urls = articles.all("url").map(|url| ("url", None, Some(url)));
    let threads = articles.all("thread").map(|thread| ("thread", Some(thread), None));
    let mut keys = Vec::new();
    for (field, thread, url) in urls.chain(threads) {
        if keys.len() == ARTICLES_MAX {
            let detail = format!("At most {ARTICLES_MAX} articles are counted at once; ask again for the others.");
            return Err(invalid(field, detail).limit(ARTICLES_MAX as u64));
        }
        keys.push(match place(site, &app.own_origin, thread, url, None) {
            Ok(place) => Some(place.key),
            Err(problem) if problem.code == ErrorCode::UrlNotAllowed => None,
            Err(problem) => return Err(problem.field(field)),
        });
    }
    if keys.is_empty() {
        return Err(invalid("url", "Give the articles' addresses (`url`) or the keys of their threads (`thread`)."));
    }
    Ok(keys)
}

/// What the answer is kept under: long lists of addresses would take more memory than their counts.
fn name(site: &Site, keys: &[Option<ThreadKey>]) -> String {
    let mut hash = Sha256::new();
    for key in keys {
        let key = key.as_ref().map_or("", ThreadKey::as_str);
        hash.update((key.len() as u64).to_be_bytes());
        hash.update(key);
    }
    let hash = hash.finalize().iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
    format!("counts?{}/{hash}", site.name)
}
