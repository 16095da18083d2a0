//! Whether anything was committed since. SQLite itself looks for that in the header of the WAL index, the file that ends in
//! `-shm`: whoever commits, in this process or another, writes a new header there, and only then has committed.
//!
//! The question stands before nearly every read, so it is one system call: the header's bytes, read as those of any
//! file. A statement that asks for it takes locks on the file besides, and readers would wait for each other's.
//! Its format: <https://sqlite.org/walformat.html>.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

/// A header's length; the file begins with two copies of it.
const HEADER_BYTES: usize = 48;
/// The version of the format, the header's first number. It has been this one since there is a WAL index.
const FORMAT: u32 = 3_007_000;

/// A moment of the database: nothing was committed between two that are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment([u8; HEADER_BYTES]);

/// Tells the moments of a database.
#[derive(Clone)]
pub(super) struct DataVersion {
    index: Option<&'static File>,
    /// While a connection is open that has read, nobody deletes the index and makes another.
    db: Arc<Mutex<Option<SqliteConnection>>>,
}

impl DataVersion {
    /// Opens the index of the database at this path. Where that cannot be done no moment is ever told, which is slower and
    /// as true.
    pub(super) async fn open(path: &Path, options: &SqliteConnectOptions) -> Self {
        let opened = match reader(options).await {
            Ok(db) => index(path).map(|index| (index, db)),
            Err(error) => Err(io::Error::other(error)),
        };
        if let Err(error) = &opened {
            tracing::warn!(%error, "the WAL index cannot be read; reads will be slower");
        }
        let (index, db) = opened.ok().unzip();
        Self { index, db: Arc::new(Mutex::new(db)) }
    }

    /// The moment that the database is at; `None` where it cannot tell just now.
    pub(super) fn now(&self) -> Option<Moment> {
        let mut headers = [[0; HEADER_BYTES]; 2];
        self.index?.read_exact_at(headers.as_flattened_mut(), 0).ok()?;
        moment(headers)
    }

    /// Lets go of the database; from now on the index may be replaced, and no moment is to be asked for.
    pub(super) async fn close(&self) {
        let db = self.db.lock().ok().and_then(|mut db| db.take());
        if let Some(db) = db
            && let Err(error) = db.close().await
        {
            tracing::warn!(%error, "closing the database");
        }
    }
}

async fn reader(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    let mut db = options.connect().await?;
    sqlx::query("SELECT 1 FROM sqlite_schema").execute(&mut db).await?;
    Ok(db)
}

fn index(path: &Path) -> io::Result<&'static File> {
    // SQLite keeps it beside the database itself, not beside a link to it.
    let mut name = OsString::from(path.canonicalize()?);
    name.push("-shm");
    // Never closed: whoever closes a file gives up all locks on it that the process has, and so SQLite's.
    Ok(Box::leak(Box::new(File::open(name)?)))
}

/// The moment that both copies of the header tell; they differ while somebody is writing them.
fn moment([first, second]: [[u8; HEADER_BYTES]; 2]) -> Option<Moment> {
    (first == second && first.starts_with(&FORMAT.to_ne_bytes())).then_some(Moment(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_half_written_tells_no_moment() {
        let mut header = [7; HEADER_BYTES];
        header[..4].copy_from_slice(&FORMAT.to_ne_bytes());
        assert_eq!(moment([header, header]), Some(Moment(header)));
        for at in 0..HEADER_BYTES {
            let mut other = header;
            other[at] += 1;
            assert_eq!((moment([header, other]), moment([other, header])), (None, None), "{at}");
        }
    }

    #[test]
    fn an_index_of_another_format_tells_no_moment() {
        assert_eq!(moment([[0; HEADER_BYTES]; 2]), None);
    }
}
