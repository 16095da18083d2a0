//! The short way for bodies without any markup, which most are: their paragraphs and lines, in the very HTML that the
//! long way would make of them.
//!
//! Whatever might mean something to Markdown, or comes out of the long way otherwise than it went in, is not plain.

use weerwoord_protocol::check_body;

/// The body as HTML, if it is plain.
pub(super) fn render(source: &str) -> Option<String> {
    if !source.lines().all(is_plain) || source.contains('\r') {
        return None;
    }
    let mut html = String::with_capacity(source.len() + source.len() / 8 + 7);
    let mut starts_paragraph = true;
    for line in source.split('\n') {
        if line.is_empty() {
            starts_paragraph = true;
            continue;
        }
        html.push_str(match (starts_paragraph, html.is_empty()) {
            (true, true) => "<p>",
            (true, false) => "</p><p>",
            (false, _) => "<br>",
        });
        html.push_str(line);
        starts_paragraph = false;
    }
    if !html.is_empty() {
        html.push_str("</p>");
    }
    Some(html)
}

/// Whether a body has a letter before all that can keep one from being shown: the addresses of links, the names of
/// languages, escapes and entities.
pub(super) fn surely_shows(source: &str) -> bool {
    let mut before = source.chars().take_while(|c| !matches!(c, '[' | '`' | '~' | '\\'));
    let letter = before.find(|c| c.is_alphabetic());
    // An entity may be a character that no body may have.
    letter.is_some_and(|letter| !source.contains('&') && check_body(letter.encode_utf8(&mut [0; 4])).is_ok())
}

/// Whether a line is empty, or begins with what opens no list, quote, heading, code or rule, and has nothing on it but
/// text.
fn is_plain(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return true };
    (first.is_alphabetic() || matches!(first, '"' | '\'' | '(' | '@'))
        && !line.ends_with(char::is_whitespace)
        && !line.contains("www")
        && line.char_indices().all(|(at, c)| match c {
            // Emphasis, code, links, HTML, entities, escapes, and what extensions of Markdown use.
            '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '\\' | '~' | '^' | '|' | '$' | '{' | '}' => false,
            // The serialiser writes it as an entity.
            '\u{a0}' => false,
            // What follows is an address of the web, or what stands before one of mail.
            ':' => !line[at + 1..].starts_with('/'),
            '@' => at == 0 || line.as_bytes()[at - 1] == b' ',
            c => !c.is_control(),
        })
}
