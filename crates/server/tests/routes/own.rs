//! `PATCH` and `DELETE /api/v1/comments/{id}`, `POST /api/v1/comments/{id}/restore`.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use weerwoord_protocol::CommentId;

use crate::server::{Answer, QUERY, Server, bearer, comment, id};

const MINUTES_AGO_16: &str = "UPDATE comment SET received_at = received_at - 16 * 60000000";

/// A reader who has a token.
pub struct Reader<'a>(pub &'a Server, pub u8);

impl Reader<'_> {
    async fn send(&self, method: &str, address: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(address).header("authorization", bearer(self.1));
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.0.send(request.unwrap()).await
    }

    /// Posts a comment.
    pub async fn post(&self, comment: &Value) -> Answer {
        self.send("POST", "/api/v1/comments", Some(comment.clone())).await
    }

    /// Changes the text of a comment on the gazette.
    pub async fn edit(&self, id: &CommentId, body: &str) -> Answer {
        self.send("PATCH", &of(id), Some(json!({ "site": "gazette", "body": body }))).await
    }

    /// Deletes one.
    pub async fn delete(&self, id: &CommentId) -> Answer {
        self.send("DELETE", &format!("{}?site=gazette", of(id)), None).await
    }

    /// Votes on one.
    pub async fn vote(&self, id: &CommentId, vote: &Value) -> Answer {
        self.send("PUT", &format!("{}/vote", of(id)), Some(vote.clone())).await
    }

    async fn restore(&self, id: &CommentId) -> Answer {
        self.send("POST", &format!("{}/restore", of(id)), Some(json!({ "site": "gazette" }))).await
    }
}

fn of(id: &CommentId) -> String {
    format!("/api/v1/comments/{id}")
}

fn reply(n: u8, parent: u8) -> Value {
    let mut reply = comment(n);
    reply["parent"] = json!(id(parent));
    reply
}

async fn thread(server: &Server) -> Value {
    server.get(&format!("/api/v1/thread?{QUERY}")).await.json()
}

/// A server that lets deletions be taken back for so many seconds, with a comment of the first reader's.
async fn with_comment(undo_seconds: u32) -> Server {
    let server = Server::with(|config| config.sites[0].policy.undo_seconds = undo_seconds).await;
    assert_eq!(Reader(&server, 1).post(&comment(1)).await.status, 201);
    server
}

#[tokio::test]
async fn a_writer_changes_a_comment_and_everybody_reads_it() {
    let server = with_comment(10).await;
    assert!(thread(&server).await["comments"][0]["edited_at"].is_null());
    assert_snapshot!(Reader(&server, 1).edit(&id(1), "Toch *anders*").await, @r#"
    200 OK
    content-type: application/json

    {
      "comment": {
        "author": {
          "name": "Spijker",
          "role": "n.v.t."
        },
        "depth": 0,
        "edited_at": "[time]",
        "html": "<p>Toch <em>anders</em></p>",
        "id": "019ab697-e800-7101-8101-010101010101",
        "parent": null,
        "posted_at": "[time]",
        "status": "published"
      }
    }
    "#);
    let read = thread(&server).await;
    assert_eq!(read["comments"][0]["html"], "<p>Toch <em>anders</em></p>");
    assert!(read["comments"][0]["edited_at"].is_string());
    let fragment = server.get(&format!("/embed/thread?{QUERY}")).await.text();
    assert!(fragment.contains("Toch <em>anders</em>") && fragment.contains("class=\"edited\""), "{fragment}");
}

#[tokio::test]
async fn the_texts_before_are_kept_and_the_same_text_again_makes_no_other() {
    let server = with_comment(10).await;
    let writer = Reader(&server, 1);
    let first = writer.edit(&id(1), "twee").await;
    assert_eq!(writer.edit(&id(1), "twee").await.bytes, first.bytes);
    writer.edit(&id(1), "drie").await;
    let texts: String =
        server.ask("SELECT group_concat(source, '|') FROM (SELECT source FROM comment_revision ORDER BY id)").await;
    assert_eq!(texts, "Reactie *1*|twee");
    server.change(MINUTES_AGO_16).await;
    assert_eq!(writer.edit(&id(1), "drie").await.status, 200, "whose answer got lost is not told that it was too late");
}

#[tokio::test]
async fn a_post_sent_again_after_an_edit_answers_what_is_there_now() {
    let server = with_comment(10).await;
    Reader(&server, 1).edit(&id(1), "twee").await;
    let again = Reader(&server, 1).post(&comment(1)).await;
    assert_eq!((again.status.as_u16(), &again.json()["comment"]["html"]), (201, &json!("<p>twee</p>")));
}

#[tokio::test]
async fn a_deleted_comment_is_gone_and_with_replies_a_tombstone() {
    let server = with_comment(10).await;
    let writer = Reader(&server, 1);
    writer.post(&comment(2)).await;
    Reader(&server, 2).post(&reply(3, 2)).await;
    for n in [1, 2, 1, 2] {
        let answer = writer.delete(&id(n)).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0));
    }
    let read = thread(&server).await;
    let left: Vec<_> = read["comments"].as_array().unwrap().iter().map(|c| (&c["id"], &c["status"])).collect();
    assert_eq!(left, [(&json!(id(2)), &json!("removed")), (&json!(id(3)), &json!("published"))]);
    assert_eq!((&read["thread"]["count"], &read["comments"][0]["author"]), (&json!(1), &Value::Null));
    let late = Reader(&server, 2).post(&reply(4, 1)).await;
    assert_eq!(late.problem(), "422 parent-removed field=\"parent\"");
}

#[tokio::test]
async fn a_deletion_can_be_taken_back() {
    let server = with_comment(600).await;
    let writer = Reader(&server, 1);
    writer.edit(&id(1), "twee").await;
    let before = thread(&server).await;
    writer.delete(&id(1)).await;
    assert_eq!(thread(&server).await["comments"], json!([]));
    let restored = writer.restore(&id(1)).await;
    assert_eq!(restored.json()["comment"], before["comments"][0]);
    assert_eq!(writer.restore(&id(1)).await.bytes, restored.bytes, "the same again");
    assert_eq!(thread(&server).await["comments"], before["comments"]);
    assert_eq!(Reader(&server, 2).restore(&id(1)).await.problem(), "403 not-yours");
}

#[tokio::test]
async fn a_deletion_that_is_final_has_erased_the_text_and_the_name() {
    let server = with_comment(1).await;
    let writer = Reader(&server, 1);
    writer.edit(&id(1), "twee").await;
    writer.delete(&id(1)).await;
    // The server comes to it by itself.
    while server.ask::<i64>("SELECT count(*) FROM comment WHERE final_at IS NOT NULL").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let left: String = server
        .ask("SELECT json_array(c.source, c.html, a.name, a.role, (SELECT count(*) FROM comment_revision)) FROM comment c JOIN author a ON a.id = c.author_id")
        .await;
    assert_eq!(left, r#"["","","",null,0]"#);
    assert_eq!(writer.restore(&id(1)).await.problem(), "403 edit-expired");
    assert_eq!(writer.delete(&id(1)).await.status, 204, "the same again");
    assert_eq!(writer.edit(&id(1), "drie").await.problem(), "409 comment-removed");
    let again = writer.post(&comment(1)).await;
    assert_eq!(again.json()["comment"]["status"], "removed", "nor does a post that is sent again bring it back");
}

#[tokio::test]
async fn where_nothing_can_be_taken_back_a_deletion_is_final_at_once() {
    let server = with_comment(0).await;
    Reader(&server, 1).delete(&id(1)).await;
    assert_eq!(server.ask::<String>("SELECT source FROM comment").await, "");
    assert_eq!(Reader(&server, 1).restore(&id(1)).await.problem(), "403 edit-expired");
}

#[tokio::test]
async fn the_time_for_changes_comes_to_an_end() {
    let server = with_comment(10).await;
    let writer = Reader(&server, 1);
    server.change(MINUTES_AGO_16).await;
    assert_eq!(writer.edit(&id(1), "twee").await.problem(), "403 edit-expired limit=15");
    assert_eq!(writer.delete(&id(1)).await.problem(), "403 edit-expired limit=15");
    assert_eq!(thread(&server).await["comments"][0]["html"], "<p>Reactie <em>1</em></p>");
    let never = Server::with(|config| config.sites[0].policy.edit_minutes = 0).await;
    Reader(&never, 1).post(&comment(1)).await;
    assert_eq!(Reader(&never, 1).edit(&id(1), "twee").await.problem(), "403 edit-expired limit=0");
}

#[tokio::test]
async fn each_thing_that_is_wrong_has_a_problem_of_its_own_and_changes_nothing() {
    let server = with_comment(10).await;
    server.posted(&comment(2)).await;
    let writer = Reader(&server, 1);
    let edit = |body: Value| json!({ "site": "gazette", "body": body });
    let mut lines = String::new();
    for (case, address, body) in [
        ("an unknown comment", of(&id(9)), edit(json!("x"))),
        ("an address without an id", "/api/v1/comments/first".to_owned(), edit(json!("x"))),
        ("an address that is no text", "/api/v1/comments/%ff".to_owned(), edit(json!("x"))),
        ("a comment that was posted without a token", of(&id(2)), edit(json!("x"))),
        ("another site", of(&id(1)), json!({ "site": "herald", "body": "x" })),
        ("an unknown site", of(&id(1)), json!({ "site": "tribune", "body": "x" })),
        ("no site", of(&id(1)), json!({ "body": "x" })),
        ("no body", of(&id(1)), json!({ "site": "gazette" })),
        ("an empty body", of(&id(1)), edit(json!("\u{200b}"))),
        ("a body that is null", of(&id(1)), edit(Value::Null)),
        ("too long a body", of(&id(1)), edit(json!("a".repeat(10_001)))),
        ("a request that is too large", of(&id(1)), edit(json!("a".repeat(70_000)))),
        ("a list", of(&id(1)), json!(["gazette", "x"])),
    ] {
        lines += &format!("{case}: {}\n", writer.send("PATCH", &address, Some(body)).await.problem());
    }
    for (case, query) in [("nothing", ""), ("two sites", "?site=gazette&site=herald"), ("another site", "?site=herald")]
    {
        let answer = writer.send("DELETE", &format!("{}{query}", of(&id(1))), None).await;
        lines += &format!("a deletion that names {case}: {}\n", answer.problem());
    }
    lines += &format!("another reader: {}\n", Reader(&server, 2).edit(&id(1), "x").await.problem());
    let nobody = Request::delete(format!("{}?site=gazette", of(&id(1)))).body(Body::empty()).unwrap();
    lines += &format!("no token: {}\n", server.send(nobody).await.problem());
    assert_snapshot!(lines, @r#"
    an unknown comment: 404 not-found
    an address without an id: 404 not-found
    an address that is no text: 404 not-found
    a comment that was posted without a token: 403 not-yours
    another site: 404 not-found
    an unknown site: 404 site-unknown field="site"
    no site: 422 field-invalid field="site"
    no body: 422 field-invalid field="body"
    an empty body: 422 body-empty field="body"
    a body that is null: 422 body-not-text field="body"
    too long a body: 422 body-too-long field="body" limit=10000
    a request that is too large: 413 request-too-large limit=65536
    a list: 400 json-invalid
    a deletion that names nothing: 422 field-invalid field="site"
    a deletion that names two sites: 422 field-invalid field="site"
    a deletion that names another site: 404 not-found
    another reader: 403 not-yours
    no token: 401 token-missing
    "#);
    assert_eq!(
        server.ask::<i64>("SELECT count(*) FROM comment WHERE coalesce(edited_at, deleted_at) IS NULL").await,
        2
    );
}

#[tokio::test]
async fn what_the_staff_removed_or_closed_stays_as_it_is() {
    let server = with_comment(10).await;
    let writer = Reader(&server, 1);
    server.change("UPDATE thread SET closed_at = 1").await;
    assert_eq!(writer.edit(&id(1), "twee").await.problem(), "403 thread-closed");
    server.change("UPDATE comment SET status = 'removed'").await;
    assert_eq!(writer.edit(&id(1), "twee").await.problem(), "409 comment-removed");
    assert_eq!(writer.delete(&id(1)).await.problem(), "409 comment-removed");
    assert_eq!(writer.restore(&id(1)).await.problem(), "409 comment-removed");
}

#[tokio::test]
async fn a_comment_that_waits_for_review_is_deleted_for_good() {
    let server = with_comment(600).await;
    server.change("UPDATE comment SET status = 'held'").await;
    assert_eq!(Reader(&server, 1).edit(&id(1), "twee").await.json()["comment"]["status"], "held");
    assert_eq!(Reader(&server, 1).delete(&id(1)).await.status, 204);
    assert_eq!(Reader(&server, 1).restore(&id(1)).await.problem(), "403 edit-expired");
    assert_eq!(server.ask::<String>("SELECT source FROM comment").await, "");
}

#[tokio::test]
async fn changes_count_as_posts_do() {
    let server = Server::with(|config| config.limits.writes_burst_per_address = 2).await;
    let writer = Reader(&server, 1);
    writer.post(&comment(1)).await;
    assert_eq!(writer.edit(&id(1), "twee").await.status, 200);
    assert_eq!(writer.edit(&id(1), "drie").await.problem(), "429 rate-limited limit=60");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_against_a_deletion_ends_in_one_clear_state() {
    let server = Server::with(|config| {
        config.limits.writes_burst_per_address = 100_000;
        config.limits.writes_per_minute_per_thread = 100_000;
        config.sites[0].policy.undo_seconds = 0;
    })
    .await;
    for n in 1..=50 {
        Reader(&server, 1).post(&comment(n)).await;
        let (one, two) = (server.clone(), server.clone());
        let (edited, deleted) = tokio::join!(
            tokio::spawn(async move { Reader(&one, 1).edit(&id(n), "twee").await.status.as_u16() }),
            tokio::spawn(async move { Reader(&two, 1).delete(&id(n)).await.status.as_u16() }),
        );
        let edited = edited.unwrap();
        assert_eq!(deleted.unwrap(), 204);
        assert!(matches!(edited, 200 | 409), "{edited}");
    }
    let read = thread(&server).await;
    assert_eq!((&read["comments"], &read["thread"]["count"]), (&json!([]), &json!(0)));
    let left: i64 = server
        .ask("SELECT (SELECT count(*) FROM comment WHERE source || html <> '') + (SELECT count(*) FROM comment_revision)")
        .await;
    assert_eq!(left, 0, "no text is left, whichever came first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_against_a_deletion_is_refused_or_kept_and_never_lost() {
    let server = Server::with(|config| {
        config.limits.writes_burst_per_address = 100_000;
        config.limits.writes_per_minute_per_thread = 100_000;
    })
    .await;
    let mut rounds = JoinSet::new();
    for n in 1..=50 {
        Reader(&server, 1).post(&comment(n)).await;
        let (one, two) = (server.clone(), server.clone());
        rounds.spawn(async move { Reader(&one, 1).delete(&id(n)).await.status == 204 });
        rounds.spawn(async move {
            let answer = Reader(&two, 2).post(&reply(n + 100, n)).await;
            answer.status == 201 || answer.problem() == "422 parent-removed field=\"parent\""
        });
    }
    assert!(rounds.join_all().await.into_iter().all(|clear| clear));
    let replies: i64 = server.ask("SELECT count(*) FROM comment WHERE parent_seq IS NOT NULL").await;
    let read = thread(&server).await;
    assert_eq!(read["thread"]["count"], replies, "each reply that was taken is read");
}
