//! What is new on a visit, and the way through it.

use super::*;

const HOUR: u32 = 3600;

/// A comment posted at this second.
fn at(second: u8, n: u8) -> Comment {
    Comment { posted_at: Some(format!("2026-11-12T09:30:{second:02}Z")), ..comment(n, None, 0) }
}

fn lines(comments: &[Comment]) -> Vec<Item> {
    all(comments.to_vec())
}

fn line(comment: &Comment) -> Item {
    lines(std::slice::from_ref(comment)).remove(0)
}

fn gap(depth: u32) -> Item {
    Item::Gap(Arc::new(Gap { after: None, depth, count: None, cursor: format!("gap{depth}") }))
}

/// The visit to a thread of these lines, after another or as the first.
fn visit(before: Option<&Visit>, comments: &[Comment], now: u32) -> Visit {
    let mut visit = Visit::default();
    visit.go_on(before.cloned(), latest(&lines(comments), None), u32::try_from(comments.len()).unwrap(), now);
    visit
}

#[test]
fn nothing_is_new_on_a_first_visit_but_what_comes_during_it() {
    let first = visit(None, &[at(1, 1), at(2, 2)], HOUR);
    assert!(![at(1, 1), at(2, 2)].iter().any(|comment| first.is_new(&line(comment))));
    assert!(first.is_new(&line(&at(3, 3))));
    assert!(visit(None, &[], HOUR).is_new(&line(&at(3, 3))), "in a thread that was empty");
    assert!(!Visit::default().is_new(&line(&at(3, 3))), "before the device was asked");
}

#[test]
fn what_came_since_the_last_visit_is_new() {
    let now = [at(3, 3), at(1, 1), at(2, 2), at(2, 9)];
    let second = visit(Some(&visit(None, &[at(1, 1), at(2, 2)], 0)), &now, HOUR);
    let new = now.map(|comment| second.is_new(&line(&comment)));
    assert_eq!(new, [true, false, false, true], "of the same second the later id");
}

#[test]
fn who_comes_back_at_once_is_on_the_same_visit() {
    let both = [at(1, 1), at(2, 2)];
    let second = visit(Some(&visit(None, &both[..1], 0)), &both, HOUR);
    let reload = visit(Some(&second), &both, HOUR + 60);
    assert!(reload.is_new(&line(&at(2, 2))));
    let third = visit(Some(&reload), &both, 2 * HOUR + 60);
    assert!(!third.is_new(&line(&at(2, 2))));
}

#[test]
fn who_was_away_is_told_for_how_long() {
    let mut visit = visit(None, &[], HOUR);
    assert_eq!(visit.go_on(None, String::new(), 0, HOUR + 90), 90);
    assert_eq!(visit.go_on(None, String::new(), 0, HOUR), 0, "a clock that was set back");
}

#[test]
fn ones_own_removed_and_undated_comments_are_never_new() {
    let mut visit = visit(None, &[], 0);
    visit.wrote(id(3).as_str());
    assert!(!visit.is_new(&line(&at(3, 3))));
    assert!(!visit.is_new(&line(&comment(4, None, 0))));
    assert!(!visit.is_new(&line(&Comment { status: Status::Removed, ..at(5, 5) })));
    for n in 10..=250 {
        visit.wrote(id(n).as_str());
    }
    assert_eq!(visit.mine.split_whitespace().count(), 100);
    assert!(visit.mine.starts_with(id(250).as_str()));
}

#[test]
fn of_a_part_of_a_thread_its_last_comment_is_the_mark() {
    let mut items = lines(&[at(2, 2)]);
    let last = "2026-11-12T09:30:09Z";
    assert!(latest(&items, Some(last)).starts_with("2026-11-12T09:30:02Z"), "the whole of it is here");
    items.push(gap(0));
    let mut visit = Visit::default();
    visit.go_on(None, latest(&items, Some(last)), 5, 0);
    assert!(!visit.is_new(&line(&at(9, 9))), "it was there, and is only brought later");
    assert!(visit.is_new(&line(&at(10, 10))));
    assert_eq!(latest(&[], None), "");
}

#[test]
fn a_thread_never_falls_behind_what_another_tab_has_seen() {
    let old = visit(None, &[at(1, 1)], 0);
    let other = visit(Some(&old), &[at(1, 1), at(5, 5)], 60);
    let mut late = old.clone();
    late.go_on(Some(other.clone()), old.latest.clone(), 1, 90);
    assert_eq!(late.latest, other.latest);
    assert_eq!(late.since, old.since, "what is marked stays marked");
}

#[test]
fn a_count_of_what_is_new_includes_what_is_not_here_but_not_ones_own() {
    let mut visit = Visit::default();
    visit.go_on(None, String::new(), 10, 0);
    visit.go_on(None, String::new(), 15, 60);
    visit.wrote(id(1).as_str());
    assert_eq!((visit.all_new(2), visit.all_new(9)), (4, 9));
    visit.go_on(None, String::new(), 3, 90);
    assert_eq!(visit.all_new(0), 0);
}

/// 1 ├ 2 new └ 3, gap, 5 new
fn walk(from: Option<usize>, forward: bool, more: bool, none_new: bool) -> Option<usize> {
    let mut items = all(vec![comment(1, None, 0), comment(2, Some(1), 1), comment(3, Some(1), 1), comment(5, None, 0)]);
    items.insert(3, gap(1));
    let mut standings = vec![Standing::default(); 5];
    (standings[1].new, standings[4].new) = (!none_new, !none_new);
    step(&items, &standings, from, forward, more)
}

#[test]
fn the_way_goes_from_new_to_new_and_around() {
    assert_eq!(
        [None, Some(0), Some(1), Some(4)].map(|from| walk(from, true, false, false)),
        [Some(1), Some(1), Some(4), Some(1)]
    );
    assert_eq!(
        [None, Some(4), Some(3), Some(1)].map(|from| walk(from, false, false, false)),
        [Some(4), Some(1), Some(1), Some(4)]
    );
}

#[test]
fn the_way_stops_at_a_gap_where_something_new_may_be_in_it() {
    assert_eq!(walk(Some(1), true, true, false), Some(3));
    assert_eq!(walk(Some(4), false, true, false), Some(3));
}

#[test]
fn where_nothing_is_new_the_way_goes_along_the_comments_on_the_article() {
    assert_eq!([None, Some(0), Some(4)].map(|from| walk(from, true, false, true)), [Some(0), Some(4), Some(0)]);
    assert_eq!(walk(Some(2), false, false, true), Some(0));
    assert_eq!(step(&[], &[], None, true, false), None);
}

#[test]
fn a_new_line_knows_its_number() {
    let standings = [false, true, false, true].map(|new| Standing { new, ..Standing::default() });
    assert_eq!((count_to(&standings, 3), count_to(&standings, 2)), (2, 0));
}

#[test]
fn a_visit_is_read_as_it_was_kept_and_nothing_else_is_one() {
    let mut visit = visit(None, &[at(1, 1)], HOUR);
    assert_eq!(Visit::parse(&visit.text()), Some(visit.clone()));
    visit.wrote(id(2).as_str());
    assert_eq!(Visit::parse(&visit.text()), Some(visit));
    for text in ["", "a\nb", "a\nb\n\n1\n2\nx", "a\nb\n\n1\n2\n-3"] {
        assert_eq!(Visit::parse(text), None, "{text}");
    }
}

#[test]
fn the_comments_on_the_article_that_were_answered() {
    let mut items = thread();
    assert_eq!(answered(&items, 0), [id(1)]);
    items.push(gap(1));
    assert_eq!(answered(&items, 0), [id(1), id(5)], "also where the answers are left out");
}

#[test]
fn the_comments_of_a_depth_that_were_answered() {
    let items = thread();
    for depth in 1..4 {
        let deeper = |at: usize| items.get(at + 1).is_some_and(|next| next.depth() > depth);
        let expected = (0..items.len()).filter(|at| items[*at].depth() == depth && deeper(*at));
        let expected = expected.filter_map(|at| items[at].id()).cloned().collect::<Vec<_>>();
        assert_eq!(answered(&items, depth), expected);
    }
}
