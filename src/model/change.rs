//! How the list changes: a comment is sent and kept, a page comes in the place of a gap, the thread is read again.
//!
//! All of it in time that grows with the list alone.

use std::sync::Arc;

use weerwoord_protocol::{Comment, CommentId, Gap, Sort, Status};

use super::{Entry, Item, Outgoing, branch_end, count_votes, entomb, find, replace};

/// Puts a comment that is being sent where it will stand: a reply last in its branch, a root comment where the order
/// has the newest, or first where that goes by what others make of it. An answer to a comment that is not here stands as a root comment.
pub fn insert_waiting(items: &mut Vec<Item>, outgoing: Outgoing, sort: Sort) {
    let (_, place, depth) = place(items, outgoing.parent.as_ref(), sort);
    items.insert(place, Item::Waiting(Arc::new(outgoing), depth));
}

/// Where a comment goes that answers `parent`: where the lines around it begin, its own place, and its depth.
fn place(items: &[Item], parent: Option<&CommentId>, sort: Sort) -> (usize, usize, u32) {
    match (parent.and_then(|parent| find(items, parent)), sort) {
        (Some(parent), _) => (parent, branch_end(items, parent), items[parent].depth() + 1),
        (None, Sort::Oldest) => (items.len().saturating_sub(1), items.len(), 0),
        (None, _) => (0, 0, 0),
    }
}

/// Puts the kept comment in the place of the one that was being sent; where that is not here, where it would stand.
pub fn settle(items: &mut Vec<Item>, comment: Comment, sort: Sort) {
    let parent = comment.parent.as_ref().and_then(|parent| find(items, parent));
    let parent_name = parent.and_then(|parent| items[parent].name().map(str::to_owned));
    let there = find(items, &comment.id);
    let (_, new, depth) = place(items, comment.parent.as_ref(), sort);
    let fits = depth == comment.depth;
    let item = Item::Kept(Arc::new(Entry { comment, parent_name, revision: 0, unplaced: true }));
    match there {
        Some(at) => items[at] = item,
        None if fits => items.insert(new, item),
        // What it answers is not here.
        None => {}
    }
}

/// Takes what the server tells of a comment: a new one stands where one that was written here would, one that is gone leaves
/// a tombstone, and without a text it tells of the votes alone.
pub fn take(items: &mut Vec<Item>, comment: Comment, sort: Sort) {
    let Some(at) = find(items, &comment.id) else {
        // Of a line that is gone meanwhile there is nothing to tell: its comment is removed, or not whole.
        if comment.author.is_some() {
            settle(items, comment, sort);
        }
        return;
    };
    match &items[at] {
        Item::Kept(entry) if comment.status == Status::Removed => {
            // What waits for review stays with its writer.
            if entry.comment.status == Status::Published {
                entomb(items, &comment.id);
            }
        }
        Item::Kept(_) if comment.html.is_empty() => count_votes(items, &comment.id, comment.votes),
        Item::Kept(_) => replace(items, comment),
        // Its answer is on the way.
        Item::Waiting(..) | Item::Gap(_) => {}
    }
}

/// Puts a page in the place of its gap. A comment that stands in the list already, because it was written here, moves to
/// where the page has it, and what was written below it moves along. Answers the list, and the comments whose lines stay.
pub fn insert_page(items: &[Item], cursor: &str, mut page: Vec<Item>) -> (Vec<Item>, Vec<CommentId>) {
    let mut stay = Vec::new();
    let Some(gap) = find_gap(items, cursor) else { return (items.to_vec(), stay) };
    renew(items, &mut page);
    let came = places(&page);
    let mut moved = None;
    let (mut before, mut after, mut along) = (Vec::new(), Vec::new(), Vec::new());
    for (at, item) in items.iter().enumerate() {
        if at == gap {
            moved = None;
        } else if let Some(at) = came.get(item.mark()) {
            moved = Some(item.depth());
            if page[at].key() == item.key() {
                stay.extend(item.id().cloned());
            }
        } else if moved.is_some_and(|depth| item.depth() > depth) {
            along.push(item.clone());
        } else {
            moved = None;
            if at < gap { &mut before } else { &mut after }.push(item.clone());
        }
    }
    drop(came);
    let mut items = before;
    items.append(&mut page);
    items.append(&mut after);
    for item in along {
        let parent = match &item {
            Item::Kept(entry) => entry.comment.parent.as_ref(),
            Item::Waiting(outgoing, _) => outgoing.parent.as_ref(),
            // The page says by itself what it leaves out.
            Item::Gap(_) => continue,
        };
        let (_, place, _) = place(&items, parent, Sort::Oldest);
        items.insert(place, item);
    }
    (items, stay)
}

/// The place of the gap that has this cursor.
pub fn find_gap(items: &[Item], cursor: &str) -> Option<usize> {
    items.iter().position(|item| matches!(item, Item::Gap(_)) && item.mark() == cursor)
}

/// The cursor of a gap that has to be opened again, since `old` shows what `new`, read again, leaves out there; not those
/// in `passed`. `None` when there is no more.
pub fn opened(old: &[Item], new: &[Item], passed: &[String]) -> Option<String> {
    let (there, here) = (places(old), places(new));
    // Lines in `old` that a page brought, and in `new` none.
    let lost = |item: &&Item| here.get(item.mark()).is_none();
    let placed = |item: &&Item| match item {
        Item::Kept(entry) => !entry.unplaced,
        Item::Waiting(..) => false,
        Item::Gap(_) => true,
    };
    // Where in `old` the last comment stands that is in both.
    let mut known = None;
    for (at, item) in new.iter().enumerate() {
        let Item::Gap(gap) = item else {
            known = there.get(item.mark()).or(known);
            continue;
        };
        let first = if at == 0 {
            let next = new.get(1).and_then(|next| there.get(next.mark())).unwrap_or_default();
            old[..next].iter().rev().find(placed)
        } else {
            let Some(known) = known else { continue };
            // One of comments on the article begins where the branch ends.
            let beyond = if gap.depth == 0 { 0 } else { u32::MAX };
            old[known + 1..].iter().filter(placed).find(|item| item.depth() <= beyond)
        };
        let first = first.filter(|item| item.id().is_some() && item.depth() >= gap.depth).filter(lost);
        if first.is_some() && !passed.contains(&gap.cursor) {
            return Some(gap.cursor.clone());
        }
    }
    None
}

/// The comments that were written here and that no page has brought yet.
pub fn unplaced(items: &[Item]) -> Vec<CommentId> {
    let own = |item: &&Item| matches!(item, Item::Kept(entry) if entry.unplaced);
    items.iter().filter(own).filter_map(Item::id).cloned().collect()
}

/// Takes the lines of a thread that was read again: those that did not change stay the same, and those that were written
/// here and that no page brings yet keep their place. The answer can tell of those in `known`, which were there when it
/// was asked for; not of those that came since.
pub fn refresh(old: &[Item], mut new: Vec<Item>, sort: Sort, known: &[CommentId]) -> Vec<Item> {
    renew(old, &mut new);
    let here = places(&new);
    let own: Vec<Item> = old.iter().filter(|item| here.get(item.mark()).is_none()).cloned().collect();
    drop(here);
    for item in own {
        match item {
            Item::Waiting(outgoing, _) => insert_waiting(&mut new, Outgoing::clone(&outgoing), sort),
            Item::Kept(entry) if entry.unplaced && known.contains(&entry.comment.id) => {
                insert_own(&mut new, &entry, sort)
            }
            Item::Kept(entry) if entry.unplaced => {
                let (_, place, depth) = place(&new, entry.comment.parent.as_ref(), sort);
                if depth == entry.comment.depth {
                    new.insert(place, Item::Kept(entry));
                }
            }
            Item::Kept(_) | Item::Gap(_) => {}
        }
    }
    new
}

/// Puts a comment that was written here beside the gap that counts it; where there is none, it is gone.
fn insert_own(items: &mut Vec<Item>, entry: &Arc<Entry>, sort: Sort) {
    // What nobody voted for and nobody answered stands behind the rest.
    let sort = if sort.is_ranked() { Sort::Oldest } else { sort };
    let (from, place, depth) = place(items, entry.comment.parent.as_ref(), sort);
    if depth != entry.comment.depth {
        return;
    }
    let Some(at) = (from..=place).find(|at| matches!(items.get(*at), Some(Item::Gap(_)))) else { return };
    items.insert(place, Item::Kept(Arc::clone(entry)));
    let at = at + usize::from(at >= place);
    let Item::Gap(gap) = &items[at] else { return };
    match gap.count {
        Some(count) if entry.comment.status == Status::Published => {
            if count > 1 {
                items[at] = Item::Gap(Arc::new(Gap { count: Some(count - 1), ..Gap::clone(gap) }));
            } else {
                items.remove(at);
            }
        }
        _ => {}
    }
}

/// Lets the lines of `new` that are in `old` and did not change be what they were, so that nothing is drawn again.
fn renew(old: &[Item], new: &mut [Item]) {
    let there = places(old);
    for item in new {
        let Item::Kept(now) = item else { continue };
        let Some(Item::Kept(before)) = there.get(now.comment.id.as_str()).map(|at| &old[at]) else { continue };
        let (was, is) = (&before.comment, &now.comment);
        let same = looks_like(was, is) && before.parent_name == now.parent_name;
        // One that came in HTML has no text to compare with; the next time there is one.
        let comparable = is.html.is_empty() || !was.html.is_empty();
        if same && comparable && !before.unplaced && was.votes == is.votes {
            *now = Arc::clone(before);
        } else if let Some(now) = Arc::get_mut(now) {
            now.revision = before.revision + u32::from(!same);
        }
    }
}

/// Whether a comment's line is as it was, but for what `lines.rs` keeps up to date in it.
pub(super) fn looks_like(was: &Comment, is: &Comment) -> bool {
    (was.html.is_empty() || is.html.is_empty() || was.html == is.html)
        && was.status == is.status
        && was.edited_at == is.edited_at
        && was.reactions == is.reactions
        && (was.depth, was.badge, was.picked) == (is.depth, is.badge, is.picked)
}

/// Where each line stands, by its mark. Sorted: no other type here needs a hash table.
struct Places<'a>(Vec<(&'a str, usize)>);

impl Places<'_> {
    fn get(&self, mark: &str) -> Option<usize> {
        let at = self.0.binary_search_by_key(&mark, |(mark, _)| mark).ok()?;
        self.0.get(at).map(|(_, place)| *place)
    }
}

fn places(items: &[Item]) -> Places<'_> {
    let mut places: Vec<(&str, usize)> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        // One by one: the standard library's sorting takes ten times the code.
        if let Err(place) = places.binary_search_by_key(&item.mark(), |(mark, _)| mark) {
            places.insert(place, (item.mark(), at));
        }
    }
    Places(places)
}
