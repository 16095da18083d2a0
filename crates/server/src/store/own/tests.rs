//! What can still be changed and what is final, as time goes by, also while nobody runs the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use weerwoord_protocol::{Author, Sort};

use super::*;
use crate::sites::{Site, Sites};
use crate::store::{Content, NewPost, Place, Store, Window};
use crate::thread_key::ThreadKey;

struct World {
    folder: TempDir,
    store: Store,
    time: Arc<AtomicI64>,
}

impl World {
    async fn new() -> Self {
        // 2026-11-23T12:00:00Z
        Self::open(tempfile::tempdir().unwrap(), Arc::new(AtomicI64::new(1_795_435_200_000_000))).await
    }

    async fn open(folder: TempDir, time: Arc<AtomicI64>) -> Self {
        let clock = time.clone();
        let clock = Arc::new(move || clock.load(Ordering::Relaxed));
        let database = format!("sqlite:{}", folder.path().join("w.db").display());
        let store = Store::open_with_clock(&database, &Sites::new([Site::demo()]), clock).await.unwrap();
        Self { folder, store, time }
    }

    fn later(&self, seconds: i64) {
        self.time.fetch_add(seconds * SECOND, Ordering::Relaxed);
    }

    async fn post(&self) {
        self.post_pending(0).await;
    }

    /// Posts a comment that can be taken back for so many seconds.
    async fn post_pending(&self, post_undo_seconds: u32) {
        let key = ThreadKey::resolve(Some("k"), None).unwrap();
        let author = Author { name: "Wilhelmina".into(), role: None };
        let (source, html) = ("Onvindbaar".to_owned(), "<p>Onvindbaar</p>".to_owned());
        let post = NewPost {
            place: Place { site: "demo".into(), key, url: None, title: None },
            content: Content { id: id(), parent: None, author, source, html, fingerprint: [0; 32] },
            writer: Some(reader()),
            rules: Rules { post_undo_seconds, ..Rules::default() },
        };
        self.store.post(post).await.unwrap().unwrap();
    }

    async fn act(&self, act: OwnAct) -> Result<Status, ErrorCode> {
        let policy = Policy { edit_minutes: 15, undo_seconds: 10, ..Policy::default() };
        let change =
            OwnChange { site: "demo".into(), id: id(), writer: reader(), act, policy, rules: Rules::default() };
        self.store.change_own(change).await.unwrap().map(|posted| posted.comment.status).map_err(|problem| problem.code)
    }

    async fn edit(&self, source: &str) -> Result<Status, ErrorCode> {
        self.act(OwnAct::Edit { source: source.into(), html: format!("<p>{source}</p>") }).await
    }

    /// How many comments everybody reads.
    async fn published(&self) -> u32 {
        let key = ThreadKey::resolve(Some("k"), None).unwrap();
        let page = self.store.page("demo", &key, Sort::default(), &Window::default()).await.unwrap().unwrap();
        assert_eq!(page.info.count as usize, page.comments.len());
        page.info.count
    }

    /// How many texts and names there are in the database.
    async fn texts(&self) -> i64 {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("w.db"));
        let mut db = options.connect().await.unwrap();
        let count = "SELECT (SELECT count(*) FROM comment WHERE source <> '' OR html <> '')
            + (SELECT count(*) FROM author WHERE name <> '') + (SELECT count(*) FROM comment_revision)";
        let texts = sqlx::query_scalar(count).fetch_one(&mut db).await.unwrap();
        // Else it is closed at some time, and whoever closes last brings the log into the file.
        db.close().await.unwrap();
        texts
    }

    async fn texts_to_go(&self) {
        while self.texts().await > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn id() -> CommentId {
    CommentId::v7(1, [0; 10])
}

fn reader() -> Reader {
    let token = HeaderValue::from_static("Bearer abcdefghijklmnopqrst-_");
    Reader::required(&HeaderMap::from_iter([(AUTHORIZATION, token)]), "demo").unwrap()
}

#[tokio::test]
async fn a_comment_can_be_changed_until_its_last_minute_is_over() {
    let world = World::new().await;
    world.post().await;
    world.later(15 * 60 - 1);
    assert_eq!(world.edit("twee").await, Ok(Status::Published));
    world.later(1);
    assert_eq!(world.edit("drie").await, Err(ErrorCode::EditExpired));
    assert_eq!(world.act(OwnAct::Delete).await, Err(ErrorCode::EditExpired));
    assert_eq!(world.edit("twee").await, Ok(Status::Published), "the same again");
}

#[tokio::test]
async fn a_deletion_can_be_taken_back_until_it_is_final_and_is_erased_then() {
    let world = World::new().await;
    world.post().await;
    world.edit("twee").await.unwrap();
    assert_eq!(world.act(OwnAct::Delete).await, Ok(Status::Removed));
    world.later(9);
    assert_eq!(world.act(OwnAct::Restore).await, Ok(Status::Published));
    assert_eq!(world.act(OwnAct::Delete).await, Ok(Status::Removed));
    world.later(10);
    assert_eq!(world.texts().await, 3, "nothing has happened since");
    assert_eq!(world.act(OwnAct::Restore).await, Err(ErrorCode::EditExpired));
    assert_eq!(world.texts().await, 0);
}

#[tokio::test]
async fn what_became_public_while_the_server_was_away_is_public_when_it_is_back() {
    let world = World::new().await;
    world.post_pending(10).await;
    assert_eq!(world.published().await, 0);
    world.store.clone().close().await;
    world.later(60);
    let world = World::open(world.folder, world.time).await;
    while world.published().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn what_became_final_while_the_server_was_away_is_erased_when_it_is_back_and_leaves_no_trace_in_the_file() {
    let world = World::new().await;
    world.post().await;
    world.edit("Onnaspeurlijk").await.unwrap();
    world.act(OwnAct::Delete).await.unwrap();
    world.store.clone().close().await;
    let bytes = |world: &World| std::fs::read(world.folder.path().join("w.db")).unwrap();
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let traces = ["Onvindbaar", "Onnaspeurlijk", "Wilhelmina"];
    assert!(traces.iter().all(|text| holds(&bytes(&world), text)), "it could be taken back so far");
    world.later(60);
    let world = World::open(world.folder, world.time).await;
    world.texts_to_go().await;
    world.store.clone().close().await;
    for text in traces {
        assert!(!holds(&bytes(&world), text), "{text}");
    }
}
