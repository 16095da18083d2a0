//! `GET /embed/thread`.

use serde_json::Value;
use weerwoord_server::assets::ASSETS;

use crate::server::{QUERY, Server, comment};

#[tokio::test]
async fn the_fragment_is_the_thread_as_html_and_its_state_as_json() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let answer = server.get(&format!("/embed/thread?{QUERY}&lang=nl-BE")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"));
    let html = answer.text();
    assert!(html.starts_with("<div class=\"weerwoord\" lang=\"nl\""), "{html}");
    assert!(html.contains(ASSETS.module) && html.contains("Reactie <em>1</em>"), "{html}");
    let state = html.split("<script type=\"application/json\">").nth(1).unwrap().trim_end_matches("</script>");
    let state: Value = serde_json::from_str(state).unwrap();
    assert_eq!(state["server"], "https://comments.example");
    assert_eq!(state["query"], format!("{QUERY}&lang=nl-BE"));
    assert!(state["snapshot"].is_object() && state["snapshot"]["comments"].is_null(), "the HTML has them already");
}

#[tokio::test]
async fn the_element_has_its_own_shadow_root_and_stylesheet() {
    let server = Server::start().await;
    let html = server.get(&format!("/embed/thread?{QUERY}&wrap=element")).await.text();
    assert!(html.starts_with("<weerwoord-thread "), "{html}");
    assert!(html.contains("<template shadowrootmode=\"open\"><style>"), "{html}");
    let other = server.get(&format!("/embed/thread?{QUERY}&wrap=page")).await;
    assert_eq!(other.problem(), "422 field-invalid field=\"wrap\"");
}

#[tokio::test]
async fn headings_have_the_level_that_the_page_asks_for() {
    let server = Server::start().await;
    let html = server.get(&format!("/embed/thread?{QUERY}&heading=4&wrap=element")).await.text();
    assert!(html.contains("<h4 class=\"thread-title\"") && html.contains("<h5 class=\"composer-title\""), "{html}");
    assert!(html.contains("heading-level=\"4\"") && html.contains("&heading=4"), "and so has what is read on: {html}");
    for wrong in ["0", "6", "two"] {
        let answer = server.get(&format!("/embed/thread?{QUERY}&heading={wrong}")).await;
        assert_eq!(answer.problem(), "422 field-invalid field=\"heading\"");
    }
}

#[tokio::test]
async fn a_fragment_is_compressed_and_asked_for_again_cheaply() {
    let server = Server::start().await;
    let address = format!("/embed/thread?{QUERY}");
    let answer = server.get_with(&address, "accept-encoding", "gzip, br").await;
    assert_eq!((answer.header("content-encoding"), answer.header("cache-control")), ("br", "no-cache"));
    assert_eq!(answer.list("vary"), "accept-encoding, origin");
    let again = server.get_with(&address, "if-none-match", answer.header("etag")).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
}

#[tokio::test]
async fn a_fragment_opened_as_a_page_runs_nothing() {
    let answer = Server::start().await.get(&format!("/embed/thread?{QUERY}")).await;
    let policy = "default-src 'none'; frame-ancestors 'none'; sandbox";
    assert_eq!(
        (answer.header("content-security-policy"), answer.header("x-content-type-options")),
        (policy, "nosniff")
    );
}

#[tokio::test]
async fn an_unknown_language_is_answered_in_english() {
    let server = Server::start().await;
    let html = server.get(&format!("/embed/thread?{QUERY}&lang=tlh")).await.text();
    assert!(html.contains("lang=\"en\""), "{html}");
}
