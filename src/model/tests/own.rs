//! What becomes of a list when a reader changes or deletes a comment of their own.

use super::*;

/// What is read of each line: its id, and whether it is a tombstone.
fn read(items: &[Item]) -> Vec<(CommentId, bool)> {
    let lines = items.iter().filter_map(|item| match item {
        Item::Kept(entry) => Some((entry.comment.id.clone(), entry.comment.status == Status::Removed)),
        Item::Waiting(..) | Item::Gap(_) => None,
    });
    lines.collect()
}

#[test]
fn a_comment_that_was_changed_is_drawn_again_in_its_place() {
    let mut items = thread();
    let changed = Comment { html: "<p>anders</p>".to_owned(), ..comment(3, Some(2), 2) };
    replace(&mut items, changed);
    let Item::Kept(entry) = &items[2] else { panic!("3 is a kept comment") };
    assert_eq!((entry.comment.html.as_str(), entry.parent_name.as_deref()), ("<p>anders</p>", Some("Author 2")));
    assert_eq!(items[2].key().0, Some(1));
    replace(&mut items, comment(9, None, 0));
    assert_eq!(order(&items), [1, 2, 3, 4, 5].map(id), "one that is not here stays away");
}

#[test]
fn a_deleted_comment_leaves_a_tombstone_that_goes_where_nothing_stands_below_it() {
    let mut items = thread();
    for n in [5, 2] {
        entomb(&mut items, &id(n));
        bury(&mut items, &id(n));
    }
    assert_eq!(read(&items), [(1, false), (2, true), (3, false), (4, false)].map(|(n, gone)| (id(n), gone)));
}

#[test]
fn the_tombstones_above_go_with_the_last_comment_that_they_kept() {
    let mut items = thread();
    for n in [1, 2, 3] {
        entomb(&mut items, &id(n));
    }
    bury(&mut items, &id(3));
    assert_eq!(order(&items), [1, 4, 5].map(id), "4 still stands below 1");
    bury(&mut items, &id(4));
    assert_eq!(order(&items), [1, 4, 5].map(id), "what is no tombstone is not buried");
}

#[test]
fn a_refresh_draws_again_what_was_changed_though_its_text_is_in_the_page_alone() {
    let from_page = |edited_at: Option<&str>| {
        let edited_at = edited_at.map(str::to_owned);
        all(vec![Comment { html: String::new(), edited_at, ..comment(1, None, 0) }])
    };
    let changed = refresh(&from_page(None), from_page(Some("2026-11-12T10:25:00Z")), Sort::Newest, &[]);
    assert_eq!(changed[0].key().0, Some(1));
}

#[test]
fn a_comment_that_nobody_else_reads_yet_stands_where_it_would_or_nowhere() {
    let mut items = thread();
    settle(&mut items, comment(9, Some(2), 2), Sort::Newest);
    settle(&mut items, comment(8, None, 0), Sort::Newest);
    settle(&mut items, comment(7, Some(99), 3), Sort::Newest);
    assert_eq!(order(&items), [8, 1, 2, 3, 9, 4, 5].map(id));
    // Read again without it, the thread keeps what the answer cannot know of.
    let new = refresh(&items, thread(), Sort::Newest, &[]);
    assert_eq!(order(&new), [8, 1, 2, 3, 9, 4, 5].map(id));
}

#[test]
fn what_is_said_of_a_comment_on_its_way_makes_it_another_line() {
    let mut items = thread();
    insert_waiting(&mut items, outgoing(9, None), Sort::Newest);
    let mut keys = vec![items[0].key()];
    note(&mut items, &id(9), None, Some("straks".to_owned()));
    keys.push(items[0].key());
    note(&mut items, &id(9), Some("te laat".to_owned()), None);
    keys.push(items[0].key());
    keys.dedup();
    assert_eq!(keys.len(), 3);
    note(&mut items, &id(1), Some("te laat".to_owned()), None);
    assert_eq!(items[1].key(), thread()[0].key(), "nothing is said of one that is kept");
}

#[test]
fn a_text_that_comes_back_to_its_form_stands_before_what_was_written_since() {
    assert_eq!(before("eerst", ""), "eerst");
    assert_eq!(before("eerst", "toen"), "eerst\n\ntoen");
    assert_eq!(before("eerst", "eerst, en toen"), "eerst, en toen");
}
