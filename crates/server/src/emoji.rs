//! What a site's readers can react with: a few emoji, checked when the server starts, since they are drawn as they stand.

use serde::Deserialize;
use weerwoord_protocol::{REACTIONS_MAX, Reaction};

/// A site's emoji: each one that readers see as one sign, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct EmojiSet(pub Vec<String>);

impl TryFrom<Vec<String>> for EmojiSet {
    type Error = String;

    fn try_from(emoji: Vec<String>) -> Result<Self, String> {
        if emoji.len() > REACTIONS_MAX {
            return Err(format!("there are {} reactions; a site has at most {REACTIONS_MAX}", emoji.len()));
        }
        for (at, one) in emoji.iter().enumerate() {
            if !is_emoji(one) {
                return Err(format!("`{one}` is not one emoji"));
            }
            if emoji[..at].contains(one) {
                return Err(format!("the reaction `{one}` is there twice"));
            }
        }
        Ok(Self(emoji))
    }
}

/// Puts reactions in the order of the site's emoji, without those that it no longer has.
pub fn in_order(reactions: &mut Vec<Reaction>, known: &[String]) {
    reactions.retain(|reaction| known.contains(&reaction.emoji));
    reactions.sort_by_key(|reaction| known.iter().position(|emoji| *emoji == reaction.emoji));
}

const VARIATION: char = '\u{fe0f}';
const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';

/// Whether a text is one emoji: of the form that Unicode's technical standard 51 gives them (section 1.4.9), and not a sign
/// that is text unless a variation selector follows.
fn is_emoji(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    if let [key, rest @ ..] = signs.as_slice()
        && matches!(key, '0'..='9' | '#' | '*')
    {
        return rest == [VARIATION, KEYCAP];
    }
    let mut rest = signs.as_slice();
    loop {
        let Some(after) = element(rest) else { return false };
        match after {
            [] => return true,
            [JOINER, next @ ..] => rest = next,
            _ => return false,
        }
    }
}

/// What stands after the flag or the single emoji with which the signs begin.
fn element(signs: &[char]) -> Option<&[char]> {
    let is_region = |sign: &char| ('\u{1f1e6}'..='\u{1f1ff}').contains(sign);
    if let [first, second, rest @ ..] = signs
        && is_region(first)
    {
        return is_region(second).then_some(rest);
    }
    let (first, mut rest) = signs.split_first()?;
    let pictured = match first {
        '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}' => return None,
        '\u{1f000}'..='\u{1faff}' => true,
        // Signs that are text by themselves.
        '\u{a9}'
        | '\u{ae}'
        | '\u{203c}'
        | '\u{2049}'
        | '\u{2122}'
        | '\u{2139}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{3030}'
        | '\u{303d}'
        | '\u{3297}'
        | '\u{3299}' => false,
        _ => return None,
    };
    let tinted = rest.first().is_some_and(|sign| ('\u{1f3fb}'..='\u{1f3ff}').contains(sign));
    let varied = rest.first() == Some(&VARIATION);
    if tinted || varied {
        rest = &rest[1..];
    }
    // As ❌ and ⭐ do, some of the others stand as emoji by themselves.
    let by_itself = matches!(first, '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23ec}' | '\u{23f0}' | '\u{23f3}'
        | '\u{25fd}' | '\u{25fe}' | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}' | '\u{2693}'
        | '\u{26a1}' | '\u{26aa}' | '\u{26ab}' | '\u{26bd}' | '\u{26be}' | '\u{26c4}' | '\u{26c5}' | '\u{26ce}'
        | '\u{26d4}' | '\u{26ea}' | '\u{26f2}' | '\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}' | '\u{2705}'
        | '\u{270a}' | '\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
        | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}' | '\u{2b1c}' | '\u{2b50}' | '\u{2b55}');
    if !pictured && !by_itself && !tinted && !varied {
        return None;
    }
    // The flags of England, Scotland and Wales.
    let tags = rest.iter().take_while(|sign| ('\u{e0020}'..='\u{e007e}').contains(*sign)).count();
    if tags == 0 {
        return Some(rest);
    }
    (rest.get(tags) == Some(&'\u{e007f}')).then(|| &rest[tags + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_see_as_one_sign_is_one_emoji() {
        for text in ["👍", "❤️", "😂", "👍🏽", "🏳️‍🌈", "👩🏽‍🚀", "👨‍👩‍👧‍👦", "🇳🇱", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "3️⃣", "©️", "⭐", "✅", "☝🏻", "🫡"]
        {
            assert!(is_emoji(text), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            " ",
            "a",
            "👍👍",
            "👍 ",
            "❤",
            "©",
            "3",
            "3️",
            "🇳",
            "🇳🇱🇧🇪",
            "👍\u{200d}",
            "\u{200d}👍",
            "\u{fe0f}",
            "🏽",
            "👍🏽🏽",
            "<b>",
            "é",
            "👍a",
            "→",
            "\u{202e}",
            "🏴\u{e0067}",
        ] {
            assert!(!is_emoji(text), "{text:?}");
        }
    }

    #[test]
    fn a_set_is_small_and_has_none_twice() {
        let set = |emoji: &[&str]| EmojiSet::try_from(emoji.iter().map(|&one| one.to_owned()).collect::<Vec<_>>());
        assert!(set(&["👍", "❤️"]).is_ok() && set(&[]).is_ok());
        assert_eq!(set(&["👍", "👍"]), Err("the reaction `👍` is there twice".to_owned()));
        assert_eq!(set(&["👍", "top"]), Err("`top` is not one emoji".to_owned()));
        let many = ["😀", "😁", "😂", "🤣", "😃", "😄", "😅", "😆", "😉"];
        assert_eq!(set(&many), Err("there are 9 reactions; a site has at most 8".to_owned()));
    }
}
