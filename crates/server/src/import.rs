//! Takes in threads from a file of one JSON object a line.
//!
//! The file is read twice. The first pass checks every line and keeps only where it stands and what places it, so that a
//! file larger than memory can be imported; then the replies are tied to their parents (`import/thread.rs`). The second
//! pass fetches the lines again, parents before replies, and hands them to the store in batches; while the store writes
//! one, the next are read and rendered. Every comment has an id that follows from the file alone, so an import that ended
//! midway goes on where it was, and the same file again adds nothing.

mod address;
mod ids;
mod lines;
mod plan;
mod record;
mod thread;
mod tie;

use std::io::{Read, Seek};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use weerwoord_protocol::{CommentId, Problem};

use crate::post::{fingerprint, place};
use crate::sites::Site;
use crate::store::{Content, ImportBatch, ImportRow, Place, Store, StoreError};
use address::Address;
use ids::Authors;
use lines::{Line, Lines};
use plan::{Plan, Seen};
use record::Record;
use thread::Entry;

/// How many bytes of lines are checked at once, on all cores.
const BLOCK: u64 = 1 << 20;
/// How many ids the store is asked about at once.
const IDS: usize = 2000;
/// How many comments are committed together at first, and at least.
const BATCH_LEAST: usize = 500;
/// How many are committed together at most: what bounds the memory that a batch takes.
const BATCH_MOST: usize = 16_000;
/// The most bytes of lines that a batch has.
const BATCH_BYTES: usize = 16 << 20;
/// How many batches are ready while another is written.
const BATCHES_AHEAD: usize = 2;
/// How long a batch is to keep other writers waiting. As many comments as are written in that time share a commit.
const BATCH_TIME: Duration = Duration::from_millis(100);
/// How long the database is left to other processes between two batches; the next one is read meanwhile.
const PAUSE: Duration = Duration::from_millis(5);

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether the file's first line is the newest comment.
    pub newest_first: bool,
    /// Whether `@Name:` at a body's start makes it a reply.
    pub infer_replies: bool,
    /// Whether to say what would happen, and change nothing.
    pub dry_run: bool,
    /// Whether to take the good lines of a file that has bad ones.
    pub skip_invalid: bool,
}

/// Where the comments of a file go, and how it is to be read.
#[derive(Clone, Debug)]
pub struct Import {
    target: Target,
    options: Options,
}

/// Which thread a line belongs to.
#[derive(Clone, Debug)]
enum Target {
    /// All lines to this one.
    One(Arc<Place>),
    /// Each line to the one that it names, of this site.
    Named { site: Site, own_origin: String },
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Comments that were not there before.
    pub imported: usize,
    /// Comments that were there already.
    pub present: usize,
    /// Lines that were left out, with the reason.
    pub skipped: Vec<BadLine>,
    /// How many of the imported are replies that were found by `@Name:`.
    pub inferred: usize,
}

/// A line that cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, counted from 1.
    pub number: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Why nothing, or not everything, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has bad lines, and is refused whole.
    #[error("the file has {} bad {}; nothing was imported", .0.len(), if .0.len() == 1 { "line" } else { "lines" })]
    Refused(Vec<BadLine>),
    /// The file cannot be read.
    #[error("cannot read the file: {}", crate::cli::plain(.0))]
    File(#[from] std::io::Error),
    /// A line was another one when it was read again.
    #[error("line {0} changed while the file was imported; run the import again")]
    Changed(usize),
    /// The system has no threads left.
    #[error(transparent)]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A batch that is ready to be written.
type Rows = Result<Vec<ImportRow>, ImportError>;

impl Import {
    /// An import into the thread of this address or key, if the article is one of the site's.
    pub fn new(
        site: &Site,
        own_origin: &str,
        thread: Option<&str>,
        url: Option<&str>,
        title: Option<&str>,
        options: Options,
    ) -> Result<Self, Problem> {
        let target = Target::One(Arc::new(place(site, own_origin, thread, url, title)?));
        Ok(Self { target, options })
    }

    /// An import of many threads of a site: each line names its own by `url` or `thread`.
    pub fn of_many_threads(site: &Site, own_origin: &str, options: Options) -> Self {
        Self { target: Target::Named { site: site.clone(), own_origin: own_origin.into() }, options }
    }

    /// Reads the file twice, and keeps its comments.
    pub async fn run(&self, store: &Store, file: impl Read + Seek + Send) -> Result<Report, ImportError> {
        let mut lines = Lines::new(file);
        let mut plan = self.survey(&mut lines)?;
        look_up(store, &mut plan).await?;
        let (entries, mut report) = plan.finish(self.options);
        report.skipped.sort_by_key(|bad| bad.number);
        if !report.skipped.is_empty() && !self.options.skip_invalid {
            return Err(ImportError::Refused(report.skipped));
        }
        if !self.options.dry_run {
            report.imported = self.keep(store, &mut lines, entries).await?;
        }
        Ok(report)
    }

    /// The first pass.
    fn survey(&self, lines: &mut Lines<impl Read + Seek + Send>) -> Result<Plan, ImportError> {
        let mut plan = Plan::default();
        let mut block = lines.next_lines(BLOCK)?;
        let mut seen = Vec::new();
        while !block.is_empty() || !seen.is_empty() {
            // One block is read while the one before is checked, and the one before that is taken in.
            let (next, (checked, ())) =
                rayon::join(|| lines.next_lines(BLOCK), || rayon::join(|| self.see_all(block), || plan.extend(seen)));
            (block, seen) = (next?, checked);
        }
        Ok(plan)
    }

    fn see_all(&self, block: Vec<Line>) -> Vec<Result<Seen, BadLine>> {
        // Neighbours are mostly of one thread, whose address is then understood once.
        block.into_par_iter().map_init(|| None, |last, line| self.see(line, last)).collect()
    }

    fn see(&self, line: Line, last: &mut Option<Address>) -> Result<Seen, BadLine> {
        let text = line.text?;
        let place = match &self.target {
            Target::One(place) => Ok(place.clone()),
            Target::Named { site, own_origin } => address::place(&text, site, own_origin, last),
        };
        let number = line.number;
        let bad = |reason| BadLine { number, reason };
        // What is no comment at all is told first.
        let record = Record::read(&text).map_err(bad)?;
        Ok(Seen::new(number, line.offset, line.length, &record, place.map_err(bad)?, self.options.infer_replies))
    }

    /// The second pass; tells how many comments were new. Batches are read and rendered while others are written.
    async fn keep(
        &self,
        store: &Store,
        lines: &mut Lines<impl Read + Seek>,
        mut entries: impl Iterator<Item = (Arc<Place>, Entry)> + Send,
    ) -> Result<usize, ImportError> {
        // One core is left to who writes, which takes the longest.
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let pool = ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build()?;
        let size = Arc::new(AtomicUsize::new(BATCH_LEAST));
        let (send, batches) = mpsc::channel(BATCHES_AHEAD);
        let written = tokio::spawn(write(store.clone(), batches, Arc::clone(&size)));
        lines.rewind()?;
        let handed_over = loop {
            let batch = next_batch(&mut entries, size.load(Ordering::Relaxed));
            if batch.is_empty() {
                break Ok(());
            }
            let batch = match read(lines, batch) {
                Ok(batch) => batch,
                Err(error) => break Err(error),
            };
            let (rendered, rows) = oneshot::channel();
            // Fails where nobody waits for it any more.
            pool.spawn(move || drop(rendered.send(render(batch))));
            // Whoever writes has given up, and tells why.
            if send.send(rows).await.is_err() {
                break Ok(());
            }
        };
        drop(send);
        let written = written.await.map_err(|_| StoreError::Stopped)?;
        // Told once what was handed over before is kept.
        handed_over?;
        written
    }
}

/// Has the store keep batches as they come; tells how many comments were new.
async fn write(
    store: Store,
    mut batches: mpsc::Receiver<oneshot::Receiver<Rows>>,
    size: Arc<AtomicUsize>,
) -> Result<usize, ImportError> {
    let mut added = 0;
    while let Some(rows) = batches.recv().await {
        let rows = rows.await.map_err(|_| StoreError::Stopped)??;
        let pause = tokio::time::sleep(PAUSE);
        store.tidy_import().await?;
        pause.await;
        let (start, count) = (Instant::now(), rows.len());
        added += store.import(ImportBatch { rows }).await?;
        size.store(next_size(count, start.elapsed()), Ordering::Relaxed);
    }
    Ok(added)
}

/// Up to so many of the next comments.
fn next_batch(entries: &mut impl Iterator<Item = (Arc<Place>, Entry)>, most: usize) -> Vec<(Arc<Place>, Entry)> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < most
        && bytes < BATCH_BYTES
        && let Some((place, entry)) = entries.next()
    {
        bytes += entry.length as usize;
        batch.push((place, entry));
    }
    batch
}

/// How many comments the next batch has, where one of `size` took so long.
fn next_size(size: usize, time: Duration) -> usize {
    let fitting = size as f64 * BATCH_TIME.as_secs_f64() / time.as_secs_f64().max(0.001);
    (fitting as usize).clamp(BATCH_LEAST, BATCH_MOST).min(size * 2)
}

/// Asks the store which ids are taken, and by which thread's comments.
async fn look_up(store: &Store, plan: &mut Plan) -> Result<(), StoreError> {
    if store.is_empty().await? {
        return Ok(());
    }
    for chunk in plan.wanted().chunks(IDS) {
        let ids: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        for found in store.find(&ids).await? {
            plan.taken(&found);
        }
    }
    Ok(())
}

/// The lines of a batch, read in the order of the file.
fn read(
    lines: &mut Lines<impl Read + Seek>,
    batch: Vec<(Arc<Place>, Entry)>,
) -> std::io::Result<Vec<(String, Arc<Place>, Entry)>> {
    let mut by_offset: Vec<usize> = (0..batch.len()).collect();
    by_offset.sort_unstable_by_key(|&at| batch[at].1.offset);
    let mut texts = vec![String::new(); batch.len()];
    for at in by_offset {
        let (_, entry) = &batch[at];
        texts[at] = lines.again(entry.offset, entry.length as usize)?;
    }
    Ok(texts.into_iter().zip(batch).map(|(text, (place, entry))| (text, place, entry)).collect())
}

/// What is kept of lines; on all threads of the pool that this is called in.
fn render(batch: Vec<(String, Arc<Place>, Entry)>) -> Rows {
    let lines = batch.into_par_iter();
    lines.map_init(|| None, |last, (text, place, entry)| row(&text, place, &entry, last)).collect()
}

fn row(text: &str, place: Arc<Place>, entry: &Entry, last: &mut Option<Authors>) -> Result<ImportRow, ImportError> {
    let (record, html) = Record::render(text).map_err(|_| ImportError::Changed(entry.number as usize))?;
    let Record { author, badge, source, posted_at, .. } = record;
    // A UUID's text is of the shape that an id has.
    let id = |id: Uuid| CommentId::parse(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    let [id, parent] = [Some(entry.id), entry.parent].map(|known| known.and_then(id));
    let id = id.ok_or(ImportError::Changed(entry.number as usize))?;
    let fingerprint = fingerprint(&place, parent.as_ref(), &author, &source);
    let author_key = Authors::of(&place, last).key(&author);
    let content = Content { id, parent, author, source: source.into_owned(), html, fingerprint };
    Ok(ImportRow { place, content, author_key, ordinal: entry.ordinal, posted_at, badge })
}
