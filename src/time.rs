//! The date of a comment in words.
//!
//! The server writes the day, in UTC; the shell around the widget (`embed.js`) turns every `<time>` into words relative
//! to the reader's now, before the first paint, and keeps them current.

use crate::text::Text;
#[cfg(feature = "ssr")]
use crate::text::fill;

/// The day of an RFC 3339 time in the words of the language: "12 november 2026". The very words that the browser's `Intl`
/// gives for `dateStyle: "long"`.
#[cfg(feature = "ssr")]
pub fn day(text: &Text, posted_at: &str) -> String {
    let Ok(at) = posted_at.parse::<jiff::Timestamp>() else { return posted_at.to_owned() };
    let date = jiff::tz::TimeZone::UTC.to_datetime(at).date();
    let months = text.get("date.months");
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| months.split(' ').nth(month));
    match month {
        Some(month) => {
            let parts = [("day", &*date.day().to_string()), ("month", month), ("year", &*date.year().to_string())];
            parts.iter().fold(text.get("date.day"), |day, (part, value)| fill(&day, part, value))
        }
        None => date.to_string(),
    }
}

/// Empty: the shell fills in the words for every comment that appears in the browser.
#[cfg(not(feature = "ssr"))]
pub fn day(_text: &Text, _posted_at: &str) -> String {
    String::new()
}
