//! `/desk`: who is let in, for how long, and what no other page can make an editor's browser do.

use axum::http::Request;
use weerwoord_server::desk::secret::Secret;
use weerwoord_server::sites::Premoderate;

use crate::desk::{Editor, FORM, count, post, send, sign_in, with_secret};
use crate::server::{comment, form, from_peer, id, take_log};

#[tokio::test]
async fn who_is_not_signed_in_gets_the_form_alone() {
    let (server, _) = with_secret(Premoderate::All).await;
    post(&server, 1).await;
    let page = server.get("/desk?view=newest").await;
    assert!(page.text().contains("name=\"secret\"") && !page.text().contains("Reactie"), "{page}");
}

#[tokio::test]
async fn the_right_secret_begins_a_session_of_twelve_hours() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let answer = sign_in(&server, "gazette", &secret).await;
    let cookie = answer.header("set-cookie");
    let attributes = cookie.split_once("; ").unwrap().1;
    assert_eq!(attributes, "Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict");
    assert!(cookie.starts_with("__Host-weerwoord-desk="), "{cookie}");
    let editor = Editor::of(&server, "gazette", &secret).await;
    assert!(editor.get("/desk").await.text().contains("Petra"));
    server.change("UPDATE desk_session SET expires_at = unixepoch() * 1000000").await;
    assert!(editor.get("/desk").await.text().contains("name=\"secret\""));
    let late = editor.act("remove", &[("comment", id(1).as_str())]).await;
    assert_eq!(late.status, 403);
    assert!(late.text().contains("not signed in any more"), "{late}");
}

#[tokio::test]
async fn a_secret_is_kept_as_its_hash_and_is_not_logged() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let value = editor.cookie.split_once('=').unwrap().1.to_owned();
    let log = take_log();
    assert!(log.contains("/desk/session") && !log.contains(&secret) && !log.contains(&value), "{log}");
    let files = [server.file("test.db"), server.file("test.db-wal")].concat();
    for hidden in [secret.as_bytes(), value.as_bytes()] {
        assert!(!files.windows(hidden.len()).any(|bytes| bytes == hidden));
    }
}

#[tokio::test]
async fn a_wrong_secret_or_site_signs_nobody_in() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let other = Secret::new().unwrap();
    for (site, secret) in
        [("gazette", other.as_str()), ("gazette", ""), ("herald", &secret), ("nowhere", &secret), ("", &secret)]
    {
        let answer = sign_in(&server, site, secret).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (403, ""), "{site}");
        assert!(answer.text().contains("do not go together") && answer.text().contains("Petra"), "{answer}");
    }
    let nameless = send(&server, "/desk/session", "", &[("site", "gazette"), ("who", ""), ("secret", &secret)]).await;
    assert_eq!(nameless.status, 422);
}

#[tokio::test]
async fn an_address_that_tries_too_often_has_to_wait() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let attempt = async |address: &str, secret: &str| {
        let mut request = Request::post("/desk/session").header("content-type", FORM);
        request.extensions_mut().unwrap().insert(from_peer(address));
        server.send(request.body(form(&[("site", "gazette"), ("who", "P"), ("secret", secret)])).unwrap()).await
    };
    for _ in 0..10 {
        assert_eq!(attempt("198.51.100.1", "wrong").await.status, 403);
    }
    let refused = attempt("198.51.100.1", &secret).await;
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty() && refused.header("set-cookie").is_empty());
    assert_eq!(attempt("198.51.100.2", &secret).await.status, 303);
}

#[tokio::test]
async fn a_new_secret_ends_the_sessions_of_the_old_one() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let new = server.secret("gazette").await;
    assert!(editor.get("/desk").await.text().contains("name=\"secret\""));
    assert_eq!(sign_in(&server, "gazette", &secret).await.status, 403);
    Editor::of(&server, "gazette", &new).await;
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    let foreign = send(&server, "/desk/session/end", &editor.cookie, &[("token", "")]).await;
    assert_eq!(foreign.status, 403);
    let answer = send(&server, "/desk/session/end", &editor.cookie, &[("token", &editor.token)]).await;
    assert_eq!(answer.status, 303);
    assert!(answer.header("set-cookie").starts_with("__Host-weerwoord-desk=; Path=/; Max-Age=0;"), "{answer}");
    assert!(editor.get("/desk").await.text().contains("name=\"secret\""));
}

#[tokio::test]
async fn every_answer_is_for_this_page_and_this_moment_alone() {
    let (server, secret) = with_secret(Premoderate::None).await;
    let editor = Editor::of(&server, "gazette", &secret).await;
    for answer in [
        server.get("/desk").await,
        editor.get("/desk").await,
        editor.get("/desk?view=nothing").await,
        editor.act("remove", &[("comment", id(9).as_str())]).await,
        sign_in(&server, "gazette", "wrong").await,
        server.get_with("/desk", "origin", "https://news.example").await,
    ] {
        assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("access-control-allow-origin"), "");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src"), "{policy}");
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_token_changes_nothing() {
    let (server, secret) = with_secret(Premoderate::None).await;
    server.posted(&comment(1)).await;
    let (one, two) = (Editor::of(&server, "gazette", &secret).await, Editor::of(&server, "gazette", &secret).await);
    let id = id(1).to_string();
    for token in ["", "x", &two.token, one.cookie.split_once('=').unwrap().1] {
        let fields = [("token", token), ("act", "remove"), ("comment", id.as_str())];
        let answer = send(&server, "/desk/acts", &one.cookie, &fields).await;
        assert_eq!(answer.status, 403, "{answer}");
    }
    let fields = [("token", one.token.as_str()), ("act", "remove"), ("comment", id.as_str())];
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://news.example"),
        ("origin", "null"),
    ] {
        let request = Request::post("/desk/acts").header("content-type", FORM).header("cookie", &one.cookie);
        let answer = server.send(request.header(name, value).body(form(&fields)).unwrap()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    assert_eq!(send(&server, "/desk/acts", "", &fields).await.status, 403);
    assert_eq!(count(&server).await, 1);
    one.does("remove", &[("comment", &id)]).await;
    assert_eq!(count(&server).await, 0);
}
