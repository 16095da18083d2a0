//! What can go wrong with the database, sorted by what is to be done about it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::plain;

/// Why the store could not be opened, as one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The name is not `sqlite:` and a path.
    #[error("the database `{0}` is not `sqlite:` followed by the path of a file")]
    Name(String),
    /// The folder of the database cannot be made.
    #[error("cannot make the folder {}: {}", .0.display(), plain(.1))]
    Folder(PathBuf, std::io::Error),
    /// The file is something else.
    #[error("{} is not a SQLite database", .0.display())]
    NotDatabase(PathBuf),
    /// The file is another program's database.
    #[error("{} is the database of another program", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a later version of this program.
    #[error("{path} has schema {found}, and this version of weerwoord knows schemas up to {known}; use a later version", path = .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema that is known here.
        known: i64,
    },
    /// The SQLite library inside has a fault that can corrupt a database.
    #[error("SQLite {0} is older than 3.51.3, which mended a fault that can corrupt a database")]
    OldSqlite(String),
    /// The database cannot be written ahead, so what is acknowledged would not be safe.
    #[error("{} cannot be used in WAL mode (it is in mode {}); is it on a network file system?", .0.display(), .1)]
    NoWal(PathBuf, String),
    /// The database cannot be opened, for a reason of its own.
    #[error("cannot open the database {}: {}", .0.display(), message(.1))]
    Database(PathBuf, sqlx::Error),
}

impl OpenError {
    pub(super) fn of(path: PathBuf, error: sqlx::Error) -> Self {
        if primary_code(&error) == Some(NOT_A_DATABASE) { Self::NotDatabase(path) } else { Self::Database(path, error) }
    }
}

/// Why the store could not do something.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot keep or tell anything just now: it is busy, full, or not reached in time.
    #[error("the database is not available: {0}")]
    Unavailable(Arc<str>),
    /// The store was closed, or stopped after an I/O error.
    #[error("the store has stopped")]
    Stopped,
    /// A fault of the server.
    #[error("the database answered: {0}")]
    Database(Arc<str>),
}

impl StoreError {
    fn new(passing: bool, message: String) -> Self {
        if passing { Self::Unavailable(message.into()) } else { Self::Database(message.into()) }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let passing = match &error {
            sqlx::Error::PoolTimedOut => true,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => return Self::Stopped,
            error => primary_code(error).is_some_and(|code| PASSING.contains(&code)),
        };
        Self::new(passing, message(&error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let passing = error.sqlite_error().is_some_and(|error| PASSING.contains(&(error.extended_code & 0xff)));
        Self::new(passing, error.to_string())
    }
}

/// Whether nothing may be acknowledged any more until the database was opened anew.
pub(super) fn is_fatal(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::WorkerCrashed)
        || primary_code(error).is_some_and(|code| matches!(code, IO | CORRUPT | NOT_A_DATABASE))
}

/// Whether another has what was asked for just now.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(BUSY)
}

/// Whether an error undoes one job and leaves the transaction around it sound.
pub(super) fn is_the_jobs_own(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. } => true,
        error => primary_code(error).is_some_and(|code| matches!(code, TOO_BIG | CONSTRAINT | MISMATCH)),
    }
}

// Primary result codes of SQLite.
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const NO_MEMORY: i32 = 7;
const READ_ONLY: i32 = 8;
const IO: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;
const TOO_BIG: i32 = 18;
const CONSTRAINT: i32 = 19;
const MISMATCH: i32 = 20;
const NOT_A_DATABASE: i32 = 26;
/// What an operator can mend while the server runs: room, rights, a file system that was mounted anew.
const PASSING: [i32; 7] = [BUSY, LOCKED, NO_MEMORY, READ_ONLY, IO, FULL, CANNOT_OPEN];

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    // The extended code carries the primary one in its low byte.
    error.as_database_error()?.code()?.parse::<i32>().ok().map(|code| code & 0xff)
}

fn message(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}
