//! What the server tells while the thread is read.

use super::*;

fn took(comment: Comment) -> Vec<Item> {
    let mut items = thread();
    take(&mut items, comment, Sort::Newest);
    items
}

fn kept(items: &[Item], n: u8) -> (&Comment, u32) {
    let Item::Kept(entry) = &items[find(items, &id(n)).unwrap()] else { panic!("{n} is a kept comment") };
    (&entry.comment, entry.revision)
}

#[test]
fn a_new_comment_stands_where_one_that_was_written_here_would() {
    assert_eq!(order(&took(comment(6, Some(2), 2))), [1, 2, 3, 6, 4, 5].map(id));
    assert_eq!(order(&took(comment(6, None, 0))), [6, 1, 2, 3, 4, 5].map(id));
    assert_eq!(order(&took(comment(6, Some(9), 1))), [1, 2, 3, 4, 5].map(id), "what it answers is not here");
}

#[test]
fn a_comment_that_is_another_is_drawn_anew_in_its_place() {
    let items = took(Comment { html: "<p>anders</p>".to_owned(), ..comment(2, Some(1), 1) });
    assert_eq!(order(&items), order(&thread()));
    assert_eq!((kept(&items, 2).0.html.as_str(), kept(&items, 2).1), ("<p>anders</p>", 1));
}

#[test]
fn what_is_told_a_second_time_is_not_drawn_again() {
    let changed = Comment { html: "<p>anders</p>".to_owned(), ..comment(2, Some(1), 1) };
    let mut items = took(changed.clone());
    let votes = Votes { up: 3, down: 1 };
    take(&mut items, Comment { votes, ..changed.clone() }, Sort::Newest);
    assert_eq!(kept(&items, 2), (&Comment { votes, ..changed.clone() }, 1));
    take(&mut items, Comment { edited_at: Some("2026-07-12T10:00:00Z".to_owned()), ..changed }, Sort::Newest);
    assert_eq!(kept(&items, 2).1, 2);
}

#[test]
fn without_a_text_it_tells_of_the_votes_alone() {
    let votes = Votes { up: 3, down: 1 };
    let items = took(Comment { html: String::new(), author: None, votes, ..comment(2, None, 0) });
    assert_eq!(kept(&items, 2), (&Comment { votes, ..comment(2, Some(1), 1) }, 0));
}

#[test]
fn a_comment_that_is_gone_leaves_a_tombstone_unless_it_waits_for_review() {
    let gone = Comment { status: Status::Removed, author: None, html: String::new(), ..comment(2, None, 0) };
    let items = took(gone.clone());
    assert_eq!(kept(&items, 2).0, &Comment { parent: Some(id(1)), depth: 1, ..gone.clone() });
    let held = Comment { status: Status::Held, ..comment(2, Some(1), 1) };
    let mut items = took(held.clone());
    take(&mut items, gone, Sort::Newest);
    assert_eq!(kept(&items, 2).0, &held);
}

#[test]
fn one_that_is_on_its_way_is_left_to_its_answer() {
    let mut items = thread();
    insert_waiting(&mut items, outgoing(6, None), Sort::Newest);
    take(&mut items, comment(6, None, 0), Sort::Newest);
    assert!(matches!(items[0], Item::Waiting(..)));
}

#[test]
fn of_a_line_that_is_gone_nothing_comes_back() {
    let gone = Comment { status: Status::Removed, author: None, html: String::new(), ..comment(6, None, 0) };
    assert_eq!(order(&took(gone)), order(&thread()));
    let votes = Comment { author: None, html: String::new(), ..comment(6, None, 0) };
    assert_eq!(order(&took(votes)), order(&thread()));
}
