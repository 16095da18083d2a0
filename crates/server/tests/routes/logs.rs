//! What the log tells of a request, and what it must never tell.

use axum::body::Body;

use crate::server::{Server, comment, from_peer, json_post, take_log};

#[tokio::test]
async fn a_request_is_one_line_without_address_query_or_text() {
    let server = Server::with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]).await;
    take_log();
    let request = json_post("/api/v1/comments?token=secret")
        .header("x-forwarded-for", "198.51.100.77")
        .header("x-request-id", "abc-123")
        .header("authorization", "Bearer only-my-device-has-it0")
        .extension(from_peer("10.1.2.3"));
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_eq!(answer.status, 201);

    let log = take_log();
    assert_eq!(log.lines().count(), 1, "{log}");
    for told in ["abc-123", "method=POST", "path=\"/api/v1/comments\"", "status=201", "latency_ms="] {
        assert!(log.contains(told), "{told}: {log}");
    }
    for secret in ["198.51.100.77", "10.1.2.3", "secret", "only-my-device", "Spijker", "Reactie", "news.example"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}
