//! Streams of events as tests read them: each event a line, and comments by their number.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::server::{QUERY, Server, bearer, comment, id, json_post};

/// An open stream.
pub struct Stream {
    body: Body,
    text: String,
    /// The id of the last event.
    pub id: String,
}

impl Stream {
    pub async fn open(server: &Server, query: &str) -> Self {
        let request = Request::get(format!("/api/v1/events?{query}")).body(Body::empty()).unwrap();
        Self::of(server.open(request).await)
    }

    /// As a browser does that was cut off.
    pub async fn again(server: &Server, query: &str, id: &str) -> Self {
        let request = Request::get(format!("/api/v1/events?{query}")).header("last-event-id", id);
        Self::of(server.open(request.body(Body::empty()).unwrap()).await)
    }

    pub fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200, "{response:?}");
        Self { body: response.into_body(), text: String::new(), id: String::new() }
    }

    /// The next event; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some((message, rest)) = self.text.split_once("\n\n") {
                let field = |name| message.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let (id, data) = (field("id: "), field("data: "));
                self.text = rest.to_owned();
                if let (Some(id), Some(data)) = (id, data) {
                    self.id = id;
                    return Some(serde_json::from_str(&data).unwrap());
                }
            }
            let frame = self.body.frame().await?.unwrap();
            self.text += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
        }
    }

    /// The events up to one of this kind, a line each.
    pub async fn until(&mut self, kind: &str) -> String {
        let mut lines = String::new();
        while let Some(event) = self.next().await {
            let _ = writeln!(lines, "{}", line(&event));
            if event["type"] == kind {
                break;
            }
        }
        lines
    }
}

/// An event in one line: the comments by their number.
pub fn line(event: &Value) -> String {
    let number = |of: &Value| {
        let known = (0..=50).find(|n| of == id(*n).as_str());
        known.map_or_else(|| of.to_string(), |n| n.to_string())
    };
    let mut line = event["type"].as_str().unwrap().to_owned();
    if !event["comment"].is_null() {
        let comment = &event["comment"];
        let _ = write!(line, " {} {}", number(&comment["id"]), comment["html"].as_str().unwrap());
    }
    if !event["id"].is_null() {
        let _ = write!(line, " {}", number(&event["id"]));
    }
    for name in ["votes", "count", "closed"] {
        if !event[name].is_null() {
            let _ = write!(line, " {name}={}", event[name]);
        }
    }
    if event["thread"] == "news.example/2026/brug" { line + " (brug)" } else { line }
}

/// What changed since an id, a line each, and the id after it.
pub async fn poll(server: &Server, query: &str, since: &str) -> (String, String) {
    let answer = server.get(&format!("/api/v1/events?{query}&wait=0&since={since}")).await;
    let json: Value = serde_json::from_str(&answer.text()).unwrap();
    let lines = json["events"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n");
    (lines, json["id"].as_str().unwrap().to_owned())
}

/// The version of the article's thread, as everybody is told it.
pub async fn version(server: &Server) -> String {
    let thread: Value = serde_json::from_str(&server.get(&format!("/api/v1/thread?{QUERY}")).await.text()).unwrap();
    thread["thread"]["version"].as_str().unwrap().to_owned()
}

pub async fn post_as(server: &Server, reader: u8, comment: &Value) {
    let request = json_post("/api/v1/comments").header("authorization", bearer(reader));
    let answer = server.send(request.body(Body::from(comment.to_string())).unwrap()).await;
    assert!(answer.status.is_success(), "{answer}");
}

pub async fn send(server: &Server, method: &str, path: &str, reader: u8, body: &Value) {
    let request = Request::builder().method(method).uri(format!("/api/v1/comments/{path}"));
    let request = request.header("content-type", "application/json").header("authorization", bearer(reader));
    let answer = server.send(request.body(Body::from(body.to_string())).unwrap()).await;
    assert!(answer.status.is_success(), "{answer}");
}

pub fn reply(n: u8, parent: u8) -> Value {
    let mut reply = comment(n);
    reply["parent"] = json!(id(parent));
    reply
}
