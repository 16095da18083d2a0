//! The votes on a comment: how they stand, and the reader's own.

use leptos::prelude::*;
use weerwoord_protocol::{Status, Voting};

use super::element::bare;
#[cfg(feature = "ssr")]
use super::element::element;
use crate::model::{Entry, Standing};
use crate::store::Store;

/// What a vote button is called in `data-action`, and its sign.
const KINDS: [(&str, &str); 2] = [("up", "▲"), ("down", "▼")];

/// A button for each vote that the site takes; on the hosted page, where no script runs, the counts as text.
pub fn votes(store: Store, entry: &Entry, standing: &Standing) -> Vec<AnyView> {
    let kinds = match store.fixed.read_value().policy.votes {
        _ if entry.comment.status != Status::Published => 0,
        Voting::Up => 1,
        Voting::UpDown => 2,
        Voting::None => 0,
    };
    let counts = [standing.votes.up, standing.votes.down];
    let pressed = [standing.vote == 1, standing.vote == -1];
    let all = KINDS.into_iter().zip(counts).zip(pressed).take(kinds);
    #[cfg(feature = "ssr")]
    if store.fixed.read_value().form.id.is_some() {
        let counted = all.filter(|((_, count), _)| *count > 0);
        return counted.map(|(((name, _), count), _)| text(store, name, count)).collect();
    }
    all.map(|(((name, sign), count), pressed)| button(store, name, sign, count, pressed)).collect()
}

fn button(store: Store, name: &str, sign: &str, count: u32, pressed: bool) -> AnyView {
    let counted = store.text.read_value().number(usize::try_from(count).unwrap_or(usize::MAX));
    let text = if count == 0 { sign.to_owned() } else { [sign, " ", &counted].concat() };
    // In no form: it needs no type, of which there would be one for each comment.
    bare("button")
        .attr("class", "action")
        .attr("part", if pressed { "action vote active" } else { "action vote" })
        .attr("data-action", name)
        .attr("aria-label", store.text.read_value().with(&["vote.", name].concat(), "n", &counted))
        .attr("aria-pressed", if pressed { "true" } else { "false" })
        .text(text)
        .make()
}

#[cfg(feature = "ssr")]
fn text(store: Store, name: &str, count: u32) -> AnyView {
    let counted =
        store.text.read_value().plural(&["page.vote-", name].concat(), usize::try_from(count).unwrap_or(usize::MAX));
    element("span", "votes").text(counted).make()
}
