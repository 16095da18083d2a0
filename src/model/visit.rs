//! What came since the reader's last visit, and the way through it.
//!
//! A visit is remembered by the newest comment that the thread had then. Its mark is the time at which it was posted and, of
//! the same second, its id: as text, so that later is greater.

use weerwoord_protocol::{Comment, CommentId, Status};

use super::{Item, Standing};

/// Who comes back sooner than this, in seconds, is still on the same visit: a reload does not wipe the marks.
const PAUSE: u32 = 30 * 60;

/// An id of one's own, and a space.
const MINE: usize = 37;

/// So many of them are kept in one visit.
const MOST: usize = 100;

/// Later than every mark.
const NEVER: &str = "~";

/// A reader's visit to a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What is later than this mark is new.
    pub(super) since: String,
    /// The latest mark by now.
    pub(super) latest: String,
    /// How many comments the thread had when the visit began.
    pub(super) had: u32,
    /// How many it has by now.
    pub(super) has: u32,
    /// When the reader was here last, in seconds since 1970.
    pub(super) left: u32,
    /// The ids of what the reader wrote meanwhile, which is not new.
    pub(super) mine: String,
}

/// What is so before it has begun: nothing is new.
impl Default for Visit {
    fn default() -> Self {
        Self { since: NEVER.to_owned(), latest: String::new(), had: 0, has: 0, left: 0, mine: String::new() }
    }
}

impl Visit {
    /// What [`Visit::text`] wrote; `None` where it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (since, latest, mine) = (lines.next()?.to_owned(), lines.next()?.to_owned(), lines.next()?.to_owned());
        let mut number = || lines.next()?.parse().ok();
        Some(Self { since, latest, mine, had: number()?, has: number()?, left: number()? })
    }

    /// The visit as the device keeps it: a line for each thing that is known.
    pub fn text(&self) -> String {
        let [had, has, left] = [self.had, self.has, self.left].map(|number| number.to_string());
        [&self.since, "\n", &self.latest, "\n", &self.mine, "\n", &had, "\n", &has, "\n", &left].concat()
    }

    /// The reader is here at `now`, and the thread has come to the mark `latest`. The visit begins with that, or goes on from
    /// what the device has `kept`. On a first visit nothing is new. Answers for how many seconds the reader was away.
    pub fn go_on(&mut self, kept: Option<Self>, latest: String, has: u32, now: u32) -> u32 {
        let begins = self.since == NEVER;
        let mut latest = latest;
        if begins && kept.is_none() {
            (self.since, self.had) = (latest.clone(), has);
        }
        if let Some(kept) = kept {
            if kept.latest > latest {
                // Of another order, or of another tab.
                latest.clone_from(&kept.latest);
            }
            if begins {
                *self = kept;
                if now.saturating_sub(self.left) >= PAUSE {
                    (self.since, self.had) = (std::mem::take(&mut self.latest), self.has);
                    self.mine.clear();
                }
            }
        }
        let away = now.saturating_sub(self.left);
        (self.latest, self.has, self.left) = (latest, has, now);
        away
    }

    /// A comment is the reader's own.
    pub fn wrote(&mut self, id: &str) {
        if !self.mine.contains(id) {
            self.mine.insert_str(0, &[id, " "].concat());
            self.mine.truncate(MOST * MINE);
        }
    }

    /// Whether a line came since the last visit.
    pub fn is_new(&self, line: &Item) -> bool {
        let Item::Kept(entry) = line else { return false };
        entry.comment.status == Status::Published
            && mark(&entry.comment).is_some_and(|mark| mark > self.since)
            && !self.mine.contains(entry.comment.id.as_str())
    }

    /// How many of the thread's comments are new, those included that are not here yet. `here` are new and here.
    pub fn all_new(&self, here: usize) -> usize {
        let mine = self.mine.len() / MINE;
        (self.has.saturating_sub(self.had) as usize).saturating_sub(mine).max(here)
    }
}

/// A comment's mark; `None` where it is not known when it was posted.
fn mark(comment: &Comment) -> Option<String> {
    Some([comment.posted_at.as_deref()?, " ", comment.id.as_str()].concat())
}

/// The latest mark of these lines. Where they are not the whole thread, `last_at` tells of the rest when its last comment
/// was posted.
pub fn latest(items: &[Item], last_at: Option<&str>) -> String {
    let mut latest = String::new();
    for item in items {
        let mark = match item {
            Item::Kept(entry) => mark(&entry.comment),
            Item::Waiting(..) => None,
            // No id is greater.
            Item::Gap(_) => last_at.map(|last_at| [last_at, " ", NEVER].concat()),
        };
        if let Some(mark) = mark.filter(|mark| *mark > latest) {
            latest = mark;
        }
    }
    latest
}

/// The line to go to from one, or from outside of the list: the next or the previous that is new. Where new ones are not here
/// yet (`more`), gaps are on the way too. Where none is new it is the comments on the article. After the last comes the first.
pub fn step(items: &[Item], standings: &[Standing], from: Option<usize>, forward: bool, more: bool) -> Option<usize> {
    let lines = items.len();
    for roots in [false, true] {
        for far in 1..=lines {
            let at = match (from, forward) {
                (Some(from), true) => from + far,
                (Some(from), false) => from + lines - far,
                (None, true) => far - 1,
                (None, false) => lines - far,
            } % lines;
            let is_comment = items[at].id().is_some();
            let stops = match standings.get(at) {
                _ if roots => is_comment && items[at].depth() == 0,
                Some(line) => line.new || more && !is_comment && !line.hidden,
                None => false,
            };
            if stops {
                return Some(at);
            }
        }
    }
    None
}

/// Which of the new lines this is, counted from 1; 0 where it is none.
pub fn count_to(standings: &[Standing], at: usize) -> usize {
    if !standings[at].new {
        return 0;
    }
    standings[..=at].iter().filter(|line| line.new).count()
}

/// The comments at this depth that have an answer.
pub fn answered(items: &[Item], depth: u32) -> Vec<CommentId> {
    let pairs = items.windows(2).filter(|pair| pair[0].depth() == depth && pair[1].depth() > depth);
    pairs.filter_map(|pair| pair[0].id()).cloned().collect()
}
