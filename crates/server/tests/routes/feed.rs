//! `GET /feed/…`: what feed readers get, read by a parser of XML.

use axum::body::Body;
use axum::http::Request;
use roxmltree::{Document, Node};
use serde_json::{Value, json};
use weerwoord_server::sites::Premoderate;

use crate::desk::{self, Editor, with_secret};
use crate::own::Reader;
use crate::server::{ARTICLE, Answer, QUERY, Server, bearer, comment, id};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const THREADING: &str = "http://purl.org/syndication/thread/1.0";

fn reply(n: u8, parent: u8) -> Value {
    let mut reply = comment(n);
    reply["parent"] = json!(id(parent));
    reply
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| child.has_tag_name((ATOM, name)))
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(node, name).and_then(|child| child.text()).unwrap_or_else(|| panic!("{name} is missing or empty"))
}

/// The numbers of a feed's entries, once the feed holds what RFC 4287 asks of it.
fn read(answer: &Answer) -> Vec<u8> {
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8", "{answer}");
    let xml = answer.text();
    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let itself = feed.children().find(|child| child.attribute("rel") == Some("self")).unwrap();
    assert_eq!(itself.attribute("href"), Some(text(feed, "id")));
    assert!(!text(feed, "title").is_empty());
    let mut newest = None;
    let entries = feed.children().filter(|child| child.has_tag_name((ATOM, "entry")));
    let numbers = entries
        .map(|entry| {
            let updated: jiff::Timestamp = text(entry, "updated").parse().unwrap();
            newest = newest.max(Some(updated));
            assert!(!text(entry, "title").is_empty() && !text(child(entry, "author").unwrap(), "name").is_empty());
            let link = child(entry, "link").unwrap();
            assert_eq!(link.attribute("rel"), Some("alternate"));
            url::Url::parse(link.attribute("href").unwrap()).unwrap();
            let content = child(entry, "content").unwrap();
            assert_eq!(content.attribute("type"), Some("html"));
            assert!(content.children().all(|child| child.is_text()), "HTML is escaped, and not a part of the XML");
            let urn = text(entry, "id");
            (1..=250).find(|n| urn == format!("urn:uuid:{}", id(*n))).unwrap()
        })
        .collect();
    let updated: jiff::Timestamp = text(feed, "updated").parse().unwrap();
    assert!(newest.is_none_or(|newest| newest == updated));
    numbers
}

async fn feed(server: &Server) -> Answer {
    server.get(&format!("/feed/thread?{QUERY}&lang=nl")).await
}

#[tokio::test]
async fn a_thread_is_followed_by_a_feed_of_its_latest_comments() {
    let server = Server::start().await;
    assert_eq!(read(&feed(&server).await), [0; 0], "before anybody wrote");
    let mut first = comment(1);
    first["title"] = json!("Plein & <Raad>");
    for new in [first, comment(2), reply(3, 1)] {
        server.posted(&new).await;
    }
    let answer = feed(&server).await;
    assert_eq!(read(&answer), [3, 2, 1]);
    let xml = answer.text();
    let document = Document::parse(&xml).unwrap();
    assert_eq!(text(document.root_element(), "title"), "Reacties op Plein & <Raad>");
    let entry = child(document.root_element(), "entry").unwrap();
    assert_eq!(text(entry, "title"), "Reactie van Spijker");
    assert_eq!(text(entry, "content"), "<p>Reactie <em>3</em></p>");
    let in_article = |n| format!("{ARTICLE}#weerwoord-{}", id(n));
    assert_eq!(child(entry, "link").unwrap().attribute("href"), Some(in_article(3).as_str()));
    let answers = entry.children().find(|child| child.has_tag_name((THREADING, "in-reply-to"))).unwrap();
    assert_eq!(answers.attribute("ref"), Some(format!("urn:uuid:{}", id(1)).as_str()));
    assert_eq!(answers.attribute("href"), Some(in_article(1).as_str()));
}

#[tokio::test]
async fn whatever_was_written_a_feed_is_xml() {
    let server = Server::start().await;
    for (n, body) in (1..).zip(["]]> <![CDATA[", "</content></entry>&lt;", "\u{ffff}\u{fffe} \u{1f980}", "`<!-- -->`"])
    {
        let mut new = comment(n);
        new["body"] = json!(body);
        new["author"] = json!({ "name": "<b>\u{ffff}&amp;]]>" });
        server.posted(&new).await;
    }
    let answer = feed(&server).await;
    assert_eq!(read(&answer), [4, 3, 2, 1]);
    let xml = answer.text();
    let document = Document::parse(&xml).unwrap();
    let entries: Vec<_> = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(text(child(entries[0], "author").unwrap(), "name"), "<b>\u{fffd}&amp;]]>");
    assert_eq!(text(entries[2], "content"), "<p>&lt;/content&gt;&lt;/entry&gt;&lt;</p>");
}

#[tokio::test]
async fn what_is_not_read_is_in_no_feed() {
    let (server, secret) = with_secret(Premoderate::All).await;
    for n in 1..=4 {
        desk::post(&server, n).await;
    }
    assert_eq!(read(&feed(&server).await), [0; 0], "what waits");
    let editor = Editor::of(&server, "gazette", &secret).await;
    for n in 1..=4 {
        editor.does("approve", &[("comment", id(n).as_str())]).await;
    }
    editor.does("remove", &[("comment", id(2).as_str())]).await;
    assert_eq!(read(&feed(&server).await), [4, 3, 1], "nor what was removed");
    server.change("UPDATE comment SET parent_seq = 1, root_seq = 1 WHERE seq = 3").await;
    server.change("UPDATE comment SET parent_seq = 3, root_seq = 1 WHERE seq = 4").await;
    server.change("UPDATE comment SET status = 'held' WHERE seq = 3").await;
    for address in [format!("/feed/thread?{QUERY}"), "/feed/site?site=gazette".to_owned()] {
        assert_eq!(read(&server.get(&address).await), [1], "nor what stands below a comment that waits: {address}");
    }
}

#[tokio::test]
async fn a_site_is_followed_over_all_its_articles_and_no_other_sites() {
    let server = Server::busy().await;
    for n in 1..=60 {
        let mut new = comment(n);
        new["url"] = json!(format!("https://news.example/2026/{}", n % 7));
        new["title"] = json!(format!("Artikel {}", n % 7));
        server.posted(&new).await;
    }
    let mut other = comment(99);
    (other["site"], other["url"]) = (json!("herald"), json!("https://herald.example/a"));
    server.posted(&other).await;
    let answer = server.get("/feed/site?site=gazette&lang=nl").await;
    assert_eq!(read(&answer), (11..=60).rev().collect::<Vec<_>>(), "the newest fifty");
    assert!(answer.text().contains("Reactie van Spijker op “Artikel 4”"), "{answer}");
    assert_eq!(read(&server.get("/feed/site?site=herald").await), [99]);
}

#[tokio::test]
async fn a_reader_follows_what_others_answer() {
    let server = Server::final_at_once().await;
    let (me, other) = (Reader(&server, 1), Reader(&server, 2));
    me.post(&comment(1)).await;
    me.post(&reply(2, 1)).await;
    other.post(&comment(3)).await;
    other.post(&reply(4, 2)).await;
    server.posted(&reply(5, 1)).await;
    server.posted(&reply(6, 3)).await;
    let url = address(&server, 1).await;
    assert_eq!(url, address(&server, 1).await, "it stays the same");
    let answer = server.get(&url).await;
    assert_eq!(read(&answer), [5, 4]);
    assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("private, max-age=300", "noindex"));
    assert_eq!(read(&server.get(&address(&server, 3).await).await), [0; 0], "who wrote nothing");
    let of_herald = url.replace("gazette", "herald");
    assert_eq!(read(&server.get(&of_herald).await), [0; 0], "a key is of one site");
}

#[tokio::test]
async fn what_is_answered_to_one_comment_is_a_feed_without_a_token() {
    let server = Server::final_at_once().await;
    let me = Reader(&server, 1);
    me.post(&comment(1)).await;
    server.posted(&comment(2)).await;
    me.post(&reply(3, 1)).await;
    for (n, parent) in [(4, 1), (5, 4), (6, 2), (7, 1)] {
        server.posted(&reply(n, parent)).await;
    }
    let to = |n| format!("/feed/replies?site=gazette&to={}", id(n));
    let answer = server.get(&to(1)).await;
    assert_eq!(read(&answer), [7, 4], "not the writer's own, nor what others answered to others");
    assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("private, max-age=300", "noindex"));
    assert_eq!(read(&server.get(&to(99)).await), [0; 0], "there is no such comment");
    assert_eq!(read(&server.get(&to(1).replace("gazette", "herald")).await), [0; 0], "it is another site's");
    server.change("UPDATE comment SET status = 'held' WHERE seq = 2").await;
    assert_eq!(read(&server.get(&to(2)).await), [0; 0], "nobody reads what was answered");
    let key = address(&server, 1).await.split("key=").nth(1).unwrap().to_owned();
    for wrong in [format!("{}&key={key}", to(1)), "/feed/replies?site=gazette&to=x".into()] {
        assert_eq!(server.get(&wrong).await.problem(), "422 field-invalid field=\"to\"", "{wrong}");
    }
}

/// The address of a reader's feed, by its path.
async fn address(server: &Server, reader: u8) -> String {
    let answer = ask(server, &bearer(reader)).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{answer}");
    answer.json()["url"].as_str().unwrap().strip_prefix("https://comments.example").unwrap().to_owned()
}

async fn ask(server: &Server, authorization: &str) -> Answer {
    let request = Request::get("/api/v1/feed?site=gazette").header("authorization", authorization);
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_address_of_a_feed_gives_no_right_to_write() {
    let server = Server::final_at_once().await;
    Reader(&server, 1).post(&comment(1)).await;
    let url = address(&server, 1).await;
    let token = bearer(1).trim_start_matches("Bearer ").to_owned();
    assert!(!url.contains(&token), "{url}");
    let key = url.split("key=").nth(1).unwrap();
    for key in [key, &key[..22]] {
        let request = Request::delete(format!("/api/v1/comments/{}?site=gazette", id(1)));
        let request = request.header("authorization", format!("Bearer {key}")).body(Body::empty()).unwrap();
        assert!(matches!(server.send(request).await.status.as_u16(), 401 | 403), "{key}");
    }
    assert_eq!(ask(&server, "Bearer x").await.problem(), "401 token-invalid");
    assert_eq!(server.get("/api/v1/feed?site=gazette").await.problem(), "401 token-missing");
    for key in ["", "x", &key[1..], &format!("{key}A"), &key.replace(&key[..1], "%21")] {
        let answer = server.get(&format!("/feed/replies?site=gazette&key={key}")).await;
        assert_eq!(answer.problem(), "422 field-invalid field=\"key\"", "{key}");
    }
}

#[tokio::test]
async fn who_has_a_feed_already_is_told_so_until_it_changes() {
    let server = Server::start().await;
    for n in 1..=2 {
        server.posted(&comment(n)).await;
    }
    let address = format!("/feed/thread?{QUERY}&lang=nl");
    let answer = server.get(&address).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    let (tag, date) = (answer.header("etag").to_owned(), answer.header("last-modified").to_owned());
    for (name, value) in [("if-none-match", &tag), ("if-modified-since", &date)] {
        let again = server.get_with(&address, name, value).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{name}: {value}");
    }
    let before = "Mon, 23 Nov 2020 10:00:00 GMT";
    for (name, value) in [("if-none-match", "\"x\""), ("if-modified-since", before), ("if-modified-since", "yesterday")]
    {
        assert_eq!(server.get_with(&address, name, value).await.status, 200, "{name}: {value}");
    }
    server.change("UPDATE comment SET status = 'removed' WHERE seq = 1").await;
    let changed = server.get_with(&address, "if-none-match", &tag).await;
    assert_eq!(read(&changed), [2]);
}

#[tokio::test]
async fn a_feed_that_makes_no_sense_is_refused() {
    let server = Server::start().await;
    for (address, problem) in [
        ("/feed/thread?site=gazette", "422 field-invalid field=\"url\""),
        ("/feed/thread?site=gazette&url=https://evil.example/", "403 url-not-allowed field=\"url\""),
        ("/feed/thread?site=tribune&url=https://news.example/", "404 site-unknown field=\"site\""),
        ("/feed/site", "422 field-invalid field=\"site\""),
        ("/feed/site?site=tribune", "404 site-unknown field=\"site\""),
        ("/feed/replies?site=gazette", "422 field-invalid field=\"key\""),
    ] {
        assert_eq!(server.get(address).await.problem(), problem, "{address}");
    }
}

#[tokio::test]
async fn the_hosted_page_leads_to_the_feeds() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let html = server.get(&format!("/thread?{QUERY}&lang=nl&sort=oldest")).await.text();
    let (head, body) = html.split_once("<body>").unwrap();
    let thread = format!("/feed/thread?{QUERY}&lang=nl").replace('&', "&amp;");
    for address in [thread.as_str(), "/feed/site?site=gazette&amp;lang=nl"] {
        assert!(head.contains("<link rel=\"alternate\" type=\"application/atom+xml\""), "{head}");
        assert!(
            head.contains(&format!("href=\"{address}\"")) && body.contains(&format!("href=\"{address}\"")),
            "{html}"
        );
        assert_eq!(server.get(&address.replace("&amp;", "&")).await.status, 200);
    }
}

#[tokio::test]
async fn who_posted_on_the_hosted_page_is_led_to_the_replies() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.posted(&reply(2, 1)).await;
    let page = format!("/thread?{QUERY}&lang=nl");
    assert!(!server.get(&page).await.text().contains("/feed/replies"), "who did not post has no comment to follow");
    let html = server.get(&format!("{page}&posted={}", id(1))).await.text();
    let (head, body) = html.split_once("<body>").unwrap();
    let address = format!("/feed/replies?site=gazette&lang=nl&to={}", id(1));
    for part in [head, body] {
        assert!(part.contains(&format!("href=\"{}\"", address.replace('&', "&amp;"))), "{part}");
    }
    assert_eq!(read(&server.get(&address).await), [2]);
}
