//! `GET /embed/thread`: a page of the thread as HTML, for the widget's shell or for the publisher's own server to include.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use weerwoord::render::{self, Files};
use weerwoord_protocol::{Problem, State as Thread};

use crate::assets::ASSETS;
use crate::error::Refusal;
use crate::jsonld::Discussion;
use crate::locales::Locale;
use crate::openapi::Reading;
use crate::state::App;
use crate::store::Position;
use crate::thread_query::{PageQuery, Params, ThreadQuery, invalid, window};
use crate::view::{self, Kind, Shown};

const FRAGMENT: Kind = Kind { name: "fragment", content_type: "text/html; charset=utf-8" };
const ELEMENT: Kind = Kind { name: "element", ..FRAGMENT };
const DESCRIBED: Kind = Kind { name: "described", ..FRAGMENT };
const BARE: Kind = Kind { name: "bare", ..FRAGMENT };
const BARE_DESCRIBED: Kind = Kind { name: "bare-described", ..FRAGMENT };
const LINES: Kind = Kind { name: "lines", ..FRAGMENT };

/// Whoever opens the fragment as a page of this origin gets text and nothing that runs; a page that includes it has a policy
/// of its own.
pub const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The page's HTML and its state as JSON; with `wrap=element` the whole element around them; with `cursor` the lines of
/// the list alone.
#[utoipa::path(
    get, path = "/embed/thread", operation_id = "readFragment", tag = "pages",
    params(ThreadQuery, PageQuery,
        ("wrap" = Option<String>, Query, description = "`element` puts `<weerwoord-thread>` with a declarative shadow root \
            and the stylesheet around the fragment, for a page that includes it on its server"),
        ("jsonld" = Option<String>, Query, description = "`1`, with `wrap=element`: puts what the page shows beside the \
            element as structured data, for search engines"),
        ("styles" = Option<String>, Query, description = "`none`, with `wrap=element`: leaves out the stylesheet"),
    ),
    responses(
        (status = 200, description = "The fragment", body = String, content_type = "text/html"),
        (status = 304, description = "It is still what `If-None-Match` names"),
        (status = 422, description = "`field-invalid`: a parameter is missing, given twice, too long or unknown; `field` \
            names it", body = Problem, content_type = "application/problem+json"),
        Reading,
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let (query, window) = (ThreadQuery::of(&params)?, window(&params)?);
    let lines = matches!(window.position, Position::Gap(_));
    let bare = match (params.get("styles")?, params.get("wrap")?) {
        (None, _) => false,
        (Some("none"), Some(_)) => true,
        (Some(_), _) => return Err(invalid("styles", "`styles` is `none`, with `wrap=element`, or absent.").into()),
    };
    let (kind, html): (_, fn(&Thread) -> String) = match (params.get("wrap")?, lines) {
        (None, false) => (&FRAGMENT, |state| render::fragment(state, files(state), false)),
        (None, true) => (&LINES, render::lines),
        (Some("element"), false) if bare => (&BARE, |state| render::element(state, files(state), None)),
        (Some("element"), false) => (&ELEMENT, |state| render::element(state, files(state), Some(ASSETS.stylesheet()))),
        (Some("element"), true) => {
            return Err(invalid("wrap", "`wrap` goes around a whole list, and `cursor` gives a part of one.").into());
        }
        (Some(_), _) => return Err(invalid("wrap", "`wrap` is `element`, or absent.").into()),
    };
    let (kind, described) = match (params.get("jsonld")?, [ELEMENT.name, BARE.name].contains(&kind.name)) {
        (None, _) => (kind, false),
        (Some("1"), true) => (if bare { &BARE_DESCRIBED } else { &DESCRIBED }, true),
        (Some("1"), false) => {
            return Err(invalid("jsonld", "`jsonld` stands beside a whole element: `wrap=element`.").into());
        }
        (Some(_), _) => return Err(invalid("jsonld", "`jsonld` is `1`, or absent.").into()),
    };
    let draw = move |app: &App, query: &ThreadQuery, shown: Shown| {
        let locale = Locale::choose(query.lang.as_deref());
        let data = if described { describe(app, query, locale, &shown)? } else { String::new() };
        Ok(html(&view::state(app, query, locale, shown)) + &data)
    };
    let mut response = view::kept(&app, kind, query, window, &headers, draw).await?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

/// The page as structured data.
fn describe(app: &App, query: &ThreadQuery, locale: &Locale, shown: &Shown) -> Result<String, Refusal> {
    let site = app.site(&query.site, None)?;
    let article = view::article(app, site, query, &shown.snapshot.thread);
    Ok(Discussion::of(app, query, article.as_deref(), locale, shown).html(shown))
}

fn files(state: &Thread) -> Files {
    let reactions = (!state.snapshot.policy.reactions.is_empty()).then(|| ASSETS.reactions());
    let live = state.snapshot.thread.version.is_some().then(|| ASSETS.live());
    Files { module: ASSETS.module, messages: ASSETS.messages(&state.lang), reactions, live }
}
