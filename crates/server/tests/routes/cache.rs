//! What is kept of a thread's answers: each version is made once, and nobody gets an old one.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use serde_json::json;
use tokio::task::{JoinSet, yield_now};

use crate::server::{ARTICLE, Answer, QUERY, Server, comment, id};

const FRAGMENT: &str = "/embed/thread?site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein";

#[tokio::test]
async fn two_readers_of_a_thread_share_one_rendering() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let (one, two) = (server.get(FRAGMENT).await, server.get(FRAGMENT).await);
    assert!(one.text().contains("Reactie <em>1</em>"));
    assert_eq!((one.bytes, server.app.answers.renderings()), (two.bytes, 1));
}

#[tokio::test]
async fn a_post_is_in_the_next_read() {
    let server = Server::start().await;
    for n in 1..=5 {
        server.posted(&comment(n)).await;
        for address in [FRAGMENT.to_owned(), format!("/api/v1/thread?{QUERY}")] {
            let text = server.get(&address).await.text();
            assert!(text.contains(&format!("Reactie <em>{n}</em>")), "{text}");
        }
    }
    assert_eq!(server.app.answers.renderings(), 10);
}

#[tokio::test]
async fn an_import_by_another_process_is_in_the_next_read() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let settings = "[[site]]\nname = \"gazette\"\norigins = [\"https://news.example\"]\n";
    let config = file("weerwoord.toml", &format!("database = \"{}\"\n{settings}", server.database()));
    for n in 1..=3 {
        let words = format!("Uit bestand {n}");
        for _ in 0..2 {
            assert!(!server.get(FRAGMENT).await.text().contains(&words));
        }
        let lines = file("thread.jsonl", &json!({ "id": n, "name": "Petra", "body": words }).to_string());
        let mut import = Command::new(env!("CARGO_BIN_EXE_weerwoord"));
        import.args(["import", "--site", "gazette", "--url", ARTICLE, "--config"]).args([&config, &lines]);
        let output = import.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(server.get(FRAGMENT).await.text().contains(&words));
    }
}

#[tokio::test]
async fn a_change_by_hand_is_in_the_next_read() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.posted(&comment(2)).await;
    for (change, gone) in [
        ("UPDATE comment SET status = 'removed' WHERE seq = 1", "Reactie <em>1</em>"),
        ("UPDATE author SET name = 'Anoniem'", "Spijker"),
        ("UPDATE thread SET closed_at = 1", "<form"),
        ("DELETE FROM comment WHERE seq = 2", "Reactie <em>2</em>"),
    ] {
        assert!(server.get(FRAGMENT).await.text().contains(gone), "{change}");
        server.change(change).await;
        assert!(!server.get(FRAGMENT).await.text().contains(gone), "{change}");
    }
}

#[tokio::test]
async fn a_thread_that_was_deleted_and_made_anew_is_another_one() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.get(FRAGMENT).await;
    server.change("DELETE FROM comment").await;
    server.change("DELETE FROM thread").await;
    assert!(!server.get(FRAGMENT).await.text().contains("Reactie"));
    server.posted(&comment(2)).await;
    assert!(server.get(FRAGMENT).await.text().contains("Reactie <em>2</em>"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_readers_after_a_change_share_one_rendering() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.get(FRAGMENT).await;
    server.posted(&comment(2)).await;
    let answers = asked_at_once(&server, 1_000).await;
    assert!(answers.iter().all(|answer| answer.text().contains("Reactie <em>2</em>")));
    assert_eq!(server.app.answers.renderings(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_share_a_rendering_that_is_not_kept() {
    let server = Server::with(|config| config.cache.fragments_mib = 0).await;
    server.posted(&comment(1)).await;
    let answers = asked_at_once(&server, 100).await;
    assert!(answers.iter().all(|answer| answer.text().contains("Reactie <em>1</em>")));
    let shared = server.app.answers.renderings();
    assert!(shared < 100, "{shared}");
    server.get(FRAGMENT).await;
    assert_eq!((server.app.answers.renderings(), server.app.answers.bytes()), (shared + 1, 0));
}

#[tokio::test]
async fn a_flood_of_addresses_stays_in_the_bound_and_leaves_a_read_thread_alone() {
    let server = Server::with(|config| config.cache.fragments_mib = 1).await;
    server.posted(&comment(1)).await;
    for _ in 0..2 {
        server.get(FRAGMENT).await;
    }
    for n in 0..1_000 {
        server.get(&format!("/embed/thread?site=gazette&url=https%3A%2F%2Fnews.example%2F{n}")).await;
        assert!(server.app.answers.bytes() <= 1 << 20);
    }
    assert_eq!(server.app.answers.renderings(), 1_001, "one for each address");
    assert!(server.app.answers.bytes() > 1 << 19, "the flood went through the cache");
    server.get(FRAGMENT).await;
    assert_eq!(server.app.answers.renderings(), 1_001, "the thread was still there");
}

#[tokio::test]
async fn an_error_is_not_kept() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.change("ALTER TABLE comment RENAME TO away").await;
    for _ in 0..2 {
        assert_eq!(server.get(FRAGMENT).await.problem(), "500 internal");
    }
    server.change("ALTER TABLE away RENAME TO comment").await;
    assert!(server.get(FRAGMENT).await.text().contains("Reactie <em>1</em>"));
}

#[tokio::test]
async fn every_encoding_is_the_same_text() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let plain = server.get(FRAGMENT).await;
    assert_eq!(plain.header("content-encoding"), "");
    for (accepted, coding) in [("br", "br"), ("gzip, deflate", "gzip"), ("identity", ""), ("zstd, deflate", "")] {
        let answer = server.get_with(FRAGMENT, "accept-encoding", accepted).await;
        assert_eq!((answer.header("content-encoding"), answer.header("etag")), (coding, plain.header("etag")));
        assert_eq!(answer.list("vary"), "accept-encoding, origin", "{accepted}");
        assert!(decoded(&answer) == plain.bytes, "{accepted}");
    }
    assert_eq!(server.app.answers.renderings(), 1);
}

#[tokio::test]
async fn each_language_order_and_wrap_is_an_entry_of_its_own() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let variants = ["", "&lang=nl", "&lang=en", "&sort=oldest", "&wrap=element", "&wrap=element&lang=nl"];
    for _ in 0..2 {
        for variant in variants {
            let text = server.get(&format!("{FRAGMENT}{variant}")).await.text();
            assert_eq!(text.contains("lang=\"nl\""), variant.contains("nl"), "{variant}");
            assert_eq!(text.starts_with("<weerwoord-thread"), variant.contains("wrap"), "{variant}");
        }
    }
    assert_eq!(server.app.answers.renderings(), variants.len() as u64);
}

#[tokio::test]
async fn a_kept_answer_says_to_each_page_whether_it_may_read_it() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    assert_eq!(server.get(FRAGMENT).await.header("access-control-allow-origin"), "");
    let ask = async |origin: &str| server.get_with(FRAGMENT, "origin", origin).await;
    for _ in 0..2 {
        assert_eq!(ask("https://news.example").await.header("access-control-allow-origin"), "https://news.example");
        assert_eq!(ask("https://herald.example").await.problem(), "403 origin-not-allowed");
        assert_eq!(server.get(FRAGMENT).await.header("access-control-allow-origin"), "");
    }
    assert_eq!(server.app.answers.renderings(), 1);
}

#[tokio::test]
async fn an_answer_that_is_given_again_is_the_same_answer() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let tag = server.get(FRAGMENT).await.header("etag").to_owned();
    for address in [FRAGMENT.to_owned(), format!("/api/v1/thread?{QUERY}")] {
        for (name, value) in [
            ("accept", "*/*"),
            ("accept-encoding", "br"),
            ("accept-encoding", "gzip"),
            ("origin", "https://news.example"),
            ("origin", "https://herald.example"),
            ("origin", "null"),
            ("if-none-match", &tag),
        ] {
            // So that nothing is remembered.
            server.change("UPDATE site SET created_at = created_at + 1").await;
            let (first, again) =
                (server.get_with(&address, name, value).await, server.get_with(&address, name, value).await);
            assert_eq!((first.status, lasting(&first)), (again.status, lasting(&again)), "{name}: {value}");
            if first.status != 403 {
                assert_eq!(first.bytes, again.bytes, "{name}: {value}");
            }
            assert_ne!(first.header("x-request-id"), again.header("x-request-id"));
        }
    }
}

#[tokio::test]
async fn nothing_is_given_again_once_the_store_is_closed() {
    let server = Server::start().await;
    server.get(FRAGMENT).await;
    assert_eq!(server.get(FRAGMENT).await.status, 200);
    server.app.store.clone().close().await;
    assert_eq!(server.app.store.moment(), None);
    assert_eq!(server.get(FRAGMENT).await.problem(), "503 unavailable");
}

#[tokio::test]
async fn each_commit_is_another_moment() {
    let server = Server::start().await;
    let mut seen = vec![server.app.store.moment().unwrap()];
    for n in 1..=3 {
        server.posted(&comment(n)).await;
        seen.push(server.app.store.moment().unwrap());
        server.change("UPDATE author SET name = 'Anoniem'").await;
        seen.push(server.app.store.moment().unwrap());
        assert_eq!(server.app.store.moment(), seen.last().copied(), "nothing was committed");
    }
    assert!(seen.windows(2).all(|two| two[0] != two[1]), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_is_in_the_next_read_while_others_read() {
    let server = Server::start().await;
    let reading = Arc::new(AtomicBool::new(true));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let (server, reading) = (server.clone(), Arc::clone(&reading));
        readers.spawn(async move {
            while reading.load(Ordering::Relaxed) {
                server.get(FRAGMENT).await;
                // A connection would wait for its next request here.
                yield_now().await;
            }
        });
    }
    for n in 1..=20 {
        server.posted(&comment(n)).await;
        let text = server.get(FRAGMENT).await.text();
        assert!(text.contains(id(n).as_str()), "{n}");
    }
    reading.store(false, Ordering::Relaxed);
    readers.join_all().await;
}

#[tokio::test]
async fn a_reader_who_has_it_is_told_so_until_it_changes() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let tag = server.get(FRAGMENT).await.header("etag").to_owned();
    let again = server.get_with(FRAGMENT, "if-none-match", &tag).await;
    assert_eq!((again.status.as_u16(), again.header("etag"), again.bytes.len()), (304, tag.as_str(), 0));
    assert_eq!(server.app.answers.renderings(), 1);
    server.posted(&comment(2)).await;
    let changed = server.get_with(FRAGMENT, "if-none-match", &tag).await;
    assert_eq!(changed.status, 200);
    assert!(changed.text().contains(id(2).as_str()));
}

#[tokio::test]
async fn a_head_has_the_headers_alone() {
    let server = Server::start().await;
    let head = axum::http::Request::head(FRAGMENT).header("accept-encoding", "br");
    let head = server.send(head.body(axum::body::Body::empty()).unwrap()).await;
    let get = server.get_with(FRAGMENT, "accept-encoding", "br").await;
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
    for name in ["etag", "content-length", "content-type", "content-encoding"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
}

async fn asked_at_once(server: &Server, readers: usize) -> Vec<Answer> {
    let mut asked = JoinSet::new();
    for _ in 0..readers {
        let server = server.clone();
        asked.spawn(async move { server.get(FRAGMENT).await });
    }
    asked.join_all().await
}

/// The headers, but for those of this one request, and the length, which the connection writes if nobody has.
fn lasting(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    headers.remove("x-request-id");
    headers.remove("content-length");
    headers
}

fn decoded(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut bytes = answer.bytes.as_slice();
    match answer.header("content-encoding") {
        "br" => brotli::BrotliDecompress(&mut bytes, &mut plain).unwrap(),
        "gzip" => drop(std::io::copy(&mut flate2::read::GzDecoder::new(bytes), &mut plain).unwrap()),
        _ => plain.extend(bytes),
    }
    plain
}
