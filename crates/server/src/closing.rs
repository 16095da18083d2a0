//! When a thread takes no more comments: closed by hand, or by itself so many days after its first or last comment.
//!
//! Reading and posting both ask here, so that a thread is never closed for the one and open for the other.

/// In microseconds, as all times here.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// What is below this is no time, but the place of a comment without a date: an import counts those from 1.
pub const DATED: i64 = DAY;

/// When the threads of a site close by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// So many days after the first comment; 0 is never.
    pub days_after_first: u32,
    /// So many days after the last comment; 0 is never.
    pub days_after_last: u32,
}

/// What a thread's closing goes by, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// When the thread was made.
    pub created_at: i64,
    /// Its first comment.
    pub first: i64,
    /// Its last comment, read or not.
    pub last: i64,
    /// When it was closed by hand, if it is.
    pub closed_at: Option<i64>,
    /// When it was last reopened by hand; the days count from then.
    pub reopened_at: Option<i64>,
}

impl Dates {
    /// When the thread began: with its first comment, unless that has no date.
    pub fn begun(&self) -> i64 {
        if self.first < DATED { self.created_at } else { self.first.min(self.created_at) }
    }
}

impl Closing {
    /// The moment from which a thread is closed: [`i64::MIN`] if it is by hand, [`i64::MAX`] if it stays open.
    pub fn moment(self, dates: &Dates) -> i64 {
        if dates.closed_at.is_some() {
            return i64::MIN;
        }
        let after = |days: u32, time: i64| {
            let time = if time < DATED { dates.created_at } else { time };
            let start = dates.reopened_at.map_or(time, |reopened| reopened.max(time));
            if days == 0 { i64::MAX } else { start.saturating_add(i64::from(days).saturating_mul(DAY)) }
        };
        after(self.days_after_first, dates.first).min(after(self.days_after_last, dates.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_435_200_000_000;
    const OPEN: Dates = Dates { created_at: NOW, first: NOW, last: NOW + 3 * DAY, closed_at: None, reopened_at: None };

    fn after(days_after_first: u32, days_after_last: u32) -> Closing {
        Closing { days_after_first, days_after_last }
    }

    #[test]
    fn a_thread_closes_so_many_days_after_its_first_or_its_last_comment_whichever_is_sooner() {
        assert_eq!(after(0, 0).moment(&OPEN), i64::MAX);
        assert_eq!(after(7, 0).moment(&OPEN), NOW + 7 * DAY);
        assert_eq!(after(0, 7).moment(&OPEN), NOW + 10 * DAY);
        assert_eq!(after(30, 7).moment(&OPEN), NOW + 10 * DAY);
        assert_eq!(after(u32::MAX, u32::MAX).moment(&Dates { first: i64::MAX, last: i64::MAX, ..OPEN }), i64::MAX);
    }

    #[test]
    fn a_thread_that_is_closed_by_hand_is_closed_at_any_time() {
        assert_eq!(after(0, 0).moment(&Dates { closed_at: Some(NOW), ..OPEN }), i64::MIN);
    }

    #[test]
    fn a_thread_that_was_reopened_counts_its_days_from_then() {
        let reopened = Dates { reopened_at: Some(NOW + 20 * DAY), ..OPEN };
        assert_eq!(after(7, 7).moment(&reopened), NOW + 27 * DAY);
    }

    #[test]
    fn a_thread_began_with_its_first_comment() {
        assert_eq!(OPEN.begun(), NOW);
        assert_eq!(Dates { first: NOW - DAY, ..OPEN }.begun(), NOW - DAY, "an import is of older comments");
        assert_eq!(Dates { first: 1, ..OPEN }.begun(), NOW);
    }

    #[test]
    fn comments_without_a_date_count_from_the_day_they_came_in() {
        assert_eq!(after(7, 14).moment(&Dates { first: 1, last: 40, ..OPEN }), NOW + 7 * DAY);
    }
}
