//! `/desk?view=reported`: what readers reported, and how an editor settles it.

use crate::desk::{Editor, count};
use crate::report::{report, with_comment};
use crate::server::{Server, comment, id};

/// The ids of the comments that the list shows, in its order.
async fn listed(editor: &Editor<'_>) -> Vec<String> {
    let page = editor.get("/desk?view=reported").await.text();
    page.split(" id=\"c-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The number on the list's tab.
async fn counted(editor: &Editor<'_>) -> String {
    let page = editor.get("/desk?view=log").await.text();
    let tab = page.split("view=reported").nth(1).unwrap();
    tab.split("<span class=\"count\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

async fn reports(server: &Server) -> i64 {
    server.ask("SELECT reports FROM comment").await
}

#[tokio::test]
async fn what_was_reported_most_stands_first_with_what_was_said() {
    let server = with_comment(0).await;
    server.posted(&comment(2)).await;
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    assert!(editor.get("/desk?view=reported").await.text().contains("There are no reports."));
    report(&server, 3, "spam").await;
    report(&server, 4, "illegal").await;
    let body = serde_json::json!({ "site": "gazette", "reason": "abuse", "text": "<b>Fel</b>\nen nog wat" });
    let request = crate::server::json_post(&format!("/api/v1/comments/{}/reports", id(2)));
    let request = request.header("authorization", crate::server::bearer(3)).body(body.to_string().into()).unwrap();
    assert_eq!(server.send(request).await.status, 204);

    assert_eq!(listed(&editor).await, [id(1).to_string(), id(2).to_string()]);
    assert_eq!(counted(&editor).await, "2");
    let page = editor.get("/desk?view=reported").await.text();
    for part in [
        "Reports by readers: 2",
        "<b>Advertising or spam</b>",
        "Zegt lezer 3",
        "<b>Against the law</b>",
        "&lt;b&gt;Fel&lt;/b&gt;\nen nog wat",
        "value=\"dismiss\"",
        "value=\"remove\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[tokio::test]
async fn each_way_of_settling_ends_the_reports_and_its_undoing_brings_them_back() {
    let server = with_comment(0).await;
    report(&server, 2, "spam").await;
    report(&server, 3, "abuse").await;
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let mine = id(1).to_string();
    for (act, stays, says) in [
        ("dismiss", 1, "Petra kept a reported comment by Spijker."),
        ("remove", 0, "Petra removed a comment by Spijker."),
    ] {
        let number = editor.does(act, &[("comment", &mine), ("back", "view=reported")]).await;
        assert_eq!((count(&server).await, reports(&server).await), (stays, 0), "{act}");
        let page = editor.get(&format!("/desk?view=reported&done={number}")).await.text();
        assert!(page.contains(says), "{page}");
        assert!(listed(&editor).await.is_empty());
        editor.does("undo", &[("entry", &number)]).await;
        assert_eq!((count(&server).await, reports(&server).await), (1, 2), "{act}");
        assert_eq!(listed(&editor).await, std::slice::from_ref(&mine));
    }
    editor.does("dismiss", &[("comment", &mine)]).await;
    let answer = editor.act("dismiss", &[("comment", &mine)]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("the reports of this comment were settled meanwhile"), "{answer}");
    report(&server, 2, "spam").await;
    assert_eq!(reports(&server).await, 1, "who reported before may report again");
}

#[tokio::test]
async fn a_comment_held_by_reports_is_approved_from_either_list() {
    let server = with_comment(1).await;
    report(&server, 2, "spam").await;
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    assert_eq!(listed(&editor).await, [id(1).to_string()]);
    assert!(editor.get("/desk").await.text().contains("Zegt lezer 2"));
    editor.does("approve", &[("comment", id(1).as_str())]).await;
    assert_eq!(count(&server).await, 1);
    assert!(listed(&editor).await.is_empty());
}

#[tokio::test]
async fn the_reports_of_another_site_are_not_shown_or_settled() {
    let server = with_comment(0).await;
    report(&server, 2, "spam").await;
    let secret = server.secret("herald").await;
    let editor = Editor::of(&server, "herald", &secret).await;
    assert!(listed(&editor).await.is_empty());
    assert_eq!(counted(&editor).await, "0");
    assert_eq!(editor.act("dismiss", &[("comment", id(1).as_str())]).await.status, 404);
    assert_eq!(editor.act("hold", &[("comment", id(1).as_str())]).await.status, 422, "nobody does that by a form");
    assert_eq!(reports(&server).await, 1);
}

#[tokio::test]
async fn what_was_settled_is_forgotten_when_nobody_can_undo_it_any_more() {
    let server = with_comment(0).await;
    report(&server, 2, "spam").await;
    let secret = server.secret("gazette").await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    editor.does("dismiss", &[("comment", id(1).as_str())]).await;
    server.change("UPDATE report SET settled_at = settled_at - 43200000000").await;
    report(&server, 3, "spam").await;
    editor.does("remove", &[("comment", id(1).as_str())]).await;
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM report").await, 1);
}
