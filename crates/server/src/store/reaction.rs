//! Reactions, as the writer carries them out: the counts of a comment and of an article always are those of its reactions.

use sqlx::SqliteConnection;
use weerwoord_protocol::{CommentId, ErrorCode, Problem, Reacted, Reaction, Status};

use super::read::status_of;
use super::write::{Place, add_thread};
use crate::error::unknown_comment;
use crate::reader::Reader;

pub(super) const FIND: &str = "SELECT c.seq, c.status, c.writer = ?3, c.reactions, r.emoji
    FROM comment c JOIN thread t ON t.id = c.thread_id JOIN site s ON s.id = t.site_id
    LEFT JOIN comment_reaction r ON r.comment_seq = c.seq AND r.reader = ?3
    WHERE c.id = ?1 AND s.name = ?2";
pub(super) const FIND_ARTICLE: &str = "SELECT t.id, t.reactions, r.emoji FROM thread t JOIN site s ON s.id = t.site_id
    LEFT JOIN article_reaction r ON r.thread_id = t.id AND r.reader = ?3
    WHERE s.name = ?1 AND t.key = ?2";
/// What is done to the reactions to a comment, and to those to an article.
pub(super) const SET: [&str; 2] = [
    "INSERT INTO comment_reaction (comment_seq, reader, emoji) VALUES (?1, ?2, ?3)
        ON CONFLICT (comment_seq, reader) DO UPDATE SET emoji = excluded.emoji",
    "INSERT INTO article_reaction (thread_id, reader, emoji) VALUES (?1, ?2, ?3)
        ON CONFLICT (thread_id, reader) DO UPDATE SET emoji = excluded.emoji",
];
pub(super) const WITHDRAW: [&str; 2] = [
    "DELETE FROM comment_reaction WHERE comment_seq = ?1 AND reader = ?2",
    "DELETE FROM article_reaction WHERE thread_id = ?1 AND reader = ?2",
];
pub(super) const COUNT: [&str; 2] = [
    "UPDATE comment SET reactions = ?2 WHERE seq = ?1",
    "UPDATE thread SET reactions = ?2, version = version + 1 WHERE id = ?1",
];

/// What a reader reacts to.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// A comment of this site.
    Comment { site: String, id: CommentId },
    /// The article of this thread.
    Article(Place),
}

/// A reader's reaction, checked.
#[derive(Clone, Debug)]
pub(crate) struct NewReaction {
    pub(crate) subject: Subject,
    pub(crate) reader: Reader,
    /// `None` for none any more.
    pub(crate) emoji: Option<String>,
}

/// What a reaction is to, as the database has it.
struct Found {
    number: i64,
    counts: Vec<Reaction>,
    /// The reader's reaction so far.
    before: Option<String>,
    /// Which of each two statements is for it.
    kind: usize,
}

/// Makes a reader's reaction what it shall be. The same again changes nothing, and has the same answer.
pub(super) async fn react(
    db: &mut SqliteConnection,
    reaction: &NewReaction,
    now: i64,
) -> sqlx::Result<Result<Reacted, Problem>> {
    let NewReaction { subject, reader, emoji } = reaction;
    let found = match subject {
        Subject::Comment { site, id } => match find_comment(db, site, id, reader).await? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem)),
        },
        Subject::Article(place) => match (find_article(db, place, reader).await?, emoji) {
            (Some(found), _) => found,
            // Nothing to take back, and no thread to keep.
            (None, None) => return Ok(Ok(Reacted { reactions: Vec::new(), mine: None })),
            (None, Some(_)) => {
                let number = add_thread(db, place, now).await?;
                Found { number, counts: Vec::new(), before: None, kind: 1 }
            }
        },
    };
    let Found { number, mut counts, before, kind } = found;
    if before != *emoji {
        change(&mut counts, before.as_deref(), emoji.as_deref());
        let set = sqlx::query(if emoji.is_some() { SET } else { WITHDRAW }[kind]).bind(number).bind(reader.key());
        if let Some(emoji) = emoji { set.bind(emoji) } else { set }.execute(&mut *db).await?;
        sqlx::query(COUNT[kind]).bind(number).bind(write(&counts)).execute(db).await?;
    }
    Ok(Ok(Reacted { reactions: counts, mine: emoji.clone() }))
}

async fn find_comment(
    db: &mut SqliteConnection,
    site: &str,
    id: &CommentId,
    reader: &Reader,
) -> sqlx::Result<Result<Found, Problem>> {
    type Row = (i64, String, Option<bool>, Option<String>, Option<String>);
    let find = sqlx::query_as(FIND).bind(id.as_str()).bind(site).bind(reader.key());
    let row: Option<Row> = find.fetch_optional(db).await?;
    let Some((number, status, own, counts, before)) = row else { return Ok(Err(unknown_comment())) };
    Ok(match status_of(&status) {
        Status::Published | Status::Held if own == Some(true) => {
            Err(Problem::new(ErrorCode::OwnComment, "Nobody reacts to a comment of one's own."))
        }
        Status::Published => Ok(Found { number, counts: read(counts.as_deref()), before, kind: 0 }),
        Status::Removed => Err(Problem::new(ErrorCode::CommentRemoved, "The comment was removed.")),
        // Only its writer knows of it.
        Status::Held => Err(unknown_comment()),
    })
}

async fn find_article(db: &mut SqliteConnection, place: &Place, reader: &Reader) -> sqlx::Result<Option<Found>> {
    let find = sqlx::query_as(FIND_ARTICLE).bind(&place.site).bind(place.key.as_str()).bind(reader.key());
    let row: Option<(i64, Option<String>, Option<String>)> = find.fetch_optional(db).await?;
    Ok(row.map(|(number, counts, before)| Found { number, counts: read(counts.as_deref()), before, kind: 1 }))
}

/// The counts as the database has them. What is not understood, after a change by hand, counts as none.
pub(super) fn read(counts: Option<&str>) -> Vec<Reaction> {
    counts.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn write(counts: &[Reaction]) -> Option<String> {
    if counts.is_empty() { None } else { serde_json::to_string(counts).ok() }
}

/// One reader's emoji becomes another.
fn change(counts: &mut Vec<Reaction>, before: Option<&str>, now: Option<&str>) {
    if let Some(at) = before.and_then(|before| counts.iter().position(|reaction| reaction.emoji == before)) {
        counts[at].count = counts[at].count.saturating_sub(1);
        if counts[at].count == 0 {
            counts.remove(at);
        }
    }
    let Some(now) = now else { return };
    match counts.iter_mut().find(|reaction| reaction.emoji == now) {
        Some(reaction) => reaction.count = reaction.count.saturating_add(1),
        None => counts.push(Reaction { emoji: now.to_owned(), count: 1 }),
    }
}
