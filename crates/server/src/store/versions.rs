//! The versions of threads: how whoever keeps something made of a thread learns, at each read, whether it still holds.
//!
//! That question is asked far more often than any other, so it has a connection of its own, and who asks at the same
//! time is answered by one query.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use crate::thread_key::ThreadKey;

/// The most questions that share a query.
const BATCH: usize = 256;
/// How many questions may wait before those who bring more have to wait themselves.
const QUEUE: usize = 1024;

pub(super) const VERSIONS: &str = "SELECT wanted.key, t.created_at, t.version FROM json_each(?1) wanted
    JOIN site s ON s.name = wanted.value ->> 0
    JOIN thread t ON t.site_id = s.id AND t.key = wanted.value ->> 1";

/// Which state of a thread something was made of. A thread that does not exist has the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadVersion {
    /// When the thread was made: tells it from one of the same key that was deleted.
    pub created_at: i64,
    /// How often it has changed.
    pub changes: i64,
}

impl ThreadVersion {
    /// The same, but of the time that the thread was made a few digits are left: as told to readers, who get it with every
    /// thread. Two of one key hardly ever have the same; 0 is that of none.
    pub(crate) fn marked(self) -> Self {
        const MARKS: i64 = 0xf_ffff;
        let mark = if self.created_at == 0 { 0 } else { self.created_at.rem_euclid(MARKS) + 1 };
        Self { created_at: mark, ..self }
    }

    /// Whether what was made of this version may be shown to a reader who was told of the other: it is the same thread,
    /// then or later.
    pub fn covers(self, asked: Self) -> bool {
        self.created_at == asked.created_at && self.changes >= asked.changes
    }
}

/// A thread: its site's name and its key.
type Thread = (String, String);
type Answer = oneshot::Sender<Result<ThreadVersion, StoreError>>;

/// Where to ask.
#[derive(Clone)]
pub(super) struct Versions(mpsc::Sender<(Thread, Answer)>);

impl Versions {
    /// Starts answering; it ends when the pool is closed, or with the last who could ask.
    pub(super) fn start(pool: SqlitePool) -> Self {
        let (sender, questions) = mpsc::channel(QUEUE);
        tokio::spawn(async move { pool.close_event().do_until(answer(&pool, questions)).await });
        Self(sender)
    }

    /// The version that a thread has now.
    pub(super) async fn of(&self, site: &str, key: &ThreadKey) -> Result<ThreadVersion, StoreError> {
        let (answer, answered) = oneshot::channel();
        let thread = (site.to_owned(), key.as_str().to_owned());
        self.0.send((thread, answer)).await.map_err(|_| StoreError::Stopped)?;
        answered.await.unwrap_or(Err(StoreError::Stopped))
    }
}

async fn answer(pool: &SqlitePool, mut questions: mpsc::Receiver<(Thread, Answer)>) {
    let mut db = None;
    let mut batch = Vec::with_capacity(BATCH);
    while questions.recv_many(&mut batch, BATCH).await > 0 {
        let mut waiting: HashMap<Thread, Vec<Answer>> = HashMap::new();
        for (thread, answer) in batch.drain(..) {
            waiting.entry(thread).or_default().push(answer);
        }
        let (threads, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        let found = look_up(pool, &mut db, &threads).await.map_err(StoreError::from);
        if found.is_err() {
            // It may be the connection's fault; the next question gets another.
            db = None;
        }
        for (index, answers) in waiting.into_iter().enumerate() {
            let version = found.as_ref().map(|found| found[index]).map_err(StoreError::clone);
            for answer in answers {
                // Who asked may have gone; then nobody needs the answer.
                drop(answer.send(version.clone()));
            }
        }
    }
}

/// The versions of these threads, in their order.
pub(super) async fn look_up(
    pool: &SqlitePool,
    db: &mut Option<PoolConnection<Sqlite>>,
    threads: &[Thread],
) -> sqlx::Result<Vec<ThreadVersion>> {
    let db = match db {
        Some(db) => db,
        None => db.insert(pool.acquire().await?),
    };
    let wanted: Value = threads.iter().map(|(site, key)| Value::from([site.as_str(), key.as_str()])).collect();
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(VERSIONS).bind(wanted.to_string()).fetch_all(&mut **db).await?;
    let mut found = vec![ThreadVersion::default(); threads.len()];
    for (index, created_at, changes) in rows {
        if let Some(version) = usize::try_from(index).ok().and_then(|index| found.get_mut(index)) {
            *version = ThreadVersion { created_at, changes };
        }
    }
    Ok(found)
}
