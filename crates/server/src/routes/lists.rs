//! `GET /embed/recent` and `/embed/top`: the latest comments and the most discussed articles of a site, for the elements of
//! `lists.js` or for the publisher's own server to include.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use weerwoord_protocol::Problem;

use super::fragment::POLICY;
use crate::cors::origin;
use crate::error::Refusal;
use crate::html::escape;
use crate::listing::Listing;
use crate::lists::{self, Drawn, Kind};
use crate::locales::Locale;
use crate::openapi::Reading;
use crate::sites::Site;
use crate::state::App;
use crate::store::{Article, Which};
use crate::thread_query::{Params, invalid, lang, site};

/// How many lines a list has if nobody says, and at most.
const COUNT: (usize, usize) = (5, 20);
/// How many days count as the last ones if nobody says, and at most.
const DAYS: (usize, usize) = (7, 90);
/// How long a list of the last days holds, in microseconds, though nothing changes: the days go by.
const HOLDS: i64 = 10 * 60 * 1_000_000;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

const HTML: Kind = Kind { content_type: "text/html; charset=utf-8", caching: "public, max-age=60", dated: false };

/// The latest comments of a site, the newest first.
#[utoipa::path(
    get, path = "/embed/recent", operation_id = "readRecent", tag = "pages",
    params(
        ("site" = String, Query, description = "The site's name"),
        ("count" = Option<u32>, Query, description = "How many; 5 if absent, 20 at most"),
        ("lang" = Option<String>, Query, description = "The language of the sentences around them (BCP 47)"),
        ("wrap" = Option<String>, Query, description = "`element` puts `<weerwoord-recent>` with a declarative shadow root \
            around it, for a page that includes it on its server"),
    ),
    responses(
        (status = 200, description = "The list", body = String, content_type = "text/html"),
        (status = 304, description = "It is still what `If-None-Match` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long or unknown; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn recent(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asked = Asked::read(&app, &Params::read(query.unwrap_or_default().as_bytes()), &headers)?;
    let draw = async {
        let mut comments = app.store.lists().latest(Which::OfSite(&asked.site.name), asked.count).await?;
        comments.iter_mut().for_each(|comment| asked.keep_own(&app, &mut comment.article));
        Ok(asked.draw("recent", asked.listing(&app).recent(&comments), None))
    };
    asked.answer(&app, &format!("recent?{}", asked.name()), &headers, draw).await
}

/// The articles of a site that most was said about in the last days.
#[utoipa::path(
    get, path = "/embed/top", operation_id = "readTop", tag = "pages",
    params(
        ("site" = String, Query, description = "The site's name"),
        ("days" = Option<u32>, Query, description = "How many days count; 7 if absent, 90 at most"),
        ("count" = Option<u32>, Query, description = "How many articles; 5 if absent, 20 at most"),
        ("lang" = Option<String>, Query, description = "The language of the sentences around them (BCP 47)"),
        ("wrap" = Option<String>, Query, description = "`element` puts `<weerwoord-top>` with a declarative shadow root \
            around it, for a page that includes it on its server"),
    ),
    responses(
        (status = 200, description = "The list", body = String, content_type = "text/html"),
        (status = 304, description = "It is still what `If-None-Match` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long or unknown; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn top(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let asked = Asked::read(&app, &params, &headers)?;
    let days = number(&params, "days", DAYS)?;
    let draw = async {
        let now = app.store.now();
        let since = now.saturating_sub(i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(DAY));
        let mut articles = app.store.lists().top(&asked.site.name, since, asked.count).await?;
        articles.iter_mut().for_each(|discussed| asked.keep_own(&app, &mut discussed.article));
        Ok(asked.draw("top", asked.listing(&app).top(&articles), Some(now.saturating_add(HOLDS))))
    };
    asked.answer(&app, &format!("top?{days}&{}", asked.name()), &headers, draw).await
}

/// What both lists are asked for with.
struct Asked<'a> {
    site: &'a Site,
    count: usize,
    locale: &'static Locale,
    wrapped: bool,
}

impl<'a> Asked<'a> {
    fn read(app: &'a App, params: &Params, headers: &HeaderMap) -> Result<Self, Refusal> {
        let site = app.site(&site(params)?, origin(headers))?;
        let wrapped = match params.get("wrap")? {
            None => false,
            Some("element") => true,
            Some(_) => return Err(invalid("wrap", "`wrap` is `element`, or absent.").into()),
        };
        let count = number(params, "count", COUNT)?;
        Ok(Self { site, count, locale: Locale::choose(lang(params)?.as_deref()), wrapped })
    }

    fn name(&self) -> String {
        format!("{}&{}&{}&{}", self.site.name, self.count, self.locale.lang, self.wrapped)
    }

    fn listing<'b>(&self, app: &'b App) -> Listing<'b> {
        Listing { locale: self.locale, origin: &app.own_origin }
    }

    /// Forgets the address of an article that is no longer one of the site's.
    fn keep_own(&self, app: &App, article: &mut Article) {
        article.url = article.url.take().filter(|url| self.site.allows_url(url, &app.own_origin));
    }

    fn draw(&self, kind: &str, list: String, until: Option<i64>) -> Drawn {
        if !self.wrapped {
            return Drawn { text: list, until };
        }
        let site = escape(&self.site.name);
        let text = format!(
            "<weerwoord-{kind} site=\"{site}\"><template shadowrootmode=\"open\">{list}</template></weerwoord-{kind}>"
        );
        Drawn { text, until }
    }

    async fn answer(
        &self,
        app: &App,
        name: &str,
        headers: &HeaderMap,
        draw: impl Future<Output = Result<Drawn, Refusal>>,
    ) -> Result<Response, Refusal> {
        let mut response = lists::answer(app, self.site, &HTML, name, headers, draw).await?;
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        Ok(response)
    }
}

/// A number of at least 1: its usual value and its highest are given.
fn number(params: &Params, name: &str, (usual, most): (usize, usize)) -> Result<usize, Problem> {
    let Some(text) = params.get(name)? else { return Ok(usual) };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    // What is too long to be read is above the bound.
    let number = if digits { text.parse().unwrap_or(most).min(most) } else { 0 };
    if number > 0 { Ok(number) } else { Err(invalid(name, format!("`{name}` is a number of at least 1."))) }
}
