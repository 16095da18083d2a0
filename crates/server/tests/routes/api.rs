//! What holds for every address: its description, its health, its ids.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;

use crate::server::{QUERY, Server, from_peer};

#[tokio::test]
async fn the_description_of_the_api_is_as_agreed() {
    let server = Server::start().await;
    let answer = server.get("/api/v1/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_snapshot!("openapi", format!("{:#}", answer.json()));
}

#[tokio::test]
async fn the_server_says_that_it_is_well() {
    let server = Server::start().await;
    let answer = server.get("/healthz").await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "ok\n"));
}

#[tokio::test]
async fn a_server_without_its_database_says_so_everywhere() {
    let server = Server::start().await;
    server.app.store.clone().close().await;
    for address in ["/healthz".to_owned(), format!("/api/v1/thread?{QUERY}"), format!("/embed/thread?{QUERY}")] {
        let answer = server.get(&address).await;
        assert_eq!(answer.problem(), "503 unavailable", "{address}");
        assert_eq!(answer.header("retry-after"), "5", "{address}");
    }
    assert_eq!(server.get("/embed.js").await.status, 200);
}

#[tokio::test]
async fn every_answer_carries_an_id_of_its_own() {
    let server = Server::with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]).await;
    let ask = async |peer: &str, given: &str| {
        let request = Request::get("/healthz").header("x-request-id", given).extension(from_peer(peer));
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        answer.header("x-request-id").to_owned()
    };
    assert_eq!(ask("10.0.0.1", "abc-123").await, "abc-123");
    let own = ask("203.0.113.1", "abc-123").await;
    assert_eq!((own.len(), own == "abc-123"), (32, false), "a stranger's id is not taken");
    assert_eq!(ask("10.0.0.1", "two words").await.len(), 32, "nor one that is no token");
}

#[tokio::test]
async fn every_answer_is_taken_for_what_it_says_it_is() {
    let server = Server::start().await;
    for address in ["/embed.js", "/healthz", "/nothing", &format!("/thread?{QUERY}")] {
        assert_eq!(server.get(address).await.header("x-content-type-options"), "nosniff", "{address}");
    }
}
