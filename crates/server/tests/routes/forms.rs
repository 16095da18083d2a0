//! `POST /thread`: the hosted page's form.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;

use crate::server::{Answer, QUERY, Server, comment, form, form_post, id};

async fn count(server: &Server) -> u64 {
    server.get(&format!("/api/v1/thread?{QUERY}")).await.json()["thread"]["count"].as_u64().unwrap()
}

fn fields<'a>(id: &'a str, body: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("id", id), ("parent", ""), ("name", "Spijker"), ("role", ""), ("body", body), ("title", "Plein")]
}

#[tokio::test]
async fn a_form_posts_and_leads_to_its_comment() {
    let server = Server::start().await;
    let id = id(1).to_string();
    let answer = server.submit(QUERY, &fields(&id, "Mooi plein")).await;
    assert_snapshot!(answer, @r"
    303 See Other
    location: /thread?site=gazette&url=https%3A%2F%2Fnews.example%2F2026%2Fplein&posted=019ab697-e800-7101-8101-010101010101#weerwoord-019ab697-e800-7101-8101-010101010101
    ");
    let page = server.get(answer.header("location").split('#').next().unwrap()).await;
    assert!(page.text().contains("Mooi plein") && page.text().contains("page-notice"), "{page}");
}

#[tokio::test]
async fn a_form_sent_twice_posts_once() {
    let server = Server::start().await;
    let id = id(1).to_string();
    for _ in 0..2 {
        assert_eq!(server.submit(QUERY, &fields(&id, "Mooi plein")).await.status, 303);
    }
    assert_eq!(count(&server).await, 1);
}

#[tokio::test]
async fn a_reply_goes_under_its_comment() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let (new, parent) = (id(2).to_string(), id(1).to_string());
    let answer = server.submit(QUERY, &[("id", &new), ("parent", &parent), ("name", "B"), ("body", "Eens")]).await;
    assert_eq!(answer.status, 303);
    let thread = server.get(&format!("/api/v1/thread?{QUERY}")).await.json();
    assert_eq!(thread["comments"][1]["parent"], parent);
}

#[tokio::test]
async fn a_refused_form_keeps_its_text_and_says_what_is_wrong() {
    let server = Server::start().await;
    let id = id(1).to_string();
    let query = format!("{QUERY}&lang=nl");
    let answer =
        server.submit(&query, &[("id", &id), ("name", ""), ("body", "Met </textarea><b>moeite</b> geschreven")]).await;
    assert_eq!(answer.status, 422);
    let html = answer.text();
    assert!(html.contains("Uw naam ontbreekt."), "{html}");
    assert!(html.contains("Met &lt;/textarea"), "{html}");
    assert!(html.contains(&id), "the id stays, so that sending it again is harmless");
    assert_eq!(count(&server).await, 0);
}

#[tokio::test]
async fn an_id_that_is_used_is_replaced() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let id = id(1).to_string();
    let answer = server.submit(QUERY, &fields(&id, "Iets anders")).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("Iets anders") && !answer.text().contains(&format!("value=\"{id}\"")), "{answer}");
}

#[tokio::test]
async fn a_preview_keeps_nothing_and_shows_the_text_with_its_form() {
    let server = Server::start().await;
    let id = id(1).to_string();
    let mut preview = fields(&id, "Een *mooi* plein");
    preview.push(("preview", "1"));
    let answer = server.submit(QUERY, &preview).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.text().contains("Een <em>mooi</em> plein") && answer.text().contains("Een *mooi* plein"),
        "{answer}"
    );
    assert!(answer.text().contains(&id), "{answer}");
    assert_eq!(count(&server).await, 0);
}

#[tokio::test]
async fn a_form_without_an_id_is_shown_to_be_confirmed() {
    let server = Server::start().await;
    for without in ["", "not-an-id", "9b2e8c3a-8d1f-4c0e-9a3b-0d5d3f6f7a11"] {
        let answer = server.submit(QUERY, &fields(without, "Een *mooi* plein")).await;
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains("Een <em>mooi</em> plein") && answer.text().contains("name=\"id\""), "{answer}");
    }
    assert_eq!(count(&server).await, 0);
    let empty = server.submit(QUERY, &fields("", " ")).await;
    assert_eq!(empty.status, 422);
}

async fn sent_with(server: &Server, headers: &[(&str, &str)]) -> Answer {
    let id = id(1).to_string();
    let request = headers.iter().fold(form_post(QUERY), |request, (name, value)| request.header(*name, *value));
    server.send(request.body(form(&fields(&id, "Mooi plein"))).unwrap()).await
}

#[tokio::test]
async fn a_form_from_another_page_is_refused() {
    let server = Server::start().await;
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("origin", "https://herald.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(sent_with(&server, headers).await.status, 403, "{headers:?}");
    }
    for headers in [
        &[("origin", "https://comments.example"), ("sec-fetch-site", "same-origin")][..],
        &[("origin", "https://news.example"), ("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[],
    ] {
        assert_eq!(sent_with(&server, headers).await.status, 303, "{headers:?}");
    }
}

#[tokio::test]
async fn a_form_that_is_no_form_is_refused_with_a_page() {
    let server = Server::start().await;
    let json = Request::post(format!("/thread?{QUERY}")).header("content-type", "application/json");
    assert_eq!(server.send(json.body(Body::from("{}")).unwrap()).await.status, 415);
    let id = id(1).to_string();
    assert_eq!(server.submit(QUERY, &fields(&id, &"a".repeat(70_000))).await.status, 413);
    assert_eq!(server.submit(QUERY, &fields(&id, &"a".repeat(300_000))).await.status, 413);
    assert_eq!(server.submit(QUERY, &[("id", &id), ("body", "a"), ("body", "b")]).await.status, 422);
    assert_eq!(
        server.submit(QUERY, &[("id", &id), ("parent", "first"), ("name", "B"), ("body", "a")]).await.status,
        422
    );
    assert_eq!(server.submit("site=tribune&thread=a", &fields(&id, "a")).await.status, 404);
    assert_eq!(count(&server).await, 0);
}

#[tokio::test]
async fn a_longest_text_fits_in_a_form_in_every_script() {
    let server = Server::start().await;
    let id = id(1).to_string();
    assert_eq!(server.submit(QUERY, &fields(&id, &"評".repeat(10_000))).await.status, 303);
}

#[tokio::test]
async fn a_text_that_fits_can_be_previewed_with_the_line_ends_of_a_form() {
    let server = Server::start().await;
    let text = "a\r\n".repeat(5_000);
    let answer = server.submit(QUERY, &[("name", "Spijker"), ("body", &text), ("preview", "1")]).await;
    assert_eq!(answer.status, 200, "a line end is one character, as where it is posted");
}

#[tokio::test]
async fn a_text_for_a_thread_that_was_closed_meanwhile_is_not_lost() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.change("UPDATE thread SET closed_at = 1").await;
    let answer = server.submit(QUERY, &fields(id(2).as_str(), "Met moeite geschreven")).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("Met moeite geschreven"), "{answer}");
    assert_eq!(count(&server).await, 1);
}
