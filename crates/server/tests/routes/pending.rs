//! A comment that its writer can still take back: kept at once, and read by nobody else until it is final.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};
use weerwoord_server::sites::Premoderate;
use weerwoord_server::store::Clock;

use crate::own::Reader;
use crate::server::{QUERY, Server, comment, id};

/// A server whose clock is set by hand.
struct World {
    server: Server,
    time: Arc<AtomicI64>,
}

impl World {
    async fn new() -> Self {
        // 2026-11-23T12:00:00Z
        let time = Arc::new(AtomicI64::new(1_795_435_200_000_000));
        let now = Arc::clone(&time);
        let clock: Clock = Arc::new(move || now.load(Ordering::Relaxed));
        let server = Server::by(clock, |config| {
            config.sites[0].rules.post_undo_seconds = 10;
            config.limits.writes_burst_per_address = 1_000;
        });
        let server = server.await;
        Self { server, time }
    }

    fn reader(&self, n: u8) -> Reader<'_> {
        Reader(&self.server, n)
    }

    /// So many seconds later; what is due by then is settled by the next thing that is written anywhere.
    async fn later(&self, seconds: i64) {
        self.time.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
        let mut elsewhere = comment(200);
        elsewhere["thread"] = json!("elsewhere");
        self.server.post("/api/v1/comments", &elsewhere).await;
    }

    async fn thread(&self) -> Value {
        self.server.get(&format!("/api/v1/thread?{QUERY}")).await.json()
    }

    /// The texts that everybody reads, in their order.
    async fn texts(&self) -> Vec<String> {
        let thread = self.thread().await;
        thread["comments"].as_array().unwrap().iter().map(|comment| comment["html"].as_str().unwrap().into()).collect()
    }
}

/// The `n`th comment, as an answer to another.
fn reply(n: u8, parent: u8) -> Value {
    let mut reply = comment(n);
    reply["parent"] = json!(id(parent));
    reply
}

#[tokio::test]
async fn a_new_comment_is_on_disk_and_read_by_nobody_else_until_it_is_final() {
    let world = World::new().await;
    assert_eq!(world.reader(2).post(&reply(9, 8)).await.problem(), "422 parent-unknown field=\"parent\"");
    assert_snapshot!(world.reader(1).post(&comment(1)).await, @r#"
    201 Created
    content-type: application/json

    {
      "comment": {
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
      "undo_seconds": 10
    }
    "#);
    let fragment = async || world.server.get(&format!("/embed/thread?{QUERY}")).await;
    let before = fragment().await;
    assert!(!before.text().contains("Reactie"));
    world.later(9).await;
    assert_eq!(world.thread().await["thread"]["count"], 0);
    assert_eq!(world.texts().await, [""; 0]);
    assert_eq!(fragment().await.header("etag"), before.header("etag"), "nothing that anybody reads has changed");
    world.later(1).await;
    assert_eq!(world.thread().await["thread"]["count"], 1);
    assert!(fragment().await.text().contains("Reactie <em>1</em>"));
    assert_ne!(fragment().await.header("etag"), before.header("etag"));
}

#[tokio::test]
async fn the_same_again_gets_the_same_comment_before_and_after() {
    let world = World::new().await;
    let first = world.reader(1).post(&comment(1)).await.json();
    world.later(4).await;
    let again = world.reader(1).post(&comment(1)).await;
    assert_eq!((again.status.as_u16(), &again.json()["comment"]), (201, &first["comment"]));
    assert_eq!(again.json()["undo_seconds"], 6);
    world.later(6).await;
    let again = world.reader(1).post(&comment(1)).await.json();
    assert_eq!(again, json!({ "comment": first["comment"] }));
    assert_eq!(world.server.ask::<i64>("SELECT count(*) FROM comment WHERE source LIKE '%1%'").await, 1);
}

#[tokio::test]
async fn its_writer_takes_it_back_wholly() {
    let world = World::new().await;
    world.reader(1).post(&comment(1)).await;
    world.later(9).await;
    assert_eq!(world.reader(2).delete(&id(1)).await.problem(), "403 not-yours");
    for _ in 0..2 {
        assert_eq!(world.reader(1).delete(&id(1)).await.status, 204);
    }
    assert_eq!(world.server.ask::<i64>("SELECT count(*) FROM comment WHERE source LIKE '%1%'").await, 0);
    world.later(60).await;
    assert_eq!(world.texts().await, [""; 0]);
    assert_eq!(world.thread().await["thread"]["count"], 0);
}

#[tokio::test]
async fn it_can_be_taken_back_where_comments_cannot_be_changed() {
    let world = World::new().await;
    let server = Server::with(|config| {
        config.sites[0].policy.edit_minutes = 0;
        config.sites[0].rules.post_undo_seconds = 10;
    });
    let world = World { server: server.await, ..world };
    world.reader(1).post(&comment(1)).await;
    assert_eq!(world.reader(1).edit(&id(1), "anders").await.problem(), "403 edit-expired limit=0");
    assert_eq!(world.reader(1).delete(&id(1)).await.status, 204);
}

#[tokio::test]
async fn it_can_be_changed_before_anybody_reads_it() {
    let world = World::new().await;
    world.reader(1).post(&comment(1)).await;
    world.later(3).await;
    assert_eq!(world.reader(1).edit(&id(1), "anders").await.json()["undo_seconds"], 7);
    assert_eq!(world.texts().await, [""; 0]);
    world.later(7).await;
    assert_eq!(world.texts().await, ["<p>anders</p>"]);
}

#[tokio::test]
async fn only_its_writer_answers_it_and_both_come_in_their_order() {
    let world = World::new().await;
    world.server.posted(&comment(1)).await;
    world.reader(1).post(&comment(2)).await;
    assert_eq!(world.reader(2).post(&reply(3, 2)).await.problem(), "422 parent-unknown field=\"parent\"");
    assert_eq!(world.server.post("/api/v1/comments", &reply(3, 2)).await.status, 422);
    world.later(5).await;
    let answer = world.reader(1).post(&reply(4, 2)).await.json();
    assert_eq!((&answer["comment"]["depth"], &answer["undo_seconds"]), (&json!(1), &json!(10)));
    world.later(5).await;
    assert_eq!(world.texts().await, ["<p>Reactie <em>2</em></p>", "<p>Reactie <em>1</em></p>"]);
    world.later(5).await;
    assert_eq!(world.texts().await.len(), 3);
    assert_eq!(world.thread().await["thread"]["count"], 3);
}

#[tokio::test]
async fn who_cannot_be_told_from_others_cannot_take_it_back_so_it_is_final_at_once() {
    let world = World::new().await;
    let answer = world.server.post("/api/v1/comments", &comment(1)).await.json();
    assert!(answer["undo_seconds"].is_null());
    assert_eq!(world.texts().await.len(), 1);
    let fields = [("name", "Ad"), ("body", "Zonder scripts"), ("id", &id(2).to_string())];
    assert_eq!(world.server.submit(QUERY, &fields).await.status, 303);
    assert_eq!(world.texts().await.len(), 2);
}

#[tokio::test]
async fn what_waits_for_review_does_not_become_public_by_itself() {
    let server = Server::with(|config| {
        config.sites[0].rules.post_undo_seconds = 10;
        config.sites[0].rules.premoderate = Premoderate::Links;
    });
    let world = World { server: server.await, time: Arc::default() };
    let mut linked = comment(1);
    linked["body"] = json!("https://example.org/");
    let answer = world.reader(1).post(&linked).await;
    assert_eq!((answer.status.as_u16(), answer.json()["undo_seconds"].is_null()), (202, true));
    assert_eq!(world.reader(1).post(&comment(2)).await.status, 201);
    // A link that is added while it is pending is reviewed as well.
    let changed = world.reader(1).edit(&id(2), "https://example.org/").await.json();
    assert_eq!(changed["comment"]["status"], "held");
    let waiting = "SELECT count(*) FROM comment WHERE status = 'held' AND final_at IS NULL";
    assert_eq!(world.server.ask::<i64>(waiting).await, 2);
}

#[tokio::test]
async fn the_desk_does_not_know_of_it() {
    let world = World::new().await;
    world.reader(1).post(&comment(1)).await;
    let listed = "SELECT count(*) FROM comment JOIN site ON site.id = comment.site_id WHERE site.name = 'gazette'
        AND source LIKE '%1%'";
    assert_eq!(world.server.ask::<i64>(listed).await, 0);
    world.later(10).await;
    assert_eq!(world.server.ask::<i64>(listed).await, 1);
}

#[tokio::test]
async fn nobody_votes_on_it() {
    let world = World::new().await;
    world.reader(1).post(&comment(1)).await;
    let vote = json!({ "site": "gazette", "value": 1 });
    assert_eq!(world.reader(1).vote(&id(1), &vote).await.problem(), "409 own-comment");
    assert_eq!(world.reader(2).vote(&id(1), &vote).await.problem(), "404 not-found field=\"id\"");
}

#[tokio::test]
async fn no_page_skips_a_comment_that_becomes_public_while_others_read_on() {
    let world = World::new().await;
    for n in 1..=60 {
        world.later(1).await;
        if n == 20 {
            world.reader(1).post(&comment(n)).await;
        } else {
            world.server.posted(&comment(n)).await;
        }
        // What is posted soon after it stands above it, whichever is read first.
        if n == 25 {
            assert_eq!(world.texts().await.len(), 24);
        }
    }
    let page = world.thread().await;
    let cursor = page["gaps"][0]["cursor"].as_str().unwrap();
    let more = world.server.get(&format!("/api/v1/thread?{QUERY}&cursor={cursor}")).await.json();
    let count = |page: &Value| page["comments"].as_array().unwrap().len();
    assert_eq!((count(&page) + count(&more), &page["thread"]["count"]), (60, &json!(60)));
}

#[tokio::test]
async fn it_becomes_public_by_itself() {
    let server = Server::with(|config| config.sites[0].rules.post_undo_seconds = 1).await;
    assert_eq!(Reader(&server, 1).post(&comment(1)).await.json()["undo_seconds"], 1);
    let count = async || server.get(&format!("/api/v1/thread?{QUERY}")).await.json()["thread"]["count"].clone();
    let public = async {
        while count().await != json!(1) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), public).await.unwrap();
}
