//! All pages of a thread put together are the thread, whatever stands in it and whatever is posted meanwhile.

use weerwoord_protocol::{Comment, CommentId, Gap, Sort, Status};

use super::thread::{Item, Random, Thread, items};
use crate::store::{PAGE_LIMIT, Position, ThreadPage};

/// The orders in which a comment that is posted moves no other.
const STEADY: [Sort; 3] = [Sort::Newest, Sort::Oldest, Sort::Best];

/// The whole thread, by way of every gap from the first on.
async fn whole(thread: &Thread, sort: Sort, position: Position, limit: usize) -> Vec<Comment> {
    let mut list = items(&thread.page(sort, position, limit).await);
    loop {
        let gap = list.iter().enumerate().find_map(|(at, item)| match item {
            Item::Gap(gap) => Some((at, gap.clone())),
            Item::Comment(_) => None,
        });
        let Some((at, gap)) = gap else { break };
        let page = thread.fill(sort, &gap, limit).await;
        check(&gap, &page, limit);
        list.splice(at..=at, items(&page));
    }
    let comment = |item| match item {
        Item::Comment(comment) => comment,
        Item::Gap(gap) => panic!("{gap:?}"),
    };
    list.into_iter().map(comment).collect()
}

/// What a gap said of its comments is so.
fn check(gap: &Gap, page: &ThreadPage, limit: usize) {
    assert!(!page.comments.is_empty());
    let Some(count) = gap.count else {
        assert_eq!(gap.depth, 0);
        assert!(page.comments.iter().filter(|comment| comment.depth == 0).count() <= limit);
        return;
    };
    assert!(page.comments.len() <= limit);
    let later: u32 = page.gaps.iter().map(|gap| gap.count.unwrap()).sum();
    assert_eq!(count, u32::try_from(page.comments.len()).unwrap() + later);
    let depths = page.comments.iter().map(|comment| comment.depth).chain(page.gaps.iter().map(|gap| gap.depth));
    assert_eq!(Some(gap.depth), depths.min());
}

#[tokio::test]
async fn all_pages_together_are_the_thread_in_reading_order() {
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut thread = Thread::new().await;
        let many = 40 + random.below(160);
        let roots_one_in = 2 + random.below(40);
        let ids = thread.grow(&mut random, many, roots_one_in).await;
        thread.moderate(&mut random, &ids, 5).await;
        thread.rate().await;
        for sort in Sort::ALL {
            let model = thread.model(sort).await;
            for position in [Position::First, Position::At(random.of(&ids).unwrap().clone())] {
                let limit = 1 + random.below(12);
                let read = whole(&thread, sort, position.clone(), limit).await;
                let read: Vec<_> =
                    read.into_iter().map(|comment| (comment.id, comment.depth, comment.status)).collect();
                assert!(read == model, "seed {seed}, {sort:?}, {position:?}, limit {limit}:\n{read:#?}\n{model:#?}");
            }
        }
    }
}

#[tokio::test]
async fn all_pages_of_long_branches_together_are_the_thread_in_reading_order() {
    for seed in 0..4 {
        let mut random = Random(seed);
        let mut thread = Thread::new().await;
        let roots = vec![(None, 500), (None, 501), (None, 502)];
        let mut ids = thread.add(&roots).await;
        for _ in 0..500 {
            // Some to the roots themselves, some deep; in so few places in time that some are shared.
            let parent = if random.one_in(4) { random.of(&ids[..3]) } else { random.of(&ids) }.cloned();
            let ordinal = i64::try_from(random.below(300)).unwrap();
            ids.extend(thread.add(&[(parent, ordinal)]).await);
        }
        // At first all is published; then comments without replies are not; then others are not either.
        let leaf = "NOT EXISTS (SELECT 1 FROM comment reply WHERE reply.parent_seq = comment.seq)";
        for moderated in ["0", &format!("seq % 7 = 0 AND {leaf}"), "seq % 31 = 5"] {
            let status = "CASE seq % 2 WHEN 0 THEN 'held' ELSE 'removed' END";
            thread.change(&format!("UPDATE comment SET status = {status} WHERE {moderated}")).await;
            for sort in Sort::ALL {
                let model = thread.model(sort).await;
                let first = thread.page(sort, Position::First, PAGE_LIMIT).await;
                let counted: u32 = first.gaps.iter().filter_map(|gap| gap.count).sum();
                assert_eq!(first.comments.len() + usize::try_from(counted).unwrap(), model.len());
                for limit in [2, PAGE_LIMIT] {
                    let read = whole(&thread, sort, Position::First, limit).await;
                    let read: Vec<_> =
                        read.into_iter().map(|comment| (comment.id, comment.depth, comment.status)).collect();
                    assert!(read == model, "seed {seed}, {sort:?}, {moderated}, limit {limit}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_page_at_a_comment_holds_it_and_its_ancestors() {
    let mut random = Random(99);
    let mut thread = Thread::new().await;
    let ids = thread.grow(&mut random, 300, 12).await;
    thread.moderate(&mut random, &ids, 12).await;
    thread.rate().await;
    for sort in Sort::ALL {
        let model = thread.model(sort).await;
        for id in ids.iter().step_by(3) {
            let page = thread.page(sort, Position::At(id.clone()), 3).await;
            let listed = model.iter().any(|(listed, ..)| listed == id);
            assert_eq!(page.comments.iter().any(|comment| comment.id == *id), listed, "{id}");
            let mut above = page.comments.iter().find(|comment| comment.id == *id);
            while let Some(parent) = above.and_then(|comment| comment.parent.clone()) {
                above = page.comments.iter().find(|comment| comment.id == parent);
                assert!(above.is_some(), "{parent} above {id}");
            }
            assert!(page.at.is_none() || page.at.as_ref() == Some(id));
            if page.at.is_none() {
                assert_eq!(page, thread.page(sort, Position::First, 3).await);
            }
        }
    }
}

#[tokio::test]
async fn nothing_is_skipped_or_shown_twice_while_others_post() {
    for seed in 0..6 {
        for sort in STEADY {
            let mut random = Random(seed);
            let mut thread = Thread::new().await;
            let mut ids = thread.grow(&mut random, 120, 8).await;
            thread.rate().await;
            let before: Vec<CommentId> = thread.model(sort).await.into_iter().map(|(id, ..)| id).collect();
            let mut list = items(&thread.page(sort, Position::At(random.of(&ids).unwrap().clone()), 3).await);
            while let Some(at) = list.iter().position(|item| matches!(item, Item::Gap(_))) {
                // Three more, each anywhere in the thread and in its time.
                for _ in 0..3 {
                    let parent = if random.one_in(4) { None } else { random.of(&ids).cloned() };
                    let ordinal = i64::try_from(random.below(140)).unwrap() - 10;
                    let parent = parent.filter(|_| ids.len() < 400);
                    if ids.len() < 400 {
                        ids.extend(thread.add(&[(parent, ordinal)]).await);
                    }
                }
                let Item::Gap(gap) = list[at].clone() else { continue };
                list.splice(at..=at, items(&thread.fill(sort, &gap, 1 + random.below(5)).await));
            }
            let mut seen: Vec<CommentId> = Vec::new();
            for item in list {
                let Item::Comment(comment) = item else { continue };
                assert!(!seen.contains(&comment.id), "{} twice", comment.id);
                seen.push(comment.id);
            }
            seen.retain(|id| before.contains(id));
            assert_eq!(seen, before, "seed {seed}, {sort:?}");
        }
    }
}

#[tokio::test]
async fn the_context_of_a_page_inside_a_branch_is_what_its_first_comment_answers() {
    let mut thread = Thread::new().await;
    let mut ids = thread.add(&[(None, 0)]).await;
    for ordinal in 1..120 {
        ids.extend(thread.add(&[(ids.last().cloned(), ordinal)]).await);
    }
    let first = thread.page(Sort::Newest, Position::At(ids[60].clone()), PAGE_LIMIT).await;
    assert_eq!((first.comments.len(), first.gaps.len()), (120, 0), "it is all there");
    ids.extend(thread.add(&vec![(Some(ids[100].clone()), 200); 60]).await);
    let first = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!((first.comments.len(), first.gaps[0].count), (150, Some(30)));
    let rest = thread.fill(Sort::Newest, &first.gaps[0], PAGE_LIMIT).await;
    let context: Vec<_> = rest.context.into_iter().map(|comment| comment.id).collect();
    assert_eq!(context, &ids[1..=100], "the nearest hundred, the outermost first");
    assert_eq!(rest.comments[0].parent.as_ref(), context.last());
}

#[tokio::test]
async fn a_thread_that_fits_has_no_gaps() {
    let mut random = Random(5);
    let mut thread = Thread::new().await;
    thread.grow(&mut random, 150, 4).await;
    let page = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!((page.comments.len(), page.gaps.len()), (150, 0));
}

#[tokio::test]
async fn replies_are_shared_out_evenly() {
    let mut thread = Thread::new().await;
    let roots = thread.add(&[(None, 3), (None, 2), (None, 1)]).await;
    for (root, replies) in roots.iter().zip([1, 20, 300]) {
        thread.add(&vec![(Some(root.clone()), 10); replies]).await;
    }
    let page = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!(page.comments.len(), 2 + 21 + 127);
    assert_eq!(page.gaps.iter().map(|gap| gap.count).collect::<Vec<_>>(), [Some(174)]);
    let many: Vec<_> = (0..60).map(|ordinal| (None, 100 + ordinal)).collect();
    for root in thread.add(&many).await {
        thread.add(&vec![(Some(root), 0); 5]).await;
    }
    let page = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!((page.comments.len(), page.gaps.len()), (150, 51));
    assert!(page.gaps[..50].iter().all(|gap| (gap.count, gap.depth) == (Some(3), 1)));
    assert_eq!((page.gaps[50].count, page.gaps[50].depth), (None, 0));
}

#[tokio::test]
async fn a_page_has_a_bound_in_bytes_and_holds_at_least_one_comment() {
    let mut thread = Thread::new().await;
    let roots = thread.add(&[(None, 2), (None, 1)]).await;
    thread.add(&vec![(Some(roots[0].clone()), 3); 3]).await;
    thread.change("UPDATE comment SET html = printf('%.*c', 60000, 'x')").await;
    let page = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    let gaps: Vec<_> = page.gaps.iter().map(|gap| (gap.count, gap.depth)).collect();
    assert_eq!((page.comments.len(), gaps), (1, vec![(Some(3), 1), (None, 0)]));
    assert_eq!(whole(&thread, Sort::Newest, Position::First, PAGE_LIMIT).await.len(), 5);
    assert_eq!(whole(&thread, Sort::Oldest, Position::At(roots[1].clone()), PAGE_LIMIT).await.len(), 5);
}

#[tokio::test]
async fn the_ancestors_of_a_comment_are_shown_however_long_they_are() {
    let mut thread = Thread::new().await;
    let mut ids = thread.add(&[(None, 0)]).await;
    for ordinal in 1..10 {
        ids.extend(thread.add(&[(ids.last().cloned(), ordinal)]).await);
    }
    thread.change("UPDATE comment SET html = printf('%.*c', 60000, 'x')").await;
    let page = thread.page(Sort::Newest, Position::At(ids[8].clone()), PAGE_LIMIT).await;
    let shown: Vec<_> = page.comments.into_iter().map(|comment| comment.id).collect();
    assert_eq!((shown.as_slice(), page.gaps[0].count), (&ids[..9], Some(1)));
}

/// A branch of so many replies, each to the comment that `parent` gives for its number.
async fn branch_of(replies: u32, parent: &str) -> (Thread, CommentId) {
    let mut thread = Thread::new().await;
    let root = thread.add(&[(None, 0)]).await.remove(0);
    thread
        .change(&format!(
            "WITH RECURSIVE number (n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM number WHERE n <= {replies})
            INSERT INTO comment (seq, id, thread_id, parent_seq, root_seq, depth, ordinal, author_id, status, source, html,
                html_version, posted_at, received_at, fingerprint)
            SELECT n, printf('00000000-0000-7000-8000-%012x', n), 1, {parent}, 1, {depth}, n, 1,
                'published', '', '', 0, NULL, 0, x'' FROM number;
            UPDATE thread SET comment_count = {replies} + 1",
            depth = if parent == "1" { "1" } else { "n - 1" },
        ))
        .await;
    (thread, root)
}

fn number(n: u32) -> CommentId {
    CommentId::parse(&format!("00000000-0000-7000-8000-{n:012x}")).unwrap()
}

#[tokio::test]
async fn a_chain_of_twenty_thousand_replies_opens_anywhere() {
    let (thread, root) = branch_of(20_000, "n - 1").await;
    let first = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!((first.comments.len(), first.info.count), (150, 20_001));
    assert_eq!((first.gaps[0].count, first.gaps[0].depth), (Some(19_851), 150));
    let next = thread.fill(Sort::Newest, &first.gaps[0], PAGE_LIMIT).await;
    assert_eq!((next.comments[0].depth, next.context.len()), (150, 100));
    let deep = thread.page(Sort::Newest, Position::At(number(19_990)), PAGE_LIMIT).await;
    assert_eq!(
        (deep.comments[0].id == root, deep.comments[1].depth),
        (true, 19_889),
        "the root and the nearest hundred"
    );
    assert_eq!(deep.gaps.iter().map(|gap| gap.count).collect::<Vec<_>>(), [Some(19_888), Some(11)]);
}

#[tokio::test]
async fn a_comment_of_ten_thousand_replies_opens_anywhere() {
    let (thread, root) = branch_of(10_000, "1").await;
    let first = thread.page(Sort::Newest, Position::First, PAGE_LIMIT).await;
    assert_eq!((first.comments.len(), first.gaps[0].count), (150, Some(9_851)));
    let deep = thread.page(Sort::Newest, Position::At(number(5_000)), PAGE_LIMIT).await;
    assert_eq!((deep.comments.len(), deep.comments[0].id == root), (50, true));
    assert_eq!(deep.gaps.iter().map(|gap| gap.count).collect::<Vec<_>>(), [Some(4_998), Some(4_953)]);
    let between = thread.fill(Sort::Newest, &deep.gaps[0], PAGE_LIMIT).await;
    assert_eq!((between.comments.len(), between.gaps[0].count), (50, Some(4_948)));
}

#[tokio::test]
async fn the_count_is_that_of_what_everybody_reads() {
    let mut random = Random(3);
    let mut thread = Thread::new().await;
    let mut ids = thread.grow(&mut random, 30, 5).await;
    for step in 0..120 {
        let id = random.of(&ids).unwrap().clone();
        match random.below(5) {
            0 => thread.change(&format!("UPDATE comment SET status = 'held' WHERE id = '{id}'")).await,
            1 => thread.change(&format!("UPDATE comment SET status = 'removed' WHERE id = '{id}'")).await,
            2 => thread.change(&format!("UPDATE comment SET status = 'published' WHERE id = '{id}'")).await,
            3 => {
                let leaf = "NOT EXISTS (SELECT 1 FROM comment reply WHERE reply.parent_seq = comment.seq)";
                thread.change(&format!("DELETE FROM comment WHERE id = '{id}' AND {leaf}")).await;
                let there: Vec<String> =
                    sqlx::query_scalar("SELECT id FROM comment").fetch_all(&mut thread.outside().await).await.unwrap();
                ids = there.iter().map(|id| CommentId::parse(id).unwrap()).collect();
            }
            _ => {
                let ordinal = i64::try_from(random.below(50)).unwrap();
                ids.extend(thread.add(&[(Some(id), ordinal)]).await);
            }
        }
        let model = thread.model(Sort::Newest).await;
        let published = model.iter().filter(|(.., status)| *status == Status::Published).count();
        let page = thread.page(Sort::Newest, Position::First, 1).await;
        assert_eq!(usize::try_from(page.info.count).unwrap(), published, "step {step}");
    }
}
