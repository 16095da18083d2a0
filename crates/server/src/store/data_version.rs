//! Whether anything was committed since: SQLite's data version, which differs as soon as anybody else, in this process or
//! another, has committed.
//!
//! That question stands before nearly every read, and its answer is two system calls away. So it is asked where it comes
//! up, on a connection of its own, and not by way of a pool's thread, which costs ten times as much.

use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OpenFlags};

/// A moment of the database: nothing was committed between two that are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(i64);

/// Tells the moments of a database.
#[derive(Clone)]
pub(super) struct DataVersion(Arc<Mutex<Option<Connection>>>);

impl DataVersion {
    /// Opens a connection for it. Without one no moment is ever told, which is slower and as true.
    pub(super) fn open(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).and_then(|db| {
            db.pragma_update(None, "query_only", "ON")?;
            // Whoever asks is not to be kept waiting here, where a thread waits along.
            db.busy_timeout(std::time::Duration::ZERO)?;
            Ok(db)
        });
        if let Err(error) = &db {
            tracing::warn!(%error, "the data version cannot be asked for; reads will be slower");
        }
        Self(Arc::new(Mutex::new(db.ok())))
    }

    /// The moment that the database is at; `None` where it cannot tell just now.
    pub(super) fn now(&self) -> Option<Moment> {
        let db = self.0.lock().ok()?;
        let mut query = db.as_ref()?.prepare_cached("PRAGMA data_version").ok()?;
        query.query_row((), |row| row.get(0)).ok().map(Moment)
    }

    /// Closes the connection: from now on no moment is told.
    pub(super) fn close(&self) {
        if let Ok(mut db) = self.0.lock() {
            *db = None;
        }
    }
}
