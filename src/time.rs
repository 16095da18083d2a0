//! The date of a comment in words.
//!
//! The server writes the day, in UTC; the shell around the widget (`embed.js`) turns every `<time>` into words relative
//! to the reader's now, before the first paint, and keeps them current.

use crate::text::Text;

/// The day of an RFC 3339 time in the words of the language: "12 november 2026".
#[cfg(feature = "ssr")]
pub fn day(text: &Text, posted_at: &str) -> String {
    let Ok(at) = posted_at.parse::<jiff::Timestamp>() else { return posted_at.to_owned() };
    let date = jiff::tz::TimeZone::UTC.to_datetime(at).date();
    let months = text.get("date.months");
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| months.split(' ').nth(month));
    match month {
        Some(month) => [&date.day().to_string(), month, &date.year().to_string()].join(" "),
        None => date.to_string(),
    }
}

/// Empty: the shell fills in the words for every comment that appears in the browser.
#[cfg(not(feature = "ssr"))]
pub fn day(_text: &Text, _posted_at: &str) -> String {
    String::new()
}
