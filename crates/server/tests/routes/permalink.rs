//! `GET /comment/{id}`: the page of one comment.

use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::sites::Premoderate;

use crate::desk::{self, with_secret};
use crate::own::Reader;
use crate::server::{Answer, Server, comment, id};

fn reply(n: u8, parent: u8) -> Value {
    let mut reply = comment(n);
    reply["parent"] = json!(id(parent));
    reply
}

async fn page(server: &Server, n: u8) -> Answer {
    server.get(&format!("/comment/{}?lang=nl", id(n))).await
}

/// The numbers of the comments that a page shows, in their order.
fn numbers(page: &Answer) -> Vec<u8> {
    let html = page.text();
    let lines = html.split("id=\"weerwoord-").skip(1).map(|rest| rest[..36].to_owned());
    lines.filter_map(|line| (1..=250).find(|n| line == id(*n).as_str())).collect()
}

#[tokio::test]
async fn a_comment_has_a_page_with_what_it_answers_and_what_answers_it() {
    let server = Server::start().await;
    for new in [comment(1), reply(2, 1), reply(3, 2), reply(4, 3), reply(5, 1), comment(6)] {
        server.posted(&new).await;
    }
    let answer = page(&server, 3).await;
    assert_eq!((answer.status.as_u16(), numbers(&answer)), (200, vec![1, 2, 3, 4]), "{answer}");
    let html = answer.text();
    let target = html.split("<li").find(|line| line.contains("aria-current")).unwrap();
    assert!(target.contains(id(3).as_str()), "the comment is marked: {target}");
    let article = format!("https://news.example/2026/plein#weerwoord-{}", id(3));
    assert!(html.contains(&format!("<a href=\"{article}\">")), "{html}");
    assert!(html.contains("Alle 6 reacties op dit artikel lezen"), "{html}");
    assert!(!html.contains("<form") && html.contains("/thread?") && html.contains("&amp;reply="), "{html}");
}

#[tokio::test]
async fn a_link_to_a_comment_has_a_preview() {
    let server = Server::start().await;
    let mut new = comment(1);
    new["title"] = json!("Plein & <Raad>");
    new["body"] = json!(format!("> \"citaat\"\n\nMet *nadruk* en <b>. {}", "Woord ".repeat(60)));
    server.posted(&new).await;
    let html = page(&server, 1).await.text();
    let (_, head) = html.split_once("initial-scale=1\">").unwrap();
    let (head, _) = head.split_once("<script").unwrap();
    assert_snapshot!(head.replace("><", ">\n<"), @r#"
    <link rel="canonical" href="https://comments.example/comment/019ab697-e800-7101-8101-010101010101">
    <meta name="description" content="&quot;citaat&quot; Met nadruk en &lt;b&gt;. Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord…">
    <meta property="og:title" content="Reactie van Spijker op “Plein &amp; &lt;Raad&gt;”">
    <meta property="og:description" content="&quot;citaat&quot; Met nadruk en &lt;b&gt;. Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord Woord…">
    <meta property="og:type" content="article">
    <meta property="og:url" content="https://comments.example/comment/019ab697-e800-7101-8101-010101010101">
    <meta property="og:site_name" content="news.example">
    <meta name="twitter:card" content="summary">
    "#);
}

#[tokio::test]
async fn of_many_replies_the_first_are_shown_and_a_link_brings_the_others() {
    let server = Server::busy().await;
    server.posted(&comment(1)).await;
    for n in 2..=62 {
        server.posted(&reply(n, 1)).await;
    }
    let answer = page(&server, 1).await;
    assert_eq!(numbers(&answer), (1..=51).collect::<Vec<_>>());
    let html = answer.text();
    assert!(html.contains("Nog 11 reacties"), "{html}");
    let link = html.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|href| href.contains("cursor="));
    let rest = server.get(&link.unwrap().replace("&amp;", "&")).await.text();
    assert!(rest.contains(id(52).as_str()), "{rest}");
}

#[tokio::test]
async fn a_comment_deep_in_a_thread_is_shown_with_its_nearest_hundred_ancestors() {
    let server = Server::busy().await;
    server.posted(&comment(1)).await;
    for n in 2..=120 {
        server.posted(&reply(n, n - 1)).await;
    }
    assert_eq!(numbers(&page(&server, 110).await), (10..=120).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_comment_that_nobody_may_read_has_no_page() {
    let (server, _) = with_secret(Premoderate::All).await;
    desk::post(&server, 1).await;
    for address in
        [format!("/comment/{}", id(1)), format!("/comment/{}", id(2)), "/comment/1".into(), "/comment/%00".into()]
    {
        let answer = server.get(&format!("{address}?lang=nl")).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(answer.text().contains("Dit is niet te vinden.") && !answer.text().contains("Spijker"), "{answer}");
    }
    let (server, _) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    server.posted(&reply(2, 1)).await;
    server.change("UPDATE comment SET status = 'held' WHERE parent_seq IS NULL").await;
    assert_eq!(page(&server, 2).await.status, 404, "nor one below it");
}

#[tokio::test]
async fn a_removed_comment_has_a_tombstone_that_keeps_its_replies() {
    let server = Server::final_at_once().await;
    let writer = Reader(&server, 1);
    writer.post(&comment(1)).await;
    server.posted(&reply(2, 1)).await;
    writer.post(&comment(3)).await;
    for n in [1, 3] {
        writer.delete(&id(n)).await;
    }
    let answer = page(&server, 1).await;
    assert_eq!((answer.status.as_u16(), numbers(&answer)), (200, vec![1, 2]));
    let html = answer.text();
    assert!(
        html.contains("<title>Deze reactie is verwijderd.</title>") && !html.contains("Reactie <em>1</em>"),
        "{html}"
    );
    let gone = page(&server, 3).await;
    assert_eq!((gone.status.as_u16(), numbers(&gone)), (410, vec![]), "nobody answered it");
    assert!(gone.text().contains("De 1 reactie op dit artikel lezen"), "{gone}");
}

#[tokio::test]
async fn a_site_that_is_no_longer_served_has_no_pages() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.change("UPDATE site SET name = 'tribune' WHERE name = 'gazette'").await;
    assert_eq!(page(&server, 1).await.status, 404);
}

#[tokio::test]
async fn a_thread_of_a_key_is_led_to_by_its_key() {
    let server = Server::start().await;
    let mut new = comment(1);
    (new["thread"], new["url"]) = (json!("avond & nacht"), Value::Null);
    server.posted(&new).await;
    let html = page(&server, 1).await.text();
    assert!(html.contains("/thread?site=gazette&amp;thread=avond+%26+nacht&amp;lang=nl&amp;at="), "{html}");
    assert!(!html.contains("Terug naar het artikel"), "{html}");
}

#[tokio::test]
async fn the_date_of_a_comment_on_the_hosted_page_leads_to_its_own() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let html = server.get(&format!("/thread?{}&lang=nl", crate::server::QUERY)).await.text();
    assert!(html.contains(&format!("href=\"/comment/{}?lang=nl\"", id(1))), "{html}");
    assert!(!html.contains("aria-current=\"true\" id"), "{html}");
}
