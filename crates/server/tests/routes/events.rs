//! `GET /api/v1/events`: what is told.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::import::{Import, Options};
use weerwoord_server::sites::Premoderate;

use crate::server::{ARTICLE, QUERY, Server, comment, id};
use crate::stream::{Stream, line, poll, post_as, reply, send, version};

const OTHER: &str = "https://news.example/2026/brug";
const BOTH: &str =
    "site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein&url=https%3A%2F%2Fnews.example%2F2026%2Fbrug";

#[tokio::test]
async fn a_stream_tells_what_everybody_does_to_a_thread() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, QUERY).await;
    assert_eq!(stream.until("hello").await, "hello\n");
    post_as(&server, 1, &comment(1)).await;
    assert_snapshot!(stream.until("thread").await, @"
    posted 1 <p>Reactie <em>1</em></p>
    thread count=1 closed=false
    ");
    post_as(&server, 2, &reply(2, 1)).await;
    assert_snapshot!(stream.until("thread").await, @"
    posted 2 <p>Reactie <em>2</em></p>
    thread count=2 closed=false
    ");
    send(&server, "PATCH", id(1).as_str(), 1, &json!({ "site": "gazette", "body": "Anders" })).await;
    assert_snapshot!(stream.until("thread").await, @"
    edited 1 <p>Anders</p>
    thread count=2 closed=false
    ");
    send(&server, "PUT", &format!("{}/vote", id(1)), 2, &json!({ "site": "gazette", "value": 1 })).await;
    assert_snapshot!(stream.until("thread").await, @r#"
    votes 1 votes={"down":0,"up":1}
    thread count=2 closed=false
    "#);
    send(&server, "DELETE", &format!("{}?site=gazette", id(2)), 2, &json!({})).await;
    assert_snapshot!(stream.until("thread").await, @"
    removed 2
    thread count=1 closed=false
    ");
    send(&server, "POST", &format!("{}/restore", id(2)), 2, &json!({ "site": "gazette" })).await;
    assert_snapshot!(stream.until("thread").await, @"
    posted 2 <p>Reactie <em>2</em></p>
    thread count=2 closed=false
    ");
    server.change("UPDATE thread SET closed_at = 1").await;
    assert_eq!(stream.until("thread").await, "thread count=2 closed=true\n");
    server.change("UPDATE thread SET closed_at = NULL").await;
    assert_eq!(stream.until("thread").await, "thread count=2 closed=false\n");
}

#[tokio::test]
async fn a_comment_on_the_wire_is_the_one_that_the_thread_has() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    server.posted(&comment(1)).await;
    let event = stream.next().await.unwrap();
    assert_eq!(event["thread"], "news.example/2026/plein");
    let thread: Value = serde_json::from_str(&server.get(&format!("/api/v1/thread?{QUERY}")).await.text()).unwrap();
    assert_eq!(event["comment"], thread["comments"][0]);
}

#[tokio::test]
async fn a_stream_that_was_cut_off_goes_on_where_it_ended() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    let mut told = Vec::new();
    for n in 1..=9 {
        server.posted(&comment(n)).await;
        if n % 3 == 0 {
            // Cut off anywhere: after any of the events that it has told.
            for _ in 0..n / 3 {
                told.push(line(&stream.next().await.unwrap()));
            }
            stream = Stream::again(&server, QUERY, &stream.id).await;
        }
    }
    while told.last().is_none_or(|line| line != "thread count=9 closed=false") {
        told.push(line(&stream.next().await.unwrap()));
    }
    let posted: Vec<_> = told.iter().filter(|line| line.starts_with("posted")).cloned().collect();
    let wanted: Vec<_> = (1..=9).map(|n| format!("posted {n} <p>Reactie <em>{n}</em></p>")).collect();
    assert_eq!(posted, wanted, "each once, in order");
}

#[tokio::test]
async fn what_was_missed_is_told_as_it_is_now_and_once() {
    let server = Server::start().await;
    post_as(&server, 1, &comment(1)).await;
    post_as(&server, 1, &comment(2)).await;
    let since = version(&server).await;
    send(&server, "PATCH", id(1).as_str(), 1, &json!({ "site": "gazette", "body": "Eerst" })).await;
    send(&server, "PUT", &format!("{}/vote", id(2)), 2, &json!({ "site": "gazette", "value": 1 })).await;
    post_as(&server, 3, &comment(3)).await;
    send(&server, "PATCH", id(1).as_str(), 1, &json!({ "site": "gazette", "body": "Toen" })).await;
    send(&server, "DELETE", &format!("{}?site=gazette", id(3)), 3, &json!({})).await;
    let (lines, now) = poll(&server, QUERY, &since).await;
    assert_snapshot!(lines, @r#"
    votes 2 votes={"down":0,"up":1}
    edited 1 <p>Toen</p>
    removed 3
    thread count=2 closed=false
    "#);
    assert_eq!(now, version(&server).await);
    assert_eq!(poll(&server, QUERY, &now).await.0, "thread count=2 closed=false");
    let mut stream = Stream::again(&server, QUERY, &since).await;
    assert_eq!(stream.until("hello").await, format!("{lines}\nhello\n"), "a stream tells the same");
    assert_eq!(stream.id, now);
}

#[tokio::test]
async fn who_gets_no_stream_is_told_the_same_at_once() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let address = format!("/api/v1/events?{QUERY}&wait=0&since=0");
    let answer = server.get_with(&address, "accept", "text/event-stream").await;
    assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("text/event-stream", "no-store"));
    let kinds = |text: &str| text.matches("\"type\":").count();
    assert_eq!(kinds(&answer.text()), 3, "posted, thread, hello: {answer}");
    assert!(answer.text().contains(&format!("id: {}\n", version(&server).await)));
    assert_eq!(server.app.live.streams(), 0);
}

#[tokio::test]
async fn one_stream_tells_of_all_threads_of_a_page() {
    let server = Server::start().await;
    let mut stream = Stream::open(&server, BOTH).await;
    stream.until("hello").await;
    assert_eq!(stream.id, "0_0");
    let mut other = comment(2);
    other["url"] = json!(OTHER);
    server.posted(&other).await;
    assert_eq!(
        stream.until("thread").await,
        "posted 2 <p>Reactie <em>2</em></p> (brug)\nthread count=1 closed=false (brug)\n"
    );
    server.posted(&comment(1)).await;
    assert_eq!(stream.until("thread").await, "posted 1 <p>Reactie <em>1</em></p>\nthread count=1 closed=false\n");
    let (lines, id) = poll(&server, BOTH, "0_0").await;
    assert_snapshot!(lines, @"
    posted 1 <p>Reactie <em>1</em></p>
    thread count=1 closed=false
    posted 2 <p>Reactie <em>2</em></p> (brug)
    thread count=1 closed=false (brug)
    ");
    assert_eq!(id, stream.id);
}

#[tokio::test]
async fn a_comment_that_waits_is_told_to_nobody_until_it_is_approved() {
    let server = Server::with(|config| config.sites[0].rules.premoderate = Premoderate::All).await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    let begun = stream.id.clone();
    post_as(&server, 1, &comment(1)).await;
    // Neither when its writer changes or deletes it, nor when an editor takes it down and brings it back.
    post_as(&server, 2, &comment(2)).await;
    send(&server, "PATCH", id(2).as_str(), 2, &json!({ "site": "gazette", "body": "geheim" })).await;
    send(&server, "DELETE", &format!("{}?site=gazette", id(2)), 2, &json!({})).await;
    server.change("UPDATE comment SET status = 'removed' WHERE seq = 1").await;
    server.change("UPDATE comment SET status = 'held' WHERE seq = 1").await;
    let (lines, _) = poll(&server, QUERY, &begun).await;
    assert_eq!(lines, "thread count=0 closed=false");
    server.change("UPDATE comment SET status = 'published' WHERE seq = 1").await;
    let mut lines = stream.until("thread").await;
    while !lines.contains("count=1") {
        lines += &stream.until("thread").await;
    }
    assert!(lines.contains("posted 1 <p>Reactie <em>1</em></p>"), "{lines}");
    assert!(!lines.contains("geheim") && !lines.contains("removed"), "{lines}");
}

#[tokio::test]
async fn a_comment_that_waits_again_is_gone_and_what_stands_below_it_is_not_told() {
    let server = Server::start().await;
    for comment in [comment(1), reply(2, 1), reply(3, 2)] {
        server.posted(&comment).await;
    }
    let since = version(&server).await;
    server.change("UPDATE comment SET status = 'held' WHERE seq = 3").await;
    assert_eq!(poll(&server, QUERY, &since).await.0, "removed 3\nthread count=2 closed=false");
    server.change("UPDATE comment SET status = 'held' WHERE seq = 1").await;
    // What it hides cannot be told one by one.
    assert_eq!(poll(&server, QUERY, &since).await.0, "reset\nthread count=0 closed=false");
    let since = version(&server).await;
    server.change("UPDATE comment SET html = '<p>geheim</p>' WHERE seq = 2").await;
    assert_eq!(poll(&server, QUERY, &since).await.0, "thread count=0 closed=false");
    server.change("UPDATE comment SET status = 'published' WHERE seq = 1").await;
    assert_eq!(poll(&server, QUERY, &since).await.0, "reset\nthread count=2 closed=false");
}

#[tokio::test]
async fn a_comment_that_can_be_taken_back_is_told_once_it_is_final() {
    let now = Arc::new(AtomicI64::new(1_795_435_200_000_000));
    let clock = Arc::clone(&now);
    let server = Server::by(Arc::new(move || clock.load(Ordering::Relaxed)), |config| {
        config.sites[0].rules.post_undo_seconds = 10;
    })
    .await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    let begun = stream.id.clone();
    for n in 1..=3 {
        post_as(&server, n, &comment(n)).await;
    }
    send(&server, "PATCH", id(2).as_str(), 2, &json!({ "site": "gazette", "body": "Anders" })).await;
    send(&server, "DELETE", &format!("{}?site=gazette", id(3)), 3, &json!({})).await;
    assert_eq!(poll(&server, QUERY, &begun).await.0, "thread count=0 closed=false");
    now.fetch_add(10_000_000, Ordering::Relaxed);
    // Whatever is written next settles what is due, in one commit.
    let mut elsewhere = comment(9);
    elsewhere["thread"] = json!("elsewhere");
    post_as(&server, 9, &elsewhere).await;
    let mut lines = stream.until("thread").await;
    while !lines.contains("count=2") {
        lines += &stream.until("thread").await;
    }
    let told: Vec<&str> = lines.lines().filter(|line| !line.starts_with("thread")).collect();
    assert_eq!(told, ["posted 1 <p>Reactie <em>1</em></p>", "posted 2 <p>Anders</p>"]);
}

#[tokio::test]
async fn what_editors_and_readers_make_of_a_comment_is_told_with_it() {
    let server = Server::start().await;
    post_as(&server, 1, &comment(1)).await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    let tells = async |stream: &mut Stream, field: &str| {
        let comment = stream.next().await.unwrap();
        assert_eq!(line(&comment), "edited 1 <p>Reactie <em>1</em></p>");
        assert_eq!(stream.until("thread").await, "thread count=1 closed=false\n");
        comment["comment"][field].clone()
    };
    server.change("UPDATE comment SET picked_at = 1").await;
    assert_eq!(tells(&mut stream, "picked").await, true);
    server.change("UPDATE comment SET reactions = '[{\"emoji\":\"👍\",\"count\":3}]'").await;
    assert!(tells(&mut stream, "reactions").await.is_null(), "the site has none");
    server.change("UPDATE comment SET badge = 'staff'").await;
    assert_eq!(tells(&mut stream, "badge").await, "staff");
    server.change("INSERT INTO writer_badge SELECT writer, 'author' FROM comment").await;
    assert_eq!(tells(&mut stream, "badge").await, "author");
    server.change("UPDATE writer_badge SET badge = 'staff'").await;
    assert_eq!(tells(&mut stream, "badge").await, "staff");
    server.change("UPDATE comment SET badge = NULL").await;
    assert_eq!(tells(&mut stream, "badge").await, "staff");
    server.change("DELETE FROM writer_badge").await;
    assert!(tells(&mut stream, "badge").await.is_null());
}

#[tokio::test]
async fn who_wrote_a_comment_is_told_when_that_changes() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let since = version(&server).await;
    server.change("UPDATE author SET name = 'Hamer'").await;
    assert_eq!(poll(&server, QUERY, &since).await.0, "edited 1 <p>Reactie <em>1</em></p>\nthread count=1 closed=false");
}

#[tokio::test]
async fn what_cannot_be_told_one_by_one_is_to_be_read_again() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let mut stream = Stream::open(&server, QUERY).await;
    stream.until("hello").await;
    import(&server, 1..=1).await;
    assert_eq!(stream.until("thread").await, "reset\nthread count=2 closed=false\n", "an import");
    server.change("DELETE FROM comment WHERE seq = 1").await;
    assert_eq!(stream.until("thread").await, "reset\nthread count=1 closed=false\n", "a row that is gone");
    import(&server, 2..=200).await;
    let before = version(&server).await;
    server.change("UPDATE comment SET html = '<p>Anders</p>'").await;
    assert_eq!(poll(&server, QUERY, &before).await.0.matches("edited").count(), 200);
    import(&server, 201..=201).await;
    let before = version(&server).await;
    server.change("UPDATE comment SET html = '<p>Weer anders</p>'").await;
    assert_eq!(poll(&server, QUERY, &before).await.0, "reset\nthread count=201 closed=false", "more than are told");
    // The thread goes, and another comes under its key.
    for statement in ["DELETE FROM vote", "DELETE FROM comment", "DELETE FROM thread"] {
        server.change(statement).await;
    }
    assert_eq!(poll(&server, QUERY, &before).await, ("reset\nthread count=0 closed=false".into(), "0".into()));
    server.posted(&comment(1)).await;
    assert_eq!(poll(&server, QUERY, &before).await.0, "reset\nthread count=1 closed=false");
}

async fn import(server: &Server, numbers: std::ops::RangeInclusive<u32>) {
    let line = |n| json!({ "id": format!("{n}"), "name": "Jan", "body": format!("Ingevoerd {n}") }).to_string();
    let file = numbers.map(line).collect::<Vec<_>>().join("\n");
    let site = server.app.sites.get("gazette").unwrap();
    let import = Import::new(site, "https://comments.example", None, Some(ARTICLE), None, Options::default()).unwrap();
    import.run(&server.app.store, Cursor::new(file)).await.unwrap();
}
