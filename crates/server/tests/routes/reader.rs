//! Readers without accounts, who are known by a token of their device: what every address that takes one does with it.

use axum::body::Body;
use insta::assert_snapshot;
use sha2::{Digest, Sha256};

use crate::server::{Answer, QUERY, Server, bearer, comment, id, json_post};

const COMMENTS: &str = "/api/v1/comments";

async fn post_as(server: &Server, n: u8, authorization: &str) -> Answer {
    let request = json_post(COMMENTS).header("authorization", authorization);
    server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await
}

#[tokio::test]
async fn a_comment_keeps_a_digest_of_its_writers_token() {
    let server = Server::start().await;
    assert_eq!(post_as(&server, 1, &bearer(1)).await.status, 201);
    let kept: Vec<u8> = server.ask("SELECT writer FROM comment").await;
    assert_eq!(kept, Sha256::digest(b"gazette\0reader-000000000000001").to_vec());
    let thread = server.get(&format!("/api/v1/thread?{QUERY}")).await.text();
    assert!(!thread.contains("writer") && !thread.contains("reader-0"), "{thread}");
}

#[tokio::test]
async fn a_comment_without_a_token_is_nobodys() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM comment WHERE writer IS NULL").await, 1);
}

#[tokio::test]
async fn a_comment_sent_again_by_somebody_else_stays_its_writers() {
    let server = Server::start().await;
    assert_eq!(post_as(&server, 1, &bearer(1)).await.status, 201);
    let kept: Vec<u8> = server.ask("SELECT writer FROM comment").await;
    assert_eq!(post_as(&server, 1, &bearer(2)).await.status, 201);
    assert_eq!(server.ask::<Vec<u8>>("SELECT writer FROM comment").await, kept);
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn what_is_no_token_is_refused_and_nothing_is_kept() {
    let server = Server::start().await;
    for authorization in
        ["Bearer", "Bearer short", "Basic cmVhZGVyOnNlY3JldA==", &format!("Bearer {}", "a".repeat(8_000))]
    {
        let answer = post_as(&server, 1, authorization).await;
        assert_eq!(answer.problem(), "401 token-invalid");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM comment").await, 0);
    assert_snapshot!(post_as(&server, 1, "Bearer short").await, @r#"
    401 Unauthorized
    content-type: application/problem+json

    {
      "detail": "`Authorization` is `Bearer` and 22 characters of base64url.",
      "status": 401,
      "title": "token invalid",
      "type": "urn:weerwoord:problem:token-invalid"
    }
    "#);
    assert_eq!(server.posted(&comment(1)).await["id"], id(1).as_str(), "it can still be posted");
}
