//! Comments as plain text, where no HTML can stand: in link previews, in structured data and in lists.
//!
//! What comes in is HTML of `markdown.rs`, whose tags and entities are few and known.

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

/// The beginning of the text on one line: so many characters at most, whole words, and a mark where it goes on.
pub fn beginning(html: &str, most: usize) -> String {
    let line = clean_line(&text(html));
    let Some((end, _)) = line.char_indices().nth(most) else { return line };
    let room = line.char_indices().nth(most - 1).map_or(end, |(at, _)| at);
    let cut = line[..room].rfind(' ').filter(|&at| at > room / 2).unwrap_or(room);
    format!("{}…", line[..cut].trim_end_matches([' ', ',', '.', ';', ':', '–', '-']))
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
}
