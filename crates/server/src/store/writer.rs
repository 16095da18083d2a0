//! The one writer: takes the jobs that wait, and those that come while it carries them out, in one transaction, and answers
//! them all after the one commit. A job that fails undoes only itself; if the commit fails, nobody is told that it was kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot, watch};
use weerwoord_protocol::{Posted, Problem, Reacted, Voted};

use super::Clock;
use super::desk::{self, Change, Changed};
use super::error::{StoreError, is_fatal, is_the_jobs_own};
use super::own::{self, OwnChange};
use super::reaction::{self, NewReaction};
use super::report::{self, Report};
use super::vote::{self, NewVote};
use super::write::{self, NewPost};

/// The most jobs that share a commit.
const BATCH: usize = 64;
/// How many jobs may wait before those who bring more have to wait themselves.
const QUEUE: usize = 256;
/// The shortest wait for what becomes final, so that a database that cannot be written to is not asked all the time.
const PAUSE: Duration = Duration::from_millis(200);

/// Where the answer to a job goes.
pub(super) type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

/// What the writer can be asked for.
pub(super) enum Job {
    Post(Box<NewPost>, Answer<Result<Posted, Problem>>),
    Desk(Box<Change>, Answer<Changed>),
    Own(Box<OwnChange>, Answer<Result<Posted, Problem>>),
    Vote(NewVote, Answer<Result<Voted, Problem>>),
    Report(Box<Report>, Answer<Result<(), Problem>>),
    React(Box<NewReaction>, Answer<Result<Reacted, Problem>>),
    Close,
}

/// What came of a job.
enum Done {
    /// A comment, posted or changed.
    Kept(Result<Posted, Problem>),
    Voted(Result<Voted, Problem>),
    Reported(Result<(), Problem>),
    Reacted(Result<Reacted, Problem>),
    Changed(Changed),
    Closed,
}

impl Job {
    async fn carry_out(&self, db: &mut SqliteConnection, now: i64) -> sqlx::Result<Done> {
        match self {
            Self::Post(post, _) => write::post(db, post, now).await.map(Done::Kept),
            Self::Own(change, _) => own::change(db, change, now).await.map(Done::Kept),
            Self::Vote(vote, _) => vote::vote(db, vote).await.map(Done::Voted),
            Self::Report(report, _) => report::report(db, report, now).await.map(Done::Reported),
            Self::React(reaction, _) => reaction::react(db, reaction, now).await.map(Done::Reacted),
            Self::Desk(change, _) => desk::change(db, change, now).await.map(Done::Changed),
            Self::Close => Ok(Done::Closed),
        }
    }

    fn answer(self, outcome: Result<Done, StoreError>) {
        // Who asked may have gone; then nobody needs the answer.
        match (self, outcome) {
            (Self::Post(_, answer) | Self::Own(_, answer), Ok(Done::Kept(kept))) => drop(answer.send(Ok(kept))),
            (Self::Post(_, answer) | Self::Own(_, answer), Err(error)) => drop(answer.send(Err(error))),
            (Self::Vote(_, answer), Ok(Done::Voted(voted))) => drop(answer.send(Ok(voted))),
            (Self::Vote(_, answer), Err(error)) => drop(answer.send(Err(error))),
            (Self::Report(_, answer), Ok(Done::Reported(reported))) => drop(answer.send(Ok(reported))),
            (Self::Report(_, answer), Err(error)) => drop(answer.send(Err(error))),
            (Self::React(_, answer), Ok(Done::Reacted(reacted))) => drop(answer.send(Ok(reacted))),
            (Self::React(_, answer), Err(error)) => drop(answer.send(Err(error))),
            (Self::Desk(_, answer), Ok(Done::Changed(changed))) => drop(answer.send(Ok(changed))),
            (Self::Desk(_, answer), Err(error)) => drop(answer.send(Err(error))),
            _ => {}
        }
    }
}

pub(super) struct Writer {
    /// `None` after a fault left it in an unknown state; it is then made anew.
    db: Option<SqliteConnection>,
    options: SqliteConnectOptions,
    clock: Clock,
    commits: Arc<AtomicU64>,
    /// Tells by being dropped that the writer has ended, and its connection with it.
    running: watch::Sender<()>,
    /// When the next thing becomes final, by the clock; `None` while nothing waits.
    due: Option<i64>,
}

impl Writer {
    /// Starts the writer; it ends with [`Job::Close`], with its last sender, or after a fault that cannot be mended. The
    /// receiver learns then that nobody sends any more.
    pub(super) fn start(
        db: SqliteConnection,
        options: SqliteConnectOptions,
        clock: Clock,
        commits: Arc<AtomicU64>,
    ) -> (mpsc::Sender<Job>, watch::Receiver<()>) {
        let (sender, jobs) = mpsc::channel(QUEUE);
        let (running, ended) = watch::channel(());
        // What became final while nobody was here is settled first.
        tokio::spawn(Self { db: Some(db), options, clock, commits, running, due: Some(i64::MIN) }.run(jobs));
        (sender, ended)
    }

    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.next(&mut jobs, &mut batch).await {
            let committed = self.commit(&mut batch, &mut jobs).await;
            if batch.iter().any(|job| matches!(job, Job::Close)) {
                // Nothing more is let in; what waits already is still done.
                jobs.close();
            }
            let (outcomes, goes_on) = match committed {
                Ok(outcomes) => (outcomes, true),
                Err(error) => {
                    // SQLite may have ended the transaction by itself; a new connection knows where it stands.
                    self.db = None;
                    let goes_on = !is_fatal(&error);
                    if !goes_on {
                        tracing::error!(%error, "the database failed, and the writer stops");
                    }
                    let error = StoreError::from(error);
                    (batch.iter().map(|_| Err(error.clone())).collect(), goes_on)
                }
            };
            for (job, outcome) in batch.drain(..).zip(outcomes) {
                job.answer(outcome);
            }
            if !goes_on {
                return;
            }
        }
        if let Some(db) = self.db.take()
            && let Err(error) = db.close().await
        {
            tracing::warn!(%error, "closing the database");
        }
        drop(self.running);
    }

    /// Waits for jobs, or until something becomes final; `false` when there will be no more jobs.
    async fn next(&self, jobs: &mut mpsc::Receiver<Job>, batch: &mut Vec<Job>) -> bool {
        let arrived = jobs.recv_many(batch, BATCH);
        let Some(due) = self.due else { return arrived.await > 0 };
        let wait = due.saturating_sub((self.clock)()).try_into().map_or(PAUSE, Duration::from_micros);
        // Later than that it is looked at again: clocks are set.
        let wait = wait.clamp(PAUSE, Duration::from_secs(60));
        match tokio::time::timeout(wait, arrived).await {
            Ok(count) => count > 0,
            Err(_) => true,
        }
    }

    /// Carries out a batch in one transaction, after what is due. An error is everybody's: nothing of the batch was kept.
    async fn commit(
        &mut self,
        jobs: &mut Vec<Job>,
        more: &mut mpsc::Receiver<Job>,
    ) -> sqlx::Result<Vec<Result<Done, StoreError>>> {
        match self.attempt(jobs, Some(more)).await {
            // It hardly ever happens, and without savepoints every job is two statements shorter.
            Err(error) if is_the_jobs_own(&error) => self.attempt(jobs, None).await,
            outcomes => outcomes,
        }
    }

    /// With `more`, takes along what comes meanwhile, and the error of a job ends the attempt. Without, each job has a
    /// savepoint, and fails alone.
    async fn attempt(
        &mut self,
        jobs: &mut Vec<Job>,
        mut more: Option<&mut mpsc::Receiver<Job>>,
    ) -> sqlx::Result<Vec<Result<Done, StoreError>>> {
        let now = (self.clock)();
        let db = match &mut self.db {
            Some(db) => db,
            none => none.insert(self.options.connect().await?),
        };
        let mut batch = db.begin_with("BEGIN IMMEDIATE").await?;
        if self.due.is_some_and(|due| due <= now) {
            own::settle(&mut batch, now).await?;
        }
        let mut outcomes = Vec::with_capacity(BATCH);
        loop {
            if let (true, Some(more)) = (outcomes.len() == jobs.len() && jobs.len() < BATCH, &mut more)
                && let Ok(job) = more.try_recv()
            {
                jobs.push(job);
            }
            let Some(job) = jobs.get(outcomes.len()) else { break };
            if more.is_some() {
                outcomes.push(Ok(job.carry_out(&mut batch, now).await?));
                continue;
            }
            let mut savepoint = batch.begin().await?;
            outcomes.push(match job.carry_out(&mut savepoint, now).await {
                Ok(done) => {
                    savepoint.commit().await?;
                    Ok(done)
                }
                Err(error) if is_the_jobs_own(&error) => {
                    savepoint.rollback().await?;
                    Err(error.into())
                }
                Err(error) => return Err(error),
            });
        }
        let due = own::next(&mut batch).await?;
        batch.commit().await?;
        self.due = due;
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(outcomes)
    }
}

#[cfg(test)]
mod tests;
