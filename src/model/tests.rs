mod live;
mod own;
mod paging;
mod visit;

use super::*;
use weerwoord_protocol::{Sort, Status, Votes};

pub(super) fn id(n: u8) -> CommentId {
    CommentId::v7(u64::from(n), [n; 10])
}

fn comment(n: u8, parent: Option<u8>, depth: u32) -> Comment {
    let author = Some(Author { name: format!("Author {n}"), role: None });
    Comment {
        id: id(n),
        parent: parent.map(id),
        depth,
        author,
        html: format!("<p>{n}</p>"),
        status: Status::Published,
        posted_at: None,
        edited_at: None,
        votes: Votes::default(),
        reactions: Vec::new(),
        badge: None,
        picked: false,
    }
}

/// 1 ├ 2 │ └ 3 └ 4, 5
fn thread() -> Vec<Item> {
    all(vec![
        comment(1, None, 0),
        comment(2, Some(1), 1),
        comment(3, Some(2), 2),
        comment(4, Some(1), 1),
        comment(5, None, 0),
    ])
}

fn all(comments: Vec<Comment>) -> Vec<Item> {
    items(Vec::new(), comments, Vec::new())
}

fn order(items: &[Item]) -> Vec<CommentId> {
    items.iter().filter_map(Item::id).cloned().collect()
}

pub(super) fn outgoing(n: u8, parent: Option<u8>) -> Outgoing {
    Outgoing::new(id(n), parent.map(id), Author::default(), String::new())
}

#[test]
fn a_branch_counts_all_that_stands_below_it() {
    let below: Vec<_> = standings(&thread(), &[], "", false).iter().map(|standing| standing.below).collect();
    assert_eq!(below, [3, 1, 0, 0, 0]);
}

#[test]
fn a_collapsed_branch_hides_what_stands_below_it_and_no_more() {
    let hidden = |collapsed: &[u8]| {
        let collapsed: Vec<_> = collapsed.iter().map(|n| id(*n)).collect();
        let standings = standings(&thread(), &collapsed, "", false);
        [0, 1, 2, 3, 4].map(|at: usize| standings[at].hidden)
    };
    assert_eq!(hidden(&[2]), [false, false, true, false, false]);
    assert_eq!(hidden(&[2, 1]), [false, true, true, true, false]);
    assert_eq!(hidden(&[]), [false; 5]);
}

#[test]
fn a_reply_being_sent_stands_last_in_its_branch() {
    let mut items = thread();
    insert_waiting(&mut items, outgoing(9, Some(2)), Sort::Newest);
    assert_eq!(order(&items), [1, 2, 3, 9, 4, 5].map(id));
    assert_eq!(items[3].depth(), 2);
}

#[test]
fn a_root_comment_being_sent_stands_where_the_newest_does() {
    let mut items = thread();
    insert_waiting(&mut items, outgoing(8, None), Sort::Newest);
    insert_waiting(&mut items, outgoing(9, None), Sort::Oldest);
    assert_eq!(order(&items), [8, 1, 2, 3, 4, 5, 9].map(id));
}

#[test]
fn an_acknowledged_comment_takes_the_place_of_the_one_being_sent() {
    let mut items = thread();
    insert_waiting(&mut items, outgoing(9, Some(5)), Sort::Newest);
    settle(&mut items, comment(9, Some(5), 1), Sort::Newest);
    assert_eq!(order(&items), [1, 2, 3, 4, 5, 9].map(id));
    assert!(matches!(&items[5], Item::Kept(entry) if entry.parent_name.as_deref() == Some("Author 5")));
}

#[test]
fn a_refresh_keeps_what_did_not_change_and_what_is_being_sent() {
    let mut old = thread();
    insert_waiting(&mut old, outgoing(9, Some(5)), Sort::Newest);
    let new = refresh(&old, all(vec![comment(6, None, 0), comment(5, None, 0)]), Sort::Newest, &unplaced(&old));
    assert_eq!(order(&new), [6, 5, 9].map(id));
    let (Item::Kept(before), Item::Kept(now)) = (&old[4], &new[1]) else { panic!("5 is a kept comment") };
    assert!(Arc::ptr_eq(before, now));
}

#[test]
fn a_comment_that_changed_is_drawn_again_and_no_other() {
    let mut changed = [comment(1, None, 0), comment(2, Some(1), 1), comment(5, None, 0)];
    changed[0].status = Status::Removed;
    changed[0].author = None;
    let new = refresh(&thread(), all(changed.to_vec()), Sort::Newest, &unplaced(&thread()));
    let revisions = [1, 1, 0].map(Some);
    assert_eq!([0, 1, 2].map(|at: usize| new[at].key().0), revisions, "the second names the first");
    let again = refresh(&new, all(changed.to_vec()), Sort::Newest, &unplaced(&new));
    assert_eq!([0, 1, 2].map(|at: usize| again[at].key().0), revisions);
}

#[test]
fn a_comment_that_was_voted_for_shows_it_and_is_not_drawn_again() {
    let mut voted = comment(5, None, 0);
    voted.votes.up = 3;
    let new = refresh(&thread(), all(vec![comment(1, None, 0), voted]), Sort::Newest, &[]);
    assert_eq!(new[1].key(), thread()[4].key());
    let shown = standings(&new, &[], "", false);
    assert_eq!([0, 1].map(|at: usize| shown[at].votes.up), [0, 3]);
    assert!(!shown[1].looks_like(&standings(&thread(), &[], "", false)[4]));
}

#[test]
fn a_vote_counts_at_once_and_takes_the_place_of_the_one_before() {
    let none = Cast { votes: Votes { up: 4, down: 1 }, mine: 0 };
    let up = none.changed_to(1);
    assert_eq!((up.votes, up.mine), (Votes { up: 5, down: 1 }, 1));
    let down = up.changed_to(-1);
    assert_eq!((down.votes, down.mine), (Votes { up: 4, down: 2 }, -1));
    assert_eq!(down.changed_to(0), none);
    assert_eq!(none.changed_to(0), none);
}

#[test]
fn the_readers_own_votes_are_one_for_each_comment() {
    let own = with_vote(&with_vote("", &id(1), 1), &id(2), -1);
    let votes = |own: &str| [1, 2, 3].map(|n| cast(&thread(), own, &id(n)).unwrap().mine);
    assert_eq!(votes(&own), [1, -1, 0]);
    assert_eq!(votes(&with_vote(&own, &id(1), 1)), [1, -1, 0], "the same again");
    assert_eq!(votes(&with_vote(&own, &id(1), -1)), [-1, -1, 0]);
    assert_eq!(with_vote(&with_vote(&own, &id(1), 0), &id(2), 0), "");
    assert_eq!(votes("nothing of ours"), [0, 0, 0]);
    assert_eq!(cast(&thread(), &own, &id(9)), None);
}

#[test]
fn what_was_written_here_stands_first_in_an_order_that_others_make() {
    for sort in [Sort::Best, Sort::Discussed] {
        let mut items = thread();
        insert_waiting(&mut items, outgoing(9, None), sort);
        assert_eq!(order(&items), [9, 1, 2, 3, 4, 5].map(id));
        settle(&mut items, comment(9, None, 0), Sort::Newest);
        let gap = Gap { after: Some(id(5)), depth: 0, count: None, cursor: "c".to_owned() };
        let page = super::items(Vec::new(), vec![comment(5, None, 0)], vec![gap]);
        assert_eq!(
            order(&refresh(&items, page, sort, &[id(9)])),
            [5, 9].map(id),
            "read again, behind what was left out"
        );
    }
}

#[test]
fn the_path_of_a_comment_is_all_that_stands_above_it() {
    let thread = thread();
    let above = |at| path(&thread, at).into_iter().filter_map(Item::id).cloned().collect::<Vec<_>>();
    assert_eq!(above(2), [3, 2, 1].map(id));
    assert_eq!(above(3), [4, 1].map(id));
}

#[test]
fn a_very_deep_thread_is_walked_without_recursion() {
    let comments =
        (0..50_u32).map(|depth| Comment { depth, ..comment(u8::try_from(depth).unwrap(), None, depth) }).collect();
    let items = all(comments);
    assert_eq!(standings(&items, &[], "", false)[0].below, 49);
    assert_eq!(branch_end(&items, 0), 50);
}

#[test]
fn a_comment_that_was_kept_after_the_question_is_not_in_the_answer_and_stays() {
    let mut items = thread();
    let known = unplaced(&items);
    insert_waiting(&mut items, outgoing(6, None), Sort::Newest);
    insert_waiting(&mut items, outgoing(7, Some(4)), Sort::Newest);
    settle(&mut items, comment(6, None, 0), Sort::Newest);
    settle(&mut items, comment(7, Some(4), 2), Sort::Newest);
    let new = refresh(&items, thread(), Sort::Newest, &known);
    assert_eq!(order(&new), order(&items));
    // An answer that was asked for later tells of them: without them, they are gone.
    assert_eq!(order(&refresh(&new, thread(), Sort::Newest, &unplaced(&new))), order(&thread()));
}

#[test]
fn a_reply_whose_parent_is_not_on_the_page_names_nobody_else() {
    let items = all(vec![comment(1, None, 0), comment(3, Some(2), 2), comment(4, Some(3), 3)]);
    let names = items.iter().map(|item| match item {
        Item::Kept(entry) => entry.parent_name.as_deref(),
        _ => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), [None, Some("…"), Some("Author 3")]);
}
