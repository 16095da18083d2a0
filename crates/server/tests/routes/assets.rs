//! `GET /embed.js`, `/embed.css`, `/assets/…` and `/`.

use axum::http::Method;
use insta::assert_snapshot;
use weerwoord_server::assets::ASSETS;
use weerwoord_server::config::Config;

use crate::server::{Answer, Server};

fn headers(answer: &Answer) -> String {
    let names =
        ["content-type", "cache-control", "vary", "access-control-allow-origin", "cross-origin-resource-policy"];
    let lines = names.map(|name| format!("{name}: {}\n", answer.header(name)));
    format!("{}\n{}", answer.status, lines.concat())
}

#[tokio::test]
async fn the_script_has_a_stable_name_and_a_short_life() {
    let server = Server::start().await;
    let answer = server.get("/embed.js?v=1").await;
    assert_snapshot!(headers(&answer), @r"
    200 OK
    content-type: text/javascript; charset=utf-8
    cache-control: public, max-age=600
    vary: accept-encoding
    access-control-allow-origin: *
    cross-origin-resource-policy: cross-origin
    ");
    let again = server.get_with("/embed.js", "if-none-match", answer.header("etag")).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    assert_eq!(again.header("etag"), answer.header("etag"));
    assert_eq!(server.get_with("/embed.js", "if-none-match", "\"another\"").await.status, 200);
}

#[tokio::test]
async fn the_module_has_its_hash_in_its_name_and_lives_for_ever() {
    let server = Server::start().await;
    assert_snapshot!(headers(&server.get(ASSETS.module).await), @r"
    200 OK
    content-type: text/javascript; charset=utf-8
    cache-control: public, max-age=31536000, immutable
    vary: accept-encoding
    access-control-allow-origin: *
    cross-origin-resource-policy: cross-origin
    ");
    let wasm = ASSETS.all.iter().find(|asset| asset.address.ends_with(".wasm")).unwrap();
    assert_eq!(server.get(wasm.address).await.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn files_are_sent_as_the_browser_can_read_them() {
    let server = Server::start().await;
    let plain = server.get("/embed.css").await;
    for (accept, encoding) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0", "")] {
        let answer = server.get_with("/embed.css", "accept-encoding", accept).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accept}");
        assert_eq!(answer.bytes.len() < plain.bytes.len(), !encoding.is_empty(), "{accept}");
        assert_eq!(answer.header("etag") == plain.header("etag"), encoding.is_empty(), "{accept}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{accept}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let server = Server::start().await;
    for address in
        ["/assets/", "/assets/none.js", "/assets/../embed.js", "/assets/%2e%2e/embed.js", "/index.html", "/x"]
    {
        assert_eq!(server.get(address).await.problem(), "404 not-found", "{address}");
    }
}

#[tokio::test]
async fn another_method_is_refused_and_the_right_ones_are_named() {
    let server = Server::start().await;
    for (method, address, allow) in [
        (Method::POST, "/embed.js", "GET,HEAD"),
        (Method::DELETE, "/api/v1/comments", "POST"),
        (Method::PUT, "/thread", "GET,HEAD,POST"),
    ] {
        let request = axum::http::Request::builder().method(method).uri(address).body(axum::body::Body::empty());
        let answer = server.send(request.unwrap()).await;
        assert_eq!(answer.problem(), "405 method-not-allowed", "{address}");
        assert_eq!(answer.header("allow"), allow, "{address}");
    }
}

#[tokio::test]
async fn the_demo_article_is_there_only_with_the_demo_site() {
    let server = Server::start().await;
    assert_eq!(server.get("/").await.problem(), "404 not-found");
    let demo = Server::with(|config| config.sites = Config::default().sites).await;
    let article = demo.get("/").await;
    assert_eq!((article.status.as_u16(), article.header("content-type")), (200, "text/html; charset=utf-8"));
}
