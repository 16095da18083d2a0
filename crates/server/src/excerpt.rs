//! Comments as plain text, where no HTML can stand: in link previews, in structured data and in lists.
//!
//! What comes in is HTML of `markdown.rs`, whose tags and entities are few and known.

use unicode_segmentation::UnicodeSegmentation as _;
use weerwoord_protocol::clean_line;

/// The entities that the renderer writes.
const ENTITIES: [(&str, char); 7] =
    [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("#39;", '\''), ("#x27;", '\''), ("nbsp;", '\u{a0}')];

/// The whole text, each paragraph and line of it on a line of its own.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let (sign, after) = rest.split_at(at).1.split_at(1);
        if sign == "&" {
            let entity = ENTITIES.iter().find(|(name, _)| after.starts_with(name));
            text.push(entity.map_or('&', |(_, c)| *c));
            rest = &after[entity.map_or(0, |(name, _)| name.len())..];
        } else {
            let end = tag_end(after);
            if !is_inline(&after[..end]) && !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            rest = after.get(end + 1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    text.truncate(text.trim_end().len());
    text
}

/// The beginning of the text on one line: so many characters at most, whole words, and a mark where it goes on. What a
/// reader takes for one character, an emoji with its skin or a letter with its accents, is there whole or not at all.
pub fn beginning(html: &str, most: usize) -> String {
    let line = clean_line(&text(html));
    let Some((end, _)) = line.char_indices().nth(most) else { return line };
    let last = line.char_indices().nth(most - 1).map_or(end, |(at, _)| at);
    let room = whole(&line, last);
    let cut = line[..room].rfind(' ').filter(|&at| at > room / 2).unwrap_or(room);
    format!("{}…", line[..cut].trim_end_matches([' ', ',', '.', ';', ':', '–', '-']))
}

/// The end of the last whole character, as a reader sees them, that is over at this place or before.
pub fn whole(line: &str, place: usize) -> usize {
    line.grapheme_indices(true).map(|(at, _)| at).take_while(|at| *at <= place).last().unwrap_or_default()
}

/// Where a tag ends: a `>` inside a quoted value does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.unwrap_or(tag.len())
}

/// Whether the text goes on in the same line.
fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
    matches!(name, "a" | "code" | "em" | "strong")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::escape;
    use crate::markdown;

    fn of(source: &str) -> String {
        text(&markdown::render(source))
    }

    #[test]
    fn a_text_has_its_words_and_lines_and_no_markup() {
        assert_eq!(of("Een *twee* [drie](https://a.example/?x=1&y=\">\")\nvier\n\n> vijf\n\n- zes\n- `ze\\*ven`"), {
            "Een twee drie\nvier\nvijf\nzes\nze\\*ven"
        });
    }

    #[test]
    fn what_looks_like_markup_in_a_text_stays_as_it_was_typed() {
        for typed in ["<script>alert('x' && \"y\")</script> &amp;lt;", "a & b < c > d", "5 &euro; &amp;amp;"] {
            assert_eq!(text(&format!("<p>{}</p>", escape(typed))), typed);
        }
    }

    #[test]
    fn a_beginning_ends_with_a_whole_word() {
        assert_eq!(beginning("<p>Een twee,<br>drie vier</p>", 100), "Een twee, drie vier");
        assert_eq!(beginning("<p>Een twee, drie vier</p>", 12), "Een twee…");
        assert_eq!(beginning("<p>Een twee</p>", 8), "Een twee");
        assert_eq!(beginning(&format!("<p>{}</p>", "é".repeat(50)), 10), format!("{}…", "é".repeat(9)));
    }

    #[test]
    fn a_beginning_cuts_no_character_that_a_reader_sees_as_one() {
        let family = "👩‍👩‍👧‍👦";
        assert_eq!(family.chars().count(), 7);
        for most in 8..14 {
            assert_eq!(beginning(&format!("<p>{}</p>", family.repeat(3)), most), format!("{family}…"), "{most}");
        }
        assert_eq!(beginning(&format!("<p>{}</p>", "e\u{301}".repeat(9)), 6), "e\u{301}e\u{301}…");
        assert_eq!(beginning(&format!("<p>{}</p>", "🇳🇱".repeat(9)), 6), "🇳🇱🇳🇱…");
        assert_eq!(beginning(&format!("<p>a{}</p>", "\u{30d}".repeat(99)), 9), "…");
    }
}
