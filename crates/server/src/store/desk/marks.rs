//! What editors make of comments and of their writers: the one that is pinned, those that are picked, and badges.
//!
//! A badge is a writer's, known by the token; a comment without one has it for itself alone. A name never has one.

use weerwoord_protocol::{Badge, CommentId, Status};

use super::act::Act;
use super::hand::{Hand, Was};
use super::rows::{Acted, Marks};
use super::{Missed, State};
use crate::store::read::status_of;

pub(in crate::store) const FIND_MARKS: &str =
    "SELECT c.seq, c.thread_id, c.status, c.deleted_at IS NOT NULL AS withdrawn,
        t.pinned_seq, c.picked_at, c.writer, coalesce(w.badge, c.badge) AS badge
    FROM comment c JOIN site s ON s.id = c.site_id JOIN thread t ON t.id = c.thread_id
    LEFT JOIN writer_badge w ON w.writer = c.writer WHERE s.name = ?1 AND c.id = ?2";
pub(in crate::store) const PIN: &str =
    "UPDATE thread SET pinned_seq = (SELECT seq FROM comment WHERE seq = ?2) WHERE id = ?1";
pub(in crate::store) const PICK: &str = "UPDATE comment SET picked_at = ?2 WHERE seq = ?1";
pub(in crate::store) const GIVE_BADGE: &str = "INSERT INTO writer_badge (writer, badge) VALUES (?1, ?2)
    ON CONFLICT (writer) DO UPDATE SET badge = excluded.badge";
pub(in crate::store) const TAKE_BADGE: &str = "DELETE FROM writer_badge WHERE writer = ?1";
pub(in crate::store) const SET_BADGE: &str = "UPDATE comment SET badge = ?2 WHERE seq = ?1";

impl Hand<'_> {
    /// Marks a comment or its writer, or takes a mark away.
    pub(super) async fn mark(&mut self, act: Act, id: &CommentId) -> sqlx::Result<Result<i64, Missed>> {
        let find = sqlx::query_as(FIND_MARKS).bind(&self.session.site).bind(id.as_str());
        let found: Option<Marks> = find.fetch_optional(&mut *self.db).await?;
        let Some(found) = found else { return Ok(Err(Missed::Unknown)) };
        if found.withdrawn {
            return Ok(Err(Missed::Meanwhile(State::Withdrawn)));
        }
        let status = status_of(&found.status);
        // What nobody reads cannot stand out.
        if matches!(act, Act::Pin | Act::Pick) && status != Status::Published {
            return Ok(Err(Missed::Meanwhile(status.into())));
        }
        let pinned = found.pinned_seq == Some(found.seq);
        let badge = act.badge().map(Badge::name);
        let already = match act {
            Act::Pin => pinned,
            Act::Unpin => !pinned,
            Act::Pick => found.picked_at.is_some(),
            Act::Unpick => found.picked_at.is_none(),
            _ => found.badge.as_deref() == badge,
        };
        if already {
            return Ok(Err(Missed::Meanwhile(State::Marked)));
        }
        match act {
            Act::Pin => self.pin(found.thread_id, Some(found.seq)).await?,
            Act::Unpin => self.pin(found.thread_id, None).await?,
            Act::Pick => self.pick(found.seq, Some(self.now)).await?,
            Act::Unpick => self.pick(found.seq, None).await?,
            _ => self.badge(found.seq, found.writer.as_deref(), badge).await?,
        }
        let was = Was {
            comment: Some(found.seq),
            pinned: found.pinned_seq,
            picked_at: found.picked_at,
            badge: found.badge.as_deref(),
            ..Was::default()
        };
        self.log(act, act.changes(), found.thread_id, was).await.map(Ok)
    }

    /// Puts back what was marked before, if that is how it still stands.
    pub(super) async fn undo_mark<'a>(&mut self, acted: &'a Acted) -> sqlx::Result<Result<Was<'a>, Missed>> {
        let (Some(seq), Some(act)) = (acted.comment_seq, Act::parse(&acted.act)) else {
            return Ok(Err(Missed::Unknown));
        };
        let stands = match act {
            Act::Pin => acted.pinned_seq == Some(seq),
            Act::Unpin => acted.pinned_seq.is_none(),
            Act::Pick => acted.picked_at.is_some(),
            Act::Unpick => acted.picked_at.is_none(),
            _ => acted.badge.as_deref() == act.badge().map(Badge::name),
        };
        if acted.later || !stands {
            return Ok(Err(Missed::Meanwhile(State::Marked)));
        }
        match act {
            Act::Pin | Act::Unpin => self.pin(acted.thread_id, acted.was_pinned).await?,
            Act::Pick | Act::Unpick => self.pick(seq, acted.was_picked_at).await?,
            _ => self.badge(seq, acted.writer.as_deref(), acted.was_badge.as_deref()).await?,
        }
        Ok(Ok(Was {
            comment: Some(seq),
            pinned: acted.pinned_seq,
            picked_at: acted.picked_at,
            badge: acted.badge.as_deref(),
            ..Was::default()
        }))
    }

    async fn pin(&mut self, thread: i64, comment: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(PIN).bind(thread).bind(comment).execute(&mut *self.db).await.map(|_| ())
    }

    async fn pick(&mut self, comment: i64, at: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(PICK).bind(comment).bind(at).execute(&mut *self.db).await.map(|_| ())
    }

    async fn badge(&mut self, comment: i64, writer: Option<&[u8]>, badge: Option<&str>) -> sqlx::Result<()> {
        let set = match (writer, badge) {
            (Some(writer), Some(badge)) => sqlx::query(GIVE_BADGE).bind(writer).bind(badge),
            (Some(writer), None) => sqlx::query(TAKE_BADGE).bind(writer),
            (None, badge) => sqlx::query(SET_BADGE).bind(comment).bind(badge),
        };
        set.execute(&mut *self.db).await.map(|_| ())
    }
}
