//! `GET /feed/thread`, `/feed/site` and `/feed/replies`: the latest comments as Atom; and `GET /api/v1/feed`, which tells a
//! reader the address of the last.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use url::form_urlencoded;
use utoipa::ToSchema;
use weerwoord_protocol::{CommentId, Problem};

use crate::atom::{CONTENT_TYPE, ENTRIES, Feed};
use crate::cors::origin;
use crate::error::Refusal;
use crate::front::Given;
use crate::lists::{self, Kind};
use crate::locales::Locale;
use crate::openapi::Reading;
use crate::reader::Reader;
use crate::sites::Site;
use crate::state::App;
use crate::store::{Latest, Which};
use crate::thread_query::{Params, ThreadQuery, comment_id, invalid, lang, site};

const PUBLIC: Kind = Kind { content_type: CONTENT_TYPE, caching: "public, max-age=300", dated: true };
const PRIVATE: Kind = Kind { caching: "private, max-age=300", ..PUBLIC };

/// The latest comments of a thread, the newest first.
#[utoipa::path(
    get, path = "/feed/thread", operation_id = "readThreadFeed", tag = "pages",
    params(ThreadQuery),
    responses(
        (status = 200, description = "The feed (Atom), of 50 comments at most", body = String,
            content_type = "application/atom+xml"),
        (status = 304, description = "It is still what `If-None-Match` or `If-Modified-Since` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long or unknown; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn thread(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    // The feed has an order of its own.
    let query = ThreadQuery { sort: None, heading: None, ..ThreadQuery::of(&params)? };
    let (site, key) = app.thread(&query, origin(&headers))?;
    let name = format!("feed/thread?{}", query.canonical());
    let draw = async {
        let entries = app.store.lists().latest(Which::OfThread(&site.name, &key), ENTRIES).await?;
        let title = entries.iter().find_map(|entry| entry.article.title.clone());
        let locale = Locale::choose(query.lang.as_deref());
        let page = format!("{}/thread?{}", app.own_origin, query.canonical());
        let feed = Feed {
            own: format!("{}/{name}", app.own_origin),
            page: Some(query.url.clone().unwrap_or(page)),
            title: locale.title(title.as_deref()),
            ..start(&app, site, locale, entries).await?
        };
        Ok(feed.xml().into())
    };
    lists::answer(&app, site, &PUBLIC, &name, &headers, draw).await
}

/// The latest comments of a site, the newest first.
#[utoipa::path(
    get, path = "/feed/site", operation_id = "readSiteFeed", tag = "pages",
    params(
        ("site" = String, Query, description = "The site's name"),
        ("lang" = Option<String>, Query, description = "The language of the titles (BCP 47)"),
    ),
    responses(
        (status = 200, description = "The feed (Atom), of 50 comments at most", body = String,
            content_type = "application/atom+xml"),
        (status = 304, description = "It is still what `If-None-Match` or `If-Modified-Since` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice or too long; `field` names it",
            body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn of_site(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let (site, lang) = (app.site(&site(&params)?, origin(&headers))?, lang(&params)?);
    let name = format!("feed/site?{}", query_of(site, &[("lang", lang.as_deref())]));
    let draw = async {
        let entries = app.store.lists().latest(Which::OfSite(&site.name), ENTRIES).await?;
        let locale = Locale::choose(lang.as_deref());
        let feed = Feed {
            own: format!("{}/{name}", app.own_origin),
            title: locale.text("feed.site").replace("{site}", &site.name),
            mixed: true,
            ..start(&app, site, locale, entries).await?
        };
        Ok(feed.xml().into())
    };
    lists::answer(&app, site, &PUBLIC, &name, &headers, draw).await
}

/// The latest replies of others to a reader's comments or to one comment, the newest first.
#[utoipa::path(
    get, path = "/feed/replies", operation_id = "readRepliesFeed", tag = "pages",
    params(
        ("site" = String, Query, description = "The site's name"),
        ("key" = Option<String>, Query, description = "The reader, as `GET /api/v1/feed` gives it"),
        ("to" = Option<CommentId>, Query, description = "The comment, instead of `key`"),
        ("lang" = Option<String>, Query, description = "The language of the titles (BCP 47)"),
    ),
    responses(
        (status = 200, description = "The feed (Atom), of 50 comments at most; without any for a key that is nobody's, and \
            for a comment that nobody can read", body = String, content_type = "application/atom+xml"),
        (status = 304, description = "It is still what `If-None-Match` or `If-Modified-Since` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long, malformed or one too \
            many; `field` names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn replies(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let (site, lang) = (app.site(&site(&params)?, origin(&headers))?, lang(&params)?);
    let answered = Answered::of(&params)?;
    let (named, given) = answered.parameter();
    let name = format!("feed/replies?{}", query_of(site, &[(named, Some(&given)), ("lang", lang.as_deref())]));
    let draw = async {
        let which = match &answered {
            Answered::Reader(reader) => Which::ToReader(reader),
            Answered::Comment(id) => Which::ToComment(&site.name, id),
        };
        let mut entries = app.store.lists().latest(which, ENTRIES).await?;
        // A key that was taken from another site's address.
        entries.retain(|entry| entry.site == site.name);
        let locale = Locale::choose(lang.as_deref());
        let feed = Feed {
            own: format!("{}/{name}", app.own_origin),
            title: locale.text("feed.replies").replace("{site}", &site.name),
            mixed: true,
            ..start(&app, site, locale, entries).await?
        };
        Ok(feed.xml().into())
    };
    let mut response = lists::answer(&app, site, &PRIVATE, &name, &headers, draw).await?;
    // The front would leave the next header out.
    response.extensions_mut().remove::<Given>();
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(response)
}

/// To whom or what a feed of replies holds what others answered.
enum Answered {
    Reader(Reader),
    Comment(CommentId),
}

impl Answered {
    fn of(params: &Params) -> Result<Self, Refusal> {
        let (key, to) = (params.get("key")?, comment_id(params, "to")?);
        match (key, to) {
            (None, Some(id)) => Ok(Self::Comment(id)),
            (Some(_), Some(_)) => Err(invalid("to", "`to` stands instead of `key`.").into()),
            (key, None) => {
                let malformed = || invalid("key", "`key` is what `GET /api/v1/feed` gave.");
                Ok(Self::Reader(key.and_then(Reader::of_feed).ok_or_else(malformed)?))
            }
        }
    }

    fn parameter(&self) -> (&'static str, String) {
        match self {
            Self::Reader(reader) => ("key", reader.feed_key()),
            Self::Comment(id) => ("to", id.as_str().to_owned()),
        }
    }
}

/// Where a reader's replies are read.
#[derive(Serialize, ToSchema)]
pub struct Address {
    /// The address of the feed. Whoever has it can read it, and do nothing else by it.
    url: String,
}

/// The address of the feed of what others answer to the reader who asks.
#[utoipa::path(
    get, path = "/api/v1/feed", operation_id = "findRepliesFeed", tag = "api", security(("reader" = [])),
    params(("site" = String, Query, description = "The site's name")),
    responses(
        (status = 200, description = "The address; the same for the same reader", body = Address),
        (status = 401, description = "`token-missing`, `token-invalid`: `Authorization` holds no reader's token",
            body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`field-invalid`: `site` is missing, given twice or too long", body = Problem,
            content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn address(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let site = app.site(&site(&params)?, origin(&headers))?;
    let reader = Reader::required(&headers, &site.name)?;
    let query = query_of(site, &[("key", Some(&reader.feed_key()))]);
    let url = format!("{}/feed/replies?{query}", app.own_origin);
    Ok(([(CACHE_CONTROL, "no-store")], Json(Address { url })).into_response())
}

/// A feed of a site, with what all have in common.
async fn start<'a>(
    app: &'a App,
    site: &Site,
    locale: &'a Locale,
    mut entries: Vec<Latest>,
) -> Result<Feed<'a>, Refusal> {
    for entry in &mut entries {
        entry.article.url = entry.article.url.take().filter(|url| site.allows_url(url, &app.own_origin));
    }
    let founded = app.store.lists().founded(&site.name).await?.unwrap_or_default();
    let (own, page, title, mixed) = (String::new(), None, String::new(), false);
    Ok(Feed { locale, origin: &app.own_origin, own, page, title, founded, mixed, entries })
}

fn query_of(site: &Site, more: &[(&str, Option<&str>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("site", &site.name);
    query.extend_pairs(more.iter().filter_map(|(name, value)| Some((name, (*value)?))));
    query.finish()
}
