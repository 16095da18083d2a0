use sqlx::Row;

use super::*;
use crate::sites::Site;

#[tokio::test]
async fn no_query_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let store = Store::open(&database, &Sites::new([Site::demo()])).await.unwrap();
    for query in [
        read::THREAD,
        read::COMMENTS,
        read::FIND,
        versions::VERSIONS,
        write::FIND_COMMENT,
        write::FIND_THREAD,
        write::FIND_PARENT,
        write::FIND_AUTHOR,
        write::TOUCH_THREAD,
        write::ADD_COMMENT,
    ] {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        for row in sqlx::query(explain).fetch_all(&store.pool).await.unwrap() {
            let step: String = row.get("detail");
            // The ids that were asked for, and the one row that a subquery makes, are read whole, as they must be.
            let whole = step.starts_with("SCAN") && !step.starts_with("SCAN wanted") && step != "SCAN (subquery-1)";
            assert!(!whole, "{step} in {query}");
        }
    }
}

#[tokio::test]
async fn the_branches_of_a_thread_are_found_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let store = Store::open(&database, &Sites::default()).await.unwrap();
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", read::COMMENTS));
    let rows = sqlx::query(explain).fetch_all(&store.pool).await.unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    for index in ["comment_roots", "comment_branch"] {
        assert!(plan.iter().any(|step| step.contains(index)), "{index} in {plan:?}");
    }
}

#[tokio::test]
async fn a_commit_is_on_disk_when_it_returns_and_readers_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let mut opened = open::open(&database, &Sites::default(), 0).await.unwrap();
    let db = &mut opened.writer;
    let full: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *db).await.unwrap();
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *db).await.unwrap();
    let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(&mut *db).await.unwrap();
    assert_eq!((full, mode.as_str(), keys), (2, "wal", 1));
    assert!(sqlx::query("DELETE FROM site").execute(&opened.pool).await.is_err());
}
