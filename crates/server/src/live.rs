//! What changes while threads are read, as streams of events.
//!
//! One watcher for the whole process looks whether anything was committed, by whomever; then it asks which of the threads
//! that somebody follows have another version, reads of each once what changed, and hands that to all its streams. It runs
//! while there is a stream. Each stream has a small mailbox: a reader who does not take what is in it is let go, and
//! resumes where it ended.

mod id;
mod stream;
mod watch;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};
use weerwoord_protocol::{ErrorCode, Event, EventKind, Problem};

use crate::config::Streams;
use crate::error::Refusal;
use crate::store::{Delta, Deltas, Since, Store, ThreadVersion};
use crate::thread_key::ThreadKey;

pub use id::{parse, version, write};
pub use stream::Followed;
use stream::Told;

/// How many messages wait for a stream before it is let go.
const MAILBOX: usize = 16;
/// Seconds after which whoever finds no room may ask again.
const RETRY_SECONDS: u64 = 60;

/// A thread: its site's name and its key.
pub type Thread = (String, ThreadKey);

/// What happened to one thread, for everybody who follows it.
#[derive(Debug)]
pub struct News {
    thread: Thread,
    /// From which version to which.
    since: Option<ThreadVersion>,
    version: ThreadVersion,
    /// Whether what changed cannot be told.
    reset: bool,
    /// The events as JSON, each with the number of the version that has it.
    events: Vec<(i64, String)>,
}

/// What a stream is given.
#[derive(Clone, Debug)]
enum Message {
    News(Arc<News>),
    Ping,
}

/// The streams, and the threads that they follow.
pub struct Live {
    limits: Streams,
    all: Mutex<All>,
    /// Has the watcher look at once.
    look: Notify,
}

#[derive(Default)]
struct All {
    next: u64,
    streams: HashMap<u64, Stream>,
    threads: HashMap<Thread, Watched>,
    /// How many streams each address has, by what it is counted by.
    addresses: HashMap<[u8; 8], u32>,
    watching: bool,
    closed: bool,
}

struct Stream {
    /// `None` once it did not take what it was given.
    mailbox: Option<mpsc::Sender<Message>>,
    address: [u8; 8],
    threads: Vec<Thread>,
}

#[derive(Default)]
struct Watched {
    /// What its streams know of; `None` until the first of them has read where it begins.
    told: Option<ThreadVersion>,
    /// When it closes by itself, until that is told.
    closes_at: Option<i64>,
    streams: Vec<u64>,
}

/// A stream's place among the others; it leaves when this is dropped.
struct Place {
    live: Arc<Live>,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.live.leave(self.number);
    }
}

impl Live {
    /// No streams yet.
    pub fn new(limits: Streams) -> Arc<Self> {
        Arc::new(Self { limits, all: Mutex::default(), look: Notify::new() })
    }

    /// Whether changes are told at all.
    pub fn is_on(&self) -> bool {
        self.limits.streams > 0
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        self.all().streams.len()
    }

    /// How many threads are looked at for them.
    pub fn threads(&self) -> usize {
        self.all().threads.len()
    }

    /// Ends all streams; there will be no more.
    pub fn close(&self) {
        let mut all = self.all();
        all.closed = true;
        all.streams.clear();
        all.threads.clear();
        self.look.notify_one();
    }

    /// Follows threads from these versions on; `None` is from now on.
    pub async fn follow(
        self: &Arc<Self>,
        store: &Store,
        address: [u8; 8],
        threads: Vec<(Thread, Option<ThreadVersion>)>,
    ) -> Result<Followed, Refusal> {
        let (place, mailbox) =
            self.enter(store, address, threads.iter().map(|(thread, _)| thread.clone()).collect())?;
        let mut told = Vec::new();
        let mut begins = Vec::new();
        for (thread, mut since) in threads {
            if let Some(known) = known(&told, &thread) {
                told.push((thread, known));
                continue;
            }
            let at = told.len();
            loop {
                let Read { news, closes_at } = read(store, &thread, since).await?;
                let version = news.version;
                if told.len() == at {
                    told.push((thread.clone(), since.unwrap_or(version)));
                }
                begins.push(news);
                if self.settle(&thread, version, closes_at) || since == Some(version) {
                    break;
                }
                // Others were told of more before this stream had a place.
                since = Some(version);
            }
        }
        Ok(Followed::new(place, mailbox, Told::new(told), begins))
    }

    /// A place for a stream, if there is one. From now on it is given what happens.
    fn enter(
        self: &Arc<Self>,
        store: &Store,
        address: [u8; 8],
        threads: Vec<Thread>,
    ) -> Result<(Place, mpsc::Receiver<Message>), Refusal> {
        let full = |code, detail: String, limit: u32| {
            Err(Refusal::from(Problem::new(code, detail).limit(limit.into())).retry_after(RETRY_SECONDS))
        };
        let mut all = self.all();
        let Streams { streams, streams_per_address } = self.limits;
        if all.closed || all.streams.len() >= usize::try_from(streams).unwrap_or(usize::MAX) {
            return full(
                ErrorCode::Unavailable,
                "There is no room for another stream; ask with `wait=0`.".into(),
                streams,
            );
        }
        let of_address = all.addresses.entry(address).or_default();
        if *of_address >= streams_per_address {
            let detail = format!("This address has {streams_per_address} streams already; ask with `wait=0`.");
            return full(ErrorCode::RateLimited, detail, streams_per_address);
        }
        *of_address += 1;
        all.next += 1;
        let number = all.next;
        for thread in &threads {
            let watched = all.threads.entry(thread.clone()).or_default();
            if !watched.streams.contains(&number) {
                watched.streams.push(number);
            }
        }
        let (sender, mailbox) = mpsc::channel(MAILBOX);
        all.streams.insert(number, Stream { mailbox: Some(sender), address, threads });
        if !std::mem::replace(&mut all.watching, true) {
            tokio::spawn(watch::watch(Arc::clone(self), store.clone()));
        }
        Ok((Place { live: Arc::clone(self), number }, mailbox))
    }

    fn leave(&self, number: u64) {
        let mut all = self.all();
        let Some(stream) = all.streams.remove(&number) else { return };
        all.unsubscribe(number, &stream.threads);
        all.release(stream.address);
    }

    /// A stream of the thread knows of this version. `false` where others were told of a later one.
    fn settle(&self, thread: &Thread, version: ThreadVersion, closes_at: Option<i64>) -> bool {
        let mut all = self.all();
        let Some(watched) = all.threads.get_mut(thread) else { return true };
        match watched.told {
            None => {
                (watched.told, watched.closes_at) = (Some(version), closes_at);
                // What was committed since it was read.
                self.look.notify_one();
                true
            }
            Some(told) => version.covers(told),
        }
    }

    fn all(&self) -> MutexGuard<'_, All> {
        // What is behind it is sound after each statement.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn release(&mut self, address: [u8; 8]) {
        if let Entry::Occupied(mut streams) = self.addresses.entry(address) {
            *streams.get_mut() = streams.get().saturating_sub(1);
            if *streams.get() == 0 {
                streams.remove();
            }
        }
    }

    /// Tells a stream nothing more of these threads; nobody looks at those that no stream follows.
    fn unsubscribe(&mut self, number: u64, threads: &[Thread]) {
        for thread in threads {
            if let Some(watched) = self.threads.get_mut(thread) {
                watched.streams.retain(|other| *other != number);
                if watched.streams.is_empty() {
                    self.threads.remove(thread);
                }
            }
        }
    }

    /// Gives a message to a stream. One that does not take what it is given is given nothing more and ends with what it has;
    /// it counts until its connection is gone.
    fn give(&mut self, number: u64, message: Message) {
        let Some(stream) = self.streams.get_mut(&number) else { return };
        if stream.mailbox.as_ref().is_some_and(|mailbox| mailbox.try_send(message).is_err()) {
            stream.mailbox = None;
            let threads = std::mem::take(&mut stream.threads);
            self.unsubscribe(number, &threads);
        }
    }
}

/// Where a stream begins with a thread that it was asked for before.
fn known(told: &[(Thread, ThreadVersion)], thread: &Thread) -> Option<ThreadVersion> {
    told.iter().find(|(other, _)| other == thread).map(|(_, version)| *version)
}

/// What happened to a thread since a version, and when it closes by itself.
struct Read {
    news: News,
    closes_at: Option<i64>,
}

/// What happened to a thread since a version.
async fn read(store: &Store, thread: &Thread, since: Option<ThreadVersion>) -> Result<Read, Refusal> {
    let (site, key) = thread;
    let deltas = store.deltas(site, key, since).await?;
    if matches!(deltas.since, Since::Never) {
        return Err(never());
    }
    let closes_at = deltas.closes_at;
    let news = news(thread, since, deltas)?;
    Ok(Read { news, closes_at })
}

/// What a request gets for an id that no event had.
pub fn never() -> Refusal {
    Refusal::new(ErrorCode::EventIdInvalid, "No event of these threads had this id; read them again.")
}

/// The events that tell what changed, and at last how the thread stands.
fn news(thread: &Thread, since: Option<ThreadVersion>, deltas: Deltas) -> Result<News, Refusal> {
    let Deltas { version, count, closed, since: changed, .. } = deltas;
    let of = |kind| Event { thread: Some(thread.1.as_str().to_owned()), ..Event::new(kind) };
    let reset = !matches!(changed, Since::Deltas(_));
    let mut events = Vec::new();
    if let Since::Deltas(deltas) = changed {
        for (number, delta) in deltas {
            events.push((number, event(delta, of)));
        }
    }
    if reset {
        events.push((version.changes, of(EventKind::Reset)));
    }
    // Also at the same version: a thread closes by itself.
    if since.is_some() {
        events.push((version.changes, Event { count: Some(count), closed: Some(closed), ..of(EventKind::Thread) }));
    }
    let json = |(number, event): (i64, Event)| Some((number, serde_json::to_string(&event).ok()?));
    let told = events.len();
    let written: Vec<_> = events.into_iter().filter_map(json).collect();
    // The types hold texts and numbers alone: writing them as JSON cannot fail.
    if written.len() < told {
        return Err(Refusal::internal(&"an event is no JSON"));
    }
    Ok(News { thread: thread.clone(), since, version, reset, events: written })
}

fn event(delta: Delta, of: impl Fn(EventKind) -> Event) -> Event {
    match delta {
        Delta::Posted(comment) => Event { comment: Some(*comment), ..of(EventKind::Posted) },
        Delta::Edited(comment) => Event { comment: Some(*comment), ..of(EventKind::Edited) },
        Delta::Removed(id) => Event { id: Some(id), ..of(EventKind::Removed) },
        Delta::Votes(id, votes) => Event { id: Some(id), votes: Some(votes), ..of(EventKind::Votes) },
    }
}

/// What changed since these versions, at once: as the events of a stream that ends, or as JSON of
/// [`weerwoord_protocol::Events`].
pub async fn poll(
    store: &Store,
    threads: Vec<(Thread, Option<ThreadVersion>)>,
    as_stream: bool,
) -> Result<String, Refusal> {
    let mut told = Vec::new();
    let mut begins = Vec::new();
    for (thread, since) in threads {
        if let Some(known) = known(&told, &thread) {
            told.push((thread, known));
            continue;
        }
        let Read { news, .. } = read(store, &thread, since).await?;
        told.push((thread, since.unwrap_or(news.version)));
        begins.push(news);
    }
    if as_stream {
        return Ok(Told::new(told).begin(&begins));
    }
    let id = write(begins.iter().map(|news| news.version));
    let events: Vec<_> = begins.into_iter().flat_map(|news| news.events).map(|(_, event)| event).collect();
    Ok(format!("{{\"id\":\"{id}\",\"events\":[{}]}}", events.join(",")))
}
