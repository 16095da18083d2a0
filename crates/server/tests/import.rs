//! Importing a thread from a file of lines: what it makes of replies and dates, and what it says of bad lines.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use serde_json::json;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;
use weerwoord_protocol::{Comment, Sort};
use weerwoord_server::cursor;
use weerwoord_server::import::{Import, ImportError, Options, Report};
use weerwoord_server::sites::{Site, Sites};
use weerwoord_server::store::{Position, Store, Window};
use weerwoord_server::thread_key::ThreadKey;

const OWN: &str = "http://127.0.0.1:8080";
const ARTICLE: &str = "http://localhost/artikel";
const INFER: Options = Options { newest_first: false, infer_replies: true, dry_run: false, skip_invalid: false };
const PLAIN: Options = Options { infer_replies: false, ..INFER };
const SKIP: Options = Options { skip_invalid: true, ..PLAIN };

struct World {
    folder: TempDir,
    store: Store,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("w.db").display());
        let store = Store::open(&database, &Sites::new([Site::demo()])).await.unwrap();
        Self { folder, store }
    }

    async fn import(&self, file: &str, options: Options) -> Result<Report, ImportError> {
        self.import_at(ARTICLE, file, options).await
    }

    async fn import_at(&self, url: &str, file: &str, options: Options) -> Result<Report, ImportError> {
        let import = Import::new(&Site::demo(), OWN, None, Some(url), Some("Titel"), options).unwrap();
        import.run(&self.store, Cursor::new(file)).await
    }

    async fn read(&self, sort: Sort) -> Vec<Comment> {
        self.read_at(&ThreadKey::resolve(None, Some(ARTICLE)).unwrap(), sort).await
    }

    async fn read_at(&self, key: &ThreadKey, sort: Sort) -> Vec<Comment> {
        let mut comments = Vec::new();
        let mut window = Window::default();
        loop {
            let mut page = self.store.page("demo", key, sort, &window).await.unwrap().unwrap();
            comments.append(&mut page.comments);
            // No thread here leaves comments out in two places.
            let Some(gap) = page.gaps.pop() else { return comments };
            window.position = Position::Gap(cursor::Cursor::parse(&gap.cursor).unwrap());
        }
    }

    /// The thread, oldest first: each comment's author, indented by its depth.
    async fn tree(&self) -> Vec<String> {
        self.read(Sort::Oldest).await.iter().map(line).collect()
    }
}

fn line(comment: &Comment) -> String {
    let indent = ">".repeat(usize::try_from(comment.depth).unwrap());
    format!("{indent}{}", comment.author.as_ref().unwrap().name)
}

fn file(lines: &[serde_json::Value]) -> String {
    lines.iter().fold(String::new(), |mut file, line| {
        writeln!(file, "{line}").unwrap();
        file
    })
}

fn imported(number: usize, inferred: usize) -> Report {
    Report { imported: number, inferred, ..Report::default() }
}

fn refused(result: Result<Report, ImportError>) -> Vec<(usize, String)> {
    match result {
        Err(ImportError::Refused(bad)) => bad.into_iter().map(|bad| (bad.number, bad.reason)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_as_readers_see_it_becomes_a_thread() {
    let world = World::new().await;
    // Newest first and flat; Bea stands above Klaas, whom she answers.
    let page = file(&[
        json!({"name": "Aart", "role": "n.v.t.", "posted_at": null, "body": "Nee."}),
        json!({"name": "Bea", "body": "@Klaas de Wit:\nDat klopt niet."}),
        json!({"name": "Klaas de Wit", "role": "thuis", "body": "Ja."}),
        json!({"name": "Bea", "body": "Wat een waanzin."}),
        json!({"name": "Chris", "body": "@Niemand: hallo"}),
    ]);
    let options = Options { newest_first: true, ..INFER };
    assert_eq!(world.import(&page, options).await.unwrap(), imported(5, 1));
    let comments = world.read(Sort::Newest).await;
    assert_eq!(comments.iter().map(line).collect::<Vec<_>>(), ["Aart", "Klaas de Wit", ">Bea", "Bea", "Chris"]);
    assert_eq!(comments[1].author.as_ref().unwrap().role.as_deref(), Some("thuis"));
    assert_eq!(comments[2].html, "<p>@Klaas de Wit:<br>Dat klopt niet.</p>");
    assert!(comments.iter().all(|comment| comment.posted_at.is_none()));
}

#[tokio::test]
async fn the_seed_reads_as_on_its_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/thread.jsonl");
    let Ok(seed) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let world = World::new().await;
    let options = Options { newest_first: true, ..INFER };
    assert_eq!(world.import(&seed, options).await.unwrap(), imported(9, 1));
    let comments = world.read(Sort::Newest).await;
    let expected =
        ["Spijker", "Petra", "Joop", "Ad Random", "Ambtenaar A", "Rood Hesje", ">2C", "2C", "drs. E. Nabled"];
    assert_eq!(comments.iter().map(line).collect::<Vec<_>>(), expected);
    assert!(comments[6].html.starts_with("<p>@Rood Hesje:<br>"), "{}", comments[6].html);
}

#[tokio::test]
async fn the_same_file_again_adds_nothing() {
    let world = World::new().await;
    let file = file(&[
        json!({"id": "a", "name": "Aart", "body": "een"}),
        json!({"id": 2, "parent": "a", "name": "Bea", "body": "twee"}),
        json!({"name": "Aart", "body": "hetzelfde"}),
        json!({"name": "Aart", "body": "hetzelfde"}),
        json!({"id": "0192F0E1-d2c3-4fff-bfff-ffffffffffff", "name": "Chris", "body": "drie"}),
    ]);
    assert_eq!(world.import(&file, PLAIN).await.unwrap(), imported(5, 0));
    let before = world.read(Sort::Oldest).await;
    for options in [PLAIN, INFER, SKIP] {
        assert_eq!(world.import(&file, options).await.unwrap(), Report { present: 5, ..Report::default() });
    }
    assert_eq!(world.read(Sort::Oldest).await, before);
    assert!(before.iter().any(|comment| comment.id.as_str() == "0192f0e1-d2c3-4fff-bfff-ffffffffffff"));
}

#[tokio::test]
async fn an_import_that_ended_midway_goes_on_where_it_was() {
    let lines: Vec<_> = (0..1200)
        .map(|number: u32| match number.checked_sub(700) {
            Some(parent) => json!({"id": number, "parent": parent, "name": "Aart", "body": "x"}),
            None => json!({"id": number, "name": "Bea", "body": "x"}),
        })
        .collect();
    let whole = World::new().await;
    assert_eq!(whole.import(&file(&lines), PLAIN).await.unwrap(), imported(1200, 0));
    let halved = World::new().await;
    assert_eq!(halved.import(&file(&lines[..900]), PLAIN).await.unwrap(), imported(900, 0));
    let rest = halved.import(&file(&lines), PLAIN).await.unwrap();
    assert_eq!(rest, Report { imported: 300, present: 900, ..Report::default() });
    assert_eq!(halved.read(Sort::Oldest).await, whole.read(Sort::Oldest).await);
    assert!(whole.store.commits() < 10, "comments are committed in batches");
}

#[tokio::test]
async fn a_later_file_may_answer_an_earlier_one() {
    let world = World::new().await;
    world.import(&file(&[json!({"id": "a", "name": "Aart", "body": "een"})]), PLAIN).await.unwrap();
    let later = file(&[json!({"id": "b", "parent": "a", "name": "Bea", "body": "twee"})]);
    assert_eq!(world.import(&later, PLAIN).await.unwrap(), imported(1, 0));
    assert_eq!(world.tree().await, ["Aart", ">Bea"]);
}

#[tokio::test]
async fn bad_lines_are_told_by_number_and_reason_and_the_file_is_refused_whole() {
    let world = World::new().await;
    let lines = [
        r#"{"id": "1", "name": "Aart", "body": "goed"}"#.to_owned(),
        "{".into(),
        String::new(),
        r#"{"name": "", "body": "x"}"#.into(),
        r#"{"id": "1", "name": "Bea", "body": "x"}"#.into(),
        r#"{"id": "6", "parent": "7", "name": "Bea", "body": "x"}"#.into(),
        r#"{"id": "7", "parent": "6", "name": "Bea", "body": "x"}"#.into(),
        r#"{"id": "8", "parent": "7", "name": "Bea", "body": "x"}"#.into(),
        r#"{"id": "9", "parent": "nobody", "name": "Bea", "body": "x"}"#.into(),
        r#"{"id": "10", "parent": "9", "name": "Bea", "body": "x"}"#.into(),
        format!(r#"{{"name": "Bea", "body": "{}"}}"#, "x".repeat(10_001)),
        format!(r#"{{"name": "Bea", "body": "{}"}}"#, "x".repeat(70_000)),
        r#"{"name": "Bea", "body": "ook goed"}"#.into(),
    ];
    let bad = refused(world.import(&lines.join("\n"), PLAIN).await);
    let reasons: Vec<String> = bad.iter().map(|(number, reason)| format!("{number}: {reason}")).collect();
    assert_eq!(
        reasons,
        [
            "2: not a JSON object: EOF while parsing an object at column 1",
            "4: The field `author.name` is refused: name empty.",
            "5: its id is that of line 1",
            "6: it answers itself, by way of its parents",
            "7: it answers itself, by way of its parents",
            "8: its parent, line 7, is left out",
            "9: its parent is neither a good line of the file nor a comment of the thread",
            "10: its parent, line 9, is left out",
            "11: The field `body` is refused: body too long (limit 10000 characters).",
            "12: the line is over 64 KiB",
        ]
    );
    assert_eq!(world.read(Sort::Oldest).await, []);
    let report = world.import(&lines.join("\n"), SKIP).await.unwrap();
    assert_eq!((report.imported, report.skipped.len()), (2, 10));
    assert_eq!(world.tree().await, ["Aart", "Bea"]);
}

#[tokio::test]
async fn an_id_of_another_thread_is_a_bad_line() {
    let world = World::new().await;
    let line = file(&[json!({"id": "0192f0e1-d2c3-4fff-bfff-ffffffffffff", "name": "Aart", "body": "x"})]);
    world.import_at("http://localhost/elders", &line, PLAIN).await.unwrap();
    let bad = refused(world.import(&line, PLAIN).await);
    assert_eq!(bad, [(1, "its id belongs to a comment of another thread".into())]);
}

#[tokio::test]
async fn an_id_that_is_made_for_another_line_is_taken() {
    let world = World::new().await;
    let lines = [json!({"id": "a", "name": "Aart", "body": "een"}), json!({"name": "Bea", "body": "twee"})];
    world.import(&file(&lines), PLAIN).await.unwrap();
    let made: Vec<_> = world.read(Sort::Oldest).await.into_iter().map(|comment| comment.id).collect();
    for (line, id) in lines.iter().zip(made) {
        let explicit = json!({"id": id.as_str(), "name": "Chris", "body": "drie"});
        let world = World::new().await;
        let bad = refused(world.import(&file(&[line.clone(), explicit.clone()]), PLAIN).await);
        assert_eq!(bad, [(2, "its id is that of line 1".into())]);
        assert_eq!(world.read(Sort::Oldest).await, []);
        let other_way_round = file(&[explicit, line.clone()]);
        if line["id"].is_string() {
            assert_eq!(refused(world.import(&other_way_round, PLAIN).await), [(2, "its id is that of line 1".into())]);
        } else {
            // A line without an id gets another one.
            assert_eq!(world.import(&other_way_round, PLAIN).await.unwrap(), imported(2, 0));
            let again = world.import(&other_way_round, PLAIN).await.unwrap();
            assert_eq!(again, Report { present: 2, ..Report::default() });
        }
    }
}

#[tokio::test]
async fn what_an_import_leaves_behind_is_sound_and_in_one_file() {
    let world = World::new().await;
    let lines: Vec<_> = (0..2000_u32)
        .map(|n| {
            json!({"url": format!("{ARTICLE}/{}", n / 300), "id": n, "parent": (n % 300).checked_sub(2).map(|_| n - 1),
            "name": format!("Lezer {}", n % 50), "role": (n % 4 == 0).then_some("lezer"), "body": "x"})
        })
        .collect();
    assert_eq!(import_many(&world, &file(&lines[..1100]), PLAIN).await.unwrap(), imported(1100, 0));
    let rest = import_many(&world, &file(&lines), PLAIN).await.unwrap();
    assert_eq!((rest.imported, rest.present), (900, 1100));
    world.read(Sort::Oldest).await;
    let World { folder, store } = world;
    store.close().await;
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(files.collect::<Vec<_>>(), ["w.db"]);

    // The import leaves out SQLite's checks of references and values; here they are done.
    let options = SqliteConnectOptions::new().filename(folder.path().join("w.db"));
    let mut db = options.connect().await.unwrap();
    let lost = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut db).await.unwrap();
    let faults: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut db).await.unwrap();
    assert_eq!((lost.len(), faults), (0, vec!["ok".to_owned()]));
    let threads: Vec<(i64, i64, i64, i64)> = sqlx::query_as(
        "SELECT t.comment_count, count(*), t.last_ordinal, max(c.ordinal)
        FROM thread t JOIN comment c ON c.thread_id = t.id GROUP BY t.id",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert_eq!(threads.len(), 7);
    assert!(threads.iter().all(|(count, counted, last, latest)| count == counted && last == latest), "{threads:?}");
    let depths: Vec<i64> = sqlx::query_scalar(
        "SELECT c.depth - p.depth - 1 FROM comment c JOIN comment p ON p.seq = c.parent_seq
        WHERE c.root_seq <> p.root_seq OR c.thread_id <> p.thread_id OR c.depth <> p.depth + 1",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert_eq!(depths, [0_i64; 0], "a reply stands one below its parent, in the same branch");
    let miscounted: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM comment c WHERE c.replies <> iif(c.parent_seq IS NULL,
            (SELECT count(*) FROM comment reply WHERE reply.root_seq = c.seq) - 1, 0)",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(miscounted, 0, "a comment on the article knows how many replies it has");
    let authors: i64 = sqlx::query_scalar("SELECT count(*) FROM author").fetch_one(&mut db).await.unwrap();
    let named: i64 =
        sqlx::query_scalar("SELECT count(DISTINCT author_id) FROM comment").fetch_one(&mut db).await.unwrap();
    assert_eq!(authors, named, "nobody is kept who wrote nothing");
}

#[tokio::test]
async fn a_dry_run_tells_what_would_happen_and_changes_nothing() {
    let world = World::new().await;
    let file = file(&[json!({"name": "Aart", "body": "een"}), json!({"name": "Bea", "body": "@aart, nee"})]);
    assert_eq!(world.import(&file, Options { dry_run: true, ..INFER }).await.unwrap(), imported(2, 1));
    assert_eq!(world.read(Sort::Oldest).await, []);
    assert_eq!(world.import(&file, INFER).await.unwrap(), imported(2, 1));
    let again = world.import(&file, Options { dry_run: true, ..INFER }).await.unwrap();
    assert_eq!(again, Report { present: 2, ..Report::default() });
}

#[tokio::test]
async fn a_reply_by_name_answers_the_newest_earlier_comment_of_that_name() {
    let world = World::new().await;
    let file = file(&[
        json!({"name": "Aart", "body": "een", "posted_at": "2026-01-01T10:00:00Z"}),
        // Out of order in the file, and the newest of Aart's before 13:00.
        json!({"name": "Dirk", "body": "@Aart: dat bedoel ik", "posted_at": "2026-01-01T13:00:00Z"}),
        json!({"name": "Aart", "role": "2", "body": "twee", "posted_at": "2026-01-01T13:00:00+01:00"}),
        json!({"name": "Aart", "role": "3", "body": "drie", "posted_at": "2026-01-01T14:00:00Z"}),
        json!({"name": "Eva", "body": "@Fred, komt nog", "posted_at": "2026-01-01T15:00:00Z"}),
        json!({"name": "Fred", "body": "@Eva: hier", "posted_at": "2026-01-01T16:00:00Z"}),
        json!({"name": "Gé", "body": "@Niemand: hallo", "posted_at": "2026-01-01T17:00:00Z"}),
    ]);
    // Eva has nobody earlier to answer, and Fred, who comes after, answers her: she stays a comment on the article.
    assert_eq!(world.import(&file, INFER).await.unwrap(), imported(7, 2));
    assert_eq!(world.tree().await, ["Aart", "Aart", ">Dirk", "Aart", "Eva", ">Fred", "Gé"]);
    let comments = world.read(Sort::Oldest).await;
    assert_eq!(comments[1].author.as_ref().unwrap().role.as_deref(), Some("2"));
    assert_eq!(comments[1].posted_at.as_deref(), Some("2026-01-01T12:00:00Z"));
}

#[tokio::test]
async fn a_reply_by_name_may_answer_what_the_file_has_later() {
    let world = World::new().await;
    let file = file(&[
        json!({"name": "Bea", "body": "@Aart: eerst ik"}),
        json!({"name": "Aart", "body": "een"}),
        json!({"name": "Aart", "body": "twee"}),
    ]);
    assert_eq!(world.import(&file, INFER).await.unwrap(), imported(3, 1));
    let comments = world.read(Sort::Oldest).await;
    assert_eq!(comments.iter().map(line).collect::<Vec<_>>(), ["Aart", ">Bea", "Aart"]);
    assert_eq!(comments[0].html, "<p>een</p>", "the nearest of that name");
}

#[tokio::test]
async fn a_parent_that_the_file_names_wins_over_the_name_in_the_body() {
    let world = World::new().await;
    let file = file(&[
        json!({"id": 1, "name": "Aart", "body": "een"}),
        json!({"id": 2, "name": "Bea", "body": "twee"}),
        json!({"id": 3, "parent": 1, "name": "Chris", "body": "@Bea: drie"}),
    ]);
    assert_eq!(world.import(&file, INFER).await.unwrap(), imported(3, 0));
    assert_eq!(world.tree().await, ["Aart", ">Chris", "Bea"]);
}

#[tokio::test]
async fn undated_comments_stand_where_the_file_has_them() {
    let world = World::new().await;
    let page = file(&[
        json!({"name": "Na 12 uur", "body": "x"}),
        json!({"name": "12 uur", "body": "x", "posted_at": "2026-01-01T12:00:00Z"}),
        json!({"name": "Na 11 uur", "body": "x"}),
        json!({"name": "11 uur", "body": "x", "posted_at": "2026-01-01T11:00:00Z"}),
        json!({"name": "Allereerst", "body": "x"}),
    ]);
    world.import(&page, Options { newest_first: true, ..PLAIN }).await.unwrap();
    assert_eq!(world.tree().await, ["Allereerst", "11 uur", "Na 11 uur", "12 uur", "Na 12 uur"]);
}

#[tokio::test]
async fn a_chain_of_five_thousand_replies_is_imported_and_read() {
    let world = World::new().await;
    let chain: Vec<_> = (0..5000)
        .map(|number: u32| json!({"id": number, "parent": number.checked_sub(1), "name": "Aart", "body": "x"}))
        .collect();
    // Newest first, so that every parent comes after its reply.
    let page = file(&chain.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(world.import(&page, Options { newest_first: true, ..PLAIN }).await.unwrap(), imported(5000, 0));
    let depths: Vec<u32> = world.read(Sort::Newest).await.iter().map(|comment| comment.depth).collect();
    assert_eq!(depths, (0..5000).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_file_that_changes_under_the_import_is_noticed() {
    struct Changing(Cursor<Vec<u8>>);
    impl std::io::Read for Changing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0.read(buffer)
        }
    }
    impl std::io::Seek for Changing {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.0.get_mut().fill(b'x');
            self.0.seek(to)
        }
    }
    let world = World::new().await;
    let line = file(&[json!({"name": "Aart", "body": "een"})]);
    let import = Import::new(&Site::demo(), OWN, None, Some(ARTICLE), None, PLAIN).unwrap();
    let result = import.run(&world.store, Changing(Cursor::new(line.into_bytes()))).await;
    assert!(matches!(result, Err(ImportError::Changed(1))), "{result:?}");
    assert_eq!(world.read(Sort::Oldest).await, []);
}

#[tokio::test]
async fn what_could_be_read_before_a_file_breaks_off_is_kept() {
    /// Breaks off when it is read a second time, after the first batch.
    struct Breaking {
        file: Cursor<Vec<u8>>,
        again: bool,
    }
    impl std::io::Read for Breaking {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.again && self.file.position() > self.file.get_ref().len() as u64 / 2 {
                return Err(std::io::ErrorKind::TimedOut.into());
            }
            self.file.read(buffer)
        }
    }
    impl std::io::Seek for Breaking {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.again = true;
            self.file.seek(to)
        }
    }
    let world = World::new().await;
    let lines: Vec<_> = (0..2000).map(|id| json!({"id": id, "name": "Aart", "body": "x".repeat(2000)})).collect();
    let broken = Breaking { file: Cursor::new(file(&lines).into_bytes()), again: false };
    let import = Import::new(&Site::demo(), OWN, None, Some(ARTICLE), None, PLAIN).unwrap();
    let result = import.run(&world.store, broken).await;
    assert!(matches!(result, Err(ImportError::File(_))), "{result:?}");
    let kept = world.read(Sort::Oldest).await.len();
    assert!((500..=1000).contains(&kept), "{kept}");
    assert_eq!(world.import(&file(&lines), PLAIN).await.unwrap(), Report { present: kept, ..imported(2000 - kept, 0) });
}

async fn import_many(world: &World, file: &str, options: Options) -> Result<Report, ImportError> {
    Import::of_many_threads(&Site::demo(), OWN, options).run(&world.store, Cursor::new(file)).await
}

#[tokio::test]
async fn lines_that_name_their_threads_go_there() {
    let world = World::new().await;
    let lines = [
        json!({"url": ARTICLE, "id": 1, "name": "Aart", "body": "een"}),
        json!({"thread": "elders", "title": "Elders", "id": 1, "name": "Bea", "body": "twee"}),
        json!({"url": format!("{ARTICLE}/?utm_source=x"), "id": 2, "parent": 1, "name": "Chris", "body": "drie"}),
        json!({"thread": "elders", "id": 2, "parent": 1, "name": "Dirk", "body": "vier"}),
    ];
    assert_eq!(import_many(&world, &file(&lines), PLAIN).await.unwrap(), imported(4, 0));
    assert_eq!(world.tree().await, ["Aart", ">Chris"]);
    let elsewhere = ThreadKey::resolve(Some("elders"), None).unwrap();
    let page = world.store.page("demo", &elsewhere, Sort::Oldest, &Window::default()).await.unwrap().unwrap();
    assert_eq!(page.comments.iter().map(line).collect::<Vec<_>>(), ["Bea", ">Dirk"]);
    assert_eq!(page.info.title.as_deref(), Some("Elders"));
    let again = import_many(&world, &file(&lines), PLAIN).await.unwrap();
    assert_eq!(again, Report { present: 4, ..Report::default() });
    // The same lines for one thread alone are the same comments: what else a line names is not looked at there.
    let own = file(&[lines[0].clone(), lines[2].clone()]);
    assert_eq!(world.import(&own, PLAIN).await.unwrap(), Report { present: 2, ..Report::default() });
}

#[tokio::test]
async fn a_line_whose_thread_is_not_the_sites_or_not_named_is_bad() {
    let world = World::new().await;
    let lines = file(&[
        json!({"name": "Aart", "body": "x"}),
        json!({"url": "https://news.example/a", "name": "Aart", "body": "x"}),
        json!({"url": ARTICLE, "id": "0192f0e1-d2c3-4fff-bfff-ffffffffffff", "name": "Aart", "body": "x"}),
        json!({"thread": "b", "id": "0192f0e1-d2c3-4fff-bfff-ffffffffffff", "name": "Aart", "body": "x"}),
        json!({"thread": "b", "parent": "0192f0e1-d2c3-4fff-bfff-ffffffffffff", "name": "Aart", "body": "x"}),
        json!({"thread": 5, "name": "Aart", "body": "x"}),
    ]);
    let bad = refused(import_many(&world, &lines, PLAIN).await);
    let reasons: Vec<String> = bad.iter().map(|(number, reason)| format!("{number}: {reason}")).collect();
    assert_eq!(
        reasons,
        [
            "1: Give the article's `url`, or the key of its `thread`.",
            "2: `https://news.example` is not on one of the origins of the site `demo`.",
            "4: its id is that of line 3",
            "5: its parent is neither a good line of the file nor a comment of the thread",
            "6: the field `thread`: invalid type: integer `5`, expected a string",
        ]
    );
}

#[tokio::test]
async fn many_threads_of_mixed_lines_are_each_as_if_imported_alone() {
    let threads = 40;
    let lines: Vec<_> = (0..3000_u32)
        .map(|number| {
            let (thread, nth) = (number % threads, number / threads);
            let url = format!("{ARTICLE}/{thread}");
            let name = format!("Lezer {}", number % 7);
            match nth % 3 {
                0 => json!({"url": url, "id": nth, "name": name, "body": format!("{nth} is *een* begin")}),
                _ => json!({"url": url, "id": nth, "parent": nth - 1, "name": name, "role": "lezer", "body": "x"}),
            }
        })
        .collect();
    let (mixed, alone) = (World::new().await, World::new().await);
    assert_eq!(import_many(&mixed, &file(&lines), PLAIN).await.unwrap(), imported(3000, 0));
    for thread in 0..threads {
        let url = format!("{ARTICLE}/{thread}");
        let own: Vec<_> = lines.iter().filter(|line| line["url"] == url.as_str()).cloned().collect();
        alone.import_at(&url, &file(&own), PLAIN).await.unwrap();
        let key = ThreadKey::resolve(None, Some(&url)).unwrap();
        let comments = mixed.read_at(&key, Sort::Newest).await;
        assert_eq!(comments.len(), 75);
        assert_eq!(comments, alone.read_at(&key, Sort::Newest).await);
    }
}

#[tokio::test]
async fn an_article_that_is_not_the_sites_takes_no_import() {
    let problem = Import::new(&Site::demo(), OWN, None, Some("https://news.example/a"), None, PLAIN).unwrap_err();
    assert_eq!(problem.code, weerwoord_protocol::ErrorCode::UrlNotAllowed);
}
