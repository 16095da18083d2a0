//! What editors made stand out, on the pages of a thread: the picks alone, and the pinned comment above the others.

use weerwoord_protocol::{CommentId, Gap, Sort, Status};

use super::thread::{Item, Random, Thread, items};
use crate::cursor::Cursor;
use crate::store::{PAGE_LIMIT, Position, ThreadPage};

/// A thread of which some comments are held, removed and picked.
async fn thread(random: &mut Random) -> (Thread, Vec<CommentId>) {
    let mut thread = Thread::new().await;
    let ids = thread.grow(random, 120, 6).await;
    thread.moderate(random, &ids, 6).await;
    thread.rate().await;
    thread.change("UPDATE comment SET picked_at = 1 WHERE seq % 3 = 0").await;
    (thread, ids)
}

fn ids_of(page: &ThreadPage) -> Vec<CommentId> {
    page.comments.iter().map(|comment| comment.id.clone()).collect()
}

/// The cursor of the gap before the comments of a page, or after them.
fn cursor(page: &ThreadPage, after: bool) -> Option<Cursor> {
    let gap: Option<&Gap> = page.gaps.iter().find(|gap| gap.after.is_some() == after);
    gap.map(|gap| Cursor::parse(&gap.cursor).unwrap())
}

#[tokio::test]
async fn all_pages_of_the_picks_together_are_the_picks_whatever_is_posted_and_picked_meanwhile() {
    for seed in 0..8 {
        let mut random = Random(seed);
        let (mut thread, ids) = thread(&mut random).await;
        let before = thread.model(Sort::Picks).await;
        assert!(
            before.len() > 10 && before.iter().all(|(_, depth, status)| (*depth, *status) == (0, Status::Published))
        );
        let limit = 1 + random.below(5);
        let mut list = items(&thread.page(Sort::Picks, Position::First, limit).await);
        let mut unpicked = Vec::new();
        while let Some(at) = list.iter().position(|item| matches!(item, Item::Gap(_))) {
            let Item::Gap(gap) = list[at].clone() else { continue };
            // Others post, and an editor picks what is new, and thinks better of what the page ended with.
            thread.add(&[(random.of(&ids).cloned(), i64::try_from(random.below(120)).unwrap())]).await;
            thread.change("UPDATE comment SET picked_at = 2 WHERE seq > 120 AND seq % 2 = 0").await;
            if let Some(last) = gap.after.as_ref().filter(|_| random.one_in(2)) {
                thread.change(&format!("UPDATE comment SET picked_at = NULL WHERE id = '{last}'")).await;
                unpicked.push(last.clone());
            }
            let page = thread.fill(Sort::Picks, &gap, limit).await;
            assert!(
                page.comments.len() <= limit
                    && page.comments.iter().all(|comment| comment.depth == 0 && comment.picked)
            );
            list.splice(at..=at, items(&page));
        }
        let read: Vec<CommentId> = list
            .iter()
            .filter_map(|item| match item {
                Item::Comment(comment) => Some(comment.id.clone()),
                Item::Gap(_) => None,
            })
            .collect();
        let mut once = read.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), read.len(), "seed {seed}: nothing comes twice");
        let old: Vec<_> = read.iter().filter(|id| before.iter().any(|(other, ..)| other == *id)).cloned().collect();
        let wanted: Vec<_> = before.into_iter().map(|(id, ..)| id).collect();
        assert_eq!(old, wanted, "seed {seed}: nothing is skipped");
    }
}

#[tokio::test]
async fn the_pages_of_the_picks_lead_forth_and_back() {
    let (thread, ids) = thread(&mut Random(3)).await;
    let model: Vec<_> = thread.model(Sort::Picks).await.into_iter().map(|(id, ..)| id).collect();
    let first = thread.page(Sort::Picks, Position::First, 4).await;
    assert_eq!(ids_of(&first), model[..4]);
    let second = thread.page(Sort::Picks, Position::From(cursor(&first, true).unwrap()), 4).await;
    assert_eq!(ids_of(&second), model[4..8]);
    let back = thread.page(Sort::Picks, Position::From(cursor(&second, false).unwrap()), 4).await;
    assert_eq!(ids_of(&back), model[..4]);
    assert_eq!(cursor(&first, false), None);
    let around = thread.page(Sort::Picks, Position::At(ids[7].clone()), 4).await;
    assert_eq!(ids_of(&around), model[..4], "a comment's page is that of the whole thread");
    assert_eq!(first.info.picks, u32::try_from(thread.picked().await).unwrap());
}

#[tokio::test]
async fn a_pin_stands_above_the_first_page_in_every_order_and_moves_no_comment() {
    let mut random = Random(5);
    let (thread, ids) = thread(&mut random).await;
    let model = thread.model(Sort::Newest).await;
    let read = |id: &CommentId| model.iter().any(|(other, _, status)| other == id && *status == Status::Published);
    for id in ids.iter().step_by(5) {
        for sort in Sort::ALL {
            thread.change("UPDATE thread SET pinned_seq = NULL").await;
            let plain = thread.page(sort, Position::First, 3).await;
            thread.change(&format!("UPDATE thread SET pinned_seq = (SELECT seq FROM comment WHERE id = '{id}')")).await;
            let page = thread.page(sort, Position::First, 3).await;
            assert_eq!((&page.comments, &page.gaps), (&plain.comments, &plain.gaps));
            assert_eq!(page.pinned.as_ref().map(|pinned| &pinned.id), Some(id).filter(|id| read(id)), "{id}");
            if let Some(next) = cursor(&page, true) {
                assert_eq!(thread.page(sort, Position::From(next), PAGE_LIMIT).await.pinned, None);
            }
        }
        assert_eq!(thread.page(Sort::Picks, Position::First, 3).await.pinned, None, "picks stand alone");
    }
}
