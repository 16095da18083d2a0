//! A thread to be read in tests, and what a page of it must be, told the slow way.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use uuid::Uuid;
use weerwoord_protocol::{Author, Comment, CommentId, Gap, Sort, Status};

use crate::cursor::Cursor;
use crate::sites::{Site, Sites};
use crate::store::{Content, ImportBatch, ImportRow, Place, Position, Store, ThreadPage, Window};
use crate::thread_key::ThreadKey;

/// Numbers that look random and are the same in every run (Knuth's linear congruential generator).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// A line of a page: a comment, or what is left out.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Comment(Comment),
    Gap(Gap),
}

/// A thread in a database of its own.
pub(super) struct Thread {
    pub(super) store: Store,
    place: Arc<Place>,
    path: PathBuf,
    added: u64,
    _folder: TempDir,
}

impl Thread {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.db");
        let store = Store::open(&format!("sqlite:{}", path.display()), &Sites::new([Site::demo()])).await.unwrap();
        let place =
            Place { site: "demo".into(), key: ThreadKey::resolve(Some("t"), None).unwrap(), url: None, title: None };
        let place = Arc::new(place);
        Self { store, place, path, added: 0, _folder: folder }
    }

    /// Adds comments anywhere: each with the comment that it answers, and its place in time.
    pub(super) async fn add(&mut self, comments: &[(Option<CommentId>, i64)]) -> Vec<CommentId> {
        let rows = self.rows(comments);
        let ids = rows.iter().map(|row| row.content.id.clone()).collect();
        self.store.import(ImportBatch { rows }).await.unwrap();
        ids
    }

    /// Comments as an import brings them, each with the comment that it answers, and its place in time.
    pub(super) fn rows(&mut self, comments: &[(Option<CommentId>, i64)]) -> Vec<ImportRow> {
        let row = |(parent, ordinal): &(Option<CommentId>, i64)| {
            self.added += 1;
            let content = Content {
                id: CommentId::v7(self.added, [0; 10]),
                parent: parent.clone(),
                author: Author { name: "Petra".into(), role: None },
                source: String::new(),
                html: format!("<p>{}</p>", self.added),
                fingerprint: [0; 32],
            };
            let place = self.place.clone();
            ImportRow { place, content, author_key: Uuid::nil(), ordinal: *ordinal, posted_at: None, badge: None }
        };
        comments.iter().map(row).collect()
    }

    /// Adds so many comments, most of them replies, in no order of time.
    pub(super) async fn grow(&mut self, random: &mut Random, many: usize, roots_one_in: usize) -> Vec<CommentId> {
        let mut ids = Vec::new();
        for _ in 0..many {
            let parent = if random.one_in(roots_one_in) { None } else { random.of(&ids).cloned() };
            // So few places in time that some are shared.
            let ordinal = i64::try_from(random.below(many)).unwrap();
            ids.extend(self.add(&[(parent, ordinal)]).await);
        }
        ids
    }

    /// Changes the database from outside.
    pub(super) async fn change(&self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut self.outside().await).await.unwrap();
    }

    pub(super) async fn outside(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(&self.path).connect().await.unwrap()
    }

    /// Holds and removes some of the comments.
    pub(super) async fn moderate(&self, random: &mut Random, ids: &[CommentId], one_in: usize) {
        for id in ids {
            if random.one_in(one_in) {
                let status = ["held", "removed", "removed"][random.below(3)];
                self.change(&format!("UPDATE comment SET status = '{status}' WHERE id = '{id}'")).await;
            }
        }
    }

    /// Gives the comments scores, which some of them share.
    pub(super) async fn rate(&self) {
        self.change("UPDATE comment SET score = seq * 7919 % 5").await;
    }

    /// How many of the comments that are published are picked.
    pub(super) async fn picked(&self) -> i64 {
        let count = "SELECT count(*) FROM comment WHERE picked_at IS NOT NULL AND status = 'published'";
        sqlx::query_scalar(count).fetch_one(&mut self.outside().await).await.unwrap()
    }

    pub(super) async fn page(&self, sort: Sort, position: Position, limit: usize) -> ThreadPage {
        let window = Window { position, limit };
        self.store.page("demo", &self.place.key, sort, &window).await.unwrap().unwrap()
    }

    /// What stands in a gap.
    pub(super) async fn fill(&self, sort: Sort, gap: &Gap, limit: usize) -> ThreadPage {
        self.page(sort, Position::Gap(Cursor::parse(&gap.cursor).unwrap()), limit).await
    }

    /// The comments that everybody reads in reading order, as id and depth, straight from the definition.
    pub(super) async fn model(&self, sort: Sort) -> Vec<(CommentId, u32, Status)> {
        let rows = sqlx::query_as("SELECT seq, parent_seq, id, status, score FROM comment ORDER BY ordinal, seq");
        let mut rows: Vec<Row> = rows.fetch_all(&mut self.outside().await).await.unwrap();
        let mut roots: Vec<Row> = rows.extract_if(.., |row| row.1.is_none()).collect();
        if sort != Sort::Oldest {
            roots.reverse();
        }
        // What comes before age; of equals, the newest stays first.
        match sort {
            Sort::Newest | Sort::Oldest | Sort::Picks => {}
            Sort::Best => roots.sort_by_key(|root| std::cmp::Reverse(root.4)),
            Sort::Discussed => roots.sort_by_key(|root| std::cmp::Reverse(published_below(root, &rows))),
        }
        let all: Vec<_> = roots.iter().flat_map(|root| model_of(root, &rows, 0)).collect();
        if sort == Sort::Picks { self.picks_of(&all).await } else { all }
    }

    /// Of these comments those that are picked, flat and the newest first.
    async fn picks_of(&self, all: &[(CommentId, u32, Status)]) -> Vec<(CommentId, u32, Status)> {
        let rows = "SELECT id FROM comment WHERE picked_at IS NOT NULL ORDER BY ordinal DESC, seq DESC";
        let picked: Vec<String> = sqlx::query_scalar(rows).fetch_all(&mut self.outside().await).await.unwrap();
        let read = |id: &CommentId| all.iter().any(|(other, _, status)| other == id && *status == Status::Published);
        let ids = picked.iter().map(|id| CommentId::parse(id).unwrap()).filter(read);
        ids.map(|id| (id, 0, Status::Published)).collect()
    }
}

/// seq, parent_seq, id, status, score.
type Row = (i64, Option<i64>, String, String, i64);

fn published_below(row: &Row, replies: &[Row]) -> usize {
    let mine = replies.iter().filter(|reply| reply.1 == Some(row.0));
    mine.map(|reply| usize::from(reply.3 == "published") + published_below(reply, replies)).sum()
}

fn model_of(row: &Row, replies: &[Row], depth: u32) -> Vec<(CommentId, u32, Status)> {
    let mine = replies.iter().filter(|reply| reply.1 == Some(row.0));
    let below: Vec<_> = mine.flat_map(|reply| model_of(reply, replies, depth + 1)).collect();
    let status = match row.3.as_str() {
        "published" => Status::Published,
        "removed" if !below.is_empty() => Status::Removed,
        _ => return Vec::new(),
    };
    std::iter::once((CommentId::parse(&row.2).unwrap(), depth, status)).chain(below).collect()
}

/// A page as a list.
pub(super) fn items(page: &ThreadPage) -> Vec<Item> {
    let gaps = |after: Option<&CommentId>| {
        let mine = page.gaps.iter().filter(move |gap| gap.after.as_ref() == after);
        mine.cloned().map(Item::Gap).collect::<Vec<_>>()
    };
    let mut items = gaps(None);
    for comment in &page.comments {
        items.push(Item::Comment(comment.clone()));
        items.extend(gaps(Some(&comment.id)));
    }
    assert_eq!(items.len(), page.comments.len() + page.gaps.len(), "a gap stands after a comment of its page");
    items
}
