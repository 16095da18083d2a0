//! `PUT /api/v1/comments/{id}/vote`.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_protocol::Voting;
use weerwoord_server::config::Limits;

use crate::server::{Answer, QUERY, Server, bearer, comment, from_peer, id, json_post};

/// A server on which the `n`th comment was posted by the `n`th reader.
async fn with_comment() -> Server {
    let server = Server::start().await;
    post(&server, 1).await;
    server
}

async fn post(server: &Server, n: u8) {
    let request = json_post("/api/v1/comments").header("authorization", bearer(n));
    let answer = server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await;
    assert_eq!(answer.status, 201, "{answer}");
}

/// The vote of the `reader`th reader, from an address of that reader's own.
async fn vote(server: &Server, n: u8, reader: u8, value: i32) -> Answer {
    send(server, id(n).as_str(), &bearer(reader), &json!({ "site": "gazette", "value": value }), reader).await
}

async fn send(server: &Server, id: &str, authorization: &str, body: &Value, peer: u8) -> Answer {
    let request = Request::put(format!("/api/v1/comments/{id}/vote"))
        .header("content-type", "application/json")
        .header("authorization", authorization)
        .extension(from_peer(&format!("198.51.100.{peer}")));
    server.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// How the votes stand for everybody.
async fn votes(server: &Server) -> Value {
    server.get(&format!("/api/v1/thread?{QUERY}")).await.json()["comments"][0]["votes"].clone()
}

#[tokio::test]
async fn a_vote_is_counted_changed_and_taken_back() {
    let server = Server::with(|config| config.sites[0].policy.votes = Voting::UpDown).await;
    post(&server, 1).await;
    assert_eq!(votes(&server).await, Value::Null, "nobody voted");
    assert_eq!(vote(&server, 1, 2, 1).await.json(), json!({ "up": 1, "down": 0, "mine": 1 }));
    assert_eq!(vote(&server, 1, 3, 1).await.json(), json!({ "up": 2, "down": 0, "mine": 1 }));
    assert_eq!(vote(&server, 1, 2, -1).await.json(), json!({ "up": 1, "down": 1, "mine": -1 }));
    assert_eq!(votes(&server).await, json!({ "up": 1, "down": 1 }));
    assert_eq!(vote(&server, 1, 2, 0).await.json(), json!({ "up": 1, "down": 0, "mine": 0 }));
    assert_eq!(votes(&server).await, json!({ "up": 1, "down": 0 }));
}

#[tokio::test]
async fn the_same_vote_again_changes_nothing() {
    let server = with_comment().await;
    let first = vote(&server, 1, 2, 1).await.json();
    let version = server.ask::<i64>("SELECT version FROM thread").await;
    assert_eq!(vote(&server, 1, 2, 1).await.json(), first);
    assert_eq!(server.ask::<i64>("SELECT version FROM thread").await, version);
    assert_eq!(vote(&server, 1, 3, 0).await.json(), json!({ "up": 1, "down": 0, "mine": 0 }), "nor taking back none");
}

#[tokio::test]
async fn a_vote_is_in_everybodys_next_read() {
    let server = with_comment().await;
    let address = format!("/embed/thread?{QUERY}&lang=en");
    assert!(server.get(&address).await.text().contains("\"Like, 0\""));
    vote(&server, 1, 2, 1).await;
    assert!(server.get(&address).await.text().contains("\"Like, 1\""));
}

#[tokio::test]
async fn a_hundred_voters_at_once_end_at_the_right_count() {
    let server = with_comment().await;
    let voters = (100..200).map(|reader| {
        let server = server.clone();
        tokio::spawn(async move {
            // Some think again at once.
            for value in [1, 0, 1].into_iter().take(1 + usize::from(reader) % 3) {
                assert_eq!(vote(&server, 1, reader, value).await.status, 200);
            }
        })
    });
    for voter in voters.collect::<Vec<_>>() {
        voter.await.unwrap();
    }
    let wanted = (100..200).filter(|reader| reader % 3 != 1).count();
    assert_eq!(votes(&server).await, json!({ "up": wanted, "down": 0 }));
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM vote").await, i64::try_from(wanted).unwrap());
}

#[tokio::test]
async fn nobody_votes_on_a_comment_of_ones_own() {
    let server = with_comment().await;
    assert_eq!(vote(&server, 1, 1, 1).await.problem(), "409 own-comment");
    assert_eq!(votes(&server).await, Value::Null);
}

#[tokio::test]
async fn a_comment_that_is_gone_takes_no_votes() {
    let server = with_comment().await;
    vote(&server, 1, 2, 1).await;
    server.change("UPDATE comment SET status = 'removed'").await;
    assert_eq!(vote(&server, 1, 3, 1).await.problem(), "409 comment-removed");
    server.change("UPDATE comment SET status = 'held'").await;
    assert_eq!(vote(&server, 1, 3, 1).await.problem(), "404 not-found field=\"id\"");
    server.change("DELETE FROM comment").await;
    assert_eq!(vote(&server, 1, 3, 1).await.problem(), "404 not-found field=\"id\"");
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM vote").await, 0);
}

#[tokio::test]
async fn each_vote_that_is_wrong_has_a_problem_of_its_own_and_changes_nothing() {
    let server = with_comment().await;
    let right = json!({ "site": "gazette", "value": 1 });
    let with = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        body
    };
    let mine = id(1);
    let cases = [
        ("against, where the site takes none", mine.as_str(), with("value", json!(-1))),
        ("two at once", mine.as_str(), with("value", json!(2))),
        ("half a vote", mine.as_str(), with("value", json!(0.5))),
        ("a word", mine.as_str(), with("value", json!("up"))),
        ("a huge number", mine.as_str(), with("value", json!(99_999_999_999_u64))),
        ("null", mine.as_str(), with("value", Value::Null)),
        ("nothing", mine.as_str(), json!({ "site": "gazette" })),
        ("no site", mine.as_str(), json!({ "value": 1 })),
        ("an unknown site", mine.as_str(), with("site", json!("tribune"))),
        ("another site", mine.as_str(), with("site", json!("herald"))),
        ("an unknown comment", "019ab697-e800-7909-8909-090909090909", right.clone()),
        ("no id", "first", right.clone()),
        ("no text", "%ff", right.clone()),
        ("a list", mine.as_str(), json!([1])),
    ];
    let mut lines = String::new();
    for (case, id, body) in cases {
        lines += &format!("{case}: {}\n", send(&server, id, &bearer(2), &body, 2).await.problem());
    }
    assert_snapshot!(lines, @r#"
    against, where the site takes none: 422 field-invalid field="value"
    two at once: 422 field-invalid field="value"
    half a vote: 422 field-invalid field="value"
    a word: 422 field-invalid field="value"
    a huge number: 422 field-invalid field="value"
    null: 422 field-invalid field="value"
    nothing: 422 field-invalid field="value"
    no site: 422 field-invalid field="site"
    an unknown site: 404 site-unknown field="site"
    another site: 404 not-found field="id"
    an unknown comment: 404 not-found field="id"
    no id: 404 not-found field="id"
    no text: 404 not-found field="id"
    a list: 400 json-invalid
    "#);
    assert_eq!(votes(&server).await, Value::Null);
}

#[tokio::test]
async fn a_vote_takes_a_readers_token() {
    let server = with_comment().await;
    let body = json!({ "site": "gazette", "value": 1 });
    let answer = send(&server, id(1).as_str(), "Bearer short", &body, 2).await;
    assert_eq!(answer.problem(), "401 token-invalid");
    let request = Request::put(format!("/api/v1/comments/{}/vote", id(1))).header("content-type", "application/json");
    let answer = server.send(request.body(Body::from(body.to_string())).unwrap()).await;
    assert_eq!((answer.problem().as_str(), answer.header("www-authenticate")), ("401 token-missing", "Bearer"));
}

#[tokio::test]
async fn a_site_without_votes_takes_and_shows_none() {
    let server = Server::with(|config| config.sites[0].policy.votes = Voting::None).await;
    post(&server, 1).await;
    assert_eq!(vote(&server, 1, 2, 1).await.problem(), "422 field-invalid field=\"value\"");
    let html = server.get(&format!("/embed/thread?{QUERY}")).await.text();
    assert!(!html.contains("data-action=\"up\"") && !html.contains("sort=best"), "{html}");
}

#[tokio::test]
async fn an_address_that_votes_too_much_is_told_when_to_go_on() {
    let limits = Limits { votes_per_minute_per_address: 1, ..Limits::default() };
    let server = Server::with(|config| config.limits = limits).await;
    post(&server, 1).await;
    assert_eq!(vote(&server, 1, 2, 1).await.status, 200);
    let answer = vote(&server, 1, 2, 0).await;
    assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("429 rate-limited limit=1", "60"));
    assert_eq!(votes(&server).await, json!({ "up": 1, "down": 0 }));
    assert_eq!(vote(&server, 1, 3, 1).await.status, 200, "others vote on");
}

#[tokio::test]
async fn a_page_of_another_site_cannot_vote() {
    let server = with_comment().await;
    let request = Request::put(format!("/api/v1/comments/{}/vote", id(1)))
        .header("content-type", "application/json")
        .header("authorization", bearer(2))
        .header("origin", "https://herald.example");
    let body = json!({ "site": "gazette", "value": 1 }).to_string();
    assert_eq!(server.send(request.body(Body::from(body)).unwrap()).await.problem(), "403 origin-not-allowed");
}
