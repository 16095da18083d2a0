use sqlx::SqliteConnection;
use tempfile::TempDir;
use weerwoord_protocol::{Author, CommentId};

use super::*;
use crate::sites::Rules;
use crate::sites::{Site, Sites};
use crate::store::{Content, Place, open};
use crate::thread_key::ThreadKey;

async fn writer() -> (TempDir, Writer) {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let opened = open::open(&database, &Sites::new([Site::demo()]), 0).await.unwrap();
    let writer = Writer {
        db: Some(opened.writer),
        options: opened.options,
        clock: Arc::new(|| 7),
        commits: Arc::default(),
        running: watch::channel(()).0,
        due: None,
    };
    (folder, writer)
}

fn comment(number: u64, site: &str, source: &str) -> NewPost {
    let key = ThreadKey::resolve(Some("k"), None).unwrap();
    let author = Author { name: "Jan".into(), role: None };
    let (html, fingerprint) = (String::new(), [0; 32]);
    let id = CommentId::v7(number, [0; 10]);
    NewPost {
        place: Place { site: site.into(), key, url: None, title: None },
        content: Content { id, parent: None, author, source: source.into(), html, fingerprint },
        writer: None,
        rules: Rules::default(),
    }
}

type Posted = Result<Result<weerwoord_protocol::Posted, Problem>, StoreError>;

/// Has the writer do all of the jobs, which wait when it starts.
async fn carry_out(writer: Writer, posts: Vec<NewPost>) -> Vec<Posted> {
    let (sender, jobs) = mpsc::channel(posts.len());
    let mut answers = Vec::new();
    for post in posts {
        let (answer, answered) = oneshot::channel();
        sender.try_send(Job::Post(Box::new(post), answer)).ok().unwrap();
        answers.push(answered);
    }
    drop(sender);
    writer.run(jobs).await;
    let mut outcomes = Vec::new();
    for answered in answers {
        outcomes.push(answered.await.unwrap_or(Err(StoreError::Stopped)));
    }
    outcomes
}

async fn kept(folder: &TempDir) -> i64 {
    let options = SqliteConnectOptions::new().filename(folder.path().join("w.db"));
    let mut db: SqliteConnection = options.connect().await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM comment").fetch_one(&mut db).await.unwrap()
}

#[tokio::test]
async fn what_waits_together_is_committed_together() {
    let (folder, writer) = writer().await;
    let commits = writer.commits.clone();
    let outcomes = carry_out(writer, (0..64).map(|number| comment(number, "demo", "x")).collect()).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Ok(_)))));
    assert_eq!((commits.load(Ordering::Relaxed), kept(&folder).await), (1, 64));
}

#[tokio::test]
async fn what_comes_while_a_batch_is_carried_out_is_committed_with_it() {
    let (folder, mut writer) = writer().await;
    let (sender, mut jobs) = mpsc::channel(100);
    let job = |number| Job::Post(Box::new(comment(number, "demo", "x")), oneshot::channel().0);
    for number in 1..100 {
        sender.try_send(job(number)).ok().unwrap();
    }
    let mut batch = vec![job(0)];
    let outcomes = writer.commit(&mut batch, &mut jobs).await.unwrap();
    assert_eq!((outcomes.len(), batch.len(), jobs.len()), (64, 64, 36));
    assert_eq!((writer.commits.load(Ordering::Relaxed), kept(&folder).await), (1, 64));
}

#[tokio::test]
async fn a_job_that_fails_undoes_only_itself() {
    let (folder, writer) = writer().await;
    let posts = vec![comment(1, "demo", "x"), comment(2, "no such site", "x"), comment(3, "demo", "x")];
    let outcomes = carry_out(writer, posts).await;
    assert!(matches!(outcomes[..], [Ok(Ok(_)), Err(StoreError::Database(_)), Ok(Ok(_))]), "{outcomes:?}");
    assert_eq!(kept(&folder).await, 2);
}

#[tokio::test]
async fn a_full_disk_fails_the_whole_batch_and_the_next_one_is_kept() {
    let (folder, mut writer) = writer().await;
    // The limit is the connection's: the one that is made after the fault is free of it.
    sqlx::query("PRAGMA max_page_count = 1").execute(writer.db.as_mut().unwrap()).await.unwrap();
    let mut posts: Vec<NewPost> = (0..64).map(|number| comment(number, "demo", &"x".repeat(9000))).collect();
    posts.extend((64..70).map(|number| comment(number, "demo", "x")));
    let outcomes = carry_out(writer, posts).await;
    assert!(outcomes[..64].iter().all(|outcome| matches!(outcome, Err(StoreError::Unavailable(_)))), "{outcomes:?}");
    assert!(outcomes[64..].iter().all(|outcome| matches!(outcome, Ok(Ok(_)))), "{outcomes:?}");
    assert_eq!(kept(&folder).await, 6);
}

#[tokio::test]
async fn a_database_that_became_read_only_is_not_available_and_comes_back() {
    let (folder, mut writer) = writer().await;
    // The connection that is made after the fault is free of it.
    sqlx::query("PRAGMA query_only = ON").execute(writer.db.as_mut().unwrap()).await.unwrap();
    let outcomes = carry_out(writer, (0..65).map(|number| comment(number, "demo", "x")).collect()).await;
    assert!(matches!(outcomes[0], Err(StoreError::Unavailable(_))), "{:?}", outcomes[0]);
    assert!(matches!(outcomes[64], Ok(Ok(_))), "{:?}", outcomes[64]);
    assert_eq!(kept(&folder).await, 1);
}

#[tokio::test]
async fn a_database_that_is_away_is_not_available_and_comes_back() {
    let (folder, mut writer) = writer().await;
    let options = writer.options.clone();
    writer.db = None;
    writer.options = options.clone().filename(folder.path().join("away/w.db"));
    let (_, mut none) = mpsc::channel(1);
    let failed = writer.commit(&mut Vec::new(), &mut none).await.map_err(StoreError::from);
    assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    writer.options = options;
    let outcomes = carry_out(writer, vec![comment(1, "demo", "x")]).await;
    assert!(matches!(outcomes[..], [Ok(Ok(_))]), "{outcomes:?}");
}

#[tokio::test]
async fn a_database_that_is_broken_stops_the_writer() {
    let (folder, mut writer) = writer().await;
    writer.db.take().unwrap().close().await.unwrap();
    std::fs::write(folder.path().join("w.db"), vec![7; 8192]).unwrap();
    let outcomes = carry_out(writer, (0..65).map(|number| comment(number, "demo", "x")).collect()).await;
    assert!(outcomes[..64].iter().all(|outcome| matches!(outcome, Err(StoreError::Database(_)))), "{:?}", outcomes[0]);
    assert!(matches!(outcomes[64], Err(StoreError::Stopped)), "what waited behind it was not even tried");
}
