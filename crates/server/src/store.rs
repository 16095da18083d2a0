//! Keeps threads on disk.

use std::sync::Arc;

use weerwoord_protocol::{Comment, Sort, ThreadInfo};

use crate::sites::Sites;
use crate::thread_key::ThreadKey;

/// A thread as everybody reads it.
#[derive(Clone, Debug, Default)]
pub struct ThreadPage {
    /// The thread itself.
    pub info: ThreadInfo,
    /// Its comments, flat and in pre-order.
    pub comments: Vec<Comment>,
}

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {}

/// Why the store could not do something.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot keep or tell anything just now: busy, full, or not reached in time.
    #[error("the database is not available: {0}")]
    Unavailable(Arc<sqlx::Error>),
    /// The store was closed, or stopped after an I/O error.
    #[error("the store has stopped")]
    Stopped,
    /// A fault of the server.
    #[error("the database answered: {0}")]
    Database(Arc<sqlx::Error>),
}

/// The threads on disk. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store {}

impl Store {
    /// Opens or creates the database, and brings its schema up to date.
    pub async fn open(_database: &str, _sites: &Sites) -> Result<Self, OpenError> {
        Ok(Self {})
    }

    /// A thread as everybody reads it; an empty one if it has no comment yet.
    pub async fn snapshot(&self, _site: &str, _key: &ThreadKey, _sort: Sort) -> Result<ThreadPage, StoreError> {
        Ok(ThreadPage::default())
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The version of the SQLite library inside: `3.51.3`.
    pub fn sqlite_version(&self) -> &str {
        ""
    }

    /// Returns when the writer has stopped: after [`Store::close`], or by itself after an I/O error, when the process
    /// must end so that a supervisor starts it anew.
    pub async fn stopped(&self) {}

    /// Finishes the writes that wait, and closes the database.
    pub async fn close(self) {}
}
