//! Reads a page of a thread: which comments it has, and only then what they say.

use std::collections::HashMap;
use std::fmt;

use sqlx::SqliteConnection;
use weerwoord_protocol::{Comment, CommentId, Gap, Problem, Sort};

use super::choose::{self, ANCESTORS, PAGE_COMMENTS, PAGE_LIMIT, Stretch};
use super::long;
use super::read::{self, RootPlace, Standing};
use super::tree::Branch;
use crate::cursor::{self, Cursor, Root};

/// Which part of a thread is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// Its beginning.
    #[default]
    First,
    /// Around a comment; where nobody can read that, the beginning.
    At(CommentId),
    /// A comment with its ancestors and what was said below it, and nothing else; where nobody can read it, nothing.
    Alone(CommentId),
    /// What stands in a gap, and nothing else.
    Gap(Cursor),
    /// A page by itself that begins with what stands in a gap.
    From(Cursor),
}

/// A page's position and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Where it is.
    pub position: Position,
    /// How many comments on the article it has, or how many comments where it is inside a branch: from 1 to
    /// [`PAGE_LIMIT`].
    pub limit: usize,
}

/// As parameters of an address, without those that have their usual value.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.position {
            Position::First => {}
            Position::At(id) => write!(f, "&at={id}")?,
            Position::Alone(id) => write!(f, "&alone={id}")?,
            Position::Gap(cursor) => write!(f, "&cursor={cursor}")?,
            Position::From(cursor) => write!(f, "&from={cursor}")?,
        }
        if self.limit == PAGE_LIMIT { Ok(()) } else { write!(f, "&limit={}", self.limit) }
    }
}

impl Default for Window {
    fn default() -> Self {
        Self { position: Position::default(), limit: PAGE_LIMIT }
    }
}

/// What a page shows.
#[derive(Default)]
pub(super) struct Part {
    pub(super) context: Vec<Comment>,
    pub(super) comments: Vec<Comment>,
    pub(super) gaps: Vec<Gap>,
    pub(super) at: Option<CommentId>,
}

/// What a page will show, before anything is read of what the comments say.
struct Plan {
    stretches: Vec<Stretch>,
    /// The comments by what they matter, the first most; those at the end may not fit.
    chosen: Vec<i64>,
    /// How many of these are shown whatever their size.
    least: usize,
    /// Whether there are branches before these, and after.
    ends: [bool; 2],
}

/// Before the first and after the last root, as a place among them.
const ENDS: [RootPlace; 2] = [
    RootPlace { rank: i64::MIN, ordinal: i64::MIN, seq: i64::MIN },
    RootPlace { rank: i64::MAX, ordinal: i64::MAX, seq: i64::MAX },
];

/// Reads pages of one thread.
pub(super) struct Reader<'a> {
    pub(super) db: &'a mut SqliteConnection,
    pub(super) thread: i64,
    pub(super) sort: Sort,
    pub(super) limit: usize,
}

impl Reader<'_> {
    /// The page at a position; refused where a cursor is of another thread.
    pub(super) async fn read(&mut self, position: &Position) -> sqlx::Result<Result<Part, Problem>> {
        if self.sort == Sort::Picks && !matches!(position, Position::Alone(_)) {
            return Ok(self.picks(position).await?.ok_or_else(cursor::invalid));
        }
        let part = match position {
            Position::First => Some(self.first().await?),
            Position::At(id) => Some(self.at(id).await?),
            Position::Alone(id) => Some(self.alone(id).await?),
            Position::Gap(Cursor::Branch { after, until }) => self.rest(after, until.as_ref()).await?,
            Position::From(Cursor::Branch { after, until }) => self.at_rest(after, until.as_ref()).await?,
            Position::Gap(Cursor::After(root)) => self.beyond(root, true, false).await?,
            Position::Gap(Cursor::Before(root)) => self.beyond(root, false, false).await?,
            Position::From(Cursor::After(root)) => self.beyond(root, true, true).await?,
            Position::From(Cursor::Before(root)) => self.beyond(root, false, true).await?,
        };
        Ok(part.ok_or_else(cursor::invalid))
    }

    async fn first(&mut self) -> sqlx::Result<Part> {
        let beginning = self.beginning().await?;
        self.show(beginning).await
    }

    async fn beginning(&mut self) -> sqlx::Result<Plan> {
        let start = if self.sort == Sort::Oldest { ENDS[0] } else { ENDS[1] };
        let (stretches, more) = self.roots(start, true, self.limit).await?;
        let chosen = choose::share(&stretches, PAGE_COMMENTS);
        Ok(Plan { stretches, chosen, least: 1, ends: [false, more] })
    }

    /// The page that holds a comment: the first, or one that begins with the comment's root.
    async fn at(&mut self, id: &CommentId) -> sqlx::Result<Part> {
        let Some(standing) = self.standing(id).await? else { return self.first().await };
        let beginning = self.beginning().await?;
        // Only the comments themselves tell whether one that is chosen fits the page as well.
        if beginning.chosen.contains(&standing.seq) {
            let first = self.show(beginning).await?;
            if first.comments.iter().any(|comment| comment.id == *id) {
                return Ok(first);
            }
        }
        let Some(branch) = self.branch(&standing).await? else { return self.first().await };
        match branch.place(standing.seq).filter(|&place| branch.0[place].listed) {
            None => self.first().await,
            Some(place) => Ok(Part { at: Some(id.clone()), ..self.around(&standing, &branch, place).await? }),
        }
    }

    /// A comment alone, with what it answers and what answers it.
    async fn alone(&mut self, id: &CommentId) -> sqlx::Result<Part> {
        let Some(standing) = self.standing(id).await? else { return Ok(Part::default()) };
        let branch = self.branch(&standing).await?.unwrap_or_default();
        let Some(place) = branch.place(standing.seq).filter(|&place| branch.0[place].listed) else {
            return Ok(Part::default());
        };
        let (lines, chosen, least) = choose::alone(&branch, place);
        let stretches = vec![Stretch { lines, ..Stretch::default() }];
        let part = self.show(Plan { stretches, chosen, least, ends: [false, false] }).await?;
        Ok(Part { at: Some(id.clone()), ..part })
    }

    /// A page that begins with the branch of a comment, shows the comment with what stands around it, and goes on with
    /// the next branches.
    async fn around(&mut self, standing: &Standing, branch: &Branch, place: usize) -> sqlx::Result<Part> {
        let (mut chosen, least) = choose::around(branch, place);
        let room = PAGE_COMMENTS.saturating_sub(chosen.len());
        let (next, more) = self.roots(standing.root, true, (room / 3).min(self.limit - 1)).await?;
        let (_, earlier) = self.roots(standing.root, false, 0).await?;
        chosen.extend(choose::share(&next, room));
        let first = Stretch { rank: self.rank(standing.root), ..Stretch::of(branch) };
        let stretches = std::iter::once(first).chain(next).collect();
        self.show(Plan { stretches, chosen, least, ends: [earlier, more] }).await
    }

    /// The roots after or before one of them, with the first replies of each; `alone` if the page has none around it.
    async fn beyond(&mut self, root: &Root, forward: bool, alone: bool) -> sqlx::Result<Option<Part>> {
        if root.rank.is_some() != self.sort.is_ranked() {
            return Ok(None);
        }
        let Some(standing) = self.standing(&root.id).await?.filter(Standing::is_root) else { return Ok(None) };
        // Where the root stood when the cursor was made; it may stand elsewhere by now.
        let from = RootPlace { rank: root.rank.unwrap_or_default(), ..standing.root };
        let (mut stretches, more) = self.roots(from, forward, self.limit).await?;
        if stretches.is_empty() && alone {
            return self.first().await.map(Some);
        }
        // The nearest matter most.
        let chosen = choose::share(&stretches, PAGE_COMMENTS);
        let ends = if forward { [alone, more] } else { [more, alone] };
        if !forward {
            stretches.reverse();
        }
        self.show(Plan { stretches, chosen, least: 1, ends }).await.map(Some)
    }

    /// What stands in a gap of a branch.
    async fn rest(&mut self, after: &CommentId, until: Option<&CommentId>) -> sqlx::Result<Option<Part>> {
        let Some((_, branch, places)) = self.gap(after, until).await? else { return Ok(None) };
        let lines = branch.0[places.clone()].iter().filter(|line| line.listed).cloned().collect();
        let stretch = Stretch { lines, until: until.cloned(), ..Stretch::default() };
        let chosen: Vec<i64> = stretch.lines.iter().take(self.limit).map(|line| line.seq).collect();
        let first = places.clone().find(|&place| branch.0[place].listed);
        let above = first.into_iter().flat_map(|first| branch.ancestors(first)).take(ANCESTORS);
        let above: Vec<i64> = above.map(|place| branch.0[place].seq).collect();
        let mut context = read::comments(self.db, &above).await?;
        let mut part = self.show(Plan { stretches: vec![stretch], chosen, least: 1, ends: [false, false] }).await?;
        part.context = above.iter().rev().filter_map(|seq| context.remove(seq)).collect();
        Ok(Some(part))
    }

    /// A page by itself that begins with the branch of what stands in a gap, and shows the first of that.
    async fn at_rest(&mut self, after: &CommentId, until: Option<&CommentId>) -> sqlx::Result<Option<Part>> {
        let Some((standing, branch, mut places)) = self.gap(after, until).await? else { return Ok(None) };
        let Some(place) = places.find(|&place| branch.0[place].listed) else { return self.at(after).await.map(Some) };
        self.around(&standing, &branch, place).await.map(Some)
    }

    /// The branch of a gap, and the places in it that the gap leaves out.
    async fn gap(
        &mut self,
        after: &CommentId,
        until: Option<&CommentId>,
    ) -> sqlx::Result<Option<(Standing, Branch, std::ops::Range<usize>)>> {
        let Some(standing) = self.standing(after).await? else { return Ok(None) };
        let Some(branch) = self.branch(&standing).await? else { return Ok(None) };
        let end = match until {
            None => Some(branch.0.len()),
            Some(id) => self.standing(id).await?.and_then(|standing| branch.place(standing.seq)),
        };
        let start = branch.place(standing.seq).map(|place| place + 1);
        let places = start.zip(end).filter(|(start, end)| start <= end).map(|(start, end)| start..end);
        Ok(places.map(|places| (standing, branch, places)))
    }

    async fn branch(&mut self, standing: &Standing) -> sqlx::Result<Option<Branch>> {
        Ok(read::branches(self.db, &[standing.root.seq]).await?.pop())
    }

    async fn standing(&mut self, id: &CommentId) -> sqlx::Result<Option<Standing>> {
        read::standing(self.db, self.thread, self.sort, id).await
    }

    /// What a cursor has to say of a root besides its id.
    fn rank(&self, root: RootPlace) -> Option<i64> {
        self.sort.is_ranked().then_some(root.rank)
    }

    /// Up to so many branches that everybody reads, the nearest first, and whether there are more of them.
    async fn roots(&mut self, mut from: RootPlace, forward: bool, limit: usize) -> sqlx::Result<(Vec<Stretch>, bool)> {
        let ascending = forward == (self.sort == Sort::Oldest);
        let mut found = Vec::new();
        // Twice as many each time, should many of them be hidden.
        let mut batch = limit + 1;
        loop {
            let roots = read::roots(self.db, self.thread, self.sort, from, ascending, batch).await?;
            found.extend(self.stretches(&roots).await?.into_iter().filter(|stretch| !stretch.lines.is_empty()));
            match roots.last() {
                _ if found.len() > limit => {
                    found.truncate(limit);
                    return Ok((found, true));
                }
                Some(last) if roots.len() == batch => from = *last,
                _ => return Ok((found, false)),
            }
            batch *= 2;
        }
    }

    /// What everybody reads of these branches, in their order: of long ones, no more than a page can show.
    async fn stretches(&mut self, roots: &[RootPlace]) -> sqlx::Result<Vec<Stretch>> {
        let seqs: Vec<i64> = roots.iter().map(|root| root.seq).collect();
        let mut stretches = long::beginnings(self.db, &seqs).await?;
        let whole: Vec<i64> = seqs.into_iter().filter(|root| !stretches.contains_key(root)).collect();
        let branches = read::branches(self.db, &whole).await?;
        stretches.extend(whole.into_iter().zip(branches.iter().map(Stretch::of)));
        let ranked = |root: &RootPlace| Some(Stretch { rank: self.rank(*root), ..stretches.remove(&root.seq)? });
        Ok(roots.iter().filter_map(ranked).collect())
    }

    /// Fetches what was chosen, and lays it out.
    async fn show(&mut self, plan: Plan) -> sqlx::Result<Part> {
        let comments: HashMap<i64, Comment> = read::comments(self.db, &plan.chosen).await?;
        let mut layout = choose::lay_out(plan.stretches, choose::fit(plan.chosen, comments, plan.least));
        layout.close_ends(plan.ends[0], plan.ends[1]);
        Ok(Part { comments: layout.comments, gaps: layout.gaps, ..Part::default() })
    }
}
