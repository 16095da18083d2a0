//! Which pages of other origins may use a site.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::json;

use crate::server::{Answer, QUERY, Server, comment, json_post};

const GAZETTE: &str = "https://news.example";
const HERALD: &str = "https://herald.example";
const STRANGER: &str = "https://news.example.evil.example";

async fn preflight(server: &Server, address: &str, origin: &str) -> Answer {
    let request = Request::options(address)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    server.send(request.body(Body::empty()).unwrap()).await
}

fn cors(answer: &Answer) -> String {
    let names = answer.headers.keys().filter(|name| name.as_str().starts_with("access-control") || *name == "vary");
    let lines = names.map(|name| format!("{name}: {}\n", answer.list(name.as_str())));
    format!("{}\n{}", answer.status, lines.collect::<String>())
}

#[tokio::test]
async fn a_page_of_a_site_may_post() {
    let server = Server::start().await;
    assert_snapshot!(cors(&preflight(&server, "/api/v1/comments", GAZETTE).await), @r"
    204 No Content
    access-control-allow-methods: GET, POST, PUT, PATCH, DELETE
    access-control-allow-headers: content-type, authorization
    access-control-max-age: 7200
    vary: origin
    access-control-allow-origin: https://news.example
    access-control-expose-headers: retry-after, x-request-id
    ");
    let request = json_post("/api/v1/comments").header("origin", GAZETTE);
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_snapshot!(cors(&answer), @r"
    201 Created
    vary: accept-encoding, origin
    access-control-allow-origin: https://news.example
    access-control-expose-headers: retry-after, x-request-id
    ");
}

#[tokio::test]
async fn a_page_of_a_stranger_is_told_nothing() {
    let server = Server::start().await;
    for origin in [STRANGER, "null", "http://news.example", "https://news.example:8443", ""] {
        let answer = preflight(&server, "/api/v1/comments", origin).await;
        assert_eq!(answer.problem(), "403 origin-not-allowed", "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        let answer = server.get_with(&format!("/api/v1/thread?{QUERY}"), "origin", origin).await;
        assert_eq!(answer.problem(), "403 origin-not-allowed", "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        assert!(answer.list("vary").contains("origin"), "{origin}");
    }
}

#[tokio::test]
async fn a_page_of_one_site_cannot_use_another() {
    let server = Server::start().await;
    let request = json_post("/api/v1/comments").header("origin", HERALD);
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_eq!(answer.problem(), "403 origin-not-allowed");
    let request = json_post("/api/v1/preview").header("origin", HERALD);
    let body = json!({ "site": "gazette", "body": "a" });
    assert_eq!(server.send(request.body(Body::from(body.to_string())).unwrap()).await.status, 403);
    for address in ["/embed/thread", "/api/v1/thread", "/thread"] {
        let answer = server.get_with(&format!("{address}?{QUERY}"), "origin", HERALD).await;
        assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (403, ""), "{address}");
    }
}

#[tokio::test]
async fn a_site_page_can_read_what_was_wrong() {
    let server = Server::start().await;
    let answer = server.get_with("/embed/thread?site=gazete&url=https://news.example/a", "origin", GAZETTE).await;
    assert_eq!(answer.problem(), "404 site-unknown field=\"site\"");
    assert_eq!(answer.header("access-control-allow-origin"), GAZETTE);
    let answer = server.get_with("/api/v1/nothing", "origin", GAZETTE).await;
    assert_eq!((answer.problem().as_str(), answer.header("access-control-allow-origin")), ("404 not-found", GAZETTE));
}

#[tokio::test]
async fn no_answer_allows_credentials() {
    let server = Server::start().await;
    for address in ["/embed.js", "/embed/thread", "/api/v1/thread", "/thread"] {
        let answer = server.get_with(&format!("{address}?{QUERY}"), "origin", GAZETTE).await;
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
}

#[tokio::test]
async fn the_demo_is_open_to_this_machine_on_any_port() {
    let server = Server::with(|config| config.sites = weerwoord_server::config::Config::default().sites).await;
    let query = "site=demo&url=http%3A%2F%2Flocalhost%3A3000%2Fa";
    let answer = server.get_with(&format!("/embed/thread?{query}"), "origin", "http://localhost:3000").await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, "http://localhost:3000"));
}
