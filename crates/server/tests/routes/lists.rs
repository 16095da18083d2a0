//! `GET /embed/recent` and `/embed/top`: comments and articles for other pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::sites::Premoderate;

use crate::desk::{self, with_secret};
use crate::own::Reader;
use crate::server::{Answer, Server, comment, id};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

fn on(n: u8, article: u8) -> Value {
    let mut new = comment(n);
    new["url"] = json!(format!("https://news.example/2026/{article}"));
    new["title"] = json!(format!("Artikel {article} & <b>meer</b>"));
    new
}

/// The list as HTML, without its stylesheet.
fn list(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer}");
    let html = answer.text();
    let (style, rest) = html.split_once("</style>").unwrap();
    assert!(style.starts_with("<style>") && style.contains(".weerwoord"), "{style}");
    rest.to_owned()
}

async fn recent(server: &Server, more: &str) -> String {
    list(&server.get(&format!("/embed/recent?site=gazette&lang=nl{more}")).await)
}

async fn top(server: &Server, more: &str) -> String {
    list(&server.get(&format!("/embed/top?site=gazette&lang=nl{more}")).await)
}

#[tokio::test]
async fn the_latest_comments_of_a_site_lead_to_their_places() {
    let server = Server::start().await;
    assert!(recent(&server, "").await.contains("Nog geen reacties."));
    for n in 1..=6 {
        let mut new = on(n, n % 2);
        new["author"] = json!({ "name": "<i>Petra</i>" });
        new["body"] = json!(format!("> citaat\n\nReactie *{n}* van </script> {}", "woord ".repeat(40)));
        server.posted(&new).await;
    }
    server.change("UPDATE comment SET posted_at = 1795435200000000").await;
    let html = recent(&server, "").await;
    assert_eq!(html.matches("<li").count(), 5, "{html}");
    assert_snapshot!(recent(&server, "&count=1").await.replace("><", ">\n<"), @r#"
    <div class="weerwoord" lang="nl" dir="ltr">
    <ol class="list" part="list" role="list">
    <li class="item" part="item">
    <a class="link" part="link" href="https://news.example/2026/0#weerwoord-019ab697-e800-7606-8606-060606060606">
    <bdi class="author" part="author">&lt;i&gt;Petra&lt;/i&gt;</bdi>
    <bdi class="excerpt" part="excerpt">citaat Reactie 6 van &lt;/script&gt; woord woord woord woord woord woord woord woord woord woord woord woord woord woord woord woord woord woord…</bdi>
    </a>
    <span class="about" part="about">
    <bdi class="article" part="article">Artikel 0 &amp; &lt;b&gt;meer&lt;/b&gt;</bdi>
    <time class="date" part="date" datetime="2026-11-23T12:00:00Z">23 november 2026</time>
    </span>
    </li>
    </ol>
    </div>
    "#);
    assert_eq!(recent(&server, "&count=999").await.matches("<li").count(), 6);
}

#[tokio::test]
async fn what_is_not_read_is_not_listed() {
    let (server, _) = with_secret(Premoderate::All).await;
    desk::post(&server, 1).await;
    assert!(!recent(&server, "").await.contains("<li") && !top(&server, "").await.contains("<li"));
    let server = Server::final_at_once().await;
    let writer = Reader(&server, 1);
    writer.post(&on(1, 1)).await;
    writer.delete(&id(1)).await;
    assert!(!recent(&server, "").await.contains("<li") && !top(&server, "").await.contains("<li"));
}

#[tokio::test]
async fn the_articles_that_most_was_said_about_lately_come_first() {
    let now = Arc::new(AtomicI64::new(1_795_435_200_000_000));
    let clock = {
        let now = now.clone();
        Arc::new(move || now.load(Ordering::SeqCst))
    };
    let server = Server::by(clock, |_| {}).await;
    // Of a month ago: much about the first; of today: more about the third than about the second.
    let mut n = 0;
    for (days, articles) in [(0, vec![1; 9]), (30, vec![2, 3, 3, 1])] {
        now.store(1_795_435_200_000_000 + days * DAY, Ordering::SeqCst);
        for article in articles {
            n += 1;
            now.fetch_add(1_000_000, Ordering::SeqCst);
            server.posted(&on(n, article)).await;
        }
    }
    let order = |html: &str| -> Vec<u8> {
        html.split("/2026/").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
    };
    assert_eq!(order(&top(&server, "").await), [3, 1, 2], "of equals the one with the latest comment");
    assert_eq!(order(&top(&server, "&days=40").await), [1, 3, 2]);
    assert_eq!(order(&top(&server, "&count=1").await), [3]);
    assert_snapshot!(top(&server, "&count=1").await.replace("><", ">\n<"), @r#"
    <div class="weerwoord" lang="nl" dir="ltr">
    <ol class="list" part="list" role="list">
    <li class="item" part="item">
    <a class="link" part="link" href="https://news.example/2026/3">
    <bdi class="article" part="article">Artikel 3 &amp; &lt;b&gt;meer&lt;/b&gt;</bdi>
    </a>
    <span class="count" part="count">2 reacties</span>
    </li>
    </ol>
    </div>
    "#);
    now.fetch_add(8 * DAY, Ordering::SeqCst);
    assert!(top(&server, "").await.contains("Er is de laatste tijd nergens over gepraat."), "the days go by");
}

#[tokio::test]
async fn a_list_is_included_as_a_whole_element_where_that_is_asked_for() {
    let server = Server::start().await;
    server.posted(&on(1, 1)).await;
    for name in ["recent", "top"] {
        let html = server.get(&format!("/embed/{name}?site=gazette&wrap=element")).await.text();
        let begin = format!("<weerwoord-{name} site=\"gazette\"><template shadowrootmode=\"open\"><style>");
        assert!(html.starts_with(&begin) && html.ends_with(&format!("</div></template></weerwoord-{name}>")), "{html}");
    }
}

#[tokio::test]
async fn a_list_may_be_kept_for_a_minute_and_opened_as_a_page_it_runs_nothing() {
    let server = Server::start().await;
    server.posted(&on(1, 1)).await;
    for round in 1..=2 {
        let answer = server.get("/embed/recent?site=gazette").await;
        assert_eq!(answer.header("cache-control"), "public, max-age=60", "{round}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'; sandbox");
        let again = server.get_with("/embed/recent?site=gazette", "if-none-match", answer.header("etag")).await;
        assert_eq!(again.status, 304);
    }
}

#[tokio::test]
async fn a_list_that_makes_no_sense_is_refused() {
    let server = Server::start().await;
    for (address, problem) in [
        ("/embed/recent", "422 field-invalid field=\"site\""),
        ("/embed/recent?site=tribune", "404 site-unknown field=\"site\""),
        ("/embed/recent?site=gazette&count=0", "422 field-invalid field=\"count\""),
        ("/embed/recent?site=gazette&count=-1", "422 field-invalid field=\"count\""),
        ("/embed/top?site=gazette&days=x", "422 field-invalid field=\"days\""),
        ("/embed/top?site=gazette&days=7&days=8", "422 field-invalid field=\"days\""),
        ("/embed/top?site=gazette&wrap=1", "422 field-invalid field=\"wrap\""),
    ] {
        assert_eq!(server.get(address).await.problem(), problem, "{address}");
    }
    let other = server.get_with("/embed/top?site=gazette", "origin", "https://herald.example").await;
    assert_eq!(other.problem(), "403 origin-not-allowed");
}
