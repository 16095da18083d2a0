//! `/desk`: the lists, each act and its undoing, and what becomes of those that come too late. `Editor` is somebody who is
//! signed in.

use axum::body::Body;
use axum::http::Request;
use tokio::task::JoinSet;
use weerwoord_server::sites::Premoderate;

use crate::server::{ARTICLE, Answer, QUERY, Server, comment, form, id};

/// What a form is sent as.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The key of the gazette's article.
const KEY: &str = "news.example/2026/plein";

/// Somebody who is signed in.
pub struct Editor<'a> {
    server: &'a Server,
    pub cookie: String,
    pub token: String,
}

/// A server whose gazette does so with new comments, and the gazette's secret.
pub async fn with_secret(premoderate: Premoderate) -> (Server, String) {
    let server = Server::with(|config| config.sites[0].rules.premoderate = premoderate).await;
    let secret = server.secret("gazette").await;
    (server, secret)
}

/// Signs in as Petra.
pub async fn sign_in(server: &Server, site: &str, secret: &str) -> Answer {
    send(server, "/desk/session", "", &[("site", site), ("who", " Petra "), ("secret", secret)]).await
}

/// Sends a form.
pub async fn send(server: &Server, address: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::post(address).header("content-type", FORM).header("cookie", cookie);
    server.send(request.body(form(fields)).unwrap()).await
}

impl<'a> Editor<'a> {
    /// Signs in, and keeps what the page gave.
    pub async fn of(server: &'a Server, site: &str, secret: &str) -> Self {
        let answer = sign_in(server, site, secret).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/desk"), "{answer}");
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let page = server.get_with("/desk", "cookie", &cookie).await.text();
        let token = page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Self { server, cookie, token }
    }

    /// Gets an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.server.get_with(address, "cookie", &self.cookie).await
    }

    /// Asks for an act.
    pub async fn act(&self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [&[("token", self.token.as_str()), ("act", act)], fields].concat();
        send(self.server, "/desk/acts", &self.cookie, &fields).await
    }

    /// Does something to a comment, and answers the number under which it stands in the log.
    pub async fn does(&self, act: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.act(act, fields).await;
        assert_eq!(answer.status, 303, "{answer}");
        let done = answer.header("location").split("&done=").nth(1).unwrap();
        done.split('&').next().unwrap().to_owned()
    }
}

/// The thread of the gazette's article, as everybody reads it.
pub async fn thread(server: &Server) -> serde_json::Value {
    server.get(&format!("/api/v1/thread?{QUERY}")).await.json()
}

/// How many comments everybody reads there.
pub async fn count(server: &Server) -> u64 {
    thread(server).await["thread"]["count"].as_u64().unwrap()
}

/// Posts a comment; answers its status, and that of the answer.
pub async fn post(server: &Server, n: u8) -> (u16, String) {
    let answer = server.post("/api/v1/comments", &comment(n)).await;
    (answer.status.as_u16(), answer.json()["comment"]["status"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn every_act_is_undone_by_the_button_that_follows_it() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let id = id(1).to_string();
    let undo = async |number: String| editor.does("undo", &[("entry", &number)]).await;

    let removed = editor.does("remove", &[("comment", &id)]).await;
    assert_eq!(count(&server).await, 0);
    let page = editor.get(&format!("/desk?view=newest&done={removed}&next={id}")).await.text();
    assert!(page.contains("Petra removed a comment by Spijker.") && page.contains("autofocus"), "{page}");
    assert!(page.contains(&format!("name=\"entry\" value=\"{removed}\"")), "{page}");
    undo(removed).await;
    assert_eq!(thread(&server).await["comments"][0]["html"], "<p>Reactie <em>1</em></p>");

    editor.does("remove", &[("comment", &id)]).await;
    let restored = editor.does("restore", &[("comment", &id)]).await;
    assert_eq!(count(&server).await, 1);
    undo(restored).await;
    assert_eq!(count(&server).await, 0);

    server.change("UPDATE comment SET status = 'held'").await;
    let approved = editor.does("approve", &[("comment", &id)]).await;
    assert_eq!(count(&server).await, 1);
    undo(approved).await;
    assert_eq!(count(&server).await, 0);

    let closed = editor.does("close", &[("thread", KEY)]).await;
    assert_eq!(thread(&server).await["thread"]["closed"], true);
    undo(closed).await;
    assert_eq!(thread(&server).await["thread"]["closed"], false);

    editor.does("close", &[("thread", KEY)]).await;
    let reopened = editor.does("reopen", &[("thread", KEY)]).await;
    assert_eq!(thread(&server).await["thread"]["closed"], false);
    undo(reopened).await;
    assert_eq!(thread(&server).await["thread"]["closed"], true);

    let log = editor.get("/desk?view=log").await.text();
    for line in [
        "Petra removed a comment by Spijker.",
        "Petra restored a comment by Spijker.",
        "Petra approved a comment by Spijker.",
        "Petra undid what was done to a comment by Spijker.",
        "Petra closed the thread",
        "Petra reopened the thread",
        "Petra undid what was done to the thread",
    ] {
        assert!(log.contains(line), "{line} in {log}");
    }
}

#[tokio::test]
async fn what_is_closed_by_hand_takes_no_comment_until_it_is_reopened() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    editor.does("close", &[("thread", KEY), ("back", "view=threads")]).await;
    assert_eq!(server.post("/api/v1/comments", &comment(2)).await.problem(), "403 thread-closed");
    assert!(editor.get("/desk?view=threads&q=PLEIN").await.text().contains("value=\"reopen\""));
    editor.does("reopen", &[("thread", KEY)]).await;
    assert_eq!(post(&server, 2).await.0, 201);
}

#[tokio::test]
async fn an_act_that_came_too_late_changes_nothing_and_says_how_things_stand() {
    let (server, secret) = with_secret(Premoderate::All).await;
    post(&server, 1).await;
    let (one, two) = (Editor::of(&server, "gazette", &secret).await, Editor::of(&server, "gazette", &secret).await);
    let id = id(1).to_string();
    let approved = one.does("approve", &[("comment", &id)]).await;
    one.does("remove", &[("comment", &id)]).await;
    for (act, fields, says) in [
        ("approve", &[("comment", id.as_str())][..], "this comment was removed meanwhile"),
        ("remove", &[("comment", id.as_str())], "this comment was removed meanwhile"),
        ("undo", &[("entry", approved.as_str())], "this comment was removed meanwhile"),
        ("reopen", &[("thread", KEY)], "this thread is open meanwhile"),
    ] {
        let answer = two.act(act, fields).await;
        assert_eq!(answer.status, 409, "{act}: {answer}");
        assert!(answer.text().contains(says), "{act}: {answer}");
    }
    one.does("restore", &[("comment", &id)]).await;
    assert_eq!(two.act("undo", &[("entry", &approved)]).await.status, 409, "something was done since");
    assert_eq!(two.act("approve", &[("comment", &id)]).await.status, 409);
    assert_eq!(count(&server).await, 1);
}

#[tokio::test]
async fn of_two_who_act_at_once_one_does() {
    let (server, secret) = with_secret(Premoderate::All).await;
    post(&server, 1).await;
    let (one, two) = (Editor::of(&server, "gazette", &secret).await, Editor::of(&server, "gazette", &secret).await);
    let id = id(1).to_string();
    let fields = [("comment", id.as_str())];
    let (first, second) = tokio::join!(one.act("approve", &fields), two.act("approve", &fields));
    let mut answers = [first.status.as_u16(), second.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    assert_eq!(count(&server).await, 1);
}

#[tokio::test]
async fn a_reply_against_a_closing_is_taken_or_refused_and_nothing_between() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let mut posts = JoinSet::new();
    for n in 2..=20 {
        let server = server.clone();
        let mut reply = comment(n);
        reply["parent"] = id(1).as_str().into();
        posts.spawn(async move { server.post("/api/v1/comments", &reply).await.status.as_u16() });
        if n == 10 {
            editor.does("close", &[("thread", KEY)]).await;
        }
    }
    let answers = posts.join_all().await;
    assert!(answers.iter().all(|status| [201, 403].contains(status)), "{answers:?}");
    let taken = answers.iter().filter(|status| **status == 201).count() as u64;
    assert_eq!(count(&server).await, taken + 1);
    assert!(taken <= 9, "those that were sent after the closing are refused: {answers:?}");
    assert_eq!(thread(&server).await["thread"]["closed"], true);
}

#[tokio::test]
async fn another_site_cannot_be_touched_or_seen() {
    let (server, _) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let mine = server.secret("herald").await;
    let editor = Editor::of(&server, "herald", &mine).await;
    let theirs = server.secret("gazette").await;
    let number = Editor::of(&server, "gazette", &theirs).await.does("close", &[("thread", KEY)]).await;
    let id = id(1).to_string();
    for (act, fields) in [
        ("remove", &[("comment", id.as_str())][..]),
        ("restore", &[("comment", id.as_str())]),
        ("approve", &[("comment", id.as_str())]),
        ("reopen", &[("thread", KEY)]),
        ("close", &[("thread", "nowhere")]),
        ("undo", &[("entry", number.as_str())]),
        ("undo", &[("entry", "999")]),
    ] {
        let answer = editor.act(act, fields).await;
        assert_eq!(answer.status, 404, "{act}: {answer}");
    }
    for view in ["held", "newest", "threads", "log"] {
        let page = editor.get(&format!("/desk?view={view}&done={number}")).await.text();
        assert!(!page.contains("Spijker") && !page.contains("plein"), "{page}");
    }
    assert_eq!(editor.get(&format!("/desk?view=thread&key={KEY}")).await.status, 404);
}

#[tokio::test]
async fn a_request_that_is_none_is_refused() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    for (act, fields) in [
        ("", &[][..]),
        ("destroy", &[("comment", id(1).as_str())]),
        ("remove", &[]),
        ("remove", &[("comment", "1")]),
        ("close", &[]),
        ("undo", &[("entry", "x")]),
        ("remove", &[("comment", id(1).as_str()), ("back", "view=all")]),
        ("remove", &[("comment", id(1).as_str()), ("next", "x")]),
    ] {
        assert_eq!(editor.act(act, fields).await.status, 422, "{act} {fields:?}");
    }
    let request =
        Request::post("/desk/acts").header("content-type", "application/json").header("cookie", &editor.cookie);
    assert_eq!(server.send(request.body(Body::from("{}")).unwrap()).await.status, 415);
    let large = "x".repeat(70_000);
    assert_eq!(editor.act("remove", &[("comment", large.as_str())]).await.status, 413);
}

#[tokio::test]
async fn a_page_leads_to_the_next_until_all_were_shown() {
    let server = Server::with(|config| {
        config.sites[0].rules.premoderate = Premoderate::All;
        config.limits.writes_burst_per_address = 100;
    });
    let server = server.await;
    let secret = server.secret("gazette").await;
    for n in 1..=70 {
        assert_eq!(post(&server, n).await.0, 202);
    }
    let editor = Editor::of(&server, "gazette", &secret).await;
    for view in ["view=held", "view=newest", &format!("view=thread&key={KEY}")] {
        let (mut address, mut found) = (format!("/desk?{view}"), Vec::new());
        loop {
            let page = editor.get(&address).await.text().replace("&amp;", "&");
            found.extend(page.split("<em>").skip(1).map(|rest| rest.split('<').next().unwrap().parse::<u8>().unwrap()));
            let Some(next) = page.split("<p class=\"pages\">").nth(1) else { break };
            let link = next.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
            match link.filter(|link| link.contains("from=")).last() {
                Some(next) => address = next.to_owned(),
                None => break,
            }
        }
        let mut wanted: Vec<u8> = (1..=70).collect();
        if view != "view=held" {
            wanted.reverse();
        }
        assert_eq!(found, wanted, "{view}");
    }
    assert!(editor.get("/desk").await.text().contains("<span class=\"count\">70</span>"));
}

#[tokio::test]
async fn a_thread_is_found_by_words_of_its_title_or_address_or_by_the_whole_address() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let mut other = comment(2);
    other["url"] = "https://news.example/2026/100%25_korting".into();
    other["title"] = "100 % korting".into();
    server.posted(&other).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let found = async |words: &str| {
        let page = editor.get(&format!("/desk?view=threads&q={words}")).await.text();
        [page.contains(&format!(">{ARTICLE}<")), page.contains("100 % korting</a>")]
    };
    assert_eq!(found("").await, [true, true]);
    assert_eq!(found("Plein").await, [true, false]);
    assert_eq!(found("%25").await, [false, true]);
    assert_eq!(found("http%3A%2F%2Fnews.example%2F2026%2Fplein%2F%3Futm_source%3Dx%23c").await, [true, false]);
    assert_eq!(found("2026_").await, [false, false]);
    assert_eq!(found("market").await, [false, false]);
}
