//! Every address of the server, by who calls it, and what happens to each request on its way there.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderValue;
use axum::http::header::X_CONTENT_TYPE_OPTIONS;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;
use weerwoord_protocol::{ErrorCode, REQUEST_BYTES_MAX};

use crate::error::Refusal;
use crate::openapi;
use crate::routes::{
    assets, comments, desk, events, fragment, health, own, page, page_post, page_report, preview, reaction, report,
    studio, thread, vote,
};
use crate::routes::{counts, feed, lists, permalink};
use crate::state::App;
use crate::{cors, telemetry};

/// Nothing is to be taken for another type than it says.
pub const NO_SNIFFING: HeaderValue = HeaderValue::from_static("nosniff");
/// How long a request may take, its body's arrival included.
const PATIENCE: Duration = Duration::from_secs(30);
/// Good for text, and quicker than the network.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// The server's addresses, and the description of its API.
pub fn router(app: Arc<App>) -> (Router, OpenApi) {
    let (router, api) = OpenApiRouter::<Arc<App>>::with_openapi(openapi::Api::openapi())
        // The embedding page
        .route("/embed.js", get(assets::file))
        .route("/embed.css", get(assets::file))
        .route("/assets/{*path}", get(assets::file))
        .routes(routes!(fragment::show))
        .route("/lists.js", get(assets::file))
        .routes(routes!(lists::recent))
        .routes(routes!(lists::top))
        .routes(routes!(counts::show, counts::show_many))
        // The widget, and other programs
        .routes(routes!(thread::show))
        .routes(routes!(events::follow))
        .routes(routes!(comments::create))
        .routes(routes!(own::edit, own::delete))
        .routes(routes!(own::restore))
        .routes(routes!(vote::cast))
        .routes(routes!(report::create))
        .routes(routes!(reaction::to_comment))
        .routes(routes!(reaction::to_article))
        .routes(routes!(preview::create))
        .routes(routes!(feed::address))
        // A reader without scripts
        .routes(routes!(page::show))
        .routes(routes!(permalink::show))
        .routes(routes!(page_post::submit).layer(DefaultBodyLimit::max(page_post::FORM_BYTES_MAX)))
        .routes(routes!(page_report::show, page_report::submit))
        // A feed reader
        .routes(routes!(feed::thread))
        .routes(routes!(feed::of_site))
        .routes(routes!(feed::replies))
        // The editors of a site
        .route("/desk", get(desk::show))
        .route("/desk/session", post(desk::sign_in))
        .route("/desk/session/end", post(desk::sign_out))
        .route("/desk/acts", post(desk::act))
        .route("/desk.css", get(desk::stylesheet))
        // A developer who themes the widget
        .route("/studio", get(studio::show))
        .route("/studio.js", get(assets::file))
        .route("/studio.css", get(assets::file))
        .route("/studio/widget.css", get(assets::file))
        .route("/themes/{name}", get(assets::file))
        .route("/custom-elements.json", get(assets::file))
        // A visitor who wants to see what this is
        .route("/", get(assets::demo))
        // Whoever runs the server
        .routes(routes!(health::show))
        .split_for_parts();
    // Strings and lists alone: writing them as JSON cannot fail.
    let json = openapi::json(&api).unwrap_or_default();
    let router = router
        .route("/api/v1/openapi.json", get(async move || openapi::describe(json.clone())))
        .fallback(async || assets::unknown())
        .method_not_allowed_fallback(async || {
            Refusal::new(
                ErrorCode::MethodNotAllowed,
                "This address does not take this method; `Allow` names those it does.",
            )
        })
        // From the innermost to the outermost.
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn(end_in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(SetResponseHeaderLayer::overriding(X_CONTENT_TYPE_OPTIONS, NO_SNIFFING))
        .layer(from_fn_with_state(Arc::clone(&app), cors::answer))
        .layer(from_fn_with_state(Arc::clone(&app), telemetry::log_request))
        .with_state(app);
    (router, api)
}

async fn end_in_time(request: Request, next: Next) -> Response {
    let late = |_| {
        let detail = format!("This took longer than {} seconds; try again.", PATIENCE.as_secs());
        Refusal::new(ErrorCode::Unavailable, detail).retry_after(1).into_response()
    };
    tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(late)
}

fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let cause = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Refusal::internal(&cause.unwrap_or("a panic")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use tower::ServiceExt;

    async fn ask(router: Router) -> String {
        let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        format!("{status}\n{}", String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_no_secret() {
        let broken = Router::new().route("/", get(async || -> &'static str { panic!("secret") }));
        insta::assert_snapshot!(ask(broken.layer(CatchPanicLayer::custom(panicked))).await, @r#"
        500 Internal Server Error
        {"type":"urn:weerwoord:problem:internal","title":"internal","status":500,"detail":"The server could not do this; its log says why."}
        "#);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_takes_too_long_is_ended() {
        let slow = Router::new().route("/", get(std::future::pending::<&'static str>));
        insta::assert_snapshot!(ask(slow.layer(from_fn(end_in_time))).await, @r#"
        503 Service Unavailable
        {"type":"urn:weerwoord:problem:unavailable","title":"unavailable","status":503,"detail":"This took longer than 30 seconds; try again."}
        "#);
    }
}
