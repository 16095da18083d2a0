//! `GET /thread`: the hosted page.

use insta::assert_snapshot;
use serde_json::json;

use crate::server::{QUERY, Server, comment, id};

#[tokio::test]
async fn a_page_is_a_whole_document_that_needs_no_script() {
    let server = Server::start().await;
    let mut new = comment(1);
    new["title"] = json!("Plein & <Raad>");
    server.posted(&new).await;
    let html = server.get(&format!("/thread?{QUERY}&lang=nl")).await.text();
    let (head, rest) = html.split_once("<div class=\"weerwoord\"").unwrap();
    let (before, rest_of_head) = head.split_once("<script type=\"application/ld+json\">").unwrap();
    let (_, after) = rest_of_head.split_once("</script>").unwrap();
    assert_snapshot!(format!("{before}{after}"), @r#"<!doctype html><html lang="nl" dir="ltr"><head><meta charset="utf-8"><title>Reacties op Plein &amp; &lt;Raad&gt;</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="canonical" href="https://news.example/2026/plein"><link rel="alternate" type="application/atom+xml" title="Deze reacties volgen (Atom)" href="/feed/thread?site=gazette&amp;url=https%3A%2F%2Fnews.example%2F2026%2Fplein&amp;lang=nl"><link rel="alternate" type="application/atom+xml" title="Alle reacties op deze site volgen (Atom)" href="/feed/site?site=gazette&amp;lang=nl"><meta name="description" content="1 reactie op dit bericht"><meta property="og:title" content="Reacties op Plein &amp; &lt;Raad&gt;"><meta property="og:description" content="1 reactie op dit bericht"><meta property="og:type" content="website"><meta property="og:url" content="https://comments.example/thread?site=gazette&amp;url=https%3A%2F%2Fnews.example%2F2026%2Fplein"><meta property="og:site_name" content="news.example"><meta name="twitter:card" content="summary"><link rel="icon" href="data:,"><link rel="stylesheet" href="/embed.css"></head><body><main class="page"><p class="page-back"><a href="https://news.example/2026/plein">Terug naar het artikel</a></p><h1 class="page-title">Reacties op Plein &amp; &lt;Raad&gt;</h1>"#);
    assert!(rest.contains("Reactie <em>1</em>") && rest.ends_with("</main></body></html>"), "{rest}");
    assert_eq!(html.matches("<script").count(), 1, "data, which nothing runs: {html}");
    let action = format!("action=\"/thread?{}", QUERY.replace('&', "&amp;"));
    assert!(html.contains(&action), "{action}: {html}");
}

#[tokio::test]
async fn a_page_is_locked_down() {
    let server = Server::start().await;
    for address in [format!("/thread?{QUERY}"), "/thread".to_owned()] {
        let answer = server.get(&address).await;
        let names =
            ["content-security-policy", "referrer-policy", "x-content-type-options", "cross-origin-resource-policy"];
        let lines = names.map(|name| format!("{name}: {}\n", answer.header(name))).concat();
        insta::allow_duplicates! { assert_snapshot!(lines, @r"
        content-security-policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        referrer-policy: same-origin
        x-content-type-options: nosniff
        cross-origin-resource-policy: same-origin
        "); }
    }
}

#[tokio::test]
async fn the_form_has_a_new_id_each_time() {
    let server = Server::start().await;
    let ids = [form_id(&server, QUERY).await, form_id(&server, QUERY).await];
    assert_ne!(ids[0], ids[1]);
    assert!(weerwoord_protocol::CommentId::parse(&ids[0]).unwrap().is_v7());
}

async fn form_id(server: &Server, query: &str) -> String {
    let html = server.get(&format!("/thread?{query}")).await.text();
    let field = html.split("<input").find(|field| field.contains("name=\"id\"")).unwrap();
    field.split("value=\"").nth(1).unwrap()[..36].to_owned()
}

#[tokio::test]
async fn a_reply_link_puts_the_form_under_its_comment() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let html = server.get(&format!("/thread?{QUERY}&reply={}", id(1))).await.text();
    let (comment, form) = (html.find(&format!("id=\"weerwoord-{}\"", id(1))), html.find("<form"));
    assert!(comment.is_some() && comment < form, "{html}");
    let unknown = server.get(&format!("/thread?{QUERY}&reply={}", id(2))).await;
    assert_eq!(unknown.status, 200, "a reply to what is gone is a comment on the article");
}

#[tokio::test]
async fn a_page_that_cannot_be_shown_says_why_in_the_readers_language() {
    let server = Server::start().await;
    let answer = server.get("/thread?site=tribune&url=https://news.example/a&lang=nl").await;
    assert_snapshot!(answer, @r#"
    404 Not Found
    content-type: text/html; charset=utf-8

    <!doctype html><html lang="nl" dir="ltr"><head><meta charset="utf-8"><title>Reacties</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/embed.css"></head><body><main class="page"><h1 class="page-title">Reacties</h1><p>Deze website is hier niet bekend. Meld het aan de redactie van de website.</p></main></body></html>
    "#);
    let malformed = server.get(&format!("/thread?{QUERY}&reply=first")).await;
    assert_eq!(malformed.status, 422);
    let english = server.get_with("/thread", "accept-language", "en-GB, nl;q=0.5").await;
    assert!(english.text().contains("lang=\"en\""));
}
