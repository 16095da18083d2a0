//! How much one address or thread may ask, and who counts as one address.

use axum::body::Body;
use insta::assert_snapshot;
use serde_json::json;
use weerwoord_server::config::Limits;

use crate::server::{Answer, Server, comment, form, form_post, from_peer, json_post};

async fn strict() -> Server {
    Server::with(|config| {
        config.limits = Limits { writes_per_minute_per_address: 6, writes_burst_per_address: 1, ..Limits::default() };
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    })
    .await
}

async fn post_from(server: &Server, n: u8, peer: &str, forwarded: &str) -> Answer {
    let request = json_post("/api/v1/comments").header("x-forwarded-for", forwarded).extension(from_peer(peer));
    server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await
}

#[tokio::test]
async fn an_address_that_posts_too_much_is_told_when_to_go_on() {
    let server = strict().await;
    server.posted(&comment(1)).await;
    assert_snapshot!(server.post("/api/v1/comments", &comment(2)).await, @r#"
    429 Too Many Requests
    content-type: application/problem+json
    retry-after: 10

    {
      "detail": "This address has posted more than 6 a minute; wait 10 s.",
      "limit": 6,
      "status": 429,
      "title": "rate limited",
      "type": "urn:weerwoord:problem:rate-limited"
    }
    "#);
}

#[tokio::test]
async fn a_forwarding_header_from_a_stranger_makes_no_other_address() {
    let server = strict().await;
    assert_eq!(post_from(&server, 1, "203.0.113.1", "198.51.100.1").await.status, 201);
    assert_eq!(post_from(&server, 2, "203.0.113.1", "198.51.100.2").await.status, 429);
    assert_eq!(post_from(&server, 3, "203.0.113.2", "198.51.100.1").await.status, 201);
}

#[tokio::test]
async fn behind_the_proxy_readers_are_told_apart_by_what_the_proxy_says() {
    let server = strict().await;
    assert_eq!(post_from(&server, 1, "10.0.0.1", "198.51.100.1").await.status, 201);
    assert_eq!(post_from(&server, 2, "10.0.0.1", "198.51.100.2").await.status, 201);
    assert_eq!(post_from(&server, 3, "10.0.0.1", "198.51.100.77, 198.51.100.2").await.status, 429);
}

#[tokio::test]
async fn a_thread_takes_only_so_many_a_minute_from_everybody_together() {
    let limits = Limits { writes_per_minute_per_thread: 1, ..Limits::default() };
    let server = Server::with(|config| config.limits = limits).await;
    server.posted(&comment(1)).await;
    assert_eq!(server.post("/api/v1/comments", &comment(2)).await.problem(), "429 rate-limited limit=1");
    let mut elsewhere = comment(3);
    elsewhere["url"] = json!("https://news.example/other");
    server.posted(&elsewhere).await;
}

#[tokio::test]
async fn previews_have_a_limit_of_their_own() {
    let limits = Limits { previews_per_minute_per_address: 1, ..Limits::default() };
    let server = Server::with(|config| config.limits = limits).await;
    let preview = json!({ "site": "gazette", "body": "a" });
    assert_eq!(server.post("/api/v1/preview", &preview).await.status, 200);
    assert_eq!(server.post("/api/v1/preview", &preview).await.problem(), "429 rate-limited limit=1");
    server.posted(&comment(1)).await;
}

#[tokio::test]
async fn a_form_over_the_limit_keeps_its_text() {
    let server = strict().await;
    server.posted(&comment(1)).await;
    let id = crate::server::id(2).to_string();
    let fields = [("id", id.as_str()), ("name", "Spijker"), ("body", "Nog iets & <meer>")];
    let answer =
        server.send(form_post(&format!("{}&lang=nl", crate::server::QUERY)).body(form(&fields)).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "10"));
    assert!(answer.text().contains("Nog iets &amp; &lt;meer"), "{answer}");
    assert!(answer.text().contains("Wacht een minuut"), "{answer}");
}
