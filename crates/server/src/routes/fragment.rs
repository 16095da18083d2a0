//! `GET /embed/thread`: the thread as HTML, for the widget's shell or for the publisher's own server to include.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use weerwoord::render::Files;
use weerwoord_protocol::Problem;

use crate::assets::ASSETS;
use crate::error::Refusal;
use crate::locales::Locale;
use crate::openapi::Reading;
use crate::state::App;
use crate::thread_query::{Params, ThreadQuery, invalid};
use crate::view::{self, Kind};

const FRAGMENT: Kind = Kind { name: "fragment", content_type: "text/html; charset=utf-8" };
const ELEMENT: Kind = Kind { name: "element", ..FRAGMENT };

/// Whoever opens the fragment as a page of this origin gets text and nothing that runs; a page that includes it has a policy
/// of its own.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The thread's HTML and its state as JSON; with `wrap=element` the whole element around them.
#[utoipa::path(
    get, path = "/embed/thread", operation_id = "readFragment", tag = "pages",
    params(ThreadQuery, ("wrap" = Option<String>, Query, description = "`element` puts `<weerwoord-thread>` with a \
        declarative shadow root and the stylesheet around the fragment, for a page that includes it on its server")),
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
    let query = ThreadQuery::of(&params)?;
    let (kind, wrapped) = match params.get("wrap")? {
        None => (FRAGMENT, false),
        Some("element") => (ELEMENT, true),
        Some(_) => return Err(invalid("wrap", "`wrap` is `element`, or absent.").into()),
    };
    let draw = move |app: &App, query: &ThreadQuery, snapshot| {
        let state = view::state(app, query, Locale::choose(query.lang.as_deref()), snapshot);
        let files = Files { module: ASSETS.module, messages: ASSETS.messages(&state.lang) };
        Ok(match wrapped {
            false => weerwoord::render::fragment(&state, files),
            true => weerwoord::render::element(&state, files, ASSETS.stylesheet()),
        })
    };
    let mut response = view::kept(&app, &kind, query, &headers, draw).await?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
