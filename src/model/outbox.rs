//! What waits on the device to be sent: which comment is next, and after how long the next try is.

use std::sync::Arc;

use weerwoord_protocol::CommentId;

use super::{Item, Outgoing, find};

/// Not after more than a minute: by then the reader may be back where there is a connection.
const LONGEST_S: u32 = 60;
/// A server that asks for more seconds than this is asked again all the same.
const LONGEST_ASKED_S: u32 = 3_600;

/// The comment to send next: the oldest that was not refused, and that answers none which has yet to be sent.
pub fn next_to_send(outbox: &[Outgoing]) -> Option<&Outgoing> {
    let to_send = || outbox.iter().filter(|outgoing| outgoing.kept.is_none());
    let waits = |outgoing: &Outgoing| to_send().any(|other| Some(&other.id) == outgoing.parent.as_ref());
    to_send().find(|outgoing| outgoing.refused.is_none() && !waits(outgoing))
}

/// For how many seconds nothing is sent after so many tries that failed: up to 1, 2, 4 … `chance`, from 0 to 1, keeps those
/// apart who all lost the same server; `asked` are the seconds for which the server wants to be left alone.
pub fn pause(tries: u32, chance: f64, asked: Option<u32>) -> f64 {
    let whole = f64::from((1_u32 << tries.min(16)).min(LONGEST_S));
    let backoff = whole / 2.0 * (1.0 + chance);
    backoff.max(asked.map_or(0.0, |seconds| f64::from(seconds.min(LONGEST_ASKED_S)) + chance))
}

/// What is left of a pause that ends then; nothing where that is further ahead than any pause, for then the clock was set back.
pub fn left(end: u32, now: u32) -> u32 {
    let left = end.saturating_sub(now);
    if left > LONGEST_ASKED_S + LONGEST_S { 0 } else { left }
}

/// Makes of a comment in the list what is known of its way: why it was refused, and that it waits.
pub fn note(items: &mut [Item], id: &CommentId, refused: Option<String>, waits: Option<String>) {
    let Some(at) = find(items, id) else { return };
    if let Item::Waiting(outgoing, depth) = &items[at] {
        let outgoing = Outgoing { refused, waits, ..Outgoing::clone(outgoing) };
        items[at] = Item::Waiting(Arc::new(outgoing), *depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tests::{id, outgoing};

    fn next(outbox: &[Outgoing]) -> Option<CommentId> {
        next_to_send(outbox).map(|outgoing| outgoing.id.clone())
    }

    #[test]
    fn comments_are_sent_in_the_order_in_which_they_were_written() {
        assert_eq!(next(&[outgoing(1, None), outgoing(2, Some(9)), outgoing(3, None)]), Some(id(1)));
        assert_eq!(next(&[]), None);
    }

    #[test]
    fn what_was_refused_holds_back_its_answers_and_nothing_else() {
        let mut refused = outgoing(1, None);
        refused.refused = Some("te laat".to_owned());
        let outbox = [refused, outgoing(2, Some(1)), outgoing(3, Some(2)), outgoing(4, None)];
        assert_eq!(next(&outbox), Some(id(4)));
        assert_eq!(next(&outbox[..3]), None);
    }

    #[test]
    fn pauses_double_up_to_a_minute_and_differ_by_chance() {
        assert_eq!([0, 1, 2, 6, 99].map(|tries| pause(tries, 1.0, None)), [1.0, 2.0, 4.0, 60.0, 60.0]);
        assert_eq!([0.0, 0.5].map(|chance| pause(2, chance, None)), [2.0, 3.0]);
    }

    #[test]
    fn a_server_is_left_alone_for_as_long_as_it_asks_but_not_for_ever() {
        assert_eq!(pause(0, 0.5, Some(30)), 30.5);
        assert_eq!(pause(6, 1.0, Some(2)), 60.0);
        assert_eq!(pause(0, 0.0, Some(u32::MAX)), 3_600.0);
    }

    #[test]
    fn a_pause_ends_also_where_the_clock_was_set_back() {
        assert_eq!((left(5, 3), left(3, 5), left(1 << 31, 0)), (2, 0, 0));
    }
}
