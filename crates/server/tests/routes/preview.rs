//! `POST /api/v1/preview`.

use insta::assert_snapshot;
use serde_json::json;

use crate::server::{Server, comment};

#[tokio::test]
async fn a_preview_is_the_html_that_posting_shows() {
    let server = Server::start().await;
    let text = "Een *mooi* plein\nmet <b>bomen</b>: https://news.example/bomen";
    let preview = server.post("/api/v1/preview", &json!({ "site": "gazette", "body": text })).await;
    assert_eq!(preview.status, 200);
    let mut new = comment(1);
    new["body"] = json!(text);
    assert_eq!(preview.json()["html"], server.posted(&new).await["html"]);
}

#[tokio::test]
async fn a_text_that_cannot_be_posted_cannot_be_previewed() {
    let server = Server::start().await;
    let mut lines = String::new();
    for body in [
        json!({ "site": "gazette", "body": "" }),
        json!({ "site": "gazette", "body": "a".repeat(10_001) }),
        json!({ "site": "gazette", "body": ["a"] }),
        json!({ "site": "gazette" }),
        json!({ "site": "tribune", "body": "a" }),
        json!({ "body": "a" }),
    ] {
        lines += &(server.post("/api/v1/preview", &body).await.problem() + "\n");
    }
    assert_snapshot!(lines, @r#"
    422 body-empty field="body"
    422 body-too-long field="body" limit=10000
    422 body-not-text field="body"
    422 field-invalid field="body"
    404 site-unknown field="site"
    422 field-invalid field="site"
    "#);
}
