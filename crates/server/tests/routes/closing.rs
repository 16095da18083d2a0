//! Threads that close by themselves: what is read and what is taken agree at every moment, kept answers included.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::Value;
use weerwoord_server::closing::Closing;

use crate::own::Reader;
use crate::server::{QUERY, Server, comment, id};

/// 2026-11-23T12:00:00Z.
const NOON: i64 = 1_795_435_200_000_000;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;
const FRAGMENT: &str = "/embed/thread?site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein&lang=en";

async fn closing(days_after_first: u32, days_after_last: u32) -> (Server, Arc<AtomicI64>) {
    let time = Arc::new(AtomicI64::new(NOON));
    let clock = Arc::clone(&time);
    let clock = Arc::new(move || clock.load(Ordering::Relaxed));
    let closing = Closing { days_after_first, days_after_last };
    (Server::by(clock, |config| config.sites[0].rules.closing = closing).await, time)
}

async fn is_closed(server: &Server) -> bool {
    let json = server.get(&format!("/api/v1/thread?{QUERY}")).await.json();
    let closed = json["thread"]["closed"] == Value::Bool(true);
    for address in [FRAGMENT.to_owned(), format!("/thread?{QUERY}&lang=en")] {
        assert_eq!(server.get(&address).await.text().contains("You can still read them here"), closed, "{address}");
    }
    closed
}

#[tokio::test]
async fn a_thread_closes_at_its_moment_for_readers_and_writers_alike_though_nothing_is_written() {
    let (server, time) = closing(7, 0).await;
    assert!(!is_closed(&server).await);
    server.posted(&comment(1)).await;
    time.store(NOON + 7 * DAY - 1, Ordering::Relaxed);
    for _ in 0..2 {
        assert!(!is_closed(&server).await);
    }
    let (before, made) = (server.get(FRAGMENT).await, server.app.answers.renderings());
    time.store(NOON + 7 * DAY, Ordering::Relaxed);
    let known = before.header("etag");
    let after = server.get_with(FRAGMENT, "if-none-match", known).await;
    assert_eq!(after.status, 200, "what the reader has says that the thread is open");
    assert!(is_closed(&server).await);
    assert_eq!(server.app.answers.renderings(), made + 2, "each answer was made anew once");
    assert!(is_closed(&server).await);
    assert_eq!(server.app.answers.renderings(), made + 2);
    assert_eq!(server.post("/api/v1/comments", &comment(2)).await.problem(), "403 thread-closed");
    let again = server.post("/api/v1/comments", &comment(1)).await;
    assert_eq!(again.status, 201, "what was taken before is not refused when it is sent again");
}

#[tokio::test]
async fn each_comment_keeps_a_thread_open_that_closes_after_its_last() {
    let (server, time) = closing(0, 2).await;
    for n in 1..=3 {
        server.posted(&comment(n)).await;
        time.fetch_add(2 * DAY - 1, Ordering::Relaxed);
        assert!(!is_closed(&server).await);
    }
    time.fetch_add(1, Ordering::Relaxed);
    assert!(is_closed(&server).await);
}

#[tokio::test]
async fn a_thread_without_a_comment_does_not_close() {
    let (server, time) = closing(1, 1).await;
    time.fetch_add(100 * DAY, Ordering::Relaxed);
    assert!(!is_closed(&server).await);
    server.posted(&comment(1)).await;
}

#[tokio::test]
async fn a_thread_that_is_reopened_is_open_for_as_long_again() {
    let (server, time) = closing(7, 0).await;
    server.posted(&comment(1)).await;
    time.fetch_add(8 * DAY, Ordering::Relaxed);
    assert!(is_closed(&server).await);
    server.change("UPDATE thread SET reopened_at = 1795435200000000 + 8 * 86400000000").await;
    assert!(!is_closed(&server).await);
    server.posted(&comment(2)).await;
    time.fetch_add(7 * DAY, Ordering::Relaxed);
    assert!(is_closed(&server).await);
    assert_eq!(server.post("/api/v1/comments", &comment(3)).await.problem(), "403 thread-closed");
}

#[tokio::test]
async fn the_form_of_a_page_that_was_opened_before_is_refused_and_keeps_its_text() {
    let (server, time) = closing(7, 0).await;
    server.posted(&comment(1)).await;
    time.fetch_add(7 * DAY, Ordering::Relaxed);
    let new = id(2).to_string();
    let answer = server.submit(QUERY, &[("id", &new), ("name", "Petra"), ("body", "Net te laat")]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("Net te laat"), "{answer}");
}

#[tokio::test]
async fn a_comment_of_a_closed_thread_is_not_changed_any_more() {
    let (server, time) = closing(1, 0).await;
    server.posted(&comment(1)).await;
    time.fetch_add(DAY - 1, Ordering::Relaxed);
    let writer = Reader(&server, 1);
    writer.post(&comment(2)).await;
    assert_eq!(writer.edit(&id(2), "Nog net").await.status, 200);
    time.fetch_add(1, Ordering::Relaxed);
    assert_eq!(writer.edit(&id(2), "Te laat").await.problem(), "403 thread-closed");
}
