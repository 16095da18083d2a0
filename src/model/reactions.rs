//! The emoji that readers reacted with, as the HTML tells them. What readers do with them is in `reactions.js`.

use weerwoord_protocol::Reaction;

/// "👍 3 ❤️ 1"; nothing where nobody reacted.
pub fn counted(reactions: &[Reaction]) -> String {
    let all: Vec<String> =
        reactions.iter().map(|reaction| [&reaction.emoji, " ", &reaction.count.to_string()].concat()).collect();
    all.join(" ")
}

/// The reactions that such a text tells.
pub fn read_reactions(text: &str) -> Vec<Reaction> {
    let mut words = text.split(' ');
    let mut reactions = Vec::new();
    while let (Some(emoji), Some(count)) = (words.next(), words.next()) {
        reactions.push(Reaction { emoji: emoji.to_owned(), count: count.parse().unwrap_or_default() });
    }
    reactions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_are_read_back_from_their_text() {
        let reactions = read_reactions("👍 12 ❤️ 1");
        assert_eq!(reactions[1], Reaction { emoji: "❤️".to_owned(), count: 1 });
        assert_eq!(counted(&reactions), "👍 12 ❤️ 1");
        assert_eq!((read_reactions(""), counted(&[])), (vec![], String::new()));
    }
}
