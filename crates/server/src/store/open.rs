//! Opens the database: checks that it is ours and sound, and brings its schema up to date.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection, SqlitePool};

use super::error::{OpenError, is_busy};
use crate::sites::Sites;

/// The schema's steps; a database's `user_version` counts those that it has taken.
const MIGRATIONS: [&str; 12] = [
    include_str!("../../migrations/0001_threads.sql"),
    include_str!("../../migrations/0002_versions.sql"),
    include_str!("../../migrations/0003_pages.sql"),
    include_str!("../../migrations/0004_long_branches.sql"),
    include_str!("../../migrations/0005_writers.sql"),
    include_str!("../../migrations/0006_edits.sql"),
    include_str!("../../migrations/0007_votes.sql"),
    include_str!("../../migrations/0008_desk.sql"),
    include_str!("../../migrations/0009_reports.sql"),
    include_str!("../../migrations/0012_marks.sql"),
    include_str!("../../migrations/0013_reactions.sql"),
    include_str!("../../migrations/0014_live.sql"),
];
/// The mark of our databases, `PRAGMA application_id`: "Weer".
const APPLICATION_ID: i64 = 0x5765_6572;
/// The version that mended the WAL-reset fault (corruption when two connections checkpoint).
const SQLITE_LEAST: [u32; 3] = [3, 51, 3];
/// What an acknowledged post has been through.
const SYNCHRONOUS: SqliteSynchronous =
    if cfg!(feature = "bench-without-fsync") { SqliteSynchronous::Off } else { SqliteSynchronous::Full };
/// One of them is kept for the versions of threads.
const READERS: u32 = 9;
/// How long a writer waits for another process (an import beside a running server).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long until a database that another has is tried again.
const BUSY_PAUSE: Duration = Duration::from_millis(10);
/// How long a reader waits for a connection before it is told that the store is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(1);

pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) writer: SqliteConnection,
    /// What the writer's connection is made with, should it have to be made anew.
    pub(super) options: SqliteConnectOptions,
    pub(super) pool: SqlitePool,
    pub(super) sqlite_version: String,
}

pub(super) async fn open(database: &str, sites: &Sites, now: i64) -> Result<Opened, OpenError> {
    let path = path_of(database).ok_or_else(|| OpenError::Name(database.to_owned()))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
    }
    let shared = SqliteConnectOptions::new()
        .filename(&path)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    let options = shared.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal).synchronous(SYNCHRONOUS);
    // What is deleted is not to be found in the file.
    let options = options.pragma("secure_delete", "ON");
    let (writer, sqlite_version) = prepare(&path, &options, sites, now).await?;
    let pool = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy_with(shared.pragma("query_only", "ON"));
    Ok(Opened { path, writer, options, pool, sqlite_version })
}

/// The path in `sqlite:data/weerwoord.db`; `None` for other databases, and for one in memory, which keeps nothing.
fn path_of(database: &str) -> Option<PathBuf> {
    let path = database.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && !path.contains('?') && !path.starts_with(':')).then(|| PathBuf::from(path))
}

async fn prepare(
    path: &Path,
    options: &SqliteConnectOptions,
    sites: &Sites,
    now: i64,
) -> Result<(SqliteConnection, String), OpenError> {
    let fault = |error| OpenError::of(path.to_owned(), error);
    let mut writer = connect(options).await.map_err(fault)?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut writer).await.map_err(fault)?;
    if !is_recent(&version) {
        return Err(OpenError::OldSqlite(version));
    }
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut writer).await.map_err(fault)?;
    if mode != "wal" {
        return Err(OpenError::NoWal(path.to_owned(), mode));
    }
    migrate(path, &mut writer).await?;
    let known: Vec<String> = sqlx::query_scalar("SELECT name FROM site").fetch_all(&mut writer).await.map_err(fault)?;
    for site in sites.iter().filter(|site| !known.contains(&site.name)) {
        sqlx::query("INSERT INTO site (name, created_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(&site.name)
            .bind(now)
            .execute(&mut writer)
            .await
            .map_err(fault)?;
    }
    Ok((writer, version))
}

/// Connects for writing. Where two make a database at once, SQLite tells one of them at once that the other has it: it does
/// not wait while it makes the log.
async fn connect(options: &SqliteConnectOptions) -> sqlx::Result<SqliteConnection> {
    let patience = Instant::now() + BUSY_TIMEOUT;
    loop {
        match options.connect().await {
            Err(error) if is_busy(&error) && Instant::now() < patience => tokio::time::sleep(BUSY_PAUSE).await,
            connected => return connected,
        }
    }
}

fn is_recent(version: &str) -> bool {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>().as_slice() >= SQLITE_LEAST.as_slice()
}

async fn migrate(path: &Path, writer: &mut SqliteConnection) -> Result<(), OpenError> {
    let fault = |error| OpenError::of(path.to_owned(), error);
    let known = MIGRATIONS.len() as i64;
    // The lock is taken only if there is something to do: another process may have it for long.
    if marks(writer).await.map_err(fault)? == (APPLICATION_ID, known) {
        return Ok(());
    }
    // And before it is found out what: of two that start at once, the second finds the work done.
    let mut step = writer.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
    let (owner, taken) = marks(&mut step).await.map_err(fault)?;
    let used: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema)").fetch_one(&mut *step).await.map_err(fault)?;
    if owner != APPLICATION_ID && (owner != 0 || taken != 0 || used) {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    if taken > known {
        return Err(OpenError::Newer { path: path.to_owned(), found: taken, known });
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(taken).unwrap_or(0)) {
        sqlx::raw_sql(*migration).execute(&mut *step).await.map_err(fault)?;
    }
    if taken < known {
        let mark = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {known}");
        sqlx::raw_sql(AssertSqlSafe(mark)).execute(&mut *step).await.map_err(fault)?;
    }
    step.commit().await.map_err(fault)
}

/// Whose database it is, and how many steps it has taken.
async fn marks(db: &mut SqliteConnection) -> sqlx::Result<(i64, i64)> {
    let owner = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *db).await?;
    let taken = sqlx::query_scalar("PRAGMA user_version").fetch_one(db).await?;
    Ok((owner, taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_of_sqlite() {
        assert_eq!(path_of("sqlite:data/weerwoord.db"), Some("data/weerwoord.db".into()));
        assert_eq!(path_of("sqlite:///var/lib/w.db"), Some("/var/lib/w.db".into()));
        for name in ["", "data/weerwoord.db", "sqlite:", "sqlite::memory:", "sqlite:a.db?mode=ro", "postgres://a/b"] {
            assert_eq!(path_of(name), None, "{name}");
        }
    }

    #[test]
    fn a_sqlite_with_the_wal_reset_fault_is_too_old() {
        assert!(is_recent("3.51.3") && is_recent("3.52.0") && is_recent("4.0"));
        assert!(!is_recent("3.51.2") && !is_recent("3.40.1") && !is_recent(""));
    }
}
