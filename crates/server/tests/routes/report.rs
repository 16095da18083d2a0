//! `POST /api/v1/comments/{id}/reports`.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::config::Limits;

use crate::desk::{Editor, count};
use crate::server::{Answer, QUERY, Server, bearer, comment, from_peer, id, json_post};

/// A server whose gazette holds a comment at so many reports, with a comment of the first reader.
pub async fn with_comment(threshold: u32) -> Server {
    let server = Server::with(|config| config.sites[0].rules.report_threshold = threshold).await;
    let request = json_post("/api/v1/comments").header("authorization", bearer(1));
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_eq!(answer.status, 201, "{answer}");
    server
}

/// The report of the `reader`th reader, from an address of that reader's own.
pub async fn report(server: &Server, reader: u8, reason: &str) -> Answer {
    from(server, reader, &format!("198.51.100.{reader}"), reason).await
}

async fn from(server: &Server, reader: u8, address: &str, reason: &str) -> Answer {
    let body = json!({ "site": "gazette", "reason": reason, "text": format!("Zegt lezer {reader}") });
    send(server, id(1).as_str(), &bearer(reader), &body, address).await
}

async fn send(server: &Server, id: &str, authorization: &str, body: &Value, address: &str) -> Answer {
    let request = json_post(&format!("/api/v1/comments/{id}/reports")).header("authorization", authorization);
    server.send(request.extension(from_peer(address)).body(Body::from(body.to_string())).unwrap()).await
}

/// How many reports are open, by the counter and by what is kept.
async fn open(server: &Server) -> [i64; 2] {
    [
        server.ask("SELECT reports FROM comment").await,
        server.ask("SELECT count(*) FROM report WHERE settled_at IS NULL").await,
    ]
}

#[tokio::test]
async fn a_reader_reports_a_comment_once_and_may_say_it_again_in_other_words() {
    let server = with_comment(0).await;
    let first = report(&server, 2, "spam").await;
    assert_eq!((first.status.as_u16(), first.text().as_str()), (204, ""));
    assert_eq!(report(&server, 2, "off-topic").await.status, 204);
    assert_eq!(open(&server).await, [1, 1]);
    let kept = server.ask::<String>("SELECT reason || ': ' || text FROM report").await;
    assert_eq!(kept, "off-topic: Zegt lezer 2");
    let without = json!({ "site": "gazette", "reason": "illegal" });
    assert_eq!(send(&server, id(1).as_str(), &bearer(3), &without, "198.51.100.3").await.status, 204);
    assert_eq!(open(&server).await, [2, 2]);
}

#[tokio::test]
async fn a_report_changes_nothing_that_readers_see() {
    let server = with_comment(0).await;
    let version = server.ask::<i64>("SELECT version FROM thread").await;
    for reader in 2..12 {
        assert_eq!(report(&server, reader, "abuse").await.status, 204);
    }
    assert_eq!(server.ask::<i64>("SELECT version FROM thread").await, version);
    assert_eq!(count(&server).await, 1, "0 is never");
}

#[tokio::test]
async fn enough_reports_hold_a_comment_for_review_and_the_log_says_so() {
    let server = with_comment(3).await;
    for reader in [2, 3, 2, 3] {
        assert_eq!(report(&server, reader, "abuse").await.status, 204);
        assert_eq!(count(&server).await, 1);
    }
    assert_eq!(report(&server, 4, "abuse").await.status, 204);
    assert_eq!(count(&server).await, 0);
    assert_eq!(report(&server, 4, "spam").await.status, 204, "the answer may have got lost");
    assert_eq!(report(&server, 5, "abuse").await.problem(), "404 not-found field=\"id\"");
    assert_eq!(open(&server).await, [3, 3]);
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    assert!(editor.get("/desk").await.text().contains("Reactie <em>1</em>"));
    let log = editor.get("/desk?view=log").await.text();
    assert!(log.contains("After reports by readers a comment by Spijker waits for review."), "{log}");
    let number = server.ask::<i64>("SELECT id FROM desk_log").await.to_string();
    assert_eq!(editor.act("undo", &[("entry", &number)]).await.status, 404, "approving it is what undoes that");
}

#[tokio::test]
async fn readers_at_one_address_count_as_one_where_the_address_tells() {
    let server = with_comment(2).await;
    for reader in 2..6 {
        assert_eq!(from(&server, reader, "198.51.100.1", "spam").await.status, 204);
    }
    assert_eq!((open(&server).await, count(&server).await), ([4, 4], 1));
    assert_eq!(from(&server, 6, "198.51.100.2", "spam").await.status, 204);
    assert_eq!(count(&server).await, 0);

    let server = with_comment(2).await;
    for reader in [2, 3] {
        assert_eq!(count(&server).await, 1);
        assert_eq!(from(&server, reader, "127.0.0.1", "spam").await.status, 204);
    }
    assert_eq!(count(&server).await, 0, "a proxy that is not trusted hides who they are");
    assert_eq!(server.ask::<i64>("SELECT count(address) FROM report").await, 0);
}

#[tokio::test]
async fn what_an_editor_let_stand_is_not_held_by_reports_until_it_is_another_text() {
    let server = with_comment(1).await;
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let mine = id(1).to_string();
    report(&server, 2, "spam").await;
    let approved = editor.does("approve", &[("comment", &mine)]).await;
    assert_eq!((count(&server).await, open(&server).await), (1, [0, 0]));
    report(&server, 3, "spam").await;
    report(&server, 2, "spam").await;
    assert_eq!((count(&server).await, open(&server).await), (1, [2, 2]), "they show up in the desk, and no more");

    editor.does("undo", &[("entry", &approved)]).await;
    assert_eq!((count(&server).await, open(&server).await), (0, [2, 2]));
    editor.does("approve", &[("comment", &mine)]).await;
    let request = Request::patch(format!("/api/v1/comments/{mine}")).header("content-type", "application/json");
    let edit = json!({ "site": "gazette", "body": "Iets anders" }).to_string();
    let answer = server.send(request.header("authorization", bearer(1)).body(Body::from(edit)).unwrap()).await;
    assert_eq!(answer.status, 200);
    report(&server, 2, "spam").await;
    assert_eq!(count(&server).await, 0);
}

#[tokio::test]
async fn of_many_who_report_at_once_each_is_counted_and_the_comment_is_held_once() {
    let server = with_comment(20).await;
    let reporters = (100..150).map(|reader| {
        let server = server.clone();
        tokio::spawn(async move { report(&server, reader, "spam").await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for reporter in reporters.collect::<Vec<_>>() {
        statuses.push(reporter.await.unwrap());
    }
    let taken = statuses.iter().filter(|status| **status == 204).count();
    assert!(taken == 20 && statuses.iter().all(|status| [204, 404].contains(status)), "{statuses:?}");
    assert_eq!(open(&server).await, [20, 20]);
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM desk_log WHERE act = 'hold'").await, 1);
}

#[tokio::test]
async fn nobody_reports_a_comment_of_ones_own_or_one_that_is_gone() {
    let server = with_comment(0).await;
    assert_eq!(report(&server, 1, "spam").await.problem(), "409 own-comment");
    server.change("UPDATE comment SET status = 'removed'").await;
    assert_eq!(report(&server, 2, "spam").await.problem(), "409 comment-removed");
    server.change("UPDATE comment SET status = 'held'").await;
    assert_eq!(report(&server, 2, "spam").await.problem(), "404 not-found field=\"id\"");
    assert_eq!(open(&server).await, [0, 0]);
}

#[tokio::test]
async fn each_report_that_is_wrong_has_a_problem_of_its_own_and_changes_nothing() {
    let server = with_comment(0).await;
    let right = json!({ "site": "gazette", "reason": "spam", "text": "Zo is het" });
    let with = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        body
    };
    let mine = id(1);
    let cases = [
        ("an unknown reason", mine.as_str(), with("reason", json!("boring"))),
        ("a reason by number", mine.as_str(), with("reason", json!(1))),
        ("no reason", mine.as_str(), json!({ "site": "gazette" })),
        ("a long text", mine.as_str(), with("text", json!("é".repeat(1_001)))),
        ("no text at all", mine.as_str(), with("text", json!(7))),
        ("control characters", mine.as_str(), with("text", json!("a\u{7}"))),
        ("10 MB", mine.as_str(), with("text", json!("a".repeat(10_000_000)))),
        ("no site", mine.as_str(), json!({ "reason": "spam" })),
        ("an unknown site", mine.as_str(), with("site", json!("tribune"))),
        ("another site", mine.as_str(), with("site", json!("herald"))),
        ("an unknown comment", "019ab697-e800-7909-8909-090909090909", right.clone()),
        ("no id", "first", right.clone()),
        ("a list", mine.as_str(), json!(["gazette", "spam"])),
    ];
    let mut lines = String::new();
    for (case, id, body) in cases {
        lines += &format!("{case}: {}\n", send(&server, id, &bearer(2), &body, "198.51.100.2").await.problem());
    }
    assert_snapshot!(lines, @r#"
    an unknown reason: 422 field-invalid field="reason"
    a reason by number: 400 json-invalid
    no reason: 422 field-invalid field="reason"
    a long text: 422 report-too-long field="text" limit=1000
    no text at all: 422 field-invalid field="text"
    control characters: 422 body-not-text field="text"
    10 MB: 413 request-too-large limit=65536
    no site: 422 field-invalid field="site"
    an unknown site: 404 site-unknown field="site"
    another site: 404 not-found field="id"
    an unknown comment: 404 not-found field="id"
    no id: 404 not-found field="id"
    a list: 400 json-invalid
    "#);
    let answer = send(&server, mine.as_str(), "Bearer short", &right, "198.51.100.2").await;
    assert_eq!(answer.problem(), "401 token-invalid");
    let request = json_post(&format!("/api/v1/comments/{mine}/reports")).body(Body::from(right.to_string())).unwrap();
    assert_eq!(server.send(request).await.problem(), "401 token-missing");
    let request = json_post(&format!("/api/v1/comments/{mine}/reports"))
        .header("authorization", bearer(2))
        .header("origin", "https://herald.example");
    let answer = server.send(request.body(Body::from(right.to_string())).unwrap()).await;
    assert_eq!(answer.problem(), "403 origin-not-allowed");
    assert_eq!(open(&server).await, [0, 0]);
    assert_eq!(
        send(&server, mine.as_str(), &bearer(2), &with("text", json!("é".repeat(1_000))), "198.51.100.2").await.status,
        204
    );
}

#[tokio::test]
async fn an_address_that_reports_too_much_is_told_when_to_go_on() {
    let limits = Limits { reports_per_minute_per_address: 1, ..Limits::default() };
    let server = Server::with(|config| config.limits = limits).await;
    server.posted(&comment(1)).await;
    assert_eq!(report(&server, 2, "spam").await.status, 204);
    let answer = report(&server, 2, "abuse").await;
    assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("429 rate-limited limit=1", "60"));
    assert_eq!(report(&server, 3, "spam").await.status, 204, "others report on");
}

#[tokio::test]
async fn what_its_writer_deleted_takes_its_reports_along() {
    let server = Server::with(|config| config.sites[0].policy.undo_seconds = 0).await;
    let request = json_post("/api/v1/comments").header("authorization", bearer(1));
    server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    report(&server, 2, "spam").await;
    let request =
        Request::delete(format!("/api/v1/comments/{}?site=gazette", id(1))).header("authorization", bearer(1));
    assert_eq!(server.send(request.body(Body::empty()).unwrap()).await.status, 204);
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM report").await, 0);
}

#[tokio::test]
async fn a_reader_without_scripts_reports_by_a_form() {
    let server = with_comment(0).await;
    let address = format!("/report?{QUERY}&lang=en&comment={}", id(1));
    assert!(server.get(&format!("/thread?{QUERY}&lang=en")).await.text().contains(&address.replace('&', "&amp;")));
    let page = server.get(&address).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Reactie <em>1</em>") && page.text().contains("value=\"off-topic\""), "{page}");

    let submit = async |address: &str, from: &str, fields: &[(&str, &str)]| {
        let request = Request::post(address).header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("sec-fetch-site", from).extension(from_peer("198.51.100.9"));
        server.send(request.body(crate::server::form(fields)).unwrap()).await
    };
    let fields = [("reason", "abuse"), ("text", "Onaardig & <fel>")];
    let answer = submit(&address, "same-origin", &fields).await;
    assert_eq!(answer.status, 303, "{answer}");
    let thanks = server.get(answer.header("location").split('#').next().unwrap()).await.text();
    assert!(thanks.contains("The editors will look at the comment that you reported."), "{thanks}");
    submit(&address, "same-origin", &[("reason", "spam")]).await;
    assert_eq!(open(&server).await, [1, 1], "one address is one reader");

    for (case, address, from, fields, status, says) in [
        ("no reason", address.as_str(), "same-origin", &[("text", "Onaardig & <fel>")][..], 422, "Choose first why"),
        ("a form of another page", &address, "cross-site", &fields, 403, ""),
        (
            "a long text",
            &address,
            "same-origin",
            &[("reason", "spam"), ("text", &"x".repeat(1_001))],
            422,
            "1000 characters",
        ),
        ("a huge one", &address, "same-origin", &[("reason", "spam"), ("text", &"x".repeat(100_000))], 413, ""),
        ("no comment", &format!("/report?{QUERY}"), "same-origin", &fields, 422, ""),
        ("an unknown comment", &format!("/report?{QUERY}&comment={}", id(9)), "same-origin", &fields, 404, ""),
    ] {
        let answer = submit(address, from, fields).await;
        assert_eq!(answer.status, status, "{case}: {answer}");
        assert!(answer.text().contains(says), "{case}: {answer}");
    }
    let again = submit(&address, "same-origin", &[("text", "Onaardig & <fel>")]).await.text();
    assert!(again.contains("Onaardig &amp; &lt;fel&gt;</textarea>"), "{again}");
    assert_eq!(open(&server).await, [1, 1]);
    server.change("UPDATE comment SET status = 'removed'").await;
    assert_eq!(server.get(&address).await.status, 404);
}

#[tokio::test]
async fn a_fragment_has_no_link_to_the_form() {
    let server = with_comment(0).await;
    assert!(!server.get(&format!("/embed/thread?{QUERY}")).await.text().contains("/report"));
}
