//! `GET` and `POST /api/v1/counts`: how many comments articles have.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use weerwoord_server::sites::Premoderate;

use crate::desk::{self, Editor, with_secret};
use crate::own::Reader;
use crate::server::{ARTICLE, Answer, Server, comment, form, id};

const ADDRESS: &str = "/api/v1/counts?site=gazette";

fn query(articles: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(articles).finish()
}

async fn counts(server: &Server, articles: &[(&str, &str)]) -> Value {
    let answer = server.get(&format!("{ADDRESS}&{}", query(articles))).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()["counts"].clone()
}

async fn post(server: &Server, articles: &[(&str, &str)]) -> Answer {
    let request = Request::post(ADDRESS).header("content-type", "application/x-www-form-urlencoded");
    server.send(request.body(form(articles)).unwrap()).await
}

async fn discussions() -> Server {
    let server = Server::start().await;
    for n in 1..=3 {
        server.posted(&comment(n)).await;
    }
    let mut of_key = comment(4);
    of_key["thread"] = json!("avond");
    server.posted(&of_key).await;
    server
}

#[tokio::test]
async fn many_articles_are_counted_by_one_request_in_their_order() {
    let server = discussions().await;
    let articles = [
        ("thread", "avond"),
        ("url", "https://news.example/nobody-wrote"),
        ("url", ARTICLE),
        ("url", "http://NEWS.example/2026/plein/?utm_source=mail#top"),
        ("thread", "nacht"),
        ("url", "https://elsewhere.example/2026/plein"),
        ("url", ARTICLE),
    ];
    assert_eq!(counts(&server, &articles).await, json!([0, 3, 0, 0, 3, 1, 0]), "addresses first, then keys");
    assert_eq!(post(&server, &articles).await.json()["counts"], json!([0, 3, 0, 0, 3, 1, 0]));
}

#[tokio::test]
async fn what_is_not_read_is_not_counted() {
    let (server, secret) = with_secret(Premoderate::All).await;
    desk::post(&server, 1).await;
    assert_eq!(counts(&server, &[("url", ARTICLE)]).await, json!([0]));
    Editor::of(&server, "gazette", &secret).await.does("approve", &[("comment", id(1).as_str())]).await;
    assert_eq!(counts(&server, &[("url", ARTICLE)]).await, json!([1]));

    let server = Server::final_at_once().await;
    let writer = Reader(&server, 1);
    for n in 1..=3 {
        let mut new = comment(n);
        if n == 2 {
            new["parent"] = json!(id(1));
        }
        writer.post(&new).await;
    }
    server.change("UPDATE comment SET status = 'held' WHERE seq = 1").await;
    assert_eq!(counts(&server, &[("url", ARTICLE)]).await, json!([1]), "nor what stands below a comment that waits");
    writer.delete(&id(3)).await;
    assert_eq!(counts(&server, &[("url", ARTICLE)]).await, json!([0]));
}

#[tokio::test]
async fn the_counts_of_sites_are_apart() {
    let server = discussions().await;
    let mut other = comment(9);
    (other["site"], other["url"], other["thread"]) =
        (json!("herald"), json!("https://herald.example/a"), json!("avond"));
    server.posted(&other).await;
    let answer = server.get("/api/v1/counts?site=herald&thread=avond&thread=nacht").await;
    assert_eq!(answer.json(), json!({ "site": "herald", "counts": [1, 0] }));
    assert_eq!(counts(&server, &[("thread", "avond")]).await, json!([1]));
}

#[tokio::test]
async fn counts_may_be_kept_for_a_minute_and_are_asked_for_again_by_their_tag() {
    let server = discussions().await;
    let address = format!("{ADDRESS}&{}", query(&[("url", ARTICLE)]));
    let answer = server.get(&address).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    let again = server.get_with(&address, "if-none-match", answer.header("etag")).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    server.posted(&comment(7)).await;
    let changed = server.get_with(&address, "if-none-match", answer.header("etag")).await;
    assert_eq!((changed.status.as_u16(), changed.json()["counts"].clone()), (200, json!([4])));
}

#[tokio::test]
async fn a_page_of_another_origin_counts_its_own_site_alone() {
    let server = discussions().await;
    let address = format!("{ADDRESS}&{}", query(&[("url", ARTICLE)]));
    let own = server.get_with(&address, "origin", "https://news.example").await;
    assert_eq!((own.status.as_u16(), own.header("access-control-allow-origin")), (200, "https://news.example"));
    let other = server.get_with(&address, "origin", "https://herald.example").await;
    assert_eq!(other.problem(), "403 origin-not-allowed");
    let request = Request::post(ADDRESS).header("origin", "https://news.example");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form(&[("url", ARTICLE)]));
    let many = server.send(request.unwrap()).await;
    assert_eq!((many.status.as_u16(), many.header("access-control-allow-origin")), (200, "https://news.example"));
}

#[tokio::test]
async fn what_cannot_be_counted_is_refused_as_a_whole() {
    let server = Server::start().await;
    let too_many: Vec<_> = (0..501).map(|_| ("url", ARTICLE)).collect();
    assert_eq!(post(&server, &too_many[1..]).await.status, 200);
    assert_eq!(post(&server, &too_many).await.problem(), "422 field-invalid field=\"url\" limit=500");
    let long = "a".repeat(2000);
    let long = format!("https://news.example/{long}");
    for (articles, problem) in [
        (&[][..], "422 field-invalid field=\"url\""),
        (&[("url", "")], "422 field-invalid field=\"url\""),
        (&[("url", "plein")], "422 field-invalid field=\"url\""),
        (&[("url", ARTICLE), ("url", "javascript:alert(1)")], "422 field-invalid field=\"url\""),
        (&[("url", &long)], "422 field-invalid field=\"url\" limit=2000"),
        (&[("thread", "\u{7}")], "422 field-invalid field=\"thread\""),
    ] {
        assert_eq!(post(&server, articles).await.problem(), problem, "{articles:?}");
    }
    let json = Request::post(ADDRESS).header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(server.send(json).await.problem(), "415 content-type-unsupported");
    let large = vec![("url", long.as_str()); 40];
    assert_eq!(post(&server, &large).await.problem(), "413 request-too-large limit=65536");
    assert_eq!(server.get("/api/v1/counts?site=tribune&url=x").await.problem(), "404 site-unknown field=\"site\"");
    assert_eq!(server.get("/api/v1/counts?url=x").await.problem(), "422 field-invalid field=\"site\"");
}
