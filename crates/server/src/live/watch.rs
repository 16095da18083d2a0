//! The one watcher: looks for what was committed, and for threads that close by themselves.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{Live, Message, News, Thread, news};
use crate::error::Refusal;
use crate::store::{Deltas, Store, ThreadVersion};

/// How often it looks; to look is one system call.
const LOOK: Duration = Duration::from_millis(200);
/// How often a stream says that it is alive: proxies end what is silent for a minute.
const BEAT: Duration = Duration::from_secs(20);
/// How often a database that cannot be read is asked again.
const PAUSE: Duration = Duration::from_secs(5);

/// Watches for as long as there are streams.
pub(super) async fn watch(live: Arc<Live>, store: Store) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = None;
    let mut beat = Instant::now();
    loop {
        let asked = tokio::select! {
            _ = ticks.tick() => false,
            () = live.look.notified() => true,
        };
        if live.is_over() {
            return;
        }
        // Told before anything is read: what is read after it may be newer, but never older.
        let moment = store.moment();
        if asked || moment.is_none() || moment != seen {
            seen = moment;
            if let Err(refusal) = live.look(&store).await {
                tracing::warn!(detail = refusal.problem().detail, "the streams are late");
                seen = None;
                tokio::time::sleep(PAUSE).await;
            }
        }
        if let Err(refusal) = live.close_in_time(&store).await {
            tracing::warn!(detail = refusal.problem().detail, "the streams are late");
        }
        if beat.elapsed() >= BEAT {
            beat = Instant::now();
            live.ping();
        }
    }
}

impl Live {
    /// Whether there is nobody to watch for; then the watcher is told so, and the next stream starts another.
    fn is_over(&self) -> bool {
        let mut all = self.all();
        let over = all.closed || all.streams.is_empty();
        all.watching = !over;
        over
    }

    fn ping(&self) {
        let mut all = self.all();
        let numbers: Vec<u64> = all.streams.keys().copied().collect();
        for number in numbers {
            all.give(number, Message::Ping);
        }
    }

    /// Tells what happened to the threads that have another version than was told.
    async fn look(&self, store: &Store) -> Result<(), Refusal> {
        let told = self.told();
        let names: Vec<_> = told.iter().map(|((site, key), _)| (site.clone(), key.as_str().to_owned())).collect();
        let versions = store.versions(&names).await?;
        for ((thread, known), version) in told.into_iter().zip(versions) {
            if known != version {
                self.tell(&thread, Some(known), store.deltas(&thread.0, &thread.1, Some(known)).await?)?;
            }
        }
        Ok(())
    }

    /// Tells of the threads that have closed by themselves: nothing is committed then.
    async fn close_in_time(&self, store: &Store) -> Result<(), Refusal> {
        let now = store.now();
        let is_due = |closes_at: Option<i64>| closes_at.is_some_and(|moment| moment <= now);
        let due: Vec<(Thread, ThreadVersion)> = {
            let all = self.all();
            let due = all.threads.iter().filter(|(_, watched)| is_due(watched.closes_at));
            due.filter_map(|(thread, watched)| Some((thread.clone(), watched.told?))).collect()
        };
        for (thread, known) in due {
            self.tell(&thread, Some(known), store.deltas(&thread.0, &thread.1, Some(known)).await?)?;
        }
        Ok(())
    }

    fn told(&self) -> Vec<(Thread, ThreadVersion)> {
        let all = self.all();
        all.threads.iter().filter_map(|(thread, watched)| Some((thread.clone(), watched.told?))).collect()
    }

    fn tell(&self, thread: &Thread, known: Option<ThreadVersion>, deltas: Deltas) -> Result<(), Refusal> {
        let (version, closes_at) = (deltas.version, deltas.closes_at);
        let news: News = news(thread, known, deltas)?;
        let message = Message::News(Arc::new(news));
        let mut all = self.all();
        let Some(watched) = all.threads.get_mut(thread) else { return Ok(()) };
        (watched.told, watched.closes_at) = (Some(version), closes_at);
        for number in watched.streams.clone() {
            all.give(number, message.clone());
        }
        Ok(())
    }
}
