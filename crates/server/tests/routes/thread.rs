//! `GET /api/v1/thread`, and what it has in common with the other two addresses of a thread.

use insta::assert_snapshot;
use serde_json::json;

use crate::server::{QUERY, Server, comment, id};

#[tokio::test]
async fn a_thread_that_nobody_wrote_in_is_empty_and_not_kept() {
    let server = Server::start().await;
    assert_snapshot!(server.get(&format!("/api/v1/thread?{QUERY}")).await, @r#"
    200 OK
    content-type: application/json

    {
      "comments": [],
      "policy": {
        "ask_role": true,
        "edit_minutes": 15,
        "undo_seconds": 10,
        "votes": "up"
      },
      "site": "gazette",
      "sort": "newest",
      "thread": {
        "closed": false,
        "count": 0,
        "key": "news.example/2026/plein",
        "title": null,
        "url": null
      }
    }
    "#);
}

#[tokio::test]
async fn a_thread_lists_each_comment_directly_before_its_replies() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.posted(&comment(2)).await;
    let mut reply = comment(3);
    reply["parent"] = json!(id(1));
    server.posted(&reply).await;
    assert_snapshot!(server.get(&format!("/api/v1/thread?{QUERY}&sort=oldest")).await, @r#"
    200 OK
    content-type: application/json

    {
      "comments": [
        {
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
        },
        {
          "author": {
            "name": "Spijker",
            "role": "n.v.t."
          },
          "depth": 1,
          "html": "<p>Reactie <em>3</em></p>",
          "id": "019ab697-e800-7303-8303-030303030303",
          "parent": "019ab697-e800-7101-8101-010101010101",
          "posted_at": "[time]",
          "status": "published"
        },
        {
          "author": {
            "name": "Spijker",
            "role": "n.v.t."
          },
          "depth": 0,
          "html": "<p>Reactie <em>2</em></p>",
          "id": "019ab697-e800-7202-8202-020202020202",
          "parent": null,
          "posted_at": "[time]",
          "status": "published"
        }
      ],
      "policy": {
        "ask_role": true,
        "edit_minutes": 15,
        "undo_seconds": 10,
        "votes": "up"
      },
      "site": "gazette",
      "sort": "oldest",
      "thread": {
        "closed": false,
        "count": 3,
        "key": "news.example/2026/plein",
        "last_at": "[time]",
        "title": null,
        "url": "https://news.example/2026/plein"
      }
    }
    "#);
}

#[tokio::test]
async fn the_three_addresses_of_a_thread_give_the_same_thread() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    server.posted(&comment(2)).await;
    let expected = [format!("weerwoord-{}", id(1)), format!("weerwoord-{}", id(2))];
    for address in ["/embed/thread", "/thread"] {
        let html = server.get(&format!("{address}?{QUERY}&sort=oldest&lang=nl")).await.text();
        let found = expected.each_ref().map(|id| html.find(&format!("id=\"{id}\"")));
        assert!(found[0].is_some() && found[0] < found[1], "{address}: {found:?}");
    }
    let json = server.get(&format!("/api/v1/thread?{QUERY}&sort=oldest&lang=nl")).await.json();
    assert_eq!(json["comments"][0]["id"], json!(id(1)));
}

#[tokio::test]
async fn tracking_and_slashes_make_no_second_thread() {
    let server = Server::start().await;
    server.posted(&comment(1)).await;
    for url in
        ["http://NEWS.example:80/2026/plein/", "https://news.example/2026/plein?utm_source=x&fbclid=1#weerwoord-2"]
    {
        let mut again = comment(2);
        again["url"] = json!(url.replace("http:", "https:").replace(":80", ":443"));
        server.posted(&again).await;
    }
    assert_eq!(server.get(&format!("/api/v1/thread?{QUERY}")).await.json()["thread"]["count"], 2);
}

#[tokio::test]
async fn a_query_that_is_wrong_is_refused_in_all_three_places() {
    let server = Server::start().await;
    let long = format!("site=gazette&url=https://news.example/{}", "a".repeat(2_000));
    let long_key = format!("site=gazette&thread={}", "k".repeat(201));
    let long_lang = format!("{QUERY}&lang={}", "n".repeat(36));
    let cases = [
        ("", "nothing"),
        ("url=https://news.example/a", "no site"),
        ("site=gazette", "neither address nor key"),
        ("site=gazette&url=", "an empty address"),
        ("site=tribune&url=https://news.example/a", "an unknown site"),
        ("site=gazette&url=https://herald.example/a", "an address of another site"),
        ("site=gazette&url=javascript:alert(1)", "an address that is none"),
        ("site=gazette&url=/2026/plein", "half an address"),
        ("site=gazette&url=https://news.example/a&url=https://herald.example/a", "two addresses"),
        ("site=gazette&url=%ff%fe", "bytes that are no text"),
        ("site=gazette&url=https://news.example/a&sort=hot", "an unknown order"),
        (&long, "too long an address"),
        (&long_key, "too long a key"),
        (&long_lang, "too long a language"),
    ];
    let mut lines = String::new();
    for (query, case) in cases {
        let problem = server.get(&format!("/api/v1/thread?{query}")).await.problem();
        assert_eq!(server.get(&format!("/embed/thread?{query}")).await.problem(), problem, "{case}");
        let page = server.get(&format!("/thread?{query}")).await;
        assert!(problem.starts_with(page.status.as_str()), "{case}: {page}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{case}");
        lines += &format!("{case}: {problem}\n");
    }
    assert_snapshot!(lines, @r#"
    nothing: 422 field-invalid field="site"
    no site: 422 field-invalid field="site"
    neither address nor key: 422 field-invalid field="url"
    an empty address: 422 field-invalid field="url"
    an unknown site: 404 site-unknown field="site"
    an address of another site: 403 url-not-allowed field="url"
    an address that is none: 422 field-invalid field="url"
    half an address: 422 field-invalid field="url"
    two addresses: 422 field-invalid field="url"
    bytes that are no text: 422 field-invalid field="url"
    an unknown order: 422 field-invalid field="sort"
    too long an address: 422 field-invalid field="url" limit=2000
    too long a key: 422 field-invalid field="thread" limit=200
    too long a language: 422 field-invalid field="lang" limit=35
    "#);
}

#[tokio::test]
async fn an_explicit_key_wins_over_the_address() {
    let server = Server::start().await;
    let mut new = comment(1);
    new["thread"] = json!("plein");
    server.posted(&new).await;
    let count =
        async |query: &str| server.get(&format!("/api/v1/thread?{query}")).await.json()["thread"]["count"].clone();
    assert_eq!(count("site=gazette&thread=plein").await, 1);
    assert_eq!(count(&format!("{QUERY}&thread=plein")).await, 1);
    assert_eq!(count(QUERY).await, 0);
    assert_eq!(count("site=herald&thread=plein").await, 0, "another site's thread is another thread");
}

#[tokio::test]
async fn a_thread_that_did_not_change_is_not_sent_again() {
    let server = Server::start().await;
    let address = format!("/api/v1/thread?{QUERY}");
    let tag = server.get(&address).await.header("etag").to_owned();
    let again = server.get_with(&address, "if-none-match", &tag).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    server.posted(&comment(1)).await;
    assert_eq!(server.get_with(&address, "if-none-match", &tag).await.status, 200);
}
