//! `POST /api/v1/comments`.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::server::{ARTICLE, QUERY, Server, comment, id, json_post};

const COMMENTS: &str = "/api/v1/comments";

#[tokio::test]
async fn a_comment_is_kept_and_answered() {
    let server = Server::start().await;
    assert_snapshot!(server.post(COMMENTS, &comment(1)).await, @r#"
    201 Created
    content-type: application/json

    {
      "comment": {
        "author": {
          "name": "Spijker",
          "role": "n.v.t."
        },
        "depth": 0,
        "html": "<p>Reactie <em>1</em></p>",
        "id": "019ab697-e800-7101-8101-010101010101",
        "parent": null,
        "posted_at": "[time]",
        "status": "published"
      }
    }
    "#);
    let thread = server.get(&format!("/api/v1/thread?{QUERY}")).await.json();
    assert_eq!(thread["thread"]["count"], 1);
    assert_eq!(thread["comments"][0]["id"], json!(id(1)));
}

#[tokio::test]
async fn the_same_comment_again_gets_the_same_answer_and_stands_once() {
    let server = Server::start().await;
    let first = server.posted(&comment(1)).await;
    assert_eq!(server.posted(&comment(1)).await, first);
    assert_eq!(server.get(&format!("/api/v1/thread?{QUERY}")).await.json()["thread"]["count"], 1);
}

#[tokio::test]
async fn an_id_in_capitals_is_the_same_id() {
    let server = Server::start().await;
    let first = server.posted(&comment(1)).await;
    assert_eq!(server.posted(&with(comment(1), "id", json!(id(1).as_str().to_uppercase()))).await, first);
}

#[tokio::test]
async fn a_reply_stands_under_the_comment_it_answers() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let reply = server.posted(&with(comment(2), "parent", json!(id(1)))).await;
    assert_eq!((&reply["parent"], &reply["depth"]), (&json!(id(1)), &json!(1)));
}

fn with(mut comment: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    comment.pointer_mut(parent).unwrap()[name] = value;
    comment
}

fn without(mut comment: Value, name: &str) -> Value {
    comment.as_object_mut().unwrap().remove(name);
    comment
}

#[tokio::test]
async fn each_thing_that_is_wrong_has_a_problem_of_its_own() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.posted(&with(comment(2), "url", json!("https://news.example/other"))).await;
    let new = || comment(9);
    let cases = [
        ("an empty body", with(new(), "body", json!(" \u{200b}\n"))),
        ("too long a body", with(new(), "body", json!("a".repeat(10_001)))),
        ("control characters", with(new(), "body", json!("a\0b"))),
        ("a body that is a number", with(new(), "body", json!(7))),
        ("a body that is an object", with(new(), "body", json!({}))),
        ("a body that is null", with(new(), "body", Value::Null)),
        ("no body", without(new(), "body")),
        ("no name", with(new(), "/author/name", json!("  "))),
        ("too long a name", with(new(), "/author/name", json!("n".repeat(80)))),
        ("an invisible name", with(new(), "/author/name", json!("\u{2800}"))),
        ("a name that turns the text", with(new(), "/author/name", json!("a\u{202e}b"))),
        ("too long a role", with(new(), "/author/role", json!("r".repeat(80)))),
        ("an invisible role", with(new(), "/author/role", json!("\u{3164}"))),
        ("an author that is a string", with(new(), "author", json!("Spijker"))),
        ("an author that is a list", with(new(), "author", json!(["Spijker", null]))),
        ("an author without a name", with(new(), "author", json!({}))),
        ("a name that is a list", with(new(), "/author/name", json!(["Spijker"]))),
        ("no author", without(new(), "author")),
        ("an unknown parent", with(new(), "parent", json!(id(77)))),
        ("a parent in another thread", with(new(), "parent", json!(id(2)))),
        ("a parent that is no id", with(new(), "parent", json!("first"))),
        ("a parent that is itself", with(new(), "parent", json!(id(9)))),
        ("an id that is used", with(comment(1), "body", json!("Something else"))),
        ("an id that is no UUID", with(new(), "id", json!("1"))),
        ("an id that is like one in two places", with(new(), "id", json!("<b>Spijker</b>7<i>a8</i>"))),
        ("an id of version 4", with(new(), "id", json!("9b2e8c3a-8d1f-4c0e-9a3b-0d5d3f6f7a11"))),
        ("no id", without(new(), "id")),
        ("an unknown site", with(new(), "site", json!("tribune"))),
        ("no site", without(new(), "site")),
        ("an address of another site", with(new(), "url", json!("https://herald.example/a"))),
        ("an address that is none", with(new(), "url", json!("javascript:alert(1)"))),
        ("too long an address", with(new(), "url", json!(format!("{ARTICLE}/{}", "a".repeat(2_000))))),
        ("neither address nor key", without(new(), "url")),
        ("too long a key", with(new(), "thread", json!("k".repeat(201)))),
        ("a list", json!([1, 2])),
        ("a string", json!("comment")),
        ("null", Value::Null),
    ];
    let mut lines = String::new();
    for (case, body) in cases {
        let problem = server.post(COMMENTS, &body).await.problem();
        lines += &format!("{case}: {problem}\n");
    }
    assert_snapshot!(lines, @r#"
    an empty body: 422 body-empty field="body"
    too long a body: 422 body-too-long field="body" limit=10000
    control characters: 422 body-not-text field="body"
    a body that is a number: 422 body-not-text field="body"
    a body that is an object: 422 body-not-text field="body"
    a body that is null: 422 body-not-text field="body"
    no body: 422 field-invalid field="body"
    no name: 422 name-empty field="author.name"
    too long a name: 422 name-too-long field="author.name" limit=80
    an invisible name: 422 name-invisible field="author.name"
    a name that turns the text: 422 name-invisible field="author.name"
    too long a role: 422 role-too-long field="author.role" limit=80
    an invisible role: 422 role-invisible field="author.role"
    an author that is a string: 422 field-invalid field="author"
    an author that is a list: 422 field-invalid field="author"
    an author without a name: 422 field-invalid field="author.name"
    a name that is a list: 422 field-invalid field="author.name"
    no author: 422 field-invalid field="author"
    an unknown parent: 422 parent-unknown field="parent"
    a parent in another thread: 422 parent-elsewhere field="parent"
    a parent that is no id: 422 parent-unknown field="parent"
    a parent that is itself: 422 parent-unknown field="parent"
    an id that is used: 409 id-taken field="id"
    an id that is no UUID: 422 field-invalid field="id"
    an id that is like one in two places: 422 field-invalid field="id"
    an id of version 4: 422 field-invalid field="id"
    no id: 422 field-invalid field="id"
    an unknown site: 404 site-unknown field="site"
    no site: 422 field-invalid field="site"
    an address of another site: 403 url-not-allowed field="url"
    an address that is none: 422 field-invalid field="url"
    too long an address: 422 field-invalid field="url" limit=2000
    neither address nor key: 422 field-invalid field="url"
    too long a key: 422 field-invalid field="thread" limit=200
    a list: 400 json-invalid
    a string: 400 json-invalid
    null: 400 json-invalid
    "#);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let server = Server::start().await;
    let deep = "[".repeat(60_000);
    let mut lines = String::new();
    let cases: [(&str, &[u8]); 7] = [
        ("nothing", b""),
        ("half an object", b"{\"id\":"),
        ("two objects", b"{} {}"),
        ("bytes that are no text", b"{\"body\":\"\xff\xfe\"}"),
        ("half a surrogate", b"{\"body\":\"\\ud800\"}"),
        ("very deep", deep.as_bytes()),
        ("a form", b"body=text"),
    ];
    for (case, body) in cases {
        let answer = server.send(json_post(COMMENTS).body(Body::from(body.to_vec())).unwrap()).await;
        lines += &format!("{case}: {}\n", answer.problem());
    }
    assert_snapshot!(lines, @r#"
    nothing: 400 json-invalid
    half an object: 400 json-invalid
    two objects: 422 field-invalid field="id"
    bytes that are no text: 400 json-invalid
    half a surrogate: 400 json-invalid
    very deep: 400 json-invalid
    a form: 400 json-invalid
    "#);
}

#[tokio::test]
async fn a_request_over_64_kib_is_refused() {
    let server = Server::start().await;
    let mut body = comment(1);
    body["title"] = json!("t".repeat(64 * 1024));
    assert_snapshot!(server.post(COMMENTS, &body).await, @r#"
    413 Payload Too Large
    content-type: application/problem+json

    {
      "detail": "A request has at most 65536 bytes.",
      "limit": 65536,
      "status": 413,
      "title": "request too large",
      "type": "urn:weerwoord:problem:request-too-large"
    }
    "#);
}

#[tokio::test]
async fn a_longest_body_of_four_byte_characters_is_taken() {
    let server = Server::start().await;
    server.posted(&with(comment(1), "body", json!("😀".repeat(10_000)))).await;
}

#[tokio::test]
async fn another_content_type_is_refused() {
    let server = Server::start().await;
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let request = Request::post(COMMENTS).header("content-type", content_type);
        let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
        assert_eq!(answer.problem(), "415 content-type-unsupported", "{content_type}");
    }
    let request = Request::post(COMMENTS).header("content-type", "Application/JSON; charset=utf-8");
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_eq!(answer.status, 201);
}
