//! Comments that wait for review: which do, and what becomes of them.

use axum::body::Body;
use weerwoord_server::sites::Premoderate;

use crate::desk::{Editor, count, post, thread, with_secret};
use crate::own::Reader;
use crate::server::{QUERY, bearer, comment, id, json_post};

#[tokio::test]
async fn a_held_comment_is_read_once_it_is_approved_and_in_its_place() {
    let (server, secret) = with_secret(Premoderate::All).await;
    for n in [1, 2] {
        assert_eq!(post(&server, n).await, (202, "held".into()));
    }
    assert_eq!(count(&server).await, 0);
    let editor = Editor::of(&server, "gazette", &secret).await;
    let page = editor.get("/desk").await.text();
    assert!(
        page.find("Reactie <em>1</em>").unwrap() < page.find("Reactie <em>2</em>").unwrap(),
        "oldest first: {page}"
    );
    editor.does("approve", &[("comment", id(2).as_str())]).await;
    assert_eq!(thread(&server).await["comments"][0]["id"], id(2).as_str());
    editor.does("approve", &[("comment", id(1).as_str())]).await;
    let comments = thread(&server).await["comments"].clone();
    assert_eq!((&comments[0]["id"], &comments[1]["id"]), (&id(2).as_str().into(), &id(1).as_str().into()));
    assert_eq!(post(&server, 1).await, (201, "published".into()), "its writer is told, too");
}

#[tokio::test]
async fn a_link_waits_where_links_do() {
    let (server, _) = with_secret(Premoderate::Links).await;
    assert_eq!(post(&server, 1).await.0, 201);
    for (n, body) in
        [(2, "Zie https://evil.example/"), (3, "[hier](https://evil.example/)"), (4, "<https://evil.example>")]
    {
        let mut new = comment(n);
        new["body"] = body.into();
        assert_eq!(server.post("/api/v1/comments", &new).await.status, 202, "{body}");
    }
}

#[tokio::test]
async fn a_newcomer_waits_where_newcomers_do() {
    let (server, secret) = with_secret(Premoderate::First).await;
    let post = async |n: u8, reader: u8| {
        let request = json_post("/api/v1/comments").header("authorization", bearer(reader));
        server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await.status.as_u16()
    };
    assert_eq!(post(1, 1).await, 202);
    assert_eq!(post(2, 1).await, 202, "a comment that waits proves nothing");
    let editor = Editor::of(&server, "gazette", &secret).await;
    editor.does("approve", &[("comment", id(1).as_str())]).await;
    assert_eq!(post(3, 1).await, 201);
    assert_eq!(post(4, 2).await, 202, "a name is anybody's");
    assert_eq!(server.post("/api/v1/comments", &comment(5)).await.status, 202, "who has no token may be anybody");
    editor.does("remove", &[("comment", id(1).as_str())]).await;
    editor.does("remove", &[("comment", id(3).as_str())]).await;
    assert_eq!(post(6, 1).await, 202, "who has nothing left to read is a newcomer again");
}

#[tokio::test]
async fn a_reply_to_a_comment_that_waits_is_refused_as_to_one_that_is_not_there() {
    let (server, _) = with_secret(Premoderate::All).await;
    post(&server, 1).await;
    let mut reply = comment(2);
    reply["parent"] = id(1).as_str().into();
    assert_eq!(server.post("/api/v1/comments", &reply).await.problem(), "422 parent-unknown field=\"parent\"");
}

#[tokio::test]
async fn the_hosted_page_says_that_a_comment_waits() {
    let (server, _) = with_secret(Premoderate::All).await;
    let id = id(1).to_string();
    let answer = server.submit(QUERY, &[("id", &id), ("name", "Spijker"), ("body", "Een")]).await;
    assert_eq!(answer.status, 303);
    let page = server.get(answer.header("location").split('#').next().unwrap()).await.text();
    assert!(page.contains("page-notice") && !page.contains("<p>Een</p>"), "{page}");
}

#[tokio::test]
async fn a_text_that_was_approved_waits_again_once_its_writer_makes_another_of_it() {
    let (server, secret) = with_secret(Premoderate::All).await;
    let writer = Reader(&server, 1);
    writer.post(&comment(1)).await;
    Editor::of(&server, "gazette", &secret).await.does("approve", &[("comment", id(1).as_str())]).await;
    assert_eq!(count(&server).await, 1);
    let edited = writer.edit(&id(1), "Iets heel anders").await;
    assert_eq!((edited.status.as_u16(), count(&server).await), (200, 0), "{edited}");
    assert!(edited.text().contains("held"), "{edited}");
}

#[tokio::test]
async fn what_its_writer_deleted_is_not_brought_back_by_the_desk() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let writer = Reader(&server, 1);
    writer.post(&comment(1)).await;
    writer.delete(&id(1)).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let page = editor.get("/desk?view=newest").await.text();
    assert!(page.contains("Deleted by its writer") && !page.contains("value=\"restore\""), "{page}");
    let answer = editor.act("restore", &[("comment", id(1).as_str())]).await;
    assert_eq!((answer.status.as_u16(), count(&server).await), (409, 0), "{answer}");
}
