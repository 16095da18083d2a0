//! `PUT /api/v1/comments/{id}/reaction` and `PUT /api/v1/thread/reaction`.

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::config::{Config, Limits};

use crate::server::{ARTICLE, Answer, QUERY, Server, bearer, comment, from_peer, id, json_post};

/// What the gazette lets its readers react with.
fn with_emoji(config: &mut Config) {
    config.sites[0].policy.reactions = ["👍", "❤️", "😂"].map(str::to_owned).to_vec();
    config.sites[0].policy.article_reactions = true;
}

/// A server on which the first comment was posted by the first reader.
async fn with_comment() -> Server {
    let server = Server::with(with_emoji).await;
    post(&server).await;
    server
}

async fn post(server: &Server) {
    let request = json_post("/api/v1/comments").header("authorization", bearer(1));
    let answer = server.send(request.body(Body::from(comment(1).to_string())).unwrap()).await;
    assert_eq!(answer.status, 201, "{answer}");
}

async fn send(server: &Server, address: &str, body: &Value, reader: u8) -> Answer {
    let request = Request::put(address)
        .header("content-type", "application/json")
        .header("authorization", bearer(reader))
        .extension(from_peer(&format!("198.51.100.{reader}")));
    server.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn of(n: u8) -> String {
    format!("/api/v1/comments/{}/reaction", id(n))
}

/// The reaction of the `reader`th reader to the first comment.
async fn react(server: &Server, reader: u8, emoji: Value) -> Answer {
    send(server, &of(1), &json!({ "site": "gazette", "emoji": emoji }), reader).await
}

/// The same to the article.
async fn react_to_article(server: &Server, reader: u8, emoji: Value) -> Answer {
    let body = json!({ "site": "gazette", "url": ARTICLE, "title": "Een plein", "emoji": emoji });
    send(server, "/api/v1/thread/reaction", &body, reader).await
}

async fn thread(server: &Server) -> Value {
    server.get(&format!("/api/v1/thread?{QUERY}")).await.json()
}

#[tokio::test]
async fn a_reaction_is_counted_changed_and_taken_back() {
    let server = with_comment().await;
    assert!(thread(&server).await["comments"][0].get("reactions").is_none(), "nobody reacted");
    let reactions = |all: &[(&str, u32)], mine: Value| {
        let all: Vec<Value> = all.iter().map(|(emoji, count)| json!({ "emoji": emoji, "count": count })).collect();
        json!({ "reactions": all, "mine": mine })
    };
    assert_eq!(react(&server, 2, json!("❤️")).await.json(), reactions(&[("❤️", 1)], json!("❤️")));
    assert_eq!(react(&server, 3, json!("👍")).await.json(), reactions(&[("❤️", 1), ("👍", 1)], json!("👍")));
    assert_eq!(react(&server, 2, json!("👍")).await.json(), reactions(&[("👍", 2)], json!("👍")));
    assert_eq!(thread(&server).await["comments"][0]["reactions"], json!([{ "emoji": "👍", "count": 2 }]));
    assert_eq!(react(&server, 2, Value::Null).await.json(), reactions(&[("👍", 1)], Value::Null));
    assert_eq!(react(&server, 3, Value::Null).await.json(), reactions(&[], Value::Null));
    assert!(thread(&server).await["comments"][0].get("reactions").is_none());
}

#[tokio::test]
async fn the_same_reaction_again_changes_nothing() {
    let server = with_comment().await;
    let first = react(&server, 2, json!("👍")).await.json();
    let version = server.ask::<i64>("SELECT version FROM thread").await;
    assert_eq!(react(&server, 2, json!("👍")).await.json(), first);
    assert_eq!(react(&server, 3, Value::Null).await.json()["mine"], Value::Null);
    assert_eq!(server.ask::<i64>("SELECT version FROM thread").await, version);
}

#[tokio::test]
async fn an_article_has_reactions_before_it_has_comments() {
    let server = Server::with(with_emoji).await;
    assert_eq!(react_to_article(&server, 2, Value::Null).await.json(), json!({ "reactions": [], "mine": null }));
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM thread").await, 0, "for nothing no thread is kept");
    let before = server.get(&format!("/embed/thread?{QUERY}")).await;
    assert_eq!(react_to_article(&server, 2, json!("👍")).await.status, 200);
    assert_eq!(react_to_article(&server, 3, json!("👍")).await.status, 200);
    let read = thread(&server).await;
    assert_eq!(read["thread"]["reactions"], json!([{ "emoji": "👍", "count": 2 }]));
    assert_eq!((&read["thread"]["count"], &read["thread"]["title"]), (&json!(0), &json!("Een plein")));
    assert_ne!(server.get(&format!("/embed/thread?{QUERY}")).await.bytes, before.bytes);
    react_to_article(&server, 3, json!("😂")).await;
    let after = react_to_article(&server, 2, Value::Null).await.json();
    assert_eq!(after["reactions"], json!([{ "emoji": "😂", "count": 1 }]));
    assert_eq!(server.ask::<String>("SELECT group_concat(emoji) FROM article_reaction").await, "😂");
}

#[tokio::test]
async fn a_hundred_readers_at_once_end_at_the_right_counts() {
    let server = with_comment().await;
    let readers = (100..200).map(|reader| {
        let server = server.clone();
        tokio::spawn(async move {
            // Some think again at once; a third ends with one emoji, a third with another, the rest with none.
            for emoji in [json!("👍"), json!("❤️"), Value::Null].into_iter().take(1 + usize::from(reader) % 3) {
                assert_eq!(react(&server, reader, emoji.clone()).await.status, 200);
                assert_eq!(react_to_article(&server, reader, emoji).await.status, 200);
            }
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.await.unwrap();
    }
    let read = thread(&server).await;
    for reactions in [&read["comments"][0]["reactions"], &read["thread"]["reactions"]] {
        let count = |emoji: &str| {
            let all = reactions.as_array().unwrap();
            all.iter().find(|reaction| reaction["emoji"] == emoji).unwrap()["count"].as_u64().unwrap() as usize
        };
        let wanted = |kind: u8| (100..200_u8).filter(|reader| reader % 3 == kind).count();
        assert_eq!((count("👍"), count("❤️")), (wanted(0), wanted(1)));
    }
}

#[tokio::test]
async fn nobody_reacts_to_a_comment_of_ones_own_or_to_one_that_is_gone() {
    let server = with_comment().await;
    assert_eq!(react(&server, 1, json!("👍")).await.problem(), "409 own-comment");
    react(&server, 2, json!("👍")).await;
    server.change("UPDATE comment SET status = 'removed'").await;
    assert_eq!(react(&server, 3, json!("👍")).await.problem(), "409 comment-removed");
    assert!(!thread(&server).await.to_string().contains("👍\",\"count"));
    server.change("UPDATE comment SET status = 'held'").await;
    assert_eq!(react(&server, 3, json!("👍")).await.problem(), "404 not-found field=\"id\"");
    server.change("DELETE FROM comment").await;
    assert_eq!(react(&server, 3, json!("👍")).await.problem(), "404 not-found field=\"id\"");
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM comment_reaction").await, 0);
}

#[tokio::test]
async fn each_reaction_that_is_wrong_has_a_problem_of_its_own_and_changes_nothing() {
    let server = with_comment().await;
    let to = |site: &str, emoji: Value| json!({ "site": site, "emoji": emoji });
    let article = |url: &str, emoji: &str| json!({ "site": "gazette", "url": url, "emoji": emoji });
    let (first, thread_) = (of(1), "/api/v1/thread/reaction".to_owned());
    let cases = [
        ("another emoji", &first, to("gazette", json!("🎉"))),
        ("two of them", &first, to("gazette", json!("👍👍"))),
        ("a list", &first, to("gazette", json!(["👍"]))),
        ("nothing", &first, json!({ "site": "gazette" })),
        ("an unknown site", &first, to("tribune", json!("👍"))),
        ("another site", &first, to("herald", Value::Null)),
        ("a site without reactions", &first, to("herald", json!("👍"))),
        ("an unknown comment", &of(9), to("gazette", json!("👍"))),
        ("no id", &"/api/v1/comments/first/reaction".to_owned(), to("gazette", json!("👍"))),
        ("another emoji for the article", &thread_, article(ARTICLE, "🎉")),
        ("an article elsewhere", &thread_, article("https://elsewhere.example/", "👍")),
        ("no article", &thread_, to("gazette", json!("👍"))),
        ("an article of another site", &thread_, json!({ "site": "herald", "thread": "x", "emoji": "👍" })),
    ];
    let mut lines = String::new();
    for (case, address, body) in cases {
        lines += &format!("{case}: {}\n", send(&server, address, &body, 2).await.problem());
    }
    assert_snapshot!(lines, @r#"
    another emoji: 422 field-invalid field="emoji"
    two of them: 422 field-invalid field="emoji"
    a list: 422 field-invalid field="emoji"
    nothing: 422 field-invalid field="emoji"
    an unknown site: 404 site-unknown field="site"
    another site: 404 not-found field="id"
    a site without reactions: 422 field-invalid field="emoji"
    an unknown comment: 404 not-found field="id"
    no id: 404 not-found field="id"
    another emoji for the article: 422 field-invalid field="emoji"
    an article elsewhere: 403 url-not-allowed field="url"
    no article: 422 field-invalid field="url"
    an article of another site: 422 field-invalid field="emoji"
    "#);
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM comment_reaction").await, 0);
    assert_eq!(server.ask::<i64>("SELECT count(*) FROM article_reaction").await, 0);
}

#[tokio::test]
async fn a_reaction_takes_a_readers_token() {
    let server = with_comment().await;
    for address in [of(1), "/api/v1/thread/reaction".to_owned()] {
        let body = json!({ "site": "gazette", "url": ARTICLE, "emoji": "👍" }).to_string();
        let request = Request::put(address).header("content-type", "application/json");
        let answer = server.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!((answer.problem().as_str(), answer.header("www-authenticate")), ("401 token-missing", "Bearer"));
    }
}

#[tokio::test]
async fn an_address_that_reacts_too_much_is_told_when_to_go_on() {
    let server = Server::with(|config| {
        with_emoji(config);
        config.limits = Limits { votes_per_minute_per_address: 1, ..Limits::default() };
    });
    let server = server.await;
    assert_eq!(react_to_article(&server, 2, json!("👍")).await.status, 200);
    let answer = react_to_article(&server, 2, Value::Null).await;
    assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("429 rate-limited limit=1", "60"));
}

#[tokio::test]
async fn html_has_the_counts_of_what_there_is_and_nothing_else() {
    let server = with_comment().await;
    let html = async |address: &str| server.get(&format!("{address}?{QUERY}&lang=en")).await.text();
    assert!(!html("/embed/thread").await.contains("class=\"reactions\""));
    react(&server, 2, json!("❤️")).await;
    react(&server, 3, json!("👍")).await;
    react(&server, 4, json!("👍")).await;
    // In the order of the site.
    let counted = "<span class=\"reactions\" part=\"reactions\">👍 2 ❤️ 1</span>";
    assert!(html("/embed/thread").await.contains(counted));
    assert!(html("/thread").await.contains(counted));
    react_to_article(&server, 2, json!("😂")).await;
    assert!(html("/thread").await.contains("😂 1"));
}
