//! `GET /api/v1/events`: who is told, for how long, and what is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::Value;
use weerwoord_server::closing::Closing;
use weerwoord_server::config::Streams;

use crate::server::{QUERY, Server, comment, from_peer, json_post};
use crate::stream::{Stream, poll, version};

#[tokio::test]
async fn an_id_that_no_event_had_is_refused() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let now = version(&server).await;
    let (made, changes) = now.split_once('.').unwrap();
    let later = format!("{made}.{}", changes.parse::<i64>().unwrap() + 1);
    for id in ["x", "1", "0_0", "-1.1", "0.0", "%ff", &later, &format!("{now}_0"), &"1.1_".repeat(500)] {
        for more in ["", "&wait=0"] {
            let answer = server.get(&format!("/api/v1/events?{QUERY}&since={id}{more}")).await;
            assert_eq!(answer.problem(), "400 event-id-invalid", "{id}");
        }
        let answer = server.get_with(&format!("/api/v1/events?{QUERY}&since={now}"), "last-event-id", id).await;
        assert_eq!(answer.problem(), "400 event-id-invalid", "the header wins: {id}");
    }
    assert_eq!(server.app.live.streams(), 0);
}

#[tokio::test]
async fn a_request_that_cannot_be_followed_says_why() {
    let server = Server::start().await;
    let many = "&thread=a".repeat(21);
    let long = format!("site=gazette&thread={}", "a".repeat(201));
    let mut lines = String::new();
    for (case, query) in [
        ("no site", "url=https%3A%2F%2Fnews.example%2F"),
        ("an unknown site", "site=tribune&thread=a"),
        ("no thread", "site=gazette&thread="),
        ("too many", &format!("site=gazette{many}")),
        ("a blank key", "site=gazette&thread=+"),
        ("a long key", &long),
        ("no address", "site=gazette&url=plein"),
        ("an address elsewhere", "site=gazette&url=https%3A%2F%2Fherald.example%2F"),
        ("another wait", &format!("{QUERY}&wait=1")),
        ("two ids", &format!("{QUERY}&since=0&since=0")),
    ] {
        lines += &format!("{case}: {}\n", server.get(&format!("/api/v1/events?{query}")).await.problem());
    }
    assert_snapshot!(lines, @r#"
    no site: 422 field-invalid field="site"
    an unknown site: 404 site-unknown field="site"
    no thread: 422 field-invalid field="url"
    too many: 422 field-invalid field="thread" limit=20
    a blank key: 422 field-invalid field="thread" limit=200
    a long key: 422 field-invalid field="thread" limit=200
    no address: 422 field-invalid field="url"
    an address elsewhere: 403 url-not-allowed field="url"
    another wait: 422 field-invalid field="wait"
    two ids: 422 field-invalid field="since"
    "#);
    let elsewhere = server.get_with(&format!("/api/v1/events?{QUERY}"), "origin", "https://herald.example").await;
    assert_eq!(elsewhere.problem(), "403 origin-not-allowed");
}

#[tokio::test]
async fn a_stream_goes_through_proxies_and_to_the_sites_pages_alone() {
    let server = Server::start().await;
    let request = Request::get(format!("/api/v1/events?{QUERY}")).header("origin", "https://news.example");
    let request = request.header("accept-encoding", "br, gzip").body(Body::empty()).unwrap();
    let response = server.open(request).await;
    let mut fields = String::new();
    for name in
        ["content-type", "cache-control", "x-accel-buffering", "content-encoding", "access-control-allow-origin"]
    {
        if let Some(value) = response.headers().get(name) {
            fields += &format!("{name}: {}\n", value.to_str().unwrap());
        }
    }
    assert_snapshot!(fields, @"
    content-type: text/event-stream
    cache-control: no-cache, no-transform
    x-accel-buffering: no
    access-control-allow-origin: https://news.example
    ");
}

#[tokio::test]
async fn streams_are_counted_by_address_and_altogether() {
    let server = Server::with(|config| config.live = Streams { streams: 3, streams_per_address: 2 }).await;
    let open = |peer: &str| {
        let request = Request::get(format!("/api/v1/events?{QUERY}")).extension(from_peer(peer));
        request.body(Body::empty()).unwrap()
    };
    let first = Stream::of(server.open(open("198.51.100.1")).await);
    let _second = Stream::of(server.open(open("198.51.100.1")).await);
    let answer = server.send(open("198.51.100.1")).await;
    assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("429 rate-limited limit=2", "60"));
    let _third = Stream::of(server.open(open("198.51.100.2")).await);
    let answer = server.send(open("198.51.100.3")).await;
    assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("503 unavailable limit=3", "60"));
    assert_eq!(poll(&server, QUERY, "0").await.0, "thread count=0 closed=false", "who asks at once needs no room");
    assert_eq!(server.app.live.streams(), 3);
    drop(first);
    let _again = Stream::of(server.open(open("198.51.100.1")).await);
    assert_eq!(server.app.live.streams(), 3);
}

#[tokio::test]
async fn a_reader_who_takes_nothing_is_let_go_and_loses_nothing() {
    let server = Server::start().await;
    server.posted(&comment(0)).await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    while server.app.live.threads() > 0 {
        server.change("UPDATE comment SET html = html || '.'").await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.app.live.streams(), 1, "its connection is there until it is gone");
    let mut last = Value::Null;
    while let Some(event) = stream.next().await {
        last = if event["type"] == "edited" { event } else { last };
    }
    assert_ne!(last, Value::Null);
    let id = stream.id.clone();
    drop(stream);
    assert_eq!(server.app.live.streams(), 0);
    let mut again = Stream::again(&server, QUERY, &id).await;
    assert!(again.until("hello").await.contains("edited 0"), "what it missed");
}

#[tokio::test]
async fn what_changed_in_one_go_is_told_again_where_a_stream_ends_within_it() {
    let server = Server::start().await;
    for n in 1..=3 {
        server.posted(&comment(n)).await;
    }
    let before = version(&server).await;
    server.change("UPDATE comment SET html = html || '.'").await;
    // As a badge does to all comments of its writer.
    server.change("UPDATE comment SET (stamp, text_stamp) = (SELECT max(stamp), max(stamp) FROM comment)").await;
    let mut stream = Stream::again(&server, QUERY, &before).await;
    let mut first = None;
    while let Some(event) = stream.next().await {
        if event["type"] == "edited" {
            first = Some(stream.id.clone());
            break;
        }
    }
    let mut again = Stream::again(&server, QUERY, &first.unwrap()).await;
    let told = again.until("hello").await;
    assert!([1, 2, 3].iter().all(|n| told.contains(&format!("edited {n}"))), "{told}");
}

#[tokio::test]
async fn a_thread_that_closes_by_itself_tells_so() {
    let now = Arc::new(AtomicI64::new(1_795_435_200_000_000));
    let clock = Arc::clone(&now);
    let server = Server::by(Arc::new(move || clock.load(Ordering::Relaxed)), |config| {
        config.sites[0].rules.closing = Closing { days_after_first: 1, days_after_last: 0 };
    })
    .await;
    server.posted(&comment(1)).await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    now.fetch_add(86_400_000_000, Ordering::Relaxed);
    assert_eq!(stream.until("thread").await, "thread count=1 closed=true\n");
    assert_eq!(poll(&server, QUERY, &stream.id).await.0, "thread count=1 closed=true");
}

#[tokio::test]
async fn a_server_that_stops_ends_its_streams() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    server.app.live.close();
    assert_eq!(stream.next().await, None);
    assert_eq!(server.get(&format!("/api/v1/events?{QUERY}")).await.problem(), "503 unavailable limit=5000");
}

#[tokio::test]
async fn where_streams_are_off_nobody_is_told_of_them() {
    let server = Server::with(|config| config.live.streams = 0).await;
    assert_eq!(server.get(&format!("/api/v1/events?{QUERY}")).await.problem(), "404 not-found");
    let html = server.get(&format!("/embed/thread?{QUERY}")).await.text();
    assert!(!html.contains("\"version\""), "{html}");
}

#[tokio::test]
async fn fifty_writers_at_once_are_told_once_each() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    let writers = (0..50).map(|n| {
        let server = server.clone();
        tokio::spawn(async move {
            let request = json_post("/api/v1/comments").extension(from_peer(&format!("198.51.100.{n}")));
            let answer = server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await;
            assert_eq!(answer.status, 201, "{answer}");
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut posted = Vec::new();
    while posted.len() < 50 {
        let event = stream.next().await.unwrap();
        if event["type"] == "posted" {
            posted.push(event["comment"]["id"].as_str().unwrap().to_owned());
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    posted.sort_unstable();
    posted.dedup();
    assert_eq!(posted.len(), 50);
    let thread: Value = serde_json::from_str(&server.get(&format!("/api/v1/thread?{QUERY}")).await.text()).unwrap();
    assert_eq!(thread["thread"]["count"], 50);
}
