//! The orders that a thread can be read in (`sort`).

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use weerwoord_protocol::Sort;

use crate::server::{QUERY, Server, bearer, comment, from_peer, id};

/// Three comments on the article: the first was voted for by two, the second answered by two, the third is the newest.
async fn discussion() -> Server {
    let server = Server::start().await;
    grow(&server).await;
    server
}

async fn grow(server: &Server) {
    for n in 1..=3 {
        server.posted(&comment(n)).await;
    }
    for n in 4..=5 {
        let mut reply = comment(n);
        reply["parent"] = json!(id(2));
        server.posted(&reply).await;
    }
    for reader in 1..=2 {
        vote(server, 1, reader).await;
    }
}

async fn vote(server: &Server, n: u8, reader: u8) {
    let request = Request::put(format!("/api/v1/comments/{}/vote", id(n)))
        .header("content-type", "application/json")
        .header("authorization", bearer(reader))
        .extension(from_peer(&format!("198.51.100.{reader}")));
    let body = json!({ "site": "gazette", "value": 1 }).to_string();
    assert_eq!(server.send(request.body(Body::from(body)).unwrap()).await.status, 200);
}

/// The numbers of a page's comments.
fn numbers(page: &Value) -> Vec<u8> {
    let comments = page["comments"].as_array().unwrap();
    comments.iter().map(|comment| (1..=99).find(|n| comment["id"] == json!(id(*n))).unwrap()).collect()
}

async fn read(server: &Server, more: &str) -> Vec<u8> {
    numbers(&server.get(&format!("/api/v1/thread?{QUERY}{more}")).await.json())
}

#[tokio::test]
async fn comments_stand_by_age_by_votes_or_by_answers_and_replies_by_age() {
    let server = discussion().await;
    assert_eq!(read(&server, "&sort=newest").await, [3, 2, 4, 5, 1]);
    assert_eq!(read(&server, "&sort=oldest").await, [1, 2, 4, 5, 3]);
    assert_eq!(read(&server, "&sort=best").await, [1, 3, 2, 4, 5], "of equals the newest first");
    assert_eq!(read(&server, "&sort=discussed").await, [2, 4, 5, 3, 1]);
}

#[tokio::test]
async fn where_the_reader_chose_no_order_the_site_has_one() {
    let server = Server::with(|config| config.sites[0].sort = Sort::Discussed).await;
    grow(&server).await;
    let page = server.get(&format!("/api/v1/thread?{QUERY}")).await.json();
    assert_eq!((numbers(&page), &page["sort"]), (vec![2, 4, 5, 3, 1], &json!("discussed")));
    assert_eq!(read(&server, "&sort=oldest").await, [1, 2, 4, 5, 3]);
}

#[tokio::test]
async fn an_order_that_is_none_is_refused() {
    let server = Server::start().await;
    for sort in ["hot", "BEST", "best%20"] {
        let answer = server.get(&format!("/api/v1/thread?{QUERY}&sort={sort}")).await;
        assert_eq!(answer.problem(), "422 field-invalid field=\"sort\"", "{sort}");
    }
}

#[tokio::test]
async fn what_is_answered_less_since_a_comment_was_removed_stands_lower() {
    let server = discussion().await;
    server.change("UPDATE comment SET status = 'removed' WHERE id LIKE '%0404' OR id LIKE '%0505'").await;
    assert_eq!(read(&server, "&sort=discussed").await, [3, 2, 1]);
    server.change("UPDATE comment SET status = 'published' WHERE id LIKE '%0404'").await;
    assert_eq!(read(&server, "&sort=discussed").await, [2, 4, 3, 1]);
    server.change("DELETE FROM comment WHERE id LIKE '%0404'").await;
    assert_eq!(read(&server, "&sort=discussed").await, [3, 2, 1]);
}

/// All of a thread in an order, a comment on the article at a time; `between` happens after each page.
async fn walk(server: &Server, sort: &str, between: impl AsyncFn(usize)) -> Vec<u8> {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for turn in 0.. {
        let page = server.get(&format!("/api/v1/thread?{QUERY}&sort={sort}&limit=1{cursor}")).await.json();
        seen.extend(numbers(&page));
        between(turn).await;
        let gaps = page["gaps"].as_array().cloned().unwrap_or_default();
        match gaps.iter().find(|gap| gap["depth"] == 0) {
            Some(gap) => cursor = format!("&cursor={}", gap["cursor"].as_str().unwrap()),
            None => break,
        }
    }
    seen
}

#[tokio::test]
async fn the_pages_of_every_order_together_are_the_thread() {
    let server = discussion().await;
    for sort in Sort::ALL {
        let whole = read(&server, &format!("&sort={}", sort.name())).await;
        assert_eq!(walk(&server, sort.name(), async |_| {}).await, whole, "{sort:?}");
    }
}

#[tokio::test]
async fn a_page_goes_on_where_it_was_whatever_is_voted_meanwhile() {
    let server = discussion().await;
    // 1, 3, 2: when 1 was read, 2 overtakes 3, which was not read yet. Both still come, once.
    let seen = walk(&server, "best", async |turn| {
        if turn == 0 {
            vote(&server, 2, 1).await;
        }
    })
    .await;
    assert_eq!(seen, [1, 2, 4, 5, 3]);
    // 1, 2, 3: when 1 was read, it falls behind; when 3 overtakes the place that was read, it is skipped.
    let server = discussion().await;
    let seen = walk(&server, "best", async |turn| {
        if turn == 0 {
            for reader in 1..=3 {
                vote(&server, 3, reader).await;
            }
        }
    })
    .await;
    assert_eq!(seen, [1, 2, 4, 5], "what has passed the place meanwhile stands on the first page");
    assert_eq!(read(&server, "&sort=best&limit=1").await, [3]);
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let server = discussion().await;
    for (sort, cursor) in [("best", ""), ("discussed", ""), ("newest", ".5"), ("oldest", ".5"), ("best", ".x")] {
        let address = format!("/api/v1/thread?{QUERY}&sort={sort}&cursor=after.{}{cursor}", id(1));
        assert_eq!(server.get(&address).await.problem(), "400 cursor-invalid field=\"cursor\"", "{sort}{cursor}");
    }
}

#[tokio::test]
async fn a_link_to_a_comment_opens_its_page_in_every_order() {
    let server = discussion().await;
    for sort in Sort::ALL {
        let page =
            server.get(&format!("/api/v1/thread?{QUERY}&sort={}&limit=1&at={}", sort.name(), id(5))).await.json();
        assert!(numbers(&page).contains(&5), "{sort:?}: {page}");
    }
}

#[tokio::test]
async fn the_hosted_page_leads_to_each_order_and_says_which_it_is_in() {
    let server = discussion().await;
    let page = server.get(&format!("/thread?{QUERY}&sort=best&lang=en")).await.text();
    for sort in Sort::ALL {
        let href = format!("href=\"/thread?{}&amp;lang=en&amp;sort={}\"", QUERY.replace('&', "&amp;"), sort.name());
        assert!(page.contains(&href), "{href} in {page}");
    }
    assert_eq!(page.matches("aria-current=\"true\"").count(), 1);
    assert!(page.contains("2 likes"), "votes are text there: {page}");
}
