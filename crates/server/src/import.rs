//! Takes in a thread from a file of one JSON object a line.
//!
//! The file is read twice. The first pass checks every line and keeps only where it stands and what places it, so that a
//! file larger than memory can be imported; then the replies are tied to their parents (`import/plan.rs`). The second
//! pass fetches the lines again, parents before replies, and hands them to the store in batches. Every comment has an id
//! that follows from the file alone, so an import that ended midway goes on where it was, and the same file again adds
//! nothing.

mod ids;
mod lines;
mod plan;
mod record;
mod tie;

use std::collections::HashSet;
use std::io::{Read, Seek};

use weerwoord_protocol::{CommentId, Problem};

use crate::post::{fingerprint, place};
use crate::sites::Site;
use crate::store::{Content, ImportBatch, ImportRow, Place, Store, StoreError};
use lines::Lines;
use plan::{Entry, Plan};
use record::Record;

/// How many comments are committed together.
const BATCH: usize = 500;

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
    place: Place,
    options: Options,
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
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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
        Ok(Self { place: place(site, own_origin, thread, url, title)?, options })
    }

    /// Reads the file twice, and keeps its comments.
    pub async fn run(&self, store: &Store, file: impl Read + Seek) -> Result<Report, ImportError> {
        let mut lines = Lines::new(file);
        let mut plan = Plan::default();
        while let Some(line) = lines.next_line()? {
            let record = line.text.and_then(|text| Record::read(text).map_err(|reason| (line.number, reason).into()));
            match record {
                Ok(record) => plan.add(line.number, line.offset, line.length, &record, &self.place),
                Err(bad) => plan.refuse(bad),
            }
        }
        let present = self.look_up(store, &mut plan).await?;
        let (entries, mut skipped) = plan.finish(self.options.newest_first, self.options.infer_replies);
        if !skipped.is_empty() && !self.options.skip_invalid {
            skipped.sort_by_key(|bad| bad.number);
            return Err(ImportError::Refused(skipped));
        }
        skipped.sort_by_key(|bad| bad.number);
        let (known, new): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| present.contains(&entry.id));
        let inferred = new.iter().filter(|entry| entry.inferred).count();
        let mut report = Report { imported: new.len(), present: known.len(), skipped, inferred };
        if !self.options.dry_run {
            report.imported = 0;
            for chunk in new.chunks(BATCH) {
                let rows = chunk.iter().map(|entry| self.row(&mut lines, entry)).collect::<Result<_, _>>()?;
                report.imported += store.import(ImportBatch { place: self.place.clone(), rows }).await?;
            }
        }
        Ok(report)
    }

    /// Asks the store which ids are taken: by this thread's comments, which are there already and may be answered, or by
    /// others, which is an error of the file.
    async fn look_up(&self, store: &Store, plan: &mut Plan) -> Result<HashSet<CommentId>, StoreError> {
        let mut present = HashSet::new();
        for chunk in plan.ids().chunks(BATCH) {
            for found in store.find(&self.place, chunk).await? {
                let Some(id) = CommentId::parse(&found.id) else { continue };
                if found.here {
                    present.insert(id);
                } else {
                    plan.taken_elsewhere(&id);
                }
            }
        }
        plan.answer_present(&present);
        Ok(present)
    }

    fn row(&self, lines: &mut Lines<impl Read + Seek>, entry: &Entry) -> Result<ImportRow, ImportError> {
        let text = lines.again(entry.offset, entry.length)?;
        let record = Record::read(&text).map_err(|_| ImportError::Changed(entry.number))?;
        let Record { author, source, html, posted_at, .. } = record;
        let fingerprint = fingerprint(&self.place, entry.parent.as_ref(), &author, &source);
        let author_key = ids::author(&self.place, &author);
        let content = Content { id: entry.id.clone(), parent: entry.parent.clone(), author, source, html, fingerprint };
        Ok(ImportRow { content, author_key, ordinal: entry.ordinal, posted_at })
    }
}

impl From<(usize, String)> for BadLine {
    fn from((number, reason): (usize, String)) -> Self {
        Self { number, reason }
    }
}
