//! How long each thing may be, and the checks that say so.
//!
//! Lengths are in Unicode scalar values ("characters") unless a name says bytes. The server enforces every limit; the
//! widget calls the same functions to say it earlier.

use crate::error::ErrorCode;

/// The longest body of a comment, in characters.
pub const BODY_MAX: usize = 10_000;
/// A name has fewer characters than this.
pub const NAME_LIMIT: usize = 80;
/// A role or organisation has fewer characters than this.
pub const ROLE_LIMIT: usize = 80;
/// The longest title of an article, in characters; a longer one is cut.
pub const TITLE_MAX: usize = 300;
/// The longest address of an article, in bytes.
pub const URL_MAX: usize = 2_000;
/// The longest explicit key of a thread, in characters.
pub const THREAD_KEY_MAX: usize = 200;
/// The longest text that goes with a report, in characters.
pub const REPORT_TEXT_MAX: usize = 1_000;
/// The largest request, in bytes: room for a longest body of four-byte characters in JSON.
pub const REQUEST_BYTES_MAX: usize = 64 * 1024;
/// Quotes and lists nested deeper than this are flattened: sanitising is quadratic in depth.
pub const MARKUP_DEPTH_MAX: usize = 16;

/// How long a reader's token is: 128 bits as base64url, or a little more.
pub const READER_TOKEN_LENGTH: usize = 22;

/// Whether this has the form of a reader's token: [`READER_TOKEN_LENGTH`] characters of base64url.
pub fn is_reader_token(text: &str) -> bool {
    text.len() == READER_TOKEN_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// What is wrong with a value, and the limit that it passed, if it passed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The code to report.
    pub code: ErrorCode,
    /// The limit, in characters.
    pub limit: Option<usize>,
}

impl Invalid {
    const fn new(code: ErrorCode) -> Self {
        Self { code, limit: None }
    }
    const fn over(code: ErrorCode, limit: usize) -> Self {
        Self { code, limit: Some(limit) }
    }
}

/// Checks what a reader has to say about a comment that is reported: at most [`REPORT_TEXT_MAX`] characters, without control
/// characters but tab and line ends.
pub fn check_report_text(text: &str) -> Result<(), Invalid> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Invalid::new(ErrorCode::BodyNotText));
    }
    if text.chars().count() > REPORT_TEXT_MAX {
        return Err(Invalid::over(ErrorCode::ReportTooLong, REPORT_TEXT_MAX));
    }
    Ok(())
}

/// Checks a body: visible, of at most [`BODY_MAX`] characters, without control characters but tab and line ends.
pub fn check_body(body: &str) -> Result<(), Invalid> {
    if body.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Invalid::new(ErrorCode::BodyNotText));
    }
    if body.chars().all(is_invisible) {
        return Err(Invalid::new(ErrorCode::BodyEmpty));
    }
    if body.chars().count() > BODY_MAX {
        return Err(Invalid::over(ErrorCode::BodyTooLong, BODY_MAX));
    }
    Ok(())
}

/// Checks a name that [`clean_line`] has cleaned.
pub fn check_name(name: &str) -> Result<(), Invalid> {
    if name.is_empty() {
        return Err(Invalid::new(ErrorCode::NameEmpty));
    }
    if name.chars().all(is_invisible) || name.chars().any(hides_or_reorders) {
        return Err(Invalid::new(ErrorCode::NameInvisible));
    }
    if name.chars().count() >= NAME_LIMIT {
        return Err(Invalid::over(ErrorCode::NameTooLong, NAME_LIMIT));
    }
    Ok(())
}

/// Checks a role or organisation that [`clean_line`] has cleaned and that is not empty.
pub fn check_role(role: &str) -> Result<(), Invalid> {
    if role.chars().all(is_invisible) || role.chars().any(hides_or_reorders) {
        return Err(Invalid::new(ErrorCode::RoleInvisible));
    }
    if role.chars().count() >= ROLE_LIMIT {
        return Err(Invalid::over(ErrorCode::RoleTooLong, ROLE_LIMIT));
    }
    Ok(())
}

/// A one-line value without white space around it, and with single spaces for the white space inside it.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Control characters, and those that turn the direction of the text after them (Unicode Bidirectional Algorithm,
/// explicit formatting characters).
pub fn hides_or_reorders(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// White space, and the characters that a reader cannot see alone: format characters, fillers, variation selectors,
/// tags (Unicode `Default_Ignorable_Code_Point`, and the blank Braille pattern).
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || hides_or_reorders(c)
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_measured_in_characters() {
        assert_eq!(check_body(&"é".repeat(BODY_MAX)), Ok(()));
        assert_eq!(check_body(&"é".repeat(BODY_MAX + 1)), Err(Invalid::over(ErrorCode::BodyTooLong, BODY_MAX)));
    }

    #[test]
    fn a_report_needs_no_text_and_takes_a_short_one() {
        assert_eq!(check_report_text(""), Ok(()));
        assert_eq!(check_report_text(&"é".repeat(REPORT_TEXT_MAX)), Ok(()));
        let over = Invalid::over(ErrorCode::ReportTooLong, REPORT_TEXT_MAX);
        assert_eq!(check_report_text(&"é".repeat(REPORT_TEXT_MAX + 1)), Err(over));
        assert_eq!(check_report_text("a\u{7}"), Err(Invalid::new(ErrorCode::BodyNotText)));
    }

    #[test]
    fn a_body_without_a_visible_character_is_empty() {
        for body in ["", " \n\t", "\u{200b}\u{2060}", "\u{3164}", "\u{e0041}"] {
            assert_eq!(check_body(body), Err(Invalid::new(ErrorCode::BodyEmpty)), "{body:?}");
        }
    }

    #[test]
    fn a_body_with_control_characters_is_not_text() {
        assert_eq!(check_body("a\0b"), Err(Invalid::new(ErrorCode::BodyNotText)));
        assert_eq!(check_body("one\r\n\ttwo"), Ok(()));
    }

    #[test]
    fn a_name_is_visible_short_and_in_its_own_direction() {
        assert_eq!(check_name("Ad Random"), Ok(()));
        assert_eq!(check_name("محمد 👩‍👧"), Ok(()));
        assert_eq!(check_name(&"n".repeat(79)), Ok(()));
        assert_eq!(check_name(&"n".repeat(80)), Err(Invalid::over(ErrorCode::NameTooLong, 80)));
        assert_eq!(check_name(""), Err(Invalid::new(ErrorCode::NameEmpty)));
        for name in ["\u{200b}\u{200d}", "\u{2800}", "Jan\u{202e}naJ", "Jan\u{7}"] {
            assert_eq!(check_name(name), Err(Invalid::new(ErrorCode::NameInvisible)), "{name:?}");
        }
    }

    #[test]
    fn a_line_is_cleaned_of_white_space_that_nobody_meant() {
        assert_eq!(clean_line("  Rood \n\t Hesje "), "Rood Hesje");
        assert_eq!(clean_line("\u{a0}"), "");
    }
}
