//! What editors make of comments and writers at the desk: pins, picks and badges, each with undo and log.

use axum::body::Body;
use serde_json::{Value, json};
use weerwoord_server::import::{Import, Options};
use weerwoord_server::sites::Premoderate;

use crate::desk::{Editor, thread, with_secret};
use crate::server::{ARTICLE, Answer, QUERY, Server, bearer, comment, id, json_post};

async fn post_as(server: &Server, n: u8, reader: u8) -> Answer {
    let request = json_post("/api/v1/comments").header("authorization", bearer(reader));
    server.send(request.body(Body::from(comment(n).to_string())).unwrap()).await
}

async fn undo(editor: &Editor<'_>, number: &str) {
    editor.does("undo", &[("entry", number)]).await;
}

/// The badges of the thread's comments, the newest first.
async fn badges(server: &Server) -> Vec<Value> {
    thread(server).await["comments"].as_array().unwrap().iter().map(|comment| comment["badge"].clone()).collect()
}

#[tokio::test]
async fn a_pin_takes_the_place_of_the_one_before_and_undoing_it_brings_that_back() {
    let (server, secret) = with_secret(Premoderate::None).await;
    for n in [1, 2] {
        server.posted(&comment(n)).await;
    }
    let editor = Editor::of(&server, "gazette", &secret).await;
    let [one, two] = [id(1).to_string(), id(2).to_string()];
    let pinned = async || thread(&server).await["pinned"]["id"].as_str().unwrap_or_default().to_owned();
    assert_eq!(pinned().await, "");
    let first = editor.does("pin", &[("comment", &one)]).await;
    assert_eq!(pinned().await, one);
    let second = editor.does("pin", &[("comment", &two)]).await;
    assert_eq!(pinned().await, two);
    assert_eq!(editor.act("undo", &[("entry", &first)]).await.status, 409, "another was pinned since");
    assert_eq!(editor.act("pin", &[("comment", &two)]).await.status, 409, "it is pinned already");
    undo(&editor, &second).await;
    assert_eq!(pinned().await, one);
    let unpinned = editor.does("unpin", &[("comment", &one)]).await;
    assert_eq!(pinned().await, "");
    undo(&editor, &unpinned).await;
    assert_eq!(pinned().await, one);
    let removed = editor.does("remove", &[("comment", &one)]).await;
    assert_eq!(pinned().await, "", "what nobody reads does not stand out");
    assert_eq!(editor.act("pin", &[("comment", &one)]).await.status, 409);
    undo(&editor, &removed).await;
    assert_eq!(pinned().await, one);
    let log = editor.get("/desk?view=log").await.text();
    assert!(log.contains("Petra pinned a comment by Spijker.") && log.contains("Petra unpinned"), "{log}");
}

#[tokio::test]
async fn any_number_is_picked_and_the_picks_are_read_alone() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let mut reply = comment(2);
    reply["parent"] = id(1).as_str().into();
    server.posted(&reply).await;
    server.posted(&comment(3)).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let [two, three] = [id(2).to_string(), id(3).to_string()];
    let picks = async || {
        let read = server.get(&format!("/api/v1/thread?{QUERY}&sort=picks")).await.json();
        let of = |comment: &Value| (comment["id"].as_str().unwrap().to_owned(), comment["depth"].as_u64().unwrap());
        read["comments"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let html = async |sort: &str| server.get(&format!("/embed/thread?{QUERY}&lang=en{sort}")).await.text();
    assert!(!html("").await.contains("sort=picks"), "no filter where nothing is picked");
    editor.does("pick", &[("comment", &three)]).await;
    let second = editor.does("pick", &[("comment", &two)]).await;
    assert_eq!(picks().await, [(three.clone(), 0), (two.clone(), 0)]);
    assert_eq!(thread(&server).await["thread"]["picks"], 2);
    assert!(html("").await.contains("sort=picks") && html("").await.contains("Editors’ pick"));
    let alone = html("&sort=picks").await;
    assert!(alone.contains("data-action=\"context\"") && !alone.contains("Reactie <em>1</em>"), "{alone}");
    undo(&editor, &second).await;
    assert_eq!(picks().await, [(three.clone(), 0)]);
    editor.does("unpick", &[("comment", &three)]).await;
    assert_eq!(picks().await, []);
    assert_eq!(thread(&server).await["thread"]["picks"], Value::Null);
}

#[tokio::test]
async fn a_badge_is_the_writers_for_what_was_and_will_be_written_and_no_namesakes() {
    let (server, secret) = with_secret(Premoderate::None).await;
    post_as(&server, 1, 1).await;
    post_as(&server, 2, 2).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let one = id(1).to_string();
    let given = editor.does("badge-staff", &[("comment", &one)]).await;
    assert_eq!(badges(&server).await, [Value::Null, "staff".into()], "of one name, but another reader");
    let posted = post_as(&server, 3, 1).await;
    assert_eq!(posted.json()["comment"]["badge"], "staff");
    assert_eq!(badges(&server).await, ["staff".into(), Value::Null, "staff".into()]);
    let html = server.get(&format!("/embed/thread?{QUERY}&lang=en")).await.text();
    assert_eq!(html.matches("part=\"badge badge-staff\">Staff</span>").count(), 2, "{html}");

    let changed = editor.does("badge-author", &[("comment", id(3).as_str())]).await;
    assert_eq!(badges(&server).await[2], "author");
    assert_eq!(editor.act("undo", &[("entry", &given)]).await.status, 409, "it is another badge by now");
    undo(&editor, &changed).await;
    editor.does("unbadge", &[("comment", &one)]).await;
    assert_eq!(badges(&server).await, [Value::Null, Value::Null, Value::Null]);
    assert_eq!(editor.act("unbadge", &[("comment", &one)]).await.status, 409);
    let log = editor.get("/desk?view=log").await.text();
    assert!(log.contains("Petra gave Spijker the badge of the staff."), "{log}");
}

#[tokio::test]
async fn nobody_gives_oneself_a_badge() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let mut pretender = comment(1);
    pretender["badge"] = "staff".into();
    pretender["author"]["badge"] = "staff".into();
    pretender["picked"] = true.into();
    assert_eq!(server.posted(&pretender).await["badge"], Value::Null);
    assert_eq!(badges(&server).await, [Value::Null]);
    // Who wrote without a token is not known again: the badge is this comment's alone.
    let editor = Editor::of(&server, "gazette", &secret).await;
    editor.does("badge-author", &[("comment", id(1).as_str())]).await;
    server.posted(&comment(2)).await;
    assert_eq!(badges(&server).await, [Value::Null, "author".into()]);
}

#[tokio::test]
async fn an_import_carries_badges_and_a_name_alone_carries_none() {
    let server = Server::start().await;
    let site = server.app.sites.get("gazette").unwrap();
    let lines = [
        json!({ "id": "1", "name": "Petra", "posted_at": "2026-11-20T08:00:00Z", "badge": "author", "body": "Een" }),
        json!({ "id": "2", "name": "Petra", "posted_at": "2026-11-20T09:00:00Z", "body": "Twee" }),
    ];
    let file = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let import = Import::new(site, "https://comments.example", None, Some(ARTICLE), None, Options::default()).unwrap();
    import.run(&server.app.store, std::io::Cursor::new(file)).await.unwrap();
    assert_eq!(badges(&server).await, [Value::Null, "author".into()]);
}

#[tokio::test]
async fn the_comments_of_another_site_cannot_be_marked() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    let secret = server.secret("herald").await;
    let editor = Editor::of(&server, "herald", &secret).await;
    for act in ["pin", "pick", "badge-staff", "unpin", "unpick", "unbadge"] {
        assert_eq!(editor.act(act, &[("comment", id(1).as_str())]).await.status, 404, "{act}");
    }
    assert_eq!(thread(&server).await["pinned"], Value::Null);
}
