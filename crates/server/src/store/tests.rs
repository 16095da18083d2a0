mod paging;
mod thread;

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
        read::ROOTS[0][0],
        read::ROOTS[0][1],
        read::ROOTS[1][0],
        read::ROOTS[1][1],
        read::ROOTS[2][0],
        read::ROOTS[2][1],
        read::BRANCHES,
        read::STANDING,
        read::COMMENTS,
        long::SIZES,
        long::WALK,
        long::GOES_ON,
        versions::VERSIONS,
        vote::FIND,
        vote::CAST,
        vote::WITHDRAW,
        vote::COUNT,
        write::FIND_COMMENT,
        write::FIND_THREAD,
        write::FIND_PARENT,
        write::TOUCH_THREAD,
        write::ADD_COMMENT,
        own::FIND_OWN,
        own::KEEP_REVISION,
        own::EDIT,
        own::DELETE,
        own::RESTORE,
        own::NEXT,
        own::SETTLE[0],
        own::SETTLE[1],
        own::SETTLE[2],
        own::SETTLE[3],
        bulk::COUNT_REPLIES,
        bulk::FIND,
        bulk::FIND_SPOT,
        bulk::FIND_AUTHOR,
    ] {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        for row in sqlx::query(explain).fetch_all(&store.pool).await.unwrap() {
            let step: String = row.get("detail");
            // What was asked for, what a query has found itself, and the one row that a subquery makes, are read whole,
            // as they must be.
            let small = ["SCAN wanted", "SCAN hidden", "SCAN walk", "SCAN above", "SCAN (subquery-1)"];
            let whole = step.starts_with("SCAN") && !small.iter().any(|scan| step.starts_with(scan));
            assert!(!whole, "{step} in {query}");
        }
    }
}

#[tokio::test]
async fn what_places_the_comments_of_a_page_is_read_from_indexes_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let store = Store::open(&database, &Sites::default()).await.unwrap();
    let mut plans = String::new();
    let roots = read::ROOTS.into_iter().flatten();
    let others = [read::BRANCHES, long::SIZES, long::WALK, long::GOES_ON];
    for query in [read::THREAD].into_iter().chain(roots).chain(others) {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        for row in sqlx::query(explain).fetch_all(&store.pool).await.unwrap() {
            plans += &format!("{}\n", row.get::<String, _>("detail"));
        }
    }
    insta::assert_snapshot!(plans, @r"
    SEARCH s USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SEARCH t USING INDEX sqlite_autoindex_thread_1 (site_id=? AND key=?)
    CORRELATED SCALAR SUBQUERY 3
    CO-ROUTINE hidden
    SETUP
    SEARCH comment USING COVERING INDEX comment_held (thread_id=?)
    RECURSIVE STEP
    SCAN hidden
    SEARCH reply USING COVERING INDEX comment_parent (parent_seq=?)
    SCAN hidden
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH comment USING INDEX comment_roots (thread_id=? AND ordinal<?)
    SEARCH comment USING INDEX comment_roots (thread_id=? AND ordinal>?)
    SEARCH comment USING INDEX comment_best (thread_id=? AND (score,ordinal)<(?,?))
    SEARCH comment USING INDEX comment_best (thread_id=? AND (score,ordinal)>(?,?))
    SEARCH comment USING INDEX comment_discussed (thread_id=? AND (replies,ordinal)<(?,?))
    SEARCH comment USING INDEX comment_discussed (thread_id=? AND (replies,ordinal)>(?,?))
    SCAN wanted VIRTUAL TABLE INDEX 1:
    SEARCH c USING COVERING INDEX comment_branch (root_seq=?)
    SCAN wanted VIRTUAL TABLE INDEX 1:
    CORRELATED SCALAR SUBQUERY 1
    SEARCH c USING COVERING INDEX comment_branch (root_seq=?)
    CORRELATED SCALAR SUBQUERY 2
    SEARCH c USING INDEX comment_unpublished (root_seq=?)
    CORRELATED SCALAR SUBQUERY 3
    SEARCH c USING INDEX comment_unpublished (root_seq=?)
    SEARCH reply USING COVERING INDEX comment_parent (parent_seq=?)
    CO-ROUTINE walk
    SETUP
    SCAN wanted VIRTUAL TABLE INDEX 1:
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    RECURSIVE STEP
    SCAN walk
    SEARCH next USING INTEGER PRIMARY KEY (rowid=?)
    CORRELATED SCALAR SUBQUERY 2
    SEARCH reply USING COVERING INDEX comment_parent (parent_seq=? AND status=?)
    CORRELATED SCALAR SUBQUERY 3
    SEARCH beside USING COVERING INDEX comment_parent (parent_seq=? AND status=? AND ordinal>?)
    SCAN walk
    CO-ROUTINE above
    SETUP
    SCAN wanted VIRTUAL TABLE INDEX 1:
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    RECURSIVE STEP
    SCAN above
    SEARCH up USING INTEGER PRIMARY KEY (rowid=?)
    SCAN above
    SEARCH beside EXISTS USING COVERING INDEX comment_parent (parent_seq=? AND status=? AND ordinal>?)
    USE TEMP B-TREE FOR GROUP BY
    ");
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
