//! The store by its public doors: what is posted is kept, once, in order, and shown to whom it may be shown.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use weerwoord_protocol::{Author, Comment, CommentId, ErrorCode, NewComment, Problem, Sort, Status};
use weerwoord_server::cursor::Cursor;
use weerwoord_server::post::{Refused, post};
use weerwoord_server::sites::{Site, Sites};
use weerwoord_server::store::{OpenError, Position, Store, StoreError, ThreadPage, ThreadVersion, Window};
use weerwoord_server::thread_key::ThreadKey;

const OWN: &str = "http://127.0.0.1:8080";
const ARTICLE: &str = "http://127.0.0.1:8080/artikel";

struct World {
    folder: TempDir,
    store: Store,
    time: Arc<AtomicI64>,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // 2026-11-23T12:00:00Z
        let time = Arc::new(AtomicI64::new(1_795_435_200_000_000));
        let clock = time.clone();
        let clock = Arc::new(move || clock.load(Ordering::Relaxed));
        let store = Store::open_with_clock(&database(&folder), &sites(), clock).await.unwrap();
        Self { folder, store, time }
    }

    async fn post(&self, new: NewComment) -> Result<Comment, Problem> {
        match post(&self.store, &Site::demo(), OWN, None, new).await {
            Ok(posted) => Ok(posted.comment),
            Err(Refused::Problem(problem)) => Err(*problem),
            Err(Refused::Store(error)) => panic!("{error}"),
        }
    }

    async fn bodies(&self, sort: Sort) -> Vec<String> {
        self.read(sort).await.into_iter().map(|comment| format!("{}{}", comment.depth, text(&comment))).collect()
    }

    async fn read(&self, sort: Sort) -> Vec<Comment> {
        let mut page = self.page(sort, Position::First).await;
        let mut comments = page.comments;
        // No thread here leaves comments out in two places.
        while let Some(gap) = page.gaps.pop() {
            page = self.page(sort, Position::Gap(Cursor::parse(&gap.cursor).unwrap())).await;
            comments.extend(page.comments);
        }
        let readable = comments.iter().filter(|comment| comment.status == Status::Published).count();
        assert_eq!(usize::try_from(page.info.count).unwrap(), readable);
        comments
    }

    async fn page(&self, sort: Sort, position: Position) -> ThreadPage {
        let key = ThreadKey::resolve(None, Some(ARTICLE)).unwrap();
        let window = Window { position, ..Window::default() };
        self.store.page("demo", &key, sort, &window).await.unwrap().unwrap()
    }

    /// Changes the database from outside, as moderation will from inside.
    async fn change(&self, statement: &'static str) {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("w.db"));
        let mut db: SqliteConnection = options.connect().await.unwrap();
        sqlx::query(statement).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    }
}

fn database(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("w.db").display())
}

fn sites() -> Sites {
    Sites::new([Site::demo()])
}

fn text(comment: &Comment) -> String {
    comment.html.replace("<p>", "").replace("</p>", "")
}

fn id(number: u64) -> CommentId {
    CommentId::v7(number, [0; 10])
}

fn comment(number: u64, parent: Option<u64>, body: &str) -> NewComment {
    NewComment {
        id: id(number),
        site: "demo".into(),
        url: Some(ARTICLE.into()),
        thread: None,
        title: Some("Titel".into()),
        parent: parent.map(id),
        author: Author { name: "Jan".into(), role: Some("lezer".into()) },
        body: body.into(),
    }
}

#[tokio::test]
async fn a_posted_comment_is_read_by_everybody() {
    let world = World::new().await;
    let empty = world.page(Sort::Newest, Position::First).await;
    assert_eq!((empty.info.key.as_str(), empty.info.title, empty.comments.len()), ("127.0.0.1:8080/artikel", None, 0));

    let posted = world.post(comment(1, None, "een")).await.unwrap();
    assert_eq!(posted.posted_at.as_deref(), Some("2026-11-23T12:00:00Z"));
    let reply = world.post(comment(2, Some(1), "twee")).await.unwrap();
    assert_eq!((reply.depth, reply.parent), (1, Some(id(1))));
    assert_eq!(world.read(Sort::Newest).await, [posted, world.post(comment(2, Some(1), "twee")).await.unwrap()]);
    let page = world.page(Sort::Newest, Position::First).await;
    assert_eq!((page.info.title.as_deref(), page.info.url.as_deref()), (Some("Titel"), Some(ARTICLE)));
    let key = ThreadKey::resolve(None, Some(ARTICLE)).unwrap();
    let other = world.store.page("other", &key, Sort::Newest, &Window::default()).await.unwrap().unwrap();
    assert_eq!(other.comments, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_can_open_a_new_database_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let opening = |_| {
            let database = database(&folder);
            tokio::spawn(async move { Store::open(&database, &sites()).await.map(drop) })
        };
        for opened in (0..6).map(opening).collect::<Vec<_>>() {
            opened.await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn a_database_that_somebody_writes_to_can_be_opened() {
    let world = World::new().await;
    let options = SqliteConnectOptions::new().filename(world.folder.path().join("w.db"));
    let mut db: SqliteConnection = options.connect().await.unwrap();
    let writing = db.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let other = Store::open(&database(&world.folder), &sites()).await.unwrap();
    other.ping().await.unwrap();
    writing.rollback().await.unwrap();
    other.close().await;
}

#[tokio::test]
async fn what_was_posted_is_there_after_the_store_is_opened_again() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.store.clone().close().await;
    let late = post(&world.store, &Site::demo(), OWN, None, comment(2, None, "twee")).await;
    assert!(matches!(late, Err(Refused::Store(StoreError::Stopped))), "{late:?}");

    let store = Store::open(&database(&world.folder), &sites()).await.unwrap();
    let world = World { store, ..world };
    assert_eq!(world.bodies(Sort::Newest).await, ["0een"]);
    world.store.ping().await.unwrap();
    assert!(world.store.sqlite_version().starts_with("3."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_while_closing_is_kept_and_the_rest_is_not() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let world = world.clone();
            tokio::spawn(async move {
                post(&world.store, &Site::demo(), OWN, None, comment(number, None, "x")).await.is_ok()
            })
        })
        .collect();
    world.store.clone().close().await;
    let mut acknowledged = 0_u32;
    for task in tasks {
        acknowledged += u32::from(task.await.unwrap());
    }
    world.store.stopped().await;
    let store = Store::open(&database(&world.folder), &sites()).await.unwrap();
    let key = ThreadKey::resolve(None, Some(ARTICLE)).unwrap();
    let page = store.page("demo", &key, Sort::Newest, &Window::default()).await.unwrap().unwrap();
    assert_eq!(page.info.count, acknowledged);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_comment_sent_many_times_at_once_is_one_comment() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.post(comment(1, None, "een")).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap().unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "everybody is told the same");
    assert_eq!(world.bodies(Sort::Newest).await, ["0een"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn posts_at_the_same_time_share_commits() {
    let world = Arc::new(World::new().await);
    let tasks: Vec<_> = (0..64)
        .map(|number| {
            let world = world.clone();
            tokio::spawn(async move { world.post(comment(number, None, "x")).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(world.read(Sort::Newest).await.len(), 64);
    println!("64 posts took {} commits", world.store.commits());
    assert!(world.store.commits() < 64);
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_taken() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    for other in [comment(1, None, "twee"), comment(1, Some(1), "een")] {
        let problem = world.post(other).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::IdTaken, Some("id")));
    }
    assert_eq!(world.bodies(Sort::Newest).await, ["0een"]);
}

#[tokio::test]
async fn a_comment_sent_again_is_answered_even_where_a_new_one_would_be_refused() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.post(comment(2, Some(1), "twee")).await.unwrap();
    world.change("UPDATE thread SET closed_at = 1").await;
    world.change("UPDATE comment SET status = 'removed' WHERE depth = 0").await;
    assert_eq!(text(&world.post(comment(2, Some(1), "twee")).await.unwrap()), "twee");
    let removed = world.post(comment(1, None, "een")).await.unwrap();
    assert_eq!((removed.status, removed.author, removed.html.as_str()), (Status::Removed, None, ""));
}

#[tokio::test]
async fn a_closed_thread_takes_no_comment() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.change("UPDATE thread SET closed_at = 1").await;
    assert_eq!(world.post(comment(2, None, "twee")).await.unwrap_err().code, ErrorCode::ThreadClosed);
    assert!(world.page(Sort::Newest, Position::First).await.info.closed);
}

#[tokio::test]
async fn a_reply_to_a_comment_that_cannot_be_answered_is_refused() {
    let world = World::new().await;
    let refusal = async |new: NewComment| {
        let problem = world.post(new).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("parent"));
        problem.code
    };
    assert_eq!(refusal(comment(9, Some(8), "x")).await, ErrorCode::ParentUnknown);
    assert_eq!(world.read(Sort::Newest).await, [], "a refused comment starts no thread");
    for number in 1..=2 {
        world.post(comment(number, None, "x")).await.unwrap();
    }
    world.change("UPDATE comment SET status = 'removed' WHERE seq = 1").await;
    world.change("UPDATE comment SET status = 'held' WHERE seq = 2").await;
    assert_eq!(refusal(comment(9, Some(1), "x")).await, ErrorCode::ParentRemoved);
    assert_eq!(refusal(comment(9, Some(2), "x")).await, ErrorCode::ParentUnknown, "who asks must not learn of it");
    world.change("UPDATE comment SET status = 'published'").await;
    let mut elsewhere = comment(9, Some(1), "x");
    elsewhere.url = Some(format!("{ARTICLE}/2"));
    assert_eq!(refusal(elsewhere).await, ErrorCode::ParentElsewhere);
    assert_eq!(refusal(comment(9, Some(9), "x")).await, ErrorCode::ParentUnknown, "it cannot answer itself");
}

#[tokio::test]
async fn order_holds_when_the_clock_goes_backwards() {
    let world = World::new().await;
    for number in 0..6 {
        world.post(comment(number, None, &number.to_string())).await.unwrap();
        world.time.fetch_sub(86_400_000_000 * i64::try_from(number).unwrap(), Ordering::Relaxed);
    }
    assert_eq!(world.bodies(Sort::Oldest).await, ["00", "01", "02", "03", "04", "05"]);
    assert_eq!(world.bodies(Sort::Newest).await, ["05", "04", "03", "02", "01", "00"]);
}

#[tokio::test]
async fn a_removed_comment_shows_nothing_and_keeps_its_replies() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.post(comment(2, Some(1), "twee")).await.unwrap();
    world.change("UPDATE comment SET status = 'removed' WHERE seq = 1").await;
    let comments = world.read(Sort::Newest).await;
    assert_eq!((comments[0].status, &comments[0].author, comments[0].html.as_str()), (Status::Removed, &None, ""));
    assert_eq!(world.bodies(Sort::Newest).await, ["0", "1twee"]);
    world.change("UPDATE comment SET status = 'removed' WHERE seq = 2").await;
    assert_eq!(world.read(Sort::Newest).await, []);
}

#[tokio::test]
async fn a_held_comment_and_its_replies_are_shown_to_nobody() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.post(comment(2, Some(1), "twee")).await.unwrap();
    world.post(comment(3, None, "drie")).await.unwrap();
    world.change("UPDATE comment SET status = 'held' WHERE seq = 1").await;
    assert_eq!(world.bodies(Sort::Newest).await, ["0drie"]);
}

#[tokio::test]
async fn html_of_another_renderer_is_made_anew() {
    let world = World::new().await;
    world.post(comment(1, None, "een")).await.unwrap();
    world.change("UPDATE comment SET html = '<blink>een</blink>', html_version = 0").await;
    assert_eq!(world.read(Sort::Newest).await[0].html, "<p>een</p>");
    let again = world.post(comment(1, None, "een")).await.unwrap();
    assert_eq!(again.html, "<p>een</p>", "for whoever sends it again, too");
}

#[tokio::test]
async fn versions_asked_for_at_once_are_each_threads_own() {
    let world = World::new().await;
    let url = |number: u64| format!("{ARTICLE}/{number}");
    for number in 0..40 {
        // As many comments as the thread's number, up to three.
        for nth in 0..number % 4 {
            let mut new = comment(number * 10 + nth, None, "x");
            new.url = Some(url(number));
            world.post(new).await.unwrap();
        }
    }
    let mut asked = tokio::task::JoinSet::new();
    for number in (0..40).rev().chain(0..40) {
        let (store, key) = (world.store.clone(), ThreadKey::resolve(None, Some(&url(number))).unwrap());
        asked.spawn(async move { (number, store.version("demo", &key).await.unwrap()) });
    }
    for (number, version) in asked.join_all().await {
        assert_eq!(version.changes, i64::try_from(number % 4).unwrap(), "{number}");
        assert_eq!(version == ThreadVersion::default(), number % 4 == 0, "{number}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.db");
    let refusal = async || Store::open(&database(&folder), &sites()).await.err().unwrap();
    std::fs::write(&path, "not a database, but a text that is long enough to look like one ".repeat(99)).unwrap();
    assert!(matches!(refusal().await, OpenError::NotDatabase(_)));

    std::fs::remove_file(&path).unwrap();
    let create = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut db: SqliteConnection = create.connect().await.unwrap();
    sqlx::query("CREATE TABLE other (id)").execute(&mut db).await.unwrap();
    let error = refusal().await;
    assert!(matches!(error, OpenError::Foreign(_)));
    assert_eq!(error.to_string(), format!("{} is the database of another program", path.display()));
}

#[tokio::test]
async fn a_database_of_a_later_version_is_refused() {
    let world = World::new().await;
    world.change("PRAGMA user_version = 99").await;
    let error = Store::open(&database(&world.folder), &sites()).await.err().unwrap();
    assert!(matches!(error, OpenError::Newer { found: 99, .. }), "{error}");
}

#[tokio::test]
async fn two_may_open_a_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (database, sites) = (database(&folder), sites());
    let (one, two) = tokio::join!(Store::open(&database, &sites), Store::open(&database, &sites));
    assert!(one.is_ok() && two.is_ok());
}
