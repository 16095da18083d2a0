//! Long threads, a page at a time, by all three addresses.

use std::io::Cursor;

use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_protocol::CommentId;
use weerwoord_server::import::{Import, Options};

use crate::server::{ARTICLE, Answer, QUERY, Server, comment, id};

const ADDRESSES: [&str; 3] = ["/api/v1/thread", "/embed/thread", "/thread"];

/// A server with a long thread: sixty comments on the article, and 120 replies to the one in the middle.
async fn long_thread() -> Server {
    let server = Server::start().await;
    let line = |id: String, parent: Option<&str>, second: usize| {
        let time = format!("2026-11-12T10:{:02}:{:02}Z", second / 60, second % 60);
        json!({ "id": id, "parent": parent, "name": "Petra", "body": id, "posted_at": time }).to_string()
    };
    let roots = (0..60).map(|n| line(format!("root {n}"), None, n));
    let replies = (0..120).map(|n| line(format!("reply {n}"), Some("root 30"), 100 + n));
    let file = roots.chain(replies).collect::<Vec<_>>().join("\n");
    let site = server.app.sites.get("gazette").unwrap();
    let import = Import::new(site, "https://comments.example", None, Some(ARTICLE), None, Options::default()).unwrap();
    import.run(&server.app.store, Cursor::new(file)).await.unwrap();
    server
}

async fn json(server: &Server, more: &str) -> Value {
    let answer = server.get(&format!("/api/v1/thread?{QUERY}{more}")).await;
    assert_eq!(answer.status, 200, "{more}: {answer}");
    answer.json()
}

/// What a page shows, one a line: the bodies, and the gaps between them.
fn outline(page: &Value) -> String {
    let gap = |after: &Value| {
        let gaps = page["gaps"].as_array().into_iter().flatten().filter(|gap| gap["after"] == *after);
        gaps.map(|gap| format!("… depth {} count {}\n", gap["depth"], gap["count"])).collect::<String>()
    };
    let line = |comment: &Value| {
        let body = comment["html"].as_str().unwrap().replace("<p>", "").replace("</p>", "");
        format!("{body}\n{}", gap(&comment["id"]))
    };
    gap(&Value::Null) + &page["comments"].as_array().unwrap().iter().map(line).collect::<String>()
}

/// The id of the comment that has this body.
async fn named(server: &Server, body: &str) -> CommentId {
    let mut pages = vec![String::new()];
    while let Some(page) = pages.pop() {
        let page = json(server, &page).await;
        let comments = page["comments"].as_array().unwrap();
        if let Some(comment) = comments.iter().find(|comment| comment["html"] == format!("<p>{body}</p>")) {
            return CommentId::parse(comment["id"].as_str().unwrap()).unwrap();
        }
        let gaps = page["gaps"].as_array().into_iter().flatten();
        pages.extend(gaps.map(|gap| format!("&cursor={}", gap["cursor"].as_str().unwrap())));
    }
    panic!("no comment says {body}");
}

#[tokio::test]
async fn the_first_page_leaves_comments_out_and_says_how_to_get_them() {
    let server = long_thread().await;
    let page = json(&server, "&limit=31&sort=oldest").await;
    assert_eq!(page["thread"]["count"], 180, "of the whole thread");
    let outline = outline(&page);
    let lines: Vec<_> = outline.lines().collect();
    assert_eq!(lines.len(), 152);
    assert_eq!((lines[0], lines[30], lines[31], lines[149]), ("root 0", "root 30", "reply 0", "reply 118"));
    assert_eq!(lines[150..], ["… depth 1 count 1", "… depth 0 count null"]);
    let cursor = page["gaps"][1]["cursor"].as_str().unwrap();
    let next = json(&server, &format!("&limit=31&sort=oldest&cursor={cursor}")).await;
    assert_eq!(next["comments"].as_array().unwrap().len(), 29);
    assert_eq!((&next["gaps"], &next["comments"][0]["html"]), (&Value::Null, &json!("<p>root 31</p>")));
}

#[tokio::test]
async fn a_cut_branch_goes_on_with_its_context() {
    let server = long_thread().await;
    let root = named(&server, "root 30").await;
    let page = json(&server, "").await;
    let gap = &page["gaps"][0];
    assert_eq!((&gap["depth"], &gap["count"]), (&json!(1), &json!(20)));
    let rest = json(&server, &format!("&limit=19&cursor={}", gap["cursor"].as_str().unwrap())).await;
    assert!(outline(&rest).starts_with("reply 100\n"));
    assert!(outline(&rest).ends_with("reply 118\n… depth 1 count 1\n"));
    assert_eq!((rest["context"].as_array().unwrap().len(), &rest["context"][0]["id"]), (1, &json!(root)));
}

#[tokio::test]
async fn a_comment_far_down_opens_the_page_that_holds_it() {
    let server = long_thread().await;
    let wanted = named(&server, "reply 117").await;
    let page = json(&server, &format!("&limit=2&at={wanted}")).await;
    let outline = outline(&page);
    let (head, replies) = outline.split_once("reply 71\n").unwrap();
    assert_eq!(head, "… depth 0 count null\nroot 30\n… depth 1 count 71\n");
    assert!(replies.ends_with("reply 117\nreply 118\nreply 119\nroot 29\n… depth 0 count null\n"), "{replies}");
    let html = server.get(&format!("/embed/thread?{QUERY}&limit=2&at={wanted}")).await.text();
    let state = html.split("<script type=\"application/json\">").nth(1).unwrap().trim_end_matches("</script>");
    let state: Value = serde_json::from_str(state).unwrap();
    assert_eq!((&state["at"], &state["query"]), (&json!(wanted), &json!(QUERY)));
    for at in [named(&server, "root 59").await, id(1)] {
        let html = server.get(&format!("/embed/thread?{QUERY}&at={at}")).await;
        assert!(
            html.bytes == server.get(&format!("/embed/thread?{QUERY}")).await.bytes,
            "{at} needs no page of its own"
        );
    }
}

#[tokio::test]
async fn the_lines_of_a_gap_come_without_a_frame() {
    let server = long_thread().await;
    let page = json(&server, "&limit=3").await;
    let cursor = page["gaps"].as_array().unwrap().last().unwrap()["cursor"].as_str().unwrap().to_owned();
    let answer = server.get(&format!("/embed/thread?{QUERY}&limit=3&cursor={cursor}")).await;
    let html = answer.text();
    assert!(html.starts_with("<li ") && html.ends_with("</li>"), "{html}");
    assert_eq!((html.matches("<li ").count(), html.contains("<script")), (4, false), "{html}");
    let tag = answer.header("etag");
    let again = server.get_with(&format!("/embed/thread?{QUERY}&limit=3&cursor={cursor}"), "if-none-match", tag).await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn the_hosted_page_leads_through_the_thread_by_links() {
    let server = long_thread().await;
    let mut html = server.get(&format!("/thread?{QUERY}&limit=20")).await.text();
    let mut seen = roots(&html);
    for _ in 0..2 {
        html = server.get(&format!("{}&limit=20", links(&html).last().unwrap())).await.text();
        seen.extend(roots(&html));
    }
    assert_eq!(seen, (0..60).rev().collect::<Vec<_>>());
    let back = server.get(&format!("{}&limit=20", links(&html)[0])).await.text();
    assert_eq!(roots(&back), (20..40).rev().collect::<Vec<_>>());
    assert_eq!(
        (links(&html).len(), links(&back).len()),
        (1, 2),
        "at the end a link back, before it links to both sides"
    );
    let branch = server.get(&format!("/thread?{QUERY}")).await.text();
    let rest = server.get(&links(&branch)[0]).await.text();
    assert!(rest.contains("<p>root 30</p>") && rest.contains("<p>reply 100</p>"), "with its context: {rest}");
}

/// The comments on the article that a page has, by number.
fn roots(html: &str) -> Vec<u32> {
    let bodies = html.split("<p>root ").skip(1);
    bodies.map(|body| body.split('<').next().unwrap().parse().unwrap()).collect()
}

/// The addresses of a page's gaps.
fn links(html: &str) -> Vec<String> {
    let tags = html.split("<a ").filter(|tag| tag.contains("data-action=\"more\""));
    tags.map(|tag| tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn a_comment_that_is_answered_or_was_posted_is_on_the_hosted_page() {
    let server = long_thread().await;
    let parent = named(&server, "reply 119").await;
    let reply = server.get(&format!("/thread?{QUERY}&reply={parent}&lang=en")).await.text();
    let (comment, form) = (reply.find(&format!("id=\"weerwoord-{parent}\"")), reply.find("<form"));
    assert!(comment.is_some() && comment < form, "{reply}");
    let new = id(7);
    let fields = [("name", "Ad"), ("body", "Mee eens"), ("parent", parent.as_str()), ("id", new.as_str())];
    let posted = server.submit(&format!("{QUERY}&lang=en"), &fields).await;
    assert_eq!(posted.status, 303);
    let page = server.get(posted.header("location").split('#').next().unwrap()).await.text();
    assert!(page.contains("Mee eens") && page.contains(&format!("id=\"weerwoord-{parent}\"")), "{page}");
    assert!(page.contains("page-notice"), "{page}");
    let wrong = server.submit(QUERY, &[("name", ""), ("body", "Toch niet"), ("parent", parent.as_str())]).await.text();
    assert!(wrong.contains("Toch niet") && wrong.contains(&format!("id=\"weerwoord-{parent}\"")), "{wrong}");
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused_in_all_three_places() {
    let server = long_thread().await;
    let mut elsewhere = comment(1);
    elsewhere["url"] = json!("https://news.example/2026/elders");
    server.posted(&elsewhere).await;
    let [root, reply] = [named(&server, "root 30").await, named(&server, "reply 3").await];
    let other = named(&server, "root 3").await;
    let stranger = id(1);
    let cases = [
        ("not a cursor", "cursor=1".to_owned()),
        ("a zero byte", "cursor=%00".to_owned()),
        ("a long cursor", format!("cursor=after.{}", "9".repeat(5_000))),
        ("after a comment of another thread", format!("cursor=after.{stranger}")),
        ("before a comment of another thread", format!("cursor=before.{stranger}")),
        ("in a branch of another thread", format!("cursor=branch.{stranger}")),
        ("up to a comment of another thread", format!("cursor=branch.{root}.{stranger}")),
        ("after a reply as if it were none", format!("cursor=after.{reply}")),
        ("a branch backwards", format!("cursor=branch.{reply}.{root}")),
        ("up to a comment of another branch", format!("cursor=branch.{root}.{other}")),
        ("two cursors", format!("cursor=after.{root}&cursor=after.{root}")),
        ("a cursor and a comment", format!("cursor=after.{root}&at={root}")),
        ("no comment's id", "at=first".to_owned()),
        ("no comments", "limit=0".to_owned()),
        ("fewer than none", "limit=-1".to_owned()),
        ("no number", "limit=ten".to_owned()),
    ];
    let before = server.app.answers.bytes();
    let mut lines = String::new();
    for (case, query) in cases {
        let [json, fragment, page] = ask(&server, &query).await;
        assert_eq!(json.problem(), fragment.problem(), "{case}");
        assert_eq!((page.status, page.header("content-type")), (json.status, "text/html; charset=utf-8"), "{case}");
        lines += &format!("{case}: {}\n", json.problem());
    }
    assert_snapshot!(lines, @r#"
    not a cursor: 400 cursor-invalid field="cursor"
    a zero byte: 400 cursor-invalid field="cursor"
    a long cursor: 400 cursor-invalid field="cursor"
    after a comment of another thread: 400 cursor-invalid field="cursor"
    before a comment of another thread: 400 cursor-invalid field="cursor"
    in a branch of another thread: 400 cursor-invalid field="cursor"
    up to a comment of another thread: 400 cursor-invalid field="cursor"
    after a reply as if it were none: 400 cursor-invalid field="cursor"
    a branch backwards: 400 cursor-invalid field="cursor"
    up to a comment of another branch: 400 cursor-invalid field="cursor"
    two cursors: 422 field-invalid field="cursor"
    a cursor and a comment: 422 field-invalid field="at"
    no comment's id: 422 field-invalid field="at"
    no comments: 422 field-invalid field="limit"
    fewer than none: 422 field-invalid field="limit"
    no number: 422 field-invalid field="limit"
    "#);
    assert_eq!(server.app.answers.bytes(), before, "no refusal is kept");
    let wrapped = server.get(&format!("/embed/thread?{QUERY}&wrap=element&cursor=after.{root}")).await;
    assert_eq!(wrapped.problem(), "422 field-invalid field=\"wrap\"");
}

async fn ask(server: &Server, more: &str) -> [Answer; 3] {
    let [a, b, c] = ADDRESSES.map(|address| format!("{address}?{QUERY}&{more}"));
    [server.get(&a).await, server.get(&b).await, server.get(&c).await]
}

#[tokio::test]
async fn a_limit_above_the_bound_is_the_bound() {
    let server = long_thread().await;
    let bound = server.get(&format!("/api/v1/thread?{QUERY}&limit=50")).await.bytes;
    for limit in ["51", "100000", &"9".repeat(100)] {
        let answer = server.get(&format!("/api/v1/thread?{QUERY}&limit={limit}")).await;
        assert!(answer.bytes == bound, "{limit}");
    }
    assert_eq!(server.app.answers.renderings(), 1);
}
