mod paging;
mod picked;
mod thread;

use sqlx::Row;

use super::*;
use crate::sites::Site;
use thread::Thread;

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
        lists::OF_SITE,
        lists::OF_THREAD,
        lists::TO_READER,
        lists::TO_COMMENT,
        lists::COUNTS,
        lists::TOP,
        lists::FOUNDED,
        versions::VERSIONS,
        whereabouts::FIND,
        vote::FIND,
        vote::CAST,
        vote::WITHDRAW,
        vote::COUNT,
        reaction::FIND,
        reaction::FIND_ARTICLE,
        reaction::SET[0],
        reaction::SET[1],
        reaction::WITHDRAW[0],
        reaction::WITHDRAW[1],
        reaction::COUNT[0],
        reaction::COUNT[1],
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
        own::SETTLE[4],
        own::SETTLE[5],
        report::FIND,
        picks::PICKS[0],
        picks::PICKS[1],
        picks::PLACE,
        picks::IS_READ,
        write::BADGE,
        desk::FIND_MARKS,
        desk::PIN,
        desk::PICK,
        desk::GIVE_BADGE,
        desk::TAKE_BADGE,
        desk::SET_BADGE,
        report::KEEP,
        report::COUNT,
        report::WEIGH,
        report::SETTLE,
        report::REOPEN,
        report::FORGET,
        deltas::TOLD_FROM,
        deltas::STAMPED,
        bulk::COUNT_REPLIES,
        bulk::TELL_NONE,
        bulk::FIND,
        bulk::FIND_SPOT,
        bulk::FIND_AUTHOR,
        bulk::FIND_SITE,
        write::KNOWN_WRITER,
        desk::FIND_SESSION,
        desk::END_SESSIONS,
        desk::END_EXPIRED,
        desk::END_SESSION,
        desk::ADD_SESSION,
        desk::FIND_COMMENT,
        desk::FIND_ACT,
        desk::SET_STATUS,
        desk::SET_CLOSED,
        desk_lists::HELD,
        desk_lists::NEWEST,
        desk_lists::OF_THREAD,
        desk_lists::WAITING,
        desk_lists::REPORTED,
        desk_lists::REPORTS_OF,
        desk_lists::COUNT_REPORTED,
        desk_lists::THREADS,
        desk_lists::THREAD,
        desk_lists::LOG,
    ] {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        for row in sqlx::query(explain).fetch_all(&store.pool).await.unwrap() {
            let step: String = row.get("detail");
            // What was asked for, what a query has found itself, and the one row that a subquery makes, are read whole,
            // as they must be.
            let small = [
                "SCAN wanted",
                "SCAN hidden",
                "SCAN walk",
                "SCAN above",
                "SCAN picked",
                "SCAN recent",
                "SCAN latest",
                "SCAN (subquery-",
                "SCAN CONSTANT ROW",
            ];
            let whole = step.starts_with("SCAN") && !small.iter().any(|scan| step.starts_with(scan));
            assert!(!whole, "{step} in {query}");
        }
    }
}

#[tokio::test]
async fn a_batch_of_comments_that_are_there_in_part_adds_the_others() {
    let mut thread = Thread::new().await;
    let mut rows = thread.rows(&[(None, 1), (None, 2)]);
    let [first, second] = [0, 1].map(|at: usize| Some(rows[at].content.id.clone()));
    // Somebody else imports these, after they were looked for.
    let there = ImportBatch { rows: rows.clone() };
    assert_eq!(thread.store.import(there.clone()).await.unwrap(), 2);
    rows.extend(thread.rows(&[(first, 3), (second.clone(), 4), (second, 5), (None, 6)]));
    assert_eq!(thread.store.import(ImportBatch { rows }).await.unwrap(), 4);
    assert_eq!(thread.store.import(there).await.unwrap(), 0);
    let replies = "SELECT replies FROM comment ORDER BY seq";
    let replies: Vec<i64> = sqlx::query_scalar(replies).fetch_all(&thread.store.pool).await.unwrap();
    assert_eq!(replies, [1, 2, 0, 0, 0, 0]);
    let counted = "SELECT comment_count, (SELECT count(*) FROM author) FROM thread";
    let counted: (i64, i64) = sqlx::query_as(counted).fetch_one(&thread.store.pool).await.unwrap();
    assert_eq!(counted, (6, 1));
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
    CORRELATED SCALAR SUBQUERY 4
    SEARCH comment USING INDEX comment_roots (thread_id=?)
    CORRELATED SCALAR SUBQUERY 5
    SEARCH comment USING INDEX comment_picked (thread_id=?)
    SEARCH comment USING INDEX comment_roots (thread_id=? AND ordinal<?)
    SEARCH comment USING INDEX comment_roots (thread_id=? AND ordinal>?)
    SEARCH comment USING INDEX comment_best (thread_id=? AND (score,ordinal)<(?,?))
    SEARCH comment USING INDEX comment_best (thread_id=? AND (score,ordinal)>(?,?))
    SEARCH comment USING INDEX comment_discussed (thread_id=? AND (replies,ordinal)<(?,?))
    SEARCH comment USING INDEX comment_discussed (thread_id=? AND (replies,ordinal)>(?,?))
    SCAN wanted VIRTUAL TABLE INDEX 1:
    SEARCH c USING COVERING INDEX comment_branch (root_seq=?)
    SCAN wanted VIRTUAL TABLE INDEX 1:
    SEARCH root USING INTEGER PRIMARY KEY (rowid=?)
    CORRELATED SCALAR SUBQUERY 2
    CO-ROUTINE (subquery-1)
    SEARCH c USING INDEX comment_unpublished (root_seq=?)
    SCAN (subquery-1)
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
async fn the_lists_of_the_desk_are_read_from_indexes_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let store = Store::open(&database, &Sites::default()).await.unwrap();
    let mut plans = String::new();
    for query in [desk_lists::HELD, desk_lists::NEWEST, desk_lists::OF_THREAD, desk_lists::LOG, desk_lists::REPORTED] {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        for row in sqlx::query(explain).fetch_all(&store.pool).await.unwrap() {
            plans += &format!("{}\n", row.get::<String, _>("detail"));
        }
        plans.push('\n');
    }
    insta::assert_snapshot!(plans, @"
    CO-ROUTINE picked
    SEARCH comment USING COVERING INDEX comment_waiting (site_id=? AND ordinal>?)
    SCALAR SUBQUERY 1
    SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SCAN picked
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH a USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH w USING PRIMARY KEY (writer=?) LEFT-JOIN
    SEARCH p USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH to_author USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN

    CO-ROUTINE picked
    SEARCH comment USING COVERING INDEX comment_of_site (site_id=? AND ordinal<?)
    SCALAR SUBQUERY 1
    SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SCAN picked
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH a USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH w USING PRIMARY KEY (writer=?) LEFT-JOIN
    SEARCH p USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH to_author USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN

    CO-ROUTINE picked
    SEARCH thread USING COVERING INDEX sqlite_autoindex_thread_1 (site_id=? AND key=?)
    SCALAR SUBQUERY 1
    SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SEARCH root USING INDEX comment_roots (thread_id=?)
    SEARCH r USING INDEX comment_branch (root_seq=? AND ordinal<?)
    USE TEMP B-TREE FOR ORDER BY
    SCAN picked
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH a USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH w USING PRIMARY KEY (writer=?) LEFT-JOIN
    SEARCH p USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH to_author USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN

    SEARCH l USING INDEX desk_log_site (site_id=? AND rowid<?)
    SCALAR SUBQUERY 1
    SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH a USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN

    CO-ROUTINE picked
    SEARCH comment USING INDEX comment_reported (site_id=? AND reports>? AND reports<?)
    SCALAR SUBQUERY 1
    SEARCH site USING COVERING INDEX sqlite_autoindex_site_1 (name=?)
    SCAN picked
    SEARCH c USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH a USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH t USING INTEGER PRIMARY KEY (rowid=?)
    SEARCH w USING PRIMARY KEY (writer=?) LEFT-JOIN
    SEARCH p USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    SEARCH to_author USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
    ");
}

#[tokio::test]
async fn a_comment_is_on_the_desk_of_its_thread_wherever_that_is_moved() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("w.db").display());
    let other = Site { name: "other".into(), ..Site::demo() };
    let mut opened = open::open(&database, &Sites::new([Site::demo(), other]), 0).await.unwrap();
    let db = &mut opened.writer;
    let comments = "INSERT INTO thread (id, site_id, key, created_at)
            SELECT 1, id, 'a', 0 FROM site WHERE name = 'demo' UNION SELECT 2, id, 'b', 0 FROM site WHERE name = 'other';
        INSERT INTO author (id, site_id, kind, name, created_at) SELECT 1, id, 'guest', 'Jan', 0 FROM site LIMIT 1;
        INSERT INTO comment (seq, id, thread_id, parent_seq, root_seq, depth, ordinal, author_id, status, source, html,
                html_version, received_at, fingerprint, site_id)
            SELECT value, 'c' || value, 1, iif(value > 1, 1, NULL), 1, 0, value, 1, 'published', '', '', 1, 0, x'', site_id
            FROM json_each('[1, 2]'), thread WHERE thread.id = 1";
    sqlx::raw_sql(comments).execute(&mut *db).await.unwrap();
    for (change, wanted) in [
        ("UPDATE thread SET site_id = (SELECT id FROM site WHERE name = 'other') WHERE id = 1", ["other", "other"]),
        ("UPDATE thread SET site_id = (SELECT id FROM site WHERE name = 'demo')", ["demo", "demo"]),
        ("UPDATE thread SET site_id = (SELECT id FROM site WHERE name = 'other') WHERE id = 2", ["demo", "demo"]),
        ("UPDATE comment SET thread_id = 2 WHERE seq = 2", ["demo", "other"]),
    ] {
        sqlx::query(change).execute(&mut *db).await.unwrap();
        let sites = "SELECT name FROM comment c JOIN site ON site.id = c.site_id ORDER BY seq";
        let sites: Vec<String> = sqlx::query_scalar(sites).fetch_all(&mut *db).await.unwrap();
        assert_eq!(sites, wanted, "{change}");
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
