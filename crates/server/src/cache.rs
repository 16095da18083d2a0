//! What is kept of threads, rendered and compressed, so that each version of a thread is rendered once.
//!
//! Whoever reads asks the database for the thread's version, and gets what is kept if it was made of that version or a
//! later one, and the thread has not closed by itself since. Else one reader has it made while the others wait. Bytes are counted, and what came once makes way before
//! what comes again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};
use tokio::sync::oneshot;
use tracing::Instrument;

use crate::error::Refusal;
use crate::packed::Packed;
use crate::rendering::{Place, place};
use crate::store::ThreadVersion;

/// What the cache needs for an entry besides its name and bytes, roughly.
const ENTRY_BYTES: usize = 256;
/// The size of a usual entry. Goes into the number of names that are remembered after their entries made way.
const USUAL_BYTES: u64 = 8 * 1024;

/// The kept answers, by name. A name has everything in it that the answer depends on, but the thread's version.
pub struct Answers {
    kept: Cache<String, Kept, Weight, std::hash::RandomState>,
    renderings: AtomicU64,
}

/// An answer, what it was made of, and how long it holds.
#[derive(Clone)]
pub struct Kept {
    /// The thread's version.
    pub version: ThreadVersion,
    /// The moment at which the thread closes by itself, in microseconds since 1970: what says that it is open does not
    /// hold any longer.
    pub until: Option<i64>,
    /// The answer.
    pub answer: Arc<Packed>,
}

impl Kept {
    fn holds(&self, asked: Asked) -> bool {
        self.version.covers(asked.version) && self.until.is_none_or(|until| asked.now < until)
    }
}

/// What a reader was told before the answer is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The thread's version.
    pub version: ThreadVersion,
    /// The time, in microseconds since 1970.
    pub now: i64,
}

#[derive(Clone)]
struct Weight;

impl Weighter<String, Kept> for Weight {
    fn weight(&self, name: &String, kept: &Kept) -> u64 {
        (name.len() + kept.answer.weight() + ENTRY_BYTES) as u64
    }
}

impl Answers {
    /// Keeps up to so many bytes; with 0 nothing is kept, and only readers of the same moment share a rendering.
    pub fn new(bytes: u64) -> Arc<Self> {
        let mut options = OptionsBuilder::new();
        // In one piece: in several, a long thread would have to fit into one of them.
        options.shards(1).weight_capacity(bytes);
        options.estimated_items_capacity(usize::try_from(bytes / USUAL_BYTES).unwrap_or(usize::MAX));
        // Fails only if one of the two sizes is missing.
        let kept = options.build().map_or_else(
            |_| Cache::with(0, 0, Weight, std::hash::RandomState::new(), DefaultLifecycle::default()),
            |options| Cache::with_options(options, Weight, std::hash::RandomState::new(), DefaultLifecycle::default()),
        );
        Arc::new(Self { kept, renderings: AtomicU64::new(0) })
    }

    /// The answer of this name for a reader who was told of a version. If it is not there, it is made, by one reader at
    /// a time. An error is told to that reader alone, and not kept; the next one tries again.
    pub async fn read<Made>(
        self: &Arc<Self>,
        name: &str,
        asked: Asked,
        make: impl FnOnce(Place) -> Made + Send + 'static,
    ) -> Result<Kept, Refusal>
    where
        Made: Future<Output = Result<Kept, Refusal>> + Send + 'static,
    {
        if let Some(kept) = self.kept.get(name).filter(|kept| kept.holds(asked)) {
            return Ok(kept);
        }
        let (answers, name) = (Arc::clone(self), name.to_owned());
        let (reader, answer) = oneshot::channel();
        // In a task of its own, which goes on when the reader leaves: else readers who come and go would start one
        // rendering after the other.
        tokio::spawn(async move { answers.fill(&name, asked, make, reader).await }.in_current_span());
        // Without an answer, the task has panicked.
        answer.await.unwrap_or_else(|error| Err(Refusal::internal(&error)))
    }

    async fn fill<Made>(
        &self,
        name: &str,
        asked: Asked,
        make: impl FnOnce(Place) -> Made,
        reader: oneshot::Sender<Result<Kept, Refusal>>,
    ) where
        Made: Future<Output = Result<Kept, Refusal>>,
    {
        let gap = loop {
            match self.kept.get_value_or_guard_async(name).await {
                Ok(kept) if kept.holds(asked) => return drop(reader.send(Ok(kept))),
                Ok(_) => drop(self.kept.remove_if(name, |kept| !kept.holds(asked))),
                Err(gap) => break gap,
            }
        };
        // Nothing is read before there is a place to render it: what waits is a name, however many ask.
        let place = match place().await {
            Ok(place) => place,
            Err(refusal) => return drop(reader.send(Err(refusal))),
        };
        // While the database fails, each in the line fails in turn: who has left by then need not try.
        if reader.is_closed() {
            return;
        }
        self.renderings.fetch_add(1, Ordering::Relaxed);
        let made = make(place).await.inspect(|kept| {
            // Refused if the place was taken away meanwhile; then the next reader makes it anew.
            let _ = gap.insert(kept.clone());
        });
        // The reader may have left; those who wait have their answer.
        drop(reader.send(made));
    }

    /// How often an answer was made since the start.
    pub fn renderings(&self) -> u64 {
        self.renderings.load(Ordering::Relaxed)
    }

    /// How many bytes are kept.
    pub fn bytes(&self) -> u64 {
        self.kept.weight()
    }
}
