//! The beginning of a long branch: its first comments in reading order, found by walking from reply to reply, so that
//! what it costs is what is shown. A branch is otherwise put in order as a whole, which takes a tenth of a second where
//! it has a hundred thousand comments.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::choose::{LEAST_REPLIES, PAGE_COMMENTS, Stretch};
use super::tree::Line;

/// A branch of more comments is long. Not under half of what a page shows: of two such branches, a page shows neither
/// whole.
const LONG: i64 = 100;

/// Of some branches: how many replies everybody reads, by the number that the root keeps; how many comments not everybody
/// reads, counted no further than to tell whether the branch is long; and whether one of those has a reply.
pub(super) const SIZES: &str = "SELECT root.seq, root.replies,
        (SELECT count(*) FROM (SELECT 1 FROM comment c INDEXED BY comment_unpublished
            WHERE c.root_seq = root.seq AND c.status <> 'published' LIMIT 100)),
        EXISTS (SELECT 1 FROM comment c INDEXED BY comment_unpublished JOIN comment reply ON reply.parent_seq = c.seq
            WHERE c.root_seq = root.seq AND c.status <> 'published')
    FROM json_each(?1) wanted JOIN comment root ON root.seq = wanted.value";

/// From the root of each branch so many steps on: down to a comment's first reply, else to the next comment beside it,
/// else back up, which is not counted.
pub(super) const WALK: &str = "WITH RECURSIVE walk (branch, steps, seq, parent_seq, ordinal, depth, back) AS (
        SELECT wanted.value, 1, c.seq, NULL, c.ordinal, 0, 0
        FROM json_each(?1) wanted JOIN comment c ON c.seq = wanted.value
        UNION ALL
        SELECT walk.branch, walk.steps + (next.seq IS NOT walk.parent_seq), next.seq, next.parent_seq, next.ordinal,
            walk.depth + (next.parent_seq IS walk.seq) - (next.seq IS walk.parent_seq), next.seq IS walk.parent_seq
        FROM walk JOIN comment next ON next.seq = coalesce(
            iif(walk.back, NULL, (
                SELECT reply.seq FROM comment reply WHERE reply.parent_seq = walk.seq AND reply.status = 'published'
                ORDER BY reply.ordinal, reply.seq LIMIT 1
            )),
            (
                SELECT beside.seq FROM comment beside
                WHERE beside.parent_seq = walk.parent_seq AND beside.status = 'published'
                    AND (beside.ordinal, beside.seq) > (walk.ordinal, walk.seq)
                ORDER BY beside.ordinal, beside.seq LIMIT 1
            ),
            walk.parent_seq
        )
        WHERE walk.steps < ?2
    ) SELECT branch, seq, depth FROM walk WHERE NOT back";

/// The least depths at which branches go on after some comments, of these depths, and what is below them.
pub(super) const GOES_ON: &str = "WITH RECURSIVE above (branch, seq, parent_seq, ordinal, depth) AS (
        SELECT wanted.value ->> 0, c.seq, c.parent_seq, c.ordinal, wanted.value ->> 2
        FROM json_each(?1) wanted JOIN comment c ON c.seq = wanted.value ->> 1
        UNION ALL
        SELECT above.branch, up.seq, up.parent_seq, up.ordinal, above.depth - 1
        FROM above JOIN comment up ON up.seq = above.parent_seq
    ) SELECT branch, min(depth) FROM above WHERE EXISTS (
        SELECT 1 FROM comment beside WHERE beside.parent_seq = above.parent_seq AND beside.status = 'published'
            AND (beside.ordinal, beside.seq) > (above.ordinal, above.seq)
    ) GROUP BY branch";

/// Of those of the branches that are long, what a page can show, by their roots. A branch is not among them where it
/// takes the whole of it to tell who reads what: a comment that not everybody reads has replies.
pub(super) async fn beginnings(db: &mut SqliteConnection, roots: &[i64]) -> sqlx::Result<HashMap<i64, Stretch>> {
    let sizes: Vec<(i64, i64, i64, bool)> =
        sqlx::query_as(SIZES).bind(Value::from(roots).to_string()).fetch_all(&mut *db).await?;
    let long =
        sizes.into_iter().filter(|&(_, replies, unpublished, answered)| replies + unpublished >= LONG && !answered);
    // With the root, which everybody reads: otherwise it would be one of those, and have a reply.
    let counts: HashMap<i64, i64> = long.map(|(root, replies, ..)| (root, 1 + replies)).collect();
    if counts.is_empty() {
        return Ok(HashMap::new());
    }
    let roots: Value = counts.keys().copied().collect();
    // As many as each can show when they share a page.
    let most = (PAGE_COMMENTS / counts.len()).max(1 + LEAST_REPLIES) as i64;
    let steps: Vec<(i64, i64, u32)> =
        sqlx::query_as(WALK).bind(roots.to_string()).bind(most).fetch_all(&mut *db).await?;
    let mut stretches: HashMap<i64, Stretch> = HashMap::with_capacity(counts.len());
    for (root, seq, depth) in steps {
        stretches.entry(root).or_default().lines.push(Line { seq, depth, parent: None, listed: true });
    }
    let lasts: Value = stretches
        .iter()
        .filter_map(|(root, all)| all.lines.last().map(|last| json!([root, last.seq, last.depth])))
        .collect();
    let goes_on: Vec<(i64, u32)> = sqlx::query_as(GOES_ON).bind(lasts.to_string()).fetch_all(db).await?;
    let goes_on: HashMap<i64, u32> = goes_on.into_iter().collect();
    for (root, stretch) in &mut stretches {
        let count = u32::try_from(counts[root]).unwrap_or(u32::MAX).saturating_sub(stretch.lines.len() as u32);
        // Where nothing stands beside the way up, what is left is below the last.
        let below = stretch.lines.last().map_or(0, |last| last.depth.saturating_add(1));
        stretch.rest = (count > 0).then(|| (goes_on.get(root).copied().unwrap_or(below), count));
    }
    Ok(stretches)
}
