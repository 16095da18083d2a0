//! The threads on disk.
//!
//! Reads go through a pool, each in a transaction of its own. Writes go to one writer (`store/writer.rs`) that commits
//! what waits together, so that durability costs one fsync a batch; when a write returns, it is on disk. Everything that
//! is SQLite's stands below this module.

mod bulk;
mod choose;
mod data_version;
mod deltas;
mod desk;
mod desk_lists;
mod error;
mod lists;
mod long;
mod open;
mod own;
mod page;
mod picks;
mod reaction;
mod read;
mod readable;
mod report;
mod tree;
mod versions;
mod vote;
mod whereabouts;
mod write;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot, watch};
use weerwoord_protocol::{Comment, CommentId, Gap, Posted, Problem, Reacted, Sort, ThreadInfo, Voted};

use crate::closing::Closing;
use crate::emoji;
use crate::sites::Sites;
use crate::thread_key::ThreadKey;

pub(crate) use bulk::{Found, ImportBatch, ImportRow};
pub use choose::PAGE_LIMIT;
pub use data_version::Moment;
pub(crate) use deltas::{Delta, Deltas, Since};
pub(crate) use desk::{Act, Change, Changed, Deed, Missed, Session, State, Target};
pub(crate) use desk_lists::{Article, Entry, Item, List, Order, Standing, ThreadLine};
pub use error::{OpenError, StoreError};
pub(crate) use lists::{Discussed, Latest, Lists, Which};
pub(crate) use own::{OwnAct, OwnChange};
pub use page::{Position, Window};
pub(crate) use reaction::{NewReaction, Subject};
pub(crate) use report::Report;
pub use versions::ThreadVersion;
pub(crate) use vote::NewVote;
pub use whereabouts::Whereabouts;
pub(crate) use write::{Content, NewPost, Place};

use bulk::Bulk;
use data_version::DataVersion;
use desk_lists::Desk;
use open::Opened;
use versions::Versions;
use writer::{Answer, Job, Writer};

/// What tells the time: microseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// A page of a thread as everybody reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadPage {
    /// The thread itself.
    pub info: ThreadInfo,
    /// The comment that is pinned, on the first page.
    pub pinned: Option<Comment>,
    /// The ancestors of the first comment, outermost first, where the page goes on inside a branch: the nearest hundred.
    pub context: Vec<Comment>,
    /// Its comments, flat and in pre-order.
    pub comments: Vec<Comment>,
    /// What it leaves out, in reading order.
    pub gaps: Vec<Gap>,
    /// The comment whose page it is, if that was asked for and is not on the first page.
    pub at: Option<CommentId>,
    /// Which version of the thread this is.
    pub version: ThreadVersion,
    /// When it closes by itself, in microseconds since 1970, if it is open and ever does.
    pub closes_at: Option<i64>,
    /// When it began (RFC 3339, UTC); `None` if it has no comment yet.
    pub begun_at: Option<String>,
}

/// The threads on disk. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
    jobs: mpsc::Sender<Job>,
    /// Ends with the writer.
    writer: watch::Receiver<()>,
    bulk: Arc<Bulk>,
    versions: Versions,
    data_version: DataVersion,
    commits: Arc<AtomicU64>,
    sqlite_version: Arc<str>,
    sites: Arc<Sites>,
    clock: Clock,
}

impl Store {
    /// Opens or creates the database, and brings its schema up to date.
    pub async fn open(database: &str, sites: &Sites) -> Result<Self, OpenError> {
        Self::open_with_clock(database, sites, Arc::new(|| jiff::Timestamp::now().as_microsecond())).await
    }

    /// As [`open`](Self::open), by another clock.
    pub async fn open_with_clock(database: &str, sites: &Sites, clock: Clock) -> Result<Self, OpenError> {
        Ok(Self::start(open::open(database, sites, clock()).await?, sites, clock).await)
    }

    async fn start(opened: Opened, sites: &Sites, clock: Clock) -> Self {
        let commits = Arc::new(AtomicU64::new(0));
        let bulk = Arc::new(Bulk::new(opened.path.clone(), clock.clone(), commits.clone()));
        let (jobs, writer) = Writer::start(opened.writer, opened.options, clock.clone(), commits.clone());
        let versions = Versions::start(opened.pool.clone());
        let data_version = DataVersion::open(&opened.path, &opened.pool.connect_options()).await;
        let sqlite_version = opened.sqlite_version.into();
        let sites = Arc::new(sites.clone());
        Self { pool: opened.pool, jobs, writer, bulk, versions, data_version, commits, sqlite_version, sites, clock }
    }

    /// A page of a thread as everybody reads it; an empty one if it has no comment yet. A cursor of another thread is
    /// refused.
    pub async fn page(
        &self,
        site: &str,
        key: &ThreadKey,
        sort: Sort,
        window: &Window,
    ) -> Result<Result<ThreadPage, Problem>, StoreError> {
        let thread = read::Asked { site, key, closing: self.closing(site), now: self.now() };
        Ok(read::page(&self.pool, &thread, sort, window).await?)
    }

    /// The time, in microseconds since 1970.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    fn closing(&self, site: &str) -> Closing {
        self.sites.get(site).map(|site| site.rules.closing).unwrap_or_default()
    }

    /// Whether a comment belongs to a thread, read or not.
    pub async fn has(&self, site: &str, key: &ThreadKey, id: &CommentId) -> Result<bool, StoreError> {
        let found = self.find(&[id.to_string()]).await?;
        Ok(found.iter().any(|found| found.site == site && found.key == key.as_str()))
    }

    /// Where a comment is, read or not.
    pub async fn whereabouts(&self, id: &CommentId) -> Result<Option<Whereabouts>, StoreError> {
        Ok(whereabouts::find(&self.pool, id).await?)
    }

    /// The version that a thread has now: what was committed before the call is in it.
    pub async fn version(&self, site: &str, key: &ThreadKey) -> Result<ThreadVersion, StoreError> {
        self.versions.of(site, key).await
    }

    /// The versions that these threads have now, marked; each by its site's name and its key.
    pub(crate) async fn versions(&self, threads: &[(String, String)]) -> Result<Vec<ThreadVersion>, StoreError> {
        let versions = versions::look_up(&self.pool, &mut None, threads).await?;
        Ok(versions.into_iter().map(ThreadVersion::marked).collect())
    }

    /// What changed of a thread since a version of it, which is marked; without one, how it stands.
    pub(crate) async fn deltas(
        &self,
        site: &str,
        key: &ThreadKey,
        since: Option<ThreadVersion>,
    ) -> Result<Deltas, StoreError> {
        let thread = read::Asked { site, key, closing: self.closing(site), now: self.now() };
        let mut deltas = deltas::deltas(&self.pool, &thread, since).await?;
        let known = self.sites.get(site).map(|site| site.policy.reactions.as_slice()).unwrap_or_default();
        if let Since::Deltas(told) = &mut deltas.since {
            for (_, delta) in told {
                if let Delta::Posted(comment) | Delta::Edited(comment) = delta {
                    emoji::in_order(&mut comment.reactions, known);
                }
            }
        }
        Ok(deltas)
    }

    /// The moment that the database is at: what was committed before the call, by whomever, is in it. `None` where it cannot
    /// tell, and then everything may have changed.
    pub fn moment(&self) -> Option<Moment> {
        if self.pool.is_closed() { None } else { self.data_version.now() }
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(read::ping(&self.pool).await?)
    }

    /// The version of the SQLite library inside: `3.51.3`.
    pub fn sqlite_version(&self) -> &str {
        &self.sqlite_version
    }

    /// How often the writer has committed since the store was opened.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Returns when the writer has stopped: after [`close`](Self::close), or by itself after an I/O error, when the
    /// process must end so that a supervisor starts it anew. (After a failed fsync the kernel may have dropped what was
    /// not written; only opening the database again tells what is there.)
    pub async fn stopped(&self) {
        // Nothing is ever sent, so what comes is the end.
        let _ = self.writer.clone().changed().await;
    }

    /// Finishes the writes that wait, and closes the database; later ones are refused. The writer's connection is closed
    /// last, and alone: that brings the log into the database and removes it.
    pub async fn close(self) {
        self.pool.close().await;
        // After the pool: while that is open, moments are asked for.
        self.data_version.close().await;
        self.bulk.close();
        // An error here means that the writer has stopped already.
        let _ = self.jobs.send(Job::Close).await;
        self.stopped().await;
    }

    /// Keeps a comment that a reader posted, if it may stand where it wants to.
    pub(crate) async fn post(&self, post: NewPost) -> Result<Result<Posted, Problem>, StoreError> {
        self.write(|answer| Job::Post(Box::new(post), answer)).await
    }

    /// Changes a comment for its writer, if it may be changed.
    pub(crate) async fn change_own(&self, change: OwnChange) -> Result<Result<Posted, Problem>, StoreError> {
        self.write(|answer| Job::Own(Box::new(change), answer)).await
    }

    /// Makes a reader's vote what it shall be, if it may.
    pub(crate) async fn vote(&self, vote: NewVote) -> Result<Result<Voted, Problem>, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job::Vote(vote, answer)).await.map_err(|_| StoreError::Stopped)?;
        answered.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Keeps a reader's report, if it may be.
    pub(crate) async fn report(&self, report: Report) -> Result<Result<(), Problem>, StoreError> {
        self.write(|answer| Job::Report(Box::new(report), answer)).await
    }

    /// Makes a reader's reaction what it shall be, if it may.
    pub(crate) async fn react(&self, reaction: NewReaction) -> Result<Result<Reacted, Problem>, StoreError> {
        self.write(|answer| Job::React(Box::new(reaction), answer)).await
    }

    /// Keeps a batch of imported comments, parents before their replies; tells how many were new.
    pub(crate) async fn import(&self, batch: ImportBatch) -> Result<usize, StoreError> {
        let bulk = self.bulk.clone();
        let written = tokio::task::spawn_blocking(move || (bulk.import(&batch), batch)).await;
        let (added, batch) = written.map_err(|_| StoreError::Stopped)?;
        // To free so much takes a while, which the next batch need not wait for.
        rayon::spawn(move || drop(batch));
        added
    }

    /// Does between two batches what need not keep other writers waiting.
    pub(crate) async fn tidy_import(&self) -> Result<(), StoreError> {
        let bulk = self.bulk.clone();
        tokio::task::spawn_blocking(move || bulk.tidy()).await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Whether there is no comment at all.
    pub(crate) async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(bulk::is_empty(&self.pool).await?)
    }

    /// Which of these ids are taken, and by comments of which threads.
    pub(crate) async fn find(&self, ids: &[String]) -> Result<Vec<Found>, StoreError> {
        Ok(bulk::find(&self.pool, ids).await?)
    }

    /// Carries out a change that the desk asks for.
    pub(crate) async fn change(&self, change: Change) -> Result<Changed, StoreError> {
        self.write(|answer| Job::Desk(Box::new(change), answer)).await
    }

    /// What the desk shows of a site.
    pub(crate) fn desk<'a>(&'a self, site: &'a str) -> Desk<'a> {
        Desk { pool: &self.pool, site, closing: self.closing(site), now: self.now() }
    }

    /// What is shown of threads elsewhere than under their articles.
    pub(crate) fn lists(&self) -> Lists<'_> {
        Lists { pool: &self.pool }
    }

    /// Who is signed in to the desk under the token of this hash, if anybody is.
    pub(crate) async fn session(&self, token: &[u8]) -> Result<Option<Session>, StoreError> {
        Ok(desk::session(&self.pool, token, self.now()).await?)
    }

    /// Has the one writer do something, and waits until it is on disk.
    async fn write<T>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(job(answer)).await.map_err(|_| StoreError::Stopped)?;
        answered.await.unwrap_or(Err(StoreError::Stopped))
    }
}

#[cfg(test)]
mod tests;
