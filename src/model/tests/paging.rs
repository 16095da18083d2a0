//! A thread in pages, by a server of a few lines: a page is any choice of comments, and a gap each run between them.

use super::*;

/// A server that has these comments, in pre-order.
struct Thread(Vec<Comment>);

impl Thread {
    /// The page of these comments, and gaps for all others from `first` to `last`.
    fn window(&self, first: usize, last: usize, shown: impl Fn(usize) -> bool) -> Vec<Item> {
        let mut comments = Vec::new();
        let mut gaps = Vec::new();
        let mut at = first;
        while at < last {
            if shown(at) {
                comments.push(self.0[at].clone());
                at += 1;
                continue;
            }
            // A branch and the comments on the article behind it are left out by two gaps.
            let root = self.0[at].depth == 0;
            let ends = |end: &usize| shown(*end) || (!root && self.0[*end].depth == 0);
            let end = (at + 1..last).find(ends).unwrap_or(last);
            gaps.push(Gap {
                after: comments.last().map(|comment: &Comment| comment.id.clone()),
                depth: self.0[at..end].iter().map(|comment| comment.depth).min().unwrap(),
                count: (!root).then(|| u32::try_from(end - at).unwrap()),
                cursor: format!("{} {}", self.0[at].id, self.0.get(end).map_or("", |comment| comment.id.as_str())),
            });
            at = end;
        }
        items(Vec::new(), comments, gaps)
    }

    /// The next comments of a gap, at most so many.
    fn page(&self, cursor: &str, limit: usize) -> Vec<Item> {
        let place = |id: &str| self.0.iter().position(|comment| comment.id.as_str() == id);
        let (first, end) = cursor.split_once(' ').unwrap();
        let first = place(first).unwrap();
        self.window(first, place(end).unwrap_or(self.0.len()), |at| at < first + limit)
    }

    /// Puts a comment as the last answer to the comment at `parent`.
    fn post(&mut self, n: u8, parent: usize) {
        let place = branch_end(&all(self.0.clone()), parent);
        let comment = Comment { parent: Some(self.0[parent].id.clone()), ..comment(n, None, self.0[parent].depth + 1) };
        self.0.insert(place, comment);
    }

    /// Whether a list has comments of this thread alone, in their order and each once.
    fn is_told_by(&self, list: &[Item]) -> bool {
        let mut thread = self.0.iter();
        list.iter().filter_map(Item::id).all(|id| thread.any(|comment| comment.id == *id))
    }
}

/// Numbers without a pattern, the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// A thread of so many comments, each an answer to any before it or to none.
    fn thread(&mut self, size: u8) -> Thread {
        let mut thread = Thread(vec![comment(1, None, 0)]);
        for n in 2..=size {
            match self.below(thread.0.len() + 3) {
                parent if parent < thread.0.len() => thread.post(n, parent),
                _ => thread.0.push(comment(n, None, 0)),
            }
        }
        thread
    }
}

fn gaps(list: &[Item]) -> Vec<String> {
    list.iter().filter(|item| item.id().is_none()).map(|gap| gap.mark().to_owned()).collect()
}

fn kept(n: u8, parent: Option<u8>, depth: u32) -> Item {
    all(vec![comment(n, parent, depth)]).remove(0)
}

/// 1 with 24 answers of which 2 is shown, then 5.
fn with_gap() -> Vec<Item> {
    let gap = Gap { after: Some(id(2)), depth: 1, count: Some(23), cursor: "c".to_owned() };
    items(Vec::new(), vec![comment(1, None, 0), comment(2, Some(1), 1), comment(5, None, 0)], vec![gap])
}

#[test]
fn what_is_left_out_counts_and_collapses_with_its_branch() {
    let standings = standings(&with_gap(), &[id(1)], "", false);
    assert_eq!(standings.iter().map(|standing| standing.below).collect::<Vec<_>>(), [24, 0, 0, 0]);
    assert_eq!(standings.iter().map(|standing| standing.hidden).collect::<Vec<_>>(), [false, true, true, false]);
}

#[test]
fn an_answer_being_sent_stands_behind_what_its_branch_leaves_out() {
    let mut list = with_gap();
    insert_waiting(&mut list, outgoing(9, Some(1)), Sort::Newest);
    insert_waiting(&mut list, outgoing(8, Some(2)), Sort::Newest);
    assert_eq!(order(&list), [1, 2, 8, 9, 5].map(id));
    assert_eq!(list[3].mark(), "c");
}

#[test]
fn a_page_takes_the_place_of_its_gap() {
    let (list, stay) = insert_page(&with_gap(), "c", vec![kept(3, Some(1), 1), kept(4, Some(1), 1)]);
    assert_eq!(order(&list), [1, 2, 3, 4, 5].map(id));
    assert_eq!((gaps(&list).len(), stay.len()), (0, 0));
    let (same, _) = insert_page(&with_gap(), "another", vec![kept(3, Some(1), 1)]);
    assert_eq!(order(&same), [1, 2, 5].map(id), "the gap is gone");
}

#[test]
fn a_comment_written_here_moves_to_its_page_with_what_was_written_below_it() {
    let mut list = with_gap();
    insert_waiting(&mut list, outgoing(9, Some(1)), Sort::Newest);
    settle(&mut list, comment(9, Some(1), 1), Sort::Newest);
    insert_waiting(&mut list, outgoing(8, Some(9)), Sort::Newest);
    assert_eq!(order(&list), [1, 2, 9, 8, 5].map(id));
    let answers = [3, 9, 4].map(|n| comment(n, Some(1), 1));
    let page = items(vec![Above::of(&comment(1, None, 0))], answers.to_vec(), Vec::new());
    let key = list[3].key();
    let (list, stay) = insert_page(&list, "c", page);
    assert_eq!(order(&list), [1, 2, 3, 9, 8, 4, 5].map(id));
    assert_eq!(stay, [id(9)]);
    assert_eq!(list[3].key(), key, "its line stays as it is");
}

#[test]
fn a_refresh_keeps_a_comment_written_here_beside_the_gap_that_counts_it() {
    let mut old = with_gap();
    insert_waiting(&mut old, outgoing(9, Some(1)), Sort::Newest);
    settle(&mut old, comment(9, Some(1), 1), Sort::Newest);
    let count = |list: &[Item]| match &list[2] {
        Item::Gap(gap) => gap.count,
        _ => None,
    };
    let new = refresh(&old, with_gap(), Sort::Newest, &unplaced(&old));
    assert_eq!(order(&new), [1, 2, 9, 5].map(id));
    assert_eq!(count(&new), Some(22));
    let gone = refresh(&old, thread(), Sort::Newest, &unplaced(&old));
    assert_eq!(order(&gone), [1, 2, 3, 4, 5].map(id), "a page that leaves nothing out would have it");
}

#[test]
fn whatever_is_opened_in_whatever_order_each_comment_comes_once_and_in_its_place() {
    let mut random = Random(1);
    for _ in 0..300 {
        let size = u8::try_from(random.below(40) + 1).unwrap();
        let mut thread = random.thread(size);
        let shown: Vec<bool> = (0..thread.0.len()).map(|_| random.below(3) == 0).collect();
        let mut list = thread.window(0, thread.0.len(), |at| shown[at]);
        for n in 100.. {
            let open = gaps(&list);
            if open.is_empty() {
                break;
            }
            if n < 110 {
                let parent = random.below(thread.0.len());
                thread.post(n, parent);
            }
            let cursor = &open[random.below(open.len())];
            list = insert_page(&list, cursor, thread.page(cursor, random.below(5) + 1)).0;
            assert!(thread.is_told_by(&list), "{:?}", order(&list));
        }
        let (told, had) = (order(&list), usize::from(size));
        assert_eq!(told.iter().filter(|told| (1..=size).any(|n| id(n) == **told)).count(), had);
    }
}

#[test]
fn a_refresh_loses_nothing_that_was_opened_and_doubles_nothing() {
    let mut random = Random(2);
    for _ in 0..300 {
        let size = u8::try_from(random.below(40) + 2).unwrap();
        let mut thread = random.thread(size);
        // As the server does: the first comments of each branch.
        let first = |thread: &Thread| {
            let roots = thread.0.iter().enumerate().filter(|(_, comment)| comment.depth == 0).map(|(at, _)| at);
            let roots: Vec<usize> = roots.collect();
            thread.window(0, thread.0.len(), |at| roots.iter().take(4).any(|root| (*root..root + 3).contains(&at)))
        };
        let mut old = first(&thread);
        for _ in 0..random.below(6) {
            let open = gaps(&old);
            if !open.is_empty() {
                let cursor = &open[random.below(open.len())];
                old = insert_page(&old, cursor, thread.page(cursor, 4)).0;
            }
        }
        for n in 100..100 + u8::try_from(random.below(4)).unwrap() {
            let parent = random.below(thread.0.len());
            thread.post(n, parent);
        }
        let mut new = first(&thread);
        let mut passed = Vec::new();
        while let Some(cursor) = opened(&old, &new, &passed) {
            let page = thread.page(&cursor, 4);
            if page.iter().any(|line| line.id().is_some_and(|id| find(&old, id).is_some())) {
                new = insert_page(&new, &cursor, page).0;
            } else {
                passed.push(cursor);
            }
        }
        let new = refresh(&old, new, Sort::Oldest, &unplaced(&old));
        assert!(thread.is_told_by(&new), "{:?}", order(&new));
        for id in order(&old) {
            assert!(find(&new, &id).is_some(), "{id} of {:?} is not in {:?}", order(&old), order(&new));
        }
    }
}
